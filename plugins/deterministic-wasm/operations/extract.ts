/** Family `extract`: what stands in a text, read by rules and never by a model. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { findAmounts } from '../find/amounts.ts'
import { type DateOrder, findDates } from '../find/dates.ts'
import { findEmails } from '../find/emails.ts'
import { findIds, ID_KINDS } from '../find/ids.ts'
import { findJson } from '../find/json-in-text.ts'
import { findPairs } from '../find/key-values.ts'
import { findPhones } from '../find/phones.ts'
import { findUrls } from '../find/urls.ts'
import { choice, closed, flag, json, open, operation, text, texts } from '../operation.ts'
import { readLines } from '../words/words.ts'

const source = text('The text to look through.')
export const dateOrder = Type.Optional(
  choice(['day_first', 'month_first'], 'How 05/03/2024 is read; without it such a date is an error.'),
)
const isoDate = Type.String({ format: 'date', description: 'YYYY-MM-DD.' })

export const extractOperations: readonly Operation[] = [
  operation({
    name: 'extract.emails',
    description: 'E-mail addresses in a text.',
    input: closed({ text: source }),
    output: closed({ emails: texts('As written, in order of appearance, duplicates kept.') }),
    example: {
      input: { text: 'Write to ada@example.org, or (bob.b+x@mail.example.co.uk).' },
      output: { emails: ['ada@example.org', 'bob.b+x@mail.example.co.uk'] },
    },
    run: input => ({ emails: findEmails(input.text).map(span => span.value) }),
  }),
  operation({
    name: 'extract.urls',
    description: 'Web and FTP addresses in a text.',
    input: closed({ text: source }),
    output: closed({
      urls: texts('As written, without trailing punctuation, in order of appearance, duplicates kept.'),
    }),
    example: {
      input: { text: 'See https://example.org/a_(b), or www.example.com.' },
      output: { urls: ['https://example.org/a_(b)', 'www.example.com'] },
    },
    run: input => ({ urls: findUrls(input.text).map(span => span.value) }),
  }),
  operation({
    name: 'extract.phones',
    description: 'Telephone numbers in a text, by their form.',
    input: closed({ text: source }),
    output: closed({
      phones: texts('As written, in order of appearance, duplicates kept.'),
      dial: texts('The same numbers as digits, international ones with a leading +.'),
    }),
    example: {
      input: { text: 'Call +49 30 123456 or (555) 010-9999.' },
      output: { phones: ['+49 30 123456', '(555) 010-9999'], dial: ['+4930123456', '5550109999'] },
    },
    run(input) {
      const found = findPhones(input.text).map(span => span.value)
      return { phones: found.map(phone => phone.text), dial: found.map(phone => phone.dial) }
    },
  }),
  operation({
    name: 'extract.dates',
    description: 'Calendar dates in a text, in the forms people write.',
    input: closed({ text: source, order: dateOrder }),
    output: closed({ dates: Type.Array(isoDate, { description: 'In order of appearance, duplicates kept.' }) }),
    example: {
      input: { text: 'From 2024-02-29 to 5 March 2024; party on 31/12/2024.' },
      output: { dates: ['2024-02-29', '2024-03-05', '2024-12-31'] },
    },
    run: input => ({ dates: readDates(input.text, input.order) }),
  }),
  operation({
    name: 'extract.amounts',
    description: 'Amounts of money in a text.',
    input: closed({ text: source }),
    output: closed({
      amounts: Type.Array(
        closed({
          value: text('Plain decimal text with the decimals as written.'),
          currency: text('ISO 4217 code where the sign is unambiguous, else the sign.'),
        }),
        { description: 'In order of appearance, duplicates kept.' },
      ),
    }),
    example: {
      input: { text: 'Net 1.234,50 €, shipping $12.90, total USD 1,300.' },
      output: {
        amounts: [
          { value: '1234.50', currency: 'EUR' },
          { value: '12.90', currency: '$' },
          { value: '1300', currency: 'USD' },
        ],
      },
    },
    run: input => ({ amounts: findAmounts(input.text).map(span => span.value) }),
  }),
  operation({
    name: 'extract.ids',
    description: 'Identifiers that prove themselves by form or check digits.',
    input: closed({
      text: source,
      kinds: Type.Optional(
        Type.Array(choice(ID_KINDS, 'A kind.'), { description: 'Kinds to look for; all when absent.' }),
      ),
    }),
    output: closed({
      ids: Type.Array(closed({ kind: choice(ID_KINDS, 'What it is.'), text: text('As written.') }), {
        description: 'In order of appearance, duplicates kept.',
      }),
    }),
    example: {
      input: { text: 'Ticket OPS-12 from 192.0.2.7, IBAN GB82 WEST 1234 5698 7654 32.' },
      output: {
        ids: [
          { kind: 'issue', text: 'OPS-12' },
          { kind: 'ipv4', text: '192.0.2.7' },
          { kind: 'iban', text: 'GB82 WEST 1234 5698 7654 32' },
        ],
      },
    },
    run: input => ({ ids: findIds(input.text, input.kinds).map(span => span.value) }),
  }),
  operation({
    name: 'extract.key_values',
    description: 'Pairs of the form `Key: value` or `key = value`.',
    input: closed({
      text: source,
      form: Type.Optional(
        choice(['lines', 'inline'], 'One pair per line, or `key=value` anywhere in a line.', 'lines'),
      ),
    }),
    output: closed({
      pairs: Type.Array(closed({ key: text('As written.'), value: text('Without white space around it.') }), {
        description: 'In order of appearance, duplicates kept.',
      }),
      values: open('Values by key; the first of equal keys.'),
    }),
    example: {
      input: { text: 'Name: Ada\nRole: Engineer\nWe meet at 10:30.' },
      output: {
        pairs: [
          { key: 'Name', value: 'Ada' },
          { key: 'Role', value: 'Engineer' },
        ],
        values: { Name: 'Ada', Role: 'Engineer' },
      },
    },
    run(input) {
      const pairs = findPairs(readLines(input.text), input.form ?? 'lines')
      return { pairs, values: toObject(pairs.map(pair => [pair.key, pair.value])) }
    },
  }),
  operation({
    name: 'extract.json',
    description: 'JSON objects and arrays inside a text, such as in a fenced block.',
    input: closed({ text: source, required: flag('A text without JSON is an error.') }),
    output: closed({
      values: Type.Array(json('A value.'), { description: 'Outermost values, in order of appearance.' }),
    }),
    example: {
      input: { text: 'Result: {"ok": true} and [1, 2].' },
      output: { values: [{ ok: true }, [1, 2]] },
    },
    run(input) {
      const values = findJson(input.text).map(span => span.value)
      if (values.length === 0 && input.required === true) throw new OperationError('The text holds no JSON.', '/text')
      return { values }
    },
  }),
]

function readDates(value: string, order: DateOrder | undefined): string[] {
  return findDates(value, order).map(({ value: date }) => {
    if (date.iso !== null) return date.iso
    throw new OperationError(`\`${date.text}\` may be ${date.readings.join(' or ')}; say \`order\`.`, '/text')
  })
}

/** An object of these members; the first of equal names stays, and names such as `__proto__` are left out. */
export function toObject(entries: readonly (readonly [string, string])[]): JsonObject {
  const object: Record<string, string> = {}
  for (const [name, value] of entries) {
    if (name !== '__proto__' && !Object.hasOwn(object, name)) object[name] = value
  }
  return object
}
