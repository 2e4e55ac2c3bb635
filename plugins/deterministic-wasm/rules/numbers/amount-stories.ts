/**
 * Counted things told by their rates: so many a day for so many weeks, so many for each child, trays of so many and loose ones, a stock that
 * sells and is filled up, what is left of a whole when parts of it are gone. One kind of thing, one rate, and everything told is used.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'
import { fractionOf } from './fraction-names.ts'
import { SECONDS } from './told-rules.ts'

const NO_THING =
  'more|less|fewer|of|each|per|every|in|and|or|years?|months?|weeks?|days?|hours?|minutes?|seconds?|times?|euros?|dollars?|pounds?|percent|on|at|for|to|a|an|the|old|than|as|people|km|kg|degrees|other|others|left|do|does|did|have|has|are|is|will|would|can|long|much|many|it|them|that|this|not|extra'
const THING = `(?!(?:${NO_THING})(?!\\p{L}))\\p{L}[\\p{L}-]{2,16}(?: (?!(?:${NO_THING})(?!\\p{L}))\\p{L}[\\p{L}-]{2,16})?`
const TIME = 'seconds?|minutes?|mins?|hours?|days?|weeks?|months?|years?|evenings?|nights?|mornings?'
const DO =
  'do|does|read|reads|write|writes|eat|eats|drink|drinks|make|makes|bake|bakes|sell|sells|save|saves|collect|collects|produce|produces|pick|picks|learn|learns|practi[sc]e|print|prints|pack|packs|solve|solves|get|gets|need|needs|use|uses|watch|watches|smoke|smokes|lay|lays|paint|paints|plant|plants|send|sends|knit|knits|answer|answers|receive|receives|deliver|delivers|wash|washes|type|types|take|takes|swim|swims|draw|draws|put aside|feed|feeds|give|gives|walk|walks|buy|buys|spend|spends|burn|burns|complete|completes'
const WHO =
  '(?:i|we|he|she|they|you|it|a \\p{L}{3,12}|the \\p{L}{3,12}|my \\p{L}{3,12}|our \\p{L}{3,12}|\\p{Lu}\\p{L}{1,11})'
const RATE_UNIT = `(?:a|an|per|each|every|/) ?(?<u>${TIME})`
const SPAN = `(?:(?:in|after|over|for|during|within|at the end of|per|a|by the end of) )?(?:{t:count} (?<v>${TIME})|(?:a|one|1|an|each|every) (?<w>${TIME}))`
const PERSON =
  'kid|child|pupil|student|guest|friend|person|player|girl|boy|team|class|table|visitor|member|teacher|family|participant|horse|dog|cat|cow|hen|box|bag|room|group|car|house|plant|scout|employee|worker|colleague|shelf|page'
const PEOPLE =
  'kids|children|pupils|students|guests|friends|people|persons|players|girls|boys|teams|classes|tables|visitors|members|teachers|families|participants|horses|dogs|cats|cows|hens|boxes|bags|rooms|groups|cars|houses|plants|scouts|employees|workers|colleagues|shelves|pages'
const GETS =
  'gets?|needs?|receives?|brings?|eats?|drinks?|wants?|should get|must get|has|have|will get|is to get|makes?|bakes?|sells?|reads?|lays?|takes?|plants?|writes?|holds?|contains?|pays?|collects?|uses?|carries'
const GROUP =
  'trays?|boxes|box|bags?|packs?|packets?|crates?|cartons?|rows?|baskets?|shelf|shelves|tables?|bunch|bunches|tins?|jars?|cases?|sheets?|albums?|rolls?|stacks?|pallets?|buses|bus|cages?|bottles?|pages?|teams?|nets?|bundles?|plates?|carriages?|wagons?|coaches|coach|rooms?|floors?|classes|class|benches|bench|cars?|drawers?|chains?|books?|packages?|pouches|pouch|cups?|bowls?|vases?|nests?'
const END = '[,.;:!?]* (?:so |then |and )?'
const LOOSE = '(?:loose|single|extra|separate|more|further|individual|other|additional|odd)'
const PARTS = { THING, TIME, DO, WHO, PERSON, PEOPLE, GETS, GROUP, LOOSE } as const

const whole = (slots: Slots, name: string): number => Number(slots.text(name))
const stem = (word: string): string => word.toLowerCase().replace(/(?:(?<=s|x|ch|sh)es|(?<![su])s)$/u, '')
const lastOf = (thing: string): string => stem(thing.split(' ').at(-1) ?? '')
const isSame = (asked: string, told: string): boolean => asked === '' || told === '' || lastOf(asked) === lastOf(told)
const DAILY = /^(?:day|evening|night|morning)$/u

/** How many of the one unit the other has; null where it is not certain. */
function ratio(inner: string, outer: string): number | null {
  const [a, b] = [stem(inner), stem(outer)].map(unit => (DAILY.test(unit) ? 'day' : unit)) as [string, string]
  if (a === b) return 1
  if (a === 'month' && b === 'year') return 12
  const [x, y] = [SECONDS[a], SECONDS[b]]
  // Nobody works all hours of a day.
  if (a === 'hour' || (a !== 'second' && a !== 'day' && (b === 'day' || b === 'week'))) return null
  return x === undefined || y === undefined || y % x !== 0 ? null : y / x
}

