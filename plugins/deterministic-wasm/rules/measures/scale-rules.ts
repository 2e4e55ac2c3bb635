/** Plans and maps to scale, screens of a ratio, tins of another size, slopes, and the angles of polygons. */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksYesNo, findTargets, inWords, isAsking } from './told-words.ts'

const MAP_WORDS =
  'paper loco locomotive engine lego miniature diorama figure height map scale plan drawing model on the a an in at of is are it i we measured measure measures between distance huts towns villages points two reality real life actual actually really long how many far big what to for ground drawn blueprint house wall room road route trail apart with my how-many length represents corresponds ratio car train ship tall'

/** `1:25000, 14 cm on the map`: the real length, or the length on the map. */
function onMap(told: Told): Answer | null {
  const { shape, isImperial } = told
  const measures = told.measures.filter(({ letter, after }) => letter !== 'N' || !PLACES.test(after))
  const ratio = measures.find(({ letter }) => letter === 'C')
  const length = measures.find(measure => measure !== ratio)
  if (ratio === undefined || measures.length !== 2 || length?.letter !== 'L' || length.unit === null) return null
  const [one, many] = ratio.digits.split(':')
  if (
    one !== '1' ||
    many === undefined ||
    Number(many) < 2 ||
    !/(?<!\p{L})(?:map|scale|plan|drawing|model|blueprint|lego|miniature|diorama)(?!\p{L})/u.test(shape)
  )
    return null
  const [target] = findTargets(shape, isImperial).filter(({ unit }) => unit.letter === 'L')
  const words = target === undefined ? shape : `${shape.slice(0, target.at)} ${shape.slice(target.to)}`
  // Areas and weights do not scale as lengths do.
  if (/(?<!\p{L})(?:areas?|square|big|weigh\p{L}*|heavy|volume|surface)(?!\p{L})/u.test(words)) return null
  if (
    !inWords(
      words.replace(/(?<!\p{L})(?:real|actual|original|full[- ]size) (?=\p{L}+ (?:is |of )?L)/u, 'the '),
      MAP_WORDS,
      2,
    )
  )
    return null
  const isMeasured = /(?:on|from) (?:the |a |my |this )?(?:map|plan|drawing|model|blueprint)|measured/u.test(
    `${length.before}${length.after.split(/[,;?.]|(?= how)/u)[0] ?? ''}`,
  )
  const asksReal =
    /(?:in reality|real|actual|how far|ground|in real life|is how many|how many (?:k?m|met|mile|kilo))/u.test(shape)
  const asksMap =
    /(?:how (?:long|many|big)[^,]*(?:on|in) (?:the |a |my )?(?:C )?(?:map|plan|drawing|model|paper)|(?<!\p{L})(?:cm|mm) on (?:the |a |my )?(?:map|plan|drawing|paper)|model length|how many (?:cm|mm|centimetres|centimeters|inches) is (?:the |my )?model|length of (?:the |my )?model|length on (?:the )?(?:map|plan)|how (?:long|big|tall|wide|high) (?:is|will|would|should) (?:the |my )?(?:model|drawing))/u.test(
      shape,
    )
  const isSmall = /^(?:cm|mm|inch|in|inches|centimet(?:er|re)s?|millimet(?:er|re)s?)$/u.test(length.unit.label)
  // `the real one is 17.4 m`: it is told, and not asked for.
  const isOriginal =
    /(?<!\p{L})(?:real|actual|original|full[- ]size)(?:[- ]life)?(?: \p{L}+){0,2}(?: (?:is|has|measures|of|:))*(?: (?:an? )?)? ?$/u.test(
      length.before,
    )
  if (isOriginal && !asksMap) return null
  const isReal = asksMap ? false : (isMeasured || isSmall) && (asksReal || target !== undefined)
  if (!isReal && !(asksMap && !isMeasured)) return null
  const natural = isReal ? METRE : CENTIMETRE
  const to = target?.unit ?? natural
  return measured({
    expression: `${length.digits} ${isReal ? '*' : '/'} ${many} * ${writeFactor(divide(length.unit.size, to.size))}`,
    label: to.label,
    how: `${length.shown} ${isReal ? '×' : '÷'} ${many}`,
  })
}
const STANDS =
  /L ?(?:=|is|are|represents?|stands? for|means?|corresponds? to|equals?|shows?|for) (?:about |really )?L(?! (?:long|on|apart))/u
