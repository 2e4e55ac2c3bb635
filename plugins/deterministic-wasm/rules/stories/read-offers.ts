/** Packs and their prices told in a sentence: `6 x 330 ml at £3.90`, `8.99 for 750 g`, `84 for 22.99`. Every figure belongs to one pack or there are none. */
import type { Amount } from '../money.ts'
import { showAmount } from '../money.ts'
import { peek } from '../peek.ts'
import { findUnit, type Known } from '../units.ts'
import { EACH } from './roles.ts'
import type { Figure } from './story.ts'
import { digitsOf, isWhole } from './told-money.ts'

export type Pack = {
  /** How much is in it, as an expression in `unit` or in pieces. */
  readonly size: string
  readonly unit: Known | null
  /** What is counted, where no unit is: `roll`. */
  readonly noun: string
  readonly price: Amount
  readonly name: string
}

const UNITS =
  'kg|kgs|kilos?|kilograms?|g|gr|grams?|grammes?|mg|lbs?|pounds?|oz|ounces?|l|lt|ltrs?|litres?|liters?|ml|cl|dl|millilitres?|milliliters?|m|cm|metres?|meters?|ft|feet|foot|yards?|yds?|km|m2|m²|sqm|sq m|square met(?:er|re)s?|sq ft|square feet|fl oz|gallons?|pints?|quarts?'
/** Pieces that a pack may hold; what is no piece (`people`, `nights`) is not here. */
const PIECES =
  'rolls?|pieces?|pcs|tabs?|tablets?|capsules?|pods?|bags?|teabags?|nappies|nappy|diapers?|wipes?|eggs?|cans?|bottles?|bars?|sheets?|washes|loads?|doses?|pads?|razors?|blades?|batteries|battery|pens?|cookies|muffins?|buns?|sausages?|slices?|servings?|portions?|cups?|masks?|gloves?|tins?|sachets?|packs?|packets?|bulbs?|candles?|pairs?|shirts?|socks?|apples?|oranges?|lemons?|bagels?|donuts?|croissants?|yoghurts?|yogurts?|pack|tickets?|rides?|sessions?|classes|lessons?|units?|items?|stamps?|envelopes?'
const SIZE = new RegExp(`^[ -]?(?<unit>${UNITS}|${PIECES})(?![\\p{L}\\d²³]|/\\p{L})`, 'u')
const TIMES = /^ ?[x×*] ?$/u

const PLAIN: Readonly<Record<string, string>> = { gr: 'g', lt: 'l', foot: 'ft', sqm: 'm2', 'sq m': 'm2' }
export function unitOf(word: string): Known | null {
  const plain = /^(?:kilo|kilos|kgs|kilograms?)$/u.test(word)
    ? 'kg'
    : /^ltrs?$/u.test(word)
      ? 'l'
      : (PLAIN[word] ?? word)
  return new RegExp(`^(?:${UNITS})$`, 'u').test(word) ? findUnit(plain, false) : null
}
export const nounOf = (word: string): string =>
  /^(?:nappies|batteries)$/u.test(word)
    ? word.replace(/ies$/u, 'y')
    : /^(?:washes|classes)$/u.test(word)
      ? word.replace(/es$/u, '')
      : word === 'pcs'
        ? 'piece'
        : word.replace(/(?<=..[^s])s$/u, '')
export const UNIT_WORDS = `${UNITS}|${PIECES}`

export const sizeWord = (figure: Figure): string | null =>
  figure.amount.sign === null ? (SIZE.exec(figure.after)?.groups?.unit ?? null) : null

/** The packs of a story in order; null where one figure is left. */
export function readPacks(figures: readonly Figure[]): Pack[] | null {
  const packs: Pack[] = []
  let at = 0
  while (at < figures.length) {
    const found = packAt(figures, at)
    if (found === null) return null
    packs.push(found.pack)
    at = found.next
  }
  return packs
}

function packAt(figures: readonly Figure[], at: number): { readonly pack: Pack; readonly next: number } | null {
  const sized = sizeAt(figures, at)
  if (sized !== null) {
    const price = figures[sized.next]
    const link = figures[sized.next - 1]!.after
    // `3 kg, it costs 2.50 for 500 g`: the price belongs to what follows.
    // `5'9` is a height.
    if (/['’"”]/u.test(link)) return null
    if (price !== undefined && /^ ?(?:for|per|buys|gets) ?(?:an? |the )?$/u.test(price.after)) return null
    // `3 bottles at 4.50` are 4.50 each.
    if (
      price === undefined ||
      EACH.test(price.after) ||
      (sized.size.unit === null && /(?:^| )(?:at|@|à) ?$/u.test(link))
    )
      return null
    return sizeWord(price) !== null
      ? null
      : { pack: { ...sized.size, price: price.amount, name: nameOf(sized.size, price) }, next: sized.next + 1 }
  }
  const price = figures[at]!
  const behind = at + 1 < figures.length ? sizeAt(figures, at + 1) : null
  if (
    behind === null ||
    !/^ ?(?:for|per|a|an|buys|gets(?: me| you)?|,|the)? ?(?:an? |the )?(?:\p{L}+ of )?$/u.test(price.after)
  )
    return null
  return { pack: { ...behind.size, price: price.amount, name: nameOf(behind.size, price) }, next: behind.next }
}

type Size = Pick<Pack, 'size' | 'unit' | 'noun'> & { readonly shown: string }
function sizeAt(figures: readonly Figure[], at: number): { readonly size: Size; readonly next: number } | null {
  const first = figures[at]!
  const second = figures[at + 1]
  if (isWhole(first) && TIMES.test(first.after) && second !== undefined) {
    const word = sizeWord(second)
    if (word !== null && Number(digitsOf(second)) > 0)
      return {
        size: {
          size: `${digitsOf(first)} * ${digitsOf(second)}`,
          ...kindOf(word),
          shown: `${digitsOf(first)} × ${digitsOf(second)} ${word}`,
        },
        next: at + 2,
      }
    return null
  }
  const word = sizeWord(first)
  if (word !== null && Number(digitsOf(first)) > 0)
    return { size: { size: digitsOf(first), ...kindOf(word), shown: `${digitsOf(first)} ${word}` }, next: at + 1 }
  // `84 for 22.99`: only cents or a currency make the other one the price.
  if (
    isWhole(first) &&
    /^ for $/u.test(first.after) &&
    second !== undefined &&
    (second.amount.sign !== null || /\.\d\d$/.test(digitsOf(second)))
  )
    return { size: { size: digitsOf(first), unit: null, noun: 'piece', shown: digitsOf(first) }, next: at + 1 }
  return null
}
const kindOf = (word: string): Pick<Pack, 'unit' | 'noun'> => ({ unit: unitOf(word), noun: nounOf(word) })
const nameOf = ({ shown }: Size, price: Figure): string => `${shown} for ${showAmount(price.amount)}`

/** The size of a pack in another unit, as an expression; null where it is no such quantity. */
export function sizeIn(pack: Pack, unit: Known | null): string | null {
  if (pack.unit === null || unit === null) return pack.unit === unit ? `(${pack.size})` : null
  if (pack.unit.unit.quantity !== unit.unit.quantity) return null
  const exact = peek('unit.convert', { value: '1', from: pack.unit.name, to: unit.name })?.exact
  return typeof exact === 'string' ? `(${pack.size} * (${exact}))` : null
}
