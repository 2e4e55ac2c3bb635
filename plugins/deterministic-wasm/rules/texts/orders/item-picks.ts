/** Orders that take items of a list, leave some out, add or move some: by place, by how they are written, by name. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, task, withHow } from '../../rule.ts'
import { argOf, COMPLEX, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { answerList, type List, listInto, listOf, listThrough } from './items.ts'

const WORDS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ')
const NTHS = 'first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth'.split(' ')
const N = `(?:\\d{1,3}|${WORDS.join('|')})`
const NTH = `(?:\\d{1,3}(?:st|nd|rd|th)|${NTHS.join('|')})`
const ITEM =
  '(?<item>items?|names?|words?|numbers?|lines?|(?!count |keep |get |remove |start|begin|end|contain)[\\p{L}]{3,15}s?)'
const THEM = '(?: (?:in|of|from|on) list| in there| there)?'

export const numberOf = (written = ''): number => {
  const low = written.toLowerCase()
  const place = WORDS.indexOf(low) + 1 || NTHS.indexOf(low) + 1
  return place > 0 ? place : Number.parseInt(low, 10)
}

const ENDS = whole(`(?:get |keep )?(?<end>first|last) (?<n>${N})(?: ${ITEM})?${THEM}`)
const END = whole(
  `(?:get |keep )?(?<end>first|last|middle|second last|penultimate|second to last) (?:item|word|number|line|one|entry)${THEM}`,
)
const PLACE = whole(
  `(?:get |keep )?(?:(?<nth>${NTH}) (?:item|(?<!first )name|word|number|line|one)|(?:item|name|word|line) (?:no\\.? |number |nr\\.? |#)?(?<nth2>\\d{1,3}))${THEM}`,
)
const RANGE = whole(
  `(?:get |keep )?(?:items|names|words|lines|numbers)? ?(?:no\\.? |numbers? )?(?:from )?(?<from>\\d{1,3}|${NTH}) ?(?:to|through|thru|till|until|up to|-|–) ?(?<to>\\d{1,3}|${NTH})(?: (?:items?|names?|lines?|words?))?${THEM}`,
)
const EVERY = whole(
  `(?:get |keep )?every (?<step>second|other|2nd|third|3rd|fourth|4th|fifth|5th) (?:item|name|word|number|line|one)(?:,? (?:starting|beginning) (?:with|from|at) (?<from>first|second|third)(?: item| one| word)?)?${THEM}`,
)
const ALPHABETIC = whole(
  `(?:get )?(?:(?:item|name|word|one|city|country|\\p{L}{3,12}) )?(?:(?:is|comes|would come|stands) )?(?<end>first|last) (?:alphabetically|in (?:alphabetical order|alphabet|dictionary)|in terms of alphabet|by alphabet)`,
)
const EVERY_OUT = whole(
  `remove every (?<step>second|other|2nd|third|3rd|fourth|4th|fifth|5th) (?:item|name|word|number|line|one)${THEM}`,
)
const CUT = whole(`remove (?<end>first|last)(?: (?<n>${N}))? (?:items?|names?|words?|numbers?|lines?|one)${THEM}`)
const CUT_NTH = whole(
  `remove (?:(?<nth>${NTH}) (?:item|name|word|number|line|one)|(?:item|name|word|line) (?:no\\.? |number |#)?(?<nth2>\\d{1,3}))${THEM}`,
)

const THAT =
  "(?:(?:that|which|who|whose names?|where it) )?(?:do |does |are |is |have |has )?(?<not>not |n't |don't |doesn't |aren't |isn't )?"
const CONDITION = [
  '(?:start(?:s|ing)?|begin(?:s|ning)?) with (?:an? )?(?:capital|uppercase)(?: letter)?(?<capital>)|(?:are )?capitali[sz]ed(?<capital2>)',
  `(?:start(?:s|ing)?|begin(?:s|ning)?) (?:with|in) (?:letters? )?(?<starts>⟦\\d⟧|\\p{L}{1,12}|[^\\p{L}\\p{N}\\s§⟦⟧]{1,3})`,
  `end(?:s|ing)? (?:with|in|on) (?:letters? )?(?<ends>⟦\\d⟧|-?\\p{L}{1,12}|[^\\p{L}\\p{N}\\s§⟦⟧]{1,3}|\\.\\w{1,5})`,
  `(?:contain(?:s|ing)?|includ(?:e|es|ing)|with|have|has|having|mention(?:s|ing)?) (?:letters? |word |text |string )?(?<contains>⟦\\d⟧|(?:an? )?[^\\p{L}\\p{N}\\s§⟦⟧]{1,3}|(?<=letter )\\p{L}|(?<=contains? |containing )\\p{L})(?: in (?:it|them))?`,
  `(?:long(?:er)? than|more than|over|have more than|with more than|of more than) (?<longer>${N}) (?:letters?|characters?)(?: long)?`,
  `longer than (?<longer2>${N})`,
  `(?:shorter than|less than|fewer than|under|have (?:less|fewer) than|with (?:less|fewer) than) (?<shorter>${N}) (?:letters?|characters?)(?: long)?`,
  `shorter than (?<shorter2>${N})`,
  `(?:have |has |with |of |exactly )*(?<length>${N}) (?:letters?|characters?)(?: long)?`,
  `(?:greater than|bigger than|larger than|higher than|more than|above|over|>) ?(?<more>-?\\d+(?:\\.\\d+)?)`,
  `(?:less than|smaller than|lower than|below|under|<) ?(?<less>-?\\d+(?:\\.\\d+)?)`,
  '(?<even>even)',
  '(?<odd>odd)',
  '(?:in list )?(?:more than once|twice or more|repeatedly|multiple times|several times)(?<twice>)',
].join('|')
const FILTERED = whole(
  `(?:(?<verb>keep|get|remove|count) )?(?:only )?${ITEM} ${THAT}(?:${CONDITION})(?: (?:in|of|from) list)?`,
)
const FILTERED_FIRST = whole(
  `(?:(?<verb>keep|get|remove|count) )?(?:only )?(?:(?<even>even)|(?<odd>odd)) (?:numbers|items)(?: there)?`,
)
const WHICH = whole(`(?:(?<verb>count|keep|get|remove) )?(?:of |out of )?(?:${ITEM} )?${THAT}(?:${CONDITION})`)

const ARG = "⟦\\d⟧|[\\p{L}\\p{N}][\\p{L}\\p{N}'_.-]{0,30}"
const AND = '(?:, and |, | and | & | or )'
const TAKEN = whole(
  `remove (?:items? |names? |words? |numbers? |lines? |entry )?(?<all>(?:${ARG})(?:${AND}(?:${ARG})){0,4})(?: (?:from|in|of) list)?`,
)
const ADDED = whole(
  `add (?:item |name |word )?(?<what>${ARG}) ?(?:(?:to|at|in|on) )?(?:(?<start>start|beginning|front|top|head)|end|bottom|list)?(?: of list| to list)?`,
)
const BESIDE = whole(
  `add (?:item |name |word )?(?<what>${ARG}) (?<side>after|behind|before|in front of) (?:item |name |word )?(?<mark>${ARG})`,
)
const NTH_REPLACED = whole(
  `replace (?<nth>${NTH}|last) (?:word|item|name|number|line|one) (?:with|by) (?<what>⟦\\d⟧|[\\p{L}\\p{N}'-]{2,30})`,
)
const SWAPPED = whole(
  '(?:swap|switch|exchange|replace)(?: places of)? first and last(?: (?:items?|words?|numbers?|entry|entries|lines?))?',
)

export const itemPickRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'item-picks',
    reason: 'Takes, leaves out, adds or moves items of a given list, by place, by name, or by how they are written.',
    order: 251,
    unmarked: ({ form, text }) => (form === 'bare' && text.includes(',')) || text.startsWith('['),
    heeds: ['ignore_case', 'match_case', 'keep_order'],
    hint: /first|last|middle|\d|second|third|fourth|fifth|every|remove|delete|drop|strip|take|start|begin|end|contain|long|short|letter|even|odd|more|less|greater|smaller|above|below|add|append|insert|put|swap|switch|keep|leave|with|exclude|omit|rid|twice|once|times/iu,
    examples: {
      yes: [
        'pick every second item, starting with the first: a, b, c, d, e, f',
        'give me items 2 to 4 of: a, b, c, d, e, f',
        'remove the first item: one, two, three',
        'remove "banana" from the list: apple, banana, cherry',
        'add "grape" to the end of the list: apple, banana',
        'which of these words contains the letter z: pizza, bread, cheese',
        'which of these are longer than 5 letters: apple, banana, fig, orange',
        'how many of these names start with A: Anna, Bob, Alex, Carl',
        'swap the first and last word of "red green blue"',
        'remove the numbers that are odd: 1 2 3',
      ],
      no: [
        'remove the boring ones: a, b, c',
        'remove "an" from the list: banana, an apple, pear',
        'which of these contain nuts: pesto, bread, marzipan',
        'first things: coffee, tea',
        'how many of these words start with a vowel and end with s: as, is',
        'which are more than 5 years old: Tom, Bob',
        'add a joke: a, b',
        'which of these start with sun: Monday',
      ],
    },
    read: request => placed(request) ?? filtered(request) ?? changed(request),
  }),
]

function placed(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const isWords = /word/.test(head)
  const list = listOf(request, /words?|items?|names?|list/.test(`${head} ${request.noun}`))
  if (list === null || (isWords && list.seen.some(item => /\s/.test(item)))) return null
  // `the first number in room 12`: the words are none.
  if (
    /numbers?(?! (?:of|no))/.test(head) &&
    !/^(?:get |keep |remove )?(?:item|word|name|line) number/.test(head) &&
    list.seen.some(item => !/^[-+]?\d[\d.,]*%?$/.test(item))
  )
    return null
  const size = list.seen.length
  const slice = (from: number, to = from, step = 1): Answer | null => {
    const at = (place: number): number => (place > 0 ? place : size + 1 + place)
    if (!(Math.abs(from) >= 1 && Math.abs(from) <= size && Math.abs(to) <= size && at(from) <= at(to))) return null
    const more = { from, to, ...(step === 1 ? {} : { step }) }
    return answerList(listThrough(list, [{ name: 'Take the items', op: 'list.slice', more }]))
  }
  const ends = ENDS.exec(head)?.groups
  if (ends !== undefined) {
    const n = numberOf(ends.n)
    return ends.end === 'first' ? slice(1, n) : slice(-n, -1)
  }
  const end = END.exec(head)?.groups?.end
  if (end === 'middle') return size % 2 === 1 ? slice((size + 1) / 2) : null
  if (end !== undefined) return slice(end === 'first' ? 1 : end === 'last' ? -1 : -2)
  const place = PLACE.exec(head)?.groups
  if (place !== undefined) return slice(numberOf(place.nth ?? place.nth2))
  const letters = ALPHABETIC.exec(head)?.groups
  if (letters !== undefined) {
    if (list.seen.some(item => /\d/.test(item))) return null
    const at = letters.end === 'first' ? 1 : -1
    return answerList(
      listThrough(list, [
        { name: 'Sort the list', op: 'list.arrange', more: { by: 'letters' } },
        { name: 'Take the item', op: 'list.slice', more: { from: at, to: at } },
      ]),
    )
  }
  const range = RANGE.exec(head)?.groups
  if (range !== undefined && /items|names|words|lines|numbers|st|nd|rd|th|first/i.test(head))
    return slice(numberOf(range.from), numberOf(range.to))
  const every = EVERY.exec(head)?.groups
  if (every !== undefined) {
    const step = every.step === 'other' ? 2 : numberOf(every.step)
    const from = every.from === undefined ? step : numberOf(every.from)
    const answer = slice(from, -1, step)
    const isSaid = every.from !== undefined
    return answer === null || isSaid
      ? answer
      : { ...answer, reading: `Counted off: number ${step}, ${2 * step} and so on.` }
  }
  const gaps = EVERY_OUT.exec(head)?.groups
  if (gaps !== undefined) {
    const step = gaps.step === 'other' ? 2 : numberOf(gaps.step)
    if (!(step >= 2 && step <= size)) return null
    const made = withPlaces(
      list,
      list.seen.map((_, i) => i).filter(i => (i + 1) % step !== 0),
    )
    const answer = answerList(made)
    return answer === null ? null : { ...answer, reading: `Left out: number ${step}, ${2 * step} and so on.` }
  }
  const cut = CUT.exec(head)?.groups
  if (cut !== undefined) {
    const n = cut.n === undefined ? 1 : numberOf(cut.n)
    return cut.end === 'first' ? slice(n + 1, -1) : slice(1, size - n)
  }
  const nth = CUT_NTH.exec(head)?.groups
  const gone = nth === undefined ? 0 : numberOf(nth.nth ?? nth.nth2)
  if (!(gone >= 1 && gone <= size) || size < 2) return null
  return gone === 1
    ? slice(2, -1)
    : gone === size
      ? slice(1, size - 1)
      : answerList(
          withPlaces(
            list,
            list.seen.map((_, i) => i).filter(i => i !== gone - 1),
          ),
        )
}

/** The items at these places, in this order. */
export function withPlaces(list: List, order: readonly number[]): List | null {
  const held = list.tasks.length > 0 ? list : listThrough(list, [{ name: 'Take the items', op: 'agg.collect' }])
  const from = held?.input as
    | { readonly $from: string; readonly pointer: string; readonly $seen?: JsonValue }
    | undefined
  if (held === null || from === undefined) return null
  const items = order.map(i => ({ $from: from.$from, pointer: `${from.pointer}/${i}` }))
  const tasks = [...held.tasks, task('placed', 'Put them together', 'agg.collect', { items }, [from.$from])]
  return {
    seen: order.map(i => list.seen[i]!),
    input: { $from: 'placed', pointer: '/items' },
    joint: list.joint,
    tasks,
  }
}

