/** A text in other signs and back: Base64, hexadecimal, bits, codes, entities, escapes, Caesar, Morse, spelling words, digests. */
import type { PlannerRule } from '#contracts/planner-port'
import { decided, hasMember } from '../decided.ts'
import { peek } from '../peek.ts'
import { type Answer, at, withHow } from '../rule.ts'
import { BITS, CODES, DECIMALS, DO, decoding, encoding, HEX_BYTES, op, PLAIN, TO, UNDO } from './encodings.ts'
import { chain, groupsOf, type Step, textAfter, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const DIGEST = '(?<algorithm>md5|sha[- ]?1|sha[- ]?2?[- ]?256|sha[- ]?2?[- ]?384|sha[- ]?2?[- ]?512|crc[- ]?32)'
const HASHED = [
  whole(`${DIGEST}[- ]?(?:hash|digest|checksum|sum|hex digest|value)?(?: (?:of|for))?(?: §)?`),
  whole(`${DIGEST} ?\\(§\\)`),
  whole(`(?:hash|checksum|digest) ${DIGEST}(?: (?:of|for))?(?: §)?`),
  whole(`(?:hash|digest|checksum)(?: (?:of|for))?(?: §)? (?:with|using|by|in|as|to) ${DIGEST}`),
  whole(
    `(?:calculate|compute|generate|create|make|work out) (?:the |an? )?${DIGEST}(?: (?:hash|digest|checksum))?(?: (?:of|for))?(?: §)?`,
  ),
  whole(`(?:hash|encrypt)(?: §)? (?:with|using|to|as) ${DIGEST}`),
]
const SAME_HASH = [
  whole(
    `(?:does|is|whether) (?<hash>[\\da-f]{8,128}) (?:match(?:es)?|equals?|is|the same as|equal to)?(?: to)? ?(?:the )?${DIGEST}(?: hash| digest| checksum)?(?: of)?(?: §)?`,
  ),
  whole(
    `(?:does|is|whether) (?:the )?${DIGEST}(?: hash| digest| checksum)?(?: of)? § (?:match(?:es)?|equals?|is|equal to|the same as)?(?: to)? ?(?<hash>[\\da-f]{8,128})`,
  ),
]
const SHIFTED = [
  whole(
    '(?:apply )?(?:an? |the )?(?<un>un|de)?-?(?:caesar|ceasar|cesar)(?: cipher)?(?: code)?(?: (?<way>encrypt|encode|decrypt|decode))?(?: (?:with|by|of|using))?(?: an?)?(?: shift| key| offset)?(?: (?:of|by))? (?<n>[-+]?\\d{1,2})(?: (?:places?|letters?|positions?))?(?: (?:to|on|for))?(?: §)?',
  ),
  whole(
    '(?<way>encrypt|encode|decrypt|decode)(?: §)? (?:with|using|by) (?:an? |the )?(?:caesar|ceasar)(?: cipher| shift| code)?(?: (?:of|with|by|using))?(?: an?)?(?: shift| key| offset)?(?: of)? (?<n>\\d{1,2})',
  ),
  whole(
    'shift (?:each letter|every letter|all letters|the letters|letters)(?: (?:in|of) §)? (?:by |forward by |forward )?(?<n>[-+]?\\d{1,2})(?: (?:places?|letters?|positions?))?(?: (?:forward|ahead|to the right))?(?: in the alphabet)?',
  ),
]
const WAY = '(?:(?:to the )?(?:forwards?|ahead|right|up)|(?<back>(?:to the )?(?:backwards?|back|left|down)))'
const STEPS =
  '(?<n>\\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?: (?:places?|letters?|positions?|steps?))?'
const MOVED = [
  whole(
    `(?:(?:apply|use|do) )?(?:an? |the )?(?:caesar|ceasar|cesar)(?:'s)?(?: (?:cipher|code|shift|encryption|§))*,?(?: (?:with|by|of|using|on))*(?: an?)?(?: (?:shift|key|offset|rotation))?(?: (?:of|by|is))? ?[+=]?${STEPS},?(?: ${WAY})?(?: (?:to|on|for|of|in))?(?: §)?`,
  ),
  whole(
    `(?:shift|move|rotate|push)(?: (?:each|every|all|the|all the)(?: letters?)?)?(?: (?:in|of))?(?: §)?(?: letters?)? ?(?:${WAY} )?(?:by )?${STEPS.replace('?<n>', '?<n2>')},?(?: ${WAY.replace('?<back>', '?<back2>')})?(?: in the alphabet)?(?: (?:in|of|on))?(?: §)?`,
  ),
  whole(
    `(?<way>encrypt|encode|decrypt|decode|encipher|decipher|shift)(?: §)? (?:with|using|by|in) (?:an? |the )?(?:caesar|ceasar|cesar)(?:'s)?(?: (?:cipher|code|shift))*,?(?: (?:with|of|by|and))*(?: an?)?(?: (?:shift|key|offset))?(?: (?:of|by))? ${STEPS}`,
  ),
]
const SPELLED = [
  whole(
    '(?:spell|say|write|read|put)(?: out)?(?: §)? (?:in|with|using)(?: the)? (?:nato|icao|(?:international )?phonetic|military|radio|spelling|police)(?: phonetic)?(?: spelling)?(?: alphabet| code| words)?|(?:nato|icao|phonetic alphabet|nato phonetic)(?: phonetic)?(?: alphabet| spelling)?(?: (?:of|for))?(?: §)?|§ in(?: the)? (?:nato|icao)(?: phonetic)?(?: alphabet| spelling)?',
  ),
]
const NUMBERED = [
  whole(
    `(?:ascii|unicode|character|char)(?: (?:codes?|numbers?|values?|code ?points?|decimals?))(?: (?:of|for))?(?: the)?(?: (?:letters?|characters?|symbol|sign|capital))*(?: §)?`,
  ),
  whole(`(?:unicode )?code ?points?(?: (?:of|for))?(?: the)?(?: (?:letters?|characters?|symbol|sign))?(?: §)?`),
  whole(`${DO}(?:§ )?${TO} (?:ascii|unicode)(?: (?:codes?|numbers?|values?|code ?points?|decimals?))`),
]
/** Kept apart: the bare name asks for a code point only behind `of`. */
const UNICODE_OF = whole('unicode(?: (?:of|for) (?:the )?(?:letter|character|sign|symbol))?')
const BYTES = [
  whole(
    '(?:utf-?8 )(?:bytes?|encoding|byte sequence)(?: (?:of|for))?(?: the)?(?: (?:letters?|characters?|symbol|sign))?(?: §)?(?:,? (?:in )?hex(?:adecimal)?)?',
  ),
]
const AS_BITS = [
  ...encoding('binary(?: code)?|bits|ascii binary|binary ascii|8[- ]bit binary'),
  whole('(?:text|letters|ascii|string|words?)(?: §)? (?:to|into|in|as) (?:binary(?: code)?|bits)'),
]
const FROM_NUMBERS = [
  ...decoding(
    'binary|ascii|hex(?:adecimal)?(?: ascii)?(?: (?:bytes|codes|values))?|ascii hex|bits|bytes|decimal(?: ascii)?|ascii(?: (?:codes?|values|numbers))?|char(?:acter)? codes?|numbers',
  ),
  whole(
    `(?:${UNDO}(?: §)?|§(?: (?:to|as|into|in|is what in))? ${PLAIN}|${UNDO} § (?:to|into|as) ${PLAIN}|what does § (?:say|mean|spell)|§ say|§ (?:as|to|into|is) (?:an? |which |what )?(?:letters?|characters?)|(?:what|which) (?:letters?|characters?|word|text) (?:is|are|does)(?: §)?)`,
  ),
]
const LETTER_SUM = [
  whole(
    "(?:a ?= ?1(?:,? ?b ?= ?2)?(?:,? ?c ?= ?3)?(?:,? ?(?:and so on|etc\\.?|\\.\\.\\.|…|z ?= ?26))*[:,;.]? ?)(?:what is |whats |what's )?(?:the )?(?:sum|value|total)(?: of)?(?: the)? (?:letters|word)?(?: (?:in|of))?(?: §)?",
  ),
  whole(
    '(?:sum|total|value) of (?:the )?(?:letters|letter values|alphabet positions)(?: (?:in|of) §)?(?: (?:with|if|where) a ?= ?1(?:.{0,30})?)',
  ),
]

export const codeRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-codes',
    reason:
      'Encodes or decodes a given text: Base64, hexadecimal, bits, character codes, entities, escapes, Caesar, Morse, digests.',
    order: 77,
    unmarked: true,
    hint: /base|hex|url|uri|percent|rot|html|escape|entit|unicode|json|morse|md5|sha|crc|hash|digest|caesar|ceasar|cesar|shift|nato|icao|phonetic|ascii|code|utf|binary|bits|bytes|decode|text|letters?|a ?=|say|char|normal|plain|javascript|decrypt/iu,
    examples: {
      yes: [
        'decode SGVsbG8sIFdvcmxkIQ==',
        '48 65 6c 6c 6f as text?',
        'url decode this please Caf%C3%A9%20M%C3%BCller%3F',
        '01001000 01101001 -> text',
        'html escape <div class="x">Tom & Jerry</div>',
        '&lt;p&gt;5 &gt; 3 &amp; 2&lt;/p&gt; unescape it',
        'caesar shift by 3: attack at dawn',
        'sha-512 hash of "abc" please',
        'sha256 for the word banana (no newline)',
        '\\u0048\\u0069 to normal letters',
        'translate to ascii numbers: CAT',
        'morse code for "SOS"',
        'decode morse: ... --- ...',
        'spell "KORA" in the NATO alphabet',
        'unicode code point of €',
        'base32 of "foo"',
        'does 5f4dcc3b5aa765d61d8327deb882cf99 match the md5 of "password"?',
        'A=1, B=2 and so on: sum of the letters in "HOUSE"',
      ],
      no: [
        'What is base64?',
        'decode this riddle: I have keys but open no locks',
        'What does 42 mean to you?',
        'encode the video to h264',
        'convert 255 to binary text files',
        'what is base64 good for',
        'Find the URL of Wikipedia',
        'md5: broken?',
        'Is md5 still safe for "passwords"?',
        'translate hello into French',
        'escape room ideas: pirates',
        'hash browns: recipe',
        'decode his behaviour: he never calls',
        'morse code for beginners',
        'unicode of conduct',
        'read 10 20 30 as text messages',
        'shift by 3: team',
        'convert fractions to binary',
        'encode audio as base64',
        'turn right in morse',
      ],
    },
    read: readCode,
  }),
]

