/** Whether an identifier is valid by form and check digits, and colours in their notations. Whether it was ever issued is not asked. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { peek } from '../peek.ts'
import { type Answer, at, task, withHow } from '../rule.ts'
import { groupsOf, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

type Kind = { readonly kind: string; readonly names: string; readonly name: string; readonly form: RegExp }
const KINDS: readonly Kind[] = [
  { kind: 'iban', names: 'iban(?: number| code)?', name: 'IBAN', form: /^[A-Z]{2}\d{2}[ A-Z\d-]{8,40}$/i },
  {
    kind: 'isbn',
    names: 'isbn(?:[- ]?1[03])?(?: number| code)?',
    name: 'ISBN',
    form: /^(?:isbn[: ]*)?[\dX -]{8,20}$/i,
  },
  {
    kind: 'gtin',
    names: '(?:ean|gtin|upc)(?:[- ]?(?:8|12|13|14))?(?: number| code| barcode)?|barcode',
    name: 'EAN',
    form: /^[\d -]{7,20}$/,
  },
  {
    kind: 'card',
    names:
      '(?:credit ?card|visa|mastercard|visa card|card|debit card)(?: number| no\\.?| nr)?|luhn(?: number| check| checksum| code)?',
    name: 'card number',
    form: /^[\d -]{8,26}$/,
  },
  { kind: 'uuid', names: 'u?uid|guid|uuid(?: v?\\d)?', name: 'UUID', form: /^[\da-f-]{20,44}$/i },
  {
    kind: 'ipv4',
    names: 'ip(?: ?v?4)?(?: address| adress)?',
    name: 'IPv4 address',
    form: /^\d{1,4}(?:\.\d{1,4}){2,4}$/,
  },
  { kind: 'ipv6', names: 'ip(?: ?v?6)?(?: address| adress)?', name: 'IPv6 address', form: /^[\da-f:.]*:[\da-f:.]*$/i },
  {
    kind: 'cidr',
    names: 'cidr(?: block| range| notation)?|(?:ip |network )?range|subnet',
    name: 'CIDR range',
    form: /^[\da-f:.]+\/\d{1,3}$/i,
  },
  { kind: 'email', names: 'e-?mail(?: address| adress)?|mail address', name: 'e-mail address', form: /^\S+$/ },
  { kind: 'url', names: 'url|link|web ?address|uri|web link', name: 'URL', form: /^\S+$/ },
  { kind: 'mac', names: 'mac(?: address| adress)?', name: 'MAC address', form: /^[\da-f:.-]{10,24}$/i },
  {
    kind: 'hex_color',
    names: 'hex(?:adecimal)? (?:colou?r|colou?r code|code)|css colou?r|colou?r code|hex',
    name: 'hexadecimal colour',
    form: /^#[\da-z]{1,10}$/i,
  },
]
const VALID =
  '(?:valid|correct|right|ok|okay|well[- ]?formed|proper|genuine|legit|legitimate|wrong|invalid|real|in order|fine|plausible)'
const OR = '(?:,? (?:or|and)(?: is it)? (?:not|wrong|invalid|fake|not valid|incorrect|false|ok))?'
const CHECK = '(?:check|validate|verify|test|is|does|whether|do)'

const patternsOf = (names: string): readonly RegExp[] => [
  whole(
    `(?:is|whether) (?:the |this )?(?:(?:${names}) )?§ (?:an? |the )?${VALID}(?: (?:as )?(?:an? )?(?:${names}))?${OR}`,
  ),
  whole(`(?:is|whether) (?:the |an? )?(?:${names})(?: §)?,? (?:is |it )*(?:an? )?${VALID}${OR}`),
  whole(`(?:is|whether) § (?:really )?(?:an? )?(?:${names})${OR}`),
  whole(`(?:an? )?${VALID} (?:${names})(?: §)?${OR}`),
  whole(`(?:${names})(?: §)?(?: is)?[,:]? (?:an? |is |is it |this )*${VALID}${OR}`),
  whole(
    `${CHECK} (?:the |an? )?(?:validity of )?(?:the |an? )?(?:${names})(?: checksum| check digits?| check| number| for validity)?(?: §)?${OR}`,
  ),
  whole(`(?:validate|verify)(?: §)? as (?:an? )?(?:${names})`),
  whole(`(?:${names})(?: (?:check|validation|validity|checksum|validity check|valid))(?: (?:of|for))?(?: §)?`),
  whole(
    `(?:is|does) (?:the |its )?(?:check ?sum|check ?digits?) (?:of|for) (?:the |an? )?(?:${names})(?: §)? (?:${VALID}|fit|match|work out|add up)s?`,
  ),
  whole(
    `(?:${names})(?: §)?[,:]? (?:does|do|is) (?:the |its )?(?:check ?sum|check ?digits?) (?:${VALID}|fit|match|work|work out|add up)s?`,
  ),
  whole(
    `does (?:the |an? )?(?:${names})(?: §)? (?:pass|satisfy|fit|match)(?: the)? (?:check|checksum|luhn(?: check| test| algorithm)?|check digits?|validation)`,
  ),
]
const PATTERNS = KINDS.map(kind => ({ ...kind, patterns: patternsOf(kind.names) }))

const VERSION = [
  whole(
    `(?:is|whether) § an? (?:valid |proper |correct )?(?:uuid|guid)(?:,? (?:and )?(?:which|what)(?: uuid)? version(?: is it)?)?`,
  ),
  whole(
    '(?:which|what) (?:uuid )?version (?:of uuid )?is(?: the uuid)? §|(?:uuid )?version(?: of)?(?: the)?(?: uuid)? §|version(?: of)?(?: the)? uuid(?: §)?',
  ),
]
const COLORS: readonly (readonly [RegExp, readonly string[], string])[] = [
  [
    whole(
      '(?:(?:convert|turn|change|write|express) )?(?:the )?(?:colou?r |hex )*§? ?(?:to|in|into|as) rgb(?: values?| code| notation)?|rgb(?: values?| code)?(?: (?:of|for))?(?: §)?',
    ),
    ['red', 'green', 'blue'],
    'rgb',
  ],
  [
    whole(
      '(?:(?:convert|turn|change|write|express) )?(?:the )?(?:colou?r |rgb )*§? ?(?:to|in|into|as) hex(?:adecimal)?(?: code| colou?r| notation)?|hex(?:adecimal)?(?: code| colou?r)*(?: (?:of|for))?(?: §)?',
    ),
    ['hex'],
    'hex',
  ],
  [
    whole(
      '(?:(?:convert|turn|change|write|express) )?(?:the )?(?:colou?r |hex |rgb )*§? ?(?:to|in|into|as) hsl(?: values?| code| notation)?|hsl(?: values?| code)?(?: (?:of|for))?(?: §)?',
    ),
    ['hue', 'saturation', 'lightness'],
    'hsl',
  ],
  [
    whole(
      '(?:(?:invert|negate)(?: the)?(?: colou?r)?(?: §)?|(?:opposite|inverse|inverted|negative)(?: colou?r)?(?: (?:of|for|to))?(?: §)?)',
    ),
    ['inverted'],
    'inverted',
  ],
  [
    whole(
      '(?:(?:what )?colou?r values? (?:is|are|of) §,? )?(?:written |expanded? |convert §? ?|write §? ?)?(?:§,? )?(?:as|in|to|with|into) (?:6|six)[- ]?(?:digits?|digit form|characters?)(?: hex(?: code)?)?|expand(?: the)?(?: colou?r| hex| code)*(?: §)?|long form(?: of)?(?: §)?',
    ),
    ['hex'],
    'expanded',
  ],
]

export const validityRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-validity',
    reason:
      'Says whether an IBAN, ISBN, EAN, card number, UUID, address or URL is valid by form and check digits, and writes colours otherwise.',
    order: 78,
    unmarked: true,
    hint: /iban|isbn|ean|gtin|upc|barcode|card|visa|luhn|uid|ip|cidr|subnet|range|mail|url|link|uri|web|mac|hex|colou?r|rgb|hsl|invert|negate|opposite|inverse|negative|digit|expand|version|long form/iu,
    examples: {
      yes: [
        'check iban GB82 WEST 1234 5698 7654 32',
        'Is DE89370400440532013000 a valid IBAN?',
        'luhn check 4539 1488 0343 6467',
        'credit card number 4111111111111112, does the checksum fit',
        'ISBN 978-3-16-148410-0 ok or wrong',
        'EAN 4006381333931 valid?',
        'is 550e8400-e29b-41d4-a716-446655440000 a proper uuid, and which version',
        'is 256.1.1.1 a valid ip address',
        'is "a..b@example.org" a valid email address?',
        'hsl of #3366cc',
        'rgb(34, 139, 34) to hex',
        'invert the color #1E90FF',
        'what colour values is #0a3, written as 6 digits',
      ],
      no: [
        'Is my IBAN valid?',
        'is 4539 1488 0343 6467 a good lottery number',
        'check the card: 4111 1111 1111 1111 and block it',
        'is bob@example.org still in use?',
        'is https://example.org safe?',
        'What does a valid ISBN look like?',
        'whose IBAN is DE89370400440532013000',
        'which bank has IBAN DE89370400440532013000',
        'is 192.168.1.1 my router',
        'what goes well with #3366cc',
        'is 1234567890 a real phone number',
        'is DE89370400440532013000 an invalid iban',
        'check digit of 4006381333931',
        'is check digit 1 right for 400638133393',
      ],
    },
    read: request => version(request) ?? valid(request) ?? color(request),
  }),
]

/** The identifier alone, without the marks of the sentence. */
const bare = (request: TextRequest): string => request.text.trim().replace(/[?!]+$/, '')

