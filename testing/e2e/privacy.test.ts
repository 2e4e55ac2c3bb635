/** What leaves the server, and what it writes down: nothing beyond loopback, and no content where it was not asked to keep any. */

import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unpackText } from '#store/packed-text'
import { projectPath } from '#testing/cache-folder'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { ask, collect, GOOD_LABEL, graphOf } from './server-graphs.ts'
import { bodyOf, type StudioProcess, startStudio } from './studio-process.ts'

const isLinux = process.platform === 'linux'

/** Shapes of what must never be written down: keys, tokens, cookies, people, places, words of prompts. */
const CANARIES = {
  prompt: 'the merger with Quendelwurz closes on Friday',
  system: 'you serve the house of Birnenfels',
  input: 'IBAN DE02 1203 0000 0000 2020 51',
  attachment: 'patient Xaveria Mondschein, ward 7',
  message: 'please tell nobody about project Haselhuhn',
  apiKey: 'sk-proj-9f8e7d6c5b4a39281706f5e4d3c2b1a0',
  gitToken: 'ghp_Zq8Yx7Wv6Ut5Sr4Qp3On2Ml1Kj0Ih9Gf8Ed7',
  awsKey: 'AKIAQ7ZX3PLM9VBN2KDT',
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlLWNhbmFyeQ',
  bearer: 'kora_wrong-token-canary-000000000000000000000',
  cookie: 'session=cookie-canary-5551212',
  origin: 'https://origin-canary.example',
  answerValue: 'answer-value-canary-77',
  answerName: 'answer-name-canary-88',
  prose: 'prose-of-the-model-canary-99',
  thinking: 'thinking-canary-1010',
  backendError: 'backend-error-canary-1111',
  operationInput: 'operation-input-canary-1212',
  badGraph: 'bad-graph-literal-canary-1313',
  interrupted: 'prompt-of-the-killed-run-canary-1414',
} as const
type Canary = keyof typeof CANARIES

const found = (text: string): Canary[] =>
  (Object.keys(CANARIES) as Canary[]).filter(name => text.includes(CANARIES[name]))

/** Every value of the telemetry file, unpacked, and every byte of every file of the data folder. */
function readAll(home: string): string {
  const texts: string[] = []
  for (const entry of readdirSync(home, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && statSync(path).size < 50_000_000) texts.push(path, readFileSync(path, 'latin1'))
  }
  const file = new Database(join(home, 'telemetry', 'runs.sqlite'), { readonly: true })
  const tables = file.query<{ name: string }, []>("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  for (const { name } of tables) {
    for (const row of file.query<Record<string, unknown>, []>(`SELECT * FROM "${name}"`).all()) {
      for (const value of Object.values(row)) {
        if (typeof value === 'string') texts.push(value)
        if (value instanceof Uint8Array) texts.push(unpackOrRaw(value))
      }
    }
  }
  file.close()
  return texts.join('\n')
}

function unpackOrRaw(bytes: Uint8Array): string {
  try {
    return unpackText(bytes)
  } catch {
    return Buffer.from(bytes).toString('latin1')
  }
}

