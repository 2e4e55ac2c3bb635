/** Family `encode`: texts in other alphabets, and digests. All of them see a text as its UTF-8 bytes. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, flag, operation, text } from '../operation.ts'

const plain = closed({ text: text('The text.') })
const result = closed({ text: text('The result.') })
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const ALGORITHMS = ['sha256', 'sha384', 'sha512', 'sha1', 'md5', 'crc32'] as const

export const encodeOperations: readonly Operation[] = [
  operation({
    name: 'encode.base64',
    description: 'Base64 of a text (RFC 4648).',
    input: closed({
      text: text('The text.'),
      url_safe: flag('The alphabet for URLs and file names, without padding.'),
    }),
    output: result,
    example: { input: { text: 'Grüße' }, output: { text: 'R3LDvMOfZQ==' } },
    run: input => ({
      text: Buffer.from(input.text, 'utf8').toString(input.url_safe === true ? 'base64url' : 'base64'),
    }),
  }),
  operation({
    name: 'encode.unbase64',
    description: 'The text behind Base64; either alphabet, padding may be absent, white space is ignored.',
    input: plain,
    output: result,
    example: { input: { text: 'R3LDvMOfZQ==' }, output: { text: 'Grüße' } },
    run(input) {
      const compact = input.text.replace(/[ \t\r\n]+/g, '')
      const body = compact.replace(/={1,2}$/, '')
      const isPadded = body.length === compact.length || compact.length % 4 === 0
      if (!/^[A-Za-z0-9+/_-]*$/.test(body) || body.length % 4 === 1 || !isPadded) {
        throw new OperationError('The text is no Base64.', '/text')
      }
      return { text: toText(Buffer.from(body, 'base64')) }
    },
  }),
  operation({
    name: 'encode.hex',
    description: 'Hexadecimal bytes of a text.',
    input: plain,
    output: result,
    example: { input: { text: 'Aé' }, output: { text: '41c3a9' } },
    run: input => ({ text: Buffer.from(input.text, 'utf8').toString('hex') }),
  }),
  operation({
    name: 'encode.unhex',
    description: 'The text behind hexadecimal bytes; white space is ignored.',
    input: plain,
    output: result,
    example: { input: { text: '41 C3 A9' }, output: { text: 'Aé' } },
    run(input) {
      const compact = input.text.replace(/[ \t\r\n]+/g, '')
      if (!/^[0-9a-fA-F]*$/.test(compact) || compact.length % 2 === 1) {
        throw new OperationError('The text is no sequence of hexadecimal bytes.', '/text')
      }
      return { text: toText(Buffer.from(compact, 'hex')) }
    },
  }),
  operation({
    name: 'encode.url',
    description: 'Percent-encoding of a text as one component of a URL (RFC 3986).',
    input: plain,
    output: result,
    example: { input: { text: "a b&c=d/é!'" }, output: { text: 'a%20b%26c%3Dd%2F%C3%A9%21%27' } },
    run(input) {
      // encodeURIComponent leaves these five alone, RFC 3986 reserves them.
      const encode = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`
      return { text: encodeURIComponent(wellFormed(input.text)).replace(/[!'()*]/g, encode) }
    },
  }),
  operation({
    name: 'encode.unurl',
    description: 'The text behind percent-encoding.',
    input: closed({ text: text('The text.'), plus_is_blank: flag('Read + as a blank, as forms write it.') }),
    output: result,
    example: { input: { text: 'a%20b+c' }, output: { text: 'a b+c' } },
    run(input) {
      try {
        return { text: decodeURIComponent(input.plus_is_blank === true ? input.text.replaceAll('+', ' ') : input.text) }
      } catch {
        throw new OperationError('The text is no percent-encoded UTF-8.', '/text')
      }
    },
  }),
  operation({
    name: 'encode.hash',
    description: 'Digest of a text; only sha256 and longer resist people who want a collision.',
    input: closed({ text: text('The text.'), algorithm: choice(ALGORITHMS, 'Which digest.') }),
    output: closed({ hex: Type.String({ pattern: '^[0-9a-f]+$', description: 'Lower-case hexadecimal.' }) }),
    example: { input: { text: '123456789', algorithm: 'crc32' }, output: { hex: 'cbf43926' } },
    run(input) {
      const whole = wellFormed(input.text)
      if (input.algorithm === 'crc32') return { hex: Bun.hash.crc32(whole).toString(16).padStart(8, '0') }
      return { hex: new Bun.CryptoHasher(input.algorithm).update(whole).digest('hex') }
    },
  }),
]

function wellFormed(value: string): string {
  if (!value.isWellFormed()) throw new OperationError('The text holds half of a surrogate pair.', '/text')
  return value
}

function toText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new OperationError('The bytes are no UTF-8 text.', '/text')
  }
}
