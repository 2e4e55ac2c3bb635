/** Family `encode`, second half: markup, Base32, and the parts of tokens and identifiers. Nothing here proves that a token is genuine. */
import { Type } from '@sinclair/typebox'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError, readJsonText } from '#kernel/plugin-door'
import { closed, flag, MIB, open, operation, text } from '../operation.ts'
import { fromBase32, toBase32 } from '../words/base32.ts'
import { escapeHtml, unescapeHtml } from '../words/html-entities.ts'

const plain = closed({ text: text('The text.') })
const result = closed({ text: text('The result.') })
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

export const encodeMoreOperations: readonly Operation[] = [
  operation({
    name: 'encode.rot13',
    description: 'Letters from A to Z moved by 13 places, which twice is nothing; everything else stays.',
    input: plain,
    output: result,
    example: { input: { text: 'Hello, 7!' }, output: { text: 'Uryyb, 7!' } },
    run: input => ({
      text: input.text.replace(/[a-z]/gi, letter => {
        const first = letter < 'a' ? 65 : 97
        return String.fromCharCode(first + ((letter.charCodeAt(0) - first + 13) % 26))
      }),
    }),
  }),
  operation({
    name: 'encode.html',
    description: 'Writes a text so that HTML shows it as it is: & < > and quotes as entities.',
    input: plain,
    output: result,
    example: { input: { text: '<b>"R&D"</b>' }, output: { text: '&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt;' } },
    run: input => ({ text: escapeHtml(input.text) }),
  }),
  operation({
    name: 'encode.unhtml',
    description: 'Reads the entities of HTML, numeric ones and the usual names; unknown ones stay.',
    input: plain,
    output: result,
    example: {
      input: { text: 'caf&eacute; &#8211; 5&nbsp;&euro; &unknown;' },
      output: { text: 'café – 5\u00a0€ &unknown;' },
    },
    run: input => ({ text: unescapeHtml(input.text) }),
  }),
  operation({
    name: 'encode.base32',
    description: 'Base32 of a text (RFC 4648).',
    input: closed({ text: text('The text.'), padding: flag('Fill up with =.', true) }),
    output: result,
    example: { input: { text: 'foobar' }, output: { text: 'MZXW6YTBOI======' } },
    run(input) {
      const written = toBase32(Buffer.from(input.text, 'utf8'))
      return { text: input.padding === false ? written.replace(/=+$/, '') : written }
    },
  }),
  operation({
    name: 'encode.unbase32',
    description: 'The text behind Base32; either case, padding may be absent, blanks and hyphens are ignored.',
    input: plain,
    output: result,
    example: { input: { text: 'mzxw 6ytb oi' }, output: { text: 'foobar' } },
    run(input) {
      const bytes = fromBase32(input.text)
      if (bytes === null) throw new OperationError('The text is no Base32.', '/text')
      try {
        return { text: decoder.decode(bytes) }
      } catch {
        throw new OperationError('The bytes are no UTF-8 text.', '/text')
      }
    },
  }),
  operation({
    name: 'encode.unjwt',
    description: 'Header and claims of a JSON Web Token. The signature is not checked: trust nothing in it.',
    input: closed({ token: Type.String({ minLength: 1, description: 'Three parts, joined by full stops.' }) }),
    output: closed({
      header: open('Its header.'),
      claims: open('Its claims.'),
      signed: Type.Boolean({ description: 'Whether there is a signature, genuine or not.' }),
      verified: Type.Boolean({ const: false, description: 'Always false.' }),
    }),
    example: {
      input: { token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.' },
      output: { header: { alg: 'none' }, claims: { sub: 'ada' }, signed: false, verified: false },
    },
    inputCapBytes: MIB / 16,
    run(input) {
      const parts = input.token.trim().split('.')
      if (parts.length !== 3)
        throw new OperationError(`A token has three parts, this one has ${parts.length}.`, '/token')
      const [header, claims] = ['header', 'claims'].map((name, i) => partOf(parts[i]!, name))
      return { header: header!, claims: claims!, signed: parts[2] !== '', verified: false }
    },
  }),
  operation({
    name: 'encode.uuid',
    description: 'What a UUID tells: its version, its variant, and the moment it was made where it holds one.',
    input: closed({
      uuid: Type.String({ maxLength: 60, description: 'In any case; braces and `urn:uuid:` are taken.' }),
    }),
    output: closed({
      uuid: text('Lower case, with hyphens.'),
      version: Type.Unsafe<number | null>({ type: ['integer', 'null'], description: 'null beyond RFC 9562.' }),
      variant: text('`rfc`, `ncs`, `microsoft`, `future`, `nil` or `max`.'),
      datetime: Type.Unsafe<string | null>({ type: ['string', 'null'], description: 'UTC, of versions 1, 6 and 7.' }),
    }),
    example: {
      input: { uuid: '{018F3B2C-8E00-7ABC-9DEF-0123456789AB}' },
      output: {
        uuid: '018f3b2c-8e00-7abc-9def-0123456789ab',
        version: 7,
        variant: 'rfc',
        datetime: '2024-05-02T21:18:46.784Z',
      },
    },
    inputCapBytes: MIB / 64,
    cost: 'constant',
    run: input => describeUuid(input.uuid),
  }),
]

function partOf(part: string, name: string): JsonObject {
  const refused = new OperationError(`The ${name} of the token is no JSON object in Base64.`, '/token')
  if (!/^[A-Za-z0-9_-]+$/.test(part)) throw refused
  let written: string
  try {
    written = decoder.decode(Buffer.from(part, 'base64url'))
  } catch {
    throw refused
  }
  const read = readJsonText(written)
  if (!read.ok || !isObject(read.value)) throw refused
  return read.value
}

const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const FORM = /^([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})$/
/** Tenths of microseconds from 1582-10-15, where UUID time begins, to 1970. */
const GREGORIAN = 122_192_928_000_000_000n

function describeUuid(written: string): JsonObject {
  const bare = written
    .trim()
    .toLowerCase()
    .replace(/^urn:uuid:/, '')
    .replace(/^\{(.*)\}$/, '$1')
  const parts = FORM.exec(bare)?.slice(1)
  if (parts === undefined) throw new OperationError('The text is no UUID.', '/uuid')
  const uuid = parts.join('-')
  const [low = '', middle = '', high = '', clock = ''] = parts
  if (/^0{32}$/.test(parts.join(''))) return { uuid, version: null, variant: 'nil', datetime: null }
  if (/^f{32}$/.test(parts.join(''))) return { uuid, version: null, variant: 'max', datetime: null }
  const bits = Number.parseInt(clock[0]!, 16)
  const variant = bits < 8 ? 'ncs' : bits < 12 ? 'rfc' : bits < 14 ? 'microsoft' : 'future'
  if (variant !== 'rfc') return { uuid, version: null, variant, datetime: null }
  const version = Number.parseInt(high[0]!, 16)
  const ticks =
    version === 1
      ? BigInt(`0x${high.slice(1)}${middle}${low}`)
      : version === 6
        ? BigInt(`0x${low}${middle}${high.slice(1)}`)
        : null
  const milliseconds =
    version === 7 ? Number.parseInt(low + middle, 16) : ticks === null ? null : Number((ticks - GREGORIAN) / 10_000n)
  const isInRange = milliseconds !== null && milliseconds <= 253_402_300_799_999
  return {
    uuid,
    version: version >= 1 && version <= 8 ? version : null,
    variant,
    datetime: isInRange ? new Date(milliseconds).toISOString() : null,
  }
}
