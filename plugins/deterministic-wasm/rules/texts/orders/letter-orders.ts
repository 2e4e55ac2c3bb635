/** Orders and questions about letters and words at a place, or signs of a kind: one part in capitals, first vowel, vowels used, whether digits are there. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../../decided.ts'
import { listReply, textReply } from '../../listed.ts'
import { peek } from '../../peek.ts'
import { type Answer, at, task, withHow } from '../../rule.ts'
import { bothCases, COMPLEX, chain, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { numberOf } from './item-picks.ts'

const N = '(?:\\d{1,2}|two|three|four|five)'
const NTH = '(?:\\d{1,2}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth)'
const CASED_PART = whole(
  `(?<case>uppercase|capitali[sz]e|lowercase|capital)(?: only)? (?:(?<end>first|last) (?:(?<n>${N}) )?|(?<nth>${NTH}) )(?<part>letters?|characters?|words?)(?: only)?|make(?: only)? (?:(?<end2>first|last) (?:(?<n2>${N}) )?|(?<nth2>${NTH}) )(?<part2>letters?|characters?|words?)(?: only)? (?:in |to )?(?<case2>uppercase|lowercase|capitals?)(?: letters?)?`,
)
const SWAPPED = whole(
  '(?:swap|switch|exchange) first and last (?:letters?|characters?)|(?:swap|switch|exchange) (?:two|2|both) words',
)
const KIND_FIRST = whole(
  '(?:get )?(?<end>first|last) (?<kind>vowel|consonant|digit|capital letter|letter|number)(?: (?:is|there))?',
)
const USED = whole(
  '(?:get |which |what )?(?:different |distinct |unique )?(?<kind>vowels|consonants|digits)(?: (?:are|is|there|used|found|contained|occur|appear|in))*',
)
const COUNT_EACH = whole(
  'count (?:each|every) (?<kind>vowel|digit)(?: (?:occurs|appears))?|(?:count |how often )(?:does |do )?(?:each|every) (?<kind2>vowel|digit)(?: (?:occurs?|appears?))?',
)
const COUNT_LETTERS = whole(
  "count (?:letters? )?(?<all>\\p{L}(?:'s|s)?(?:(?:,? and |, )(?:how many )?(?:letters? )?\\p{L}(?:'s|s)?){1,4})(?: (?:are|is|there|occur|appear))*",
)
const HAS_KIND = whole(
  '(?:does|is there|are there|do|has|have)(?: it)?(?: (?:have|contain|include|there))? (?:any |an? |some )?(?<kind>capital letters?|capitals|uppercase(?: letters?| characters?)?|lowercase(?: letters?| characters?)?|digits?|numbers?|spaces?|vowels?|punctuation(?: marks?)?|emojis?|letters?)(?: (?:in it|there|in))?',
)
const HAS_LETTER = whole(
  "(?:is there|is|does|are there)(?: (?:an?|any|letter|have|contain|include|the))* (?:letter )?(?<letter>\\p{L})(?:'s)?(?: (?:in|there|in it|part of))*",
)
const ALL_KIND = whole(
  'is(?: (?:all|fully|entirely|only|completely|written))*(?: in)? (?<kind>lowercase|uppercase|capitals|small letters|capital letters|digits|letters|numeric|alphabetic|alphanumeric)(?: (?:letters?|only|characters))?',
)

const KINDS: Readonly<Record<string, string>> = {
  vowel: 'vowels',
  consonant: 'consonants',
  digit: 'digits',
  number: 'digits',
  letter: 'letters',
  space: 'spaces',
  emoji: 'emoji',
  punctuation: 'punctuation',
}

function kindOf(written: string): string | null {
  const name = written.toLowerCase().replace(/ (?:letters?|characters?|marks?)$/, '')
  if (/^(?:capitals?|uppercase)$/.test(name)) return 'upper'
  if (name === 'lowercase' || name === 'small') return 'lower'
  return KINDS[name.replace(/s$/, '')] ?? null
}

export const letterRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'letter-orders',
    reason:
      'Sets capitals at a place of a given text, tells its first vowel or those it uses, or whether it has signs of a kind.',
    order: 259,
    hint: /letters?|characters?|chars?|words?|vowels?|consonants?|digits?|numbers?|capitals?|case|caps|spaces?|punctuation|emojis?|numeric|alpha|there|is |does |'s|count/iu,
    examples: {
      yes: [
        'capitalize the last letter of "hello"',
        'lowercase the first letter of "Hello"',
        'make only the first word uppercase: hello my friend',
        'swap the first and last letters of "table"',
        'first vowel of "strength"',
        'which vowels are in "education"',
        'how many e\'s and how many a\'s are in "release a bear"',
        'does "Hello World" have any capital letters',
        'is there a q in "antique"?',
        'is "hello" all lowercase',
      ],
      no: [
        'capitalize the last letter I wrote: dear Bob',
        'is there a problem in "antique"?',
        'does "Hamlet" have letters',
        'which digits are lucky: 3, 7',
        'is "hello" in lowercase nicer',
      ],
    },
    read: request =>
      COMPLEX.test(request.text) || request.text.length > 2_000
        ? null
        : (casedPart(request) ??
          swapped(request) ??
          firstOf(request) ??
          used(request) ??
          letterCounts(request) ??
          has(request)),
  }),
]

/** One part in another case, put together with the rest. */
function casedPart(request: TextRequest): Answer | null {
  const groups = CASED_PART.exec(canonical(request.head))?.groups
  if (groups === undefined || /[\n,;]/.test(request.text)) return null
  const isWords = /word/.test(groups.part ?? groups.part2 ?? '')
  const isLower = /lower/i.test(groups.case ?? groups.case2 ?? '')
  const parts = isWords ? request.text.split(' ') : Array.from(request.text)
  if (
    isWords ? parts.some(part => part === '') : !/^\p{L}/u.test(request.text) || /\s/.test(request.text) === undefined
  )
    return null
  const isMany = /s$/.test(groups.part ?? groups.part2 ?? '') && (groups.n ?? groups.n2) === undefined
  // `capitalize first letters`: of every word.
  if (isMany) return null
  const count = numberOf(groups.n ?? groups.n2 ?? '1')
  const place = groups.nth ?? groups.nth2
  const end = groups.end ?? groups.end2
  const total = parts.length
  const from = place !== undefined ? numberOf(place) : end === 'last' ? total - count + 1 : 1
  const to = place !== undefined ? from : end === 'last' ? total : count
  if (!(from >= 1 && to <= total && from <= to) || total < 2) return null
  // `capitalize the first word` raises its first letter.
  const isCapital = /^capital/i.test(groups.case ?? '') && isWords
  const joint = isWords ? ' ' : ''
  const of = isWords ? 'words' : 'characters'
  const slices = [
    from > 1 ? (['before', 1, from - 1] as const) : null,
    ['part', from, to] as const,
    to < total ? (['behind', to + 1, total] as const) : null,
  ].filter(slice => slice !== null)
  const tasks: PlannedTask[] = slices.map(([key, a, b]) =>
    task(key, 'Take that part', 'text.slice', { text: request.input, of, from: a, to: b }),
  )
  tasks.push(
    isCapital
      ? task(
          'cased',
          'Set the capital letter',
          'text.capitals',
          { text: { $from: 'part', pointer: '/text' }, style: 'words' },
          ['part'],
        )
      : task(
          'cased',
          'Change its case',
          'text.normalize',
          { text: { $from: 'part', pointer: '/text' }, case: isLower ? 'lower' : 'upper' },
          ['part'],
        ),
  )
  const keys = slices.map(([key]) => (key === 'part' ? 'cased' : key))
  tasks.push(
    task(
      'whole',
      'Put them together',
      'list.join',
      { items: keys.map(key => ({ $from: key, pointer: '/text' })), separator: joint },
      keys,
    ),
  )
  return { tasks, answer: 'whole', reply: textReply('/text', request.text) }
}

