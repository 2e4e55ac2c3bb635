/** The content of a run, where it is still at hand: from its capsule when it was kept, else from what the server remembers. */
import { queryOptions, useQuery } from '@tanstack/react-query'
import type { Capsule } from '#contracts/capsule'
import type { TaskGraph } from '#contracts/task-graph'
import { call } from '../../../api/call.ts'
import { runQuery } from '../../../api/queries.ts'

export type RunContent = {
  readonly taskgraph: TaskGraph | null
  readonly inputs: Readonly<Record<string, unknown>>
  readonly outputs: Readonly<Record<string, unknown>>
  readonly isKept: boolean
}

const NOTHING: RunContent = { taskgraph: null, inputs: {}, outputs: {}, isKept: false }

/** `isOver`: while a run goes on there is nothing to be had. */
export function useRunContent(runId: string, isOver: boolean) {
  return useQuery({ ...runContentQuery(runId), enabled: isOver })
}

const runContentQuery = (runId: string) =>
  queryOptions({
    queryKey: ['runs', runId, 'content'],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ client, signal }): Promise<RunContent> => {
      // What was read while the run went on has no result yet.
      const status = await client.fetchQuery({ ...runQuery(runId), staleTime: 0 })
      if (status.summary?.content_kept === true)
        return fromCapsule(await call<Capsule>(`/runs/${encodeURIComponent(runId)}/capsule`, { signal }))
      const { result } = status
      if (result === undefined) return NOTHING
      const taskgraph = result.taskgraph ?? null
      return { taskgraph, inputs: taskgraph?.inputs ?? {}, outputs: result.outputs, isKept: false }
    },
  })

function fromCapsule(capsule: Capsule): RunContent {
  const produced = capsule.nodes.filter(node => node.output_hash !== null)
  return {
    taskgraph: capsule.taskgraph,
    inputs: capsule.inputs,
    outputs: Object.fromEntries(produced.map(node => [node.task_id, node.output])),
    isKept: true,
  }
}
