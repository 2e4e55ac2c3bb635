/** Texts made from a given one: repeated, filled up to a length, the sign of a code; which of two colours is darker. */
import type { PlannerRule } from '#contracts/planner-port'
import { textReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { argOf, COMPLEX, groupsOf, SIGN_NAMES, textAfter, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const N = '(?<n>\\d{1,3}|twice|thrice|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)'
const JOINT = `(?:,? ?\\(?(?:separated|joined|divided|with|and|put|each|all)? ?(?:separated |joined )?(?:by|with|on|in)? ?(?:an? |each |its own |a separate |separate |one )*(?<joint>⟦\\d⟧|(?:new |separate )?lines?|one (?:on|per|each) (?:a |each )?line|${SIGN_NAMES})(?: (?:between|in between|each|apart|in between each|between them))*\\)?)?`
const REPEATED = [
  whole(
    `(?:repeat|write|print|type|say|output|give|copy|put|duplicate|show)(?: out)?(?: the)?(?: word| text| string| phrase| sentence)? § ${N}(?: times?)?(?: in a row| over)?${JOINT}`,
  ),
  whole(
    `(?:repeat|write|print|type|output|duplicate|copy) ${N} times?(?: in a row)?(?: the)?(?: word| text| string| phrase| sentence)?(?: §)?${JOINT}`,
  ),
  whole(`§ ${N} times(?: in a row)?${JOINT}`),
  whole(`§ repeated ${N}(?: times)?${JOINT}`),
]
const PADDED = [
  whole(
    '(?:pad|left[- ]?pad|zero[- ]?pad|fill(?: up)?)(?: the)?(?: number| string| text| code| id)? § (?:to|up to|until)(?: it has)? (?:a (?:length|width) of )?(?<n>\\d{1,2})(?: (?:digits?|characters?|chars|places?|signs|long|wide))?(?: (?:with|using|by) (?:leading |trailing )?(?<sign>zero(?:e?s)?|⟦\\d⟧|spaces|blanks|dots|dashes|stars|asterisks|underscores)(?: (?:on|at|from) (?:the )?(?<side>left|right|front|end|beginning|start|back))?)?',
  ),
  whole(
    '(?:pad|fill(?: up)?)(?: the)?(?: number| string| text| code| id)? § (?:with|using) (?:leading |trailing )?(?<sign>zero(?:e?s)?|⟦\\d⟧|spaces|blanks|dots|dashes|stars|asterisks|underscores)(?: (?:on|at) (?:the )?(?<side>left|right|front|end|beginning|start))? (?:to|up to|until)(?: it has)? (?:a (?:length|width) of )?(?<n>\\d{1,2})(?: (?:digits?|characters?|chars|places?|signs|long|wide))?',
  ),
  whole(
    '(?:write|put|format|show|make) § (?:with|as|to) (?<n>\\d{1,2}) digits?,? (?:with|using|and|including|by adding|adding) (?<sign>leading zeros?|leading zeroes)',
  ),
  whole(
    '(?:add|put) (?<sign>leading zeros?|leading zeroes) (?:to|on|before) § (?:to (?:make|get|reach)|until|so (?:that )?§ (?:has|is)|up to)(?: §)? ?(?:it )?(?:has |is )?(?<n>\\d{1,2}) (?:digits?|characters?|places?)(?: long)?',
  ),
]
const SIGN_OF = [
  whole(
    '(?:which|what)? ?(?:the )?(?:character|char|letter|sign|symbol)?(?: (?:is|has|of|for|with|belongs to|stands for|does))*(?: the)? (?<set>ascii|unicode)(?: (?:decimal|dec))?(?: (?:code ?point|code|number|value|character|char))*(?: (?:number|no\\.?|of|is))?(?: §)?(?: (?:mean|stand for|is what|represent))?',
  ),
  whole(
    '(?<set>ascii|unicode)(?: code)? § (?:is|as|to|means) (?:which|what|an? )? ?(?:character|letter|char|sign|symbol|text)',
  ),
]
const DARKER = [
  whole(
    '(?:which|what)(?: of (?:the|these)(?: two)?)?(?: colou?rs?| one)?(?: §)? (?:is|looks|would be) (?:the )?(?<how>darker|lighter|brighter)(?: one| colou?r)?(?: §)?',
  ),
  whole(
    '(?:the )?(?<how>darker|lighter|brighter)(?: one| colou?r)?(?: of| out of)?(?: the| these)?(?: two)?(?: colou?rs?)? ?§',
  ),
]
const COUNTS: Readonly<Record<string, number>> = {
  twice: 2,
  thrice: 3,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  twelve: 12,
  twenty: 20,
}
const FILL: Readonly<Record<string, string>> = {
  space: ' ',
  blank: ' ',
  dot: '.',
  dashe: '-',
  star: '*',
  asterisk: '*',
  underscore: '_',
}

export const madeTextRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-made',
    reason:
      'Repeats a given text, fills it up to a length, gives the sign of a code, or tells the darker of two colours.',
    order: 232,
    unmarked: ({ form }) => form === 'bare',
    hint: /times|twice|thrice|repeat|pad|fill|leading|digit/iu,
    examples: {
      yes: ['repeat "ha" 5 times', 'write "sorry" three times separated by commas', 'pad "42" to 6 digits with zeros'],
      no: [
        'repeat "ha" many times',
        'I said "no" three times',
        'say "hello" to Bob twice a day',
        'pad the budget to 6 figures: 42',
        'write "sorry" three times in French',
        'how many times 3 is "9"',
        'which is darker, navy or #666666?',
        'what is ascii art',
        'which character has code 65 in the story?',
      ],
    },
    read: request => repeated(request) ?? padded(request),
  }),
  {
    id: 'text-signs',
    reason: 'Gives the sign of an ASCII or Unicode code, a number filled up with zeros, or the darker of two colours.',
    order: 233,
    examples: {
      yes: [
        'what character is ascii 65?',
        'what is ascii 97',
        'which is darker, #333333 or #666666?',
        'pad 42 with leading zeros to 5 digits',
        'U+20AC is which character?',
        'pad 7 to 3 digits',
        'which is lighter: #fff or #eee?',
      ],
      no: ['ascii 65 art', 'which is darker: night or day?', 'pad 7 rooms to 3 beds', 'what character is Hamlet?'],
    },
    match: input => matchSigns(input.message, input.attachments.length),
  },
]

