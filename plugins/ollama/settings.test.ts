import { describe, expect, test } from 'bun:test'
import { readSettings } from './settings.ts'

describe('settings', () => {
  const HOSTS: readonly (readonly [string, string])[] = [
    ['', 'http://127.0.0.1:11434'],
    ['127.0.0.1', 'http://127.0.0.1:11434'],
    ['127.0.0.1:8000', 'http://127.0.0.1:8000'],
    [':8000', 'http://127.0.0.1:8000'],
    ['localhost', 'http://localhost:11434'],
    ['0.0.0.0', 'http://127.0.0.1:11434'],
    ['0.0.0.0:8000', 'http://127.0.0.1:8000'],
    ['[::]:8000', 'http://[::1]:8000'],
    ['[::1]', 'http://[::1]:11434'],
    ['127.0.0.1:80', 'http://127.0.0.1'],
    ['http://127.0.0.1', 'http://127.0.0.1'],
    ['http://127.0.0.1:11434/', 'http://127.0.0.1:11434'],
    ['https://127.0.0.1/ollama/', 'https://127.0.0.1/ollama'],
    ['  127.0.0.1  ', 'http://127.0.0.1:11434'],
  ]
  for (const [host, baseUrl] of HOSTS)
    test(`reads host "${host}" as Ollama does`, () => {
      expect(readSettings({ host }).address.baseUrl).toBe(baseUrl)
    })

  for (const host of [
    'ftp://127.0.0.1',
    'http://user:word@127.0.0.1',
    'http://127.0.0.1/?a=1',
    'not a host',
    'http://',
  ])
    test(`refuses host "${host}"`, () => {
      expect(() => readSettings({ host })).toThrow('not an http address')
    })

  test('N4 knows which addresses are another machine', () => {
    for (const host of ['', '127.8.9.1', 'localhost', '[::1]'])
      expect(readSettings({ host }).address.isRemote).toBe(false)
    for (const host of ['10.0.0.2', 'localhost.example', '127.0.0.1.example', '[fe80::1]'])
      expect(readSettings({ host }).address.isRemote).toBe(true)
  })

  test('has defaults', () => {
    expect(readSettings({})).toEqual({
      address: { baseUrl: 'http://127.0.0.1:11434', isRemote: false },
      parallel: 1,
      contextTokens: null,
      threads: null,
    })
  })
})
