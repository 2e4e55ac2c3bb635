/** Numbers in other forms: other bases, Roman numerals, percentages and decimals, colours, codes of signs. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'
import { TO } from './whole-numbers.ts'

const BASES: Readonly<Record<string, number>> = {
  binary: 2,
  'base 2': 2,
  octal: 8,
  'base 8': 8,
  decimal: 10,
  denary: 10,
  'base 10': 10,
  hex: 16,
  hexadecimal: 16,
  'base 16': 16,
}

const BASE = '(?:binary|octal|decimal|denary|hex(?:adecimal)?|base (?:2|8|10|16))'

/** `1.2e6 out in full`. */
const IN_FULL =
  '(?:(?:write|convert|show|put) )?{n:number} ?(?:e|[x×*] ?10 ?\\^) ?(?<exp>[+-]?\\d{1,3})(?: written)? (?:(?:out )?in full|written out|out|(?:as|in|to) (?:an? )?(?:normal|plain|regular|ordinary|decimal|standard|full)(?: (?:number|decimal|form|notation))*)'
const RATIO =
  '(?:(?:simplify|reduce)(?: the)?(?: ratio| fraction)?(?: of)? {a:count} ?(?:[:/]|to) ?{b:count}(?: it)?|(?:ratio )?{c:count} ?(?:[:/]|to) ?{d:count}(?: (?:to|:) {e:count})? (?:simplify it|simplified|(?:reduced |simplified )?(?:in|to)(?: its| the)? (?:simplest|lowest|reduced) (?:form|terms)))'
const FORMS: readonly Phrase[] = [
  phrase(IN_FULL, slots =>
    evaluated({
      expression: `${slots.text('n')} * 10 ^ (${slots.text('exp')})`,
      how: `${slots.text('n')} × 10^${slots.text('exp')}`,
    }),
  ),
  phrase(RATIO, slots => simplified(slots)),
  phrase(
    `(?:(?:convert|write|turn|change|express|translate) )?(?:(?:the )?(?:decimal|number|integer) )?{n:count} (?:from decimal )?${TO} (?<to>${BASE})(?: (?:number|form|notation|format))?`,
    slots => based(slots.text('n'), 10, slots.text('to')),
  ),
  phrase(
    `(?:(?:convert|write|turn|change|express) )?(?:the (?:number|year) )?{n:count} (?:to|in|into|as)(?: an?)? roman(?: (?:numerals?|numbers?))?`,
    slots => roman(slots.text('n')),
  ),
  phrase(
    '(?:(?:convert|write|turn|change|express) )?(?:the (?:decimal|number|fraction) )?(?:{n:number}|{a:count} ?/ ?{b:count}) (?:to|in|into|as)(?: an?)? (?:percent|percentage|per cent|%)',
    slots => asPercent(slots),
  ),
  phrase(
    '(?:(?:convert|write|turn|change|express) )?(?:the fraction )?(?:{p:percent}|{a:count} ?/ ?{b:count}) (?:to|in|into|as)(?: an?)? decimals?(?: (?:number|form|fraction))?',
    slots => asDecimal(slots),
  ),
  phrase(
    '(?:(?:convert|write|turn|change|express) )?{n:number} (?:to|in|into|as) (?<scale>hundreds|thousands|millions|billions)',
    slots => scaled(slots),
  ),
]

export const numberFormRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-form',
    reason: 'Writes a number in another base, in Roman numerals, as a decimal fraction or as a percentage.',
    order: 21,
    hint: /binary|octal|decimal|denary|hex|base|roman|number|digits|arabic|numeral|percent|per cent|%|fraction|thousands|millions|rgb|ascii|unicode/i,
    examples: {
      yes: [
        'convert 255 to hex',
        '42 in binary',
        'what is 0x1F in decimal',
        'binary 101010 to decimal',
        'write 1994 in roman numerals',
        'what number is XLII',
        'what is MCMLIV',
        '0.75 as a percentage',
        '3/8 as a decimal',
        'hex color #ff8800 to rgb',
        'ascii code of A',
      ],
      no: [
        'What is binary?',
        'Why is hexadecimal used in computing?',
        'What number is best?',
        'What number is I?',
        'put a hex on 13',
        'convert 12 apples to decimal',
        'Who was the roman number 1?',
        'What is 101 in binary 3?',
      ],
    },
    read: clause => readPhrases(clause, FORMS) ?? digits(clause),
  }),
]

