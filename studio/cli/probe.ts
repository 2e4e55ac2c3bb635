/** `models probe`: asks one model after the other and prints what was found of each. It judges nothing itself. */
import { KoraError } from '#contracts/failure'
import type { ModelProbe } from '#contracts/probe'
import type { ModelInfo } from '#contracts/studio'
import { countOf, EXIT, type Output, printJson, printTable } from './output.ts'
import { get, post, RefusedRequest, type Session } from './session.ts'

/** Exit code 1 where a model could not be probed; a check that is broken is a finding, no failure. */
export async function probeModels(session: Session, model: string | undefined, remote: boolean): Promise<void> {
  const { output } = session
  if (model !== undefined) {
    const probe = await probeOne(session, model, remote)
    return output.json ? printJson(output, probe) : printProbe(output, probe)
  }
  const { models } = await get<{ readonly models: readonly ModelInfo[] }>(session, '/models')
  if (models.length === 0)
    throw new KoraError('MODEL_NOT_FOUND', 'There is no model to probe.', {
      hint: 'Get the default small one with `kora models pull`, or start a runtime.',
    })
  const found: ModelProbe[] = []
  for (const { model_id: id } of models) {
    const probe = await probeOne(session, id, remote).catch(error => {
      const failure = error instanceof RefusedRequest ? error.failure : error instanceof KoraError ? error : null
      if (failure === null) throw error
      output.err(`${id}: ${failure.message}${hintOf(failure)}`)
      session.exit(EXIT.failed)
      return null
    })
    if (probe === null) continue
    found.push(probe)
    if (!output.json) printProbe(output, probe)
  }
  if (output.json) printJson(output, found)
}

const probeOne = (session: Session, model: string, remote: boolean): Promise<ModelProbe> =>
  post<ModelProbe>(session, '/models/probe', { model_id: model, ...(remote ? { remote } : {}) })

function hintOf({ details }: { readonly details: { readonly hint?: string } }): string {
  return details.hint === undefined ? '' : ` ${details.hint}`
}

function printProbe(output: Output, probe: ModelProbe): void {
  const version = probe.runtime_version === null ? '' : ` at ${probe.runtime_version}`
  output.out(`${probe.model_id}${version}: ${countOf(probe.tokens_out, 'token')}, ${probe.run_id}`)
  printTable(
    output,
    ['check', '', 'found'],
    probe.checks.map(({ name, verdict, sentence }) => [name, verdict, sentence]),
  )
}
