/**
 * Ways as people tell them: with breaks on the way, from a time of departure, to work and back so many days, a train over a bridge, a plane
 * against the wind, two on one road. What a jam, a detour or a stop of unknown length does to them is known to nobody here.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, ONE, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'
import { duration, measured, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const WORDS =
  'away x drive drives driving drove ride rides riding rode cycle cycles cycling cycled bike walk walks walking walked run runs running ran hike fly flies flying flew travel travels travelling traveling travelled sail go goes going went do does did leave leaves left depart departs departed departure start starts started set off arrive arrives arrived arriving arrival get gets got there reach reaches be train bus car van truck plane aircraft flight boat ship ferry cyclist runner walker hiker coach school work office home gym shop town city village station destination highway motorway road way trip journey tour commute route distance km speed average mean constant steady fast far long how much many when what whats time total in all altogether including with without break breaks pause pauses rest rests stop stops stopping stopped pausing take takes taking took make makes each way one one-way single and back return there for at the a an my our his her their i we he she they it is was of to from on by then that so if now lasts last min mins minutes hours minute hour day days week weeks month year a per every workday workdays working times litres liters litre liter fuel petrol diesel use uses used need needs needed consumption headwind tailwind wind against into head tail current stream upstream downstream still water bridge tunnel platform pass passes passing cross crosses crossing completely pole post signal tree same opposite direction directions apart start gap between both two trains cars other another first second point place moment will would can could need plus whole after covers cover covering'

const BREAK = /^ (?:long )?(?:break|pause|rest|stop|coffee break|lunch break|lunch|stopover|layover|halt)s?(?!\p{L})/u
const BREAK_BEFORE =
  /(?:break|pause|rest|stop|stopover|halt|stopping|stops|breaks|paused|stopped)s?(?: of| for| lasting)?(?: about)? $/u
const size = ({ digits, unit }: Measure): string => `${digits} * ${writeFactor(unit!.size)}`
const MIN_PER_DAY = 86_400

const PAIR = /^ (?:cars|trains|people|cyclists|runners|trucks|buses|friends|walkers|ships|boats|planes)(?!\p{L})/u

function read(clause: Clause): Answer | null {
  const all = readMeasures(clause)
  if (all === null || all.measures.every(({ letter }) => !/^[LS]$/.test(letter))) return null
  // `two cars`: both are told.
  const told = {
    ...all,
    measures: all.measures.filter(one => !(one.letter === 'N' && one.digits === '2' && PAIR.test(one.after))),
  }
  if (told.measures.length === 0 || told.measures.length > 6 || asksYesNo(clause)) return null
  if (!isAsking(clause, told.shape) && !/(?<!\p{L})(?:when|what time)(?!\p{L})/u.test(told.shape)) return null
  if (asksTwice(told.shape) || told.measures.some(({ sign, letter }) => sign !== null || /^[PHEG]$/.test(letter)))
    return null
  if (
    /(?<!\p{L})(?:faster|slower|late|later|early|earlier|delay\p{L}*|jam|detour|half|third|quarter|twice|more|less|already|left at|still|am|pm|percent)(?!\p{L})/u.test(
      told.shape,
    )
  )
    return null
  const targets = findTargets(told.shape, told.isImperial).filter(({ unit }) => unit.letter !== 'T')
  const words = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, told.shape)
  const bare = words
    .replace(/(?<!\p{L})left(?= (?:home|at|the|from|for|work|town|my))/gu, 'departed')
    .replace(/(?<=L) (?:still )?to go(?!\p{L})/gu, ' ')
  if (targets.length > 1 || !inWords(bare, WORDS, 1)) return null
  const target = targets[0]?.unit ?? null
  const told2 = { ...told, words }
  const own = commute(told2, target)
  if (own !== null || SEVERAL.test(words)) return own
  return clocked(told2, target) ?? paused(told2, target) ?? onRoad(told2, target)
}

/** More ways than the one that is told. */
const SEVERAL =
  /(?<!\p{L})(?:there and back|round ?trip|back|return|every|daily|(?:a|per|each|in a|after a) (?:day|week|month|year)|another|the other one|each)(?!\p{L})/u

