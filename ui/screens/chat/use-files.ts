/** Files on their way to a message: each is sent at once, can be taken back, and says what could not be read of it. */
import { useEffect, useRef, useState } from 'react'
import type { AttachmentInfo } from '#contracts/chat'
import { toFailure } from '../../api/api-failure.ts'
import type { DraftFile } from '../../app/drafts.ts'
import { toSize } from '../../parts/figures.ts'
import { dropFile, readFileInfo, sendFile } from './chat-api.ts'

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
const CUT_OFF = 'This chat was left before all of it was sent. Attach it again.'
const GONE = 'It is no longer at the server: a file waits a day for its message. Attach it again.'

let lastKey = 0
const nextKey = (): string => String(++lastKey)

/** Begins with the files of a draft, which the server may have dropped since. */
export function useFiles(kept: readonly DraftFile[]) {
  const [list, setList] = useState<readonly SentFile[]>(() => kept.map(fromDraft))
  const sending = useRef(new Map<string, AbortController>())
  const change = (key: string, next: Partial<SentFile>) =>
    setList(all => all.map(file => (file.key === key ? { ...file, ...next } : file)))

  useEffect(() => {
    const { current } = sending
    return () => {
      for (const stop of current.values()) stop.abort()
    }
  }, [])
  const [first] = useState(list)
  useEffect(() => {
    const stop = new AbortController()
    for (const { key, info } of first) {
      if (info === null) continue
      readFileInfo(info.attachment_id, stop.signal).catch((error: unknown) => {
        // Whoever is away now is asked again when the message is sent.
        if (toFailure(error).code === 'NOT_FOUND')
          setList(all => all.map(file => (file.key === key ? { ...file, state: 'refused', problem: GONE } : file)))
      })
    }
    return () => stop.abort()
  }, [first])

  const send = async (key: string, file: File) => {
    const stop = new AbortController()
    sending.current.set(key, stop)
    try {
      const info = await sendFile(file, stop.signal)
      // Taken back at the last moment: nobody will name it.
      if (stop.signal.aborted) void dropFile(info.attachment_id).catch(() => undefined)
      else change(key, { state: 'ready', info })
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
        const key = nextKey()
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
    /** These went with a message; what was attached since stays. */
    letGo: (ids: readonly string[]) =>
      setList(all => all.filter(({ info }) => info === null || !ids.includes(info.attachment_id))),
  }
}

/** What a reload can bring back; what was refused was told and is let go. */
export const toDraftFiles = (list: readonly SentFile[]): readonly DraftFile[] =>
  list.flatMap(({ name, sizeBytes, info, state }) => (state === 'refused' ? [] : [{ name, sizeBytes, info }]))

const fromDraft = ({ name, sizeBytes, info }: DraftFile): SentFile => ({
  key: nextKey(),
  name,
  sizeBytes,
  info,
  state: info === null ? 'refused' : 'ready',
  problem: info === null ? CUT_OFF : null,
})

/** What the server would refuse, said before megabytes are sent. */
function judge(file: File, count: number): string | null {
  if (count >= MOST_FILES) return `A message takes ${MOST_FILES} files; send the rest with the next one.`
  if (file.size > MOST_BYTES) return `It has ${toSize(file.size)}; a file may have 67 MB. Send the part that matters.`
  if (file.size === 0) return 'It is empty.'
  return null
}
