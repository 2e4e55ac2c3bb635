/** Lists that a message gives: sorted, reversed, without repeated items, counted, joined, as bullets. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { listReply, MOST_LISTED } from './listed.ts'
import { plainNumbers } from './message/plain-numbers.ts'
import type { Clause } from './message/read-message.ts'
import { findSource } from './message/source.ts'
import { type Answer, at, defineRule, task } from './rule.ts'
import { isHeaded, isNumbersTwice, isTable } from './texts/list-items.ts'

export const THINGS =
  '(?:(?:the|these|this|those|my|following|list of|all|numbers?|values?|words?|names?|items?|lines?|list|figures|entries|things)(?: (?!in )|$|(?=[:,])|(?= in )))*'

const ORDER =
  '(?:,? ?(?:in )?(?<order>ascending|descending|(?:reversed?|descending) alphabetical|alphabetical|reverse|increasing|decreasing|numerical)(?: order)?|,? ?(?<order2>alphabetically|numerically|(?:from )?(?:smallest|lowest|low|least) to (?:largest|highest|high|greatest|biggest)|(?:from )?(?:largest|highest|high|greatest|biggest) to (?:smallest|lowest|low|least)|by size|a-z|z-a|(?:small|large|low|high)(?:est)? first|(?:smallest|largest|lowest|highest|biggest) first))*'

const SORTS: readonly RegExp[] = [
  new RegExp(`^(?:sort|order|arrange|put in order) (?<of>${THINGS})${ORDER}$`, 'i'),
  new RegExp(`^(?:sort|order|arrange)${ORDER}$`, 'i'),
  new RegExp(`^(?<order3>alphabeti[sz]e)(?: (?<of>${THINGS}|⟦\\d⟧))?$`, 'i'),
  new RegExp(`^(?:put|arrange) (?<of>${THINGS}) in (?<order3>alphabetical|ascending|descending) order$`, 'i'),
  new RegExp(`^(?:sort|order|arrange) (?<of>⟦\\d⟧|(?:[^,:]+, )+[^,:]+?|-?\\d[\\d.]*(?: -?\\d[\\d.]*)+)${ORDER}$`, 'i'),
  new RegExp(`^(?:sort|order|arrange|put) ${THINGS}${ORDER}[:,]? (?<of>-?\\d[\\d.]*(?:,? -?\\d[\\d.]*)+)$`, 'i'),
]

const DEDUPES: readonly RegExp[] = [
  new RegExp(
    `^(?:remove|delete|drop|eliminate|get rid of) (?:the |all |any )*(?:duplicates|duplicate (?:items|lines|entries|values|names|words|numbers)|repeated (?:items|lines|entries|values))(?: (?:from|in|of) (?<of>${THINGS}|⟦\\d⟧))?$`,
    'i',
  ),
  new RegExp(`^(?:dedupe|deduplicate|de-duplicate|dedup) ?(?<of>${THINGS}|⟦\\d⟧)$`, 'i'),
  new RegExp(
    `^(?:list |show |give |get |find )?(?:the |all )*(?:unique|distinct) (?:values|items|lines|words|names|entries|numbers)(?: (?:from|in|of) (?<of>${THINGS}|⟦\\d⟧))?$`,
    'i',
  ),
]

const DESCENDING = /desc|reverse|decreas|^(?:from )?(?:largest|highest|high|greatest|biggest)|z-a/i

const NUMERIC = /^-?\d+(?:\.\d+)?$/

export const listRules: readonly PlannerRule[] = [
  defineRule({
    id: 'list-order',
    reason: 'Sorts a given list, or removes what is repeated in it.',
    order: 80,
    hint: /sort|order|arrange|alphabeti|duplicate|dedup|repeated|unique|distinct|revers|flip|turn|invert/i,
    examples: {
      yes: [
        'Sort these numbers: 5, 3, 10, 1',
        'Sort alphabetically: pear, apple, fig',
        'sort these numbers in descending order: 5, 3, 10',
        'Remove duplicates from this list: a, b, a, c',
        'sort the lines:\npear\napple\nfig',
        'dedupe: red, blue, red',
        'reverse this list: one, two, three',
        'sort in reverse alphabetical order: Zoe, Adam, Mia',
      ],
      no: [
        'Sort it out, please.',
        'Order a pizza: margherita, funghi',
        'Sort by importance: rent, food, fun',
        'Arrange a meeting in order: Ann, Bob',
        'What sort of music do you like?',
        'Sort these movies by rating: Heat, Alien',
        'Remove duplicates from my life: stress',
        'Reverse the trend: less, more',
        'dedupe: red, blue, red. Then name a fruit of each colour.',
      ],
    },
    read: (clause, input) =>
      isHalf(clause, input) ? null : (sorted(clause, input) ?? deduped(clause, input) ?? turned(clause, input)),
  }),
  defineRule({
    id: 'list-shape',
    reason: 'Counts the items of a given list, joins them in one line, or puts them on lines of their own.',
    order: 81,
    hint: /how many|count|number|comma|semicolon|join|bullet|lines?|list|longest|shortest|length/i,
    examples: {
      yes: [
        'how many items: pens, paper, glue',
        'turn into a comma separated list:\nTom\nAnn\nRaj',
        'make a bullet list: milk, eggs, bread',
        'join these with semicolons:\na\nb\nc',
        'number these lines:\nwake up\neat',
        'sort by length: fig, banana, kiwi',
      ],
      no: [
        'How many items fit in a box?',
        'How many items are in stock: pens?',
        'Make a list of good books',
        'make a bullet list of tips: cooking',
        'Join us for lunch, drinks and fun',
        'How many people: Ann, Bob and their kids',
        'Turn this into bullet points: We must pay the rent, water the plants and call home.',
      ],
    },
    read: (clause, input) =>
      countedItems(clause, input) ?? joined(clause, input) ?? numbered(clause, input) ?? byLength(clause, input),
  }),
]

type Items = { readonly items: readonly string[]; readonly joint: string }

/** One per line, or at commas or semicolons; `and` before the last belongs to the commas. */
function readItems(text: string): Items | null {
  // An object is no list of its commas.
  if (/^\s*\{\s*"/.test(text)) return null
  const isLines = text.includes('\n')
  if (isLines && isHeaded(text.split('\n'))) return null
  // `1.200, 1,5`: the comma inside a number is no comma between two.
  if (!isLines && text.includes(', ') && /\d,\d{1,2}(?!\d)/.test(text)) return null
  const separator = isLines ? /\n/ : text.includes(';') ? /;/ : /,(?!\d{3}(?!\d))|, /
  const parts = text
    .split(separator)
    .map(item => item.trim().replace(isLines ? /^(?:[-*•]\s+|\d{1,3}[.)]\s+)/ : /^(?:and|&) /i, ''))
  const items = parts
    .map((item, i) => (i === parts.length - 1 && !isLines ? item.replace(/[.?!]$/, '') : item))
    .filter(item => item !== '')
  const last = items.at(-1)
  if (!isLines && last !== undefined && / and /i.test(last) && items.length > 1) {
    items.splice(-1, 1, ...last.split(/ and /i))
  }
  // `red, blue. Then name a fruit`: another sentence stands behind the list.
  if (!isLines && items.some(item => /[.?!]\s+\p{Lu}/u.test(item))) return null
  if (items.length < 2 || items.length > MOST_LISTED || items.some(item => item.length > 500)) return null
  return { items, joint: isLines ? '\n' : text.includes(';') ? '; ' : ', ' }
}

export function numbersOf(items: readonly string[]): number[] | null {
  const plain = plainNumbers(items.join(' ; ')).split(' ; ')
  if (!plain.every(item => NUMERIC.test(item))) return null
  const numbers = plain.map(Number)
  return numbers.every(
    (value, i) =>
      Number.isFinite(value) &&
      String(value).length >= (plain[i] as string).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '').length,
  )
    ? numbers
    : null
}

