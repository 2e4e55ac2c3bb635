/**
 * Reads a request as measures and the words between them: `paint covers 12 m² per litre, walls are 46 m²` has a rate, an area and few
 * words. A number that cannot be read whole (a range, a code) stays in the words, where no rule accepts it.
 */
import { add, divide, fromInteger, multiply, ONE, type Rational, readDecimal } from '../../arithmetic/rational.ts'
import { plainNumbers } from '../message/plain-numbers.ts'
import type { Clause } from '../message/read-message.ts'
import { readAmount, type Sign } from '../money.ts'
import type { Answer } from '../rule.ts'
import { joinSides } from './join-sides.ts'
import { plainMeasures } from './plain-measures.ts'
import { type Dimensions, type Named, nameUnit, UNIT_SOURCE } from './unit-names.ts'

export type Measure = {
  /**
   * Its letter in the shape: N a plain number, P a percentage, E money, Q a rate (`12 m² per litre`), C a pair with a colon, and
   * for a quantity the letter of its kind (L length, M mass, T time, A area, V volume, S speed, H temperature ...).
   */
  readonly letter: string
  /** An expression of its number, in its unit. */
  readonly digits: string
  readonly value: Rational
  readonly unit: Named | null
  /** The larger unit of `5 ft 7 in`. */
  readonly outer?: Named
  /** What it is per, where it is a rate. */
  readonly per: { readonly digits: string; readonly unit: Named | null } | null
  readonly sign: Sign | null
  readonly dimensions: Dimensions
  /** As it is shown in the second line of a reply. */
  readonly shown: string
  /** Its place in the shape. */
  readonly at: number
  /** The words of the shape on both sides, to the next measure. */
  readonly before: string
  readonly after: string
}

export type Told = {
  /** In lower case, a capital letter for each measure. */
  readonly shape: string
  readonly measures: readonly Measure[]
  readonly isImperial: boolean
}

export type Draft = Omit<Measure, 'at' | 'before' | 'after'> & { readonly from: number; readonly to: number }

const NONE: Dimensions = [0, 0, 0, 0, 0, 0, 0]
const MONEY: Dimensions = [0, 0, 0, 1, 0, 0, 0]
const BRITISH = /(?<!\p{L})(?:uk|imperial|british|england|britain|quid|pence)(?!\p{L})|£|gbp/iu
const END_OF_UNIT = '(?![\\p{L}\\p{N}²³]| ?= ?\\d)'
const UNIT = new RegExp(` ?-?(${UNIT_SOURCE})${END_OF_UNIT}`, 'iuy')
const NUMBER =
  /(?<![\p{L}\p{N}.,:/¤⟦]|\p{N}[-–])-?(?:(\d{1,6}) (?:and )?(\d{1,3})\/(\d{1,3})(?![\d/:])|(\d{1,5})\/(\d{1,5})(?![\d/:])|(\d+):(\d+(?:\.\d+)?)(?::(\d+(?:\.\d+)?))?(?![\d:])|(\d+(?:\.\d+)?)( and (?:a|1) half| and (?:a|1) quarter| and 3 quarters)?(?![\d.]*\d|:\d))/gu
const PERCENT = / ?(?:%|percent(?!\p{L})|per cent(?!\p{L})|pct(?!\p{L}))/uy
const MARK = /¤([<>])([^¤]*)¤/uy
const PENCE = / ?(?:p|pence)(?![\p{L}\p{N}])/uy
/** `per litre`, `a kilo`, `/100 km`, `for every 100 g`. */
const PER = new RegExp(
  `(?: times| x)? ?(?:/|per |p/|an? |each |every |for (?:an? |every |each )?(?=1 |\\d*00 ?)) ?(\\d+(?:\\.\\d+)?)? ?-?(${UNIT_SOURCE})${END_OF_UNIT}`,
  'iuy',
)
const DAILY = / (?:daily|everyday)(?!\p{L})/iuy
const PER_HUNDRED_KM = / ?(?:\/|per|for|on|every) ?(?:each |every )?100(?: ?kms?| ?k)?(?![\p{L}\p{N}])/iuy

