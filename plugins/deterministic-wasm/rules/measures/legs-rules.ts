/**
 * Ways in legs: so long at one speed, then so long at another; two who come towards each other. The mean speed is the whole way by the
 * whole time, never the mean of the speeds.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { duration, measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const WORDS =
  'drive driving drove drives ride rode riding cycle cycled cycling walk walked walking run ran running go went going goes travel travels travelled traveled fly flew sail sailed swim swam at for then and after that another next first second by car bike train bus plane foot total distance altogether far overall average mean speed whole trip journey tour way covered cover time long time how what is the my i we he she they it did do does with in of on take takes took km kilometres kilometers miles hours minutes'

/** `2.5 hours at 80 km/h`, `60 km at 80 km/h`, `80 km/h for 2.5 hours`. */
const LEG =
  /(?<first>[TL]) (?:long )?(?:\p{L}+ )?(?:at|with|by) (?:an? (?:average |mean )?(?:speed )?(?:of )?)?S|S (?:for|over) (?<second>[TL])/gu

type Leg = { readonly way: string; readonly time: string; readonly shown: string; readonly isTime: boolean }

/** In metres and seconds; null where a measure is of no leg. */
function legsOf({ shape, measures }: Told): readonly Leg[] | null {
  const found = [...shape.matchAll(LEG)]
  if (found.length < 2 || found.length * 2 !== measures.length) return null
  const legs: Leg[] = []
  for (const [i, match] of found.entries()) {
    const pair = measures.slice(2 * i, 2 * i + 2)
    const speed = pair.find(({ letter }) => letter === 'S')
    const other = pair.find(({ letter }) => letter === (match.groups?.first ?? match.groups?.second))
    if (speed?.unit === undefined || speed.unit === null || other?.unit === undefined || other.unit === null)
      return null
    const size = (measure: Measure): string => `${measure.digits} * ${writeFactor(measure.unit!.size)}`
    const isTime = other.letter === 'T'
    legs.push({
      way: isTime ? `${size(other)} * ${size(speed)}` : size(other),
      time: isTime ? size(other) : `${size(other)} / (${size(speed)})`,
      shown: `${other.shown} at ${speed.shown}`,
      isTime,
    })
  }
  return legs.every(({ isTime }) => isTime === legs[0]?.isTime) ? legs : null
}

function inLegs(told: Told): Answer | null {
  const legs = legsOf(told)
  if (legs === null || asksTwice(told.shape)) return null
  const targets = findTargets(told.shape, told.isImperial)
  const words = targets.reduceRight((text, { at, to }) => `${text.slice(0, at)} ${text.slice(to)}`, told.shape)
  if (targets.length > 1 || !inWords(words, WORDS, 1) || /(?<!\p{L})(?:back|return|each way|per)(?!\p{L})/u.test(words))
    return null
  const way = legs.map(leg => leg.way).join(' + ')
  const time = legs.map(leg => leg.time).join(' + ')
  const how = legs.map(({ shown }) => shown).join(' and ')
  const readings = readingsOf(told)
  const speed = told.measures.find(({ letter }) => letter === 'S')?.unit
  if (speed === undefined || speed === null) return null
  const target = targets[0]?.unit
  if (/(?<!\p{L})(?:average|mean)(?!\p{L})/u.test(words)) {
    const unit = target?.letter === 'S' ? target : target === undefined ? speed : null
    return unit === null
      ? null
      : measured({
          expression: `(${way}) / (${time}) * ${writeFactor(divide({ numerator: 1n, denominator: 1n }, unit.size))}`,
          label: unit.label,
          how: `The whole way by the whole time: ${how}`,
          readings,
        })
  }
  if (/how far|distance|(?<!\p{L})way(?!\p{L})/u.test(words) || target?.letter === 'L') {
    if (legs[0]?.isTime !== true || (target !== undefined && target.letter !== 'L')) return null
    const isMile = /mile|mph/u.test(`${speed.label} ${speed.name}`)
    const unit = target ?? { label: isMile ? 'miles' : 'km', size: isMile ? MILE : KM }
    return measured({
      expression: `(${way}) * ${writeFactor(divide({ numerator: 1n, denominator: 1n }, unit.size))}`,
      label: unit.label,
      how,
      readings,
    })
  }
  if (!/how long|total time|(?<!\p{L})time(?!\p{L})/u.test(words) || legs[0]?.isTime === true || target !== undefined)
    return null
  return duration(time, how, readings)
}
const KM = { numerator: 1000n, denominator: 1n }
const MILE = { numerator: 1609344n, denominator: 1000n }

