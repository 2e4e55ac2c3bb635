/** Family `agg`: how results of several tasks become one (rule A2). */
import { Type } from '@sinclair/typebox'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError, readPointer } from '#kernel/plugin-door'
import { choice, closed, count, json, MIB, open, operation, type Row, rows, text, texts } from '../operation.ts'
import { columnsOf, writeTable } from '../tables/write-table.ts'
import { assertSize } from '../values/assert-size.ts'
import { readPredicate } from '../values/predicate.ts'
import { fillTemplate } from '../words/template.ts'
import { countItems, sortItems } from './list.ts'

const items = Type.Array(json('An item.'), { description: 'The items.' })
const CAP = 4 * MIB

export const aggOperations: readonly Operation[] = [
  operation({
    name: 'agg.merge',
    description: 'One object from several; later keys win.',
    input: closed({ objects: Type.Array(open('An object.'), { description: 'The objects, in order.' }) }),
    output: open('All members; a later one replaces an earlier one of the same name.'),
    example: { input: { objects: [{ a: 1, b: 1 }, { b: 2 }] }, output: { a: 1, b: 2 } },
    inputCapBytes: CAP,
    run: input => merge(input.objects),
  }),
  operation({
    name: 'agg.collect',
    description: 'One list of the items, as they are.',
    input: closed({ items }),
    output: closed({ items }),
    example: { input: { items: [1, { a: 2 }, null] }, output: { items: [1, { a: 2 }, null] } },
    inputCapBytes: CAP,
    run: input => ({ items: input.items }),
  }),
  operation({
    name: 'agg.pick',
    description: 'An object of values found by JSON Pointer.',
    input: closed({
      from: json('Where to look.'),
      pick: Type.Unsafe<Record<string, string>>({
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'JSON Pointers by the names they get.',
      }),
    }),
    output: open('The values by name.'),
    example: { input: { from: { a: { b: 1 }, c: [2] }, pick: { x: '/a/b', y: '/c/0' } }, output: { x: 1, y: 2 } },
    inputCapBytes: CAP,
    run: input => assertSize(pick(input.from, input.pick), '/pick'),
  }),
  operation({
    name: 'agg.template',
    description: 'Fills `{{name}}` in a template; texts as they are, other values as canonical JSON.',
    input: closed({
      template: text('Text with names in double braces; a JSON Pointer such as `{{/a/0}}` reaches inside a value.'),
      values: open('Values by name; a missing name is an error.'),
    }),
    output: closed({ text: text('The filled template.') }),
    example: { input: { template: '{{who}}: {{n}}', values: { who: 'Ada', n: 3 } }, output: { text: 'Ada: 3' } },
    inputCapBytes: CAP,
    run: input => ({ text: fillTemplate(input.template, input.values) }),
  }),
  operation({
    name: 'agg.vote',
    description: 'The value given most often; ties go to the first seen.',
    input: closed({ items: Type.Array(json('A vote.'), { minItems: 1, description: 'The votes.' }) }),
    output: closed({
      winner: json('The value with most votes.'),
      votes: Type.Array(closed({ value: json('A value.'), count: count('Its votes.') }), {
        description: 'By count, then by first appearance.',
      }),
      agreement: Type.Number({ minimum: 0, maximum: 1, description: "The winner's share of the votes." }),
    }),
    example: {
      input: { items: ['yes', 'no', 'yes'] },
      output: {
        winner: 'yes',
        votes: [
          { value: 'yes', count: 2 },
          { value: 'no', count: 1 },
        ],
        agreement: 0.6666666666666666,
      },
    },
    inputCapBytes: CAP,
    run(input) {
      const votes = countItems(input.items)
      const winner = votes[0]
      if (winner === undefined) throw new OperationError('Nobody voted.', '/items')
      return { winner: winner.value, votes, agreement: winner.count / input.items.length }
    },
  }),
  operation({
    name: 'agg.rank',
    description: 'Orders items, the largest first unless said, and keeps the first k.',
    input: closed({
      items,
      by: Type.Optional(
        Type.String({ description: 'JSON Pointer to the value that decides; the item itself when absent.' }),
      ),
      order: Type.Optional(choice(['asc', 'desc'], 'Direction.', 'desc')),
      k: Type.Optional(Type.Integer({ minimum: 0, description: 'How many to keep; all when absent.' })),
    }),
    output: closed({ items }),
    example: {
      input: { items: [{ s: 0.2 }, { s: 0.9 }], by: '/s', k: 1 },
      output: { items: [{ s: 0.9 }] },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run: input => ({
      items: sortItems(input.items, input.order ?? 'desc', input.by).slice(0, input.k ?? input.items.length),
    }),
  }),
  operation({
    name: 'agg.first_valid',
    description: 'The first item that satisfies a JSON Schema; none is an error.',
    input: closed({
      items,
      schema: Type.Optional(json('JSON Schema as a predicate; anything but null when absent.')),
    }),
    output: closed({ value: json('The item.'), index: count('Its place, from 0.') }),
    example: {
      input: { items: [null, 'n/a', 7], schema: { type: 'number' } },
      output: { value: 7, index: 2 },
    },
    inputCapBytes: CAP,
    run(input) {
      const accepts = readPredicate(input.schema ?? { not: { type: 'null' } }, '/schema')
      const index = input.items.findIndex((item, i) => accepts(item, `/items/${i}`))
      if (index < 0) throw new OperationError('No item satisfies the schema.', '/items')
      return { value: input.items[index]!, index }
    },
  }),
  operation({
    name: 'agg.table',
    description: 'A table from objects, one row each, as rows and as Markdown.',
    input: closed({
      items: rows('One object per row.'),
      columns: Type.Optional(
        Type.Array(Type.String(), {
          uniqueItems: true,
          description: 'Columns to keep, in order; all, in order of first appearance, when absent.',
        }),
      ),
    }),
    output: closed({
      columns: texts('Column names.'),
      rows: rows('Rows with every column; a missing cell is null.'),
      markdown: text('The table as Markdown.'),
    }),
    example: {
      input: { items: [{ a: 1 }, { a: 2, b: 'x' }] },
      output: {
        columns: ['a', 'b'],
        rows: [
          { a: 1, b: null },
          { a: 2, b: 'x' },
        ],
        markdown: '| a | b |\n| ---: | --- |\n| 1 |  |\n| 2 | x |\n',
      },
    },
    inputCapBytes: CAP,
    run: input => toTable(input.items, input.columns ?? columnsOf(input.items)),
  }),
  operation({
    name: 'agg.reconcile',
    description: 'What several objects say alike, and where they contradict each other, member by member.',
    input: closed({ objects: Type.Array(open('An object.'), { minItems: 1, description: 'The objects.' }) }),
    output: closed({
      agreed: open('Members of which all that have them say the same; null counts as saying nothing.'),
      conflicts: Type.Array(
        closed({
          name: text('The member.'),
          values: Type.Array(closed({ value: json('A value.'), count: count('How many say so.') }), {
            description: 'By count, then by first appearance.',
          }),
        }),
        { description: 'In order of first appearance.' },
      ),
    }),
    example: {
      input: { objects: [{ city: 'Oslo', n: 1 }, { city: 'Oslo', n: 2, note: null }, { n: 1 }] },
      output: {
        agreed: { city: 'Oslo' },
        conflicts: [
          {
            name: 'n',
            values: [
              { value: 1, count: 2 },
              { value: 2, count: 1 },
            ],
          },
        ],
      },
    },
    inputCapBytes: CAP,
    run: input => reconcile(input.objects),
  }),
]

function reconcile(objects: readonly JsonObject[]): JsonObject {
  const said = new Map<string, JsonValue[]>()
  for (const object of objects) {
    for (const [name, value] of Object.entries(object)) {
      if (value === null || name === '__proto__') continue
      const known = said.get(name)
      if (known === undefined) said.set(name, [value])
      else known.push(value)
    }
  }
  const counted = Array.from(said, ([name, values]) => ({ name, values: countItems(values) }))
  return {
    agreed: Object.fromEntries(
      counted.flatMap(({ name, values }) => (values.length === 1 ? [[name, values[0]!.value]] : [])),
    ),
    conflicts: counted.filter(({ values }) => values.length > 1),
  }
}

function merge(objects: readonly JsonObject[]): JsonObject {
  const merged: Record<string, JsonValue> = {}
  for (const object of objects) {
    for (const name in object) if (name !== '__proto__') merged[name] = object[name]!
  }
  return merged
}

function pick(from: JsonValue, pointers: Readonly<Record<string, string>>): JsonObject {
  const picked: Record<string, JsonValue> = {}
  for (const [name, pointer] of Object.entries(pointers)) {
    const found = readPointer(from, pointer)
    if (!found.found) throw new OperationError(`Nothing stands at \`${pointer}\`.`, '/pick')
    if (name !== '__proto__') picked[name] = found.value
  }
  return picked
}

function toTable(items: readonly Row[], columns: readonly string[]): JsonObject {
  const full = items.map(item => {
    const row: Record<string, JsonValue> = {}
    for (const column of columns) row[column] = Object.hasOwn(item, column) ? item[column]! : null
    return row
  })
  return { columns, rows: full, markdown: writeTable(full, columns, 'markdown') }
}