async function kora(home: string, ...words: string[]): Promise<string> {
  const child = Bun.spawn(
    [process.execPath, '--no-env-file', projectPath('studio/main.ts'), '--home', home, ...words],
    {
      env: { PATH: process.env.PATH ?? '', HOME: home },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  await child.exited
  return out + err
}

describe('secrets', () => {
  let home: string
  let fake: FakeBackend
  let studio: StudioProcess
  const bodies: string[] = []

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
    fake = await startFakeBackend()
    studio = await startStudio({ home, ollamaUrl: fake.url })
  })
  afterAll(async () => {
    await studio.kill('SIGKILL').catch(() => {})
    await fake.stop()
    rmSync(home, { recursive: true })
  })

  const secretTask = (id: string, model: string, more: object = {}) =>
    ask(
      id,
      model,
      { max_retries: 1, max_tokens: 400 },
      {
        input: {
          prompt: `${CANARIES.prompt} {{a}} {{b}}`,
          a: [CANARIES.apiKey, CANARIES.gitToken, CANARIES.awsKey, CANARIES.jwt].join(' '),
          b: { $input: '/secret' },
        },
        model: { model: `ollama/${model}`, system: CANARIES.system },
        ...more,
      },
    )
  const secretGraph = (model: string, more: object = {}) =>
    graphOf([secretTask('only', model, more)], { inputs: { secret: CANARIES.input } })

  /** Every way a run or a request can end, with canaries in every part of it. */
  async function playEveryEnd(content: object): Promise<void> {
    fake.script('good', [
      { thinking: CANARIES.thinking },
      { json: { ...GOOD_LABEL, note: CANARIES.answerValue } },
      { end: 'stop' },
    ])
    fake.script('rejected', [{ json: { label: CANARIES.answerValue, [CANARIES.answerName]: 1 } }, { end: 'stop' }])
    fake.script('prose', [{ text: CANARIES.prose }, { end: 'stop' }])
    fake.script('partial', [{ text: `{"label":"${CANARIES.answerValue}` }, { cut: 'rst' }])
    fake.script('broken', [{ status: 500, body: { error: `${CANARIES.backendError} ${CANARIES.prompt}` } }])
    fake.script('broken-stream', [{ errorLine: CANARIES.backendError }])
    fake.script('loop', [{ text: CANARIES.prose, n: 500 }])
    for (const model of ['good', 'rejected', 'prose', 'partial', 'broken', 'broken-stream', 'loop', 'absent'])
      await studio.execute(secretGraph(model), content)
    const operation = {
      version: '1.0',
      id: 'op',
      type: 'deterministic',
      op: 'json.parse',
      input: { text: `{ "${CANARIES.operationInput}` },
    }
    await studio.execute(graphOf([operation, collect('all', ['op'])]), content)
    const message = {
      api_version: '1.0',
      message: `${CANARIES.message}: what is 2 + 2? And who is it?`,
      attachments: [{ name: 'a.txt', media_type: 'text/plain', text: CANARIES.attachment }],
      execution_options: { backend: 'local', model: 'ollama/good', ...content },
    }
    await (await studio.call('/execute', { body: message })).text()
  }

  /** Requests that are refused at the door; their answers are kept. */
  async function playEveryRefusal(): Promise<void> {
    const refused = [
      studio.call('/execute', {
        body: bodyOf(secretGraph('good')),
        headers: { authorization: `Bearer ${CANARIES.bearer}` },
      }),
      studio.call('/runs', { headers: { cookie: CANARIES.cookie, origin: CANARIES.origin } }),
      studio.call('/execute', { body: `{"api_version":"1.0","message":"${CANARIES.message}` }),
      studio.call('/execute', { body: { api_version: '2.0', message: CANARIES.message } }),
      studio.call('/execute', { body: { ...bodyOf({}), message: CANARIES.message } }),
      studio.call('/execute', { body: CANARIES.prompt, headers: { 'content-type': 'text/plain' } }),
      studio.call('/execute', {
        body: bodyOf(graphOf([secretTask('only', 'good', { budget: { max_tokens: CANARIES.badGraph } })])),
      }),
      studio.call('/execute', {
        body: bodyOf(graphOf([secretTask('only', 'good', { schema: { type: CANARIES.badGraph } })])),
      }),
      studio.call('/plan', { body: bodyOf(graphOf([secretTask('only', 'good', { op: 'text.count' })])) }),
      studio.call(`/runs/none?secret=${encodeURIComponent(CANARIES.apiKey)}`),
      studio.call('/convert', { body: { version: '0.1', note: CANARIES.badGraph } }),
    ]
    for (const response of await Promise.all(refused)) {
      const text = await response.text()
      if (!response.ok) bodies.push(`${response.status} ${text}`)
    }
    expect(bodies.length).toBeGreaterThanOrEqual(9)
  }

  test('S9 20 canaries through every end leave no trace in files, logs, error bodies, lists and diagnosis', async () => {
    expect(Object.keys(CANARIES).length).toBe(20)
    await playEveryEnd({})
    await playEveryRefusal()
    fake.script('killed', [{ text: '{"label":' }, { hang: true }])
    const killed = await studio.start(
      graphOf([ask('only', 'killed', { max_time_ms: 60_000 }, { input: { prompt: CANARIES.interrupted } })]),
    )
    await fake.ledger.until(ledger => ledger.callsOf('killed').length === 1, 'the call opened')
    const sawAll = JSON.stringify(fake.ledger.calls.map(call => call.messages))
    for (const name of ['prompt', 'system', 'input', 'apiKey', 'interrupted'] as const)
      expect(found(sawAll)).toContain(name)
    const firstOutput = studio.output()
    await studio.kill('SIGKILL')
    studio = await startStudio({ home, ollamaUrl: fake.url })
    expect((await studio.status(killed)).status).toBe('interrupted')
    const list = (await (await studio.call('/runs?limit=100')).json()) as { runs: { run_id: string }[] }
    const shown = [JSON.stringify(list)]
    for (const { run_id } of list.runs) {
      shown.push(await (await studio.call(`/telemetry/${run_id}`)).text(), JSON.stringify(await studio.events(run_id)))
      for (const kind of ['telemetry', 'summary'])
        await (await studio.call(`/runs/${run_id}/exports`, { body: { kind } })).text()
    }
    shown.push(await (await studio.call('/telemetry/summary')).text(), await (await studio.call('/health')).text())
    shown.push(await kora(home, 'doctor', '--json'), await kora(home, 'runs', 'list', '--json'))
    await Bun.sleep(200)
    expect(list.runs.length).toBeGreaterThanOrEqual(10)
    expect({
      files: found(readAll(home)),
      output: found(firstOutput + studio.output()),
      bodies: bodies.filter(body => found(body).length > 0),
      shown: found(shown.join('\n')),
    }).toEqual({ files: [], output: [], bodies: [], shown: [] })
  }, 60_000)

  test('S9 L5 the same search finds content where it was asked to be kept', async () => {
    await playEveryEnd({ content: 'keep' })
    await studio.kill()
    const kept = found(readAll(home))
    for (const name of [
      'prompt',
      'system',
      'input',
      'apiKey',
      'jwt',
      'answerValue',
      'answerName',
      'prose',
      'message',
    ] as const)
      expect(kept).toContain(name)
    // What a caller sends in headers is never content of a run.
    for (const name of ['bearer', 'cookie', 'origin'] as const) expect(kept).not.toContain(name)
  }, 60_000)
})

