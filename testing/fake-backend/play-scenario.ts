/**
 * Plays a scenario on one connection: step by step, in the dialect of the path that was asked, booking tokens in the ledger.
 */
import type { JsonValue } from '#contracts/json-value'
import { AnswerWriter, type HeadOptions } from './answer-writer.ts'
import { type Connection, ConnectionGone } from './connection.ts'
import type { AskedCall, Dialect, FrameFacts } from './dialect.ts'
import { packGzipBomb } from './gzip-bomb.ts'
import type { Ledger, LedgerCall } from './ledger.ts'
import { type Scenario, type Step, toPieces } from './scenario.ts'

const BYTE_FLOOD = Buffer.alloc(4096, 'x')
const FRAMES_BETWEEN_YIELDS = 16
const BAD_MARK = 'BAD-BYTES'
const BAD_BYTES = Buffer.from([0xff, 0xfe, 0xc3, 0x28])
const WEB_PAGE = '<!doctype html><html><body><h1>Welcome to nginx!</h1></body></html>\n'

/** Whether the player goes on with the next step. */
type Next = 'go on' | 'answered'

export type Performance = {
  readonly connection: Connection
  readonly dialect: Dialect
  readonly asked: AskedCall
  readonly tokensIn: number
  readonly index: number
  readonly ledger: Ledger
  /** Null for a scripted path that is no call for generation. */
  readonly call: LedgerCall | null
}

export class ScenarioPlayer {
  readonly #stage: Performance
  readonly #writer: AnswerWriter
  #model: string
  #status = 200
  #headers: Readonly<Record<string, string>> = {}
  #opened = false
  #tokens = 0
  #usageLie = 0
  #usage: 'reported' | 'hidden' = 'reported'
  #cap: number | null = null

  constructor(stage: Performance) {
    this.#stage = stage
    this.#writer = new AnswerWriter(stage.connection, stage.call)
    this.#model = stage.asked.model
  }

  /** Plays to the end. Throws `ConnectionGone` when the caller leaves or a step breaks the connection. */
  async play(scenario: Scenario): Promise<void> {
    for (const step of scenario) if ((await this.#perform(step)) === 'answered') return
    await this.#end('stop')
  }

  async #perform(step: Step): Promise<Next> {
    if ('wait' in step) return this.#goOn(this.#stage.connection.pause(step.wait))
    if ('status' in step) return this.#answerStatus(step)
    if ('text' in step) return this.#frames('text', Array(step.n ?? 1).fill(step.text), step)
    if ('thinking' in step) return this.#frames('thinking', Array(step.n ?? 1).fill(step.thinking), step)
    if ('json' in step) return this.#frames('text', toPieces(JSON.stringify(step.json)), step)
    if ('endless' in step) return this.#flood(step)
    if ('end' in step) return this.#end(step.end)
    return (await this.#breakThings(step)) ?? this.#adjust(step)
  }

  /** Steps that write outside the honest protocol; null when the step is none of them. */
  async #breakThings(step: Step): Promise<Next | null> {
    if ('badUtf8' in step) return this.#badUtf8()
    if ('raw' in step) return this.#goOn(this.#bytes(Buffer.from(step.raw)))
    if ('gzipBomb' in step) return this.#gzipBomb(step.gzipBomb)
    if ('html' in step) return this.#whole(200, 'text/html', Buffer.from(WEB_PAGE))
    if ('redirect' in step) return this.#whole(307, 'text/plain', Buffer.alloc(0), { location: step.redirect })
    if ('cut' in step) return this.#cut(step.cut, step.atByte)
    if ('hang' in step) return this.#goOn(this.#stage.connection.pause(Number.POSITIVE_INFINITY))
    if ('missingEnd' in step) return this.#finish()
    if ('errorLine' in step) return this.#errorLine(step.errorLine)
    return null
  }

  #adjust(step: Step): Next {
    if ('split' in step) this.#writer.splitInto(step.split)
    else if ('lieUsage' in step) this.#usageLie = step.lieUsage
    else if ('noUsage' in step) this.#usage = 'hidden'
    else if ('answerAs' in step) this.#model = step.answerAs
    else if ('headerBomb' in step) this.#headers = buildHeaderBomb(step.headerBomb)
    else if ('wrongLength' in step) this.#writer.lieAboutLength(step.wrongLength)
    else if ('honourCap' in step) this.#cap = this.#stage.asked.maxTokens
    else throw new Error(`unknown step ${JSON.stringify(step)}`)
    return 'go on'
  }

