/**
 * Percentages of plain numbers beyond one share: changes one after another, what undoes a fall, the whole from a part, percentage points,
 * the difference of two numbers in per cent.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Amount, commonSign, type Sign, showAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'
import { asksOthers } from '../stories/asked-others.ts'
import { readStories, type StoryForm } from '../stories/story.ts'

const PCT = '(?:%|percent|per cent|pct)'
const WHAT = "(?:,|;|:|\\.)? ?(?:so |then |and )?(?:what(?:'s| is| would be| are|s)?|how much is|find|give me)?"
const WHOLE =
  '(?:the )?(?:100 ?%|100 percent|the whole(?: thing| amount| number)?|the total|all of it|everything|whole|total|the number|the original(?: number)?)'

const PHRASES: readonly Phrase[] = [
  phrase(`(?:if |when )?{a:amount} (?:is|are|equals|=|makes) {p:percent}${WHAT} ${WHOLE}`, slots => whole(slots)),
  phrase(`(?:if |when )?{p:percent} (?:is|are|equals|=|makes) {a:amount}${WHAT} ${WHOLE}`, slots => whole(slots)),
  phrase(`(?:if |when )?{a:amount} (?:is|are|equals|=) {p:percent}${WHAT} {q:percent}`, slots => other(slots)),
  phrase(`(?:if |when )?{p:percent} (?:is|are|equals|=) {a:amount}${WHAT} {q:percent}`, slots => other(slots)),
  phrase(
    `(?:if )?(?:something|a (?:stock|share|price|value|number|fund)|the (?:price|value|stock)|it|my (?:stock|portfolio))? ?(?:falls?|drops?|fell|dropped|loses|lost|goes down|went down|decreases|is down)(?: by)? {p:percent}(?: of its value)?,? (?:how much|by how much|what(?: percent(?:age)?)?)(?: percent| %)? (?:must|does|should|would|will|has|need|needs)? ?(?:it )?(?:have to |need to |needs to |to )?(?:rise|gain|grow|go up|increase|climb|recover)(?: by)?(?: again)? (?:to (?:get|be|go|come) back(?: up)?(?: to (?:where it (?:was|started)|the start|even|the original(?: (?:price|value))?))?|to (?:recover|break even|reach the original(?: value| price)?|undo it))`,
    slots => back(slots),
  ),
  phrase(
    `(?:the )?(?:percentage points?|difference in percentage points|percentage point (?:change|difference|increase|rise))(?: change| difference| increase)? (?:from|between) {p:percent} (?:to|and) {q:percent}(?<both>,? and (?:the )?(?:relative|percent(?:age)?) (?:rise|change|increase|growth|difference|decrease|drop|fall))?`,
    slots => points(slots),
  ),
  phrase(
    `(?:from )?{p:percent} to {q:percent},? (?:how many|(?:is|what is that) (?:how many|in)) percentage points(?: is (?:that|it))?(?<both>,? and (?:the )?relative (?:rise|change|increase))?`,
    slots => points(slots),
  ),
  phrase(
    `(?:the )?(?:difference in ${PCT}|percent(?:age)? difference|difference in percentage) (?:between|of) {a:amount} (?:and|to) {b:amount}`,
    slots => difference(slots),
  ),
  phrase(
    `(?:how (?:much|many percent) )?(?:went|go|going|gone|goes|rose|grew|fell|dropped|increased|decreased|changed|change)(?: (?:up|down))? from {a:amount}(?<unit1> ?[a-z]{1,9})? to {b:amount}(?<unit2> ?[a-z]{1,9})?,? (?:(?:in|what|by how many|by what|how many|as a|the)? ?(?:${PCT}|percentage|percent change|percentage change|change in ${PCT}|percent(?:age)? (?:increase|decrease|rise|drop|growth)))(?: is (?:that|it)|(?: (?:change|increase|decrease|rise|drop|growth)))?`,
    slots => change(slots),
  ),
]

export const percentRules: readonly PlannerRule[] = [
  defineRule({
    id: 'percent-steps',
    reason:
      'Works out percentages one after another, what undoes a fall, the whole from a part, and percentage points.',
    order: 109,
    pairs: true,
    hint: /%|per ?cent|pct|share|proportion/i,
    examples: {
      yes: [
        'if 18 is 12%, whats 100%',
        'what do you get if you knock 12% off 750 and then put 12% back on',
        'add 8% to 245, then take 8% off again',
        'Increase 1200 by 3% and then again by 3%',
        'went up 10% then down 10% then up 5, overall change',
        'if something falls 40% how much must it rise to get back to where it was',
        'percentage points from 4.2% to 5.7%, and relative rise?',
        'difference in percent between 64 and 80',
        'went from 72 to 81 kg percent change',
        'Our survey: 57 of 76 people said yes. That is what share in percent?',
        'a 20% rise followed by a 20% fall, what is the total change',
      ],
      no: [
        'If 5% is bad, what is good?',
        'the market fell 40% and must rise',
        'went up 10% then down the hill',
        'If 18 is 12% then why',
        'add 8% to 245 then take a break',
        'percentage points from A to B',
        'What is the difference in percent between them?',
        'take 10% off 50 and then add shipping',
      ],
    },
    read: clause =>
      clause.mark.startsWith('!') || !/\d/.test(clause.plain)
        ? null
        : (readPhrases(clause, PHRASES) ?? steps(clause) ?? overall(clause) ?? readStories(clause, [SHARE])),
  }),
]

function whole(slots: Slots): Answer | null {
  const amount = slots.amount('a')
  if (Number(slots.text('p')) === 0) return null
  return evaluated({
    expression: `${amount.digits} / ${slots.text('p')} * 100`,
    sign: amount.sign,
    how: `${showAmount(amount)} ÷ ${slots.text('p')}%`,
  })
}

function other(slots: Slots): Answer | null {
  const amount = slots.amount('a')
  if (Number(slots.text('p')) === 0) return null
  return evaluated({
    expression: `${amount.digits} / ${slots.text('p')} * ${slots.text('q')}`,
    sign: amount.sign,
    how: `${showAmount(amount)} ÷ ${slots.text('p')}% × ${slots.text('q')}%`,
  })
}

/** The rise that undoes a fall. */
function back(slots: Slots): Answer | null {
  const fall = Number(slots.text('p'))
  if (fall <= 0 || fall >= 100) return null
  const expression = `(100 / (100 - ${slots.text('p')}) - 1) * 100`
  return evaluated({
    expression,
    decimals: atMostTwo(expression).decimals,
    unit: '%',
    how: `100 ÷ (100 - ${slots.text('p')}) - 1, in per cent`,
  })
}

