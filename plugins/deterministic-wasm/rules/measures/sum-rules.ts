/** Sums, differences and multiples of quantities, in their own unit or the one asked for: `5'11" plus 4 inches`, `two thirds of 450 g`. */
import type { PlannerRule } from '#contracts/planner-port'
import { compare, divide } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'
import { measured, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksYesNo, findTargets, inWords, NUMBERED } from './told-words.ts'
import type { Named } from './unit-names.ts'

const OPENER =
  "(?:(?:what|how much|how long|how heavy|how far|how many)(?: altogether| in total)? (?:is|are|does|do|makes?) |what's |whats )?(?:(?:add|sum(?: up)?(?: of)?|the sum of|total(?: of)?|add up|calculate)(?: together)? )?"
const ENDING =
  '(?: (?:together|in total|altogether|is|are|make|makes|equals?|is what|total|in all|leaves?(?: what)?|is how much|left)| ?=)*'
const LISTED = new RegExp(
  `^${OPENER}(?<list>K(?: (?:board|plank|rope|pipe|beam|rod|cable|ribbon|wire|strip))?(?:(?: ?[+−-] ?| plus | minus | less | and |, and |, | & )K)+)${ENDING}[ ?.!]*$`,
  'u',
)
const TAKEN =
  /^(?:(?:if i )?(?:take|subtract|cut|remove|saw) )K (?:from|off|away from|off of|out of|from an?) (?:a |the |my )?K(?: (?:long )?\p{L}+)?(?:,? (?:how much|what|how long)(?: \p{L}+){0,4})?[ ?.!]*$/u
