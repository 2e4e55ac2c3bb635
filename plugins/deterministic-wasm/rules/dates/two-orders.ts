/**
 * Dates of numbers whose day and month could change places (`03/04/2024`): the request is answered with the day first and with the
 * month first, and the reply says both. Several such dates of one message are read in the same order; it never takes one silently.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import type { DateOrder } from '../../find/dates.ts'
import { peek } from '../peek.ts'
import { type Answer, at, single, task } from '../rule.ts'

/** A date as it stands, and its day in both orders. */
export type TwoDates = { readonly text: string; readonly dayFirst: string; readonly monthFirst: string }

const MOST_TASKS = 40

/** One reply of two answers, or null where one order has none. */
export function inBothOrders(dates: readonly TwoDates[], answerIn: (order: DateOrder) => Answer | null): Answer | null {
  const dayFirst = answerIn('day_first')
  const monthFirst = dayFirst === null ? null : answerIn('month_first')
  const first = dates[0]
  if (dayFirst === null || monthFirst === null || first === undefined) return null
  if (dayFirst.tasks.length + monthFirst.tasks.length > MOST_TASKS) return null
  const [one, other] = [saidBy(dayFirst), saidBy(monthFirst)]
  if (one === null || other === null) return null
  const [caution, otherCaution] = [cautionOf(dayFirst), cautionOf(monthFirst)]
  if (one === other)
    return {
      ...dayFirst,
      reading: `${caution}The same with the day first and with the month first.`,
      ...kept(dayFirst),
    }
  const tasks = [...named(dayFirst, 'day_first'), ...named(monthFirst, 'month_first')]
  const both = task(
    'both',
    'Say both',
    'agg.template',
    {
      template: one.includes('\n')
        ? 'With the day first:\n\n{{one}}\n\nWith the month first:\n\n{{other}}'
        : '{{one}}, if {{first}}; {{other}}, if {{second}}',
      values: {
        one: { $from: 'day_first_said', pointer: '/text' },
        other: { $from: 'month_first_said', pointer: '/text' },
        ...(one.includes('\n') ? {} : conditions(dates)),
      },
    },
    ['day_first_said', 'month_first_said'],
  )
  const answer = single(both, '{{text}}', { text: at('/text') })
  return {
    ...answer,
    tasks: [...tasks, both],
    ...readingOf(caution, otherCaution),
    ...kept(dayFirst),
  }
}

const kept = ({ usesData, data }: Answer): Pick<Answer, 'usesData' | 'data'> => ({
  ...(usesData === undefined ? {} : { usesData }),
  ...(data === undefined ? {} : { data }),
})

/** A caution that speaks of the day itself is said of both. */
function readingOf(one: string, other: string): { readonly reading?: string } {
  if (one === other) return one === '' ? {} : { reading: one.trim() }
  return { reading: `With the day first: ${one}With the month first: ${other}`.trim() }
}

/** What else the answer says of how it was read. */
function cautionOf({ reading = '' }: Answer): string {
  return /^Dates read with the /.test(reading) || reading === '' ? '' : `${reading} `
}

function conditions(dates: readonly TwoDates[]): { readonly first: string; readonly second: string } {
  const [only] = dates
  if (only !== undefined && new Set(dates.map(({ text }) => text)).size === 1)
    return { first: `${only.text} is ${spoken(only.dayFirst)}`, second: `it is ${spoken(only.monthFirst)}` }
  return {
    first: `the day comes first (${dates.map(({ dayFirst }) => spoken(dayFirst)).join(', ')})`,
    second: `the month does (${dates.map(({ monthFirst }) => spoken(monthFirst)).join(', ')})`,
  }
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')
/** `3 April 2024`, which has one reading. */
function spoken(iso: string): string {
  const [year = '', month = '', day = ''] = iso.split('-')
  return `${Number(day)} ${MONTHS[Number(month) - 1]} ${Number(year)}`
}

/** The tasks under names of their own, and one that says their answer. */
function named(answer: Answer, name: string): PlannedTask[] {
  const rename = (key: string): string => `${name}_${key}`
  const said = task(
    rename('said'),
    `Say it with the ${name.replace('_', ' ')}`,
    'agg.template',
    { template: bareTemplate(answer), values: valuesOf(answer, rename(answer.answer)) },
    [rename(answer.answer)],
  )
  return [
    ...answer.tasks.map(({ key, input, dependencies, ...rest }) => ({
      ...rest,
      key: rename(key),
      input: renamed(input, rename) as PlannedTask['input'],
      dependencies: dependencies.map(rename),
    })),
    said,
  ]
}

const bareTemplate = ({ reply }: Answer): string => reply.template.replace(/\.$/, '')

function valuesOf({ reply }: Answer, from: string): Record<string, JsonValue> {
  const used = Object.entries(reply.values).filter(([name]) => reply.template.includes(name))
  return Object.fromEntries(
    used.map(([name, value]) => [name, 'pointer' in value ? { $from: from, pointer: value.pointer } : value.literal]),
  )
}

const isObject = (value: JsonValue): value is JsonObject =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function renamed(value: JsonValue, rename: (key: string) => string): JsonValue {
  if (Array.isArray(value)) return value.map(item => renamed(item, rename))
  if (!isObject(value)) return value
  if (typeof value.$from === 'string') return { ...value, $from: rename(value.$from) }
  if ('$literal' in value) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, renamed(item, rename)]))
}

/** What an answer will say, by running its tasks; null where one of them fails. */
function saidBy(answer: Answer): string | null {
  const outputs = new Map<string, JsonValue>()
  for (const { key, op, input } of answer.tasks) {
    const output = peek(op, resolved(input, outputs) as PlannedTask['input'])
    if (output === null) return null
    outputs.set(key, output)
  }
  const values = resolved(valuesOf(answer, answer.answer), outputs) as PlannedTask['input']
  const said = peek('agg.template', { template: bareTemplate(answer), values })?.text
  return typeof said === 'string' ? said : null
}

function resolved(value: JsonValue, outputs: ReadonlyMap<string, JsonValue>): JsonValue {
  if (Array.isArray(value)) return value.map(item => resolved(item, outputs))
  if (!isObject(value)) return value
  if (value.$literal !== undefined) return value.$literal
  if (typeof value.$from === 'string') return pointed(outputs.get(value.$from) ?? null, String(value.pointer ?? ''))
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, resolved(item, outputs)]))
}

function pointed(value: JsonValue, pointer: string): JsonValue {
  let inner = value
  for (const name of pointer.split('/').slice(1)) {
    if (Array.isArray(inner)) inner = inner[Number(name)] ?? null
    else inner = isObject(inner) ? (inner[name] ?? null) : null
  }
  return inner
}