/** Two decimals, where the exact ones are more. */
function atMostTwo(expression: string): { readonly decimals?: number; readonly rounding?: 'half_up' } {
  const exact = peek('math.evaluate', { expression })?.exact
  return typeof exact === 'string' && /^-?\d+(?:\.\d{1,2})?$/.test(exact) ? {} : { decimals: 2, rounding: 'half_up' }
}

function points(slots: Slots): Answer | null {
  const [p, q] = [slots.text('p'), slots.text('q')]
  if (!slots.has('both'))
    return evaluated({ expression: `${q} - ${p}`, unit: ' percentage points', how: `${p}% to ${q}%` })
  if (Number(p) === 0) return null
  const tasks = [
    task('points', 'Take the difference', 'math.evaluate', { expression: `${q} - ${p}` }),
    task('relative', 'Take the change in per cent', 'math.evaluate', {
      expression: `(${q} - ${p}) / ${p} * 100`,
      ...atMostTwo(`(${q} - ${p}) / ${p} * 100`),
    }),
    task(
      'both',
      'Put both together',
      'agg.merge',
      {
        objects: [
          { points: { $from: 'points', pointer: '/exact' }, relative: { $from: 'relative', pointer: '/exact' } },
        ],
      },
      ['points', 'relative'],
    ),
  ]
  const values = { points: at('/points'), relative: at('/relative') }
  return {
    tasks,
    answer: 'both',
    reply: withHow(
      '{{points}} percentage points, a relative change of {{relative}}%',
      values,
      `${p}% to ${q}%, the change rounded to 2 decimals`,
    ),
  }
}

