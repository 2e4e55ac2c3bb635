/**
 * The direct counterpart of a TaskGraph: one model call that is told every step in words and asked for the last one's output, under the
 * schema that the graph asks of it. What a person without structure would send.
 */
import type { Budget } from '#contracts/budget'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Task, TaskGraph } from '#contracts/task-graph'
import type { Registry } from '#graph/registry'

const SYSTEM = 'You do every step yourself, exactly, and answer with the result of the last step only.'

/** `graph` has been admitted, so its references hold. */
export function buildDirectGraph(graph: TaskGraph, inputs: JsonObject, registry: Registry, budget: Budget): TaskGraph {
  const root = graph.tasks.find(task => task.id === graph.root)!
  const given = { ...(graph.inputs as JsonObject | undefined), ...inputs }
  const steps = graph.tasks.map((task, at) => `${at + 1}. ${describe(task, registry)}`)
  const prompt = [
    ...(Object.keys(given).length === 0 ? [] : ['Inputs: {{inputs}}']),
    'Steps:\n{{steps}}',
    `Answer with the output of step ${root.id}.`,
  ].join('\n\n')
  const schema = root.schema ?? (root.op === undefined ? undefined : registry.operation(root.op)?.output.source)
  return {
    kora_version: '1.0.0',
    graph_id: `${graph.graph_id.slice(0, 100)}.direct`,
    root: 'answer',
    tasks: [
      {
        version: '1.0',
        id: 'answer',
        name: 'Everything in one call',
        type: 'model',
        input: { prompt, inputs: { $literal: given }, steps: steps.join('\n') },
        ...(schema === undefined ? {} : { schema }),
        budget,
        model: { system: SYSTEM, ...modelOf(graph) },
        cache: 'off',
      },
    ],
  }
}

function describe(task: Task, registry: Registry): string {
  const what = task.op === undefined ? 'Answer:' : `${registry.operation(task.op)?.description ?? ''} (${task.op})`
  return `${task.id}: ${what} Input: ${JSON.stringify(task.input ?? {})}`
}

/** The model that the graph itself names, where all of its tasks name the same one. */
function modelOf(graph: TaskGraph): { readonly connector?: string; readonly model?: string } {
  const named = graph.tasks.flatMap(({ model }) => (model?.model === undefined ? [] : [model]))
  const [first] = named
  if (first === undefined || named.some(one => one.model !== first.model || one.connector !== first.connector))
    return {}
  return { model: first.model!, ...(first.connector === undefined ? {} : { connector: first.connector }) }
}

/** The same graph with every model task asked anew: a cache would make a second round look free. */
export function withoutCache(graph: unknown): unknown {
  const tasks = (graph as { readonly tasks?: JsonValue } | null)?.tasks
  if (!Array.isArray(tasks)) return graph
  const fresh = tasks.map(task =>
    (task as JsonObject | null)?.type === 'model' ? { ...(task as JsonObject), cache: 'off' } : task,
  )
  return { ...(graph as JsonObject), tasks: fresh }
}