  async #goOn(done: Promise<void>): Promise<Next> {
    await done
    return 'go on'
  }

  async #frames(
    kind: 'text' | 'thinking',
    texts: readonly string[],
    pace: { readonly everyMs?: number; readonly tokens?: number },
  ): Promise<Next> {
    for (const [at, text] of texts.entries()) {
      if (this.#cap !== null && this.#tokens >= this.#cap) return this.#end('length')
      await this.#breathe(at, pace.everyMs)
      await this.#frame(kind, text, pace.tokens ?? 1)
    }
    return 'go on'
  }

  async #flood(step: Extract<Step, { endless: string }>): Promise<Next> {
    for (let made = 0; ; made += 1) {
      await this.#breathe(made, step.everyMs)
      if (step.endless === 'bytes') await this.#bytes(BYTE_FLOOD)
      else if (step.endless === 'empty') await this.#frame('text', '', 0)
      else await this.#frame('text', step.endless === 'tokens' ? 'tok ' : made % 2 === 0 ? '\t' : '\n', 1)
    }
  }

  /** Paces frames, and lets the event loop run while nothing paces them. */
  async #breathe(made: number, everyMs: number | undefined): Promise<void> {
    if (everyMs !== undefined && made > 0) await this.#stage.connection.pause(everyMs)
    else if (made % FRAMES_BETWEEN_YIELDS === FRAMES_BETWEEN_YIELDS - 1) await this.#stage.connection.pause(0)
  }

  async #frame(kind: 'text' | 'thinking', text: string, tokens: number): Promise<void> {
    await this.#bytes(Buffer.from(this.#stage.dialect.frame(this.#facts(), kind, text)))
    this.#book(tokens)
  }

  async #badUtf8(): Promise<Next> {
    const frame = Buffer.from(this.#stage.dialect.frame(this.#facts(), 'text', BAD_MARK))
    const at = frame.indexOf(BAD_MARK)
    await this.#bytes(Buffer.concat([frame.subarray(0, at), BAD_BYTES, frame.subarray(at + BAD_MARK.length)]))
    this.#book(1)
    return 'go on'
  }

  #book(tokens: number): void {
    this.#tokens += tokens
    if (this.#stage.call === null) return
    this.#stage.call.tokensWritten = this.#tokens
    this.#stage.call.lastFrameMs = performance.now()
    this.#stage.ledger.changed()
  }

  async #bytes(bytes: Uint8Array): Promise<void> {
    await this.#writer.head(this.#head())
    if (!this.#opened) {
      this.#opened = true
      const opening = this.#stage.dialect.open(this.#facts())
      if (opening !== '') await this.#writer.body(Buffer.from(opening))
    }
    await this.#writer.body(bytes)
  }

  async #end(reason: 'stop' | 'length'): Promise<Next> {
    const tokensOut = this.#usage === 'hidden' ? null : Math.max(0, this.#tokens + this.#usageLie)
    const { dialect, asked, call } = this.#stage
    const end = dialect.end({ ...this.#facts(), reason, tokensOut, wantsUsage: asked.wantsUsage })
    await this.#bytes(Buffer.from(end))
    if (call !== null) call.tokensReported = tokensOut
    return this.#finish()
  }

  async #errorLine(message: string): Promise<Next> {
    await this.#bytes(Buffer.from(this.#stage.dialect.errorLine(message)))
    return this.#finish()
  }

  async #finish(): Promise<Next> {
    await this.#writer.finish(this.#head())
    return 'answered'
  }

  async #answerStatus(step: Extract<Step, { status: number }>): Promise<Next> {
    this.#status = step.status
    this.#headers = step.headers ?? this.#headers
    if (step.body === undefined && step.status < 400) return 'go on'
    const body = step.body ?? this.#stage.dialect.errorBody(step.status, `scripted status ${step.status}`)
    const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body satisfies JsonValue))
    return this.#whole(step.status, 'application/json', bytes, this.#headers)
  }

  async #whole(
    status: number,
    contentType: string,
    body: Uint8Array,
    headers: Readonly<Record<string, string>> = this.#headers,
  ): Promise<Next> {
    await this.#writer.whole({ status, contentType, headers }, body)
    return 'answered'
  }

  async #gzipBomb(unpackedBytes: number): Promise<Next> {
    this.#headers = { ...this.#headers, 'content-encoding': 'gzip' }
    await this.#writer.head(this.#head())
    for (const piece of packGzipBomb(unpackedBytes)) await this.#writer.body(piece)
    return this.#finish()
  }

  #cut(how: 'fin' | 'rst', atByte: number | undefined): Next {
    if (atByte !== undefined) {
      this.#writer.cutAt(atByte, how)
      return 'go on'
    }
    if (this.#stage.call !== null) this.#stage.call.end = 'cut'
    this.#stage.connection.break(how)
    throw new ConnectionGone('cut as scripted')
  }

  #head(): HeadOptions {
    return { status: this.#status, contentType: this.#stage.dialect.contentType, headers: this.#headers }
  }

  #facts(): FrameFacts {
    return { model: this.#model, index: this.#stage.index, tokensIn: this.#stage.tokensIn }
  }
}

function buildHeaderBomb(count: number): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`x-bomb-${at}`, 'boom']))
}
