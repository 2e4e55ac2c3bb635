/**
 * Runs each request both ways, one after the other so that neither side waits for the other, and in turns so that a warm model favours
 * none. It stops where its caller leaves, and cancels what runs.
 */

import type { CompareEntry, CompareItem, CompareRequest, CompareResult, CompareSide } from '#contracts/compare'
import { API_VERSION } from '#contracts/execution'
import { type FailureCode, KoraError } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { TaskGraph } from '#contracts/task-graph'
import type { RunRequest } from '#engine/run-request'
import { prepareRun } from '../api/execute-request.ts'
import type { StudioServices } from '../api/services.ts'
import { compareAnswers } from './agreement.ts'
import { buildDirectGraph, withoutCache } from './direct-graph.ts'
import { weigh } from './weigh.ts'

/** Throws KoraError: what the door refuses, with the place in the body, and CANCELLED. */
export async function compareRequests(
  request: CompareRequest,
  services: StudioServices,
  signal: AbortSignal,
): Promise<CompareResult> {
  if (services.settings.values.deterministic_only)
    throw new KoraError('MODEL_NEEDED', 'A comparison needs a model, and this Studio is set to deterministic only.')
  const options = request.execution_options ?? {}
  // All that can be refused is, before the first model is asked: a comparison may take an hour.
  for (const [at, item] of request.requests.entries()) await prepareBoth({ item, at, round: 0, options }, services)
  const entries: CompareEntry[] = []
  for (let round = 0; round < (request.rounds ?? 1); round += 1) {
    for (const [at, item] of request.requests.entries()) {
      assertWanted(signal)
      const entry = await compareOne({ item, at, round, options }, services, signal)
      if (entries.length === 0) assertModel(entry)
      entries.push(entry)
    }
  }
  return weigh(entries)
}

type Pair = {
  readonly item: CompareItem
  readonly at: number
  readonly round: number
  readonly options: NonNullable<CompareRequest['execution_options']>
}

async function compareOne(pair: Pair, services: StudioServices, signal: AbortSignal): Promise<CompareEntry> {
  const { item, at, round } = pair
  const [structured, direct] = await prepareBoth(pair, services)
  const run = (side: Prepared): Promise<CompareSide> => runSide(side, services, signal, at)
  const isStructuredFirst = (at + round) % 2 === 0
  const first = await run(isStructuredFirst ? structured : direct)
  const second = await run(isStructuredFirst ? direct : structured)
  const [own, other] = isStructuredFirst ? [first, second] : [second, first]
  const isAnswered = own.status === 'success' && other.status === 'success'
  const judged = isAnswered ? compareAnswers(own.output as JsonValue, other.output as JsonValue) : null
  return {
    request: at,
    round,
    structured: own,
    direct: other,
    rules: item.message === undefined ? [] : structured.rules,
    agree: judged?.agree ?? null,
    overlap: judged?.overlap ?? null,
  }
}

const NO_MODEL: readonly FailureCode[] = ['BACKEND_UNAVAILABLE', 'BACKEND_NOT_INSTALLED', 'MODEL_NOT_FOUND']

/** Without a model there is no direct side. One that goes away later fails the rest, and what was measured is kept. */
function assertModel({ direct: { error } }: CompareEntry): void {
  const code = NO_MODEL.find(one => one === error?.details.code)
  if (error && code) throw new KoraError(code, error.message, { ...error.details })
}

function prepareBoth(pair: Pair, services: StudioServices): Promise<[Prepared, Prepared]> {
  return Promise.all([prepare(pair, services, 'auto'), prepare(pair, services, 'direct')]).catch(error => {
    throw inRequest(error, pair.at)
  })
}

type Prepared = { readonly run: RunRequest; readonly rules: string[] }

async function prepare({ item, options }: Pair, services: StudioServices, mode: 'auto' | 'direct'): Promise<Prepared> {
  const { message, attachments, taskgraph, inputs } = item
  if (message !== undefined) {
    const given = attachments === undefined ? {} : { attachments }
    const envelope = { api_version: API_VERSION, message, ...given, execution_options: { ...options, mode } }
    const { run, construction } = await prepareRun(envelope, services)
    return {
      run: { ...run, taskgraph: withoutCache(run.taskgraph) },
      rules: construction?.decision.rules.map(({ rule_id }) => rule_id) ?? [],
    }
  }
  const named = options.model === undefined ? {} : { model: options.model }
  const own = inputs === undefined ? {} : { inputs: inputs as JsonObject }
  const { run } = await prepareRun({ api_version: API_VERSION, taskgraph, ...own, execution_options: named }, services)
  if (mode === 'auto') return { run: { ...run, taskgraph: withoutCache(run.taskgraph) }, rules: [] }
  const { valid, errors } = await services.kernel.plan(run)
  if (!valid) throw new KoraError(errors[0]!.code as 'GRAPH_SHAPE', errors[0]!.message, { errors: [...errors] })
  const { kernel, messageBudget } = services
  const graph = buildDirectGraph(taskgraph as TaskGraph, own.inputs ?? {}, kernel.registry, messageBudget())
  return { run: { taskgraph: graph, defaultModel: run.defaultModel ?? null }, rules: [] }
}

async function runSide(
  side: Prepared,
  services: StudioServices,
  signal: AbortSignal,
  at: number,
): Promise<CompareSide> {
  assertWanted(signal)
  const handle = await services.kernel.start(side.run).catch(error => {
    throw inRequest(error, at)
  })
  const cancel = (): void => handle.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  const result = await handle.result
  signal.removeEventListener('abort', cancel)
  // Half a pair is no measurement.
  assertWanted(signal)
  const { summary, tasks } = result.telemetry
  // A model is loaded once, whichever way happens to come first.
  const loadMs = tasks.reduce((most, task) => Math.max(most, task.load_ms), 0)
  return {
    run_id: handle.runId,
    status: result.status,
    calls: summary.model_invocation_count,
    tokens_in: summary.total_tokens.in,
    tokens_out: summary.total_tokens.out,
    latency_ms: Math.max(0, summary.total_latency_ms - loadMs),
    output: result.final_output ?? null,
    error: result.error ?? null,
  }
}

function assertWanted(signal: AbortSignal): void {
  if (signal.aborted) throw new KoraError('CANCELLED', 'The comparison was left.')
}

/** Faults point from the root of one request; the caller reads from the body's root. */
function inRequest(error: unknown, at: number): unknown {
  if (!(error instanceof KoraError)) return error
  const own = error.details.errors ?? [{ pointer: '', code: error.code, message: error.message }]
  const errors = own.map(fault => ({ ...fault, pointer: `/requests/${at}${fault.pointer}` }))
  return new KoraError(error.code, error.message, { ...error.details, errors }, error)
}
