/**
 * A request told in somebody's own order: its figures, and the words between them. A phrase fixes an order of words; a story fixes what
 * must be said (figures and cues) and which words may stand around it. One word too many that could change the meaning, and it is none.
 */
import { currencyOf } from '../../find/currencies.ts'
import type { Clause } from '../message/read-message.ts'
import { type Amount, readAmount } from '../money.ts'
import type { Answer } from '../rule.ts'
import { TURNS } from './turns.ts'
import { EVERYDAY } from './vocabulary.ts'

export type Figure = {
  readonly kind: 'percent' | 'amount'
  readonly amount: Amount
  /** Its place in `shape`. */
  readonly at: number
  /** The words of the story on both sides, to the next figure. */
  readonly before: string
  readonly after: string
}

export type Story = {
  /** In lower case, with `A` for an amount and `P` for a percentage. */
  readonly shape: string
  readonly amounts: readonly Figure[]
  readonly percents: readonly Figure[]
}

export type StoryForm = {
  readonly amounts: number | readonly [least: number, most: number]
  readonly percents?: number | readonly [least: number, most: number]
  /** All must be in the shape. */
  readonly cues: readonly RegExp[]
  /** None may be. */
  readonly not?: RegExp
  /** Words that this story knows beside the common ones. */
  readonly words: string
  /** Whether goods, people and the small words of everyday count as known. */
  readonly everyday?: true
  /** A shape that asks though no word of asking stands in it: `jeans 59.95 minus 15%`. */
  readonly asks?: RegExp
  /** A statement with a currency is no question to it. */
  readonly mustAsk?: true
  /** Knows that a question for each one is one for a share. */
  readonly isShare?: true
  /** Answers more than one question. */
  readonly asksTwice?: true
  /** Names of things that nobody can list (`shirt`, `gym`): at most so many. */
  readonly names?: number
  readonly read: (story: Story) => Answer | null
}

const FIGURE =
  /(?<![\p{L}\p{N}.¿])(-?\d+(?:\.\d+)?)(?: ?(%|percent(?!\p{L})|per cent(?!\p{L})|pct(?!\p{L}))|(?:¤([<>])([^¤]*)¤)?(?: ?(lakhs?|lacs?|crores?)(?!\p{L})|(k)(?![\p{L}\p{N}])|(p)(?=$|[ ,.;:?!/])| (pence)(?!\p{L})| ?(cents?|ct)(?![\p{L}-]| (?:coins?|pieces?|stamps?)))?)/giu
