/** Further picks of a given list: all but some at an end or by name, the first and the last, several places, numbers from a start, groups by length. */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, at, task, withHow } from '../../rule.ts'
import { argOf, COMPLEX, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { numberOf, withPlaces } from './item-picks.ts'
import { answerList, type List, listInto, listOf, listThrough } from './items.ts'

const N = '(?:\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)'
const NTH = '(?:\\d{1,3}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)'
const ITEM = '(?:items?|names?|words?|numbers?|lines?)'
const ALL_BUT = whole(
  `(?:get |keep )?(?:all|everything)(?: ${ITEM})? (?:but|except(?: for)?|apart from|other than) (?:the )?(?:(?<end>first|last)(?: (?<n>${N}))?(?: ${ITEM})?|(?<what>⟦\\d⟧))`,
)
const BOTH_ENDS = whole(`(?:get |keep )?first and last(?: ${ITEM}| one| ones)?`)
const SEVERAL = whole(
  `(?:get |keep )?(?:${ITEM}|numbers?|nos?\\.?) (?<all>\\d{1,3}(?:(?:,? and |, | & )\\d{1,3}){1,5})|(?:get |keep )?(?<all2>${NTH}(?:(?:,? and |, )${NTH}){1,5})(?: ${ITEM})?`,
)
const CUT_SEVERAL = whole(`remove (?<all>${NTH}(?:(?:,? and |, )${NTH}){1,5})(?: ${ITEM})?`)
const NUMBERED = whole(
  `(?:number(?: (?:lines|items|list|them))?|numbered list|make numbered list),? (?:(?:starting|beginning|start|begin)(?: (?:at|from|with))?|from|counting from) (?<from>\\d{1,4}|zero|one)`,
)
const DISTINCT = whole(
  `count (?:unique|different|distinct) (?:${ITEM}|values|ones|entries)(?: (?:are|is|there|in list))*`,
)
const BY_LENGTH = whole(
  `(?:group|sort into groups|bucket|put into groups)(?: ${ITEM})? by (?:their )?(?:length|number of (?:letters|characters)|word length)`,
)

export const itemPlaceRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'item-places',
    reason:
      'Gives all but some items of a given list, several by their places, numbers them from a start, or groups them by length.',
    order: 262,
    unmarked: ({ form, text }) => (form === 'bare' && text.includes(',')) || text.startsWith('['),
    heeds: ['keep_order'],
    hint: /but|except|apart|other|first|last|\d|second|third|fourth|fifth|number|unique|different|distinct|length|group/iu,
    examples: {
      yes: [
        'all but the last: a, b, c',
        'everything except the first two: a, b, c, d',
        'first and last item: a, b, c',
        'items 2 and 4: a, b, c, d, e',
        'number these starting at 5: a, b',
        'group these words by length: oak, elm, pine, ash, birch',
        'how many unique items: a, b, a',
      ],
      no: [
        'all but the best: a, b, c',
        'everything except the first two that cost more: a, b, c',
        'items 2 and 9: a, b, c',
        'group these by meaning: oak, elm',
        'how many different kinds: oak, elm, oak',
      ],
    },
    read: request => places(request) ?? numbered(request) ?? grouped(request),
  }),
]

function places(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const list = listOf(request, /words?|items?|names?|list/.test(`${head} ${request.noun}`))
  if (list === null) return null
  const size = list.seen.length
  const slice = (from: number, to: number): Answer | null =>
    from < 1 || to > size || from > to
      ? null
      : answerList(listThrough(list, [{ name: 'Take the items', op: 'list.slice', more: { from, to } }]))
  const but = ALL_BUT.exec(head)?.groups
  if (but !== undefined) {
    const n = but.n === undefined ? 1 : numberOf(but.n)
    if (but.end !== undefined) return but.end === 'first' ? slice(n + 1, size) : slice(1, size - n)
    const value = argOf(request, but.what)
    if (
      value === null ||
      !list.seen.includes(value) ||
      list.seen.some(item => item !== value && item.toLowerCase() === value.toLowerCase())
    )
      return null
    return answerList(
      listThrough(list, [
        { name: 'Leave it out', op: 'list.keep', more: { where: 'is', value, match_case: true }, gives: 'rest' },
      ]),
    )
  }
  if (BOTH_ENDS.test(head)) return size < 2 ? null : answerList(withPlaces(list, [0, size - 1]))
  const several = SEVERAL.exec(head)?.groups
  const cut = CUT_SEVERAL.exec(head)?.groups
  const written = several?.all ?? several?.all2 ?? cut?.all
  if (written !== undefined) {
    const numbers = written.split(/,? and |, | & /).map(one => numberOf(one) - 1)
    if (numbers.some(i => !(i >= 0 && i < size)) || new Set(numbers).size !== numbers.length) return null
    const kept = cut === undefined ? numbers : list.seen.map((_, i) => i).filter(i => !numbers.includes(i))
    return kept.length === 0 ? null : answerList(withPlaces(list, kept))
  }
  if (!DISTINCT.test(head) || new Set(list.seen).size !== new Set(list.seen.map(item => item.toLowerCase())).size)
    return null
  const once = listThrough(list, [{ name: 'Keep each item once', op: 'list.dedupe' }])
  const made = once === null ? null : listInto(once, { name: 'Count them', op: 'list.size' })
  return made === null
    ? null
    : { tasks: made.tasks, answer: made.key, reply: withHow('{{count}}', { count: at('/count') }, named(once!)) }
}

const named = ({ seen }: List): string =>
  seen.length > 12 || seen.some(item => /[`\n]/.test(item)) ? '' : seen.map(item => `\`${item}\``).join(', ')

function numbered(request: TextRequest): Answer | null {
  const from = NUMBERED.exec(canonical(request.head))?.groups?.from
  const list = from === undefined ? null : listOf(request)
  const answer = list === null ? null : answerList(list, { joint: '\n', numbered: true })
  if (answer === null || list === null || from === undefined) return null
  const first = from === 'zero' ? 0 : from === 'one' ? 1 : Number(from)
  const template = list.seen.map((_, i) => `${first + i}. {{/items/${i}}}`).join('\n')
  return { ...answer, reply: { ...answer.reply, template } }
}

/** Groups from the shortest to the longest, items as they stood. */
function grouped(request: TextRequest): Answer | null {
  if (!BY_LENGTH.test(canonical(request.head))) return null
  const list = listOf(request, true)
  if (
    list === null ||
    !Array.isArray(list.input) ||
    list.seen.some(item => !/^\p{L}+$/u.test(item) || COMPLEX.test(item))
  )
    return null
  const sizes = [...new Set(list.seen.map(item => Array.from(item).length))].sort((a, b) => a - b)
  if (sizes.length > 20) return null
  const tasks = sizes.map((n, i) =>
    task(`group${i + 1}`, `Take those of ${n} letters`, 'list.keep', { items: [...list.seen], where: 'length', n }),
  )
  const items = sizes.map((n, i) => ({ size: n, items: { $from: `group${i + 1}`, pointer: '/items' } }))
  const all = task(
    'all',
    'Put them together',
    'agg.collect',
    { items },
    tasks.map(({ key }) => key),
  )
  const template = sizes
    .map((n, i) => {
      const count = list.seen.filter(item => Array.from(item).length === n).length
      return `- {{/items/${i}/size}}: ${Array.from({ length: count }, (_, k) => `{{/items/${i}/items/${k}}}`).join(', ')}`
    })
    .join('\n')
  return {
    tasks: [...tasks, all],
    answer: 'all',
    reply: withHow(template, { items: at('/items') }, 'By number of letters'),
  }
}
