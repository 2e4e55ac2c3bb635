/** What goes wrong with Ollama beside what goes wrong with any runtime: models that run in its cloud. */
import { type AskedFor, ConnectorError, type Runtime } from '#kernel/plugin-door'

export const OLLAMA: Runtime = {
  title: 'Ollama',
  startCure: 'start it with `ollama serve`',
  modelCure: model => `get it with \`kora models pull ollama/${model}\``,
  addressSetting: 'OLLAMA_HOST',
  plugin: 'ollama',
}

const CLOUD = /cloud|remote model|sign ?in/i
const CAUSE_CHARS = 500

/** Null for what every runtime has in common. */
export function explainCloud(status: number, text: string, { model }: AskedFor): ConnectorError | null {
  if (model === null) return null
  if (status !== 401 && status !== 403 && !(status === 502 && CLOUD.test(text))) return null
  return toCloudFailure(model, new Error(text.slice(0, CAUSE_CHARS)))
}

export function toCloudFailure(model: string, cause?: unknown): ConnectorError {
  return new ConnectorError('CLOUD_MODEL', `The model ${model} runs in Ollama's cloud, not on this machine.`, cause)
}
