/** Orders that write a list otherwise: numbered, as points, joined by a sign, as JSON, in groups; and that edit every item of it alike. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { textReply } from '../../listed.ts'
import { numbersOf } from '../../lists.ts'
import { peek } from '../../peek.ts'
import { type Answer, at, task } from '../../rule.ts'
import { ARG, argOf, COMPLEX, listAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { numberOf } from './item-picks.ts'
import { answerList, type List, listInto, listOf, listThrough } from './items.ts'

const OBJECT = '(?: (?:items?|list|lines|words|names|numbers|cities|countries|fruits|everything))?'
const MAKE = `(?:(?:make|put|write|get|present|return|list)${OBJECT} )?(?:(?:in|into|as|to|with|on|out of|out) )?`
const NUMBERED = whole(
  `number(?:${OBJECT}|ed)|(?:add|put) (?:line )?numbers?(?: (?:in front|before|to|at start|at beginning))?(?: of)?(?: each| every)?${OBJECT}(?: item| line)?|${MAKE}(?:numbered|ordered)(?: list)?|number (?:each|every) (?:item|line|one)|enumerate${OBJECT}`,
)
const BULLETS = whole(
  `${MAKE}(?:bullet(?:ed)?(?:[ -]?points?)?(?: lists?)?|bullets|list with bullets)|bullet(?: points?)?${OBJECT}|add bullets(?: to each${OBJECT})?`,
)
const LINES = whole(
  `${MAKE}(?:one(?: item| word| name| number)? (?:per|each|a|on each) line|(?:its |their )?own lines?|(?:separate|individual|single|new|different) lines?|lines)|(?:put|write|list|make|get|split)${OBJECT}(?: each| every)?(?: item| one| word| name)? (?:on|in|into|to) (?:(?:its|their|separate|new|own|individual|single) )*(?:lines?|newlines)|one (?:per|each) line|split (?:into|in) lines`,
)
const JOIN = '(?:join|make|put|write|get|list)'
const JOINED = whole(
  `${JOIN}?${OBJECT} ?(?:(?:(?:in|into|on|to|as) )?(?:one|single) (?:line|string|text|row) ?)?,? ?(?:(?:and )?(?:separated|joined|divided|delimited|linked) )?(?:by|with|using) (?:(?:an?|each) )?(?<sign>${ARG}|comma and space)(?: (?:between|in between|as separator|separator|between (?:them|each|items)))?`,
)
const SEPARATED = whole(
  `${MAKE}(?:one )?(?<sign>comma|semicolon|semi-colon|pipe|space|hyphen|dash|tab|slash|colon)[- ]?(?:separated|delimited)(?: (?:list|line|string|values?|text|row))*|${MAKE}(?<csv>csv)(?: (?:line|row|list))?`,
)
const ONE_LINE = whole(
  `${MAKE}(?:one|single) (?:line|row|string)|join(?: lines)?(?: into (?:one|single)(?: line)?)?|(?:make|put|write) (?:one|single) line`,
)
const SPLIT = whole(
  `split${OBJECT} ?(?:string|text)? ?(?:by|at|on|along|with|using) (?:(?:each|every) )?(?<at>${ARG})(?: (?:sign|character|separator|delimiter))?`,
)
const AND_LIST = whole(
  `${MAKE}(?:sentence|text)? ?(?:list )?with (?:commas and )?(?:and|"and"|⟦\\d⟧) (?:before|in front of) last(?: item| one| word)?`,
)
const JSON_LIST = whole(
  `${MAKE}(?:valid )?(?:json|javascript|js|python)[- ]?(?:array|list)(?: of strings)?|${MAKE}(?:array)(?: of strings)?`,
)
const CHUNKED = whole(
  `(?:split|group|make|put|cut|batch|chunk|pair)${OBJECT}(?: up)? (?:in|into|by|in to)(?: (?:chunks|groups|pairs|batches|sets|rows|teams|lines|pieces))? ?(?:of |with )?(?<n>\\d{1,3}|one|two|twos|threes|fours|fives|three|four|five|six|seven|eight|pairs)(?: (?:items|each|names|words|numbers))*`,
)

const EACH =
  '(?:(?:each|every|all|both)(?: (?:of )?(?:items?|names?|words?|lines?|them|one|\\p{L}{3,14}))?|items|names|words|lines)'
/** Only where each is said: `reverse the words` may mean their order. */
const EVERY = EACH.replace('|items|names|words|lines', '')
const EDITS: readonly (readonly [
  RegExp,
  (groups: Readonly<Record<string, string | undefined>>) => JsonObject | null,
])[] = [
  [
    whole(
      `reverse (?:letters (?:in|of) )?${EVERY}(?: letters| spelling)?|reverse ${EVERY} (?:separately|individually|on its own|by itself)|(?:spell|write) ${EVERY} backwards?|${EVERY} (?:reversed|backwards)`,
    ),
    () => ({ edit: 'reverse' }),
  ],
  [
    whole(
      `(?:get |keep |take )?(?<end>first|last) (?:(?<n>\\d{1,2}|two|three|four|five|six) )?(?:letters?|characters?)(?: only)?(?: (?:of|from|in|for))? ${EACH}`,
    ),
    ({ end, n }) => ({ edit: end ?? 'first', n: n === undefined ? 1 : numberOf(n) }),
  ],
  [
    whole(
      `remove (?<end>first|last) (?:(?<n>\\d{1,2}|two|three|four|five|six) )?(?:letters?|characters?)(?: (?:of|from|in))? ${EACH}`,
    ),
    ({ end, n }) => ({ edit: `without_${end}`, n: n === undefined ? 1 : numberOf(n) }),
  ],
  [whole(`(?:get |make )?initials(?: (?:of|from|for))? ${EACH}|${EACH} initials`), () => ({ edit: 'initials' })],
  [
    whole(
      `(?:get |keep |only )?(?:just |only )?(?:last ?names?|surnames?|family names?)(?: only)?(?: (?:of|from))?(?: ${EACH}| people)?`,
    ),
    () => ({ edit: 'last_word' }),
  ],
  [
    whole(
      `(?:get |keep |only )?(?:just |only )?(?:first ?names?|given names?|forenames?)(?: only)?(?: (?:of|from))?(?: ${EACH}| people)?`,
    ),
    () => ({ edit: 'first_word' }),
  ],
  [
    whole(
      `sort letters (?:of|in|inside|within) ${EACH}(?: alphabetically)?|sort letters alphabetically (?:in|within) ${EACH}`,
    ),
    () => ({ edit: 'sort_letters' }),
  ],
  [
    whole(
      `capitali[sz]e(?: first letter(?: of| in)?)? ${EACH}|capitali[sz]e|make ${EACH} (?:start|begin) with capital(?: letter)?|capital first letter(?: ${EACH})?`,
    ),
    () => ({ edit: 'capital' }),
  ],
  [
    whole(
      `trim ${EACH}|trim|remove (?:leading and trailing |surrounding |extra |leading |trailing )?(?:spaces|whitespace|indentation) (?:around|in|from|at (?:start|ends?|edges) of|from (?:start|ends?) of) ${EVERY}`,
    ),
    () => ({ edit: 'trim' }),
  ],
  [
    whole(
      `(?:make |write |put )?${EACH} (?:in|into|to|as) (?<style>camel|pascal|snake|kebab|constant)[- ]?case|(?<style2>camel|pascal|snake|kebab|constant)[- ]?case ${EACH}`,
    ),
    ({ style, style2 }) => ({ edit: (style ?? style2 ?? '').toLowerCase() }),
  ],
]
const LINE_ENDS = whole(
  'remove (?:indentation|leading spaces|trailing spaces|leading whitespace|trailing whitespace|(?:spaces|whitespace) (?:at|from) (?:start|beginning|end)(?: of (?:each|every|all) lines?| of lines)?)',
)
const SIDE = whole(
  `(?:(?<verb>get|keep|remove) )?(?:only )?(?:everything|text|part|what(?: is|'s)?|names?|words?|keys?|labels?|values?|bit|stuff)(?: (?:is|stands|comes|standing))? (?<side>before|after|behind|in front of|left of|right of|following|from) (?:first )?(?<mark>${ARG})(?: (?:sign|symbol|character))?(?: (?:in|of|on|from) ${EACH})?`,
)

