/**
 * Texts made to be slow. Nothing here is timed: an operation whose work grew with the square of its input would need
 * many minutes for a mebibyte, and the test runner ends a test after seconds.
 */
import { describe, expect, test } from 'bun:test'
import { buildModules } from '#asm/build'
import type { JsonObject } from '#contracts/json-value'
import { OperationError } from '#kernel/plugin-door'
import { library } from './library.ts'

await buildModules()

const MIB = 1_048_576
const fill = (piece: string, size = MIB): string => piece.repeat(Math.ceil(size / piece.length)).slice(0, size)

/** Each repeats what one of the patterns would like to begin with. */
const PIECES = [
  'a',
  '@',
  'a@',
  'a@a.',
  '.',
  'a.',
  '-',
  '1',
  '1 ',
  '1.',
  '1,111,',
  '111 ',
  '+1',
  '(',
  '(1',
  '[',
  '{',
  '["',
  '{"a":',
  '"',
  '\\"',
  '\n',
  '\r',
  '\r\n ',
  ' ',
  '\t',
  ': ',
  'a: ',
  'a=',
  '=',
  'http://',
  'www.',
  'www.a',
  'http://(',
  '{{',
  '{{a',
  '}}',
  '$',
  '$1,',
  '1 USD',
  '-$',
  '€1.',
  '0:',
  '::',
  'a:',
  'A1 ',
  'GB82 ',
  '4111 ',
  '978-',
  'deadbeef',
  '10.1000/',
  'A-1-',
  'eyJaaaaaaaa.',
  'eyJ',
  '-----BEGIN PRIVATE KEY-----',
  'password: ',
  'sk-',
  '1 January ',
  '2024-',
  '31/12/',
  '5. ',
  'Mr. ',
  'No! ',
  'e.g. ',
  '... ',
  'I am ',
  '[insert ',
  '_',
  '\u0301',
  '😀',
  '\ud83d',
  'é',
  'ab cd ',
  '|',
  ';',
  '1月',
  '!?',
  "'",
]

const USUAL: Readonly<Record<string, JsonObject>> = {
  'encode.hash': { algorithm: 'sha256' },
  'text.split': { by: 'words' },
  'text.truncate': { length: 1_000 },
  'classify.keywords': { labels: [{ label: 'a', keywords: ['a', 'ab cd'] }] },
  'classify.bayes': { examples: [{ text: 'a b', label: 'x' }] },
  'text.replace': { find: 'a', with: 'bb' },
  'text.wrap': { width: 10 },
  'text.case': { style: 'snake' },
  'text.find': { find: 'a', whole_words: true },
  'text.chunk': { size: 500, overlap: 100 },
  'extract.lines': { contains: ['a', 'b'] },
  'guard.grounded': { source: 'a 1 b 2 "a b c d"' },
  'guard.restore': { values: { '[email_1]': 'a@b.example' } },
  'search.passages': { query: 'a ab 1' },
  'search.highlight': { query: 'a ab 1' },
  'math.base': { from: 16, to: 10 },
  'text.slice': { of: 'words', from: -2, to: -1, bare: true },
  'text.signs': { kinds: ['vowels', 'punctuation', 'emoji'] },
  'text.capitals': { style: 'sentences' },
  'text.affix': { before: '> ', after: '.', missing: true },
  'text.exchange': {
    pairs: [
      { find: 'a', with: 'b' },
      { find: ' ', with: '' },
    ],
    ignore_case: true,
    whole_words: true,
  },
  'text.groups': { size: 3 },
  'text.mask': { last: 4, of: 'letters_and_digits' },
  'text.part': { mark: ' ', side: 'after', at: 'last' },
  'text.without': { words: ['a', ' ', '\n'], ignore_case: true },
  'text.pad': { length: 100 },
  'text.repeat': { times: 3 },
  'extract.between': { open: '(', close: ')' },
  'extract.labelled': { label: 'a' },
  'extract.words': { starts: 'a', form: 'upper', unique: true },
  'extract.forms': { kind: 'file_names' },
  'encode.caesar': { shift: 3 },
  'guard.check': { kind: 'email' },
}

/** Operations that take one text, with the other members they need. */
const takers = library.operations.flatMap(operation => {
  const properties = Object.keys(operation.input.properties as object)
  return properties.includes('text') ? [{ operation, rest: USUAL[operation.name] ?? {} }] : []
})

function survives(run: () => unknown): void {
  try {
    run()
  } catch (error) {
    if (!(error instanceof OperationError)) throw error
  }
}

