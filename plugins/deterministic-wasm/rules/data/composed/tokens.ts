/**
 * A question about a table, word by word: columns as `C0`, cells as `V1`, numbers as `N2`, spans of days as `D3`, times as `K4`, columns
 * that a verb only speaks of as `c5`, and the few words that ask, measure, compare and join. Null as soon as one word is none of these.
 */
import type { JsonValue } from '#contracts/json-value'
import { replaceNumberWords } from '../../message/number-words.ts'
import { stripCourtesy } from '../../message/strip-courtesy.ts'
import { mendTypos } from '../../message/typos.ts'
import { singular } from '../../tables/find-column.ts'
import type { Column, SourceTable } from '../../tables/read-table.ts'
import type { DataRequest } from '../data-request.ts'
import { withoutAll } from '../reword-request.ts'
import { dateColumn, isClocked, namedColumn } from './columns.ts'
import { type Days, findDays } from './days.ts'
import { toPlain } from './plain-words.ts'
import { MEANINGS, PLAIN_VERBS, SILENT } from './vocabulary.ts'

type Cells = readonly (readonly [column: Column, value: JsonValue])[]
export type Mark =
  | { readonly kind: 'C'; readonly column: Column }
  | { readonly kind: 'V'; readonly cells: Cells }
  | { readonly kind: 'N'; readonly digits: string }
  | { readonly kind: 'D'; readonly days: Days }
  | { readonly kind: 'K'; readonly clock: string }

export type Tokens = { readonly text: string; readonly marks: readonly Mark[] }

const LONGEST = 240
const LONGEST_NAME = 5
const TOKEN =
  /"[^"\n]{1,60}"|“[^”\n]{1,60}”|-?(?<![\p{L}\p{N}_])\d+(?:[.,:]\d+)*(?![\p{L}\p{N}_])|[\p{L}\p{N}_#][\p{L}\p{N}_#'’/-]*|[€$£%°][CF]?|[<>=≥≤&]+|,|[*×−]/gu

