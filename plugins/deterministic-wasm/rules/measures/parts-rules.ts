/**
 * Mixtures of named parts: `cement, sand and gravel 1:2:3, how much gravel for 10 kg cement`, `syrup 1:7 with water for 2 litres of drink`; and
 * what a share of a weight is (`150 g of cheese with 30% fat`). What is given and what is asked for must be among the names, or the whole.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide, type Rational } from '../../arithmetic/rational.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, literal, task, withHow } from '../rule.ts'
import { measured, readingsOf, withReadings } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksYesNo, findTargets, inWords, isAsking } from './told-words.ts'

const WORDS =
  'dilute diluted dilution ratio ratios mix mixing mixed mixture make making made combine of to and for with the a an in at is are it its so then i we you how much many what whats do does need needs needed want wants wanted have has got get use uses using take takes total altogether all part parts each if by weight volume grams litres kg ml required will would be'
const STUFF = '\\p{L}{3,14}(?: (?:killer|water|powder|concentrate|juice|syrup|feed|paint|base|hardener))?'
const NO_NAME =
  /^(?:the|and|with|for|of|to|in|at|ratio|mix|mixing|mixed|mixture|make|need|have|want|total|how|much|many|what|part|parts|each|use|using|that|this|are|is|is the|it|from|by|per|i|we|is a|solution|dilution|dilute)$/u
const TOTAL =
  /(?<!\p{L})(?:total|in total|altogether|in all|(?:of|kg|g|l|ml) (?:the |this |my )?(?:mix|mixture|drink|solution|concrete|mortar|paint|dough|squash|punch|salad dressing|dressing|cocktail|blend|fertili[sz]er|compost))(?!\p{L})|[MV] (?:of )?(?:the |ready |finished )?(?:mix|mixture|drink|solution|concrete|mortar|squash|punch|dressing|blend)(?!\p{L})/u

type Ratio = { readonly parts: readonly string[]; readonly names: readonly string[]; readonly used: readonly Measure[] }

const list = (text: string): readonly string[] =>
  text
    .split(
      /,? and |, ?| ?: ?|\/| to | with | (?!killer|water|powder|concentrate|juice|syrup|feed|paint|base|hardener)/u,
    )
    .filter(Boolean)
const SEPARATOR = '(?:,? and |, ?| ?: ?|\\/| to | with )'

function readRatio({ shape, measures }: Told): Ratio | null {
  const colons = measures.filter(({ letter }) => letter === 'C')
  const [colon] = colons
  if (colon !== undefined) {
    const parts = colon.digits.split(':')
    if (colons.length > 1 || parts.some(part => !/^\d{1,3}(?:\.\d{1,2})?$/.test(part) || Number(part) === 0))
      return null
    const names = namesOf(colon, parts.length)
    return names === null ? null : { parts, names, used: [colon] }
  }
  // `1 part cement, 2 parts sand and 3 parts gravel`
  const counts = measures.filter(({ letter, after }) => letter === 'N' && /^ parts? /u.test(after))
  if (counts.length < 2 || counts.length > 4) return null
  const names = counts.map(
    ({ after }) => new RegExp(`^ parts? (?:of )?(?<name>${STUFF})(?=$|[ ,.;?!])`, 'u').exec(after)?.groups?.name ?? '',
  )
  return names.some(name => name === '' || NO_NAME.test(name)) || shape === ''
    ? null
    : { parts: counts.map(({ digits }) => digits), names, used: counts }
}

function namesOf({ before, after }: Measure, count: number): readonly string[] | null {
  const listed = `${STUFF}(?:${SEPARATOR}${STUFF}){${count - 1}}`
  const loose = count > 2 ? `|\\p{L}{3,14}(?: \\p{L}{3,14}){${count - 1}}` : ''
  const found =
    new RegExp(`^ ?\\(?(?:ratio |mix )?(?:of )?(?<all>${listed}${loose})\\)?(?=$|[ ,.;?!])`, 'u').exec(after)?.groups
      ?.all ??
    new RegExp(
      `(?:^|[ ,.(])(?<all>${listed}${loose})\\)?(?: (?:in|at|of|is|are|mixed|mix|a|the|ratio|=|using|as))*,? ?\\(?$`,
      'u',
    ).exec(before)?.groups?.all
  const one = new RegExp(`(?:^|[ ,.])(?<one>${STUFF})(?: (?:is|at|mixed|diluted|in))? $`, 'u').exec(before)?.groups?.one
  const other = new RegExp(`^ (?:with|to|in|and) (?:the )?(?<two>${STUFF})(?=$|[ ,.;?!])`, 'u').exec(after)?.groups?.two
  const names =
    count === 2 && one !== undefined && other !== undefined ? [one, other] : found === undefined ? null : list(found)
  if (names === null || names.length !== count) return null
  const bare = names.map(name => name.replace(/^(?:mix|mixing|mixed|of|the|dilute|combine) /u, ''))
  return new Set(bare).size < count || bare.some(name => NO_NAME.test(name)) ? null : bare
}

const same = (a: string, b: string): boolean => a.replace(/s$/u, '') === b.replace(/s$/u, '')

function mixture(told: Told): Answer | null {
  const { shape, measures } = told
  const ratio = readRatio(told)
  if (ratio === null || /stroke|(?<!\p{L})(?:petrol|gasoline|fuel)(?!\p{L})/u.test(shape)) return null
  const [given, ...others] = measures.filter(measure => !ratio.used.includes(measure))
  if (
    given?.unit === undefined ||
    given.unit === null ||
    others.length > 0 ||
    !/^[MV]$/.test(given.letter) ||
    given.per !== null
  )
    return null
  const targets = findTargets(shape, told.isImperial).filter(({ unit }) => unit.letter === given.letter)
  const words = targets.reduceRight((text, { at: from, to }) => `${text.slice(0, from)} ${text.slice(to)}`, shape)
  if (
    targets.length > 1 ||
    !inWords(
      words
        .replace(/[()/:]/gu, ' ')
        .replace(/how much (?:do i need )?(?:of )?(?:do i need )?each(?: (?:do i need|one|part))?/u, 'how much'),
      `${WORDS} ${ratio.names.join(' ')} ${TOTALS}`,
    )
  )
    return null
  if (
    /(?<!\p{L})(?:more|less|left|already|extra|half|each (?:bag|bucket)|bags?|buckets?|instead|cost|price)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  const noun =
    new RegExp(`^ (?:of )?(?:the )?(?<noun>${STUFF})(?=$|[ ,.;?!])`, 'u').exec(given.after)?.groups?.noun ?? ''
  const role = ratio.names.findIndex(name => same(name, noun) || noun.startsWith(`${name} `))
  const isWhole = TOTAL.test(shape)
  if (role >= 0 === isWhole) return null
  const sum = `(${ratio.parts.join(' + ')})`
  const of = isWhole ? sum : (ratio.parts[role] ?? '1')
  const to = targets[0]?.unit ?? given.unit
  const factor = divide(given.unit.size, to.size)
  const share = (part: string): string =>
    `${given.digits} * ${part} / ${of}${factor.numerator === factor.denominator ? '' : ` * ${writeFactor(factor)}`}`
  if (
    /how much (?:of each|(?:do i need )?(?:of )?each)|(?:of each|each) ?(?:do i need|part|one)?[ ?.!]*$/u.test(shape) &&
    isWhole
  )
    return all(told, ratio, share, to.label, given)
  const asked = ratio.names.findIndex(
    (name, i) =>
      i !== role &&
      new RegExp(`how (?:much|many)(?: (?:of )?(?:the )?)? ?(?:of )?${name}s?(?!\\p{L})`, 'u').test(
        words.replace(/ +/g, ' '),
      ),
  )
  const question = shape.slice(shape.search(/how (?:much|many)/u))
  const named = ratio.names.filter((name, i) => i !== role && new RegExp(`(?<!\\p{L})${name}`, 'u').test(question))
  if (asked < 0 || named.length !== 1 || (words.match(/how (?:much|many)/gu) ?? []).length !== 1) return null
  return measured({
    expression: share(ratio.parts[asked] ?? '1'),
    label: `${to.label} ${ratio.names[asked]}`,
    how: `${given.shown} × ${ratio.parts[asked]} ÷ ${of}`,
    readings: readingsOf(told),
  })
}
const TOTALS =
  'drink solution concrete mortar paint dough squash punch dressing cocktail blend fertiliser fertilizer compost salad ready finished'

function all(
  told: Told,
  { parts, names }: Ratio,
  share: (part: string) => string,
  label: string,
  given: Measure,
): Answer {
  const tasks = parts.map((part, i) =>
    task(`part${i + 1}`, `Part ${i + 1}`, 'math.evaluate', {
      expression: share(part),
      decimals: 4,
      rounding: 'half_up',
    }),
  )
  const merged = Object.fromEntries(tasks.map(({ key }) => [key, { $from: key, pointer: '/value' }]))
  const both = task(
    'all',
    'Put them together',
    'agg.merge',
    { objects: [merged] },
    tasks.map(({ key }) => key),
  )
  const values = Object.fromEntries([
    ...tasks.map(({ key }) => [key, at(`/${key}`)] as const),
    ...names.map((name, i) => [`name${i + 1}`, literal(`${label} ${name}`)] as const),
  ])
  const template = names.map((_, i) => `{{part${i + 1}}} {{name${i + 1}}}`).join(', ')
  const reply = withHow(template, values, `${given.shown} in ${parts.join(' + ')} parts`)
  return withReadings({ tasks: [...tasks, both], answer: 'all', reply }, readingsOf(told))
}

/** What a weight may hold a share of; alcohol and juice are shares of a volume. */
const BY_WEIGHT =
  'fat|protein|sugar|salt|water|cocoa|fibre|fiber|carbs|carbohydrates|gold|silver|copper|tin|zinc|nickel|iron|carbon|cotton|wool|polyester|nitrogen|acid|meat|fruit|nuts|starch|moisture'