function repeated(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, REPEATED)
  if (groups === null || request.form === 'bare' || request.form === 'token') return null
  const times = COUNTS[(groups.n ?? '').toLowerCase()] ?? Number(groups.n)
  if (!(times >= 2 && times <= 200) || request.text.length * times > 20_000 || request.text.includes('\n')) return null
  const joint = groups.joint
  // Words put together without a blank would be a surprise.
  const separator =
    joint === undefined ? (/^\S{1,3}$|[^\p{L}\p{N}]$/u.test(request.text) ? '' : null) : jointOf(request, joint)
  if (separator === null) return null
  return textAfter(request, [{ name: 'Repeat it', op: 'text.repeat', more: { times, separator } }])
}

function jointOf(request: TextRequest, joint: string): string | null {
  if (/lines?$/i.test(joint)) return '\n'
  const sign = argOf(request, joint)
  return sign === ',' ? ', ' : sign
}

function padded(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, PADDED)
  if (groups === null || COMPLEX.test(request.text) || request.text.includes('\n')) return null
  const named = (groups.sign ?? 'zeros').toLowerCase()
  const sign = named.includes('zero') ? '0' : (argOf(request, named) ?? FILL[named.replace(/s$/, '')])
  if (sign === undefined || Array.from(sign).length !== 1) return null
  const isEnd = /right|end|back/i.test(groups.side ?? '') || /trailing/i.test(request.head)
  // A number without zeros is filled up in front; of a text nobody can know unless it is said.
  if (sign !== '0' && groups.side === undefined) return null
  if (sign === '0' && !/^\d+$/.test(request.text) && groups.side === undefined && !/leading/i.test(request.head))
    return null
  const length = Number(groups.n)
  if (length <= request.text.length) return null
  return textAfter(request, [
    { name: 'Fill it up', op: 'text.pad', more: { length, sign, side: isEnd ? 'end' : 'start' } },
  ])
}

const HEX = '#(?:[0-9a-f]{6}|[0-9a-f]{3})(?![0-9a-f])|rgb ?\\(\\d{1,3}, ?\\d{1,3}, ?\\d{1,3}\\)'
const COLOURS = new RegExp(`^(.{0,60}?)(${HEX}),? (?:or|and|vs\\.?) (${HEX})(.{0,30})$`, 'iu')
const CODE_POINT = /^(.{0,60}?)(?<![\p{L}\p{N}])(U\+[0-9a-f]{4,6}|\d{2,6})(?![\p{L}\p{N}])(.{0,40})$/iu
const PAD_NUMBER = /^(.{0,30}?)(?<![\p{L}\p{N}.,])(\d{1,12})(?![\p{N}.,])((?: .{3,70}))$/u

