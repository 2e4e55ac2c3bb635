/** Which of two quantities is more, and whether one is over or under the other. The graph decides; equal ones are told as such. */
import type { PlannerRule } from '#contracts/planner-port'
import { compare, divide, multiply, type Rational } from '../../arithmetic/rational.ts'
import { decided, hasMember } from '../decided.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { placesOf, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { inWords, NUMBERED } from './told-words.ts'

const MORE =
  'longer|taller|higher|bigger|larger|greater|more|further|farther|heavier|warmer|hotter|wider|deeper|thicker|longest|biggest|heaviest|tallest|largest'
const LESS =
  'shorter|smaller|less|lighter|lower|slower|colder|cooler|closer|nearer|thinner|narrower|shortest|smallest|lightest|coldest'
const WAY = new RegExp(
  `(?<!\\p{L})(?:(?<more>${MORE})|(?<less>${LESS})|(?<fast>faster|quicker|fastest))(?!\\p{L})`,
  'u',
)
const ONE_OF =
  /^(?:(?:which|what)(?:'s| is| one is| of these is| of the two is|)? W(?: distance| weight| length| one| time)?[,:;-]? ?(?:is it )?K or (?:an? )?K|K (?:or|vs\.?|versus|against|and) (?:an? )?K,?(?: -)? ?(?:which|what)(?: one| of them| of the two)?(?: is|'s) (?:the )?W(?: one)?|(?:which|what)(?: one)?(?: is|'s) W,? K or K|is K or K (?:the )?W|W,? K or K)[ ?.!]*$/u
const YES_NO = /^(?:is|are) (?:an? )?K (?:any )?W than (?:an? )?K[ ?.!]*$/u
const MUCH = /^(?:by )?how (?:much|many|far)(?: \p{L}+)? W is (?:an? )?K (?:than|compared to) (?:an? )?K[ ?.!]*$/u
const OVER =
  /(?:over or under|under or over|too (?:heavy|long|big|much|tall)|how (?:much|far) (?:over|under|too much)|over (?:the )?(?:limit|weight)|overweight|above or below)/u
const LIMIT =
  /(?<!\p{L})(?:allows?|allowed|limit|limit is|max|maximum|allowance|up to|permits?|no more than)(?: (?:is|of|only|me|us|one|for|bag|weight))* ?$/u

/** What is compared may stand behind a colon: `which is bigger: 1 acre or 4000 m²`. */
const ASKS = new RegExp(`${NUMBERED.source}|^(?:which|what)`, 'iu')

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length !== 2) return null
  const [a, b] = told.measures as [Measure, Measure]
  if (
    a.unit === null ||
    b.unit === null ||
    a.per !== null ||
    b.per !== null ||
    a.unit.unit.quantity !== b.unit.unit.quantity
  )
    return null
  return chosen(told, a, b) ?? limited(told, a, b)
}

function chosen(told: Told, a: Measure, b: Measure): Answer | null {
  const letters = new RegExp(`(?<!\\p{L})[${a.letter}${b.letter}](?!\\p{L})`, 'gu')
  const named = told.shape.replace(letters, 'K')
  const way = WAY.exec(named)
  if (way === null) return null
  const shape = named.replace(WAY, 'W').trim()
  const { fast, less } = way.groups ?? {}
  // Of two times the faster one is the shorter.
  if (fast !== undefined && !/^[ST]$/.test(a.letter)) return null
  if (
    a.letter === 'T' &&
    fast === undefined &&
    !/^(?:longer|shorter|more|less|longest|shortest|greater)$/u.test(way[0])
  )
    return null
  const isLess = less !== undefined || (fast !== undefined && a.letter === 'T')
  const isOpen = ONE_OF.test(shape)
  if (!isOpen && !YES_NO.test(shape) && !MUCH.test(shape)) return null
  const [x, y] = [inBase(a), inBase(b)]
  if (x === null || y === null) return null
  const expression = `(${write(a, b)}) - ${b.digits}`
  if (MUCH.test(shape)) return gap(told, a, b)
  const when = hasMember('value', isLess ? { exclusiveMaximum: 0 } : { exclusiveMinimum: 0 })
  const how = `${a.shown} and ${b.shown}`
  const isSame = compare(x, y) === 0
  const tasks = [task('difference', 'Subtract them', 'math.evaluate', { expression })]
  const same = hasMember('value', { const: 0 })
  if (isOpen && isSame)
    return withReadings(
      decided({ tasks, when: same, yes: 'Neither: they are equal', no: 'They differ', how }),
      readingsOf(told),
    )
  const [yes, no] = isOpen ? [a.shown, b.shown] : ['Yes', isSame ? 'No, they are equal' : 'No']
  return withReadings(decided({ tasks, when, yes, no, how: `${how}: ${said(a, b)}` }), readingsOf(told))
}

