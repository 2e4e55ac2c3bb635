/** Two named cells worked out together: their sum, their difference as it is written, the growth from one to the other in per cent. */
import { isEmpty } from '../../tables/cells.ts'
import { evaluated } from '../evaluated.ts'
import type { Answer } from '../rule.ts'
import type { Column, SourceTable } from '../tables/read-table.ts'
import { inUnit } from './column-figures.ts'
import { type Caught, fits } from './data-form.ts'
import type { Ask, DataRequest } from './data-request.ts'
import { onlyFigure } from './row-conditions.ts'
import { numberIn } from './row-ranks.ts'

type Named = { readonly said: string; readonly at: number; readonly row: SourceTable['rows'][number] }

/** The one row that has the value. */
function rowOf(found: Caught, name: string, { table }: DataRequest): Named | null {
  const cells = found.cells(name)
  const [first, more] = cells
  if (first === undefined || more !== undefined) return null
  const places = table.rows.flatMap((row, i) => (row[first[0].name] === first[1] ? [i] : []))
  const place = places[0]
  return place === undefined || places.length > 1
    ? null
    : { said: String(first[1]), at: place, row: table.rows[place]! }
}

type Two = { readonly column: Column; readonly a: Named; readonly b: Named; readonly x: string; readonly y: string }

function twoOf(found: Caught | null, request: DataRequest): Two | null {
  if (found === null || request.ragged.length > 0) return null
  const [a, b] = [rowOf(found, 'a', request), rowOf(found, 'b', request)]
  const named = ['col', 'col2', 'col3'].map(name => found.column(name)).filter(one => one !== undefined)
  const column = named[0] ?? onlyFigure(request.table)
  if (a === null || b === null || column === null || a.at === b.at) return null
  if (named.some(one => one.name !== column.name)) return null
  // A noun that no column has is only what a bare list is of.
  if (found.text('noun') !== '' && request.kind !== 'names') return null
  const [x, y] = [numberIn(a.row, column), numberIn(b.row, column)]
  return x === null || y === null || isEmpty(x) ? null : { column, a, b, x, y }
}

const OF = '(?:C<col> |(?<noun>prices?|costs?|weights?|scores?|points|amounts?|distances?) )?'

/** `price of lamp + shelf`, `bread and milk together`. */
const askSum: Ask = (words, request): Answer | null => {
  const two = twoOf(
    fits(`(?:which |howmuch )?${OF}(?:made )?V<a>(?: C<col2>)? (?:\\+|plus) (?:C<col3> )?V<b>(?: sum)?`, words) ??
      (/(?<!\p{L})(?:plus|\+)(?!\p{L})|\+|together|combined/iu.test(request.around)
        ? fits(`(?:which |howmuch )?(?:sum )?${OF}(?:made )?V<a> (?:and )(?:C<col2> )?V<b>(?: sum)?`, words)
        : null),
    request,
  )
  if (two === null || /(?<!\p{L})(?:age|rate|year|rank|temp|temperature)(?!\p{L})/u.test(two.column.spoken)) return null
  const { column, a, b, x, y } = two
  return inUnit(evaluated({ expression: `(${x}) + (${y})`, how: `${a.said} ${x}, ${b.said} ${y}` }), column, request)
}

/** `salary of Eve minus salary of Ben`. */
const askMinus: Ask = (words, request): Answer | null => {
  const two = twoOf(fits(`(?:which |howmuch )?${OF}V<a>(?: C<col2>)? (?:minus|less) (?:C<col3> )?V<b>`, words), request)
  if (two === null || !/(?<!\p{L})(?:minus|less)(?!\p{L})|[-−–]/iu.test(request.around)) return null
  const { column, a, b, x, y } = two
  return inUnit(evaluated({ expression: `(${x}) - (${y})`, how: `${a.said} ${x}, ${b.said} ${y}` }), column, request)
}

const GROW =
  '(?:grow|grew|grown|rise|rose|risen|increase|increased|growth|change|changed|convert|fall|fell|drop|dropped|decrease|decreased|decline|declined|remove)'
const DOWN = /(?<!\p{L})(?:fall|fell|drop|dropped|decrease|decreased|decline|declined|lose|lost)(?!\p{L})/iu

/** `by what percent did users grow from Jan to Mar`, `by how much did sales fall from 2024 to 2025`. */
const askGrowth: Ask = (words, request): Answer | null => {
  const two = twoOf(
    fits(
      `(?:which )?(?:by )?(?:howmuch |which )?(?<share>share )?(?:C<col> )?${GROW}(?: C<col2>)?(?: share)?(?: between)? V<a> (?:and |upto )?V<b>(?: share)?`,
      words,
    ),
    request,
  )
  if (two === null || !/(?<!\p{L})(?:from|between)(?!\p{L})/iu.test(request.around)) return null
  const { column, a, b, x, y } = two
  const isShare = /share/.test(words.text)
  if (!isShare && !/howmuch|change|convert/.test(words.text)) return null
  // `how much did it fall` of what rose: the question has it the wrong way round.
  const isDown = DOWN.test(request.pieces.join(' '))
  if (isDown && Number(y) > Number(x)) return null
  const how = `from ${x} (${a.said}) to ${y} (${b.said})`
  const [from, to] = isDown ? [y, x] : [x, y]
  if (!isShare) return inUnit(evaluated({ expression: `(${to}) - (${from})`, how }), column, request)
  if (Number(x) <= 0) return null
  return evaluated({ expression: `((${to}) - (${from})) / (${x}) * 100`, decimals: placesOf(x, y), how, unit: '%' })
}

const placesOf = (x: string, y: string): number => {
  const share = ((Number(y) - Number(x)) / Number(x)) * 100
  return [0, 1].find(places => Math.abs(share - Number(share.toFixed(places))) < 1e-9) ?? 2
}

export const namedCellAsks: readonly Ask[] = [askSum, askMinus, askGrowth]
