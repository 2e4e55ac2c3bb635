import { describe, expect, test } from 'bun:test'
import {
  ChatMLChatWrapper,
  type ChatWrapper,
  DeepSeekChatWrapper,
  GemmaChatWrapper,
  HarmonyChatWrapper,
  Llama3_1ChatWrapper,
  QwenChatWrapper,
  SeedChatWrapper,
} from 'node-llama-cpp'
import { AnswerSplitter } from './answer-splitter.ts'
import { readThinkingMarkers } from './render-prompt.ts'

/** What a model with this template would write, split. */
function split(wrapper: ChatWrapper, text: string) {
  const splitter = new AnswerSplitter(readThinkingMarkers(wrapper), [])
  const pieces = [...[...text].flatMap(sign => splitter.push(sign, 1)), ...splitter.finish()]
  const join = (kind: string) =>
    pieces
      .filter(piece => piece.kind === kind)
      .map(piece => piece.text)
      .join('')
  return { text: join('text'), thinking: join('thinking').trim() }
}

describe('thinking markers', () => {
  test.each<[string, ChatWrapper, string]>([
    ['Qwen 3', new QwenChatWrapper(), '<think>\nhm\n</think>\n\nFour.'],
    ['DeepSeek', new DeepSeekChatWrapper(), '<think>\nhm\n</think>\n\nFour.'],
    ['Seed', new SeedChatWrapper(), '<seed:think>hm</seed:think>Four.'],
    [
      'gpt-oss',
      new HarmonyChatWrapper(),
      '<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Four.',
    ],
  ])('M4 parts the thinking of %s from its answer', (_, wrapper, text) => {
    expect(split(wrapper, text)).toEqual({ text: 'Four.', thinking: 'hm' })
  })

  test.each<[string, ChatWrapper]>([
    ['ChatML', new ChatMLChatWrapper()],
    ['Llama 3.1', new Llama3_1ChatWrapper({ todayDate: null })],
    ['Gemma', new GemmaChatWrapper()],
  ])('M4 takes everything that %s writes as its answer', (_, wrapper) => {
    expect(split(wrapper, 'Is 2 < 3? <b>Yes</b>')).toEqual({ text: 'Is 2 < 3? <b>Yes</b>', thinking: '' })
  })

  test('K6 renders no date of today into a prompt', () => {
    const wrapper = new HarmonyChatWrapper({ todayDate: null })
    const { contextText } = wrapper.generateContextState({
      chatHistory: [
        { type: 'user', text: 'hi' },
        { type: 'model', response: [] },
      ],
    })
    expect(contextText.toString()).not.toContain(String(new Date().getFullYear()))
  })
})