const MEET_WORDS =
  'two friends trains cars cyclists people runners walkers ships boats hikers cycle drive ride walk run start leave toward towards to each other another one the other from apart away at speed with when after what time do does will would they meet how long until it take takes time in of and same moment distance opposite directions head heading are is until approach approaching rides drives walks runs moves moving starts started leaving left many hours minutes hour minute long far'
const TOWARD = /(?<!\p{L})(?:towards?|approach(?:ing)?|(?:to )?meet) (?:each other|one another)(?!\p{L})/u

/** `toward each other from 60 km apart, one at 18 km/h, the other at 22 km/h`. */
function meeting(told: Told): Answer | null {
  const measures = told.measures.filter(({ letter }) => letter !== 'N')
  const counts = told.measures.filter(({ letter, digits }) => letter === 'N' && digits !== '1' && digits !== '2')
  const way = measures.filter(({ letter }) => letter === 'L')
  const [a, b] = measures.filter(({ letter }) => letter === 'S')
  if (!TOWARD.test(told.shape) || measures.length !== 3 || way.length !== 1 || counts.length > 0) return null
  if (a?.unit === undefined || a.unit === null || b?.unit === undefined || b.unit === null || way[0]?.unit === null)
    return null
  if (
    !/(?:when|how long|what time|after|how many (?:hours|minutes))(?: \p{L}+){0,6} meet|meet(?: \p{L}+){0,3} (?:how long|when|after how many)|how long until they meet/u.test(
      told.shape,
    )
  )
    return null
  if (/(?<!\p{L})(?:later|earlier|before|head start|o'clock|am|pm)(?!\p{L})/u.test(told.shape)) return null
  const shape = told.shape.replace(TOWARD, ' toward ').replace(/(?<!\p{L})(?:the )?other(?!\p{L})/u, ' ')
  if (!inWords(shape, MEET_WORDS, 1)) return null
  const size = (measure: Measure): string => `${measure.digits} * ${writeFactor(measure.unit!.size)}`
  return duration(
    `${size(way[0]!)} / (${size(a)} + ${size(b)})`,
    `${way[0]!.shown} ÷ (${a.shown} + ${b.shown})`,
    readingsOf(told),
  )
}

/** `one does it in 4 h, the other in 6 h, together`: rates add up. */
const TOGETHER =
  /^(?:N|two) (?:pipes|taps|pumps|hoses|painters|workers|people|men|printers|machines) (?:can )?(?:fill|paint|empty|do|finish|print|clean|drain|build) (?:an?|the|one) (?:\p{L}+ )?\p{L}+ (?:alone )?in T and (?:in )?T(?: alone| each| respectively)?,? (?:how long(?: does it take| do they (?:need|take))?(?: if they work| working)? )?(?:both )?together[ ?.!]*$/u
function together(told: Told): Answer | null {
  const times = told.measures.filter(({ letter }) => letter === 'T')
  const [a, b] = times
  if (
    !TOGETHER.test(told.shape) ||
    a?.unit === undefined ||
    a.unit === null ||
    b?.unit === undefined ||
    b.unit === null
  )
    return null
  if (times.length !== 2 || told.measures.some(({ letter, digits }) => letter !== 'T' && digits !== '2')) return null
  const size = (measure: Measure): string => writeFactor(multiply(measure.value, measure.unit!.size))
  return duration(`1 / (1 / ${size(a)} + 1 / ${size(b)})`, `1 ÷ (1 ÷ ${a.shown} + 1 ÷ ${b.shown})`)
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 8) return null
  // Two speeds, or two times that are worked together.
  const count = (kind: string): number => told.measures.filter(({ letter }) => letter === kind).length
  if (count('S') < 2 && !(count('T') === 2 && told.shape.includes('together'))) return null
  if (asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  return meeting(told) ?? together(told) ?? inLegs(told)
}

export const legsRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-legs',
    reason:
      'Adds up ways that are told in legs with their speeds, and finds when two meet who come towards each other.',
    order: 144.7,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '2.5 hours at 80 km/h then 1.5 hours at 110 km/h, total distance?',
        'I drove 60 km at 80 km/h and then 90 km at 120 km/h. What was my average speed?',
        'Two friends cycle toward each other from 60 km apart, one at 18 km/h, the other at 22 km/h. After what time do they meet?',
        'Two pipes fill a tank in 4 h and 6 h. Together?',
      ],
      no: [
        '2.5 hours at 80 km/h then 1.5 hours at 110 km/h, is that fast?',
        'I drove 60 km at 80 km/h and back at 120 km/h with a 90 km detour, how long?',
        'Two friends cycle toward each other from 60 km apart, one at 18 km/h, the other at 22 km/h and starts later. When do they meet?',
        'Two pipes fill a tank in 4 h and 6 h. Which is better?',
        'Two cars drive in 4 h and 6 h, together?',
      ],
    },
    read: readsColon(read),
  }),
]
