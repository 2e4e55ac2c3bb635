/** What a composed question is answered with: its conditions first, then names, a figure, a number of rows or figures per group. */
import type { Answer } from '../../rule.ts'
import type { DataRequest } from '../data-request.ts'
import { figures, howMany, perGroups, shareOf } from './answer-figures.ts'
import { first, names } from './answer-names.ts'
import { type Kept, keep } from './kept.ts'
import type { Query } from './read-query.ts'

export function answerQuery(query: Query, request: DataRequest): Answer | null {
  const kept = keep(query, request)
  if (kept === null) return null
  const answer = answerKept(query, kept)
  if (answer === null || query.conditions.length === 0) return answer
  return { ...answer, tasks: [request.table.parse, ...answer.tasks] }
}

function answerKept(query: Query, kept: Kept): Answer | null {
  const { ask, edge, fns, group } = query
  if (query.place > 0 && query.count > 0) return null
  if (group !== null) return edge === '' ? perGroups(query, kept, group) : null
  if (edge !== '') return fns.length > 0 ? null : first(query, kept)
  if (fns.includes('share')) return fns.length === 1 ? shareOf(query, kept) : null
  if (ask === 'howmany') return fns.length > 0 ? null : howMany(query, kept)
  // `how much do I spend on average`: a day, a month, or each time.
  if (ask === 'howmuch' && fns.includes('mean') && query.columns.length === 0) return null
  if (ask === 'howmuch' || fns.length > 0 || (query.isAll && ask !== 'list')) return figures(query, kept)
  return names(query, kept)
}
