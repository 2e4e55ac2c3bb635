/**
 * Expressions with letters as people write them: multiplied out with like terms together, or as a product of factors over the whole numbers.
 * It refuses what it cannot take apart wholly: no product is ever given of which a factor could be taken apart further.
 */
import { OperationError } from '#kernel/plugin-door'
import { type Polynomial, polynomialOf } from './equations.ts'
import { type Rational, toExact } from './rational.ts'

/** `aab` as `a^2b`. */
function lettersOf(name: string): string {
  const counts = new Map<string, number>()
  for (const letter of name) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  return [...counts].map(([letter, times]) => (times === 1 ? letter : `${letter}^${times}`)).join('')
}

function coefficient(value: Rational, hasLetters: boolean): string {
  const text = toExact(value.numerator < 0n ? { ...value, numerator: -value.numerator } : value)
  if (!hasLetters) return text
  return text === '1' ? '' : text.includes('/') ? `(${text})` : text
}

/** Higher degrees first, then by letter. */
function written(polynomial: Polynomial): string {
  const terms = [...polynomial].toSorted(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
  if (terms.length === 0) return '0'
  let text = ''
  for (const [name, value] of terms) {
    const isNegative = value.numerator < 0n
    const sign = text === '' ? (isNegative ? '-' : '') : isNegative ? ' - ' : ' + '
    text += `${sign}${coefficient(value, name !== '')}${lettersOf(name)}`
  }
  return text
}

export const expanded = (expression: string): string => written(polynomialOf(expression))

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b))
const refuse = (): never => {
  throw new OperationError('It cannot be taken apart into factors over the whole numbers.', '/expression')
}
const rationalOf = (numerator: bigint): Rational => ({ numerator, denominator: 1n })

/** The square root of a square, or null. */
function rootOf(square: bigint): bigint | null {
  if (square < 0n) return null
  let root = BigInt(Math.floor(Math.sqrt(Number(square))))
  while (root * root > square) root -= 1n
  while ((root + 1n) * (root + 1n) <= square) root += 1n
  return root * root === square ? root : null
}

/** What is common to all terms: a number and letters, with the sign of the first. */
function common(terms: readonly (readonly [string, bigint])[]): { readonly number: bigint; readonly letters: string } {
  const [first] = terms
  if (first === undefined) return refuse()
  const number = terms.reduce((all, [, value]) => gcd(all, value), 0n) * (first[1] < 0n ? -1n : 1n)
  let letters = ''
  for (const letter of new Set(first[0])) {
    const times = Math.min(...terms.map(([name]) => name.split(letter).length - 1))
    letters += letter.repeat(times)
  }
  return { number, letters: [...letters].sort().join('') }
}

const without = (name: string, letters: string): string =>
  [...letters].reduce((rest, letter) => rest.replace(letter, ''), name)

/** A product over the whole numbers: `2(x - 3)(x + 1)`. */
export function factored(expression: string): string {
  const polynomial = polynomialOf(expression)
  const terms = [...polynomial]
    .map(([name, { numerator, denominator }]): readonly [string, bigint] => [
      name,
      denominator === 1n ? numerator : refuse(),
    ])
    .toSorted(([a], [b]) => b.length - a.length || (a < b ? -1 : 1))
  if (terms.length < 2) return refuse()
  const { number, letters } = common(terms)
  const rest = terms.map(([name, value]): readonly [string, bigint] => [without(name, letters), value / number])
  const inner = partsOf(rest)
  const front =
    number === 1n && letters === ''
      ? ''
      : number === -1n
        ? `-${lettersOf(letters)}`
        : `${number === 1n ? '' : number}${lettersOf(letters)}`
  // Nothing was common, and the rest is in one piece.
  if (front === '' && inner.length < 2) return refuse()
  const [a, b] = inner
  return a !== undefined && a === b && inner.length === 2
    ? `${front}(${a})^2`
    : `${front}${inner.map(part => `(${part})`).join('')}`
}

type Terms = readonly (readonly [name: string, value: bigint])[]
const say = (terms: Terms): string =>
  written(new Map(terms.filter(([, value]) => value !== 0n).map(([name, value]) => [name, rationalOf(value)])))

/** What has nothing in common any more, in factors. */
function partsOf(terms: Terms): string[] {
  const degree = Math.max(...terms.map(([name]) => name.length))
  const names = new Set(terms.flatMap(([name]) => [...name]))
  if (degree < 2) return [say(terms)]
  const squares = differenceOfSquares(terms)
  if (squares !== null) return squares
  const [letter] = names
  if (names.size !== 1 || letter === undefined || degree !== 2) return refuse()
  const at = (name: string): bigint => terms.find(([own]) => own === name)?.[1] ?? 0n
  const [a, b, c] = [at(letter + letter), at(letter), at('')]
  const width = rootOf(b * b - 4n * a * c)
  if (width === null) return [say(terms)]
  return [-b - width, -b + width]
    .map(top => {
      const shared = gcd(top, 2n * a)
      return [top / shared, (2n * a) / shared] as const
    })
    .map(([p, q]) => (q < 0n ? ([-p, -q] as const) : ([p, q] as const)))
    .toSorted(([p], [r]) => (p * p < r * r ? -1 : p * p > r * r ? 1 : 0))
    .map(([p, q]) =>
      say([
        [letter, q],
        ['', -p],
      ]),
    )
}

/** `4a^2 - 9b^2` */
function differenceOfSquares(terms: Terms): string[] | null {
  const [first, last] = terms
  if (terms.length !== 2 || first === undefined || last === undefined || last[1] >= 0n) return null
  const half = (name: string): string | null => {
    const letters = [...new Set(name)]
    const counts = letters.map(letter => name.split(letter).length - 1)
    return counts.some(count => count % 2 === 1)
      ? null
      : letters.map((letter, i) => letter.repeat(counts[i]! / 2)).join('')
  }
  const [x, y] = [half(first[0]), half(last[0])]
  const [p, q] = [rootOf(first[1]), rootOf(-last[1])]
  if (x === null || y === null || p === null || q === null || x.length > 1 || y.length > 1) return null
  return [
    say([
      [x, p],
      [y, q],
    ]),
    say([
      [x, p],
      [y, -q],
    ]),
  ]
}
