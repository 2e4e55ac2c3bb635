/**
 * One call of a capability probe, read by the reader of all calls and measured as it comes (rule N8). It judges nothing, and reads two
 * tokens beyond the cap at the most.
 */
import type { Connector } from '#contracts/connector-port'
import type { Clock } from '#contracts/powers'
import type { Question } from './probe-questions.ts'
import { type Answer, readAnswer } from './read-answer.ts'
import { within } from './until-aborted.ts'

/** What one call showed. Times in milliseconds of the monotonic clock; a time is null where nothing came. */
export type Observed = {
  readonly ended: Answer['ended']
  readonly code: Answer['code']
  readonly stop: string
  readonly text: string
  readonly pieces: number
  readonly counted: number
  readonly reported: number | null
  readonly askedMs: number
  readonly firstMs: number | null
  readonly lastMs: number | null
}

type Caller = {
  readonly clock: Clock
  readonly connector: Connector
  readonly model: string
  readonly signal: AbortSignal
}

/** Tokens beyond the cap that are read to be sure that a runtime goes on. */
const BEYOND_CAP = 2
/** How long a connection that was broken off may take to close before the next question is asked. */
const CLOSE_GRACE_MS = 900

export async function observeCall(
  { clock, connector, model, signal }: Caller,
  { messages, maxTokens, sampler, schema, stopAfter }: Question,
): Promise<{ readonly observed: Observed; readonly answer: Answer }> {
  const stop = new AbortController()
  const askedMs = clock.monoMs()
  let pieces = 0
  let firstMs: number | null = null
  let lastMs: number | null = null
  const request = { model, messages, maxTokens, schema, sampler, plan: null }
  // The reader's own limit lies above the cap, so that what goes beyond the cap is seen and not only cut.
  const beyond = { ...request, maxTokens: maxTokens + BEYOND_CAP }
  const asIs: Pick<Connector, 'generate'> = { generate: (_, upstream) => connector.generate(request, upstream) }
  const bounded = AbortSignal.any([signal, stop.signal])
  const onPiece = (): void => {
    pieces += 1
    lastMs = clock.monoMs()
    firstMs ??= lastMs
    if (pieces === stopAfter) stop.abort()
  }
  const reading = { clock, untilMs: Number.POSITIVE_INFINITY, frame: null, onPiece }
  const answer = await readAnswer(asIs, beyond, bounded, reading)
  await within(answer.closed, clock, CLOSE_GRACE_MS, signal)
  const { ended, code, stopReason, text, countedTokens, usage } = answer
  const observed = {
    ended,
    code,
    stop: stopReason,
    text,
    pieces,
    counted: countedTokens,
    reported: usage.tokensOut,
    askedMs,
    firstMs,
    lastMs,
  }
  return { observed, answer }
}
