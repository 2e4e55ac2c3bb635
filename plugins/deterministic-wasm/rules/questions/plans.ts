/**
 * Plans with money: how long a sum lasts, how many hours or weeks make a sum, what saving comes to, a salary in another period, a raise.
 * Interest, tax and anything that changes on the way are other sums, and none is guessed.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { type Amount, commonSign, showAmount } from '../money.ts'
import { moved } from '../percentages.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'
import { shifted } from '../stories/story.ts'

const I = '(?:i|we|he|she|they|my (?:\\p{L}+))'
const PER = '(?: ?/ ?| an? | per | every | each )'
const ASK = '(?:so |then )?'
const SPAN = '(?<span>hour|day|week|month|year)'
const HOW_MUCH =
  "(?:how much|what)(?:'s| is| will| would| do| does| did|ll)?(?: (?:i|we|it|that|there|be|have|my|the|balance|total|in|saved|left|altogether|is|will|would|in total|got|end up with|account|pot|savings|come to))*"

const PARTS = { I, PER, ASK, SPAN, HOW_MUCH } as const

const PHRASES: readonly Phrase[] = [
  // How long it lasts.
  phrase(
    "(?:if )?[I] (?:have|has|'ve got|got|saved|own)(?: got)? {x:amount}(?<k>k)?(?: (?:saved|left|in savings|in the bank|in my account|on my account|in cash|to spend))?[,.;]? (?:and )?(?:if )?(?:[I] )?(?:spend|spends|use|uses|need|needs|pay|pays|take out|withdraw|live on) (?:about )?{y:amount}[PER][SPAN](?: (?:of it|on \\p{L}+))?[,.;]? [ASK]how (?:long|many (?<asked>hours|days|weeks|months|years))(?: (?:will|would|does|do|can|is|before|until|till|am|i|we|it|that|the money|my money|this|they|last|lasts|live on that|go on|manage|get by|run out|runs out|it's gone|gone|for|me|us))*",
    slots => lasts(slots),
    PARTS,
  ),
  // How many hours or weeks make a sum.
  phrase(
    'how many (?<asked>hours|days|weeks|months)(?: (?:do|does|must|would|will|should|have|has) (?:i|we|he|she|it)(?: (?:have|need))?(?: (?:to|take))?(?: (?:work|save|pay|do))?)?(?: (?:at|of|with|for))? {y:amount}(?:[PER]SPAN2)? (?:to|do i need to|does it take to|until i|for) (?:make|earn|get|have|reach|save|pay off|pay back|afford|cover|clear)(?: up)?(?: (?:to|a|an|the|a debt of|a bill of|a loan of|a sum of))? {x:amount}(?<k>k)?'.replace(
      'SPAN2',
      '(?<span>hour|day|week|month)',
    ),
    slots => needed(slots),
    PARTS,
  ),
  // A start and so much every week.
  phrase(
    "(?:if )?[I] (?:have|has|start with|starts with|start at|got|'ve got)(?: got)? {x:amount}(?<k>k)?(?: (?:saved|already|in savings|in the bank|in my account|on my account|saved up|in a jar|in my piggy bank|now))*[,.;]? (?:and|then)? ?(?:if )?(?:[I] )?(?:add|adds|save|saves|put in|put aside|put away|pay in|deposit|get|gets|put) (?:another |in |a further )?{y:amount}[PER][SPAN](?: (?:to it|more|on top|in|aside))?[,.;?]? [ASK](?:[HOW_MUCH])?(?: (?:after|in|at the end of|for)) {n:count} (?<unit>hours|days|weeks|months|years|year|month|week)(?: (?:time|have i got|do i have|will i have|is it|will it be|is there|in total))*",
    slots => saved(slots),
    PARTS,
  ),
  phrase(
    '(?:how much )?(?:do|must|should|would|will) (?:i|we) (?:need to|have to|must)? ?(?:save|put aside|put away|set aside)[PER]SPAN1 (?:for|to (?:get|reach|have|save|make|save up)) {x:amount}(?<k>k)? (?:in|within|over|by the end of|after) (?<n>an?|one|\\d{1,3}) (?<unit>year|years|months?|weeks)'.replace(
      'SPAN1',
      '(?<span>month|week)',
    ),
    slots => rate(slots),
    PARTS,
  ),
  phrase(
    '(?:i|we) (?:want|need|have|would like)(?: to (?:save|have|get|reach))? {x:amount}(?<k>k)? (?:in|within|over|after) (?<n>an?|one|\\d{1,3}) (?<unit>year|years|months?|weeks)[,.;]? [ASK](?:how much|what)(?: (?:is that|must i|do i have to|do i need to|should i|do we have to|do we need to|to))?(?: (?:save|put aside|put away|set aside))?[PER]SPAN1'.replace(
      'SPAN1',
      '(?<span>month|week)',
    ),
    slots => rate(slots),
    PARTS,
  ),
  // One period told as another.
  phrase(
    '(?:and )?(?:what|how much) (?:would|does|will|is|do) {x:amount}(?<k>k)?[PER](?<span>month|week|day)(?: \\p{L}{3,14})?(?: (?:be|cost|come to|make|amount to|add up to|cost me|set me back|is that))?(?: (?:over|for|in|per|a|to|each|every))+ (?:the )?(?:whole |full |entire |one )?(?<to>year|month|week)',
    slots => over(slots),
    PARTS,
  ),
  phrase(
    "(?:if )?(?:i|we|he|she) (?:earn|earns|make|makes|get|gets|am on|'m on|is on)(?: paid)? {x:amount}(?<k>k)?(?: ?(?:a|per|/) ?| )(?:year|annum|yearly|annually)(?: gross| before tax)?[,.;]? [ASK](?:what(?:'s| is|s)|how much is|what does|what would) (?:that|it|this)(?: (?:be|come to|make))?(?: (?:a month|per month|monthly|each month|in a month|a month gross|monthly gross|monthly before tax|a month before tax|per month before tax))",
    slots => monthly(slots),
    PARTS,
  ),
  phrase(
    "(?:if )?(?:(?:i|he|she|we) (?:earn|earns|make|makes|get|gets|am on|'m on)(?: paid)? )?{x:amount}(?<k>k)?(?: ?(?:a|per|/) ?| )(?:year|annum|yearly|annually|salary)(?: salary| gross)?[,.;]?(?: (?:is|to|in|as|into))?(?: (?:how much|what)(?:'s| is| is that| would that be)?)? (?:an hour|per hour|hourly|in hourly|hourly rate|as an hourly rate|an hour for)[,.;]?(?: (?:at|for|with|working|on|if i work|based on|and))*(?: a)? {h:positive}[ -]?(?:h|hr|hrs|hours?)(?:[ -](?:a |per |work ?)?| a | per |/)week",
    slots => hourly(slots),
    PARTS,
  ),
  // A raise.
  phrase(
    "(?:[I] )?(?:just )?(?:got|get|gets|received|receive|negotiated|was offered|was given|am getting)(?: an?)? {rate:percent} (?:raise|pay rise|increase|pay raise|rise|salary increase)(?: on| from| to)(?: my)?(?: (?:old|current|previous|salary of|wage of|pay of|rent of))* {x:amount}(?<k>k)?(?:[PER](?:month|year|week|hour)| monthly| yearly| an hour)?(?: (?:salary|wage|pay))?[,.;:]* ?[ASK](?:what(?:'s| is|s)?(?: my| the)? |how much(?: is| will)?(?: my| the| i)? |my )?(?:new|updated) (?:salary|pay|wage|income|rate|monthly pay|hourly rate|total)",
    slots => raised(slots),
    PARTS,
  ),
]

export const planRules: readonly PlannerRule[] = [
  defineRule({
    id: 'money-plan',
    reason: 'Says how long a sum lasts or takes, what savings come to, and what a salary is in another period.',
    order: 344,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'I have 1250 and spend 75 a week, how long will it last?',
        'How many hours at 22 an hour to make 500?',
        'how many hours do i need to work at 22 an hour to earn 500',
        'how many weeks of 250 to pay off 1,900',
        'I have 1,250 in savings and add 75 every week. how much after 20 weeks',
        'how much do i need to save per month for 2400 in a year',
        'what would 12.99 a month be over a whole year',
        'if i earn 52k a year what is that monthly before tax',
        '52k a year in hourly, 40h week',
        'got a 12% raise on 3,450 a month. new salary?',
      ],
      no: [
        'I have 1250 and spend 75 a week, how long until I am rich?',
        'I have 1250 and earn 75 a week, how long will it last?',
        'How many hours at 22 an hour to make 500 after tax?',
        'I have 1250 and spend 75 a week, and get 20 a week back, how long will it last?',
        'I have 1250 at 3% and add 75 every week. how much after 20 weeks',
        'if i earn 52k a year what is that monthly after tax',
        'got a 12% raise on 3,450 a month. should I be happy?',
        'I have 1,250 in savings and add 75 every week. how much after 20 months',
        'how many hours at 22 degrees to make 500 cookies',
      ],
    },
    read: clause => readPhrases(clause, PHRASES),
  }),
]

/** The sum, with a `k` for thousands. */
function sumOf(slots: Slots): Amount {
  const amount = slots.amount('x')
  return slots.has('k') ? { ...amount, digits: shifted(amount.digits, 3) } : amount
}

