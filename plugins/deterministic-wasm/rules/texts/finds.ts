/** What stands in a given text, asked for in anybody's words: addresses, tags, percentages, file names, words of a form, quoted parts. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { MOST_LISTED } from '../listed.ts'
import { type Answer, at, withHow } from '../rule.ts'
import { ALL, GET, hosts, wordsOfForm } from './found-words.ts'
import { isFlat } from './removals.ts'
import { chain, groupsOf, listAfter, type Step, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const THERE =
  '(?: (?:are|is|that|which|there|mentioned|contained|found|appear|appears|occur|occurs|used|present|listed|included|given|written|i|can|be|see|in|from|of|out|hidden|exist|named|only|he|she|they|it|says?))*'
const asked = (things: string, extra = ''): readonly RegExp[] => [
  whole(`${GET}${ALL}(?<once>unique |distinct |different )?(?:${things})${THERE}(?: §)?${THERE}`),
  whole(`(?:what|which)${THERE} ${ALL}(?<once>unique |distinct |different )?(?:${things})${THERE}(?: §)?${THERE}`),
  whole(
    `(?:is there|are there|has|does § have|does § contain|do you see)(?: an?| any| some)? (?:${things})${THERE}(?: §)?`,
  ),
  ...(extra === '' ? [] : [whole(extra)]),
]
const COUNT = 'how many|count(?: of)?(?: the| all| how many)*|number of'
const counted = (things: string): RegExp => whole(`(?:${COUNT}) ${ALL}(?:${things})${THERE}(?: §)?${THERE}`)

type Thing = {
  readonly names: string
  readonly name: string
  readonly step: Step
  readonly pointer: string
  readonly inner?: string
  /** Where the text could be read in two ways. */
  readonly not?: RegExp
  readonly extra?: string
}
const ids = (kind: string): Step => ({ name: 'Find them', op: 'extract.ids', more: { kinds: [kind] } })
const form = (kind: string): Step => ({ name: 'Find them', op: 'extract.forms', more: { kind } })
const find = (op: string, more: JsonObject = {}): Step => ({ name: 'Find them', op, more })

const THINGS: readonly Thing[] = [
  {
    names: 'e-?mails?(?: ?-?(?:addresses|address|ids?|adresses|adress|addys?))?|mail ?(?:addresses|address|ids?)|mails',
    name: 'e-mail address',
    step: find('extract.emails'),
    pointer: 'emails',
  },
  {
    names:
      '(?:e-?mail |mail )?domains?(?: names?| parts?)?|host ?names?|domain part of (?:these |the )?(?:e-?mails?|mails|addresses|urls)',
    name: 'domain',
    step: find('extract.domains'),
    pointer: 'domains',
    extra: `${GET}(?:the )?domains?(?: names?| parts?)?(?: (?:of|from|in))?(?: (?:these|the|this|that))?(?: (?:e-?mails?|mails?|addresses|address|urls?|links?))*(?: §)?`,
  },
  {
    names: 'urls?|links?|web ?links?|web ?addresses|web ?sites?(?: addresses)?|hyperlinks?',
    name: 'URL',
    step: find('extract.urls'),
    pointer: 'urls',
  },
  {
    names: '(?:tele)?phone(?: ?numbers?| ?nos?\\.?)?s?|(?:contact|tel)(?: ?phone)?(?: numbers?| nos?\\.?)|phones',
    name: 'telephone number',
    step: find('extract.phones'),
    pointer: 'phones',
  },
  { names: 'hash ?-?tags?', name: 'hashtag', step: find('extract.tags'), pointer: 'tags' },
  {
    names:
      '@ ?-?mentions?|mentions|(?:user )?handles|user ?names? with @|tagged (?:people|users)|mentioned (?:people|users|handles)',
    name: 'mention',
    step: find('extract.tags', { sign: '@' }),
    pointer: 'tags',
  },
  {
    names: 'ip(?: ?v?4)?(?: ?addresses| ?address)?s?|ips',
    name: 'IP address',
    step: ids('ipv4'),
    pointer: 'ids',
    inner: '/text',
  },
  { names: 'ibans?(?: numbers?)?', name: 'IBAN', step: ids('iban'), pointer: 'ids', inner: '/text' },
  { names: '(?:uuid|guid)s?', name: 'UUID', step: ids('uuid'), pointer: 'ids', inner: '/text' },
  { names: 'isbns?(?: numbers?)?', name: 'ISBN', step: ids('isbn'), pointer: 'ids', inner: '/text' },
  {
    names: '(?:ticket|issue|jira|bug|story)(?: ?(?:ids?|numbers?|keys?|references?|refs?))?s?',
    name: 'ticket',
    step: ids('issue'),
    pointer: 'ids',
    inner: '/text',
  },
  {
    names: 'percentages?|percents?|percent (?:values|figures|numbers)|percentage (?:values|figures)',
    name: 'percentage',
    step: form('percentages'),
    pointer: 'found',
  },
  {
    names: 'file ?names?|files|filenames?|attachments?',
    name: 'file name',
    step: form('file_names'),
    pointer: 'found',
    not: /https?:|www\.|@/i,
  },
  {
    names: 'version(?: numbers?)?s?|versions|release numbers',
    name: 'version',
    step: form('versions'),
    pointer: 'found',
    not: /\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}|\d\.\d{2}(?!\d|\.)/,
  },
  { names: 'mac(?: ?address(?:es)?)?s?', name: 'MAC address', step: form('macs'), pointer: 'found' },
  {
    names: '(?:hex(?:adecimal)? )?colou?r(?: ?codes?)?s?|hex (?:codes?|colou?rs?)',
    name: 'hexadecimal colour',
    step: form('hex_colors'),
    pointer: 'found',
  },
  { names: 'times?(?: of day)?|clock times', name: 'time', step: find('extract.times'), pointer: 'times' },
  {
    names: 'dates?|calendar dates',
    name: 'date',
    step: find('extract.dates'),
    pointer: 'dates',
  },
  {
    names:
      '(?:all[- ]?caps|upper ?-?case|capitali[sz]ed|capital) words?|words? (?:that are |written )?(?:in|with) (?:all )?(?:capital letters|capitals|caps|all caps|upper ?-?case)|acronyms|words in all caps',
    name: 'word in capitals',
    step: find('extract.words', { form: 'upper' }),
    pointer: 'words',
  },
]
const ASKED = THINGS.map(thing => ({
  ...thing,
  patterns: asked(thing.names, thing.extra),
  count: counted(thing.names),
}))
const MENTIONED = [
  whole(
    "(?:who|who all|which people|which users) (?:is|are|was|were|gets?|got)(?: all)? (?:mentioned|tagged|addressed|cc(?:'?e)?d|at-mentioned)(?: in)?(?: §)?",
  ),
]

