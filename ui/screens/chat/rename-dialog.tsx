/** Gives a chat another title. */
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Chat } from '#contracts/chat'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { Field, TextInput } from '../../parts/field.tsx'
import { changeChat } from './chat-api.ts'

export function RenameDialog({ chat, onClose }: { readonly chat: Chat; readonly onClose: () => void }) {
  const client = useQueryClient()
  const [title, setTitle] = useState(chat.title)
  const [failure, setFailure] = useState<unknown>(null)
  const save = async (event: FormEvent) => {
    event.preventDefault()
    try {
      await changeChat(chat.chat_id, { title: title.trim() })
      await Promise.all([
        client.invalidateQueries({ queryKey: ['chats'] }),
        client.invalidateQueries({ queryKey: ['chat', chat.chat_id] }),
      ])
      onClose()
    } catch (error) {
      setFailure(error)
    }
  }
  return (
    <Dialog
      title="Rename the chat"
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="main" type="submit" form="rename" disabled={title.trim() === ''}>
            Rename
          </Button>
        </>
      }
    >
      <form id="rename" onSubmit={save} className="flex flex-col gap-3">
        {failure !== null && <FailureNotice error={failure} />}
        <Field label="Title">
          {ids => (
            <TextInput
              {...ids}
              data-focus
              maxLength={256}
              value={title}
              onChange={event => setTitle(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
