/**
 * Units by name, and exact conversion between units of the same quantity. An unknown unit is refused together with the
 * names nearest to it; units of different quantities never convert.
 */
import { OperationError } from '#kernel/plugin-door'
import { add, divide, multiply, type Rational, readDecimal, subtract, ZERO } from '../arithmetic/rational.ts'
import { measureDistance } from '../wasm/text-module.ts'
import { UNIT_TABLE, ZERO_POINTS } from './unit-table.ts'

export type Unit = {
  readonly name: string
  readonly quantity: string
  /** Size in the base unit. */
  readonly factor: Rational
  /** Base units at the unit's own zero. */
  readonly zero: Rational
}

const SPELLINGS: readonly (readonly [RegExp, string])[] = [
  [/metre/g, 'meter'],
  [/litre/g, 'liter'],
]
const IRREGULAR: Readonly<Record<string, string>> = {
  foot: 'feet',
  inch: 'inches',
  hertz: 'hertz',
  kilohertz: 'kilohertz',
  megahertz: 'megahertz',
  gigahertz: 'gigahertz',
  horsepower: 'horsepower',
}

/** Symbols are told apart by case (Mb, MB); names are not. */
class UnitIndex {
  readonly #symbols = new Map<string, Unit>()
  readonly #names = new Map<string, Unit>()
  /** Lower-case symbols, null where several units share one. */
  readonly #folded = new Map<string, Unit | null>()

  constructor() {
    for (const [quantity, lines] of Object.entries(UNIT_TABLE)) for (const line of lines) this.#take(quantity, line)
  }

  find(written: string): Unit | undefined {
    const name = written.trim().replace(/\s+/g, ' ')
    return (
      this.#symbols.get(name) ??
      this.#names.get(name.toLowerCase()) ??
      this.#folded.get(name.toLowerCase()) ??
      undefined
    )
  }

  /** Up to five names that look most like the text. */
  near(written: string): string[] {
    const wanted = written.trim().toLowerCase().slice(0, 64)
    return Array.from(new Set([...this.#names.keys(), ...this.#symbols.keys()]), name => ({
      name,
      distance: measureDistance(wanted, name.toLowerCase()).distance,
    }))
      .filter(({ name, distance }) => distance <= Math.max(1, Math.min(wanted.length, name.length) / 3))
      .sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
      .slice(0, 5)
      .map(({ name }) => name)
  }

  #take(quantity: string, line: string): void {
    const [name = '', size = '', symbols = '', names = ''] = line.split('|')
    const unit = { name, quantity, factor: readSize(size), zero: readSize(ZERO_POINTS[name] ?? '0') }
    for (const symbol of symbols.split(' ')) {
      if (symbol === '') continue
      this.#symbols.set(symbol, unit)
      const folded = symbol.toLowerCase()
      const other = this.#folded.get(folded)
      this.#folded.set(folded, other === undefined || other === unit ? unit : null)
    }
    for (const spoken of [name, ...names.split(',')]) {
      if (spoken === '') continue
      for (const form of [spoken, pluralOf(spoken)]) {
        this.#names.set(form.toLowerCase(), unit)
        const american = SPELLINGS.reduce((text, [from, to]) => text.replace(from, to), form)
        this.#names.set(american.toLowerCase(), unit)
      }
    }
  }
}

function readSize(size: string): Rational {
  const [top = '', bottom] = size.split('/')
  const numerator = readDecimal(top) ?? ZERO
  return bottom === undefined ? numerator : divide(numerator, readDecimal(bottom) ?? ZERO)
}

/** The counted noun is the last word before `per` or `of`, or the first word of `degree Celsius`. */
function pluralOf(name: string): string {
  const cut = name.search(/ (?:per|of) /)
  const head = cut < 0 ? name : name.slice(0, cut)
  const tail = cut < 0 ? '' : name.slice(cut)
  if (head.startsWith('degree ')) return `degrees${head.slice(6)}${tail}`
  const words = head.split(' ')
  const noun = words.pop() ?? ''
  return [...words, IRREGULAR[noun] ?? `${noun}s`].join(' ') + tail
}

let index: UnitIndex | undefined

/** The unit of that name, symbol or UCUM code, if there is one. */
export function knownUnit(written: string): Unit | undefined {
  index ??= new UnitIndex()
  return index.find(written)
}

/** The same. Throws OperationError with the nearest names. */
export function readUnit(written: string, pointer: string): Unit {
  index ??= new UnitIndex()
  const unit = index.find(written)
  if (unit !== undefined) return unit
  const near = index.near(written)
  const cure = near.length === 0 ? '' : ` Near names: ${near.join(', ')}.`
  throw new OperationError(`\`${written.slice(0, 64)}\` is not a known unit.${cure}`, pointer)
}

/** Converts exactly. Throws OperationError where the units measure different things. */
export function convert(value: Rational, from: Unit, to: Unit): Rational {
  if (from.quantity !== to.quantity) {
    throw new OperationError(
      `A ${from.name} measures ${from.quantity}, a ${to.name} ${to.quantity}; units of ${from.quantity}: ${namesOf(from.quantity)}.`,
      '/to',
    )
  }
  const base = add(multiply(value, from.factor), from.zero)
  return divide(subtract(base, to.zero), to.factor)
}

const namesOf = (quantity: string): string =>
  (UNIT_TABLE[quantity] ?? [])
    .map(line => line.slice(0, line.indexOf('|')))
    .slice(0, 8)
    .join(', ')
