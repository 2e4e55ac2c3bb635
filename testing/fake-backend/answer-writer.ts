/**
 * Writes one HTTP/1.1 answer on a raw connection, well-formed or broken in a chosen way, and books every byte in the ledger.
 */
import { type Connection, ConnectionGone } from './connection.ts'
import type { LedgerCall } from './ledger.ts'

export type HeadOptions = {
  readonly status: number
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
}

const PHRASES: Readonly<Record<number, string>> = { 200: 'OK', 307: 'Temporary Redirect', 400: 'Bad Request' }

export class AnswerWriter {
  readonly #connection: Connection
  readonly #call: LedgerCall | null
  #headWritten = false
  #pieceBytes = 0
  #bodyBytes = 0
  #cutAt: { readonly byte: number; readonly how: 'fin' | 'rst' } | null = null
  /** Set while the body is held back because its length is to be lied about. */
  #held: Uint8Array[] | null = null
  #lie = 0

  constructor(connection: Connection, call: LedgerCall | null) {
    this.#connection = connection
    this.#call = call
  }

  get headWritten(): boolean {
    return this.#headWritten
  }

  splitInto(pieceBytes: number): void {
    this.#pieceBytes = pieceBytes
  }

  cutAt(byte: number, how: 'fin' | 'rst'): void {
    this.#cutAt = { byte, how }
  }

  lieAboutLength(bytes: number): void {
    this.#held = []
    this.#lie = bytes
  }

  /** Head of a chunked answer. */
  async head(options: HeadOptions): Promise<void> {
    if (this.#headWritten) return
    this.#headWritten = true
    if (this.#call !== null) this.#call.status = options.status
    if (this.#held !== null) return
    await this.#raw(Buffer.from(toHead(options, 'transfer-encoding: chunked')))
  }

  /** Part of the body of a chunked answer, in pieces when `splitInto` says so. */
  async body(bytes: Uint8Array): Promise<void> {
    if (this.#held !== null) {
      this.#held.push(bytes)
      return
    }
    const pieceBytes = this.#pieceBytes > 0 ? this.#pieceBytes : bytes.length
    for (let at = 0; at < bytes.length; at += pieceBytes) await this.#piece(bytes.subarray(at, at + pieceBytes))
  }

  /** Ends a chunked answer well, or the lie about its length. */
  async finish(options: HeadOptions): Promise<void> {
    if (this.#held === null) {
      await this.head(options)
      await this.#raw(Buffer.from('0\r\n\r\n'))
    } else {
      const body = Buffer.concat(this.#held)
      await this.#raw(Buffer.from(toHead(options, `content-length: ${body.length + this.#lie}`)))
      await this.#raw(body)
    }
    this.#close()
  }

  /** A whole answer at once. */
  async whole(options: HeadOptions, body: Uint8Array): Promise<void> {
    this.#headWritten = true
    if (this.#call !== null) this.#call.status = options.status
    await this.#raw(Buffer.concat([Buffer.from(toHead(options, `content-length: ${body.length}`)), body]))
    this.#close()
  }

  /** Booked first: the socket may tell that it closed before this returns. */
  #close(): void {
    if (this.#call !== null) this.#call.end = 'finished'
    this.#connection.finish()
  }

  async #piece(bytes: Uint8Array): Promise<void> {
    const room = this.#cutAt === null ? bytes.length : this.#cutAt.byte - this.#bodyBytes
    const written = bytes.subarray(0, Math.max(0, room))
    if (written.length > 0) {
      const size = Buffer.from(`${written.length.toString(16)}\r\n`)
      await this.#raw(Buffer.concat([size, written, Buffer.from('\r\n')]))
      this.#bodyBytes += written.length
    }
    if (this.#cutAt === null || this.#bodyBytes < this.#cutAt.byte) return
    if (this.#call !== null) this.#call.end = 'cut'
    this.#connection.break(this.#cutAt.how)
    throw new ConnectionGone('cut as scripted')
  }

  async #raw(bytes: Uint8Array): Promise<void> {
    await this.#connection.write(bytes)
    if (this.#call !== null) this.#call.bytesWritten += bytes.length
  }
}

function toHead(options: HeadOptions, framing: string): string {
  const more = Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}`)
  return [
    `HTTP/1.1 ${options.status} ${PHRASES[options.status] ?? 'Scripted'}`,
    `content-type: ${options.contentType}`,
    framing,
    'connection: close',
    ...more,
    '\r\n',
  ].join('\r\n')
}
