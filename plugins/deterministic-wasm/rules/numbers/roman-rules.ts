/** Roman numerals: years on buildings, sums of numerals, and whether one is written properly. */
import type { PlannerRule } from '#contracts/planner-port'
import { fromRoman } from '../../arithmetic/roman.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, firstMatch, single, task, withHow } from '../rule.ts'

const R = '[IVXLCDM]{1,15}'
const PLACE =
  '(?:on|in|at|above|over|from)(?: an?| the| this| that| my| our| some)?(?: \\p{L}+){0,2} (?:building|house|church|cathedral|wall|gate|monument|clock|watch|sundial|statue|plaque|film|movie|credits|stone|door|book|tomb|gravestone|town hall|bridge|fountain)'
const VALUES: readonly RegExp[] = [
  new RegExp(
    `^(?:[Ww]hat|[Ww]hich) (?:year|number|value|date) (?:is|was|does|would be|do)(?: the)?(?: roman)?(?: numerals?| number)? ?(?<r>${R})(?: (?:mean|stand for|represent|refer to|in roman numerals))?(?:,? ${PLACE})?$`,
    'u',
  ),
  /^[Ww]hat (?:does|do) (?:the )?(?:[Rr]oman numerals? )?(?<r>[MDCLXVI]{3,15}) (?:mean|stand for|represent) (?:in (?:numbers|digits)|as a (?:number|year))$/u,
  new RegExp(`^(?<r>${R}) (?:means?|is|stands for|equals) (?:which|what) (?:year|number|value)$`, 'u'),
  new RegExp(
    `^(?:[Tt]he )?(?:[Rr]oman )?(?:[Nn]umerals?|[Nn]umber) (?<r>${R})(?:,? (?:as|in|to|into)(?: an?)? (?:digits|numbers?|arabic(?: numerals?)?|decimal|normal numbers?))?$`,
    'u',
  ),
  new RegExp(
    `^(?:[Tt]ranslate|[Cc]onvert|[Rr]ead|[Dd]ecode|[Ww]hat(?:'s| is))(?: the)? [Rr]oman (?:numerals?|number) (?<r>${R})(?: (?:to|into|in|as)(?: an?)? .{0,10}(?:digits|numbers?|numerals?|decimal))?$`,
    'u',
  ),
]
const SUM = new RegExp(
  `^(?:[Ww]hat(?:'s| is) |[Cc]alculate |[Cc]ompute )?(?<a>${R}) ?(?<sign>plus|\\+|minus|-|−|times|\\*|×|x|multiplied by) ?(?<b>${R})(?:,? (?:and )?(?:give (?:me )?(?:the )?)?(?:answer|result)? ?(?:in|as) [Rr]oman(?: numerals?)?(?: please)?)?$`,
  'u',
)
const TO_ROMAN: readonly RegExp[] = [
  /^(?:(?:what(?:'s| is) )?the )?roman numerals? (?:for|of)(?: the (?:number|year))? (?<n>\d{1,4})$/iu,
  /^(?:how (?:do|would) (?:i|you|we) write )(?<n>\d{1,4}) (?:in|as|with) roman(?: numerals?| numbers?)?$/iu,
  /^(?<n>\d{1,4}) (?:in )?roman(?: numerals?| numbers?)?$/iu,
]
const PROPER = new RegExp(
  `^(?:[Ii]s|[Cc]heck (?:if|whether)) (?<r>${R}) (?:is )?(?:an? )?(?:correct|valid|proper|right|real|legal|correctly written)(?: (?:roman )?(?:numeral|number))?(?: or should it be (?<other>${R}))?$`,
  'iu',
)

export const romanRules: readonly PlannerRule[] = [
  defineRule({
    id: 'roman-numeral',
    reason: 'Reads and writes Roman numerals, adds them, and says whether one is proper.',
    order: 111,
    pairs: true,
    hint: /(?<![A-Za-z])[IVXLCDM]{2,15}(?![A-Za-z])|[Rr]oman|(?<![A-Za-z])[IVXLCDM] (?:plus|\+|minus|times)/u,
    examples: {
      yes: [
        'which year is MDCCLXXVI, on an old building',
        'MCMXCIV means which year',
        'XLII plus VIII, answer in roman',
        'is IIII a correct roman numeral or should it be IV',
        'roman numeral for 49',
        "My grandfather's house has MCMLIV carved over the door. Which year is that?",
        'The building says MDCCCXLII, what year does that mean?',
      ],
      no: [
        'which year is CD from',
        'I plus you',
        'What does MIX mean?',
        'Is XXL a valid size?',
        'is DVD right',
        'what number is I',
        'XII plus friends',
        'roman numerals for beginners',
        'when did Louis XIV die',
        'The house was rebuilt ten years after MCMLIV. Which year is that?',
        'Super Bowl LVIII was great. Which year was that?',
        'It says MCMLIV and MDCC. Which year is that?',
        'what is MIX',
      ],
    },
    read: clause =>
      clause.quotes.length > 0 || clause.data !== null || clause.mark.startsWith('!') ? null : readRoman(clause),
  }),
]

/** `My grandfather's house has MCMLIV carved over the door. Which year is that?` */
const TOLD =
  /^(?<before>[^\d?!]{3,80}?)(?<![A-Za-z])(?<r>[MDCLXVI]{4,15})(?![A-Za-z])(?<after>[^\d?!]{0,80}?)[,;:.!]? (?:(?:so|and) )?(?:[Ww]hat|[Ww]hich) (?<what>year|number|date)(?: in (?:numbers|digits))? (?:is|was|does|would|do) (?:that|it|this)(?: be| mean| stand for| represent| in (?:normal |plain |ordinary |arabic )?(?:numbers|digits|numerals))*$/u
/** Another year, or another numeral. */
const ANOTHER =
  /(?<!\p{L})(?:before|after|later|earlier|minus|plus|add(?:ed)?|ago|since|until|next|previous|half|older|younger|times|doubled?|another|centur(?:y|ies)|decades?|years?|not|but|wrong|should|except)(?!\p{L})|(?<![A-Za-z])[IVXLCDM]{2,}(?![A-Za-z])/iu

function told(text: string): Answer | null {
  const groups = TOLD.exec(text)?.groups
  const numeral = groups?.r ?? ''
  const value = fromRoman(numeral)
  // A bowl and a king are counted with smaller numerals than years.
  if (groups === undefined || value === null || (groups.what !== 'number' && value < 1_000)) return null
  if (ANOTHER.test(`${groups.before} ${groups.after}`)) return null
  return readNumeral(numeral)
}

const readRoman = (clause: Clause): Answer | null =>
  numeralValue(clause.text) ?? told(clause.text) ?? sum(clause.text) ?? toRoman(clause.plain) ?? proper(clause.text)

function numeralValue(text: string): Answer | null {
  const numeral = firstMatch(text, VALUES)?.groups?.r
  return numeral === undefined || numeral.length < 2 || fromRoman(numeral) === null ? null : readNumeral(numeral)
}

const readNumeral = (numeral: string): Answer =>
  single(
    task('value', 'Read the Roman numeral', 'math.from_roman', { text: numeral }),
    '{{value}}',
    { value: at('/value') },
    `Roman numeral ${numeral}`,
  )

const SIGNS: Readonly<Record<string, string>> = { plus: '+', '+': '+', minus: '-', '-': '-', '−': '-' }

function sum(text: string): Answer | null {
  const groups = SUM.exec(text)?.groups
  const [a, b] = [fromRoman(groups?.a ?? ''), fromRoman(groups?.b ?? '')]
  if (
    groups === undefined ||
    a === null ||
    b === null ||
    ((groups.a ?? '').length === 1 && (groups.b ?? '').length === 1)
  )
    return null
  const sign = SIGNS[groups.sign ?? ''] ?? '*'
  const expression = `${a} ${sign} ${b}`
  const value = Number(peek('math.evaluate', { expression })?.exact)
  if (!(value >= 1 && value <= 3_999)) return null
  const tasks = [
    task('value', 'Calculate it', 'math.evaluate', { expression }),
    task('roman', 'Write it in Roman numerals', 'math.to_roman', { value: { $from: 'value', pointer: '/value' } }, [
      'value',
    ]),
    task(
      'both',
      'Put both together',
      'agg.merge',
      { objects: [{ value: { $from: 'value', pointer: '/exact' }, roman: { $from: 'roman', pointer: '/text' } }] },
      ['value', 'roman'],
    ),
  ]
  const values = { roman: at('/roman'), value: at('/value') }
  return { tasks, answer: 'both', reply: withHow('{{roman}} (= {{value}})', values, expression.replace('*', '×')) }
}

function toRoman(text: string): Answer | null {
  const digits = firstMatch(text, TO_ROMAN)?.groups?.n
  const value = Number(digits)
  if (digits === undefined || value < 1 || value > 3_999) return null
  return single(
    task('roman', 'Write it in Roman numerals', 'math.to_roman', { value }),
    '{{text}}',
    { text: at('/text') },
    `${value} in Roman numerals`,
  )
}

const DIGITS: Readonly<Record<string, number>> = { I: 1, V: 5, X: 10, L: 50, C: 100, D: 500, M: 1_000 }

/** The value that someone meant: a smaller sign before a larger one is taken off. */
function meant(numeral: string): number {
  const values = [...numeral.toUpperCase()].map(sign => DIGITS[sign] ?? 0)
  return values.reduce((all, value, i) => all + ((values[i + 1] ?? 0) > value ? -value : value), 0)
}

function proper(text: string): Answer | null {
  const groups =
    /roman|numeral/i.test(text) || PROPER.exec(text)?.groups?.other !== undefined
      ? PROPER.exec(text)?.groups
      : undefined
  const numeral = (groups?.r ?? '').toUpperCase()
  const value = meant(numeral)
  if (groups === undefined || value < 1 || value > 3_999) return null
  const only = task('roman', 'Write it properly', 'math.to_roman', { value })
  const isProper = fromRoman(numeral) !== null
  return single(
    only,
    isProper ? `Yes, {{text}} is ${value}.` : `No, ${value} is written {{text}}.`,
    { text: at('/text') },
    '',
  )
}
