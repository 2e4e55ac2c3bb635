/** People find the operation they mean by their own words, offline, in the library that is shipped. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { RegisteredOperation } from '#graph/registry'
import { type MessageBench, openMessageBench } from '#testing/message-bench'
import { rankOperations } from './rank-operations.ts'

let bench: MessageBench
let operations: readonly RegisteredOperation[]

beforeAll(async () => {
  bench = await openMessageBench()
  operations = bench.registry.operations()
}, 60_000)
afterAll(() => bench.close())

const find = (query: string): string[] => rankOperations(operations, query).map(({ name }) => name)

/** What somebody types, and what must be among the first three. */
const WANTED: readonly (readonly [string, string])[] = [
  ['sum a column', 'table.aggregate'],
  ['average per group', 'table.aggregate'],
  ['days between two dates', 'date.difference'],
  ['remove duplicates', 'list.dedupe'],
  ['word count', 'text.count'],
  ['convert miles to km', 'unit.convert'],
  ['split a bill', 'math.tip'],
  ['vat', 'math.tax'],
  ['mortgage payment', 'math.loan'],
  ['compound interest', 'math.compound'],
  ['find e-mail addresses', 'extract.emails'],
  ['hide personal data', 'guard.redact'],
  ['read a csv', 'table.parse'],
  ['vlookup', 'table.join'],
  ['third friday of the month', 'date.nth_weekday'],
  ['unix timestamp to date', 'date.from_unix'],
  ['binary to decimal', 'math.base'],
  ['roman numerals', 'math.to_roman'],
  ['prime number', 'math.factor'],
  ['95th percentile', 'math.quantiles'],
  ['correlation', 'math.regression'],
  ['how similar are two texts', 'text.similarity'],
  ['compare two versions', 'text.diff'],
  ['topological sort', 'graph.order'],
  ['majority vote', 'agg.vote'],
  ['sha256', 'encode.hash'],
  ['decode base64', 'encode.unbase64'],
  ['cut a long document into passages', 'text.chunk'],
  ['grep a log', 'extract.lines'],
  ['time zone', 'date.convert_zone'],
  ['how old', 'date.age'],
  ['random sample', 'list.sample'],
  ['json schema', 'json.validate'],
  ['summarise', 'text.summary'],
  ['snake case', 'text.case'],
  ['pretty print json', 'json.format'],
  ['fill missing values', 'table.fill'],
  ['critical path', 'graph.critical_path'],
  ['feet and inches', 'unit.split'],
  ['hallucination', 'guard.grounded'],
  ['confusion matrix', 'classify.evaluate'],
  ['decode a jwt', 'encode.unjwt'],
  ['percent of total', 'table.share'],
  ['invisible characters', 'guard.hidden'],
]

describe('finding operations', () => {
  for (const [query, name] of WANTED) {
    test(`D5 "${query}" finds ${name} among the first three`, () => {
      expect(find(query).slice(0, 3)).toContain(name)
    })
  }

  test('D5 "sum a column" finds table.aggregate first', () => {
    expect(find('sum a column')[0]).toBe('table.aggregate')
  })

  test('a full name comes first, no words give everything, unknown words give nothing', () => {
    expect(find('math.round@1')[0]).toBe('math.round')
    expect(rankOperations(operations, '  ')).toBe(operations)
    expect(find('xyzzy')).toEqual([])
    expect(find('the of a').length).toBeLessThanOrEqual(20)
  })

  test('D5 every operation of the library is found by its own name in words', () => {
    const lost = operations.filter(({ name }) => !find(name.replace(/[._]/g, ' ')).slice(0, 5).includes(name))
    expect(lost.map(({ name }) => name)).toEqual([])
  })

  test('D1 the order does not depend on the order of registration', () => {
    const turned = operations.toReversed()
    for (const [query] of WANTED) expect(rankOperations(turned, query).map(({ name }) => name)).toEqual(find(query))
  })
})
