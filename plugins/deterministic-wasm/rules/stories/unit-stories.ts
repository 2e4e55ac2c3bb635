/** A quantity told in a sentence and asked for in another unit: `my baby weighed 7 lb 9 oz at birth, how much is that in kg`. */
import type { PlannerRule } from '#contracts/planner-port'
import { isNested } from '../measures/nested.ts'
import { asksAnother, isTurned } from '../measures/turned.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { total } from '../unit-sums.ts'
import { convertOne, findUnit, type Known, type Quantity } from '../units.ts'
import { isTold } from './story.ts'

const UNIT =
  'km/h|kmh|kph|mph|m/s|miles per hour|kilomet(?:er|re)s per hour|sq(?:uare)? ?(?:ft|feet|m|met(?:er|re)s?|yards?|miles?|km|inches)|m2|m²|cm2|cm²|km2|km²|ft2|m3|m³|fl(?:uid)? ?oz|fluid ounces?|degrees? (?:celsius|fahrenheit|c|f)|°c|°f|celsius|fahrenheit|centigrade|kelvin|millimet(?:er|re)s?|centimet(?:er|re)s?|kilomet(?:er|re)s?|met(?:er|re)s?|inch(?:es)?|foot|feet|yards?|miles?|kilograms?|kilos?|kgs?|milligrams?|grams?|pounds?|lbs?|ounces?|oz|stones?|tonnes?|tons?|millilit(?:er|re)s?|lit(?:er|re)s?|gallons?|pints?|quarts?|cups?|tablespoons?|teaspoons?|tbsps?|tsps?|hours?|hrs?|minutes?|mins?|seconds?|secs?|days?|weeks?|kwh|kj|kcal|joules?|watts?|kw|hp|psi|hpa|bar|mm|cm|km|kg|mg|ml|cl|yd|ft|mi|gb|mb|tb|kb|hectares?|acres?'
const SHORT = 'm|g|l|c|f|k|in|h'
/** A number and its unit; a single letter counts only right behind a number. */
const QUANTITY = new RegExp(
  `(?<![\\p{L}\\p{N}.])(-?\\d+(?:\\.\\d+)?|half an?|an?|one) ?(${UNIT}|${SHORT})(?![\\p{L}\\p{N}²³])`,
  'giu',
)
const TARGET = new RegExp(
  `(?:(?<!\\p{L})how (?:many|much)(?: is (?:that|it|this))?(?: in)?|(?<!\\p{L})what(?:'s| is)? (?:that|it|this)(?: be)? in|(?<!\\p{L})(?:make (?:that|it|this)|give me)(?: in)?|(?<!\\p{L})(?:in|to|into|as)|=(?: ?\\?)?) ?(?:the )?(${UNIT}|${SHORT})(?![\\p{L}\\p{N}²³])`,
  'iu',
)
/** `seconds in a day`, `teaspoons in 3 tbsp`. */
const CONTAINED = new RegExp(`^(?:how many )?(${UNIT}) (?:are )?(?:there )?in (?=(?:-?\\d|half an?|an?|one) ?)`, 'iu')
const WORDS =
  'tall high heavy hot cold warm fast long far wide deep big outside inside weigh weighs weighed weight height length width size at birth convert converted conversion means need buy equal equals same down max maximum speed limit temperature oven set room body'

const ENDS = /^(?: (?:should|do|would) i (?:buy|need|get|set|use)| then| now| at birth)?[ ?.!]*$/u

const DEGREES_MORE =
  /(?<!\p{L})(?:change|rise|rises|rose|risen|increase|increased|drop|drops|dropped|fell|fall|falls|difference|warmer|colder|hotter|cooler|more|less|interval|range|swing|by|up|down)(?!\p{L})/u
/** More than the one quantity, or another place, is asked about. */
const ELSEWHERE =
  /(?<!\p{L})(?:altogether|overall|in total|round ?trip|there and back|and back|way back|then (?:home|back)|moon|mars|jupiter|venus|saturn)(?!\p{L})/u
const OTHER_HOW =
  /(?<!\p{L})how (?:old|often|likely|come|good|bad|expensive|safe|strong|hard|well|soon|did|do|does|can|could|should|would|to)(?!\p{L})/u

