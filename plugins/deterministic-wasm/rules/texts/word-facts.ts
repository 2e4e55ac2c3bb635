/** What is said of the words of a text: the longest, the commonest, different and repeated ones, their length, where one stands. */
import { peek } from '../peek.ts'
import { type Answer, at, withHow } from '../rule.ts'
import { argOf, COMPLEX, COUNT, chain, countAfter, groupsOf, shown, THERE_ARE, whole } from './text-answers.ts'
import type { TextRequest } from './text-request.ts'

const LONGEST = [
  whole(
    `(?:which|what)?(?: is)? ?(?:the )?(?<which>longest|shortest|biggest|smallest) (?:words?|one|item|entry)(?: (?:is|in|of|among|from|out of))?(?: §)?(?: is (?:the )?(?:longest|shortest))?`,
  ),
  whole(
    '(?:which|what)(?: of §| one of §| word of §| word in §| word)? (?:is|has) (?:the )?(?<which>longest|shortest|most letters|fewest letters)(?: word| one)?',
  ),
]
const MEAN = [
  whole(
    '(?:average|mean|avg\\.?) (?:word length|length of (?:the |all |a )?words?|letters per word|characters per word|number of (?:letters|characters) (?:per|in a) word)(?: (?:in|of) §)?|how long (?:is|are) (?:the |an? )?(?:average |words? )+(?:on average )?(?:in §)?',
  ),
]
const COMMON = [
  whole(
    '(?:which|what)?(?: is)? ?(?:the )?(?<what>letter|character|word)s? (?:is|appears|occurs|comes up|that appears|that occurs|used|is used|that is used|shows up)(?: the)? (?:most(?: common| frequent| often| frequently)?|commonest)(?: (?:in|of) §)?',
  ),
  whole(
    '(?:which|what)?(?: is)? ?(?:the )?(?:most (?:common|frequent|used|frequently used|repeated|often used)|commonest) (?<what>letter|character|word)(?: (?:is|in|of|used))?(?: (?:in|of) §)?(?: §)?',
  ),
]
const DISTINCT = [
  whole(`${COUNT}(?:the )?(?:different|distinct|unique) (?<what>words|letters|characters)${THERE_ARE}`),
  whole('(?:different|distinct|unique) (?<what>word|letter|character) count(?: of §)?'),
]
const TWICE = [
  whole(
    '(?:(?:which|what|list|find)(?: the)? )?(?:words?|word\\(s\\)) (?:that |which )?(?:appears?|occurs?|is|are|shows? up|comes? up|repeated|are repeated)(?: (?:more than once|twice|repeated|multiple times|doubled|several times|repeatedly|duplicated))?(?: in §)?|(?:repeated|duplicate|duplicated|doubled|double) words?(?: in §)?|does § (?:have|contain) (?:repeated|double|duplicate) words',
  ),
]
const POSITION = [
  whole(
    '(?:position|index|place|location)(?: of)? (?:the )?(?:first )?(?:(?:letter|character|word|sign) )?(?<what>⟦\\d⟧|\\p{L})(?: in §)?|(?:at|in|on) (?:which|what) (?:position|place|index) (?:is|stands|does)(?: the)? (?:(?:letter|character|word) )?(?<what2>⟦\\d⟧|\\p{L})(?: (?:stand|appear|occur|come))?(?: in §)?|where (?:is|does)(?: the)? (?:(?:letter|character) )?(?<what3>⟦\\d⟧|\\p{L})(?: (?:stand|appear|occur|come))?(?: first)?(?: in §)',
  ),
]

/** The first of these questions that the head is. */
export const wordFact = (request: TextRequest): Answer | null =>
  extremes(request) ??
  meanLength(request) ??
  commonest(request) ??
  distinct(request) ??
  repeated(request) ??
  position(request)

