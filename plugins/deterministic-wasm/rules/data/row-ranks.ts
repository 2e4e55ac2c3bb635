/** Places in a table or a list of names and numbers: the first and the last, the second, the best n, everything in order. */
import type { PlannerRule } from '#contracts/planner-port'
import { isEmpty } from '../../tables/cells.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task } from '../rule.ts'
import { singular } from '../tables/find-column.ts'
import { type Column, isOrderedText, type SourceTable } from '../tables/read-table.ts'
import { fromTable, MOST_SHOWN_ROWS, tableAnswer } from '../tables/table-request.ts'
import { type Caught, fits } from './data-form.ts'
import { type Ask, type DataRequest, defineDataRule } from './data-request.ts'
import { isLostApart, type Ranking, rankingOf, SUPERLATIVE } from './rank-words.ts'
import { NUMBERED, nameColumn, onlyFigure } from './row-conditions.ts'

const SUP = `(?<sup>${SUPERLATIVE})`
const NTH = '(?:nth N<n>|(?<nth>second|third)|N<n2>)'

type Cells = { readonly [name: string]: unknown }

export function sortedBy(request: DataRequest, { column, isLargest }: Ranking): readonly Cells[] {
  const by = [{ column: column.name, order: isLargest ? 'desc' : 'asc' }]
  const rows = request.table.rows.filter(row => row[column.name] !== '' && row[column.name] !== null)
  return (peek('table.sort', { rows, by })?.rows ?? []) as readonly Cells[]
}

const sortTask = (request: DataRequest, { column, isLargest }: Ranking) =>
  task(
    'sorted',
    `Sort by ${column.name}`,
    'table.sort',
    { rows: fromTable(request.table), by: [{ column: column.name, order: isLargest ? 'desc' : 'asc' }] },
    [request.table.parse.key],
  )

/** One step of a JSON Pointer inside a template; null where the name cannot stand there. */
export const step = (name: string): string | null =>
  /\}|^\s|\s$/.test(name) ? null : name.replaceAll('~', '~0').replaceAll('/', '~1')

/** A cell of a numeric column as it was written, or null where it is empty. */
export const numberIn = (row: SourceTable['rows'][number], column: Column): string | null => {
  const cell = row[column.name]
  return isEmpty(cell) || !column.isNumeric ? null : String(cell)
}

const isClear = (name: unknown): boolean => name !== '' && name !== null && name !== undefined

/** The row of one place, from 1, and all that share it when it is the first. */
export function placed(
  request: DataRequest,
  who: Column | null,
  ranking: Ranking | null,
  place: number,
  order: 'name' | 'value',
): Answer | null {
  if (who === null || ranking === null || !who.isUnique || who.name === ranking.column.name) return null
  const rows = sortedBy(request, ranking)
  // A cell without a value could be anything.
  if (rows.length !== request.table.rows.length || place < 1 || place > rows.length) return null
  const value = (at: number): number => Number(rows[at]?.[ranking.column.name])
  const first = place - 1
  if (place > 1 && (value(first - 1) === value(first) || (place < rows.length && value(place) === value(first))))
    return null
  let last = first
  if (place === 1) while (last + 1 < rows.length && value(last + 1) === value(0)) last += 1
  if (last - first > 4 || !rows.slice(first, last + 1).every(row => isClear(row[who.name]))) return null
  const [name, measure] = [step(who.name), step(ranking.column.name)]
  if (name === null || measure === null) return null
  const names = Array.from({ length: last - first + 1 }, (_, i) => `{{/rows/${first + i}/${name}}}`).join(', ')
  const shown = request.write(ranking.column.name, `{{/rows/${first}/${measure}}}`)
  const said = request.kind === 'names' ? '' : '{{said}}: '
  const values = { rows: at('/rows'), ...(said === '' ? {} : { said: literal(ranking.column.name) }) }
  const reply =
    order === 'name'
      ? { template: names, how: `${said}${shown}`, values }
      : { template: `${shown} (${names})`, values: { rows: at('/rows') } }
  return tableAnswer(request.table, [sortTask(request, ranking)], 'sorted', reply)
}

export const PERSON =
  /(?<!\p{L})(?:name|owner|assignee|assigned|user|customer|client|employee|person|player|student|author|manager|seller|rep|member|agent|driver|teacher|guest|runner|participant|worker|pupil|child|kid|patient|colleague)(?!\p{L})/u

