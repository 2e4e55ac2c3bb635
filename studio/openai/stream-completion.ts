/**
 * A run as a stream of chunks: text as the model writes it, and at the end the verdict. Nothing is called done before its schema
 * held; where what was streamed turned out to be no answer, the last chunk is an error that says so.
 */

import { isDeepStrictEqual } from 'node:util'
import type { ExecuteResult } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { RunHandle } from '#engine/run-request'
import type { Frame } from '#http/sse'
import { TextField } from '#json/text-field'
import { toOpenAiError } from '../api/api-failure.ts'
import type { Completion } from './read-completion.ts'
import { StopCut } from './stop-cut.ts'
import { answerText, koraOf, usageOf } from './write-completion.ts'

type Delta = { readonly role?: 'assistant'; readonly content?: string; readonly reasoning_content?: string }

/**
 * `liveTask` is the model task whose text is the answer, or null where the answer is put together from several. Throws the failure
 * of a run that ends before it wrote anything, so that it can be answered with its own status.
 */
export async function* streamCompletion(
  run: RunHandle,
  completion: Completion,
  liveTask: string | null,
  createdS: number,
): AsyncGenerator<Frame, void, undefined> {
  const head = {
    id: `chatcmpl-${run.runId}`,
    object: 'chat.completion.chunk',
    created: createdS,
    model: completion.model,
  } as const
  const chunk = (delta: Delta, finish: 'stop' | null = null): Frame => ({
    data: { ...head, choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }] },
  })
  const over = new AbortController()
  const live = new LiveAnswer(completion)
  let isOpen = false
  try {
    if (liveTask !== null)
      for await (const frame of run.partials(over.signal)) {
        if (frame.task_id !== liveTask) continue
        const delta = live.take(frame)
        if (delta === null) continue
        if (!isOpen) yield chunk({ role: 'assistant', content: '' })
        isOpen = true
        yield chunk(delta)
      }
    const result = await run.result
    if (!isOpen) {
      // Thrown before the first chunk: answered with the status that the failure has.
      answerText(result, completion)
      yield chunk({ role: 'assistant', content: '' })
      isOpen = true
    }
    const rest = live.finish(result)
    if (rest !== '') yield chunk({ content: rest })
    yield {
      data: {
        ...head,
        choices: [{ index: 0, delta: {}, logprobs: null, finish_reason: 'stop' }],
        kora: koraOf(result),
      },
    }
    if (completion.includesUsage) yield { data: { ...head, choices: [], usage: usageOf(result) } }
    yield { data: '[DONE]', isBare: true }
  } catch (error) {
    if (!isOpen || !(error instanceof KoraError)) throw error
    yield { data: toOpenAiError(error) }
  } finally {
    over.abort()
  }
}

type Partial = { readonly kind: 'text' | 'thinking' | 'reset'; readonly text: string }

/** What was streamed of the answer, and whether it still holds. */
class LiveAnswer {
  readonly #completion: Completion
  #field = new TextField()
  #cut: StopCut
  #sent = ''
  /** An attempt was rejected after some of it had been sent: what follows can no longer be shown as it comes. */
  #isVoid = false

  constructor(completion: Completion) {
    this.#completion = completion
    this.#cut = new StopCut(completion.stop)
  }

  take({ kind, text }: Partial): Delta | null {
    if (kind === 'thinking') return text === '' ? null : { reasoning_content: text }
    if (kind === 'reset') {
      this.#field = new TextField()
      this.#cut = new StopCut(this.#completion.stop)
      this.#isVoid ||= this.#sent !== ''
      return null
    }
    if (this.#isVoid) return null
    const shown = this.#completion.schema === null ? this.#cut.feed(this.#field.feed(text)) : text
    if (shown === '') return null
    this.#sent += shown
    return { content: shown }
  }

  /** What is still to be sent. Throws where what was sent is not the beginning of the answer. */
  finish(result: ExecuteResult): string {
    const answer = answerText(result, this.#completion)
    if (answer.startsWith(this.#sent)) return answer.slice(this.#sent.length)
    if (this.#completion.schema !== null && isSameJson(this.#sent, answer)) return ''
    throw new KoraError(
      'OUTPUT_REJECTED',
      'What was streamed was rejected; another attempt was accepted. Ask again without stream, or read the run.',
    )
  }
}

function isSameJson(left: string, right: string): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(left), JSON.parse(right))
  } catch {
    return false
  }
}
