import { describe, expect, test } from 'bun:test'
import { createScriptedConnector, type Step, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

const good: readonly Step[] = [...tokensOf({ colour: 'red' }), { end: 'stop', usage: { tokensIn: 1_000_000 } }]

function setUp(more: Partial<Parameters<typeof createScriptedConnector>[0]> = {}) {
  const clock = new VirtualClock()
  const { connector } = createScriptedConnector({ clock, script: () => good, ...more })
  const { kernel } = createTestKernel([connector], { clock })
  const plan = async (taskgraph: object) => (await clock.runUntil(kernel.plan({ taskgraph }))).certificate!
  const run = async (taskgraph: object) => clock.runUntil((await kernel.start({ taskgraph })).result)
  return { plan, run, clock }
}
/** Written, not chosen: a choice is weighed with prompts of its own. */
const written = { model: { connector: 'scripted', model: 'm', decode: 'write' as const } }
const graph = () => graphOf([modelTask('m', written)], 'm')
const countTokens = () => 41

describe('what a certificate knows of its runtimes', () => {
  test('C1 B7 counts a known prompt with the tokenizer of a loaded model, and no run costs more', async () => {
    const { plan, run } = setUp({ countTokens, contextTokens: 4_096 })
    const certificate = await plan(graph())
    expect(certificate).toMatchObject({ prompt_tokens_basis: 'tokenizer', max_prompt_tokens: 41 })
    const result = await run(graph())
    expect(result.execution_metadata.certificate).toEqual(certificate)
    // The runtime claims a million.
    expect(result.telemetry.summary.total_tokens.in).toBe(41)
  })

  test('C1 falls back on bytes where there is no tokenizer, no loaded model, or a prompt that other tasks fill', async () => {
    const bytes = { prompt_tokens_basis: 'bytes' }
    expect(await setUp({ contextTokens: 4_096 }).plan(graph())).toMatchObject(bytes)
    const { connector } = createScriptedConnector({ clock: new VirtualClock(), script: () => good, countTokens })
    const cold = { ...connector, models: async () => [] }
    const { kernel } = createTestKernel([cold])
    expect((await kernel.plan({ taskgraph: graph() })).certificate).toMatchObject(bytes)
    const filled = modelTask('z', { input: { prompt: 'Of {{a}}.', a: { $from: 'm' } }, dependencies: ['m'] })
    expect(await setUp({ countTokens }).plan(graphOf([modelTask('m'), filled], 'z'))).toMatchObject(bytes)
  })

  test('C1 waits for no silent runtime: a run takes what is known, a plan asks for a moment', async () => {
    const never = () => new Promise<never>(() => {})
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({ clock, script: () => good })
    const { kernel } = createTestKernel([{ ...connector, capabilities: never }], { clock })
    await kernel.start({ taskgraph: graph() })
    const { certificate } = await clock.runUntil(kernel.plan({ taskgraph: graph() }))
    expect(certificate?.prompt_tokens_basis).toBe('bytes')
    expect(clock.monoMs()).toBeLessThanOrEqual(1_000)
  })

  test('C1 B7 keeps to the context that the certificate was proven with, although the runtime grows it', async () => {
    const clock = new VirtualClock()
    const { connector } = createScriptedConnector({ clock, script: () => good })
    let contextTokens = 60
    const growing = {
      ...connector,
      capabilities: async () => ({ ...(await connector.capabilities('m', never)), contextTokens }),
    }
    const { kernel } = createTestKernel([growing], { clock })
    const first = await clock.runUntil(kernel.plan({ taskgraph: graph() }))
    expect(first.certificate?.max_prompt_tokens).toBe(60)
    contextTokens = 100_000
    const { result } = await kernel.start({ taskgraph: graph() })
    expect((await clock.runUntil(result)).telemetry.summary.total_tokens.in).toBeLessThanOrEqual(60)
  })
})

const never = new AbortController().signal
