/** Number bases and bits: conversions between any two bases, sums of binary and hexadecimal numbers, bitwise operations, two's complement. */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'

const NAMES: Readonly<Record<string, number>> = {
  bin: 2,
  binary: 2,
  oct: 8,
  octal: 8,
  dec: 10,
  decimal: 10,
  denary: 10,
  hex: 16,
  hexa: 16,
  hexadecimal: 16,
}
const NUMERALS: Readonly<Record<string, string>> = {
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
  seven: '7',
  eight: '8',
  nine: '9',
  ten: '10',
  twelve: '12',
  sixteen: '16',
}
const BASE =
  '(?:binary|bin|octal|oct|decimal|dec|denary|hex|hexa|hexadecimal|base[ -]?(?:\\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve|sixteen))'
const DIGITS = '[\\da-z]{1,64}'
const PREFIXED = '0x[\\da-f]{1,64}|0b[01]{1,200}|0o[0-7]{1,80}'
const LEAD =
  "(?:(?:please |kindly |can you )?(?:convert|change|turn|write|express|translate|what is|what's|whats|show|decode|give me|read|how much is|calculate)(?: me)? )?(?:the )?"
const SOURCE = `(?:(?<b1>${BASE})(?: number| value| digits| string| code)? (?<d1>${DIGITS})|(?<p>${PREFIXED})|(?<d2>${DIGITS}) ?\\(?(?:in |from |as )?(?<b2>${BASE})\\)?(?: number| value| code)?)`
const TARGET = `(?:an? |its |the )?(?<to>${BASE})(?: (?:number|form|notation|format|value|representation|digits|system))*`
const TO = '(?:is |as |= ?|equals |converted )?(?:to|in|into|as|=|is|equals|means?|is what in|what is it in)'

const CONVERSIONS: readonly RegExp[] = [
  new RegExp(`^${LEAD}(?:number )?${SOURCE},? ${TO} ${TARGET}$`, 'iu'),
  new RegExp(
    `^${LEAD}(?<b1>dec|decimal|bin|binary|hex|oct|octal) (?<d1>${DIGITS}) (?<to>hex|binary|bin|octal|oct|dec|decimal|hexadecimal)$`,
    'iu',
  ),
  new RegExp(
    `^${LEAD}(?:number )?(?<d1>\\d{1,60})(?<b1>)(?: \\(?decimal\\)?)? (?:to|in|into|as) (?:an? )?(?<to>base[ -]?(?:\\d{1,2}|two|three|four|five|six|seven|eight|nine|twelve|sixteen)|binary|bin|hex|hexa|hexadecimal|octal|oct)(?: (?:number|form|notation|format|representation))?$`,
    'iu',
  ),
  new RegExp(
    `^${LEAD}(?<to>base[ -]?\\d{1,2}|binary|hexadecimal|hex|octal) (?:representation |form |notation |value |code |number )?(?:of|for)(?: the)?(?: decimal)?(?: number)? (?<d1>\\d{1,60})(?<b1>)$`,
    'iu',
  ),
]

const OPERAND = `(?:${PREFIXED}|[\\da-f]{1,40})`
const SIGN = '(?<sign>\\+|-|−|\\*|×|x|plus|minus|times|multiplied by)'
const SUMS: readonly RegExp[] = [
  new RegExp(
    `^${LEAD}(?<base>binary|hex|hexadecimal|octal)(?: numbers?| sum| addition)?:? (?<a>${OPERAND}) ?${SIGN} ?(?:binary |hex )?(?<b>${OPERAND})(?: in (?:the )?(?:binary|hex|hexadecimal|octal))?$`,
    'iu',
  ),
  new RegExp(
    `^${LEAD}(?<a>${OPERAND}) ?${SIGN} ?(?<b>${OPERAND}) (?:in|as|using)(?: pure)? (?<base>binary|hex|hexadecimal|octal)$`,
    'iu',
  ),
  new RegExp(
    `^(?:add|sum)(?: the)?(?: (?<base>binary|hex|hexadecimal|octal))?(?: numbers)? (?<a>${OPERAND}) (?:and|to|plus) (?<b>${OPERAND})(?: (?:in|as) (?<base2>binary|hex|hexadecimal|octal))?$`,
    'iu',
  ),
  new RegExp(`^${LEAD}(?<a>${PREFIXED}) ?${SIGN} ?(?<b>${PREFIXED})$`, 'iu'),
]

