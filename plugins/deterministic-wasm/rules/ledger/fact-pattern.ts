/** A pattern for a part of a sentence, what its reader is given, and how it looks at figures. */
import type { Figure } from '../stories/story.ts'
import type { Fact } from './ledger-facts.ts'

type Groups = Readonly<Record<string, string | undefined>>
/** What was caught, and its figures in their order. */
type Caught = { readonly all: string; readonly groups: Groups; readonly figures: readonly Figure[] }
export type Reader = (caught: Caught) => readonly Fact[] | null
export type FactPattern = readonly [pattern: RegExp, read: Reader]

export const pattern = (source: string, read: Reader): FactPattern => [
  new RegExp(`(?:${source})(?![\\p{L}'-])`, 'uy'),
  read,
]

export const digitsOf = ({ amount }: Figure): string => amount.digits
export const isPositive = (figure: Figure): boolean => !digitsOf(figure).startsWith('-')
export const looksPaid = ({ amount }: Figure): boolean => amount.sign !== null || /\.\d{2,3}$/.test(amount.digits)
export const isCount = (figure: Figure): boolean => figure.amount.sign === null && Number(digitsOf(figure)) > 0
export const isWhole = (figure: Figure): boolean =>
  figure.amount.sign === null && /^[1-9]\d{0,5}$/.test(digitsOf(figure))
