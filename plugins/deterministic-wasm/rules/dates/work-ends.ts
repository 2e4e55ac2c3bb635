/**
 * When work is over or has to begin: a beginning or an end, the hours to be worked and the breaks; and hours that were worked beside
 * those that were due. Breaks that are paid or included are left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { clockAnswer } from './clock-rules.ts'
import { PAID_BREAK, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import type { LengthToken } from './read-length.ts'
import { HINT, told } from './read-told.ts'

const PAUSE = '(?:break|breaks|lunch|pause|rest)'
const IS_BREAK_AFTER = new RegExp(
  `^(?:(?:long|unpaid|of|for|the|a|minute) )*(?:(?:lunch|coffee|dinner|meal) )?${PAUSE}(?!\\p{L})|^(?:for|of) (?:my |the |a )?${PAUSE}(?!\\p{L})`,
  'u',
)
const IS_BREAK_BEFORE = new RegExp(`(?<!\\p{L})${PAUSE}(?: (?:of|is|for|takes|lasts|time|was|took|a|an|about))*$`, 'u')
const STARTED =
  /(?<!\p{L})(?:start|starts|started|starting|begin|begins|began|beginning|came|come|arrived|arrive|in|since|from|got|clocked|clock|work)(?: (?!the |a |my )\p{L}+){0,3} T(?!\p{L})|T (?:start|this morning|today)(?!\p{L})/u
const ENDED = /(?<!\p{L})(?:finish|leave|end|ends|out|home|go|stop|done|until|till|by|off)(?: \p{L}+){0,3} T(?!\p{L})/u
const ASKS_END =
  /(?<!\p{L})(?:when|what time|at what time|until when|till when|which time)(?: (?:can|do|does|may|must|should|will|is|am|could|have|i|we|he|she|to|my|the|earliest|at|work|working|day|shift|a|be|allowed|then|and|get|it|am|long))* (?:go|leave|home|finish|finished|stop|end|ends|done|over|out|off|free|clock)(?: (?:home|work|out|off|working|for the day|at the earliest|earliest|today|then|the office|finished|be))*$|(?:end of (?:work|shift|my day|day)|finish(?:ing)? time|end time|home time|(?:until|till) when)$/u
const ASKS_START =
  /(?<!\p{L})(?:when|what time|at what time|by when)(?: (?:do|does|must|should|have|need|needs|has|i|we|he|she|to|at|the|latest|can|could|will|my|work|shift|day))* (?:start|begin|come|arrive|be in|be there|clock in|get in|come in)(?: (?:work|working|at the latest|latest|in|at work|then))*$/u
const WORDS =
  'work works working worked hours hour day shift start starts started starting begin begins began beginning came come arrived arrive in since from got clocked clock office this morning today finish finished leave end ends out home go stop done until till by off when what time can may must should could earliest latest at allowed long with break breaks lunch pause rest unpaid coffee meal minute take takes took taking plus full contract need needs supposed normally usually per each a of for free over job then knock want wants like'

/** Where a length stands: the words on both sides of it, to the next figure. */
function beside(shape: string): readonly { readonly before: string; readonly after: string }[] {
  return [...shape.matchAll(/(?<!\p{L})L(?!\p{L})/gu)].map(({ index }) => ({
    before:
      shape
        .slice(0, index)
        .trimEnd()
        .split(/(?<!\p{L})[A-Z](?!\p{L})/u)
        .at(-1)
        ?.trim() ?? '',
    after:
      shape
        .slice(index + 1)
        .split(/(?<!\p{L})[A-Z](?!\p{L})/u)[0]
        ?.trim() ?? '',
  }))
}

/** One length of work, the others breaks; null where that cannot be told. */
function hoursAndBreaks(
  shape: string,
  lengths: readonly LengthToken[],
): { readonly work: LengthToken; readonly off: readonly LengthToken[] } | null {
  const places = beside(shape)
  const isBreak = places.map(({ before, after }) => IS_BREAK_AFTER.test(after) || IS_BREAK_BEFORE.test(before))
  const work = lengths.filter((_, i) => isBreak[i] === false)
  const off = lengths.filter((_, i) => isBreak[i] === true)
  const [only] = work
  if (only === undefined || work.length !== 1 || only.seconds > 57_600 || only.seconds < 3_600) return null
  if (off.some(({ seconds }) => seconds > 10_800)) return null
  // A break that is told without its length.
  const told_ = (shape.match(new RegExp(`(?<!\\p{L})${PAUSE}(?!\\p{L})`, 'gu')) ?? []).length
  return off.length === 0 && told_ > 0 ? null : { work: only, off }
}