/** Bare numbers with nothing but blanks between them. */
function readSpaced(text: string): Items | null {
  const items = text.trim().split(/ +/)
  return items.length > 1 && items.length <= MOST_LISTED && items.every(item => NUMERIC.test(item))
    ? { items, joint: ' ' }
    : null
}

function listOf(clause: Clause, input: PlannerInput, of: string): (Items & { readonly usesData: boolean }) | null {
  const source =
    findSource(clause, input, of) ??
    (/, |^-?\d[\d.]*(?: -?\d[\d.]*)+$/.test(of) && clause.data === null ? { text: of, usesData: false } : null)
  const read = source === null ? null : (readItems(source.text) ?? readSpaced(source.text))
  return read === null || source === null ? null : { ...read, usesData: source.usesData }
}

const ORDERS = /sort|order|arrange|alphabeti|revers/iu
const THINS = /duplicate|dedup|unique|distinct/iu

/** `sort and dedupe: ...` is one order in two steps, and this clause is one of them. */
function isHalf({ data, text }: Clause, { message }: PlannerInput): boolean {
  if (data === null) return false
  const head = message.slice(0, data.span[0])
  return ORDERS.test(head) && THINS.test(head) && !(ORDERS.test(text) && THINS.test(text))
}

function sorted(clause: Clause, input: PlannerInput): Answer | null {
  for (const form of SORTS) {
    const groups = form.exec(clause.text)?.groups
    const list = groups === undefined ? null : listOf(clause, input, groups.of ?? '')
    if (groups === undefined || list === null) continue
    const order = `${groups.order ?? ''} ${groups.order2 ?? ''} ${groups.order3 ?? ''}`.trim()
    const direction = DESCENDING.test(order) || /revers|descend/i.test(clause.text) ? 'desc' : 'asc'
    const numbers = numbersOf(list.items)
    if (numbers !== null && !/alpha|a-z|z-a/i.test(order)) return sortedNumbers(list, numbers, direction)
    // `file2` and `file10`, or numbers among words: two orders are in use.
    const isSaid = isAlphabetical(order, `${groups.of ?? ''} ${clause.text}`, list.items)
    if (!isSaid && !list.items.every(isPlainWord)) return null
    if (list.items.some(item => /\d/.test(item)) || /numeric|size|small|large|low|high|big|great/i.test(order))
      return null
    // `from largest to smallest` of cities is no order of letters.
    if (BY_SIZE.test(input.message) && !/alphabet|a-z|z-a/i.test(input.message)) return null
    const answer = sortedTexts(list, direction)
    return isSaid ? answer : { ...answer, reading: 'Sorted by letters.' }
  }
  return null
}

