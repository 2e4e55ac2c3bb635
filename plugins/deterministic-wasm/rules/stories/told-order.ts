/**
 * Stories that people tell in one of a few orders: `I paid a {x} deposit on [T] of {y}, [LEFT]`. A slot takes one figure, `[T]` the name of
 * a thing, and a word in capitals one way to ask. Only the whole of a sentence counts, so that no word of it goes unread.
 */
import { WORD } from '../ledger/ledger-words.ts'
import type { Clause } from '../message/read-message.ts'
import type { Answer } from '../rule.ts'
import { type Figure, readStory } from './story.ts'
import { TURNS } from './turns.ts'

type Figures = Readonly<Record<string, Figure>>
type Words = Readonly<Record<string, string | undefined>>
export type Order = readonly [pattern: RegExp, read: (figures: Figures, words: Words) => Answer | null]

const DET = '(?:an?|the|my|our|your|his|her|their|its|this|that|some|these|those)'
const THING = `(?:${DET} )?(?:${WORD})(?: (?:${WORD})){0,3}(?: (?:of|for|to|from) (?:${DET} )?(?:${WORD})(?: (?:${WORD}))?)?`
const WHO = '(?:i|we|you|he|she|they|it|that|this|everything|all of it)'
const DO = "(?: do| does| did| will| would| must| should| is| are| was|'s|s|'ll| have| has| am|'m)"
const WHAT = `(?:what|how much)(?: money)?`
const TAIL =
  '(?:,? (?:then|now|in total|altogether|all together|in all|please|exactly|in the end|at the end|at the till|at the checkout|for it|for that|for this|for them|for all of it|for everything|on it|on that|in this case|overall))*'

const PARTS: Readonly<Record<string, string>> = {
  DET,
  /** Between two parts of a sentence. */
  J: '(?:[,;.:?!]*(?: [–—-])?,? (?:(?:and|but|so|then|now|also) )*)',
  /** What somebody pays, or something costs. */
  PAY: `(?:${WHAT}${DO}?(?: ${WHO})?(?: (?:have to|need to|still))?(?: be)?(?: (?:pay|owe|spend|cost|come to|invoice|charge|transfer|bill))?(?: (?:the|my))?(?: (?:final|new|total|full|sale|end|gross|whole|actual|selling))?(?: (?:price|total|cost|sum|bill|amount))?(?: (?:to pay|due))?${TAIL}|(?:the |my )?(?:final |new |total |sale |end |selling )?(?:price|total|cost|sum|to pay|amount|bill)(?: to pay| due)?${TAIL}|in total|altogether)`,
  LEFT: `(?:${WHAT}${DO}?(?: ${WHO})?(?: (?:still|have|got|be|is|there))*(?: (?:left|left over|remaining|over|remains?|to pay|to be paid|open|outstanding|due|owed|owe|have to pay|need to pay|pay|the (?:rest|remainder|balance|remaining (?:amount|sum|balance)|outstanding (?:amount|balance))))+${TAIL}|(?:the )?(?:rest|remainder|balance|remaining(?: amount)?|left over|left|left to pay|outstanding(?: amount)?|still (?:owe|open|to pay|owed|due))${TAIL})`,
  CHANGE: `(?:(?:${WHAT}|how much change|what change)(?: in)?(?: change)?${DO}?(?: (?:i|we|he|she|they|the (?:customer|client|guest)|you))?(?: (?:need to|have to|owe))?(?: (?:get|give|gets|receive|hand|the|his|her|my|be|due))*(?: (?:back|change|in change|as change|him|her|them|the customer))*${TAIL}|(?:the |my |his |her )?change(?: due| back)?${TAIL}|how much back)`,
  GET: `(?:${WHAT}${DO}?(?: (?:i|we|he|she|they|the seller|the shop))?(?: (?:actually|really|still))?(?: (?:get|keep|receive|have|earn|make|end up with|left|left over|arrives?|remains?|be|comes? in|paid out|pocket|take home|get paid|for me|credited))+(?: (?:back|out|left|over|after (?:the )?(?:fees?|commission|charges?)|in my account|in hand|on my account))*${TAIL}|(?:the )?(?:payout|net|left over|what's left)${TAIL})`,
  MISSING: `(?:(?:${WHAT}|how many (?:euros?|dollars?|pounds?))(?: more)?${DO}?(?: (?:i|we|he|she|it|that|they))?(?: (?:is|am|are|still|to|do|short|missing|need|needs|lack|more|to go|have|add|spend|save|be|left to save|order|buy|go|by|want|until|away|off|reach))*(?: (?:short|missing|more|need|lack|to go|go|add|spend|save|order|buy|left to save|away))+(?: (?:to (?:get|reach|buy|have|afford) (?:it|that|this|there|free shipping|free delivery|the minimum(?: order)?|the goal)|for (?:it|that|free shipping|free delivery)|from (?:it|the goal|my goal)))?${TAIL})`,
  SAVED: `(?:${WHAT}${DO}?(?: (?:i|we|he|she))?(?: (?:the|my|total))*(?: (?:save|saved|saving|savings|off))+(?: (?:is (?:it|that)))?${TAIL}|(?:the )?(?:savings?|discount|difference)(?: amount)?${TAIL})`,
  /** Nothing but the share that was told. */
  PART: `(?:${WHAT}${DO}?(?: (?:that|it|this|the|my|be|their|his|her|i|we|they))*(?: (?:get|pay|fee|commission|deposit|cashback|tip|charge|premium|part|down payment|share|discount|amount|it|that|then|cost))*${TAIL})`,
  PERCENT: `(?:(?:what|which|how many|how much|that's what|that is what|by what|by how many|by how much|what's|what is|whats)(?: (?:is|was|'s|in|the|a|that|of|as|it))*(?: (?:percent|percentage|per cent|%|pct|percent age))(?: (?:discount|reduction|saving|savings|saved|off|cheaper|less|decrease|drop|is that|is it|was that|was it|did i save|do i save|that is|have i saved|of|the|a|price|have|was|were|did|i|we|it|that|get|got|by|this|change|in total|lower|reduced))*|(?:(?:what|how much|how big|how high)(?:'s|s| is| was)? (?:the |my )?|the )?(?:discount|reduction|saving|savings|decrease|drop|price drop|reduced|cheaper|saved)(?: in| as| as a)?(?: (?:percent|percentage|per cent|%))|in (?:percent|%)|(?:percent|percentage|%) (?:off|saved|saving|savings|discount|reduction|cheaper|decrease))`,
  TAX: '(?:vat|tax|gst|hst|pst|mwst|ust|tva|iva|moms|btw|sales tax|value added tax|service tax)',
  FEE: "(?:commission|fee|fees|provision|service fee|transaction fee|agency fee|broker fee|brokerage|seller fee|selling fee|card fee|booking fee|listing fee|platform fee|processing fee|exchange fee|charge|service charge|surcharge|premium|buyer's premium|buyers premium|cut|cashback|royalty|royalties|down payment|downpayment|deposit)",
  END: '[ ?.!]*',
}

