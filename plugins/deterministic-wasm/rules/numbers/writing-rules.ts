/**
 * Numbers in other writings: in words and in digits, with a power of ten and without, as fractions, to significant digits, as ordinals,
 * in lakhs and crores or millions, with separators.
 */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import type { Clause } from '../message/read-message.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, firstMatch, single, task, withHow } from '../rule.ts'
import { answerPhrase, scientific, takeWish } from './number-answer.ts'
import { readNumberPhrase } from './number-phrase.ts'

const NUMBER = '(?<n>-?\\d+(?:\\.\\d+)?)'
const WRITE =
  "(?:(?:please )?(?:how (?:do|would|can|should) (?:i|you|we|one) (?:write|spell|say|pronounce|read)(?: out)?|write|spell|say|put|convert|turn|express|show|give me|what is|what's)(?: me)?(?: out)?(?: the)?(?: number| figure| amount)? )?"
const IN_WORDS: readonly RegExp[] = [
  new RegExp(`^${WRITE}${NUMBER} (?:in|into|to|as|using|with)(?: english)?(?: plain)? words(?: in english)?$`, 'iu'),
  new RegExp(`^(?:spell(?: out)?|write out|spell me)(?: the)?(?: number)? ${NUMBER}(?: in full| in words)?$`, 'iu'),
  new RegExp(
    `^how (?:do|would|can) (?:i|you|we|one) (?:spell|say|pronounce|write out|spell out)(?: out)?(?: the)?(?: number)? ${NUMBER}(?: in (?:english|words))?$`,
    'iu',
  ),
]
/** Money on a cheque: `1276.40¤<$¤`. */
const CHEQUE =
  /^(?:(?:how (?:do|would|should) i )?(?:write|spell(?: out)?|put) |(?:i(?:'m| am|'ve got to| have to| need to)? )?(?:filling (?:out|in)|fill (?:out|in)|write|writing|making out|to write) )?(?:(?:an? |the |my )?(?:cheque|check) (?:for|of|over) )?(?:the amount )?(?<n>\d+(?:\.\d\d)?)¤[<>](?<sign>[^¤]*)¤,? ?(?:how (?:do|would|should) i (?:write|spell)(?: out)? (?:the amount|it|that|this) )?(?:in|as|into) words$/iu
const CURRENCIES: Readonly<Record<string, readonly [one: string, many: string, part: string, parts: string]>> = {
  $: ['dollar', 'dollars', 'cent', 'cents'],
  usd: ['dollar', 'dollars', 'cent', 'cents'],
  '€': ['euro', 'euros', 'cent', 'cents'],
  eur: ['euro', 'euros', 'cent', 'cents'],
  '£': ['pound', 'pounds', 'penny', 'pence'],
  gbp: ['pound', 'pounds', 'penny', 'pence'],
  '₹': ['rupee', 'rupees', 'paisa', 'paise'],
  rs: ['rupee', 'rupees', 'paisa', 'paise'],
  inr: ['rupee', 'rupees', 'paisa', 'paise'],
}
const IN_DIGITS =
  /^(?<x>.+?),? (?:in|as|into|to|with|using)(?: an?)?(?: plain| normal| arabic)? (?:digits?|figures?|numerals?|numbers?|number form|numeric form)$/iu
