/**
 * Hours of work as people tell them: one spell a day with its breaks and how many days a week, or a spell for each day. Hours may stand
 * alone (`9-5`, `mon 8-16:30`); where am and pm are not said, the shorter way round the clock is meant. Pay is no matter of this file.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import { formAsked, lengthAnswer, PAID_BREAK, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { kept } from './skeleton.ts'

type Clock = { readonly seconds: number; readonly isTwelve: boolean; readonly is24: boolean }
type Token =
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'clock'; readonly clock: Clock; readonly count: number | null }
  | { readonly kind: 'length'; readonly seconds: number; readonly text: string }
  | { readonly kind: 'days'; readonly count: number }
  | { readonly kind: 'weekday'; readonly day: number }
type Spell = {
  readonly kind: 'spell'
  readonly from: Clock
  readonly to: Clock
  readonly isBreak: boolean
}
type Item =
  | Spell
  | { readonly kind: 'days'; readonly count: number; readonly isNamed: boolean; readonly isFree: boolean }
  | { readonly kind: 'break'; readonly seconds: number; readonly text: string; readonly isEach: boolean }

const WEEK = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const DAY = 86_400
const HALF = 43_200

/** The words and values of a request in their order, or null where it holds another kind of thing. */
function tokensOf({ shape, times, numbers, lengths, spans, weekdays }: Moments): readonly Token[] | null {
  const next = { T: 0, N: 0, L: 0, S: 0, W: 0 }
  const tokens: Token[] = []
  for (const word of shape.split(' ')) {
    const last = tokens.at(-1)
    if (word === 'hour' && last?.kind === 'word' && /^an?$/u.test(last.word))
      tokens.splice(-1, 1, { kind: 'length', seconds: 3600, text: '1 hour' })
    else if (word === 'sat' || word === 'sun') tokens.push({ kind: 'weekday', day: WEEK.indexOf(word) })
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
const BREAKS = kept('break breaks lunch pause pauses rest dinner')
const TAKEN = kept('minus less deduct deducting without')
const STARTS = kept(
  'start starts started starting begin begins began in arrive arrived came work works worked from clock clocked on',
)
const BETWEEN_STARTS = kept(
  'and then i we he she finish finishes finished end ends ended stop stops stopped leave leaves left clock out off go home went until till to at clocked knock knocked',
)
const FREE = kept('off free closed none nothing sick holiday')
const WORDS = kept(
  "a an the i i'm we he she they my our is are was were it its it's that this of for with at on in and then per each every day daily week weekly hours how many much long total altogether all net gross working worked work works time times shift shifts from between to until till - start starts started starting begin begins began finish finishes finished end ends ended stop stopped leave left go home went clock clocked out lunch break breaks pause pauses rest dinner unpaid paid minus less deduct deducting without off take takes took taking have had has having get gets got do does did will decimal decimals as nurse night shop store office sleep slept opens open opening opened opening hours what what's whats make makes come comes timesheet please x add up if job days nights so",
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

const nearBreak = (tokens: readonly Token[], from: number, to: number, words: ReadonlySet<string>): boolean =>
  tokens.slice(Math.max(0, from), to).some(token => isWord(token, words))

/** `lunch 12-13`, `breaks from 9:30`, and no day of the week between. */
const isInBreak = (tokens: readonly Token[], i: number): boolean =>
  isWord(tokens[i - 1], BREAKS) ||
  (isWord(tokens[i - 2], BREAKS) && isWord(tokens[i - 1], kept('from between at is was')))

/** Spells, days and breaks in their order; null where a word or a number is left over. */
function itemsOf(tokens: readonly Token[]): readonly Item[] | null {
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
      if (!isWord(one, kept('days nights shifts')) && !isWord(tokens[i - 1], kept('x times'))) return null
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

type Length = {
  readonly expression: string
  readonly seconds: number
  readonly said: string
  readonly isGuess: boolean
}

/** By 24 hours where that is certain, else the shorter way: `9 to 5:30`. */
function lengthOf({ from, to }: Spell): Length | null {
  const isSure = (from.isTwelve && to.isTwelve) || from.is24 || to.is24
  const round = isSure ? DAY : HALF
  const isOver = to.seconds <= from.seconds
  // `07:50 to 5:00` is a slip; only a night is worked over midnight.
  if (isSure && isOver && !from.isTwelve && from.seconds < 46_800) return null
  if (!isSure && (from.seconds > 46_800 || to.seconds > 46_800)) return null
  if (isSure && from.isTwelve !== to.isTwelve && ![from, to].every(({ isTwelve, is24 }) => isTwelve || is24))
    return null
  const seconds = to.seconds - from.seconds + (isOver ? round : 0)
  if (seconds <= 0 || seconds > 64_800) return null
  const isGuess = !isSure && isOver
  return {
    expression: `(${to.seconds}${isOver ? ` + ${round}` : ''} - ${from.seconds})`,
    seconds,
    said: `${shown(from.seconds, isGuess)} to ${shown(to.seconds, isGuess)}`,
    isGuess,
  }
}

/** As by twelve hours where it was read so. */
const shown = (seconds: number, isGuess: boolean): string => writeTime(seconds).replace(isGuess ? /^0/ : /^$/, '')

type Entry = { readonly spell: Length; readonly days: number; readonly off: readonly (Item & { kind: 'break' })[] }

/** The spells of a week, each beside its days. */
function entriesOf(items: readonly Item[]): readonly Entry[] | null {
  const breaks = items.filter(item => item.kind === 'break')
  const all = breaks.length === 1 && breaks[0]!.isEach ? breaks : []
  const entries: Entry[] = []
  let days: number | null = null
  const isDayFirst = items[0]?.kind === 'days'
  for (const [i, item] of items.entries()) {
    if (item.kind === 'days') {
      if (!item.isNamed) return null
      if (item.isFree) continue
      if (!isDayFirst && items[i - 1]?.kind !== 'spell') return null
      if (isDayFirst) {
        if (days !== null) return null
        days = item.count
      }
      continue
    }
    if (item.kind === 'break') {
      if (all.length === 0 && items[i - 1]?.kind !== 'spell') return null
      continue
    }
    const beside = items[i + 1]
    const own: number | null = isDayFirst ? days : beside?.kind === 'days' && !beside.isFree ? beside.count : null
    const spell = lengthOf(item)
    if (own === null || spell === null || item.isBreak) return null
    days = null
    const off = all.length > 0 ? all : beside?.kind === 'break' ? [beside] : []
    entries.push({ spell, days: own, off })
  }
  // One break told at the end may be of each day or of the last.
  const isOpen = all.length === 0 && breaks.length > 0 && breaks.length < entries.length
  return days !== null || (isOpen && items.at(-1)?.kind === 'break') ? null : entries
}

/** One spell, on so many days. */
function oneEntry(items: readonly Item[]): Entry | null {
  const spells = items.filter(item => item.kind === 'spell')
  const main = spells.filter(({ isBreak }) => !isBreak)
  const told = items.filter(item => item.kind === 'days')
  const named = told.filter(({ isNamed }) => isNamed).reduce((sum, { count }) => sum + count, 0)
  // `on Monday and Tuesday` are two days; beside a number of days they must be as many.
  const counts = new Set([
    ...(named > 0 ? [named] : []),
    ...told.filter(({ isNamed }) => !isNamed).map(({ count }) => count),
  ])
  const [spell] = main
  if (
    main.length !== 1 ||
    spell === undefined ||
    counts.size > 1 ||
    items.some(item => item.kind === 'days' && item.isFree)
  )
    return null
  const length = lengthOf(spell)
  if (length === null) return null
  const off: (Item & { kind: 'break' })[] = items.filter(item => item.kind === 'break')
  for (const inner of spells.filter(({ isBreak }) => isBreak)) {
    const size = lengthOf(inner)
    if (size === null || size.seconds > 14_400) return null
    off.push({ kind: 'break', seconds: size.seconds, text: size.said, isEach: false })
  }
  return { spell: length, days: [...counts][0] ?? 1, off }
}

/** The breaks are asked for, or the time with them. */
const ABOUT_BREAKS =
  /total (?:\p{L}+ )?(?:breaks?|lunch|pauses?|rest)(?!\p{L})|(?:breaks?|lunch|pauses?) (?:time|total|hours)(?!\p{L})|how (?:long|much|many hours)(?: \p{L}+){0,4} (?:breaks?|lunch|pauses?|rest)$|how (?:long|much) (?:is|are|was) (?:my |the )?(?:break|lunch)|(?<!\p{L})gross(?!\p{L})|L (?:of (?:it|them|that) )?(?:is |are )?paid(?!\p{L})/u
const ASKS = /(?<!\p{L})(?:how (?:long|many hours|much)|total|hours|net|working time|work time|altogether)(?!\p{L})/u
const WEEKLY = /(?<!S )(?<!S)(?:a|per|each|every|the) week|weekly/u

function weekHours(moments: Moments): Answer | null {
  const { times, numbers, shape } = moments
  if (times.length + numbers.length < 2 || !/(?:to|until|till|til|-|and|through) (?:\p{L}+ )*[TN]/u.test(shape))
    return null
  const asks = ASKS.test(shape)
  if (
    !asks &&
    !/^(?:from )?[TN] (?:to|-|till|until) [TN] (?:minus|less|with) (?:an? )?L (?:unpaid )?(?:lunch|break)$/u.test(shape)
  )
    return null
  if (PAID_BREAK.test(shape) || ABOUT_BREAKS.test(shape) || /(?<!\p{L})if (?!(?:i|we|he|she|you) )/u.test(shape))
    return null
  const isWork =
    /(?<!\p{L})(?:work|works|worked|working|shift|shifts|hours|lunch|breaks?|open|opens|opening|nurse|sleep|slept)(?!\p{L})/u.test(
      shape,
    )
  if (!isWork && numbers.length > 0) return null
  const tokens = tokensOf(moments)
  const items = tokens === null ? null : itemsOf(tokens)
  if (tokens === null || items === null) return null
  // A break whose length is not said.
  const hasBreaks = items.some(item => item.kind === 'break' || (item.kind === 'spell' && item.isBreak))
  if (!hasBreaks && nearBreak(tokens, 0, tokens.length, BREAKS)) return null
  const one = oneEntry(items)
  const entries = one === null ? entriesOf(items) : [one]
  if (entries === null || entries.length === 0 || entries.length > 14) return null
  const days = entries.reduce((sum, entry) => sum + entry.days, 0)
  if (entries.length === 1 && WEEKLY.test(shape) && days === 1) return null
  // Of one day, though several are told.
  if (
    days > 1 &&
    /(?:hours|long|much|time)(?: \p{L}+){0,4} (?:a|per|each|every) (?:day|night|shift)(?!\p{L})/u.test(
      shape.replace(/L (?:\p{L}+ ){0,3}(?:a|per|each|every) (?:day|night|shift)/gu, ' '),
    )
  )
    return null
  if (days > 31) return null
  const parts = entries.map(entry => partOf(entry))
  const total = parts.reduce((sum, { seconds }) => sum + seconds, 0)
  if (parts.some(({ seconds }) => seconds <= 0)) return null
  const asked = formAsked(shape)
  const form =
    asked === 'decimal' || asked === 'minutes' ? asked : total % 36 !== 0 ? 'words' : total >= DAY ? 'decimal' : 'hours'
  const how = parts.map(({ said }) => said).join('; ')
  const answer = lengthAnswer(parts.map(({ expression }) => expression).join(' + '), form, how)
  return entries.some(({ spell }) => spell.isGuess)
    ? { ...answer, reading: 'Hours without am or pm are read as the next ones of the clock.' }
    : answer
}

function partOf({ spell, days, off }: Entry): { expression: string; seconds: number; said: string } {
  const less = off.map(({ seconds }) => ` - ${seconds}`).join('')
  const seconds = days * (spell.seconds - off.reduce((sum, item) => sum + item.seconds, 0))
  const said = `${days === 1 ? '' : `${days} × `}${spell.said}${off.length === 0 ? '' : `, less ${off.map(({ text }) => text).join(' and ')}`}`
  return { expression: `${days === 1 ? '' : `${days} * `}(${spell.expression}${less})`, seconds, said }
}

export const weekHoursRules: readonly PlannerRule[] = [
  defineRule({
    id: 'week-hours',
    reason: 'Adds up hours of work: a spell with its breaks on so many days, or a spell for each day of a week.',
    order: 56.9,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'worked 9 till 5:30 with an hour for lunch how many hours',
        '9-5 with half hour lunch, 5 days a week, hours per week',
        'Mon 9-17, Tue 9-17, Wed off, Thu 10-18: total hours?',
        'mon 8-16:30, tue 8-17, wed 8-12, how many hours',
        'Shop opens 9:30–18:00 tue to fri and 10–16 on sat. total opening hours a week',
        '10 am to 6:30 pm minus a one hour lunch, times 5 days, hours per week?',
        'A nurse works 3 nights from 21:45 to 7:15 and gets 45 minutes unpaid break each night. Paid hours?',
        'Shift from 7:30 to 16:00, breaks 9:30-9:45 and 12:00-12:30. How many hours net?',
        'Between 08:50 and 17:05 I had 3 breaks of 15 min. Net working time in decimals?',
        'from 7:50 to 16:35 minus 45 minutes lunch',
      ],
      no: [
        'I work 9-5 and earn 15 an hour, how much a week?',
        'Mon 9-17, Tue 9-17, Wed 10-18: who is on shift?',
        'Mon 9-17, Tue 9-17 with a 30 min break: total hours?',
        'I work 9 to 17 with a paid break of 30 min, hours?',
        'I worked 9 to 5 but left at 3 on Friday, how many hours?',
        'I work 9-17, how many hours a week?',
        'Is 9 to 5 with half an hour for lunch normal?',
        'The score was 9-5 after 40 minutes, how long was the break?',
        'Shop opens 9 to 17 mon to fri except holidays, total hours?',
        '9-5 with two breaks of equal length, 5 days a week, hours per week',
      ],
    },
    read: told(moments => (moments === null ? null : weekHours(moments))),
  }),
]
