/**
 * A composed question: what is asked, of which columns, under which conditions, in which order, how many. Phrase by phrase from the left;
 * every word belongs to one phrase, a part that was said twice or that nothing has a place for makes the question none.
 */
import type { Column, SourceTable } from '../../tables/read-table.ts'
import type { Condition } from './condition-parts.ts'
import { readCondition } from './conditions.ts'
import type { Mark, Tokens } from './tokens.ts'

export type Query = {
  readonly ask: '' | 'which' | 'what' | 'who' | 'where' | 'when' | 'list' | 'howmany' | 'howmuch'
  readonly fns: readonly string[]
  /** Columns that were named. */
  readonly columns: readonly Column[]
  /** The column that a verb speaks of. */
  readonly soft: Column | null
  readonly edge: string
  /** How many of them, or which place; 0 where it was not said. */
  readonly count: number
  readonly place: number
  readonly conditions: readonly Condition[]
  readonly said: string
  readonly group: Column | null
  readonly isAll: boolean
  readonly isRow: boolean
  readonly isVerb: boolean
  /** Whether a column was named by which things are put in order. */
  readonly isBy: boolean
  /** Whether every row was asked for. */
  readonly isEach: boolean
  readonly hasCell: boolean
}

type Draft = { -readonly [Key in keyof Query]: Query[Key] }

const EDGE = '(?:max|min|best|worst|\\^[a-z]+)'
/** Where one phrase may begin. */
const FILLED = /^(?:in|with|from|to|verb|row|by|,|and)(?= |$)/

export function readQuery({ text, marks }: Tokens, table: SourceTable): Query | null {
  const draft: Draft = {
    ask: '',
    fns: [],
    columns: [],
    soft: null,
    edge: '',
    count: 0,
    place: 0,
    conditions: [],
    said: '',
    group: null,
    isAll: false,
    isRow: false,
    isVerb: false,
    isBy: false,
    isEach: false,
    hasCell: false,
  }
  let rest = text
  let last: Column | null = null
  for (let turn = 0; rest !== '' && turn < 40; turn += 1) {
    // `over 500 only, list the numbers`: what asks may come last.
    const head = draft.ask === '' ? askAt(turn === 0 ? rest : rest.replace(/^(?:,|and) /, ''), draft, turn === 0) : 0
    if (head > 0) {
      rest = rest
        .replace(turn === 0 ? /^$/ : /^(?:,|and) /, '')
        .slice(head)
        .trimStart()
      continue
    }
    const grouped = /^(?:by|in by) C(\d+)(?= |$)/.exec(rest)
    const by = columnAt(grouped?.[1], marks)
    if (grouped !== null && by !== null) {
      // `top 2 by units`: by which they are put in order.
      if (draft.edge !== '') {
        draft.isBy = true
        draft.columns = draft.columns.includes(by) ? draft.columns : [...draft.columns, by]
      } else if (draft.group !== null) return null
      else draft.group = by
      rest = rest.slice(grouped[0].length).trimStart()
      continue
    }
    const condition = readCondition({ rest, marks, table, last })
    if (condition === 'unclear') return null
    if (condition !== null && condition.size > 0) {
      const between = /(?:^| )(?:verb)(?: |$)/.test(rest.slice(0, condition.size))
      draft.isVerb ||= between
      draft.isRow ||= /(?:^| )row(?: |$)/.test(rest.slice(0, condition.size))
      draft.conditions = [...draft.conditions, ...condition.all]
      draft.said = [draft.said, condition.said].filter(said => said !== '').join(' and ')
      draft.hasCell ||= condition.isCell === true
      last = table.columns.find(({ name }) => name === condition.all[0]?.column) ?? null
      rest = rest.slice(condition.size).trimStart()
      continue
    }
    const taken = phraseAt(rest, draft, marks)
    if (taken === null) return null
    rest = rest.slice(taken).trimStart()
  }
  if (rest !== '' || new Set(draft.columns).size !== draft.columns.length) return null
  return draft
}

const columnAt = (at: string | undefined, marks: readonly Mark[]): Column | null => {
  const mark = at === undefined ? undefined : marks[Number(at)]
  return mark?.kind === 'C' ? mark.column : null
}

