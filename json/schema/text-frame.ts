/**
 * Where one text is all that a schema leaves open, the rest of the value is known: what stands before that text and after it (M9).
 * A schema that says more of the text than its length, or of the value in another way than by its members, has no frame.
 */
import type { Schema } from '../schema.ts'
import { isObject, type JsonObject } from '../value.ts'
import { planParts } from './answer-parts.ts'
import { listKeywords } from './describe.ts'

export type TextFrame = {
  /** JSON before the characters of the text, its opening quote included. */
  readonly before: string
  /** JSON after them, from the closing quote. */
  readonly after: string
  /** Place of the text in the value; empty where the text is the value. */
  readonly pointer: string
  /** What the schema says of the text itself. */
  readonly text: JsonObject
  /** Most characters (code points) that it allows the text. */
  readonly maxLength: number
  /** Names of the members of the value; empty where the text is the value. */
  readonly names: readonly string[]
}

const NOTES = [
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
]
const SHAPE = ['type', 'properties', 'required', 'additionalProperties', 'unevaluatedProperties', 'const', 'enum']
const KNOWN: ReadonlySet<string> = new Set([...NOTES, ...SHAPE, 'minLength', 'maxLength'])

export function readTextFrame(schema: Schema): TextFrame | null {
  const { source } = schema
  if (!isObject(source)) return null
  if (!listKeywords(schema).every(({ keyword }) => KNOWN.has(keyword) || keyword.startsWith('x-'))) return null
  if (isText(source)) return toFrame('', source, '', '', [])
  const parts = planParts(schema) ?? []
  const [before, free, after] = parts
  if (parts.length !== 3 || before?.kind !== 'forced' || free?.kind !== 'free' || after?.kind !== 'forced') return null
  if (!isText(free.schema) || !isObject(source.properties)) return null
  return toFrame(free.pointer, free.schema, before.text, after.text, Object.keys(source.properties))
}

const isText = (source: JsonObject): boolean =>
  source.type === 'string' && source.enum === undefined && source.const === undefined && source.maxLength !== 0

function toFrame(
  pointer: string,
  text: JsonObject,
  before: string,
  after: string,
  names: readonly string[],
): TextFrame {
  const { maxLength } = text
  return {
    before: `${before}"`,
    after: `"${after}`,
    pointer,
    text,
    maxLength: typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY,
    names,
  }
}
