/** Days and hours told in a sentence: ages, due dates, arrivals, how long something took, the time in another place. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { ageOf } from '../dates/calendar-rules.ts'
import { formatted } from '../dates/clock-format.ts'
import { elsewhere, LENGTH, readTime, shifted, spanned, TIME } from '../dates/clock-rules.ts'
import { dayAndWeekday, stepped } from '../dates/date-answers.ts'
import { readDay, showDay } from '../dates/read-date.ts'
import { readZone } from '../dates/zones.ts'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { isTold } from './story.ts'

const MONTH =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
const DATE = `\\d{4}-\\d{2}-\\d{2}|\\d{1,2}\\.\\d{1,2}\\.\\d{4}|\\d{1,2}(?:st|nd|rd|th)?(?: of)? ${MONTH}\\.?(?:,? \\d{4})?|${MONTH}\\.? \\d{1,2}(?:st|nd|rd|th)?(?:,? \\d{4})?`
const DAYS = '\\d{1,4} (?:business |working )?(?:days?|weeks?|months?|years?)'
const whole = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}.:-])(?:${source})(?![\\p{L}\\p{N}:])`, 'giu')
const [DATES, SPANS] = [whole(DATE), whole(DAYS)]
const TIMES = new RegExp(`(?<![\\p{L}\\p{N}.:])(?:${TIME})(?![\\p{L}\\p{N}:])`, 'giu')
/** `3h 50` has its minutes without a unit. */
const LENGTHS = whole(`\\d{1,3} ?h ?\\d{1,2}(?! ?[\\p{L}\\d])|${LENGTH}`)

type Found = { readonly shape: string; readonly found: Readonly<Record<string, readonly string[]>> }

/** The text with what the patterns find as one capital letter each. */
function shapeOf(text: string, kinds: Readonly<Record<string, RegExp>>): Found {
  const found: Record<string, string[]> = {}
  let shape = text.toLowerCase()
  for (const [letter, pattern] of Object.entries(kinds)) {
    const list: string[] = []
    shape = shape.replace(pattern, part => {
      list.push(part)
      return letter
    })
    found[letter] = list
  }
  return { shape, found }
}

/** No figure is left over (`with a 45 min break`), and all words are known. */
const isWhole = (shape: string, form: Parameters<typeof isTold>[1]): boolean => !/\d/.test(shape) && isTold(shape, form)

type Reader = (clause: Clause, input: PlannerInput) => Answer | null

function age(clause: Clause, input: PlannerInput): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { D: DATES })
  const isAsked = /(?<!\p{L})born(?!\p{L})/u.test(shape) && /how old|(?<!\p{L})age(?!\p{L})/u.test(shape)
  if (!isAsked || found.D?.length !== 1 || /(?<!\p{L})(?:when|was he|was she|died|in A)(?!\p{L})/u.test(shape))
    return null
  return isWhole(shape, {
    words:
      'born how old age today someone somebody person s mum mom dad mother father brother sister son daughter wife husband friend',
  })
    ? ageOf(found.D[0]!, input)
    : null
}

function due(clause: Clause, input: PlannerInput): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { D: DATES, S: SPANS })
  const isAsked =
    /(?<!\p{L})(?:due|deadline|expires?|expiry|expiration|ends?|over|mature|run out|runs out|return by|delivered|delivery)(?!\p{L})/u.test(
      shape,
    )
  if (
    !isAsked ||
    found.D?.length !== 1 ||
    found.S?.length !== 1 ||
    !/when|what|which|(?:due|expiry|deadline|end) date/u.test(shape)
  )
    return null
  if (/(?<!\p{L})(?:before|ago|earlier|late|every)(?!\p{L})/u.test(shape)) return null
  const words =
    'due deadline expire expires expiry expiration end ends over mature run runs out return by delivered delivery date dated day when which until within after from term payment invoice bill contract warranty guarantee lease loan subscription trial valid lasts last starting starts started start signed bought purchased ordered issued delivered notice period'
  const start = readDay(found.D[0]!, input, 'this year')
  const [, n = '', business, unit = ''] = /^(\d+) (business |working )?(\w+?)s?$/u.exec(found.S[0]!) ?? []
  if (start === null || !isWhole(shape, { words, names: 1 })) return null
  const member = business === undefined ? `${unit}s` : 'business_days'
  const moved = { date: start.iso, [member]: Number(n) }
  if (peek('date.add', moved) === null) return null
  return dayAndWeekday(task('date', 'Count on', 'date.add', moved), `${found.S[0]} after ${showDay(start)}`)
}

