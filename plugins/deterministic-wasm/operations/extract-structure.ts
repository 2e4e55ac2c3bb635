/** Family `extract`, second half: numbers, tags, times of day, code blocks, and lines that say something. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { findCodeBlocks } from '../find/code-blocks.ts'
import { findNumbers } from '../find/numbers.ts'
import { findTimes } from '../find/times.ts'
import { choice, closed, flag, operation, text, texts } from '../operation.ts'
import { readLines } from '../words/words.ts'

const source = text('The text to look through.')
const line = Type.Integer({ minimum: 1, description: 'Line, from 1.' })

export const extractStructureOperations: readonly Operation[] = [
  operation({
    name: 'extract.numbers',
    description:
      'Numbers in a text, as plain decimals; versions, addresses and codes with letters before are passed over.',
    input: closed({
      text: source,
      decimal_mark: Type.Optional(choice(['point', 'comma'], 'Which mark begins the decimals.', 'point')),
    }),
    output: closed({ numbers: texts('Decimal texts in order of appearance, duplicates kept.') }),
    example: {
      input: { text: 'Rows 1,200 to 1,350.5 at -3 °C, build 1.2.3, room B12' },
      output: { numbers: ['1200', '1350.5', '-3'] },
    },
    run: input => ({ numbers: findNumbers(input.text, input.decimal_mark ?? 'point').map(span => span.value) }),
  }),
  operation({
    name: 'extract.tags',
    description: 'Hashtags, or mentions with @, of a text; addresses and fragments of URLs are passed over.',
    input: closed({ text: source, sign: Type.Optional(choice(['#', '@'], 'What they begin with.', '#')) }),
    output: closed({ tags: texts('With their sign, in order of appearance, duplicates kept.') }),
    example: { input: { text: 'Fun at the #beach with #friends!' }, output: { tags: ['#beach', '#friends'] } },
    run: input => ({ tags: findTags(input.text, input.sign ?? '#') }),
  }),
  operation({
    name: 'extract.times',
    description: 'Times of day in a text, on the clock of 24 hours.',
    input: closed({ text: source }),
    output: closed({ times: texts('HH:MM or HH:MM:SS, in order of appearance, duplicates kept.') }),
    example: {
      input: { text: 'Doors at 7:30 pm, show 20:00, last train 12.05 a.m., brunch 11am.' },
      output: { times: ['19:30', '20:00', '00:05', '11:00'] },
    },
    run: input => ({ times: findTimes(input.text).map(span => span.value) }),
  }),
  operation({
    name: 'extract.code_blocks',
    description: 'Fenced code blocks of a Markdown text, with their languages.',
    input: closed({
      text: source,
      language: Type.Optional(text('Only blocks of this language, letter case aside.')),
    }),
    output: closed({
      blocks: Type.Array(
        closed({
          language: Type.Unsafe<string | null>({
            type: ['string', 'null'],
            description: 'First word after the fence.',
          }),
          code: text('What stands between the fences.'),
          line,
        }),
        { description: 'In order of appearance.' },
      ),
    }),
    example: {
      input: { text: 'Run:\n```sh\necho hi\n```\n' },
      output: { blocks: [{ language: 'sh', code: 'echo hi\n', line: 2 }] },
    },
    run(input) {
      const wanted = input.language?.toLowerCase()
      const blocks = findCodeBlocks(readLines(input.text))
      return {
        blocks: wanted === undefined ? blocks : blocks.filter(block => block.language?.toLowerCase() === wanted),
      }
    },
  }),
  operation({
    name: 'extract.lines',
    description: 'Lines of a text or log that contain given words, and none of others.',
    input: closed({
      text: source,
      contains: Type.Optional(
        Type.Array(Type.String({ minLength: 1 }), {
          minItems: 1,
          maxItems: 100,
          description: 'Texts to look for, taken literally; every line when absent.',
        }),
      ),
      mode: Type.Optional(choice(['any', 'all'], 'Whether one of them is enough.', 'any')),
      without: Type.Optional(
        Type.Array(Type.String({ minLength: 1 }), {
          maxItems: 100,
          description: 'Texts that a line must not contain.',
        }),
      ),
      match_case: flag('Whether letter case counts.'),
    }),
    output: closed({
      lines: Type.Array(closed({ line, text: text('The line.') }), { description: 'In order.' }),
    }),
    example: {
      input: { text: 'ok start\nERROR disk\nerror net\nok end', contains: ['error'], without: ['net'] },
      output: { lines: [{ line: 2, text: 'ERROR disk' }] },
    },
    run(input) {
      const fold = (value: string): string => (input.match_case === true ? value : value.toLowerCase())
      const wanted = (input.contains ?? ['']).map(fold)
      const unwanted = (input.without ?? []).map(fold)
      const lines = readLines(input.text).flatMap((written, i) => {
        const folded = fold(written)
        const isNamed = (part: string): boolean => folded.includes(part)
        const isKept = input.mode === 'all' ? wanted.every(isNamed) : wanted.some(isNamed)
        return isKept && !unwanted.some(isNamed) ? [{ line: i + 1, text: written }] : []
      })
      return { lines }
    },
  }),
]

/** A letter must be in it: `#1` is a place in a ranking. */
const TAGS = {
  '#': /(?<![\p{L}\p{N}\p{M}_&/#@.-])#[\p{L}\p{N}\p{M}_]{1,100}/gu,
  '@': /(?<![\p{L}\p{N}\p{M}_&/#@.-])@(?:[\p{L}\p{N}_.]|-(?=[\p{L}\p{N}])){1,100}/gu,
} as const

function findTags(value: string, sign: '#' | '@'): string[] {
  return [...value.matchAll(TAGS[sign])].map(([tag]) => tag.replace(/\.+$/, '')).filter(tag => /\p{L}/u.test(tag))
}
