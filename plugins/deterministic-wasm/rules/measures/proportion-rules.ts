/**
 * Rules of three: `40 eggs weigh 2.4 kg, how much are 15`, `5 km in 27 min, how long for 8 km at that pace`, and the inverse one of people
 * who share a work: `6 workers need 8 days, how long for 4`. What does not grow with the number (shirts that dry, eggs that boil) is none.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { divide } from '../../arithmetic/rational.ts'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { duration, measured, readingsOf } from './measured.ts'
import { type Measure, readMeasures, readsColon, type Told, writeFactor } from './read-measures.ts'
import { asksYesNo, findTargets, inWords, isAsking, NUMBERED } from './told-words.ts'

const VERBS =
  'weigh weighs weighed is are has have contains contain takes take took needs need needed uses use used makes make made gives give covers cover covered lasts last feeds feed fills fill filled burns burn drinks drink eats eat holds hold cost print prints printed type types typed read reads pick picks picked pack packs packed paint paints painted lay lays laid write writes wrote produce produces produced build builds built dig digs dug mow mows mowed clean cleans cleaned finish finishes finished do does did done complete completes harvest plough plow unload empty empties ran run runs running drove drive drives driving walked walk walks walking cycled cycle rode ride swam swim went go get got cook cooks bake bakes assemble assembles sew sews knit knits'
const WORDS = `${VERBS} how much many long far what whats so then for if with in on at per out of the an a my our it that this same speed pace rate tempo would will could can i we he she they you me him people ppl persons person servings portions serves recipe ingredient dish pot batch amount time hours minutes days weeks job work task wall house field fence garden pool tank trench page pages word words still also only just another from to by and about each one`

/** At the same pace, or at that rate: it is so in any case. */
const PACE =
  /,? (?:at |with |in |keeping |if (?:i|we|he|she|they) (?:keep|hold|stay at|go on at) )?(?:the |that |this )?(?:exact )?same (?:speed|pace|rate|tempo|way|conditions)|,? at (?:that|this) (?:speed|pace|rate|tempo)|,? if (?:the )?(?:pace|speed|rate) (?:stays|is) the same/gu
/** What is not in proportion, or of which more is told. */
const NEVER =
  /(?<!\p{L})(?:each|every|per|plus|minus|more|less|fewer|extra|first|then|at once|at the same time|together|parallel|alone|helps?|joins?|leaves?|left|later|after|before|dry|dries|drying|boils?|boiling|bake|bakes|baking|sings?|plays?|symphony|pregnan\p{L}*|baby|babies|grows?|ages?|old|with the (?:box|shells?|packaging|bowl|jar|bag|bottle|lid)|including|empty|than|slower|faster|twice|half|breaks?|rest|meetings?|sleep|waits?|concert|films?|songs?|movies?|learn|square|diameter|radius|circle|deep|degrees|discount|percent)(?!\p{L})/u

type Item = { readonly measure: Measure; readonly key: string | null; readonly noun: string }

const stem = (word: string): string =>
  word.replace(/(?:ches|shes|xes|sses)$/u, end => end.slice(0, -2)).replace(/(?<=..)s$/u, '')
const PEOPLE = /^(?:people|ppl|persons?|guests?|servings?|portions?|adults?|heads?|of us)$/u
const NO_NOUN =
  /^(?:and|in|is|are|for|to|how|what|do|does|would|will|if|at|with|take|takes|need|needs|weigh|weighs|cost|the|of|then|so|need|with|from|per|by|on|last|lasts|make|makes|have|has|uses|use|cover|covers|except|but|or|used|without|minus|plus|less|more|other|others|half|left|of|an?|my|our|it|they|we|you|he|she|i)$/u

function itemOf(measure: Measure): Item | null {
  const { letter, unit, per, sign, after } = measure
  if (sign !== null || per !== null || letter === 'P' || letter === 'H' || letter === 'Q' || letter === 'E') return null
  if (letter === 'C') return { measure, key: 'time', noun: '' }
  if (unit !== null) return { measure, key: unit.unit.quantity, noun: '' }
  const found = /^ (?:(?:of|full|whole|large|big|small|medium|such) )?(\p{L}{2,14})/u.exec(after)?.[1]
  const noun = found === undefined || NO_NOUN.test(found) ? '' : found
  return { measure, key: noun === '' ? null : PEOPLE.test(noun) ? 'person' : `N ${stem(noun)}`, noun }
}