function swapped(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  if (!SWAPPED.test(head)) return null
  const isWords = /words/.test(head)
  const parts = isWords ? request.text.trim().split(' ') : Array.from(request.text)
  if (isWords ? parts.length !== 2 : !/^\p{L}{2,60}$/u.test(request.text)) return null
  const made = chain(request, [
    {
      name: 'Take the parts',
      op: 'text.slice',
      more: { of: isWords ? 'words' : 'characters', from: 1, to: -1 },
      gives: 'parts',
    },
  ])
  if (made === null) return null
  const last = parts.length - 1
  const order = parts.map((_, i) => (i === 0 ? last : i === last ? 0 : i))
  const items = order.map(i => ({ $from: made.key, pointer: `/parts/${i}` }))
  const tasks = [
    ...made.tasks,
    task('whole', 'Put them together', 'list.join', { items, separator: isWords ? ' ' : '' }, [made.key]),
  ]
  return { tasks, answer: 'whole', reply: textReply('/text', request.text) }
}

const keep = (kind: string) => ({ name: 'Keep them', op: 'text.signs', more: { kinds: [kind], mode: 'keep' } })

function firstOf(request: TextRequest): Answer | null {
  const groups = KIND_FIRST.exec(canonical(request.head))?.groups
  const kind = groups === undefined ? null : kindOf(groups.kind ?? '')
  if (groups === undefined || kind === null || groups.kind === 'number') return null
  // `first letter` of a text that begins otherwise could be its first sign.
  if (groups.kind === 'letter' && !/^\p{L}+$/u.test(request.text)) return null
  const place = groups.end === 'last' ? -1 : 1
  const made = chain(request, [
    keep(kind),
    { name: 'Take that one', op: 'text.slice', more: { of: 'characters', from: place } },
  ])
  const seen = made?.output.text
  return made === null || typeof seen !== 'string' || seen === ''
    ? null
    : { tasks: made.tasks, answer: made.key, reply: textReply('/text', seen) }
}

