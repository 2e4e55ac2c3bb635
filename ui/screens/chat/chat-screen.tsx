/** The chat: ask, and see at once what answered. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ExecuteResult } from '#contracts/execution'
import { ScreenFrame } from '../../app/screen-frame.tsx'
import { showRun } from '../../app/shown-run.ts'
import { Composer } from './composer.tsx'
import { cancelRun, runMessage } from './run-message.ts'
import { type Turn, TurnView } from './turn-view.tsx'

export default function ChatScreen() {
  const client = useQueryClient()
  const [turns, setTurns] = useState<readonly Turn[]>([])
  const running = useRef<{ runId: string | null } | null>(null)
  const isBusy = turns.at(-1)?.state === 'running'

  const ask = async (message: string) => {
    const id = crypto.randomUUID()
    const mine = { runId: null as string | null }
    running.current = mine
    const change = (next: Turn) => setTurns(all => all.map(turn => (turn.id === id ? next : turn)))
    setTurns(all => [...all, { id, message, state: 'running' }])
    try {
      const result: ExecuteResult = await runMessage(
        { message },
        {
          signal: new AbortController().signal,
          onEvent: event => {
            if (mine.runId !== null) return
            mine.runId = event.run_id
            showRun({ runId: event.run_id })
          },
        },
      )
      change({ id, message, state: 'answered', result })
      showRun({ runId: result.execution_metadata.run_id })
    } catch (error) {
      change({ id, message, state: 'refused', error })
    } finally {
      void client.invalidateQueries({ queryKey: ['runs'] })
    }
  }
  const stop = () => {
    const runId = running.current?.runId
    if (runId != null) void cancelRun(runId).catch(() => undefined)
  }

  return (
    <ScreenFrame title="Chat">
      <div className="min-h-0 flex-1 overflow-auto">
        <ol className="mx-auto flex max-w-3xl flex-col gap-8 px-4 py-6">
          {turns.map(turn => (
            <TurnView key={turn.id} turn={turn} />
          ))}
        </ol>
      </div>
      <Composer isBusy={isBusy} onAsk={ask} onStop={stop} />
    </ScreenFrame>
  )
}
