/**
 * What the sentences of a story about one group say: how many are in it, which part of them does or is something, and what is asked of
 * which part. A piece fits one of these forms wholly, or the story is none.
 */
import { fractionOf } from './fraction-names.ts'

/** What a part does or is: its words without those that say nothing, and whether it is denied. */
export type Doing = { readonly words: readonly string[]; readonly isNot: boolean }
export type Share = { readonly kind: 'count' | 'percent' | 'fraction'; readonly value: string }
export type GroupPiece =
  | { readonly kind: 'group'; readonly count: string; readonly thing: string; readonly doing: Doing }
  | { readonly kind: 'part'; readonly share: Share; readonly doing: Doing; readonly group: Group | null }
  | { readonly kind: 'rest'; readonly doing: Doing }
  | {
      readonly kind: 'ask'
      readonly wanted: Wanted
      readonly of: string
      readonly doing: Doing
      readonly isThat: boolean
    }
export type Wanted = 'count' | 'percent' | 'fraction'
type Group = { readonly count: string; readonly thing: string }

const NO_THING =
  'percent|per|of|and|or|but|more|less|fewer|than|each|every|times|about|almost|nearly|roughly|least|most|over|under|only|not|who|which|that|is|are|was|were|has|have|had|on|in|at|for|to|from|with|by|if|km|kg|g|m|cm|l|ml|hours?|minutes?|days?|weeks?|months?|years?|old|degrees|euros?|dollars?|pounds?'
const WORD = `(?!(?:${NO_THING})(?!\\p{L}))\\p{L}[\\p{L}'-]{1,16}`
const N = '(?<n>[1-9]\\d{0,8})'
const THING = `(?<thing>(?:${WORD} )?${WORD})`
const OUR = '(?:the|my|our|these|those|all|all the|all my|all our|her|his|their)'
const GROUPS =
  'class|group|school|club|team|choir|course|company|firm|office|village|town|box|crate|bag|basket|batch|garden|survey|poll|train|plane|bus|bowl|tray|carton|farm|herd|flock|library|pack|jar|test|exam|sample|theatre|theater|cinema|hall|year|orchard|field|fleet|family|band|staff|league|kindergarten|community|collection|parish|zoo|aquarium|shipment|delivery|order|department'
const GROUP = `(?:an?|the|my|our|this|one) (?:\\p{L}{2,12} )?(?:${GROUPS})`
const PLACE = `(?: (?:in|on|at|for|from) (?:(?:the|an?|my|our|this|his|her|their) )?(?!average|total|all|fact)\\p{L}{2,14}(?: \\p{L}{2,14})?)?`
const FRACTION =
  '(?:(?:\\d{1,3}|an?|one) ?/ ?\\d{1,3}|half|(?:an?|the|\\d{1,2})[ -](?:half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|twelfths?))'
const SHARE = `(?:(?<percent>\\d{1,3}(?:\\.\\d{1,4})?) ?(?:%|percent|per cent|pct)|(?<fraction>${FRACTION})|(?<count>[1-9]\\d{0,8}|none))`
const OF_THEM = '(?: of (?:them|these|those|us|it))?'

