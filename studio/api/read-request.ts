/**
 * Requests, checked once at the door (rule H6): unknown fields, wrong kinds and unknown query parameters are refused, all
 * at once and each with its place. Nothing is coerced and nothing is dropped.
 */
import type { Static, TSchema } from '@sinclair/typebox'
import { TypeCompiler, ValueErrorType } from '@sinclair/typebox/compiler'
import type { ValueError } from '@sinclair/typebox/errors'
import { type Fault, KoraError } from '#contracts/failure'
import type { TimeWindow } from '#store/run-store'

const MAX_FAULTS = 100

/** A check of bodies against a schema of ours; compiled at first use. Throws KoraError INVALID_REQUEST. */
export function defineBody<T extends TSchema>(schema: T): (value: unknown) => Static<T> {
  let compiled: ReturnType<typeof TypeCompiler.Compile<T>> | undefined
  return value => {
    compiled ??= TypeCompiler.Compile(schema)
    if (compiled.Check(value)) return value
    throw invalidRequest(readFaults(compiled.Errors(value)))
  }
}

export function invalidRequest(errors: readonly Fault[]): KoraError {
  const message = errors.length === 1 ? errors[0]!.message : undefined
  return new KoraError('INVALID_REQUEST', message, { errors: [...errors] })
}

export function requestFault(pointer: string, message: string): Fault {
  return { pointer, code: 'INVALID_REQUEST', message }
}

type Parameter<T> = {
  readonly read: (text: string) => T | undefined
  /** What is taken, to go on after "Expected". */
  readonly expected: string
}

/** Query parameters by name. `reads` turns text into a value, or answers undefined for a text that it does not take. */
export function readQuery<T extends Readonly<Record<string, unknown>>>(
  request: Request,
  reads: { readonly [K in keyof T]: Parameter<T[K]> },
): { readonly [K in keyof T]?: T[K] } {
  const start = request.url.indexOf('?')
  if (start === -1) return {}
  const faults: Fault[] = []
  const found = new Map<string, unknown>()
  for (const [name, text] of new URLSearchParams(request.url.slice(start))) {
    const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const parameter = Object.hasOwn(reads, name) ? reads[name] : undefined
    if (parameter === undefined) faults.push(requestFault(pointer, 'This query parameter is not known; remove it.'))
    else if (found.has(name)) faults.push(requestFault(pointer, 'This query parameter is given twice; keep one.'))
    else {
      const value = parameter.read(text)
      if (value === undefined) faults.push(requestFault(pointer, `Expected ${parameter.expected}.`))
      else found.set(name, value)
    }
  }
  if (faults.length > 0) throw invalidRequest(faults.slice(0, MAX_FAULTS))
  return Object.fromEntries(found) as { readonly [K in keyof T]?: T[K] }
}

export function integerFrom(minimum: number, maximum: number): Parameter<number> {
  return {
    expected:
      maximum === Number.MAX_SAFE_INTEGER
        ? `a whole number from ${minimum} on`
        : `a whole number from ${minimum} to ${maximum}`,
    read: text => {
      const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
      return value >= minimum && value <= maximum ? value : undefined
    },
  }
}

export function textUpTo(maximum: number): Parameter<string> {
  return { expected: `at most ${maximum} characters`, read: text => (text.length <= maximum ? text : undefined) }
}

export function oneOf<T extends string>(values: readonly T[]): Parameter<T> {
  return { expected: `one of ${values.join(', ')}`, read: text => values.find(value => value === text) }
}

/** A moment as milliseconds since 1970: ISO 8601 with an offset, or a date, which begins in UTC. A day that no month has is none. */
export const moment: Parameter<number> = {
  expected: 'a moment such as 2026-01-31T09:00:00+01:00, or a date such as 2026-01-31',
  read: text => {
    try {
      if (/^\d{4}-\d{2}-\d{2}$/.test(text))
        return Temporal.PlainDate.from(text).toZonedDateTime('UTC').epochMilliseconds
      return Temporal.Instant.from(text).epochMilliseconds
    } catch {
      return undefined
    }
  },
}

export const WINDOW_READS = { since: moment, until: moment } as const
export const WINDOW_QUERY = {
  since: 'Runs that began at this moment or later: ISO 8601 with offset, or a date.',
  until: 'Runs that began before this moment.',
} as const

