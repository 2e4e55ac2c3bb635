/**
 * The OpenAPI document: what the routes say about themselves, every named shape of the contracts once, and path parameters
 * by name. It describes; it decides nothing.
 */
import type { AnyElysia } from 'elysia'
import { Failure } from '#contracts/failure'

type Json = Record<string, unknown>

const SHAPES = '#/components/schemas/'

/** Routes that are added later are in the next document. */
export async function buildOpenApiDocument(app: AnyElysia, version: string): Promise<Json> {
  // Large, and needed by readers of the documents only.
  const { toOpenAPISchema } = await import('@elysiajs/openapi')
  const shapes = new Map<string, Json>()
  const described = toOpenAPISchema(app).paths as Json
  hoist(Failure, shapes)
  const paths = Object.fromEntries(
    Object.entries(described).map(([path, item]) => [path, withPathParameters(path, hoist(item, shapes) as Json)]),
  )
  return {
    openapi: '3.1.2',
    info: { title: 'KORA Studio', version, description: 'Local execution of structured AI inference.' },
    security: [{ token: [] }],
    paths,
    components: {
      schemas: Object.fromEntries([...shapes].sort(([left], [right]) => (left < right ? -1 : 1))),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'What `kora token` prints.' } },
    },
  }
}

/** Moves every shape with an `$id` into `shapes` and leaves a reference. */
function hoist(value: unknown, shapes: Map<string, Json>): unknown {
  if (Array.isArray(value)) return value.map(entry => hoist(entry, shapes))
  if (typeof value !== 'object' || value === null) return value
  const { $id, ...rest } = value as Json
  // A recursive shape refers to itself by its bare name.
  if (typeof rest.$ref === 'string' && !rest.$ref.startsWith('#')) return { $ref: `${SHAPES}${rest.$ref}` }
  if (typeof $id !== 'string') return hoistMembers(rest, shapes)
  if (!shapes.has($id)) {
    shapes.set($id, {})
    shapes.set($id, hoistMembers(rest, shapes))
  }
  return { $ref: `${SHAPES}${$id}` }
}

function hoistMembers(value: Json, shapes: Map<string, Json>): Json {
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, hoist(entry, shapes)]))
}

function withPathParameters(path: string, item: Json): Json {
  const names = [...path.matchAll(/\{([^}]+)\}/g)].map(match => match[1]!)
  if (names.length === 0) return item
  const parameters = names.map(name => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  return { ...item, parameters }
}
