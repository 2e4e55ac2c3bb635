/**
 * How often one thing goes into another: turns of a wheel on a way, cubes in a box, pills for a dose, strips from several rolls. A part of a
 * pill and a second box are judgement, and get no answer.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, ONE } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking } from './told-words.ts'

const size = ({ digits, unit }: Measure): string => `${digits} * ${writeFactor(unit?.size ?? ONE)}`
const near = ({ before, after }: Measure): string =>
  `${
    before
      .split(/[,;.?]/u)
      .at(-1)
      ?.slice(-30) ?? ''
  }|${(after.split(/[,;.?]| (?:fits?|goes|go|in|into) /u)[0] ?? '').slice(0, 24)}`

const WHEEL_WORDS =
  'wheel wheels tyre tire bike bicycle cart car roll rolls rolled rolling circumference diameter radius turn turns turned rotation rotations rotate rotates revolution revolutions spins spin times go goes travel travels travelled distance cover covers covered way how many far does do will did would it its the a an of with has is in on over for to make makes per one each when after and whose that long full complete'
/** `a wheel with a circumference of 2.1 m rolls 1050 m, how many turns`. */
function turns(told: Told): Answer | null {
  const { shape, measures } = told
  if (!/(?<!\p{L})(?:wheels?|tyre|tire)(?!\p{L})/u.test(shape) || measures.length !== 2) return null
  const round = measures.find(one => one.letter === 'L' && /circumference|diameter|radius/u.test(near(one)))
  const other = measures.find(one => one !== round)
  if (round?.unit === undefined || round.unit === null || other === undefined) return null
  const part = /circumference|diameter|radius/u.exec(near(round))?.[0]
  const once = part === 'circumference' ? size(round) : `${part === 'diameter' ? '' : '2 * '}pi * ${size(round)}`
  const said = part === 'circumference' ? round.shown : `${part === 'diameter' ? '' : '2 × '}π × ${round.shown}`
  const irrational = part === 'circumference' ? {} : ({ isIrrational: true } as const)
  const targets = findTargets(shape, told.isImperial)
  const words = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, shape)
  if (
    !inWords(words, WHEEL_WORDS, 1) ||
    /(?<!\p{L})(?:wheels|both|N wheels|minute|rpm|second|hour)(?!\p{L})/u.test(words)
  )
    return null
  const asksTurns = /how (?:many|often)[^,]*(?:turns?|rotat\p{L}*|revolutions?|times|spins?)|how often/u.test(shape)
  if (other.letter === 'L' && asksTurns && targets.length === 0)
    return measured({
      expression: `${size(other)} / (${once})`,
      label: 'turns',
      how: `${other.shown} ÷ (${said})`,
      ...irrational,
    })
  const isCount =
    other.letter === 'N' && /^ (?:full |complete )?(?:turns|rotations|revolutions|times)(?!\p{L})/u.test(other.after)
  if (!isCount || asksTurns || !/how far|distance|how many/u.test(shape) || targets.length > 1) return null
  const unit = targets[0]?.unit ?? { label: 'm', letter: 'L', size: ONE }
  return unit.letter === 'L'
    ? measured({
        expression: `${other.digits} * ${once} * ${writeFactor(divide(ONE, unit.size))}`,
        label: unit.label,
        how: `${other.shown} × ${said}`,
        ...irrational,
      })
    : null
}

const BOX_WORDS =
  'cube cubes cubic dice die blocks block small little box boxes carton crate container case of with an a edge edges side sides edge-length length fit fits go goes pack packed into in inside how many that is are long wide high tall deep by x and the which has have measuring measures dimensions can i we will do size exactly whole full'
/** `cubes of 10 cm edge in a box 60 cm long, 40 cm wide and 30 cm high`. */
function cubes(told: Told): Answer | null {
  const { shape, measures } = told
  const noun = /how many (?:small |little |whole |full )?(?:L )?(cubes|dice|blocks)(?!\p{L})/u.exec(shape)?.[1]
  if (
    noun === undefined ||
    measures.length !== 4 ||
    measures.some(({ letter, unit }) => letter !== 'L' || unit === null)
  )
    return null
  if (!/(?<!\p{L})(?:fit|fits|go|goes|pack)(?!\p{L})/u.test(shape) || !inWords(shape, BOX_WORDS)) return null
  const small = measures.filter(
    one => /cubes?|dice|edge|side|blocks/u.test(near(one)) && !/box|carton|crate|container|case/u.test(near(one)),
  )
  const [edge] = small
  if (edge === undefined || small.length !== 1) return null
  const sides = measures.filter(one => one !== edge)
  const each = sides.map(one => `floor(${size(one)} / (${size(edge)}))`)
  const values = each.map(one => evaluatedValue(one))
  if (values.some(value => value === null || value.numerator <= 0n)) return null
  const how = sides.map(({ shown }) => `(${shown} ÷ ${edge.shown})`).join(' × ')
  return count(told, each.join(' * '), noun, how, ['In straight rows, whole ones only.'])
}

