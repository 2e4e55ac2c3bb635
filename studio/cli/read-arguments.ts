/** Reads what the user named on the command line: graph files, attachments, `--input` pairs. Refuses with the flag or file named. */
import { readFile, stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import type { AttachmentInput } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { readJson, readJsonText } from '#json/read'

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.json': 'application/json',
  '.md': 'text/markdown',
  '.log': 'text/plain',
  '.txt': 'text/plain',
}
const MOST_ATTACHED_BYTES = 8 * 1024 * 1024

/** A JSON file (or `-` for standard input), read as strictly as a request body. */
export async function readJsonFile(path: string): Promise<JsonValue> {
  const read = readJson(await readBytes(path, 'file'))
  if (read.ok) return read.value
  const { fault } = read
  throw new KoraError('INVALID_REQUEST', `${path}:${fault.line}:${fault.column}: ${fault.message}`, {
    errors: [{ pointer: fault.pointer, code: fault.code, message: fault.message }],
  })
}

export async function readAttachment(path: string): Promise<AttachmentInput> {
  const bytes = await readBytes(path, '--attach')
  if (bytes.byteLength > MOST_ATTACHED_BYTES) {
    throw new KoraError(
      'BODY_TOO_LARGE',
      `--attach ${path}: ${bytes.byteLength} bytes; at most ${MOST_ATTACHED_BYTES} are taken.`,
    )
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return { name: basename(path), media_type: MEDIA_TYPES[extname(path).toLowerCase()] ?? 'text/plain', text }
  } catch {
    throw new KoraError('INVALID_REQUEST', `--attach ${path}: not a UTF-8 text file; convert it to text first.`)
  }
}

/** `name=value`: a value that is JSON is taken as JSON, anything else as text; `name=@file` reads a file. */
export async function readInputs(pairs: readonly string[]): Promise<Record<string, JsonValue>> {
  const inputs: Record<string, JsonValue> = {}
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    if (at < 1) throw new KoraError('INVALID_REQUEST', `--input ${pair}: expected name=value.`)
    const name = pair.slice(0, at)
    inputs[name] = await readInputValue(pair.slice(at + 1))
  }
  return inputs
}

async function readInputValue(text: string): Promise<JsonValue> {
  if (text.startsWith('@')) {
    const path = text.slice(1)
    if (extname(path).toLowerCase() === '.json') return readJsonFile(path)
    return new TextDecoder().decode(await readBytes(path, '--input'))
  }
  const read = readJsonText(text)
  return read.ok ? read.value : text
}

async function readBytes(path: string, flag: string): Promise<Uint8Array> {
  if (path === '-') return new Uint8Array(await Bun.stdin.arrayBuffer())
  try {
    if (!(await stat(path)).isFile()) throw new Error('not a file')
    return await readFile(path)
  } catch (error) {
    throw new KoraError('INVALID_REQUEST', `${flag} ${path}: no such file, or it cannot be read.`, {}, error)
  }
}
