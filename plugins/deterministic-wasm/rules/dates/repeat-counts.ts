/**
 * What comes again and again, counted: which is the third dose, how many buses between two times, how many runs a day, how many tablets
 * in ten days. It begins where the request says; what does not come out whole is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { clockAnswer } from './clock-rules.ts'
import { writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'

const NTH: Readonly<Record<string, number>> = Object.fromEntries(
  'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ').map((name, i) => [name, i + 1]),
)
const KEEP = kept(
  `every each from since starting start starts started begins begin beginning after until till to up through between and - at per times twice once day daily around all in for over within during total altogether together how-many hour minute week inclusive included both ends then if last ${Object.keys(NTH).join(' ')} course`,
)
const ORDINAL = `(?:${Object.keys(NTH).slice(1).join('|')}|O)(?: N)?`
const START =
  '(?:(?:from|since|starting|starts?|started|begins?|beginning|and|then)(?: (?:first|at|from))* |first(?: N)?(?: (?:from|starts?|starting|begins?))?(?: at)? |at )?'

const NTH_FORMS: readonly RegExp[] = [
  new RegExp(`^(?:every|each) L ${START}T(?: (?:at|and|then))* (?<nth>${ORDINAL})(?: at)?$`, 'u'),
  new RegExp(
    `^${START}T(?: (?:and|then|from))* (?:every|each) L(?: (?:and|then|after))* (?<nth>${ORDINAL})(?: at)?$`,
    'u',
  ),
  new RegExp(`^(?<nth>${ORDINAL})(?: (?:if|N))* (?:every|each) L ${START}T$`, 'u'),
]

/** `a pill every 8 hours, the first at 6:00: when is the third`. */
function nthTime({ times, lengths, ordinals, numbers, shape }: Moments, bare: string): Answer | null {
  const nth = NTH_FORMS.map(form => form.exec(bare)?.groups?.nth).find(found => found !== undefined)
  const [start] = times
  const [step] = lengths
  if (nth === undefined || start === undefined || step === undefined || times.length + lengths.length !== 2) return null
  if (start.isEnd || numbers.some(number => number !== '1')) return null
  if (
    !/(?<!\p{L})(?:when|what time|which time|at what|time of)(?!\p{L})|O(?: N)?$|(?:th|third|second)(?: N| one)?$/u.test(
      shape,
    )
  )
    return null
  if (!isOfIt(shape)) return null
  const n = NTH[nth.replace(/ N$/u, '')] ?? ordinals[0] ?? 0
  if (ordinals.length > 1 || n < 2 || n > 60 || step.seconds < 60 || step.seconds > 172_800) return null
  return clockAnswer(
    `${start.seconds} + ${n - 1} * ${step.seconds}`,
    start.seconds + (n - 1) * step.seconds,
    [],
    `${writeTime(start.seconds)} is the first, then ${n - 1} more, one every ${step.text}`,
  )
}

/** `the third one`, `the third dose`: of what comes, and no `third party`. */
function isOfIt(shape: string): boolean {
  const found = new RegExp(
    `(?<!\\p{L})(?:${Object.keys(NTH).slice(1).join('|')}|O)(?: (?<noun>\\p{L}{2,}))?`,
    'u',
  ).exec(shape)
  const noun = found?.groups?.noun
  if (noun === undefined || /^(?:time|times|one|dose|is|at|due|then|if|in|on|be|come|comes)$/u.test(noun)) return true
  const rest = `${shape.slice(0, found?.index)} ${shape.slice((found?.index ?? 0) + (found?.[0].length ?? 0))}`
  return rest.split(' ').some(word => word.length > 2 && rootOf(word) === rootOf(noun)) || DRUGS.test(noun)
}
const DRUGS = /^(?:pill|tablet|capsule|injection|spray|drop|feed|feeding|bottle|departure|run|ring|reminder)$/u

/** What is counted: the thing itself that comes, or how often it does. */
const COUNTED = /how many(?: (?<noun>\p{L}+))?/u
const OFTEN = new Set(
  'times runs departures doses rides trips a per is are in altogether of that each every does do did go leave run will total'.split(
    ' ',
  ),
)
const rootOf = (word: string): string =>
  word
    .replace(/(?:ies|ches|shes|sses|xes|uses)$/u, end => end.slice(0, end === 'ies' ? 0 : -2))
    .replace(/s$/u, '')
    .slice(0, 5)

