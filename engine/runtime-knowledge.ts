/**
 * What the runtimes know that makes a certificate lower: how large a model's context is, and how many tokens a known prompt has
 * (rules C1, B7). A run takes what is known already and waits for nobody; a plan asks, though not for long. It loads no model.
 */
import type { ChatMessage, Connector } from '#contracts/connector-port'
import type { JsonValue } from '#contracts/json-value'
import type { Clock } from '#contracts/powers'
import type { AdmittedGraph, AdmittedTask, ModelTarget } from '#graph/admitted-graph'
import { textFrameOf } from '#graph/answer-course'
import type { CertificateFacts } from '#graph/certificate'
import type { Registry } from '#graph/registry'
import type { ModelFacts } from './model-facts.ts'
import { withSchema, withTextFrame } from './prompt-frame.ts'
import { within } from './until-aborted.ts'

/** Contexts in tokens by `<connector>/<model>`; a run keeps to them although a runtime may allow more later. */
export type Contexts = ReadonlyMap<string, number>
export type KnownFacts = CertificateFacts & { readonly contexts: Contexts }

/** How long a plan waits for a runtime that does not answer. */
const PATIENCE_MS = 250

export const contextKey = ({ connector, model }: ModelTarget): string => `${connector}/${model}`

type Counted = { readonly key: string; readonly tokens: number }

export class RuntimeKnowledge {
  readonly #registry: Registry
  readonly #facts: ModelFacts
  readonly #clock: Clock
  readonly #counted = new WeakMap<AdmittedTask, Counted>()

  constructor(registry: Registry, facts: ModelFacts, clock: Clock) {
    this.#registry = registry
    this.#facts = facts
    this.#clock = clock
  }

  /** What is known at this moment. `defaultTarget` stands for steps that name no model. */
  known(graph: AdmittedGraph, defaultTarget: ModelTarget | null): KnownFacts {
    const contexts = new Map<string, number>()
    for (const target of targetsOf(graph.tasks, defaultTarget)) {
      const tokens = this.#facts.knownCapabilities(target.connector, target.model)?.contextTokens ?? 0
      if (tokens > 0) contexts.set(contextKey(target), Math.floor(tokens))
    }
    return {
      contexts,
      promptTokens: task => {
        const [target] = stepsOf(task, defaultTarget)
        const counted = this.#counted.get(task)
        return target && counted?.key === contextKey(target) ? counted.tokens : null
      },
      contextTokens: task => {
        const bounds = stepsOf(task, defaultTarget).map(target =>
          target ? contexts.get(contextKey(target)) : undefined,
        )
        return bounds.includes(undefined) ? null : Math.max(...(bounds as number[]))
      },
    }
  }

  /** Asks every runtime that the graph may call. Never rejects. */
  async learn(graph: AdmittedGraph, defaultTarget: ModelTarget | null): Promise<void> {
    const stop = new AbortController()
    const cancel = this.#clock.timer(PATIENCE_MS, () => stop.abort())
    const models = graph.tasks.filter(task => task.type === 'model')
    const ask = ({ connector, model }: ModelTarget) => {
      const own = this.#registry.connector(connector)
      return own ? this.#inTime(this.#facts.capabilities(own, model, stop.signal), stop.signal) : null
    }
    await Promise.all(targetsOf(models, defaultTarget).map(ask))
    await Promise.all(models.map(task => this.#count(task, graph, defaultTarget, stop.signal).catch(() => {})))
    cancel()
  }

  /** Only for one model and a prompt that no task before it changes; counting with a model that is not loaded would load it. */
  async #count(
    task: AdmittedTask,
    graph: AdmittedGraph,
    fallback: ModelTarget | null,
    stop: AbortSignal,
  ): Promise<void> {
    const [target, ...others] = stepsOf(task, fallback)
    if (!target || others.length > 0 || !task.constantInput) return
    const connector = this.#registry.connector(target.connector)
    if (!connector?.countTokens) return
    if (!this.#facts.knownCapabilities(target.connector, target.model)?.tokenizer) return
    if (!(await this.#isLoaded(connector, target.model, stop))) return
    const prompts = firstPrompts(task, graph)
    const count = (messages: readonly ChatMessage[]) => connector.countTokens!(target.model, messages, stop)
    const counted = await this.#inTime(Promise.all(prompts.map(count)), stop)
    if (!counted?.every(tokens => Number.isFinite(tokens) && tokens >= 0)) return
    this.#counted.set(task, { key: contextKey(target), tokens: Math.ceil(Math.max(...counted)) })
  }

  async #isLoaded(connector: Connector, name: string, stop: AbortSignal): Promise<boolean> {
    const models = await this.#inTime(connector.models(stop), stop)
    return models?.some(model => model.name === name && model.loaded) === true
  }

  #inTime<T>(work: Promise<T>, stop: AbortSignal): Promise<T | null> {
    return within(work, this.#clock, PATIENCE_MS, stop)
  }
}

const stepsOf = (task: AdmittedTask, fallback: ModelTarget | null): readonly (ModelTarget | null)[] =>
  task.ladder.length === 0 ? [fallback] : task.ladder.map(target => target ?? fallback)

/** Every model that the tasks may call, once. */
function targetsOf(tasks: readonly AdmittedTask[], fallback: ModelTarget | null): readonly ModelTarget[] {
  const targets = new Map<string, ModelTarget>()
  for (const task of tasks) {
    if (task.type !== 'model') continue
    for (const target of stepsOf(task, fallback)) if (target) targets.set(contextKey(target), target)
  }
  return [...targets.values()]
}

/** The first prompt as it will be sent: asking for JSON, or, where the answer is one text, for that; a run may send either. */
function firstPrompts(task: AdmittedTask, graph: AdmittedGraph): readonly (readonly ChatMessage[])[] {
  const input = task.buildInput({ outputs: [], inputs: graph.inputs })
  const messages = task.renderPrompt?.(input) ?? []
  const { outputSchema: schema } = task
  const frame = textFrameOf(task)
  const forJson = withSchema(messages, schema.source as JsonValue)
  return frame === null ? [forJson] : [forJson, withTextFrame(messages, frame, schema)]
}