/** Such requests are read from the message itself: their data is a number or two colours. */
function matchSigns(message: string, attachments: number) {
  if (
    message.length > 140 ||
    attachments > 0 ||
    !/ascii|unicode|U\+|pad|leading|darker|lighter|brighter/i.test(message)
  )
    return []
  const flat = message
    .replace(/\s+/g, ' ')
    .replace(/[ ?.!]+$/, '')
    .replace(/^(?:please|hi|hey|can you tell me|could you tell me|tell me)[, ]+/i, '')
  const answer = darker(flat) ?? signOfCode(flat) ?? paddedNumber(flat)
  return answer === null ? [] : [{ span: [0, message.length] as const, ...answer }]
}

function darker(flat: string): Answer | null {
  const [, before = '', a = '', b = '', after = ''] = COLOURS.exec(flat) ?? []
  const head = `${before.replace(/[,:]? ?$/, '')} §${after}`.replace(/[?,:] §/, ' §').trim()
  const how = a === '' ? undefined : groupsOf(head, DARKER)?.how
  const [one, two] = [peek('encode.color', { color: a }), peek('encode.color', { color: b })]
  if (how === undefined || one === null || two === null || one.brightness === two.brightness) return null
  const isFirst = Number(one.brightness) < Number(two.brightness) === (how.toLowerCase() === 'darker')
  const tasks = [
    task('first', 'Read the first colour', 'encode.color', { color: a }),
    task('second', 'Read the second colour', 'encode.color', { color: b }),
    task(
      'both',
      'Compare their brightness',
      'list.sort',
      {
        items: [
          { colour: a, brightness: { $from: 'first', pointer: '/brightness' } },
          { colour: b, brightness: { $from: 'second', pointer: '/brightness' } },
        ],
        by: '/brightness',
        order: how.toLowerCase() === 'darker' ? 'asc' : 'desc',
      },
      ['first', 'second'],
    ),
  ]
  return {
    tasks,
    answer: 'both',
    reply: withHow(
      '{{colour}}',
      { colour: at('/items/0/colour'), first: literal(isFirst) },
      'By brightness (299 red + 587 green + 114 blue)',
    ),
  }
}

function signOfCode(flat: string): Answer | null {
  const [, before = '', written = '', after = ''] = CODE_POINT.exec(flat) ?? []
  if (written === '') return null
  const isHex = /^U\+/i.test(written)
  const head = `${before}${isHex && !/unicode|ascii/i.test(before + after) ? 'unicode ' : ''}§${after}`
    .replace(/ {2,}/g, ' ')
    .trim()
  const groups = groupsOf(head, SIGN_OF)
  const code = Number.parseInt(isHex ? written.slice(2) : written, isHex ? 16 : 10)
  if (groups === null || !/character|char|letter|sign|symbol|what|which/i.test(head)) return null
  // Code points are written in either base.
  if (!isHex && groups.set?.toLowerCase() === 'unicode' && !/decimal/i.test(head)) return null
  if (code < 33 || (code >= 127 && code < 161) || (groups.set?.toLowerCase() === 'ascii' && code > 126)) return null
  const input = { codes: [isHex ? written.slice(2) : written], base: isHex ? 16 : 10, unit: 'code_points' }
  const seen = peek('encode.from_codes', input)?.text
  if (typeof seen !== 'string' || !/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(seen)) return null
  return {
    tasks: [task('sign', 'Read the code', 'encode.from_codes', input)],
    answer: 'sign',
    reply: textReply('/text', seen),
  }
}

function paddedNumber(flat: string): Answer | null {
  const [, before = '', text = '', after = ''] = PAD_NUMBER.exec(flat) ?? []
  const groups = text === '' ? null : groupsOf(`${before}§${after}`, PADDED)
  const length = Number(groups?.n)
  if (groups === null || length <= text.length) return null
  if (groups.sign !== undefined && !/zero/i.test(groups.sign)) return null
  if (/right|end|back/i.test(groups.side ?? '') || /trailing/i.test(flat)) return null
  return {
    tasks: [task('padded', 'Fill it up', 'text.pad', { text, length, sign: '0' })],
    answer: 'padded',
    reply: { template: '{{text}}', values: { text: at('/text') } },
  }
}
