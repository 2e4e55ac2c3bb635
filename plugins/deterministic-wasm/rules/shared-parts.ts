/**
 * One request for several things: `255 in hex and binary`, `area and perimeter of ...`, `is 97 or 98 prime?`, `20% of 80, and of 120?`.
 * It is read as a request for each, every one of them a whole request that some rule knows; where one is not, nothing is answered.
 */
import type { PlannerInput, PlannerRule, RuleMatch } from '#contracts/planner-port'
import { joinAnswers } from './data/join-answers.ts'
import { MASK } from './message/mask.ts'
import { answerWhole } from './whole-answer.ts'

const LONGEST = 180
const MOST_PARTS = 4

/** Cheap: most messages have none of these words, or are a text. */
const MAY = /\s(?:and|or|&|as well as)\s|[?.,;]\s*(?:and|what about|how about|same for)\s/iu
/** Words that make one thing of several, or that change what was given. */
const JOINS =
  /(?<!\p{L})(?:together|combined|altogether|in total|between|both|difference|sum|total|then|each other|respectively|average|mean|product|gcd|hcf|lcm|greatest|least|ratio|compare|add|plus|minus|subtract|multiply|times|divide|remove|delete|strip|drop|replace|take|extract|keep|sort|merge|join|split|insert)(?!\p{L})/iu
/** Two percentages of which one is laid over the other. */
const LAID_OVER =
  /%[^%]*%.*(?:off|discount|reduc|rebate|tax|vat|gst|raise|increase|decrease)|(?:off|discount|reduc|rebate|tax|vat|gst|raise|increase|decrease).*%[^%]*%/iu
/** Units that make one length or weight together: `in hours and minutes`. */
const COMPOUND =
  /^(?:the )?(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|h|minutes?|mins?|seconds?|secs?|s|miles?|yards?|yd|feet|foot|ft|inch(?:es)?|in|km|m|cm|mm|met(?:er|re)s?|(?:kilo|centi|milli)met(?:er|re)s?|kg|g|(?:kilo)?grams?|stones?|pounds?|lbs?|ounces?|oz|gallons?|quarts?|pints?|cups?|lit(?:er|re)s?|ml|tablespoons?|teaspoons?|degrees|dollars|cents|euros?|pence|left|minutes left)$/iu
const LETTER = /^["']?\p{L}["']?(?:'?s)?$/u

type Part = { readonly label: string | null; readonly request: string }

export const sharedPartRules = (rules: readonly PlannerRule[]): readonly PlannerRule[] => [
  {
    id: 'shared-parts',
    reason: 'Answers one request for several things as a request for each of them, where it can answer every one.',
    order: 990,
    examples: {
      yes: [
        'what is 255 in hex and binary',
        'Convert 255 to binary, octal and hex, please',
        'convert 100 F to C and K',
        'what time is it in Tokyo and in Sydney when it is 9:00 in Berlin?',
        'area and circumference of a circle with radius 5',
        'What is 20% and 25% of 80?',
        'first and last letter of "hello"',
        'md5 and sha256 of "hello"',
        'is 97 or 98 prime?',
        'What weekday was 9 November 1989? And 3 October 1990?',
        '1994 in roman numerals, and 2026?',
        'What is 17% of 240? And of 360?',
      ],
      no: [
        'area and beauty of a circle with radius 5',
        'is 97 or 98 nicer?',
        'what time is it in Tokyo and in Gotham when it is 9:00 in Berlin?',
        'remove a and e from banana',
        'how many a and e are in banana',
        'sum of 3 and 5 in binary and why',
      ],
    },
    match: input => {
      const { message } = input
      const text = message.trim()
      if (text.length > LONGEST || !MAY.test(text) || JOINS.test(text) || LAID_OVER.test(text)) return []
      if (/\n/.test(text) || text.includes(MASK)) return []
      for (const parts of readings(text)) {
        const match = answerAll(parts, rules, input)
        if (match === null) continue
        const start = message.indexOf(text)
        return [{ ...match, span: [start, start + text.length] }]
      }
      return []
    },
  },
]