function readCode(request: TextRequest): Answer | null {
  return (
    sameHash(request) ??
    hashed(request) ??
    shifted(request) ??
    letterSum(request) ??
    spelled(request) ??
    fromNumbers(request) ??
    bits(request) ??
    numbers(request) ??
    coded(request)
  )
}

const algorithmOf = (written = ''): string =>
  written
    .toLowerCase()
    .replace(/[- ]/g, '')
    .replace(/^sha2(?=256|384|512)/, 'sha')
    .replace(/^sha2(\d{3})$/, 'sha$1')

function hashed(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, HASHED)
  if (groups === null || (request.form === 'token' && !/^\d+$/.test(request.text)) || request.form === 'lines')
    return null
  const algorithm = algorithmOf(groups.algorithm)
  return textAfter(request, [op('encode.hash', `Digest with ${algorithm}`, { algorithm })], {
    gives: 'hex',
    same: true,
  })
}

function sameHash(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, SAME_HASH)
  const hash = groups?.hash?.toLowerCase()
  const algorithm = algorithmOf(groups?.algorithm)
  const seen = peek('encode.hash', { text: request.text, algorithm })?.hex
  if (hash === undefined || typeof seen !== 'string' || seen.length !== hash.length || request.form !== 'quote')
    return null
  const made = chain(request, [op('encode.hash', `Digest with ${algorithm}`, { algorithm })])
  return made === null
    ? null
    : decided({
        tasks: made.tasks,
        when: hasMember('hex', { const: hash }),
        yes: 'Yes, they match.',
        no: 'No, they do not match.',
        rest: '\n\n{{hex}}',
        members: ['hex'],
      })
}

