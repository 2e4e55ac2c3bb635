/**
 * Numbers that a few set sentences tell: groups of so many each, spans with both ends counted, what doubles every so often, terms of a
 * sequence by its law, pairs, those who do neither. Each sentence names all that it needs; where an end or a share is left open, nothing is said.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue, inPercent } from '../evaluated.ts'
import { type Phrase, phrase, readPhrases, Slots } from '../phrase.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { fractionOf } from './fraction-names.ts'

const THING =
  '(?!(?:more|less|of|each|per|in|and|years?|months?|weeks?|days?|hours?|minutes?|euros?|dollars?|kg|km|percent)(?!\\p{L}))\\p{L}[\\p{L}-]{2,18}'
const GROUP =
  'rows?|boxes|bags|packs|packets|shelves|tables|crates|cartons|baskets|classes|teams|trays|columns|cages|vases|jars|bunches|rooms|buses|pages|cases|sheets|benches|floors|nests|sacks|tins|albums|bundles|stacks|piles|groups|cars|wagons|coaches|tents|drawers|plates|bowls|buckets'
const ONE_GROUP =
  'row|box|bag|pack|packet|shelf|table|crate|carton|basket|class|team|tray|column|cage|vase|jar|bunch|room|bus|page|case|sheet|bench|floor|nest|sack|tin|album|bundle|stack|pile|group|car|wagon|coach|tent|drawer|plate|bowl|bucket'
const PEOPLE =
  'friends|kids|children|people|students|pupils|girls|boys|workers|guests|players|members|teachers|women|men|cousins|colleagues|teams|families|scouts|volunteers'
const ONE_PERSON =
  'friend|kid|child|person|student|pupil|girl|boy|worker|guest|player|member|teacher|woman|man|cousin|colleague|team|family|scout|volunteer'
const DO =
  'bring|brings|brought|have|has|had|get|gets|got|eat|eats|ate|buy|buys|bought|carry|carries|carried|make|makes|made|read|reads|collect|collects|collected|pick|picks|picked|plant|plants|planted|bake|bakes|baked|receive|receives|received|sell|sells|sold'
const ALL =
  '(?: (?:are there|are that|is that|do (?:i|we|they) have|have (?:i|we|they)|does (?:he|she|it) have|did they [\\p{L}]+|do they [\\p{L}]+|are they|in total|altogether|in all|together|all together|then|now|will there be|were there|are in the [\\p{L}]+))*'
const BOTH_ENDS =
  '(?:(?:including |with )?(?:one|1|a post|a tree|posts|trees) at (?:both|each) ends?|including (?:one|1) at (?:both|each) ends?|both ends included|including both ends|at both ends(?: too| as well)?|(?:and )?(?:one|1) at each end)'
const UNIT = 'm|metres?|meters?|ft|feet|yards?|km|cm'
const TIME = 'seconds?|minutes?|mins?|hours?|days?|weeks?'
const ITEM = 'posts?|trees?|lamps?|poles?|lights?|flags?|stakes?|bushes|plants?|pegs?'
const TERM = '(?:terms?|numbers?|elements?|ones?)'
const PARTS = { THING, GROUP, ONE_GROUP, PEOPLE, ONE_PERSON, DO, ALL, BOTH_ENDS, UNIT, TIME, ITEM, TERM } as const

const whole = (slots: Slots, name: string): number => Number(slots.text(name))
const stem = (word: string): string => word.toLowerCase().replace(/(?:(?<=s|x|ch|sh)es|(?<![su])s)$/u, '')
/** What is asked for is what was counted. */
const isAsked = (slots: Slots): boolean => stem(slots.text('q')) === stem(slots.text('t'))

function product(slots: Slots): Answer | null {
  const [n, m] = [slots.text('n'), slots.text('m')]
  return isAsked(slots) ? evaluated({ expression: `${n} * ${m}`, how: `${n} × ${m}` }) : null
}

/** Where it goes up evenly; what would be left over nobody asks for. */
function quotient(slots: Slots): Answer | null {
  const [n, m] = [whole(slots, 'n'), whole(slots, 'm')]
  if (n < 1 || m % n !== 0 || (slots.has('q') && !isAsked(slots))) return null
  return evaluated({ expression: `${m} / ${n}`, how: `${m} ÷ ${n}` })
}

