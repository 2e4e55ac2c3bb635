/**
 * Whether one length fits where another one is, and which of two told things is the longer, heavier or larger: by these two measures
 * alone, which the reply says. Whether it is wise, allowed or comfortable is another question.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { compare, divide, multiply } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { placesOf, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { inWords, NUMBERED } from './told-words.ts'

const THINGS =
  'sofa couch wardrobe cupboard shelf shelves bookcase bookshelf fridge freezer dishwasher washer dryer oven bed mattress table desk chair piano tv television screen tree ladder board plank pole pipe rug carpet curtain box boxes parcel suitcase bag bike car van caravan truck trailer boat tent ship door doorway doorframe gap alcove niche corner wall ceiling room hallway corridor garage lift elevator boot trunk space opening window frame gate tunnel bridge shaft stairwell closet cabinet locker drawer slot rack pen case zip line cable rope string hose ruler belt shirt jacket trousers person man guy brother sister friend child kid dog cat horse fish baby mountain tower building hill river lake road trail route race'
const WORDS = `${THINGS} fit fits fitting go goes through under in into between inside onto on does do will would can could is are if the a an it my our his her their your that this one other one's others and but with of by only new old has have at there where need needs numbers just wide high tall long deep length width height get stand standing upright lengthways flat against along says say brochure which what whichever longer shorter taller higher bigger larger smaller heavier lighter wider deeper thicker further farther faster slower more less is's weighs weigh weighing measures measure measuring runs while whereas`

/** `does a K wardrobe fit under a ceiling of K`, `sofa is K long, wall is K, will it fit`. */
const FITS =
  /(?<!\p{L})(?:fits?|go(?:es)? (?:through|under|into|in|between)|(?:get|put) (?:an?|the|my) L \p{L}+ (?:through|under|into|in|between))(?!\p{L})/u
const FIT_ASKED =
  /^(?:(?:so |then )?(?:does|do|will|would|can|could|is) )|(?:[,.?] ?|(?<!\p{L})(?:and|so|but) )(?:will|does|would|can|could|do) (?:it|that|this|the \p{L}+|my \p{L}+|they|i|we|both|an? L \p{L}+)(?: \p{L}+)?(?: still| even| just)? (?:fit|go|get)|(?:[,.] ?)(?:does|will|would) (?:it|that|this) fit/u
const TWO_WAYS =
  /(?<!\p{L})(?:diagonal\p{L}*|tilt\p{L}*|angle|side ?ways|fold\p{L}*|cut|bend|comfortabl\p{L}*|nicely|easily|well|how many|two|twice|both|each|with|without|if|unless|room to spare|safely|legally)(?!\p{L})/u

function fits({ shape, measures }: Told, a: Measure, b: Measure): Answer | null {
  if (a.letter !== 'L' || b.letter !== 'L' || !FITS.test(shape) || !FIT_ASKED.test(shape)) return null
  const plain = shape.replace(/(?<!\p{L})with (?:an?|the) (?=\p{L}+ (?:of )?L)/u, ' ')
  // `, will it fit` is the question itself.
  const words = plain.replace(
    /(?<=[,.?] ?)(?:so |and |but )?(?:will|does|would|can|could|do) (?=(?:it|that|this|they|i|we|the|my|an?)(?!\p{L}))/u,
    'how ',
  )
  if (TWO_WAYS.test(plain) || !inWords(words, WORDS, 2)) return null
  // Two sides of one thing, or a height against a width, are not compared.
  if (/^ ?(?:x|by|×|and) $/u.test(b.before) || sideOf(a) * sideOf(b) < 0) return null
  // What must fit is told first, unless the gap is: `the alcove is 6 ft, will a 190 cm sofa fit`.
  const isGapFirst = GAP.test(nameOf(a)) && !GAP.test(nameOf(b))
  if (!isGapFirst && !GAP.test(nameOf(b))) return null
  const [thing, gap] = isGapFirst ? [b, a] : [a, b]
  return gapAnswer([thing, gap], measures, { over: 'No', under: 'Yes', same: 'Exactly, with nothing to spare' })
}
const GAP =
  /(?<!\p{L})(?:door|doorway|doorframe|gap|alcove|niche|corner|wall|ceiling|room|hallway|corridor|garage|lift|elevator|boot|trunk|space|opening|window|frame|gate|tunnel|bridge|shaft|stairwell|closet|cabinet|locker|drawer|slot|rack|shelf|case|van|car|there)(?!\p{L})/u