/** `who is done` of tasks and their owners asks for no task. */
export const isNoPerson = (who: Column, { table, pieces }: DataRequest): boolean =>
  /(?<!\p{L})(?:who|whose|whom|who's|whos)(?!\p{L})/iu.test(pieces.join(' ')) &&
  !PERSON.test(who.spoken) &&
  table.columns.some(({ spoken, isNumeric }) => !isNumeric && PERSON.test(spoken))

/** Who is asked about: the column named, or the one that names the rows. */
const whoOf = (found: Caught, request: DataRequest): Column | null => {
  const who = found.column('who')
  if (who !== undefined) return who.isNumeric && !NUMBERED.test(who.spoken) ? null : who
  if (request.kind === 'names') return request.table.columns[0] ?? null
  const named = nameColumn(request.table)
  return named === null || isNoPerson(named, request) ? null : named
}

const MADE = '(?: made)?'
/** In a list of names any one word may be what they are: `which city`. */
export const NOUN =
  '(?: (?<noun>(?!(?:second|third|fourth|fifth|first|last|next|other|others|not|only|even|odd|never|under|over|without|except|remaining|rest|both|two|three|current|former|likely|average|mean|sum|count|than|more|less|and|or|but|if|nth|share|diff|by|empty|double|twin|drop|rise|fall|jump|dip|spike|surge|increase|decrease|decline|change|growth|gain|loss|improvement|swing|step|shift|variation|climb|swings|deviation|range|ratio|rate|percent|percentage|chance|odds|running|remove|convert|keep|sort|rank|group)(?![a-z]))(?![a-z]+est )[a-z]{3,20}))?'

/** Of two rows the bigger one is the biggest. */
const OF_TWO: Readonly<Record<string, string>> = {
  older: 'oldest',
  younger: 'youngest',
  taller: 'tallest',
  heavier: 'heaviest',
  lighter: 'lightest',
  longer: 'longest',
  shorter: 'shortest',
  faster: 'fastest',
  slower: 'slowest',
  cheaper: 'cheapest',
  bigger: 'max',
  larger: 'max',
  higher: 'max',
  more: 'max',
  smaller: 'min',
  lower: 'min',
  less: 'min',
}

/** What things are counted in; `most money` of euros is what it is. */
const MEASURES =
  /^(?:minutes?|hours?|seconds?|days?|weeks?|months?|years?|miles?|met(?:er|re)s?|feet|inch(?:es)?|lit(?:er|re)s?|pounds?|grams?|kilos?|euros?|dollars?|bucks|quid|degrees?|points?|kcal|calories|percent|hrs|mins|secs|lbs|pts|times|units?|pieces?|pcs)$/u

const isPerson = (noun: string): boolean =>
  /^(?:day|month|week|year|quarter|person|one|item|city|country|team|player|name|value|number|amount|expense|run)s?$/u.test(
    noun,
  )

/** `fewest pears` of a list that counts apples. */
function isOther(noun: string, request: DataRequest): boolean {
  const unit = request.kind === 'names' ? request.write('value', '').trim().toLowerCase() : ''
  if (noun !== '' && request.label !== undefined && !isPerson(noun))
    return !request.label.split(' ').some(word => singular(word) === singular(noun))
  if (noun === '' || !/^\p{L}{3,}$/u.test(unit) || MEASURES.test(unit)) return false
  return singular(noun) !== singular(unit)
}

/** Doing that only columns of one kind can measure. */
const DONE: readonly (readonly [verb: RegExp, measured: RegExp])[] = [
  [
    /(?<!\p{L})(?:works?|worked|sleeps?|slept)(?!\p{L})/iu,
    /(?<!\p{L})(?:hours?|hrs|h|time|days|shifts|minutes|overtime|worked)(?!\p{L})/u,
  ],
  [
    /(?<!\p{L})(?:drove|drives?|ran|runs?|walks?|walked)(?!\p{L})/iu,
    /(?<!\p{L})(?:km|miles?|m|distance|steps|laps?|time|minutes|seconds|hours|runs|s)(?!\p{L})/u,
  ],
  [
    /(?<!\p{L})(?:eats?|ate|drinks?|drank)(?!\p{L})/iu,
    /(?<!\p{L})(?:kcal|calories|l|litres?|liters?|ml|cups|glasses|g|kg|pieces|amount|number|count)(?!\p{L})/u,
  ],
]

/** `who works the most` of a table of salaries. */
function isElsewhere(request: DataRequest, named: Column | undefined): boolean {
  if (named !== undefined) return false
  const said = request.pieces.join(' ')
  const only = onlyFigure(request.table)
  return only !== null && DONE.some(([verb, measured]) => verb.test(said) && !measured.test(only.spoken))
}

const askOfTwo: Ask = (words, request) => {
  const found = fits(`which(?: C<who>)?${MADE}(?: with)? (?<word>${Object.keys(OF_TWO).join('|')})(?: C<col>)?`, words)
  if (found === null || request.table.rows.length !== 2 || request.ragged.length > 0) return null
  return placed(
    request,
    whoOf(found, request),
    rankingOf(OF_TWO[found.text('word')] ?? '', found.column('col'), request),
    1,
    'name',
  )
}

const askExtreme: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(`(?:which )?C<who>${MADE}(?: with)?(?: (?<and>and))? ${SUP}${MADE}(?: C<col>)?${MADE}`, words) ??
    fits(`which${MADE}(?: with)? ${SUP}${MADE}(?: C<col>)?`, words) ??
    fits(`${SUP} C<who>(?: (?:with|by) C<col>)?`, words) ??
    fits('(?:which )?(?<sup>cheapest|dearest|oldest|youngest|tallest|heaviest|lightest|hottest|coldest)', words) ??
    (request.kind === 'names'
      ? (fits(`which${NOUN}${MADE} ${SUP}${MADE}${NOUN.replace('noun', 'noun2')}`, words) ??
        fits(`${SUP}${NOUN}`, words))
      : null)
  if (found === null || found.text('and') !== '' || isOther(found.text('noun2'), request) || isLostApart(request))
    return null
  // `cheapest city per night` divides; `who works the most` of salaries asks for something else.
  if (
    request.kind === 'table' &&
    (/ by C/.test(words.text)
      ? /(?<!\p{L})per(?!\p{L})/iu.test(request.around)
      : isElsewhere(request, found.column('col')))
  )
    return null
  // `longest name` may be the one of most letters.
  if (/longest|shortest/.test(found.text('sup')) && found.column('who')?.spoken === 'name') return null
  const ranking = rankingOf(found.text('sup'), found.column('col'), request)
  return placed(request, whoOf(found, request), ranking, 1, 'name')
}

