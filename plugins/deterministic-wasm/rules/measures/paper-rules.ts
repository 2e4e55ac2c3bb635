/** Sheets of the A series: their sizes, how many of one go onto another, their area, and what so many of them weigh. */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, ONE, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured, placesOf } from './measured.ts'
import { writeFactor } from './read-measures.ts'
import { nameUnit } from './unit-names.ts'

/** Short side and long side in millimetres. */
const SIZES: readonly (readonly [number, number])[] = [
  [841, 1189],
  [594, 841],
  [420, 594],
  [297, 420],
  [210, 297],
  [148, 210],
  [105, 148],
  [74, 105],
  [52, 74],
]
const SIZE = '(?:an? |the |one |1 )?(?:din |iso )?a(?<n>[0-8])(?: (?:paper|sheet|page|format|sized?))*'
const ASKED = new RegExp(
  `^(?:(?:what(?:'s| is| are)?|tell me|give me) )?(?:the )?(?:(?:exact )?(?:sizes?|dimensions?|measurements?|format|width and height|height and width)(?: of)? ${SIZE}|${SIZE}(?: (?:sizes?|dimensions?|measurements?|in numbers))?|how (?:big|large) is ${SIZE})(?: (?:in|to|as) (?<unit>\\p{L}{2,11}))?[ ?.!]*$`
    .replaceAll('?<n>', '')
    .replace(/\(\[0-8\]\)/g, '([0-8])'),
  'iu',
)
const AREA = new RegExp(
  `^(?:what(?:'s| is) )?(?:the )?(?:surface )?(?:area (?:of )?${SIZE}|${SIZE.replace('?<n>', '?<m>')} area)(?: in (?<unit>[\\p{L}²2 .]{2,20}))?[ ?.!]*$`,
  'iu',
)
const FIT =
  /^how many a ?(?<small>[0-8])(?:s| sheets| pages| papers| cards)?(?: (?:do|does|can|will))?(?: (?:you|i) (?:get|fit|put|make|cut))?(?: (?:fit|go|are there|are|sheets fit))?(?: (?:from|on|onto|into|in|out of|to|make|equal))*(?: (?:an?|the|one))? a ?(?<large>[0-8])(?: sheet| page| paper)?[ ?.!]*$/iu
const WEIGHT =
  /^(?:(?:what(?:'s| is)|how much (?:is|does|do)|how heavy (?:is|are)) )?(?:the )?(?:weight of )?(?:(?:a )?(?:ream|stack|pack) of )?(?<count>\d{1,6}) (?:(?:sheets?|pages?)(?: of)? (?:a ?(?<n>[0-8]))(?: paper)?|a ?(?<m>[0-8]) sheets?)(?:,| at| of| with|, at)? ?(?<gsm>\d{2,3}) ?(?:gsm|g ?\/ ?m2|g ?\/ ?m²|g per (?:m2|m²|square met(?:er|re)))(?: paper)?,?(?: (?:weigh|weight|what do they weigh|how heavy|what does it weigh|how much does it weigh|what is the weight))?[ ?.!]*$/iu

function read(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || !/a ?[0-8]/iu.test(clause.plain)) return null
  for (const text of new Set([clause.plain, clause.plain.replace(/[,.] (?=what|how)/giu, ', ')])) {
    const answer = fit(text) ?? weight(text) ?? area(text) ?? sides(text)
    if (answer !== null) return answer
  }
  return null
}

function sides(text: string): Answer | null {
  const found = ASKED.exec(text)
  const unit = found?.groups?.unit
  const n = found?.slice(1).find(group => group !== undefined && /^[0-8]$/.test(group))
  // A bare `a4` asks nothing.
  if (
    found === null ||
    n === undefined ||
    (unit === undefined && !/size|dimension|measurement|format|how|width/iu.test(text))
  )
    return null
  const to = nameUnit(unit ?? 'mm', false)
  const [a, b] = SIZES[Number(n)] ?? []
  if (to === null || to.letter !== 'L' || a === undefined || b === undefined) return null
  const expression = (side: number): string => `${side} * ${writeFactor(divide(MILLIMETRE, to.size))}`
  const tasks = [a, b].map((side, i) => {
    const value = evaluatedValue(expression(side))
    const places = value === null ? null : placesOf(value)
    return task(`side${i + 1}`, 'Take one side', 'math.evaluate', {
      expression: expression(side),
      ...(places === null ? {} : { decimals: 2, rounding: 'half_up' }),
    })
  })
  const merged = { one: { $from: 'side1', pointer: '/exact' }, two: { $from: 'side2', pointer: '/exact' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['side1', 'side2'])
  return {
    tasks: [...tasks, both],
    answer: 'both',
    reply: withHow(
      '{{one}} × {{two}} {{unit}}',
      { one: at('/one'), two: at('/two'), unit: literal(to.label) },
      `A${n} is ${a} × ${b} mm`,
    ),
  }
}
const MILLIMETRE: Rational = { numerator: 1n, denominator: 1000n }

function area(text: string): Answer | null {
  const groups = AREA.exec(text)?.groups
  const n = groups?.n ?? groups?.m
  if (groups === undefined || n === undefined) return null
  const to = nameUnit(groups.unit ?? 'cm²', false)
  const [a, b] = SIZES[Number(n)] ?? []
  if (to === null || to.letter !== 'A' || a === undefined) return null
  return measured({
    expression: `${a} * ${b} / 1000000 * ${writeFactor(divide(ONE, to.size))}`,
    label: to.label,
    how: `${a} mm × ${b} mm`,
  })
}

/** Each size is half of the one before. */
function fit(text: string): Answer | null {
  const groups = FIT.exec(text)?.groups
  const [small, large] = [Number(groups?.small), Number(groups?.large)]
  if (groups === undefined || !(small > large)) return null
  return measured({
    expression: `2 ^ ${small - large}`,
    label: '',
    how: `A${large} is halved ${small - large} time${small - large === 1 ? '' : 's'} to A${small}`,
  })
}

function weight(text: string): Answer | null {
  const groups = WEIGHT.exec(text)?.groups
  const n = groups?.n ?? groups?.m
  const [a, b] = SIZES[Number(n)] ?? []
  if (groups === undefined || n === undefined || a === undefined) return null
  return measured({
    expression: `${groups.count} * ${a} * ${b} / 1000000 * ${groups.gsm}`,
    label: 'g',
    how: `${groups.count} × ${a} mm × ${b} mm × ${groups.gsm} g/m²`,
  })
}

export const paperRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-paper',
    reason: 'Tells sizes, areas and weights of paper of the A series, and how many sheets go onto a larger one.',
    order: 144.2,
    pairs: 'joined',
    hint: /(?<!\p{L})a ?[0-8](?!\d)/iu,
    examples: {
      yes: [
        'A4 in inches',
        'size of a3 in mm',
        'dimensions of A5',
        'how many A4 sheets fit on an A2?',
        'A3 area in cm²',
        'weight of 200 sheets a4 at 80 gsm',
      ],
      no: [
        'A4',
        'Audi A4 in red',
        'how many A4 pages is my essay',
        'the A3 road in miles',
        'A4 in hertz',
        'how many A2 fit on an A4 sheet?',
        'a 5 in mm',
      ],
    },
    read,
  }),
]
