/**
 * Which number it is: equations in signs (`3x - 5 = 16`), in words (`what number plus 38 makes 91`), thought-of numbers, two numbers by
 * their sum and difference, consecutive numbers. What has no one reading, or a solution that is not asked for, is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { plainNumbers } from '../message/plain-numbers.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'
import { readNumberPhrase } from './number-phrase.ts'

export const equationRules: readonly PlannerRule[] = [
  defineRule({
    id: 'equation',
    reason: 'Finds the unknown number of an equation, in signs or in words.',
    order: 103,
    pairs: true,
    hint: /=|find|number|consecutive|solve|what|unknown/i,
    examples: {
      yes: [
        'x + 17 = 52',
        'x + 17 = 52, whats x',
        '3x-5=16 solve',
        'solve 3x - 8 = 2x + 11',
        'solve for x: 2x + 3 = 11',
        '2x + y = 13 and x - y = 2. Find x and y.',
        'what number plus 38 makes 91',
        'If 15% of a number is 63, then what is the number',
        'I think of a number, multiply it by 4 and subtract 7, and get 29. What was it?',
        'The sum of two numbers is 41 and their difference is 7. Which numbers are they?',
        'Three consecutive integers add up to 144, and I want the largest of them.',
        '38 plus what is 91',
        'what two numbers add up to 20 and multiply to 96',
        'which number squared is 169',
        'twice a number minus 5 is 17, what is it',
      ],
      no: [
        'E = mc^2',
        'What does x = 5 mean in code?',
        'let x = 5',
        'What number is best?',
        'A number of people plus 3 is 5',
        'my number is 5',
        'what two prime numbers add to 50',
        'x = 5',
        'Explain how to solve x + 2 = 5',
        'a = b',
        'width = 300',
        'What number comes after 1, 2, 3?',
        'what is 5 plus what',
        'Is x + 2 = 5 linear?',
        'solve x + y = 7',
        'if x + 2 = 5 what is 4x',
      ],
    },
    read: clause =>
      clause.mark.startsWith('!') ||
      !/\d/.test(clause.data === null ? clause.plain : clause.plain + clause.data.text.slice(0, 120))
        ? null
        : (inSigns(clause) ?? inWords(clause) ?? thoughtOf(clause) ?? byTwo(clause) ?? consecutive(clause)),
  }),
]

/** Letters that people take for unknowns. */
const LETTER = '[xyzabnkmpqtvw]'
const PIECE = `(?:\\d+(?:\\.\\d+)?|(?<!\\p{L})${LETTER}(?!\\p{L})|[-+*/^()×·÷−²³]|\\s)`
const EQUATION = new RegExp(`(?<![\\p{L}\\d.])(?:(?!\\s)${PIECE}){0,1}${PIECE}{0,60}=${PIECE}{1,60}`, 'giu')
const AROUND =
  /^(?:solve|find|determine|calculate|compute|work out|what(?:'s|s| is| are| would)?|be|is|are|tell|me|give|the|this|these|for|of|in|and|if|when|where|given|that|then|so|to|get|how much|value|values|solutions?|both|unknowns?|equations?|system|linear|quadratic|simultaneous|following|variables?|please|pls|[xyzabnkmpqtvw]|[\d]|simultaneously|[\s,;:.?!|&]|≈)*$/iu
const ASKS = /solve|find|what|determine|calculate|compute|work out|how much|value|unknown|system/i

/** `find x if ...`; `solve x + y = 7` has no such lead. */
const LEAD =
  /^(?:can you )?(?:solve|find|determine|calculate|what is|what's|whats)(?:(?: for)?(?: (?:the )?values? of)? [xyna](?: and y)?(?:[,:]| if| when| in| given| where| from)|(?: for| (?:the )?values? of) [xyna](?: and y)?|(?: the)? equation:?|:)? /i

/** Words that a power of two digits would hide: `x2` is no square. */
const UNSURE = /[xyzabnkmpqtvw]\d/i

function inSigns(clause: Clause): Answer | null {
  const isInline = clause.data !== null && clause.data.form !== 'block' && clause.data.text.length <= 120
  if (clause.quotes.length > 0 || (clause.data !== null && !isInline)) return null
  const text = isInline ? `${clause.plain}: ${plainNumbers(clause.data?.text ?? '')}` : clause.plain
  if (
    text.length > 200 ||
    !text.includes('=') ||
    UNSURE.test(text) ||
    /^(?:is|are|does|do|why|how|can|should) /i.test(text)
  )
    return null
  const lead = text.replace(LEAD, '')
  const equations = [...lead.replace(/(?<=[\d)xyz] ?)(?:,| and |;) ?/giu, ' ¦ ').matchAll(EQUATION)].map(([found]) =>
    found.trim(),
  )
  const rest = lead
    .replace(/(?<=[\d)xyz] ?)(?:,| and |;) ?/giu, ' ¦ ')
    .replace(EQUATION, ' ')
    .replaceAll('¦', ' ')
  if (equations.length === 0 || equations.length > 3 || !AROUND.test(rest)) return null
  // `3:4 = x:12` is one of ratios.
  if (/\d ?:|: ?\d/.test(rest)) return null
  // `what is 3x` asks for more than the unknown.
  if (/\d ?[a-z](?![a-z])|(?<![a-z])[xyz]{2,}(?![a-z])/i.test(rest)) return null
  const letters = new Set(equations.join(' ').toLowerCase().match(/[a-z]/g) ?? [])
  if (letters.size === 0 || letters.size > equations.length) return null
  // `2x + 4 = 10, find y`: of what was asked nothing is told.
  const asked =
    `${text.slice(0, text.length - lead.length)} ${rest}`
      .toLowerCase()
      .match(/(?<![a-z'’])[b-hj-z](?![a-z'’])|(?<=for |find |is )a(?=$|[ ,.?])/g) ?? []
  if (asked.some(letter => !letters.has(letter))) return null
  // `x = 5` and `a = b` are no questions; one alone is asked for by itself only where it calculates.
  const isTrivial = equations.some(equation => /^\s*[a-z]\s*=\s*[-\d.a-z\s]+$/i.test(equation))
  const isAsked = clause.isAsked || ASKS.test(text.replace(EQUATION, ' '))
  if ((isTrivial && equations.length === 1) || (!isAsked && !/[xyz]/i.test(equations.join('')))) return null
  const answer = solved(equations.map(tidy), equations.map(show).join(' and '))
  return answer === null || !isInline ? answer : { ...answer, usesData: true }
}

const tidy = (equation: string): string =>
  equation
    .toLowerCase()
    .replace(/[−]/g, '-')
    .replace(/[×·]/g, '*')
    .replace(/÷/g, '/')
    .replace(/²/g, '^2')
    .replace(/³/g, '^3')
const show = (equation: string): string => equation.replace(/\s+/g, ' ').trim()

/** All solutions, or only the number where the letter is ours. */
function solved(equations: readonly string[], how: string, isNamed = true, joint = ' or '): Answer | null {
  const seen = peek('math.solve', { equations: [...equations] })
  if (seen === null || !Array.isArray(seen.solutions)) return null
  const only = task('solution', 'Solve it', 'math.solve', { equations: [...equations] })
  if (isNamed)
    return { tasks: [only], answer: 'solution', reply: withHow('{{text}}', { text: at('/text') }, `from ${how}`) }
  if (seen.kind !== 'one' && seen.kind !== 'several') return null
  const places = seen.solutions.flatMap((solution, i) =>
    Array.isArray(solution) ? solution.map((_, j) => `{{/solutions/${i}/${j}/value}}`) : [],
  )
  if (places.length === 0) return null
  return {
    tasks: [only],
    answer: 'solution',
    reply: withHow(places.join(joint), { solutions: at('/solutions') }, `from ${how}`),
  }
}

const NUMBER_NAME =
  /(?<!\p{L})(?:(?:what|which|a|an|the|some|this|that|my|same|unknown|certain|secret)(?: (?:certain|unknown|secret|same|mystery))? (?:number|value)(?: (?:that|which))?)(?!\p{L})/giu
const VERB =
  '(?:is equal to|is equivalent to|equals|makes|make|gives|give|gets|get|results in|result in|comes to|becomes|will be|would be|yields|is|are|=)'
const QUESTION_TAIL =
  /[,.;]? ?(?:and |then |so )*(?:(?:what|which)(?:'s|s| is| was| are)? (?:x|it|that)|(?:find|tell me|give me|work out|determine|calculate|name|i want|i need) (?:x|it|what (?:x|it) is)|what is x equal to)$/i
const QUESTION_LEAD =
  /^(?:find|what(?:'s|s| is| was)?|tell me|work out|determine|calculate|give me) x(?: (?:so that|such that|for which|if|when|where|whose|that)|,)? /i

/** `15% of a number is 63, what is it`: one statement about one number. */
function inWords(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || clause.plain.length > 160) return null
  const named = clause.plain.replace(NUMBER_NAME, 'x')
  const asksWhat = /(?:^|\s)what(?:\s|$)/i.test(named) && !/ x(?: |$)|^x /i.test(named)
  const isNamed = NUMBER_NAME.test(clause.plain) || / what /i.test(` ${clause.plain} `)
  NUMBER_NAME.lastIndex = 0
  if (!isNamed) return null
  let text = named.replace(/^(?:if|when|suppose|given(?: that)?) /i, '')
  const isAskedBehind = QUESTION_TAIL.test(text)
  const isAskedBefore = QUESTION_LEAD.test(text)
  text = text
    .replace(/[,;.] ?x$/i, '')
    .replace(QUESTION_TAIL, '')
    .replace(QUESTION_LEAD, '')
  // `38 plus what is 91`: the word itself is the unknown; it must stand beside a sign.
  if (asksWhat) text = text.replace(/(?:^|(?<=\s))what(?=\s|$)/i, 'x')
  text = text.replace(/(?<!\p{L})it(?:self)?(?!\p{L})/giu, 'x')
  const parts = text.split(new RegExp(` ${VERB} `, 'i'))
  if (parts.length !== 2) return null
  const sides = parts.map(part => readNumberPhrase(part.replace(/[,;]$/, ''), /^x$/))
  const [left, right] = sides
  if (
    left === null ||
    right === null ||
    left === undefined ||
    right === undefined ||
    left.hasUnknown === right.hasUnknown
  )
    return null
  // `What is 5 * 5` asks for no unknown: there, `what` stands beside a sign.
  const open = left.hasUnknown ? left : right
  if (asksWhat ? !open.isOperation : !left.isOperation && !right.isOperation) return null
  const isAsked =
    isAskedBehind ||
    isAskedBefore ||
    asksWhat ||
    /(?:^| )(?:what|which)(?: unknown)? (?:number|value)/i.test(clause.plain)
  if (!isAsked) return null
  // `20% less than a number`: a part of that number, which these signs do not say.
  if (/[-+] ?\d+(?:\.\d+)?%/.test(`${left.said} = ${right.said}`)) return null
  const equation = `${left.expression} = ${right.expression}`
  return solved([equation], `${left.said} = ${right.said}`, false)
}

const STEPS: readonly (readonly [RegExp, string])[] = [
  [/^(?:multiply|times)(?: (?:it|that|this))?(?: by)? (\d+(?:\.\d+)?)$/i, '(e) * $1'],
  [/^(?:divide)(?: (?:it|that|this))? by (\d+(?:\.\d+)?)$/i, '(e) / $1'],
  [/^(?:add|plus) (\d+(?:\.\d+)?)(?: to (?:it|that|this|the result))?$/i, '(e) + $1'],
  [
    /^(?:subtract|minus|take away|take) (\d+(?:\.\d+)?)(?: (?:away|off))?(?: from (?:it|that|this|the result))?$/i,
    '(e) - $1',
  ],
  [/^(?:double|twice)(?: (?:it|that|this))?$/i, '(e) * 2'],
  [/^(?:triple|treble)(?: (?:it|that|this))?$/i, '(e) * 3'],
  [/^halve(?: (?:it|that|this))?$/i, '(e) / 2'],
]
const THINK =
  /^(?:i(?:'m| am)? ?(?:think(?:ing)?|thought)|(?:i )?(?:take|took|pick|picked|choose|chose)|think|start with) (?:of )?(?:an?|some|my) (?:\p{L}+ )?number(?:,| and| then|;|:)+ ?(?:then )?(?:(?:if )?(?:i|you|we) )?(?<steps>.+?)(?:(?:,| and| then|;)+ (?:then )?(?:(?:i|you|we) )?| (?:i|you|we) )(?:get|got|end up with|have|the (?:result|answer|total) is|(?:it|that|this) (?:gives|makes|is|becomes)(?: me)?|is left with|am left with|the result's|result is) (?<result>-?\d+(?:\.\d+)?)[,.]? ?(?:so |and )?(?:what(?:'s)?|which)(?: number)?(?: (?:was|is|did i (?:think of|start with|pick|choose|have)|am i thinking of|do i have in mind|(?:is|was) my number))?(?: (?:it|that|the number|my number|i thinking of|the (?:original|starting) number))?$/iu

/** `I think of a number, multiply it by 4 and subtract 7, and get 29. What was it?` */
function thoughtOf(clause: Clause): Answer | null {
  const groups = clause.quotes.length > 0 || clause.plain.length > 240 ? undefined : THINK.exec(clause.plain)?.groups
  if (groups === undefined) return null
  let expression = 'x'
  const steps = (groups.steps ?? '')
    .split(/,? (?:and )?then |,? and |, /)
    .map(step => step.replace(/^(?:i|you|we) /i, '').trim())
  for (const step of steps) {
    const found = STEPS.map(([pattern, template]) => ({ numbers: pattern.exec(step), template })).find(
      ({ numbers }) => numbers !== null,
    )
    if (found === undefined || found.numbers === null) return null
    const inner = expression === 'x' ? 'x' : `(${expression})`
    expression = found.template.replace('(e)', () => inner).replace('$1', found.numbers[1] ?? '')
  }
  const equation = `${expression} = ${groups.result}`
  return solved([equation], equation.replace(/\*/g, '×').replace(/\//g, '÷'), false)
}

const N = '(-?\\d+(?:\\.\\d+)?)'
const TWO = '(?:2|two|which 2|what 2|the 2)(?: (?:whole|positive|different))? numbers'
const BOTH: readonly RegExp[] = [
  new RegExp(
    `^(?:the )?sum of (?:2|two) numbers is ${N}(?:,| and|;)+ (?:and )?(?:their|the) (?<what>difference|product) is ${N}(?:,|;|\\.)? ?(?:and )?(?:(?:what|which)(?: numbers)?(?: are| is)? (?:they|the(?: 2| two)? numbers|it)|find (?:them|the(?: 2| two)? numbers|both))$`,
    'iu',
  ),
  new RegExp(
    `^(?:(?:what|which|find|name) )?(?:the )?${TWO} (?:that )?(?:add up to|add to|sum to|have a sum of|total|make) ${N} (?:and|but) (?:(?:have a|with a|their) )?(?<what>difference of|differ by|multiply to|have a product of|product of|are apart by)(?: is)? ${N}(?:,|\\.)? ?(?:(?:what|which)(?: numbers)?(?: are)? (?:they|the(?: 2| two)? numbers)|find (?:them|the numbers))?$`,
    'iu',
  ),
]

/** Two numbers by their sum, and their difference or product. */
function byTwo(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.plain.length > 200 || /prime|integer|even|odd/i.test(clause.plain)) return null
  for (const pattern of BOTH) {
    const found = pattern.exec(clause.plain)
    if (found === null) continue
    const [, sum = ''] = found
    const other = found.at(-1) ?? ''
    const isProduct = /product|multiply/i.test(found.groups?.what ?? '')
    if (isProduct) {
      const seen = peek('math.solve', { equations: [`x * (${sum} - x) = ${other}`] })
      return seen?.kind === 'several'
        ? solved([`x * (${sum} - x) = ${other}`], `x + y = ${sum} and x × y = ${other}`, false, ' and ')
        : null
    }
    const equations = [`x + y = ${sum}`, `x - y = ${other}`]
    const seen = peek('math.solve', { equations })
    if (seen === null) return null
    const only = task('solution', 'Solve both', 'math.solve', { equations })
    const template = '{{/solutions/0/0/value}} and {{/solutions/0/1/value}}'
    return {
      tasks: [only],
      answer: 'solution',
      reply: withHow(template, { solutions: at('/solutions') }, `from ${equations.join(' and ')}`),
    }
  }
  return null
}

const RUN =
  /^(?:(?:the sum of )?(?<count>2|3|4|5) consecutive(?: (?<kind>even|odd|whole|natural|positive))? (?:integers?|numbers?)(?: that| which)? (?:add up to|add to|sum to|sum up to|have a sum of|total|is|make) (?<sum>-?\d{1,12})(?<tail>.*)|(?:what|which|find|name|give me)(?: are)?(?: the)? (?<count2>2|3|4|5) consecutive(?: (?<kind2>even|odd|whole|natural|positive))? (?:integers?|numbers?)(?: that| which|,)? (?:add up to|add to|sum to|sum up to|have a sum of|total|make|with (?:a|the) sum(?: of)?|whose sum is|that sum to) (?<sum2>-?\d{1,12}))$/iu
const WANTED =
  /^(?:[,.;]? ?(?:and |so |but )?(?:i (?:want|need)|what(?:'s| is| are)|which(?: is| are)?|find|name|give me|tell me)? ?(?:(?:the )?(?<end>largest|biggest|greatest|highest|smallest|lowest|least|middle|first|last)(?: (?:one|number|integer|of (?:them|these|the (?:three|3|two|2|four|4))))*|(?:they|the (?:integers|numbers)|them|these numbers)))$/iu

/** `Three consecutive integers add up to 144`: all of them, or the one that is asked for. */
function consecutive(clause: Clause): Answer | null {
  const groups = clause.quotes.length > 0 || clause.plain.length > 200 ? undefined : RUN.exec(clause.plain)?.groups
  if (groups === undefined) return null
  const count = Number(groups.count ?? groups.count2)
  const kind = (groups.kind ?? groups.kind2 ?? '').toLowerCase()
  const sum = Number(groups.sum ?? groups.sum2)
  const tail = (groups.tail ?? '').replace(/[?.! ]+$/, '')
  const wanted = tail === '' ? undefined : WANTED.exec(tail)?.groups
  if ((tail !== '' && wanted === undefined) || (groups.count !== undefined && tail === '')) return null
  const step = kind === 'even' || kind === 'odd' ? 2 : 1
  const first = (sum - (step * count * (count - 1)) / 2) / count
  const isFitting = Number.isInteger(first) && (step === 1 || Math.abs(first % 2) === (kind === 'odd' ? 1 : 0))
  if (!isFitting || (/natural|positive|whole/.test(kind) && first < 1)) return null
  const start = `(${sum} - ${(step * count * (count - 1)) / 2}) / ${count}`
  const end = wanted?.end?.toLowerCase()
  if (end === undefined) {
    const equation = `n = ${start}`
    const only = task('first', 'Find the first', 'math.evaluate', { expression: start })
    const items = task(
      'run',
      'List them',
      'list.range',
      { from: { $from: 'first', pointer: '/value' }, to: first + step * (count - 1), step },
      ['first'],
    )
    return {
      tasks: [only, items],
      answer: 'run',
      reply: withHow(
        Array.from({ length: count }, (_, i) => `{{/items/${i}}}`).join(', '),
        { items: at('/items') },
        equation.replace('n = ', 'first = '),
      ),
    }
  }
  if (end === 'middle' && count % 2 === 0) return null
  const place = /largest|biggest|greatest|highest|last/.test(end) ? count - 1 : end === 'middle' ? (count - 1) / 2 : 0
  return evaluated({
    expression: place === 0 ? start : `${start} + ${place * step}`,
    how: `the ${count} numbers begin with ${start.replace('/', '÷')}`,
  })
}