const BY_VOLUME = 'alcohol|juice|fruit juice|ethanol'
const SHARE_WORDS =
  "how much many is are was there in of a an the with at that has have contains contain containing which i my it its does do this by weight mass volume abv content grams it's made yoghurt yogurt cheese milk cream bread meat sausage ham ring bar chocolate beer wine whisky vodka gin rum cider drink can bottle glass alloy bronze brass steel shirt sweater watermelon cucumber soup crisps chips nuts cereal muesli ice drinks eat ate will get be altogether"
function share(told: Told): Answer | null {
  const { shape, measures } = told
  const percent = measures.find(({ letter }) => letter === 'P')
  const whole = measures.find(measure => measure !== percent)
  if (
    percent === undefined ||
    whole?.unit === undefined ||
    whole.unit === null ||
    measures.length !== 2 ||
    whole.per !== null
  )
    return null
  if (!/^[MV]$/.test(whole.letter) || Number(percent.digits) <= 0 || Number(percent.digits) >= 100) return null
  const kinds = whole.letter === 'M' ? BY_WEIGHT : BY_VOLUME
  const targets = findTargets(shape, told.isImperial).filter(({ unit }) => /^[MV]$/.test(unit.letter))
  const [target] = targets
  if (targets.length > 1 || (target !== undefined && target.unit.letter !== whole.letter)) return null
  const words =
    target === undefined ? shape : `${shape.slice(0, target.at)} ${shape.slice(target.to)}`.replace(/ +/gu, ' ')
  const asked = new RegExp(`how (?:much|many)(?: of)?(?: pure)? (?<of>${kinds})(?!\\p{L})`, 'u').exec(words)?.groups?.of
  if (asked === undefined) return null
  // The share is of what is asked for: `30% fat`, `a 5% beer`.
  const named = new RegExp(`^ (?<of>${BY_WEIGHT}|${BY_VOLUME})(?!\\p{L})`, 'u').exec(percent.after)?.groups?.of
  const isDrink =
    asked === 'alcohol' &&
    /(?<!\p{L})(?:beer|wine|cider|whisky|whiskey|vodka|gin|rum|liqueur|prosecco|champagne|sherry|port|abv)(?!\p{L})/u.test(
      shape,
    )
  const isContent = new RegExp(`${asked} content (?:of |is )?(?:P|$)`, 'u').test(shape)
  if (named === undefined ? !(isDrink || isContent) : named !== asked) return null
  if (
    /(?<!\p{L})(?:less|more|lower|higher|reduced|than|off|extra|daily|recommended|not|free|without|rest|each|per|added|evaporat\p{L}*|lost|lose|loses)(?!\p{L})/u.test(
      shape,
    )
  )
    return null
  if (
    !inWords(
      words.replace(/(?<=how )many(?= )/u, 'much').replace(/(?<!\p{L})(?:beer|wine|juice)(?!\p{L})/gu, 'drink'),
      `${SHARE_WORDS} ${asked} pure`,
      1,
    )
  )
    return null
  const to = target?.unit ?? whole.unit
  const factor: Rational = divide(whole.unit.size, to.size)
  return measured({
    expression: `${percent.digits} / 100 * ${whole.digits}${factor.numerator === factor.denominator ? '' : ` * ${writeFactor(factor)}`}`,
    label: to.label,
    how: `${percent.shown} of ${whole.shown}`,
  })
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || told.measures.length < 2 || told.measures.length > 5 || asksYesNo(clause)) return null
  if (!isAsking(clause, told.shape) || told.measures.some(({ sign }) => sign !== null)) return null
  return told.measures.some(({ letter }) => letter === 'P') ? share(told) : mixture(told)
}

