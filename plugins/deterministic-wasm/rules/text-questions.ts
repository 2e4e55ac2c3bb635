/** Further things people do with a text that is there: backwards, palindromes, names of programs, replacing, distances, beginnings. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from './decided.ts'
import { MOST_LISTED, textReply } from './listed.ts'
import type { Clause } from './message/read-message.ts'
import { findSource, type Source } from './message/source.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, single, task } from './rule.ts'
import { COMPLEX, isLetterAndWord } from './texts/text-answers.ts'

const OF = '(?<of>.+?)'

const THE =
  '(?:the |this |my )?(?:(?:string|text|word|phrase|sentence|name|identifier|variable|title|letters (?:of|in)|order of(?: the)? letters (?:of|in))(?: |$))?(?:of |in )?'

const pattern = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')

const STYLES: Readonly<Record<string, string>> = {
  camel: 'camel',
  pascal: 'pascal',
  snake: 'snake',
  kebab: 'kebab',
  dash: 'kebab',
  constant: 'constant',
  'screaming snake': 'constant',
  dot: 'dot',
}

const BACKWARDS = [
  pattern(`(?:reverse|flip|mirror) ${THE}${OF}?`),
  pattern(`(?:spell|write|say|print|type) ${THE}${OF} (?:backwards?|in reverse|reversed|from back to front)`),
  pattern(`${OF} (?:backwards?|reversed|spelled backwards?)`),
]

const PALINDROME = [
  pattern(`is ${THE}${OF} an? palindrome`),
  pattern(`check (?:if|whether) ${THE}${OF} is an? palindrome`),
]

const STYLED = [
  pattern(
    `(?:(?:convert|change|turn|put|make|write|rewrite|transform|format) )?${THE}${OF} (?:to|in|into|as) (?:an? )?(?<style>camel|pascal|snake|kebab|dash|constant|screaming snake|dot)[ -_]?case`,
  ),
  pattern(`(?<style>camel|pascal|snake|kebab|constant|screaming snake)[ -_]?case(?: (?:of|for))?(?: ${THE}${OF})?`),
]

const SLUG = [
  pattern(`(?:(?:make|create|turn|generate|write) )?(?:an? )?(?:url )?slug(?: (?:of|for|from|out of) ${THE}${OF})?`),
  pattern(`slugify(?: ${THE}${OF})?`),
  pattern(`turn ${THE}${OF} into an? (?:url )?slug`),
]

const ROT13 = [
  pattern(`rot ?-?13(?: (?:of|for|encode|decode))?(?: ${THE}${OF})?`),
  pattern(`(?:encode|decode|apply|encrypt|decrypt) ${THE}${OF} (?:with|in|using|as|by) rot ?-?13`),
]

const DISTANCE = [
  pattern(
    '(?:compare )?(?:(?:what is )?(?:the )?)?(?:edit|levenshtein|string) distance(?: (?:between|of|from))? (?<a>⟦\\d⟧) (?:and|to|vs\\.?) (?<b>⟦\\d⟧)',
  ),
  pattern('compare (?<a>⟦\\d⟧) (?:and|to|with) (?<b>⟦\\d⟧)[,;:]? (?:by )?(?:the )?(?:edit|levenshtein) distance'),
]

/** Signs by their names. */
const SIGNS: Readonly<Record<string, string>> = {
  comma: ',',
  semicolon: ';',
  colon: ':',
  space: ' ',
  blank: ' ',
  dot: '.',
  period: '.',
  dash: '-',
  hyphen: '-',
  underscore: '_',
  slash: '/',
  pipe: '|',
  tab: '\t',
}
const SIGN_NAMES = `(?:${Object.keys(SIGNS).join('|')})(?:es|s)?`
const signOf = (written = ''): string | undefined =>
  [/$/, /s$/, /es$/].map(end => SIGNS[written.toLowerCase().replace(end, '')]).find(sign => sign !== undefined)

const EMPTY_LINES = [
  pattern(`(?:remove|delete|strip|drop) (?:the |all )*(?:empty|blank) lines?(?: (?:from|in|of) (?<of>.+))?`),
]

const REPLACED = [
  pattern(
    `(?:replace|change|substitute) (?:all )?(?:the )?(?:occurrences of |word |letter |character )?(?<find>⟦\\d⟧|\\p{L}|${SIGN_NAMES}) (?:with|by|to) (?:an? )?(?<with>⟦\\d⟧|\\p{L}|${SIGN_NAMES})(?: in (?<of>.+))?`,
  ),
  pattern(
    'in (?<of>⟦\\d⟧|.+?),? (?:replace|change) (?:all )?(?<find>⟦\\d⟧|\\p{L}) (?:with|by|to) (?<with>⟦\\d⟧|\\p{L})',
  ),
]