/** `lowest price and where`: the value, and whose it is. */
const askBoth: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found = fits(
    `(?:which )?${SUP}(?: C<col>)?${MADE} and (?:which|where|when|name|which where|which with|C<who>|which C<who2>|which${NOUN})(?: with| made)?`,
    words,
  )
  if (found === null) return null
  const who = found.column('who') ?? found.column('who2')
  const where = /(?:where|when)$/.test(words.text) && request.kind !== 'names' ? texts(request) : whoOf(found, request)
  if (found.text('noun') !== '' && (request.kind !== 'names' || isOther(found.text('noun'), request))) return null
  const ranking = rankingOf(found.text('sup'), found.column('col'), request)
  return placed(request, who ?? where, ranking, 1, 'value')
}

const texts = (request: DataRequest): Column | null => {
  const all = request.table.columns.filter(({ isNumeric }) => !isNumeric)
  return all.length === 1 ? (all[0] as Column) : null
}

const askNth: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(`(?:which )?(?:C<who> )?(?:with )?${NTH} ${SUP}(?: C<col>)?`, words) ??
    fits(`(?:which )?${NTH} ${SUP} C<who>`, words) ??
    fits('which (?:came|finished|placed|is)? ?(?<nth>second|third|last|first)(?: place)?', words) ??
    (request.kind === 'names' ? fits(`(?:which${NOUN} )?${NTH} ${SUP}${NOUN.replace('noun', 'noun2')}`, words) : null)
  if (found === null || found.number('n2') !== '' || isOther(found.text('noun2'), request)) return null
  const nth = found.text('nth')
  const place = { first: 1, last: 1, second: 2, third: 3 }[nth] ?? Number(found.number('n'))
  const word = found.text('sup') || (nth === 'last' ? 'worst' : 'best')
  const ranking = rankingOf(word, found.column('col'), request)
  const isValue =
    found.column('who') === undefined && found.column('col') !== undefined && !words.text.startsWith('which')
  return placed(request, whoOf(found, request), ranking, place, isValue ? 'value' : 'name')
}

