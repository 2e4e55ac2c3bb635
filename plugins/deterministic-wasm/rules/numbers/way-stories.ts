/**
 * Ways that a sentence or two tell of: committees, outfits, games of each against each, letters put in other orders, codes, places on a podium.
 * What may repeat, and whether order counts, is said by the thing itself; where it is left open, nothing is said.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Phrase, phrase, readPhrases, Slots } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'
import { FREE } from './chance-rules.ts'

const END = '[,.;:!?]* (?:so |then |and )?'
const PEOPLE =
  '(?:people|persons|students|pupils|kids|children|players|members|friends|colleagues|employees|girls|boys|women|men|candidates|teachers|applicants|volunteers|guests|athletes|classmates|workers|scouts|runners|swimmers|racers|cyclists|riders|drivers|horses|cars|teams|boats|sprinters|skiers|dancers|singers)'
const TEAM = '(?:committee|team|group|jury|delegation|panel|council|quiz team|relay team|squad|board|crew|trio|band)'
const POSSIBLE =
  "(?:how many|what(?:'s| is) the number of|find the number of|in how many)(?: (?:different|possible|distinct|unique))* (?:possibilities|ways|combinations|choices|teams|groups|committees|juries|delegations|options|panels|selections|squads|boards|crews|outcomes)(?: (?:are (?:there|possible|that)|is that|do (?:we|i) have|can (?:we|i|you) (?:do|choose|pick|select|form|make)(?: (?:this|it|that|them|the \\p{L}+))?|exist|could (?:we|i) (?:choose|form|pick|make)|can (?:this|that|it) be done|can be (?:chosen|formed|picked|made|selected)|could there be))?"
const PICK = '(?:choose|pick|select|take|draw|elect|appoint|form|make|put together|have)'
const GAMES = '(?:games|matches|fixtures|duels|meetings)'
const EACH_OTHER =
  '(?:(?:against |with )?(?:each|every|all)(?: of the)? others?(?: (?:team|player|club|one|person|1))?s?|(?:against )?each other|(?:against )?one another|(?:against )?every(?:one|body)(?: else)?)'

const PARTS = { PEOPLE, TEAM, POSSIBLE, FREE, PICK, GAMES, EACH_OTHER } as const
const factorial = (n: number): string => `fact(${n})`
const whole = (slots: Slots, name: string): number => Number(slots.text(name))

function chosen(slots: Slots): Answer | null {
  const [n, k] = [whole(slots, 'n'), whole(slots, 'k')]
  if (k < 1 || k > n || n > 300) return null
  return evaluated({
    expression: `${factorial(n)} / (${factorial(k)} * ${factorial(n - k)})`,
    how: `${n}! ÷ (${k}! × ${n - k}!), order does not matter`,
  })
}

function placed(slots: Slots): Answer | null {
  const n = whole(slots, 'n')
  const k = slots.has('k') ? whole(slots, 'k') : slots.has('two') ? 2 : 3
  if (k > n || n > 300) return null
  return evaluated({ expression: `${factorial(n)} / ${factorial(n - k)}`, how: `${n}! ÷ ${n - k}!, order matters` })
}

function pairs(slots: Slots): Answer | null {
  const n = whole(slots, 'n')
  const isTwice = slots.has('twice')
  if (n < 2 || n > 100_000) return null
  return isTwice
    ? evaluated({ expression: `${n} * (${n} - 1)`, how: `${n} × ${n - 1}, each pair twice` })
    : evaluated({ expression: `${n} * (${n} - 1) / 2`, how: `${n} × ${n - 1} ÷ 2` })
}

const knockout = (slots: Slots): Answer | null =>
  whole(slots, 'n') < 2
    ? null
    : evaluated({ expression: `${slots.text('n')} - 1`, how: `${slots.text('n')} − 1: each match sends one home` })

function power(base: number, n: number, how: string): Answer | null {
  return n < 1 || n > 60 ? null : evaluated({ expression: `${base} ^ ${n}`, how })
}

function outcomes(slots: Slots): Answer | null {
  const n = slots.has('n') ? whole(slots, 'n') : 1
  const base = /^co/iu.test(slots.text('what')) ? 2 : 6
  return power(base, n, `${base}^${n}`)
}

function orders(slots: Slots): Answer | null {
  const n = whole(slots, 'n')
  if (n < 1 || n > 60) return null
  return slots.has('round')
    ? evaluated({ expression: factorial(n - 1), how: `${n - 1}!, turned around the table it is the same` })
    : evaluated({ expression: factorial(n), how: `${n}! orders of ${n}` })
}

function plates(slots: Slots): Answer | null {
  const [letters, digits] = [whole(slots, 'l'), whole(slots, 'd')]
  if (letters + digits > 20) return null
  return evaluated({
    expression: `26 ^ ${letters} * 10 ^ ${digits}`,
    how: `26^${letters} × 10^${digits}, each letter and digit may repeat`,
  })
}

function codes(slots: Slots): Answer | null {
  const n = whole(slots, 'n')
  const base = slots.has('b') ? whole(slots, 'b') : slots.has('letters') ? 26 : 10
  if (n < 1 || n > 20 || base < 2 || base > 1000) return null
  if (!slots.has('once')) return power(base, n, `${base}^${n}, each may repeat`)
  return n > base
    ? null
    : evaluated({
        expression: `${factorial(base)} / ${factorial(base - n)}`,
        how: `${base}! ÷ ${base - n}!, none repeats`,
      })
}

const NO_REPEAT =
  '(?<once>,? (?:if |when |where |with |and )?(?:no (?:digit|letter|number|digits|letters|numbers)?(?: (?:is|are|may be|can be))? ?(?:repeated|repeats?|used twice|repetitions?)|no repetitions?|without (?:repetition|repeats|repeating(?: (?:a |any )?(?:digits?|letters?))?)|all (?:the )?(?:digits|letters|numbers)? ?(?:are |being )?different|(?:each|every) (?:digit|letter|number) (?:(?:may|can) be |is )?used (?:only )?once))?'

const PHRASES: readonly Phrase[] = [
  phrase(
    `(?:from|out of|among|of) (?:a (?:group|class|club|team) of )?{n:count} [PEOPLE],? (?:we|i|they|you) (?:need|want|have|must|can|should|would like)?(?: to)? ?(?:[PICK] )?(?:an? )?[TEAM] of {k:count}(?: [PEOPLE])?${END}[POSSIBLE][FREE]`,
    chosen,
    PARTS,
  ),
  phrase(
    `(?:an? )?[TEAM] of {k:count}(?: [PEOPLE])? (?:is|must be|has to be|should be|will be|needs to be|is to be|gets) (?:chosen|picked|selected|formed|elected|made up|made|drawn) (?:from|out of|among) (?:a (?:group|class|club) of )?{n:count}(?: [PEOPLE])?${END}[POSSIBLE][FREE]`,
    chosen,
    PARTS,
  ),
  phrase(
    `(?:in )?how many (?:(?:(?:different|possible|distinct) )+(?:teams|groups)|(?:(?:different|possible|distinct) )*(?:ways|committees|combinations)) (?:of {k:count} )?(?:can|could)(?: (?:i|we|you|one|they))?(?: be)? (?:[PICK]|chosen|picked|selected|formed|made) ?(?:an? )?(?:[TEAM] of )?{k2:count}?(?: [PEOPLE]|(?: ice cream| pizza)? (?:books|cards|toppings|things|items|colou?rs|flavou?rs|songs|numbers|subjects|dishes))? (?:from|out of|of|among) (?:a (?:group|class|club|set) of )?{n:count}(?: [PEOPLE]|(?: ice cream| pizza)? (?:books|cards|toppings|things|items|colou?rs|flavou?rs|songs|numbers|subjects|dishes))?[FREE]`,
    slots => (slots.has('k') === slots.has('k2') ? null : chosenOf(slots)),
    PARTS,
  ),
  phrase(
    `(?:{n:count} [PEOPLE]|(?:every(?:one|body)|all|each (?:person|one|1)) in an? (?:group|room|team|class|meeting|party|club) of {n2:count}(?: [PEOPLE])?)(?: (?:meet|are (?:at|in) an? \\p{L}+|come together|attend an? \\p{L}+|at an? \\p{L}+|in an? \\p{L}+))?(?:,| and)? ?(?:(?:each|all|every(?:one|body)|they all)(?: (?:person|one|of them))? )?(?:shakes?|shook) hands? (?:with )?[EACH_OTHER](?: in the (?:room|group))?(?: (?:exactly |just )?once)?${END}how many handshakes(?: (?:are there|is that|in total|happen|take place|were there|altogether|will there be))*`,
    slots => pairs(named(slots)),
    PARTS,
  ),
  phrase(
    `(?:(?:there are |we have |in (?:a|our|the) (?:league|tournament|group|cup|club) (?:with|of) |a (?:league|tournament|group) (?:has|with|of) )?{n:count} (?:teams|players|clubs|kids|people|friends)(?: (?:are |take part )?in (?:a|our|the) (?:league|tournament|group|cup|club))?)(?:(?:,| and|\\.|;)+ ?| )(?:(?:each|every|all|every(?:one|body)|they(?: all)?)(?: (?:team|player|club|one|of them|kid|1))? )?(?:has to |must |will )?plays? [EACH_OTHER](?:(?<twice>(?: exactly)? (?:twice|2 times|two times)|,? home and away)|(?: exactly| just)? once)?${END}how many (?:${GAMES})(?: (?:are there|is that|in total|do they play|are played|will there be|are needed|altogether|have to be played|will be played))*`,
    pairs,
    PARTS,
  ),
  phrase(
    `(?:an? |the |our )?(?:knock-?out|single[- ]elimination|ko|k\\.o\\.)(?: (?:tournament|cup|competition|stage))?,? (?:has|with|of|for|starts with|:)? ?{n:count} (?:teams|players|clubs)${END}how many (?:${GAMES})(?: (?:are there|is that|in total|are played|will there be|are needed|altogether|until there is a winner|to find the winner|must be played))*`,
    knockout,
    PARTS,
  ),
  phrase(
    `(?:how many|number of)(?: (?:possible|different|total))* outcomes(?: (?:are there|are possible|exist|do you get|can there be))?,? (?:when|if|for|from|of|with|in)? ?(?:(?:you|i|we|one) )?(?:throw|roll|flip|toss|throwing|rolling|flipping|tossing)? ?(?:{n:count}|an?|the) (?:fair |normal |six-sided |different )*(?<what>dice|die|coins?)(?: (?:are|is) (?:thrown|rolled|flipped|tossed))?(?: (?:at once|together|at the same time))?`,
    outcomes,
    PARTS,
  ),
  phrase(
    `(?:how many|number of)(?: (?:possible|different|total))* outcomes(?: (?:are there|are possible))?,? (?:when|if|for|from|of)? ?(?:(?:you|i|we) )?(?:throw|roll|flip|toss|throwing|rolling|flipping|tossing) (?:a|1|one) (?<what>die|dice|coin) {n:count} times`,
    outcomes,
    PARTS,
  ),
  phrase(
    '(?:in )?how many (?:(?:different|possible) )*(?:ways|orders|orderings|sequences) (?:can|could|is it possible for) {n:count} [PEOPLE](?: to)? (?:finish(?: (?:a|the) race)?|come in|cross the (?:finish )?line|arrive|perform|speak|sing|queue(?: up)?|stand in (?:a )?(?:line|row|queue)|line up|sit (?:in a row|on a bench|side by side)|be (?:lined up|seated in a row|put in a row)|form a (?:line|queue|row)|race|(?<round>sit (?:around|at|round) a round table|be seated (?:around|at|round) a round table))',
    orders,
    PARTS,
  ),
  phrase(
    `{n:count} (?:[PEOPLE]|books|cars|trophies|pictures|photos|cups|vases) (?:(?:want|have|need|are) to |are going to |can |will |must |should )?(?:be )?(?:stand|sit|line up|queue(?: up)?|arranged|put|placed|sat|are standing|are sitting|seated|lined up)(?: (?:up|in a (?:line|row|queue)|on a (?:bench|shelf)|side by side|next to each other|(?<round>(?:around|at|round) a round table)))*${END}(?:in )?how many (?:(?:different|possible) )*(?:ways|orders|arrangements|seatings|line-?ups)(?: (?:are there|is that|can they (?:do (?:this|that|it)|stand|sit|line up)|are possible|exist|is this possible))?`,
    orders,
    PARTS,
  ),
  phrase(
    `{n:count} [PEOPLE] (?:run|are in|take part in|start in|compete in|enter|in)? ?(?:a|the)? ?(?:race|final|contest|competition|run|heat)?${END}(?:in )?how many (?:(?:different|possible) )*(?:ways|orders|podiums|results|possibilities|outcomes)(?: (?:are there|can they|could they|is it possible))?(?: (?:to|for|finish|get|award|give out|fill|win|take|the|of|there be))* (?:the )?(?:gold,? (?:and )?silver,? and bronze(?: medals?)?|first,? second,? and third(?: places?)?|1st,? 2nd,? and 3rd(?: places?)?|(?:the )?(?:top|first) (?:3|three)(?: places)?|(?:the )?podium)(?: (?:be (?:awarded|given|filled)|places|go))?`,
    placed,
    PARTS,
  ),
  phrase(
    `(?:how many|number of)(?: (?:possible|different))* (?:{n:count}[- ](?:digit|figure)|{m:count}[- ](?<letters>letter)) (?:codes?|pins?|pin codes?|passcodes?|passwords?|combinations|words)(?: (?:are (?:there|possible)|can (?:you|i|we|be) (?:make|made|form|formed|create|created)))?(?: (?:from|with|using|of|out of) (?:the )?(?:{b:count} (?:different )?(?:letters|digits|symbols|signs)|(?:26 )?letters a(?: to |-)z|digits 0(?: to |-)9))?${NO_REPEAT}`,
    slots => codes(counted(slots)),
    PARTS,
  ),
  phrase(
    `(?:an? |my |the |our )?(?:bike |bicycle |number |combination |suitcase )*(?:lock|padlock|safe|code) (?:has|with|of) {n:count} (?:wheels|dials|rings|positions|places|digits|numbers),? ?(?:(?:each|every one|all)?(?: (?:wheel|dial|ring|one|1|of them|position|place|digit))?,? ?(?:with|from|has|showing|shows|numbered|going from|having)? ?(?:(?:the )?(?:digits|numbers|figures)? ?(?:from )?0 (?:to|-|through) 9|{b:count} (?:digits|numbers|figures|letters|symbols)(?: each| on each)?))${END}how many (?:(?:different|possible) )*(?:codes|combinations|possibilities|settings|numbers)(?: (?:are (?:there|possible)|is that|can (?:i|you|it) (?:set|make|have)))?`,
    codes,
    PARTS,
  ),
  phrase(
    `(?:how many|number of)(?: (?:possible|different))* (?:number |licen[sc]e |car |registration )?plates?(?: (?:are (?:there|possible)|can (?:you|i|we|be) (?:make|made|form|formed)))? (?:with|of|that have|have|having|consisting of|if they have|made of) {l:count} letters (?:and(?: then)?|followed by|then) {d:count} (?:digits|numbers)`,
    plates,
    PARTS,
  ),
  phrase(
    '(?:how many|number of) subsets (?:does|has|of|are there (?:of|in)|in)? ?(?:an? |the )?set (?:with|of|that has|having|containing) {n:count} (?:elements|items|members|things|numbers)(?: have)?',
    slots => power(2, whole(slots, 'n'), `2^${slots.text('n')}`),
    PARTS,
  ),
]

const textOf = (slots: Slots, name: string): string | undefined => (slots.has(name) ? slots.text(name) : undefined)
const named = (slots: Slots): Slots => (slots.has('n') ? slots : new Slots({ n: slots.text('n2') }))
const counted = (slots: Slots): Slots =>
  slots.has('n')
    ? slots
    : new Slots({ n: slots.text('m'), letters: 'letter', b: textOf(slots, 'b'), once: textOf(slots, 'once') })
const chosenOf = (slots: Slots): Answer | null =>
  chosen(new Slots({ n: slots.text('n'), k: slots.has('k') ? slots.text('k') : slots.text('k2') }))

const KIND =
  '(?:(?:different|kinds of|types of|sorts of|pairs of|sizes of|flavou?rs of) )*(?!(?:people|friends|kids|children|persons|times|days|hours|minutes|of|and|each|per|euros?|dollars?|more)(?!\\p{L}))\\p{L}[\\p{L}-]{2,15}(?: \\p{L}[\\p{L}-]{2,15})?'
const MADE =
  '(?:outfits|looks|combinations|menus|meals|sandwiches|choices|possibilities|ways(?: to (?:dress|combine them|combine these|choose(?: one of each)?|order))?|costumes|sundaes|cones|sets|options|variations|three-course meals|pizzas|variants|dinners|lunches)'
const OUTFITS = new RegExp(
  `^(?:i have|i've got|i own|we have|there are|there is a choice of|a menu has|the menu has|a restaurant (?:has|offers|serves)|the canteen (?:has|offers)|a cafe has|a shop (?:has|offers|sells)|with|from|he has|she has|choose from|tom has|an ice cream shop has)? ?(?<list>\\d{1,4} ${KIND}(?:(?:,| and|, and) \\d{1,4} ${KIND}){1,4})(?: (?:to choose from|on the menu|in my wardrobe))?[,.;:!?]* (?:so |then |and )?how many (?:(?:different|possible|full|complete) )*${MADE}(?: (?:are (?:there|possible|that)|is that|can (?:i|you|we|he|she|they|one) (?:make|wear|choose|put together|create|combine|have|order|form|get)|do (?:i|we) have|could (?:i|we) make)(?: (?:from (?:them|these|that)|with (?:them|these|that)|in total))?)?$`,
  'iu',
)
/** One of each: every one of the first with every one of the others. */
function outfits(clause: Clause): Answer | null {
  const list = clause.quotes.length > 0 ? undefined : OUTFITS.exec(clause.plain)?.groups?.list
  if (list === undefined) return null
  const kinds = list.split(/,? and |, /iu).map(part => part.replace(/^\d+ /u, '').toLowerCase())
  const counts = list.match(/(?<!\p{L})\d+/gu) ?? []
  if (counts.length !== kinds.length || new Set(kinds).size !== kinds.length) return null
  return evaluated({ expression: counts.join(' * '), how: `${counts.join(' × ')}, one of each` })
}