/** By the greatest common divisor; each term is divided by a task of its own. */
function simplified(slots: Slots): Answer | null {
  const terms = ['a', 'b', 'c', 'd', 'e'].filter(name => slots.has(name)).map(name => slots.text(name))
  const divisor = peek('math.gcd', { values: terms.map(Number) })?.gcd
  if (typeof divisor !== 'number' || divisor === 0) return null
  const common = task('common', 'Find the common divisor', 'math.gcd', { values: terms.map(Number) })
  const parts = terms.map((term, i) =>
    task(`term${i + 1}`, `Divide ${term}`, 'math.evaluate', { expression: `${term} / ${divisor}` }),
  )
  const items = parts.map(({ key }) => ({ $from: key, pointer: '/exact' }))
  const both = task(
    'terms',
    'Put them together',
    'agg.collect',
    { items },
    parts.map(({ key }) => key),
  )
  const joint = slots.text('a') !== '' || slots.text('c') !== '' ? ':' : '/'
  return {
    tasks: [common, ...parts, both],
    answer: 'terms',
    reply: withHow(
      terms.map((_, i) => `{{/items/${i}}}`).join(joint),
      { items: at('/items') },
      `${terms.join(joint)} divided by ${divisor}`,
    ),
  }
}

function based(text: string, from: number, name: string): Answer | null {
  const to = BASES[name.toLowerCase()]
  if (to === undefined || to === from || peek('math.base', { text, from, to }) === null) return null
  const only = task('digits', `Write it in base ${to}`, 'math.base', { text, from, to })
  const how = from === 10 ? `${text} in base ${to}` : `Base ${from}: ${text}, in base ${to}`
  return single(only, '{{text}}', { text: at('/text') }, how)
}

function roman(written: string): Answer | null {
  const value = Number(written)
  if (!(value >= 1 && value <= 3_999)) return null
  return single(
    task('roman', 'Write it in Roman numerals', 'math.to_roman', { value }),
    '{{text}}',
    { text: at('/text') },
    `${value} in Roman numerals`,
  )
}

