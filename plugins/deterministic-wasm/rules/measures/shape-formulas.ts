/** Formulas of plane figures and solids, by what is given and what is asked. Letters of a formula stand for expressions of the measures. */
import type { Measure } from './read-measures.ts'
import { type Given, type Part, partsOf } from './shape-givens.ts'

export type Wanted =
  | 'area'
  | 'perimeter'
  | 'volume'
  | 'surface'
  | 'lateral'
  | 'walls'
  | 'diagonal'
  | 'hypotenuse'
  | 'leg'
  | 'radius'
  | 'diameter'
  | 'side'
  | 'height'
  | 'angle'

export type Formula = {
  readonly expression: string
  /** 1 for a length, 2 for an area, 3 for a volume; 0 for degrees. */
  readonly power: 0 | 1 | 2 | 3
  readonly reading?: string
}

type Write = (measure: Measure) => string

/** Whether exactly these parts are given, so many times each. */
function has(givens: readonly Given[], parts: Partial<Record<Part, number>>): boolean {
  const total = Object.values(parts).reduce((sum, count) => sum + count, 0)
  return (
    givens.length === total &&
    Object.entries(parts).every(([part, count]) => partsOf(givens, part as Part).length === count)
  )
}

/** Lengths in any wording that are two sides of a rectangle or three edges of a box. */
const EDGES: readonly Part[] = ['plain', 'width', 'length', 'height', 'depth', 'side']

export function findFormula(shape: string, givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const named = (pattern: string): boolean => new RegExp(`(?<!\\p{L})(?:${pattern})(?!\\p{L})`, 'u').test(shape)
  const at = (...parts: readonly Part[]): string => write(partsOf(givens, ...parts)[0] as Measure)
  if (
    named(
      'prisms?|wedge|(?!box|cube|round|square|rectang|circle|ball)[a-z]+[ -]shaped|kidney|irregular[a-z]*|hexagon[a-z]*|pentagon[a-z]*|octagon[a-z]*|ellipse|elliptical|oval|torus|semicircle|half|hemisphere',
    )
  )
    return null
  if (named('pyramids?')) return pyramid(shape, givens, wanted, write)
  if (named('ladder')) return ladder(givens, wanted, write)
  if (named('triangles?|triangular|hypot[a-z]*')) return triangle(shape, givens, wanted, write)
  if (named('quadrilaterals?')) {
    const known = partsOf(givens, 'angle').map(({ digits }) => digits)
    const sum = known.reduce((all, digits) => all + Number(digits), 0)
    return wanted === 'angle' && known.length === 3 && givens.length === 3 && sum < 360
      ? { expression: `360 - ${known.join(' - ')}`, power: 0 }
      : null
  }
  if (named('trapez(?:ium|oid|e)')) {
    const [a, b] = partsOf(givens, 'parallel', 'side', 'plain', 'base')
    const heights = partsOf(givens, 'height')
    if (wanted !== 'area' || givens.length !== 3 || a === undefined || b === undefined || heights.length !== 1)
      return null
    return { expression: `(${write(a)} + ${write(b)}) / 2 * ${at('height')}`, power: 2 }
  }
  if (named('parallelogram')) {
    const isKnown =
      wanted === 'area' &&
      givens.length === 2 &&
      partsOf(givens, 'base').length === 1 &&
      partsOf(givens, 'height').length === 1
    return isKnown ? { expression: `${at('base')} * ${at('height')}`, power: 2 } : null
  }
  if (named('rhombus|kite')) {
    const [a, b] = partsOf(givens, 'diagonal')
    if (wanted !== 'area' || givens.length !== 2 || a === undefined || b === undefined) return null
    return { expression: `${write(a)} * ${write(b)} / 2`, power: 2 }
  }
  if (named('spheres?|spherical|balls?|globe')) return sphere(givens, wanted, write)
  if (named('cones?|conical')) return cone(givens, wanted, write)
  const isRound = named(
    'cylinders?|cylindrical|circles?|circular|round|disc|disk|pizzas?|wheels?|barrel|tube|pipe|radius|diameter|circumference|across|dia|r|d',
  )
  if (isRound) return round(shape, givens, wanted, write)
  if (named('cubes?|cubic box')) {
    if (givens.length !== 1) return null
    if (partsOf(givens, 'volume').length === 1)
      return wanted === 'side' ? { expression: `cbrt(${at('volume')})`, power: 1 } : null
    if (partsOf(givens, 'side', 'plain', 'length').length !== 1) return null
    const a = at('side', 'plain', 'length')
    if (wanted === 'volume') return { expression: `${a} * ${a} * ${a}`, power: 3 }
    if (wanted === 'surface' || wanted === 'area') return { expression: `6 * ${a} * ${a}`, power: 2 }
    return wanted === 'diagonal' ? { expression: `${a} * sqrt(3)`, power: 1 } : null
  }
  if (named('squares?(?! (?:m(?!eas)|f|c|k|in|y))') && givens.length === 1) return square(givens, wanted, write)
  // Of what is not round, `how wide` asks for a side.
  return isBox(shape, givens) ? box(givens, wanted === 'leg' || wanted === 'diameter' ? 'side' : wanted, write) : null
}

