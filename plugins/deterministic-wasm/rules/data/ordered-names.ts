/** The names of the rows in the order of a column: `sort the names by age, oldest first`, `list products by stock, lowest first`. */
import { isEmpty } from '../../tables/cells.ts'
import { at, task, withHow } from '../rule.ts'
import type { Column } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { fits } from './data-form.ts'
import type { Ask } from './data-request.ts'
import { rankingOf, SUPERLATIVE } from './rank-words.ts'
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

/** All names, the first place first; each with its figure. */
function orderedNames(who: Column, column: Column, word: string, request: Parameters<Ask>[1]): ReturnType<Ask> {
  const { table } = request
  const ranking = rankingOf(word, column, request)
  const [name, value] = [step(who.name), step(column.name)]
  if (ranking === null || name === null || value === null || table.rows.length > MOST_SHOWN_ROWS) return null
  if (table.rows.some(row => isEmpty(row[who.name]) || isEmpty(row[column.name]))) return null
  const rows = sortedBy(request, ranking)
  const sorted = task(
    'sorted',
    `Sort by ${column.name}`,
    'table.sort',
    { rows: fromTable(table), by: [{ column: column.name, order: ranking.isLargest ? 'desc' : 'asc' }] },
    [table.parse.key],
  )
  const lines = rows.map(
    (_, i) => `${i + 1}. {{/rows/${i}/${name}}} (${request.write(column.name, `{{/rows/${i}/${value}}}`)})`,
  )
  const how = `by ${column.name}, the ${ranking.isLargest ? 'largest' : 'smallest'} first`
  return tableAnswer(table, [sorted], 'sorted', withHow(lines.join('\n'), { rows: at('/rows') }, how))
}
