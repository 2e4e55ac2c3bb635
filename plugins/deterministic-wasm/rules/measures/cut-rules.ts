/**
 * What is left of a rope, a bottle or a disk when pieces are taken off it, and how many whole things go along a length or into a volume:
 * planks across a deck, steps of a stair, panels of a fence, bags for a bed, posts round a garden.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { compare, divide, floor, multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksTwice, asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const TAKE_WORDS =
  'rope cable wire ribbon string pipe plank board beam rail fabric cloth roll tape chain hose wood timber bottle carton jug can bag sack jar tub pack box bar card disk drive stick phone laptop memory storage flour sugar rice milk water juice oil paint butter cheese cake chocolate meat potatoes sand i we she he they it my our the a an of is was are has have had got with long needs need needed used use uses cut cuts cutting off sawed saw took take takes taken drank drink poured pour ate eaten eat gave give given sold spent lost removed remove pieces piece pieces strips lengths portions glasses cups slices each per for kid kids child children people person friends gets get and then bought buy added add found plus minus more how much many long what whats left over remains remain remaining rest be will there in it from out to files photos videos apps games copied moved saved one two'
const TAKES =
  /(?<!\p{L})(?:needs?|needed|used?|uses|cut|cuts|sawed|saw|took|takes?|taken|drank|drink|poured|ate|eaten|eat|gave|give|given|sold|spent|removed|pieces? of|strips? of|lengths? of|portions? of|glasses of|cups of|slices of|gets?|minus|copied|moved|saved|files of|photos of|videos of)(?!\p{L})/u
const ADDS = /(?<!\p{L})(?:bought|buy|added|add|plus|found|got)(?!\p{L})/u
const LEFT =
  /,? ?(?:and |so |then )?(?:(?:how (?:much|many|long)|what(?:'s| is|s)?)(?: \p{L}+){0,2}? (?:(?:is |are |will be |do i have |have i |i have )?(?:left|left over|remaining|over)|remains?|(?:is |are )?the (?:rest|remainder))(?: over| then| now| of it| in it)?|how (?:much|many) (?:\p{L}+ )?(?:do|will|would) (?:i|we|he|she|they) (?:still )?have(?: left| now| then)*|(?:the )?(?:rest|remainder|remaining|left over|left))[ ?.!]*$/u

/** `rope 30 m minus 4 pieces of 2.25 m`: nothing else is said. */
const MINUS_ONLY = /(?<=^(?:an? |the |my )?\p{L}{3,12} (?:of )?[LMV] minus N \p{L}+ of [LMV])[ ?.!]*$/u

const size = ({ digits, unit }: Measure): string => `${digits} * ${writeFactor(unit!.size)}`