const hasFraction = ({ digits }: Amount): boolean => /\.\d{1,2}$/.test(digits)

function lasts(slots: Slots): Answer | null {
  const [x, y, span] = [sumOf(slots), slots.amount('y'), slots.text('span').toLowerCase()]
  const asked = slots.text('asked').toLowerCase()
  if (commonSign([x, y]) === 'mixed' || Number(y.digits) <= 0 || (asked !== '' && asked !== `${span}s`)) return null
  const value = evaluatedValue(`${x.digits} / ${y.digits}`)
  const isWhole = value?.denominator === 1n
  return evaluated({
    expression: `${x.digits} / ${y.digits}`,
    ...(isWhole ? {} : { decimals: 1 }),
    unit: ` ${span}s`,
    how: `${showAmount(x)} ÷ ${showAmount(y)} a ${span}`,
  })
}

function needed(slots: Slots): Answer | null {
  const [x, y] = [sumOf(slots), slots.amount('y')]
  const [span, asked] = [slots.text('span').toLowerCase(), slots.text('asked').toLowerCase()]
  if (commonSign([x, y]) === 'mixed' || Number(y.digits) <= 0 || (span !== '' && `${span}s` !== asked)) return null
  // Hours may be parts of one; weeks and months are whole ones.
  const isPart = asked === 'hours'
  const value = evaluatedValue(`${x.digits} / ${y.digits}`)
  const isWhole = value?.denominator === 1n
  return evaluated({
    expression: isPart || isWhole ? `${x.digits} / ${y.digits}` : `ceil(${x.digits} / ${y.digits})`,
    ...(isPart && !isWhole ? { decimals: 2 } : {}),
    unit: ` ${asked}`,
    how: `${showAmount(x)} ÷ ${showAmount(y)}${isPart || isWhole ? '' : ', rounded up'}`,
  })
}

