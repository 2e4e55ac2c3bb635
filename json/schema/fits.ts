/**
 * Whether every value of a hull surely passes a schema. Each keyword of the schema has to be proven on its own; one that
 * cannot be proven makes the answer no, which means "not proven", never "mismatch".
 */
import type { JsonValue } from '../value.ts'
import type { Mode } from './check.ts'
import { isOpenObject } from './compile.ts'
import {
  type Branch,
  type Hull,
  itemHull,
  meet,
  memberHull,
  type NumberPart,
  type ObjectPart,
  type Shape,
} from './hull.ts'
import type { HullDrawer } from './hull-of.ts'
import { hasSchemasBeside, isLoneReference, keywordOf, type SchemaNode, subschemas } from './node.ts'

/** What the proof needs of the schema's document. `passes` decides one value against one of its schemas, exactly. */
export type Consumer = {
  readonly drawer: HullDrawer
  readonly mode: Mode
  readonly passes: (node: SchemaNode, value: JsonValue) => boolean
}

/** Integers of a range this small are tried one by one. */
const MAX_TRIED = 256

export function hullFits(hull: Hull, node: SchemaNode, consumer: Consumer, place: 'position' | 'beside'): boolean {
  return hull.every(branch => branchFits(branch, node, consumer, place))
}

function branchFits(branch: Branch, node: SchemaNode, consumer: Consumer, place: 'position' | 'beside'): boolean {
  if (node.raw === true) return true
  if (node.raw === false || !consumer.drawer.fuel.burn(1 + node.keywords.length)) return false
  if (branch.kind === 'fixed') return branch.values.every(value => consumer.passes(node, value))
  const values = valuesOf(branch)
  if (values !== null) return values.every(value => consumer.passes(node, value))
  if (consumer.mode === 'closing' && place === 'position' && isOpenObject(node) && !closingFits(branch, node, consumer))
    return false
  return node.keywords.every(keyword => keywordFits(branch, node, keyword, consumer))
}

/** All values of a shape that has few, or null. */
export function valuesOf(shape: Shape): JsonValue[] | null {
  if (shape.string !== null || shape.array !== null || shape.object !== null) return null
  const values: JsonValue[] = [...(shape.hasNull ? [null] : []), ...shape.booleans]
  if (shape.number === null) return values
  const { isInteger, min, max } = shape.number
  if (!isInteger || !Number.isSafeInteger(min) || !Number.isSafeInteger(max) || max - min >= MAX_TRIED) return null
  for (let value = min; value <= max; value += 1) values.push(value)
  return values
}

function keywordFits(shape: Shape, node: SchemaNode, keyword: string, consumer: Consumer): boolean {
  const value = keywordOf(node, keyword)!
  const bound = typeof value === 'number' ? value : Number.NaN
  const { number, string, array, object } = shape
  switch (keyword) {
    case 'type':
      return typeFits(shape, [value].flat() as string[])
    case 'minimum':
      return number === null || number.min >= bound
    case 'maximum':
      return number === null || number.max <= bound
    case 'exclusiveMinimum':
      return number === null || number.min > bound || (number.min === bound && number.isMinOpen)
    case 'exclusiveMaximum':
      return number === null || number.max < bound || (number.max === bound && number.isMaxOpen)
    case 'multipleOf':
      return number === null || multipleFits(number, bound)
    case 'minLength':
      return string === null || string.minLength >= bound
    case 'maxLength':
      return string === null || string.maxLength <= bound
    case 'pattern':
      return string === null || string.patterns.has(value as string)
    case 'format':
      return string === null || string.formats.has(value as string)
    case 'minItems':
      return array === null || array.minItems >= bound
    case 'maxItems':
      return array === null || array.maxItems <= bound
    case 'uniqueItems':
      return array === null || value === false || array.maxItems <= 1
    case 'required':
      return object === null || (value as readonly string[]).every(name => object.required.has(name))
    case 'minProperties':
      return object === null || object.minCount >= bound
    case 'maxProperties':
      return object === null || object.maxCount <= bound
    default:
      return structureFits(shape, node, keyword, consumer)
  }
}

function typeFits(shape: Shape, types: readonly string[]): boolean {
  if (shape.hasNull && !types.includes('null')) return false
  if (shape.booleans.length > 0 && !types.includes('boolean')) return false
  if (shape.number !== null && !types.includes('number') && !(shape.number.isInteger && types.includes('integer')))
    return false
  if (shape.string !== null && !types.includes('string')) return false
  if (shape.array !== null && !types.includes('array')) return false
  return shape.object === null || types.includes('object')
}

function multipleFits(number: NumberPart, divisor: number): boolean {
  if (number.multiplesOf.includes(divisor) || (divisor === 1 && number.isInteger)) return true
  return (
    Number.isSafeInteger(divisor) && number.multiplesOf.some(each => Number.isSafeInteger(each) && each % divisor === 0)
  )
}

