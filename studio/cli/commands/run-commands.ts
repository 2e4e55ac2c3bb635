/** `runs` and `telemetry`: what ran, what runs, what it cost. */
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Bundle, TaskTelemetry } from '#contracts/bundle'
import type { RunState } from '#contracts/event'
import {
  EXPORT_KINDS,
  type ExportResult,
  type RunList,
  type RunStatus,
  type TelemetrySummary,
} from '#contracts/execution'
import { findDataRoot } from '../../settings/data-root.ts'
import { badgeLine, printFailure, printJson, printTable, seconds } from '../output.ts'
import { get, named, post, type Session, segment } from '../session.ts'
import { examples } from './command-parts.ts'

const DEFAULT_LIMIT = '20'
const UNDER_WAY: readonly RunState[] = ['queued', 'running']

export function addRunCommands(program: Command, session: Session): void {
  const runs = program
    .command('runs')
    .description('runs, past and under way')
    .addHelpText('after', examples('kora runs list --status failed', 'kora runs show run_01m7yxx17ezf98a4rshz3g1c9v'))
  runs
    .command('list', { isDefault: true })
    .description('list runs, newest first')
    .option('-n, --limit <count>', 'how many', DEFAULT_LIMIT)
    .option('-c, --cursor <next>', 'go on where a list ended')
    .option('-s, --status <status>', 'queued, running, success, failed, cancelled or interrupted')
    .option('-q, --query <text>', 'part of a title or an id')
    .addHelpText('after', examples('kora runs list --limit 5', 'kora runs list --status failed --json'))
    .action((flags: ListFlags) => list(session, flags))
  runs
    .command('show')
    .description('one run: its tasks, times, tokens and failures')
    .argument('<run id>')
    .addHelpText('after', examples('kora runs show run_01m7yxx17ezf98a4rshz3g1c9v'))
    .action((runId: string) => show(session, runId))
  runs
    .command('cancel')
    .description('cancel a run; doing it twice changes nothing')
    .argument('<run id>')
    .addHelpText('after', examples('kora runs cancel run_01m7yxx17ezf98a4rshz3g1c9v'))
    .action(async (runId: string) => {
      const run = await named('run', runId, post<RunStatus>(session, `/runs/${segment('run id', runId)}/cancel`))
      if (session.output.json) return printJson(session.output, run)
      session.output.out(`${run.run_id}  ${run.status}`)
    })
}

type ListFlags = {
  readonly limit: string
  readonly cursor?: string
  readonly status?: string
  readonly query?: string
}

async function list(session: Session, flags: ListFlags): Promise<void> {
  const { output } = session
  const query = new URLSearchParams({ limit: flags.limit })
  if (flags.cursor) query.set('cursor', flags.cursor)
  if (flags.status) query.set('status', flags.status)
  if (flags.query) query.set('q', flags.query)
  const found = await get<RunList>(session, `/runs?${query}`)
  if (output.json) return printJson(output, found)
  if (found.runs.length === 0) return output.err('No such runs yet.')
  printTable(
    output,
    ['run', 'status', 'path', 'started', 'took', 'tasks', 'calls', 'title'],
    found.runs.map(run => [
      run.run_id,
      run.status,
      run.execution_path,
      run.started_at,
      run.duration_ms === null ? null : seconds(run.duration_ms),
      run.total_tasks,
      run.model_invocation_count,
      run.title,
    ]),
  )
  if (found.next !== null) output.err(`More: kora runs list --cursor ${found.next}${sayFilters(flags)}`)
}