/** Of which of the two? Said for both. */
function difference(slots: Slots): Answer | null {
  const [a, b] = [slots.amount('a'), slots.amount('b')]
  if (commonSign([a, b]) === 'mixed' || Number(a.digits) <= 0 || Number(b.digits) <= 0) return null
  const part = (from: string, to: string) => ({
    expression: `(${to} - ${from}) / ${from} * 100`,
    ...atMostTwo(`(${to} - ${from}) / ${from} * 100`),
  })
  const tasks = [
    task('there', `From ${a.digits} to ${b.digits}`, 'math.evaluate', part(a.digits, b.digits)),
    task('back', `From ${b.digits} to ${a.digits}`, 'math.evaluate', part(b.digits, a.digits)),
    task(
      'both',
      'Put both together',
      'agg.merge',
      { objects: [{ there: { $from: 'there', pointer: '/exact' }, back: { $from: 'back', pointer: '/exact' } }] },
      ['there', 'back'],
    ),
  ]
  const names = `from ${showAmount(a)} to ${showAmount(b)}`
  return {
    tasks,
    answer: 'both',
    reply: withHow(
      '{{there}}% (the other way round {{back}}%)',
      { there: at('/there'), back: at('/back') },
      `${names}, rounded to 2 decimals`,
    ),
  }
}

function change(slots: Slots): Answer | null {
  const [a, b] = [slots.amount('a'), slots.amount('b')]
  const units = [slots.text('unit1'), slots.text('unit2')].filter(unit => unit !== '')
  if (commonSign([a, b]) === 'mixed' || Number(a.digits) <= 0 || (units.length === 2 && units[0] !== units[1]))
    return null
  const expression = `(${b.digits} - ${a.digits}) / ${a.digits} * 100`
  return evaluated({
    expression,
    decimals: atMostTwo(expression).decimals,
    unit: '%',
    how: `from ${showAmount(a)} to ${showAmount(b)}`,
  })
}

/** `57 of 76 people said yes. That is what share in percent?` */
const SHARE: StoryForm = {
  amounts: 2,
  cues: [/A (?:out )?of (?:the |our |my |all |these )?A(?! A)/, /percent|per cent|%|percentage|share|proportion/],
  // What is asked may be the others: `18 of 24 passed, what percentage failed`.
  not: /(?:percent|percentage|%) (?:got|had|have|get|need) (?!it|that)|percent of|% of|share of the|shares|each|per |(?<!\p{L})(?:wrong|incorrect|fail(?:s|ed)?|miss(?:ed)?|lo[so]es?|lost|absent|remain(?:s|ing)?|rest|left|others?|not|no|didn't|don't|without|against|unpaid|unread|unsold)(?!\p{L})/u,
  words:
    'percent cent percentage share proportion out all as said yes answered voted agreed were people students that this survey poll participants respondents votes',
  names: 3,
  read: ({ amounts, shape }) => {
    if (asksOthers(shape, SHARE.words)) return null
    const [part, all] = amounts.map(({ amount }) => amount)
    if (
      part === undefined ||
      all === undefined ||
      commonSign([part, all]) === 'mixed' ||
      !(Number(all.digits) > 0) ||
      Number(part.digits) > Number(all.digits)
    )
      return null
    const expression = `${part.digits} / ${all.digits} * 100`
    return evaluated({
      expression,
      decimals: atMostTwo(expression).decimals,
      unit: '%',
      how: `${showAmount(part)} of ${showAmount(all)}`,
    })
  },
}

