/**
 * Units that the request itself makes: `One Zorg is 7 blips and one blip is 12 flims. How many flims are 5 Zorgs?` Every word of it must be a
 * definition or the question; what stands besides could change one of them.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluatedValue } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { measured } from './measured.ts'

const DEFINED =
  /(?:^|(?<=[,.;:] ?)|(?<=(?:[,.;] ?)?(?:and|that|if|where|when|suppose) ))(?:1|one|an?|each|every) (?<one>\p{L}{2,14}) (?:is(?: worth| equal to)?|=|equals|makes|has|holds|contains|are|gives)(?: exactly)? (?<k>\d{1,7}(?:\.\d{1,4})?) (?<many>\p{L}{2,14})(?=$|[,.;:?! ])/giu
const QUESTION =
  /(?:^|[,.;:?!] ?|(?:and|then|so) )(?:so |then |and )?how many (?<to>\p{L}{2,14}) (?:are|is|in|make|makes|do|does|would|has|have|equal|equals|can i get for|do i get for|for)(?: there)?(?: in)? (?<n>\d{1,9}(?:\.\d{1,4})?) (?<from>\p{L}{2,14})(?: (?:make|have|equal|be|give))?[ ?.!]*(?=$|[,;] ?(?:if|when|given)? ?(?:1|one|an?|each) )/iu
const REST = /^[\s,.;:?!]*(?:(?:and|if|when|where|that|then|so|given|suppose|let's say|say)[\s,.;:?!]*)*$/iu

const stem = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(?:ches|shes|xes|sses)$/u, end => end.slice(0, -2))
    .replace(/(?<=..)s$/u, '')

function read(clause: Clause): Answer | null {
  if (
    clause.quotes.length > 0 ||
    clause.data !== null ||
    clause.plain.length > 240 ||
    !clause.plain.includes('ow many ')
  )
    return null
  const text = clause.plain
  const question = QUESTION.exec(text)
  if (question?.groups === undefined) return null
  const told = `${text.slice(0, question.index)} . ${text.slice(question.index + question[0].length)}`
  const defined = [...told.matchAll(DEFINED)]
  if (defined.length < 2 || defined.length > 4 || !REST.test(told.replace(DEFINED, ' '))) return null
  const [to, from] = [stem(question.groups.to ?? ''), stem(question.groups.from ?? '')]
  const steps = defined.map(({ groups }) => ({
    one: stem(groups?.one ?? ''),
    k: groups?.k ?? '0',
    many: stem(groups?.many ?? ''),
  }))
  // Each unit is made of one other.
  if (new Set(steps.map(({ one }) => one)).size < steps.length || steps.some(({ k }) => Number(k) === 0)) return null
  const down = chainOf(steps, from, to)
  const up = down === null ? chainOf(steps, to, from) : null
  const factors = down ?? up
  if (factors === null || factors.length < 2) return null
  const n = question.groups.n ?? '0'
  const sign = down === null ? '/' : '*'
  const expression = [n, ...factors].join(` ${sign} `)
  if (evaluatedValue(expression) === null) return null
  return measured({
    expression,
    label: (question.groups.to ?? '').trim(),
    how: expression.replaceAll('*', '×').replaceAll('/', '÷'),
  })
}

type Step = { readonly one: string; readonly k: string; readonly many: string }
/** The factors from the larger unit to the smaller, or null where none leads there. */
function chainOf(steps: readonly Step[], from: string, to: string): string[] | null {
  const factors: string[] = []
  let unit = from
  while (unit !== to) {
    const step = steps.find(({ one }) => one === unit)
    if (step === undefined || factors.length > steps.length) return null
    factors.push(step.k)
    unit = step.many
  }
  return factors
}

export const toldUnitRules: readonly PlannerRule[] = [
  defineRule({
    id: 'measure-told-units',
    reason: 'Converts through a chain of units that the request itself defines.',
    order: 132.4,
    pairs: 'joined',
    hint: /how many/iu,
    examples: {
      yes: [
        'One Zorg is 7 blips and one blip is 12 flims. How many flims are 5 Zorgs?',
        'A crown is 4 marks, a mark is 16 pennings. How many crowns are 128 pennings?',
      ],
      no: [
        'One Zorg is 7 blips and one blip is about 12 flims. How many flims are 5 Zorgs?',
        'One Zorg is 7 blips. How many flims are 5 Zorgs?',
        'One Zorg is 7 blips and one blip is 12 flims. How many flims are 5 Zorgs on Mars?',
        'One Zorg is 7 blips and one blip is 12 flims, but not today. How many flims are 5 Zorgs?',
        'A crown is 4 marks, a mark is 16 pennings. How many marks are in a crown and 3 pennings?',
      ],
    },
    read,
  }),
]