/** The items before the question and in it, in either order. */
type Halves = { readonly told: readonly Item[]; readonly asked: readonly Item[]; readonly question: string }

const QUESTION =
  /(?<!\p{L})(?:how (?:much|many|long|far|thick|heavy|high|tall|deep)|what)(?!\p{L})|[,;.?] (?=(?:and |so |then |but )?(?:for )?(?:only |just )?[A-Z](?: \p{L}+){0,3}[ ?.!]*$)/gu

const WISH =
  /[,;.–-] ?(?:but |so |and |now )?(?:i|we)(?: only| now| just)? (?:make|cook|need|want|bake|have|am making|am cooking for)(?: it| this| them)?(?: for)?(?: only| about)? [A-Z](?!\p{L})/u

function halvesOf(shape: string, items: readonly Item[]): Halves | null {
  const marks = [...shape.matchAll(QUESTION)]
  // `I cook for 7, how much rice`: the wish is part of the question.
  const wish = WISH.exec(shape)
  if (marks.length > 1 || (marks.length === 0 && wish === null)) return null
  const at = Math.min(wish?.index ?? shape.length, marks[0]?.index ?? shape.length)
  // `how long do 4 need if 6 need 8 days`: told behind the question.
  const turn = /,? (?:if|when|given that|knowing that|provided|where)(?!\p{L})/u.exec(shape.slice(at))
  const end = turn === null ? shape.length : at + turn.index
  // `how much flour for 15 pancakes, if 200 g makes 8`, or `5 km in 27 min, how long for 8 km`.
  const asked = items.filter(({ measure }) => measure.at > at && measure.at < end)
  const told = items.filter(item => !asked.includes(item))
  if (turn !== null && told.some(({ measure }) => measure.at < at)) return null
  return { told, asked, question: shape.slice(at, end) }
}

function read(clause: Clause): Answer | null {
  const told = readMeasures(clause)
  if (told === null || (told.measures.length !== 3 && told.measures.length !== 5)) return null
  if (asksYesNo(clause) || !isAsking(clause, told.shape)) return null
  const shape = told.shape.replace(PACE, ' ')
  const items = told.measures.map(itemOf)
  if (items.some(item => item === null) || NEVER.test(shape)) return null
  const nouns = (items as Item[]).map(({ noun }) => noun).join(' ')
  const targets = findTargets(shape, told.isImperial)
  const words = targets.reduceRight((text, { at, to }) => `${text.slice(0, at)} ${text.slice(to)}`, shape)
  if (targets.length > 1 || !inWords(words, `${WORDS} ${nouns}`, 2)) return null
  // Where the places of the measures moved, they are found again.
  const halves = halvesOf(told.shape, items as Item[])
  if (halves === null) return null
  const target = targets[0]?.unit ?? null
  return told.measures.length === 3 ? three(told, halves, target) : five(told, halves, target)
}

/** `100 g cheese has 26 g fat, how much in 65 g`: both are masses. */
function contained(told: Told, [whole, part]: readonly Item[], c: Item, question: string, target: Unit): Answer | null {
  if (
    whole === undefined ||
    part === undefined ||
    [whole, part, c].some(({ key }) => key !== 'mass') ||
    target !== null
  )
    return null
  const between = told.shape.slice(whole.measure.at + 1, part.measure.at)
  const noun = /^ (?:of )?(\p{L}{3,14})(?!\p{L})/u.exec(part.measure.after)?.[1]
  if (noun === undefined || !/^(?: of)?(?: \p{L}+){1,2} (?:has|have|contains?|holds?) $/u.test(between)) return null
  if (!/^how much(?: \p{L}{3,14})?(?: (?:is|are|do i get|would be))? (?:in|from|for) (?:a )?[A-Z]/u.test(question))
    return null
  const asked = /^how much (\p{L}{3,14}) /u.exec(question)?.[1]
  if (asked !== undefined && asked !== noun) return null
  const factor = `${digitsOf(c)} / ${digitsOf(whole)}${ratioOf(c, whole)}`
  return say(told, {
    of: part,
    factor,
    how: `${part.measure.shown} × ${c.measure.shown} ÷ ${whole.measure.shown}`,
    target,
  })
}

type Unit = ReturnType<typeof findTargets>[number]['unit'] | null