/** The first one in the unit of the second, as an expression. */
function write(a: Measure, b: Measure): string {
  if (a.unit!.unit === b.unit!.unit) return a.digits
  const [from, to] = [a.unit!, b.unit!]
  if (a.letter !== 'H') return `${a.digits} * ${writeFactor(divide(from.size, to.size))}`
  return `((${a.digits}) * ${writeFactor(from.size)} + ${writeFactor(from.unit.zero)} - ${writeFactor(to.unit.zero)}) / ${writeFactor(to.size)}`
}

/** `5 miles is 8.04672 km`, to explain what the graph decides. */
function said(a: Measure, b: Measure): string {
  if (a.unit!.unit === b.unit!.unit) return `both in ${b.unit!.label}`
  const value = evaluatedValue(write(a, b))
  if (value === null) return `in ${b.unit!.label}`
  const places = placesOf(value)
  const rounding = places === null ? {} : { decimals: places, rounding: 'half_up' }
  const exact = peek('math.evaluate', { expression: write(a, b), ...rounding })?.exact
  return `${a.shown} is ${exact} ${b.unit!.label}`
}

/** The value in units of the SI; null where it has none. */
function inBase({ value, unit, letter }: Measure): Rational | null {
  if (letter !== 'H') return multiply(value, unit!.size)
  const zero = unit!.unit.zero
  const scaled = multiply(value, unit!.size)
  return {
    numerator: scaled.numerator * zero.denominator + zero.numerator * scaled.denominator,
    denominator: scaled.denominator * zero.denominator,
  }
}

/** How far the first is over or under the second, in the unit of the first. */
function gap(told: Told, a: Measure, b: Measure): Answer | null {
  if (a.letter === 'H') return null
  const difference = `${a.digits} - ${b.digits} * ${writeFactor(divide(b.unit!.size, a.unit!.size))}`
  const value = evaluatedValue(`abs(${difference})`)
  if (value === null) return null
  const places = placesOf(value)
  const rounding = places === null ? {} : { decimals: places, rounding: 'half_up' }
  const signed = task('signed', 'Subtract the second', 'math.evaluate', { expression: difference })
  const size = task('size', 'Take the difference', 'math.evaluate', { expression: `abs(${difference})`, ...rounding })
  const rules = [
    { label: 'over', when: hasMember('value', { exclusiveMinimum: 0 }) },
    { label: 'under', when: true },
  ]
  const side = task('side', 'Say which side', 'classify.rules', { value: { $from: 'signed' }, rules }, ['signed'])
  const both = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ exact: { $from: 'size', pointer: '/exact' }, said: { $from: 'side', pointer: '/label' } }] },
    ['size', 'side'],
  )
  const answer: Answer = {
    tasks: [signed, size, side, both],
    answer: 'both',
    reply: withHow(
      '{{exact}} {{unit}} {{said}}',
      { exact: at('/exact'), said: at('/said'), unit: literal(a.unit!.label) },
      `${a.shown} against ${b.shown}${places === null ? '' : `, rounded to ${places} decimals`}`,
    ),
  }
  return withReadings(answer, readingsOf(told))
}

const LIMIT_WORDS =
  'suitcase bag luggage case baggage backpack parcel package box car truck van trailer height width length weight limit airline flight allows allow allowed allowance max maximum over under too heavy long big tall much and by how far above below or hand carry-on hold is permits only me us up to no more than'

function limited(told: Told, a: Measure, b: Measure): Answer | null {
  if (!OVER.test(told.shape) || !/(?<!\p{L})(?:over or under|how (?:much|far)|by how much)/u.test(told.shape))
    return null
  const isSecond = LIMIT.test(b.before)
  if (isSecond === LIMIT.test(a.before)) return null
  const words = told.shape.replace(/(?<!\p{L})(?:max|maximum|no more than)(?!\p{L})/gu, ' ')
  if (!inWords(words, LIMIT_WORDS, 1)) return null
  return isSecond ? gap(told, a, b) : gap(told, b, a)
}

export const compareRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-comparison',
    reason:
      'Tells which of two quantities is more or less, also where their units differ, or how far one is over a limit.',
    order: 138,
    pairs: 'joined',
    hint: ASKS,
    examples: {
      yes: [
        'which is longer, 5 miles or 8 km?',
        '5/16" vs 8mm, which is larger',
        'is 3/4 cup more than 200 ml?',
        'what is heavier, 2 lb or 1 kg',
        '100 km/h or 65 mph, which is faster?',
        'Suitcase is 51.4 lb and the airline allows 23 kilos. over or under, and by how much',
      ],
      no: [
        'Which is better, 5 miles or 8 km?',
        'Is a 5 mile run longer than an 8 km run for my knees?',
        'which is faster, 5 miles or 8 km?',
        'Is 72 kg heavier than average?',
        'What is heavier, 1 kg of feathers or 1 kg of steel and why?',
        'Is my suitcase of 51 lb over the limit?',
      ],
    },
    read: readsColon(read),
  }),
]
