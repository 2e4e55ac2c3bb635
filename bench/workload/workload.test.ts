/** The shipped workload: readable, labelled, and its labels what Python makes of its facts. */
import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { KINDS, readWorkload } from '#studio/compare/read-workload'

const files = readdirSync(import.meta.dir).filter(name => name.endsWith('.txt'))
const labelsOf = (file: string): string =>
  join(import.meta.dir, file.replace('requests', 'labels').replace('.txt', '.json'))
const read = (file: string) =>
  readWorkload(readFileSync(join(import.meta.dir, file), 'utf8'), JSON.parse(readFileSync(labelsOf(file), 'utf8')))

describe('workload', () => {
  for (const file of files) {
    test(`${file} has every kind, no message twice, and a known answer for every deterministic request`, () => {
      const requests = read(file)
      for (const kind of KINDS) expect(requests.filter(request => request.kind === kind).length).toBeGreaterThan(10)
      expect(new Set(requests.map(({ message }) => message)).size).toBe(requests.length)
      const unknown = requests.filter(
        ({ kind, label }) => kind === 'deterministic' && label.facts.length + label.says.length === 0,
      )
      expect(unknown).toEqual([])
    })

    test.skipIf(Bun.which('python3') === null)(`${file} has the labels that label.py works out`, () => {
      const words = [
        'python3',
        join(import.meta.dir, 'label.py'),
        '--check',
        join(import.meta.dir, file),
        labelsOf(file),
      ]
      const { exitCode, stderr } = Bun.spawnSync(words)
      expect({ exitCode, said: stderr.toString() }).toEqual({ exitCode: 0, said: '' })
    })
  }
})
