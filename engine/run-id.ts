/** Run ids sort by time: `run_`, ten characters of the millisecond, then 80 random bits, in Crockford's base 32. */
import type { Random } from '#contracts/powers'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'
const TIME_CHARACTERS = 10
const RANDOM_CHARACTERS = 16

let lastMs = Number.NaN
let lastPrefix = ''

export function newRunId(epochMs: number, random: Random): string {
  let id = prefixOf(epochMs)
  const bytes = random.bytes(RANDOM_CHARACTERS)
  for (let at = 0; at < RANDOM_CHARACTERS; at += 1) id += ALPHABET[(bytes[at] as number) & 31]
  return id
}

/** Many runs begin in one millisecond. */
function prefixOf(epochMs: number): string {
  if (epochMs === lastMs) return lastPrefix
  let time = ''
  // A clock before 1970 is wrong, and ids are made all the same.
  for (let rest = Math.max(0, epochMs), at = 0; at < TIME_CHARACTERS; at++, rest = Math.floor(rest / 32))
    time = ALPHABET[rest % 32] + time
  lastMs = epochMs
  lastPrefix = `run_${time}`
  return lastPrefix
}
