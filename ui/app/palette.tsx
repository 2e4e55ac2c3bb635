/** The command palette: every command of the page, found by a few letters. */
import { Command } from 'cmdk'
import { Fragment } from 'react'
import { Dialog } from '../parts/dialog.tsx'
import { useAllCommands } from './commands.ts'
import { Keys } from './key-help.tsx'

export default function Palette({ onClose }: { readonly onClose: () => void }) {
  const commands = useAllCommands()
  const groups = Map.groupBy(commands, command => command.group)
  return (
    <Dialog title="Commands" onClose={onClose}>
      <Command label="Commands" className="-m-4 flex flex-col" loop>
        <Command.Input
          data-focus
          placeholder="What do you want to do?"
          className="min-h-11 border-line border-b bg-transparent px-4 outline-none placeholder:text-faint"
        />
        <Command.List className="max-h-[50dvh] overflow-auto p-1.5">
          <Command.Empty className="px-3 py-6 text-center text-quiet">Nothing of that name.</Command.Empty>
          {[...groups].map(([group, members]) => (
            <Command.Group
              key={group}
              heading={group}
              className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-faint [&_[cmdk-group-heading]]:text-xs"
            >
              {members.map(command => (
                <Command.Item
                  key={command.id}
                  value={`${command.label} ${command.id}`}
                  keywords={[group, ...(command.words ?? [])]}
                  onSelect={() => {
                    onClose()
                    command.run()
                  }}
                  className="flex min-h-8 items-center gap-2 rounded-sm px-2.5 data-[selected=true]:bg-held pointer-coarse:min-h-10"
                >
                  <span className="min-w-0 flex-1 truncate">{command.label}</span>
                  {command.keys === undefined ? <Fragment /> : <Keys keys={command.keys} />}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Dialog>
  )
}
