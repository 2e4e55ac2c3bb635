/** A text in another form: upper and lower case, title case, blanks, accents; and its Base64, hexadecimal, URL form or digest. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { textReply } from './listed.ts'
import type { Clause } from './message/read-message.ts'
import { findSource, type Source } from './message/source.ts'
import { peek } from './peek.ts'
import { type Answer, defineRule, task } from './rule.ts'

type Form = { readonly op: string; readonly more: JsonObject; readonly name: string; readonly pointer: string }

const CASES: readonly (readonly [RegExp, JsonObject])[] = [
  [/^(?:upper ?-?case|all caps|capitals|capital letters|caps|block letters)$/i, { case: 'upper' }],
  [/^(?:lower ?-?case|small letters|all lower ?case)$/i, { case: 'lower' }],
  [/^title ?-?case$/i, { case: 'title' }],
]
const OF = '(?<of>(?!(?:to|in|into) ).+?)'
const TARGET =
  '(?:all )?(?:to |in |into )?(?:an? )?(?<target>all caps|upper ?-?case|capitals|capital letters|caps|block letters|lower ?-?case|small letters|title ?-?case)(?: letters)?'
const CASED: readonly RegExp[] = [
  new RegExp(
    `^(?:(?:convert|change|turn|put|make|set|write|transform|rewrite|format|print)(?: ${OF})? )?${TARGET}$`,
    'i',
  ),
  new RegExp(`^(?<target>upper ?-?case|lower ?-?case|title ?-?case)(?: (?:of |the )?${OF})?$`, 'i'),
  new RegExp(`^${OF} in (?<target>upper ?-?case|lower ?-?case|title ?-?case|all caps|capital letters)$`, 'i'),
]
const BLANKS =
  /^(?:(?:remove|strip|delete|collapse|trim|clean up|normali[sz]e|squeeze) (?:the |all )?(?:extra|duplicate|multiple|redundant|superfluous|repeated|surplus|double) (?:white ?-?space|spaces|blanks)|(?:collapse|normali[sz]e) (?:the )?white ?-?space)(?: (?:in|from|of) (?<of>.+?))?$/i
const ACCENTS =
  /^(?:remove|strip|drop)(?: all)?(?: the)? (?:accents|diacritics|accent marks)(?: (?:in|from|of) (?<of>.+?))?$/i

const ENCODED: readonly (readonly [RegExp, Form])[] = [
  [
    /^(?:base ?64[- ]?(?:encode|encoding of|of)|encode(?<of2>.*?) (?:as|in|to|into|with|using) base ?64|base ?64)$/i,
    { op: 'encode.base64', more: {}, name: 'Encode as Base64', pointer: '/text' },
  ],
  [
    /^(?:base ?64[- ]?decode|decode(?<of2>.*?)(?: (?:from|as|with|using))? base ?64|un-?base ?64)$/i,
    { op: 'encode.unbase64', more: {}, name: 'Decode Base64', pointer: '/text' },
  ],
  [
    /^(?:url[- ]?encode|percent[- ]?encode|encode(?<of2>.*?) (?:as|for) (?:an? )?url)$/i,
    { op: 'encode.url', more: {}, name: 'Encode for a URL', pointer: '/text' },
  ],
  [
    /^(?:url[- ]?decode|percent[- ]?decode)$/i,
    { op: 'encode.unurl', more: {}, name: 'Decode a URL', pointer: '/text' },
  ],
  [
    /^(?:hex[- ]?encode|encode(?<of2>.*?) (?:as|in|to|into) hex(?:adecimal)?|hex(?:adecimal)? of)$/i,
    { op: 'encode.hex', more: {}, name: 'Encode as hexadecimal', pointer: '/text' },
  ],
  [
    /^(?:hex[- ]?decode|decode(?<of2>.*?)(?: from)? hex(?:adecimal)?)$/i,
    { op: 'encode.unhex', more: {}, name: 'Decode hexadecimal', pointer: '/text' },
  ],
  ...(['sha256', 'sha1', 'md5', 'crc32'] as const).map((algorithm): [RegExp, Form] => {
    const name = algorithm.replace(/^(sha|crc)/, '$1[- ]?')
    return [
      new RegExp(
        `^(?:(?:${name})(?:[- ](?:hash|digest|sum|checksum))?(?: (?:of|for))?|(?:hash|digest|checksum)(?<of2>.*?) (?:with|using|by|in|as|to) ${name})$`,
        'i',
      ),
      { op: 'encode.hash', more: { algorithm }, name: `Digest with ${algorithm}`, pointer: '/hex' },
    ]
  }),
]
/** The text at the end of an encoding request: quoted, or one plain word. */
const LAST = /^(?<head>.+?)(?: (?:of |for |the (?:string|text|word) |text |string )*(?<of>⟦\d⟧|[^\s⟦⟧]{1,200}))?$/i

