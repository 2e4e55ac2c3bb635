/** Small tasks and graphs with one thing to say, and what admission makes of them: for tests of the rules T1 to T10. */
import { type AdmissionOptions, admitGraph } from '#graph/admit-graph'
import type { AdmittedGraph } from '#graph/admitted-graph'
import type { Registry } from '#graph/registry'
import { smallRegistry } from '#testing/small-library'

export const registry: Registry = smallRegistry()

export type Loose = Record<string, unknown>
export const BUDGET = { max_tokens: 50, max_time_ms: 1_000, max_retries: 1 }
export const LABEL = { type: 'object', properties: { label: { enum: ['a', 'b'] } }, required: ['label'] }

export const count = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op: 'text.count',
  input: { text: 'one two' },
  ...more,
})
export const model = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'model',
  input: { prompt: 'Which?' },
  schema: LABEL,
  budget: BUDGET,
  ...more,
})
export const collect = (id: string, more: Loose = {}): Loose => ({
  version: '1.0',
  id,
  type: 'aggregation',
  op: 'agg.collect',
  input: { items: [] },
  ...more,
})
export const graphOf = (tasks: readonly unknown[], more: Loose = {}): Loose => ({
  kora_version: '1.0.0',
  graph_id: 'g',
  root: (tasks.at(-1) as Loose | undefined)?.id,
  tasks,
  ...more,
})

/** `CODE /pointer` of every fault; none where the graph is admitted. */
export function faultsOf(graph: unknown, options: AdmissionOptions = {}): string[] {
  const admission = admitGraph(graph, registry, options)
  return admission.admitted ? [] : admission.faults.map(fault => `${fault.code} ${fault.pointer}`)
}

export function warningsOf(graph: unknown): string[] {
  const admission = admitGraph(graph, registry)
  const warnings = admission.admitted ? admission.graph.warnings : admission.warnings
  return warnings.map(fault => `${fault.code} ${fault.pointer}`)
}

export function admitted(graph: unknown, options: AdmissionOptions = {}): AdmittedGraph {
  const admission = admitGraph(graph, registry, options)
  if (!admission.admitted) throw new Error(JSON.stringify(admission.faults, null, 1))
  return admission.graph
}
export const messageOf = (graph: unknown, code: string): string => {
  const admission = admitGraph(graph, registry)
  if (admission.admitted) return ''
  return admission.faults.find(fault => fault.code === code)?.message ?? JSON.stringify(admission.faults)
}
