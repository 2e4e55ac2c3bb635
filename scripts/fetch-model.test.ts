import { expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs the script with a package index that refuses, or without Python. */
async function runFetch(args: readonly string[], env: Readonly<Record<string, string>>) {
  const script = join(import.meta.dir, 'fetch-model.ts')
  const child = Bun.spawn([process.execPath, '--no-env-file', script, ...args], {
    env: { HOME: tmpdir(), ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { text: out + err, code }
}

test('G3 says why the model cannot be fetched, leaves nothing behind, and fails only when it is required', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'kora-fetch-'))
  const withoutPython = { PATH: folder }
  const optional = await runFetch([folder, '--optional'], withoutPython)
  expect(optional).toMatchObject({ code: 0 })
  expect(optional.text).toContain('skipped: Python is not on PATH')
  const required = await runFetch([folder], withoutPython)
  expect(required).toMatchObject({ code: 1 })
  expect(required.text).toContain('failed: Python is not on PATH')
  expect(await readdir(folder)).toEqual([])
  expect((await runFetch(['--other'], withoutPython)).code).toBe(1)
  await rm(folder, { recursive: true, force: true })
})
