/**
 * Conversions by a measure that the request itself gives: `3.5 cups in ml if one cup is 240 ml`, `500 g in cups, a cup being 120 g`. The
 * given one takes the place of what the library knows.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, NUMBERED } from './told-words.ts'
import { nameUnit, UNIT_SOURCE } from './unit-names.ts'

const WORDS =
  'as into convert converted is are how much many what whats in of to be would flour sugar butter milk water rice oats oil if we say it that this them my the'
/** `one cup is 240 ml`, `1 GB = 1024 MB`, `with a cup of 120 g`. */
const GIVEN = new RegExp(
  `[,;(]? ?(?:(?:and|but) )?(?:(?:if|taking|with|assuming|using|where|when|given|given that|since|as|at|let's say|say|for) )?(?:(?:1|one|an?|each|every|the) |(?=[\\p{L}]+ = ))(?<one>${UNIT_SOURCE})(?: (?:of \\p{L}+))?,? (?:is|=|equals|are|has|holds|makes|weighs|counts as|being|of|as|at|to be|means)(?: about)? (?<k>\\d+(?:\\.\\d+)?) ?(?<of>${UNIT_SOURCE})(?![\\p{L}\\p{N}²³])(?: each)?\\)?`,
  'iu',
)

/** `450 kcal in kJ (use 4.184)`, `4.7 GB in MB with 1000`: the bare factor. */
const FACTOR =
  /[ ,;]+\(?(?<by>(?:please )?(?:use|using|with|taking|take|at|by|factor|conversion factor|assuming|assume|base)(?: an?| the)?(?: (?:conversion )?(?:factor|rate))?(?: of)? )?(?<k>\d+(?:\.\d+)?)(?: as (?:the |a )?(?:conversion )?factor)?\)?[ ?.!]*$/iu

function byFactor(clause: Clause): Answer | null {
  const found = FACTOR.exec(clause.plain)
  if (found?.groups === undefined || clause.plain.length > 120) return null
  const plain = clause.plain.slice(0, found.index)
  const told = readMeasures({ ...clause, plain, text: plain })
  const [measure] = told?.measures ?? []
  if (told === null || measure?.unit === undefined || measure.unit === null || told.measures.length !== 1) return null
  if (measure.per !== null || measure.letter === 'H' || asksTwice(told.shape) || asksYesNo(clause)) return null
  const [target, ...others] = findTargets(told.shape, told.isImperial)
  if (target === undefined || others.length > 0 || target.unit.unit.quantity !== measure.unit.unit.quantity) return null
  if (!inWords(`${told.shape.slice(0, target.at)} ${told.shape.slice(target.to)}`, WORDS, 2)) return null
  const { k = '', by: said } = found.groups
  const isData = measure.letter === 'D'
  // A bare number in brackets may be many a thing; of data it is the thousand.
  if (said === undefined && !(isData && /^10(?:00|24)$/.test(k) && found[0].includes('('))) return null
  const ratio = divide(measure.unit.size, target.unit.size)
  // A gallon may be the British one.
  const isBritish = /gallon|pint|quart|fluid/u.test(`${measure.unit.unit.name} ${target.unit.unit.name}`)
  const other = isBritish
    ? nearFactor(
        multiply(ratio, /gallon|pint|quart|fluid/u.test(measure.unit.unit.name) ? BRITISH : divide(ONE, BRITISH)),
        k,
      )
    : null
  const factor = isData ? dataFactor(ratio, k) : (nearFactor(ratio, k) ?? other)
  return factor === null
    ? null
    : measured({
        expression: `${measure.digits} ${factor.sign} ${factor.digits}`,
        label: target.unit.label,
        how: `${measure.shown} ${factor.sign === '*' ? '×' : '÷'} ${factor.digits}`,
      })
}

/** An imperial gallon in US ones, about. */
const BRITISH: Rational = { numerator: 1_200_950n, denominator: 1_000_000n }
type Factor = { readonly sign: '*' | '/'; readonly digits: string }
const numberOf = ({ numerator, denominator }: Rational): number => Number(numerator) / Number(denominator)

/** The direction in which it is about what the library knows. */
function nearFactor(ratio: Rational, k: string): Factor | null {
  const [known, told] = [numberOf(ratio), Number(k)]
  if (Number.isNaN(told) || told === 0) return null
  const isNear = (a: number, b: number): boolean => Math.abs(a / b - 1) < 0.06
  const [times, parts] = [isNear(told, known), isNear(told, 1 / known)]
  if (times === parts) return null
  return { sign: times ? '*' : '/', digits: k }
}

