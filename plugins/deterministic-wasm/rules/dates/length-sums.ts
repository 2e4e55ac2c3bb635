/**
 * Lengths of time that are told so many times over: five lessons of 45 minutes and two breaks of 20, 25 minutes a day on six days of a
 * week, 12 laps of 1:35. Everything that is told must be part of the sum.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import { lengthAnswer } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'

const THING =
  '(?:(?!(?:and|plus|with|of|at|each|per|every|in|on|but|for|minus|without|except)(?!\\p{L}))\\p{L}[\\p{L}-]* ){0,3}?'
const PART = `(?:N|S) ${THING}(?:(?:of|at|a|with|lasting|taking|that (?:last|take)|which (?:last|take)|last|take|x|with a length of|are|were|was) )*(?:L|C|T)(?: (?:each|long|apiece|a piece|breaks?|lessons?|pauses?|sessions?))*`
const LEAD =
  '(?:(?:i|we|he|she|they|you|there|are|were|is|was|have|has|had|watched|watch|did|do|take|took|ran|swam|teach|taught|with|my|the|our|school|day|today|has|consists|of|a|total|how long is|how long are|how long do|how long does|what is|altogether|in|time|for|listened|to) )*'
const ASK =
  "(?: (?:how (?:long|many hours|many minutes|much time)|total|altogether|together|in total|in all|overall|is|are|was|were|that|it|this|they|do|does|did|take|took|time|duration|length|run|last|i|we|what|the|what's|whats|be|will|running|sum|of|spend|need|make|makes|come|to|in|hours|minutes|and|hrs))+"
const PRODUCT = new RegExp(`^${LEAD}(?<parts>${PART}(?: (?:and|plus|[+]|with|as well as) ${PART}){0,3})${ASK}$`, 'u')
const ASKED_FIRST = new RegExp(
  `^(?:how (?:long|many hours|many minutes|much time)|what|total)(?: (?:is|are|do|does|did|will|take|the|total|time|length|duration|of|for|last|in))* (?<parts>${PART}(?: (?:and|plus|[+]) ${PART}){0,3})(?: (?:take|last|in total|altogether|together|total|in|make|come to))*$`,
  'u',
)

const ASKS = /(?<!\p{L})(?:how (?:long|many hours|many minutes|much time)|total|altogether|overall)(?!\p{L})/u
const formOf = (shape: string, seconds: number): 'words' | 'decimal' | 'minutes' | 'hours' =>
  /how many minutes|in minutes/u.test(shape)
    ? 'minutes'
    : seconds >= 86_400
      ? seconds % 36 === 0
        ? 'decimal'
        : 'words'
      : /how many hours|in hours/u.test(shape)
        ? 'hours'
        : 'words'

/** `5 lessons of 45 minutes and 2 breaks of 20 minutes, how long in total`. */
function product(moments: Moments): Answer | null {
  const { numbers, lengths, spans, times, colons, shape } = moments
  const parts = (PRODUCT.exec(shape) ?? ASKED_FIRST.exec(shape))?.groups?.parts
  if (parts === undefined || spans.length > 0 || numbers.length === 0 || !ASKS.test(shape)) return null
  if ((shape.match(/how (?:long|many|much)/gu) ?? []).length > 1) return null
  const letters = [...parts.matchAll(/(?<!\p{L})[NLCT](?!\p{L})/gu)].map(([letter]) => letter).join('')
  if (!/^(?:N[LCT])+$/u.test(letters) || letters.length / 2 !== numbers.length) return null
  // Minutes and seconds of songs and laps; else a time with a colon may be anything.
  const isTrack = /(?<!\p{L})(?:songs?|tracks?|laps?|videos?|clips?|rounds?|reps?)(?!\p{L})/u.test(shape)
  const clocks = [...times, ...colons]
  if (clocks.length > 0 && (!isTrack || lengths.length > 0 || times.length * colons.length > 0)) return null
  const sizes =
    clocks.length > 0
      ? clocks.map(one => trackOf(typeof one === 'string' ? one : one.text))
      : lengths.map(({ seconds }) => seconds)
  if (sizes.length !== numbers.length || sizes.some(size => !Number.isInteger(size) || size < 1)) return null
  const counts = numbers.map(Number)
  if (counts.some(count => !Number.isInteger(count) || count < 1 || count > 1000)) return null
  const total = counts.reduce((sum, count, i) => sum + count * (sizes[i] ?? 0), 0)
  const how = counts
    .map((count, i) => `${count} × ${clocks.length > 0 ? textOf(clocks[i]) : lengths[i]?.text}`)
    .join(' + ')
  const answer = lengthAnswer(counts.map((count, i) => `${count} * ${sizes[i]}`).join(' + '), formOf(shape, total), how)
  return clocks.length > 0 ? { ...answer, reading: 'Minutes and seconds.' } : answer
}

