import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { cutAtStop, StopCut } from './stop-cut.ts'

describe('StopCut', () => {
  test('gives the text before the first stop, however it is cut into pieces', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', '\n', 'ab', ' '), { maxLength: 30 }),
        fc.array(fc.constantFrom('ab', '\n\n', 'ba b', 'a'), { maxLength: 3 }),
        (pieces, stops) => {
          const text = pieces.join('')
          const first = Math.min(...stops.map(stop => text.indexOf(stop)).filter(at => at >= 0), text.length)
          const cut = new StopCut(stops)
          const shown = pieces.map(piece => cut.feed(piece)).join('') + cut.end()
          expect(shown).toBe(text.slice(0, first))
          expect(cutAtStop(text, stops)).toBe(shown)
        },
      ),
    )
  })

  test('holds back no more than a stop could need', () => {
    const cut = new StopCut(['END'])
    expect(cut.feed('all of it EN')).toBe('all of it ')
    expect(cut.feed('OUGH')).toBe('ENOUGH')
  })
})
