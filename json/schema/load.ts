/**
 * Reads a schema document into SchemaNodes and reports every fault in it at once, each with its place.
 * It refuses unknown keywords, misshapen values, references that leave the document, recursion, and what is over a limit.
 */
import type { Fault } from '../fault.ts'
import { type Pattern, readPattern } from '../pattern.ts'
import { fromPointer, readPointer, stepPointer } from '../pointer.ts'
import { isObject, type JsonObject, type JsonValue } from '../value.ts'
import { cureOf, type Draft, draftOf, refusalOf, shapeOf } from './dialect.ts'
import { checkSize, SCHEMA_LIMITS, tooComplex } from './limits.ts'
import { childrenOf, type Role, type SchemaNode } from './node.ts'
import { shapeFault } from './shape.ts'

export type Loaded =
  | { readonly ok: true; readonly root: SchemaNode; readonly draft: Draft }
  | { readonly ok: false; readonly faults: readonly Fault[] }

/** `prefix` is put before every pointer of a fault: where the schema stands in the request. */
export function loadSchema(schema: unknown, role: Role, prefix: string): Loaded {
  const size = checkSize(schema, prefix)
  if (size !== null) return { ok: false, faults: [size] }
  const loader = new Loader(schema as JsonValue, role, prefix)
  return loader.load()
}

class Loader {
  readonly #document: JsonValue
  readonly #role: Role
  readonly #prefix: string
  readonly #faults: Fault[] = []
  readonly #nodes = new Map<string, SchemaNode>()
  readonly #anchors = new Map<string, SchemaNode>()
  readonly #references: { readonly node: SchemaNode; readonly text: string }[] = []
  readonly #patterns = new Map<string, Pattern>()
  #draft: Draft = '2020-12'
  #keywordCount = 0
  #patternSize = 0

  constructor(document: JsonValue, role: Role, prefix: string) {
    this.#document = document
    this.#role = role
    this.#prefix = prefix
  }