const PILL_WORDS =
  'pill pills tablet tablets capsule capsules sachet sachets scoop scoops drop drops dose doses is are has have contains contain of a an one each every day daily per the my i we he she need needs needed take takes taking want must how many do does that for patient prescribed doctor says in total to should weighs'
/** `a pill is 250 mg, I need 1.5 g a day, how many pills`. */
function pills(told: Told): Answer | null {
  const { shape, measures } = told
  const noun = /how many (pills|tablets|capsules|sachets|scoops)(?!\p{L})/u.exec(shape)?.[1]
  if (noun === undefined) return null
  const sized = measures.filter(
    ({ letter, digits, after }) => !(letter === 'N' && digits === '1' && after.startsWith(` ${noun.slice(0, -1)}`)),
  )
  const [a, b] = sized
  if (a === undefined || b === undefined || sized.length !== 2) return null
  const one = sized.find(
    measure =>
      measure.per === null &&
      new RegExp(
        `${noun.slice(0, -1)}s? (?:is|has|contains|of|weighs|with|are)(?: about)? $|^ ${noun.slice(0, -1)}`,
        'u',
      ).test(measure.before),
  )
  const dose = sized.find(measure => measure !== one)
  if (one?.unit === undefined || one.unit === null || dose?.unit === undefined || dose.unit === null) return null
  if (one.unit.unit.quantity !== dose.unit.unit.quantity || !/^[MV]$/.test(one.letter)) return null
  if (dose.letter === 'Q' && (dose.per?.digits !== '1' || dose.per.unit?.name !== 'day')) return null
  // `1.5 g a day` for a week is another number.
  if (
    !inWords(shape, PILL_WORDS) ||
    /(?<!\p{L})(?:N|week|weeks|month|days|hours|times|kg)(?!\p{L})/u.test(
      shape.replace(/(?<!\p{L})N (?=pill|tablet|capsule)/gu, ''),
    )
  )
    return null
  const ratio = `${size(dose)} / (${size(one)})`
  const value = evaluatedValue(ratio)
  return value === null || value.denominator !== 1n
    ? null
    : count(told, ratio, noun, `${dose.shown} ÷ ${one.shown}`, [])
}

const LAP_WORDS =
  'lap laps length lengths round rounds track pool course circuit loop park lake field stadium how many are is in of a an the for do does i need to run swim make makes must have should it takes take would times around long one distance total cover'
const TRACK = /^ ?(?:long )?(?:[\p{L}-]+ )?(?:track|pool|course|circuit|loop|lap|field|lake|park|stadium)(?!\p{L})/u
const IS_TRACK = /(?:track|pool|course|circuit|loop|lap|lengths?|laps|one round) (?:is|of|has|are)(?: about)? $/u
/** `how many laps of a 400 m track is 5 km`. */
function laps({ shape, measures, ...told }: Told): Answer | null {
  const noun = /how many (laps|lengths|rounds)(?!\p{L})/u.exec(shape)?.[1]
  const [a, b] = measures
  if (noun === undefined || a?.letter !== 'L' || b?.letter !== 'L' || measures.length !== 2) return null
  const ahead = [a, b].filter(one => TRACK.test(one.after))
  const track = ahead.length > 0 ? ahead : [a, b].filter(one => IS_TRACK.test(one.before))
  const [one] = track
  const way = one === a ? b : a
  const words = shape.replace(/(?<!\p{L})should (?=i )/u, 'do ')
  if (one === undefined || track.length !== 1 || !inWords(words, LAP_WORDS, 0)) return null
  const expression = `${size(way)} / (${size(one)})`
  return measured({
    expression,
    label: noun,
    how: `${way.shown} ÷ ${one.shown}`,
    readings: readingsOf({ shape, measures, ...told }),
  })
}

const STOCK = 'rolls|boards|planks|poles|pipes|ropes|sticks|rods|beams|bars|cables|ribbons|lengths'
const STRIP_WORDS =
  'wallpaper roll rolls board boards plank planks pole poles pipe pipes rope ropes stick sticks rod rods beam beams bar bars cable cables ribbon ribbons strip strips piece pieces shelf shelves length lengths of with each every one must be in long is are has have got i we from both all out them the a an how many do can get cut could will would that these my whole'
