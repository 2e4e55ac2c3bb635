/**
 * Checks of types, fixed values, numbers and texts. Each looks at the value alone and never inside it, save for the
 * equality with objects and lists that `enum` and `const` ask for.
 */
import type { Meter } from '../meter.ts'
import { isObject, type JsonObject, type JsonValue } from '../value.ts'
import type { Check, Test } from './check.ts'
import { findFormat } from './formats.ts'
import { keywordOf, type SchemaNode } from './node.ts'
import { toBrief } from './report.ts'

type Words = Pick<Check, 'keyword' | 'pointer'>

/** The check of a scalar keyword, or null where the keyword is none of these or asks for nothing. */
export function scalarCheck(node: SchemaNode, words: Words, value: JsonValue, assertsFormat: boolean): Check | null {
  switch (words.keyword) {
    case 'type': {
      const types = typeof value === 'string' ? [value] : (value as readonly string[])
      return { ...words, on: 'any', test: typeTest(types), expected: `type ${types.join(' or ')}` }
    }
    case 'const':
      return { ...words, on: 'any', test: valuesTest([value]), expected: toBrief(value) }
    case 'enum': {
      const values = value as readonly JsonValue[]
      return {
        ...words,
        on: 'any',
        test: valuesTest(values),
        expected: `one of ${values.slice(0, 20).map(toBrief).join(', ')}`,
      }
    }
    case 'pattern': {
      const pattern = node.patterns.get(value as string)!
      return {
        ...words,
        on: 'string',
        test: (text, meter) => pattern.test(text, meter),
        expected: `text matching ${value}`,
      }
    }
    case 'format': {
      const format = findFormat(value as string)
      if (!assertsFormat || format === null) return null
      return {
        ...words,
        on: 'string',
        test: (text, meter) => isFormat(format, text, meter),
        expected: `text in the format ${value}`,
      }
    }
    default:
      return typeof value === 'number' ? boundCheck(words, value) : null
  }
}

function isFormat(format: (text: string) => boolean, text: string, meter: Meter): boolean {
  meter.spend(4 + (text.length >>> 2))
  return format(text)
}

function boundCheck(words: Words, bound: number): Check | null {
  switch (words.keyword) {
    case 'minimum':
      return { ...words, on: 'number', test: value => value >= bound, expected: `a number from ${bound}` }
    case 'maximum':
      return { ...words, on: 'number', test: value => value <= bound, expected: `a number to ${bound}` }
    case 'exclusiveMinimum':
      return { ...words, on: 'number', test: value => value > bound, expected: `a number above ${bound}` }
    case 'exclusiveMaximum':
      return { ...words, on: 'number', test: value => value < bound, expected: `a number below ${bound}` }
    case 'multipleOf':
      return { ...words, on: 'number', test: multipleTest(bound), expected: `a multiple of ${bound}` }
    case 'minLength':
      return {
        ...words,
        on: 'string',
        test: (text, meter) => hasMinLength(text, bound, meter),
        expected: `text of at least ${bound} characters`,
      }
    case 'maxLength':
      return {
        ...words,
        on: 'string',
        test: (text, meter) => hasMaxLength(text, bound, meter),
        expected: `text of at most ${bound} characters`,
      }
    default:
      return null
  }
}

function typeTest(types: readonly string[]): Test {
  if (types.length === 1) return TYPE_TESTS[types[0]!]!
  const tests = types.map(type => TYPE_TESTS[type]!)
  return (value, meter, seen) => tests.some(test => test(value, meter, seen))
}

const TYPE_TESTS: { readonly [type: string]: Test } = {
  null: value => value === null,
  boolean: value => typeof value === 'boolean',
  integer: value => typeof value === 'number' && Number.isInteger(value),
  number: value => typeof value === 'number' && Number.isFinite(value),
  string: value => typeof value === 'string',
  array: value => Array.isArray(value),
  object: value => typeof value === 'object' && value !== null && !Array.isArray(value),
}

