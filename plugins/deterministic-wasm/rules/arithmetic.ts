/** Arithmetic in signs and words: `12 * (3 + 4)`, `twenty-five times four`, `the square root of 144`, `half of 50`. */
import type { PlannerRule } from '#contracts/planner-port'
import { chained } from './chained.ts'
import { evaluated } from './evaluated.ts'
import { PERCENT_OF, readNamed, readSigns, show, takeRounding } from './expressions.ts'
import type { Clause } from './message/read-message.ts'
import { type Answer, defineRule } from './rule.ts'

export const arithmeticRules: readonly PlannerRule[] = [
  defineRule({
    id: 'arithmetic',
    reason: 'Calculates an expression of numbers, in signs or in words.',
    order: 20,
    hint: /\d|(?<!\p{L})(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|half|third|quarter|double|twice|triple|square|cube|dozen)(?!\p{L})|(?:teen|ty)(?!\p{L})/iu,
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
        'add 5 to 12 then double it',
        '15% of 80 plus 3',
        'take 20, add 5, then multiply by 3',
        'What is the sum of the numbers from 1 to 100?',
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
    read: clause => named(clause) ?? expression(clause) ?? chained(clause),
  }),
]

function named(clause: Clause): Answer | null {
  const { rest, decimals } = takeRounding(clause.core)
  const text = readNamed(rest)
  return text === null ? null : evaluated({ expression: text, decimals, how: show(text) })
}

function expression(clause: Clause): Answer | null {
  const { rest, decimals } = takeRounding(clause.core)
  const text = clause.mark.startsWith('!') ? null : readSigns(rest)
  if (text === null || !isCalculation(text, rest, clause)) return null
  const tidy = text.replace(/\s*([+*/])\s*/g, ' $1 ').replace(/\s+/g, ' ')
  const answer = evaluated({ expression: tidy, decimals, how: show(tidy) })
  const isShare = answer !== null && /% of|percent of|per cent of/i.test(rest)
  if (!isShare) return answer
  // A share alone is the rule of percentages; beside other signs it is taken first, and that is said.
  return /[-+*/]|plus|minus|times|divided|over|less/.test(rest.replace(PERCENT_OF, ''))
    ? { ...answer, reading: 'The percentage belongs to the number behind it alone.' }
    : null
}

/** Leaves alone what only looks like a calculation: dates, ratios, ranges, telephone numbers, model names. */
function isCalculation(text: string, written: string, clause: Clause): boolean {
  if (!/[+*/^]|mod|sqrt|\d\)? ?- ?\(?[\d-]/.test(text)) return false
  // `6/2(1+2)` and `-2^2` are read in two ways.
  if (/\/.*(?:\d|\))\s*\(|(?:^|[(*/+-])\s*-\s*\d+(?:\.\d+)?\s*\^/.test(text)) return false
  // `100 / 3/4`: by three quarters, or twice divided?
  if (/[/÷] +\d+\/\d+/.test(written)) return false
  if (clause.opener === 'verb' || clause.mark.includes('=')) return true
  const tight = /^(\d+(?:\.\d+)?)([-/*])(\d+(?:\.\d+)?)(?:[-/]\d+)*$/.exec(written.replace(/[xX×]/g, '*'))
  if (tight === null) return !/\d-\d+-\d/.test(written)
  const [whole, a = '', sign = '', b = ''] = tight
  // `a 4x4` is a car, `1920x1080` a screen.
  if (sign === '*')
    return (
      written.includes('*') ||
      written.includes('×') ||
      (clause.opener === 'question' && !/(?<!\p{L})(?:an?|the) \d/iu.test(clause.text))
    )
  if (sign === '-' || whole !== `${a}/${b}` || Number(a) + Number(b) === 100) return false
  return (
    clause.opener === 'question' &&
    (Number(a) > 31 || Number(b) > 31 || Number(b) === 0 || `${a}${b}`.includes('.')) &&
    Number(b) < 1_900
  )
}
