/** Buttons: one way to press. A busy one keeps its width and says so; one without words has a name. */
import type { LucideIcon } from 'lucide-react'
import type { ComponentProps, Ref } from 'react'
import { Spinner } from './spinner.tsx'

export type ButtonTone = 'main' | 'line' | 'plain' | 'bad'

const TONES: Readonly<Record<ButtonTone, string>> = {
  main: 'border-transparent bg-accent text-on-accent hover:bg-accent-deep',
  line: 'border-line bg-raised text-ink hover:border-line-strong hover:bg-held',
  plain: 'border-transparent text-accent hover:bg-accent-soft',
  bad: 'border-bad text-bad hover:bg-bad-soft',
}
const SHAPE =
  'inline-flex select-none items-center justify-center gap-1.5 rounded-md border transition-colors disabled:opacity-50 pointer-coarse:min-h-10'

export type ButtonProps = ComponentProps<'button'> & {
  readonly tone?: ButtonTone
  readonly icon?: LucideIcon
  /** Something is under way that this button began. */
  readonly isBusy?: boolean
  /** Its words are a sentence: it takes as many lines as that needs. */
  readonly isSentence?: boolean
}

export function Button({
  tone = 'line',
  icon: Icon,
  isBusy = false,
  isSentence = false,
  className = '',
  children,
  ...rest
}: ButtonProps) {
  const shape = isSentence ? 'py-1 text-left font-normal wrap-anywhere' : 'shrink-0 whitespace-nowrap font-medium'
  return (
    <button
      type="button"
      aria-busy={isBusy || undefined}
      className={`${SHAPE} ${shape} ${TONES[tone]} min-h-8 px-3 ${className}`}
      {...rest}
      disabled={rest.disabled === true || isBusy}
    >
      {isBusy ? <Spinner /> : Icon && <Icon size={16} aria-hidden />}
      {children}
    </button>
  )
}

export type IconButtonProps = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> & {
  /** Name for a screen reader, and tooltip. */
  readonly label: string
  readonly icon: LucideIcon
  readonly size?: number
  readonly ref?: Ref<HTMLButtonElement>
}

export function IconButton({ label, icon: Icon, size = 16, className = '', ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      className={`inline-flex size-8 shrink-0 items-center justify-center rounded-md text-quiet transition-colors hover:bg-held hover:text-ink disabled:opacity-50 aria-pressed:bg-accent-soft aria-pressed:text-accent pointer-coarse:size-10 ${className}`}
      {...rest}
    >
      <Icon size={size} aria-hidden />
    </button>
  )
}
