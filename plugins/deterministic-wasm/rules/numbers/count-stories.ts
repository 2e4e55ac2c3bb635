/**
 * Small stories about counted things: what is left after some are given away, how many several have together, how many more one has than
 * another. Everything counted must be of one kind, everything told must be used, and a second owner changes nothing of the first.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { several } from '../stories/told-money.ts'
import { type Law, type Piece, piecesOf } from './count-pieces.ts'

type Have = Extract<Piece, { kind: 'have' }>
type Change = Extract<Piece, { kind: 'change' }>
type Compare = Extract<Piece, { kind: 'compare' }>
type Ask = Extract<Piece, { kind: 'ask' }>

export const countStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'count-story',
    reason: 'Adds, takes away and compares counted things that a small story tells of.',
    order: 343.5,
    pairs: 'joined',
    hint: /how many|total|sum/i,
    examples: {
      yes: [
        'There were 1,240 visitors in May and 1,457 in June. How many is that altogether, and how many more came in June than in May?',
        'We sold 120 tickets on Friday, 185 on Saturday and 90 on Sunday. How many tickets in total?',
        'Tom has 12 apples and Anna has 9. How many do they have together?',
        'A bus had 32 passengers. 8 got off and 5 got on. How many are on the bus now?',
        'Lena has 12 marbles. Tom has 3 times as many as Lena. How many more marbles does Tom have than Lena?',
        'Mia read 40 pages, Jan read 15 more than Mia. How many pages did Jan read?',
        'There are 28 kids in class, 5 are absent. how many are present?',
        'Ben has 20 cards, which is 5 more than Leo. How many cards does Leo have?',
        'Sam has 3 times as many cards as Leo. Leo has 17. How many do they have together?',
        'Tickets: 312 sold on friday, 458 on saturday and 290 on sunday. total?',
        'A 9-year-old boy has 24 stickers and gives 7 away to his 2 sisters in total. How many stickers does he have left?',
      ],
      no: [
        'There were 340 visitors in May, 100 of them children. How many altogether?',
        'Tom has 12 apples and Anna ate 9. How many do they have together?',
        'I bought 12 apples and 5 oranges. How many apples do I have in total?',
        'Sara had 15 stickers and Tom got 8 more. How many does she have now?',
        'Sara had 15 stickers, gave away 6. How many did she give away?',
        'A bus had 32 passengers. 8 got off. Why are so few on the bus now?',
        'Lena has 12 marbles. Tom has 3 times as many as Ann. How many does Tom have?',
        'There were 340 visitors in May and 415 in June. How many on average?',
        'Sara had 15 stickers and gave 26 away. How many stickers are left?',
        'There are 28 kids in class, 5 are girls. how many are left?',
        'A boy has 24 stickers and gives 7 to his 2 sisters. How many stickers does he have left?',
      ],
    },
    read: clause => (clause.quotes.length > 0 || clause.data !== null ? null : told(clause)),
  }),
]

const MAY = /\d[^\d]*\d/
const LONGEST = 260

function told({ plain, isAsked, mark }: Clause): Answer | null {
  if (plain.length > LONGEST || !MAY.test(plain) || /[¤%¿]/u.test(plain) || !(isAsked || mark.includes('?')))
    return null
  const pieces = toldFirst(piecesOf(inOrder(plain)))
  const [first, ...rest] = pieces ?? []
  if (first?.kind !== 'have') return null
  const asks = rest.filter(piece => piece.kind === 'ask')
  const facts = rest.filter(piece => piece.kind !== 'ask')
  // What is asked stands behind all that is told.
  if (asks.length === 0 || asks.length > 2 || rest.slice(facts.length).some(({ kind }) => kind !== 'ask')) return null
  const lines = asks.map(ask => lineOf(first, facts, ask))
  if (lines.some(line => line === null)) return null
  const [line, second] = lines as Line[]
  if (line === undefined) return null
  if (second === undefined) return evaluated({ expression: line.expression, how: said(line.expression) })
  return several(
    [line, second].map(({ expression, after }) => ({ expression, decimals: 0, after })),
    `${said(line.expression)}; ${said(second.expression)}`,
  )
}

const SUPPOSED = /^(?:and |so )?(?:if|when|suppose) /iu
const ASKED_FIRST = /^(how many [^,;.?\d]{1,60}?),? (?:if|when) (.{8,200})$/iu

const YEARS_OLD = /(?<= an? |^an? )\d{1,2}[ -]year[ -]old (?=\p{L})/iu

/** `How many are left if I had 12 and ate 5?` with its question last. */
const inOrder = (plain: string): string =>
  plain.replace(ASKED_FIRST, '$2, $1').replace(SUPPOSED, '').replace(YEARS_OLD, '').replace(HEADED, '$<n> $<thing> ')