const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const WHOLES: readonly RegExp[] = [
  form(
    `(?:there (?:are|were)|(?:i|we|they|he|she|you|${GROUP}|(?:my|the|our|this|an?) \\p{L}{3,12}) (?:have|has|had|made|baked|bought|planted|asked|surveyed|polled|interviewed|invited|ordered|printed|sent|sent out|got|picked|collected|tested|checked|counted|received|produced|wrote|answered|grew|own|owns|contains?|holds?|with|of|is|consists of)) ${N} ${THING}${PLACE}`,
  ),
  form(`(?:out of|of|from|among|in|on|at) (?:${OUR}|an?) (?:total of )?${N} ${THING}${PLACE}`),
  form(`(?:out of|of|among) ${N} ${THING}${PLACE}`),
  form(`(?:in|on|at|out of|of|from) ${GROUP} (?:of|with|that has) ${N}(?: ${THING})?`),
  form(`(?:${GROUP}|(?:${GROUPS})) (?:of|with) ${N}(?: ${THING})?`),
  form(
    `${N} ${THING} (?:(?:were|are|was|have|had|in total) )?(?<doing>signed up|registered|enrolled|applied|took part|took the test|took the exam|sat the exam|sat the test|wrote the test|were asked|asked|invited|entered|booked|surveyed|voted|in total|altogether|answered|replied|were in the survey|took the survey|went on the trip)${PLACE}`,
  ),
]
/** Group and part in one: `of 150 students 96 passed`, `2/5 of my 85 chickens are white`, `96 of 150 passed`. */
const BOTH: readonly RegExp[] = [
  form(`(?:out of|of|from|among) (?:${OUR} )?${N} ${THING}(?: (?:who|that) \\p{L}+)? ${SHARE} (?<doing>.{2,60})`),
  form(`(?:in )?${GROUP} (?:of|with) ${N}(?: ${THING})? ${SHARE} (?<doing>.{2,60})`),
  form(`${SHARE} (?:out )?of (?:${OUR} )?${N}(?: (?<thing>${WORD}))?(?<doing> .{2,60})?`),
  form(`${SHARE} (?<thing>${WORD}) (?:out )?of (?:${OUR} )?${N}(?<doing> .{2,60})`),
  form(
    `(?:(?:i|we|he|she|they)(?:'ve| have| has)? )?(?<doing>\\p{L}+(?: \\p{L}+)?) ${SHARE} (?:out )?of (?:${OUR} )?${N} (?<thing>${WORD})(?<more> (?:correctly|right|wrong|incorrectly|so far|already))?`,
  ),
  form(
    `(?:out )?of (?:${OUR} )?${N} ${THING} (?:i|we|he|she|they)(?:'ve| have| has)? (?:already )?(?<doing>\\p{L}+(?: \\p{L}+)?) ${SHARE}(?: of them)?`,
  ),
]
const PART = form(`(?:only |and )?${SHARE}${OF_THEM} (?<doing>.{2,60})`)
/** `sold 34`, `I have read 145`: of what the first sentence counts. */
const DONE = form(
  `(?:(?:i|we|he|she|they|you)(?:'ve| have| has| had)? (?:already |only )?)?(?<doing>sold|read|eaten|ate|used|used up|given away|gave away|lost|broken|broke|finished|done|answered|solved|painted|planted|sent|delivered|packed|checked|graded|marked|corrected|collected|found|filled|completed|drunk|drank|spent|scored|got|got right|missed) ${SHARE}${OF_THEM}(?<more> (?:right|wrong|correct|correctly))?(?: so far| already)?`,
)
const REST = form(
  `(?:the (?:rest|others|remaining ones|remaining \\p{L}{3,14}|other ones)|everyone else|everybody else|all (?:the )?others)(?: of (?:them|the \\p{L}{3,14}))?(?<doing> .{2,60})?`,
)
const SO = '(?:so |then |now )*'
const OF = `(?: of (?<of>(?:(?:the|all|all the|these|my|our|their|her|his) )?(?:total |whole |entire )?\\p{L}{2,14}))?`
const ASKS: readonly (readonly [Wanted, RegExp])[] = [
  [
    'percent',
    form(
      `${SO}(?:what|which|how many|how much|what's the|what is the|what was the|give me the|find the|the)? ?(?:percentage|percent|per cent|%)(?: share)?${OF}(?<doing> .{2,60})?`,
    ),
  ],
  [
    'percent',
    form(
      `${SO}(?:(?:what|how much|how many) (?:is|are) (?:that|it|this) )?(?:in percent|in %|as a percentage|in per cent)`,
    ),
  ],
  [
    'fraction',
    form(
      `${SO}(?:what|which|what's the|what is the) (?:fraction|proportion|part)${OF}(?<doing> .{2,60})?(?: as a fraction)?`,
    ),
  ],
  ['count', form(`${SO}how many(?<doing>(?: .{2,60})?)`)],
]

const SILENT = new Set(
  "a an the are is was were be been being am have has had did do does done there their they them it he she we i you his her our my in total of who that which actually people persons ones one so far already to that's get got gets for on at still as".split(
    ' ',
  ),
)
const DENIES =
  /^(?:not|never|didn't|don't|doesn't|aren't|isn't|weren't|wasn't|haven't|hasn't|hadn't|didnt|dont|arent|isnt|werent|wasnt|havent|cannot|can't|cant|couldn't)$/u
/** Words that make of a part another one. */
const OTHERWISE =
  /(?<!\p{L})(?:each|per|every|average|more|less|fewer|than|about|around|almost|nearly|roughly|approximately|least|most|over|under|twice|double|another|extra|also|too|both|either|neither|nor|if|unless|will|would|should|could|might|expected|last|next|previous|yesterday|tomorrow|before|after|hardly|barely|scarcely|probably|maybe|again|until|except|without|or|instead|who|whom|other|others|else|same|times|remaining than|joined later|why|how|because|while|when|during|per)(?!\p{L})/u

const stem = (word: string): string =>
  word
    .replace(/ies$/u, 'y')
    .replace(/(?<=(?:s|x|ch|sh))es$/u, '')
    .replace(/(?<![su])s$/u, '')

