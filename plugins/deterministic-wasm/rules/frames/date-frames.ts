/** Frames about dates, years and lengths of time. */
import { type Frame, part, type Values } from './frame.ts'

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?'
const DATE = `(?:(?:the )?\\d{1,2}(?:st|nd|rd|th)?\\.?(?: of)? ${MONTH},? \\d{4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}\\.\\d{1,2}\\.\\d{4})(?!\\d)`
const YEAR = '(?<![\\d.,/-])(?<y>1[5-9]\\d\\d|2[0-4]\\d\\d)(?![\\d/-]|[.,]\\d)'
const LENGTH =
  '(?:\\d{1,4}|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve) (?:days?|weeks?|months?|years?)'
const HOURS = '\\d{1,3} ?h(?:ours?|rs?)?(?: and)? ?\\d{1,2} ?m(?:in(?:ute)?s?)?'

export const dateFrames: readonly Frame[] = [
  {
    key: /leap/iu,
    parts: [part('leap[ -]?year'), part(YEAR)],
    asides: /(?<!\p{L})(?:year|february|feb|days?|become|count|counts)(?!\p{L})/giu,
    write: 'is $y a leap year',
  },
  {
    key: /easter/iu,
    parts: [
      part('easter(?: sunday)?'),
      part(`(?:in |of )?(?:the year )?${YEAR}`),
      part('when|(?:what|which) (?:date|day)|date of'),
    ],
    asides:
      /\(?(?<!\p{L})(?:for )?(?:the )?(?:western|catholic|protestant|gregorian)(?: church(?:es)?| christians?)?\)?|(?<!\p{L})(?:fall|falls|be|celebrated)(?!\p{L})/giu,
    write: 'when is Easter Sunday $y',
  },
  {
    key: /week ?day|what day|which day/iu,
    parts: [part('(?:what|which) (?:week ?day|day(?: of the week)?)|week ?day'), part(`(?:on |for )?(?<d>${DATE})`)],
    asides:
      /(?<!\p{L})(?:date|born|birthday|fall|falls|fell|land|lands|landed|does|did|the week|wedding|party|meeting|appointment|exam)(?!\p{L})/giu,
    write: 'what weekday is $d',
  },
  {
    key: /week/iu,
    parts: [
      part(
        '(?:what|which|in which|in what) (?:calendar |iso )?week(?: number| of the year)?|(?:calendar|iso) week|week number',
      ),
      part(`(?<d>${DATE})`),
    ],
    asides: /(?<!\p{L})(?:date|fall|falls|number|iso|calendar|for)(?!\p{L})/giu,
    write: 'which week is $d',
  },
  {
    key: /(?:working|business|week|work)[ -]?days?|mon(?:day)?s?[ -–]+(?:to )?fri/iu,
    parts: [
      part(`(?:from |between )?(?<a>${DATE}) (?:to|until|till|and|through|–|-) (?<b>${DATE})`),
      part(
        '(?:(?:mon(?:day)?s?(?: to |-|–)fri(?:day)?s?) )?(?:working|business|week|work)[ -]?days?|mon(?:day)?s?(?: to |-|–)fri(?:day)?s?',
      ),
    ],
    asides:
      /,? ?\(?(?:with |counting )?(?:both (?:dates|days|ends)?|first and last day|the first and (?:the )?last day) ?(?:included|inclusive|counted|counting)?\)?|,? ?\(?(?:ignore|ignoring|no|without|not counting|leaving out) (?:any |all |the |public )?holidays\)?|(?<!\p{L})(?:count|between|inclusive|included)(?!\p{L})/giu,
    write: 'business days from $a to $b',
  },
  {
    key: /decimal/iu,
    parts: [
      part(`(?<d>${HOURS})`),
      part('(?:in|as|to|into|wants?|needs?)?(?: a)? ?decimal(?: hours?| form| number)?(?: of hours)?'),
    ],
    asides: /(?<!\p{L})(?:payroll|timesheet|worked|hours?|time|shift|accounting)(?!\p{L})/giu,
    write: '$d in decimal hours',
  },
  {
    key: /\d:\d\d.*\d:\d\d/u,
    parts: [
      part('add|sum|total|altogether|in all'),
      part('(?<list>(?<![\\d:])\\d{1,2}:\\d\\d(?:(?:, ?(?:and )?| and | \\+ | )\\d{1,2}:\\d\\d){1,20})(?![\\d:])'),
    ],
    asides:
      /\(?(?<!\p{L})(?:hours?(?: and| &| and the)? minutes?|h:mm|hh:mm)\)?|(?<!\p{L})(?:timesheet|times|together|up|sum|total|durations?|lengths?)(?!\p{L})/giu,
    write: ({ list = '' }: Values) => `sum ${list.replace(/,| and | \+ /gu, ' ').replace(/ +/gu, ' ')}`,
  },
  {
    key: /contract|warranty|guarantee|subscription|lease|membership|loan|visa|licen[cs]e|policy|runs?|valid|lasts?|expire|after|from/iu,
    parts: [
      part(`(?:start(?:ed|s|ing)?|beg[ai]ns?|beginning|signed|bought|issued|from|since|dated?)(?: on)? (?<d>${DATE})`),
      part(`(?:and )?(?:runs?|lasts?|is valid|valid|ends?|expires?|for|good)(?: for| after| in)? (?<n>${LENGTH})`),
      part('(?:on )?(?:what|which) (?:date|day)|when|last day|end date|expiry date|until when'),
    ],
    asides:
      /,? ?(?:the )?same day (?:of the month|next month)|(?<!\p{L})(?:contract|warranty|guarantee|subscription|lease|membership|loan|visa|licen[cs]e|policy|ends?|expires?|over|run out|runs out)(?!\p{L})/giu,
    write: '$n after $d',
  },
  {
    key: /days (?:later|after)|payable|due in|due within/iu,
    parts: [
      part(`(?:dated|of|from|issued on)? ?(?<d>${DATE})`),
      part('(?:payable|due|to be paid) (?:within|in) (?<n>\\d{1,3}) days'),
      part('(?:what|which) (?:date|day)(?: is (?<m>\\d{1,3}) days later)?|when is it due|due date|last day'),
    ],
    asides: /(?<!\p{L})(?:invoice|bill|payment|dated|due|for payment)(?!\p{L})/giu,
    write: ({ d, n, m }: Values) => (m === undefined || m === n ? `${n} days after ${d}` : null),
  },
  {
    key: /(?:working|business) days? (?:after|from|later)/iu,
    parts: [
      part(
        `(?<n>\\d{1,3}) (?:working|business) days? (?:after|from) (?:(?:mon|tues|wednes|thurs|fri)day,? )?(?<d>${DATE})`,
      ),
      part("(?:what|which)(?:'s| is)? ?(?:the )?(?:date|day)|when is"),
    ],
    asides:
      /,? ?(?:with )?weekends (?:are )?off|,? ?(?:no|ignore|ignoring|without) (?:public )?holidays|,? ?not counting weekends/giu,
    write: '$n working days after $d',
  },
]
