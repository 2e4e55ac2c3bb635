/**
 * Walls and floors as people tell them: with a window taken off, four of a size, with a tin, a pack or a litre that covers so much, so many
 * bricks to a square metre, a price of one. What is bought whole is rounded up.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured, readingsOf, withReadings } from './measured.ts'
import { type Areas, readAreas } from './read-areas.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const WORDS =
  'if to go making use using x × by area areas paint painted painting wall walls ceiling floor floors room rooms bedroom kitchen bathroom hall hallway corridor door doors doorway window windows opening openings pond patio pool shed fireplace garden lawn terrace deck fence roof with has have without minus less except excluding plus and each of is are the a an in it its to for total altogether surface remaining net how much many what whats square need needed needs require required do does i we will would one per covers cover covering coverage contains contain comes come in packs pack box boxes roll rolls tin tins can cans bucket buckets pot pots bag bags packet packets sheet sheets panel panels board boards wallpaper laminate flooring parquet carpet vinyl tiles tile tiling slabs slab paving bricks brick stones turf seed grass plaster wood planks coat coats layer layers litre litres liter liters buy order get extra waste wastage spare reserve cut cut-off cutoffs offcuts cutting breakage allowance costs cost price pay long wide high tall by rectangular size sized measures measuring that this my our new white me only whole full exactly m2 at'

const NOUNS = 'tins?|cans?|packs?|packets?|boxe?s?|rolls?|buckets?|pots?|bags?|sheets?|panels?|boards?|bottles?'
const COVER = new RegExp(
  `(?<noun>${NOUNS})(?: of (?:\\p{L}+ ?){1,2})? ?(?:of|with|covers?|covering|contains?|contain|does|do|is enough for|for|holds?|paints?|is|are|measures?)(?: about| up to)? $`,
  'u',
)
const SHEET =
  /(?<!\p{L})(?<noun>rolls?|sheets?|panels?|boards?|slabs?|tiles?|planks?) (?:is|are|of|measures|measure|at|with)(?: an?)? ?$/u
const PIECES =
  /^ (?:(?<noun>bricks|tiles|slabs|stones|shingles|blocks|pavers|plants|seedlings|screws|bulbs)(?: (?:needed|required|go|are needed))? )?(?:per|a|to the|to a|to each|for a|for each|for every|in a|each|every|\/) ?(?:m2|m²|sqm|square met(?:er|re)|sq ?m)(?!\p{L})/u
/** `bricks: 60 per m2`, `how many bricks`. */
const PIECE_NAMED = /(?<!\p{L})(bricks|tiles|slabs|stones|shingles|blocks|pavers|plants|seedlings|bulbs)(?!\p{L})/u
const EXTRA =
  /^ (?:of )?(?:\p{L}+ )?(?:extra|waste|wastage|spare|reserve|cut-?offs?|offcuts|cutting|breakage|allowance|more for (?:waste|breakage|cutting))/u