/** Each `[T]`, and each `[N]` that stands behind a figure, is a group of its own, so that its words can be looked at. */
export function order(source: string, read: Order[1]): Order {
  const filled = numbered(numbered(source, '[T]', 'thing'), '[N]', 'noun')
    .replace(/\[([A-Z]+)\]/g, (whole, name: string) => PARTS[name] ?? whole)
    .replace(/\{([a-z])(%?)\}/g, (_, name: string, percent: string) => `(?<${name}>${percent === '' ? 'A' : 'P'})`)
  return [new RegExp(`^(?:${filled})[ ?.!]*$`, 'du'), read]
}

const numbered = (source: string, mark: string, name: string): string =>
  source
    .split(mark)
    .map((part, i) => (i === 0 ? part : `(?<${name}${i}>${THING})${part}`))
    .join('')

const isThing = (words: string | undefined): boolean => (words ?? '').split(' ').every(word => !TURNS.has(word))
/** `for 300 km`, `for 3 people`: what such a figure counts is no money. */
const COUNTS =
  /(?<!\p{L})(?:km|kms|m|cm|mm|miles?|kg|g|kilos?|grams?|lbs?|oz|l|ml|cl|litres?|liters?|gallons?|people|persons?|friends|guests|kids|children|adults|pieces|pcs|units|items|nights?|seconds|mins?|hrs?|h|points|degrees|square|gb|mb|kwh|pages|steps|calories|kcal)(?!\p{L})/u
const isNoun = (words: string | undefined): boolean => isThing(words) && !COUNTS.test(words ?? '')
const NAMED = /^(?:thing|noun)\d/u

/** The first order that the whole clause keeps, and that has an answer. */
export function readOrders(clause: Clause, orders: readonly Order[]): Answer | null {
  const story = readStory(clause)
  if (story === null) return null
  const shape = story.shape.replaceAll('’', "'").trim()
  if (shape.length > 240) return null
  const figures = [...story.amounts, ...story.percents]
  const lead = story.shape.length - story.shape.trimStart().length
  for (const [pattern, read] of orders) {
    const found = pattern.exec(shape)
    if (found === null) continue
    const groups = found.groups ?? {}
    const names = Object.keys(groups)
    if (
      !names.every(name =>
        name.startsWith('thing') ? isThing(groups[name]) : !name.startsWith('noun') || isNoun(groups[name]),
      )
    )
      continue
    const taken = Object.fromEntries(
      names.flatMap(name => {
        const at = found.indices?.groups?.[name]?.[0]
        const figure = at === undefined ? undefined : figures.find(one => one.at === at + lead)
        return figure === undefined || NAMED.test(name) ? [] : [[name, figure]]
      }),
    )
    const answer = read(taken, groups)
    if (answer !== null) return answer
  }
  return null
}
