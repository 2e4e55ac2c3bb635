/** What people write in two pieces, put as one before moments are looked for. It changes no value. */
import { MONTH_NAME } from './calendar-words.ts'
import { plainNotes } from './plain-notes.ts'

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

/** The country, which is no filler as `us` is: it numbers its weeks otherwise. */
const AMERICA =
  /(?<=(?:in|for|by|of) the )(?:u\.?s\.?a?|U\.?S\.?A?)(?!\p{L})(?! (?:eastern|central|mountain|pacific|format|style|date))|(?<!\p{L})US(?=[ ?.!]*$)/gu

const OF_MONTH = new RegExp(
  `(?<=(?:^|(?<![\\p{L}\\d])(?:from|between|days|nights|weekdays|workdays|holiday|vacation|trip|hotel|stay|leave|is|are|in|,)) (?:the )?|^(?:the )?)(\\d{1,2})(?:st|nd|rd|th)?( to | until | till | through |–| – |-| - | and )(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH_NAME}\\.?(?:,? \\d{4})?)(?![\\p{L}\\d]| \\d)`,
  'giu',
)
const MONTH_FIRST = new RegExp(
  `(?<!\\p{L})(${MONTH_NAME}) (\\d{1,2})(?:st|nd|rd|th)?( to | until | till | through |–| – |-| - )(?:the )?(\\d{1,2})(?:st|nd|rd|th)?(?:,? (\\d{4}))?(?![\\p{L}\\d:.]|[-/]\\d| (?:\\d|${MONTH_NAME}|days|weeks|months|years|[ap]\\.?m|o'clock|hours|of)(?!\\p{L}))`,
  'giu',
)
const isRange = (from: string, to: string): boolean => Number(from) >= 1 && Number(from) < Number(to) && Number(to) < 32
const spaced = (joint: string): string => (/\p{L}/u.test(joint) ? joint : ' to ')

/** `from 3rd to 10th August` names two days of one month. */
const inFull = (text: string): string =>
  text
    .replace(OF_MONTH, (whole: string, from: string, joint: string, to: string, month: string) =>
      isRange(from, to) ? `${from} ${month}${spaced(joint)}${to} ${month}` : whole,
    )
    .replace(MONTH_FIRST, (whole: string, month: string, from: string, joint: string, to: string, year?: string) =>
      isRange(from, to)
        ? `${month} ${from}${year === undefined ? '' : ` ${year}`}${spaced(joint)}${month} ${to}${year === undefined ? '' : ` ${year}`}`
        : whole,
    )
const MONTH = new RegExp(`(?<!\\p{L})${MONTH_NAME}(?!\\p{L})`, 'iu')
const MAY_RANGE = /\d(?:st|nd|rd|th)?(?: to | until | till | through | and | ?[–-] ?)(?:the )?\d/iu

/** `I work 9 to 5` is a span, where `20 to 9` is a time of day. */
const HOURS_TO =
  /(?<=(?:^|(?<!\p{L})(?:work|works|worked|working|from|shift|shifts|sleep|slept|open|opens|mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)days?):? ))(\d{1,2}) to (\d{1,2})(?! ?(?:o['’]?clock|in the|at night|[ap]\.?m|noon)|[:.]?\d|\p{L})/giu

/** What day 1 is, said beside a question for the number of a day. */
const DAY_ONE = / ?\((?:1(?:st)? (?:of )?jan(?:uary)?|jan(?:uary)? 1(?:st)?) (?:=|is|being|as) (?:day )?1\)/iu

const SHORT_DAY =
  /(?<=^|[,;:(]\s?|(?<!\p{L})(?:and|to|on|or|till|until|through|thru|every|each|plus|from|also|then|mon|tue|wed|thu|fri|sat)\.? |[–/&-] ?|\n)(s)(at|un)(?!\p{L}| (?:down|in|at home|there|on|with|for|rises|sets|shines))/giu
const OTHER_DAY =
  /(?<!\p{L})(?:mon|tue|tues|wed|thu|thur|thurs|fri)(?:day)?s?(?!\p{L})|(?<!\p{L})sat(?: and |\/|-| - | to )sun(?!\p{L})/iu
/** `fri and sat`: beside another day of the week, the word is one. */
const inFullDays = (text: string): string =>
  /(?<!\p{L})(?:sat|sun)(?!\p{L})/iu.test(text) && OTHER_DAY.test(text)
    ? text.replace(SHORT_DAY, (_, s: string, rest: string) => `${s}${/at/i.test(rest) ? 'aturday' : 'unday'}`)
    : text

/** `3 1/4 hours` as `3.25 hours`, and `in 1937 on May 9th` in one piece. */
export function plainer(told: string): string {
  const noted = plainNotes(told)
  const given = noted.includes('(') ? noted.replace(DAY_ONE, '') : noted
  const written = MAY_RANGE.test(given) && MONTH.test(given) ? inFull(given) : given
  const named = /us|u\.s/i.test(written) ? written.replace(AMERICA, 'usa') : written
  const text = named.includes(' to ') ? named.replace(HOURS_TO, '$1 - $2') : named
  const whole = inFullDays(text)
  return halves(whole)
}

function halves(text: string): string {
  const whole = / and an? (?:half|quarter)|half[ -]hour/i.test(text)
    ? text
        .replace(/(?<![\d/.:])(\d{1,3}) (hours?|hrs?) and a quarter(?! past| to| of)(?!\p{L})/giu, '$1.25 $2')
        .replace(
          /(?<![\d/.:])(\d{1,3}) and a (half|quarter) (?=(?:hours?|hrs?|weeks?|years?|minutes?)(?!\p{L}))/giu,
          (_, n: string, part: string) => `${n}${/half/i.test(part) ? '.5' : '.25'} `,
        )
        .replace(/(?<![\d.] ?)(?:an? )?half[ -]hour(?!s?ly)(?!\p{L})/giu, '30 min')
    : text
  if (!/[/¼½¾]| on |\d{4}h/.test(whole)) return whole
  return (
    whole
      .replace(
        /(?<![\d/.])(\d{1,3})(?: (?=\d)| ?)(1\/4|1\/2|3\/4|[¼½¾])(?=[ -]?(?:hours?|hrs?|h|weeks?|years?|minutes?)(?!\p{L}))/giu,
        (whole, n: string, part: string) => (QUARTERS[part] === undefined ? whole : `${n}${QUARTERS[part]}`),
      )
      // `at 1930h`: a time of day.
      .replace(/(?<=(?:at|from|until|till|by|is) )([01]\d|2[0-3])([0-5]\d)h(?!\p{L})/giu, '$1:$2')
      .replace(YEAR_BEFORE, '$3on $2 $1')
  )
}
