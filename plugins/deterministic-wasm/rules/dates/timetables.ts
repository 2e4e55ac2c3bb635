/**
 * A timetable told in any order, and the question for what comes next: `first tram T then every L`, `every L from T to T`, `I am at the stop
 * at T, when is the next and how long do I wait`. Nothing is known of timetables but what the request says.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import { type Answer, at, defineRule, literal, task } from '../rule.ts'
import { clockAnswer } from './clock-rules.ts'
import { lengthAnswer, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'
import { clockParts, timesFrom } from './time-tasks.ts'

const KEEP = kept(
  'every from first next following list all times last wait waiting until and how-long catch more other second third',
)
const FROM = '(?:at|first|earliest|starting|starts?|started|beginning|begins?|from|since|leaves?|departs?|runs?)'
/** `first tram at T, then every L` and `from T on every L` as `every L from T`. */
const TURNED = new RegExp(
  `(?:(?:the |a )?(?:first|earliest)(?: \\p{L}+){0,3} |${FROM} (?:at |from )?)T(?: (?:on|onwards|and|then|after that|afterwards|it|they|there|is|one|runs?|comes?|goes|leaves?|departs?|the|buses|trains|trams)){0,5} (?:every|each) L`,
  'u',
)
const RANGE =
  /(?<!\p{L})(?:from |between )?T (?:to|until|till|and|through|-) T(?: \p{L}+){0,3}? (?:every|each) L|(?<!\p{L})(?:every|each) L (?:from |between )?T (?:to|until|till|and|through|-) T/u
const TIMES_ASKED =
  /(?<!\p{L})(?:list|what are|which are|give|show|write|tell|at what times|what times|which times|when do|when does|when are|all|times|slots)(?!\p{L})/u
const plain = (shape: string): string =>
  shape
    .replace(/ - (?!T(?!\p{L}))/gu, ' ')
    .replace(/(?<!\p{L})(?:time ?slots?|start times|starting times|slots|departure times)(?!\p{L})/gu, 'times')
    .replace(RANGE, 'every L from T until T')
    .replace(TURNED, 'every L from T')
    .replace(
      /(?<=every L )(?:\p{L}+ ){0,3}?(?:starting|beginning|starts?|begins?|since|first(?: \p{L}+){0,2}?)(?: (?:at|from|is|on))* T/u,
      'from T',
    )
    .replace(/(?<!\p{L})(?:every|each) L from T/u, 'every L from T')

const AFTER =
  /^every L from T (?:and )*(?:next |first )*(?:(?:next|following) )N(?: (?:times|all))*$|^(?:list |times )*(?:next |following )N (?:times )*every L from T$/u
/** `the next 4 departures`: the first one is told, and these come after it. */
function nextOnes(moments: Moments, bare: string): Answer | null {
  const { times, lengths, numbers } = moments
  const [start, step] = [times[0], lengths[0]]
  const counts = numbers.filter(number => number !== '1')
  const count = Number(counts[0])
  if (!AFTER.test(bare) || start === undefined || step === undefined || times.length !== 1 || counts.length !== 1)
    return null
  if (!Number.isInteger(count) || count < 2 || count > 48 || step.seconds < 60 || step.seconds > 86_400) return null
  const tasks = timesFrom(start.seconds + step.seconds, step.seconds, count)
  return {
    tasks,
    answer: 'times',
    reply: listReply('/items', count, '\n'),
    reading: `Counted on from ${writeTime(start.seconds)}, which is not listed.`,
  }
}

const ALL = /^(?:(?:list|all|times) )*every L from T until T(?: (?:list|all|times))*$/u
/** `list the times from T to T every L`: both ends where they fall on one. */
function allOnes({ times, lengths, numbers, shape }: Moments, bare: string): Answer | null {
  const [from, to] = times
  const [step] = lengths
  if (!ALL.test(bare) || !TIMES_ASKED.test(shape) || from === undefined || to === undefined || step === undefined)
    return null
  if (times.length !== 2 || numbers.length > 0 || from.isTwelve !== to.isTwelve || to.seconds <= from.seconds)
    return null
  const count = Math.floor((to.seconds - from.seconds) / step.seconds) + 1
  if (step.seconds < 60 || count < 2 || count > 48) return null
  return {
    tasks: timesFrom(from.seconds, step.seconds, count),
    answer: 'times',
    reply: listReply('/items', count, '\n'),
  }
}

const AT_STOP =
  /^every L from T(?: (?<words>[\p{L}']+(?: [\p{L}']+){0,7}?))? T(?<behind>(?: (?:at|in|the|stop|station|platform|now|there|already|and|so|but))*) (?<ask>(?:when|what|which|how|and|next)(?: .*)?)$/u
const HERE = kept(
  "i'm i am we're we are it's it is its now at the bus tram train stop station platform there get arrive arrives reach come came be will and but if my watch clock says time the ferry shuttle already just in to a on so reached arrived got here standing waiting",
)
const WAIT =
  /(?<!\p{L})(?:how long|how many minutes|how much time)(?: \p{L}+){0,5} wait(?:ing)?(?!\p{L})|wait(?:ing)? time|(?<!\p{L})how long (?:do|must|will|is|have) (?:i|we|the) (?:have to )?wait(?!\p{L})/u
const NEXT =
  /(?<!\p{L})(?:when|what time|at what time|which|what)(?: \p{L}+){0,6} (?:next|catch|get|take)(?!\p{L})|(?<!\p{L})next (?:one|bus|tram|train|ferry|shuttle|departure|metro|boat)(?!\p{L})|^next$/u
