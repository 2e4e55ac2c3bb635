/** Sides and speeds whose unit is said once: `5.4 x 2.7 m`, `legs of 6 and 8 cm`, `at 80 and 100 km/h`. It changes no number. */
import type { Draft } from './read-measures.ts'

const SIDES_OF =
  /(?<!\p{L})(?:legs|sides|edges|diagonals|catheti|dimensions)(?: of(?: length)?| are| is| measure| measuring|:| =)? (?:\d+(?:\.\d+)?, )*$/iu
const SPEED_OF = /(?<!\p{L})(?:at|of|speeds?|doing|with) $/u
const TIMES = /^ ?(?:x|by|×) $/u

/** A bare number in the unit of its neighbour. */
const inUnitOf = (here: Draft, { letter, unit, dimensions }: Draft): Draft => ({
  ...here,
  letter,
  unit,
  dimensions,
  shown: `${here.shown} ${unit?.label}`,
})

export function joinSides(text: string, drafts: readonly Draft[]): Draft[] {
  const sides = [...drafts]
  for (let i = sides.length - 2; i >= 0; i -= 1) {
    const [here, next] = [sides[i] as Draft, sides[i + 1] as Draft]
    if (here.letter !== 'N') continue
    const between = text.slice(here.to, next.from)
    const isSide =
      next.letter === 'L' &&
      (TIMES.test(between) || (/^(?:,| and|, and| &) $/u.test(between) && SIDES_OF.test(text.slice(0, here.from))))
    const isSpeed = next.letter === 'S' && /^ (?:and|&) $/u.test(between) && SPEED_OF.test(text.slice(0, here.from))
    if (isSide || isSpeed) sides[i] = inUnitOf(here, next)
  }
  // `divide 2.4 m by 5` has one side only.
  if (/(?<!\p{L})(?:divided?|multipl(?:y|ied)|scaled?)(?!\p{L})/iu.test(text)) return [...drafts]
  for (let i = 1; i < sides.length; i += 1) {
    const [last, here] = [sides[i - 1] as Draft, sides[i] as Draft]
    if (here.letter === 'N' && last.letter === 'L' && TIMES.test(text.slice(last.to, here.from)))
      sides[i] = inUnitOf(here, last)
  }
  return sides
}
