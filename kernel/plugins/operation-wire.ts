/**
 * What the kernel and an operation child say to each other. Values travel as JSON text, so that the kernel scans what a child
 * answers like any other bytes from outside.
 */
import type { Operation } from '#contracts/library-port'

export type ToOperationChild =
  | { readonly kind: 'load'; readonly entry: string; readonly pluginId: string; readonly settings: string }
  | { readonly kind: 'call'; readonly operation: string; readonly input: string }

export type FromOperationChild =
  | { readonly kind: 'loaded'; readonly operations: string }
  | { readonly kind: 'answer'; readonly output: string }
  | { readonly kind: 'refused'; readonly message: string; readonly pointer: string }
  | { readonly kind: 'failed'; readonly message: string }

/** All of an operation but its function. */
export type OperationDescription = Omit<Operation, 'run'> & { readonly library: string }

/** The largest output of one call, in bytes of JSON. */
export const LARGEST_OUTPUT_BYTES = 16 * 1024 * 1024

const LONGEST_MESSAGE = 500

export const operationKey = (operation: { readonly name: string; readonly major: number }): string =>
  `${operation.name}@${operation.major}`

/** A child's message as it should be; anything else counts as a failed call. */
export function readReply(message: unknown): FromOperationChild {
  const { kind, operations, output, message: text, pointer } = (message ?? {}) as Record<string, unknown>
  if (kind === 'loaded' && typeof operations === 'string') return { kind, operations }
  if (kind === 'answer' && typeof output === 'string') return { kind, output }
  if (kind === 'refused' && typeof text === 'string' && typeof pointer === 'string')
    return { kind, message: text.slice(0, LONGEST_MESSAGE), pointer: pointer.slice(0, LONGEST_MESSAGE) }
  return { kind: 'failed', message: typeof text === 'string' ? text.slice(0, LONGEST_MESSAGE) : 'no answer' }
}
