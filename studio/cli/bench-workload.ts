/**
 * Runs a workload: every request through the rules, and a sample of them, drawn by a seed, both ways on a model. It speaks HTTP like
 * every command, and judges by the labels alone.
 */
import type { CompareResult } from '#contracts/compare'
import { API_VERSION, type ExecuteResult, type PlanResult } from '#contracts/execution'
import type { JsonValue } from '#contracts/json-value'
import { textOf } from '../compare/agreement.ts'
import { mulberry } from '../compare/interval.ts'
import { KINDS, type WorkloadRequest } from '../compare/read-workload.ts'
import {
  type Compared,
  type RuleOutcome,
  type RuleReport,
  reportRules,
  reportStructure,
  type StructureReport,
} from '../compare/workload-report.ts'
import { post, type Session } from './session.ts'

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
}

export async function runWorkload(
  session: Session,
  requests: readonly WorkloadRequest[],
  flags: WorkloadFlags,
): Promise<WorkloadReport> {
  const { output } = session
  const outcomes: RuleOutcome[] = []
  for (const [at, request] of requests.entries()) {
    if (at % 25 === 0) output.progress(`rules: ${at} of ${requests.length}`, 'tick')
    outcomes.push(await askRules(session, request, flags.now))
  }
  output.endProgress()
  const compared: Compared[] = []
  const drawn = drawSample(requests, flags.sample, flags.seed)
  for (const [at, request] of drawn.entries()) {
    output.progress(`both ways: ${at} of ${drawn.length}`, 'tick')
    const options = { now: flags.now, ...(flags.model === undefined ? {} : { model: flags.model }) }
    const body = { api_version: API_VERSION, requests: [{ message: request.message }], execution_options: options }
    const { entries } = await post<CompareResult>(session, '/compare', body)
    compared.push({ request, entry: entries[0]! })
  }
  output.endProgress()
  return {
    requests: requests.length,
    rules: reportRules(outcomes),
    structure: compared.length === 0 ? null : reportStructure(compared),
  }
}

/** The plan tells whether rules answer all of it; only then is it run, and no model can be asked. */
async function askRules(session: Session, request: WorkloadRequest, now: string): Promise<RuleOutcome> {
  const body = { api_version: API_VERSION, message: request.message, execution_options: { now } }
  const { plan } = await post<PlanResult>(session, '/plan', body)
  const rules = plan?.rules.map(({ rule_id }) => rule_id) ?? []
  if (plan === undefined || plan.model_needed) return { request, answer: null, rules }
  const alone = { ...body, execution_options: { now, mode: 'deterministic_only' } }
  const { final_output } = await post<ExecuteResult>(session, '/execute', alone)
  return { request, answer: textOf((final_output ?? null) as JsonValue) ?? '', rules }
}

/** As many of each kind as its part of the whole, in the order of the file; all where the sample is as large. */
export function drawSample(requests: readonly WorkloadRequest[], size: number, seed: number): WorkloadRequest[] {
  if (size >= requests.length) return [...requests]
  const random = mulberry(seed)
  const keyed = requests.map(request => ({ request, key: random() }))
  const kept = new Set(
    KINDS.flatMap(kind => {
      const own = keyed.filter(({ request }) => request.kind === kind).sort((a, b) => a.key - b.key)
      return own.slice(0, Math.round((own.length * size) / requests.length)).map(({ request }) => request)
    }),
  )
  return requests.filter(request => kept.has(request))
}