const ORDINAL: readonly RegExp[] = [
  new RegExp(
    `^(?:the )?ordinal(?: number| form| of number)? (?:of|for) ${NUMBER}(?:,? is it (?:\\d+(?:st|nd|rd|th)(?: or )?)+)?$`,
    'iu',
  ),
  new RegExp(`^(?:write )?${NUMBER} as an? ordinal(?: number)?$`, 'iu'),
  /^is (?:it )?(?<n>\d+)(?:st|nd|rd|th) or \k<n>(?:st|nd|rd|th)$/iu,
]
const SIZES: Readonly<Record<string, string>> = {
  hundred: '100',
  thousand: '1000',
  k: '1000',
  lakh: '100000',
  lac: '100000',
  lacs: '100000',
  million: '1000000',
  mn: '1000000',
  crore: '10000000',
  cr: '10000000',
  billion: '1000000000',
  bn: '1000000000',
  trillion: '1000000000000',
  dozen: '12',
}
const SIZE = '(?<size>hundred|thousand|lakh|lac|million|crore|billion|trillion|dozen)s?'
const SCALED: readonly RegExp[] = [
  new RegExp(`^(?:(?:convert|write|express|change|put) )?(?<x>.+?) (?:in|into|to|as) ${SIZE}$`, 'iu'),
  new RegExp(`^(?<x>.+?),? (?:is |are |equals |makes |= ?)?how many ${SIZE}(?: is (?:it|that))?$`, 'iu'),
  new RegExp(
    `^how many ${SIZE} (?:is|are|are in|in|make(?: up)?|are there in|does it take to make|equals?|there are in) (?<x>.+?)$`,
    'iu',
  ),
]
const GROUPED =
  /^(?:(?:write|format|show|put|add) )?(?:commas? (?:to|in) |thousands? separators? (?:to|in) )?(?<x>.+?) (?:in|with|using)(?: the)? (?:(?<style>indian)(?: (?:number|numbering|comma|digit|grouping))? (?:format|style|system|notation|commas|grouping)|(?:thousands? separators?|commas|digit grouping))$/iu
const STORY =
  /^(?<story>.+?) ?[-–—,;:.]+ ?(?:so |and |please |can you )*(?:put|write|express|convert|give|turn|show|make)(?: me)? (?:that|it|this)(?: number| figure| value)? (?:in|into|as|to) (?<form>scientific notation|standard form|exponential notation|exponential form|words|roman numerals|binary|hex|hexadecimal|a fraction|a percentage|percent)$/iu
const ORDINARY =
  /^(?:(?:write|convert|express|put|show) )?(?<x>.+?),? (?:(?:written |in |as |to |into )+(?:an? )?(?:ordinary|normal|plain|regular|full|decimal|standard decimal|everyday|usual)(?: (?:notation|form|number|decimal|digits|numbers))*|(?:written )?out in full|in full|written out|(?:with no|without(?: an?)?|no) exponent)(?:,? (?:no|without(?: an?)?|with no) exponents?)?$/iu
const SIGNIFICANT =
  /^(?:how many|(?:the )?number of|count(?: the)?) (?:significant (?:figures|digits)|sig\.? ?figs?|sigfigs|s\.?f\.?)(?: (?:are|does|do))?(?: there)?(?: in| of)?(?: the number)? (?<n>-?\d+(?:\.\d*)?)(?: have| has)?$/iu

export const writingRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-writing',
    reason:
      'Writes a number in words or digits, with a power of ten, as a fraction, an ordinal, in lakhs or millions, or to significant digits.',
    order: 106,
    hint: /words|digits?|figures?|numerals?|spell|ordinal|notation|form|fraction|mixed|sig|lakh|lac|crore|million|billion|thousand|trillion|dozen|exponent|in full|written out|format|commas|separator|simpl|terms|reduce|is it \d|number/i,
    examples: {
      yes: [
        'write 4,518 in words',
        'How do you write 1000001 in english words',
        'twelve thousand and four as digits',
        'one crore twenty lakh in figures',
        'Write 93000000 in scientific notation',
        '0.000032 in standard form',
        '6.02e5 in ordinary notation, no exponent',
        '0.0045678 to 3 significant figures',
        'how many sig figs in 0.00720',
        'ordinal of 112, is it 112th or 112nd',
        '2.2 as a mixed number',
        '0.625 as fraction',
        'what fraction of 60 is 45',
        '16/64 simplify it',
        'Simplify the fraction 126/210',
        '1.5 lakh how many thousand',
        '2.5 mn in lakhs',
        '12,34,567 + 8,76,543 in indian format',
        'A machine part has tolerance 0.0000425 - put that in scientific notation for me',
      ],
      no: [
        'write 500 words',
        'write 3 in your own words',
        'Say 5 nice words',
        'What is the standard form of 12 contract?',
        'how many figures in 3 paintings',
        'two people as figures of speech',
        'write a number in words',
        'how many thousands died in 1918',
        'simplify this sentence',
        '9/11 simplified',
        'What is 24/7 as a fraction of a week?',
        'how many dozen eggs in 3 cakes',
        'is it 5 or 6',
        'spell 2 words',
      ],
    },
    read: clause =>
      clause.quotes.length > 0 ||
      clause.data !== null ||
      clause.mark.startsWith('!') ||
      !/\d/.test(clause.plain) ||
      clause.plain.length > 200
        ? null
        : written(clause),
  }),
]

