import { describe, expect, test } from 'bun:test'
import { buildSource, listRuleIds, listTestTitles } from './source-tree.ts'

describe('source tree', () => {
  test('sees imports of every kind, and none in comments', () => {
    const text = `/** import x from 'comment' */
import type { A } from '#engine/a'
import {
  B,
  type C,
} from './b.ts'
import '../side/effect.ts'
// import y from 'line'
const d = await import('node:fs')
export { e } from '#json/e'
export const f = 'http://x' // from 'tail'
export * from "pkg"
export const g = 1
import h from 'late'`
    expect(buildSource('graph/deep/file.ts', text).imports).toEqual([
      '#engine/a',
      'graph/deep/b.ts',
      'graph/side/effect.ts',
      'node:fs',
      '#json/e',
      'pkg',
      'late',
    ])
  })

  test('reads titles of plain, skipped, conditional and built tests', () => {
    const text = `test('T1 one', () => {})
      test.skipIf(process.platform !== 'linux')('S1 two', () => {})
      test.each([1, 4])("M4 three %i", () => {})
      it(\`B2 \${name} four\`, () => {})
      describe("not a test", () => { suite.test('V1 it\\'s five') })`
    expect(listTestTitles(buildSource('x.test.ts', text))).toEqual([
      'T1 one',
      'S1 two',
      'M4 three %i',
      `B2 \${name} four`,
      "V1 it\\'s five",
    ])
  })

  test('takes the ids that a title begins with', () => {
    expect(listRuleIds('T9 B7 odd numbers')).toEqual(['T9', 'B7'])
    expect(listRuleIds('T8 and T9: both')).toEqual(['T8', 'T9'])
    expect(listRuleIds('X4, S10 a cancel of T1')).toEqual(['X4', 'S10'])
    expect(listRuleIds('A word and T1')).toEqual([])
  })
})