/** Null where a word could change what is meant. */
function doingOf(written: string | undefined, thing: string): Doing | null {
  const text = (written ?? '').trim()
  if (OTHERWISE.test(text) || /\d/.test(text)) return null
  const words = text.match(/\p{L}[\p{L}'-]*/gu) ?? []
  const own = stem(thing.split(' ').at(-1) ?? '')
  const isNot = words.filter(word => DENIES.test(word)).length
  if (isNot > 1) return null
  return {
    words: words.filter(word => !SILENT.has(word) && !DENIES.test(word) && stem(word) !== own),
    isNot: isNot === 1,
  }
}

const FORMS: Readonly<Record<string, string>> = Object.fromEntries(
  'came come,went go,gone go,ate eat,eaten eat,took take,taken take,got get,said say,wrote write,written write,swam swim,ran run,rode ride,drove drive,bought buy,brought bring,sold sell,knew know,chose choose,chosen choose,slept sleep,lost lose,won win,found find,broke break,broken break,spoke speak,made make,paid pay,flew fly,wore wear,drank drink,sent send,left leave,children child,men man,women woman'
    .split(',')
    .map(pair => pair.split(' ') as [string, string]),
)
/** The same for all forms of a word: `smoked`, `smokes`, `smoke`. */
export const baseOf = (word: string): string =>
  (FORMS[word] ?? stem(word))
    .replace(/(?<=\p{L}{3})(?:ed|ing)$/u, '')
    .replace(/(?<=\p{L}{2})e$/u, '')
    .replace(/([bdgmnprt])\1$/u, '$1')

const JOINT =
  /[,;:.?!]+ (?:(?:and|but|so|then|now|also) )*| (?:and|but) (?=(?:the rest|the others|everyone else|only|[\d]|an? (?:half|third|quarter|fifth)|half|how|what|which|sold|i |we |he |she |they ))/u

/** All pieces of a story of one group, or null where one of them is of another kind. */
export function groupPiecesOf(plain: string): GroupPiece[] | null {
  const parts = plain
    .toLowerCase()
    .replace(/[\s?.!]+$/u, '')
    .replace(/ 1$/u, ' one')
    .split(JOINT)
    .map(part => part.trim())
  if (parts.length < 2 || parts.length > 7) return null
  const pieces: GroupPiece[] = []
  let thing = ''
  for (const part of parts) {
    const piece = pieceOf(part, thing, pieces.length === 0)
    if (piece === null) return null
    pieces.push(piece)
    if (piece.kind === 'group') thing = piece.thing
    else if (piece.kind === 'part' && piece.group !== null) thing = piece.group.thing
  }
  return pieces
}

function pieceOf(part: string, thing: string, isFirst: boolean): GroupPiece | null {
  const asked = askOf(part, thing)
  if (asked !== null) return asked
  if (isFirst) {
    const first = wholeOf(part) ?? bothOf(part)
    if (first !== null) return first
  }
  const rest = REST.exec(part)?.groups
  if (rest !== undefined) {
    const doing = doingOf(rest.doing, thing)
    return doing === null ? null : { kind: 'rest', doing }
  }
  const groups = (DONE.exec(part) ?? PART.exec(part))?.groups
  const doing = groups === undefined ? null : doingOf(`${groups.doing}${groups.more ?? ''}`, thing)
  return groups === undefined || doing === null || (doing.words.length === 0 && !doing.isNot)
    ? null
    : { kind: 'part', share: shareOf(groups), doing, group: null }
}

function wholeOf(part: string): GroupPiece | null {
  for (const pattern of WHOLES) {
    const groups = pattern.exec(part)?.groups
    if (groups === undefined) continue
    const doing = doingOf(groups.doing, '')
    if (doing !== null && !OTHERWISE.test(part))
      return { kind: 'group', count: groups.n ?? '', thing: groups.thing ?? '', doing }
  }
  return null
}

function bothOf(part: string): GroupPiece | null {
  for (const pattern of BOTH) {
    const groups = pattern.exec(part)?.groups
    if (groups === undefined) continue
    const thing = groups.thing ?? ''
    const doing = doingOf(`${groups.doing ?? ''}${groups.more ?? ''}`, thing)
    // `96 of 150 passed`: what stands where a thing could, is done.
    const isDone = doing?.words.length === 0 && !doing.isNot
    const said = isDone ? doingOf(thing, '') : doing
    if (said === null || (said.words.length === 0 && !said.isNot)) continue
    return {
      kind: 'part',
      share: shareOf(groups),
      doing: said,
      group: { count: groups.n ?? '', thing: isDone ? '' : thing },
    }
  }
  return null
}

function askOf(part: string, thing: string): GroupPiece | null {
  for (const [wanted, pattern] of ASKS) {
    const groups = pattern.exec(part)?.groups ?? (pattern.test(part) ? {} : undefined)
    if (groups === undefined) continue
    const said = (groups.doing ?? '')
      .replace(/(?:^| )of (?:them|these|those|us|it)(?= |$)/u, '')
      .replace(/(?:^| )to go$/u, ' left')
      .trim()
    const doing = doingOf(said, thing)
    if (doing === null) return null
    const isThat = said === '' || /(?:^| )(?:that|it|this)$/u.test(said)
    return { kind: 'ask', wanted, of: groups.of ?? '', doing, isThat }
  }
  return null
}

function shareOf({ percent, fraction, count }: Readonly<Record<string, string | undefined>>): Share {
  if (percent !== undefined) return { kind: 'percent', value: percent }
  if (fraction === undefined) return { kind: 'count', value: count === 'none' ? '0' : (count ?? '') }
  return { kind: 'fraction', value: fractionOf(fraction) }
}
