/** Two lists with a label each: who of the invited has not replied, what of the needed is missing, who is in both, what is new. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { piecesOf, withoutChatter } from '../data/data-request.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { itemsOf } from '../texts/list-items.ts'
import { bareOf, spanOf, spokenOf } from './asked-text.ts'

type Lists = {
  readonly a: readonly string[]
  readonly b: readonly string[]
  readonly labels: readonly [string, string]
  readonly question: string
}

const LABEL = "(?<label>\\p{L}[\\p{L}\\p{N} ()'’-]{0,40}?)"
const ITEMS = '(?<items>[^:\\n?!]{3,2000}?)'
const LINE = new RegExp(`^\\s*(?:[-*•] )?${LABEL} ?(?:\\(\\d+\\) ?)?[:=] ?${ITEMS}[.;]?\\s*$`, 'u')
const INLINE =
  /(?<![\p{L}\p{N}])(?<labelA>\p{L}[\p{L}\p{N} '’-]{0,40}?): (?<a>[^:\n?!.;]{3,1000})(?:[.;]\s+|\s*\n\s*|,? (?:and|but) (?=[\p{L} ]{1,30}:))(?<labelB>\p{L}[\p{L}\p{N} '’-]{0,40}?): (?<b>[^:\n?!.;]{1,1000})(?=[.;?!\n]|$)/u

const listIn = (text: string): readonly string[] | null => {
  const bare = text.trim().replace(/[.;]$/, '')
  if (/^[\p{L}\p{N}][\p{L}\p{N} '’-]{0,30}$/u.test(bare) && bare.split(' ').length <= 2) return [bare]
  return /[,;]/.test(bare) || /^[\p{L}\p{N} ]+ and [\p{L}\p{N} ]+$/u.test(bare)
    ? (itemsOf(bare.includes(',') || bare.includes(';') ? bare : bare.replace(' and ', ', '))?.items ?? null)
    : null
}

function toLists(labels: readonly [string, string], texts: readonly [string, string], rest: string): Lists | null {
  const [a, b] = [listIn(texts[0]), listIn(texts[1])]
  const pieces = piecesOf(withoutChatter(rest))
  const question = pieces.length === 1 ? spokenOf(pieces[0] as string) : null
  if (a === null || b === null || question === null || a.length < 2) return null
  const all = [...a, ...b]
  // What differs in capitals alone, or stands twice in a list, may or may not be the same.
  if (new Set(all).size !== new Set(all.map(item => item.toLowerCase())).size) return null
  if (new Set(a).size !== a.length || new Set(b).size !== b.length) return null
  // Figures beside the names are more than names.
  if (all.some(item => /\p{L} ?[:(]?\d+[)]?$/u.test(item) || /^\d+ ?[x×]? \p{L}/u.test(item))) return null
  return { a, b, labels: [labels[0].trim().toLowerCase(), labels[1].trim().toLowerCase()], question }
}

function readLists(message: string): Lists | null {
  const lines = message.split('\n')
  const labelled = lines.flatMap((line, at) => {
    const groups = /[?!]\s*$/.test(line) ? undefined : LINE.exec(line)?.groups
    return groups === undefined || !/[,;]| and |^\S+$/.test(groups.items ?? '')
      ? []
      : [{ at, label: groups.label ?? '', items: groups.items ?? '' }]
  })
  const [first, second, third] = labelled
  if (first !== undefined && second !== undefined && third === undefined) {
    const rest = lines.filter((_, at) => at !== first.at && at !== second.at).join('\n')
    const found = toLists([first.label, second.label], [first.items, second.items], rest)
    if (found !== null) return found
  }
  const inline = INLINE.exec(message)
  if (inline?.groups === undefined) return null
  const { labelA = '', a = '', labelB = '', b = '' } = inline.groups
  const rest = `${message.slice(0, inline.index)}\n${message.slice(inline.index + inline[0].length)}`.replace(
    /^\s*[.;]\s*|(?<=\n)\s*[.;]\s*/g,
    '',
  )
  return toLists([labelA, labelB], [a, b], rest)
}

/** All that there is or should be. */
const WHOLE =
  /^(?:all |the |our |my |full |whole )*(?:(?:ordered|invited|registered|expected|needed|all|sent) [a-z]+s|kids|invited|invitees|guests?(?: list)?|class(?: list)?|list|expected|needed|need|(?:i|we) need(?: \d+ things| the following)?|needs|class \w{1,3}|required|shopping list|to buy|recipe|ingredients|ordered|order|members?|registered|signed up|everyone|everybody|all|students?|pupils|kids|children|participants?|employees|staff|team|players|packing list|should have|wanted|owed|assigned|must have|names|people|parcels|sent|to bring|to pack|checklist|inventory|planned|roster|total)(?: list| items| needed| guests| people| students)?$/u
