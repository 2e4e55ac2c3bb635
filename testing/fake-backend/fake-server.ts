/**
 * The fake server behind its socket: which model is asked, whether a slot is free, what is played, what the ledger books.
 * It plays scripts and refuses as an honest runtime does; it never judges.
 */
import type { JsonObject } from '#contracts/json-value'
import { AnswerWriter } from './answer-writer.ts'
import { type Connection, ConnectionGone, type RawRequest } from './connection.ts'
import type { AskedCall, Dialect } from './dialect.ts'
import { countPromptTokens, DEFAULT_CONTEXT_TOKENS, type FakeModel, toFullName } from './fake-model.ts'
import { FakeSlot } from './fake-tokens.ts'
import { Ledger, type LedgerCall } from './ledger.ts'
import { ollamaDialect } from './ollama-dialect.ts'
import { openaiDialect } from './openai-dialect.ts'
import { ScenarioPlayer } from './play-scenario.ts'
import { answerProbe } from './probe-answers.ts'
import { buildDefaultScenario, type Scenario, type ScenarioSource } from './scenario.ts'

export type FakeBackendOptions = {
  readonly models?: readonly FakeModel[]
  /** Version it reports. */
  readonly version?: string
  /** Calls played at once; more wait without an answer. Unlimited by default. */
  readonly slots?: number
  /** A lie: a call that its caller broke off keeps its slot for so many milliseconds. */
  readonly holdCancelledMs?: number
  /** Calls that may wait for a slot; beyond it the answer is 503, as Ollama's. */
  readonly queue?: number
  /** 0 picks a free one. */
  readonly port?: number
}

const DIALECTS: ReadonlyMap<string, Dialect> = new Map([
  ['/api/chat', ollamaDialect],
  ['/v1/chat/completions', openaiDialect],
])

export class FakeServer {
  readonly ledger = new Ledger()
  readonly slot = new FakeSlot()
  readonly #options: FakeBackendOptions
  readonly #models: FakeModel[]
  readonly #scripts = new Map<string, ScenarioSource>()
  readonly #loaded = new Set<string>()
  readonly #waiting: (() => void)[] = []
  #playing = 0

  constructor(options: FakeBackendOptions) {
    this.#options = options
    this.#models = [...(options.models ?? [{ name: 'fake:latest' }])]
  }

