/**
 * Quarters of a business year that begins in another month than January: in which one a month or day lies, when one begins and ends.
 * The month it begins in must be said; no country's custom is known.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { type Answer, at, defineRule, single, task, withHow } from '../rule.ts'
import { type Moments, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import type { MonthToken } from './read-period.ts'
import { told } from './read-told.ts'
import { strictSkeletonOf } from './skeleton.ts'

const NAMES = 'January February March April May June July August September October November December'.split(' ')
const KEEP = new Set(
  "fiscal financial business tax accounting year quarter starts start begins begin starting beginning on in from runs to until if fall falls belong belongs lies lie first second third fourth q months which end ends last day company company's firm school with when date half".split(
    ' ',
  ),
)
const YEAR = '(?:(?:fiscal|financial|business|tax|accounting) (?:year )?|year )'
const BEGINS = `(?:if |with )*${YEAR}(?:starts|start|begins|begin|starting|beginning|runs|from)(?: (?:in|on|from|with))*`
const FQ = '(?:(?:fiscal|financial|business|tax|accounting) )?quarter'
const FORMS: readonly RegExp[] = [
  new RegExp(
    `^${BEGINS} [MD](?: (?:to|until) [MD])? (?:(?:in|which) )*${FQ}(?: (?:of|fall|falls))? (?<asked>[MD])(?: (?:in|fall|falls|belong|belongs|to|lies|lie))*$`,
    'u',
  ),
  new RegExp(
    `^(?:(?:in|which) )*${FQ} (?<asked>[MD])(?: (?:in|fall|falls|belong|belongs|to|lies|lie))*(?: in)? ${BEGINS} [MD]$`,
    'u',
  ),
  new RegExp(`^${BEGINS} [MD] (?<asked>[MD]) (?:(?:in|which|falls|fall|belongs|to|lies) )*${FQ}$`, 'u'),
]

/** The month in which a year begins: named, or by its first day. */
function startOf({ days, months }: Moments, letter: string): number | null {
  const [day] = days
  if (letter === 'D') return day?.monthDay.endsWith('-01') ? Number(day.monthDay.slice(0, 2)) : null
  return months[0]?.unit === 'month' ? months[0].month : null
}

function asked(
  moments: Moments,
  letter: string,
  isFirst: boolean,
  input: PlannerInput,
): { month: number; name: string } | null {
  const { days, months } = moments
  if (letter === 'D') {
    const day = isFirst ? days[0] : days.at(-1)
    const iso = day === undefined ? null : settle(day, 'this year', input)
    return iso === null ? null : { month: Number(iso.slice(5, 7)), name: iso }
  }
  const month: MonthToken | undefined = isFirst ? months[0] : months.at(-1)
  return month?.unit === 'month' ? { month: month.month, name: NAMES[month.month - 1] ?? '' } : null
}

