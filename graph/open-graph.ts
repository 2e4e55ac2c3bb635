/**
 * The first look at a graph: its version and its size, before anything walks it. What is too large is refused at once and
 * not read further, so that a body of 100,000 tasks costs no more than counting them.
 */
import { FAILURE_CODES } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { FaultList } from '#graph/fault-list'
import { canonicalJson, NotJsonError } from '#json/canonical'
import { JSON_LIMITS } from '#json/read'

/** The most one graph may hold (T-limits); settings may lower these. Bytes are UTF-8, depth counts containers from the root. */
export type AdmissionLimits = {
  readonly maxBytes: number
  readonly maxDepth: number
  readonly maxStringBytes: number
  readonly maxTasks: number
  readonly maxEdges: number
}

export const ADMISSION_LIMITS = { ...JSON_LIMITS, maxTasks: 10_000, maxEdges: 50_000 } satisfies AdmissionLimits

const VERSION = /^1\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})$/
/** Names that reach a prototype in careless code (T9): neither keys nor, since outputs are keyed by them, task ids. */
export const FORBIDDEN_NAMES: ReadonlySet<string> = new Set([
  '__proto__',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
])

/** The graph with its RFC 8785 text, or null after a fault that makes further reading pointless. */
export function openGraph(
  raw: unknown,
  lowered: Partial<AdmissionLimits>,
  faults: FaultList,
): { readonly graph: JsonObject; readonly canonical: string } | null {
  const limits = lowerLimits(lowered)
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) {
    faults.add('GRAPH_SHAPE', 'A TaskGraph is an object; send {"kora_version": "1.0.0", "graph_id", "root", "tasks"}.')
    return null
  }
  const graph = raw as JsonObject
  if (!hasOurVersion(graph, faults) || !isCountable(graph, limits, faults)) return null
  const canonical = isPlain(graph, 1, limits) ? toCanonical(graph) : null
  if (canonical === null) {
    nameOddValues(graph, 1, limits, faults)
    if (faults.count === 0) faults.add('GRAPH_SHAPE', 'The graph holds a value that JSON cannot hold; send plain JSON.')
    return null
  }
  if (canonical.length * 3 > limits.maxBytes && Buffer.byteLength(canonical) > limits.maxBytes) {
    faults.add('GRAPH_LIMIT', `The graph is larger than ${limits.maxBytes} bytes; split it.`)
    return null
  }
  return { graph, canonical }
}

function lowerLimits(lowered: Partial<AdmissionLimits>): AdmissionLimits {
  const limits: { -readonly [Name in keyof AdmissionLimits]: number } = { ...ADMISSION_LIMITS }
  for (const name of Object.keys(limits) as (keyof AdmissionLimits)[]) {
    limits[name] = Math.min(limits[name], lowered[name] ?? Infinity)
  }
  return limits
}

function hasOurVersion(graph: JsonObject, faults: FaultList): boolean {
  const version = graph.kora_version
  if (typeof version === 'string' && VERSION.test(version)) return true
  const { meaning, cure } = FAILURE_CODES.KORA_VERSION
  const isForeign = typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version)
  const sentence = isForeign ? meaning : 'kora_version is missing or no version "1.x.y".'
  faults.add('KORA_VERSION', `${sentence} ${cure}`, 'kora_version')
  return false
}

/** Tasks and edges, counted without looking at them. */
function isCountable(graph: JsonObject, limits: AdmissionLimits, faults: FaultList): boolean {
  const tasks = graph.tasks
  if (!Array.isArray(tasks)) return true
  if (tasks.length > limits.maxTasks) {
    faults.add('GRAPH_LIMIT', `The graph has ${tasks.length} tasks; at most ${limits.maxTasks} are taken.`, 'tasks')
    return false
  }
  let edges = 0
  for (const task of tasks as readonly (JsonObject | null)[]) {
    const dependencies = task?.dependencies
    if (Array.isArray(dependencies)) edges += dependencies.length
  }
  if (edges <= limits.maxEdges) return true
  faults.add('GRAPH_LIMIT', `The graph has ${edges} dependencies; at most ${limits.maxEdges} are taken.`, 'tasks')
  return false
}

function toCanonical(graph: JsonObject): string | null {
  try {
    return canonicalJson(graph)
  } catch (error) {
    if (error instanceof NotJsonError) return null
    throw error
  }
}

/** The ordinary case, without keeping track of the place. Recursion ends at the greatest depth allowed. */
function isPlain(value: unknown, depth: number, limits: AdmissionLimits): boolean {
  if (typeof value === 'string') return !isTooLong(value, limits)
  if (typeof value !== 'object' || value === null) return true
  if (depth > limits.maxDepth) return false
  if (Array.isArray(value)) {
    for (const item of value) if (!isPlain(item, depth + 1, limits)) return false
    return true
  }
  for (const key in value) {
    if (isForbidden(key, value) || !isPlain((value as Record<string, unknown>)[key], depth + 1, limits)) return false
  }
  return true
}

function isTooLong(text: string, limits: AdmissionLimits): boolean {
  return text.length * 3 > limits.maxStringBytes && Buffer.byteLength(text) > limits.maxStringBytes
}

/** `prototype` is an ordinary word outside a `constructor`. */
function isForbidden(key: string, holder: object): boolean {
  if (key.charCodeAt(0) === 0x5f) return FORBIDDEN_NAMES.has(key)
  if (key !== 'constructor') return false
  const member = (holder as Record<string, unknown>)[key]
  return typeof member === 'object' && member !== null && Object.hasOwn(member, 'prototype')
}

/** The same walk again, now naming every place. */
function nameOddValues(value: unknown, depth: number, limits: AdmissionLimits, faults: FaultList): void {
  if (typeof value === 'string') {
    if (isTooLong(value, limits)) faults.add('STRING_TOO_LONG', null)
    if (!value.isWellFormed()) faults.add('LONE_SURROGATE', null)
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) faults.add('NUMBER_RANGE', null)
  } else if (typeof value === 'object' && value !== null) {
    if (depth > limits.maxDepth) faults.add('JSON_DEPTH', null)
    else {
      for (const [key, member] of Object.entries(value)) {
        faults.enter(key)
        if (!key.isWellFormed()) faults.add('LONE_SURROGATE', null)
        else if (isForbidden(key, value)) faults.add('FORBIDDEN_KEY', null)
        nameOddValues(member, depth + 1, limits, faults)
        faults.leave()
      }
    }
  }
}