function overTime(slots: Slots): Answer | null {
  const span = slots.has('v') ? slots.text('v') : slots.text('w')
  const count = slots.has('v') ? slots.text('t') : '1'
  const times = ratio(slots.text('u') || 'day', span)
  if (times === null || !isSame(slots.text('q'), slots.text('thing'))) return null
  const r = slots.text('r')
  const factors = [count, String(times)].filter(factor => factor !== '1')
  const expression = [r, ...factors].join(' * ')
  return evaluated({ expression, how: expression.replaceAll('*', '×') })
}

/** Days are counted whole: what is left over takes one more. */
function untilDone(slots: Slots): Answer | null {
  const [n, r, unit] = [slots.text('n'), slots.text('r'), slots.text('u')]
  const isDay = DAILY.test(stem(unit)) || stem(unit) === 'week'
  if (Number(r) < 1 || !isSame(slots.text('thing2'), slots.text('thing')) || stem(unit) !== stem(slots.text('asked')))
    return null
  const isEven = Number(n) % Number(r) === 0
  if (!isEven && !isDay) return null
  return evaluated({
    expression: `ceil(${n} / ${r})`,
    how: `${n} ÷ ${r}${isEven ? '' : ', rounded up'}`,
    unit: ` ${stem(unit)}s`,
  })
}

function forEach(slots: Slots): Answer | null {
  const [n, m] = [slots.text('n'), slots.text('m')]
  const isTold = lastOf(slots.text('q')) === lastOf(slots.text('thing'))
  const [one, many] = [stem(slots.text('one').replace(/^(?:one|of them)$/u, '')), stem(slots.text('many'))]
  const isPeople = ONES[many] ?? many
  if (!isTold || (one !== '' && (ONES[one] ?? one) !== isPeople)) return null
  return evaluated({ expression: `${n} * ${m}`, how: `${n} × ${m}` })
}
const ONES: Readonly<Record<string, string>> = {
  children: 'child',
  people: 'person',
  kid: 'child',
  pupil: 'student',
  families: 'family',
  shelves: 'shelf',
  boxe: 'box',
  classe: 'class',
}

function packed(slots: Slots): Answer | null {
  const [n, m, k] = [slots.text('n'), slots.text('m'), slots.text('k')]
  const [g, h] = [stem(slots.text('g')), stem(slots.text('h'))]
  if (g !== '' && h !== '' && g !== h) return null
  // What is good or left is asked for, whatever it is called.
  if (slots.has('q') ? lastOf(slots.text('q')) !== lastOf(slots.text('thing')) : !slots.has('gone')) return null
  if (
    slots.has('thing2') &&
    !/^ones?$/u.test(slots.text('thing2')) &&
    lastOf(slots.text('thing2')) !== lastOf(slots.text('thing'))
  )
    return null
  const sign = slots.has('gone') ? '-' : '+'
  if (sign === '-' && Number(k) > Number(n) * Number(m)) return null
  return evaluated({ expression: `${n} * ${m} ${sign} ${k}`, how: `${n} × ${m} ${sign === '-' ? '−' : '+'} ${k}` })
}

