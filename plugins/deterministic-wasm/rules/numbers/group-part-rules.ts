/**
 * Parts of a group that sentences tell of: `A school has 640 pupils, 55% are girls. How many boys are there?` What is asked must be the part
 * that was told, or what is left of the group; a part of which nothing is known is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue, inPercent } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { baseOf, type Doing, type GroupPiece, groupPiecesOf, type Wanted } from './group-pieces.ts'

type Part = Extract<GroupPiece, { kind: 'part' }>
type Ask = Extract<GroupPiece, { kind: 'ask' }>
type Rest = Extract<GroupPiece, { kind: 'rest' }>

const LONGEST = 260
const MAY = /%|per ?cent|how many|fraction|proportion/iu

export const groupPartRules: readonly PlannerRule[] = [
  defineRule({
    id: 'group-part',
    reason: 'Tells how many of a group, or which share of it, a part or what is left of it makes.',
    order: 343.8,
    pairs: 'joined',
    hint: /how many|%|per ?cent|fraction|proportion/i,
    examples: {
      yes: [
        'A school has 640 pupils, 55% are girls. How many boys are there?',
        'Of 150 students 96 passed the exam. What percent passed?',
        '96 out of 150 passed. how many percent failed',
        '64 kids signed up for the trip, 9 cancelled. percentage cancelled to one decimal?',
        'In a class of 28, three sevenths walk to school. How many children is that?',
        '2/5 of my 85 chickens are white. How many white ones?',
        'Of 48 eggs a quarter are brown. How many are not brown?',
        'we made 40 cakes, sold 34. what % is left',
        "We asked 250 people. 140 said yes, 85 said no and the rest didn't know. What percentage didn't know?",
        'Half of the 62 members voted. How many did not vote?',
        'I answered 18 of 20 questions correctly. what percent did i get wrong?',
        "I've read 145 of 380 pages. How many to go?",
        'There are 30 kids in class, 40% came by bike. How many did not come by bike?',
      ],
      no: [
        'A school has 640 pupils, 55% are girls. How many teachers are there?',
        'A school has 640 pupils, 55% are girls. How many pupils are there?',
        'Of 150 students 96 passed the exam. What percent failed the course?',
        'Of 150 students 96 passed the exam and 20 did not come. How many failed?',
        'We surveyed 250 people, 140 said yes. How many said no?',
        'In a class of 30 kids, 18 play football. How many play chess?',
        'we made 40 cakes, sold 34 at 2 each. what % is left',
        'A school has 640 pupils, about 55% are girls. How many boys are there?',
        'A school has 640 pupils, 55% are girls and 10% of them are ill. How many girls are ill?',
        'There are 31 kids in class, 40% came by bike. How many came by bike?',
        'Of 150 students 96 passed the exam. Why did 54 fail?',
        'There are 30 kids in class, 12 have a dog and 8 a cat. How many have neither?',
      ],
    },
    read: clause => (clause.quotes.length > 0 || clause.data !== null ? null : told(clause)),
  }),
]

function told({ plain, isAsked, mark }: Clause): Answer | null {
  if (plain.length > LONGEST || !MAY.test(plain) || /[¤¿]/u.test(plain)) return null
  const pieces = groupPiecesOf(plain)
  const [first] = pieces ?? []
  const ask = pieces?.at(-1)
  if (pieces === null || first === undefined || ask?.kind !== 'ask') return null
  if (!isAsked && !mark.includes('?') && !/(?:^|[,.;:] )(?:so |then )?(?:how|what|which|percent|in %)/iu.test(plain))
    return null
  const told = pieces.slice(first.kind === 'group' ? 1 : 0, -1)
  const parts = told.filter((piece): piece is Part => piece.kind === 'part')
  const rests = told.filter((piece): piece is Rest => piece.kind === 'rest')
  const [rest] = rests
  if (parts.length === 0 || parts.length + rests.length !== told.length || rests.length > 1) return null
  if (rest !== undefined && told.at(-1) !== rest) return null
  const group = first.kind === 'group' ? first : first.kind === 'part' ? first.group : null
  return group === null ? null : answered(group, parts, rest, ask)
}

type Group = { readonly count: string; readonly thing: string }

function answered(group: Group, parts: readonly Part[], rest: Rest | undefined, ask: Ask): Answer | null {
  if (!isOfAll(ask.of, group.thing)) return null
  const [only] = parts
  if (only === undefined) return null
  if (parts.length === 1) {
    const way =
      rest !== undefined && isSame(rest.doing, ask.doing) && !ask.isThat ? 'rest' : compared(only, ask, group.thing)
    return way === null ? null : figure(group, [only], way, ask.wanted)
  }
  // Several parts are apart from one another only where the rest is told too.
  if (rest === undefined) return null
  if (isRest(ask.doing) || (!ask.isThat && isSame(rest.doing, ask.doing)))
    return figure(group, parts, 'rest', ask.wanted)
  const meant = ask.isThat ? [] : parts.filter(part => isSame(part.doing, ask.doing))
  return meant.length === 1 ? figure(group, meant, 'part', ask.wanted) : null
}

/** `percentage of the class`: all of them, and no other group. */
const ALL =
  /^(?:them|these|those|all|total|whole|people|everyone|us|class|group|school|club|team|choir|pupils|students|kids|children)$/u
const isOfAll = (of: string, thing: string): boolean => {
  const word = of.split(' ').at(-1) ?? ''
  return of === '' || ALL.test(word) || singular(word) === singular(thing.split(' ').at(-1) ?? '')
}
const singular = (word: string): string => word.replace(/(?<![su])s$/u, '')