/** `a cron job`, `my lighthouse`: what comes may be any thing, but nobody with a day of their own. */
const SUBJECT =
  /^(?:an?|the|my|our) (?!(?:man|woman|boss|son|daughter|kid|child|baby|dog|cat|friend|colleague|team|brother|sister|mum|mom|dad|wife|husband|worker|nurse|teacher|student)(?!\p{L}))(?:\p{L}+ ){1,2}(?:(?:is|gets|goes|comes|runs|rings|leaves|departs|beeps|flashes|blinks|drips|ticks|fires|triggers|starts|syncs|polls|sends|makes|takes|due) )+(?=(?:every|each) L)/u

/** The shape with its `how many buses` as one word; null where other things are counted than what comes. */
function howMany(shape: string): { readonly text: string; readonly noun: string } | null {
  const found = COUNTED.exec(shape)
  if (found === null || shape.slice(found.index + 8).includes('how many')) return null
  const noun = found.groups?.noun ?? ''
  // What is named behind it may be anything that is looked at so often.
  const rest = shape.replace(COUNTED, ' ').split(/(?<!\p{L})(?:every|each|N times|twice|once)(?!\p{L})/u)[0] ?? ''
  const isCome =
    OFTEN.has(noun) ||
    noun === '' ||
    (noun.length > 2 && rest.split(' ').some(word => word.length > 2 && rootOf(word) === rootOf(noun)))
  if (!isCome) return null
  const isVerb = OFTEN.has(noun) && !/^(?:times|runs|departures|doses|rides|trips)$/u.test(noun)
  const text = shape.replace(COUNTED, isVerb ? `how-many ${noun}` : 'how-many').replace(SUBJECT, '')
  // The thing itself needs to be no word that we know.
  const isTimes = /^times?$/u.test(noun)
  const words = text.split(' ').filter(word => isVerb || isTimes || word.length < 3 || rootOf(word) !== rootOf(noun))
  return { text: words.join(' '), noun }
}

const SPAN = '(?:(?:from|between|starting|starts|first|at) )*T (?:(?:to|until|till|and|-|through|up|last|at) )+T'
const ENDS = '(?: first(?: N)?(?: at)? T(?: and)? last(?: N)?(?: at)? T)?'
const TAIL = '(?: (?:per|in|day|total|altogether|all|inclusive|included|both|ends|and|daily|each|every))*'
const IN_SPAN: readonly RegExp[] = [
  new RegExp(`^(?:every|each) L ${SPAN}${ENDS} how-many${TAIL}$`, 'u'),
  new RegExp(`^${SPAN} (?:every|each) L${ENDS} how-many${TAIL}$`, 'u'),
  new RegExp(`^how-many${TAIL}(?: if)? (?:every|each) L ${SPAN}$`, 'u'),
  new RegExp(`^how-many ${SPAN}(?: if)? (?:every|each) L$`, 'u'),
]
/** `every 20 minutes from 7:00 to 9:00`: both ends counted. */
function inSpan({ times, lengths, numbers }: Moments, bare: string): Answer | null {
  const [from, to, first, last] = times
  const [step] = lengths
  if (!IN_SPAN.some(form => form.test(bare)) || from === undefined || to === undefined || step === undefined)
    return null
  if (lengths.length !== 1 || numbers.some(number => number !== '1') || ![2, 4].includes(times.length)) return null
  if (times.length === 4 && (first?.seconds !== from.seconds || last?.seconds !== to.seconds)) return null
  if (from.isTwelve !== to.isTwelve && !/^(?:noon|midday|midnight)$/iu.test(`${from.isTwelve ? to.text : from.text}`))
    return null
  const end = to.isEnd || /^midnight$/iu.test(to.text) ? 86_400 : to.seconds
  const size = end - from.seconds
  if (size <= 0 || step.seconds < 30 || step.seconds > size) return null
  const answer = evaluated({
    expression: `floor((${end} - ${from.seconds}) / ${step.seconds}) + 1`,
    how: `Every ${step.text} from ${writeTime(from.seconds)} to ${writeTime(to.seconds)}, the first one counted`,
  })
  return answer !== null && size % step.seconds === 0
    ? { ...answer, reading: `The one at ${writeTime(to.seconds)} is counted too.` }
    : answer
}

