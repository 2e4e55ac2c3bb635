/**
 * Brings the numbers and the money of a request into one plain form: `2,480` and `2.480,00` become `2480` and `2480.00`, money
 * becomes `12.50¤€¤` or `¤`-marked with its side. A number that two readers would take differently becomes `¿`, which no rule accepts.
 */
import { CURRENCY_PATTERN } from '../../find/currencies.ts'
import { replaceNumberWords } from './number-words.ts'

/** Stands for a number with two readings. */
export const UNCLEAR = '¿'

/** The minutes of `10:05` stay as they are. */
const RUN = /(?<![\p{L}\p{N}_.,])(?<!\d:(?=0\d(?!\d)))\d(?:[\d.,'’\u00a0\u202f]*\d)?(?!\p{N})/gu
// `Ft` and `Fr` are left out: in English they are feet and Fridays sooner than forints and francs.
const SIGN = CURRENCY_PATTERN.split('|')
  .filter(sign => sign !== 'Ft' && sign !== 'Fr')
  .concat('[Rr]s\\.?')
  .join('|')
const SPELLED =
  '(?:US )?[Dd]ollars?|[Ee]uros?|[Yy]en|[Yy]uan|[Rr]upees?|[Bb]ucks|[Qq]uid|[Nn]aira|[Bb]aht|[Rr]inggit|[Zz]loty|[Zz]lotys|[Kk]roner|[Kk]ronor|[Kk]runa|[Ff]orints?|[Dd]irhams?|[Hh]ryvnias?|[Rr]o?ubles?|[Ss]hekels?|[Rr]eais|[Pp]esos|[Rr]upiah|[Rr]iyals?|eur|usd|gbp|chf|Eur|Usd|Gbp'
/** Codes as people type them before a number. */
const TYPED = 'eur|usd|gbp|chf|inr|aud|cad|sek|nok|dkk|pln|jpy'
const BEFORE = new RegExp(`(?<![\\p{L}\\p{N}])(-)?(${SIGN}|${TYPED}) ?(-)?(\\d+(?:\\.\\d+)?)(?![\\p{L}\\p{N}.¤])`, 'gu')
const AFTER = new RegExp(`(?<![\\p{L}\\p{N}.¤])(\\d+(?:\\.\\d+)?)( ?)(${SPELLED}|${SIGN})(?![\\p{L}\\p{N}])`, 'gu')
const THOUSANDS = /(?<![\p{L}\p{N}.,])(\d+(?:\.\d+)?)[kK](?![\p{L}\p{N}])/gu
/** `1.759 € per litre`: thousands of euros no litre costs. */
const FUEL = /^ ?(?:€|£|\$|EUR|euros?|eur)? ?(?:per |\/ ?|an? )(?:l|litres?|liters?|kwh|kWh|gallon|gal)(?!\p{L})/u
/** `285.000 €`, `€ 1.500`: thousands, for nobody writes three decimals of which two are zeros. */
const ROUND_THOUSANDS = /^[1-9]\d{0,2}\.\d00$/
const BY_EURO = /^ ?(?:€|EUR|eur|[Ee]uros?|CHF|chf)(?!\p{L})/u
const AFTER_EURO = /(?:€|EUR|CHF) ?$/u
const PER_CENT = /^ ?(?:%|per ?cent(?!\p{L}))/u
const MAYBE_MONEY = new RegExp(`(?<!\\p{L})(?:${SPELLED}|${SIGN})(?!\\p{L})|(?<!\\p{L})(?:${TYPED}) ?\\d`, 'u')

/** `5'11"`, `5'11`: feet and inches, not a Swiss thousand. */
const FEET_INCHES = /(?<![\p{L}\p{N}'"])(\d{1,2})['’′] ?(\d{1,2}(?:\.\d+)?)(?:["”″]|''|(?=\s|$|[?!,;]))(?!\p{L})/gu

/** `38 000`: a group that begins with a zero is no number of its own in a list. */
const SPACED =
  /(?<![\p{L}\p{N}_.,])(?<!\d )[1-9]\d{0,2}(?: \d{3}){0,4} 0\d{2}(?: \d{3}){0,4}(?:[.,]\d{1,2})?(?![\p{L}\p{N}.,]|[ ]\d)/gu

/** `1.299,-`: no cents. */
const NO_CENTS = /(?<=\d),(?:-|–|--)(?=$|[\s?!.,;)])/gu

type Form = {
  readonly plain: string
  readonly kind: 'sure' | 'comma' | 'point' | 'weak_comma' | 'weak_point' | 'unclear'
}

/** The text with plain numbers and marked money. */
export function plainNumbers(written: string): string {
  const text = written
    .replace(FEET_INCHES, '$1 ft $2 in')
    .replace(NO_CENTS, '')
    .replace(SPACED, run => run.replaceAll(' ', ''))
  if (!/\p{N}/u.test(text)) return replaceNumberWords(text)
  const isMoney = MAYBE_MONEY.test(text)
  const kinds = new Set<Form['kind']>()
  for (const [run] of text.matchAll(RUN)) kinds.add(readForm(run).kind)
  const isContinental = kinds.has('comma')
  const plain = text.replace(RUN, (run, at: number) => {
    const form = readForm(run)
    const isFuel =
      form.kind === 'weak_point' && !isContinental && FUEL.test(text.slice(at + run.length, at + run.length + 24))
    // A rate of eight thousand per cent is none: `sales tax is 8.875%`.
    if (form.kind === 'weak_point' && !isContinental && PER_CENT.test(text.slice(at + run.length, at + run.length + 9)))
      return form.plain
    const isThousands =
      form.kind === 'weak_point' &&
      !isFuel &&
      ROUND_THOUSANDS.test(run) &&
      (BY_EURO.test(text.slice(at + run.length, at + run.length + 8)) ||
        AFTER_EURO.test(text.slice(Math.max(0, at - 5), at)))
    if (isThousands) return form.plain.replace('.', '')
    return isFuel ? form.plain : settle(form, isContinental, kinds.has('point'), isMoney)
  })
  const worded = replaceNumberWords(plain)
  return isMoney ? markMoney(worded) : worded
}

function readForm(run: string): Form {
  if (/^(?:0|[1-9]\d*)$/.test(run)) return { plain: run, kind: 'sure' }
  if (/^[1-9]\d{0,2},\d{3}$/.test(run)) return { plain: run, kind: 'weak_comma' }
  if (/^[1-9]\d{0,2}\.\d{3}$/.test(run)) return { plain: run, kind: 'weak_point' }
  if (/^[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?$/.test(run) || /^[1-9]\d?(?:,\d{2})+,\d{3}(?:\.\d+)?$/.test(run)) {
    return { plain: run.replaceAll(',', ''), kind: run.includes('.') ? 'point' : 'sure' }
  }
  if (/^[1-9]\d{0,2}(?:\.\d{3})+,\d+$/.test(run) || /^[1-9]\d{0,2}(?:\.\d{3}){2,}$/.test(run)) {
    return { plain: run.replaceAll('.', '').replace(',', '.'), kind: 'comma' }
  }
  if (/^\d+\.\d+$/.test(run)) return { plain: run, kind: 'point' }
  if (/^\d+,\d+$/.test(run)) return { plain: run.replace(',', '.'), kind: 'comma' }
  if (/^[1-9]\d{0,2}(?:['’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?$/.test(run)) {
    return { plain: run.replace(/['’\u00a0\u202f]/g, '').replace(',', '.'), kind: run.includes(',') ? 'comma' : 'sure' }
  }
  return { plain: UNCLEAR, kind: 'unclear' }
}

/** One message, one way of writing numbers: a decimal comma anywhere makes `1.234` a thousand and `1,234` unclear. */
function settle({ plain, kind }: Form, isContinental: boolean, hasPoint: boolean, isMoney: boolean): string {
  if (isContinental && hasPoint) return UNCLEAR
  if (kind === 'weak_comma') return isContinental ? UNCLEAR : plain.replace(',', '')
  if (kind !== 'weak_point') return plain
  if (isContinental) return plain.replace('.', '')
  return isMoney && !hasPoint ? UNCLEAR : plain
}

/** `€12.50` becomes `12.50¤<€¤`, `12.50 EUR` becomes `12.50¤> EUR¤`. */
function markMoney(text: string): string {
  return text
    .replace(THOUSANDS, (written, digits: string, at: number) =>
      MAYBE_MONEY.test(text.slice(Math.max(0, at - 5), at) + text.slice(at + written.length, at + written.length + 5))
        ? String(Math.round(Number(digits) * 1000))
        : written,
    )
    .replace(BEFORE, (_, minus: string | undefined, sign: string, inner: string | undefined, digits: string) => {
      const negative = minus !== undefined || inner !== undefined ? '-' : ''
      return `${negative}${digits}¤<${sign}${/^(?:\p{L}{3}|rs\.?)$/iu.test(sign) ? ' ' : ''}¤`
    })
    .replace(AFTER, (_, digits: string, blank: string, sign: string) => `${digits}¤>${blank}${sign}¤`)
}
