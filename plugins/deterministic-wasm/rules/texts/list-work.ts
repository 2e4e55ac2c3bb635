/** Given lists: two of them compared or merged, items by their place, tallies, membership, repeated ones, names turned, groups by letter. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import {
  ALL_UNIQUE,
  ALPHABETICAL,
  ANY_TWICE,
  BOTH,
  CHUNKED,
  DEDUPED,
  EITHER,
  GROUPED,
  MEMBER,
  MEMBER_OF_LIST,
  MISSING_SECOND,
  ONLY_FIRST,
  ONLY_SECOND,
  PLACE_OF,
  PLACED,
  SWAPPED,
  TALLY,
  UNION,
} from './list-heads.ts'
import { isTable, itemsOf } from './list-items.ts'
import { argOf, groupsOf } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

export const listWorkRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'list-work',
    reason:
      'Compares or merges two given lists, takes items by place, counts each, finds one, turns names, or makes groups.',
    order: 84,
    unmarked: true,
    hint: /alphabet|a-z|a to z|both|common|share|mutual|overlap|intersection|first|last|second|third|\d(?:st|nd|rd|th)|fourth|fifth|sixth|seventh|eighth|ninth|tenth|merge|combine|unite|join|union|differen|count|tally|often|many|frequency|vote|unique|distinct|once|twice|duplicate|repeat|double|dup|is|are|contain|include|position|index|place|swap|switch|flip|names?|group|split|divide|break|chunk|every|number|have/iu,
    examples: {
      yes: [
        'items in both: [a, b, c, d] and [c, d, e]',
        'which names are in list one but missing in list two. One: Anna, Ben, Cara, Dev. Two: Ben, Dev',
        'first 3 of: venus, mars, earth, jupiter, saturn',
        'Give the last two entries of this\n2021\n2022\n2023\n2024',
        'count how many times each fruit occurs: apple pear apple plum pear apple',
        'merge two lists and drop dups => 1,2,3,5,8 & 2,4,8,16',
        'are all values unique? 101,102,103,104,102',
        'position of "Lena" in Max, Paul, Lena, Sofie',
        "is 'oregano' on my list: basil, thyme, sage, mint, dill",
        "swap first and last name: Schmidt, Andrea; Patel, Ravi; O'Neil, Sean",
        'group by first letter - Adam, Bella, Amir, Chris, Bob, Clara',
        'split into chunks of 3: a b c d e f g h i j',
        'third item of: pen, ink, paper, glue',
      ],
      no: [
        'what do they have in common: cats and dogs',
        'first things first: coffee',
        'merge the two companies: A and B',
        'is it on the list: maybe',
        'are all men equal: discuss',
        'last names of presidents: list',
        'which of these is the odd one out: cat, dog, car',
        'group by meaning: cat, dog, oak, elm',
        'is Bob in the office: Tuesday',
        'first 3 of: a good list',
      ],
    },
    read: readList,
  }),
]

function readList(request: TextRequest): Answer | null {
  if (
    request.form === 'attachment' ||
    (request.form === 'token' && !/^[[{(]/.test(request.text)) ||
    (request.form === 'bare' && !request.text.includes(',')) ||
    request.text.length > 20_000
  )
    return null
  return sets(request) ?? tally(request) ?? ordered(request) ?? swapped(request) ?? single(request)
}

/** Two lists: in brackets, behind names, at a slash or an ampersand, or on two lines. */
function twoLists(text: string): readonly [readonly string[], readonly string[], string] | null {
  const bare = text.trim().replace(/\.$/, '')
  const brackets =
    /^(?:\w{1,8} ?[:=] ?)?[[({]([^[\](){}]*)[\])}](?: ?(?:and|&|,|vs\.?|\/|;|\n)? ?)(?:\w{1,8} ?[:=] ?)?[[({]([^[\](){}]*)[\])}]$/i.exec(
      bare,
    )
  const NAME = '(?:list |set )?(?:one|two|a|b|1|2|first|second)(?: list)?'
  const named = new RegExp(`^${NAME} ?[:=] ?(.+?)[.;,\\n]? ?(?:and |vs\\.? )?${NAME} ?[:=] ?(.+)$`, 'is').exec(bare)
  const cut = bare.split(/\s+(?:\/|&|vs\.?|\|)\s+/)
  const lines = bare.split('\n')
  const [a, b] = brackets?.slice(1) ?? named?.slice(1) ?? (cut.length === 2 ? cut : lines.length === 2 ? lines : [])
  const [one, two] = [itemsOf(a ?? ''), itemsOf(b ?? '')]
  if (one === null || two === null) return null
  return [one.items, two.items, one.joint]
}

