/**
 * A workload: requests as people type them, in a file that people can read, and what is known of their answers. The file's own head
 * says how it is written; facts are worked out elsewhere and come as labels. It refuses a file whose lines it cannot place.
 */
import { KoraError } from '#contracts/failure'
import { isObject } from '#json/value'

export const KINDS = ['deterministic', 'hybrid', 'model', 'trap'] as const
export type Kind = (typeof KINDS)[number]

export type Fact =
  | { readonly number: string }
  | { readonly date: string }
  | { readonly text: string }
  | { readonly truth: boolean }
  | { readonly list: readonly string[] }
  | { readonly all: readonly Fact[] }
  | { readonly any: readonly Fact[] }

export type Label = { readonly facts: readonly Fact[]; readonly says: readonly (readonly string[])[] }
export type WorkloadRequest = {
  readonly id: string
  readonly kind: Kind
  readonly message: string
  readonly label: Label
}

const NOTHING: Label = { facts: [], says: [] }

/** Throws INVALID_REQUEST, with the line. */
export function readWorkload(text: string, labels: unknown): WorkloadRequest[] {
  const known = isObject(labels as never) ? (labels as Readonly<Record<string, Label>>) : {}
  const requests: { kind: Kind; message: string }[] = []
  let kind: Kind | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const section = /^\[(\w+)\]$/.exec(line)?.[1]
    const last = requests.at(-1)
    if (section !== undefined)
      kind = KINDS.find(one => one === section) ?? refuse(at, `the kinds are ${KINDS.join(', ')}`)
    else if (line.startsWith('? ') && kind !== undefined) requests.push({ kind, message: line.slice(2) })
    else if (line.startsWith('|') && last !== undefined) last.message += `\n${line.slice(2)}`
    else if (line.trim() !== '' && !/^(?:#|[=~] )/.test(line)) refuse(at, 'a line begins with ?, |, =, ~ or #')
  }
  const counts = new Map<Kind, number>()
  return requests.map(request => {
    const number = (counts.get(request.kind) ?? 0) + 1
    counts.set(request.kind, number)
    const id = `${request.kind[0]}${String(number).padStart(3, '0')}`
    return { id, ...request, label: Object.hasOwn(known, id) ? known[id]! : NOTHING }
  })
}

function refuse(at: number, why: string): never {
  throw new KoraError('INVALID_REQUEST', `Line ${at + 1} of the workload: ${why}.`)
}
