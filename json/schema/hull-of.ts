/**
 * The hull of a schema. Keywords it does not know how to draw are left out, which only makes the hull larger; nothing
 * here may ever make it smaller than what the schema accepts.
 */
import type { JsonValue } from '../value.ts'
import type { Mode } from './check.ts'
import { isOpenObject } from './compile.ts'
import {
  ANY,
  ANY_NUMBER,
  ANY_STRING,
  type ArrayPart,
  type Branch,
  Fuel,
  type Hull,
  isEmptyShape,
  meet,
  NOTHING,
  type NumberPart,
  type ObjectPart,
  type Shape,
  type StringPart,
  settleArray,
  settleNumbers,
  settleObject,
  union,
} from './hull.ts'
import { hasSchemasBeside, isLoneReference, keywordOf, type Role, type SchemaNode, subschemas } from './node.ts'

export const HULL_FUEL = 20_000

/** Draws hulls of the schemas of one document; each schema once for each meaning. */
export class HullDrawer {
  readonly fuel: Fuel
  readonly #role: Role
  readonly #drawn = new Map<string, Hull>()

  constructor(role: Role, fuel: Fuel = new Fuel(HULL_FUEL)) {
    this.#role = role
    this.fuel = fuel
  }

  /** Hull of the document's own values: closed at object positions where the role says so. */
  draw(node: SchemaNode): Hull {
    return this.drawAs(node, this.#role === 'output' ? 'closing' : 'open', 'position')
  }

  drawAs(node: SchemaNode, mode: Mode, place: 'position' | 'beside'): Hull {
    const key = `${mode} ${place} ${node.pointer}`
    const known = this.#drawn.get(key)
    if (known !== undefined) return known
    const hull = this.fuel.burn(1 + node.keywords.length) ? this.#drawNew(node, mode, place) : ANY
    this.#drawn.set(key, hull)
    return hull
  }

  #drawNew(node: SchemaNode, mode: Mode, place: 'position' | 'beside'): Hull {
    if (node.raw === true) return ANY
    if (node.raw === false) return NOTHING
    const isClosing = mode === 'closing' && place === 'position' && isOpenObject(node)
    if (isClosing && isLoneReference(node)) return this.drawAs(node.target!, mode, 'position')
    const isClosed = isClosing && !hasSchemasBeside(node)
    let hull = meet(this.#ownBranches(node, mode, isClosed), fixedOf(node), this.fuel)
    const beside = (child: SchemaNode) => this.drawAs(child, mode, 'beside')
    if (node.target !== null) hull = meet(hull, beside(node.target), this.fuel)
    for (const child of subschemas(node, 'allOf')) hull = meet(hull, beside(child), this.fuel)
    for (const keyword of ['anyOf', 'oneOf']) {
      const children = subschemas(node, keyword)
      if (children.length > 0) hull = meet(hull, union(children.map(beside)), this.fuel)
    }
    const [yes, no] = [node.one.get('then'), node.one.get('else')]
    if (node.one.has('if') && yes !== undefined && no !== undefined)
      hull = meet(hull, union([beside(yes), beside(no)]), this.fuel)
    return hull
  }

  #ownBranches(node: SchemaNode, mode: Mode, isClosed: boolean): Hull {
    const type = keywordOf(node, 'type')
    const types = new Set(
      type === undefined ? ['null', 'boolean', 'number', 'string', 'array', 'object'] : [type].flat(),
    )
    const shape: Shape = {
      kind: 'shape',
      hasNull: types.has('null'),
      booleans: types.has('boolean') ? [true, false] : [],
      number: types.has('number') || types.has('integer') ? numberOf(node, !types.has('number')) : null,
      string: types.has('string') ? this.#stringOf(node) : null,
      array: types.has('array') ? this.#arrayOf(node, mode) : null,
      object: types.has('object') ? this.#objectOf(node, mode, isClosed) : null,
    }
    return isEmptyShape(shape) ? NOTHING : [shape]
  }

