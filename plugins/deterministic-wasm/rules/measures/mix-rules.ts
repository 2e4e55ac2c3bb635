/** Mixtures: parts of a ratio, percentages of a weight, and what one amount takes where another amount took so much. */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, ONE, type Rational } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured, placesOf, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const WORDS =
  "ratio mix mixing mixed mixture of to and for with the a in at is it its so then how much many what whats do i we need needs needed want wants wanted have has got get use uses used using takes take took add total altogether together all per part parts each if dressing sand cement concrete mortar screed gravel lime water oil petrol gas fuel gasoline stroke 2-stroke two-stroke engine chainsaw cordial syrup squash concentrate juice coffee tea brew grounds beans salt sugar flour butter milk yeast honey vinegar oats oat rice pasta couscous lentils quinoa dough bread brine solution hydration percent body fat muscle protein carbs carbohydrates fibre calories kcal cocoa alcohol gold silver bar contains contain weighs weigh weight ate eat eats eaten serving portion i've only person by mass on from fertilizer fertiliser feed bleach paint hardener resin epoxy makes make gives covers cover seed grams gram litres litre ml"

const TOTAL =
  /(?:glass|jug|pitcher|bottle) of V|(?<!\p{L})(?:total|in total|altogether|in all|of mix|of mixture|of (?:the )?(?:mix|mixture|solution|concrete|mortar|drink|dressing|finished)|of it)(?!\p{L})/u

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 3) return null
  const isTold =
    told.measures.some(({ letter }) => letter === 'C') || /(?<!\p{L})(?:ate|eaten|eat) M[ .]*$/u.test(told.shape)
  if (asksYesNo(clause) || (!isTold && !isAsking(clause, told.shape))) return null
  return perHead(told) ?? ratio(told) ?? share(told) ?? proportion(told)
}

type Ratio = {
  readonly parts: readonly string[]
  readonly names: readonly string[]
  readonly rest: readonly Measure[]
  readonly shape: string
}

/** `sand to cement 4:1`, `1 part to 4 parts water`. */
function readRatio({ shape, measures }: Told): Ratio | null {
  const colon = measures.find(({ letter }) => letter === 'C')
  if (colon !== undefined) {
    const parts = colon.digits.split(':')
    if (parts.length !== 2 || parts.some(part => Number(part) === 0)) return null
    const before =
      /(\p{L}{3,14})(?: to | and |:| ?\/ ?| : |-)(\p{L}{3,14})(?: ratio| mix)?(?: (?:in|at|of|is|mix|ratio|a|the|=|:|mixed))*(?: ratio)? ?$/u.exec(
        colon.before,
      )
    const after = /^ (?:ratio )?(?:of )?(\p{L}{3,14})(?: to | and |:| ?\/ ?)(\p{L}{3,14})/u.exec(colon.after)
    const names = before?.slice(1, 3) ?? after?.slice(1, 3) ?? []
    return {
      parts,
      names: names as string[],
      rest: measures.filter(measure => measure !== colon),
      shape: shape.replace('C', ' '),
    }
  }
  const [a, b, c] = measures
  if (a?.letter !== 'N' || b?.letter !== 'N' || c === undefined) return null
  const found =
    /^(?<pre>.*?)(?<first>\p{L}{3,14})?,? ?N parts? ?(?:of )?(?<one>\p{L}{3,14})?(?: to|,| and|:|(?<=\p{L}{3})) N parts? ?(?:of )?(?<two>\p{L}{3,14})?/u.exec(
      shape,
    )?.groups
  if (found === undefined) return null
  const isWord = (word: string | undefined): word is string =>
    word !== undefined &&
    !/^(?:to|and|with|of|for|in|mix|mixing|is|the|dilute|diluted|dilution|ratio|use|using|at|about)$/u.test(word)
  const names = [
    isWord(found.one) ? found.one : isWord(found.first) ? found.first : '',
    isWord(found.two) ? found.two : '',
  ]
  return { parts: [a.digits, b.digits], names, rest: [c], shape }
}

