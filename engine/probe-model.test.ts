import { describe, expect, test } from 'bun:test'
import type { GenerateRequest } from '#contracts/connector-port'
import { KoraError } from '#contracts/failure'
import type { ModelProbe, ProbeCheckName } from '#contracts/probe'
import { createScriptedConnector, type Script, type ScriptedOptions, type Step } from '#testing/scripted-connector'
import { createTestKernel } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'
import { QUESTIONS } from './probe-questions.ts'

const TARGET = { connector: 'scripted', model: 'm' }
const QUIET = new AbortController().signal
const EVERY_MS = 20

const numbers = (request: GenerateRequest, many = request.maxTokens): Step[] =>
  Array.from({ length: many }, (_, at) => ({ text: `${at + 1} `, everyMs: EVERY_MS }))
const inside: readonly Step[] = [{ text: '{"k":' }, { text: '"q"}' }, { end: 'stop' }]

/** A runtime that keeps everything, and a busy slot for as long as a cancelled call is open upstream. */
const honest: Script = request => (request.schema !== null ? inside : [...numbers(request), { end: 'length' }])

async function probe(script: Script, more: Partial<ScriptedOptions> = {}) {
  const clock = new VirtualClock()
  const { connector, ledger } = createScriptedConnector({ clock, script, slots: 1, ...more })
  const { kernel } = createTestKernel([connector], { clock })
  const found = await clock.runUntil(kernel.probe(TARGET, QUIET))
  return { found, ledger, kernel, clock }
}

const verdictsOf = ({ checks }: ModelProbe): Record<ProbeCheckName, string> =>
  Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict])) as Record<ProbeCheckName, string>
const ALL_KEPT = {
  schema: 'kept',
  cap: 'kept',
  usage: 'kept',
  stream: 'kept',
  greedy: 'kept',
  seed: 'kept',
  cancel: 'kept',
}
const sentenceOf = (found: ModelProbe, name: ProbeCheckName) =>
  found.checks.find(check => check.name === name)!.sentence