const BITS: readonly RegExp[] = [
  new RegExp(
    `^${LEAD}(?<a>${PREFIXED}|\\d{1,18}) ?(?<op>xor|bitwise (?:and|or|xor)|&|\\||<<|>>|⊕) ?(?<b>${PREFIXED}|\\d{1,18})(?: (?:bitwise|in (?:decimal|binary)))?$`,
    'iu',
  ),
  new RegExp(`^${LEAD}(?<a>${PREFIXED}) (?<op>and|or) (?<b>${PREFIXED})$`, 'iu'),
  new RegExp(
    `^${LEAD}(?<op>(?:bitwise )?xor|bitwise (?:and|or)) (?:of |between )?(?<a>${PREFIXED}|\\d{1,18}) (?:and|with|,) (?<b>${PREFIXED}|\\d{1,18})$`,
    'iu',
  ),
  new RegExp(
    `^${LEAD}(?<a>${PREFIXED}|\\d{1,18}) (?:bit)?shifted (?<op>left|right) by (?<b>\\d{1,3})(?: bits?| places?)?$`,
    'iu',
  ),
]
const COMPLEMENT: readonly RegExp[] = [
  /^(?:the |write |convert |represent |what is |what's )?(?:(?<bits1>\d{1,3})[- ]?bits? )?(?:2s|2's|two's|twos) ?complement(?: (?:representation|form|binary))?(?: of| for) (?:the )?(?:number )?(?<n>-?\d{1,18})(?:,? (?:in|with|using|as|on)(?: an?)? (?<bits>\d{1,3}|eight|sixteen|four)[- ]?bits?)?$/iu,
  /^(?:write |convert |represent |show |express |what is |what's )?(?<n>-\d{1,18}) (?:in|as|to|into)(?: an?)? (?:(?<bits>\d{1,3}|eight|sixteen|four)[- ]?bits? )?(?:2s|2's|two's|twos) ?complement(?: (?:form|binary|notation))?(?: (?:with|using|in) (?<bits1>\d{1,3}) bits)?$/iu,
]
const WIDTH =
  /^(?:how many|(?:the )?number of)(?: binary digits| bits)(?: (?:do|does|would|are|is))*(?: (?:you|i|we|it|one))?(?: (?:need|needed|required|take|necessary))*(?: to)?(?: (?:represent|store|write|hold|encode|express|for|in))*(?: (?:the )?(?:decimal )?(?:number|value))? (?<n>\d{1,18})(?: in binary)?(?: (?:need|take))?$/iu

export const baseRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-base',
    reason: 'Converts numbers between bases, adds binary and hexadecimal numbers, and works with their bits.',
    order: 107,
    hint: /bin|oct|hex|dec|denary|base|xor|bit|shift|complement|0x|0b|0o|&|\||<<|>>|⊕/i,
    examples: {
      yes: [
        '1001101 binary -> decimal',
        'octal 755 -> binary',
        'dec 1000000 hex?',
        'base 36 of 123456',
        'FF + 1 in hexadecimal',
        'binary 1111 + 1011',
        '0b11001010 xor 0b10101010',
        "two's complement of 5 in 8 bits",
        'how many bits do you need for the number 1000',
        'Kindly convert the hexadecimal number DEADBEEF into decimal form.',
        '0xFF + 0x01',
        '12 bitwise and 10',
        '123456 in base 7',
      ],
      no: [
        'convert bad to decimal',
        'is binary bad in hex form',
        'base 10 camp at 5000 m',
        '10 + 10 in binary',
        'a bit of 5',
        '10 + 5 in hex',
        'put a hex on 13 people',
        'home base 2 in decimal',
        'decimal point in 5',
        'What is 12 and 10?',
        'all your base 2 are belong to us',
        'dec 24 is christmas',
        'shift 8 to 16',
        '5 & 3',
      ],
    },
    read: clause => (clause.quotes.length > 0 || clause.text.length > 260 ? null : based(clause)),
  }),
]

