/** Lines or entries that each have one date: in the order of their dates, the first, the last, the youngest of birthdays. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { MOST_LISTED } from '../listed.ts'
import { type Answer, at, task, withHow } from '../rule.ts'
import { bareOf, besideOf, runOfLines, type Span, spanOf, spokenOf } from './asked-text.ts'

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
const MONTH =
  '(?:january|february|march|april|june|july|august|september|october|november|december|sept|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)'
const CLOCK = '(?:,? (?:at )?(?<clock>\\d{1,2}:\\d\\d))?'
const FORMS: readonly RegExp[] = [
  /(?<![\d.])(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)(?:[T ](?<clock>\d\d:\d\d)(?::\d\d)?)?(?![\d-])/u,
  new RegExp(`(?<![\\d.])(?<d>\\d{1,2})\\.(?<m>\\d{1,2})\\.(?<y>\\d{4}|\\d\\d(?!\\d))?${CLOCK}(?![\\d.])`, 'u'),
  new RegExp(`(?<![\\d/])(?<p>\\d{1,2})/(?<q>\\d{1,2})(?:/(?<y>\\d{4}|\\d\\d))?${CLOCK}(?![\\d/])`, 'u'),
  new RegExp(
    `(?<![\\d\\p{L}])(?<d>\\d{1,2})(?:st|nd|rd|th|\\.)? (?:of )?(?<n>${MONTH})\\.?(?:,? (?<y>\\d{4}))?${CLOCK}(?![\\p{L}\\d])`,
    'iu',
  ),
  new RegExp(
    `(?<![\\d\\p{L}])(?<n>${MONTH})\\.? (?<d>\\d{1,2})(?:st|nd|rd|th)?(?:,? (?<y>\\d{4}))?${CLOCK}(?![\\p{L}\\d])`,
    'iu',
  ),
]

type Dated = {
  readonly line: string
  readonly form: number
  readonly groups: Readonly<Record<string, string | undefined>>
}

function datedIn(written: string): Dated | null {
  const line = written.replace(/^(?:[-*•]\s+|\d{1,3}\)\s+)/u, '').replace(/[,;]$|(?<=\p{L}|\d{4})\.$/u, '')
  if (line.length > 120 || /[?]/.test(line)) return null
  for (const [form, pattern] of FORMS.entries()) {
    const found = pattern.exec(line)
    if (found?.groups === undefined) continue
    const rest = `${line.slice(0, found.index)} ${line.slice(found.index + found[0].length)}`.replace(/\s+/g, ' ')
    // A second date: a span, or two appointments.
    if (FORMS.some(other => other.test(rest)) || !/\p{L}/u.test(rest)) return null
    return { line, form, groups: found.groups }
  }
  return null
}

/** The dates as texts whose order is theirs; null where day and month cannot be told apart, or some have a year and some have none. */
function keysOf(rows: readonly Dated[]): readonly string[] | null {
  const hasYear = rows.filter(({ groups }) => groups.y !== undefined).length
  if (hasYear !== 0 && hasYear !== rows.length) return null
  const clocks = rows.filter(({ groups }) => groups.clock !== undefined).length
  if (clocks !== 0 && clocks !== rows.length) return null
  const slashed = rows.filter(({ groups }) => groups.p !== undefined)
  const isDayFirst = slashed.some(({ groups }) => Number(groups.p) > 12)
  const isMonthFirst = slashed.some(({ groups }) => Number(groups.q) > 12)
  if (slashed.length > 0 && isDayFirst === isMonthFirst) return null
  const keys = rows.map(({ groups }) => {
    const { y, m, n, p, q, clock } = groups
    const month =
      m ?? (n === undefined ? (isDayFirst ? q : p) : String(MONTHS.indexOf(n.slice(0, 3).toLowerCase()) + 1))
    const day = groups.d ?? (isDayFirst ? p : q)
    if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31) return ''
    const year = y === undefined ? '0000' : y.length === 2 ? `20${y}` : y
    return [year, (month ?? '').padStart(2, '0'), (day ?? '').padStart(2, '0'), (clock ?? '').padStart(5, '0')].join(
      '-',
    )
  })
  return keys.includes('') ? null : keys
}

type Found = { readonly rows: readonly Dated[]; readonly keys: readonly string[]; readonly span: Span }

