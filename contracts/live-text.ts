/**
 * Live text: what a model task writes at this moment. It is shown and forgotten: never stored, never an output, not yet checked
 * against any schema (rules L5, V1).
 */
import { type Static, Type } from '@sinclair/typebox'
import type { FailureCode } from '#contracts/failure'

/** What `event: partial` carries. Pieces of one attempt and kind follow each other; a `reset` makes void what was told before. */
export const PartialFrame = Type.Object(
  {
    task_id: Type.String(),
    attempt_index: Type.Integer({ minimum: 0 }),
    kind: Type.Union([Type.Literal('text'), Type.Literal('thinking'), Type.Literal('reset')]),
    text: Type.String({
      description:
        'The beginning of the JSON of the answer, as the model writes it or as Studio makes it of a plain text; empty for a reset.',
    }),
    unverified: Type.Literal(true, { description: 'No schema has been checked; the output comes with the result.' }),
    reason: Type.Optional(
      Type.String({
        description: 'Of a reset: the code of the failed attempt, or NEXT_ATTEMPT where another one began.',
      }),
    ),
  },
  { $id: 'PartialFrame', additionalProperties: false },
)
export type PartialFrame = Static<typeof PartialFrame>

/** Where a backend tells the text of its model tasks as it comes. Telling nothing is allowed. */
export type LiveText = {
  piece(taskId: string, attemptIndex: number, kind: 'text' | 'thinking', text: string): void
  /** The attempt is over: taken where `reason` is null, else what was told of it is void. A stopped run tells neither. */
  settle(taskId: string, attemptIndex: number, reason: FailureCode | null): void
}
