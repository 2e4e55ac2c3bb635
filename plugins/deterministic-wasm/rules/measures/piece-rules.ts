/**
 * Whole numbers of things: pieces of a board, glasses of a keg, tiles of a floor, posts of a fence, rolls for a wall. How many fit is
 * rounded down and what is left is told; how many are needed is rounded up.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { compare, divide, floor, fromInteger, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, inWords, isAsking } from './told-words.ts'
import { nameUnit } from './unit-names.ts'

const WORDS =
  'curtain rail hook hooks bracket brackets stake stakes bollard bollards sprinkler sprinklers screw screws nail nails how many much full whole complete pieces piece parts lengths strips planks boards board plank shelf shelves pipe rope ribbon wire cable cloth fabric stick bar log wood timber cut cutting saw sawing divide divided split into in of to from out get can could i we do does will would be is are there make makes made pour poured fill filled fills fit fits on onto hold holds a an the each every one per for with and what left leftover remainder remains remaining over offcut waste wasted long need needed needs require required have has had got my our glass glasses cup cups bottle bottles jar jars can cans keg barrel jug pitcher carton pack packs packet packets bag bags box boxes tin tins bucket buckets roll rolls wallpaper cds dvds cd bits bit tile tiles tiling path driveway number floor wall walls ceiling room bathroom kitchen patio terrace garden lawn area paving slabs slab stones bricks panels panel laminate carpet fence fencing post posts tree trees pole poles lamp lamps lights plant plants seedlings row bed apart spaced spacing distance at between along including both ends side end straight line photos photo pictures songs videos files card stick drive disk usb storage about tablets tablet pills pill order dose nurse size sized covers cover coverage serves serving servings portion portions bowl spoon spoons scoops weighs weigh weight single total altogether paint it they them enough plus extra spare reserve cutting by height perimeter high wide x than shorter'

const WHOLE = '1'
const ofOne = ({ letter, unit }: Measure, kind: string): boolean => letter === kind && unit !== null
const scale = (measure: Measure): Rational => multiply(measure.value, measure.unit?.size ?? ONE)

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 6) return null
  if (
    asksYesNo(clause) ||
    !isAsking(clause, told.shape) ||
    !/(?<!\p{L})(?:how many|number of|posts|tiles|rolls|packs|boxes|pieces|tablets|slabs)(?!\p{L})/u.test(told.shape)
  )
    return null
  const shape = told.shape
    .replace(LEFT_TOO, ' ')
    .replace(/,? (?:with )?(?:no|without) (?:any )?(?:waste|offcuts|cutting waste)(?!\p{L})/u, ' ')
  if (asksTwice(shape) || !inWords(shape, WORDS, 2)) return null
  if (told.measures.some(({ per, sign, letter }) => per !== null || sign !== null || letter === 'H' || letter === 'C'))
    return null
  return posts(told) ?? tiles(told) ?? covered(told) ?? pieces(told)
}

/** `and how long is the offcut`: told in any case. */
const LEFT_TOO =
  /,? (?:and )?(?:how (?:long|much|big|many) (?:is|are|will be)? ?(?:the )?(?:offcut|left over|left|leftover|remainder|rest|waste|remains)(?: over)?|what(?:'s| is| remains| is the)? ?(?:left over|left|the rest|remains|the offcut|leftover|over))/u

const NEEDED = /(?<!\p{L})(?:needs?|needed|required?|buy)(?!\p{L})/u

/** Of two amounts of one kind, how often the smaller one goes into the larger. */
function pieces(told: Told): Answer | null {
  // Strips that cover a wall are rounded up, and by their height.
  if (
    /(?<!\p{L})(?:wallpaper|wall|floor)(?!\p{L}).*(?<!\p{L})strips(?!\p{L})|strips.*(?<!\p{L})(?:wall|floor)(?!\p{L})/u.test(
      told.shape,
    )
  )
    return null
  // Cuts, joints and gaps are one fewer than pieces.
  if (/(?<!\p{L})(?:cuts|joints|joins|seams|gaps|breaks|bends|welds)(?!\p{L})/u.test(told.shape)) return null
  const sized = told.measures.filter(({ unit }) => unit !== null)
  const [a, b] = sized as [Measure, Measure]
  if (sized.length !== 2 || told.measures.length !== 2 || a.unit!.unit.quantity !== b.unit!.unit.quantity) return null
  const order = compare(scale(a), scale(b))
  if (order === 0) return null
  const [large, small] = order > 0 ? [a, b] : [b, a]
  const noun = nounOf(told.shape)
  // A size of the small thing and of the large one cannot both be of each.
  if (/^(?: \p{L}+)? each(?!\p{L})/u.test(large.after)) return null
  if (noun === null || !CUT.test(told.shape)) return null
  // Lengths are cut or laid in a row; what fits into something has a volume.
  if (large.letter === 'L' && !IN_A_ROW.test(told.shape)) return null
  // A length by a length may be two sides of one thing.
  if (/^ ?(?:x|by|×) $/u.test(b.before)) return null
  // `I need pieces of 28 cm, how many do I get` asks what fits.
  const isGot =
    /how many(?: \p{L}+){0,3}? (?:(?:do|can|could|will|would) (?:i|we|you) (?:get|cut|make|have|fit|pour|fill)|fit|are there)(?!\p{L})/u.test(
      told.shape,
    )
  // `each bow needs 12 cm` says what one takes; how many that makes is rounded down.
  const isTaken = /(?<!\p{L})(?:needs?|requires?|takes?|uses?) (?:about )?$/u.test(small.before)
  const isUp = !isGot && !isTaken && (NEEDED.test(told.shape) || /(?<!\p{L})for (?:an? |the )?$/u.test(large.before))
  // What is left over goes into one more bag, or stays.
  if (
    !isUp &&
    !isGot &&
    /(?:holds?|contains?) (?:about )?$/u.test(small.before) &&
    /^(?:bags|boxes|bottles|jars|buckets|crates|sacks|trays|cartons|containers)$/u.test(noun)
  ) {
    const whole = evaluatedValue(
      `${large.digits} * ${writeFactor(divide(large.unit!.size, small.unit!.size))} / ${small.digits}`,
    )
    if (
      whole === null ||
      (whole.numerator % whole.denominator !== 0n && !/(?<!\p{L})(?:full|fill|filled|whole)(?!\p{L})/u.test(told.shape))
    )
      return null
  }
  // What covers a floor is no number of tiles that are cut out of it.
  if (large.letter === 'A' && !isUp) return null
  const ratio = `${large.digits} * ${writeFactor(divide(large.unit!.size, small.unit!.size))} / ${small.digits}`
  return counted(told, { ratio, isUp, noun, how: `${large.shown} ÷ ${small.shown}`, ...(isUp ? {} : { large, small }) })
}
const IN_A_ROW =
  /(?<!\p{L})(?:cut|saw|pieces?|lengths|strips|boards?|planks?|rope|pipe|ribbon|wire|cable|fabric|cloth|wood|timber|shel(?:f|ves)|fence|panels?|wall|row|side by side|edging|skirting|gutter)(?!\p{L})/u
const CUT =
  /(?<!\p{L})(?:cut|pieces?|pour|fit|fill|get|out of|from|divide|split|each|lengths|strips|portions?|servings?|tablets?|pills?|glasses|cups|bottles|cans|jars|bags|boxes|scoops|need|needed)(?!\p{L})/u

function nounOf(shape: string): string | null {
  const found = /how many (?:whole |full |complete )?(?:A |L |V |M |D |T )?(?:of )?(\p{L}{3,14})/u.exec(shape)?.[1]
  // `how many 250 ml cups`.
  const vessel = /how many V (cups|glasses|pints|gallons)(?!\p{L})/u.exec(shape)?.[1]
  if (vessel === 'cups') return vessel
  // `how many litres` counts no things.
  if (found !== undefined && nameUnit(found, false) !== null) return null
  if (found !== undefined && /(?:[^s]s|people|pieces|glasses|boxes)$/u.test(found)) return found
  const subject = /how many (?:of them |of these )?(?:fit|go|can|do|will)/u.test(shape)
    ? /(?:^|my |the |our |these )(\p{L}{3,12}s) (?:are|of|with|weigh|at)(?!\p{L})/u.exec(shape)?.[1]
    : undefined
  return subject ?? /(?<!\p{L})(?:pieces|posts|tiles|rolls|packs|tablets)(?!\p{L})/u.exec(shape)?.[0] ?? null
}

/** `a post every 2.4 m`: one more than the gaps, where both ends have one. */
function posts(told: Told): Answer | null {
  const [a, b] = told.measures as [Measure, Measure]
  const noun =
    /(?<!\p{L})(post|tree|pole|lamp|light|plant|seedling|bush|hedge plant|hook|bracket|stake|bollard|sprinkler|screw|nail)(?:s|es)?(?!\p{L})/u.exec(
      told.shape,
    )?.[1]
  if (told.measures.length !== 2 || noun === undefined || !ofOne(a, 'L') || !ofOne(b, 'L')) return null
  const step = [a, b].find(
    ({ before, after }) =>
      /(?:every|each|spacing of|distance of|spaced|at) ?$/u.test(before) || /^ ?(?:apart|spacing|between)/u.test(after),
  )
  const whole = [a, b].find(measure => measure !== step)
  if (step === undefined || whole === undefined || compare(scale(step), scale(whole)) >= 0) return null
  const ratio = `${whole.digits} * ${writeFactor(divide(whole.unit!.size, step.unit!.size))} / ${step.digits}`
  const isLoop = /(?<!\p{L})(?:around|round|circle|circular|perimeter|closed|loop)(?!\p{L})/u.test(told.shape)
  if (
    isLoop ||
    /(?:how many (?:gaps|spaces|fields|panels|sections|intervals|bays)|(?<!\p{L})(?:gaps|panels|sections|bays)(?!\p{L})|one end|neither end|without ends|no ends)/u.test(
      told.shape,
    )
  )
    return null
  const answer = counted(told, {
    ratio: `floor(${ratio}) + 1`,
    isUp: true,
    noun: `${noun}s`,
    how: `${whole.shown} ÷ ${step.shown} + 1`,
  })
  return answer === null ? null : withReadings(answer, [...readingsOf(told), 'There is one at both ends.'])
}

/** `30x30 tiles for a 5.4 x 2.7 m floor`: by area, a part counting as a whole tile. */
function tiles(told: Told): Answer | null {
  const { shape, measures } = told
  const noun = /(?<!\p{L})(tiles|slabs|paving stones|stones|bricks|panels|planks|boards|sheets)(?!\p{L})/u.exec(
    shape,
  )?.[1]
  const percent = measures.find(({ letter }) => letter === 'P')
  const sides = measures.filter(({ letter }) => letter === 'L' || letter === 'N')
  const area = measures.find(({ letter }) => letter === 'A')
  // What is cut away is another question.
  if (/(?:to waste|wasted|how much waste|left ?over|are left|remain)/u.test(shape)) return null
  if (noun === undefined || (percent !== undefined && !/(?:waste|extra|more|spare|cutting|reserve)/u.test(shape)))
    return null
  if (sides.length + (area === undefined ? 0 : 1) + (percent === undefined ? 0 : 1) !== measures.length) return null
  const pairs = pairsOf(sides)
  if (pairs === null || pairs.length !== (area === undefined ? 2 : 1)) return null
  // Tiles without a unit are in centimetres.
  const isBare = pairs.some(([x]) => x.letter === 'N')
  const sizes = pairs.map(([x, y]) => ({
    digits: `${x.digits} * ${y.digits}`,
    value: multiply(x.value, y.value),
    size: multiply(sideSize(x), sideSize(y)),
    shown: `${x.shown} × ${y.shown}`,
  }))
  if (isBare && pairs.some(([x]) => x.letter === 'N' && compare(x.value, fromInteger(5n)) < 0)) return null
  const all = [
    ...sizes,
    ...(area === undefined
      ? []
      : [{ digits: area.digits, value: area.value, size: area.unit!.size, shown: area.shown }]),
  ]
  const [small, large] = all.toSorted((x, y) => compare(multiply(x.value, x.size), multiply(y.value, y.size)))
  if (small === undefined || large === undefined || all.length !== 2) return null
  const more = percent === undefined ? '' : ` * (1 + ${percent.digits} / 100)`
  const ratio = `${large.digits} * ${writeFactor(divide(large.size, small.size))} / (${small.digits})${more}`
  const how = `${large.shown} ÷ (${small.shown})${percent === undefined ? '' : ` + ${percent.digits}%`}`
  const answer = counted(told, { ratio, isUp: true, noun, how })
  const readings = ['By area, without what cutting wastes.', isBare ? 'The tiles are read in centimetres.' : '']
  return answer === null
    ? null
    : withReadings(answer, [...readingsOf(told), ...(percent === undefined ? readings : readings.slice(1))])
}

const CENTIMETRE: Rational = { numerator: 1n, denominator: 100n }
const sideSize = ({ unit, letter }: Measure): Rational => (letter === 'N' ? CENTIMETRE : (unit?.size ?? ONE))

/** Sides that `x` or `by` joins, two by two. */
function pairsOf(sides: readonly Measure[]): readonly (readonly [Measure, Measure])[] | null {
  if (sides.length % 2 !== 0 || sides.length === 0) return null
  const pairs: (readonly [Measure, Measure])[] = []
  for (let i = 0; i < sides.length; i += 2) {
    const [x, y] = [sides[i] as Measure, sides[i + 1] as Measure]
    const isNamed =
      /^ (?:wide|long) (?:and|by|x) $/u.test(y.before) && /^ (?:high|wide|long|tall)(?!\p{L})/u.test(y.after)
    if (x.letter !== y.letter || (!isNamed && !/^ ?(?:x|by|×) $/u.test(y.before))) return null
    pairs.push([x, y])
  }
  return pairs
}

/** `one roll covers 5.3 m²`: an area, or a perimeter and a height, by what one covers. */
function covered(told: Told): Answer | null {
  const { shape, measures } = told
  const one = measures.filter(
    ({ letter, digits, after }) =>
      letter === 'N' &&
      digits === WHOLE &&
      /^ (?:roll|pack|box|bag|packet|tin|can|bucket|bottle|sheet|panel)/u.test(after),
  )
  const rest = measures.filter(measure => !one.includes(measure))
  const cover = rest.find(
    ({ letter, before }) =>
      letter === 'A' &&
      /(?:covers?|cover|coverage(?: of| is)?|enough for|contains?|does|for) (?:about |up to )?$/u.test(before),
  )
  const noun = /(?:one|a|each|per|every|N) (roll|pack|box|bag|packet|tin|can|bucket|bottle|sheet|panel)(?!\p{L})/u.exec(
    shape,
  )?.[1]
  const sides = rest.filter(measure => measure !== cover)
  if (cover === undefined || noun === undefined || one.length > 1) return null
  const [a, b] = sides
  if (a === undefined || sides.length > 2) return null
  const isArea = sides.length === 1 && a.letter === 'A'
  const isWall = b !== undefined && ofOne(a, 'L') && ofOne(b, 'L')
  if (!isArea && !isWall) return null
  if (isWall && !/(?:perimeter|x|by)/u.test(`${a.before}${b?.before}`)) return null
  const size = isArea ? a.unit!.size : multiply(a.unit!.size, b?.unit?.size ?? ONE)
  const whole = isArea ? a.digits : `${a.digits} * ${b?.digits}`
  const ratio = `${whole} * ${writeFactor(divide(size, cover.unit!.size))} / ${cover.digits}`
  const plural = noun === 'box' ? 'boxes' : `${noun}s`
  return counted(told, {
    ratio,
    isUp: true,
    noun: plural,
    how: `${isArea ? a.shown : `${a.shown} × ${b?.shown}`} ÷ ${cover.shown}`,
  })
}

type Count = {
  readonly ratio: string
  readonly isUp: boolean
  readonly noun: string
  readonly how: string
  /** What is cut, and into what: what is left of it is told. */
  readonly large?: Measure
  readonly small?: Measure
}

function counted(told: Told, { ratio, isUp, noun, how, large, small }: Count): Answer | null {
  const value = evaluatedValue(ratio)
  if (value === null || value.numerator <= 0n || ratio.length > 280) return null
  const isWhole = value.numerator % value.denominator === 0n
  const expression = isWhole ? ratio : `${isUp ? 'ceil' : 'floor'}(${ratio})`
  const count = task('count', `Count ${how}`.slice(0, 200), 'math.evaluate', { expression })
  const word = floor(value) === 1n && isWhole ? noun.replace(/s$/, '') : noun
  const values = { count: at('/exact'), noun: literal(word) }
  if (isWhole || large === undefined || small === undefined) {
    const note = isWhole ? '' : isUp ? ', rounded up' : ', rounded down'
    return withReadings(
      { tasks: [count], answer: 'count', reply: withHow('{{count}} {{noun}}', values, how + note) },
      readingsOf(told),
    )
  }
  const factor = writeFactor(divide(large.unit!.size, small.unit!.size))
  const rest = task('rest', 'What is left', 'math.evaluate', {
    expression: `${large.digits} * ${factor} - floor(${ratio}) * ${small.digits}`,
  })
  const both = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [{ count: { $from: 'count', pointer: '/exact' }, rest: { $from: 'rest', pointer: '/exact' } }] },
    ['count', 'rest'],
  )
  const answer: Answer = {
    tasks: [count, rest, both],
    answer: 'both',
    reply: withHow(
      '{{count}} {{noun}}, {{rest}} {{unit}} left over',
      { count: at('/count'), rest: at('/rest'), noun: literal(noun), unit: literal(small.unit!.label) },
      how,
    ),
  }
  return withReadings(answer, readingsOf(told))
}

