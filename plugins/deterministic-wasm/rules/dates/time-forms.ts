/** Times of day by the other clock: several at once, and one that is said in words, as digits. */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, at, defineRule, literal, task } from '../rule.ts'
import { clockAnswer } from './clock-rules.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'

const HEAD =
  '(?:(?:convert|change|write|put|turn|show|express|translate|give|times?|clock|all|following|of|these|them|each|list|hour|hours|formats?|system|notation|to|into|in|as|using|by|and|standard|-) )*'
const TARGET = '(?:L|24h|12h|military(?: time)?|am ?/ ?pm|am pm|am and pm|twelve hour|12-hour|24-hour)'
const MANY = new RegExp(
  `^${HEAD}${TARGET} ${HEAD}(?<list>T(?: (?:and )?T)+)$|^${HEAD}(?<list2>T(?: (?:and )?T)+) ${HEAD}${TARGET}(?: (?:format|clock|time|notation|system|please))*$`,
  'u',
)

/** `to 24h: 1:15 pm, 11:05 am, 12:00 am`. */
function several({ times, lengths, numbers, reduced }: Moments): Answer | null {
  if (times.length < 2 || times.length > 30 || lengths.length > 1 || numbers.length > 0 || !MANY.test(reduced))
    return null
  const hours = lengths[0]?.seconds ?? (/24h|military/u.test(reduced) ? 86_400 : 43_200)
  if (hours !== 43_200 && hours !== 86_400) return null
  const isTwelve = hours === 43_200
  if (
    times.some(time => time.isTwelve === isTwelve || time.hasSeconds || time.isEnd || /^(?:noon|mid)/iu.test(time.text))
  )
    return null
  const tasks = times.map(({ seconds }, i) =>
    isTwelve
      ? task(`time${i + 1}`, 'Find the hour', 'math.evaluate', {
          expression: `(${Math.floor(seconds / 3600)} + 11) mod 12 + 1`,
        })
      : task(`time${i + 1}`, 'Write it by 24 hours', 'date.format_duration', { seconds, style: 'hours' }),
  )
  const keys = tasks.map(({ key }) => key)
  const pointer = isTwelve ? '/exact' : '/text'
  const all = task('times', 'Collect them', 'agg.collect', { items: keys.map(key => ({ $from: key, pointer })) }, keys)
  const tails = times.map(({ seconds }) =>
    isTwelve ? `:${String(Math.floor(seconds / 60) % 60).padStart(2, '0')} ${seconds < 43_200 ? 'AM' : 'PM'}` : '',
  )
  return {
    tasks: [...tasks, all],
    answer: 'times',
    reply: {
      template: times.map((_, i) => `- {{/items/${i}}}{{tail${i}}}`).join('\n'),
      values: { items: at('/items'), ...Object.fromEntries(tails.map((tail, i) => [`tail${i}`, literal(tail)])) },
    },
  }
}

const SPOKEN =
  /^(?:(?:convert|write|put|change|show|express|turn|if|how) )*T (?:(?:as|to|into|in|using|by|-|digital|time|clock) )*(?:digits|digital|numbers|numerals|figures|digital (?:clock|time|format|form))(?: (?:as|in|by|L|24h|clock|time|format|form|notation))*$|^(?:(?:convert|write|put|change|show|express|turn) )*T (?:(?:as|to|into) )?digital L(?: (?:clock|time|format|notation))*$/u
/** `quarter to nine in the evening as digital time`: by 24 hours, since the part of the day is told. */
function inDigits({ times, lengths, numbers, reduced }: Moments): Answer | null {
  const [time] = times
  if (time === undefined || times.length !== 1 || numbers.length > 0 || !SPOKEN.test(reduced)) return null
  if (lengths.length > 1 || (lengths[0] !== undefined && lengths[0].seconds !== 86_400)) return null
  if (!time.isTwelve || !/(?:past|to|o'?clock|in the|at night)/iu.test(time.text) || time.seconds % 60 !== 0)
    return null
  return clockAnswer(String(time.seconds), time.seconds, [], `${time.text} by 24 hours`)
}

export const timeFormRules: readonly PlannerRule[] = [
  defineRule({
    id: 'time-forms',
    reason: 'Writes several times of day by the other clock, and a time said in words as digits.',
    order: 58.9,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'Convert to 24h: 1:15 pm, 11:05 am, 12:00 am',
        'change 13:20, 08:45 and 23:05 to am/pm',
        'quarter to nine in the evening as digital 24h time',
        'half past seven in the morning in digits?',
      ],
      no: [
        'Convert to 24h: 1:15 pm, 11:05, 12:00 am',
        'change my 13:20 and 08:45 appointments to pm',
        'quarter to nine in the evening is digital detox time',
        'half past seven in digits?',
        'Convert 1:15 pm and 11:05 am to UTC',
      ],
    },
    read: told(moments =>
      moments === null || moments.times.length === 0 || /[DMYSCXIWVO]/.test(moments.shape)
        ? null
        : (several(moments) ?? inDigits(moments)),
    ),
  }),
]
