/**
 * How operations of this library are written down: one object per operation, its input type taken from its schema.
 * Inputs are closed objects; a default that an operation assumes stands in its schema.
 */
import { type ObjectOptions, type Static, type TObject, type TProperties, type TSchema, Type } from '@sinclair/typebox'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Cost, Operation } from '#contracts/library-port'
import { defineOperation } from '#kernel/plugin-door'
import { searchWords } from './search-words.ts'

/** A row of a table: cells by column name. */
export type Row = JsonObject

export const KIB = 1024
export const MIB = 1024 * KIB

/** An object that takes nothing beyond these members. */
export const closed = <P extends TProperties>(properties: P, options: ObjectOptions = {}): TObject<P> =>
  Type.Object(properties, { additionalProperties: false, ...options })

/** Any JSON value. */
export const json = (description: string) => Type.Unsafe<JsonValue>({ description })
/** Any JSON object. */
export const open = (description: string) =>
  Type.Unsafe<JsonObject>({ type: 'object', additionalProperties: true, description })
export const rows = (description: string) => Type.Array(open('Cells by column name.'), { description })
export const text = (description: string) => Type.String({ description })
export const texts = (description: string) => Type.Array(Type.String(), { description })
export const count = (description: string) => Type.Integer({ minimum: 0, description })
export const flag = (description: string, fallback = false) =>
  Type.Optional(Type.Boolean({ description, default: fallback }))

/** One of a few names. */
export const choice = <const V extends readonly string[]>(values: V, description: string, fallback?: V[number]) =>
  Type.Unsafe<V[number]>({
    type: 'string',
    enum: values,
    description,
    ...(fallback === undefined ? {} : { default: fallback }),
  })

type Draft<I extends TSchema> = {
  readonly name: string
  readonly major?: number
  readonly description: string
  readonly input: I
  readonly output: TSchema
  readonly example: { readonly input: Static<I>; readonly output: JsonObject }
  /** 1 MiB unless said. */
  readonly inputCapBytes?: number
  /** Linear unless said. */
  readonly cost?: Cost
  readonly run: (input: Static<I>) => JsonObject
}

/** An operation from its draft; `run` sees its input by the type of the schema. */
export function operation<I extends TObject>(draft: Draft<I>): Operation {
  return defineOperation({
    name: draft.name,
    major: draft.major ?? 1,
    description: draft.description,
    keywords: searchWords(draft.name),
    input: draft.input as unknown as JsonObject,
    output: draft.output as unknown as JsonObject,
    example: draft.example as Operation['example'],
    inputCapBytes: draft.inputCapBytes ?? MIB,
    cost: draft.cost ?? 'linear',
    run: draft.run as Operation['run'],
  })
}
