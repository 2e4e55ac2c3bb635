/** Family `list`, third part: lists of texts: put in order as people do, every item edited in one way, or chosen by how it is written. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { OperationError } from '#kernel/plugin-door'
import { choice, closed, flag, MIB, operation, texts } from '../operation.ts'
import { normalizeText } from '../words/normalize-text.ts'
import { capitalizeText, toStyle } from '../words/text-styles.ts'

const CAP = 4 * MIB
const ORDERS = ['letters', 'length', 'number', 'natural', 'last_word'] as const
const EDITS = [
  'lower',
  'upper',
  'title',
  'capital',
  'words',
  'camel',
  'pascal',
  'snake',
  'kebab',
  'constant',
  'trim',
  'reverse',
  'reverse_words',
  'sort_letters',
  'initials',
  'first',
  'last',
  'without_first',
  'without_last',
  'first_word',
  'last_word',
  'before',
  'after',
] as const
const TESTS = [
  'starts',
  'ends',
  'contains',
  'is',
  'longer',
  'shorter',
  'length',
  'more',
  'less',
  'even',
  'odd',
  'capital',
  'number',
  'twice',
] as const
type Edit = (typeof EDITS)[number]
const NUMBER = /-?\d+(?:\.\d+)?/
const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' })

export const listTextOperations: readonly Operation[] = [
  operation({
    name: 'list.arrange',
    description: 'Puts texts in an order that people use: by letters, length, the number in them, or their last word.',
    input: closed({
      items: texts('The texts.'),
      by: choice(
        ORDERS,
        'Letters leave case and accents aside; `natural` also takes numbers inside by their size; `number` needs one in every text.',
      ),
      order: Type.Optional(choice(['asc', 'desc'], 'Direction.', 'asc')),
    }),
    output: closed({ items: texts('In order; equal ones stay as they were.') }),
    example: {
      input: { items: ['file10', 'file9', 'Énorme'], by: 'natural' },
      output: { items: ['Énorme', 'file9', 'file10'] },
    },
    inputCapBytes: CAP,
    cost: 'n log n',
    run(input) {
      const way = input.order === 'desc' ? -1 : 1
      const keyed = input.items.map(item => ({ item, key: keyOf(item, input.by) }))
      return { items: keyed.sort((a, b) => way * compareKeys(a.key, b.key)).map(({ item }) => item) }
    },
  }),
  operation({
    name: 'list.edit',
    description:
      'Does one thing with every text of a list: its case, order, letters or words, or the part beside a mark.',
    input: closed({
      items: texts('The texts.'),
      edit: choice(
        EDITS,
        '`capital` and `words` set capitals and leave the rest; `first` and the like take `n` characters; `before` and `after` need a `mark`.',
      ),
      n: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, description: 'How many characters.', default: 1 })),
      mark: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 100,
          description: 'Its first place parts the text; without it nothing changes.',
        }),
      ),
    }),
    output: closed({ items: texts('The edited texts, in the same order.') }),
    example: { input: { items: ['stressed', 'live'], edit: 'reverse' }, output: { items: ['desserts', 'evil'] } },
    inputCapBytes: CAP,
    run(input) {
      const { edit, n = 1, mark = '' } = input
      if ((edit === 'before' || edit === 'after') && mark === '')
        throw new OperationError('This edit needs a mark.', '/mark')
      return { items: input.items.map(item => edited(item, edit, n, mark)) }
    },
  }),
  operation({
    name: 'list.keep',
    description:
      'Chooses the texts of a list that begin, end, contain, are so long or so large; and those that do not.',
    input: closed({
      items: texts('The texts.'),
      where: choice(
        TESTS,
        'Letter case aside unless said; `more`, `less`, `even`, `odd` and `number` are of texts that are numbers; `twice` is of what comes again.',
      ),
      value: Type.Optional(Type.String({ maxLength: 1_000, description: 'What is looked for.', default: '' })),
      n: Type.Optional(Type.Number({ description: 'Characters, or the number compared with.', default: 0 })),
      match_case: flag('Whether letter case counts.'),
    }),
    output: closed({ items: texts('Those that fit, in order.'), rest: texts('The others, in order.') }),
    example: {
      input: { items: ['apple', 'Banana', 'avocado'], where: 'starts', value: 'a' },
      output: { items: ['apple', 'avocado'], rest: ['Banana'] },
    },
    inputCapBytes: CAP,
    run(input) {
      const fits = testOf(input.where, input)
      return { items: input.items.filter(fits), rest: input.items.filter(item => !fits(item)) }
    },
  }),
]

type Key = readonly (string | number)[]

function keyOf(item: string, by: (typeof ORDERS)[number]): Key {
  const bare = plain(item)
  switch (by) {
    case 'letters':
      return [bare]
    case 'length':
      return [lettersOf(item).length]
    case 'last_word':
      return [bare.split(/\s+/).at(-1) ?? '', bare]
    case 'natural':
      return bare.split(/(\d+)/).map((part, i) => (i % 2 === 1 ? Number(part) : part))
    default: {
      const number = NUMBER.exec(item)?.[0]
      if (number === undefined) throw new OperationError('A text holds no number.', '/items')
      return [Number(number)]
    }
  }
}

function compareKeys(a: Key, b: Key): number {
  for (let i = 0; i < Math.min(a.length, b.length); i += 1) {
    const [x, y] = [a[i]!, b[i]!]
    if (x !== y) return x < y ? -1 : 1
  }
  return a.length - b.length
}

const plain = (item: string): string =>
  normalizeText(item, { case: 'lower', strip_accents: true, collapse_whitespace: true })
const lettersOf = (item: string): string[] => [...GRAPHEMES.segment(item)].map(({ segment }) => segment)

function edited(item: string, edit: Edit, n: number, mark: string): string {
  switch (edit) {
    case 'lower':
    case 'upper':
    case 'title':
      return normalizeText(item, { case: edit })
    case 'capital':
      return capitalizeText(item, 'first')
    case 'words':
      return capitalizeText(item, 'words')
    case 'camel':
    case 'pascal':
    case 'snake':
    case 'kebab':
    case 'constant':
      return toStyle(item, edit)
    case 'trim':
      return item.trim()
    case 'reverse':
      return lettersOf(item).reverse().join('')
    case 'reverse_words':
      return item.split(/\s+/).filter(Boolean).reverse().join(' ')
    case 'sort_letters':
      return lettersOf(item)
        .map(letter => ({ letter, key: plain(letter) }))
        .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
        .map(({ letter }) => letter)
        .join('')
    case 'initials':
      return item
        .split(/\s+/)
        .map(word => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? '')
        .join('')
    case 'first':
      return lettersOf(item).slice(0, n).join('')
    case 'last':
      return lettersOf(item).slice(-n).join('')
    case 'without_first':
      return lettersOf(item).slice(n).join('')
    case 'without_last':
      return lettersOf(item).slice(0, -n).join('')
    case 'first_word':
      return item.trim().split(/\s+/)[0] ?? ''
    case 'last_word':
      return item.trim().split(/\s+/).at(-1) ?? ''
    default: {
      const place = item.indexOf(mark)
      if (place < 0) return item
      return edit === 'before' ? item.slice(0, place).trimEnd() : item.slice(place + mark.length).trimStart()
    }
  }
}

type Asked = {
  readonly items: readonly string[]
  readonly value?: string
  readonly n?: number
  readonly match_case?: boolean
}

function testOf(
  where: (typeof TESTS)[number],
  { items, value = '', n = 0, match_case }: Asked,
): (item: string) => boolean {
  const folded = (text: string): string => (match_case === true ? text : text.toLowerCase())
  const find = folded(value)
  const numberOf = (item: string): number | null => (/^-?\d+(?:\.\d+)?$/.test(item.trim()) ? Number(item) : null)
  switch (where) {
    case 'starts':
      return item => folded(item).startsWith(find)
    case 'ends':
      return item => folded(item).endsWith(find)
    case 'contains':
      return item => folded(item).includes(find)
    case 'is':
      return item => folded(item) === find
    case 'longer':
      return item => lettersOf(item).length > n
    case 'shorter':
      return item => lettersOf(item).length < n
    case 'length':
      return item => lettersOf(item).length === n
    case 'more':
      return item => (numberOf(item) ?? Number.NaN) > n
    case 'less':
      return item => (numberOf(item) ?? Number.NaN) < n
    case 'even':
      return item => Math.abs((numberOf(item) ?? Number.NaN) % 2) === 0
    case 'odd':
      return item => Math.abs((numberOf(item) ?? Number.NaN) % 2) === 1
    case 'capital':
      return item => /^\p{Lu}/u.test(item)
    case 'number':
      return item => numberOf(item) !== null
    default: {
      const counts = new Map<string, number>()
      for (const item of items) counts.set(folded(item), (counts.get(folded(item)) ?? 0) + 1)
      return item => (counts.get(folded(item)) ?? 0) > 1
    }
  }
}
