/**
 * The small real model behind the connector of a name, for benchmarks that measure one connector like another. The runtime is started
 * here and ends with the benchmark; where one is missing it says which.
 */
import type { Connector } from '#contracts/connector-port'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { startRealLlamaServer } from '#testing/real-llama-server'
import { startRealOllama } from '#testing/real-ollama'
import { type ModelSettings, openSmallModel } from '#testing/small-model-connector'
import { LlamaServerConnector } from '../plugins/llama-server/llama-server-connector.ts'
import { OllamaConnector } from '../plugins/ollama/ollama-connector.ts'

export type BenchModel = {
  readonly connector: Connector
  readonly model: string
  /** Where the runtime listens, or the model file of one in process: for direct baselines. */
  readonly place: string
  readonly dispose: () => Promise<void>
}

export async function openBenchModel(
  name: string,
  folder: string,
  settings: ModelSettings,
): Promise<BenchModel | { readonly skipped: string }> {
  const net = openNet({ hosts: ['loopback'] })
  if (name === 'llamacpp') {
    const opened = await openSmallModel(folder, settings)
    return 'skipped' in opened ? opened : { ...opened, place: opened.path }
  }
  if (name === 'llama-server') {
    const runtime = await startRealLlamaServer(settings)
    if ('skipped' in runtime) return runtime
    const address = { baseUrl: runtime.url, isRemote: false }
    const connector = new LlamaServerConnector({ net, clock: systemClock, address, key: async () => null })
    return { connector, model: runtime.model, place: runtime.url, dispose: runtime.stop }
  }
  if (name !== 'ollama') throw new Error(`no connector is named ${name}: llamacpp, llama-server, ollama`)
  const runtime = await startRealOllama({ parallel: settings.slots, contextTokens: settings.contextTokens })
  if ('skipped' in runtime) return runtime
  const connector = new OllamaConnector(net, systemClock, {
    address: { baseUrl: runtime.url, isRemote: false },
    parallel: settings.slots,
    contextTokens: settings.contextTokens,
    threads: settings.threads,
  })
  return { connector, model: runtime.model, place: runtime.url, dispose: runtime.stop }
}