function sets(request: TextRequest): Answer | null {
  const kinds = [
    [BOTH, 'both'],
    [ONLY_FIRST, 'only_a'],
    [MISSING_SECOND, 'only_a'],
    [ONLY_SECOND, 'only_b'],
    [UNION, 'union'],
    [EITHER, 'either'],
  ] as const
  const kind = kinds.find(([patterns]) => groupsOf(request.head, patterns) !== null)?.[1]
  const lists = kind === undefined ? null : twoLists(request.text)
  if (kind === undefined || lists === null) return null
  // `only in the first` needs a word that says so.
  if ((kind === 'only_a' || kind === 'only_b') && !/only|missing|not|absent/i.test(request.head)) return null
  const [one, two, joint] = lists
  const [a, b] = [[...one], [...two]]
  // Items that differ in capitals alone may or may not be the same.
  const all = [...a, ...b]
  if (new Set(all).size !== new Set(all.map(item => item.toLowerCase())).size) return null
  if (kind === 'union') {
    const items = peek('list.set', { a, b, op: 'union' })?.items
    if (!Array.isArray(items)) return null
    return {
      tasks: [task('items', 'Merge them', 'list.set', { a, b, op: 'union' })],
      answer: 'items',
      reply: listReply('/items', items.length, joint),
    }
  }
  const seen = peek('list.compare', { a, b })
  const only = task('compared', 'Compare the lists', 'list.compare', { a, b })
  if (kind === 'either') {
    const [x, y] = [seen?.only_a, seen?.only_b]
    if (!Array.isArray(x) || !Array.isArray(y) || x.length + y.length === 0) return null
    const template = `Only in the first: ${listed('only_a', x.length)}\n\nOnly in the second: ${listed('only_b', y.length)}`
    return {
      tasks: [only],
      answer: 'compared',
      reply: { template, values: { only_a: at('/only_a'), only_b: at('/only_b'), none: literal('none') } },
    }
  }
  const items = seen?.[kind]
  if (!Array.isArray(items)) return null
  if (items.length === 0)
    return {
      tasks: [only],
      answer: 'compared',
      reply: { template: '{{none}}', values: { none: literal('There are none.') } },
    }
  return { tasks: [only], answer: 'compared', reply: listReply(`/${kind}`, items.length, joint) }
}

const listed = (name: string, count: number): string =>
  count === 0 ? '{{none}}' : Array.from({ length: count }, (_, i) => `{{/${name}/${i}}}`).join(', ')

function tally(request: TextRequest): Answer | null {
  const list =
    groupsOf(request.head, TALLY) === null || /letter|word|character/i.test(request.head) ? null : itemsOf(request.text)
  if (list === null) return null
  // `Ali pizza, Bo sushi`: what was voted for is a part of each item.
  if (list.items.some(item => / /.test(item)) && /vote|ballot/i.test(request.head)) return null
  const items = [...list.items]
  const seen = peek('list.count', { items })?.counts
  if (!Array.isArray(seen) || new Set(items).size !== new Set(items.map(item => item.toLowerCase())).size) return null
  const lines = seen.map((_, i) => `- {{/counts/${i}/value}}: {{/counts/${i}/count}}`)
  return {
    tasks: [task('counts', 'Count each', 'list.count', { items })],
    answer: 'counts',
    reply: { template: lines.join('\n'), values: { counts: at('/counts') } },
  }
}

/** Each once, or in the order of a dictionary, as the other rules of lists do it where nothing stands around the request. */
function ordered(request: TextRequest): Answer | null {
  const isOnce = groupsOf(request.head, DEDUPED) !== null
  const list = isOnce || groupsOf(request.head, ALPHABETICAL) !== null ? itemsOf(request.text) : null
  if (list === null) return null
  if (list.joint === '\n' && !/lines?|rows?/i.test(`${request.head} ${request.noun}`) && isTable(list.items))
    return null
  const texts = [...list.items]
  if (isOnce) {
    const items = peek('list.dedupe', { items: texts })?.items
    if (!Array.isArray(items) || items.length !== new Set(texts.map(item => item.toLowerCase())).size) return null
    return {
      tasks: [task('once', 'Keep each item once', 'list.dedupe', { items: texts })],
      answer: 'once',
      reply: listReply('/items', items.length, list.joint),
    }
  }
  // `file2` and `file10`: two orders are in use.
  if (texts.some(item => /\d/.test(item))) return null
  const keyOf = (item: string): string => item.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const items = texts.map(item => ({ text: item, key: keyOf(item) }))
  return {
    tasks: [task('sorted', 'Sort the list', 'list.sort', { items, by: '/key' })],
    answer: 'sorted',
    reply: listReply('/items', items.length, list.joint, '/text'),
  }
}