const THAT =
  "(?:everything|all|anything|text|what(?: is|'s)?|words?|parts?|content|contents|phrases?|whatever(?: is|'s)?|the bits?|stuff|strings?)"
const BETWEEN: readonly (readonly [RegExp, readonly (readonly [string, string])[]])[] = [
  [
    whole(
      `${GET}${ALL}(?:${THAT}(?: (?:that is|that's|standing|written))? (?:between|in|inside|within)(?: the| double)? (?:quotes|quotation marks|quote marks|inverted commas)|quoted (?:text|parts?|words?|phrases?|strings?)|quotes|quotations)(?: in §)?`,
    ),
    [
      ['"', '"'],
      ['“', '”'],
    ],
  ],
  [
    whole(
      `${GET}${ALL}(?:${THAT}(?: (?:that is|that's|standing|written))? (?:between|in|inside|within)(?: the| round)? (?:brackets|parenthes[ei]s|parens)|bracketed (?:text|parts?|words?)|text in brackets)(?: in §)?`,
    ),
    [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
  ],
  [whole(`${GET}${ALL}${THAT} (?:between|in|inside|within)(?: the)? square brackets(?: in §)?`), [['[', ']']]],
  [
    whole(
      `${GET}${ALL}${THAT} (?:between|in|inside|within)(?: the)? (?:curly|curly brackets|braces|curly braces)(?: brackets)?(?: in §)?`,
    ),
    [['{', '}']],
  ],
]
const TAGGED = [
  whole(
    `${GET}${ALL}(?:${THAT} )?(?:between|in|inside|within|of)(?: the)? <(?<tag>[a-z][a-z0-9]{0,9})>(?:-| )?(?:tags?|elements?)?(?: in §)?`,
  ),
]
const LABELLED = [
  whole(
    `${GET}${ALL}(?<label>order|invoice|customer|tracking|ticket|reference|booking|confirmation|case|account|serial|article|contract|policy|flight|room|po|purchase order|receipt|member|membership|parcel|shipment)[- ]?(?:number|no\\.?|nr\\.?|id|code|reference|#)(?: (?:in|from|out of|of))?(?: §)?`,
  ),
]
const EXTENSION = [
  whole(
    `(?:the )?(?:file )?(?:extension|file ?type|suffix|ending)(?: of| for)?(?: the file)?(?: §)?|what (?:file )?(?:extension|type) (?:is|has|does) §(?: have)?`,
  ),
]
const FILE_NAME = [
  whole(
    `${GET}(?:only |just )?(?:the )?(?:bare )?(?:file ?name|base ?name|name of the file)(?: (?:of|from|in|out of))?(?: (?:the|this) (?:path|file path|url))?(?: §)?`,
  ),
]

export const textFindRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-finds',
    reason:
      'Lists what stands in a given text: addresses, tags, percentages, file names, words of a form, quoted or bracketed parts.',
    order: 82,
    unmarked: true,
    hint: /mail|domain|host|url|link|web|phone|mobile|tel|cell|contact|tag|mention|handle|who|ip|iban|uid|isbn|ticket|issue|jira|bug|story|percent|file|version|release|mac|colou?r|hex|time|date|word|acronym|quot|bracket|parenth|<|number|no|id|code|extension|suffix|ending|attachment|everything|text|user|people|name|inverted/iu,
    examples: {
      yes: [
        'fish out every e-mail addy: Contact Jane (jane.doe@firma.de) or our helpdesk support@firma.de',
        'who is mentioned? "thanks @lisa_k and @tomas for the help, cc @hr-team"',
        'IPs in the log please\nFailed login from 192.168.1.14 port 22\nAccepted from 10.0.0.7',
        'domain part of these mails: hans@gmx.de, priya@infosys.com',
        "which file names are mentioned? I've attached budget.xlsx, notes.txt and the scan IMG_2041.jpg",
        'everything between the quotes: He said "maybe", she said "no way", and I said "fine".',
        'list the words in capital letters: Please bring your ID and a VALID ticket, NO refunds',
        'How many email addresses are in here? a@b.com; c@d.com, hello, e@f.net g.h',
        'take all the percentages: inflation rose 2.4%, wages 3.1 %, rents by 7%',
        'words that start with s please: Sally sells sea shells by the sea shore',
        'text inside the <b> tags: This is <b>important</b> and this <b>too</b> ok',
        'pull out the ticket IDs: fixed in ABC-1204 and ABC-1310, relates to OPS-77',
        'grab the order number out of "Your order #DE-20931-X has shipped on Monday"',
        'version numbers in "upgraded from v1.14.2 to v2.0.0-rc1, node 18.19.1"',
      ],
      no: [
        'find dates for the party: May or June',
        'list links between smoking and cancer: explain',
        'Find the times we agreed: Bob said noon',
        'who is mentioned? Bob met Ann in Rome.',
        'give me file names: a project about cats',
        'suggest hashtags: a photo of the beach',
        'find phone numbers of dentists: Berlin',
        'words that start with s and are verbs: Sally sells sea shells',
        'email the percentages: 5%, 6%',
        'how many links does a chain have: bicycle',
        'extract the emails that are invalid: a@b.com, c@',
        'time: is it late?',
        'extract mobile numbers: Sunita 09123456789, office 022-2345678',
        'give me the MAC address: 3c:7c:3f:aa:10:9e and ff:ff:ff:ff:ff:ff',
      ],
    },
    read: request =>
      things(request) ??
      wordsOfForm(request) ??
      between(request) ??
      tagged(request) ??
      labelled(request) ??
      fileParts(request),
  }),
]

