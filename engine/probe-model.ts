/** A capability probe from its start to its record: one run on the backend `probe`, and what is judged of it (rule N8). */
import type { ExecutionBackend } from '#contracts/backend-port'
import { KoraError } from '#contracts/failure'
import type { ModelProbe } from '#contracts/probe'
import type { ModelTarget } from '#graph/admitted-graph'
import { judgeProbe, needsSecondCancel } from './judge-probe.ts'
import { createProbeBackend } from './probe-backend.ts'
import { buildProbeGraph } from './probe-questions.ts'
import type { RunHandle, RunRequest } from './run-request.ts'

type ProbeKernel = Parameters<typeof createProbeBackend>[0] & {
  readonly start: (backend: ExecutionBackend, request: RunRequest) => Promise<RunHandle>
}

/** Throws KoraError with the code that ended it: no such model, nobody there, cancelled. */
export async function probeModel(kernel: ProbeKernel, target: ModelTarget, signal: AbortSignal): Promise<ModelProbe> {
  const { backend, findings } = createProbeBackend(kernel, target, needsSecondCancel)
  const probedAtMs = kernel.clock.epochMs()
  const run = await kernel.start(backend, { taskgraph: buildProbeGraph(target), keepContent: false })
  const cancel = () => run.cancel()
  signal.addEventListener('abort', cancel, { once: true })
  if (signal.aborted) cancel()
  const { error } = await run.result
  signal.removeEventListener('abort', cancel)
  if (error !== undefined) throw new KoraError(error.details.code as KoraError['code'], error.message)
  return {
    model_id: `${target.connector}/${target.model}`,
    runtime_version: findings.identity.version,
    model_digest: findings.identity.digest,
    probed_at: new Date(probedAtMs).toISOString(),
    run_id: run.runId,
    tokens_out: findings.tokensOut,
    checks: [...judgeProbe(findings)],
  }
}
