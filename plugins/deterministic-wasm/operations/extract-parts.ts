/** Family `extract`, third part: what stands between marks, words of some form, percentages, file names, versions, domains. */
import { Type } from '@sinclair/typebox'
import type { Operation } from '#contracts/library-port'
import { findEmails } from '../find/emails.ts'
import { findPattern } from '../find/span.ts'
import { findUrls } from '../find/urls.ts'
import { choice, closed, flag, operation, text, texts } from '../operation.ts'

const source = text('The text to look through.')
const mark = (description: string) => Type.String({ minLength: 1, maxLength: 100, description })
const some = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 100, description }))

/** Each in linear time: no part of a pattern can give back what the next one takes. */
const FORMS = {
  percentages: /(?<![\p{L}\p{N}.,])[-+−]?\d+(?:[.,]\d+)* ?%/gu,
  file_names:
    /(?<![\p{L}\p{N}/\\@:._-])[\p{L}\p{N}_-]{1,100}(?:\.[\p{L}\p{N}_-]{1,100}){0,5}\.\p{L}[\p{L}\p{N}]{0,4}(?![\p{L}\p{N}@_/-]|\.[\p{L}\p{N}]|:\/\/)/gu,
  versions:
    /(?<![\p{L}\p{N}._-])v?\d{1,6}(?:\.\d{1,6}){1,3}(?:-[0-9A-Za-z]{1,20}(?:\.[0-9A-Za-z]{1,20}){0,3})?(?![\p{L}\p{N}_-]|\.\d)/gu,
  macs: /(?<![0-9A-Za-z:-])[0-9a-f]{2}(?::[0-9a-f]{2}){5}(?![0-9A-Za-z:-])|(?<![0-9A-Za-z:-])[0-9a-f]{2}(?:-[0-9a-f]{2}){5}(?![0-9A-Za-z:-])/gi,
  hex_colors: /(?<![\p{L}\p{N}#&])#(?:[0-9a-f]{8}|[0-9a-f]{6}|[0-9a-f]{3,4})(?![\p{L}\p{N}_-])/giu,
} as const
const FORM_NAMES = ['percentages', 'file_names', 'versions', 'macs', 'hex_colors'] as const

export const extractPartsOperations: readonly Operation[] = [
  operation({
    name: 'extract.between',
    description: 'What stands between two marks, such as brackets, quotes or tags, and the text without it.',
    input: closed({
      text: source,
      open: mark('The mark before.'),
      close: mark('The mark behind; the same for quotes.'),
      keep_blanks: flag('Keep the blank before each mark in `rest`.'),
    }),
    output: closed({
      parts: texts('What stands between, in order; the first closing mark ends it.'),
      rest: text('The text without marks and parts, without the blank before each.'),
    }),
    example: {
      input: { text: 'Paris (France), Rome (Italy)', open: '(', close: ')' },
      output: { parts: ['France', 'Italy'], rest: 'Paris, Rome' },
    },
    run: input => between(input.text, input.open, input.close, input.keep_blanks === true),
  }),
  operation({
    name: 'extract.labelled',
    description: 'Numbers and codes that stand right behind a name, such as `order #DE-20931-X` or `Invoice no. 4711`.',
    input: closed({
      text: source,
      label: Type.String({ minLength: 1, maxLength: 100, description: 'The name, letter case aside.' }),
    }),
    output: closed({ values: texts('Each holds a digit; in order of appearance, duplicates kept.') }),
    example: {
      input: { text: 'Your order #DE-20931-X has shipped, invoice no. 4711 follows.', label: 'order' },
      output: { values: ['DE-20931-X'] },
    },
    run: input => ({ values: labelled(input.text, input.label) }),
  }),
  operation({
    name: 'extract.words',
    description: 'Words of a text by their first or last letters, their length, or their capitals.',
    input: closed({
      text: source,
      starts: some('What they begin with, letter case aside.'),
      ends: some('What they end with.'),
      contains: some('What they contain.'),
      min: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'Fewest characters.' })),
      max: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000, description: 'Most characters.' })),
      form: Type.Optional(choice(['upper', 'capitalized'], 'All capitals (two or more letters), or one in front.')),
      unique: flag('Each word once, letter case aside.'),
    }),
    output: closed({ words: texts('As written, without marks around them, in order.') }),
    example: {
      input: { text: 'Sally sells sea shells by the sea', starts: 's', unique: true },
      output: { words: ['Sally', 'sells', 'sea', 'shells'] },
    },
    run(input) {
      const fold = (part: string | undefined): string => (part ?? '').toLowerCase()
      const seen = new Set<string>()
      const words = (input.text.match(/[\p{L}\p{M}\p{N}]+(?:['’-][\p{L}\p{M}\p{N}]+)*/gu) ?? []).filter(word => {
        const lower = word.toLowerCase()
        const length = Array.from(word).length
        const isWanted =
          lower.startsWith(fold(input.starts)) &&
          lower.endsWith(fold(input.ends)) &&
          lower.includes(fold(input.contains)) &&
          length >= (input.min ?? 1) &&
          length <= (input.max ?? length) &&
          (input.form !== 'upper' || (/^[^\p{Ll}]+$/u.test(word) && /\p{Lu}.*\p{Lu}/u.test(word))) &&
          (input.form !== 'capitalized' || /^\p{Lu}/u.test(word))
        if (!isWanted || (input.unique === true && seen.has(lower))) return false
        seen.add(lower)
        return true
      })
      return { words }
    },
  }),
  operation({
    name: 'extract.forms',
    description: 'Percentages, file names, version numbers, MAC addresses or hexadecimal colours of a text.',
    input: closed({ text: source, kind: choice(FORM_NAMES, 'What to look for.') }),
    output: closed({ found: texts('As written, in order of appearance, duplicates kept.') }),
    example: {
      input: { text: 'Prices rose 2.4%, wages by 3 %.', kind: 'percentages' },
      output: { found: ['2.4%', '3 %'] },
    },
    run: input => ({ found: findPattern(input.text, FORMS[input.kind]).map(span => span.value) }),
  }),
  operation({
    name: 'extract.domains',
    description: 'The domain names in the e-mail and web addresses of a text.',
    input: closed({ text: source }),
    output: closed({ domains: texts('In lower case, in order of appearance, duplicates kept.') }),
    example: {
      input: { text: 'ada@Example.org, https://www.shop.example.co.uk/basket?id=9' },
      output: { domains: ['example.org', 'www.shop.example.co.uk'] },
    },
    run(input) {
      const mails = findEmails(input.text)
      const urls = findUrls(input.text).filter(url => !mails.some(mail => mail.start < url.end && url.start < mail.end))
      const hosts = [
        ...mails.map(({ start, value }) => ({ start, host: value.slice(value.lastIndexOf('@') + 1) })),
        ...urls.map(({ start, value }) => ({ start, host: hostOf(value) })),
      ]
      return { domains: hosts.sort((a, b) => a.start - b.start).map(({ host }) => host.toLowerCase()) }
    },
  }),
]

