/**
 * Reads a story as facts, one behind the other, with nothing between them but marks and the small words that join. All ways to read it
 * are found: who answers them asks that they agree.
 */
import type { Figure, Story } from '../stories/story.ts'
import { GOODS } from '../stories/vocabulary.ts'
import { ASKS } from './ask-patterns.ts'
import type { Fact } from './ledger-facts.ts'
import { RATES } from './rate-patterns.ts'
import { TERMS } from './term-patterns.ts'

const JOINT =
  /(?:[\s,;.:?!()–—+&−-]|(?:and|plus|minus|less|then|so|but|also|now|well|ok|okay|hey|hi|hello|with|for|if|when|on|of|while|because|later|afterwards|first|if it's|on top of that|on top|in addition|additionally|altogether|in the end|cost|come to|make|be|please|pls|thanks|thank you)(?![\p{L}'-]))*/uy
const OFF = /(?<!\p{L})(?:minus|less)(?!\p{L})|− ?$/u
/** A dash or a sign: nobody knows. */
const DASH = /[–-] ?$/u
const FACTS = [...TERMS, ...RATES]
const MOST_STEPS = 400
const MOST_READINGS = 80
const MOST_FACTS = 14

export type Reading = readonly Fact[]

/** One way to read on from a place: where it ends, what was told, how many figures it took. */
type Choice = { readonly end: number; readonly told: readonly Fact[]; readonly figures: number }

/** Null where there are too many ways to be sure. */
export function readLedger({ shape, amounts, percents }: Story): readonly Reading[] | null {
  const text = shape.replaceAll('’', "'")
  const figures = [...amounts, ...percents].sort((a, b) => a.at - b.at)
  const found: Reading[] = []
  const choices = new Map<string, readonly Choice[]>()
  const dead = new Set<number>()
  let steps = 0
  const walk = (from: number, figure: number, facts: readonly Fact[]): boolean => {
    JOINT.lastIndex = from
    const joint = JOINT.exec(text)?.[0] ?? ''
    const at = from + joint.length
    if (at >= text.length) {
      if (figure === figures.length && found.length < MOST_READINGS) found.push(facts)
      return figure === figures.length
    }
    steps += 1
    if (dead.has(at) || facts.length >= MOST_FACTS || steps > MOST_STEPS) return false
    // Parts stand apart.
    if (from > 0 && joint === '') return false
    const key = `${at} ${joint}`
    const known = choices.get(key) ?? choicesAt(text, at, joint, figures.slice(figure))
    choices.set(key, known)
    let isAlive = from === 0 && topicAt(text, at) > 0 && walk(at + topicAt(text, at), figure, facts)
    for (const { end, told, figures: taken } of known)
      if (walk(end, figure + taken, [...facts, ...told])) isAlive = true
    if (!isAlive) dead.add(at)
    return isAlive
  }
  walk(0, 0, [])
  return steps > MOST_STEPS || found.length >= MOST_READINGS ? null : found
}

function choicesAt(text: string, at: number, joint: string, figures: readonly Figure[]): readonly Choice[] {
  const choices: Choice[] = []
  // Two patterns may read the same.
  const known = new Set<string>()
  const add = (end: number, told: readonly Fact[], taken: number): void => {
    const key = `${end} ${told.map(keyOf).join()}`
    if (!known.has(key)) choices.push({ end, told, figures: taken })
    known.add(key)
  }
  for (const [pattern, read] of ASKS) {
    pattern.lastIndex = at
    const caught = pattern.exec(text)
    const ask = caught === null || caught[0] === '' ? null : read(caught[0], caught.groups ?? {})
    if (caught === null || ask === null) continue
    const end = at + caught[0].length
    if (isFree(text, at, end)) add(end, [ask], 0)
  }
  for (const [pattern, read] of FACTS) {
    pattern.lastIndex = at
    const caught = pattern.exec(text)
    if (caught === null || caught[0] === '') continue
    const end = at + caught[0].length
    const own = figuresIn(figures, 0, at, end)
    const told = read({ all: caught[0], groups: caught.groups ?? {}, figures: own })
    if (told !== null && fitsJoint(told, joint)) add(end, signed(told, OFF.test(joint)), own.length)
  }
  return choices
}

const ASKING =
  /(?<!\p{L})(?:what|what's|whats|what'll|how|calculate|find|tell|give|show|work out|figure out|need)(?!\p{L})/u
/** `rent is 900` tells: without a word that asks, the name of a sum asks only at the end, or before all that is told. */
const isFree = (text: string, from: number, to: number): boolean =>
  ASKING.test(text.slice(from, to)) ||
  /^[\s?.!,;:]*(?:please|pls|thanks|thank you)?[\s?.!]*$/u.test(text.slice(to, to + 40)) ||
  (from === 0 &&
    !/^ with [^,;.?]* (?:is|was|comes to|came to) A/u.test(text.slice(to, to + 60)) &&
    /^(?:[:,?]| (?:for|of|if|when|with)(?!\p{L}))/u.test(text.slice(to, to + 6)))

/** `Taxi: base 3.90, ...`: what it is about, said first. */
function topicAt(text: string, at: number): number {
  const found = TOPIC.exec(text.slice(at, at + 40))?.[1] ?? ''
  return found !== '' && found.split(' ').every(word => GOODS.has(word) || TOPICS.has(word)) ? found.length : 0
}
const TOPIC = /^((?:\p{Ll}+ ){0,2}\p{Ll}+)(?=[,:])/u
const TOPICS = new Set(
  'trip holiday party wedding job work plumbing cleaning parking freelance dinner my our the a new birthday weekend bbq picnic outing concert tickets rental invoice shopping list order taxi ride wages pay electricity water phone kitty plan contract subscription membership mobile renting this'.split(
    ' ',
  ),
)

/** A rate alone comes off behind `minus`; behind a dash nobody knows. */
const fitsJoint = (told: readonly Fact[], joint: string): boolean =>
  told.every(
    fact =>
      (fact.kind !== 'rate' || fact.base !== 'bare' || OFF.test(joint)) &&
      // `2 for 25 €`
      !(fact.kind === 'term' && /for $/u.test(joint) && fact.per.length === 0 && !fact.expression.includes('*')) &&
      (!DASH.test(joint) || (fact.kind !== 'term' && fact.kind !== 'rate')),
  )

function keyOf(fact: Fact): string {
  if (fact.kind === 'term')
    return `${fact.expression} ${fact.per} ${fact.label} ${fact.flow} ${fact.isOff} ${fact.isFee} ${fact.isStarted}`
  if (fact.kind === 'had' || fact.kind === 'cash') return `${fact.kind} ${fact.figure.at}`
  return JSON.stringify(fact)
}

/** Behind `minus` an amount comes off. */
const signed = (facts: readonly Fact[], isOff: boolean): readonly Fact[] =>
  isOff ? facts.map(fact => (fact.kind === 'term' ? { ...fact, isOff: true } : fact)) : facts

function figuresIn(figures: readonly Figure[], first: number, from: number, to: number): readonly Figure[] {
  const own = figures.slice(first).filter(({ at }) => at < to)
  return (own[0]?.at ?? from) >= from ? own : []
}
