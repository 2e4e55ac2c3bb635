/** What people do with words and lists beside counting and case: reversed, checked for palindromes, compared, named in a style, joined. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { decided } from './decided.ts'
import { textReply } from './listed.ts'
import type { Clause } from './message/read-message.ts'
import { findSource, type Source } from './message/source.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, single, task, withHow } from './rule.ts'

const WORD = '(?<of>⟦\\d⟧|[\\p{L}\\p{N}_-]{2,40})'
const REVERSED: readonly RegExp[] = [
  new RegExp(`^(?:reverse|flip) (?:the )?(?:string|word|text|letters (?:of|in)|characters (?:of|in)) ${WORD}$`, 'iu'),
  new RegExp(`^(?:spell|write|say|type|print) (?:the word |the string )?${WORD} backwards?$`, 'iu'),
  new RegExp(`^(?:the word |the string )?${WORD} (?:spelled |written )?backwards?$`, 'iu'),
  /^reverse (?<of>⟦\d⟧)$/iu,
]
const PALINDROME: readonly RegExp[] = [
  new RegExp(`^is (?:the (?:word|phrase|sentence) )?${WORD} a palindrome$`, 'iu'),
  new RegExp(`^(?:check (?:if|whether)|tell me if) ${WORD} is a palindrome$`, 'iu'),
]
const DISTANCE: readonly RegExp[] = [
  /^(?:what(?:'s| is)? )?(?:the )?(?:edit|levenshtein) distance (?:between|of|from) (?<a>⟦\d⟧) (?:and|to) (?<b>⟦\d⟧)$/i,
  /^compare (?<a>⟦\d⟧) (?:and|with|to) (?<b>⟦\d⟧),? (?:by |using )?(?:edit|levenshtein) distance$/i,
  /^how (?:similar|alike|different) are (?<a>⟦\d⟧) and (?<b>⟦\d⟧)$/i,
]
const STYLES: Readonly<Record<string, string>> = {
  camel: 'camel',
  snake: 'snake',
  kebab: 'kebab',
  pascal: 'pascal',
  constant: 'constant',
  'screaming snake': 'constant',
}
const STYLED =
  /^(?:turn|convert|change|make|rewrite|put|write) (?<of>⟦\d⟧|[\p{L}\p{N}_-]{2,60}) (?:to|into|in|as) (?<style>camel|snake|kebab|pascal|constant|screaming snake)[ _-]?case$/iu
const SLUG = /^(?:make|create|generate|build|give me) (?:an? )?(?:url[ -])?slug (?:from|of|for|out of) (?<of>⟦\d⟧)$/i
const BOTH =
  /^(?:(?<a>trim|strip|lower ?case|upper ?case|capitali[sz]e) and (?<b>trim|strip|lower ?case|upper ?case|capitali[sz]e))(?: (?<of>⟦\d⟧))?$/i
const SHOUTED =
  /^(?:(?:convert|change|turn|put|make|set|write|rewrite)(?: (?:this|it|that))? )?(?:to |in |into )?(?<target>lower ?-?case|upper ?-?case|all caps)(?<arrow> ?(?:->|=>|→|–|—))? (?<rest>\S.*)$/is
const ENCODED = /^(?<op>base ?64|url)[- ]?encode (?<rest>[\p{L}\p{N} ,.'&=?/+-]{2,200})$/iu
const LETTERS =
  /^how many (?:letters(?: are| does)?(?: there)?(?: in)?(?: the word)?|(?:characters|chars)(?: are| does)?(?: there)?(?: in)? the word) (?<of>[a-z]{3,30})(?: have)?$/i
/** Words that are asked about for what they mean, not for how they are spelled. */
const MEANT =
  /^(?:alphabet|english|german|french|spanish|latin|greek|hebrew|arabic|russian|mail|mailbox|inbox|keyboard|scrabble|language|languages|braille|cyrillic|dna|words?|books?|names?|tweets?|twitter|text|texts|message|messages|sms|passwords?|it|this|that|total)$/i

