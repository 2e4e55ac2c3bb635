/**
 * The plugin's settings as the connector uses them. `host` is read as Ollama reads OLLAMA_HOST, so that one value serves both.
 */
import type { JsonObject } from '#contracts/json-value'
import { readServerAddress, type ServerAddress } from '#kernel/plugin-door'

export type OllamaSettings = {
  readonly address: ServerAddress
  readonly parallel: number
  /** `num_ctx` of every call; null leaves it to Ollama. */
  readonly contextTokens: number | null
  /** `num_thread` of every call; null leaves it to Ollama. */
  readonly threads: number | null
}

/** Throws when `host` is no http address. */
export function readSettings(settings: JsonObject): OllamaSettings {
  return {
    address: readServerAddress(typeof settings.host === 'string' ? settings.host : '', '11434', 'plugins.ollama.host'),
    parallel: typeof settings.parallel === 'number' ? settings.parallel : 1,
    contextTokens: typeof settings.context_tokens === 'number' ? settings.context_tokens : null,
    threads: typeof settings.threads === 'number' ? settings.threads : null,
  }
}

/** Options that take effect when a model is loaded; a call with others makes Ollama load it again. */
export function buildLoadOptions(settings: OllamaSettings): JsonObject {
  return {
    ...(settings.contextTokens === null ? {} : { num_ctx: settings.contextTokens }),
    ...(settings.threads === null ? {} : { num_thread: settings.threads }),
  }
}
