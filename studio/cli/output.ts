/**
 * What commands print: results on standard output, everything about them on standard error. With `--json` standard output
 * holds one JSON document and nothing else.
 */
import type { BundleSummary } from '#contracts/bundle'
import type { Failure, Fault } from '#contracts/failure'
import type { Printer } from './printer.ts'

export const EXIT = { success: 0, failed: 1, wrongUse: 2, unreachable: 3 } as const

export type Output = Omit<Printer, 'finish'> & { readonly json: boolean }

export function printJson(output: Output, value: unknown): void {
  output.out(JSON.stringify(value, null, 2))
}

/** `Hybrid · Execution: Deterministic + Model (1 call) | 320 tokens | 1.2 s` (rule U3): every number from telemetry. */
export function badgeLine(summary: BundleSummary): string {
  const label = { deterministic: 'Deterministic only', model: 'Model invoked', hybrid: 'Hybrid' }[
    summary.execution_path
  ]
  const calls = summary.model_invocation_count
  const operations = summary.deterministic_task_count + summary.aggregation_task_count > 0
  const how = [
    operations ? 'Deterministic' : null,
    calls > 0 ? `Model (${calls} ${calls === 1 ? 'call' : 'calls'})` : null,
  ]
  // A condition or a schema of one value answers a model task without asking the model.
  const nothing = summary.model_task_count > 0 && summary.failure_count === 0 ? 'no model call needed' : 'nothing ran'
  const tokens = summary.total_tokens.in + summary.total_tokens.out
  return `${label} · Execution: ${how.filter(Boolean).join(' + ') || nothing} | ${tokens} tokens | ${seconds(summary.total_latency_ms)}`
}

/** Of a message that rules answered in part: what they left, and that no model answered it. */
export const missingLine = (words: string): string => `Not answered, because it needs a model: ${words}`

export function seconds(ms: number): string {
  if (ms < 10) return `${ms.toFixed(1)} ms`
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${(ms / 1_000).toFixed(1)} s`
}

/** `placeOf` says where a fault's pointer lies, for example as file, line and column. */
export function printFailure(output: Output, failure: Failure, placeOf = pointerText): void {
  const { code, errors = [], hint, breach_type: breach, purse, task_id: task } = failure.details
  // With one line for each fault, a headline that repeats the first one would only hide how many there are.
  const isSaid = errors.length === 0 || (errors.length === 1 && errors[0]?.message === failure.message)
  const headline = isSaid ? failure.message : `${countOf(errors.length, 'fault')}, nothing ran.`
  output.err(`${failure.error_type} ${code}: ${task === undefined ? '' : `task ${task}: `}${headline}`)
  for (const fault of errors) {
    if (!isSaid) output.err(`  ${faultLine(fault, placeOf)}`)
    else if (fault.pointer !== '') output.err(`  at ${placeOf(fault.pointer)}`)
  }
  if (breach && purse) {
    output.err(`  ${breach} used up; left: ${purse.tokens} tokens, ${purse.time_ms} ms, ${purse.attempts} attempts`)
  }
  if (hint && !errors.some(fault => fault.message.includes(hint))) output.err(`  ${hint}`)
}

export function faultLine(fault: Fault, placeOf = pointerText): string {
  return `${placeOf(fault.pointer)}  ${fault.code}  ${fault.message}`
}

export const countOf = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`

/** What the user wrote on the command line in place of a member of the body. */
const FLAGS: Readonly<Record<string, string>> = {
  '/execution_options/now': '--now',
  '/execution_options/model': '--model',
  '/message': 'the message',
  '/limit': '--limit',
  '/cursor': '--cursor',
  '/status': '--status',
  '/q': '--query',
  '/kind': '--kind',
}

const INPUT = /^\/inputs\/([^/]+)$/

export const pointerText = (pointer: string): string =>
  FLAGS[pointer] ?? (pointer.replace(INPUT, (_, name: string) => `--input ${name}`) || '/')

/** Columns padded to their widest cell; numbers to the right. */
export function printTable(
  output: Output,
  head: readonly string[],
  rows: readonly (readonly (string | number | null)[])[],
): void {
  const cells = [head, ...rows].map(row => row.map(toCell))
  const widths = head.map((_, at) => Math.max(...cells.map(row => Bun.stringWidth(row[at] ?? ''))))
  const isNumber = head.map(
    (_, at) => rows.length > 0 && rows.every(row => typeof row[at] === 'number' || row[at] === null),
  )
  for (const row of cells) {
    const padded = row.map((cell, at) => {
      const space = ' '.repeat(Math.max(0, (widths[at] ?? 0) - Bun.stringWidth(cell)))
      return isNumber[at] ? space + cell : cell + space
    })
    output.out(padded.join('  ').trimEnd())
  }
}

const toCell = (cell: string | number | null): string => (cell === null ? '–' : String(cell).replaceAll(/\s+/g, ' '))
