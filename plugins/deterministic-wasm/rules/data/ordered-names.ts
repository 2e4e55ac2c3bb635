/** The names of the rows in the order of a column: `sort the names by age, oldest first`, `list products by stock, lowest first`. */
import { isEmpty } from '../../tables/cells.ts'
import { at, literal, task, withHow } from '../rule.ts'
import { type Column, isOrderedText } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, sortTask, tableAnswer } from '../tables/table-request.ts'
import { fits } from './data-form.ts'
import type { Ask } from './data-request.ts'
import { rankingOf, SUPERLATIVE } from './rank-words.ts'
import { nameColumn } from './row-conditions.ts'
import { takeFilters } from './row-filters.ts'
import { sortedBy, step } from './row-ranks.ts'

const WAY = `(?: (?:in )?(?<way>asc|desc)| (?<sup>${SUPERLATIVE}) first)?`

const SIZED =
  'cheapest|dearest|oldest|youngest|tallest|shortest|heaviest|lightest|longest|hottest|coldest|fastest|slowest'

export const askOrderedNames: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names') return null
  const sized = fits(`(?<verb>sort |rank )?C<who> (?:from )?(?<sup>${SIZED}) (?:to )?(?:${SIZED}|first)`, words)
  const sizes = sized === null ? null : rankingOf(sized.text('sup'), undefined, request)
  const sizedWho = sized?.column('who')
  if (sized !== null && sizes !== null && sizedWho?.isUnique === true && !sizedWho.isNumeric)
    return orderedNames(sizedWho, sizes.column, sized.text('sup'), request)
  const found = fits(`(?:(?<verb>sort|rank) )?C<who>(?: row)? (?<sorted>sort )?by C<col>${WAY}`, words)
  const [who, column] = [found?.column('who'), found?.column('col')]
  if (found === null || who === undefined || column === undefined || who.isNumeric || !who.isUnique) return null
  // `names by age` with no word of order may be a table of both.
  const way = found.text('way')
  const sup = found.text('sup')
  const isListed = /(?<!\p{L})(?:list|show|give|name|names|rank|sort|order)(?!\p{L})/iu.test(request.pieces.join(' '))
  if (found.text('verb') === '' && found.text('sorted') === '' && (!isListed || (way === '' && sup === ''))) return null
  // A ranking without a word begins with most, and of times with least: nobody can say.
  if (found.text('verb') === 'rank' && way === '' && sup === '') return null
  return orderedNames(who, column, sup === '' ? (way === 'desc' ? 'max' : 'min') : sup, request)
}

/** `the customers of the open orders in alphabetical order`: each once. */
export const askAlphabet: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names' || !/alphabet|a ?(?:-|to) ?z/iu.test(request.around))
    return null
  const found = takeFilters(words, request)
  const caught = found === null ? null : fits('(?:sort |which |keep )?C<who> asc', found.words)
  const who = caught?.column('who')
  const name = who === undefined ? null : step(who.name)
  if (found === null || who === undefined || name === null || who.isNumeric || found.isJoined) return null
  const { table } = found.request
  if (!isOrderedText(request.table, who) || table.rows.length === 0 || table.rows.length > MOST_SHOWN_ROWS) return null
  if (table.rows.some(row => isEmpty(row[who.name]))) return null
  const once = task('once', 'Keep each once', 'table.distinct', { rows: fromTable(table), columns: [who.name] }, [
    table.parse.key,
  ])
  const sorted = task(
    'sorted',
    `Sort by ${who.name}`,
    'table.sort',
    { rows: { $from: 'once', pointer: '/rows' }, by: [{ column: who.name, order: 'asc' }] },
    ['once'],
  )
  const count = new Set(table.rows.map(row => row[who.name])).size
  const names = Array.from({ length: count }, (_, i) => `{{/rows/${i}/${name}}}`).join(', ')
  return {
    tasks: [request.table.parse, table.parse, once, sorted],
    answer: 'sorted',
    reply: withHow(names, { rows: at('/rows') }, found.said),
    usesData: request.table.usesData,
  }
}