const NEED =
  '(?: (?:do|does|will|would|must|should|are|is|can|have|has|did)(?: (?:i|we|you|they|he|she|there|it|that))?(?: (?:need|have|bake|buy|bring|order|make|get|prepare|be needed|needed|required|to|there|that|read|do|drink|eat|sell|write|save|collect|produce|learn|lay|print|use|pick|solve|earn|smoke|paint|plant|send|watch|burn|spend|walk))*(?: (?:in total|altogether|in all|together|all together|for (?:all|everyone|them)))*)?(?: (?:in total|altogether|in all|together|all together|needed|total))?'

const HAVING =
  '(?:(?:if )?(?:i|we|he|she|they|\\p{Lu}\\p{L}{1,11}) (?:have|has|had|buy|buys|bought|got|get|own|owns) |there (?:are|were) |(?:an?|the|my|our|her|his) \\p{L}{3,14} (?:has|have|had|with) )?'
const TAKES =
  '(?:(?:i|we|he|she|they) )?(?:then )?(?:give away|gave away|gives away|eat|ate|eats|use|used|uses|sold|sell|sells|lost|lose|loses|drank|drink|broke|break|threw away|throw away|lend|lent|donated|donate|took out|take out)'
const TAKEN =
  '(?:(?:are|were|is|have been|got|had been) )?(?:taken|occupied|booked|reserved|sold|eaten|broken|used|gone|missing|rotten|lost|filled|full|given away)'
const STILL =
  '(?: (?:are|is|do|does|did|have|has|will)(?: (?:i|we|he|she|they|there|it))?)?(?: (?:still|have|left|remaining|free|empty|available|over|there|be|now|remain|vacant|unsold|good))+'

