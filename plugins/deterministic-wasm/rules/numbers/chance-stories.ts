/**
 * Chances that a sentence or two tell of: one draw from a bag or a class, one card, one die or spinner, coins, one prize among tickets. Every
 * single thing is taken to be as likely as any other; two draws, and what happens after one, are left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'
import { CHANCE, chanceOf, DICE, diceSum } from './chance-rules.ts'

const END = '[,.;:!?]* (?:so |then |and )?'
const ASK =
  "(?:(?:what's|what is|what are|whats|find|calculate|give me|tell me|i need|how (?:big|high|large) (?:is|are))? ?(?:the |my |his |her )?(?:probability|chances?|odds|likelihood)(?: in (?:percent|%))?|how likely is it|how probable is it)"
const DRAW =
  '(?:draw|drawing|pick|picking|get|getting|take|taking|pull|pulling|choose|choosing|select|selecting|grab|grabbing|to draw|to pick|to get|to take|have|hit|hitting|land on|landing on|spin|spinning|drawn|picked)'
const OF = `(?:(?: (?:of|that|for|to))?(?: (?:i|you|we|he|she|one|my friend))?(?: (?:randomly|will|would|can))?(?: ${DRAW})?(?: out)?)`
const IS =
  "(?:(?:it|the (?:ball|marble|card|sweet|counter|sock|pupil|student|child|person|number|one|pen|bead|kid|cube|tile|letter|first one|chosen \\p{L}+|picked \\p{L}+)|he|she) (?:is|will be|being|would be|'s) (?:an? )?)"
const DECK =
  '(?:(?:from|in|out of|with) (?:an?|the|one) (?:standard |normal |full |shuffled |regular |ordinary |well-shuffled |french )*(?:deck|pack)(?: of)?(?: (?:52|fifty-two|playing|normal|standard))*(?: cards?)?)'
const PARTS = { ASK, OF, CHANCE, DICE, DECK, IS } as const

/** Ranks: four of them in 52; suits: thirteen. */
const RANK = '(?:ace|king|queen|jack|10|ten|nine|eight|seven|six|five|four|three|two|[2-9])'
const SUIT = '(?:hearts?|spades?|clubs?|diamonds?)'

function card(slots: Slots): Answer | null {
  const isNot = slots.has('not')
  const told: readonly (readonly [string, number, string])[] = [
    ['one', 1, 'one card'],
    ['two', 8, 'eight cards'],
    ['rank', 4, 'four cards'],
    ['suit', 13, 'thirteen cards'],
    ['colour', 26, '26 cards'],
    ['face', 12, 'twelve cards'],
  ]
  const found = told.find(([name]) => slots.has(name))
  if (found === undefined) return null
  const [, cards, said] = found
  const [first, second] = [slots.text('two').replace(/s$/u, ''), slots.text('second').replace(/s$/u, '')]
  if (slots.has('two') && first === second) return null
  return chanceOf(`${isNot ? 52 - cards : cards} / 52`, `${isNot ? `all but ${said}` : said} of 52`)
}

const PRIMES = new Set([2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97])

/** How many of 1 to `most` fit what is said. */
function fitting(slots: Slots, most: number): number | null {
  const value = (name: string): number => Number(slots.text(name))
  const all = Array.from({ length: most }, (_, i) => i + 1)
  const count = (fits: (n: number) => boolean): number => all.filter(fits).length
  if (slots.has('more')) return count(n => n > value('more'))
  if (slots.has('less')) return count(n => n < value('less'))
  if (slots.has('least')) return count(n => n >= value('least'))
  if (slots.has('most')) return count(n => n <= value('most'))
  if (slots.has('prime')) return count(n => PRIMES.has(n))
  if (slots.has('even')) return count(n => n % 2 === 0)
  if (slots.has('odd')) return count(n => n % 2 === 1)
  if (slots.has('by')) return value('by') < 1 ? null : count(n => n % value('by') === 0)
  if (slots.has('x')) {
    const named = [value('x'), ...(slots.has('y') ? [value('y')] : []), ...(slots.has('z') ? [value('z')] : [])]
    return new Set(named).size !== named.length || named.some(n => n < 1 || n > most) ? null : named.length
  }
  return null
}
const KIND =
  '(?:(?<not>(?:not |no |anything but |any number but |anything except ))?(?:an? |the )?(?:number )?(?:that is |which is )?(?:(?:greater|more|higher|larger|bigger) than {more:count}|(?:above|over) {more2:count}|(?:less|lower|smaller|fewer) than {less:count}|(?:below|under) {less2:count}|at least (?:a |an )?{least:count}|{least2:count} or (?:more|higher|above|greater|up)|at most (?:a |an )?{most:count}|{most2:count} or (?:less|lower|below|fewer)|(?<prime>prime)(?: number)?|(?<even>even)(?: number)?|(?<odd>odd)(?: number)?|(?:divisible by|(?:a )?multiple of) {by:count}|(?:number )?{x:count}(?:(?:,| or)(?: an?)? {y:count})?(?:,? or(?: an?)? {z:count})?))'

