/** Tasks that several rules end with: the clock of another zone, seconds as a length of time, several dates as one list. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { task } from '../rule.ts'

/** Hours and minutes of a moment in another zone, as `/parts/0` and `/parts/1` of the task `time`. */
export const zoneClock = (place: string, wanted: JsonObject): readonly PlannedTask[] => [
  task('moment', `Take the time of ${place}`, 'date.convert_zone', wanted),
  task(
    'clock',
    'Keep hours and minutes',
    'text.split',
    { text: { $from: 'moment', pointer: '/datetime' }, by: 'separator', separator: 'T' },
    ['moment'],
  ),
  task(
    'time',
    'Take hours and minutes',
    'text.split',
    { text: { $from: 'clock', pointer: '/parts/1' }, by: 'separator', separator: ':' },
    ['clock'],
  ),
]

/** Hours, minutes and seconds of a time of day in seconds, as `/parts` of the task `parts`. */
export const clockParts = (expression: string, before: readonly string[] = []): readonly PlannedTask[] => [
  task('moment', 'Work out the moment', 'math.evaluate', { expression }, before),
  task(
    'clock',
    'Write it as a time',
    'date.format_duration',
    { seconds: { $from: 'moment', pointer: '/value' }, style: 'clock' },
    ['moment'],
  ),
  task(
    'parts',
    'Take hours and minutes',
    'text.split',
    { text: { $from: 'clock', pointer: '/text' }, by: 'separator', separator: ':' },
    ['clock'],
  ),
]

/** The value of the task `seconds`, in words. */
export const saidLength = (): PlannedTask =>
  task(
    'said',
    'Write it as a length of time',
    'date.format_duration',
    { seconds: { $from: 'seconds', pointer: '/value' } },
    ['seconds'],
  )

/** So many times of the day, one each `step` seconds from `start`, as `/items` of the task `times`. */
export function timesFrom(start: number, step: number, count: number): readonly PlannedTask[] {
  const tasks = Array.from({ length: count }, (_, i) => [
    task(`moment${i + 1}`, 'Work out the moment', 'math.evaluate', {
      expression: `(${start} + ${i} * ${step}) mod 86400`,
    }),
    task(
      `time${i + 1}`,
      'Write it as a time',
      'date.format_duration',
      { seconds: { $from: `moment${i + 1}`, pointer: '/value' }, style: 'hours' },
      [`moment${i + 1}`],
    ),
  ]).flat()
  const said = tasks.map(({ key }) => key).filter(key => key.startsWith('time'))
  const items = said.map(key => ({ $from: key, pointer: '/text' }))
  return [...tasks, task('times', 'Collect them', 'agg.collect', { items }, said)]
}

/** What each of the tasks gives at the pointer, as `/items` of the task `dates`. */
export const collected = (tasks: readonly PlannedTask[], pointer: string): PlannedTask => {
  const keys = tasks.map(({ key }) => key)
  return task('dates', 'Collect them', 'agg.collect', { items: keys.map(key => ({ $from: key, pointer })) }, keys)
}
