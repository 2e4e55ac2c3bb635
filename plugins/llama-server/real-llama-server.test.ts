import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { describeRealConnector } from '#testing/real-connector-suite'
import { startRealLlamaServer } from '#testing/real-llama-server'
import { LlamaServerConnector } from './llama-server-connector.ts'

const CONTEXT_TOKENS = 2_048

await describeRealConnector('llama-server', async () => {
  const runtime = await startRealLlamaServer({ contextTokens: CONTEXT_TOKENS, key: 'a key of the test' })
  if ('skipped' in runtime) return runtime
  const connector = new LlamaServerConnector({
    net: openNet({ hosts: ['loopback'] }),
    clock: systemClock,
    address: { baseUrl: runtime.url, isRemote: false },
    key: async () => 'a key of the test',
  })
  return { connector, model: runtime.model, contextTokens: CONTEXT_TOKENS, stop: runtime.stop }
})
