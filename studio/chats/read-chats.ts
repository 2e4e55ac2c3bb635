/**
 * Reads chats from a file: Studio's own JSON and Markdown, Markdown with a heading for each speaker, and ChatGPT's export. A file of
 * strangers: it is checked as a whole and refused with the places that are wrong, before anything of it is kept.
 */
import { TypeCompiler } from '@sinclair/typebox/compiler'
import { type Fault, KoraError } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { type JsonLimits, readJson } from '#json/read'
import { ChatsFile, type FileChat, type FileMessage, fault, type ReadChats, refused } from './chat-file.ts'
import { readChatGpt } from './read-chatgpt.ts'
import { ESCAPED_MARK, MARK } from './write-chats.ts'

const LIMITS: JsonLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 64, maxStringBytes: 8 * 1024 * 1024 }
const MAX_FAULTS = 100
const MAX_TITLE = 256
const check = TypeCompiler.Compile(ChatsFile)

/** Throws INVALID_REQUEST, or what is wrong with the JSON, with places. */
export function readChats(bytes: Uint8Array, name: string): ReadChats {
  const first = new TextDecoder().decode(bytes.subarray(0, 256)).trimStart()[0]
  if (first !== '{' && first !== '[') return { chats: [readMarkdown(decode(bytes), name)], skipped: [] }
  const read = readJson(bytes, LIMITS)
  if (!read.ok) {
    const { pointer, code, message, line, column } = read.fault
    const known = code === 'NOT_UTF8' ? 'JSON_SYNTAX' : code
    throw new KoraError(known, `${message} (line ${line}, column ${column})`, {
      errors: [{ pointer, code: known, message }],
      line,
      column,
    })
  }
  return Array.isArray(read.value) ? readChatGpt(read.value) : { chats: readOwn(read.value), skipped: [] }
}

function readOwn(value: JsonValue): readonly FileChat[] {
  if (!check.Check(value)) {
    const faults = [...check.Errors(value)].slice(0, MAX_FAULTS).map(({ path, message }) => fault(path, `${message}.`))
    throw refused(faults)
  }
  const faults: Fault[] = []
  for (const [at, { messages, active }] of value.chats.entries()) {
    for (const [place, { id, parent }] of messages.entries()) {
      const pointer = `/chats/${at}/messages/${place}`
      if (id !== place) faults.push(fault(`${pointer}/id`, `Messages are counted in order; expected ${place}.`))
      if (parent !== null && parent >= place)
        faults.push(fault(`${pointer}/parent`, 'A message follows an earlier one.'))
    }
    if (typeof active === 'number' && active >= messages.length)
      faults.push(fault(`/chats/${at}/active`, 'There is no such message.'))
    if (faults.length > MAX_FAULTS) break
  }
  if (faults.length > 0) throw refused(faults)
  return value.chats
}

const SPEAKER =
  /^#{1,4}\s+(?:\*\*)?(you|user|me|human|assistant|chatgpt|gpt|model|kora studio|kora)(?:\*\*)?\s*:?\s*(?:·.*)?$/i
const ASKING: ReadonlySet<string> = new Set(['you', 'user', 'me', 'human'])

function readMarkdown(text: string, name: string): FileChat {
  const lines = text.split(/\r?\n/)
  const isOwn = lines.some(line => MARK.test(line))
  const title = /^#\s+(.+)$/.exec(lines.find(line => line.trim() !== '') ?? '')?.[1]
  const found: { role: FileMessage['role']; lines: string[] }[] = []
  for (const line of lines) {
    const speaker = (isOwn ? MARK : SPEAKER).exec(line)?.[1]?.toLowerCase()
    if (speaker !== undefined) found.push({ role: ASKING.has(speaker) ? 'user' : 'assistant', lines: [] })
    else found.at(-1)?.lines.push(ESCAPED_MARK.exec(line)?.[1] ?? line)
  }
  if (found.length === 0) {
    const what = 'No speaker is named. Expected headings such as "## You" and "## Assistant".'
    throw refused([fault('', what)])
  }
  return {
    title: (title !== undefined && !SPEAKER.test(`# ${title}`)
      ? title
      : name.replace(/\.\w+$/, '') || 'Imported chat'
    ).slice(0, MAX_TITLE),
    messages: found.map((message, at) => ({
      id: at,
      parent: at === 0 ? null : at - 1,
      role: message.role,
      text: toText(message.lines, isOwn),
    })),
  }
}

/** Without the heading of Studio's own form, and without blank lines around. */
function toText(lines: readonly string[], isOwn: boolean): string {
  const own = isOwn && /^## (You|KORA Studio) · /.test(lines[0] ?? '') ? lines.slice(1) : lines
  let start = 0
  while (
    isOwn &&
    (own[start]?.trim() === '' || /^_(Attached: .*|failed|cancelled|interrupted)_$/.test(own[start] ?? ''))
  )
    start += 1
  return own
    .slice(start)
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refused([fault('', 'This file is neither JSON nor text.')])
  }
}
