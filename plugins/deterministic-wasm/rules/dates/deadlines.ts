/**
 * The last day of a period whose first day is said to count or not, and the end of a notice that runs to the end of a month or quarter.
 * What the law says of holidays and weekends at the end is no matter of this file.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule, task } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { dayAndWeekday } from './date-answers.ts'
import { withOrder } from './day-shift.ts'
import { type Moments, nameDay, settle } from './moments.ts'
import { HINT, told } from './read-told.ts'

const FIRST =
  '(?:(?:the |that |this |its )?(?:very )?(?:first|start|starting|same|opening|initial|first calendar) ?day(?: itself)?|that day(?: itself)?|the day itself|the start date|the starting date|day one|(?:the )?D(?: itself)?|the O(?: itself)?)'
const NOT_COUNTED = new RegExp(
  `(?:(?:and|but|where|while|so) )?(?:(?:not (?:counting|including)|without(?: counting)?|excluding|exclusive of|do not count|don't count|ignoring) ${FIRST}(?! (?:and|or|nor|to|until)(?!\\p{L}))|${FIRST} (?:is not|isn't|isnt|not|is never) (?:counted|included)|${FIRST} (?:does not|doesn't|doesnt|will not|won't) (?:count|be counted)|${FIRST} (?:is )?excluded|${FIRST} exclusive)(?: in| as well)?`,
  'u',
)
const COUNTED = new RegExp(
  `(?:(?:and|but|where|while|so) )?(?:(?:counting|including|inclusive of|incl|with) ${FIRST}(?! (?:and|or|nor|to|until)(?!\\p{L}))|${FIRST} (?:is |itself )?(?:counts(?: too| as well)?|counted|is counted|included|is included|inclusive)(?: too| as well)?|${FIRST} counts as (?:the )?(?:first day|day one|day N|day O|number N))`,
  'u',
)
const ASKED =
  /(?<!\p{L})(?:(?:what|which)(?: is| was| will be|'s)?(?: the)? (?:last|final|latest|due|end) ?(?:\p{L}+ )?(?:day|date)|(?:what|which)(?: is| was|'s)?(?: the)? (?:date|day|deadline)|when|(?:until|till|by) when|deadline|(?:last|final) (?:possible )?(?:day|date))(?!\p{L})/u
const WORDS =
  'within after from of for last lasts lasting starts start started begins begin began beginning runs run running period deadline due final latest end ends ended over until till by when day date days calendar must be filed file submitted submit sent send handed hand paid pay appeal objection application complaint claim reply answer response notice letter decision invoice bill form tax return contract received delivered delivery dated issued sprint project course challenge quarantine isolation trial test phase task job treatment diet camp training training exhibition event later counting counts whole full take takes taking need needs have has i we you it the expires expire valid work working order ordered'
/** `within S after D, not counting the first day: last day?` */
function lastDay(moments: Moments, input: PlannerInput): Answer | null {
  const { spans, shape } = moments
  const isOut = NOT_COUNTED.exec(shape)
  const isIn = isOut === null ? COUNTED.exec(shape) : null
  const phrase = isOut ?? isIn
  const span = spans[0]
  if (phrase === null || span === undefined || spans.length !== 1) return null
  const rest = shape.replace(phrase[0], ' ').replace(/\s+/gu, ' ').trim()
  // The day may stand in the phrase once more: `not counting the 5th`.
  const again = /(?<!\p{L})D(?!\p{L})/u.test(phrase[0]) ? 1 : 0
  const [day, other] = moments.days
  if (
    day === undefined ||
    moments.days.length !== 1 + again ||
    (rest.match(/(?<!\p{L})D(?!\p{L})/gu) ?? []).length !== 1
  )
    return null
  if (other !== undefined && other.monthDay !== day.monthDay) return null
  if (
    moments.ordinals.length > (/(?<!\p{L})O(?!\p{L})/u.test(phrase[0]) ? 1 : 0) ||
    moments.numbers.length > (/N/u.test(phrase[0]) ? 1 : 0)
  )
    return null
  if (
    moments.ordinals.length === 1 &&
    moments.ordinals[0] !== Number(day.monthDay.slice(3)) &&
    /the O/u.test(phrase[0])
  )
    return null
  if (/[NXLTCIMYWVO]/u.test(rest) || !ASKED.test(rest) || / [-+/] /u.test(rest)) return null
  if (
    /(?<!\p{L})(?:before|prior|earlier|ago|every|each|how many|how long|if|unless|except|extended|extension|late|twice|both|holidays?|weekends?|at least|about|around)(?!\p{L})/u.test(
      rest,
    )
  )
    return null
  if (
    !/(?:within|after|from|of|since|on|starts?|begins?|started|began|starting|received|dated|delivered|issued|sent|beginning|counting|count)(?: \p{L}+){0,4} D|D(?: \p{L}+){0,6} S/u.test(
      rest,
    )
  )
    return null
  if (!isTold(rest, { words: WORDS, names: 2 })) return null
  const start = settle(day, 'this year', input)
  if (start === null) return null
  const isWork = span.businessDays > 0
  const less = isIn === null ? 0 : 1
  // A working day that is to be the first must be one.
  if (isWork && less === 1 && Temporal.PlainDate.from(start).dayOfWeek > 5) return null
  const sizes = isWork
    ? { business_days: span.businessDays - less }
    : { years: span.years, months: span.months, weeks: span.weeks, days: span.days - less }
  const wanted = Object.fromEntries(Object.entries(sizes).filter(([, size]) => size !== 0))
  if (span.isNights || (isWork && span.businessDays < 2)) return null
  const answer = dayAndWeekday(
    task('date', 'Count on', 'date.add', { date: start, ...(Object.keys(wanted).length === 0 ? { days: 0 } : wanted) }),
    `${span.text} from ${nameDay(start, day)}, that day ${less === 1 ? 'counted' : 'not counted'}`,
  )
  return isWork ? { ...answer, reading: 'Monday to Friday; holidays are not known.' } : withOrder(answer, moments)
}