type Groups = Readonly<Record<string, string | undefined>>

function testOf(request: TextRequest, groups: Groups): JsonObject | null {
  const written = groups.starts ?? groups.ends ?? groups.contains
  if (written !== undefined) {
    const value = written.includes('⟦') ? argOf(request, written) : written.replace(/^-(?=\p{L})|^an? (?=\S)/iu, '')
    if (
      value === null ||
      value === '' ||
      /^(?:it|the|an|this|capital|vowels?|consonants?|numbers?|digits?|letters?|uppercase|lowercase|characters?|signs?|punctuation|spaces?|bullets?)$/i.test(
        value,
      )
    )
      return null
    // A bare word says what is written only as one letter or behind `start with`.
    const where = groups.starts !== undefined ? 'starts' : groups.ends !== undefined ? 'ends' : 'contains'
    return { where, value }
  }
  const longer = groups.longer ?? groups.longer2
  const shorter = groups.shorter ?? groups.shorter2
  if (longer !== undefined) return { where: 'longer', n: numberOf(longer) }
  if (shorter !== undefined) return { where: 'shorter', n: numberOf(shorter) }
  if (groups.length !== undefined) return { where: 'length', n: numberOf(groups.length) }
  if (groups.more !== undefined) return { where: 'more', n: Number(groups.more) }
  if (groups.less !== undefined) return { where: 'less', n: Number(groups.less) }
  if (groups.even !== undefined) return { where: 'even' }
  if (groups.odd !== undefined) return { where: 'odd' }
  if (groups.capital !== undefined || groups.capital2 !== undefined) return { where: 'capital' }
  return groups.twice === undefined ? null : { where: 'twice' }
}