/** Bare numbers are of the kind of the one other thing that is counted. */
function sameKey(a: Item, b: Item): boolean {
  if (a.key !== null && b.key !== null) return a.key === b.key
  const isCount = (item: Item): boolean => item.measure.letter === 'N'
  if (!isCount(a) || !isCount(b)) return false
  // `for 4 ... for 7`
  return a.key !== null || b.key !== null || (SERVED.test(a.measure.before) && SERVED.test(b.measure.before))
}
const PACKS_OF =
  /(?<!\p{L})(?:packs?|packets?|boxes|bags|rows|cartons|crates|trays|tins|jars|bottles|cases|sets|sacks|baskets) of $/u
const SERVED = /(?:for|serves|feeds|of)(?: about| only| just)? $/u

function three(told: Told, { told: pair, asked, question }: Halves, target: Unit): Answer | null {
  const [c] = asked
  if (pair.length !== 2 || c === undefined || asked.length !== 1) return null
  const share = contained(told, pair, c, question, target)
  if (share !== null) return share
  const a = pair.find(item => sameKey(item, c))
  const b = pair.find(item => item !== a)
  if (a === undefined || b === undefined || b.key === null || sameKey(a, b) || !isAskedOf(question, b, target))
    return null
  // `6 packs of 24 pens`: 24 in each of them, or in all?
  if (PACKS_OF.test(b.measure.before)) return null
  const isWork = WORKERS.test(a.noun) || WORKERS.test(c.noun)
  if (isWork && b.key === 'time') return INVERSE.test(told.shape) ? inverse(told, [a, b, c], target) : null
  const isEaten = /(?<!\p{L})(?:lasts?|enough for|supply|supplies)(?!\p{L})/u.test(told.shape)
  if (isEaten && b.key === 'time' && a.measure.letter === 'N')
    return EATERS.test(a.noun) || a.key === 'person' ? inverse(told, [a, b, c], target, 'all eating alike') : null
  // Somebody who needs a time for so many pieces works on one after the other.
  if (b.key === 'time' && a.measure.letter === 'N' && !ONE_BY_ONE.test(told.shape)) return null
  if (a.key === 'time' && b.measure.letter === 'N' && !ONE_BY_ONE.test(told.shape)) return null
  if (a.key === 'person' && (b.key === 'time' || b.key === 'length')) return null
  if (a.key === 'temperature' || b.key === 'temperature' || a.key === 'angle' || b.key === 'angle') return null
  if (!isLinked(told.shape, a, b)) return null
  // `12 km in 1:06` are hours and minutes.
  if ([a, b].some(({ measure }) => measure.letter === 'C' && measure.digits.split(':').length === 2) && isTooFast(a, b))
    return null
  const factor = `${digitsOf(c)} / ${digitsOf(a)}${ratioOf(c, a)}`
  return say(told, { of: b, factor, how: `${b.measure.shown} × ${c.measure.shown} ÷ ${a.measure.shown}`, target })
}

/** More than ten metres in a second. */
function isTooFast(a: Item, b: Item): boolean {
  const way = [a, b].find(({ key }) => key === 'length')
  const time = [a, b].find(({ measure }) => measure.letter === 'C')
  if (way === undefined || time === undefined) return true
  const speed = evaluatedValue(
    `${way.measure.digits} * ${writeFactor(way.measure.unit!.size)} / ${secondsOf(time.measure)}`,
  )
  return speed === null || speed.numerator > speed.denominator * 10n
}

const LINK =
  /^(?: [\p{L}-]+){0,3}? ?(?:weigh(?:s|ed)?|is|are|has|have|had|contains?|takes?|took|needs?|needed|uses?|used|makes?|made|gives?|covers?|covered|feeds?|fills?|filled|burns?|lasts?|in|for|per|with|of|=|out of|from|to|prints?|types?|reads?|eats?|drinks?)(?: about| only| exactly| the| a| an| up to| of)*(?: [\p{L}-]+ (?:in|for|of|with|takes|took))? $/u

/** The two of the pair are told in one breath. */
function isLinked(shape: string, a: Item, b: Item): boolean {
  const [first, second] = a.measure.at < b.measure.at ? [a, b] : [b, a]
  return LINK.test(shape.slice(first.measure.at + 1, second.measure.at))
}

