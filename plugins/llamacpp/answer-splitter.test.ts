import { describe, expect, test } from 'bun:test'
import { AnswerSplitter, type Piece, type ThinkingMarkers } from './answer-splitter.ts'

const THINK: ThinkingMarkers = { open: ['<think>'], close: ['</think>'], drop: [], openAtStart: false }
const HARMONY: ThinkingMarkers = {
  open: ['<|channel|>analysis<|message|>'],
  close: ['<|end|>'],
  drop: ['<|start|>assistant', '<|channel|>final<|message|>'],
  openAtStart: false,
}

/** Feeds the text in tokens of `size` characters. */
function split(text: string, size: number, markers: ThinkingMarkers | null, stops: readonly string[] = []) {
  const splitter = new AnswerSplitter(markers, stops)
  const pieces: Piece[] = []
  let fed = 0
  for (let at = 0; at < text.length && !splitter.stopped; at += size) {
    pieces.push(...splitter.push(text.slice(at, at + size), 1))
    fed += 1
  }
  pieces.push(...splitter.finish())
  const join = (kind: Piece['kind']) =>
    pieces
      .filter(piece => piece.kind === kind)
      .map(piece => piece.text)
      .join('')
  const tokens = pieces.reduce((sum, piece) => sum + piece.tokens, 0)
  return { text: join('text'), thinking: join('thinking'), tokens, fed, stopped: splitter.stopped }
}

describe('answer splitter', () => {
  test.each([1, 2, 3, 5, 11, 100])(
    'M4 parts thinking from answer in tokens of %i characters, and loses no token',
    size => {
      const got = split('<think>\nIs 2 < 3? Yes.\n</think>\n\nIt is <b>true</b>.', size, THINK)
      expect(got.thinking.trim()).toBe('Is 2 < 3? Yes.')
      expect(got.text).toBe('It is <b>true</b>.')
      expect(got.tokens).toBe(got.fed)
    },
  )

  test.each([1, 4, 7, 100])('M4 drops the framing of channels in tokens of %i characters', size => {
    const text = '<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Four.'
    const got = split(text, size, HARMONY)
    expect(got).toMatchObject({ text: 'Four.', thinking: 'hm', tokens: got.fed })
  })

  test('M4 takes thinking that the prompt opened, and thinking that never ends', () => {
    expect(split('hm</think>Four.', 2, { ...THINK, openAtStart: true })).toMatchObject({
      text: 'Four.',
      thinking: 'hm',
    })
    expect(split('<think>hm and hm', 3, THINK)).toMatchObject({ text: '', thinking: 'hm and hm' })
  })

  test('ends at the first stop string and gives nothing of it or after it', () => {
    expect(split('one END two', 3, null, ['END'])).toMatchObject({ text: 'one ', stopped: true })
    expect(split('one EN', 1, null, ['END'])).toMatchObject({ text: 'one EN', stopped: false })
    expect(split('abc', 3, null, ['c', 'b'])).toMatchObject({ text: 'a', stopped: true })
  })

  test('a stop string inside thinking does not end the answer', () => {
    expect(split('<think>END</think>ok', 1, THINK, ['END'])).toMatchObject({ text: 'ok', thinking: 'END' })
  })

  test('an empty stop string stops nothing', () => {
    expect(split('abc', 1, null, [''])).toMatchObject({ text: 'abc', stopped: false })
  })
})
