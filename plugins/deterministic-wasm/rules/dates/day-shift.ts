/** A day so long before or after another, in any order of words: `borrowed D, loan is S, when do I bring it back`. */
import type { PlannerInput } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import type { Answer } from '../rule.ts'
import { task } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { dayAndWeekday } from './date-answers.ts'
import { type Moments, nameDay, settle } from './moments.ts'
import type { Lean } from './read-date.ts'
import type { SpanToken } from './read-length.ts'

const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')

const ASK =
  '(?:(?:when|date|day|weekday|deadline|result|comes|new|final|end|due|expiry|calculate|give|latest|calendar|notice|trial|ends|expires|library|book|loan|delivery|return|payment|appointment|checkup|reminder|if pay|-) )*'
const TAIL = '(?: (?:when|date|day|weekday|as date|gives|comes|=|into|up|end|ends|over|-))*'
/** What the day is: `30 days from invoice date D`. */
const LABEL =
  '(?:(?:invoice|order|purchase|delivery|start|issue|signing|contract|today|date|day|dated|due|birth|departure|arrival|last|first|deadline|event|exam|wedding) )*'
const AHEAD: readonly RegExp[] = [
  is(`S notice(?: period)? (?:from|after|given|given on|as of) D${TAIL}`),
  is(
    `${ASK}S(?: (?:[+]|plus) S)* (?:after|from|past|following|since|later than|beyond|on from|counting from|starting from|starting|beginning) ${LABEL}D${TAIL}`,
  ),
  is(`${ASK}D (?:[+]|plus|add|added|adding) S(?: (?:[+]|plus|add) S)*${TAIL}`),
  is(`${ASK}add S(?: (?:[+]|plus) S)* (?:to|onto|from) D${TAIL}`),
  is(`${ASK}(?:[+]|plus|add) S (?:start|starting|from|base|starts|starting from|start date|beginning|to) D${TAIL}`),
  is(
    `${ASK}(?:start|starting|from|base|starting from|start date|beginning|count(?:ing)? from) D (?:[+]|plus|add|count|count on|go|go forward|forward)? ?S(?: later| on| ahead| forward)?${TAIL}`,
  ),
  is(`${ASK}D S (?:later|on|ahead|forward|after|afterwards)${TAIL}`),
  is(`${ASK}(?:count|go|move) S (?:forward |ahead |on )?from D${TAIL}`),
]
const BACK: readonly RegExp[] = [
  is(
    `${ASK}S(?: (?:[+]|plus) S)* (?:before|prior to|ahead|earlier than|back from|backwards? from|preceding|previous to|in advance) ${LABEL}D${TAIL}`,
  ),
  is(`${ASK}D (?:-|minus|less|subtract) S(?: (?:-|minus) S)*${TAIL}`),
  is(`${ASK}(?:subtract|deduct|take|take away) S from D${TAIL}`),
  is(`${ASK}D S (?:earlier|before|back|ago)${TAIL}`),
  is(`${ASK}(?:count|go|move) S (?:back|backwards?) from D${TAIL}`),
]

/** A plain sum of a day and spans. */
export function plainShift(moments: Moments, input: PlannerInput): Answer | null {
  if (moments.days.length !== 1 || moments.spans.length === 0) return null
  // `the day after 90 days from today` is one more.
  if (/(?<!\p{L})(?:day|weekday) (?:after|before|following) S/u.test(moments.shape)) return null
  // `(Mon-Fri only)` says what working days are.
  const isWork =
    moments.spans[0]!.businessDays > 0 &&
    /^mon/.test(moments.weekdays[0] ?? '') &&
    /^fri/.test(moments.weekdays[1] ?? '')
  const reduced = isWork ? moments.reduced.replace(/ W (?:-|to|till|until) W(?: only)?(?= |$)/u, '') : moments.reduced
  const isAhead = AHEAD.some(form => form.test(reduced))
  const isBack = !isAhead && BACK.some(form => form.test(reduced))
  // `The day is 2 weeks after Christmas` asks nothing: a day without its year is asked for.
  if (!isAhead && !isBack) return null
  if (
    moments.days[0]!.year === null &&
    !/^(?:when|what|which|date|add|subtract|count|give|tell)(?!\p{L})/u.test(moments.shape)
  )
    return null
  return moved(moments, isBack, 'this year', input)
}

