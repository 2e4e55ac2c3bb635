/**
 * Prices by measure, fees on top, change and what is left, a bill that two or more share: short sentences with one price and one quantity.
 * A price that is for another unit, and a word that could change the sum, leave it unanswered.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Amount, commonSign, readAmount, showAmount } from '../money.ts'
import { type Phrase, phrase, readPhrases, type Slots, toPattern } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'
import { shifted } from '../stories/story.ts'
import { TURNS } from '../stories/turns.ts'
import { shareOf, tippedShare } from './sharing.ts'

const UNITS: Readonly<Record<string, readonly [base: string, size: string]>> = {
  kg: ['kg', '1'],
  kgs: ['kg', '1'],
  kilo: ['kg', '1'],
  kilos: ['kg', '1'],
  kilogram: ['kg', '1'],
  kilograms: ['kg', '1'],
  g: ['kg', '0.001'],
  gr: ['kg', '0.001'],
  gram: ['kg', '0.001'],
  grams: ['kg', '0.001'],
  l: ['l', '1'],
  ltr: ['l', '1'],
  litre: ['l', '1'],
  litres: ['l', '1'],
  liter: ['l', '1'],
  liters: ['l', '1'],
  ml: ['l', '0.001'],
  kwh: ['kWh', '1'],
  gal: ['gallon', '1'],
  gallon: ['gallon', '1'],
  gallons: ['gallon', '1'],
  lb: ['lb', '1'],
  lbs: ['lb', '1'],
  gb: ['GB', '1'],
  m: ['m', '1'],
  metre: ['m', '1'],
  metres: ['m', '1'],
  meter: ['m', '1'],
  meters: ['m', '1'],
  m2: ['m²', '1'],
  'm²': ['m²', '1'],
  sqm: ['m²', '1'],
  'square metres': ['m²', '1'],
  'square meters': ['m²', '1'],
  'square metre': ['m²', '1'],
  'square meter': ['m²', '1'],
  km: ['km', '1'],
  mile: ['mile', '1'],
  miles: ['mile', '1'],
  night: ['night', '1'],
  nights: ['night', '1'],
  page: ['page', '1'],
  pages: ['page', '1'],
  unit: ['unit', '1'],
  units: ['unit', '1'],
  share: ['share', '1'],
  shares: ['share', '1'],
}
const UNIT = Object.keys(UNITS)
  .sort((a, b) => b.length - a.length)
  .join('|')
const NOUN = "[\\p{L}][\\p{L}'-]{2,19}(?: [\\p{L}][\\p{L}'-]{2,19})?"
const PER = '(?:per|an?|/|for (?:an?|one|each|every)|each|the|every)'
const TOTAL =
  "(?:[,;.:?–-]* ?(?:so )?(?:(?:how much|what)(?:'s| is| are| does| do| did| will| would| should)?(?: (?:that|it|i|we|the|this|they|my|total|cost|costs|come|comes|to|pay|be|in total|altogether|owe|price|all of it|for it|for that|make|spend|bill|is|will|would))*|(?:and )?(?:the )?(?:total|total cost|total price|cost|price|in total|altogether|bill|sum|to pay|cost please|price please)))?"
const FEE =
  '(?:cleaning(?: fee)?|(?:basic|base|standing|fixed|service|booking|delivery|monthly|basic monthly|handling)(?: fee| charge)|fee|delivery|shipping|postage|parking|breakfast)'
const FRIENDS =
  '(?:girlfriend|boyfriend|gf|bf|wife|husband|partner|friend|mate|brother|sister|mum|mom|dad|flatmate|roommate|housemate|colleague|coworker|cousin|neighbou?r|buddy|roomie)'
const ITEM = '(?:(?:an?|the|my|our|this|some) )?[\\p{L}-]{2,20}(?: [\\p{L}-]{2,20})?'
const BILL =
  '(?:(?:an?|the|our|my) )?(?:total )?(?:bill|dinner|lunch|breakfast|meal|check|tab|rent|taxi|ride|cab|uber|gift|present|total|invoice|pizza|order|trip|hotel|room|groceries|shopping|drinks?|restaurant|petrol|gas)(?: bill| total)?'

const PARTS = { UNIT, NOUN, PER, TOTAL, FEE, FRIENDS, ITEM, BILL } as const

const PHRASES: readonly Phrase[] = [
  // `half a kilo of ham at 16.80 a kilo`, `45 l at 1.789 per litre`, `350 kWh at 0.32 plus 12.50 basic fee`
  phrase(
    '(?:(?:how much (?:is|are|for|would|does|do|will)|price of|cost of|what (?:do|does|is|are|would|will)|(?:i|we) (?:bought|used|need|filled up|tanked|use|got|buy|filled)|(?<lead>[\\p{L}-]{3,20}),?) )?(?:{n:positive}|(?<part>half|(?:a )?quarter)(?: of)? an?) ?(?<u>[UNIT])(?: of)?(?: (?<thing>[NOUN]))?,? (?:at|@|x|times|×|costing) {p:amount}(?<cents> ?(?:cents?|ct|pence|c|p))?(?: ?[PER] ?(?<v>[UNIT]))?(?:,? (?:cost|come to))?(?:,? (?:plus|\\+|and|with)(?: an?| the)? {f:amount} (?:for )?(?:the )?(?:[FEE])|,? (?:plus|\\+|and)(?: an?| the)? (?:[FEE])(?: of)? {g:amount})?[TOTAL]',
    slots => byMeasure(slots),
    PARTS,
  ),
  // The price first: `16.80 a kilo, how much for 250 g`
  phrase(
    '(?:(?:the |a )?(?<thing>[NOUN])(?: (?:is|are|costs?|cost|at|goes for))? )?{p:amount}(?<cents> ?(?:cents?|ct|pence|c|p))? ?[PER] ?(?<v>[UNIT])[,;.]? (?:and )?(?:(?:how much|what)(?: (?:is|do|does|for|would|will|are|the price of|the price for|it cost for|i pay for))*|(?:i|we) (?:want|need|buy|bought|take|used|use|have|get)|price (?:of|for)|cost (?:of|for)|for) {n:positive} ?(?<u>[UNIT])(?: (?:cost|be|of it))?[TOTAL]',
    slots => byMeasure(slots),
    PARTS,
  ),
  // `I gave the cashier 20 for 13.45, how much back`
  phrase(
    "(?:if )?(?:i|we|he|she) (?:gave|give|gives|hand|handed|pay|pays|paid)(?: (?:the|a))?(?: (?:cashier|seller|waiter|driver|clerk|shopkeeper|baker|barista|him|her))?(?: with)?(?: an?)? {had:amount}(?: (?:note|bill|banknote|in cash))? (?:for|on) (?:(?:an?|the|something|some|my) (?:[\\p{L}-]{2,20} )?(?:of|for|worth|costing|at|that costs) )?{spent:amount}(?: (?:bill|purchase))?[,;.]? (?:so )?(?:(?:how much|what)(?:'s| is| do| does| should| will)?(?: (?:i|we|he|she|the|my|change|money|do|get|is|back|due|be|should|it))*|change|my change)",
    slots => change(slots),
    PARTS,
  ),
  phrase(
    "(?:what(?:'s| is|s)|how much(?: money)? (?:is|do i have|will i have|have i|would i have))(?: the)? (?:left|left over|remaining) (?:from|of|out of)(?: my)? {had:amount} (?:after|if i|when i)(?: i)? (?:buy|buying|bought|paying|pay|paid|spend|spending|spent|get|getting)(?: for)? {n:count} (?<thing>[NOUN]) (?:at|for|@) {p:amount}(?: each| apiece| a piece)?",
    slots => leftAfter(slots),
    PARTS,
  ),
  // Two share.
  phrase(
    '(?:(?:me|my (?:[FRIENDS])|\\p{L}{2,12}|[FRIENDS]) and (?:i|me|myself|my (?:[FRIENDS]))|i and my (?:[FRIENDS])|the two of us|both of us|us two|we two)(?: (?:are|want to|will|would like to|need to|have to|both))? (?:split|share|splitting|sharing|divide|dividing|go halves on|go dutch on|halve)(?: up)?(?: [BILL](?: of| for)?)? {bill:amount}(?: [BILL])?(?: (?:evenly|equally|fairly|50/50|down the middle|between us|in half))*[,;.]? ?(?:so )?(?:(?:how much|what)(?: (?:is it|is that|does|do|should|will|would|for|is))?(?: (?:each|each of us|we|one|i|each one|my share|the share|per person))*(?: (?:pay|owe|pays|owes|get|gets|cost|each))*)?',
    slots => shareOf(slots.amount('bill'), '2'),
    PARTS,
  ),
  phrase(
    "(?:we(?:'re| are| were|re)|there (?:are|were)) {n:count}(?: (?:people|friends|of us|persons|flatmates|roommates|colleagues|mates|guys|girls))?(?:,|;|\\.| and)? (?:and )?(?:[BILL]) (?:was|is|came to|comes to|cost|costs|is at|at|for) {bill:amount}(?: in total| total| altogether)?[,;.]? (?:so )?(?:(?:what(?:'s| is|s)|how much is) (?:my|each|the|everyone's|one) (?:share|part|cut|portion)|(?:how much|what) (?:do|does|should|must|will) (?:i|we|each|everyone|one)(?: (?:of us|person|each))*(?: (?:owe|pay|have to pay|each))*)",
    slots => shareOf(slots.amount('bill'), slots.text('n')),
    PARTS,
  ),
  // Tips that are shared.
  phrase(
    '(?:an? )?(?:tip|tip of) {rate:percent} on(?: an?)? {bill:amount}(?: bill)?,? (?:and )?(?:split|shared|divided) (?:by|between|among|over) {n:count}(?: (?:people|friends|of us|ways))?',
    slots => tippedShare(slots.amount('bill'), Number(slots.text('n')), slots.text('rate')),
    PARTS,
  ),
  phrase(
    '(?:the |our |a )?(?:bill|check|tab|dinner|lunch)(?: (?:is|was|of|for|comes to|came to|at))? {bill:amount},? (?:for )?{n:count} (?:people|of us|friends|persons|guests|ways|diners)[,;]? (?:and |with |plus )?(?:an? )?{rate:percent} (?:tip|gratuity)(?:[,;.]? (?:how much|what)(?: (?:is|does|do|should|will))?(?: (?:it|that|each|we|one|person|per|per person))*(?: (?:pay|owe|pays))?)?',
    slots => tippedShare(slots.amount('bill'), Number(slots.text('n')), slots.text('rate')),
    PARTS,
  ),
  // One of several at a price for all.
  phrase(
    "(?:if )?(?:an? (?:bag|box|pack|packet|carton|set|case|crate|tray|bundle|bunch|net) of )?{n:count} (?<thing>[NOUN]) (?:came to|cost|costs?|comes? to|was|were|is|are|for|set me back) {bill:amount}(?: in total| altogether)?[,;.]? (?:so |then )?(?:how much|what)(?:'s| is| was| does| did| are| were)?(?: (?:that|it|the|price|cost|costs?|a|of|for|i pay|the price))*(?: (?:per|for|of|is|each|one|1|a single|an?))+(?: (?<other>[\\p{L}-]{2,20}))?(?: (?:then|cost))?",
    slots => one(slots),
    PARTS,
  ),
]

export const morePriceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'quantity-price',
    reason: 'Prices a quantity by its measure, gives change, and shares a bill, from one short sentence.',
    order: 343,
    pairs: true,
    hint: /\d/,
    examples: {
      yes: [
        'half a kilo of ham at 16.80 a kilo',
        '0.375 kg at 12.40 per kg',
        'fuel: 45 litres at 1.789, how much',
        '350 kWh at 0.32 plus 12.50 basic fee',
        '3 nights at 89 plus 12 cleaning fee',
        'I gave the cashier 20 for 13.45, how much back',
        "what's left from 100 after buying 3 books at 12.99",
        'my gf and I split 134.50 evenly how much for each',
        "we're 3 friends, taxi was 41.40, what's my share",
        'tip 15% on 46 split by 2',
        '3 kg of apples at 2.50 a kilo and 2 kg of pears at 3 a kilo, total?',
        'bill 86.40, 4 people, 10 percent tip',
        '4 tickets came to 58, how much is one?',
        'a bag of 25 oranges costs 6.50, what is that per orange',
      ],
      no: [
        '250 grams at 12.80',
        '3 kg at 12.40 per piece',
        'my gf and I split up after 3 years evenly',
        'we are 3 friends, taxi was 41.40 but one walked, what is my share',
        'I gave the cashier 20 for luck, how much back',
        '4 tickets came to 58, how much is one adult and one child?',
        '350 km at 120, how long',
        '3 nights at 9 pm',
        'we ran 5 km at 7.30',
        '4 tickets came to 58, how much is a hotel?',
      ],
    },
    read: clause => readPhrases(clause, PHRASES) ?? measureList(clause),
  }),
]

const hasFraction = ({ digits }: Amount): boolean => /\.\d{2,4}$/.test(digits)
const money = (amounts: readonly Amount[]) =>
  amounts.every(({ sign }) => sign === null) ? ({ decimals: 'cents' } as const) : {}
const isPlainThing = (words: string): boolean =>
  words === '' || words.split(' ').every(word => !TURNS.has(word.toLowerCase()))

function byMeasure(slots: Slots): Answer | null {
  const [u, v] = [slots.text('u').toLowerCase(), slots.text('v').toLowerCase()]
  const own = UNITS[u]
  const per = v === '' ? own : UNITS[v]
  const written = slots.amount('p')
  const price = slots.has('cents') ? { ...written, digits: shifted(written.digits, -2) } : written
  const fee = slots.has('f') ? slots.amount('f') : slots.has('g') ? slots.amount('g') : null
  const sign = commonSign(fee === null ? [price] : [price, fee])
  if (own === undefined || per === undefined || own[0] !== per[0] || sign === 'mixed') return null
  if (!isPlainThing(slots.text('thing')) || !isPlainThing(slots.text('lead'))) return null
  // Without a unit of its own a price is one only if it looks like one, and of one whole unit.
  if (
    v === '' &&
    !((price.sign !== null || hasFraction(price)) && /^(?:kg|l|kWh|gallon|GB|m²)$/.test(own[0])) &&
    !isStay(own[0], fee)
  )
    return null
  if (v === '' && own[1] !== '1') return null
  const n = slots.has('n') ? slots.text('n') : /quarter/i.test(slots.text('part')) ? '0.25' : '0.5'
  const size = own[1] === per[1] ? '' : own[1] === '0.001' ? ' / 1000' : ' * 1000'
  return evaluated({
    expression: `${n}${size} * ${price.digits}${fee === null ? '' : ` + ${fee.digits}`}`,
    sign,
    ...money(fee === null ? [price] : [price, fee]),
    how: `${n} ${slots.text('u')} × ${showAmount(price)} per ${per[0]}${fee === null ? '' : ` + ${showAmount(fee)}`}`,
  })
}

/** `3 nights at 89 plus 12 cleaning fee`: only with the fee a bare number is surely the price of a night. */
const isStay = (base: string, fee: Amount | null): boolean => base === 'night' && fee !== null

