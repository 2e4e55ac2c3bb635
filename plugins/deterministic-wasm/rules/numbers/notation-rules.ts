/**
 * Numbers written the way of another country: `write 1.234,56 in english notation`. How the number is written now must be certain: by its signs,
 * or because somebody says so.
 */
import type { PlannerRule } from '#contracts/planner-port'
import type { Clause } from '../message/read-message.ts'
import { type Answer, at, defineRule, single, task } from '../rule.ts'

const GERMAN = 'german|germany|austrian|continental|european|italian|spanish|dutch|danish|turkish|brazilian|indonesian'
const WESTERN = 'english|american|us|u\\.s\\.|usa|uk|british|anglo-saxon|western|international'
const NAMES = `(?:${GERMAN}|${WESTERN}|french|swiss|indian)`
const FORM =
  '(?: (?:number|decimal|comma|punctuation))?(?: (?:notation|format|style|system|convention|conventions|writing|form|way|numbers))'
const ASK = new RegExp(
  `^(?:(?:write|convert|change|put|turn|show|express|format|rewrite|give me|translate|how (?:do|would|can|should) (?:i|you|we|one) write|how is|what is|what's|what does|what would) )?(?:the |this )?(?:number )?(?:in |from )?(?:(?<from>${NAMES})${FORM} )?(?<n>[-−]?\\d[\\d.,’' ]{0,24}\\d|\\d)(?: (?:from |in |\\()(?:the )?(?<from2>${NAMES})(?:${FORM})?\\)?)?(?: (?:written|look like|looks? like|be|expressed))?,? (?:in|to|into|as|using|with)(?: the)? (?<to>${NAMES})${FORM}$`,
  'iu',
)

const is = (names: string, name: string): boolean => new RegExp(`^(?:${names})$`, 'iu').test(name)

/** Plain digits, or null where they can be read in two ways. */
function digitsOf(written: string, from: string | undefined, to: string): string | null {
  const text = written.replace('−', '-').replace(/(?<=\d)[ ’'](?=\d{3}(?!\d))/gu, '')
  if (/[ ’']/.test(text)) return null
  const isGerman = from === undefined ? undefined : is(GERMAN, from) || /french/iu.test(from)
  const german = /^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/.test(text)
    ? text.replaceAll('.', '').replace(',', '.')
    : null
  const western = /^-?(?:\d{1,3}(?:,\d{3})+|\d+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?$/.test(text)
    ? text.replaceAll(',', '')
    : null
  if (isGerman !== undefined) return isGerman ? german : western
  if (german === null || western === null || german === western) return german ?? western
  // `1,234 in german notation`: nobody asks for what it is already.
  return is(WESTERN, to) || /indian/iu.test(to) ? null : /^-?\d{1,3}(?:,\d{3})+$/.test(text) ? western : null
}

function rewritten({ text, quotes, data }: Clause): Answer | null {
  const groups = quotes.length > 0 || data !== null || text.length > 120 ? undefined : ASK.exec(text)?.groups
  const to = groups?.to?.toLowerCase()
  if (groups === undefined || to === undefined) return null
  const value = digitsOf(groups.n ?? '', groups.from ?? groups.from2, to)
  if (value === null) return null
  const isGerman = is(GERMAN, to)
  const isFrench = to === 'french'
  const separator = isGerman ? '.' : isFrench ? ' ' : to === 'swiss' ? "'" : ','
  const style = to === 'indian' ? 'indian' : 'western'
  // Four digits and a decimal sign have a separator as well.
  const only = task('grouped', 'Write it that way', 'math.group', { value, style, separator })
  // A French decimal sign is a comma, which this operation writes beside full stops alone.
  if (isFrench && value.includes('.')) return null
  const from = groups.from ?? groups.from2
  return single(only, '{{text}}', { text: at('/text') }, `${groups.n}${from === undefined ? '' : `, ${from} notation`}`)
}

export const notationRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-notation',
    reason: 'Writes a number with the decimal sign and the separators of another country.',
    order: 107.5,
    hint: /(?:german|austrian|continental|european|italian|spanish|dutch|danish|turkish|brazilian|indonesian|english|american|u\.?s\.?a?|uk|british|anglo-saxon|western|international|french|swiss|indian)(?: (?:number|decimal|comma|punctuation))? (?:notation|format|style|system|convention|conventions|writing|form|way|numbers)(?!\p{L})/iu,
    examples: {
      yes: [
        'write 1.234,56 in english notation',
        'convert 1,234.56 to german format',
        'How do you write 12,345,678.9 in german notation?',
        'german format 2.500,75 in US format',
        '1,234,567 in swiss notation',
      ],
      no: [
        'write 1,234 in english notation',
        'write 5 letters in german style',
        'how do you write 12.5 in french',
        'write 12/05 in english notation',
        'What is 1,234.56 in German?',
      ],
    },
    read: rewritten,
  }),
]
