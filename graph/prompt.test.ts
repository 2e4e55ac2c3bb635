import { describe, expect, test } from 'bun:test'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { admitted, count, graphOf, model } from '#testing/admission'
import { MAX_PROMPT_LENGTH, renderPrompt } from './prompt.ts'
import { maxPromptBytes } from './size-of-prompt.ts'

const codeOf = (input: JsonObject, verbatim?: 'all'): string => {
  try {
    renderPrompt(input, undefined, verbatim)
    return ''
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('prompts', () => {
  test('T10 strings stand as they are, other values as canonical JSON, and lone braces are text', () => {
    const input = { prompt: '{{a}}|{{ b }}|{{{c}}}|{x}|{{', a: 'é"', b: { z: 1, a: [null] }, c: 1e21 }
    expect(renderPrompt(input)).toEqual([{ role: 'user', content: 'é"|{"a":[null],"z":1}|{1e+21}|{x}|{{' }])
  })
  test("T10 no name of an object's inheritance is inserted, nor the prompt into itself", () => {
    for (const name of ['toString', '__proto__', 'prompt', 'missing']) {
      expect([name, codeOf({ prompt: `{{${name}}}` })]).toEqual([name, 'TEMPLATE_INVALID'])
    }
  })
  test('B7 a prompt that would grow without end is refused before it is built', () => {
    const bomb = { prompt: '{{x}}'.repeat(100_000), x: 'x'.repeat(1_000_000) }
    expect(codeOf(bomb)).toBe('CONTEXT_OVERFLOW')
    expect(codeOf({ prompt: 'x'.repeat(MAX_PROMPT_LENGTH) })).toBe('')
    expect(codeOf({ prompt: 'x'.repeat(MAX_PROMPT_LENGTH + 1) }, 'all')).toBe('CONTEXT_OVERFLOW')
  })
  test('T4 messages that came by reference and are none are refused when they are there', () => {
    const odd: JsonValue[] = ['hello', [1], [{ role: 'tool', content: '' }], [{ role: 'user' }]]
    for (const messages of odd) expect([messages, codeOf({ messages }, 'all')]).toEqual([messages, 'INPUT_REJECTED'])
    expect(renderPrompt({ messages: [{ role: 'user', content: 7 }] }, undefined, 'all')[0]!.content).toBe('7')
  })
})

describe('longest prompts', () => {
  const boundOf = (input: JsonObject, from: object = count('a'), inputs: JsonObject = {}) => {
    const graph = admitted(graphOf([from, model('m', { dependencies: ['a'], input })], { inputs }))
    return maxPromptBytes(graph.tasks[1]!, graph)
  }
  test('C1 known text is measured exactly, in bytes of UTF-8', () => {
    expect(boundOf({ prompt: 'é{{n}}', n: { $literal: ['x'] } }).bytes).toBe(Buffer.byteLength('é{{n}}["x"]'))
    expect(
      boundOf({
        messages: [
          { role: 'system', content: 'ab' },
          { role: 'user', content: 'c' },
        ],
      }),
    ).toMatchObject({
      bytes: 3,
      messages: 2,
    })
  })
  test('C1 every way a reference can enter a prompt is bounded', () => {
    const number = { $from: 'a', pointer: '/words' }
    expect(boundOf({ prompt: '{{n}}', n: number }).bytes).toBeLessThan(40)
    expect(boundOf({ prompt: '{{n}}', n: { deep: [number, 'x'] } }).bytes).toBeLessThan(100)
    const messages = [{ role: 'user', content: { $input: '/t' } }, { $input: '/m' }]
    const inputs = {
      t: 'x'.repeat(50),
      m: { role: 'user', content: 'y'.repeat(70) },
      all: [{ role: 'user', content: '' }],
    }
    expect(boundOf({ messages }, count('a'), inputs).bytes).toBeGreaterThanOrEqual(120)
    expect(boundOf({ messages: { $input: '/all' } }, count('a'), inputs).messages).toBeGreaterThanOrEqual(1)
  })
  test('C1 where a schema allows any length, what its producer may give at all is the bound', () => {
    const free = { type: 'object', properties: { t: { type: 'string' } }, required: ['t'] }
    const asked = { prompt: '{{t}}', t: { $from: 'a', pointer: '/t' } }
    const writer = (max_tokens: number) =>
      model('a', { schema: free, budget: { max_tokens, max_time_ms: 1, max_retries: 0 } })
    expect(boundOf(asked, writer(20)).bytes).toBeGreaterThan(boundOf(asked, writer(10)).bytes)
    const short = { ...free, properties: { t: { type: 'string', maxLength: 5 } } }
    expect(boundOf(asked, model('a', { schema: short })).bytes).toBe('{{t}}'.length + 5 * 4)
  })
})
