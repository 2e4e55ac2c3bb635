import { describe, expect, test } from 'bun:test'
import type { JsonValue } from '#contracts/json-value'
import { admitted, collect, count, faultsOf, graphOf, type Loose } from '#testing/admission'

describe('T4 references', () => {
  const reading = (reference: unknown, more: Loose = {}) =>
    graphOf([count('a'), collect('z', { dependencies: ['a'], input: { items: [reference] }, ...more })])
  test('T4 a reference names a declared dependency and an existing pointer', () => {
    expect(faultsOf(reading({ $from: 'q' }))).toEqual(['REFERENCE_UNDECLARED /tasks/1/input/items/0/$from'])
    expect(faultsOf(reading({ $from: 'a', pointer: 'words' }))).toEqual([
      'REFERENCE_IMPOSSIBLE /tasks/1/input/items/0/pointer',
    ])
    expect(faultsOf(reading({ $from: 'a', pointer: '/~2' }))).toEqual([
      'REFERENCE_IMPOSSIBLE /tasks/1/input/items/0/pointer',
    ])
    expect(faultsOf(reading({ $from: 'a', fallback: 1 }))).toEqual(['GRAPH_SHAPE /tasks/1/input/items/0/fallback'])
    expect(faultsOf(reading({ $from: 7 }))).toEqual(['REFERENCE_UNDECLARED /tasks/1/input/items/0/$from'])
    expect(faultsOf(reading({ $input: 7 }))).toEqual(['REFERENCE_IMPOSSIBLE /tasks/1/input/items/0/$input'])
    expect(faultsOf(reading({ $literal: 1, $from: 'a' }))).toEqual(['GRAPH_SHAPE /tasks/1/input/items/0'])
  })
  test('T4 a graph input must be there, and those of the request count', () => {
    const graph = reading({ $input: '/who/name' })
    expect(faultsOf(graph)).toEqual(['INPUT_MISSING /tasks/1/input/items/0/$input'])
    const inputs = { who: { name: 'Ann' } }
    const task = admitted(graph, { inputs }).tasks[1]!
    expect(task.buildInput({ outputs: [], inputs })).toEqual({ items: ['Ann'] })
    expect(admitted({ ...graph, inputs: { who: { name: 'Bob' } } }, { inputs }).inputs).toEqual(inputs)
  })
  test('T4 inputs are built from outputs, literals and nulls', () => {
    const items = [
      { $from: 'a' },
      { $from: 'a', pointer: '/words' },
      { $literal: { $from: 'a' } },
      [{ x: { $input: '/n' } }],
    ]
    const task = admitted(
      graphOf([count('a'), collect('z', { dependencies: ['a'], input: { items } })], { inputs: { n: null } }),
    ).tasks[1]!
    const outputs: JsonValue[] = [{ words: 3 }]
    expect(task.constantInput).toBe(false)
    expect(task.buildInput({ outputs, inputs: { n: null } })).toEqual({
      items: [{ words: 3 }, 3, { $from: 'a' }, [{ x: null }]],
    })
    expect(() => task.buildInput({ outputs: [{}], inputs: { n: null } })).toThrow('no value')
    try {
      task.buildInput({ outputs: [{}], inputs: {} })
    } catch (error) {
      expect(error).toMatchObject({
        code: 'REFERENCE_MISSING',
        details: { errors: [{ pointer: '/tasks/1/input/items/1' }] },
      })
    }
  })
  test('T4 a tolerated failure reads as null at every pointer', () => {
    const task = admitted(reading({ $from: 'a', pointer: '/words' }, { optional: ['a'] })).tasks[1]!
    expect(task.buildInput({ outputs: [null], inputs: {} })).toEqual({ items: [null] })
    expect(task.buildInput({ outputs: [undefined], inputs: {} })).toEqual({ items: [null] })
    expect(() => task.buildInput({ outputs: [{}], inputs: {} })).toThrow('no value')
  })
  test('T4 an input without references is constant and free of the request', () => {
    const graph = graphOf([count('a', { input: { text: { $literal: 'x' } } })])
    const task = admitted(graph).tasks[0]!
    expect(task.constantInput).toBe(true)
    expect(task.buildInput({ outputs: [], inputs: {} })).toEqual({ text: 'x' })
  })
})