/** `2 rolls of 10 m each, strips of 2.6 m: how many from both`. */
function strips(told: Told): Answer | null {
  const { shape, measures } = told
  const noun = /how many (?:whole |full )?(?:L )?(strips|pieces|shelves|lengths)(?!\p{L})/u.exec(shape)?.[1]
  const counts = measures.filter(({ letter }) => letter === 'N')
  // `in 1 piece`
  const [stock, ...others] = counts.filter(({ digits, after }) => !(digits === '1' && /^ piece/u.test(after)))
  const lengths = measures.filter(({ letter, unit }) => letter === 'L' && unit !== null)
  const [a, b] = lengths
  if (noun === undefined || stock === undefined || others.length > 0 || a === undefined || b === undefined) return null
  if (lengths.length !== 2 || lengths.length + counts.length !== measures.length || !/^\d{1,3}$/.test(stock.digits))
    return null
  if (!new RegExp(`^ (?:[\\p{L}-]+ )?(?:${STOCK})(?!\\p{L})`, 'u').test(stock.after)) return null
  const words = shape
    .replace(/(?<!\p{L})each(?!\p{L})/gu, ' ')
    .replace(/(?<!\p{L})(?:from |out of )?(?:both|all)(?: of them| N)?(?! sides)(?!\p{L})/gu, ' ')
  if (!inWords(words, STRIP_WORDS) || /(?<!\p{L})(?:left|saw|kerf|overlap|pattern|wall)(?!\p{L})/u.test(words))
    return null
  const piece = [a, b].find(one => new RegExp(`${noun.slice(0, -1)}|${noun}`, 'u').test(near(one)))
  const whole = [a, b].find(one => one !== piece)
  if (piece === undefined || whole === undefined || new RegExp(noun.slice(0, -1), 'u').test(near(whole))) return null
  const expression = `${stock.digits} * floor(${size(whole)} / (${size(piece)}))`
  return count(told, expression, noun, `${stock.shown} × (${whole.shown} ÷ ${piece.shown}, rounded down)`, [])
}

function count(told: Told, expression: string, noun: string, how: string, readings: readonly string[]): Answer | null {
  const value = evaluatedValue(expression)
  if (value === null || value.numerator <= 0n || expression.length > 280) return null
  const only = task('count', `Count ${how}`.slice(0, 200), 'math.evaluate', { expression })
  const label = value.numerator === 1n && noun !== 'dice' ? noun.replace(/ves$/u, 'f').replace(/s$/u, '') : noun
  const values = { count: at('/exact'), noun: literal(label) }
  return withReadings({ tasks: [only], answer: 'count', reply: withHow('{{count}} {{noun}}', values, how) }, [
    ...readingsOf(told),
    ...readings,
  ])
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 5) return null
  if (asksYesNo(clause) || !isAsking(clause, told.shape) || asksTwice(told.shape)) return null
  if (told.measures.some(({ sign, letter }) => sign !== null || /^[PHCE]$/.test(letter))) return null
  return turns(told) ?? laps(told) ?? cubes(told) ?? pills(told) ?? strips(told)
}

export const howOftenRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-how-often',
    reason: 'Counts turns of a wheel, cubes in a box, pills for a dose and strips from several rolls.',
    order: 139.2,
    pairs: 'joined',
    hint: /laps|lengths|rounds|wheel|tyre|tire|cubes|dice|blocks|pills|tablets|capsules|sachets|scoops|strips|pieces|shelves/iu,
    examples: {
      yes: [
        'A wheel with a circumference of 2.1 m rolls 1,050 m. How many turns?',
        'How many cubes of 10 cm edge fit into a box that is 60 cm long, 40 cm wide and 30 cm high?',
        'A pill is 250 mg. I need 1.5 g a day. How many pills per day?',
        'how many laps of a 400 m track is 5 km?',
        'I have 2 rolls of 10 m each. Every strip is 2.6 m long. How many strips from both rolls?',
      ],
      no: [
        'A wheel with a circumference of 2.1 m turns 50 times a minute. How many turns in 1,050 m?',
        'A wheel of 70 cm rolls 100 m. How many turns?',
        'how many laps of a 400 m track should I run to lose 5 kg?',
        'How many cubes of 10 cm edge fit into a round box 60 cm long, 40 cm wide and 30 cm high?',
        'A pill is 250 mg. I need 1.5 g a day. How many pills for 2 weeks?',
        'A pill is 250 mg. I need 1.4 g a day. How many pills per day?',
        'A pill is 250 mg. How many pills of 400 mg should I take?',
        'I have 2 rolls of 10 m each and used 3 m. Every strip is 2.6 m long. How many strips?',
      ],
    },
    read: readsColon(read),
  }),
]