function extremes(request: TextRequest): Answer | null {
  const which = groupsOf(request.head, LONGEST)?.which
  if (which === undefined) return null
  const isWord = /word|letters/.test(request.head) || /^words?$|sentence|text|string|phrase/.test(request.noun)
  if (!isWord || /biggest|smallest/.test(which) || /[,;\n]/.test(request.text.replace(/[,;](?=\s)/g, ''))) return null
  const pointer = /longest|most/.test(which) ? 'longest' : 'shortest'
  // `well-known` is one word or two.
  if (/\p{L}[-–/'’.]\p{L}/u.test(request.text) || !/\s/.test(request.text)) return null
  const made = chain(request, [{ name: 'Measure the words', op: 'text.words' }])
  const seen = made?.output[pointer]
  if (made === null || !Array.isArray(seen) || seen.length === 0 || seen.length > 20) return null
  const letters = Array.from(String(seen[0])).length
  const template = seen.map((_, i) => `{{/words/${i}}}`).join(', ')
  const how = `${seen.length === 1 ? '' : 'Equally '}${pointer === 'longest' ? 'long' : 'short'}: ${letters} ${letters === 1 ? 'letter' : 'letters'}`
  return {
    tasks: made.tasks,
    answer: made.key,
    reply: withHow(
      template,
      { words: at(`/${pointer}`) },
      seen.length === 1 ? `${letters} ${letters === 1 ? 'letter' : 'letters'}` : how,
    ),
  }
}

function meanLength(request: TextRequest): Answer | null {
  if (groupsOf(request.head, MEAN) === null || /\p{L}[-–/'’.]\p{L}/u.test(request.text)) return null
  const made = chain(request, [{ name: 'Measure the words', op: 'text.words' }])
  const { letters, count, mean_exact: exact } = made?.output ?? {}
  if (made === null || typeof exact !== 'string') return null
  const rounded = peek('math.evaluate', { expression: `${letters} / ${count}`, decimals: 2 })?.exact
  const isEnding = !exact.includes('/') && exact.replace(/^\d+\.?/, '').length <= 4
  const how = `${letters} letters in ${count} words`
  const tasks = isEnding
    ? made.tasks
    : [
        ...made.tasks,
        {
          key: 'rounded',
          name: 'Round it',
          op: 'math.evaluate',
          input: { expression: `${letters} / ${count}`, decimals: 2 },
          dependencies: [],
        },
      ]
  if (!isEnding && rounded === undefined) return null
  return {
    tasks,
    answer: isEnding ? made.key : 'rounded',
    reply: withHow(
      '{{mean}} letters',
      { mean: at(isEnding ? '/mean_exact' : '/exact') },
      isEnding ? how : `${how}, rounded`,
    ),
  }
}

function commonest(request: TextRequest): Answer | null {
  const what = groupsOf(request.head, COMMON)?.what?.toLowerCase()
  if (what === undefined) return null
  const of = `${what}s`
  const counts = peek('text.frequency', { text: request.text, of, k: 50 })?.counts as
    | readonly { readonly count: number }[]
    | undefined
  const best = counts?.[0]?.count ?? 0
  const tied = counts?.filter(({ count }) => count === best).length ?? 0
  if (best < 2 || tied > 6) return null
  const made = chain(request, [{ name: `Count the ${of}`, op: 'text.frequency', more: { of, k: tied } }])
  if (made === null) return null
  const template = Array.from({ length: tied }, (_, i) => `{{/counts/${i}/item}}`).join(', ')
  return {
    tasks: made.tasks,
    answer: made.key,
    reply: withHow(template, { counts: at('/counts') }, `${tied === 1 ? 'It occurs' : 'Each occurs'} ${best} times`),
  }
}

function distinct(request: TextRequest): Answer | null {
  const what = groupsOf(request.head, DISTINCT)?.what?.toLowerCase()
  if (what === undefined) return null
  const of = what.endsWith('s') ? what : `${what}s`
  const loose = peek('text.frequency', { text: request.text, of })?.distinct
  const strict = peek('text.frequency', { text: request.text, of, match_case: true })?.distinct
  if (typeof loose !== 'number' || loose !== strict || COMPLEX.test(request.text)) return null
  return countAfter(
    request,
    [{ name: `Count different ${of}`, op: 'text.frequency', more: { of } }],
    'distinct',
    ['', ''],
    `Different ${of}`,
  )
}

/** Words that a text holds more than once. */
function repeated(request: TextRequest): Answer | null {
  if (
    groupsOf(request.head, TWICE) === null ||
    !/twice|once|multiple|several|repeat|duplicate|double/.test(request.head)
  )
    return null
  const counts = peek('text.frequency', { text: request.text, of: 'words', k: 10_000 })?.counts as
    | readonly { readonly item: string; readonly count: number }[]
    | undefined
  const many = counts?.filter(({ count }) => count > 1) ?? []
  if (many.length === 0 || many.length > 50 || (/twice/.test(request.head) && many.some(({ count }) => count > 2)))
    return null
  const made = chain(request, [
    { name: 'Count the words', op: 'text.frequency', more: { of: 'words', k: many.length } },
  ])
  if (made === null) return null
  const lines = many.map((_, i) => `- {{/counts/${i}/item}}: {{/counts/${i}/count}} times`)
  return {
    tasks: made.tasks,
    answer: made.key,
    reply: { template: lines.join('\n'), values: { counts: at('/counts') } },
  }
}

function position(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, POSITION)
  const written = groups?.what ?? groups?.what2 ?? groups?.what3
  if (written === undefined || /[\n,;]/.test(request.text)) return null
  const find = written.includes('⟦') ? argOf(request, written) : written
  if (find === null || find === '' || COMPLEX.test(request.text)) return null
  // Of words in a text, people count words; of one word, letters.
  if (Array.from(find).length > 1 && /\s/.test(request.text)) return null
  const places = peek('text.find', { text: request.text, find })?.places as readonly { start: number }[] | undefined
  if (places === undefined || places.length === 0) return null
  // `the first a`: one place is asked for.
  const isFirst = /(?<!\p{L})first(?!\p{L})/iu.test(request.head)
  const all = Array.from({ length: isFirst ? 1 : places.length }, (_, i) => `{{/places/${i}/column}}`).join(', ')
  if (places.length > 20) return null
  const made = chain(request, [{ name: 'Find it', op: 'text.find', more: { find } }])
  return made === null
    ? null
    : {
        tasks: made.tasks,
        answer: made.key,
        reply: withHow(all, { places: at('/places') }, `Place of ${shown(find)}, counted from 1`),
      }
}
