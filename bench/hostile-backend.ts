/** The fake inference server of `bench/hostile` in a process of its own, so that its flood is not measured as Studio's time. */
import type { Scenario } from '#testing/fake-backend/scenario'
import { startFakeBackend } from '#testing/fake-backend/start-fake-backend'

export type BackendCommand =
  | { readonly kind: 'script'; readonly id: number; readonly model: string; readonly scenarios: readonly Scenario[] }
  | { readonly kind: 'calls'; readonly id: number; readonly mark: string }

export type CallSeen = { readonly maxTokens: number | null }

const backend = await startFakeBackend()

process.on('message', (command: BackendCommand) => {
  if (command.kind === 'script') {
    const { scenarios } = command
    backend.script(command.model, call => scenarios[call % scenarios.length] as Scenario)
    process.send?.({ id: command.id, calls: [] })
    return
  }
  const calls = backend.ledger.calls.filter(call => JSON.stringify(call.messages).includes(command.mark))
  process.send?.({ id: command.id, calls: calls.map((call): CallSeen => ({ maxTokens: call.maxTokens })) })
})
process.on('disconnect', () => process.exit(0))
process.send?.({ url: backend.url })
