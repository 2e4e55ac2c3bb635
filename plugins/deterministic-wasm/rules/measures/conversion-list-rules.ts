/**
 * Conversions written as forms and lists: `convert these to kg: 500 g, 1250 g and 80 g`, `kg to lbs: 82`, `82 from kg to pounds`, `82 kg lbs`.
 * Of several measures each is converted for itself; where their sum may be meant, there is no answer.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, readDecimal } from '../../arithmetic/rational.ts'
import { convert } from '../../units/units.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { convertOne } from '../units.ts'
import { placesOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, writeFactor } from './read-measures.ts'

import { type Named, nameUnit, UNIT_SOURCE } from './unit-names.ts'

const ORDER =
  '(?:please |pls |can you |could you )?(?:convert|change|turn|express|put|give|show|write|transform)(?: me)?(?: (?:these|those|all|each|the following|following|them|this list|the list)(?: of)?(?: (?:these|those|them|the following|following))?(?: (?:values|measurements|lengths|weights|masses|volumes|distances|temperatures|quantities|amounts|numbers|figures|units|times|sizes))?)?'
const EACH = '(?: each| separately| individually| one by one| respectively)'
const UNIT = `(?<unit>${UNIT_SOURCE.toLowerCase()})`
const LIST = '(?<list>[A-Z](?:(?:, ?and |,? and |, ?| & | ?; ?| ?/ ?| or )[A-Z])+)'
const LISTS: readonly RegExp[] = [
  // `convert to cm: 1.2 m, 0.5 m`, `in cm: 1.2 m, 0.5 m`.
  `(?:${ORDER}|what (?:is|are)|how (?:much|many) (?:is|are))? ?(?:in|to|into|as) (?:the )?${UNIT}${EACH}?(?: please)?,? ?${LIST}`,
  // `convert 1.2 m and 0.5 m to cm`.
  `${ORDER}(?: ?[:,-])? ${LIST},? (?:all |both |each )?(?:in|to|into|as) ${UNIT}${EACH}?`,
  // `1.2 m, 0.5 m, each in cm`.
  `(?:what (?:is|are) )?${LIST},? (?:each|all|both|separately) (?:in|to|into|as) ${UNIT}|(?:what (?:is|are) )?(?<list2>[A-Z](?:(?:, ?and |,? and |, ?| & | ?; ?| ?/ ?)[A-Z])+),? (?:in|to|into|as) (?<unit2>${UNIT_SOURCE.toLowerCase()})${EACH}`,
].map(source => new RegExp(`^(?:${source})[ ?.!]*$`, 'u'))

/** `kg to lbs: 82`, `convert kilograms to pounds 82`, `82 from kg to pounds`. */
const END = '(?![\\p{L}\\p{N}²³])'
const FORMS: readonly RegExp[] = [
  `(?:please )?(?:convert |change |turn |conversion )?(?:from )?(?<from>${UNIT_SOURCE})${END} (?:to|in|into) (?<to>${UNIT_SOURCE})${END}(?: conversion| of| for)?[:,=]? ?(?<n>-?\\d+(?:\\.\\d+)?)`,
  `(?:please )?(?:convert |change |turn )?(?<n>-?\\d+(?:\\.\\d+)?) from (?<from>${UNIT_SOURCE})${END} (?:to|in|into) (?<to>${UNIT_SOURCE})${END}`,
  `(?<n>-?\\d+(?:\\.\\d+)?) ?(?<from>${UNIT_SOURCE})${END} (?<to>${UNIT_SOURCE})${END}`,
  `(?:what(?:'s| is) )?(?<one>an?) (?<from>${UNIT_SOURCE})${END} (?:in|to|into) (?<to>${UNIT_SOURCE})${END}`,
].map(source => new RegExp(`^(?:${source})[ ?.!]*$`, 'iu'))

