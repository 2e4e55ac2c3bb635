/**
 * Expressions with letters: multiplied out, taken together, taken apart into factors, or worked out for given numbers. A letter is an unknown
 * only where nothing else can be meant: `5m + 3m` may be metres.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { plainNumbers } from '../message/plain-numbers.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'

const EXPRESSION = /^[-+(]?[\d\s.+*/^()a-z-]{2,80}$/u
const LETTERS_ALONE = /\p{L}{3,}/u
const tidy = (written: string): string =>
  written
    .toLowerCase()
    .replace(/−|–/gu, '-')
    .replace(/[×·]/gu, '*')
    .replace(/÷/gu, '/')
    .replace(/²/gu, '^2')
    .replace(/³/gu, '^3')
    .replace(/\s+/gu, ' ')
    .trim()

/** Signs, numbers and single letters; `x2` may be a square. */
function isExpression(text: string): boolean {
  return (
    EXPRESSION.test(text) &&
    /[a-z]/u.test(text) &&
    !LETTERS_ALONE.test(text) &&
    !/[a-z] ?\d|\d ?e ?\d|[a-z] [a-z]|\d \d/u.test(text)
  )
}

const FORMS: readonly (readonly [form: 'expanded' | 'factored', RegExp])[] = [
  [
    'expanded',
    /^(?:please )?(?:expand(?: out)?(?: and simplify)?|multiply out|simplify|collect (?:the )?like terms(?: in| of)?|combine (?:the )?like terms(?: in| of)?|(?:open|remove|clear|expand|get rid of) (?:the )?(?:brackets|parentheses)(?: in| of)?|distribute|multiply)(?: the)?(?: expression| term| algebraic expression| following| brackets)?:? (?<e>.+)$/iu,
  ],
  ['expanded', /^(?<e>.+?)[,:;]? (?:expanded|multiplied out|simplified|(?:simplify|expand)(?: it| this)?)$/iu],
  [
    'factored',
    /^(?:please )?(?:fully |completely )?(?:factor(?:i[sz]e)?(?: out)?(?: fully| completely)?|write as a product:?)(?: the)?(?: expression| polynomial| quadratic| following)?:? (?<e>.+?)(?: (?:fully|completely))?$/iu,
  ],
  ['factored', /^(?<e>.+?)[,:;]? (?:factor(?:i[sz]ed?|ed)?(?: it| this)?|as a product(?: of factors)?)$/iu],
]
const SUM = /^(?:what(?:'s|s| is)? |how much is )(?<e>[-\d\s.+x*/^()y]{3,40})$/iu

function formed(text: string): Answer | null {
  for (const [form, pattern] of FORMS) {
    const e = pattern.exec(text)?.groups?.e
    const answer = e === undefined ? null : polynomial(tidy(e), form)
    if (answer !== null) return answer
  }
  // `what is 3x + 4x`: two terms of one unknown.
  const e = tidy(SUM.exec(text)?.groups?.e ?? '')
  return /\d? ?[xy]\b.*[-+].*[xy]/u.test(e) && !/=/.test(text) && !/\d x \d/.test(e) ? polynomial(e, 'expanded') : null
}

function polynomial(expression: string, form: 'expanded' | 'factored'): Answer | null {
  if (!isExpression(expression) || !/[-+*/^()]/u.test(expression)) return null
  const input = { expression, form }
  if (peek('math.polynomial', input) === null) return null
  const name = form === 'expanded' ? 'Multiply it out' : 'Take it apart'
  return single(
    task('written', name, 'math.polynomial', input),
    '{{text}}',
    { text: at('/text') },
    `from ${expression}`,
  )
}

const VALUE = '-?\\d+(?:\\.\\d+)?(?:\\/\\d+)?'
const GIVEN = `[a-z] ?(?:=|is|equals|is equal to) ?${VALUE}`
const LIST = `(?<given>${GIVEN}(?:(?:,| and|, and|;) ?${GIVEN}){0,3})`
const WHAT =
  "(?:what(?:'s|s| is| are)?|find|calculate|work out|evaluate|compute|how much is|determine|tell me|(?:find |what is |calculate )?the value of|(?:what is|what's) the value of)(?: the value of)?"
const BARE = '[-+(]?[\\d(a-z][\\d\\s.+*/^()a-z-]{0,60}?'
const INSERTS: readonly RegExp[] = [
  `(?:if|when|for|given(?: that)?|suppose|let|with|where)? ?${LIST}[,.;:]? ?(?:then |and )?${WHAT} (?<e>${BARE})`,
  `${WHAT} (?<e>${BARE})[,;]? (?:if|when|for|at|given(?: that)?|where|with) ${LIST}`,
  `(?:substitute|plug|put|insert) ${LIST} (?:in|into|in to) (?<e>${BARE})`,
  `(?<e>${BARE})[,;]? (?:if|when|for|where|with) ${LIST}[,.;]? ?(?:${WHAT}(?: it| that| this)?)?`,
].map(source => new RegExp(`^(?:${source})$`, 'iu'))
/** `f(x) = 2x^2 - 3x + 1. What is f(4)?` */
const NAME = '(?<f>[fghpy])'
const FUNCTIONS: readonly RegExp[] = [
  `(?:if |given |let |the function |for |suppose |we have )?${NAME} ?\\( ?(?<x>[a-z]) ?\\) ?= ?(?<e>${BARE})[,.;:]? ?(?:then |and |so )?${WHAT} \\k<f> ?\\( ?(?<v>${VALUE}) ?\\)`,
  `${WHAT} ${NAME} ?\\( ?(?<v>${VALUE}) ?\\)[,;]? (?:if|when|for|where|given(?: that)?|with) \\k<f> ?\\( ?(?<x>[a-z]) ?\\) ?= ?(?<e>${BARE})`,
].map(source => new RegExp(`^(?:${source})$`, 'iu'))

/** `2ab` as `2*a*b`, every letter by its number. */
function inserted(expression: string, values: ReadonlyMap<string, string>): Answer | null {
  if (!isExpression(expression)) return null
  const letters = new Set(expression.match(/[a-z]/gu) ?? [])
  if (letters.size === 0 || letters.size !== values.size || [...letters].some(letter => !values.has(letter)))
    return null
  const explicit = expression
    .replace(/(?<=[\d)a-z])\s*(?=[a-z])/gu, '*')
    .replace(/(?<=[a-z)])\s*(?=\()/gu, '*')
    .replace(/(?<=\d)\s*(?=\()/gu, '*')
  const worked = explicit.replace(/[a-z]/gu, letter => `(${values.get(letter)})`)
  // `-x^2` and `1/2x` are read in two ways once numbers stand there.
  if (/(?<![\d)a-z] ?)-[a-z]\^/u.test(explicit) || /\/\d+\*?[a-z(]/u.test(explicit) || evaluatedValue(worked) === null)
    return null
  const told = [...values].map(([letter, value]) => `${letter} = ${value}`).join(', ')
  return evaluated({ expression: worked, how: `for ${told}: ${expression}` })
}

function valued(text: string): Answer | null {
  for (const pattern of FUNCTIONS) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const { x = '', v = '', e = '' } = groups
    const answer = inserted(tidy(e), new Map([[x.toLowerCase(), v]]))
    if (answer !== null) return answer
  }
  for (const pattern of INSERTS) {
    const groups = pattern.exec(text)?.groups
    if (groups === undefined) continue
    const values = new Map<string, string>()
    for (const [, letter = '', value = ''] of (groups.given ?? '').matchAll(
      new RegExp(`([a-z]) ?(?:=|is equal to|is|equals) ?(${VALUE})`, 'giu'),
    )) {
      if (values.has(letter.toLowerCase())) return null
      values.set(letter.toLowerCase(), value)
    }
    const answer = inserted(tidy(groups.e ?? ''), values)
    if (answer !== null) return answer
  }
  return null
}

function algebra(clause: Clause): Answer | null {
  const { data, quotes, plain } = clause
  const isInline = data !== null && data.form === 'inline' && data.text.length <= 100
  if (quotes.length > 0 || (data !== null && !isInline) || plain.length > 160) return null
  const text = (isInline ? `${plain}: ${plainNumbers(data.text)}` : plain).replace(/[\s?.!]+$/u, '')
  const answer = formed(text) ?? valued(tidy(text))
  return answer === null || !isInline ? answer : { ...answer, usesData: true }
}

export const algebraRules: readonly PlannerRule[] = [
  defineRule({
    id: 'algebra',
    reason:
      'Multiplies out expressions with letters, takes them apart into factors, or works them out for given numbers.',
    order: 103.5,
    pairs: true,
    hint: /(?<!\p{L})[a-z]{1,2} ?[-+*^)(=²]|[-+*/^()\d][a-z]{1,2}(?!\p{L})|= ?[-+(\d]/iu,
    examples: {
      yes: [
        'expand (x+3)(x-5)',
        'simplify 3a + 5b - a + 2b',
        'factorise x^2 - 5x + 6',
        'what is 3x + 4x',
        'multiply out 2(x + 4) - 3(x - 1)',
        'if a = 4 and b = 7, what is 3a + 2b?',
        'f(x) = 2x^2 - 3x + 1. What is f(4)?',
        'evaluate 2x^2 - 3x for x = 4',
        'What is the value of 5x - 3 when x is 2?',
      ],
      no: [
        'expand on the a and b plan',
        'simplify 5m + 3m of cable',
        'factor x^2 + 1 into my decision',
        'if a = 4, what is 3a + 2b?',
        'f(x) = 2x^2 - 3x + 1. What is the derivative?',
        'if x = 5 in my code, what is x + 1 printed as',
        'simplify x + y = 3',
        'what is 3 x 4 + 2 x 5 boxes',
        'if x + 2 = 5 what is 4x',
        'let x = 5',
      ],
    },
    read: clause => (clause.mark.startsWith('!') ? null : algebra(clause)),
  }),
]
