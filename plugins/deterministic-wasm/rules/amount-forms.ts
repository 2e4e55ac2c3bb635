/**
 * Forms of requests with amounts in them, written short: `A` is an amount of money or a plain number, `P` a percentage, `N` a number,
 * `I` a whole number. A form matches a whole clause or nothing.
 */
import { AMOUNT, type Amount, NUMBER, readAmount } from './money.ts'
import type { Answer } from './rule.ts'

const PERCENT = '(\\d+(?:\\.\\d+)?) ?(?:%|percent|per cent|pct)'

export type Slots = {
  readonly amounts: readonly Amount[]
  readonly numbers: readonly string[]
  readonly groups: Groups
}
type Groups = Readonly<Record<string, string | undefined>>
type Reader = (slots: Slots) => Answer | null
export type AmountForm = { readonly pattern: RegExp; readonly kinds: readonly string[]; readonly read: Reader }

export function amountForm(source: string, read: Reader): AmountForm {
  const kinds: string[] = []
  const filled = source.replace(/(?<![\p{L}\\<])([APNI])(?![\p{L}>])/gu, (_, kind: string) => {
    kinds.push(kind)
    return { A: AMOUNT, P: PERCENT, N: `(${NUMBER})`, I: '(\\d{1,9})' }[kind]!
  })
  return { pattern: new RegExp(`^(?:${filled})$`, 'iu'), kinds, read }
}

/** The first form that fits the text and has an answer for it. */
export function readAmountForms(text: string, forms: readonly AmountForm[]): Answer | null {
  for (const { pattern, kinds, read } of forms) {
    const found = pattern.exec(text)
    if (found === null) continue
    const amounts: Amount[] = []
    const numbers: string[] = []
    // Between the slots stand named groups; those hold words.
    const caught = found.slice(1)
    let at = 0
    for (const kind of kinds) {
      while (at < caught.length && !/^-?\d/.test(caught[at] ?? '')) at += 1
      if (kind === 'A') {
        amounts.push(readAmount(caught[at], caught[at + 1], caught[at + 2]))
        at += 3
      } else {
        numbers.push(caught[at]!)
        at += 1
      }
    }
    return read({ amounts, numbers, groups: found.groups ?? {} })
  }
  return null
}