describe('sockets', () => {
  test.skipIf(!isLinux)(
    'S1 the whole server listens on 127.0.0.1 and ::1 only',
    async () => {
      const home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
      const studio = await startStudio({ home })
      try {
        const sockets = listeningSockets(studio.pid)
        expect(sockets.length).toBeGreaterThan(0)
        expect(sockets.filter(socket => !LOOPBACK.has(socket.address))).toEqual([])
        expect(new Set(sockets.map(socket => socket.port))).toEqual(new Set([studio.port]))
      } finally {
        await studio.kill()
        rmSync(home, { recursive: true })
      }
    },
    20_000,
  )

  test('S3 K2 a proxy that the environment names sees no call of a run', async () => {
    const home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
    const fake = await startFakeBackend()
    let connections = 0
    const proxy = Bun.listen({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        open: socket => {
          connections += 1
          socket.end()
        },
        data: () => {},
      },
    })
    const url = `http://127.0.0.1:${proxy.port}`
    const names = ['http_proxy', 'https_proxy', 'all_proxy']
    const env = Object.fromEntries(
      names.flatMap(name => [
        [name, url],
        [name.toUpperCase(), url],
      ]),
    )
    const studio = await startStudio({ home, ollamaUrl: fake.url, env })
    try {
      fake.script('good', [{ json: GOOD_LABEL }, { end: 'stop' }])
      expect((await studio.execute(graphOf([ask('only', 'good')]))).final_output).toEqual(GOOD_LABEL)
      await (await studio.call('/models')).text()
      expect(connections).toBe(0)
      // The proxy does record: a plain client with the same environment goes there.
      const client = Bun.spawn([process.execPath, '-e', `await fetch('${fake.url}/api/version').catch(() => {})`], {
        env: { ...env, PATH: process.env.PATH ?? '' },
      })
      await client.exited
      expect(connections).toBeGreaterThan(0)
    } finally {
      await studio.kill()
      await fake.stop()
      proxy.stop(true)
      rmSync(home, { recursive: true })
    }
  }, 20_000)
})

const LOOPBACK = new Set(['0100007F', '00000000000000000000000001000000'])

/** Listening TCP sockets of a process, from the kernel's own tables; addresses as the kernel writes them. */
function listeningSockets(pid: number): readonly { readonly address: string; readonly port: number }[] {
  const inodes = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap(fd => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    }),
  )
  return ['tcp', 'tcp6'].flatMap(table =>
    readFileSync(`/proc/${pid}/net/${table}`, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map(line => line.trim().split(/\s+/))
      .filter(fields => fields[3] === '0A' && inodes.has(fields[9] ?? ''))
      .map(fields => {
        const [address = '', port = ''] = (fields[1] ?? '').split(':')
        return { address, port: Number.parseInt(port, 16) }
      }),
  )
}