const ASKS_AREA =
  /(?:(?:what|how (?:much|big|large))[^,.?]*area|area(?: to paint| of (?:the )?walls?| in total| altogether)?[ ?.!]*$|how many (?:m2|m²|sqm|square met(?:er|re)s|sq ?m|square feet|sq ?ft)|how much (?:wall|floor|surface|carpet|laminate|turf|flooring)|(?:total|paint|net|remaining|wall|floor) area|square met(?:er|re)s|square footage)/u

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 10) return null
  if (told.measures.every(({ letter }) => !/^[LA]$/.test(letter))) return null
  if (asksYesNo(clause) || !isAsking(clause, told.shape) || asksTwice(told.shape)) return null
  // Two coats with one coverage may be in it or not.
  if (
    /(?:Q|A),? (?:with|in|for) (?:N|two|three) (?:coats?|layers?)/u.test(told.shape) &&
    /cover/u.test(told.shape.slice(0, told.shape.search(/(?:coats?|layers?)/u)))
  )
    return null
  const cover = coverOf(told)
  const areas = readAreas(cover === null ? told : withoutMeasures(told, cover.used))
  if (areas === null) return null
  const words = areas.words
  // Something is taken off or added whose size is not told.
  const behind = areas.expression.includes(' - ')
    ? words
        .slice(areas.end)
        .replace(/(?:minus|without|excluding|except) (?:the |a |that )?(?:door|window|opening)s?(?!\p{L})/u, ' ')
    : words.slice(areas.end)
  if (/(?<!\p{L})(?:minus|less|without|except|excluding|plus(?! P))(?!\p{L})/u.test(behind)) return null
  const targets = findTargets(words, told.isImperial)
  const plain = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, words)
  const bare = plain
    .replace(/[()]/gu, ' ')
    .replace(/(?<!\p{L})should (?:i|we) (?=buy|get|order|take|need)/gu, 'do i ')
    .replace(/(?<!\p{L})and (?:has|have) (?=an? |N |the )/gu, 'with ')
    .replace(
      /,? (?:and |which |that )?(?:is|are) not (?:painted|tiled|included|covered|counted|papered)(?!\p{L})/gu,
      ' ',
    )
  if (targets.length > 2 || !inWords(bare, WORDS, 1)) return null
  return cover === null ? plainArea(told, areas, words, targets[0]?.unit ?? null) : byCover(told, areas, cover)
}

const withoutMeasures = (told: Told, used: readonly Measure[]): Told => ({
  ...told,
  measures: told.measures.filter(measure => !used.includes(measure)),
})

/** The area itself, or what it costs. */
function plainArea(
  told: Told,
  areas: Areas,
  words: string,
  target: ReturnType<typeof findTargets>[number]['unit'] | null,
): Answer | null {
  // The floor of a room is not its walls.
  if (WALLS_ASKED.test(told.shape) && ROOM_TOLD.test(told.shape)) return null
  const percent = percentOf(areas.rest)
  const price = areas.rest.find(
    ({ letter, per, unit, sign }) =>
      letter === 'Q' && unit === null && per?.unit?.letter === 'A' && (sign !== null || ASKS_COST.test(words)),
  )
  const others = areas.rest.filter(measure => measure !== percent && measure !== price)
  if (others.length > 0) return null
  const isSimple = !/[-+]|\d \* \d+ \* /u.test(areas.expression.replace(/ \* \(\d+\/\d+\)/gu, ''))
  if (price !== undefined) {
    if (!ASKS_COST.test(words) || price.per === null || price.per.digits !== '1') return null
    const factor = divide(ONE, price.per.unit!.size)
    return measured({
      expression: `${areas.expression}${more(percent)} * ${writeFactor(factor)} * ${price.digits}`,
      label: '',
      sign: price.sign,
      how: `${bracket(areas.shown)}${sayMore(percent)} × ${price.shown}`,
      ...(price.sign === null ? { decimals: 2 } : {}),
      readings: readingsOf(told),
    })
  }
  // One rectangle alone is for the rule of shapes.
  if (!ASKS_AREA.test(words) || ASKS_COST.test(words) || (isSimple && percent === undefined)) return null
  const isPlain = percent !== undefined && /how many (?:m2|m²|sqm|square met)/u.test(words)
  if (
    /(?<!\p{L})(?:litres?|liters?|tins?|cans?|packs?|boxes|rolls?|coats?)(?!\p{L})/u.test(words) ||
    (!isPlain && /(?<!\p{L})(?:tiles|bricks)(?!\p{L})/u.test(words))
  )
    return null
  const to = target?.letter === 'A' ? { label: target.label, size: target.size } : areas
  return measured({
    expression: `${areas.expression}${more(percent)} * ${writeFactor(divide(ONE, to.size))}`,
    label: to.label,
    how: `${areas.shown}${sayMore(percent)}`,
    readings: readingsOf(told),
  })
}
const WALLS_ASKED =
  /(?:area of (?:all )?(?:the )?(?:four |N )?walls|walls? area|area (?:are|is|have) the walls)(?!\p{L})/u