function used(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const groups = USED.exec(head)?.groups
  const isAsked = /which|what/.test(`${request.opener} ${request.head}`) || /different|distinct|unique/.test(head)
  const kind = groups === undefined || !isAsked ? null : kindOf(groups.kind ?? '')
  const each = COUNT_EACH.exec(head)?.groups
  const counted = each === undefined ? null : kindOf(each.kind ?? each.kind2 ?? '')
  if (kind === null && counted === null) return null
  const lower = { name: 'Ignore upper and lower case', op: 'text.normalize', more: { case: 'lower' } }
  if (counted !== null) {
    const made = chain(request, [
      keep(counted),
      { name: 'Count each', op: 'text.frequency', more: { of: 'characters', k: 30 } },
    ])
    const counts = made?.output.counts
    if (made === null || !Array.isArray(counts) || counts.length === 0) return null
    const template = counts.map((_, i) => `- {{/counts/${i}/item}}: {{/counts/${i}/count}}`).join('\n')
    return { tasks: made.tasks, answer: made.key, reply: { template, values: { counts: at('/counts') } } }
  }
  const made = chain(request, [
    lower,
    keep(kind!),
    { name: 'Take each', op: 'text.slice', more: { of: 'characters', from: 1, to: -1 }, gives: 'parts' },
    { name: 'Keep each once', op: 'list.dedupe', takes: 'items', gives: 'items' },
  ])
  const seen = made?.output.items
  return made === null || !Array.isArray(seen) || seen.length === 0
    ? null
    : { tasks: made.tasks, answer: made.key, reply: listReply('/items', seen.length, ', ') }
}

