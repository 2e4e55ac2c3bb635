import { Database } from 'bun:sqlite'
import { describe, expect, test } from 'bun:test'
import { readDiskFailure } from './disk-failure.ts'

const coded = (code: unknown): Error => Object.assign(new Error('refused'), { code })

describe('a disk that refuses', () => {
  test('S7 is told by the codes of the system and of the database', () => {
    expect(readDiskFailure(coded('ENOSPC'))?.message).toBe('The disk is full.')
    expect(readDiskFailure(coded('SQLITE_FULL'))?.code).toBe('STORAGE_FULL')
    expect(readDiskFailure(coded('SQLITE_IOERR_WRITE'))?.message).toBe('The disk reports an error.')
    const database = new Database(':memory:')
    database.run('PRAGMA max_page_count = 2')
    database.run('CREATE TABLE filled (bytes BLOB)')
    try {
      database.run('INSERT INTO filled VALUES (zeroblob(100000))')
      expect.unreachable()
    } catch (error) {
      expect(readDiskFailure(error)?.message).toBe('The disk is full.')
    } finally {
      database.close()
    }
  })

  test('what can mean something else stays a fault of ours', () => {
    for (const other of [coded('EACCES'), coded('SQLITE_CONSTRAINT'), coded(5), new Error('plain'), 'text', null])
      expect(readDiskFailure(other)).toBeNull()
  })
})