/** Whether the question is of the kind of `b`. */
function isAskedOf(question: string, b: Item, target: Unit): boolean {
  if (target !== null) return b.measure.unit?.unit.quantity === target.unit.quantity
  if (/how long/u.test(question)) return b.key === 'time'
  if (/how (?:far|thick|high|tall|deep)/u.test(question)) return b.key === 'length'
  if (/how heavy/u.test(question)) return b.key === 'mass'
  if (/how many/u.test(question)) {
    const noun = /how many (?:more )?(\p{L}{2,14})/u.exec(question)?.[1] ?? ''
    return (
      b.measure.letter === 'N' &&
      (sameNoun(noun, b.noun) || /^(?:do|does|can|could|would|will|for|are|in)$/u.test(noun))
    )
  }
  if (/how much time/u.test(question)) return b.key === 'time'
  // A mass or a volume is `how much`; a bare `and 15?` asks for whatever was told.
  return b.key !== 'time' || !/how much/u.test(question)
}
const sameNoun = (a: string, b: string): boolean =>
  a !== '' && (stem(a) === stem(b) || (PEOPLE.test(a) && PEOPLE.test(b)))

const WORKERS =
  /^(?:workers?|men|people|ppl|persons?|painters?|builders?|bricklayers?|gardeners?|labou?rers?|machines?|printers?|robots?|taps?|pipes?|pumps?|hoses?|cleaners?|diggers?|excavators?|trucks?|lorries|harvesters?|tractors?|employees|students?|volunteers|helpers|plumbers?|roofers?|carpenters?|movers?|pickers?)$/u
const EATERS =
  /^(?:people|ppl|persons?|cows?|horses?|hens?|chickens?|cats?|dogs?|sheep|goats?|pigs?|rabbits?|soldiers|campers|students|children|kids|hikers|men|sailors|guests|birds)$/u
/** Somebody builds, paints, empties; nobody drives, walks, listens or waits. */
const INVERSE =
  /(?<!\p{L})(?:needs?|takes?|took|paints?|builds?|built|digs?|dug|finish(?:es)?|do|does|complete|fills?|filled|empty|empties|mow|clean|harvest|lay|plough|plow|unload|pick|for the job|job|work)(?!\p{L})|^N \p{L}+,? (?:in )?T,? /u
const ONE_BY_ONE =
  /(?<!\p{L})(?:i|he|she|printer|machine|it|typist|worker|secretary|you|robot|we) (?:can )?(?:prints?|types?|typed|reads?|packs?|picks?|paints?|lays?|laid|writes?|wrote|makes?|made|produces?|assembles?|sews?|knits?|printed|packed|picked|painted|read|did|does|do|cleans?|cleaned|folds?|irons?)(?!\p{L})/u

const digitsOf = ({ measure }: Item): string => (measure.letter === 'C' ? secondsOf(measure) : measure.digits)
/** `24:30` are minutes and seconds beside a distance. */
function secondsOf({ digits }: Measure): string {
  const parts = digits.split(':')
  return parts.length === 3
    ? `(${parts[0]} * 3600 + ${parts[1]} * 60 + ${parts[2]})`
    : `(${parts[0]} * 60 + ${parts[1]})`
}
function ratioOf(c: Item, a: Item): string {
  if (c.measure.unit === null || a.measure.unit === null) return ''
  const factor = divide(c.measure.unit.size, a.measure.unit.size)
  return factor.numerator === factor.denominator ? '' : ` * ${writeFactor(factor)}`
}

type Said = { readonly of: Item; readonly factor: string; readonly how: string; readonly target: Unit }

function say(told: Told, { of, factor, how, target }: Said): Answer | null {
  const { measure } = of
  const readings = [...readingsOf(told), target?.reading ?? '']
  const expression = `${digitsOf(of)} * ${factor}`
  if (measure.letter === 'C') return duration(expression, how, readings)
  if (measure.unit === null) return measured({ expression, label: of.noun, how, readings })
  const to = target ?? measure.unit
  const inUnit = `${expression} * ${writeFactor(divide(measure.unit.size, to.size))}`
  // Hours and days of work are told as such, a run in hours, minutes and seconds.
  if (target === null && measure.letter === 'T' && /^(?:minute|second|hour)$/u.test(measure.unit.unit.name))
    return duration(`${expression} * ${writeFactor(measure.unit.size)}`, how, readings)
  return measured({ expression: inUnit, label: to.label, how, readings })
}

