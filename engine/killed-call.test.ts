import { expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFileKernel } from '#testing/file-kernel'

test('L3 a call is on record although the process died in the moment it was made', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kora-killed-'))
  try {
    const fixture = join(import.meta.dir, 'killed-call.fixture.ts')
    const { stdout, signalCode } = Bun.spawnSync([process.execPath, '--no-env-file', fixture, folder])
    expect(signalCode).toBe('SIGKILL')
    const { kernel } = createFileKernel(folder)
    const bundle = kernel.runs.bundle(stdout.toString())
    expect(bundle?.summary).toMatchObject({ model_invocation_count: 1, failure_count: 1 })
    expect(bundle?.tasks[0]?.attempts).toMatchObject([{ status: 'failed', code: 'INTERRUPTED', model: 'm' }])
    await kernel.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