const STEP_WORDS = 'one two three four five six seven eight nine ten'.split(' ')
const stepsOf = (written = ''): number =>
  STEP_WORDS.includes(written.toLowerCase()) ? STEP_WORDS.indexOf(written.toLowerCase()) + 1 : Number(written || 'none')

function shifted(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, SHIFTED) ?? groupsOf(request.head, MOVED)
  const by = stepsOf(groups?.n ?? groups?.n2)
  if (groups === null || !Number.isInteger(by) || Math.abs(by) > 25 || by === 0 || /[^ -~\n]/.test(request.text))
    return null
  // A row of numbers or a number alone is not shifted in the alphabet.
  if (!/\p{L}{2}/u.test(request.text)) return null
  // `shift by 3: team` may move anything, and `rotate` the text itself.
  if (!/letters?(?!\p{L})|alphabet|c(?:ae|ea|e)sar/iu.test(request.head) || /^rotate/i.test(request.head)) return null
  const isTurned = groups.un !== undefined || /^de/i.test(groups.way ?? '')
  const isLeft = groups.back !== undefined || groups.back2 !== undefined
  if (isTurned && isLeft) return null
  const isBack = isTurned || isLeft
  const shift = isBack ? -by : by
  return textAfter(request, [op('encode.caesar', `Move letters by ${shift}`, { shift })])
}

