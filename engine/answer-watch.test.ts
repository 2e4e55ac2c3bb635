import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { AnswerWatch } from './answer-watch.ts'

const feedAll = (pieces: readonly string[]) => {
  const watch = new AnswerWatch()
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

  test('M3 leaves lists of equal values alone', () => {
    expect(feedAll(['[', ...Array.from({ length: 40 }, () => ['0', ',']).flat(), '0', ']']).states).not.toContain(
      'loop',
    )
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
