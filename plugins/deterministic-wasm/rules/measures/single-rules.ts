/**
 * One of many and many as one: what one egg of a dozen weighs, resistors in a row or side by side, a roast by its weight and so many minutes
 * more, the water of a dough as a share of its flour, water by its weight.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { duration, measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const size = ({ digits, unit }: Measure): string => `${digits} * ${writeFactor(unit!.size)}`

const ONE_WORDS =
  'if when laid lying lined put placed end to row line side by end-to-end stacked up weigh weighs weighed weight is are was has have hold holds contain contains measure measures stack pile pack box bag row thick high tall long heavy how much what whats does do will would of them in the a an my total together altogether with sheets sheet pages page then so'
const ONE =
  /(?:how (?<way>heavy|thick|high|tall|long|much)|what)(?: \p{L}+){0,2}? (?:is|does|weighs?|are) (?:1|N|one|each|a single|a)(?: (?:of them|single))?(?: (?<noun>\p{L}{3,14}))?(?: (?:weigh|hold|contain|have|measure))?[ ?.!]*$/u

/** `12 eggs weigh 720 g, how heavy is one`. */
function oneOf(told: Told): Answer | null {
  const [a, b, c] = told.measures
  const found = ONE.exec(told.shape)
  if (
    found === null ||
    a === undefined ||
    b === undefined ||
    (c !== undefined && (c.digits !== '1' || c.letter !== 'N')) ||
    told.measures.length > 3
  )
    return null
  const count = [a, b].find(({ letter }) => letter === 'N')
  const whole = [a, b].find(({ letter, per }) => /^[LMVA]$/.test(letter) && per === null)
  if (count === undefined || whole === undefined || !/^[2-9]\d*$|^1\d+$/.test(count.digits)) return null
  const noun = /^ (?:\p{L}+ ){0,2}?(\p{L}{3,14}s|people)(?!\p{L})/u.exec(count.after)?.[1]
  const way = found.groups?.way ?? 'much'
  const kind = { heavy: 'M', thick: 'L', high: 'L', tall: 'L', long: 'L' }[way]
  if (noun === undefined || (kind !== undefined && kind !== whole.letter)) return null
  const asked = found.groups?.noun
  if (asked !== undefined && asked.slice(0, 3) !== noun.slice(0, 3)) return null
  // Pieces laid over each other, spaced or packed in something are not told by a share.
  const shape = told.shape.replace(found[0], ' ')
  if (
    !inWords(shape, `${ONE_WORDS} ${noun}`, 1) ||
    /(?<!\p{L})(?:each|per|box weighs|empty|plus|with the|including|average)(?!\p{L})/u.test(shape)
  )
    return null
  return measured({
    expression: `${whole.digits} / ${count.digits}`,
    label: whole.unit!.label,
    how: `${whole.shown} ÷ ${count.shown}`,
    readings: readingsOf(told),
  })
}

const RESISTORS =
  /^(?:(?:what(?:'s| is) )?(?:the )?(?:total |equivalent |combined |overall )?resistance (?:of|for) )?(?:N |two |three )?(?:resistors?|resistances?)?(?: of)?:? ?(?<list>[NX](?:(?:, ?| and |, and | ohm and )[NX])+)(?: ohms?)?(?: (?:resistors?|resistances?))?,?(?: (?:are|connected|wired|combined|put))*(?: in)? (?<how>parallel|series)(?:,? (?:what(?:'s| is)? (?:the )?(?:total|equivalent|combined|overall)?(?: resistance)?|total|total resistance|resistance|together|how many ohms?|combined))?[ ?.!]*$/u

/** Resistors in series add up; in parallel their conductances do. */
function resistors(told: Told): Answer | null {
  const first = told.measures[0]
  const isCount = first?.letter === 'N' && /^ (?:resistors?|resistances?)(?!\p{L})/u.test(first.after)
  const found = RESISTORS.exec(told.shape)
  const values = isCount ? told.measures.slice(1) : told.measures
  if (
    found?.groups === undefined ||
    values.length < 2 ||
    values.length > 6 ||
    (isCount && Number(first.digits) !== values.length)
  )
    return null
  if (
    !/resist|ohm|X/u.test(told.shape) ||
    values.some(({ letter, value }) => !/^[NX]$/.test(letter) || value.numerator <= 0n)
  )
    return null
  const last = values.at(-1)?.unit ?? null
  const factor = (one: Measure): string =>
    one.unit === null || last === null || one.unit === last
      ? one.digits
      : `${one.digits} * ${writeFactor(divide(one.unit.size, last.size))}`
  // A bare number is in the unit that the last one names.
  if (values.some(({ unit }) => unit === null) && values.some(({ unit }, i) => unit !== null && i < values.length - 1))
    return null
  const isParallel = found.groups.how === 'parallel'
  const expression = isParallel
    ? `1 / (${values.map(one => `1 / (${factor(one)})`).join(' + ')})`
    : values.map(factor).join(' + ')
  const how = isParallel
    ? `1 ÷ (${values.map(({ shown }) => `1 ÷ ${shown}`).join(' + ')})`
    : values.map(({ shown }) => shown).join(' + ')
  return measured({ expression, label: last?.label ?? 'ohm', how })
}

const ROAST_WORDS =
  'chicken turkey roast beef lamb pork ham joint bird duck goose meat oven cook cooks cooking roasting time takes take needs need weigh weighs weighing weight for a the my of at is it how long what plus and extra more on top with per minutes total in should will'