  load(): Loaded {
    if (isObject(this.#document)) this.#readDialect(this.#document)
    const root = this.#readNode(this.#document, '', 1)
    // Targets may be read on the way and bring references of their own, so the list grows while it is walked.
    for (let i = 0; i < this.#references.length; i += 1) this.#resolve(this.#references[i]!)
    if (this.#keywordCount > SCHEMA_LIMITS.keywords) {
      this.#report(tooComplex('', `The schema has more than ${SCHEMA_LIMITS.keywords} keywords; split or shorten it.`))
    }
    if (this.#patternSize > SCHEMA_LIMITS.patternSize) {
      this.#report(tooComplex('', 'The patterns of the schema unfold to too many steps; count less or use fewer.'))
    }
    // Weighing follows references, which only end where all of them were found.
    if (this.#faults.length === 0) new Scale(fault => this.#report(fault)).weigh([root, ...this.#nodes.values()])
    if (this.#faults.length > 0) return { ok: false, faults: this.#faults }
    return { ok: true, root, draft: this.#draft }
  }

  #readDialect(document: JsonObject): void {
    if (!Object.hasOwn(document, '$schema')) return
    const draft = typeof document.$schema === 'string' ? draftOf(document.$schema) : null
    if (draft !== null) this.#draft = draft
    else {
      const message =
        'The draft is not known; use "https://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/draft-07/schema#".'
      this.#report({ pointer: '/$schema', code: 'SCHEMA_DRAFT_UNKNOWN', message })
    }
  }

  #readNode(raw: JsonValue, pointer: string, level: number): SchemaNode {
    const known = this.#nodes.get(pointer)
    if (known !== undefined) return known
    const one = new Map<string, SchemaNode>()
    const list = new Map<string, readonly SchemaNode[]>()
    const named = new Map<string, ReadonlyMap<string, SchemaNode>>()
    const patterns = new Map<string, Pattern>()
    const isSchema = typeof raw === 'boolean' || isObject(raw)
    if (!isSchema)
      this.#report({ pointer, code: 'SCHEMA_SHAPE', message: 'A schema is an object, true or false; write one.' })
    const keywords = isObject(raw) ? this.#keywordsOf(raw, pointer) : []
    const node: SchemaNode = { pointer, raw: isSchema ? raw : true, keywords, one, list, named, patterns, target: null }
    this.#nodes.set(pointer, node)
    if (level > SCHEMA_LIMITS.depth) {
      this.#report(tooComplex(pointer, `Schemas nest deeper than ${SCHEMA_LIMITS.depth}; flatten them.`))
      return node
    }
    if (!isObject(raw)) return node
    const children = { one, list, named, patterns }
    for (const keyword of keywords) this.#readKeyword(node, keyword, raw[keyword]!, level, children)
    return node
  }

  /** The keywords in force; those refused or unknown are reported and left out. */
  #keywordsOf(raw: JsonObject, pointer: string): string[] {
    const names = Object.keys(raw)
    this.#keywordCount += names.length
    if (this.#draft === 'draft-07' && Object.hasOwn(raw, '$ref')) return ['$ref']
    const keywords: string[] = []
    for (const name of names) {
      const shape = shapeOf(this.#draft, name)
      if (shape === null) {
        if (this.#role === 'standard') continue
        this.#report({
          pointer: stepPointer(pointer, name),
          code: 'SCHEMA_KEYWORD_UNKNOWN',
          message: cureOf(this.#draft, name),
        })
      } else if (shape === 'refused') {
        this.#report({ pointer: stepPointer(pointer, name), code: 'SCHEMA_KEYWORD_REFUSED', message: refusalOf(name) })
      } else keywords.push(name)
    }
    return keywords
  }

  #readKeyword(
    node: SchemaNode,
    keyword: string,
    value: JsonValue,
    level: number,
    into: {
      readonly one: Map<string, SchemaNode>
      readonly list: Map<string, readonly SchemaNode[]>
      readonly named: Map<string, ReadonlyMap<string, SchemaNode>>
      readonly patterns: Map<string, Pattern>
    },
  ): void {
    const shape = shapeOf(this.#draft, keyword)!
    const pointer = stepPointer(node.pointer, keyword)
    const fault = shapeFault(shape, value, this.#role)
    if (fault !== null) {
      this.#report({ pointer, ...fault })
      return
    }
    const readAt = (raw: JsonValue, ...steps: (string | number)[]) =>
      this.#readNode(raw, steps.reduce<string>(stepPointer, pointer), level + 1)
    const readMap = (map: JsonObject) =>
      new Map(Object.entries(map).map(([name, raw]) => [name, readAt(raw, name)] as const))
    switch (shape) {
      case 'schema':
        into.one.set(keyword, readAt(value))
        break
      case 'inert-schema':
        readAt(value)
        break
      case 'schemas':
        into.list.set(
          keyword,
          (value as readonly JsonValue[]).map((raw, index) => readAt(raw, index)),
        )
        break
      case 'item-schemas':
        if (Array.isArray(value))
          into.list.set(
            keyword,
            value.map((raw: JsonValue, index) => readAt(raw, index)),
          )
        else into.one.set(keyword, readAt(value))
        break
      case 'schema-map':
        into.named.set(keyword, readMap(value as JsonObject))
        if (keyword === 'patternProperties') {
          for (const source of Object.keys(value as JsonObject))
            this.#readPattern(source, stepPointer(pointer, source), into.patterns)
        }
        break
      case 'dependencies': {
        const schemas = Object.entries(value as JsonObject).filter(([, raw]) => !Array.isArray(raw))
        into.named.set(keyword, readMap(Object.fromEntries(schemas)))
        break
      }
      case 'definitions':
        readMap(value as JsonObject)
        break
      case 'pattern':
        this.#readPattern(value as string, pointer, into.patterns)
        break
      case 'reference':
        this.#references.push({ node, text: value as string })
        break
      case 'anchor':
        if (this.#anchors.has(value as string)) {
          this.#report({ pointer, code: 'SCHEMA_ANCHOR_TWICE', message: 'Two schemas have this anchor; rename one.' })
        } else this.#anchors.set(value as string, node)
        break
      case 'dialect':
        if (node.pointer !== '' && draftOf(value as string) !== this.#draft) {
          this.#report({
            pointer,
            code: 'SCHEMA_DRAFT_MIXED',
            message: 'One document has one draft; remove this "$schema".',
          })
        }
        break
    }
  }

  #readPattern(source: string, pointer: string, into: Map<string, Pattern>): void {
    const read = this.#patterns.get(source) ?? readPattern(source)
    if (!read.ok) {
      this.#report({ ...read.fault, pointer })
      return
    }
    if (!this.#patterns.has(source)) {
      this.#patterns.set(source, read)
      this.#patternSize += read.size
    }
    into.set(source, read)
  }

  #resolve(reference: { readonly node: SchemaNode; readonly text: string }): void {
    const { node, text } = reference
    const pointer = stepPointer(node.pointer, '$ref')
    const fragment = fragmentOf(text)
    if (fragment === null) {
      const message = 'A reference stays in its document; write "#/..." and put the schema under "$defs".'
      this.#report({ pointer, code: 'SCHEMA_REF_REMOTE', message })
      return
    }
    const target = this.#find(fragment)
    if (target !== null) node.target = target
    else
      this.#report({ pointer, code: 'SCHEMA_REF_MISSING', message: 'The reference points at no schema; correct it.' })
  }

  #find(fragment: string): SchemaNode | null {
    if (fragment !== '' && !fragment.startsWith('/')) return this.#anchors.get(fragment) ?? null
    const known = this.#nodes.get(fragment)
    if (known !== undefined) return known
    if (fromPointer(fragment) === null) return null
    const found = readPointer(this.#document, fragment)
    if (!found.found || !(isObject(found.value) || typeof found.value === 'boolean')) return null
    return this.#readNode(found.value, fragment, 1)
  }

  #report(fault: Fault): void {
    this.#faults.push({ ...fault, pointer: this.#prefix + fault.pointer })
  }
}

/** The decoded fragment of a reference into the same document, or null where it leaves the document or is malformed. */
function fragmentOf(text: string): string | null {
  if (text === '') return ''
  if (!text.startsWith('#')) return null
  try {
    return decodeURIComponent(text.slice(1))
  } catch {
    return null
  }
}

/** Depth and unfolded size of schemas with their references followed; finds recursion on the way. */
class Scale {
  readonly #report: (fault: Fault) => void
  readonly #weights = new Map<SchemaNode, { readonly depth: number; readonly size: number }>()
  readonly #open = new Set<SchemaNode>()

