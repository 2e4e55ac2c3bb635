/**
 * HotModule: one WASM module of the library, made on first use, with its memory grown to what a call needs.
 * It refuses a module that is not built and a call that would pass the module's memory maximum.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { OperationError } from '#kernel/plugin-door'

const PAGE_BYTES = 65_536
/** A memory that one large call grew beyond this is dropped after the call. */
const KEPT_BYTES = 16 * 1024 * 1024
/** Packaged beside the plugin, or where the build of a source checkout puts it. */
const FOLDERS = [join(import.meta.dir, '..', 'build'), join(import.meta.dir, '../../../asm/build')]

type Exports = { readonly memory: WebAssembly.Memory; readonly heap: () => number }

/** Names of all modules of the library: each is known as soon as the operations that use it are. */
const used = new Set<string>()

const findBinary = (name: string, folders: readonly string[]): string | undefined =>
  folders.map(folder => join(folder, `${name}.wasm`)).find(file => existsSync(file))

/** Throws PLUGIN_FAILED with the command that builds them where a module is missing: said once at the start, and not by each call. */
export function assertBuilt(folders: readonly string[] = FOLDERS): void {
  const missing = [...used].filter(name => findBinary(name, folders) === undefined)
  if (missing.length === 0) return
  throw new KoraError(
    'PLUGIN_FAILED',
    `The WASM modules ${missing.join(', ')} of the operations are not built: run \`bun asm/build.ts\`, and start Studio again.`,
  )
}

function readBinary(name: string): Uint8Array<ArrayBuffer> {
  const file = findBinary(name, FOLDERS)
  if (file !== undefined) return new Uint8Array(readFileSync(file))
  throw new Error(`The WASM module ${name} is not built; run \`bun asm/build.ts\`.`)
}

export class HotModule<Functions> {
  readonly #name: string
  #module: WebAssembly.Module | undefined
  #exports: (Exports & Functions) | undefined
  #heap = 0
  #buffer: Buffer = Buffer.alloc(0)
  #units: Uint16Array = new Uint16Array(0)

  constructor(name: string) {
    this.#name = name
    used.add(name)
  }

  /** The module's functions, with at least `bytes` bytes free from `heap` on. */
  open(bytes: number): Exports & Functions {
    const exports = this.#exports ?? this.#start()
    const missing = this.#heap + bytes - this.#buffer.byteLength
    if (missing > 0) {
      try {
        exports.memory.grow(Math.ceil(missing / PAGE_BYTES))
      } catch {
        throw new OperationError('The input is too large for this operation.')
      }
      this.#look(exports)
    }
    return exports
  }

  /** First byte free for a call's data. */
  get heap(): number {
    return this.#heap
  }

  /** The whole memory; valid until the next `open`. */
  get memory(): Buffer {
    return this.#buffer
  }

  /** Writes the UTF-16 code units of a text; answers how many. */
  writeText(text: string, at: number): number {
    const { length } = text
    if (length > 48) return this.#buffer.write(text, at, 'utf16le') >> 1
    const units = this.#units
    const start = at >> 1
    for (let i = 0; i < length; i += 1) units[start + i] = text.charCodeAt(i)
    return length
  }

  /** Ends a call; gives back a memory that grew large. */
  close(): void {
    if (this.#buffer.byteLength - this.#heap <= KEPT_BYTES) return
    this.#exports = undefined
    this.#buffer = Buffer.alloc(0)
    this.#units = new Uint16Array(0)
  }

  #start(): Exports & Functions {
    this.#module ??= new WebAssembly.Module(readBinary(this.#name))
    const instance = new WebAssembly.Instance(this.#module, {})
    const exports = instance.exports as unknown as Exports & Functions
    this.#exports = exports
    this.#heap = exports.heap()
    this.#look(exports)
    return exports
  }

  #look(exports: Exports): void {
    this.#buffer = Buffer.from(exports.memory.buffer)
    this.#units = new Uint16Array(exports.memory.buffer)
  }
}
