/**
 * Runs one request as an event stream: shows what goes on, and on Ctrl-C cancels the run and waits for its end. It prints no result.
 */
import type { Event } from '#contracts/event'
import type { ExecuteResult } from '#contracts/execution'
import { type Failure, KoraError } from '#contracts/failure'
import type { ApiClient } from './api-client.ts'
import { type Output, seconds } from './output.ts'
import { assertGoing, RefusedRequest, type Session, takeBody } from './session.ts'

const CANCEL_PATIENCE_MS = 5_000
const FIRST_EVENT_MS = 250
const TICK_MS = 200

/** Throws RefusedRequest, KoraError CANCELLED, SERVER_UNREACHABLE. */
export async function execute(session: Session, body: object): Promise<ExecuteResult> {
  const stop = session.stop()
  const client = await session.client()
  assertGoing(stop)
  const cut = new AbortController()
  const progress = showProgress(session.output)
  let runId: string | null = null
  let result: ExecuteResult | null = null
  const onStop = (): void => void cancelRun(client, () => runId, cut)
  stop.addEventListener('abort', onStop, { once: true })
  try {
    const onEvent = ({ name, data }: { readonly name: string; readonly data: unknown }): void => {
      if (name === 'result') result = data as ExecuteResult
      else if (name === 'failure') throw new RefusedRequest(data as Failure, 500)
      else if (name === 'message') runId = progress.take(data as Event)
    }
    const answer = await client.stream('/execute', body, onEvent, cut.signal)
    if (answer) result = takeBody<ExecuteResult>(answer)
  } catch (error) {
    assertGoing(stop)
    throw withRun(error, runId)
  } finally {
    progress.end()
    stop.removeEventListener('abort', onStop)
  }
  if (result) return result
  assertGoing(stop)
  throw withRun(new KoraError('SERVER_UNREACHABLE', `${client.address} went away before the result came.`), runId)
}

function withRun(error: unknown, runId: string | null): unknown {
  if (runId === null || !(error instanceof KoraError) || error.code !== 'SERVER_UNREACHABLE') return error
  const hint = `Start Studio again; \`kora runs show ${runId}\` tells what became of the run.`
  return new KoraError(error.code, error.message, { ...error.details, run_id: runId, hint }, error)
}

/** A run without a known id is cancelled by leaving it (rule X4); so is one whose Studio does not answer. */
async function cancelRun(client: ApiClient, known: () => string | null, cut: AbortController): Promise<void> {
  // The first event may be on its way.
  if (known() === null) await Bun.sleep(FIRST_EVENT_MS)
  const runId = known()
  if (runId === null) return cut.abort()
  setTimeout(() => cut.abort(), CANCEL_PATIENCE_MS).unref()
  await client.call('POST', `/runs/${runId}/cancel`).catch(() => cut.abort())
}

type Progress = { readonly take: (event: Event) => string; readonly end: () => void }

/** One line that says which task waits for which model and for how long. Rules are too quick to be shown. */
function showProgress(output: Output): Progress {
  const waiting = new Map<string, { readonly line: string; readonly sinceMs: number }>()
  const draw = (): void => {
    const lines = [...waiting.values()].map(({ line, sinceMs }) => `${line}, ${seconds(performance.now() - sinceMs)}`)
    if (lines.length > 0) output.progress(lines.join(' · '), 'tick')
    else output.endProgress()
  }
  const timer = output.isWatched ? setInterval(draw, TICK_MS) : undefined
  return {
    take: event => {
      const task = event.task_id
      const call = `${task}/${event.attempt_index}`
      if (task !== null && event.type === 'llm.invocation.started') {
        const line = `${task}: asks ${event.data.connector}/${event.data.model}`
        waiting.set(call, { line, sinceMs: performance.now() })
        if (!output.json) output.progress(line, 'step')
      } else if (task !== null && event.type.startsWith('llm.invocation.')) {
        waiting.delete(call)
      }
      return event.run_id
    },
    end: () => {
      clearInterval(timer)
      output.endProgress()
    },
  }
}
