/** Tabs over one panel: arrows move between them, only the chosen panel is there. */
import { Tabs as Primitive } from 'radix-ui'
import type { ReactNode } from 'react'

export type Tab<T extends string> = { readonly value: T; readonly label: string; readonly content: () => ReactNode }

export function Tabs<T extends string>({
  label,
  value,
  tabs,
  onChange,
}: {
  readonly label: string
  readonly value: T
  readonly tabs: readonly Tab<T>[]
  readonly onChange: (value: T) => void
}) {
  return (
    <Primitive.Root
      value={value}
      onValueChange={next => {
        const tab = tabs.find(one => one.value === next)
        if (tab !== undefined) onChange(tab.value)
      }}
      className="flex min-h-0 flex-1 flex-col"
    >
      <Primitive.List aria-label={label} className="flex shrink-0 gap-4 overflow-x-auto border-line border-b px-4">
        {tabs.map(tab => (
          <Primitive.Trigger
            key={tab.value}
            value={tab.value}
            className="-mb-px min-h-9 whitespace-nowrap border-transparent border-b-2 text-quiet transition-colors hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:font-medium data-[state=active]:text-ink"
          >
            {tab.label}
          </Primitive.Trigger>
        ))}
      </Primitive.List>
      {tabs.map(tab => (
        <Primitive.Content
          key={tab.value}
          value={tab.value}
          className="flex min-h-0 flex-1 flex-col focus-visible:-outline-offset-2"
        >
          {tab.content()}
        </Primitive.Content>
      ))}
    </Primitive.Root>
  )
}