function pyramid(shape: string, givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const [height] = partsOf(givens, 'height')
  const base = givens.filter(({ measure }) => measure !== height).map(({ measure }) => measure)
  if (wanted !== 'volume' || height === undefined) return null
  const h = write(height)
  const [a, b] = base.map(write)
  if (base.length === 2 && base.every(({ letter }) => letter !== 'A'))
    return { expression: `${a} * ${b} * ${h} / 3`, power: 3 }
  if (base.length !== 1) return null
  if (base[0]!.letter === 'A' || partsOf(givens, 'area').length === 1)
    return { expression: `${a} * ${h} / 3`, power: 3 }
  return /(?<!\p{L})square(?!\p{L})/u.test(shape) ? { expression: `${a}^2 * ${h} / 3`, power: 3 } : null
}

/** The ladder is the long side, the wall and the ground the others. */
function ladder(givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const long = givens.find(
    ({ part, measure }) =>
      part === 'length' ||
      /ladder(?: of| is)?(?: an?)? ?$|ladder, $/u.test(measure.before) ||
      /^ ?ladder/u.test(measure.after),
  )
  if (wanted === 'hypotenuse') return ladderLength(givens, write)
  const other = givens.find(given => given !== long)
  if (long === undefined || other === undefined || givens.length !== 2) return null
  if (wanted !== 'height' || !/away|from the|distance|wall/u.test(`${other.measure.before}${other.measure.after}`))
    return null
  return { expression: `sqrt(${write(long.measure)}^2 - ${write(other.measure)}^2)`, power: 1 }
}

/** The foot is so far from the wall, the top so high. */
function ladderLength(givens: readonly Given[], write: Write): Formula | null {
  const [a, b] = givens.map(({ measure }) => measure)
  if (a === undefined || b === undefined || givens.length !== 2) return null
  const near = ({ before, after }: Measure): string =>
    `${before.slice(-24)}|${(after.split(/[,;]| and /u)[0] ?? '').slice(0, 20)}`
  const isFoot = (one: Measure): boolean => /away|from|foot|bottom|base|distance/u.test(near(one))
  const isTop = (one: Measure): boolean =>
    /(?<!\p{L})(?:up|high|height|reach\p{L}*|top|tall|above)(?!\p{L})/u.test(near(one))
  if (!((isFoot(a) && isTop(b)) || (isTop(a) && isFoot(b)))) return null
  return { expression: `sqrt(${write(a)}^2 + ${write(b)}^2)`, power: 1 }
}

/** Bare numbers are sides only where they are told as such: `4 by 5`, `a rectangle`, `width 3`. */
function isBox(shape: string, givens: readonly Given[]): boolean {
  if (/(?<!\p{L})(?:rectang[a-z]*|cuboid|box|sides|edges)(?!\p{L})/u.test(shape)) return true
  return givens.every(
    ({ part, measure }, i) =>
      part !== 'plain' ||
      i === 0 ||
      /^ ?(?:x|by|×) $/u.test(measure.before) ||
      (measure.letter === 'L' && /^ ?(?:,|and|&|,? and) $/u.test(measure.before)),
  )
}

