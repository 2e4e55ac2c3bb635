/** Answers about money from expressions: one amount, several amounts side by side, or which of several is the smaller. */
import { decided, hasMember } from '../decided.ts'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { type Amount, commonSign, decimalsOf, type Sign, showAmount, writeAmount } from '../money.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import type { Figure } from './story.ts'

/** An amount of money: what has no currency has two decimals, where it is not whole. */
export const paid = (expression: string, sign: Sign | null, how: string, unit = ''): Answer | null =>
  evaluated({ expression, sign, ...(sign === null ? { decimals: 'cents' } : {}), how, unit })

/** Whole amounts stay whole where nothing says that they are money. */
export const counted = (expression: string, amounts: readonly Amount[], how: string, unit = ''): Answer | null => {
  const sign = amounts.find(amount => amount.sign !== null)?.sign ?? null
  const isPlain = sign === null && amounts.every(({ digits }) => !digits.includes('.'))
  const value = evaluatedValue(expression)
  // Thousandths are no money.
  if (sign === null && amounts.some(({ digits }) => /\.\d{3}/.test(digits))) return evaluated({ expression, how, unit })
  return isPlain && value?.denominator === 1n ? evaluated({ expression, how, unit }) : paid(expression, sign, how, unit)
}

export type Line = {
  readonly before?: string
  readonly expression: string
  readonly sign?: Sign | null
  readonly decimals?: number
  readonly after?: string
}

/** Several figures in one sentence, each worked out by a task of its own. */
export function several(lines: readonly Line[], how: string): Answer | null {
  if (lines.some(({ expression }) => expression.length > 300 || evaluatedValue(expression) === null)) return null
  const keys = lines.map((_, i) => `part${i + 1}`)
  const tasks = lines.map(({ expression, sign = null, decimals }, i) =>
    task(keys[i]!, `Calculate ${expression}`.slice(0, 200), 'math.evaluate', {
      expression,
      decimals: decimals ?? (sign === null ? 2 : decimalsOf(sign)),
      rounding: 'half_up',
    }),
  )
  const members = Object.fromEntries(keys.map(key => [key, { $from: key, pointer: '/exact' }]))
  const template = lines.map(
    ({ sign = null }, i) => `{{before${i}}}${writeAmount(`{{part${i + 1}}}`, sign)}{{after${i}}}`,
  )
  const values = Object.fromEntries([
    ...keys.map(key => [key, at(`/${key}`)]),
    ...lines.flatMap(({ before = '', after = '' }, i) => [
      [`before${i}`, literal(before)],
      [`after${i}`, literal(after)],
    ]),
  ])
  return {
    tasks: [...tasks, task('all', 'Put them together', 'agg.merge', { objects: [members] }, keys)],
    answer: 'all',
    reply: withHow(template.join(', '), values, how),
  }
}

export type Option = { readonly name: string; readonly expression: string }
export type Compared = {
  readonly options: readonly [Option, Option]
  /** Says which is chosen: `is cheaper`. */
  readonly verdict: string
  readonly sign: Sign | null
  /** Of the figures of both: ` per kg`. */
  readonly unit: string
  readonly decimals?: number
  /** The larger one is chosen. */
  readonly wantsMore?: boolean
  readonly how: string
  /** Also says by how much. */
  readonly difference?: string
}

