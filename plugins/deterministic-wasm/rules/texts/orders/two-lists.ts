/** Questions about two given lists: what both have, what only one has, both without repeats. How the lists stand apart must be certain. */
import type { PlannerRule } from '#contracts/planner-port'
import { listReply } from '../../listed.ts'
import { peek } from '../../peek.ts'
import { type Answer, at, literal, task } from '../../rule.ts'
import { itemsOf } from '../list-items.ts'
import { whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'

const ITEMS = '(?:items?|names?|words?|numbers?|values?|people|\\p{L}{3,14}s)'
const FIRST = '(?:(?:first|1st)(?: list| set| one| group)?|(?:list|set|group) (?:one|1|a)|a|list)'
const SECOND = '(?:(?:second|2nd|other)(?: list| set| one| group)?|(?:list|set|group) (?:two|2|b)|b)'
const ARE = '(?: ?(?:is|are|do|does|that|which|appears?|occurs?|stands?|found|there))*'
const LISTS = '(?:(?:these|both|two|2) )*(?:lists|sets|groups|ones)?'

const BOTH = whole(
  `(?:get |compare )?(?:(?:common|shared|same|matching|overlapping) ${ITEMS}|${ITEMS}?${ARE} ?(?:in|on|to|contained in|part of) both(?: (?:of )?${LISTS})?|${ITEMS}?${ARE} ?(?:in|on) ${FIRST} and (?:in |on )?${SECOND}|(?:what )?(?:do )?(?:both |two )*(?:lists? |sets? |they )?(?:have in common|share)|(?:intersection|overlap|common part)(?: (?:of|between|in) ${LISTS})?|${ITEMS}? ?(?:do )?(?:they |lists |both )?(?:have )?in common|common(?: to both)?(?: ${LISTS})?)`,
)
const NOT = "(?:not|missing|absent|isn't|aren't|are not|is not|but not|without)"
const ONLY_A = whole(
  `(?:get )?${ITEMS}?${ARE} ?(?:only )?(?:in|on|of|from) ${FIRST},? (?:but |and |which |that |are )*${NOT}(?: also)?(?: in| on| from| of)? ${SECOND}|(?:get )?${ITEMS}?${ARE} ?(?:only|just) (?:in|on) ${FIRST}|(?:get )?${ITEMS}?${ARE} ?(?:missing|absent|not)(?: contained| included| present)? (?:in|from|on) ${SECOND}|remove (?:from ${FIRST} )?(?:everything|all items|items|what|all)?(?: ?(?:that |which |what )?(?:is |are )?(?:also )?(?:in|of|from|on) ${SECOND})(?: from ${FIRST})?|(?:${FIRST} )(?:minus|without) ${SECOND}|(?:set )?difference(?: of)? (?:a|first)(?: list)? (?:minus|-|and not) (?:b|second)(?: list)?|subtract ${SECOND} from ${FIRST}`,
)
const ONLY_B = whole(
  `(?:get )?${ITEMS}?${ARE} ?(?:only )?(?:in|on|of|from) ${SECOND},? (?:but |and |which |that |are )*${NOT}(?: also)?(?: in| on| from| of)? ${FIRST}|(?:get )?${ITEMS}?${ARE} ?(?:only|just|new) (?:in|on) ${SECOND}|(?:get )?${ITEMS}?${ARE} ?(?:missing|absent|not)(?: contained| included| present)? (?:in|from|on) ${FIRST}`,
)
const UNION = whole(
  `(?:join|merge|unite|add|make union of|union|get union)(?: ${LISTS})?(?: into one| together| to one list)*(?: list)?,? ?(?:(?:and|but|then) )*(?:(?:without|with no|no|remove|drop|skip|get rid of) (?:duplicates|repeated items)|(?:get |keep |list )?(?:each|every)(?: item| one)? (?:only )?once|dedupe|unique(?: items)?)|union(?: of)?(?: ${LISTS})?|(?:get )?(?:all|unique|distinct|different) (?:items|names|words|numbers) (?:of|from|in) both(?: lists)?(?: (?:without duplicates|once))?`,
)
const EITHER = whole(
  `(?:symmetric difference|differences? between)(?: (?:of|between))?(?: ${LISTS})?|(?:get )?${ITEMS}?${ARE} ?(?:only )?(?:in|on) (?:only |just |exactly )?one(?: of)?(?: ${LISTS})?(?: only)?(?: but not both)?`,
)
const KINDS = [
  [BOTH, 'both'],
  [ONLY_A, 'only_a'],
  [ONLY_B, 'only_b'],
  [UNION, 'union'],
  [EITHER, 'either'],
] as const

export const twoListRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'two-lists',
    reason: 'Tells what two given lists have in common, what only one of them has, or both without repeats.',
    order: 255,
    unmarked: ({ form, text }) => /[,]/.test(text) && (form === 'bare' || /^[[{(]/.test(text)),
    heeds: ['ignore_case', 'keep_order'],
    hint: /both|common|share|same|overlap|intersection|first|second|list|set|union|merge|combine|join|unite|differ|minus|without|missing|not|subtract|one|other/iu,
    examples: {
      yes: [
        'which of these are not in the second list: red, blue, green, black / blue, black, white',
        'what do the lists (oats, rye, barley, wheat) and (wheat, corn, rye) have in common?',
        'combine without repeats: mon, wed, fri + wed, thu, fri',
        'which items are in both lists: a, b, c and b, c, d',
        'Which items are in list A but not list B? A: pen, ink, paper B: ink, glue',
        'remove from the first list everything in the second: a,b,c,d / b,d',
        'combine these lists without duplicates: a,b,c and c,d',
      ],
      no: [
        'which is in both: a, b and c',
        'what do cats and dogs have in common: fur, tail and paws, claws',
        'combine these: a, b + c, d and explain',
        'which are not in the second list and cost more: a, b / b, c',
      ],
    },
    read: readLists,
  }),
]

const NAME = '(?:list |set |group )?(?:one|two|a|b|1|2|first|second)(?: list| set| group)?'
const OPEN = '[[({]'
const CLOSE = '[\\])}]'

/** The two lists; null where they could be parted otherwise. */
function apart(text: string): readonly [string, string] | null {
  const bare = text.trim().replace(/[.?]$/, '')
  const brackets = new RegExp(
    `^(?:${NAME} ?[:=]? ?)?${OPEN}([^[\\](){}]+)${CLOSE} ?(?:and|&|,|vs\\.?|versus|with|\\/|;|\\||\\+|-|\\n)? ?(?:${NAME} ?[:=]? ?)?${OPEN}([^[\\](){}]+)${CLOSE}$`,
    'iu',
  ).exec(bare)
  if (brackets !== null) return [brackets[1]!, brackets[2]!]
  const named = new RegExp(`^${NAME} ?[:=] ?(.+?)[.;,\\n|/]* ?(?:and |vs\\.? )?${NAME} ?[:=] ?(.+)$`, 'isu').exec(bare)
  if (named !== null) return [named[1]!, named[2]!]
  const joints = [
    /\s*\n\s*/,
    /\s+\/\s+|\s*\/\/\s*/,
    /\s*\|\s*/,
    /\s+(?:vs\.?|versus)\s+/i,
    /\s*;\s*/,
    /\s+\+\s+/,
    /\s+&\s+/,
    /\s+[-–—]\s+/,
    /\s+and\s+/i,
  ]
  for (const joint of joints) {
    const parts = bare.split(joint)
    if (parts.length !== 2) {
      if (parts.length > 2) return null
      continue
    }
    // `a, b and c` is one list: each side of `and` needs a comma of its own.
    if (joint.source.includes('and') && !parts.every(part => part.includes(','))) return null
    return [parts[0]!, parts[1]!]
  }
  return null
}

const listIn = (text: string): readonly string[] | null => {
  const read = itemsOf(text)
  if (read !== null) return read.joint === ' ' && read.items.some(item => item.length > 20) ? null : read.items
  const one = text.trim()
  return /^[\p{L}\p{N}][\p{L}\p{N} '-]{0,30}$/u.test(one) && one.split(' ').length <= 2 ? [one] : null
}

function readLists(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const kind = KINDS.find(([pattern]) => pattern.test(head))?.[1]
  const parts = kind === undefined ? null : apart(request.text)
  const [one, two] = [listIn(parts?.[0] ?? ''), listIn(parts?.[1] ?? '')]
  if (kind === undefined || one === null || two === null || one.length + two.length < 3) return null
  const [a, b] = [[...one], [...two]]
  const all = [...a, ...b]
  // Items that differ in capitals alone may or may not be the same.
  if (new Set(all).size !== new Set(all.map(item => item.toLowerCase())).size) return null
  const joint = request.text.includes('\n') && !request.text.includes(',') ? '\n' : ', '
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
  const tasks = [task('compared', 'Compare the lists', 'list.compare', { a, b })]
  const listed = (name: string, size: number): string =>
    size === 0 ? '{{none}}' : Array.from({ length: size }, (_, i) => `{{/${name}/${i}}}`).join(', ')
  const size = (name: string): number => (Array.isArray(seen?.[name]) ? seen[name].length : 0)
  if (kind === 'either') {
    if (size('only_a') + size('only_b') === 0) return null
    const template = `Only in the first: ${listed('only_a', size('only_a'))}\n\nOnly in the second: ${listed('only_b', size('only_b'))}`
    return {
      tasks,
      answer: 'compared',
      reply: { template, values: { only_a: at('/only_a'), only_b: at('/only_b'), none: literal('none') } },
    }
  }
  const none = kind === 'both' ? 'Nothing.' : 'None.'
  return {
    tasks,
    answer: 'compared',
    reply: {
      template: listed(kind, size(kind)),
      values: { [kind]: at(`/${kind}`), ...(size(kind) === 0 ? { none: literal(none) } : {}) },
    },
  }
}
