/** What stands in a text that is quoted, follows, or is attached: e-mail addresses, URLs, dates, amounts, telephone numbers. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { listReply, MOST_LISTED } from './listed.ts'
import type { Clause } from './message/read-message.ts'
import { findSource, type Source } from './message/source.ts'
import { peek } from './peek.ts'
import { type Answer, at, defineRule, literal, task } from './rule.ts'
import { hosts } from './texts/found-words.ts'

const THING =
  '(?<thing>e-?mails?(?: address(?:es)?)?|mail addresses|urls?|links?|web ?sites?(?: address(?:es)?)?|web addresses|dates?|amounts?(?: of money)?|money amounts|prices?|(?:tele)?phone(?: ?numbers?)?s?|numbers?|integers|figures|hash ?tags?|mentions|handles|times?|ip(?: ?v?4)? address(?:es)?|ips?|ibans?|uuids?|isbns?)'
const ALL = '(?:(?:all|any|every|each|the|of|unique|distinct|different)(?: of)? )*'
const FORMS: readonly RegExp[] = [
  new RegExp(
    `^(?:extract|list|find|get|pull(?: out)?|show|collect|give|print|return|grab) (?:out )?(?<all>${ALL})${THING}(?: (?:mentioned|contained|found|that appear|you find|you can find|there are))?(?:(?: that are)? (?:in|from|of|out of|within) (?<of>.+))?$`,
    'i',
  ),
  new RegExp(
    `^(?:what|which) (?<all>${ALL})${THING} (?:are|is|appear|appears|occur|can be found|are mentioned|are there|are contained)(?: (?:mentioned|contained|found))? (?:in|from) (?<of>.+)$`,
    'i',
  ),
  new RegExp(`^(?<all>all (?:the |unique )?)${THING} (?:in|from|of) (?<of>.+)$`, 'i'),
]

type Kind = {
  readonly more?: JsonObject
  readonly op: string
  readonly pointer: string
  readonly inner: string
  readonly name: string
}
const ids = (kind: string, name: string): Kind => ({
  op: 'extract.ids',
  more: { kinds: [kind] },
  pointer: '/ids',
  inner: '/text',
  name,
})
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/mail/i, { op: 'extract.emails', pointer: '/emails', inner: '', name: 'e-mail address' }],
  [/url|link|web/i, { op: 'extract.urls', pointer: '/urls', inner: '', name: 'URL' }],
  [/date/i, { op: 'extract.dates', pointer: '/dates', inner: '', name: 'date' }],
  [/amount|price/i, { op: 'extract.amounts', pointer: '/amounts', inner: '', name: 'amount' }],
  [/phone/i, { op: 'extract.phones', pointer: '/phones', inner: '', name: 'telephone number' }],
  [/^ip/i, ids('ipv4', 'IP address')],
  [/^iban/i, ids('iban', 'IBAN')],
  [/^uuid/i, ids('uuid', 'UUID')],
  [/^isbn/i, ids('isbn', 'ISBN')],
  [/tag/i, { op: 'extract.tags', pointer: '/tags', inner: '', name: 'hashtag' }],
  [/mention|handle/i, { op: 'extract.tags', more: { sign: '@' }, pointer: '/tags', inner: '', name: 'mention' }],
  [/^times?$/i, { op: 'extract.times', pointer: '/times', inner: '', name: 'time' }],
  [/number|integer|figure/i, { op: 'extract.numbers', pointer: '/numbers', inner: '', name: 'number' }],
]

export const extractionRules: readonly PlannerRule[] = [
  defineRule({
    id: 'extraction',
    reason:
      'Lists the e-mail addresses, URLs, dates, amounts, telephone numbers, numbers, hashtags or identifiers of a text.',
    order: 60,
    hint: /mail|url|link|web|date|amount|price|phone|number|integer|figure|tag|mention|handle|time|ips?(?!\p{L})|iban|uuid|isbn/iu,
    examples: {
      yes: [
        'Extract all email addresses from: write to ann@example.org or bob@example.com',
        'List the URLs in "see https://example.org/a and www.example.com"',
        'What dates are in "from 2024-02-29 to 5 March 2024"?',
        'find all amounts in: rent 800 EUR, food 250.50 EUR',
        'Extract the phone numbers from "call +49 30 123456 or (555) 010-9999"',
        'extract unique emails from: a@b.org, c@d.org, a@b.org',
        'extract all numbers from: 3 cats, 12 dogs and 150 fish',
        'find the hashtags: loving #summer at the #beach',
      ],
      no: [
        'My address is ann@example.org, please answer soon.',
        'Send an email to bob@example.com',
        'List some good websites from Germany',
        'Find dates for our meeting in May',
        'What links France and Spain?',
        'Extract the names from: Ann met Bob',
        'Extract dates from: due 03/04/2024',
        "Dates: what's 2 weeks after 1 May 2025",
        'What dates should I avoid in June?',
      ],
    },
    read: readExtraction,
  }),
]

/** `Dates: what's two weeks after 1 May` asks something itself. */
const QUESTION = /^\s*(?:what|when|how|which|who|why|is|are|does|do|can|could|should)(?:'s)?(?!\p{L})[^\n]*$/iu

function readExtraction(clause: Clause, input: PlannerInput): Answer | null {
  if (clause.opener === 'none' && clause.data?.form === 'inline' && QUESTION.test(clause.data.text)) return null
  for (const form of FORMS) {
    const groups = form.exec(clause.text)?.groups ?? form.exec(clause.core)?.groups
    if (groups === undefined) continue
    const kind = KINDS.find(([pattern]) => pattern.test(groups.thing ?? ''))?.[1]
    const source = findSource(clause, input, groups.of ?? '')
    if (kind === undefined || source === null) continue
    return extract(kind, source, /unique|distinct|different/i.test(groups.all ?? ''))
  }
  return null
}

function extract(kind: Kind, source: Source, isUnique: boolean): Answer | null {
  if (source.text.length > 500_000) return null
  // `3,50` is one number or two, and the zeros of `0099` belong to a code.
  if (kind.op === 'extract.numbers' && /\d ?\/ ?\d|\d,\d{1,2}(?!\d)|(?<![\d.,])0\d/.test(source.text)) return null
  const found = peek(kind.op, { text: source.text, ...kind.more })?.[kind.pointer.slice(1)]
  if (!Array.isArray(found) || found.length > MOST_LISTED) return null
  const tasks = [task('found', `Find each ${kind.name}`, kind.op, { text: source.input, ...kind.more })]
  const list = { $from: 'found', pointer: kind.pointer }
  const usesData = { usesData: source.usesData }
  // What is there in another form is not said to be none: `next Friday`, `example.com`, the 19 of `covid-19`.
  if (kind.name === 'date' && found.length === 0 && DAYS.test(source.text)) return null
  if (kind.name === 'telephone number' && found.length === 0 && /\d{6}/.test(source.text.replace(/[ ./()-]/g, '')))
    return null
  if (kind.name === 'URL' && hosts(source.text) > found.length) return null
  if (kind.name === 'number' && runs(source.text) !== runs(JSON.stringify(found))) return null
  // People are mentioned by their names too.
  if (found.length === 0 && kind.name === 'amount' && /\d/.test(source.text)) return null
  if (found.length === 0 && (kind.name === 'mention' || !/\s/.test(source.text.trim()))) return null
  if (found.length === 0) {
    return {
      tasks,
      answer: 'found',
      reply: { template: '{{none}}', values: { none: literal(`There is no ${kind.name} in the text.`) } },
      ...usesData,
    }
  }
  const seen = new Set(found.map(item => JSON.stringify(item)))
  if (isUnique) tasks.push(task('once', 'Keep each once', 'list.dedupe', { items: list }, ['found']))
  const count = isUnique ? seen.size : found.length
  const reply =
    kind.op === 'extract.amounts'
      ? amountReply(isUnique, count)
      : listReply(isUnique ? '/items' : kind.pointer, count, '\n', kind.inner)
  return { tasks, answer: isUnique ? 'once' : 'found', reply, ...usesData }
}

const DAYS =
  /(?<!\p{L})(?:\p{L}{3,6}day|today|tomorrow|yesterday|next|last|week|month|year|christmas|easter|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\p{L}*/iu
const runs = (text: string): number => text.match(/\d+/g)?.length ?? 0

function amountReply(isUnique: boolean, count: number): Answer['reply'] {
  const lines = Array.from({ length: count }, (_, i) => `- {{/items/${i}/value}} {{/items/${i}/currency}}`)
  return { template: lines.join('\n'), values: { items: at(isUnique ? '/items' : '/amounts') } }
}
