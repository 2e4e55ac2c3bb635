/**
 * The plugin for any local server that speaks chat completions: one connector, `openai-compatible`, silent until an address is set.
 */
import type { JsonObject } from '#contracts/json-value'
import { definePlugin, readServerAddress } from '#kernel/plugin-door'
import { ADDRESS_SETTING, CompatibleConnector, KEY_NAME } from './compatible-connector.ts'

const DEFAULT_TITLE = 'The OpenAI-compatible server'

export const plugin = definePlugin({
  activate: ({ net, secrets, clock, settings }) => {
    if (net === undefined) throw new Error('The plugin for OpenAI-compatible servers needs the grant net.')
    return {
      connectors: [
        new CompatibleConnector({
          net,
          clock,
          address: readAddress(settings),
          title: typeof settings.title === 'string' ? settings.title : DEFAULT_TITLE,
          parallel: typeof settings.parallel === 'number' ? settings.parallel : 1,
          contextTokens: typeof settings.context_tokens === 'number' ? settings.context_tokens : null,
          takesSchemas: settings.schema !== false,
          key: async () => (await secrets?.read(KEY_NAME)) ?? null,
        }),
      ],
    }
  },
})

function readAddress({ host }: JsonObject) {
  if (typeof host !== 'string' || host.trim() === '') return null
  return readServerAddress(host, '8000', ADDRESS_SETTING)
}
