/**
 * The items of a bill told in a sentence: pieces at a price, single prices, what comes off. Every figure must have a place; one that
 * could be a number of things or a price is neither, and there is no bill.
 */
import { showAmount } from '../money.ts'
import { EACH, isPrice } from './roles.ts'
import type { Figure, Story } from './story.ts'
import { digitsOf, isWhole } from './told-money.ts'
import { GOODS } from './vocabulary.ts'

export type Item = { readonly at: number; readonly expression: string; readonly shown: string; readonly isOff: boolean }

const WORDS = "(?:\\p{L}[\\p{L}'-]*)"
/** `2 x espresso 2.40` may be the price of both. */
const TIMES = /^ ?(?:x|×|\*|times) ?$/u
const AT = new RegExp(
  `^(?: ${WORDS}){0,4},? ?(?:at|@|à|costing|for|each at|priced at|each for|which cost|costs?|who pay|each paying) ?(?:only )?$`,
  'u',
)
const NOUN = new RegExp(`^ (?:${WORDS} ){1,3}$`, 'u')
const HOURS = /^ ?(?:hours?|hrs?|h|days?)(?!\p{L})/u
/** Between a price and its number of pieces. */
const OF = /^ ?(?:x|×|\*|times) ?(?:the )?$/u
const FOR = /^ ?(?:x|×|\*|times|for)(?: the)? $/u

const COMES_OFF =
  /(?:^|[\s,(])(?:minus|less|[-−–]|coupon|voucher|vouchers|discount|advance|deduct|deducting|rebate|gift card|credit)(?: (?:an?|the|of|for|worth|is|was|code|deposit|advance|coupon|voucher|one|already|paid))*:? ?$/u
const OFF_AFTER =
  /^ ?(?:(?:euros?|euro|pounds?|dollars?) )?(?:coupon|voucher|discount|off|rebate|advance|credit|gift card)(?!\p{L})/u
const FEE =
  /^ ?(?:for |of )?(?:the |a )?(?:fees?|shipping|delivery|postage|p&p|call-out|callout|charge|charges|service|parts|labour|labor|travel|costs|cover|booking|handling|packaging|deposit|tip|toll|parking|setup|installation|cleaning|coupon|voucher|discount|off|advance)(?!\p{L})/u
/** Behind a price nothing may follow that makes it a price of something else. */
const ALONE =
  /^ ?(?:$|[,;.:?!)+&]|(?:and|plus|each|for|on|in|so|then|was|is|minus|less|at|from|with|went|gone)(?!\p{L})|[-−–] )/u
const OTHERS = /(?<!\p{L})(?:has|have|had|brings?|brought|owns?|earns?|wants?|needs?|already|skips?|returns?|lost) $/u
const RATE = /^ ?(?:per|an? (?:month|week|day|hour|kilo|kg|litre|liter|year|minute)|\/)(?!\p{L})/u

/** Null where a figure has no place in a bill. `isMoney` says that bare numbers are prices. */
export function readItems(figures: readonly Figure[], { shape, amounts }: Story): Item[] | null {
  if (namesUnpriced(shape)) return null
  // Whatever else is `each` or `per` something multiplies what nobody counted.
  if (
    /(?<!\p{L})(?:each|apiece|per|every|pp)(?!\p{L})/u.test(shape.replace(PRICED_EACH, 'A ').replace(ASKED_EACH, ' '))
  )
    return null
  return itemsOf(figures, amounts)
}
/** `3 pens at A each and a notebook`: of what has no price nobody knows the total. */
function namesUnpriced(shape: string): boolean {
  const parts = shape.split(/ ?(,|;|\. |\?| and | plus | & | \+ )/u)
  for (let i = 2; i < parts.length; i += 2) {
    const words = /^ ?(?:an?|some|another|the|two|three|several) ((?:[\p{L}-]+ ){0,2}[\p{L}-]+)[ .?!]*$/u.exec(
      parts[i] ?? '',
    )?.[1]
    const last = words?.split(' ').at(-1) ?? ''
    const isJoined = / and |&|\+|plus/u.test(parts[i + 1] ?? '') && /A/u.test(parts[i + 2] ?? '')
    if (
      words !== undefined &&
      !isJoined &&
      (GOODS.has(last) || /^(?:tip|fee|deposit|voucher|coupon|discount|shipping|delivery)$/u.test(last))
    )
      if (/A/u.test(parts.slice(0, i).join(''))) return true
  }
  return false
}

