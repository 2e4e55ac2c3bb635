/**
 * A time that lies so long before an event whose time is told: check-in, doors, being at the airport, and the way there. Only what comes one
 * after the other is taken off; a second event makes it another question.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { clockAnswer } from './clock-rules.ts'
import { writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { told } from './read-told.ts'

const BEFORE = /(?<!\p{L})L (?:before|prior(?: to)?|in advance|ahead|early|earlier|beforehand)(?!\p{L})/u
const EVENT =
  /(?<!\p{L})(?:flight|plane|train|bus|ferry|boat|coach|show|concert|film|movie|play|match|game|meeting|appointment|interview|exam|test|class|lesson|party|wedding|ceremony|dinner|lunch|start|starts|begins|leaves|departs|departure|takes off|kick-off|performance|opera|race|shift|work|school|event|tour|check-in|boarding|cruise|ship)(?: (?!L)[\p{L}']+){0,4} T(?!\p{L})|T (?:flight|plane|train|bus|ferry|show|concert|film|movie|match|game|meeting|appointment|interview|exam|class|lesson|performance)(?!\p{L})/u
const WAY =
  /(?<!\p{L})(?:drive|taxi|ride|walk|journey|way|trip|travel|bus|train|tram|car|get there|getting there|commute|security|traffic|parking|to the \p{L}+)(?: (?!T)[\p{L}']+){0,5} L(?!\p{L})|L (?:by (?:car|taxi|bus|train|bike|tram)|(?:drive|ride|walk|journey|trip|to get there|away|to the \p{L}+|on foot|to drive|to walk|of driving|travel))(?!\p{L})/u
const LEAVES =
  /(?<!\p{L})(?:when|what time|by when|at what time|latest)(?: (?:should|must|do|does|can|will|would|have|need|needs|to|i|we|he|she|they|at|the|latest|you|is|it))* (?:leave|set off|go|start|order|call|book|get|take|depart|head out|get going|be picked up)(?: (?:home|the taxi|a taxi|the cab|a cab|out|off|from home|the house|at the latest|latest|to get there|taxi|the hotel|hotel|for the airport|then))*$/u
const OPENS =
  /(?<!\p{L})(?:when|what time|at what time|latest|by when)(?: (?:should|must|do|does|can|will|is|are|to|i|we|they|have|need|the|my|our|latest|at|it|possible))* (?:check-in|checkin|check in|doors|gate|boarding|be there|arrive|be at the (?:\p{L}+)|there|open|opens|close|closes|start|starts|begin|begins|warm-up|arrive at the \p{L}+|come)(?: (?:open|opens|close|closes|time|start|starts|begin|begins|for the (?:\p{L}+)|there|by|at the latest|latest|in))*$|(?<!\p{L})(?:latest )?(?:check-in|arrival|boarding|opening|closing)(?: time)?$|(?<!\p{L})when$/u
const WORDS =
  "flight plane train bus ferry boat coach show concert film movie play match game meeting appointment interview exam test class lesson party wedding ceremony dinner lunch start starts begin begins leave leaves depart departs departure takes take off kick-off performance opera race shift work school event tour check-in checkin check boarding doors door gate open opens close closes closing opening warm-up airport station stadium theatre theater cinema venue arena port harbour terminal be there at the in by before prior to advance ahead early earlier beforehand must have need needs should want recommended arrive arriving get got set go order call book taxi cab drive driving ride walk walking journey way trip travel car tram bike is it's my our and then it i we they when what time latest home house hotel out for from of from takes lasts minutes hours that this you please says said security counter plus which on foot away also another because airline wants me us ask asks require requires required possible picked up pick will would can do does are long same"

function before({ times, lengths, numbers, shape }: Moments): Answer | null {
  const [time] = times
  if (time === undefined || times.length !== 1 || lengths.length < 1 || lengths.length > 3 || numbers.length > 0)
    return null
  if (!BEFORE.test(shape) || !EVENT.test(shape)) return null
  if (
    /(?<!\p{L})(?:if|unless|not|late|delayed|delay|after|later|how long|each|every|or|but|lasts|ends|over|return|stop|layover)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const isLeaving = LEAVES.test(shape)
  const isOpening = !isLeaving && OPENS.test(shape)
  if (isLeaving === isOpening) return null
  // The way counts where one is to leave, and never for the doors.
  const ways = shape.match(new RegExp(WAY.source, 'gu'))?.length ?? 0
  if (isLeaving ? ways !== lengths.length - 1 || ways === 0 : lengths.length !== 1) return null
  if (!isTold(shape.replace(/ - /gu, ' '), { words: WORDS, names: 1 })) return null
  const total = lengths.reduce((sum, { seconds }) => sum + seconds, 0)
  if (total > 43_200) return null
  return clockAnswer(
    `${time.seconds}${lengths.map(({ seconds }) => ` - ${seconds}`).join('')} + 86400`,
    time.seconds - total,
    [],
    `${lengths.map(({ text }) => text).join(' and ')} before ${writeTime(time.seconds)}`,
  )
}

export const timesBeforeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'times-before',
    reason: 'Tells when check-in, doors or the way must begin for an event whose time is told.',
    order: 58.95,
    pairs: true,
    hint: /before|prior|advance|ahead|early|earlier|beforehand/iu,
    examples: {
      yes: [
        'Ferry leaves 9:40, check-in closes 45 minutes before. Latest check-in?',
        'be at the airport 2 hours before the flight at 6:25 and the taxi takes 35 min, when do I order the taxi',
        'flight 10:40, be there 2 hours early, drive 45 min. when do I leave',
        'the show is at 20:00, doors open 45 min earlier. when do doors open?',
      ],
      no: [
        'Ferry leaves 9:40, check-in closes 45 minutes before. When do I leave home?',
        'flight 10:40, be there 2 hours early, drive 45 min. when do I land',
        'flight 10:40, be there 2 hours early, drive 45 min or 60 with traffic. when do I leave',
        'the show is at 20:00, doors open 45 min earlier. how long is the show?',
        'the show is at 20:00 and lasts 2 hours, the bar opens 45 min earlier. when does it end?',
        'I was 45 minutes early for the show at 20:00. why?',
      ],
    },
    read: told(moments =>
      moments === null || moments.times.length !== 1 || /[DMYSCXIWVON]/.test(moments.shape) ? null : before(moments),
    ),
  }),
]
