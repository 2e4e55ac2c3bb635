/** What a given text holds, told as a table or several numbers: how often each letter or word stands in it, two counts at once, letters it lacks. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import { type Answer, at, literal, withHow } from '../../rule.ts'
import { COMPLEX, chain, listAfter, type Step, textAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'

const WHAT = '(?<what>letters?|words?|characters?|vowels?)'
const FREQUENCY = whole(
  `(?:get |count |make |calculate )?(?:${WHAT} )(?:frequency|frequencies|counts|histogram|distribution|occurrences)(?: (?:table|list|count|analysis))?|(?:frequency|frequencies|occurrences|histogram) of (?:each |every |different )?${WHAT.replace('what', 'what2')}|(?:count |get )?(?:how (?:often|many times)|count|occurrences of|number of times) (?:does |is |do )?(?:each|every|different) (?<what3>letter|word|character)(?: (?:appears?|occurs?|comes up|is used|used|there|is there|shows up))*|(?:each|every) (?<what4>letter|word|character)(?:,)?(?: (?:and|with))? (?:how often|its count|its frequency|how many times)(?: it (?:occurs|appears))?|how many of each (?<what5>letter|word|character)(?: (?:are there|is there|does have|has))*`,
)
const KIND =
  '(?:words?|characters?|letters?|lines?|sentences?|digits?|spaces?|vowels?|consonants?|capital letters?|paragraphs?)'
const COUNTS = whole(
  `(?:count |number of |get number of )?(?<all>${KIND}(?:(?:,? and (?:count |number of )?|, | & |\\/| \\+ )${KIND}){1,4})(?: (?:are there|are|there|does have|has|have|count|counts))*`,
)
const UNUSED = whole(
  `(?:get )?(?:which |what )?letters? (?:of alphabet )?(?:(?:are|is) )?(?:not (?:used|there|present|included|contained|in)|missing|unused|absent|do not (?:appear|occur)|don't (?:appear|occur))(?: (?:in|from))?|missing letters(?: of alphabet)?|unused letters`,
)
const SORTED_LETTERS = whole(
  '(?:sort|alphabeti[sz]e|make|put) letters?(?: (?:in )?alphabetical(?:ly| order)|(?: from)? a(?:-| to )z)?|letters (?:in alphabetical order|sorted(?: alphabetically)?)',
)
const ONCE = whole(
  'remove (?:repeated|duplicated?|duplicates|repeating|double|doubled) (?:letters|characters)|remove duplicates letters|(?:get |keep )?(?:unique|distinct|different) (?:letters|characters)|(?:keep |use )?each letter (?:only )?once',
)
const ATBASH = whole(
  '(?:(?:encode|decode|encrypt|decrypt|write|make|put|translate) )?(?:(?:with|in|using|by|to|into) )?atbash(?: cipher| code)?',
)

export const textFactRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-facts',
    reason:
      'Tells how often each letter or word stands in a given text, several counts at once, its letters in order or those it lacks.',
    order: 254,
    unmarked: ({ form, text }) => form === 'bare' && /^\p{L}+$/u.test(text),
    heeds: ['ignore_case'],
    hint: /letters?|words?|characters?|chars|lines?|sentences?|digits?|spaces?|vowels?|paragraphs?|atbash|revers|flip|empty|blank|trim|spaces/iu,
    examples: {
      yes: [
        'letter frequency of "hello"',
        'how often does each letter appear in "banana"',
        'the word mississippi, each letter and how often',
        'count words and characters in "hello big world"',
        'count lines, words and characters (without line breaks):\nrain again\nno bus today',
        'word frequency: the cat and the dog',
        'which letters are not used in "the quick brown"',
        'sort the letters of "algorithm"',
        'remove repeated letters from "aabbccdd"',
        'encode "attack at dawn" with atbash',
      ],
      no: [
        'word frequency in English',
        'how many words and pictures: a book',
        'sort the letters by sender: Ann, Bob',
        'which letters are missing in the alphabet soup',
        'count words and rate them: good bad',
      ],
    },
    read: request => frequency(request) ?? counts(request) ?? letters(request),
  }),
]

const MOST_TOLD = 60

function frequency(request: TextRequest): Answer | null {
  const groups = FREQUENCY.exec(canonical(request.head))?.groups
  const what = groups?.what ?? groups?.what2 ?? groups?.what3 ?? groups?.what4 ?? groups?.what5
  if (what === undefined || COMPLEX.test(request.text)) return null
  if (/^vowel/i.test(what)) return null
  const of = what.replace(/s?$/, 's').toLowerCase()
  const step = { name: `Count the ${of}`, op: 'text.frequency', more: { of, k: MOST_TOLD } }
  const made = chain(request, [step])
  const counts = made?.output.counts
  if (made === null || !Array.isArray(counts) || counts.length === 0 || counts.length !== made.output.distinct)
    return null
  const template = counts.map((_, i) => `- {{/counts/${i}/item}}: {{/counts/${i}/count}}`).join('\n')
  const isMixed = /\p{Lu}/u.test(request.text)
  return {
    tasks: made.tasks,
    answer: made.key,
    reply: withHow(template, { counts: at('/counts') }, isMixed ? 'Capital and small letters count as one' : ''),
  }
}

/** What several counts are made of: one task where one operation tells them all. */
const POINTERS: Readonly<Record<string, string>> = {
  words: 'words',
  characters: 'characters',
  lines: 'lines',
  sentences: 'sentences',
}

