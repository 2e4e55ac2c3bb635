import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { Child } from '#contracts/powers'
import { OperationError } from '#kernel/plugin-door'
import { readRssBytes } from '#machine/child-memory'
import { spawnModule } from '#machine/child-spawn'
import { systemClock } from '#machine/system-clock'
import { buildLeavesThread, OperationPool, type PoolOptions } from './isolated-operations.ts'

let base: string
const pools: OperationPool[] = []
const spawned: Child[] = []
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kora-isolated-'))
})
afterAll(async () => {
  for (const pool of pools) pool.close()
  await rm(base, { recursive: true })
})

const OPERATIONS: Readonly<Record<string, string>> = {
  echo: 'return input',
  pid: 'return { pid: process.pid }',
  refuse: `throw new OperationError('There is no answer.', '/a')`,
  foreign: `throw Object.assign(new Error('Built elsewhere.'), { name: 'OperationError', pointer: '/b' })`,
  throw: `throw new Error('canary of content')`,
  loop: 'for (;;) {}',
  microtask: 'const again = () => Promise.resolve().then(again); again(); return input',
  allocate: 'const all = []; for (;;) all.push(new Uint8Array(16_000_000).fill(1))',
  exit: 'process.exit(0)',
  abort: 'process.abort()',
  late: `setTimeout(() => { throw new Error('late') }, 5); return input`,
  reject: `Promise.reject(new Error('late')); return input`,
  tojson: 'return { toJSON() { for (;;) {} } }',
  nothing: 'return undefined',
  text: `return 'no object'`,
  deep: 'let value = {}; for (let i = 0; i < 500; i += 1) value = { value }; return value',
  forbidden: `return JSON.parse('{"__proto__":{"polluted":1}}')`,
  huge: `return { text: 'x'.repeat(20_000_000) }`,
  liar: `process.send({ kind: 'answer', output: 7 }); process.send(null); return input`,
  escape: `return { net: typeof process.env.HOME, host: Object.keys(globalThis.kept ?? {}).join() }`,
}

/** A pool over a plugin whose operations are the ones above; `entry` replaces its code. */
async function open(options: Partial<PoolOptions> = {}, entry?: string): Promise<OperationPool> {
  const folder = join(base, crypto.randomUUID())
  await mkdir(folder)
  const operations = Object.entries(OPERATIONS).map(
    ([name, body]) =>
      `{ name: 'odd.${name}', major: 1, description: 'x', input: {}, output: {}, example: { input: {}, output: {} },
         inputCapBytes: 1000, cost: 'linear', run(input) { ${body} } }`,
  )
  const code = `import { OperationError } from '#kernel/plugin-door'
    export const plugin = { activate(host) { globalThis.kept = host; return { libraries: [{ name: 'odd', operations: [${operations}] }] } } }`
  await writeFile(join(folder, 'plugin.ts'), entry ?? code)
  const pool = new OperationPool({
    pluginId: 'odd',
    folder,
    entry: join(folder, 'plugin.ts'),
    settings: {},
    clock: systemClock,
    spawn: (cwd, child) => {
      const started = spawnModule(cwd, child)
      spawned.push(started)
      return started
    },
    rssBytes: readRssBytes,
    serialization: 'json',
    ...options,
  })
  pools.push(pool)
  return pool
}
const never = new AbortController().signal
const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
async function failureOf(act: Promise<unknown>): Promise<{ code: string; error: Error }> {
  const error = await act.then(
    value => new Error(`no failure but ${JSON.stringify(value).slice(0, 80)}`),
    reason => reason as Error,
  )
  return { code: error instanceof KoraError ? error.code : error.name, error }
}

