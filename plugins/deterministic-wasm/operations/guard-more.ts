/** Family `guard`, second half: personal data put aside and put back, signs nobody sees, claims that a source does not hold. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { findEmails } from '../find/emails.ts'
import { findHidden, HIDDEN_KINDS } from '../find/hidden-signs.ts'
import { findNumbers } from '../find/numbers.ts'
import { findUrls } from '../find/urls.ts'
import { choice, closed, count, MIB, operation, text } from '../operation.ts'
import { findPlaces, KINDS, USUAL } from './guard.ts'

const CLAIMS = ['number', 'email', 'url', 'quote'] as const
/** Names that stand for data. */
const NAME = /\[[a-z]{1,20}_\d{1,7}\]/g
type Claim = { readonly kind: (typeof CLAIMS)[number]; readonly text: string; readonly key: string }

export const guardMoreOperations: readonly Operation[] = [
  operation({
    name: 'guard.pseudonymize',
    description: 'Replaces personal data and secrets by names such as `[email_1]`, and keeps what they stand for.',
    input: closed({
      text: text('The text.'),
      kinds: Type.Optional(
        Type.Array(choice(KINDS, 'A kind.'), { description: 'What to look for; all but url and uuid when absent.' }),
      ),
    }),
    output: closed({
      text: text('The text with names; the same data has the same name.'),
      values: Type.Unsafe<Record<string, string>>({
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'What each name stands for: keep it on your side.',
      }),
    }),
    example: {
      input: { text: 'ada@example.org wrote to bob@example.org, ada@example.org again.' },
      output: {
        text: '[email_1] wrote to [email_2], [email_1] again.',
        values: { '[email_1]': 'ada@example.org', '[email_2]': 'bob@example.org' },
      },
    },
    run: input => pseudonymize(input.text, input.kinds ?? USUAL),
  }),
  operation({
    name: 'guard.restore',
    description: 'Puts back what `guard.pseudonymize` put aside.',
    input: closed({
      text: text('A text with names.'),
      values: Type.Unsafe<Record<string, string>>({
        type: 'object',
        additionalProperties: { type: 'string' },
        description: 'What each name stands for.',
      }),
    }),
    output: closed({ text: text('The text; unknown names stay.'), restored: count('Names put back.') }),
    example: {
      input: { text: 'Dear [email_1], and [email_9].', values: { '[email_1]': 'ada@example.org' } },
      output: { text: 'Dear ada@example.org, and [email_9].', restored: 1 },
    },
    run(input) {
      let restored = 0
      let length = 0
      const written = input.text.replace(NAME, name => {
        if (!Object.hasOwn(input.values, name)) return name
        restored += 1
        length += input.values[name]!.length
        if (length > 4 * MIB) throw new OperationError('The result is longer than 4 MiB.', '/values')
        return input.values[name]!
      })
      return { text: written, restored }
    },
  }),
  operation({
    name: 'guard.hidden',
    description: 'Signs that nobody sees: direction marks that turn text around, zero widths, tags, control codes.',
    input: closed({ text: text('The text.') }),
    output: closed({
      text: text('The text without them; joiners inside emoji and scripts that need them stay.'),
      found: Type.Array(
        closed({
          kind: choice(HIDDEN_KINDS, 'What it is.'),
          code: text('Such as `U+202E`.'),
          at: count('Code point of the input.'),
        }),
        { description: 'The first 10,000, in order.' },
      ),
      clean: Type.Boolean({ description: 'Whether there is none.' }),
    }),
    example: {
      input: { text: 'pay\u200b 100\u202e' },
      output: {
        text: 'pay 100',
        found: [
          { kind: 'zero_width', code: 'U+200B', at: 3 },
          { kind: 'direction', code: 'U+202E', at: 8 },
        ],
        clean: false,
      },
    },
    run(input) {
      const { text: clean, found } = findHidden(input.text)
      return { text: clean, found: found.slice(0, 10_000), clean: found.length === 0 }
    },
  }),
  operation({
    name: 'guard.grounded',
    description:
      'Whether the numbers, addresses and quotations of an answer stand in its source. Words are not judged.',
    input: closed({ text: text('The answer.'), source: text('What it was made from.') }),
    output: closed({
      grounded: Type.Boolean({ description: 'Whether all of them stand there.' }),
      checked: count('How many were looked for.'),
      missing: Type.Array(closed({ kind: choice(CLAIMS, 'What it is.'), text: text('As the answer has it.') }), {
        description: 'Those that do not, each once.',
      }),
    }),
    example: {
      input: { text: 'Sales rose to 1,250 (2023: 900).', source: 'In 2023 we sold 900; in 2024 it was 1250.5.' },
      output: { grounded: false, checked: 3, missing: [{ kind: 'number', text: '1250' }] },
    },
    inputCapBytes: MIB / 2,
    cost: 'quadratic',
    run: input => checkGrounds(input.text, input.source),
  }),
]

