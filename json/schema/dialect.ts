/**
 * The keywords of the two drafts this engine knows, each with the shape its value must have.
 * It refuses, by leaving them out or naming the cure, all keywords that reach outside the document or choose at run time.
 */

export type Draft = '2020-12' | 'draft-07'

/**
 * What a keyword's value is.
 * `schema`, `schemas`, `schema-map`, `item-schemas` (one or a list) and `dependencies` hold subschemas that are evaluated;
 * `definitions` and `inert-schema` hold subschemas that only references reach. `note` is any JSON; it never fails a value.
 */
export type Shape =
  | 'schema'
  | 'schemas'
  | 'schema-map'
  | 'item-schemas'
  | 'dependencies'
  | 'definitions'
  | 'inert-schema'
  | 'note'
  | 'text-note'
  | 'flag-note'
  | 'list-note'
  | 'reference'
  | 'anchor'
  | 'dialect'
  | 'types'
  | 'any'
  | 'values'
  | 'number'
  | 'positive'
  | 'count'
  | 'flag'
  | 'names'
  | 'names-map'
  | 'pattern'
  | 'format'
  | 'refused'

type Table = { readonly [keyword: string]: Shape }

const SHARED: Table = {
  $schema: 'dialect',
  $comment: 'text-note',
  $ref: 'reference',
  $id: 'refused',
  title: 'text-note',
  description: 'text-note',
  default: 'note',
  examples: 'list-note',
  readOnly: 'flag-note',
  writeOnly: 'flag-note',
  contentMediaType: 'text-note',
  contentEncoding: 'text-note',
  definitions: 'definitions',
  type: 'types',
  enum: 'values',
  const: 'any',
  multipleOf: 'positive',
  maximum: 'number',
  exclusiveMaximum: 'number',
  minimum: 'number',
  exclusiveMinimum: 'number',
  maxLength: 'count',
  minLength: 'count',
  pattern: 'pattern',
  format: 'format',
  maxItems: 'count',
  minItems: 'count',
  uniqueItems: 'flag',
  contains: 'schema',
  maxProperties: 'count',
  minProperties: 'count',
  required: 'names',
  properties: 'schema-map',
  patternProperties: 'schema-map',
  additionalProperties: 'schema',
  propertyNames: 'schema',
  if: 'schema',
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: 'schema',
  else: 'schema',
  allOf: 'schemas',
  anyOf: 'schemas',
  oneOf: 'schemas',
  not: 'schema',
}

const DRAFT_2020: Table = {
  ...SHARED,
  $anchor: 'anchor',
  $defs: 'definitions',
  $dynamicRef: 'refused',
  $dynamicAnchor: 'refused',
  $vocabulary: 'refused',
  deprecated: 'flag-note',
  contentSchema: 'inert-schema',
  prefixItems: 'schemas',
  items: 'schema',
  minContains: 'count',
  maxContains: 'count',
  unevaluatedItems: 'schema',
  unevaluatedProperties: 'schema',
  dependentRequired: 'names-map',
  dependentSchemas: 'schema-map',
}

const DRAFT_07: Table = {
  ...SHARED,
  items: 'item-schemas',
  additionalItems: 'schema',
  dependencies: 'dependencies',
}

/** `$schema` values that name a draft, with and without the empty fragment. */
const DRAFTS: { readonly [uri: string]: Draft } = {
  'https://json-schema.org/draft/2020-12/schema': '2020-12',
  'http://json-schema.org/draft-07/schema': 'draft-07',
  'https://json-schema.org/draft-07/schema': 'draft-07',
}

const REFUSALS: { readonly [keyword: string]: string } = {
  $id: 'A schema is one document here; remove "$id" and refer with "#/...".',
  $dynamicRef: 'References are fixed here; use "$ref" in place of "$dynamicRef".',
  $dynamicAnchor: 'References are fixed here; use "$anchor" in place of "$dynamicAnchor".',
  $vocabulary: 'Vocabularies are fixed here; remove "$vocabulary".',
}

/** What people write who mean another keyword of the draft. */
const CURES: { readonly [keyword: string]: string } = {
  dependencies: 'use "dependentRequired" or "dependentSchemas"',
  additionalItems: 'use "prefixItems" with "items"',
  nullable: 'write "null" into "type"',
  $defs: 'use "definitions", or declare draft 2020-12',
  optional: 'leave the name out of "required"',
}

/** Draft named by a `$schema` value, or null. */
export function draftOf(uri: string): Draft | null {
  const bare = uri.endsWith('#') ? uri.slice(0, -1) : uri
  return Object.hasOwn(DRAFTS, bare) ? DRAFTS[bare]! : null
}

/** Shape of a keyword in a draft, or null where the draft does not know it. Names beginning with `x-` are notes. */
export function shapeOf(draft: Draft, keyword: string): Shape | null {
  const table = draft === '2020-12' ? DRAFT_2020 : DRAFT_07
  if (Object.hasOwn(table, keyword)) return table[keyword]!
  return keyword.startsWith('x-') ? 'note' : null
}

export function refusalOf(keyword: string): string {
  return REFUSALS[keyword] ?? `Remove "${keyword}".`
}

export function cureOf(draft: Draft, keyword: string): string {
  const cure = Object.hasOwn(CURES, keyword) ? CURES[keyword]! : 'remove it, correct its name, or begin it with "x-"'
  return `"${keyword.slice(0, 64)}" is no keyword of ${draft}; ${cure}.`
}