/** The first n by a column, as a table of names and values. */
const askTop: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(`(?:which )?${SUP} N<n>(?: row| C<who>)?(?: (?:by|with|sort by) (?:${SUPERLATIVE} )?C<col>)?`, words) ??
    fits(`(?:which )?(?:N<n>) ${SUP}(?: C<who>| row)?(?: (?:by )?C<col>)?`, words) ??
    (request.kind === 'names' ? fits(`(?:which )?(?:${SUP} N<n>|N<n2> (?<sup2>${SUPERLATIVE}))${NOUN}`, words) : null)
  if (found === null) return null
  const ranking = rankingOf(found.text('sup') || found.text('sup2'), found.column('col'), request)
  const count = Number(found.number('n') || found.number('n2'))
  const who = found.column('who')
  if (ranking === null || count < 1 || (who !== undefined && !who.isUnique)) return null
  const rows = sortedBy(request, ranking)
  const isTied = Number(rows[count]?.[ranking.column.name]) === Number(rows[count - 1]?.[ranking.column.name])
  if (count > rows.length || (isTied && rows[count] !== undefined)) return null
  return shownSorted(request, ranking, count)
}

function shownSorted(request: DataRequest, ranking: Ranking, count: number): Answer | null {
  const { table } = request
  if (count > MOST_SHOWN_ROWS || request.isCut) return null
  if (request.isPlain) return writtenRows(request, ranking, count)
  const measure = step(ranking.column.name)
  if (request.kind === 'names' && measure !== null) {
    const lines = Array.from(
      { length: count },
      (_, i) => `${i + 1}. {{/rows/${i}/name}} ${request.write('value', `{{/rows/${i}/value}}`)}`,
    )
    const reply = { template: lines.join('\n'), values: { rows: at('/rows') } }
    return tableAnswer(table, [sortTask(request, ranking)], 'sorted', reply)
  }
  const items = Array.from({ length: count }, (_, i) => ({ $from: 'sorted', pointer: `/rows/${i}` }))
  const columns = table.columns.map(({ name }) => name)
  const written = task('shown', 'Write the table', 'agg.table', { items, columns }, ['sorted'])
  const reply = { template: '{{table}}', values: { table: at('/markdown') } }
  return tableAnswer(table, [sortTask(request, ranking), written], 'shown', reply)
}