const PHRASES: readonly Phrase[] = [
  phrase(
    `(?:if )?[WHO] (?:can |must |should |always |usually )?(?:${DO}) {r:count}(?: (?<thing>[THING]))? ${RATE_UNIT}${END}(?:how many|how much)(?: (?<q>[THING]))?${NEED}(?: (?:done|read|saved|made))? ${SPAN}${NEED}`,
    overTime,
    PARTS,
  ),
  phrase(
    `(?:every|each) (?<u>day|week|hour|minute|month|evening|morning|night) (?:[WHO]) (?:${DO}) {r:count}(?: (?<thing>[THING]))?${END}(?:how many|how much)(?: (?<q>[THING]))?${NEED} ${SPAN}${NEED}`,
    overTime,
    PARTS,
  ),
  phrase(
    `(?:(?:an?|the|my|this|our|his|her) \\p{L}{3,14} (?:has|have|with|of|contains)|(?:i|we|he|she) (?:have|has|must \\p{L}+|need to \\p{L}+|have to \\p{L}+|want to \\p{L}+)|there are) {n:count} (?<thing>[THING])(?: (?:to read|to do|left|to learn|to write|to pack|to paint|to solve))?[,.;]* (?:and |if |but )?(?:[WHO]) (?:can |will |want to |plan to )?(?:${DO}) {r:count}(?: (?<thing2>[THING]))? ${RATE_UNIT}${END}(?:(?:after |in )?how many (?<asked>${TIME})|how long)(?: (?:until|till|before|to|does|do|will|would|it|takes?|take|need|needs|i|we|he|she|they|am|i'm|is|are|be|finished?|done|ready|through|finish|read|it|the book|them|all|everything|have|the \\p{L}+|for|this|that|learn|write|pack|paint|solve))*`,
    slots => (slots.has('asked') ? untilDone(slots) : null),
    PARTS,
  ),
  phrase(
    `(?:if )?(?:every|each) (?<one>${PERSON}) (?:${GETS}) {m:count} (?<thing>[THING])(?:,|\\.|;| and)+ ?(?:there are |for |with |and there are |i have |we have |we are |and |it's |we expect |i invited |i expect )*{n:count} (?<many>${PEOPLE})(?: (?:are coming|come|in (?:the|my|our) \\p{L}+))?${END}how many (?<q>[THING])${NEED}`,
    forEach,
    PARTS,
  ),
  phrase(
    `(?:there are |for |i have |we have |we are |with )?{n:count} (?<many>${PEOPLE})(?: (?:are coming|come|in (?:the|my|our) \\p{L}+))?(?:,|\\.|;| and)+ ?(?:(?:every|each)(?: (?<one>${PERSON}|one|of them))? (?:${GETS}) {m:count} (?<thing>[THING])|{m2:count} (?<thing2>[THING]) (?:each|per (?:${PERSON}|head)|for each(?: of them)?|for every (?:${PERSON})|a (?:${PERSON})))${END}how many (?<q>[THING])${NEED}`,
    slots => forEach(slots.folded()),
    PARTS,
  ),
  phrase(
    `{m:count} (?<thing>[THING]) (?:per|in each|in every|to a|to each|in a|a|fit in a|go in a|fit on a) (?<g>${GROUP})(?:,|\\.|;| and)+ ?(?:(?:i|we) have |there are )?{n:count} (?:full |whole |complete )?(?<h>${GROUP})(?:,? and|,| plus|,? with) {k:count} (?:[LOOSE] )?(?<thing2>ones?|[THING])${END}how many (?<q>[THING])${NEED}`,
    packed,
    PARTS,
  ),
  phrase(
    `${HAVING}{n:count} (?:full )?(?<g>${GROUP}) (?:of|with|containing|holding) {m:count} (?<thing>[THING])(?: each| in each)?(?:,|\\.|;| and| but)+ ?(?:(?<gone>${TAKES}) {k:count}(?: (?:of them|(?<thing2>[THING])))?|{k2:count} (?:of (?:them|the) )?(?<thing22>[THING])? ?(?<gone2>${TAKEN}))${END}how many(?: (?<q>[THING]))?${STILL}`,
    slots => packed(slots.folded()),
    PARTS,
  ),
  phrase(
    `${HAVING}{n:count} (?:full )?(?<g>${GROUP}) (?:of|with|containing|holding) {m:count} (?<thing>[THING])(?: each| in each)?(?:,? and|,| plus)+ ?{k:count} [LOOSE] (?<thing2>ones?|[THING])${END}how many (?<q>[THING])${NEED}`,
    packed,
    PARTS,
  ),
  phrase(
    `(?:i|we|he|she|they) need {n:count} (?<thing>[THING])(?:,| and| but)+ ?(?:(?:i|we|he|she|they) )?(?:only )?(?:already )?have {k:count}(?: (?<thing2>[THING]))?(?: already| so far)?${END}how many(?: more)?(?: (?<q>[THING]))? (?:are (?:still )?(?:missing|needed|lacking)|(?:more )?do (?:i|we) (?:still )?need(?: more)?|is (?:still )?missing|(?:more )?(?:does|do) (?:he|she|they) (?:still )?need)`,
    slots =>
      isSame(slots.text('thing2'), slots.text('thing')) &&
      isSame(slots.text('q'), slots.text('thing')) &&
      whole(slots, 'n') > whole(slots, 'k')
        ? evaluated({
            expression: `${slots.text('n')} - ${slots.text('k')}`,
            how: `${slots.text('n')} − ${slots.text('k')}`,
          })
        : null,
    PARTS,
  ),
  phrase(
    `(?:an?|the|my|our) \\p{L}{2,14} (?:bakes|baked|makes|made|has|had|picks|picked|produces|produced|collects|collected|grows|buys|bought|packs) {n:count} (?<thing>[THING]) and (?:packs?|packed|puts?|sorts?|sorted|sells|divides|fills|arranges) (?:them|these|all of them|it) (?:in|into) (?<g>${GROUP}) (?:of|with) {m:count}(?: each)?${END}how many (?<q>${GROUP})${NEED}`,
    slots =>
      stem(slots.text('g')) === stem(slots.text('q')) &&
      whole(slots, 'm') > 0 &&
      whole(slots, 'n') % whole(slots, 'm') === 0
        ? evaluated({
            expression: `${slots.text('n')} / ${slots.text('m')}`,
            how: `${slots.text('n')} ÷ ${slots.text('m')}`,
          })
        : null,
    PARTS,
  ),
  phrase(
    `(?:(?:i|we) have |there are |we had |i had |there were )?{n:count} (?:full )?(?<g>${GROUP}) (?:of|with|containing|holding) {m:count} (?<thing>[THING])(?: each| in each)?(?:,|\\.|;| and| but)+ ?{k:count}(?: (?:of (?:them|these|the \\p{L}+)|(?<thing2>[THING])))? (?<gone>(?:are |were |have |got |is |has |went )?(?:broke|broken|cracked|rotten|bad|missing|damaged|sold|eaten|lost|gone|spoiled|stolen|used|faulty|empty|fell out|melted))${END}how many (?:(?<good>(?:good|whole|intact|unbroken|usable|undamaged)(?: ones?)?|(?:are|is|were)(?: there)?(?: still)? (?:left|good|ok|okay|fine|intact|not (?:broken|cracked|rotten|bad|damaged|sold))|left|remain)|(?<q>[THING]) (?:are|is|were) (?:there )?(?:still )?(?:left|good|ok|okay|fine|intact|not (?:broken|cracked|rotten|bad|damaged|sold)))(?: (?:are (?:there|left)|do (?:i|we) have(?: left)?|now|over|left))*`,
    packed,
    PARTS,
  ),
]