function needed(slots: Slots): Answer | null {
  const [n, m] = [whole(slots, 'n'), whole(slots, 'm')]
  if (m < 1 || stem(slots.text('g')) !== stem(slots.text('q'))) return null
  const how = `${n} ÷ ${m}${n % m === 0 ? '' : ', rounded up'}`
  return evaluated({ expression: `ceil(${n} / ${m})`, how })
}

function span(slots: Slots, more: 1 | -1, what = ''): Answer | null {
  const [a, b] = [whole(slots, 'a'), whole(slots, 'b')]
  if (b <= a) return null
  const how = `${b} − ${a} ${more === 1 ? '+' : '−'} 1, ${more === 1 ? `both ${what || 'ends'} counted` : 'neither end counted'}`
  return evaluated({ expression: `${b} - ${a} ${more === 1 ? '+' : '-'} 1`, how })
}

function posts(slots: Slots): Answer | null {
  const [length, step] = [whole(slots, 'l'), whole(slots, 'k')]
  const isSame = unitOf(slots.text('u')) === unitOf(slots.text('v'))
  if (!isSame || step < 1 || length % step !== 0 || stem(slots.text('t')) !== stem(slots.text('q'))) return null
  return evaluated({ expression: `${length} / ${step} + 1`, how: `${length} ÷ ${step} + 1, one at both ends` })
}
const unitOf = (word: string): string =>
  ({ metre: 'm', meter: 'm', feet: 'ft' })[word.toLowerCase().replace(/s$/u, '')] ??
  word.toLowerCase().replace(/s$/u, '')

/** By the unit in the singular. */
export const SECONDS: Readonly<Record<string, number>> = {
  second: 1,
  minute: 60,
  min: 60,
  hour: 3600,
  day: 86_400,
  week: 604_800,
}
const secondsOf = (word: string): number => SECONDS[word.toLowerCase().replace(/s$/u, '')] ?? Number.NaN

/** Only whole periods: in between nobody knows how it grows. */
function grown(slots: Slots): Answer | null {
  const times = /^doub/iu.test(slots.text('way')) ? 2 : /^trip/iu.test(slots.text('way')) ? 3 : 4
  const every = (slots.has('k') ? whole(slots, 'k') : 1) * secondsOf(slots.text('u'))
  const periods = (whole(slots, 't') * secondsOf(slots.text('v'))) / every
  if (!Number.isInteger(periods) || periods < 1 || periods > 200) return null
  const n = slots.text('n')
  return evaluated({ expression: `${n} * ${times} ^ ${periods}`, how: `${n} × ${times}^${periods}` })
}

function term(slots: Slots): Answer | null {
  const [a, d, n] = [slots.text('a'), slots.text('d'), whole(slots, 'n')]
  if (n < 1 || n > 1_000_000) return null
  const sign = slots.has('less') ? '-' : '+'
  return evaluated({ expression: `${a} ${sign} (${n} - 1) * ${d}`, how: `${a} ${sign} ${n - 1} × ${d}` })
}

function power(slots: Slots): Answer | null {
  const [a, r, n] = [slots.text('a'), slots.text('r'), whole(slots, 'n')]
  return n < 1 || n > 200 ? null : evaluated({ expression: `${a} * (${r}) ^ ${n - 1}`, how: `${a} × ${r}^${n - 1}` })
}

function fibonacci(slots: Slots): Answer | null {
  const n = whole(slots, 'n')
  if (n < 1 || n > 1_000) return null
  const only = task('sequence', 'Work out the sequence', 'math.sequence', { kind: 'fibonacci', n })
  return single(
    only,
    '{{term}}',
    { term: at('/term') },
    `term ${n}, each the sum of the two before, beginning with 1, 1`,
  )
}

