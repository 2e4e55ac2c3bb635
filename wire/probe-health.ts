/** A health probe: one question with a time limit, whose every failure is a health and not an error. It carries no content. */
import type { ConnectorHealth } from '#contracts/connector-port'
import { ConnectorError } from '#contracts/plugin-errors'
import type { Clock } from '#contracts/powers'

const PROBE_MS = 3_000

export type Found = Pick<ConnectorHealth, 'status' | 'version' | 'reason'>

/** `address` is shown to people; `title` names what does not answer in time. */
export async function probeHealth(
  { clock, title, address }: { readonly clock: Clock; readonly title: string; readonly address: string },
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<Found>,
): Promise<ConnectorHealth> {
  const patience = new AbortController()
  const stop = clock.timer(PROBE_MS, () =>
    patience.abort(new ConnectorError('BACKEND_UNAVAILABLE', `${title} does not answer at ${address} in time.`)),
  )
  try {
    return { ...(await ask(AbortSignal.any([signal, patience.signal]))), address }
  } catch (failure) {
    const reason = failure instanceof ConnectorError ? failure.message : 'The probe was stopped.'
    return { status: 'unavailable', version: null, reason, address }
  } finally {
    stop()
  }
}