type Telling = Told & { readonly words: string }
type Target = ReturnType<typeof findTargets>[number]['unit'] | null
const of = ({ measures }: Told, letter: string): readonly Measure[] => measures.filter(one => one.letter === letter)

/** All breaks in seconds, and the other times; null where a break's number is not clear. */
function breaksOf({
  measures,
  shape,
}: Told): { readonly seconds: string; readonly shown: string; readonly used: readonly Measure[] } | null {
  const found = measures.filter(
    ({ letter, before, after }) => letter === 'T' && (BREAK.test(after) || BREAK_BEFORE.test(before)),
  )
  const [one] = found
  if (one === undefined || found.length > 1) return null
  const count = measures.find(
    ({ letter, digits, after, at: place }) =>
      letter === 'N' &&
      /^\d$/.test(digits) &&
      (/^ (?:(?:short )?(?:breaks|pauses|rests|stops)(?: of| for| lasting)?(?: about)? ?)$/u.test(after) ||
        /^ times? for ?$/u.test(after) ||
        (/^ $/u.test(after) && place < one.at)),
  )
  const isMany =
    /(?<!\p{L})(?:(?:breaks|pauses|rests)(?: of| for| lasting)?(?: about)?|stops (?:of|lasting)) $/u.test(one.before) ||
    /^ (?:[\p{L}-]+ )?(?:breaks|pauses|rests|stops)(?!\p{L})/u.test(one.after)
  if (isMany !== (count !== undefined && count.digits !== '1')) return null
  if (/(?<!\p{L})(?:every|each)(?!\p{L})/u.test(shape)) return null
  const used = count === undefined ? [one] : [one, count]
  const times = count === undefined ? '' : `${count.digits} * `
  return {
    seconds: `${times}${size(one)}`,
    shown: `${count === undefined ? '' : `${count.shown} × `}${one.shown}`,
    used,
  }
}

/** `270 km at 90 km/h with a 20 minute break, how long`. */
function paused(told: Telling, target: Target): Answer | null {
  const breaks = breaksOf(told)
  if (breaks === null || target !== null) return null
  const rest = told.measures.filter(measure => !breaks.used.includes(measure))
  const [way, speed] = [rest.find(({ letter }) => letter === 'L'), rest.find(({ letter }) => letter === 'S')]
  const asksTime = /(?<!\p{L})(?:how long|how much time|total time|travel time|whole time)(?!\p{L})/u.test(told.words)
  if (rest.length !== 2 || way === undefined || speed === undefined || !asksTime) return null
  if (/(?<!\p{L})(?:driving time|without|average|back|return)(?!\p{L})/u.test(told.words)) return null
  return duration(
    `${size(way)} / (${size(speed)}) + ${breaks.seconds}`,
    `${way.shown} ÷ (${speed.shown}) + ${breaks.shown}`,
    readingsOf(told),
  )
}

const CLOCK = /^([01]?\d|2[0-3]):([0-5]\d)$/u
const secondsOf = ({ digits }: Measure): number | null => {
  const found = CLOCK.exec(digits)
  return found === null ? null : Number(found[1]) * 3600 + Number(found[2]) * 60
}

