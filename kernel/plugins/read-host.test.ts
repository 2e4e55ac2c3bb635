import { describe, expect, test } from 'bun:test'
import { KoraError } from '#contracts/failure'
import { readHost } from './read-host.ts'

const codeOf = (text: string): string => {
  try {
    return readHost(text)
  } catch (error) {
    return error instanceof KoraError ? error.code : String(error)
  }
}

describe('the host of another machine', () => {
  test('N4 is one machine, with or without a port', () => {
    for (const host of ['192.0.2.7', '192.0.2.7:8080', 'box.example:80', 'box', '[2001:db8::7]:8080', '10.0.0.2'])
      expect(codeOf(host)).toBe(host)
    expect(codeOf(' Box.Example:1 ')).toBe('box.example:1')
  })

  test('N4 is no address, no pattern, no user, and not this machine in any spelling', () => {
    for (const text of [
      '',
      '*',
      'http://box.example',
      'box.example/',
      'box.example/v1',
      'user@box.example',
      'box.example:70000',
      'box.example?x',
      'a b',
      'loopback:',
      'localhost',
      'localhost:8080',
      '127.0.0.1:8080',
      '0x7f.1',
      '127.1',
      '[::1]',
      '0.0.0.0',
      '169.254.169.254',
      '[::ffff:7f00:1]:80',
      'x'.repeat(300),
    ])
      expect([text, codeOf(text)]).toEqual([text, 'INVALID_REQUEST'])
  })
})
