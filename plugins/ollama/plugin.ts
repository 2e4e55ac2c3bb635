/**
 * The Ollama plugin: one connector, `ollama`. It reaches nothing but the address of its settings, through the power it was granted.
 */
import { definePlugin } from '#kernel/plugin-door'
import { OllamaConnector } from './ollama-connector.ts'
import { readSettings } from './settings.ts'

export const plugin = definePlugin({
  activate: host => {
    if (host.net === undefined) throw new Error('The Ollama plugin needs the grant net.')
    return { connectors: [new OllamaConnector(host.net, host.clock, readSettings(host.settings))] }
  },
})