const TO_END =
  /(?<!\p{L})(?:notice(?: period)?(?: is| of)? S|S(?:'s|'| of)? notice(?: period)?|S notice|notice(?: period)? S)(?: \p{L}+){0,2}? (?:to|until|till|by|effective|at) (?:the )?(?:D|(?<open>end of (?:the |a )?(?:calendar )?(?<unit>month|quarter)))(?!\p{L})/u
const GIVEN =
  /(?<!\p{L})(?:given|gave|give|giving|handed in|hand in|handed it in|hand it in|resigned|resign|received|notice on|quit|terminated|cancelled|cancel)(?: \p{L}+){0,3} D(?!\p{L})/u
const NOTICE_WORDS =
  'notice period to until till by end month quarter calendar of the given gave give giving handed hand in resigned resign received quit terminated cancelled cancel my i on when is last day working work job contract ends end date which what does do employment lease flat rent leave out go free today effective if must can earliest'
/** `notice period S to the end of the month, given on D, last day?` */
function noticeEnd(moments: Moments, input: PlannerInput): Answer | null {
  const { spans, days, shape } = moments
  const found = TO_END.exec(shape)
  const span = spans[0]
  if (found === null || span === undefined || spans.length !== 1 || span.businessDays > 0) return null
  const edge = /^(?:the )?end of (?:the|this|a) (?<unit>month|quarter)$/iu
  const open = days.filter(({ text }) => edge.test(text))
  const own = days.filter(({ text }) => !edge.test(text))
  const unit = found.groups?.unit ?? edge.exec(open[0]?.text ?? '')?.groups?.unit
  const [day] = own
  if (unit === undefined || day === undefined || own.length !== 1 || open.length > 1) return null
  if (found.groups?.open === undefined && open.length !== 1) return null
  if (!GIVEN.test(shape.replace(found[0], ' ')) || !ASKED.test(shape) || /[NXLTCIMYWVO]/u.test(shape)) return null
  if (/(?<!\p{L})(?:before|not|unless|except|mid|15th|half)(?!\p{L})/u.test(shape)) return null
  if (!isTold(shape, { words: NOTICE_WORDS, names: 1 })) return null
  const start = settle(day, 'this year', input)
  if (start === null) return null
  const sizes = Object.fromEntries(
    Object.entries({ years: span.years, months: span.months, weeks: span.weeks, days: span.days }).filter(
      ([, n]) => n > 0,
    ),
  )
  const shifted = task('after', 'Count on', 'date.add', { date: start, ...sizes })
  const period = task(
    'period',
    `Find its ${unit}`,
    'date.period',
    { date: { $from: 'after', pointer: '/date' }, unit },
    ['after'],
  )
  const how = `The end of the ${unit} in which ${span.text} from ${nameDay(start, day)} are over`
  const answer = dayAndWeekday(period, how, '/to')
  return { ...answer, tasks: [shifted, ...answer.tasks] }
}

export const deadlineRules: readonly PlannerRule[] = [
  defineRule({
    id: 'deadline',
    reason: 'Finds the last day of a period whose first day is said to count or not, and the end of a notice.',
    order: 58.2,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'The objection must be filed within 14 days after 3 June 2026, not counting the first day. Last day?',
        'Sprint starts on Tuesday 14 April 2026 and lasts 10 working days including the first day. What is the last day?',
        'deadline is 3 weeks from 5 may 2026, first day not counted, which date?',
        'notice period 3 months to the end of the month, given on 12 May 2026. last day?',
      ],
      no: [
        'The objection must be filed within 14 days after 3 June 2026, not counting holidays. Last day?',
        'Sprint starts on Saturday 11 April 2026 and lasts 10 working days including the first day. What is the last day?',
        'Sprint starts on 14 April 2026 and lasts 10 days not counting the first and the last day. What is the last day?',
        'notice period 3 months to the 15th of the month, given on 12 May 2026. last day?',
        'notice period 3 months to the end of the month, given on 12 May 2026. Is that legal?',
      ],
    },
    read: told((moments, _, input) =>
      moments === null || moments.days.length === 0 || moments.spans.length === 0
        ? null
        : (lastDay(moments, input) ?? noticeEnd(moments, input)),
    ),
  }),
]
