import { Database } from 'bun:sqlite'
import { afterAll, describe, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { openStoreFile } from './store-file.ts'
import { flattenRows } from './write-rows.ts'
import { openWriteThread } from './write-thread.ts'

const folder = mkdtempSync(join(tmpdir(), 'kora-thread-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('write thread', () => {
  test('S7 fails with the reason of SQLite while there is no file, and works as soon as there is one', async () => {
    const path = join(folder, 'later', 'telemetry.sqlite')
    const sink = openWriteThread(path, null)
    await expect(sink.write(flattenRows([['release', 'x']]))).rejects.toMatchObject({ code: 'SQLITE_CANTOPEN' })
    mkdirSync(join(folder, 'later'))
    openStoreFile(path, systemClock, null).db.close(true)
    await sink.write(flattenRows([['claim', 'key', 'hash', 'run_1', 5]]))
    await sink.close()
    const db = new Database(path, { readonly: true })
    expect(db.query('SELECT key, run_id FROM request_key').all()).toEqual([{ key: 'key', run_id: 'run_1' }])
    db.close(true)
  })

  test('S7 writes all of a group or nothing of it, and goes on after a bad one', async () => {
    const path = join(folder, 'group.sqlite')
    openStoreFile(path, systemClock, null).db.close(true)
    const sink = openWriteThread(path, null)
    const bad = sink.write(
      flattenRows([
        ['claim', 'a', 'hash', 'run_1', 5],
        ['claim', 'b', null, 'run_2', 5],
      ]),
    )
    await expect(bad).rejects.toMatchObject({ code: expect.stringContaining('SQLITE_CONSTRAINT') })
    await sink.write(flattenRows([['claim', 'c', 'hash', 'run_3', 5]]))
    await sink.close()
    const db = new Database(path, { readonly: true })
    expect(db.query('SELECT key FROM request_key').all()).toEqual([{ key: 'c' }])
    db.close(true)
  })

  test('L4 costs nothing before the first write', async () => {
    await openWriteThread(join(folder, 'never', 'telemetry.sqlite'), null).close()
  })
})