function square(givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const given = write(givens[0]!.measure)
  const part = givens[0]!.part
  if (part === 'area') {
    if (wanted === 'side') return { expression: `sqrt(${given})`, power: 1 }
    if (wanted === 'perimeter') return { expression: `4 * sqrt(${given})`, power: 1 }
    return wanted === 'diagonal' ? { expression: `sqrt(2 * ${given})`, power: 1 } : null
  }
  if (part === 'perimeter') {
    if (wanted === 'side') return { expression: `${given} / 4`, power: 1 }
    return wanted === 'area' ? { expression: `(${given} / 4)^2`, power: 2 } : null
  }
  if (part === 'diagonal') {
    if (wanted === 'side') return { expression: `${given} / sqrt(2)`, power: 1 }
    return wanted === 'area' ? { expression: `${given}^2 / 2`, power: 2 } : null
  }
  if (part !== 'side' && part !== 'plain' && part !== 'length') return null
  if (wanted === 'area') return { expression: `${given} * ${given}`, power: 2 }
  if (wanted === 'perimeter') return { expression: `4 * ${given}`, power: 1 }
  return wanted === 'diagonal' ? { expression: `${given} * sqrt(2)`, power: 1 } : null
}

function box(givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const edges = partsOf(givens, ...EDGES)
  const [area] = partsOf(givens, 'area')
  if (area !== undefined && givens.length === 2 && edges.length === 1) {
    // A floor and a height, or an area and one of its sides.
    if (wanted === 'volume') return { expression: `${write(area)} * ${write(edges[0]!)}`, power: 3 }
    const isSide =
      wanted === 'side' &&
      givens.every(({ part }) => part === 'area' || part === 'width' || part === 'length' || part === 'side')
    return isSide ? { expression: `${write(area)} / ${write(edges[0]!)}`, power: 1 } : null
  }
  const [whole] = partsOf(givens, 'volume')
  if (whole !== undefined && givens.length === 3 && edges.length === 2)
    return wanted === 'side' || wanted === 'height'
      ? { expression: `${write(whole)} / (${write(edges[0]!)} * ${write(edges[1]!)})`, power: 1 }
      : null
  const [around] = partsOf(givens, 'perimeter')
  if (around !== undefined && givens.length === 2 && edges.length === 1 && wanted === 'side')
    return { expression: `${write(around)} / 2 - ${write(edges[0]!)}`, power: 1 }
  if (around !== undefined && givens.length === 2 && edges.length === 1 && wanted === 'walls')
    return { expression: `${write(around)} * ${write(edges[0]!)}`, power: 2 }
  if (edges.length !== givens.length) return null
  // Two widths are no width and length.
  if (['width', 'length', 'height', 'depth'].some(part => partsOf(givens, part as Part).length > 1)) return null
  const [a, b, c] = edges.map(write)
  if (edges.length === 2) {
    if (wanted === 'area') return { expression: `${a} * ${b}`, power: 2 }
    if (wanted === 'perimeter') return { expression: `2 * (${a} + ${b})`, power: 1 }
    return wanted === 'diagonal' ? { expression: `sqrt(${a}^2 + ${b}^2)`, power: 1 } : null
  }
  if (edges.length !== 3) return null
  if (wanted === 'volume') return { expression: `${a} * ${b} * ${c}`, power: 3 }
  if (wanted === 'surface') return { expression: `2 * (${a} * ${b} + ${b} * ${c} + ${a} * ${c})`, power: 2 }
  if (wanted === 'diagonal') return { expression: `sqrt(${a}^2 + ${b}^2 + ${c}^2)`, power: 1 }
  const [height] = partsOf(givens, 'height')
  if (wanted === 'walls' && height !== undefined) {
    const [x, y] = edges.filter(edge => edge !== height).map(write)
    return { expression: `2 * (${x} + ${y}) * ${write(height)}`, power: 2 }
  }
  return null
}

