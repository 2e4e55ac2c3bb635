/**
 * Changes in per cent that sentences tell: between two shares, of which the points or the relative change are asked for, and a number that
 * changes several times, each time by a part of what it is by then.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, inPercent } from '../evaluated.ts'
import { showAmount } from '../money.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'

const RISE =
  'rose|rises|went up|goes up|grew|grows|increased|increases|climbed|climbs|jumped|jumps|gained|gains|moved up'
const FALL =
  'fell|falls|went down|goes down|dropped|drops|decreased|decreases|sank|sinks|shrank|shrinks|declined|declines|lost|loses|was cut|was reduced|is reduced|is cut'
const MOVE = `(?:(?<up>${RISE}|was raised|is raised|is increased|was increased)|(?<flat>went|goes|moved|moves|changed|changes)|(?:${FALL}))`
/** What changes: a few words without figures. */
const WHAT = "(?:(?:the |my |our |a |an |their |its )?(?:\\p{L}[\\p{L}'-]* ){0,3}(?!not|never|n't)\\p{L}[\\p{L}'-]* )"
const END = '[,.;:!?]* (?:so |then |and )?'
const IT =
  '(?: (?:is|was) (?:that|it|this)| did (?:it|that|this|they) (?:rise|fall|go up|go down|grow|increase|decrease|change|drop|climb|sink))?'
const STEP = (i: number): string =>
  `(?:and |then |but )*(?:it |they )?(?:then |later )?(?:again )?(?:(?<up${i}>${RISE}|increased|rises?|grow|up|is raised)|${FALL}|decreased|shrinks?|down|reduced|fall|drop)(?: again)?(?: by)? \\{p${i}:percent\\}(?: (?:in (?:the )?(?:year (?:1|2|3|one|two|three)|(?:first|second|third|next|following|1st|2nd|3rd) (?:year|month|week|quarter))|(?:the )?(?:first|next|second|following|last) (?:year|month|week|day|quarter)|again|first|after that|a year later|later|next))?`
    .replaceAll('\\{', '{')
    .replaceAll('\\}', '}')
const RESULT =
  "(?:how many(?: (?:people|inhabitants|members|animals|fish|deer|are|there|do|does|will|remain|is|have|has|be|we|it|now|then|left|at the end|in the end|afterwards|after (?:that|both (?:years|changes|steps)|the (?:second|two) (?:years?|changes?))))*|(?:what(?:'s| is| was|s)|how (?:much|big|high|large) is)(?: (?:it|that|the|now|new|final|price|value|number|result|population|at the end|in the end|then|today|afterwards|end|amount|salary|rent|be|left))+)"

const PARTS = { MOVE, WHAT, IT } as const

/** `went from 3% to 4%` says no direction; its figures do. */
const isRise = (slots: Slots): boolean =>
  slots.has('up') || (slots.has('flat') && Number(slots.text('q')) > Number(slots.text('p')))
/** Told in the direction in which it went. */
const isTrue = (slots: Slots): boolean => {
  const [p, q] = [Number(slots.text('p')), Number(slots.text('q'))]
  return isRise(slots) ? q > p : q < p
}
const apart = (slots: Slots): string => {
  const [p, q] = [slots.text('p'), slots.text('q')]
  return isRise(slots) ? `${q} - ${p}` : `${p} - ${q}`
}

function points(slots: Slots): Answer | null {
  if (!isTrue(slots)) return null
  const [p, q] = [slots.text('p'), slots.text('q')]
  return evaluated({ expression: apart(slots), unit: ' percentage points', how: `from ${p}% to ${q}%` })
}

function relative(slots: Slots): Answer | null {
  const [p, q] = [slots.text('p'), slots.text('q')]
  if (!isTrue(slots) || Number(p) === 0) return null
  return inPercent(`(${apart(slots)}) / ${p} * 100`, `from ${p}% to ${q}%, of the old value`)
}

const STEPS = [1, 2, 3] as const
function stepped(slots: Slots): Answer | null {
  const amount = slots.amount('a')
  let expression = amount.digits
  let how = showAmount(amount)
  for (const i of STEPS) {
    if (!slots.has(`p${i}`)) continue
    const rate = slots.text(`p${i}`)
    const sign = slots.has(`up${i}`) ? '+' : '-'
    if (sign === '-' && Number(rate) > 100) return null
    expression += ` * (100 ${sign} ${rate}) / 100`
    how += `, then ${sign}${rate}%`
  }
  return evaluated({ expression, sign: amount.sign, how })
}