const PRICED_EACH = new RegExp(`A${EACH.source.slice(1)}|each (?=at A)`, 'gu')
const ASKED_EACH =
  /(?:^per person(?: split)?|(?:how much|what|split|pays?|owes?)(?: (?:is|does|do|did|it|that|would|will|should|for|we|by A|to|pay))* (?:each|per (?:person|head))(?: (?:of us|one|person))?|(?:each|apiece|per (?:person|head))(?: (?:of us|pays?|owes?|person))*[ ?.!]*$)/gu

function itemsOf(figures: readonly Figure[], all: readonly Figure[]): Item[] | null {
  const items: Item[] = []
  for (let i = 0; i < figures.length; i += 1) {
    const a = figures[i]!
    const b = figures[i + 1]
    // Only what stands side by side belongs together.
    const isNext = b !== undefined && all.indexOf(b) === all.indexOf(a) + 1
    if (isNext && b !== undefined) {
      if (isPieces(a, b)) {
        items.push({ at: a.at, ...times(a, b), isOff: COMES_OFF.test(a.before) })
        i += 1
        continue
      }
      if (isPieces(b, a, true)) {
        items.push({ at: a.at, ...times(b, a), isOff: COMES_OFF.test(a.before) })
        i += 1
        continue
      }
    }
    if (!isSingle(a)) return null
    items.push({
      at: a.at,
      expression: digitsOf(a),
      shown: showAmount(a.amount),
      isOff: COMES_OFF.test(a.before) || OFF_AFTER.test(a.after),
    })
  }
  return items
}

const times = (count: Figure, price: Figure) => ({
  expression: `${digitsOf(count)} * ${digitsOf(price)}`,
  shown: `${digitsOf(count)} × ${showAmount(price.amount)}`,
})

/** Whether the one figure counts pieces of the other's price. */
function isPieces(count: Figure, price: Figure, isBehind = false): boolean {
  const isCount =
    isWhole(count) || (count.amount.sign === null && HOURS.test(count.after) && Number(digitsOf(count)) > 0)
  if (!isCount) return false
  if (isBehind) {
    const each = EACH.exec(price.after)
    const link = price.after.slice(each?.[0].length ?? 0)
    if (each !== null) return FOR.test(link) && /^ \p{L}|^$|^[ ,.?!]/u.test(count.after)
    return OF.test(link) && isPrice(price) && !/^ ?[x×*]/u.test(count.after)
  }
  const link = count.after
  if (TIMES.test(link)) return isPrice(price) || !/\.\d\d$/.test(digitsOf(count))
  if (AT.test(link)) return !/ for (?:only )?$/u.test(link) || EACH.test(price.after)
  return NOUN.test(link) && EACH.test(price.after)
}

function isSingle({ amount, before, after }: Figure): boolean {
  if (amount.digits.startsWith('-') || EACH.test(after) || RATE.test(after)) return false
  // `if I skip one`, `my sister has 8`: neither is on the bill.
  if ((amount.sign === null && amount.digits === '1') || OTHERS.test(before)) return false
  if (amount.sign !== null || /\.\d\d$/.test(amount.digits)) return !/^ ?[x×*] ?/u.test(after)
  if (COMES_OFF.test(before)) return true
  // `60 for 2`: two people, or two of them.
  if (before === ' for ') return false
  return (ALONE.test(after) || FEE.test(after)) && /\p{L}[ :=,(]*$|[-−–+] ?$|^[ ,]*$/u.test(before)
}
