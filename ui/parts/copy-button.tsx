/** Copies a text and says so for a moment. */
import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { showToast } from '../app/toasts.tsx'
import { IconButton } from './button.tsx'

const SAID_MS = 1_500

export function CopyButton({
  text,
  label = 'Copy',
  className,
}: {
  /** Asked for when pressed. */
  readonly text: () => string
  readonly label?: string
  readonly className?: string
}) {
  const [isDone, setDone] = useState(false)
  useEffect(() => {
    if (!isDone) return
    const timer = setTimeout(() => setDone(false), SAID_MS)
    return () => clearTimeout(timer)
  }, [isDone])
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text())
      setDone(true)
    } catch {
      showToast({ text: 'The browser did not let this page copy. Mark the text and press Ctrl+C.', tone: 'bad' })
    }
  }
  return (
    <IconButton
      label={isDone ? 'Copied' : label}
      icon={isDone ? Check : Copy}
      onClick={copy}
      className={className ?? ''}
    />
  )
}
