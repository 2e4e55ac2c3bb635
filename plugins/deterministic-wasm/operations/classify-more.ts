/** Family `classify`, second half: labels by size, and how well labels were given. */
import { Type } from '@sinclair/typebox'
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { compare, fromNumber } from '../arithmetic/rational.ts'
import { closed, count, MIB, operation, text } from '../operation.ts'
import { amount, read } from './math.ts'

const share = (description: string) =>
  Type.Unsafe<number | null>({
    type: ['number', 'null'],
    description: `${description} null where it would divide by zero.`,
  })

export const classifyMoreOperations: readonly Operation[] = [
  operation({
    name: 'classify.bands',
    description: 'The label of the band that a number falls into, such as small, medium and large.',
    input: closed({
      value: amount('The number.'),
      bands: Type.Array(
        closed({
          label: text('The label.'),
          below: Type.Optional(Type.Number({ description: 'The band ends before this number; the last may be open.' })),
        }),
        { minItems: 1, description: 'Upwards.' },
      ),
    }),
    output: closed({ label: text('The label.'), band: count('Place of the band, from 0.') }),
    example: {
      input: { value: 70, bands: [{ label: 'fail', below: 50 }, { label: 'pass', below: 80 }, { label: 'good' }] },
      output: { label: 'pass', band: 1 },
    },
    run(input) {
      const value = read(input.value, '/value')
      for (const [i, band] of input.bands.entries()) {
        const before = input.bands[i - 1]?.below
        if (i > 0 && (before === undefined || (band.below !== undefined && band.below <= before)))
          throw new OperationError('The bands do not go upwards.', `/bands/${i}`)
      }
      const band = input.bands.findIndex(({ below }) => below === undefined || compare(value, fromNumber(below)) < 0)
      if (band < 0) throw new OperationError('The number lies above the last band.', '/value')
      return { label: input.bands[band]!.label, band }
    },
  }),
  operation({
    name: 'classify.evaluate',
    description:
      'How well labels were given: accuracy, precision, recall and F1 of each label, and the confusion matrix.',
    input: closed({
      pairs: Type.Array(closed({ expected: text('The right label.'), actual: text('The label given.') }), {
        minItems: 1,
        description: 'One per case.',
      }),
    }),
    output: closed({
      accuracy: Type.Number({ minimum: 0, maximum: 1, description: 'Share of right labels.' }),
      macro_f1: Type.Number({ minimum: 0, maximum: 1, description: 'Mean F1 over the labels; null counts as 0.' }),
      labels: Type.Array(
        closed({
          label: text('The label.'),
          precision: share('Right among those that got it.'),
          recall: share('Found among those that have it.'),
          f1: share('Harmonic mean of the two.'),
          support: count('Cases that have it.'),
        }),
        { description: 'In order of first appearance.' },
      ),
      confusion: Type.Array(
        closed({ expected: text('The right label.'), actual: text('The label given.'), count: count('How often.') }),
        { description: 'Pairs that occur, in order of first appearance.' },
      ),
    }),
    example: {
      input: {
        pairs: [
          { expected: 'spam', actual: 'spam' },
          { expected: 'spam', actual: 'ham' },
          { expected: 'ham', actual: 'ham' },
        ],
      },
      output: {
        accuracy: 0.6666666666666666,
        macro_f1: 0.6666666666666666,
        labels: [
          { label: 'spam', precision: 1, recall: 0.5, f1: 0.6666666666666666, support: 2 },
          { label: 'ham', precision: 0.5, recall: 1, f1: 0.6666666666666666, support: 1 },
        ],
        confusion: [
          { expected: 'spam', actual: 'spam', count: 1 },
          { expected: 'spam', actual: 'ham', count: 1 },
          { expected: 'ham', actual: 'ham', count: 1 },
        ],
      },
    },
    inputCapBytes: 4 * MIB,
    run: input => evaluate(input.pairs),
  }),
]

type Pair = { readonly expected: string; readonly actual: string }
type Tally = { right: number; given: number; support: number }

function evaluate(pairs: readonly Pair[]): JsonObject {
  const tallies = new Map<string, Tally>()
  const tallyOf = (label: string): Tally => {
    const known = tallies.get(label) ?? { right: 0, given: 0, support: 0 }
    tallies.set(label, known)
    return known
  }
  const confusion = new Map<string, Pair & { count: number }>()
  for (const { expected, actual } of pairs) {
    tallyOf(expected).support += 1
    tallyOf(actual).given += 1
    if (expected === actual) tallyOf(expected).right += 1
    const key = JSON.stringify([expected, actual])
    const cell = confusion.get(key) ?? { expected, actual, count: 0 }
    confusion.set(key, cell)
    cell.count += 1
  }
  const labels = Array.from(tallies, ([label, { right, given, support }]) => ({
    label,
    precision: given === 0 ? null : right / given,
    recall: support === 0 ? null : right / support,
    f1: (2 * right) / (given + support),
    support,
  }))
  const right = labels.reduce((sum, { label }) => sum + tallies.get(label)!.right, 0)
  return {
    accuracy: right / pairs.length,
    macro_f1: labels.reduce((sum, { f1 }) => sum + f1, 0) / labels.length,
    labels,
    confusion: [...confusion.values()],
  }
}