const LEADS =
  /^(?:how much (?:is|are|for|do|does)|(?:the )?(?:total|sum|price|cost)(?: price| cost)?(?: of| for)?|what do|i (?:buy|bought|need|want|got)) /iu
const ENDS = toPattern('(?<list>.+?)[TOTAL]', PARTS)
const MEASURED = toPattern(
  '{n:positive} ?(?<u>[UNIT])(?: of)?(?: (?<thing>[NOUN]))?,? (?:at|@|x|×|for) {p:amount}(?: ?[PER] ?(?<v>[UNIT]))',
  PARTS,
)

/** `3 kg apples at 2.50 a kilo and 2 kg pears at 3 a kilo, total`: each with its own unit and price. */
function measureList(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || !/ (?:and|plus) |,|\+/.test(clause.core)) return null
  const list = ENDS.exec(clause.core.replace(LEADS, ''))?.groups?.list ?? ''
  const parts = list.split(/,? and (?=\d)|, (?=\d)| \+ | plus /)
  if (parts.length < 2 || parts.length > 12) return null
  const items: { readonly expression: string; readonly shown: string; readonly price: Amount }[] = []
  for (const part of parts) {
    const groups = MEASURED.exec(part.trim())?.groups
    const [own, per] = [UNITS[groups?.u?.toLowerCase() ?? ''], UNITS[groups?.v?.toLowerCase() ?? '']]
    if (groups === undefined || own === undefined || per === undefined || own[0] !== per[0]) return null
    if (!isPlainThing(groups.thing ?? '')) return null
    const price = readAmount(groups.p, groups.pSide, groups.pSign)
    const size = own[1] === per[1] ? '' : own[1] === '0.001' ? ' / 1000' : ' * 1000'
    items.push({
      expression: `${groups.n}${size} * ${price.digits}`,
      shown: `${groups.n} ${groups.u} × ${showAmount(price)}`,
      price,
    })
  }
  const prices = items.map(({ price }) => price)
  const sign = commonSign(prices)
  if (sign === 'mixed') return null
  return evaluated({
    expression: items.map(({ expression }) => expression).join(' + '),
    sign,
    ...money(prices),
    how: items.map(({ shown }) => shown).join(' + '),
  })
}

