import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { KoraError } from '#contracts/failure'
import type { Child } from '#contracts/powers'
import { openSpawn } from './child-spawn.ts'

let base: string
let folder: string
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'kora-spawn-'))
  folder = join(base, 'plugin')
  await mkdir(folder)
  await writeFile(join(base, 'outside.ts'), 'process.send(1)')
  await writeFile(
    join(folder, 'child.ts'),
    `process.on('message', message => {
      if (message === 'loop') for (;;) {}
      if (message === 'exit') process.exit(7)
      process.send(message)
    })
    process.send({ env: process.env, cwd: process.cwd(), preloaded: globalThis.preloaded === true })`,
  )
  await writeFile(join(folder, '.env'), 'FROM_DOTENV=1')
  await writeFile(join(folder, 'bunfig.toml'), 'preload = ["./preload.ts"]')
  await writeFile(join(folder, 'preload.ts'), 'globalThis.preloaded = true')
  await symlink(join(base, 'outside.ts'), join(folder, 'link.ts'))
})
afterAll(() => rm(base, { recursive: true }))

type Exit = { readonly code: number | null; readonly signal: string | null }
function start(entry = 'child.ts', env?: Record<string, string>) {
  const messages: unknown[] = []
  let wake = (): void => undefined
  const exited = Promise.withResolvers<Exit>()
  const child: Child = openSpawn(folder).module({
    entry,
    ...(env === undefined ? {} : { env }),
    onMessage: message => {
      messages.push(message)
      wake()
    },
    onExit: exited.resolve,
  })
  const next = async (): Promise<unknown> => {
    if (messages.length === 0) {
      await new Promise<void>(resolve => {
        wake = resolve
      })
    }
    return messages.shift()
  }
  return { child, next, exited: exited.promise }
}

describe('child spawn', () => {
  test('S3 builds the environment of a child from scratch and reads no file of its folder', async () => {
    process.env.KORA_CANARY = 'leak'
    process.env.BUN_OPTIONS = '--preload ./preload.ts'
    const { child, next, exited } = start('child.ts', { GIVEN: 'yes' })
    delete process.env.BUN_OPTIONS
    delete process.env.KORA_CANARY
    const hello = (await next()) as { env: Record<string, string>; cwd: string; preloaded: boolean }
    expect(hello.env.GIVEN).toBe('yes')
    expect(hello.env.KORA_CANARY).toBeUndefined()
    expect(hello.env.HOME).toBeUndefined()
    expect(hello.env.FROM_DOTENV).toBeUndefined()
    expect(hello.preloaded).toBe(false)
    expect(hello.cwd).toEndWith('/plugin')
    child.kill()
    expect(await exited).toEqual({ code: null, signal: 'SIGKILL' })
  })

  test('D2 kills a child that loops, and tells of one that exits by itself', async () => {
    const looping = start()
    await looping.next()
    looping.child.send('loop')
    looping.child.kill()
    expect((await looping.exited).signal).toBe('SIGKILL')
    looping.child.send('into the void')
    looping.child.kill()

    const leaving = start()
    await leaving.next()
    leaving.child.send('exit')
    expect(await leaving.exited).toEqual({ code: 7, signal: null })
  })

  test('P4 starts nothing outside the folder', () => {
    for (const entry of ['../outside.ts', 'link.ts', join(base, 'outside.ts'), '', 'a\\b.ts']) {
      let code = 'none'
      try {
        start(entry).child.kill()
      } catch (error) {
        code = error instanceof KoraError ? error.code : String(error)
      }
      expect([entry, code]).toEqual([entry, 'PLUGIN_NOT_GRANTED'])
    }
  })

  test('D2 ends a looping child together with a parent that is killed', async () => {
    if (process.platform !== 'linux') return console.log('D2 a looping orphan is only ended by the kernel on Linux')
    const script = `import { openSpawn } from ${JSON.stringify(join(import.meta.dir, 'child-spawn.ts'))}
      const child = openSpawn(${JSON.stringify(folder)}).module({ entry: 'child.ts', onExit() {}, onMessage() { child.send('loop'); console.log(child.pid) } })
      setInterval(() => {}, 1000)`
    const parent = Bun.spawn({ cmd: [process.execPath, '-e', script], stdout: 'pipe', stderr: 'inherit' })
    const { value } = await parent.stdout.getReader().read()
    const pid = Number(Buffer.from(value!).toString())
    parent.kill('SIGKILL')
    await parent.exited
    const state = async (): Promise<string> =>
      (
        await Bun.file(`/proc/${pid}/stat`)
          .text()
          .catch(() => 'gone Z')
      )
        .match(/[A-Z]/g)!
        .includes('Z')
        ? 'dead'
        : 'alive'
    for (let turn = 0; turn < 400 && (await state()) === 'alive'; turn += 1) await Bun.sleep(5)
    expect(await state()).toBe('dead')
  })
})
