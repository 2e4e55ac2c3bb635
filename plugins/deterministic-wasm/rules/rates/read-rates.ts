/**
 * Reads a request about rates from left to right: prices for one of something, how many of it, amounts that stand beside, and the period that
 * is asked for. Every figure must be one of these, and every other word one that changes nothing; else there is no reading.
 */
import { type Figure, isTold, type Story, strangers } from '../stories/story.ts'
import { TURNS } from '../stories/turns.ts'
import { EVERYDAY, GOODS } from '../stories/vocabulary.ts'
import { type Count, DAY, factAt, type Price } from './rate-facts.ts'
import { ASK_PER, caughtAt, IDIOM, TAX, THIS_PERIOD, TWICE } from './rate-patterns.ts'
import { isPlainWord, rateUnit } from './rate-words.ts'

export type Rates = {
  readonly prices: readonly Price[]
  readonly counts: readonly Count[]
  /** Units for one of which the answer is asked. */
  readonly asked: readonly string[]
  /** `this month`, `in march` */
  readonly isOneMonth: boolean
  readonly tax: Figure | null
  /** Words that no list knows. */
  readonly names: number
  readonly shape: string
}

const JOINT = /(?:[\s,;.:?!()+&×*=]|(?<=\s)[–—-](?=\s))+/uy
/** Of what is only put aside. */
const NO_INTEREST = /,? ?[(]?(?:with )?(?:no|without|zero) interest[)]?/gu
/** `3 pens at $2 each and a notebook`: something that has no price. */
const UNPRICED =
  /(?:,| and| plus) (?:an?|one|some|the|my|our) (?!(?:(?:grand|full|whole|final) )?(?:total|sum|bill|costs?|price|amount|invoice|day|week|month|year|night|hour)(?!\p{L}))(?:\p{L}+ ){0,2}\p{L}+(?=[,.?!;]|$| (?:total|what|how)(?!\p{L}))/u
