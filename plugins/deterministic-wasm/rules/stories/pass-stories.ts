/**
 * One price against another: a pass against single rides, instalments against cash, the first hour against the further ones, what is included
 * against what is used beyond it, an old meter reading against a new one. A third price, and it is another sum.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { defineRule } from '../rule.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { counted, digitsOf, isWhole, only, paid, shown, signOf } from './told-money.ts'

const NEVER =
  /(?<!\p{L})(?:tax|discount|student|people|persons?|friends|kids|children|adults|each of us|half|except|unless|without|average|roughly|about|around|should|instead of|refund|at least|at most|max|maximum)(?!\p{L})|%/u
const PASS =
  '(?:(?:monthly|weekly|yearly|annual|season|day|year|ten-ticket|month|week|multi-ride|the|a|my) )*(?:pass|season ticket|monthly ticket|weekly ticket|annual ticket|yearly ticket|membership|card|year card|yearly card|subscription|season pass|multi-ticket|day ticket)'
const PASS_BEFORE = new RegExp(`(?<!\\p{L})${PASS}(?: (?:is|costs?|would be|for|at)|:|,)? $`, 'u')
const PASS_AFTER = new RegExp(`^ ?(?:euros? )?(?:for|is) ${PASS}(?!\\p{L})`, 'u')
const RIDE = '(?:ride|trip|visit|entry|ticket|fare|journey|swim|session|class|game|match|time|film|movie|admission)'
const SINGLE_BEFORE = new RegExp(
  `(?<!\\p{L})(?:(?:a |one |each |per |the |every )?(?:single|one-way|normal|individual|regular) (?:bus |train |tram |day |pool |gym )?${RIDE}|(?:each|every|one|a) ${RIDE}|single (?:bus |train |tram )?(?:ticket|ride)|${RIDE}|single|singles)(?: (?:is|costs?|would be|at)|:)? $`,
  'u',
)
const SINGLE_AFTER = new RegExp(
  `^ ?(?:each time|(?:per|a|each|every|for an?|for one|for a single) (?:single )?${RIDE}|each)(?!\\p{L})`,
  'u',
)
const isPass = ({ before, after }: Figure): boolean => PASS_BEFORE.test(before) || PASS_AFTER.test(after)
const isSingle = (figure: Figure): boolean =>
  !isPass(figure) && (SINGLE_BEFORE.test(figure.before) || SINGLE_AFTER.test(figure.after))
const RIDE_WORDS =
  'pass passes ticket tickets season monthly weekly yearly annual day year month week ten-ticket multi-ride membership card subscription is costs cost would be for at single one-way normal individual regular ride rides trip trips visit visits visited entry entries fare fares journey journeys swim swims session sessions class classes game match times time film films movie movies admission each every per a one from how many until till before when after does do i we must have need to go the it off pay pays paid itself worth cheaper better break even break-even breakeven becomes is gets swimming pool zoo museum gym bus train tram metro ski cinema use used using if what and or with by buying save saved saving savings much there back both ways return round-trip round trip to and from work school twice days workdays on in that over instead single-ride'

/** `monthly pass 86, single ride 3.20. from how many rides is the pass cheaper?` */
const PASS_FROM: StoryForm = {
  amounts: 2,
  cues: [
    /(?:how many|how often|when)(?!\p{L})/u,
    /(?<!\p{L})(?:pass|ticket|membership|card|subscription)(?!\p{L})/u,
    /(?<!\p{L})(?:cheaper|pays? off|paid off|worth|break.?even|pays? for itself|pays? (?:it)?self)(?!\p{L})/u,
  ],
  not: new RegExp(`${NEVER.source}|A (?:rides|trips|visits|days|times)`, 'u'),
  words: RIDE_WORDS,
  everyday: true,
  names: 1,
  read: ({ shape, amounts }) => {
    const pass = only(amounts, isPass)
    const single = only(amounts, isSingle)
    if (pass === null || single === null || signOf(amounts) === 'mixed' || Number(digitsOf(single)) <= 0) return null
    if (Number(digitsOf(pass)) <= Number(digitsOf(single))) return null
    const quotient = `${digitsOf(pass)} / ${digitsOf(single)}`
    const isCheaper = /(?<!\p{L})(?:cheaper|better)(?!\p{L})/u.test(shape)
    const how = `${shown(pass)} ÷ ${shown(single)}, ${isCheaper ? 'the next whole number above' : 'rounded up'}`
    return evaluated({ expression: isCheaper ? `floor(${quotient}) + 1` : `ceil(${quotient})`, how })
  },
}