/** `rank by time, fastest first` of times on the clock, all written in one way. */
export const askClockOrder: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names' || request.isPlain || request.isCut) return null
  const found =
    fits('(?:sort|rank)(?: C<who>| row)?(?: by)? C<col> (?<sup>fastest|slowest|shortest|longest) first', words) ??
    fits('which(?: C<who>)?(?: made)?(?: with)? (?<sup>fastest|slowest)(?: C<col>)?', words)
  const { table } = request
  const clocked = table.columns.filter(({ name }) => isClock(table.rows.map(row => String(row[name]))))
  const column = found?.column('col') ?? (clocked.length === 1 ? clocked[0] : undefined)
  const who = found?.column('who') ?? nameOf(table, column)
  if (found === null || column === undefined || !clocked.includes(column) || who === undefined || !who.isUnique)
    return null
  const isLargest = /slowest|longest/.test(found.text('sup'))
  const [name, value] = [step(who.name), step(column.name)]
  if (name === null || value === null || !column.isUnique || table.rows.length > MOST_SHOWN_ROWS) return null
  const sorted = sortTask(table, column, isLargest)
  const isAll = /^(?:sort|rank)/.test(words.text)
  const lines = table.rows.map((_, i) => `${i + 1}. {{/rows/${i}/${name}}} ({{/rows/${i}/${value}}})`)
  return tableAnswer(
    table,
    [sorted],
    'sorted',
    isAll
      ? { template: lines.join('\n'), values: { rows: at('/rows') } }
      : {
          template: `{{/rows/0/${name}}}`,
          how: `{{said}}: {{/rows/0/${value}}}`,
          values: { rows: at('/rows'), said: literal(column.name) },
        },
  )
}

/** Minutes and seconds, or hours, minutes and seconds, as many digits in each: by letters they are in order of size. */
const isClock = (cells: readonly string[]): boolean =>
  cells.every(cell => /^\d\d:\d\d(?:\.\d+)?$/.test(cell) && cell.length === cells[0]?.length) ||
  cells.every(cell => /^\d{1,2}:\d\d:\d\d$/.test(cell) && cell.length === cells[0]?.length)

const nameOf = ({ columns }: Parameters<Ask>[1]['table'], other: Column | undefined): Column | undefined => {
  const names = columns.filter(column => column !== other && !column.isNumeric && column.isUnique)
  return names.length === 1 ? names[0] : undefined
}

const EDGE = '(?<edge>earliest|latest|newest|first|last)'

/** `latest event`, `who started first`: by the one column of dates, where a single row has that date. */
export const askDateEdge: Ask = (words, request) => {
  if (request.ragged.length > 0 || request.kind === 'names' || request.isCut) return null
  const found =
    fits(`which (?:C<who> )?(?:made )?C<date> ${EDGE}`, words) ??
    fits('(?:which )?(?:C<who> )?(?:made )?(?<edge>earliest|latest|newest)(?: C<who2>)?', words)
  const { table } = request
  const dated = table.columns.filter(({ name }) =>
    table.rows.every(row => /^\d{4}-\d\d-\d\d(?:$|[T ])/.test(String(row[name]))),
  )
  const column = found?.column('date') ?? (dated.length === 1 ? dated[0] : undefined)
  if (found === null || column === undefined || !dated.includes(column)) return null
  const who = found.column('who') ?? found.column('who2') ?? nameColumn(table) ?? nameOf(table, column)
  const edge = found.text('edge')
  if (who === undefined || who === column || !who.isUnique || (/newest/.test(edge) && /born|birth/.test(column.spoken)))
    return null
  const isLatest = /latest|newest|last/.test(edge)
  const cells = table.rows.map(row => String(row[column.name])).sort()
  const [name, value] = [step(who.name), step(column.name)]
  const [first, second] = isLatest ? [cells.at(-1), cells.at(-2)] : cells
  if (name === null || value === null || first === second || table.rows.some(row => isEmpty(row[who.name]))) return null
  const by = [{ column: column.name, order: isLatest ? 'desc' : 'asc' }]
  const sorted = task('sorted', `Sort by ${column.name}`, 'table.sort', { rows: fromTable(table), by }, [
    table.parse.key,
  ])
  return tableAnswer(table, [sorted], 'sorted', {
    template: `{{/rows/0/${name}}}`,
    how: `{{said}}: {{/rows/0/${value}}}`,
    values: { rows: at('/rows'), said: literal(column.name) },
  })
}

/** All names, the first place first; each with its figure. */
function orderedNames(who: Column, column: Column, word: string, request: Parameters<Ask>[1]): ReturnType<Ask> {
  const { table } = request
  const ranking = rankingOf(word, column, request)
  const [name, value] = [step(who.name), step(column.name)]
  if (ranking === null || name === null || value === null || table.rows.length > MOST_SHOWN_ROWS) return null
  if (table.rows.some(row => isEmpty(row[who.name]) || isEmpty(row[column.name]))) return null
  const rows = sortedBy(request, ranking)
  const sorted = sortTask(table, column, ranking.isLargest)
  const lines = rows.map(
    (_, i) => `${i + 1}. {{/rows/${i}/${name}}} (${request.write(column.name, `{{/rows/${i}/${value}}}`)})`,
  )
  const how = `by ${column.name}, the ${ranking.isLargest ? 'largest' : 'smallest'} first`
  return tableAnswer(table, [sorted], 'sorted', withHow(lines.join('\n'), { rows: at('/rows') }, how))
}