const BY_SIZE =
  /(?<!\p{L})(?:sort|order|arrange|rank|put)(?!\p{L})[^:]{0,60}(?<!\p{L})(?:larg(?:e|est|er)|big(?:ger|gest)?|(?:small|great|high|low)(?:er|est)?)(?!\p{L})/iu

/** Words with an order of their own: small before large, Monday before Friday. */
const RANKED =
  /^(?:x{0,2}[sl]|m|small|medium|large|tiny|huge|low|mid|middle|high|minor|major|critical|urgent|normal|first|second|third|last|one|two|three|four|five|six|seven|eight|nine|ten|mon|tue|wed|thu|fri|sat|sun|\p{L}{2,6}day|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|morning|noon|evening|night|bronze|silver|gold|platinum|bad|good|better|best|worst|never|sometimes|always|[abcdef][+-])$/iu

/** Without an order of its own: no size, rank, day or number. */
export const isUnranked = (item: string): boolean => !/\d/.test(item) && /\p{L}/u.test(item) && !RANKED.test(item)

/** One word that has no rank of its own. */
const isPlainWord = (item: string): boolean => /^\p{L}{2,20}$/u.test(item) && !RANKED.test(item)

/** Texts are sorted by letters where that was said, or where words as such are sorted and none has a rank. */
function isAlphabetical(order: string, said: string, items: readonly string[]): boolean {
  if (/alpha|a-z|z-a/i.test(`${order} ${said}`)) return true
  return (
    /(?<!\p{L})(?:names|words|lines|items|list|entries)(?!\p{L})/iu.test(said) && !items.some(item => RANKED.test(item))
  )
}

/** The numbers stay as they were written. */
function sortedNumbers(list: Items & { usesData: boolean }, numbers: readonly number[], order: 'asc' | 'desc'): Answer {
  const items = numbers.map((value, i) => ({ text: list.items[i]!, value }))
  const only = task('sorted', 'Sort the numbers', 'list.sort', { items, order, by: '/value' })
  return {
    tasks: [only],
    answer: 'sorted',
    reply: listReply('/items', numbers.length, list.joint, '/text'),
    usesData: list.usesData,
  }
}

/** By letters without regard to case and accents, as a dictionary does; the texts themselves stay as they are. */
function sortedTexts(list: Items & { usesData: boolean }, order: 'asc' | 'desc'): Answer {
  const items = list.items.map(text => ({ text, key: dictionaryKey(text) }))
  const only = task('sorted', 'Sort the list', 'list.sort', { items, order, by: '/key' })
  return {
    tasks: [only],
    answer: 'sorted',
    reply: listReply('/items', items.length, list.joint, '/text'),
    usesData: list.usesData,
  }
}

