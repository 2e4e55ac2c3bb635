/** Parts of a number phrase: the expression and the way people write it, grown side by side. */

export type NumberPhrase = {
  /** For `math.evaluate`, `math.approximate` or `math.solve`. */
  readonly expression: string
  /** As people write it. */
  readonly said: string
  /** Fractions and whole numbers only, at least one of them a fraction. */
  readonly isFractional: boolean
  /** One of the numbers was written as `2 3/4` or `2 and a half`. */
  readonly isMixed: boolean
  /** Written with a power of ten. */
  readonly isScientific: boolean
  /** Beside a percentage stands no number that it is of. */
  readonly isPercent: boolean
  /** Whether it calculates anything. */
  readonly isOperation: boolean
  /** Whether an unknown stands in it. */
  readonly hasUnknown: boolean
  /** `half of 10 plus 6`: the half is of the 10 alone. */
  readonly isTight: boolean
}

/** How tightly a part holds together: 1 sum, 2 product, 3 power or sign, 4 whole. */
export type Node = {
  readonly e: string
  readonly s: string
  readonly hold: 1 | 2 | 3 | 4
}

/** Thrown where a phrase is none, or is read in two ways. */
export class Unreadable extends Error {}

/** In brackets, where it holds less together than is needed. */
export const inside = (node: Node, least: number): Node =>
  node.hold >= least ? node : { e: `(${node.e})`, s: `(${node.s})`, hold: 4 }

const SHOWN: Readonly<Record<string, string>> = { '*': '×', '/': '÷' }

export function joined(left: Node, sign: string, right: Node, hold: 1 | 2): Node {
  const [a, b] = [inside(left, hold), inside(right, sign === '+' || sign === '*' ? hold : ((hold + 1) as 2 | 3))]
  return { e: `${a.e} ${sign} ${b.e}`, s: `${a.s} ${SHOWN[sign] ?? sign} ${b.s}`, hold }
}

/** A root, a power or another function of one number. */
export function applied(name: string, inner: Node): Node {
  const [e, s] = [inner.e, inside(inner, 4).s]
  switch (name) {
    case '√':
      return { e: `sqrt(${e})`, s: `√${s}`, hold: 4 }
    case '∛':
      return { e: `${e.startsWith('-') ? `-(${e.slice(1)})` : `(${e})`}^(1/3)`, s: `∛${s}`, hold: 3 }
    case 'sq':
      return { e: `(${e})^2`, s: `${s}²`, hold: 3 }
    case 'cu':
      return { e: `(${e})^3`, s: `${s}³`, hold: 3 }
    case 'abs':
      return { e: `abs(${e})`, s: `|${inner.s}|`, hold: 4 }
    case 'recip':
      return { e: `1 / ${inside(inner, 4).e}`, s: `1 ÷ ${s}`, hold: 2 }
    case 'sindeg':
    case 'cosdeg':
    case 'tandeg':
      return { e: `${name.slice(0, 3)}(${e})`, s: `${name.slice(0, 3)} ${s}°`, hold: 4 }
    default:
      return { e: `${name}(${e})`, s: `${name === 'ln' ? 'ln' : name === 'lg' ? 'log₁₀' : 'log₂'} ${s}`, hold: 4 }
  }
}
