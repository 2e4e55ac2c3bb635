/**
 * Toasts: one sentence about what just happened, with the way back where there is one. They are told to a screen reader, stay
 * while they are pointed at or focused, and never carry what must be read: that stands where it happened.
 */
import { X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { toFailure } from '../api/api-failure.ts'
import { Button, IconButton } from '../parts/button.tsx'
import { SharedValue, useShared } from './shared-value.ts'

export type Toast = {
  readonly text: string
  readonly tone?: 'plain' | 'bad'
  readonly action?: { readonly label: string; readonly run: () => void }
  /** What happens when it goes away without the action having been taken. */
  readonly onGone?: () => void
}

type Shown = Toast & { readonly id: number }

const SHOWN_MS = 6_000
const MOST = 4
let nextId = 1
const shown = new SharedValue<readonly Shown[]>([])

export function showToast(toast: Toast): void {
  const next = [...shown.read(), { ...toast, id: nextId++ }]
  for (const old of next.slice(0, -MOST)) old.onGone?.()
  shown.write(next.slice(-MOST))
}

/** Does it, and says in a toast why it could not be done: for deeds without a place of their own on the screen. */
export async function attempt(deed: () => Promise<unknown>): Promise<void> {
  try {
    await deed()
  } catch (error) {
    const { message, hint } = toFailure(error)
    showToast({ text: [message, hint].filter(Boolean).join(' '), tone: 'bad' })
  }
}

function drop(toast: Shown, { isTaken }: { readonly isTaken: boolean }): void {
  if (!shown.read().some(one => one.id === toast.id)) return
  shown.write(shown.read().filter(one => one.id !== toast.id))
  if (isTaken) toast.action?.run()
  else toast.onGone?.()
}

export function Toasts() {
  const toasts = useShared(shown)
  return (
    <section
      aria-label="Messages"
      aria-live="polite"
      className="pointer-events-none fixed inset-x-0 bottom-0 z-50 flex flex-col items-center gap-2 p-4"
    >
      {toasts.map(toast => (
        <ToastView key={toast.id} toast={toast} />
      ))}
    </section>
  )
}

function ToastView({ toast }: { readonly toast: Shown }) {
  const [isHeld, setHeld] = useState(false)
  useEffect(() => {
    if (isHeld) return
    const timer = setTimeout(() => drop(toast, { isTaken: false }), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [isHeld, toast])
  return (
    <div
      role="group"
      className={`pointer-events-auto flex max-w-full items-center gap-3 rounded-md border bg-raised py-1.5 pr-1.5 pl-3.5 shadow-over ${toast.tone === 'bad' ? 'border-bad text-bad' : 'border-line'}`}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <span className="py-1">{toast.text}</span>
      {toast.action && (
        <Button tone="plain" onClick={() => drop(toast, { isTaken: true })}>
          {toast.action.label}
        </Button>
      )}
      <IconButton label="Dismiss" icon={X} onClick={() => drop(toast, { isTaken: false })} />
    </div>
  )
}
