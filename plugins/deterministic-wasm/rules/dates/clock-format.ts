/** A time of day by 12 or by 24 hours: `16:20 in 12 hour format`. */
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, literal, task, withHow } from '../rule.ts'
import { clockAnswer, readTime } from './clock-rules.ts'

const FORMATTED =
  /^(?:(?:convert|change|write|show|put|express) )?(?<time>\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?|\d{1,2} ?[ap]\.?m\.?)(?: hours)? (?:to|in|into|as)(?: the)?(?: an?)? (?<kind>12|24)[- ]?(?:hours?|hr?s?)(?: (?:clock|format|time|notation))*$/iu

export function formatted(clause: Clause): Answer | null {
  const groups = FORMATTED.exec(clause.core)?.groups ?? FORMATTED.exec(clause.text)?.groups
  const time = groups === undefined ? null : readTime(groups.time ?? '')
  if (groups === undefined || time === null) return null
  const { minutes } = time
  if (groups.kind === '24') return clockAnswer(String(minutes * 60), minutes * 60, [], `${groups.time} by 24 hours`)
  const hour = `(${Math.floor(minutes / 60)} + 11) mod 12 + 1`
  const rest = `:${String(minutes % 60).padStart(2, '0')} ${minutes < 720 ? 'AM' : 'PM'}`
  const only = task('hour', 'Find the hour', 'math.evaluate', { expression: hour })
  return {
    tasks: [only],
    answer: 'hour',
    reply: withHow('{{hour}}{{rest}}', { hour: at('/exact'), rest: literal(rest) }, `${groups.time} by 12 hours`),
  }
}