const REVERSE_LIST =
  /^(?:reverse|flip|invert)(?: the)?(?: order of)?(?: the| this| these| my)? ?(?:list|items|lines|order|entries|values|words|names)?$/i
const COUNT_ITEMS =
  /^(?:how many|count(?: the)?|number of) (?:items|entries|things|elements|values|names|list items)(?: (?:are )?(?:there |here |in )*(?:(?:the |this |my |that )?list)?)?$/i
const JOINED =
  /^(?:turn|convert|make|change|format|put|join)(?: (?:this|it|these|these lines|the lines|this list|the list))?(?: (?:into|to|as|in))? (?:a |one )?(?:comma[- ]separated (?:list|line|string|values)|single line with commas|one line with commas)$/i

export const textToolRules: readonly PlannerRule[] = [
  defineRule({
    id: 'word-tool',
    reason: 'Reverses a word or text, tells palindromes, compares two texts, and writes names in a style of code.',
    order: 72,
    hint: /revers|flip|backward|palindrome|distance|similar|alike|different|case|slug|trim|strip|encode|letters|characters|chars/i,
    examples: {
      yes: [
        'Reverse the string "desserts"',
        'spell level backwards',
        'Is "never odd or even" a palindrome?',
        'edit distance between "cat" and "cart"',
        'turn order_line_item into camelCase',
        'make a slug from "Hello World: Part 2"',
        'trim and uppercase "  abc "',
        'convert to lower case -> HELLO THERE',
        'how many letters in banana',
        'base64 encode good morning',
      ],
      no: [
        'Reverse the decision',
        'They know the alphabet backwards',
        'What is a palindrome?',
        'How different are cats and dogs?',
        'make a case for lowercase letters',
        'how many letters in english',
        'Why does base64 encode binary data?',
        'turn it into a suitcase',
        'make this uppercase sound friendly',
      ],
    },
    read: (clause, input) =>
      reversed(clause, input) ??
      palindrome(clause, input) ??
      distance(clause) ??
      styled(clause, input) ??
      both(clause, input) ??
      shouted(clause) ??
      encoded(clause) ??
      spelled(clause),
  }),
  defineRule({
    id: 'list-tool',
    reason: 'Reverses a given list, counts its items, or joins lines with commas.',
    order: 81,
    hint: /revers|flip|invert|how many|count|number of|comma|line/i,
    examples: {
      yes: [
        'reverse this list: red, green, blue',
        'how many items: nails, screws, glue',
        'turn into a comma separated list:\nAnn\nBob\nEve',
      ],
      no: [
        'reverse this decision: we stay, we go',
        'how many items fit in a truck?',
        'count the things you love',
        'Join the line',
        'reverse the list of sins',
      ],
    },
    read: listTool,
  }),
]

const findAny = (text: string, forms: readonly RegExp[]): Readonly<Record<string, string | undefined>> | undefined => {
  for (const form of forms) {
    const found = form.exec(text)
    if (found !== null) return found.groups ?? {}
  }
  return undefined
}

/** Quoted, or one bare word that stands for itself. */
function textOf(clause: Clause, input: PlannerInput, of: string | undefined): Source | null {
  if (of === undefined) return null
  if (of.startsWith('⟦')) return findSource(clause, input, of)
  if (
    clause.data !== null ||
    clause.quotes.length > 0 ||
    /^(?:it|this|that|these|those|them|the|me|us|list|order|decision|words?)$/i.test(of)
  )
    return null
  return { text: of, input: of, usesData: false, name: null, kind: 'quote' }
}

const LONGEST = 300
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The characters in order, each with its place, to be sorted from the last to the first. */
const placed = (text: string): JsonValue[] =>
  Array.from(letters.segment(text), ({ segment }, place) => ({ text: segment, place }))

function reversed(clause: Clause, input: PlannerInput): Answer | null {
  const source = textOf(clause, input, findAny(clause.text, REVERSED)?.of)
  if (source === null || source.text.length > LONGEST || source.kind === 'attachment') return null
  const items = placed(source.text)
  const only = task('reversed', 'Put the characters in reverse', 'list.sort', { items, order: 'desc', by: '/place' })
  return single(only, items.map((_, i) => `{{/items/${i}/text}}`).join(''), { items: at('/items') })
}

