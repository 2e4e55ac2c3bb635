/**
 * What comes again and again: the first bus after a time, the next doses, all times until one, every third day of a span. They begin
 * where the request says; nothing is known of timetables.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, defineRule, task } from '../rule.ts'
import { clockAnswer } from './clock-rules.ts'
import { writeTime } from './clock-spans.ts'
import { type Moments, settle } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'
import { timesFrom } from './time-tasks.ts'

const KEEP = kept(
  'every each from since starting start starts started begins begin beginning begun first next following last earliest latest after before until till til to up through including inclusive list all minutes hours day second third fourth fifth sixth other times dates again - at',
)
const START =
  '(?:(?:from|since|starting|starts?|started|begins?|beginning|first(?: N)?|at|from first|first at|starting at|starts at|beginning at|begins at|first N at|starting from|from at) )?'
const AFTER = new RegExp(
  `^(?:every|each) L ${START}T(?: (?:first|next|earliest|following|N|at|times))* (?<way>after|before) (?<at>[TN])(?: at)?$`,
  'u',
)
const LAST_BEFORE = new RegExp(`^(?:every|each) L ${START}T(?: (?:last|latest|N|at))+ (?<way>before) (?<at>[TN])$`, 'u')
const COUNTED = new RegExp(
  `^(?:every|each) L ${START}T(?: (?:list|all|times|at|to))*(?: (?<which>first|next|following) N)(?: (?:times|at|list))*$`,
  'u',
)
const UNTIL = new RegExp(
  `^(?:every|each) L ${START}T(?: (?:list|all|times|at))* (?:until|till|til|to|up to|through) (?:last )?(?<at>[TN])(?: (?:list|all|times|at|inclusive|including))*$`,
  'u',
)
const DAILY = new RegExp(`^(?:every|each) L ${START}T(?: (?:list|all|times|at))+$`, 'u')
const MOST_TIMES = 48

type Steps = { readonly start: number; readonly step: number }

function stepsOf({ times, lengths }: Moments): Steps | null {
  const [start] = times
  const [length] = lengths
  if (start === undefined || length === undefined || lengths.length !== 1) return null
  return length.seconds >= 60 && length.seconds <= 86_400 ? { start: start.seconds, step: length.seconds } : null
}

/** The second time of the request, or a bare hour behind the first: `from 7:00, the first after 10`. */
function endOf({ times, numbers }: Moments, letter: string, start: number): number | null {
  if (letter === 'T') return times.length === 2 ? (times[1]?.seconds ?? null) : null
  const hour = Number(numbers.at(-1))
  if (times.length !== 1 || times[0]?.isTwelve === true || !Number.isInteger(hour) || hour > 23) return null
  return hour * 3600 > start ? hour * 3600 : null
}

/** `every 12 minutes from 6:05, which is the first one after 7:30`. */
function besideTime(moments: Moments, bare: string): Answer | null {
  const found = AFTER.exec(bare) ?? LAST_BEFORE.exec(bare)
  const steps = stepsOf(moments)
  if (found === null || steps === null) return null
  const isAfter = found.groups?.way === 'after'
  if (isAfter === /(?<!\p{L})(?:last|latest)(?!\p{L})/u.test(bare)) return null
  if (!isAfter && !/(?<!\p{L})(?:last|latest)(?!\p{L})/u.test(bare)) return null
  const { start, step } = steps
  const end = endOf(moments, found.groups?.at ?? '', start)
  if (end === null || end <= start || hasOtherNumbers(moments, found.groups?.at === 'N' ? 1 : 0)) return null
  const count = isAfter ? `(floor((${end} - ${start}) / ${step}) + 1)` : `(ceil((${end} - ${start}) / ${step}) - 1)`
  const steps_ = isAfter ? Math.floor((end - start) / step) + 1 : Math.ceil((end - start) / step) - 1
  const answer = clockAnswer(
    `${start} + ${count} * ${step}`,
    start + steps_ * step,
    [],
    `Every ${moments.lengths[0]?.text} from ${writeTime(start)}, the ${isAfter ? 'first after' : 'last before'} ${writeTime(end)}`,
  )
  const isOn = (end - start) % step === 0
  return isOn ? { ...answer, reading: `One is at ${writeTime(end)} itself.` } : answer
}

/** No number but a `one` and those that the form reads. */
const hasOtherNumbers = ({ numbers }: Moments, read: number): boolean =>
  numbers.filter(number => number !== '1').length > read

function listed({ start, step }: Steps, count: number, isNext = false): Answer | null {
  if (count < 2 || count > MOST_TIMES) return null
  const tasks = timesFrom(start + (isNext ? step : 0), step, count)
  return { tasks, answer: 'times', reply: listReply('/items', count, '\n') }
}

