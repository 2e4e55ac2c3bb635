/** Entry of the llama.cpp plugin: reads its settings, opens its notes and offers the connector. The child starts at the first call. */
import { join } from 'node:path'
import type { JsonObject } from '#contracts/json-value'
import { definePlugin } from '#kernel/plugin-door'
import { ChildLink } from './child-link.ts'
import { createConnector } from './connector.ts'
import { MachineNotes } from './machine-notes.ts'
import { ChildSettings, readShape } from './protocol.ts'

const DEFAULT_CONTEXT_TOKENS = 4_096
const DEFAULT_SLOTS = 2
const DEFAULT_IDLE_MINUTES = 10
const MINUTE_MS = 60_000
const BUSY = ' The machine was busy, so this holds for today only.'

export const plugin = definePlugin({
  async activate(host) {
    if (host.spawn === undefined || host.files === undefined) throw new Error('The grants spawn and files are needed.')
    const notes = await MachineNotes.open(host.files, host.clock.epochMs())
    const settings = readSettings(host.settings, host.files.folder)
    const link = new ChildLink({
      spawn: host.spawn,
      clock: host.clock,
      settings: () => ({ ...settings, measuredThreads: notes.threads }),
      idleMs: readNumber(host.settings, 'idleMinutes', DEFAULT_IDLE_MINUTES) * MINUTE_MS,
      log: host.log,
      onCalibrated: ({ machine, threads, tokensPerSecond, isCalm }) => {
        const measured = Object.entries(tokensPerSecond).map(([count, speed]) => `${count}: ${speed}`)
        host.log(
          `Measured tokens per second by threads (${measured.join(', ')}); ${threads} will be used.${isCalm ? '' : BUSY}`,
        )
        void notes.keepThreads(machine, threads, { lasting: isCalm })
      },
    })
    return {
      connectors: [createConnector({ link, notes, slots: settings.slots, log: host.log })],
      dispose: () => link.dispose(),
    }
  },
})

function readSettings(settings: JsonObject, ownFolder: string): ChildSettings {
  const read = readShape(ChildSettings, {
    modelsFolder: settings.modelsFolder ?? join(ownFolder, 'models'),
    gpu: settings.gpu ?? 'auto',
    contextTokens: settings.contextTokens ?? DEFAULT_CONTEXT_TOKENS,
    slots: settings.slots ?? DEFAULT_SLOTS,
    threads: settings.threads ?? null,
    measuredThreads: {},
  })
  // The host checks settings against the manifest, so this is a manifest that allows too much.
  if (read === null) throw new Error('The settings of the llama.cpp plugin are not of the form its manifest describes.')
  return read
}

function readNumber(settings: JsonObject, name: string, otherwise: number): number {
  const value = settings[name]
  return typeof value === 'number' ? value : otherwise
}