/** `rope 25 m, 5 pieces of 3.2 m, how much is left`. */
function left(told: Told): Answer | null {
  const asked = LEFT.exec(told.shape) ?? MINUS_ONLY.exec(told.shape)
  const [whole, ...others] = told.measures
  if (asked === null || whole?.unit === undefined || whole.unit === null || whole.per !== null || others.length === 0)
    return null
  if (!/^[LMVD]$/.test(whole.letter)) return null
  const targets = findTargets(asked[0], told.isImperial)
  const target = targets[0]?.unit ?? null
  if (targets.length > 1 || (target !== null && target.letter !== whole.letter)) return null
  const story = told.shape.slice(0, asked.index)
  if (/(?<!\p{L})(?:how (?:many|much|long)|what)(?!\p{L})/u.test(story)) return null
  if (
    !inWords(story.replace(/(?<!\p{L})already(?!\p{L})/gu, ' '), TAKE_WORDS, 1) ||
    /(?<!\p{L})(?:together|in total|half|every|twice|percent|of them)(?!\p{L})/u.test(story)
  )
    return null
  let expression = size(whole)
  let shown = whole.shown
  let count: Measure | null = null
  let verb = ''
  let taken = 0
  for (const [i, measure] of others.entries()) {
    const before = story.slice((told.measures[i]?.at ?? 0) + 1, measure.at)
    if (measure.letter === 'N') {
      if (count !== null || !/^\d{1,3}$/.test(measure.digits)) return null
      count = measure
      verb += before
      continue
    }
    if (measure.letter !== whole.letter || measure.unit === null || measure.per !== null) return null
    const text = `${verb}${before}`
    const isAdded = ADDS.test(before)
    // The verb may be said once for several: `3 pieces of 1.2 m and 2 of 80 cm`.
    if (
      !isAdded &&
      !TAKES.test(
        `${text}${/^ (?:was |is |were )?(?:off|each|used|cut|taken|eaten|drunk|gone)/u.exec(measure.after)?.[0] ?? ''}`,
      ) &&
      !(taken > 0 && /^(?:,? (?:and|then) |, ?) ?(?:of )?(?:an? )?$/u.test(text)) &&
      !/ (?:each|off|used|cut|taken)(?!\p{L})/u.test(measure.after.slice(0, 8))
    )
      return null
    if (
      count !== null &&
      !/^ (?:\p{L}+ ){0,2}(?:of|each|get|gets|need|needs|got|take|takes|at|with|,)(?: about)? ?$|^ (?:of )?$|^ (?:kids?|children|people|persons?|friends) (?:gets?|needs?|takes?|got|took) $/u.test(
        story.slice(count.at + 1, measure.at),
      )
    )
      return null
    const times = count === null ? '' : `${count.digits} * `
    expression += ` ${isAdded ? '+' : '-'} ${times}${size(measure)}`
    shown += ` ${isAdded ? '+' : '-'} ${count === null ? '' : `${count.shown} × `}${measure.shown}`
    count = null
    verb = ''
    taken += 1
  }
  const value = evaluatedValue(expression)
  if (count !== null || taken === 0 || value === null || value.numerator < 0n) return null
  const to = target ?? whole.unit
  return measured({
    expression: `(${expression}) * ${writeFactor(divide(ONE, to.size))}`,
    label: to.label,
    how: shown,
    readings: readingsOf(told),
  })
}

const ROW_WORDS =
  'compost topsoil x planks plank boards board slats slat deck decking terrace floor wall fence fencing panels panel sections section rails rail steps step stairs stair treads tread riser risers staircase storey storeys height floor-to-floor high wide long deep tall thick shelf shelves bookcase row garden bed raised border hedge path road street drive driveway lawn field square round circle circular rectangle rectangular track perimeter around all the way side sides both along on of for with out from to a an the my our is are has have each every per one at and number how many whole full bags bag sacks sack soil compost sand gravel mulch concrete cement earth boxes box books book binders binder folders files dvds cds jars tins cans bottles tiles bricks fit fits fill filled go goes do does i we need needed needs required buy get can make makes cut cuts sawn saw into pieces piece posts post trees tree poles pole plants plant lamps lamp lights light bushes apart spaced between gaps gap spacing spaces it that this which gives yields holds contains makes total by plus in'
const NOUN = /how many (?:whole |full |complete |more )?(?:N |[LVM] )?(?:of )?(\p{L}{3,14})/u

