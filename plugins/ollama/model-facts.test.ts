import { describe, expect, test } from 'bun:test'
import { isCloudName, readModelFacts, readModels, readRunning, toFullName } from './model-facts.ts'

describe('names', () => {
  test('N3 knows the names of one model', () => {
    for (const name of ['x', 'X', 'x:latest', 'library/x', 'registry.ollama.ai/library/x:latest'])
      expect(toFullName(name)).toBe('x:latest')
    expect(toFullName('hf.co/a/b-GGUF:Q4_K_M')).toBe('hf.co/a/b-gguf:q4_k_m')
    expect(toFullName('host:5000/a/b')).toBe('host:5000/a/b:latest')
    expect(toFullName('x:1b')).not.toBe(toFullName('x'))
  })

  test('N3 knows the names that go to the cloud', () => {
    for (const name of ['m:cloud', 'gpt-oss:120b-cloud', 'M:CLOUD']) expect(isCloudName(name)).toBe(true)
    for (const name of ['cloud', 'my-cloud', 'cloud:7b', 'm:cloudy']) expect(isCloudName(name)).toBe(false)
  })
})

describe('facts', () => {
  test('reads context, capabilities and stop texts', () => {
    const facts = readModelFacts({
      parameters:
        'num_ctx                        4096\nstop                           "<|im_start|>"\nstop "a \\"b\\""\nstop broken',
      capabilities: ['completion', 'thinking'],
      model_info: { 'general.architecture': 'qwen3', 'qwen3.context_length': 40_960 },
    })
    expect(facts).toEqual({
      remote: false,
      thinking: true,
      generates: true,
      trainedContextTokens: 40_960,
      ownContextTokens: 4_096,
      ownStops: ['<|im_start|>', 'a "b"'],
    })
  })

  test('knows nothing from an empty answer, and trusts no odd one', () => {
    const nothing = {
      remote: false,
      thinking: false,
      generates: true,
      trainedContextTokens: null,
      ownContextTokens: null,
      ownStops: [],
    }
    expect(readModelFacts({})).toEqual(nothing)
    expect(readModelFacts({ model_info: [], parameters: 7, capabilities: 'thinking' })).toEqual(nothing)
    expect(readModelFacts({ remote_model: 'x' }).remote).toBe(true)
    expect(readModelFacts({ capabilities: ['embedding'] }).generates).toBe(false)
  })
})

describe('lists', () => {
  test('lists what can chat, and leaves out what has no name', () => {
    const tags = {
      models: [
        { name: 'a:1b', details: {}, digest: 'xyz' },
        { name: 'e', capabilities: ['embedding'] },
        { size: 1 },
        null,
        { model: 'b', remote_host: 'https://x' },
      ],
    }
    const models = readModels(tags, new Map(), 'here')
    expect(models?.map(model => [model.name, model.remote, model.digest])).toEqual([
      ['a:1b', false, null],
      ['b', true, null],
    ])
    expect(readModels(tags, new Map(), 'elsewhere')?.every(model => model.remote)).toBe(true)
    expect(readModels({ models: 'none' }, new Map(), 'here')).toBeNull()
  })

  test('reads what is loaded', () => {
    const running = readRunning({ models: [{ name: 'A', size_vram: 1_048_577, context_length: 512 }, 7] })
    expect([...running]).toEqual([['a:latest', { contextTokens: 512, vramMb: 2 }]])
    expect(readModels({ models: [{ name: 'a' }] }, running, 'here')).toMatchObject([
      { loaded: true, contextTokens: 512, estimatedVramMb: 2 },
    ])
  })
})
