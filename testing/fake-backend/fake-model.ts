/**
 * A model as the fake server lists it, with the facts that a real runtime would tell about it.
 */
export type FakeModel = {
  /** As the runtime names it, for example `fake:latest`. */
  readonly name: string
  readonly contextTokens?: number
  readonly thinking?: boolean
  /** Set: a cloud model behind the local port. */
  readonly remoteHost?: string
  readonly sizeBytes?: number
  readonly parameters?: string
  readonly quantization?: string
  /** 64 hex digits. */
  readonly digest?: string
  /** Lines of a Modelfile's parameters, such as `stop "<|im_end|>"`. */
  readonly parameterLines?: readonly string[]
  readonly embedding?: boolean
  /** What LM Studio calls it once it is loaded; its name by default. */
  readonly instance?: string
}

export const DEFAULT_CONTEXT_TOKENS = 4096

/** `x` and `X:latest` are the same model to Ollama. */
export function toFullName(name: string): string {
  const lower = name.toLowerCase()
  return lower.includes(':') ? lower : `${lower}:latest`
}

export function digestOf(model: FakeModel): string {
  return model.digest ?? new Bun.CryptoHasher('sha256').update(model.name).digest('hex')
}

/** A rough prompt length in tokens: four bytes a token, at least one for each message. */
export function countPromptTokens(messages: unknown): number {
  if (!Array.isArray(messages)) return 1
  return messages.reduce((sum: number, message: unknown) => {
    const content =
      typeof message === 'object' && message !== null && 'content' in message && typeof message.content === 'string'
        ? message.content
        : ''
    return sum + 1 + Math.ceil(Buffer.byteLength(content) / 4)
  }, 0)
}
