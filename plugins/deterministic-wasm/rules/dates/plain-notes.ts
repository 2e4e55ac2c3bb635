/**
 * What stands in a request about days and changes none of them: month names of other languages, and notes that say what is assumed
 * anyway (`(Mon-Fri)`, `no holidays`, `(ISO)`). It takes nothing away that could make another day of it.
 */
import { MONTHS } from '../../find/months.ts'

const ENGLISH = 'January February March April May June July August September October November December'.split(' ')
const OWN = /^(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)$/u
/** Words of English too: a day in front of them is not enough. */
const WITH_YEAR = new Set('mars mai mei set out ago mag gen lug dic abril'.split(' '))
const isEnglish = (name: string): boolean => OWN.test(name) || ENGLISH.some(month => month.toLowerCase() === name)
const FOREIGN: ReadonlyMap<string, string> = new Map(
  [...MONTHS].filter(([name]) => !isEnglish(name)).map(([name, number]) => [name, ENGLISH[Number(number) - 1] ?? '']),
)
const FOREIGN_NAME = [...FOREIGN.keys()].sort((a, b) => b.length - a.length).join('|')
const FOREIGN_DAY = new RegExp(
  `(?<![\\p{L}\\d.:/])(?:(?:den|dem|der|le|el|il|am) )?(\\d{1,2})(?:\\.|er|º|°|ª)?(?: ?de| d['’])? ?(${FOREIGN_NAME})\\.?(?!\\p{L})(?:,? (?:de |del )?(\\d{4})(?!\\d))?`,
  'giu',
)
/** `7. März 2026` as `7 March 2026`. */
const inEnglish = (text: string): string =>
  text.replace(FOREIGN_DAY, (whole: string, day: string, name: string, year?: string) => {
    const month = FOREIGN.get(name.toLowerCase())
    if (month === undefined || (year === undefined && WITH_YEAR.has(name.toLowerCase()))) return whole
    return `${day} ${month}${year === undefined ? '' : ` ${year}`}`
  })

const WORKING = /(?<!\p{L})(?:(?:working|business|work|week)[ -]?days?|weekdays|workdays)(?!\p{L})/iu
const MON_FRI = '(?:mon(?:day)?s? ?(?:-|–|to|till|through|thru|until) ?fri(?:day)?s?)'
const NO_HOLIDAYS =
  '(?:(?:assume |assuming |with |there are )?no|ignor(?:e|ing)|disregard(?:ing)?)(?: (?:any|the|all|public|bank|national))* holidays?|holidays? ignored'
const NOTES: readonly RegExp[] = [
  new RegExp(
    ` ?\\((?:(?:i\\.?e\\.? |only |so )?${MON_FRI}(?: only)?)?(?:[,;:] ?|/| and )?(?:${NO_HOLIDAYS})?\\)`,
    'giu',
  ),
  new RegExp(
    `(?:,|[.?!;]| -)? (?:and )?(?:please )?(?:${NO_HOLIDAYS})(?=[ .,;?!)]*$|[,;?]| (?:what|when|which|how))`,
    'giu',
  ),
]
const ISO_NOTE = / ?\((?:as )?(?:iso(?:[- ]?(?:8601|week|standard))*)\)/giu
/** `10 working days (Mon-Fri, no holidays)`: what they are anyway. */
function withoutNotes(text: string): string {
  let plain = text
  if (WORKING.test(plain) && /mon|holiday/iu.test(plain)) for (const note of NOTES) plain = plain.replace(note, '')
  return /\(\S*\s?iso/iu.test(plain) && /week|kw|cw/iu.test(plain) ? plain.replace(ISO_NOTE, '') : plain
}

const MAYBE_FOREIGN = /\d(?:\.|er|º|°|ª)? ?(?:de |d['’])?[^\W\d_]/iu
/** The text in plainer words, with every value as it was. */
export const plainNotes = (text: string): string => withoutNotes(MAYBE_FOREIGN.test(text) ? inEnglish(text) : text)
