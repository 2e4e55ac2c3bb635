/** An exchange at a rate that the message itself gives. No rate is known here, and a fee makes it another sum. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { type Amount, decimalsOf } from '../money.ts'
import { type Answer, defineRule } from '../rule.ts'
import { type Figure, readStories, type Story, type StoryForm } from './story.ts'
import { digitsOf, shown } from './told-money.ts'

/** Names as people write them; a name of several currencies stands for the one that is meant most. */
const NAMES: readonly (readonly [code: string, source: string])[] = [
  ['EUR', 'euros?|eur|€'],
  ['USD', 'us dollars?|dollars?|usd|bucks|us\\$|\\$'],
  ['GBP', 'pounds? sterling|pounds?|quid|gbp|sterling|£'],
  ['JPY', 'yen|jpy|¥'],
  ['CHF', 'swiss francs?|francs?|franken|chf'],
  ['INR', 'rupees?|inr|rs|₹'],
  ['MXN', 'pesos?|mxn'],
  ['CZK', 'crowns?|koruna|czk'],
  ['SEK', 'kronor|krona|sek'],
  ['NOK', 'nok'],
  ['DKK', 'dkk'],
  ['PLN', 'zlotys?|zloty|złoty|złotych|zł|pln'],
  ['HUF', 'forints?|huf'],
  ['TRY', 'lira|try'],
  ['BRL', 'reais|brl'],
  ['CNY', 'yuan|rmb|renminbi|cny'],
  ['KRW', 'won|krw'],
  ['THB', 'baht|thb'],
  ['ZAR', 'rand|zar'],
  ['AED', 'dirhams?|aed'],
  ['AUD', 'aud|australian dollars?'],
  ['CAD', 'cad|canadian dollars?'],
  ['NZD', 'nzd'],
  ['SGD', 'sgd'],
  ['HKD', 'hkd'],
]
const ANY = NAMES.map(([, source]) => source).join('|')
const codeOf = (written: string): string | null =>
  NAMES.find(([, source]) => new RegExp(`^(?:${source})$`, 'u').test(written.trim().toLowerCase()))?.[0] ?? null

type Sum = { readonly figure: Figure; readonly code: string; readonly word: string }
const NEXT = new RegExp(`^ ?(${ANY})(?!\\p{L})`, 'u')
function sumOf(figure: Figure): Sum | null {
  const { sign } = figure.amount
  if (sign !== null) {
    const code = codeOf(sign.text.trim()) ?? (/^[A-Z]{3}$/.test(sign.code) ? sign.code : null)
    return code === null ? null : { figure, code, word: '' }
  }
  const word = NEXT.exec(figure.after)?.[1]
  const code = word === undefined ? null : codeOf(word)
  return word === undefined || code === null ? null : { figure, code, word }
}

type Rate = {
  readonly from: string
  readonly to: string
  readonly expression: string
  readonly told: string
  readonly used: readonly Figure[]
  readonly words: Readonly<Record<string, string>>
}
const PER = new RegExp(
  `^(?: ?(?:${ANY}))? ?(?:per|to the|to an?|to one|for an?|for one|for each|for every|an?|/|against the|= one) ?(${ANY})(?!\\p{L})`,
  'u',
)
const IS = new RegExp(
  `^(?: ?(?:${ANY}))? ?(?:is|=|are|equals?|costs?|was|buys|gets?(?: me| you| us)?|for|at|to|:|->)(?: (?:about|currently|now|worth|today|around))? $`,
  'u',
)

function rateOf({ amounts }: Story): Rate | null {
  const found: Rate[] = []
  for (const [i, figure] of amounts.entries()) {
    const a = sumOf(figure)
    const next = amounts[i + 1]
    const b = next === undefined ? null : sumOf(next)
    const per = codeOf(PER.exec(figure.after)?.[1] ?? '')
    if (a === null) continue
    if (per !== null && per !== a.code)
      found.push({
        from: per,
        to: a.code,
        expression: digitsOf(figure),
        told: `1 ${per} = ${digitsOf(figure)} ${a.word || a.code}`,
        used: [figure],
        words: { [a.code]: a.word },
      })
    else if (b !== null && b.code !== a.code && IS.test(figure.after))
      found.push({
        from: a.code,
        to: b.code,
        expression: `(${digitsOf(b.figure)} / ${digitsOf(figure)})`,
        told: `${digitsOf(figure)} ${a.word || a.code} = ${digitsOf(b.figure)} ${b.word || b.code}`,
        used: [figure, b.figure],
        words: { [a.code]: a.word, [b.code]: b.word },
      })
  }
  return found.length === 1 ? found[0]! : null
}

const TARGET = new RegExp(
  `(?:(?:in|into|to|tell me|give me|as) (?:us |the )?|how (?:many|much)(?: is (?:it|that) in)? )(${ANY})(?![\\p{L}])(?! A)`,
  'gu',
)
const wordOf = (shape: string, code: string): string =>
  [...shape.matchAll(TARGET)].map(found => found[1] ?? '').find(word => codeOf(word) === code) ?? ''