/** Which of two amounts is the smaller, with both; null where they are the same. */
export function compared(asked: Compared): Answer | null {
  const [a, b] = asked.options
  const [x, y] = [evaluatedValue(a.expression), evaluatedValue(b.expression)]
  if (x === null || y === null || x.numerator * y.denominator === y.numerator * x.denominator) return null
  const decimals = asked.decimals ?? (asked.sign === null ? 2 : decimalsOf(asked.sign))
  const rounding = { decimals, rounding: 'half_up' } as const
  const gap = task('gap', 'Compare both', 'math.evaluate', { expression: `(${a.expression}) - (${b.expression})` })
  const sure = `abs((${a.expression}) - (${b.expression}))`
  const figures = [
    task('first', `Work out ${a.name}`.slice(0, 200), 'math.evaluate', { expression: a.expression, ...rounding }),
    task('second', `Work out ${b.name}`.slice(0, 200), 'math.evaluate', { expression: b.expression, ...rounding }),
    task('apart', 'How far apart they are', 'math.evaluate', { expression: sure, ...rounding }),
  ]
  const from = (key: string, pointer: string) => ({ $from: key, pointer })
  const merged = {
    gap: from('gap', '/value'),
    first: from('first', '/exact'),
    second: from('second', '/exact'),
    apart: from('apart', '/exact'),
  }
  const all = task('all', 'Put them together', 'agg.merge', { objects: [merged] }, ['gap', 'first', 'second', 'apart'])
  const isFirst = hasMember('gap', asked.wantsMore ? { exclusiveMinimum: 0 } : { exclusiveMaximum: 0 })
  const said = (name: string): string => `${name} ${asked.verdict}`
  const shown = (key: string, name: string): string =>
    `{{${name}}}: ${writeAmount(`{{${key}}}`, asked.sign)}${asked.unit}`
  const by = asked.difference === undefined ? '' : ` by ${writeAmount('{{apart}}', asked.sign)}${asked.difference}`
  const answer = decided({
    tasks: [gap, ...figures, all],
    when: isFirst,
    yes: said(a.name),
    no: said(b.name),
    rest: `${by} (${shown('first', 'a')}; ${shown('second', 'b')}).`,
    members: ['first', 'second', 'apart'],
    how: asked.how,
  })
  const values = { ...answer.reply.values, a: literal(a.name), b: literal(b.name) }
  return { ...answer, reply: { ...answer.reply, values } }
}

/** Whether what was had is enough for what it all comes to, and what is left or missing then. */
export function enough(had: Figure, cost: string, sign: Sign | null, how: string): Answer | null {
  if (evaluatedValue(cost) === null) return null
  const rounding = { decimals: sign === null ? 2 : decimalsOf(sign), rounding: 'half_up' } as const
  const gap = `${had.amount.digits} - (${cost})`
  const tasks = [
    task('cost', 'Work out the cost', 'math.evaluate', { expression: cost, ...rounding }),
    task('gap', 'Compare both', 'math.evaluate', { expression: gap }),
    task('apart', 'How far apart they are', 'math.evaluate', { expression: `abs(${gap})`, ...rounding }),
    task(
      'all',
      'Put them together',
      'agg.merge',
      {
        objects: [
          {
            cost: { $from: 'cost', pointer: '/exact' },
            gap: { $from: 'gap', pointer: '/value' },
            apart: { $from: 'apart', pointer: '/exact' },
          },
        ],
      },
      ['cost', 'gap', 'apart'],
    ),
  ]
  const isMissing = (evaluatedValue(gap)?.numerator ?? 0n) < 0n
  return decided({
    tasks,
    when: hasMember('gap', { minimum: 0 }),
    yes: 'Yes',
    no: 'No',
    rest: `: it comes to ${writeAmount('{{cost}}', sign)}, ${writeAmount('{{apart}}', sign)} ${isMissing ? 'is missing' : 'is left'}`,
    members: ['cost', 'apart'],
    how,
  })
}

/** The one figure that fits, or null where none or several do. */
export function only(figures: readonly Figure[], fits: (figure: Figure) => boolean): Figure | null {
  const found = figures.filter(fits)
  return found.length === 1 ? found[0]! : null
}

export const shown = (figure: Figure): string => showAmount(figure.amount)
export const digitsOf = (figure: Figure): string => figure.amount.digits
export const isWhole = (figure: Figure): boolean =>
  figure.amount.sign === null && /^[1-9]\d{0,5}$/.test(figure.amount.digits)
export const signOf = (figures: readonly Figure[]): Sign | null | 'mixed' =>
  commonSign(figures.map(({ amount }) => amount))

/** Worked out from these figures, with the currency of all of them; null where they have several. */
export function summed(figures: readonly Figure[], expression: string, told: string, unit = ''): Answer | null {
  const sign = signOf(figures)
  return sign === 'mixed' ? null : paid(expression, sign, told, unit)
}
