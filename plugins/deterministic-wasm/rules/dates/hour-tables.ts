/**
 * A small table of working hours: a row for each day, with its beginning and its end and perhaps a break. It adds up all rows and answers
 * nothing where a cell is no time, or another thing is asked of the table.
 */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { isTold } from '../stories/story.ts'
import { between, lengthAnswer } from './clock-spans.ts'
import { readClock, readLength } from './read-length.ts'

const IN = /^(?:in|start|starts|begin|from|clock[- ]?in|arrived?|came|kommen|anfang|beginn|von|time in|login|on)$/iu
const OUT = /^(?:out|end|ends|finish|to|until|clock[- ]?out|left|stop|gehen|ende|bis|time out|logout|off)$/iu
const BREAK = /^(?:breaks?|lunch|pause|pausen|rest)(?: ?\(?(?<unit>min(?:ute)?s?|h(?:ours?)?|hh:mm|h:mm)\)?)?$/iu
const ASKED = /(?<!\p{L})(?:total|hours|how (?:long|much|many hours)|sum|worked|working time|altogether|add)(?!\p{L})/iu
const WORDS =
  'total hours hour worked work working time sum add up altogether in all how many much long did was is are the this that week weekly timesheet time sheet my of for from these rows table please calculate and minutes total? of it here days net below above'
const cellsOf = (line: string): string[] =>
  line
    .replace(/^\s*\|?|\|?\s*$/gu, '')
    .split(/\t|\||;|,(?=\S)| {2,}|, /u)
    .map(cell => cell.trim())

/** `day in out`, then a row for each day. */
function table(clause: Clause): Answer | null {
  const { data, text, quotes } = clause
  if (data === null || quotes.length > 0 || data.text.length > 3_000 || !ASKED.test(text)) return null
  if (!isTold(text.toLowerCase().replace(/[^\p{L}\s]/gu, ' '), { words: WORDS, names: 0 })) return null
  const [head, ...rows] = data.text
    .split('\n')
    .filter(line => line.trim() !== '' && !/^[\s|:+-]+$/u.test(line))
    .map(cellsOf)
  if (head === undefined || rows.length < 2 || rows.length > 31) return null
  const at = (pattern: RegExp): number[] => head.flatMap((cell, i) => (pattern.test(cell) ? [i] : []))
  const [ins, outs, breaks] = [at(IN), at(OUT), at(BREAK)]
  if (ins.length !== 1 || outs.length !== 1 || breaks.length > 1) return null
  // Every other column only names the day.
  if (head.length > 2 + breaks.length + 2) return null
  const unit = BREAK.exec(head[breaks[0] ?? -1] ?? '')?.groups?.unit?.toLowerCase() ?? ''
  const parts: string[] = []
  for (const row of rows) {
    if (row.length !== head.length) return null
    const [from, to] = [readClock(timeOf(row[ins[0] ?? 0] ?? '')), readClock(timeOf(row[outs[0] ?? 0] ?? ''))]
    const span = from === null || to === null ? null : between(from, to, false)
    const off = breaks.length === 0 ? 0 : pauseOf(row[breaks[0] ?? 0] ?? '', unit)
    if (from === null || to === null || span === null || off === null || off >= span.seconds) return null
    parts.push(
      `(${to.isEnd ? 86_400 : to.seconds}${span.isOver ? ' + 86400' : ''} - ${from.seconds}${off > 0 ? ` - ${off}` : ''})`,
    )
  }
  const expression = parts.join(' + ')
  if (expression.length > 1_200) return null
  const total = /minutes/iu.test(text) ? 'minutes' : 'hours'
  const answer = lengthAnswer(
    expression,
    /how many minutes/iu.test(text) ? total : 'hours',
    `${rows.length} rows added up${breaks.length > 0 ? ', less their breaks' : ''}`,
  )
  return { ...answer, usesData: true }
}
const timeOf = (cell: string): string => cell.replace(/^(\d{1,2})\.(\d\d)$/u, '$1:$2')

/** Seconds of a break; a bare number is of the unit in the head, or of minutes. */
function pauseOf(cell: string, unit: string): number | null {
  if (/^(?:-|–|0|none|no|)$/iu.test(cell)) return 0
  const [, hours, minutes] = /^(\d):([0-5]\d)$/u.exec(cell) ?? []
  if (hours !== undefined) return Number(hours) * 3600 + Number(minutes) * 60
  if (/^\d{1,3}(?:\.\d+)?$/u.test(cell)) {
    const size = Number(cell) * (/^h/u.test(unit) ? 3600 : 60)
    return Number.isInteger(size) && (unit !== '' || Number(cell) >= 5) ? size : null
  }
  return readLength(cell)?.seconds ?? null
}

export const hourTableRules: readonly PlannerRule[] = [
  defineRule({
    id: 'hour-table',
    reason: 'Adds up the working hours of a table with a beginning and an end in each row, and perhaps a break.',
    order: 58.93,
    hint: /total|hour|sum|how|work|add/iu,
    examples: {
      yes: [
        'day\tin\tout\nMon\t08:00\t16:00\nTue\t08:30\t17:15\nhours total?',
        'total hours?\nday,start,end,break\nMon,08:00,16:30,30\nTue,09:00,17:00,45',
      ],
      no: [
        'day\tin\tout\nMon\t08:00\t16:00\nTue\t08:30\t17:15\nwhich day was longer?',
        'day\tin\tout\nMon\t08:00\tsick\nTue\t08:30\t17:15\nhours total?',
        'day\tin\tout\tpay\trate\nMon\t08:00\t16:00\t90\t12\nTue\t08:30\t17:15\t95\t12\nhours total per euro?',
        'item,in,out\npens,10,4\ncups,3,1\ntotal?',
      ],
    },
    read: table,
  }),
]