function numbered(slots: Slots, most: number, what: string): Answer | null {
  const found = most > 100 || most < 2 ? null : fitting(slots.folded(), most)
  if (found === null) return null
  const kept = slots.has('not') ? most - found : found
  return chanceOf(`${kept} / ${most}`, `${kept} of ${most} ${what}`)
}

function coins(slots: Slots): Answer | null {
  const n = slots.has('n') ? Number(slots.text('n')) : slots.has('twice') ? 2 : 1
  if (n < 1 || n > 60) return null
  if (slots.has('least')) return chanceOf(`1 - 1 / 2 ^ ${n}`, `1 − (1/2)^${n}: all but none`)
  if (slots.has('all') || slots.has('none')) return chanceOf(`1 / 2 ^ ${n}`, `(1/2)^${n}`)
  if (slots.has('both')) return n === 2 ? chanceOf('1 / 2 ^ 2', '(1/2)²') : null
  if (slots.has('same')) return chanceOf(`2 / 2 ^ ${n}`, `2 of 2^${n} results`)
  if (slots.has('one') && n === 1) return chanceOf('1 / 2', 'one side of two')
  const k = Number(slots.text('k'))
  if (!slots.has('k') || k > n) return null
  return chanceOf(`fact(${n}) / (fact(${k}) * fact(${n - k})) / 2 ^ ${n}`, `exactly ${k} of ${n}, a fair coin`)
}
const SIDE = '(?:heads?|tails?)'
const RESULT = `(?:(?<least>at least (?:1|one|a) ${SIDE})|(?<none>no ${SIDE}|never ${SIDE})|(?<all>(?:all|only) ${SIDE}|${SIDE} (?:every|each) time)|(?<both>both (?:(?:are|being|land|show|times) )?${SIDE}|${SIDE} both times|${SIDE} twice)|(?<same>the same (?:side|result)(?: (?:each|every|both) times?)?)|(?<one>an? )?(?:exactly )?(?:{k:count} )?${SIDE}(?: exactly {k2:count} times?)?)`
const TOSS = '(?:flip|toss|throw|flipping|tossing|throwing|flipped|tossed|flips|tosses)'
const TOSSED = `(?:(?:if )?(?:i|you|we|a|one) )?(?:${TOSS} )?(?:(?:an?|the|1|one) (?:fair )?coin(?: is (?:flipped|tossed|thrown))?(?: (?:{n:count} times|(?<twice>twice)))?|{n2:count} (?:fair )?coins(?: are (?:flipped|tossed|thrown))?(?: at once)?)`

const tossed = (slots: Slots): Answer | null => coins(slots.folded())

function prize(slots: Slots): Answer | null {
  const [n, k] = [Number(slots.text('n')), Number(slots.text('k'))]
  return k < 1 || k > n ? null : chanceOf(`${k} / ${n}`, `${k} of ${n} tickets`)
}

