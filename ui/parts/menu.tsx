/** A menu behind a button: arrows move, letters find, Esc closes and gives the focus back. */
import { Check, type LucideIcon } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement } from 'react'

export type MenuItem =
  | 'line'
  | {
      readonly label: string
      readonly icon?: LucideIcon
      readonly run: () => void
      readonly isBad?: boolean
      readonly isOff?: boolean
      /** Shown as chosen; such items are one choice among the others of the menu. */
      readonly isChosen?: boolean
      /** Shown as on or off, whatever the others are; the menu stays open, because one rarely comes alone. */
      readonly isOn?: boolean
    }

export function Menu({
  trigger,
  items,
  align = 'end',
}: {
  /** A button; it is given what it needs. */
  readonly trigger: ReactElement
  readonly items: readonly MenuItem[]
  readonly align?: 'start' | 'end'
}) {
  return (
    // Not modal: a modal one would write a style element, which the policy of the page forbids.
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-44 overflow-auto rounded-md border border-line bg-raised p-1 shadow-over"
        >
          {items.map((item, at) =>
            item === 'line' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else to be told apart by
              <DropdownMenu.Separator key={at} className="my-1 h-px bg-line" />
            ) : (
              <DropdownMenu.Item
                key={item.label}
                disabled={item.isOff === true}
                onSelect={event => {
                  if (item.isOn !== undefined) event.preventDefault()
                  item.run()
                }}
                role={roleOf(item)}
                aria-checked={item.isChosen ?? item.isOn}
                className={`flex min-h-8 items-center gap-2 rounded-sm px-2 outline-none data-disabled:opacity-50 data-highlighted:bg-held pointer-coarse:min-h-10 ${item.isBad ? 'text-bad' : ''} ${item.isChosen || item.isOn ? 'font-medium text-accent' : ''}`}
              >
                {item.isOn !== undefined && (
                  <Check size={16} aria-hidden className={`shrink-0 ${item.isOn ? '' : 'invisible'}`} />
                )}
                {item.icon && <item.icon size={16} aria-hidden className="shrink-0" />}
                {item.label}
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

function roleOf({ isChosen, isOn }: Exclude<MenuItem, 'line'>): 'menuitem' | 'menuitemradio' | 'menuitemcheckbox' {
  if (isOn !== undefined) return 'menuitemcheckbox'
  return isChosen === undefined ? 'menuitem' : 'menuitemradio'
}