const WALLS_MEANT = /(?:for|paint|of|cover) (?:all )?(?:the |my |its |our )?(?:N |four )?walls(?!\p{L})/u
const ROOM_TOLD =
  /(?<!\p{L})(?:room|bedroom|kitchen|bathroom|hall|floor|office|garage|cellar|attic|shed|house|flat)(?!\p{L})[^,.;?A-Z]*L (?:x|by|×) L/u
const ASKS_COST = /(?<!\p{L})(?:costs?|price|pay|how much (?:is|for|will it be))(?!\p{L})/u

const percentOf = (rest: readonly Measure[]): Measure | undefined =>
  rest.find(
    ({ letter, after, before }) =>
      letter === 'P' && (EXTRA.test(after) || /(?:plus|add|extra|waste(?: of)?|with) $/u.test(before)),
  )
const more = (percent: Measure | undefined): string => (percent === undefined ? '' : ` * (1 + ${percent.digits} / 100)`)
const sayMore = (percent: Measure | undefined): string => (percent === undefined ? '' : ` + ${percent.digits}%`)
const bracket = (shown: string): string => (/ [-+] /.test(shown) ? `(${shown})` : shown)

const bracketAll = (shown: string): string => (/ [-+×] /.test(shown) ? `(${shown})` : shown)

type Cover = {
  readonly used: readonly Measure[]
  /** What one of them covers, in square metres, as an expression; or how many go to a square metre. */
  readonly expression: string
  readonly isPer: boolean
  readonly noun: string
  readonly shown: string
  readonly unit: { readonly label: string; readonly size: Rational } | null
}

function coverOf({ shape, measures }: Told): Cover | null {
  const rate = measures.find(
    ({ letter, unit, per }) => letter === 'Q' && unit?.letter === 'A' && per?.unit?.letter === 'V',
  )
  if (rate !== undefined && rate.per !== null) {
    return {
      used: [rate],
      expression: `(${rate.digits} * ${writeFactor(rate.unit!.size)})`,
      isPer: false,
      noun: '',
      shown: rate.shown,
      unit: { label: rate.per.unit!.label, size: rate.per.unit!.size },
    }
  }
  const bricks = measures.find(
    ({ letter, after, unit, per, sign }) =>
      (letter === 'Q' &&
        unit === null &&
        sign === null &&
        per?.unit?.letter === 'A' &&
        per.digits === '1' &&
        PIECE_NAMED.test(shape)) ||
      (letter === 'N' &&
        (PIECES.exec(after)?.groups?.noun !== undefined || (PIECES.test(after) && PIECE_NAMED.test(shape)))),
  )
  if (bricks !== undefined)
    return {
      used: [bricks],
      expression:
        bricks.letter === 'Q'
          ? `${bricks.digits} * ${writeFactor(divide(ONE, bricks.per!.unit!.size))}`
          : bricks.digits,
      isPer: true,
      noun: PIECES.exec(bricks.after)?.groups?.noun ?? PIECE_NAMED.exec(shape)?.[1] ?? '',
      shown: bricks.letter === 'Q' ? bricks.shown : `${bricks.shown} per m²`,
      unit: null,
    }
  const one = measures.find(
    ({ letter, digits, after }) =>
      letter === 'N' && digits === '1' && new RegExp(`^ (?:\\p{L}+ )?(?:${NOUNS})(?!\\p{L})`, 'u').test(after),
  )
  const area = measures.find(({ letter, at: place }) => letter === 'A' && COVER.test(shape.slice(0, place)))
  const counts = one === undefined ? [] : [one]
  if (area !== undefined)
    return {
      used: [area, ...counts],
      expression: `(${area.digits} * ${writeFactor(area.unit!.size)})`,
      isPer: false,
      noun: COVER.exec(shape.slice(0, area.at))?.groups?.noun ?? '',
      shown: area.shown,
      unit: null,
    }
  const [x, y] = measures.filter(({ letter }) => letter === 'L')
  const sheet = x === undefined ? null : SHEET.exec(shape.slice(0, x.at))
  if (
    sheet === null ||
    x === undefined ||
    y === undefined ||
    !/^ ?(?:long )?(?:x|by|×) $/u.test(shape.slice(x.at + 1, y.at))
  )
    return null
  return {
    used: [x, y, ...counts],
    expression: `(${x.digits} * ${y.digits} * ${writeFactor(multiply(x.unit!.size, y.unit!.size))})`,
    isPer: false,
    noun: sheet.groups?.noun ?? '',
    shown: `${x.shown} × ${y.shown}`,
    unit: null,
  }
}

