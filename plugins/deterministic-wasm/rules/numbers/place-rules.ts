/**
 * Digits by their place, and runs of whole numbers: `the hundreds digit of 58,341`, `the place value of the 7 in 47,362`, `count down from 50 to 20
 * in steps of 5`, `how many even numbers from 10 to 50`. A digit that stands twice in a number has no one place.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { evaluated } from '../evaluated.ts'
import { listReply } from '../listed.ts'
import type { Clause } from '../message/read-message.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule, sentence, task, withHow } from '../rule.ts'

const PLACES: readonly (readonly [name: string, place: number])[] = [
  ['ones', 0],
  ['units', 0],
  ['tens', 1],
  ['hundreds', 2],
  ['thousands', 3],
  ['ten thousands', 4],
  ['ten-thousands', 4],
  ['hundred thousands', 5],
  ['hundred-thousands', 5],
  ['millions', 6],
  ['tenths', -1],
  ['hundredths', -2],
  ['thousandths', -3],
]
const NAMES: Readonly<Record<number, string>> = {
  0: 'ones',
  1: 'tens',
  2: 'hundreds',
  3: 'thousands',
  4: 'ten thousands',
  5: 'hundred thousands',
  6: 'millions',
  [-1]: 'tenths',
  [-2]: 'hundredths',
  [-3]: 'thousandths',
}
const PLACE = `(?<place>ones|units?|tens|hundreds|thousands|ten[ -]thousands|hundred[ -]thousands|millions|tenths|hundredths|thousandths)`
const SHOW =
  "(?:(?:list|find|show|give|name|write|tell|print|what are|what is|what's|which are|get|i want|i need|count|say)(?: me)? )?(?:all )?(?:of )?(?:the )?"
const INCLUSIVE =
  '(?:,? ?\\(?(?<both>inclusive(?:ly)?|both (?:ends )?(?:included|inclusive)|including both(?: ends)?)\\)?)?'
const HALF = '(?<kind>even|odd)'
const KINDS = '(?:whole |natural |positive )?(?:numbers|integers)'
const PARTS = { PLACE, SHOW, INCLUSIVE, HALF, KINDS } as const

const digitsOf = (slots: Slots): readonly [whole: string, fraction: string] => {
  const [whole = '', fraction = ''] = slots.text('n').split('.')
  return [whole, fraction]
}

function digitAt(slots: Slots): Answer | null {
  const name = slots
    .text('place')
    .toLowerCase()
    .replace(/^unit$/u, 'units')
  const place = PLACES.find(([own]) => own === name)?.[1]
  const [whole, fraction] = digitsOf(slots)
  if (place === undefined) return null
  const digit = place < 0 ? fraction[-place - 1] : whole[whole.length - 1 - place]
  if (digit === undefined) return null
  const shifted = place < 0 ? `${slots.text('n')} * ${10 ** -place}` : `${slots.text('n')} / ${10 ** place}`
  return evaluated({ expression: `floor(${shifted}) mod 10`, how: `the ${NAMES[place]} digit of ${slots.text('n')}` })
}

function placeValue(slots: Slots): Answer | null {
  const digit = slots.text('d')
  const [whole, fraction] = digitsOf(slots)
  const all = whole + fraction
  if (digit.length !== 1 || all.split(digit).length !== 2) return null
  const place = whole.length - 1 - all.indexOf(digit)
  const name = NAMES[place]
  if (name === undefined) return null
  const factor = place < 0 ? `/ ${10 ** -place}` : `* ${10 ** place}`
  return evaluated({
    expression: `${digit} ${factor}`,
    how: `${digit} stands in the ${name} place of ${slots.text('n')}`,
  })
}

/** `which place is the 7 in`: named, and not worked out. */
function placeName(slots: Slots): Answer | null {
  const digit = slots.text('d')
  const [whole, fraction] = digitsOf(slots)
  const all = whole + fraction
  const name =
    digit.length === 1 && all.split(digit).length === 2 ? NAMES[whole.length - 1 - all.indexOf(digit)] : undefined
  return name === undefined ? null : sentence(`The ${name} place.`)
}