/** Every way in which the text is several requests; few, because each costs a look of all rules. */
function* readings(text: string): Generator<readonly Part[]> {
  for (const read of [manyTargets, manyFacts, manySubjects, followUp]) yield* read(text)
}

const WORDS = "(?:the )?[\\p{L}°][\\p{L}\\d²³/°.'-]*(?: [\\p{L}][\\p{L}.'-]*){0,2}?"
const TARGETS = new RegExp(
  `^(?<pre>.{2,}?\\S) (?<prep>in|to|into|as) (?:both )?(?<list>${WORDS}(?:, (?:(?:in|to|into|as) )?${WORDS}){0,3}),? (?:and|&|as well as) (?:also )?(?<again>(?:in|to|into|as) )?(?<last>${WORDS})(?<tail>(?: (?:when|if|at|on) .{2,60}|,? (?:please|pls|thanks|thank you))?[\\s?.!]*)$`,
  'iu',
)

/** `255 in hex and binary`. How many there are in two of them is their sum. */
function manyTargets(text: string): (readonly Part[])[] {
  const { pre, prep, list, again, last, tail } = TARGETS.exec(text)?.groups ?? {}
  if (pre === undefined || list === undefined || last === undefined) return []
  const targets = [...list.split(/, (?:(?:in|to|into|as) )?/iu), last]
  if (targets.length > MOST_PARTS || /how many|how much (?!is)|number of|count/iu.test(pre)) return []
  if (again === undefined && targets.every(target => COMPOUND.test(target))) return []
  return [targets.map(target => ({ label: target, request: `${pre} ${prep} ${target}${tail}` }))]
}

/** What stands before the name of a fact. */
const BEFORE =
  "(?:.* )?(?:is|are|the|an?|me|us|find|give|calculate|compute|get|show|need|want|what's|whats|out|know|determine|tell|its|print|both) "
const FACTS = new RegExp(
  `^(?<pre>(?:${BEFORE})?)(?<first>[^\\s,]+(?: [^\\s,]+){0,2}) (?:and|&) (?:the )?(?<last>\\S+(?: \\S+){0,2}?) (?<of>(?:of|for|on|from|in) .+)$`,
  'iu',
)
const OWN =
  /^(?<pre>.+?(?:,| its| the) )(?<first>\p{L}+) (?:and|&) (?:its |the )?(?<last>\p{L}+(?: \p{L}+)?)(?<tail>[\s?.!]*)$/iu