function filtered(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const groups = (FILTERED.exec(head) ?? FILTERED_FIRST.exec(head) ?? WHICH.exec(head))?.groups
  const test = groups === undefined ? null : testOf(request, groups)
  const isWord = /^(?:words?|names?|items?|lines?|numbers?)$/i.test(groups?.item ?? 'items')
  const list = test === null ? null : listOf(request, isWord)
  if (groups === undefined || test === null || list === null) return null
  const isAsked = /which|what|find|list|show|get|give|who|filter/i.test(`${request.opener} ${request.head}`)
  // `names ending with a`: they are what is wanted.
  if (groups.verb === undefined && !isAsked && !/^(?:names|words|items|lines|numbers)$/i.test(groups.item ?? ''))
    return null
  // Words are asked for, and these are several.
  if (/^words?$/i.test(groups.item ?? '') && list.seen.some(item => /\s/.test(item))) return null
  const isNumber = /more|less|even|odd/.test(String(test.where))
  if (isNumber && !list.seen.every(item => /^-?\d+(?:\.\d+)?$/.test(item))) return null
  // Things of a kind have lengths of their own.
  if (
    /longer|shorter/.test(String(test.where)) &&
    !/letters?|characters?/.test(head) &&
    !/word|name|item|string/i.test(`${groups.item} ${request.noun}`)
  )
    return null
  if (list.seen.some(item => COMPLEX.test(item))) return null
  if (/starts|ends|contains/.test(String(test.where))) {
    const isExact = request.wishes.includes('match_case')
    const isLoose = request.wishes.includes('ignore_case')
    const value = String(test.value)
    const fold = (text: string): string => text.toLowerCase()
    const hits = (items: readonly string[], find: string) =>
      items.filter(item =>
        test.where === 'starts'
          ? item.startsWith(find)
          : test.where === 'ends'
            ? item.endsWith(find)
            : item.includes(find),
      ).length
    // Of one letter, both cases are meant; of a longer text, neither is certain.
    const isSure = Array.from(value).length === 1 || hits(list.seen, value) === hits(list.seen.map(fold), fold(value))
    if (!isExact && !isLoose && !isSure) return null
    if (isExact) return kept(list, groups, { ...test, match_case: true })
  }
  return kept(list, groups, test)
}

