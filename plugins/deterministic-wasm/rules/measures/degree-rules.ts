/**
 * Temperatures that change: how many degrees lie between two of them, what it is after so many degrees more or less, and how many degrees of
 * one scale a rise in the other is. Means, rates (`per hour`) and what somebody should feel about it are none of it.
 */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking } from './told-words.ts'

const WORDS =
  'cool cool warm heat heated off tea coffee kitchen living bedroom cellar overnight tomorrow tonight meanwhile warmed cooled warms cools heated heats sun it its was is were are been temperature temperatures temp temps in the morning noon afternoon evening night midnight midday lunchtime dawn today yesterday now outside inside outdoors indoors thermometer shows showed show read reads by how many degrees degree did does do get got gets become becomes becoming warmer colder hotter cooler higher lower warm cold hot difference differences between and change changed changes rise rose rises risen rising fell fall falls fallen dropped drop drops dropping went go goes gone up down from to of what whats then at later after increase increased increases decrease decreased decreases sank sinks climbed climbs climb swing range much this that end start started starts freezer fridge room oven water soup celsius fahrenheit centigrade kelvin current new final will would be till until be than as or for a an how convert converted in scale degrees only by so early late early'
const TEMPERATURE =
  /(?<!\p{L})(?:temperatures?|temps?|thermometer|warmer|colder|hotter|cooler|warm|cold|outside|celsius|fahrenheit|freezer|fridge|oven)(?!\p{L})/u
const UP =
  '(?:rose|rises?|risen|rising|went up|goes up|go up|gone up|climbed|climbs?|increased|increases?|warms?(?: up)?|warmed(?: up)?|heats up|heated up|is heated)'
const DOWN =
  '(?:fell|falls?|fallen|dropped|drops?|dropping|went down|goes down|go down|gone down|sank|sinks|cools?(?: down| off)?|cooled(?: down| off)?|is cooled|decreased|decreases?)'