function letterSum(request: TextRequest): Answer | null {
  if (groupsOf(request.head, LETTER_SUM) === null || !/^[a-z]{1,60}$/i.test(request.text)) return null
  const lower: Step = op('text.normalize', 'Take small letters', { case: 'lower' })
  const made = chain(request, [lower, op('encode.codes', 'Take their codes')])
  const codes = made?.output.codes
  if (made === null || !Array.isArray(codes)) return null
  const expression = codes.map(code => Number(code) - 96).join(' + ')
  const total = peek('math.evaluate', { expression })?.exact
  if (typeof total !== 'string') return null
  return {
    tasks: [
      {
        key: 'sum',
        name: 'Add the places of the letters',
        op: 'math.evaluate',
        input: { expression },
        dependencies: [],
      },
    ],
    answer: 'sum',
    reply: withHow('{{value}}', { value: at('/exact') }, expression),
  }
}

function spelled(request: TextRequest): Answer | null {
  if (groupsOf(request.head, SPELLED) === null || !/^[A-Za-z0-9 -]{1,60}$/.test(request.text)) return null
  const made = chain(request, [op('encode.spell', 'Spell it')])
  const words = made?.output.words
  if (made === null || !Array.isArray(words) || words.length === 0) return null
  const template = words.map((_, i) => `{{/words/${i}}}`).join(' ')
  return { tasks: made.tasks, answer: made.key, reply: { template, values: { words: at('/words') } } }
}

/** Numbers of signs: their base is seen, or said where it could be two. */
function fromNumbers(request: TextRequest): Answer | null {
  if (groupsOf(request.head, FROM_NUMBERS) === null) return null
  const text = request.text.trim()
  const says = (word: RegExp): boolean => word.test(request.head)
  const base = BITS.test(text)
    ? 2
    : HEX_BYTES.test(text) &&
        (says(/hex/i) || /0x/i.test(text) || (/[a-f]/i.test(text) && /[ ,:]/.test(text) && !says(/decimal/i)))
      ? 16
      : DECIMALS.test(text) && says(/ascii|decimal|char|number/i)
        ? 10
        : null
  if (base === null || (base === 10 && !/[ ,;]/.test(text))) return null
  const parts = base === 16 ? (text.replace(/0x/gi, '').match(/[\da-f]{2}/gi) ?? []) : text.split(/[ ,;]+/)
  const isBytes = base !== 10
  const input = { codes: parts, base, unit: isBytes ? 'bytes' : 'code_points' }
  const seen = peek('encode.from_codes', input)?.text
  if (typeof seen !== 'string' || /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(seen)) return null
  return {
    tasks: [{ key: 'text', name: 'Read the numbers as signs', op: 'encode.from_codes', input, dependencies: [] }],
    answer: 'text',
    reply: { template: '{{text}}', values: { text: at('/text') } },
  }
}