function structureFits(shape: Shape, node: SchemaNode, keyword: string, consumer: Consumer): boolean {
  const { array, object } = shape
  const beside = (child: SchemaNode) => branchFits(shape, child, consumer, 'beside')
  const position = (hull: Hull, child: SchemaNode) => hullFits(hull, child, consumer, 'position')
  switch (keyword) {
    case 'prefixItems':
    case 'items':
    case 'additionalItems':
      return array === null || itemsFit(shape, node, keyword, position)
    case 'contains':
      return array === null || (keywordOf(node, 'minContains') === 0 && keywordOf(node, 'maxContains') === undefined)
    case 'unevaluatedItems':
      return array === null || array.maxItems === 0 || node.one.get(keyword)!.raw === true
    case 'properties': {
      if (object === null) return true
      return [...node.named.get(keyword)!].every(([name, child]) =>
        position(memberHull(object, name, consumer.drawer.fuel), child),
      )
    }
    case 'patternProperties':
      return object === null || (isListed(object) && patternsFit(object, node, position))
    case 'additionalProperties':
      return object === null || restFits(object, node, hull => position(hull, node.one.get(keyword)!))
    case 'unevaluatedProperties': {
      if (object === null || node.one.get(keyword)!.raw === true) return true
      return !hasSchemasBeside(node) && restFits(object, node, hull => position(hull, node.one.get(keyword)!))
    }
    case 'propertyNames':
      return (
        object === null ||
        (isListed(object) && [...object.members.keys()].every(name => consumer.passes(node.one.get(keyword)!, name)))
      )
    case 'dependentRequired':
      return (
        object === null ||
        Object.values(keywordOf(node, keyword)!).every(names =>
          (names as readonly string[]).every(name => object.required.has(name)),
        )
      )
    case 'dependentSchemas':
      return object === null || subschemas(node, keyword).every(beside)
    case 'dependencies':
      return object === null
    default:
      return combinationFits(shape, node, keyword, consumer, beside)
  }
}

function combinationFits(
  shape: Shape,
  node: SchemaNode,
  keyword: string,
  consumer: Consumer,
  beside: (child: SchemaNode) => boolean,
): boolean {
  const children = subschemas(node, keyword)
  const isApart = (child: SchemaNode, mode: Mode) =>
    meet([shape], consumer.drawer.drawAs(child, mode, 'beside'), consumer.drawer.fuel).length === 0
  switch (keyword) {
    case '$ref':
      return beside(node.target!)
    case 'allOf':
      return children.every(beside)
    case 'anyOf':
      return children.some(beside)
    case 'oneOf':
      return children.some(
        child => beside(child) && children.every(other => other === child || isApart(other, consumer.mode)),
      )
    case 'not':
      return isApart(children[0]!, 'open')
    case 'if': {
      const [yes, no] = [node.one.get('then'), node.one.get('else')]
      return (yes === undefined || beside(yes)) && (no === undefined || beside(no))
    }
    case 'const':
    case 'enum':
      return false
    default:
      // What is left are notes, and the helpers that the keywords above have read.
      return true
  }
}

function itemsFit(
  shape: Shape,
  node: SchemaNode,
  keyword: string,
  position: (hull: Hull, child: SchemaNode) => boolean,
): boolean {
  const part = shape.array!
  const tuple = node.list.get('prefixItems') ?? node.list.get('items') ?? []
  if (node.list.has(keyword))
    return tuple.every((child, index) => index >= part.maxItems || position(itemHull(part, index), child))
  if (keyword === 'additionalItems' && !node.list.has('items')) return true
  const child = node.one.get(keyword)!
  const from = tuple.length
  for (let index = from; index < part.prefix.length && index < part.maxItems; index += 1)
    if (!position(part.prefix[index]!, child)) return false
  return part.maxItems <= Math.max(from, part.prefix.length) || position(part.rest, child)
}

/** True when no name but the listed members can occur. */
function isListed(part: ObjectPart): boolean {
  return part.rest.length === 0 && part.patterned.length === 0
}

function patternsFit(
  part: ObjectPart,
  node: SchemaNode,
  position: (hull: Hull, child: SchemaNode) => boolean,
): boolean {
  for (const [source, child] of node.named.get('patternProperties')!) {
    const pattern = node.patterns.get(source)!
    for (const [name, hull] of part.members) if (pattern.test(name) && !position(hull, child)) return false
  }
  return true
}

/** Every member that `properties` and `patternProperties` of the schema leave over has to fit. */
function restFits(part: ObjectPart, node: SchemaNode, fits: (hull: Hull) => boolean): boolean {
  const names = node.named.get('properties')
  const patterns = [...(node.named.get('patternProperties')?.keys() ?? [])].map(source => node.patterns.get(source)!)
  for (const [name, hull] of part.members) {
    if (names?.has(name) === true || patterns.some(pattern => pattern.test(name))) continue
    if (!fits(hull)) return false
  }
  return part.patterned.every(({ hull }) => fits(hull)) && fits(part.rest)
}

/** T6: the position is closed, as by `additionalProperties: false`; beside other schemas that is not proven. */
function closingFits(shape: Shape, node: SchemaNode, consumer: Consumer): boolean {
  if (shape.object === null) return true
  if (isLoneReference(node)) return branchFits(shape, node.target!, consumer, 'position')
  if (hasSchemasBeside(node)) return false
  return restFits(shape.object, node, hull => hull.length === 0)
}