function valid(request: TextRequest): Answer | null {
  const text = bare(request)
  if (text === '' || text.length > 300 || text.includes('\n')) return null
  const found = PATTERNS.find(({ patterns, form }) => form.test(text) && groupsOf(request.head, patterns) !== null)
  // A URL or an e-mail address that exists is more than a valid one.
  if (
    found === undefined ||
    (/real|genuine|legit|plausible|fake/i.test(request.head) && !/card|iban|isbn|gtin/.test(found.kind))
  )
    return null
  // `is it wrong` would turn yes and no around.
  if (
    /^[^§]*§?[^§]*?(?:wrong|invalid|fake)/i.test(request.head) &&
    !/(?:or|ok|okay|right|correct|(?<!in)valid) .*(?:wrong|invalid|fake)/i.test(request.head)
  )
    return null
  const { kind, name } = found
  const seen = peek('guard.check', { text, kind })
  if (seen === null) return null
  const reason = String(seen.reason)
  const check = task('check', `Check the ${name}`, 'guard.check', { text, kind })
  const by =
    kind === 'card' || kind === 'iban' || kind === 'isbn' || kind === 'gtin' ? 'form and check digits' : 'its form'
  return decided({
    tasks: [check],
    when: hasMember('valid', { const: true }),
    yes: `Yes, by ${by} it is a valid ${name}.`,
    no: `No, it is not a valid ${name}: ${reason}.`,
  })
}

