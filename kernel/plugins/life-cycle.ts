/**
 * The life cycle of one plugin (rule P3): which state may follow which, and one way to run a step under a time limit that names
 * the culprit. It knows no plugin and decides nothing about grants.
 */
import { KoraError } from '#contracts/failure'
import type { PluginInfo } from '#contracts/manifest'
import type { Clock } from '#contracts/powers'

export type PluginState = PluginInfo['state']
export type Step = 'check' | 'load' | 'activate' | 'dispose'

/** Milliseconds that each step may take. */
export const STEP_LIMITS_MS: Readonly<Record<Step, number>> = {
  check: 5_000,
  load: 5_000,
  activate: 5_000,
  dispose: 2_000,
}

const NEXT: Readonly<Record<PluginState, readonly PluginState[]>> = {
  discovered: ['checked', 'failed', 'removed'],
  checked: ['granted', 'disabled', 'failed', 'removed'],
  granted: ['loaded', 'disabled', 'failed', 'removed'],
  loaded: ['active', 'disabled', 'failed', 'removed'],
  active: ['disabled', 'failed', 'removed'],
  disabled: ['discovered', 'failed', 'removed'],
  failed: ['discovered', 'disabled', 'removed'],
  removed: [],
}

/** Answers `to`, or throws: a state that cannot follow is a fault in the host itself. */
export function stepState(from: PluginState, to: PluginState): PluginState {
  if (!NEXT[from].includes(to)) throw new KoraError('INTERNAL', `A plugin cannot go from ${from} to ${to}.`)
  return to
}

/**
 * Runs one step. Throws PLUGIN_TIMEOUT or PLUGIN_FAILED with the plugin and the step in the message; a KoraError passes through.
 * What arrives after the limit goes to `undo`, so that a late activation leaves nothing behind.
 */
export async function runStep<T>(
  place: { readonly plugin: string; readonly step: Step; readonly limitMs: number; readonly clock: Clock },
  act: () => Promise<T> | T,
  undo: (late: T) => void = () => undefined,
): Promise<T> {
  const { plugin, step, limitMs, clock } = place
  const late = Promise.withResolvers<never>()
  const timeout = new KoraError(
    'PLUGIN_TIMEOUT',
    `Plugin ${plugin} did not finish the step "${step}" in ${limitMs} ms.`,
  )
  let isLate = false
  const cancel = clock.timer(limitMs, () => {
    isLate = true
    late.reject(timeout)
  })
  // Begun in a later turn, so that a step that throws at once is told like one that rejects.
  const work = Promise.resolve().then(act)
  work.then(
    value => isLate && undo(value),
    () => undefined,
  )
  try {
    return await Promise.race([work, late.promise])
  } catch (error) {
    if (error instanceof KoraError) throw error
    throw new KoraError('PLUGIN_FAILED', `Plugin ${plugin} failed in the step "${step}".`, {}, error)
  } finally {
    cancel()
  }
}
