/** How chats and messages stand in the tables, and how their rows become what the API shows. It reads and writes nothing. */
import type { AttachmentInfo, Chat, ChatOptions, Message, MessageState, Preset } from '#contracts/chat'
import type { PlanDecision, RunSummary } from '#contracts/execution'
import type { Failure } from '#contracts/failure'

/**
 * Who gave the title: nobody yet, the rule of K4, or a person. A doomed chat is deleted, and its messages are on their way out; one that
 * arrives is being read from a file, and is seen once all of that file is there.
 */
export const TITLED = { no: 0, rule: 1, person: 2, doomed: 3, arriving: 4 } as const

/** Takes how it is titled from then on, what it named as JSON, and its row. */
export const DOOM = "UPDATE chat SET titled = ?, title = '', options = ?, active = NULL WHERE id = ?"

export type ChatRow = {
  readonly id: number
  readonly chat_id: string
  readonly title: string
  readonly titled: number
  readonly created_at_ms: number
  readonly updated_at_ms: number
  readonly options: string
  readonly preset_id: string | null
  readonly active: number | null
  readonly message_count: number
}

export type MessageRow = {
  readonly id: number
  readonly message_id: string
  readonly chat: number
  readonly parent: number | null
  readonly role: Message['role']
  readonly created_at_ms: number
  readonly status: MessageState
  readonly unverified: number
  readonly text: string
  readonly run_id: string | null
  readonly more: string
}

/** What only some messages have; kept as JSON. */
export type MessageMore = {
  readonly plan?: PlanDecision
  readonly history?: NonNullable<Message['history']>
  readonly error?: Failure
  readonly missing?: string
}

export type PresetRow = {
  readonly preset_id: string
  readonly name: string
  readonly updated_at_ms: number
  readonly options: string
}

/** What a message needs that does not stand in its row. */
export type MessageSurroundings = {
  readonly chatId: string
  readonly idOf: (row: number) => string
  readonly siblings: (row: MessageRow) => readonly string[]
  readonly attachments: (row: number) => readonly AttachmentInfo[]
  readonly run: (runId: string) => RunSummary | null
}

export const toMoment = (epochMs: number): string => new Date(epochMs).toISOString()

export function toChat(row: ChatRow): Chat {
  return {
    chat_id: row.chat_id,
    title: row.title,
    created_at: toMoment(row.created_at_ms),
    updated_at: toMoment(row.updated_at_ms),
    message_count: row.message_count,
    options: JSON.parse(row.options) as ChatOptions,
    preset_id: row.preset_id,
  }
}

export function toMessage(row: MessageRow, around: MessageSurroundings): Message {
  const more = JSON.parse(row.more) as MessageMore
  return {
    message_id: row.message_id,
    chat_id: around.chatId,
    parent_id: row.parent === null ? null : around.idOf(row.parent),
    siblings: [...around.siblings(row)],
    role: row.role,
    created_at: toMoment(row.created_at_ms),
    status: row.status,
    text: row.text,
    unverified: row.unverified === 1,
    attachments: [...around.attachments(row.id)],
    run_id: row.run_id,
    run: row.run_id === null ? null : around.run(row.run_id),
    plan: more.plan ?? null,
    history: more.history ?? null,
    error: more.error ?? null,
    missing: more.missing ?? null,
  }
}

export function toPreset(row: PresetRow): Preset {
  return {
    preset_id: row.preset_id,
    name: row.name,
    options: JSON.parse(row.options) as ChatOptions,
    updated_at: toMoment(row.updated_at_ms),
  }
}

/** `change` over `known`; null takes a choice back. */
export function mergeOptions(known: ChatOptions, change: ChatOptions): ChatOptions {
  const merged = Object.entries({ ...known, ...change }).filter(([, value]) => value !== null && value !== undefined)
  return Object.fromEntries(merged) as ChatOptions
}
