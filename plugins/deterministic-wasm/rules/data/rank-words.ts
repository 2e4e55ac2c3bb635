/** What superlatives mean of a table: which of its columns `oldest`, `cheapest` or `best` speak of, and which end of it. */
import type { Column } from '../tables/read-table.ts'
import type { DataRequest } from './data-request.ts'
import { domainColumn, onlyFigure } from './row-conditions.ts'

export const SUPERLATIVE =
  'max|min|best|worst|cheapest|dearest|oldest|youngest|tallest|heaviest|lightest|longest|shortest|fastest|slowest|hottest|coldest'

const TIME = /(?<!\p{L})(?:time|seconds?|secs?|s|duration|minutes?|mins?|ms|hours?)(?!\p{L})/u
const SPEED = /(?<!\p{L})(?:speed|km ?h|kmh|mph|velocity|mbps|mbit)(?!\p{L})/u
const PRAISED =
  /(?<!\p{L})(?:score|scores|points|pts|rating|ratings|sales|revenue|profit|marks|votes|goals|wins|stars)(?!\p{L})/u

type Superlative = readonly [domain: RegExp | null, isLargest: boolean]
const RANKS: Readonly<Record<string, Superlative>> = {
  max: [null, true],
  min: [null, false],
  cheapest: [/(?<!\p{L})(?:price|prices|cost|costs|fee|fare|rent|rate)(?!\p{L})/u, false],
  dearest: [/(?<!\p{L})(?:price|prices|cost|costs|fee|fare|rent|rate)(?!\p{L})/u, true],
  oldest: [/(?<!\p{L})age(?!\p{L})/u, true],
  youngest: [/(?<!\p{L})age(?!\p{L})/u, false],
  tallest: [/(?<!\p{L})(?:height|tall|cm|m)(?!\p{L})/u, true],
  heaviest: [/(?<!\p{L})(?:weight|mass|kg|lbs|g)(?!\p{L})/u, true],
  lightest: [/(?<!\p{L})(?:weight|mass|kg|lbs|g)(?!\p{L})/u, false],
  longest: [/(?<!\p{L})(?:length|duration|minutes|mins?|hours|hrs|days|runtime|km|pages|distance)(?!\p{L})/u, true],
  shortest: [
    /(?<!\p{L})(?:length|duration|minutes|mins?|hours|hrs|days|runtime|km|pages|distance|height)(?!\p{L})/u,
    false,
  ],
  hottest: [/(?<!\p{L})(?:temp|temperature|degrees|c|°c|celsius)(?!\p{L})/u, true],
  coldest: [/(?<!\p{L})(?:temp|temperature|degrees|c|°c|celsius)(?!\p{L})/u, false],
}

/** `Who came last? Points: Red 34, Blue 29`: what a bare list counts. */
const pointsIn = ({ around }: DataRequest): string =>
  /(?<!\p{L})(?:points|scores?|goals|votes|wins|stars)(?!\p{L})/iu.exec(around)?.[0]?.toLowerCase() ?? ''

export type Ranking = { readonly column: Column; readonly isLargest: boolean }

/** The column and the direction that a superlative means, or null where that cannot be said. */
export function rankingOf(word: string, named: Column | undefined, request: DataRequest): Ranking | null {
  const { table, kind } = request
  if (named !== undefined && !named.isNumeric) return null
  const only = named ?? onlyFigure(table)
  if (/fastest|slowest/.test(word)) {
    const spoken = only === null ? '' : `${only.spoken} ${request.write(only.name, '').trim().toLowerCase()}`
    const isTime = TIME.test(spoken)
    if (only === null || isTime === SPEED.test(spoken)) return null
    return { column: only, isLargest: isTime === (word === 'slowest') }
  }
  if (/best|worst/.test(word)) {
    const isSpent =
      kind === 'names' && /(?<!\p{L})(?:spen[dt]|expenses?|bills?)(?!\p{L})/iu.test(request.pieces.join(' '))
    const said = kind === 'names' ? `${only?.spoken} ${request.label ?? ''} ${pointsIn(request)}` : (only?.spoken ?? '')
    if (only === null || !(PRAISED.test(said) || (isSpent && word === 'worst'))) return null
    return { column: only, isLargest: isSpent || word === 'best' }
  }
  const known = RANKS[word]
  if (known === undefined) return null
  const [domain, isLargest] = known
  if (named !== undefined) return { column: named, isLargest }
  if (domain !== null && kind === 'names')
    return only !== null && isFor(word, only, request) ? { column: only, isLargest } : null
  // What was paid for a thing is its price where nothing else tells one.
  const paid =
    /cheapest|dearest/.test(word) &&
    only !== null &&
    /^(?:amount|amount (?:eur|usd|gbp)|spent|paid|eur|usd|gbp|€|\$|£)$/u.test(only.spoken)
  const column = domain === null || paid ? only : domainColumn(table, domain)
  // Of rent beside food and fun the dearest month is another one.
  if (column !== null && only === null && /^(?:rent|rate)$/u.test(column.spoken)) return null
  return column === null ? null : { column, isLargest }
}

const NAMED_UNITS: Readonly<Record<string, RegExp>> = {
  tallest: /^(?:cm|m|ft|feet|in)$/u,
  heaviest: /^(?:kg|g|lbs?|t|tons?|pounds)$/u,
  lightest: /^(?:kg|g|lbs?|t|tons?|pounds)$/u,
  longest: /^(?:km|m|cm|mi|miles|min|mins|minutes|h|hrs|hours|days|pages)$/u,
  shortest: /^(?:km|m|cm|mi|miles|min|mins|minutes|h|hrs|hours|days|pages)$/u,
}

/** Whether the numbers of a list of names can be what the word speaks of: `oldest` of ages, `longest` of lengths. */
function isFor(word: string, column: Column, request: DataRequest): boolean {
  const unit = request.write(column.name, '').trim().toLowerCase()
  const numbers = request.table.rows.map(row => Number(row[column.name]))
  if (/oldest|youngest/.test(word))
    return /^(?:|years?|yrs?|y)$/u.test(unit) && numbers.every(number => number > 0 && number < 125)
  if (/hottest|coldest/.test(word))
    return /^(?:|°c|°f|°|c|f|degrees)$/u.test(unit) && numbers.every(number => Math.abs(number) < 130)
  if (/cheapest|dearest/.test(word)) {
    const isPrice = unit !== '' || column.decimals === 2
    return (
      (isPrice
        ? /^(?:|€|\$|£|₹|eur|euros?|usd|dollars?|gbp|chf|rs\.?|kr)$/u.test(unit)
        : Math.max(...numbers) <= 20 * Math.min(...numbers)) && numbers.every(number => number > 0)
    )
  }
  return NAMED_UNITS[word]?.test(unit) === true
}

const LOSES = /(?<!\p{L})(?:lost|lose|losing|loss|losses|missed|missing)(?!\p{L})/iu

/** `who has the most points` of points that were lost, and `who lost the most weight` of what they weigh. */
export const isLostApart = ({ kind, pieces, label }: DataRequest): boolean => {
  const asked = pieces.join(' ')
  if (kind !== 'names' || /(?<!\p{L})to lose(?!\p{L})/iu.test(asked)) return kind === 'names'
  return label !== undefined && LOSES.test(asked) !== LOSES.test(label)
}
