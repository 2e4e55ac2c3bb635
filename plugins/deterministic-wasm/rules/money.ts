/** Marked money of a clause: its pattern, its currency's minor units, and how it is written in a reply. */
import { currencyOf } from '../find/currencies.ts'

/** Source of a pattern for a plain number. */
export const NUMBER = '-?\\d+(?:\\.\\d+)?'
/** Source of a pattern for a number that may be money; three groups: digits, side, sign. */
export const AMOUNT = `(${NUMBER})(?:¤([<>])([^¤]*)¤)?`

export type Amount = { readonly digits: string; readonly sign: Sign | null }
export type Sign = { readonly isBefore: boolean; readonly text: string; readonly code: string }

export function readAmount(digits: string | undefined, side: string | undefined, sign: string | undefined): Amount {
  return { digits: digits ?? '', sign: side === undefined ? null : toSign(side, sign ?? '') }
}

function toSign(side: string, text: string): Sign {
  const bare = text.trim()
  const known = currencyOf(bare)
  const isCode = /^(?!yen$)[a-z]{3}$/i.test(bare)
  const code = isCode
    ? bare.toUpperCase()
    : /^bucks$/i.test(bare)
      ? '$'
      : /^quid$/i.test(bare)
        ? 'GBP'
        : /^rs\.?$/i.test(bare)
          ? 'INR'
          : known
  return { isBefore: side === '<', text: isCode ? text.toUpperCase() : text, code }
}

const NO_MINOR = new Set('CLP ISK JPY KRW PYG UGX VND XAF XOF'.split(' '))
const THREE_MINOR = new Set('BHD IQD JOD KWD OMR TND'.split(' '))

/** Digits behind the point, by ISO 4217; two where the sign does not say which currency it is. */
export const decimalsOf = ({ code }: Sign): number => (NO_MINOR.has(code) ? 0 : THREE_MINOR.has(code) ? 3 : 2)

/** `€{{value}}` or `{{value}} EUR`; the sign comes from a fixed list, so it holds no braces. */
export function writeAmount(value: string, sign: Sign | null): string {
  if (sign === null) return value
  if (!sign.isBefore) return `${value}${/^\p{L}/u.test(sign.text) ? ' ' : ''}${sign.text}`
  return `${sign.text}${value}`
}

/** For the second line of a reply. */
export const showAmount = ({ digits, sign }: Amount): string => writeAmount(digits, sign)

/** The currency of several amounts: the first one's sign, null for none, `mixed` where they differ. */
export function commonSign(amounts: readonly Amount[]): Sign | null | 'mixed' {
  const signs = amounts.map(({ sign }) => sign).filter(sign => sign !== null)
  const first = signs[0]
  if (first === undefined) return null
  return signs.every(({ code }) => code === first.code) ? first : 'mixed'
}
