/**
 * What the HTTP API is built from. Every service comes in as an argument; the API owns none of them and starts nothing.
 */
import type { Budget } from '#contracts/budget'
import type { AttachmentInput, ConvertResult, EXECUTION_MODES } from '#contracts/execution'
import type { DataDelete, DataDeleted, DataInfo, ModelInfo } from '#contracts/studio'
import type { TaskGraph } from '#contracts/task-graph'
import type { MessagePlan } from '#engine/run-request'
import type { Report } from '#http/failure-response'
import type { Pairing } from '#http/pairing'
import type { Kernel } from '#kernel/kernel-face'
import type { RunStore } from '#store/run-store'
import type { ChangeFeed } from '../changes/change-feed.ts'
import type { Chats } from '../chats/open-chats.ts'
import type { ModelProbes } from '../models/model-probes.ts'
import type { ModelPulls } from '../models/model-pulls.ts'
import type { OwnModels } from '../models/own-models.ts'
import type { ProbeBook } from '../models/probe-book.ts'
import type { LiveSettings } from '../settings/live-settings.ts'

/** An attachment whose bytes or text are at hand. */
export type GivenAttachment = {
  readonly name: string
  readonly media_type: string
  readonly text?: string
  readonly base64?: string
}

/** What a model task is given beside the message; rules read none of it. */
export type Conversation = {
  /** Earlier messages, oldest first. */
  readonly history: readonly { readonly role: 'user' | 'assistant'; readonly text: string }[]
  readonly system?: string
  readonly sampler?: { readonly temperature?: number; readonly top_p?: number; readonly seed?: number }
  readonly budget?: Partial<Budget>
}

/** A request in words; the planner makes the graph (rules K1 to K6). */
export type MessageRequest = {
  readonly message: string
  readonly attachments: readonly GivenAttachment[]
  readonly conversation?: Conversation
  readonly mode: (typeof EXECUTION_MODES)[number]
  /** `execution_options.now` as it was sent; absent means the machine's clock at admission. */
  readonly now?: string
}

export type Construction = MessagePlan & { readonly taskgraph: TaskGraph }

export type StudioServices = {
  readonly kernel: Kernel
  /** Throws KoraError, MODEL_NEEDED when the mode forbids the model that the message needs. */
  readonly construct: (request: MessageRequest) => Promise<Construction>
  /** Attachments with their text: those that are named by id are read from where they are kept. Throws NOT_FOUND. */
  readonly giveAttachments: (attachments: readonly AttachmentInput[]) => Promise<readonly GivenAttachment[]>
  readonly chats: Chats
  /** Bounds how many large bodies are held at once. */
  readonly upload: <T>(work: () => Promise<T>) => Promise<T>
  readonly settings: Pick<LiveSettings, 'values' | 'list' | 'change'>
  readonly data: {
    readonly measure: () => Promise<DataInfo>
    /** Throws STORAGE_FULL. */
    readonly delete: (request: DataDelete) => Promise<DataDeleted>
    readonly deleteChats: (ids: readonly string[]) => Promise<number>
    /** The new token; from now on the only one. Throws STORAGE_FULL. */
    readonly rotateToken: () => Promise<string>
  }
  readonly changes: ChangeFeed
  /** A 0.1 graph in, a 1.0 graph out. Throws KoraError with pointers from the old graph's root. */
  readonly convert: (graph: unknown) => ConvertResult
  /** What a model task gets that declares nothing else. */
  readonly messageBudget: () => Budget
  readonly models: {
    readonly list: (signal: AbortSignal) => Promise<readonly ModelInfo[]>
    /** The session's default model, or null. Asked only where a task needs it: it may wake runtimes. */
    readonly defaultModel: () => Promise<string | null>
  }
  readonly ownModels: OwnModels
  /** Asking a runtime what it keeps, and what was found of one at a version. */
  readonly probes: Pick<ModelProbes, 'probe'> & Pick<ProbeBook, 'ofRuntime'>
  readonly pulls: Pick<ModelPulls, 'catalog' | 'list' | 'start' | 'startUrl' | 'cancel' | 'follow'>
  /** Idempotency keys (rule H4), durable for 24 hours. */
  readonly keys: Pick<RunStore, 'claimKey' | 'answerKey' | 'releaseKey' | 'commit'>
  readonly auth: { readonly mode: 'token' | 'off'; readonly pairing: Pairing }
  readonly machine: {
    /** Load average of the last minute divided by cores. */
    readonly cpuLoad: () => number
    readonly gpuAvailable: () => boolean
  }
  readonly report: Report
}