function read(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || /[¤%¿+*]/u.test(clause.plain)) return null
  const text = clause.plain.toLowerCase()
  // `how old`, `how often`: a question about something else.
  if (OTHER_HOW.test(text) || ELSEWHERE.test(text) || isTurned(text) || asksAnother(text)) return null
  const contained = CONTAINED.exec(text)
  const target = contained ?? TARGET.exec(text)
  if (target === null) return null
  const to = unitOf(target[1] ?? '')
  const rest = `${text.slice(0, target.index)} ${text.slice(target.index + target[0].length)}`
  const parts: Quantity[] = []
  let isKnown = true
  const left = rest.replace(QUANTITY, (_, number: string, name: string) => {
    const known = unitOf(name)
    const digits = /^\d|^-/.test(number) ? number : number.startsWith('half') ? '0.5' : '1'
    if (known === null) isKnown = false
    else parts.push({ digits, known })
    return ' Q '
  })
  const isNumbered = parts.some(({ digits }) => digits !== '1') || contained !== null
  // `20 feet squared` is no length.
  if (/(?<!\p{L})(?:squared?|cubed?|cubic|by|x|times|twice|double|half)(?!\p{L})/u.test(left)) return null
  // `65 l/min` are no 65 litres.
  if (/Q ?(?:\/|per(?!\p{L})|(?:each|every) )|(?:\/|per) ?Q/u.test(left)) return null
  // Ten degrees warmer are no temperature of ten degrees.
  if (to?.unit.quantity === 'temperature' && DEGREES_MORE.test(left)) return null
  if (to === null || !isKnown || parts.length === 0 || parts.length > 2 || !isNumbered || /\d/.test(left)) return null
  // Nothing stands behind both: another unit, a wish for rounding, another question.
  if (!ENDS.test(text.slice(target.index + target[0].length)) && !ENDS.test(left.slice(left.lastIndexOf('Q') + 1)))
    return null
  if (parts.some(({ known }) => known.unit.quantity !== to.unit.quantity)) return null
  // Two quantities are one only side by side: `5 ft 7 in`.
  if (parts.length === 2 && !/Q\s+(?:and\s+)?Q/u.test(left)) return null
  // `3.5 hours a day` are no hours and a day.
  if (parts.length === 2 && !isNested(parts.map(({ known }) => known.unit))) return null
  if (
    !isTold(left.replace(/ (?:should|do|would) i (?:buy|need|get|set|use)(?=[ ?.!]*$)/u, ''), {
      words: WORDS,
      names: 2,
    })
  )
    return null
  const [first, second] = parts
  if (second === undefined) return convertOne(first!, to)
  const amounts = parts.map(({ digits, known }) => ({ value: digits, unit: known.name }))
  return total(amounts, to, parts.map(({ digits, known }) => `${digits} ${known.label}`).join(' '))
}

function unitOf(name: string): Known | null {
  const bare = name
    .trim()
    .replace(/^kilos?$/, 'kg')
    .replace(/^degrees? /, '°')
  const heat = /^(?:c|f|k|°c|°f|celsius|fahrenheit|centigrade|kelvin)$/u.test(bare)
  return findUnit(heat ? bare.replace(/^([cf])$/, '°$1').replace('centigrade', 'celsius') : bare, heat)
}

export const unitStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'unit-story',
    reason: 'Converts the one quantity of a sentence into the unit that it asks for.',
    order: 32,
    pairs: 'joined',
    hint: /\d|(?<!\p{L})(?:an?|one|half)(?!\p{L})/iu,
    examples: {
      yes: [
        'a thermometer says 100 degrees F, make that C',
        'My baby weighed 7lb 9oz at birth, how much is this in kg?',
        'seconds in a day',
        'teaspoons in 3 tbsp',
        'its 14 f outside, how cold in celsius',
        'I need 1.5 kg potatoes, how many pounds should i buy',
        'im 178 cm tall, whats that in feet',
      ],
      no: [
        'how many seconds in 3.5 hours a day',
        'the recipe says 2 cups, make that 3 cups',
        'I am 178 cm tall, is that tall in Japan?',
        'I weigh 80 kg on earth, how many pounds on the moon?',
        'Our trip was 300 km, then home, how many miles altogether?',
        'how many hours should I sleep in a day?',
        'how many minutes in a football match?',
        'I ran 5 miles in 40 minutes',
        'a mile in my shoes',
        'how old is a 5 ft tree in m',
        'A day in the life of 1 kg of sugar',
        '18 stone 5 pounds in kilograms, two decimals, or less?',
        'I lost 5 kg in 3 weeks, how many pounds per week is healthy?',
      ],
    },
    read,
  }),
]