function pseudonymize(value: string, kinds: readonly (typeof KINDS)[number][]): JsonObject {
  // A name that the text itself holds is not given away, or restoring would put data where none was.
  const taken = new Set(value.match(NAME) ?? [])
  const names = new Map<string, string>()
  const counts = new Map<string, number>()
  let written = ''
  let at = 0
  for (const { start, end, kind } of findPlaces(value, [...new Set(kinds)])) {
    const key = `${kind} ${value.slice(start, end)}`
    if (!names.has(key)) {
      let number = (counts.get(kind) ?? 0) + 1
      while (taken.has(`[${kind}_${number}]`)) number += 1
      counts.set(kind, number)
      names.set(key, `[${kind}_${number}]`)
    }
    written += value.slice(at, start) + names.get(key)!
    at = end
  }
  const values = Object.fromEntries(Array.from(names, ([key, name]) => [name, key.slice(key.indexOf(' ') + 1)]))
  return { text: written + value.slice(at), values }
}

const QUOTE = /[“"«]([^“”"«»\n]{3,300})[”"»]/gu

function claimsOf(value: string): Claim[] {
  const emails = findEmails(value).map(span => ({
    kind: 'email' as const,
    text: span.value,
    key: span.value.toLowerCase(),
  }))
  const urls = findUrls(value).map(span => ({ kind: 'url' as const, text: span.value, key: span.value }))
  // 5 and 5.00 are the same claim.
  const numbers = findNumbers(value, 'point').map(({ value: number }) => ({
    kind: 'number' as const,
    text: number,
    key: number.includes('.') ? number.replace(/\.?0+$/, '') : number,
  }))
  return [...numbers, ...emails, ...urls]
}

const quotesIn = (value: string): Claim[] =>
  [...value.matchAll(QUOTE)].map(match => ({ kind: 'quote' as const, text: match[1]!, key: fold(match[1]!) }))

const fold = (value: string): string => value.toLowerCase().replace(/\s+/g, ' ').trim()
const MAX_QUOTES = 1_000

function checkGrounds(answer: string, source: string): JsonObject {
  const keyOf = ({ kind, key }: Claim): string => `${kind} ${key}`
  const known = new Set(claimsOf(source).map(keyOf))
  const folded = fold(source)
  const quotes = quotesIn(answer)
  if (quotes.length > MAX_QUOTES) throw new OperationError('The answer has more than 1,000 quotations.', '/text')
  const claims = [...new Map([...claimsOf(answer), ...quotes].map(claim => [keyOf(claim), claim])).values()]
  const missing = claims
    .filter(claim => !(claim.kind === 'quote' ? folded.includes(claim.key) : known.has(keyOf(claim))))
    .map(({ kind, text: shown }) => ({ kind, text: shown }))
  return { grounded: missing.length === 0, checked: claims.length, missing }
}