export const itemShapeRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'item-shapes',
    reason:
      'Writes a given list numbered, as points, in one line, as JSON or in groups, or edits every item of it alike.',
    order: 252,
    unmarked: ({ form, text }) => (form === 'bare' && text.includes(',')) || text.startsWith('['),
    hint: /number|bullet|line|row|join|separat|delimit|comma|semicolon|csv|json|array|list|split|group|chunk|batch|pair|reverse|backward|letter|character|initial|name|capital|trim|case|before|after|behind|front|from|following|with|by|enumerate/iu,
    examples: {
      yes: [
        'put these in one line separated by semicolons:\nbread\nmilk\neggs',
        'names before the colon\nKim: yes\nPetr: no\nFatima: maybe',
        'initials of each: John Smith, Amy Adams',
        'reverse each word: red, green, blue',
        'join these with " - ": a, b, c',
        'surnames only please: John Smith, Amy Adams',
      ],
      no: [
        'join us with friends: a, b',
        'number these by importance: a, b',
        'capitalize: hello world',
        'make a list of fruits: start with apple',
        'names before the war: Danzig, Breslau',
        'surnames: John, Amy',
        'split these into fair teams: Ann, Bob, Cy, Di',
      ],
    },
    read: request => shaped(request) ?? joined(request) ?? edited(request) ?? sided(request),
  }),
]