const REMAIN = /^(?:left|remain|remaining|left over|over)$/u
const isRest = ({ words, isNot }: Doing): boolean =>
  !isNot && words.length > 0 && words.every(word => REMAIN.test(word) || word === 'rest')
/** All that is asked was said; what was said may be more. */
const isTold = (said: Doing, asked: Doing): boolean => {
  const bases = said.words.map(baseOf)
  return asked.words.length > 0 && asked.words.every(word => bases.includes(baseOf(word)))
}
const isSame = (said: Doing, asked: Doing): boolean => said.isNot === asked.isNot && isTold(said, asked)

/** What is one, is not the other, and there is no third. */
const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [/^(?:boys?|man|men|males?)$/u, /^(?:girls?|woman|women|females?)$/u],
  [/^(?:passed|pass|passes)$/u, /^(?:fails?|failed)$/u],
  [/^(?:adults?|grown-ups?)$/u, /^(?:child|children|kids?|minors?)$/u],
  [/^(?:correct|correctly|right|rightly)$/u, /^(?:wrong|incorrect|wrongly|incorrectly|false)$/u],
  [/^(?:present|here)$/u, /^(?:absent|missing|away)$/u],
  [/^(?:occupied|taken|booked|reserved)$/u, /^(?:free|empty|available|vacant)$/u],
  [/^(?:read)$/u, /^(?:unread)$/u],
  [/^(?:paid)$/u, /^(?:unpaid|owing)$/u],
  [/^(?:sold)$/u, /^(?:unsold)$/u],
  [/^(?:ripe)$/u, /^(?:unripe)$/u],
  [/^(?:died|dead|die)$/u, /^(?:survived?|alive|lived?|living)$/u],
  [/^(?:even)$/u, /^(?:odd)$/u],
  [/^(?:broken|cracked|damaged|defective|faulty|rotten)$/u, /^(?:intact|whole|fine|ok|okay|good|undamaged|unbroken)$/u],
]
/** What is gone leaves the others. */
const GONE =
  /^(?:sold|read|eaten|ate|used|given|gave|lost|broken|broke|finished|drunk|drank|spent|cancelled|canceled|died|dead|gone|left|stolen|taken|booked|dropped|absent|missing|sick|ill|sent|delivered|packed|planted|painted|answered|solved|checked|graded|marked|corrected|melted|burned|flew|escaped|withdrew)$/u

function compared({ doing }: Part, ask: Ask, thing: string): 'part' | 'rest' | null {
  if (isRest(ask.doing)) return !doing.isNot && doing.words.some(word => GONE.test(word)) ? 'rest' : null
  const isNamed = ask.doing.words.length === 0 || (thing === '' && ask.doing.words.every(word => ALL.test(word)))
  if (ask.isThat) return isNamed && !ask.doing.isNot ? 'part' : null
  if (isSame(doing, ask.doing)) return 'part'
  // `40% came, how many did not?`
  if (ask.doing.words.length === 0) return ask.doing.isNot && !doing.isNot ? 'rest' : null
  if (isTold(doing, ask.doing) && doing.isNot !== ask.doing.isNot) return 'rest'
  const isOpposite = OPPOSITES.some(([a, b]) =>
    [
      [a, b],
      [b, a],
    ].some(
      ([x, y]) =>
        doing.words.some(word => x!.test(word)) &&
        ask.doing.words.some(word => y!.test(word)) &&
        ask.doing.words.every(word => y!.test(word) || doing.words.includes(word)),
    ),
  )
  return isOpposite ? (doing.isNot === ask.doing.isNot ? 'rest' : 'part') : null
}

/** The count, the percentage or the fraction of these parts together, or of what is left. */
function figure({ count }: Group, parts: readonly Part[], way: 'part' | 'rest', wanted: Wanted): Answer | null {
  const shares = parts.map(({ share: { kind, value } }) => ({
    whole: kind === 'count' ? value : kind === 'percent' ? `${count} * ${value} / 100` : `${count} * ${value}`,
    kind,
    said: kind === 'percent' ? `${value}%` : value,
  }))
  const sum = shares.map(({ whole }) => whole).join(' + ')
  const value = evaluatedValue(`${count} - (${sum})`)
  const part = evaluatedValue(sum)
  // Counted things are whole, and no more than there are.
  if (value === null || part === null || value.numerator < 0n || value.denominator !== 1n || part.denominator !== 1n)
    return null
  if (shares.some(({ kind }) => kind !== shares[0]!.kind)) return null
  const all = shares.map(({ said }) => said).join(' − ')
  const bracket = shares.length > 1 ? `(${sum})` : sum
  const expression = way === 'part' ? sum : `${count} - ${bracket}`
  const how =
    way === 'part'
      ? shares[0]!.kind === 'count'
        ? `${shares[0]!.said} of ${count}`
        : `${shares[0]!.said} of ${count}`
      : shares[0]!.kind === 'count'
        ? `${count} − ${all}`
        : `${count} less ${all.replaceAll(' − ', ' and ')} of them`
  if (wanted === 'count') return evaluated({ expression, how })
  if (count === '0') return null
  const ratio = `(${expression}) / ${count}`
  if (wanted === 'fraction') {
    const only = task('fraction', 'Work out the part', 'math.fraction', { expression: ratio })
    return single(only, '{{text}}', { text: at('/text') }, `${how}, of ${count}`)
  }
  return inPercent(`${ratio} * 100`, way === 'part' ? how : `${how}, of ${count}`)
}