describe('conditions, substitutes and tolerance', () => {
  const gated = (condition: unknown, more: Loose = {}) =>
    graphOf([
      count('a'),
      count('b', {
        dependencies: ['a'],
        run_if: condition,
        substitute: { characters: 0, words: 0, lines: 0, sentences: 0 },
        ...more,
      }),
    ])
  const holds = (condition: unknown, output: JsonValue | undefined) =>
    admitted(gated(condition)).tasks[1]!.runIf!({ outputs: [output as JsonValue], inputs: {} })
  const words = (matches: unknown) => ({ value: { $from: 'a', pointer: '/words' }, matches })
  test('T10 a condition is a schema, joined by all, any and not; a missing value matches nothing', () => {
    expect(holds(words({ minimum: 2 }), { words: 2 })).toBe(true)
    expect(holds(words({ minimum: 2 }), { words: 1 })).toBe(false)
    expect(holds(words(true), {})).toBe(false)
    expect(holds({ not: words(true) }, {})).toBe(true)
    expect(holds({ all: [] }, {})).toBe(true)
    expect(holds({ any: [] }, {})).toBe(false)
    expect(
      holds({ any: [words({ const: 1 }), { all: [words({ const: 2 }), words({ type: 'integer' })] }] }, { words: 2 }),
    ).toBe(true)
  })
  test('T7 a condition of another form is refused at its place', () => {
    const odd: [unknown, string][] = [
      ['words > 2', ''],
      [null, ''],
      [{}, ''],
      [{ value: { $from: 'a' } }, ''],
      [{ all: {} }, ''],
      [{ all: [], any: [] }, ''],
      [{ not: [] }, '/not'],
      [{ all: [words(true), 7] }, '/all/1'],
      [{ value: 3, matches: true }, '/value'],
      [{ expr: 'process.exit()' }, ''],
    ]
    for (const [condition, place] of odd) {
      expect([condition, faultsOf(gated(condition))]).toEqual([condition, [`GRAPH_SHAPE /tasks/1/run_if${place}`]])
    }
    expect(faultsOf(gated(words({ minimum: 'x' })))[0]).toStartWith('SCHEMA_INVALID /tasks/1/run_if/matches')
    expect(faultsOf(gated(words({ pattern: '(a)\\1' })))[0]).toStartWith('PATTERN_REFUSED /tasks/1/run_if/matches')
    expect(faultsOf(gated({ value: { $from: 'x' }, matches: true }))).toEqual([
      'REFERENCE_UNDECLARED /tasks/1/run_if/value/$from',
    ])
  })
  test('T1 a task that may be skipped has a substitute that fits, or only tolerant consumers', () => {
    const maybe = (more: Loose) => count('a', { skip_if: { value: { $input: '/x' }, matches: true }, ...more })
    const inputs = { inputs: { x: 1 } }
    expect(faultsOf(graphOf([maybe({})], inputs))).toEqual(['SUBSTITUTE_INVALID /tasks/0/substitute'])
    expect(faultsOf(graphOf([maybe({}), collect('z', { dependencies: ['a'] })], inputs))).toEqual([
      'SUBSTITUTE_INVALID /tasks/0/substitute',
    ])
    expect(faultsOf(graphOf([maybe({}), collect('z', { dependencies: ['a'], optional: ['a'] })], inputs))).toEqual([])
    expect(faultsOf(graphOf([maybe({ substitute: { words: 'no' } })], inputs))[0]).toStartWith(
      'SUBSTITUTE_INVALID /tasks/0/substitute',
    )
    expect(faultsOf(graphOf([maybe({ substitute: null })], inputs))).toEqual(['SUBSTITUTE_INVALID /tasks/0/substitute'])
  })
  test('A1 only an aggregation tolerates, and only its own dependencies', () => {
    const tolerant = (optional: unknown) => graphOf([count('a'), collect('z', { dependencies: ['a'], optional })])
    expect(admitted(tolerant(['a'])).tasks[1]!.optional).toEqual(new Set([0]))
    expect(faultsOf(tolerant(['b']))).toEqual(['OPTIONAL_INVALID /tasks/1/optional/0'])
    expect(faultsOf(tolerant(['a', 'a']))).toEqual(['OPTIONAL_INVALID /tasks/1/optional/1'])
  })
})
