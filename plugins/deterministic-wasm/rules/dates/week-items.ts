/**
 * A request about hours of work as spells, days and breaks in their order: `9-5`, `mon 8-16:30`, `3 breaks of 15 min`. One word or number
 * that is none of these, and there are no items.
 */
import type { Moments } from './moments.ts'
import { kept } from './skeleton.ts'

export type Clock = { readonly seconds: number; readonly isTwelve: boolean; readonly is24: boolean }
type Token =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'clock'; readonly clock: Clock; readonly count: number | null }
  | { readonly kind: 'length'; readonly seconds: number; readonly text: string }
  | { readonly kind: 'days'; readonly count: number }
  | { readonly kind: 'weekday'; readonly day: number }
export type Spell = {
  readonly kind: 'spell'
  readonly from: Clock
  readonly to: Clock
  readonly isBreak: boolean
}
export type Item =
  | Spell
  | { readonly kind: 'days'; readonly count: number; readonly isNamed: boolean; readonly isFree: boolean }
  | { readonly kind: 'break'; readonly seconds: number; readonly text: string; readonly isEach: boolean }

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
export const DAY = 86_400
export const HALF = 43_200

/** The words and values of a request in their order, or null where it holds another kind of thing. */
export function tokensOf({ shape, times, numbers, lengths, spans, weekdays }: Moments): readonly Token[] | null {
  const next = { T: 0, N: 0, L: 0, S: 0, W: 0 }
  const tokens: Token[] = []
  for (const word of shape.split(' ')) {
    const last = tokens.at(-1)
    if (word === 'hour' && last?.kind === 'word' && /^an?$/u.test(last.word))
      tokens.splice(-1, 1, { kind: 'length', seconds: 3600, text: '1 hour' })
    // Beside other days, it has been written out: what is left is the verb, or the star.
    else if ((word === 'sat' || word === 'sun') && weekdays.length === 0)
      tokens.push({ kind: 'weekday', day: WEEK.indexOf(word) })
    else if (!/^[A-Z]$/u.test(word)) tokens.push({ kind: 'word', word })
    else if (word === 'T') {
      const time = times[next.T++]
      if (time === undefined || time.isEnd) return null
      const is24 = time.seconds >= 46_800 || time.seconds < 3600 || /^0\d|^(?:noon|mid)/i.test(time.text)
      tokens.push({ kind: 'clock', clock: { seconds: time.seconds, isTwelve: time.isTwelve, is24 }, count: null })
    } else if (word === 'N') {
      const number = Number(numbers[next.N++])
      if (!Number.isInteger(number) || number > 31) return null
      const clock = { seconds: number * 3600, isTwelve: false, is24: number > 12 || number === 0 }
      tokens.push({ kind: 'clock', clock, count: number })
    } else if (word === 'L') {
      const length = lengths[next.L++]
      if (length === undefined) return null
      tokens.push({ kind: 'length', seconds: length.seconds, text: length.text })
    } else if (word === 'S') {
      const span = spans[next.S++]
      if (span === undefined || span.weeks + span.months + span.years > 0) return null
      tokens.push({ kind: 'days', count: span.days + span.businessDays })
    } else if (word === 'W') {
      const day = WEEK.indexOf((weekdays[next.W++] ?? '').slice(0, 3))
      if (day < 0) return null
      tokens.push({ kind: 'weekday', day })
    } else return null
  }
  return tokens
}

const TO = kept('to until till til - through thru')
export const BREAKS = kept('break breaks lunch pause pauses rest dinner')
const TAKEN = kept('minus less deduct deducting without')
const STARTS = kept(
  'start starts started starting begin begins began in arrive arrived came work works worked from clock clocked on',
)
const BETWEEN_STARTS = kept(
  'and then i we he she finish finishes finished end ends ended stop stops stopped leave leaves left clock out off go home went until till to at clocked knock knocked',
)
const FREE = kept('off free closed none nothing sick holiday')
const WORDS = kept(
  "a an the i i'm we he she they my our is are was were it its it's that this of for with at on in and then per each every day daily week weekly hours how many much long total altogether all net gross working worked work works time times shift shifts from between to until till - start starts started starting begin begins began finish finishes finished end ends ended stop stopped leave left go home went clock clocked out lunch break breaks pause pauses rest dinner unpaid paid minus less deduct deducting without off take takes took taking have had has having get gets got do does did will decimal decimals as nurse night shop store office sleep slept opens open opening opened opening hours what what's whats make makes come comes timesheet please x add up if job days nights so evenings mornings afternoons gym baby toddler nap napped training practice practise class course lesson yoga swimming football library nursery kindergarten school museum cafe pharmacy salon babysat babysit babysitting babysitter cleaning cleaned tutoring tutored volunteer volunteered weeks month",
)

const isWord = (token: Token | undefined, words: ReadonlySet<string>): boolean =>
  token?.kind === 'word' && words.has(token.word)