function weekday(clause: Clause, input: PlannerInput): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { D: DATES })
  if (found.D?.length !== 1 || !/(?<!\p{L})(?:weekday|day of the week|(?:what|which) day)(?!\p{L})/u.test(shape))
    return null
  const day = readDay(found.D[0]!, input, 'this year')
  if (day === null || !isWhole(shape, { words: 'weekday day week which on fall falls date' })) return null
  return single(
    task('weekday', 'Find the day of the week', 'date.weekday', { date: day.iso }),
    '{{weekday}}',
    { weekday: at('/weekday') },
    showDay(day),
  )
}

const TRAVEL =
  'train bus flight plane movie film meeting class lesson course shift game match journey trip drive ride cake oven dinner lunch concert appointment'
/** `leaves at 14:35 and takes 3h 50, when do I arrive`; backwards where the end is given and the start asked for. */
function arrival(clause: Clause): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { T: TIMES, L: LENGTHS })
  if (found.T?.length !== 1 || found.L?.length !== 1) return null
  const asked = /(?:when|what time|(?=(?:arrival|arrive|end time|finish)[ ?.!]*$))(?!.*(?:when|what time))(.*)$/u.exec(
    shape,
  )?.[1]
  if (asked === undefined || /[TL]/.test(asked)) return null
  const isEnd =
    /(?<!\p{L})(?:arrive|arrives|arrival|finish|finished|end|ends|over|done|ready|home|get there|be there|land|lands|back)(?!\p{L})/u.test(
      asked,
    )
  const isStart = /(?<!\p{L})(?:leave|start|go|set off|depart|begin|get up)(?!\p{L})/u.test(asked)
  const told = shape.slice(0, shape.length - asked.length)
  const startTold =
    /(?<!\p{L})(?:leaves?|leaving|left|starts?|starting|started|begins?|departs?|departing|put|set)(?!\p{L})/u.test(
      told,
    )
  const endTold =
    /(?<!\p{L})(?:arrive|be there|be at|be ready|ready|by T|until T|get there|end|ends|finish)(?!\p{L})/u.test(told)
  if (isEnd === isStart || startTold === endTold || isEnd !== startTold) return null
  const words = `${TRAVEL} leave leaves leaving left start starts starting started begin begins depart departs departing put set off arrive arrives arrival finish finished end ends over done ready home back land lands go get up be by when time take takes took taking last lasts lasting long need must until into out of at journey`
  return isWhole(shape, { words, names: 2 }) ? shifted(found.T[0]!, found.L[0]!, isStart) : null
}

/** One span of time, or several of a day added up. */
function lasted(clause: Clause): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { T: TIMES })
  const times = found.T ?? []
  const asked =
    /how (?:long|many (hours|minutes)|much time)|duration|(hours) (?:worked|in total|total)|total (hours)/u.exec(shape)
  const pairs = shape.match(/T ?(?:to|until|till|-|–) ?T/gu) ?? []
  if (asked === null || times.length < 2 || times.length > 12 || pairs.length * 2 !== times.length) return null
  const words =
    'to until till from between how long many hours minutes time worked working sleep slept shift total passed last lasted session'
  if (!isWhole(shape, { words, names: 2 })) return null
  const unit = asked[1] ?? asked[2] ?? asked[3] ?? ''
  if (pairs.length === 1) return spanned(times[0]!, times[1]!, unit)
  const minutes = times.map(time => readTime(time)?.minutes ?? Number.NaN)
  const spans = pairs.map((_, i) => [minutes[2 * i]!, minutes[2 * i + 1]!] as const)
  // Of a day, one after the other.
  if (minutes.some((minute, i) => !(i === 0 || minute >= minutes[i - 1]!))) return null
  const sum = spans.map(([a, b]) => `(${b} - ${a})`).join(' + ')
  return unit === 'minutes'
    ? evaluated({
        expression: sum,
        unit: ' minutes',
        how: pairs.map((_, i) => `${times[2 * i]} to ${times[2 * i + 1]}`).join(', '),
      })
    : evaluated({
        expression: `(${sum}) / 60`,
        unit: ' hours',
        how: pairs.map((_, i) => `${times[2 * i]} to ${times[2 * i + 1]}`).join(', '),
      })
}

