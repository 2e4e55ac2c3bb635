/**
 * What the connector remembers between starts, in its own folder: measured threads and digests of model files.
 * Everything here can be measured again, so a note that cannot be read or written is only missing.
 */
import { Type } from '@sinclair/typebox'
import type { Files } from '#contracts/powers'
import { type ModelFile, readShape, ThreadTable } from './protocol.ts'

const Digests = Type.Record(Type.String(), Type.String({ pattern: '^sha256:[0-9a-f]{64}$' }))
/** MiB that a model took, by file and context. */
const Memory = Type.Record(Type.String(), Type.Integer({ minimum: 1 }))
/** Measured while other programs had the cores: good enough for the day, not for ever. */
const Provisional = Type.Object({ day: Type.String(), threads: ThreadTable })
const THREADS = 'threads.json'
const PROVISIONAL = 'threads-of-the-day.json'
const DIGESTS = 'digests.json'
const MEMORY = 'memory.json'

export class MachineNotes {
  readonly #files: Files
  readonly #day: string
  #threads: ThreadTable
  #digests: Map<string, string>
  readonly #memory: Map<string, number>

  private constructor(
    files: Files,
    day: string,
    threads: ThreadTable,
    digests: Readonly<Record<string, string>>,
    memory: Readonly<Record<string, number>>,
  ) {
    this.#files = files
    this.#day = day
    this.#threads = threads
    this.#digests = new Map(Object.entries(digests))
    this.#memory = new Map(Object.entries(memory))
  }

  /** `nowEpochMs` decides whether a provisional measure still counts. */
  static async open(files: Files, nowEpochMs: number): Promise<MachineNotes> {
    const day = new Date(nowEpochMs).toISOString().slice(0, 10)
    const provisional = readShape(Provisional, await readJson(files, PROVISIONAL))
    const lasting = readShape(ThreadTable, await readJson(files, THREADS)) ?? {}
    const threads = { ...(provisional?.day === day ? provisional.threads : {}), ...lasting }
    const digests = readShape(Digests, await readJson(files, DIGESTS)) ?? {}
    const memory = readShape(Memory, await readJson(files, MEMORY)) ?? {}
    return new MachineNotes(files, day, threads, digests, memory)
  }

  /** Threads by machine key. */
  get threads(): ThreadTable {
    return this.#threads
  }

  /** `lasting` false: for this day only, so that a calmer one measures again. */
  async keepThreads(machine: string, threads: number, { lasting }: { readonly lasting: boolean }): Promise<void> {
    this.#threads = { ...this.#threads, [machine]: threads }
    if (lasting) await this.#write(THREADS, this.#threads)
    else await this.#write(PROVISIONAL, { day: this.#day, threads: { [machine]: threads } })
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

  /** What loading this very file took, with the estimate it corrects: with another context both are others. */
  memoryOf(file: ModelFile): number | null {
    return this.#memory.get(toMemoryKey(file)) ?? null
  }

  /** The most that was seen counts. */
  async keepMemory(file: ModelFile, memoryMb: number): Promise<void> {
    if (memoryMb <= (this.memoryOf(file) ?? 0)) return
    this.#memory.set(toMemoryKey(file), memoryMb)
    await this.#write(MEMORY, Object.fromEntries(this.#memory))
  }

  async #write(path: string, value: unknown): Promise<void> {
    await this.#files
      .write(path, new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`))
      .catch(() => undefined)
  }
}

const toKey = (file: ModelFile): string => `${file.sizeBytes}:${file.modifiedMs}:${file.path}`

const toMemoryKey = (file: ModelFile): string => `${file.memoryMb}:${toKey(file)}`

async function readJson(files: Files, path: string): Promise<unknown> {
  try {
    const bytes = await files.read(path)
    return bytes === null ? null : JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
}