const readings = new WeakMap<Clause, Told | null>()

/** The measures of a clause, or null where it quotes, lists, or holds a number with two readings. */
export function readMeasures(clause: Clause): Told | null {
  let told = readings.get(clause)
  if (told === undefined) {
    const text = textOf(clause)
    told = text === null || /[¿⟦]/u.test(text) ? null : tell(text)
    readings.set(clause, told)
  }
  return told
}

/** What may stand before a colon without changing what is behind it. */
const TOPIC =
  /^(?:(?:please )?(?:halve|double|triple)(?: (?:this|these|the recipe|my recipe|the following))?|(?:my |our |the |an? )?(?:l-?shaped |rectangular )?(?:garden|pool|room|bedroom|kitchen|bathroom|living room|tank|aquarium|fence|floor|wall|walls|box|parcel|suitcase|board|tiles|laminate|paint|pancakes|muffins|waffles|cake|bread|dough|brine|soup|curry|recipe|rectangle|triangle|circle|cylinder|cone|cube|cuboid|trip|commute|run|drive|car|heater|fridge|bmi|speed|convert|conversion|fuse|heater|oven|battery|solar|recipe|dough|ohm's law|ohms law)|(?:which|what)(?: one)?(?:'s| is)(?: the)? (?:bigger|larger|longer|heavier|smaller|shorter|lighter|more|less|faster|slower|higher|warmer|colder))$/iu

/** With what stands behind its colon on the same line: `this makes 12: 250 g flour, 2 eggs`. */
function textOf({ quotes, data, plain }: Clause): string | null {
  if (quotes.length > 0 || (data !== null && (data.form !== 'inline' || data.text.length > 300))) return null
  if (data === null) return plain
  return /\d/.test(plain) || TOPIC.test(plain) ? `${plain}: ${plainNumbers(data.text)}` : null
}

/** For rules over measures: what stands behind the colon was read too. */
export const readsColon =
  (read: (clause: Clause) => Answer | null) =>
  (clause: Clause): Answer | null => {
    const answer = read(clause)
    return answer === null || clause.data === null ? answer : { ...answer, usesData: true }
  }

const MILLIONS =
  /\d ?[mk]n? (?:of )?(?:euros?|dollars?|bucks|quid|pounds?|rupees?|yen|francs?|usd|eur|gbp|chf|people|users|views|followers|subscribers|inhabitants|copies)(?!\p{L})/iu

function tell(plain: string): Told | null {
  // Signs and figures alone are no measures.
  if (plain.length > 400 || !/\p{L}/u.test(plain) || !/\d|[½¼¾⅓⅔⅛⅜⅝⅞]|half|quarter/iu.test(plain)) return null
  // `2.5m euros` is millions.
  if (MILLIONS.test(plain)) return null
  const text = plainMeasures(plain)
  const isImperial = BRITISH.test(text)
  const drafts: Draft[] = []
  for (const found of text.matchAll(NUMBER)) {
    const last = drafts.at(-1)
    if (last !== undefined && found.index < last.to) continue
    const draft = readOne(text, found, isImperial)
    if (draft === null) return null
    drafts.push(draft)
    if (drafts.length > 12) return null
  }
  return drafts.length === 0 ? null : place(text, joinSides(text, joinParts(text, drafts)), isImperial)
}

