/** `runs`, `telemetry`, `models list`, `plugins list`, `operations`, `doctor`: what there is and what happened. */
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Command } from 'commander'
import type { Bundle } from '#contracts/bundle'
import type { ExportResult, RunList, RunStatus, TelemetrySummary } from '#contracts/execution'
import type { PluginInfo } from '#contracts/manifest'
import type { Health, ModelInfo, OperationInfo } from '#contracts/studio'
import { EXIT, printJson, printTable, seconds } from '../output.ts'
import { type Session, takeBody } from '../session.ts'

export function addLookCommands(program: Command, session: Session): void {
  addRuns(program, session)
  addTelemetry(program, session)
  program
    .command('operations')
    .description('list the deterministic operations, or search them by words')
    .argument('[search]', 'words to look for')
    .action(async (search?: string) => {
      const query = search ? `?q=${encodeURIComponent(search)}` : ''
      const { operations } = await get<{ operations: readonly OperationInfo[] }>(session, `/operations${query}`)
      if (session.output.json) return printJson(session.output, operations)
      printTable(
        session.output,
        ['operation', 'what it does'],
        operations.map(operation => [`${operation.name}@${operation.major}`, operation.description]),
      )
    })
  const plugins = program.command('plugins').description('plugins and what they offer')
  plugins
    .command('list')
    .description('list plugins with state and grants')
    .action(async () => {
      const listed = await get<{ plugins: readonly PluginInfo[] }>(session, '/plugins')
      if (session.output.json) return printJson(session.output, listed.plugins)
      printTable(
        session.output,
        ['plugin', 'version', 'state', 'provides', 'grants'],
        listed.plugins.map(plugin => [
          plugin.id,
          plugin.version,
          plugin.failure ? `${plugin.state} (${plugin.failure.code})` : plugin.state,
          plugin.provides.map(provided => `${provided.port} ${provided.name}`).join(', '),
          plugin.grants.map(grant => grant.power).join(', ') || null,
        ]),
      )
    })
}

export async function listModels(session: Session): Promise<void> {
  const { models } = await get<{ models: readonly ModelInfo[] }>(session, '/models')
  if (session.output.json) return printJson(session.output, models)
  if (models.length === 0) return session.output.err('No model yet. Get the default small one with `kora models pull`.')
  const megabytes = (bytes: number | null) => (bytes === null ? null : Math.round(bytes / 1_000_000))
  printTable(
    session.output,
    ['model', 'size MB', 'context', 'memory MiB', 'quantisation', ''],
    models.map(model => [
      model.model_id,
      megabytes(model.size_bytes),
      model.context_tokens,
      model.estimated_vram_mb,
      model.quantization,
      [model.is_default ? 'default' : '', model.loaded ? 'loaded' : ''].filter(Boolean).join(', '),
    ]),
  )
}

