/**
 * A workload: requests as people type them, in a file that people can read, and what is known of their answers. The file's own head
 * says how it is written; facts are worked out elsewhere and come as labels. It refuses a file whose lines it cannot place, and labels
 * of requests that the file does not have.
 */
import { KoraError } from '#contracts/failure'
import { type Label, readLabels, refuseLabels } from './read-labels.ts'

export const KINDS = ['deterministic', 'hybrid', 'model', 'trap'] as const
export type Kind = (typeof KINDS)[number]

export type WorkloadRequest = {
  readonly id: string
  /** Where it begins in the file, from 1. */
  readonly line: number
  readonly kind: Kind
  readonly message: string
  readonly label: Label
}

const NOTHING: Label = { facts: [], says: [] }

/** Throws INVALID_REQUEST, with the line of the file or the place in the labels. */
export function readWorkload(text: string, labels: unknown): WorkloadRequest[] {
  const known = readLabels(labels)
  const counts = new Map<Kind, number>()
  const requests = readRequests(text).map(request => {
    const number = (counts.get(request.kind) ?? 0) + 1
    counts.set(request.kind, number)
    const id = `${request.kind[0]}${String(number).padStart(3, '0')}`
    return { id, ...request, label: known.get(id) ?? NOTHING }
  })
  const ids = new Set(requests.map(({ id }) => id))
  const strange = [...known.keys()].filter(id => !ids.has(id))
  if (strange.length > 0)
    throw refuseLabels(strange.map(id => ({ at: `/${id}`, why: `The file has no request ${JSON.stringify(id)}.` })))
  return requests
}

function readRequests(text: string): Pick<WorkloadRequest, 'kind' | 'line' | 'message'>[] {
  const requests: { kind: Kind; line: number; message: string }[] = []
  let kind: Kind | undefined
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const section = /^\[(.*)\]\s*$/.exec(line)?.[1]
    const last = requests.at(-1)
    if (section !== undefined)
      kind = KINDS.find(one => one === section) ?? refuse(at + 1, `the kinds are ${KINDS.join(', ')}`)
    else if (/^\?(?: |$)/.test(line))
      requests.push({ kind: kind ?? refuse(at + 1, NO_KIND), line: at + 1, message: line.slice(2) })
    else if (/^\|(?: |$)/.test(line))
      (last ?? refuse(at + 1, 'no request stands before it')).message += `\n${line.slice(2)}`
    else if (line.trim() !== '' && !/^(?:#|[=~] )/.test(line)) refuse(at + 1, MARKS)
  }
  const empty = requests.find(({ message }) => message.trim() === '')
  if (empty) refuse(empty.line, 'the request is empty')
  return requests
}

const NO_KIND = `a kind stands before the first request, such as [${KINDS[0]}]`
const MARKS = 'a line begins with ?, |, =, ~ and a space, or with #'

function refuse(line: number, why: string): never {
  throw new KoraError('INVALID_REQUEST', `Line ${line} of the workload: ${why}.`, {
    hint: 'The head of bench/workload/requests.txt says how a workload is written.',
  })
}
