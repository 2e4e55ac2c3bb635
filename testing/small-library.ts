/**
 * A handful of real operations and a registry of them, for tests of the kernel that must not depend on a plugin. Names and
 * shapes are those of rule D5; what tests do not need of them is left out.
 */
import type { Connector } from '#contracts/connector-port'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { canonicalJson } from '#json/canonical'
import { readPointer } from '#json/pointer'
import { readSchema, type Schema } from '#json/schema'

const closed = (properties: JsonObject, required: readonly string[] = Object.keys(properties)): JsonObject => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const TEXT = { type: 'string' }
const COUNT = { type: 'integer', minimum: 0 }
const LIST = { type: 'array' }

type Sketch = Pick<Operation, 'name' | 'description' | 'input' | 'output' | 'run'> & { readonly sample: JsonObject }

const SKETCHES: readonly Sketch[] = [
  {
    name: 'text.normalize',
    description: 'Trims a text and, if wished, makes runs of blanks one.',
    input: closed({ text: TEXT, collapse_whitespace: { type: 'boolean' } }, ['text']),
    output: closed({ text: TEXT }),
    sample: { text: ' a  b ', collapse_whitespace: true },
    run: input => {
      const text = (input.text as string).trim()
      return { text: input.collapse_whitespace === true ? text.replaceAll(/\s+/g, ' ') : text }
    },
  },
  {
    name: 'text.count',
    description: 'Counts code points, words, lines and sentences.',
    input: closed({ text: TEXT }),
    output: closed({ characters: COUNT, words: COUNT, lines: COUNT, sentences: COUNT }),
    sample: { text: 'One two.' },
    run: input => {
      const text = input.text as string
      const words = text.split(/\s+/).filter(word => word !== '').length
      const sentences = text.split(/[.!?]+/).filter(sentence => sentence.trim() !== '').length
      return { characters: [...text].length, words, lines: text === '' ? 0 : text.split('\n').length, sentences }
    },
  },
  {
    name: 'extract.emails',
    description: 'Finds e-mail addresses in order of appearance.',
    input: closed({ text: TEXT }),
    output: closed({ emails: { type: 'array', items: TEXT } }),
    sample: { text: 'ann@example.org' },
    run: input => ({ emails: (input.text as string).match(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g) ?? [] }),
  },
  {
    name: 'list.dedupe',
    description: 'Keeps the first of equal items.',
    input: closed({ items: LIST }),
    output: closed({ items: LIST }),
    sample: { items: [1, 1] },
    run: input => {
      const items = new Map((input.items as readonly JsonValue[]).toReversed().map(item => [canonicalJson(item), item]))
      return { items: [...items.values()].toReversed() }
    },
  },
  {
    name: 'json.select',
    description: 'Takes the value at a pointer.',
    input: closed({ value: true, pointer: TEXT }),
    output: closed({ value: true }),
    sample: { value: { a: 1 }, pointer: '/a' },
    run: input => {
      const found = readPointer(input.value!, input.pointer as string)
      if (!found.found) throw new Error('There is no value at the pointer.')
      return { value: found.value }
    },
  },
  {
    name: 'agg.collect',
    description: 'Gives the items as a list.',
    input: closed({ items: LIST }),
    output: closed({ items: LIST }),
    sample: { items: [1] },
    run: input => ({ items: input.items! }),
  },
  {
    name: 'agg.merge',
    description: 'Makes one object of many; later members win.',
    input: closed({ objects: { type: 'array', items: { type: 'object' } } }),
    output: { type: 'object', additionalProperties: true },
    sample: { objects: [{ a: 1 }, { b: 2 }] },
    run: input => Object.assign({}, ...(input.objects as readonly JsonObject[])) as JsonObject,
  },
  {
    name: 'agg.template',
    description: 'Fills {{name}} in a text.',
    input: closed({ template: TEXT, values: { type: 'object' } }),
    output: closed({ text: TEXT }),
    sample: { template: '{{a}}', values: { a: 1 } },
    run: input => {
      const values = input.values as JsonObject
      const fill = (_: string, name: string) => {
        const value = values[name] ?? null
        return typeof value === 'string' ? value : canonicalJson(value)
      }
      return { text: (input.template as string).replaceAll(/\{\{(\w+)\}\}/g, fill) }
    },
  },
  {
    name: 'agg.vote',
    description: 'Finds the commonest item; ties go to the first seen.',
    input: closed({ items: LIST }),
    output: closed({ winner: true, votes: LIST, agreement: { type: 'number', minimum: 0, maximum: 1 } }),
    sample: { items: [1, 1, 2] },
    run: input => vote(input.items as readonly JsonValue[]),
  },
]

function vote(items: readonly JsonValue[]): JsonObject {
  const counts = new Map<string, { readonly value: JsonValue; count: number }>()
  for (const value of items) {
    const entry = counts.get(canonicalJson(value)) ?? { value, count: 0 }
    entry.count += 1
    counts.set(canonicalJson(value), entry)
  }
  const votes = [...counts.values()].sort((a, b) => b.count - a.count)
  return { winner: votes[0]?.value ?? null, votes, agreement: items.length === 0 ? 0 : votes[0]!.count / items.length }
}

export const SMALL_LIBRARY: readonly Operation[] = SKETCHES.map(({ sample, ...sketch }) => ({
  ...sketch,
  major: 1,
  inputCapBytes: 1024 * 1024,
  cost: 'linear',
  example: { input: sample, output: sketch.run(sample) },
}))

const schemaOf = (source: JsonObject, role: 'output' | 'predicate'): Schema => {
  const result = readSchema(source, { role })
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.schema
}

const register = (operation: Operation) => ({
  ...operation,
  pluginId: 'small-library',
  input: schemaOf(operation.input, 'predicate'),
  output: schemaOf(operation.output, 'output'),
  leavesThread: () => false,
  runIsolated: async (input: JsonObject) => operation.run(input),
})

/** A registry with these operations and connectors; it has the shape of the kernel's. */
export function smallRegistry(operations: readonly Operation[] = SMALL_LIBRARY, connectors: readonly Connector[] = []) {
  const registered = operations.map(register)
  const byName = new Map(
    registered.flatMap(known => [[known.name, known] as const, [`${known.name}@${known.major}`, known] as const]),
  )
  return {
    operation: (reference: string) => byName.get(reference) ?? null,
    operations: () => registered,
    connector: (name: string) => connectors.find(connector => connector.name === name) ?? null,
    connectors: () => connectors,
    planners: () => [],
    backend: () => null,
    backends: () => [],
    revision: 1,
  }
}
