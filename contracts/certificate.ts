/** The certificate: a ceiling of what a graph can cost, proven before it runs (rules C1, C2). */
import { type Static, Type } from '@sinclair/typebox'

const Count = Type.Integer({ minimum: 0 })

export const TaskCertificate = Type.Object(
  {
    task_id: Type.String(),
    max_model_calls: Count,
    max_output_tokens: Count,
    max_prompt_tokens: Count,
    max_time_ms: Type.Union([Count, Type.Null()], { description: 'null where an operation declares no time.' }),
    because: Type.String({ description: 'The derivation in one line.' }),
  },
  { $id: 'TaskCertificate', additionalProperties: false },
)
export type TaskCertificate = Static<typeof TaskCertificate>

export const Certificate = Type.Object(
  {
    max_model_calls: Count,
    max_output_tokens: Count,
    max_prompt_tokens: Count,
    max_time_ms: Type.Union([Count, Type.Null()], {
      description: 'Critical path under slot limits; null where an operation declares no time.',
    }),
    prompt_tokens_basis: Type.Union([Type.Literal('tokenizer'), Type.Literal('bytes')]),
    tasks: Type.Array(TaskCertificate),
  },
  { $id: 'Certificate', additionalProperties: false },
)
export type Certificate = Static<typeof Certificate>