/** Several are wanted; of one where there are more, nobody can know which. */
const PLURAL =
  /(?<!\p{L})(?:all|any|every|each)(?!\p{L})|(?!(?<!\p{L})(?:address|is|this|was|does|has|occurs|appears)(?!\p{L}))(?<!\p{L})\p{L}+s(?!\p{L})/iu

/** `Dates: what's two weeks after 1 May` asks something itself. */
const asksBehind = ({ form, text }: TextRequest): boolean =>
  form === 'inline' &&
  /^\s*(?:what|when|how|which|who|why|is|are|does|do|can|could|should)(?:'s)?(?!\p{L})[^\n]*$/iu.test(text)

function things(request: TextRequest): Answer | null {
  const isMails = request.form === 'bare' && /@/.test(request.text) && request.text.includes(',')
  if ((request.form === 'bare' && !isMails) || (request.opener === '' && asksBehind(request))) return null
  const isMention = groupsOf(request.head, MENTIONED) !== null
  const mention = ASKED.find(({ name }) => name === 'mention')
  const found = isMention
    ? mention
    : ASKED.find(({ patterns, count }) => count.test(request.head) || groupsOf(request.head, patterns) !== null)
  if (found === undefined || (found.not?.test(request.text) ?? false)) return null
  // A token is what was asked about, not a text to look through, unless it is a domain.
  if (request.form === 'token' && found.name !== 'domain') return null
  const made = chain(request, [found.step])
  const seen = made?.output[found.pointer]
  if (made === null || !Array.isArray(seen) || seen.length > MOST_LISTED) return null
  if (found.name === 'URL' && hosts(request.text) > seen.length) return null
  // That there is none is said only of what cannot be written in many ways.
  if (
    seen.length === 0 &&
    (request.form !== 'quote' ||
      !/\s/.test(request.text.trim()) ||
      /time|date|file|word|version|ticket|telephone|mention|hashtag/.test(found.name))
  )
    return null
  if (found.count.test(request.head)) {
    const size: Step = { name: 'Count them', op: 'list.size', takes: 'items' }
    const total = chain(request, [{ ...found.step, gives: found.pointer }, size])
    return total === null
      ? null
      : { tasks: total.tasks, answer: total.key, reply: { template: '{{count}}', values: { count: at('/count') } } }
  }
  if (seen.length > 1 && !isMention && !PLURAL.test(request.head) && !/s$/.test(request.noun)) return null
  const once = groupsOf(request.head, found.patterns)?.once !== undefined
  const none = `There is no ${found.name} in the text.`
  const isHost = found.name === 'domain' && seen.some(host => typeof host === 'string' && host.split('.').length > 2)
  const steps: Step[] = [{ ...found.step, gives: found.pointer }]
  if (once && seen.length > 0) steps.push({ name: 'Keep each once', op: 'list.dedupe', takes: 'items', gives: 'items' })
  const answer = listAfter(request, steps, once && seen.length > 0 ? 'items' : found.pointer, {
    none,
    inner: found.inner ?? '',
  })
  return answer === null || !isHost ? answer : { ...answer, reading: 'Host names as they stand.' }
}

function between(request: TextRequest): Answer | null {
  const pairs = BETWEEN.find(([pattern]) => pattern.test(request.head))?.[1]
  const there = pairs?.filter(([open]) => request.text.includes(open)) ?? []
  const [open, close] = there[0] ?? []
  if (there.length !== 1 || open === undefined || close === undefined || request.form === 'bare') return null
  const isFit = open === close ? request.text.split(open).length % 2 === 1 : isFlat(request.text, open, close)
  return isFit ? listAfter(request, [find('extract.between', { open, close })], 'parts') : null
}

function tagged(request: TextRequest): Answer | null {
  const tag = groupsOf(request.head, TAGGED)?.tag
  if (tag === undefined || request.text.includes(`<${tag} `)) return null
  return listAfter(request, [find('extract.between', { open: `<${tag}>`, close: `</${tag}>` })], 'parts')
}

/** The one number behind its name: `order #DE-20931-X`. */
function labelled(request: TextRequest): Answer | null {
  const label = groupsOf(request.head, LABELLED)?.label
  if (label === undefined || request.form === 'token' || request.form === 'bare') return null
  const made = chain(request, [find('extract.labelled', { label })])
  const seen = made?.output.values
  if (made === null || !Array.isArray(seen) || new Set(seen).size !== 1) return null
  return {
    tasks: made.tasks,
    answer: made.key,
    reply: withHow('{{/values/0}}', { values: at('/values') }, `Behind \`${label.toLowerCase()}\``),
  }
}

function fileParts(request: TextRequest): Answer | null {
  const path = request.text.trim()
  const isPath =
    /^[^\s"<>|?*]+\.[A-Za-z][A-Za-z0-9]{0,5}$/.test(path) ||
    /^(?:[A-Za-z]:)?[\\/][^\n"<>|?*]+\.[A-Za-z0-9]{1,6}$/.test(path)
  if (!isPath || /^https?:|@/.test(path)) return null
  const isName = groupsOf(request.head, FILE_NAME) !== null
  if (!isName && groupsOf(request.head, EXTENSION) === null) return null
  const separator = isName ? (path.includes('\\') ? '\\' : '/') : '.'
  if (isName && !path.includes(separator)) return null
  if (!isName && (/\.tar\.\w+$/i.test(path) || /^\.[^.]+$/.test(path))) return null
  const steps: Step[] = [
    { name: 'Cut it', op: 'text.split', more: { by: 'separator', separator }, gives: 'parts' },
    { name: 'Take the last part', op: 'list.slice', more: { from: -1 }, takes: 'items', gives: 'items' },
  ]
  const made = chain(request, steps)
  if (made === null) return null
  const template = isName ? '{{/items/0}}' : '.{{/items/0}}'
  return { tasks: made.tasks, answer: made.key, reply: { template, values: { items: at('/items') } } }
}