/** `I have to work 8 hours, started at 7:40 and take 45 min break. When can I go home?` */
function workEnd(given: Moments): Answer | null {
  const moments = withHour(given)
  const { times, lengths, numbers, shape } = moments
  const [time] = times
  if (time === undefined || times.length !== 1 || lengths.length < 1 || lengths.length > 3 || numbers.length > 0)
    return null
  // One person's day.
  if (/(?<!\p{L})(?:she|he|they)(?!\p{L})/u.test(shape) && /(?<!\p{L})(?:i|we)(?!\p{L})/u.test(shape)) return null
  const isEnd = ASKS_END.test(shape)
  const isStart = !isEnd && ASKS_START.test(shape)
  if (
    isEnd === isStart ||
    !/(?<!\p{L})(?:work|works|working|worked|shift|hours?|office|break|lunch)(?!\p{L})/u.test(shape)
  )
    return null
  if (
    PAID_BREAK.test(shape) ||
    /(?<!\p{L})(?:if|unless|not|except|late|left|already|so far|more|less|overtime|drive|commute|travel|way|paid|twice|each break|two breaks|include\p{L}*|including)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const body = shape.replace(isEnd ? ASKS_END : ASKS_START, ' ').trim()
  if (isEnd ? !STARTED.test(body) : !ENDED.test(body) || STARTED.test(body)) return null
  const found = hoursAndBreaks(shape, lengths)
  // Where no break is told, it must be said that the length is work.
  if (found === null || !isTold(shape, { words: WORDS, names: 0 })) return null
  if (found.off.length === 0 && !/(?<!\p{L})(?:work|working|shift|works)(?!\p{L})/u.test(shape)) return null
  const all = [found.work, ...found.off]
  const total = all.reduce((sum, { seconds }) => sum + seconds, 0)
  const sign = isEnd ? '+' : '-'
  const how = `${all.map(({ text }) => text).join(' and ')} ${isEnd ? 'after' : 'before'} ${writeTime(time.seconds)}`
  const answer = clockAnswer(
    `${time.seconds}${all.map(({ seconds }) => ` ${sign} ${seconds}`).join('')} + 86400`,
    time.seconds + (isEnd ? total : -total),
    [],
    how,
  )
  return moments === given ? answer : { ...answer, reading: `${numbersOf(given)} is read as an hour of the morning.` }
}

const numbersOf = ({ numbers }: Moments): string => numbers[0] ?? ''
const AT_HOUR =
  /(?<=(?:start|starts|started|starting|begin|begins|began|came|come|arrived|clocked) (?:in )?(?:work |working )?(?:at )?)N(?= (?!hours|days|breaks|minute)|$)/u
/** `started at 8`: of the morning. */
function withHour(moments: Moments): Moments {
  const hour = Number(moments.numbers[0])
  if (moments.times.length > 0 || moments.numbers.length !== 1 || !Number.isInteger(hour) || hour < 5 || hour > 11)
    return moments
  if (!AT_HOUR.test(moments.shape)) return moments
  const time = { text: `${hour}:00`, seconds: hour * 3600, isTwelve: false, hasSeconds: false, isEnd: false }
  return { ...moments, numbers: [], times: [time], shape: moments.shape.replace(AT_HOUR, 'T') }
}

const DUE =
  '(?:(?:my|the|our|weekly|contracted|contract|target|required|normal|due|planned|agreed|should|working|week|hours|time|is|are|of|says|for|be|to|work|i|we|overtime|have|had|must|supposed|do|am) )*L(?: (?:a|per|each|this) week| weekly)?'
const DONE =
  '(?:(?:and|but|this|last|week|i|we|he|she|have|has|did|worked|work|logged|clocked|was|were|my|the|actual|hours|on|times?|so|in|total|a|of) )*(?<list>(?:[TCL](?: and)?(?: |$))+)(?:(?:this|last|in|the|week|so|far) )*'
const ASK_BALANCE =
  "(?:(?:how (?:much|many hours|many minutes|many)|what|what's|whats|is|are|am|i|we|that|the|my|over|under|plus|minus|overtime|balance|difference|or|too|few|in|total|and|hours|minutes|did|do|have|more|less|short|above|below|flex|flexitime|worked|was|by|of|time|extra|missing|it) ?)+"
const DUE_FIRST = new RegExp(`^${DUE} ${DONE}${ASK_BALANCE}$`, 'u')
const DONE_FIRST = new RegExp(`^${DONE}${DUE.replace('^', '')} ${ASK_BALANCE}$`, 'u')
const ASKS_BALANCE =
  /(?<!\p{L})(?:over or under|under or over|overtime|plus or minus|minus or plus|balance|more or less|too (?:much|many) or too|short|over|under|extra)(?!\p{L})/u
/** `contract is 40 hours, I did 8:20, 7:45 and 9:10, how much over or under`. */
function balance(moments: Moments): Answer | null {
  const { shape, lengths, times, colons, numbers, spans, days } = moments
  if (numbers.length + days.length > 0 || spans.some(({ weeks }) => weeks !== 1)) return null
  const isDueFirst = DUE_FIRST.test(shape)
  const list = (DUE_FIRST.exec(shape) ?? DONE_FIRST.exec(shape))?.groups?.list?.replaceAll(' and', '').trim()
  if (
    list === undefined ||
    !ASKS_BALANCE.test(shape) ||
    !/(?<!\p{L})(?:contract\p{L}*|target|required|due|should|must|planned|agreed|supposed|have to|normal)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const due = isDueFirst ? lengths[0] : lengths.at(-1)
  const rest = isDueFirst ? lengths.slice(1) : lengths.slice(0, -1)
  const letters = list.split(' ')
  if (due === undefined || letters.length > 7 || new Set(letters).size !== 1) return null
  const done =
    letters[0] === 'L' ? rest.map(({ seconds }) => seconds) : letters.map((_, i) => sizeOf(times[i]?.text ?? colons[i]))
  if (
    done.length !== letters.length ||
    (letters[0] !== 'L' && rest.length + (times.length === 0 ? 0 : colons.length) > 0)
  )
    return null
  if (letters[0] === 'T' && times.length !== letters.length) return null
  if (letters[0] === 'C' && colons.length !== letters.length) return null
  if (done.some(size => !Number.isInteger(size)) || times.some(({ isTwelve }) => isTwelve)) return null
  const sum = done.reduce((all, size) => all + size, 0)
  const gap = sum - due.seconds
  if (gap === 0) return null
  const isOver = gap > 0
  const expression = isOver ? `${done.join(' + ')} - ${due.seconds}` : `${due.seconds} - ${done.join(' - ')}`
  const tasks = [
    task('length', 'Compare both', 'math.evaluate', { expression }),
    task(
      'said',
      'Write it as a length of time',
      'date.format_duration',
      { seconds: { $from: 'length', pointer: '/value' } },
      ['length'],
    ),
  ]
  const written =
    letters[0] === 'L' ? rest.map(({ text }) => text) : letters.map((_, i) => times[i]?.text ?? colons[i] ?? '')
  return {
    tasks,
    answer: 'said',
    reply: withHow(
      '{{text}} {{way}}',
      { text: at('/text'), way: literal(isOver ? 'over' : 'under') },
      `${written.join(' + ')} against ${due.text}`,
    ),
  }
}
const sizeOf = (text: string | undefined): number => {
  const [, hours, minutes] = /^(\d{1,3}):([0-5]\d)$/u.exec(text ?? '') ?? []
  return hours === undefined ? Number.NaN : Number(hours) * 3600 + Number(minutes) * 60
}

export const workEndRules: readonly PlannerRule[] = [
  defineRule({
    id: 'work-end',
    reason:
      'Tells when work is over or must begin, from the hours and breaks that are told, and how far hours are from those due.',
    order: 58.4,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'I have to work 8 hours, started at 7:40 and take 45 min break. When can I go home?',
        'started 8:10, 7h 42m working day plus 30 minutes lunch, when am I done?',
        'I work 8 hours with a 30 min break and want to leave at 16:30. when do I have to start?',
        'contract is 40 hours. I did 8:20, 7:45, 9:10, 8:05 and 6:50. how much over or under?',
        'overtime: target 39h, worked 43h 25m. overtime?',
      ],
      no: [
        'I have to work 8 hours, started at 7:40 and take a break. When can I go home?',
        'I have to work 8 hours including 45 min break, started at 7:40. When can I go home?',
        'I have to work 8 hours, started at 7:40, drive 45 min. When am I home?',
        'I started work at 7:40 and worked 8 hours already. When is my bus?',
        'contract is 40 hours. I did 8:20, 7:45, 9:10. how much is left per day?',
        'contract is 40 hours. Is 8:20 a day too much?',
      ],
    },
    read: told(moments =>
      moments === null || moments.lengths.length === 0 || /[DMYXIWVO]/.test(moments.shape)
        ? null
        : (workEnd(moments) ?? balance(moments)),
    ),
  }),
]