function chosen(slots: Slots): Answer | null {
  const n = whole(slots, 'n')
  const k = slots.has('k') ? whole(slots, 'k') : /^trio/iu.test(slots.text('what')) ? 3 : 2
  // `groups of 4 from 28 kids` may all be made at once: seven of them.
  if (k < 1 || k > n || n > 300 || (!slots.has('free') && slots.text('sort') === '')) return null
  return evaluated({
    expression: `fact(${n}) / (fact(${k}) * fact(${n - k}))`,
    how: `${n}! ÷ (${k}! × ${n - k}!), order does not matter`,
  })
}

/** In all, one, other, both. */
function neither(slots: Slots): Answer | null {
  const [n, a, b, both] = [whole(slots, 'n'), whole(slots, 'a'), whole(slots, 'b'), whole(slots, 'c')]
  if (both > Math.min(a, b) || a + b - both > n) return null
  const isNeither = slots.has('neither')
  return evaluated({
    expression: isNeither ? `${n} - (${a} + ${b} - ${both})` : `${a} + ${b} - ${both}`,
    how: isNeither ? `${n} − (${a} + ${b} − ${both})` : `${a} + ${b} − ${both}`,
  })
}

function rest(slots: Slots): Answer | null {
  const [n, a] = [whole(slots, 'n'), whole(slots, 'a')]
  return a > n ? null : evaluated({ expression: `${n} - ${a}`, how: `${n} − ${a}` })
}

function part(slots: Slots): Answer | null {
  const n = slots.text('n')
  const share = slots.has('p') ? `${slots.text('p')} / 100` : fractionOf(slots.text('f').toLowerCase())
  const expression = `${n} * ${share}`
  const value = evaluatedValue(expression)
  // Counted things are whole.
  if (value === null || value.denominator !== 1n) return null
  const shown = slots.has('p') ? `${slots.text('p')}%` : share
  return evaluated({ expression, how: `${shown} of ${n}` })
}