/** Those of them that something is done with. */
const PART =
  /^(?:the |already |(?:those |kids |people |students |guests |ones |children )?who |so far |i |we |now )*(?:have |has )?(?:replied|replies|answered|answers|answer|present|attending|attended|attendance|came|arrived|here|paid|have|has|got|in stock|at home|in the fridge|in fridge|in the cupboard|in the cart|cart|delivered|received|bought|done|packed|submitted|handed in|checked in|voted|returned|accepted|confirmed|confirmations|available|rsvp|responses|responded|signed|found|collected|finished|completed|there|yes|registered|coming|picked up|already got|already here|already have|already bought|already packed|already paid)(?: yes| already| so far| list| homework| forms?| it| theirs?)?$/u
const BEFORE =
  /^(?:the )?(?:old|before|yesterday|last (?:week|month|year)|previous|then|list 1|first|january|2023|2024)(?: list| version| team| menu| members)?$/u
const AFTER =
  /^(?:the )?(?:new|after|today|this (?:week|month|year)|current|now|updated|latest)(?: list| version| team| menu| members)?$/u

const DOING =
  '(?:repl(?:y|ied)|answer(?:ed)?|respond(?:ed)?|confirm(?:ed)?|come|came|arrive[d]?|pa(?:y|id)|attend(?:ed)?|show(?:n|ed)? up|submit(?:ted)?|hand(?:ed)?(?: (?:it|them|theirs))? in|return(?:ed)?|vote[d]?|sign(?:ed)?|check(?:ed)? in|accept(?:ed)?|register(?:ed)?|turn(?:ed)? up|got(?:ten)? back|packed?|bought|buy|been (?:packed|bought|delivered|found|returned|collected|paid|done|received)|deliver(?:ed)?|receive[d]?|finish(?:ed)?|complete[d]?|done|do|there|here|present|in stock|at home|have|packed|got)'
const NOT = "(?:has|have|had|did|does|do|is|are|was|were)(?:n't| not)|hasnt|havent|didnt|isnt|arent|wasnt|never"
const WHO =
  '(?:who|which(?: (?:of them|ones?|people|guests|students|items|kids|children|names|things|ingredients|parcels|members|players|[a-z]+s))?|what)'
const ask = (source: string): RegExp => new RegExp(`^(?:${source})(?: yet| so far| still)?$`, 'u')
const MISSING = ask(
  `${WHO}(?: still| is still| are still)? (?:${NOT})(?: yet)?(?: been)? ${DOING}|${WHO} (?:still )?(?:has|have|needs?|is|are)(?: still)? to ${DOING}|${WHO}(?:'s| is| are)? ?(?:still |yet )?(?:missing|absent|not (?:there|here|present|coming|in stock|at home|on the list)|outstanding|lacking|to come|to reply|to answer|to pay|needed|left)(?: from (?:the )?list)?|${WHO}?(?: ?(?:do|does|must|should))? ?(?:i|we|she|he|they)?(?: still| also)? ?(?:have to|need to|must|got to|has to|needs? to|need|should i|should we) ?(?:still )?(?:buy|get|bring|pack|order|find|do|pick up|purchase|be bought)?(?: still)?|(?:still )?(?:missing|absent|absentees|outstanding|to buy|not replied|not here)(?: names| items| people)?|${WHO} (?:did not|didn't) (?:come|show up|reply|answer|attend|arrive)`,
)
const COUNT_MISSING = ask(
  `how many(?: (?:people|of them|guests|students|items|kids|names|things|invited|[a-z]+s))? (?:(?:${NOT})(?: yet)? ${DOING}|(?:are|is)(?: still)? (?:missing|absent|outstanding)|still (?:have|need) to ${DOING})`,
)
const BOTH = ask(
  `${WHO}(?: names?)?(?: (?:is|are|appears?|stands?|do))*(?: (?:in|on|to|part of))* both(?: (?:of )?(?:the |these )?(?:lists?|teams?|groups?|classes|courses|days|times|sets|clubs|[a-z]+s))?|(?:common|shared) (?:names|items|members|people|numbers|entries)|(?:the )?(?:overlap|intersection)|${WHO} (?:do )?(?:they|the lists|both lists|both) have in common|in both(?: lists)?`,
)
const ADDED = ask(
  `${WHO}(?:'s| is| are| was| were| has| have)?(?: been)? ?(?:new|added|joined|been added|come in)(?: (?:in|to|on) (?:the )?(?:list|team|new list))?|new (?:items|names|members|entries|ones)|added(?: items| names)?|additions`,
)
const REMOVED = ask(
  `${WHO}(?:'s| is| are| was| were| has| have)?(?: been)? ?(?:gone|removed|left|dropped(?: out)?|no longer (?:in|on)?(?: the list| the team| there)?|missing)(?: (?:from|in) (?:the )?(?:list|team|new list))?|removed(?: items| names)?`,
)
const CHANGED = ask(
  `(?:what )?(?:was |is |has been )?added and (?:what )?(?:was |is |has been )?removed|(?:what )?(?:has )?changed|(?:what )?(?:is )?new and (?:what )?(?:is )?gone|differences?(?: between (?:them|the (?:two )?lists))?|who (?:is new|joined) and who (?:left|is gone)`,
)
const ONLY =
  /^(?:who|which(?: [a-z]+)?|what)(?:(?: names?| items?)? (?:is|are|was|were))?(?: only)?(?: in| on)?(?: the)? «(?<in>[ab])»(?: only)?(?:,? (?:but|and) (?:(?:is |are |was )?not|isn't|aren't|missing)(?: in| on| from)?(?: the)? «(?<out>[ab])»)?$/u