/** `Tickets: 312 sold on Friday` */
const HEADED =
  /^(?<thing>\p{L}{3,14}s)[,:] (?<n>\d{1,9}) (?=(?:sold|counted|made|baked|delivered|produced|caught|picked|read|scored) )/iu

/** `Sam has 3 times as many as Leo. Leo has 17.`: the one whose number is told comes first. */
function toldFirst(pieces: Piece[] | null): Piece[] | null {
  const [first, second, ...rest] = pieces ?? []
  const isTurned =
    first?.kind === 'compare' && second?.kind === 'have' && second.who !== '' && first.than === second.who
  if (!isTurned) return pieces
  return [{ ...second, thing: second.thing === '' ? first.thing : second.thing }, first, ...rest]
}

type Line = { readonly expression: string; readonly after: string }
const said = (expression: string): string =>
  expression.replaceAll(' - ', ' − ').replaceAll('*', '×').replaceAll(' / ', ' ÷ ')

function lineOf(first: Have, facts: readonly Piece[], ask: Ask): Line | null {
  if (facts.every(fact => fact.kind === 'change')) return facts.length === 0 ? null : changed(first, facts, ask)
  if (facts.every(fact => fact.kind === 'have')) return beside(first, facts, ask)
  const [only] = facts
  return facts.length === 1 && only?.kind === 'compare' ? compared(first, only, ask) : null
}

const lastOf = (thing: string): string => thing.split(' ').at(-1) ?? ''
const stem = (word: string): string =>
  word
    .replace(/(?:ies)$/u, 'y')
    .replace(/(?<=(?:s|x|ch|sh))es$/u, '')
    .replace(/(?<![su])s$/u, '')
const kindOf = (thing: string): string => stem(lastOf(thing))
const adjective = (thing: string): string => (thing.includes(' ') ? (thing.split(' ')[0] ?? '') : '')
/** Nothing named, or the same thing; a colour of its own makes it another. */
const isSame = (thing: string, of: string): boolean =>
  thing === '' || (kindOf(thing) === kindOf(of) && (adjective(thing) === '' || adjective(thing) === adjective(of)))

const NAMELESS = /^(?:he|she|they|it)$/u
const isSpeaker = (who: string): boolean => /^(?:i|we|you)$/u.test(who)
/** Whether words speak of the one who was named before. */
const isHim = (who: string, named: string): boolean =>
  who === '' || who === named || (NAMELESS.test(who) && !isSpeaker(named) && named !== '')

const OWNS =
  /^(?:has|had|have|has got|have got|owns?|owned|got|gets|holds?|held|collected|picked|caught|found|baked|bought|made|received|won|carried|carries|carry|started with|starts with|start with|began with|begins with|begin with|packed|were|are|)$/u

/** So many at first, and then fewer or more. */
function changed(first: Have, facts: readonly Piece[], ask: Ask): Line | null {
  const changes = facts.filter((fact): fact is Change => fact.kind === 'change')
  const thing = first.thing === '' ? ask.thing : first.thing
  if (!OWNS.test(first.verb) || thing === '') return null
  if (!changes.every(change => isHim(change.who, first.who) && isSame(change.thing, thing))) return null
  if (!isSame(ask.thing, thing)) return null
  if (ask.asked !== 'now' && !(NAMELESS.test(ask.who) && first.who === '') && !isHim(ask.who, first.who)) return null
  const isFewer = changes.some(({ way }) => way === '-')
  if (ask.asked === 'left' && !isFewer) return null
  if (ask.asked === 'total' && isFewer) return null
  if (ask.asked === 'of' && (ask.aux === 'did' || !/^(?:have|own|got|has)$/u.test(ask.verb))) return null
  if (ask.asked === 'more' || ask.asked === 'fewer') return null
  let left = Number(first.count)
  for (const { way, count } of changes) {
    left += way === '+' ? Number(count) : -Number(count)
    if (left < 0) return null
  }
  return { expression: `${first.count}${changes.map(({ way, count }) => ` ${way} ${count}`).join('')}`, after: '' }
}

/** Kinds that are counted together where a question names neither. */
const TOGETHER: readonly (readonly [kinds: RegExp, all: RegExp])[] = [
  [/^(?:boy|girl)$/u, /^(?:|child|children|kid|pupil|student|people)$/u],
  [/^(?:man|men|woman|women|child|children|kid|adult|teacher|boy|girl)$/u, /^(?:|people|person|guest)$/u],
  [/^(?:dog|cat|cow|sheep|horse|goat|pig|hen|chicken|duck|goose|rabbit|hamster|bird|fish)$/u, /^(?:|animal|pet)$/u],
  [/^(?:apple|pear|orange|banana|plum|peach|lemon|mango|kiwi|lime)$/u, /^(?:|fruit|piece)$/u],
  [/^(?:rose|tulip|daisy|lily|daffodil)$/u, /^(?:|flower)$/u],
]

