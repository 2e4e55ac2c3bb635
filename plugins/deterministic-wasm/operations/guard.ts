/** Family `guard`: what must not leave, and what is no answer. A rule that finds nothing is no proof that nothing is there. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { findEmails } from '../find/emails.ts'
import { findIds, type IdKind } from '../find/ids.ts'
import { findNonAnswers, findPlaceholders } from '../find/non-answers.ts'
import { findPhones } from '../find/phones.ts'
import { findSecrets, findSocialNumbers } from '../find/secrets.ts'
import { findUrls } from '../find/urls.ts'
import { choice, closed, count, operation, text, texts } from '../operation.ts'

export const KINDS = ['email', 'phone', 'iban', 'card', 'ip', 'ssn', 'secret', 'url', 'uuid'] as const
type Kind = (typeof KINDS)[number]
/** Addresses of pages and random ids say little about a person; they are looked for on demand. */
export const USUAL: readonly Kind[] = ['email', 'phone', 'iban', 'card', 'ip', 'ssn', 'secret']

export const guardOperations: readonly Operation[] = [
  operation({
    name: 'guard.redact',
    description: 'Replaces personal data and secrets by `[kind]`.',
    input: closed({
      text: text('The text.'),
      kinds: Type.Optional(
        Type.Array(choice(KINDS, 'A kind.'), { description: 'What to look for; all but url and uuid when absent.' }),
      ),
    }),
    output: closed({
      text: text('The text without them.'),
      found: Type.Array(
        closed({
          kind: choice(KINDS, 'What it was.'),
          start: count('First code point in the input.'),
          end: count('Code point after the last.'),
        }),
        { description: 'In order of appearance.' },
      ),
    }),
    example: {
      input: { text: 'Ada <ada@example.org> pays with 4111 1111 1111 1111.' },
      output: {
        text: 'Ada <[email]> pays with [card].',
        found: [
          { kind: 'email', start: 5, end: 20 },
          { kind: 'card', start: 32, end: 51 },
        ],
      },
    },
    run: input => redact(input.text, input.kinds ?? USUAL),
  }),
  operation({
    name: 'guard.placeholders',
    description: 'Placeholders that somebody forgot to fill: `{{name}}`, `[your name]`, TODO, lorem ipsum.',
    input: closed({ text: text('The text.') }),
    output: closed({
      found: texts('The first place of each form, in order.'),
      clean: Type.Boolean({ description: 'Whether there is none.' }),
    }),
    example: { input: { text: 'Dear [Your Name], TBD' }, output: { found: ['[Your Name]', 'TBD'], clean: false } },
    run(input) {
      const found = findPlaceholders(input.text)
      return { found, clean: found.length === 0 }
    },
  }),
  operation({
    name: 'guard.answer',
    description: 'Whether a text may be an answer, or is empty, a refusal, or full of placeholders.',
    input: closed({ text: text('The text.') }),
    output: closed({
      is_answer: Type.Boolean({ description: 'Whether nothing speaks against it.' }),
      reasons: Type.Array(choice(['empty', 'placeholder', 'refusal'], 'A reason.'), {
        description: 'What speaks against it.',
      }),
    }),
    example: {
      input: { text: 'As an AI language model, I cannot help with that.' },
      output: { is_answer: false, reasons: ['refusal'] },
    },
    run(input) {
      const reasons = findNonAnswers(input.text)
      return { is_answer: reasons.length === 0, reasons }
    },
  }),
]

type Place = { readonly start: number; readonly end: number; readonly kind: Kind }

const IDS: Readonly<Partial<Record<Kind, readonly IdKind[]>>> = {
  iban: ['iban'],
  card: ['card'],
  ip: ['ipv4', 'ipv6'],
  uuid: ['uuid'],
}

function placesOf(value: string, kind: Kind): readonly { start: number; end: number }[] {
  switch (kind) {
    case 'email':
      return findEmails(value)
    case 'phone':
      return findPhones(value)
    case 'url':
      return findUrls(value)
    case 'secret':
      return findSecrets(value)
    case 'ssn':
      return findSocialNumbers(value)
    default:
      return findIds(value, IDS[kind])
  }
}

/** Of places that overlap, what begins first is kept, the longer one first; then in the order of the kinds. */
function keepApart(places: readonly Place[]): Place[] {
  const sorted = places.toSorted(
    (a, b) => a.start - b.start || b.end - a.end || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind),
  )
  const kept: Place[] = []
  for (const place of sorted) if (place.start >= (kept.at(-1)?.end ?? 0)) kept.push(place)
  return kept
}

export function findPlaces(value: string, kinds: readonly Kind[]): Place[] {
  const sure = kinds.filter(kind => kind !== 'phone')
  const places = keepApart(sure.flatMap(kind => placesOf(value, kind).map(({ start, end }) => ({ start, end, kind }))))
  if (!kinds.includes('phone')) return places
  // A telephone number proves nothing by its digits, so it only gets what the others leave.
  const phones: Place[] = []
  let from = 0
  for (const { start, end } of [...places, { start: value.length, end: value.length }]) {
    for (const phone of findPhones(value.slice(from, start))) {
      phones.push({ start: from + phone.start, end: from + phone.end, kind: 'phone' })
    }
    from = end
  }
  return keepApart([...places, ...phones])
}

function redact(value: string, kinds: readonly Kind[]) {
  const found: { kind: Kind; start: number; end: number }[] = []
  let written = ''
  let at = 0
  let points = 0
  for (const { start, end, kind } of findPlaces(value, [...new Set(kinds)])) {
    const gap = value.slice(at, start)
    const begin = points + countPoints(gap)
    points = begin + countPoints(value.slice(start, end))
    found.push({ kind, start: begin, end: points })
    written += `${gap}[${kind}]`
    at = end
  }
  return { text: written + value.slice(at), found }
}

function countPoints(value: string): number {
  let points = 0
  for (const _ of value) points += 1
  return points
}