/** What is asked for and what the shorter list tells must be the same: who has paid says nothing of who has replied. */
const DEEDS: readonly (readonly [asked: RegExp, told: RegExp])[] = [
  [/repl|answer|respon/u, /repl|answer|respon|rsvp/u],
  [/confirm|accept/u, /confirm|accept|rsvp/u],
  [
    /(?<!\p{L})(?:come|came|coming|arriv\p{L}*|attend\p{L}*|show\p{L}* up|turn\p{L}* up|here|present|absent|absentees)(?!\p{L})/u,
    /present|attend|came|arriv|here|there|checked in|coming/u,
  ],
  [/(?<!\p{L})pa(?:y|id)(?!\p{L})/u, /paid/u],
  [/submit|hand(?:ed)?(?: \p{L}+)? in/u, /submit|handed in/u],
  [/return|back/u, /return/u],
  [/vote/u, /vote/u],
  [/(?<!\p{L})sign(?:ed)?(?!\p{L})/u, /signed(?! up)/u],
  [/check(?:ed)? in/u, /checked in/u],
  [/register/u, /register/u],
  [
    /(?<!\p{L})(?:buy|bought|get|bring|packed?|order|find|pick up|purchase|in stock|at home)(?!\p{L})|not (?:i |we )?(?:have|got)$|n't (?:i |we )?(?:have|got)$/u,
    /have|has|got|stock|home|fridge|cupboard|cart|bought|packed|here|there|delivered|received|available/u,
  ],
  [/deliver|receive|collect|found/u, /deliver|receiv|arriv|collect|found/u],
  [/finish|complete|(?<!\p{L})(?:done|to do)(?!\p{L})/u, /finish|complete|done/u],
]

function isSameDeed(question: string, part: string): boolean {
  const asked = DEEDS.filter(([deed]) => deed.test(question))
  return asked.length === 0 || asked.some(([, told]) => told.test(part))
}

type Kind = 'only_a' | 'only_b' | 'both'

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The question with the labels as signs. */
function signed({ labels, question }: Lists): string {
  let text = question
  for (const [at, sign] of [
    [0, '«a»'],
    [1, '«b»'],
  ] as const) {
    const label = labels[at].replace(/^(?:the|my|our) /u, '')
    text = text.replace(new RegExp(`(?<![\\p{L}\\p{N}«])(?:the )?${escaped(label)}(?![\\p{L}\\p{N}])`, 'gu'), sign)
    const short = /^(?:list|group|team|set|class) (\p{L}|\d)$/u.exec(label)?.[1]
    if (short !== undefined) text = text.replace(new RegExp(`(?<= )${short}(?= |$)`, 'gu'), sign)
  }
  return text
}

function kindOf(lists: Lists): Kind | 'count' | 'changed' | null {
  const [a, b] = lists.labels
  const asked = bareOf(lists.question)
  const question = asked === '' ? lists.question : asked
  const isOrdered = WHOLE.test(a) && PART.test(b)
  const isTurned = PART.test(a) && WHOLE.test(b)
  const isLater = BEFORE.test(a) && AFTER.test(b)
  const isEarlier = AFTER.test(a) && BEFORE.test(b)
  const missing = isOrdered ? 'only_a' : isTurned ? 'only_b' : null
  const forms = [question, lists.question]
  const says = (pattern: RegExp): boolean => forms.some(form => pattern.test(form))
  if (says(BOTH)) return 'both'
  const only = ONLY.exec(bareOf(signed(lists)))?.groups ?? ONLY.exec(signed(lists))?.groups
  if (only !== undefined && only.in !== only.out && (only.out !== undefined || / only |only$/u.test(lists.question)))
    return only.in === 'a' ? 'only_a' : 'only_b'
  if (isLater || isEarlier) {
    if (says(CHANGED)) return isLater ? 'changed' : null
    if (says(ADDED)) return isLater ? 'only_b' : 'only_a'
    if (says(REMOVED)) return isLater ? 'only_a' : 'only_b'
  }
  if (missing === null || /^who left$/u.test(question)) return null
  if (!isSameDeed(lists.question, isOrdered ? b : a)) return null
  if (says(COUNT_MISSING)) return missing === 'only_a' ? 'count' : null
  return says(MISSING) ? missing : null
}