function findDated(message: string): Found | null {
  const lines = message.includes('\n') ? runOfLines(message, datedIn) : null
  const inline = lines === null ? onOneLine(message) : null
  const found = lines ?? inline
  if (found === null || found.rows.some(({ form }) => form !== found.rows[0]?.form)) return null
  const keys = keysOf(found.rows)
  return keys === null || found.rows.length > MOST_LISTED ? null : { ...found, keys }
}

/** `dentist 14.06.2025, optician 02.06.2025, vet 21.06.2025` behind or before the question. */
function onOneLine(message: string): { rows: readonly Dated[]; span: Span } | null {
  if (message.length > 2_000) return null
  for (const segment of message.matchAll(/(?:[^\n?!:.]|[:.](?=\S)|\.(?= ?[,;])|(?<=\d)\.(?= \p{Ll}))+\.?/gu)) {
    const cut = segment[0].replace(/\s+[-–—]\s+(?:sort|order|which|who|what|put|arrange).*$/isu, '')
    const start = segment.index + cut.length - cut.trimStart().length
    const parts = cut.trim().split(cut.includes(';') ? /\s*;\s*/ : /,\s+(?:and )?/u)
    const rows = parts.map(datedIn)
    if (parts.length >= 2 && rows.every(row => row !== null))
      return { rows: rows as Dated[], span: [start, start + cut.trim().length] }
  }
  return null
}

const ITEMS =
  '(?:(?:it|them|these|this|those|the list|my list|the lines|lines|entries|everything|all|(?:the |my |these |our )?(?:appointments|events|dates|birthdays|invoices|tasks|deadlines|meetings|items|trips|exams|orders|bills|notes|films|concerts)) ?)*'
const ENDS = '(?: first| at the top| on top)'
const FIRST = '(?:earliest|oldest|first)(?: (?:one|date|ones|dates|entry|entries))?'
const LAST = '(?:newest|latest|most recent)(?: (?:one|date|ones|dates|entry|entries))?'
const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const SORT = '(?:sort|order|arrange|put|list|bring|rank)'
const BY =
  '(?:(?:in order )?(?:by|of) (?:the |their )?dates?(?: order)?|chronologically|in (?:chronological|date|calendar) order|in order|by (?:day|time|month|deadline|due date|calendar))'
const UP = form(
  `${SORT} ${ITEMS}${BY}(?:,? (?:${FIRST}${ENDS}|ascending|(?:from )?(?:oldest|earliest) to (?:newest|latest)))?|${SORT} ${ITEMS}(?:${FIRST}${ENDS}|(?:from )?(?:oldest|earliest) to (?:newest|latest))|(?:in )?(?:chronological|date) order|chronologically|${FIRST}${ENDS}`,
)
/** Of days without a year. */
const YEARLY = form(`${SORT} ${ITEMS}(?:through the year|by (?:birthday|birthdays|day of the year))`)
const DOWN = form(
  `${SORT} ${ITEMS}(?:${BY})?,? ?(?:from )?(?:${LAST}${ENDS}|descending|in descending order|(?:newest|latest) to (?:oldest|earliest)|in reverse(?: chronological| date)? order)|reverse chronological order|${LAST}${ENDS}`,
)
const EARLIEST = form(
  `(?:which|what|who)(?: (?:one|of (?:them|these)|[a-z]+))?(?: (?:is|was|comes|come|happened|takes place|is on|is due|has))*(?: the)? (?:first|earliest)(?: date| deadline)?|(?:the )?earliest(?: (?:one|date|entry|event|appointment|deadline))?`,
)
const LATEST = form(
  `(?:which|what|who)(?: (?:one|of (?:them|these)|[a-z]+))?(?: (?:is|was|comes|come|happened|takes place|is on|is due|has))*(?: the)? (?:last|latest|newest|most recent)(?: date| deadline)?|(?:the )?(?:latest|newest|most recent)(?: (?:one|date|entry|event|appointment|deadline))?`,
)
const OLDEST = form(
  '(?:who|which(?: (?:one|child|kid|person|of them))?)(?: (?:is|was))? (?:the )?(?:oldest|eldest)|(?:the )?oldest(?: (?:person|one|child))?',
)
const YOUNGEST = form(
  '(?:who|which(?: (?:one|child|kid|person|of them))?)(?: (?:is|was))? (?:the )?youngest|(?:the )?youngest(?: (?:person|one|child))?',
)