function palindrome(clause: Clause, input: PlannerInput): Answer | null {
  const source = textOf(clause, input, findAny(clause.text, PALINDROME)?.of)
  if (source === null || source.text.length > LONGEST || source.kind === 'attachment') return null
  const bare = source.text
    .normalize('NFD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
  if (bare === '') return null
  const rows = placed(bare)
  const forward = task('forward', 'Take the letters', 'table.select', { rows, columns: ['text'] })
  const sorted = task('sorted', 'Put them in reverse', 'list.sort', { items: rows, order: 'desc', by: '/place' })
  const back = task(
    'back',
    'Take those letters',
    'table.select',
    { rows: { $from: 'sorted', pointer: '/items' }, columns: ['text'] },
    ['sorted'],
  )
  const compared = task(
    'compared',
    'Compare both',
    'json.diff',
    { a: { $from: 'forward', pointer: '/rows' }, b: { $from: 'back', pointer: '/rows' } },
    ['forward', 'back'],
  )
  return decided({
    tasks: [forward, sorted, back, compared],
    when: { type: 'object', properties: { equal: { const: true } }, required: ['equal'] },
    yes: 'Yes, it reads the same backwards.',
    no: 'No, it reads differently backwards.',
    how: 'Only letters and digits count, without case and accents',
  })
}

function distance(clause: Clause): Answer | null {
  const groups = findAny(clause.text, DISTANCE)
  if (groups === undefined || clause.data !== null) return null
  const quote = (written: string | undefined) => clause.quotes[Number(/\d/.exec(written ?? '')?.[0])]?.text
  const [a, b] = [quote(groups.a), quote(groups.b)]
  if (a === undefined || b === undefined || peek('text.similarity', { a, b }) === null) return null
  return single(
    task('similarity', 'Compare the texts', 'text.similarity', { a, b }),
    '{{distance}}',
    { distance: at('/distance') },
    'Single characters that must be changed, added or taken away',
  )
}

function styled(clause: Clause, input: PlannerInput): Answer | null {
  const groups = findAny(clause.text, [STYLED])
  if (groups !== undefined) {
    const source = textOf(clause, input, groups.of)
    const wanted = source === null ? null : { text: source.text, style: STYLES[groups.style!.toLowerCase()]! }
    const seen = wanted === null ? null : peek('text.case', wanted)?.text
    return wanted === null || typeof seen !== 'string'
      ? null
      : {
          ...single(task('text', 'Write it in that style', 'text.case', wanted), '', {}),
          reply: textReply('/text', seen),
        }
  }
  const source = textOf(clause, input, findAny(clause.text, [SLUG])?.of)
  const seen = source === null ? null : peek('text.slug', { text: source.text })?.text
  return source === null || typeof seen !== 'string' || seen === ''
    ? null
    : single(task('text', 'Make the slug', 'text.slug', { text: source.text }), '{{text}}', { text: at('/text') })
}

function both(clause: Clause, input: PlannerInput): Answer | null {
  const groups = findAny(clause.text, [BOTH])
  const source = groups === undefined ? null : findSource(clause, input, groups.of ?? '')
  if (groups === undefined || source === null) return null
  const steps = `${groups.a} ${groups.b}`.toLowerCase()
  const form = /lower/.test(steps) ? 'lower' : /upper/.test(steps) ? 'upper' : null
  if (form === null || !/trim|strip/.test(steps)) return null
  const wanted = { text: source.text, collapse_whitespace: true, case: form }
  const seen = peek('text.normalize', wanted)?.text
  if (typeof seen !== 'string' || seen === '') return null
  const only = task('text', 'Trim it and change the case', 'text.normalize', { ...wanted, text: source.input })
  return { tasks: [only], answer: 'text', reply: textReply('/text', seen), usesData: source.usesData }
}

/** The text follows without a colon: behind an arrow, or all in capitals that are to become small. */
function shouted(clause: Clause): Answer | null {
  const groups = findAny(clause.text, [SHOUTED])
  if (groups === undefined || clause.quotes.length > 0 || clause.data !== null) return null
  const rest = groups.rest!.trim()
  const isLower = /lower/i.test(groups.target!)
  const isShouting = isLower && /\p{Lu}/u.test(rest) && !/\p{Ll}/u.test(rest) && rest.length > 3
  if (groups.arrow === undefined && !isShouting) return null
  const wanted = { text: rest, case: isLower ? 'lower' : 'upper' }
  const seen = peek('text.normalize', wanted)?.text
  return typeof seen !== 'string'
    ? null
    : {
        tasks: [task('text', 'Change the case', 'text.normalize', wanted)],
        answer: 'text',
        reply: textReply('/text', seen),
      }
}

/** `base64 encode hello world`: an order, and all that follows it. */
function encoded(clause: Clause): Answer | null {
  const groups = findAny(clause.text, [ENCODED])
  if (
    groups === undefined ||
    clause.quotes.length > 0 ||
    clause.data !== null ||
    clause.mark.includes('?') ||
    !groups.rest!.includes(' ')
  )
    return null
  const op = /64/.test(groups.op!) ? 'encode.base64' : 'encode.url'
  const text = groups.rest!
  if (/^(?:the|this|that|these|it|my|a|an|some|data|binary|images?|files?) /i.test(text) || peek(op, { text }) === null)
    return null
  return {
    ...single(task('text', 'Encode it', op, { text }), '{{text}}', { text: at('/text') }),
    reading: `The text is read as "${text}".`,
  }
}

function spelled(clause: Clause): Answer | null {
  const groups = findAny(clause.text, [LETTERS])
  if (groups === undefined || clause.data !== null || clause.quotes.length > 0 || MEANT.test(groups.of!)) return null
  const only = task('count', 'Count the letters', 'text.count', { text: groups.of! })
  return single(only, '{{count}} letters', { count: at('/characters') }, `The word ${groups.of}`)
}

/** Items of a list behind a colon or on lines. */
function itemsOf(clause: Clause): { readonly items: readonly string[]; readonly joint: string } | null {
  const { data } = clause
  if (data === null || data.form === 'block') return null
  const isLines = data.text.includes('\n')
  const items = data.text
    .split(isLines ? /\n/ : /,\s*(?:and\s+)?/)
    .map(item =>
      item
        .trim()
        .replace(/^[-*•]\s+/, '')
        .replace(/[.]$/, ''),
    )
    .filter(item => item !== '')
  return items.length < 2 || items.length > 300 || items.some(item => item.length > 300)
    ? null
    : { items, joint: isLines ? '\n' : ', ' }
}

function listTool(clause: Clause): Answer | null {
  const list = itemsOf(clause)
  if (list === null || clause.quotes.length > 0) return null
  const { items, joint } = list
  if (REVERSE_LIST.test(clause.text) && /list|items|lines|order|entries|values|words|names/i.test(clause.text)) {
    const only = task('reversed', 'Put the list in reverse', 'list.sort', {
      items: items.map((text, place) => ({ text, place })),
      order: 'desc',
      by: '/place',
    })
    const lines = items.map((_, i) => `${joint === '\n' ? '- ' : ''}{{/items/${i}/text}}`)
    return { ...single(only, lines.join(joint), { items: at('/items') }), usesData: true }
  }
  if (COUNT_ITEMS.test(clause.text)) {
    const rows = items.map(item => ({ item }))
    const only = task('count', 'Count the items', 'table.aggregate', { rows, measures: [{ fn: 'count', as: 'items' }] })
    return {
      tasks: [only],
      answer: 'count',
      reply: withHow('{{count}} items', { count: at('/rows/0/items') }, ''),
      usesData: true,
    }
  }
  if (JOINED.test(clause.text) && joint === '\n') {
    const only = task('joined', 'Join the lines', 'list.join', { items: [...items], separator: ', ' })
    const seen = peek('list.join', { items: [...items], separator: ', ' })?.text
    return typeof seen !== 'string'
      ? null
      : { tasks: [only], answer: 'joined', reply: textReply('/text', seen), usesData: true }
  }
  return null
}