const MOST_PLACE_WORDS = 3
/** One time, in one place, asked for in another. */
function places(clause: Clause, input: PlannerInput): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { T: TIMES })
  if (found.T?.length !== 1) return null
  const words: readonly string[] = shape.match(/[\p{L}']+/gu) ?? []
  const named: { name: string; from: number; to: number }[] = []
  for (let from = 0; from < words.length; from += 1) {
    for (let length = Math.min(MOST_PLACE_WORDS, words.length - from); length > 0; length -= 1) {
      const name = words.slice(from, from + length).join(' ')
      if (readZone(name) === null || name.length < 2 || name === 'la' || name === 'z') continue
      named.push({ name, from, to: from + length })
      from += length - 1
      break
    }
  }
  const [a, b] = named
  if (a === undefined || b === undefined || named.length !== 2 || a.name === b.name) return null
  const rest = words.filter((_, i) => !named.some(({ from, to }) => i >= from && i < to)).join(' ')
  if (!isWhole(rest, { words: 'time what when it in local convert to if then clock zone' })) return null
  const clock = words.indexOf('T')
  // The place that stands with the time is where that time is read.
  const source = b.from > clock && a.from > clock ? a : a.from - clock < 0 && b.from - clock > 0 ? b : null
  if (source === null) return null
  return elsewhere(found.T[0]!, source.name, source === a ? b.name : a.name, input)
}

const COMING =
  /^(?:(?:what(?:'s| is)? )?(?:the )?)?(?:date (?:of|for|on) )?(?:this coming|the coming|coming|the next coming|this) (?<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:'?s date| date)?$/iu
function coming(clause: Clause, input: PlannerInput): Answer | null {
  const day = COMING.exec(clause.core)?.groups?.day ?? COMING.exec(clause.text)?.groups?.day
  const found = day !== undefined && /date/i.test(clause.text) ? readDay(day, input, 'next') : null
  return found === null ? null : stepped(found.iso, '')
}

/** Two dates, and how far they are apart. */
function apart(clause: Clause, input: PlannerInput): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { D: DATES })
  const unit = /how (?:many (?:full )?(days|nights|weeks|months|years)|long)/u.exec(shape)
  if (
    unit === null ||
    found.D?.length !== 2 ||
    /business|working|weekend|weekdays?|sunday|monday|including|inclusive|old/u.test(shape)
  )
    return null
  const [a, b] = found.D.map(day => readDay(day, input, 'this year'))
  const words =
    'days day nights night weeks months years year between from until till long how many full since start started ended end stayed stay lasted last lasts trip holiday vacation leave leaves arrive back there passed went by project that'
  if (a === null || b === null || a === undefined || b === undefined || !isWhole(shape, { words, names: 2 }))
    return null
  const asked = (unit[1] ?? 'days').replace('nights', 'days')
  // Without years the second is the one that follows.
  const to =
    b.iso < a.iso && !/\d{4}/.test(found.D[1]!)
      ? readDay(`${found.D[1]!} ${Number(a.iso.slice(0, 4)) + 1}`, input, 'this year')
      : b
  if (to === null) return null
  const difference = { from: a.iso, to: to.iso, unit: asked }
  if (peek('date.difference', difference) === null) return null
  return single(
    task('difference', `Count the ${asked}`, 'date.difference', difference),
    `{{value}} ${unit[1] ?? 'days'}`,
    { value: at('/value') },
    `From ${showDay(a)} to ${showDay(to)}`,
  )
}

const READERS: readonly Reader[] = [age, apart, due, weekday, arrival, lasted, places, coming, formatted]

export const timeStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'time-story',
    reason:
      'Works out an age, a due date, an arrival, a length of time or the time elsewhere from a sentence that tells the rest.',
    order: 45,
    pairs: true,
    hint: /\d|date/i,
    examples: {
      yes: [
        'im born 3 march 1990 how old am i',
        "invoice dated 5 mar 2026, payment due in 14 days, what's the due date",
        '24.12.2026 which weekday',
        'my bus leaves at 9:20 and takes 1h 45. when do i arrive',
        'i slept from 10:50pm to 6:10am how long is that',
        '8:30-12:00 and 13:00-16:15, how many hours did i work',
        '4pm tokyo time in london',
        'I must be there at 9:00 and the drive takes 40 minutes, when do I need to leave?',
        'date of this coming friday',
        'from 24 december to 6 january how many nights',
        'train 06:58 to 09:21, duration?',
        'convert 17:05 to 12 hour format',
        '7:30 pm in 24h format',
      ],
      no: [
        'I was born on 3 March 1990, how old is that car?',
        'invoice dated 5 mar 2026 is due, what should I write?',
        'which weekday is best for a party?',
        'my bus leaves at 9:20, when will the next one come',
        'from 8:30 to 12:00 the shop is open, how long do I queue?',
        '4pm in london is tea time',
        'When was the man born on 3 March 1990 elected?',
      ],
    },
    read: (clause, input) => {
      if (clause.quotes.length > 0 || clause.data !== null) return null
      for (const read of READERS) {
        const answer = read(clause, input)
        if (answer !== null) return answer
      }
      return null
    },
  }),
]