const TINS = '(?:tins?|cans?|pots?|buckets?|bottles?)'
/** `2.5 l tins`, `a tin holds 5 litres`. */
const isTin = ({ letter, before, after }: Measure): boolean =>
  letter === 'V' &&
  (new RegExp(`^ ?-?${TINS}(?!\\p{L})`, 'u').test(after) ||
    new RegExp(`${TINS}(?: of (?:\\p{L}+ )?paint)? (?:of|holds?|contains?|has|have|is|are) $`, 'u').test(before))
const TIN_ASKED = new RegExp(`how many (?:V )?(?:\\p{L}+ )?(?<noun>${TINS})(?!\\p{L})`, 'u')

const one = (noun: string): string => noun.replace(/(?<=box)es$/u, '').replace(/s$/u, '')
const many = (noun: string): string => (/box$/u.test(one(noun)) ? 'boxes' : `${one(noun)}s`)

/** How many of what covers so much. */
function byCover(told: Told, areas: Areas, cover: Cover): Answer | null {
  if (ROOM_TOLD.test(told.shape) && WALLS_MEANT.test(told.shape)) return null
  const percent = percentOf(areas.rest)
  const coats = areas.rest.find(({ letter, after }) => letter === 'N' && /^ (?:coats?|layers?)(?!\p{L})/u.test(after))
  const tin = cover.unit === null ? undefined : areas.rest.find(measure => isTin(measure))
  if (areas.rest.some(measure => measure !== percent && measure !== coats && measure !== tin)) return null
  if (coats !== undefined && cover.isPer) return null
  const shape = told.shape
  const times = coats === undefined ? '' : ` * ${coats.digits}`
  const whole = `${areas.expression}${times}${more(percent)}`
  const said = `${bracket(areas.shown)}${coats === undefined ? '' : ` × ${coats.shown}`}${sayMore(percent)}`
  const ratio = cover.isPer ? `${whole} * ${cover.expression}` : `${whole} / ${cover.expression}`
  const how = cover.isPer
    ? `${percent === undefined ? said : bracketAll(said)} × ${cover.shown}`
    : `${said} ÷ ${cover.noun === '' ? `(${cover.shown})` : bracketAll(cover.shown)}`
  if (
    /(?<!\p{L})(?:cost|costs|price|pay|left|already|more)(?!\p{L})/u.test(
      shape.replace(/more for (?:waste|breakage|cutting)/u, ' '),
    )
  )
    return null
  if (tin?.unit !== undefined && tin.unit !== null) {
    const noun = TIN_ASKED.exec(shape)?.groups?.noun
    if (noun === undefined) return null
    const litres = `${tin.digits} * ${writeFactor(divide(tin.unit.size, cover.unit?.size ?? ONE))}`
    return counted(told, `${ratio} / (${litres})`, many(noun), `${how} ÷ ${tin.shown}`)
  }
  if (cover.noun === '') {
    if (
      !/(?:how many (?:litres?|liters?|gallons?)|how much paint|(?:litres|liters|gallons)(?: needed| of paint)?[ ?.!]*$|how many do i need)/u.test(
        shape,
      )
    )
      return null
    return measured({ expression: ratio, label: cover.unit?.label ?? '', how, readings: readingsOf(told) })
  }
  const asked =
    /how many (?:of these |whole |full )?(?<noun>\p{L}{3,14})|(?<last>\p{L}{3,14})(?: needed| do i need)?[ ?.!]*$/u.exec(
      shape,
    )?.groups
  const noun = asked?.noun ?? asked?.last ?? ''
  const isThose = cover.isPer && /^(?:for|do|would|are|will|in|on|to)$/u.test(noun)
  if (!isThose && one(noun) !== one(cover.noun)) return null
  return counted(told, ratio, many(cover.noun), how)
}

