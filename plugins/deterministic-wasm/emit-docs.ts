/** Writes `docs/operations.md` from the operations themselves, so that the page cannot say anything else. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { library } from './library.ts'

const FAMILIES: Readonly<Record<string, string>> = {
  agg: 'results of several tasks become one',
  classify: 'labels by rules, keywords or examples',
  date: 'calendar arithmetic',
  encode: 'other alphabets, digests',
  extract: 'what stands in a text',
  graph: 'orders and ways',
  guard: 'personal data, secrets, non-answers',
  json: 'values selected, changed, checked',
  list: 'order, sameness, sets',
  math: 'exact arithmetic',
  search: 'texts for a query',
  table: 'rows and columns',
  text: 'forms, counts, likeness, differences',
  unit: 'conversion of units',
}

const INTRODUCTION = `# Operations

Written by \`plugins/deterministic-wasm/emit-docs.ts\`; do not edit by hand.

Every operation takes one object and returns one object. It is pure: the same input gives the same bytes on every
machine, whatever its clock, time zone and language. An input without an answer (a division by zero, an unknown unit) is
an error with one sentence and a place.

A few rules hold everywhere. Texts are compared by code point. Equality of JSON values is that of their canonical form
(RFC 8785). Calculations are exact; a result is rounded once, to the nearest double, and \`exact\` keeps it whole.
Dates are of the proleptic ISO calendar, years 0001 to 9999.

Calculator text: \`^\` binds tighter than a sign and to the right (\`-2^2\` is -4, \`2^3^2\` is 512); \`200 + 10%\` is 220, a lone
\`15%\` is 0.15, \`10% + 5%\` is 0.15; \`15% of 80\` is 12; \`mod\` has the sign of the divisor; a bracket right after a number or
bracket multiplies, as tightly as \`×\`. Powers have whole exponents, or roots that are rational.

Words are runs of letters, marks, digits and \`_\`, joined by single hyphens, apostrophes and full stops, or by a comma
between digits. Sentences end at \`.\`, \`!\`, \`?\` or an ellipsis before white space, at an ideographic full stop, or at an
empty line; common abbreviations and initials do not end one.

\`kora operations sum a column\` finds operations by words, without a network; so does \`GET /operations?q=...\`.

A lone mark before three digits groups thousands in amounts of money (\`1.234 €\` is 1234); \`£\` counts as GBP.
`

/** The whole page. */
export function buildDocs(): string {
  const families = Map.groupBy(library.operations, operation => operation.name.split('.')[0]!)
  const names = [...families.keys()].sort()
  const contents = names.map(
    name => `- [\`${name}\`](#${name}): ${FAMILIES[name] ?? ''} (${families.get(name)!.length})`,
  )
  const sections = names.map(name => {
    const operations = families.get(name)!.toSorted((a, b) => (a.name < b.name ? -1 : 1))
    const index = operations.map(
      operation => `| [\`${operation.name}\`](#${anchorOf(operation)}) | ${operation.description} |`,
    )
    return `## ${name}\n\n| operation | what it does |\n|---|---|\n${index.join('\n')}\n\n${operations.map(describe).join('\n')}`
  })
  return [INTRODUCTION, contents.join('\n'), '', sections.join('\n')].join('\n')
}

/** The anchor that a page of Markdown gives to the operation's heading. */
const anchorOf = (operation: Operation): string => operation.name.replaceAll('.', '')

function describe(operation: Operation): string {
  return [
    `### ${operation.name}`,
    '',
    operation.description,
    '',
    '| | name | type | meaning |',
    '|---|---|---|---|',
    ...members('input', operation.input),
    ...members('output', operation.output),
    '',
    '```json',
    `${JSON.stringify(operation.example.input)}`,
    `${JSON.stringify(operation.example.output)}`,
    '```',
    '',
    `Cost ${operation.cost}; input up to ${sizeOf(operation.inputCapBytes)}.`,
    '',
  ].join('\n')
}

function members(side: string, schema: JsonObject): string[] {
  const required = new Set(asList(schema.required))
  const properties = Object.entries(asObject(schema.properties))
  if (properties.length === 0) return [`| ${side} | | object | ${meaningOf(schema)} |`]
  return properties.map(([name, member]) => {
    const isOptional = side === 'input' && !required.has(name)
    return `| ${side} | \`${name}\`${isOptional ? ' (optional)' : ''} | ${typeOf(asObject(member))} | ${meaningOf(asObject(member))} |`
  })
}

function typeOf(schema: JsonObject): string {
  if (Array.isArray(schema.enum))
    return schema.enum.map(value => `\`${String(value)}\``.replace('`|`', '`\\|`').replace('`\t`', 'tab')).join(', ')
  if (Array.isArray(schema.anyOf)) return schema.anyOf.map(one => typeOf(asObject(one))).join(' or ')
  if (Array.isArray(schema.type)) return schema.type.join(' or ')
  if (schema.type === 'array') return `array of ${typeOf(asObject(schema.items))}`
  if (schema.type === 'object') {
    const names = Object.keys(asObject(schema.properties))
    return names.length === 0 ? 'object' : `{${names.join(', ')}}`
  }
  if (schema.format === 'date') return 'date'
  return typeof schema.type === 'string' ? schema.type : 'any'
}

function meaningOf(schema: JsonObject): string {
  const fallback = schema.default
  const described = String(schema.description ?? '').replaceAll('|', '\\|')
  return fallback === undefined ? described : `${described} Default: \`${JSON.stringify(fallback)}\`.`
}

const asObject = (value: JsonValue | undefined): JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {}
const asList = (value: JsonValue | undefined): readonly JsonValue[] => (Array.isArray(value) ? value : [])
const sizeOf = (bytes: number): string => (bytes >= 1_048_576 ? `${bytes / 1_048_576} MiB` : `${bytes / 1_024} KiB`)

if (import.meta.main) {
  const folder = join(import.meta.dir, '../../docs')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'operations.md'), buildDocs())
}