const OUT =
  'sold|used|used up|broke|broken|damaged|lost|gave away|given away|thrown away|threw away|shipped|sent out|returned to supplier|eaten|consumed|minus|out|expired|scrapped|withdrawn|gone|stolen'
const IN =
  'delivery|delivered|received|bought|added|came in|plus|in|restocked|returns?|returned|new delivery|got|found|new|produced|arrived|purchased|restock'
const STOCK_START =
  /^(?:(?:the |our |my |opening |starting |initial |beginning |old )*(?:stock|inventory|warehouse|store|depot)(?: (?:is|was|of|at|level|has|had|count|today|yesterday|in the morning))*:? |(?:i|we) (?:had|have|started with|start with) )(?<n>\d{1,7})(?: (?<thing>\p{L}{3,14}))?(?: (?:in stock|on stock|in store))?$/iu
const STOCK_STEP = new RegExp(
  `^(?:(?:we|i) )?(?:then |have |also |later |another )*(?:(?<out>${OUT})|(?<in>${IN}))(?: of)?:? (?<n>\\d{1,7})(?: more)?(?: (?<thing>\\p{L}{3,14}))?(?: (?:today|yesterday|this week|later|again|more))?$|^(?:then |another )?(?<n2>\\d{1,7})(?: (?<thing2>\\p{L}{3,14}))? (?:were |was |are |got |have been )?(?:(?<out2>${OUT})|(?<in2>${IN}))(?: (?:today|yesterday|again))?$`,
  'iu',
)
const STOCK_ASK =
  /^(?:(?:what(?:'s|s| is)?|how (?:many|much|big|large) is) )?(?:the |our |my )?(?:new|current|final|remaining|present|closing|actual) (?:stock|inventory|level|total)(?: (?:now|today|level))?$|^(?:stock|inventory) (?:now|at the end|today|left)$|^how many(?: \p{L}{3,14})? (?:are|do we have|do i have|is|remain|have we got)(?: there)?(?: (?:now|left|in stock|on stock|still|in the end|at the end))+$/iu

/** `Stock 540, sold 187, delivery of 250. new stock?` */
function stocked({ plain }: Clause): Answer | null {
  const pieces = plain.replace(/[\s?.!]+$/u, '').split(/[,;:.]+ (?:and |then |but )*| (?:and|but|then) (?:then )?/iu)
  const [first = '', ...rest] = pieces
  const ask = rest.pop() ?? ''
  const start = STOCK_START.exec(first)?.groups
  if (start === undefined || rest.length === 0 || rest.length > 6 || !STOCK_ASK.test(ask)) return null
  if (!/stock|inventory|warehouse|store|depot/iu.test(`${first} ${ask}`)) return null
  let expression = start.n ?? ''
  for (const piece of rest) {
    const step = STOCK_STEP.exec(piece)?.groups
    if (step === undefined || !isSame(step.thing ?? step.thing2 ?? '', start.thing ?? '')) return null
    const isOut = step.out !== undefined || step.out2 !== undefined
    expression += ` ${isOut ? '-' : '+'} ${step.n ?? step.n2}`
  }
  const value = evaluatedValue(expression)
  return value === null || value.numerator < 0n
    ? null
    : evaluated({ expression, how: expression.replaceAll(' - ', ' − ') })
}

const NTH =
  '(?:half|(?:an?|one|1|\\d{1,2})[ -](?:half|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twelfths?)|\\d{1,2} ?/ ?\\d{1,3})'
const GONE =
  '(?:ate|eats|used|drank|drinks|read|painted|gave away|sold|took|takes|finished|mowed|cut off|spent|got|gets|had|planted|ran|walked|watched|filled)'
const LEFT = new RegExp(
  `^(?:if )?(?:(?:i|we|he|she|they|\\p{L}{2,12}|(?:my|our|his|her|the) \\p{L}{2,12}) ${GONE} )?(?<a>${NTH}) of (?<of>(?:an?|the|my|our|his|her|this) \\p{L}{3,14}(?: \\p{L}{3,14})?)(?<more>(?:(?:,| and|,? then| but)+ (?:(?:i|we|he|she|they|\\p{L}{2,12}|(?:my|our|his|her|the|a) \\p{L}{2,12})(?: (?:also|then))?(?: ${GONE})? )?(?:another )?${NTH}(?: of it)?){0,3})[,.;]* (?:so |then |and )?(?:how much(?: of (?:it|the \\p{L}+|a \\p{L}+))?|(?:what|which) (?:fraction|part|share)(?: of (?:it|the \\p{L}+|a \\p{L}+))?|how many (?:\\p{L}{5,8}))(?: (?:is|was|are|remains?|do (?:i|we) have|still|left|over|there|remaining|of it|now|not \\p{L}+))+$`,
  'iu',
)
/** `I ate 3/8 of a pizza and my sister 1/4. How much is left?` */
function leftOver({ plain }: Clause): Answer | null {
  const text = plain.replace(/[\s?.!]+$/u, '')
  const groups = LEFT.exec(text)?.groups
  // A part of what was left is none of the whole.
  if (
    groups === undefined ||
    !/left|remain|over/iu.test(text) ||
    /(?<!\p{L})(?:rest|remaining (?:part|half)|what(?:'s| is| was) left of|other half)(?!\p{L})/iu.test(
      text.slice(0, -30),
    )
  )
    return null
  const parts = [groups.a ?? '', ...((groups.more ?? '').match(new RegExp(NTH, 'giu')) ?? [])].map(fractionOf)
  if (parts.some(part => /\/0$/.test(part))) return null
  const expression = `1 - ${parts.map(part => `(${part})`).join(' - ')}`
  const value = evaluatedValue(expression)
  if (value === null || value.numerator < 0n) return null
  const only = task('fraction', 'Work out what is left', 'math.fraction', { expression })
  return single(only, '{{text}}', { text: at('/text') }, `1 − ${parts.join(' − ')}`)
}

export const amountStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'amount-story',
    reason: 'Works out counted things told by their rates, a stock that changes, and what is left of a whole.',
    order: 343.9,
    pairs: 'joined',
    hint: /how (?:many|much)|stock|inventory|fraction|part/i,
    examples: {
      yes: [
        'I save 15 a week. how much after 12 weeks?',
        'every day I do 30 pushups. how many in a week?',
        'a book has 320 pages, i read 25 a day. how many days until finished',
        'Every kid gets 3 cookies, there are 27 kids. how many cookies do i need to bake',
        '23 kids, each kid needs 4 pencils. how many pencils',
        '24 eggs per tray, 17 full trays and 9 loose ones. how many eggs',
        '8 boxes with 24 bottles each, 13 bottles broke. how many good ones',
        'I have 3 boxes of 12 pencils and give away 10. How many are left?',
        'A train has 8 carriages with 64 seats each. 378 seats are taken. How many are free?',
        '4 packs of 6 yoghurts and 2 single ones, how many yoghurts',
        'we need 100 chairs, have 64. how many are missing',
        'Stock 540, sold 187, delivery of 250. new stock?',
        'I ate 3/8 of a pizza and my sister 1/4. How much is left?',
      ],
      no: [
        'I save 15 a week. how much after a year?',
        'I save 15 a week and have 40. how much after 12 weeks?',
        'a book has 320 pages, i read 25 a day. how many pages are left after 3 days',
        'Every kid gets 3 cookies, there are 27 kids and 2 teachers. how many cookies do i need',
        '24 eggs per tray, 17 full trays and 9 loose ones. how many trays',
        '8 boxes with 24 bottles each, 13 boxes broke. how many good ones',
        'Stock 540, sold 187 at 3 each. new stock?',
        'I ate 3/8 of a pizza and my sister 1/4 of the rest. How much is left?',
        'I do 30 pushups a day, how many muscles in a week',
        'I pack 15 boxes an hour, how many in a week',
      ],
    },
    read: clause =>
      clause.quotes.length > 0 || clause.data !== null || clause.plain.length > 260 || /[¤¿%]/u.test(clause.plain)
        ? null
        : (readPhrases(clause, PHRASES) ?? stocked(clause) ?? leftOver(clause)),
  }),
]
