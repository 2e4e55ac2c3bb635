/**
 * The areas of a request put together: walls and floors as products of their sides, so many of a kind, openings taken off, annexes added.
 * An area whose part in the whole is not said makes that there is none.
 */
import { multiply, ONE, type Rational } from '../../arithmetic/rational.ts'
import { type Measure, type Told, writeFactor } from './read-measures.ts'

/** Square metres as an expression, how they are told, and what else the request told. */
export type Areas = {
  readonly expression: string
  readonly shown: string
  readonly rest: readonly Measure[]
  /** The words without the areas. */
  readonly words: string
  /** Where in them the last area was. */
  readonly end: number
  readonly label: string
  readonly size: Rational
}

type Item = {
  readonly expression: string
  readonly shown: string
  readonly from: number
  readonly to: number
  readonly sides: readonly Measure[]
}

const ADJECTIVE = '(?:wide|long|high|tall|deep|in width|in height|in length)'
const JOINED = new RegExp(`^ ?(?:${ADJECTIVE} )?(?:x|by|×) $`, 'u')
const NAMED = new RegExp(`^ (?<one>${ADJECTIVE})(?:,| and|, and| by| x)? $`, 'u')
const ADJECTIVE_AFTER = new RegExp(`^ ${ADJECTIVE}(?!\\p{L})`, 'u')

const OPENING =
  'doors?|windows?|doorways?|openings?|gates?|ponds?|patios?|pools?|fireplaces?|sheds?|chimneys?|holes?|islands?|terraces?|flower ?beds?|cupboards?|wardrobes?|hatch(?:es)?|skylights?|corners?'
const ANNEX =
  'halls?|hallways?|corridors?|alcoves?|rooms?|bedrooms?|kitchens?|bathrooms?|bays?|extensions?|walls?|niches?|porch(?:es)?|parts?|landings?|toilets?|closets?'
const COUNT = '(?:an?|the|one|its|N|two|three|another)'
const OFF = new RegExp(
  `(?:minus|less|without|except(?: for)?|excluding|subtract(?:ing)?|deduct(?:ing)?|take off|not counting|leaving out|with|has|have|having|there(?:'s| is| are)|and(?: there(?:'s| is| are))?|,|for)(?: also)?(?: ${COUNT})?(?: [\\p{L}-]+){0,1} (?:${OPENING})(?: (?:of|that is|that's|which is|measuring|is|are|at|sized|each|taking up|in it of|\\())*,? ?\\(?$`,
  'u',
)
const MINUS =
  /(?:^|[ ,])(?:(?:minus|without|except(?: for)?|excluding)(?: (?:an?|the|one))?(?: [\p{L}-]+){0,2}(?: of)?|less(?: an?| the)?|-|−) ?$/u
/** `with a 2 x 3 m pond`: what it is stands behind its size. */
const WITH =
  /(?:^|[ ,])(?:with|has|have|minus|without|less|except(?: for)?|excluding|and)(?: (?:an?|the|one|its|N|two|three))? $/u
