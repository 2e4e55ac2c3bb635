/**
 * Ages where only a year of birth is known, said with both answers that are possible, and ages at an event of a known day: a death,
 * a beginning, the birth of somebody else.
 */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, literal, single, task, withHow } from '../rule.ts'
import { ageParts, ageSaid } from './age-words.ts'
import { withOrder } from './day-shift.ts'
import { type DayToken, type Moments, settle } from './moments.ts'
import { todayOf } from './read-date.ts'
import { HINT, told } from './read-told.ts'

const WHO =
  '(?:i|he|she|they|you|someone|somebody|a person|people|(?:my|our|his|her|the) (?:\\p{L}+ )?(?:son|daughter|mum|mom|mother|dad|father|brother|sister|wife|husband|partner|friend|kid|child|boy|girl|uncle|aunt|cousin|niece|nephew|grandma|grandpa|grandmother|grandfather|colleague|boss|neighbour|neighbor|cat|dog|horse))'
const BE = "(?:am|is|are|was|were|will|would|'s)"
const BORN = `(?:(?:(?<subject>${WHO}) )?(?:am |is |was |were |been )?)?born (?:in )?(?<birth>Y|M)`
const WHEN = '(?:(?:in|on|by) )?(?<on>Y|this year|now|today)'
const OLD = `(?:how old|what age) ${BE} (?<who>${WHO})(?: be| turn)?`
const is = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const MIDDLE = is(`how old (?:would|will|is) ${WHO} born (?:in )?(?<birth>Y|M)(?: be)?(?: ${WHEN})?`)
const BORN_FIRST = is(
  `${BORN} (?:(?:and|so|then) )?(?:${OLD}(?: ${WHEN})?|age(?: ${WHEN})?|how old(?: ${WHEN})?|${WHEN} (?:how old|age))`,
)
const OLD_FIRST = is(
  `${OLD}(?: ${WHEN})? (?:(?:if|when|who) )?${BORN.replace('<birth>', '<birth2>')}(?: ${WHEN.replace('<on>', '<on2>')})?`,
)
const TURNS = is(`${BORN} (?:how old|what age) (?:do|does|will) ${WHO} (?:turn|get|become|be turning)(?: ${WHEN})?`)

/** Whether who was born is who is asked about: `I was born in 1972, how old is my wife` is not so. */
function isOne(subject: string | undefined, who: string | undefined, isAskedFirst: boolean): boolean {
  if (subject === undefined || who === undefined || subject === who) return true
  // The pronoun stands behind the name.
  return subject !== 'i' && who !== 'i' && /^(?:he|she|they)$/u.test(isAskedFirst ? subject : who)
}

/** `born 1985, how old is she in 2027`. */
function byYear(
  { years, months, days, numbers, spans, shape }: Moments,
  isAsked: boolean,
  input: PlannerInput,
): Answer | null {
  if (days.some(({ label }) => label !== 'today') || numbers.length + spans.length > 0) return null
  // `today` is a day of the calendar; here it only says when.
  const plain = shape.replace(/(?<!\p{L})D(?!\p{L})/u, 'today').replace(/^if (?=(?:i|he|she) )/u, '')
  const turns = TURNS.exec(plain)?.groups
  const groups = turns ?? BORN_FIRST.exec(plain)?.groups ?? MIDDLE.exec(plain)?.groups ?? OLD_FIRST.exec(plain)?.groups
  if (groups === undefined || !(isAsked || /how old|what age/u.test(shape))) return null
  if (!isOne(groups.subject, groups.who, /^(?:how old|what age)/u.test(plain))) return null
  const isMonth = (groups.birth ?? groups.birth2) === 'M'
  const today = todayOf(input)
  const on = groups.on ?? groups.on2
  const birth = isMonth ? Number(months[0]?.from.slice(0, 4)) : years[0]
  // `In 2040, born in 2018`: the year of birth comes first or behind, as the shape tells.
  const isOnFirst =
    on === 'Y' && !isMonth && plain.lastIndexOf('Y') > plain.indexOf('Y') && /born (?:in )?Y$/u.test(plain)
  const [born, year] = isMonth
    ? [birth, on === 'Y' ? years[0] : today.year]
    : isOnFirst
      ? [years[1], years[0]]
      : [birth, on === 'Y' ? years[1] : today.year]
  if (isMonth && (months.length !== 1 || months[0]?.hasYear !== true || months[0].unit !== 'month')) return null
  if (years.length + months.length !== (on === 'Y' ? 2 : 1)) return null
  if (born === undefined || year === undefined || !(year >= born) || year - born > 125 || born < 1800) return null
  const [high, low] = [year - born, year - born - 1]
  const only = task('age', 'Subtract the years', 'math.evaluate', { expression: `${year} - ${born}` })
  const plainAge = (size: number): string => `${size} year${size === 1 ? '' : 's'}`
  if (turns !== undefined) return single(only, '{{value}}', { value: at('/exact') }, `${year} - ${born}`)
  const month = months[0]?.month
  const isNow = on !== 'Y' && on !== 'this year'
  if (isMonth && isNow && month !== undefined && month !== today.month) {
    const isOver = today.month > month
    const age = task('age', 'Subtract the years', 'math.evaluate', {
      expression: `${year} - ${born}${isOver ? '' : ' - 1'}`,
    })
    return single(
      age,
      '{{value}} {{word}}',
      { value: at('/exact'), word: literal((isOver ? high : low) === 1 ? 'year' : 'years') },
      `From ${months[0]?.name} to ${today.toString()} (today)`,
    )
  }
  if (low < 0) return null
  const less = task('before', 'Take one less before the birthday', 'math.evaluate', {
    expression: `${year} - ${born} - 1`,
  })
  const merged = { high: { $from: 'age', pointer: '/exact' }, low: { $from: 'before', pointer: '/exact' } }
  const both = task('both', 'Put both together', 'agg.merge', { objects: [merged] }, ['age', 'before'])
  return {
    tasks: [only, less, both],
    answer: 'both',
    reply: withHow(
      `{{high}} ${high === 1 ? 'year' : 'years'} from the birthday in ${year} on, {{low}} before it`,
      { high: at('/high'), low: at('/low') },
      `Born in ${born}: ${plainAge(high)} at the end of ${year}`,
    ),
  }
}