/** From a time of departure to the arrival, or two times and a way to the speed. */
function clocked(told: Telling, target: Target): Answer | null {
  const clocks = of(told, 'C')
  const [way] = of(told, 'L')
  if (clocks.length === 0 || clocks.length > 2 || way === undefined || of(told, 'L').length > 1) return null
  const times = clocks.map(secondsOf)
  const breaks = breaksOf(told)
  const [start, end] = times
  if (start === null || start === undefined || end === null) return null
  const [speed] = of(told, 'S')
  if (end !== undefined) {
    if (told.measures.length !== 3 || end <= start || !/(?<!\p{L})(?:speed|how fast)(?!\p{L})/u.test(told.words))
      return null
    if (!/(?<!\p{L})(?:left|leave|leaves|start|started|departs?|departed|set off|from)(?!\p{L})/u.test(told.shape))
      return null
    const unit = target ?? (/mile/.test(way.unit!.name) ? MPH : KMH)
    if (unit.letter !== 'S') return null
    return measured({
      expression: `${size(way)} / (${end} - ${start}) * ${writeFactor(divide(ONE, unit.size))}`,
      label: unit.label,
      how: `${way.shown} from ${clocks[0]!.shown} to ${clocks[1]!.shown}`,
      readings: readingsOf(told),
    })
  }
  const known = 3 + (breaks?.used.length ?? 0)
  if (speed === undefined || target !== null || told.measures.length !== known) return null
  if (
    !/(?<!\p{L})(?:when|what time|arrival|arrive)(?!\p{L})/u.test(told.words) ||
    !/(?<!\p{L})(?:leaves?|departs?|departed|left|start|starts|starting|set off|from|if it is|it's|its|now|at) ?$/u.test(
      clocks[0]!.before,
    )
  )
    return null
  return arrival(
    `${start} + ${size(way)} / (${size(speed)})${breaks === null ? '' : ` + ${breaks.seconds}`}`,
    `${clocks[0]!.shown} + ${way.shown} ÷ (${speed.shown})${breaks === null ? '' : ` + ${breaks.shown}`}`,
  )
}
const KMH = { label: 'km/h', letter: 'S', size: { numerator: 5n, denominator: 18n } satisfies Rational }
const MPH = { label: 'mph', letter: 'S', size: { numerator: 1397n, denominator: 3125n } satisfies Rational }

function arrival(expression: string, how: string): Answer | null {
  const value = evaluatedValue(expression)
  if (value === null || value.numerator >= value.denominator * 2n * BigInt(MIN_PER_DAY)) return null
  const isWhole = (value.numerator / 60n) * 60n * value.denominator === value.numerator
  const isNext = value.numerator >= value.denominator * BigInt(MIN_PER_DAY)
  const moment = task('moment', 'Work out the moment', 'math.evaluate', {
    expression: `round((${expression}) / 60) * 60 mod ${MIN_PER_DAY}`,
  })
  const time = task(
    'time',
    'Write it as a time',
    'date.format_duration',
    { seconds: { $from: 'moment', pointer: '/value' }, style: 'hours' },
    ['moment'],
  )
  const note = `${isWhole ? '' : ', rounded to the minute'}`
  const answer: Answer = {
    tasks: [moment, time],
    answer: 'time',
    reply: withHow('{{text}}', { text: at('/text') }, `${how}${note}`),
  }
  return withReadings(answer, isNext ? ['That is on the next day.'] : [])
}

