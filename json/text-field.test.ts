import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { TextField } from './text-field.ts'

const readAll = (pieces: readonly string[], name?: string): string => {
  const field = new TextField(name)
  return pieces.map(piece => field.feed(piece)).join('')
}
const units = (text: string): string[] => text.split('')

/** JSON as a model may write it: any character as an escape, also the halves of one. */
const escaped = (text: string): string =>
  `"${units(text)
    .map(unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')}"`

const wellFormed = fc.string({ unit: 'binary', maxLength: 30 }).map(text => text.toWellFormed())

describe('the text of an answer while it is written', () => {
  test('L6 reads the field of any object, however it is cut into pieces', () => {
    const others = fc.dictionary(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(others, wellFormed, others, fc.integer({ min: 1, max: 9 }), (before, text, after, size) => {
        const { text: _a, ...head } = before as Record<string, unknown>
        const { text: _b, ...tail } = after as Record<string, unknown>
        // Two spellings of one object: as JSON writes it, and with every unit of the text escaped.
        const plain = JSON.stringify({ ...head, text, ...tail })
        const marked = JSON.stringify({ ...head, text: '@', ...tail })
        const hard =
          head['@'] === undefined && marked.split('"@"').length === 2 ? marked.replace('"@"', escaped(text)) : plain
        for (const json of [plain, hard]) {
          const pieces = json.match(new RegExp(`[\\s\\S]{1,${size}}`, 'g')) ?? []
          expect(readAll(pieces)).toBe(text)
        }
      }),
    )
  })

  test('L6 gives every character as soon as it is whole, and never half of one', () => {
    const field = new TextField()
    const told = units('{"text":"a\\u00e9\\ud83d\\ude00😀b').map(unit => field.feed(unit))
    expect(told.join('')).toBe('aé😀😀b')
    for (const piece of told) expect(piece.isWellFormed()).toBe(true)
    expect(field.isOver).toBe(false)
    field.feed('"')
    expect(field.isOver).toBe(true)
    expect(field.feed(',"text":"again"}')).toBe('')
  })

  test('L6 shows a character that never became whole as the mark for that', () => {
    for (const text of ['{"text":"\\ud83dx"}', '{"text":"\ud83dx"}']) expect(readAll(units(text))).toBe('\uFFFDx')
    expect(readAll(['{"text":"\\ud83d"}'])).toBe('\uFFFD')
    expect(readAll(['{"text":"\\ude00"}'])).toBe('\uFFFD')
    expect(readAll(['{"text":"\\u00zz"}'])).toBe('\uFFFDz')
  })

  test('L6 takes the field of the outer object only, by its whole name, and only where it is a text', () => {
    expect(readAll(['{"a":{"text":"inner"},"b":["text"],"text":"outer"}'])).toBe('outer')
    expect(readAll(['{"texts":"no","tex":"no","text":"yes"}'])).toBe('yes')
    expect(readAll(['{"a":"text","b":"no"}'])).toBe('')
    expect(readAll(['{"te\\u0078t":"escaped name"}'])).toBe('escaped name')
    expect(readAll(['{"text":{"text":"no"}}'])).toBe('')
    expect(readAll(['{"text":12}'])).toBe('')
    expect(readAll(['{"answer":"by name"}'], 'answer')).toBe('by name')
  })

  test('L6 passes over a fence and shows nothing of what is no object', () => {
    expect(readAll(['```json\n', '{"text":"fenced"}\n```'])).toBe('fenced')
    for (const text of ['["text","x"]', 'text', '', 'Sure! The text is "no".']) expect(readAll([text])).toBe('')
  })
})
