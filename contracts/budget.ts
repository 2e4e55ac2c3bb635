/** What a model task may cost at most (rules B1 to B8). Budgets only ever shrink after admission. */
import { type Static, Type } from '@sinclair/typebox'

const MAX = Number.MAX_SAFE_INTEGER

export const Budget = Type.Object(
  {
    max_tokens: Type.Integer({
      minimum: 1,
      maximum: MAX,
      description: 'Generated tokens over all attempts of the task, thinking included.',
    }),
    max_time_ms: Type.Integer({
      minimum: 1,
      maximum: MAX,
      description: 'Milliseconds from the task becoming ready to its end.',
    }),
    max_retries: Type.Integer({
      minimum: 0,
      maximum: MAX,
      description: 'Further attempts after the first, of any cause.',
    }),
  },
  { $id: 'Budget', additionalProperties: false },
)
export type Budget = Static<typeof Budget>

/** A budget as a task may give it: what is absent is inherited; operations use only the time. */
export const PartialBudget = Type.Object(
  {
    max_tokens: Type.Optional(Budget.properties.max_tokens),
    max_time_ms: Type.Optional(Budget.properties.max_time_ms),
    max_retries: Type.Optional(Budget.properties.max_retries),
  },
  { $id: 'PartialBudget', additionalProperties: false },
)
export type PartialBudget = Static<typeof PartialBudget>

export const GraphLimits = Type.Object(
  {
    max_model_calls: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX })),
    max_total_tokens: Type.Optional(
      Type.Integer({ minimum: 0, maximum: MAX, description: 'Generated tokens over the whole graph.' }),
    ),
    max_total_time_ms: Type.Optional(
      Type.Integer({ minimum: 1, maximum: MAX, description: 'Milliseconds from the start of the run to its end.' }),
    ),
    max_total_retries: Type.Optional(Type.Integer({ minimum: 0, maximum: MAX })),
  },
  {
    $id: 'GraphLimits',
    additionalProperties: false,
    description: 'Ceiling over the whole graph, reserved before each call (rule B5).',
  },
)
export type GraphLimits = Static<typeof GraphLimits>