function counted(told: Told, ratio: string, noun: string, how: string): Answer | null {
  const value = evaluatedValue(ratio)
  if (value === null || value.numerator <= 0n || ratio.length > 280) return null
  const isWhole = value.numerator % value.denominator === 0n
  const isOne = value.numerator <= value.denominator
  const count = task('count', `Count ${how}`.slice(0, 200), 'math.evaluate', {
    expression: isWhole ? ratio : `ceil(${ratio})`,
  })
  const label = isOne ? noun.replace(/xes$/u, 'x').replace(/s$/u, '') : noun
  const reply = withHow(
    '{{count}} {{noun}}',
    { count: at('/exact'), noun: literal(label) },
    `${how}${isWhole ? '' : ', rounded up'}`,
  )
  const isCut = /^(?:roll|sheet|panel|board|pack|tile|slab)/u.test(noun) && !/%/.test(how)
  const cutting = isCut ? ['By area, without what cutting wastes.'] : []
  return withReadings({ tasks: [count], answer: 'count', reply }, [...readingsOf(told), ...cutting])
}

export const areaRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-areas',
    reason:
      'Puts walls, floors and their openings together, and says how much paint or how many packs, rolls or bricks they take.',
    order: 138.7,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'wall 5 m x 2.6 m minus window 1.5 x 1.2, area',
        'A wall is 4 m wide and 2.5 m high with a window of 1.2 m by 1 m. What area do I paint?',
        'Four walls, each 3 m by 2.4 m, minus a door of 0.8 x 2 m. paint area?',
        '2 coats on 48 m2, 1 can covers 30 m2, how many cans',
        'Laminate comes in packs of 2.2 m². Room is 4.5 m by 3.8 m. How many packs with 5% cut-off?',
        'how many bricks for a 4 m x 2 m wall with 60 bricks per m2',
        'bricks: 60 per m2, wall 8 m x 2 m, how many bricks',
        'Paint covers 12 m² per litre. I have 78 m² of wall. How many 2.5 l tins?',
        'painting 4 walls of 3.5 x 2.5 m, 1 litre covers 10 m2, how much paint',
        'carpet 25 euro per m2 for a room of 4 x 3.5 m and a hall of 2 x 1 m, cost?',
      ],
      no: [
        'wall 5 m x 2.6 m with a window somewhere, area to paint?',
        'A wall is 4 m by 2.5 m. The door is 2 m high. How many square metres to paint?',
        'One tin covers 12 m² and I already have one tin. How many more tins do I need for 30 m²?',
        'wall 5 m x 2.6 m minus window 1.5 x 1.2, how long does painting take',
        'garden 12 x 8 m and a cat of 4 kg, area?',
        'two rooms of 4 x 3 m and 5 x 4 m, total area',
        'One can covers 12 m² with two coats. How many cans for 40 m²?',
        'a room of 5 m x 4 m, paint covers 12 m² per litre, how many 2.5 l tins for the walls?',
        'paint covers 12 m² per litre. I have 78 m² of wall and one 2.5 l tin. How many more tins?',
        'Two walls 4 m by 2.5 m, half of them tiled, what area do I paint?',
        'fence of 12 x 8 m with a gate somewhere, how many metres?',
      ],
    },
    read: readsColon(read),
  }),
]
