/** Run ids sort by time: `run_`, ten characters of the millisecond, then 80 random bits, in Crockford's base 32. */
import type { Random } from '#contracts/powers'

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

export function newRunId(epochMs: number, random: Random): string {
  let time = ''
  for (let rest = epochMs, at = 0; at < 10; at++, rest = Math.floor(rest / 32)) time = ALPHABET[rest % 32] + time
  const tail = Array.from(random.bytes(16), byte => ALPHABET[byte & 31]).join('')
  return `run_${time}${tail}`
}