const BY = '(?: (?:another|about|exactly|only))?(?: by)? [HGN](?! ?(?:to|°))'
const RISES = new RegExp(`(?<!\\p{L})${UP}${BY}|(?<!\\p{L})[HGN] (?:degrees )?(?:warmer|hotter|higher)(?!\\p{L})`, 'u')
const FALLS = new RegExp(`(?<!\\p{L})${DOWN}${BY}|(?<!\\p{L})[HGN] (?:degrees )?(?:colder|cooler|lower)(?!\\p{L})`, 'u')
const ASKS_NOW =
  /(?:what(?:'s| is| was| will| would|s)?|how (?:warm|cold|hot)|(?:new|current|final) temperature|temperature (?:now|then|at|in the|later|after))(?!\p{L})/u
const ASKS_APART =
  /(?<!\p{L})(?:how many degrees|how much (?:warmer|colder|hotter|cooler|higher|lower|did|does|has|was|is)|difference|change|by how (?:much|many)|(?:temperature )?(?:swing|range|rise|drop|increase))(?!\p{L})/u

/** `minus 4 degrees` is told as a word. */
function signed({ shape, measures }: Told): Told {
  if (!shape.includes('minus ')) return { shape, measures, isImperial: false }
  return {
    shape: shape.replace(/minus (?=[HGN](?!\p{L}))/gu, '      '),
    measures: measures.map(one =>
      / ?minus $/u.test(one.before) && !one.digits.startsWith('-')
        ? { ...one, digits: `-${one.digits}`, shown: `-${one.shown}` }
        : one,
    ),
    isImperial: false,
  }
}

const plain = ({ digits }: Measure): string => (digits.startsWith('-') ? `(${digits})` : digits)
const isLess = (a: Measure, b: Measure): boolean => Number(a.digits) < Number(b.digits)

/** The scale of both, or `degrees`; null where they are of two scales or of none. */
function scaleOf(shape: string, measures: readonly Measure[]): string | null {
  const heats = measures.filter(({ letter }) => letter === 'H')
  const [first] = heats
  if (first === undefined)
    return TEMPERATURE.test(shape) && measures.some(({ letter }) => letter === 'G') ? 'degrees' : null
  if (heats.some(({ unit }) => unit?.unit !== first.unit?.unit)) return null
  return /f/iu.test(first.unit?.name ?? '') ? '°F' : first.unit?.name === 'K' ? 'K' : '°C'
}

function apart(told: Told, [a, b]: readonly [Measure, Measure], scale: string): Answer | null {
  if (!ASKS_APART.test(told.shape) || RISES.test(told.shape) || FALLS.test(told.shape)) return null
  // `by how many degrees did it get warmer` of an evening that was colder.
  const later = /(?:warmer|hotter|higher|rise|increase)/u.test(told.shape)
    ? 1
    : /(?:colder|cooler|lower|drop(?!\p{L})|decrease)/u.test(told.shape)
      ? -1
      : 0
  if ((later > 0 && !isLess(a, b)) || (later < 0 && !isLess(b, a))) return null
  if (Number(a.digits) === Number(b.digits)) return null
  const [high, low] = isLess(a, b) ? [b, a] : [a, b]
  return measured({
    expression: `${plain(high)} - ${plain(low)}`,
    label: scale,
    how: `${high.digits} - ${plain(low)}, a difference in degrees`,
  })
}

function shifted(told: Told, [a, b]: readonly [Measure, Measure], scale: string): Answer | null {
  const [rises, falls] = [RISES.exec(told.shape), FALLS.exec(told.shape)]
  const found = rises ?? falls
  if (found === null || (rises !== null && falls !== null) || !ASKS_NOW.test(told.shape)) return null
  // What it was before is another question.
  if (/(?<!\p{L})(?:before|was it|start(?:ed)? (?:at|with)|originally|than)(?!\p{L})/u.test(told.shape)) return null
  const at = found.index + found[0].search(/[HGN](?!\p{L})/u)
  const step = [a, b].find(one => one.at === at)
  const from = step === a ? b : a
  if (step === undefined || step.digits.startsWith('-')) return null
  return measured({
    expression: `${plain(from)} ${rises === null ? '-' : '+'} ${step.digits}`,
    label: scale,
    how: `${from.digits} ${rises === null ? '-' : '+'} ${step.digits} degrees`,
  })
}

const MORE =
  /(?<!\p{L})(?:change|rise|rises|rose|risen|increase|increases|drop|drops|dropped|fell|fall|falls|difference|warmer|colder|hotter|cooler)(?!\p{L})/u
/** Scales whose degrees are of one size. */
const sizeOf = (name: string): 'C' | 'F' => (/f/iu.test(name) ? 'F' : 'C')

/** `a rise of 10 °C is how many °F`: the zero does not move. */
function risen({ shape, measures }: Told): Answer | null {
  const [one] = measures
  if (one?.letter !== 'H' || one.unit === null || one.per !== null || one.digits.startsWith('-') || !MORE.test(shape))
    return null
  const targets = findTargets(shape.replace(/(?<!\p{L})degrees (?=fahrenheit|celsius)/gu, ''), false).filter(
    ({ unit }) => unit.letter === 'H' && unit.unit !== one.unit?.unit,
  )
  const [target] = targets
  if (target === undefined || targets.length > 1 || sizeOf(target.unit.name) === sizeOf(one.unit.name)) return null
  const words = shape.replace(/(?<!\p{L})(?:fahrenheit|celsius|centigrade|kelvin|[cf])(?!\p{L})|°[cf]?/gu, ' ')
  if (!inWords(words, `${WORDS} make makes equal equals correspond corresponds mean means`)) return null
  const isToF = sizeOf(target.unit.name) === 'F'
  return measured({
    expression: `${one.digits} * ${isToF ? '9 / 5' : '5 / 9'}`,
    label: isToF ? '°F' : target.unit.name === 'K' ? 'K' : '°C',
    how: `${one.shown} × ${isToF ? '9 ÷ 5' : '5 ÷ 9'}, a difference and no temperature`,
  })
}

function read(clause: Clause): Answer | null {
  const all = readMeasures(clause)
  if (all === null || all.measures.length > 2 || asksYesNo(clause) || !isAsking(clause, all.shape)) return null
  if (all.measures.some(({ letter, per }) => !/^[HGN]$/.test(letter) || per !== null)) return null
  const told = signed(all)
  if (
    asksTwice(told.shape) ||
    /(?<!\p{L})(?:average|mean|per|each|every|an hour|half|twice)(?!\p{L})/u.test(told.shape)
  )
    return null
  const [a, b] = told.measures
  if (a === undefined) return null
  if (b === undefined) return risen(told)
  const scale = scaleOf(told.shape, told.measures)
  if (scale === null || !inWords(told.shape.replace(/(?<!\p{L})(?:in (?:the )?(?:early|late) )/gu, ' '), WORDS))
    return null
  // Wanted in the scale that both are told in, or in none.
  const targets = findTargets(told.shape, false).filter(({ unit }) => unit.letter === 'H')
  if (targets.some(({ unit }) => sizeOf(unit.name) !== (scale === '°F' ? 'F' : 'C'))) return null
  return shifted(told, [a, b], scale) ?? apart(told, [a, b], scale)
}

export const degreeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-degrees',
    reason:
      'Tells by how many degrees temperatures differ, what it is after a rise or a fall, and a rise in another scale.',
    order: 132.7,
    pairs: 'joined',
    hint: /\d.*(?:°|\d ?[cf](?!\p{L})|degree|celsius|fahrenheit|temp|thermometer|warmer|colder)|(?:temp|degree|rise|fall|drop|warmer|colder).*\d/isu,
    examples: {
      yes: [
        "What's the difference between -4 °C and 9 °C?",
        'It was -4 °C in the morning and 9 °C at noon. By how many degrees did it get warmer?',
        'This morning 3 degrees, now 17 degrees. how many degrees warmer?',
        'It was 21 °C and dropped by 8 degrees. What is it now?',
        'Temperature drops 6 degrees from 2 °C. what is the temperature?',
        'a rise of 10 °C is how many °F',
      ],
      no: [
        'It was 9 °C in the morning and -4 °C at noon. How much warmer did it get?',
        'It was 21 °C and dropped by 8 degrees. What was it before?',
        'It was 21 °C and dropped by 2 degrees per hour for 3 hours. What is it now?',
        'It was 21 °C and dropped to 8 degrees. What is it now?',
        'It was -4 °C and 9 °C, how many degrees warmer was it on average?',
        'The oven is at 200 °C and the fridge at 7 °C, what is the difference between them in taste?',
        'a rise of 10 °C, is that a lot in °F?',
        'It is 20 °C here and 70 °F there, how many degrees warmer is it there?',
        'She has two degrees and he has 3 degrees, how many degrees more?',
        'An angle of 40 degrees and one of 75 degrees, what is the difference?',
      ],
    },
    read: readsColon(read),
  }),
]
