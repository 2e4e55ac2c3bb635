/**
 * Blocks of one length with breaks between them, from a beginning or as a whole; a length for each of so many things; a length in equal
 * parts. What goes on side by side is no sum, and a break whose number is not certain is none.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { type Answer, defineRule } from '../rule.ts'
import { clockAnswer } from './clock-rules.ts'
import { lengthAnswer, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'

const NOUN =
  '(?!(?:and|plus|with|of|at|each|per|every|in|on|but|for|minus|without|except|between|then|how|when|what)(?!\\p{L}))\\p{L}[\\p{L}-]*'
const LEAD =
  "(?:(?:i|we|he|she|they|you|set|do|did|have|has|had|plan|make|run|there|are|is|my|our|the|a|an|today|teach|hold|give|take|with|of|want|to|am|doing|i'm|we're|play|watch|need) )*"
const BLOCK = `(?:N(?: ${NOUN}){0,3}?(?: (?:of|a|at|with|each|lasting|taking|that last|which last|last|lasts|are|at a length of))* L(?: each| long| apiece)?(?: ${NOUN})?|(?:each|one|every|a|the)(?: ${NOUN}){1,2} (?:is|lasts|takes|has) L(?: long)?(?: and)?(?: (?:there are|i have|we have|i teach))? N(?: ${NOUN})?)`
const GAP = '(?:break|breaks|pause|pauses|rest|rests|gap|gaps|recess|changeover)'
const BETWEEN =
  '(?:in between|in-between|between(?: (?:them|each|every|the|two|those|one|all))*(?: (?!how|when|what|starting|and)\\p{L}+)?|after each except the last|after each but the last)'
const PAUSE = `(?:(?:with|and|plus|a|an|there is|there are|have|always|of|each|\\+|then) )*(?:N )?(?:L(?: \\p{L}+)? ${GAP}|${GAP}(?: (?:of|lasting|for|is|are))+ L|L)(?: each| long)?(?: ${BETWEEN})?`
const WHOLE = new RegExp(`^${LEAD}(?<block>${BLOCK})(?<pauses>(?: ${PAUSE}){0,2})$`, 'u')
const START =
  /(?<!\p{L})(?:(?:and|the|first|one|i|we|it|they|is|which|that) )*(?:starting|starts?|started|beginning|begins?|from|begin)(?: (?:at|from|on|is|with))* T(?!\p{L})/u
const ASKS_END =
  /(?:^|(?<= ))(?:(?:and|so|then) )*(?:when|what time|at what time|which time|until when)(?: (?:am|is|are|do|does|will|would|can|i|we|it|they|the|all|last|one|everything|be|session|lesson|block|timer|game|class|workout|training|this|that|my|school))* (?:done|finished|finish|finishes|end|ends|over|ready|free|home|through|out)$|(?:^|(?<= ))(?:end|finish|finish time|end time|finishing time|done when|over when)$/u
const ASKS_LENGTH =
  /(?:^|(?<= ))(?:(?:and|so|what's|whats|what|is|the) )*(?:how long|how many minutes|how many hours|how much time|total time|total duration|total|altogether|in total|overall|duration)(?: (?:is|does|do|did|will|would|it|that|this|the|all|whole|in|total|altogether|take|last|be|i|we|need|together|everything|thing|time|of|session|including|with|breaks|and|workout|training|incl))*$/u
const PARALLEL =
  /(?<!\p{L})(?:same time|parallel|at once|simultaneous\p{L}*|together at|people|persons|friends|workers|painters|machines|ovens|printers|teams|threads|cores|if|unless|not|but|except|average|skip|about|roughly|up to|at least|at most|overlap\p{L}*|more|less|another|left|already|done so)(?!\p{L})/u

const counted = (text: string): readonly string[] => text.match(/(?<!\p{L})[NL](?!\p{L})/gu) ?? []

/** `3 timers of 25 min with 5 min breaks between them starting T, when am I done`. */
function blocks(moments: Moments): Answer | null {
  const { numbers, lengths, times, shape } = moments
  if (numbers.length === 0 || lengths.length === 0 || times.length > 1 || PARALLEL.test(shape.replace(ASKS_END, ' ')))
    return null
  const asksEnd = ASKS_END.test(shape)
  const asksLength = !asksEnd && ASKS_LENGTH.test(shape)
  if (asksEnd === asksLength || (asksEnd && times.length === 0)) return null
  const told_ = shape
    .replace(asksEnd ? ASKS_END : ASKS_LENGTH, ' ')
    .replace(START, ' ')
    .replace(/ - /gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  if (/T/u.test(told_) || (asksLength && times.length > 0)) return null
  const groups = WHOLE.exec(told_)?.groups
  if (groups === undefined) return null
  const letters = counted(groups.block ?? '')
  const pauses = (groups.pauses ?? '').trim()
  if (letters.length !== 2 || (pauses === '' && times.length === 0)) return null
  const all = [...told_.matchAll(/(?<!\p{L})[NL](?!\p{L})/gu)].map(([letter]) => letter)
  if (all.length !== numbers.length + lengths.length) return null
  const [n, length] = [Number(numbers[0]), lengths[0]]
  if (length === undefined || !Number.isInteger(n) || n < 2 || n > 100) return null
  const parts = [{ count: n, seconds: length.seconds, text: length.text }]
  let [at, size] = [1, 1]
  for (const one of pauses === ''
    ? []
    : pauses.split(/(?<=L(?: [^NL]*)?) (?=(?:and|plus|\+) (?:with |a |an )?(?:N|L))/u)) {
    const isBetween = new RegExp(BETWEEN, 'u').test(one)
    const hasCount = counted(one).includes('N')
    if (counted(one).length !== (hasCount ? 2 : 1)) return null
    const isOne = /(?:^|(?<= ))an? L? ?(?:\p{L}+ )?break(?!s)/u.test(one) && !isBetween
    const told = hasCount ? Number(numbers[at++]) : isBetween ? n - 1 : isOne ? 1 : Number.NaN
    const pause = lengths[size++]
    // Between them there is one less.
    if (pause === undefined || !Number.isInteger(told) || told < 1 || told >= n + 1 || (isBetween && told !== n - 1))
      return null
    if (!new RegExp(`${GAP}|${BETWEEN}`, 'u').test(one)) return null
    parts.push({ count: told, seconds: pause.seconds, text: pause.text })
  }
  const total = parts.reduce((sum, { count, seconds }) => sum + count * seconds, 0)
  const sum = parts.map(({ count, seconds }) => `${count} * ${seconds}`).join(' + ')
  const how = parts.map(({ count, text }) => `${count} × ${text}`).join(' + ')
  const [start] = times
  if (asksEnd && start !== undefined)
    return total > 172_800
      ? null
      : clockAnswer(`${start.seconds} + ${sum}`, start.seconds + total, [], `${how} after ${writeTime(start.seconds)}`)
  return lengthAnswer(sum, /minutes/u.test(shape.slice(told_.length)) ? 'minutes' : 'words', how)
}

const root = (word: string): string => word.replace(/ies$/u, 'y').replace(/(?<=ch|sh|ss|x)es$|s$/u, '')
const EACH =
  /^(?:(?:it|i|we|the|a|my|each|one|download|downloading|printing|upload|uploading|reading|read|takes?|needs?|lasts?|cleaning|washing|ironing|painting|time|is|are|to|do|about exactly|grading|marking|correcting|peeling|making|filling|packing|scanning|rendering|render|copying|process|processing|job|work|typing|signing|checking) )*L (?:per|for each|for every|for one|each|a|an|to \p{L}+ (?:one|each|a|an)) (?<one>\p{L}+) (?:(?:and|i|we|there|are|have|has|had|with|for|so|then|must|need|to|do|got|about exactly|the|my|all|read|grade|mark|correct|pack|print|download|how long(?: (?:for|do|does|will|it|take|is))*) )*N(?: \p{L}+)?? (?<many>\p{L}+)(?<ask>(?: \p{L}+)*)$/u
const COUNT_FIRST =
  /^(?:(?:i|we|have|has|there|are|must|need|to|got|he|she|they|with|for|grade|mark|correct|pack|print|download|read|clean|paint|iron|fold|write|sign) )*N(?: \p{L}+)?? (?<many>\p{L}+)(?: (?:to|of) \p{L}+)? (?:(?:and|it|takes?|taking|i|need|needs|each|one|at|of|with) )*L (?:(?:per|for each|for every|for one|each|a|an) (?<one>\p{L}+)|each|apiece|per piece)(?<ask>(?: \p{L}+)*)$/u
const EACH_ASK =
  /^(?: (?:how|long|many|much|hours|minutes|time|total|altogether|in|all|is|it|that|does|do|will|take|need|i|we|the|for|them|together|download|duration|of|would|be|and))*$/u
/** `3 min 20 sec per file, 12 files, total time`. */
function perItem({ numbers, lengths, times, spans, shape }: Moments): Answer | null {
  const [length] = lengths
  const groups = (EACH.exec(shape) ?? COUNT_FIRST.exec(shape))?.groups
  if (groups === undefined || length === undefined || lengths.length !== 1 || times.length + spans.length > 0)
    return null
  if (!EACH_ASK.test(groups.ask ?? '') || PARALLEL.test(shape)) return null
  if (
    !/(?<!\p{L})(?:how long|how many (?:hours|minutes)|total|how much time|altogether|duration)(?!\p{L})/u.test(shape)
  )
    return null
  const { many = '' } = groups
  const one = groups.one ?? many
  if (
    root(one) !== root(many) ||
    one.length < 3 ||
    /^(?:day|week|month|year|hour|minute|night|km|mile|metre|meter)/u.test(one)
  )
    return null
  const count = Number(numbers[0])
  if (numbers.length !== 1 || !Number.isInteger(count) || count < 2 || count > 10_000) return null
  return lengthAnswer(
    `${count} * ${length.seconds}`,
    /how many minutes/u.test(shape)
      ? 'minutes'
      : count * length.seconds > 86_400 && (count * length.seconds) % 36 === 0
        ? 'decimal'
        : 'words',
    `${count} × ${length.text}`,
  )
}

const PER_ONE =
  /^(?:(?:i|we|start|starting|starts?|with|and|at|have|there|are|each|gets|takes) )*L (?:per|each|for each|for every|a) (?<one>\p{L}+) (?:(?:and|i|we|there|are|have|with|for) )*N (?<many>\p{L}+)$|^(?:(?:i|we|have|there|are|with|see|phone|calls|appointments|interviews|patients|talks|meetings) )*N (?<many2>\p{L}+) (?:(?:and|with|at|of) )*L (?:each|(?:per|for each|for every|a) (?<one2>\p{L}+))$/u
/** `start T, L per person, N people, end?` */
function perItemFrom({ numbers, lengths, times, spans, shape }: Moments): Answer | null {
  const [start, length] = [times[0], lengths[0]]
  if (!ASKS_END.test(shape) || start === undefined || length === undefined || times.length + lengths.length !== 2)
    return null
  const body = shape
    .replace(ASKS_END, ' ')
    .replace(
      /(?<!\p{L})(?:(?:i|we|it|and|then) )*(?:start(?:s|ing)?|begin(?:s|ning)?|from|at)(?: (?:at|from))* T(?!\p{L})/u,
      ' ',
    )
    .replace(/ - /gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
  const groups = PER_ONE.exec(body)?.groups
  const count = Number(numbers[0])
  if (groups === undefined || numbers.length !== 1 || !Number.isInteger(count) || count < 2 || count > 200) return null
  const [one, many] = [groups.one ?? groups.one2 ?? groups.many2 ?? '', groups.many ?? groups.many2 ?? '']
  if (root(one) !== root(many) && !(one === 'person' && /^(?:people|persons)$/u.test(many))) return null
  const rest = shape.replace(ASKS_END, ' ').replace(/(?<!\p{L})(?:people|persons?)(?!\p{L})/gu, ' ')
  const total = count * length.seconds
  if (PARALLEL.test(rest) || /^(?:day|week|hour)/u.test(one) || spans.length > 0 || total > 86_400) return null
  return clockAnswer(
    `${start.seconds} + ${count} * ${length.seconds}`,
    start.seconds + total,
    [],
    `${count} × ${length.text} after ${writeTime(start.seconds)}`,
  )
}

const SPLIT =
  /^(?:(?:i|we|want|to|need|please|have|if) )*(?:split|divide|cut|break|share|divided|split up|break up)(?: up)? (?:(?:a|an|my|the|our|this|of) )*L(?: (?!into|in|by|between|among)\p{L}+){0,2} (?:up )?(?:(?:equally|evenly) )?(?:into|in|by|between|among) N(?: (?:equal|equally|even|same|long|parts|pieces|blocks|slots|sections|segments|people|kids|children|speakers|talks|students|pupils|turns|rounds|of|us|persons|presenters|chapters|topics|stations|players|shares|sized|presentations|groups|teams))*(?: (?:equally|evenly))?(?: (?:how (?:long|many minutes|much time)|what|is|does|do|will|be|each|per|one|part|piece|block|slot|get|gets|everyone|a|the|for|person|speaker|in|minutes|and|seconds|section|segment|talk|turn|round))*$/u
/** `split a 90 min session into 4 equal parts, how long is each`. */
function split({ numbers, lengths, times, shape }: Moments): Answer | null {
  const [length] = lengths
  const count = Number(numbers[0])
  if (!SPLIT.test(shape) || length === undefined || lengths.length !== 1 || times.length > 0 || numbers.length !== 1)
    return null
  if (!Number.isInteger(count) || count < 2 || count > 1000 || /(?<!\p{L})breaks?(?!\p{L})(?! L| up L)/u.test(shape))
    return null
  const value = evaluatedValue(`${length.seconds} / ${count}`)
  if (value === null || value.denominator !== 1n) return null
  return lengthAnswer(`${length.seconds} / ${count}`, 'words', `${length.text} ÷ ${count}`)
}

export const blockPlanRules: readonly PlannerRule[] = [
  defineRule({
    id: 'block-plan',
    reason:
      'Adds up blocks of one length with the breaks between them, a length for each of many things, or splits one into equal parts.',
    order: 58.6,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'set 3 timers of 25 min with 5 min breaks between them starting 9:00, when am i done?',
        '4 pomodoros (25 min) with 5 minute breaks in between, how long in total',
        '6 lessons of 45 minutes and 2 breaks of 20 minutes, starting at 8:00, when is school over?',
        'download takes 3 min 20 sec per file, 12 files. total time',
        'split a 90 min session into 4 equal parts, how long is each',
      ],
      no: [
        '4 pomodoros (25 min) with breaks in between, how long in total',
        '4 pomodoros (25 min) with 5 minute breaks, how long in total',
        '4 pomodoros (25 min) with 5 minute breaks in between, how many tasks can I do?',
        'download takes 3 min 20 sec per file, 12 files, 4 at once. total time',
        'download takes 3 min 20 sec per file, 12 folders. total time',
        'split a 90 min session into 4 parts, the first twice as long, how long is each',
        '3 friends walk 25 min with a 5 min break, starting at 9:00, when are they done?',
      ],
    },
    read: told(moments => {
      if (
        moments === null ||
        moments.lengths.length === 0 ||
        moments.numbers.length === 0 ||
        /[DMYSCXIWVO]/.test(moments.shape)
      )
        return null
      return blocks(moments) ?? perItem(moments) ?? perItemFrom(moments) ?? split(moments)
    }),
  }),
]
