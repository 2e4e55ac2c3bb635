/**
 * What the banners and the drawer say of a task that did not end well: the fact, the numbers, and what can be done (rule U8).
 * Sentences follow from telemetry alone; they never hold content.
 */
import type { TaskTelemetry } from '#contracts/bundle'
import type { Event } from '#contracts/event'

export type Explanation = {
  readonly kind: 'breach' | 'validation' | 'failure'
  readonly taskId: string
  /** One sentence. */
  readonly fact: string
  /** Measured values with their units, as pairs for a list. */
  readonly numbers: readonly (readonly [label: string, value: string])[]
  readonly cures: readonly string[]
}

const plural = (count: number, word: string): string => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`

/** What the engine said of a failed task, in words that hold no content. */
export type Said = { readonly message: string; readonly hint: string | null }

export const isEndInFailure = ({ type }: Event): boolean => type === 'task.failed' || type === 'task.cancelled'

export function failureOf({ data }: Event): Said | null {
  const failure = data.failure as
    | { readonly message?: unknown; readonly details?: { readonly hint?: unknown } }
    | undefined
  if (typeof failure?.message !== 'string') return null
  const hint = failure.details?.hint
  return { message: failure.message, hint: typeof hint === 'string' ? hint : null }
}

/** Null for a task that ended well, was skipped, or only lost a dependency: its cause is explained where it happened. */
export function explainFailure(task: TaskTelemetry, said: Said | null = null): Explanation | null {
  if (!['failed', 'timeout', 'cancelled'].includes(task.status)) return null
  const [failureClass, code = ''] = (task.stop_reason ?? '').split(':')
  if (failureClass === 'DEPENDENCY_FAILURE') return null
  if (task.breach !== null) return explainBreach(task, task.breach, code)
  if (task.validation_status === 'failed') return explainRejection(task)
  // Where there was no model to ask, no runtime is at fault.
  const known = code === 'BACKEND_UNAVAILABLE' && task.route === null ? undefined : FAILURES[code]
  return {
    kind: 'failure',
    taskId: task.task_id,
    fact: known?.fact ?? said?.message ?? `The task ended with ${task.stop_reason ?? 'no reason given'}.`,
    numbers: attemptNumbers(task),
    cures: known?.cures ?? [said?.hint ?? 'Look at the attempts and events of this task.'],
  }
}

function explainBreach(task: TaskTelemetry, breach: NonNullable<TaskTelemetry['breach']>, code: string): Explanation {
  const said = BREACHES[breach.breach_type]
  // Retries run out for a reason of its own; that reason is what can be mended.
  const cause = breach.breach_type === 'RETRIES' ? FAILURES[code] : undefined
  return {
    kind: 'breach',
    taskId: task.task_id,
    fact: cause === undefined ? said.fact : `${said.fact} The last time: ${cause.fact}`,
    numbers: [
      [said.label, ratio(breach.used, breach.limit, said.unit)],
      // What breaks a limit of tokens or time was never read to its end.
      ...(breach.breach_type === 'RETRIES' ? placesOf(task) : []),
      ['Stage', breach.stage],
      ...attemptNumbers(task),
      ...purseNumbers(task),
    ],
    cures: [...(cause?.cures ?? []), ...said.cures],
  }
}

const BREACHES = {
  TOKENS: {
    fact: 'The token budget was used up before the answer was complete. What was written so far is not an output.',
    label: 'Tokens',
    unit: 'tokens',
    cures: [
      'Ask for less: a narrower schema, shorter strings (maxLength), fewer items (maxItems).',
      'Raise max_tokens of this task.',
    ],
  },
  TIME: {
    fact: 'The time budget ran out. Waiting, loading, generating and checking all count.',
    label: 'Time',
    unit: 'ms',
    cures: [
      'Load the model before the run, or choose a smaller one.',
      'Raise max_time_ms, or lower max_tokens so that less is generated.',
    ],
  },
  RETRIES: {
    fact: 'Every allowed attempt was made and none gave a valid answer.',
    label: 'Retries',
    unit: 'retries',
    cures: [
      'Look at the failing places of each attempt: a simpler schema or an example in the prompt often helps.',
      'Declare a heavier model under escalate_to, or raise max_retries.',
    ],
  },
  CALLS: {
    fact: "The graph's limit of model calls was reached before this task could make its own.",
    label: 'Calls',
    unit: 'calls',
    cures: ['Raise limits.max_model_calls of the graph.', 'Leave out model tasks that an operation can answer.'],
  },
} as const

/** Where the last output failed its schema, if that is what happened. */
function placesOf(task: TaskTelemetry): readonly (readonly [string, string])[] {
  if (task.validation_errors.length === 0) return []
  return [
    [
      'Failing places',
      task.validation_errors
        .slice(0, 5)
        .map(({ pointer }) => pointer || '/')
        .join(', '),
    ],
  ]
}

function explainRejection(task: TaskTelemetry): Explanation {
  const places = task.validation_errors.map(({ pointer }) => pointer || '/')
  const where = places.length === 0 ? '' : ` at ${places.slice(0, 3).join(', ')}${places.length > 3 ? ', …' : ''}`
  return {
    kind: 'validation',
    taskId: task.task_id,
    fact: `The output fails its schema${where}. It was rejected and not passed on.`,
    numbers: [...placesOf(task), ...attemptNumbers(task), ...purseNumbers(task)],
    cures: [
      'Compare what was expected with what came under Schema & Validation.',
      'Loosen the schema where the task allows it, or show an example of a valid answer in the prompt.',
    ],
  }
}

const FAILURES: Readonly<Record<string, { readonly fact: string; readonly cures: readonly string[] }>> = {
  BACKEND_UNAVAILABLE: {
    fact: 'The runtime that should answer is not reachable.',
    cures: ['Start it, or choose another model. The list of backends shows which were found.'],
  },
  MODEL_NOT_FOUND: {
    fact: 'The runtime does not have the model that was asked for.',
    cures: ['Pull the model, or choose one of the listed models.'],
  },
  CONTEXT_OVERFLOW: {
    fact: 'The prompt does not fit into the context of the model. Nothing was cut off in silence.',
    cures: ['Shorten the input, retrieve only the relevant passages, or choose a model with a larger context.'],
  },
  LOOP: {
    fact: 'The model repeated itself and was stopped early.',
    cures: [
      'Try another seed or a higher temperature, bound strings and lists in the schema, or choose another model.',
    ],
  },
  CANCELLED: {
    fact: 'The run was stopped before this task ended. Partial text never becomes an output.',
    cures: ['Run it again when you are ready.'],
  },
  INTERRUPTED: {
    fact: 'Studio ended while this task was running. What had been spent is on record.',
    cures: ['Run it again.'],
  },
}

function attemptNumbers(task: TaskTelemetry): readonly (readonly [string, string])[] {
  if (task.attempts.length === 0) return []
  return [
    ['Attempts', String(task.attempts.length)],
    ['Tokens spent', `${plural(task.tokens_in, 'token')} in, ${plural(task.tokens_out, 'token')} out`],
  ]
}

function purseNumbers(task: TaskTelemetry): readonly (readonly [string, string])[] {
  if (task.purse_left === null) return []
  const { tokens, time_ms, attempts } = task.purse_left
  return [['Purse left', `${plural(tokens, 'token')}, ${format(time_ms, 'ms')}, ${plural(attempts, 'attempt')}`]]
}

const ratio = (used: number, limit: number, unit: string): string =>
  unit === 'ms'
    ? `${format(used, unit)} of ${format(limit, unit)}`
    : `${used.toLocaleString('en')} of ${format(limit, unit)}`

const format = (value: number, unit: string): string =>
  unit === 'ms'
    ? value >= 1_000
      ? `${(value / 1_000).toFixed(1)} s`
      : `${Math.round(value)} ms`
    : `${value.toLocaleString('en')} ${unit}`
