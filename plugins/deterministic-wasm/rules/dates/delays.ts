/**
 * A time by the timetable and a delay, and the time that follows: when a train comes that was due at T and is so late, or when it should have
 * come. A connection, a second ride or a condition is no matter of this file.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { clockAnswer } from './clock-rules.ts'
import { writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { told } from './read-told.ts'

const DELAY =
  /(?<!\p{L})(?:(?:is |was |it's |are |be |running |runs |came |comes |arrived |left |by |about to be |but |and |now |has been |will be )*(?:L (?:too )?(?<late>late|delayed|behind schedule|behind)|(?:delayed|late|postponed|pushed back) (?:by |for )?L|L (?<early>early|ahead of schedule|earlier than planned))|(?:has |have |with |had |and |there is |there's |plus |its |the |a |an |got )*(?:L (?:of )?(?:delay|lateness)|delay(?: (?:of|is|was|now|time|currently))* L))(?!\p{L})/u
const QUESTION =
  /(?:^|(?<= ))(?:(?:so|and|then) )*(?:when|(?:at )?what time|what's the|what is the|new|actual|real|expected|estimated|planned|scheduled|original|arrival|departure|eta)(?: (?![TL](?!\p{L}))[\p{L}']+)*$/u
const ASKS_PLAN =
  /(?<!\p{L})(?:should (?:it|the \p{L}+|he|she|they|we|i) have|(?:was|were) (?:it|the \p{L}+) (?:supposed|meant|scheduled|planned|due|expected)|(?:scheduled|planned|original|timetabled) (?:time|arrival|departure|arrival time|departure time)|according to (?:the )?(?:plan|timetable|schedule))(?!\p{L})/u
const PLANNED =
  /(?<!\p{L})(?:supposed to|meant to|scheduled|planned|due|expected|timetabled|should|normally|usually|timetable|according to|arrival|departure|arrives?|leaves?|departs?|lands?|starts?|comes?)(?: (?!actually|really)[\p{L}']+){0,5} T(?!\p{L})|(?<!\p{L})T (?:train|bus|flight|tram|ferry|coach|plane)(?!\p{L})|(?<!\p{L})(?:train|bus|flight|tram|ferry|coach|plane) (?:at |of )?T(?!\p{L})/u
const HAPPENED =
  /(?<!\p{L})(?:came|arrived|left|departed|landed|started|got in|got here|took off|showed up|has arrived|has left)(?: (?:at|in|only at|here|just))* T(?!\p{L})/u
const THING =
  'train bus flight tram plane ferry coach boat metro subway meeting film movie show game match lesson class'
const ASK_WORDS = `when what time at will would does do did is was it the a an to be in on so then now arrive arrives arrival come comes leave leaves depart departs departure here there start starts begin begins get land lands landing actually actual new real estimated expected eta should have left arrived come departed supposed meant scheduled planned due original timetabled according plan timetable schedule really finally i can expect my our reach ${THING}`
const TOLD_WORDS = `${ASK_WORDS} late delayed delay early too but and running runs by about currently already due scheduled usually normally with has had for from of platform station this morning evening tonight today minutes came took off showed up got just because behind ahead train's there's`
const NOUN = new RegExp(`(?<!\\p{L})(?:${THING.replaceAll(' ', '|')})(?!\\p{L})`, 'gu')

function delayed({ times, lengths, numbers, days, shape: written }: Moments): Answer | null {
  // `late today`: no other day than that of the timetable.
  const isToday = days.length === 1 && /^(?:today|tonight)$/u.test(days[0]?.label ?? '')
  if (days.length > 0 && !isToday) return null
  const shape = written.replace(/ ?(?<!\p{L})D(?!\p{L})/u, '').trim()
  const [time, length] = [times[0], lengths[0]]
  if (time === undefined || length === undefined || times.length + lengths.length !== 2 || numbers.length > 0)
    return null
  const found = DELAY.exec(shape)
  if (found === null || length.seconds > 43_200) return null
  const text = shape.replace(found[0], ' , ').replace(/\s+/gu, ' ').replace(/ - /gu, ' ')
  const question = QUESTION.exec(text.replaceAll(' ,', ''))?.[0]
  if (question === undefined || /[TL]/u.test(question)) return null
  const body = text.replaceAll(' ,', '')
  const told_ = body.slice(0, body.length - question.length)
  if (!/(?<!\p{L})T(?!\p{L})/u.test(told_)) return null
  if (
    /(?<!\p{L})(?:i|we|he|she|they)(?!\p{L})/u.test(told_) ||
    /(?<!\p{L})(?:if|unless|not|connection|connecting|next|another|other|still|catch|miss|per|each|every)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const known = new Set(told_.match(NOUN) ?? [])
  if ((question.match(NOUN) ?? []).some(noun => !known.has(noun))) return null
  if (
    !isTold(question, { words: ASK_WORDS, names: 0 }) ||
    !isTold(told_.replace('T', ' '), { words: TOLD_WORDS, names: 2 })
  )
    return null
  const asksPlan = ASKS_PLAN.test(question)
  const happened = HAPPENED.test(told_)
  // Of what has come already, only the planned time is open; of what is to come, the new one.
  if (asksPlan !== happened || (!happened && !PLANNED.test(told_))) return null
  if (!asksPlan && /(?<!\p{L})(?:should|supposed|original|scheduled|planned)(?!\p{L})/u.test(question)) return null
  const isEarly = found.groups?.early !== undefined
  const isBack = asksPlan !== isEarly
  return clockAnswer(
    `${time.seconds} ${isBack ? '-' : '+'} ${length.seconds} + 864000`,
    time.seconds + (isBack ? -length.seconds : length.seconds),
    [],
    `${length.text} ${isBack ? 'before' : 'after'} ${writeTime(time.seconds)}`,
  )
}

export const delayRules: readonly PlannerRule[] = [
  defineRule({
    id: 'delay',
    reason: 'Tells when something comes that is so late, or when it should have come.',
    order: 58.91,
    pairs: true,
    hint: /late|delay|behind|early|postponed|pushed back|ahead/iu,
    examples: {
      yes: [
        'The train is supposed to arrive at 18:26 but is 47 minutes late. When does it arrive?',
        'arrival planned 17:40, delay 25 min, new arrival time?',
        'train left 10:52 with 13 minutes delay. when should it have left?',
        'my bus at 7:35 is running 12 min late, when will it come?',
      ],
      no: [
        'The train is supposed to arrive at 18:26 but is 47 minutes late. When does my connection leave?',
        'The train is supposed to arrive at 18:26 but is 47 minutes late. Can I still catch the 19:10?',
        'The meeting at 7:35 is 12 min late because of the bus, when will the bus come?',
        'I was supposed to arrive at 18:26 but am 47 minutes late. When do I call?',
        'train left 10:52 with 13 minutes delay. when does it arrive?',
      ],
    },
    read: told(moments =>
      moments === null || moments.times.length !== 1 || /[MYSCXIWVON]/.test(moments.shape) ? null : delayed(moments),
    ),
  }),
]