/** A cursor goes on in the list that it came from, so the next command asks for the same one. */
function sayFilters({ limit, status, query }: ListFlags): string {
  const said = [
    limit === DEFAULT_LIMIT ? null : `--limit ${limit}`,
    status === undefined ? null : `--status ${status}`,
    query === undefined ? null : `--query '${query.replaceAll("'", `'\\''`)}'`,
  ]
  return said.flatMap(part => (part === null ? [] : [` ${part}`])).join('')
}

async function show(session: Session, runId: string): Promise<void> {
  const { output } = session
  const id = segment('run id', runId)
  const run = await named('run', runId, get<RunStatus>(session, `/runs/${id}`))
  if (output.json) return printJson(output, run)
  output.out(`${run.run_id}  ${run.status}`)
  if (UNDER_WAY.includes(run.status)) return
  const bundle = await get<Bundle>(session, `/telemetry/${id}`)
  printTasks(session, bundle)
  output.out(badgeLine(bundle.summary))
  if (run.result?.error) printFailure(output, run.result.error)
}

/** As they began; what never began comes last. Of those that began in the same millisecond, what depends comes after. */
function inOrderOfStart(tasks: readonly TaskTelemetry[]): readonly TaskTelemetry[] {
  const levels = new Map<string, number>()
  const byId = new Map(tasks.map(task => [task.task_id, task]))
  const levelOf = (id: string): number => {
    const known = levels.get(id)
    if (known !== undefined) return known
    levels.set(id, 0)
    const level = 1 + Math.max(0, ...(byId.get(id)?.dependencies ?? []).map(levelOf))
    levels.set(id, level)
    return level
  }
  const startOf = ({ started_at }: TaskTelemetry): number =>
    started_at === null ? Number.POSITIVE_INFINITY : Date.parse(started_at)
  return tasks.toSorted((one, other) =>
    startOf(one) === startOf(other) ? levelOf(one.task_id) - levelOf(other.task_id) : startOf(one) - startOf(other),
  )
}

function printTasks({ output }: Session, bundle: Bundle): void {
  printTable(
    output,
    ['task', 'type', 'op or model', 'status', 'took', 'tokens', 'retries', 'why'],
    inOrderOfStart(bundle.tasks).map(task => [
      task.task_id,
      task.task_type,
      task.op ?? task.model,
      task.status,
      task.started_at === null ? null : seconds(task.duration_ms),
      task.tokens_out,
      task.retry_count,
      task.stop_reason,
    ]),
  )
}

export function addTelemetryCommands(program: Command, session: Session): void {
  const telemetry = program
    .command('telemetry')
    .description('what all runs cost and how long they took; nothing is ever sent')
    .addHelpText('after', examples('kora telemetry summary', 'kora telemetry export <run id> --kind summary'))
  telemetry
    .command('summary', { isDefault: true })
    .description('totals over all stored runs')
    .addHelpText('after', examples('kora telemetry summary --json'))
    .action(async () => {
      const summary = await get<TelemetrySummary>(session, '/telemetry/summary')
      if (session.output.json) return printJson(session.output, summary)
      const { latency_ms: latency, windows: _, ...counts } = summary
      const rows = Object.entries(counts).map(([name, value]) => [name.replaceAll('_', ' '), round(value)])
      const times = Object.entries(latency).map(([name, ms]) => [`latency ${name} ms`, round(ms)])
      printTable(session.output, ['figure', 'value'], [...rows, ...times])
    })
  telemetry
    .command('export')
    .description('write a file of one run into the exports folder')
    .argument('<run id>')
    .option('-k, --kind <kind>', EXPORT_KINDS.join(', '), 'telemetry')
    .addHelpText('after', examples('kora telemetry export run_01m7yxx17ezf98a4rshz3g1c9v --kind summary'))
    .action(async (runId: string, flags: { readonly kind: string }) => {
      const path = `/runs/${segment('run id', runId)}/exports`
      const exported = await named('run', runId, post<ExportResult>(session, path, { kind: flags.kind }))
      if (session.output.json) return printJson(session.output, exported)
      const { server, home } = session.flags()
      // A server that was named may keep its data on another machine.
      const place = server === undefined ? join(home ?? findDataRoot(), exported.path) : exported.path
      session.output.out(`${place}  sha256 ${exported.sha256}`)
    })
}

const round = (value: number | null): number | null => (value === null ? null : Math.round(value * 1_000) / 1_000)
