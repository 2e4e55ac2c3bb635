import { describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { describeConnector } from '#testing/connector-suite'
import { startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { openExampleStudio, openKernelWith, readExample, readExpected, runExample } from '../../open-examples.ts'
import { plugin } from './plugin.ts'

/** Room for a loaded machine; nothing here is about time. */
const SLOW_MS = 60_000

async function activate(host: string): Promise<Connector> {
  const net = openNet({ hosts: ['loopback'] })
  const provided = await plugin.activate({
    id: 'completions',
    settings: { host },
    clock: systemClock,
    log: () => undefined,
    net,
  })
  return provided.connectors![0]!
}

describeConnector(
  'completions',
  async () => {
    const backend = await startFakeBackend()
    return { backend, connector: await activate(backend.url) }
  },
  { healthPath: '/health', namesModel: true, knowsModels: true },
)

describe('the completions connector in a graph', () => {
  test(
    'N1 answers the model task of an example, and nothing more is sent than its prompt',
    async () => {
      const studio = await openExampleStudio(null)
      const backend = await startFakeBackend()
      const kernel = openKernelWith(studio, await activate(backend.url))
      try {
        backend.script('fake:latest', [{ honourCap: true }, { json: { answer: 'After 4 years.' } }, { end: 'stop' }])
        const result = await runExample(kernel, readExample('handbook-search'), 'completions/fake:latest')
        expect(result.final_output).toEqual(readExpected('handbook-search').with_answers)
        expect(backend.ledger.calls.length).toBe(1)
        expect(backend.ledger.calls[0]!.maxTokens).toBe(80)
        expect(JSON.stringify(backend.ledger.calls[0]!.messages)).not.toContain('Sick leave')
        expect(result.telemetry.summary.total_tokens.out).toBe(backend.ledger.calls[0]!.tokensWritten)
      } finally {
        await kernel.close()
        await backend.stop()
        await studio.remove()
      }
    },
    SLOW_MS,
  )

  test('P4 refuses to start without the grant that its manifest asks for', () => {
    expect(() =>
      plugin.activate({ id: 'completions', settings: {}, clock: systemClock, log: () => undefined }),
    ).toThrow('needs the grant net')
  })
})
