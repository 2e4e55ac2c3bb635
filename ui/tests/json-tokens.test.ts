/** Colours of the workbench's editor: what is read of a line, whatever the line is. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { readJsonTokens } from '../screens/workbench/json-tokens.ts'

const kinds = (line: string) =>
  readJsonTokens(line)
    .filter(token => token.kind !== 'plain')
    .map(({ kind, text }) => `${kind} ${text}`)

describe('colours of JSON', () => {
  test('U9 names, texts, numbers and words of a line are told apart', () => {
    expect(kinds('  "a\\"b": "c: d", "n" : [-1.5e3, 2], "t": true, "z": null')).toEqual([
      'name "a\\"b"',
      'text "c: d"',
      'name "n"',
      'number -1.5e3',
      'number 2',
      'name "t"',
      'word true',
      'name "z"',
      'word null',
    ])
  })

  test('U9 a string that is still being written is one to the end of its line', () => {
    expect(kinds('"open: 12 true')).toEqual(['text "open: 12 true'])
    expect(kinds('"open \\')).toEqual(['text "open \\'])
  })

  test('U9 the pieces of any line are the line, so that caret and colours stand at the same place', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom('"', '\\', ':', '12', 'true', '\t', ' '),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 12 }), parts => {
        const line = parts.join('')
        const said = readJsonTokens(line)
        return said.map(token => token.text).join('') === line && said.length > 0
      }),
    )
  })

  test('U9 a line of a million characters is not taken apart', () => {
    expect(readJsonTokens(`"${'a'.repeat(1_000_000)}"`)).toHaveLength(1)
  })
})
