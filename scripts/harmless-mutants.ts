/** Planted faults that change nothing anybody could observe, each with its reason; `bun run mutate` passes over them. */

export type HarmlessMutant = { readonly file: string; readonly was: string; readonly is: string; readonly why: string }

export const HARMLESS: readonly HarmlessMutant[] = []