function asked(question: string, text: string, hasYears: boolean): 'up' | 'down' | 'first' | 'last' | null {
  if (UP.test(question)) return 'up'
  if (YEARLY.test(question)) return hasYears ? null : 'up'
  if (DOWN.test(question)) return 'down'
  // People and the dates of their birth: the oldest has the earliest.
  const isBorn =
    /(?<!\p{L})(?:born|birth|birthdays?|birth ?dates?|dob)(?!\p{L})/iu.test(text) || /^who(?!\p{L})/u.test(question)
  // Without years nobody is older than another.
  if (OLDEST.test(question)) return isBorn && hasYears ? 'first' : null
  if (YOUNGEST.test(question)) return isBorn && hasYears ? 'last' : null
  if (isBorn && !/^(?:which|what)/u.test(question)) return null
  return EARLIEST.test(question) ? 'first' : LATEST.test(question) ? 'last' : null
}

function answer({ rows, keys }: Found, way: 'up' | 'down' | 'first' | 'last'): Answer | null {
  const isOne = way === 'first' || way === 'last'
  const items = rows.map(({ line }, i) => ({ key: keys[i] as string, text: line }))
  const isDown = way === 'down' || way === 'last'
  const sorted = task('sorted', 'Sort by date', 'list.sort', { items, by: '/key', order: isDown ? 'desc' : 'asc' })
  if (isOne) {
    const edge = [...keys].sort()[isDown ? keys.length - 1 : 0]
    if (keys.filter(key => key === edge).length > 1) return null
    return {
      tasks: [sorted],
      answer: 'sorted',
      reply: withHow('{{/items/0/text}}', { items: at('/items') }, 'by date'),
    }
  }
  const lines = items.map((_, i) => `- {{/items/${i}/text}}`)
  return { tasks: [sorted], answer: 'sorted', reply: { template: lines.join('\n'), values: { items: at('/items') } } }
}

function read({ message, attachments }: PlannerInput): Answer | null {
  if (attachments.length > 0 || message.length > 20_000 || !/\d/.test(message)) return null
  if (
    !/sort|order|arrange|chronolog|earliest|latest|newest|oldest|youngest|eldest|first|last|recent|put|list|rank/iu.test(
      message,
    )
  )
    return null
  const found = findDated(message)
  const beside = found === null ? null : besideOf(message, found.span, true)
  const spoken = beside?.questions.length === 1 ? spokenOf(beside.questions[0] as string) : null
  if (found === null || spoken === null) return null
  const way = asked(bareOf(spoken), message, found.keys[0]?.startsWith('0000') === false)
  return way === null ? null : answer(found, way)
}

export const datedLineRules: readonly PlannerRule[] = [
  {
    id: 'dated-lines',
    reason: 'Puts lines with a date each in the order of their dates, or names the first or the last of them.',
    order: 195,
    examples: {
      yes: [
        'sort by date please\n2026-05-11 dentist\n2026-03-29 clock change\n2026-04-17 parents evening',
        'sort these newest first:\n2024-01-05 invoice 11\n2024-03-09 invoice 14\n2023-12-30 invoice 9',
        'which appointment comes first? dentist 14.06.2025, optician 02.06.2025, vet 21.06.2025',
        'Who is the youngest? Mia born 2014-04-12, Ole born 2011-11-03, Uli born 2016-01-22',
      ],
      no: [
        'sort by date\n03/04/2026 dentist\n05/06/2026 optician',
        'sort by importance\n2026-05-11 dentist\n2026-03-29 clock change',
        'who is the youngest?\nMia 12.04.\nOle 03.11.',
        'which of these should I do first?\n2026-05-11 dentist\n2026-03-29 clock change',
        'sort by date\n2026-05-11 to 2026-05-14 fair\n2026-03-29 clock change',
        'who was born first? Mia 12.04., Ole 03.11.',
      ],
    },
    match: input => {
      const found = read(input)
      return found === null ? [] : [{ span: spanOf(input.message), data: [[0, input.message.length]], ...found }]
    },
  },
]
