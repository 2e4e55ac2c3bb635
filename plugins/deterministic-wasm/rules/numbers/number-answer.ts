/**
 * Answers to a number phrase in the form that was asked for: exact decimals, a fraction, a mixed number, a percentage, scientific
 * notation, so many decimals or significant digits. What no fraction is gets six decimals, and that is said.
 */
import type { Rational } from '../../arithmetic/rational.ts'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { takeRounding } from '../expressions.ts'
import { peek } from '../peek.ts'
import { type Answer, at, single, task } from '../rule.ts'
import type { NumberPhrase } from './number-node.ts'

export type Form = 'plain' | 'fraction' | 'mixed' | 'decimal' | 'percent' | 'scientific'

export type Wish = {
  readonly rest: string
  readonly form: Form
  readonly decimals: number | undefined
  readonly digits: number | undefined
}

const GIVE =
  '(?:[,;]? ?(?:and |but )?(?:(?:please )?(?:give|show|write|express|leave|put|simplify|reduce|i want|i need|have)(?: me| it| the answer| the result| this| that)* ?)?(?:as|in|into|to|with)?(?: an?| the| its)?(?: (?:exact|proper|simplified|reduced|simplest|lowest|simple|common|improper|single))*)'
const FORMS: readonly (readonly [RegExp, Form])[] = [
  [new RegExp(`${GIVE} ?(?:mixed (?:numbers?|fractions?|form|numerals?))(?: answer)?$`, 'i'), 'mixed'],
  [
    new RegExp(
      `(?:${GIVE} ?(?:fractions?|fraction form|fractional form)(?: answer| form)?|[,;]? ?(?:in|to) (?:its )?(?:lowest|simplest|reduced) (?:terms|form)|[,;]? ?(?:simplif(?:y|ied)|reduced?)(?: it)?|, lowest terms)$`,
      'i',
    ),
    'fraction',
  ],
  [new RegExp(`${GIVE} ?decimals?(?: numbers?| form| fraction| answer)?$`, 'i'), 'decimal'],
  [/[,;]? ?(?:(?:written|expressed|given|answer) )?(?:as|in) (?:an? )?(?:percent(?:age)?|per cent|%)$/i, 'percent'],
  [
    /[,;]? ?(?:(?:written|expressed|given|answer) )?(?:in|as|using|to|into) (?:scientific|exponential|standard|index) (?:notation|form)$/i,
    'scientific',
  ],
]
const DECIMALS =
  /[,;(]? ?(?:and )?(?:(?:give|show|round|correct|rounded|use|keep)(?: me| it| off| that| the (?:answer|result))* )?(?:to|with|at|in|using)? ?(?:exactly )?(\d{1,2}) ?(?:decimals?|decimal ?places?|decimal digits?|d\.?p\.?|digits? (?:after|behind) the (?:decimal )?(?:point|comma)|places after the (?:decimal )?(?:point|comma))\)?$/i
const DIGITS =
  /[,;(]? ?(?:and )?(?:(?:give|show|round|correct|rounded)(?: me| it| off| that| the (?:answer|result))* )?(?:to|with|at|in)? ?(\d{1,2}) ?(?:significant (?:figures?|digits?)|sig\.? ?figs?\.?|s\.?f\.?|sigfigs?)\)?$/i

const NAMES_FORM =
  /decimal|place|d\.?p|digit|fig|s\.?f|point|comma|whole|integer|cent|tenth|hundredth|thousandth|nearest|fraction|mixed|form|terms|simpl|reduc|%|notation/i

/** The form that the end of a request names, and the request without it. */
export function takeWish(core: string): Wish {
  if (!NAMES_FORM.test(core.slice(-40))) return { rest: core, form: 'plain', decimals: undefined, digits: undefined }
  const digits = DIGITS.exec(core)
  if (digits !== null)
    return { rest: core.slice(0, digits.index).trim(), form: 'plain', decimals: undefined, digits: Number(digits[1]) }
  const places = DECIMALS.exec(core)
  if (places !== null)
    return { rest: core.slice(0, places.index).trim(), form: 'decimal', decimals: Number(places[1]), digits: undefined }
  const { rest, decimals } = takeRounding(core)
  if (decimals !== undefined) return { rest, form: 'decimal', decimals, digits: undefined }
  for (const [pattern, form] of FORMS) {
    const found = pattern.exec(core)
    if (found !== null && found.index > 0)
      return { rest: core.slice(0, found.index).trim(), form, decimals: undefined, digits: undefined }
  }
  return { rest: core, form: 'plain', decimals: undefined, digits: undefined }
}

const DEFAULT_DECIMALS = 6

