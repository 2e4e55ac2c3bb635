/** Fields of a form: a label, the control, and below it what it means or what is wrong with it. */
import { type ComponentProps, type ReactNode, useId } from 'react'

const BOX =
  'min-h-8 w-full min-w-0 rounded-md border border-line-strong bg-raised px-2.5 text-ink placeholder:text-faint aria-invalid:border-bad disabled:opacity-50 pointer-coarse:min-h-10'

type FieldProps = {
  readonly label: string
  readonly note?: ReactNode
  /** One sentence: what is wrong and how to mend it. */
  readonly fault?: string | null
  /** The control beside the words, where there is room. */
  readonly isRow?: boolean
  readonly children: (ids: {
    readonly id: string
    readonly 'aria-describedby': string | undefined
    readonly 'aria-invalid': boolean | undefined
  }) => ReactNode
}

export function Field({ label, note, fault = null, isRow = false, children }: FieldProps) {
  const id = useId()
  const hasText = note !== undefined || fault !== null
  const control = children({
    id,
    'aria-describedby': hasText ? `${id}-text` : undefined,
    'aria-invalid': fault !== null || undefined,
  })
  const text = hasText && (
    <p id={`${id}-text`} className={`text-sm ${fault === null ? 'text-quiet' : 'text-bad'}`}>
      {fault ?? note}
    </p>
  )
  const name = (
    <label htmlFor={id} className="font-medium text-sm">
      {label}
    </label>
  )
  if (!isRow) {
    return (
      <div className="flex flex-col gap-1">
        {name}
        {control}
        {text}
      </div>
    )
  }
  return (
    <div className="grid items-start gap-x-6 gap-y-1.5 sm:grid-cols-[1fr_auto]">
      <div className="flex flex-col gap-0.5">
        {name}
        {text}
      </div>
      {control}
    </div>
  )
}

export function TextInput({ className = '', ...rest }: ComponentProps<'input'>) {
  return <input type="text" autoComplete="off" spellCheck={false} className={`${BOX} ${className}`} {...rest} />
}

export function TextArea({ className = '', ...rest }: ComponentProps<'textarea'>) {
  return <textarea className={`${BOX} py-1.5 ${className}`} {...rest} />
}

export function Select({ className = '', ...rest }: ComponentProps<'select'>) {
  return <select className={`${BOX} pr-7 ${className}`} {...rest} />
}

/** On or off, at once. */
export function Switch({
  label,
  note,
  isOn,
  isOff = false,
  onChange,
}: {
  readonly label: string
  readonly note?: ReactNode
  readonly isOn: boolean
  /** Cannot be changed now. */
  readonly isOff?: boolean
  readonly onChange: (isOn: boolean) => void
}) {
  const id = useId()
  return (
    <div className="flex items-start gap-3">
      <div className="flex min-w-0 flex-1 flex-col gap-0.5">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        {note !== undefined && (
          <p id={`${id}-text`} className="text-quiet text-sm">
            {note}
          </p>
        )}
      </div>
      <button
        id={id}
        type="button"
        role="switch"
        aria-checked={isOn}
        aria-describedby={note === undefined ? undefined : `${id}-text`}
        disabled={isOff}
        onClick={() => onChange(!isOn)}
        className="group mt-0.5 inline-flex h-5 w-9 shrink-0 items-center rounded-full border border-line-strong bg-sunken px-0.5 transition-colors aria-checked:border-accent aria-checked:bg-accent disabled:opacity-50"
      >
        <span className="size-3.5 rounded-full bg-quiet transition-transform group-aria-checked:translate-x-4 group-aria-checked:bg-on-accent" />
      </button>
    </div>
  )
}
