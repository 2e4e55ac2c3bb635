/**
 * What the connector remembers between starts, in its own folder: measured threads and digests of model files.
 * Everything here can be measured again, so a note that cannot be read or written is only missing.
 */
import { Type } from '@sinclair/typebox'
import type { Files } from '#contracts/powers'
import { type ModelFile, readShape, ThreadTable } from './protocol.ts'

const Digests = Type.Record(Type.String(), Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }))
const THREADS = 'threads.json'
const DIGESTS = 'digests.json'

export class MachineNotes {
  readonly #files: Files
  #threads: ThreadTable
  #digests: Map<string, string>

  private constructor(files: Files, threads: ThreadTable, digests: Readonly<Record<string, string>>) {
    this.#files = files
    this.#threads = threads
    this.#digests = new Map(Object.entries(digests))
  }

  static async open(files: Files): Promise<MachineNotes> {
    const threads = readShape(ThreadTable, await readJson(files, THREADS)) ?? {}
    const digests = readShape(Digests, await readJson(files, DIGESTS)) ?? {}
    return new MachineNotes(files, threads, digests)
  }

  /** Threads by machine key. */
  get threads(): ThreadTable {
    return this.#threads
  }

  /** `lasting` false: until this process ends, so that the next start measures again. */
  async keepThreads(machine: string, threads: number, { lasting }: { readonly lasting: boolean }): Promise<void> {
    this.#threads = { ...this.#threads, [machine]: threads }
    if (lasting) await this.#write(THREADS, this.#threads)
  }

  /** The digest of this very file: another size or time is another file. */
  digestOf(file: ModelFile): string | null {
    return this.#digests.get(toKey(file)) ?? null
  }

  async keepDigest(file: ModelFile, digest: string): Promise<void> {
    this.#digests = new Map([...this.#digests].filter(([key]) => !key.endsWith(`:${file.path}`)))
    this.#digests.set(toKey(file), digest)
    await this.#write(DIGESTS, Object.fromEntries(this.#digests))
  }

  async #write(path: string, value: unknown): Promise<void> {
    await this.#files
      .write(path, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`))
      .catch(() => undefined)
  }
}

const toKey = (file: ModelFile): string => `${file.sizeBytes}:${file.modifiedMs}:${file.path}`

async function readJson(files: Files, path: string): Promise<unknown> {
  try {
    const bytes = await files.read(path)
    return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
