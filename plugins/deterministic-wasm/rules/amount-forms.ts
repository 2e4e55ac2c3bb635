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
/** A slot by its kind and the number of its first capture. */
type Slot = { readonly kind: string; readonly at: number }
export type AmountForm = { readonly pattern: RegExp; readonly slots: readonly Slot[]; readonly read: Reader }

export function amountForm(source: string, read: Reader): AmountForm {
  const slots: Slot[] = []
  let captures = 0
  const filled = source.replace(
    /(?<![\p{L}\\<])([APNI])(?![\p{L}>])|(?<!\\)\((?!\?(?!<[^=!]))/gu,
    (found: string, kind: string | undefined) => {
      captures += 1
      if (kind === undefined) return found
      slots.push({ kind, at: captures })
      if (kind === 'A') captures += 2
      return { A: AMOUNT, P: PERCENT, N: `(${NUMBER})`, I: '(\\d{1,9})' }[kind]!
    },
  )
  return { pattern: new RegExp(`^(?:${filled})$`, 'iu'), slots, read }
}

/** The first form that fits the text and has an answer for it. */
export function readAmountForms(text: string, forms: readonly AmountForm[]): Answer | null {
  for (const { pattern, slots, read } of forms) {
    const found = pattern.exec(text)
    if (found === null) continue
    const amounts: Amount[] = []
    const numbers: string[] = []
    for (const { kind, at } of slots) {
      if (kind === 'A') {
        const [digits, side, sign] = [found[at], found[at + 1], found[at + 2]]
        // A slot of another alternative stays empty.
        if ((digits ?? side ?? sign) !== undefined) amounts.push(readAmount(digits, side, sign))
      } else if (found[at] !== undefined) numbers.push(found[at])
    }
    return read({ amounts, numbers, groups: found.groups ?? {} })
  }
  return null
}
