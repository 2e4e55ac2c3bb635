/**
 * The LM Studio plugin: one connector, `lmstudio`. It speaks REST only and reaches nothing but the address of its settings.
 */
import { definePlugin, readServerAddress } from '#kernel/plugin-door'
import { LmStudioConnector, TOKEN_NAME } from './lmstudio-connector.ts'

export const plugin = definePlugin({
  activate: ({ net, secrets, clock, settings }) => {
    if (net === undefined) throw new Error('The LM Studio plugin needs the grant net.')
    const host = typeof settings.host === 'string' ? settings.host : ''
    return {
      connectors: [
        new LmStudioConnector({
          net,
          clock,
          address: readServerAddress(host, '1234', 'plugins.lmstudio.host'),
          parallel: typeof settings.parallel === 'number' ? settings.parallel : 1,
          token: async () => (await secrets?.read(TOKEN_NAME)) ?? null,
        }),
      ],
    }
  },
})
