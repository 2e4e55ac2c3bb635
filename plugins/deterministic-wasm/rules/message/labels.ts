/**
 * Labels before what is told: `Cigarettes: 8.20 a pack. ...`, `Oil A: 750 ml for 8.99. Oil B: ...`. Such a colon joins no data to a request, so
 * for a story it is a comma. Only names of things are labels: `Translate:` and `Headline:` are none.
 */
import { GOODS } from '../stories/vocabulary.ts'

const TOPICS = new Set(
  (
    'depreciation straight line straight-line linear loan mortgage savings investment nurse on nights three four five six seven eight nine ten freelancer here hi hello question yen euro dollar pound rupee currency exchange money maths math commission overtime wage wages salary pay freelance job budget ' +
    'wedding party trip holiday savings loan car house home option plan pack shop a b c x y one two my our the new old weekly monthly yearly cigarettes ' +
    'per person split per person split vouchers voucher coupons coupon fees subscriptions subscription expenses costs cost shopping list of for and fuel energy break even profit margin business sales offer discount sale tip split spent so far already purchases payments bought'
  ).split(' '),
)
const LABEL = /(?<=^|[.?!;]\s{1,3})((?:[\p{L}'-]{1,20} ){0,3}[\p{L}'-]{1,20})(?<mark>:)(?=\s+\S)/gu
/** `Which is cheaper per litre: ...` */
const WHICH =
  /^((?:which|what)(?: one| pack| offer)?(?: is|'s)|)( ?(?:the )?(?:cheaper|cheapest|better|best|lower)(?: value| deal| buy| offer| price)*(?: (?:per|by the) \p{L}{1,12})?):(?= )/iu
/** `Three of us rented a van: 189 € rental and 54 € fuel.`: behind the colon stands what money was for. */
const SUMS =
  /(?<=^\s*|[.?!]\s{1,3})(?!(?:what|how|which|who|is|are|can|could|would|will|please|convert|calculate|compute|count|sum|add|find|sort|extract|list|give|show|tell|translate|write|summari[sz]e|make|put|rewrite|explain|split|round|average|total|json|csv|text)(?!\p{L}))(?=[^:]{3,70}:\s)(?=[^:]{0,60}(?<![\p{L}\d])(?:\d|two|three|four|five|six|seven|eight|nine|ten)(?!\p{L}))((?:[\p{L}\d][\p{L}\d,'€$£%.-]{0,19} ){0,9}[\p{L}\d][\p{L}\d'%-]{0,19}):(?=\s(?=[^:\n]{0,24}\d)[^:\n]*[€$£¥₹]|\s[^:\n]*\d ?(?:EUR|USD|CHF|GBP|euros?|dollars?|pounds?))/iu
/** `Anna: 60, Ben: 24. Split equally, who owes whom?`: behind each name stands what it paid. */
const PAYERS = /(?<=^|[,;.]\s{1,2}|and )(\p{L}{1,14}):(?=\s?[€$£₹]?\d)/gu
const SETTLES = /(?<!\p{L})(?:owes?|settle|who pays)(?!\p{L})/iu
/** `A: 2 litres for 1.90, B: 1.5 litres for 1.35`. */
const LETTERS = /(?<=^|[,;.]\s{1,2}|(?:or|vs|and) )([ABXYab]):(?=\s[€$£₹]?\d)/gu
const isTopic = (word: string): boolean => TOPICS.has(word) || GOODS.has(word)

/** The text with commas for the colons of its labels, or null where it has none. Every other character keeps its place. */
export function withoutLabels(text: string): string | null {
  if (text.length > 400 || !text.includes(': ')) return null
  const plain = text
    .replace(WHICH, '$1$2,')
    .replace(LETTERS, '$1 ')
    .replace(PAYERS, (whole, name: string) => (SETTLES.test(text) ? `${name} ` : whole))
    .replace(SUMS, '$1,')
    .replace(LABEL, (whole, label: string) => (label.toLowerCase().split(' ').every(isTopic) ? `${label},` : whole))
  return plain === text ? null : plain
}

/** Short lines with a figure each, and one that asks: a receipt. Null for every other message. */
export function receiptLines(message: string): string[] | null {
  const lines = message
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
  if (lines.length < 3 || lines.length > 20) return null
  if (!lines.slice(1, -1).every(line => /\d/.test(line) && !/[?|\t]/.test(line))) return null
  return lines.map(line => line.replace(/^[-*•] (?=[\p{L}\d])/u, '').replace(/[:;,.!]+$/, ''))
}
