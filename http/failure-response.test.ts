import { describe, expect, test } from 'bun:test'
import { FAILURE_CODES, type FailureCode, KoraError } from '#contracts/failure'
import { failureResponse, toKoraError } from './failure-response.ts'

describe('failures on the wire', () => {
  test('H2 answers every code with its status and one shape', async () => {
    for (const code of Object.keys(FAILURE_CODES) as FailureCode[]) {
      const answer = failureResponse(new KoraError(code))
      const body = (await answer.json()) as Record<string, unknown>
      expect(answer.status).toBe(FAILURE_CODES[code].http)
      expect(Object.keys(body).sort()).toEqual(['details', 'error_type', 'message'])
      expect(body.error_type).toBe(FAILURE_CODES[code].type)
      expect((body.details as { code: string }).code).toBe(code)
    }
  })

  test('H3 says of every code whether the same request may be sent again', () => {
    for (const code of Object.keys(FAILURE_CODES) as FailureCode[]) {
      const { headers, status } = failureResponse(new KoraError(code))
      expect(headers.get('x-should-retry')).toBe(String(FAILURE_CODES[code].retryable))
      const retryAfter = headers.get('retry-after')
      if (status === 429 || status === 503) expect(Number(retryAfter)).toBeGreaterThan(0)
      else expect(retryAfter).toBeNull()
    }
  })

  test('H2 gives nothing of an unknown error away and reports it to the operator', async () => {
    const reported: unknown[] = []
    const secret = Object.assign(new Error('token kora_secret in /home/somebody'), { code: 'NOT_FOUND' })
    for (const thrown of [secret, 'a text', null, { message: 'kora_secret' }]) {
      const answer = failureResponse(toKoraError(thrown, error => reported.push(error)))
      const text = await answer.text()
      expect(answer.status).toBe(500)
      expect(JSON.parse(text).details.code).toBe('INTERNAL')
      expect(text).not.toContain('secret')
      expect(text).not.toContain('/home')
    }
    expect(reported).toEqual([secret, 'a text', null, { message: 'kora_secret' }])
  })
})