const DURING =
  '(?:(?:(?:in|for|over|within|during|per|all|each|a|through|course|and|every) )*(?:L|S|day|daily|hour|minute|week))'
const AROUND =
  '(?:(?: (?:around|all|day|through|per))*(?: (?:starting|starts?|from|first|at|begins?|beginning))*(?: T)?)'
const IN_TIME: readonly RegExp[] = [
  new RegExp(
    `^(?:N )?(?:every|each) L${AROUND} how-many(?: (?:total|altogether|in|of|all))* ${DURING}(?: (?:total|altogether))*$`,
    'u',
  ),
  new RegExp(`^(?:N )?(?:every|each) L${AROUND} ${DURING} how-many(?: (?:total|altogether|in|all))*$`, 'u'),
  new RegExp(`^how-many ${DURING}(?: if)? (?:N )?(?:every|each) L$`, 'u'),
]
const DAILY: readonly RegExp[] = [
  /^(?:N )?(?:N times|twice|once)(?: per| each| every)? (?:day|daily) (?:for|over|during) S how-many(?: (?:total|altogether|in|all|for|course))*$/u,
  /^(?:N )?(?:N times|twice|once)(?: per| each| every)? (?:day|daily) how-many (?:total |altogether )*(?:for|in|over|during) S(?: (?:total|altogether|all|in))*$/u,
]

/** How many things are taken at a time, where they and not the times are counted; null where that is not certain. */
function sizeOf(shape: string, noun: string, count: string | undefined): number | null {
  if (count === undefined) return 1
  const taken = /N (?<what>\p{L}+)(?: \p{L}+){0,2} (?:every|each|N times|twice|once)/u.exec(shape)?.groups?.what
  if (taken === undefined) return null
  if (rootOf(taken) === rootOf(noun)) return Number(count)
  return Number(count) === 1 || /^(?:times|doses)$/u.test(noun) ? 1 : null
}

const SIZES: Readonly<Record<string, number>> = { minute: 60, hour: 3_600, day: 86_400, week: 604_800 }
const ALONE: Readonly<Record<string, string>> = { minute: 'a minute', hour: 'an hour', day: '24 hours', week: '7 days' }

/** `every 15 minutes, how many a day`; `2 pills every 8 hours for 5 days, how many pills`. */
function inTime({ lengths, spans, times, numbers, shape }: Moments, bare: string, noun: string): Answer | null {
  if (!IN_TIME.some(form => form.test(bare)) || times.length > 1 || numbers.length > 1) return null
  const isAskedFirst = bare.startsWith('how-many')
  const [one, two] = isAskedFirst && lengths.length === 2 ? lengths.toReversed() : lengths
  const [span] = spans
  if (one === undefined || lengths.length > 2 || spans.length > 1 || (two !== undefined && span !== undefined))
    return null
  if (span !== undefined && (span.months + span.years + span.businessDays > 0 || span.isNights)) return null
  const unit = /(?:per|an?|each|every) (?<unit>hour|minute|week)(?!\p{L})/u.exec(shape)?.groups?.unit ?? 'day'
  // What drives has its nights off.
  const isAround = /(?<!\p{L})(?:around the clock|all day|day and night)(?!\p{L})/u.test(shape)
  const isVehicle = /^(?:bus|train|tram|ferr|metro|subway|shuttle|boat|flight|departure|ride)/u.test(noun)
  // Who does it is asleep at night.
  const isAwake = /^(?:i|we|he|she|they|you|my|our) /u.test(shape) && one.seconds < 3_600
  if (two === undefined && span === undefined && !isAround && unit === 'day' && (isVehicle || isAwake)) return null
  const whole = two?.seconds ?? (span === undefined ? (SIZES[unit] ?? 0) : (span.days + 7 * span.weeks) * 86_400)
  const size = sizeOf(shape, noun, numbers[0])
  if (size === null || whole % one.seconds !== 0 || whole / one.seconds < 2 || !Number.isInteger(size)) return null
  const times_ = size === 1 ? '' : `${size} * `
  return evaluated({
    expression: `${times_}(${whole} / ${one.seconds})`,
    how: `One every ${one.text} in ${two?.text ?? span?.text.replace(/^an? /u, '1 ') ?? ALONE[unit]}${size === 1 ? '' : `, ${size} each time`}`,
  })
}

