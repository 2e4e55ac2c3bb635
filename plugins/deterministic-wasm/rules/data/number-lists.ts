/** Lists of numbers and what is asked about them in any words: figures, places, order, conditions, spread, running sums. */
import type { PlannerInput, PlannerRule, RuleMatch } from '#contracts/planner-port'
import { listRules } from '../lists.ts'
import { replaceNumberWords } from '../message/number-words.ts'
import { LONGEST_MESSAGE } from '../message/read-message.ts'
import type { Answer } from '../rule.ts'
import { statisticsRules } from '../statistics.ts'
import { MEANS, piecesOf, withWish } from './data-request.ts'
import { type FoundNumbers, findNumbers } from './find-numbers.ts'
import { joinAnswers } from './join-answers.ts'
import type { NumberAsk } from './number-answers.ts'
import { numberMeasureAsks } from './number-measures.ts'
import { numberPartAsks } from './number-parts.ts'
import { numberAsks } from './number-questions.ts'
import { readRequestWords, type Words } from './request-words.ts'

/** What the numbers are; it changes nothing. */
const THINGS =
  /(?<!\p{L})(?:the |my |our |these |those |all |of )*(?:(?:last|past|recent|daily|weekly|monthly|bowling|test|exam|quiz|shoe|math|maths|temperature|sensor|sales|house|body|golf|lap|race) )*(?:(?<!whole )numbers?(?! of)|scores?|values?|marks|grades|ages|heights|temps|temperatures|prices|amounts|figures|results|readings|measurements|data ?points?|data ?set|samples?|sizes|series|entries|observations|integers|receipts|expenses|costs|bills|salaries|distances|lengths|points|rounds|tests|exams|quizzes|games|matches|runs|laps|attempts|assignments|set|dataset|sequence|array)(?:\s+(?:are|were|is|was|this week|last week|today))?(?!\p{L})/giu

const requests = new WeakMap<
  PlannerInput,
  { readonly found: FoundNumbers; readonly pieces: readonly string[] } | null
>()

function readList(input: PlannerInput) {
  let request = requests.get(input)
  if (request === undefined) {
    request = input.attachments.length > 0 || input.message.length > LONGEST_MESSAGE ? null : readWhole(input.message)
    requests.set(input, request)
  }
  return request
}

/** Whether something holds is asked, and no figure: `is it sorted: 1 2 4 3`. */
const WHETHER =
  /^\s*(?:(?:so|and|hey|hi|please|check if|tell me if|check whether) ){0,6}(?:is|are|was|were|does|do|did|has|have) (?:it|this|that|these|those|they|the|my|there|any|all|each|every|\d)(?!\p{L})/iu

/** `average of the lowest two`: one figure of some, and no two figures. */
const OF_ENDS =
  /(?<!\p{L})(?:average|mean|avg|sum|total|median|range) of (?:the|my|your) (?:(?:\d|two|three|four|five) )?(?:lowest|highest|largest|smallest|biggest|top|bottom|best|worst|max|min)(?!\p{L}| and)/iu