const clockAt = (token: Token | undefined): Clock | null =>
  token?.kind === 'clock' && token.clock.seconds <= DAY ? token.clock : null

/** Where the spell that begins here ends: `9 to 17`, `start at 8 and finish at 16:30`; -1 where none does. */
function spellEnd(tokens: readonly Token[], i: number): number {
  const before = tokens[i - 1]
  const joint = tokens[i + 1]
  if (clockAt(tokens[i]) === null) return -1
  if (isWord(joint, TO) && clockAt(tokens[i + 2]) !== null) return i + 2
  if (isWord(before, kept('between')) && isWord(joint, kept('and')) && clockAt(tokens[i + 2]) !== null) return i + 2
  const isStarted = [1, 2].some(back => isWord(tokens[i - back], STARTS))
  if (!isStarted) return -1
  let at = i + 1
  while (at - i < 7 && isWord(tokens[at], BETWEEN_STARTS)) at += 1
  return at > i + 1 && clockAt(tokens[at]) !== null ? at : -1
}

export const nearBreak = (tokens: readonly Token[], from: number, to: number, words: ReadonlySet<string>): boolean =>
  tokens.slice(Math.max(0, from), to).some(token => isWord(token, words))

/** `lunch 12-13`, `breaks from 9:30`, and no day of the week between. */
const isInBreak = (tokens: readonly Token[], i: number): boolean =>
  isWord(tokens[i - 1], BREAKS) ||
  (isWord(tokens[i - 2], BREAKS) && isWord(tokens[i - 1], kept('from between at is was')))

/** Spells, days and breaks in their order; null where a word or a number is left over. */
export function itemsOf(tokens: readonly Token[]): readonly Item[] | null {
  const items: Item[] = []
  let lastBreak = -9
  for (let i = 0; i < tokens.length; i += 1) {
    const token = tokens[i]!
    const [one, two] = [tokens[i + 1], tokens[i + 2]]
    if (token.kind === 'weekday') {
      const isRange = isWord(one, TO) && two?.kind === 'weekday'
      const count = isRange ? ((two.day - token.day + 7) % 7) + 1 : 1
      if (isRange) i += 2
      items.push({ kind: 'days', count, isNamed: true, isFree: isWord(tokens[i + 1], FREE) })
      continue
    }
    if (token.kind === 'days') {
      items.push({ kind: 'days', count: token.count, isNamed: false, isFree: false })
      continue
    }
    const end = spellEnd(tokens, i)
    if (end > 0) {
      const isBreak = isInBreak(tokens, i) || (i - lastBreak === 2 && isWord(tokens[i - 1], kept('and')))
      items.push({ kind: 'spell', from: clockAt(token)!, to: clockAt(tokens[end])!, isBreak })
      if (isBreak) lastBreak = end
      i = end
      continue
    }
    if (token.kind === 'clock' && token.count !== null && token.count > 0) {
      // `3 breaks of 15 min`, `2 15 minute breaks`, `x 5`, `3 nights`.
      const at = one?.kind === 'length' ? i + 1 : isWord(one, BREAKS) ? (isWord(two, kept('of')) ? i + 3 : i + 2) : -1
      const length = at > 0 ? tokens[at] : undefined
      if (length?.kind === 'length' && nearBreak(tokens, i, at + 3, BREAKS)) {
        items.push({
          kind: 'break',
          seconds: token.count * length.seconds,
          text: token.count === 1 ? length.text : `${token.count} × ${length.text}`,
          isEach: isEachDay(tokens, at),
        })
        i = at
        continue
      }
      if (
        !isWord(one, kept('days nights shifts times evenings mornings afternoons')) &&
        !isWord(tokens[i - 1], kept('x times'))
      )
        return null
      items.push({ kind: 'days', count: token.count, isNamed: false, isFree: false })
      continue
    }
    if (token.kind === 'length') {
      // `2 breaks` of a length that is told once are two such lengths or one.
      const isOff = nearBreak(tokens, i - 3, i + 3, BREAKS) || nearBreak(tokens, i - 2, i, TAKEN)
      if (!isOff || nearBreak(tokens, i, i + 3, kept('breaks pauses'))) return null
      items.push({ kind: 'break', seconds: token.seconds, text: token.text, isEach: isEachDay(tokens, i) })
      continue
    }
    if (
      token.kind !== 'word' ||
      !(WORDS.has(token.word) || (FREE.has(token.word) && tokens[i - 1]?.kind === 'weekday'))
    )
      return null
  }
  return items
}

const isEachDay = (tokens: readonly Token[], at: number): boolean =>
  tokens
    .slice(at + 1, at + 5)
    .map(token => (token.kind === 'word' ? token.word : '.'))
    .join(' ')
    .match(/(?:each|every|per|a) (?:day|night|shift)|daily|each$/u) !== null
