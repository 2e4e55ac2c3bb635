/** Family `json`, second half: the shape of values: flat, nested, described, written for people. */
import { Type } from '@sinclair/typebox'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { canonicalJson, OperationError } from '#kernel/plugin-door'
import { closed, flag, json, MIB, open, operation, text } from '../operation.ts'
import { assertSize } from '../values/assert-size.ts'
import { inferSchema } from '../values/infer-schema.ts'

const CAP = 4 * MIB
const separator = Type.Optional(
  Type.String({ minLength: 1, maxLength: 10, description: 'Between the names of a path.', default: '.' }),
)

export const jsonShapeOperations: readonly Operation[] = [
  operation({
    name: 'json.flatten',
    description: 'One flat object from a nested value: paths as names, such as `user.tags.0`.',
    input: closed({ value: open('An object.'), separator }),
    output: closed({ value: open('Values by path; empty objects and arrays stay as they are.') }),
    example: {
      input: { value: { user: { name: 'Ada', tags: ['x', 'y'] } } },
      output: { value: { 'user.name': 'Ada', 'user.tags.0': 'x', 'user.tags.1': 'y' } },
    },
    inputCapBytes: CAP,
    run(input) {
      const flat = new Map<string, JsonValue>()
      flatten(input.value, '', input.separator ?? '.', { flat, left: MAX_PATHS })
      return assertSize({ value: Object.fromEntries(flat) }, '/value')
    },
  }),
  operation({
    name: 'json.unflatten',
    description: 'A nested value from paths as names; names that count from 0 make an array.',
    input: closed({ value: open('Values by path.'), separator }),
    output: closed({ value: json('The nested value.') }),
    example: {
      input: { value: { 'user.name': 'Ada', 'user.tags.0': 'x' } },
      output: { value: { user: { name: 'Ada', tags: ['x'] } } },
    },
    inputCapBytes: CAP,
    run: input => ({ value: unflatten(input.value, input.separator ?? '.') }),
  }),
  operation({
    name: 'json.infer_schema',
    description: 'A JSON Schema that all given values satisfy, with the members that all of them have as required.',
    input: closed({
      values: Type.Array(json('A value.'), { minItems: 1, description: 'Examples.' }),
      closed: flag('Forbid members that no example has.'),
    }),
    output: closed({ schema: open('JSON Schema (2020-12).') }),
    example: {
      input: { values: [{ id: 1, tag: 'a' }, { id: 2.5 }] },
      output: {
        schema: { type: 'object', properties: { id: { type: 'number' }, tag: { type: 'string' } }, required: ['id'] },
      },
    },
    inputCapBytes: CAP,
    run: input => ({ schema: inferSchema(input.values, input.closed === true) }),
  }),
  operation({
    name: 'json.format',
    description: 'A value as JSON text for people, indented; or on one line without blanks.',
    input: closed({
      value: json('The value.'),
      indent: Type.Optional(
        Type.Integer({ minimum: 0, maximum: 8, description: 'Blanks per level; 0 writes one line.', default: 2 }),
      ),
      sort_keys: flag('Members in order of their names.'),
    }),
    output: closed({ text: text('The JSON text.') }),
    example: { input: { value: { b: [1], a: {} } }, output: { text: '{\n  "b": [\n    1\n  ],\n  "a": {}\n}' } },
    inputCapBytes: CAP,
    run(input) {
      const value = input.sort_keys === true ? (JSON.parse(canonicalJson(input.value)) as JsonValue) : input.value
      return assertSize({ text: JSON.stringify(value, null, input.indent ?? 2) }, '/indent')
    },
  }),
]

const isBox = (value: JsonValue): value is JsonObject | JsonValue[] => typeof value === 'object' && value !== null

/** Most code units that all paths together may have: a long name is said again for everything below it. */
const MAX_PATHS = 4 * MIB
type Flat = { readonly flat: Map<string, JsonValue>; left: number }

function flatten(value: JsonObject | JsonValue[], path: string, mark: string, into: Flat): void {
  for (const [name, member] of Object.entries(value)) {
    if (name.includes(mark))
      throw new OperationError(`A name holds the separator \`${mark}\`; take another one.`, '/separator')
    if (name === '') throw new OperationError('A member has an empty name, which a path cannot tell.', '/value')
    const whole = path === '' ? name : `${path}${mark}${name}`
    if (isBox(member) && Object.keys(member).length > 0) flatten(member as JsonObject, whole, mark, into)
    else if (whole !== '__proto__') {
      into.left -= whole.length
      if (into.left < 0) throw new OperationError('The paths together are longer than 4 MiB.', '/value')
      into.flat.set(whole, member)
    }
  }
}

type Tree = Map<string, Tree | JsonValue>
const MAX_DEPTH = 60

function unflatten(flat: JsonObject, mark: string): JsonValue {
  const root: Tree = new Map()
  for (const [path, value] of Object.entries(flat)) {
    const parts = path.split(mark)
    if (parts.length > MAX_DEPTH) throw new OperationError(`A path has more than ${MAX_DEPTH} parts.`, '/value')
    let here = root
    for (const [i, part] of parts.entries()) {
      const known = here.get(part)
      if (i === parts.length - 1) {
        if (known !== undefined) throw clash(path)
        here.set(part, value)
      } else if (known === undefined) {
        const next: Tree = new Map()
        here.set(part, next)
        here = next
      } else if (known instanceof Map) here = known
      else throw clash(path)
    }
  }
  return build(root)
}

const clash = (path: string): OperationError =>
  new OperationError(`\`${path.slice(0, 80)}\` is both a value and the beginning of a path.`, '/value')

function build(tree: Tree): JsonValue {
  const built = (value: Tree | JsonValue): JsonValue => (value instanceof Map ? build(value) : value)
  const places = Array.from({ length: tree.size }, (_, i) => String(i))
  if (tree.size > 0 && places.every(place => tree.has(place))) return places.map(place => built(tree.get(place)!))
  return Object.fromEntries(
    [...tree].filter(([name]) => name !== '__proto__').map(([name, value]) => [name, built(value)]),
  )
}
