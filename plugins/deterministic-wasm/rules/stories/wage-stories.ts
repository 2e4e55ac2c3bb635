/** Pay and regular spending told in a sentence: so much an hour or a pack, so many of it, for a week, a month or a year. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { defineRule } from '../rule.ts'
import { CHAIN_WORDS, isPeriod, PERIODS, periodAsked, readChain } from './read-chain.ts'
import { type Figure, readStories, type Story, type StoryForm } from './story.ts'
import { compared, counted, digitsOf, isWhole, only, paid, several, shown, signOf } from './told-money.ts'

const NEVER =
  /(?<!\p{L})(?:interest|loan|invest|inflation|free|cheaper|better|average|saves?|saving|discount|off|km|miles|kwh|calories|until|since|started hour|begun|change|(?<!what's )(?<!whats )(?<!what is )left|raise|rise|increase|minus (?!P)|less|break|unpaid|pause|vacation|holiday pay|sick|half|double|twice|third|percent more|(?:monthly|weekly|yearly|annual|season) (?:pass|ticket|card)|(?:in|over|within|during) A days|went (?:up )?to)(?!\p{L})|overtime[ ?.!]*$/u
const WORDS = `${CHAIN_WORDS} wage wages salary pay rate earn earns earning earned make makes making work works worked working get full time fulltime part part-time gross base shift bonus night weekend on top of everything extra plus minus tax taxes total altogether spend spending spent costs expense expenses budget need needs needed use uses drink drinks smoke smokes weekly that'd whats offering offer they're only them times calculated with start annual income before freelance freelancer invoice before nurse bakery how much net if left everything contract phone fee activation setup one-off call-out callout charge deposit would be all in`

/** Price, counts, and the period asked. */
const CHAIN: StoryForm = {
  amounts: [2, 5],
  percents: [0, 1],
  cues: [/(?<!\p{L})(?:per|an?|each|every|hourly|daily|weekly|monthly|yearly|rate|the)(?!\p{L})|\//u],
  not: NEVER,
  words: WORDS,
  everyday: true,
  mustAsk: true,
  names: 3,
  asks: /(?<!\p{L})(?:total|gross|monthly|yearly|weekly|annual|spend|cost|costs|pay|earn|per (?:week|month|year|day))(?: (?:please|cost|costs))?[ ?.!]*$|A ?[x×*] A (?:hours|hrs|h)[ ?.!]*$/u,
  read: story => {
    const fixed = only(story.amounts, isFixed)
    const rest = fixed === null ? story.amounts : story.amounts.filter(figure => figure !== fixed)
    const chain = readChain({ ...story, amounts: rest })
    const share = shareOf(story)
    if (chain === null || share === null || signOf(story.amounts) === 'mixed' || rest.length < 2) return null
    const asked = periodAsked({ ...story, amounts: rest })
    let { expression, shown: told } = chain
    let reading: string | undefined
    if (chain.unit !== null && asked !== null && asked !== chain.unit) {
      const found = PERIODS[`${chain.unit} ${asked}`]
      // How many days one works is nobody's guess.
      if (found === undefined || (chain.isWage && chain.unit === 'day')) return null
      expression = `${expression} * ${found[0]}`
      told = `${told} × ${found[0]}`
      reading = found[1]
    }
    if (chain.unit === null && asked !== null && !(chain.last !== null && isPeriod(chain.last, asked))) return null
    if (chain.unit !== null && asked === null && fixed !== null) return null
    if (fixed !== null) {
      expression = `${expression} + ${digitsOf(fixed)}`
      told = `${told} + ${shown(fixed)}`
    }
    const unit = chain.unit === null ? '' : ` a ${asked ?? chain.unit}`
    const answer =
      share.expression === ''
        ? counted(expression, [chain.price.amount, ...(fixed === null ? [] : [fixed.amount])], told, unit)
        : paid(`(${expression})${share.expression}`, chain.price.amount.sign, `${told}${share.told}`, unit)
    return answer === null || reading === undefined ? answer : { ...answer, reading }
  },
}

const FIXED_BEFORE = /(?:[+]|(?<!\p{L})(?:plus|and|with)) ?(?:an? |the )?$/u
const FIXED_AFTER =
  /^ ?(?:euros? |for )?(?:an? |the )?(?:one-off |one off )?(?:fee|activation|setup|call-out|callout|phone|handset|charge|deposit|shipping|delivery|parts|materials?|travel)(?!\p{L})/u
const isFixed = ({ before, after }: Figure): boolean => FIXED_BEFORE.test(before) && FIXED_AFTER.test(after)

/** A share that comes on top or goes off; empty where there is none, null where it cannot be told. */
function shareOf({ shape, percents }: Story): { readonly expression: string; readonly told: string } | null {
  const [rate] = percents
  if (rate === undefined) return { expression: '', told: '' }
  const percent = digitsOf(rate)
  if (/^ ?(?:\p{L}+ )?(?:bonus|extra|surcharge|supplement|allowance|on top|more)(?!\p{L})/u.test(rate.after))
    return { expression: ` * (100 + ${percent}) / 100`, told: `, plus ${percent}%` }
  if (
    /(?<!\p{L})(?:minus|less|deduct(?:ing)?|after|for|take off) (?:the )?$/u.test(rate.before) &&
    /^ ?(?:for |of |in )?(?:income )?(?:tax|taxes|deductions?|national insurance|contributions?)/u.test(rate.after) &&
    !/(?<!\p{L})how much tax/u.test(shape)
  )
    return { expression: ` * (100 - ${percent}) / 100`, told: `, minus ${percent}%` }
  return null
}

/** `I get 2,650 and work 160 hours, what is that an hour`; `52,000 a year, 40 hours a week, hourly?` */
const PER_HOUR: StoryForm = {
  amounts: [2, 3],
  cues: [/(?<!\p{L})(?:an hour|per hour|hourly|each hour|\/h|per hr)(?!\p{L})/u, /A ?(?:hours|hrs|h)(?!\p{L})/u],
  not: new RegExp(
    `${NEVER.source}|A (?:\\p{L}{3,14} )?(?:an hour|per hour|each hour|hourly)|how many(?!\\p{L})|hourly(?: \\p{L}+){0,2} A|A ?/ ?h`,
    'u',
  ),
  words: WORDS,
  everyday: true,
  names: 2,
  read: story => {
    const { amounts } = story
    const hours = only(
      amounts,
      ({ amount, after }) => amount.sign === null && /^ ?(?:hours|hrs|h)(?!\p{L})/u.test(after),
    )
    const sum = only(amounts, figure => figure !== hours && !/^ ?(?:weeks|days)/u.test(figure.after))
    if (hours === null || sum === null || amounts.length !== 2 || Number(digitsOf(hours)) <= 0) return null
    const per = /^ ?(?:hours|hrs|h) (?:an?|per|each|every) (week|month|day)(?!\p{L})/u.exec(hours.after)?.[1] ?? null
    const span =
      /^ ?(?:\p{L}+ )?(?:an?|per|each|every|\/) ?(year|annum|month|week)(?!\p{L})/u
        .exec(sum.after)?.[1]
        ?.replace('annum', 'year') ?? null
    if (per === null || span === per || (span === null && per === 'month'))
      return span !== null && per === null
        ? null
        : paid(
            `${digitsOf(sum)} / ${digitsOf(hours)}`,
            sum.amount.sign,
            `${shown(sum)} ÷ ${digitsOf(hours)} hours`,
            ' an hour',
          )
    if (span !== 'year' || per !== 'week') return null
    const answer = paid(
      `${digitsOf(sum)} / 52 / ${digitsOf(hours)}`,
      sum.amount.sign,
      `${shown(sum)} ÷ 52 weeks ÷ ${digitsOf(hours)} hours`,
      ' an hour',
    )
    return answer === null ? null : { ...answer, reading: 'A year is read as 52 weeks.' }
  },
}

/** `How many hours at 16 € to afford a bike of 1,120 €`. */
const HOURS_FOR: StoryForm = {
  amounts: 2,
  cues: [
    /how (?:many hours|long)/u,
    /(?<!\p{L})(?:work|afford|earn|pay for|buy)(?!\p{L})/u,
    /(?:at|for|earn(?:ing|s)?|make|making|get|paid) A|A ?(?:an hour|per hour|\/ ?h)/u,
  ],
  not: /(?<!\p{L})(?:tax|week|day|month|year|already|saved|half)(?!\p{L})|%/u,
  words:
    'how many hours long must work at to afford earn earning buy pay for an hour per hourly if i make making get paid need do of costs costing rate it wage',
  everyday: true,
  names: 1,
  read: ({ amounts }) => {
    const rate = only(
      amounts,
      ({ before, after }) =>
        /^ ?(?:an hour|per hour|\/ ?h)/u.test(after) ||
        /(?<!\p{L})(?:work(?:ing)? (?:at|for)|earn(?:ing)?|hourly (?:rate|wage)(?: of| is)?) $/u.test(before),
    )
    const sum = amounts.find(figure => figure !== rate)
    if (rate === null || sum === undefined || signOf(amounts) === 'mixed' || Number(digitsOf(rate)) <= 0) return null
    const expression = `${digitsOf(sum)} / ${digitsOf(rate)}`
    return evaluated({ expression, decimals: 2, unit: ' hours', how: `${shown(sum)} ÷ ${shown(rate)}` })
  },
}

/** `spotify yearly is 109 vs 10.99 monthly`: both for a year. */
const A_YEAR =
  /^ ?(?:an?|per|each|for (?:an?|the|one)|in a|\/) ?(?:whole )?year(?!\p{L})|^ ?(?:yearly|annually|p\.?a|upfront)(?!\p{L})/u
const A_MONTH = /^ ?(?:an?|per|each|every|\/) ?month(?!\p{L})|^ ?monthly(?!\p{L})/u
const isYearly = ({ before, after }: Figure): boolean =>
  A_YEAR.test(after) ||
  (/(?<!\p{L})(?:yearly|annual|annually|year)(?: \p{L}+)?(?: is| costs| for| at|:)? $/u.test(before) &&
    !A_MONTH.test(after))
const isMonthly = ({ before, after }: Figure): boolean =>
  A_MONTH.test(after) ||
  (/(?<!\p{L})(?:monthly|month)(?: \p{L}+)?(?: is| costs| for| at|:)? $/u.test(before) && !A_YEAR.test(after))
const YEAR_OR_MONTH: StoryForm = {
  amounts: [2, 3],
  asksTwice: true,
  cues: [
    /year|annual|upfront/u,
    /month/u,
    /(?<!\p{L})(?:cheaper|save|saved|saving|savings|difference|better|less)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:first|discount|off|joining fee of|setup|tax|vat|cancel|weeks?|days?|after|interest|loan|rise)(?!\p{L})|%/u,
  words:
    "yearly annual annually year month monthly vs versus or is which one one's cheaper by and over months how much would i save saved saving savings difference paying pay upfront with no joining fee subscription membership plan for per each every better less billing billed in than the between a b does it a whole once option",
  everyday: true,
  names: 2,
  read: ({ shape, amounts }) => {
    const twelve = only(
      amounts,
      figure => isWhole(figure) && digitsOf(figure) === '12' && /^ ?months/u.test(figure.after),
    )
    const rest = amounts.filter(figure => figure !== twelve)
    const [year, month] = [only(rest, isYearly), only(rest, isMonthly)]
    const sign = signOf(rest)
    if (year === null || month === null || year === month || rest.length !== 2 || sign === 'mixed') return null
    const options = [
      { name: `${shown(year)} a year`, expression: digitsOf(year) },
      { name: `12 × ${shown(month)}`, expression: `12 * ${digitsOf(month)}` },
    ] as const
    if (/(?<!\p{L})(?:which|cheaper|better)(?!\p{L})/u.test(shape))
      return compared({ options, verdict: 'is cheaper', sign, unit: '', difference: '', how: 'Both for a year' })
    return paid(`${options[1].expression} - ${options[0].expression}`, sign, `12 × ${shown(month)} − ${shown(year)}`)
  },
}

/** `Four subscriptions: 9.99, 13.99, 5.49. Monthly total and yearly total.` */
const SUBSCRIPTIONS: StoryForm = {
  amounts: [1, 13],
  cues: [
    /(?<!\p{L})(?:monthly|per month|a month)(?!\p{L})/u,
    /(?<!\p{L})(?:and|&) (?:the )?(?:yearly|annual(?:ly)?|per year|a year)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:cheaper|difference|vs|or|interest|loan|discount|minus|each)(?!\p{L})|%/u,
  words: 'subscriptions subscription monthly yearly annual annually per month year a total totals cost costs spend and',
  everyday: true,
  names: 6,
  asks: /total|cost|spend/u,
  read: ({ amounts }) => {
    const sign = signOf(amounts)
    const count = amounts[0]!
    // `4 subscriptions` counts those that follow.
    const isCount = isWhole(count) && /^ (?:\p{L}+ )?(?:subscriptions|subs|services|bills)/u.test(count.after)
    const prices = isCount ? amounts.slice(1) : amounts
    if (sign === 'mixed' || prices.length < 2 || (isCount && Number(digitsOf(count)) !== prices.length)) return null
    if (!prices.every(({ amount }) => amount.sign !== null || /\.\d\d$/.test(amount.digits))) return null
    const sum = prices.map(digitsOf).join(' + ')
    return several(
      [
        { expression: sum, sign, after: ' a month' },
        { expression: `(${sum}) * 12`, sign, after: ' a year' },
      ],
      prices.map(shown).join(' + '),
    )
  },
}

/** `184 euros for 11 days, how much a day`. */
const PER_DAY: StoryForm = {
  amounts: 2,
  cues: [/A (?:more )?(?:days?|weeks?|nights?)(?!\p{L})/u, /(?:per|a|each|every) (?:day|week|night)|daily|weekly/u],
  not: /(?<!\p{L})(?:interest|hours?|earn|kcal|calories|gb|km|miles|litres?|pages?|steps|%|save|loan|return|away)(?!\p{L})/u,
  words:
    "for the next days day weeks week nights night have has got left to spend can could budget last lasts how much per a each every daily weekly that is i've only with until payday of in remaining go allowed do we may holiday trip",
  everyday: true,
  names: 1,
  read: ({ shape, amounts }) => {
    const time = only(
      amounts,
      ({ amount, after }) => amount.sign === null && /^ (?:more )?(?:days|weeks|nights)(?!\p{L})/u.test(after),
    )
    const sum = amounts.find(figure => figure !== time)
    const unit = /^ (?:more )?(day|week|night)s/u.exec(time?.after ?? '')?.[1]
    const asked =
      /(?:per|a|each|every) (day|week|night)(?!\p{L})/u.exec(shape)?.[1] ??
      (/daily/u.test(shape) ? 'day' : /weekly/u.test(shape) ? 'week' : null)
    const isSpent = /(?<!\p{L})(?:spend|budget|have|got|left|euros|money|last|costs?|paid)(?!\p{L})/u.test(shape)
    if (
      time === null ||
      sum === undefined ||
      unit !== asked ||
      Number(digitsOf(time)) < 1 ||
      RATE_LIKE.test(sum.after) ||
      !isSpent
    )
      return null
    return paid(
      `${digitsOf(sum)} / ${digitsOf(time)}`,
      sum.amount.sign,
      `${shown(sum)} ÷ ${digitsOf(time)}`,
      ` a ${unit}`,
    )
  },
}
const RATE_LIKE = /^ ?(?:per|an?|each|every|\/)(?!\p{L})/u

/** `4.2 lakh per annum, monthly comes to how much?` */
const SALARY: StoryForm = {
  amounts: 1,
  cues: [
    /A ?(?:per annum|p\.?a\.?|a year|per year|yearly|annually|ctc)(?!\p{L})|(?:annual|yearly) (?:salary|pay|income|package)/u,
    /(?<!\p{L})(?:monthly|per month|a month|each month)(?!\p{L})/u,
  ],
  not: /(?<!\p{L})(?:tax|after|interest|loan|rise|raise|hike|bonus|weeks?|hours?|months|net|insurance|rent)(?!\p{L})|%/u,
  words:
    'per annum p.a pa ctc year yearly annually annual salary pay income package monthly month each in hand before deductions comes to gross is my i earn make how much',
  everyday: true,
  names: 1,
  read: ({ amounts: [sum] }) => paid(`${digitsOf(sum!)} / 12`, sum!.amount.sign, `${shown(sum!)} ÷ 12`, ' a month'),
}

const FORMS: readonly StoryForm[] = [SALARY, YEAR_OR_MONTH, SUBSCRIPTIONS, PER_HOUR, HOURS_FOR, CHAIN, PER_DAY]

export const wageStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'wage-story',
    reason:
      'Works out pay and regular spending for a day, a week, a month or a year from the price of one and how many of it.',
    order: 125,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        '17.50 an hour, 40 hours a week, how much is that before tax per week',
        "they're offering me $28/hr full time (40h, 52 weeks), what would the annual be",
        'If i make 2,640 net and work 160 hrs whats that an hour',
        'How many hours do I have to work at 16 € to afford a bike of 1,120 €?',
        'freelance day rate 400, 18 days a month, minus 30 percent for tax. how much per month',
        'Hello, the kilo of flour costs 0,90 € and my bakery needs 200 kilos weekly. How much do we spend in 4 weeks?',
        'spotify yearly is 109 vs 10.99 monthly, which one is cheaper and by how much',
        'Four subscriptions: 9.99, 13.99, 5.49, 2.99. Monthly total and yearly total.',
        'monthly 89.90 contract for 24 months plus 99 for the phone, total cost',
        'I have 187 euros for the next 11 days, how much can I spend per day',
      ],
      no: [
        '3 buses per hour, how many fit in 2 hours of work',
        'I earn 20 an hour and work 8 hours a day, what do I earn a week?',
        '15 euros an hour, 8 hours, minus a 1 hour break, pay?',
        'spotify yearly is 109 vs 10.99 monthly, which one should I take?',
        '20 an hour, 40 hours, 10 of them at double time, total?',
        'I work 40 hours a week, how many per month?',
        'he earns 3000 a month and works 160 hours, why so little?',
        '2 packs a day for 20 years, what does it do to my lungs?',
        'a coffee is 3.80, what do I spend a month?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
