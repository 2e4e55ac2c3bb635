/** Reads what the user named on the command line: graph files, attachments, `--input` pairs. Refuses with the flag or file named. */
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { AttachmentInput } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { type ReadResult, readJson, readJsonText } from '#json/read'
import { decodeText, SAVE_AS_UTF8 } from '../decode-text.ts'
import type { GraphFile } from './graph-file.ts'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.log': 'text/plain',
  '.txt': 'text/plain',
}
const MOST_BYTES = 8 * 1024 * 1024
const PDF_MARK = '%PDF-'
const STANDARD_INPUT = 'stdin'

/** A JSON file (or `-` for standard input), read as strictly as a request body. */
export async function readGraphFile(path: string): Promise<GraphFile> {
  const bytes = await readBytes(path, path)
  const name = path === '-' ? STANDARD_INPUT : path
  const value = takeJson(readJson(bytes), name)
  return { name, text: new TextDecoder().decode(bytes), value }
}

/** A message, or `-` for standard input. */
export async function readMessage(text: string): Promise<string> {
  const message = text === '-' ? decode(await readBytes('-', 'message'), STANDARD_INPUT) : text
  if (message.trim() !== '') return message
  throw new KoraError('INVALID_REQUEST', 'The message is empty.', { hint: 'Say what you want to know.' })
}

/** A text file, or `-` for standard input. */
export async function readText(path: string): Promise<string> {
  return decode(await readBytes(path, path), path === '-' ? STANDARD_INPUT : path)
}

export async function readAttachments(paths: readonly string[]): Promise<AttachmentInput[]> {
  const attachments = await Promise.all(paths.map(readAttachment))
  const total = attachments.reduce((sum, { text = '' }) => sum + Buffer.byteLength(text), 0)
  if (total <= MOST_BYTES) return attachments
  throw tooLarge('--attach', total)
}

async function readAttachment(path: string): Promise<AttachmentInput> {
  const bytes = await readBytes(path, `--attach ${path}`)
  const text = decode(bytes, `--attach ${path}`)
  return { name: basename(path), media_type: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'text/plain', text }
}

/** `name=value`: a value that is JSON is taken as JSON, anything else as text; `name=@file` reads a file. */
export async function readInputs(pairs: readonly string[]): Promise<Record<string, JsonValue>> {
  const inputs = new Map<string, JsonValue>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) {
      const hint = 'Examples: --input name=Ada, --input n=3, --input text=@letter.txt.'
      throw new KoraError('INVALID_REQUEST', `--input ${pair}: expected name=value.`, { hint })
    }
    const name = pair.slice(0, at)
    const flag = `--input ${name}`
    if (inputs.has(name))
      throw new KoraError('INVALID_REQUEST', `${flag} is given twice.`, { hint: 'Keep one of them.' })
    if (name === '__proto__')
      throw new KoraError('INVALID_REQUEST', `${flag}: no input can have this name.`, { hint: 'Rename it.' })
    inputs.set(name, await readInputValue(pair.slice(at + 1), flag))
  }
  return Object.fromEntries(inputs)
}

async function readInputValue(text: string, flag: string): Promise<JsonValue> {
  if (!text.startsWith('@')) {
    const read = readJsonText(text)
    return read.ok ? read.value : text
  }
  const path = text.slice(1)
  const bytes = await readBytes(path, `${flag}=${text}`)
  return extname(path).toLowerCase() === '.json' ? takeJson(readJson(bytes), path) : decode(bytes, `${flag}=${text}`)
}

function takeJson(read: ReadResult, name: string): JsonValue {
  if (read.ok) return read.value
  const { code, line, column, pointer, message } = read.fault
  const said = message.replace(/^The body/, code === 'NOT_UTF8' ? 'This is no text: the file' : 'The file')
  throw new KoraError('INVALID_REQUEST', `${name}:${line}:${column}: ${said}`, {
    errors: [{ pointer, code, message: `${name}:${line}:${column}: ${said}` }],
    hint: 'Mend the file at this place.',
  })
}

function decode(bytes: Uint8Array, what: string): string {
  const text = decodeText(bytes)
  if (text !== null) return text
  const isPdf = Buffer.from(bytes.subarray(0, PDF_MARK.length)).toString('latin1') === PDF_MARK
  const hint = isPdf ? 'Attach a PDF in the page, which reads its text; or convert it to text first.' : SAVE_AS_UTF8
  throw new KoraError('INVALID_REQUEST', `${what}: ${isPdf ? 'a PDF' : 'no text in UTF-8'}.`, { hint })
}

/** `what` names the flag or the file in words of the user. */
async function readBytes(path: string, what: string): Promise<Uint8Array> {
  if (path === '-') {
    const bytes = await Bun.stdin.bytes()
    return bytes.byteLength > MOST_BYTES ? refuseLarge(STANDARD_INPUT, bytes.byteLength) : bytes
  }
  const found = await stat(path).catch(error => refuseFile(what, error))
  // A pipe (`<(command)`) is as good as a file; a folder or a device is not.
  if (!found.isFile() && !found.isFIFO()) throw notReadable(what, found.isDirectory() ? 'a folder, no file' : 'no file')
  if (found.size > MOST_BYTES) return refuseLarge(what, found.size)
  return readFile(path).catch(error => refuseFile(what, error))
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'no such file',
  ENOTDIR: 'no such file',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
  ENAMETOOLONG: 'the name is too long',
}

function refuseFile(what: string, error: NodeJS.ErrnoException): never {
  throw notReadable(what, REASONS[error.code ?? ''] ?? 'it cannot be read', error)
}

const notReadable = (what: string, why: string, cause?: unknown): KoraError =>
  new KoraError('INVALID_REQUEST', `${what}: ${why}.`, { hint: 'Check the path.' }, cause)

function refuseLarge(what: string, sizeBytes: number): never {
  throw tooLarge(what, sizeBytes)
}

const tooLarge = (what: string, sizeBytes: number): KoraError =>
  new KoraError('BODY_TOO_LARGE', `${what}: ${sizeBytes} bytes; at most ${MOST_BYTES} are taken.`, {
    hint: 'Take a part of it; in the page a file of 64 MiB can be attached.',
  })
