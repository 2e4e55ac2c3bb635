/**
 * Short orders about numbers: what lies halfway, how far two are apart, a fourth proportional, the next term of a plain sequence, roots of a
 * quadratic, divisible by several, so many hundreds in a number. A sequence is read as one only where its terms leave no doubt.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { plainNumbers } from '../message/plain-numbers.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, sentence, single, task, withHow } from '../rule.ts'
import { several } from '../stories/told-money.ts'

const ASK =
  "(?:(?:what(?:'s| is|s| number is| value is| number lies| lies)?|find|give me|which number is|tell me|calculate) )?(?:the )?"
const LIST =
  '(?<list>-?\\d{1,12}(?:\\.\\d{1,6})?(?:(?:, ?| |; ?| - )-?\\d{1,12}(?:\\.\\d{1,6})?){3,11})(?:, ?| )?(?:\\.{2,4}|…|_+|\\?+|and so on|etc\\.?|x)?'
const SEQ =
  '(?:(?:the |this |an? )?(?:arithmetic |geometric |number )?(?:sequence|series|progression|pattern)(?: of| is| goes|,|:| begins| starts)? ?)?'
const N = '-?\\d+(?:\\.\\d+)?'
const GROUP = '(?<group>tens|hundreds|thousands|millions|dozens|scores|billions|lakhs|crores)'
const BIG =
  '(?<big>an? (?:hundred|thousand|million|billion|trillion|lakh|crore)|1 (?:hundred|thousand|million|billion|trillion|lakh|crore))'

const PARTS = { ASK, LIST, SEQ, GROUP, BIG } as const

const PHRASES: readonly Phrase[] = [
  phrase(
    '[ASK](?:number |value |point )?(?:exactly )?(?:halfway|half way|half-way|midway|in the middle|the midpoint|midpoint|mid point|middle)(?: of| point)? (?:between|of) {a:number} (?:and|to) {b:number}(?: on (?:the|a) number line)?',
    slots =>
      evaluated({
        expression: `(${slots.text('a')} + ${slots.text('b')}) / 2`,
        how: `(${slots.text('a')} + ${slots.text('b')}) ÷ 2`,
      }),
    PARTS,
  ),
  phrase(
    '(?:how far(?: apart)? (?:are|is it between)|how far apart (?:are|is)|[ASK](?:absolute difference|distance) (?:between|of)) (?:the numbers )?{a:number} (?:and|to) {b:number}(?: on (?:the|a) number line)?(?: from each other| apart)?',
    slots =>
      evaluated({
        expression: `abs(${slots.text('b')} - (${slots.text('a')}))`,
        how: `|${slots.text('b')} − (${slots.text('a')})|`.replaceAll(/\((\d[\d.]*)\)/g, '$1'),
      }),
    PARTS,
  ),
  // Proportions.
  phrase(
    '{a:positive} is to {b:positive} (?:as|like|what) {c:positive} is to (?:what|x|\\?|which number|what number)',
    slots => proportion(slots),
    PARTS,
  ),
  phrase(
    '(?:solve )?(?:for x ?[,:]? ?)?(?:{a:positive} ?: ?{b:positive} ?= ?{c:positive} ?: ?x|x ?: ?{p:positive} ?= ?{q:positive} ?: ?{r:positive}|{d:positive} ?: ?x ?= ?{e:positive} ?: ?{f:positive})(?:[,;]? (?:what is x|x|find x|solve for x))?',
    slots => proportion(slots),
    PARTS,
  ),
  phrase(
    "(?:if )?(?:the|an?|two (?:numbers|things) (?:have|are in)(?: a| the)?|they are in(?: a| the)?)? ?ratio (?:is|of)? ?(?:is )?{a:positive} ?(?::|to) ?{b:positive}(?:,)? (?:and|with) (?:the )?(?<which>first|second|smaller|larger|bigger|one|1)(?: (?:one|1|number|part|share|side|value))? (?:is|equals|=) {c:positive}[,;.]? (?:then )?(?:what(?:'s| is|s)|how (?:big|large|much) is|find) (?:the )?(?:other|second|first|larger|smaller|bigger)(?: (?:one|1|number|part|share|side|value))?",
    slots => byRatio(slots),
    PARTS,
  ),
  // Sequences.
  phrase(
    "(?:what(?:'s| is|s| comes| number comes)? |find |give me |which number comes |continue )?(?:the )?(?:next|comes next|missing next|following|(?:comes |number )?after)(?: (?:number|term|one|1|element))?(?: (?:in|of|for|after|to))? ?[SEQ][LIST]",
    slots => nextTerm(slots),
    PARTS,
  ),
  phrase(
    '(?:what are |find |give me |list )?(?:the )?next {k:count} (?:numbers|terms)(?: (?:in|of|for|after))?(?: the)? ?:? ?[SEQ][LIST]',
    slots => nextTerms(slots),
    PARTS,
  ),
  phrase(
    "[SEQ][LIST][,;:.-]* ?(?:what(?:'s| is|s| comes| number comes)? |find |which number comes )?(?:the )?(?:next|comes next)(?: (?:number|term|one|1|element|in the (?:sequence|series|line)))*",
    slots => nextTerm(slots),
    PARTS,
  ),
  phrase(
    "(?:what(?:'s| is|s)? |find |give me )?(?:the )?{n:count}(?:st|nd|rd|th) (?:term|number|element) (?:of|in) [SEQ](?<list>(?:-?\\d{1,9}, ?){2,10}-?\\d{1,9})(?:, ?| )?(?:\\.{2,4}|…|etc\\.?)?",
    slots => nthTerm(slots),
    PARTS,
  ),
  phrase(
    "[SEQ](?<list>(?:-?\\d{1,9}, ?){2,10}-?\\d{1,9})(?:, ?| )?(?:\\.{2,4}|…|etc\\.?)?[,;:.]* ?(?:what(?:'s| is|s|'s)? |find |give me )?(?:the )?{n:count}(?:st|nd|rd|th)(?: (?:term|number|element|one|1))?",
    slots => nthTerm(slots),
    PARTS,
  ),
  phrase(
    '(?:list |show |give me )?(?:the )?(?:fibonacci(?: (?:sequence|numbers|series))?(?:,|:)? (?:the )?first {n:count}|first {m:count} (?:of the )?fibonacci)(?: (?:numbers|terms|elements))?',
    slots => fibonacci(slots),
    PARTS,
  ),
  // Roots.
  phrase(
    '[ASK](?:roots|zeros|zeroes|solutions|x-intercepts) (?:of|to|for) (?:the )?(?:equation |function |polynomial |quadratic |quadratic equation )?(?:y ?= ?|f\\(x\\) ?= ?)?(?<poly>[-+\\dx^². ]{3,60}?)(?: ?= ?0)?',
    slots => roots(slots),
    PARTS,
  ),
  // Divisible by several.
  phrase(
    'is {n:count} (?:evenly )?(?:divisible by|an? multiple of) (?:both )?{a:count} and (?:by )?{b:count}(?: too| as well)?',
    slots => divisible(slots),
    PARTS,
  ),
  phrase(
    'how many [GROUP] (?:are (?:there )?in|does|in|make(?: up)?|fit in(?:to)?|is) (?:{n:positive}(?: have| contain)?|[BIG])',
    slots => groups(slots),
    PARTS,
  ),
  phrase(
    '(?:the )?nearest (?<step>ten|hundred|thousand|million|five|fifty|half|quarter) (?:to|of|for) {x:positive}',
    slots => nearest(slots),
    PARTS,
  ),
  phrase(
    "(?:a number|the number|some number) (?<way>doubled|tripled|halved|squared)(?: and)?(?: (?<op>plus|minus|then add|add|less) {b:positive})? (?:equals|is|gives|makes|=) {c:number}[,;.]? (?:(?:what(?:'s| is|s)|find) (?:the|that|this) number|what is it|find it|which number)",
    slots => thought(slots),
    PARTS,
  ),
  phrase(
    "(?:if )?(?:a|the|some) number is (?<way>doubled|tripled|halved),?(?: and| then| and then)? {b:positive} is (?<op>added|subtracted|taken away|taken off)(?: (?:to|from) (?:it|this|that|the result))?(?:,|;|\\.| and)* ?(?:the |you get |this gives |giving |gives |to give |we get |i get )?(?:result|answer)?(?: is|:|=| being)? ?{c:number}[,;.]? ?(?:(?:what(?:'s| is| was|s)|find|name) (?:the|that|this|my)(?: original)? number|what is it|find it|which number|what was it)(?: is it)?",
    slots => thought(slots),
    PARTS,
  ),
  phrase(
    '(?:if )?(?:(?:the )?sum of (?:2|two) numbers is|(?:2|two) numbers (?:sum to|add up to|have a sum of|total|add to|make)) {s:count}(?: together)?(?:,| and)+ (?:one|1)(?: of them)? is (?<times>twice|double|3 times|three times|4 times|triple) (?:the other|as (?:big|large|much) as the other)(?: (?:one|1))?[,;.]? ?(?:(?:what|which)(?: (?:are|numbers|they|is|the|two|2))*|find (?:them|both|the numbers))?',
    slots => twoNumbers(slots),
    PARTS,
  ),
]

export const numberOrderRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-order',
    reason:
      'Finds what lies halfway, a fourth proportional, the next term of a plain sequence and roots of a quadratic.',
    order: 346,
    pairs: true,
    hint: /\d|million|billion|thousand|next/i,
    examples: {
      yes: [
        'halfway between 14 and 38',
        'how far apart are -5 and 12',
        'absolute difference between -3 and 9',
        '3 is to 4 as 9 is to what',
        '15:x = 3:4',
        "if the ratio is 3:5 and the first is 12 what's the second",
        'next number in 3, 6, 12, 24',
        'what comes next 1 4 9 16',
        '2, 5, 8, 11, what is next?',
        '15th term of 4, 7, 10',
        'fibonacci first 10',
        'roots of x^2 - 5x + 6',
        'is 1001 divisible by 7 and 11',
        'how many hundreds in 12,500',
        'how many millions in a billion',
        'nearest hundred to 4,449',
        'a number doubled plus 5 equals 19, find the number',
        'two numbers sum to 30, one is twice the other',
        'The sum of two numbers is 30 and one is twice the other. What are they?',
        'next number: 2, 6, 18, 54, ...',
        'what comes after 5, 10, 20, 40, 80',
        'the next two numbers: 1, 3, 5, 7',
        'A number is doubled and then 5 is subtracted, result 31. Find it.',
      ],
      no: [
        'next number: 1, 2, 4, 7, 13, 24',
        'what comes next 3 1 4 1 5',
        'halfway between Rome and Paris',
        'what comes next after 2025',
        'how far apart are 5 and 12 in the list',
        'is 1001 divisible by 7 and if not why',
        'roots of the x family tree',
        'how many hundreds of people came in 2020',
        '10th term of 4, 7, 11',
        'the ratio is 3:5 and the sum is 12, what is the second',
        'next bus number 3, 6, 12, 24',
      ],
    },
    read: clause => readPhrases(clause, PHRASES) ?? ofData(clause),
  }),
]

/** `next number: 2, 6, 18, 54, ...`: what stands behind the colon is a part of the question. */
function ofData(clause: Clause): Answer | null {
  const { data, plain } = clause
  if (
    data?.form !== 'inline' ||
    data.text.length > 100 ||
    !/next|\d(?:st|nd|rd|th)|comes|continue|roots?|zeros|halfway|middle/iu.test(plain)
  )
    return null
  const text = `${plain} ${plainNumbers(data.text)}`.replace(/[\s?]+$/u, '')
  const answer = readPhrases({ ...clause, plain: text, core: text, data: null }, PHRASES)
  return answer === null ? null : { ...answer, usesData: true }
}

