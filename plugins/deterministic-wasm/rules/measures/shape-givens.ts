/** What a request gives of a shape: each measure with its part in it (`radius`, `height`, `side`), by the words beside it. */
import type { Measure, Told } from './read-measures.ts'

export type Part =
  | 'radius'
  | 'diameter'
  | 'circumference'
  | 'perimeter'
  | 'area'
  | 'volume'
  | 'height'
  | 'depth'
  | 'width'
  | 'length'
  | 'base'
  | 'side'
  | 'parallel'
  | 'leg'
  | 'hypotenuse'
  | 'diagonal'
  | 'angle'
  | 'plain'

export type Given = { readonly part: Part; readonly measure: Measure }

const BEFORE: readonly (readonly [RegExp, Part])[] = [
  [/(?:radius|radii|(?<!\p{L})r(?: ?=)?)$/u, 'radius'],
  [/(?:diameter|dia\.?|(?<!\p{L})d(?: ?=)?|ø)$/u, 'diameter'],
  [/circumference$/u, 'circumference'],
  [/perimeter$/u, 'perimeter'],
  [/area$/u, 'area'],
  [/volume$/u, 'volume'],
  [/(?:heights?|(?<!\p{L})h(?: ?=)?|tall|high|altitude)$/u, 'height'],
  [/(?:depth|deep|thickness|thick)$/u, 'depth'],
  [/(?:width|breadth|wide|(?<!\p{L})w ?=)$/u, 'width'],
  [/(?:length|long|(?<!\p{L})l ?=)$/u, 'length'],
  [/(?:base|(?<!\p{L})b ?=)$/u, 'base'],
  [/parallel sides$/u, 'parallel'],
  [/(?:sides?|edges?|side lengths?|edge lengths?|(?<!\p{L})[as] ?=)$/u, 'side'],
  [/(?:legs?|cathet(?:us|i)|short sides)$/u, 'leg'],
  [/(?:hypotenuse|hypothenuse|hypotenus)$/u, 'hypotenuse'],
  [/diagonals?$/u, 'diagonal'],
  [/(?<!\p{L})angles?$/u, 'angle'],
]
const AFTER: readonly (readonly [RegExp, Part])[] = [
  [/^(?:of |in )?radius/u, 'radius'],
  [/^(?:(?:of |in )?diameter|across|dia(?!g))/u, 'diameter'],
  [/^(?:in )?circumference/u, 'circumference'],
  [/^perimeter/u, 'perimeter'],
  [/^(?:high|tall|(?:of |in )?height)/u, 'height'],
  [/^(?:deep|thick|(?:of |in )?(?:depth|thickness))/u, 'depth'],
  [/^(?:wide|broad|(?:of |in )?(?:width|breadth))/u, 'width'],
  [/^(?:long|(?:of |in )?length)/u, 'length'],
  [/^(?:of )?base/u, 'base'],
  [/^of water/u, 'depth'],
  [/^(?:sides?|edges?|on each side|per side|each side)/u, 'side'],
  [/^(?:legs?)/u, 'leg'],
  [/^hypotenuse/u, 'hypotenuse'],
  [/^diagonal/u, 'diagonal'],
]
/** Between the name of a part and its figure. */
const LINK =
  /(?: of (?:an?|the|my|our|this|its)(?: [\p{L}-]+){1,2}(?: is| was| measures| =)(?= ?$)| of| is| are| :| about| measures| measuring| equal to|:|s are| both| with)*[ (]*$/u
/** `one leg 5`: a number that counts and measures nothing. */
const COUNTS = /^ (?:leg|side|edge|angle|wall|room|pool|box|tank|circle|square|triangle|cube|cylinder)(?!\p{L})/u
const COUNTS_ANGLES = /^ (?:interior |inner )?angles (?:of|in)(?!\p{L})/u

function partBefore(before: string): Part | null {
  const named = before
    .replace(LINK, '')
    .trimEnd()
    .replace(/(?<=\p{L}{3}) ?=$/u, '')
  return BEFORE.find(([pattern]) => pattern.test(named))?.[1] ?? null
}
const partAfter = (after: string): Part | null => {
  const named = after.trimStart().replace(/^-/, '')
  return AFTER.find(([pattern]) => pattern.test(named))?.[1] ?? null
}

const ASKED_LAST = /(?<=[NLAV],? )(?:the )?(?:perimeter|circumference|hypotenuse|diagonal|radius|diameter)[ ?.!]*$/u
const ASKED_ELSE =
  /(?<!\p{L})(?:how|what|whats|what's|find|calculate|area|volume|surface|perimeter|circumference|diagonal|hypotenuse|radius|diameter|capacity|litres?|liters?)(?!\p{L})/u

/** Null where a measure is no length, area, volume, angle or plain number. */
export function givensOf({ shape, measures }: Told): readonly Given[] | null {
  const counted = measures.filter(
    ({ letter, digits, after }) =>
      letter !== 'N' ||
      !(
        (digits === '1' && COUNTS.test(after)) ||
        COUNTS_ANGLES.test(after) ||
        (digits === '4' && /^ walls(?!\p{L})/u.test(after))
      ),
  )
  if (counted.length === 0 || counted.some(({ letter }) => !/^[NLAVG]$/.test(letter))) return null
  // `base 8 height 5.5`, or `3.66 m diameter, 75 cm deep`: names stand on one side throughout.
  const isBefore = partBefore(counted[0]?.before ?? '') !== null
  const isAngles =
    /(?<!\p{L})(?:angles|third angle|fourth angle|angle in a triangle|angle of a triangle)(?!\p{L})/u.test(shape) &&
    counted.every(({ letter }) => /^[NG]$/.test(letter))
  // `rectangle 6 x 4 perimeter`: a last word that names what is wanted, where nothing else does.
  const asked = ASKED_LAST.exec(shape)
  const isAskedLast = asked !== null && !ASKED_ELSE.test(shape.slice(0, asked.index))
  const givens: Given[] = []
  for (const [i, measure] of counted.entries()) {
    const own = isBefore
      ? (partBefore(measure.before) ?? adjectiveAfter(measure.after))
      : ((isAskedLast && i === counted.length - 1 ? null : partAfter(measure.after)) ?? partBefore(measure.before))
    const last = givens[i - 1]
    const follows = last !== undefined && /^,? ?(?:and |& |by |x |× )?$/u.test(measure.before.trimStart())
    const kind: Part | null =
      measure.letter === 'A' ? 'area' : measure.letter === 'V' ? 'volume' : measure.letter === 'G' ? 'angle' : null
    givens.push({ part: kind ?? own ?? (isAngles ? 'angle' : follows ? last.part : 'plain'), measure })
  }
  return givens
}

const adjectiveAfter = (after: string): Part | null => {
  const part = /^ ?-?(?:high|tall|deep|thick|wide|long|across)(?!\p{L})/u.test(after) ? partAfter(after) : null
  return part
}

/** The measures of a part, in order. */
export const partsOf = (givens: readonly Given[], ...parts: readonly Part[]): readonly Measure[] =>
  givens.filter(({ part }) => parts.includes(part)).map(({ measure }) => measure)