/** `Schmidt, Andrea; Patel, Ravi`: what stands behind the comma comes first. */
function swapped(request: TextRequest): Answer | null {
  if (groupsOf(request.head, SWAPPED) === null) return null
  // The point behind the last name ends the sentence.
  const names = request.text
    .trim()
    .replace(/(?<=\p{Ll}{2})\.$/u, '')
    .split(/\s*[;\n]\s*/)
    .filter(Boolean)
  const parts = names.map(name => /^([\p{L}'’ -]+), ?([\p{L}'’. -]+)$/u.exec(name.trim()))
  // `Anna Smith, Bob Jones` are two people, and no family name with a first name.
  if (
    names.length === 0 ||
    names.length > 200 ||
    parts.some(part => part === null || (/ /.test(part[1]!) && / /.test(part[2]!)))
  )
    return null
  const items = parts.map(part => ({ first: part?.[2]?.trim() ?? '', last: part?.[1]?.trim() ?? '' }))
  const template = items
    .map((_, i) => `{{/items/${i}/first}} {{/items/${i}/last}}`)
    .join(request.text.includes('\n') ? '\n\n' : '; ')
  return {
    tasks: [task('names', 'Take the names apart', 'agg.collect', { items })],
    answer: 'names',
    reply: { template, values: { items: at('/items') } },
  }
}

const NUMBERS = 'one two three four five six seven eight nine ten'.split(' ')
const ORDINALS = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')
const numberOf = (written = '1'): number => {
  const word = written.toLowerCase()
  const place = Math.max(NUMBERS.indexOf(word), ORDINALS.indexOf(word))
  return place >= 0 ? place + 1 : Number.parseInt(word, 10)
}

function single(request: TextRequest): Answer | null {
  const placed = groupsOf(request.head, PLACED)
  const unique = groupsOf(request.head, ALL_UNIQUE)
  const twice = groupsOf(request.head, ANY_TWICE)
  const member =
    groupsOf(request.head, MEMBER) ?? (/list$/.test(request.noun) ? groupsOf(request.head, [MEMBER_OF_LIST]) : null)
  const place = groupsOf(request.head, PLACE_OF)
  const grouped = groupsOf(request.head, GROUPED)
  const chunked = groupsOf(request.head, CHUNKED)
  if ([placed, unique, twice, member, place, grouped, chunked].every(found => found === null)) return null
  const list = itemsOf(request.text)
  if (list === null) return null
  const items = [...list.items]
  const { joint } = list
  // `first 3 of: a good list` lists nothing.
  // `first names` are no first item, and `first name` may be one of a person.
  if (placed !== null && /(?:first|last) name/i.test(request.head)) return null
  if (
    placed !== null &&
    placed.n === undefined &&
    placed.end !== undefined &&
    /(?:names|items|values|numbers|entries|elements|ones)(?!\p{L})/iu.test(request.head)
  )
    return null
  if (placed !== null && joint === ' ' && !/item|entr|element|name|value|number|member|one/i.test(request.head))
    return null
  if (
    placed !== null &&
    /numbers?(?!\p{L})/iu.test(request.head) &&
    items.some(item => !/^[-+]?\d[\d.,]*%?$/.test(item))
  )
    return null
  if (placed !== null) return atPlace(placed, items, joint)
  if (unique !== null || twice !== null) return repeats(items, unique !== null)
  if (grouped !== null) return byLetter(items)
  if (chunked !== null) {
    const size = Number(chunked.n)
    const count = Math.ceil(items.length / size)
    if (!(size >= 1) || count < 2 || count > 100) return null
    const template = Array.from(
      { length: count },
      (_, c) =>
        `- ${Array.from({ length: Math.min(size, items.length - c * size) }, (_, i) => `{{/chunks/${c}/${i}}}`).join(joint === '\n' ? ', ' : joint)}`,
    ).join('\n')
    return {
      tasks: [task('chunks', 'Cut the list', 'list.chunk', { items, size })],
      answer: 'chunks',
      reply: { template, values: { chunks: at('/chunks') } },
    }
  }
  const written = member?.what ?? member?.what2 ?? place?.what ?? place?.what2 ?? ''
  const what = written.includes('⟦') ? argOf(request, written) : written
  if (
    what === null ||
    what === '' ||
    (!written.includes('⟦') && /^(?:it|this|that|there|they|all|any|he|she|bob|everyone|someone)$/i.test(what))
  )
    return null
  const index = items.indexOf(what)
  if (index < 0 && items.some(item => item.toLowerCase().includes(what.toLowerCase()))) return null
  if (place !== null) {
    if (index < 0 || items.indexOf(what, index + 1) >= 0) return null
    const ranked = items.map((text, i) => ({ place: i + 1, text }))
    return {
      tasks: [task('item', 'Look it up', 'json.select', { value: ranked, pointer: `/${index}` })],
      answer: 'item',
      reply: withHow('{{place}}', { place: at('/value/place') }, 'Its place, counted from 1'),
    }
  }
  return decided({
    tasks: [task('both', 'Look for it', 'list.set', { a: [what], b: items, op: 'intersection' })],
    when: hasMember('items', { type: 'array', minItems: 1 }),
    yes: 'Yes, it is in the list.',
    no: 'No, it is not in the list.',
  })
}

