/** Chats: a tree of messages with one active path. Chats are content (rule L5); every number under an answer comes from its run. */
import { type Static, Type } from '@sinclair/typebox'
import { Budget } from '#contracts/budget'
import { AttachmentInput, EXECUTION_MODES, ExecuteResult, PlanDecision, RunSummary } from '#contracts/execution'
import { Failure } from '#contracts/failure'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const Moment = Type.String({ description: 'UTC, ISO 8601.' })

/** What a chat, a preset or one message may say about how it is answered. What is absent comes from the settings. */
export const ChatOptions = Type.Object(
  {
    model: Type.Optional(
      OrNull(Type.String({ pattern: '^[a-z][a-z0-9-]{0,63}/[^\\s].{0,255}$', description: '<connector>/<name>' })),
    ),
    mode: Type.Optional(OrNull(Type.Union(EXECUTION_MODES.map(mode => Type.Literal(mode))))),
    system_prompt: Type.Optional(OrNull(Type.String({ maxLength: 32_768 }))),
    temperature: Type.Optional(OrNull(Type.Number({ minimum: 0, maximum: 2 }))),
    top_p: Type.Optional(OrNull(Type.Number({ exclusiveMinimum: 0, maximum: 1 }))),
    max_tokens: Type.Optional(OrNull(Budget.properties.max_tokens)),
    max_time_ms: Type.Optional(OrNull(Budget.properties.max_time_ms)),
    max_retries: Type.Optional(OrNull(Budget.properties.max_retries)),
  },
  { $id: 'ChatOptions', additionalProperties: false, description: 'null takes a choice back.' },
)
export type ChatOptions = Static<typeof ChatOptions>

export const Chat = Type.Object(
  {
    chat_id: Type.String(),
    title: Type.String({ description: 'Made of the first message by rule (K4), until somebody gives another.' }),
    created_at: Moment,
    updated_at: Moment,
    message_count: Type.Integer(),
    options: ChatOptions,
    preset_id: OrNull(Type.String({ description: 'Whose options were copied last.' })),
  },
  { $id: 'Chat', additionalProperties: false },
)
export type Chat = Static<typeof Chat>

export const AttachmentInfo = Type.Object(
  {
    attachment_id: Type.String(),
    name: Type.String(),
    media_type: Type.String(),
    size_bytes: Type.Integer(),
    sha256: Type.String(),
    created_at: Moment,
    kind: Type.Union(['text', 'csv', 'json', 'pdf'].map(kind => Type.Literal(kind as 'text' | 'csv' | 'json' | 'pdf'))),
    text_chars: Type.Integer({ description: 'Length of the text that rules and models are given.' }),
    pages: OrNull(Type.Integer({ description: 'Of a PDF.' })),
    note: OrNull(Type.String({ description: 'What could not be read, in words.' })),
  },
  { $id: 'AttachmentInfo', additionalProperties: false },
)
export type AttachmentInfo = Static<typeof AttachmentInfo>

export const MESSAGE_STATES = ['running', 'success', 'failed', 'cancelled', 'interrupted'] as const
export type MessageState = (typeof MESSAGE_STATES)[number]

export const Message = Type.Object(
  {
    message_id: Type.String(),
    chat_id: Type.String(),
    parent_id: OrNull(Type.String()),
    siblings: Type.Array(Type.String(), {
      description: 'All alternatives at this place, itself among them, oldest first.',
    }),
    role: Type.Union([Type.Literal('user'), Type.Literal('assistant')]),
    created_at: Moment,
    status: Type.Union(MESSAGE_STATES.map(state => Type.Literal(state))),
    text: Type.String({
      description:
        'Of an answer that failed or was stopped: what of the question was answered all the same, and then what a model had written, never checked.',
    }),
    unverified: Type.Boolean({ description: 'True where text was never checked: stopped, or imported.' }),
    missing: OrNull(
      Type.String({
        description: 'Of an answer that failed or was stopped: the words of the question that it leaves out.',
      }),
    ),
    attachments: Type.Array(AttachmentInfo),
    run_id: OrNull(Type.String()),
    run: OrNull(RunSummary),
    plan: OrNull(PlanDecision),
    history: OrNull(
      Type.Object(
        {
          given: Type.Integer({ description: 'Earlier messages that the model was given.' }),
          left_out: Type.Integer({ description: 'Earlier messages that did not fit its context.' }),
        },
        { additionalProperties: false },
      ),
    ),
    error: OrNull(Failure),
  },
  { $id: 'Message', additionalProperties: false },
)
export type Message = Static<typeof Message>

