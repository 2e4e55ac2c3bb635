/** Plane figures and solids: what is given, in any order of words, and the one thing that is asked. */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { findFormula, type Wanted } from './shape-formulas.ts'
import { givensOf } from './shape-givens.ts'
import { asksYesNo, findTargets, inWords, isAsking, NUMBERED, type Target } from './told-words.ts'

const WORDS =
  'football soccer pitch field court tennis hockey top quadrilateral quadrilaterals fourth hall stands stand standing placed rests resting propped top vertical hedge skirting baseboard baseboards coving rope ribbon string band tape wire belt hedge tree trunk barrel drum wheel tyre bike footage other two bales area areas perimeter circumference volume vol capacity surface lateral total whole diagonal hypotenuse hypothenuse radius diameter side sides edge edges leg legs cathetus catheti base parallel angle angles third missing other height length width depth thickness breadth across wide long high tall deep thick r d h a b c l w s square squared rectangle rectangular triangle triangular right angled right-angled equilateral isosceles circle circular round disc disk pizza sphere spherical ball globe cylinder cylindrical tube pipe cone conical cube cuboid cubic box prism pyramid trapezium trapezoid parallelogram rhombus kite ladder wall foot bottom away reach reaches leaning leans lean against up ground room floor garden field lawn yard plot lot table tablecloth desk board sheet carpet rug window door screen tv monitor picture frame poster bed pond pool swimming paddling tank water aquarium fish bath bucket container crate parcel package suitcase slab concrete foundation trench hole sandbox sandpit raised planter soil sand gravel can tin cake pan flower edging edge border fence fencing fit fits go goes in into hold holds contain contains filled fill full inside inner outer internal dimensions dimension measures measuring measure size sized with whose which that has have given known each per form shape shaped regular there calculate work compute would will does do be if and by x exactly need needed require required meters metres paint painting walls wallpaper all four side-length lengths i we it me you your our my one on around round go walk once from to ground above below'

/** Two figures in one request: which of them is meant, and how they stand to each other, is another question. */
const FIGURES: readonly RegExp[] = [
  /circ(?:le|ular)|(?<!\p{L})round(?!\p{L})|cylind|con(?:e|ical)(?!\p{L})/u,
  /(?<!\p{L})squares?(?!\p{L}| (?:m(?!eas)|f|c|k|in|y|pyr))/u,
  /triang/u,
  /rectang/u,
  /(?<!\p{L})cubes?(?!\p{L})/u,
  /(?<!\p{L})(?:cuboid|box)(?!\p{L})/u,
  /spher|(?<!\p{L})balls?(?!\p{L})/u,
  /pyramid/u,
  /trapez|rhombus|parallelogram/u,
]
const namesTwo = (shape: string): boolean =>
  FIGURES.filter(pattern => pattern.test(shape)).length > 1 ||
  /(?<!\p{L})(?:inside an?|(?:path|walkway|border|edge|strip) (?:\p{L}+ )?around|inscribed|minus|without|twice|half|filled|between|less|gate|gap|panels?|posts?|planks?|pieces?|bags?|opening|doorway|(?:with|has|except|except for|but) (?:an?|one|the|its) (?:\p{L}+ )?(?:door|window|hole|path|pond|pool|patio|shed))(?!\p{L})/u.test(
    shape,
  )

