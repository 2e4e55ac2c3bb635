/**
 * Whether an answer holds what is known of it. Rules must say numbers, dates and truths in their first line; a model may say them
 * anywhere. Texts, lists and words may stand below, as lists and code do. An answer of which nothing is known is not judged.
 */
import { figuresOf, firstLine } from './agreement.ts'
import type { Fact, Label } from './read-labels.ts'

export type Place = 'first line' | 'anywhere'

/** Null where the label says nothing. */
export function grade(label: Label, answer: string, place: Place): boolean | null {
  if (label.facts.length === 0 && label.says.length === 0) return null
  const isSaid = (words: readonly string[]): boolean => words.some(word => saying(word).test(answer))
  return label.facts.every(fact => holds(fact, answer, place)) && label.says.every(isSaid)
}

function holds(fact: Fact, answer: string, place: Place): boolean {
  if ('any' in fact) return fact.any.some(one => holds(one, answer, place))
  if ('all' in fact) return fact.all.every(one => holds(one, answer, 'anywhere'))
  if ('list' in fact) return standInOrder(fact.list, answer)
  if ('text' in fact) return answer.includes(fact.text)
  const said = place === 'first line' ? firstLine(answer) : answer
  if ('truth' in fact) return isTruth(fact.truth, said)
  if ('date' in fact) return holdsDate(fact.date, said)
  return figuresOf(said).some(number => isNumber(number, fact.number))
}

/** In any case of letters; a figure is no part of a longer one: `2:30` is said by `02:30`, not by `12:30`; `6.21` by `6.2137` too. */
function saying(word: string): RegExp {
  const before = /^\d/.test(word) ? '(?<![1-9])' : ''
  const after = /\d$/.test(word) && !/\.\d+$/.test(word) ? '(?!\\d)' : ''
  return new RegExp(`${before}${toPattern(word)}${after}`, 'iu')
}

const toPattern = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

/** Equal, or rounded to two decimals or more; a double's last digits are not held against anybody. */
export function isNumber(said: string, known: string): boolean {
  const [a, b] = [Number(said), Number(known)]
  if (a === b || Math.abs(a - b) <= 1e-12 * Math.abs(b)) return true
  const decimals = said.split('.')[1]?.length ?? 0
  const knownDecimals = known.replace(/0+$/, '').split('.')[1]?.length ?? 0
  return decimals >= 2 && decimals < knownDecimals && Math.abs(a - b) <= 0.5000001 * 10 ** -decimals
}

function standInOrder(parts: readonly string[], answer: string): boolean {
  let from = 0
  for (const part of parts) {
    const pattern = new RegExp(`(?<![\\p{L}\\p{N}])${toPattern(part)}(?![\\p{L}\\p{N}])`, 'gu')
    const isWord = /^[\p{L}\p{N}]/u.test(part) && /[\p{L}\p{N}]$/u.test(part)
    const rest = answer.slice(from)
    const at = isWord ? (pattern.exec(rest)?.index ?? -1) : rest.indexOf(part)
    if (at < 0) return false
    from += at + part.length
  }
  return true
}

function isTruth(truth: boolean, answer: string): boolean {
  const denies = /\b(?:no|not|false|isn['’]t|wasn['’]t)\b/i.test(answer)
  const affirms = /\b(?:yes|true)\b/i.test(answer) || /\b(?:is|was) an? \b/i.test(answer)
  return truth ? affirms && !denies : denies && !/\byes\b/i.test(answer)
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ')

function holdsDate(iso: string, answer: string): boolean {
  const [year = '', month = '', day = ''] = iso.split('-')
  const name = MONTHS[Number(month) - 1]!
  const number = String(Number(day))
  const forms = [iso, `${number} ${name} ${year}`, `${name} ${number}, ${year}`, `${day}.${month}.${year}`]
  return forms.some(form => saying(form).test(answer))
}