const plural = (word: string): string => (word.endsWith('s') ? word : `${word}s`)
const IN: Readonly<Record<string, number>> = {
  'years months': 12,
  'weeks days': 7,
  'months months': 1,
  'weeks weeks': 1,
  'days days': 1,
  'years years': 1,
  'hours hours': 1,
}

function saved(slots: Slots): Answer | null {
  const [x, y] = [sumOf(slots), slots.amount('y')]
  const times = IN[`${plural(slots.text('unit').toLowerCase())} ${slots.text('span').toLowerCase()}s`]
  const sign = commonSign([x, y])
  if (times === undefined || sign === 'mixed') return null
  const n = times === 1 ? slots.text('n') : `${slots.text('n')} * ${times}`
  return evaluated({
    expression: `${x.digits} + ${y.digits} * ${n}`,
    sign,
    ...(sign === null && [x, y].some(hasFraction) ? { decimals: 2 } : {}),
    how: `${showAmount(x)} + ${showAmount(y)} × ${n.replace('*', '×')}`,
  })
}

function rate(slots: Slots): Answer | null {
  const x = sumOf(slots)
  const [span, unit] = [slots.text('span').toLowerCase(), plural(slots.text('unit').toLowerCase())]
  const n = /^\d/.test(slots.text('n')) ? slots.text('n') : '1'
  const isWeekOfYear = unit === 'years' && span === 'week'
  const times = isWeekOfYear ? 52 : IN[`${unit} ${span}s`]
  if (times === undefined) return null
  const spans = String(Number(n) * times)
  const answer = evaluated({
    expression: `${x.digits} / ${spans}`,
    sign: x.sign,
    ...(x.sign === null ? { decimals: 'cents' } : {}),
    unit: ` a ${span}`,
    how: `${showAmount(x)} ÷ ${spans} ${span}s`,
  })
  return answer === null || !isWeekOfYear ? answer : { ...answer, reading: 'A year is read as 52 weeks.' }
}

function over(slots: Slots): Answer | null {
  const x = sumOf(slots)
  const way = `${slots.text('span')} ${slots.text('to')}`.toLowerCase()
  const times: Readonly<Record<string, readonly [number, string?]>> = {
    'month year': [12],
    'day week': [7],
    'week year': [52, 'A year is read as 52 weeks.'],
    'day year': [365, 'A year is read as 365 days.'],
  }
  const found = times[way]
  if (found === undefined) return null
  const answer = evaluated({
    expression: `${x.digits} * ${found[0]}`,
    sign: x.sign,
    ...(x.sign === null && hasFraction(x) ? { decimals: 2 } : {}),
    unit: ` a ${slots.text('to').toLowerCase()}`,
    how: `${showAmount(x)} × ${found[0]}`,
  })
  return answer === null || found[1] === undefined ? answer : { ...answer, reading: found[1] }
}

function monthly(slots: Slots): Answer | null {
  const x = sumOf(slots)
  return evaluated({
    expression: `${x.digits} / 12`,
    sign: x.sign,
    ...(x.sign === null ? { decimals: 'cents' } : {}),
    unit: ' a month',
    how: `${showAmount(x)} ÷ 12`,
  })
}

function hourly(slots: Slots): Answer | null {
  const x = sumOf(slots)
  const hours = slots.text('h')
  if (Number(hours) <= 0 || Number(hours) > 100) return null
  const answer = evaluated({
    expression: `${x.digits} / 52 / ${hours}`,
    sign: x.sign,
    ...(x.sign === null ? { decimals: 'cents' } : {}),
    unit: ' an hour',
    how: `${showAmount(x)} ÷ 52 weeks ÷ ${hours} hours`,
  })
  return answer === null ? null : { ...answer, reading: 'A year is read as 52 weeks.' }
}

const raised = (slots: Slots): Answer | null => moved(slots.text('rate'), sumOf(slots), '+', 'cents')
