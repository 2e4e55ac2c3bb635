/**
 * Runs a workload: every request through the rules, and a sample of them, drawn by a seed, both ways on a model. It speaks HTTP like
 * every command, and judges by the labels alone. What was measured is kept where the model goes away or the user has seen enough.
 */
import type { CompareResult } from '#contracts/compare'
import { API_VERSION, type ExecuteResult, type PlanResult } from '#contracts/execution'
import { type Failure, KoraError } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { textOf } from '../compare/agreement.ts'
import { drawSample } from '../compare/draw-sample.ts'
import type { WorkloadRequest } from '../compare/read-workload.ts'
import {
  type Compared,
  type RuleOutcome,
  type RuleReport,
  reportRules,
  reportStructure,
  type StructureReport,
} from '../compare/workload-report.ts'
import { assertGoing, post, RefusedRequest, type Session } from './session.ts'

export type WorkloadFlags = {
  readonly sample: number
  readonly seed: number
  readonly now: string
  readonly model?: string
}
export type WorkloadReport = {
  readonly requests: number
  readonly rules: RuleReport
  /** Null where no model was asked. */
  readonly structure: StructureReport | null
  /** Why fewer were run both ways than were drawn; null where all were. */
  readonly stopped: Stopped | null
}
type Stopped = { readonly after: number; readonly of: number; readonly failure: Failure }

export async function runWorkload(
  session: Session,
  requests: readonly WorkloadRequest[],
  flags: WorkloadFlags,
): Promise<WorkloadReport> {
  const { output } = session
  const stop = session.stop()
  const outcomes: RuleOutcome[] = []
  for (const [at, request] of requests.entries()) {
    if (at % 25 === 0) output.progress(`rules: ${at} of ${requests.length}`, 'tick')
    assertGoing(stop)
    outcomes.push(await inRequest(request, askRules(session, request, flags.now)))
  }
  output.endProgress()
  const drawn = drawSample(requests, flags.sample, flags.seed)
  const { compared, failure } = await compareAll(session, drawn, flags)
  output.endProgress()
  return {
    requests: requests.length,
    rules: reportRules(outcomes),
    structure: compared.length === 0 ? null : reportStructure(compared),
    stopped: failure === null ? null : { after: compared.length, of: drawn.length, failure },
  }
}

type Measured = { readonly compared: readonly Compared[]; readonly failure: Failure | null }

async function compareAll(
  session: Session,
  drawn: readonly WorkloadRequest[],
  flags: WorkloadFlags,
): Promise<Measured> {
  const compared: Compared[] = []
  const options = { now: flags.now, ...(flags.model === undefined ? {} : { model: flags.model }) }
  for (const [at, request] of drawn.entries()) {
    session.output.progress(`both ways: ${at} of ${drawn.length}`, 'tick')
    const body = { api_version: API_VERSION, requests: [{ message: request.message }], execution_options: options }
    try {
      assertGoing(session.stop())
      const { entries } = await post<CompareResult>(session, '/compare', body, session.stop())
      compared.push({ request, entry: entries[0]! })
    } catch (error) {
      const failure =
        error instanceof RefusedRequest ? error.failure : error instanceof KoraError ? error.toFailure() : null
      // A wrong flag is the user's to mend, and the rules are measured again in no time.
      if (failure === null || failure.error_type === 'VALIDATION_ERROR') throw error
      return { compared, failure }
    }
  }
  return { compared, failure: null }
}

/** The plan tells whether rules answer all of it; only then is it run, and no model can be asked. */
async function askRules(session: Session, request: WorkloadRequest, now: string): Promise<RuleOutcome> {
  const body = { api_version: API_VERSION, message: request.message, execution_options: { now } }
  const { plan } = await post<PlanResult>(session, '/plan', body)
  const rules = plan?.rules.map(({ rule_id }) => rule_id) ?? []
  if (plan === undefined || plan.model_needed) return { request, answer: null, rules, failure: null }
  const alone = { ...body, execution_options: { now, mode: 'deterministic_only' } }
  const { final_output, error } = await post<ExecuteResult>(session, '/execute', alone)
  const failure = error ? `${error.details.code}: ${error.message}` : null
  return { request, answer: textOf((final_output ?? null) as JsonValue) ?? '', rules, failure }
}

/** Says which request of the file was refused. */
function inRequest<T>({ id, line }: WorkloadRequest, answer: Promise<T>): Promise<T> {
  return answer.catch(error => {
    if (!(error instanceof RefusedRequest) || error.failure.error_type !== 'VALIDATION_ERROR') throw error
    const { errors = [], ...details } = error.failure.details
    if (errors.some(({ pointer }) => pointer !== '/message')) throw error
    const message = `Request ${id}, line ${line} of the workload: ${error.failure.message}`
    throw new RefusedRequest({ ...error.failure, message, details }, error.status)
  })
}
