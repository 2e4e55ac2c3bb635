/** The keyboard map: what the keys do where one is. */
import { Dialog } from '../parts/dialog.tsx'
import { toKeyNames, useShortcuts } from './keyboard.ts'

export default function KeyHelp({ onClose }: { readonly onClose: () => void }) {
  const shortcuts = useShortcuts()
  const shown = [...new Map(shortcuts.map(shortcut => [shortcut.keys, shortcut])).values()]
  return (
    <Dialog title="Keyboard" onClose={onClose}>
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
        {shown.map(({ keys, label }) => (
          <div key={keys} className="contents">
            <dt className="justify-self-end">
              <Keys keys={keys} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}

export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className="inline-flex gap-1">
      {toKeyNames(keys).map(key => (
        <kbd key={key} className="rounded-sm border border-line bg-ground px-1.5 font-sans text-quiet text-xs">
          {key}
        </kbd>
      ))}
    </span>
  )
}
