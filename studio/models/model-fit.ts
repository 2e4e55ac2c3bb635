/**
 * Says whether a model fits this machine (G5), with the numbers that say so: weights, keys and values of the context, and what is free
 * now. It compares and explains; it refuses nothing, because free memory changes and the user may know better.
 */
import type { FitVerdict, ModelFit } from '#contracts/studio'
import type { FreeMemory } from '#machine/free-memory'

export type MemoryNeed = {
  readonly weightsBytes: number
  /** Keys and values of the whole context; null where nobody told. */
  readonly cacheBytes: number | null
  readonly contextTokens: number
  /** What loading it really took, which then counts in place of the sum. */
  readonly measuredBytes?: number | undefined
  /** A loaded model has its memory already. */
  readonly isLoaded?: boolean
}

const MIB = 1_024 ** 2
/** Buffers of the computation beside weights and cache. */
const WORK_BYTES = 96 * MIB
/** Above this share of what is free, other programs feel it. */
const TIGHT_SHARE = 0.8

export function judgeFit(need: MemoryNeed, free: FreeMemory): ModelFit {
  const neededBytes = need.measuredBytes ?? need.weightsBytes + (need.cacheBytes ?? 0) + WORK_BYTES
  const own = need.isLoaded === true ? neededBytes : 0
  const verdict = judge(neededBytes, free.ramBytes + own, free.vramBytes)
  const fit = {
    verdict,
    needed_mb: toMb(neededBytes),
    weights_mb: toMb(need.weightsBytes),
    cache_mb: need.cacheBytes === null ? null : toMb(need.cacheBytes),
    context_tokens: need.contextTokens,
    free_ram_mb: toMb(free.ramBytes),
    free_vram_mb: free.vramBytes === null ? null : toMb(free.vramBytes),
    is_measured: need.measuredBytes !== undefined,
  }
  return { ...fit, sentence: describeFit(fit, need.isLoaded === true) }
}

function judge(needed: number, ram: number, vram: number | null): FitVerdict {
  const whole = Math.max(ram, vram ?? 0)
  if (vram !== null && needed > vram && needed <= vram + ram) return 'spills'
  if (needed > whole) return 'does_not_fit'
  return needed > whole * TIGHT_SHARE ? 'tight' : 'fits'
}

const WORDS: Readonly<Record<FitVerdict, string>> = {
  fits: 'fits',
  tight: 'is tight',
  spills: 'spills to the processor, which is slower',
  does_not_fit: 'does not fit',
}

function describeFit(fit: Omit<ModelFit, 'sentence'>, isLoaded: boolean): string {
  if (isLoaded) return `Loaded; it takes ${fit.is_measured ? '' : 'about '}${fit.needed_mb} MiB.`
  const about = fit.is_measured ? 'took' : 'needs about'
  const card = fit.free_vram_mb === null ? '' : ` and ${fit.free_vram_mb} MiB on the graphics card`
  const free = `${fit.free_ram_mb} MiB${card} are free`
  return `It ${WORDS[fit.verdict]}: it ${about} ${fit.needed_mb} MiB with a context of ${fit.context_tokens} tokens, and ${free}.`
}

const toMb = (bytes: number): number => Math.ceil(bytes / MIB)

/** Ids of what runs here in place of a model that does not, the largest first, three at most. */
export function listAlternatives(
  models: readonly { readonly model_id: string; readonly size_bytes: number; readonly fit: ModelFit }[],
): readonly string[] {
  return models
    .filter(({ fit }) => fit.verdict === 'fits' || fit.verdict === 'tight')
    .toSorted((a, b) => b.size_bytes - a.size_bytes)
    .slice(0, 3)
    .map(model => model.model_id)
}
