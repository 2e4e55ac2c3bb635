/**
 * Finds the model files: `*.gguf` of the models folder, and files elsewhere that its `catalog.json` registers in place (G1, G3).
 * It reads headers and never weights, and it lists no partial download: those do not end in `.gguf`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, isAbsolute, join } from 'node:path'
import { GgufError, type GgufHeader, readGgufHeader } from './gguf-header.ts'
import type { ModelFile } from './protocol.ts'

export type FoundModel = Omit<ModelFile, 'loaded' | 'residentMb'> & { readonly header: GgufHeader | null }

const PART = /-(\d{5})-of-(\d{5})\.gguf$/i
const MOST_PARTS = 999

/** The name of a model: its file's stem in lower case, anything but letters, digits and `_` as one dash. */
export function toModelName(fileName: string): string {
  const stem = fileName.replace(PART, '').replace(/\.gguf$/i, '')
  return (
    stem
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, '-')
      .replace(/^-|-$/g, '') || 'model'
  )
}

/** Looks again each time, because people copy files; a header is read again only when size or time of the file changed. */
export class ModelFolder {
  readonly #folder: string
  readonly #contextTokens: number
  readonly #slots: number
  readonly #known = new Map<string, FoundModel>()

  constructor(options: { readonly folder: string; readonly contextTokens: number; readonly slots: number }) {
    this.#folder = options.folder
    this.#contextTokens = options.contextTokens
    this.#slots = options.slots
  }

  list(): readonly FoundModel[] {
    const found: FoundModel[] = []
    const names = new Set<string>()
    for (const path of [...this.#filesOfFolder(), ...this.#filesOfCatalog()]) {
      const model = this.#read(path)
      if (model === null) continue
      const name = toFreeName(model.name, names)
      names.add(name)
      found.push(name === model.name ? model : { ...model, name })
    }
    return found
  }

  #filesOfFolder(): readonly string[] {
    const files = readFolder(this.#folder).filter(name => /\.gguf$/i.test(name) && !name.startsWith('.'))
    return files.filter(name => (PART.exec(name)?.[1] ?? '00001') === '00001').map(name => join(this.#folder, name))
  }

  #filesOfCatalog(): readonly string[] {
    const inFolder = new Set(readFolder(this.#folder))
    const isFound = ({ path, source }: Registered): boolean =>
      inFolder.has(basename(path)) && (dirname(path) === this.#folder || source !== path)
    // A name alone is a file of the folder; so is what was downloaded into it where it lay before, and source tells which that is.
    const files = readRegistered(join(this.#folder, 'catalog.json'))
    return files.filter(file => isAbsolute(file.path) && !isFound(file)).map(file => file.path)
  }

  #read(path: string): FoundModel | null {
    const whole = measure(path)
    if (whole === null) return null
    const known = this.#known.get(path)
    if (known !== undefined && known.sizeBytes === whole.sizeBytes && known.modifiedMs === whole.modifiedMs)
      return known
    const model = this.#describe(path, whole)
    this.#known.set(path, model)
    return model
  }

  #describe(path: string, { sizeBytes, modifiedMs, missing }: Measured): FoundModel {
    const fileName = basename(path)
    const common = { name: toModelName(fileName), path, fileName, sizeBytes, modifiedMs }
    try {
      const header = readGgufHeader(path)
      if (missing !== null) throw new GgufError(`its part ${missing} is missing`)
      return {
        ...common,
        problem: null,
        header,
        contextTokens: Math.min(header.contextTokens ?? this.#contextTokens, this.#contextTokens),
        parameters: header.parameters,
        quantization: header.quantization,
        memoryMb: toMemoryMb(sizeBytes, header, this.#contextTokens * this.#slots),
        thinking: /<think>|<\|channel\|>|<\|channel>|\[THINK\]|<seed:think>/.test(header.chatTemplate ?? ''),
        quiet: /enable_thinking|<\|channel\|>/.test(header.chatTemplate ?? ''),
      }
    } catch (cause) {
      const why = cause instanceof GgufError ? cause.message : 'it cannot be read'
      const empty = { header: null, contextTokens: null, parameters: null, quantization: null, memoryMb: null }
      return {
        ...common,
        ...empty,
        problem: `${fileName} is not a usable model file: ${why}.`,
        thinking: false,
        quiet: false,
      }
    }
  }
}

/** Weights and the keys and values of the whole context, in MiB. */
function toMemoryMb(sizeBytes: number, header: GgufHeader, contextTokens: number): number {
  const cache = (header.cacheBytesPerToken ?? 0) * Math.min(contextTokens, header.contextTokens ?? contextTokens)
  return Math.ceil((sizeBytes + cache) / 1024 ** 2)
}

function toFreeName(name: string, taken: ReadonlySet<string>): string {
  let free = name
  for (let count = 2; taken.has(free); count += 1) free = `${name}-${count}`
  return free
}

function readFolder(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

type Measured = {
  /** Of all parts together. */
  readonly sizeBytes: number
  /** Of the part that changed last. */
  readonly modifiedMs: number
  /** `2 of 3`: the first part that is not there, or null. */
  readonly missing: string | null
}

/** A model may lie in several files, of which the first is its name. Null where that one is no file. */
function measure(path: string): Measured | null {
  const [, , last = '1'] = PART.exec(path) ?? []
  // More parts than any model has would only be waited for.
  const count = Math.min(Math.max(Number(last), 1), MOST_PARTS)
  let whole: Measured = { sizeBytes: 0, modifiedMs: 0, missing: null }
  for (let part = 1; part <= count; part += 1) {
    const found = statOrNull(path.replace(PART, end => end.replace(/\d{5}/, String(part).padStart(5, '0'))))
    if (found?.isFile())
      whole = {
        ...whole,
        sizeBytes: whole.sizeBytes + found.size,
        modifiedMs: Math.max(whole.modifiedMs, found.mtimeMs),
      }
    else if (part === 1) return null
    else whole = { ...whole, missing: whole.missing ?? `${part} of ${count}` }
  }
  return whole
}

function statOrNull(path: string) {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

type Registered = { readonly path: string; readonly source: unknown }

/** Files of llamacpp models in the catalogue; a catalogue that cannot be read names none. */
function readRegistered(catalogPath: string): readonly Registered[] {
  try {
    const catalog: unknown = JSON.parse(readFileSync(catalogPath, 'utf8'))
    const models = isRecord(catalog) && Array.isArray(catalog.models) ? catalog.models : []
    return models.flatMap(model => {
      if (!isRecord(model) || model.provider !== 'llamacpp' || !Array.isArray(model.file_paths)) return []
      const path: unknown = model.file_paths[0]
      return typeof path === 'string' ? [{ path, source: model.source }] : []
    })
  } catch {
    return []
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