function valuesTest(values: readonly JsonValue[]): Test {
  const scalars = new Set<JsonValue>(values.filter(value => typeof value !== 'object' || value === null))
  const containers = values.filter(value => typeof value === 'object' && value !== null)
  if (containers.length === 0) {
    if (values.length === 1) {
      const only = values[0]!
      return value => value === only
    }
    return value => scalars.has(value)
  }
  return (value, meter) => {
    if (typeof value !== 'object' || value === null) return scalars.has(value)
    return containers.some(each => isEqual(each, value, meter))
  }
}

/** Equality of JSON values; the cost is that of the fixed value, not of the one that came. */
function isEqual(fixed: JsonValue, value: JsonValue | undefined, meter: Meter): boolean {
  if (typeof fixed !== 'object' || fixed === null) return fixed === value
  if (typeof value !== 'object' || value === null) return false
  meter.spend(2)
  if (Array.isArray(fixed)) {
    if (!Array.isArray(value) || value.length !== fixed.length) return false
    return fixed.every((item, index) => isEqual(item, value[index], meter))
  }
  if (!isObject(value)) return false
  const names = Object.keys(fixed)
  for (const name of names) {
    if (!Object.hasOwn(value, name) || !isEqual((fixed as JsonObject)[name]!, value[name], meter)) return false
  }
  // Counted last: listing the members of a large value costs, and most values have differed by now.
  const count = Object.keys(value).length
  meter.spend(count * 2)
  return count === names.length
}

function hasMinLength(text: string, bound: number, meter: Meter): boolean {
  if (text.length < bound) return false
  // A code point is one unit or two, so the count is only needed in between.
  return text.length >= bound * 2 || countPoints(text, meter) >= bound
}

function hasMaxLength(text: string, bound: number, meter: Meter): boolean {
  if (text.length <= bound) return true
  return text.length <= bound * 2 && countPoints(text, meter) <= bound
}

/** Code points of a text; half a surrogate pair counts as one. */
export function countPoints(text: string, meter?: Meter): number {
  meter?.spend(text.length >>> 3)
  let count = text.length
  for (let i = 0; i + 1 < text.length; i += 1) {
    const unit = text.charCodeAt(i)
    if (unit < 0xd800 || unit > 0xdbff) continue
    const next = text.charCodeAt(i + 1)
    if (next >= 0xdc00 && next <= 0xdfff) {
      count -= 1
      i += 1
    }
  }
  return count
}

function multipleTest(divisor: number): Test<number> {
  return (value, meter) => {
    if (Number.isSafeInteger(value) && Number.isSafeInteger(divisor)) return value % divisor === 0
    meter.spend(Math.abs(value) < 1e21 && divisor > 1e-7 ? 20 : 80)
    return isMultiple(value, divisor)
  }
}

/** Exact for the decimals that JSON writes: 0.0075 is a multiple of 0.0001. */
function isMultiple(value: number, divisor: number): boolean {
  if (!Number.isFinite(value)) return false
  const a = toDecimal(value)
  const b = toDecimal(divisor)
  const shift = Math.min(a.exponent, b.exponent)
  return (a.digits * 10n ** BigInt(a.exponent - shift)) % (b.digits * 10n ** BigInt(b.exponent - shift)) === 0n
}

function toDecimal(value: number): { readonly digits: bigint; readonly exponent: number } {
  const [mantissa, exponent = '0'] = String(value).split('e')
  const [whole, fraction = ''] = mantissa!.split('.')
  return { digits: BigInt(whole! + fraction), exponent: Number(exponent) - fraction.length }
}

/** A bound of another keyword of the same schema, or the fallback. */
export function countOf(node: SchemaNode, keyword: string, fallback: number): number {
  const value = keywordOf(node, keyword)
  return typeof value === 'number' ? value : fallback
}
