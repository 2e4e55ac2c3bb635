/** Family `json`: values selected, compared, changed, checked and written. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { canonicalJson, fromPointer, OperationError, readJsonText, readPointer } from '#kernel/plugin-door'
import { parsePath } from '../jsonpath/parse-path.ts'
import { runPath } from '../jsonpath/run-path.ts'
import { choice, closed, json, MIB, operation, text, texts } from '../operation.ts'
import { assertSize } from '../values/assert-size.ts'
import { applyPatch, findPatch, mergePatch, type Step } from '../values/patch.ts'
import { faultsOf, readRules } from '../values/predicate.ts'

const pointer = text('JSON Pointer (RFC 6901).')
const steps = Type.Array(
  closed({
    op: choice(['add', 'remove', 'replace', 'move', 'copy', 'test'], 'What to do.'),
    path: pointer,
    from: Type.Optional(pointer),
    value: Type.Optional(json('The value of add, replace and test.')),
  }),
  { description: 'JSON Patch (RFC 6902).' },
)
const CAP = 4 * MIB

export const jsonOperations: readonly Operation[] = [
  operation({
    name: 'json.select',
    description: 'The value at a JSON Pointer; a missing member is an error.',
    input: closed({ value: json('Where to look.'), pointer }),
    output: closed({ value: json('What stands there.') }),
    example: { input: { value: { a: [10, { 'b/c': true }] }, pointer: '/a/1/b~1c' }, output: { value: true } },
    inputCapBytes: CAP,
    run(input) {
      if (fromPointer(input.pointer) === null) throw new OperationError('The pointer is no JSON Pointer.', '/pointer')
      const found = readPointer(input.value, input.pointer)
      if (!found.found) throw new OperationError(`Nothing stands at \`${input.pointer}\`.`, '/pointer')
      return { value: found.value }
    },
  }),
  operation({
    name: 'json.path',
    description: 'All values that a JSONPath (RFC 9535, without match and search) selects.',
    input: closed({ value: json('Where to look.'), path: text('Such as `$.items[?@.price < 10].name`.') }),
    output: closed({
      values: Type.Array(json('A value.'), { description: 'In order.' }),
      pointers: texts('Where each one stands.'),
    }),
    example: {
      input: {
        value: {
          items: [
            { n: 'a', p: 5 },
            { n: 'b', p: 50 },
          ],
        },
        path: '$.items[?@.p < 10].n',
      },
      output: { values: ['a'], pointers: ['/items/0/n'] },
    },
    inputCapBytes: CAP,
    run(input) {
      const nodes = runPath(input.value, parsePath(input.path))
      return assertSize({ values: nodes.map(node => node.value), pointers: nodes.map(node => node.pointer) }, '/path')
    },
  }),
  operation({
    name: 'json.canonical',
    description: 'Canonical text of a value (RFC 8785).',
    input: closed({ value: json('The value.') }),
    output: closed({ text: text('Members in order, no blanks.') }),
    example: { input: { value: { b: 1, a: [1e21, 'é'] } }, output: { text: '{"a":[1e+21,"é"],"b":1}' } },
    inputCapBytes: CAP,
    run: input => ({ text: canonicalJson(input.value) }),
  }),
  operation({
    name: 'json.parse',
    description: 'Reads strict JSON: no duplicate names, no numbers beyond a double, no half surrogate pairs.',
    input: closed({ text: text('The JSON text; a byte order mark is dropped.') }),
    output: closed({ value: json('The value.') }),
    example: { input: { text: ' {"a": [1, 2.50]} ' }, output: { value: { a: [1, 2.5] } } },
    inputCapBytes: CAP,
    run(input) {
      const read = readJsonText(input.text.charCodeAt(0) === 0xfeff ? input.text.slice(1) : input.text)
      if (read.ok) return { value: read.value }
      throw new OperationError(`Line ${read.fault.line}, column ${read.fault.column}: ${read.fault.message}`, '/text')
    },
  }),
  operation({
    name: 'json.patch',
    description: 'Applies a JSON Patch (RFC 6902), all of it or nothing.',
    input: closed({ value: json('The value to change.'), patch: steps }),
    output: closed({ value: json('The changed value.') }),
    example: {
      input: {
        value: { a: [1, 3] },
        patch: [
          { op: 'add', path: '/a/1', value: 2 },
          { op: 'remove', path: '/a/0' },
        ],
      },
      output: { value: { a: [2, 3] } },
    },
    inputCapBytes: CAP,
    cost: 'quadratic',
    run: input => ({ value: applyPatch(input.value, input.patch as readonly Step[]) }),
  }),
  operation({
    name: 'json.merge_patch',
    description: 'Applies a JSON Merge Patch (RFC 7396): members merge, null removes.',
    input: closed({ value: json('The value to change.'), patch: json('The changes.') }),
    output: closed({ value: json('The changed value.') }),
    example: {
      input: { value: { a: 1, b: { c: 2, d: 3 } }, patch: { a: null, b: { c: 4 } } },
      output: { value: { b: { c: 4, d: 3 } } },
    },
    inputCapBytes: CAP,
    run: input => ({ value: mergePatch(input.value, input.patch) }),
  }),
  operation({
    name: 'json.diff',
    description: 'A JSON Patch that turns one value into another.',
    input: closed({ a: json('The old value.'), b: json('The new value.') }),
    output: closed({ equal: Type.Boolean({ description: 'Whether they are the same value.' }), patch: steps }),
    example: {
      input: { a: { x: 1, y: 2 }, b: { x: 1, z: 3 } },
      output: {
        equal: false,
        patch: [
          { op: 'remove', path: '/y' },
          { op: 'add', path: '/z', value: 3 },
        ],
      },
    },
    inputCapBytes: CAP,
    run(input) {
      const patch = findPatch(input.a, input.b)
      return { equal: patch.length === 0, patch: patch as unknown as JsonObject[] }
    },
  }),
  operation({
    name: 'json.validate',
    description: 'Checks a value against a JSON Schema (2020-12 or draft-07).',
    input: closed({ value: json('The value.'), schema: json('The schema, self-contained.') }),
    output: closed({
      valid: Type.Boolean({ description: 'Whether it fits.' }),
      faults: Type.Array(closed({ pointer: text('Where.'), message: text('What is wrong there.') }), {
        description: 'Why not.',
      }),
    }),
    example: {
      input: { value: { age: -1 }, schema: { type: 'object', properties: { age: { type: 'integer' } } } },
      output: { valid: true, faults: [] },
    },
    inputCapBytes: CAP,
    run(input) {
      const faults = faultsOf(readRules(input.schema, '/schema'), input.value, '/value')
      return {
        valid: faults.length === 0,
        faults: faults.map(fault => ({ pointer: fault.pointer, message: fault.message })),
      }
    },
  }),
]
