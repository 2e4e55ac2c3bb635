/**
 * What grows or shrinks evenly from a told beginning: a plant that was 12 cm and grows 1.5 cm a week, a candle, a tank that leaks; and a thing
 * that is so much taller or heavier than another. What only begins later, or stops, is another question.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking } from './told-words.ts'

const UP =
  /(?<!\p{L})(?:grows?|grew|grown|growing|rises?|rose|gains?|gained|puts on|put on|increases?|increased|climbs?|is filled|fills?|flows? in|gets? (?:taller|longer|heavier))(?!\p{L})/u
const DOWN =
  /(?<!\p{L})(?:burns?(?: down)?|burned|burnt|shrinks?|shrank|loses?|lost|leaks?|drains?|drops?|falls?|fell|sinks?|sank|melts?|melted|decreases?|decreased|evaporates?|uses?|eats?|drinks?|flows? out)(?!\p{L})/u
const WORDS =
  'plant plants tree sunflower seedling baby puppy kitten child hair nail nails beard candle tank barrel pool bucket water level snow snowman river lake bottle pond ice stalagmite battery fuel glacier pile grass hedge bamboo is was are were a an the my our at start beginning first now today currently tall high long heavy deep full has had have contains holds weighs weighed measures measured grows grew grown growing rises rose gains gained puts on put increases increased climbs burns burned burnt down shrinks shrank loses lost leaks drains drops falls fell sinks sank melts melted decreases decreased evaporates by of it its each every per and then for in after later with how much many what whats will would be does do did left height length weight size depth there still remain remaining will same rate constant constantly steadily from to'

/** `it was 12 cm and grew 1.5 cm a week for 6 weeks, how tall now?` */
function evenly(told: Told): Answer | null {
  const { shape, measures } = told
  const [first, step, time] = measures
  if (
    measures.length !== 3 ||
    first?.unit === undefined ||
    first.unit === null ||
    first.per !== null ||
    !/^[LVM]$/.test(first.letter)
  )
    return null
  if (
    step?.letter !== 'Q' ||
    step.unit?.letter !== first.letter ||
    step.per?.unit?.letter !== 'T' ||
    !/^\d+$/.test(step.per.digits)
  )
    return null
  if (time?.letter !== 'T' || time.unit === null || time.per !== null) return null
  const [rises, falls] = [UP.test(shape), DOWN.test(shape)]
  if (
    rises === falls ||
    !/(?<!\p{L})(?:is|was|has|had|contains|holds|weighs|weighed|measures|of|with|^) ?(?:already |now |only )?$|^(?:\p{L}+ ){1,3}$/u.test(
      first.before,
    )
  )
    return null
  if (
    !/(?:for|after|in|over|during|within)(?: the (?:next|last|first))? $/u.test(time.before) ||
    !/how (?:tall|long|high|deep|much|heavy|big|many)|what(?:'s| is| was| will)/u.test(shape)
  )
    return null
  if (
    /how long (?:does|will|until|till|did|before)|how many (?:days|weeks|hours|minutes|months)|when|how much (?:did|does|has) (?:it|he|she|the \p{L}+) (?:grow|lose|gain|grown|lost|leak|burn)/u.test(
      shape,
    )
  )
    return null
  if (
    /(?<!\p{L})(?:then|stops?|stopped|first \p{L}+|twice|half|more than|but|another|ago|before|average|doubles?|percent)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  // How much it grew is another question, and so is another's plant.
  const question = shape.slice(Math.max(shape.lastIndexOf('how '), shape.lastIndexOf('what')))
  if (UP.test(question) || DOWN.test(question) || /['’]s(?!\p{L})/u.test(question.replace(/what's/u, ' '))) return null
  const targets = findTargets(shape, told.isImperial).filter(({ unit }) => unit.letter === first.letter)
  const words = targets
    .reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, shape)
    .replace(
      /(?:what is|how much(?: \p{L}+)? (?:is|are)|how (?:long|tall|high) is (?:it|the \p{L}+)|is|are|will be) (?:still )?left(?: (?:of it|over|in (?:it|there|the \p{L}+)))?/gu,
      ' ',
    )
    .replace(/(?<!\p{L})(?:remaining|remains?|still)(?!\p{L})/gu, ' ')
  if (targets.length > 1 || asksTwice(shape) || !inWords(words, WORDS, 1)) return null
  const to = targets[0]?.unit ?? first.unit
  const inTo = (size: Rational): string => writeFactor(divide(size, to.size))
  const change = `${step.digits} * ${inTo(step.unit.size)} * ${time.digits} * ${writeFactor(divide(time.unit.size, step.per.unit.size))} / ${step.per.digits}`
  const expression = `${first.digits} * ${inTo(first.unit.size)} ${rises ? '+' : '-'} ${change}`
  const value = evaluatedValue(expression)
  if (value === null || value.numerator < 0n) return null
  return measured({
    expression,
    label: to.label,
    how: `${first.shown} ${rises ? '+' : '-'} ${step.shown} × ${time.shown}`,
    readings: readingsOf(told),
  })
}

