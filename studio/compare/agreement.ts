/**
 * Whether two answers say the same. Values are compared as canonical JSON; texts by the numbers and words of their first lines, where
 * the answer stands. It judges sameness, never truth.
 */
import type { JsonValue } from '#contracts/json-value'
import { canonicalJson } from '#json/canonical'
import { isObject } from '#json/value'

export type Agreement = { readonly agree: boolean; readonly overlap: number }

export function compareAnswers(a: JsonValue, b: JsonValue): Agreement {
  const [left, right] = [textOf(a), textOf(b)]
  if (left === null || right === null) {
    const agree = canonicalJson(a) === canonicalJson(b)
    return { agree, overlap: agree ? 1 : overlapOf(termsOf(canonicalJson(a)), termsOf(canonicalJson(b))) }
  }
  const overlap = overlapOf(termsOf(left), termsOf(right))
  const [answer, other] = [firstLine(left), firstLine(right)]
  const numbers = numbersOf(answer)
  // An answer with numbers is the same where all of its numbers are said; one of words where the words are.
  if (numbers.length > 0) {
    const said = new Set(numbersOf(right))
    return { agree: numbers.every(number => said.has(number)), overlap }
  }
  const words = termsOf(answer)
  const said = termsOf(right)
  const isShort = words.size > 0 && words.size <= 8
  return { agree: fold(answer) === fold(other) || (isShort && [...words].every(word => said.has(word))), overlap }
}

/** The text of a reply; null for any other value. */
export function textOf(value: JsonValue): string | null {
  if (typeof value === 'string') return value
  return isObject(value) && typeof value.text === 'string' ? value.text : null
}

export const firstLine = (text: string): string => text.trim().split('\n', 1)[0] ?? ''

/** Numbers without group marks, signs of plus, and needless zeros: `1,234.50` is `1234.5`. */
export function numbersOf(text: string): string[] {
  return figuresOf(text).map(number => (number.includes('.') ? number.replace(/\.?0+$/, '') : number))
}

/** The same with their zeros, which tell to how many decimals a number was rounded. */
export function figuresOf(text: string): string[] {
  const found = text.match(/(?<![\p{L}\d.])[-−]?\d[\d,'’\u00a0\u202f]*(?:\.\d+)?/gu) ?? []
  return found.map(number => number.replace('−', '-').replace(/[,'’\u00a0\u202f]/g, ''))
}

const fold = (text: string): string => [...termsOf(text)].join(' ')

function termsOf(text: string): Set<string> {
  return new Set([
    ...numbersOf(text),
    ...(text
      .normalize('NFKC')
      .toLowerCase()
      .match(/\p{L}+/gu) ?? []),
  ])
}

function overlapOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const all = new Set([...a, ...b]).size
  return all === 0 ? 1 : [...a].filter(term => b.has(term)).length / all
}
