/**
 * The form of a tape of events, which its writer and its reader share: `mark`, then one event after the other, each
 * `type stage kind [task] [attempt] mono_ms [data]`. The data of the four events that every operation leaves have forms of their own,
 * anything else is JSON; `kind` says which it is. Numbers are big-endian. A change of the form needs another mark.
 */

/** First byte of a tape: tells it from the zstd frames and the texts that older files hold. */
export const TAPE_MARK = 0x01

/** Parts of `kind`. */
export const HAS_TASK = 1
export const HAS_ATTEMPT = 2
export const FORM_BITS = 0xfc
export const FORM = { none: 0, json: 4, started: 8, valid: 12, completed: 16, created: 20 } as const

/** Task types and cache modes by code, where an event tells of a task's making. */
export const TASK_TYPES = ['deterministic', 'model', 'aggregation'] as const
export const CACHES = ['off', 'exact'] as const

export const HASH_PREFIX = 'sha256:'
export const HASH_BYTES = 32

/** Events in one part of a tape, which is one row of the table: what a page of a stream reads at most in vain. */
export const MAX_PART_EVENTS = 1_000

/** Some consecutive events of a run. The bytes may be written over once their giver goes on; who keeps them copies them. */
export type TapePart = { readonly count: number; readonly bytes: Uint8Array }
