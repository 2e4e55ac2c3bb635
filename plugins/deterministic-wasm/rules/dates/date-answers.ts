/** Replies about one day: its date with its day of the week. */
import type { PlannedTask } from '#contracts/planner-port'
import { type Answer, at, task, withHow } from '../rule.ts'

/** `dated` is a task whose output has the day at the pointer. */
export function dayAndWeekday(dated: PlannedTask, how: string, pointer = '/date'): Answer {
  const weekday = task('weekday', 'Find its day of the week', 'date.weekday', { date: { $from: dated.key, pointer } }, [
    dated.key,
  ])
  const merged = { date: { $from: dated.key, pointer }, weekday: { $from: 'weekday', pointer: '/weekday' } }
  return {
    tasks: [
      dated,
      weekday,
      task('day', 'Put both together', 'agg.merge', { objects: [merged] }, [dated.key, 'weekday']),
    ],
    answer: 'day',
    reply: withHow('{{date}} ({{weekday}})', { date: at('/date'), weekday: at('/weekday') }, how),
  }
}

/** A day that is known already. */
export const stepped = (iso: string, how: string): Answer =>
  dayAndWeekday(task('date', 'Take the date', 'date.parse', { text: iso }), how)
