/**
 * Renders messages with the chat template of the loaded model into exactly the tokens that will be evaluated, and says which
 * markers part thinking from answer. Text of messages is tokenized as text: it can never become a control token.
 */
import { type ChatHistoryItem, type ChatWrapper, type LlamaModel, LlamaText, type Token } from 'node-llama-cpp'
import type { ThinkingMarkers } from './answer-splitter.ts'
import type { GenerateCall } from './protocol.ts'

export type Messages = GenerateCall['messages']

const HARMONY_FINAL = '<|channel|>final<|message|>'

function toHistory(messages: Messages): ChatHistoryItem[] {
  const history = messages.map((message): ChatHistoryItem => {
    if (message.role === 'assistant') return { type: 'model', response: [message.content] }
    return { type: message.role, text: message.content }
  })
  return [...history, { type: 'model', response: [] }]
}

export function renderPrompt(model: LlamaModel, wrapper: ChatWrapper, messages: Messages): Token[] {
  const { contextText } = wrapper.generateContextState({ chatHistory: toHistory(messages) })
  const tokens = contextText.tokenize(model.tokenizer)
  // Wrappers begin with the start token even where it is the first token of the template too, and the model never saw it twice.
  const start = model.tokens.bos
  const isDoubled = !model.tokens.shouldPrependBosToken && start !== null && tokens[0] === start && tokens[1] === start
  return isDoubled ? tokens.slice(1) : tokens
}

/** Texts of the model's own markers, or null for a model that does not think aloud. */
export function readThinkingMarkers(wrapper: ChatWrapper): ThinkingMarkers | null {
  if (wrapper.wrapperName === 'Harmony') {
    return {
      open: ['<|channel|>analysis<|message|>', '<|channel|>commentary<|message|>'],
      close: ['<|end|>'],
      drop: ['<|start|>assistant', HARMONY_FINAL],
      openAtStart: false,
    }
  }
  const thought = wrapper.settings.segments?.thought
  if (thought === undefined) return null
  const { prefix } = thought
  const isOpen = typeof prefix === 'object' && !LlamaText.isLlamaText(prefix)
  const open = isOpen ? '' : toText(prefix)
  const close = thought.suffix === undefined ? '' : toText(thought.suffix)
  if (close === '') return null
  const openAtStart = isOpen || thought.openOnResponseStart === true
  return { open: open === '' ? [] : [open], close: [close], drop: [], openAtStart }
}

/**
 * Tokens that end the prompt of a call. An answer under a schema begins at once: its thinking is closed before it starts, because
 * thinking would spend the budget of the answer. Without a schema, a wrapper that opens the thinking itself gets its opening here.
 */
export function renderAnswerStart(
  model: LlamaModel,
  wrapper: ChatWrapper,
  options: { readonly constrained: boolean; readonly canSkipThinking: boolean },
): Token[] {
  const write = (text: string): Token[] => model.tokenize(text, true)
  if (wrapper.wrapperName === 'Harmony') return options.constrained ? write(HARMONY_FINAL) : []
  const markers = readThinkingMarkers(wrapper)
  if (markers === null) return []
  const opening = markers.openAtStart ? (markers.open[0] ?? '') : ''
  if (!options.constrained) return opening === '' ? [] : write(opening)
  if (markers.openAtStart) return write(`${opening}\n\n${markers.close[0]}\n\n`)
  return options.canSkipThinking ? write(`${markers.open[0]}\n\n${markers.close[0]}\n\n`) : []
}

const toText = (text: string | LlamaText): string => LlamaText(text).toString().trim()