const THING =
  '(?:house|building|church|bridge|company|firm|car|tree|book|castle|school|town|city|hotel|club|machine|ship|boat|painting|coin|flat|piano|bike|bicycle)'
const BUILT = is(
  `how old (?:is|was|would|will) (?:a|an|the|my|our|this) (?:(?!oldest|newest|youngest|first|last)\\p{L}+ )?${THING}(?: be)?(?: (?:that (?:was|is)|which was|if it was|which is))? (?:built|made|founded|opened|planted|bought|established|published|painted|from)(?: in)? Y(?: (?:in|by) (?<on>Y|this year|now))?`,
)
/** `how old is a house built in 1926`. */
function things({ years, shape }: Moments, input: PlannerInput): Answer | null {
  const groups = BUILT.exec(shape)?.groups
  const [from, on = todayOf(input).year] = years
  if (BUILT.exec(shape) === null || from === undefined || on < from || years.length !== (groups?.on === 'Y' ? 2 : 1))
    return null
  const only = task('age', 'Subtract the years', 'math.evaluate', { expression: `${on} - ${from}` })
  return single(
    only,
    '{{value}} {{word}}',
    { value: at('/exact'), word: literal(on - from === 1 ? 'year' : 'years') },
    `From ${from} to ${on}`,
  )
}

const EVENT = '(?<verb>died|passed away|started|joined|moved|married|graduated|retired|began|left|emigrated|arrived)'
const AT_EVENT = is(
  `(?:(?<subject>(?:\\p{L}+ ){1,3}?)(?:was |were )?)?born (?:on )?D (?:and |who |he |she |i )*(?:got )?${EVENT}(?: (?!born|how|when)\\p{L}+){0,4} D (?:(?:how old|what age) (?:was|were|is) (?<who>i|he|she|they|it) (?:then|at the time|at that time|when (?<other>i|he|she|they|it) (?:got )?(?<again>\\p{L}+)(?: away)?(?: (?:there|work|school|it))?)|age at (?:death|the time)|how old (?:did|do) (?:i|he|she|they) (?:get|become|live to be)|(?<bare>how old was (?:he|she|they))|how long did (?:i|he|she|they) live|at what age did (?:i|he|she|they) die)`,
)
/** `born D, died D, how old was he when he died`. */
function atEvent(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const { days, shape } = moments
  const groups = AT_EVENT.exec(shape)?.groups
  const [a, b] = days
  if (
    groups === undefined ||
    a === undefined ||
    b === undefined ||
    days.length !== 2 ||
    !(isAsked || /how|what|age/u.test(shape))
  )
    return null
  const [verb = '', again] = [groups.verb, groups.again]
  if (groups.other !== undefined && groups.other !== groups.who) return null
  if (groups.bare !== undefined && !/^(?:died|passed away)$/u.test(groups.verb ?? '')) return null
  const subject = (groups.subject ?? '').trim()
  if (groups.who !== undefined && subject !== '' && (groups.who === 'i') !== (subject === 'i')) return null
  const root = (word: string): string => word.slice(0, 3)
  if (again !== undefined && root(again) !== root(verb)) return null
  if (/die|death|live|get|become/u.test(shape.slice(shape.lastIndexOf('D'))) && !/^(?:died|passed)/u.test(verb))
    return null
  return ageBetween(a, b, moments, input)
}

