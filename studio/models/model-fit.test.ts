/** The fit of a model, with its numbers, over machines with and without a graphics card. */
import { describe, expect, test } from 'bun:test'
import { createMemoryReader, parseFreeVram } from '#machine/free-memory'
import { CURATED_MODELS } from './curated-models.ts'
import { judgeFit, listAlternatives } from './model-fit.ts'

const GIB = 1_024 ** 3
const need = (weights: number, cache: number | null = 0) => ({
  weightsBytes: weights * GIB,
  cacheBytes: cache === null ? null : cache * GIB,
  contextTokens: 4_096,
})
const free = (ram: number, vram: number | null = null) => ({
  ramBytes: ram * GIB,
  vramBytes: vram === null ? null : vram * GIB,
})

describe('model fit', () => {
  for (const [weights, cache, ram, vram, verdict] of [
    [1, 0.5, 8, null, 'fits'],
    [6, 0.5, 8, null, 'tight'],
    [6, 2, 8, null, 'does_not_fit'],
    [6.5, null, 8, null, 'tight'],
    [6, 1, 16, 10, 'fits'],
    [6, 1, 16, 5, 'spills'],
    [6, 1, 1, 8, 'tight'],
    [6, 1, 2, 4, 'does_not_fit'],
    [6, 1, 0, 0, 'does_not_fit'],
  ] as const) {
    test(`G5 ${weights} GiB and ${cache} of context beside ${ram} GiB and ${vram} of a card: ${verdict}`, () => {
      const fit = judgeFit(need(weights, cache), free(ram, vram))
      expect(fit.verdict).toBe(verdict)
      expect(fit.sentence).toContain(`${fit.needed_mb} MiB`)
      expect(fit.sentence).toContain(`${fit.free_ram_mb} MiB`)
    })
  }

  test('G5 what loading took counts in place of the estimate, and a loaded model has its memory already', () => {
    const measured = judgeFit({ ...need(6, 2), measuredBytes: 5 * GIB }, free(8))
    expect(measured).toMatchObject({ verdict: 'fits', needed_mb: 5 * 1_024, is_measured: true })
    expect(judgeFit({ ...need(6, 1), isLoaded: true }, free(4)).verdict).toBe('fits')
  })

  test('G5 the alternatives are what runs here, the largest first', () => {
    const models = CURATED_MODELS.map(model => ({
      model_id: model.id,
      size_bytes: model.sizeBytes,
      fit: judgeFit(
        { weightsBytes: model.sizeBytes, cacheBytes: model.cacheBytesPerToken * 4_096, contextTokens: 4_096 },
        free(3.5),
      ),
    }))
    const misfits = models.filter(({ fit }) => fit.verdict === 'does_not_fit').map(model => model.model_id)
    expect(misfits).toEqual(['gpt-oss-20b-mxfp4'])
    expect(listAlternatives(models)[0]).toBe('qwen3-4b-q4_k_m')
  })

  test('G5 reads what a driver tells, and nothing out of what it does not', () => {
    expect(parseFreeVram('1024\n81000\n')).toBe(81_000 * 1_024 ** 2)
    expect(parseFreeVram('[N/A]\n')).toBeNull()
    expect(parseFreeVram('')).toBeNull()
  })

  test('G5 the driver is asked once for lists that follow each other, and anew after a while', async () => {
    let [nowMs, asked] = [0, 0]
    const readMemory = createMemoryReader({ monoMs: () => nowMs }, async () => ++asked * GIB)
    const both = await Promise.all([readMemory(), readMemory()])
    nowMs += 4_000
    expect([...both, await readMemory()].map(({ vramBytes }) => vramBytes)).toEqual([GIB, GIB, GIB])
    nowMs += 4_000
    expect((await readMemory()).vramBytes).toBe(2 * GIB)
  })
})
