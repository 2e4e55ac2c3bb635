import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { AnswerWatch } from './answer-watch.ts'

const feedAll = (pieces: readonly string[], mostItems = 0) => {
  const watch = new AnswerWatch(mostItems)
  return { states: pieces.map(piece => watch.feed(piece)), watch }
}

describe('answer watch', () => {
  test('M3 knows a complete object whatever brackets its strings hold', () => {
    const text = '{"a":"}]\\"{","b":[1,{"c":null}]}'
    const { states, watch } = feedAll([...text])
    expect(states.indexOf('complete')).toBe(text.length - 1)
    expect(watch.completeLength).toBe(text.length)
  })

  test('M3 calls endless white space a loop', () => {
    expect(feedAll(new Array(300).fill('\t')).states.at(-1)).toBe('loop')
  })

  test('M3 calls one piece without end a loop', () => {
    expect(feedAll(['{"a":"', ...new Array(100).fill('ha')]).states).toContain('loop')
  })

  test('M3 calls a phrase without end a loop', () => {
    const phrase = ['the', ' same', ' thing', ' again', ', ']
    expect(feedAll(['{"a":"', ...Array.from({ length: 60 }, () => phrase).flat()]).states).toContain('loop')
  })

  const passage = (length: number, times: number) =>
    Array.from({ length: times }, () => Array.from({ length }, (_, at) => ` w${at}`)).flat()

  test('M3 calls a sentence or a paragraph over and over a loop, and not one that comes three times', () => {
    for (const length of [13, 26, 47, 100, 128]) {
      const states = feedAll(['{"a":"Well.', ...passage(length, 40)]).states
      expect([length, states.indexOf('loop')]).toEqual([length, Math.max(160, 4 * length)])
      expect(feedAll(['{"a":"', ...passage(length, 3), ' and so on', ...passage(length, 3)]).states).not.toContain(
        'loop',
      )
    }
    expect(feedAll(['{"a":"', ...passage(200, 6)]).states).not.toContain('loop')
  })

  test('M3 leaves a list of equal objects alone, whatever their size', () => {
    const wide = ['{', ...Array.from({ length: 15 }, (_, at) => [`"m${at}":`, '0']).flat(), '}']
    expect(feedAll(list(60, wide)).states).not.toContain('loop')
  })

  const list = (items: number, item: readonly string[] = ['0']) => [
    '{"a":[',
    ...Array.from({ length: items - 1 }, () => [...item, ',']).flat(),
    ...item,
    ']}',
  ]

  test('M3 leaves lists of equal values alone, also of objects and however they are cut into pieces', () => {
    for (const item of [['0'], ['"x', '"'], ['{"b":', '1', '}'], ['[', ']']]) {
      expect(feedAll(list(250, item)).states).not.toContain('loop')
    }
    expect(feedAll(['[0', ...Array.from({ length: 200 }, () => ',0'), ']']).states).not.toContain('loop')
    expect(feedAll([...list(250).join('')]).states).not.toContain('loop')
  })

  test('M3 takes a list that is longer than its schema allows for a loop, and not one that it allows', () => {
    expect(feedAll(list(2_000)).states).toContain('loop')
    expect(feedAll(list(2_000), 2_000).states).not.toContain('loop')
    expect(feedAll(list(5_000), 2_000).states).toContain('loop')
  })

  test('M3 calls a phrase without end inside an item a loop, however many items came before', () => {
    const pieces = ['["', ...Array.from({ length: 100 }, () => ['x', '","']).flat(), ...new Array(400).fill('ha')]
    expect(feedAll(pieces).states).toContain('loop')
  })

  test('M3 finds the end of any JSON document at its last bracket', () => {
    fc.assert(
      fc.property(fc.oneof(fc.array(fc.jsonValue()), fc.object()), value => {
        const text = JSON.stringify(value)
        const watch = new AnswerWatch()
        for (let at = 0; at < text.length; at += 3) watch.feed(text.slice(at, at + 3))
        expect(watch.isComplete).toBe(true)
        expect(watch.completeLength).toBe(text.length)
      }),
    )
  })
})
