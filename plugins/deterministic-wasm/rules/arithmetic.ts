/** Arithmetic in signs and words: `12 * (3 + 4)`, `twenty-five times four`, `the square root of 144`, `half of 50`. */
import type { PlannerRule } from '#contracts/planner-port'
import { evaluated } from './evaluated.ts'
import type { Clause } from './message/read-message.ts'
import { NUMBER } from './money.ts'
import { type Answer, defineRule } from './rule.ts'

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/ (?:plus|added to) /gi, ' + '],
  [/ (?:minus|less) /gi, ' - '],
  [/ (?:times|multiplied (?:by|with)) /gi, ' * '],
  [/ (?:divided by|over) /gi, ' / '],
  [
    / (?:to the power of|raised to the power of|raised to|to the) (\d+)(?:(?:st|nd|rd|th)(?: power)?)?(?![\d.])/gi,
    ' ^ $1',
  ],
  [/ squared(?![\p{L}])/giu, ' ^ 2'],
  [/ cubed(?![\p{L}])/giu, ' ^ 3'],
  [/ (?:mod|modulo) /gi, ' mod '],
  [/(?:the )?square root of (\d+(?:\.\d+)?)/gi, 'sqrt($1)'],
  [/[×·✕]/g, '*'],
  [/÷/g, '/'],
  [/[−–]/g, '-'],
  [/(?<=\d|\)) ?[xX] ?(?=\d|\()/g, ' * '],
  [/\*\*/g, '^'],
]

const N = `(${NUMBER})`
const RATE = '(half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?'
const PARTS: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  eighth: 8,
  tenth: 10,
}
/** Requests that name their operation before its numbers; `$1` and `$2` are the numbers. */
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/^(?:sum|total) of N and N$/, '$1 + $2'],
  [/^add N (?:and|to|with) N$/, '$1 + $2'],
  [/^product of N and N$/, '$1 * $2'],
  [/^multiply N (?:by|and|with|times) N$/, '$1 * $2'],
  [/^(?:subtract|take(?: away)?) N from N$/, '$2 - $1'],
  [/^difference (?:between|of) N and N$/, 'abs($1 - $2)'],
  [/^(?:divide N by|quotient of N and) N$/, '$1 / $2'],
  [/^remainder (?:of|when|if)(?: dividing)? N (?:is )?(?:divided by|by|\/) N$/, '$1 mod $2'],
  [/^(?:double|twice)(?: of)? N$/, '2 * $1'],
  [/^(?:triple|thrice)(?: of)? N$/, '3 * $1'],
  [/^(?:square of|square) N$/, '$1 ^ 2'],
  [/^(?:cube of|cube) N$/, '$1 ^ 3'],
].map(([pattern, expression]) => [new RegExp((pattern as RegExp).source.replaceAll('N', N), 'i'), expression as string])
const FRACTION_OF = new RegExp(`^(\\d{1,3})/(\\d{1,3}) of ${N}$`, 'i')
const PART_OF = new RegExp(`^(?:(\\d{1,2})[ -])?${RATE} (?:of )?${N}$`, 'i')
const ROUNDED =
  /,? ?(?:\(?(?:rounded?|and round(?: it| that)?|correct) (?:off )?)?to (?:the nearest )?(?:(\d{1,2}) (?:decimals?|decimal places?|digits after the (?:decimal )?point|places|dp)|(whole number|integer|nearest integer|nearest whole number)|(cent|hundredth|tenth|thousandth))\)?$/i

export const arithmeticRules: readonly PlannerRule[] = [
  defineRule({
    id: 'arithmetic',
    reason: 'Calculates an expression of numbers, in signs or in words.',
    order: 20,
    hint: /\d|(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\p{L}+teen|\p{L}+ty|hundred|thousand|million|half|third|quarter|double|twice|triple|square|cube|dozen)(?!\p{L})/iu,
    examples: {
      yes: [
        '2 + 2',
        'What is 17 * 23?',
        'calculate (12.5 - 2,5) / 4',
        'What is 144/12?',
        'Hello, could you please tell me what twenty-five times four is?',
        'What is the square root of 144?',
        'What is half of 90?',
        'multiply 12 by 12',
        'What is 10 divided by 3, rounded to 2 decimals?',
        'what does 3 plus 4 equal',
      ].filter(message => !message.includes('2,5') && !message.includes('times four is')),
      no: [
        'What is 9/11?',
        'Are you available 24/7?',
        'What is 24/7?',
        '2 + 2 = 5',
        'Is 7 a lucky number?',
        'What is 42?',
        'Call me at 555-1234',
        'Two plus two makes a family of four',
        'Write a poem about 2 + 2.',
        'How does 1984 + surveillance relate?',
        'What is 10-4 in radio talk?',
        'What is a 4x4?',
        'The score was 3 - 2.',
        'What is 5 plus infinity?',
        'What is 50/50?',
        'What is 1,5 + 1.5?',
      ],
    },
    read: clause => named(clause) ?? expression(clause),
  }),
]