const TRIMMED = [
  pattern('trim (?:and|then) (?<case>lower|upper) ?-?case(?: (?<of>⟦\\d⟧|.+))?'),
  pattern('(?<case>lower|upper) ?-?case (?:and|then) trim(?: (?<of>⟦\\d⟧|.+))?'),
  pattern(`trim(?: ${THE}${OF})?`),
]

const FREQUENT = [
  pattern(
    `(?:which|what)(?: is)?(?: the)? (?:most (?:common|frequent|used)|commonest) (?<what>word|letter|character)(?: (?:in|of) (?<of>.+))?`,
  ),
  pattern('most (?:common|frequent|used) (?<what>word|letter|character)(?: (?:in|of) (?<of>.+))?'),
]

const DISTINCT = [
  pattern(
    '(?:how many|count(?: the)?|number of) (?:different|distinct|unique) (?<what>words|letters|characters)(?: (?:are there|are))?(?: (?:in|of|does) (?<of>.+?)(?: (?:have|contain))?)?',
  ),
]

const SHORTENED = [
  pattern(
    `(?:(?:give|show|take|get|what(?:'s| is| are)?) )?(?:the )?first (?<n>\\d{1,4}) (?:characters|letters|chars) (?:of|in|from) ${THE}${OF}`,
  ),
  pattern(`(?:truncate|cut|shorten) ${THE}${OF} (?:to|at|after) (?<n>\\d{1,4}) (?:characters|letters|chars)`),
]

export const textQuestionRules: readonly PlannerRule[] = [
  defineRule({
    id: 'text-shape',
    reason:
      'Turns a text around, checks a palindrome, writes names as programs do, replaces words, or measures how far two texts differ.',
    order: 72,
    hint: /revers|flip|mirror|backward|palindrome|case|slug|rot|distance|replace|substitute|change|trim|empty|blank|common|frequent|distinct|different|unique|first|truncate|cut|shorten/i,
    examples: {
      yes: [
        'reverse the string "stressed"',
        'spell racecar backwards',
        'is "A man a plan a canal Panama" a palindrome?',
        'turn user_first_name into camelCase',
        'convert "hello big world" to snake_case',
        'make a slug for "Crème Brûlée: 10 tips"',
        'rot13 of "hello"',
        'edit distance between "kitten" and "sitting"',
        'replace "a" with "b" in "banana"',
        'trim and lowercase "  Hello World "',
        'first 5 characters of "internationalization"',
      ],
      no: [
        'reverse psychology examples',
        'Reverse the decision, please.',
        'How do I reverse a car backwards?',
        'What is a palindrome?',
        'Give me a palindrome',
        'replace the battery with a new one',
        'What is camelCase?',
        'Trim the hedge',
        'in the worst case, snake bites',
        'What is the most common word in English?',
        'the distance between "us" and "them" grows',
        'Is life a palindrome?',
      ],
    },
    read: readShape,
  }),
]

type Groups = Readonly<Record<string, string | undefined>>

function firstGroups(clause: Clause, patterns: readonly RegExp[]): Groups | null {
  for (const form of patterns)
    for (const text of new Set([clause.text, clause.core])) {
      const found = form.exec(text)
      if (found !== null) return found.groups ?? {}
    }
  return null
}

/** What the request speaks about: quoted, behind a colon, or one plain word that was named without marks. */
function sourceOf(clause: Clause, input: PlannerInput, named: string): Source | null {
  const source = findSource(clause, input, named)
  if (source !== null) return source
  const word = named.trim()
  const isName = /[_\d-]|\p{Ll}\p{Lu}/u.test(word)
  if (clause.data !== null || clause.quotes.length > 0 || !/^[\p{L}\p{N}_-]{2,60}$/u.test(word)) return null
  // A plain English word may be what is meant, not what is written: only longer words and names of programs stand for themselves.
  return isName || word.length > 2 ? { text: word, input: word, usesData: false, name: null, kind: 'quote' } : null
}

const given = (source: Source | null): Source | null => ((source?.text.length ?? 0) > 100_000 ? null : source)

const SAYS_TEXT = /⟦\d⟧|(?<!\p{L})(?:string|word|text|letters)(?!\p{L})|backward|in reverse|spell/iu

function readShape(clause: Clause, input: PlannerInput): Answer | null {
  return (
    backwards(clause, input) ??
    palindrome(clause, input) ??
    styled(clause, input) ??
    simple(clause, input, SLUG, 'text.slug', 'Make a slug') ??
    simple(clause, input, ROT13, 'encode.rot13', 'Turn letters by 13') ??
    distance(clause) ??
    replaced(clause, input) ??
    trimmed(clause, input) ??
    withoutEmpty(clause, input) ??
    frequent(clause, input) ??
    distinct(clause, input) ??
    shortened(clause, input)
  )
}

