import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { describeRealConnector } from '#testing/real-connector-suite'
import { startRealOllama } from '#testing/real-ollama'
import { OllamaConnector } from './ollama-connector.ts'
import { readSettings } from './settings.ts'

const CONTEXT_TOKENS = 2048

await describeRealConnector('ollama', async () => {
  const runtime = await startRealOllama({ contextTokens: CONTEXT_TOKENS })
  if ('skipped' in runtime) return runtime
  const net = openNet({ hosts: ['loopback'] })
  const connector = new OllamaConnector(net, systemClock, readSettings({ host: runtime.url }))
  return { connector, model: runtime.model, contextTokens: CONTEXT_TOKENS, stop: runtime.stop }
})