const textOf = (one: string | { readonly text: string } | undefined): string =>
  typeof one === 'string' ? one : (one?.text ?? '')
const trackOf = (text: string): number => {
  const [minutes, seconds] = /^(\d{1,3}):([0-5]\d)$/u.exec(text)?.slice(1).map(Number) ?? []
  return minutes === undefined || seconds === undefined ? Number.NaN : minutes * 60 + seconds
}
const LAPS =
  /^(?:(?:a|one|each|every|my) )?(?:lap|round|song|track) (?:takes|is|lasts|takes me|was)(?: (?:about|exactly|me))? (?:L|T|C) (?:how long (?:do|does|will|would|for|are|is)(?: it take)?|what about|total time for|time for)(?: for| me)? N(?: (?:laps|rounds|songs|tracks|of them))(?: (?:take|last|be))?$/u
/** `a lap takes 1:35, how long for 12 laps`. */
function laps({ numbers, lengths, times, colons, shape }: Moments): Answer | null {
  const counts = numbers.filter(number => number !== '1')
  if (
    !LAPS.test(shape) ||
    counts.length !== 1 ||
    lengths.length + times.length + colons.length !== 1 ||
    /about/u.test(shape)
  )
    return null
  const clock = times[0] ?? colons[0]
  const size = lengths[0]?.seconds ?? trackOf(textOf(clock))
  const count = Number(counts[0])
  if (!Number.isInteger(size) || !Number.isInteger(count) || count > 1000) return null
  return lengthAnswer(
    `${count} * ${size}`,
    formOf(shape, count * size),
    `${count} × ${lengths[0]?.text ?? textOf(clock)}`,
  )
}

const DAY_PART =
  'L (?:(?:on|each|every|a|per|from) )*(?:(?:weekdays?|week days?|working days?|workdays?|day|days|daily|weekend days?)|[WV](?: (?:to|till|until|through|-|and) [WV])?)'
const WEEK_SUM = new RegExp(
  `^(?:(?:i|we|he|she|they|study|studies|practise|practice|practises|practices|train|trains|work|works|worked|exercise|run|runs|read|reads|play|plays|walk|walks|learn|learns|swim|swims|watch|tv|piano|guitar|violin|for|about my day|sleep|drive|spend|do|does|yoga|teach|commute|meditate|jog|jogs|cycle|cycles|dance|dances|sing|sings|draw|knit|hike|row|exercises|my|hours|hour|working) )*(?<parts>${DAY_PART}(?: (?:(?:and|plus|then|but) )?(?:(?:i|we|work) )*${DAY_PART}){0,3})(?: (?:and )?(?:nothing|none|no) (?:on )?[WV])?(?: (?:how (?:long|many hours|many minutes|much time|much)|total|is that|are that|is|that|it|in|all|altogether|per|a|each|every|week|weekly|do|does|i|we|he|she|spend|study|train|practise|practice|work|read|run|hours|time|what|the))+$`,
  'u',
)
const SOME_DAYS =
  /^(?:(?:i|we|he|she|they|my|the) )*(?:\p{L}+ ){0,3}?(?:for )?L (?:(?:a|per|each|every) (?:day|evening|morning|night) )?(?:on |for |x )?(?<days>S|N days) (?:a|per|each|every) week (?:how (?:long|many hours|many minutes|much time)|total)(?: (?:time|is that|is it|do i|do we|does he|does she|practise|practice|train|study|work|in total|total|in|hours|spend|that))*(?: (?:a|per|each|every|in one|in a) week| weekly)?$/u