const TOLD_WORDS =
  'map plan drawing model blueprint scale on the a an my our in at of is are it represents represent stands stand for means mean corresponds correspond to equals reality real life really actual actually how far long many big apart what distance between two towns villages cities points huts places wall room house road river line measured measure measures if then and that i we with one away from'

/** `1 cm stands for 5 km, how far is 7 cm`: a scale that is told by a pair. */
function onToldScale(clause: Clause): Answer | null {
  if (!/(?<!\p{L})(?:map|plan|drawing|model|blueprint|scale)(?!\p{L})/iu.test(clause.plain)) return null
  const plain = clause.plain.replace(/(?<=\p{L}) ?= ?(?=\d)/gu, ' is ')
  const told = readMeasures({ ...clause, plain, text: plain })
  const found = told === null ? null : STANDS.exec(told.shape)
  if (told === null || found === null || told.measures.some(({ letter }) => letter !== 'L' && letter !== 'N'))
    return null
  const [small, large, third] = [
    told.measures.find(({ at }) => at === found.index),
    told.measures.find(({ at }) => at === found.index + found[0].length - 1),
    told.measures.find(
      ({ letter, at }) => letter === 'L' && at !== found.index && at !== found.index + found[0].length - 1,
    ),
  ]
  const others = told.measures.filter(({ letter, after }) => letter === 'N' && !PLACES.test(after))
  if (small?.unit === undefined || small.unit === null || large?.unit === undefined || large.unit === null) return null
  if (
    third?.unit === undefined ||
    third.unit === null ||
    others.length > 0 ||
    told.measures.filter(({ letter }) => letter === 'L').length !== 3
  )
    return null
  if (
    !/^(?:cm|mm|centimet(?:er|re)s?|millimet(?:er|re)s?|inch|inches|in)$/u.test(small.unit.label) ||
    large.unit.unit === small.unit.unit
  )
    return null
  const [target, ...more] = findTargets(told.shape, told.isImperial).filter(({ unit }) => unit.letter === 'L')
  const words = target === undefined ? told.shape : `${told.shape.slice(0, target.at)} ${told.shape.slice(target.to)}`
  if (
    more.length > 0 ||
    /(?<!\p{L})(?:area|square|weigh\p{L}*|volume|high|each)(?!\p{L})/u.test(words) ||
    !inWords(words, TOLD_WORDS, 2)
  )
    return null
  const isSmall = third.unit.unit === small.unit.unit
  const asksMap = /how (?:long|many|big|far)[^,.]*on (?:the |my |this )?(?:map|plan|drawing|model)/u.test(told.shape)
  if (isSmall === asksMap && !(isSmall && /L on (?:the |my )?(?:map|plan|drawing)/u.test(told.shape))) return null
  if (!isSmall && third.unit.unit !== large.unit.unit) return null
  const [of, by] = isSmall ? [large, small] : [small, large]
  const to = target?.unit ?? of.unit!
  return measured({
    expression: `${third.digits} * ${of.digits} / ${by.digits} * ${writeFactor(divide(of.unit!.size, to.size))}`,
    label: to.label,
    how: `${third.shown} × ${of.shown} ÷ ${by.shown}`,
  })
}
const PLACES =
  /^ (?:huts|towns|villages|points|places|cities|houses|peaks|lakes|churches|stations|trees|mountains|cabins|camps)(?!\p{L})/u
const METRE: { readonly label: string; readonly size: Rational } = {
  label: 'm',
  size: { numerator: 1n, denominator: 1n },
}
const CENTIMETRE: { readonly label: string; readonly size: Rational } = {
  label: 'cm',
  size: { numerator: 1n, denominator: 100n },
}

const SCREEN_WORDS =
  'screen tv television monitor picture image photo video display aspect ratio format width height wide high tall diagonal is the a an for with of at px pixels what whats how if and its in on my inches which should be have has'

