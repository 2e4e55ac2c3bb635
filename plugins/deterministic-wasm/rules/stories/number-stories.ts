/**
 * Numbers told in a sentence: work shared by more hands, steps that are repeated, averages with one more figure, what is left of a
 * goal, choices where order does not matter. Things that more hands do not make faster are left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { toExact } from '../../arithmetic/rational.ts'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import { type Answer, defineRule } from '../rule.ts'
import { ahead, behind, whole } from './beside.ts'
import { type Figure, readStories, type StoryForm } from './story.ts'
import { digitsOf, isWhole, only } from './told-money.ts'

/** At most two decimals where more would be no use. */
function figured(expression: string, how: string, unit = ''): Answer | null {
  const value = evaluatedValue(expression)
  if (value === null) return null
  const isShort = /^-?\d+(?:\.\d{1,3})?$/.test(toExact(value))
  return evaluated({ expression, how, unit, ...(isShort ? {} : { decimals: 2 }) })
}
const isBare = (figures: readonly Figure[]): boolean => figures.every(({ amount }) => amount.sign === null)

const WORKERS =
  'printers|machines|workers|painters|builders|bricklayers|gardeners|cleaners|robots|cooks|helpers|volunteers|diggers|tractors|mowers|employees|men|people|pumps|taps|pipes|carpenters|farmers|labourers|laborers|harvesters|electricians|plumbers|movers|packers|tailors|typists'
const WORK =
  'job|task|work|house|fence|wall|field|garden|pool|tank|ditch|trench|order|roof|floor|hall|project|orchard|paint|build|dig|fill|clean|harvest|mow|pack|print|assemble|plough|plow|empty|tile|weed|drain'
const SPAN = 'hours?|days?|minutes?|weeks?|months?|hrs?|mins?'
/** `If 5 printers need 12 hours for a job, how long do 8 printers need?` */
const HANDS: StoryForm = {
  amounts: 3,
  cues: [
    new RegExp(
      `^(?:if )?A (?<who>${WORKERS}) (?:need|needs|take|takes|can \\p{L}+|could \\p{L}+|\\p{L}+)(?: \\p{L}+){0,4} A (?<span>${SPAN})(?: \\p{L}+){0,6},? (?:then )?how (?:long|many (?:${SPAN})|much time)(?: \\p{L}+){0,5} A (?:\\k<who>|of them)(?!\\p{L})(?: \\p{L}+){0,10}[ ?.!]*$`,
      'u',
    ),
    whole(WORK),
  ],
  not: whole(
    'dry|boil|bake|play|sing|drive|travel|walk|baby|babies|concert|film|movie|song|sleep|wait|meeting|each|rest|less|slower|faster|twice|half|breaks?|more|other|leave|leaves|join|after|per|km|miles|run|fly|learn|grow|age|trip|journey|flight',
  ),
  words: `${WORKERS.replaceAll('|', ' ')} ${WORK.replaceAll('|', ' ')} if need needs take takes can could do does did would will to for a an the same that one this finish complete get done in how long many much time at speed rate pace working together hours hour days day minutes minute weeks week months month hrs hr mins min then of them it all with house printing paint painting build building dig digging filling cleaning mowing packing identical equally fast`,
  asks: /how (?:long|much time|many)/u,
  mustAsk: true,
  names: 1,
  read: ({ amounts: [few, time, many], shape }) => {
    const span = new RegExp(`^ (${SPAN})(?!\\p{L})`, 'u').exec(time!.after)?.[1]
    const asked = new RegExp(`how many (${SPAN})`, 'u').exec(shape)?.[1]
    if (span === undefined || !isWhole(few!) || !isWhole(many!)) return null
    if (asked !== undefined && asked.charAt(0) !== span.charAt(0)) return null
    return figured(
      `${digitsOf(time!)} * ${digitsOf(few!)} / ${digitsOf(many!)}`,
      `${digitsOf(few!)} × ${digitsOf(time!)} ÷ ${digitsOf(many!)}, all working at the same speed`,
      ` ${span.replace(/s?$/u, 's')}`,
    )
  },
}

