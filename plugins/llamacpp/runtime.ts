/**
 * The models in memory of this child: loads on first use, one at a time, keeps what it loaded, and lets idle models go when another
 * needs the room. It measures the threads once per machine. It never unloads a model that is answering.
 */
import { readFileSync } from 'node:fs'
import { freemem } from 'node:os'
import type { ChatWrapper, Llama, LlamaModel } from 'node-llama-cpp'
import { type Calibration, calibrateThreads, readMachineKey } from './calibrate-threads.ts'
import { ChildError } from './child-error.ts'
import { createContext, LoadedModel, pickWrapper, readMemorySentence } from './loaded-model.ts'
import type { FoundModel } from './model-folder.ts'
import { openLlama } from './open-llama.ts'
import type { ChildSettings } from './protocol.ts'
import { type Messages, renderPrompt } from './render-prompt.ts'

/** Free memory that a load leaves to the rest of the machine. */
const SPARE_BYTES = 256 * 1024 ** 2
/** Up to this size a model is loaded whole to count a prompt, because the answer is usually wanted next. */
const SOON_USED_BYTES = 1024 ** 3

type Vocabulary = { readonly file: FoundModel; readonly model: LlamaModel; readonly wrapper: ChatWrapper }

export class Runtime {
  readonly #settings: ChildSettings
  readonly #library: string
  readonly #onCalibrated: (calibration: Calibration) => void
  readonly #models = new Map<string, LoadedModel>()
  readonly #vocabularies = new Map<string, Vocabulary>()
  #llama: Llama | null = null
  #threads: number | null
  #turn: Promise<unknown> = Promise.resolve()
  /** Of the process before its first model. */
  #emptyRssBytes = 0
  #loads = 0

  constructor(settings: ChildSettings, library: string, onCalibrated: (calibration: Calibration) => void) {
    this.#settings = settings
    this.#library = library
    this.#onCalibrated = onCalibrated
    this.#threads = settings.threads ?? settings.measuredThreads[readMachineKey(library)] ?? null
  }

  isLoaded(file: FoundModel): boolean {
    return this.#loadedOf(file) !== null
  }

