/**
 * Admissions: checks and certifies graphs, and remembers the last ones by their text, because admission is a pure function of the
 * graph's bytes, the operations registered and the inputs given, of which it asks little: the same graph with other inputs is quick.
 */

import type { GraphLimits } from '#contracts/budget'
import type { Certificate } from '#contracts/certificate'
import type { Fault } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { TaskGraph } from '#contracts/task-graph'
import { admitGraph, readmitGraph } from '#graph/admit-graph'
import type { Admission, AdmittedGraph } from '#graph/admitted-graph'
import { certify } from '#graph/certificate'
import type { Registry } from '#graph/registry'
import { sha256Hex } from '#json/digest'
import { isFrozenJson } from '#json/frozen'
import { DEFAULT_MAX_TIME_MS } from './execute-operation.ts'
import type { KnownFacts } from './runtime-knowledge.ts'

const REMEMBERED = 64
const LONGEST_OWN_KEY = 16_384
/** Canonical bytes of all graphs remembered; an admitted graph takes several times its own. */
const REMEMBERED_BYTES = 8 * 1024 * 1024

type Lasting = { readonly inputs: JsonObject; readonly revision: number; readonly admission: Admission }

export class Admissions {
  readonly #registry: Registry
  readonly #known = new Map<string, Admission & { readonly admitted: true }>()
  /** Admissions of values that cannot change, by the value itself. */
  readonly #byValue = new WeakMap<object, Lasting>()
  #knownBytes = 0
  #latest = ''
  readonly #byGraph = new WeakMap<TaskGraph, AdmittedGraph>()
  /** Of graphs without a call to a model, whose cost does not depend on their inputs. */
  readonly #certificates = new WeakMap<AdmittedGraph['tasks'], Certificate>()

  constructor(registry: Registry) {
    this.#registry = registry
  }

  admit(raw: unknown, inputs: JsonObject): Admission {
    const seen = isFrozenJson(raw) ? this.#byValue.get(raw as object) : undefined
    if (seen && seen.inputs === inputs && seen.revision === this.#registry.revision) return seen.admission
    const admission = this.#admit(raw, inputs)
    const isLasting = isFrozenJson(raw) && (inputs === NO_INPUTS || isFrozenJson(inputs))
    if (admission.admitted && isLasting) {
      this.#byValue.set(raw as object, { inputs, revision: this.#registry.revision, admission })
    }
    return admission
  }

  #admit(raw: unknown, inputs: JsonObject): Admission {
    const key = this.#keyOf(raw, inputs)
    const known = key === null ? undefined : this.#known.get(key)
    if (key !== null && known) {
      this.#touch(key, known)
      if (inputs === NO_INPUTS) return known
      const graph = readmitGraph(known.graph, inputs)
      if (graph !== null) return { admitted: true, graph }
    }
    const admission = admitGraph(raw, this.#registry, { inputs, member: 'taskgraph' })
    if (!admission.admitted) return admission
    this.#byGraph.set(admission.graph.source, admission.graph)
    if (key !== null && !known) this.#remember(key, admission)
    return admission
  }

  /** The last used comes last, so that the first may go. */
  #touch(key: string, admission: Admission & { readonly admitted: true }): void {
    if (this.#latest === key) return
    this.#latest = key
    this.#known.delete(key)
    this.#known.set(key, admission)
  }

  /** The admitted form of a graph that `admit` returned before. */
  of(graph: TaskGraph): AdmittedGraph | null {
    return this.#byGraph.get(graph) ?? null
  }

  /** With what runtimes told of the models that the graph may call, where it may call any. */
  certify(graph: AdmittedGraph, known: KnownFacts | null = null): Certificate {
    if (known) return certify(graph, { ...known, operationTimeMs: DEFAULT_MAX_TIME_MS })
    if (graph.tasks.some(task => task.type === 'model')) {
      return certify(graph, { operationTimeMs: DEFAULT_MAX_TIME_MS })
    }
    let certificate = this.#certificates.get(graph.tasks)
    if (!certificate) {
      certificate = certify(graph, { operationTimeMs: DEFAULT_MAX_TIME_MS })
      this.#certificates.set(graph.tasks, certificate)
    }
    return certificate
  }

  #remember(key: string, admission: Admission & { readonly admitted: true }): void {
    this.#known.set(key, admission)
    this.#knownBytes += admission.graph.canonical.length
    while (this.#known.size > REMEMBERED || this.#knownBytes > REMEMBERED_BYTES) {
      const [oldest, { graph }] = this.#known.entries().next().value as [string, { graph: AdmittedGraph }]
      this.#known.delete(oldest)
      this.#knownBytes -= graph.canonical.length
    }
  }

  /**
   * Equal texts mean equal graphs, so the members' order may stand as it is: another order is admitted once more, to the same
   * hash. Of inputs only their names count; see `readmitGraph`. Null for what is no JSON at all: admission says so better.
   */
  #keyOf(raw: unknown, inputs: JsonObject): string | null {
    try {
      const own = inputs === NO_INPUTS ? '' : toKey(JSON.stringify(Object.keys(inputs)))
      return `${this.#registry.revision} ${toKey(JSON.stringify(raw))} ${own}`
    } catch {
      return null
    }
  }
}

/** Short texts are their own key, because a digest costs more than it saves. */
const toKey = (text: string): string => (text.length < LONGEST_OWN_KEY ? text : sha256Hex(text))

export const NO_INPUTS: JsonObject = Object.freeze({})

/** C2: where the certificate exceeds the quota of the session. One fault a figure. */
export function checkQuota(certificate: Certificate, quota: GraphLimits): readonly Fault[] {
  const faults: Fault[] = []
  const compare = (name: keyof GraphLimits, value: number | null) => {
    const limit = quota[name]
    if (limit === undefined || (value !== null && value <= limit)) return
    faults.push({
      pointer: '/taskgraph',
      code: 'QUOTA_EXCEEDED',
      message: `${name}: the graph may need ${value ?? 'any amount'}, the session allows ${limit}.`,
    })
  }
  compare('max_model_calls', certificate.max_model_calls)
  compare('max_total_tokens', certificate.max_output_tokens)
  compare('max_total_time_ms', certificate.max_time_ms)
  return faults
}
