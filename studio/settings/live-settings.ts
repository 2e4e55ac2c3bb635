/**
 * LiveSettings: the settings in force, and changes of them while Studio runs. A change is checked as a whole, written to the file,
 * and then counts at once or at the next start, as its setting says. What a flag or variable says stays said.
 */
import { type Fault, KoraError } from '#contracts/failure'
import type { SettingInfo } from '#contracts/studio'
import { type LoadedSettings, saveSettings } from './load-settings.ts'
import { SETTINGS, type Setting, type SettingName, type Settings } from './settings-table.ts'

export class LiveSettings {
  readonly #file: string
  #values: Settings
  #saved: Promise<void> = Promise.resolve()
  readonly #lines: Map<SettingName, LoadedSettings['lines'][number]>

  constructor(loaded: LoadedSettings, file: string) {
    this.#file = file
    this.#values = loaded.values
    this.#lines = new Map(loaded.lines.map(line => [line.name, line]))
  }

  /** Read it at each use: it changes. */
  get values(): Settings {
    return this.#values
  }

  list(): readonly SettingInfo[] {
    return [...this.#lines.values()].map(line => {
      const setting: Setting<unknown> = SETTINGS[line.name]
      return {
        name: line.name,
        value: line.value,
        in_force: this.#values[line.name],
        fallback: setting.fallback,
        source: line.source,
        where: line.where,
        description: line.description,
        applies: setting.applies,
        restart_needed: line.value !== this.#values[line.name],
        changeable: setting.guarded !== true && line.source !== 'flag' && line.source !== 'environment',
      }
    })
  }

  /** null takes the default again. Throws INVALID_REQUEST with every place, CONFLICT, STORAGE_FULL; then nothing has changed. */
  async change(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const read = this.#check(changes)
    const save = (): Promise<void> =>
      saveSettings(this.#file, new Map([...read].map(([name, { stored }]) => [name, stored])))
    // One after the other: each writes the file as a whole.
    this.#saved = this.#saved.then(save, save)
    try {
      await this.#saved
    } catch (error) {
      throw new KoraError(
        'STORAGE_FULL',
        'The settings cannot be kept: the disk refuses configs/config.json.',
        {},
        error,
      )
    }
    const values: Record<string, unknown> = { ...this.#values }
    for (const [name, { value, stored }] of read) {
      const line = this.#lines.get(name)!
      const isDefault = stored === undefined
      this.#lines.set(name, {
        ...line,
        value,
        source: isDefault ? 'default' : 'file',
        where: isDefault ? null : 'configs/config.json',
      })
      if (SETTINGS[name].applies === 'now') values[name] = value
    }
    this.#values = values as Settings
  }

  #check(changes: Readonly<Record<string, unknown>>) {
    const faults: Fault[] = []
    const read = new Map<SettingName, { readonly value: unknown; readonly stored: unknown }>()
    for (const [key, raw] of Object.entries(changes)) {
      const refuse = (message: string): void =>
        void faults.push({
          pointer: `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`,
          code: 'INVALID_REQUEST',
          message,
        })
      const line = this.#lines.get(key as SettingName)
      if (line === undefined) refuse('There is no such setting; see GET /settings.')
      else if (line.source === 'flag' || line.source === 'environment')
        refuse(`${line.where} says this for as long as Studio runs; start without it to change it here.`)
      else if ((SETTINGS[line.name] as Setting<unknown>).guarded)
        refuse('This decides who may call, so it is changed in configs/config.json only.')
      else {
        const setting: Setting<unknown> = SETTINGS[line.name]
        if (raw === null) read.set(line.name, { value: setting.fallback, stored: undefined })
        else {
          const found = setting.read(raw)
          // H6: the text of a flag or variable may be a number, that of a request is a text.
          if (!('value' in found)) refuse(`Expected ${found.expected}.`)
          else if (typeof raw === 'string' && typeof found.value !== 'string' && found.value !== null)
            refuse('Expected no text.')
          else read.set(line.name, { value: found.value, stored: found.value })
        }
      }
    }
    if (faults.length > 0)
      throw new KoraError('INVALID_REQUEST', faults.length === 1 ? faults[0]!.message : undefined, { errors: faults })
    return read
  }
}
