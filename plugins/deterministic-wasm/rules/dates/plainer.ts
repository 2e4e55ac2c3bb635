/** What people write in two pieces, put as one before moments are looked for. It changes no value. */
import { MONTH_NAME } from './calendar-words.ts'

const QUARTERS: Readonly<Record<string, string>> = {
  '1/4': '.25',
  '1/2': '.5',
  '3/4': '.75',
  '¼': '.25',
  '½': '.5',
  '¾': '.75',
}
const YEAR_BEFORE = new RegExp(
  `(?<!\\p{L})in (\\d{4}),? (?:on )(?:the )?(${MONTH_NAME}\\.? \\d{1,2}(?:st|nd|rd|th)?|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH_NAME})(?!\\p{L}|\\d| \\d)()`,
  'iu',
)

/** `3 1/4 hours` as `3.25 hours`, and `in 1937 on May 9th` in one piece. */
export function plainer(text: string): string {
  if (!/[/¼½¾]| on /.test(text)) return text
  return text
    .replace(
      /(?<![\d/.])(\d{1,3})(?: (?=\d)| ?)(1\/4|1\/2|3\/4|[¼½¾])(?=[ -]?(?:hours?|hrs?|h|weeks?|years?|minutes?)(?!\p{L}))/giu,
      (whole, n: string, part: string) => (QUARTERS[part] === undefined ? whole : `${n}${QUARTERS[part]}`),
    )
    .replace(YEAR_BEFORE, '$3on $2 $1')
}