const MORE = 'taller|longer|higher|heavier|deeper|wider|bigger|older|farther|further|thicker'
const LESS = 'shorter|lower|lighter|shallower|narrower|smaller|thinner'
const THAN = new RegExp(
  `^(?:if )?(?:an? |the |my |our )?(?<one>[\\p{L}-]{2,14})(?: (?:is|weighs|measures|has|stands))? K(?: (?:tall|long|high|heavy|deep|wide|thick))?,? (?:and |while )?(?:an? |the |my |our |his |her )?(?<two>[\\p{L}-]{2,14}) is K (?:(?<more>${MORE})|(?<less>${LESS}))(?: than (?:(?:an? |the |my |our )?(?<than>[\\p{L}-]{2,14})))?,? (?:so )?(?:how (?:tall|long|high|heavy|deep|wide|thick) is|what(?:'s| is) the (?:height|length|weight|depth|width) of|what does|how much does) (?:an? |the |my |our |his |her )?(?<asked>[\\p{L}-]{2,14})(?: weigh)?[ ?.!]*$`,
  'u',
)
/** `tree 4.5 m, the house is 2.7 m taller. how high is the house?` */
function compared(told: Told): Answer | null {
  const [a, b] = told.measures
  if (
    told.measures.length !== 2 ||
    a?.unit === undefined ||
    a.unit === null ||
    b?.unit === undefined ||
    b.unit === null
  )
    return null
  if (a.letter !== b.letter || !/^[LM]$/.test(a.letter) || [a, b].some(({ per }) => per !== null)) return null
  const groups = THAN.exec(told.shape.replace(new RegExp(a.letter, 'g'), 'K'))?.groups
  if (groups === undefined || groups.asked !== groups.two || groups.one === groups.two) return null
  if (groups.than !== undefined && groups.than !== groups.one) return null
  const isMore = groups.more !== undefined
  const isWeight = /(?:heavi|light)er/u.test(groups.more ?? groups.less ?? '')
  if (isWeight !== (a.letter === 'M')) return null
  const expression = `${a.digits} ${isMore ? '+' : '-'} ${b.digits} * ${writeFactor(divide(b.unit.size, a.unit.size))}`
  const value = evaluatedValue(expression)
  return value === null || value.numerator <= 0n
    ? null
    : measured({
        expression,
        label: a.unit.label,
        how: `${a.shown} ${isMore ? '+' : '-'} ${b.shown}`,
        readings: readingsOf(told),
      })
}

const REST =
  /^(?:i (?:cut|saw|have) )?(?:an? |the |my )?(?:L (?:long )?\p{L}{3,12}|\p{L}{3,12} (?:of|is) L)(?: (?:of|is|are|gets))?,? ?(?:is |are )?(?:cut|sawn|chopped|divided)? ?(?:up )?(?:in|into) (?:L (?:long )?(?:pieces|bits|lengths|strips|sections|parts)|(?:pieces|bits|lengths|strips|sections|parts) of L),? (?:and |then )?(?:how (?:much|long)|what) (?:is|remains|will be|are)?(?: ?(?:left|left over|the rest|the offcut|the remainder|the remaining piece|over|remains|remaining))?[ ?.!]*$/u
/** `a 2.5 m pipe cut into 30 cm bits, how much remains?` */
function offcut(told: Told): Answer | null {
  const [large, small] = told.measures
  if (told.measures.length !== 2 || !REST.test(told.shape) || !/left|rest|offcut|remain|over/u.test(told.shape))
    return null
  if (large?.unit === undefined || large.unit === null || small?.unit === undefined || small.unit === null) return null
  const all = `${large.digits} * ${writeFactor(divide(large.unit.size, small.unit.size))}`
  const expression = `${all} - floor(${all} / ${small.digits}) * ${small.digits}`
  const value = evaluatedValue(`${all} / ${small.digits}`)
  if (value === null || value.numerator < value.denominator) return null
  return measured({
    expression,
    label: small.unit.label,
    how: `${large.shown} - ${value.numerator / value.denominator} × ${small.shown}`,
  })
}

