/** Orders about the signs of a code or number: cut into groups, written in the form of an example, hidden but for some at an end. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { textReply } from '../../listed.ts'
import { type Answer, task } from '../../rule.ts'
import { ARG, argOf, COMPLEX, textAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { numberOf } from './item-picks.ts'

export const signGroupRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'sign-groups',
    reason:
      'Cuts a given code or number into groups, writes it in the form of an example, or hides all but some signs at an end.',
    order: 261,
    unmarked: ({ form, head }) =>
      form === 'token' &&
      /mask|hide|star out|groups? of|every \d| as | like |format|in (?:twos|threes|fours|fives|pairs)/i.test(head),
    hint: /group|split|put|chunk|write|cut|every|mask|hide|star|censor|redact|obscure|cover|show|keep|replace|leave| as | like |format|make|twos|threes|fours|fives|pairs/iu,
    examples: {
      yes: [
        'Mask all but the last four digits of 5500000000000004 with asterisks',
        'insert a space every 4 characters: 1234567812345678',
        'format 5551234567 as 555-123-4567',
        'format as (xxx) xxx-xxxx: 5551234567',
        'group the letters in threes: abcdefghi',
      ],
      no: [
        'mask the smell: fish',
        'format 5551234567 as 0171-555-123',
        'group these in threes: 1234567',
        'hide all but the best: 12345',
      ],
    },
    read: request => filled(request) ?? grouped(request) ?? masked(request),
  }),
]

const SIZE = '(?<n>\\d{1,3}|two|three|four|five|six|seven|eight|ten|twos|threes|fours|fives|pairs)'
const GROUPED = whole(
  `(?:group|split|make|put|chunk|write|cut)(?: (?:digits|letters|characters|numbers?))? (?:in|into|by)(?: (?:groups|blocks|chunks|pieces))? ?(?:of )?${SIZE}(?: (?:digits|letters|characters))?(?: each)?(?:,? (?:separated|divided|with|joined)(?: (?:by|with))? (?<sign>${ARG}))?|groups of ${SIZE.replace('?<n>', '?<n2>')}`,
)
const SPACED = whole(
  `(?:add|put|write) (?<sign>${ARG})(?: (?:sign|character))? (?:after |between )?every (?<n>\\d{1,3}|two|three|four|five|six|eight|ten|second|third|fourth|fifth) (?:digits?|letters?|characters?)|(?:split|add (?<break>newlines?)|start newlines?)(?: lines?)?(?: after| every)+ (?<n2>\\d{1,3}) (?:digits?|letters?|characters?)`,
)

/** Digits of a number are grouped from its end by people; codes from their beginning. */
function grouped(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const spaced = SPACED.exec(head)?.groups
  const groups = spaced ?? GROUPED.exec(head)?.groups
  const text = request.text.trim()
  if (groups === undefined || /\n/.test(text) || (/\s/.test(text) && !/^[\dA-Z ]+$/.test(text)) || COMPLEX.test(text))
    return null
  const n = groups.n ?? groups.n2 ?? ''
  const size = n === 'pairs' ? 2 : numberOf(n.replace(/(?<=two|three|four|five)s$/, ''))
  const isBroken = spaced?.n2 !== undefined
  const sign = isBroken ? '\n' : groups.sign === undefined ? ' ' : argOf(request, groups.sign)
  const length = Array.from(text.replace(/\s/g, '')).length
  if (sign === null || !(size >= 1 && size < length)) return null
  // From which side, where a part is left over?
  if (length % size !== 0 && /^\d+$/.test(text) && spaced === undefined) return null
  if (
    spaced === undefined &&
    !/letters|digits|characters|groups|blocks|chunks|pieces|ones|fours|threes|twos|pairs|fives/.test(head)
  )
    return null
  return textAfter(request, [{ name: 'Make groups', op: 'text.groups', more: { size, separator: sign } }])
}

