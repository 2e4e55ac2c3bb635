/** What a given text holds, told as a table or several numbers: how often each letter or word stands in it, two counts at once, letters it lacks. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import { type Answer, at, literal, task, withHow } from '../../rule.ts'
import { ABBREVIATED, COMPLEX, chain, listAfter, type Step, textAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'

const WHAT = '(?<what>letters?|words?|characters?|vowels?)'
const FREQUENCY = whole(
  `(?:get |count |make |calculate )?(?:${WHAT} )(?:frequency|frequencies|counts|histogram|distribution|occurrences)(?: (?:table|list|count|analysis))?|(?:frequency|frequencies|occurrences|histogram) of (?:each |every |different )?${WHAT.replace('what', 'what2')}|(?:count |get )?(?:how (?:often|many times)|count|occurrences of|number of times) (?:does |is |do )?(?:each|every|different) (?<what3>letter|word|character)(?: (?:appears?|occurs?|comes? up|is used|used|there|is there|shows up))*|(?:each|every) (?<what4>letter|word|character)(?:,)?(?: (?:and|with))? (?:how often|its count|its frequency|how many times)(?: it (?:occurs|appears))?|how many of each (?<what5>letter|word|character)(?: (?:are there|is there|does have|has))*`,
)
const KIND =
  '(?:words?|characters?|letters?|lines?|sentences?|digits?|spaces?|vowels?|consonants?|(?:capital|small|uppercase|lowercase) letters?|numbers?|uppercase(?= and lowercase letters)|paragraphs?)'
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

/** Counts that one operation tells, and kinds of signs that another counts. */
const POINTERS: Readonly<Record<string, string>> = {
  words: 'words',
  characters: 'characters',
  lines: 'lines',
  sentences: 'sentences',
}
const SIGN_KINDS: Readonly<Record<string, string>> = {
  letters: 'letters',
  digits: 'digits',
  numbers: 'digits',
  spaces: 'spaces',
  vowels: 'vowels',
  consonants: 'consonants',
  'capital letters': 'upper',
  'uppercase letters': 'upper',
  uppercases: 'upper',
  'small letters': 'lower',
  'lowercase letters': 'lower',
  lowercases: 'lower',
}

/** Each kind by a task of its own, and all of them told in one line. */
function counts(request: TextRequest): Answer | null {
  const head = canonical(request.head).replace(/ ?\(?(?:without|not counting|excluding|no) newlines\)?/iu, '')
  const all = COUNTS.exec(head)?.groups?.all
  const { text, input } = request
  if (all === undefined || COMPLEX.test(text)) return null
  const kinds = all
    .split(/(?:,? and | & |, |\/| \+ )(?:count |number of )?/i)
    .map(kind => kind.toLowerCase().replace(/s?$/, 's'))
  if (kinds.length < 2 || new Set(kinds).size !== kinds.length) return null
  if (kinds.some(kind => POINTERS[kind] === undefined && SIGN_KINDS[kind] === undefined)) return null
  const seen = peek('text.count', { text })
  if (seen === null || (kinds.includes('numbers') && /\d/.test(text))) return null
  // Words between blanks are others than words by letters.
  const spaced = text.split(/\s+/).filter(word => /[\p{L}\p{N}]/u.test(word)).length
  if (kinds.includes('words') && spaced !== seen.words) return null
  if (kinds.includes('sentences') && ABBREVIATED.test(text)) return null
  const isWithout = /(?:without|not counting|excluding|no) (?:newlines|line ?breaks|new ?lines)/iu.test(request.head)
  if (isWithout && !kinds.includes('characters')) return null
  if (text.includes('\n') && kinds.includes('characters') && !isWithout) return null
  const tasks = [task('whole', 'Count them', 'text.count', { text: input })]
  if (isWithout) {
    tasks.push(task('bare', 'Take out the line ends', 'text.signs', { text: input, kinds: ['line_ends'] }))
    tasks.push(
      task('signs', 'Count the characters', 'text.count', { text: { $from: 'bare', pointer: '/text' } }, ['bare']),
    )
  }
  const members: Record<string, JsonValue> = {}
  const sizes: number[] = []
  for (const [i, kind] of kinds.entries()) {
    const sign = SIGN_KINDS[kind]
    if (sign !== undefined) {
      tasks.push(task(`kind${i + 1}`, `Count the ${kind}`, 'text.signs', { text: input, kinds: [sign], mode: 'keep' }))
      members[`n${i}`] = { $from: `kind${i + 1}`, pointer: '/count' }
      sizes.push(Number(peek('text.signs', { text, kinds: [sign], mode: 'keep' })?.count))
    } else {
      const isBare = isWithout && kind === 'characters'
      members[`n${i}`] = { $from: isBare ? 'signs' : 'whole', pointer: `/${POINTERS[kind]}` }
      sizes.push(isBare ? Array.from(text.replaceAll('\n', '')).length : Number(seen[POINTERS[kind]!]))
    }
  }
  const used = tasks.filter(({ key }) => key === 'bare' || JSON.stringify(members).includes(`"${key}"`))
  const keys = used.map(({ key }) => key).filter(key => key !== 'bare')
  const told = task('all', 'Put them together', 'agg.merge', { objects: [members] }, keys)
  const template = kinds.map((_, i) => `{{n${i}}} {{word${i}}}`).join(', ')
  const values = Object.fromEntries(
    kinds.flatMap((kind, i) => [
      [`n${i}`, at(`/n${i}`)],
      [`word${i}`, literal(nameOf(kind, sizes[i]!))],
    ]),
  )
  const how = [
    isWithout ? 'Line ends left out' : '',
    kinds.includes('characters') && / /.test(text) ? 'blanks count as characters' : '',
    kinds.includes('consonants') && /y/i.test(text) ? 'y counts as a consonant' : '',
  ].filter(Boolean)
  return { tasks: [...used, told], answer: 'all', reply: withHow(template, values, how.join(', ')) }
}

const nameOf = (kind: string, size: number): string => {
  const name = kind.replace(/^(upper|lower)cases$/, '$1-case letters')
  return size === 1 ? name.replace(/s$/, '') : name
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
  if (UNUSED.test(head) && request.form !== 'bare' && /letters/i.test(head)) {
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
  if (head.toLowerCase() === 'reverse' && request.items === undefined && !/[,;\n]/.test(text) && !COMPLEX.test(text))
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