const BETWEEN =
  /^(?:what(?:'s| is) )?(?:the )?difference (?:in (?:length|height|weight|time|distance|temperature) )?(?:between|of) K (?:and|to|vs) K[ ?.!]*$/u
const LOST =
  /K (?:down |up )?to K(?: now| today)?,? (?:(?:and )?how (?:many|much)(?: of)?|what)(?: \p{L}+){0,2} (?:did i|have i|did he|did she|has he|has she|i|is that|lost|gained)(?: (?:lose|lost|gain|gained|grow|grown|put on))?/u
const OF_IT = /^(?:what(?:'s| is) |how much is )?N of (?:an? |the )?K(?: (?:of )?(?!a |the )\p{L}+)?[ ?.!]*$/u
const MEAN =
  /^(?:what(?:'s| is) )?(?:the )?(?:average|mean)(?: (?:length|weight|height|distance|volume|time))?(?: of| for|:|,)? K(?:(?:, ?and |, | and | & |; )K)+[ ?.!]*$/u
/** `1/3` and `2/3` in words. */
const SHARES: Readonly<Record<string, string>> = {
  half: '1/2',
  third: '1/3',
  quarter: '1/4',
  fourth: '1/4',
  fifth: '1/5',
  sixth: '1/6',
  eighth: '1/8',
  tenth: '1/10',
}
const SHARE =
  /^(?:what(?:'s| is) |how much is )?(?:an? |one |the )?(?<n>N )?(?<part>half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?(?: of)?(?: an?| the)? K(?: (?:of )?\p{L}+)?[ ?.!]*$/u
const TIMES =
  /^(?:what(?:'s| is) |how much is |calculate )?(?:(?<by>multiply|scale|divide|increase)? ?(?<first>K)(?: of \p{L}+| \p{L}+)? ?(?<sign>x|times|by|multiplied by|divided by|[*×/÷]) ?N|N ?(?:x|times|[*×]|lots of|portions of|packs of) ?K|(?<word>double|triple|twice|halve|quadruple) K)(?: (?:of )?\p{L}+)?[ ?.!=]*$/u

/** `cut 2 m into 5 equal pieces, how long is each`, `rope of 18 m cut in 4 equal pieces, length of one?` */
const PARTS = '(?:pieces|parts|lengths|portions|sections|strips|glasses|shares|bags|bottles|cups|jars|servings)'
const PART_ASKED =
  "(?:,? (?:then )?(?:(?:how (?:long|much|big|wide|heavy)|what(?:'s| is)? (?:the )?(?:length|size|weight)(?: of)?) (?:is |does |will |would )?(?:in )?(?:each|one|every|N)(?: (?:piece|part|one|strip|section|portion|of them))?(?: (?:be|weigh|get|have))?|(?:what(?:'s| is) )?(?:the )?(?:length|size|weight) of (?:each|one|a|every|N)(?: single)? (?:piece|part|one|strip|section|portion)|what(?:'s| is) (?:the length of )?each))?[ ?.!]*$"
const PARTED = new RegExp(
  `^(?:(?:cut|divide|split|saw|if (?:i|you|we) (?:cut|divide|split)|i (?:cut|divide|split)) (?:an? |the |my )?K(?: (?:of )?(?:long )?\\p{L}+){0,2} (?:up )?(?:in|into) N (?:equal )?${PARTS}|(?:i have )?(?:an? |the |my )?(?:\\p{L}{3,12} (?:of|is) )?K(?: (?:of |long )?\\p{L}{3,12}){0,2},? (?:is |are |gets |to be )?(?:cut|divided|split|sawn|shared)? ?(?:up )?(?:in|into) N (?:equal|equally (?:long|big|sized)|same-size|same size)(?: sized)? ${PARTS})${PART_ASKED}`,
  'u',
)

/** Behind a quantity no word of these is its noun. */
const ADDED =
  /(?<!\p{L})(?:left|more|less|each|twice|again|extra|remaining|squared|cubed|already|apiece|thrice|together|too)[ ?.!]*$/u

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || asksYesNo(clause)) return null
  const kept = withoutTarget(told)
  if (kept === null) return null
  const units = told.measures.filter(({ unit, sign, per }) => unit !== null && sign === null && per === null)
  const first = units[0]
  if (
    first === undefined ||
    first.letter === 'H' ||
    units.some(({ unit }) => unit?.unit.quantity !== first.unit?.unit.quantity)
  )
    return null
  // Every quantity as the same letter: they are of one kind.
  const shape = kept.shape.replace(new RegExp(first.letter, 'g'), 'K').trim()
  const to = kept.target ?? first.unit!
  if (to.unit.quantity !== first.unit!.unit.quantity) return null
  const isAll = units.length === told.measures.length
  if (isAll && units.length > 1) return listed(told, shape, units, to, kept.target === null)
  return bareSecond(told, shape, units, to) ?? times(told, shape, first, to, kept.target === null)
}

/** The shape without `in kg` at its end. */
function withoutTarget({ shape, isImperial }: Told): { readonly shape: string; readonly target: Named | null } | null {
  const targets = findTargets(shape, isImperial)
  const [target] = targets
  if (target === undefined) return { shape, target: null }
  if (targets.length > 1) return null
  const before = shape.slice(0, target.at)
  const isLost = /how many $/u.test(before)
  if (!isLost && (!/ (?:in|to|as|into) $/u.test(before) || !/^[ ?.!]*$/u.test(shape.slice(target.to)))) return null
  const rest = isLost
    ? `${before.replace(/how many $/u, 'how much ')}${shape.slice(target.to).trimStart()}`
    : before.replace(/,? (?:in|to|as|into) $/u, '')
  return { shape: rest, target: target.unit }
}

function listed(told: Told, shape: string, measures: readonly Measure[], to: Named, isOwn: boolean): Answer | null {
  const list = LISTED.exec(shape)?.groups?.list
  if (list !== undefined) {
    // Commas alone add nothing up.
    if (!/[+−-]|plus|minus|less/u.test(list) && !/(?:add|sum|total|together|in all|altogether)/u.test(shape))
      return null
    const signs = [...list.matchAll(/ ?[+−-] ?| plus | minus | less | and |, and |, | & /gu)].map(([sign]) =>
      /[−-]|minus|less/u.test(sign) ? '-' : '+',
    )
    return total(told, measures, signs, to, isOwn)
  }
  if (MEAN.test(shape)) {
    const sum = measures
      .map(({ digits, unit }) => `${digits} * ${writeFactor(divide(unit!.size, to.size))}`)
      .join(' + ')
    const how = `(${measures.map(({ shown }) => shown).join(' + ')}) ÷ ${measures.length}`
    return say(told, `(${sum}) / ${measures.length}`, how, to, null)
  }
  if (measures.length !== 2) return null
  const [a, b] = measures as [Measure, Measure]
  if (TAKEN.test(shape)) return total(told, [b, a], ['-'], to, isOwn)
  const isGap =
    BETWEEN.test(shape) ||
    (LOST.test(shape) &&
      inWords(
        shape.replace(LOST, ' '),
        'weight from went gone been on this diet since january february march april may june july august september october november december lol i',
      ))
  if (!isGap) return null
  const isMore =
    a.value.numerator * b.value.denominator * a.unit!.size.numerator * b.unit!.size.denominator >=
    b.value.numerator * a.value.denominator * b.unit!.size.numerator * a.unit!.size.denominator
  return total(told, isMore ? [a, b] : [b, a], ['-'], to, isOwn)
}

/** `7/8 of an inch minus 3/16`: a fraction behind a quantity is of its unit. */
function bareSecond(told: Told, shape: string, units: readonly Measure[], to: Named): Answer | null {
  const [first, second] = told.measures as readonly [Measure, Measure?]
  if (
    told.measures.length !== 2 ||
    units.length !== 1 ||
    first !== units[0] ||
    second?.letter !== 'N' ||
    !second.digits.includes('/')
  )
    return null
  const sign = /^(?:what(?:'s| is) )?K (?:(?<plus>\+|plus)|-|−|minus|less) N[ ?.!]*$/u.exec(shape)
  if (sign === null) return null
  return measured({
    expression: `(${first.digits} ${sign.groups?.plus === undefined ? '-' : '+'} ${second.digits}) * ${writeFactor(divide(first.unit!.size, to.size))}`,
    label: to.label,
    how: `${first.shown} ${sign.groups?.plus === undefined ? '-' : '+'} ${second.shown}`,
    readings: readingsOf(told),
  })
}

function times(told: Told, shape: string, measure: Measure, to: Named, isOwn: boolean): Answer | null {
  const all = told.measures.filter(({ letter }) => letter === 'N')
  const [parts, single, ...more] = all
  const isParted =
    told.measures.length - all.length === 1 && (single === undefined || single.digits === '1') && more.length === 0
  if (isParted && parts !== undefined && /^[2-9]\d{0,2}$|^1\d{1,2}$/.test(parts.digits) && PARTED.test(shape))
    return scaled(told, measure, `1 / ${parts.digits}`, `${measure.shown} ÷ ${parts.shown}`, to, isOwn)
  const numbers = all
  if (told.measures.length - numbers.length !== 1 || numbers.length > 1 || ADDED.test(told.shape)) return null
  const [number] = numbers
  const share = SHARE.exec(shape)?.groups
  if (share !== undefined) {
    if ((share.n === undefined) !== (number === undefined)) return null
    const part = SHARES[share.part ?? ''] ?? '1'
    return scaled(
      told,
      measure,
      `${number === undefined ? '' : `${number.digits} * `}(${part})`,
      `${number === undefined ? part : part.replace('1/', `${number.digits}/`)} of ${measure.shown}`,
      to,
      isOwn,
    )
  }
  // `1/3 of 750 g`.
  if (number?.digits.includes('/') === true && OF_IT.test(shape))
    return scaled(told, measure, number.digits, `${number.shown} of ${measure.shown}`, to, isOwn)
  const found = TIMES.exec(shape)?.groups
  if (found === undefined) return null
  const word = found.word
  if (word !== undefined) {
    const factor = { double: '2', twice: '2', triple: '3', halve: '(1/2)', quadruple: '4' }[word] ?? '1'
    return number === undefined
      ? scaled(told, measure, factor, `${measure.shown} × ${factor.replace(/[()]/g, '')}`, to, isOwn)
      : null
  }
  if (number === undefined) return null
  const isDivided = found.by === 'divide' || /divided|[/÷]/u.test(found.sign ?? '')
  // `by` alone may be the other side of something.
  if (found.sign === 'by' && found.by === undefined) return null
  if (found.by === 'increase') return null
  return scaled(
    told,
    measure,
    isDivided ? `1 / ${number.digits}` : number.digits,
    `${measure.shown} ${isDivided ? '÷' : '×'} ${number.shown}`,
    to,
    isOwn,
  )
}

function scaled(told: Told, measure: Measure, factor: string, how: string, to: Named, isOwn: boolean): Answer | null {
  const expression = `${measure.digits} * ${factor}${measure.unit === to ? '' : ` * ${writeFactor(divide(measure.unit!.size, to.size))}`}`
  return say(told, expression, how, to, isOwn ? (measure.outer ?? null) : null)
}

function total(
  told: Told,
  measures: readonly Measure[],
  signs: readonly string[],
  to: Named,
  isOwn: boolean,
): Answer | null {
  const term = ({ digits, unit }: Measure): string =>
    unit!.unit === to.unit ? digits : `${digits} * ${writeFactor(divide(unit!.size, to.size))}`
  const expression = measures
    .map((measure, i) => (i === 0 ? term(measure) : ` ${signs[i - 1]} ${term(measure)}`))
    .join('')
  const how = measures.map(({ shown }, i) => (i === 0 ? shown : ` ${signs[i - 1]} ${shown}`)).join('')
  const outer = isOwn ? measures.find(measure => measure.outer !== undefined)?.outer : undefined
  return say(told, expression, how, to, outer ?? null)
}

/** In one unit, or in two where the request told its quantities so and the result reaches the larger one. */
function say(told: Told, expression: string, how: string, to: Named, outer: Named | null): Answer | null {
  const one = measured({ expression, label: to.label, how, readings: readingsOf(told) })
  const value = evaluatedValue(`abs(${expression})`)
  if (outer === null || value === null || compare(value, divide(outer.size, to.size)) < 0) return one
  const exact = peek('math.evaluate', { expression })?.exact
  if (typeof exact !== 'string' || exact.includes('/')) return one
  const input = { value: exact, from: to.name, into: [outer.name, to.name], decimals: 2 }
  if (peek('unit.split', input) === null) return one
  const sum = task('value', `Calculate ${how}`.slice(0, 200), 'math.evaluate', { expression })
  const parts = task(
    'parts',
    'Split the quantity',
    'unit.split',
    { ...input, value: { $from: 'value', pointer: '/exact' } },
    ['value'],
  )
  const answer: Answer = {
    tasks: [sum, parts],
    answer: 'parts',
    reply: withHow(`{{/parts/0/value}} ${outer.label} {{/parts/1/value}} ${to.label}`, { parts: at('/parts') }, how),
  }
  return withReadings(answer, readingsOf(told))
}

export const quantitySumRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-sum',
    reason: 'Adds, subtracts and multiplies quantities, in their own unit or the one asked for.',
    order: 137,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '7/8 of an inch minus 3/16',
        'Add 2 m 35 cm, 87 cm and 1 m 9 cm',
        '13 stone 7 down to 12 stone 2, how many kilos did i lose',
        'two thirds of 450 g',
        'triple 2/3 cup',
        'Scale 1 3/4 cups by 2.5',
        'difference between 5 ft 11 and 5 ft 4',
        'average of 1.2 m, 85 cm and 95 cm',
      ],
      no: [
        '5 kg and 3 kg',
        '3 m by 4 m',
        'double 5 km run training plan',
        'two thirds of 450 g more',
        'triple 2/3 cup twice',
        'a third of 24 hours in sleep is enough?',
        'Add 5 minutes to the 3 km run description',
        '5 kg minus 3 m',
        'difference between 5 K and 10 K races',
      ],
    },
    read: readsColon(read),
  }),
]