const FORM =
  /^(?:(?:make|write|show|put|get|format|phone(?: number)?|number|iban|code|it|with (?:dashes|spaces|dots)|split) ?)*(?:as|like|in (?:the )?(?:form|format|style)(?: of)?|to) (?<form>[\dxX#()+][\dxX#() +./-]{5,28}[\dxX#])$/u

/** Digits written in the form of an example with as many places. */
function filled(request: TextRequest): Answer | null {
  const form = FORM.exec(canonical(request.head))?.groups?.form
  const digits = request.text.trim()
  if (form === undefined || !/^\d{5,20}$/.test(digits)) return null
  const places = form.match(/[\dxX#]/g) ?? []
  // The example shows these digits, or places for any.
  const isExample = places.join('') === digits
  if (places.length !== digits.length || !(isExample || /^[xX#]+$/.test(places.join('')))) return null
  const groups = form.split(/([^\dxX#]+)/)
  const tasks: PlannedTask[] = []
  const items: JsonValue[] = []
  let at = 1
  for (const [i, group] of groups.entries()) {
    if (i % 2 === 1 || group === '') {
      if (group !== '') items.push(group)
      continue
    }
    const key = `part${tasks.length + 1}`
    tasks.push(
      task(key, 'Take that part', 'text.slice', {
        text: request.input,
        of: 'characters',
        from: at,
        to: at + group.length - 1,
      }),
    )
    items.push({ $from: key, pointer: '/text' })
    at += group.length
  }
  const keys = tasks.map(({ key }) => key)
  tasks.push(task('whole', 'Put them together', 'list.join', { items, separator: '' }, keys))
  return { tasks, answer: 'whole', reply: textReply('/text', '*') }
}

const MASKED = whole(
  `(?:mask|hide|replace|make|cover|obscure|censor|redact|star out|blank out|x out)(?: (?:everything|all|all characters|all digits|digits|characters|letters|number|card number|rest))? ?(?:but|except(?: for)?|other than|apart from|besides)(?: the)? (?<end>last|first) (?<n>\\d{1,2}|two|three|four|five|six)(?: (?:digits?|characters?|letters?|ones|items|numbers?))?(?: (?:with|by|to|into|as|using) (?<sign>${ARG}|x(?:'?s|es)?|X(?:'?s|es)?|asterisks|stars|dots|bullets))?`,
)
const SHOWN = whole(
  `(?:mask|hide|censor|redact|star out)?,? ?(?:(?:but )?(?:show|keep|leave|get)(?: visible)?) ?(?:only )?(?<end>last|first) (?<n>\\d{1,2}|two|three|four|five|six)(?: (?:digits?|characters?|letters?|items|ones))?(?: (?:visible|readable|shown))?,? (?:and )?(?:mask|hide|replace|star out|make)(?: the)? (?:rest|others|other (?:digits|characters))(?: (?:with|by|as) (?<sign>${ARG}|x(?:'?s|es)?|asterisks|stars|dots))?`,
)

function masked(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const groups = (MASKED.exec(head) ?? SHOWN.exec(head))?.groups
  if (groups === undefined || /\n/.test(request.text) || COMPLEX.test(request.text)) return null
  const n = numberOf(groups.n)
  const named = (groups.sign ?? '*').replace(/^(x)(?:'?s|es)$/i, '$1')
  const sign = /^x$/i.test(named)
    ? named
    : /^(?:asterisks|stars|star)$/i.test(named)
      ? '*'
      : /^dots$/i.test(named)
        ? '.'
        : argOf(request, named)
  const length = Array.from(request.text).filter(one => /[\p{L}\p{N}]/u.test(one)).length
  if (sign === null || !(n >= 1 && n < length)) return null
  const more: JsonObject = {
    [/last/i.test(groups.end ?? '') ? 'last' : 'first']: n,
    sign,
    ...(/[^\p{L}\p{N}]/u.test(request.text) ? { of: 'letters_and_digits' } : {}),
  }
  const isCard = /[^\p{L}\p{N}]/u.test(request.text)
  return textAfter(request, [{ name: 'Hide the rest', op: 'text.mask', more }], {
    reading: isCard ? 'Blanks and marks stay.' : '',
  })
}
