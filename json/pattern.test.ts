import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { RE2JS } from 're2js'
import { Meter, OutOfSteps } from './meter.ts'
import { listProperties } from './pattern/properties.ts'
import { type Pattern, readPattern } from './pattern.ts'

function patternOf(source: string): Pattern {
  const pattern = readPattern(source)
  if (!pattern.ok) throw new Error(`${source}: ${pattern.fault.message}`)
  return pattern
}

const matches = (source: string, text: string) => patternOf(source).test(text)

describe('patterns mean what ECMA-262 says', () => {
  const cases: [string, string[], string[]][] = [
    ['^\\d+$', ['0', '42'], ['', '٤', '4a', '4\n']],
    ['^\\w$', ['_', 'a', '9'], ['é', '-', '']],
    ['^\\s$', [' ', '\ufeff', '\u2028', '\u3000', '\v'], ['\u200b', 'x', '\u180e']],
    ['^.$', ['a', '😀', '\u0085'], ['\n', '\r', '\u2028', '\u2029', '']],
    ['^[^]$', ['\n', 'a', '😀'], ['', 'ab']],
    ['[]', [], ['', 'a']],
    ['^\\cJ$', ['\n'], ['J', 'cJ']],
    ['^\\u{1F600}$', ['😀'], ['\ud83d']],
    ['^\\ud83d\\ude00$', ['😀'], ['\ud83d', '\ude00']],
    ['^[\\u{1F600}-\\u{1F64F}]$', ['😀', '😃'], ['a', '\ud83d']],
    ['^\\x41\\u0042$', ['AB'], ['ab']],
    ['^\\p{Lu}\\P{Lu}$', ['Éé', 'A1'], ['ab', 'AB']],
    ['^\\p{Script=Greek}+$', ['αβγ'], ['abc', '']],
    ['^[\\p{L}\\d_-]+$', ['é_9-'], ['é ', '']],
    ['^[^\\P{L}a]$', ['b', 'é'], ['a', '1']],
    ['^\\p{Letter}\\p{gc=Nd}$', ['a1', 'é٤'], ['11']],
    ['a$', ['a', 'ba'], ['a\n', 'ab']],
    ['^a', ['ab'], ['\na', 'ba']],
    ['^(?:a|b|)c{2,3}?$', ['acc', 'cc', 'bccc'], ['ac', 'cccc']],
    ['^(?<year>\\d{4})-(\\d{2})$', ['2024-05'], ['2024-5']],
    ['\\bfoo\\b', ['foo', 'a foo.', 'éfoo'], ['foot', 'a_foo']],
    ['^\\B$', [''], ['a']],
    ['^a\\/b\\-c\\.\\$\\_?$', ['a/b-c.$', 'a/b-c.$_'], ['a/bc.$']],
    ['^{a}]$', ['{a}]'], ['a']],
    ['^[a\\-z]$', ['a', '-', 'z'], ['b']],
    ['^[-a]$', ['-', 'a'], ['b']],
    ['^[a-]$', ['-', 'a'], ['b']],
    ['^[\\b]$', ['\b'], ['b']],
    ['^\\0$', ['\0'], ['0']],
    ['', ['', 'x'], []],
    ['^(a?){3}(a){3}$', ['aaa', 'aaaaaa'], ['aa', 'aaaaaaa']],
    ['^((a*)*|b)*$', ['', 'aabab'], ['c']],
    ['x*', ['', 'y'], []],
    ['^$', [''], ['a', '\n']],
  ]
  for (const [source, yes, no] of cases) {
    test(`S5 ${JSON.stringify(source)}`, () => {
      for (const text of yes) expect([text, matches(source, text)]).toEqual([text, true])
      for (const text of no) expect([text, matches(source, text)]).toEqual([text, false])
    })
  }

  test('S5 each listed Unicode property is one the engine knows', () => {
    for (const name of listProperties()) expect(() => patternOf(`\\p{${name}}`).test('é')).not.toThrow()
  })
})

