/** An account or a stock with what it began with and what came and went, each with its sign: what is there in the end, what came, what went. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { piecesOf, withoutChatter } from '../data/data-request.ts'
import { evaluated } from '../evaluated.ts'
import type { Answer } from '../rule.ts'
import { bareOf, spanOf, spokenOf } from './asked-text.ts'
import { readLabel } from './list-label.ts'

const SIGN = '(?:€|\\$|£|₹|EUR|USD|GBP|CHF|eur|euros?|usd|dollars?|gbp|chf)'
const NUMBER = '\\d+(?:[.,]\\d+)*'
const MONEY = `(?:${SIGN} ?)?${NUMBER}(?: ?${SIGN}(?![\\p{L}]))?`
const START = new RegExp(
  `(?<![\\p{L}])(?:(?:the |my |our )?(?:start(?:ing|ed)?|opening|initial|beginning|began|begins?|old|previous|first)(?: (?:balance|amount|value|stock|account|saldo|sum|cash|money|with|at|was|is|of|from|on))*|(?:account |bank )?balance (?:at the (?:start|beginning)|before|brought forward|was|is|of)(?: (?:was|is|of))?|(?:i |we )?(?:start|started|begin|began)(?: out)? with|i had|we had|(?:stock|balance|cash|amount|money) at (?:the )?(?:start|beginning)(?: (?:was|is|of))?|(?:my |the |our )?account (?:had|has|held|holds|shows?|showed))[ :=]*(?<number>${MONEY})(?![\\d%])`,
  'iu',
)
const AT_START = new RegExp(
  `(?<![\\p{L}\\d+−–-])(?<number>${MONEY}) (?:(?:at|in|from) the (?:start|beginning)|to (?:start|begin) with|at first)(?!\\p{L})`,
  'iu',
)
const MOVE = new RegExp(`(?<![\\p{L}\\p{N}.,/-])(?<sign>[+−–-]) ?(?<number>${MONEY})(?![\\p{L}\\p{N}%/])`, 'gu')
/** Movements that may not have happened. */
const UNSURE =
  /(?<!\p{L})(?:pending|cancel\w*|revers\w*|void|planned|tomorrow|maybe|not|expected|declined|failed|returned|bounced|scheduled|if|unless|except|without|interest|percent|vat|tax|each|per|every|twice|times|fee of|weekly|monthly|daily)(?!\p{L})|%/iu
const DAY = /^(?:\d{1,2}\.\d{1,2}\.(?:\d{2,4})?|\d{4}-\d\d-\d\d|\d{1,2}\/\d{1,2}(?:\/\d{2,4})?)[ :\t]+/gmu

const ON_DAY =
  / (?:on|at|from) (?:the )?\d{1,2}(?:st|nd|rd|th|\.)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: \d{4})?(?!\p{L})/giu

const END =
  /^(?:(?:what is |is )?(?:in|on) (?:it|there|the [a-z]+)|(?:stock|balance|amount) (?:left|today)|stock|how much (?:money )?(?:is|are) (?:there )?(?:now )?(?:in|on) (?:it|there|the [a-z]+(?: [a-z]+)?|my [a-z]+(?: [a-z]+)?)(?: now)?|how much (?:is|do i have|do we have|have i got|money is|money do i have|money is there|is there)(?: still)?(?: left| remaining)?(?: (?:in|on) (?:the|my|our) account| at the end| over| in the end| in total)*|(?:final|end|ending|closing|new|current|remaining|resulting)(?: account| bank)? (?:balance|amount|saldo|stock|sum|total)|balance(?: (?:at the end|in the end|after (?:that|this|all(?: of)? (?:that|this|it)|these|everything|all movements)|left|of the account|on the account|on my account|of my account|be))?|(?:what (?:do i have|is) )?left(?: over)?(?: (?:in|on) (?:the|my|our) account| at the end)?|what (?:do i have|have i got) left|(?:where|what) (?:am i|do i end up)(?: at| with)?|how much (?:remains|is left|is remaining)(?: (?:in|on) (?:the|my|our) account)?)$/u
const OUT =
  /^(?:(?:total|sum|sum of|total of)(?: all| the| my| of)* (?:expenses|withdrawals|payments|debits|outgoings|spending|costs|outgoing payments|expenditure)|how much (?:did i|did we|have i|have we) (?:spend|spent|pay|paid)(?: in total| altogether)?|total spent|how much went out(?: in total)?)$/u
const IN =
  /^(?:(?:total|sum|sum of|total of)(?: all| the| my| of)* (?:income|deposits|credits|incoming payments|earnings)|how much (?:did i|did we|have i|have we) (?:receive|received|earn|earned|get|got)(?: in total| altogether)?|total income|how much came in(?: in total)?)$/u

type Account = {
  readonly start: string | null
  readonly moves: readonly string[]
  readonly rest: string
  readonly money: string
}

/** The plain number; null where it has two readings. */
function plain(text: string): string | null {
  const digits = text.replace(new RegExp(SIGN, 'giu'), '').trim()
  // `1.000` may be one or a thousand.
  if (/^\d{1,3}\.\d{3}$/.test(digits)) return null
  if (/^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/.test(digits)) return digits.replaceAll(',', '')
  if (/^\d+(?:,\d{3})*(?:\.\d+)?$/.test(digits)) return digits.replaceAll(',', '')
  if (/^\d{1,3}(?:\.\d{3})+,\d{1,2}$|^\d+,\d{1,2}$/.test(digits)) return digits.replaceAll('.', '').replace(',', '.')
  return null
}