const TICKETS = '(?:raffle |lottery )?(?:tickets?|lots|entries)'
const DRAWN = `(?:if )?(?:i|you|we|someone) (?:draw|pick|take|choose)s? (?:1|one|a|a single|a random)(?: random)? card ${DECK}`
const TWO_DICE = `(?:(?:if |when )?(?:i|you|we) )?(?:roll|throw|rolling|throwing|rolled|threw)s? 2 ${DICE}(?: (?:at once|together|once))?`
const CARD = `[ASK][OF](?: (?:it is|it's|the card is|that is))?(?: (?<not>not|no))?(?: an?| the| 1)? ?(?:(?<one>${RANK} of ${SUIT})|(?<two>${RANK})s? or (?:an? )?(?<second>${RANK})s?|(?<rank>${RANK})|(?<suit>${SUIT})(?: card)?|(?<colour>red|black)(?: card)?|(?<face>face card|picture card|court card))(?: card)?(?: (?:with|in) (?:one|1|a single) (?:draw|card))?`
const ROLLED = `(?:if )?(?:i|you|we) (?:roll|throw)s? (?:an?|one|1) ${DICE}(?: once)?`
const THROWN = `[ASK](?: (?:of|that|for|to))?(?: (?:i|you|we))?(?: (?:roll|rolling|throw|throwing|get|getting))? ${KIND}`
const WITH_DIE = `(?:with|on|in|from|rolling|throwing|using|when rolling|when throwing|if i roll|if you roll) (?:an?|1|one|the)(?: single| fair)? (?:${DICE}|(?:roll|throw) of (?:an?|1|one) ${DICE})`

const PHRASES: readonly Phrase[] = [
  phrase(
    `${TWO_DICE}${END}[ASK](?: (?:of|that|for|to))?(?: (?:i|you|we))?(?: (?:get|getting|roll|rolling|throw|throwing))? (?:(?:the |an? )?(?:sum|total)(?: (?:of|is))? {sum:count}|(?<double>(?:an? )?doubles?|a pair|the same number(?: twice)?|2 equal numbers))`,
    slots => (slots.has('double') ? chanceOf('6 / 36', '6 of 36 throws') : diceSum(slots)),
    PARTS,
  ),
  phrase(
    '[ASK] of (?:getting |throwing |flipping )?(?<side>heads|tails)',
    () => chanceOf('1 / 2', 'one side of two'),
    PARTS,
  ),
  phrase(`${DRAWN}${END}${CARD}(?: ${DECK})?`, card, PARTS),
  phrase(`${CARD} ${DECK}`, card, PARTS),
  phrase(`${ROLLED}${END}${THROWN}`, slots => numbered(slots, 6, 'sides'), PARTS),
  phrase(`${THROWN} ${WITH_DIE}`, slots => numbered(slots, 6, 'sides'), PARTS),
  phrase(
    `(?:an? |the )?(?:spinner|wheel|wheel of fortune) (?:has|with|of) {all:count} equal (?:sections|fields|segments|parts|sectors),? (?:numbered |labelled |with the numbers )?(?:from )?1 (?:to|-) {end:count}${END}[ASK](?: (?:of|that|for|to))?(?: (?:i|you|we|it|the (?:spinner|wheel|arrow)))?(?: (?:spin|spinning|land|lands|landing|stop|stops|stopping|get|getting|hit|hitting)(?: on)?)? ${KIND}`,
    slots => (slots.text('all') === slots.text('end') ? numbered(slots, Number(slots.text('all')), 'fields') : null),
    PARTS,
  ),
  phrase(
    `[ASK](?: (?:of|that|for))? (?:an? )?(?:random(?:ly)? (?:chosen |picked |selected )?)?(?:whole )?(?:number|integer)(?: (?:chosen|picked|selected|drawn)(?: at random)?)? (?:from|between) 1 (?:to|and|through) {all:count}(?:,? inclusive)? (?:is|being|will be|to be) ${KIND}`,
    slots => numbered(slots, Number(slots.text('all')), 'numbers'),
    PARTS,
  ),
  phrase(
    `${TOSSED}${END}[ASK](?: (?:of|that|for|to))?(?: (?:i|you|we|one))?(?: (?:get|getting|see|seeing|throw|have|having))? ${RESULT}`,
    tossed,
    PARTS,
  ),
  phrase(
    `[ASK](?: (?:of|that|for|to))?(?: (?:i|you|we|one))?(?: (?:get|getting|see|seeing|throw|throwing|flip|flipping|have|having))? ${RESULT} (?:if|when|in|with|from) ${TOSSED}`,
    tossed,
    PARTS,
  ),
  phrase(
    `[ASK](?: (?:of|that|for|to))?(?: (?:i|you|we|one))?(?: (?:get|getting|see|seeing|throw|throwing|flip|flipping|have|having))? ${RESULT} (?:in|with|from|out of) {n:count} (?:(?:coin )?(?:tosses|flips|throws)(?: of (?:a|one) (?:fair )?coin)?|coins)`,
    tossed,
    PARTS,
  ),
  phrase(
    `(?:there (?:are|were)|they sold|they sell) {n:count} ${TICKETS}(?: (?:in|for) (?:the|a|our) (?:raffle|tombola|draw|lottery|box))?(?: and)?(?: (?:only )?(?:1|one|a single) (?:prize|winner|winning ticket))?[,.;]*(?: and)? (?:i|we|he|she) (?:have|has|bought|buy|got|own|hold) {k:count}(?: (?:of them|tickets))?${END}[ASK](?: (?:of|that|for|to))?(?: (?:i|we|he|she))?(?: (?:winning|win|wins|will win|to win))(?: (?:the|first|1st|main|only|grand|a|one|1))* ?(?:prize)?`,
    prize,
    PARTS,
  ),
  phrase(
    `(?:the )?(?:chance|probability|likelihood) (?:of|that it(?: will)?|that there(?: will be|'s| is)?) (?<what>rain|snow|rains|snows|a storm|frost|winning|failure|success|a delay)(?: (?:tomorrow|today|tonight))? is {p:percent}${END}[ASK] (?:of (?:no|not) \\k<what>|that (?:it (?:won't|will not|does not|doesn't|does n't|stays dry|will stay dry)|there (?:is|will be) no)(?: (?:rain|snow|\\k<what>))?)(?: (?:tomorrow|today|tonight))?`,
    slots =>
      Number(slots.text('p')) > 100
        ? null
        : evaluated({ expression: `100 - ${slots.text('p')}`, unit: '%', how: `100% − ${slots.text('p')}%` }),
    PARTS,
  ),
]

