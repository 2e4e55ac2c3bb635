/** What the exact cache stores an output under (rule E3): all that determines it, and nothing that merely resembles it. */
import type { JsonValue } from '#contracts/json-value'
import type { RegisteredOperation } from '#graph/registry'
import { canonicalJson } from '#json/canonical'
import type { RunEnvironment } from './run-environment.ts'
import type { TaskRecord } from './task-record.ts'
import { within } from './until-aborted.ts'

const operationKeys = new WeakMap<RegisteredOperation, string>()
let registered = 0

/** One for each time that an operation was registered: a plugin that was switched off and on may have come back with other code. */
export function operationKey(operation: RegisteredOperation): string {
  let key = operationKeys.get(operation)
  if (!key) {
    registered += 1
    key = `${operation.pluginId} ${operation.name}@${operation.major} ${registered}`
    operationKeys.set(operation, key)
  }
  return key
}

/** How long a cacheable model task waits to learn which weights would answer; without them it is not cached. */
const IDENTITY_PATIENCE_MS = 500

/**
 * A model's answer is determined by its weights, sampler, schema and prompt; without a digest of the weights there is no key. The runtime is
 * asked each time: a name that was pulled anew stands for other weights at once.
 */
export async function modelCacheKey(record: TaskRecord, env: RunEnvironment): Promise<string | null> {
  const { task } = record
  const target = task.ladder[0] ?? env.defaultTarget
  const connector = target && env.registry.connector(target.connector)
  if (!connector) return null
  const leftMs = record.readyMs + (task.budget?.max_time_ms ?? 0) - env.clock.monoMs()
  const patienceMs = Math.min(IDENTITY_PATIENCE_MS, leftMs)
  const identity = await within(
    env.facts.freshIdentity(connector, target.model, env.signal),
    env.clock,
    patienceMs,
    env.signal,
  )
  if (!identity || identity.digest === null) return null
  const { digest, version } = identity
  const options = canonicalJson((task.model ?? {}) as JsonValue)
  return `model ${connector.name} ${version} ${target.model} ${digest} ${task.schemaHash} ${options} ${record.inputHash}`
}