function counts(request: TextRequest): Answer | null {
  const head = canonical(request.head).replace(/ ?\(?(?:without|not counting|excluding|no) newlines\)?/iu, '')
  const all = COUNTS.exec(head)?.groups?.all
  if (all === undefined || COMPLEX.test(request.text)) return null
  const kinds = all
    .split(/(?:,? and | & |, |\/| \+ )(?:count |number of )?/i)
    .map(kind => kind.toLowerCase().replace(/s?$/, 's'))
  if (kinds.length < 2 || new Set(kinds).size !== kinds.length || kinds.some(kind => POINTERS[kind] === undefined))
    return null
  const { text } = request
  const seen = peek('text.count', { text })
  if (seen === null) return null
  // Words between blanks are others than words by letters.
  const spaced = text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length
  if (kinds.includes('words') && spaced !== seen.words) return null
  const isWithout = /(?:without|not counting|excluding|no) (?:newlines|line ?breaks|new ?lines)/iu.test(request.head)
  const ends = text.split('\n').length - 1
  if (isWithout && !kinds.includes('characters')) return null
  if (ends > 0 && kinds.includes('characters') && !isWithout) return null
  const made = chain(request, isWithout && ends > 0 ? [] : [{ name: 'Count them', op: 'text.count' }])
  if (isWithout && ends > 0) return withoutEnds(request, kinds)
  if (made === null) return null
  const template = kinds.map(kind => `{{${kind}}} {{${kind}_word}}`).join(', ')
  const values = Object.fromEntries(
    kinds.flatMap(kind => [
      [kind, at(`/${POINTERS[kind]}`)],
      [`${kind}_word`, literal(seen[POINTERS[kind]!] === 1 ? kind.slice(0, -1) : kind)],
    ]),
  )
  const how = kinds.includes('characters') && /\s/.test(text) ? 'Blanks count as characters' : ''
  return { tasks: made.tasks, answer: made.key, reply: withHow(template, values, how) }
}

/** Characters without line ends are counted in the text without them; the rest in the text itself. */
function withoutEnds(request: TextRequest, kinds: readonly string[]): Answer | null {
  const { input, text } = request
  const seen = peek('text.count', { text })
  const bare = text.replaceAll('\n', '')
  if (seen === null) return null
  const tasks = [
    { key: 'whole', name: 'Count them', op: 'text.count', input: { text: input }, dependencies: [] },
    {
      key: 'bare',
      name: 'Take out the line ends',
      op: 'text.signs',
      input: { text: input, kinds: ['line_ends'] },
      dependencies: [],
    },
    {
      key: 'signs',
      name: 'Count the characters',
      op: 'text.count',
      input: { text: { $from: 'bare', pointer: '/text' } },
      dependencies: ['bare'],
    },
    {
      key: 'all',
      name: 'Put them together',
      op: 'agg.merge',
      input: {
        objects: [
          {
            words: { $from: 'whole', pointer: '/words' },
            lines: { $from: 'whole', pointer: '/lines' },
            sentences: { $from: 'whole', pointer: '/sentences' },
            characters: { $from: 'signs', pointer: '/characters' },
          },
        ],
      },
      dependencies: ['whole', 'signs'],
    },
  ]
  const size: Readonly<Record<string, unknown>> = { ...seen, characters: Array.from(bare).length }
  const template = kinds.map(kind => `{{${kind}}} {{${kind}_word}}`).join(', ')
  const values = Object.fromEntries(
    kinds.flatMap(kind => [
      [kind, at(`/${kind}`)],
      [`${kind}_word`, literal(size[kind] === 1 ? kind.slice(0, -1) : kind)],
    ]),
  )
  return { tasks, answer: 'all', reply: withHow(template, values, 'Line ends left out, blanks counted') }
}

