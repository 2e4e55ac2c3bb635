/**
 * A fraction of a length of time, told in hours, minutes and seconds where it is a whole number of them (`1/3 of 2 hours`); so many times a
 * length of several units; how many days so many hours take at so many a day.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { lengthAnswer } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { readLength } from './read-length.ts'
import { HINT, told } from './read-told.ts'

const LENGTH =
  '(?:\\d[\\d.]*[ -]?(?:hours?|hrs?|h|minutes?|mins?|min)(?:(?: and)? ?\\d{1,2}(?: ?(?:minutes?|mins?|min|seconds?|secs?))?)?|an? (?:hour|half hour)(?: and a half)?)'
const PART = new RegExp(
  `^(?:(?:what(?:'s| is)|how (?:long|much) is|calculate|work out|what is) )?(?:(?<n>\\d{1,3}) ?/ ?(?<d>\\d{1,3}) (?:of )?|(?:an? |one )?(?<name>half|third|quarter|fifth|sixth|eighth|tenth) of )(?<length>${LENGTH})(?: (?:in|as) (?<unit>minutes|mins|min|hours and minutes|seconds))?$`,
  'iu',
)
const NAMES: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  quarter: 4,
  fifth: 5,
  sixth: 6,
  eighth: 8,
  tenth: 10,
}
/** `a third of 2 hours`: no fraction of an hour that never ends. */
function partOf({ worded, data, quotes }: Clause): Answer | null {
  if (data !== null || quotes.length > 0 || worded.length > 80 || !/\/| of /u.test(worded)) return null
  const groups = PART.exec(worded.replace(/[?.! ]+$/u, ''))?.groups
  const length = readLength((groups?.length ?? '').replace(/^an? half hour/iu, '30 min'))
  const named = NAMES[groups?.name?.toLowerCase() ?? '']
  const [n, d] = named === undefined ? [Number(groups?.n), Number(groups?.d)] : [1, named]
  if (groups === undefined || length === null || !(n > 0 && d > 1 && n < d)) return null
  const value = evaluatedValue(`${length.seconds} * ${n} / ${d}`)
  if (value === null || value.denominator !== 1n) return null
  const unit = groups.unit ?? ''
  const form = /^min/u.test(unit) ? 'minutes' : /^sec/u.test(unit) ? 'seconds' : 'words'
  return lengthAnswer(`${length.seconds} * ${n} / ${d}`, form, `${groups.name ?? `${n}/${d}`} of ${groups.length}`)
}

const TIMES =
  /^(?:(?:how much is|how long is|what is|what's|calculate) )?(?:(?:N (?:times|x|×) L)|(?:L (?:times|x|×|multiplied by) N)|double L|twice L)$/u
/** `3 times 1 hour 25 minutes`. */
function timesLength({ lengths, numbers, shape }: Moments): Answer | null {
  const [length] = lengths
  if (!TIMES.test(shape) || length === undefined || lengths.length !== 1) return null
  const count = /double|twice/u.test(shape) ? 2 : Number(numbers[0])
  // One unit stays as it is.
  if (!Number.isInteger(count) || count < 2 || count > 1000 || (length.text.match(/\d+/gu) ?? []).length < 2)
    return null
  const total = count * length.seconds
  return lengthAnswer(
    `${count} * ${length.seconds}`,
    total >= 86_400 && total % 36 === 0 ? 'decimal' : 'words',
    `${count} × ${length.text}`,
  )
}

const A_DAY = /L (?:(?:a|per|each|every) (?:working |school )?day|daily)(?!\p{L})/u
const DAY_WORDS =
  'if work working study studying read train practise practice do need needs for course project job task hours days day working school long take takes reach get to complete finish until through total altogether my the all it with at will have must in a per each every daily that is are lesson lessons how many'
/** `6 hours a day, how many days for 45 hours`. */
function daysFor({ lengths, times, numbers, spans, days, shape }: Moments): Answer | null {
  if (lengths.length !== 2 || times.length + numbers.length + spans.length + days.length > 0) return null
  const daily = A_DAY.exec(shape)
  if (daily === null || !/(?<!\p{L})how many (?:working |full |school )?days(?!\p{L})/u.test(shape)) return null
  if (
    !isTold(shape, { words: DAY_WORDS, names: 1 }) ||
    /(?<!\p{L})(?:not|except|but|already|left|done|week|off)(?!\p{L})/u.test(shape)
  )
    return null
  const isFirst = !shape.slice(0, daily.index).includes('L')
  const [one, all] = isFirst ? lengths : lengths.toReversed()
  if (one === undefined || all === undefined || one.seconds > 86_400 || all.seconds < one.seconds) return null
  const value = evaluatedValue(`${all.seconds} * 100 / ${one.seconds}`)
  if (value === null || value.denominator !== 1n) return null
  return evaluated({
    expression: `${all.seconds} / ${one.seconds}`,
    unit: ' days',
    how: `${all.text} ÷ ${one.text} a day`,
  })
}

export const lengthPartRules: readonly PlannerRule[] = [
  defineRule({
    id: 'length-part',
    reason:
      'Tells a fraction or a multiple of a length of time in hours and minutes, and how many days it takes at so much a day.',
    order: 58.94,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'a third of 2 hours',
        'how much is 2/3 of an hour in minutes',
        'how much is 3 times 1 hour 25 minutes',
        'if I work 6 hours a day how many days for 45 hours',
      ],
      no: [
        'a third of 2 hours is lost',
        'a seventh of 2 hours and why',
        '3 times 1 hour 25 minutes is what I slept',
        'if I work 6 hours a day how many days off do I get for 45 hours',
        'if I work 6 hours a day, 45 hours a week, how many days until Christmas',
      ],
    },
    read: told((moments, clause) => {
      if (!/\d/u.test(clause.worded)) return null
      const part = partOf(clause)
      if (part !== null || moments === null || moments.lengths.length === 0) return part
      return timesLength(moments) ?? daysFor(moments)
    }),
  }),
]
