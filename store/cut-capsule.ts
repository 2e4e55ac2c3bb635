/**
 * The capsule (rule R1): one run in one file, cut from its kept content and its events, every node chained to the one before and the
 * whole sealed. Checking one needs nothing but the capsule; it replays nothing.
 */

import { Value } from '@sinclair/typebox/value'
import type { Bundle } from '#contracts/bundle'
import { Capsule, type CapsuleNode } from '#contracts/capsule'
import type { Event } from '#contracts/event'
import type { Fault } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { digestValue } from '#json/digest'
import type { RunContent, RunHeader } from './run-store.ts'

export type CapsuleParts = {
  readonly header: Pick<RunHeader, 'runId' | 'graphHash'>
  readonly content: RunContent
  readonly bundle: Bundle
  readonly events: readonly Event[]
  /** Version of the Studio that ran it. */
  readonly koraVersion: string
}

/** Pure: the same parts give the same capsule, byte for byte in canonical form. */
export function cutCapsule({ header, content, bundle, events, koraVersion }: CapsuleParts): Capsule {
  const { taskgraph, operations } = content
  const inputs = { ...content.inputs }
  const hashes = new Map(bundle.tasks.map(task => [task.task_id, task]))
  const outputs = new Map(Object.entries(content.outputs))
  const replies = new Map(Object.entries(content.replies))
  let previous = digestValue(asJson({ graph_hash: header.graphHash, inputs, operations }))
  const nodes = orderByDependency(taskgraph.tasks).map(({ id }): CapsuleNode => {
    const node: Omit<CapsuleNode, 'link'> = {
      task_id: id,
      input_hash: hashes.get(id)?.input_hash ?? null,
      output_hash: hashes.get(id)?.output_hash ?? null,
      output: outputs.get(id) ?? null,
      replies: (replies.get(id) ?? []).map(reply => ({ ...reply })),
    }
    previous = linkAfter(previous, node)
    return { ...node, link: previous }
  })
  const open: Omit<Capsule, 'seal'> = {
    capsule_version: '1.0',
    kora_version: koraVersion,
    run_id: header.runId,
    graph_hash: header.graphHash,
    taskgraph,
    inputs,
    operations: { ...operations },
    nodes,
    final_output: content.result.final_output,
    telemetry: bundle,
    events: [...events],
  }
  return { ...open, seal: digestValue(asJson(open)) }
}

/** Every way in which a capsule is not what was cut; none on an untouched one. Takes anything that JSON can hold. */
export function verifyCapsule(capsule: unknown): Fault[] {
  const shape = [...Value.Errors(Capsule, capsule)].slice(0, 20)
  if (shape.length > 0) return shape.map(error => fault(error.path, `${error.message}.`))
  return [...checkSeals(capsule as Capsule)]
}

function* checkSeals(capsule: Capsule): Generator<Fault> {
  const { seal, ...open } = capsule
  if (digestValue(asJson(open)) !== seal)
    yield fault('/seal', 'Something in the capsule was changed after it was sealed.')
  if (digestValue(asJson(capsule.taskgraph)) !== capsule.graph_hash)
    yield fault('/taskgraph', 'The graph does not have the hash that is written.')
  const tasks = new Set(capsule.taskgraph.tasks.map(task => task.id))
  if (capsule.nodes.length !== tasks.size || capsule.nodes.some(node => !tasks.has(node.task_id)))
    yield fault('/nodes', 'The nodes are not the tasks of the graph.')
  let previous = digestValue(
    asJson({ graph_hash: capsule.graph_hash, inputs: capsule.inputs, operations: capsule.operations }),
  )
  for (const [at, { link, ...node }] of capsule.nodes.entries()) {
    // Compared with the link as written before it, so that one change is told once.
    if (linkAfter(previous, node) !== link)
      yield fault(`/nodes/${at}/link`, `The chain breaks at task "${node.task_id}".`)
    if (node.output_hash !== null && digestValue(asJson(node.output)) !== node.output_hash)
      yield fault(`/nodes/${at}/output`, `The output of task "${node.task_id}" does not have the hash that is written.`)
    previous = link
  }
  for (const [at, event] of capsule.events.entries()) {
    if (event.seq !== at || event.run_id !== capsule.run_id) {
      yield fault(`/events/${at}`, 'An event is missing, doubled or of another run.')
      break
    }
  }
}

const fault = (pointer: string, message: string): Fault => ({ pointer, code: 'CAPSULE_BROKEN', message })

function linkAfter(previous: string, node: Omit<CapsuleNode, 'link'>): string {
  return digestValue(asJson({ previous, node }))
}

/** Dependencies first, ties by id: the first node that differs in a replay is then the cause, not a consequence. */
function orderByDependency<T extends { readonly id: string; readonly dependencies?: readonly string[] }>(
  tasks: readonly T[],
): readonly T[] {
  const sorted = tasks.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const dependents = new Map<string, T[]>(sorted.map(task => [task.id, []]))
  const missing = new Map<T, number>()
  for (const task of sorted) {
    const known = (task.dependencies ?? []).filter(id => dependents.has(id))
    missing.set(task, known.length)
    for (const id of known) dependents.get(id)!.push(task)
  }
  const ordered = sorted.filter(task => missing.get(task) === 0)
  for (let at = 0; at < ordered.length; at += 1) {
    for (const task of dependents.get(ordered[at]!.id)!) {
      const left = missing.get(task)! - 1
      missing.set(task, left)
      if (left === 0) ordered.push(task)
    }
  }
  return ordered
}

/** What came from JSON, or was built above from such parts, is JSON; TypeBox types cannot say so. */
const asJson = (value: unknown): JsonValue => value as JsonValue