describe('operation child', () => {
  test('P5 answers out of a child that stays warm, and hands it no power', async () => {
    const pool = await open()
    const before = spawned.length
    expect(await pool.call('odd.echo@1', { a: [1, 'ß', null] }, never)).toEqual({ a: [1, 'ß', null] })
    const { pid } = await pool.call('odd.pid@1', {}, never)
    expect(pid).not.toBe(process.pid)
    expect((await pool.call('odd.pid@1', {}, never)).pid).toBe(pid!)
    expect(spawned.length).toBe(before + 1)
    expect(await pool.call('odd.escape@1', {}, never)).toEqual({ net: 'undefined', host: 'id,settings,clock,log' })
  })

  test('D2 a call that is aborted while a child is handed to it does not begin', async () => {
    const pool = await open({ maxChildren: 1 })
    const stop = new AbortController()
    const { signal } = stop
    const forget = signal.removeEventListener.bind(signal)
    // The waiting call lets go of its signal when it has been given the child, and not before.
    signal.removeEventListener = (...listener: Parameters<AbortSignal['removeEventListener']>) => {
      forget(...listener)
      stop.abort()
    }
    const first = pool.call('odd.pid@1', {}, never)
    const second = failureOf(pool.call('odd.loop@1', {}, signal))
    const { pid } = await first
    expect((await second).code).toBe('AbortError')
    expect((await pool.call('odd.pid@1', {}, never)).pid).toBe(pid!)
  })

  test('D2 kills a call that loops, at once when its signal aborts, and serves the next one', async () => {
    const pool = await open({ maxChildren: 1 })
    for (const name of ['loop', 'tojson', 'microtask']) {
      const { pid } = await pool.call('odd.pid@1', {}, never)
      const signal = AbortSignal.timeout(60)
      const call = pool.call(`odd.${name}@1`, {}, signal)
      if (name === 'microtask') await call.catch(() => undefined)
      else expect((await failureOf(call)).error).toBe(signal.reason)
      // A child that never reaches its event loop again answers nothing more, whatever it answered before.
      if (name === 'microtask')
        expect((await failureOf(pool.call('odd.echo@1', {}, AbortSignal.timeout(60)))).code).toBe('TimeoutError')
      for (let turn = 0; turn < 200 && isAlive(pid as number); turn += 1) await Bun.sleep(5)
      expect([name, isAlive(pid as number)]).toEqual([name, false])
    }
    expect(await pool.call('odd.echo@1', { ok: true }, never)).toEqual({ ok: true })
  })

  test('D2 does not begin a call whose signal has aborted, and drops one that waits for a child', async () => {
    const pool = await open({ maxChildren: 1 })
    const aborted = AbortSignal.abort(new Error('cancelled'))
    expect((await failureOf(pool.call('odd.echo@1', {}, aborted))).error.message).toBe('cancelled')
    const busy = new AbortController()
    const first = failureOf(pool.call('odd.loop@1', {}, busy.signal))
    expect((await failureOf(pool.call('odd.echo@1', {}, AbortSignal.timeout(30)))).code).toBe('TimeoutError')
    const third = pool.call('odd.echo@1', { n: 3 }, never)
    busy.abort()
    expect((await first).code).toBe('AbortError')
    expect(await third).toEqual({ n: 3 })
  })

  test('P5 turns each way of dying or lying into OPERATION_CRASHED without content, and goes on', async () => {
    const pool = await open()
    for (const name of ['throw', 'exit', 'abort', 'nothing', 'text', 'deep', 'forbidden', 'huge', 'liar', 'unknown']) {
      const { code, error } = await failureOf(pool.call(`odd.${name}@1`, {}, never))
      expect([name, code]).toEqual([name, 'OPERATION_CRASHED'])
      expect(error.message).not.toContain('canary')
      expect(await pool.call('odd.echo@1', { after: name }, never)).toEqual({ after: name })
    }
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
    for (const name of ['late', 'reject']) {
      await pool.call(`odd.${name}@1`, {}, never)
      await Bun.sleep(40)
      expect(await pool.call('odd.echo@1', { after: name }, never)).toEqual({ after: name })
    }
  })

  test('P5 passes a refusal through with its pointer and keeps the child', async () => {
    const pool = await open()
    const { pid } = await pool.call('odd.pid@1', {}, never)
    for (const [name, pointer] of [
      ['refuse', '/a'],
      ['foreign', '/b'],
    ] as const) {
      const { error } = await failureOf(pool.call(`odd.${name}@1`, {}, never))
      expect(error).toBeInstanceOf(OperationError)
      expect((error as OperationError).pointer).toBe(pointer)
    }
    expect((await pool.call('odd.pid@1', {}, never)).pid).toBe(pid!)
  })

  test('D2 ends a call that takes too much memory', async () => {
    if ((await readRssBytes(process.pid)) === null) return console.log('D2 this platform tells no memory of a child')
    const pool = await open({ maxRssBytes: 200 * 1024 * 1024 })
    const { code, error } = await failureOf(pool.call('odd.allocate@1', {}, AbortSignal.timeout(20_000)))
    expect([code, error.message.includes('memory')]).toEqual(['OPERATION_CRASHED', true])
    expect(await pool.call('odd.echo@1', {}, never)).toEqual({})
  })

  test('P5 tells of a plugin that crashes three times in a row, once, and not after a timeout', async () => {
    let told = 0
    const pool = await open({ onUnhealthy: () => (told += 1) })
    for (let turn = 0; turn < 4; turn += 1) await failureOf(pool.call('odd.loop@1', {}, AbortSignal.timeout(30)))
    await failureOf(pool.call('odd.exit@1', {}, never))
    await failureOf(pool.call('odd.exit@1', {}, never))
    await pool.call('odd.echo@1', {}, never)
    await failureOf(pool.call('odd.exit@1', {}, never))
    expect(told).toBe(0)
    await failureOf(pool.call('odd.exit@1', {}, never))
    await failureOf(pool.call('odd.exit@1', {}, never))
    await failureOf(pool.call('odd.exit@1', {}, never))
    expect(told).toBe(1)
  })

  test('P5 names a plugin that throws, exits or loops while it loads', async () => {
    for (const [entry, code] of [
      ['throw new Error("at import")', 'OPERATION_CRASHED'],
      ['process.exit(0)', 'OPERATION_CRASHED'],
      ['for (;;) {}', 'PLUGIN_TIMEOUT'],
      ['export const nothing = 1', 'OPERATION_CRASHED'],
      ['export const plugin = { activate: () => new Promise(() => {}) }', 'PLUGIN_TIMEOUT'],
      ['syntax error (', 'OPERATION_CRASHED'],
    ] as const) {
      const pool = await open({ loadLimitMs: 2_000 }, entry)
      const failure = await failureOf(pool.describe(never))
      expect([entry, failure.code]).toEqual([entry, code])
      expect(failure.error.message).toContain('odd')
    }
  })

  test('D2 ends idle children after a while and all of them at close', async () => {
    const pool = await open({ idleMs: 20 })
    const { pid } = await pool.call('odd.pid@1', {}, never)
    for (let turn = 0; turn < 200 && isAlive(pid as number); turn += 1) await Bun.sleep(5)
    expect(isAlive(pid as number)).toBe(false)
    const waiting = failureOf(pool.call('odd.loop@1', {}, never))
    await Bun.sleep(30)
    pool.close()
    expect((await waiting).code).toBe('OPERATION_CRASHED')
    expect((await failureOf(pool.call('odd.echo@1', {}, never))).code).toBe('OPERATION_CRASHED')
    for (let turn = 0; turn < 200 && spawned.some(child => isAlive(child.pid)); turn += 1) {
      for (const other of pools) other.close()
      await Bun.sleep(5)
    }
    expect(spawned.filter(child => isAlive(child.pid))).toEqual([])
  })

  test('D2 sends small calls of cheap operations nowhere, and a stranger always away', () => {
    expect(buildLeavesThread('linear', 'bundled')(1_000)).toBe(false)
    expect(buildLeavesThread('linear', 'bundled')(1_000_000)).toBe(true)
    expect(buildLeavesThread('quadratic', 'bundled')(100_000)).toBe(true)
    expect(buildLeavesThread('constant', 'third party')(2)).toBe(true)
  })
})
