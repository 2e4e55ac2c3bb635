/**
 * One plugin on its way through the life cycle (rule P3): what is known of it, its state, and what undoes it. It never throws for
 * the plugin's fault: a failure is a state with a code.
 */
import { lstat } from 'node:fs/promises'
import { basename } from 'node:path'
import { pathToFileURL } from 'node:url'
import { KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { Manifest, PluginInfo } from '#contracts/manifest'
import type { Plugin, Provided } from '#contracts/plugin-port'
import { readSchema } from '#json/schema'
import { assertAnnounced, type Contribution, type PluginRegistry } from './build-registry.ts'
import { checkManifest, listClaims, type ManifestCheck } from './check-manifest.ts'
import { buildHostObject, toLogLine } from './host-object.ts'
import { OperationPool } from './isolated-operations.ts'
import { type PluginState, runStep, STEP_LIMITS_MS, type Step, stepState } from './life-cycle.ts'
import type { PluginHostOptions, PluginRoot } from './plugin-host.ts'
import { type OperationSource, readDescribed, readProvided } from './read-provided.ts'

type Checked = Extract<ManifestCheck, { ok: true }>

export class PluginRecord {
  readonly #folder: string
  readonly #trust: PluginRoot['trust']
  readonly #registry: PluginRegistry
  readonly #options: PluginHostOptions
  #state: PluginState = 'discovered'
  #failure: PluginInfo['failure'] = null
  #checked: Checked | null = null
  #pool: OperationPool | null = null
  #provided: Provided | null = null
  /** Counts starts and stops, so that what an earlier start still does late is told apart. */
  #turn = 0
  #isStarting = false
  /** Names are held under the id, and a twin of the same id must not give them back. */
  #holdsNames = false
  #settled: Promise<void> = Promise.resolve()

  constructor(folder: string, trust: PluginRoot['trust'], registry: PluginRegistry, options: PluginHostOptions) {
    this.#folder = folder
    this.#trust = trust
    this.#registry = registry
    this.#options = options
  }

  get id(): string {
    return basename(this.#folder)
  }

  get state(): PluginState {
    return this.#state
  }

  get requires(): readonly string[] {
    return this.#checked?.manifest.requires ?? []
  }

  info(): PluginInfo {
    const manifest = this.#checked?.manifest
    return {
      id: this.id,
      title: manifest?.title ?? this.id,
      version: manifest?.version ?? '0.0.0',
      state: this.#state,
      bundled: this.#trust === 'bundled',
      provides: manifest?.provides ?? [],
      grants: manifest?.grants ?? [],
      hosts: [...this.#options.decisions.hosts(this.id)],
      failure: this.#failure,
    }
  }

  /** Back to the beginning, from disabled or failed. */
  rediscover(): void {
    this.#to('discovered')
    this.#failure = null
    this.#checked = null
  }

  failWith(error: unknown): void {
    const failure =
      error instanceof KoraError ? error : new KoraError('PLUGIN_FAILED', `Plugin ${this.id} failed.`, {}, error)
    const cause = failure.cause === undefined ? '' : `: ${String(failure.cause)}`
    this.#options.powers.log(this.id, toLogLine(`${failure.code}: ${failure.message}${cause}`))
    this.#turn += 1
    void this.#undo()
    const { hint } = failure.details
    this.#failure = { code: failure.code, message: failure.message, ...(hint === undefined ? {} : { hint }) }
    if (this.#state !== 'failed') this.#to('failed')
  }

  async check(): Promise<void> {
    await this.#attempt(async () => {
      const result = await this.#step('check', async () => {
        if (!(await lstat(this.#folder)).isDirectory())
          throw new KoraError('MANIFEST_INVALID', `Plugin ${this.id} is a link; put its folder there.`)
        return checkManifest(this.#folder, this.#options.kernelVersion)
      })
      if (!result.ok)
        throw new KoraError(result.code, `Plugin ${this.id}: ${result.faults[0]!.message}`, {
          errors: [...result.faults],
        })
      this.#checked = result
      this.#to('checked')
    })
  }

  /** What Studio ships is agreed to by installing Studio; anything else waits for the user (rule P4). */
  grant(): void {
    if (this.#state !== 'checked' || this.#checked === null) return
    const { manifest } = this.#checked
    const decision = this.#options.decisions.read(this.id, manifest.grants ?? [])
    if (decision === 'disabled' || (decision === 'none' && this.#trust !== 'bundled')) {
      const message = `Plugin ${this.id} waits until you agree to what it asks for.`
      if (decision === 'none') this.#failure = { code: 'PLUGIN_NOT_GRANTED', message }
      this.#to('disabled')
      return
    }
    try {
      this.#registry.claim(this.id, listClaims(manifest))
      this.#holdsNames = true
      this.#to('granted')
    } catch (error) {
      this.failWith(error)
    }
  }

  /** From granted to active or failed; a second call waits for the first. */
  bringUp(): Promise<void> {
    if (this.#state !== 'granted' || this.#checked === null || this.#isStarting) return this.#settled
    const checked = this.#checked
    const turn = ++this.#turn
    this.#isStarting = true
    this.#settled = this.#attempt(() => this.#start(checked, turn)).finally(() => {
      this.#isStarting = false
    })
    return this.#settled
  }

  /** Undoes everything; a plugin that hangs in its disposer is left behind after the limit. */
  async disable(): Promise<void> {
    if (this.#state !== 'disabled') this.#to('disabled')
    this.#failure = null
    this.#turn += 1
    await this.#undo()
  }

  async #start(checked: Checked, turn: number): Promise<void> {
    const settings = this.#options.settings(this.id)
    assertSettings(checked.manifest, settings)
    const pool = this.#openPool(checked, settings)
    this.#pool = pool
    const source: OperationSource = { pluginId: this.id, pool, trust: this.#trust }
    const offer =
      this.#trust === 'bundled'
        ? await this.#activate(checked, settings, source, turn)
        : await this.#describe(checked.manifest, source)
    // Meanwhile it may have been disabled.
    if (this.#turn !== turn) return
    if (this.#state === 'granted') this.#to('loaded')
    assertAnnounced(checked.manifest, offer)
    this.#registry.add(this.id, offer)
    this.#to('active')
  }

  /** The one place where a plugin's code enters this process. */
  async #activate(
    checked: Checked,
    settings: JsonObject,
    source: OperationSource,
    turn: number,
  ): Promise<Contribution> {
    const { manifest, folder, entry } = checked
    const { plugin } = (await this.#step('load', () => import(pathToFileURL(entry).href))) as {
      readonly plugin?: Plugin
    }
    if (typeof plugin?.activate !== 'function')
      throw new KoraError('PLUGIN_FAILED', `Plugin ${this.id} exports no "plugin" with a function "activate".`)
    if (this.#turn === turn) this.#to('loaded')
    const host = await buildHostObject(manifest, folder, settings, this.#options.powers)
    const provided = await this.#step(
      'activate',
      () => plugin.activate(host),
      late => this.#disposeOf(late),
    )
    if (this.#turn === turn) this.#provided = provided
    else await this.#disposeOf(provided)
    return readProvided(source, provided)
  }

  /** A stranger's code stays in its child; only libraries can be offered across that border so far. */
  async #describe(manifest: Manifest, source: OperationSource): Promise<Contribution> {
    const other = manifest.provides.find(({ port }) => port !== 'library')
    if (other !== undefined)
      throw new KoraError(
        'PLUGIN_FAILED',
        `Plugin ${this.id} offers a ${other.port}; from third parties only libraries are taken.`,
      )
    const described = await this.#step('load', () => source.pool.describe(new AbortController().signal))
    return readDescribed(source, described)
  }

  #openPool({ folder, entry }: Checked, settings: JsonObject): OperationPool {
    const { powers, spawn, rssBytes } = this.#options
    return new OperationPool({
      pluginId: this.id,
      folder,
      entry,
      settings,
      clock: powers.clock,
      spawn,
      rssBytes,
      loadLimitMs: this.#limitMs('load'),
      serialization: this.#trust === 'bundled' ? 'advanced' : 'json',
      onUnhealthy: () => {
        if (this.#trust !== 'bundled' && this.#state === 'active')
          this.failWith(new KoraError('PLUGIN_FAILED', `Plugin ${this.id} crashed three times and is switched off.`))
      },
    })
  }

  async #undo(): Promise<void> {
    if (!this.#holdsNames) return
    this.#holdsNames = false
    this.#registry.remove(this.id)
    this.#registry.release(this.id)
    this.#pool?.close()
    this.#pool = null
    const provided = this.#provided
    this.#provided = null
    if (provided !== null) await this.#disposeOf(provided)
  }

  async #disposeOf(provided: Provided): Promise<void> {
    await this.#step('dispose', () => provided.dispose?.()).catch(error => {
      this.#options.powers.log(this.id, toLogLine(`while being switched off: ${String(error)}`))
    })
  }

  #step<T>(step: Step, act: () => Promise<T> | T, undo?: (late: T) => void): Promise<T> {
    const { clock } = this.#options.powers
    return runStep({ plugin: this.id, step, limitMs: this.#limitMs(step), clock }, act, undo)
  }

  #limitMs(step: Step): number {
    return this.#options.limitsMs?.[step] ?? STEP_LIMITS_MS[step]
  }

  async #attempt(act: () => Promise<void>): Promise<void> {
    const turn = this.#turn
    try {
      await act()
    } catch (error) {
      if (this.#turn === turn) this.failWith(error)
    }
  }

  #to(state: PluginState): void {
    this.#state = stepState(this.#state, state)
  }
}

function assertSettings(manifest: Manifest, settings: JsonObject): void {
  if (manifest.config === undefined) return
  const read = readSchema(manifest.config, { role: 'predicate', pointer: '/config' })
  if (!read.ok)
    throw new KoraError('MANIFEST_INVALID', `Plugin ${manifest.id}: the schema of its settings is refused.`, {
      errors: [...read.faults],
    })
  const verdict = read.schema.check(settings)
  if (verdict.valid) return
  const errors = verdict.faults.map(({ pointer, code, message }) => ({ pointer, code, message }))
  const [first] = errors
  const place = `plugins.${manifest.id}${first?.pointer.replaceAll('/', '.') ?? ''}`
  throw new KoraError('CONFIG_INVALID', `The setting ${place} is refused: ${first?.message}`, {
    errors,
    hint: `correct plugins.${manifest.id} in configs/config.json, and start Studio again`,
  })
}
