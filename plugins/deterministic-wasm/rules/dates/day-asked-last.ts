/**
 * A day that a statement names, and a question behind it that asks only how far away it is or which one: `I retire on D. How many days
 * until then`, `I stopped S ago, on which date was that`. What is told of the day may be anything but a second one, a condition or a change.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule, task } from '../rule.ts'
import { dayAndWeekday } from './date-answers.ts'
import { apartBy, unitAsked } from './day-distance.ts'
import { withOrder } from './day-shift.ts'
import { type Moments, nameDay, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'
import { workingDays } from './working-days.ts'

const UNIT =
  '(?:(?:full|whole|complete|calendar|more) )*(?:days|weeks(?: and days)?|months|nights|sleeps|working days|business days|workdays|weekdays)'
const TOLD =
  "(?<told>(?:[\\p{L}'’-]+ ){0,9}?(?:on |by |is |at |for |in |from |starts? |begins? |due |dated |: )?(?:the )?D(?: [\\p{L}'’-]+){0,3}?)"
const ASKS_LEFT = `(?:so |and |now |- )*(?:how many |number of |the number of )?(?<unit>${UNIT}|long)(?: (?:is|are|do|does|will|have) ?(?:that|it|there|this|i|we|left|be)*(?: (?:have|got))?)?(?: (?:still|more|left|remaining|remain))*(?: (?:to go|away|off|until then|till then|until that(?: day| date)?|until it|till it|from now|from today|to wait|left|until the (?:day|date)|ahead|is (?:that|it) away|is (?:that|it)|are left|are there|to that day))+(?: (?:is that|is it|are that|from now|from today|now))?`
const LEFT = new RegExp(`^${TOLD} ${ASKS_LEFT}$`, 'u')
const LENGTH =
  /^(?:from )?(?:today|now|D) (?:to|until|till|-) (?:the )?D(?: (?:in|how many|=|how many is (?:it|that)))+ (?<unit>days|weeks|working days|business days)(?: (?:is it|are there|is that))?$/u
const ELAPSED =
  /^(?:(?:the |number of |how many )*(?<unit>days|weeks|months)) (?:(?:have |has )?(?:elapsed|passed|gone by|gone)) (?:since|from) (?:the )?D$/u
/** What would make another day of it, or another question. */
const OTHER =
  /(?<!\p{L})(?:if|unless|not|no|never|moved|postponed|rescheduled|delayed|late|later|earlier|cancelled|canceled|ago|before|after|since|until|till|every|each|or|but|except|without|instead|than|who|why|which|whether|between|closes? at|only|last|lasts|lasted|takes?|took|long before|was|were|did|had|missed|ended|birthday)(?!\p{L})/u

/** The days to a day that is told before they are asked for. */
export function left(moments: Moments, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  const today = todayOf(input).toString()
  const elapsed = ELAPSED.exec(shape)
  const between = LENGTH.exec(shape)
  const found = LEFT.exec(shape)
  const groups = found?.groups ?? elapsed?.groups ?? between?.groups
  const isNow = between !== null && days.length === 2 && days[0]?.label === 'today'
  const day = isNow ? days[1] : days[0]
  if (groups === undefined || day === undefined || days.length !== (isNow ? 2 : 1)) return null
  if (/^(?:today|tonight|tomorrow|yesterday)/u.test(day.label) || (between !== null && !isNow && shape.startsWith('D')))
    return null
  if (found !== null && OTHER.test(groups.told ?? '')) return null
  const iso = settle(day, elapsed === null ? 'next' : 'last', input)
  if (iso === null || (elapsed === null ? iso <= today : iso >= today)) return null
  const asked =
    groups.unit === 'long'
      ? ({ unit: 'days', word: 'days' } as const)
      : unitAsked((groups.unit ?? '').replace('sleeps', 'days'))
  if (asked === null) return null
  const [from, to] = elapsed === null ? [today, iso] : [iso, today]
  const how =
    elapsed === null ? `From ${today} (today) to ${nameDay(iso, day)}` : `From ${nameDay(iso, day)} to ${today} (today)`
  const answer = asked.unit === 'business_days' ? workingDays(from, to, how) : apartBy(from, to, asked, how)
  return answer === null ? null : withOrder(answer, moments)
}

