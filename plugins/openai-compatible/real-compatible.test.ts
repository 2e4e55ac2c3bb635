import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { describeRealConnector } from '#testing/real-connector-suite'
import { startRealLlamaServer } from '#testing/real-llama-server'
import { plugin } from './plugin.ts'

const CONTEXT_TOKENS = 2_048
const KEY = 'a key of the test'

await describeRealConnector('openai-compatible', async () => {
  const runtime = await startRealLlamaServer({ contextTokens: CONTEXT_TOKENS, key: KEY })
  if ('skipped' in runtime) return runtime
  const provided = await plugin.activate({
    id: 'openai-compatible',
    settings: { host: `${runtime.url}/v1`, context_tokens: CONTEXT_TOKENS },
    clock: systemClock,
    log: () => undefined,
    net: openNet({ hosts: ['loopback'] }),
    secrets: { read: async () => KEY },
  })
  const connector = provided.connectors![0]!
  // The protocol has no word for a file's name: the model is called what the server calls it.
  const [first] = await connector.models(new AbortController().signal).catch(async error => {
    await runtime.stop()
    throw error
  })
  return { connector, model: first!.name, contextTokens: CONTEXT_TOKENS, stop: runtime.stop }
})
