/**
 * Writes each shape of this folder that has an `$id` as a JSON Schema 2020-12 document into `contracts/schemas/`.
 * `--check` writes nothing and fails where a committed document differs. It changes no shape.
 */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

type Node = { readonly [key: string]: unknown }
const folder = import.meta.dir
const target = join(folder, 'schemas')

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value)
const toFileName = (id: string): string => `${id.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()}.json`

/** Every exported shape by its `$id`, sorted. Throws where two shapes share one. */
async function loadShapes(): Promise<Map<string, Node>> {
  const names = (await readdir(folder)).filter(name => /^[a-z-]+\.ts$/.test(name) && name !== 'emit.ts').sort()
  const shapes = new Map<string, Node>()
  for (const name of names) {
    const module = (await import(join(folder, name))) as Record<string, unknown>
    for (const value of Object.values(module)) {
      if (!isNode(value) || typeof value.$id !== 'string') continue
      if (shapes.has(value.$id) && shapes.get(value.$id) !== value)
        throw new Error(`Two shapes are named ${value.$id}.`)
      shapes.set(value.$id, value)
    }
  }
  return new Map([...shapes].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** One self-contained document: shapes inside it move to `$defs`, because an `$id` may stand only once in a document. */
function buildDocument(shape: Node): string {
  const definitions = new Map<string, unknown>()
  const place = (node: Node): Node => {
    const id = node.$id as string
    if (id === shape.$id) return { $ref: '#' }
    if (!definitions.has(id)) {
      definitions.set(id, null)
      const { $id: _id, ...rest } = node
      definitions.set(id, rewrite(rest))
    }
    return { $ref: `#/$defs/${id}` }
  }
  const rewrite = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(rewrite)
    if (!isNode(value)) return value
    if (typeof value.$id === 'string') return place(value)
    if (typeof value.$ref === 'string')
      return { ...value, $ref: value.$ref === shape.$id ? '#' : `#/$defs/${value.$ref}` }
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, rewrite(member)]))
  }
  const { $id: _id, ...rest } = shape
  const body = rewrite(rest) as Node
  const defs = Object.fromEntries([...definitions].sort(([a], [b]) => (a < b ? -1 : 1)))
  const head = { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: `urn:kora:${shape.$id}` }
  return `${JSON.stringify({ ...head, title: shape.$id, ...body, ...(definitions.size > 0 ? { $defs: defs } : {}) }, null, 2)}\n`
}

/** File names and their texts. */
export async function buildSchemas(): Promise<ReadonlyMap<string, string>> {
  return new Map([...(await loadShapes())].map(([id, shape]) => [toFileName(id), buildDocument(shape)]))
}

/** Names of documents that are missing, differ or are left over. */
export async function findStale(): Promise<readonly string[]> {
  const wanted = await buildSchemas()
  const present = await readdir(target).catch(() => [])
  const stale = present.filter(name => !wanted.has(name))
  for (const [name, text] of wanted)
    if ((await readFile(join(target, name), 'utf8').catch(() => null)) !== text) stale.push(name)
  return stale.sort()
}

async function writeSchemas(): Promise<void> {
  await mkdir(target, { recursive: true })
  const stale = await findStale()
  const wanted = await buildSchemas()
  for (const name of stale) {
    const text = wanted.get(name)
    if (text === undefined) await rm(join(target, name))
    else await writeFile(join(target, name), text)
  }
  console.log(`${wanted.size} schemas, ${stale.length} of them changed`)
}

if (import.meta.main) {
  if (!process.argv.includes('--check')) await writeSchemas()
  else {
    const stale = await findStale()
    if (stale.length > 0) console.error(`Out of date: ${stale.join(', ')}. Run \`bun contracts/emit.ts\` and commit.`)
    process.exitCode = stale.length > 0 ? 1 : 0
  }
}