const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const ON_DAYS =
  /^(?:(?:i|we|he|she) )?(?:(?:work|worked|works|logged|did|trained|train|studied|study|slept|sleep|practised|practiced) )?(?:for )?(?<parts>L (?:(?:a day|each|per day) )?(?:on|for) (?:S|N)(?: days?| of them)?(?: (?:and|plus) L (?:on|for) (?:the other )?(?:S|N)(?: days?)?){1,3}) (?:total|how (?:long|many hours|much time)(?: (?:is|are|was|in|that|it|altogether|total|did|i|work|all))*|altogether|in total)$/u
/** `7h45 on 4 days and 6h30 on one`. */
function onDays({ lengths, spans, numbers, shape }: Moments): Answer | null {
  const parts = ON_DAYS.exec(shape)?.groups?.parts
  if (parts === undefined || spans.length + numbers.length !== lengths.length) return null
  const [days, counts] = [[...spans], [...numbers]]
  const sizes = [...parts.matchAll(/(?:on|for) (?:the other )?(?<what>[SN])/gu)].map(found =>
    found.groups?.what === 'S' ? (days.shift()?.days ?? 0) : Number(counts.shift()),
  )
  if (sizes.some(size => !Number.isInteger(size) || size < 1 || size > 31)) return null
  const total = sizes.reduce((sum, size, i) => sum + size * (lengths[i]?.seconds ?? 0), 0)
  return lengthAnswer(
    sizes.map((size, i) => `${size} * ${lengths[i]?.seconds}`).join(' + '),
    formOf(shape, total),
    sizes.map((size, i) => `${size} × ${lengths[i]?.text}`).join(' + '),
  )
}

const OVERTIME =
  /^(?:overtime )?(?:(?:i|we|he|she) )?(?:worked|work|logged|did|clocked)(?: a total of| for)? L(?: (?:this|last|in|the|a|that|one) ?(?:week|month)?)* (?:(?:and|but) )?(?:(?:my|the|his|her) )?(?:contract(?:ed)?|contract (?:says|is|hours)|contracted hours|contractual hours|regular hours|normal week|target|contract is for)(?: (?:is|are|says|of|for|hours))* L(?: (?:a|per|each) week)?(?: (?:overtime|how much overtime(?: (?:is that|did i do|do i have|have i done|is it))?|how many hours of overtime(?: is that)?|what is my overtime|my overtime))?$/u
/** `worked 43 h 20, contract 38.5 h: overtime`. */
function overtime({ lengths, spans, numbers, shape }: Moments): Answer | null {
  const [done, due] = lengths
  if (
    !OVERTIME.test(shape) ||
    !/overtime/u.test(shape) ||
    done === undefined ||
    due === undefined ||
    lengths.length !== 2
  )
    return null
  if (numbers.length > 0 || spans.some(({ weeks, months }) => weeks + months !== 1) || done.seconds <= due.seconds)
    return null
  return lengthAnswer(`${done.seconds} - ${due.seconds}`, 'hours', `${done.text} - ${due.text}`)
}

