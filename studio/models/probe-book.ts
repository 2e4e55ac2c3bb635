/**
 * What probes found (N8), one entry for each model, in one small file: the newest one, under the runtime's version and the model's digest.
 * It holds nothing of the user, and losing it costs no more than the probes.
 */
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { ModelProbe } from '#contracts/probe'
import { readSmallFile, writeSmallFile } from '#machine/atomic-file'

const BookFile = Type.Object({ version: Type.Literal(1), probes: Type.Array(ModelProbe) })
const MOST_KEPT = 256

/** What a runtime says of a model now. */
export type NowServed = { readonly version: string | null; readonly digest: string | null }

export class ProbeBook {
  readonly #path: string
  #probes: readonly ModelProbe[] | null = null
  #loading: Promise<void> | null = null
  #writing: Promise<void> = Promise.resolve()

  constructor(path: string) {
    this.#path = path
  }

  /** The newest probe of a model, whatever its runtime is by now; null where there is none. */
  async last(modelId: string): Promise<ModelProbe | null> {
    return (await this.#all()).find(probe => probe.model_id === modelId) ?? null
  }

  /** The probe of a model that holds for what is served now. */
  async current(modelId: string, now: NowServed): Promise<ModelProbe | null> {
    const probe = await this.last(modelId)
    return probe !== null && isOf(probe, now) ? probe : null
  }

  /** Those that hold for a runtime at this version. */
  async ofRuntime(connector: string, version: string | null): Promise<readonly ModelProbe[]> {
    const all = await this.#all()
    return all.filter(probe => probe.model_id.startsWith(`${connector}/`) && probe.runtime_version === version)
  }

  async knows(connector: string): Promise<boolean> {
    return (await this.#all()).some(probe => probe.model_id.startsWith(`${connector}/`))
  }

  /** Puts a probe in the place of an earlier one of its model. What cannot be written counts until the end of this process. */
  async keep(probe: ModelProbe): Promise<void> {
    await this.#all()
    // From here to the assignment nothing waits, so that two at once do not lose one.
    const others = (this.#probes ?? []).filter(one => one.model_id !== probe.model_id)
    const probes = [probe, ...others].slice(0, MOST_KEPT)
    this.#probes = probes
    const write = () =>
      writeSmallFile(this.#path, new TextEncoder().encode(`${JSON.stringify({ version: 1, probes }, null, 2)}\n`))
    this.#writing = this.#writing.then(write, write)
    await this.#writing
  }

  async #all(): Promise<readonly ModelProbe[]> {
    if (this.#probes !== null) return this.#probes
    this.#loading ??= readSmallFile(this.#path, parse).then(
      ({ value }) => {
        this.#probes ??= value ?? []
      },
      () => {
        this.#probes ??= []
      },
    )
    await this.#loading
    return this.#probes ?? []
  }
}

/** A probe says nothing about another version of the runtime or other weights under the same name. */
export const isOf = (probe: ModelProbe, { version, digest }: NowServed): boolean =>
  probe.runtime_version === version && probe.model_digest === digest

function parse(bytes: Uint8Array): readonly ModelProbe[] {
  const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  if (!Value.Check(BookFile, value)) throw new Error('it holds no probes')
  return value.probes
}
