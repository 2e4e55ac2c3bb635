/** Family `encode`, third part: signs as numbers and back, escapes, Caesar's cipher, Morse code, spelling words. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, count, operation, text, texts } from '../operation.ts'
import { FROM_MORSE, MORSE, SPELLING } from '../words/alphabets.ts'

const plain = closed({ text: text('The text.') })
const result = closed({ text: text('The result.') })
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const UNITS = ['code_points', 'bytes'] as const
const unit = Type.Optional(choice(UNITS, 'Unicode code points, or the bytes of UTF-8.', 'code_points'))

export const encodeSignsOperations: readonly Operation[] = [
  operation({
    name: 'encode.codes',
    description: 'The signs of a text as numbers: Unicode code points (ASCII is a part of them), or bytes of UTF-8.',
    input: closed({ text: text('The text.'), unit }),
    output: closed({
      codes: Type.Array(Type.Integer({ minimum: 0 }), { description: 'In order.' }),
      hex: texts('The same in hexadecimal: `U+` and four digits or more, or two digits for a byte.'),
      bits: texts('The same in binary, eight digits or more.'),
      count: count('How many.'),
    }),
    example: {
      input: { text: 'Aß', unit: 'bytes' },
      output: { codes: [65, 195, 159], hex: ['41', 'C3', '9F'], bits: ['01000001', '11000011', '10011111'], count: 3 },
    },
    inputCapBytes: 65_536,
    run(input) {
      const isBytes = input.unit === 'bytes'
      if (isBytes && !input.text.isWellFormed())
        throw new OperationError('The text holds half of a surrogate pair.', '/text')
      const codes = isBytes
        ? [...Buffer.from(input.text, 'utf8')]
        : Array.from(input.text, sign => sign.codePointAt(0)!)
      const hexOf = (code: number): string => code.toString(16).toUpperCase()
      return {
        codes,
        hex: codes.map(code => (isBytes ? hexOf(code).padStart(2, '0') : `U+${hexOf(code).padStart(4, '0')}`)),
        bits: codes.map(code => code.toString(2).padStart(8, '0')),
        count: codes.length,
      }
    },
  }),
  operation({
    name: 'encode.from_codes',
    description: 'The text behind numbers of its signs: Unicode code points, or bytes of UTF-8.',
    input: closed({
      codes: texts('Numbers as written.'),
      base: Type.Optional(Type.Integer({ minimum: 2, maximum: 16, description: 'How they are written.', default: 10 })),
      unit,
    }),
    output: result,
    example: { input: { codes: ['01001000', '01101001'], base: 2 }, output: { text: 'Hi' } },
    inputCapBytes: 262_144,
    run(input) {
      const isBytes = input.unit === 'bytes'
      const codes = input.codes.map((written, i) => readCode(written, input.base ?? 10, isBytes ? 255 : 0x10ffff, i))
      if (!isBytes) return { text: codes.map(code => String.fromCodePoint(code)).join('') }
      try {
        return { text: decoder.decode(Uint8Array.from(codes)) }
      } catch {
        throw new OperationError('The bytes are no UTF-8 text.', '/codes')
      }
    },
  }),
  operation({
    name: 'encode.caesar',
    description: 'Letters from A to Z moved by some places in the alphabet, back with a minus; everything else stays.',
    input: closed({
      text: text('The text.'),
      shift: Type.Integer({ minimum: -1_000, maximum: 1_000, description: 'How many places.' }),
    }),
    output: result,
    example: { input: { text: 'Xyz, 7!', shift: 3 }, output: { text: 'Abc, 7!' } },
    run(input) {
      const by = ((input.shift % 26) + 26) % 26
      return {
        text: input.text.replace(/[a-z]/gi, letter => {
          const first = letter < 'a' ? 65 : 97
          return String.fromCharCode(first + ((letter.charCodeAt(0) - first + by) % 26))
        }),
      }
    },
  }),
  operation({
    name: 'encode.escape',
    description: 'Writes signs beyond ASCII, control signs, quotes and backslashes as JSON and JavaScript escape them.',
    input: closed({
      text: text('The text.'),
      signs: Type.Optional(choice(['needed', 'all'], 'Only what needs it, or every sign as `\\uXXXX`.', 'needed')),
    }),
    output: result,
    example: { input: { text: 'é "a"' }, output: { text: '\\u00e9 \\"a\\"' } },
    run: input => ({ text: escapeSigns(input.text, input.signs === 'all') }),
  }),
  operation({
    name: 'encode.unescape',
    description: 'Reads the escapes `\\uXXXX`, `\\u{X}`, `\\xXX`, `\\n` and their like; unknown ones stay.',
    input: plain,
    output: result,
    example: { input: { text: '\\u0048\\u0069\\n\\q' }, output: { text: 'Hi\n\\q' } },
    run: input => ({ text: input.text.replace(ESCAPE, (whole, code: string) => readEscape(whole, code)) }),
  }),
  operation({
    name: 'encode.morse',
    description: 'Morse code of a text: a blank between letters, a slash between words.',
    input: plain,
    output: result,
    example: { input: { text: 'SOS now' }, output: { text: '... --- ... / -. --- .--' } },
    run(input) {
      const words = input.text.toUpperCase().split(/\s+/u).filter(Boolean)
      const codeOf = (sign: string): string => {
        const code = MORSE.get(sign)
        if (code === undefined) throw new OperationError('The text holds a sign that Morse code lacks.', '/text')
        return code
      }
      return { text: words.map(word => Array.from(word, codeOf).join(' ')).join(' / ') }
    },
  }),
  operation({
    name: 'encode.unmorse',
    description: 'The text behind Morse code, in capital letters.',
    input: plain,
    output: result,
    example: { input: { text: '... --- ... / -. --- .--' }, output: { text: 'SOS NOW' } },
    run(input) {
      const written = input.text
        .replace(/[•·]/g, '.')
        .replace(/[–—−_]/g, '-')
        .trim()
      const signOf = (code: string): string => {
        const sign = FROM_MORSE.get(code)
        if (sign === undefined) throw new OperationError('The text holds a sign that is no Morse code.', '/text')
        return sign
      }
      const words = written.split(/\s*[/|\n]\s*|\s{3,}/).filter(Boolean)
      return { text: words.map(word => word.split(/\s+/).filter(Boolean).map(signOf).join('')).join(' ') }
    },
  }),
  operation({
    name: 'encode.spell',
    description: 'The letters and digits of a text in the spelling words of NATO and ICAO.',
    input: plain,
    output: closed({ words: texts('One word for each letter or digit; other signs stay.') }),
    example: { input: { text: 'K9' }, output: { words: ['Kilo', 'Nine'] } },
    inputCapBytes: 65_536,
    run: input => ({
      words: Array.from(input.text)
        .filter(sign => sign.trim() !== '')
        .map(sign => SPELLING.get(sign.toUpperCase()) ?? sign),
    }),
  }),
]

const DIGITS = '0123456789abcdef'

function readCode(written: string, base: number, most: number, place: number): number {
  const bare = written
    .trim()
    .toLowerCase()
    .replace(base === 16 ? /^(?:0x|u\+|\\x)/ : base === 2 ? /^0b/ : /^$/, '')
  const allowed = DIGITS.slice(0, base)
  let value = 0
  for (const digit of bare) {
    const at = allowed.indexOf(digit)
    value = at < 0 ? Number.NaN : value * base + at
    if (!(value <= most)) break
  }
  if (bare === '' || !(value <= most) || (value >= 0xd800 && value <= 0xdfff))
    throw new OperationError('A number is no sign.', `/codes/${place}`)
  return value
}

function escapeSigns(value: string, isAll: boolean): string {
  let out = ''
  for (let i = 0; i < value.length; i += 1) {
    const sign = value[i]!
    const isPlain = !isAll && sign >= ' ' && sign <= '~' && sign !== '"' && sign !== '\\'
    const known = isAll ? undefined : SHORT.get(sign)
    out += isPlain ? sign : (known ?? `\\u${value.charCodeAt(i).toString(16).padStart(4, '0')}`)
  }
  return out
}

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['"', '\\"'],
  ['\\', '\\\\'],
])
const READ: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\', '/': '/' }
const ESCAPE = /\\(u\{[0-9a-f]{1,6}\}|u[0-9a-f]{4}|x[0-9a-f]{2}|[nrt"'\\/])/gi

function readEscape(whole: string, code: string): string {
  const short = READ[code]
  if (short !== undefined) return short
  const point = Number.parseInt(code.replace(/^[ux]\{?/i, ''), 16)
  if (!(point <= 0x10ffff)) return whole
  return /^u[0-9a-f]{4}$/i.test(code) ? String.fromCharCode(point) : String.fromCodePoint(point)
}