/** So many steps of 1000, each told as 1000 or as 1024. */
function dataFactor(ratio: Rational, k: string): Factor | null {
  if (!/^10(?:00|24)$/.test(k)) return null
  const known = numberOf(ratio)
  const steps = Math.round(Math.log(known) / Math.log(1000))
  if (steps === 0 || Math.abs(known / 1000 ** steps - 1) > 1e-9) return null
  return { sign: steps > 0 ? '*' : '/', digits: Math.abs(steps) === 1 ? k : `${k}^${Math.abs(steps)}` }
}

function read(clause: Clause): Answer | null {
  return told(clause) ?? (clause.data === null && clause.quotes.length === 0 ? byFactor(clause) : null)
}

function told(clause: Clause): Answer | null {
  if (clause.data !== null || clause.quotes.length > 0 || clause.plain.length > 300) return null
  if (!/(?<!\p{L})(?:1|one|an?|each|every|the) |=/iu.test(clause.plain)) return null
  const text = clause.plain.replace(/(?<=\p{L}) ?= ?(?=\d)/gu, ' = ')
  const found = GIVEN.exec(text)
  if (found === null || asksYesNo(clause)) return null
  const { one: oneName = '', k = '', of: ofName = '' } = found.groups ?? {}
  const [one, of] = [nameUnit(oneName, false), nameUnit(ofName, false)]
  if (one === null || of === null || one.unit === of.unit || Number(k) === 0) return null
  const plain = `${text.slice(0, found.index)} ${text.slice(found.index + found[0].length)}`
    .replace(/^[ ,;.]+|[ ,;]+(?=[?.!]*$)/gu, '')
    .replace(/ +/g, ' ')
  const told = readMeasures({ ...clause, plain, text: plain })
  const [measure] = told?.measures ?? []
  if (told === null || measure === undefined || told.measures.length !== 1 || measure.unit === null) return null
  if (measure.per !== null || measure.letter === 'H' || asksTwice(told.shape)) return null
  const targets = findTargets(told.shape, false)
  const [target] = targets
  if (target === undefined || targets.length !== 1) return null
  const words = `${told.shape.slice(0, target.at)} ${told.shape.slice(target.to)}`
  if (!inWords(words, WORDS, 2)) return null
  const expression = by(measure, { one, of, k, to: target.unit })
  return expression === null
    ? null
    : measured({
        expression,
        label: target.unit.label,
        how: `${measure.shown} at ${k} ${of.label} per ${one.label}`,
        // What the library knows of the given unit does not count here.
        readings: measure.unit.unit === one.unit ? [] : readingsOf(told),
      })
}

type Named = NonNullable<ReturnType<typeof nameUnit>>
type Given = { readonly one: Named; readonly of: Named; readonly k: string; readonly to: Named }

/** Forwards or backwards over what is given, or null where it says nothing of this conversion. */
function by({ digits, unit, outer }: Measure, { one, of, k, to }: Given): string | null {
  if (unit === null) return null
  // `11 stone 6` is in pounds already, where a stone is what the library knows.
  if (outer?.unit === one.unit && unit.unit === of.unit && to.unit === of.unit)
    return Number(k) === Number(divide(one.size, of.size).numerator) / Number(divide(one.size, of.size).denominator)
      ? digits
      : null
  if (unit.unit === one.unit && to.unit.quantity === of.unit.quantity && to.unit !== one.unit)
    return `${digits} * ${k} * ${writeFactor(divide(of.size, to.size))}`
  if (to.unit === one.unit && unit.unit.quantity === of.unit.quantity && unit.unit !== one.unit)
    return `${digits} * ${writeFactor(divide(unit.size, of.size))} / ${k}`
  // `1.5 TB in MB` with a gigabyte of 1024 MB would mix two systems.
  return null
}

export const givenRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-given-factor',
    reason: 'Converts by what the request itself says that one unit is, instead of what the library knows.',
    order: 132.5,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '3 cups flour in ml if one cup is 240 ml',
        '4 GB in MB, taking 1 GB = 1024 MB',
        'if a cup is 125 g, how many cups are 500 g?',
        'One cup of flour weighs 120 g. How many grams are 3.5 cups?',
        'A stone is 14 pounds, how many pounds is 11 stone?',
        '450 kcal in kJ (use 4.184)',
        '2048 MB in GB using 1024',
      ],
      no: [
        '3 cups flour in ml if one cup is 240 ml unless it is heaped',
        'If a cup is 240 ml, is 3 cups enough?',
        'a day is 24 hours, how many hours do you work?',
        'One mile is 1.6 km, why?',
        '4 GB in MB, taking 1 GB = 1024 MB or 1000?',
        '80 kg in pounds with 3',
        '450 kcal in kJ (2024)',
        '5 miles in km at 60',
      ],
    },
    read,
  }),
]
