/**
 * The writing connection in a thread of its own, so that a slow disk never holds up the event loop. Started by the first write.
 * It passes groups on one at a time, in order; what to write and when is the queue's business.
 */
import type { ScrubExtent, WriteSink } from './write-queue.ts'
import { packRows } from './write-rows.ts'

/** A group of rows is one text, which crosses at a fraction of what an object with its bytes would: see `packRows`. */
export type ThreadRequest =
  | string
  | { readonly kind: 'open'; readonly path: string; readonly maxBytes: number | null }
  | { readonly kind: 'scrub'; readonly extent: ScrubExtent }
  | { readonly kind: 'close' }
/** An empty text where all went well. */
export type ThreadAnswer = '' | { readonly code: string; readonly message: string }

type Call = { readonly resolve: () => void; readonly reject: (error: Error) => void }

export function openWriteThread(path: string, maxBytes: number | null): WriteSink {
  const calls: Call[] = []
  let worker: Worker | null = null

  const ask = (target: Worker, request: ThreadRequest): Promise<void> =>
    new Promise((resolve, reject) => {
      calls.push({ resolve, reject })
      target.postMessage(request)
    })

  const start = (): Worker => {
    const started = new Worker(new URL('./write-worker.ts', import.meta.url).href, { ref: false })
    started.onmessage = ({ data }: MessageEvent<ThreadAnswer>) => {
      const call = calls.shift()
      if (calls.length === 0) started.unref()
      if (data === '') call?.resolve()
      else call?.reject(toSqliteError(data.code, data.message))
    }
    started.onerror = ({ message }) => {
      worker = null
      started.terminate()
      for (const call of calls.splice(0)) call.reject(toSqliteError('SQLITE_IOERR', message))
    }
    return started
  }

  const askOpened = async (request: ThreadRequest): Promise<void> => {
    if (worker === null) {
      worker = start()
      // Answers come in order: a failed opening fails the write behind it as well.
      ask(worker, { kind: 'open', path, maxBytes }).catch(() => {})
    }
    // A waiting caller must keep the process alive until the disk has answered.
    worker.ref()
    await ask(worker, request)
  }

  return {
    write: rows => askOpened(packRows(rows)),
    scrub: extent => askOpened({ kind: 'scrub', extent }),
    close: async () => {
      if (worker === null) return
      worker.ref()
      await ask(worker, { kind: 'close' })
      worker.terminate()
      worker = null
    },
  }
}

function toSqliteError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code })
}