function ratio(told: Told): Answer | null {
  const read = readRatio(told)
  const [given] = read?.rest ?? []
  if (
    read === null ||
    read.rest.length !== 1 ||
    given === undefined ||
    given.unit === null ||
    !/^[MV]$/.test(given.letter)
  )
    return null
  if (!inWords(read.shape, WORDS, 2)) return null
  const [a, b] = read.parts as [string, string]
  const sum = `(${a} + ${b})`
  const isFuel =
    /(?<!\p{L})(?:stroke|2-stroke|petrol|gas|gasoline|fuel)(?!\p{L})/u.test(told.shape) &&
    (/(?<!\p{L})oil(?!\p{L})/u.test(told.shape) || (/stroke/u.test(told.shape) && Math.max(Number(a), Number(b)) >= 20))
  if (isFuel) {
    // Fuel to oil, whichever is written first.
    const [fuel, oil] = Number(a) > Number(b) ? [a, b] : [b, a]
    const isImplied = !/(?<!\p{L})(?:how|what|petrol needed|fuel needed)(?!\p{L})/u.test(told.shape)
    if ((!isImplied && !/how much oil|oil(?: do| is|\?|$| needed)/u.test(told.shape)) || TOTAL.test(told.shape))
      return null
    const isLitre = given.unit.unit.name === 'litre'
    return measured({
      expression: `${given.digits} * ${oil} / ${fuel}${isLitre ? ' * 1000' : ''}`,
      label: isLitre ? 'ml' : given.unit.label,
      how: `${given.shown} × ${oil} ÷ ${fuel}`,
      readings: [
        ...readingsOf(told),
        `The ratio is read as ${fuel} parts fuel to ${oil} part${oil === '1' ? '' : 's'} oil.`,
      ],
    })
  }
  const asked = /how much (\p{L}{3,14})[ ?.]*$/u.exec(told.shape)?.[1] ?? ''
  const second = read.names[1] ?? ''
  const first = read.names[0] || (asked === second ? '' : asked)
  const noun = /^ (?:of )?(\p{L}{3,14})/u.exec(given.after)?.[1] ?? ''
  if (TOTAL.test(told.shape)) {
    if (first === '' && second === '') return null
    // Of an unnamed other part nothing is said.
    if (second === '' && asked === first) return one(told, given, [a, sum], first)
    return both(told, given, [a, b, sum], [first, second])
  }
  const isFirst = noun !== '' && noun === first
  const isSecond = noun !== '' && noun === second
  // `cement and sand 1:4, how much water`: nothing is told of it.
  const wished = /how much (?:of )?(?:the )?(?<name>\p{L}{3,14})/u.exec(told.shape)?.groups?.name
  const isOther =
    wished !== undefined &&
    !/^(?:do|does|would|will|should|is|are|can|could|for|each)$/u.test(wished) &&
    wished !== (isFirst ? second : first)
  if (isFirst !== isSecond && isOther) return null
  if (isFirst !== isSecond) return one(told, given, isFirst ? [b, a] : [a, b], isFirst ? second : first)
  // `coffee ratio 1:16, i have 22 g, water?`
  const isCoffee = /(?<!\p{L})(?:coffee|tea)(?!\p{L})/u.test(told.shape)
  const asksWater = /(?:how much|,) ?water ?[?]?$|how much water|water(?: is| do|\?|$)/u.test(told.shape)
  if (!isCoffee || !asksWater || given.letter !== 'M') return null
  const [coffee, water] = Number(a) < Number(b) ? [a, b] : [b, a]
  return one(told, given, [water, coffee], 'water')
}

const one = (told: Told, given: Measure, [to, of]: readonly [string, string], name: string): Answer | null =>
  measured({
    expression: `${given.digits} * ${to} / ${of}`,
    label: `${given.unit!.label}${name === '' ? '' : ` ${name}`}`,
    how: `${given.shown} × ${to} ÷ ${of}`,
    readings: readingsOf(told),
  })

/** Both parts of a whole. */
function both(
  told: Told,
  given: Measure,
  [a, b, sum]: readonly [string, string, string],
  names: readonly string[],
): Answer | null {
  const parts = [a, b].map((part, i) => {
    const expression = `${given.digits} * ${part} / ${sum}`
    const value = evaluatedValue(expression)
    const places = value === null ? null : placesOf(value)
    return task(`part${i + 1}`, `Part ${i + 1}`, 'math.evaluate', {
      expression,
      ...(places === null ? {} : { decimals: places, rounding: 'half_up' }),
    })
  })
  const merged = Object.fromEntries(parts.map(({ key }) => [key, { $from: key, pointer: '/exact' }]))
  const all = task(
    'both',
    'Put both together',
    'agg.merge',
    { objects: [merged] },
    parts.map(({ key }) => key),
  )
  const values = {
    part1: at('/part1'),
    part2: at('/part2'),
    unit: literal(given.unit!.label),
    one: literal(names[0] || 'first part'),
    two: literal(names[1] || 'second part'),
  }
  const how = `${given.shown} in ${sum.replace(/[()]/g, '')} parts, ${a} and ${b}`
  const answer: Answer = {
    tasks: [...parts, all],
    answer: 'both',
    reply: withHow('{{part1}} {{unit}} {{one}} and {{part2}} {{unit}} {{two}}', values, how),
  }
  return withReadings(answer, readingsOf(told))
}

