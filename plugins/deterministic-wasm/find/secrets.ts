/**
 * Secrets in running text: keys and tokens of known make, private keys, and values that are introduced as a password.
 * A secret of unknown make that nothing introduces is not found.
 */
import { findPattern, type Span } from './span.ts'

const MADE = new RegExp(
  [
    'AKIA[0-9A-Z]{16}',
    'ASIA[0-9A-Z]{16}',
    'gh[pousr]_[0-9A-Za-z]{36,255}',
    'github_pat_[0-9A-Za-z_]{22,255}',
    'glpat-[0-9A-Za-z_-]{20,64}',
    'sk-[0-9A-Za-z_-]{20,200}',
    '[rs]k_(?:live|test)_[0-9A-Za-z]{16,200}',
    'xox[abprs]-[0-9A-Za-z-]{10,200}',
    'AIza[0-9A-Za-z_-]{35}',
    'npm_[0-9A-Za-z]{36}',
    'hf_[0-9A-Za-z]{30,64}',
    'eyJ[0-9A-Za-z_-]{8,4096}\\.eyJ[0-9A-Za-z_-]{8,4096}\\.[0-9A-Za-z_-]{8,4096}',
  ]
    .map(form => `(?:${form})`)
    .join('|')
    .replace(/^/, '(?<![0-9A-Za-z_-])(?:')
    .concat(')(?![0-9A-Za-z])'),
  'g',
)
const KEY_BEGIN = /-----BEGIN (?:[A-Z]{1,12} ){0,3}PRIVATE KEY-----/g
const KEY_END = '-----END '
const INTRODUCED =
  /(?<![\p{L}\p{N}])(?:password|passwd|passphrase|pwd|secret|api[_ -]?key|access[_ -]?token|auth[_ -]?token|client[_ -]?secret|passwort|kennwort)["']?[ \t]{0,3}(?:[:=]|is|lautet)[ \t]{0,3}["']?([^\s"',;]{4,256})/giu

/** Places of secrets; of an introduced one only the value. */
export function findSecrets(text: string): Span[] {
  const spans = [...findPattern(text, MADE), ...findPrivateKeys(text)]
  for (const match of text.matchAll(INTRODUCED)) {
    const value = match[1]!.replace(/[.!?)\]]+$/, '')
    if (value.length < 4) continue
    const start = match.index + match[0].lastIndexOf(match[1]!)
    spans.push({ start, end: start + value.length, value })
  }
  return spans
}

/** From the line that begins a key to the one that ends it, or to the end of the text: half a key is secret too. */
function findPrivateKeys(text: string): Span[] {
  const spans: Span[] = []
  let free = 0
  for (const match of text.matchAll(KEY_BEGIN)) {
    if (match.index < free) continue
    const end = text.indexOf(KEY_END, match.index)
    const close = end < 0 ? -1 : text.indexOf('-----', end + KEY_END.length)
    free = close < 0 ? text.length : close + 5
    spans.push({ start: match.index, end: free, value: text.slice(match.index, free) })
  }
  return spans
}

const SSN = /(?<![\d-])(?!000|666|9\d\d)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\d-])/g

/** United States social security numbers, in their hyphenated form. */
export const findSocialNumbers = (text: string): Span[] => findPattern(text, SSN)
