/**
 * ChatService: a message of a chat becomes a run, and the run's answer a message. The planner decides whether a model is needed
 * (K2); only then earlier messages are given to it. A run of a chat goes on whoever stops looking; Stop ends it.
 */
import type { Chat, ChatOptions, ChatRequest, Message } from '#contracts/chat'
import type { ExecuteResult } from '#contracts/execution'
import { type Failure, type Fault, KoraError } from '#contracts/failure'
import type { RunHandle, RunRequest } from '#engine/run-request'
import { TextField } from '#json/text-field'
import type { Kernel } from '#kernel/kernel-face'
import type { Construction, Conversation, GivenAttachment, MessageRequest } from '../api/services.ts'
import type { ChangeFeed } from '../changes/change-feed.ts'
import { titleOf } from '../planner/construct-graph.ts'
import { type AttachmentStore, cleanName } from './attachment-store.ts'
import { mergeOptions } from './chat-rows.ts'
import type { ChatStore, MessageEnd, SentKey } from './chat-store.ts'
import { type Fitted, fitHistory, readExchanges } from './fit-history.ts'

export type ChatServiceParts = {
  readonly kernel: Kernel
  readonly store: ChatStore
  readonly attachments: AttachmentStore
  readonly construct: (request: MessageRequest) => Promise<Construction>
  readonly defaultModel: () => Promise<string | null>
  /** What the settings say where neither message nor chat does. */
  readonly defaults: () => ChatOptions
  /** What the settings say against both. */
  readonly ceiling: () => ChatOptions
  readonly changes: ChangeFeed
  readonly report: (error: unknown) => void
}

export type SentMessage = {
  readonly chat: Chat
  readonly message: Message
  /** Still running, unless it was sent before. */
  readonly answer: Message
  /** null once it has ended: what was sent before may be over. */
  readonly run: RunHandle | null
  /** The answer once it is kept. */
  readonly done: Promise<Message>
}

type Asked = { readonly parentId: string | null; readonly text: string; readonly messageId: string | null }
type Given = {
  readonly ids: readonly string[]
  readonly files: readonly GivenAttachment[]
  /** Those that came with the message itself, and are nobody's where it is not kept. */
  readonly made: readonly string[]
}

/** How long a runtime may take to say what fits its context. */
const MEASURE_MS = 5_000
/** The task of a message's graph whose text is the answer. */
const ANSWER_TASK = 'answer'

export class ChatService {
  readonly #parts: ChatServiceParts
  /** Answers under way, by run. */
  readonly #open = new Map<string, { readonly run: RunHandle; readonly done: Promise<Message> }>()
  /** What is being taken under a key. */
  readonly #taking = new Map<string, { readonly bodyHash: string; readonly sent: Promise<SentMessage> }>()

  constructor(parts: ChatServiceParts) {
    this.#parts = parts
  }

  /**
   * Throws INVALID_REQUEST, NOT_FOUND, and whatever the kernel refuses at its door; then nothing is kept, and the key is free.
   * With a key the same request gives the same message for a day, over restarts too (H4); another body is IDEMPOTENCY_CONFLICT.
   */
  async send(request: ChatRequest, sentKey: SentKey | null): Promise<SentMessage> {
    if (sentKey === null) return this.#send(request, null)
    const { key, bodyHash } = sentKey
    const taking = this.#taking.get(key)
    const before = taking ?? this.#parts.store.sent(key)
    if (before !== null && before.bodyHash !== bodyHash) throw new KoraError('IDEMPOTENCY_CONFLICT')
    if (taking !== undefined) return taking.sent
    if (before !== null && 'answerId' in before) return this.#sentBefore(before.answerId)
    const sent = this.#send(request, sentKey)
    this.#taking.set(key, { bodyHash, sent })
    try {
      return await sent
    } finally {
      this.#taking.delete(key)
    }
  }

