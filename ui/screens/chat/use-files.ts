/** Files on their way to a message: each is sent at once, can be taken back, and says what could not be read of it. */
import { useRef, useState } from 'react'
import type { AttachmentInfo } from '#contracts/chat'
import { toFailure } from '../../api/api-failure.ts'
import { toSize } from '../../parts/figures.ts'
import { dropFile, sendFile } from './chat-api.ts'

export type SentFile = {
  readonly key: string
  readonly name: string
  readonly sizeBytes: number
  readonly state: 'sending' | 'ready' | 'refused'
  readonly info: AttachmentInfo | null
  /** Why it was refused, and the cure. */
  readonly problem: string | null
}

const MOST_BYTES = 64 * 1024 * 1024
const MOST_FILES = 32

export function useFiles() {
  const [list, setList] = useState<readonly SentFile[]>([])
  const sending = useRef(new Map<string, AbortController>())
  const change = (key: string, next: Partial<SentFile>) =>
    setList(all => all.map(file => (file.key === key ? { ...file, ...next } : file)))

  const send = async (key: string, file: File) => {
    const stop = new AbortController()
    sending.current.set(key, stop)
    try {
      change(key, { state: 'ready', info: await sendFile(file, stop.signal) })
    } catch (error) {
      const failure = toFailure(error)
      change(key, { state: 'refused', problem: [failure.message, failure.hint].filter(Boolean).join(' ') })
    } finally {
      sending.current.delete(key)
    }
  }
  return {
    list,
    isReady: list.every(file => file.state === 'ready'),
    ids: list.flatMap(file => file.info?.attachment_id ?? []),
    add: (files: Iterable<File> | ArrayLike<File>) => {
      for (const [at, file] of Array.from(files as ArrayLike<File>).entries()) {
        const key = crypto.randomUUID()
        const problem = judge(file, list.length + at)
        const state = problem === null ? 'sending' : 'refused'
        setList(all => [...all, { key, name: file.name, sizeBytes: file.size, state, info: null, problem }])
        if (problem === null) void send(key, file)
      }
    },
    remove: (key: string) => {
      sending.current.get(key)?.abort()
      const sent = list.find(file => file.key === key)?.info
      if (sent != null) void dropFile(sent.attachment_id).catch(() => undefined)
      setList(all => all.filter(file => file.key !== key))
    },
    clear: () => setList([]),
  }
}

/** What the server would refuse, said before megabytes are sent. */
function judge(file: File, count: number): string | null {
  if (count >= MOST_FILES) return `A message takes ${MOST_FILES} files; send the rest with the next one.`
  if (file.size > MOST_BYTES) return `It has ${toSize(file.size)}; a file may have 67 MB. Send the part that matters.`
  if (file.size === 0) return 'It is empty.'
  return null
}