const plainVerb = (verb: string): string => (/^(?:has|had|have)/u.test(verb) ? 'have' : verb)

/** Several numbers side by side, of one kind. */
function beside(first: Have, facts: readonly Piece[], ask: Ask): Line | null {
  const parts = [first, ...facts.filter((fact): fact is Have => fact.kind === 'have')]
  if (parts.length < 2) return null
  if (!parts.every(({ verb }) => verb === '' || plainVerb(verb) === plainVerb(first.verb))) return null
  if (!areAlike(parts, ask)) return null
  // `24 marbles and 17 red ones`: are these among those?
  if (parts.some(({ thing }) => kindOf(thing) === 'one') && !parts.every(({ thing }) => adjective(thing) !== ''))
    return null
  const labels = parts.map(({ label }) => label).filter(label => label !== '')
  if (new Set(labels).size !== labels.length) return null
  const whos = new Set(parts.map(({ who }) => who).filter(who => who !== ''))
  if (ask.asked === 'total') {
    if (whos.size > 1 && /^(?:i|you|it)$/u.test(ask.who)) return null
    // `Ben 15`: what he did is told of another one alone, and all of them are asked for.
    if (parts.some(({ who, verb }) => who !== '' && verb === '') && (first.verb === '' || ask.who !== 'they'))
      return null
    return { expression: parts.map(({ count }) => count).join(' + '), after: ' altogether' }
  }
  if (ask.asked !== 'more' || parts.length !== 2) return null
  const named = (name: string): Have | undefined =>
    name === '' ? undefined : parts.find(({ label, who }) => label === name || who === name)
  const [one, other] = [named(ask.who), named(ask.than)]
  const than = other ?? (ask.than === '' && one !== undefined ? parts.find(part => part !== one) : undefined)
  if (one === undefined || than === undefined || one === than || Number(one.count) <= Number(than.count)) return null
  return { expression: `${one.count} - ${than.count}`, after: ' more' }
}

function areAlike(parts: readonly Have[], ask: Ask): boolean {
  const kinds = new Set(parts.map(({ thing }) => kindOf(thing)).filter(kind => kind !== '' && kind !== 'one'))
  const asked = kindOf(ask.thing)
  if (
    adjective(ask.thing) !== '' &&
    !parts.every(({ thing }) => thing === '' || adjective(thing) === adjective(ask.thing))
  )
    return false
  if (kinds.size <= 1) return asked === '' || kinds.has(asked)
  return TOGETHER.some(([some, all]) => [...kinds].every(kind => some.test(kind)) && all.test(asked))
}

const applied = (count: string, { way, by }: Law): string =>
  way === '*' ? `${count} * ${by}` : way === '/' ? `${count} / ${by}` : `${count} ${way} ${by}`

/** Another one's number, told by how it compares. */
function compared(first: Have, fact: Compare, ask: Ask): Line | null {
  if (first.who === '' || fact.who === '' || NAMELESS.test(fact.who) || fact.who === first.who) return null
  if (fact.than !== '' && fact.than !== first.who) return null
  if (!isSame(fact.thing, first.thing) || !isSame(ask.thing, first.thing)) return null
  const other = applied(first.count, fact.law)
  const value = evaluatedValue(other)
  if (value === null || value.denominator !== 1n || value.numerator < 0n) return null
  const isHis = ask.who === fact.who || (/^(?:he|she|they)$/u.test(ask.who) && !isSpeaker(fact.who))
  if (ask.asked === 'of' && isHis && ask.verb !== '') return { expression: other, after: '' }
  if (ask.asked === 'total' && /^(?:they|we|both|both of them|that|there|)$/u.test(ask.who))
    return { expression: `${first.count} + ${other}`, after: ' altogether' }
  if (ask.asked !== 'more' || ask.who === '' || ask.than === '') return null
  const isMore = ask.who === fact.who && ask.than === first.who
  const isTurned = ask.who === first.who && ask.than === fact.who
  if (!isMore && !isTurned) return null
  const expression = isMore
    ? `${other} - ${first.count}`
    : `${first.count} - ${other.includes(' - ') ? `(${other})` : other}`
  const apart = evaluatedValue(expression)
  return apart === null || apart.numerator <= 0n ? null : { expression, after: ' more' }
}
