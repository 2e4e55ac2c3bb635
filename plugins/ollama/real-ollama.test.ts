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
  // One thread: llama.cpp's threads wait for each other in a loop, which is slow where tests share the cores.
  const connector = new OllamaConnector(net, systemClock, readSettings({ host: runtime.url, threads: 1 }))
  return { connector, model: runtime.model, contextTokens: CONTEXT_TOKENS, stop: runtime.stop }
})