/** Requests whose number is no plain decimal: read from the text as written. */
function digits(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null) return null
  const text = clause.text.replace(/^(?:what(?:'s| is| are)|whats|how much is) (?:the )?/i, '')
  const given =
    /^(?:(?:convert|write|turn|change|express|decode) )?(?:the )?(?:(?<from>binary|octal|hex(?:adecimal)?)(?: number| value)? )?(?<digits>0x[\da-f]{1,64}|0b[01]{1,256}|0o[0-7]{1,100}|[\da-f]{1,64})(?: (?<from2>binary|octal|hex(?:adecimal)?))?(?: \(?(?:in |from )?(?<from3>binary|octal|hex(?:adecimal)?)\)?)? (?:to|in|into|as) (?<to>binary|octal|decimal|denary|hex(?:adecimal)?|base (?:2|8|10|16))$/i.exec(
      text,
    )?.groups
  if (given !== undefined) {
    const written = given.digits ?? ''
    const named = given.from ?? given.from2 ?? given.from3
    const prefix = /^0([xbo])/i.exec(written)?.[1]?.toLowerCase()
    const from = prefix === undefined ? BASES[(named ?? '').toLowerCase()] : { x: 16, b: 2, o: 8 }[prefix]
    return from === undefined ? null : based(written, from, given.to ?? '')
  }
  const numeral =
    /^(?:(?:what|which) (?:number|year) (?:is|does|are) (?:the )?(?:roman numerals? )?(?<a>[IVXLCDM]{2,15})(?: (?:mean|stand for|represent))?|(?:convert |write |read )?(?:the )?(?:roman (?:numerals?|number) )?(?<b>[IVXLCDM]{2,15}) (?:to|in|into|as|from roman (?:numerals? )?to)(?: an?)? (?:(?:arabic|normal|decimal|regular|ordinary)(?: (?:numerals?|numbers?))?|numbers?|digits)|roman (?:numerals? )?(?<c>[IVXLCDM]{2,15})(?: in (?:numbers|digits|decimal))?)$/.exec(
      clause.text.replace(/^(?:what(?:'s| is) (?:the )?)(?=roman|[IVXLCDM]{2,} in)/i, ''),
    )?.groups
  const letters = numeral?.a ?? numeral?.b ?? numeral?.c
  if (letters !== undefined && peek('math.from_roman', { text: letters }) !== null)
    return single(
      task('value', 'Read the Roman numeral', 'math.from_roman', { text: letters }),
      '{{value}}',
      { value: at('/value') },
      `Roman numeral ${letters}`,
    )
  return color(text) ?? code(text)
}

/** `#ff8800` as three numbers. */
function color(text: string): Answer | null {
  const hex =
    /^(?:(?:convert|turn|change) )?(?:the )?(?:hex )?(?:colou?r )?(?:code )?#([\da-f]{6}) (?:to|in|into|as) (?:an? )?rgb(?: (?:values?|colou?r|code))?$/i.exec(
      text,
    )?.[1]
  if (hex === undefined) return null
  const channels = ['red', 'green', 'blue'].map((name, i) =>
    task(name, `Read ${name}`, 'math.base', { text: hex.slice(2 * i, 2 * i + 2), from: 16, to: 10 }),
  )
  const colour = Object.fromEntries(channels.map(({ key }) => [key, { $from: key, pointer: '/text' }]))
  const both = task(
    'rgb',
    'Put them together',
    'agg.merge',
    { objects: [colour] },
    channels.map(({ key }) => key),
  )
  return {
    tasks: [...channels, both],
    answer: 'rgb',
    reply: withHow(
      '{{red}}, {{green}}, {{blue}}',
      { red: at('/red'), green: at('/green'), blue: at('/blue') },
      `#${hex} as red, green, blue`,
    ),
  }
}

/** The code of one ASCII character. */
function code(text: string): Answer | null {
  const sign =
    /^(?:the )?(?:ascii|unicode)(?: (?:code|value|number|code ?point))?(?: (?:of|for))(?: the)?(?: (?:letter|character|symbol|digit))? ([!-~])$/i.exec(
      text,
    )?.[1]
  if (sign === undefined) return null
  const tasks = [
    task('hex', 'Take its byte', 'encode.hex', { text: sign }),
    task(
      'code',
      'Write it as a decimal number',
      'math.base',
      { text: { $from: 'hex', pointer: '/text' }, from: 16, to: 10 },
      ['hex'],
    ),
  ]
  return {
    tasks,
    answer: 'code',
    reply: withHow('{{code}}', { code: at('/text') }, `ASCII code of \`${sign === '`' ? 'the backtick' : sign}\``),
  }
}

function asPercent(slots: Slots): Answer | null {
  // `50/50` and `24/7` are sayings.
  if (/^(?:50 50|24 7|9 11|80 20|20 20)$/.test(`${slots.text('a')} ${slots.text('b')}`)) return null
  const text = slots.has('n') ? slots.text('n') : `${slots.text('a')} / ${slots.text('b')}`
  return evaluated({ expression: `${text} * 100`, unit: '%', how: `${text} as a percentage` })
}

function asDecimal(slots: Slots): Answer | null {
  if (slots.has('p'))
    return evaluated({ expression: `${slots.text('p')} / 100`, how: `${slots.text('p')}% as a decimal` })
  return evaluated({
    expression: `${slots.text('a')} / ${slots.text('b')}`,
    how: `${slots.text('a')} ÷ ${slots.text('b')}`,
  })
}

function scaled(slots: Slots): Answer | null {
  const size = { hundreds: 100, thousands: 1e3, millions: 1e6, billions: 1e9 }[slots.text('scale').toLowerCase()]
  if (size === undefined || evaluatedValue(slots.text('n')) === null) return null
  return evaluated({
    expression: `${slots.text('n')} / ${size}`,
    unit: ` ${slots.text('scale')}`,
    how: `${slots.text('n')} ÷ ${size}`,
  })
}