/** The radius, from whatever is given of it. */
function radiusOf(givens: readonly Given[], write: Write): string | null {
  const [radius, diameter, around] = [
    partsOf(givens, 'radius')[0],
    partsOf(givens, 'diameter')[0],
    partsOf(givens, 'circumference', 'perimeter')[0],
  ]
  if (radius !== undefined) return write(radius)
  if (diameter !== undefined) return `(${write(diameter)} / 2)`
  return around === undefined ? null : `(${write(around)} / (2 * pi))`
}

const READ_AS_DIAMETER = 'The size of what is round is read as its diameter.'

function round(shape: string, all: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  // `a 20 cm round tin`, `a 14 inch pizza`: the size is the diameter.
  const isSized =
    /(?<!\p{L})(?:round|pizza|circular|wheels?)(?!\p{L})/u.test(shape) &&
    !/radius|diameter|circumference|across/u.test(shape)
  const plain = partsOf(all, 'plain')
  // A cylinder that is so wide has that diameter.
  const isWide = partsOf(all, 'width').length === 1 && partsOf(all, 'diameter', 'radius').length === 0
  const givens = all.map(given =>
    (isSized && plain.length === 1 && given.part === 'plain') || (isWide && given.part === 'width')
      ? { ...given, part: 'diameter' as Part }
      : given,
  )
  const reading = isSized ? { reading: READ_AS_DIAMETER } : {}
  const [area] = partsOf(givens, 'area')
  if (area !== undefined && givens.length === 1) {
    const r = `sqrt(${write(area)} / pi)`
    if (wanted === 'radius') return { expression: r, power: 1 }
    if (wanted === 'diameter') return { expression: `2 * ${r}`, power: 1 }
    return wanted === 'perimeter' ? { expression: `2 * pi * ${r}`, power: 1 } : null
  }
  const r = radiusOf(givens, write)
  if (r === null) return null
  const [content] = partsOf(givens, 'volume')
  if (content !== undefined)
    return wanted === 'height' && givens.length === 2
      ? { expression: `${write(content)} / (pi * ${r}^2)`, power: 1 }
      : null
  const [height] = partsOf(givens, 'height', 'depth', 'length')
  if (givens.length === 1) {
    if (/(?<!\p{L})(?:cylind|semi|half)/u.test(shape)) return null
    if (wanted === 'area') return { expression: `pi * ${r}^2`, power: 2, ...reading }
    if (wanted === 'perimeter') return { expression: `2 * pi * ${r}`, power: 1, ...reading }
    if (wanted === 'radius') return { expression: r, power: 1 }
    return wanted === 'diameter' ? { expression: `2 * ${r}`, power: 1 } : null
  }
  if (givens.length !== 2 || height === undefined) return null
  const h = write(height)
  if (wanted === 'volume') return { expression: `pi * ${r}^2 * ${h}`, power: 3, ...reading }
  if (wanted === 'lateral') return { expression: `2 * pi * ${r} * ${h}`, power: 2, ...reading }
  return wanted === 'surface' || wanted === 'area'
    ? {
        expression: `2 * pi * ${r} * (${r} + ${h})`,
        power: 2,
        reading: 'The surface is read as the whole one, with both ends.',
      }
    : null
}

function sphere(givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const [volume] = partsOf(givens, 'volume')
  if (givens.length !== 1) return null
  if (volume !== undefined) {
    const r = `cbrt(3 * ${write(volume)} / (4 * pi))`
    return wanted === 'radius'
      ? { expression: r, power: 1 }
      : wanted === 'diameter'
        ? { expression: `2 * ${r}`, power: 1 }
        : null
  }
  const r = radiusOf(givens, write)
  if (r === null) return null
  if (wanted === 'volume') return { expression: `4 / 3 * pi * ${r}^3`, power: 3 }
  return wanted === 'surface' || wanted === 'area' ? { expression: `4 * pi * ${r}^2`, power: 2 } : null
}