const NOUN = '\\p{L}[\\p{L}-]{1,15}'
/** `A bag has 5 red, 3 blue and 2 green marbles.` */
const BAG = new RegExp(
  `^(?:(?:an?|the|my|our|in (?:an?|the|my|our)) (?:${NOUN} )?${NOUN}(?: (?:has|have|holds|contains|with|of|there are|are|is))? |(?:there are|i have|we have|with) )(?<list>\\d{1,4} ${NOUN}(?: ${NOUN})?(?:(?:,| and|, and) \\d{1,4} ${NOUN}(?: ${NOUN})?){1,5})(?: in (?:an?|the|my|our|it) ?(?:${NOUN})?)?(?<drawn>[,.;]* (?:and )?(?:(?:i|we|you|he|she) (?:draw|pick|take|pull|choose|grab|take out|pick out)s? (?:one|1|a \\p{L}+)(?: (?:of them|out))?|(?:one|1|a \\p{L}+) (?:of them )?is (?:drawn|picked|chosen|taken|selected|pulled)(?: out)?)(?: (?:at random|randomly|blindly|without looking|with closed eyes|out|of them|from it|from the \\p{L}+))*)?${END}${ASK}(?<rest>[^\\d]{3,70})$`,
  'iu',
)
const AT_RANDOM =
  / (?:at random|randomly|blindly|without looking|by chance|in one (?:draw|go|try)|with (?:one|1|a single) (?:draw|pick|try)|(?:from|out of) (?:it|the \p{L}+)|in (?:percent|%)|first|once|on the first (?:draw|pick|try))+$/iu
const WANTED = new RegExp(
  `^(?:${OF}|(?: (?:of|that))? (?:${IS.replace("\\'", "'")}))? ?(?<not>(?:not |no |anything but ))?(?:an? |one |1 |of )?(?<x>${NOUN})(?: ${NOUN})??(?: or (?:an? )?(?<y>${NOUN}))?(?: (?<noun>${NOUN}))?(?: is (?:drawn|picked|chosen|taken|selected))?$`,
  'iu',
)

const DRAWS =
  /(?<!\p{L})(?:draw\p{L}*|pick\p{L}*|pull\p{L}*|tak(?:e|es|ing|en)|choos\p{L}*|chosen|select\p{L}*|grab\p{L}*|bag|box|jar|urn|drawer|basket|bowl|hat|sack|bucket|tin)(?!\p{L})/iu

const singular = (word: string): string =>
  ({ men: 'man', women: 'woman', children: 'child', people: 'person' })[word] ??
  word.replace(/(?:(?<=s|x|ch|sh)es|(?<![su])s)$/u, '')

