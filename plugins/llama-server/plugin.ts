/**
 * The llama-server plugin: one connector, `llama-server`, to a server that somebody else runs. Model files without a server are
 * the business of the plugin llamacpp.
 */
import { definePlugin, readServerAddress } from '#kernel/plugin-door'
import { KEY_NAME, LlamaServerConnector } from './llama-server-connector.ts'

export const plugin = definePlugin({
  activate: ({ net, secrets, clock, settings }) => {
    if (net === undefined) throw new Error('The llama-server plugin needs the grant net.')
    const host = typeof settings.host === 'string' ? settings.host : ''
    const address = readServerAddress(host, '8080', 'plugins.llama-server.host')
    return {
      connectors: [
        new LlamaServerConnector({ net, clock, address, key: async () => (await secrets?.read(KEY_NAME)) ?? null }),
      ],
    }
  },
})
