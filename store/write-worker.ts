/** The thread behind `write-thread.ts`: opens the file once and writes the groups it is given. It decides nothing. */
import { Database } from 'bun:sqlite'
import { applyPragmas, limitSize, scrubFile } from './store-schema.ts'
import { RowWriter, unpackRows } from './write-rows.ts'
import type { ThreadAnswer, ThreadRequest } from './write-thread.ts'

declare const self: Worker

let db: Database | null = null
let writer: RowWriter | null = null

self.onmessage = ({ data }: MessageEvent<ThreadRequest>) => {
  let answer: ThreadAnswer
  try {
    handle(data)
    answer = ''
  } catch (error) {
    answer = { code: String((error as { code?: unknown }).code ?? 'UNKNOWN'), message: String(error) }
  }
  self.postMessage(answer)
}

let opening: Extract<ThreadRequest, { kind: 'open' }> | null = null

function handle(request: ThreadRequest): void {
  if (typeof request === 'string') return connect().apply(unpackRows(request))
  switch (request.kind) {
    case 'open':
      opening = request
      return
    case 'scrub':
      connect()
      scrubFile(db!, request.extent)
      return
    case 'close':
      db?.close(true)
  }
}

/** Tried again by every write until it works: a folder can become writable while we run. */
function connect(): RowWriter {
  if (writer !== null) return writer
  if (opening === null) throw new Error('A write came before the path.')
  const opened = new Database(opening.path, { readwrite: true, strict: true })
  try {
    applyPragmas(opened)
    limitSize(opened, opening.maxBytes)
  } catch (error) {
    opened.close()
    throw error
  }
  db = opened
  writer = new RowWriter(opened)
  return writer
}
