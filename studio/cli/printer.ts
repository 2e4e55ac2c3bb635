/**
 * Where the program prints: whole lines to standard output and standard error, complete also where a pipe reads slowly. It chooses
 * no words, and lets no control character of a model or a file reach a terminal.
 */
import { fstatSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'

export type Printer = {
  readonly out: (line: string) => void
  readonly err: (line: string) => void
  /** What goes on. On a terminal the next line takes its place; elsewhere only a `step` is printed, as a line of its own. */
  readonly progress: (line: string, kind: 'step' | 'tick') => void
  /** Takes the progress line away. */
  readonly endProgress: () => void
  /** Whether somebody watches standard error. */
  readonly isWatched: boolean
  /**
   * Resolves when everything printed was taken by its reader, or the reader has gone; with a code of the system, such as ENOSPC, where
   * a file did not take all of standard output.
   */
  finish(): Promise<string | null>
}

type Channel = { readonly isTerminal: boolean; write(text: string): void; finish(): Promise<string | null> }

const CLEAR_LINE = '\r\u001B[2K'
const DEFAULT_COLUMNS = 80

export function openPrinter(): Printer {
  const stdout = openChannel(1)
  const stderr = openChannel(2)
  let isShown = false
  const endProgress = (): void => {
    if (!isShown) return
    stderr.write(CLEAR_LINE)
    isShown = false
  }
  const print = (channel: Channel) => (line: string) => {
    endProgress()
    channel.write(`${channel.isTerminal ? toPlain(line) : line}\n`)
  }
  return {
    out: print(stdout),
    err: print(stderr),
    progress: (line, kind) => {
      if (!stderr.isTerminal) {
        if (kind === 'step') stderr.write(`${line}\n`)
        return
      }
      stderr.write(`${CLEAR_LINE}${cut(toPlain(line), process.stderr.columns ?? DEFAULT_COLUMNS)}`)
      isShown = true
    },
    endProgress,
    isWatched: stderr.isTerminal,
    finish: async () => {
      endProgress()
      return (await Promise.all([stdout.finish(), stderr.finish()]))[0]
    },
  }
}

function openChannel(descriptor: 1 | 2): Channel {
  const isTerminal = isatty(descriptor)
  return !isTerminal && takesAtOnce(descriptor) ? openFile(descriptor) : openStream(descriptor, isTerminal)
}

/** A file, or a device such as /dev/full. */
function takesAtOnce(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor)
    return found.isFile() || found.isCharacterDevice()
  } catch {
    return false
  }
}

/** Bun's sink does not tell that the disk under a file is full. */
function openFile(descriptor: 1 | 2): Channel {
  let refused: string | null = null
  return {
    isTerminal: false,
    write(text) {
      if (refused !== null) return
      const bytes = Buffer.from(text)
      try {
        for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
      } catch (error) {
        refused = (error as NodeJS.ErrnoException).code ?? 'EIO'
      }
    },
    finish: async () => refused,
  }
}

/** Bun's own sink: `process.stdout` calls back before a pipe has taken the text, and an exit then cuts it. */
function openStream(descriptor: 1 | 2, isTerminal: boolean): Channel {
  const file = descriptor === 1 ? Bun.stdout : Bun.stderr
  let writer: ReturnType<typeof file.writer> | null = null
  let isGone = false
  let flushed: Promise<unknown> = Promise.resolve()
  const leave = (): void => {
    isGone = true
  }
  return {
    isTerminal,
    write(text) {
      if (isGone) return
      try {
        writer ??= file.writer()
        writer.write(text)
        flushed = Promise.resolve(writer.flush()).catch(leave)
      } catch {
        leave()
      }
    },
    async finish() {
      await flushed
      if (!isGone) await Promise.resolve(writer?.flush()).catch(leave)
      return null
    },
  }
}

/** Escape sequences could move the cursor, hide text or rename the window; a tab and a new line are harmless. */
export function toPlain(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, '\u{FFFD}')
}

function cut(line: string, columns: number): string {
  if (Bun.stringWidth(line) < columns) return line
  let kept = ''
  for (const character of line) {
    if (Bun.stringWidth(kept + character) >= columns - 1) break
    kept += character
  }
  return `${kept}…`
}
