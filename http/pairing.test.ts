import { describe, expect, test } from 'bun:test'
import { Pairing } from './pairing.ts'

const TOKEN = `kora_${'a'.repeat(43)}`
const HOST = '127.0.0.1:4747'

function isLetIn(pairing: Pairing, headers: Record<string, string>): boolean {
  const all = new Map(Object.entries({ host: HOST, ...headers }))
  return pairing.isAuthorized(name => all.get(name) ?? null)
}

function pair(pairing: Pairing, host = HOST): { cookie: string; pageKey: string; attributes: string } {
  const paired = pairing.redeem(pairing.issueCode(), host)!
  const [cookie = '', ...attributes] = paired.cookie.split('; ')
  return { cookie, pageKey: paired.pageKey, attributes: attributes.join('; ') }
}

describe('pairing', () => {
  test('H8 takes the exact token in the Authorization header only', () => {
    const pairing = new Pairing(TOKEN)
    expect(isLetIn(pairing, { authorization: `Bearer ${TOKEN}` })).toBe(true)
    expect(isLetIn(pairing, { authorization: `bearer ${TOKEN}` })).toBe(true)
    const odd = [
      '',
      'Bearer ',
      `Bearer ${TOKEN.slice(0, -1)}`,
      `Bearer ${TOKEN}a`,
      `Bearer ${TOKEN}, Bearer ${TOKEN}`,
      `Basic ${TOKEN}`,
      TOKEN,
      `Bearer ${TOKEN.toUpperCase()}`,
      `Bearer ${'é'.repeat(48)}`,
    ]
    for (const authorization of odd)
      expect([authorization, isLetIn(pairing, { authorization })]).toEqual([authorization, false])
    expect(isLetIn(pairing, { 'x-token': TOKEN, cookie: `token=${TOKEN}` })).toBe(false)
  })

  test('H8 gives a strict HttpOnly cookie for a launch code, once', () => {
    const pairing = new Pairing(TOKEN)
    const code = pairing.issueCode()
    const paired = pairing.redeem(code, HOST)
    expect(paired?.cookie).toContain('; HttpOnly; SameSite=Strict')
    expect(paired?.cookie).not.toContain('Domain')
    expect(pairing.redeem(code, HOST)).toBeNull()
    expect(pairing.redeem('', HOST)).toBeNull()
    expect(pairing.redeem('guess', HOST)).toBeNull()
  })

  test('H8 refuses a launch code that is too old', () => {
    let nowMs = 1_000
    const pairing = new Pairing(TOKEN, () => nowMs)
    const code = pairing.issueCode()
    nowMs += 5 * 60_000 + 1
    expect(pairing.redeem(code, HOST)).toBeNull()
  })

  test('H8 asks a paired browser for the cookie and the page key of the same pairing', () => {
    const pairing = new Pairing(TOKEN)
    const one = pair(pairing)
    const two = pair(pairing)
    expect(isLetIn(pairing, { cookie: `other=1; ${one.cookie}`, 'x-kora-page': one.pageKey })).toBe(true)
    expect(isLetIn(pairing, { cookie: one.cookie })).toBe(false)
    expect(isLetIn(pairing, { 'x-kora-page': one.pageKey })).toBe(false)
    expect(isLetIn(pairing, { cookie: one.cookie, 'x-kora-page': two.pageKey })).toBe(false)
    expect(isLetIn(pairing, { cookie: one.cookie, 'x-kora-page': '1' })).toBe(false)
    expect(isLetIn(pairing, { cookie: `${one.cookie}x`, 'x-kora-page': one.pageKey })).toBe(false)
    for (const cookie of ['kora_4747=', 'kora_4747=.', 'kora_4747=..', 'kora_4747=1.x.y', ';;;']) {
      expect(isLetIn(pairing, { cookie, 'x-kora-page': one.pageKey })).toBe(false)
    }
  })

  test('H8 keeps a pairing over a restart and voids it with the token', () => {
    const { cookie, pageKey } = pair(new Pairing(TOKEN))
    const headers = { cookie, 'x-kora-page': pageKey }
    expect(isLetIn(new Pairing(TOKEN), headers)).toBe(true)
    expect(isLetIn(new Pairing(`kora_${'b'.repeat(43)}`), headers)).toBe(false)
  })

  test('H8 ends a pairing after its life, whatever the browser keeps', () => {
    let nowMs = 1_700_000_000_000
    const pairing = new Pairing(TOKEN, () => nowMs)
    const { cookie, pageKey } = pair(pairing)
    nowMs += 181 * 24 * 3_600_000
    expect(isLetIn(pairing, { cookie, 'x-kora-page': pageKey })).toBe(false)
  })

  test('H8 names the cookie after the port, so that two Studios keep apart', () => {
    const pairing = new Pairing(TOKEN)
    expect(pair(pairing, '127.0.0.1:5000').cookie).toStartWith('kora_5000=')
    const { cookie, pageKey } = pair(pairing, '127.0.0.1:5000')
    expect(isLetIn(pairing, { cookie, 'x-kora-page': pageKey })).toBe(false)
  })

  test('H8 holds a bounded number of open launch codes', () => {
    const pairing = new Pairing(TOKEN)
    const first = pairing.issueCode()
    for (let index = 0; index < 64; index += 1) pairing.issueCode()
    expect(pairing.redeem(first, HOST)).toBeNull()
  })
})