export const ChatPage = Type.Object(
  {
    chat: Chat,
    messages: Type.Array(Message, { description: 'The end of the active path, oldest first.' }),
    earlier: OrNull(Type.String({ description: 'For `before`: there is more above.' })),
  },
  { $id: 'ChatPage', additionalProperties: false },
)
export type ChatPage = Static<typeof ChatPage>

export const ChatHit = Type.Composite(
  [
    Chat,
    Type.Object({
      match: OrNull(
        Type.Object(
          {
            message_id: Type.String(),
            snippet: Type.String(),
            marks: Type.Array(Type.Tuple([Type.Integer(), Type.Integer()]), {
              description: 'Spans of the snippet that matched, in UTF-16 units.',
            }),
          },
          { additionalProperties: false },
        ),
      ),
    }),
  ],
  { $id: 'ChatHit', additionalProperties: false },
)
export type ChatHit = Static<typeof ChatHit>

export const ChatList = Type.Object(
  { chats: Type.Array(ChatHit), next: OrNull(Type.String()) },
  { $id: 'ChatList', additionalProperties: false },
)
export type ChatList = Static<typeof ChatList>

export const ChatCreate = Type.Object(
  {
    title: Type.Optional(Type.String({ pattern: '\\S', maxLength: 256, description: 'Not blank.' })),
    options: Type.Optional(ChatOptions),
    preset_id: Type.Optional(OrNull(Type.String())),
  },
  { $id: 'ChatCreate', additionalProperties: false },
)
export type ChatCreate = Static<typeof ChatCreate>

export const ChatChange = Type.Object(
  {
    ...ChatCreate.properties,
    active: Type.Optional(
      Type.String({ description: 'A message: the path through it, down to its newest end, becomes the active one.' }),
    ),
  },
  { $id: 'ChatChange', additionalProperties: false },
)
export type ChatChange = Static<typeof ChatChange>

export const ChatRequest = Type.Object(
  {
    api_version: Type.String(),
    chat_id: Type.Optional(Type.String({ description: 'Absent: a new chat.' })),
    message: Type.Optional(Type.String()),
    parent_id: Type.Optional(
      OrNull(
        Type.String({
          description: 'The message that this one follows; absent: the end of the active path; null: a new beginning.',
        }),
      ),
    ),
    regenerate: Type.Optional(Type.String({ description: 'In place of message: answer this message once more.' })),
    attachments: Type.Optional(Type.Array(AttachmentInput, { maxItems: 32 })),
    options: Type.Optional(ChatOptions),
    now: Type.Optional(Type.String({ description: 'The clock as an input (K6).' })),
    content: Type.Optional(Type.Union([Type.Literal('keep'), Type.Literal('discard')])),
    stream: Type.Optional(Type.Boolean()),
    detach: Type.Optional(Type.Boolean({ description: 'Answers at once; follow GET /runs/{run_id}/events.' })),
  },
  { $id: 'ChatRequest', additionalProperties: false, description: 'Exactly one of message and regenerate.' },
)
export type ChatRequest = Static<typeof ChatRequest>

export const ChatAnswer = Type.Object(
  {
    chat: Chat,
    message: Message,
    answer: Message,
    result: Type.Optional(ExecuteResult),
  },
  { $id: 'ChatAnswer', additionalProperties: false, description: '`result` once the run has ended.' },
)
export type ChatAnswer = Static<typeof ChatAnswer>

export const Preset = Type.Object(
  {
    preset_id: Type.String(),
    name: Type.String({ pattern: '\\S', maxLength: 128, description: 'Not blank.' }),
    options: ChatOptions,
    updated_at: Moment,
  },
  { $id: 'Preset', additionalProperties: false },
)
export type Preset = Static<typeof Preset>

export const PresetInput = Type.Object(
  { name: Preset.properties.name, options: ChatOptions },
  { $id: 'PresetInput', additionalProperties: false },
)
export type PresetInput = Static<typeof PresetInput>