export function readTokens(request: DataRequest): Tokens | null {
  const written = request.pieces
    .map(piece =>
      stripCourtesy(withoutAll(mendTypos(piece).replace(FORM, ''), request.table))
        .text.replace(HEADED, '')
        .replace(FORM, '')
        .replace(TOLD_ANYWAY, '')
        .replace(
          / (?:for|of|over) all (?:the |my |our )?(?:stays|trips|visits|entries|rows|lines|positions)(?=$|[,.])/iu,
          '',
        )
        .replace(/(?<=(?:which|this|that|the|each|every|est|expensive) )one(?!\p{L})/giu, 'ones')
        .replace(/(?<!\p{L})(?:vacation|holiday|leave) (?=days(?!\p{L}))/giu, ''),
    )
    .filter(piece => piece !== '')
    .join(' , ')
  if (written.length > LONGEST || /[{}[\]\\^~@|+]/.test(written)) return null
  const marks: Mark[] = []
  const { text, days } = findDays(replaceNumberWords(written.replace(/[’‘]/g, "'")), dateColumn(request.table) !== null)
  const bare = text
    .replace(/([€$£]) ?(?=\d)/gu, '')
    .replace(/(?<=\d)(?=€|\$|£|(?:km|kg|cm|mm|eur|usd)(?!\p{L}))/giu, ' ')
  const signed = withSigns(bare, request.table)
  const given = [...signed.matchAll(TOKEN)].map(([found]) => found)
  if (/[^\s?!.:;()'–—-]/u.test(signed.replace(TOKEN, ''))) return null
  const out: string[] = []
  for (let at = 0; at < given.length; ) {
    const word = given[at] as string
    const dated = /^DAY(\d)$/.exec(word)?.[1]
    const found =
      dated === undefined
        ? longestName(given, at, request)
        : { mark: { kind: 'D', days: days[Number(dated)] as Days } as const, size: 1 }
    if (found === 'unclear') return null
    if (found !== null) {
      out.push(`${found.mark.kind}${marks.length}`)
      marks.push(found.mark)
      at += found.size
      continue
    }
    at += 1
    const clock = /^(?:\d{1,2}:\d\d(?::\d\d)?)$/.test(word)
    if (clock) {
      if (!request.table.columns.some(column => isClocked(request.table, column))) return null
      out.push(`K${marks.length}`)
      marks.push({ kind: 'K', clock: word })
    } else if (/^-?\d/.test(word)) {
      const digits = word.replace(/,(?=\d{3}(?:\D|$))/g, '')
      if (!/^-?\d+(?:\.\d+)?$/.test(digits) || /\.\d{3}$/.test(word)) return null
      out.push(`N${marks.length}`)
      marks.push({ kind: 'N', digits })
    } else out.push(/^(?:TIMES|MINUS|OVER)$/.test(word) ? word : word.toLowerCase())
  }
  // A formula may have a name of its own: `savings (income - expenses)`.
  const plain = toPlain(out.join(' '), request, marks, /[=(]/.test(signed) && /TIMES|MINUS|OVER/.test(signed))
  return plain === null ? null : { text: plain, marks }
}

/** Signs between words as words. */
const withSigns = (text: string, table: SourceTable): string =>
  text
    .replace(/(?<=[\p{L}\d)])\s*[*×]\s*(?=[\p{L}\d(])/gu, ' TIMES ')
    .replace(/(?<=[\p{L}\d)]) [-−] (?=\p{L})/gu, ' MINUS ')
    .replace(/(\p{L}+) ?\/ ?(\p{L}+)/gu, (all, a: string, b: string) =>
      namedColumn(table, a) !== null && namedColumn(table, b) !== null && namedColumn(table, all) === null
        ? `${a} OVER ${b}`
        : all,
    )

/** What only heads the question: `stock list, which items`. */
const HEADED =
  /^(?:\p{L}+ ){0,3}(?:list|log|table|overview|data|export|report|sheet|file|results|stats)(?:, ?|: ?)(?=\p{L})/iu
/** Behind a superlative: the name is told with the figure anyway, and the figure with the name. */
const TOLD_ANYWAY =
  /(?<=(?:est|most|least|max|min|top \d)(?: .{0,40})?) and (?:(?:also )?how (?:many|much) (?:they|it|he|she|each|of (?:them|each)|that)(?: (?:each|sold|cost|costs|is|was|were|scored|earned|got|made|have|has))*|(?:who|which)(?: one)?(?: (?:is|was))?(?: (?:it|that|this))?)$/iu
/** In which form the answer is wanted: it is short anyway. */
const FORM =
  /(?:^|[,.;:]? )(?:(?:just|only) (?:give me |tell me )?(?:the )?(?:names?|titles?|counts?|numbers?|figures?|totals?|results?|answers?|list)|(?:the )?names? only|no explanations?(?: needed)?|there (?:may|might|could) be (?:ties|a tie)|(?:in|with) (?:one|a) (?:word|line)|comma separated|separated by commas?)(?: please)?$/iu

/** The longest run of words that names a column or a cell. */
function longestName(given: readonly string[], at: number, request: DataRequest) {
  const { table, lexicon } = request
  for (let size = Math.min(LONGEST_NAME, given.length - at); size > 0; size -= 1) {
    const words = given
      .slice(at, at + size)
      .join(' ')
      .replace(/^["“]|["”]$/g, '')
      .replace(/'s$/, '')
    const plain = words.toLowerCase()
    if (/[,<>=]/.test(words)) continue
    const isWord = isOurs(plain)
    const column = plain.length < 2 && !/^\p{Lu}$/u.test(words) ? null : namedColumn(table, words)
    const cells = cellsOf(words, request)
    if (column !== null && cells !== null) return 'unclear'
    if (column !== null && (!isWord || isNamedSo(table, plain)) && !isMeasure(given, at, size, table))
      return { mark: { kind: 'C', column } as const, size }
    // `who paid`, where rows may be paid or not.
    if (
      cells !== null &&
      /^(?:paid|done|closed)$/.test(plain) &&
      /^(?:who|i|we|he|she|they|has|have|did|had|get|got)$/i.test(given[at - 1] ?? '')
    )
      return 'unclear'
    if (cells !== null) {
      if (!isWord) return { mark: { kind: 'V', cells } as const, size }
      // `no` and `yes` are words first, `IT` and `It` are cells where they are written so.
      const isWritten = words !== plain && cells.some(([, cell]) => cell === words) && at > 0
      if (isWritten) return { mark: { kind: 'V', cells } as const, size }
      if (
        !/^(?:yes|no|none|the|is|are|it|a|an|of|to)$/.test(plain) &&
        lexicon.values.get(plain)?.some(([, cell]) => cell === plain)
      )
        return 'unclear'
    }
  }
  return null
}

const isOurs = (word: string): boolean =>
  SILENT.has(word) ||
  MEANINGS.has(word) ||
  PLAIN_VERBS.has(word) ||
  /^(?:above|below|over|under|between|than|many|much|each)$/.test(word)

const isNamedSo = ({ columns }: SourceTable, word: string): boolean =>
  word.length > 2 &&
  !/^(?:what|who|when|where)$/.test(word) &&
  columns.some(
    ({ spoken }) =>
      spoken === word || spoken === singular(word) || (/^(?:min|max)$/.test(spoken) && word === `${spoken}imum`),
  )

/** `total nights` of a table that has a column `total`: a sum. */
function isMeasure(given: readonly string[], at: number, size: number, table: SourceTable): boolean {
  const word = given
    .slice(at, at + size)
    .join(' ')
    .toLowerCase()
  if (!/^(?:total|sum|min|max|average|count|share)$/.test(word)) return false
  const rest = given
    .slice(at + size)
    .join(' ')
    .replace(/^(?:of|the|number of)(?: the| all)? /i, '')
  const next = rest.split(' ')[0] ?? ''
  return next !== '' && namedColumn(table, next)?.isNumeric === true
}

const OTHER: ReadonlyMap<string, string> = new Map(
  'monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october november december'
    .split(' ')
    .flatMap(name => [
      [name, name.slice(0, 3)],
      [name.slice(0, 3), name],
    ]),
)

function cellsOf(words: string, { lexicon }: DataRequest): Cells | null {
  const plain = words.toLowerCase()
  const { values } = lexicon
  return (
    values.get(plain) ??
    values.get(OTHER.get(plain) ?? plain) ??
    (plain.length > 3 ? (values.get(singular(plain)) ?? values.get(OTHER.get(singular(plain)) ?? plain)) : undefined) ??
    (plain.length > 2 && !plain.endsWith('s') ? values.get(`${plain}s`) : undefined) ??
    null
  )
}