export const partsRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-parts',
    reason:
      'Works out the amounts of a mixture whose parts are named, and what a percentage of a weight or a drink is.',
    order: 140.3,
    pairs: 'joined',
    hint: /\d ?: ?\d|parts?(?!\p{L})|%|percent/iu,
    examples: {
      yes: [
        'I mix concrete 1:2:3 (cement, sand, gravel) and have 10 kg cement. how much gravel?',
        'mix syrup 1:7 with water, i want 2 litres of drink, how much syrup in ml?',
        'concrete 1:2:3 cement sand gravel, total 120 kg, how much of each?',
        'mix 1 part cement with 4 parts sand. how much sand for 25 kg of cement?',
        'how much fat is in 150 g of cheese with 30% fat?',
        'how much alcohol in ml is in 500 ml of 5 % beer',
      ],
      no: [
        'I mix concrete 1:2:3 (cement, sand, gravel) and have 10 kg. how much gravel?',
        'concrete 1:2:3 cement sand gravel, total 120 kg, how much sand and gravel?',
        'cement and sand 1:4, how much water for 25 kg of cement?',
        'mix 1 part cement with 4 parts sand. how much sand for 25 bags of cement?',
        'how much fat is in 150 g of cheese with 30% less fat?',
        'how much fat is in 150 g of cheese with 30% protein?',
        'how many grams of alcohol are in 500 ml of 5 % beer',
        'The team won 2:1 and drank 3 litres of beer, how much beer?',
        'how much water is in 400 g of a drink with 30% sugar?',
        'mix syrup 1:7 with water, how much water for 2 litres?',
      ],
    },
    read: readsColon(read),
  }),
]