export function toWindow(query: { readonly since?: number; readonly until?: number }): TimeWindow {
  return {
    ...(query.since === undefined ? {} : { sinceMs: query.since }),
    ...(query.until === undefined ? {} : { untilMs: query.until }),
  }
}

function readFaults(errors: Iterable<ValueError>): readonly Fault[] {
  const faults = new Map<string, Fault>()
  for (const error of errors) {
    for (const fault of toFaults(error)) {
      // A missing field is also reported as of the wrong kind; the first report is the better one.
      if (!faults.has(fault.pointer)) faults.set(fault.pointer, fault)
    }
    if (faults.size >= MAX_FAULTS) break
  }
  return [...faults.values()].slice(0, MAX_FAULTS)
}

/** Where several shapes are taken, the one that was meant tells: of those of the value's kind the one whose fields it has. */
function toFaults(error: ValueError): readonly Fault[] {
  if (error.type !== ValueErrorType.Union) return [requestFault(error.path, sentence(error))]
  const choices = (error.schema.anyOf ?? []) as readonly TSchema[]
  const kinds = [...new Set(choices.flatMap(kindsOf))]
  const meant = choices.flatMap((choice, at) => (kindsOf(choice).some(kind => isOf(error.value, kind)) ? [at] : []))
  if (choices.every(choice => choice.const !== undefined || kindsOf(choice)[0] === 'null')) {
    const values = choices.map(choice => choice.const ?? null)
    return [requestFault(error.path, `Expected one of ${JSON.stringify(values)}.`)]
  }
  const byKind = faultsByKind(error, choices)
  if (byKind !== null) return byKind
  const told = meant.map(at => readFaults(error.errors[at] ?? [])).filter(faults => faults.length > 0)
  const nearest = told.toSorted((one, other) => strayFields(one) - strayFields(other) || one.length - other.length)[0]
  return nearest ?? [requestFault(error.path, `Expected ${kinds.join(' or ')}.`)]
}

/** Where one field, such as `type`, tells the shapes apart: the faults of the shape that it names, or which it could name. */
function faultsByKind(error: ValueError, choices: readonly TSchema[]): readonly Fault[] | null {
  const value = isOf(error.value, 'object') ? (error.value as Readonly<Record<string, unknown>>) : {}
  for (const [name, said] of Object.entries(value)) {
    const kinds = choices.map(
      choice => (choice.properties as Readonly<Record<string, TSchema>> | undefined)?.[name]?.const,
    )
    if (kinds.includes(undefined)) continue
    const at = kinds.indexOf(said)
    if (at < 0) return [requestFault(`${error.path}/${name}`, `Expected one of ${JSON.stringify(kinds)}.`)]
    return readFaults(error.errors[at] ?? [])
  }
  return null
}

const UNKNOWN_FIELD = 'This field is not known; remove it.'
const MISSING_FIELD = 'This field is required.'

const strayFields = (faults: readonly Fault[]): number =>
  faults.filter(({ message }) => message === UNKNOWN_FIELD || message === MISSING_FIELD).length

/** Kinds of JSON that a schema takes, as its `type` names them. */
function kindsOf(schema: TSchema): readonly string[] {
  if (schema.anyOf !== undefined) return (schema.anyOf as readonly TSchema[]).flatMap(kindsOf)
  return typeof schema.type === 'string' ? [schema.type] : []
}

function isOf(value: unknown, kind: string): boolean {
  if (value === null || kind === 'null') return value === null && kind === 'null'
  if (Array.isArray(value) || kind === 'array') return Array.isArray(value) && kind === 'array'
  return typeof value === (kind === 'integer' ? 'number' : kind)
}

function sentence(error: ValueError): string {
  if (error.type === ValueErrorType.ObjectAdditionalProperties) return UNKNOWN_FIELD
  if (error.type === ValueErrorType.ObjectRequiredProperty) return MISSING_FIELD
  const { description } = error.schema
  if (error.type === ValueErrorType.StringPattern && typeof description === 'string')
    return `Expected another form: ${description.replace(/\.$/, '')}.`
  return `${error.message}.`
}
