/** The capability probe against a real runtime: what it finds there is what the runtime does. */
import { afterAll, describe, expect, test } from 'bun:test'
import type { Connector } from '#contracts/connector-port'
import type { ModelProbe } from '#contracts/probe'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { startRealLlamaServer } from '#testing/real-llama-server'
import { createTestKernel } from '#testing/test-kernel'
import { LlamaServerConnector } from './llama-server-connector.ts'

const runtime = await startRealLlamaServer({ contextTokens: 1_024 })
const wide = 'skipped' in runtime ? runtime : await startRealLlamaServer({ contextTokens: 512, slots: 2 })

if ('skipped' in runtime || 'skipped' in wide) {
  const reason = 'skipped' in runtime ? runtime.skipped : 'skipped' in wide ? wide.skipped : ''
  console.log(`real capability probe skipped: ${reason}`)
  test.skip(`N8 real capability probe: ${reason}`, () => undefined)
} else {
  describe('real capability probe', () => {
    afterAll(async () => {
      await runtime.stop()
      await wide.stop()
    })
    const probe = async (url: string): Promise<ModelProbe> => {
      const connector: Connector = new LlamaServerConnector({
        net: openNet({ hosts: ['loopback'] }),
        clock: systemClock,
        address: { baseUrl: url, isRemote: false },
        key: async () => null,
      })
      const { kernel } = createTestKernel([connector], { clock: systemClock })
      return kernel.probe({ connector: 'llama-server', model: runtime.model }, new AbortController().signal)
    }
    const verdicts = ({ checks }: ModelProbe) => Object.fromEntries(checks.map(check => [check.name, check.verdict]))

    test('N8 finds that llama-server keeps schema, cap, usage, stream and seed, and frees the slot', async () => {
      const found = await probe(runtime.url)
      const { cancel, ...others } = verdicts(found)
      expect(others).toEqual({
        schema: 'kept',
        cap: 'kept',
        usage: 'kept',
        stream: 'kept',
        greedy: 'kept',
        seed: 'kept',
      })
      // A busy machine may leave it open; it never makes an honest runtime a liar.
      expect(cancel).toBeOneOf(['kept', 'unknown'])
      expect(found.tokens_out).toBeWithin(20, 65)
      expect(found.runtime_version).toMatch(/^b\d+-/)
    })

    test('N8 claims nothing about cancelling of a server with two slots', async () => {
      expect(verdicts(await probe(wide.url))).toMatchObject({ schema: 'kept', cancel: 'unknown' })
    })
  })
}
