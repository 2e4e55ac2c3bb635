/**
 * Answers under way: follows the events of each run that a message of the shown chat waits for, and keeps what its model has
 * written so far. All of it is unverified and forgotten at the end of the run; what stays is what the server kept.
 */
import { useEffect, useSyncExternalStore } from 'react'
import type { Event } from '#contracts/event'
import type { PartialFrame } from '#contracts/live-text'
import { TextField } from '#json/text-field'
import { followStream } from '../../api/follow-stream.ts'

export type LiveAnswer = {
  /** Unverified. */
  readonly text: string
  readonly thinking: string
  /** What happens now, in words. */
  readonly step: string
  /** The last attempt that came to nothing, by its code. */
  readonly rejected: string | null
  readonly isLost: boolean
}

const NOTHING: LiveAnswer = { text: '', thinking: '', step: 'Reading the message', rejected: null, isLost: false }
/** The task of a message's graph whose text is the answer. */
const ANSWER_TASK = 'answer'
/** A thought that does not end is not kept whole. */
const MOST_THINKING = 20_000

type Followed = { answer: LiveAnswer; field: TextField; readonly stop: AbortController; watchers: number }

const followed = new Map<string, Followed>()
const listeners = new Set<() => void>()
let isTold = false

/** Many pieces in one frame of the screen are one change. */
function tell(): void {
  if (isTold) return
  isTold = true
  requestAnimationFrame(() => {
    isTold = false
    for (const listener of listeners) listener()
  })
}

function begin(runId: string, onEnd: () => void): Followed {
  const entry: Followed = { answer: NOTHING, field: new TextField(), stop: new AbortController(), watchers: 0 }
  followed.set(runId, entry)
  void followStream({
    path: `/runs/${encodeURIComponent(runId)}/events`,
    signal: entry.stop.signal,
    onOpen: () => {
      // Open answers are told again from their beginning.
      entry.field = new TextField()
      change(entry, { text: '', thinking: '' })
    },
    onFrame: frame => {
      if (frame.event === 'partial') takePartial(entry, frame.data as PartialFrame)
      else if (frame.event === null) takeEvent(entry, frame.data as Event)
      return undefined
    },
  })
    .catch(() => change(entry, { isLost: true }))
    .finally(() => {
      if (!entry.stop.signal.aborted) onEnd()
    })
  return entry
}

function change(entry: Followed, next: Partial<LiveAnswer>): void {
  entry.answer = { ...entry.answer, ...next }
  tell()
}

function takePartial(entry: Followed, { task_id: task, kind, text, reason }: PartialFrame): void {
  if (task !== ANSWER_TASK) return
  if (kind === 'text') change(entry, { text: entry.answer.text + entry.field.feed(text), step: 'The model writes' })
  else if (kind === 'thinking') {
    change(entry, { thinking: (entry.answer.thinking + text).slice(-MOST_THINKING), step: 'The model thinks' })
  } else {
    entry.field = new TextField()
    change(entry, { text: '', thinking: '', rejected: reason ?? null })
  }
}

const STEPS: Readonly<Partial<Record<Event['type'], string>>> = {
  'run.started': 'Checking the graph',
  'task.started': 'Working',
  'llm.invocation.started': 'Waiting for the model',
  'llm.invocation.completed': 'Checking the answer',
  'retry.scheduled': 'Trying again',
  'escalation.taken': 'Asking a heavier model',
}

function takeEvent(entry: Followed, event: Event): void {
  const step = STEPS[event.type]
  if (step !== undefined) change(entry, { step })
}

/** Follows the run while the caller is shown; `onEnd` is told once it is over. null once it is, or when there is none. */
export function useLiveAnswer(runId: string | null, onEnd: () => void): LiveAnswer | null {
  useEffect(() => {
    if (runId === null) return
    const entry = followed.get(runId) ?? begin(runId, onEnd)
    entry.watchers += 1
    tell()
    return () => {
      entry.watchers -= 1
      // A moment later: scrolling may take a message away and bring it back.
      setTimeout(() => {
        if (entry.watchers > 0) return
        entry.stop.abort()
        followed.delete(runId)
      }, 1_000)
    }
  }, [runId, onEnd])
  return useSyncExternalStore(
    listener => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => (runId === null ? null : (followed.get(runId)?.answer ?? null)),
  )
}