function form(clause: Clause): Answer | null {
  const text = clause.plain.trim()
  if (text.length > 70) return null
  for (const pattern of FORMS) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const [from, to] = [nameUnit(groups.from ?? '', false), nameUnit(groups.to ?? '', false)]
    if (from === null || to === null || from.unit === to.unit || from.unit.quantity !== to.unit.quantity) continue
    // `5 ft in`, `3 h min`, `a second in minutes`: a measure in two parts, or words.
    const isBare = pattern === FORMS[2]
    if (
      isBare &&
      !/^(?:kg|lbs?|km|miles?|cm|mm|inch(?:es)?|pounds?|litres?|liters?|gallons?|°?[cf]|celsius|fahrenheit|mph|kmh?|km\/h|kilos?)$/iu.test(
        groups.to ?? '',
      )
    )
      continue
    if (
      isBare &&
      /^(?:ins?|inch(?:es)?|["'”″′]|ft|feet|foot|stone|st|lbs?|pounds?|m|yards?)$/iu.test(groups.from ?? '') &&
      /^(?:in|inch(?:es)?|lbs?|pounds?|cm|km|mm)$/iu.test(groups.to ?? '')
    )
      continue
    const digits = groups.n ?? '1'
    const value = readDecimal(digits)
    if (value === null) continue
    return convertOne({ digits, known: from }, to)
  }
  return null
}

function list(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 10) return null
  const last = told.measures.at(-1)?.unit ?? null
  const quantity = last?.unit.quantity
  if (last === null || quantity === undefined) return null
  // `5, 10 and 15 km`: the unit is said once.
  const isOnce = told.measures.slice(0, -1).every(({ letter }) => letter === 'N')
  const measures = isOnce
    ? told.measures.map(one => ({ ...one, unit: last, shown: `${one.digits} ${last.label}` }))
    : told.measures
  if (measures.some(({ unit, per, sign }) => unit?.unit.quantity !== quantity || per !== null || sign !== null))
    return null
  // `500 g, 2 lb and 80 oz`: which of them belong together is not said.
  const inParts = measures.filter(({ outer }) => outer !== undefined).length
  if (inParts > 0 && inParts < measures.length) return null
  const groups = LISTS.map(pattern => pattern.exec(told.shape)?.groups).find(found => found !== undefined)
  const written = groups?.unit ?? groups?.unit2
  if (groups === undefined || written === undefined) return null
  const to = nameUnit(/^[cf]$/.test(written) ? `°${written}` : written === 'k' ? 'K' : written, told.isImperial)
  if (to === null || to.unit.quantity !== quantity) return null
  // `2 m and 30 cm` may be one length.
  const [a, b] = measures
  if (
    measures.length === 2 &&
    a?.unit?.unit !== b?.unit?.unit &&
    !/(?:these|those|each|both|all|following|separately)/u.test(told.shape)
  )
    return null
  return listed(measures, to)
}

function listed(measures: readonly Measure[], to: Named): Answer | null {
  const tasks = []
  for (const [i, { digits, unit, value }] of measures.entries()) {
    const from = unit as Named
    const isPlain = readDecimal(digits) !== null
    const exact = isPlain
      ? convert(value, from.unit, to.unit)
      : evaluatedValue(`${digits} * ${writeFactor(divide(from.size, to.size))}`)
    if (exact === null || (!isPlain && from.letter === 'H')) return null
    const places = placesOf(exact)
    tasks.push(
      isPlain
        ? task(`item${i + 1}`, `Convert ${measures[i]?.shown}`, 'unit.convert', {
            value: digits,
            from: from.name,
            to: to.name,
            ...(places === null ? {} : { decimals: places }),
          })
        : task(`item${i + 1}`, `Convert ${measures[i]?.shown}`, 'math.evaluate', {
            expression: `${digits} * ${writeFactor(divide(from.size, to.size))}`,
            ...(places === null ? {} : { decimals: places, rounding: 'half_up' }),
          }),
    )
  }
  const members = Object.fromEntries(tasks.map(({ key }) => [key, { $from: key, pointer: '/exact' }]))
  const keys = tasks.map(({ key }) => key)
  const all = task('all', 'Put all together', 'agg.merge', { objects: [members] }, keys)
  const values = Object.fromEntries(keys.map(key => [key, at(`/${key}`)]))
  const how = `${measures.map(({ shown }) => shown).join(', ')} in ${to.label}`
  return withReadings(
    {
      tasks: [...tasks, all],
      answer: 'all',
      reply: withHow(keys.map(key => `{{${key}}} {{unit}}`).join(', '), { ...values, unit: literal(to.label) }, how),
    },
    [...measures.map(({ unit }) => unit?.reading ?? ''), to.reading],
  )
}

export const conversionListRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-conversion-list',
    reason: 'Converts each of several measures into one unit, and a number told behind the names of two units.',
    order: 132.8,
    pairs: 'joined',
    hint: /\d|[½¼¾⅓⅔]|^\W*(?:what(?:'s| is) )?an? \p{L}+ (?:in|to|into) /iu,
    examples: {
      yes: [
        'Convert these to kg: 500 g, 1250 g and 80 g',
        'convert 5 km and 8 km to miles',
        'In °F: 10 °C, 20 °C, 30 °C',
        'kg to lbs: 82',
        'convert 82 from kg to pounds',
        '82kg lbs',
        'an acre in m2',
      ],
      no: [
        'how many kg are 500 g and 250 g',
        'Convert these to kg: 500 g, 2 lb and 80 oz',
        '5 in km',
        '5 ft in',
        'a mile in my shoes',
        'a pound in the hand',
        'convert 5 km and 8 kg to miles',
        'Convert these to kg and add them: 500 g, 1250 g',
        'minutes to midnight: 5',
      ],
    },
    read: clause => {
      if (clause.quotes.length > 0 || clause.data !== null) return null
      return form(clause) ?? (/(?:in|to|into|as) /iu.test(clause.plain) ? list(clause) : null)
    },
  }),
]