function kept(list: List, groups: Groups, test: JsonObject): Answer | null {
  const isOut = (groups.verb === 'remove') !== (groups.not !== undefined)
  const gives = isOut ? 'rest' : 'items'
  const made = listThrough(list, [{ name: 'Choose the items', op: 'list.keep', more: test, gives }])
  if (made === null) return null
  if (groups.verb !== 'count') return answerList(made, { none: 'None of them.' })
  const total = listInto(made, { name: 'Count them', op: 'list.size' })
  if (total === null) return null
  const named =
    made.seen.length === 0 || made.seen.length > 12 || made.seen.some(item => /[`\n]/.test(item))
      ? ''
      : made.seen.map(item => `\`${item}\``).join(', ')
  return { tasks: total.tasks, answer: total.key, reply: withHow('{{count}}', { count: { pointer: '/count' } }, named) }
}

const argsOf = (request: TextRequest, written: string): string[] =>
  written.split(new RegExp(AND, 'iu')).map(one => argOf(request, one) ?? (one.includes('⟦') ? '' : one))

function changed(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const list = listOf(request, /word|list/.test(`${head} ${request.noun}`))
  if (list === null) return null
  if (SWAPPED.test(head)) return ends(list)
  const beside = BESIDE.exec(head)?.groups
  if (beside !== undefined) {
    const [what = '', mark = ''] = [beside.what, beside.mark].map(one => argsOf(request, one ?? '')[0])
    const place = list.seen.indexOf(mark)
    if (what === '' || place < 0 || list.seen.lastIndexOf(mark) !== place) return null
    return inserted(list, what, /before|front/.test(beside.side ?? '') ? place : place + 1)
  }
  const nth = NTH_REPLACED.exec(head)?.groups
  if (nth !== undefined) {
    const [what = ''] = argsOf(request, nth.what ?? '')
    const place = nth.nth === 'last' ? list.seen.length : numberOf(nth.nth)
    return what === '' || place > list.seen.length ? null : inserted({ ...list }, what, place - 1, 1)
  }
  const added = ADDED.exec(head)?.groups
  if (added !== undefined && /list|end|start|beginning|front|top|bottom|head/.test(head)) {
    const [what = ''] = argsOf(request, added.what ?? '')
    const isBare = !(added.what ?? '').includes('⟦')
    if (what === '' || (isBare && !/ (?:to|at|in) /.test(head))) return null
    return inserted(list, what, added.start === undefined ? list.seen.length : 0)
  }
  const taken = TAKEN.exec(head)?.groups?.all
  if (taken === undefined) return null
  const gone = argsOf(request, taken)
  const isLoose = request.wishes.includes('ignore_case')
  const fold = (one: string): string => (isLoose ? one.toLowerCase() : one)
  const all = list.seen.map(fold)
  // Each must be an item of its own, and nothing else may hold it.
  if (gone.some(one => one === '' || !all.includes(fold(one)))) return null
  if (!isLoose && gone.some(one => list.seen.some(item => item !== one && item.toLowerCase() === one.toLowerCase())))
    return null
  const made = listThrough(
    list,
    gone.map(value => ({
      name: `Leave out ${value.slice(0, 30)}`,
      op: 'list.keep',
      more: { where: 'is', value, ...(isLoose ? {} : { match_case: true }) },
      gives: 'rest',
    })),
  )
  return answerList(made)
}

function inserted(list: List, what: string, place: number, gone = 0): Answer | null {
  const joined = list.seen.toSpliced(place, gone, what)
  const held = list.tasks.length > 0 ? list : listThrough(list, [{ name: 'Take the items', op: 'agg.collect' }])
  const from = held?.input as { readonly $from: string; readonly pointer: string } | undefined
  if (held === null || from === undefined) return null
  const items = joined.map((_, i) =>
    i === place ? what : { $from: from.$from, pointer: `${from.pointer}/${i < place ? i : i - 1 + gone}` },
  )
  const tasks = [...held.tasks, task('more', 'Add the item', 'agg.collect', { items }, [from.$from])]
  return answerList({ seen: joined, input: { $from: 'more', pointer: '/items' }, joint: list.joint, tasks })
}

/** The first and the last item change places. */
function ends(list: List): Answer | null {
  const last = list.seen.length - 1
  return last < 1
    ? null
    : answerList(
        withPlaces(
          list,
          list.seen.map((_, i) => (i === 0 ? last : i === last ? 0 : i)),
        ),
      )
}