export const textFormRules: readonly PlannerRule[] = [
  defineRule({
    id: 'text-form',
    reason: 'Writes a text in upper, lower or title case, without surplus blanks, or without accents.',
    order: 70,
    hint: /case|caps|capital|white|spaces|blanks|accent|diacritic|letters/i,
    examples: {
      yes: [
        'Convert "hello world" to uppercase',
        'lowercase: HELLO World',
        'Put "war and peace" in title case',
        'Remove extra spaces from "a   b  c"',
        'make this uppercase: straße',
        'remove the accents from "crème brûlée"',
        'uppercase hello world',
        'make this lowercase STOP SHOUTING',
        'convert to upper case -> order confirmed',
      ],
      no: [
        'In case of fire, call 112.',
        'Make the case for lowercase letters',
        'Convert the title to uppercase',
        'I prefer lowercase.',
        'uppercase letters in passwords',
        'uppercase or lowercase for headings?',
        'Lowercase everything except names',
        'Make a suitcase list: shirt',
        'Why do people write in all caps?',
      ],
    },
    read: (clause, input) =>
      cased(clause, input) ??
      trailing(clause) ??
      cleaned(clause, input, BLANKS, { collapse_whitespace: true }) ??
      cleaned(clause, input, ACCENTS, { strip_accents: true }),
  }),
  defineRule({
    id: 'encoding',
    reason: 'Encodes or decodes a text as Base64, hexadecimal or for a URL, or gives its digest.',
    order: 71,
    hint: /base ?64|hex|url|percent|sha|md5|crc|hash|digest|encode|decode/i,
    examples: {
      yes: [
        'base64 encode "hello world"',
        'decode base64: aGVsbG8=',
        'What is the SHA-256 hash of "abc"?',
        'md5 of hello',
        'URL encode "a b&c"',
        'encode "Aé" as hex',
        'sha1: abc',
        'base64 encode hello world',
      ],
      no: [
        'What is base64?',
        'How does md5 work?',
        'Explain the SHA-256 of a file',
        'hash browns recipe',
        'Decode this riddle: what has four legs?',
        'decode base64: !!!',
        'md5 of hello world',
        'Is md5 of "abc" safe?',
      ],
    },
    read: (clause, input) => encoded(clause, input) ?? ordered(clause),
  }),
]

/** `uppercase hello world`, `make this lowercase PLEASE STOP`: the words behind are the text, unless they speak of something. */
const TRAILING =
  /^(?:(?:make|turn|put|write|convert|change) (?:this|it|the following)(?: (?:to|into|in))?(?: all)? )?(?<target>upper ?-?case|lower ?-?case|title ?-?case|all caps) (?<rest>\S.{0,300})$/iu
const NO_TEXT =
  /^(?:[-–—]+\s.*|letters?|the|this|that|these|those|my|your|our|it|its|all|every|each|only|first|last|words?|texts?|names?|strings?|is|are|or|and|vs|versus|in|for|of|on|to|from|with|without|characters?|titles?|nouns?|everything|usernames?|email|emails|passwords?|a|an|font|fonts|style|attached|file|column|any|both|if|when|not|but|css|html|python|sql|version)(?!\p{L})/iu

/** Another request behind the text. */
const MORE =
  /(?:,|;| and| then) (?:then |also |please )*(?:tell|give|count|reverse|show|translate|explain|say|write|list|how|what|why|make|convert|encode|decode|base64|send|name|sort|replace|remove)(?!\p{L})/iu

function trailing(clause: Clause): Answer | null {
  const groups = TRAILING.exec(clause.text)?.groups
  const options = CASES.find(([pattern]) => pattern.test(groups?.target ?? ''))?.[1]
  const text = groups?.rest ?? ''
  if (
    options === undefined ||
    clause.quotes.length > 0 ||
    clause.data !== null ||
    clause.mark.includes('?') ||
    NO_TEXT.test(text) ||
    MORE.test(text)
  )
    return null
  const source: Source = { text, input: text, usesData: false, name: null, kind: 'quote' }
  return transformed(source, { op: 'text.normalize', more: options, name: 'Change the case', pointer: '/text' })
}