/** `25 minutes per 500 g plus 20 minutes, 1.8 kg`. */
function roast(told: Told): Answer | null {
  const { measures, shape } = told
  const rate = measures.find(
    ({ letter, unit, per }) =>
      letter === 'Q' && unit?.letter === 'T' && per?.unit?.letter === 'M' && /^\d+$/.test(per.digits),
  )
  const more = measures.find(
    ({ letter, before, after }) =>
      letter === 'T' &&
      (/(?:plus|and|\+) (?:an? )?(?:extra )?$/u.test(before) || /^ (?:extra|more|on top)/u.test(after)),
  )
  const mass = measures.find(({ letter }) => letter === 'M')
  if (
    rate?.per?.unit === undefined ||
    rate.per.unit === null ||
    more === undefined ||
    mass === undefined ||
    measures.length !== 3
  )
    return null
  if (!inWords(shape.replace(/on top/u, ' '), ROAST_WORDS, 1)) return null
  const per = rate.per
  return duration(
    `${size(rate)} * ${size(mass)} / (${per.digits} * ${writeFactor(per.unit!.size)}) + ${size(more)}`,
    `${mass.shown} × ${rate.shown} + ${more.shown}`,
    readingsOf(told),
  )
}

/** `hydration of dough with 500 g flour and 340 g water`. */
function hydration({ measures, shape }: Told): Answer | null {
  const [a, b] = measures
  if (!/hydration/u.test(shape) || measures.length !== 2 || a === undefined || b === undefined) return null
  const named = (one: Measure, word: string): boolean =>
    new RegExp(`^ (?:of )?(?:\\p{L}+ )?${word}(?!\\p{L})`, 'u').test(one.after) ||
    new RegExp(`${word} $`, 'u').test(one.before)
  const flour = [a, b].find(one => one.letter === 'M' && named(one, 'flour'))
  const water = [a, b].find(one => /^[MV]$/.test(one.letter) && named(one, 'water'))
  if (flour === undefined || water === undefined || flour === water) return null
  if (
    !inWords(
      shape,
      'hydration dough bread pizza sourdough with of flour water what whats the is a for at percentage if has have i my and how much',
      1,
    )
  )
    return null
  const share = water.letter === 'V' ? `${size(water)} * 1000` : size(water)
  return measured({
    expression: `${share} / (${size(flour)}) * 100`,
    label: '%',
    how: `${water.shown} ÷ ${flour.shown}`,
    ...(water.letter === 'V' ? { readings: ['A litre of water is read as one kilogram.'] } : {}),
  })
}

/** `how much does 60 litres of water weigh`. */
const WATER =
  /^(?:(?:how (?:much|heavy|many (?<unit>\p{L}+))|what)(?: (?:is|are|does|do|would))? )?(?:the (?:weight|mass) of )?V (?:of )?(?:fresh |tap |cold )?water(?: (?:weigh|weighs|weight|in weight))?(?:,? (?:in|to|as) (?<to>\p{L}+))?[ ?.!]*$/u
function water(told: Told): Answer | null {
  const found = WATER.exec(told.shape)
  const [volume] = told.measures
  if (found === null || volume?.unit === undefined || volume.unit === null || told.measures.length !== 1) return null
  const [target] = findTargets(told.shape, told.isImperial).filter(({ unit }) => unit.letter === 'M')
  if (target === undefined && !/weigh|heavy|mass/u.test(told.shape)) return null
  const to = target?.unit ?? { label: 'kg', size: { numerator: 1n, denominator: 1n } }
  return measured({
    expression: `${volume.digits} * ${writeFactor(divide(volume.unit.size, to.size))} * 1000`,
    label: to.label,
    how: volume.shown,
    readings: [...readingsOf(told), 'A litre of water is read as one kilogram.'],
  })
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 7 || asksYesNo(clause) || asksTwice(told.shape)) return null
  if (told.measures.some(({ sign }) => sign !== null)) return null
  const row = /parallel|series/u.test(told.shape) ? resistors(told) : null
  if (row !== null) return row
  const isBare = isAsking(clause, told.shape)
  return isBare || /weigh|heavy/u.test(told.shape)
    ? (water(told) ?? (isBare ? (hydration(told) ?? roast(told) ?? oneOf(told)) : null))
    : null
}

export const singleRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-single',
    reason:
      'Tells what one of many weighs or measures, what resistors make together, how long a roast takes, and what water weighs.',
    order: 144.6,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '12 eggs weigh 720 g how heavy is one',
        'a stack of 500 sheets is 5 cm, how thick is one sheet',
        'Two resistors of 10 and 15 ohm in parallel',
        '47 and 33 ohm in series',
        'chicken 25 minutes per 500 g plus 20 minutes, 1.8 kg',
        'hydration of dough with 500 g flour and 340 g water',
        'how much does 60 litres of water weigh',
      ],
      no: [
        '12 eggs weigh 720 g, how heavy is one chicken',
        '12 eggs weigh 720 g with the box, how heavy is one egg',
        'how much does 60 litres of oil weigh',
        'two cities 10 and 15 km in parallel',
        'The first and 2 more in series',
        'chicken 25 minutes per 500 g plus 20 minutes',
        'how many litres of water should I drink',
      ],
    },
    read: readsColon(read),
  }),
]
