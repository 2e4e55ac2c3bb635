/** What is left of a length of time of which a part is over: of a film, of the hours of a week, of its last day. */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { lengthAnswer } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'

const DONE_BEFORE =
  /(?<!\p{L})(?:watched|done|did|worked|read|listened|listened to|used|used up|finished|ran|been|already|spent|passed|gone|played|slept|driven|drove|completed|seen|logged|through|clocked|practised|practiced|studied|trained|waited|run|flown|travelled|traveled|cooked|baked)(?: (?:for|so far|about exactly|already|to|the first|first|is|are|was|through|me|a total of|in total)){0,3}$/u
const DONE_AFTER =
  /^(?:(?:of (?:it|them|that|those) )?(?:(?:have|has|are|is|were|was|already) )*(?:done|watched|used|gone|passed|over|finished|played|behind me|so far|already|elapsed|worked|completed|used up|in)(?!\p{L}))/u
const ASKS =
  /(?<!\p{L})(?:how (?:much(?: time| longer)?|long|many (?:hours(?: and minutes)?|minutes))|what)(?: (?:is|are|do|does|of it|i|we|still|there|have|has|it|the film|the movie|to|must|need|time|will|that|be|he|she|my|the|book|episode))*(?: (?:left|remaining|remain|remains|to go|to work|to do|missing|to watch|left over|more|over|in the week|this week|for me|for the week|now|still))+$|(?<!\p{L})(?:time left|remaining time|hours left|what's left|whats left|remaining)$/u
const WORDS =
  'film movie book audiobook episode podcast video lesson course limit budget allowance battery playlist album concert lecture season series contract week weekly target quota screen time daily this my the of hours minutes long lasts runs is has takes takes hour shift day work i have he she we watched done did worked read listened to used up finished ran been already spent passed gone played slept driven drove completed seen logged through clocked practised studied trained waited run so far first for and but it them that over elapsed in total left remaining remain remains go still how much many must need do does will be more missing now what there had flight trip drive journey ride game match download charging marathon training workout today are with'

/** `the film is 1 h 52 and I have watched 47 min, how much is left`. */
function rest({ lengths, times, numbers, spans, days, shape }: Moments): Answer | null {
  if (lengths.length !== 2 || times.length + numbers.length + days.length > 0) return null
  if (spans.some(({ weeks }) => weeks !== 1) || !ASKS.test(shape)) return null
  if (
    /(?<!\p{L})(?:per|each|every|day|days|if|unless|not|speed|faster|slower|twice|break|breaks|ads|overtime|average|over or under)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const places = [...shape.matchAll(/(?<!\p{L})L(?!\p{L})/gu)].map(({ index }) => index)
  const [a, b] = places
  if (a === undefined || b === undefined) return null
  const isDone = [a, b].map((at, i) => {
    const before = shape.slice(i === 0 ? 0 : a + 1, at).trim()
    const after = shape.slice(at + 1, i === 0 ? b : undefined).trim()
    return (
      DONE_BEFORE.test(before) ||
      (DONE_AFTER.test(after) && !DONE_AFTER.test(after.replace(/^in (?=total|the)/u, '- ')) === false)
    )
  })
  if (isDone[0] === isDone[1]) return null
  const [done, all] = isDone[0] ? [lengths[0], lengths[1]] : [lengths[1], lengths[0]]
  if (done === undefined || all === undefined || done.seconds >= all.seconds) return null
  if (!isTold(shape, { words: WORDS, names: 2 })) return null
  const left = all.seconds - done.seconds
  const form = /how many minutes|minutes left/u.test(shape)
    ? 'minutes'
    : left > 86_400 && left % 36 === 0
      ? 'decimal'
      : 'words'
  return lengthAnswer(`${all.seconds} - ${done.seconds}`, form, `${all.text} - ${done.text}`)
}

const NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const LAST_DAY =
  /^(?:(?:my|the|a|i|we|work|works|working|week|is|has|have|contract|hours|of|for|must|to|do|total) )*L(?: (?:a|per|this|each|every) week| weekly)?(?: (?:and|i|we|work|worked|so|have|did|do))* (?:from )?W (?:to|till|until|through|-) W (?:(?:i|we|it's|worked|work|did|at|for|are|is) )*L(?: (?:each|a day|per day|every day|each day|daily))+ (?:(?:and|so|then) )*(?:how (?:long|many hours|much)|what about|hours)(?: (?:must|do|does|should|will|is|are|i|we|have|need|it|to|left|work|be|the|on|for|my|stay|hours|remain|remains|that|leave|leaves))* W(?: (?:then|be|to|work|last))*$/u
/** `work week 39 hours, mon to thu 8h15 each, how long on friday`. */
function lastDay({ lengths, weekdays, numbers, times, spans, shape }: Moments): Answer | null {
  const [all, one] = lengths
  if (!LAST_DAY.test(shape) || all === undefined || one === undefined || lengths.length !== 2) return null
  if (weekdays.length !== 3 || numbers.length + times.length > 0 || spans.some(({ weeks }) => weeks !== 1)) return null
  const [from = -1, to = -1, asked = -1] = weekdays.map(name => NAMES.indexOf(name.slice(0, 3)))
  if (from < 0 || to <= from || asked !== to + 1) return null
  const left = all.seconds - (to - from + 1) * one.seconds
  return left <= 0 || left > 57_600
    ? null
    : lengthAnswer(
        `${all.seconds} - ${to - from + 1} * ${one.seconds}`,
        'hours',
        `${all.text} - ${to - from + 1} × ${one.text}`,
      )
}

export const lengthRestRules: readonly PlannerRule[] = [
  defineRule({
    id: 'length-rest',
    reason:
      'Tells what is left of a length of time when a part of it is over, or which hours are left for the last day of a week.',
    order: 58.92,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'a movie is 1 h 52 min and I have watched 47 min. how much is left?',
        'I have done 31 h 40 of my 38 h 30 this week. How much is left?',
        'work week 39 hours, mon to thu 8h15 each, how long on friday?',
      ],
      no: [
        'a movie is 1 h 52 min and I have watched 47 min. how many ads are left?',
        'I have done 31 h 40 of my 38 h 30 this week. How much is left per day?',
        'I have done 40 h of my 38 h 30 this week. How much is left?',
        'a movie is 1 h 52 min and the other one 47 min. how much is left?',
        'work week 39 hours, mon to wed 8h15 each, how long on friday?',
      ],
    },
    read: told(moments =>
      moments === null || moments.lengths.length !== 2 || /[DMYTCXIVON]/.test(moments.shape)
        ? null
        : (rest(moments) ?? lastDay(moments)),
    ),
  }),
]
