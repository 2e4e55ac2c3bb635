/** What a pull needs of the outside world, as arguments: network, other programs, free disk space and the clock. */
import { statfs } from 'node:fs/promises'

/** One step of a pull as people see it. `doneBytes` is null where a source does not tell. */
export type PullProgress = {
  readonly phase: 'downloading' | 'verifying'
  /** For people: the host, or the package index. */
  readonly source: string
  readonly doneBytes: number | null
  /** Null until a runtime that pulls by itself tells. */
  readonly totalBytes: number | null
  readonly bytesPerSecond: number | null
}

export type RunResult = { readonly code: number; readonly errors: string }

export type PullTools = {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Runs a program; null when it is not installed. The signal kills it. */
  readonly run: (
    command: readonly string[],
    options: { readonly cwd: string; readonly signal: AbortSignal },
  ) => Promise<RunResult | null>
  readonly freeBytes: (folder: string) => Promise<number>
  readonly epochMs: () => number
  /** For how long something takes: the wall clock may be set meanwhile. */
  readonly monoMs: () => number
}

const KEPT_ERROR_CHARACTERS = 2_000

export const systemPullTools: PullTools = {
  fetch: (url, init) => fetch(url, init),
  async run([program = '', ...rest], { cwd, signal }) {
    const path = Bun.which(program)
    if (path === null) return null
    const child = Bun.spawn([path, ...rest], {
      cwd,
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
      signal,
      killSignal: 'SIGKILL',
    })
    const errors = await new Response(child.stderr).text()
    return { code: await child.exited, errors: errors.slice(-KEPT_ERROR_CHARACTERS) }
  },
  async freeBytes(folder) {
    const { bavail, bsize } = await statfs(folder)
    return bavail * bsize
  },
  epochMs: () => Date.now(),
  monoMs: () => performance.now(),
}

/** A source that did not give the file; the next one is tried. The message is one sentence for people. */
export class SourceFailed extends Error {
  override readonly name = 'SourceFailed'
}
