/**
 * Grades or figures, each with its weight beside it, and the weighted average of them: `math 1.7 (6 credits), physics 2.3 (4 credits)`,
 * `80 counts 40%, 90 counts 60%`. Weights in per cent must add up to a hundred.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { takeRounding } from '../message/rounding-wish.ts'
import { stripCourtesy } from '../message/strip-courtesy.ts'

const LONGEST = 500
const WEIGHT = '(?<weight>\\d{1,4}(?:\\.\\d{1,2})?) ?(?<unit>%|percent|credits?|cr|ects|cp|lp|hours?|units?|h)?'
const ITEM = new RegExp(
  `(?<![\\p{L}\\d.,%])(?:(?<name>(?!(?:\\p{L}+ ){0,4}(?:weighted|average|mean|of|is|and)(?!\\p{L}))\\p{L}[\\p{L} ]{0,24}?):? )?(?<figure>\\d{1,6}(?:\\.\\d{1,4})?) ?(?:\\((?:weight:? |x|×)?${WEIGHT}\\)|(?:(?:which )?counts?|weighs|with (?:a )?weight(?: of)?|weighted|weight) (?:for )?${WEIGHT.replace('weight', 'weight2').replace('unit', 'unit2')})(?![\\p{L}\\d])`,
  'giu',
)
const ASKED =
  /^(?:(?:what(?:'s| is)|find|calculate|compute|give me|work out|tell me|i need|show|and|so|then|my|our|the|a|that|is|gives) ?)*weighted (?:average|mean|avg)(?: (?:grade|score|mark|result|price|value|of|of (?:these|those|them|my (?:grades|marks|scores))))?$|^(?:(?:what(?:'s| is)|find|calculate|compute|give me|work out|my|the) ?)*(?:average|mean)(?: (?:grade|score|mark))?,? weighted(?: by (?:credits?|ects|weight|weights|hours|them))?$/iu
const LABEL =
  /^(?:(?:my|our|the|these|here are(?: my)?|these are(?: my)?) )?(?:grades?|marks?|scores?|results?|exams?|courses?|numbers?|figures?)?$/iu

function match(input: PlannerInput) {
  const { message } = input
  if (message.length > LONGEST || input.attachments.length > 0 || !/weight/iu.test(message)) return []
  const items = [...message.matchAll(ITEM)]
  if (items.length < 2 || items.length > 12) return []
  let rest = ''
  let at = 0
  for (const item of items) {
    const between = message.slice(at, item.index)
    // Between two of them nothing stands but what separates.
    if (at > 0 && !/^\s*(?:[,;\n]|,? ?and|&)?\s*$/u.test(between)) return []
    rest += at === 0 ? `${between}\n` : ''
    at = item.index + item[0].length
  }
  rest += message.slice(at)
  const pieces = rest
    .split(/[\n:.;?!]+|(?<=\d)\s*,/u)
    .map(piece => stripCourtesy(piece.trim().replace(/^[,–—-]\s*|[,–—-]$/g, '')).text.trim())
  const said = pieces.filter(piece => piece !== '' && !LABEL.test(piece))
  const [question, more] = said
  if (question === undefined || more !== undefined) return []
  const wish = ASKED.test(question) ? null : takeRounding(question)
  if (!ASKED.test(wish?.text.replace(/[,\s]+$/, '') ?? question)) return []
  const pairs = items.map(({ groups = {} }) => ({
    figure: groups.figure ?? '',
    weight: groups.weight ?? groups.weight2 ?? '',
    unit: (groups.unit ?? groups.unit2 ?? '').toLowerCase().replace(/s$/, '').replace('percent', '%'),
  }))
  const total = pairs.reduce((sum, { weight }) => sum + Number(weight), 0)
  const isPercent = pairs[0]?.unit === '%'
  if (pairs.some(({ unit }) => unit !== pairs[0]?.unit) || total === 0 || (isPercent && Math.abs(total - 100) > 1e-9))
    return []
  const top = pairs.map(({ figure, weight }) => `${figure} * ${weight}`).join(' + ')
  const answer = evaluated({
    expression: `(${top}) / (${pairs.map(({ weight }) => weight).join(' + ')})`,
    ...(wish === null ? {} : { decimals: wish.decimals }),
    how: `(${pairs.map(({ figure, weight }) => `${figure} × ${weight}`).join(' + ')}) ÷ ${Number(total.toFixed(4))}`,
  })
  if (answer === null) return []
  return [
    {
      span: [0, Math.max(1, message.replace(/[\s?!.:]+$/, '').length)] as const,
      data: [[0, message.length] as const],
      ...answer,
    },
  ]
}

export const weightedListRules: readonly PlannerRule[] = [
  {
    id: 'weighted-list',
    reason: 'Works out the weighted average of figures that stand with their weights.',
    order: 362,
    examples: {
      yes: [
        'My grades: math 1.7 (6 credits), physics 2.3 (4 credits), english 1.0 (2 credits). Weighted average, two decimals?',
        'Weighted average: 80 counts 40%, 90 counts 60%',
        'what is the weighted mean of 90 (weight 3), 80 (weight 2)',
      ],
      no: [
        'Weighted average: 80 counts 40%, 90 counts 50%',
        'My grades: math 1.7 (6 credits), physics 2.3 (4 credits). Weighted average without physics?',
        'My grades: math 1.7 (6 credits), physics 2.3 (4 hours). Weighted average?',
        'Why is the weighted average of 80 (40%), 90 (60%) so low?',
        'weighted average of 80 (40%), 90 (60%) and what do I need in the next exam?',
      ],
    },
    match,
  },
]
