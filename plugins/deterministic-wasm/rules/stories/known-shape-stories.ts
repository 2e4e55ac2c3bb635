/** Short sentences that people type in one order only: a shared cost, the tip that was paid, boxes and loose pieces. Whole sentences count. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { defineRule } from '../rule.ts'
import { readStories, type StoryForm } from './story.ts'
import { digitsOf, isWhole, shown, summed } from './told-money.ts'

const EACH =
  '(?:how much (?:for |does |is it for |is that for )?each(?: (?:of us|one|person))?(?: pays?| owes?)?|what (?:does|do|must) each(?: (?:of us|one|person))? (?:pay|owe)|each|per person|how much per person)'
const END = '[ ?.!]*$'

/** `Three of us share a taxi for 27.60`, `8 pizzas at 9.50 shared by 5, each?` */
const SHARED: StoryForm = {
  isShare: true,
  amounts: [2, 3],
  cues: [
    new RegExp(
      `^(?:A of us (?:share|shared|split|are splitting|are sharing) (?:a|the) \\p{L}+ (?:for|of|that costs?|costing) A(?:,? ${EACH})?|A \\p{L}+ at A(?: each)?,? (?:shared|split) (?:by|between|among) A(?: people| of us| friends)?,? ${EACH})${END}`,
      'u',
    ),
  ],
  words:
    'of us share shared split are splitting sharing a the for that cost costs costing at each by between among people friends how much does is it what do must one person pay pays owe owes per',
  everyday: true,
  names: 1,
  asks: /^A of us/u,
  read: ({ amounts: [a, b, c] }) => {
    // `a house for 5` names no price.
    if (b!.amount.sign === null && !/\.\d\d$/.test(digitsOf(b!))) return null
    if (c === undefined)
      return isWhole(a!) && Number(digitsOf(a!)) > 1
        ? summed([b!], `${digitsOf(b!)} / ${digitsOf(a!)}`, `${shown(b!)} ÷ ${digitsOf(a!)}`, ' each')
        : null
    if (!isWhole(a!) || !isWhole(c)) return null
    return summed(
      [b!],
      `${digitsOf(a!)} * ${digitsOf(b!)} / ${digitsOf(c)}`,
      `${digitsOf(a!)} × ${shown(b!)} ÷ ${digitsOf(c)}`,
      ' each',
    )
  },
}

/** `Bill 43.20, paid 50, what percent tip is that?` */
const TIPPED: StoryForm = {
  isShare: true,
  amounts: 2,
  cues: [
    new RegExp(
      `^(?:(?:the |my )?bill (?:was |is |of )?A,? (?:and )?(?:i |we )?(?:paid|gave|left|handed over) A|(?:i |we )?(?:paid|gave) A (?:for|on) (?:a|the) bill of A),? (?:what|how many|which) (?:percent|percentage)(?: of)?(?: a)? tip (?:is|was) (?:that|it|this)${END}|^(?:(?:the |my )?bill (?:was |is )?A,? (?:and )?(?:i |we )?(?:paid|gave) A|(?:i |we )?(?:paid|gave) A (?:for|on) (?:a|the) bill of A),? what tip percent(?:age)? (?:is|was) (?:that|it|this)${END}`,
      'u',
    ),
  ],
  words:
    'the my bill was is of and i we paid gave left handed over for on a what how many which percent percentage tip that it this',
  mustAsk: true,
  read: ({ shape, amounts: [a, b] }) => {
    const [bill, paid] = /bill of A/u.test(shape) ? [b!, a!] : [a!, b!]
    if (Number(digitsOf(paid)) <= Number(digitsOf(bill)) || Number(digitsOf(paid)) > 2 * Number(digitsOf(bill)))
      return null
    return evaluated({
      expression: `(${digitsOf(paid)} - ${digitsOf(bill)}) / ${digitsOf(bill)} * 100`,
      decimals: 'cents',
      unit: '%',
      how: `(${shown(paid)} − ${shown(bill)}) ÷ ${shown(bill)}`,
    })
  },
}

/** `17 boxes of 12 eggs and 5 loose eggs, how many eggs?` */
const LOOSE: StoryForm = {
  amounts: 3,
  cues: [
    /^(?:i have |there are |we have )?A (?:boxes|crates|packs|bags|cartons|trays|packets|cases) (?:of|with) A (?<what>\p{L}+)(?: each)?(?:,| and| plus)+ A (?:loose|single|extra|more) \k<what>,? (?:how many(?: \k<what>)?(?: (?:is that|are there|do i have|do we have|in total|altogether|in all))*|total \k<what>|\k<what> in total)[ ?.!]*$/u,
  ],
  words:
    'i have there are we boxes crates packs bags cartons trays packets cases of with each and plus loose single extra more how many is that do in total altogether all',
  everyday: true,
  names: 3,
  mustAsk: true,
  asks: /total/u,
  read: ({ amounts }) => {
    if (!amounts.every(isWhole)) return null
    const [boxes, each, loose] = amounts.map(digitsOf)
    return evaluated({ expression: `${boxes} * ${each} + ${loose}`, how: `${boxes} × ${each} + ${loose}` })
  },
}

const FORMS: readonly StoryForm[] = [SHARED, TIPPED, LOOSE]

export const knownShapeRules: readonly PlannerRule[] = [
  defineRule({
    id: 'known-shape-story',
    reason: 'Works out a shared cost, the tip that was paid in per cent, and boxes with loose pieces.',
    order: 333,
    hint: /\d/,
    pairs: true,
    examples: {
      yes: [
        'three of us share a taxi for 27.60',
        '8 pizzas at 9.50 shared by 5, each?',
        'bill 43.20, paid 50, what percent tip is that?',
        'I gave 60 for a bill of 52, what tip percentage was that?',
        '17 boxes of 12 eggs and 5 loose eggs, how many eggs?',
      ],
      no: [
        'three of us share a flat for 2 years',
        'three of us share a house for 5',
        '8 pizzas at 9.50 shared by 5, is that fair?',
        'bill 43.20, paid 50, was the tip too small?',
        'bill 52, paid 50, what percent tip is that?',
        '17 boxes of 12 eggs and 5 broken eggs, how many eggs?',
        'three of us share a taxi for 27.60 and I pay double',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
