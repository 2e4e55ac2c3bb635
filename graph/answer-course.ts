/**
 * How the answer of a model task can be put together instead of being written as a whole (rules M8, M9): the course its schema
 * sets, where the task leaves that to the engine. It depends on the graph alone, so that the certificate can count on it.
 */
import { type AnswerPart, plannedBytes } from '#contracts/answer-plan'
import type { JsonValue } from '#contracts/json-value'
import type { AdmittedTask } from '#graph/admitted-graph'
import { maxJsonBytes } from '#graph/size-of-schema'
import type { Schema } from '#json/schema'
import { planParts } from '#json/schema/answer-parts'
import { readTextFrame, type TextFrame } from '#json/schema/text-frame'

export type AnswerCourse = {
  readonly parts: readonly AnswerPart[]
  readonly hasChoices: boolean
  /** Nothing is free: the answer is forced and chosen, and nothing is sampled. */
  readonly isChoice: boolean
  /** Most UTF-8 bytes of all that is forced or chosen. */
  readonly bytes: number
}

/** The value of a task whose schema allows exactly one: nothing is left that a model could say. Null where there is a choice. */
export function soleValueOf(task: AdmittedTask): { readonly value: JsonValue } | null {
  const [part, ...others] = courseOf(task)?.parts ?? []
  if (part?.kind !== 'forced' || others.length > 0) return null
  const value = JSON.parse(part.text) as JsonValue
  return task.outputSchema.isValid(value) ? { value } : null
}

const courses = new WeakMap<Schema, AnswerCourse | null>()

/**
 * Null where the answer is to be written: the task says so, wants several samples or a stop text, or its schema leaves the course
 * open; and where the task wants a choice, but the schema leaves more.
 */
export function courseOf(task: AdmittedTask): AnswerCourse | null {
  const decode = task.model?.decode ?? 'auto'
  if (decode === 'write' || (decode === 'auto' && !wantsOneWholeAnswer(task))) return null
  const course = courseOfSchema(task.outputSchema)
  return decode === 'choice' && course?.isChoice !== true ? null : course
}

const frames = new WeakMap<Schema, TextFrame | null>()

/** What stands around the one text that the schema leaves open (M9), where the task leaves the form of the answer to the engine. */
export function textFrameOf({ model, outputSchema }: AdmittedTask): TextFrame | null {
  if ((model?.decode ?? 'auto') !== 'auto') return null
  let frame = frames.get(outputSchema)
  if (frame === undefined) {
    frame = readTextFrame(outputSchema)
    frames.set(outputSchema, frame)
  }
  return frame
}

const wantsOneWholeAnswer = ({ model }: AdmittedTask): boolean =>
  (model?.samples ?? 1) === 1 && (model?.stop ?? []).length === 0

function courseOfSchema(schema: Schema): AnswerCourse | null {
  const known = courses.get(schema)
  if (known !== undefined) return known
  const course = buildCourse(schema)
  courses.set(schema, course)
  return course
}

function buildCourse(schema: Schema): AnswerCourse | null {
  const planned = planParts(schema)
  if (planned === null) return null
  const parts = planned.map((part): AnswerPart => {
    if (part.kind !== 'free') return part
    // A token has at least one byte.
    const bytes = maxJsonBytes(part.schema)
    return { ...part, maxTokens: Number.isFinite(bytes) ? Math.max(1, bytes) : null }
  })
  return {
    parts,
    hasChoices: parts.some(part => part.kind === 'choice'),
    isChoice: parts.every(part => part.kind !== 'free'),
    bytes: plannedBytes(parts),
  }
}