  script(key: string, source: ScenarioSource): void {
    const path = key.startsWith('/')
    this.#scripts.set(path ? key : toFullName(key), source)
    if (!path && this.#find(key) === undefined) this.#models.push({ name: key })
  }

  replaceModel(model: FakeModel): void {
    const at = this.#models.findIndex(one => toFullName(one.name) === toFullName(model.name))
    this.#models.splice(at < 0 ? this.#models.length : at, at < 0 ? 0 : 1, model)
  }

  async serve(connection: Connection): Promise<LedgerCall | null> {
    const request = await connection.readRequest()
    if (request === null) return null
    const dialect = DIALECTS.get(request.path)
    // A question of how a prompt is rendered is no call.
    if (request.method !== 'POST' || dialect === undefined || request.body.includes('"_debug_render_only":true')) {
      await this.#answerProbe(connection, request)
      return null
    }
    return this.#answerCall(connection, request, dialect)
  }

  async #answerProbe(connection: Connection, request: RawRequest): Promise<void> {
    const index = this.ledger.probes.filter(probe => probe.path === request.path).length
    this.ledger.probes.push({ ...request, atMs: performance.now() })
    this.ledger.changed()
    const source = this.#scripts.get(request.path)
    const scenario = source === undefined ? null : toScenario(source, index)
    if (scenario !== null) {
      const dialect = request.path.startsWith('/api/') ? ollamaDialect : openaiDialect
      const stage = {
        connection,
        dialect,
        asked: dialect.readCall({}),
        tokensIn: 0,
        index,
        ledger: this.ledger,
        call: null,
      }
      return new ScenarioPlayer(stage).play(scenario)
    }
    const answer = answerProbe(request, {
      version: this.#options.version ?? '0.17.4',
      slots: this.#options.slots ?? 1,
      models: this.#models,
      loaded: this.#loaded,
      slot: this.slot,
      setLoaded: (name, state) => (state === 'loaded' ? this.#loaded.add(name) : this.#loaded.delete(name)),
    }) ?? { status: 404, body: { error: 'not found' } }
    await answerJson(connection, null, answer.status, answer.body)
  }

  #answerCall(connection: Connection, request: RawRequest, dialect: Dialect): LedgerCall {
    const body = readBody(request.body)
    const asked = dialect.readCall(body ?? {})
    const calledBefore = this.ledger.calls.filter(one => toFullName(one.model) === toFullName(asked.model)).length
    const call = toLedgerCall(this.ledger.calls.length, request, body ?? {}, asked)
    this.ledger.calls.push(call)
    this.ledger.changed()
    const tokensIn = countPromptTokens(asked.messages)
    const refusal = body === null ? refuse(400, dialect, 'bad JSON') : this.#refuse(asked, tokensIn, dialect)
    const source = this.#scripts.get(toFullName(asked.model)) ?? buildDefaultScenario(asked.schema)
    const scenario = refusal ?? toScenario(source, calledBefore) ?? buildDefaultScenario(asked.schema)
    const stage = { connection, dialect, asked, tokensIn, index: call.index, ledger: this.ledger, call }
    this.#inSlot(connection, dialect, call, () => new ScenarioPlayer(stage).play(scenario)).catch(failure => {
      if (!(failure instanceof ConnectionGone)) throw failure
    })
    return call
  }

  /** The refusals of an honest runtime, as a scenario; null when the call may go on. */
  #refuse(asked: AskedCall, tokensIn: number, dialect: Dialect): Scenario | null {
    if (!asked.streamed) return refuse(400, dialect, 'this server only streams')
    const model = this.#find(asked.model)
    if (model === undefined) return [{ status: 404, body: dialect.missing(asked.model) }]
    const contextTokens = model.contextTokens ?? DEFAULT_CONTEXT_TOKENS
    if (asked.strictContext && tokensIn > contextTokens)
      return [{ status: 400, body: dialect.overflow(tokensIn, contextTokens) }]
    this.#loaded.add(toFullName(model.name))
    return null
  }

  async #inSlot(connection: Connection, dialect: Dialect, call: LedgerCall, play: () => Promise<void>): Promise<void> {
    const slots = this.#options.slots ?? Number.POSITIVE_INFINITY
    if (this.#playing >= slots) {
      if (this.#waiting.length >= (this.#options.queue ?? Number.POSITIVE_INFINITY)) {
        const message = 'server busy, please try again.  maximum pending requests exceeded'
        return answerJson(connection, call, 503, dialect.errorBody(503, message))
      }
      await this.#slotFree(connection)
    } else this.#playing += 1
    try {
      await play()
    } catch (failure) {
      if (failure instanceof ConnectionGone) await Bun.sleep(this.#options.holdCancelledMs ?? 0)
      throw failure
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#playing -= 1
      else next()
    }
  }

  /** Resolves when a slot was handed over; leaves the queue when the caller goes. */
  async #slotFree(connection: Connection): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<'free'>()
    const take = () => resolve('free')
    this.#waiting.push(take)
    const gone = connection.pause(Number.POSITIVE_INFINITY)
    try {
      await Promise.race([promise, gone])
    } catch (failure) {
      const at = this.#waiting.indexOf(take)
      if (at >= 0) this.#waiting.splice(at, 1)
      throw failure
    }
    gone.catch(() => undefined)
  }

  #find(name: string): FakeModel | undefined {
    return this.#models.find(model => toFullName(model.name) === toFullName(name))
  }
}

const toScenario = (source: ScenarioSource, index: number): Scenario | null =>
  typeof source === 'function' ? source(index) : source
const refuse = (status: number, dialect: Dialect, message: string): Scenario => [
  { status, body: dialect.errorBody(status, message) },
]

function readBody(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
  } catch {
    return null
  }
}

async function answerJson(
  connection: Connection,
  call: LedgerCall | null,
  status: number,
  body: unknown,
): Promise<void> {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body))
  await new AnswerWriter(connection, call).whole({ status, contentType: 'application/json; charset=utf-8' }, bytes)
}

function toLedgerCall(index: number, request: RawRequest, body: JsonObject, asked: AskedCall): LedgerCall {
  return {
    index,
    path: request.path,
    model: asked.model,
    headers: request.headers,
    body,
    messages: asked.messages,
    schema: asked.schema,
    maxTokens: asked.maxTokens,
    openedMs: performance.now(),
    status: null,
    bytesWritten: 0,
    tokensWritten: 0,
    tokensReported: null,
    lastFrameMs: null,
    closedMs: null,
    end: 'open',
  }
}