  #sentBefore(answerId: string): SentMessage {
    const { store } = this.#parts
    const answer = store.message(answerId)
    const open = this.#open.get(answer.run_id ?? '')
    return {
      chat: store.read(answer.chat_id),
      message: store.message(answer.parent_id ?? ''),
      answer,
      run: open?.run ?? null,
      done: open?.done ?? Promise.resolve(answer),
    }
  }

  async #send(request: ChatRequest, sentKey: SentKey | null): Promise<SentMessage> {
    const { store } = this.#parts
    const known = request.chat_id === undefined ? null : store.read(request.chat_id)
    const asked = this.#asked(request, known)
    // Merged first: a choice that is taken back gives way to the settings, not to nothing.
    const chosen = mergeOptions(known?.options ?? {}, request.options ?? {})
    const options = mergeOptions(mergeOptions(this.#parts.defaults(), chosen), this.#parts.ceiling())
    const given = await this.#given(request, asked)
    try {
      return await this.#start(request, sentKey, known, asked, options, given)
    } catch (error) {
      await this.#parts.attachments.removeFreed(given.made)
      throw error
    }
  }

  async #start(
    request: ChatRequest,
    sentKey: SentKey | null,
    known: Chat | null,
    asked: Asked,
    options: ChatOptions,
    given: Given,
  ): Promise<SentMessage> {
    const { store, kernel, changes } = this.#parts
    const { construction, fitted } = await this.#construct(request, asked, given, options, known)
    const run = await kernel.start(toRunRequest(request, options, construction, this.#parts.defaultModel))
    try {
      await run.recorded()
      const chat = known ?? store.create({ options: request.options ?? {} })
      const sent = this.#keep(chat.chat_id, asked, given, run, construction, fitted, sentKey)
      changes.tell('chats')
      changes.tell('chat', chat.chat_id)
      return {
        ...sent,
        chat: store.read(chat.chat_id),
        run,
        done: this.#finish(chat.chat_id, sent.answer.message_id, run),
      }
    } catch (error) {
      run.cancel()
      throw error
    }
  }

  /** Stops what is being answered in a chat; returns the chat's runs once they have ended. Throws NOT_FOUND. */
  async stop(chatId: string): Promise<readonly string[]> {
    const runs = this.#parts.store.running(chatId)
    await Promise.all(runs.map(runId => this.#parts.kernel.runs.cancel(runId)))
    return runs
  }

  /** Ends what is being answered and keeps it as far as it was written. */
  async close(): Promise<void> {
    const open = [...this.#open.values()]
    for (const { run } of open) run.cancel()
    await Promise.allSettled(open.map(({ done }) => done))
  }

  /** Which words are asked, and where in the tree they stand. */
  #asked(request: ChatRequest, known: Chat | null): Asked {
    const { store } = this.#parts
    if (request.regenerate !== undefined) {
      const named = store.message(request.regenerate)
      const message = named.role === 'user' || named.parent_id === null ? named : store.message(named.parent_id)
      if (message.chat_id !== known?.chat_id || message.role !== 'user')
        throw invalid('/regenerate', 'This names no message of this chat that could be answered again.')
      return { parentId: message.parent_id, text: message.text, messageId: message.message_id }
    }
    const end = known === null ? null : store.activeEnd(known.chat_id)
    const parentId = request.parent_id === undefined ? end : request.parent_id
    if (parentId !== null && known === null) throw invalid('/parent_id', 'A new chat has no message to follow.')
    if (known !== null) store.pathTo(known.chat_id, parentId)
    return { parentId, text: request.message ?? '', messageId: null }
  }

  async #given(request: ChatRequest, asked: Asked): Promise<Given> {
    const { attachments, store } = this.#parts
    if (asked.messageId !== null) {
      const ids = store.message(asked.messageId).attachments.map(({ attachment_id }) => attachment_id)
      return { ids, made: [], files: await Promise.all(ids.map((id, at) => attachments.give(id, at))) }
    }
    const ids: string[] = []
    const made: string[] = []
    try {
      for (const [at, { id, name = '', media_type: mediaType = '', text, base64 }] of (
        request.attachments ?? []
      ).entries()) {
        if (id !== undefined) ids.push(attachments.read(id).attachment_id)
        else {
          const bytes = text === undefined ? fromBase64(base64 ?? '', at) : new TextEncoder().encode(text)
          made.push((await attachments.add(name, mediaType, bytes)).attachment_id)
          ids.push(made.at(-1)!)
        }
      }
      return { ids, made, files: await Promise.all(ids.map((id, at) => attachments.give(id, at))) }
    } catch (error) {
      await attachments.removeFreed(made)
      throw error
    }
  }

  /** Without history first: only where the rules leave something to a model does anyone need it. */
  async #construct(
    request: ChatRequest,
    asked: Asked,
    given: Given,
    options: ChatOptions,
    known: Chat | null,
  ): Promise<{ readonly construction: Construction; readonly fitted: Fitted | null }> {
    const { store, construct } = this.#parts
    const conversation = toConversation(options)
    const message: MessageRequest = {
      message: asked.text,
      attachments: given.files,
      mode: options.mode ?? 'auto',
      conversation,
      ...(request.now === undefined ? {} : { now: request.now }),
    }
    const construction = await construct(message)
    const path = known === null ? [] : store.pathTo(known.chat_id, asked.parentId)
    const isAlone = !construction.decision.model_needed || options.mode === 'deterministic_only'
    if (isAlone || readExchanges(path).length === 0) return { construction, fitted: null }
    const fitted = await this.#fit(path, asked, given, options)
    return {
      construction: await construct({ ...message, conversation: { ...conversation, history: fitted.history } }),
      fitted,
    }
  }

  async #fit(
    path: Parameters<typeof fitHistory>[0],
    asked: Asked,
    given: Given,
    options: ChatOptions,
  ): Promise<Fitted> {
    const { kernel, defaultModel } = this.#parts
    const modelId = options.model ?? (await defaultModel()) ?? ''
    const cut = modelId.indexOf('/')
    const texts = [asked.text, options.system_prompt ?? '', ...given.files.map(({ text }) => text ?? '')]
    return fitHistory(path, {
      connector: kernel.registry.connector(modelId.slice(0, Math.max(0, cut))),
      model: modelId.slice(cut + 1),
      promptBytes: texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0),
      answerTokens: options.max_tokens ?? 0,
      signal: AbortSignal.timeout(MEASURE_MS),
    })
  }

  #keep(
    chatId: string,
    asked: Asked,
    given: Given,
    run: RunHandle,
    { decision }: Construction,
    fitted: Fitted | null,
    sentKey: SentKey | null,
  ) {
    const { store } = this.#parts
    const question = {
      parent: asked.parentId,
      role: 'user',
      text: asked.text,
      status: 'success',
      attachmentIds: given.ids,
    } as const
    const history = fitted === null ? {} : { history: { given: fitted.history.length, left_out: fitted.leftOut } }
    const answer = {
      parent: asked.messageId ?? 0,
      role: 'assistant',
      text: '',
      status: 'running',
      runId: run.runId,
      more: { plan: decision, ...history },
      ...(sentKey === null ? {} : { sentKey }),
    } as const
    const ids = store.add(
      chatId,
      asked.messageId === null ? [question, answer] : [answer],
      cleanName(titleOf(asked.text)) || null,
    )
    const answerId = ids.at(-1) ?? ''
    return { message: store.message(asked.messageId ?? ids[0] ?? ''), answer: store.message(answerId) }
  }

  /** Follows the run to its end and keeps the answer. What was written of a stopped answer is kept, and marked. */
  #finish(chatId: string, answerId: string, run: RunHandle): Promise<Message> {
    const { store, changes, report } = this.#parts
    const written = new WrittenText(run)
    const done = run.result.then(result => {
      store.end(answerId, toEnd(result, written.text), () => {
        changes.tell('chat', chatId)
        changes.tell('chats')
      })
      return store.message(answerId)
    })
    this.#open.set(run.runId, { run, done })
    // Whoever streams is told; a run that nobody follows must not fail unseen.
    done.catch(report).finally(() => this.#open.delete(run.runId))
    return done
  }
}