/** `1 tablet three times a day for 10 days`. */
function onDays({ spans, numbers, lengths, times, shape }: Moments, bare: string, noun: string): Answer | null {
  const [span] = spans
  if (!DAILY.some(form => form.test(bare)) || span === undefined || spans.length !== 1) return null
  if (lengths.length + times.length > 0 || span.months + span.years + span.businessDays > 0 || span.isNights)
    return null
  const isWord = /(?<!\p{L})(?:twice|once)(?!\p{L})/u.exec(bare)?.[0]
  const often = isWord === undefined ? Number(numbers.at(-1)) : isWord === 'twice' ? 2 : 1
  const counts = isWord === undefined ? numbers.slice(0, -1) : numbers
  const size = counts.length > 1 ? null : sizeOf(shape, noun, counts[0])
  const days = span.days + 7 * span.weeks
  if (size === null || !(often >= 1 && often <= 24) || !Number.isInteger(often) || days < 1) return null
  return evaluated({
    expression: `${size} * ${often} * ${days}`,
    how: `${size === 1 ? '' : `${size} × `}${often} a day × ${days} days`,
  })
}

function repeated(moments: Moments, clause: Clause): Answer | null {
  const { shape, days, months, years, weekdays, colons, instants } = moments
  if (days.length + months.length + years.length + weekdays.length + colons.length + instants.length > 0) return null
  if (!/(?<!\p{L})(?:every|each|times|twice|once)(?!\p{L})/u.test(shape)) return null
  if (/(?<!\p{L})(?:but|except|unless|not|no|skip|without|average|miss|missed|late|left)(?!\p{L})/u.test(shape))
    return null
  const isCount = shape.includes('how many')
  if (!isCount) return clause.isAsked || clause.mark.includes('?') ? nthTime(moments, skeletonOf(shape, KEEP)) : null
  const asked = howMany(shape)
  if (asked === null) return null
  const bare = skeletonOf(asked.text.replace(/ - (?=T)/gu, ' to '), KEEP)
  return inSpan(moments, bare) ?? inTime(moments, bare, asked.noun) ?? onDays(moments, bare, asked.noun)
}

export const repeatCountRules: readonly PlannerRule[] = [
  defineRule({
    id: 'repeat-count',
    reason: 'Counts what comes every so often between two times or in a day, and finds the third or tenth of it.',
    order: 56.6,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'A pill every 8 hours, the first at 6:00. When is the third one?',
        'Antibiotic every 6 hours starting at 8:00. What time is the fourth dose?',
        'A bus leaves every 20 minutes from 7:00 to 9:00, first at 7:00 and last at 9:00. How many buses is that?',
        'trains run every 20 minutes from 7:00 to 9:00. how many trains?',
        'A job runs every 15 minutes around the clock starting at 00:00. How many runs per day?',
        'The bell rings every 30 min, how many times in 8 hours',
        'the medicine is due every 12 hours for 7 days, how many doses?',
        'one tablet three times a day for 10 days, how many tablets',
        'I take 2 pills every 8 hours for 5 days. how many pills altogether?',
      ],
      no: [
        'A pill every 8 hours, the first at 6:00. When is the third party arriving?',
        'A bus leaves every 20 minutes from 7:00 to 9:00. How many people is that?',
        'A bus leaves every 20 minutes from 7:00 to 9:00 except at 8:00. How many buses is that?',
        'The bell rings every 30 min, how many people hear it in 8 hours',
        'A job runs every 7 minutes, how many runs per day?',
        'I take 2 pills every 8 hours for 5 days. how many boxes?',
        'I take 2 pills every 8 hours and missed one. How many pills in 5 days?',
        'one tablet three times a day for 10 days, is that too many?',
        'every 20 minutes from 7:00 to 9:00 I check my mail, how many mails?',
      ],
    },
    read: told((moments, clause) => (moments === null ? null : repeated(moments, clause))),
  }),
]