function proportion(slots: Slots): Answer | null {
  const has = (name: string) => slots.has(name)
  const t = (name: string) => slots.text(name)
  const [expression, how] = has('a')
    ? [`${t('b')} * ${t('c')} / ${t('a')}`, `${t('b')} × ${t('c')} ÷ ${t('a')}`]
    : has('p')
      ? [`${t('p')} * ${t('q')} / ${t('r')}`, `${t('p')} × ${t('q')} ÷ ${t('r')}`]
      : [`${t('d')} * ${t('f')} / ${t('e')}`, `${t('d')} × ${t('f')} ÷ ${t('e')}`]
  return evaluatedValue(expression) === null ? null : evaluated({ expression, how })
}

function byRatio(slots: Slots): Answer | null {
  const [a, b, c, which] = [slots.text('a'), slots.text('b'), slots.text('c'), slots.text('which').toLowerCase()]
  if (which === 'one' || which === '1' || Number(a) <= 0 || Number(b) <= 0) return null
  const isFirst =
    which === 'first' ||
    (which === 'smaller' ? Number(a) < Number(b) : which === 'second' ? false : Number(a) > Number(b))
  const [own, other] = isFirst ? [a, b] : [b, a]
  return evaluated({ expression: `${c} / ${own} * ${other}`, how: `${c} ÷ ${own} × ${other}` })
}

