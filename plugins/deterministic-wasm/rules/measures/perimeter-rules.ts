/**
 * Fences, skirting boards and edgings round a rectangle where a gate or a door is left out, and how many strips of wallpaper a roll gives. What
 * is left out must be told with its width; of a window nobody knows whether it counts.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, ONE } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking } from './told-words.ts'

const STUFF =
  '(?:fenc(?:e|ing)|skirting(?: ?boards?)?|base ?boards?|edging|hedge|coving|trim|border|railing|wire|lawn edging)'
const OPENING = '(?:gates?|doors?|doorways?|openings?|gaps?|entrances?|driveway entrances?)'
const WORDS =
  'fence fencing skirting skirtings board boards skirting-board baseboard baseboards edging hedge coving trim border railing wire lawn gate gates door doors doorway doorways opening openings gap gaps entrance driveway garden yard room field plot bedroom kitchen living hall pool paddock rectangle rectangular square side sides around round all for a an the my our of is are has have with without minus less except excluding subtract leaving left out not counting in it its and by x long wide each one single how much many metres meters feet long do does i we need needed needs want would will be to what whats length total perimeter go goes run runs required buy that measures measuring wide'

/** `a garden 12 m by 8 m with a gate of 1.5 m, how much fence?` */
function leftOut(told: Told): Answer | null {
  const { shape, measures } = told
  if (!new RegExp(`(?<!\\p{L})${STUFF}(?!\\p{L})`, 'u').test(shape)) return null
  const gap = measures.find(
    ({ letter, before, after }) =>
      letter === 'L' &&
      (new RegExp(`${OPENING}(?: (?:of|that is|which is|is|are|with|measuring|at))*(?: (?:1|N|an?))? $`, 'u').test(
        before,
      ) ||
        new RegExp(`^ ?-?(?:wide |of )?(?:\\p{L}+ )?${OPENING}(?!\\p{L})`, 'u').test(after)),
  )
  if (gap?.unit === undefined || gap.unit === null) return null
  const rest = measures.filter(measure => measure !== gap)
  const count = rest.find(
    ({ letter, after }) => letter === 'N' && new RegExp(`^ (?:\\p{L}+ )?(?:${OPENING}|$)`, 'u').test(after),
  )
  const sides = rest.filter(measure => measure !== count)
  const [a, b] = sides
  if (
    a?.letter !== 'L' ||
    a.unit === null ||
    sides.length > 2 ||
    (count !== undefined && !/^[1-9]$/.test(count.digits))
  )
    return null
  const isSquare = /(?<!\p{L})square(?! (?:m|f)(?!\p{L}))(?!\p{L})/u.test(shape)
  if (
    b === undefined
      ? !isSquare
      : b.letter !== 'L' ||
        b.unit === null ||
        isSquare ||
        !/^ ?(?:long |wide )?(?:x|by|×|and) (?:is )?$/u.test(b.before)
  )
    return null
  // Of several openings each one's width must be told as that of each.
  const isMany =
    new RegExp(`N (?:\\p{L}+ )?${OPENING}`, 'u').test(shape) ||
    /(?<!\p{L})(?:gates|doors|openings|gaps|doorways)(?!\p{L})/u.test(shape)
  if (
    isMany !== (count !== undefined && count.digits !== '1') ||
    (isMany && !/(?<!\p{L})each(?!\p{L})|N (?:\p{L}+ )?\p{L}+ of L/u.test(shape))
  )
    return null
  if (
    /(?<!\p{L})(?:window|posts?|panels?|both sides|three sides|costs?|price|per|height|high|pieces?|half)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const targets = findTargets(shape, told.isImperial).filter(({ unit }) => unit.letter === 'L')
  const words = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, shape)
  if (targets.length > 1 || asksTwice(shape) || !inWords(words, WORDS, 1)) return null
  if (
    !/(?<!\p{L})(?:how (?:much|many|long)|total|length|needed|need)(?!\p{L})|[,?.] ?$/u.test(shape) &&
    !/^(?:\p{L}+ ){0,2}\p{L}+ (?:for|around|round)/u.test(shape)
  )
    return null
  const to = targets[0]?.unit ?? a.unit
  const metres = ({ digits, unit }: Measure): string => `${digits} * ${writeFactor(divide(unit?.size ?? ONE, to.size))}`
  const round = b === undefined ? `4 * ${metres(a)}` : `2 * (${metres(a)} + ${metres(b)})`
  const times = count === undefined || count.digits === '1' ? '' : `${count.digits} * `
  const expression = `${round} - ${times}${metres(gap)}`
  const value = evaluatedValue(expression)
  if (value === null || value.numerator <= 0n) return null
  const around = b === undefined ? `4 × ${a.shown}` : `2 × (${a.shown} + ${b.shown})`
  return measured({
    expression,
    label: to.label,
    how: `${around} - ${times.replace('*', '×')}${gap.shown}`,
    readings: readingsOf(told),
  })
}

