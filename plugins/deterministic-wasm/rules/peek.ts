/**
 * Runs an operation of the library while planning: to leave alone what would fail, and to choose a plural. The answer itself
 * always comes from the task.
 */
import type { JsonObject } from '#contracts/json-value'
import { library } from '../library.ts'

const operations = new Map(library.operations.map(operation => [operation.name, operation]))

/** The output, or null where the operation has none for this input. */
export function peek(op: string, input: JsonObject): JsonObject | null {
  try {
    return operations.get(op)?.run(input) ?? null
  } catch {
    return null
  }
}