const termsOf = (list: string): string[] => list.match(new RegExp(`(?<![\\d.])${N}`, 'gu')) ?? []

type Law = { readonly next: string; readonly said: string }

/** Each term so much more, each so many times the one before, or the squares: where several fit, or none, there is none. */
function lawOf(terms: readonly string[]): Law | null {
  const numbers = terms.map(Number)
  const isWhole = numbers.every(Number.isInteger)
  const last = terms.at(-1) ?? ''
  const gap = evaluatedValue(`${terms[1]} - (${terms[0]})`)
  const isEven = terms.slice(1).every((term, i) => isSame(`${term} - (${terms[i]})`, `${terms[1]} - (${terms[0]})`))
  if (isEven && gap !== null)
    return {
      next: `${last} + (${terms[1]} - (${terms[0]}))`,
      said: `each term is ${said(`${terms[1]} - (${terms[0]})`)} more than the one before`,
    }
  if (numbers.every(n => n !== 0)) {
    const isTimes = terms
      .slice(1)
      .every((term, i) => isSame(`${term} * (${terms[0]})`, `(${terms[i]}) * (${terms[1]})`))
    if (isTimes)
      return {
        next: `${last} * (${terms[1]}) / (${terms[0]})`,
        said: `each term is ${said(`(${terms[1]}) / (${terms[0]})`)} times the one before`,
      }
  }
  const root = Math.sqrt(numbers[0] ?? -1)
  if (isWhole && Number.isInteger(root) && numbers.every((n, i) => n === (root + i) ** 2))
    return { next: `${root + numbers.length} ^ 2`, said: 'the squares one after another' }
  const isFibonacci =
    isWhole && numbers.length >= 5 && numbers.every((n, i) => i < 2 || n === numbers[i - 1]! + numbers[i - 2]!)
  return isFibonacci ? { next: `${terms.at(-2)} + ${last}`, said: 'each term is the sum of the two before' } : null
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [evaluatedValue(one), evaluatedValue(other)]
  return a !== null && b !== null && a.numerator * b.denominator === b.numerator * a.denominator
}

