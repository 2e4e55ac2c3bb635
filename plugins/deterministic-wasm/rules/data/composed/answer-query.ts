/** What a composed question is answered with: its conditions first, then names, a figure, a number of rows or figures per group. */
import type { Answer } from '../../rule.ts'
import { eachRow } from './answer-each.ts'
import { bestOfGroups, figures, howMany, perGroups, shareOf } from './answer-figures.ts'
import { first, names } from './answer-names.ts'
import { type Kept, keep } from './kept.ts'
import type { Made } from './made-columns.ts'
import type { Query } from './read-query.ts'

export function answerQuery(query: Query, made: Made): Answer | null {
  // A column that was made and is not asked for leaves something unread.
  if (
    made.column !== null &&
    !query.columns.includes(made.column) &&
    !query.conditions.some(({ column }) => column === made.column?.name)
  )
    return null
  const kept = keep(query, made)
  if (kept === null) return null
  const answer = answerKept(query, kept)
  if (answer === null) return null
  // Several answers put together have done it each.
  return answer.tasks[0]?.key.startsWith('a0_') === true
    ? answer
    : { ...answer, tasks: [...kept.prior, ...answer.tasks] }
}

function answerKept(query: Query, kept: Kept): Answer | null {
  const { ask, edge, fns, group } = query
  if (query.place > 0 && query.count > 0) return null
  const each = eachRow(query, kept)
  if (each !== null) return each
  if (edge !== '' && group === null && fns.length === 1) return bestOfGroups(query, kept)
  if (group !== null) return edge === '' ? perGroups(query, kept, group) : null
  if (edge !== '') return fns.length > 0 || query.isEach ? null : first(query, kept)
  if (query.isEach) return null
  if (fns.includes('share')) return fns.length === 1 ? shareOf(query, kept) : null
  if (ask === 'howmany') return fns.length > 0 ? null : howMany(query, kept)
  // `how much do I spend on average`: a day, a month, or each time.
  if (ask === 'howmuch' && fns.includes('mean') && query.columns.length === 0) return null
  if (ask === 'howmuch' || fns.length > 0 || (query.isAll && ask !== 'list')) return figures(query, kept)
  return names(query, kept)
}
