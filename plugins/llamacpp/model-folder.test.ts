import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildGguf } from './gguf-sample.ts'
import { ModelFolder, toModelName } from './model-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'kora-folder-'))
const folder = join(root, 'models')
afterAll(() => rmSync(root, { recursive: true, force: true }))
beforeEach(() => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})

const open = () => new ModelFolder({ folder, contextTokens: 1_024, slots: 2 })
const put = (name: string, bytes: Uint8Array = buildGguf({})) => writeFileSync(join(folder, name), bytes)

describe('model folder', () => {
  test.each([
    ['SmolLM2-135M-Instruct.Q4_1.gguf', 'smollm2-135m-instruct-q4_1'],
    ['qwen2.5-0.5b-instruct-q4_k_m.gguf', 'qwen2-5-0-5b-instruct-q4_k_m'],
    ['Big Model (final)-00001-of-00003.gguf', 'big-model-final'],
    ['....gguf', 'model'],
  ])('names %s %s', (fileName, name) => {
    expect(toModelName(fileName)).toBe(name)
  })

  test('G2 never lists a partial download', () => {
    put('whole.gguf')
    put('half.gguf.part')
    put('.hidden.gguf')
    expect(
      open()
        .list()
        .map(model => model.name),
    ).toEqual(['whole'])
  })

  test('tells a truncated file apart and keeps listing the others', () => {
    put('a-broken.gguf', buildGguf({}).slice(0, -8))
    put('b-whole.gguf')
    const [broken, whole] = open().list()
    expect(broken?.problem).toBe('a-broken.gguf is not a usable model file: it is shorter than its header says.')
    expect(broken?.contextTokens).toBeNull()
    expect(whole?.problem).toBeNull()
    expect(whole?.contextTokens).toBe(1_024)
  })

  test('reads a file again once it changed, and finds new files', () => {
    const models = open()
    put('one.gguf', new Uint8Array(3))
    expect(models.list()[0]?.problem).not.toBeNull()
    put('one.gguf')
    put('two.gguf')
    expect(models.list().map(model => model.problem)).toEqual([null, null])
  })

  test('G5 a model in parts has the size of all of them, and one that lacks a part says which', () => {
    put('Big-00001-OF-00003.GGUF')
    put('Big-00002-OF-00003.GGUF', new Uint8Array(3 * 1024 ** 2))
    const models = open()
    expect(models.list().map(model => model.problem)).toEqual([
      'Big-00001-OF-00003.GGUF is not a usable model file: its part 3 of 3 is missing.',
    ])
    put('Big-00003-OF-00003.GGUF', new Uint8Array(1024 ** 2))
    const [whole] = models.list()
    expect(whole).toMatchObject({ name: 'big', problem: null })
    expect(whole?.sizeBytes).toBe(buildGguf({}).length + 4 * 1024 ** 2)
    expect(whole?.memoryMb).toBeGreaterThanOrEqual(4)
  })

  test('G3 finds files that the catalogue registers in place, and gives each name once', () => {
    const elsewhere = join(root, 'Mine.gguf')
    writeFileSync(elsewhere, buildGguf({}))
    put('mine.gguf')
    const entry = (path: string, provider: string, source = path) => ({ provider, file_paths: [path], source })
    mkdirSync(join(root, 'old'), { recursive: true })
    writeFileSync(join(root, 'old', 'mine.gguf'), buildGguf({}))
    const models = [
      entry(elsewhere, 'llamacpp'),
      entry(join(root, 'gone.gguf'), 'llamacpp'),
      entry(join(folder, 'mine.gguf'), 'llamacpp'),
      entry('mine.gguf', 'llamacpp'),
      // Of the folder that this one was copied from.
      entry(join(root, 'old', 'mine.gguf'), 'llamacpp', 'a hub'),
      entry('../Mine.gguf', 'llamacpp'),
      entry(elsewhere, 'ollama'),
    ]
    put('catalog.json', new TextEncoder().encode(JSON.stringify({ models })))
    expect(
      open()
        .list()
        .map(model => [model.name, model.path]),
    ).toEqual([
      ['mine', join(folder, 'mine.gguf')],
      ['mine-2', elsewhere],
    ])
  })

  test('works without a folder and with a catalogue that is no JSON', () => {
    put('catalog.json', new TextEncoder().encode('{"models": ['))
    expect(open().list()).toEqual([])
    rmSync(folder, { recursive: true })
    expect(open().list()).toEqual([])
  })
})