const TRIMMED = whole(
  'trim(?: text)?(?: (?:whitespace|spaces|blanks))?(?: (?:at|from|on|off) (?:both )?(?:ends|sides|edges|start and end|beginning and end))?|remove (?:surrounding|outer|leading and trailing|trailing and leading) (?:spaces|whitespace|blanks)|remove (?:spaces|whitespace|blanks) (?:at|from|on|around) (?:both )?(?:ends|sides|edges|outside|start and end|beginning and end|text)',
)
const EMPTY_LINES = whole('remove (?:empty lines|blanks|empty items|empty)')

function withoutEmpty(request: TextRequest): Answer | null {
  const lines = request.text.split('\n')
  if (lines.length < 2 || lines.every(line => line.trim() !== '')) return null
  return listAfter(
    request,
    [{ name: 'Take the lines that hold something', op: 'text.lines', more: { skip_empty: true }, gives: 'lines' }],
    'lines',
  )
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz'

function letters(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const { text } = request
  if (UNUSED.test(head)) {
    const made = chain(request, [{ name: 'Look for every letter', op: 'text.letters' }])
    const missing = made?.output.missing
    if (made === null || typeof missing !== 'string' || missing === '' || !/[a-z]/i.test(text)) return null
    const shown = [...missing].join(', ')
    return {
      tasks: made.tasks,
      answer: made.key,
      reply: withHow('{{missing}}', { missing: at('/missing') }, `Letters from A to Z that it lacks: ${shown}`),
    }
  }
  if (SORTED_LETTERS.test(head)) {
    if (!/^\p{L}{2,60}$/u.test(text)) return null
    return textAfter(
      request,
      [
        { name: 'Take the letters', op: 'text.slice', more: { of: 'characters', from: 1, to: -1 }, gives: 'parts' },
        { name: 'Sort them', op: 'list.arrange', more: { by: 'letters' }, takes: 'items', gives: 'items' },
        { name: 'Join them', op: 'list.join', more: { separator: '' }, takes: 'items' },
      ],
      { same: true },
    )
  }
  if (ONCE.test(head)) {
    if (COMPLEX.test(text) || !/^\p{L}{2,200}$/u.test(text)) return null
    const steps: Step[] = [
      { name: 'Take the letters', op: 'text.slice', more: { of: 'characters', from: 1, to: -1 }, gives: 'parts' },
      { name: 'Keep each once', op: 'list.dedupe', takes: 'items', gives: 'items' },
      { name: 'Join them', op: 'list.join', more: { separator: '' }, takes: 'items' },
    ]
    if (new Set(text).size !== new Set(text.toLowerCase()).size) return null
    return textAfter(request, steps, { same: true })
  }
  // Of what is no list, letters are turned around.
  if (head === 'reverse' && request.items === undefined && !/[,;\n]/.test(text) && !COMPLEX.test(text))
    return textAfter(request, [{ name: 'Turn it around', op: 'text.reverse' }], { same: true })
  if (TRIMMED.test(head)) {
    // Blanks inside stay as they are.
    if (/\S\s{2,}\S|\S[^\S ]+\S/u.test(text)) return null
    return textAfter(request, [{ name: 'Trim it', op: 'text.normalize', more: { collapse_whitespace: true } }], {
      same: true,
    })
  }
  if (EMPTY_LINES.test(head)) return withoutEmpty(request)
  if (ATBASH.test(head)) {
    if (/[^ -~\n]/.test(text) || !/[a-z]/i.test(text)) return null
    const pairs = [...ALPHABET].flatMap((letter, i) => {
      const other = ALPHABET[25 - i]!
      return [
        { find: letter, with: other },
        { find: letter.toUpperCase(), with: other.toUpperCase() },
      ]
    })
    return textAfter(request, [{ name: 'Turn the alphabet around', op: 'text.exchange', more: { pairs } }])
  }
  return null
}
