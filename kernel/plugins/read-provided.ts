/**
 * Turns what a plugin handed over into registered operations: every description checked, every schema read once. It refuses a
 * plugin whose word about an operation cannot be used, with the operation named.
 */
import { KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { Cost } from '#contracts/library-port'
import type { Provided } from '#contracts/plugin-port'
import type { RegisteredOperation } from '#graph/registry'
import { readSchema, type Schema } from '#json/schema'
import { isObject } from '#json/value'
import type { Contribution } from './build-registry.ts'
import { buildLeavesThread, type OperationPool } from './isolated-operations.ts'
import { type OperationDescription, operationKey } from './operation-wire.ts'

const COSTS: readonly Cost[] = ['constant', 'linear', 'n log n', 'quadratic']
/** The largest cap an operation may declare: a whole graph is no larger. */
const LARGEST_CAP_BYTES = 8 * 1024 * 1024

export type OperationSource = {
  readonly pluginId: string
  readonly pool: OperationPool
  readonly trust: 'bundled' | 'third party'
}

/** What an activated plugin of this process offers. Throws PLUGIN_FAILED. */
export function readProvided(source: OperationSource, provided: Provided): Contribution {
  const { libraries = [], connectors = [], planners = [], backends = [] } = provided
  const operations = libraries.flatMap(library =>
    library.operations.map(one => readOperation(source, { library: library.name, ...one }, one.run)),
  )
  return { libraries: libraries.map(({ name }) => name), operations, connectors, planners, backends }
}

/** What a plugin in its own process says it offers. Throws PLUGIN_FAILED. */
export function readDescribed(source: OperationSource, described: readonly OperationDescription[]): Contribution {
  const operations = described.map(one => readOperation(source, one, null))
  const libraries = [...new Set(described.map(({ library }) => String(library)))]
  return { libraries, operations, connectors: [], planners: [], backends: [] }
}

/**
 * `run` is null where the plugin's code never enters this process. Throws PLUGIN_FAILED, naming the operation.
 */
function readOperation(
  source: OperationSource,
  described: OperationDescription,
  run: ((input: JsonObject) => JsonObject) | null,
): RegisteredOperation {
  const { pluginId, pool, trust } = source
  const what = findUnusable(described)
  if (what !== null)
    throw new KoraError(
      'PLUGIN_FAILED',
      `Plugin ${pluginId}: operation ${String(described?.name)} has no usable ${what}.`,
    )
  const key = operationKey(described)
  const { name, major, description, keywords = [], cost, inputCapBytes, example } = described
  const input = readOnce(() => read(pluginId, key, 'input', described.input))
  const output = readOnce(() => read(pluginId, key, 'output', described.output))
  // What is shipped is proven by its tests, and a start should not pay for hundreds of schemas that no graph may ask for.
  if (trust !== 'bundled') for (const schema of [input, output]) schema()
  return {
    name,
    major,
    pluginId,
    description,
    keywords,
    cost,
    inputCapBytes,
    example,
    get input() {
      return input()
    },
    get output() {
      return output()
    },
    run: run ?? refuseInline,
    leavesThread: buildLeavesThread(cost, trust),
    runIsolated: (input, signal) => pool.call(key, input, signal),
  }
}

function readOnce(act: () => Schema): () => Schema {
  let kept: Schema | undefined
  return () => {
    kept ??= act()
    return kept
  }
}

function refuseInline(): never {
  throw new KoraError('INTERNAL', 'An operation of a third party was called outside of its process.')
}

/** A child describes itself freely, so its word is checked like any other input. */
function findUnusable(described: OperationDescription): string | null {
  if (!isObject(described)) return 'description'
  const { name, major, description, keywords, cost, inputCapBytes, input, output, example } = described
  if (typeof name !== 'string' || name.length > 130) return 'name'
  if (!Number.isSafeInteger(major) || major < 1) return 'major version'
  if (typeof description !== 'string' || description.length > 1_000) return 'description'
  if (keywords !== undefined && !isKeywords(keywords)) return 'keywords'
  if (!COSTS.includes(cost)) return 'cost'
  if (!Number.isSafeInteger(inputCapBytes) || inputCapBytes < 2 || inputCapBytes > LARGEST_CAP_BYTES) return 'input cap'
  if (!isObject(input) || !isObject(output)) return 'schemas'
  return isObject(example) && isObject(example.input) && isObject(example.output) ? null : 'example'
}

const isKeywords = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= 50 && value.every(word => typeof word === 'string' && word.length <= 100)

function read(pluginId: string, key: string, side: 'input' | 'output', source: JsonObject): Schema {
  const result = readSchema(source, { role: side === 'input' ? 'predicate' : 'output', pointer: `/${side}` })
  if (result.ok) return result.schema
  throw new KoraError('PLUGIN_FAILED', `Plugin ${pluginId}: the ${side} schema of ${key} is refused.`, {
    errors: [...result.faults],
  })
}