/** `16:9 screen, width is 2560, height?` */
function onScreen(told: Told): Answer | null {
  const { shape, measures } = told
  const ratio = measures.find(({ letter }) => letter === 'C')
  const side = measures.find(measure => measure !== ratio)
  if (ratio === undefined || side === undefined || measures.length !== 2 || !/^[NL]$/.test(side.letter)) return null
  const [w, h] = ratio.digits.split(':')
  if (w === undefined || h === undefined || ratio.digits.split(':').length !== 2 || Number(h) === 0) return null
  if (!/(?<!\p{L})(?:screen|tv|monitor|aspect|ratio|picture|image|photo|video|display)(?!\p{L})/u.test(shape))
    return null
  const words = shape.replace(/(?<!\p{L})(?:px|pixels?)(?!\p{L})/gu, ' ')
  const [target] = findTargets(words, false).filter(({ unit }) => unit.letter === 'L')
  if (!inWords(target === undefined ? words : `${words.slice(0, target.at)} ${words.slice(target.to)}`, SCREEN_WORDS))
    return null
  const given = partNear(side, shape)
  const rest = shape.replace(
    /(?:width|height|diagonal|wide|high|tall)(?: of| is|:| =)? ?(?=[NL](?!\p{L}))|(?<=[NL]) ?(?:px |pixels |inch )?(?:wide|high|tall|diagonal|width|height|in width|in height)/gu,
    ' ',
  )
  const asksWidth = /(?<!\p{L})(?:width|how wide|wide)(?!\p{L})/u.test(rest)
  const asksHeight = /(?<!\p{L})(?:height|how high|how tall|high|tall)(?!\p{L})/u.test(rest)
  if (given === null || (asksWidth && asksHeight) || !(asksWidth || asksHeight)) return null
  const wanted = asksWidth ? w : h
  const isDiagonal = given === 'diagonal'
  if ((given === 'width') === asksWidth && !isDiagonal) return null
  if (isDiagonal && (side.unit === null || side.letter !== 'L')) return null
  const of = isDiagonal ? `sqrt(${w}^2 + ${h}^2)` : given === 'width' ? w : h
  const factor =
    target === undefined || side.unit === null ? '' : ` * ${writeFactor(divide(side.unit.size, target.unit.size))}`
  return measured({
    expression: `${side.digits} * ${wanted} / ${of}${factor}`,
    label: target?.unit.label ?? side.unit?.label ?? '',
    how: `${side.shown} × ${wanted} ÷ ${isDiagonal ? `√(${w}² + ${h}²)` : of}`,
    ...(isDiagonal ? { isIrrational: true as const } : {}),
  })
}

function partNear({ before, at, letter }: Measure, shape: string): 'width' | 'height' | 'diagonal' | null {
  const near = `${before.trimEnd().slice(-20)} |${shape.slice(at + 1, at + 18).replace(/ C(?= )/u, '')}`
  if (/width(?: of| is|:| =)* \||\| ?(?:px |pixels )?(?:wide|in width|width)/u.test(near)) return 'width'
  if (/height(?: of| is|:| =)* \||\| ?(?:px |pixels )?(?:high|tall|in height|height)/u.test(near)) return 'height'
  return letter === 'L' &&
    /diagonal|\| ?(?:tv|screen|monitor|television)|(?:tv|screen|monitor|television)(?: is| of)? ?(?:an? )?\|/u.test(
      near,
    )
    ? 'diagonal'
    : null
}

const TIN_WORDS =
  "cake tin tins pan pans form recipe question original is are for mine i've i have got a an the of my our your round circular square wide diameter across how much more do need by what whats factor multiply ingredients scale same height dish need to should times use in it bigger larger smaller baking i'm pizza and with instead"

