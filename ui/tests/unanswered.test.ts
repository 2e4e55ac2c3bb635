import { beforeEach, describe, expect, test } from 'bun:test'

const MINUTE_MS = 60_000
const stored = new Map<string, string>()
let isFull = false
Object.assign(globalThis, {
  sessionStorage: {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, text: string) => {
      if (isFull) throw new Error('QuotaExceededError')
      stored.set(name, text)
    },
  },
})

/** A page that has just been loaded: the module anew, the storage as it was. */
const load = (): Promise<typeof import('../screens/chat/unanswered.ts')> =>
  import(`../screens/chat/unanswered.ts?${crypto.randomUUID()}`)

describe('keys of what nobody answered', () => {
  beforeEach(() => {
    stored.clear()
    isFull = false
  })

  test('U2 the same body keeps its key over a reload, until it was answered or minutes have passed', async () => {
    const { takeKey } = await load()
    const key = takeKey('a', 0)
    expect([takeKey('a', 1), takeKey('b', 1) === key]).toEqual([key, false])
    const { takeKey: takeLater, forgetKey } = await load()
    expect(takeLater('a', MINUTE_MS)).toBe(key)
    forgetKey('a', MINUTE_MS)
    const fresh = takeLater('a', MINUTE_MS)
    expect(fresh).not.toBe(key)
    expect(takeLater('a', 12 * MINUTE_MS)).not.toBe(fresh)
  })

  test('U2 a full storage and one that another program wrote cost the memory only', async () => {
    isFull = true
    const { takeKey } = await load()
    expect(takeKey('a', 0)).toBe(takeKey('a', 1))
    isFull = false
    for (const text of ['{', '{}', 'null', '[null,1,{"body":"a"}]']) {
      stored.set('kora-unanswered', text)
      expect((await load()).takeKey('a', 0)).toMatch(/^[0-9a-f]{32}$/)
    }
  })
})