describe('hostile texts', () => {
  for (const [place, { operation, rest }] of takers.entries()) {
    const limit = operation.inputCapBytes - 64
    test(`D2 ${operation.name} ends in time on texts made to be slow`, () => {
      for (const [i, piece] of PIECES.entries()) {
        // Every piece a quarter mebibyte long; some of them, others for each operation, the whole.
        const size = i % 8 === place % 8 ? MIB : MIB / 4
        survives(() => operation.run({ ...rest, text: fill(piece, Math.min(size, limit)) }))
      }
    }, 30_000)
  }

  test('D2 text.split ends in time however it cuts', () => {
    const split = library.operations.find(operation => operation.name === 'text.split')!
    for (const by of ['sentences', 'paragraphs', 'lines']) {
      for (const piece of PIECES) survives(() => split.run({ by, text: fill(piece, MIB / 4) }))
    }
  }, 30_000)

  test('D2 extract.forms ends in time whatever it looks for', () => {
    const forms = library.operations.find(operation => operation.name === 'extract.forms')!
    for (const kind of ['percentages', 'versions', 'macs', 'hex_colors']) {
      for (const piece of PIECES) survives(() => forms.run({ kind, text: fill(piece, MIB / 4) }))
    }
  }, 30_000)

  test('D2 huge powers, deep brackets and long chains are refused or answered at once', () => {
    const evaluate = library.operations.find(operation => operation.name === 'math.evaluate')!
    const expressions = [
      '2^(10^9)',
      '2^2^2^2^2^2',
      '9^9^9',
      '(2^4000)*(2^4000)*(2^4000)',
      '1.0000001^8000',
      `${'('.repeat(5_000)}1`,
      `1${'+1'.repeat(4_999)}`,
      `1${'/3'.repeat(4_999)}`,
      `1${'^1'.repeat(4_999)}`,
      '-'.repeat(9_999),
      `${'9'.repeat(900)}^9`,
      `${'1/7^900+'.repeat(1_200)}1`,
      `${'1e-999*'.repeat(1_400)}1`,
      '10^10000',
      '0.5^8191',
      `1${'%'.repeat(9_000)}`,
    ]
    for (const expression of expressions) survives(() => evaluate.run({ expression }))
    expect(() => evaluate.run({ expression: '2^(10^9)' })).toThrow('too large')
  })

  test('D2 answers that would name one part of the input again and again are refused', () => {
    const refused = (name: string, input: JsonObject): void => {
      const operation = library.operations.find(one => one.name === name)!
      expect(() => operation.run(input)).toThrow(OperationError)
    }
    const large = 'x'.repeat(100_000)
    const names = Array.from({ length: 1_000 }, (_, i) => `n${i}`)
    refused('agg.pick', { from: large, pick: Object.fromEntries(names.map(name => [name, ''])) })
    refused('json.path', { value: [large], path: `$[${'0,'.repeat(1_000)}0]` })
    refused('json.patch', {
      value: {},
      patch: Array.from({ length: 64 }, (_, i) => ({ op: 'copy', from: '', path: `/k${i}` })),
    })
    refused('table.join', { left: names.map(() => ({ k: 1 })), right: [{ k: 1, v: large }], on: ['k'] })
    refused('text.template', { template: '{{v}}'.repeat(100), values: { v: large } })
    refused('table.format', { rows: [{ v: large }], columns: names.map(() => 'v') })
    refused('agg.table', { items: [{ v: large }], columns: names.map(() => 'v') })
    refused('text.replace', { text: 'a'.repeat(1_000), find: 'a', with: large })
  })

  test('D2 wide and repeated tables stay within bounds', () => {
    const run = (name: string, input: JsonObject): void =>
      survives(() => library.operations.find(operation => operation.name === name)!.run(input))
    const same = Array.from({ length: 20_000 }, () => ({ k: 'x', v: '1.1' }))
    run('table.join', { left: same, right: same, on: ['k'] })
    run('table.aggregate', {
      rows: same,
      by: ['k'],
      measures: [
        { column: 'v', fn: 'sum' },
        { column: 'v', fn: 'max' },
      ],
    })
    run('table.sort', { rows: same, by: [{ column: 'v' }] })
    run('table.pivot', {
      rows: same.map((row, i) => ({ ...row, c: String(i) })),
      index: ['k'],
      column: 'c',
      value: 'v',
    })
    run('list.dedupe', { items: same })
    run('graph.order', {
      edges: Array.from({ length: 50_000 }, (_, i) => ({ from: `n${i}`, to: `n${(i + 1) % 50_000}` })),
    })
    run('graph.shortest_path', {
      edges: Array.from({ length: 50_000 }, (_, i) => ({ from: `n${i % 200}`, to: `n${(i * 7) % 200}` })),
      from: 'n0',
      to: 'nowhere',
    })
    run('text.summary', { text: fill('Old dogs bark. ', 65_000) })
    run('text.diff', { a: fill('a\nb\n', 200_000), b: fill('b\nc\n', 200_000) })
    run('json.path', { value: { deep: same }, path: '$..[?@..v]..v' })
  }, 30_000)
})