function based(clause: Clause): Answer | null {
  const behind =
    clause.data?.form === 'inline' && new RegExp(`^${BASE}$`, 'iu').test(clause.data.text.replace(/[?.!]+$/, ''))
      ? clause.data.text
      : null
  if (clause.data !== null && behind === null) return null
  const text = (behind === null ? clause.text : `${clause.text} to ${behind}`).replace(/[?.!]+$/, '')
  const answer = conversion(text) ?? sum(text) ?? bitwise(text, clause) ?? complement(text) ?? width(text)
  return answer === null || behind === null ? answer : { ...answer, usesData: true }
}

function baseOf(name: string): number {
  const known = NAMES[name.toLowerCase()]
  if (known !== undefined) return known
  const digits = name.toLowerCase().replace(/^base[ -]?/, '')
  return Number(NUMERALS[digits] ?? digits)
}

/** `bad` is a word before it is a number; `DEAD` and `7f` are numbers. */
const isNumeral = (digits: string): boolean => /\d/.test(digits) || /^[A-Z]+$/.test(digits)

function conversion(text: string): Answer | null {
  for (const pattern of CONVERSIONS) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const digits = groups.p ?? groups.d1 ?? groups.d2 ?? ''
    const from = groups.p === undefined ? baseOf(groups.b1 || groups.b2 || 'decimal') : prefixBase(groups.p)
    const to = baseOf(groups.to ?? '')
    if (!isNumeral(digits) || from === to || !(to >= 2 && to <= 36) || !(from >= 2 && from <= 36)) continue
    if (peek('math.base', { text: digits, from, to }) === null) continue
    const only = task('digits', `Write it in base ${to}`, 'math.base', { text: digits, from, to })
    return single(only, '{{text}}', { text: at('/text') }, `${digits} in base ${from}, written in base ${to}`)
  }
  return null
}

const prefixBase = (digits: string): number => ({ x: 16, b: 2, o: 8 })[digits.charAt(1).toLowerCase() as 'x'] ?? 10

/** The decimal number that digits of a base mean; null where they are none of it. */
function decimalOf(digits: string, base: number): string | null {
  const from = /^0[xbo]/i.test(digits) ? prefixBase(digits) : base
  const value =
    from === 10 ? (/^\d+$/.test(digits) ? digits : null) : peek('math.base', { text: digits, from, to: 10 })?.text
  return typeof value === 'string' ? value : null
}

const SIGNS: Readonly<Record<string, string>> = {
  '+': '+',
  plus: '+',
  '-': '-',
  '−': '-',
  minus: '-',
  '*': '*',
  '×': '*',
  x: '*',
  times: '*',
  'multiplied by': '*',
}

function sum(text: string): Answer | null {
  for (const [i, pattern] of SUMS.entries()) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const { a = '', b = '' } = groups
    const isPrefixed = i === 3
    const named = groups.base ?? groups.base2
    if (named === undefined && !isPrefixed) return null
    const base = isPrefixed ? prefixBase(a) : baseOf(named ?? '')
    const isBehind = i === 1 || (i === 2 && groups.base === undefined)
    // Which numbers are meant where the base is named behind them: those of that base, or plain ones to be converted?
    const isOwn = base === 2 ? /^[01]{3,}$/.test(a) && /^[01]{2,}$/.test(b) : /[a-f]/i.test(a + b)
    const isForeign = base === 2 && /[2-9]/.test(a) && /[2-9]/.test(b)
    if (isBehind && !isOwn && !isForeign && !/^0[xbo]/i.test(a)) return null
    if (![a, b].every(isNumeral)) return null
    const read = isBehind && isForeign ? 10 : base
    const [x, y] = [decimalOf(a, read), decimalOf(b, read)]
    if (x === null || y === null) return null
    const sign = SIGNS[(groups.sign ?? '+').toLowerCase()] ?? '+'
    const expression = `${x} ${sign} ${y}`
    const value = peek('math.evaluate', { expression })?.exact
    if (typeof value !== 'string' || peek('math.base', { text: value, from: 10, to: base }) === null) return null
    const tasks = [
      task('value', 'Calculate it', 'math.evaluate', { expression }),
      task(
        'digits',
        `Write it in base ${base}`,
        'math.base',
        { text: { $from: 'value', pointer: '/exact' }, from: 10, to: base },
        ['value'],
      ),
      task(
        'both',
        'Put both together',
        'agg.merge',
        { objects: [{ value: { $from: 'value', pointer: '/exact' }, digits: { $from: 'digits', pointer: '/text' } }] },
        ['value', 'digits'],
      ),
    ]
    const template = isPrefixed
      ? `0${a.charAt(1).toLowerCase()}{{digits}} (= {{value}})`
      : '{{digits}} (= {{value}} in decimal)'
    return {
      tasks,
      answer: 'both',
      reply: withHow(
        template,
        { digits: at('/digits'), value: at('/value') },
        `${a} ${sign === '*' ? '×' : sign} ${b}; in decimal ${expression.replace('*', '×')}`,
      ),
    }
  }
  return null
}