function atPlace(groups: Readonly<Record<string, string | undefined>>, items: string[], joint: string): Answer | null {
  const { end, n, nth, every } = groups
  const count = numberOf(n)
  const step = every === undefined ? 1 : every === 'other' ? 2 : numberOf(every)
  const from =
    every !== undefined
      ? step
      : nth !== undefined
        ? /last/i.test(nth)
          ? -2
          : numberOf(nth)
        : /last/i.test(end ?? '')
          ? -count
          : 1
  const to = every !== undefined ? -1 : nth !== undefined ? from : /last/i.test(end ?? '') ? -1 : count
  if (Math.max(Math.abs(from), Math.abs(to)) > items.length) return null
  const input = { items, from, to, step }
  const seen = peek('list.slice', input)?.items
  if (!Array.isArray(seen) || seen.length === 0) return null
  const answer: Answer = {
    tasks: [task('items', 'Take them', 'list.slice', input)],
    answer: 'items',
    reply: listReply('/items', seen.length, joint),
  }
  return step > 1 ? { ...answer, reading: `Counted off: number ${step}, ${2 * step} and so on.` } : answer
}

function repeats(items: string[], asksUnique: boolean): Answer | null {
  if (new Set(items).size !== new Set(items.map(item => item.toLowerCase())).size) return null
  // Rows of a table: whole rows or one of their columns, nobody can say.
  if (items.length > 1 && items.every(item => /[,;\t|]/.test(item))) return null
  const counts = peek('list.count', { items })?.counts as readonly { count: number }[] | undefined
  const many = counts?.filter(({ count }) => count > 1).length ?? 0
  if (counts === undefined || many > 50) return null
  const said =
    many === 0
      ? asksUnique
        ? 'Yes, each occurs once.'
        : 'No, each occurs once.'
      : asksUnique
        ? 'No. More than once:'
        : 'More than once:'
  const listedTwice = Array.from({ length: many }, (_, i) => `{{/counts/${i}/value}}`).join(', ')
  return {
    tasks: [task('counts', 'Count each', 'list.count', { items })],
    answer: 'counts',
    reply: {
      template: many === 0 ? '{{said}}' : `{{said}} ${listedTwice}`,
      values: { said: literal(said), counts: at('/counts') },
    },
  }
}

/** Groups in alphabetical order of their letter, items as they stood. */
function byLetter(items: string[]): Answer | null {
  const letterOf = (item: string): string => (/\p{L}/u.exec(item)?.[0] ?? '').toUpperCase()
  if (!items.every(item => /^\p{L}/u.test(item))) return null
  const rows = items.map(item => ({ letter: letterOf(item), item }))
  const letters = [...new Set(rows.map(({ letter }) => letter))].sort()
  const template = letters
    .map(
      letter =>
        `- ${letter}: ${rows.flatMap((row, i) => (row.letter === letter ? [`{{/items/${i}/item}}`] : [])).join(', ')}`,
    )
    .join('\n')
  return {
    tasks: [task('items', 'Take the items', 'agg.collect', { items: rows })],
    answer: 'items',
    reply: { template, values: { items: at('/items') } },
  }
}