/** `single 2.90, there and back on 22 days, monthly pass 99. how much do i save?` */
const PASS_SAVES: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:save|saved|saving|savings|cheaper|difference)(?!\p{L})/u,
    /(?<!\p{L})(?:pass|membership|card|season ticket|subscription)(?!\p{L})/u,
    /how much|what/u,
  ],
  not: new RegExp(`${NEVER.source}|how many|A a (?:day|week|month)|percent`, 'u'),
  words: RIDE_WORDS,
  everyday: true,
  names: 1,
  read: ({ shape, amounts }) => {
    const pass = only(amounts, isPass)
    const single = only(amounts, isSingle)
    const count = amounts.find(figure => figure !== pass && figure !== single)
    if (pass === null || single === null || count === undefined || pass === single || !isWhole(count)) return null
    if (signOf([pass, single]) === 'mixed' || count.amount.sign !== null) return null
    const isDays = /^ ?(?:work)?days(?!\p{L})/u.test(count.after)
    const isTimes =
      new RegExp(`^ ?(?:${RIDE}e?s|entries|classes|matches)(?!\\p{L})`, 'u').test(count.after) ||
      /^-(?:ticket|ride|entry)/u.test(count.after)
    const isBoth = /(?<!\p{L})(?:there and back|both ways|to and from|round.?trip|return trip|and back)(?!\p{L})/u.test(
      shape,
    )
    const isTwice = /(?<!\p{L})twice(?!\p{L})/u.test(shape)
    if (!(isDays || isTimes) || (isTimes && (isBoth || isTwice)) || (isBoth && isTwice)) return null
    const times = isBoth || isTwice ? '2 * ' : ''
    const all = `${times}${digitsOf(count)} * ${digitsOf(single)}`
    const value = evaluatedValue(`${all} - ${digitsOf(pass)}`)
    if (value === null || value.numerator < 0n) return null
    const { sign } = single.amount.sign === null ? pass.amount : single.amount
    return paid(
      `${all} - ${digitsOf(pass)}`,
      sign,
      `${times.replace('*', '×')}${digitsOf(count)} × ${shown(single)} − ${shown(pass)}`,
    )
  },
}

const CASH =
  /(?<!\p{L})(?:cash|cash price|price|costs?|borrowed|loan of|upfront|at once|in one go|for|full price|list price)(?: (?:is|of|at))? $/u
const CASH_AFTER =
  /^ ?(?:euros? )?(?:in |as )?(?:cash|upfront|at once|in one go|if paid at once|right away|outright)(?!\p{L})/u