const LETTERS =
  /^(?:in )?(?:how many|what is the number of|find the number of)(?: (?:different|distinct|possible|unique))* (?:ways|arrangements|permutations|anagrams|orders|rearrangements)(?: (?:are there|can (?:you|i|we|one)|could (?:you|i|we)|of|to|for|do you have|exist))*(?: (?:arrange|rearrange|order|permute|put|shuffle))?(?: (?:from|of|with|using|out of))?(?: (?:all )?(?:of )?the)?(?: letters)?(?: (?:of|in|from|the|word))* (?<word>\p{L}{2,14}|⟦0⟧)(?: (?:have|be (?:arranged|rearranged|ordered)))?(?: in)?$/iu
/** `how many ways to arrange the letters of LEVEL`: what stands there twice changes nothing by changing places. */
function arrangements(clause: Clause): Answer | null {
  if (!/letters|anagrams|rearrang|arrang/iu.test(clause.plain) || clause.data !== null) return null
  const found = LETTERS.exec(clause.plain)?.groups?.word
  if (found === undefined || clause.quotes.length > (found === '⟦0⟧' ? 1 : 0)) return null
  const word = (found === '⟦0⟧' ? (clause.quotes[0]?.text ?? '') : found).toUpperCase()
  // In small letters it may be a word of the sentence: `the letters of a name`.
  const isSure = found === '⟦0⟧' || /(?:word|of|in) \p{L}+$/iu.test(clause.plain)
  if (!isSure || !/^[A-Z]{2,14}$/.test(word) || (!/word /iu.test(clause.plain) && found !== '⟦0⟧' && found !== word))
    return null
  const counts = new Map<string, number>()
  for (const letter of word) counts.set(letter, (counts.get(letter) ?? 0) + 1)
  const twins = [...counts.values()].filter(count => count > 1)
  const below = twins.map(count => factorial(count)).join(' * ')
  return evaluated({
    expression: `${factorial(word.length)}${below === '' ? '' : ` / (${below})`}`,
    how: `${word.length}!${twins.length === 0 ? '' : ` ÷ ${twins.length === 1 ? `${twins[0]}!` : `(${twins.map(count => `${count}!`).join(' × ')})`}`}${twins.length === 0 ? ' orders of different letters' : ', equal letters change nothing by changing places'}`,
  })
}

