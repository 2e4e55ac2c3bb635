/** What LM Studio shares with a server that can be had: the dialect of calls, and its oldest list of models. */
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { describeRealConnector } from '#testing/real-connector-suite'
import { startRealLlamaServer } from '#testing/real-llama-server'
import { plugin } from './plugin.ts'

const CONTEXT_TOKENS = 2_048
const TOKEN = 'a token of the test'

await describeRealConnector('lmstudio', async () => {
  const runtime = await startRealLlamaServer({ contextTokens: CONTEXT_TOKENS, key: TOKEN })
  if ('skipped' in runtime) return runtime
  const provided = await plugin.activate({
    id: 'lmstudio',
    settings: { host: runtime.url },
    clock: systemClock,
    log: () => undefined,
    net: openNet({ hosts: ['loopback'] }),
    secrets: { read: async () => TOKEN },
  })
  const connector = provided.connectors![0]!
  const [first] = await connector.models(new AbortController().signal).catch(async error => {
    await runtime.stop()
    throw error
  })
  return { connector, model: first!.name, contextTokens: CONTEXT_TOKENS, stop: runtime.stop, isStandIn: true }
})
