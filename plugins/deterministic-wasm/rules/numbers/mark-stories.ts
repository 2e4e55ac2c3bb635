/**
 * Marks that each count a part of the whole (`homework counts 40% and I got 85`), the figure that a mean leaves open, and the share of each of
 * several in all of them. Weights must make up the whole, and nothing may stand beside the figures.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated, evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Phrase, phrase, readPhrases, type Slots } from '../phrase.ts'
import { type Answer, defineRule } from '../rule.ts'
import { several } from '../stories/told-money.ts'

const LONGEST = 300
const MARK =
  /(?<!\p{L})(?:final|overall|total|weighted|grade|mark|score|average|result|gpa|points)(?: (?:grade|mark|score|average|result|points|percentage|do i (?:get|have)|is that|then|for the (?:course|class|year|subject)|in (?:the )?(?:course|class|total)|now|altogether))*[\s?.!]*$/iu
const FIGURES =
  /(?<label>(?<!\p{L})(?:test|exam|quiz|paper|part|assignment|module|semester|term|project|section|unit|course|essay|lab|year|round|question|homework) )?(?<![\p{L}\d.])(?<value>\d{1,4}(?:\.\d{1,3})?)(?<percent> ?(?:%|percent|per cent|pct))?(?![\p{L}\d.])/giu
/** What may stand around the figures. */
const KNOWN = new Set(
  "a an the my our i in on of for and with it its is was are were got get gets had have scored score scores made received achieved reached counts count counted counting weighs weight weights weighted weighting worth makes make up final exam exams test tests quiz quizzes homework midterm midterms project projects presentation essay essays paper papers lab labs assignment assignments oral written coursework participation attendance practical class mark marks grade grades result results overall total average what what's whats will would be my then so that this the find calculate course subject year first second third one two three module modules semester term part parts section sections each which as towards to at percent points do does out now if but while also math maths english german french biology physics chemistry history thesis report exercises exercise".split(
    ' ',
  ),
)