const MOST_TERMS = 200
function counted(slots: Slots): Answer | null {
  const [from, to, step] = [Number(slots.text('a')), Number(slots.text('b')), Number(slots.text('k') || '1')]
  const isDown = to < from
  if (step < 1 || (slots.has('down') && !isDown) || (slots.has('back') && !isDown)) return null
  // `by 4 from 1 to 10` never reaches 10.
  const steps = Math.abs(to - from) / step
  if (!Number.isInteger(steps) || steps + 1 > MOST_TERMS || steps < 1) return null
  const input = { kind: 'arithmetic', first: from, step: isDown ? -step : step, n: steps + 1 }
  const { template, values } = listReply('/terms', steps + 1, ', ')
  return {
    tasks: [task('terms', 'Count', 'math.sequence', input)],
    answer: 'terms',
    reply: withHow(template, values, `from ${from} to ${to} in steps of ${step}`),
  }
}

function halves(slots: Slots): Answer | null {
  const isEven = /even/iu.test(slots.text('kind'))
  const isBelow = slots.has('below')
  const first = slots.has('a') ? Number(slots.text('a')) : 1
  const last = Number(slots.text('b')) - (isBelow ? 1 : 0)
  const from = first % 2 === (isEven ? 0 : 1) ? first : first + 1
  const to = last % 2 === (isEven ? 0 : 1) ? last : last - 1
  if (to < from) return null
  // Of `between`, an end that counts or does not changes the number.
  if (
    slots.has('between') &&
    !slots.has('both') &&
    [first, last].some(end => (end % 2 === 0) === isEven) &&
    slots.has('many')
  )
    return null
  const count = (to - from) / 2 + 1
  const how = `${slots.text('kind').toLowerCase()} numbers from ${from} to ${to}`
  if (slots.has('many')) return evaluated({ expression: `(${to} - ${from}) / 2 + 1`, how })
  if (slots.has('sum')) return evaluated({ expression: `(${from} + ${to}) * ((${to} - ${from}) / 2 + 1) / 2`, how })
  if (count > MOST_TERMS) return null
  const { template, values } = listReply('/terms', count, ', ')
  const input = { kind: 'arithmetic', first: from, step: 2, n: count }
  return {
    tasks: [task('terms', 'List them', 'math.sequence', input)],
    answer: 'terms',
    reply: withHow(template, values, how),
  }
}

const WHAT =
  '(?:(?<many>how many|(?:the )?number of|count(?: of)?(?: the)?)|(?<sum>(?:the )?sum of(?: all)?(?: the)?|add(?: up)?(?: all)?(?: the)?))'
const SPAN =
  '(?:(?:are there |lie |do you find |exist )?(?:(?<between>between) {a:count} and {b:count}|from {a2:count} (?:to|through|up to|until) {b2:count}|(?<below>below|under|less than|smaller than) {b3:count}|up to(?: and including)? {b4:count}))(?: are there)?'