const ORDER_FREE =
  /order (?:does(?:n't|nt| not)? matter|is(?:n't| not) important|is irrelevant|does(?:n't|nt| not) count|plays no (?:role|part))/u
/** `I pick 3 out of 8 pupils for a team, order doesn't matter. How many possible teams?` */
const PICKED: StoryForm = {
  amounts: 2,
  cues: [
    /(?:pick|choose|select|choosing|picking|selecting|take|form a \p{L}+ of) A (?:\p{L}+ )?(?:out of|from|of)(?: a (?:group|class|team|set) of| among)? A/u,
    /how many (?:different |possible |distinct )*(?:teams|groups|committees|combinations|pairs|hands|ways|choices|selections|trios)/u,
  ],
  not: whole(
    'order matters|repeat|repeats|repetition|replacement|must|include|includes|including|captain|leader|if|president|at least|men|women|girls|boys|row|arrange|line|same',
  ),
  words:
    "i we you he she they pick choose select choosing picking selecting take form out of from among group class team set for a an the order doesnt doesn't does not matter isn't important is irrelevant count plays no role part how many different possible distinct teams groups committees committee combinations pairs hands ways choices selections trios are there can be made this is that pupils students people players kids children cards books colours colors toppings flavours flavors friends members colleagues balls do have get",
  mustAsk: true,
  names: 1,
  asks: /how many/u,
  read: ({ shape, amounts: [k, n] }) => {
    const [few, all] = [Number(digitsOf(k!)), Number(digitsOf(n!))]
    const isFree =
      ORDER_FREE.test(shape) || /(?:teams|groups|committees|combinations|pairs|hands|selections|trios)/u.test(shape)
    if (!isFree || !isWhole(k!) || !isWhole(n!) || few > all || all > 300) return null
    return evaluated({
      expression: `fact(${all}) / (fact(${few}) * fact(${all - few}))`,
      how: `${all}! ÷ (${few}! × ${all - few}!), order does not matter`,
    })
  },
}

/** `There are 450 screws and 18 go in every bag. How many bags?` */
const BAGGED: StoryForm = {
  amounts: 2,
  cues: [
    /A (?:\p{L}+ )?\p{L}+(?:,| and)+ A (?:of them )?(?:go|fit|come|are packed|are put|are) (?:in|into|to|on) (?:every|each|an?|one) (?<pack>\p{L}{2,})(?!\p{L}).*(?:number of|how many) \k<pack>(?:e?s)?(?!\p{L})/u,
  ],
  not: whole('more|left|already|broken|per|another|layers?|spare|extra|full|except|min|minutes|hours'),
  words:
    'there are we i have of them go fit come packed put in into to on every each a an one and hence so thus number the how many do need will be is that get will fill bag bags box boxes pack packs page pages row rows table tables shelf crate crates bus buses carton cartons tray trays',
  everyday: true,
  mustAsk: true,
  asks: /(?:number of|how many) \p{L}+(?: \p{L}+){0,4}[ ?.!]*$/u,
  names: 3,
  read: ({ amounts: [all, each] }) => {
    if (!isWhole(all!) || !isWhole(each!) || Number(digitsOf(all!)) % Number(digitsOf(each!)) !== 0) return null
    return evaluated({
      expression: `${digitsOf(all!)} / ${digitsOf(each!)}`,
      how: `${digitsOf(all!)} ÷ ${digitsOf(each!)}`,
    })
  },
}

const STEP =
  /^(?:(?:then|and|now|you|i|we|next) )*(?:(?<twice>halve|double|triple) (?:it|that|this|the result|what's left|what is left)(?: (?:A times|(?<single>once)|(?<again>twice)))?|(?<plus>add|plus)(?: on)? A(?: to (?:it|that))?|(?<minus>subtract|minus|take away|take off|deduct|remove)(?: from it)? A(?: from (?:it|that))?|(?<times>multiply|times)(?: (?:it|that|the result))?(?: by)? A|(?<over>divide)(?: (?:it|that|the result))? by A|(?<square>square) (?:it|that|the result))$/u
/** Some steps with the figures they take, from `value` on; null where one is not understood. */
function stepped(
  value: string,
  steps: readonly string[],
  figures: readonly Figure[],
): { expression: string; isUsed: boolean } | null {
  const left = [...figures]
  let expression = value
  for (const step of steps) {
    const found = STEP.exec(step.trim())?.groups
    if (found === undefined) return null
    const taken = /A/u.test(step) ? left.shift() : undefined
    if (/A/u.test(step) && taken === undefined) return null
    const digits = taken === undefined ? '' : digitsOf(taken)
    if (found.twice !== undefined) {
      const times = taken === undefined ? (found.again === undefined ? 1 : 2) : isWhole(taken) ? Number(digits) : 0
      if (times < 1 || times > 20) return null
      const sign = found.twice === 'halve' ? '/ 2' : found.twice === 'double' ? '* 2' : '* 3'
      expression = `(${expression} ${sign} ^ ${times})`
    } else if (found.square !== undefined) expression = `(${expression}) ^ 2`
    else {
      const sign =
        found.plus !== undefined ? '+' : found.minus !== undefined ? '-' : found.times !== undefined ? '*' : '/'
      expression = `(${expression} ${sign} ${digits})`
    }
  }
  return { expression, isUsed: left.length === 0 }
}
/** `Take 64, halve it three times, then add 9. What's left?` */
const STEPS: StoryForm = {
  amounts: [1, 8],
  cues: [
    /^(?:take|start with|start from|begin with|start at|starting with|starting at|starting from) A(?:,| and| then)/u,
    whole('halve|double|triple|square|add|subtract|multiply|divide|minus|plus|take away|take off|deduct'),
  ],
  words:
    "take start starting with from at begin halve double triple it that this the result what's left once twice times add plus on to subtract minus away off deduct remove multiply by divide square then and now you i we next end up where which number get is have do final answer would be",
  mustAsk: true,
  read: ({ shape, amounts }) => {
    const found =
      /^(?:take|start with|start from|begin with|start at|starting with|starting at|starting from) A(?:,| and| then)+ (?<steps>.+?),? (?:and )?(?:what(?:'s| is| do (?:i|you|we))?|where do i|which number do i) ?(?:left|the result|the final (?:number|result)|the answer|the number|it|get|have|end up with|end up)?(?: now| then| at the end)?[ ?.!]*$/u.exec(
        shape,
      )
    const steps = found?.groups?.steps?.split(/,(?: and)?(?: then)? |(?: and| then)+ /u) ?? []
    if (steps.length < 2 || steps.length > 8 || !isBare(amounts)) return null
    const worked = stepped(digitsOf(amounts[0]!), steps, amounts.slice(1))
    if (worked === null || !worked.isUsed) return null
    const bare = worked.expression.replace(/^\((.*)\)$/u, (whole_, inner: string) =>
      isBalanced(inner) ? inner : whole_,
    )
    return figured(
      bare,
      bare.replaceAll(' ^ 1', '').replaceAll('*', '×').replaceAll(' / ', ' ÷ ').replaceAll(' - ', ' − '),
    )
  },
}
function isBalanced(text: string): boolean {
  let depth = 0
  for (const sign of text) {
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (depth < 0) return false
  }
  return depth === 0
}

const SCORED = 'score|scored|scores|mark|marks|grade|points|exams?|tests?|quiz|quizzes|papers?'
/** `Average of 20 students is 64. A new one scored 85. New average?` */
const NEW_AVERAGE: StoryForm = {
  amounts: 3,
  cues: [
    /^(?:the )?(?:average|mean)(?: \p{L}+)? (?:of|for) (?:my |our |the )?A \p{L}+ (?:is|was) A(?:,| and| then)? .*A.*(?:average|mean)/u,
    whole('new|another|joins|joined|more|one|next|further'),
  ],
  not: whole(
    'leaves|left|removed|dropped|except|weighted|median|percent|goes|must|need|needed|without|worst|lowest|highest',
  ),
  words: `${SCORED.replaceAll('?', '').replaceAll('|', ' ')} exam test papers paper average mean of for my our the is was new another joins joined more one next further with and then what what's now gets got weighing weighs aged student students pupils numbers people players tests height weight age a who comes becomes has`,
  mustAsk: true,
  asks: /(?:new )?(?:average|mean)(?: now)?[ ?.!]*$/u,
  names: 2,
  read: ({ shape, amounts: [count, mean, added] }) => {
    const isOne = /(?<!\p{L})(?:an?|another|one|the) (?:new|further|next|\p{L}+)/u.test(shape.slice(mean!.at))
    if (!isWhole(count!) || !isBare([mean!, added!]) || !isOne) return null
    if (/A (?:new|more|others?|students|pupils|people|further)(?!\p{L})/u.test(shape.slice(added!.at))) return null
    const n = digitsOf(count!)
    return figured(
      `(${n} * ${digitsOf(mean!)} + ${digitsOf(added!)}) / (${n} + 1)`,
      `(${n} × ${digitsOf(mean!)} + ${digitsOf(added!)}) ÷ ${Number(n) + 1}`,
    )
  },
}

const ORDINALS: readonly string[] = ['second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth']
/** `I have 78, 74 and 81 on three exams. What do I need on the fourth to average 80?` */
const NEEDED: StoryForm = {
  amounts: [3, 10],
  cues: [
    /(?:need|have to (?:get|score)|must i (?:get|score)|needed)(?: \p{L}+){0,7} (?:to (?:have |get |reach |make )?(?:an? |my )?average(?: of)?|for an? average of|to average(?: out at)?|average to be) A/u,
    new RegExp(`(?<!\\p{L})(?:${SCORED})(?!\\p{L})`, 'u'),
  ],
  not: whole(
    'weighted|weight|counts?|double|final|percent|drop|lowest|worst|best|each of|next two|last two|at least two|per',
  ),
  words: `${SCORED.replaceAll('?', '').replaceAll('|', ' ')} exam test paper i've i have got on in my first so far what do must need needed get score to reach an average of out at the and ${ORDINALS.join(' ')} next last one for be A th st nd rd make three four five were`,
  mustAsk: true,
  names: 1,
  read: ({ shape, amounts }) => {
    const target = amounts.at(-1)!
    const told = amounts.slice(0, -1)
    const said = told.find(({ after }) => behind(`(?:${SCORED})`).test(after) && !/^ points/u.test(after))
    const nth = told.find(({ after }) => /^ ?(?:th|rd|nd|st)(?!\p{L})/u.test(after))
    const scores = told.filter(figure => figure !== said && figure !== nth)
    if (scores.length < 2 || !isBare(amounts)) return null
    if (said !== undefined && digitsOf(said) !== String(scores.length)) return null
    if (nth !== undefined && digitsOf(nth) !== String(scores.length + 1)) return null
    const named = ORDINALS.findIndex(name => whole(name).test(shape))
    if (named >= 0 && named + 2 !== scores.length + 1) return null
    const digits = scores.map(digitsOf)
    return figured(
      `${digitsOf(target)} * ${scores.length + 1} - (${digits.join(' + ')})`,
      `${digitsOf(target)} × ${scores.length + 1} − (${digits.join(' + ')})`,
    )
  },
}

/** `Goal is 1800 kcal, had 420 breakfast, 610 lunch and a 190 snack. What's left for dinner?` */
const GOAL: StoryForm = {
  amounts: [2, 9],
  cues: [
    /(?:goal|limit|target|allowance|maximum|max)(?: is| of|:|,)? A|^A \p{L}+ (?:goal|limit|target|allowance|a day)/u,
    /(?<!\p{L})(?:left|remaining|remains?|to go)(?!\p{L})/u,
    /(?<!\p{L})(?:kcal|calories|cals?|points|grams|g|steps|pages|km|words|litres|ml|minutes|carbs|protein)(?!\p{L})/u,
  ],
  not: whole(
    'burned|burnt|burn|exercise|each|per|percent|days?|week|twice|two|another|minus|back|of which|times|split|average|x',
  ),
  words:
    "goal limit target allowance maximum max is of my the daily today kcal calories cal cals points grams g steps pages km words litres ml minutes carbs protein had ate eaten drank did done read walked ran written wrote for breakfast lunch dinner supper snack snacks morning afternoon evening and a an plus already so far left remaining remain remains to go how much many what's what have i've ive is there do i",
  everyday: true,
  mustAsk: true,
  names: 3,
  asks: /(?:left|remaining)(?: for \p{L}+)?[ ?.!]*$/u,
  read: ({ amounts }) => {
    const goal = only(
      amounts,
      ({ before, after }) =>
        ahead('(?:goal|limit|target|allowance|maximum|max)(?: is| of|,)?').test(before) ||
        behind('(?:\\p{L}+ )?(?:goal|limit|target|allowance)').test(after),
    )
    const done = amounts.filter(figure => figure !== goal)
    if (goal === null || done.length === 0 || !isBare(amounts) || amounts[0] !== goal) return null
    const unit = /^ (kcal|calories|cals?|points|grams|g|steps|pages|km|words|litres|ml|minutes)(?!\p{L})/u.exec(
      goal.after,
    )?.[1]
    // Another unit than that of the goal.
    if (
      done.some(({ after }) => {
        const own =
          /^ ?(kcal|calories|cals?|points|grams|g|kg|steps|pages|km|words|litres|ml|minutes|hours)(?!\p{L})/u.exec(
            after,
          )?.[1]
        return own !== undefined && own !== unit
      })
    )
      return null
    const digits = done.map(digitsOf)
    if (digits.some(one => one.startsWith('-'))) return null
    // More than the goal: nothing is left.
    if (digits.reduce((sum, one) => sum + Number(one), 0) > Number(digitsOf(goal))) return null
    return figured(
      `${digitsOf(goal)} - ${digits.join(' - ')}`,
      `${digitsOf(goal)} − ${digits.join(' − ')}`,
      unit === undefined ? '' : ` ${unit}`,
    )
  },
}

/** `It was -8 last night and it's 5 now, how many degrees warmer?` */
const WARMER: StoryForm = {
  amounts: 2,
  cues: [
    /(?:was|were|had) A.*(?:(?:now|today|it's|its|is|it is) A|A(?: degrees)? (?:now|today))/u,
    /how (?:many degrees|much) (?:is it |has it (?:got|become|gotten) |did it get )?(?:warmer|colder|cooler|hotter)(?: is it| did it get| has it got| is that| now)?[ ?.!]*$/u,
  ],
  words:
    "it was were we had last night yesterday this morning evening afternoon and now today it's its is degrees degree c f celsius fahrenheit outside how many much warmer colder cooler hotter has got become gotten did get that here in the at noon but",
  mustAsk: true,
  asks: /how/u,
  read: ({ shape, amounts: [from, to] }) => {
    const unit = /(?<!\p{L})(?:f|fahrenheit)(?!\p{L})/u.test(shape)
    if (unit && /(?<!\p{L})(?:c|celsius)(?!\p{L})/u.test(shape)) return null
    const isWarmer = /warmer|hotter/u.test(shape)
    const [low, high] = isWarmer ? [from!, to!] : [to!, from!]
    if (Number(digitsOf(high)) <= Number(digitsOf(low)) || !isBare([from!, to!])) return null
    return figured(
      `${digitsOf(high)} - (${digitsOf(low)})`,
      `From ${digitsOf(from!)} to ${digitsOf(to!)}`.replaceAll('-', '−'),
      ' degrees',
    )
  },
}

/** `I counted 1,200 votes for A and 980 for B; by how many votes does A lead?` */
const VOTES: StoryForm = {
  amounts: 2,
  cues: [
    /A (?:votes|points|people|ballots|goals)? ?for (?<one>\p{L}+)(?:,| and| but|;)+ A (?:votes |points |people |ballots |goals )?for (?<two>\p{L}+).*(?:by )?how many (?:votes|points|people|ballots|goals)? ?(?:does|did|is) (?<who>\k<one>|\k<two>) (?:lead|win|ahead)(?: by)?[ ?.!]*$/u,
  ],
  words:
    'i we counted count there were are was and but by votes points people ballots goals for how many does did is lead win ahead the b c d x y z',
  mustAsk: true,
  asks: /how many/u,
  names: 3,
  read: ({ shape, amounts: [a, b] }) => {
    const found = /for (?<one>\p{L}+)(?:,| and| but|;)+ A.* (?:does|did|is) (?<who>\p{L}+) (?:lead|win|ahead)/u.exec(
      shape,
    )?.groups
    const [win, lose] = found?.one === found?.who ? [a!, b!] : [b!, a!]
    if (!isBare([a!, b!]) || Number(digitsOf(win)) <= Number(digitsOf(lose))) return null
    return evaluated({
      expression: `${digitsOf(win)} - ${digitsOf(lose)}`,
      how: `${digitsOf(win)} − ${digitsOf(lose)}`,
    })
  },
}

const FORMS: readonly StoryForm[] = [HANDS, PICKED, BAGGED, STEPS, NEW_AVERAGE, NEEDED, GOAL, WARMER, VOTES]

export const numberStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-story',
    reason:
      'Works out shared work, choices, steps on a number, averages with one more figure, and what is left of a goal.',
    order: 332,
    pairs: true,
    hint: /\d|(?<!\p{L})(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty)(?!\p{L})/iu,
    examples: {
      yes: [
        'If 5 printers need 12 hours for a job, how long do 8 printers need for the same job at the same speed?',
        '4 painters paint a house in 6 days. How many days do 3 painters need?',
        "I pick 3 out of 9 pupils for a team, order doesn't matter. How many possible teams?",
        'There are 450 screws and 15 go in every bag. Hence the number of bags?',
        "Take 64, halve it three times, then add 9. What's left?",
        'Average of 20 students is 64. A new one scored 85. New average?',
        'I have 78, 74 and 81 on three exams. What do I need on the fourth to average 80?',
        "goal is 1800 kcal, had 420 breakfast, 610 lunch, and a 190 snack. what's left for dinner",
        'It was -8 last night and it is 5 now, how many degrees warmer?',
        'I counted 1,200 votes for A and 980 for B; by how many votes does A lead?',
      ],
      no: [
        'If 5 shirts need 5 hours to dry, how long do 10 shirts need?',
        'If 5 musicians play a concert in 60 minutes, how long do 10 musicians need?',
        'If 5 printers need 12 hours for a job, why do 8 printers need less?',
        'I pick 3 out of 9 pupils for a team with a captain. How many possible teams?',
        'There are 450 screws and 17 go in every bag. How many bags?',
        "Take 64 tablets, halve the dose and what's left?",
        'I have 78 and 74 on two exams and the final counts double. What do I need to average 80?',
        'goal is 1800 kcal, had 420 breakfast, burned 300, what is left',
        'It was 20 yesterday and 15 now, how many degrees warmer?',
        'Average of 20 students is 64. Two new ones scored 85. New average?',
      ],
    },
    read: clause => readStories(clause, FORMS),
  }),
]