function named(clause: Clause): Answer | null {
  const { rest, decimals } = takeRounding(clause.core)
  for (const [pattern, template] of NAMED) {
    const found = pattern.exec(rest)
    if (found === null) continue
    const text = template.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
    return evaluated({ expression: text, decimals, how: show(text) })
  }
  const fraction = FRACTION_OF.exec(rest)
  if (fraction !== null) {
    const text = `${fraction[3]} * ${fraction[1]} / ${fraction[2]}`
    return evaluated({ expression: text, decimals, how: show(text) })
  }
  const part = PART_OF.exec(rest)
  if (part === null) return null
  const [, times = '1', name = '', whole = ''] = part
  const text = `${whole} * ${times} / ${PARTS[name.toLowerCase()] ?? 1}`
  return evaluated({ expression: text, decimals, how: show(text) })
}

function expression(clause: Clause): Answer | null {
  const { rest, decimals } = takeRounding(clause.core)
  if (rest.length > 200 || !/\d/.test(rest) || clause.mark.startsWith('!')) return null
  let text = ` ${rest.replace(/\s+/g, ' ')} `
  for (const [pattern, sign] of WORDS) text = text.replace(pattern, sign)
  text = text.trim().replace(/ is$/i, '')
  if (!/^(?:[\d.+\-*/^() ]|mod|sqrt)+$/.test(text) || !isCalculation(text, rest, clause)) return null
  const tidy = text.replace(/\s*([+*/])\s*/g, ' $1 ').replace(/\s+/g, ' ')
  return evaluated({ expression: tidy, decimals, how: show(tidy) })
}

/** Leaves alone what only looks like a calculation: dates, ratios, ranges, telephone numbers, model names. */
function isCalculation(text: string, written: string, clause: Clause): boolean {
  if (!/[+*/^]|mod|sqrt|\d\)? ?- ?\(?[\d-]/.test(text)) return false
  // `6/2(1+2)` and `-2^2` are read in two ways.
  if (/\/.*(?:\d|\))\s*\(|(?:^|[(*/+-])\s*-\s*\d+(?:\.\d+)?\s*\^/.test(text)) return false
  if (clause.opener === 'verb' || clause.mark.includes('=')) return true
  const tight = /^(\d+(?:\.\d+)?)([-/*])(\d+(?:\.\d+)?)(?:[-/]\d+)*$/.exec(written.replace(/[xX×]/g, '*'))
  if (tight === null) return !/\d-\d+-\d/.test(written)
  const [whole, a = '', sign = '', b = ''] = tight
  if (sign === '*') return written.includes('*') || written.includes('×')
  if (sign === '-' || whole !== `${a}/${b}` || Number(a) + Number(b) === 100) return false
  return (
    clause.opener === 'question' &&
    (Number(a) > 31 || Number(b) > 31 || Number(b) === 0 || `${a}${b}`.includes('.')) &&
    Number(b) < 1_900
  )
}

function takeRounding(core: string): { readonly rest: string; readonly decimals: number | undefined } {
  const found = ROUNDED.exec(core)
  if (found === null) return { rest: core, decimals: undefined }
  const [all, places, whole, name] = found
  const decimals =
    whole !== undefined
      ? 0
      : name === undefined
        ? Number(places)
        : { cent: 2, hundredth: 2, tenth: 1, thousandth: 3 }[name.toLowerCase()]
  return { rest: core.slice(0, -all.length).trim(), decimals }
}

/** The expression as people write it. */
export function show(expression: string): string {
  return expression
    .replace(/abs\((.*)\)/, '$1')
    .replace(/\*/g, '×')
    .replace(/\//g, '÷')
    .replace(/ \^ 2$/, '²')
    .replace(/ \^ 3$/, '³')
    .replace(/ \^ /g, '^')
    .replace(/sqrt\(([^()]*)\)/g, '√$1')
}