function version(request: TextRequest): Answer | null {
  if (groupsOf(request.head, VERSION) === null || !/version/i.test(request.head)) return null
  const uuid = bare(request)
  const seen = peek('encode.uuid', { uuid })
  if (seen === null || typeof seen.version !== 'number') return null
  return {
    tasks: [task('uuid', 'Read the UUID', 'encode.uuid', { uuid })],
    answer: 'uuid',
    reply: withHow(
      /^(?:is|whether)/i.test(request.head) ? 'Yes, a UUID of version {{version}}.' : 'Version {{version}}',
      { version: at('/version') },
      '',
    ),
  }
}

function color(request: TextRequest): Answer | null {
  const text = bare(request)
  const found = COLORS.find(([pattern]) => pattern.test(request.head))
  const isHex = /^#(?:[\da-f]{3}|[\da-f]{6})$/i.test(text)
  const isRgb = /^rgb ?\( ?\d{1,3}[, ]+\d{1,3}[, ]+\d{1,3} ?\)$/i.test(text)
  if (found === undefined || !(isHex || isRgb) || peek('encode.color', { color: text }) === null) return null
  const [, members, name] = found
  if ((name === 'rgb' && isRgb) || (name === 'hex' && isHex) || (name === 'expanded' && text.length !== 4)) return null
  const values = Object.fromEntries(members.map(member => [member, at(`/${member}`)]))
  const template =
    name === 'hsl' ? 'hsl({{hue}}, {{saturation}}%, {{lightness}}%)' : members.map(member => `{{${member}}}`).join(', ')
  const how =
    { rgb: 'Red, green, blue', hsl: 'Rounded to whole numbers', inverted: 'Each channel taken from 255' }[name] ?? ''
  return {
    tasks: [task('colour', 'Read the colour', 'encode.color', { color: text })],
    answer: 'colour',
    reply: withHow(template, values, how),
  }
}
