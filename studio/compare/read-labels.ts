/**
 * What is known of the answers of a workload, as a script of its own worked it out. It refuses what it cannot read, with its place: a
 * label passed over would make an answer that is known count as one that is not.
 */
import { type Fault, KoraError } from '#contracts/failure'

export type Fact =
  | { readonly number: string }
  | { readonly date: string }
  | { readonly text: string }
  | { readonly truth: boolean }
  | { readonly list: readonly string[] }
  | { readonly all: readonly Fact[] }
  | { readonly any: readonly Fact[] }

export type Label = { readonly facts: readonly Fact[]; readonly says: readonly (readonly string[])[] }

type Finding = { readonly at: string; readonly why: string }
type Check = (value: unknown, at: string) => Finding | null

/** As deep as facts may hold facts. */
const DEEPEST = 8
const HINT = 'bench/workload/label.py shows how labels are worked out and written.'

/** Labels by the id of their request. Throws INVALID_REQUEST with the places of all that cannot be read, the first hundred of them. */
export function readLabels(value: unknown): ReadonlyMap<string, Label> {
  if (!isRecord(value)) throw refuseLabels([{ at: '', why: 'Expected an object of labels by request, such as d001.' }])
  const labels = Object.entries(value)
  const found = labels.flatMap(([id, label]) => checkLabel(label, `/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`))
  if (found.length > 0) throw refuseLabels(found)
  return new Map(labels as [string, Label][])
}

export function refuseLabels(found: readonly Finding[]): KoraError {
  const errors = found
    .slice(0, 100)
    .map(({ at, why }): Fault => ({ pointer: at, code: 'INVALID_REQUEST', message: `Labels: ${why}` }))
  return new KoraError('INVALID_REQUEST', errors[0]!.message, { errors, hint: HINT })
}

function checkLabel(label: unknown, at: string): Finding[] {
  if (!isRecord(label) || !Array.isArray(label.facts) || !Array.isArray(label.says))
    return [{ at, why: 'A label has the lists facts and says.' }]
  const facts = label.facts.map((fact, place) => checkFact(fact, `${at}/facts/${place}`, 0))
  const says = label.says.map((words, place) => checkTexts(words, `${at}/says/${place}`))
  return [...facts, ...says].filter(finding => finding !== null)
}

const CHECKS: Readonly<Record<string, Check>> = {
  number: (value, at) =>
    typeof value === 'string' && /^-?\d+(?:\.\d+)?$/.test(value)
      ? null
      : { at, why: 'A number is a text of digits, such as "12.5".' },
  date: (value, at) =>
    typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value)
      ? null
      : { at, why: 'A date is a text such as "2026-03-18".' },
  text: (value, at) =>
    typeof value === 'string' && value !== '' ? null : { at, why: 'A text has one character or more.' },
  truth: (value, at) => (typeof value === 'boolean' ? null : { at, why: 'A truth is true or false.' }),
  list: (value, at) => checkTexts(value, at),
}

function checkFact(fact: unknown, at: string, depth: number): Finding | null {
  const [pair, ...more] = isRecord(fact) ? Object.entries(fact) : []
  const [name = '', value] = pair ?? []
  const place = `${at}/${name}`
  if (more.length === 0 && Object.hasOwn(CHECKS, name)) return CHECKS[name]!(value, place)
  if (more.length === 0 && (name === 'all' || name === 'any') && Array.isArray(value) && value.length > 0) {
    if (depth === DEEPEST) return { at: place, why: `Facts hold facts ${DEEPEST} deep at most.` }
    return value.map((one, nth) => checkFact(one, `${place}/${nth}`, depth + 1)).find(found => found !== null) ?? null
  }
  return { at, why: `A fact is one of ${[...Object.keys(CHECKS), 'all', 'any'].join(', ')}, and has a value.` }
}

function checkTexts(value: unknown, at: string): Finding | null {
  const isTexts = Array.isArray(value) && value.length > 0 && value.every(part => typeof part === 'string' && part)
  return isTexts ? null : { at, why: 'Expected a list of texts, none of them empty.' }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