type Item = { readonly value: string; readonly isWeight: boolean }
const isWeightWord =
  /(?:counts?|weighs|weight(?:ed|ing)?|worth|makes? up|counting)(?: (?:for|of|is|as|towards|to|the|final|mark|grade))*[ :(]*$/iu

/** `test 1 was 78 (weight 30%), test 2 was 84 (30%) and the final 91 (40%). What is my overall score?` */
function weighted({ plain }: Clause): Answer | null {
  if (!MARK.test(plain)) return null
  const items: Item[] = []
  let from = 0
  for (const found of plain.matchAll(FIGURES)) {
    const { label, value = '', percent } = found.groups ?? {}
    const before = plain.slice(from, found.index)
    from = found.index + found[0].length
    if (label !== undefined && percent === undefined && /^\d$/.test(value)) continue
    items.push({
      value,
      isWeight:
        percent !== undefined &&
        (isWeightWord.test(before) || !/(?:got|scored|score|had|was|with|reached|achieved) *$/iu.test(before)),
    })
  }
  if (items.length < 4 || items.length > 16 || items.length % 2 === 1) return null
  const weightFirst = items[0]?.isWeight === true
  const pairs: { readonly weight: string; readonly mark: string }[] = []
  for (let at = 0; at < items.length; at += 2) {
    const [weight, mark] = weightFirst ? [items[at]!, items[at + 1]!] : [items[at + 1]!, items[at]!]
    if (!weight.isWeight || mark.isWeight) return null
    pairs.push({ weight: weight.value, mark: mark.value })
  }
  if (pairs.reduce((sum, { weight }) => sum + Number(weight), 0) !== 100) return null
  const words =
    plain
      .toLowerCase()
      .replace(FIGURES, ' ')
      .match(/\p{L}[\p{L}'-]*/gu) ?? []
  if (words.some(word => !KNOWN.has(word))) return null
  const sum = pairs.map(({ weight, mark }) => `${mark} * ${weight}`).join(' + ')
  return evaluated({
    expression: `(${sum}) / 100`,
    how: pairs.map(({ weight, mark }) => `${mark} × ${weight}%`).join(' + '),
  })
}

const N = '-?\\d{1,9}(?:\\.\\d{1,4})?'
const LIST = `(?<list>${N}(?:(?:,? and |, ?| )${N}){1,11})`
const WHICH =
  "(?:,|\\.|;|:)? ?(?:so |then |and )?(?:what(?:'s|s| is| was| must)?|which(?: is| number is)?|find|how (?:much|big) is)(?: the)?"
const OPEN =
  '(?:missing|other|last|remaining|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\\d{1,2}(?:st|nd|rd|th))(?: (?:number|one|1|value|figure|score|mark|grade|result|test))?(?: be)?'
const THINGS =
  '(?:numbers|values|figures|scores|marks|grades|tests|results|exams|ages|quizzes|games|integers|whole numbers)'
const PARTS = { LIST, WHICH, OPEN, THINGS } as const

/** `the mean of 5 numbers is 18, four of them are 12, 20, 15 and 22` */
function missing(slots: Slots): Answer | null {
  const n = Number(slots.text('n'))
  const known = slots.text('list').match(/-?\d+(?:\.\d+)?/gu) ?? []
  if (n < 2 || known.length !== n - 1 || (slots.has('k') && Number(slots.text('k')) !== known.length)) return null
  const sum = known.map(value => (value.startsWith('-') ? `(${value})` : value)).join(' + ')
  return evaluated({ expression: `${slots.text('m')} * ${n} - (${sum})`, how: `${slots.text('m')} × ${n} − (${sum})` })
}

const total = (slots: Slots): Answer | null => {
  const [n, m] = [slots.text('n'), slots.text('m')]
  return Number(n) < 2 ? null : evaluated({ expression: `${n} * ${m}`, how: `${n} × ${m}` })
}

const PHRASES: readonly Phrase[] = [
  phrase(
    `(?:if )?(?:the )?(?:mean|average)(?: \\p{L}+)? of {n:count} [THINGS] is {m:number}(?:,|\\.|;| and)+ ?(?:if )?(?:{k:count}|the others?|the rest)? ?(?:of (?:them|these|the [THINGS])|[THINGS])? ?(?:are|is|:|being)? ?[LIST][WHICH] [OPEN]`,
    missing,
    PARTS,
  ),
  phrase(
    `{n:count} [THINGS] (?:have|with|has) (?:a |an )?(?:mean|average) (?:of )?{m:number}(?:,|\\.|;| and)+ ?(?:if )?(?:{k:count}|the others?|the rest)? ?(?:of (?:them|these)|[THINGS])? ?(?:are|is|:)? ?[LIST][WHICH] [OPEN]`,
    missing,
    PARTS,
  ),
  phrase(
    `(?:if )?(?:the )?(?:mean|average) of {a:number} and (?:another|a second|some other|an unknown|1 other|one other)(?: number| value)? is {m:number}${WHICH} (?:other|second|another|missing|unknown)(?: (?:number|value|one|1))?`,
    slots =>
      evaluated({
        expression: `2 * ${slots.text('m')} - (${slots.text('a')})`,
        how: `2 × ${slots.text('m')} − ${slots.text('a')}`,
      }),
    PARTS,
  ),
  phrase(
    `(?:an?|the|my|our) (?:test|exam|quiz|paper) has {n:count} (?<of>questions|points|marks|tasks)(?:,|\\.|;| and)+ ?(?:(?:you|i|we|one) (?:need|must (?:get|have)|have to get)|it takes) (?:at least )?{p:percent}(?: (?:of (?:them|the (?:questions|points|marks)|it)|right|correct))? to pass[,.;]* (?:so |then )?how many (?:(?:correct|right) (?:answers|questions|ones)|questions|points|marks|answers)(?: (?:do|must|does) (?:i|you|we|one) (?:need|get|have|answer|have to get)|(?: (?:right|correct|correctly|to pass|at least|for that|for a pass)))*`,
    slots => {
      const [n, p] = [slots.text('n'), slots.text('p')]
      return Number(p) > 100
        ? null
        : evaluated({
            expression: `ceil(${n} * ${p} / 100)`,
            how: `${p}% of ${n}${(Number(n) * Number(p)) % 100 === 0 ? '' : ', rounded up'}`,
          })
    },
    PARTS,
  ),
  phrase(
    `(?:if )?(?:the )?(?:mean|average)(?: \\p{L}+)? of {n:count} [THINGS] is {m:number}${WHICH} (?:their |the )?(?:sum|total)(?: (?:of (?:them|all|the [THINGS])|sum|score))?`,
    total,
    PARTS,
  ),
]

const VOTES =
  /^(?:(?:in|at) (?:the|our|a) \p{L}+,? )?(?<list>\p{L}[\p{L}-]{1,14}(?: (?:got|gets|has|had|received|won|with|scored|sold|made))?:? \d{1,7}(?: votes?| points?)?(?:(?:,| and|, and|;|,? while) \p{L}[\p{L}-]{1,14}(?: (?:got|gets|has|had|received|won|with|scored|sold|made))?:? \d{1,7}(?: votes?| points?)?){1,7})(?: votes?| points?)?[,.;:]* (?:so |then |and )?(?:how many percent|what percent(?:age)?|which percent(?:age)?|how much percent)(?: of (?:the )?(?:votes|vote|points|total))? (?:did|does|do|has|have|is) (?:each|each of them|every(?:one| candidate)|they each)(?: (?:get|have|receive|win|got|of them|one|that))*$/iu
/** `Anna got 132, Ben 88 and Cem 44 votes. How many percent did each get?` */
function shares({ plain }: Clause): Answer | null {
  const list = VOTES.exec(plain.replace(/[\s?.!]+$/u, ''))?.groups?.list
  if (list === undefined) return null
  const parts = [
    ...list.matchAll(/(\p{L}[\p{L}-]{1,14})(?: (?:got|gets|has|had|received|won|with|scored|sold|made))?:? (\d+)/giu),
  ]
  const counts = parts.map(([, , count = '']) => count)
  const names = parts.map(([, name = '']) => name)
  if (new Set(names.map(name => name.toLowerCase())).size !== names.length || counts.length < 2) return null
  const sum = counts.join(' + ')
  if (evaluatedValue(sum)?.numerator === 0n) return null
  const lines = counts.map((count, i) => {
    const expression = `${count} / (${sum}) * 100`
    const value = evaluatedValue(expression)
    return { before: `${names[i]}: `, expression, decimals: value?.denominator === 1n ? 0 : 2, after: '%' }
  })
  return several(lines, `of ${sum} = ${counts.reduce((all, count) => all + Number(count), 0)}`)
}

export const markStoryRules: readonly PlannerRule[] = [
  defineRule({
    id: 'mark-story',
    reason: 'Works out marks by their weights, the figure that a mean leaves open, and the share of each of several.',
    order: 214.5,
    pairs: 'joined',
    hint: /%|per ?cent|mean|average/i,
    examples: {
      yes: [
        'homework counts 40% and i got 85, exam counts 60% and i got 72. final mark?',
        'test 1 was 78 (weight 30%), test 2 was 84 (weight 30%) and final 91 (40%). What is my overall score?',
        "the mean of 5 numbers is 18. four of them are 12, 20, 15, 22. what's the fifth",
        'the average of 3 numbers is 12, what is their sum',
        'the average of 6 and another number is 10. what is the other number?',
        'A test has 50 questions and you need 70% to pass. How many correct answers do you need?',
        'in the vote, Anna got 132, Ben 88 and Cem 44 votes. How many percent did each get?',
      ],
      no: [
        'homework counts 40% and i got 85, exam counts 50% and i got 72. final mark?',
        'homework counts 40% and i got 85, exam counts 60%. What do I need for a final mark of 80?',
        'the mean of 5 numbers is 18. three of them are 12, 20, 15. what is the fifth',
        'the mean of 5 numbers is 18. four of them are 12, 20, 15, 22. what is the biggest',
        'the average of 3 numbers is 12, what is their product',
        'Anna got 132, Ben 88 and Cem 44 votes. How many percent did the winner get?',
        'my exam was 72 and my homework 85, final mark?',
      ],
    },
    read: clause =>
      clause.quotes.length > 0 || clause.data !== null || clause.plain.length > LONGEST || /[¤¿]/u.test(clause.plain)
        ? null
        : (readPhrases(clause, PHRASES) ?? weighted(clause) ?? shares(clause)),
  }),
]