const ASKED =
  /(?<!\p{L})(?:when|(?:until|till|by) when|(?:what|which)(?: is| was| will be|'s)?(?: the| my| our| that)?(?: \p{L}+)? (?:date|day|weekday|deadline)|deadline|due date|due by|last (?:\p{L}+ )?day|(?:end|expiry|expiration|return|due|arrival|delivery|latest|final|finish) date|(?:date|due|deadline|ends?|expires?|expiry|until|till)$)(?!\p{L})/u
const BACKWARDS =
  /(?<!\p{L})(?:before|prior|in advance|ahead|beforehand|backwards?|at least S|earlier|minimum of S)(?!\p{L})/u
const FIRST_COUNTS =
  /(?:(?:that|this|the|same) (?:first |start(?:ing)? )?day (?:counts|counting|is counted|is included|included|is day N)|counts? as day N|counting that day|including (?:that|the|this)(?: first| start(?:ing)?)? day|(?:start|first) day (?:counts|included|is included|counts as day N))(?: as)?(?: day)?(?: N)?/u
const WORDS =
  'due deadline expire expires expired expiry expiration end ends ended ending over mature matures run runs ran out return returned returns by back bring give delivered deliver delivery arrive arrives date dated day when which ' +
  'until till within after from term terms payment payable invoice invoiced bill billed contract warranty guarantee lease loan loaned borrow borrowed subscription trial membership valid validity lasts last lasting starting starts started start begins began beginning begin sign signed buy bought purchase purchased order ordered issue issued notice period ' +
  'visa permit passport licence license library book rent rented probation probationary job work employment internship course pregnancy pregnant quarantine isolation antibiotics medication treatment prescription sent send post posted received receive paid apply applied application appeal objection reply respond response submit submission hand file filed give up to before prior advance ahead latest earliest later legal stay leave left come take takes took long last next follow following follow-up followup check checkup appointment follows vacation holiday trip tour cooling off withdrawal cancel cancellation cancelled canceled quit resign resignation first full run count counting counts counted exactly then new final only must should exam wedding event party meeting conference launch release project sprint milestone question need needs book reserve reserved do i me we he she gap between and plus later than no net at least minimum of ready finish finished done complete completed planted plant harvest sow seed seeds ripe hatch hatches eggs incubation'

/** Asked for what comes first: `I want to leave on D with S notice, when must I hand it in`. */
const FIRST_ASKED =
  /(?:when|what|which|latest|deadline|last day)(?!.*(?:when|what|which)).*(?<!\p{L})(?:start|begin|hand|submit|send|post|apply|order|book|reserve|give|resign|resignation|plant|sow|seed|cancel|quit|leave|set off|pay|notice|depart|go|tell|inform|announce|quit|terminate|request|ask|register|enrol|sign)(?!\p{L})/u
/** The day is a beginning: it is told so, or its span is said to be counted from it. */
const STARTS =
  /(?<!\p{L})(?:start|starts|started|starting|begins?|began|beginning|signed|dated|invoiced?|from|since|bought|purchased?|borrowed|loaned|rented|issued?|ordered|joined|left|leave|opened|planted|sown|sowed|incubator|sent|posted|received|delivered|delivery|paid|applied|period|lost|quit|stopped|after|following|put|got|married|made|on)(?: \p{L}+){0,3} (?:W )?D|^(?:\p{L}+ )*D \p{L}*/u
/** What is asked for is an end. */
const ENDS =
  /(?<!\p{L})(?:due|end|ends|expire|expires|expiry|over|run out|runs out|out|return|back|finish|finishes|finished|done|hatch|harvest|ripe|ready|last|deadline|until|till|latest|arrive|mature|matures|come|comes|up|valid|complete|next|follow-up|due|pay)(?!\p{L})/u

/** A day and a span told in a story, and the day that follows from them asked for. */
export function toldShift(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  if (moments.days.length !== 1 || moments.spans.length !== 1 || !isOnly(moments)) return null
  const inclusive = FIRST_COUNTS.test(moments.shape)
  const shape = moments.shape
    .replace(FIRST_COUNTS, ' ')
    .replace(/ - (?=(?:last|when|which|what|due|deadline|until|by)(?!\p{L}))/u, ' ')
  if (!ASKED.test(shape) || !(isAsked || /(?:due|end|expiry|last|which|what|when|return|deadline|date)/u.test(shape)))
    return null
  if (/[NXLTCIMYWVO]/.test(shape) || / [-+/] /.test(shape)) return null
  if (
    /(?<!\p{L})(?:ago|moved|rescheduled|shifted|every|each|late|already|another|extended|how long|how many|how old|per|paused|except|unless|eom|month end|discount|extended|extension)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  if (!isTold(shape, { words: WORDS, names: 3 })) return null
  const hasNotice = /(?<!\p{L})notice(?!\p{L})/u.test(shape)
  const isGiven =
    /(?<!\p{L})(?:gave|given|handed|resigned|signed|got|received|quit|(?:hand|give|submit)(?: it| notice| my notice| them)?(?: in)?(?: on)? D)(?!\p{L})/u.test(
      shape,
    )
  const isNotice =
    hasNotice &&
    !isGiven &&
    /(?<!\p{L})(?:leave|last day|ends?|finish|move out|go|renews?|renewal|expires?|runs? out|over) (?:\p{L}+ ){0,3}D/u.test(
      shape,
    )
  if (hasNotice && !isNotice && !isGiven) return null
  const isBack = BACKWARDS.test(shape) || isNotice
  if (!isBack && (isNotice || FIRST_ASKED.test(shape.replace(/(?:to|i|we) pay|pay (?:by|latest|until)/gu, ' '))))
    return null
  if (!isBack && !(STARTS.test(shape) && (ENDS.test(shape) || /S (?:later|after|from)/u.test(shape)))) return null
  // `at least S before D` is backward only where the day comes behind the span.
  if (
    isBack &&
    !isNotice &&
    !/S.*(?:before|prior|ahead|in advance|earlier|beforehand).*D|D.*S.*(?:before|prior|ahead|in advance|earlier|beforehand|notice)/u.test(
      shape,
    )
  )
    return null
  if (isBack && /(?:after|from|later|within)(?= D)/u.test(shape)) return null
  if (inclusive && (isBack || moments.spans[0]!.days < 2)) return null
  // Asked for the last day of what begins on a day: that day is its first.
  // Working days from a day on, asked for the last one: whether the first counts is not certain.
  if (!isBack && moments.spans[0]!.businessDays > 0 && /(?:last|final) (?:\p{L}+ )?day/u.test(shape)) return null
  // A period to withdraw, to object or to pay begins with the day after.
  const isReply =
    /(?<!\p{L})(?:withdraw\p{L}*|cooling|return\p{L}*|object\p{L}*|appeal|refund|cancel\p{L}*|respond|reply|response|pay|paid|payment|bought|purchased?|received)(?!\p{L})/u.test(
      shape,
    )
  const isLastDay =
    !isBack &&
    !hasNotice &&
    !isReply &&
    /(?:last|final) (?:\p{L}+ )?day/u.test(shape) &&
    /(?:start|begin|began|hired|joined|valid|for S|period|probation|(?<!\p{L})(?:lasts|lasting|runs?)(?!\p{L})|(?<!\p{L})last S)/u.test(
      shape,
    ) &&
    moments.spans[0]!.businessDays === 0
  // What runs for months from the first of one ends with the last day of another.
  const [day, span] = [moments.days[0]!, moments.spans[0]!]
  const isTerm =
    !isBack &&
    !hasNotice &&
    day.monthDay.endsWith('-01') &&
    span.days + span.weeks + span.businessDays === 0 &&
    /(?<!\p{L})(?:lease|tenancy|contract|rental|probation|internship|policy|insurance|membership|subscription)(?!\p{L})/u.test(
      shape,
    ) &&
    /(?<!\p{L})(?:ends?|expires?|runs? out|until|till|over|last|expiry)(?!\p{L})/u.test(shape)
  return moved(
    moments,
    isBack,
    'this year',
    input,
    inclusive || isLastDay || isTerm,
    /(?:start|begin|began|valid|last|period|probation|trial|sign|lease|contract|subscription|membership|rental|tenancy|policy|insurance)/u.test(
      shape,
    ),
  )
}

const isOnly = ({ times, lengths, months, years, numbers, instants, colons, weekdays }: Moments): boolean =>
  [times, lengths, months, years, instants, colons, weekdays].every(list => list.length === 0) && numbers.length <= 1

function moved(
  moments: Moments,
  isBack: boolean,
  lean: Lean,
  input: PlannerInput,
  isFirst = false,
  isTerm = false,
): Answer | null {
  const day = moments.days[0]!
  const start = settle(day, lean, input)
  if (start === null) return null
  const sum = moments.spans.reduce(
    (all, span) => ({
      years: all.years + span.years,
      months: all.months + span.months,
      weeks: all.weeks + span.weeks,
      days: all.days + span.days,
      business_days: all.business_days + span.businessDays,
    }),
    { years: 0, months: 0, weeks: 0, days: isFirst ? -1 : 0, business_days: 0 },
  )
  // `minus 5 weeks plus 2 days`: the plus may stand for the second part alone.
  if (isBack && moments.spans.some(({ text }) => /plus|\+/i.test(text))) return null
  const isDoubled = moments.spans.length === 2 && sameSpan(moments.spans[0]!, moments.spans[1]!)
  if (isDoubled) return null
  const sign = isBack ? -1 : 1
  const input_ = Object.fromEntries(
    Object.entries(sum).flatMap(([name, size]) => (size === 0 ? [] : [[name, sign * size]])),
  )
  const wanted = { date: start, ...input_ }
  if (peek('date.add', wanted) === null || Object.keys(input_).length === 0) return null
  const text = moments.spans.map(writeSpan).join(' and ')
  const answer = dayAndWeekday(
    task('date', isBack ? 'Count back' : 'Count on', 'date.add', wanted),
    `${text} ${isFirst ? `from ${nameDay(start, day)}, that day counted` : `${isBack ? 'before' : 'after'} ${nameDay(start, day)}`}`,
  )
  if (sum.business_days !== 0)
    return { ...answer, reading: 'Monday to Friday; holidays are not known, and the first day is not counted.' }
  const ordered = withOrder(answer, moments)
  if (!isTerm || isBack || isFirst) return ordered
  const found = peek('date.add', { ...wanted, days: (input_.days ?? 0) - 1 })?.date
  return typeof found === 'string'
    ? {
        ...answer,
        reading: `Counted from the day after ${start}; where ${start} is the first day itself, the last one is ${found}.`,
      }
    : ordered
}

/** `a 2 week` is said as `2 weeks`. */
const writeSpan = ({ text }: SpanToken): string =>
  text
    .replace(/^(?:exactly )?an? /i, '1 ')
    .replace(/^net[- ]?(\d+).*$/i, '$1 days')
    .replace(
      /(\d+)[ -]((?:business |working |calendar )?(?:day|week|month|year|night))$/i,
      (_, n: string, unit: string) => `${n} ${unit}${n === '1' ? '' : 's'}`,
    )

const sameSpan = (a: SpanToken, b: SpanToken): boolean =>
  a.years === b.years && a.months === b.months && a.weeks === b.weeks && a.days === b.days

/** Says in which order a date of numbers was read. */
export function withOrder(answer: Answer, { order, days }: Pick<Moments, 'order' | 'days'>): Answer {
  const isNumeric = days.some(({ text }) => /^\d{1,2}[/-]\d{1,2}[/-]\d{2,4}$/.test(text))
  return order === undefined || !isNumeric || answer.reading !== undefined
    ? answer
    : { ...answer, reading: `Dates read with the ${order === 'day_first' ? 'day' : 'month'} first.` }
}