const HEADS = /^ (?:people|ppl|persons|guests|kids|children|adults|of us|portions|servings|friends)(?!\p{L})/u
/** `risotto for 7 people if it's 80 g rice each`. */
function perHead({ shape, measures }: Told): Answer | null {
  const heads = measures.find(({ letter, after }) => letter === 'N' && HEADS.test(after))
  const one = measures.find(measure => measure !== heads)
  if (
    heads === undefined ||
    one?.unit === undefined ||
    one.unit === null ||
    measures.length !== 2 ||
    !/^[MV]$/.test(one.letter)
  )
    return null
  const isEach =
    /^ (?:(?:of )?\p{L}+ ){0,2}(?:each|per (?:person|head|portion|serving|guest|child)|a (?:head|person))(?!\p{L})/u.test(
      one.after,
    )
  const targets = findTargets(shape, false).filter(({ unit }) => unit.letter === one.letter)
  if (targets.length > 1) return null
  const to = targets[0]?.unit ?? one.unit
  const bare = targets
    .reduceRight((text, { at: from, to: end }) => `${text.slice(0, from)} ${text.slice(end)}`, shape)
    .replace(/(?<!\p{L})(?:each|per (?:person|head|guest|child)|a (?:head|person))(?!\p{L})/gu, ' ')
  const words = `${WORDS} ppl people persons guests kids children adults us portions servings friends head they`
  if (!isEach || !inWords(bare, words, 1)) return null
  return measured({
    expression: `${heads.digits} * ${one.digits} * ${writeFactor(divide(one.unit.size, to.size))}`,
    label: to.label,
    how: `${heads.shown} × ${one.shown}`,
    readings: [one.unit.reading],
  })
}