/** A sentence with commas is no list, and neither is a list of sentences one of words. */
function shortList(request: TextRequest): List | null {
  const list = listOf(request, /words|names|numbers|items/.test(`${request.noun} ${request.head}`))
  if (list === null || request.items !== undefined || list.joint === '\n') return list
  return /[.!]\s*$/.test(request.text) && list.seen.some(item => item.split(' ').length > 3) ? null : list
}

function shaped(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const isNumbered = NUMBERED.test(head)
  if (isNumbered || BULLETS.test(head) || LINES.test(head)) {
    const list = shortList(request)
    return list === null || list.seen.length < 2 ? null : answerList(list, { joint: '\n', numbered: isNumbered })
  }
  const cut = SPLIT.exec(head)?.groups?.at
  const separator = cut === undefined ? null : argOf(request, cut)
  if (
    separator !== null &&
    separator !== '' &&
    request.items === undefined &&
    request.text.split(separator).length > 1 &&
    !request.text.includes('"')
  )
    return separator !== '\n' && request.text.includes('\n')
      ? null
      : listAfter(
          request,
          [{ name: 'Cut it', op: 'text.split', more: { by: 'separator', separator, trim: true }, gives: 'parts' }],
          'parts',
        )
  if (JSON_LIST.test(head)) {
    const list = shortList(request)
    if (list === null || numbersOf(list.seen) !== null) return null
    const made = listInto(list, { name: 'Take the items', op: 'agg.collect' })
    if (made === null) return null
    const text = task(
      'text',
      'Write it as JSON',
      'json.format',
      { value: { $from: made.key, pointer: '/items' }, indent: 0 },
      [made.key],
    )
    return {
      tasks: [...made.tasks, text],
      answer: 'text',
      reply: { template: '```json\n{{text}}\n```', values: { text: at('/text') } },
    }
  }
  const n = CHUNKED.exec(head)?.groups?.n?.replace(/(?<=.)s$/, '')
  if (n === undefined) return null
  const list = shortList(request)
  const size = n === 'pair' ? 2 : numberOf(n)
  // Into three groups, or into groups of three?
  const isOf = / (?:of|by) /.test(head) || /twos|threes|fours|fives|pairs/.test(head)
  if (list === null || !isOf || !(size >= 2 && size < list.seen.length)) return null
  const made = listInto(list, { name: 'Make groups', op: 'list.chunk', more: { size } })
  const chunks = made?.output.chunks
  if (made === null || !Array.isArray(chunks)) return null
  const template = chunks
    .map((chunk, i) => `- ${(chunk as string[]).map((_, k) => `{{/chunks/${i}/${k}}}`).join(', ')}`)
    .join('\n')
  return { tasks: made.tasks, answer: made.key, reply: { template, values: { chunks: at('/chunks') } } }
}

const NAMES: Readonly<Record<string, string>> = {
  comma: ', ',
  ',': ', ',
  semicolon: '; ',
  'semi-colon': '; ',
  ';': '; ',
}