/** Boys and girls, men and women: all of them are one or the other. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['boy', 'girl'],
  ['men', 'women'],
  ['adult', 'child'],
  ['adult', 'children'],
  ['adult', 'kid'],
]
function shareOf(slots: Slots): Answer | null {
  const [x, y, q] = [stem(slots.text('x')), stem(slots.text('y')), stem(slots.text('q'))]
  if (!PAIRS.some(([a, b]) => (a === x && b === y) || (a === y && b === x)) || (q !== x && q !== y)) return null
  const [a, b] = [slots.text('a'), slots.text('b')]
  const own = q === x ? a : b
  return inPercent(`${own} / (${a} + ${b}) * 100`, `${own} of ${a} + ${b}`)
}

const END = '[,.;:!?]* (?:so |then |and )?'
const PHRASES: readonly Phrase[] = [
  phrase(
    `(?:in )?(?:(?:an?|the|my|our) (?:class|group|school|club|team|choir|course)(?: (?:has|with|of|consists of))?|there are|we have|we are)? ?{a:count} (?<x>[THING]) and {b:count} (?<y>[THING])(?: in (?:(?:the|a|my|our) )?(?:class|group|total|school|club))?${END}(?:what|which) (?:percent(?:age)?|%)(?: of (?:the \\p{L}{3,12}|them))? (?:is|are) (?<q>[THING])`,
    shareOf,
    PARTS,
  ),
  phrase(
    `(?:there are |i have |we have |i've got |with |(?:a|the) \\p{L}{3,12} has )?{n:count} (?:[GROUP])(?:,| and)? (?:of|with|containing|holding|each (?:holding|containing|with)|(?:each|every)(?: one| 1| \\p{L}{3,10})? (?:has|holds|contains|with)) {m:count} (?<t>[THING])(?: each| in each(?: one| of them| \\p{L}{3,10})?)?${END}how many (?<q>[THING])[ALL]`,
    product,
    PARTS,
  ),
  phrase(
    `(?:if )?(?:each|every|one|an?|1) (?<g>[ONE_GROUP]) (?:holds|has|contains) {m:count} (?<t>[THING])${END}how many (?<q>[THING])(?: are(?: there)?| do (?:i|we) have)? in {n:count} (?<h>[GROUP])`,
    slots => (stem(slots.text('g')) === stem(slots.text('h')) ? product(slots) : null),
    PARTS,
  ),
  phrase(
    `{n:count} (?:[PEOPLE]) (?:(?:each|all) (?:[DO]) {m:count} (?<t>[THING])(?: each)?|(?:[DO]) {m:count} (?<t2>[THING]) each)${END}how many (?<q>[THING])[ALL]`,
    slots =>
      stem(slots.text('q')) === stem(slots.text('t') || slots.text('t2'))
        ? evaluated({
            expression: `${slots.text('n')} * ${slots.text('m')}`,
            how: `${slots.text('n')} × ${slots.text('m')}`,
          })
        : null,
    PARTS,
  ),
  phrase(
    `{n:count} (?:[PEOPLE]) (?:together )?(?:[DO]) {m:count} (?<t>[THING])(?: together| in total| altogether)*,? (?:and )?(?:(?:each|all|everyone) (?:[DO]) )?(?:the same (?:number|amount)(?: each)?|equally many|the same)${END}how many(?: (?<q>[THING]))? (?:did|does|has|do) (?:one|1|each|every)(?: (?:[ONE_PERSON]))?(?: of them)?(?: (?:[DO]))?`,
    quotient,
    PARTS,
  ),
  phrase(
    `(?:an?|the|my|our) \\p{L}{2,14} (?:shares|divides|splits|gives|distributes|hands out|shared|divided|gave|distributed) {m:count} (?<t>[THING])(?: out)?(?: equally| evenly| fairly)? (?:among|between|amongst|to) {n:count} (?:[PEOPLE])(?: equally| evenly| fairly)?${END}how many(?: (?<q>[THING]))? (?:does|do|did|will) (?:each|every|one|1)(?: (?:[ONE_PERSON])| of them| one)? (?:get|receive|have)`,
    quotient,
    PARTS,
  ),
  phrase(
    `(?:i|we|she|he|they) (?:packed|put|pack|sorted|filled|arranged) {m:count} (?<t>[THING]) (?:in|into) (?<g>[GROUP]) of {n:count}${END}how many (?<h>[GROUP])(?: (?:is that|are there|did (?:i|we|he|she|they) (?:need|fill|use)|do (?:i|we) need|are needed))?`,
    slots => (stem(slots.text('g')) === stem(slots.text('h')) ? quotient(slots) : null),
    PARTS,
  ),
  phrase(
    `{n:count} (?:[PEOPLE]) (?:go on|want to go on|are going on|take|want to take) (?:an? )?(?:\\p{L}+ )?(?:trip|outing|excursion|tour|journey|boat trip|ride)[,.;]? (?:and )?(?:each|every|one|an?|1) (?<g>\\p{L}{3,10}) (?:can )?(?:holds?|seats?|takes?|carr(?:y|ies)|fits?|has room for|has) {m:count}(?: (?:[PEOPLE]|seats|places|passengers))?${END}how many (?<q>\\p{L}{3,10}) (?:are|do|will|would|must)(?: (?:they|we|be|i))? (?:needed|need|required|require|book|have to book)`,
    needed,
    PARTS,
  ),
  phrase(
    'how many (?:whole |natural )?(?:numbers|integers)(?: are there| are| lie)?(?: from) {a:count} (?:to|through|up to) {b:count}(?:,? (?:inclusive|both (?:ends |numbers )?(?:included|inclusive|counted)|including both(?: ends| numbers)?|counting both(?: ends| numbers)?))?',
    slots => span(slots, 1),
    PARTS,
  ),
  phrase(
    'how many (?:whole |natural )?(?:numbers|integers)(?: are there| are| lie)? between {a:count} and {b:count},? (?:inclusive|both (?:ends |numbers )?(?:included|inclusive|counted)|including both(?: ends| numbers)?|counting both(?: ends| numbers)?|with both ends)',
    slots => span(slots, 1),
    PARTS,
  ),
  phrase(
    'how many (?:whole |natural )?(?:numbers|integers)(?: are there| are| lie)? (?:strictly between {a:count} and {b:count}|between {a2:count} and {b2:count},? (?:exclusive|(?:both )?(?:ends )?(?:excluded|not (?:included|counted))|excluding both(?: ends)?|not (?:counting|including) (?:both|the ends|either)))',
    slots => span(slots.has('a') ? slots : turned(slots), -1),
    PARTS,
  ),
  phrase(
    `(?:i|we|he|she|they) (?:read|have read|has read|had to read|must read|printed|need to read)(?: from)? pages? {a:count} (?:through|to|until|up to|-|–)(?: page)? {b:count}(?:,? (?:including|both|inclusive|counting)(?: both| of| those| these| the| them| pages| included| ends)*)?${END}how many pages (?:is|was|are|did|do|does|have|has)(?: (?:that|it|i|we|he|she|they))?(?: (?:read|printed|in total|altogether|have to read))*`,
    slots => span(slots, 1, 'pages'),
    PARTS,
  ),
  phrase(
    `(?:an?|the|my|our) (?:straight |long |garden )*(?:fence|road|street|path|wall|line|avenue|row|track) (?:is |of |that is )?{l:count} ?(?<u>[UNIT])(?: long)?,? (?:with|and has|has|having|there is) (?:an? |one |1 )?(?<t>[ITEM]) (?:at )?every {k:count} ?(?<v>[UNIT]),? [BOTH_ENDS]${END}how many (?<q>[ITEM])(?: are there| are needed| do (?:i|we) need| is that)?`,
    posts,
    PARTS,
  ),
  phrase(
    'how many (?:fence )?(?<q>[ITEM])(?: are needed| do (?:i|we) need| are there)? (?:for|on|along) (?:an? )?{l:count}[ -]?(?<u>[UNIT])(?: long)? (?:straight )?(?:fence|road|street|path|wall|line|avenue|row) with (?:an? |one |1 )?(?<t>[ITEM]) every {k:count} ?(?<v>[UNIT]),? [BOTH_ENDS]',
    posts,
    PARTS,
  ),
  phrase(
    `(?:the |some |if )?(?:number of )?(?:bacteria|a colony|the colony|cells|a culture|yeast|algae|something|a number|an amount|the amount|a population|the population)(?: of \\p{L}+)? (?<way>doubles?|triples?|quadruples?) (?:in (?:size|number) )?every(?: {k:count})? (?<u>[TIME])[,.;]? (?:(?:and )?(?:(?:it |they |i |we )?(?:start(?:ing|s)?|begin(?:ning|s)?)) (?:with|at|from|out with)|from|with) {n:count}(?: (?:bacteria|cells|of them))?${END}how many(?: (?:bacteria|cells))?(?: (?:are there|are they|will there be|do (?:i|we|you) have|would there be|is that|there are))? (?:after|in) (?:exactly )?{t:count} (?<v>[TIME])`,
    grown,
    PARTS,
  ),
  phrase(
    `{n:count} (?:bacteria|cells|yeast cells) (?<way>double|triple|quadruple)(?: in number)? every(?: {k:count})? (?<u>[TIME])${END}how many(?: (?:bacteria|cells))?(?: (?:are there|are they|will there be|do (?:i|we|you) have|is that))? (?:after|in) (?:exactly )?{t:count} (?<v>[TIME])`,
    grown,
    PARTS,
  ),
  phrase(
    `(?:(?:an? |the )?(?:arithmetic |number )?(?:sequence|progression|series)(?: with|:|,| has)? )?(?:the )?first term(?: is|:|,| of)? ?{a:number}[,;.]? (?:and |with )?(?:(?:each|every) (?:(?:following|further|next|other|new|later) )?[TERM] (?:is )?{d:positive} (?:more|bigger|greater|(?<less>less|smaller)) than the (?:one|1|term|number|last)(?: before| previous)?(?: it)?|(?:the |a )?common difference(?: is| of|:)? ?{d2:positive})${END}(?:(?:what(?:'s| is|s)|find|give me|tell me|which is) )?(?:the )?{n:count}(?:st|nd|rd|th)(?: [TERM])?(?: is)?`,
    slots => (slots.has('d') ? term(slots) : term(renamed(slots))),
    PARTS,
  ),
  phrase(
    `(?:an? |the )?(?:arithmetic |number )?(?:sequence|progression|series) (?:starts|begins|starting|beginning) (?:at|with) {a:number}[,;.]? (?:and )?(?:(?:goes|rises|grows|increases) (?:up )?(?:by )?{d:positive} (?:each time|every time|at each step|with each (?:term|step))|(?:with |has )?(?:a |the )?(?:common )?difference(?: of| is|:)? ?{d2:positive})${END}(?:what(?:'s| is|s)|find|give me|tell me)? ?(?:the )?{n:count}(?:st|nd|rd|th)(?: [TERM])?`,
    slots => (slots.has('d') ? term(slots) : term(renamed(slots))),
    PARTS,
  ),
  phrase(
    `(?:an? |the )?(?:geometric )(?:sequence|progression|series)(?: (?:(?:that )?(?:starts|begins)|starting|beginning) (?:at|with)|(?: with|:|,| has)? (?:the |a )?first term(?: is|:|,| of)?) ?{a:number}[,;]? (?:and |with )?(?:a |the )?(?:common )?ratio(?: is| of|:)? ?{r:positive}${END}(?:(?:what(?:'s| is|s)|find|give me) )?(?:the )?{n:count}(?:st|nd|rd|th)(?: [TERM])?`,
    power,
    PARTS,
  ),
  phrase(
    `(?:the |an? )?(?:sequence|series)(?: that)? (?:starts|begins)(?: with)? 1,? (?:and )?1,? (?:and )?(?:each|every) (?:further |following |next |later |new )?[TERM] is (?:equal to )?the sum of the (?:2|two)(?: [TERM])? before(?: it)?${END}(?:what(?:'s| is|s)|find|give me|tell me) (?:the )?{n:count}(?:st|nd|rd|th)(?: [TERM])?`,
    fibonacci,
    PARTS,
  ),
  phrase(
    "how many (?<sort>(?:different |distinct |possible |unique )*)(?:(?<what>pairs|trios)|(?:teams|groups|committees|sets|subsets) of {k:count}(?: people)?) (?:can|could)(?: (?:you|i|we|one|be))? (?:choose|form|make|made|pick|formed|chosen|picked|select|selected|build|built|get)(?: (?:from|of|out of|with|among))? {n:count}(?: (?:different )?(?:people|kids|children|students|players|friends|pupils|items|things|numbers|objects|colleagues|persons|candidates|employees))?(?<free>,? (?:if )?(?:the )?order (?:doesn't|does not|doesnt) matter)?",
    chosen,
    PARTS,
  ),
  phrase(
    `(?:in|of|out of) (?:an? |the |our )?(?:class|group|club|year|team|survey|total)?(?: of)? ?{n:count}(?: (?:[PEOPLE]))?,? {a:count}(?: of them)? (?:\\p{L}+) \\p{L}+,? (?:and )?{b:count}(?: of them)? (?:\\p{L}+) \\p{L}+[,.;]? (?:and )?{c:count}(?: (?:[PEOPLE]))? (?:\\p{L}+) both(?: and are counted in both(?: of (?:those|these|the) numbers)?)?${END}how many(?: (?:[PEOPLE]))?(?: of them)? (?:\\p{L}+) (?:(?<neither>neither(?: of (?:them|the two|both))?|none)|at least (?:one|1)(?: of (?:them|the two))?)`,
    neither,
    PARTS,
  ),
  phrase(
    `(?:a |the |our |my )?(?:class|school|group|club|team) (?:has|of|with) {n:count} (?:[PEOPLE])[,;.]? (?:and )?{a:count}(?: of them| of whom)? are (?<one>girls|boys)${END}how many(?: of them)?(?: are)? (?<other>girls|boys)(?: are there| are in it)?`,
    slots => (slots.text('one').toLowerCase() === slots.text('other').toLowerCase() ? null : rest(slots)),
    PARTS,
  ),
  phrase(
    `(?:in (?:a |our |the )?(?:class|group) )?(?:there are )?{n:count} (?:kids|children|students|pupils)(?: in (?:a |the |our |my )?(?:class|group|school))?[,;.]? (?:and )?{a:count}(?: of them| of whom)? are (?<one>girls|boys)${END}how many(?: of them)?(?: are)? (?<other>girls|boys)(?: are there)?`,
    slots => (slots.text('one').toLowerCase() === slots.text('other').toLowerCase() ? null : rest(slots)),
    PARTS,
  ),
  phrase(
    `(?:{p:percent}|(?<f>\\d{1,3} ?/ ?\\d{1,3}|half|(?:an?|\\d{1,2})[ -](?:third|quarter|fifth|sixth|eighth|tenth)s?)) of (?:the |our |my )?{n:count} (?:[PEOPLE]|guests|employees|customers|visitors|voters|seats|tickets|eggs|apples|books)(?: (?!not|didn't|don't|have not|per|each|hardly|barely|never|only|neither|almost|nearly|nobody)(?:\\p{L}[\\p{L}']*)){0,3}(?: (?<verb>\\p{L}[\\p{L}']+))?${END}how many(?: (?:[PEOPLE]))? (?:(?:is|are|was|were) (?:that|it|they|this)(?: in (?:total|numbers|people))?|\\k<verb>)`,
    part,
    PARTS,
  ),
]

const turned = (slots: Slots): Slots => new Slots({ a: slots.text('a2'), b: slots.text('b2') })
const renamed = (slots: Slots): Slots => new Slots({ a: slots.text('a'), d: slots.text('d2'), n: slots.text('n') })

export const toldRules: readonly PlannerRule[] = [
  defineRule({
    id: 'told-numbers',
    reason:
      'Works out groups of so many, spans with their ends, what doubles, terms by their law, pairs, and those who do neither.',
    order: 343.7,
    pairs: true,
    hint: /how many|term|number|%|per ?cent/i,
    examples: {
      yes: [
        '6 boxes of 24 pencils, how many pencils in total',
        '5 friends each bring 6 bottles. How many bottles are there together?',
        '5 friends together brought 30 bottles, the same number each. How many did one friend bring?',
        '43 children go on a trip, each minibus holds 8 children. How many minibuses are needed?',
        'How many whole numbers are there from 15 to 42, both ends included?',
        'How many integers lie strictly between 15 and 42?',
        'I read from page 37 through page 64, including both of those pages. How many pages did I read?',
        'A straight fence is 30 m long with a post every 3 m, including one at both ends. How many posts?',
        'Bacteria double every 20 minutes. Starting with 50, how many after exactly 2 hours?',
        "First term 5, each following term 4 more than the one before. What's the 20th term?",
        'The sequence starts 1, 1 and each further term is the sum of the two before it. What is the 12th term?',
        "How many different pairs can you choose from 9 people, order doesn't matter?",
        'In a class of 30 kids, 18 play football and 12 play chess. 5 kids do both and are counted in both of those numbers. How many kids do neither?',
        '28 kids in class, 15 are girls, how many boys',
        '20% of 150 people came. How many is that?',
        'a class has 12 boys and 18 girls. what percent are girls?',
      ],
      no: [
        '6 boxes of 24 pencils, how many pens in total',
        '6 boxes of 24 pencils, how many boxes are left',
        '5 friends bring 6 bottles. How many bottles are there together?',
        '5 friends together brought 30 bottles. How many did one friend bring?',
        'how many numbers are between 10 and 20',
        'how many groups of 4 can be made from 28 kids',
        '3/4 of the 24 pupils hardly passed. how many passed?',
        'A fence is 31 m long with a post every 3 m, including one at both ends. How many posts?',
        'Bacteria double every 20 minutes. Starting with 50, how many after 50 minutes?',
        'In a class of 30 kids, 18 play football and 12 play chess. How many kids do neither?',
        '28 kids in class, 15 are girls, how many girls',
        '33% of 50 people came. How many is that?',
        'I read from page 37 to page 64 of 300 pages. How many pages are left?',
        '43 children go on a trip, each minibus holds 8 children. How many seats are empty?',
      ],
    },
    read: clause =>
      /\d/.test(clause.plain) && clause.plain.length <= 300 && !clause.plain.includes('¤')
        ? readPhrases(clause, PHRASES)
        : null,
  }),
]
