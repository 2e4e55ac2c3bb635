/** Hours told in a sentence: arrivals, how long something took. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { formatted } from '../dates/clock-format.ts'
import { LENGTH, readTime, shifted, spanned, TIME } from '../dates/clock-rules.ts'
import { stepped } from '../dates/date-answers.ts'
import { readDay } from '../dates/read-date.ts'
import { fitsRoles } from '../dates/told-roles.ts'
import { goesAbroad } from '../dates/told-times.ts'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { isTold } from './story.ts'

const whole = (source: string): RegExp => new RegExp(`(?<![\\p{L}\\p{N}.:-])(?:${source})(?![\\p{L}\\p{N}:])`, 'giu')
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

const TRAVEL =
  'train bus flight plane movie film meeting class lesson course shift game match journey trip drive ride cake oven dinner lunch concert appointment'
/** `leaves at 14:35 and takes 3h 50, when do I arrive`; backwards where the end is given and the start asked for. */
function arrival(clause: Clause): Answer | null {
  const { shape, found } = shapeOf(clause.worded, { T: TIMES, L: LENGTHS })
  if (found.T?.length !== 1 || found.L?.length !== 1) return null
  const asked = /(?:when|what time|(?=(?:arrival|arrive|end time|finish)[ ?.!]*$))(?!.*(?:when|what time))(.*)$/u.exec(
    shape,
  )?.[1]
  if (
    asked === undefined ||
    /[TL]/.test(asked) ||
    /(?<!\p{L})(?:local|L (?:ahead|behind|in front|back)|time difference|time zones?|delay\p{L}*|late|stays?|stayed|staying|visits?|visiting|commute)(?!\p{L})/u.test(
      shape,
    ) ||
    goesAbroad(shape)
  )
    return null
  const isEnd =
    /(?<!\p{L})(?:arrive|arrives|arrival|finish|finished|end|ends|over|done|ready|home|get there|be there|land|lands|back)(?!\p{L})/u.test(
      asked,
    )
  const isStart = /(?<!\p{L})(?:leave|start|go|set off|depart|begin|get up)(?!\p{L})/u.test(asked)
  // `I come L before`: no way that takes so long.
  if (isEnd && /L (?:before|earlier|early|prior|in advance)(?!\p{L})/u.test(shape)) return null
  const told = shape.slice(0, shape.length - asked.length)
  const startTold =
    /(?<!\p{L})(?:leaves?|leaving|left|starts?|starting|started|begins?|departs?|departing|put|set)(?!\p{L})/u.test(
      told,
    )
  const endTold =
    /(?<!\p{L})(?:arrive|be there|be at|be ready|ready|by T|until T|get there|end|ends|finish)(?!\p{L})/u.test(told)
  if (isEnd === isStart || startTold === endTold || isEnd !== startTold) return null
  const question = shape.slice(
    told.length === 0 ? 0 : shape.search(/(?:when|what time|arrival|arrive|end time|finish)(?!.*(?:when|what time))/u),
  )
  if (!fitsRoles({ shape, told: told.replace(/(?:when|what time)$/u, ''), question, isStart })) return null
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
  // A second question: `and how many started hours`.
  if ((shape.match(/how (?:long|many|much)|started hours|begun hours/gu) ?? []).length > 1) return null
  if (asked === null || times.length < 2 || times.length > 12 || pairs.length * 2 !== times.length) return null
  const words =
    'to until till from between how long many hours minutes time worked working sleep slept shift total passed last lasted session'
  if (!isWhole(shape, { words, names: 2 }) || /break|lunch|pause|rest(?!\p{L})/u.test(shape)) return null
  const unit = /hours and minutes/u.test(shape) ? '' : (asked[1] ?? asked[2] ?? asked[3] ?? '')
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

const COMING =
  /^(?:(?:what(?:'s| is)? )?(?:the )?)?(?:date (?:of|for|on) )?(?:this coming|the coming|coming|the next coming|this) (?<day>monday|tuesday|wednesday|thursday|friday|saturday|sunday)(?:'?s date| date)?$/iu
function coming(clause: Clause, input: PlannerInput): Answer | null {
  const day = COMING.exec(clause.core)?.groups?.day ?? COMING.exec(clause.text)?.groups?.day
  const found = day !== undefined && /date/i.test(clause.text) ? readDay(day, input, 'next') : null
  return found === null ? null : stepped(found.iso, '')
}

const READERS: readonly Reader[] = [arrival, lasted, coming, formatted]

export const timeStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'time-story',
    reason:
      'Works out an arrival or a length of time from a sentence that tells the rest, and turns a time into the other clock.',
    order: 45,
    pairs: true,
    hint: /\d|date/i,
    examples: {
      yes: [
        'my bus leaves at 9:20 and takes 1h 45. when do i arrive',
        'i slept from 10:50pm to 6:10am how long is that',
        '8:30-12:00 and 13:00-16:15, how many hours did i work',
        'I must be there at 9:00 and the drive takes 40 minutes, when do I need to leave?',
        'date of this coming friday',
        'train 06:58 to 09:21, duration?',
        'convert 17:05 to 12 hour format',
        '7:30 pm in 24h format',
      ],
      no: [
        'my bus leaves at 9:20, when will the next one come',
        'from 8:30 to 12:00 the shop is open, how long do I queue?',
        'convert 13:65 to 12 hour',
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
