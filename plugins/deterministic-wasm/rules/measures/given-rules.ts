/**
 * Conversions by a measure that the request itself gives: `3.5 cups in ml if one cup is 240 ml`, `500 g in cups, a cup being 120 g`. The
 * given one takes the place of what the library knows.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide } from '../../arithmetic/rational.ts'
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
  `[,;(]? ?(?:(?:and|but) )?(?:(?:if|taking|with|assuming|using|where|when|given|given that|since|as|at|let's say|say|for) )?(?:1|one|an?|each|every|the) (?<one>${UNIT_SOURCE})(?: (?:of \\p{L}+))?,? (?:is|=|equals|are|has|holds|makes|weighs|counts as|being|of|as|at|to be|means)(?: about)? (?<k>\\d+(?:\\.\\d+)?) ?(?<of>${UNIT_SOURCE})(?![\\p{L}\\p{N}²³])(?: each)?\\)?`,
  'iu',
)

function read(clause: Clause): Answer | null {
  if (clause.data !== null || clause.quotes.length > 0 || clause.plain.length > 300) return null
  if (!/(?<!\p{L})(?:1|one|an?|each|every|the) /iu.test(clause.plain)) return null
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
      ],
      no: [
        '3 cups flour in ml if one cup is 240 ml unless it is heaped',
        'If a cup is 240 ml, is 3 cups enough?',
        'a day is 24 hours, how many hours do you work?',
        'One mile is 1.6 km, why?',
        '4 GB in MB, taking 1 GB = 1024 MB or 1000?',
      ],
    },
    read,
  }),
]
