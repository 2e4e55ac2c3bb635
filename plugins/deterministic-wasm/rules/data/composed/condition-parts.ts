/** What readers of conditions share: the words that are left, and what one condition is. */
import type { JsonValue } from '#contracts/json-value'
import type { Column, SourceTable } from '../../tables/read-table.ts'
import type { Mark } from './tokens.ts'

export type Condition = {
  readonly column: string
  readonly test: 'one_of' | 'none_of' | 'above' | 'at_least' | 'below' | 'at_most' | 'empty' | 'filled'
  readonly values?: readonly JsonValue[]
  readonly number?: string
  readonly other?: string
}
export type Read = {
  readonly all: readonly Condition[]
  readonly said: string
  readonly size: number
  /** Whether it names a cell by its text. */
  readonly isCell?: true
}
export type Result = Read | 'unclear' | null

export const PREP = '(?:(?:in|from|by|with|on|to|where|verb|row|which|who|and|,) )*?'
export type Place = {
  readonly rest: string
  readonly marks: readonly Mark[]
  readonly table: SourceTable
  readonly last: Column | null
}

export const column = (marks: readonly Mark[], at: string | undefined): Column | null => {
  const mark = at === undefined ? undefined : marks[Number(at)]
  return mark?.kind === 'C' ? mark.column : null
}
export const digits = (marks: readonly Mark[], at: string | undefined): string => {
  const mark = at === undefined ? undefined : marks[Number(at)]
  return mark?.kind === 'N' ? mark.digits : ''
}
const forms = new Map<string, RegExp>()
export function match(rest: string, source: string): RegExpExecArray | null {
  const form = forms.get(source) ?? new RegExp(`^${source}(?= |$)`, 'u')
  forms.set(source, form)
  return form.exec(rest)
}

export const oneOf = (own: Column, values: readonly JsonValue[], said: string, size: number): Read => ({
  all: [{ column: own.name, test: 'one_of', values }],
  said,
  size,
})
