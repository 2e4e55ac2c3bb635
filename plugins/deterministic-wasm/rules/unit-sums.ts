/** Quantities added up, and one quantity in several units: `5 km + 300 m`, `180 cm in feet and inches`. */
import type { PlannerRule } from '#contracts/planner-port'
import { ONE } from '../arithmetic/rational.ts'
import { evaluated } from './evaluated.ts'
import { isNested } from './measures/nested.ts'
import type { Clause } from './message/read-message.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, literal, single, task } from './rule.ts'
import { countedLabel, findUnit, type Known } from './units.ts'

const UNIT = '[\\p{L}°µ][\\p{L}\\d°µ²³/ ]{0,24}?'
const QUANTITY = `\\d+(?:\\.\\d+)? ?${UNIT}`
const SUM = new RegExp(
  `^(?:(?:add|sum(?: of)?|total(?: of)?) )?(${QUANTITY}(?:(?: ?\\+ ?| plus | minus | - )${QUANTITY}){1,8})(?: (?:in|to|as) (${UNIT}))?$`,
  'iu',
)
const PIECE = new RegExp(`^(\\d+(?:\\.\\d+)?) ?(${UNIT})$`, 'iu')
const SPLIT = new RegExp(
  `^(?:convert |change |express |how (?:long|tall|much|heavy|many) (?:is|are) )?(\\d+(?:\\.\\d+)?) ?(${UNIT}) (?:in|to|into|as) ((?:${UNIT}(?:, ?| and |,? and )){1,3}${UNIT})$`,
  'iu',
)
/** Stones and the pounds beside them; both units of the second may be left out. */
const STONE =
  /^(?:convert |change |how much is )?(\d{1,3}) ?(?:stones?|st) (?:and )?(\d{1,2}(?:\.\d+)?) ?(?:lbs?|pounds?)? (?:in|to|into|as) (kgs?|kilos?|kilograms?|lbs?|pounds?)$/iu

/** `what percentage of 8 hours is 90 minutes`, `90 minutes as a percentage of 8 hours`. */
const SHARES: readonly RegExp[] = [
  new RegExp(
    `^(?:what |which )?(?:percentage|percent|per cent|%) of (?<whole>${QUANTITY}) (?:is|are) (?<part>${QUANTITY})$`,
    'iu',
  ),
  new RegExp(
    `^(?<part>${QUANTITY}) (?:as|in) (?:an? )?(?:percentage|percent|per cent|%) of (?<whole>${QUANTITY})$`,
    'iu',
  ),
]

export const unitSumRules: readonly PlannerRule[] = [
  defineRule({
    id: 'unit-sum',
    reason: 'Adds quantities of one kind, or writes one quantity in several units.',
    order: 31,
    hint: /\d/,
    examples: {
      yes: [
        '5 km + 300 m',
        'What is 2 kg plus 350 g in grams?',
        '180 cm in feet and inches',
        '1000 minutes in hours and minutes',
        '11 stone 4 in kg',
        'what percentage of 6 hours is 45 minutes?',
      ],
      no: [
        '5 km + 3 kg',
        '5 people + 3 apples',
        'I ran 5 km + 300 m',
        '180 cm in heels and jeans',
        '3 m minus 2 years',
        'What is 5 C + 3 C?',
        '2 stone 4 ever',
      ],
    },
    read: clause =>
      clause.quotes.length > 0 || clause.data !== null
        ? null
        : (summed(clause) ?? split(clause) ?? stone(clause) ?? shared(clause)),
  }),
]

function shared(clause: Clause): Answer | null {
  for (const form of SHARES) {
    const groups = form.exec(clause.core)?.groups ?? form.exec(clause.plain)?.groups
    const [part, whole] = [readPart(groups?.part ?? ''), readPart(groups?.whole ?? '')]
    if (part === null || whole === null || part.unit.unit.quantity !== whole.unit.unit.quantity) continue
    const moved = peek('unit.convert', { value: part.value, from: part.unit.name, to: whole.unit.name })?.exact
    if (typeof moved !== 'string') continue
    const how = `${part.value} ${part.unit.label} of ${whole.value} ${whole.unit.label}`
    return evaluated({ expression: `(${moved}) / ${whole.value} * 100`, unit: '%', how })
  }
  return null
}

type Part = { readonly value: string; readonly unit: Known }