const TWO_BORN =
  /^(?<one>(?:\p{L}+ ){1,3}?)(?:was |were )?born (?:on )?D (?:and |but )?(?<two>(?:\p{L}+ ){1,3}?)(?:was |were )?(?:born )?(?:on )?D how old (?:was|were) (?<who>(?:\p{L}+ ){1,2}?)when (?<other>(?:\p{L}+ ){1,2}?)(?:was|were) born$/u
/** `my father was born D and I was born D, how old was he when I was born`. */
function atBirth(moments: Moments, isAsked: boolean, input: PlannerInput): Answer | null {
  const groups = TWO_BORN.exec(moments.shape)?.groups
  const [a, b] = moments.days
  if (groups === undefined || a === undefined || b === undefined || moments.days.length !== 2 || !isAsked) return null
  const [one = '', two = '', who = '', other = ''] = [groups.one, groups.two, groups.who, groups.other].map(each =>
    (each ?? '').trim(),
  )
  // One of the two must be `I`, so that the other one is who is meant by `he` or by name.
  const mine = [one, two].map(each => /^i$/u.test(each))
  if (mine[0] === mine[1] || (who === 'i') === (other === 'i')) return null
  const isMineFirst = mine[0] === true
  const asksMine = who === 'i'
  const [birth, event] = isMineFirst === asksMine ? [a, b] : [b, a]
  return ageBetween(birth, event, moments, input)
}

function ageBetween(birth: DayToken, event: DayToken, moments: Moments, input: PlannerInput): Answer | null {
  if (birth.year === null || event.year === null) return null
  const [born, on] = [settle(birth, 'last', input), settle(event, 'last', input)]
  if (born === null || on === null || on <= born) return null
  const seen = peek('date.age', { born, on })
  if (seen === null) return null
  return withOrder(
    {
      tasks: [task('age', 'Count the years', 'date.age', { born, on })],
      answer: 'age',
      reply: {
        template: ageSaid(seen),
        how: `{{how}}: ${ageParts(seen)}`,
        values: {
          years: at('/years'),
          months: at('/months'),
          days: at('/days'),
          how: literal(`From ${born} to ${on}`),
        },
      },
    },
    moments,
  )
}

export const ageYearRules: readonly PlannerRule[] = [
  defineRule({
    id: 'age-years',
    reason:
      'Tells an age from a year or month of birth, with both answers where the birthday decides, or an age at an event.',
    order: 57.5,
    pairs: true,
    hint: HINT,
    examples: {
      yes: [
        'born 1972 how old am i this year',
        'She was born in 1985. How old is she in 2027?',
        'how old is someone born in june 1990',
        'how old will my son be in 2040 if he was born in march 2018',
        'how old is a house built in 1926',
        'He was born on 14 March 1879 and died on 18 April 1955. How old was he when he died?',
        'My father was born on 3 March 1955 and I was born on 2 March 1985. How old was he when I was born?',
      ],
      no: [
        'born 1972, which generation am i this year',
        'She was born in 1985. How old is her mother in 2027?',
        'I was born in 1972. How old is my wife in 2027?',
        'He was born on 14 March 1879 and died on 18 April 1955. How old was I when he died?',
        'how old is someone born in june 1990 in dog years',
        'how old is the oldest house built in 1926',
        'He was born on 14 March 1879 and died on 18 April 1955. What did he discover?',
        'He was born on 14 March 1879 and died on 18 April 1955. How old was his wife when he died?',
        'My sister was born on 3 March 1995 and my brother on 2 March 1985. How old was he when I was born?',
      ],
    },
    read: told((moments, clause, input) => {
      if (moments === null || !/(?<!\p{L})(?:old|age|live)(?!\p{L})/u.test(moments.shape)) return null
      if (moments.times.length + moments.lengths.length > 0) return null
      return (
        byYear(moments, clause.isAsked, input) ??
        things(moments, input) ??
        atEvent(moments, clause.isAsked, input) ??
        atBirth(moments, clause.isAsked, input)
      )
    }),
  }),
]
