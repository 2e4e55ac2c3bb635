import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { fromPointer, readPointer, toPointer } from './pointer.ts'

describe('JSON pointers', () => {
  test('T4 finds each place of the example in RFC 6901', () => {
    const document = { foo: ['bar', 'baz'], '': 0, 'a/b': 1, 'c%d': 2, 'm~n': 8, ' ': 7 }
    const places: [string, unknown][] = [
      ['', document],
      ['/foo', ['bar', 'baz']],
      ['/foo/0', 'bar'],
      ['/', 0],
      ['/a~1b', 1],
      ['/c%d', 2],
      ['/m~0n', 8],
      ['/ ', 7],
    ]
    for (const [pointer, value] of places)
      expect(readPointer(document, pointer)).toEqual({ found: true, value: value as never })
  })

  test('T4 finds nothing for malformed pointers, odd positions and inherited names', () => {
    for (const pointer of [
      'foo',
      '/foo/01',
      '/foo/-',
      '/foo/2',
      '/foo/1e0',
      '/foo/-1',
      '/foo/length',
      '/m~n',
      '/x~2',
      '/constructor',
      '/foo/0/0',
    ]) {
      expect([pointer, readPointer({ foo: ['bar', 'baz'], 'm~n': 1 }, pointer)]).toEqual([pointer, { found: false }])
    }
  })

  test('T4 writes what it reads', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), parts => {
        expect(fromPointer(toPointer(parts))).toEqual(parts)
      }),
    )
    expect(toPointer(['a~1', 0, 'b/c'])).toBe('/a~01/0/b~1c')
  })
})