/** Things in a row along a length; rounded up where a length must be covered, down where they must fit. */
function inRow(told: Told): Answer | null {
  const { shape, measures } = told
  const [a, b] = measures
  if (measures.length !== 2 || a?.letter !== 'L' || b?.letter !== 'L' || /^ ?(?:x|by|×) $/u.test(b.before)) return null
  const noun =
    NOUN.exec(shape)?.[1] ??
    /(?:number of|,) (\p{L}{3,12}s)(?: needed| that fit| do i need)?[ ?.!]*$/u.exec(shape)?.[1] ??
    /(?<!\p{L})(?:an? )?(?:\p{L}+ )?(boards|pieces|shelves|planks)(?!\p{L}).*how many[ ?.!]*$/u.exec(shape)?.[1] ??
    /^(?:my )?(steps|strides|paces) (?:of|are) L,? how many for/u.exec(shape)?.[1]
  if (noun === undefined) return null
  const [x, y] = [scale(a), scale(b)]
  const order = compare(x, y)
  if (order === 0) return null
  const [large, small] = order > 0 ? [a, b] : [b, a]
  const ratio = `${size(large)} / (${size(small)})`
  const how = `${large.shown} ÷ ${small.shown}`
  const both = /,? ?on both sides(?: of)?/u.test(shape)
  if (/^(?:posts?|trees?|poles?|plants?|lamps?|lights?|bush(?:es)?|seedlings?)$/u.test(noun)) {
    const isStep =
      /(?:every|each|spacing of|distance of|spaced|at) ?$/u.test(small.before) ||
      /^ ?(?:apart|spacing|between)/u.test(small.after)
    if (!isStep || !both || /(?<!\p{L})(?:around|round|circle|perimeter)(?!\p{L})/u.test(shape)) return null
    return whole(told, {
      expression: `2 * (floor(${ratio}) + 1)`,
      noun,
      how: `2 × (${how} + 1)`,
      readings: ['There is one at both ends.'],
    })
  }
  if (both) return null
  if (/^(?:gaps|spaces)$/u.test(noun)) return whole(told, { expression: `floor(${ratio})`, noun, how, readings: [] })
  // Whether the last piece needs a cut is another question.
  if (noun === 'cuts') return null
  const isSteps = /^(?:steps|stairs|treads|risers|strides|paces)$/u.test(noun)
  const isUp = isSteps || /^(?:panels|planks|boards|slats|sections|rails)$/u.test(noun)
  const covers =
    /(?<!\p{L})(?:for|fence|deck|decking|terrace|floor|wall|need|needed|needs|stair|storey|height)(?!\p{L})/u.test(
      shape,
    ) && !/(?<!\p{L})(?:out of|from|fit|fits|cut|sawn)(?!\p{L})/u.test(shape)
  if (isUp && covers) return whole(told, { expression: `ceil(${ratio})`, noun, how, readings: [] })
  const fits = /(?<!\p{L})(?:fit|fits|out of|from|on|go|goes)(?!\p{L})/u.test(shape)
  if (!fits || isSteps || /(?<!\p{L})(?:tall|high)(?!\p{L})/u.test(shape)) return null
  if (
    !/^(?:boards|pieces|shelves|planks|books?|binders|folders|dvds|cds|boxes|jars|tins|cans|bottles|lengths|strips|files)$/u.test(
      noun,
    )
  )
    return null
  return whole(told, { expression: `floor(${ratio})`, noun, how, readings: [] })
}

/** `two 3 m planks`: so many from each of them. */
function fromSeveral(told: Told): Answer | null {
  const found =
    /^how many L (?<noun>\p{L}{3,12}s)(?: can (?:i|we) (?:cut|get|saw|make))? (?:from|out of) N (?:\p{L}+ )?L (?:long )?\p{L}+s[ ?.!]*$/u.exec(
      told.shape,
    )
  const [piece, count, stock] = told.measures
  if (found === null || piece === undefined || count === undefined || stock === undefined) return null
  return whole(told, {
    expression: `${count.digits} * floor(${size(stock)} / (${size(piece)}))`,
    noun: found.groups?.noun ?? 'pieces',
    how: `${count.shown} × (${stock.shown} ÷ ${piece.shown}, rounded down)`,
    readings: [],
  })
}

/** Posts round a square, a rectangle or a known perimeter: as many as there are gaps. */
function around(told: Told): Answer | null {
  const { shape, measures } = told
  const noun =
    NOUN.exec(shape)?.[1] ?? /(?<!\p{L})(posts|trees|poles|plants|lamps|lights)(?: needed)?[ ?.!]*$/u.exec(shape)?.[1]
  if (
    noun === undefined ||
    !/^(?:posts|trees|poles|plants|lamps|lights|bushes)$/u.test(noun) ||
    measures.some(({ letter }) => letter !== 'L')
  )
    return null
  if (
    !/(?<!\p{L})(?:around|all the way round|round an?|round the|perimeter|circular|square)(?!\p{L})/u.test(shape) ||
    /both sides/u.test(shape)
  )
    return null
  const step = measures.find(
    ({ before, after }) =>
      /(?:every|each|spacing of|distance of|spaced|at) ?$/u.test(before) || /^ ?(?:apart|spacing|between)/u.test(after),
  )
  const rest = measures.filter(measure => measure !== step)
  const [a, b] = rest
  if (step === undefined || a === undefined || rest.length > 2) return null
  const isSquare = /(?<!\p{L})square(?!\p{L})/u.test(shape)
  const isSide = /side|of L|L square/u.test(shape)
  const isAround = /perimeter|track|circular|round (?:path|pond|track)|L (?:around|long)/u.test(shape)
  const way =
    b !== undefined
      ? /^ ?(?:x|by|×) $/u.test(b.before) && !isSquare
        ? `2 * (${size(a)} + ${size(b)})`
        : null
      : isSquare && isSide
        ? `4 * ${size(a)}`
        : !isSquare && isAround && /perimeter/u.test(shape)
          ? size(a)
          : null
  if (way === null) return null
  const shown = b !== undefined ? `2 × (${a.shown} + ${b.shown})` : isSquare ? `4 × ${a.shown}` : a.shown
  const ratio = `${way} / (${size(step)})`
  const value = evaluatedValue(ratio)
  // Where the step does not go evenly, the corners decide.
  if (value === null || value.numerator % value.denominator !== 0n) return null
  return whole(told, {
    expression: ratio,
    noun,
    how: `${shown} ÷ ${step.shown}`,
    readings: ['The way is closed: the last one is the first.'],
  })
}