/** Two round (or square) tins: the ingredients go by the area. */
function otherTin({ shape, measures }: Told): Answer | null {
  const [a, b] = measures as [Measure, Measure]
  if (measures.length !== 2 || a.letter !== 'L' || b.letter !== 'L' || a.unit === null || b.unit === null) return null
  if (
    !/(?<!\p{L})(?:tin|pan|form|dish)s?(?!\p{L})/u.test(shape) ||
    !/(?<!\p{L})(?:round|circular|square|diameter|across)(?!\p{L})/u.test(shape)
  )
    return null
  if (
    !/(?:how much more|factor|multiply|scale|by how much|how many times)/u.test(shape) ||
    /(?<!\p{L})(?:deep|high|tall)(?!\p{L})/u.test(shape)
  )
    return null
  const isMineSecond =
    /(?<!\p{L})(?:mine|i've|i have|my|but)(?!\p{L})/u.test(b.before) || /recipe|original/u.test(a.before)
  if (!isMineSecond || !inWords(shape.replace(/(?<!\p{L})should(?!\p{L})/u, 'do'), TIN_WORDS)) return null
  return measured({
    expression: `(${b.digits} * ${writeFactor(divide(b.unit.size, a.unit.size))} / ${a.digits})^2`,
    label: 'times the ingredients',
    how: `(${b.shown} ÷ ${a.shown})², by the area at the same height`,
    decimals: 2,
  })
}

const SLOPE_WORDS =
  'up go if horizontal horizontally distance metres meters feet height how much many rise climb climbed got we have slope slopes gradient incline grade roof pitch ramp road hill angle rises rise falls drops climbs run over per in degrees percent what whats is the a an of as how steep many to convert expressed it that for every'

/** A rise over a run, a gradient in per cent, or an angle: as degrees or per cent. */
function slope(told: Told): Answer | null {
  const { shape, measures } = told
  if (!/(?<!\p{L})(?:slope|gradient|incline|grade|pitch|ramp|rises?|steep)(?!\p{L})/u.test(shape)) return null
  const words = shape.replace(/(?<!\p{L})percent(?:age)?(?!\p{L})|°/gu, ' ')
  if (!inWords(words, SLOPE_WORDS, 1)) return null
  const asksDegrees = /(?:in|as|how many|to) (?:an? )?(?:degrees|angle)|angle[ ?]*$|what angle|degrees[ ?]*$/u.test(
    shape,
  )
  const asksPercent = /(?:in|as|how many|to|what) (?:a )?(?:percent|percentage|%)/u.test(shape)
  const [a, b] = measures as [Measure, Measure | undefined]
  let rise: string | null = null
  if (measures.length === 1 && a.letter === 'P') rise = `${a.digits} / 100`
  else if (measures.length === 1 && a.letter === 'Q' && a.unit?.letter === 'L' && a.per?.unit?.letter === 'L')
    rise = `${a.digits} * ${writeFactor(divide(a.unit.size, a.per.unit.size))} / ${a.per.digits}`
  else if (measures.length === 1 && a.letter === 'G' && a.unit?.unit.name === 'degree')
    return asksPercent
      ? measured({
          expression: `tan(${a.digits}) * 100`,
          label: '%',
          how: `tan(${a.shown})`,
          isIrrational: true,
          decimals: 2,
        })
      : null
  else if (
    b !== undefined &&
    measures.length === 2 &&
    a.letter === 'L' &&
    b.letter === 'L' &&
    /(?:over|in|per|run(?: of)?|every|for every) ?$/u.test(b.before)
  )
    rise = `${a.digits} * ${writeFactor(divide(a.unit!.size, b.unit!.size))} / ${b.digits}`
  // `18 % slope over 250 m horizontal distance, how many metres of height`.
  const [steep, run] = a.letter === 'P' ? [a, b] : [b, a]
  if (
    measures.length === 2 &&
    steep?.letter === 'P' &&
    run?.letter === 'L' &&
    run.unit !== null &&
    run.unit !== undefined
  ) {
    if (!/horizontal/u.test(shape) || !/(?:how (?:much|many|high)|what)[^,]*(?:height|rise|climb|high|up)/u.test(shape))
      return null
    return measured({
      expression: `${run.digits} * ${steep.digits} / 100`,
      label: run.unit.label,
      how: `${steep.shown} of ${run.shown}`,
    })
  }
  // `1:20 over 6 m`.
  const [ratio, over] = a.letter === 'C' ? [a, b] : [b, a]
  if (ratio?.letter === 'C' && over?.letter === 'L' && over.unit !== null && /^1:\d+$/.test(ratio.digits)) {
    if (
      !/(?:rise|height|climb|drop|fall|how (?:high|much))(?!\p{L})/u.test(
        shape.replace(/(?:rise|fall|drop)s? (?:of|is) C/u, ' '),
      )
    )
      return null
    return measured({
      expression: `${over.digits} / ${ratio.digits.slice(2)}`,
      label: over.unit.label,
      how: `${over.shown} ÷ ${ratio.digits.slice(2)}`,
    })
  }
  if (rise === null || asksDegrees === asksPercent) return null
  const how = measures.map(({ shown }) => shown).join(' over ')
  return asksDegrees
    ? measured({
        expression: `atan(${rise})`,
        label: '°',
        how: `The angle whose tangent is ${how}`,
        isIrrational: true,
        decimals: 2,
      })
    : a.letter === 'P'
      ? null
      : measured({ expression: `${rise} * 100`, label: '%', how })
}

const SIDES: Readonly<Record<string, number>> = {
  triangle: 3,
  quadrilateral: 4,
  square: 4,
  rectangle: 4,
  pentagon: 5,
  hexagon: 6,
  heptagon: 7,
  octagon: 8,
  nonagon: 9,
  decagon: 10,
  dodecagon: 12,
}
const POLYGON =
  /^(?:(?:what(?:'s| is| are)?|how (?:big|large|many degrees)(?: is| are| has)?|calculate|find)? ?(?:the )?)?(?:(?<sum>sum (?:of )?(?:the |all )?)(?:interior |inner |inside |internal )?angles?(?: sum)?|(?:size of )?(?:each |one |an? |the )?(?<kind>interior|inner|inside|internal|exterior|outer) angles?(?<total> sum)?|angles? sum)(?: (?:of|in|for))?(?: an?| the)?(?<regular> regular)? (?<name>triangle|quadrilateral|square|rectangle|pentagon|hexagon|heptagon|octagon|nonagon|decagon|dodecagon|polygon with (?<n>\d{1,3}) sides|(?<m>\d{1,3})-(?:gon|sided polygon))$/iu

function polygon(clause: Clause): Answer | null {
  const groups =
    clause.quotes.length > 0 || clause.data !== null
      ? undefined
      : (POLYGON.exec(clause.plain) ?? POLYGON.exec(clause.core))?.groups
  if (groups === undefined) return null
  const sides = SIDES[groups.name?.toLowerCase() ?? ''] ?? Number(groups.n ?? groups.m)
  if (!(sides >= 3)) return null
  const isOuter = /^(?:exterior|outer)$/i.test(groups.kind ?? '')
  const isSum = groups.sum !== undefined || groups.total !== undefined || groups.kind === undefined
  if (isSum)
    return isOuter ? null : measured({ expression: `(${sides} - 2) * 180`, label: '°', how: `(${sides} - 2) × 180°` })
  return isOuter
    ? measured({ expression: `360 / ${sides}`, label: '°', how: `360° ÷ ${sides}` })
    : measured({
        expression: `(${sides} - 2) * 180 / ${sides}`,
        label: '°',
        how: `(${sides} - 2) × 180° ÷ ${sides}${groups.regular === undefined ? ', where all angles are equal' : ''}`,
      })
}

function read(clause: Clause): Answer | null {
  const named = /angle/iu.test(clause.plain) ? polygon(clause) : null
  if (named !== null) return named
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 3 || asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  return onMap(told) ?? onToldScale(clause) ?? onScreen(told) ?? otherTin(told) ?? slope(told)
}

export const scaleRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-scale',
    reason: 'Works out lengths on maps and screens, the factor of another tin, slopes, and the angles of polygons.',
    order: 142,
    pairs: 'joined',
    hint: /\d|angle/iu,
    examples: {
      yes: [
        '1:250 scale, 3.4 cm on plan is how many metres',
        'Map 1:25000. I measured 14 cm between the huts. How many km in reality?',
        '16:9 screen, width is 2560, height?',
        'on a map 3 cm stand for 15 km. How far is 7 cm?',
        'model train 1:87, real loco 17.4 m, model length in cm?',
        'recipe for 20cm round tin, mine is 26 cm, how much more do i need',
        'slope: rises 8 cm per metre, in degrees?',
        'slope of 12% in degrees',
        'sum of angles in an octagon',
        'interior angle of a regular hexagon',
      ],
      no: [
        'Map 1:25000, a square of 4 cm side, what area in reality?',
        'on a map 3 cm stand for 15 km. How far is 7 cm on another map?',
        'On a scale of 1:10 how is a 5 cm cut?',
        'The odds are 16:9, what is the height of folly?',
        'what angle does the hexagon club take?',
        'How steep is a 12% slope for a 70 year old?',
        'My tin is 26 cm, how much cake do I need?',
        'a map of 1:25000 costs how much',
      ],
    },
    read: readsColon(read),
  }),
]
