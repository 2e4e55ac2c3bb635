/** Laws of pieces, signs, escapes and ciphers of a text, checked on random inputs. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { buildModules } from '#asm/build'
import type { JsonObject } from '#contracts/json-value'
import { library } from './library.ts'
import { SIGN_KINDS } from './words/sign-kinds.ts'

await buildModules()

const operations = new Map(library.operations.map(operation => [operation.name, operation]))
/** The answer of an operation, its members open to the test. */
// biome-ignore lint/suspicious/noExplicitAny: the output schemas are checked elsewhere, here only laws count
const run = (name: string, input: JsonObject): any => operations.get(name)!.run(input)

const words = fc.string({ unit: 'binary', maxLength: 60 }).filter(text => text.isWellFormed())

describe('laws of signs', () => {
  test('D1 escapes, code points, bytes and ciphers lead back to the text', () => {
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: -100, max: 100 }),
        fc.constantFrom('needed', 'all'),
        (text, shift, signs) => {
          expect(run('encode.unescape', run('encode.escape', { text, signs })).text).toBe(text)
          const moved = run('encode.caesar', { text, shift }).text
          expect(run('encode.caesar', { text: moved, shift: -shift }).text).toBe(text)
          for (const unit of ['code_points', 'bytes']) {
            const codes = run('encode.codes', { text, unit })
            expect(run('encode.from_codes', { codes: codes.codes.map(String), unit }).text).toBe(text)
            expect(run('encode.from_codes', { codes: codes.hex, base: 16, unit }).text).toBe(text)
            expect(run('encode.from_codes', { codes: codes.bits, base: 2, unit }).text).toBe(text)
          }
          expect(run('encode.caesar', { text, shift: 13 })).toEqual(run('encode.rot13', { text }))
        },
      ),
      { numRuns: 300 },
    )
  })

  test('D1 Morse code leads back to letters and digits', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ABCXYZ019 ?'), maxLength: 40 })
    fc.assert(
      fc.property(letters, text => {
        const { text: code } = run('encode.morse', { text })
        expect(run('encode.unmorse', { text: code }).text).toBe(text.trim().replace(/ +/g, ' '))
      }),
    )
  })

  test('D1 what is kept and what is removed are the whole text, and the count is what was removed', () => {
    fc.assert(
      fc.property(words, fc.subarray([...SIGN_KINDS], { minLength: 1 }), (text, kinds) => {
        const removed = run('text.signs', { text, kinds })
        const kept = run('text.signs', { text, kinds, mode: 'keep' })
        expect(Array.from(kept.text).length).toBe(removed.count)
        expect(Array.from(kept.text + removed.text).sort()).toEqual(Array.from(text).sort())
      }),
      { numRuns: 300 },
    )
  })

  test('D1 all pieces are the text, and a piece from the end is the piece of the text turned around', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 20 }), (text, place) => {
        const all = run('text.slice', { text, of: 'characters', from: 1, to: -1 })
        expect(all.text).toBe(text)
        const last = run('text.slice', { text, of: 'characters', from: -place }).text
        expect(last).toBe(Array.from(text).reverse()[place - 1] ?? '')
        const items = Array.from(text)
        expect(run('list.slice', { items, from: 1, to: -1 }).items).toEqual(items)
        expect(run('list.slice', { items, from: -place }).items.join('')).toBe(last)
      }),
    )
  })

  test('D1 the letters of a text do not depend on their order', () => {
    fc.assert(
      fc.property(words, text => {
        const turned = [...text].reverse().join('').normalize('NFC')
        if (turned.normalize('NFD') !== [...text.normalize('NFD')].reverse().join('')) return
        expect(run('text.letters', { text })).toEqual(run('text.letters', { text: turned }))
      }),
    )
    expect(run('text.letters', { text: 'listen' })).toEqual(run('text.letters', { text: 'Silent' }))
  })
})