const said = (expression: string): string => {
  const exact = peek('math.evaluate', { expression })?.exact
  return typeof exact === 'string' ? exact : expression
}

function nextTerm(slots: Slots): Answer | null {
  const terms = termsOf(slots.text('list'))
  const law = terms.length < 4 ? null : lawOf(terms)
  if (law === null) return null
  const answer = evaluated({ expression: law.next, how: `the next after ${terms.at(-1)}: ${law.said}` })
  return answer === null ? null : { ...answer, reading: `Read as a sequence: ${law.said}.` }
}

/** The next terms where each is so much more, or so many times as much. */
function nextTerms(slots: Slots): Answer | null {
  const [terms, k] = [termsOf(slots.text('list')), Number(slots.text('k'))]
  if (terms.length < 4 || k < 1 || k > 10) return null
  const all = [...terms]
  let told = ''
  for (let turn = 0; turn < k; turn += 1) {
    const law = lawOf(all)
    const next = law === null ? null : peek('math.evaluate', { expression: law.next })?.exact
    if (law === null || typeof next !== 'string' || next.includes('/')) return null
    told = law.said
    all.push(next)
  }
  const items = all.slice(terms.length)
  const only = task('items', 'Go on', 'agg.collect', { items })
  const reply = withHow(items.map((_, i) => `{{/items/${i}}}`).join(', '), { items: at('/items') }, told)
  return { tasks: [only], answer: 'items', reply, reading: `Read as a sequence: ${told}.` }
}

function nthTerm(slots: Slots): Answer | null {
  const terms = termsOf(slots.text('list'))
  const n = Number(slots.text('n'))
  const [a = '', b = ''] = terms
  if (terms.length < 3 || n < 1 || n > 1_000) return null
  if (terms.slice(1).every((term, i) => isSame(`${term} - (${terms[i]})`, `${b} - (${a})`)))
    return evaluated({
      expression: `${a} + (${n} - 1) * (${b} - (${a}))`,
      how: `first term ${a}, each ${said(`${b} - (${a})`)} more; term ${n}`,
    })
  // Three terms such as 2, 4, 8 may grow in other ways.
  const isTimes =
    terms.length > 3 &&
    terms.every(term => Number(term) !== 0) &&
    terms.slice(1).every((term, i) => isSame(`${term} * (${a})`, `(${terms[i]}) * (${b})`))
  if (!isTimes || n > 60 || Number(b) % Number(a) !== 0) return null
  return evaluated({
    expression: `${a} * (${Number(b) / Number(a)})^(${n} - 1)`,
    how: `first term ${a}, each ${Number(b) / Number(a)} times as much; term ${n}`,
  })
}