  #stringOf(node: SchemaNode): StringPart | null {
    const minLength = numberAt(node, 'minLength', 0)
    const maxLength = numberAt(node, 'maxLength', Number.POSITIVE_INFINITY)
    const pattern = keywordOf(node, 'pattern')
    const format = this.#role === 'standard' ? undefined : keywordOf(node, 'format')
    if (minLength > maxLength) return null
    return { ...ANY_STRING, minLength, maxLength, patterns: setOfOne(pattern), formats: setOfOne(format) }
  }

  #arrayOf(node: SchemaNode, mode: Mode): ArrayPart | null {
    const position = (child: SchemaNode) => this.drawAs(child, mode, 'position')
    const prefix = [...(node.list.get('prefixItems') ?? node.list.get('items') ?? [])].map(position)
    const rest = node.list.has('items') ? node.one.get('additionalItems') : node.one.get('items')
    const contains = node.one.has('contains') ? numberAt(node, 'minContains', 1) : 0
    return settleArray({
      minItems: Math.max(numberAt(node, 'minItems', 0), contains),
      maxItems: numberAt(node, 'maxItems', Number.POSITIVE_INFINITY),
      prefix,
      rest: rest === undefined ? ANY : position(rest),
    })
  }

  #objectOf(node: SchemaNode, mode: Mode, isClosed: boolean): ObjectPart | null {
    const position = (child: SchemaNode) => this.drawAs(child, mode, 'position')
    const patterned = [...(node.named.get('patternProperties') ?? [])].map(([source, child]) => ({
      pattern: node.patterns.get(source)!,
      hull: position(child),
    }))
    const members = new Map<string, Hull>()
    for (const [name, child] of node.named.get('properties') ?? []) {
      const rules = patterned.filter(({ pattern }) => pattern.test(name))
      members.set(
        name,
        rules.reduce((hull, rule) => meet(hull, rule.hull, this.fuel), position(child)),
      )
    }
    const additional = node.one.get('additionalProperties') ?? this.#unevaluatedAlone(node)
    const part: ObjectPart = {
      required: new Set((keywordOf(node, 'required') ?? []) as readonly string[]),
      members,
      patterned,
      rest: isClosed ? NOTHING : additional === undefined ? ANY : position(additional),
      minCount: numberAt(node, 'minProperties', 0),
      maxCount: numberAt(node, 'maxProperties', Number.POSITIVE_INFINITY),
    }
    return settleObject(part, this.fuel)
  }

  /** `unevaluatedProperties` where nothing beside it evaluates members: then it means what `additionalProperties` does. */
  #unevaluatedAlone(node: SchemaNode): SchemaNode | undefined {
    return hasSchemasBeside(node) ? undefined : node.one.get('unevaluatedProperties')
  }
}

function numberOf(node: SchemaNode, isInteger: boolean): NumberPart | null {
  const [min, above] = [numberAt(node, 'minimum', -Infinity), numberAt(node, 'exclusiveMinimum', -Infinity)]
  const [max, below] = [numberAt(node, 'maximum', Infinity), numberAt(node, 'exclusiveMaximum', Infinity)]
  const multiple = keywordOf(node, 'multipleOf')
  return settleNumbers({
    ...ANY_NUMBER,
    min: Math.max(min, above),
    isMinOpen: above >= min && above !== -Infinity,
    max: Math.min(max, below),
    isMaxOpen: below <= max && below !== Infinity,
    isInteger,
    multiplesOf: typeof multiple === 'number' ? [multiple] : [],
  })
}

function fixedOf(node: SchemaNode): Hull {
  const only = keywordOf(node, 'const')
  const values = keywordOf(node, 'enum') as readonly JsonValue[] | undefined
  const fixed: Branch[] = []
  if (only !== undefined) fixed.push({ kind: 'fixed', values: [only] })
  if (values === undefined) return fixed.length === 0 ? ANY : fixed
  const listed: Hull = values.length === 0 ? NOTHING : [{ kind: 'fixed', values }]
  return only === undefined ? listed : meet(fixed, listed, new Fuel(HULL_FUEL))
}

function numberAt(node: SchemaNode, keyword: string, fallback: number): number {
  const value = keywordOf(node, keyword)
  return typeof value === 'number' ? value : fallback
}

function setOfOne(value: JsonValue | undefined): ReadonlySet<string> {
  return typeof value === 'string' ? new Set([value]) : new Set()
}