function cased(clause: Clause, input: PlannerInput): Answer | null {
  for (const form of CASED) {
    const groups = form.exec(clause.text)?.groups ?? form.exec(clause.core)?.groups
    const options = CASES.find(([pattern]) => pattern.test(groups?.target ?? ''))?.[1]
    const source = options === undefined ? null : findSource(clause, input, groups?.of ?? '')
    if (options !== undefined && source !== null)
      return withReading(
        transformed(source, { op: 'text.normalize', more: options, name: 'Change the case', pointer: '/text' }),
        options.case === 'title' ? 'Every word begins with a capital letter.' : '',
      )
  }
  return null
}

function cleaned(clause: Clause, input: PlannerInput, form: RegExp, more: JsonObject): Answer | null {
  const groups = form.exec(clause.text)?.groups ?? form.exec(clause.core)?.groups
  const found = form.exec(clause.text) ?? form.exec(clause.core)
  const source = found === null ? null : findSource(clause, input, groups?.of ?? '')
  return source === null
    ? null
    : transformed(source, { op: 'text.normalize', more, name: 'Clean the text', pointer: '/text' })
}

function encoded(clause: Clause, input: PlannerInput): Answer | null {
  for (const text of new Set([clause.core, clause.text])) {
    const groups = LAST.exec(text)?.groups
    for (const [head, of] of [
      [text, ''],
      [groups?.head ?? '', groups?.of ?? ''],
    ] as const) {
      const form = ENCODED.find(([pattern]) => pattern.test(head.trim()))
      const inner = form?.[0].exec(head.trim())?.groups?.of2?.trim() ?? ''
      if (form === undefined || (inner !== '' && of !== '')) continue
      const source = findSource(clause, input, of === '' ? inner : of) ?? plainWord(clause, of === '' ? inner : of)
      if (source !== null) return transformed(source, form[1])
    }
  }
  return null
}

/** One word without marks that a sentence could have put there. */
function plainWord(clause: Clause, word: string): Source | null {
  if (word === '' || clause.data !== null || clause.quotes.length > 0 || !/^[\p{L}\p{N}_+/=.-]+$/u.test(word))
    return null
  if (
    /^(?:it|this|that|these|those|text|file|string|works?|safe|secure|encoding|encode|decode|hash|algorithm|url|base64|attachment|passwords?|files?|audio|videos?|images?|pictures?|photos?|pdfs?|documents?|icons?|fonts?|json|xml|csv|data|binary|bytes|blobs?|buffers?)$/i.test(
      word,
    )
  )
    return null
  return { text: word, input: word, usesData: false, name: null, kind: 'quote' }
}

/** `base64 encode hello world`: an order, and the text behind it. */
const ORDERED =
  /^(?:(?<url>url|percent)[- ]?encode|(?<b64>base ?64)[- ]?encode|(?<hex>hex)[- ]?encode) (?<rest>\S.{0,200})$/iu

function ordered(clause: Clause): Answer | null {
  const groups = ORDERED.exec(clause.text)?.groups
  const text = groups?.rest ?? ''
  if (
    groups === undefined ||
    clause.quotes.length > 0 ||
    clause.data !== null ||
    clause.mark.includes('?') ||
    NO_TEXT.test(text) ||
    MORE.test(text)
  )
    return null
  const op = groups.url !== undefined ? 'encode.url' : groups.b64 !== undefined ? 'encode.base64' : 'encode.hex'
  const source: Source = { text, input: text, usesData: false, name: null, kind: 'quote' }
  return transformed(source, { op, more: {}, name: 'Encode the text', pointer: '/text' })
}

const withReading = (answer: Answer | null, reading: string): Answer | null =>
  answer === null || reading === '' ? answer : { ...answer, reading }

const LONGEST_TEXT = 100_000

function transformed(source: Source, { op, more, name, pointer }: Form): Answer | null {
  if (source.text.length > LONGEST_TEXT) return null
  const seen = peek(op, { text: source.text, ...more })?.[pointer.slice(1)]
  if (typeof seen !== 'string' || seen === '') return null
  const only = task('text', name, op, { text: source.input, ...more })
  return { tasks: [only], answer: 'text', reply: textReply(pointer, seen), usesData: source.usesData }
}