/** A dash between two figures: a span, or a minus. */
const DASHED = /A[^A]* [–—-] ?(?:\p{L}+ ){0,2}A/u
const WORD = /[\p{Ll}\p{N}²³][\p{Ll}\p{N}²³'’-]*/uy
const NEVER =
  /(?<!\p{L})(?:how (?:many|long|far|often|fast|to)|which|who|whose|why|where|difference|save(?! A)|saves|saved|saving(?! A)|less|cheaper|better|free|included|including|incl|inclusive|first|further|additional|extra|already|left|except|unless|without|not|no|never|instead|(?<!get )back|average|half|double|twice(?! (?:a|per|each|every) )|minus|discount|off|about|around|roughly|approximately|up to|at least|at most|minimum(?! wage)|maximum|only the|per cent|or|(?:and|but|while) (?:he|she|they|(?:my|our|the|his|her) (?:sister|brother|friend|colleague|wife|husband|partner|boss|son|daughter|mum|mom|dad|mother|father|mate|neighbou?r))|went (?:up |down )?to|started?|but|unpaid)(?!\p{L})/u

const QUESTIONS = /(?<!\p{L})(?:what(?:'?s)?|how (?:much|high|big|expensive))(?!\p{L})/gu

export function readRates(story: Story): Rates | null {
  const text = story.shape.replaceAll('’', "'").replace(NO_INTEREST, found => ' '.repeat(found.length))
  if (
    NEVER.test(text) ||
    UNPRICED.test(text) ||
    DASHED.test(text) ||
    story.percents.length > 1 ||
    [...text.matchAll(QUESTIONS)].length > 1
  )
    return null
  const figures = [...story.amounts, ...story.percents].sort((a, b) => a.at - b.at)
  const prices: Price[] = []
  const counts: Count[] = []
  const asked = new Set<string>()
  let [isOneMonth, tax, names] = [false, null as Figure | null, 0]
  let joint = ''
  let label = ''
  let at = 0
  let next = 0
  while (at < text.length) {
    JOINT.lastIndex = at
    const gap = JOINT.exec(text)?.[0] ?? ''
    if (gap !== '') {
      joint += gap
      at += gap.length
      continue
    }
    const own = figures.slice(next)
    const found = factAt(text, at, own, joint, label, prices.length > 0)
    if (found !== null) {
      if (found.price !== undefined) prices.push(found.price)
      counts.push(...(found.counts ?? []))
      at = found.to
      next += found.figures
      joint = ''
      label = ''
      continue
    }
    const twice = caughtAt(TWICE, text, at)
    if (twice !== null) {
      counts.push(often(twice.groups ?? {}, joint))
      at += twice[0].length
      joint = ''
      continue
    }
    const rate = caughtAt(TAX, text, at)
    if (rate !== null && own[0]?.kind === 'percent') {
      tax = own[0]
      at += rate[0].length
      next += 1
      joint = ''
      continue
    }
    const idiom = caughtAt(IDIOM, text, at)
    if (idiom !== null) {
      at += idiom[0].length
      joint += idiom[0]
      continue
    }
    const period = caughtAt(THIS_PERIOD, text, at)
    if (period !== null) {
      isOneMonth ||= /month/u.test(period[0]) || period.groups?.month !== undefined || period.groups?.bare !== undefined
      // `for the year` asks as `a year` does.
      if (/(?:for|in) the year/u.test(period[0])) asked.add('year')
      else if (/(?:for|in) the month/u.test(period[0])) asked.add('month')
      else if (/year/u.test(period[0])) return null
      at += period[0].length
      continue
    }
    const per = caughtAt(ASK_PER, text, at)
    if (per !== null) {
      // `bag fee per person`: told, and not asked.
      if (!isAskedAt(text, at, per[0].length)) return null
      asked.add(per.groups?.each === undefined ? rateUnit(per.groups?.period ?? per.groups?.adverb ?? '') : 'person')
      at += per[0].length
      continue
    }
    const word = caughtAt(WORD, text, at)?.[0]
    if (word === undefined) return null
    const plain =
      isPlainWord(word) ||
      DAY.test(word) ||
      GOODS.has(word) ||
      (!TURNS.has(word) && EVERYDAY.has(word)) ||
      isCommon(word)
    if (!plain) {
      names += 1
      // `gives 5 cents`: a verb before a figure says what is done with it.
      const isBeforeFigure = /(?:s|ed)$/u.test(word) && /^ ?A/u.test(text.slice(at + word.length))
      if (names > 2 || isBeforeFigure || TURNS.has(word) || !/^\p{Ll}[\p{Ll}'-]{2,}$/u.test(word)) return null
    }
    label = word
    joint += `${word} `
    at += word.length
  }
  const merged = mergedDays(counts)
  if (next !== figures.length || !isTold(text, { words: text.replace(/[^\p{Ll}' -]/gu, ' '), names: 0 })) return null
  return { prices, counts: merged, asked: [...asked], isOneMonth, tax, names, shape: text }
}

/** Whether a part of a sentence asks, or is nothing but `each` or `per year`. */
function isAskedAt(text: string, at: number, length: number): boolean {
  const from = Math.max(...[',', '.', ';', ':', '?', ' - ', ' – '].map(mark => text.lastIndexOf(mark, at))) + 1
  const found = /[,.;?]/u.exec(text.slice(at + length))
  const to = found === null ? text.length : at + length + found.index
  const around = `${text.slice(from, at)} ${text.slice(at + length, to)}`
  return (
    ASKING.test(around) ||
    !/[\p{L}]/u.test(around.replace(/(?<!\p{L})(?:and|so|then|please|in|for|the|with|over)(?!\p{L})/gu, ''))
  )
}
const ASKING =
  /(?<!\p{L})(?:what|what's|whats|how much|total|sum|costs?|price|pay|pays|owe|share|bill|salary|income|wage|rate|spend|earn|gross|altogether|calculate|work out|amount|expenses|much)(?!\p{L})/u

const ON_DAY = new RegExp(`^ (?:on )?${DAY.source}`, 'u')
const often = ({ times, period }: Readonly<Record<string, string | undefined>>, joint: string): Count => ({
  expression: times === 'once' ? '1' : '2',
  shown: times === 'once' ? '1' : '2',
  unit: '',
  per: rateUnit(period ?? ''),
  isTaken: false,
  joint,
  behind: '',
  value: times === 'once' ? 1 : 2,
})

/** `Mon 6 h, Tue 7.5 h`: what is counted for several days is one sum. */
function mergedDays(counts: readonly Count[]): readonly Count[] {
  const named = counts.map(count => ({
    count,
    day: (DAY.exec(count.joint) ?? ON_DAY.exec(count.behind.replace(/^ ?(?:hours|hrs|hr|h)/u, '')))?.[1]?.slice(0, 3),
  }))
  const days = named.filter(({ day }) => day !== undefined)
  const [first] = days
  if (first === undefined || days.length < 2 || new Set(days.map(({ day }) => day)).size !== days.length) return counts
  if (!days.every(({ count: { unit, per, isTaken } }) => unit === 'hour' && per === null && !isTaken)) return counts
  const sum = {
    ...first.count,
    expression: `(${days.map(({ count }) => count.expression).join(' + ')})`,
    shown: `(${days.map(({ count }) => count.shown).join(' + ')})`,
    value: days.reduce((all, { count }) => all + count.value, 0),
  }
  return [sum, ...counts.filter(count => !days.some(one => one.count === count))]
}

const isCommon = (word: string): boolean => strangers(word, '').length === 0