function readPart(written: string): Part | null {
  const found = PIECE.exec(written.trim())
  const unit = found === null ? null : findUnit(found[2] ?? '', false)
  // Temperatures do not add up, and `5 m` may be minutes.
  return unit === null || unit.unit.quantity === 'temperature' ? null : { value: found?.[1] ?? '', unit }
}

function summed(clause: Clause): Answer | null {
  const found = SUM.exec(clause.core)
  if (found === null) return null
  const [, list = '', target] = found
  const signs = [...list.matchAll(/ ?\+ ?| plus | minus | - /giu)].map(([sign]) => (/minus|-/i.test(sign) ? '-' : ''))
  const read = list.split(/ ?\+ ?| plus | minus | - /iu).map(readPart)
  if (read.some(part => part === null)) return null
  const parts = read as readonly Part[]
  const to = target === undefined ? parts[0]?.unit : findUnit(target, false)
  if (to === undefined || to === null || parts.some(({ unit }) => unit.unit.quantity !== to.unit.quantity)) return null
  const amounts = parts.map(({ value, unit }, i) => ({
    value: `${i === 0 ? '' : (signs[i - 1] ?? '')}${value}`,
    unit: unit.name,
  }))
  return total(
    amounts,
    to,
    parts
      .map(({ value, unit }, i) => `${i === 0 ? '' : signs[i - 1] === '-' ? ' - ' : ' + '}${value} ${unit.label}`)
      .join(''),
  )
}

/** Quantities of one kind added up in a unit, rounded where that never ends. */
export function total(
  amounts: readonly { readonly value: string; readonly unit: string }[],
  to: Known,
  how: string,
): Answer | null {
  const exact = peek('unit.sum', { amounts: [...amounts], to: to.name })?.exact
  if (typeof exact !== 'string') return null
  const isLong = exact.includes('/') || (exact.split('.')[1] ?? '').length > 10
  const input = { amounts: [...amounts], to: to.name, ...(isLong ? { decimals: 6 } : {}) }
  const answer = single(
    task('sum', 'Add the quantities', 'unit.sum', input),
    '{{value}} {{unit}}',
    { value: at('/exact'), unit: literal(to.label) },
    `${how}${isLong ? ', rounded to 6 decimals' : ''}`,
  )
  return to.reading === '' ? answer : { ...answer, reading: to.reading }
}

function split(clause: Clause): Answer | null {
  const found = SPLIT.exec(clause.core) ?? SPLIT.exec(clause.plain)
  const from = found === null ? null : findUnit(found[2] ?? '', false)
  if (found === null || from === null) return null
  const targets = (found[3] ?? '').split(/,? and |, ?/iu).map(name => findUnit(name, false))
  if (targets.some(unit => unit === null || unit.unit.quantity !== from.unit.quantity)) return null
  if (!isNested((targets as readonly Known[]).map(({ unit }) => unit))) return null
  const into = (targets as readonly Known[]).map(({ name }) => name)
  const input = { value: found[1] ?? '', from: from.name, into: [...into], decimals: 2 }
  const parts = peek('unit.split', input)?.parts
  if (!Array.isArray(parts)) return null
  // `1 hours` is one hour.
  const isOne = (i: number): boolean => (parts[i] as { readonly value?: unknown } | undefined)?.value === '1'
  const template = (targets as readonly Known[])
    .map(({ label }, i) => `{{/parts/${i}/value}} ${isOne(i) ? countedLabel(label, ONE) : label}`)
    .join(' ')
  const answer = single(
    task('parts', 'Split the quantity', 'unit.split', input),
    template,
    { parts: at('/parts') },
    `${found[1]} ${from.label}`,
  )
  const readings = new Set([from, ...(targets as readonly Known[])].map(({ reading }) => reading))
  const said = [...readings].filter(reading => reading !== '').join(' ')
  return said === '' ? answer : { ...answer, reading: said }
}

function stone(clause: Clause): Answer | null {
  const found = STONE.exec(clause.core)
  const to = found === null ? null : findUnit(found[3] ?? '', false)
  if (found === null || to === null || Number(found[2]) >= 14) return null
  return total(
    [
      { value: found[1] ?? '', unit: 'stone' },
      { value: found[2] ?? '', unit: 'lb' },
    ],
    to,
    `${found[1]} stone ${found[2]} lb`,
  )
}
