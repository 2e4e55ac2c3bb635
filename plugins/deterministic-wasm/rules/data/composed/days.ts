/** Days and months in a question, each as the span from its first day to its last: `17 Feb 2026`, `in march`, `02/2026`, `2025`. */

export type Days = {
  /** Month and day of each end; the year where it was said. */
  readonly year: string | null
  readonly from: string
  readonly to: string
  readonly said: string
}

const MONTHS = 'january february march april may june july august september october november december'.split(' ')
const MONTH = `(?<month>${MONTHS.map(name => (name === 'may' ? 'may' : name === 'september' ? 'sept?(?:ember)?' : `${name.slice(0, 3)}(?:${name.slice(3)})?`)).join('|')})\\.?`
const END = '(?![\\p{L}\\p{N}])'
const FORMS: readonly RegExp[] = [
  /(?<![\p{L}\p{N}.-])(?<year>\d{4})-(?<m>\d\d)-(?<day>\d\d)(?![\p{L}\p{N}-])/giu,
  /(?<![\p{L}\p{N}.])(?<day>\d{1,2})\.(?<m>\d{1,2})\.(?<year>\d{4})?(?![\p{L}\p{N}])/giu,
  new RegExp(
    `(?<![\\p{L}\\p{N}.])(?<day>\\d{1,2})(?:st|nd|rd|th)?(?: of)? ${MONTH}(?:,? (?<year>\\d{4}))?${END}`,
    'giu',
  ),
  new RegExp(`(?<![\\p{L}\\p{N}])${MONTH} (?<day>\\d{1,2})(?:st|nd|rd|th)?(?:,? (?<year>\\d{4}))?${END}`, 'giu'),
  new RegExp(`(?<![\\p{L}\\p{N}])${MONTH}(?:,? (?<year>\\d{4}))?${END}`, 'giu'),
  /(?<![\p{L}\p{N}.-])(?<year>\d{4})-(?<m>\d\d)(?![\p{L}\p{N}-])/giu,
]

/** Days as `DAY0`; left alone where the table has no column of dates. */
export function findDays(text: string, isDated: boolean): { readonly text: string; readonly days: readonly Days[] } {
  const days: Days[] = []
  if (!isDated) return { text, days }
  let marked = text
  for (const form of FORMS) {
    marked = marked.replace(form, (said: string, ...rest) => {
      const { year, month, m, day } = rest.at(-1) as Record<string, string | undefined>
      // `may` alone is a verb as often as a month.
      if (/^may$/.test(said)) {
        const [offset, whole] = [rest.at(-3) as number, rest.at(-2) as string]
        if (!/(?<!\p{L})(?:in|for|of|during|since|before|after|until|from|to) $/iu.test(whole.slice(0, offset)))
          return said
      }
      const number =
        month === undefined ? Number(m) : MONTHS.findIndex(name => name.startsWith(month.slice(0, 3).toLowerCase())) + 1
      if (number < 1 || number > 12 || Number(day ?? 1) > 31 || days.length > 8) return said
      const two = String(number).padStart(2, '0')
      const own = day?.padStart(2, '0')
      days.push({ year: year ?? null, from: `${two}-${own ?? '01'}`, to: `${two}-${own ?? '31'}`, said: said.trim() })
      return `DAY${days.length - 1}`
    })
  }
  return { text: marked, days }
}