function written(clause: Clause): Answer | null {
  const texts = [...new Set([clause.plain, clause.core])]
  for (const text of texts) {
    const answer =
      inWords(text, clause) ??
      cheque(text) ??
      inDigits(text, clause) ??
      ordinal(text) ??
      ordinary(text) ??
      scaled(text) ??
      grouped(text) ??
      formed(text) ??
      fractionOf(text) ??
      toldOf(text)
    if (answer !== null) return answer
  }
  return significantDigits(clause)
}

function inWords(text: string, clause: Clause): Answer | null {
  const value = firstMatch(text, IN_WORDS)?.groups?.n
  // `write 500 words`, `spell out five`: a number in words has been one before.
  if (value === undefined || !/\d/.test(clause.text)) return null
  return spelled(value)
}

function spelled(value: string): Answer | null {
  const input = { value }
  if (peek('math.spell', input) === null) return null
  return single(
    task('words', `Write ${value} in words`, 'math.spell', input),
    '{{text}}',
    { text: at('/text') },
    `${value} in words`,
  )
}

/** `one thousand two hundred seventy-six dollars and forty cents`. */
function cheque(text: string): Answer | null {
  const groups = CHEQUE.exec(text)?.groups
  const names = CURRENCIES[(groups?.sign ?? '').trim().toLowerCase().replace('.', '')]
  if (groups === undefined || names === undefined) return null
  const [whole = '', part = ''] = (groups.n ?? '').split('.')
  const tasks = [task('whole', 'Write the whole amount in words', 'math.spell', { value: whole })]
  const [one, many, cent, cents] = names
  const first = `{{whole}} ${whole === '1' ? one : many}`
  if (part === '' || part === '00')
    return { tasks, answer: 'whole', reply: withHow(first, { whole: at('/text') }, `${groups.n} in words`) }
  const minor = String(Number(part))
  tasks.push(task('part', 'Write the rest in words', 'math.spell', { value: minor }))
  tasks.push(
    task(
      'both',
      'Put both together',
      'agg.merge',
      { objects: [{ whole: { $from: 'whole', pointer: '/text' }, part: { $from: 'part', pointer: '/text' } }] },
      ['whole', 'part'],
    ),
  )
  const template = `${first} and {{part}} ${minor === '1' ? cent : cents}`
  return {
    tasks,
    answer: 'both',
    reply: withHow(template, { whole: at('/whole'), part: at('/part') }, `${groups.n} in words`),
  }
}