function readOne(text: string, found: RegExpExecArray, isImperial: boolean): Draft | null {
  const [written, whole, top, bottom, topOnly, bottomOnly, first, second, third, digits, more] = found
  const from = found.index
  let to = from + written.length
  const minus = written.startsWith('-') ? '-' : ''
  const none = { unit: null, per: null, sign: null, dimensions: NONE, from }
  if (first !== undefined && second !== undefined) {
    const parts = third === undefined ? [first, second] : [first, second, third]
    return { ...none, letter: 'C', digits: parts.join(':'), value: ONE, shown: written, to }
  }
  const fraction =
    top !== undefined
      ? `(${whole} + ${top}/${bottom})`
      : topOnly !== undefined
        ? `(${topOnly}/${bottomOnly})`
        : more !== undefined
          ? `(${digits} + ${/half/.test(more) ? '1/2' : /3/.test(more) ? '3/4' : '1/4'})`
          : null
  const said = fraction === null ? `${minus}${digits}` : `${minus}${fraction}`
  const value = numberOf(whole, top ?? topOnly, bottom ?? bottomOnly, digits, more, minus === '-')
  if (value === null) return null
  const plainShown = fraction === null ? said : written.trim()
  PERCENT.lastIndex = to
  const percent = PERCENT.exec(text)
  if (percent !== null)
    return { ...none, letter: 'P', digits: said, value, shown: `${plainShown}%`, to: to + percent[0].length }
  let sign: Sign | null = null
  MARK.lastIndex = to
  const mark = MARK.exec(text)
  if (mark !== null) {
    sign = readAmount(digits, mark[1], mark[2]).sign
    to += mark[0].length
  }
  PENCE.lastIndex = to
  const pence = mark === null && isImperialMoney(text) ? PENCE.exec(text) : null
  if (pence !== null) {
    sign = { isBefore: true, text: '£', code: 'GBP' }
    to += pence[0].length
  }
  const money = pence === null ? said : `(${said} / 100)`
  const amount = pence === null ? value : divide(value, fromInteger(100n))
  UNIT.lastIndex = to
  const named = sign === null ? unitAt(text, to, isImperial) : null
  const unit = named?.unit ?? null
  to = named?.to ?? to
  const shownMoney =
    sign === null
      ? plainShown
      : sign.isBefore
        ? `${sign.text}${pence === null ? plainShown : toShort(amount)}`
        : `${plainShown}${sign.text}`
  const shown = unit === null ? shownMoney : `${plainShown} ${unit.label}`
  const own = { unit, sign, digits: money, value: amount, from }
  const dimensions = sign !== null ? MONEY : (unit?.dimensions ?? NONE)
  // `60 mph for 1 h 20`: a speed lasts, and `for 1 h 20` is no unit.
  const lasts =
    (unit?.letter === 'S' || /^ for [^\d]*1 ?\p{L}+ (?:and )?\d/u.test(text.slice(to))) && text.startsWith(' for', to)
  const per = lasts ? null : perAt(text, to, unit, isImperial)
  if (per !== null) {
    return {
      ...own,
      letter: 'Q',
      per: { digits: per.digits, unit: per.unit },
      dimensions: dimensions.map((n, i) => n - (per.unit?.dimensions[i] ?? 0)) as unknown as Dimensions,
      shown: `${shown} per ${per.digits === '1' ? '' : `${per.digits} `}${per.unit?.label ?? ''}`,
      to: per.to,
    }
  }
  return { ...own, letter: sign !== null ? 'E' : (unit?.letter ?? 'N'), per: null, dimensions, shown, to }
}

const toShort = (value: Rational): string => String(Number(value.numerator) / Number(value.denominator))

/** `28p`: pence, where nothing says another currency. */
const isImperialMoney = (text: string): boolean => !text.includes('¤>') || /£|gbp|quid/iu.test(text)

function numberOf(
  whole: string | undefined,
  top: string | undefined,
  bottom: string | undefined,
  digits: string | undefined,
  more: string | undefined,
  isNegative: boolean,
): Rational | null {
  let value = readDecimal(digits ?? whole ?? '0')
  if (value === null || Number(bottom ?? 1) === 0) return null
  if (top !== undefined) value = add(value, { numerator: BigInt(top), denominator: BigInt(bottom ?? 1) })
  if (more !== undefined)
    value = add(value, { numerator: /3/.test(more) ? 3n : 1n, denominator: /half/.test(more) ? 2n : 4n })
  return isNegative ? multiply(value, fromInteger(-1n)) : value
}