function cone(givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const r = radiusOf(givens, write)
  const [height] = partsOf(givens, 'height')
  if (r === null || height === undefined || givens.length !== 2) return null
  const h = write(height)
  if (wanted === 'volume') return { expression: `pi * ${r}^2 * ${h} / 3`, power: 3 }
  return wanted === 'surface'
    ? {
        expression: `pi * ${r} * (${r} + sqrt(${r}^2 + ${h}^2))`,
        power: 2,
        reading: 'The surface is read as the whole one, with the base.',
      }
    : null
}

function triangle(shape: string, givens: readonly Given[], wanted: Wanted, write: Write): Formula | null {
  const isRight = /(?<!\p{L})(?:right|hypot[a-z]*|legs?|cathet[a-z]*)(?!\p{L})/u.test(shape)
  if (has(givens, { base: 1, height: 1 }))
    return wanted === 'area'
      ? { expression: `${write(partsOf(givens, 'base')[0]!)} * ${write(partsOf(givens, 'height')[0]!)} / 2`, power: 2 }
      : null
  const angles = partsOf(givens, 'angle')
  if (angles.length > 0) {
    if (wanted !== 'angle' || angles.length !== givens.length) return null
    const known = angles.map(({ digits }) => digits)
    if (/isosceles/u.test(shape)) {
      const [only] = known
      if (known.length !== 1 || only === undefined || isRight) return null
      const isTop = /(?:top|apex|vertex) angle (?:of |is |= ?)?(?:an? )?[NG]|[NG] (?:at the )?(?:top|apex)/u.test(shape)
      const isBase = /base angles? (?:of |is |are |= ?|both )?[NG]|[NG] (?:at the )?base/u.test(shape)
      if (isTop === isBase || Number(only) >= (isTop ? 180 : 90)) return null
      return { expression: isTop ? `(180 - ${only}) / 2` : `180 - 2 * ${only}`, power: 0 }
    }
    // More than a triangle has.
    if (known.reduce((sum, digits) => sum + Number(digits), 0) >= (isRight && known.length === 1 ? 90 : 180))
      return null
    if (known.length === 2) return { expression: `180 - ${known[0]} - ${known[1]}`, power: 0 }
    return known.length === 1 && isRight ? { expression: `90 - ${known[0]}`, power: 0 } : null
  }
  const [hypotenuse] = partsOf(givens, 'hypotenuse')
  const others = givens.filter(({ measure }) => measure !== hypotenuse).map(({ measure }) => measure)
  if (hypotenuse !== undefined) {
    const [leg] = others
    if (others.length !== 1 || leg === undefined || (wanted !== 'leg' && wanted !== 'side' && wanted !== 'height'))
      return null
    return { expression: `sqrt(${write(hypotenuse)}^2 - ${write(leg)}^2)`, power: 1 }
  }
  const isOfSide = partsOf(givens, 'side', 'plain', 'length', 'base').length === 1
  if (others.length === 1 && isOfSide && /equilateral/u.test(shape)) {
    const a = write(others[0]!)
    if (wanted === 'area') return { expression: `sqrt(3) / 4 * ${a}^2`, power: 2 }
    if (wanted === 'perimeter') return { expression: `3 * ${a}`, power: 1 }
    return wanted === 'height' ? { expression: `sqrt(3) / 2 * ${a}`, power: 1 } : null
  }
  const [a, b, c] = others.map(write)
  if (others.length === 2 && isRight) {
    if (wanted === 'hypotenuse') return { expression: `sqrt(${a}^2 + ${b}^2)`, power: 1 }
    if (wanted === 'area') return { expression: `${a} * ${b} / 2`, power: 2 }
    return wanted === 'perimeter' ? { expression: `${a} + ${b} + sqrt(${a}^2 + ${b}^2)`, power: 1 } : null
  }
  if (others.length !== 3 || partsOf(givens, 'plain', 'side', 'leg').length !== 3) return null
  if (wanted === 'perimeter') return { expression: `${a} + ${b} + ${c}`, power: 1 }
  return wanted === 'area'
    ? {
        expression: `sqrt((${a} + ${b} + ${c}) * (${a} + ${b} - ${c}) * (${a} - ${b} + ${c}) * (${b} + ${c} - ${a})) / 4`,
        power: 2,
      }
    : null
}