function inDigits(text: string, clause: Clause): Answer | null {
  const told = IN_DIGITS.exec(text)?.groups?.x?.replace(
    /^(?:write|convert|put|show|express|give me|what is|what's)(?: the number)? /i,
    '',
  )
  const read = told === undefined ? null : readNumberPhrase(told)
  if (read === null || read.isOperation || read.hasUnknown) return null
  // It was told in words; digits as digits are no request.
  const source = clause.text.slice(
    0,
    clause.text.search(/,? (?:in|as|into|to|with|using)(?: an?)?(?: \S+)? (?:digits?|figures?|num)/i),
  )
  if (
    !/[a-z]{3}/i.test(
      source.replace(/^(?:write|convert|put|show|express|give me|what is|what's)(?: the number)? /i, ''),
    )
  )
    return null
  const isIndian = /lakh|crore|lac/i.test(told ?? '')
  if (!isIndian)
    return evaluated({ expression: read.expression, how: `${clause.text.slice(0, source.length)} in digits` })
  const tasks = [
    task('value', 'Work out the number', 'math.evaluate', { expression: read.expression }),
    task(
      'grouped',
      'Group its digits',
      'math.group',
      { value: { $from: 'value', pointer: '/exact' }, style: 'indian' },
      ['value'],
    ),
    task(
      'both',
      'Put both together',
      'agg.merge',
      { objects: [{ value: { $from: 'value', pointer: '/exact' }, grouped: { $from: 'grouped', pointer: '/text' } }] },
      ['value', 'grouped'],
    ),
  ]
  return {
    tasks,
    answer: 'both',
    reply: withHow(
      '{{value}} ({{grouped}})',
      { value: at('/value'), grouped: at('/grouped') },
      `${read.said} in digits`,
    ),
  }
}

function ordinal(text: string): Answer | null {
  const value = firstMatch(text, ORDINAL)?.groups?.n
  if (value === undefined || !/^\d{1,15}$/.test(value)) return null
  const only = task('ordinal', `Write ${value} as an ordinal`, 'math.spell', { value, kind: 'ordinal' })
  return single(only, '{{ordinal}} ({{text}})', { ordinal: at('/ordinal'), text: at('/text') }, `ordinal of ${value}`)
}

/** `6.02e5 in ordinary notation`. */
function ordinary(text: string): Answer | null {
  const told = ORDINARY.exec(text)?.groups?.x
  const read = told === undefined ? null : readNumberPhrase(told)
  if (read === null || !(read.isScientific || /\^/.test(read.expression)) || /[-+]/.test(read.said.replace(/\^-/, '')))
    return null
  return evaluated({ expression: read.expression, how: read.said })
}

function scaled(text: string): Answer | null {
  const groups = firstMatch(text, SCALED)?.groups
  const size = SIZES[(groups?.size ?? '').toLowerCase()]
  const told = (groups?.x ?? '').replace(/^(?:convert|what is|what's) /i, '')
  const read =
    size === undefined ? null : readNumberPhrase(/^(?:an? )/i.test(told) ? told.replace(/^an? /i, '1 ') : told)
  if (
    read === null ||
    read.hasUnknown ||
    !/\d{4}|lakh|lac|crore|million|mn|billion|bn|thousand|trillion|hundred|\dk\b/i.test(told)
  )
    return null
  return evaluated({
    expression: `${read.expression} / ${size}`,
    unit: ` ${(groups?.size ?? '').toLowerCase()}`,
    how: `${read.said} ÷ ${size}`,
  })
}

function grouped(text: string): Answer | null {
  const groups = GROUPED.exec(text)?.groups
  const read = groups === undefined ? null : readNumberPhrase(groups.x ?? '')
  if (read === null || !/^[^a-z]*$/i.test(read.said)) return null
  const style = groups?.style === undefined ? 'western' : 'indian'
  const tasks = [
    task('value', 'Work out the number', 'math.evaluate', { expression: read.expression }),
    task('grouped', 'Group its digits', 'math.group', { value: { $from: 'value', pointer: '/exact' }, style }, [
      'value',
    ]),
  ]
  if (peek('math.evaluate', { expression: read.expression }) === null) return null
  return { tasks, answer: 'grouped', reply: withHow('{{text}}', { text: at('/text') }, read.said) }
}

/** A lone number in the form that is asked for: `0.625 as a fraction`, `93000000 in scientific notation`. */
function formed(text: string): Answer | null {
  const asked = /^(?:what|which) fraction is (.+)$/i.exec(text)?.[1]
  const last = takeWish(asked === undefined ? text : `${asked} as a fraction`)
  // `as a fraction in simplest form`
  const wish =
    last.form === 'fraction' ? { ...takeWish(last.rest), form: last.form, rest: takeWish(last.rest).rest } : last
  const bare = (
    wish.rest === text ? text.replace(/^(?:simplify|reduce)(?: the)?(?: fraction)? /i, '') : wish.rest
  ).replace(
    /^(?:how (?:do|would|can|should) (?:i|you|we|one) (?:write|express|put) |(?:simplify|reduce|write|convert|express|round|put|show|change|turn|give me)(?: off)?(?: the)?(?: fraction| number| decimal| mixed number| improper fraction)? |the (?:fraction|number|decimal) )/i,
    '',
  )
  const isSimplified = wish.rest === text && /^(?:simplify|reduce) /i.test(text)
  const form = isSimplified ? 'fraction' : wish.form
  if (form === 'plain' && wish.digits === undefined) return null
  const read = readNumberPhrase(bare)
  if (read === null || read.isOperation || read.hasUnknown || (read.isPercent && form !== 'fraction')) return null
  // A rounding of a plain number is the rule of whole numbers; a saying is no fraction.
  if ((form === 'decimal' && !read.isMixed) || form === 'percent' || /^(?:24\/7|9\/11|50\/50|80\/20)$/.test(read.said))
    return null
  if ((form === 'fraction' || form === 'mixed') && !/[./%]/.test(read.said)) return null
  if (form === 'scientific') return scientific(read.expression, read.said, 'scientific')
  const recurring = form === 'fraction' ? recurringFraction(read.said) : null
  if (recurring !== null)
    return {
      ...answerPhrase({ ...read, expression: recurring }, { ...wish, form })!,
      reading: 'The last digit is taken to recur without end.',
    }
  const isImproper = form === 'fraction' && read.isMixed
  return answerPhrase(isImproper ? { ...read, isMixed: false } : read, { ...wish, form })
}

const FRACTION_OF: readonly RegExp[] = [
  /^(?:what|which) fraction of (?<b>\d+(?:\.\d+)?) (?:is|are) (?<a>\d+(?:\.\d+)?)$/iu,
  /^(?:(?:write|express|what is|what's) )?(?<a>\d+(?:\.\d+)?) as a (?:simplified |reduced )?fraction of (?<b>\d+(?:\.\d+)?)$/iu,
  /^(?<a>\d+(?:\.\d+)?) is what fraction of (?<b>\d+(?:\.\d+)?)$/iu,
]

/** `what fraction of 60 is 45`. */
function fractionOf(text: string): Answer | null {
  const groups = firstMatch(text, FRACTION_OF)?.groups
  const { a = '', b = '' } = groups ?? {}
  if (groups === undefined || Number(b) === 0) return null
  const read = readNumberPhrase(`${a} ÷ ${b}`)
  return read === null ? null : answerPhrase(read, { form: 'fraction', decimals: undefined, digits: undefined })
}

/** `0.1666666`: five and more equal digits at the end. */
function recurringFraction(said: string): string | null {
  const found = /^(-?)0\.(\d*?)(\d)\3{4,}$/.exec(said)
  if (found === null || found[3] === '0') return null
  const [, sign = '', before = '', digit = ''] = found
  return `${sign}(${Number(before + digit)} - ${before === '' ? 0 : Number(before)}) / (9 * 10^${before.length})`
}

/** One number is told of, and asked for in another form. */
function toldOf(text: string): Answer | null {
  const groups = STORY.exec(text)?.groups
  const numbers = [...(groups?.story ?? '').matchAll(/(?<![\p{L}\d.])\d+(?:\.\d+)?(?![\p{L}\d])/gu)].map(
    ([number]) => number,
  )
  const [value] = numbers
  if (groups === undefined || value === undefined || numbers.length !== 1 || /[¤%]/.test(groups.story ?? ''))
    return null
  const form = (groups.form ?? '').toLowerCase()
  if (/notation|standard form|exponential/.test(form)) return scientific(value, value, 'scientific')
  if (form === 'words') return spelled(value)
  if (form === 'roman numerals' && peek('math.to_roman', { value: Number(value) }) !== null)
    return single(
      task('roman', 'Write it in Roman numerals', 'math.to_roman', { value: Number(value) }),
      '{{text}}',
      { text: at('/text') },
      `${value} in Roman numerals`,
    )
  return null
}

/** The digits as they were written: `0.00720` has three. */
function significantDigits(clause: Clause): Answer | null {
  const value = SIGNIFICANT.exec(clause.text)?.groups?.n
  const seen = value === undefined ? null : peek('math.significant', { text: value })
  if (value === undefined || seen === null) return null
  const note = seen.is_certain === true ? '' : '; the zeros at the end may count as well'
  return single(
    task('digits', 'Count them', 'math.significant', { text: value }),
    '{{digits}}',
    { digits: at('/digits') },
    `significant digits of ${value}${note}`,
  )
}