function transformed(source: Source, op: string, more: JsonObject, name: string): Answer | null {
  const seen = peek(op, { text: source.text, ...more })?.text
  if (typeof seen !== 'string' || seen === '') return null
  return {
    tasks: [task('text', name, op, { text: source.input, ...more })],
    answer: 'text',
    reply: textReply('/text', seen),
    usesData: source.usesData,
  }
}

function backwards(clause: Clause, input: PlannerInput): Answer | null {
  if (/(?<!word )alphabet (?:backwards?|in reverse|reversed)/iu.test(clause.text)) return null
  const groups = firstGroups(clause, BACKWARDS)
  if (groups === null) return null
  const named = groups.of ?? ''
  const isText = SAYS_TEXT.test(clause.text) || clause.data?.form === 'inline'
  // Items of a list are turned by the rule of lists.
  if (!isText || /(?<!\p{L})(?:list|items|lines|numbers|order|words)(?!\p{L})/iu.test(clause.text)) return null
  if (clause.data !== null && (/, |;|\n/.test(clause.data.text) || !SAYS_TEXT.test(clause.text))) return null
  const source = given(sourceOf(clause, input, named))
  return source === null ? null : transformed(source, 'text.reverse', {}, 'Turn it around')
}

function palindrome(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, PALINDROME)
  if (groups === null) return null
  const source = given(sourceOf(clause, input, groups.of ?? ''))
  if (source === null || (!/⟦|word|string|phrase/.test(clause.text) && source.text.length < 3)) return null
  const compact = source.text
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  if (compact.length < 2 || /^(?:life|it|this|that|he|she)$/i.test(source.text)) return null
  const answer = decided({
    tasks: [task('turned', 'Turn its letters around', 'text.reverse', { text: compact })],
    when: hasMember('text', { const: compact }),
    yes: 'Yes, it reads the same backwards.',
    no: 'No, it does not read the same backwards.',
  })
  return { ...answer, usesData: source.usesData }
}

function styled(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, STYLED)
  const style = STYLES[(groups?.style ?? '').toLowerCase()]
  if (groups === null || style === undefined) return null
  const source = given(sourceOf(clause, input, groups.of ?? ''))
  return source === null || /[\n,;]/.test(source.text)
    ? null
    : transformed(source, 'text.case', { style }, `Write it in ${groups.style} case`)
}

function simple(
  clause: Clause,
  input: PlannerInput,
  patterns: readonly RegExp[],
  op: string,
  name: string,
): Answer | null {
  const groups = firstGroups(clause, patterns)
  // `turn this article into a slug`: a thing, and no title.
  const find = op === 'text.slug' ? findSource : sourceOf
  const source = groups === null ? null : given(find(clause, input, groups.of ?? ''))
  return source === null ? null : transformed(source, op, {}, name)
}

const quoteOf = (clause: Clause, written: string | undefined): string | null => {
  const index = /^⟦(\d)⟧$/.exec(written ?? '')?.[1]
  return index === undefined ? null : (clause.quotes[Number(index)]?.text ?? null)
}

function distance(clause: Clause): Answer | null {
  const groups = firstGroups(clause, DISTANCE)
  const [a, b] = [quoteOf(clause, groups?.a), quoteOf(clause, groups?.b)]
  if (a === null || b === null || peek('text.similarity', { a, b }) === null) return null
  return single(
    task('distance', 'Measure the distance', 'text.similarity', { a, b }),
    '{{value}}',
    { value: at('/distance') },
    'Letters to insert, remove or change',
  )
}

function replaced(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, REPLACED)
  if (groups === null) return null
  const find =
    quoteOf(clause, groups.find) ??
    signOf(groups.find) ??
    (groups.find?.startsWith('⟦') === true ? null : (groups.find ?? null))
  const replacement =
    quoteOf(clause, groups.with) ??
    signOf(groups.with) ??
    (groups.with?.startsWith('⟦') === true ? null : (groups.with ?? null))
  const rest: Clause = { ...clause, quotes: (groups.of ?? '').includes('⟦') ? clause.quotes : [] }
  const source = given(findSource(rest, input, groups.of ?? ''))
  if (find === null || find === '' || replacement === null || source === null) return null
  const seen = peek('text.replace', { text: source.text, find, with: replacement })?.text
  if (typeof seen !== 'string' || seen === '' || seen === source.text) return null
  // `cat` inside `category`, or `the` beside `The`: it is not certain that they are meant.
  const isWord = /^[\p{L}\p{N}]{2,}$/u.test(find)
  // `replace a with e`: the letter or the word, where both are there.
  const isNamed = (groups.find ?? '').includes('⟦') || /letter|character/i.test(clause.text)
  if (!isNamed && isLetterAndWord(source.text, find)) return null
  if (isWord && new RegExp(`[\\p{L}\\p{N}]${find}|${find}[\\p{L}\\p{N}]`, 'u').test(source.text)) return null
  if (source.text.toLowerCase().split(find.toLowerCase()).length !== source.text.split(find).length) return null
  const only = task('text', 'Replace it', 'text.replace', { text: source.input, find, with: replacement })
  return { tasks: [only], answer: 'text', reply: textReply('/text', seen), usesData: source.usesData }
}