/** A percentage of a weight or volume: `2% salt on 850g flour`, `bread at 68% hydration with 500 g flour`. */
function share({ shape, measures, isImperial }: Told): Answer | null {
  const percent = measures.find(({ letter }) => letter === 'P')
  const whole = measures.find(measure => measure !== percent)
  if (
    percent === undefined ||
    whole?.unit === undefined ||
    whole.unit === null ||
    measures.length !== 2 ||
    !/^[MV]$/.test(whole.letter)
  )
    return null
  const target = findTargets(shape, isImperial).find(({ unit }) => /^[MV]$/.test(unit.letter))
  const dissolved = inSolution(
    shape.replace(target === undefined ? /$^/u : /(?<=how )many (?:of )?\p{L}+(?= )/u, 'much'),
  )
  if (dissolved && whole.letter === 'M' && (target === undefined || target.unit.letter === 'M'))
    return measured({
      expression: `${percent.digits} / 100 * ${whole.digits} * ${writeFactor(divide(whole.unit.size, (target?.unit ?? whole.unit).size))}`,
      label: (target?.unit ?? whole.unit).label,
      how: `${percent.shown} of ${whole.shown}, by weight`,
    })
  if (!inWords(target === undefined ? shape : `${shape.slice(0, target.at)} ${shape.slice(target.to)}`, WORDS, 1))
    return null
  const isPart =
    /P (?:of|on|for|salt|body|to)|P (?:\p{L}+ ){1,2}(?:of|on|for|to|with|in) (?:a |the )?[MV]|hydration|(?:fat|salt|sugar|alcohol|protein)(?: content)?(?: is|:)? P/u.test(
      shape,
    )
  if (
    !isPart ||
    /(?<!\p{L})(?:milk|cream|vinegar|beer|wine|more|less|off|increase|decrease|reduce|lost|lose|loss|gain|than|extra|plus|minus|total|solution)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  // What is not that part is asked for.
  const [named, wished] = [
    /P of (?:\p{L}+ )?[MV] (?:is|are) (\p{L}{3,14})/u.exec(shape)?.[1],
    /how much (\p{L}{3,14})/u.exec(shape)?.[1],
  ]
  if (named !== undefined && wished !== undefined && named !== wished) return null
  const to = target?.unit ?? whole.unit
  // Of water a litre weighs a kilogram.
  const isWater = whole.letter === 'V' && to.letter === 'M'
  if (isWater && !/(?<!\p{L})water(?!\p{L})/u.test(shape)) return null
  if (!isWater && to.unit.quantity !== whole.unit.unit.quantity) return null
  const factor: Rational = isWater
    ? divide({ numerator: whole.unit.size.numerator * 1000n, denominator: whole.unit.size.denominator }, to.size)
    : divide(whole.unit.size, to.size)
  return measured({
    expression: `${percent.digits} / 100 * ${whole.digits}${factor.numerator === factor.denominator ? '' : ` * ${writeFactor(factor)}`}`,
    label: to.label,
    how: `${percent.shown} of ${whole.shown}`,
    readings: isWater ? ['A litre of water is read as one kilogram.'] : [],
  })
}

/** `how much salt is in 400 g of a 5% solution`: a share of its weight. */
const inSolution = (shape: string): boolean =>
  /^how much (?:of )?(?:\p{L}{3,14} )?(?:(?:is|are) )?(?:there )?(?:in|do i need for|for|to make) M (?:of )?(?:an? )?P (?:\p{L}{3,14} )?(?:solution|brine|syrup)(?:,? \(?by (?:weight|mass)\)?)?[ ?.!]*$/u.test(
    shape,
  )

/** `oats 40 g take 120 ml water so 65 g takes what`, `100 g has 387 kcal and i ate 35 g`. */
const LINK =
  /(?:has|have|contains?|takes?|needs?|covers?|makes?|gives?|is|are|=|per|for|use|uses|with|to)(?: \p{L}+){0,1}$/u
function proportion(told: Told): Answer | null {
  const [a, b, c] = told.measures as [Measure, Measure, Measure]
  if (
    told.measures.length !== 3 ||
    [a, b, c].some(({ unit, per, sign }) => unit === null || per !== null || sign !== null)
  )
    return null
  // The pair is joined by what it says of its two: `100 g has 387 kcal`.
  const isLinked = ({ before }: Measure): boolean => LINK.test(before.trim().replace(/ (?:of|the|a|about)$/u, ''))
  const isLast = /(?<!\p{L})if$/u.test(b.before.trim()) && isLinked(c)
  if (!isLast && !isLinked(b)) return null
  return inProportion(told, isLast ? [b, c, a] : [a, b, c])
}

function inProportion(told: Told, [a, b, c]: readonly [Measure, Measure, Measure]): Answer | null {
  const kinds = [a, b, c].map(({ unit }) => unit!.unit.quantity)
  if (kinds[0] === kinds[1] || !/^[MVJAL]$/.test(a.letter) || !/^[MVJAL]$/.test(b.letter)) return null
  if (!/(?<!\p{L})(?:what|how (?:much|many))(?!\p{L})|(?:ate|eat|eaten|had) M/u.test(told.shape)) return null
  const targets = findTargets(told.shape, told.isImperial)
  const other = kinds[2] === kinds[0] ? b : kinds[2] === kinds[1] ? a : null
  const same = other === b ? a : b
  if (
    other === null ||
    targets.some(({ unit }) => unit.unit.quantity !== other.unit!.unit.quantity) ||
    targets.length > 1
  )
    return null
  const words = targets.reduce((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, told.shape)
  if (!inWords(words, WORDS, 1)) return null
  const to = targets[0]?.unit ?? other.unit!
  const factor = divide(divide(c.unit!.size, same.unit!.size), divide(to.size, other.unit!.size))
  return measured({
    expression: `${c.digits} * ${other.digits} / ${same.digits}${factor.numerator === factor.denominator ? '' : ` * ${writeFactor(factor ?? ONE)}`}`,
    label: to.label,
    how: `${c.shown} × ${other.shown} ÷ ${same.shown}`,
    readings: readingsOf(told),
  })
}

export const mixRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-mixture',
    reason: 'Works out the parts of a mixture from a ratio, a percentage, or the amounts of another batch.',
    order: 140,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        'sand to cement 4:1, got 60 kg sand, how much cement',
        'mix 2-stroke 50:1 for 5 litres petrol, how much oil',
        'coffee ratio 1:16, i have 22 g, water?',
        'For screed I mix cement and sand 1:4 and need 200 kg of mix. How much cement, how much sand?',
        'cordial 1 part to 4 parts water, want 1.5 litre in total',
        '2% salt on 850g flour',
        'bread at 68% hydration with 500 g flour, how much water',
        '100g has 387 kcal and i ate 35g, how much is that',
        'oats 40 g take 120 ml water so 65 g takes what',
      ],
      no: [
        'It is 10:15 and I have 2 kg of flour, how much time?',
        'The score was 4:1 and he drank 2 litres of beer',
        'a 16:9 screen of 2 kg',
        '2% milk for 500 g flour, is that ok?',
        'I lost 5% of 82 kg',
        'if 5% of 2 litres is alcohol how much water is it',
        'Sand to cement 4:1, why 60 kg?',
        'cement and sand 1:4, how much water for 25 kg of cement?',
        'a 1:10 dilution of 500 ml',
      ],
    },
    read: readsColon(read),
  }),
]
