/**
 * LiveFeed: the text that the model tasks of one run write at this moment, for whoever follows it (rule L6). It holds each open
 * answer once and a reader holds places in it: one who comes late gets an answer from its beginning, a slow one gets longer
 * pieces, and none can hold up the run. It stores nothing and checks nothing.
 */
import type { LiveText, PartialFrame } from '#contracts/live-text'

type Kind = 'text' | 'thinking'
type Answer = {
  /** Differs between any two answers of this feed. */
  readonly id: number
  readonly attempt: number
  readonly pieces: Readonly<Record<Kind, string[]>>
  /** Why what a reader was told before this answer is void. */
  readonly before: string
  /** Why this answer itself is void; null while it is not. */
  void: string | null
  chars: number
}
type Place = {
  readonly answer: Answer
  readonly next: Record<Kind, number>
  readonly held: Record<Kind, string>
  told: boolean
}

/** A backend of strangers may write without end; beyond this an answer is followed no further, and the result tells the rest. */
const MAX_CHARS = 4 * 1024 * 1024
const KINDS: readonly Kind[] = ['thinking', 'text']

export class LiveFeed implements LiveText {
  readonly #answers = new Map<string, Answer>()
  readonly #waiting = new Set<() => void>()
  #lastId = 0
  #closed = false

  piece(taskId: string, attempt: number, kind: Kind, text: string): void {
    let answer = this.#answers.get(taskId)
    if (answer === undefined || answer.attempt !== attempt || answer.void !== null) {
      this.#lastId += 1
      const before = answer?.void ?? 'NEXT_ATTEMPT'
      answer = { id: this.#lastId, attempt, pieces: { text: [], thinking: [] }, before, void: null, chars: 0 }
      this.#answers.set(taskId, answer)
    }
    answer.chars += text.length
    if (answer.chars > MAX_CHARS) return
    answer.pieces[kind].push(text)
    this.#wake()
  }

  settle(taskId: string, attempt: number, reason: string | null): void {
    const answer = this.#answers.get(taskId)
    if (answer === undefined || answer.attempt !== attempt) return
    answer.void = reason
    for (const kind of KINDS) answer.pieces[kind].length = 0
    this.#wake()
  }

  /** Nothing more will come: readers end. */
  close(): void {
    this.#closed = true
    this.#wake()
  }

  /** What is written from now on, after what was written already of answers that are still open. Ends with the run. */
  async *frames(signal: AbortSignal): AsyncGenerator<PartialFrame> {
    const places = new Map<string, Place>()
    while (!signal.aborted) {
      const closed = this.#closed
      const frames = this.#take(places)
      // Not `yield*`: under Bun 1.4.5 an empty array there never gives the turn back.
      for (const frame of frames) yield frame
      if (frames.length > 0) continue
      if (closed) return
      await this.#news(signal)
    }
  }

  /** What a reader at these places has not been told yet; moves the places. */
  #take(places: Map<string, Place>): readonly PartialFrame[] {
    const frames: PartialFrame[] = []
    for (const [taskId, answer] of this.#answers) {
      let place = places.get(taskId)
      if (place?.answer !== answer) {
        if (place?.told) frames.push(toReset(taskId, place.answer.attempt, answer.before))
        place = { answer, next: { text: 0, thinking: 0 }, held: { text: '', thinking: '' }, told: false }
        places.set(taskId, place)
      }
      if (answer.void !== null && place.told) {
        frames.push(toReset(taskId, answer.attempt, answer.void))
        place.told = false
      }
      for (const kind of KINDS) {
        const text = takeText(place, kind)
        if (text === '') continue
        place.told = true
        frames.push({ task_id: taskId, attempt_index: answer.attempt, kind, text, unverified: true })
      }
    }
    return frames
  }

  #news(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const wake = (): void => {
      this.#waiting.delete(wake)
      signal.removeEventListener('abort', wake)
      resolve()
    }
    this.#waiting.add(wake)
    signal.addEventListener('abort', wake, { once: true })
    return promise
  }

  #wake(): void {
    for (const wake of this.#waiting) wake()
  }
}

/** The pieces since the place, as one text. Half a character waits for its other half. */
function takeText({ answer, next, held }: Place, kind: Kind): string {
  const pieces = answer.pieces[kind]
  if (next[kind] >= pieces.length) return ''
  const text = held[kind] + pieces.slice(next[kind]).join('')
  next[kind] = pieces.length
  held[kind] = /[\uD800-\uDBFF]$/.test(text) ? text.slice(-1) : ''
  return held[kind] === '' ? text : text.slice(0, -1)
}

const toReset = (taskId: string, attempt: number, reason: string): PartialFrame => ({
  task_id: taskId,
  attempt_index: attempt,
  kind: 'reset',
  text: '',
  unverified: true,
  reason,
})