const RATE = '(\\d+(?:\\.\\d+)?) ?(?:%|percent|per cent|pct)'
const OFF = new RegExp(
  `^(?:take|knock|cut|subtract|deduct|remove|lower|reduce|decrease|took|minus)(?: (?:off|it by|by))? (?:an? |another |the same )?${RATE}(?: (?:off|away|from)(?: (?:it|that|this|the result|the new (?:price|number|value)))?)?(?: again)?$`,
  'iu',
)
const ON = new RegExp(
  `^(?:put|add|raise|increase|plus|added|put on)(?: (?:on|it by|by))? (?:an? |another |the same )?${RATE}(?: (?:back )?(?:on|to|onto|back)(?: (?:it|that|this|the result|the new (?:price|number|value)))?)?(?: again)?$`,
  'iu',
)
const AGAIN = new RegExp(`^(?:again by (?:another |a further )?|by another |by a further )${RATE}$`, 'iu')
const FIRST_OFF = new RegExp(
  `^(?:take|knock|cut|subtract|deduct|remove) (?:an? )?${RATE} (?:off|from|away from)(?: of)? (-?\\d+(?:\\.\\d+)?)(?:¤([<>])([^¤]*)¤)?$`,
  'iu',
)
const FIRST_ON = new RegExp(
  `^(?:put|add) (?:an? )?${RATE} (?:to|on|onto|on top of) (-?\\d+(?:\\.\\d+)?)(?:¤([<>])([^¤]*)¤)?$`,
  'iu',
)
const FIRST_BY = new RegExp(
  `^(?<way>increase|raise|reduce|decrease|lower|cut) (-?\\d+(?:\\.\\d+)?)(?:¤([<>])([^¤]*)¤)? by ${RATE}$`,
  'iu',
)
const LEAD =
  /^(?:(?:what (?:do|would|will) (?:i|you|we) (?:get|have|end up with)|what(?:'s| is) (?:left|the result)) )?(?:if (?:i|you|we) |when (?:i|you|we) )?/i
const TAIL =
  /[,.;]? ?(?:(?:do|will|would|am) (?:i|we|you) (?:land|end up|arrive|get|come out|back)(?: (?:on|at|with|to|back at|back to))? (?:the )?(?:same|start|original|where i started)(?: (?:number|value|amount|price))?|what(?:'s| is) (?:the result|left|it|that|the final (?:number|value|price))|what (?:do|will|would) (?:i|you|we) (?:get|have|end up with)|how much is (?:it|that|left)|is it (?:still )?the same(?: (?:number|amount|as before))?)$/i

/** `knock 12% off 750 and then put 12% back on`. */
function steps(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || clause.plain.length > 220) return null
  const asksSame = /same|start/i.exec(TAIL.exec(clause.plain)?.[0] ?? '') !== null
  const text = clause.plain.replace(TAIL, '').replace(LEAD, '')
  const [first = '', ...more] = text.split(
    /,? (?:and )?then |,? and (?=(?:take|knock|cut|subtract|put|add|raise|increase|reduce|lower|decrease) )|, (?=(?:take|knock|cut|subtract|put|add|raise|increase|reduce|lower|decrease) )/i,
  )
  if (more.length === 0 || more.length > 6) return null
  const begin = begun(first)
  if (begin === null) return null
  let { expression, how } = begin
  let last = /-[\d.]+%$/.test(how) ? '-' : '+'
  for (const step of more) {
    const off = OFF.exec(step.trim())?.[1]
    const on = off === undefined ? ON.exec(step.trim())?.[1] : undefined
    // `then again by 3%`: what was done before.
    const again = off === undefined && on === undefined ? AGAIN.exec(step.trim())?.[1] : undefined
    const rate = off ?? on ?? again
    if (rate === undefined) return null
    last = off !== undefined ? '-' : on !== undefined ? '+' : last
    expression = `(${expression}) * (100 ${last} ${rate}) / 100`
    how += `, then ${last}${rate}%`
  }
  const answer = evaluated({
    expression,
    sign: begin.sign,
    how: asksSame ? `${how}; it began with ${begin.value}` : how,
  })
  return answer
}

type Begun = { readonly expression: string; readonly how: string; readonly sign: Sign | null; readonly value: string }

function begun(first: string): Begun | null {
  const off = FIRST_OFF.exec(first)
  const on = off === null ? FIRST_ON.exec(first) : null
  const by = off === null && on === null ? FIRST_BY.exec(first) : null
  const found = off ?? on
  if (found !== null) {
    const [, rate = '', digits = '', side, sign] = found
    return start(rate, digits, side, sign, off === null ? '+' : '-')
  }
  if (by === null) return null
  const [, way = '', digits = '', side, sign, rate = ''] = by
  return start(rate, digits, side, sign, /increase|raise/i.test(way) ? '+' : '-')
}

function start(
  rate: string,
  digits: string,
  side: string | undefined,
  text: string | undefined,
  way: '+' | '-',
): Begun {
  const sign: Amount['sign'] =
    side === undefined ? null : { isBefore: side === '<', text: text ?? '', code: (text ?? '').trim() }
  const value = showAmount({ digits, sign })
  return { expression: `${digits} * (100 ${way} ${rate}) / 100`, how: `${value} ${way}${rate}%`, sign, value }
}

const MOVE = `(?:(?:an? |another )?(?<way>went up|goes up|go up|going up|up|rose|rises?|rise|increased?|increases|gained?|gain|grew|grows|plus|\\+|went down|goes down|go down|going down|down|fell|falls?|fall|drops?|dropped|decreased?|decreases|lost|loses?|loss|minus|-|−)(?: of| by)? ?(?<rate>\\d+(?:\\.\\d+)?) ?(?<sign>${PCT})?|(?:an? |another )?(?<rate2>\\d+(?:\\.\\d+)?) ?${PCT} (?<way2>rise|increase|gain|growth|raise|fall|drop|decrease|loss|cut|decline)|(?:an? )?(?<way3>increase|rise|raise|fall|drop|decrease|loss|decline) of (?<rate3>\\d+(?:\\.\\d+)?) ?${PCT})`
const MOVES = new RegExp(`^${MOVE}$`, 'iu')
const OVERALL =
  /[,;.:]? ?(?:and )?(?:(?:what(?:'s| is| was)?|give me|find) )?(?:the |its )?(?:overall|total|net|combined|effective|final|cumulative)(?: percent(?:age)?| %)?(?: change| effect| rise| increase| result| return| growth| fall| loss| gain)?(?: (?:in|as) (?:%|percent|a percentage))?(?: overall| in total| is that)?$/i
const UP =
  /^(?:went up|goes up|go up|going up|up|rose|rise|rises|increase|increased|increases|gain|gained|grew|grows|plus|\+|growth|raise)$/i

/** `up 10% then down 10% then up 5, overall change`: every move is of what is there by then. */
function overall(clause: Clause): Answer | null {
  const tail = OVERALL.exec(clause.plain)
  if (clause.quotes.length > 0 || clause.data !== null || clause.plain.length > 220 || tail === null) return null
  const text = clause.plain
    .slice(0, tail.index)
    .replace(
      /^(?:(?:if )?(?:something|a (?:stock|price|share|value)|the (?:price|stock|share|value)|it|my (?:stock|fund|portfolio)|price|stock|shares?|sales|revenue|rent) |if (?:it|something) |what is )/i,
      '',
    )
  const parts = text.split(/,? (?:and )?then |,? followed by |,? and |, /i).map(part => part.trim())
  if (parts.length < 2 || parts.length > 8) return null
  let expression = '1'
  let how = ''
  let isPercent = false
  for (const part of parts) {
    const groups = MOVES.exec(part)?.groups
    if (groups === undefined) return null
    const rate = groups.rate ?? groups.rate2 ?? groups.rate3 ?? ''
    const way = groups.way ?? groups.way2 ?? groups.way3 ?? ''
    isPercent ||= groups.sign !== undefined || groups.rate2 !== undefined || groups.rate3 !== undefined
    if (!isPercent) return null
    const sign = UP.test(way) ? '+' : '-'
    expression += ` * (1 ${sign} ${rate} / 100)`
    how += `${how === '' ? '' : ', then '}${sign}${rate}%`
  }
  return evaluated({ expression: `(${expression} - 1) * 100`, unit: '%', how: `overall change of ${how}` })
}