function change(slots: Slots): Answer | null {
  const [had, spent] = [slots.amount('had'), slots.amount('spent')]
  const sign = commonSign([had, spent])
  if (sign === 'mixed' || Number(spent.digits) >= Number(had.digits)) return null
  if (sign === null && !hasFraction(spent) && !hasFraction(had)) return null
  return evaluated({
    expression: `${had.digits} - ${spent.digits}`,
    sign,
    ...money([had, spent]),
    how: `${showAmount(had)} − ${showAmount(spent)}`,
  })
}

function leftAfter(slots: Slots): Answer | null {
  const [had, price] = [slots.amount('had'), slots.amount('p')]
  const sign = commonSign([had, price])
  if (sign === 'mixed' || !isPlainThing(slots.text('thing'))) return null
  if (Number(slots.text('n')) * Number(price.digits) > Number(had.digits)) return null
  return evaluated({
    expression: `${had.digits} - ${slots.text('n')} * ${price.digits}`,
    sign,
    ...money([had, price]),
    how: `${showAmount(had)} − ${slots.text('n')} × ${showAmount(price)}`,
  })
}

const stem = (word: string): string => word.toLowerCase().replace(/(?:ies|y|es|e|s)$/u, '')

function one(slots: Slots): Answer | null {
  const [n, bill, thing, other] = [slots.text('n'), slots.amount('bill'), slots.text('thing'), slots.text('other')]
  const isSame =
    other === '' ||
    /^(?:one|piece|each|person|unit)$/i.test(other) ||
    stem(other) === stem(thing.split(' ').at(-1) ?? '')
  if (!isSame || Number(n) < 2 || !isPlainThing(thing)) return null
  if (/^(?:people|persons|kids|adults|hours|days|weeks|months|years|minutes|nights|friends|of us)/i.test(thing))
    return null
  return evaluated({
    expression: `${bill.digits} / ${n}`,
    sign: bill.sign,
    ...(bill.sign === null ? { decimals: 'cents' } : {}),
    unit: ' each',
    how: `${showAmount(bill)} ÷ ${n}`,
  })
}
