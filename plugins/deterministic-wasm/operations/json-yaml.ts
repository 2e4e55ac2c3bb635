/**
 * Family `json`, third part: YAML 1.2 (core schema) read and written. One document of plain data: tags of one's own, anchors that
 * repeat content and keys that are no text are refused, because JSON has no place for them.
 */
import { Type } from '@sinclair/typebox'
import { isAlias, parseAllDocuments, stringify, visit } from 'yaml'
import type { JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { canonicalJson, OperationError } from '#kernel/plugin-door'
import { closed, json, KIB, operation, text } from '../operation.ts'
import { assertSize } from '../values/assert-size.ts'

export const jsonYamlOperations: readonly Operation[] = [
  operation({
    name: 'json.from_yaml',
    description: 'Reads one YAML document (1.2, core schema) as JSON; aliases, own tags and doubled keys are errors.',
    input: closed({ text: text('The YAML text.') }),
    output: closed({ value: json('What it says.') }),
    example: { input: { text: 'port: 80\nnames: [a, b]\n' }, output: { value: { port: 80, names: ['a', 'b'] } } },
    inputCapBytes: 256 * KIB,
    run: given => assertSize({ value: readYaml(given.text) }, '/text'),
  }),
  operation({
    name: 'json.to_yaml',
    description: 'Writes a JSON value as YAML 1.2, long texts unfolded.',
    input: closed({
      value: json('The value.'),
      indent: Type.Optional(Type.Integer({ minimum: 2, maximum: 8, description: 'Blanks per level.', default: 2 })),
    }),
    output: closed({ text: text('The YAML text, with a line end.') }),
    example: {
      input: { value: { port: 80, names: ['a', 'b'] } },
      output: { text: 'port: 80\nnames:\n  - a\n  - b\n' },
    },
    inputCapBytes: 256 * KIB,
    run: given =>
      assertSize(
        { text: stringify(given.value, { indent: given.indent ?? 2, lineWidth: 0, aliasDuplicateObjects: false }) },
        '/value',
      ),
  }),
]

function assertKey(key: unknown, known: Set<string>): void {
  if (typeof key !== 'string' && typeof key !== 'number')
    throw new OperationError('A key that is no text has no place in JSON.', '/text')
  const name = String(key)
  if (name === '__proto__') throw new OperationError('A member cannot be called __proto__.', '/text')
  if (known.has(name)) throw new OperationError(`The key \`${name.slice(0, 80)}\` stands twice.`, '/text')
  known.add(name)
}

/** Deeper nesting is no data that a person wrote. */
const DEEPEST = 200

function readYaml(written: string): JsonValue {
  const depth = deepestBlock(written)
  if (depth > 4 * DEEPEST || deepestFlow(written) > DEEPEST)
    throw new OperationError('The text is nested more than 200 levels deep.', '/text')
  const documents = parseAllDocuments(written, {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    prettyErrors: false,
  })
  if (!Array.isArray(documents) || documents.length !== 1)
    throw new OperationError('The text must be one YAML document.', '/text')
  const [document] = documents
  const fault = document!.errors[0] ?? document!.warnings[0]
  if (fault !== undefined)
    throw new OperationError(`This is no plain YAML: ${fault.message.split('\n')[0]?.slice(0, 160)}`, '/text')
  visit(document!, {
    Node: (_, node) => {
      if (isAlias(node) || node.anchor !== undefined)
        throw new OperationError('Anchors and aliases have no place in JSON.', '/text')
    },
    // The parser compares each key with each other one; a set does it in one go.
    Map: (_, map) => {
      const keys = new Set<string>()
      for (const pair of map.items) assertKey((pair.key as { readonly value?: unknown } | null)?.value, keys)
    },
  })
  const value = document!.toJS({ maxAliasCount: 0 }) as JsonValue
  return plainValue(value)
}

/** Levels that one line alone can open: its blanks, and its dashes. */
function deepestBlock(written: string): number {
  let deepest = 0
  for (const [lead] of written.matchAll(/^(?:[ \t]|[-?](?=[ \t\n]))*/gm)) deepest = Math.max(deepest, lead.length)
  return deepest
}

function deepestFlow(written: string): number {
  let depth = 0
  let deepest = 0
  for (const sign of written) {
    if (sign === '[' || sign === '{') depth += 1
    else if ((sign === ']' || sign === '}') && depth > 0) depth -= 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
}

/** Infinity and NaN are YAML and no JSON. */
function plainValue(value: JsonValue): JsonValue {
  try {
    canonicalJson(value)
  } catch {
    throw new OperationError('A value of it has no place in JSON.', '/text')
  }
  return value
}