/** `12 posts 2.5 m apart`: one gap fewer than posts. */
const APART =
  /^(?:an? |the |my )?(?:\p{L}+ (?:with|has) )?N (?:\p{L}+ )?(?:posts|trees|poles|lamps|plants|bushes|lights) (?:in a row |in a line |in a straight line )?(?:are |stand |planted |spaced |set )?(?:every )?L apart(?: in a row| in a line)?,? how (?:long|far)(?: \p{L}+){0,9}[ ?.!]*$/u
function between(told: Told): Answer | null {
  const [count, gap] = told.measures
  if (
    !APART.test(told.shape) ||
    count === undefined ||
    gap?.unit === undefined ||
    gap.unit === null ||
    !/^\d{1,5}$/.test(count.digits)
  )
    return null
  if (Number(count.digits) < 2) return null
  const answer = measured({
    expression: `(${count.digits} - 1) * ${gap.digits}`,
    label: gap.unit.label,
    how: `(${count.shown} - 1) × ${gap.shown}`,
  })
  return answer === null ? null : withReadings(answer, ['From the first one to the last.'])
}

/** Bags for a bed, a bag for so much concrete: by volume or weight, rounded up. */
function bags(told: Told): Answer | null {
  const { shape, measures } = told
  const noun = NOUN.exec(shape)?.[1] ?? ''
  if (
    !/^(?:bags|sacks|cans|buckets|loads|barrows|wheelbarrows|bottles|boxes)$/u.test(noun) ||
    measures.some(({ letter }) => !/^[LVA]$/.test(letter))
  )
    return null
  const one = noun.replace(/(?<=box)es$|s$/u, '')
  const bag = measures.find(
    ({ letter, before, after }) =>
      letter === 'V' &&
      (new RegExp(`^ (?:${one}|${noun})(?!\\p{L})`, 'u').test(after) ||
        new RegExp(
          `(?:each|per|one|an?) (?:${one} )?(?:of \\p{L}+ )?(?:gives|yields|holds|makes|contains|is|has|covers)? ?(?:about )?$|${noun}(?: of| with| at)? $`,
          'u',
        ).test(before)),
  )
  const rest = measures.filter(measure => measure !== bag)
  if (bag === undefined) return null
  const power = rest.reduce((sum, { letter }) => sum + (letter === 'L' ? 1 : letter === 'A' ? 2 : 3), 0)
  if (
    power !== 3 ||
    /(?<!\p{L})(?:round|circular|diameter|radius|triang\p{L}*|half|already|left)(?!\p{L})/u.test(shape)
  )
    return null
  const ratio = `${rest.map(size).join(' * ')} / (${size(bag)})`
  return whole(told, {
    expression: `ceil(${ratio})`,
    noun,
    how: `${rest.map(({ shown }) => shown).join(' × ')} ÷ ${bag.shown}`,
    readings: [],
  })
}

const scale = (measure: Measure): Rational => multiply(measure.value, measure.unit?.size ?? ONE)
type Whole = {
  readonly expression: string
  readonly noun: string
  readonly how: string
  readonly readings: readonly string[]
}

