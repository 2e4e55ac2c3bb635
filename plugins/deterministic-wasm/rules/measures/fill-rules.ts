/**
 * What fills and empties: a tub with so much in it already, water that flows in and out, a download half done, a tank that is so many per
 * cent full. How full it is must be told; what leaks or evaporates besides is known to nobody here.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply, ONE } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { duration, measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const WORDS =
  'bag drip infusion after is water flows flow flowing runs run running pours pumps pump pumped tap taps hose pipe tub bath bathtub tank pool barrel bucket cistern container pond aquarium bottle can jug canister drum fuel petrol diesel oil heating vat pot fills fill filling filled full empty empties drains drain drained draining leaks leak loses in into out of at with per from to up the a an my our it its is are has have holds hold contains contain takes take how long much many what whats litres liters gallons percent until till does do did will would need needs needed for and that then there already inside hole plug download downloading downloaded upload file files game update movie connection internet line speed done finished rest remaining copy copying copied transferred transfer backup disk drive drives drive car uses use consumption far range can could i we get go add adds added adding put pour poured pouring still more missing free space capacity size total when so'
const STATE = /(?<!\p{L})(?:already|still|currently|now) (?:\p{L}+ )?(?:about )?$/u
const STATE_AFTER =
  /^ (?:(?:of )?\p{L}+ )?(?:(?:is |are |was )?(?:already )?(?:in it|inside|in there|done|downloaded|copied|transferred|finished|in already)|already)(?!\p{L})/u
const OUT = /(?<!\p{L})(?:out|drains?|leaks?|loses?|lost|hole)(?!\p{L})/u
const IN = /(?<!\p{L})(?:in|into|fills?|tap|hose|pump|pumps|flows?)(?!\p{L})/u

const size = ({ digits, unit }: Measure): string => `${digits} * ${writeFactor(unit!.size)}`
const perSecond = ({ digits, unit, per }: Measure): string =>
  per === null
    ? `${digits} * ${writeFactor(unit!.size)}`
    : `${digits} * ${writeFactor(divide(unit!.size, multiply(per.unit?.size ?? ONE, { numerator: BigInt(per.digits), denominator: 1n })))}`
const isFlow = ({ letter, unit, per }: Measure): boolean =>
  letter === 'R' || (letter === 'Q' && unit?.letter === 'V' && per?.unit?.letter === 'T' && /^\d+$/.test(per.digits))

type Part = { readonly share: string; readonly shown: string }

/** How much of the whole is in it: half, three quarters, so many per cent. */
function fullness({ shape, measures }: Told): (Part & { readonly used: readonly Measure[] }) | null {
  const percent = measures.find(
    ({ letter, after }) =>
      letter === 'P' && /^ (?:full|done|filled|downloaded|finished|complete)(?!\p{L})/u.test(after),
  )
  if (percent !== undefined) return { share: `${percent.digits} / 100`, shown: `${percent.digits}%`, used: [percent] }
  const fraction = measures.find(
    ({ letter, digits, after }) =>
      letter === 'N' && digits.includes('/') && /^ (?:full|done|filled|downloaded)(?!\p{L})/u.test(after),
  )
  if (fraction !== undefined)
    return { share: fraction.digits, shown: fraction.digits.replace(/[()]/g, ''), used: [fraction] }
  const named =
    /(?<!\p{L})(?:(half|a third|a quarter|one third|one quarter)|(N) (?:quarters|thirds))(?: |-)(?:full|done|filled|downloaded)(?!\p{L})/u.exec(
      shape,
    )
  if (named === null) return null
  const word = named[1]
  if (word === undefined) return null
  const share = word === 'half' ? '1 / 2' : /third/.test(word) ? '1 / 3' : '1 / 4'
  return { share, shown: share.replaceAll(' ', ''), used: [] }
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 5 || told.measures.every(({ letter }) => !/^[VD]$/.test(letter)))
    return null
  if (asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  if (asksTwice(told.shape) || told.measures.some(({ sign }) => sign !== null)) return null
  if (
    /(?<!\p{L})(?:each|every|both|two|other|another|cost|price|average|percent more|slower|faster)(?!\p{L})/u.test(
      told.shape,
    )
  )
    return null
  const full = fullness(told)
  const rest = told.measures.filter(measure => !(full?.used.includes(measure) ?? false))
  const flows = rest.filter(isFlow)
  const amounts = rest.filter(({ letter }) => letter === 'V' || letter === 'D')
  const others = rest.filter(measure => !flows.includes(measure) && !amounts.includes(measure))
  const targets = findTargets(told.shape, told.isImperial)
  const words = targets.reduceRight((text, { at, to }) => `${text.slice(0, at)} ${text.slice(to)}`, told.shape)
  const plain = words
    .replace(
      /(?<!\p{L})(?:half|a third|a quarter|one third|one quarter)(?: |-)(?:full|done|filled|downloaded)(?!\p{L})/gu,
      'full',
    )
    .replace(/(?<!\p{L})(?:already|the rest|still missing|still|remaining|more)(?!\p{L})/gu, ' ')
    .replace(/(?:what's|whats|what is|how much is|how much(?: \p{L}+)? is) left (?:of|in) /gu, 'how much ')
    .replace(/(?<!\p{L})left[ ?.!]*$/u, ' ')
  if (targets.length > 1 || !inWords(plain, WORDS, 1)) return null
  const target = targets[0]?.unit ?? null
  const given: Given = { told, full, flows, amounts, others, target }
  return inTime(given) ?? afterTime(given) ?? amount(given) ?? range(given)
}

type Given = {
  readonly told: Told
  readonly full: Part | null
  readonly flows: readonly Measure[]
  readonly amounts: readonly Measure[]
  readonly others: readonly Measure[]
  readonly target: ReturnType<typeof findTargets>[number]['unit'] | null
}

const isState = ({ before, after }: Measure): boolean => STATE.test(before) || STATE_AFTER.test(after)

/** The whole, and what of it is in already; null where two amounts are not told apart. */
function wholeAndPart({ amounts, full }: Given): { readonly whole: Measure; readonly part: Part | null } | null {
  const [a, b] = amounts
  if (a === undefined || amounts.length > 2) return null
  if (b === undefined)
    return {
      whole: a,
      part: full === null ? null : { share: `${size(a)} * ${full.share}`, shown: `${full.shown} of ${a.shown}` },
    }
  if (full !== null || a.unit?.unit.quantity !== b.unit?.unit.quantity) return null
  const inside = [a, b].filter(isState)
  const [part] = inside
  if (inside.length !== 1 || part === undefined) return null
  const whole = part === a ? b : a
  const [x, y] = [evaluatedValue(size(whole)), evaluatedValue(size(part))]
  if (x === null || y === null || x.numerator * y.denominator <= y.numerator * x.denominator) return null
  return { whole, part: { share: size(part), shown: part.shown } }
}

/** How long it takes to fill what is empty of it, or to drain it. */
function inTime(given: Given): Answer | null {
  const { told, flows, others, target } = given
  if (
    !/(?:how long|how many (?:minutes|hours|seconds)|how much time|what time|(?:in|take) (?:how long|what time))/u.test(
      told.shape,
    ) ||
    others.length > 0
  )
    return null
  const both = wholeAndPart(given)
  const [a, b] = flows
  if (both === null || a === undefined || flows.length > 2 || (target !== null && target.letter !== 'T')) return null
  if (both.part === null && b === undefined) return null
  if (a.letter === 'R' ? both.whole.letter !== 'D' : both.whole.letter !== 'V') return null
  // What is full is emptied, what is not is filled.
  const empties = /(?<!\p{L})(?:empty|drain|drained|empties)(?!\p{L})/u.test(told.shape)
  if (empties && b === undefined) return null
  let flow = perSecond(a)
  let shown = a.shown
  if (b !== undefined) {
    const [first, second] = [sideOf(a), sideOf(b)]
    if (first === second || first === null || second === null) return null
    const [into, out] = first === 'in' ? [a, b] : [b, a]
    flow = `(${perSecond(into)} - ${perSecond(out)})`
    shown = `${into.shown} - ${out.shown}`
  }
  const rate = evaluatedValue(flow)
  if (rate === null || rate.numerator <= 0n) return null
  const gap = both.part === null ? size(both.whole) : `(${size(both.whole)} - ${both.part.share})`
  const how = `${both.part === null ? both.whole.shown : `(${both.whole.shown} - ${both.part.shown})`} ÷ (${shown})`
  if (target === null) return duration(`${gap} / ${b === undefined ? `(${flow})` : flow}`, how, readingsOf(told))
  return measured({
    expression: `${gap} / (${flow}) * ${writeFactor(divide(ONE, target.size))}`,
    label: target.label,
    how,
    readings: readingsOf(told),
  })
}

const sideOf = ({ before, after }: Measure): 'in' | 'out' | null => {
  const near = `${before.split(/,| and /u).at(-1) ?? ''} ${(after.split(/,| and |;/u)[0] ?? '').slice(0, 24)}`
  const isOut = OUT.test(near)
  const isIn = IN.test(near)
  return isOut ? 'out' : isIn ? 'in' : null
}

/** `a 500 ml bag after 3 hours at 125 ml/h`: what is left. */
function afterTime({ told, full, flows, amounts, others, target }: Given): Answer | null {
  const [flow] = flows
  const [whole] = amounts
  const [time] = others
  if (
    full !== null ||
    flow === undefined ||
    whole?.letter !== 'V' ||
    time?.letter !== 'T' ||
    flows.length + amounts.length + others.length !== 3
  )
    return null
  if (
    !/(?:(?:what's|whats|what is|how much)(?: \p{L}+)?(?: is)? left|left (?:in|of)|how much(?: \p{L}+){0,2} (?:is )?left|left[ ?.!]*$)/u.test(
      told.shape,
    )
  )
    return null
  const to = target ?? whole.unit!
  if (to.letter !== 'V') return null
  const expression = `${size(whole)} - ${size(time)} * ${perSecond(flow)}`
  const value = evaluatedValue(expression)
  if (value === null || value.numerator < 0n) return null
  return measured({
    expression: `(${expression}) * ${writeFactor(divide(ONE, to.size))}`,
    label: to.label,
    how: `${whole.shown} - ${time.shown} × ${flow.shown}`,
    readings: readingsOf(told),
  })
}

/** How much is in it, or how much it takes to fill it. */
function amount(given: Given): Answer | null {
  const { told, flows, others, target } = given
  const both = wholeAndPart(given)
  if (both === null || both.part === null || flows.length > 0 || others.length > 0) return null
  const { whole, part } = both
  const to = target ?? whole.unit!
  if (to.letter !== whole.letter) return null
  const asksGap =
    /(?:more \p{L}+ (?:fits?|goe?s?|are needed|do i need|does it (?:need|take))|to fill (?:it|the \p{L}+)?(?: ?up)?|(?:still |more )(?:fits?|go(?:es)? in|needed|missing|to (?:fill|go))|how (?:much|many)(?: \p{L}+)? (?:more|is missing|are missing|is free|are free|fits? in)|(?:free|missing|still fits?|still needed)[ ?.!]*$|does it (?:still )?(?:need|take)|until (?:it is )?full)/u.test(
      told.shape,
    )
  const asksIn =
    /(?:(?:is|are) in it|in the tank|in it[ ?.!]*$|how (?:much|many)(?: \p{L}+)?(?: is| are)? in(?:side)?(?: it| there| the \p{L}+)|contain)/u.test(
      told.shape.slice(Math.max(0, told.shape.search(/how (?:much|many)|[–-] |, ?(?=litres|liters)/u))),
    )
  if (asksGap === asksIn) return null
  // What is told to be in it is not asked for.
  if (asksIn && given.full === null) return null
  const expression = asksGap ? `${size(whole)} - ${part.share}` : part.share
  return measured({
    expression: `(${expression}) * ${writeFactor(divide(ONE, to.size))}`,
    label: to.label,
    how: asksGap ? `${whole.shown} - ${part.shown}` : part.shown,
    readings: readingsOf(told),
  })
}

/** `6 l/100 km, the tank holds 50 l and is half full`: how far it goes. */
function range({ told, full, amounts, others, flows, target }: Given): Answer | null {
  const [use] = others
  const [tank] = amounts
  if (
    full === null ||
    use?.letter !== 'Q' ||
    use.unit?.letter !== 'V' ||
    use.per?.unit?.letter !== 'L' ||
    tank?.letter !== 'V'
  )
    return null
  if (
    others.length + amounts.length + flows.length !== 2 ||
    !/how (?:far|many (?:km|kilomet|miles))|range/u.test(told.shape)
  )
    return null
  const to = target ?? use.per.unit
  if (to.letter !== 'L') return null
  return measured({
    expression: `${size(tank)} * ${full.share} / (${size(use)}) * ${use.per.digits} * ${writeFactor(divide(use.per.unit.size, to.size))}`,
    label: to.label,
    how: `${full.shown} of ${tank.shown} ÷ (${use.shown})`,
    readings: readingsOf(told),
  })
}

export const fillRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-filling',
    reason:
      'Works out how long what is partly full takes to fill, what flows in and out leave, and how much is in it or still fits.',
    order: 133.9,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'Water flows at 12 l per minute. How long to fill a 300 l tub that already has 60 l?',
        'Water flows in at 12 l/min and out at 2 l/min. How long to fill 300 l?',
        'Tank holds 50 l, there are 12 l in it. How many litres to fill up?',
        'A tank holds 60 litres and is 35 percent full – litres in it?',
        "What's left of a 500 ml bag after 3 hours at 125 ml/h?",
        'Download of 5 GB at 100 Mbit/s, already 2 GB done. How long does the rest take?',
        'A car uses 6 l/100 km, the tank holds 50 l and is half full. How far can I go?',
      ],
      no: [
        'The bath holds 200 l and there are 10 l in the bucket. How many litres does it need?',
        'Water flows in at 12 l/min and out at 20 l/min. How long to fill 300 l?',
        'A tank holds 60 litres and is 35 percent full, is that enough?',
        '12 l/min tap, tank of 60 l already a third full of mud, how deep?',
        'two taps of 12 l/min fill a 300 l tub that already has 60 l, how long?',
        'The glass is half full and holds 300 ml, what does that say about me?',
      ],
    },
    read: readsColon(read),
  }),
]