describe('patterns refused', () => {
  test('S5 what is no pattern or has no linear-time match, with the code PATTERN_REFUSED', () => {
    for (const source of [
      '(a)\\1',
      '(?<n>a)\\k<n>',
      '(?=a)',
      '(?!a)',
      '(?<=a)b',
      '(?<!a)b',
      '(?>a)',
      '(?i:a)',
      '(?#x)',
      '(',
      ')',
      '(a',
      'a)',
      '[',
      '[a',
      '[b-a]',
      '[\\d-z]',
      '[a-\\d]',
      '*a',
      '+',
      '?',
      '{2}',
      'a**',
      '^*',
      '\\b+',
      'a{3,2}',
      'a{1001}',
      'a{0,1001}',
      '(a{100}){100}',
      '((a{30}){30}){30}',
      '\\',
      '\\a',
      '\\Z',
      '\\A',
      '\\z',
      '\\e',
      '\\Q',
      '\\c1',
      '\\c',
      '\\x4',
      '\\u12',
      '\\u{110000}',
      '\\u{}',
      '\\p',
      '\\p{}',
      '\\p{Nope}',
      '\\p{Script=Nope}',
      '\\pL',
      '\\p{__proto__}',
      '\\00',
      '\\07',
      '(?<>a)',
      '(?<1>a)',
      'x'.repeat(4_097),
      '('.repeat(51) + ')'.repeat(51),
    ]) {
      const read = readPattern(source)
      expect([source.slice(0, 20), read.ok ? 'accepted' : read.fault.code]).toEqual([
        source.slice(0, 20),
        'PATTERN_REFUSED',
      ])
    }
  })
})

describe('patterns agree with other engines', () => {
  const atom = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\d',
    '\\w',
    '\\W',
    '\\s',
    '\\S',
    '\\b',
    '\\B',
    '^',
    '$',
    '[a-c]',
    'é',
    '😀',
    '[^]',
    '\\n',
    '\\p{L}',
    '\\P{L}',
    '[\\d_-]',
    '[😀é]',
    '',
  )
  const quantifier = fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?', '+?')
  const sourceOf = (maxDepth: number) =>
    fc.letrec<{ node: string; sequence: string }>(tie => ({
      node: fc.oneof(
        { maxDepth, withCrossShrink: true },
        fc.tuple(atom, quantifier).map(([a, q]) => (/^(\\b|\\B|\^|\$|)$/.test(a) ? a : a + q)),
        fc.tuple(tie('sequence'), quantifier).map(([s, q]) => `(?:${s})${q}`),
        fc.tuple(tie('sequence'), tie('sequence'), quantifier).map(([s, t, q]) => `(${s}|${t})${q}`),
      ),
      sequence: fc.array(tie('node'), { maxLength: 3 }).map(parts => parts.join('')),
    })).sequence
  const text = fc
    .array(fc.constantFrom('a', 'b', 'c', '1', '_', '-', ' ', '\n', 'é', '😀', 'Z'), { maxLength: 8 })
    .map(parts => parts.join(''))

  test("S5 with the engine's own RegExp on small patterns of ours", () => {
    fc.assert(
      fc.property(
        sourceOf(2),
        fc.array(
          text.map(t => [...t].slice(0, 4).join('')),
          { minLength: 1, maxLength: 6 },
        ),
        (pattern, texts) => {
          const own = patternOf(pattern)
          const reference = new RegExp(pattern, 'u')
          for (const t of texts) expect([pattern, t, own.test(t)]).toEqual([pattern, t, reference.test(t)])
        },
      ),
      { numRuns: 3_000 },
    )
  })

  test('S5 with RE2 on the patterns both know', () => {
    fc.assert(
      fc.property(sourceOf(4), fc.array(text, { minLength: 1, maxLength: 6 }), (pattern, texts) => {
        // RE2 reads \s without \v and the rest of Unicode, has no [^], and lets a dot stop at \n only: the texts hold none of these.
        const reference = RE2JS.compile(pattern.replaceAll('[^]', '[\\x{0}-\\x{10FFFF}]'))
        const own = patternOf(pattern)
        for (const t of texts) expect([pattern, t, own.test(t)]).toEqual([pattern, t, reference.test(t)])
      }),
      { numRuns: 3_000 },
    )
  })
})

