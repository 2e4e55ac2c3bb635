/** Changes of JSON values: JSON Patch (RFC 6902) applied and found, JSON Merge Patch (RFC 7396). Inputs are never changed. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { fromPointer, OperationError, stepPointer } from '#kernel/plugin-door'
import { measure } from './assert-size.ts'
import { keyOf } from './compare.ts'

export type Step = {
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test'
  readonly path: string
  readonly from?: string
  readonly value?: JsonValue
}

/** What is changed, and how many characters may still be copied: every copy can double a value. */
type Draft = { value: JsonValue; copyable: number }

const MAX_COPIED = 16 * 1024 * 1024

type Box = { [name: string]: JsonValue } | JsonValue[]

const isObject = (value: JsonValue | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Applies the steps in order, all or none. Throws OperationError that names the step. */
export function applyPatch(value: JsonValue, steps: readonly Step[]): JsonValue {
  const root: Draft = { value: structuredClone(value), copyable: MAX_COPIED }
  for (const [i, step] of steps.entries()) {
    try {
      applyStep(root, step)
    } catch (error) {
      if (error instanceof OperationError)
        throw new OperationError(`Step ${i + 1}: ${error.message}`, `/patch/${i}${error.pointer}`)
      throw error
    }
  }
  return root.value
}

function applyStep(root: Draft, step: Step): void {
  if (step.op === 'add') put(root, step.path, givenBy(step), 'insert')
  else if (step.op === 'replace') put(root, step.path, givenBy(step), 'replace')
  else if (step.op === 'remove') take(root, step.path, '/path')
  else if (step.op === 'test') {
    if (keyOf(read(root.value, step.path, '/path')) !== keyOf(givenBy(step))) {
      throw new OperationError('The value tested is another one.', '/value')
    }
  } else {
    const from = step.from ?? missing('from')
    if (step.op === 'move' && step.path.startsWith(`${from}/`)) {
      throw new OperationError('A value cannot be moved into itself.', '/path')
    }
    const value = step.op === 'copy' ? copy(root, from) : take(root, from, '/from')
    put(root, step.path, value, 'insert')
  }
}

function copy(root: Draft, from: string): JsonValue {
  const value = read(root.value, from, '/from')
  root.copyable = measure(value, root.copyable)
  if (root.copyable < 0) throw new OperationError('The patch copies more than 16 million characters.', '/from')
  return structuredClone(value)
}

const givenBy = (step: Step): JsonValue => (step.value === undefined ? missing('value') : structuredClone(step.value))

function missing(member: string): never {
  throw new OperationError(`\`${member}\` is missing.`)
}

function partsOf(pointer: string, at: string): string[] {
  const parts = fromPointer(pointer)
  if (parts === null) throw new OperationError(`\`${pointer}\` is no JSON Pointer.`, at)
  if (parts.includes('__proto__')) throw new OperationError('A member cannot be called __proto__.', at)
  return parts
}

function read(value: JsonValue, pointer: string, at: string): JsonValue {
  return partsOf(pointer, at).reduce<JsonValue>((here, part) => memberOf(here, part) ?? absent(pointer, at), value)
}

function absent(pointer: string, at: string): never {
  throw new OperationError(`Nothing stands at \`${pointer}\`.`, at)
}

function memberOf(value: JsonValue, part: string): JsonValue | undefined {
  if (Array.isArray(value)) return /^(?:0|[1-9]\d{0,9})$/.test(part) ? value[Number(part)] : undefined
  return isObject(value) && Object.hasOwn(value, part) ? value[part] : undefined
}

/** The container that a pointer's last part is in. */
function boxOf(root: Draft, parts: readonly string[], pointer: string, at: string): Box {
  let here: JsonValue | undefined = root.value
  for (const part of parts.slice(0, -1)) here = here === undefined ? undefined : memberOf(here, part)
  if (typeof here !== 'object' || here === null) return absent(pointer, at)
  return here as Box
}

function put(root: Draft, pointer: string, value: JsonValue, how: 'insert' | 'replace'): void {
  const parts = partsOf(pointer, '/path')
  const last = parts.at(-1)
  if (last === undefined) {
    root.value = value
    return
  }
  const box = boxOf(root, parts, pointer, '/path')
  if (how === 'replace' && memberOf(box, last) === undefined) absent(pointer, '/path')
  if (!Array.isArray(box)) {
    box[last] = value
    return
  }
  const index = last === '-' ? box.length : /^(?:0|[1-9]\d{0,9})$/.test(last) ? Number(last) : Number.NaN
  if (!(index <= box.length)) throw new OperationError(`\`${last}\` is no place of the array.`, '/path')
  box.splice(index, how === 'replace' ? 1 : 0, value)
}

function take(root: Draft, pointer: string, at: string): JsonValue {
  const parts = partsOf(pointer, at)
  const last = parts.at(-1)
  if (last === undefined) throw new OperationError('The whole value cannot be removed.', at)
  const box = boxOf(root, parts, pointer, at)
  const value = memberOf(box, last)
  if (value === undefined) return absent(pointer, at)
  if (Array.isArray(box)) box.splice(Number(last), 1)
  else delete box[last]
  return value
}

/** RFC 7396: members merge, null removes, everything else replaces. */
export function mergePatch(value: JsonValue, patch: JsonValue): JsonValue {
  if (!isObject(patch)) return patch
  const merged: Record<string, JsonValue> = isObject(value) ? { ...value } : {}
  for (const [name, change] of Object.entries(patch)) {
    if (name === '__proto__') continue
    if (change === null) delete merged[name]
    else merged[name] = mergePatch(Object.hasOwn(merged, name) ? merged[name]! : null, change)
  }
  return merged
}

/** A patch that turns `a` into `b`: member by member, arrays by equal ends and then place by place. */
export function findPatch(a: JsonValue, b: JsonValue, pointer = '', steps: Step[] = []): Step[] {
  if (isObject(a) && isObject(b)) {
    for (const name of Object.keys(a)) {
      if (!Object.hasOwn(b, name)) steps.push({ op: 'remove', path: stepPointer(pointer, name) })
    }
    for (const [name, member] of Object.entries(b)) {
      const path = stepPointer(pointer, name)
      if (Object.hasOwn(a, name)) findPatch(a[name]!, member, path, steps)
      else steps.push({ op: 'add', path, value: member })
    }
  } else if (Array.isArray(a) && Array.isArray(b)) findArrayPatch(a, b, pointer, steps)
  else if (typeof a !== typeof b || keyOf(a) !== keyOf(b)) steps.push({ op: 'replace', path: pointer, value: b })
  return steps
}

function findArrayPatch(a: readonly JsonValue[], b: readonly JsonValue[], pointer: string, steps: Step[]): void {
  const left = a.map(keyOfAny)
  const right = b.map(keyOfAny)
  let head = 0
  while (head < a.length && head < b.length && left[head] === right[head]) head += 1
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && left.at(-1 - tail) === right.at(-1 - tail)) tail += 1
  const common = Math.min(a.length, b.length) - head - tail
  for (let i = head; i < head + common; i += 1) findPatch(a[i]!, b[i]!, stepPointer(pointer, i), steps)
  for (let i = a.length - tail - 1; i >= head + common; i -= 1)
    steps.push({ op: 'remove', path: stepPointer(pointer, i) })
  for (let i = head + common; i < b.length - tail; i += 1)
    steps.push({ op: 'add', path: stepPointer(pointer, i), value: b[i]! })
}

const keyOfAny = (value: JsonValue): string => `${typeof value} ${keyOf(value)}`
