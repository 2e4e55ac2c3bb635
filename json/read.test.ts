import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type ReadResult, readJson, readJsonText } from './read.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const codeOf = (result: ReadResult) => (result.ok ? 'OK' : result.fault.code)
const codeOfText = (text: string) => codeOf(readJson(bytesOf(text)))

describe('readJson refuses', () => {
  test('S4 no bytes at all, and says so', () => {
    const fault = { code: 'JSON_SYNTAX', message: 'The body is empty; send JSON.', offset: 0, pointer: '' }
    expect(readJson(bytesOf(''))).toMatchObject({ ok: false, fault })
    expect(codeOfText(' ')).toBe('JSON_SYNTAX')
  })

  test('S4 duplicate keys, written plainly or with escapes', () => {
    for (const text of [
      '{"a":1,"a":2}',
      '{"a":1,"\\u0061":2}',
      '{"\\u00e9":1,"é":2}',
      '{"\\ud83d\\ude00":1,"😀":2}',
      '{"x":{"a":1,"b":[{"k":1,"k":1}]}}',
      '{"":1,"":2}',
      '{"\\/":1,"/":2}',
    ]) {
      expect([text, codeOfText(text)]).toEqual([text, 'DUPLICATE_KEY'])
    }
  })

  test('S4 a duplicate among many keys, and names its place', () => {
    const members = Array.from({ length: 5_000 }, (_, i) => `"key${i}":${i}`)
    const text = `{"deep":[0,{${members.join(',')},\n"key4321":0}]}`
    const result = readJson(bytesOf(text))
    expect(result).toMatchObject({
      ok: false,
      fault: { code: 'DUPLICATE_KEY', line: 2, column: 1, pointer: '/deep/1/key4321' },
    })
    expect(codeOfText(`{${members.join(',')}}`)).toBe('OK')
  })

  test('S4 the same key in different objects is no duplicate', () => {
    expect(codeOfText('[{"a":{"a":[{"a":1},{"a":2}]}},{"a":1}]')).toBe('OK')
  })

  test('S4 five million brackets, quickly and at the first one too deep', () => {
    const result = readJson(bytesOf('['.repeat(5_000_000)))
    expect(result).toMatchObject({
      ok: false,
      fault: { code: 'JSON_DEPTH', offset: 64, pointer: `${'/0'.repeat(64)}` },
    })
  })

  test('S4 nesting of 65, while 64 passes', () => {
    expect(codeOfText('['.repeat(64) + ']'.repeat(64))).toBe('OK')
    expect(codeOfText('['.repeat(65) + ']'.repeat(65))).toBe('JSON_DEPTH')
    expect(codeOfText(`${'{"a":'.repeat(64)}1${'}'.repeat(64)}`)).toBe('OK')
    expect(codeOfText(`${'{"a":'.repeat(65)}1${'}'.repeat(65)}`)).toBe('JSON_DEPTH')
  })

  test('T9 keys that reach a prototype, also escaped', () => {
    for (const text of [
      '{"__proto__":{"polluted":1}}',
      '{"\\u005f_proto__":1}',
      '{"_\\u005fproto__":1}',
      '[{"a":{"__proto__":null}}]',
      '{"__defineGetter__":1}',
      '{"constructor":{"prototype":{"polluted":1}}}',
      '{"constr\\u0075ctor":{"\\u0070rototype":1}}',
    ]) {
      expect([text, codeOfText(text)]).toEqual([text, 'FORBIDDEN_KEY'])
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('T9 lets ordinary words pass that only look like a trick', () => {
    for (const text of [
      '{"constructor":"McLaren","prototype":true,"hasOwnProperty":1,"toString":2}',
      '{"constructor":[{"prototype":1}]}',
      '{"a":{"prototype":1}}',
      '{"proto":1,"_":2,"__":3}',
    ]) {
      expect([text, codeOfText(text)]).toEqual([text, 'OK'])
    }
  })

  test('T9 numbers that would become infinite', () => {
    for (const text of [
      '1e400',
      '-1e400',
      '[1E+999]',
      `1${'0'.repeat(309)}`,
      `-1${'0'.repeat(309)}.5`,
      '{"a":17976931348623159e292}',
    ]) {
      expect([text, codeOfText(text)]).toEqual([text, 'NUMBER_RANGE'])
    }
    for (const text of ['1e308', '1e-999', '-0', `1${'0'.repeat(308)}`, '9007199254740993', `0.${'0'.repeat(400)}1`]) {
      expect([text, codeOfText(text)]).toEqual([text, 'OK'])
    }
  })

  test('T9 lone surrogates, escaped or raw', () => {
    for (const text of [
      '"\\ud800"',
      '"\\udc00"',
      '"\\ud800\\u0041"',
      '"\\ud800x"',
      '{"\\udfff":1}',
      '"\\ud83d\\ud83d\\ude00"',
    ]) {
      expect([text, codeOfText(text)]).toEqual([text, 'LONE_SURROGATE'])
    }
    expect(codeOfText('"\\ud83d\\ude00"')).toBe('OK')
    expect(codeOf(readJsonText('{"a":"\ud800"}'))).toBe('LONE_SURROGATE')
    expect(codeOf(readJson(new Uint8Array([0x22, 0xed, 0xa0, 0x80, 0x22])))).toBe('NOT_UTF8')
  })

  test('S4 bytes that are not UTF-8, naming the first bad one', () => {
    const cases: [number[], number][] = [
      [[0x22, 0xff, 0x22], 1],
      [[0x22, 0xc0, 0x80, 0x22], 1],
      [[0x22, 0x61, 0xe2, 0x82, 0x22], 4],
      [[0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 2],
    ]
    for (const [raw, offset] of cases) {
      const result = readJson(new Uint8Array(raw))
      expect(codeOf(result)).toBe('NOT_UTF8')
      if (!result.ok) expect(Math.abs(result.fault.offset - offset)).toBeLessThanOrEqual(1)
    }
  })

  test('S4 bodies and texts over their size', () => {
    const limits = { maxBytes: 20, maxStringBytes: 4 }
    expect(codeOf(readJson(bytesOf('"123456789012345678901"'), limits))).toBe('BODY_TOO_LARGE')
    expect(codeOf(readJson(bytesOf('["1234","12345"]'), limits))).toBe('STRING_TOO_LONG')
    expect(codeOf(readJson(bytesOf('{"12345":1}'), limits))).toBe('STRING_TOO_LONG')
    expect(codeOf(readJson(bytesOf('"\\u0041\\u0042\\n"'), limits))).toBe('OK')
    expect(codeOf(readJson(bytesOf('"ééé"'), limits))).toBe('STRING_TOO_LONG')
    expect(codeOf(readJson(bytesOf('"\\u00e9\\u00e9"'), limits))).toBe('OK')
    expect(codeOf(readJson(bytesOf('"\\ud83d\\ude00"'), limits))).toBe('OK')
    expect(codeOfText(`"${'x'.repeat(1024 * 1024)}"`)).toBe('OK')
    expect(codeOfText(`"${'x'.repeat(1024 * 1024 + 1)}"`)).toBe('STRING_TOO_LONG')
  })

  test('S4 what is not JSON, with offset, line, column and pointer', () => {
    for (const text of [
      '',
      ' ',
      '\ufeff{}',
      '{} x',
      '[1,]',
      '{"a":1,}',
      '{,}',
      '[,1]',
      '{"a" 1}',
      "{'a':1}",
      '01',
      '1.',
      '.5',
      '+1',
      '1e',
      '--1',
      'nul',
      'NaN',
      'Infinity',
      '"a',
      '"a\nb"',
      `"${'x'.repeat(100)}\nb"`,
      '"\\x41"',
      '"\\u12g4"',
      '[1}',
      '{"a":1]',
      ']',
      '[[]',
      '{"a"}',
      '{1:2}',
      '/**/1',
      '"\u0000"',
      '1 2',
      'tru',
      'truex',
      '{"a":undefined}',
      '"\\',
      '"\\u00',
      '[1 2]',
      '{"a":1 "b":2}',
    ]) {
      expect([text, codeOfText(text)]).toEqual([text, 'JSON_SYNTAX'])
    }
    expect(readJsonText('{"a": [1,\n  {"ü/b": tru}]}')).toMatchObject({
      fault: { line: 2, column: 11, offset: 21, pointer: '/a/1/ü~1b' },
    })
    expect(readJsonText('{"a":1}x')).toMatchObject({ fault: { offset: 7, pointer: '' } })
  })

  test('S4 control characters in long keys, escaped or not', () => {
    for (const lead of ['', '\\n', 'é']) {
      for (const length of [1, 23, 24, 25, 100])
        expect(codeOfText(`{"${lead}${'k'.repeat(length)}\u0001":1}`)).toBe('JSON_SYNTAX')
    }
  })

  test('S4 stays linear on a text of far escapes', () => {
    const text = `"${`${'x'.repeat(60)}\\n`.repeat(16_000)}"`
    expect(codeOfText(text)).toBe('OK')
  })
})

describe('readJson agrees with JSON.parse', () => {
  const options = { numRuns: 500 }

  test('S4 on every value that JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), fc.constantFrom(undefined, 2), (text, indent) => {
        const written = JSON.stringify(JSON.parse(text), null, indent)
        const result = readJson(bytesOf(written))
        if (!result.ok) return ['FORBIDDEN_KEY', 'LONE_SURROGATE'].includes(result.fault.code)
        expect(result.value).toEqual(JSON.parse(written))
        return true
      }),
      options,
    )
  })

  test('S4 on long texts, many in one body, with quotes and escapes anywhere in them', () => {
    const piece = fc.constantFrom('x'.repeat(20), 'x'.repeat(70), '"', '\\', '\n', 'é', '😀', '\u0000', 'a', ',', '}')
    const text = fc.array(piece, { maxLength: 8 }).map(pieces => pieces.join(''))
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text), { maxLength: 5 }), members => {
        const written = JSON.stringify(members.map(([key, value], index) => ({ [`${index}${key}`]: value })))
        const result = readJson(bytesOf(written))
        expect(result).toEqual({ ok: true, value: JSON.parse(written) })
        const broken = written.replace('xxxxxxxxxxxxxxxxxxxx', 'xxxxxxxxxxxxxxxxxxxx\u0001')
        if (broken !== written) expect(codeOf(readJson(bytesOf(broken)))).toBe('JSON_SYNTAX')
      }),
      options,
    )
  })

  test('S4 accepts a subset of it and gives the same value, on text close to JSON', () => {
    const token = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"b"',
      '"\\u0061"',
      '1',
      '-0',
      '1e5',
      '1e999',
      'true',
      'null',
      ' ',
      '\n',
      '"',
      '\\',
      '\ud800',
      'é',
      '0',
      '.5',
      '"\\ud800"',
      '"__proto__"',
      '\t',
    )
    fc.assert(
      fc.property(fc.array(token, { maxLength: 12 }), tokens => {
        const text = tokens.join('')
        const result = readJsonText(text)
        if (result.ok) expect(result.value).toEqual(JSON.parse(text))
        else if (result.fault.code === 'JSON_SYNTAX') expect(() => JSON.parse(text)).toThrow()
      }),
      { numRuns: 5_000 },
    )
  })

  test('S4 never throws on any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), bytes => {
        const result = readJson(bytes)
        if (!result.ok) expect(result.fault.offset).toBeLessThanOrEqual(bytes.length)
      }),
      { numRuns: 2_000 },
    )
  })

  test('S4 finds a duplicate exactly where a slow reader finds one', () => {
    const key = fc.constantFrom('a', 'b', 'c', 'ab', 'é', '😀', '')
    const escapeAll = (text: string) =>
      [...text]
        .map(c => [...Array(c.length).keys()].map(i => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join(''))
        .join('')
    fc.assert(
      fc.property(fc.array(fc.tuple(key, fc.boolean()), { maxLength: 20 }), members => {
        const text = `{${members.map(([name, escaped]) => `"${escaped ? escapeAll(name) : name}":0`).join(',')}}`
        const hasTwin = new Set(members.map(([name]) => name)).size < members.length
        expect(codeOfText(text)).toBe(hasTwin ? 'DUPLICATE_KEY' : 'OK')
      }),
      options,
    )
  })
})