const MAY = /\d|letters|anagram|arrange/iu

export const wayStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'way-story',
    reason:
      'Counts ways that sentences tell of: committees, games, outfits, letters in other orders, codes, podium places.',
    order: 108.5,
    pairs: 'joined',
    hint: /how many|number of|in how/i,
    examples: {
      yes: [
        'From 12 people we need a committee of 4. How many possibilities?',
        'everyone in a group of 9 shakes hands with everyone once. how many handshakes?',
        '6 teams, each plays every other once. how many games',
        'I have 4 shirts, 3 trousers and 2 hats. How many outfits?',
        'how many different ways can you arrange the letters of the word LEVEL',
        'how many ways to arrange the letters of BANANA',
        'In how many orders can 6 runners finish?',
        'how many possible outcomes when throwing 3 dice',
        'how many 4-digit codes are there if no digit is repeated',
        'A knockout tournament has 16 teams. How many matches are played?',
        '8 runners in a race. How many ways to award gold, silver and bronze?',
        'how many number plates with 2 letters and 3 digits',
        'how many ways can 5 people sit around a round table',
      ],
      no: [
        'From 12 people we need a committee of 4 with a chair. How many possibilities?',
        'From 12 people, 5 of them women, we need a committee of 4. How many possibilities?',
        '6 teams, each plays every other once. how many games does team A win',
        '6 teams in 2 groups, each plays every other once. how many games',
        'I have 4 shirts, 3 trousers and 2 hats. How many items?',
        'I have 4 shirts, 3 trousers and 2 hats. How many outfits without a hat?',
        'how many ways can you arrange the letters of my name',
        'how many outcomes did the 3 dice have yesterday',
        'In how many orders can 6 runners finish if Tom wins?',
        '8 runners in a race. How many win a medal?',
        'how many ways to leave 50 lovers',
        'how many words can you make from the letters of BANANA',
      ],
    },
    read: clause =>
      clause.plain.length > 240 || !MAY.test(clause.plain)
        ? null
        : (readPhrases(clause, PHRASES) ?? outfits(clause) ?? arrangements(clause)),
  }),
]
