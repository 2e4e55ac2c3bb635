/**
 * Skeletons against writing (M9): every model schema of the shipped examples, answered by the small real model with `model.decode` "write" and
 * with "auto", in turns; what references would insert is one fixed text. Counts generated tokens and calls that failed; it judges by the
 * figure of docs/benchmarks.md. Where one text is all that a schema leaves open, the same is asked for as plain text too, which takes that
 * text's `maxLength` away: a runtime that keeps it by itself is asked for JSON.
 *
 * `bun bench/skeleton.ts [threads]`
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { systemClock } from '#machine/system-clock'
import { openSmallModel } from '#testing/small-model-connector'
import { createTestKernel } from '#testing/test-kernel'

const EXAMPLES = join(import.meta.dir, '..', 'examples')
const MODEL = 'smollm2-135m-instruct-q4_1'
const TEXT = 'Dear team, the parcel of 3 May came late and two cups were broken. Please call me. Anna Lind, Lind Cafe'
const AIM = 0.5
/** As much as any of these answers takes, so that none is cut and both ways are whole. */
const budget = { max_tokens: 256, max_time_ms: 120_000, max_retries: 0 }
const threads = Number(process.argv[2] ?? 1)

type Loose = { readonly [key: string]: JsonValue }
type Case = { readonly name: string; readonly input: JsonObject; readonly schema: JsonValue }

/** The input with a text in the place of every reference. */
function fill(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return value.map(fill)
  if (typeof value !== 'object' || value === null) return value
  const object = value as Loose
  if ('$from' in object || '$input' in object) return TEXT
  return Object.fromEntries(Object.entries(object).map(([name, member]) => [name, fill(member)]))
}

function readCases(): Case[] {
  const cases = new Map<string, Case>()
  for (const file of readdirSync(EXAMPLES).filter(name => name.endsWith('.json'))) {
    const { tasks = [] } = JSON.parse(readFileSync(join(EXAMPLES, file), 'utf8')) as { tasks?: Loose[] }
    for (const task of tasks.filter(({ type }) => type === 'model')) {
      const key = `${file} ${JSON.stringify(task.schema)}`
      if (!cases.has(key)) {
        const name = `${file.replace('.json', '')}/${task.id}`
        cases.set(key, { name, input: fill(task.input ?? {}) as JsonObject, schema: task.schema ?? {} })
      }
    }
  }
  return [...cases.values()]
}

const folder = mkdtempSync(join(tmpdir(), 'kora-skeleton-'))
const opened = await openSmallModel(folder, { threads, slots: 1, contextTokens: 1_024 })
if ('skipped' in opened) {
  console.log(opened.skipped)
  process.exit(0)
}
const { kernel } = createTestKernel([opened.connector], { clock: systemClock })
/** The schema without bounds, and whether it leaves one text. */
function withoutBounds(schema: JsonValue): { readonly schema: JsonValue; readonly isOneText: boolean } {
  const { properties, ...rest } = schema as { readonly properties?: Loose }
  const members = Object.entries(properties ?? {}) as [string, Loose][]
  const free = members.map(([name, { maxLength: _, ...member }]) => [name, member] as const)
  const isOneText = members.length === 1 && members[0]![1].type === 'string' && members[0]![1].enum === undefined
  return { schema: { ...rest, properties: Object.fromEntries(free) }, isOneText }
}

async function answer({ input, schema }: Case, decode: 'write' | 'auto') {
  const model = { connector: 'llamacpp', model: MODEL, decode }
  const task = { version: '1.0', id: 'task', type: 'model', input, schema, budget, model }
  const taskgraph = { kora_version: '1.0.0', graph_id: 'skeleton', root: 'task', tasks: [task] }
  const result = await (await kernel.start({ taskgraph: taskgraph as never })).result
  const [telemetry] = result.telemetry.tasks
  const how = telemetry?.attempts[0]?.decode ?? 'none'
  return { tokens: telemetry?.tokens_out ?? 0, ok: result.status === 'success', how }
}

let share = 0
try {
  await opened.connector.load!(MODEL, new AbortController().signal)
  const total = { write: 0, auto: 0 }
  for (const example of readCases()) {
    const written = await answer(example, 'write')
    const planned = await answer(example, 'auto')
    total.write += written.tokens
    total.auto += planned.tokens
    const { isOneText, schema } = withoutBounds(example.schema)
    const text = isOneText ? await answer({ ...example, schema }, 'auto') : null
    const marks = `${written.ok ? '' : ', writing failed'}${planned.ok ? '' : `, ${planned.how} failed`}`
    console.log(
      `${example.name.padEnd(32)} written ${String(written.tokens).padStart(4)} tokens, ` +
        `${planned.how} ${String(planned.tokens).padStart(4)} tokens${marks}` +
        (text === null ? '' : `, ${text.how} without maxLength ${text.tokens} tokens${text.ok ? '' : ', failed'}`),
    )
  }
  share = total.auto / total.write
  console.log(`${'all'.padEnd(32)} ${total.auto} of ${total.write} tokens: ${share.toFixed(2)} x (aim ${AIM})`)
} finally {
  await opened.dispose()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(share > AIM ? 1 : 0)