export const pieceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-pieces',
    reason:
      'Counts pieces, glasses, tiles, posts or rolls: rounded down where they must fit, rounded up where they are needed.',
    order: 139,
    pairs: 'joined',
    hint: /\d/,
    examples: {
      yes: [
        'Cut a 6 m board in pieces of 85 cm: how many full pieces, and how long is the offcut?',
        'How many 250 ml glasses can I pour out of a 5 litre keg',
        'fence 48 m, a post every 2.4 m including both ends. posts?',
        'how many 30x30 tiles for a 5.4 x 2.7 m floor',
        'I need to wallpaper a room with perimeter 15.6 m and height 2.5 m; one roll covers 5.3 m². How many rolls?',
        'Nurse: order is 500 mg, the tablets are 125 mg each. How many tablets?',
      ],
      no: [
        'How many 250 ml glasses can I pour out of a 5 litre keg that is half empty?',
        'How many 5 km runs are in a 10 km week?',
        'how many people fit in a 5 m x 4 m room?',
        'How many posts should a 48 m fence have?',
        'Cut a 6 m board in 85 cm pieces, how many minutes does it take?',
        'How many tiles did I break of 30 x 30 cm?',
        'How many 2 kg dumbbells can a 70 kg man lift?',
        'how many 2 cm worms fit in a 10 cm can',
      ],
    },
    read: readsColon(read),
  }),
]