describe('patterns that are known bombs', () => {
  const bombs = [
    '^(?:(?:a|a)*b|a*)$',
    '(a+)+$',
    '([a-zA-Z]+)*$',
    '(a|aa)+$',
    '(a|a?)+$',
    '(.*a){20}$',
    '^(a?){50}a{50}$',
    '(x+x+)+y',
    '^(([a-z])+.)+[A-Z]([a-z])+$',
    '(?:a|b)*a(?:a|b){20}[cd]',
    '(?:a|b)*a(?:a|b){900}[cd]',
    '^(\\w+\\s?)*$',
    '(\\d+)*x',
    '((a*)*)*b',
    '^(.|\\n)*z$',
    '(?:.*,){30}P',
    '(?:[a-y]|\\p{Lu}|\\d){900}[cd]',
    '(\\b|a)*\\b[cd]',
    '(a{0,30}){0,30}[cd]',
    '^(a|b|ab)*c$',
  ]
  const texts = [
    'a'.repeat(5_000),
    `${'a'.repeat(5_000)}!`,
    'ab'.repeat(2_500),
    ' '.repeat(5_000),
    'a,'.repeat(2_500),
    '',
  ]

  test('S5 decide as RE2 does or end on the meter, never wrongly', () => {
    for (const source of bombs) {
      const pattern = patternOf(source)
      const reference = RE2JS.compile(source)
      for (const text of texts) {
        let decided: boolean | null = null
        try {
          decided = pattern.test(text, new Meter(2_000_000))
        } catch (error) {
          expect(error).toBeInstanceOf(OutOfSteps)
        }
        if (decided !== null)
          expect([source, text.length, decided]).toEqual([source, text.length, reference.test(text)])
      }
    }
  })

  test('S5 the wrong answer of a backtracking engine does not occur', () => {
    expect(matches('^(?:(?:a|a)*b|a*)$', 'a'.repeat(40))).toBe(true)
    expect(matches('^(?:(?:a|a)*b|a*)$', 'a'.repeat(1_000_000))).toBe(true)
  })

  test('V3 a pattern of many states on a long text stops on the meter', () => {
    const pattern = patternOf('(?:a|b)*a(?:a|b){900}[cd]')
    let seed = 1
    const text = Array.from({ length: 200_000 }, () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed & 1 ? 'a' : 'b'
    }).join('')
    expect(() => pattern.test(text, new Meter(2_000_000))).toThrow(OutOfSteps)
  })

  test('V3 a deadline ends the walk before the steps do', () => {
    let asked = 0
    const meter = new Meter(1e9, () => ++asked > 3)
    expect(() => patternOf('(?:a|b)*a(?:a|b){900}[cd]').test('ab'.repeat(100_000), meter)).toThrow(OutOfSteps)
    expect(asked).toBe(4)
  })

  test('S5 memory of states and classes stays bounded over many texts', () => {
    const pattern = patternOf('(?:\\p{L}|\\p{N}|[^x])*a(?:a|b|\\p{Ll}){12}[cd]')
    for (let round = 0; round < 20; round += 1) {
      const text = Array.from({ length: 300 }, (_, i) => String.fromCodePoint(0x100 + round * 300 + i)).join('')
      expect(pattern.test(text)).toBe(false)
    }
    expect(pattern.test(`a${'b'.repeat(12)}d`)).toBe(true)
  })
})
