/** Given lists in an order that is asked for in anybody's words: by length, by value from high to low, backwards through the alphabet; and how many items one has. */
import type { PlannerRule } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, task, withHow } from '../rule.ts'
import { itemsOf } from './list-items.ts'
import { COMPLEX, groupsOf, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const SORT = '(?:sort|order|arrange|rank|put|list|organi[sz]e|line up)'
const THINGS =
  '(?: (?:the|these|those|all|my|this|§|words?|names?|items?|list|entries|numbers?|values?|animals?|fruits?|cities|countries|months|days|colou?rs|things|strings?))*'
const LENGTH =
  '(?:by|according to|based on|in order of|on)(?: (?:the|their|its|word|name|string|item))* ?(?:length|number of (?:letters|characters)|letter count|character count|how long (?:they|the words) are|how many letters they have)'
const BY_LENGTH = [
  whole(
    `(?:${SORT}${THINGS} |§ )?(?:${SORT}${THINGS} )?${LENGTH}(?:,? ?\\(?(?:with )?(?:the )?(?:from )?(?<way>shortest|longest|short|long|ascending|descending|asc|desc)(?: (?:first|ones? first|words? first|to (?:the )?(?:longest|shortest|long|short)|at (?:the )?(?:top|front|beginning)|order))?\\)?)?(?: §)?`,
  ),
  whole(
    `${SORT}${THINGS},? (?:from |starting with )?(?:the )?(?<way>shortest|longest)(?: (?:word|name|one|item))? (?:to|down to|up to) (?:the )?(?:longest|shortest)(?: (?:word|name|one|item))?(?: §)?`,
  ),
  whole(
    `(?:${SORT}${THINGS} )?(?:§ )?(?:with )?(?:the )?(?<way>shortest|longest)(?: (?:words?|names?|ones?|items?))? first(?: §)?`,
  ),
]
const DOWN =
  '(?:in |into )?(?:descending(?: order)?|desc|decreasing(?: order)?|(?:from )?(?:the )?(?:largest|biggest|highest|greatest|high|big|large)(?: (?:number|one|value))?(?: to (?:the )?(?:smallest|lowest|low|small|least)(?: (?:number|one|value))?| first))'
const UP =
  '(?:in |into )?(?:ascending(?: order)?|asc|increasing(?: order)?|(?:from )?(?:the )?(?:smallest|lowest|low|small|least)(?: (?:number|one|value))?(?: to (?:the )?(?:largest|biggest|highest|greatest|high|big|large)(?: (?:number|one|value))?| first))'
const AS_TEXT = '(?: (?:stored|saved|kept|given|written|that are)(?: here)? as (?:text|strings?|words))?'
const BY_VALUE = [
  whole(`${SORT}${THINGS}${AS_TEXT},? (?:(?<down>${DOWN})|${UP})(?: (?:as|by) (?:numbers?|value|size))?(?: §)?`),
]
const BACKWARDS = [
  whole(
    `${SORT}${THINGS},? (?:from )?z ?(?:-|to|–) ?a(?: order)?(?: §)?|${SORT}${THINGS},? (?:in )?(?:reverse|reversed|descending|backwards?) (?:alphabetical(?:ly)?|alphabet)(?: order)?(?: §)?|${SORT}${THINGS},? alphabetically,? (?:but )?(?:backwards?|reversed?|in reverse|descending|from z to a|z to a)(?: order)?(?: §)?`,
  ),
]
const SIZED = [
  whole(
    '(?:how many|count(?: how many| of| up)?(?: the| all)*|number of) (?<what>(?!are )[\\p{L}-]{3,30})(?: (?:are|is|do|does|there|i|we|have|got|stand|contain|can be found|has|did|listed|written|named|put|it))*(?: (?:on|in|of|from))?(?: §)?(?: (?:have|contain|got|has|are))*',
  ),
]
const ITEMS =
  /^(?:items?|entries|elements?|things?|names?|values?|points?|products?|tasks?|todos?|people|persons|guests?|students?|flowers?|fruits?|animals?|cities|countries|colou?rs|ingredients?|books?|movies|films|songs|groceries|articles|friends|members?|players?|towns?|vegetables|drinks|dishes|pets|rivers|languages|brands|numbers?)$/i

export const listOrderRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'list-orders',
    reason: 'Sorts a given list by length, from high to low or backwards through the alphabet, or counts its items.',
    order: 230,
    unmarked: ({ form, text }) => form === 'bare' && text.includes(','),
    hint: /sort|order|arrange|rank|put|list|organi[sz]e|line up|length|first|how many|count|number/iu,
    examples: {
      yes: [
        'sort by length, shortest first: elephant, ox, horse, cat?',
        'longest word first please: ox, horse, elephant',
        'arrange by number of letters: elephant, ox, horse',
        'elephant, ox, horse -> sort by length',
        'Please sort these numbers stored as text in descending order: 9, 100, 23, 4',
        'sort z to a: Zoe, Adam, Mia',
        "How many flowers are on my list (one per line, blank lines don't count)?\nrose\ntulip\n\naster",
        'how many things are on this list: milk, eggs, bread',
      ],
      no: [
        'sort by price, cheapest first: apple, pear',
        'longest first: rivers of Europe',
        'sort from shortest to longest: Nile, Amazon, Rhine',
        'sort by length: 5 cm, 3 m, 2 km',
        'how many numbers are on my list: 3, 5 and more',
        'order by importance: sleep, food, sport',
        'how many of these are fruits: apple, car, pear',
        'how many animals are on my list: cat, table, dog and so on',
        'sort by length of life: ox, horse, cat',
        'how many names are German: Hans, Bob',
      ],
    },
    read: request => byLength(request) ?? byValue(request) ?? backwards(request) ?? sized(request),
  }),
]

