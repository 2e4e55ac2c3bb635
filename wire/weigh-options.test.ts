/** Weighing over a made-up model whose probabilities are known: what is measured, and what need not be. */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { countFollowed, type OptionReader, weighOptions } from './weigh-options.ts'

/** The log-probability of a token after a path: any fixed numbers below zero. */
const logOf = (path: readonly number[], token: number): number =>
  -1 - ((path.length * 7 + token * 13 + (path.at(-1) ?? 5)) % 11)

function createReader() {
  const asked: string[] = []
  let evaluated = 0
  const reader: OptionReader<number> = {
    first: async wanted => new Map(wanted.map(token => [token, logOf([], token)])),
    after: async (path, { chain, ways }) => {
      asked.push([...path, ...chain].join())
      evaluated += path.length + chain.length - (ways.length > 0 ? 0 : 1)
      return {
        chain: chain.map((token, at) => logOf([...path, ...chain.slice(0, at)], token)),
        ways: new Map(ways.map(token => [token, logOf([...path, ...chain], token)])),
      }
    },
    evaluatedTokens: () => evaluated,
  }
  return { reader, asked }
}

const exact = (tail: readonly number[]): number =>
  tail.reduce((sum, token, at) => sum + logOf(tail.slice(0, at), token), 0)
/** Texts of a small alphabet with an end that none of them has inside. */
const arbitraryTails = fc
  .uniqueArray(fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 5 }), {
    minLength: 2,
    maxLength: 12,
    selector: String,
  })
  .map(tails => tails.map(tail => [...tail, 0]))

describe('weighing of options', () => {
  test('M8 every option weighs what its tokens weigh, and no more is evaluated than was counted before', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryTails, async tails => {
        const { reader } = createReader()
        const logs = await weighOptions({ reader, tails, contentFree: null })
        for (const [index, log] of logs.entries()) expect(log).toBeCloseTo(exact(tails[index]!), 9)
        expect(reader.evaluatedTokens()).toBe(countFollowed(tails))
      }),
    )
  })

  test('M8 with a calibration the winner is exact, and what was not followed cannot beat it', async () => {
    const biases = fc.array(fc.integer({ min: -60, max: 0 }), { minLength: 12, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(arbitraryTails, biases, async (tails, contentFree) => {
        const { reader } = createReader()
        const logs = await weighOptions({ reader, tails, contentFree })
        const leads = (of: (index: number) => number) => tails.map((_, index) => of(index) - contentFree[index]!)
        const told = leads(index => logs[index]!)
        const real = leads(index => exact(tails[index]!))
        expect(Math.max(...told)).toBeCloseTo(Math.max(...real), 9)
        for (const [index, lead] of told.entries()) expect(lead).toBeGreaterThanOrEqual(real[index]! - 1e-9)
        expect(reader.evaluatedTokens()).toBeLessThanOrEqual(countFollowed(tails))
      }),
    )
  })

  test('M8 what options have in common is read once', async () => {
    const { reader, asked } = createReader()
    await weighOptions({
      reader,
      tails: [
        [1, 2, 3, 0],
        [1, 2, 4, 0],
        [5, 0],
      ],
      contentFree: null,
    })
    expect(asked.toSorted()).toEqual(['1,2', '1,2,3,0', '1,2,4,0', '5,0'])
  })

  test('M8 options that a tokenizer writes alike stay equal, and the walk ends', async () => {
    const { reader } = createReader()
    const logs = await weighOptions({
      reader,
      tails: [
        [1, 2],
        [1, 2],
        [3, 2],
      ],
      contentFree: null,
    })
    expect(logs[0]).toBe(logs[1]!)
  })
})
