/**
 * What somebody says about how the numbers of a message are written: `(the comma is a decimal comma, sorry)`, `german notation`. It says nothing
 * more only where all numbers are read that way in any case; else it changes one of them, and the message is read with it.
 */
import { type Chatter, findChatter } from './chatter.ts'

const NAME = '(?:german|french|european|continental|austrian|italian|spanish|dutch|swiss german|danish)'
const ENGLISH = '(?:english|american|us|uk|british|anglo-?saxon)'
const FORM =
  '(?:number |decimal )?(?:notation|format|style|formatting|writing|number format|way of writing|spelling|numbers)'
const COMMA =
  "(?:(?:the |with |that's |thats |it's |its |i use |we use |using )?(?:a |the )?(?:comma|commas|,)(?: here)? (?:is|are|means?|=|being|stands for|as)(?: the| a| my| our)? (?:decimal(?:s)?(?: (?:comma|point|sign|separator|mark|commas))?)|(?:with |using |i use |we use |that's |that is |it's )?(?:a )?decimal commas?(?: (?:are )?used)?|commas? (?:as|for|instead of)(?: a| the)? decimal(?: points?| separators?)?)"
const POLITE = '(?:,? (?:sorry|please|pls|btw|by the way|of course|here|obviously))*'
const note = (name: string, more: string): string =>
  `(?:(?:numbers? (?:are |is )?|written |all )?(?:in |with |using )?(?:the )?${name} ${FORM}${more})${POLITE}`
const CONTINENTAL = note(NAME, `|${COMMA}`)
const WESTERN = note(ENGLISH, '')
const tail = (source: string): RegExp =>
  new RegExp(
    `(?:\\s*\\((?:${source})\\)|(?:,| -| –|;|\\.)\\s+(?:${source})|(?<=\\d)\\s+(?:in )?(?:${source}))[\\s.!?)]*$`,
    'iu',
  )
const lead = (source: string): RegExp => new RegExp(`^\\s*(?:\\((?:${source})\\)|(?:${source})\\s*[:,.–-])\\s+`, 'iu')
const ENDS = [tail(CONTINENTAL), tail(WESTERN)] as const
const STARTS = [lead(CONTINENTAL), lead(WESTERN)] as const
const MAY = /notation|format|style|comma|writing|spelling|numbers/iu
const LONGEST = 70

const RUN = /\d[\d.,]*\d|\d/gu
/** Read as a decimal comma in any case. */
const isContinental = (run: string): boolean =>
  /^\d+,\d{1,2}$|^\d+,\d{4,}$|^0,\d+$|^\d{1,3}(?:\.\d{3})+(?:,\d+)?$/.test(run)
const isSure = (run: string): boolean => /^\d+$/.test(run)
const isWestern = (run: string): boolean => /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$|^\d+\.\d+$/.test(run)

/** How many characters of it stand at the beginning and at the end. */
function findNotationNote(text: string): { readonly lead: number; readonly tail: number } | null {
  if (!MAY.test(text)) return null
  for (const at of [0, 1] as const) {
    const end = ENDS[at].exec(text.slice(-LONGEST))
    const start = end === null ? STARTS[at].exec(text.slice(0, LONGEST)) : null
    const found = end ?? start
    if (found === null) continue
    const rest = end === null ? text.slice(found[0].length) : text.slice(0, text.length - found[0].length)
    const runs = rest.match(RUN) ?? []
    const isRead =
      at === 0
        ? runs.every(run => isSure(run) || isContinental(run)) && runs.some(run => run.includes(','))
        : runs.every(run => isSure(run) || isWestern(run))
    // A request for a form is no note: `write 1.234,56 in english notation`.
    if (
      !isRead ||
      /^\s*(?:write|convert|change|put|turn|show|express|format|how|what)(?!\p{L})[^+*/×÷=-]*$/iu.test(rest)
    )
      return null
    return end === null ? { lead: found[0].length, tail: 0 } : { lead: 0, tail: found[0].length }
  }
  return null
}

/** What is said around a request, with what is said of the way in which its numbers are written. */
export function aroundOf(text: string): Chatter {
  const { lead, tail, isBrief } = findChatter(text)
  const note = findNotationNote(text.slice(lead, text.length - tail))
  if (note === null) return { lead, tail, isBrief }
  const more = findChatter(text.slice(lead + note.lead, text.length - tail - note.tail))
  return {
    lead: lead + note.lead + more.lead,
    tail: tail + note.tail + more.tail,
    isBrief: isBrief || more.isBrief,
  }
}