/** The name is escaped, so the pattern is a literal and a few optional words. */
function labelled(value: string, label: string): string[] {
  const name = label.trim().replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const behind = '(?:[ -]?(?:number|no\\.?|nr\\.?|id|code|reference|ref\\.?))?(?: ?(?::|#|=|is|was))?[ #]{0,3}'
  const pattern = new RegExp(
    `(?<![\\p{L}\\p{N}])${name}${behind}((?=[\\p{L}\\p{N}_/.-]{0,40}\\p{Nd})[\\p{L}\\p{N}][\\p{L}\\p{N}_/.-]{0,40})`,
    'giu',
  )
  return [...value.matchAll(pattern)].map(found => (found[1] ?? '').replace(/[./_-]+$/, ''))
}

const hostOf = (url: string): string =>
  url
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^[^@]*@/, '')
    .replace(/:\d+$/, '')

function between(value: string, open: string, close: string, isKept: boolean): { parts: string[]; rest: string } {
  const parts: string[] = []
  let rest = ''
  let at = 0
  for (;;) {
    const start = value.indexOf(open, at)
    const end = start < 0 ? -1 : value.indexOf(close, start + open.length)
    if (end < 0) return { parts, rest: rest + value.slice(at) }
    parts.push(value.slice(start + open.length, end))
    const before = value.slice(at, start)
    rest += before.endsWith(' ') && !isKept ? before.slice(0, -1) : before
    at = end + close.length
  }
}
