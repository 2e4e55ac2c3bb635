/**
 * How many of a thing a stock is enough for, where one of them takes so much: `a cake needs 250 g butter, I have 1 kg, how many cakes`. It is
 * rounded down. What one needs of several things, and what is used up already, is another question.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { compare, divide, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, inWords, isAsking } from './told-words.ts'

const WORDS =
  'a an one each every 1 my the our i we it there is are have has got with of for in from to and if so then only at how many whole full complete can could do does will would make bake get fit fits in on go be made filled charged charge charges carry carries carrying carried take takes taking allowed limit capacity holds hold max maximum most needs need uses use requires require weighs weigh takes costs holds contains contain store stores butter flour sugar eggs milk water juice oil rice pasta coffee fabric ribbon wool wire cable paper ink time minutes total altogether stock lift elevator boat bridge shelf rack van trailer crane power bank powerbank phone battery laptop tablet card disk drive stick memory space storage left'
const NEEDS = '(?:needs?|takes?|uses?|requires?|weighs?|is|holds?|contains?|has|fills?|gets?|eats?)'
const STOCK =
  /(?<!\p{L})(?:have|has|had|got|there (?:is|are)|carr(?:y|ies)|can carry|holds?|can hold|takes?|limit|max|maximum|capacity|with|from|out of|bank|stock|total|card|disk|drive|stick|of)(?: (?:of|is|only|about|up to|a|an|the|my))* $/u

const VESSEL =
  /^(?:bags|boxes|bottles|jars|buckets|crates|cans|tins|barrels|sacks|glasses|cups|trays|cartons|containers|tanks|pots|vases|baskets)$/u
const STUFF =
  /^ (?:of )?(?<name>(?!max|maximum|limit|each|and|the|with|for|how|left|available|in|card|stick|disk|drive|bag|sack|roll|box|tank|barrel|power|to|per|long|of)\p{L}{3,14})/u

const stem = (word: string): string =>
  word
    .replace(/^(?:people|persons?)$/u, 'person')
    .replace(/(?:ches|shes|xes|sses)$/u, end => end.slice(0, -2))
    .replace(/ies$/u, 'y')
    .replace(/s$/u, '')
const scale = ({ value, unit }: Measure): Rational => multiply(value, unit?.size ?? ONE)

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 3 || asksYesNo(clause)) return null
  const { shape } = told
  const noun =
    /how many (?:whole |full |complete |such )?(?<noun>\p{L}{3,14}(?:s|ren)|people)(?: (?:can|could|do|does|will|would) (?:i|we|it|that|this|the \p{L}+)(?: (?:make|bake|get|fit|fill|carry|take|hold|charge|have|store|sew|knit|print))?| fit(?: in| on)?| can be \p{L}+| are (?:allowed|possible)| may (?:ride|enter|go))?(?: with (?:it|that|this))?[ ?.!]*$/u.exec(
      shape,
    )?.groups?.noun
  if (noun === undefined || !isAsking(clause, shape) || asksTwice(shape)) return null
  const measures = told.measures.filter(
    ({ letter, digits, after }) =>
      !(letter === 'N' && digits === '1' && new RegExp(`^ (?:\\p{L}+ )?${stem(noun)}`, 'u').test(after)),
  )
  const [a, b] = measures
  if (measures.length !== 2 || a?.unit === undefined || a.unit === null || b?.unit === undefined || b.unit === null)
    return null
  if (
    a.unit.unit.quantity !== b.unit.unit.quantity ||
    !/^[MVLTDKJ]$/.test(a.letter) ||
    [a, b].some(({ per, sign }) => per !== null || sign !== null)
  )
    return null
  // What one takes and what there is are of one stuff.
  const [stuff, other] = [a, b].map(({ after }) => STUFF.exec(after)?.groups?.name)
  if (stuff !== undefined && other !== undefined && stuff !== other) return null
  const isCharge = /^charges$/u.test(noun)
  const one = [a, b].find(({ before }) => isOne(before, noun, isCharge))
  const stock = one === a ? b : a
  // `needs 2 l and holds 5 l` tells twice of one thing.
  if (stock === b && /(?<!\p{L})(?:and|but) (?:also )?(?:holds?|carr(?:y|ies)|can|takes?|has|fits?) /u.test(b.before))
    return null
  if (
    one === undefined ||
    [a, b].every(({ before }) => isOne(before, noun, isCharge)) ||
    compare(scale(one), scale(stock)) > 0
  )
    return null
  if (
    !STOCK.test(stock.before) &&
    !/^ ?(?:[\p{L}-]+ )?(?:in stock|available|left|max|maximum|limit|capacity|card|stick|disk|drive|bag|sack|roll|power ?bank|box|tank|barrel)(?!\p{L})/u.test(
      stock.after,
    )
  )
    return null
  if (
    /(?<!\p{L})(?:already|used|used up|plus|and (?:a|another)|or|per|each day|a day|more|extra|empty|itself|average|both|two|left over)(?!\p{L})/u.test(
      shape.replace(/(?<!\p{L})and (?:a|one|each) (?=\p{L}+ (?:needs|takes|weighs|is))/u, ' '),
    )
  )
    return null
  if (one.letter === 'L' && !/(?<!\p{L})(?:needs?|takes?|uses?|requires?)(?!\p{L})/u.test(one.before)) return null
  const words = shape
    .replace(/(?<!\p{L})max(?:imum|\.)?(?!\p{L})/gu, ' ')
    .replace(/[()]/gu, ' ')
    .replace(/(?<!\p{L})a (?=person )/gu, 'one ')
  if (!inWords(words, `${WORDS} ${noun} ${stem(noun)}`, 2)) return null
  const ratio = `${stock.digits} * ${writeFactor(divide(stock.unit!.size, one.unit!.size))} / ${one.digits}`
  const value = evaluatedValue(ratio)
  if (value === null || value.numerator <= 0n) return null
  const isWhole = value.numerator % value.denominator === 0n
  // What is left over goes into one more, or stays.
  if (
    !isWhole &&
    /(?:holds?|contains?|has|fills?|takes?) (?:about )?$/u.test(one.before) &&
    VESSEL.test(noun) &&
    !/(?<!\p{L})(?:full|fill|filled|whole)(?!\p{L})/u.test(shape)
  )
    return null
  const count = task('count', `Count ${stock.shown} ÷ ${one.shown}`.slice(0, 200), 'math.evaluate', {
    expression: isWhole ? ratio : `floor(${ratio})`,
  })
  const isSingle = value.numerator / value.denominator === 1n
  const label = isSingle ? (noun === 'people' ? 'person' : noun.replace(/(?<=x|ch|sh)es$|s$/u, '')) : noun
  return withReadings(
    {
      tasks: [count],
      answer: 'count',
      reply: withHow(
        '{{count}} {{noun}}',
        { count: at('/exact'), noun: literal(label) },
        `${stock.shown} ÷ ${one.shown}${isWhole ? '' : ', rounded down'}`,
      ),
    },
    readingsOf(told),
  )
}

/** `a cake needs 250 g`, `one person weighs 75 kg`, `each bag holds 2 kg`; of charges it is the battery. */
function isOne(before: string, noun: string, isCharge: boolean): boolean {
  const name = isCharge ? '(?:phone|tablet|laptop|camera)(?: battery)?|battery' : `${stem(noun)}(?:s|es)?`
  return new RegExp(
    `(?:^|[ ,.;])(?:(?:an?|one|1|N|each|every|my|the|per) )?(?:[\\p{L}-]+ )?(?:${name})(?: (?:has|have))?,? (?:${NEEDS} )?(?:about |only |a |an )?$`,
    'u',
  ).test(before)
}

export const stockRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-stock',
    reason: 'Counts how many of a thing a stock is enough for, where one of them takes so much.',
    order: 139.3,
    pairs: 'joined',
    hint: /how many/iu,
    examples: {
      yes: [
        'a cake needs 250 g butter, I have 1 kg. how many cakes?',
        'lift carries 630 kg max, a person is 75 kg. how many people?',
        'power bank 20000 mAh, phone battery 4000 mAh, how many full charges?',
      ],
      no: [
        'a cake needs 250 g butter and 3 eggs, I have 1 kg. how many cakes?',
        'a cake needs 250 g butter, I have 1 kg. how many eggs?',
        'a cake needs 250 g butter, I have 1 kg of flour. how many cakes?',
        'a cake needs 250 g butter, I have 1 kg and used half. how many cakes?',
        'a person weighs 75 kg and lifts 100 kg. how many people?',
        'a cake weighs 1 kg, I ate 250 g of it. how many cakes?',
        'a lift carries 630 kg, how many people of 75 kg on average?',
        'a pot needs 2 l water and holds 5 l. how many pots?',
      ],
    },
    read: readsColon(read),
  }),
]