function fibonacci(slots: Slots): Answer | null {
  const n = Number(slots.text('n') || slots.text('m'))
  if (n < 1 || n > 60) return null
  const terms = [1n, 1n]
  while (terms.length < n) terms.push((terms.at(-1) ?? 0n) + (terms.at(-2) ?? 0n))
  return sentence(terms.slice(0, n).join(', '))
}

function roots(slots: Slots): Answer | null {
  const poly = slots.text('poly').replaceAll('²', '^2').trim()
  if (!/x ?\^ ?2/.test(poly) || /[-+^.]$/.test(poly)) return null
  const equations = [`${poly} = 0`]
  const seen = peek('math.solve', { equations })
  if (typeof seen?.text !== 'string') return null
  return single(
    task('solution', 'Solve it', 'math.solve', { equations }),
    '{{text}}',
    { text: at('/text') },
    `from ${poly} = 0`,
  )
}

function divisible(slots: Slots): Answer | null {
  const [n, a, b] = [Number(slots.text('n')), Number(slots.text('a')), Number(slots.text('b'))]
  if (a === 0 || b === 0 || !Number.isSafeInteger(n)) return null
  const [x, y] = [n % a, n % b]
  if (x === 0 && y === 0) return sentence(`Yes, ${n} = ${a} × ${n / a} and ${n} = ${b} × ${n / b}.`)
  const part = (rest: number, m: number): string =>
    rest === 0 ? `it is divisible by ${m}` : `divided by ${m} it leaves ${rest}`
  return sentence(`No: ${part(x, a)}, ${part(y, b)}.`)
}

const SIZES: Readonly<Record<string, string>> = {
  ten: '10',
  hundred: '100',
  thousand: '1000',
  million: '1000000',
  billion: '1000000000',
  trillion: '1000000000000',
  dozen: '12',
  score: '20',
  lakh: '100000',
  crore: '10000000',
}

function groups(slots: Slots): Answer | null {
  const group = slots.text('group').toLowerCase().replace(/s$/, '')
  const big = /(\p{L}+)$/u.exec(slots.text('big').toLowerCase())?.[1] ?? ''
  const whole = slots.has('n') ? slots.text('n') : SIZES[big]
  const size = SIZES[group]
  if (whole === undefined || size === undefined) return null
  return evaluated({ expression: `${whole} / ${size}`, how: `${whole} ÷ ${size}` })
}

function nearest(slots: Slots): Answer | null {
  const steps: Readonly<Record<string, string>> = { ...SIZES, five: '5', fifty: '50', half: '0.5', quarter: '0.25' }
  const step = slots.text('step').toLowerCase()
  const size = steps[step]
  const x = slots.text('x')
  return size === undefined
    ? null
    : evaluated({ expression: `floor(${x} / ${size} + 0.5) * ${size}`, how: `${x} to the nearest ${step}` })
}

function thought(slots: Slots): Answer | null {
  const way = slots.text('way').toLowerCase()
  const [b, c] = [slots.text('b'), slots.text('c')]
  const isMinus = /minus|less|subtract|taken/i.test(slots.text('op'))
  const bare = b === '' ? c : `(${c} ${isMinus ? '+' : '-'} ${b})`
  if (way === 'squared') return null
  const expression = way === 'halved' ? `${bare} * 2` : `${bare} / ${way === 'doubled' ? 2 : 3}`
  return evaluated({ expression, how: expression.replaceAll('*', '×').replaceAll('/', '÷').replaceAll(' - ', ' − ') })
}

function twoNumbers(slots: Slots): Answer | null {
  const s = slots.text('s')
  const word = slots.text('times').toLowerCase()
  const times = /^(?:twice|double)/.test(word) ? 2 : /^(?:3|three|triple)/.test(word) ? 3 : 4
  if (Number(s) % (times + 1) !== 0) return null
  return several(
    [
      { expression: `${s} * ${times} / ${times + 1}`, decimals: 0 },
      { expression: `${s} / ${times + 1}`, decimals: 0 },
    ],
    `${s} in ${times + 1} parts`,
  )
}
