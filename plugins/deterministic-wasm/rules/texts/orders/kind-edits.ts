/** Orders about parts of a text that are named by kind: every digit or vowel exchanged, parts of an address or file name, what stands between two marks. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import type { Answer } from '../../rule.ts'
import { ARG, argOf, COMPLEX, listAfter, textAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'

const BY_KIND = whole(
  `(?:replace|make|change|swap|turn) (?:each |every |all )?(?<kind>digits?|numbers?|vowels?|consonants?)(?: in)? (?:with|by|to|into|for) (?<to>${ARG}|[\\p{L}\\p{N}])(?:'?s)?`,
)
const CASED = whole(
  '(?:make |get |write )?(?:all |every )?(?:names?|words?|emails?|e-mails?|(?:email|e-mail|mail) addresses|text|items|cities|countries|everything|letters|titles?|headings?|lines|tags|hashtags|keys|codes|sentence|list|urls?)? ?(?:be |in |into |to |as |all )*(?<case>uppercase|lowercase|titlecase)(?: letters)?',
)
const FIRST_CAPITAL = whole(
  '(?:make |write )?first letter (?:(?:be|in|to|into|as|a) )*(?:uppercase|capital(?: letter)?|capitali[sz]ed|big|upper)|(?:start|begin) with capital(?: letter)?|capitali[sz]e first letter(?: only)?|uppercase first letter(?: only)?',
)
const MAIL_NAME = whole(
  '(?:get )?(?:user ?name|local(?: part)?|name|part before @|mailbox)(?: parts?)?(?: (?:of|from|in))?(?: (?:email|e-mail|mail)(?: address)?)?',
)
const MAIL_DOMAIN = whole(
  '(?:get )?(?:domain|host)(?: name| part)?(?: (?:of|from|in))?(?: (?:email|e-mail|mail)(?: address)?)?',
)
const NO_EXTENSION = whole(
  '(?:remove|get rid of) (?:file )?(?:extension|suffix|file type|ending)|(?:get )?(?:file ?name|name) without (?:file )?(?:extension|suffix|ending|file type)|without (?:file )?extension',
)
const YEARS = whole('(?:get )?years?')
const THING = "(?:everything|all|text|part|what(?: is|'s)?|content|stuff|bit|word|string|value|number|words)"
const BETWEEN = whole(
  `(?:get )?(?:${THING} )?(?:(?:is|stands|standing|that is) )?(?:between|from between) (?<a>${ARG}|[\\p{L}\\p{N}]{1,20}) and (?<b>${ARG}|[\\p{L}\\p{N}]{1,20})`,
)
const IN_BRACKETS = whole(
  `(?:get )?(?:${THING} )?(?:is |in |inside )?(?:in|inside|between|within) (?<kind>(?:round |square |curly |angle )?brackets|parentheses|braces|curly braces|(?:double )?quotes|quotation marks)`,
)
const AT_END = whole(
  `add (?<what>${ARG}|[\\p{L}\\p{N}]{1,20}) (?:at|to|on) (?:very )?(?<where>end|start|beginning|front)(?: of (?:text|it|sentence|word|string))?`,
)

export const kindEditRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'kind-edits',
    reason:
      'Exchanges every digit or vowel, sets capitals, or takes a named part of a text: of an address, a file name, between two marks.',
    order: 257,
    unmarked: ({ form, head }) => form === 'token' && /name|domain|host|extension|suffix|ending|local/i.test(head),
    hint: /digit|number|vowel|consonant|case|caps|capital|letter|name|domain|host|local|mailbox|extension|suffix|ending|year|between|bracket|parenth|brace|quote|quotation|inside|within|add|append|put|insert/iu,
    examples: {
      yes: [
        'replace every digit with X in "abc123"',
        'replace every vowel with * in "hello world"',
        'make email addresses lowercase: Bob@Mail.COM, ANN@x.org',
        'make the first letter uppercase: hello there',
        'user name part of the email jane.doe@mail.com',
        'remove the extension from photo.final.jpg',
        'extract the year from "Founded in 1987 in Berlin"',
        'what\'s between the brackets in "total [42] items"',
        'text between "start" and "end": start here end',
        'add "!" at the end of "hello"',
      ],
      no: [
        'replace every digit with its word: 3 cats',
        'replace every vowel: hello',
        'make names uppercase and nicer: bob',
        'name of the email: jane.doe@mail.com',
        'what is between the lines: I am fine',
        'add a joke at the end: hello',
        'extract the year: from 1987 to 1999',
      ],
    },
    read: request => byKind(request) ?? cased(request) ?? parts(request) ?? between(request) ?? atEnd(request),
  }),
]

const DIGITS = '0123456789'
const VOWELS = 'aeiouAEIOU'
const CONSONANTS = 'bcdfghjklmnpqrstvwxyzBCDFGHJKLMNPQRSTVWXYZ'

function byKind(request: TextRequest): Answer | null {
  const groups = BY_KIND.exec(canonical(request.head))?.groups
  if (groups === undefined || COMPLEX.test(request.text)) return null
  const kind = (groups.kind ?? '').toLowerCase()
  // Numbers of several digits: one sign for each number, or for each digit?
  if (/^number/.test(kind) && /\d[\d.,]*\d/.test(request.text)) return null
  const to = argOf(request, groups.to) ?? (/^[\p{L}\p{N}]$/u.test(groups.to ?? '') ? groups.to! : null)
  if (to === null) return null
  const signs = /digit|number/.test(kind) ? DIGITS : /vowel/.test(kind) ? VOWELS : CONSONANTS
  const pairs = [...signs].filter(find => request.text.includes(find) && find !== to).map(find => ({ find, with: to }))
  if (pairs.length === 0) return null
  return textAfter(request, [{ name: 'Exchange them', op: 'text.exchange', more: { pairs } }])
}

function cased(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const { text } = request
  if (FIRST_CAPITAL.test(head)) {
    if (request.items !== undefined || /[\n,;"“]/.test(text) || !/^\p{L}/u.test(text)) return null
    return textAfter(request, [{ name: 'Set the capital letter', op: 'text.capitals', more: { style: 'first' } }], {
      same: true,
    })
  }
  const found = CASED.exec(head)?.groups?.case
  // `lowercase letters` of a text may be asked for.
  if (found === undefined || (/letters$/.test(head) && !/make|in |to |as /.test(head))) return null
  if (
    /find|list|what|which|have|count/.test(request.opener) ||
    /(?<!\p{L})(?:which|what|who|are|is|find|how)(?!\p{L})/iu.test(request.head) ||
    (/^(?:uppercase|lowercase|titlecase)$/.test(head) && request.opener !== '')
  )
    return null
  const style = { uppercase: 'upper', lowercase: 'lower', titlecase: 'title' }[found.toLowerCase()]
  return style === undefined
    ? null
    : textAfter(request, [{ name: 'Change the case', op: 'text.normalize', more: { case: style } }], { same: true })
}

function parts(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const text = request.text.trim()
  const take = (more: JsonObject): Answer | null =>
    textAfter(request, [{ name: 'Take that part', op: 'text.part', more }], { same: true })
  if (/^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(text)) {
    if (MAIL_DOMAIN.test(head)) return take({ mark: '@', side: 'after' })
    if (MAIL_NAME.test(head) && /user|local|mailbox|part/.test(head)) return take({ mark: '@', side: 'before' })
  }
  if (NO_EXTENSION.test(head)) {
    const isFile = /^[^\n"<>|?*@:]+\.[A-Za-z][A-Za-z0-9]{0,5}$/.test(text) && !/\.tar\.\w+$/i.test(text)
    return isFile ? take({ mark: '.', side: 'before', at: 'last' }) : null
  }
  if (!YEARS.test(head)) return null
  const numbers = peek('extract.numbers', { text })?.numbers
  if (!Array.isArray(numbers) || numbers.length === 0) return null
  const years = numbers.filter(number => /^(?:1[0-9]|20)\d\d$/.test(String(number)))
  // One year, or all of them where several are asked for; other numbers of four digits could be years.
  if (numbers.some(number => /^\d{4}$/.test(String(number)) && !years.includes(number))) return null
  if (years.length === 0 || (years.length > 1 && !/years/.test(head))) return null
  return listAfter(
    request,
    [
      { name: 'Find the numbers', op: 'extract.numbers', gives: 'numbers' },
      {
        name: 'Choose those of four digits',
        op: 'list.keep',
        more: { where: 'length', n: 4 },
        takes: 'items',
        gives: 'items',
      },
    ],
    'items',
    { joint: ', ' },
  )
}

const BRACKETS: readonly (readonly [RegExp, readonly (readonly [string, string])[]])[] = [
  [/square/, [['[', ']']]],
  [/curly|braces/, [['{', '}']]],
  [/angle/, [['<', '>']]],
  [/round|parenth/, [['(', ')']]],
  [
    /brackets/,
    [
      ['(', ')'],
      ['[', ']'],
      ['{', '}'],
    ],
  ],
  [
    /quot/,
    [
      ['"', '"'],
      ['“', '”'],
      ["'", "'"],
    ],
  ],
]

function between(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const kind = IN_BRACKETS.exec(head)?.groups?.kind
  const { text } = request
  if (kind !== undefined) {
    const pairs =
      BRACKETS.find(([pattern]) => pattern.test(kind))?.[1].filter(
        ([open, close]) => text.includes(open) && text.includes(close),
      ) ?? []
    const [open = '', close = ''] = pairs[0] ?? []
    if (pairs.length !== 1 || (open === close && text.split(open).length % 2 === 0)) return null
    // One inside another could be read in two ways.
    if (open !== close && new RegExp(`\\${open}[^\\${close}]*\\${open}`).test(text)) return null
    return listAfter(
      request,
      [{ name: 'Take what stands between', op: 'extract.between', more: { open, close } }],
      'parts',
    )
  }
  const groups = BETWEEN.exec(head)?.groups
  const marks = [groups?.a, groups?.b].map(one =>
    one === undefined ? null : (argOf(request, one) ?? (one.includes('⟦') ? null : one)),
  )
  const [open, close] = marks
  if (open === null || open === undefined || close === null || close === undefined || open === '' || close === '')
    return null
  const from = text.indexOf(open)
  const to = text.indexOf(close, from + open.length)
  if (from < 0 || to < 0 || (open !== close && (text.split(open).length !== 2 || text.split(close).length !== 2)))
    return null
  if (open === close && text.split(open).length !== 3) return null
  const isBare = /^\p{L}/u.test(groups?.a ?? '')
  if (isBare && !/text|everything|word|string|part/.test(head)) return null
  const inner = text.slice(from + open.length, to).trim()
  return inner === ''
    ? null
    : listAfter(
        request,
        [{ name: 'Take what stands between', op: 'extract.between', more: { open, close } }],
        'parts',
        { joint: ', ' },
      )
}

function atEnd(request: TextRequest): Answer | null {
  const groups = AT_END.exec(canonical(request.head))?.groups
  const what = groups === undefined ? null : argOf(request, groups.what)
  // In a list, an item may be meant.
  if (groups === undefined || what === null || what === '' || request.items !== undefined) return null
  if (/[\n,;]/.test(request.text)) return null
  const isEnd = groups.where === 'end'
  return textAfter(request, [
    { name: 'Add it', op: 'text.affix', more: { of: 'text', [isEnd ? 'after' : 'before']: what } },
  ])
}
