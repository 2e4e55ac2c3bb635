/**
 * Ways and chances: orders of things, choices out of many, codes, handshakes, and the simple chances of fair coins, dice and cards.
 * Coins and dice are taken to be fair; what needs more than that is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { peek } from '../peek.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, task, withHow } from '../rule.ts'

const WAYS =
  '(?:in )?how many (?:different |distinct |possible |unique )?(?:ways|orders|arrangements|permutations|sequences)(?: are there| exist)?(?: can (?:i|you|we|one)| could (?:i|you|we|one)| (?:i|you|we) can)?'
const THINGS =
  '(?:books?|people|persons?|friends|guests|students|children|kids|colleagues|players|items|things|objects|elements|letters|cards|cars|pictures|photos|songs|runners|chairs|colou?rs|balls|toppings|numbers|members|employees|women|men|boys|girls|candidates|teams|flavou?rs|cds|plants|participants|classmates|delegates|partygoers|business people)'
const MANY = `(?:(?:different|distinct) )?${THINGS}`
/** What `choose` means in any case. */
export const FREE =
  "(?:[,.;(]* ?(?:(?:the )?order (?:does(?:n't|nt| not) (?:matter|count)|is(?:n't|nt| not) important|is irrelevant|plays no (?:role|part))|(?:regardless of|ignoring|without regard to)(?: the)? order)\\)?)?"
export const CHANCE =
  "(?:(?:what's |what is |what are )?(?:the )?(?:probability|chances?|odds|likelihood)(?: (?:of|that|for)(?: (?:i|you|we))?)?(?: (?:get|gets|getting|roll|rolling|throw|throwing|flip|flipping|toss|tossing|have|having|see|seeing|draw|drawing|pick|picking))?|(?:how likely (?:is it )?to (?:get|roll|throw|flip|toss)))"
export const DICE = '(?:fair |normal |six-sided |6-sided |standard |regular )*(?:dice|die)'
const ONE_DIE = `(?:(?:with|on|in|from) (?:1|one|an?|the)(?: single)? (?:roll|throw)(?: of (?:an?|1|one|the) ${DICE})?|(?:on|with|from|rolling|throwing|using) (?:an?|1|one|the)(?: single)? ${DICE}|once|in one go)`
const SIDE = '(?:an? |the |one )?(?:number )?(?<side>[1-6])'
const COIN = '(?:an? |the )?(?:fair |normal )?coins?'