/** What a bare letter must be followed by to be a unit and no word: `5 in by`, not `5 in a row`. */
const AFTER_IN =
  /^(?! \d+(?:\.\d+)? ?(?:s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?|days?)(?!\p{L}))(?:$|[\s]*[?!.,;)]|\s(?:x|by|in|to|into|as|long|wide|deep|high|tall|thick|and|or|vs|on|than|taller|longer|shorter|bigger|higher|plus|minus|less|is|are|equals?|diameter|\d)(?![\p{L}])|\s?[+=−-])/iu

const ELECTRIC = /\d ?(?:k?v|volts?|k?w|watts?|ohms?|Ω)(?![\p{L}\p{N}])/iu
const AFTER_AMP = /^(?:[ ,?.!]*$|[,?] | (?:how|what|at|and|in|to|circuit|fuse|is|=))/iu

function unitAt(text: string, at: number, isImperial: boolean): { readonly unit: Named; readonly to: number } | null {
  UNIT.lastIndex = at
  const found = UNIT.exec(text)
  if (found === null) return null
  const written = found[1] ?? ''
  const behind = text.slice(at + found[0].length)
  if (/^in$/i.test(written) && !AFTER_IN.test(behind)) return null
  // `230 v 16 a`: an ampere only beside volts, watts or ohms.
  if (written === 'a' && found[0].startsWith(' ') && !(ELECTRIC.test(text) && AFTER_AMP.test(behind))) return null
  const unit = nameUnit(written, isImperial)
  return unit === null ? null : { unit, to: at + found[0].length }
}

function perAt(
  text: string,
  at: number,
  own: Named | null,
  isImperial: boolean,
): { readonly digits: string; readonly unit: Named | null; readonly to: number } | null {
  if (own !== null && /^(?:V|J)$/.test(own.letter)) {
    PER_HUNDRED_KM.lastIndex = at
    const hundred = PER_HUNDRED_KM.exec(text)
    if (hundred !== null && !/^ ?(?:ml|g|m|mile)/i.test(text.slice(at + hundred[0].length)))
      return { digits: '100', unit: nameUnit('km', false), to: at + hundred[0].length }
  }
  DAILY.lastIndex = at
  const daily = own === null || !/^[MLVTJ]$/.test(own.letter) ? null : DAILY.exec(text)
  if (daily !== null) return { digits: '1', unit: nameUnit('day', false), to: at + daily[0].length }
  PER.lastIndex = at
  const found = PER.exec(text)
  if (found === null) return null
  const unit = nameUnit(found[2] ?? '', isImperial)
  // `5 m a day` is a rate; `12 a in` is none.
  if (unit === null || (/^(?:in|a|c|f|k|v)$/i.test(found[2] ?? '') && found[1] === undefined)) return null
  return { digits: found[1] ?? '1', unit, to: at + found[0].length }
}

/** Units that belong together, and the bare number behind the first: `5 ft 7`, `11 stone 4`, `3h45`. */
const PAIRS: Readonly<Record<string, string>> = {
  foot: 'inch',
  pound: 'ounce',
  stone: 'pound',
  hour: 'minute',
  minute: 'second',
}
const SPOKEN: Readonly<Record<string, readonly string[]>> = {
  foot: ['inch'],
  pound: ['ounce'],
  stone: ['pound'],
  hour: ['minute', 'second'],
  minute: ['second'],
  day: ['hour', 'minute'],
  week: ['day'],
  metre: ['centimetre'],
  kilometre: ['metre'],
  kilogram: ['gram'],
  yard: ['foot', 'inch'],
  mile: ['yard', 'foot'],
}

