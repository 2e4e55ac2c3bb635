/**
 * Writes every shape of the contracts as a JSON Schema into `contracts/schemas/`, so that others can use them without
 * TypeScript. `--check` writes nothing and fails when a file is stale, missing or left over.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'

const FOLDER = join(import.meta.dir, 'schemas')
const DIALECT = 'https://json-schema.org/draft/2020-12/schema'
const SOURCES = readdirSync(import.meta.dir).filter(name => name.endsWith('.ts') && name !== 'emit.ts')

type Shape = { readonly $id: string }

const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && typeof (value as Partial<Shape>).$id === 'string'

async function collectShapes(): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  for (const source of SOURCES) {
    for (const value of Object.values(await import(join(import.meta.dir, source)))) {
      if (!isShape(value)) continue
      const name = `${value.$id.replace(/[A-Z]/g, (letter, at: number) => (at === 0 ? '' : '-') + letter.toLowerCase())}.json`
      const text = `${JSON.stringify({ $schema: DIALECT, title: value.$id, ...value }, null, 2)}\n`
      const known = texts.get(name)
      if (known !== undefined && !isDeepStrictEqual(known, text)) throw new Error(`two shapes are named ${value.$id}`)
      texts.set(name, text)
    }
  }
  return texts
}

const shapes = await collectShapes()
mkdirSync(FOLDER, { recursive: true })
const present = readdirSync(FOLDER)
const stale = [...shapes].filter(
  ([name, text]) => !present.includes(name) || readFileSync(join(FOLDER, name), 'utf8') !== text,
)
const leftOver = present.filter(name => !shapes.has(name))
if (process.argv.includes('--check')) {
  const names = [...stale.map(([name]) => name), ...leftOver]
  if (names.length > 0) {
    process.stderr.write(`Stale in contracts/schemas: ${names.join(', ')}. Run: bun contracts/emit.ts\n`)
    process.exit(1)
  }
  process.stdout.write(`${shapes.size} schemas are fresh\n`)
} else {
  for (const [name, text] of stale) writeFileSync(join(FOLDER, name), text)
  for (const name of leftOver) rmSync(join(FOLDER, name))
  process.stdout.write(`${shapes.size} schemas, ${stale.length} written, ${leftOver.length} removed\n`)
}
