/** PresetStore: named sets of chat options. A chat copies them when it takes a preset; a later change of the preset changes no chat. */
import type { Preset, PresetInput } from '#contracts/chat'
import { KoraError } from '#contracts/failure'
import type { ChatDatabase } from './chat-database.ts'
import { mergeOptions, type PresetRow, toPreset } from './chat-rows.ts'

export class PresetStore {
  readonly #base: ChatDatabase

  constructor(base: ChatDatabase) {
    this.#base = base
  }

  list(): readonly Preset[] {
    return this.#base.db.query<PresetRow, []>('SELECT * FROM preset ORDER BY name COLLATE NOCASE').all().map(toPreset)
  }

  /** Throws NOT_FOUND. */
  read(presetId: string): Preset {
    const row = this.#base.db.query<PresetRow, [string]>('SELECT * FROM preset WHERE preset_id = ?').get(presetId)
    if (row === null) throw new KoraError('NOT_FOUND', 'There is no such preset.')
    return toPreset(row)
  }

  /** Throws CONFLICT for a name that is taken. */
  create({ name, options }: PresetInput): Preset {
    const id = this.#base.newId('preset')
    this.#save('INSERT INTO preset VALUES (NULL, ?4, ?1, ?2, ?3)', name, options, id)
    return this.read(id)
  }

  /** Throws NOT_FOUND, CONFLICT. */
  replace(presetId: string, { name, options }: PresetInput): Preset {
    this.read(presetId)
    this.#save(
      'UPDATE preset SET name = ?1, updated_at_ms = ?2, options = ?3 WHERE preset_id = ?4',
      name,
      options,
      presetId,
    )
    return this.read(presetId)
  }

  /** Throws NOT_FOUND. */
  remove(presetId: string): void {
    this.read(presetId)
    this.#base.write(() => this.#base.db.query('DELETE FROM preset WHERE preset_id = ?').run(presetId))
  }

  #save(sql: string, name: string, options: PresetInput['options'], id: string): void {
    const text = JSON.stringify(mergeOptions({}, options))
    try {
      this.#base.write(() => this.#base.db.query(sql).run(name, Math.floor(this.#base.clock.epochMs()), text, id))
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error
      throw new KoraError('CONFLICT', 'Another preset has this name.', {}, error)
    }
  }
}