/** Quantities told in two or three units become one, in the smallest. */
function joinParts(text: string, drafts: readonly Draft[]): Draft[] {
  const joined: Draft[] = []
  for (const draft of drafts) {
    const last = joined.at(-1)
    const part = last === undefined ? null : partOf(text, last, draft)
    if (last === undefined || part === null) joined.push(draft)
    else joined[joined.length - 1] = part
  }
  return joined
}

function partOf(text: string, last: Draft, next: Draft): Draft | null {
  if (last.unit === null || last.per !== null || next.letter === 'C' || next.sign !== null || next.letter === 'P')
    return null
  const between = text.slice(last.to, next.from)
  const outer = last.unit.unit.name
  // `2h 47m`: a metre behind hours is a minute, as a minute is before seconds.
  const isMinute = next.unit?.unit.name === 'metre' && next.unit.label === 'm' && outer === 'hour'
  const bare = next.unit === null && next.per === null ? PAIRS[outer] : undefined
  if (bare !== undefined && !/^ ?$/.test(between)) return null
  if (
    bare !== undefined &&
    /^ ?(?:x|by|people|times|per|for|\p{L})/iu.test(text.slice(next.to)) &&
    !/^ (?:in|to|into|as|and|tall|down|high|long|is|at|than|plus|minus|or|vs)(?!\p{L})/iu.test(text.slice(next.to))
  )
    return null
  if (!/^ ?(?:,? ?and |, ?)?$/.test(between)) return null
  const small = bare !== undefined ? nameUnit(bare, false) : isMinute ? nameUnit('min', false) : next.unit
  if (small === null || next.per !== null || small.unit.quantity !== last.unit.unit.quantity) return null
  if (!(SPOKEN[outer]?.includes(small.unit.name) ?? false)) return null
  // `1 m and 30 cm` may be two sides; a metre and its centimetres stand side by side.
  if (/and|,/.test(between) && /^(?:metre|kilometre|kilogram)$/.test(outer)) return null
  const factor = divide(last.unit.size, small.size)
  const times = writeFactor(factor)
  return {
    ...last,
    unit: small,
    outer: last.outer ?? last.unit,
    digits: `(${last.digits} * ${times} + ${next.digits})`,
    value: add(multiply(last.value, factor), next.value),
    shown: `${last.shown} ${next.unit === null ? `${next.shown} ${small.label}` : isMinute ? `${next.digits} min` : next.shown}`,
    letter: small.letter,
    to: next.to,
  }
}

function place(text: string, drafts: readonly Draft[], isImperial: boolean): Told {
  let shape = ''
  let from = 0
  const places: number[] = []
  for (const draft of drafts) {
    shape += text.slice(from, draft.from).toLowerCase()
    if (/[\p{L}\p{N}]$/u.test(shape)) shape += ' '
    places.push(shape.length)
    shape += draft.letter
    from = draft.to
    if (/^[\p{L}\p{N}]/u.test(text.slice(from))) shape += ' '
  }
  shape += text.slice(from).toLowerCase()
  const measures = drafts.map(({ from: _, to: __, ...draft }, i) => ({
    ...draft,
    at: places[i] as number,
    before: shape.slice(i === 0 ? 0 : (places[i - 1] as number) + 1, places[i]),
    after: shape.slice((places[i] as number) + 1, places[i + 1] ?? shape.length),
  }))
  return { shape, measures, isImperial }
}

/** A factor as an expression: `12` or `(127/5000)`. */
export function writeFactor({ numerator, denominator }: Rational): string {
  let [a, b] = [numerator < 0n ? -numerator : numerator, denominator]
  while (b !== 0n) [a, b] = [b, a % b]
  const divisor = a === 0n ? 1n : a
  const [top, bottom] = [numerator / divisor, denominator / divisor]
  return bottom === 1n ? String(top) : `(${top}/${bottom})`
}