const dictionaryKey = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

function deduped(clause: Clause, input: PlannerInput): Answer | null {
  for (const form of DEDUPES) {
    const groups = form.exec(clause.text)?.groups ?? form.exec(clause.core)?.groups
    const list = groups === undefined ? null : listOf(clause, input, groups.of ?? '')
    if (list === null) continue
    // `unique to each: a, b / b, c` speaks of two lists.
    if (list.items.some(item => / \/ /.test(item)) || /unique (?:to|in) (?:each|both|one)/i.test(clause.text))
      return null
    if (list.joint === '\n' && !/lines?|rows?/i.test(clause.text) && isTable(list.items)) return null
    if (isNumbersTwice(list.items)) return null
    const once = new Set(list.items)
    // Items that differ in case alone may or may not be duplicates.
    if (new Set(list.items.map(item => item.toLowerCase())).size !== once.size) return null
    const only = task('once', 'Keep each item once', 'list.dedupe', { items: [...list.items] })
    return { tasks: [only], answer: 'once', reply: listReply('/items', once.size, list.joint), usesData: list.usesData }
  }
  return null
}

const REVERSED = new RegExp(
  `^(?:reverse|flip|turn around|invert)(?: the order of)? (?:the )?(?<of>${THINGS}|⟦\\d⟧)(?: (?:in|into) reverse(?: order)?)?$`,
  'i',
)

/** The same items from the last to the first. */
function turned(clause: Clause, input: PlannerInput): Answer | null {
  const groups = REVERSED.exec(clause.text)?.groups
  // `reverse this: abc` may mean letters.
  if (
    groups === undefined ||
    !/(?<!\p{L})(?:list|items|lines|numbers|values|names|words|entries|order|array)(?!\p{L})/iu.test(clause.text)
  )
    return null
  const list = listOf(clause, input, groups.of ?? '')
  if (list === null) return null
  const items = list.items.map((text, place) => ({ text, place }))
  const only = task('turned', 'Turn the list around', 'list.sort', { items, order: 'desc', by: '/place' })
  return {
    tasks: [only],
    answer: 'turned',
    reply: listReply('/items', items.length, list.joint, '/text'),
    usesData: list.usesData,
  }
}

const ITEMS = '(?:items?|entries|elements|things|values|names|words|numbers|lines)'

const COUNTED_ITEMS =
  /^(?:how many|count(?: (?:the|up))?|number of)(?: the)? (?:items?|entries|elements|values|names|numbers)(?: (?:are|is|do i have|are there|there are|does it have|in (?:this|the|my) list|here|in here|on (?:this|the|my) list|are (?:in|on) (?:this|the|my) list|are here))*$/i

function countedItems(clause: Clause, input: PlannerInput): Answer | null {
  if (!COUNTED_ITEMS.test(clause.text) || clause.data === null || clause.data.form === 'block') return null
  const list = listOf(clause, input, '')
  // `salt and pepper` may be one item or two.
  if (list !== null && /number|figure/i.test(clause.text) && !list.items.every(item => NUMERIC.test(item))) return null
  if (list === null || list.items.some(item => / (?:and|or|&) /i.test(item) || item.split(' ').length > 5)) return null
  if (/^(?:more|others?|so on|etc\.?|the rest|\.\.\.|…)$/i.test(list.items.at(-1) ?? '')) return null
  const items = [...list.items]
  const only = task('counts', 'Count the items', 'list.size', { items })
  return {
    tasks: [only],
    answer: 'counts',
    reply: { template: '{{count}}', values: { count: at('/count') } },
    usesData: list.usesData,
  }
}

const NUMBERED = new RegExp(
  `^(?:number (?:these|the|those|my|this)? ?(?:${ITEMS}|list)?|(?:turn|make|convert|change|put)(?: (?:this|these|it|them|the))?(?: (?:list|${ITEMS}))?(?: (?:in)?to| into| as)? (?:an? )?numbered list|add numbers to (?:these|the|this) (?:${ITEMS}|list))(?: for me)?$`,
  'i',
)

