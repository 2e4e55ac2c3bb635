/**
 * Dialogs, on the browser's own <dialog>: it keeps the focus inside, gives it back, and closes on Esc. For questions and small
 * forms; the part marked `data-focus` has the focus first. What is read beside something else belongs into a drawer.
 */
import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { Button, IconButton } from './button.tsx'

export type DialogProps = {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Buttons, the main one last. */
  readonly actions?: ReactNode
  readonly width?: 'narrow' | 'wide'
  /** `drawer` comes in at the side and has the full height. */
  readonly side?: 'middle' | 'left' | 'right'
}

const PLACES = {
  middle: 'm-auto max-h-[calc(100dvh-2rem)] max-w-[calc(100vw-2rem)] rounded-lg border',
  left: 'my-0 ml-0 mr-auto h-dvh max-h-none max-w-[calc(100vw-3rem)] border-r',
  right: 'my-0 mr-0 ml-auto h-dvh max-h-none max-w-full border-l',
} as const

export function Dialog({ title, onClose, children, actions, width = 'narrow', side = 'middle' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    if (dialog !== null && !dialog.open) dialog.showModal()
    dialog?.querySelector<HTMLElement>('[data-focus]')?.focus()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      aria-labelledby={titleId}
      className={`flex-col border-line bg-raised p-0 shadow-over open:flex ${PLACES[side]} ${width === 'narrow' ? 'w-md' : 'w-3xl'}`}
      onCancel={event => {
        event.preventDefault()
        onClose()
      }}
      onClick={event => {
        // The backdrop is the dialog itself; everything in it is a child.
        if (event.target === ref.current) onClose()
      }}
      onKeyDown={event => event.stopPropagation()}
    >
      <header className="flex items-center gap-2 border-line border-b py-2 pr-2 pl-4">
        <h2 id={titleId} className="min-w-0 flex-1 truncate font-semibold">
          {title}
        </h2>
        <IconButton label="Close" icon={X} onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-auto p-4">{children}</div>
      {actions && <footer className="flex flex-wrap justify-end gap-2 border-line border-t p-3">{actions}</footer>}
    </dialog>
  )
}

export type ConfirmProps = {
  readonly title: string
  /** What will be gone, and what stays. */
  readonly children: ReactNode
  /** The deed itself, in words: `Delete 3 chats`. */
  readonly deed: string
  readonly isBusy?: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}

/** Asks before what cannot be taken back. What can be taken back does not ask: it offers undo. */
export function Confirm({ title, children, deed, isBusy = false, onConfirm, onClose }: ConfirmProps) {
  return (
    <Dialog
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button data-focus onClick={onClose}>
            Cancel
          </Button>
          <Button tone="bad" isBusy={isBusy} onClick={onConfirm}>
            {deed}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  )
}
