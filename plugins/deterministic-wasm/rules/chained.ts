/** Steps told one after another: `add 5 to 12 then double it`, `take 20, subtract 5 and multiply by 3`. */
import { evaluated } from './evaluated.ts'
import { readNamed, readSigns, show, takeRounding } from './expressions.ts'
import type { Clause } from './message/read-message.ts'
import type { Answer } from './rule.ts'

const VERB =
  '(?:add|plus|subtract|minus|deduct|take away|take off|multiply|multiplied|times|divide|divided|double|halve|triple|square|cube|increase|decrease|reduce)'
const JOINT = new RegExp(
  `[,;]? (?:and )?(?:then|afterwards|after that|finally)[, ]+|[,;] (?:and )?(?=${VERB}(?!\\p{L}))| and (?=${VERB}(?!\\p{L}))`,
  'giu',
)
const IT = '(?: (?:it|that|the result|the sum|the total|the product|the answer|everything|all of it|the whole thing))?'
const N = '(\\d+(?:\\.\\d+)?)'
/** `e` is what the steps before made. */
const STEPS: readonly (readonly [RegExp, string])[] = (
  [
    [`(?:add|plus)(?: another)? ${N}(?: to${IT})?`, '(e) + $1'],
    [`(?:subtract|minus|deduct|take away|take off) ${N}(?: from${IT})?`, '(e) - $1'],
    [`(?:multiply|multiplied|times)${IT}(?: by)? ${N}`, '(e) * $1'],
    [`(?:divide|divided)${IT} by ${N}`, '(e) / $1'],
    [`double${IT}`, '(e) * 2'],
    [`triple${IT}`, '(e) * 3'],
    [`halve${IT}`, '(e) / 2'],
    [`square${IT}`, '(e) ^ 2'],
    [`cube${IT}`, '(e) ^ 3'],
    [`(?:add|increase${IT} by|plus) ${N} ?(?:%|percent)(?: to${IT})?`, '(e) * (1 + $1 / 100)'],
    [
      `(?:subtract|deduct|take off|decrease${IT} by|reduce${IT} by|minus) ${N} ?(?:%|percent)(?: from${IT})?`,
      '(e) * (1 - $1 / 100)',
    ],
  ] as const
).map(([source, template]) => [new RegExp(`^(?:${source})$`, 'iu'), template] as const)
const START = new RegExp(
  `^(?:(?:start|begin)(?:ing)?(?: with| at| from)?|take|from|with|if you take|my number is|given) ${N}$`,
  'iu',
)
const MOST_STEPS = 10

export function chained(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || clause.core.includes('¤')) return null
  const { rest, decimals } = takeRounding(clause.core)
  const [first = '', ...steps] = rest.split(JOINT).map(part => part.trim())
  if (steps.length === 0 || steps.length > MOST_STEPS) return null
  const start = START.exec(first)?.[1] ?? readNamed(first) ?? readSigns(first)
  if (start === null || (/^[\d.]+$/.test(start) && !START.test(first) && clause.opener === 'none' && steps.length < 2))
    return null
  let expression = start
  for (const step of steps) {
    const found = STEPS.map(([pattern, template]) => ({ numbers: pattern.exec(step), template })).find(
      ({ numbers }) => numbers !== null,
    )
    if (found === undefined || found.numbers === null) return null
    const number = found.numbers.slice(1).find(part => part !== undefined) ?? ''
    const inner = /^[\d.]+$/.test(expression) ? expression : `(${expression})`
    expression = found.template.replace('(e)', () => inner).replace('$1', () => number)
  }
  return evaluated({ expression, decimals, how: show(expression) })
}
