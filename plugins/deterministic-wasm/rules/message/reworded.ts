/**
 * Requests about numbers in the words that rules know: `91, is it prime?`, `12 and 18: lcm?`, `what do I add to 5 to get 12`. A rewording
 * takes a whole sentence with plain numbers and asks exactly the same; where a word could mean more, there is none.
 */
import { BASES, FRACTIONS, LISTS, RIDDLES, ROMANS, ROUNDINGS, WHOLES } from './number-rewordings.ts'
import { filled, type Rewording } from './rewording.ts'
import { DIFFERENCES, PERCENTS, SUMS } from './sum-rewordings.ts'

const BARE =
  /^(?<n>\d{1,12}),?:? (?<kind>(?:a )?(?:prime|composite)(?: number)?|even|odd|divisible by \d{1,9}|a multiple of \d{1,9})(?: or not)?$|^(?<r>[MDCLXVI]{5,15})$/iu

const ALL: readonly (readonly [gate: RegExp, rewordings: readonly Rewording[]])[] = [
  [
    /(?:do|does|would|will|need|want|like|have) -?[\d(t]|add|make|come|sum|total|give|equal|multipl|divid|subtract|doubl|tripl|halve|squar|deduct|take|times|lots|groups|sets/iu,
    SUMS,
  ],
  [/hundred|thousand|million|number|how |what|which|remainder|rest|plus|equal|even|same|identical/iu, DIFFERENCES],
  [/%|per ?cent|pct/iu, PERCENTS],
  [/average|mean|median|mode|range|sum|total|most|common|gc[df]|hcf|lc[md]|smallest|lowest|least|product/iu, LISTS],
  [/2 numbers/iu, RIDDLES],
  [/nearest|s\.?f|sig|d\.?p|decimal|dec|place|digit|whole|integer|full/iu, ROUNDINGS],
  [/[/=>→]|fraction|terms|form|mixed|percentage|decimal/iu, FRACTIONS],
  [/bin|oct|hex|decimal|base/iu, BASES],
  [/[MDCLXVI]{3}|[Rr]oman/u, ROMANS],
  [
    /root|power|numbers|prime|even|odd|composite|square|cube|divi|multiple|factor|scientific|standard|exponential|written|spelled|spelt|=|equal|ratio|right|true|correct/iu,
    WHOLES,
  ],
]

const LONGEST = 140
const MOST_KNOWN = 256
const known = new Map<string, string | null>()

/** The request in other words, or null. `isQuestion` tells whether a mark of asking stands behind it. */
export function reworded(plain: string, isQuestion: boolean): string | null {
  if (plain.length > LONGEST || !/\d|[MDCLXVI]{3}/u.test(plain)) return null
  const bare = isQuestion ? BARE.exec(plain)?.groups : undefined
  if (bare !== undefined) return bare.r === undefined ? `is ${bare.n} ${bare.kind}` : `which number is ${bare.r}`
  let found = known.get(plain)
  if (found === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    found = look(plain)
    known.set(plain, found)
  }
  return found
}

function look(plain: string): string | null {
  for (const [gate, rewordings] of ALL) {
    if (!gate.test(plain)) continue
    for (const [pattern, write] of rewordings) {
      const groups = pattern.exec(plain)?.groups
      const text = groups === undefined ? null : typeof write === 'string' ? filled(write, groups) : write(groups)
      if (text !== null && text !== plain) return text
    }
  }
  return null
}
