/**
 * Hours of work as people tell them: one spell a day with its breaks and how many days a week, or a spell for each day. Hours may stand
 * alone (`9-5`, `mon 8-16:30`); where am and pm are not said, the shorter way round the clock is meant. Pay is no matter of this file.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Answer, defineRule } from '../rule.ts'
import { formAsked, lengthAnswer, PAID_BREAK, writeTime } from './clock-spans.ts'
import type { Moments } from './moments.ts'
import { HINT, told } from './read-told.ts'
import { BREAKS, DAY, HALF, type Item, itemsOf, nearBreak, type Spell, tokensOf } from './week-items.ts'

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

/** Several spells of one day: `8-12 and 14-18:30`, each after the one before. */
function oneDay(items: readonly Item[]): readonly Entry[] | null {
  const spells = items.filter(item => item.kind === 'spell')
  const told = items.filter(item => item.kind === 'days')
  if (spells.length < 2 || spells.length > 4 || told.length > 1 || spells.length + told.length !== items.length)
    return null
  const days = told[0]
  if (days?.isFree === true || spells.some(({ isBreak }) => isBreak)) return null
  const isApart = spells.every((spell, i) => {
    const before = spells[i - 1]
    if (before === undefined || spell.from.seconds >= before.to.seconds) return true
    return !spell.from.is24 && !spell.from.isTwelve && spell.from.seconds + HALF >= before.to.seconds
  })
  const lengths = spells.map(lengthOf)
  return isApart && lengths.every(length => length !== null)
    ? lengths.map(spell => ({ spell, days: days?.count ?? 1, off: [] }))
    : null
}

/** `... 5 days a week, 4 weeks`: a week, and how many of them. */
function withWeeks(moments: Moments): { readonly week: Moments; readonly weeks: number } {
  const { spans, shape } = moments
  const place = spans.findIndex(
    ({ weeks, days, months, years, businessDays }) => weeks > 1 && days + months + years + businessDays === 0,
  )
  const weeks = spans[place]?.weeks
  if (weeks === undefined || !/(?<!\p{L})(?:a|per|each|every) week|weekly/u.test(shape))
    return { week: moments, weeks: 1 }
  let at = -1
  const bare = shape.replace(/(?:(?:for|in|over|during|of|times|x|and) )*S(?!\p{L})/gu, found => {
    at += 1
    return at === place ? ' ' : found
  })
  return {
    week: { ...moments, spans: spans.filter((_, i) => i !== place), shape: bare.replace(/\s+/gu, ' ').trim() },
    weeks,
  }
}

/** The breaks are asked for, or the time with them. */
const ABOUT_BREAKS =
  /total (?:\p{L}+ )?(?:breaks?|lunch|pauses?|rest)(?!\p{L})|(?:breaks?|lunch|pauses?) (?:time(?!\p{L})|(?:in )?total$)|how (?:long|much|many hours)(?: \p{L}+){0,4} (?:breaks?|lunch|pauses?|rest)$|how (?:long|much) (?:is|are|was) (?:my |the )?(?:break|lunch)|(?<!\p{L})gross(?!\p{L})|L (?:of (?:it|them|that) )?(?:is |are )?paid(?!\p{L})/u
const ASKS = /(?<!\p{L})(?:how (?:long|many hours|much)|total|hours|net|working time|work time|altogether)(?!\p{L})/u
const WEEKLY = /(?<!S )(?<!S)(?:a|per|each|every|the) week|weekly/u

type Total = { readonly expression: string; readonly seconds: number; readonly how: string; readonly isGuess: boolean }

/** All that is worked, in seconds. */
export function hoursTold(given: Moments): Total | null {
  const { week: moments, weeks } = withWeeks(given)
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
  const entries = one === null ? (entriesOf(items) ?? oneDay(items)) : [one]
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
  if (weeks > 1 && days === 1) return null
  const sum = parts.map(({ expression }) => expression).join(' + ')
  const how = parts.map(({ said }) => said).join('; ')
  return {
    expression: weeks === 1 ? sum : `${weeks} * (${sum})`,
    seconds: weeks * total,
    how: weeks === 1 ? how : `${weeks} weeks of ${how}`,
    isGuess: entries.some(({ spell }) => spell.isGuess),
  }
}
export const GUESSED = 'Hours without am or pm are read as the next ones of the clock.'

function weekHours(moments: Moments): Answer | null {
  const total = hoursTold(moments)
  if (total === null) return null
  const asked = formAsked(moments.shape)
  const form =
    asked === 'decimal' || asked === 'minutes'
      ? asked
      : total.seconds % 36 !== 0
        ? 'words'
        : total.seconds >= DAY
          ? 'decimal'
          : 'hours'
  const answer = lengthAnswer(total.expression, form, total.how)
  return total.isGuess ? { ...answer, reading: GUESSED } : answer
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
