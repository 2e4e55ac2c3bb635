/**
 * What a file says, as the text that rules and models are given: text, CSV and JSON as they stand, a PDF page by page. The same
 * bytes give the same text. It runs nothing that a file brings, and refuses what is none of these.
 */
import type { AttachmentInfo } from '#contracts/chat'
import { KoraError } from '#contracts/failure'
import { readJsonText } from '#json/read'
import { decodeText, isOldText, SAVE_AS_UTF8 } from '../decode-text.ts'

export type FileText = Pick<AttachmentInfo, 'kind' | 'pages' | 'note'> & { readonly text: string }
/** Reads a PDF; in a process of its own, because it is the one kind of file that is a program of a sort. */
export type ReadPdf = (
  bytes: Uint8Array,
) => Promise<{ readonly pages: readonly string[]; readonly note: string | null }>

const PDF = '%PDF-'
/** A PDF may have some bytes of another kind before its mark. */
const PDF_MARK_WITHIN = 1_024

/** Throws MEDIA_TYPE for a file that is no text and no PDF, INVALID_REQUEST for a PDF that cannot be read. */
export async function readFile(
  bytes: Uint8Array,
  name: string,
  mediaType: string,
  readPdf: ReadPdf,
): Promise<FileText> {
  if (Buffer.from(bytes.subarray(0, PDF_MARK_WITHIN)).includes(PDF)) {
    const { pages, note } = await readPdf(bytes)
    return { kind: 'pdf', text: pages.join('\n\n'), pages: pages.length, note }
  }
  const text = decodeText(bytes)
  if (text === null && isOldText(bytes))
    throw new KoraError('MEDIA_TYPE', 'This file is text, but not in UTF-8.', { hint: SAVE_AS_UTF8 })
  if (text === null || text.includes('\0'))
    throw new KoraError('MEDIA_TYPE', 'This file is no text, CSV, JSON or PDF.', {
      hint: 'Convert it to one of these first.',
    })
  if (isKind(name, mediaType, /\.(csv|tsv)$/i, /^text\/(csv|tab-separated-values)/i))
    return { kind: 'csv', text, pages: null, note: null }
  if (!isKind(name, mediaType, /\.(json|jsonl|ndjson|geojson)$/i, /[/+]json/i))
    return { kind: 'text', text, pages: null, note: null }
  const read = readJsonText(text)
  if (read.ok || /\.(jsonl|ndjson)$/i.test(name)) return { kind: 'json', text, pages: null, note: null }
  const { line, column, message } = read.fault
  return {
    kind: 'text',
    text,
    pages: null,
    note: `No valid JSON (line ${line}, column ${column}: ${message}), so it is taken as text.`,
  }
}

const isKind = (name: string, mediaType: string, ending: RegExp, type: RegExp): boolean =>
  ending.test(name) || type.test(mediaType)