/** `12 km each way, 5 days a week`, also with what a car uses. */
function commute(told: Telling, target: Target): Answer | null {
  const { shape, measures } = told
  const ways = of(told, 'L')
  const isEachWay =
    /(?<!\p{L})L (?:to \p{L}+ )?(?:each way|one way|single|a way|per way)(?!\p{L})|one[- ]way (?:distance|is|it is|it's)|each way/u.test(
      shape,
    )
  const [out, back] = ways
  const isBack =
    back !== undefined &&
    /^(?: \p{L}+){0,4} (?:and|then) $/u.test(shape.slice(out!.at + 1, back.at)) &&
    /^ back(?!\p{L})/u.test(back.after)
  const days = measures.filter(
    ({ letter, unit, per }) =>
      unit?.unit.name === 'day' && (letter === 'T' || (letter === 'Q' && per?.unit?.unit.name === 'week')),
  )
  const rates = measures.filter(one => one.letter === 'Q' && !days.includes(one))
  const counts = measures.filter(
    ({ letter, after }) => letter === 'N' && /^ (?:times|workdays|working days|work days|trips)(?!\p{L})/u.test(after),
  )
  const [rate] = rates
  if (
    out === undefined ||
    ways.length > (isBack ? 2 : 1) ||
    ways.length + days.length + rates.length + counts.length !== measures.length
  )
    return null
  const times = [...days, ...counts]
  if (times.length > 1 || rates.length > 1 || isEachWay === isBack) {
    // `The office is 12 km away. How far there and back?`
    const isTold =
      /there and back|round trip|and back/u.test(shape) && /(?<!\p{L})(?:away|from|to)(?!\p{L})/u.test(shape)
    if (
      !isTold ||
      measures.length !== 1 ||
      back !== undefined ||
      !/how (?:far|long a way|many k)|distance/u.test(shape)
    )
      return null
    const unit = target ?? out.unit!
    return unit.letter === 'L'
      ? measured({
          expression: `2 * ${size(out)} * ${writeFactor(divide(ONE, unit.size))}`,
          label: unit.label,
          how: `${out.shown} × 2`,
        })
      : null
  }
  const [day] = times
  if (day === undefined) return null
  // `5 days a week` is asked for a week; `220 days` for all of them.
  const isWeekly = day.letter === 'Q' || /^ (?:(?:a|per|each|every) )?week(?!\p{L})/u.test(day.after)
  const asksWeek =
    /^ week/u.test(day.after) ||
    /(?<!\p{L})(?:a|per|each|every|in a|in one) week(?!\p{L})/u.test(shape.slice(day.at + 2))
  if (isWeekly && !asksWeek) return null
  if (!isWeekly && /(?<!\p{L})(?:a|per|each|every) (?:month|day)(?!\p{L})/u.test(told.words)) return null
  const both = isBack ? `(${size(out)} + ${size(back)})` : `2 * ${size(out)}`
  const way = `${both} * ${day.digits}`
  const shown =
    `${isBack ? `(${out.shown} + ${back.shown})` : `${out.shown} × 2`} × ${day.digits} ${/^N/.test(day.letter) ? '' : 'days'}`.trim()
  if (rate === undefined) {
    const unit = target ?? out.unit!
    return unit.letter === 'L' && /how (?:far|many|much)|distance|total/u.test(shape)
      ? measured({
          expression: `${way} * ${writeFactor(divide(ONE, unit.size))}`,
          label: unit.label,
          how: shown,
          readings: readingsOf(told),
        })
      : null
  }
  const [above, below] = [rate.unit, rate.per?.unit]
  if (above?.letter !== 'V' || below?.letter !== 'L' || rate.per === null) return null
  if (target !== null && target.letter !== 'V') return null
  if (target === null && !/(?:how much|fuel|petrol|diesel)/u.test(shape)) return null
  const unit = target ?? above
  return measured({
    expression: `${way} * ${rate.digits} * ${writeFactor(divide(above.size, unit.size))} / (${rate.per.digits} * ${writeFactor(below.size)})`,
    label: unit.label,
    how: `${shown} × ${rate.shown}`,
    readings: readingsOf(told),
  })
}