/** What is asked, where it is no part that is given. */
const ASKED: readonly (readonly [RegExp, Wanted])[] = [
  [/(?:lateral|curved|side) (?:surface )?area|lateral surface/u, 'lateral'],
  [/(?:wall area|area of (?:all )?(?:the )?(?:four |N )?walls|walls? surface|paint the walls)/u, 'walls'],
  [/surface/u, 'surface'],
  [
    /(?:volume|capacity|(?<!\p{L})vol(?!\p{L})|how much (?:water|soil|sand|gravel|concrete|earth|air|space)|cubic|m3|m³|cm3|cm³)/u,
    'volume',
  ],
  [
    /(?:perimeter|circumference|skirting|baseboards?|coving|(?:rope|ribbon|string|band|tape|wire|belt|hedge) (?:around|round)|fenc(?:e|ing)(?!\p{L})|edging|border|way around|all around|go around|walk around|once around)/u,
    'perimeter',
  ],
  [/(?:hypot[a-z]*)/u, 'hypotenuse'],
  [/(?:diagonal)/u, 'diagonal'],
  [/(?:(?:third|fourth|missing|other|remaining|last) angle|(?<!\p{L})angles?(?!\p{L})|third|fourth)/u, 'angle'],
  [/(?:(?:other|missing|second) (?:leg|side|one|cathetus))/u, 'leg'],
  [/(?:how high|how far up|what height|height)/u, 'height'],
  [/(?:radius)/u, 'radius'],
  [/(?:diameter|how wide|how big across)/u, 'diameter'],
  [/how long is (?:it|the (?:rectangle|room|garden|field|box|pool|plot|lawn|yard))(?!\p{L})/u, 'side'],
  [
    /(?:side length|how long is (?:each|one|a|the) (?:side|wall|edge)|(?<!\p{L})sides?|edge|width|length|other side)/u,
    'side',
  ],
  [/(?:area|square footage|how many (?:sqm|m2|m²|sq ?m)|how big|square (?:metres|meters|feet|cm|m))/u, 'area'],
]

/** `use pi = 3.14`, `(π = 22/7)`: what is told of the number counts. */
const PI =
  /[ ,;(]*(?<!\p{L})(?:and )?(?:(?:please )?(?:use|using|take|taking|with|let|assume|assuming|where|if|for) )?(?:(?:pi|π)(?: (?:is|as|to be|equals?|of|about|approx))* ?[=≈~:]? ?(?<pi>3(?:\.1\d{0,8})?|22\/7)(?![\d/]|\.\d)|(?<as>3\.1\d{0,8}|22\/7) (?:for|as) (?:pi|π)|(?<=(?:use|using|with|take|taking) )(?<only>3\.14(?:16|159)?|22\/7)(?![\d/]|\.\d| ?\p{L}))\)?(?!\p{L})/iu

function read(clause: Clause): Answer | null {
  if (!/(?<!\p{L})pi(?!\p{L})|π|(?:use|using|with|take|taking) (?:3\.14|22\/7)/iu.test(clause.plain))
    return shaped(clause, null)
  const found = clause.data === null ? PI.exec(clause.plain) : null
  if (found === null) return null
  const plain = `${clause.plain.slice(0, found.index)} ${clause.plain.slice(found.index + found[0].length)}`.replace(
    / +(?=[,.;?! ])|^[ ,;]+|[ ,;]+$/gu,
    '',
  )
  return shaped({ ...clause, plain, text: plain }, found.groups?.pi ?? found.groups?.as ?? found.groups?.only ?? null)
}

/** `pi` is the number that the request takes for it, or null where it tells none. */
function shaped(clause: Clause, pi: string | null): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length > 4 || asksYesNo(clause)) return null
  const names =
    /^(?:the )?(?:area|perimeter|circumference|volume|surface(?: area)?|hypotenuse|diagonal|radius|diameter)(?!\p{L})/u.test(
      told.shape,
    )
  if (!names && !isAsking(clause, told.shape)) return null
  if (
    namesTwo(told.shape) ||
    /how many .*(?<!\p{L})(?:per|each)(?!\p{L})|how many (?!N|L|A|V|square|cubic|m2|m3|lit|gallons|cups)\p{L}+ (?:per|are|do|in|fit|can)/u.test(
      told.shape,
    )
  )
    return null
  const givens = givensOf(told)
  if (givens === null) return null
  const targets = findTargets(told.shape, false).filter(({ unit }) => /^[LAV]$/.test(unit.letter))
  if (targets.length > 1) return null
  const target = targets[0] ?? null
  const wanted = wantedOf(
    told,
    target,
    givens.map(({ part }) => part),
  )
  if (wanted === null) return null
  const words = target === null ? told.shape : `${told.shape.slice(0, target.at)} ${told.shape.slice(target.to)}`
  if (!inWords(words.replace(OWN, '$1'), WORDS, 1)) return null
  const lengths = givens.map(({ measure }) => measure)
  const common = commonUnit(lengths, target)
  if (common === null) return null
  const write = (measure: Measure): string => inCommon(measure, common.size)
  const found = findFormula(told.shape, givens, wanted, write)
  if (found === null || (pi !== null && !found.expression.includes('pi'))) return null
  const formula =
    pi === null ? found : { ...found, expression: found.expression.replaceAll('pi', pi.includes('/') ? `(${pi})` : pi) }
  const isIrrational = /pi|sqrt|cbrt/.test(formula.expression)
  const size = powerOf(common.size, formula.power)
  if (target !== null && POWER[target.unit.letter] !== formula.power) return null
  if (target !== null && common.label === '') return null
  const factor = target === null ? ONE : divide(size, target.unit.size)
  const expression = target === null ? formula.expression : `(${formula.expression}) * ${writeFactor(factor)}`
  const label =
    target?.unit.label ??
    (formula.power === 0 ? '°' : common.label === '' ? '' : `${common.label}${['', '', '²', '³'][formula.power]}`)
  return measured({
    expression,
    label,
    how: sayFormula(formula.expression),
    readings: [...readingsOf(told), formula.reading ?? '', target?.unit.reading ?? ''],
    ...(isIrrational ? { isIrrational } : {}),
  })
}

