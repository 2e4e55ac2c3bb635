import { expect, test } from 'bun:test'
import type { Files } from '#contracts/powers'
import { MachineNotes } from './machine-notes.ts'
import type { ModelFile } from './protocol.ts'

const DAY_MS = 86_400_000

function memoryFiles(): Files {
  const kept = new Map<string, Uint8Array>()
  return {
    folder: '/nowhere',
    read: async path => kept.get(path) ?? null,
    write: async (path, bytes) => void kept.set(path, bytes),
    list: async () => [...kept.keys()],
    remove: async path => void kept.delete(path),
  }
}

test('N6 keeps a measure of a busy machine for the day and a calm one for good', async () => {
  const files = memoryFiles()
  await (await MachineNotes.open(files, 0)).keepThreads('here', 1, { lasting: false })
  expect((await MachineNotes.open(files, DAY_MS - 1)).threads).toEqual({ here: 1 })
  expect((await MachineNotes.open(files, DAY_MS)).threads).toEqual({})
  await (await MachineNotes.open(files, DAY_MS)).keepThreads('here', 2, { lasting: true })
  expect((await MachineNotes.open(files, 9 * DAY_MS)).threads).toEqual({ here: 2 })
  await (await MachineNotes.open(files, 9 * DAY_MS)).keepThreads('elsewhere', 4, { lasting: false })
  expect((await MachineNotes.open(files, 9 * DAY_MS)).threads).toEqual({ elsewhere: 4, here: 2 })
})

test('G5 keeps the most memory that a file took, for this file and context alone', async () => {
  const files = memoryFiles()
  const file = { path: '/m.gguf', sizeBytes: 5, modifiedMs: 1, memoryMb: 100 } as ModelFile
  const notes = await MachineNotes.open(files, 0)
  for (const mb of [120, 140, 130]) await notes.keepMemory(file, mb)
  const later = await MachineNotes.open(files, 0)
  expect(later.memoryOf(file)).toBe(140)
  expect(later.memoryOf({ ...file, memoryMb: 200 })).toBeNull()
  expect(later.memoryOf({ ...file, modifiedMs: 2 })).toBeNull()
})