  constructor(report: (fault: Fault) => void) {
    this.#report = report
  }

  weigh(nodes: readonly SchemaNode[]): void {
    let isTooDeep = false
    let isTooLarge = false
    for (const node of nodes) {
      const { depth, size } = this.#weightOf(node)
      isTooDeep ||= depth > SCHEMA_LIMITS.depth
      isTooLarge ||= size > SCHEMA_LIMITS.unfolded
    }
    if (isTooDeep) {
      this.#report(
        tooComplex('', `With references followed, schemas nest deeper than ${SCHEMA_LIMITS.depth}; flatten them.`),
      )
    }
    if (isTooLarge) {
      this.#report(
        tooComplex('', `With references unfolded, the schema has more than ${SCHEMA_LIMITS.unfolded} keywords.`),
      )
    }
  }

  #weightOf(node: SchemaNode): { readonly depth: number; readonly size: number } {
    const known = this.#weights.get(node)
    if (known !== undefined) return known
    this.#open.add(node)
    let depth = 0
    let size = node.keywords.length + 1
    for (const [keyword, child] of childrenOf(node)) {
      if (this.#open.has(child)) {
        const message = 'The schema refers to itself; write the levels out that are needed.'
        this.#report({ pointer: stepPointer(node.pointer, keyword), code: 'SCHEMA_RECURSIVE', message })
        continue
      }
      const weight = this.#weightOf(child)
      depth = Math.max(depth, weight.depth)
      size = Math.min(size + weight.size, Number.MAX_SAFE_INTEGER)
    }
    this.#open.delete(node)
    const weight = { depth: depth + 1, size }
    this.#weights.set(node, weight)
    return weight
  }
}
