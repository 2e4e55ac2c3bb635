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

type Parameter<T> = (text: string) => T | undefined

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
    const read = Object.hasOwn(reads, name) ? reads[name] : undefined
    if (read === undefined) faults.push(requestFault(pointer, 'This query parameter is not known; remove it.'))
    else if (found.has(name)) faults.push(requestFault(pointer, 'This query parameter is given twice; keep one.'))
    else {
      const value = read(text)
      if (value === undefined) faults.push(requestFault(pointer, 'This query parameter has a value it cannot have.'))
      else found.set(name, value)
    }
  }
  if (faults.length > 0) throw invalidRequest(faults.slice(0, MAX_FAULTS))
  return Object.fromEntries(found) as { readonly [K in keyof T]?: T[K] }
}

export function integerFrom(minimum: number, maximum: number): Parameter<number> {
  return text => {
    const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
    return value >= minimum && value <= maximum ? value : undefined
  }
}

export function textUpTo(maximum: number): Parameter<string> {
  return text => (text.length <= maximum ? text : undefined)
}

export function oneOf<T extends string>(values: readonly T[]): Parameter<T> {
  return text => values.find(value => value === text)
}

/** A moment as milliseconds since 1970: ISO 8601 with an offset, or a date, which begins in UTC. A day that no month has is none. */
export function moment(text: string): number | undefined {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return Temporal.PlainDate.from(text).toZonedDateTime('UTC').epochMilliseconds
    return Temporal.Instant.from(text).epochMilliseconds
  } catch {
    return undefined
  }
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
    // A missing field is also reported as of the wrong kind; the first report is the better one.
    if (!faults.has(error.path)) faults.set(error.path, requestFault(error.path, sentence(error)))
    if (faults.size === MAX_FAULTS) break
  }
  return [...faults.values()]
}

function sentence(error: ValueError): string {
  if (error.type === ValueErrorType.ObjectAdditionalProperties) return 'This field is not known; remove it.'
  if (error.type === ValueErrorType.ObjectRequiredProperty) return 'This field is required.'
  if (error.type === ValueErrorType.Union) {
    const choices = ((error.schema.anyOf ?? []) as readonly TSchema[]).map(choice => choice.const)
    if (choices.every(choice => choice !== undefined)) return `Expected one of ${JSON.stringify(choices)}.`
  }
  return `${error.message}.`
}
