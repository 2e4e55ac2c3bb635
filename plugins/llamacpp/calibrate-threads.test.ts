import { describe, expect, test } from 'bun:test'
import { listThreadChoices, pickThreads } from './calibrate-threads.ts'

describe('thread calibration', () => {
  test.each([
    [1, [1]],
    [2, [1, 2]],
    [3, [1, 3]],
    [8, [1, 4, 8]],
  ])('N6 tries one, half and all of %i cores, each once', (cores, choices) => {
    expect(listThreadChoices(cores)).toEqual(choices)
  })

  test.each<[string, readonly (readonly [number, number])[], number]>([
    [
      'more threads that are clearly faster',
      [
        [1, 40],
        [4, 110],
        [8, 180],
      ],
      8,
    ],
    [
      'the fewer of two that are alike',
      [
        [1, 40],
        [4, 150],
        [8, 155],
      ],
      4,
    ],
    [
      'one thread where more only wait for each other',
      [
        [1, 110],
        [2, 2],
      ],
      1,
    ],
    [
      'all of them although half is slow',
      [
        [1, 40],
        [4, 20],
        [8, 90],
      ],
      8,
    ],
    ['one thread when nothing was measured', [[1, 0]], 1],
  ])('N6 picks %s', (_, speeds, threads) => {
    expect(pickThreads(new Map(speeds))).toBe(threads)
  })
})
