/**
 * One TCP connection of the fake server, as bytes: reads one HTTP/1.1 request, and writes no faster than the peer reads.
 * It knows nothing of status codes or bodies; whoever holds it may write broken HTTP.
 */
import type { Socket } from 'bun'

export type RawRequest = {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** The peer went away, or the server broke the connection itself. */
export class ConnectionGone extends Error {
  override readonly name = 'ConnectionGone'
}

const HEAD_END = '\r\n\r\n'
const MAX_REQUEST_BYTES = 64 * 1024 * 1024

export class Connection {
  readonly #socket: Socket<unknown>
  #received: Buffer[] = []
  #receivedBytes = 0
  #wake: (() => void) | null = null
  #gone = false
  readonly #onGone = new Set<() => void>()

  constructor(socket: Socket<unknown>) {
    this.#socket = socket
  }

  get gone(): boolean {
    return this.#gone
  }

  // Called by the listener.
  took(bytes: Buffer): void {
    this.#received.push(Buffer.from(bytes))
    this.#receivedBytes += bytes.length
    if (this.#receivedBytes > MAX_REQUEST_BYTES) this.break('rst')
    this.#stir()
  }

  drained(): void {
    this.#stir()
  }

  closed(): void {
    this.#gone = true
    this.#stir()
    for (const tell of [...this.#onGone]) tell()
    this.#onGone.clear()
  }

  /** Resolves with the request, or null when the peer leaves before it is whole. */
  async readRequest(): Promise<RawRequest | null> {
    let seenBytes = -1
    while (!this.#gone) {
      if (this.#receivedBytes !== seenBytes) {
        seenBytes = this.#receivedBytes
        const request = this.#parse()
        if (request !== null) return request
      }
      await this.#stirred()
    }
    return null
  }

  /** Resolves when the network stack took all bytes. Throws `ConnectionGone`. */
  async write(bytes: Uint8Array): Promise<void> {
    let at = 0
    while (at < bytes.length) {
      if (this.#gone) throw new ConnectionGone('the peer closed')
      // Not `write(bytes, at)`: Bun 1.4.5 now and then takes the whole length for what is left.
      const taken = this.#socket.write(at === 0 ? bytes : bytes.subarray(at))
      if (taken < 0) throw new ConnectionGone('the peer closed')
      at += taken
      if (at < bytes.length) await this.#stirred()
    }
  }

  /** Resolves after `waitMs`; throws `ConnectionGone` as soon as the peer leaves. `Infinity` waits for just that. */
  pause(waitMs: number): Promise<void> {
    if (this.#gone) return Promise.reject(new ConnectionGone('the peer closed'))
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const done = () => {
      this.#onGone.delete(leave)
      resolve()
    }
    const leave = () => {
      clearTimeout(timer)
      reject(new ConnectionGone('the peer closed'))
    }
    let timer: ReturnType<typeof setTimeout> | undefined
    if (waitMs === 0) setImmediate(done)
    else if (Number.isFinite(waitMs)) timer = setTimeout(done, waitMs)
    this.#onGone.add(leave)
    return promise
  }

  finish(): void {
    if (!this.#gone) this.#socket.end()
  }

  break(how: 'fin' | 'rst'): void {
    if (this.#gone) return
    if (how === 'rst') this.#socket.terminate()
    else this.#socket.end()
  }

  #parse(): RawRequest | null {
    const all = this.#received.length === 1 ? this.#received[0]! : Buffer.concat(this.#received)
    this.#received = [all]
    const headEnd = all.indexOf(HEAD_END)
    if (headEnd < 0) return null
    const [requestLine = '', ...lines] = all.toString('latin1', 0, headEnd).split('\r\n')
    const headers: Record<string, string> = {}
    for (const line of lines) {
      const colon = line.indexOf(':')
      headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim()
    }
    const body = readBody(all.subarray(headEnd + HEAD_END.length), headers)
    const [method = '', target = ''] = requestLine.split(' ')
    return body === null ? null : { method, path: target.split('?')[0] ?? '', headers, body }
  }

  #stir(): void {
    const wake = this.#wake
    this.#wake = null
    wake?.()
  }

  #stirred(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#wake = resolve
    if (this.#gone) this.#stir()
    return promise
  }
}

/** The body as text, or null while bytes are missing. */
function readBody(bytes: Buffer, headers: Readonly<Record<string, string>>): string | null {
  if (headers['transfer-encoding'] === 'chunked') return readChunks(bytes)
  const length = Number(headers['content-length'] ?? 0)
  return bytes.length < length ? null : bytes.toString('utf8', 0, length)
}

function readChunks(bytes: Buffer): string | null {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return null
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16)
    if (bytes.length < lineEnd + 2 + size + 2) return null
    if (size === 0) return Buffer.concat(parts).toString('utf8')
    parts.push(bytes.subarray(lineEnd + 2, lineEnd + 2 + size))
    at = lineEnd + 2 + size + 2
  }
}
