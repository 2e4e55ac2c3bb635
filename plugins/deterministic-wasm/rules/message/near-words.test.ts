import { describe, expect, test } from 'bun:test'
import { nearWord } from './near-words.ts'

describe('near words', () => {
  test.each([
    ['avrage', 'average'],
    ['averge', 'average'],
    ['percnet', 'percent'],
    ['perecnt', 'percent'],
    ['calcluate', 'calculate'],
    ['alphabeticaly', 'alphabetically'],
    ['alphabetcal', 'alphabetical'],
    ['dupliactes', 'duplicates'],
    ['remainer', 'remainder'],
    ['farenheit', 'fahrenheit'],
    ['kilometters', 'kilometers'],
    ['betwen', 'between'],
  ])('K3 %s is %p', (written, meant) => expect(nearWord(written)).toBe(meant))

  test.each([
    'average',
    'minute',
    'minuets',
    'concert',
    'reminder',
    'friction',
    'percents',
    'averaged',
    'kilometres',
    'dividend',
    'overage',
    'country',
    'reserve',
    'costumer',
    'deceased',
    'produces',
    'sentience',
  ])('K3 %s is a word of its own', word => expect(nearWord(word)).toBeNull())
})