/** Rows whose figures have units: a table with each of them written as it was meant. */
function writtenRows(request: DataRequest, ranking: Ranking, count: number): Answer | null {
  const { table } = request
  const steps = table.columns.map(({ name }) => step(name))
  const isBare = table.rows.every(row => Object.values(row).every(cell => !/[|\n`]/.test(String(cell ?? ''))))
  if (steps.includes(null) || !isBare || table.columns.some(({ name }) => /[|{}\n]/.test(name))) return null
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const body = Array.from({ length: count }, (_, i) =>
    line(table.columns.map(({ name }, at) => request.write(name, `{{/rows/${i}/${steps[at]}}}`))),
  )
  const head = line(table.columns.map(({ name }) => name))
  const ruler = line(table.columns.map(({ isNumeric }) => (isNumeric ? '---:' : '---')))
  return tableAnswer(table, [sortTask(request, ranking)], 'sorted', {
    template: [head, ruler, ...body].join('\n'),
    values: { rows: at('/rows') },
  })
}

/** Everything in order; equal values share nothing here, so ties of a ranking are left alone. */
const askOrder: Ask = (words, request) => {
  if (request.ragged.length > 0) return null
  const found =
    fits(`sort(?: row)?(?: by)?(?: C<col>)?(?: (?<way>asc|desc))?(?: first)?`, words) ??
    fits(`sort(?: row)?(?: by)?(?: C<col>)? (?<sup>${SUPERLATIVE}) first`, words) ??
    fits(`(?:sort|rank)(?: row)? (?:from )?(?<sup>${SUPERLATIVE})(?: (?:to )?(?:${SUPERLATIVE}|first))?`, words) ??
    fits(`rank(?: C<who>| row)?(?: by)?(?: C<col>)?(?: (?<way>asc|desc))?`, words) ??
    (request.kind === 'names'
      ? (fits(`(?:sort|rank)${NOUN}(?: (?<way>asc|desc))`, words) ??
        fits(
          `sort by (?<by>price|cost|size|age|height|weight|score|points|time|population|distance|amount|value)(?: (?<way>asc|desc))?`,
          words,
        ) ??
        fits(`${SUP} first`, words) ??
        fits(`(?:sort|rank) (?:N\\d+ = )?(?<sup>${SUPERLATIVE})(?: (?:first|C\\d+))?`, words))
      : null)
  const dated = fits('(?:sort(?: row)?(?: by)?(?: C<col>)?)? ?(?<way>newestfirst|earliestfirst)', words)
  if (dated !== null) return byDate(request, dated.column('col'), dated.text('way') === 'newestfirst')
  if (found === null) return null
  const isRank = words.text.startsWith('rank')
  // `alphabetically` means the names.
  if (/alphabet|a ?(?:-|to) ?z|z ?(?:-|to) ?a/iu.test(request.around) && found.column('col')?.isNumeric !== false) {
    const who = request.kind === 'names' ? request.table.columns[0] : nameColumn(request.table)
    return who == null || found.column('col') !== undefined ? null : byText(request, who, found.text('way') === 'desc')
  }
  // `order the pizza` is none of sorting.
  if (
    /(?<!\p{L})order(?!\p{L})/iu.test(request.around) &&
    !/(?<!\p{L})(?:by|sort|rank|in order|asc|desc|ascending|descending|first|to)(?!\p{L})/iu.test(request.around)
  )
    return null
  const named = found.column('col')
  if (named !== undefined && !named.isNumeric)
    return isRank ? null : byText(request, named, found.text('way') === 'desc')
  const way = found.text('way') || (found.text('by') === '' ? '' : 'asc')
  const word = found.text('sup') || (way === 'asc' ? 'min' : way === 'desc' || isRank ? 'max' : '')
  // A bare `sort by price` begins with the smallest; a bare `sort` says nothing.
  if (word === '' && named === undefined) return null
  const ranking = rankingOf(word === '' ? 'min' : word, named, request)
  if (ranking === null) return null
  const rows = sortedBy(request, ranking)
  const values = rows.map(row => Number(row[ranking.column.name]))
  if (rows.length !== request.table.rows.length || (isRank && new Set(values).size !== values.length)) return null
  return shownSorted(request, ranking, rows.length)
}

/** By the column of dates that was named, or the only one; `oldest` of people is an age. */
function byDate(request: DataRequest, named: Column | undefined, isNewest: boolean): Answer | null {
  const dates = request.table.columns.filter(({ name }) =>
    request.table.rows.every(row => /^\d{4}-\d\d-\d\d/.test(String(row[name]))),
  )
  const column = named ?? (dates.length === 1 ? dates[0] : undefined)
  const isYears = column?.isNumeric === true && /year/.test(column.spoken)
  return column === undefined || !(dates.includes(column) || isYears)
    ? null
    : isYears
      ? shownSorted(request, { column, isLargest: isNewest }, request.table.rows.length)
      : byText(request, column, isNewest)
}

function byText(request: DataRequest, column: Column, isReverse: boolean): Answer | null {
  if (request.table.rows.length > MOST_SHOWN_ROWS || !isOrderedText(request.table, column)) return null
  return shownSorted(request, { column, isLargest: isReverse }, request.table.rows.length)
}

export const rowRankAsks: readonly Ask[] = [askBoth, askOfTwo, askExtreme, askNth, askTop, askOrder]

export const rowRankRules: readonly PlannerRule[] = [
  defineDataRule({
    id: 'data-rank',
    reason:
      'Names the first, the last or another place of a pasted table or a list of names and numbers, or puts all in order.',
    order: 211,
    examples: {
      yes: [
        'lowest price and where:\nshop\tprice\nAldi\t1.19\nRewe\t1.49\nLidl\t1.15',
        'what is the 2nd cheapest laptop here: Acer 549, Dell 799, HP 629, Asus 589',
        'rank them, 1 = fastest\nLeo 12.84s\nMia 13.02s\nTed 12.79s\nNoa 13.40s',
        'put in order of population, smallest first: Bremen 569k, Hamburg 1.85m, Kassel 204k, Erfurt 215k',
        'who is the oldest?\nname,age\nAda,31\nBob,45',
        'Tom 182 cm, Ann 175 cm, Raj 190 cm. Who is the tallest?',
      ],
      no: [
        'what is the 2nd cheapest laptop with SSD: Acer 549, Dell 799, HP 629',
        'which laptop is the best: Acer 549, Dell 799, HP 629',
        'who is the oldest?\nname,since\nAda,1931\nBob,1945',
        'who is the funniest?\nname,age\nAda,31\nBob,45',
        'Tom 182 cm, Ann 1.75 m, Raj 190 cm. Who is the tallest?',
        'rank them by charm\nLeo 12.84s\nMia 13.02s\nTed 12.79s',
        'which team should I join?\nteam,points\nReds,34\nBlues,41',
        'The best laid plans: Acer 549, Dell 799',
        'lost points: Tom 3, Ann 5. who has the most points?',
        'weights: Tim 70, Tom 80, Jan 90. who lost the most weight?',
        'Tom 12, Lena 15, Jonas 9. who has the most to lose?',
      ],
    },
    asks: rowRankAsks,
    plainAlso: true,
  }),
]
