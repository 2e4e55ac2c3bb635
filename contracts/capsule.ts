/** The capsule: one run in one file, from which every operation can be replayed without calling anything (rules R1, R2). */
import { type Static, Type } from '@sinclair/typebox'
import { Bundle } from '#contracts/bundle'
import { Event } from '#contracts/event'
import { TaskGraph } from '#contracts/task-graph'

export const CapsuleNode = Type.Object(
  {
    task_id: Type.String(),
    input_hash: Type.Union([Type.String(), Type.Null()]),
    output_hash: Type.Union([Type.String(), Type.Null()]),
    output: Type.Unknown(),
    replies: Type.Array(
      Type.Object({ attempt_index: Type.Integer(), text: Type.String() }, { additionalProperties: false }),
      {
        description: 'Model replies, by attempt, as they came; of a plain text the JSON that was made of it.',
      },
    ),
    link: Type.String({ description: 'SHA-256 over the previous link and this node: the hash chain.' }),
  },
  { $id: 'CapsuleNode', additionalProperties: false },
)
export type CapsuleNode = Static<typeof CapsuleNode>

export const Capsule = Type.Object(
  {
    capsule_version: Type.Literal('1.0'),
    kora_version: Type.String(),
    run_id: Type.String(),
    graph_hash: Type.String(),
    taskgraph: TaskGraph,
    inputs: Type.Record(Type.String(), Type.Unknown()),
    operations: Type.Record(Type.String(), Type.String(), { description: 'Operation name to plugin id and version.' }),
    nodes: Type.Array(CapsuleNode),
    final_output: Type.Unknown(),
    telemetry: Bundle,
    events: Type.Array(Event),
    seal: Type.String({ description: 'SHA-256 of the canonical form of all the above.' }),
  },
  { $id: 'Capsule', additionalProperties: false },
)
export type Capsule = Static<typeof Capsule>