const shown = (name: string, size: number): string =>
  size === 0 ? 'None' : Array.from({ length: size }, (_, i) => `{{/${name}/${i}}}`).join(', ')

function answer(lists: Lists): Answer | null {
  const kind = kindOf(lists)
  const input = { a: [...lists.a], b: [...lists.b] }
  const seen = kind === null ? null : peek('list.compare', input)
  const sizeOf = (name: string): number => (Array.isArray(seen?.[name]) ? seen[name].length : 0)
  if (kind === null || seen === null) return null
  const [onlyA, onlyB] = [sizeOf('only_a'), sizeOf('only_b')]
  const compared = task('compared', 'Compare the lists', 'list.compare', input)
  if (kind === 'changed') {
    const template = `Added: ${shown('only_b', onlyB)}\n\nRemoved: ${shown('only_a', onlyA)}`
    return {
      tasks: [compared],
      answer: 'compared',
      reply: { template, values: { only_a: at('/only_a'), only_b: at('/only_b') } },
    }
  }
  // Who replied and was never invited: something is wrong with the lists, and it is said.
  const strange = kind === 'only_a' || kind === 'count' ? onlyB : kind === 'only_b' ? onlyA : 0
  const isWholeAndPart = WHOLE.test(lists.labels[0]) !== WHOLE.test(lists.labels[1])
  if (strange > 0 && isWholeAndPart && kind === 'count') return null
  if (kind === 'count') {
    const size = task('size', 'Count them', 'list.size', { items: { $from: 'compared', pointer: '/only_a' } }, [
      'compared',
    ])
    const reply = withHow('{{count}}', { count: at('/count') }, `of ${lists.a.length}`)
    return { tasks: [compared, size], answer: 'size', reply }
  }
  const size = sizeOf(kind)
  const none = kind === 'both' ? 'None.' : 'Nobody and nothing: all of them are there.'
  if (size === 0)
    return { tasks: [compared], answer: 'compared', reply: { template: '{{none}}', values: { none: literal(none) } } }
  const template =
    size < 8 ? shown(kind, size) : Array.from({ length: size }, (_, i) => `- {{/${kind}/${i}}}`).join('\n')
  return { tasks: [compared], answer: 'compared', reply: { template, values: { [kind]: at(`/${kind}`) } } }
}

function read({ message, attachments }: PlannerInput): Answer | null {
  if (attachments.length > 0 || message.length > 5_000 || (message.match(/[:=]/g)?.length ?? 0) < 2) return null
  const lists = readLists(message)
  return lists === null ? null : answer(lists)
}

export const labelledListRules: readonly PlannerRule[] = [
  {
    id: 'labelled-lists',
    reason: 'Tells who or what of one list is not in the other, is in both, or is new, by what the lists are called.',
    order: 199,
    examples: {
      yes: [
        'Invited: Ana, Ben, Carl, Dora, Emil, Fay\nReplied: Carl, Ana, Fay\nwho has not replied yet?',
        'I need: flour, sugar, eggs, milk, vanilla. I have: sugar, milk. What do I have to buy?',
        'Monday team: Kai, Ute, Jens, Ola\nTuesday team: Ute, Ola, Ben\nwho is in both teams?',
        'old: red, green, blue\nnew: green, blue, black, white\nwhat was added and what was removed?',
        'list A: 101, 102, 103, 105\nlist B: 101, 103, 104\nwhat is in A but not in B?',
      ],
      no: [
        'Invited: Ana, Ben, Carl\nReplied: Carl, Ana\nwho will not come?',
        'Invited: Ana, Ben, Carl\nReplied: Carl (no), Ana (yes)\nwho has not replied yet and why?',
        'Invited: Ana, Ben, Carl\nDeclined: Carl\nwho has not replied yet?',
        'Invited: Ana, Ben, Carl\nPaid: Ana\nwho has not replied yet?',
        'Pros: cheap, near\nCons: loud, small\nwhat is missing?',
        'I need: 3 eggs, 200 g flour. I have: 1 egg, 100 g flour. What do I have to buy?',
        'Monday: Kai, Ute\nTuesday: Ute, Ola\nWednesday: Kai, Ben\nwho is in both?',
      ],
    },
    match: input => {
      const found = read(input)
      return found === null ? [] : [{ span: spanOf(input.message), data: [[0, input.message.length]], ...found }]
    },
  },
]
