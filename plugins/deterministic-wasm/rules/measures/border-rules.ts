/** The area of a path, border or frame of one width all around a rectangle. On how many sides it runs must be said, and that it lies outside. */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking } from './told-words.ts'

const STRIP =
  '(?:path|pathway|walkway|border|frame|strip|edging|terrace|walk|pavement|surround|gravel path|gravel strip)'
const WORDS =
  'pool garden lawn pond field yard bed picture photo poster painting mirror room swimming rectangular path pathway walkway border frame strip edging terrace walk pavement surround gravel paved with has have is a an the of by x wide width all around round it surrounding surrounds surrounded goes runs laid built outside outer edge square corners what whats how many big large much area does do take up cover its our my i we want and along every on four sides alone only just itself'
const WIDE = new RegExp(`^ ?-?(?:wide )(?:\\p{L}+ )?${STRIP}|^ ${STRIP}|^ wide`, 'u')
const WIDTH = new RegExp(`${STRIP}(?: (?:of|with a width of|that is|which is|is))? $|width (?:of|is) $`, 'u')
const AROUND =
  /(?<!\p{L})(?:all (?:a?round|the way round)|surround(?:s|ed|ing)?|goes a?round|runs a?round|a?round (?:it|the|a|an|my|our))(?!\p{L})/u
const ASKED = new RegExp(
  `area (?:of (?:the |this )?(?:\\p{L}+ )?${STRIP}|does the ${STRIP}|has the ${STRIP}|(?:is|are) the ${STRIP})|${STRIP}(?:'s)? area|(?:how (?:big|large) is|how many .*) (?:the )?${STRIP}|(?:what (?:is|'s) )?its area$`,
  'u',
)

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length !== 3 || asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  const { shape, measures } = told
  if (!AROUND.test(shape) || !ASKED.test(shape) || asksTwice(shape)) return null
  if (
    /(?<!\p{L})(?:inside|inner|within|total|whole|together|including|included|with the|both|except|three|round (?:pool|pond|bed)|circular)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const [a, b] = measures
  const at = measures.findIndex((one, i) => {
    const next = measures[i + 1]
    return next !== undefined && one.letter === 'L' && next.letter === 'L' && /^ ?(?:x|by|×) $/u.test(next.before)
  })
  const width = at === 0 ? measures[2] : at === 1 ? a : undefined
  const [x, y]: readonly (Measure | undefined)[] = at === 0 ? [a, b] : [b, measures[2]]
  if (
    width?.letter !== 'L' ||
    width.unit === null ||
    x?.unit === undefined ||
    x.unit === null ||
    y?.unit === undefined ||
    y.unit === null
  )
    return null
  if (!WIDE.test(width.after) && !WIDTH.test(width.before)) return null
  const targets = findTargets(shape, told.isImperial).filter(({ unit }) => unit.letter === 'A')
  if (targets.length > 1) return null
  const words = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, shape)
  if (
    !inWords(
      words.replace(/ ?\(square outer corners\)/u, ' ').replace(/(?<!\p{L})on (?:all )?(?:four|N|every) sides?/gu, ' '),
      WORDS,
      1,
    )
  )
    return null
  const unit = x.unit
  const inUnit = ({ digits, unit: own }: Measure): string =>
    own === null || own.unit === unit.unit ? digits : `(${digits} * ${writeFactor(divide(own.size, unit.size))})`
  const [p, q, w] = [inUnit(x), inUnit(y), inUnit(width)]
  const to = targets[0]?.unit
  const factor = to === undefined ? '' : ` * ${writeFactor(divide(multiply(unit.size, unit.size), to.size))}`
  return measured({
    expression: `((${p} + 2 * ${w}) * (${q} + 2 * ${w}) - ${p} * ${q})${factor}`,
    label: to?.label ?? `${unit.label}²`,
    how: `(${x.digits} + 2 × ${width.shown}) × (${y.digits} + 2 × ${width.shown}) - ${x.digits} × ${y.digits}`,
    readings: [...readingsOf(told), 'It lies outside, on all four sides, with square corners.'],
  })
}

export const borderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-border',
    reason: 'Works out the area of a path or border of one width all around a rectangle.',
    order: 135.5,
    pairs: 'joined',
    hint: /path|walk|border|frame|strip|edging|terrace|pavement|surround/iu,
    examples: {
      yes: [
        "A pool of 8 m by 5 m has a 1 m wide path all around it. What's the area of the path?",
        'garden 10 m x 6 m with a path 80 cm wide around it, area of the path in m²?',
      ],
      no: [
        "A pool of 8 m by 5 m has a 1 m wide path on three sides. What's the area of the path?",
        'A garden of 8 m by 5 m has a 1 m wide path all around inside. Area of the path?',
        "A pool of 8 m by 5 m has a 1 m wide path all around it. What's the total area?",
        "A pool of 8 m by 5 m has a 1 m wide path all around it. What's the area of the pool?",
        'A path of 8 m by 5 m around a 1 m tree, what is the area of the path with the tree?',
      ],
    },
    read: readsColon(read),
  }),
]