const OPENS = new RegExp(`^ (?:\\p{L}+ )?(?:${OPENING})(?!\\p{L})`, 'u')
const TIMES_AFTER = /(?:^|[ ,])N $/u
const PLUS = new RegExp(
  `(?:plus|and|,|\\+)(?: also)?(?: ${COUNT})?(?: [\\p{L}-]+){0,1}(?: (?:${ANNEX}))?(?: (?:of|with|that is|measuring|is|at))*,? ?$`,
  'u',
)
const SUMS = /(?:plus|and|\+)/u
/** `N walls of`, `N walls, each`. */
const TIMES =
  /(?<!\p{L})N (?:[\p{L}-]+ )?\p{L}{3,12}s?(?: (?:are|is|of|with|that are|measuring|at|,|each|every|per|one|wall|window))*,? ?(?:each )?(?:of )?\(?$/u

export function readAreas(told: Told): Areas | null {
  const found = itemsOf(told)
  if (found === null || found.items.length === 0) return null
  const { items, used } = found
  const rest = told.measures.filter(measure => !used.has(measure))
  let expression = ''
  let shown = ''
  let words = ''
  let from = 0
  for (const [i, item] of items.entries()) {
    const before = told.shape.slice(from, item.from)
    const times = countOf(told, before, from, rest, OPENS.test(told.shape.slice(item.to)))
    if (times === null) return null
    // `two rooms, 4 x 3 m and 5 x 4 m` are told one by one; `two walls of 4 x 3 m and 5 x 3 m` may be.
    if (times.digits !== '' && items.length > 1 && !/(?<!\p{L})each(?!\p{L})/u.test(before)) {
      const isOpen = /[,:] ?\(?$/u.test(before) || (i === 0 && Number.parseInt(times.digits, 10) === items.length)
      if (isOpen) return null
    }
    const after = told.shape.slice(item.to, items[i + 1]?.from ?? told.shape.length)
    const sign = i === 0 ? '+' : signOf(before, after)
    if (sign === null) return null
    const [one, saying] = [`${times.digits}${item.expression}`, `${times.shown}${item.shown}`]
    expression += i === 0 ? one : ` ${sign} ${one}`
    shown += i === 0 ? saying : ` ${sign} ${saying}`
    words += `${times.before} `
    from = item.to
  }
  const end = words.length
  words += told.shape.slice(from)
  const first = items[0]?.sides[0]?.unit
  const isFeet = first?.unit.name === 'foot' || first?.unit.name === 'square foot'
  const left = rest.filter(measure => !found.counts.has(measure))
  return {
    expression: items.length > 1 ? `(${expression})` : expression,
    shown,
    rest: left,
    words,
    end,
    label: isFeet ? 'ft²' : 'm²',
    size: isFeet ? SQUARE_FOOT : ONE,
  }

  function countOf(
    { measures }: Told,
    before: string,
    start: number,
    others: readonly Measure[],
    isNamedAfter: boolean,
  ): { readonly digits: string; readonly shown: string; readonly before: string } | null {
    const match = TIMES.exec(before) ?? (isNamedAfter ? TIMES_AFTER.exec(before) : null)
    if (match === null) return { digits: '', shown: '', before }
    const at = start + match.index + match[0].indexOf('N')
    const count = others.find(measure => measure.at === at)
    if (count === undefined || !measures.includes(count) || !/^\d{1,2}$/.test(count.digits)) return null
    found?.counts.add(count)
    return { digits: `${count.digits} * `, shown: `${count.shown} × `, before: before.replace('N ', ' ') }
  }
}
const SQUARE_FOOT: Rational = { numerator: 145161n, denominator: 1562500n }

function signOf(before: string, after: string): '+' | '-' | null {
  if (OFF.test(before) || MINUS.test(before) || (WITH.test(before) && OPENS.test(after))) return '-'
  return SUMS.test(before) && PLUS.test(before) ? '+' : null
}

type Found = { readonly items: readonly Item[]; readonly used: ReadonlySet<Measure>; readonly counts: Set<Measure> }

function itemsOf({ shape, measures }: Told): Found | null {
  const items: Item[] = []
  const used = new Set<Measure>()
  let last: Measure['unit'] = null
  for (let i = 0; i < measures.length; i += 1) {
    const measure = measures[i] as Measure
    if (used.has(measure)) continue
    if (measure.letter === 'A' && measure.per === null && measure.unit !== null) {
      items.push({
        expression: `${measure.digits}${factor(measure.unit.size)}`,
        shown: measure.shown,
        from: measure.at,
        to: measure.at + 1,
        sides: [measure],
      })
      used.add(measure)
      continue
    }
    const next = measures[i + 1]
    if (next === undefined || !/^[LN]$/.test(measure.letter) || measure.letter !== next.letter) continue
    const between = shape.slice(measure.at + 1, next.at)
    const isNamed = NAMED.test(between) && ADJECTIVE_AFTER.test(shape.slice(next.at + 1))
    if (!JOINED.test(between) && !isNamed) continue
    const third = measures[i + 2]
    if (third !== undefined && JOINED.test(shape.slice(next.at + 1, third.at))) return null
    // A window `1.5 x 1.2` is in the unit of its wall.
    const x: Measure['unit'] = measure.unit ?? last
    const y: Measure['unit'] = next.unit ?? last
    if (x === null || y === null) return null
    last = x
    const after = ADJECTIVE_AFTER.exec(shape.slice(next.at + 1))?.[0].length ?? 0
    items.push({
      expression: `${measure.digits} * ${next.digits}${factor(multiply(x.size, y.size))}`,
      shown: `${measure.shown} × ${next.shown}`,
      from: measure.at,
      to: next.at + 1 + after,
      sides: [measure, next],
    })
    used.add(measure)
    used.add(next)
  }
  return { items, used, counts: new Set() }
}

const factor = (size: Rational): string => (size.numerator === size.denominator ? '' : ` * ${writeFactor(size)}`)
