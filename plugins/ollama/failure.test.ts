import { describe, expect, test } from 'bun:test'
import { explainCloud } from './failure.ts'

describe('failures of Ollama', () => {
  const asked = { model: 'x', constrained: 'free' } as const

  test('N3 says that a model runs in the cloud where Ollama asks to sign in or cannot reach it', () => {
    for (const [status, text] of [
      [401, '{"error":"unauthorized","signin_url":"https://x"}'],
      [403, ''],
      [502, '{"error":"cloud is unreachable"}'],
    ] as const)
      expect(explainCloud(status, text, asked)).toMatchObject({ code: 'CLOUD_MODEL' })
  })

  test('leaves everything else to what runtimes have in common', () => {
    for (const [status, text] of [
      [502, '{"error":"bad gateway"}'],
      [500, 'cloud'],
      [404, 'not found'],
    ] as const)
      expect(explainCloud(status, text, asked)).toBeNull()
  })

  test("S9 keeps Ollama's words in the cause only", () => {
    const failure = explainCloud(401, 'canary'.repeat(1_000), asked)!
    expect(failure.message).not.toContain('canary')
    expect(String(failure.cause).length).toBeLessThan(600)
  })
})