const PARTS = /^ ?(?:monthly |equal )*(?:instal?ments|payments|months|rates|x|×)(?!\p{L})/u
/** `549 cash or 12 x 49.90. How much more is that?`, `borrowed 9,500, 60 months at 180. how much interest?` */
const DEARER: StoryForm = {
  amounts: 3,
  cues: [
    /A ?(?:x|×|(?:monthly |equal )*(?:instal?ments|payments|months|rates))(?!\p{L})/u,
    /(?<!\p{L})(?:how much (?:more|interest|extra|dearer|do i lose)|what(?:'s| is) the (?:difference|total interest|interest)|difference|how much (?:is the )?(?:interest|difference))(?!\p{L})/u,
  ],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:deposit|down payment|fee|fees|insurance|per year|a year|left|already|first)(?!\\p{L})`,
    'u',
  ),
  words:
    "cash or in instalments installments instalment installment payments payment months monthly month equal rates rate x of at each a per for over price costs cost borrowed borrow loan upfront once one go full list how much more extra interest dearer expensive is the plan do does i pay in total altogether what what's difference between and than compared to with paying buying that my total tv washing machine paid back pay",
  everyday: true,
  names: 1,
  read: ({ amounts }) => {
    const count = only(
      amounts,
      ({ amount, after }) => amount.sign === null && /^\d{1,3}$/.test(amount.digits) && PARTS.test(after),
    )
    const rest = amounts.filter(figure => figure !== count)
    const cash = only(
      rest,
      ({ before, after }) => CASH_AFTER.test(after) || (CASH.test(before) && !/^ ?(?:\/|a|per|each)/u.test(after)),
    )
    const part = rest.find(figure => figure !== cash)
    if (count === null || cash === null || part === undefined || signOf(rest) === 'mixed') return null
    const expression = `${digitsOf(count)} * ${digitsOf(part)} - ${digitsOf(cash)}`
    if ((evaluatedValue(expression)?.numerator ?? -1n) < 0n) return null
    return counted(
      expression,
      rest.map(({ amount }) => amount),
      `${digitsOf(count)} × ${shown(part)} − ${shown(cash)}`,
    )
  },
}

/** `TV 799, deposit of 99, rest in 10 monthly payments. How much is each payment?` */
const REST_IN_PARTS: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:rest|remainder|balance|remaining)(?!\p{L})/u,
    /A (?:equal |monthly )*(?:instal?ments|payments|rates|months)(?!\p{L})/u,
    /(?<!\p{L})(?:deposit|down payment|paid|upfront|down|initial payment)(?!\p{L})/u,
    /how much|what|each/u,
  ],
  not: new RegExp(
    `${NEVER.source}|(?<!\\p{L})(?:interest(?!-free)|fee|fees|how many|(?:how much|what)(?: is|'s) (?:the )?(?:rest|remainder|balance))(?!\\p{L})`,
    'u',
  ),
  isShare: true,
  words:
    'costs cost price is of for deposit down payment upfront paid pay initial i we rest remainder balance remaining the amount in over equal monthly instalments installments instalment installment payments payment rates rate months month each one per a how much what will be with and then interest-free without tv',
  everyday: true,
  names: 1,
  read: ({ amounts }) => {
    const count = only(amounts, ({ amount, after }) => amount.sign === null && PARTS.test(after))
    const rest = amounts.filter(figure => figure !== count)
    const down = only(
      rest,
      ({ before, after }) =>
        /(?<!\p{L})(?:deposit|down payment|paid|initial payment|upfront)(?: (?:of|is))? $/u.test(before) ||
        /^ ?(?:euros? )?(?:deposit|down|upfront|as (?:an? )?deposit)(?!\p{L})/u.test(after),
    )
    const cost = rest.find(figure => figure !== down)
    const sign = signOf(rest)
    if (count === null || down === null || cost === undefined || sign === 'mixed' || Number(digitsOf(count)) <= 0)
      return null
    if (Number(digitsOf(down)) >= Number(digitsOf(cost))) return null
    return paid(
      `(${digitsOf(cost)} - ${digitsOf(down)}) / ${digitsOf(count)}`,
      sign,
      `(${shown(cost)} − ${shown(down)}) ÷ ${digitsOf(count)}`,
      ' each',
    )
  },
}

const STEPS = 'hour|day|minute|kilometre|kilometer|km|mile|night|page|person|week|gb|lesson|kg|kilo'
const FURTHER = `(?:each|every|any|per) (?:further|additional|extra|following|other|subsequent|started|next|more) (?:${STEPS})(?!\\p{L})|(?:further|additional|extra|following) (?:${STEPS})s?(?!\\p{L})|each (?:${STEPS}) after(?: that)?`
/** `first hour 3 €, each further hour 2 €. 5 hours total`, `first hour free, then 1.80 per hour, 4 hours` */
const FIRST_ONE: StoryForm = {
  amounts: [2, 3],
  cues: [
    new RegExp(`(?<!\\p{L})first (?:${STEPS})(?!\\p{L})`, 'u'),
    new RegExp(`A (?:${STEPS})s?(?!\\p{L})|A ?h(?!\\p{L})`, 'u'),
  ],
  not: new RegExp(`${NEVER.source}|(?<!\\p{L})(?:per day|a day|from A|second|until|till|overnight)(?!\\p{L})`, 'u'),
  words:
    'first hour hours h day days minute minutes km kilometre kilometres kilometer kilometers mile miles night nights page pages person week weeks lesson lessons kg kilo is costs cost for free then each every per further additional extra following subsequent after that more a an the any next and parking parked park garage i we he stayed stay was there in total how much do does did what pay rent rental bike boat total price charge charges thereafter afterwards gb used rode drove',
  everyday: true,
  names: 1,
  asks: /A (?:hours|days|km|minutes)(?: (?:total|in total|parked))?[ ?.!]*$|(?:cost|price|total)[ ?.!]*$/u,
  read: ({ shape, amounts }) => {
    const step = new RegExp(`first (?<unit>${STEPS})`, 'u').exec(shape)?.groups?.unit ?? ''
    const count = only(
      amounts,
      ({ amount, after }) =>
        amount.sign === null && new RegExp(`^ ?(?:${step}s?${step === 'hour' ? '|h' : ''})(?!\\p{L})`, 'u').test(after),
    )
    const rest = amounts.filter(figure => figure !== count)
    if (count === null || !isWhole(count) || signOf(rest) === 'mixed') return null
    const isFree = /first \p{L}+(?: is| are)? (?:for )?free/u.test(shape)
    const [a, b] = rest
    if (a === undefined || isFree !== (b === undefined)) return null
    if (isFree) {
      if (!/(?:then|after that|further|additional|afterwards|thereafter|extra)/u.test(shape)) return null
      return paid(`(${digitsOf(count)} - 1) * ${digitsOf(a)}`, a.amount.sign, `(${digitsOf(count)} − 1) × ${shown(a)}`)
    }
    const isFirst = new RegExp(`first ${step}(?: (?:is|costs?|for))? $|for the first ${step}`, 'u')
    const isNext = new RegExp(`(?:${FURTHER})(?: (?:is|costs?|at|for))? $`, 'u')
    const isNextAfter = new RegExp(`^ ?(?:for )?(?:${FURTHER}|(?:a|per|for every|for each) ${step} after)`, 'u')
    const first = only(
      rest,
      ({ before, after }) => isFirst.test(before) || new RegExp(`^ ?for the first ${step}`, 'u').test(after),
    )
    const next = only(rest, ({ before, after }) => isNext.test(before) || isNextAfter.test(after))
    if (first === null || next === null || first === next) return null
    return counted(
      `${digitsOf(first)} + (${digitsOf(count)} - 1) * ${digitsOf(next)}`,
      rest.map(({ amount }) => amount),
      `${shown(first)} + (${digitsOf(count)} − 1) × ${shown(next)}`,
    )
  },
}

const INCLUDED_BEFORE = /(?<!\p{L})(?:incl\.?|including|includes?|included|with|covers?)(?: the first)? $/u
const INCLUDED_AFTER =
  /^ ?(?:pages|km|minutes|gb|kwh|miles|copies|texts|sms|litres|kilometers|kilometres)(?: (?:a month|per month))?(?: (?:are |is )?(?:included|free|inclusive))/u
const BEYOND_BEFORE =
  /(?<!\p{L})(?:(?:each|every|any|per) )?(?:extra|additional|further|more|over|beyond)(?: (?:pages?|km|minutes?|gb|kwh|miles?|copies|copy|texts?|sms))?(?: (?:that|it))?(?: (?:is|are|costs?|at|for))? $/u
const BEYOND_AFTER =
  /^ ?(?:cents? )?(?:(?:per|an?|for each|for every|each|\/) ?)(?:(?:extra|additional|further) )?(?:page|km|minute|gb|kwh|mile|copy|text|sms)(?: (?:over|beyond|above|after|extra|on top|more))?/u
/** `89 a month incl. 1000 pages, extra pages 0.02 each, 1,650 pages in may` */
const INCLUDED: StoryForm = {
  amounts: 4,
  cues: [
    /(?<!\p{L})(?:incl|including|includes?|included|free)(?!\p{L})/u,
    /(?<!\p{L})(?:extra|additional|further|over|beyond|above|more)(?!\p{L})/u,
  ],
  not: new RegExp(`${NEVER.source}|(?<!\\p{L})(?:part|started|per day|a day|first|months|years|year)(?!\\p{L})`, 'u'),
  words:
    'the a my our phone mobile plan contract copier lease printer rental car is costs cost for month monthly per incl including includes include included with free first pages page km minutes minute gb kwh miles mile copies copy texts text sms extra additional further over beyond above more each every that it is are at of i we used use printed drove talked needed did in may june march this bill total how much what do pay will be and then january february april july august september october november december',
  everyday: true,
  names: 1,
  asks: /(?:bill|total|cost)[ ?.!]*$/u,
  read: ({ amounts }) => {
    const free = only(amounts, ({ before, after }) => INCLUDED_BEFORE.test(before) || INCLUDED_AFTER.test(after))
    const beyond = only(
      amounts,
      figure => figure !== free && (BEYOND_BEFORE.test(figure.before) || BEYOND_AFTER.test(figure.after)),
    )
    const [base, used, more] = amounts.filter(figure => figure !== free && figure !== beyond)
    const unit = (figure: Figure): string => /^ ?(\p{L}+?)s?(?!\p{L})/u.exec(figure.after)?.[1] ?? ''
    if (free === null || beyond === null || base === undefined || used === undefined || more !== undefined) return null
    if (unit(free) === '' || unit(free) !== unit(used) || free.amount.sign !== null || used.amount.sign !== null)
      return null
    const sign = signOf([base, beyond])
    if (sign === 'mixed' || base.at > used.at) return null
    const isMore = Number(digitsOf(used)) > Number(digitsOf(free))
    return isMore
      ? paid(
          `${digitsOf(base)} + (${digitsOf(used)} - ${digitsOf(free)}) * ${digitsOf(beyond)}`,
          sign,
          `${shown(base)} + (${digitsOf(used)} − ${digitsOf(free)}) × ${shown(beyond)}`,
        )
      : paid(digitsOf(base), sign, `${digitsOf(used)} of ${digitsOf(free)} included`)
  },
}

/** `meter old 45,210 new 47,860, price 0.31 per kwh` */
const METER: StoryForm = {
  amounts: 3,
  cues: [
    /(?<!\p{L})(?:meter|reading|readings|odometer|mileage counter)(?!\p{L})/u,
    /A ?(?:per|a|\/|an) ?(?:kwh|unit|m3|m³|cubic met(?:er|re)|km|mile)(?!\p{L})/u,
  ],
  not: new RegExp(`${NEVER.source}|(?<!\\p{L})(?:base fee|standing|month|year|day|days)(?!\\p{L})`, 'u'),
  words:
    'meter reading readings electricity gas water power old new start end previous last current now was is at of from to before begin beginning opening closing price cost costs kwh per a unit units m3 m³ cubic metre meter km mile each what how much do does i we pay bill total and it the my says said shows showed this',
  everyday: true,
  names: 1,
  asks: /(?:bill|cost|total|pay)[ ?.!]*$/u,
  read: ({ amounts }) => {
    const price = only(amounts, ({ after }) => /^ ?(?:per|a|\/|an) ?(?:kwh|unit|m3|m³|cubic|km|mile)/u.test(after))
    const [old, now, more] = amounts.filter(figure => figure !== price)
    if (price === null || old === undefined || now === undefined || more !== undefined) return null
    const isOld =
      /(?<!\p{L})(?:old|start|previous|last|before|opening|from|was|begin(?:ning)?|said|showed)(?: (?:reading|was|is|of|at|meter|it))*:? $/u
    const isNew =
      /(?<!\p{L})(?:new|end|current|now|closing|to|is|says|shows)(?: (?:reading|was|is|of|at|meter|it))*:? $/u
    if (!isOld.test(old.before) || !isNew.test(now.before) || Number(digitsOf(now)) <= Number(digitsOf(old)))
      return null
    if (old.amount.sign !== null || now.amount.sign !== null) return null
    return paid(
      `(${digitsOf(now)} - ${digitsOf(old)}) * ${digitsOf(price)}`,
      price.amount.sign,
      `(${digitsOf(now)} − ${digitsOf(old)}) × ${shown(price)}`,
    )
  },
}

const FORMS: readonly StoryForm[] = [PASS_FROM, PASS_SAVES, DEARER, REST_IN_PARTS, FIRST_ONE, INCLUDED, METER]

export const passStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'pass-story',
    reason:
      'Sets a pass against single rides, instalments against cash, what is included against what is used, and two meter readings.',
    order: 126.6,
    pairs: 'joined',
    hint: /(?<!\p{L})(?:pass|ticket|card|membership|subscription|cash|instal|interest|rest|remain|balance|first|further|additional|extra|incl|meter|reading|loan|borrowed)/iu,
    examples: {
      yes: [
        'monthly pass 86 €, single ride 3.20 €. from how many rides is the pass cheaper?',
        'season ticket 189, single entry 12.50. how many visits until it pays off?',
        'single bus ticket 2.90, i go there and back on 22 days. monthly pass is 99. how much do i save with the pass?',
        'Washing machine 549 cash or 12 x 49.90. How much more expensive is the instalment plan?',
        'TV: 24 instalments of 31.50 each or 699 in cash. How much more do the instalments cost in total?',
        'TV costs 799, deposit of 99, rest in 10 monthly payments. How much is each payment?',
        'parking garage first hour 3 €, each further hour 2 €. 5 hours total',
        'Parking: first hour free, then 1.80 per hour. I parked 4 hours. cost?',
        'The copier lease is 89 a month incl. 1000 pages, extra pages 0.02. 1,650 pages in may. Bill?',
        'meter old 45,210 new 47,860, price 31 ct per kwh. what do i pay',
      ],
      no: [
        'monthly pass 86 €, single ride 3.20 €. which should I buy?',
        'season ticket 189, single entry 12.50, students pay half. how many visits until it pays off?',
        'single bus ticket 2.90, i go there and back on some days. monthly pass is 99. how much do i save with the pass?',
        'Washing machine 549 cash or 12 x 49.90 plus a fee of 20. How much more expensive is the instalment plan?',
        'parking garage first hour 3 €, each further hour 2 €, max 12 a day. 5 hours total',
        'Parking: first hour free, then 1.80 per hour. I parked 3.5 hours. cost?',
        'My phone plan costs 15 € and includes 10 GB, each additional GB or part of one costs 2 €. I used 13.2 GB. What do I pay?',
        'meter old 45,210 new 47,860, base fee 12, price 31 ct per kwh. what do i pay',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
