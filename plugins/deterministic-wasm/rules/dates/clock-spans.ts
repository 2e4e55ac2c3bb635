/** Lengths of time between times of day: work with breaks, nights, several spells of a day, time sheets, waits. */
import type { PlannedTask, PlannerInput } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import { type Answer, at, literal, task } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import type { Moments } from './moments.ts'
import type { TimeToken } from './read-length.ts'
import { readZone } from './zones.ts'

const pad = (value: number): string => String(value).padStart(2, '0')
export const writeTime = (seconds: number): string =>
  `${pad(Math.floor(seconds / 3600))}:${pad(Math.floor((seconds % 3600) / 60))}${seconds % 60 === 0 ? '' : `:${pad(seconds % 60)}`}`

export type Form = 'words' | 'hours' | 'decimal' | 'minutes' | 'clock' | 'seconds'

/** A length of time from an expression in seconds. */
export function lengthAnswer(expression: string, form: Form, how: string, before: readonly PlannedTask[] = []): Answer {
  const keys = before.map(({ key }) => key)
  const size = (name: string, divisor: number): PlannedTask =>
    task(
      name,
      `Take it in ${name}`,
      'math.evaluate',
      { expression: `(${expression}) / ${divisor}`, decimals: 2, rounding: 'half_up' },
      keys,
    )
  const said = { values: { how: literal(how) }, how: '{{how}}' }
  if (form === 'decimal' || form === 'minutes' || form === 'seconds') {
    const [name, divisor] = { decimal: ['hours', 3600], minutes: ['minutes', 60], seconds: ['seconds', 1] }[form] as [
      string,
      number,
    ]
    return {
      tasks: [...before, size(name, divisor)],
      answer: name,
      reply: { template: `{{value}} ${name}`, how: said.how, values: { value: at('/value'), ...said.values } },
    }
  }
  const seconds = task('length', 'Work out the length', 'math.evaluate', { expression }, keys)
  const text = task(
    'said',
    'Write it as a length of time',
    'date.format_duration',
    { seconds: { $from: 'length', pointer: '/value' }, ...(form === 'clock' ? { style: 'hours' } : {}) },
    ['length'],
  )
  const value = form === 'hours' ? evaluatedValue(`(${expression}) / 3600`) : null
  const isWhole = value !== null && value.numerator % value.denominator === 0n
  if (form !== 'hours' || isWhole)
    return {
      tasks: [...before, seconds, text],
      answer: 'said',
      reply: { template: '{{text}}', how: said.how, values: { text: at('/text'), ...said.values } },
    }
  const merged = { text: { $from: 'said', pointer: '/text' }, hours: { $from: 'hours', pointer: '/value' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['said', 'hours'])
  return {
    tasks: [...before, seconds, text, size('hours', 3600), both],
    answer: 'both',
    reply: {
      template: '{{text}} ({{hours}} hours)',
      how: said.how,
      values: { text: at('/text'), hours: at('/hours'), ...said.values },
    },
  }
}

export function formAsked(shape: string): Form {
  if (/decimals?|industrial/u.test(shape)) return 'decimal'
  if (/how many minutes|in minutes|minutes (?:in total|total|between|from|until|is)/u.test(shape)) return 'minutes'
  if (/how many seconds|in seconds/u.test(shape)) return 'seconds'
  return /hours/u.test(shape) ? 'hours' : 'words'
}

/** Seconds from one time to the next, or null where am and pm are not certain: `from 9:00 to 5:00`. */
export function between(a: TimeToken, b: TimeToken, isNight: boolean): { seconds: number; isOver: boolean } | null {
  // Who goes to bed at 11 pm gets up in the morning.
  const isSlept = isNight && a.isTwelve && a.seconds >= 64_800 && b.seconds < 43_200
  const isSure =
    isSlept ||
    a.isTwelve === b.isTwelve ||
    [a, b].every(({ isTwelve, seconds }) => isTwelve || seconds >= 46_800 || seconds === 0)
  if (!isSure) return null
  const end = b.isEnd ? 86_400 : b.seconds
  const isOver = end < a.seconds
  if (isOver && !a.isTwelve && !isNight && b.seconds < 43_200 && a.seconds < 46_800) return null
  const seconds = end - a.seconds + (isOver ? 86_400 : 0)
  return seconds === 0 ? null : { seconds, isOver }
}

const WORDS =
  'reading read watching watched playing played studying studied training trained cooking cooked practising practised practicing practiced cleaning cleaned waiting waited talking talked cycling cycled swimming swam gaming gardening painting painted ironing sunrise sunset daylight stopwatch stop stopped begin meetings calls dep arr there back again resumed returned finally came home departs depart departed departing departure arrives arriving school concert show match game play performance exam test ride bus ferry party wedding ceremony interview call lecture workshop conference visit tour surgery operation appointment ran run running kick-off kicked trip tram walk hike nap parked bedtime kids kid baby alarm woken much fell once straight immediately as from to until till til between and how long many hours hour minutes seconds time is was were are that it in total all altogether start starts started starting begin began begins end ends ended finish finishes finished left leave leaves came arrive arrived arrival clock clocked clock-in clock-out in out on off work worked working works shift shifts night day long duration last lasts lasted lasting sleep slept sleeping asleep woke wake up bed got get went go going ' +
  'break breaks lunch pause pauses paused unpaid rest coffee dinner half minus less without excluding deducting subtract subtracting after deduct take taken off with plus incl excl paid pay decimal decimals number length meeting class lesson session film movie train flight drive trip journey i did do my me we he she they net gross hrs per for the a an of at then just only same next following morning evening passed elapsed spent spend does should bill billed log logged timesheet time sheet today yesterday'

const GOT_OFF =
  /(?<!\p{L})(?:got|get|gets|took|takes|take|set|sets|clocked|clock|dropped|kicked|kicks|kick|switched|turned|signed|signs) off(?!\p{L})/gu
const WORD_SET = new Set(WORDS.split(' '))
const BREAK =
  /(?:break|breaks|lunch|pause|pauses|rest|unpaid|off|dinner|coffee|minus|less|deduct|subtract|excluding|without|interval)/u

export const PAID_BREAK =
  /(?<!\p{L})paid (?:L )?(?:lunch |coffee |dinner )?(?:break|lunch|pause|rest|dinner)|(?:break|breaks|lunch|pause|rest)(?: of)?(?: L)? (?:(?:that |which )?(?:is|was|are|being) (?:paid|included)|included|inclusive|counts|paid$)|(?:including|included|incl|inclusive)(?: \p{L}+){0,2} L/u
/** Two times as a beginning and an end. */
const SPAN =
  /T (?:(?:to|until|till|til|up to|through|thru|-)(?: (?:the )?(?:next|following) (?:day|morning)| about| around)?) (?:\p{L}+ ){0,2}T|(?:from|between) (?:\p{L}+ ){0,2}T (?:\p{L}+ ){0,3}and (?:\p{L}+ ){0,2}T|(?:start\p{L}*|began|begin\p{L}*|clock\p{L}*|clock-in|dep|in|came|arrived?|left|leave|leaves|departs|departed|departure|departing|went|bed|slept|asleep|got|on|depart\p{L}*|sunrise|parked|bedtime|starts?)(?: \p{L}+){0,3} T (?:\p{L}+[ ,]*){0,5}?(?:end\p{L}*|finish\p{L}*|left|leave|out|clock-out|until|till|woke|wake|up|off|arriv\p{L}*|arr|sunset|there|here|stop|stopped|over|back|done|to|alarm)(?: \p{L}+){0,3} T/u

const STATION =
  /(?<=(?:from|in|to|at|departs|leaves|left|departed|reaches|reached|arrives) )(?!(?:the|my|our|its|his|her|work|home|hotel|bed|school|lunch|dinner|bar|speed|least|half|each|every|all|bad|rain|fear|danger|traffic)(?!\p{L}))\p{L}{4,}(?= (?:T|at|and|on|to|in|how|for)(?!\p{L})|$)/gu
/** The two towns of a train, unless their clocks are known to differ. */
function withoutStations(shape: string): string {
  if (!/(?<!\p{L})(?:train|bus|coach|tram)(?!\p{L})/u.test(shape)) return shape
  const names = [...shape.matchAll(STATION)].map(([name]) => name).filter(name => !WORD_SET.has(name))
  if (names.length === 0 || names.length > 2) return shape
  const zones = names.map(name => readZone(name)?.zone ?? null)
  if (names.length === 2 && (zones[0] === null) !== (zones[1] === null)) return shape
  return zones[0] === zones.at(-1) ? shape.replace(STATION, found => (names.includes(found) ? ' ' : found)) : shape
}

/** `clocked in T, out T, back T till T`. */
const IN_OUT =
  /(?<!\p{L})(?:in|start\p{L}*|from|came|arrived)(?: (?:at|work|working))? T (?:(?:to|until|till|and|then|clocked|went|clock) )*(?:(?:out|left|until|till|to|off|-)(?: (?:at|for|to|lunch|break))* )?T (?:(?:and|then|again|clocked|came|clock) )*(?:back|in|again|returned|resumed)(?: (?:at|in|from|again|on))* T (?:(?:and|then|again|finally|clocked|went|clock) )*(?:out|left|until|till|to|off|home|went home|-)(?: (?:at|again))* T/u

const BREAK_TIME =
  /(?<=(?:break|breaks|lunch|pause|pauses) (?:(?:of|is|was|took|time|for) )?)T(?! (?:to|until|till|-|and) T)/gu
/** `Break 0:40`: a length in the form of a time. */
function withBreakTime(moments: Moments): Answer | null {
  const found = [...moments.shape.matchAll(BREAK_TIME)]
  const [only] = found
  if (only === undefined || found.length !== 1) return null
  const place = moments.shape.slice(0, only.index).match(/(?<!\p{L})T(?!\p{L})/gu)?.length ?? 0
  const time = moments.times[place]
  if (time === undefined || time.isTwelve || time.seconds > 10_800 || !/^\d{1,2}:\d\d$/.test(time.text)) return null
  return worked({
    ...moments,
    shape: `${moments.shape.slice(0, only.index)}L${moments.shape.slice(only.index + 1)}`,
    times: moments.times.filter((_, i) => i !== place),
    lengths: [...moments.lengths, { text: `${time.text} h`, seconds: time.seconds }],
  })
}

/** `9:15 to 17:45 with a 45 min break`, `started T, lunch T to T, left T`. */
export function worked(moments: Moments): Answer | null {
  const { times, lengths, numbers } = moments
  // Who falls asleep at once slept from then on; `two shifts` are those that follow.
  const isCounted = numbers.length === 1 && Number(numbers[0]) * 2 === times.length
  const isToday =
    moments.days.length === 1 && /^(?:today|tonight|yesterday|tomorrow)$/u.test(moments.days[0]?.label ?? '')
  const shape = (isToday ? moments.shape.replace(/(?<!\p{L})D (?!T \p{L}+ D)/u, '') : moments.shape)
    .replace(isCounted ? /(?<!\p{L})N (?=shifts?|spells|parts|sessions|blocks)/u : /$^/u, '')
    .replace(/ if i fell asleep (?:at once|immediately|straight away)$/u, '')
    .replace(
      /^how (?:much sleep|long|many hours)(?: sleep| of sleep)? (?:do|did|will|would) i (?:get|sleep|have) if (?=i )/u,
      'how long ',
    )
  if (times.length % 2 === 1 && times.length > 2) return withBreakTime(moments)
  if (times.length < 2 || times.length > 6 || /[DMYSNCIXVOW]/.test(shape)) return null
  const isAsked =
    /(?<!\p{L})(?:minutes|length|elapsed|elapsed time|time elapsed)$|^(?:hours|minutes|seconds) (?:between|from)(?!\p{L})|how (?:long|many|much (?:time|sleep(?= did| was| have i had| is that|$)))|total|duration|hours|length|worked|paid time|time spent/u.test(
      shape,
    )
  if (
    !isAsked ||
    /(?<!\p{L})(?:if|unless|each|every|per|overtime|rate|earn|wage|salary|late|average|healthy|unhealthy|enough|ideal|recommended|fair|legal|allowed|normal|okay|good|bad|best|better|reasonable|safe|sensible|possible|when|what time|round|rounded|nearest)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  // `how many half hours`: another unit than the answer's.
  if (
    /how many (?!(?:(?:paid|working|work|full|decimal|total|net|whole|billable|more) )*(?:hours|minutes|seconds|hrs|mins)(?!\p{L}))/u.test(
      shape,
    )
  )
    return null
  if (!isTold(withoutStations(shape).replace(/ [-/] /g, ' '), { words: WORDS, names: 0 })) return null
  const isNight =
    /(?:night|bedtime|over ?night|next (?:day|morning)|following (?:day|morning)|sleep|slept|asleep)/u.test(shape)
  const first = times[0]!
  const last = times.at(-1)!
  const form = formAsked(shape)
  const breaks = lengths.reduce((sum, { seconds }) => sum + seconds, 0)
  if (lengths.length > 0 && (!BREAK.test(shape) || lengths.length > 3)) return null
  if (lengths.length === 0 && times.length === 2 && BREAK.test(shape.replace(GOT_OFF, ' '))) return null
  // A break that is paid takes nothing off, and its own length is another question.
  if (/(?:break|breaks|lunch|pauses?) (?:in )?total$/u.test(shape)) return null
  if (/(?:twice|two|three|N) (?:\p{L}+ )*break/u.test(shape) || PAID_BREAK.test(shape)) return null
  if (times.length === 2) {
    // `Total of 1:05 pm and 2:30 pm` is no span.
    if (!SPAN.test(shape)) return null
    const span = between(first, last, isNight)
    if (span === null || span.seconds <= breaks) return null
    const how = `From ${writeTime(first.seconds)} to ${writeTime(last.seconds)}${span.isOver ? ' of the next day' : ''}${breaks > 0 ? `, less ${lengths.map(({ text }) => text).join(' and ')}` : ''}`
    return lengthAnswer(
      `${last.isEnd ? 86_400 : last.seconds}${span.isOver ? ' + 86400' : ''} - ${first.seconds}${lengths.map(({ seconds }) => ` - ${seconds}`).join('')}`,
      form,
      how,
    )
  }
  // The times of a day, one after the other.
  if (
    times.some((time, i) => i > 0 && time.seconds <= times[i - 1]!.seconds) ||
    new Set(times.map(({ isTwelve }) => isTwelve)).size > 1
  )
    return null
  const isNested =
    /(?:break|lunch|pause|rest|dinner|coffee|off)(?: \p{L}+){0,3} T(?: (?:to|until|till|-|and))? T/u.test(shape)
  const isPairs =
    IN_OUT.test(shape) || (/T (?:to|until|till|-) T(?: \p{L}+)*? T (?:to|until|till|-) T/u.test(shape) && !isNested)
  if (isNested === isPairs && !IN_OUT.test(shape)) return null
  if (isNested && times.length !== 4) return null
  const [a, b, c, d] = times.map(({ seconds }) => seconds) as [number, number, number, number]
  const pairs = Array.from(
    { length: times.length / 2 },
    (_, i) => [times[2 * i]!.seconds, times[2 * i + 1]!.seconds] as const,
  )
  const isInside = isNested && !IN_OUT.test(shape)
  const expression = isInside
    ? `(${d} - ${a}) - (${c} - ${b})`
    : pairs.map(([from, to]) => `(${to} - ${from})`).join(' + ')
  const how = isInside
    ? `From ${writeTime(a)} to ${writeTime(d)}, less ${writeTime(b)} to ${writeTime(c)}`
    : pairs.map(([from, to]) => `${writeTime(from)} to ${writeTime(to)}`).join(' and ')
  return lengthAnswer(
    `${expression}${lengths.map(({ seconds }) => ` - ${seconds}`).join('')}`,
    form,
    `${how}${lengths.length > 0 ? `, less ${lengths.map(({ text }) => text).join(' and ')}` : ''}`,
  )
}

/** `how many minutes until 18:30 if now it is 16:52`. */
export function waited(moments: Moments, input: PlannerInput): Answer | null {
  const { times, shape } = moments
  if (times.length < 1 || times.length > 2 || /[DMYSNCIXVOWL]/.test(shape)) return null
  const isUntil =
    /^(?:how (?:long|many (?:hours|minutes|seconds)|much time)|(?:hours|minutes|time))(?: \p{L}+)*? (?:until|till|to|before|left until|left till) (?:it is |it's )?T/u.test(
      shape,
    )
  const nowAt = /(?:now|currently|right now|it is|it's|its)(?: (?:it is|it's|is|now|at))* T|T (?:right )?now/u.exec(
    shape,
  )
  if (!isUntil || (times.length === 2 && nowAt === null)) return null
  if (
    !isTold(shape, {
      words:
        'how long many much hours minutes seconds time until till to before left is it now right currently remain remaining there are do i we have if and when today tonight its go',
    })
  )
    return null
  const [target, now] = times
  const own = /T(\d\d):(\d\d)/.exec(input.now.iso)
  const current =
    now ??
    (own === null
      ? undefined
      : {
          text: 'now',
          seconds: Number(own[1]) * 3600 + Number(own[2]) * 60,
          isTwelve: false,
          hasSeconds: false,
          isEnd: false,
        })
  if (target === undefined || current === undefined) return null
  if (times.length === 2 && nowAt !== null && shape.indexOf('T') > nowAt.index) return null
  const span = between(current, target.text.toLowerCase() === 'midnight' ? { ...target, isEnd: true } : target, false)
  // What is past today may be tomorrow's.
  if (span === null || (span.isOver && now === undefined)) return null
  const expression = `${target.isEnd || target.text.toLowerCase() === 'midnight' ? 86_400 : target.seconds}${span.isOver ? ' + 86400' : ''} - ${current.seconds}`
  const form = formAsked(shape)
  return lengthAnswer(
    expression,
    form === 'hours' && !/how many hours/u.test(shape) ? 'words' : form,
    `From ${writeTime(current.seconds)}${now === undefined ? ` (now, ${input.now.zone})` : ''} to ${writeTime(target.seconds)}${span.isOver ? ' of the next day' : ''}`,
  )
}

const LINE =
  /^\s*(?:[-*•] )?(?<name>\p{L}[\p{L}.]*\.?|\p{L}{2,9} \d{1,2}\.?|\d{1,2}[./]\d{1,2}\.?(?:\d{2,4})?|\d{4}-\d\d-\d\d)?[:,]?\s*(?<a>\d{1,2}[:.]\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m) ?(?:-|–|—|to|until|till) ?(?<b>\d{1,2}[:.]\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m)[,;.]?(?<rest>(?: [^\d\n]{1,60})?)\s*$/iu
const CLOCKS = /\d(?:[:.]\d\d| ?[ap]m)/giu
const LONGEST_SHEET = 2_000
const SHEET = /(?:total|sum|add|how many hours|hours|how long|altogether|time ?sheet|worked)/iu
/** Lines or a list of spells: `Mon 8:00-16:30`. */
export function timeSheet(head: string, data: string, read: (text: string) => TimeToken | null): Answer | null {
  if (data.length > LONGEST_SHEET || !(SHEET.test(head) || SHEET.test(data)) || (data.match(CLOCKS)?.length ?? 0) < 4)
    return null
  const all = data
    .split(/\n|, (?=\p{L}|\d{1,2}[:.]\d\d)|; /u)
    .map(line => line.trim())
    .filter(line => line !== '')
  const spells = all.map(line => LINE.exec(line))
  const left = all.map((line, i) => (spells[i] === null ? line : (spells[i]?.groups?.rest ?? ''))).join(' ')
  const words = `${head} ${left}`.toLowerCase()
  const count = spells.filter(spell => spell !== null).length
  if (count < 2 || count > 31 || !SHEET.test(words)) return null
  const broken =
    /(?<n>\d{1,3}) ?(?<unit>min(?:ute)?s?|h(?:ours?)?)(?: (?:unpaid|lunch))* (?:break|lunch|pause)(?: (?:every|each|per|a) day| daily| each| per shift| a shift)/iu.exec(
      words,
    )
  const rest = words.replace(broken?.[0] ?? '', ' ').replace(/[^\p{L}\p{N}\s]/gu, ' ')
  if (
    /\d/.test(rest) ||
    !isTold(rest.trim(), {
      words: `${WORDS} sum add up altogether timesheet time sheet week weekly times list please no breaks hours these following here are below minus each every mon tue wed thu fri`,
    })
  )
    return null
  if (/break|lunch|pause/.test(rest) && !/(?:no|without) (?:breaks?|lunch|pauses?)/.test(rest)) return null
  const parts: string[] = []
  for (const spell of spells) {
    if (spell === null) continue
    const [a, b] = [read((spell.groups?.a ?? '').replace('.', ':')), read((spell.groups?.b ?? '').replace('.', ':'))]
    const span = a === null || b === null ? null : between(a, b, false)
    if (a === null || b === null || span === null) return null
    parts.push(`(${b.isEnd ? 86_400 : b.seconds}${span.isOver ? ' + 86400' : ''} - ${a.seconds})`)
  }
  const off = broken === null ? 0 : Number(broken.groups?.n) * (/^h/.test(broken.groups?.unit ?? '') ? 3600 : 60)
  const expression = `${parts.join(' + ')}${off > 0 ? ` - ${count} * ${off}` : ''}`
  if (expression.length > 600) return null
  const form = formAsked(words)
  return lengthAnswer(
    expression,
    form === 'words' ? 'hours' : form,
    `${count} spells added up${off > 0 ? `, less ${broken?.groups?.n} ${broken?.groups?.unit} each` : ''}`,
  )
}
