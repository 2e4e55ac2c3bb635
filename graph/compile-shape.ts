/**
 * Turns a contract's own TypeBox schema into a check that names every unknown, missing and mistyped field at once (T7, H6).
 * The contract stays the only statement of the shape. It takes the few schema keywords that contracts use, throws on any
 * other while the program starts, and coerces nothing.
 */
import type { TSchema } from '@sinclair/typebox'
import type { FailureCode } from '#contracts/failure'
import type { FaultList } from '#graph/fault-list'
import { showName } from '#graph/near-names'

/** Adds a fault for all that is wrong at the place and answers whether nothing was. */
export type Check = (value: unknown, at: FaultList) => boolean

/** Names of the fields that are unknown or wrong; `null` where the value is no object at all. */
export type CheckFields = (value: unknown, at: FaultList) => ReadonlySet<string> | null

/** Schemas by `$id` whose wrong values have a code of their own, or that another reader checks (`null`). */
export type ShapeRules = { readonly [id: string]: FailureCode | null }

const NONE: ReadonlySet<string> = new Set()

export function compileFields(schema: TSchema, rules: ShapeRules, inherited: FailureCode = 'GRAPH_SHAPE'): CheckFields {
  const code = codeOf(schema, rules, inherited)
  const fields = new Map<string, Check>()
  const properties = (schema.properties ?? {}) as Record<string, TSchema>
  for (const [name, field] of Object.entries(properties)) fields.set(name, compileShape(field, rules, code))
  const required = (schema.required ?? []) as readonly string[]
  const others = compileOthers(schema, fields, rules, code)

  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      at.add(code, describe('an object', schema))
      return null
    }
    let broken: Set<string> | null = null
    const members = value as Record<string, unknown>
    for (const name in members) {
      if (members[name] === undefined) continue
      at.enter(name)
      if (!(fields.get(name) ?? others(name))(members[name], at)) broken = (broken ?? new Set()).add(name)
      at.leave()
    }
    for (const name of required) {
      if (members[name] !== undefined && Object.hasOwn(members, name)) continue
      at.add('GRAPH_SHAPE', `The field ${name} is missing; ${describeShort(properties[name])}.`, name)
      broken = (broken ?? new Set()).add(name)
    }
    return broken ?? NONE
  }
}

export function compileShape(schema: TSchema, rules: ShapeRules, inherited: FailureCode = 'GRAPH_SHAPE'): Check {
  if (schema.$id !== undefined && rules[schema.$id] === null) return () => true
  const code = codeOf(schema, rules, inherited)
  if (schema.anyOf !== undefined) return compileChoice(schema, code)
  switch (schema.type) {
    case undefined:
      return schema.const === undefined ? () => true : compileChoice(schema, code)
    case 'object': {
      const check = compileFields(schema, rules, code)
      return (value, at) => check(value, at) === NONE
    }
    case 'array':
      return compileArray(schema, rules, code)
    case 'string':
      return schema.const === undefined ? compileString(schema, code) : compileChoice(schema, code)
    case 'integer':
    case 'number':
      return compileNumber(schema, code)
    default:
      throw new TypeError(`no shape is known for the type ${schema.type}`)
  }
}

/** What becomes of a name that is no declared field: refused, or checked as a member of a record. */
function compileOthers(
  schema: TSchema,
  fields: ReadonlyMap<string, Check>,
  rules: ShapeRules,
  code: FailureCode,
): (name: string) => Check {
  const record = Object.values((schema.patternProperties ?? {}) as Record<string, TSchema>)[0]
  if (record !== undefined) {
    const check = compileShape(record, rules, code)
    return () => check
  }
  const all = `; known are ${[...fields.keys()].join(', ')}.`
  return name => (_, at) => {
    const near = at.suggest(name, () => fields.keys()) || all
    at.add('GRAPH_SHAPE', `There is no field ${showName(name)} here${near}`)
    return false
  }
}

function compileChoice(schema: TSchema, code: FailureCode): Check {
  const options = ((schema.anyOf as readonly TSchema[] | undefined) ?? [schema]).map(option => option.const)
  if (options.includes(undefined)) throw new TypeError('a choice is between constants')
  const message = describe(options.map(option => JSON.stringify(option)).join(' or '), schema)
  return (value, at) => options.includes(value) || refuse(at, code, message)
}

function compileArray(schema: TSchema, rules: ShapeRules, code: FailureCode): Check {
  const item = compileShape(schema.items as TSchema, rules, code)
  const least = (schema.minItems as number | undefined) ?? 0
  const most = (schema.maxItems as number | undefined) ?? Infinity
  const message = describe(most === Infinity ? 'a list' : `a list of ${least} to ${most} entries`, schema)
  return (value, at) => {
    if (!Array.isArray(value) || value.length < least || value.length > most) return refuse(at, code, message)
    let right = true
    for (let i = 0; i < value.length; i += 1) {
      at.enter(i)
      if (!item(value[i], at)) right = false
      at.leave()
    }
    return right
  }
}

function compileString(schema: TSchema, code: FailureCode): Check {
  const least = (schema.minLength as number | undefined) ?? 0
  const most = (schema.maxLength as number | undefined) ?? Infinity
  const pattern = schema.pattern === undefined ? null : new RegExp(schema.pattern as string)
  const message = describe(most === Infinity ? 'a string' : `a string of ${least} to ${most} characters`, schema)
  return (value, at) =>
    (typeof value === 'string' &&
      value.length >= least &&
      value.length <= most &&
      (pattern === null || pattern.test(value))) ||
    refuse(at, code, message)
}

function compileNumber(schema: TSchema, code: FailureCode): Check {
  const above = (schema.exclusiveMinimum as number | undefined) ?? -Infinity
  const least = (schema.minimum as number | undefined) ?? -Infinity
  const most = (schema.maximum as number | undefined) ?? Infinity
  const whole = schema.type === 'integer'
  const from = above === -Infinity ? `from ${least}` : `above ${above}`
  const message = describe(`${whole ? 'an integer' : 'a number'} ${from} to ${most}`, schema)
  return (value, at) =>
    (typeof value === 'number' &&
      value > above &&
      value >= least &&
      value <= most &&
      (!whole || (Number.isSafeInteger(value) && !Object.is(value, -0)))) ||
    refuse(at, code, message)
}

function refuse(at: FaultList, code: FailureCode, message: string): false {
  at.add(code, message)
  return false
}

function codeOf(schema: TSchema, rules: ShapeRules, inherited: FailureCode): FailureCode {
  return (schema.$id === undefined ? undefined : rules[schema.$id]) ?? inherited
}

function describe(wanted: string, schema: TSchema): string {
  return `It must be ${wanted}${schema.description === undefined ? '.' : ` (${schema.description.replace(/\.$/, '')}).`}`
}

function describeShort(schema: TSchema | undefined): string {
  return schema?.description === undefined ? 'add it' : `it is ${schema.description.replace(/\.$/, '')}`
}