const PHRASES: readonly Phrase[] = [
  phrase(
    `${WAYS}(?: (?:to )?(?:arrange|order|line up|seat|put|place|rank|sort|queue)(?: up)?)?(?: can)? {n:count} ${MANY}(?: (?:can )?(?:be (?:arranged|ordered|lined up|seated|placed|put|ranked)|stand|sit|line up|queue(?: up)?))?(?: (?:on a shelf|in a row|in a line|in a queue|in line|side by side|in order))?`,
    slots => orders(slots),
  ),
  phrase(
    '(?:number of |how many )?(?:permutations|orderings|arrangements) (?:of|for|are there (?:of|for)) {n:count}(?: (?:different |distinct )?(?:items|objects|things|elements|books|people|letters))?',
    slots => orders(slots),
  ),
  phrase('(?:{n:count} (?:choose|ncr) {k:count}|{n2:count}c{k2:count})', slots => chosen(slots)),
  phrase('(?:n?c|binom|choose|comb) ?\\( ?{n:count} ?[,.;] ?{k:count} ?\\)', slots => chosen(slots)),
  phrase('{n:count} ?npr ?{k:count}', slots => arranged(slots)),
  phrase('(?:n?p|perm) ?\\( ?{n:count} ?[,.;] ?{k:count} ?\\)', slots => arranged(slots)),
  phrase(
    `(?:in )?how many (?:different |distinct |possible )?(?:ways|combinations)(?: are there| exist)?(?: can (?:i|you|we|one)| could (?:i|you|we|one)| (?:i|you|we) can)?(?: (?:to|of))? ?(?:choose|choosing|pick|picking|select|selecting|draw|drawing|take|form a (?:team|group|committee) of)? ?{k:count}(?: ${MANY})? (?:from|out of|of|among)(?: a (?:group|set|pool|class|deck|total) of)? {n:count}(?: ${MANY})?${FREE}`,
    slots => chosen(slots),
  ),
  phrase(`(?:number of )?combinations (?:of|for)(?: choosing)? {k:count} (?:from|out of) {n:count}`, slots =>
    chosen(slots),
  ),
  phrase(
    `how many handshakes(?: are there| will there be| happen| in total)?(?: (?:if|when|among|between|for|with))? {n:count} ${MANY}(?: (?:all |each )?(?:(?:shake|shakes|shook) hands?(?: with)?(?: (?:each other|one another|every(?:one|body)(?: else)?|every other(?: one| 1| person)?|all the others))?(?: exactly)?(?: once)?))?`,
    slots => handshakes(slots),
  ),
  phrase(
    `{n:count} ${MANY}(?: at a (?:party|meeting))?(?:,)? (?:all |each )?shake hands? with (?:each other|one another|every(?:one|body)(?: else)?)(?: (?:exactly )?once)?,? how many handshakes(?: (?:is that|are there|in total))?`,
    slots => handshakes(slots),
  ),
  phrase(
    'how many (?:different |possible )?{n:count}[- ]digit (?:pins?|pin codes?|codes?|combinations|passcodes|number codes)(?: are (?:there|possible)| exist| can there be)?',
    slots => codes(slots),
  ),
  phrase(`${CHANCE} ${SIDE} ${ONE_DIE}`, slots => chanceOf('1 / 6', `one side of six: ${slots.text('side')}`)),
  phrase(`${CHANCE} (?:an? )?(?<kind>even|odd)(?: number)? ${ONE_DIE}`, slots =>
    chanceOf('3 / 6', `three ${slots.text('kind')} sides of six`),
  ),
  phrase(`${CHANCE} (?:2|two|double) (?<side>[1-6]|six|sixes)'?e?s? (?:with|on|using|rolling) (?:2|two) ${DICE}`, () =>
    chanceOf('(1 / 6) ^ 2', '1/6 × 1/6'),
  ),
  phrase(
    `${CHANCE} (?<what>doubles|a double|a pair|the same number(?: twice)?) (?:with|on|using|rolling) (?:2|two) ${DICE}`,
    () => chanceOf('6 / 36', '6 of 36 throws'),
  ),
  phrase(
    `${CHANCE} (?:an? |the )?(?:sum|total) of {sum:count} (?:with|on|using|rolling|from) (?:2|two) ${DICE}`,
    slots => diceSum(slots),
  ),
  phrase(`${CHANCE} (?:an? )?{sum:count} (?:with|on|using|rolling|from) (?:2|two) ${DICE}`, slots => diceSum(slots)),
  phrase(
    `${CHANCE} (?:an? )?(?<what>heads?|tails?) (?:with|on|in|from|flipping|tossing|when flipping) ${COIN}(?: (?:flip|toss|once))?`,
    () => chanceOf('1 / 2', 'one side of two'),
  ),
  phrase(
    `${CHANCE} (?:exactly )?{k:count} (?:heads?|tails?) (?:in|from|out of|with|when flipping|on) {n:count}(?: (?:coin )?(?:flips|tosses|throws|coins|coin flips|coin tosses)(?: of ${COIN})?)`,
    slots => heads(slots),
  ),
  phrase(`${CHANCE} {n:count} (?:heads|tails) in a row`, slots => allHeads(slots)),
  phrase(
    `${CHANCE} (?:all |only )(?:heads|tails) (?:in|from|with|on) {n:count}(?: (?:coin )?(?:flips|tosses|throws|coins))`,
    slots => allHeads(slots),
  ),
  phrase(
    `${CHANCE} at least (?:1|one) (?:six|6|[1-5]) (?:in|with|from|on) {n:count} (?:rolls?|throws?|dice)(?: of ${DICE}| of (?:a|one) ${DICE})?`,
    slots => leastOne(slots),
  ),
]