const DAILY = /(?:per|a|each|every) day|daily|in 24 hours|in (?:one|1|a) day/u
const DOSE_WORDS =
  'medicine medication tablet tablets pill pills dose dosage antibiotic syrup patient nurse child ibuprofen paracetamol amoxicillin total daily per day a each every in hours one how much many what whats is the that does do i he she take takes taken get gets given of for to altogether will would'
/** `250 mg every 6 hours, total per day?` */
function daily(told: Told): Answer | null {
  const { shape, measures } = told
  const [dose, day] = measures
  if (
    dose?.letter !== 'Q' ||
    dose.unit === null ||
    !/^[MV]$/.test(dose.unit.letter) ||
    dose.per?.unit?.unit.name !== 'hour'
  )
    return null
  const isDay =
    measures.length === 1 ||
    (measures.length === 2 &&
      day?.letter === 'T' &&
      evaluatedValue(`${day.digits} * ${writeFactor(day.unit!.size)}`)?.numerator === 86_400n)
  const hours = Number(dose.per.digits)
  if (!isDay || !(hours >= 1 && 24 % hours === 0)) return null
  const behind = shape.slice(dose.at + 1).replace('T', 'a day')
  if (!(DAILY.test(behind) || measures.length === 2)) return null
  // How many tablets or times that is, is another question.
  if (
    /how many (?!mg|ml|g |grams?|milli|l )|(?<!\p{L})(?:tablets?|pills?|capsules?|times|doses)(?!\p{L})[^A-Z]*$/u.test(
      behind,
    )
  )
    return null
  const targets = findTargets(shape, false).filter(({ unit }) => unit.letter === dose.unit?.letter)
  const words = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, shape)
  if (targets.length > 1 || asksTwice(shape) || !inWords(words, DOSE_WORDS, 1)) return null
  const to = targets[0]?.unit ?? dose.unit
  return measured({
    expression: `${dose.digits} * ${writeFactor(divide(dose.unit.size, to.size))} * 24 / ${dose.per.digits}`,
    label: to.label,
    how: `${dose.digits} ${dose.unit.label} × 24 ÷ ${dose.per.digits}`,
  })
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 3 || asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  if (told.measures.some(({ sign }: Measure) => sign !== null)) return null
  return evenly(told) ?? compared(told) ?? offcut(told) ?? (/every/u.test(clause.plain) ? daily(told) : null)
}

export const changeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-change',
    reason:
      'Tells what evenly grows or shrinks to, how tall what is so much taller is, what cutting leaves over, and a dose per day.',
    order: 139.6,
    pairs: 'joined',
    hint: /gr[eo]w|ris[ei]|rose|gain|put|increas|climb|fill|flow|burn|shr[ia]nk|los[et]|leak|drain|drop|fall|fell|s[ia]nk|melt|decreas|evaporat|use|eat|drink|(?:tall|long|high|heavi|deep|wid|short|low|light|narrow|thick|thinn|small|bigg|old)er(?!\p{L})|pieces|bits|lengths|strips|sections|parts|every|gets/iu,
    examples: {
      yes: [
        'My plant was 12 cm and grew 1.5 cm a week for 6 weeks. how tall now',
        'A candle is 20 cm long and burns 2 cm per hour. How long is it after 3 hours?',
        'tree 4.5 m, house is 2.7 m taller. how high is house',
        'a 2.5 m pipe cut into 30 cm bits, how much remains',
        'medicine 250 mg every 6 hours, total per day in mg?',
      ],
      no: [
        'My plant was 12 cm and grew 1.5 cm a week for 6 weeks. how much did it grow',
        'My plant was 12 cm and grew 1.5 cm a week for 6 weeks, then stopped for 2 weeks. how tall now',
        'A candle is 20 cm long and burns 2 cm per hour. How long until it is gone after 3 hours?',
        'A candle is 20 cm and burns 2 cm per hour. after 3 hours how much has burned?',
        "my plant is 12 cm and grows 1.5 cm a week. in 6 weeks how tall is my sister's plant?",
        'tree 4.5 m, house is 2.7 m taller. how high is the church',
        'tree 4.5 m, house is 2.7 m tall. how high is house',
        'a 2.5 m pipe cut into 30 cm bits, how much remains of the day',
        'medicine 250 mg every 6 hours, how many tablets per day',
        'medicine 250 mg every 5 hours, total per day',
        'a tank of 5 l loses 2 l per hour, how much is in it after 3 hours?',
      ],
    },
    read: readsColon(read),
  }),
]