/** Null where the phrase has no value that could be told. */
export function answerPhrase(phrase: NumberPhrase, wish: Pick<Wish, 'form' | 'decimals' | 'digits'>): Answer | null {
  const { expression, said } = phrase
  // `√50 simplified` is 5√2: no decimals are wanted.
  if (wish.form === 'fraction' && /√|∛/u.test(said)) return null
  const value = evaluatedValue(expression)
  if (value === null) {
    // A division by zero says so itself; roots and logarithms are worked out to decimals.
    const exact = evaluated({ expression, how: said })
    return exact ?? approximated(expression, said, wish)
  }
  if (wish.digits !== undefined) return significant(expression, said, wish.digits)
  if (wish.form === 'percent' || /^[\d.]+%(?: of [\d.]+%)+$/.test(said))
    return evaluated({ expression: `(${expression}) * 100`, unit: '%', how: said })
  const seen = peek('math.fraction', { expression })
  const isWhole = seen?.denominator === '1'
  const wantsFraction =
    wish.form === 'fraction' || wish.form === 'mixed' || (wish.form === 'plain' && phrase.isFractional)
  if (seen !== null && !isWhole && wantsFraction) return fraction(phrase, wish.form, seen)
  const isLong = isWhole && String(seen?.numerator ?? '').length > 15
  if (wish.form === 'scientific' || (phrase.isScientific && (isLong || isTiny(value))))
    return scientific(expression, said, wish.form)
  return evaluated({ expression, decimals: wish.decimals, how: said })
}

const isTiny = ({ numerator, denominator }: Rational): boolean =>
  numerator !== 0n && (numerator < 0n ? -numerator : numerator) * 10_000n < denominator

function fraction(phrase: NumberPhrase, form: Form, seen: Readonly<Record<string, unknown>>): Answer {
  const only = task('fraction', `Work out ${phrase.said}`.slice(0, 200), 'math.fraction', {
    expression: phrase.expression,
  })
  const isMixed = form === 'mixed' || (form === 'plain' && phrase.isMixed)
  const names = isMixed && seen.mixed !== seen.text ? ['mixed', 'text'] : ['text']
  names.push('decimal')
  const [first = 'text', ...more] = names
  const template =
    more.length === 0
      ? `{{${first}}}`
      : `{{${first}}} (${more.map(name => `${name === 'decimal' && seen.ends !== true ? '≈' : '='} {{${name}}}`).join(' ')})`
  return single(only, template, Object.fromEntries(names.map(name => [name, at(`/${name}`)])), phrase.said)
}

function approximated(
  expression: string,
  said: string,
  { decimals, digits }: Pick<Wish, 'decimals' | 'digits'>,
): Answer | null {
  if (digits !== undefined) return null
  const places = decimals ?? DEFAULT_DECIMALS
  if (places > 20) return null
  const seen = peek('math.approximate', { expression, decimals: places })?.exact
  if (typeof seen !== 'string' || (decimals === undefined && seen === '0')) return null
  const isShort = peek('math.approximate', { expression, decimals: 30 })?.exact === seen
  const note = isShort ? '' : `, rounded to ${places} decimal${places === 1 ? '' : 's'}`
  const only = task('value', `Work out ${said}`.slice(0, 200), 'math.approximate', { expression, decimals: places })
  return single(only, '{{value}}', { value: at('/exact') }, said + note)
}

export function significant(expression: string, said: string, digits: number): Answer | null {
  if (digits < 1 || digits > 30) return null
  const input = { expression, digits }
  if (peek('math.scientific', input) === null) return null
  const only = task('value', `Round to ${digits} significant digits`, 'math.scientific', input)
  return single(
    only,
    '{{value}}',
    { value: at('/plain') },
    `${said}, rounded to ${digits} significant digit${digits === 1 ? '' : 's'}`,
  )
}

/** Where nobody asked for it, the number in full stands beside it. */
export function scientific(expression: string, said: string, form: Form): Answer | null {
  const isExact = peek('math.scientific', { expression }) !== null
  const input = isExact ? { expression } : { expression, digits: 10 }
  const seen = peek('math.scientific', input)
  if (seen === null) return null
  const note = isExact ? '' : ', rounded to 10 significant digits'
  const only = task('value', `Write ${said} with a power of ten`.slice(0, 200), 'math.scientific', input)
  const isReadable = isExact && String(seen.plain).length <= 40 && form !== 'scientific'
  return single(
    only,
    isReadable ? '{{text}} (= {{plain}})' : '{{text}}',
    { text: at('/text'), ...(isReadable ? { plain: at('/plain') } : {}) },
    said + note,
  )
}
