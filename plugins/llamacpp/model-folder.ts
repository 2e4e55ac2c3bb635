/**
 * Finds the model files: `*.gguf` of the models folder, and files elsewhere that its `catalog.json` registers in place (G1, G3).
 * It reads headers and never weights, and it lists no partial download: those do not end in `.gguf`.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { GgufError, type GgufHeader, readGgufHeader } from './gguf-header.ts'
import type { ModelFile } from './protocol.ts'

export type FoundModel = Omit<ModelFile, 'loaded' | 'residentMb'> & { readonly header: GgufHeader | null }

const PART = /-(\d{5})-of-(\d{5})\.gguf$/i

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
    const inFolder = new Set(readFolder(this.#folder).map(name => join(this.#folder, name)))
    return readCatalogPaths(join(this.#folder, 'catalog.json')).filter(path => !inFolder.has(path))
  }

  #read(path: string): FoundModel | null {
    const stat = statOrNull(path)
    if (stat === null || !stat.isFile()) return null
    const known = this.#known.get(path)
    if (known !== undefined && known.sizeBytes === stat.size && known.modifiedMs === stat.mtimeMs) return known
    const model = this.#describe(path, stat.size, stat.mtimeMs)
    this.#known.set(path, model)
    return model
  }

  #describe(path: string, sizeBytes: number, modifiedMs: number): FoundModel {
    const fileName = basename(path)
    const common = { name: toModelName(fileName), path, fileName, sizeBytes, modifiedMs }
    try {
      const header = readGgufHeader(path)
      return {
        ...common,
        problem: null,
        header,
        contextTokens: Math.min(header.contextTokens ?? this.#contextTokens, this.#contextTokens),
        parameters: header.parameters,
        quantization: header.quantization,
        memoryMb: toMemoryMb(header, this.#contextTokens * this.#slots),
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
function toMemoryMb(header: GgufHeader, contextTokens: number): number {
  const cache = (header.cacheBytesPerToken ?? 0) * Math.min(contextTokens, header.contextTokens ?? contextTokens)
  return Math.ceil((header.sizeBytes + cache) / 1024 ** 2)
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

function statOrNull(path: string) {
  try {
    return statSync(path)
  } catch {
    return null
  }
}

/** Paths of llamacpp models in the catalogue; a catalogue that cannot be read names none. */
function readCatalogPaths(path: string): readonly string[] {
  try {
    const catalog: unknown = JSON.parse(readFileSync(path, 'utf8'))
    const models = isRecord(catalog) && Array.isArray(catalog.models) ? catalog.models : []
    return models.flatMap(model => {
      if (!isRecord(model) || model.provider !== 'llamacpp' || !Array.isArray(model.file_paths)) return []
      return typeof model.file_paths[0] === 'string' ? [model.file_paths[0]] : []
    })
  } catch {
    return []
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null
