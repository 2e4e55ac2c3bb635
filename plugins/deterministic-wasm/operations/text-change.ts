/** Family `text`, fifth part: capitals, fillings, repetitions, and what is written before or behind every line or word. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, flag, MIB, operation, text } from '../operation.ts'
import { splitSentences } from '../wasm/text-module.ts'
import { capitalizeText } from '../words/text-styles.ts'
import { readLines } from '../words/words.ts'

const result = closed({ text: text('The result.') })
const STYLES = ['first', 'sentences', 'words', 'swap', 'alternate'] as const
const short = (description: string) => Type.Optional(Type.String({ maxLength: 1_000, description, default: '' }))

export const textChangeOperations: readonly Operation[] = [
  operation({
    name: 'text.capitals',
    description: 'Capital letters at the beginning of the text, its sentences or its words, swapped, or by turns.',
    input: closed({
      text: text('The text.'),
      style: choice(STYLES, 'Where capitals stand; `alternate` begins small. Other letters stay, but for `alternate`.'),
    }),
    output: result,
    example: {
      input: { text: 'it rained. we stayed in.', style: 'sentences' },
      output: { text: 'It rained. We stayed in.' },
    },
    run: input => ({
      text: input.style === 'sentences' ? inSentences(input.text) : capitalizeText(input.text, input.style),
    }),
  }),
  operation({
    name: 'text.affix',
    description: 'Writes something before and behind every line, every word, or the whole text.',
    input: closed({
      text: text('The text.'),
      of: Type.Optional(choice(['lines', 'words', 'text'], 'What it goes around.', 'lines')),
      before: short('Written before.'),
      after: short('Written behind.'),
      missing: flag('Only where it is not there already.'),
      skip_empty: flag('Leave empty lines as they are.'),
    }),
    output: result,
    example: { input: { text: 'one\ntwo', before: '> ' }, output: { text: '> one\n> two' } },
    run(input) {
      const { before = '', after = '' } = input
      const around = (part: string): string => {
        if (input.skip_empty === true && part.trim() === '') return part
        const head = input.missing === true && part.startsWith(before) ? '' : before
        const tail = input.missing === true && part.endsWith(after) ? '' : after
        return head + part + tail
      }
      if (input.of === 'text') return { text: around(input.text) }
      const isWords = input.of === 'words'
      const parts = isWords ? input.text.split(/\s+/u).filter(Boolean) : readLines(input.text)
      assertRoom(input.text.length + parts.length * (before.length + after.length), '/before')
      return { text: parts.map(around).join(isWords ? ' ' : '\n') }
    },
  }),
  operation({
    name: 'text.pad',
    description: 'Fills a text up to a length, at its beginning, its end, or both sides.',
    input: closed({
      text: text('The text.'),
      length: Type.Integer({ minimum: 1, maximum: 10_000, description: 'Code points of the result, at least.' }),
      sign: Type.Optional(Type.String({ minLength: 1, maxLength: 8, description: 'What to fill with.', default: ' ' })),
      side: Type.Optional(
        choice(['start', 'end', 'both'], 'Where; of an odd number the one more stands at the end.', 'start'),
      ),
    }),
    output: result,
    example: { input: { text: '42', length: 6, sign: '0' }, output: { text: '000042' } },
    run(input) {
      const room = Math.max(0, input.length - Array.from(input.text).length)
      const signs = Array.from(input.sign ?? ' ')
      const fill = (size: number): string => Array.from({ length: size }, (_, i) => signs[i % signs.length]).join('')
      const left = input.side === 'end' ? 0 : input.side === 'both' ? Math.floor(room / 2) : room
      return { text: fill(left) + input.text + fill(room - left) }
    },
  }),
  operation({
    name: 'text.repeat',
    description: 'A text several times.',
    input: closed({
      text: text('The text.'),
      times: Type.Integer({ minimum: 0, maximum: 100_000, description: 'How often.' }),
      separator: short('Written between.'),
    }),
    output: result,
    example: { input: { text: 'ha', times: 3 }, output: { text: 'hahaha' } },
    run(input) {
      const { separator = '', times } = input
      assertRoom(times * (input.text.length + separator.length), '/times')
      return { text: Array.from({ length: times }, () => input.text).join(separator) }
    },
  }),
]

function assertRoom(length: number, at: string): void {
  if (length > 4 * MIB) throw new OperationError('The result is longer than 4 MiB.', at)
}

/** Sentences are cut as elsewhere; what stands between them stays. */
function inSentences(value: string): string {
  let out = ''
  let at = 0
  for (const sentence of splitSentences(value)) {
    const start = value.indexOf(sentence, at)
    if (start < 0) continue
    out +=
      value.slice(at, start) +
      sentence.replace(/^([^\p{L}\p{N}]*)(\p{L})/u, (_, marks: string, letter: string) => marks + letter.toUpperCase())
    at = start + sentence.length
  }
  return out + value.slice(at)
}
