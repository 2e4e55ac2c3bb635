/**
 * A table whose figures are written with a currency, a unit, thousands or a decimal comma (`$1,200.50`, `12,50 €`, `45 kg`), as plain
 * decimals; and how the figures of each column are written. A column of mixed units stays as it is.
 */
import { readRecords, writeField } from '../../tables/csv.ts'

export type PlainCells = {
  readonly csv: string
  readonly write: (column: string, value: string) => string
}

const CELL =
  /^(?<minus>-)?(?<before>[€$£₹]|EUR |USD |GBP |CHF )? ?(?<number>-?\d[\d.,]*) ?(?<after>[€$£%]|EUR|USD|GBP|CHF|°C|°F|[a-zµ]{1,4}(?:\/[a-z]{1,3})?|kWh|MB|GB|TB)?$/u

/** Null where no column would change. */
export function toPlainCells(text: string, delimiter: string): PlainCells | null {
  const { records, broken } = readRecords(text, delimiter, 500)
  const [head, ...rows] = records.map(record => record.map(field => field.trim()))
  if (head === undefined || rows.length === 0 || broken.length > 0 || new Set(head).size !== head.length) return null
  const units = new Map<string, { before: string; after: string }>()
  const columns = head.map((name, at) => {
    const cells = rows.map(row => row[at] ?? '')
    const plain = plainColumn(cells, delimiter)
    if (plain === null) return cells
    units.set(name, plain)
    return plain.cells
  })
  if (units.size === 0) return null
  const lines = [head, ...rows.map((_, i) => columns.map(cells => cells[i] ?? ''))]
  return {
    csv: lines.map(line => line.map(field => writeField(field, ',')).join(',')).join('\n'),
    write: (column, value) => {
      const { before, after } = units.get(column) ?? { before: '', after: '' }
      return `${before}${value}${after === '' || /^[%°€$£]/.test(after) ? after : ` ${after}`}`
    },
  }
}

type Plain = { readonly cells: string[]; readonly before: string; readonly after: string }

function plainColumn(cells: readonly string[], delimiter: string): Plain | null {
  const filled = cells.filter(cell => cell !== '')
  const read = filled.map(cell => CELL.exec(cell)?.groups)
  const first = read[0]
  if (first === undefined || filled.every(cell => /^-?\d+(?:\.\d+)?$/.test(cell))) return null
  const [before, after] = [first.before ?? '', first.after ?? '']
  if (read.some(groups => groups === undefined || (groups.before ?? '') !== before || (groups.after ?? '') !== after))
    return null
  // `$5k`: thousands of dollars.
  if (before !== '' && after !== '') return null
  const numbers = read.map(groups => `${groups?.minus ?? ''}${groups?.number ?? ''}`)
  const isPoint = numbers.every(number => /^-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(number))
  const isComma = numbers.every(number => /^-?(?:\d+|\d{1,3}(?:\.\d{3})+)(?:,\d{1,2})?$/.test(number))
  // `3.200` or `1,200` alone could be either.
  const isThousands = numbers.some(number => /,\d{3}(?:\D|$)/.test(number))
  const isContinental = isComma && !isPoint && delimiter !== ','
  if (!isContinental && !isPoint) return null
  if (isPoint && isThousands && delimiter !== ',' && numbers.every(number => !number.includes('.')) && after === '€')
    return null
  const plain = numbers.map(number =>
    isContinental ? number.replaceAll('.', '').replace(',', '.') : number.replaceAll(',', ''),
  )
  let next = 0
  return { cells: cells.map(cell => (cell === '' ? '' : (plain[next++] as string))), before, after }
}