function joined(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const groups = JOINED.exec(head)?.groups ?? SEPARATED.exec(head)?.groups
  const isAnd = groups === undefined && AND_LIST.test(head)
  const isLine = groups === undefined && !isAnd && ONE_LINE.test(head)
  if (groups === undefined && !isAnd && !isLine) return null
  const isSaid =
    /^[\p{L}\p{N}-]+(?: [\p{L}\p{N}-]+){2,30}$/u.test(request.text) &&
    !/^(?:\p{Lu}\S* ?)+$/u.test(request.text) &&
    SEPARATED.test(head) &&
    !/ (?:the|an?|of|in|is|are|and|or|to|for|with|my|i|you) /iu.test(` ${request.text} `)
  const list = isSaid ? listOf(request, true) : shortList(request)
  if (list === null || (isLine && list.joint !== '\n')) return null
  const written = groups?.sign ?? (groups?.csv === undefined ? undefined : ',')
  const sign = written === undefined ? (isLine ? ' ' : ', ') : argOf(request, written)
  if (sign === null) return null
  const isQuoted = written?.includes('⟦') === true
  const separator = groups?.csv !== undefined ? ',' : isQuoted ? sign : (NAMES[sign] ?? sign)
  if (list.seen.some(item => item.includes(separator.trim() === '' ? '\n' : separator.trim()))) return null
  // A cell with such signs would need marks of its own.
  if (groups?.csv !== undefined && list.seen.some(item => /[",\n]/.test(item))) return null
  const more = isAnd ? { last: ' and ' } : { separator: sign === '\n' ? '\n' : separator }
  const made = listInto(list, { name: 'Join them', op: 'list.join', more })
  const text = made?.output.text
  if (made === null || typeof text !== 'string') return null
  return { tasks: made.tasks, answer: made.key, reply: textReply('/text', text) }
}

function edited(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  if (LINE_ENDS.test(head) && request.text.includes('\n')) {
    const list = listOf(request)
    return list === null || list.joint !== '\n'
      ? null
      : answerList(listThrough(list, [{ name: 'Trim every line', op: 'list.edit', more: { edit: 'trim' } }]))
  }
  for (const [pattern, read] of EDITS) {
    const groups = pattern.exec(head)
    const more = groups === null ? null : read(groups.groups ?? {})
    if (more === null) continue
    const isWords = /words?(?!\p{L})/iu.test(head)
    const list = listOf(request, isWords)
    if (list === null || list.seen.some(item => COMPLEX.test(item))) return null
    if (isWords && list.seen.some(item => /\s/.test(item))) return null
    // `capitalize` of a sentence may mean its beginning.
    if (/^capitali[sz]e$/i.test(head) && list.joint === ' ') return null
    const isCapital = more.edit === 'capital' && list.seen.some(item => /\S\s+\S/.test(item))
    // `capitalize these: new york`: every word, or the first letter?
    if (isCapital && !/first letter|start|begin|lines?|names?/i.test(`${head} ${request.noun}`)) return null
    const edit: JsonObject = isCapital && /names?/i.test(`${head} ${request.noun}`) ? { edit: 'words' } : more
    const isName = /_word|initials/.test(String(more.edit))
    if (isName && !list.seen.every(item => /^\p{Lu}[\p{L}'.-]*(?: \p{L}[\p{L}'.-]*)+$/u.test(item))) return null
    // `van den Berg` is a family name of three words.
    if (isName && list.seen.some(item => item.split(' ').length > 2)) return null
    if (typeof more.n === 'number' && list.seen.some(item => item.length <= Number(more.n))) return null
    // `letters` without a number are no certain many.
    if (/(?:letters|characters)/.test(head) && /first|last/.test(head) && !/\d|two|three|four|five|six/.test(head))
      return null
    const made = listThrough(list, [{ name: 'Edit every item', op: 'list.edit', more: edit }])
    if (made === null || (more.edit !== 'trim' && JSON.stringify(made.seen) === JSON.stringify(list.seen))) return null
    return answerList(made)
  }
  return null
}

/** What stands before or behind a sign in every item. */
function sided(request: TextRequest): Answer | null {
  const groups = SIDE.exec(canonical(request.head))?.groups
  const mark = groups === undefined ? null : argOf(request, groups.mark)
  const list = mark === null ? null : listOf(request)
  if (groups === undefined || mark === null || mark.trim() === '' || list === null) return null
  if (!list.seen.every(item => item.split(mark).length === 2)) return null
  const isBefore = /before|front|left/.test(groups.side ?? '') !== (groups.verb === 'remove')
  const step = { name: 'Take that part', op: 'list.edit', more: { edit: isBefore ? 'before' : 'after', mark } }
  const seen = peek('list.edit', { items: [...list.seen], ...step.more })?.items
  return Array.isArray(seen) && !seen.includes('') ? answerList(listThrough(list, [step])) : null
}
