/** The signs by which a message falls into sentences: where one ends, and which of them make data of what follows. */
import { MONTHS } from '../../find/months.ts'

/** Behind a day and its full stop: `7. März 2026`. What is a short word, or `march`, needs its year. */
const NAMES = [...MONTHS.keys()]
const LONG = NAMES.filter(name => name.length > 4 && name !== 'march')
const MONTH_BEHIND = `\\s(?:${LONG.join('|')}|(?:${NAMES.join('|')})[.]?\\s\\d{4})(?!\\p{L})`
/** Where a sentence ends: line ends, semicolons, and marks before white space that do not belong to a short form. */
export const END = new RegExp(
  `${/\n+|;(?=\s)|(?<!(?:^|[\s(])(?:approx|vs|rs|p\.a|mr|mrs|dr|st|no|e\.g|i\.e|etc|incl|excl|nr|fig|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))(?<!(?:^|\n)[ \t]*\(?\d{1,2})[.](?=\s)/u.source}(?!(?<=(?<![\\d.,:])\\d{1,2}[.])${MONTH_BEHIND})${/|(?<!= ?)[?!…]+(?=\s)/u.source}`,
  'giu',
)
/** A colon or an arrow. */
export const COLON = /:(?=\s|$)| ?(?:->|=>|→)(?=\s)/
/** The mark of a bare question that its material follows: `how many words? It rained.` */
export const BARE_COUNT = /^(?<head>[^?.:\n]{3,80})\?(?=\s+\S)/
/** A request whose material begins on the next line: `dedupe this list`, then the list. */
export const NEXT_LINE =
  /^[^\n:]{3,120}?(?<!\p{L})(?:this|these|the following|following|below|the list|my list)(?: \p{L}{2,12}){0,2}[.]?[ \t]*$/iu
/** The same where a list is spoken of: `remove the duplicate lines`, then lines. */
export const OF_LINES =
  /^(?:remove|delete|drop|sort|order|put|arrange|number|count|reverse|join|dedupe|alphabeti[sz]e|list|sum|add|total|average)(?= )[^\n:?]{0,60}(?<!\p{L})(?:lines|names|items|words|numbers|values|entries|list|duplicates|figures|amounts|prices)(?: \p{L}{2,12}){0,4}[.]?[ \t]*$/iu
/** The mark of an item in a list; `12. Mai 2026` begins with none. */
export const MARKER = /^\s*(?:[-*•]|\(?\d{1,2}[.)](?!\s\p{L}{3,10}\.?\s\d{4}(?!\d))|\(?[a-h]\))\s+/u
/** Heads whose colon only announces the requests that follow. */
export const ANNOUNCES =
  /^(?:(?:hi|hello|hey|ok|okay|so|please|quick|a|an|my|here|is|are|the|some|few|two|three|four|several|simple|easy|short|math|other|another|one|more|next|also|first|second|finally|can you|could you|you|answer|do|solve|calculate|compute|work|out|these|this|following|questions?|requests?|things?|tasks?|problems?|todo|list|help|me|with|i|have|need|tell|know|to|for|of|all)(?![\p{L}\p{N}])[\s,!]*)+$/iu
/** Sentences that make data of what follows them. */
export const FRAMES =
  /(?<!\p{L})(?:(?<!(?:each|every) )following(?! (?:the )?\d)|below(?! ?[\d$€£-])|this (?:sentence|text|question|phrase|message|email|prompt|code)|these (?:sentences|questions|lines|texts))(?!\p{L})/iu

/** `which is larger: 2/3 or 3/4?`: the colon only pauses. */
const isChoice = (head: string, rest: string): boolean =>
  rest.length <= 120 &&
  !rest.trim().includes('\n') &&
  /\? *$/.test(rest) &&
  /(?<!\p{L})or(?!\p{L})|\d, /u.test(rest) &&
  /^(?:which|what)(?!\p{L})/iu.test(head.trim())

/** `cut a 6 m board: how many pieces?`, `brine: 6 percent salt for 3 litres?`: the colon only pauses behind figures or a bare topic. */
export const isPause = (head: string, rest: string): boolean => isChoice(head, rest) || isStage(head, rest)
const isStage = (head: string, rest: string): boolean =>
  rest.length <= 200 &&
  !rest.trim().includes('\n') &&
  /\? *$/.test(rest) &&
  (/\d/.test(head)
    ? /^ ?(?:how|what|which|(?:the )?(?:gcd|gcf|hcf|lcm|(?:greatest|highest|least|lowest|smallest) common))(?!\p{L})/iu.test(
        rest,
      )
    : /\d/.test(rest) && /^(?:i'm )?\p{L}{3,14}(?: \p{L}{3,14})?$/iu.test(head.trim()))
