/**
 * A hint at the language of a text: by script where a script decides, else by its function words.
 * It answers `und` rather than guess from a few unknown words.
 */
import { STOP_WORDS } from './stop-words.ts'
import { readTerms } from './words.ts'

export type LanguageHint = {
  /** ISO 639-1, or `und`. */
  readonly language: string
  /** Share of the evidence that speaks for it, 0 to 1. */
  readonly confidence: number
}

/** Scripts that mostly one language is written in; Japanese before Chinese, because it also uses Han. */
const SCRIPTS: readonly (readonly [string, RegExp])[] = [
  ['ja', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['ko', /\p{Script=Hangul}/gu],
  ['zh', /\p{Script=Han}/gu],
  ['ru', /\p{Script=Cyrillic}/gu],
  ['ar', /\p{Script=Arabic}/gu],
  ['he', /\p{Script=Hebrew}/gu],
  ['el', /\p{Script=Greek}/gu],
  ['hi', /\p{Script=Devanagari}/gu],
  ['th', /\p{Script=Thai}/gu],
]
/** More is not read: a hint does not get better. */
const MAX_TERMS = 2_000

export function hintLanguage(text: string): LanguageHint {
  const sample = text.slice(0, 20_000)
  const letters = sample.match(/\p{L}/gu)?.length ?? 0
  if (letters === 0) return { language: 'und', confidence: 0 }
  for (const [language, pattern] of SCRIPTS) {
    const seen = sample.match(pattern)?.length ?? 0
    const needed = language === 'ja' ? 0.1 : 0.3
    if (seen / letters >= needed)
      return { language, confidence: language === 'ja' ? 1 : round(Math.min(1, seen / letters)) }
  }
  return hintByWords(readTerms(sample).slice(0, MAX_TERMS))
}

function hintByWords(terms: readonly string[]): LanguageHint {
  let best = 'und'
  let most = 0
  let second = 0
  for (const [language, words] of Object.entries(STOP_WORDS)) {
    let hits = 0
    for (const term of terms) if (words.has(term)) hits += 1
    if (hits > most) {
      second = most
      most = hits
      best = language
    } else if (hits > second) second = hits
  }
  if (most === 0 || most === second) return { language: 'und', confidence: 0 }
  return { language: best, confidence: round(most / (most + second)) }
}

const round = (share: number): number => Math.round(share * 1_000) / 1_000
