/**
 * A length of time in the unit that was asked for: `from 9:15 to 17:40 in minutes` is 505 minutes and not 8 hours 25 minutes. Rules tell
 * lengths in words; this tells them anew, or takes an answer back that does not heed the wish.
 */
import { evaluatedValue, roundingNote } from './evaluated.ts'
import type { Clause } from './message/read-message.ts'
import { type Answer, at, literal, task } from './rule.ts'

const UNITS = { second: 1, minute: 60, hour: 3600 } as const
const WISH =
  /(?:^|[\s,])(?:in|as|expressed in) (?:total |whole |full )?(?<unit>second|sec|minute|min|hour|hr)s?(?: only| in total)?$/iu
const NAMES: Readonly<Record<string, keyof typeof UNITS>> = { sec: 'second', min: 'minute', hr: 'hour' }

/** The answer itself where nothing of the kind was asked; null where it cannot be told so. */
export function inTimeUnit({ core, plain }: Clause, answer: Answer): Answer | null {
  const written = WISH.exec(core)?.groups?.unit ?? WISH.exec(plain)?.groups?.unit
  if (written === undefined) return answer
  const told = answer.tasks.find(({ key }) => key === answer.answer)
  if (told?.op !== 'date.format_duration') return answer
  const unit = NAMES[written.toLowerCase()] ?? (written.toLowerCase() as keyof typeof UNITS)
  const { seconds } = told.input
  const source = answer.tasks.find(({ key }) => told.dependencies.includes(key))
  const value =
    typeof seconds === 'number'
      ? evaluatedValue(`${seconds} / ${UNITS[unit]}`)
      : source?.op === 'math.evaluate' && typeof source.input.expression === 'string'
        ? evaluatedValue(`(${source.input.expression}) / ${UNITS[unit]}`)
        : null
  const [[name, place] = [], ...more] = Object.entries(answer.reply.values).filter(([key]) => key !== 'how')
  const isPlain = name !== undefined && more.length === 0 && answer.reply.template === `{{${name}}}`
  if (value === null || seconds === undefined || !isPlain || place === undefined || !('pointer' in place)) return null
  const places = 100n % value.denominator === 0n ? null : 2
  const rounding = places === null ? {} : { decimals: places, rounding: 'half_up' }
  const input = { value: seconds, from: 'seconds', to: `${unit}s`, ...rounding }
  const converted = task(told.key, `Take it in ${unit}s`, 'unit.convert', input, told.dependencies)
  const { how } = answer.reply.values
  const said = how !== undefined && 'literal' in how ? `${how.literal}${roundingNote(value, places)}` : undefined
  return {
    ...answer,
    tasks: answer.tasks.map(one => (one === told ? converted : one)),
    reply: {
      ...answer.reply,
      template: `{{${name}}} ${unit}${value.numerator === value.denominator ? '' : 's'}`,
      values: { [name]: at('/exact'), ...(said === undefined ? {} : { how: literal(said) }) },
    },
  }
}
