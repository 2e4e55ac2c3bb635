/** Currency signs, codes and names, and what each of them says for certain. */

/** Signs that one currency alone is commonly written with. */
const SIGNS: Readonly<Record<string, string>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₴': 'UAH',
  '₫': 'VND',
  '₪': 'ILS',
  '₦': 'NGN',
  '₱': 'PHP',
  '฿': 'THB',
  '₡': 'CRC',
  '₲': 'PYG',
  '₸': 'KZT',
  '₮': 'MNT',
  '₭': 'LAK',
  '₾': 'GEL',
  '₵': 'GHS',
  zł: 'PLN',
  Kč: 'CZK',
  US$: 'USD',
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  NZ$: 'NZD',
  HK$: 'HKD',
  S$: 'SGD',
  NT$: 'TWD',
  MX$: 'MXN',
  R$: 'BRL',
  'CN¥': 'CNY',
  'JP¥': 'JPY',
}
/** Signs of several currencies; they stay as they are. */
const SHARED_SIGNS = ['$', '¥', 'kr']

const CODES =
  'AED ARS AUD BGN BHD BRL CAD CHF CLP CNY COP CRC CZK DKK DZD EGP EUR GBP GEL GHS HKD HUF IDR ILS INR IQD IRR ISK JOD JPY KES KRW KWD KZT LAK LBP LKR MAD MNT MXN MYR NGN NOK NZD OMR PEN PHP PKR PLN PYG QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD TZS UAH UGX USD UYU UZS VND XAF XOF ZAR'.split(
    ' ',
  )

const NAMES: Readonly<Record<string, string>> = {
  euro: 'EUR',
  euros: 'EUR',
  dollar: '$',
  dollars: '$',
  pound: 'GBP',
  pounds: 'GBP',
  yen: 'JPY',
  yuan: 'CNY',
  renminbi: 'CNY',
  rupee: 'INR',
  rupees: 'INR',
  franken: 'CHF',
  francs: 'CHF',
  złoty: 'PLN',
  'US dollars': 'USD',
  'US dollar': 'USD',
}

const quote = (text: string): string => text.replace(/[$.]/g, '\\$&')
const longestFirst = (texts: readonly string[]): string =>
  [...texts]
    .sort((a, b) => b.length - a.length)
    .map(quote)
    .join('|')

/** Source of a pattern for signs and codes. */
export const CURRENCY_PATTERN = longestFirst([...Object.keys(SIGNS), ...SHARED_SIGNS, ...CODES])
/** Source of a pattern for names, first letter in either case. */
export const NAME_PATTERN = longestFirst(Object.keys(NAMES)).replace(
  /(^|\|)([a-zł])/g,
  (_, bar: string, first: string) => `${bar}[${first}${first.toUpperCase()}]`,
)

/** ISO 4217 code, or the sign where several currencies share it. */
export function currencyOf(written: string): string {
  return SIGNS[written] ?? NAMES[written] ?? NAMES[written.toLowerCase()] ?? written
}
