/**
 * Sums that somebody wants checked: `17 x 19 = 313, is this correct?`, `true or false: 7 x 8 = 54`. That it is to be checked must be said; a
 * result that was rounded is neither right nor wrong, and is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { type Rational, round, toExact } from '../../arithmetic/rational.ts'
import { decided, hasMember } from '../decided.ts'
import { evaluatedValue, fittingDecimals } from '../evaluated.ts'
import { plainNumbers } from '../message/plain-numbers.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule, task } from '../rule.ts'
import { readCalculation } from './calculation-rules.ts'
import { readNumberPhrase } from './number-phrase.ts'

const WHO =
  '(?:(?:the|my|our|his|her|your) )?(?:answer|result|worksheet|work ?book|book|text ?book|teacher|son|daughter|kid|child|boy|girl|brother|sister|mum|mom|mother|dad|father|friend|colleague|boss|calculator|solution|answer key|classmate|student|pupil|neighbou?r|wife|husband|app)(?: (?:on|in|of|from) (?:the|my|his|her|a) \\p{L}+)?'
const SAYS =
  '(?:says?|said|claims?|claimed|thinks?|believes?|wrote|writes|got|has|told me|insists|calculated|reckons)(?: that| this)?'
const LEAD = `(?:(?<asks>(?:is it|it is|it's) (?:right|correct)(?: that| to say(?: that)?)?|(?:please )?(?:can you )?(?:check|verify|confirm)(?: (?:this|that|if|whether|my sum|my maths?|for me|the sum|the following|please|this sum))*|true or false|right or wrong|correct or not|am i right(?: that| in saying(?: that)?)?|is it correct)[:,]? |(?:${WHO} ${SAYS}|i (?:got|wrote|think|say|calculated|have|believe|get)(?: that)?)[:,]? )?`
const RIGHT = '(?:right|correct|true|ok|okay|wrong|false)'
const TAIL = `(?<tail>[,.;:?!–-]* ?(?:and )?(?:is (?:that|this|it|the (?:answer|result|sum)|he|she)(?: actually| really)? ${RIGHT}(?: or (?:not|wrong|false|right))?|(?:true|right|correct) or (?:false|wrong|not)|(?:that's |that is |is that )?(?:right|correct|true)|am i ${RIGHT}|was (?:i|he|she|it|that) ${RIGHT}|did (?:i|he|she|they|we) (?:get|do|calculate) (?:it|that|this) (?:right|correctly)|yes or no))?`
const CLAIM = new RegExp(
  `^${LEAD}(?:is |that )?(?<left>[^=?]{3,60}?) ?(?:=|is equal to|equals|makes|is|gives|are) ?(?<right>-?\\d[\\d.]*(?: \\d+/\\d+|/\\d+)?)${TAIL}$`,
  'iu',
)

const shown = (value: Rational): string => {
  const places = fittingDecimals(value)
  return places === null ? toExact(value) : `about ${toExact(round(value, 6, 'half_up'))}`
}

/** `22/7 = 3.14`: as it is rounded. */
function isRounded(value: Rational, claimed: string): boolean {
  const decimals = claimed.split('.')[1]?.length ?? 0
  return (
    !claimed.includes('/') && toExact(round(value, decimals, 'half_up')) === toExact(evaluatedValue(claimed) ?? value)
  )
}

function checked(clause: Clause): Answer | null {
  const { data, quotes, plain } = clause
  const isInline = data !== null && data.form === 'inline' && data.text.length <= 80
  if (quotes.length > 0 || (data !== null && !isInline) || plain.length > 160) return null
  const text = `${plain}${isInline ? `: ${plainNumbers(data.text)}` : ''}`.replace(/[\s?.!]+$/u, '')
  const groups = CLAIM.exec(text)?.groups
  if (groups === undefined || (groups.asks === undefined && groups.tail === undefined)) return null
  const left = readCalculation((groups.left ?? '').trim())
  const right = readNumberPhrase((groups.right ?? '').trim())
  if (left === null || right === null || !left.isOperation || left.isTight || left.hasUnknown || right.isOperation)
    return null
  const [value, claim] = [evaluatedValue(left.expression), evaluatedValue(right.expression)]
  if (value === null || claim === null) return null
  const isSame = value.numerator * claim.denominator === claim.numerator * value.denominator
  if (!isSame && isRounded(value, right.expression)) return null
  const answer = decided({
    tasks: [
      task('gap', `Work out ${left.said}`.slice(0, 200), 'math.evaluate', {
        expression: `(${left.expression}) - (${right.expression})`,
      }),
    ],
    when: hasMember('exact', { const: '0' }),
    yes: `Yes, that is right: ${left.said} = ${shown(value)}.`,
    no: `No, that is not right: ${left.said} = ${shown(value)}.`,
  })
  return isInline ? { ...answer, usesData: true } : answer
}

export const claimRules: readonly PlannerRule[] = [
  defineRule({
    id: 'sum-check',
    reason: 'Says whether a sum that somebody wants checked is right, and what it comes to.',
    order: 102.5,
    pairs: true,
    hint: /right|correct|true|check|verify|confirm|false|wrong|yes or no/i,
    examples: {
      yes: [
        'The answer on the worksheet says 17 x 19 = 313, is this correct?',
        '7 x 8 = 54, true or false',
        'is it correct that 9 x 7 = 63',
        'check: 45 + 67 = 112',
        'I got 12.5 for 100 / 8. Is that right?',
        'My son says 15% of 80 is 12. Is he right?',
        'true or false: 144 / 12 = 13',
      ],
      no: [
        'Is 2 + 2 = 5?',
        'Is it true that 5 * 5 = 25?',
        'In 1984 they say 2 + 2 = 5, why is that true?',
        '22 / 7 = 3.14, is that correct?',
        'x + 2 = 5, is that right?',
        'Is it correct that 3 people = 1 crowd',
        'My son says he is 12. Is that right?',
        'check my essay: 2 + 2 = 4 is a metaphor',
        'is it right that a ticket for 5 is 12?',
      ],
    },
    read: clause => (clause.mark.startsWith('!') ? null : (checked(clause) ?? turned(clause))),
  }),
]

const TURNED = new RegExp(
  `^i (?:got|get|have|calculated) (?<right>-?\\d[\\d.]*(?:/\\d+)?) (?:for|as the (?:answer|result) (?:of|for|to)) (?<left>.{3,60}?)(?<tail>[,.;:?!–-]* ?(?:and )?(?:is (?:that|this|it) ${RIGHT}|right|correct|did i get it right))$`,
  'iu',
)
/** `I got 12.5 for 100 / 8. Is that right?` */
function turned(clause: Clause): Answer | null {
  const groups = TURNED.exec(clause.plain.replace(/[\s?.!]+$/u, ''))?.groups
  if (groups === undefined) return null
  return checked({ ...clause, plain: `${groups.left} = ${groups.right}, is that right` })
}
