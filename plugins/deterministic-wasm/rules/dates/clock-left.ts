/**
 * How long it is until a time or since one when the request says what time it is now, or asks from now on; what is left of a timer.
 * What is past today is not taken for tomorrow's, unless both times are told.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import { between, formAsked, lengthAnswer, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import type { TimeToken } from './read-length.ts'
import { HINT, told } from './read-told.ts'
import { kept, skeletonOf } from './skeleton.ts'

const KEEP = kept(
  'now until till to before since after left remaining remain from how-long until more still waiting waited running run been sitting working worked timer set started start began going elapsed passed countdown total stopwatch alarm so far already past put sleeping asleep awake',
)
const NOW = '(?:now )?T(?: now)?'
const ASK = 'how-long(?: (?:left|remaining|remain|more|still|from|to|now))*'
const UNTIL: readonly RegExp[] = [
  new RegExp(`^${NOW} ${ASK} (?:until|till|to|before) T(?: (?:left|now))?$`, 'u'),
  new RegExp(`^${NOW} (?:until|till) T ${ASK}$`, 'u'),
  new RegExp(`^(?:until|till) T ${ASK} now T$`, 'u'),
]
const FROM_NOW = new RegExp(`^${ASK} (?:until|till|to|before) T(?: (?:now|from|left))*$`, 'u')
const DOING =
  '(?:(?:been|waiting|waited|running|sitting|working|worked|going|sleeping|asleep|awake|already|run|so|far) )*'
const SINCE: readonly RegExp[] = [
  new RegExp(
    `^${DOING}since T (?:and )?${NOW} how-long(?: ${DOING.trim()})?(?: (?:been|waiting|waited|already|so far|total|passed|elapsed|running|going))*$`,
    'u',
  ),
  new RegExp(
    `^${NOW} (?:and )?${DOING}since T how-long(?: (?:been|waiting|waited|already|so far|total|passed|elapsed|running|going))*$`,
    'u',
  ),
]
const SINCE_NOW = new RegExp(
  `^(?:since T (?:until|till|to) now how-long|how-long since T (?:until|till|to) now|${DOING}since T how-long(?: (?:been|waiting|waited|already|so far|passed|elapsed|running|going|now))*|how-long ${DOING}since T)$`,
  'u',
)
const TIMER: readonly RegExp[] = [
  /^(?:(?:started|start|set|put|began|running) )*L timer(?: (?:started|set|at|began))* T (?:(?<now>now )?T(?: now)? )?how-long(?: (?:left|remaining|remain|more|to|run|now|still))+$/u,
  /^timer(?: (?:started|set|was|at))* T (?:for )?L (?:(?<now>now )?T(?: now)? )?how-long(?: (?:left|remaining|remain|more|to|run|now|still))+$/u,
]

const nowOf = (input: PlannerInput): TimeToken | null => {
  const own = /T(\d\d):(\d\d)/.exec(input.now.iso)
  return own === null
    ? null
    : {
        text: 'now',
        seconds: Number(own[1]) * 3600 + Number(own[2]) * 60,
        isTwelve: false,
        hasSeconds: false,
        isEnd: false,
      }
}
const toEnd = (time: TimeToken): TimeToken => (/^midnight$/iu.test(time.text) ? { ...time, isEnd: true } : time)

function apart(from: TimeToken, to: TimeToken, shape: string, input: PlannerInput, isSure: boolean): Answer | null {
  const span = between(from, toEnd(to), false)
  if (span === null || (span.isOver && !isSure)) return null
  const end = toEnd(to).isEnd ? 86_400 : to.seconds
  const form = formAsked(shape)
  const isNow = from.text === 'now' || to.text === 'now'
  return lengthAnswer(
    `${end}${span.isOver ? ' + 86400' : ''} - ${from.seconds}`,
    form === 'hours' && !/how many hours(?! and)/u.test(shape) ? 'words' : form,
    `From ${writeTime(from.seconds)} to ${writeTime(end % 86_400)}${span.isOver ? ' of the next day' : ''}${isNow ? ` (now: ${input.now.zone})` : ''}`,
  )
}

function left(moments: Moments, input: PlannerInput): Answer | null {
  const { times, lengths, days, numbers } = moments
  if (numbers.length > 0 || days.length > 1 || times.length < 1 || times.length > 2 || lengths.length > 1) return null
  if (days.length === 1 && !/^(?:today|tonight)$/u.test(days[0]?.label ?? '')) return null
  const { shape } = moments
  if (!/how (?:long|many (?:hours|minutes|seconds)|much (?:time|longer|is left|is still left))/u.test(shape))
    return null
  // `left of the film`: another length than that of the timer.
  if (/(?<!\p{L})(?:left|remaining|remains?) (?:of|in|for) (?!(?:the |my )?(?:timer|it|that)(?!\p{L}))/u.test(shape))
    return null
  // What the clock shows may be told as it is; `I got up at 7` is no `now`.
  const isTold =
    /(?<!\p{L})(?:it's|it is|its|now|currently|time is|clock (?:says|shows))(?: (?:now|it's|is|already|exactly|only|just))* T|T (?:right )?now/u.test(
      shape,
    )
  const text = shape
    .replace(/how (?:long|much(?: time| longer)?|many (?:hours(?: and minutes)?|minutes|seconds))/u, 'how-long')
    .replace(/(?<!\p{L})D(?!\p{L})/u, ' ')
    .replace(/(?<!\p{L})if (?=it)/u, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const bare = skeletonOf(text, KEEP)
  const [a, b] = times
  const now = nowOf(input)
  if (a === undefined || now === null) return null
  if (lengths.length === 1) {
    const form = TIMER.map(one => one.exec(bare)).find(found => found !== null)
    const [length] = lengths
    if (form === undefined || form === null || length === undefined || (b !== undefined && !isTold)) return null
    const at = b ?? now
    const end = a.seconds + length.seconds
    if (at.seconds < a.seconds || end <= at.seconds || end > 86_400 || a.isTwelve !== at.isTwelve) return null
    return lengthAnswer(
      `${a.seconds} + ${length.seconds} - ${at.seconds}`,
      formAsked(shape) === 'hours' ? 'words' : formAsked(shape),
      `From ${writeTime(at.seconds)}${b === undefined ? ` (now: ${input.now.zone})` : ''} to ${writeTime(end)}`,
    )
  }
  if (b === undefined) {
    if (FROM_NOW.test(bare)) return apart(now, a, shape, input, false)
    return SINCE_NOW.test(bare) ? apart(a, now, shape, input, false) : null
  }
  if (!isTold) return null
  if (UNTIL.some(form => form.test(bare))) {
    const isNowLast = /^(?:until|till) T/u.test(bare)
    return apart(isNowLast ? b : a, isNowLast ? a : b, shape, input, true)
  }
  const since = SINCE.findIndex(form => form.test(bare))
  return since < 0 ? null : apart(since === 0 ? a : b, since === 0 ? b : a, shape, input, true)
}

export const clockLeftRules: readonly PlannerRule[] = [
  defineRule({
    id: 'clock-left',
    reason:
      'Tells how long it is until a time or since one, from now or from a time that is told as now, and what is left of a timer.',
    order: 52.5,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        "It's 14:35. How long until 16:00?",
        "I've been waiting since 8:20, it's 9:05. how long?",
        'I started a 50 min timer at 8:35. How many minutes are left now?',
        "the timer was started at 8:35 for 50 minutes, it's 9:00 now. how much time is left?",
        'How many hours are there from now until midnight tonight?',
      ],
      no: [
        "It's 14:35. How long until dinner at 16:00 is cooked?",
        "I've been waiting since 8:20, it's 9:05. Should I go?",
        'I started a 50 min timer at 8:35. How many minutes are left of the film?',
        "It's 14:35. How long until 16:00 in Tokyo?",
      ],
    },
    read: told((moments, _, input) =>
      moments === null || /[MYSCIXVOW]/.test(moments.shape) || moments.times.length === 0 ? null : left(moments, input),
    ),
  }),
]