/** `the clock times of the first four doses`, `the times until 8`. */
function timesTold(moments: Moments, bare: string): Answer | null {
  const steps = stepsOf(moments)
  if (steps === null) return null
  const counted = COUNTED.exec(bare)
  if (counted !== null && moments.times.length === 1) {
    const counts = moments.numbers.filter(number => number !== '1')
    const isNext = counted.groups?.which !== 'first'
    const answer = counts.length === 1 ? listed(steps, Number(counts[0]), isNext) : null
    return answer === null || !isNext
      ? answer
      : { ...answer, reading: `Counted on from ${writeTime(steps.start)}, which is not listed.` }
  }
  const until = UNTIL.exec(bare)
  if (until !== null) {
    if (hasOtherNumbers(moments, until.groups?.at === 'N' ? 1 : 0)) return null
    const end = endOf(moments, until.groups?.at ?? '', steps.start)
    return end === null || end <= steps.start ? null : listed(steps, Math.floor((end - steps.start) / steps.step) + 1)
  }
  if (!DAILY.test(bare) || moments.times.length !== 1 || hasOtherNumbers(moments, 0)) return null
  // Around the clock only where the day is a whole number of steps.
  return steps.step >= 3600 && 86_400 % steps.step === 0 ? listed(steps, 86_400 / steps.step) : null
}

const DAYS =
  /^(?:every|each) (?:(?<nth>second|third|fourth|fifth|sixth|other|O) day|S)(?: (?:from|since|starting|start|starts|begins|beginning|first|at|on|starting from))* D(?: (?:list|all|dates|at))* (?:until|till|til|to|up to|through|-)(?: (?:and|including))* D(?: (?:inclusive|including|list|all|dates))*$/u
const NTH: Readonly<Record<string, number>> = { second: 2, other: 2, third: 3, fourth: 4, fifth: 5, sixth: 6 }

/** `every third day starting 1 May, which dates up to and including 15 May`. */
function datesTold(moments: Moments, bare: string, input: PlannerInput): Answer | null {
  const found = DAYS.exec(bare)
  const { days, spans, ordinals, numbers, times, lengths } = moments
  const [first, last] = days
  if (found === null || first === undefined || last === undefined || days.length !== 2) return null
  if (numbers.length + times.length + lengths.length > 0) return null
  const start = settle(first, 'next', input)
  const until = start === null ? null : settle(last, 'next', input, start)
  if (start === null || until === null || until < start) return null
  const span = spans[0]
  const nth = found.groups?.nth
  const step =
    nth === undefined ? (span?.days ?? 0) + 7 * (span?.weeks ?? 0) : nth === 'O' ? (ordinals[0] ?? 0) : (NTH[nth] ?? 0)
  if (step < 1 || step > 366 || (span !== undefined && span.months + span.years + span.businessDays > 0)) return null
  if (spans.length + ordinals.length > 1) return null
  const wanted = { start, unit: 'days', step, until }
  const dates = peek('date.recur', wanted)?.dates
  if (!Array.isArray(dates) || dates.length < 2 || dates.length > MOST_TIMES) return null
  return {
    tasks: [task('dates', 'List them', 'date.recur', wanted)],
    answer: 'dates',
    reply: listReply('/dates', dates.length, '\n'),
    ...(first.year === null ? { reading: `The first one is ${start}.` } : {}),
  }
}

export const recurringRules: readonly PlannerRule[] = [
  defineRule({
    id: 'recurring',
    reason:
      'Finds the first or last of what comes every so often before or after a time, or lists its times and dates.',
    order: 56.5,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'The bus comes every 12 minutes beginning at 6:05. Which is the first one after 7:30?',
        'The ferry leaves every 40 minutes from 7:00, when is the first after 10?',
        'Patient gets a tablet every 6 hours, the first one at 07:00. I need the clock times of the first four doses for the chart.',
        'bus every 20 min from 6:10, list the times until 8',
        'take pills every 8 hours starting 6 am: what times?',
        'Every third day starting 1 May: which dates up to and including 15 May?',
        'trams run every 15 minutes from 5:20, what is the last one before 6 am?',
      ],
      no: [
        'The bus comes every 12 minutes beginning at 6:05. Which is the fullest after 7:30?',
        'The bus comes every 12 minutes, when is the next one after 7:30?',
        'The bus comes every 12 minutes from 6:05 but every 20 on Sundays, first after 7:30?',
        'Every third day starting 1 May I swim, is that healthy?',
        'take pills every 8 hours starting 6 am: what if I miss one?',
        'every 5 hours from 6 am: what times?',
        'Every third day starting 1 May, how many days until 15 May?',
        'Every other Friday from 1 May to 30 June we meet',
      ],
    },
    read: told((moments, clause, input) => {
      if (moments === null || !/(?<!\p{L})(?:every|each) /u.test(moments.shape)) return null
      if (/(?<!\p{L})(?:but|except|unless|if|not|no|skip|without|average|per)(?!\p{L})/u.test(moments.shape))
        return null
      if (!clause.isAsked && !/(?:which|what|when|list|need|give|show|times)/u.test(moments.shape)) return null
      if (/how (?:many|long|much|often)/u.test(moments.shape)) return null
      const bare = skeletonOf(moments.shape, KEEP)
      return besideTime(moments, bare) ?? timesTold(moments, bare) ?? datesTold(moments, bare, input)
    }),
  }),
]
