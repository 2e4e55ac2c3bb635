/** A lock that the operating system holds: for one at a time, given back with the process, and worth nothing on a file that lost its name. */
import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFile } from './file-lock.ts'

const folder = mkdtempSync(join(tmpdir(), 'kora-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Another process that says that it begins, waits for the lock, and says whether it got it. */
function startWaiting(path: string) {
  const module = join(import.meta.dir, 'file-lock.ts')
  const code = `const { lockFile } = await import(${JSON.stringify(module)}); console.log('waits'); console.log(lockFile(${JSON.stringify(path)}, 20000) === null ? 'refused' : 'locked')`
  return Bun.spawn([process.execPath, '-e', code], { stdout: 'pipe' })
}

test('a lock is for one at a time, and free again when it is given back', () => {
  const path = join(folder, 'one.lock')
  const first = lockFile(path, 0)
  expect(first).not.toBeNull()
  expect(lockFile(path, 0)).toBeNull()
  first?.release()
  const second = lockFile(path, 0)
  expect(second).not.toBeNull()
  second?.release()
})

test.each([
  [false, 'locked'],
  [true, 'refused'],
] as const)('who waited gets it, but not on a file that was removed meanwhile: removed %p', async (isRemoved, said) => {
  const path = join(folder, `${said}.lock`)
  const lock = lockFile(path, 0)
  const other = startWaiting(path)
  const reader = other.stdout.getReader()
  const decoder = new TextDecoder()
  const first = await reader.read()
  expect(decoder.decode(first.value)).toBe('waits\n')
  // Long enough for the other to have opened the file; where it had not, it says so and the test fails.
  await Bun.sleep(500)
  if (isRemoved) rmSync(path)
  lock?.release()
  const second = await reader.read()
  expect(decoder.decode(second.value)).toBe(`${said}\n`)
  expect(await other.exited).toBe(0)
})