  /** What is in memory of this very file: another size or time is another file, whatever its name. */
  #loadedOf(file: FoundModel): LoadedModel | null {
    const known = this.#models.get(file.path)
    return known !== undefined && isSameFile(known.file, file) ? known : null
  }

  /**
   * What the model takes in memory, or null where that cannot be told from other things: on a graphics card, beside another model, and
   * before its weights were read.
   */
  residentBytes(file: FoundModel): number | null {
    const isAlone = this.#loads === 1 && this.#models.size === 1 && this.#vocabularies.size === 0
    if (!isAlone || this.#loadedOf(file) === null || this.#llama === null || this.#llama.gpu !== false) return null
    const taken = process.memoryUsage.rss() - this.#emptyRssBytes
    return taken >= file.sizeBytes ? taken : null
  }

  /** The model, loaded; `loadMs` is null when it already was. */
  load(file: FoundModel): Promise<{ readonly loaded: LoadedModel; readonly loadMs: number | null }> {
    return this.#inTurn(async () => {
      const known = this.#loadedOf(file)
      if (known !== null) {
        known.usedAtMs = performance.now()
        return { loaded: known, loadMs: null }
      }
      await this.#dropOutdated(file)
      const startedMs = performance.now()
      await this.#makeRoom(file)
      if (this.#loads === 0) this.#emptyRssBytes = process.memoryUsage.rss()
      this.#loads += 1
      const loaded = await this.#open(file)
      this.#models.set(file.path, loaded)
      return { loaded, loadMs: performance.now() - startedMs }
    })
  }

  unload(file: FoundModel): Promise<void> {
    return this.#inTurn(async () => {
      const loaded = this.#models.get(file.path)
      if (loaded === undefined) return
      if (!loaded.slots.isIdle)
        throw new ChildError('BACKEND_BUSY', 'The model is answering; it can be unloaded afterwards.')
      await this.#drop(loaded)
    })
  }

  /** Tokens of the rendered prompt. A large model that is not loaded only lends its vocabulary. */
  async count(file: FoundModel, messages: Messages): Promise<number> {
    const isWhole = this.isLoaded(file) || file.sizeBytes <= SOON_USED_BYTES
    const { model, wrapper } = isWhole
      ? (await this.load(file)).loaded
      : await this.#inTurn(() => this.#openVocabulary(file))
    return renderPrompt(model, wrapper, messages).length
  }

  /** One load at a time: two at once would each believe the same memory to be free. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work)
    this.#turn = mine.catch(() => undefined)
    return mine
  }

  async #openVocabulary(file: FoundModel): Promise<Vocabulary> {
    const known = this.#vocabularies.get(file.path)
    if (known !== undefined && isSameFile(known.file, file)) return known
    this.#vocabularies.delete(file.path)
    await known?.model.dispose()
    const model = await this.#loadFile(file, { vocabOnly: true })
    const vocabulary = { file, model, wrapper: pickWrapper(model) }
    this.#vocabularies.set(file.path, vocabulary)
    return vocabulary
  }

  async #loadFile(file: FoundModel, options: { readonly vocabOnly: boolean }): Promise<LlamaModel> {
    if (file.problem !== null) throw new ChildError('BACKEND_ERROR', `${file.problem} Pull it again.`)
    this.#llama ??= await openLlama(this.#settings.gpu)
    try {
      return await this.#llama.loadModel({ modelPath: file.path, ...options })
    } catch (cause) {
      const memory = readMemorySentence(cause)
      const message = memory.includes('memory')
        ? memory
        : `llama.cpp cannot load ${file.fileName}. Pull it again, or update Studio.`
      throw new ChildError('BACKEND_ERROR', message, cause)
    }
  }

  async #open(file: FoundModel): Promise<LoadedModel> {
    const model = await this.#loadFile(file, { vocabOnly: false })
    try {
      const llama = model.llama
      this.#threads ??= llama.gpu === false ? await this.#calibrate(model) : llama.cpuMathCores
      const contextTokens = Math.min(this.#settings.contextTokens, model.trainContextSize)
      const context = await createContext(model, { contextTokens, slots: this.#settings.slots, threads: this.#threads })
      return new LoadedModel(llama, file, model, context)
    } catch (cause) {
      await model.dispose()
      throw cause
    }
  }

  async #calibrate(model: LlamaModel): Promise<number> {
    const calibration = await calibrateThreads(model, readMachineKey(this.#library))
    this.#onCalibrated(calibration)
    return calibration.threads
  }

  /** Lets idle models go, longest unused first, until the new one should fit. */
  async #makeRoom(file: FoundModel): Promise<void> {
    const needed = (file.memoryMb ?? 0) * 1024 ** 2 + SPARE_BYTES
    const byAge = [...this.#models.values()].sort((a, b) => a.usedAtMs - b.usedAtMs)
    for (const loaded of byAge) {
      if (readAvailableBytes() >= needed) return
      if (loaded.slots.isIdle) await this.#drop(loaded)
    }
  }

  /** Lets go of weights whose file was replaced since: they would answer under the name and the digest of others. */
  async #dropOutdated(file: FoundModel): Promise<void> {
    const outdated = this.#models.get(file.path)
    if (outdated === undefined) return
    if (!outdated.slots.isIdle)
      throw new ChildError('BACKEND_BUSY', `${file.fileName} was replaced while it answers; try again when it has.`)
    await this.#drop(outdated)
  }

  async #drop(loaded: LoadedModel): Promise<void> {
    this.#models.delete(loaded.file.path)
    await loaded.dispose()
  }
}

const isSameFile = (one: FoundModel, other: FoundModel): boolean =>
  one.sizeBytes === other.sizeBytes && one.modifiedMs === other.modifiedMs

/** Memory that a program may take: on Linux caches count as free, which `freemem` alone does not say. */
function readAvailableBytes(): number {
  try {
    const line = /^MemAvailable:\s+(\d+) kB$/m.exec(readFileSync('/proc/meminfo', 'utf8'))
    if (line !== null) return Number(line[1]) * 1024
  } catch {
    // Not Linux.
  }
  return freemem()
}