const ASK_WORDS = kept(
  "when what which time is at does do the next one bus tram train ferry shuttle departure metro boat subway will can i we catch get take leave leaves come comes go goes and how long many minutes much have to must wait waiting for it until then be a there that's that depart departs now",
)
/** `I'm at the stop at T, when is the next bus and how long do I wait`. */
function nextAt({ times, lengths, numbers, shape }: Moments, text: string): Answer | null {
  const [start, here] = times
  const [step] = lengths
  const lead = text.replace(
    /^(?:(?:the|a|my|our|buses|bus|trams?|trains?|ferry|ferries|shuttles?|metro|subway|boat|line|runs?|leaves?|departs?|comes?|goes|go|come|leave|depart|it|they|number) )*(?=every L)/u,
    '',
  )
  const groups = AT_STOP.exec(lead)?.groups
  if (groups === undefined || start === undefined || here === undefined || step === undefined) return null
  if (times.length !== 2 || lengths.length !== 1 || numbers.some(number => number !== '1')) return null
  if ((groups.words ?? '').split(' ').some(word => word !== '' && !HERE.has(word))) return null
  const ask = groups.ask ?? ''
  if (ask.split(' ').some(word => !(ASK_WORDS.has(word) || word === 'N'))) return null
  const asksWait = WAIT.test(ask)
  const asksNext = NEXT.test(ask)
  if (!asksWait && !asksNext) return null
  if (/(?<!\p{L})(?:last|after that|arrive)(?!\p{L})/u.test(ask) || start.isTwelve !== here.isTwelve) return null
  const gap = here.seconds - start.seconds
  // One that leaves at that very moment may be caught or missed.
  if (gap <= 0 || gap % step.seconds === 0 || step.seconds < 60 || step.seconds > 14_400) return null
  const count = Math.ceil(gap / step.seconds)
  const next = start.seconds + count * step.seconds
  if (next >= 86_400) return null
  const how = `Every ${step.text} from ${writeTime(start.seconds)}, the first after ${writeTime(here.seconds)}`
  const expression = `${start.seconds} + ceil((${here.seconds} - ${start.seconds}) / ${step.seconds}) * ${step.seconds}`
  if (!asksWait) return clockAnswer(expression, next, [], how)
  if (!asksNext)
    return lengthAnswer(
      `${expression} - ${here.seconds}`,
      /how many minutes/u.test(ask) ? 'minutes' : 'words',
      `${how}: ${writeTime(next)}`,
    )
  const wait = task('wait', 'Count the wait', 'math.evaluate', { expression: `(${expression} - ${here.seconds}) / 60` })
  const minutes = (next - here.seconds) / 60
  if (!Number.isInteger(minutes) || !shape.includes('wait')) return null
  const merged = { parts: { $from: 'parts', pointer: '/parts' }, wait: { $from: 'wait', pointer: '/exact' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['parts', 'wait'])
  return {
    tasks: [...clockParts(expression), wait, both],
    answer: 'both',
    reply: {
      template: '{{/parts/0}}:{{/parts/1}}, {{wait}} {{word}} to wait',
      how: '{{how}}',
      values: {
        parts: at('/parts'),
        wait: at('/wait'),
        word: literal(minutes === 1 ? 'minute' : 'minutes'),
        how: literal(how),
      },
    },
  }
}

export const timetableRules: readonly PlannerRule[] = [
  defineRule({
    id: 'timetable',
    reason:
      'Finds the next departure and the wait for it, or lists times, from a first time and how often something comes.',
    order: 58.5,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'First tram 5:40 then every 20 min. What are the next 4 departures?',
        'list the times from 9:00 to 11:00 every 30 minutes',
        "bus leaves every 15 minutes starting at 6:10. I'm at the stop at 8:02, when is the next bus and how long do I wait?",
        'the ferry runs every 40 minutes from 7:00. it is 9:05 now, how long do I have to wait?',
      ],
      no: [
        'First tram 5:40 then every 20 min. What are the next 4 stops?',
        'list the guests from 9:00 to 11:00 every 30 minutes',
        "bus leaves every 15 minutes starting at 6:10. I'm at the stop at 8:10, when is the next bus?",
        "bus leaves every 15 minutes starting at 6:10 except Sundays. I'm at the stop at 8:02, when is the next bus?",
        'the ferry runs every 40 minutes from 7:00. it is 9:05 now, when do I arrive?',
        'the ferry runs every 40 minutes from 7:00 and takes 20 minutes. it is 9:05 now, how long do I have to wait?',
      ],
    },
    read: told(moments => {
      if (moments === null || moments.lengths.length !== 1 || moments.times.length === 0) return null
      if (!/(?<!\p{L})(?:every|each) L/u.test(moments.shape) || /[DMYSCIXVWO]/.test(moments.shape)) return null
      if (
        /(?<!\p{L})(?:but|except|unless|if|not|no|skip|without|average|per|late|delayed)(?!\p{L})/u.test(
          moments.shape.replace(/(?<!\p{L})if (?=i'm|i am|it's|it is|i get|i arrive)/u, ''),
        )
      )
        return null
      const text = plain(moments.shape)
      const bare = skeletonOf(text.replace(/how (?:long|many|much)/u, 'how-long'), KEEP)
      return nextOnes(moments, bare) ?? allOnes(moments, bare) ?? nextAt(moments, text)
    }),
  }),
]