const OWN =
  /((?<!\p{L})(?:rectangle|square|circle|triangle|cube|box|cylinder|cone|sphere|garden|room|ladder|pool|field|tank))['’]s(?!\p{L})/gu
const POWER: Readonly<Record<string, number>> = { L: 1, A: 2, V: 3 }

/** The words that are left when the names of what is given are taken out say what is asked. */
function wantedOf({ shape, measures }: Told, target: Target | null, parts: readonly string[]): Wanted | null {
  const names =
    'radius|diameter|circumference|perimeter|area|volume|heights?|depth|width|length|base|parallel sides|sides?|edges?|legs?|hypotenuse|diagonals?|angles?|deep|wide|long|high|tall|thick|across'
  const link =
    '(?: of (?:an?|the|my|our|this|its)(?: [\\p{L}-]+){1,2} (?:is|was|measures|=)| of| is| are|=| =| :|:| about| measures)*'
  let rest = shape
    .replace(/(?<!\p{L})N (?=(?:side|edge|leg|wall)(?!\p{L}))/gu, 'one ')
    .replace(new RegExp(`(?<!\\p{L})(?:${names})${link} ?(?=[NLAVG](?!\\p{L}))`, 'gu'), ' ')
    .replace(
      /(?<=[NLAVG])(?: |-)?(?:in |of )?(?:high|tall|deep|thick|wide|long|across|diameter|radius|sides?|edges?|legs?)(?!\p{L})/gu,
      ' ',
    )
  if (/ladder/u.test(shape) && /how (?:high|far up)/u.test(shape)) return 'height'
  if (
    /how long (?:is|must|does|should|would|has)[^,]* ladder|length of (?:the |a )?ladder|ladder(?:'s)? length/u.test(
      shape,
    )
  )
    return 'hypotenuse'
  rest = rest.replace(/(?<!\p{L})right(?: |-)angled?/gu, 'right')
  // Two parts are asked for.
  if (
    /(?:and|&|plus|as well as) (?:the |its )?(?:area|volume|perimeter|circumference|surface|diagonal|radius|diameter)(?!\p{L})/u.test(
      rest,
    )
  )
    return null
  const found = ASKED.find(([pattern]) => pattern.test(rest))?.[1] ?? null
  // `a square garden with 20 m of fence, area`: the fence is what is given.
  if (found === 'perimeter' && /(?<!\p{L})(?:area|volume|diagonal|how big|square (?:met|feet|cm))/u.test(rest))
    return null
  const isVolume = target?.unit.letter === 'V'
  if (isVolume) return 'volume'
  if (found === null && target?.unit.letter === 'A') return 'area'
  if (found === 'angle' && !parts.includes('angle')) return null
  return measures.length === 0 ? null : found
}

/** The unit of the lengths: the first one's; plain numbers have none and do not mix with others. */
function commonUnit(
  measures: readonly Measure[],
  target: Target | null,
): { readonly label: string; readonly size: Rational } | null {
  const lengths = measures.filter(({ letter }) => letter === 'L')
  const numbers = measures.filter(({ letter }) => letter === 'N')
  if (lengths.length > 0 && numbers.length > 0) return null
  // `4.2 x 3.6, how many square metres`: the sides are in metres.
  if (numbers.length === measures.length && target?.unit.letter === 'A')
    return BASES[/^square (\p{L}+)$/u.exec(target.unit.unit.name)?.[1] ?? ''] ?? null
  const first = lengths[0]?.unit
  if (first !== undefined && first !== null) return { label: first.label, size: first.size }
  const other = measures.find(({ letter }) => letter === 'A' || letter === 'V')?.unit
  if (other === undefined || other === null) return { label: '', size: ONE }
  const base = /^square (\p{L}+)$|^cubic (\p{L}+)$/u.exec(other.unit.name)
  const label = BASES[base?.[1] ?? base?.[2] ?? '']
  return label ?? null
}
const BASES: Readonly<Record<string, { readonly label: string; readonly size: Rational }>> = {
  metre: { label: 'm', size: ONE },
  centimetre: { label: 'cm', size: { numerator: 1n, denominator: 100n } },
  millimetre: { label: 'mm', size: { numerator: 1n, denominator: 1000n } },
  kilometre: { label: 'km', size: { numerator: 1000n, denominator: 1n } },
  foot: { label: 'ft', size: { numerator: 381n, denominator: 1250n } },
  inch: { label: 'in', size: { numerator: 127n, denominator: 5000n } },
  yard: { label: 'yd', size: { numerator: 1143n, denominator: 1250n } },
}

function inCommon(measure: Measure, size: Rational): string {
  if (measure.unit === null || measure.letter === 'G') return measure.digits
  const power = POWER[measure.letter] ?? 1
  const factor = divide(measure.unit.size, powerOf(size, power))
  return factor.numerator === factor.denominator ? measure.digits : `(${measure.digits} * ${writeFactor(factor)})`
}

const powerOf = (value: Rational, power: number): Rational =>
  Array.from({ length: power }).reduce<Rational>(all => multiply(all, value), ONE)

const sayFormula = (expression: string): string =>
  expression
    .replace(/\((\d+(?:\.\d+)?) \* \((\d+)\/(\d+)\)\)/g, (_, digits: string, top: string, bottom: string) =>
      String(Number(((Number(digits) * Number(top)) / Number(bottom)).toPrecision(12))),
    )
    .replace(/\((\d+(?:\.\d+)?) \* (\d+)\)/g, (_, digits: string, times: string) =>
      String(Number((Number(digits) * Number(times)).toPrecision(12))),
    )
    .replace(/pi/g, 'π')
    .replace(/sqrt/g, '√')
    .replace(/cbrt/g, '∛')
    .replace(/ \* /g, ' × ')
    .replace(/ \/ /g, ' ÷ ')
    .replace(/\^2/g, '²')
    .replace(/\^3/g, '³')

export const shapeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-shape',
    reason:
      'Works out areas, volumes, surfaces, perimeters, diagonals and missing sides of simple shapes from what is told of them.',
    order: 136,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'right triangle with legs 9 and 12, hypotenuse',
        'hypotenuse 13, one leg 5, other one?',
        'ladder 5 m long, foot 1.5 m away from the wall. how high does it reach',
        'Pool round, 3.66 m diameter, water 75 cm deep. How many liters go in?',
        'Trapezium, parallel sides 6 and 10, height 4. Area please',
        'surface area of a cube with 6cm sides',
        'TV is 121 cm wide and 68 cm high, diagonal in inches?',
        'two angles of a triangle are 47 and 68, third?',
        'concrete slab 3m x 4m x 10cm, m3?',
        'circle has area 50, whats the radius',
        'my aquarium is 80 x 35 x 40 cm how many litres',
        'area of a triangle with sides 7, 8, 9',
        'circumference of a circle with radius 7 cm, use pi = 3.14',
        'room 4 x 5 m, 2.5 m high, area of the four walls?',
      ],
      no: [
        'equilateral triangle with perimeter 12, area',
        'length 5 m, width 3 m, height 2 m, volume and area?',
        'triangle angles 90 and 100, third?',
        'circle has area 50, whats the radius squared',
        'What area of law covers 3 x 4 m fences?',
        'The TV is 121 cm wide, will it fit 68 cm?',
        'My garden is 12 m long, how wide is it?',
        'A ladder 5 m long, how high is it safe to climb?',
        'Area 51 is how big?',
        'a love triangle with 3 sides, what angle?',
        'I have 2 cubes and 3 spheres, what volume?',
        'The room is 4 by 5 m, what colour and area rug suit it?',
      ],
    },
    read: readsColon(read),
  }),
]