function numbered(clause: Clause, input: PlannerInput): Answer | null {
  const list = clause.data !== null && NUMBERED.test(clause.text) ? listOf(clause, input, '') : null
  if (list === null) return null
  const only = task('items', 'Take the items', 'agg.collect', { items: [...list.items] })
  const template = list.items.map((_, i) => `${i + 1}. {{/items/${i}}}`).join('\n')
  return {
    tasks: [only],
    answer: 'items',
    reply: { template, values: { items: at('/items') } },
    usesData: list.usesData,
  }
}

const BY_LENGTH = new RegExp(
  `^(?:(?:sort|order|arrange|list)(?: ${THINGS})? ?by (?:their |word )?length(?:,? (?<way>longest|shortest|descending|ascending)(?: first)?)?|(?:put|list|sort)(?: ${THINGS})? ?(?:the |with the )?(?<way2>longest|shortest) (?:word|name|item) first)$`,
  'i',
)

/** By the number of letters; equally long ones stay in their order. */
function byLength(clause: Clause, input: PlannerInput): Answer | null {
  const groups = clause.data === null ? undefined : BY_LENGTH.exec(clause.text)?.groups
  const list = groups === undefined ? null : listOf(clause, input, '')
  if (groups === undefined || list === null || list.items.some(item => /\d/.test(item))) return null
  const order = /longest|desc/i.test(groups.way ?? groups.way2 ?? '') ? 'desc' : 'asc'
  const items = list.items.map(text => ({ text, letters: [...text].length }))
  const only = task('sorted', 'Sort by length', 'list.sort', { items, order, by: '/letters' })
  return {
    tasks: [only],
    answer: 'sorted',
    reply: listReply('/items', items.length, list.joint, '/text'),
    usesData: list.usesData,
  }
}

const SEPARATORS: readonly (readonly [RegExp, string])[] = [
  [/comma/i, ', '],
  [/semicolon/i, '; '],
  [/pipe/i, ' | '],
  [/blank|space/i, ' '],
  [/hyphen|dash/i, '-'],
]

const JOINED = [
  new RegExp(
    `^(?:(?:turn|make|convert|change|put|write|format|join|combine)(?: (?:this|these|it|them|the following|the))?(?: (?:list|${ITEMS}))?(?: (?:in)?to| into| as| in)?) ?(?:an? |one )?(?<sep>comma|semicolon|pipe|space|hyphen)[ -]?separated(?: (?:list|line|string|values?))?$`,
    'i',
  ),
  new RegExp(
    `^(?:join|combine|concatenate|glue)(?: (?:this|these|it|them|the following|the))?(?: (?:list|${ITEMS}))? (?:with|by|using)(?: an?)? (?<sep>commas?|semicolons?|pipes?|spaces?|blanks?|hyphens?|dashes|dash)$`,
    'i',
  ),
]

const BULLETED = new RegExp(
  `^(?:(?:turn|make|convert|change|put|write|format|create|give me)(?: (?:this|these|it|them|the following|the))?(?: (?:list|${ITEMS}))?(?: (?:in)?to| into| as| in| with)?) ?(?:an? )?(?:bullet(?:ed)?(?:[ -]?point)? lists?|bullet points|bullets|list of bullets|one (?:item )?per line|separate lines|lines)$`,
  'i',
)

function joined(clause: Clause, input: PlannerInput): Answer | null {
  if (clause.data === null) return null
  const separator = JOINED.map(form => form.exec(clause.text)?.groups?.sep).find(sep => sep !== undefined)
  const isBulleted = BULLETED.test(clause.text)
  if (separator === undefined && !isBulleted) return null
  const list = listOf(clause, input, '')
  if (list === null) return null
  const items = [...list.items]
  // A sentence with commas is no list: what its points are is for a reader to say.
  if (/[.!]\s*$/.test(clause.data.text) && items.some(item => item.split(' ').length > 3)) return null
  if (isBulleted) {
    const only = task('items', 'Take the items', 'agg.collect', { items })
    return { tasks: [only], answer: 'items', reply: listReply('/items', items.length, '\n'), usesData: list.usesData }
  }
  const glue = SEPARATORS.find(([pattern]) => pattern.test(separator as string))?.[1] ?? ', '
  const only = task('line', 'Join the items', 'list.join', { items, separator: glue })
  return {
    tasks: [only],
    answer: 'line',
    reply: { template: '{{text}}', values: { text: at('/text') } },
    usesData: list.usesData,
  }
}
