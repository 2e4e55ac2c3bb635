/** Two points of the plane: how far apart they are, what lies in the middle of them, and how steep the line through them is. */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'
import { measured } from './measured.ts'

const NUMBER = '-?\\d{1,6}(?:\\.\\d{1,4})?'
const POINT = (i: number): string =>
  `(?:the point )?(?:\\p{Lu} ?=? ?)?\\( ?(?<x${i}>${NUMBER}) ?[,;|] ?(?<y${i}>${NUMBER}) ?\\)`
const PAIR = `(?:the )?(?:2 |two )?(?:points )?${POINT(1)},? ?(?:and|to|,|&) ?${POINT(2)}`
const ASKED =
  '(?<asked>distance|length|midpoint|mid point|mid-point|middle|slope|gradient)(?: of (?:the )?(?:line|segment|line segment|straight line))?'
const FORMS = [
  `(?:what(?:'s| is)|whats|find|calculate|work out|give me|determine)? ?(?:the )?${ASKED} (?:between|of|from|through|joining|connecting|passing through|with endpoints)(?: the line (?:through|joining))? ${PAIR}`,
  `(?:points )?${PAIR}[,:.]? (?:what(?:'s| is)|whats|find|calculate)? ?(?:the |their )?${ASKED}(?: between them| of the line through them)?`,
].map(source => new RegExp(`^(?:${source})[ ?.!]*$`, 'iu'))

function read(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || clause.text.length > 160) return null
  for (const form of FORMS) {
    const groups = form.exec(clause.text)?.groups
    if (groups !== undefined) return answer(groups)
  }
  return null
}

function answer({
  asked = '',
  x1 = '0',
  y1 = '0',
  x2 = '0',
  y2 = '0',
}: Readonly<Record<string, string | undefined>>): Answer | null {
  const [dx, dy] = [`((${x2}) - (${x1}))`, `((${y2}) - (${y1}))`]
  if (/^(?:distance|length)$/iu.test(asked)) {
    const how = `√((${x2} - ${bracket(x1)})² + (${y2} - ${bracket(y1)})²)`
    return measured({ expression: `sqrt(${dx}^2 + ${dy}^2)`, label: '', how, isIrrational: true })
  }
  if (/^(?:slope|gradient)$/iu.test(asked)) {
    if (Number(x1) === Number(x2)) return null
    return measured({
      expression: `${dy} / ${dx}`,
      label: '',
      how: `(${y2} - ${bracket(y1)}) ÷ (${x2} - ${bracket(x1)})`,
    })
  }
  const parts = [
    task('x', 'The middle across', 'math.evaluate', { expression: `((${x1}) + (${x2})) / 2` }),
    task('y', 'The middle upwards', 'math.evaluate', { expression: `((${y1}) + (${y2})) / 2` }),
  ]
  const merge = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ x: { $from: 'x', pointer: '/exact' }, y: { $from: 'y', pointer: '/exact' } }] },
    ['x', 'y'],
  )
  const made = single(merge, '({{x}}, {{y}})', { x: at('/x'), y: at('/y') })
  return {
    ...made,
    tasks: [...parts, merge],
    reply: withHow('({{x}}, {{y}})', { x: at('/x'), y: at('/y') }, 'Half of both sums'),
  }
}
const bracket = (digits: string): string => (digits.startsWith('-') ? `(${digits})` : digits)

export const pointRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-points',
    reason: 'Tells the distance, the middle and the slope of two points.',
    order: 136.5,
    hint: /\(.*\).*\(.*\)/u,
    examples: {
      yes: [
        'distance between points (1,2) and (4,6)',
        'What is the midpoint of (2, -3) and (8, 5)?',
        'slope of the line through (1, 2) and (3, 10)',
      ],
      no: [
        'distance between (1,2) and the origin of the problem',
        'slope of the line through (1, 2) and (1, 10)',
        'distance between (1,2,3) and (4,6,7)',
        'distance between (1,2) and (4,6) on the city grid',
        'midpoint of (2, -3) and (8, 5) and the distance',
      ],
    },
    read,
  }),
]