export const chanceRules: readonly PlannerRule[] = [
  defineRule({
    id: 'ways-and-chances',
    reason: 'Counts orders, choices and codes, and tells the simple chances of fair coins and dice.',
    order: 108,
    hint: /how many|choose|combination|permutation|arrangement|ordering|probability|chance|odds|likel|\d ?n?[cp]r? ?\d|[cp] ?\(|binom|handshake/i,
    examples: {
      yes: [
        'How many handshakes if 14 colleagues each shake hands with every other one exactly once?',
        'In how many orders can 6 books stand on a shelf?',
        '10 choose 3',
        'how many ways to choose 3 people from 10',
        'how many 4-digit pins are there',
        'probability of rolling a 6 with one die',
        'probability of a sum of 7 with two dice',
        'probability of 3 heads in 5 flips',
        'chance of at least one six in 4 rolls',
        'permutations of 5 items',
      ],
      no: [
        'What are the odds of winning 3 games?',
        'probability of rain in 2 days',
        'how many ways to leave 50 lovers',
        'choose 3 books for me',
        'How many ways can 5 people be wrong?',
        'What are the chances of 6 in a row at roulette?',
        'how many handshakes did 2 presidents exchange',
        'In how many ways did 3 kings rule?',
        '5 people choose 2 leaders',
        'probability of rolling a 7 with one die',
      ],
    },
    read: clause => (clause.mark.startsWith('!') ? null : readPhrases(clause, PHRASES)),
  }),
]

const numberOf = (slots: Slots, name: string): number => Number(slots.text(name))

function orders(slots: Slots): Answer | null {
  const n = numberOf(slots, 'n')
  return n < 1 || n > 60 ? null : evaluated({ expression: `fact(${n})`, how: `${n}! orders of ${n} different things` })
}

function chosen(slots: Slots): Answer | null {
  const [n, k] = slots.has('n2')
    ? [numberOf(slots, 'n2'), numberOf(slots, 'k2')]
    : [numberOf(slots, 'n'), numberOf(slots, 'k')]
  if (k > n || n > 300) return null
  return evaluated({
    expression: `fact(${n}) / (fact(${k}) * fact(${n - k}))`,
    how: `${n}! ÷ (${k}! × ${n - k}!), order does not matter`,
  })
}

function arranged(slots: Slots): Answer | null {
  const [n, k] = [numberOf(slots, 'n'), numberOf(slots, 'k')]
  if (k > n || n > 300) return null
  return evaluated({ expression: `fact(${n}) / fact(${n - k})`, how: `${n}! ÷ ${n - k}!, order matters` })
}

function handshakes(slots: Slots): Answer | null {
  const n = numberOf(slots, 'n')
  return n < 2 ? null : evaluated({ expression: `${n} * (${n} - 1) / 2`, how: `${n} × ${n - 1} ÷ 2` })
}

function codes(slots: Slots): Answer | null {
  const n = numberOf(slots, 'n')
  return n < 1 || n > 20 ? null : evaluated({ expression: `10 ^ ${n}`, how: `10^${n}, each digit from 0 to 9` })
}

/** As a fraction and in per cent. */
export function chanceOf(expression: string, how: string): Answer {
  const percent = peek('math.evaluate', { expression: `(${expression}) * 100` })?.exact
  const isExact = typeof percent === 'string' && /^\d+(?:\.\d{1,2})?$/.test(percent)
  const tasks = [
    task('fraction', 'Work out the chance', 'math.fraction', { expression }),
    task('percent', 'In per cent', 'math.evaluate', {
      expression: `(${expression}) * 100`,
      ...(isExact ? {} : { decimals: 2, rounding: 'half_up' }),
    }),
    task(
      'both',
      'Put both together',
      'agg.merge',
      {
        objects: [
          { fraction: { $from: 'fraction', pointer: '/text' }, percent: { $from: 'percent', pointer: '/exact' } },
        ],
      },
      ['fraction', 'percent'],
    ),
  ]
  return {
    tasks,
    answer: 'both',
    reply: withHow(
      `{{fraction}} (${isExact ? '' : 'about '}{{percent}}%)`,
      { fraction: at('/fraction'), percent: at('/percent') },
      how,
    ),
  }
}

export function diceSum(slots: Slots): Answer | null {
  const sum = numberOf(slots, 'sum')
  if (sum < 2 || sum > 12) return null
  const ways = 6 - Math.abs(7 - sum)
  return chanceOf(`${ways} / 36`, `${ways} of 36 throws of two dice make ${sum}`)
}

function heads(slots: Slots): Answer | null {
  const [n, k] = [numberOf(slots, 'n'), numberOf(slots, 'k')]
  if (k > n || n > 60) return null
  return chanceOf(`fact(${n}) / (fact(${k}) * fact(${n - k})) / 2 ^ ${n}`, `exactly ${k} of ${n}, a fair coin`)
}

function allHeads(slots: Slots): Answer | null {
  const n = numberOf(slots, 'n')
  return n < 1 || n > 60 ? null : chanceOf(`1 / 2 ^ ${n}`, `½ to the power of ${n}`)
}

function leastOne(slots: Slots): Answer | null {
  const n = numberOf(slots, 'n')
  return n < 1 || n > 100 ? null : chanceOf(`1 - (5 / 6) ^ ${n}`, `1 - (5/6)^${n}`)
}