const signOf = (text: string): string => new RegExp(SIGN, 'iu').exec(text)?.[0].toLowerCase().replace(/s$/, '') ?? ''

function readAccount(written: string): Account | null {
  // A day before a movement says when.
  const message = written.replace(DAY, all => ' '.repeat(all.length)).replace(ON_DAY, all => ' '.repeat(all.length))
  const start = START.exec(message) ?? AT_START.exec(message)
  const body =
    start === null
      ? message
      : `${message.slice(0, start.index)}${' '.repeat(start[0].length)}${message.slice(start.index + start[0].length)}`
  const moves = [...body.matchAll(MOVE)]
  if (moves.length < 2 || moves.length > 40) return null
  const rest = body.replace(MOVE, '\uE000')
  if (/\d/.test(rest) || UNSURE.test(rest)) return null
  const all = [...(start === null ? [] : [start.groups?.number ?? '']), ...moves.map(move => move.groups?.number ?? '')]
  const signs = new Set(all.map(signOf).filter(sign => sign !== ''))
  const numbers = all.map(plain)
  const isContinental = all.some(number => /,\d{1,2}(?:\D|$)/.test(number))
  const isPoint = all.some(number => /\.\d{1,2}(?:\D|$)/.test(number))
  if (signs.size > 1 || numbers.includes(null) || (isContinental && isPoint)) return null
  const signed = moves.map(
    (move, i) => `${move.groups?.sign === '+' ? '+' : '-'} ${numbers[i + (start === null ? 0 : 1)]}`,
  )
  const money = [...signs][0] ?? ''
  return {
    start: start === null ? null : (numbers[0] as string),
    moves: signed,
    rest,
    money: /^[€$£₹]$/.test(money) ? money : '',
  }
}

/** What stands beside the movements and asks: words on their lines only name them. */
function questionOf(rest: string): string | null {
  const asks: string[] = []
  for (const line of rest.split('\n')) {
    const parts = line.split(/\uE000[^?!\uE000]{0,40}?(?:[.;]|,? then)(?= \p{L})|\uE000/u)
    const isList = line.includes('\uE000')
    for (const [at, part] of parts.entries()) {
      const text = part.replace(/^[\s,;:.–—-]+|[\s,;:–—-]+$/gu, '')
      if (text === '') continue
      // Beside a movement a few words name it; a question has its own mark or stands at an end.
      if (/:[\s.]*$/.test(part) && readLabel(text.replace(/[:\s.]+$/u, '')) !== null) continue
      if (isList && !/\?/.test(text) && (at > 0 || !/[:?.]\s*$/.test(part)) && isName(text)) continue
      asks.push(...piecesOf(withoutChatter(text)))
    }
  }
  return asks.length === 1 ? (asks[0] as string) : null
}

const isName = (text: string): boolean =>
  text.length < 30 &&
  /^[\p{L}\p{N} .,'&()/:-]+$/u.test(text) &&
  text.split(/\s+/).length <= 4 &&
  !/^(?:what|how|balance|final|closing|total|sum)/iu.test(text)

function read({ message, attachments }: PlannerInput): Answer | null {
  if (attachments.length > 0 || message.length > 3_000 || !/[+−–-] ?(?:[€$£] ?)?\d/.test(message)) return null
  const account = readAccount(message)
  const question = account === null ? null : questionOf(account.rest)
  const spoken = question === null ? null : spokenOf(question)
  if (account === null || spoken === null) return null
  const asked = bareOf(spoken)
  const sums = { end: END.test(asked), out: OUT.test(asked), in: IN.test(asked) }
  const unit = (answer: Answer | null): Answer | null =>
    answer === null || account.money === ''
      ? answer
      : { ...answer, reply: { ...answer.reply, template: `${answer.reply.template} ${account.money}` } }
  const decimals = [account.start ?? '', ...account.moves].some(number => number.includes('.')) ? 2 : undefined
  if (sums.end) {
    if (account.start === null) return null
    const expression = [account.start, ...account.moves].join(' ')
    return unit(evaluated({ expression, decimals, how: expression }))
  }
  const wanted = account.moves.filter(move => move.startsWith(sums.in ? '+' : '-')).map(move => move.slice(2))
  if ((!sums.in && !sums.out) || wanted.length === 0) return null
  const expression = wanted.join(' + ')
  return unit(evaluated({ expression, decimals, how: expression }))
}

export const movementRules: readonly PlannerRule[] = [
  {
    id: 'account-movements',
    reason:
      'Works out what an account holds after signed movements from a balance that is told, or what came in or went out.',
    order: 197,
    examples: {
      yes: [
        'balance at the end? start 500.00\n+120.00\n-35.50\n-80.25\n+14.00',
        "Starting balance 1,250.00\n+300.00 salary\n-45.90 groceries\n-120.00 electricity\nWhat's my balance now?",
        'opening balance 540.20; rent -400; refund +25.80; phone -19.99. closing balance?',
      ],
      no: [
        'balance at the end? start 500.00\n+120.00\n-35.50 pending\n-80.25',
        'start 500, then -10% and +20. what is left?',
        'starting balance 1.000\n-200\n-300\nbalance?',
        'balance at the end?\n+120.00\n-35.50\n-80.25',
        'start 500\n+120\n-35 each week\nbalance at the end?',
        'start 500\n+120\n-35\nwhat will my balance be next month?',
        'start 500\n+120\n80\n-35\nfinal balance?',
        'start -5 °C, then +3, -2, what is it at the end?',
      ],
    },
    match: input => {
      const found = read(input)
      return found === null ? [] : [{ span: spanOf(input.message), data: [[0, input.message.length]], ...found }]
    },
  },
]