/** One thing drawn among several kinds. */
function drawn({ plain, quotes, data }: Clause): Answer | null {
  const groups =
    quotes.length > 0 || data !== null
      ? undefined
      : BAG.exec(plain.replace(/ 1(?=[ ?.!]*$| is (?:drawn|picked|taken))/u, ' one'))?.groups
  if (groups === undefined) return null
  // `I have 3 cats and 2 dogs, what are the chances of getting a dog`: nothing is drawn.
  if (groups.drawn === undefined && !DRAWS.test(plain)) return null
  const counts = (groups.list ?? '').match(/\d+/gu)?.map(Number) ?? []
  const names = (groups.list ?? '')
    .toLowerCase()
    .split(/,? and \d+ |, \d+ /u)
    .map(part => part.replace(/^\d+ /u, '').trim().split(' '))
  // The thing itself stands behind the last kind: `2 green marbles`.
  const thing = names.map(words => words[1] ?? '').find(word => word !== '') ?? ''
  if (names.some(words => words[1] !== undefined && words[1] !== thing)) return null
  const kinds = names.map(words => singular(words[0] ?? ''))
  if (new Set(kinds).size !== kinds.length || counts.length !== kinds.length) return null
  const wanted = WANTED.exec((groups.rest ?? '').replace(/[?.! ]+$/u, '').replace(AT_RANDOM, ''))?.groups
  if (wanted === undefined) return null
  const asked = [wanted.x, wanted.y].filter(word => word !== undefined).map(word => singular(word.toLowerCase()))
  const noun = singular((wanted.noun ?? '').toLowerCase())
  if (noun !== '' && noun !== 'one' && noun !== singular(thing)) return null
  if (asked.some(word => !kinds.includes(word)) || new Set(asked).size !== asked.length) return null
  const all = counts.reduce((sum, count) => sum + count, 0)
  const some = counts.filter((_, i) => asked.includes(kinds[i] ?? '')).reduce((sum, count) => sum + count, 0)
  const kept = wanted.not === undefined ? some : all - some
  return all === 0 || all > 100_000 ? null : chanceOf(`${kept} / ${all}`, `${kept} of ${counts.join(' + ')} = ${all}`)
}

export const chanceStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'chance-story',
    reason: 'Tells the chance of one draw, one card, one throw, coins, or one prize among tickets.',
    order: 108.2,
    pairs: 'joined',
    hint: /probability|chance|odds|likel|probable/i,
    examples: {
      yes: [
        "A bag has 5 red, 3 blue and 2 green marbles. What's the probability of drawing a blue one?",
        'probability of drawing an ace from a deck of 52 cards',
        'flip a coin 3 times, chance of at least one head?',
        'chance of rolling a number greater than 4 with a die',
        'There are 12 boys and 8 girls in the class. One is picked at random. What is the probability that it is a girl?',
        'A bag has 5 red, 3 blue and 2 green marbles. probability that it is not red?',
        "rolling two dice, what's the probability of a total of 9",
        'probability that a random number from 1 to 20 is prime',
        'There are 200 tickets and I bought 5. What is my chance of winning the first prize?',
        'The chance of rain is 30%. What is the chance of no rain?',
      ],
      no: [
        "A bag has 5 red, 3 blue and 2 green marbles. What's the probability of drawing two blue ones?",
        "A bag has 5 red, 3 blue and 2 green marbles. I take a red one out. What's the probability of drawing a blue one?",
        "A bag has 5 red, 3 blue and 2 green marbles. What's the probability of drawing a yellow one?",
        'probability of drawing two aces from a deck of 52 cards',
        'probability of drawing an ace after a king from a deck',
        'chance of rolling a number greater than 4 twice with a die',
        'flip a coin 3 times, chance of at least two heads?',
        'what is the chance that my team wins 3 of 5 games',
        'The chance of rain is 30%. Should I take an umbrella?',
        'There are 200 tickets and 3 prizes and I bought 5. What is my chance of winning a prize?',
        'what are the odds of meeting the king',
      ],
    },
    read: clause =>
      clause.mark.startsWith('!') || clause.plain.length > 240 ? null : (readPhrases(clause, PHRASES) ?? drawn(clause)),
  }),
]