describe('capability probe', () => {
  test('N8 finds that an honest runtime keeps all of it', async () => {
    const { found } = await probe(honest)
    expect(verdictsOf(found)).toEqual(ALL_KEPT)
    expect(found).toMatchObject({ model_id: 'scripted/m', runtime_version: '1.0', model_digest: 'sha256:00' })
  })

  test('N8 costs 64 tokens at the most, whatever the runtime does, and says so before it starts', async () => {
    expect(QUESTIONS.reduce((sum, { maxTokens }) => sum + maxTokens, 0)).toBeLessThanOrEqual(64)
    const flood: Script = () => [{ text: 'x', times: 100_000 }, { end: 'stop' }]
    const { found, ledger, kernel } = await probe(flood)
    expect(found.tokens_out).toBeLessThanOrEqual(64)
    for (const entry of ledger) expect(entry.request.maxTokens).toBeLessThanOrEqual(14)
    // Two tokens beyond the cap show that it is none, and the one that shows it.
    for (const entry of ledger) expect(entry.tokensSent).toBeLessThanOrEqual(entry.request.maxTokens + 4)
    expect(kernel.runs.list({ limit: 5 }).runs).toHaveLength(1)
  })

  test('N8 carries nothing of the user, and the same questions each time', async () => {
    const [first, second] = [await probe(honest), await probe(honest)]
    const asked = (one: typeof first) => one.ledger.map(({ request }) => request.messages)
    expect(asked(first)).toEqual(asked(second))
    expect(asked(first)).toEqual(QUESTIONS.slice(0, asked(first).length).map(({ messages }) => [...messages]))
  })

  test('N8 L3 is on record as a run of the backend probe, with each call and its tokens', async () => {
    const { found, kernel, ledger } = await probe(honest)
    const summary = kernel.runs.summary(found.run_id)!
    expect(summary).toMatchObject({ backend: 'probe', status: 'success', title: 'Probe of scripted/m' })
    const bundle = kernel.runs.bundle(found.run_id)!
    const attempts = bundle.tasks.flatMap(task => task.attempts)
    expect(attempts).toHaveLength(ledger.length)
    expect(bundle.summary.model_invocation_count).toBe(ledger.length)
    expect(attempts.reduce((sum, { tokens_out }) => sum + tokens_out, 0)).toBe(found.tokens_out)
    expect(bundle.summary.total_tokens.out).toBe(found.tokens_out)
    expect(kernel.runs.telemetrySummary().model_invocations).toBe(ledger.length)
    const events = kernel.runs.events(found.run_id, -1, 1_000)
    expect(events.filter(({ type }) => type === 'llm.invocation.started')).toHaveLength(ledger.length)
    // The questions are ours, the answers are content.
    expect(JSON.stringify(events)).not.toContain('1 2')
    expect(bundle.tasks.find(({ task_id }) => task_id === 'cancel_again')?.status).toBe('skipped')
  })

  const LIES: readonly (readonly [what: string, script: Script, broken: Partial<Record<ProbeCheckName, string>>])[] = [
    ['ignores the schema', request => [...numbers(request), { end: 'length' }], { schema: 'broken' }],
    [
      'refuses the schema',
      request => (request.schema !== null ? [{ fail: 'SCHEMA_NOT_DECODABLE' }] : honest(request, 0)),
      { schema: 'broken' },
    ],
    [
      'writes white space until the cap',
      request => (request.schema !== null ? [{ text: '\t', times: 14 }, { end: 'length' }] : honest(request, 0)),
      { schema: 'unknown' },
    ],
    [
      'goes on after max_tokens',
      request => (request.schema !== null ? inside : [...numbers(request, 200), { end: 'stop' }]),
      { cap: 'broken' },
    ],
    [
      'ends before the cap',
      request => (request.schema !== null ? inside : [...numbers(request, 3), { end: 'stop' }]),
      { cap: 'unknown' },
    ],
    [
      'reports no usage',
      request => honest(request, 0).map(step => ('end' in step ? { ...step, usage: { tokensOut: null } } : step)),
      { usage: 'absent' },
    ],
    [
      'reports too few tokens',
      request => honest(request, 0).map(step => ('end' in step ? { ...step, usage: { tokensOut: 1 } } : step)),
      { usage: 'broken' },
    ],
    [
      'reports many more tokens than came',
      request => honest(request, 0).map(step => ('end' in step ? { ...step, usage: { tokensOut: 500 } } : step)),
      { usage: 'broken', cap: 'unknown' },
    ],
    [
      'sends answers in one piece',
      request => {
        if (request.schema !== null) return [{ text: '{"k":"q"}', tokens: 5 }, { end: 'stop' }]
        const text = numbers(request)
          .map(step => ('text' in step ? step.text : ''))
          .join('')
        return [{ wait: 200 }, { text, tokens: request.maxTokens }, { end: 'length' }]
      },
      { stream: 'broken', cancel: 'unknown' },
    ],
    [
      'leaves out the end mark',
      request => (request.schema !== null ? inside : numbers(request)),
      { stream: 'broken', usage: 'unknown', cap: 'unknown' },
    ],
    [
      'writes something else each time',
      (request, call) =>
        request.schema !== null ? inside : [{ text: `${call} ` }, ...numbers(request).slice(1), { end: 'length' }],
      { greedy: 'broken', seed: 'broken' },
    ],
  ]
  for (const [what, script, broken] of LIES)
    test(`N8 tells of a runtime that ${what}`, async () => {
      const { found } = await probe(script)
      const verdicts = verdictsOf(found)
      expect(verdicts).toMatchObject(broken)
      for (const [name, verdict] of Object.entries(verdicts))
        if (!Object.hasOwn(broken, name)) expect({ name, verdict }).not.toMatchObject({ verdict: 'broken' })
      for (const { sentence } of found.checks) expect(sentence).toMatch(/^[A-Z].*\.$/)
    })

  /** A runtime with one slot whose cancelled calls go on: the next call waits for the rest. */
  const hoarder = (often: number): Script => {
    let cancelled = 0
    return (request, call) => {
      const isNext = request.maxTokens === 1
      const restMs = (14 - 3) * EVERY_MS
      if (isNext) cancelled += 1
      const held = isNext && cancelled <= often
      return held ? [{ wait: restMs }, ...honest(request, call)] : honest(request, call)
    }
  }
  test('N8 X4 tells of a runtime whose cancelled calls keep their slot, after asking twice', async () => {
    const { found, ledger } = await probe(hoarder(2))
    expect(verdictsOf(found)).toEqual({ ...ALL_KEPT, cancel: 'broken' })
    expect(ledger.filter(({ request }) => request.maxTokens === 1)).toHaveLength(2)
  })

  test('N8 blames no runtime for one pause of a busy machine', async () => {
    const { found } = await probe(hoarder(1))
    expect(verdictsOf(found)).toEqual(ALL_KEPT)
  })

  test('N8 claims nothing about cancelling where a free slot would hide it, or where it is too fast to be measured', async () => {
    const many = (await probe(honest, { slots: 4 })).found
    expect(verdictsOf(many).cancel).toBe('unknown')
    expect(sentenceOf(many, 'cancel')).toContain('4 calls at once')
    const quick: Script = request =>
      request.schema !== null ? inside : [{ text: '1 ', times: request.maxTokens }, { end: 'length' }]
    expect(verdictsOf((await probe(quick)).found).cancel).toBe('unknown')
  })

  test('N8 asks nothing about schemas of a runtime that takes none', async () => {
    const { found, ledger } = await probe(honest, { capabilities: { constrained: 'none' } })
    expect(verdictsOf(found).schema).toBe('absent')
    expect(ledger.every(({ request }) => request.schema === null)).toBe(true)
  })

  for (const code of ['MODEL_NOT_FOUND', 'BACKEND_UNAVAILABLE', 'WRONG_MODEL', 'CLOUD_MODEL'] as const)
    test(`N8 ends with ${code} where the runtime says so, and asks no more`, async () => {
      const clock = new VirtualClock()
      const { connector, ledger } = createScriptedConnector({ clock, script: () => [{ fail: code }] })
      const { kernel } = createTestKernel([connector], { clock })
      const failure = await clock.runUntil(kernel.probe(TARGET, QUIET).catch(error => error))
      expect(failure).toBeInstanceOf(KoraError)
      expect(failure.code).toBe(code)
      expect(ledger).toHaveLength(1)
    })

  test('N8 B3 a runtime that never answers costs its time and no more', async () => {
    const clock = new VirtualClock()
    const { connector, ledger } = createScriptedConnector({ clock, script: () => [{ hang: true }] })
    const { kernel } = createTestKernel([connector], { clock })
    const failure = await clock.runUntil(kernel.probe(TARGET, QUIET).catch(error => error))
    expect(failure.code).toBe('TIME_BUDGET')
    expect(ledger).toMatchObject([{ aborted: true }])
  })

  test('N8 X4 can be cancelled, and its slot is free again', async () => {
    const clock = new VirtualClock()
    const { connector, ledger } = createScriptedConnector({ clock, script: () => [{ hang: true }], slots: 1 })
    const { kernel } = createTestKernel([connector], { clock })
    const stop = new AbortController()
    const probing = kernel.probe(TARGET, stop.signal).catch(error => error)
    clock.timer(100, () => stop.abort())
    expect((await clock.runUntil(probing)).code).toBe('CANCELLED')
    expect(ledger[0]?.aborted).toBe(true)
    const again = kernel.probe(TARGET, AbortSignal.timeout(0)).catch(error => error)
    await Bun.sleep(5)
    expect((await clock.runUntil(again)).code).toBe('CANCELLED')
    expect(kernel.runs.list({ limit: 5 }).runs.map(run => run.status)).toEqual(['cancelled', 'cancelled'])
  })

  test('N8 names a connector that is not there', async () => {
    const clock = new VirtualClock()
    const { kernel } = createTestKernel([], { clock })
    const failure = await clock.runUntil(kernel.probe(TARGET, QUIET).catch(error => error))
    expect(failure.code).toBe('BACKEND_UNAVAILABLE')
  })
})