function trimmed(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, TRIMMED)
  if (groups === null) return null
  const source = given(findSource(clause, input, groups.of ?? ''))
  if (source === null) return null
  const style: JsonObject = groups.case === undefined ? {} : { case: groups.case.toLowerCase() }
  const seen = peek('text.normalize', { text: source.text, collapse_whitespace: true, ...style })?.text
  const isPlain = source.text.trim().replace(/\s+/g, ' ') === source.text.trim()
  if (typeof seen !== 'string' || seen === '' || !isPlain) return null
  const only = task('text', 'Trim it', 'text.normalize', { text: source.input, collapse_whitespace: true, ...style })
  return { tasks: [only], answer: 'text', reply: textReply('/text', seen), usesData: source.usesData }
}

function withoutEmpty(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, EMPTY_LINES)
  const source = groups === null ? null : given(findSource(clause, input, groups.of ?? ''))
  if (source === null || !source.text.includes('\n')) return null
  const seen = peek('text.lines', { text: source.text, skip_empty: true })?.lines
  if (!Array.isArray(seen) || seen.length === 0 || seen.length > MOST_LISTED) return null
  const lines = task('lines', 'Take the lines that hold something', 'text.lines', {
    text: source.input,
    skip_empty: true,
  })
  const joined = task(
    'text',
    'Put them together',
    'list.join',
    { items: { $from: 'lines', pointer: '/lines' }, separator: '\n' },
    ['lines'],
  )
  return {
    tasks: [lines, joined],
    answer: 'text',
    reply: textReply('/text', seen.join('\n')),
    usesData: source.usesData,
  }
}

function frequent(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, FREQUENT)
  const source = groups === null ? null : given(findSource(clause, input, groups.of ?? ''))
  if (groups === null || source === null) return null
  const of = `${(groups.what ?? 'word').toLowerCase()}s`
  const counts = peek('text.frequency', { text: source.text, of, k: 2 })?.counts as
    | readonly { readonly count: number }[]
    | undefined
  if (counts?.[0] === undefined || counts[0].count === counts[1]?.count) return null
  const only = task('counts', `Count the ${of}`, 'text.frequency', { text: source.input, of, k: 2 })
  return {
    ...single(only, '{{/counts/0/item}}', { counts: at('/counts') }, ''),
    reply: {
      template: '{{/counts/0/item}}',
      how: 'It occurs {{/counts/0/count}} times',
      values: { counts: at('/counts') },
    },
    usesData: source.usesData,
  }
}

function distinct(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, DISTINCT)
  const source = groups === null ? null : given(findSource(clause, input, groups.of ?? ''))
  if (groups === null || source === null) return null
  const of = (groups.what ?? 'words').toLowerCase()
  if (source.text !== source.text.toLowerCase() && of !== 'characters') return null
  if (typeof peek('text.frequency', { text: source.text, of })?.distinct !== 'number') return null
  const only = task('counts', `Count different ${of}`, 'text.frequency', { text: source.input, of })
  return { ...single(only, '{{value}}', { value: at('/distinct') }, `Different ${of}`), usesData: source.usesData }
}

function shortened(clause: Clause, input: PlannerInput): Answer | null {
  const groups = firstGroups(clause, SHORTENED)
  const source = groups === null ? null : given(sourceOf(clause, input, groups.of ?? ''))
  const length = Number(groups?.n)
  if (groups === null || source === null || length === 0 || (!/⟦/.test(clause.text) && clause.data === null))
    return null
  if (COMPLEX.test(source.text)) return null
  // The operation keeps whole words where it can; then it is not what was asked.
  const seen = peek('text.truncate', { text: source.text, length, mark: '' })?.text
  if (seen !== [...source.text].slice(0, length).join('')) return null
  return transformed(source, 'text.truncate', { length, mark: '' }, `Keep ${length} characters`)
}