const OPERATIONS: Readonly<Record<string, 'and' | 'or' | 'xor' | 'left' | 'right'>> = {
  and: 'and',
  '&': 'and',
  or: 'or',
  '|': 'or',
  xor: 'xor',
  '⊕': 'xor',
  '<<': 'left',
  left: 'left',
  '>>': 'right',
  right: 'right',
}

function bitwise(text: string, clause: Clause): Answer | null {
  for (const pattern of BITS) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const op = OPERATIONS[(groups.op ?? '').toLowerCase().replace('bitwise ', '')]
    const [a, b] = [decimalOf(groups.a ?? '', 10), decimalOf(groups.b ?? '', 10)]
    if (op === undefined || a === null || b === null) return null
    // `5 & 3` alone is two numbers.
    if (/^[&|]$/.test(groups.op ?? '') && clause.opener === 'none' && !/0[xb]|bitwise/i.test(text)) return null
    const input = { op, a, b }
    if (peek('math.bits', input) === null) return null
    const only = task('bits', 'Combine the bits', 'math.bits', input)
    const prefix = /^0([xb])/i.exec(groups.a ?? '')?.[1]?.toLowerCase()
    const template =
      prefix === 'b'
        ? '0b{{binary}} (= {{value}})'
        : prefix === 'x'
          ? '0x{{hex}} (= {{value}})'
          : '{{value}} (binary {{binary}})'
    const values = { value: at('/value'), binary: at('/binary'), hex: at('/hex') }
    return single(only, template, values, `${groups.a} ${groups.op?.toLowerCase()} ${groups.b}, bit by bit`)
  }
  return null
}

const WIDTHS: Readonly<Record<string, number>> = { four: 4, eight: 8, sixteen: 16 }

/** Of a positive number it is the pattern of its negative; its own is told beside. */
function complement(text: string): Answer | null {
  for (const pattern of COMPLEMENT) {
    const groups = pattern.exec(text)?.groups
    const value = groups?.n
    if (groups === undefined || value === undefined) continue
    const told = groups.bits ?? groups.bits1 ?? '8'
    const bits = WIDTHS[told.toLowerCase()] ?? Number(told)
    const negative = value.startsWith('-') ? value : `-${value}`
    const input = { op: 'complement', a: negative, bits }
    if (bits < 2 || bits > 128 || peek('math.bits', input) === null) return null
    const only = task('bits', `Write it in ${bits} bits`, 'math.bits', input)
    const own = value.startsWith('-') ? null : peek('math.bits', { op: 'complement', a: value, bits })?.binary
    const note = typeof own === 'string' ? `; ${value} itself is ${own}` : ''
    const answer = single(only, '{{binary}}', { binary: at('/binary') }, `${negative} in ${bits} bits${note}`)
    return groups.bits === undefined && groups.bits1 === undefined
      ? { ...answer, reading: 'Taken to be 8 bits wide.' }
      : answer
  }
  return null
}

function width(text: string): Answer | null {
  const value = WIDTH.exec(text)?.groups?.n
  if (value === undefined) return null
  const tasks = [
    task('digits', 'Write it in binary', 'math.base', { text: value, from: 10, to: 2 }),
    task('bits', 'Count its bits', 'math.bits', { op: 'length', a: value }),
    task(
      'both',
      'Put both together',
      'agg.merge',
      { objects: [{ digits: { $from: 'digits', pointer: '/text' }, bits: { $from: 'bits', pointer: '/value' } }] },
      ['digits', 'bits'],
    ),
  ]
  return {
    tasks,
    answer: 'both',
    reply: {
      template: '{{bits}}',
      how: '{{how}} {{digits}}',
      values: { bits: at('/bits'), digits: at('/digits'), how: { literal: `${value} in binary is` } },
    },
  }
}