/** Words between blanks are a list only behind an order, and only where none of them belongs to a sentence. */
function listedIn({ text, head }: TextRequest): ReturnType<typeof itemsOf> {
  const list = itemsOf(text.replace(/\?$/, ''))
  if (list === null || list.joint !== ' ') return list
  const isSaid = list.items.some(item =>
    /^(?:of|the|an?|in|on|and|or|to|for|with|by|from|is|are|my|your|i)$/i.test(item),
  )
  return isSaid || !/^(?:sort|order|arrange|rank|organi|line|how many|count|number)/i.test(head) ? null : list
}

function byLength(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, BY_LENGTH)
  const list = groups === null ? null : listedIn(request)
  if (groups === null || list === null || list.items.some(item => COMPLEX.test(item) || /\d/.test(item))) return null
  // Rivers and animals have lengths too.
  const isSaid = /length|letters|characters|words?|names?|strings?|long (?:they|the)/i.test(
    `${request.head} ${request.noun}`,
  )
  if (!isSaid) return null
  const order = /^(?:long|desc)/i.test(groups.way ?? '') ? 'desc' : 'asc'
  const items = list.items.map(text => ({ text, letters: Array.from(text).length }))
  return {
    tasks: [task('sorted', 'Sort by length', 'list.sort', { items, order, by: '/letters' })],
    answer: 'sorted',
    reply: listReply('/items', items.length, list.joint, '/text'),
  }
}

/** Whole numbers, or decimals with a point and nothing that could be grouped otherwise. */
function byValue(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, BY_VALUE)
  const list = groups === null ? null : listedIn(request)
  const isPlain = list?.items.every(item => /^-?(?:\d{1,15}|\d{1,9}\.\d{1,2}|\d{1,9}\.\d{4,6})$/.test(item)) ?? false
  if (groups === null || list === null || !isPlain) return null
  const items = list.items.map(text => ({ text, value: Number(text) }))
  const order = groups.down === undefined ? 'asc' : 'desc'
  return {
    tasks: [task('sorted', 'Sort by value', 'list.sort', { items, order, by: '/value' })],
    answer: 'sorted',
    reply: listReply('/items', items.length, list.joint, '/text'),
  }
}

function backwards(request: TextRequest): Answer | null {
  const list = groupsOf(request.head, BACKWARDS) === null ? null : listedIn(request)
  if (list === null || list.items.some(item => /\d/.test(item))) return null
  const keyOf = (item: string): string => item.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
  const items = list.items.map(text => ({ text, key: keyOf(text) }))
  return {
    tasks: [task('sorted', 'Sort the list', 'list.sort', { items, by: '/key', order: 'desc' })],
    answer: 'sorted',
    reply: listReply('/items', items.length, list.joint, '/text'),
  }
}

function sized(request: TextRequest): Answer | null {
  const what = groupsOf(request.head, SIZED)?.what ?? ''
  const isList = /list$/.test(request.noun) || /(?<!\p{L})listed(?!\p{L})|on (?:my|the|this) list/iu.test(request.head)
  // `how many animals` of a list that was not called one may ask which of the items are animals.
  if (!/^(?:items?|entries|elements?|things?)$/i.test(what) && !(isList && ITEMS.test(what))) return null
  if (
    request.form === 'bare' ||
    /(?:(?<!\p{L})(?:and so on|etc\.?|more|others|the rest|so forth)|\.\.\.|…)\s*$/iu.test(request.text)
  )
    return null
  const text = request.text.replace(/\n(?:[ \t]*\n)+/g, '\n')
  const list = listedIn({ ...request, text })
  if (list === null || (list.joint === ' ' && !isList)) return null
  // `Ann and Bob` may be one or two.
  if (list.items.some(item => / (?:and|or|&|\+) /i.test(item))) return null
  const items = [...list.items]
  // Written twice, it is one or two.
  if (new Set(items.map(item => item.toLowerCase())).size !== items.length) return null
  if (peek('list.size', { items }) === null) return null
  return {
    tasks: [task('size', 'Count the items', 'list.size', { items })],
    answer: 'size',
    reply: withHow('{{count}}', { count: at('/count') }, ''),
  }
}