const STRIP_WORDS =
  'wallpaper roll rolls strip strips length lengths drop drops full whole complete room wall walls ceiling height high tall long is are of has have a an the my our one each per from out how many do does can i we get cut fit fits in it and with to be must will give gives make makes floor'
/** `the room is 2.5 m high, a roll is 10.05 m, how many strips per roll?` */
function strips(told: Told): Answer | null {
  const { shape, measures } = told
  const found =
    /how many (?:full |whole |complete )?(?<noun>strips|lengths|drops)(?: (?:do i get|can i (?:get|cut)|are there|fit|does (?:a|one|each) roll give))*(?: (?:per|from|out of|in|from each|with) (?:a |one |each )?roll)?[ ?.!]*$/u.exec(
      shape,
    )
  if (found?.groups === undefined || !/wallpaper|roll/u.test(shape) || measures.length !== 2) return null
  const roll = measures.find(
    ({ letter, before, after }) =>
      letter === 'L' &&
      (/rolls?(?: of wallpaper)?(?: (?:is|are|has|of|with))*(?: an?)? $/u.test(before) ||
        /^ (?:long )?(?:\p{L}+ )?rolls?(?!\p{L})/u.test(after)),
  )
  const height = measures.find(measure => measure !== roll)
  if (roll?.unit === undefined || roll.unit === null || height?.letter !== 'L' || height.unit === null) return null
  if (
    !/^ (?:high|tall)/u.test(height.after) &&
    !/(?:height|strips?|drops?|high|tall)(?: (?:of|is|are|must be|has|length))* $/u.test(height.before)
  )
    return null
  if (/(?<!\p{L})(?:wide|width|repeat|pattern|waste|need)(?!\p{L})/u.test(shape) || !inWords(shape, STRIP_WORDS, 1))
    return null
  const ratio = `${roll.digits} * ${writeFactor(divide(roll.unit.size, height.unit.size))} / ${height.digits}`
  const value = evaluatedValue(ratio)
  if (value === null || value.numerator < value.denominator) return null
  const isWhole = value.numerator % value.denominator === 0n
  const count = task('count', `Count ${roll.shown} ÷ ${height.shown}`, 'math.evaluate', {
    expression: `floor(${ratio})`,
  })
  const reply = withHow(
    '{{count}} {{noun}}',
    { count: at('/exact'), noun: literal(found.groups.noun ?? 'strips') },
    `${roll.shown} ÷ ${height.shown}${isWhole ? '' : ', rounded down'}`,
  )
  return { tasks: [count], answer: 'count', reply }
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 4 || asksYesNo(clause)) return null
  if (!isAsking(clause, told.shape) || told.measures.some(({ sign, per }) => sign !== null || per !== null)) return null
  return leftOut(told) ?? strips(told)
}

export const perimeterRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-left-out',
    reason:
      'Tells how long a fence or a skirting board is where a gate or a door is left out, and what a roll of wallpaper gives.',
    order: 135.6,
    pairs: 'joined',
    hint: /gate|door|opening|gap|entrance|strips|lengths|drops/iu,
    examples: {
      yes: [
        'a garden 12 m by 8 m with a gate of 1.5 m. how much fence is needed?',
        'skirting board for a room 5 m x 4 m minus a 0.9 m door',
        'How many metres of fence for a square garden of 15 m with two gates of 1 m each?',
        'room is 2.5 m high, roll of wallpaper is 10.05 m. how many full strips per roll?',
      ],
      no: [
        'a garden 12 m by 8 m with a gate. how much fence is needed?',
        'a garden 12 m by 8 m with two gates, 1.5 m. how much fence is needed?',
        'a garden 12 m by 8 m with a gate of 1.5 m. how many posts for the fence?',
        'skirting board for a room 5 m x 4 m minus a 0.9 m door, price at 3 per m?',
        'a garden 12 m by 8 m with a gate 1.5 m high. how much fence is needed?',
        'fence a garden 12 m by 8 m on three sides with a gate of 1.5 m, how many metres?',
        'room is 2.5 m high, roll of wallpaper is 10.05 m and 0.53 m wide. how many strips do I need?',
        'the gap in the fence is 2 m and the dog is 1 m long, how much fence?',
      ],
    },
    read: readsColon(read),
  }),
]