const WORDS = `exchange rate rates convert conversion change changed into in to at of with per the today now currently worth equals equal are when is was gives get got for how many much what's one each just tell me costs cost thats using us sterling swiss australian canadian then so about if ${ANY.replaceAll('?', '').replaceAll('|', ' ')} ${ANY.replaceAll('s?', '').replaceAll('|', ' ')}`

const GIVEN_RATE: StoryForm = {
  amounts: [2, 3],
  cues: [/(?<!\p{L})(?:in|into|to|how many|how much|what|whats|what's|is|per|tell me)(?!\p{L})/u],
  not: /(?<!\p{L})(?:fee|fees|commission|charge|tip|lbs?|kg|kilos?|ounces?|better|cheaper|left|each|went|rose|fell|yesterday|ago|plus|minus|sell|buy rate|pounds? of)(?!\p{L})|%/u,
  words: WORDS,
  everyday: true,
  names: 2,
  asks: new RegExp(`(?:in|into|to) (?:${ANY})[ ?.!]*$`, 'u'),
  read: story => {
    const rate = rateOf(story)
    const rest = rate === null ? [] : story.amounts.filter(figure => !rate.used.includes(figure))
    const sum = rest.length === 1 ? sumOf(rest[0]!) : null
    if (rate === null || sum === null || Number(digitsOf(sum.figure)) <= 0) return null
    const other = sum.code === rate.from ? rate.to : sum.code === rate.to ? rate.from : null
    const asked = new Set([...story.shape.matchAll(TARGET)].map(found => codeOf(found[1] ?? '')))
    if (other === null || (asked.size > 0 && !asked.has(other))) return null
    const amount = digitsOf(sum.figure)
    const expression = sum.code === rate.from ? `${amount} * ${rate.expression}` : `${amount} / ${rate.expression}`
    return exchanged(
      expression,
      other,
      rate.words[other] || wordOf(story.shape, other),
      story.amounts.map(({ amount: written }) => written),
      rate.told,
    )
  },
}

/** `word` is what the person calls the currency. */
function exchanged(
  expression: string,
  code: string,
  word: string,
  amounts: readonly Amount[],
  how: string,
): Answer | null {
  const sign =
    amounts.find(({ sign: own }) => own !== null && (codeOf(own.text.trim()) ?? own.code) === code)?.sign ?? null
  const unit = /^\p{L}{4,}/u.test(word) ? word : code
  const decimals = decimalsOf({ code, text: code, isBefore: false })
  return evaluated({ expression, ...(sign === null ? { unit: ` ${unit}` } : { sign }), decimals, how })
}

/** `250 usd to eur at 0.92`: so many of the second for one of the first. */
const AT_RATE: StoryForm = {
  ...GIVEN_RATE,
  amounts: 2,
  cues: [/(?:rate|at|@|with)(?: (?:is|of|a|rate))*:? A/u, new RegExp(TARGET.source, 'u')],
  words: `${WORDS} rate at`,
  asks: /rate|at A/u,
  read: ({ shape, amounts }) => {
    const at = /(?:rate(?: (?:is|of))?|at|@)(?: a rate of)?:? A/u.exec(shape)
    const rate = amounts.find(figure => at !== null && figure.at === at.index + at[0].length - 1)
    const sum = amounts.find(figure => figure !== rate)
    const from = sum === undefined ? null : sumOf(sum)
    if (rate === undefined || rate.amount.sign !== null || NEXT.test(rate.after) || from === null) return null
    const asked = [...new Set([...shape.matchAll(TARGET)].map(found => codeOf(found[1] ?? '')))]
    const to = asked.length === 1 ? asked[0]! : null
    if (to === null || to === from.code || Number(digitsOf(rate)) <= 0) return null
    const answer = exchanged(
      `${digitsOf(from.figure)} * ${digitsOf(rate)}`,
      to,
      wordOf(shape, to),
      [],
      `${shown(from.figure)} × ${digitsOf(rate)}`,
    )
    return answer === null ? null : { ...answer, reading: `The rate is read as ${to} for one ${from.code}.` }
  },
}
const FORMS: readonly StoryForm[] = [GIVEN_RATE, AT_RATE]

export const exchangeStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'exchange-story',
    reason: 'Changes money into another currency at the rate that the message gives.',
    order: 120,
    pairs: true,
    hint: /\d|(?<!\p{L})one(?!\p{L})/iu,
    examples: {
      yes: [
        'at 80 rupees per dollar how many dollars is 50000 rupees',
        '1 pound is 1.25 dollars today so whats 40 pounds in dollars',
        '1 eur = 4.20 pln, 189 zł in euro',
        'how many crowns do i get for 120 euros when one euro is 25,2 crowns',
        'Yen question: 150 yen to the dollar. A ramen costs 1,200 yen. In dollars?',
        'Convert 45,000 yen into euros, 1 EUR = 160 JPY',
        'if 100 aud is 64 eur what is 1 eur in aud',
      ],
      no: [
        'Convert 100 USD to EUR',
        'how many dollars is 50000 rupees',
        '1 pound is 1.25 dollars today, was it more last year?',
        '1 eur = 4.20 pln, is that a good rate?',
        'sent 300 euros home at 105.4 rupees per euro minus a fee of 2.99, what arrives',
        '1 eur = 4.20 pln, how many dollars is 189 zł',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
