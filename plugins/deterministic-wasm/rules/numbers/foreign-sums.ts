/**
 * Sums asked in German, French, Spanish, Italian and Dutch: `was ist 15% von 80`, `combien font 12,5 x 4`. Only numbers, signs and words for
 * signs may stand there; a number that English and the other language write with the same signs and mean differently is left alone.
 */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, defineRule } from '../rule.ts'
import { readCalculation } from './calculation-rules.ts'
import { answerPhrase } from './number-answer.ts'

const LEADS =
  '(?:was|wie ?viel|wieviel) (?:ist|sind|macht|ergibt|gibt|wäre|waere)|was kommt (?:raus|heraus) bei|(?:bitte )?(?:berechne|rechne)(?: mir| bitte| mal)?(?: aus)?:?|combien (?:font|fait|ça fait|ca fait|vaut)|que (?:font|fait|vaut)|ça fait combien|(?:calcule|calculez|calculer)(?:[- ]moi)?|quel est le r[ée]sultat de|cu[aá]nto (?:es|son|da|vale|hacen?)|calcula(?:me)?|quanto (?:fa|fanno|è|é|da|dá|vale)|(?:hoeveel|wat) is|bereken'
const LEAD = new RegExp(`^(?:${LEADS})[ :,]+`, 'iu')
const TAIL =
  /(?:[ ,=]+(?:bitte|danke|s'?il (?:te|vous) pla[iî]t|svp|stp|merci|por favor|gracias|per favore|grazie|alstublieft|aub|ist gleich|ergibt(?: was)?|gleich|font combien|ça fait combien|combien|wieviel|wie ?viel|das ist|quanto fa|cu[aá]nto es))+[ =?]*$/iu
/** What a word for a sign stands for; longer ones first. */
const SIGNS: readonly (readonly [RegExp, string])[] = [
  [
    /(?:geteilt|dividiert|gedeeld|geteilt) (?:durch|door)|divis[ée]e? (?:par|por|per)|dividido (?:por|entre)|diviso(?: per)?|divide par/u,
    '÷',
  ],
  [/multipliziert mit|multipli[ée] par|multiplicado por|moltiplicato per|vermenigvuldigd met/u, '*'],
  [/(?:prozent|procent) (?:von|van)|pour ?cent de|por ciento de|per cento di|%\s*(?:von|van|de|di|des)/u, '% of'],
  [/(?:die |la )?(?:hälfte von|haelfte von|moitié de|moitie de|mitad de|metà di|helft van)/u, '1/2 of'],
  [/(?:ein|das|un|il) (?:drittel|tiers) (?:von|de)/u, '1/3 of'],
  [/(?:ein|das|un) (?:viertel|quart) (?:von|de)/u, '1/4 of'],
  [
    /(?:die )?(?:quadrat)?wurzel (?:aus|von)|(?:la )?racine(?: carrée| carree)? de|ra[ií]z cuadrada de|radice quadrata di|wortel van/u,
    '√',
  ],
  [/(?:zum|im) quadrat|au carré|au carre|al cuadrado|al quadrato|kwadraat/u, '^ 2'],
  [/hoch|puissance|elevado a|tot de macht/u, '^'],
  [/mal|fois|keer|maal|por|per/u, '*'],
  [/durch|entre|door/u, '÷'],
  [/plus|más|mas|più|piu/u, '+'],
  [/minus|moins|menos|meno|min/u, '-'],
]
const PATTERNS = SIGNS.map(
  ([source, sign]) => [new RegExp(`(?<!\\p{L})(?:${source.source})(?!\\p{L})`, 'giu'), sign] as const,
)
/** Words that no English sum has. */
const FOREIGN =
  /(?<!\p{L})(?:mal|durch|geteilt|dividiert|prozent|von|hoch|wurzel|hälfte|quadrat|moins|fois|divis[ée]e?|pour ?cent|racine|moitié|menos|más|dividido|entre|ciento|mitad|più|meno|diviso|cento|metà|keer|maal|gedeeld|procent|van)(?!\p{L})/iu
const ALLOWED = /^(?:[\d\s.+*/()^√÷×·−-]|% of|%| of )+$/u
/** `1,234` and `1.234`: a thousand here, and one and some thousandths there. */
const UNSURE = /(?<![\d.,])[1-9]\d{0,2}[.,]\d{3}(?![\d.,])/u
const COMMA = /\d,\d{1,2}(?!\d)|\d,\d{4,}/u

function foreign(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null || clause.plain.length > 120 || /[¤¿]/u.test(clause.plain))
    return null
  // A decimal comma beside it tells how the thousands are written.
  if (UNSURE.test(clause.text) && !(COMMA.test(clause.text) && !/\d,\d{3}(?!\d)/.test(clause.text))) return null
  const bare = clause.plain.replace(LEAD, '')
  if (bare === clause.plain && !FOREIGN.test(bare)) return null
  let sum = bare.replace(TAIL, '').replace(/[\s?=]+$/u, '')
  for (const [pattern, sign] of PATTERNS) sum = sum.replace(pattern, sign)
  sum = sum
    .replace(/(?<=\d) ?x ?(?=\d)/giu, ' * ')
    .replace(/(?<=\d) ?: ?(?=\d)/gu, ' ÷ ')
    .replace(/(?<=\d) (?=% of)/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
  if (!ALLOWED.test(sum) || !/\d.*\d|√/u.test(sum)) return null
  const phrase = readCalculation(sum)
  if (phrase === null || !phrase.isOperation || phrase.hasUnknown || phrase.isTight) return null
  return answerPhrase(phrase, { form: 'plain', decimals: undefined, digits: undefined })
}

export const foreignSumRules: readonly PlannerRule[] = [
  defineRule({
    id: 'foreign-sum',
    reason: 'Works out a sum that is asked in German, French, Spanish, Italian or Dutch words.',
    order: 101.5,
    hint: /\d.{0,60}(?:\d|quadrat|carr|quadr|cuadr)|(?:wurzel|racine|raíz|raiz|wortel) .{0,12}\d/iu,
    examples: {
      yes: [
        'was ist 1.234,50 + 876,75',
        'was ist 15% von 80',
        'Wieviel ist 3,75 mal 4?',
        'combien font 12,5 x 4',
        'cuánto es 25 por 4',
        'quanto fa 7 per 8?',
        'hoeveel is 144 gedeeld door 12',
        '120 geteilt durch 8',
        'was ist die Hälfte von 250?',
      ],
      no: [
        'was ist 1.234 + 5',
        'was ist 1,234 mal 2',
        'was ist 5 Euro von 80',
        'was ist 2024 passiert und was 2025',
        'mal sehen, 3 oder 4',
        'combien de kilos font 12 litres et 4',
        'wie viel sind 3 Äpfel mal 4',
        'von 8 bis 12 Uhr',
        'Haus Nr. 3 durch 4',
        'was ist 5 mal so gross wie 3',
      ],
    },
    read: clause => foreign(clause),
  }),
]