function whole(told: Told, { expression, noun, how, readings }: Whole): Answer | null {
  const value = evaluatedValue(expression)
  const bare = evaluatedValue(expression.replace(/(?:ceil|floor)(?=\()/gu, ''))
  if (value === null || bare === null || value.numerator <= 0n || expression.length > 280) return null
  const isExact = compare(value, bare) === 0
  const isUp = expression.includes('ceil')
  const count = task('count', `Count ${how}`.slice(0, 200), 'math.evaluate', { expression })
  const label = floor(value) === 1n ? noun.replace(/(?<=x|ch)es$|(?<=.)s$/u, '') : noun
  const note = isExact || how.includes('rounded') ? '' : isUp ? ', rounded up' : ', rounded down'
  return withReadings(
    {
      tasks: [count],
      answer: 'count',
      reply: withHow('{{count}} {{noun}}', { count: at('/exact'), noun: literal(label) }, how + note),
    },
    [...readingsOf(told), ...readings],
  )
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 8 || asksYesNo(clause)) return null
  if (told.measures.some(({ sign, letter }) => sign !== null || /^[PHCQS]$/.test(letter))) return null
  const rest = left(told) ?? between(told)
  if (rest !== null) return rest
  if (
    asksTwice(told.shape) ||
    !isAsking(clause, told.shape) ||
    !/(?:how many|number of|(?:posts|trees|poles|plants|lamps|binders|books|panels|planks|boards)(?: needed| that fit)?[ ?.!]*$)/u.test(
      told.shape,
    )
  )
    return null
  const isRow = /(?<!\p{L})(?:posts?|trees?|poles?|plants?|lamps?|lights?|bushes|seedlings?)(?!\p{L})/u.test(told.shape)
  const shape = told.shape
    .replace(/,? ?(?:all )?on both sides(?: of)?/gu, isRow ? ' ' : ' on both sides ')
    .replace(/, each (?=gives|yields|holds|makes)/gu, ', one ')
  if (
    !inWords(shape, ROW_WORDS, 1) ||
    /(?<!\p{L})(?:without|except|corner|ends?|cost|price|left|more)(?!\p{L})/u.test(shape)
  )
    return null
  // `one binder 8 cm wide` counts nothing.
  const measures = told.measures.filter(
    ({ letter, digits, after }) => letter !== 'N' || digits !== '1' || !/^ \p{L}{3,}/u.test(after),
  )
  return fromSeveral(told) ?? rows({ ...told, measures })
}

const rows = (told: Told): Answer | null => around(told) ?? bags(told) ?? inRow(told)

export const cutRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-cut',
    reason: 'Tells what is left when pieces are taken off, and how many whole things a length or a volume takes.',
    order: 139.5,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '12 fence posts 2.5 m apart, how long is the fence?',
        'rope 25 m, 5 pieces of 3.2 m, how much is left',
        'rope of 10 m, I need 3 pieces of 1.2 m and 2 of 80 cm. How much is left?',
        'I have a 2 l bottle and drank 300 ml. How many ml are left?',
        'fence 24 m with panels of 1.8 m how many panels',
        'how many planks of 14 cm for a 4.2 m wide deck',
        'how many stairs for 2.8 m height at 17.5 cm each',
        'How many 70 cm pieces from two 3 m planks?',
        'Trees every 5 m on both sides of a 100 m road, how many trees?',
        'Posts every 3 m around a square garden of 12 m side, how many posts?',
        'raised bed 2 m x 1 m x 40 cm, how many 40 l bags of soil',
      ],
      no: [
        '12 fence posts 2.5 m apart all around the garden, how long is the fence?',
        'rope 10 m, 4 kids get 1.5 m together. rest?',
        'a 6 m board has a 85 cm crack, how many m are left',
        'two rows of plants every 30 cm in a 6 m bed, how many plants',
        'posts every 2 m along a 50 m path but not at the ends',
        'hedge: plants every 30 cm over 6 m in a double row, how many plants?',
        'how many stairs for 2.8 m height?',
        'the 80 cm shelf has books of 3 cm on one half. how many books are there?',
        'I have 5 kg of rice and 3 people, how much is left?',
        'rope 25 m, 5 pieces of 3.2 m, how much is left if each cut wastes 1 cm',
      ],
    },
    read: readsColon(read),
  }),
]
