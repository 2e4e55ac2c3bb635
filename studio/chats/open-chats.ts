/** Opens everything about chats over one file and one folder, and closes it again. It listens to nobody. */
import type { Clock, Random } from '#contracts/powers'
import { AttachmentStore, UNUSED_MS } from './attachment-store.ts'
import { ChatDatabase } from './chat-database.ts'
import { ChatService, type ChatServiceParts } from './chat-service.ts'
import { ChatStore } from './chat-store.ts'
import { PresetStore } from './preset-store.ts'
import type { ReadPdf } from './read-file.ts'

export type ChatsOptions = Omit<ChatServiceParts, 'store' | 'attachments'> & {
  /** The file of chats, or ':memory:'. */
  readonly path: string
  /** Where attachments lie; made when the first one comes. */
  readonly filesFolder: string
  readonly clock: Clock
  readonly random: Random
  readonly readPdf: ReadPdf
}

export type Chats = {
  readonly service: ChatService
  readonly store: ChatStore
  readonly presets: PresetStore
  readonly attachments: AttachmentStore
  readonly base: ChatDatabase
  close(): void
}

/** Throws ROOT_LOCKED. */
export function openChats(options: ChatsOptions): Chats {
  const { path, filesFolder, clock, random, kernel, readPdf } = options
  const base = new ChatDatabase({ path, clock, random })
  const store = new ChatStore(base, runId => kernel.runs.summary(runId))
  const attachments = new AttachmentStore({ base, folder: filesFolder, readPdf })
  void attachments.removeUnused(Math.floor(clock.epochMs()) - UNUSED_MS).catch(options.report)
  const service = new ChatService({ ...options, store, attachments })
  return { service, store, presets: new PresetStore(base), attachments, base, close: () => base.close() }
}