/** Two speeds and a time, a wind, or a train over a bridge. */
function onRoad(told: Telling, target: Target): Answer | null {
  const { shape, measures } = told
  const [a, b] = of(told, 'S')
  const ways = of(told, 'L')
  const times = of(told, 'T')
  if (a !== undefined && b !== undefined && measures.length === 3) {
    const isAgainst = /(?:head ?wind|against|upstream|into (?:the|a) wind)/u.test(shape)
    const isWith = /(?:tail ?wind|downstream|with the (?:wind|current|stream))/u.test(shape)
    const asksTime = /(?:how long|what time|how much time|in what time)/u.test(shape)
    if (
      isAgainst !== isWith &&
      ways.length === 1 &&
      asksTime &&
      target === null &&
      /wind|current|stream/u.test(`${b.before}${b.after}`)
    )
      return duration(
        `${size(ways[0]!)} / (${size(a)} ${isAgainst ? '-' : '+'} ${size(b)})`,
        `${ways[0]!.shown} ÷ (${a.shown} ${isAgainst ? '-' : '+'} ${b.shown})`,
        readingsOf(told),
      )
    const isSame = /same direction|same way/u.test(shape)
    const isOpposite = /opposite directions?|away from each other/u.test(shape)
    const asksGap =
      /how (?:far|many \p{L}+|much)(?: are they)? apart|how far (?:apart|between)|gap|(?:what is the )?distance between|apart (?:are they|after)/u.test(
        shape,
      )
    if (isSame === isOpposite || times.length !== 1 || !asksGap || isAgainst || isWith) return null
    const unit = target ?? (/mph|mile/.test(a.unit!.name) ? MILE : KM)
    if (unit.letter !== 'L') return null
    return measured({
      expression: `abs(${size(a)} ${isSame ? '-' : '+'} ${size(b)}) * ${size(times[0]!)} * ${writeFactor(divide(ONE, unit.size))}`,
      label: unit.label,
      how: `(${a.shown} ${isSame ? '-' : '+'} ${b.shown}) × ${times[0]!.shown}`,
      readings: readingsOf(told),
    })
  }
  if (
    a === undefined ||
    b !== undefined ||
    !/(?<!\p{L})train(?!\p{L})/u.test(shape) ||
    !/how long|how many seconds|what time/u.test(shape)
  )
    return null
  const isPast = /(?<!\p{L})(?:pass(?:es|ing)?|cross(?:es|ing)?|go(?:es)? (?:over|through))(?!\p{L})/u.test(shape)
  const isLong = /train (?:of |is |with a length of )?L|L (?:long )?train/u.test(shape)
  if (!isPast || !isLong || target !== null || measures.length !== ways.length + 1) return null
  const over = /(?<!\p{L})(?:bridge|tunnel|platform)(?!\p{L})/u.test(shape)
  if (ways.length !== (over ? 2 : 1) || (!over && !/(?<!\p{L})(?:pole|post|signal|tree|point)(?!\p{L})/u.test(shape)))
    return null
  return duration(
    `(${ways.map(size).join(' + ')}) / (${size(a)})`,
    `${over ? `(${ways.map(({ shown }) => shown).join(' + ')})` : ways[0]!.shown} ÷ (${a.shown})`,
  )
}
const KM = { label: 'km', letter: 'L', size: { numerator: 1000n, denominator: 1n } satisfies Rational }
const MILE = { label: 'miles', letter: 'L', size: { numerator: 201168n, denominator: 125n } satisfies Rational }

export const travelRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-travel',
    reason:
      'Works out journeys with breaks, times of arrival, ways to work and back, winds, and trains that pass a bridge.',
    order: 144.8,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'We drive 270 km at 90 km/h and take a 20 minute break. How long in total?',
        'Train leaves 14:20, 240 km at 120 km/h, when does it arrive?',
        'Left home at 7:40, arrived 10:05, 168 km. Average speed?',
        'My commute is 12 km each way. How many km in 20 days?',
        'my car needs 5.8 l/100 km, commute is 28 km each way, 220 days. how many litres a year?',
        'The office is 12 km away. How far do I drive there and back?',
        'A plane at 850 km/h against a 60 km/h headwind covers 2,370 km in what time',
        'Two cars drive in opposite directions at 80 and 100 km/h. how far apart after 3 h',
        'a train 200 m long passes a 300 m bridge at 72 km/h, how long?',
      ],
      no: [
        'We drive 270 km at 90 km/h and take breaks. How long in total?',
        'Train leaves 14:20, 240 km at 120 km/h with a delay of 10 minutes, when does it arrive?',
        'Left home at 7:40, arrived 10:05, 168 km with a break of 20 minutes. Average driving speed?',
        'The office is 12 km away. How far do I commute in 5 days?',
        'I walk 2 km to school 5 days a week, how many km?',
        'A plane at 850 km/h against a 60 km/h headwind, is that fast?',
        'Two cars at 80 and 100 km/h, how far apart after 3 h?',
        'We drive 270 km at 90 km/h and stop every hour for 10 minutes. How long?',
      ],
    },
    read: readsColon(read),
  }),
]