/** `mon to thu 8.5 hours and friday 6 hours`: every day before its length. */
const DAY_FIRST =
  /^(?:(?:i|we|he|she|work|works|worked|my|hours|from|on|train|study|practise|practice) )*(?:W|V|weekdays?)(?: (?:to|till|until|through|-) W)? (?:(?:i|we|work|it's|for|is|it) )*L(?!\p{L})/u
const DAYS_THEN =
  /(?:(?:from|on) )?(?<days>W(?: (?:to|till|until|through|-) W)?|V|weekdays?)(?: (?:i|we|work|it's|for|is|it))* L(?!\p{L})/gu
/** `45 minutes on each weekday and 2 hours on Saturday`. */
function week({ lengths, spans, weekdays, numbers, shape: written }: Moments): Answer | null {
  const shape = DAY_FIRST.test(written) ? written.replace(DAYS_THEN, 'L on $<days>') : written
  const some = SOME_DAYS.exec(shape)
  const [first] = lengths
  if (some !== null && first !== undefined && lengths.length === 1) {
    const days = spans.length === 1 ? (spans[0]?.days ?? 0) : Number(numbers[0])
    if (spans.length + numbers.length !== 1 || days < 1 || days > 7 || /how many days/u.test(shape)) return null
    return lengthAnswer(`${days} * ${first.seconds}`, formOf(shape, days * first.seconds), `${days} × ${first.text}`)
  }
  const parts = WEEK_SUM.exec(shape)?.groups?.parts
  if (parts === undefined || spans.length + numbers.length > 0 || !/week|total/u.test(shape)) return null
  if (/(?:a|per|each|every) (?:day|month|year)$/u.test(shape)) return null
  const counts: number[] = []
  const taken = new Set<number>()
  let at = 0
  for (const [part] of parts.matchAll(new RegExp(DAY_PART, 'gu'))) {
    const letters = part.match(/[WV]/gu)?.length ?? 0
    const days =
      letters === 0 ? [] : weekdays.slice(at, at + letters).map(name => NAMES.indexOf(name.slice(0, 3).toLowerCase()))
    at += letters
    const all =
      letters === 0
        ? /weekend/u.test(part)
          ? [5, 6]
          : /week ?day|work/u.test(part)
            ? [0, 1, 2, 3, 4]
            : [0, 1, 2, 3, 4, 5, 6]
        : / (?:to|till|until|through|-) /u.test(part.slice(2))
          ? range(days)
          : days
    if (all.some(day => day < 0 || taken.has(day))) return null
    for (const day of all) taken.add(day)
    counts.push(all.length)
  }
  // A day without anything must be none of the others.
  const free = weekdays.slice(at).map(name => NAMES.indexOf(name.slice(0, 3).toLowerCase()))
  if (counts.length !== lengths.length || free.some(day => taken.has(day))) return null
  const total = counts.reduce((sum, count, i) => sum + count * (lengths[i]?.seconds ?? 0), 0)
  return lengthAnswer(
    counts.map((count, i) => `${count} * ${lengths[i]?.seconds}`).join(' + '),
    formOf(shape, total),
    counts.map((count, i) => `${count} × ${lengths[i]?.text}`).join(' + '),
  )
}

const range = ([from = 0, to = 0]: readonly number[]): number[] =>
  Array.from({ length: ((to - from + 7) % 7) + 1 }, (_, i) => (from + i) % 7)

export const lengthSumRules: readonly PlannerRule[] = [
  defineRule({
    id: 'length-sum',
    reason: 'Adds up lengths of time that come so many times over, on days of a week or as lessons, films and laps.',
    order: 56.75,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        '5 lessons of 45 minutes and 2 breaks of 20 minutes, how long in total?',
        '3 films of 1h 50 each, total time?',
        'four songs of 3:45, how long altogether',
        'lap takes 1:35, how long for 12 laps',
        'I practise 25 minutes a day, 6 days a week. how many hours a week?',
        'I study 45 minutes on each weekday and 2 hours on Saturday, nothing on Sunday. Total per week?',
      ],
      no: [
        '5 lessons of 45 minutes and 2 breaks, how long in total?',
        '5 lessons of 45 minutes for 3 pupils, how long in total?',
        '3 films of 1h 50 each, is there time for a fourth?',
        'I practise 25 minutes a day, 6 days a week. how many weeks until I am good?',
        'I study 45 minutes on each weekday and 2 hours on Friday. Total per week?',
        'I study 45 minutes on each weekday. Total per month?',
        'four meetings at 3:45, how long altogether',
      ],
    },
    read: told(moments => {
      if (moments === null || /[DMYXIO]/.test(moments.shape)) return null
      if (
        moments.lengths.length + moments.times.length + moments.colons.length === 0 ||
        !/how |total|altogether|overall|overtime/u.test(moments.shape)
      )
        return null
      if (
        /(?<!\p{L})(?:but|except|unless|not|average|if|without|minus|cancelled|only|until|till|more|less)(?!\p{L})/u.test(
          moments.shape,
        )
      )
        return null
      // What goes on at the same time is no sum.
      if (
        /(?<!\p{L})(?:pizzas?|breads?|loaves|cakes?|eggs?|cookies|trays?|roasts?|pies?|bake|bakes|cook|cooks|boil|roast|dry|charge|grill|fry|steam|friends|people|persons|workers|painters|kids|children|men|women|players|machines|ovens|printers|teams)(?!\p{L})/u.test(
          moments.shape,
        )
      )
        return null
      return product(moments) ?? laps(moments) ?? onDays(moments) ?? overtime(moments) ?? week(moments)
    }),
  }),
]