/** What the model has written so far, as a person reads it. */
class WrittenText {
  #field = new TextField()
  text = ''

  constructor(run: RunHandle) {
    void this.#follow(run)
  }

  async #follow(run: RunHandle): Promise<void> {
    for await (const { task_id: task, kind, text } of run.partials(new AbortController().signal)) {
      if (task !== ANSWER_TASK || kind === 'thinking') continue
      if (kind === 'text') this.text += this.#field.feed(text)
      else {
        this.#field = new TextField()
        this.text = ''
      }
    }
  }
}

function toEnd(result: ExecuteResult, written: string): MessageEnd {
  const { status, final_output: output, partial_output: partial, error } = result
  if (status === 'success') return { status, text: readReply(output), unverified: false }
  const failure: Failure | undefined = error
  const unchecked = status === 'cancelled' ? written : ''
  return {
    status,
    text: [partial?.text ?? '', unchecked].filter(Boolean).join('\n\n'),
    unverified: partial === undefined || unchecked !== '',
    missing: partial?.missing ?? null,
    ...(failure === undefined ? {} : { error: failure }),
  }
}

/** K7: the reply of a message is `{text, ...}`. */
function readReply(output: unknown): string {
  const text = (output as { text?: unknown } | null)?.text
  return typeof text === 'string' ? text : JSON.stringify(output)
}

function toConversation({ system_prompt: system, temperature, top_p, ...options }: ChatOptions): Conversation {
  const { max_tokens, max_time_ms, max_retries } = options
  const given = <T extends object>(values: T): T =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined && value !== null)) as T
  return {
    history: [],
    ...(system ? { system } : {}),
    sampler: given({ temperature, top_p }) as NonNullable<Conversation['sampler']>,
    budget: given({ max_tokens, max_time_ms, max_retries }) as NonNullable<Conversation['budget']>,
  }
}

function toRunRequest(
  { content }: ChatRequest,
  { model, mode }: ChatOptions,
  { taskgraph, ...plan }: Construction,
  defaultModel: ChatServiceParts['defaultModel'],
): RunRequest {
  return {
    taskgraph,
    backend: 'local',
    deterministicOnly: mode === 'deterministic_only',
    defaultModel: model ?? defaultModel,
    plan,
    ...(content === undefined ? {} : { keepContent: content === 'keep' }),
  }
}

function fromBase64(text: string, at: number): Uint8Array {
  try {
    return Uint8Array.fromBase64(text)
  } catch {
    throw invalid(`/attachments/${at}/base64`, 'This is not base64.')
  }
}

export function invalid(pointer: string, message: string): KoraError {
  const fault: Fault = { pointer, code: 'INVALID_REQUEST', message }
  return new KoraError('INVALID_REQUEST', message, { errors: [fault] })
}