/** Coins with names of their own are counted, cents among them. */
const COINS = /(?<!\p{L})(?:quarters?|dimes?|nickels?)(?!\p{L})/iu
/** `which one` counts nothing. */
const NO_NUMBER =
  /(?<=(?<!\p{L})(?:which|this|that|other|each|every|what|any|bigger|smaller|cheaper|larger|small|big|large|first|second|last|new|old|yearly|monthly|weekly|annual|red|blue|green|cheap|expensive)) 1(?=$|[ ,.;:?!'])(?! (?:for|at|of|x)(?!\p{L}))/giu
/** `3x100g` */
const PACKED = /(?<=(?<![\p{L}\d])\d{1,3}) ?[x×] ?(?=\d)/gu
const POUND = ['<', '£'] as const

/** The digits with their point moved to the right, or to the left. */
export function shifted(digits: string, places: number): string {
  if (places === 0) return digits
  if (digits.startsWith('-')) return `-${shifted(digits.slice(1), places)}`
  const [whole = '', fraction = ''] = digits.split('.')
  const all = places < 0 ? whole.padStart(1 - places, '0') : whole
  const at = all.length + places
  const moved = `${all}${fraction}`.padEnd(at, '0')
  const rest = moved.slice(at)
  return `${moved.slice(0, at).replace(/^0+(?=\d)/, '')}${rest === '' ? '' : `.${rest}`}`
}
const SCALES: Readonly<Record<string, number>> = { k: 3, l: 5, c: 7 }

/** Words that say nothing about what is to be calculated. */
const COMMON = new Set(
  (
    "a an the this that these those it its it's i i'm im my me we we're our us you your he she they their his her " +
    'is are was were be been am do does did has have had having get gets got will would can could ' +
    "what what's whats how much many which of to in on at for and with so then now just please pls plz thanks thank hi hey " +
    'hello ok okay there here total pay paid costs cost price altogether come comes up out tell know find calculate work'
  ).split(' '),
)
const NAME = /^\p{L}[\p{L}'-]{2,19}$/u

/** `with 3 friends`, `me and 3 others`: how many share is not the number that stands there. */
const FOLK =
  '(?:friends?|mates?|buddies|pals|colleagues|coworkers|roommates|flatmates|housemates|siblings|brothers|sisters|cousins|others?|more|kids|children|people|guests|girls|boys|guys|neighbours|neighbors)'
const SHARES =
  /(?<!\p{L})(?:each|split|splits|splitting|share|shared|sharing|divide|divided|per person|per head|apiece|everyone|everybody|owe|owes)(?!\p{L})/u
const BESIDE_ME = new RegExp(
  `(?<!\\p{L})(?:me|i|myself|(?:wife|husband|partner|girlfriend|boyfriend|brother|sister|friend|mum|mom|dad) and i),? (?:and|plus|&|\\+|with) (?:\\p{L}+ ){0,3}A(?!\\p{L})|A (?:\\p{L}+ )?${FOLK},? (?:and|plus|&|\\+) (?:me|i|myself|my)(?!\\p{L})|(?<!\\p{L})(?:with|invited?|took|treated|joined by|besides) (?:\\p{L}+ ){0,2}A (?:\\p{L}+ ){0,2}${FOLK}|(?<!\\p{L})A (?:other|of my|of our|more) (?:\\p{L}+ )?${FOLK}|A others`,
  'u',
)

const stories = new WeakMap<Clause, Told | null>()
type Told = {
  readonly story: Story
  readonly isAsked: boolean
  readonly isBare: boolean
  readonly isMoney: boolean
  readonly asksTwice: boolean
  readonly asksEach: boolean
}

/** The story of a clause and whether it asks; read once for all rules. */
function toldBy(clause: Clause): Told | null {
  let told = stories.get(clause)
  if (told === undefined) {
    told = tellOf(clause)
    stories.set(clause, told)
  }
  return told
}

function tellOf(clause: Clause): Told | null {
  const story = readStory(clause)
  if (story === null || story.amounts.length + story.percents.length > MOST_FIGURES) return null
  if (story.amounts.length + story.percents.length === 0) return null
  // `how to` asks for a way, not for a figure.
  if (/(?<!\p{L})how to(?!\p{L})/u.test(story.shape)) return null
  if (SHARES.test(story.shape) && BESIDE_ME.test(story.shape)) return null
  const asks = ASKS.test(story.shape)
  return {
    story,
    isAsked: clause.isAsked || asks,
    // What begins with a number may be the part of a sentence that only tells.
    isBare: !asks && clause.mark === '' && clause.opener === 'none' && /^\P{L}{0,9}\d/u.test(clause.text),
    asksTwice: asksMore(story.shape),
    asksEach: ASKS_EACH.test(story.shape),
    isMoney: story.amounts.some(({ amount }) => amount.sign !== null),
  }
}
const MOST_FIGURES = 20

/** `what do I owe per person`, where nobody said how many they are. */
const ASKS_EACH =
  /(?<!\p{L})(?:what|how much|how many|total|cost|price|left|change)(?!\p{L})[^A]{0,60}(?<!\p{L})(?:each|per person|per head|apiece|a head)[ ?.!]*$/u
const QUESTIONS =
  /(?<=^|[,;:?!.–—-] ?|(?<!\p{L})(?:and|then|also|so|but|plus) )(?:what(?:'?s|'?re|'?ll)?|how (?:much|many|long|far|often|big|old)|which|by how (?:much|many)|in (?:percent|cents|pence|percentage|words|total|%))(?!\p{L})/gu
/** `how much each, and how much is left?`: one answer would be half of it. */
const asksMore = (shape: string): boolean => [...shape.matchAll(QUESTIONS)].length > 1

const read = new WeakMap<Clause, Story | null>()

/** The story of a clause, or null where a number in it has two readings; read once for all rules. */
export function readStory(clause: Clause): Story | null {
  let story = read.get(clause)
  if (story === undefined) {
    story = shapeOf(clause)
    read.set(clause, story)
  }
  return story
}

function shapeOf(clause: Clause): Story | null {
  if (clause.quotes.length > 0 || clause.data !== null || clause.plain.includes('¿')) return null
  const figures: { kind: Figure['kind']; amount: Amount; at: number; from: number; to: number }[] = []
  let shape = ''
  let from = 0
  const plain = clause.plain.replace(NO_NUMBER, ' one').replace(PACKED, ' x ')
  for (const found of plain.matchAll(FIGURE)) {
    const [all, digits = '', percent, side, sign, indian, thousands, p, pence, cents] = found
    const isCoin = cents !== undefined && COINS.test(plain)
    const whole = isCoin ? all.slice(0, -cents.length).trimEnd() : all
    shape += plain.slice(from, found.index).toLowerCase()
    const scale = SCALES[(thousands ?? indian ?? '').slice(0, 1).toLowerCase()] ?? 0
    const isPence = pence !== undefined || (p !== undefined && digits.length < 3)
    const written = shifted(digits, isPence || (cents !== undefined && !isCoin) ? -2 : scale)
    const kind = percent === undefined ? 'amount' : 'percent'
    const amount = isPence ? readAmount(written, ...POUND) : readAmount(written, side, sign)
    figures.push({ kind, amount, at: shape.length, from: found.index, to: 0 })
    from = found.index + whole.length
    // `300g`: the unit is a word of its own.
    shape += `${kind === 'amount' ? 'A' : 'P'}${/^\p{L}/u.test(plain.slice(from)) ? ' ' : ''}`
  }
  shape = withoutOwnCurrency(shape + plain.slice(from).toLowerCase(), figures)
  const placed = figures.map(({ kind, amount, at }, i) => ({
    kind,
    amount,
    at,
    before: shape.slice(i === 0 ? 0 : figures[i - 1]!.at + 1, at),
    after: shape.slice(at + 1, figures[i + 1]?.at ?? shape.length),
  }))
  return {
    shape,
    amounts: placed.filter(({ kind }) => kind === 'amount'),
    percents: placed.filter(({ kind }) => kind === 'percent'),
  }
}

const IN_CURRENCY = /,? in (\p{L}+|[€$£¥₹])(?=[ ?.!]*$)/u
/** `how much each in euros` says nothing more where all amounts are in euros, or in no currency. */
function withoutOwnCurrency(shape: string, figures: readonly { readonly amount: Amount }[]): string {
  const found = IN_CURRENCY.exec(shape.slice(-30))
  const code = currencyOf(found?.[1] ?? '')
  if (found === null || code === '' || code === found[1]) return shape
  // A second currency makes it an exchange.
  const before = shape.slice(0, Math.max(0, shape.length - 30) + found.index)
  if ((before.match(/\p{L}+/gu) ?? []).some(word => currencyOf(word) !== word)) return shape
  const isOwn = figures.every(
    ({ amount: { sign } }) => sign === null || sign.code === code || (sign.code === '¥' && code === 'JPY'),
  )
  return isOwn ? before : shape
}

/** Words that ask, or a last word that names what is wanted. */
const ASKS =
  /(?<!\p{L})(?:what|what's|whats|which|how much|how many)(?!\p{L})|(?<!\p{L})(?:gross|net|each|per person|total|per year|per month|a year|a month)[ ?.!]*$/u

const isCount = (count: number, wanted: StoryForm['amounts']): boolean =>
  typeof wanted === 'number' ? count === wanted : count >= wanted[0] && count <= wanted[1]

/** The first form that the story fits wholly and that has an answer. */
export function readStories(clause: Clause, forms: readonly StoryForm[]): Answer | null {
  const told = toldBy(clause)
  // A statement is no question, unless it is about money and nothing else is said.
  if (told === null) return null
  const { story, isAsked, isBare, isMoney, asksTwice, asksEach } = told
  for (const form of forms) {
    if (!isCount(story.amounts.length, form.amounts) || !isCount(story.percents.length, form.percents ?? 0)) continue
    const isEnough = form.mustAsk ? isAsked && !isBare : isAsked || isMoney
    if ((asksTwice && !form.asksTwice) || (asksEach && !form.isShare)) continue
    if (!isEnough && !form.asks?.test(story.shape)) continue
    if (!form.cues.every(cue => cue.test(story.shape)) || form.not?.test(story.shape)) continue
    if (!isTold(story.shape, form)) continue
    const answer = form.read(story)
    if (answer !== null) return answer
  }
  return null
}

/** `how much should each pay` asks for a sum; any other `should` for advice. */
const ASKS_SUM =
  /(?:how much(?: change| money)? should (?:i|we|you|each|everyone|everybody|it|they|he|she)(?= )|what(?: change)? should (?:i|we|you|each|everyone|everybody|it|they|he|she)(?= (?:pay|owe|charge|get|give|receive|put|be|cost|come|transfer|save|invoice|bill)(?!\p{L})))/gu

/** A second question, of yes and no: `and can a landlord just do that`. */
const ASIDE =
  /(?:[,;:-]| and| but| or)(?: and| but)? (?:(?:can|could|should|may|must|does|do|did|will|would|has|have) (?:an?|the|i|we|he|she|they|it|you|my|that|this|somebody|anyone)|(?:is|are|was|isn't|aren't) (?:it|this|that|he|she|there|they))(?!\p{L})/u

/** `and half of that?`: a part of the answer, which is asked for as well. */
const PART_OF_IT =
  /(?<!\p{L})(?:half|(?:an?|one|A) (?:half|third|quarter|fifth|tenth)|twice|double|triple|P)(?: of)? (?:that|this|it|each)(?![\p{L}'])/u

type Vocabulary = Pick<StoryForm, 'words' | 'names' | 'everyday'>

/** Whether all words are known, but for a few names; single capital letters are figures. */
export function isTold(shape: string, { words, names = 0, everyday }: Vocabulary): boolean {
  if (ASIDE.test(shape) || PART_OF_IT.test(shape) || ordersMore(shape, words)) return false
  const left = strangers(shape, words).filter(word => !(everyday && EVERYDAY.has(word)))
  return left.length <= names && left.every(word => NAME.test(word) && !TURNS.has(word))
}

/** `and convince my wife`: an unknown word where a further order would stand, with what it is to be done to. */
const ORDER =
  /(?:,|;|-|(?<!\p{L})(?:and|then|also|plus)) (?:then |also |please |to |help me )*(\p{L}{3,}) (?:me|us|it|them|him|her|everyone|(?:the|my|our|his|her|their|an?) \p{L}+)(?!\p{L})/gu

function ordersMore(shape: string, words: string): boolean {
  for (const [, verb = ''] of shape.matchAll(ORDER))
    if (!EVERYDAY.has(verb) && strangers(verb, words).length > 0) return true
  return false
}

/** The words that neither the common ones nor these are. */
export function strangers(shape: string, words: string): string[] {
  const known = knownWords(words)
  return (shape.replace(ASKS_SUM, 'how much').match(/[\p{L}][\p{L}'’-]*/gu) ?? []).filter(
    word => !/^[A-Z]$/.test(word) && !COMMON.has(word) && !known.has(word),
  )
}

const vocabularies = new Map<string, ReadonlySet<string>>()

function knownWords(words: string): ReadonlySet<string> {
  let known = vocabularies.get(words)
  if (known === undefined) {
    known = new Set(words.split(' '))
    vocabularies.set(words, known)
  }
  return known
}
