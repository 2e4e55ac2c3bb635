/**
 * The model itself, called without Studio: the library in process, or a runtime over HTTP with a client that does no more than read the
 * stream. It is what `bench/model.ts` measures the way through Studio against.
 */
import type { ChatMessage } from '#contracts/connector-port'

export type Measured = { readonly msPerToken: number; readonly firstMs: number }

export type DirectOptions = {
  /** The runtime's address, or the model file of the library. */
  readonly place: string
  readonly model: string
  readonly question: ChatMessage
  readonly tokens: number
  readonly threads: number
  readonly contextTokens: number
}

/** Answers the question once; nothing of it is evaluated already where the caller asked something else before. */
export type Direct = () => Promise<Measured>

export function openDirect(connector: string, options: DirectOptions): Promise<Direct> {
  if (connector === 'llamacpp') return openLibrary(options)
  return Promise.resolve(() => readStream(...(connector === 'ollama' ? toOllama(options) : toLlamaServer(options))))
}

async function openLibrary({ place, question, tokens, threads, contextTokens }: DirectOptions): Promise<Direct> {
  const { getLlama, LlamaLogLevel, resolveChatWrapper } = await import('node-llama-cpp')
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    logLevel: LlamaLogLevel.error,
    maxThreads: threads,
  })
  const model = await llama.loadModel({ modelPath: place })
  const context = await model.createContext({ contextSize: contextTokens, sequences: 1, threads })
  const sequence = context.getSequence()
  const { contextText } = resolveChatWrapper(model).generateContextState({
    chatHistory: [
      { type: 'user', text: question.content },
      { type: 'model', response: [] },
    ],
  })
  const prompt = contextText.tokenize(model.tokenizer)
  return async () => {
    await sequence.clearHistory()
    const watch = new PieceWatch()
    for await (const token of sequence.evaluate(prompt, { temperature: 0 })) {
      model.detokenize([token])
      watch.took()
      if (watch.pieces === tokens) break
    }
    return watch.measured()
  }
}

type Asked = readonly [url: string, body: object, isText: (event: Loose) => boolean]
type Loose = {
  readonly message?: { readonly content?: string }
  readonly choices?: readonly { readonly delta?: { readonly content?: string | null } }[]
}

const toOllama = ({ place, model, question, tokens, threads, contextTokens }: DirectOptions): Asked => {
  const options = {
    temperature: 0,
    top_p: 1,
    seed: 1,
    num_predict: tokens,
    num_thread: threads,
    num_ctx: contextTokens,
  }
  return [
    `${place}/api/chat`,
    { model, messages: [question], stream: true, options },
    event => Boolean(event.message?.content),
  ]
}

const toLlamaServer = ({ place, model, question, tokens }: DirectOptions): Asked => [
  `${place}/v1/chat/completions`,
  { model, messages: [question], stream: true, temperature: 0, top_p: 1, seed: 1, max_tokens: tokens },
  event => Boolean(event.choices?.[0]?.delta?.content),
]

async function readStream(url: string, body: object, isText: (event: Loose) => boolean): Promise<Measured> {
  const watch = new PieceWatch()
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) })
  if (!response.ok || response.body === null) throw new Error(`${url} answered ${response.status}`)
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of response.body) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const text = line.startsWith('data:') ? line.slice('data:'.length) : line
      if (text.trim() === '' || text.trim() === '[DONE]') continue
      if (isText(JSON.parse(text))) watch.took()
    }
  }
  return watch.measured()
}

/** When pieces of an answer came. */
export class PieceWatch {
  readonly #startedMs = performance.now()
  #firstMs = 0
  #lastMs = 0
  pieces = 0

  took(): void {
    this.#lastMs = performance.now()
    if (this.pieces === 0) this.#firstMs = this.#lastMs
    this.pieces += 1
  }

  measured(): Measured {
    return { msPerToken: (this.#lastMs - this.#firstMs) / (this.pieces - 1), firstMs: this.#firstMs - this.#startedMs }
  }
}