const PHRASES: readonly Phrase[] = [
  phrase(
    "(?:what(?:'s|s| is)?|which(?: is)?|find|tell me|give me)? ?(?:the |which )?(?:digit|number|figure) (?:is |stands )?(?:in|at|on) the [PLACE](?: (?:place|position|column))?,? (?:of|in|for)(?: the number)? {n:positive}",
    digitAt,
    PARTS,
  ),
  phrase(
    "(?:what(?:'s|s| is)?|find|tell me|give me)? ?(?:the )?[PLACE](?: place)? (?:digit|figure|place|position) (?:of|in)(?: the number)? {n:positive}",
    digitAt,
    PARTS,
  ),
  phrase(
    "(?:in |of )?(?:the number )?{n:positive},? (?:what(?:'s|s| is)?|which(?: is)?) (?:the )?digit (?:is )?(?:in|at) the [PLACE](?: place)?",
    digitAt,
    PARTS,
  ),
  phrase(
    "(?:in |of )?(?:the number )?{n:positive},? (?:what(?:'s|s| is)?|which(?: is)?) the [PLACE] digit",
    digitAt,
    PARTS,
  ),
  phrase(
    "(?:what(?:'s|s| is)?|find|give me|tell me)? ?(?:the )?(?:place value|value) of (?:the )?(?:digit )?{d:count} in(?: the number)? {n:positive}",
    placeValue,
    PARTS,
  ),
  phrase(
    '(?:what|which|how much) (?:does|is) (?:the )?(?:digit )?{d:count} (?:worth|stand for|represent|mean) in(?: the number)? {n:positive}',
    placeValue,
    PARTS,
  ),
  phrase(
    '(?:in )?(?:which|what) (?:place|position) is (?:the )?(?:digit )?{d:count}(?: in)?,? (?:in|of)(?: the number)? {n:positive}',
    placeName,
    PARTS,
  ),
  phrase(
    '(?:please )?(?:can you )?(?:count|go|list|skip[ -]?count|count out|write the numbers)(?: (?<down>down|backwards?|back))?(?: (?:in|by) {k2:count}s?)? from {a:count} (?:(?<back>down|back) )?to {b:count}(?:,? (?:in|by|with) (?:steps of |intervals of )?{k:count}s?(?: at a time| each time| steps)?)?',
    slots => (slots.has('k') && slots.has('k2') ? null : counted(slots.folded())),
    PARTS,
  ),
  phrase(`${WHAT} [HALF] [KINDS] ${SPAN}[INCLUSIVE]`, slots => halves(slots.folded()), PARTS),
  phrase(`[SHOW][KINDS] ${SPAN} (?:that are|which are) [HALF]`, slots => halves(slots.folded()), PARTS),
  phrase(`[SHOW][HALF] [KINDS] ${SPAN}[INCLUSIVE]`, slots => halves(slots.folded()), PARTS),
]

/** `even or odd: 3748` */
function evenOrOdd({ plain, data }: Clause): Answer | null {
  const n = /^[1-9]\d{0,17}$/.exec(data?.text.replace(/[\s.?!]+$/u, '').replace(/,(?=\d{3}(?!\d))/gu, '') ?? '')?.[0]
  if (n === undefined || data?.form !== 'inline' || !/^(?:is (?:it|this) )?(?:even or odd|odd or even)$/iu.test(plain))
    return null
  const answer = decided({
    tasks: [task('rest', 'Divide by 2', 'math.evaluate', { expression: `${n} mod 2` })],
    when: hasMember('exact', { const: '0' }),
    yes: `${n} is even.`,
    no: `${n} is odd.`,
  })
  return { ...answer, usesData: true }
}

export const placeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-places',
    reason: 'Tells digits by their place, and counts or lists runs of whole numbers.',
    order: 105.5,
    hint: /digit|place|value|count|even|odd|skip|worth|stand for/i,
    examples: {
      yes: [
        "What's the place value of 7 in 47,362?",
        'digit in the hundreds place of 58,341',
        'what is the tenths digit of 3.47',
        'which digit is in the tens place in 1284',
        'count from 50 down to 20 in steps of 5',
        'how many even numbers are there between 10 and 50 inclusive',
        'numbers from 1 to 20 that are odd',
        'even or odd: 3748',
        'how many odd numbers are there from 1 to 99?',
      ],
      no: [
        "What's the place value of 7 in 47,372?",
        'digit in the hundreds place of 58',
        'how many even numbers are there between 10 and 50',
        'count from 1 to 10 in steps of 4',
        'count the people from 50 to 20',
        'what is the value of 7 in numerology',
        'how many odd numbers of guests from 1 to 9',
        'even numbers from 1 to 20 that are prime',
      ],
    },
    read: clause =>
      clause.mark.startsWith('!')
        ? null
        : clause.data !== null
          ? evenOrOdd(clause)
          : /\d/.test(clause.plain)
            ? readPhrases(clause, PHRASES)
            : null,
  }),
]