/** Several letters, each counted by itself. */
function letterCounts(request: TextRequest): Answer | null {
  const all = COUNT_LETTERS.exec(canonical(request.head))?.groups?.all
  const letters =
    all?.split(/,? and |, /).map(one => /^(?:how many )?(?:letters? )?(\p{L})/u.exec(one)?.[1]?.toLowerCase() ?? '') ??
    []
  if (letters.length < 2 || new Set(letters).size !== letters.length || letters.includes('')) return null
  const { text, input } = request
  const tasks: PlannedTask[] = [
    task('lower', 'Ignore upper and lower case', 'text.normalize', { text: input, case: 'lower' }),
  ]
  const keys = letters.map(letter => `count_${letter}`)
  for (const [i, letter] of letters.entries())
    tasks.push(
      task(
        keys[i]!,
        `Count ${letter}`,
        'text.replace',
        { text: { $from: 'lower', pointer: '/text' }, find: letter, with: '' },
        ['lower'],
      ),
    )
  const object: JsonObject = Object.fromEntries(
    letters.map((letter, i) => [letter, { $from: keys[i]!, pointer: '/count' }]),
  )
  tasks.push(task('all', 'Put them together', 'agg.merge', { objects: [object] }, keys))
  const template = letters.map(letter => `${letter}: {{${letter}}}`).join(', ')
  const isMixed = letters.some(letter => bothCases(text, letter) !== '')
  return {
    tasks,
    answer: 'all',
    reply: withHow(
      template,
      Object.fromEntries(letters.map(letter => [letter, at(`/${letter}`)])),
      isMixed ? 'Capital and small ones together' : '',
    ),
  }
}

/** Yes or no: signs of a kind, one letter, or nothing else. */
function has(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const { text, input } = request
  if (request.form === 'bare' || request.form === 'token') return null
  const one = HAS_LETTER.exec(head)?.groups?.letter
  if (one !== undefined && /^is|^does|^are/i.test(head) && request.form === 'quote') {
    const find = one.toLowerCase()
    // Only in the other case: it is there or not.
    if (text.toLowerCase().includes(find) !== text.includes(one)) return null
    return decided({
      tasks: [task('places', 'Look for it', 'text.find', { text: input, find })],
      when: hasMember('count', { minimum: 1 }),
      yes: `Yes, it contains \`${one}\`.`,
      no: `No, it does not contain \`${one}\`.`,
    })
  }
  const kind = kindOf(HAS_KIND.exec(head)?.groups?.kind ?? '')
  if (kind !== null && request.form === 'quote' && !/^\p{Lu}\p{Ll}+$/u.test(text)) {
    return decided({
      tasks: [task('signs', 'Look for them', 'text.signs', { text: input, kinds: [kind], mode: 'keep' })],
      when: hasMember('count', { minimum: 1 }),
      yes: 'Yes.',
      no: 'No.',
      ...(Number(peek('text.signs', { text, kinds: [kind], mode: 'keep' })?.count ?? 0) > 0
        ? { rest: ' It has {{count}}: {{text}}', members: ['count', 'text'] }
        : {}),
    })
  }
  const only = ALL_KIND.exec(head)?.groups?.kind?.toLowerCase()
  if (only === undefined || request.form !== 'quote' || text === '') return null
  const isCase = /lower|upper|capital|small/.test(only)
  if (isCase && !/\p{L}/u.test(text)) return null
  const kinds = isCase
    ? [/lower|small/.test(only) ? 'upper' : 'lower']
    : /alphanumeric/.test(only)
      ? ['letters', 'digits']
      : [/digit|numeric/.test(only) ? 'digits' : 'letters']
  const said = isCase ? (/lower|small/.test(only) ? 'capital' : 'small') : ''
  return decided({
    tasks: [
      task('signs', 'Look for others', 'text.signs', { text: input, kinds, ...(isCase ? { mode: 'keep' } : {}) }),
    ],
    when: hasMember('text', { const: '' }),
    yes: 'Yes.',
    no: isCase ? `No, it has ${said} letters.` : 'No, it has other signs.',
  })
}
