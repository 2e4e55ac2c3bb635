/** What counts as right, wrong, unknown and without a price in the report of a workload. */
import { describe, expect, test } from 'bun:test'
import type { CompareSide } from '#contracts/compare'
import type { Fact } from './read-labels.ts'
import type { Kind, WorkloadRequest } from './read-workload.ts'
import { type RuleOutcome, reportRules, reportStructure } from './workload-report.ts'

const request = (id: string, kind: Kind, ...facts: Fact[]): WorkloadRequest => ({
  id,
  line: 1,
  kind,
  message: id,
  label: { facts, says: [] },
})
const outcome = (of: WorkloadRequest, answer: string | null, failure: string | null = null): RuleOutcome => ({
  request: of,
  answer,
  rules: ['arithmetic'],
  failure,
})
const six: Fact = { number: '6' }

describe('rules', () => {
  test('an answer is right, wrong or of no label; what is no request for rules and what failed is wrong', () => {
    const report = reportRules([
      outcome(request('d001', 'deterministic', six), '6'),
      outcome(request('d002', 'deterministic', six), '7'),
      outcome(request('d003', 'deterministic', six), null),
      outcome(request('d004', 'deterministic'), '6'),
      outcome(request('d005', 'deterministic'), null),
      outcome(request('d006', 'deterministic'), '', 'OPERATION_CRASHED: it failed'),
      outcome(request('m001', 'model', six), '6'),
      outcome(request('t001', 'trap'), '6'),
      outcome(request('t002', 'trap'), null),
    ])
    expect(report).toMatchObject({
      answered: { hits: 6, all: 9 },
      precision: { hits: 1, all: 5 },
      recall: { hits: 1, all: 3 },
      unjudged: 1,
      traps_answered: 1,
    })
    expect(report.wrong.map(({ id, failure }) => [id, failure])).toEqual([
      ['d002', null],
      ['d006', 'OPERATION_CRASHED: it failed'],
      ['m001', null],
      ['t001', null],
    ])
    expect(report.missed.map(({ id }) => id)).toEqual(['d003', 'd005'])
  })
})

describe('structure', () => {
  test('a run that failed before it asked a model saves no calls, and is a wrong answer', () => {
    const side = (status: CompareSide['status'], calls: number): CompareSide => ({
      run_id: 'run_x',
      status,
      calls,
      tokens_in: calls,
      tokens_out: calls * 10,
      latency_ms: 5,
      output: status === 'success' ? { text: '6' } : null,
      error: null,
    })
    const pair = (structured: CompareSide, direct: CompareSide) => ({
      request: request('d001', 'deterministic', six),
      entry: { request: 0, round: 0, structured, direct, rules: [], agree: null, overlap: null },
    })
    const report = reportStructure([
      pair(side('failed', 0), side('success', 1)),
      pair(side('success', 1), side('success', 1)),
      pair(side('success', 0), side('failed', 3)),
    ])
    expect(report.calls.ratio).toBe(1 / 4)
    expect(report.accuracy).toMatchObject({ structured: { hits: 2, all: 3 }, direct: { hits: 2, all: 3 } })
    expect(reportStructure([pair(side('failed', 0), side('failed', 0))]).calls).toEqual({ ratio: null, interval: null })
  })
})
