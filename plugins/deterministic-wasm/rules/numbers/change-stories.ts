/**
 * A change between two figures of one thing, then and now, that is asked for in per cent: `My plant was 48 cm in spring and is 60 cm now.` Which
 * of the two is the old one must be said; of more than two, or of two things, nothing is said.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { inPercent } from '../evaluated.ts'
import { commonSign, showAmount } from '../money.ts'
import { type Answer, defineRule } from '../rule.ts'
import { type Figure, readStories, type Story, type StoryForm } from '../stories/story.ts'

const NEW =
  /(?<!\p{L})(?:now|today|nowadays|this (?:year|month|week|season|time|quarter|morning|summer|winter|spring|autumn)|current|currently|at present|latest|new|in the end|afterwards|later)(?!\p{L})/u
const OLD =
  /(?<!\p{L})(?:used to|last (?:year|month|week|season|time|quarter|summer|winter|spring|autumn)|the (?:year|month|week) before|before|ago|yesterday|originally|original|previously|previous|first|old|at first|at the start|initially|started)(?!\p{L})/u
/** Where no word of time stands, the verb tells. */
const IS = /(?<!\p{L})(?:is|are|has|have)(?!\p{L})/u
const WAS = /(?<!\p{L})(?:was|were|had)(?!\p{L})/u
const timeOf = (text: string): 'new' | 'old' | null => {
  const [isNew, isOld] =
    NEW.test(text) === OLD.test(text) ? [IS.test(text), WAS.test(text)] : [NEW.test(text), OLD.test(text)]
  return isNew === isOld ? null : isNew ? 'new' : 'old'
}
const SEASONS = [
  'january february march april may june july august september october november december',
  'spring summer autumn winter',
  'monday tuesday wednesday thursday friday saturday sunday',
].map(names => names.split(' '))
const UP =
  /(?<!\p{L})(?:grow|grew|grown|growth|growing|increase|increased|rise|rose|risen|more|gain|gained|up|higher|bigger|taller|heavier|improve|improved|improvement|dearer)(?!\p{L})/u
const DOWN =
  /(?<!\p{L})(?:drop|dropped|fall|fell|fallen|decrease|decreased|reduction|reduced|loss|lost|lose|less|fewer|down|lower|lighter|shorter|cheaper|smaller|shrink|shrank|shrunk|decline|declined)(?!\p{L})/u
const YEAR_BEFORE = /(?<!\p{L})(?:in|since|from|of|by|year) $/u
const isYear = ({ amount, before }: Figure): boolean =>
  amount.sign === null && /^(?:1[89]|20)\d\d$/.test(amount.digits) && YEAR_BEFORE.test(before)

const AGO = /^ (?:years?|months?|weeks?|days?) (?:ago|before|earlier|later)(?!\p{L})/u

const UNITS = new Set(
  'cm m km mm kg g l ml miles hours minutes degrees points percent litres liters kwh tons tonnes'.split(' '),
)
const TIMES =
  /^(?:last|this|in|and|now|today|then|yesterday|on|at|before|ago|by|per|to|is|was|were|are|of|people|the|but|so|what|how|while|when|during|after|ever|it|we|i|he|she|they)$/u
const wordBehind = ({ after }: Figure): string => /^ ?(\p{L}+)/u.exec(after)?.[1] ?? ''
const stem = (word: string): string => word.replace(/s$/u, '')

