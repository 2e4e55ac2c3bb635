/** Task IR 1.0: the TaskGraph as it stands on the wire. Shapes only; the invariants T1 to T10 are checked by the kernel. */
import { type Static, Type } from '@sinclair/typebox'
import { Budget, GraphLimits, PartialBudget } from '#contracts/budget'

export const ID_PATTERN = '^[A-Za-z0-9._:-]{1,128}$'
export const Id = Type.String({ pattern: ID_PATTERN, description: '1 to 128 of A-Z a-z 0-9 . _ : -' })

const Json = Type.Unknown({ description: 'Any JSON value; references may stand anywhere in it.' })

export const Reference = Type.Union(
  [
    Type.Object(
      { $from: Id, pointer: Type.Optional(Type.String({ description: 'RFC 6901; default the whole output.' })) },
      { additionalProperties: false },
    ),
    Type.Object(
      { $input: Type.String({ description: 'RFC 6901 into the inputs of the graph.' }) },
      { additionalProperties: false },
    ),
  ],
  {
    $id: 'Reference',
    description:
      'A value taken from a dependency or a graph input. {"$literal": ...} escapes an object that looks like one.',
  },
)
export type Reference = Static<typeof Reference>

export const Condition = Type.Recursive(
  This =>
    Type.Union([
      Type.Object(
        { value: Reference, matches: Type.Union([Type.Object({}, { additionalProperties: true }), Type.Boolean()]) },
        { additionalProperties: false },
      ),
      Type.Object({ all: Type.Array(This) }, { additionalProperties: false }),
      Type.Object({ any: Type.Array(This) }, { additionalProperties: false }),
      Type.Object({ not: This }, { additionalProperties: false }),
    ]),
  { $id: 'Condition', description: 'A JSON Schema is the predicate; there is no second expression language.' },
)
export type Condition = Static<typeof Condition>

export const ModelStep = Type.Object(
  { connector: Type.Optional(Type.String()), model: Type.String() },
  { additionalProperties: false },
)

export const ModelOptions = Type.Object(
  {
    connector: Type.Optional(Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}$' })),
    model: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 256,
        description: '<connector>/<name>, or a bare name together with connector.',
      }),
    ),
    system: Type.Optional(Type.String()),
    temperature: Type.Optional(Type.Number({ minimum: 0, maximum: 2 })),
    top_p: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })),
    stop: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 16 })),
    decode: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('write'), Type.Literal('choice')])),
    min_margin: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 1,
        description:
          'A choice whose winner leads by less than this in probability fails with CHOICE_UNSURE; with on_fail "escalate" the next model decides (rules M8, E1).',
      }),
    ),
    samples: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 32,
        description: 'Self-consistency: that many answers inside the same purse, then a vote (rule E4).',
      }),
    ),
    escalate_to: Type.Optional(
      Type.Array(ModelStep, {
        maxItems: 8,
        description: 'Heavier models in order; only these are ever called (rule E1).',
      }),
    ),
  },
  { $id: 'ModelOptions', additionalProperties: false },
)
export type ModelOptions = Static<typeof ModelOptions>

export const TASK_TYPES = ['deterministic', 'model', 'aggregation'] as const
export const TaskType = Type.Union(TASK_TYPES.map(type => Type.Literal(type)))
export type TaskType = (typeof TASK_TYPES)[number]

export const Task = Type.Object(
  {
    version: Type.Literal('1.0'),
    id: Id,
    name: Type.Optional(Type.String({ maxLength: 256, description: 'A label for people.' })),
    type: TaskType,
    dependencies: Type.Optional(Type.Array(Id)),
    op: Type.Optional(Type.String({ description: '<library>.<operation>, with optional @<major>.' })),
    input: Type.Optional(Json),
    schema: Type.Optional(Type.Unknown({ description: 'JSON Schema of the output.' })),
    budget: Type.Optional(PartialBudget),
    model: Type.Optional(ModelOptions),
    run_if: Type.Optional(Condition),
    skip_if: Type.Optional(Condition),
    substitute: Type.Optional(Json),
    on_fail: Type.Optional(Type.Union([Type.Literal('fail'), Type.Literal('retry'), Type.Literal('escalate')])),
    optional: Type.Optional(Type.Array(Id)),
    cache: Type.Optional(Type.Union([Type.Literal('exact'), Type.Literal('off')])),
    routing: Type.Optional(
      Type.Object(
        {
          preferred_backend: Type.Optional(Type.String()),
          priority: Type.Optional(Type.Union([Type.Literal('normal'), Type.Literal('high')])),
          profile: Type.Optional(
            Type.Union([
              Type.Literal('latency'),
              Type.Literal('cost'),
              Type.Literal('reliability'),
              Type.Literal('balanced'),
            ]),
          ),
        },
        { additionalProperties: false, description: 'Hints only; they never override a budget or a policy.' },
      ),
    ),
    metadata: Type.Optional(
      Type.Object(
        {
          created_at: Type.Optional(Type.String()),
          trace_id: Type.Optional(Type.String()),
          tags: Type.Optional(Type.Array(Type.String())),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { $id: 'Task', additionalProperties: false },
)
export type Task = Static<typeof Task>

export const TaskGraph = Type.Object(
  {
    kora_version: Type.String({ description: '"1.x.y"; another MAJOR is VERSION_MISMATCH.' }),
    graph_id: Id,
    root: Id,
    inputs: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    defaults: Type.Optional(Type.Object({ budget: Type.Optional(Budget) }, { additionalProperties: false })),
    limits: Type.Optional(GraphLimits),
    tasks: Type.Array(Task, { minItems: 1 }),
    metadata: Type.Optional(Type.Record(Type.String(), Type.String())),
  },
  { $id: 'TaskGraph', additionalProperties: false },
)
export type TaskGraph = Static<typeof TaskGraph>