/** What asks, at the beginning only; `give me which` asks once. */
function askAt(rest: string, draft: Draft, isFirst: boolean): number {
  const found =
    /^(?:(?:in|from|to|on) )?(?:list )?(which|what|who|where|when|howmany|howmuch)(?= |$)|^list(?= |$)/.exec(rest)
  if (found === null || (!isFirst && !(draft.conditions.length > 0 && /^(?:list|which|what|howmany)/.test(found[0]))))
    return 0
  draft.ask = (found[1] ?? 'list') as Query['ask']
  return found[0].length
}

/** Anything else: a figure, a superlative, a column, what the rows are. Null where nothing fits. */
function phraseAt(rest: string, draft: Draft, marks: readonly Mark[]): number | null {
  const edged = new RegExp(
    `^(?:(?:in|with|verb) )*(?:top N(?<t>\\d+)|top|N(?<n>\\d+) (?<a>${EDGE})|(?<b>${EDGE}) N(?<m>\\d+)|(?<nth>second|third) (?<c>${EDGE})|(?<d>${EDGE}))(?= |$)`,
    'u',
  ).exec(rest)
  if (edged !== null) {
    if (draft.edge !== '') return null
    const groups = edged.groups ?? {}
    draft.isVerb ||= /(?:^| )verb(?: |$)/.test(edged[0])
    draft.edge = groups.a ?? groups.b ?? groups.c ?? groups.d ?? 'max'
    const mark = marks[Number(groups.t ?? groups.n ?? groups.m)]
    const count = mark?.kind === 'N' ? Number(mark.digits) : 0
    if (mark !== undefined && !(Number.isInteger(count) && count > 0 && count <= 50)) return null
    if (groups.n !== undefined || groups.m !== undefined || groups.t !== undefined) draft.count = count
    draft.place = groups.nth === 'second' ? 2 : groups.nth === 'third' ? 3 : 0
    return edged[0].length
  }
  // `which three sold best`.
  const counted = /^N(\d+)(?= (?:row |[Cc]\d+ |verb )*(?:max|min|best|worst|\^[a-z]+)(?: |$))/.exec(rest)
  const number = marks[Number(counted?.[1])]
  if (counted !== null && number?.kind === 'N') {
    if (draft.count > 0 || !/^[1-9]$|^[1-4]\d$/.test(number.digits)) return null
    draft.count = Number(number.digits)
    return counted[0].length
  }
  const measured = /^(?:(?:in|with|and|,|list) )*(sum|mean|median|range|share|howmany)(?= |$)/.exec(rest)
  if (measured !== null) {
    if (draft.fns.includes(measured[1] as string) && !/^(?:and|,)/.test(measured[0])) return null
    if (measured[1] === 'howmany' && !(draft.ask === '' || draft.ask === 'list')) return null
    if (measured[1] === 'howmany') draft.ask = 'howmany'
    else if (!draft.fns.includes(measured[1] as string)) draft.fns = [...draft.fns, measured[1] as string]
    return measured[0].length
  }
  const named = /^(?:(?:in|with|and|,|sum) )*([Cc])(\d+)(?= |$)/.exec(rest)
  const column = columnAt(named?.[2], marks)
  if (named !== null && column !== null) {
    if (named[1] === 'C') draft.columns = [...draft.columns, column]
    else if (draft.soft !== null && draft.soft !== column) return null
    else draft.soft = column
    return named[0].length
  }
  const all = /^(?:in )?ALL(?= |$)/.exec(rest)
  if (all !== null) {
    draft.isAll = true
    return all[0].length
  }
  const row = /^(?:(?:in|by|and) )?(?:row)(?= |$)/.exec(rest)
  if (row !== null) {
    if (draft.isRow || /^(?:by|and)/.test(row[0])) return null
    draft.isRow = true
    return row[0].length
  }
  const each = /^(?:in )?EACH(?: =)?(?= |$)|^by row(?= |$)/.exec(rest)
  if (each !== null) {
    draft.isEach = true
    return each[0].length
  }
  if (rest === 'with' && draft.conditions.length > 0 && /^(?:howmany|what|howmuch)$/.test(draft.ask)) return 4
  const verb = /^verb(?= |$)/.exec(rest)
  if (verb !== null) {
    draft.isVerb = true
    return verb[0].length
  }
  // What only leads to the next phrase, or closes the question.
  const lead = FILLED.exec(rest)
  if (lead !== null && /^(?:in|with|on|,)$/.test(lead[0]) && rest.length > lead[0].length) return lead[0].length
  return null
}