/** `went up from 50 to 60 and then back down to 50. By what percent did it fall in the second step?` */
function backDown(slots: Slots): Answer | null {
  const [a, b, c] = [slots.text('a'), slots.text('b'), slots.text('c')]
  const [first, last] = slots.has('second') ? [b, c] : [a, b]
  const isDown = /^(?:fall|drop|decrease|go down|sink|shrink)/iu.test(slots.text('way'))
  const [x, y] = [Number(first), Number(last)]
  if (!(x > 0) || (isDown ? y >= x : y <= x)) return null
  const gap = isDown ? `${first} - ${last}` : `${last} - ${first}`
  return inPercent(`(${gap}) / ${first} * 100`, `from ${first} to ${last}`)
}

const PHRASES: readonly Phrase[] = [
  phrase(
    `[WHAT]?[MOVE] from {p:percent} to {q:percent}${END}(?:(?:by )?how many|what is (?:that|it) in|how much is (?:that|it) in|how much in)(?: is (?:that|it|this) in)? (?:percentage points?|percent points|pp|points)[IT]`,
    points,
    PARTS,
  ),
  phrase(
    `[WHAT]?[MOVE] from {p:percent} to {q:percent}${END}(?:by )?(?:what|how many|how much)(?: a)? (?:percent(?:age)?|%)(?: change)?,? (?:relative to|of|compared (?:to|with)) the (?:old|original|first|starting|initial|previous) (?:value|rate|share|one|figure|level),?[IT]`,
    relative,
    PARTS,
  ),
  phrase(
    `[WHAT]?[MOVE] from {p:percent} to {q:percent}${END}(?:by )?(?:what|how many|how much)(?: a)?(?: is the)? relative (?:percent(?:age)?|change|increase|rise|growth|decrease|fall|drop)(?: in (?:percent|%))?[IT]`,
    relative,
    PARTS,
  ),
  phrase(
    `(?:if )?(?:an?|the|my|our) (?:population|price|number|value|salary|rent|stock|share|town|city|village|herd|colony|fund|investment|fish stock|club|wage|index|house|fee)(?: price)?(?: of| is| was| starts at| at|:)?(?: (?:of|at))? ?{a:amount}(?: (?:people|inhabitants|members|animals))?(?: which| that|,)?(?: and)? ${STEP(1)},? ${STEP(2)}(?:,? ${STEP(3)})?${END}${RESULT}`,
    stepped,
    PARTS,
  ),
  phrase(
    `(?:what(?:'s| is) )?{a:amount} ${STEP(1)},? ${STEP(2)}(?:,? ${STEP(3)})?(?:${END}${RESULT}| is| equals| gives)?`,
    stepped,
    PARTS,
  ),
  phrase(
    `[WHAT]?(?:went up|rose|grew|increased|climbed) from {a:positive} to {b:positive},? (?:and )?(?:then )?(?:went |fell |dropped |came |it (?:went|fell|dropped|came) )?(?:back )?(?:down |again )?(?:back )?to {c:positive}${END}(?:by )?(?:what|how many|how much) (?:percent(?:age)?|%) (?:did|does) it (?<way>fall|drop|decrease|go down|sink|rise|grow|increase|go up|climb) (?:in|with|during) the (?:(?<second>second|2nd|last)|first|1st) (?:step|change|move|part|time)`,
    backDown,
    PARTS,
  ),
]

export const percentStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'percent-story',
    reason: 'Works out percentage points, relative changes and numbers that change several times by a percentage.',
    order: 109.5,
    pairs: true,
    hint: /%|per ?cent|pct/i,
    examples: {
      yes: [
        'Approval rose from 40% to 50%. How many percentage points is that?',
        'Approval rose from 40% to 50%. By what percent, relative to the old value, did it rise?',
        'the rate went from 3.5% to 4.25%, how many percentage points is that',
        'interest went up from 2.5% to 4%. By how many percentage points did it rise?',
        'A population of 1,000 grows 10% in year one and then shrinks 10% in year two. How many are there at the end?',
        'A price of 200 goes up 10% and then down 10%. What is it now?',
        '100 increased by 20% and then decreased by 20% is?',
        'A number went up from 50 to 60 and then back down to 50. By what percent did it fall in the second step?',
      ],
      no: [
        'Approval rose from 40% to 50%. By how much did it rise?',
        'Approval fell from 40% to 50%. How many percentage points is that?',
        'Approval rose from 40% to 50%. How many people is that?',
        'A population of 1,000 grows 10% a year. How many are there after 2 years of that and a flood?',
        'A price of 200 goes up 10% and then down 10 EUR. What is it now?',
        'A number went up from 50 to 60 and then back down to 50. Why did it fall in the second step?',
      ],
    },
    read: clause => (/\d/.test(clause.plain) && clause.plain.length <= 260 ? readPhrases(clause, PHRASES) : null),
  }),
]