/** Ways and meals that nobody shares as work. */
const NOT_SHARED =
  /(?<!\p{L})(?:walk|way|trip|route|journey|drive|flight|train|commute|meal|lunch|dinner|show|match|game|race|hike|tour|swim|ride|run|climb|test|exam|queue|shower|nap|visit)(?!\p{L})/u

function inverse(
  told: Told,
  [a, b, c]: readonly [Item, Item, Item],
  target: Unit,
  shared = 'all working at the same speed',
): Answer | null {
  if (NOT_SHARED.test(told.shape)) return null
  if (b.measure.letter === 'C' || !/^\d+$/.test(a.measure.digits) || !/^\d+$/.test(c.measure.digits)) return null
  const how = `${a.measure.shown} × ${b.measure.shown} ÷ ${c.measure.shown}, ${shared}`
  return say(told, { of: b, factor: `${a.measure.digits} / ${c.measure.digits}`, how, target })
}

/** `12 workers pack 540 crates in 3 hours; how many would 8 workers pack in 5 hours`: by number and by time. */
function five(told: Told, { told: three, asked, question }: Halves, target: Unit): Answer | null {
  if (three.length !== 3 || asked.length !== 2) return null
  const who = three.find(({ noun }) => WORKERS.test(noun))
  const time = three.find(({ key }) => key === 'time')
  const what = three.find(item => item !== who && item !== time)
  if (who === undefined || time === undefined || what === undefined || what.key === null) return null
  const pick = (of: Item): Item | undefined =>
    asked.find(item => sameKey(of, item) && item.measure.letter === of.measure.letter)
  const [who2, time2, what2] = [pick(who), pick(time), pick(what)]
  const by = (of: Item, to: Item): string => `${digitsOf(to)} / ${digitsOf(of)}${ratioOf(to, of)}`
  const shown = (of: Item, to: Item): string => ` × ${to.measure.shown} ÷ ${of.measure.shown}`
  if (what2 === undefined && who2 !== undefined && time2 !== undefined && isAskedOf(question, what, target))
    return say(told, {
      of: what,
      factor: `${by(who, who2)} * ${by(time, time2)}`,
      how: `${what.measure.shown}${shown(who, who2)}${shown(time, time2)}`,
      target,
    })
  if (time2 === undefined && who2 !== undefined && what2 !== undefined && isAskedOf(question, time, target))
    return say(told, {
      of: time,
      factor: `${by(what, what2)} * ${by(who2, who)}`,
      how: `${time.measure.shown}${shown(what, what2)}${shown(who2, who)}`,
      target,
    })
  return null
}

export const proportionRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-proportion',
    reason: 'Works out what another amount takes, weighs or lasts where one amount is told, directly or inversely.',
    order: 332.5,
    pairs: 'joined',
    hint: NUMBERED,
    examples: {
      yes: [
        '100 g cheese has 26 g fat, how much in 65 g',
        '40 eggs weigh 2.4 kg, how much are 15',
        '5 litres of oil weigh 4.6 kg. What do 3 litres weigh?',
        'i ran 5 km in 27 min. how long would 8 km take at the same speed?',
        'if i run 5k in 24:30 how long for 10k same pace',
        '6 workers need 8 days, how long for 4 workers',
        '12 workers pack 540 crates in 3 hours; how many would 8 workers pack in 5 hours?',
        'How much flour do I need for 15 pancakes, if 200 g makes 8?',
      ],
      no: [
        '100 g cheese has 26 g fat and 20 g protein, how much in 65 g',
        'If 3 shirts dry in 2 hours on the line, how long do 6 shirts take?',
        'It takes 4 minutes to boil 1 egg. How long to boil 5 eggs?',
        'An orchestra of 120 people plays a symphony in 40 minutes, how long do 60 people take?',
        '3 people need 4 hours to drive 300 km, how long do 6 people need?',
        'I ran 5 km in 27 min, how long for 8 km if I am 10 percent slower?',
        '40 eggs weigh 2.4 kg, how much are 15 pears',
        '3 people need 40 minutes for the walk, how long do 6 people need?',
        '6 workers need 8 days, how long for 4 workers if 2 join later',
        '5 km in 27 min, how long did the other 3 km take?',
      ],
    },
    read: readsColon(read),
  }),
]
