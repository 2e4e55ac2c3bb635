/**
 * A connector whose every call follows a script, with a ledger of its own: what was asked, what was sent, when it was closed.
 * It keeps no contract by itself, so that a test can let it lie, flood, hang and break off.
 */
import type { ScoredChoice } from '#contracts/answer-plan'
import type { Connector, GenerateFrame, GenerateRequest, ModelCapabilities, Usage } from '#contracts/connector-port'
import { ConnectorError, type ConnectorFailureCode } from '#contracts/plugin-errors'
import type { Clock } from '#contracts/powers'

export type Step =
  | { readonly text: string; readonly tokens?: number; readonly times?: number; readonly everyMs?: number }
  | { readonly thinking: string; readonly tokens?: number }
  | { readonly wait: number }
  | { readonly hang: true }
  | {
      readonly end: 'stop' | 'length'
      readonly usage?: Partial<Usage>
      readonly choices?: readonly ScoredChoice[]
      readonly writtenBecause?: string
    }
  | { readonly fail: ConnectorFailureCode }
  | { readonly crash: string }

export type LedgerEntry = {
  readonly request: GenerateRequest
  tokensSent: number
  readonly openedAtMs: number
  closedAtMs: number | null
  aborted: boolean
}

export type Script = (request: GenerateRequest, call: number) => readonly Step[]

export type ScriptedOptions = {
  readonly name?: string
  readonly clock: Clock
  readonly script: Script
  readonly contextTokens?: number | null
  /** Counts prompt tokens; absent means the connector has no tokenizer. */
  readonly countTokens?: (request: Pick<GenerateRequest, 'messages'>) => number
  readonly slots?: number
  /** What it says of itself beyond the plainest runtime. */
  readonly capabilities?: Partial<ModelCapabilities>
  /** What becomes of each keyword of a schema; decoded without it. */
  readonly keywordSupport?: Connector['keywordSupport']
}

/** Splits an answer into pieces of four characters, each a token. */
export const tokensOf = (value: unknown): Step[] =>
  (JSON.stringify(value).match(/[\s\S]{1,4}/g) ?? []).map(text => ({ text }))

export function createScriptedConnector(options: ScriptedOptions): {
  readonly connector: Connector
  readonly ledger: LedgerEntry[]
} {
  const ledger: LedgerEntry[] = []
  const { clock, countTokens } = options
  const sleep = (ms: number, signal: AbortSignal) =>
    new Promise<void>(resolve => {
      const cancel = ms === Number.POSITIVE_INFINITY ? () => {} : clock.timer(ms, resolve)
      signal.addEventListener('abort', () => {
        cancel()
        resolve()
      })
    })

  async function* generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GenerateFrame> {
    const entry: LedgerEntry = {
      request,
      tokensSent: 0,
      openedAtMs: clock.monoMs(),
      closedAtMs: null,
      aborted: false,
    }
    ledger.push(entry)
    try {
      for (const step of options.script(request, ledger.length - 1)) yield* play(step, entry, signal)
    } finally {
      entry.aborted = signal.aborted
      entry.closedAtMs = clock.monoMs()
    }
  }

  async function* play(step: Step, entry: LedgerEntry, signal: AbortSignal): AsyncGenerator<GenerateFrame> {
    if ('wait' in step) await sleep(step.wait, signal)
    else if ('hang' in step) await sleep(Number.POSITIVE_INFINITY, signal)
    else if ('fail' in step) throw new ConnectorError(step.fail, `scripted ${step.fail}`)
    else if ('crash' in step) throw new TypeError(step.crash)
    else if ('end' in step) {
      const reported = { tokensIn: 7, tokensOut: entry.tokensSent, cachedTokens: 0, thinkingTokens: 0, ...step.usage }
      const { choices = [], writtenBecause = null } = step
      const { model } = entry.request
      yield {
        kind: 'end',
        stop: step.end,
        usage: reported,
        model,
        loadMs: null,
        promptMs: null,
        choices,
        writtenBecause,
      }
    } else if ('thinking' in step) {
      entry.tokensSent += step.tokens ?? 1
      yield { kind: 'thinking', text: step.thinking, tokens: step.tokens ?? 1 }
    } else {
      for (let time = 0; time < (step.times ?? 1) && !signal.aborted; time++) {
        if (step.everyMs) await sleep(step.everyMs, signal)
        if (signal.aborted) break
        entry.tokensSent += step.tokens ?? 1
        yield { kind: 'text', text: step.text, tokens: step.tokens ?? 1 }
      }
    }
    if (signal.aborted) throw signal.reason
  }

  const connector: Connector = {
    name: options.name ?? 'scripted',
    title: 'Scripted',
    health: async () => ({ status: 'healthy', version: '1.0', reason: null, address: 'in test' }),
    models: async () => [
      {
        name: 'm',
        sizeBytes: null,
        parameters: null,
        quantization: null,
        contextTokens: options.contextTokens ?? null,
        estimatedVramMb: null,
        digest: 'sha256:00',
        loaded: true,
        remote: false,
      },
    ],
    capabilities: async () => ({
      contextTokens: options.contextTokens ?? null,
      constrained: 'schema',
      tokenizer: countTokens !== undefined,
      probabilities: 'none',
      thinking: false,
      seedable: true,
      ...options.capabilities,
    }),
    slots: () => options.slots ?? 4,
    keywordSupport: options.keywordSupport ?? (() => 'decoded'),
    generate,
    ...(countTokens ? { countTokens: async (_model, messages) => countTokens({ messages }) } : {}),
  }
  return { connector, ledger }
}