/** The words beside a measure, of its own part of the sentence and on its side of what must fit. */
function nameOf({ before, after }: Measure): string {
  const verb = /(?<!\p{L})(?:fits?|go|goes|will|does|get|stand)(?!\p{L})/u
  const left = (before.split(/[,.;?]/u).at(-1) ?? '').split(verb).at(-1) ?? ''
  const right = (after.split(/[,.;?]/u)[0] ?? '').split(verb)[0] ?? ''
  return `${left} | ${right}`
}
/** Along (1), up (-1), or not said. */
const sideOf = (measure: Measure): number => {
  const near = measure.after.slice(0, 14)
  return /^ ?(?:tall|high)/u.test(near) ? -1 : /^ ?(?:wide|long|deep)/u.test(near) ? 1 : 0
}

type Words = { readonly over: string; readonly under: string; readonly same: string }

/** Says on which side the first is, and by how much; the graph decides. */
function gapAnswer(
  [a, b]: readonly [Measure, Measure],
  measures: readonly Measure[],
  { over, under, same }: Words,
): Answer | null {
  const [x, y] = [multiply(a.value, a.unit!.size), multiply(b.value, b.unit!.size)]
  const small = compare(divide(a.unit!.size, b.unit!.size), { numerator: 1n, denominator: 1n }) <= 0 ? a.unit! : b.unit!
  const size = (measure: Measure): string =>
    measure.unit!.unit === small.unit
      ? measure.digits
      : `${measure.digits} * ${writeFactor(divide(measure.unit!.size, small.size))}`
  const expression = `(${size(a)}) - (${size(b)})`
  const value = evaluatedValue(`abs(${expression})`)
  if (value === null) return null
  const places = placesOf(value)
  const rounding = places === null ? {} : { decimals: places, rounding: 'half_up' }
  const signed = task('signed', 'Subtract the second', 'math.evaluate', { expression })
  const apart = task('apart', 'Take the difference', 'math.evaluate', { expression: `abs(${expression})`, ...rounding })
  const member = (when: Record<string, number>) => ({
    type: 'object',
    properties: { value: when },
    required: ['value'],
  })
  const rules = [
    { label: over, when: member({ exclusiveMinimum: 0 }) },
    { label: under, when: member({ exclusiveMaximum: 0 }) },
    { label: same, when: true },
  ]
  const side = task('side', 'Decide', 'classify.rules', { value: { $from: 'signed' }, rules }, ['signed'])
  const merged = { said: { $from: 'side', pointer: '/label' }, apart: { $from: 'apart', pointer: '/exact' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['side', 'apart'])
  const isSame = compare(x, y) === 0
  const verb = compare(x, y) > 0 ? 'more' : 'less'
  const named = { verb: literal(verb), a: literal(a.shown), b: literal(b.shown) }
  const isFit = over === 'No'
  return withReadings(
    {
      tasks: [signed, apart, side, both],
      answer: 'both',
      reply: isSame
        ? withHow('{{said}}', { said: at('/said') }, `${a.shown} and ${b.shown}`)
        : withHow(
            isFit ? '{{said}}: {{a}} is {{apart}} {{unit}} {{verb}} than {{b}}' : '{{said}}, by {{apart}} {{unit}}',
            { said: at('/said'), apart: at('/apart'), unit: literal(small.label), ...(isFit ? named : {}) },
            isFit ? 'By these two measures alone' : `${a.shown} against ${b.shown}`,
          ),
    },
    measures.flatMap(({ unit }) => [unit?.reading ?? '']),
  )
}

const MORE = 'longer|taller|higher|bigger|larger|heavier|wider|deeper|thicker|further|farther|more'
const LESS = 'shorter|smaller|lighter|lower|less|closer|nearer|thinner|narrower'
const ASKED = new RegExp(
  `(?:which|what)(?: one| of (?:them|these|the two|both)| distance| weight| length)?(?:'s| is| are)? (?:the )?(?:(?<more>${MORE})|(?<less>${LESS}))(?: one)?[ ?.!]*$`,
  'u',
)
const KIND: Readonly<Record<string, RegExp>> = {
  L: /longer|taller|higher|bigger|larger|wider|deeper|thicker|further|farther|more|shorter|smaller|lower|less|closer|nearer|thinner|narrower/u,
  M: /heavier|lighter|more|less|bigger|smaller|larger/u,
  A: /bigger|larger|smaller|more|less/u,
  V: /bigger|larger|smaller|more|less/u,
  D: /bigger|larger|smaller|more|less/u,
}

/** `The zip line is 5000 ft, the other one 1.5 km. Which is longer?` */
function longer({ shape, measures }: Told, a: Measure, b: Measure): Answer | null {
  const asked = ASKED.exec(shape)
  if (asked === null || a.letter !== b.letter || !(KIND[a.letter]?.test(asked[0]) ?? false)) return null
  const scene = shape.slice(0, asked.index).replace(/(?<=\p{L}{3} )[a-d](?!\p{L})/gu, ' ')
  if (
    !inWords(scene.replace(/(?<!\p{L})(?:other)(?!\p{L})/u, ' '), WORDS, 3) ||
    /(?<!\p{L})(?:than|plus|minus|each|per|half|twice|if|not)(?!\p{L})/u.test(scene)
  )
    return null
  if (/^ ?(?:x|by|×) $/u.test(b.before)) return null
  const isLess = asked.groups?.less !== undefined
  const [first, second] = [a.shown, b.shown]
  return gapAnswer([a, b], measures, {
    over: isLess ? second : first,
    under: isLess ? first : second,
    same: 'Neither: they are equal',
  })
}

/** `which weighs more, 5 lb or 2.2 kg`. */
const WEIGHS =
  /^(?:which|what)(?: one)? (?:weighs|is|holds|covers) (?<way>more|less),? (?:an? )?K or (?:an? )?K[ ?.!]*$/u

function weighs({ shape, measures }: Told, a: Measure, b: Measure): Answer | null {
  const found = WEIGHS.exec(shape.replace(/(?<!\p{L})[LMVAD](?!\p{L})/gu, 'K'))
  if (found === null || a.letter !== b.letter) return null
  const isLess = found.groups?.way === 'less'
  return gapAnswer([a, b], measures, {
    over: isLess ? b.shown : a.shown,
    under: isLess ? a.shown : b.shown,
    same: 'Neither: they are equal',
  })
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  const [a, b] = told?.measures ?? []
  if (told === null || a === undefined || b === undefined || told.measures.length !== 2) return null
  if (a.unit === null || b.unit === null || a.per !== null || b.per !== null || a.letter === 'H') return null
  if (a.unit.unit.quantity !== b.unit.unit.quantity) return null
  const answer = fits(told, a, b) ?? weighs(told, a, b) ?? longer(told, a, b)
  return answer === null ? null : withReadings(answer, readingsOf(told))
}

export const fitRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-fit',
    reason:
      'Tells whether a length fits where another one is, or which of two told things is longer, heavier or larger.',
    order: 138.5,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'Does a 190 cm wardrobe fit under a ceiling of 6 feet?',
        'Sofa is 84 inches long, my wall is 2.1 m. Will it fit?',
        "The brochure says the zip line is 5000 ft, the other one's 1.5 km. Which is the longer?",
        'which weighs more, 5 lb or 2.2 kg',
        'can a 2.2 m board go through a door of 7 feet?',
      ],
      no: [
        'Does a 190 cm person fit well in a 6 ft bed?',
        'Will a 2 m sofa fit diagonally in a 1.8 m lift?',
        'The sofa is 84 inches long, will it suit my wall of 2.1 m?',
        'A 190 cm tall wardrobe and a 1.8 m wide gap, does it fit?',
        'My boat is 30 ft, the trailer 8 m, which is better?',
        'Does a 2 m x 1.5 m bed fit?',
      ],
    },
    read: readsColon(read),
  }),
]
