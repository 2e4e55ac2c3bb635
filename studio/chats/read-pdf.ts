/**
 * Reads the text of a PDF in a child process with a deadline and a cap on its memory: a PDF is a stranger's program of a sort, and
 * a hostile one costs its own process. Pictures are not read; where nothing else is there, that is said.
 */
import { join } from 'node:path'
import { type FailureCode, KoraError } from '#contracts/failure'
import { readRssBytes } from '#machine/child-memory'
import { spawnModule } from '#machine/child-spawn'
import type { ReadPdf } from './read-file.ts'

export type PdfQuestion = { readonly bytes: Uint8Array; readonly maxPages: number }
export type PdfAnswer =
  | { readonly ok: true; readonly pages: readonly string[] }
  | { readonly ok: false; readonly why: 'pages' | 'password' | 'broken'; readonly pages: number }

const MAX_PAGES = 5_000
const DEADLINE_MS = 60_000
const MAX_RSS_BYTES = 1024 * 1024 * 1024
const LOOK_MS = 200

/** Throws INVALID_REQUEST for a PDF that is broken, locked, too long or too heavy. */
export const readPdf: ReadPdf = async bytes => {
  const answer = await askChild({ bytes, maxPages: MAX_PAGES })
  if (!answer.ok) throw refused(SENTENCES[answer.why](answer.pages))
  const silent = answer.pages.filter(page => page.trim() === '').length
  const all = answer.pages.length
  return { pages: answer.pages, note: silent === 0 ? null : toNote(silent, all) }
}

const SENTENCES: Readonly<Record<'pages' | 'password' | 'broken', (pages: number) => string>> = {
  pages: pages => `The PDF has ${pages} pages; at most ${MAX_PAGES} are read. Split it.`,
  password: () => 'The PDF is locked with a password; unlock it first.',
  broken: () => 'The PDF is broken and cannot be read.',
}

const toNote = (silent: number, all: number): string =>
  silent === all
    ? 'No page holds text; scanned pages are pictures, and pictures are not read.'
    : `${silent} of ${all} pages hold no text; pictures are not read.`

function askChild(question: PdfQuestion): Promise<PdfAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<PdfAnswer>()
  const child = spawnModule(import.meta.dir, {
    entry: join(import.meta.dir, 'pdf-child.ts'),
    onMessage: message => resolve(message as PdfAnswer),
    onExit: () => reject(refused('The PDF could not be read: it ended the program that reads it.')),
  })
  const deadline = setTimeout(() => reject(refused('The PDF took too long to read.')), DEADLINE_MS)
  const watch = setInterval(async () => {
    if (((await readRssBytes(child.pid)) ?? 0) > MAX_RSS_BYTES)
      reject(refused('The PDF needs too much memory to be read.'))
  }, LOOK_MS)
  child.send(question)
  return promise.finally(() => {
    clearTimeout(deadline)
    clearInterval(watch)
    child.kill()
  })
}

function refused(message: string): KoraError {
  const code: FailureCode = 'INVALID_REQUEST'
  return new KoraError(code, message, { errors: [{ pointer: '', code, message }] })
}