const CHANGE: StoryForm = {
  amounts: [2, 5],
  cues: [
    /(?:percent|per cent|percentage|%)[^A]{0,60}$/u,
    /(?<!\p{L})(?:how (?:many|much)|what|what's|whats|which|percent|percentage|%|drop|growth|increase|decrease|change|rise|fall|loss) [^A]*$/u,
  ],
  not: /(?<!\p{L})(?:average|per|each|every|annual|annually|yearly|monthly|a (?:year|month|week)(?! ago| before| later| earlier)|compound|cagr|interest|discount|vat|tax|of (?:them|these|those|which|that) |points?|what percent of|percentage of|% of|percent of|out of|both|together|total|altogether|sum|left|not|never|if|another|other|share|who|goal|target|will|would|should|could|next|expect|forecast|plan|reach|need|needed|profit|margin|markup|difference|capacity|maximum|limit)(?!\p{L})/u,
  words:
    'percent percentage cent % by grow grew grown growth growing increase increased rise rose risen more gain gained up higher bigger taller heavier improve improved improvement drop dropped fall fell fallen decrease decreased reduction reduced loss lost lose less fewer down lower lighter shorter cheaper smaller shrink shrank shrunk decline declined change changed ' +
    'year years month months week weeks season quarter last this ago before now today yesterday used from was were had is are since then while only later after first at start originally previously previous currently current initially started new old by number people members visitors subscribers followers customers users inhabitants students employees sales price prices weight height population village town city company school club shop newsletter channel cm mm km kg g m l ml miles points kwh litres liters ' +
    SEASONS.flat().join(' '),
  everyday: true,
  names: 4,
  mustAsk: true,
  asks: /(?:percent|percentage|%)/u,
  read: story => changed(story),
}

function changed({ shape, amounts }: Story): Answer | null {
  const years = amounts.filter(isYear)
  const figures = amounts.filter(figure => !isYear(figure) && !AGO.test(figure.after))
  const [a, b] = figures
  if (a === undefined || b === undefined || figures.length !== 2 || (years.length !== 0 && years.length !== 2))
    return null
  const sign = commonSign([a.amount, b.amount])
  const [unit, other] = [wordBehind(a), wordBehind(b)]
  if (sign === 'mixed' || !isOne(unit, other)) return null
  const isTurned = isFirstNew(shape, a, b, years)
  if (isTurned === null) return null
  const [old, now] = isTurned ? [b, a] : [a, b]
  const [from, to] = [Number(old.amount.digits), Number(now.amount.digits)]
  const asked = shape.slice(Math.max(...amounts.map(({ at }) => at)) + 1)
  const [isUp, isDown] = [UP.test(asked), DOWN.test(asked)]
  // `how much is that in percent`: of the old one, or more than it?
  if (!isUp && !isDown && !/(?<!\p{L})changed?(?!\p{L})/u.test(asked)) return null
  if (!(from > 0) || to < 0 || from === to || (isUp && isDown)) return null
  if ((isUp && to < from) || (isDown && to > from)) return null
  const gap = isDown ? `${from} - ${to}` : `${to} - ${from}`
  return inPercent(`(${gap}) / ${from} * 100`, `from ${showAmount(old.amount)} to ${showAmount(now.amount)}`)
}

/** `48 boys and 60 girls` are two things. */
function isOne(unit: string, other: string): boolean {
  if (unit === other || TIMES.test(unit) || TIMES.test(other) || unit === '' || other === '') return true
  return !UNITS.has(unit) && !UNITS.has(other) && stem(unit) === stem(other)
}

const SMALL = new Set(
  'a an the is are was were has have had be been am i we it he she they you my our his her their its there this last in at on of to now today yesterday only just already then before ago year years month months week weeks season time quarter currently current so and but while up down at first later since from by for with as high tall long wide big heavy'.split(
    ' ',
  ),
)
/** Whether what stands about the second figure is of the thing of the first: no other name, and nothing else done. */
function isSameThing(first: string, second: string): boolean {
  const told = new Set((first.match(/\p{L}[\p{L}'-]*/gu) ?? []).map(stem))
  const names = new Set(SEASONS.flat())
  return (second.match(/\p{L}[\p{L}'-]*/gu) ?? []).every(
    word => word === 'A' || SMALL.has(word) || names.has(word) || told.has(stem(word)),
  )
}

/** Whether the first of the two is the new one; null where nobody can tell. */
function isFirstNew(shape: string, a: Figure, b: Figure, years: readonly Figure[]): boolean | null {
  const between = shape.slice(a.at + 1, b.at)
  const cut = /(?:,| and | but | then | while |;)/u.exec(between)
  const at = a.at + 1 + (cut?.index ?? between.length)
  const end = /[,;]/u.exec(shape.slice(b.at + 1))
  const [first, second] = [shape.slice(0, at), shape.slice(at, end === null ? shape.length : b.at + 1 + end.index)]
  if (!isSameThing(first, second)) return null
  if (years.length === 2) {
    const isOrdered = (years[0]!.at - a.at) * (years[1]!.at - b.at) > 0
    const [x, y] = years.map(({ amount }) => Number(amount.digits)) as [number, number]
    return isOrdered && x !== y && years[0]!.at < Math.max(a.at, b.at) === years[0]!.at < b.at ? x > y : null
  }
  const [one, two] = [timeOf(first), timeOf(second)]
  if (one !== null || two !== null) return one === two ? null : one === 'new' || two === 'old'
  for (const names of SEASONS) {
    const [x, y] = [first, second].map(text =>
      names.findIndex(name => new RegExp(`(?<!\\p{L})${name}(?!\\p{L})`, 'u').test(text)),
    )
    if (x !== undefined && y !== undefined && x >= 0 && y >= 0 && x !== y) return x > y ? null : false
  }
  return null
}

export const changeStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'change-story',
    reason: 'Works out in per cent how much a thing has changed between then and now.',
    order: 109.7,
    pairs: 'joined',
    hint: /%|per ?cent/i,
    examples: {
      yes: [
        'My plant was 48 cm in spring and is 60 cm now. By how many percent did it grow?',
        "our newsletter had 820 subscribers last month, now 779. what's the drop in percent?",
        'We had 1250 visitors last year and 1475 this year. How many percent more is that?',
        'population was 12,500 in 2010 and 15,000 in 2020, percent growth?',
        'The bread is 3.60 now, it was 3.20 last year. What is the increase in percent?',
        'Sales were 400 in March and 460 in April. By what percentage did they rise?',
      ],
      no: [
        'We had 1250 visitors last year and 1475 this year. How many percent more per month is that?',
        'We had 48 boys last year and 60 girls this year. How many percent more is that?',
        'We had 1250 visitors last year and 1475 this year. What percent less is that?',
        'My plant was 48 cm in spring and is 60 cm now. By how many percent did it grow each month?',
        'population was 12,500 in 2010 and 15,000 in 2020, average percent growth per year?',
        'I had 20 apples and gave 5 away. What percent did I lose?',
        'There were 30 kids last year and 12 of them are girls now. What percent are girls?',
        'I weighed 80 kg last year and 75 kg now, my goal is 70. How many percent to go?',
      ],
    },
    read: clause => (clause.plain.length <= 260 ? readStories(clause, [CHANGE]) : null),
  }),
]