function fiscal(moments: Moments, input: PlannerInput): Answer | null {
  const { days, months, shape } = moments
  if (days.length + months.length < 2 || days.length + months.length > 3) return null
  if (!/(?<!\p{L})(?:what|which)(?!\p{L})/u.test(shape)) return null
  const bare = strictSkeletonOf(shape, KEEP).replace(/(?<!\p{L})company(?:'s)? |(?<!\p{L})firm /gu, '')
  const found = FORMS.map(form => form.exec(bare)).findIndex(one => one !== null)
  const groups = FORMS[found]?.exec(bare)?.groups
  if (groups?.asked === undefined) return null
  const isAskedFirst = found === 1
  const letters = [...bare.matchAll(/[MD]/gu)].map(([letter]) => letter)
  const startLetter = (isAskedFirst ? letters.at(-1) : letters[0]) ?? ''
  const start = isAskedFirst
    ? startOf({ ...moments, days: days.slice(-1), months: months.slice(-1) }, startLetter)
    : startOf(moments, startLetter)
  const wanted = asked(moments, groups.asked, isAskedFirst, input)
  if (start === null || wanted === null) return null
  // A told end of the year must be its own.
  if (letters.length === 3) {
    const end = months[1]?.month ?? Number(days[1]?.monthDay.slice(0, 2))
    if (end !== ((start + 10) % 12) + 1) return null
  }
  const n = Math.floor(((wanted.month - start + 12) % 12) / 3) + 1
  const answer = evaluated({
    expression: `floor(((${wanted.month} - ${start} + 12) mod 12) / 3) + 1`,
    how: `${wanted.name}, counted from ${NAMES[start - 1]}`,
  })
  const [from, to] = [(start - 1 + 3 * (n - 1)) % 12, (start + 1 + 3 * (n - 1)) % 12]
  return answer === null
    ? null
    : {
        ...answer,
        reply: { ...answer.reply, template: `Q${answer.reply.template}` },
        reading: `Q${n} is ${NAMES[from]} to ${NAMES[to]}.`,
      }
}

const EDGE =
  /^(?:if |with )*(?:(?:fiscal|financial|business|tax|accounting) (?:year )?|year )(?:starts|start|begins|begin|starting|beginning|runs|from)(?: (?:in|on|from|with))* [MD] (?:when |date )*(?:q(?<q>[1-4])|(?<nth>first|second|third|fourth|last) quarter|quarter (?<n>N)) (?<edge>starts?|begins?|ends?)$/u
const NTH: Readonly<Record<string, number>> = { first: 1, second: 2, third: 3, fourth: 4, last: 4 }
/** `our fiscal year starts in April, when does the third quarter end`: without a year, day and month. */
function edge(moments: Moments, input: PlannerInput): Answer | null {
  const { days, months, numbers, shape } = moments
  if (days.length + months.length !== 1 || !/(?<!\p{L})(?:when|what date|which date)(?!\p{L})/u.test(shape)) return null
  const groups = EDGE.exec(strictSkeletonOf(shape, KEEP))?.groups
  if (groups === undefined) return null
  const start = startOf(moments, days.length === 1 ? 'D' : 'M')
  const n = NTH[groups.nth ?? ''] ?? Number(groups.q ?? numbers[0])
  if (start === null || !(n >= 1 && n <= 4)) return null
  const first = Temporal.PlainDate.from({ year: todayOf(input).year, month: start, day: 1 })
  const isEnd = (groups.edge ?? '').startsWith('end')
  const date = task('date', 'Count the months', 'date.add', { date: first.toString(), months: 3 * (isEnd ? n : n - 1) })
  const day = task(
    'day',
    'Take the day',
    'date.add',
    { date: { $from: 'date', pointer: '/date' }, days: isEnd ? -1 : 0 },
    ['date'],
  )
  const said = task(
    'said',
    'Write day and month',
    'date.format',
    { date: { $from: 'day', pointer: '/date' }, pattern: 'D MMMM' },
    ['day'],
  )
  const month = first.add({ months: 3 * (isEnd ? n : n - 1) }).subtract({ days: isEnd ? 1 : 0 }).month
  if (month === 2) return null
  return {
    ...single(said, '{{text}}', { text: at('/text') }),
    tasks: [date, day, said],
    reply: withHow('{{text}}', { text: at('/text') }, `Q${n} of a year that begins with ${NAMES[start - 1]}`),
  }
}

export const fiscalQuarterRules: readonly PlannerRule[] = [
  defineRule({
    id: 'fiscal-quarter',
    reason: 'Finds the quarter of a business year whose first month is told.',
    order: 42.5,
    pairs: true,
    hint: /quarter|(?<!\p{L})q[1-4]/iu,
    examples: {
      yes: [
        'fiscal year starts in April. which fiscal quarter is November?',
        'our fiscal year starts 1 october. What quarter is 15 February in?',
        'If the fiscal year begins in July, in which quarter does March fall?',
        'Our financial year runs from 1 April to 31 March. Which quarter is 20 December in?',
      ],
      no: [
        'our fiscal year starts in October. What quarter is best for hiring in February?',
        'which fiscal quarter is November in?',
        'Our fiscal year starts in April, is November too late?',
        'our school year starts in September, which quarter of the students left in March?',
      ],
    },
    read: told((moments, _, input) =>
      moments === null ||
      HINT_YEAR.test(moments.shape) === false ||
      /[YSNTLXCIWVO]/.test(moments.shape.replace(/quarter N/u, ' '))
        ? null
        : (fiscal(moments, input) ?? edge(moments, input)),
    ),
  }),
]
const HINT_YEAR = /(?<!\p{L})year(?!\p{L})/u