/** `area and perimeter of ...`, `first and last letter of ...`, `15% and 20% tip on ...`, `..., area and perimeter?`. */
function manyFacts(text: string): (readonly Part[])[] {
  const asked = text.replace(/^(?:what are|what're)(?= )/iu, 'what is')
  const { pre = '', first = '', last = '', of, tail } = (FACTS.exec(asked) ?? OWN.exec(asked))?.groups ?? {}
  if ((COMPOUND.test(first) && COMPOUND.test(last)) || LETTER.test(first) || LETTER.test(last) || first === '')
    return []
  const behind = of === undefined ? (tail ?? '') : ` ${of}`
  const second = { label: last, request: `${pre}${last}${behind}` }
  const noun = last.includes(' ') ? last.slice(last.indexOf(' ')) : ''
  const ways = noun === '' ? [first] : [first, `${first}${noun}`]
  return ways.map(label => [{ label, request: `${pre}${label}${behind}` }, second])
}

const SUBJECTS =
  /^(?<pre>(?:is|are|was) (?:the (?:number|year) )?)(?<first>\d[\d.,]*) (?:or|and) (?<last>\d[\d.,]*) (?<rest>\p{L}.*)$/iu
const SUBJECT_LAST =
  /^(?<pre>(?:is|was) (?:the (?:number|year) )?)(?<first>\d[\d.,]*) (?<rest>\p{L}[^?]*?),? or (?<last>\d[\d.,]*)(?<tail>[\s?.!]*)$/iu

/** `is 97 or 98 prime?`, `is 2026 a leap year or 2028?`. */
function manySubjects(text: string): (readonly Part[])[] {
  const { pre, first, last, rest, tail = '' } = (SUBJECTS.exec(text) ?? SUBJECT_LAST.exec(text))?.groups ?? {}
  if (pre === undefined || first === undefined || last === undefined || rest === undefined) return []
  const one = rest.replace(/^primes(?= |\?|$)/iu, 'prime').replace(/^leap years/iu, 'a leap year')
  return [[first, last].map(number => ({ label: null, request: `${pre}${number} ${one}${tail}` }))]
}

const FOLLOW =
  /^(?<first>.{6,}?)(?:[?.!,;]\s*(?:and )?|\s+and )(?:(?:what|how) about |(?:the )?same (?:for|with) |also )?(?<prep>(?:of|for|in|to|on|from) )?(?<value>[^\s?.!,;].{0,30}?)[\s?.!]*$/iu
const SAYS_MORE =
  /[?.!,;]\s*(?:and |(?:what|how) about |(?:the )?same )|\s+and (?:(?:what|how) about |(?:the )?same )/iu
const MONTH = '(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\\p{L}*\\.?'
/** What may stand in the place of another of its kind. */
const KINDS: readonly RegExp[] = [
  new RegExp(
    `(?:the )?\\d{1,2}(?:st|nd|rd|th)? (?:of )?${MONTH},? \\d{4}|${MONTH} \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\d{4}-\\d\\d-\\d\\d`,
    'giu',
  ),
  /"[^"]{1,40}"/gu,
  /[$€£]?\d[\d.,]*\d ?(?:km\/h|mph|[a-z°]{1,7}|[€%])(?![\p{L}\d])|[$€£]?\d ?(?:km\/h|mph|[a-z°]{1,7}|[€%])(?![\p{L}\d])/giu,
  /(?<![\p{L}\d.,])\d(?:[\d.,]*\d)?(?![\p{L}\d%€])/gu,
]

/** `What weekday was 9 November 1989? And 3 October 1990?`: the same of another value, which is the only one of its kind. */
function followUp(text: string): (readonly Part[])[] {
  if (!SAYS_MORE.test(text)) return []
  const { first, prep = '', value } = FOLLOW.exec(text)?.groups ?? {}
  if (first === undefined || value === undefined) return []
  for (const kind of KINDS) {
    const own = [...value.matchAll(kind)]
    if (own.length === 0) continue
    if (own.length > 1 || own[0]?.[0] !== value) return []
    const places = [...first.matchAll(kind)].filter(
      ({ index }) => prep === '' || first.slice(0, index).toLowerCase().endsWith(prep.toLowerCase()),
    )
    const [place] = places
    if (place === undefined || places.length > 1) return []
    const other = first.slice(0, place.index) + value + first.slice(place.index + place[0].length)
    const parts = [
      { label: place[0], request: `${first}?` },
      { label: value, request: `${other}?` },
    ]
    return [parts]
  }
  return []
}

type Found = Omit<RuleMatch, 'span'>

function answerAll(parts: readonly Part[], rules: readonly PlannerRule[], input: PlannerInput): Found | null {
  const found: RuleMatch[] = []
  for (const { label, request } of parts) {
    const match = answerWhole(request, rules, input)
    if (match === null) return null
    found.push(label === null ? match : labelled(match, label.replace(/^the /iu, '')))
  }
  // Two requests with the same tasks are one that was read twice.
  if (new Set(found.map(({ tasks }) => JSON.stringify(tasks))).size < found.length) return null
  const joined = joinAnswers(found)
  return joined === null ? null : { ...joined, ...(found.some(({ implied }) => implied) ? { implied: true } : {}) }
}

/** With what it answers in front, unless it says so itself. */
function labelled(match: RuleMatch, label: string): RuleMatch {
  const { template, how = '', values } = match.reply
  const literals = Object.values(values).map(value => ('literal' in value ? value.literal : ''))
  const isSaid = [template.replace(/\{\{.*?\}\}/g, ' '), how, ...literals].join(' ').includes(label)
  if (isSaid || template.includes('\n')) return match
  const reply = {
    ...match.reply,
    template: `{{answered_part}}: ${template}`,
    values: { ...values, answered_part: { literal: label } },
  }
  return { ...match, reply }
}