function readWhole(message: string) {
  if (MEANS.test(message) || WHETHER.test(message)) return null
  const found = findNumbers(message)
  if (found === null) return null
  const head = message.slice(0, found.span[0]).replace(/[[({]\s*$/, '')
  const tail = message
    .slice(found.span[1])
    .replace(/^\s*[\])}]/, '')
    // `8, 9 and 11 years old`
    .replace(/^ old(?=[\s.,;?!])/i, '')
  if (head.length + tail.length > 300) return null
  const pieces = piecesOf(`${head}\n${tail}`)
    .map(piece =>
      piece
        .replace(/\(?(?:in )?(?:the )?german (?:number )?(?:format|notation|style)\)?/i, ' ')
        .replace(THINGS, ' ')
        .replace(/(?<!\p{L})(?:(?:this|last) (?:week|month|year)|today|yesterday)(?!\p{L})/giu, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(piece => piece !== '')
  const asked = withoutTold(pieces, found.digits.length)
  return asked.length === 0 || asked.length > 3 ? null : { found, pieces: asked }
}

const NOTHING = { table: null, values: new Map() } as const
const ASKS: readonly NumberAsk[] = [...numberAsks, ...numberMeasureAsks, ...numberPartAsks]

/** What the numbers came from, in front of them: `five patients waited`, `donations came in as`. */
const TOLD =
  /^(?:(?:(?:the|my|our|these|those) )?(?:(?<count>\d{1,3}) )?(?:\p{L}{2,15} ){1,2}(?:waited|laid|came in|came in at|came in as|scored|ran|took|walked|slept|drove|weighed|weigh|measured|cost|sold|spent|paid|earned|received|got|had|read|drank|swam|are|were)|(?:const|let|var) \p{L}\w{0,20} ?=|\p{L} ?=)$/iu
/** When they came, behind them: `eggs from Monday to Sunday`. */
const BETWEEN =
  /^(?:\p{L}{3,12} )?(?:from|between) (?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* (?:to|until|and|through) (?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$/iu
const LIMITS =
  /(?<!\p{L})(?:not|no|only|without|except|each|every|nobody|nothing|average|total|sum|mean|median|what|which|how|if|twice|double|half|all but|sort|count)(?!\p{L})/iu

/** Without what is merely told; a number of them that is another one changes everything. */
function withoutTold(pieces: readonly string[], count: number): string[] {
  return pieces.filter((piece, at) => {
    if (pieces.length < 2 || LIMITS.test(piece)) return true
    if (BETWEEN.test(piece)) return false
    const told =
      at === 0 ? TOLD.exec(replaceNumberWords(piece.replace(/^(?:hello|hi|hey|dear)(?: \p{L}+)?, /iu, ''))) : null
    return told === null || (told.groups?.count !== undefined && Number(told.groups.count) !== count)
  })
}

function match(input: PlannerInput) {
  const request = readList(input)
  if (request === null) return []
  const { found, pieces } = request
  const asks = OF_ENDS.test(input.message) ? numberPartAsks : ASKS
  const answer = withWish(pieces, some => answerPieces(some, found, asks, input.message))
  if (answer === null) return []
  if ([...statisticsRules, ...listRules].some(rule => rule.match(input).some(match => isWhole(match, input.message))))
    return []
  const end = input.message.replace(/[\s?!.:]+$/, '').length
  const readings = [answer.reading ?? '', found.reading].filter(said => said !== '').join(' ')
  return [
    {
      span: [0, Math.max(1, end)] as const,
      data: [[0, input.message.length] as const],
      ...answer,
      ...(readings === '' ? {} : { reading: readings }),
    },
  ]
}

function answerPieces(
  pieces: readonly string[],
  found: FoundNumbers,
  asks: readonly NumberAsk[],
  said: string,
): Answer | null {
  const ask = (words: Words | null): Answer | null => {
    if (words === null) return null
    for (const one of asks) {
      const answer = one(words, found, said)
      if (answer !== null) return answer
    }
    return null
  }
  const whole = readRequestWords(pieces.join(' '), NOTHING)
  if (whole === null) return null
  const counted = plainer(withoutCount(whole, found.digits.length), pieces, found.digits)
  const parts = counted.text.split(/ and (?=(?:sum|mean|median|mode|max|min|range|stdev|howmany|sort|which)(?: |$))/)
  return (
    ask(counted) ??
    (parts.length > 1 && parts.length < 5 ? joinAnswers(parts.map(text => ask({ ...counted, text }))) : null)
  )
}

const MEASURED =
  /(?<=(?:^| )(?:mean|median|sum|max|min|range|stdev)) (?:heights?|weights?|ages?|waits?|waiting time|times?|price|temperatures?|temp|scores?|marks?|grades?|distance|length|speed|cost|amount|income|salary|rent)(?= |$)/g

/** `median age in 2020, 2021 and 2022`: numbers that say where or when. */
const PLACED = /(?<!\p{L})(?:in|at|on|between|during|since|after|before|to|from|for|around|by|with)$/iu
const isYear = (text: string): boolean => /^(?:1[89]|20)\d\d$/.test(text)

/** Without what the numbers are, and what says no more: `mean height and the range too`. */
function plainer({ text, marks }: Words, pieces: readonly string[], digits: readonly string[]): Words {
  const isList = digits.length > 2 && !digits.every(isYear) && !pieces.some(piece => PLACED.test(piece))
  const bare = isList ? text.replace(MEASURED, '') : text
  return {
    text: bare
      .replace(/ (?:too|thereof|numerically|also|as well)(?= |$)/g, '')
      .replace(/^middle$/, 'median')
      // `minimum and maximum of` the numbers, and no limit.
      .replace(/ <=$/, ' max')
      .replace(/ >=$/, ' min')
      .replace(/^(?:<=|>=)(?= and | max| min| mean| median|$)/, sign => (sign === '<=' ? 'max' : 'min'))
      .replace(/(?<=^|[a-z] )N(\d+) - moving mean/, 'N$1 moving mean'),
    marks,
  }
}

/** Whether an older rule reads all of the message. */
function isWhole({ span, data = [] }: RuleMatch, message: string): boolean {
  const end = message.replace(/[\s?!.:]+$/, '').length
  const last = Math.max(span[1], ...data.map(([, to]) => to))
  return span[0] <= message.length - message.trimStart().length && last >= end
}

/** `my last 5 scores`, where there are five. */
function withoutCount(words: Words, count: number): Words {
  const at = words.marks.findIndex(mark => mark.kind === 'N' && mark.digits === String(count))
  const text =
    at < 0
      ? words.text
      : words.text.replace(
          new RegExp(`^(.*?)(?:(?:last|first) )?N${at}(?= |$) ?(?=sum|mean|median|mode|range|stdev|$)`),
          '$1',
        )
  return { ...words, text: text.trim() }
}

export const numberListRules: readonly PlannerRule[] = [
  {
    id: 'number-list',
    reason:
      'Works out what is asked about a list of numbers: figures, places, order, conditions, quartiles, outliers, running sums.',
    order: 214,
    examples: {
      yes: [
        '88 92 79 95 84 averge',
        'my last 5 bowling scores were 134, 121, 156, 149 and 140, whats my average',
        'range (max minus min) for temperatures -3, 5, 11, -7, 2',
        'sum of:\n1.200,50\n3.450,00\n99,95\n(german number format)',
        'second highest score out of 67, 91, 88, 91, 73',
        'how many are negative? -2 4 -9 0 3 -1',
        'cumulative sum: 5 10 15 20',
        'numbers greater than 50 in here: 12, 88, 50, 51, 47, 93',
        'mean and median of 3, 9, 1, 14, 7, 7',
        'What are the minimum, median and maximum of 31, 12, 25, 7, 40?',
        'average of the three highest: 12, 15, 9, 21, 18, 15, 7',
        'How many of these ages are 18 to 64 inclusive? 17, 18, 25, 64, 65, 40',
        'what percentage of these are above 50? 12, 55, 78, 43, 90',
        'which value appears twice: 12, 15, 9, 21, 18, 15, 7',
      ],
      no: [
        'what does 10 20 30 mean',
        'my scores were 134, 121, 156, am I good?',
        'average of 5 kg, 3 l and 2 kg',
        'the average human needs 7, 8 or 9 hours of sleep',
        'sum of 3, 5, 8 without the smallest digit',
        'sort 3, 5, 8 by importance',
        'sum of top 3 and bottom 3: 9, 4, 7, 1, 12, 3, 8',
        'average growth from first to last in percent: 120, 135, 150',
        'which is the fastest: 62, 64, 61, 66',
        'which score occurs least often: 4 5 3 4 4 2 5',
        'What is the next number: 2, 4, 8, 16?',
        'In 2019, 2020 and 2021 the mean income fell.',
        'what does the range 5, 10, 20 mean for my car?',
      ],
    },
    match,
  },
]
