/**
 * Generators for tests: schemas and values over the same few names, small enough to meet each other often.
 * For tests only; nothing that ships imports it.
 */
import fc from 'fast-check'
import { isObject, type JsonObject, type JsonValue } from '../value.ts'

const name = fc.constantFrom('a', 'b', 'c', 'ab', 'constructor')
const scalar: fc.Arbitrary<JsonValue> = fc.constantFrom<JsonValue[]>(
  null,
  true,
  false,
  0,
  1,
  2,
  3,
  -1,
  1.5,
  0.25,
  '',
  'a',
  'ab',
  'abc',
  '😀',
  '2024-05-06',
)

export const anyValue: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>(tie => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 3, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 4, arbitrary: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }) },
  ),
})).value

const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object')
const count = fc.integer({ min: 0, max: 3 })
const bound = fc.constantFrom(-1, 0, 0.5, 1, 2, 3)

/** Keywords that look at one value by themselves. */
const plain: fc.Arbitrary<JsonObject> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ type: fc.oneof(type, fc.uniqueArray(type, { minLength: 1, maxLength: 3 })) }) },
  { weight: 2, arbitrary: fc.record({ enum: fc.array(anyValue, { minLength: 1, maxLength: 3 }) }) },
  fc.record({ const: anyValue }),
  fc.record({ minimum: bound }),
  fc.record({ maximum: bound }),
  fc.record({ exclusiveMinimum: bound }),
  fc.record({ exclusiveMaximum: bound }),
  fc.record({ multipleOf: fc.constantFrom(1, 2, 0.5, 0.1) }),
  fc.record({ minLength: count }),
  fc.record({ maxLength: count }),
  fc.record({ pattern: fc.constantFrom('^a', 'b$', '^[a-c]+$', '.') }),
  fc.record({ format: fc.constantFrom('date', 'email') }),
  fc.record({ minItems: count }),
  fc.record({ maxItems: count }),
  fc.record({ uniqueItems: fc.boolean() }),
  fc.record({ minProperties: count }),
  fc.record({ maxProperties: count }),
  { weight: 3, arbitrary: fc.record({ required: fc.uniqueArray(name, { maxLength: 2 }) }) },
  fc.record({
    dependentRequired: fc.dictionary(name, fc.uniqueArray(name, { maxLength: 2 }), {
      maxKeys: 2,
      noNullPrototype: true,
    }),
  }),
)

type Tied = { schema: JsonValue; object: JsonObject }

function merged(parts: readonly JsonObject[]): JsonObject {
  return Object.assign({}, ...parts)
}

const generators = fc.letrec<Tied>(tie => {
  const schema = tie('schema')
  const map = fc.dictionary(name, schema, { maxKeys: 3, noNullPrototype: true })
  const list = fc.array(schema, { minLength: 1, maxLength: 2 })
  const nested: fc.Arbitrary<JsonObject> = fc.oneof(
    { weight: 6, arbitrary: fc.record({ properties: map }) },
    { weight: 2, arbitrary: fc.record({ additionalProperties: schema }) },
    fc.record({
      patternProperties: fc.dictionary(fc.constantFrom('^a', 'b'), schema, { maxKeys: 2, noNullPrototype: true }),
    }),
    fc.record({ propertyNames: schema }),
    fc.record({ unevaluatedProperties: schema }),
    fc.record({ dependentSchemas: map }),
    { weight: 2, arbitrary: fc.record({ items: schema }) },
    fc.record({ prefixItems: list }),
    fc.record({ contains: schema, minContains: count }),
    fc.record({ contains: schema, maxContains: count }),
    fc.record({ unevaluatedItems: schema }),
    { weight: 2, arbitrary: fc.record({ allOf: list }) },
    { weight: 2, arbitrary: fc.record({ anyOf: list }) },
    { weight: 2, arbitrary: fc.record({ oneOf: list }) },
    fc.record({ not: schema }),
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    fc.record({ if: schema, then: schema, else: schema }, { requiredKeys: ['if'] }),
    { weight: 2, arbitrary: fc.record({ $ref: fc.constantFrom('#/$defs/p', '#/$defs/q') }) },
  )
  // The two shapes that people write most, put together whole: by chance their keywords would seldom meet.
  const few = fc.oneof(
    fc.record({ enum: fc.array(scalar, { minLength: 1, maxLength: 2 }) }),
    fc.record({ type: fc.constantFrom('boolean', 'null', 'string') }),
  )
  const closedObject: fc.Arbitrary<JsonObject> = fc
    .record({
      type: fc.constant('object'),
      properties: fc.dictionary(name, fc.oneof(few, schema), { maxKeys: 3, noNullPrototype: true }),
      required: fc.subarray(['a', 'b']),
      additionalProperties: fc.constant(false),
    })
    .map(({ additionalProperties, ...rest }) => (rest.required.length === 1 ? { ...rest, additionalProperties } : rest))
  const boundedArray: fc.Arbitrary<JsonObject> = fc.record({
    type: fc.constant('array'),
    items: schema,
    minItems: count,
    maxItems: count,
  })
  return {
    object: fc
      .array(fc.oneof({ weight: 3, arbitrary: plain }, { weight: 2, arbitrary: nested }), { maxLength: 4 })
      .map(merged),
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 2, arbitrary: fc.array(plain, { maxLength: 2 }).map(merged) },
      { weight: 1, arbitrary: fc.boolean() },
      { weight: 6, arbitrary: tie('object') },
      { weight: 3, arbitrary: closedObject },
      { weight: 1, arbitrary: boundedArray },
    ),
  }
})

/** Definitions may not refer: a document of these never refers to itself. */
const leaf = fc.array(plain, { maxLength: 3 }).map(merged)
const definition = fc.oneof(
  leaf,
  fc.record({
    type: fc.constant('object'),
    properties: fc.dictionary(name, leaf, { maxKeys: 3, noNullPrototype: true }),
  }),
)

/** A whole document in draft 2020-12, with the definitions its references name. */
export const anySchema: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.oneof({ weight: 4, arbitrary: generators.object }, generators.schema.filter(isObject)),
    definition,
    definition,
  )
  .map(([root, p, q]) => ({ ...root, $defs: { p, q } }))