const THAT =
  "(?:so |and |then )*(?:on )?(?:what|which|what's the|what is the|what was the)(?: (?:calendar )?(?:date|day))? (?:(?:is|was|will|would) )?(?:that|it|this)(?: be| fall on| then| exactly)*"
const AGO = new RegExp(`^(?<told>(?:[\\p{L}'’-]+ ){1,8})?S ago(?<behind>(?: [\\p{L}'’-]+){0,4}?) ${THAT}$`, 'u')
const AHEAD = new RegExp(
  `^(?<told>(?:[\\p{L}'’-]+ ){0,8}?)(?:in S(?: time| from now| from today)?|S (?:from now|from today|later|after today))(?<behind>(?: [\\p{L}'’-]+){0,8}?) ${THAT}$`,
  'u',
)
const LIES =
  /^(?:(?:tell me|give me|find|what is|what's|which is|the|what|show me) )*(?:date|day)(?: (?:that|which))? (?:lies|is|comes|falls|lay|was) (?:exactly )?S (?<way>in the future|in the past|ahead|back|from now|from today|before today|after today|away)(?: from (?:now|today))?$/u
const IN_DATE =
  /^(?:in|after) S (?:what|which) (?:date|day) (?:do we have|is it|will it be|will we have|would it be|have we)(?: then)?$|^(?<ago>S ago) (?:was |is |it was |which was )?(?:what|which) (?:date|day)(?: was it)?$/u
const NO_STEP =
  /(?<!\p{L})(?:if|unless|not|every|each|or|but|except|than|before|after|who|why|since|until|till|at least|at most|about|around|roughly|almost|nearly|over|more|less|within|maybe|probably|working|moved|postponed)(?!\p{L})/u

function which(moments: Moments, input: PlannerInput): Answer | null {
  const { spans, days, shape } = moments
  const [span] = spans
  if (span === undefined || spans.length !== 1 || days.length > 0) return null
  const ago = AGO.exec(shape)
  const ahead = ago === null ? AHEAD.exec(shape) : null
  const lies = LIES.exec(shape)
  const plain = IN_DATE.exec(shape)
  const groups = ago?.groups ?? ahead?.groups ?? lies?.groups ?? plain?.groups
  if (groups === undefined && ago === null && ahead === null && lies === null && plain === null) return null
  if (NO_STEP.test(`${groups?.told ?? ''} ${groups?.behind ?? ''}`)) return null
  const isBack = ago !== null || /past|back|before/u.test(groups?.way ?? '') || groups?.ago !== undefined
  // What lies away may be on either side.
  if (/away/u.test(groups?.way ?? '')) return null
  const sign = isBack ? -1 : 1
  const { years, months, weeks, days: count, businessDays } = span
  const sizes = Object.entries({ years, months, weeks, days: count, business_days: businessDays }).filter(
    ([, size]) => size > 0,
  )
  if (sizes.length === 0) return null
  const today = todayOf(input).toString()
  const wanted = { date: today, ...Object.fromEntries(sizes.map(([name, size]) => [name, sign * size])) }
  const answer = dayAndWeekday(
    task('date', isBack ? 'Count back' : 'Count on', 'date.add', wanted),
    `${span.text} ${isBack ? 'before' : 'after'} ${today} (today)`,
  )
  return businessDays > 0 ? { ...answer, reading: 'Monday to Friday; holidays are not known.' } : answer
}

const MOVED =
  /^(?<told>(?:[\p{L}'’-]+ ){0,6}?)(?:on |from |of |for |planned for |due |scheduled for )?(?:the )?D (?:(?:is|was|has been|got|gets|will be|had been|be) )?(?:(?<later>postponed|delayed|pushed back|put back|pushed|put off)|(?<sooner>brought forward|moved forward|moved up|pulled forward)|moved(?= (?:back |forward )?(?:by )?S (?:later|earlier)))(?: back| forward)? (?:by )?S(?: (?<way>later|earlier))? (?:(?:what is|what's|whats|so|and|when is|what will be|the|its|my|our) )*(?:new (?:date|day)|when is it(?: now| then)?|when will it be(?: now)?|date now|which date is (?:it|that)(?: now)?|when|on which (?:date|day) is it(?: now)?)$/u
/** `the event on D was postponed by S, new date`. */
function moved(moments: Moments, input: PlannerInput): Answer | null {
  const { days, spans, shape } = moments
  const [day, span] = [days[0], spans[0]]
  const groups = MOVED.exec(shape)?.groups
  if (groups === undefined || day === undefined || span === undefined || days.length !== 1 || spans.length !== 1)
    return null
  const isBack = groups.way === 'earlier' || groups.sooner !== undefined
  if (
    (groups.way === 'earlier' && groups.later !== undefined) ||
    (groups.way === 'later' && groups.sooner !== undefined)
  )
    return null
  if (OTHER_MOVE.test(groups.told ?? '')) return null
  const start = settle(day, 'this year', input)
  if (start === null) return null
  const { years, months, weeks, days: count, businessDays } = span
  const sizes = Object.entries({ years, months, weeks, days: count, business_days: businessDays }).filter(
    ([, size]) => size > 0,
  )
  if (sizes.length === 0) return null
  const wanted = { date: start, ...Object.fromEntries(sizes.map(([name, size]) => [name, isBack ? -size : size])) }
  return withOrder(
    dayAndWeekday(
      task('date', isBack ? 'Count back' : 'Count on', 'date.add', wanted),
      `${span.text} ${isBack ? 'before' : 'after'} ${nameDay(start, day)}`,
    ),
    moments,
  )
}
const OTHER_MOVE = /(?<!\p{L})(?:if|unless|not|never|every|each|until|before|after|twice|again|or|but)(?!\p{L})/u

export const dayAskedLastRules: readonly PlannerRule[] = [
  defineRule({
    id: 'day-asked-last',
    reason:
      'Counts the days to a day that a statement names before it asks, and dates what was told to be so long ago or ahead.',
    order: 47.5,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'wedding on 20 june 2026, how many weeks away is that',
        'Vacation starts 1 August 2026 - how many days until then?',
        'I retire on 30 September 2031. How many days until then?',
        'rent is due on the 15th of february, how many days is that from now',
        'today till 31 dec 2026 in days',
        'Days elapsed since 1 January 2026?',
        'I quit smoking 100 days ago. On which date was that?',
        'In 6 weeks I fly to Spain. Which date is that?',
        'In 120 days, which date do we have?',
        'Tell me the date that lies 500 days in the future',
        'the event on 3 march was postponed by 10 days. New date?',
      ],
      no: [
        'The wedding was moved from 20 june 2026, how many weeks away is that',
        'If I retire on 30 September 2031, how many days of leave until then?',
        'I retire on 30 September 2031. How many days of work until then?',
        'I retire on 30 September 2031. How many colleagues until then?',
        'the event on 3 march was postponed by 10 days. New venue?',
        'I quit smoking about 100 days ago. On which date was that?',
        'I quit smoking 100 days ago. Which brand was that?',
        'The show that ran until 20 june 2026, how many weeks was that',
      ],
    },
    read: told((moments, clause, input) => {
      if (moments === null || moments.days.length + moments.spans.length === 0 || /[NXLTCIMYWVO]/.test(moments.shape))
        return null
      if (moments.days.length > 0 && moments.spans.length > 0) return moved(moments, input)
      if (!clause.isAsked && !/(?<!\p{L})(?:how many|how long|what|which|days|weeks)(?!\p{L})/u.test(moments.shape))
        return null
      return moments.spans.length > 0 ? which(moments, input) : left(moments, input)
    }),
  }),
]
