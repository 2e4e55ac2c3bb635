/**
 * Does with a number what the person asked for: so many decimals. Where the last task can round, it is told to; else a task that rounds
 * follows. What is no single number stays unanswered: half of a wish is none.
 */
import type { PlannedTask } from '#contracts/planner-port'
import { evaluatedValue, roundingNote } from './evaluated.ts'
import { type Answer, at, literal, task } from './rule.ts'

/** Operations that say under `/exact` what `decimals` rounded. */
const ROUNDING = new Set(['math.evaluate', 'unit.convert', 'math.round', 'math.sum', 'unit.sum', 'math.approximate'])
/** Operations on money, whose figures have two decimals where nothing else is said. */
const MONEY = new Set(['math.tax', 'math.tip', 'math.discount', 'math.compound', 'math.loan'])
const FIGURE = /^\/(?:exact|value|mean|sum|median|stdev|total)$/
const NOTE = /, rounded to (?:a whole number|\d+ decimals?|the second|the minute)$/

export function rounded(answer: Answer, decimals: number): Answer | null {
  const last = answer.tasks.find(({ key }) => key === answer.answer)
  if (last !== undefined && MONEY.has(last.op) && (last.input.decimals ?? 2) === decimals) return answer
  // In the last of several units.
  if (last?.op === 'unit.split' && answer.tasks.length === 1)
    return {
      ...answer,
      tasks: [{ ...last, input: { ...last.input, decimals } }],
      reply: withNote(answer.reply, noteOf(last, decimals)),
    }
  const pointers = Object.entries(answer.reply.values).flatMap(([name, value]) =>
    'pointer' in value ? [{ name, pointer: value.pointer }] : [],
  )
  const [figure, more] = pointers
  if (last === undefined || figure === undefined || more !== undefined || !FIGURE.test(figure.pointer)) return null
  const note = noteOf(last, decimals)
  if (figure.pointer === '/exact' && ROUNDING.has(last.op)) {
    // An irrational number is never in the middle between two.
    const manner = last.op === 'math.approximate' ? {} : { rounding: 'half_up' }
    const told = { ...last, input: { ...last.input, decimals, ...manner } }
    const tasks = answer.tasks.map(one => (one === last ? told : one))
    return { ...answer, tasks, reply: withNote(answer.reply, note) }
  }
  // A text such as `1/3` cannot be rounded later.
  if (figure.pointer === '/exact') return null
  const value = { $from: last.key, pointer: figure.pointer }
  const input = { value, decimals, rounding: 'half_up' }
  const following = task('rounded', 'Round as asked', 'math.round', input, [last.key])
  const reply = { ...answer.reply, values: { ...answer.reply.values, [figure.name]: at('/exact') } }
  return {
    ...answer,
    tasks: [...answer.tasks, following],
    answer: following.key,
    reply: withNote(reply, note),
  }
}

/** A length of time, which is said in hours, minutes and seconds. */
export function roundedTime(answer: Answer, nearest: 'second' | 'minute'): Answer | null {
  const last = answer.tasks.find(({ key }) => key === answer.answer)
  const seconds = answer.tasks.find(({ key }) => key === 'seconds')
  if (last?.op !== 'date.format_duration' || seconds?.op !== 'math.evaluate') return null
  const { expression, decimals } = seconds.input
  if (typeof expression !== 'string' || decimals !== 0) return null
  const value = evaluatedValue(expression)
  const size = nearest === 'second' ? 1n : 60n
  if (value === null) return null
  const isExact = value.numerator % (value.denominator * size) === 0n
  const reply = withNote(answer.reply, isExact ? '' : `, rounded to the ${nearest}`)
  if (nearest === 'second') return { ...answer, reply }
  const told = { ...seconds, input: { ...seconds.input, expression: `floor((${expression}) / 60 + 1 / 2) * 60` } }
  return { ...answer, tasks: answer.tasks.map(one => (one === seconds ? told : one)), reply }
}

/** Where the value is known already, digits that were left off are told only if there were any. */
function noteOf({ op, input }: PlannedTask, decimals: number): string {
  const value = op === 'math.evaluate' && typeof input.expression === 'string' ? evaluatedValue(input.expression) : null
  if (value !== null) return roundingNote(value, decimals)
  return decimals === 0 ? ', rounded to a whole number' : `, rounded to ${decimals} decimal${decimals === 1 ? '' : 's'}`
}

function withNote(reply: Answer['reply'], note: string): Answer['reply'] {
  const how = reply.values.how
  if (how === undefined || !('literal' in how) || typeof how.literal !== 'string') return reply
  return { ...reply, values: { ...reply.values, how: literal(how.literal.replace(NOTE, '') + note) } }
}

const MONEY_WORDS =
  /(?<!\p{L})(?:rent|bill|price|costs?|budget|salary|wages?|fee|fees|invoice|tip|savings|money|spent|paid|pay|tab|fare|expenses|income|profit|winnings|bonus|taxi|donation|inheritance|prize)(?!\p{L})/iu
/** The decimals of a quotient without end. */
const ENDLESS = 10

/** `divide the 1,240 rent by 3`: money has two decimals, also where its currency is left out. */
export function inCents(answer: Answer, plain: string): Answer {
  const last = answer.tasks.at(-1)
  const isEndless = answer.tasks.length === 1 && last?.op === 'math.evaluate' && last.input.decimals === ENDLESS
  const isPlain = isEndless && /^\{\{value\}\}(?: each)?$/.test(answer.reply.template)
  return isPlain && MONEY_WORDS.test(plain) ? (rounded(answer, 2) ?? answer) : answer
}