function listed(request: TextRequest, step: Step, pointer: string, how: string): Answer | null {
  const made = chain(request, [step])
  const seen = made?.output[pointer]
  if (made === null || !Array.isArray(seen) || seen.length === 0 || seen.length > 200) return null
  const template = seen
    .map((_, i) => `{{/${pointer}/${i}}}`)
    .join(' ')
    .replaceAll(`{{/${pointer}/`, '{{/items/')
  return { tasks: made.tasks, answer: made.key, reply: withHow(template, { items: at(`/${pointer}`) }, how) }
}

function bits(request: TextRequest): Answer | null {
  // A number in binary is another question.
  if (groupsOf(request.head, AS_BITS) === null || !/\p{L}/u.test(request.text) || /^[\da-fx]+$/i.test(request.text))
    return null
  if (request.form === 'token') return null
  // `octal 755 -> binary`
  if (/^(?:octal|hex(?:adecimal)?|decimal|binary|oct|dec|base ?\d+|number|the number|ip)(?!\p{L})/iu.test(request.text))
    return null
  return listed(
    request,
    op('encode.codes', 'Take the bytes', { unit: 'bytes' }),
    'bits',
    'Bytes of UTF-8, eight bits each',
  )
}

function numbers(request: TextRequest): Answer | null {
  if (request.form === 'token') return null
  if (groupsOf(request.head, BYTES) !== null)
    return listed(
      request,
      op('encode.codes', 'Take the bytes', { unit: 'bytes' }),
      'hex',
      'Bytes of UTF-8 in hexadecimal',
    )
  const isOne = UNICODE_OF.test(request.head) && Array.from(request.text).length === 1
  if ((groupsOf(request.head, NUMBERED) === null && !isOne) || request.text.length > 200) return null
  const isUnicode = /unicode|point/i.test(request.head)
  if (!isUnicode && /[^ -~]/.test(request.text)) return null
  const step = op('encode.codes', 'Take the codes')
  return isUnicode ? listed(request, step, 'hex', 'Unicode code points') : listed(request, step, 'codes', 'ASCII codes')
}

function coded(request: TextRequest): Answer | null {
  if (request.head === '§') return null
  for (const { patterns, step, fits, shows } of CODES) {
    if (!patterns.some(pattern => pattern.test(request.head))) continue
    if (fits !== undefined && !fits.test(request.text)) continue
    const answer = textAfter(request, [step], { same: true })
    const seen = peek(step.op, { ...step.more, text: request.text })?.text
    if (answer === null || typeof seen !== 'string' || /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(seen)) continue
    return shows === undefined
      ? answer
      : { ...answer, reply: { template: '`{{text}}`', values: { text: at('/text') } } }
  }
  return plainDecode(request)
}

/** `decode X`: only Base64 shows what it is. */
function plainDecode(request: TextRequest): Answer | null {
  if (!/^(?:decode|decrypt)(?: §)?$/i.test(request.head) || request.form === 'lines') return null
  const { text } = request
  if (!/^[A-Za-z0-9+/_-]{8,}={0,2}$/.test(text) || !(/=$/.test(text) || (/[a-z]/.test(text) && /[A-Z]/.test(text))))
    return null
  const seen = peek('encode.unbase64', { text })?.text
  if (typeof seen !== 'string' || !/^[\p{L}\p{N}\p{P}\p{S}\s]+$/u.test(seen)) return null
  return textAfter(request, [op('encode.unbase64', 'Decode Base64')], { reading: 'Read as Base64.' })
}
