/** A connector as its author writes it: copy this folder and begin. It reaches the one address of its settings and nothing else. */
import { definePlugin } from '#kernel/plugin-door'
import { CompletionsConnector } from './completions-connector.ts'

export const plugin = definePlugin({
  activate: ({ net, clock, settings }) => {
    if (net === undefined) throw new Error('The completions plugin needs the grant net.')
    const host = typeof settings.host === 'string' ? settings.host : 'http://127.0.0.1:8080'
    const parallel = typeof settings.parallel === 'number' ? settings.parallel : 1
    return { connectors: [new CompletionsConnector(net, clock, host, parallel)] }
  },
})