function addRuns(program: Command, session: Session): void {
  const runs = program.command('runs').description('runs, past and under way')
  runs
    .command('list')
    .description('list runs, newest first')
    .option('-n, --limit <count>', 'how many', '20')
    .option('-s, --status <status>', 'queued, running, success, failed, cancelled or interrupted')
    .option('-q, --query <text>', 'part of a title or an id')
    .action(async (flags: { limit: string; status?: string; query?: string }) => {
      const query = new URLSearchParams({ limit: flags.limit })
      if (flags.status) query.set('status', flags.status)
      if (flags.query) query.set('q', flags.query)
      const list = await get<RunList>(session, `/runs?${query}`)
      if (session.output.json) return printJson(session.output, list)
      if (list.runs.length === 0) return session.output.err('No runs yet.')
      printTable(
        session.output,
        ['run', 'status', 'path', 'started', 'took', 'tasks', 'calls', 'title'],
        list.runs.map(run => [
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
    })
  runs
    .command('show')
    .description('one run: its tasks, times, tokens and failures')
    .argument('<run id>')
    .action(async (runId: string) => {
      const run = await get<RunStatus>(session, `/runs/${encodeURIComponent(runId)}`)
      if (session.output.json) return printJson(session.output, run)
      session.output.out(`${run.run_id}  ${run.status}`)
      if (run.status !== 'queued' && run.status !== 'running')
        printTasks(session, await get<Bundle>(session, `/telemetry/${encodeURIComponent(runId)}`))
    })
  runs
    .command('cancel')
    .description('cancel a run; doing it twice changes nothing')
    .argument('<run id>')
    .action(async (runId: string) => {
      const client = await session.client()
      const run = takeBody<RunStatus>(await client.call('POST', `/runs/${encodeURIComponent(runId)}/cancel`))
      if (session.output.json) return printJson(session.output, run)
      session.output.out(`${run.run_id}  ${run.status}`)
    })
}

function printTasks(session: Session, bundle: Bundle): void {
  printTable(
    session.output,
    ['task', 'type', 'op or model', 'status', 'took', 'tokens', 'retries', 'why'],
    bundle.tasks.map(task => [
      task.task_id,
      task.task_type,
      task.op ?? task.model,
      task.status,
      seconds(task.duration_ms),
      task.tokens_out,
      task.retry_count,
      task.stop_reason,
    ]),
  )
}

function addTelemetry(program: Command, session: Session): void {
  const telemetry = program
    .command('telemetry')
    .description('what all runs cost and how long they took; nothing is ever sent')
  telemetry
    .command('summary', { isDefault: true })
    .description('totals over all stored runs')
    .action(async () => {
      const summary = await get<TelemetrySummary>(session, '/telemetry/summary')
      if (session.output.json) return printJson(session.output, summary)
      const { latency_ms: latency, ...counts } = summary
      const rows = Object.entries(counts).map(([name, value]) => [
        name.replaceAll('_', ' '),
        typeof value === 'number' ? round(value) : value,
      ])
      printTable(
        session.output,
        ['figure', 'value'],
        [...rows, ...Object.entries(latency).map(([name, ms]) => [`latency ${name} ms`, round(ms)])],
      )
    })
  telemetry
    .command('export')
    .description('write a file of one run into the exports folder')
    .argument('<run id>')
    .option('-k, --kind <kind>', 'taskgraph, telemetry, summary or capsule', 'telemetry')
    .action(async (runId: string, flags: { kind: string }) => {
      const client = await session.client()
      const answer = await client.call('POST', `/runs/${encodeURIComponent(runId)}/exports`, { kind: flags.kind })
      const exported = takeBody<ExportResult>(answer)
      if (session.output.json) return printJson(session.output, exported)
      session.output.out(`${exported.path}  sha256 ${exported.sha256}`)
    })
}

const round = (value: number) => Math.round(value * 1_000) / 1_000

/** What a helper of the user needs to see, without content and secrets. */
export type Diagnosis = {
  readonly version: string
  readonly bun: string
  readonly platform: string
  readonly health: Health
  readonly plugins: readonly PluginInfo[]
}

export async function runDoctor(session: Session, version: string, outFile: string | undefined): Promise<void> {
  const health = await get<Health>(session, '/health')
  const { plugins } = await get<{ plugins: readonly PluginInfo[] }>(session, '/plugins')
  const diagnosis: Diagnosis = {
    version,
    bun: Bun.version,
    platform: `${process.platform} ${process.arch}`,
    health,
    plugins,
  }
  if (outFile) {
    await mkdir(dirname(outFile), { recursive: true })
    await writeFile(outFile, `${JSON.stringify(diagnosis, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
    session.output.err(`Written to ${outFile}: no content, no token. Sending it is up to you.`)
  }
  if (health.status !== 'healthy') session.exit(EXIT.failed)
  if (session.output.json) return printJson(session.output, diagnosis)
  session.output.out(`Studio ${version} on Bun ${Bun.version}, ${diagnosis.platform}: ${health.status}`)
  for (const problem of health.problems) session.output.out(`problem  ${problem}`)
  printTable(
    session.output,
    ['backend', 'status', 'version', 'address', 'cure'],
    health.backends.map(backend => [backend.name, backend.status, backend.version, backend.address, backend.reason]),
  )
  const broken = plugins.filter(plugin => plugin.failure !== null)
  for (const plugin of broken)
    session.output.out(`plugin ${plugin.id}: ${plugin.failure?.code} ${plugin.failure?.message}`)
}

async function get<T>(session: Session, path: string): Promise<T> {
  const client = await session.client()
  return takeBody<T>(await client.call('GET', path))
}
