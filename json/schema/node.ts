/**
 * SchemaNode: one schema of a document after it was read: its keywords checked, its subschemas and references found.
 * Everything that reasons about schemas (evaluation, relations, pointers) starts here and trusts it.
 */
import type { Pattern } from '../pattern.ts'
import type { JsonObject, JsonValue } from '../value.ts'

/** What the schema is for: see T6 for `output` and `predicate`; `standard` keeps formats as notes and ignores unknown keywords. */
export type Role = 'output' | 'predicate' | 'standard'

export type SchemaNode = {
  /** JSON pointer of this schema in its document. */
  readonly pointer: string
  /** The schema as written; `true` and `false` are schemas. */
  readonly raw: boolean | JsonObject
  /** Keywords in force, in the order written. In draft-07 a `$ref` silences the others. */
  readonly keywords: readonly string[]
  /** Subschemas of keywords that hold one. */
  readonly one: ReadonlyMap<string, SchemaNode>
  /** Subschemas of keywords that hold a list. */
  readonly list: ReadonlyMap<string, readonly SchemaNode[]>
  /** Subschemas of keywords that hold them by name. */
  readonly named: ReadonlyMap<string, ReadonlyMap<string, SchemaNode>>
  /** `pattern` and the names of `patternProperties`, by their source. */
  readonly patterns: ReadonlyMap<string, Pattern>
  /** Target of `$ref`. Set once, when all schemas of the document are read. */
  target: SchemaNode | null
}

/** Value of a keyword that is in force, or undefined. */
export function keywordOf(node: SchemaNode, keyword: string): JsonValue | undefined {
  if (typeof node.raw === 'boolean' || !node.keywords.includes(keyword)) return undefined
  return node.raw[keyword]
}

export function subschemas(node: SchemaNode, keyword: string): readonly SchemaNode[] {
  const one = node.one.get(keyword)
  if (one !== undefined) return [one]
  return node.list.get(keyword) ?? [...(node.named.get(keyword)?.values() ?? [])]
}

/** All subschemas that are evaluated with this one, each with its keyword; the target of `$ref` last. */
export function* childrenOf(node: SchemaNode): Generator<readonly [keyword: string, child: SchemaNode]> {
  for (const [keyword, child] of node.one) yield [keyword, child]
  for (const [keyword, children] of node.list) for (const child of children) yield [keyword, child]
  for (const [keyword, children] of node.named) for (const child of children.values()) yield [keyword, child]
  if (node.target !== null) yield ['$ref', node.target]
}

const IN_PLACE = new Set([
  '$ref',
  'allOf',
  'anyOf',
  'oneOf',
  'if',
  'then',
  'else',
  'dependentSchemas',
  'dependencies',
  'not',
])

/** True for keywords whose subschemas look at the same value, not at a member of it. */
export function isInPlace(keyword: string): boolean {
  return IN_PLACE.has(keyword)
}

const NOTES = new Set([
  '$schema',
  '$comment',
  '$anchor',
  '$defs',
  'definitions',
  'title',
  'description',
  'default',
  'examples',
  'readOnly',
  'writeOnly',
  'deprecated',
  'contentMediaType',
  'contentEncoding',
  'contentSchema',
])

/** True for keywords that never fail a value. */
function isNote(keyword: string): boolean {
  return NOTES.has(keyword) || keyword.startsWith('x-')
}

/** True for a schema that is nothing but a reference: it means what its target means in its place. */
export function isLoneReference(node: SchemaNode): boolean {
  return node.target !== null && node.keywords.every(keyword => keyword === '$ref' || isNote(keyword))
}

/** True when schemas stand beside this one whose evaluated members count as its own. */
export function hasSchemasBeside(node: SchemaNode): boolean {
  return node.keywords.some(keyword => isInPlace(keyword) && keyword !== 'not')
}
