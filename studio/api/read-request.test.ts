import { describe, expect, test } from 'bun:test'
import { Type } from '@sinclair/typebox'
import { ChatOptions } from '#contracts/chat'
import { ExecutionOptions } from '#contracts/execution'
import type { KoraError } from '#contracts/failure'
import { ChatCompletionRequest } from '#contracts/openai'
import { defineBody } from './read-request.ts'

function faultsOf(schema: Parameters<typeof defineBody>[0], value: unknown): readonly string[] {
  try {
    defineBody(schema)(value)
    return []
  } catch (error) {
    return ((error as KoraError).details.errors ?? []).map(({ pointer, message }) => `${pointer} ${message}`)
  }
}

const ask = (more: object) => ({ model: 'kora', messages: [{ role: 'user', content: 'Hello' }], ...more })

describe('request bodies', () => {
  test('H6 a value of the right kind is told the bound it breaks, also where null would do', () => {
    expect(faultsOf(ChatCompletionRequest, ask({ max_tokens: 0 }))).toEqual([
      '/max_tokens Expected integer to be greater or equal to 1.',
    ])
    expect(faultsOf(ChatCompletionRequest, ask({ temperature: 3 }))[0]).toStartWith(
      '/temperature Expected number to be less or equal to',
    )
    expect(faultsOf(ChatCompletionRequest, ask({ stop: ['a', 'b', 'c', 'd', 'e'] }))).toEqual([
      '/stop Expected array length to be less or equal to 4.',
    ])
    expect(faultsOf(ChatCompletionRequest, ask({ stop: [''] }))[0]).toStartWith('/stop/0 Expected string length')
  })

  test('H6 a value of no kind that is taken is told which are', () => {
    expect(faultsOf(ChatCompletionRequest, ask({ max_tokens: 'ten' }))).toEqual([
      '/max_tokens Expected integer or null.',
    ])
    expect(faultsOf(ChatCompletionRequest, ask({ messages: [{ role: 'user', content: 7 }] }))).toEqual([
      '/messages/0/content Expected string or array or null.',
    ])
  })

  test('H6 a text of the wrong form is told the form in words, never in a pattern', () => {
    expect(faultsOf(ExecutionOptions, { model: 'nope' })).toEqual([
      '/model Expected another form: <connector>/<name>, the default model of this request.',
    ])
    expect(faultsOf(ChatOptions, { model: 'nope' })).toEqual(['/model Expected another form: <connector>/<name>.'])
  })

  test('H6 one of a few words is told which, and of several shapes the nearest tells what is wrong', () => {
    const word = Type.Object({ word: Type.Union([Type.Literal('a'), Type.Literal('b')]) })
    expect(faultsOf(word, { word: 'c' })).toEqual(['/word Expected one of ["a","b"].'])
    const shape = Type.Union([
      Type.Object({ id: Type.String() }),
      Type.Object({ name: Type.String(), size: Type.Integer({ minimum: 0 }) }),
    ])
    expect(faultsOf(shape, { name: 'a', size: -1 })).toEqual(['/size Expected integer to be greater or equal to 0.'])
    expect(faultsOf(shape, 7)).toEqual([' Expected object.'])
    expect(faultsOf(ChatCompletionRequest, ask({ response_format: { type: 'xml' } }))).toEqual([
      '/response_format/type Expected one of ["text","json_object","json_schema"].',
    ])
    expect(faultsOf(ChatCompletionRequest, ask({ response_format: { type: 'json_schema' } }))).toEqual([
      '/response_format/json_schema This field is required.',
    ])
    expect(faultsOf(word, { word: 'a' })).toEqual([])
  })
})
