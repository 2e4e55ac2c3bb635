/** One of two to four words, all visible: arrows choose, as in a group of radio buttons. */
import { ToggleGroup } from 'radix-ui'

export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string
  readonly value: T
  readonly options: readonly { readonly value: T; readonly label: string }[]
  readonly onChange: (value: T) => void
}) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={next => {
        const option = options.find(one => one.value === next)
        if (option !== undefined) onChange(option.value)
      }}
      className="inline-flex shrink-0 rounded-md border border-line bg-sunken p-0.5"
    >
      {options.map(option => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="min-h-6.5 rounded-sm px-2.5 text-quiet text-sm transition-colors hover:text-ink data-[state=on]:bg-raised data-[state=on]:font-medium data-[state=on]:text-ink data-[state=on]:outline data-[state=on]:outline-line focus-visible:outline-2! focus-visible:outline-accent! pointer-coarse:min-h-9"
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  )
}
