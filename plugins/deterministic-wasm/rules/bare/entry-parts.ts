/** The words that questions about a list of names and figures are made of, and what each place in them may hold. */
import { type End, endOf, type Figures, isRowNoun, isValueNoun, SUP } from './entry-words.ts'

export const VERBS =
  '(?:run|ran|ride|rode|ridden|walk(?:ed)?|cycled?|biked?|swim|swam|driven?|drove|work(?:ed)?|spen[dt]|used?|consumed?|s[eo]ld|sell|collect(?:ed)?|read|dr[ia]nk|eat|ate|get|got|gets|have|had|has|make|made|makes|earn(?:ed|s)?|saved?|raised?|donated?|receive[ds]?|owed?|owes|pay|pays|paid|costs?|scored?|scores|won|win|wins|need(?:ed|s)?|bought|buy|ordered?|picked?|planted|produced?|baked|covered?|do|did|done|stud(?:y|ied)|sleep|slept|charged?|bill|billed|measured?|bid|bids|offered|offers|jumped|threw|received?|log(?:ged)?|take|took|takes|fell|fall|go|went|gone|finished|lift(?:ed)?|climb(?:ed)?|visited|came|attended|voted|weighs?|weighed|spends|collects|reached?|hiked?|travel(?:l?ed)?)'
export const DOES = '(?:is|are|was|were|has|have|had|do|does|did|got|gets)'
export const WHO =
  '(?:i|we|they|you|it|there|he|she|everyone|everybody|all of (?:us|them|you)|the (?:kids|children|team|class|boys|girls))'
export const ALL =
  '(?:in total|altogether|all ?together|together|overall|combined|in all|all in all|total|in sum|all told)'
/** No noun: what else a form has a place for. */
const NO =
  '(?!(?:is|are|was|were|has|have|had|do|does|did|got|gets|i|we|they|you|it|there|he|she|in|all|altogether|together|overall|combined|total|the|of|per|a|each|on|and|or|by|to|from|for|with|at|than|over|under|above|below|more|less|fewer|most|least|highest|lowest|average|mean|these|those|them|this|that|first|last|who|which|what|when|up|as)(?![a-z]))'
export const N = `(?<val>${NO}[a-z€$£°][a-z-]*(?: ${NO}[a-z]+)?)`
export const W = `(?<row>${NO}[a-z]+)`
export const S = `(?<sup>${SUP})`
export const NUMBER = '(?<limit>-?\\d+(?:\\.\\d+)?)'
export const UNIT = '(?: ?(?<unit>[a-z€$£%°]+(?:/[a-z]+)?))?'
export const THESE = '(?:of |for |from )?(?:all )?(?:the |these |those |them |this |my |our |all )*'

export type Groups = Readonly<Record<string, string | undefined>>
export type Form = readonly [pattern: RegExp, say: (groups: Groups, figures: Figures) => string | null]

export const form = (source: string, say: Form[1]): Form => [new RegExp(`^(?:${source})$`, 'u'), say]
export const WORDS: Readonly<Record<End, string>> = { max: 'highest', min: 'lowest' }

/** Both nouns, where they stand there, must fit. */
export function ends({ sup = '', val, row }: Groups, figures: Figures): End | null {
  if (val !== undefined && !isValueNoun(val, figures)) return null
  if (row !== undefined && !isRowNoun(row, figures)) return null
  return endOf(sup, figures, val)
}

/** Only where time passes from one to the next is it known when. */
export const isTold = ({ by, names }: Figures): boolean =>
  by !== 'name' ||
  names.every(name =>
    /^(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|day|week|\d)/iu.test(name),
  )
