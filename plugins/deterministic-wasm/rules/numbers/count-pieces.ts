/**
 * What the sentences of a small story about counted things say, one by one: how many somebody has, what comes and goes, how many another
 * has beside, and what is asked. A piece fits one of these forms wholly, or the story is none.
 */

export type Piece =
  | {
      readonly kind: 'have'
      readonly who: string
      readonly count: string
      readonly thing: string
      readonly label: string
      readonly verb: string
    }
  | {
      readonly kind: 'change'
      readonly who: string
      readonly count: string
      readonly thing: string
      readonly way: '+' | '-'
    }
  | { readonly kind: 'compare'; readonly who: string; readonly than: string; readonly thing: string; readonly law: Law }
  | {
      readonly kind: 'ask'
      readonly asked: Asked
      readonly who: string
      readonly thing: string
      readonly than: string
      readonly verb: string
      readonly aux: string
    }
export type Asked = 'left' | 'now' | 'total' | 'of' | 'more' | 'fewer'
/** What is told of another's number: so many times, so many more, so many fewer. */
export type Law = { readonly way: '*' | '/' | '+' | '-'; readonly by: string }

const N = '(?<n>\\d{1,9})'
/** Words that are no names of things: they would change what is counted. */
const NO_THING =
  'more|less|fewer|and|but|of|than|as|in|on|at|for|from|times|percent|left|together|altogether|each|per|every|to|with|by|off|away|now|then|who|which|that|is|are|was|were|has|had|have|do|does|did|not|no|only|about|almost|nearly|over|under|or|if|when|the|an?|his|her|my|our|their|your|it|them|us|me|him|years?|months?|weeks?|days?|hours?|minutes?|seconds?|km|kg|kilos?|g|m|cm|mm|ml|l|litres?|liters?|miles?|feet|inch|inches|pounds?|dozens?|packs?|packets?|boxes|box|bags?|pairs?|crates?|cartons?|sets?|rows?|halves|half|degrees?|points|total|all|both|free|still|again|today|yesterday|how|many|what|there|absent|sick|missing|ill|join|joined|got|came|come|went|go|ate|sold|lost|broke|broken|gone|leave|leaves|arrive|arrived|average|old|older|younger|double|triple|twice|sisters|brothers|remain|remaining|other|others|another|extra|new'
const WORD = `(?!(?:${NO_THING})(?!\\p{L}))\\p{L}[\\p{L}'-]{1,18}`
const THING = `(?<thing>(?:${WORD} )?${WORD})`
const SAME_THING = `(?: (?:of (?:them|these|those)|${THING}))?`
const PLACE = `(?:in|on|at|inside|from|to|into|out of|off|during) (?:(?:the|an?|my|our|his|her|their|this) )?(?!total|all|average|fact|both|addition|common|advance)\\p{L}{2,16}(?: (?!and|or|but|than|as|per|each)\\p{L}{2,16})?`
const LABEL = `(?<label>${PLACE}|yesterday|today|this (?:morning|week|month|year|afternoon|evening)|last (?:week|month|year|night))`
const NAMED = `(?!(?:there|how|what|which|each|every|all|both|some|any|if|when|who|and|nobody|everyone|everybody|one|it|that)(?!\\p{L}))\\p{L}[\\p{L}-]{1,14}`
const WHO = `(?<who>i|we|he|she|they|you|(?:my|our|the|his|her|their|an?) (?:\\p{L}{2,12} )?\\p{L}{2,14}|${NAMED})`
const HAVE =
  'has|had|have|has got|have got|owns?|owned|got|gets|holds?|held|collected|collects?|picked|picks?|read|reads|caught|found|baked|bakes?|bought|buys?|sold|sells|counted|counts?|saw|sees|scored|scores|wrote|writes|made|makes|planted|plants|ate|eats|drank|drinks|received|receives|won|wins|carried|carries|carry|sent|sends|packed|packs|started with|starts with|start with|began with|begins with|begin with|did|does|delivered|delivers|needs|needed|used|uses'
const MINUS =
  'absent|sick|ill|missing|left|leave|leaves|get off|got off|gets off|went home|go home|goes home|went away|go away|flew away|fly away|died|die|broke|break|broken|dropped out|quit|melted|ran away|burst|popped|taken|occupied|booked|reserved|sold|stolen|lost|eaten|gone|walked out|got out|get out|fell off|were sold|not here|not there|escaped|cancelled|canceled'
const PLUS =
  'join|joined|joins|came|come|comes|got on|get on|gets on|arrive|arrived|arrives|added|came in|come in|got in|get in|moved in|born|hatched|enter|entered|board|boarded|showed up|show up|came back|come back|returned|return|joined in'
const GIVES =
  'gave away|gives away|give away|gave|gives|give|ate|eats|eat|lost|loses|lose|sold|sells|sell|used up|used|uses|use|broke|breaks|break|threw away|throws away|throw away|donated|donates|lent|lends|took out|takes out|removed|removes|dropped|drank|drinks|spent|traded away|burned|smashed|popped'
const GETS =
  'got|gets|get|bought|buys|buy|found|finds|find|received|receives|receive|collected|collects|collect|picked|picks|pick|won|wins|win|was given|were given|is given|am given|added|adds|add|borrowed|borrows|caught|made|baked|earned|put in|puts in'
const TIMES = '(?<times>twice|double|triple|thrice|half|\\d{1,3} times|a third|a quarter)'
const LATER =
  '(?: (?:now|then|today|still|altogether|in total|at the end|after that|afterwards|in the end|in all|together))*'

const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'iu')
const START: readonly RegExp[] = [
  form(`(?:there(?: are| were|'re)|here are) (?:now |only )?${N} ${THING}(?: ${LABEL})?`),
  form(`${WHO} (?:now |only |already )?(?<verb>${HAVE}) ${N}(?: ${THING})?(?: ${LABEL})?`),
  form(`${N} ${THING}(?: (?:are|were|sit|sat|stand|live|lived|came|come|went))?(?: ${LABEL})?`),
  form(`${N} ${THING} (?:were )?(?:sold|counted|made|baked|delivered|produced|caught|picked|read|scored) ${LABEL}`),
  form(`${N}(?: ${LABEL})?`),
  form(`(?<who>we|they) (?<verb>were|are) ${N}(?: ${THING})?`),
  form(`${N} ${THING} (?:are|were) (?:invited|booked|planned|expected)`),
  form(`(?<who>${NAMED}) ${N}(?: ${THING})?`),
]
const CHANGES: readonly (readonly [way: '+' | '-', RegExp])[] = [
  [
    '-',
    form(
      `${N}${SAME_THING} (?:(?:of them|are|were|is|was|have|had|has|got|then) )*(?:${MINUS})(?: (?:early|today|again|${PLACE}))?`,
    ),
  ],
  [
    '+',
    form(
      `(?:another )?${N}(?: more| new| other| further)?${SAME_THING} (?:(?:have|had|has|were|are|then) )*(?:${PLUS})(?: (?:later|today|again|them|in|${PLACE}))?`,
    ),
  ],
  [
    '-',
    form(
      `(?:${WHO} )?(?:(?:has|have|then|also|later|now) )*(?:${GIVES}) (?:another )?${N}(?: more)?${SAME_THING}(?: away)?(?: (?:to|for|at) (?:(?:his|her|my|our|their|the|an?) )?(?:\\d{1,2} \\p{L}{2,14} (?:in total|altogether|together)|\\p{L}{2,14}))?(?: ${LABEL})?`,
    ),
  ],
  [
    '+',
    form(
      `(?:${WHO} )?(?:(?:has|have|then|also|later|now) )*(?:${GETS}) (?:another )?${N}(?: more| new| extra)?${SAME_THING}(?: (?:from|at|for) (?:(?:his|her|my|our|their|the|an?) )?\\p{L}{2,14})?(?: ${LABEL})?`,
    ),
  ],
]
const THAN = `(?<than>i|we|he|she|they|you|(?:my|our|the|his|her|their) \\p{L}{2,14}|${NAMED})`
const COMPARES: readonly RegExp[] = [
  form(
    `${WHO}(?: (?:${HAVE}))? (?:exactly )?${TIMES} (?:as (?:many|much)(?: ${THING})?|the (?:number|amount)(?: of ${THING.replace('thing', 'thing2')})?)(?: (?:as|of|that) ${THAN}(?: (?:${HAVE}|do|does|did))?)?`,
  ),
  form(
    `${WHO}(?: (?:${HAVE}))? ${N}(?: ${THING})? (?<way>more|fewer|less)(?: ${THING.replace('thing', 'thing2')})?(?: than ${THAN}(?: (?:${HAVE}|do|does|did))?)?`,
  ),
]
const ASKS: readonly (readonly [Asked, RegExp])[] = [
  [
    'left',
    form(
      `how many${SAME_THING}(?: (?:are|is|were|will be|would be))?(?: there)?(?: still)? (?:left|remaining|left over|remain|remains|(?<verb>free|available|empty|coming))(?: (?:over|now|${PLACE}))*${LATER}`,
    ),
  ],
  [
    'left',
    form(
      `how many${SAME_THING} (?:does|do|did|will|would|has|have) ${WHO}(?: still| now)? (?:have|got|be left with|end up with|keep) (?:left|remaining|over|left over)(?: over)?${LATER}`,
    ),
  ],
  [
    'total',
    form(
      `how many${SAME_THING}(?: (?:is|are|were|was|does|do|did|have|has|will be|would be))*(?: (?<who>that|there|it|they|we|i|you|both(?: of them)?|all of them))?(?: (?<verb>have|had|has|make|sell|sold|count|counted|see|saw|come|came|read|pick|picked|get|got|bake|baked|buy|bought|collect|collected|find|found|score|scored))? (?:altogether|in total|in all|together|all together|combined|overall)`,
    ),
  ],
  ['total', form(`(?:what(?:'s| is| was|s) )?(?:the |their )?(?:total|sum)(?: number)?(?: of ${THING})?`)],
  [
    'now',
    form(
      `how many${SAME_THING} (?:are|is|were|will be|would be)(?: there)? (?:now |still |then )*(?:present|here|${PLACE}|now|on board)(?: (?:now|today|then))*`,
    ),
  ],
  ['now', form(`how many${SAME_THING} (?:now|then)`)],
  ['now', form('how many (?:are|were) (?<who>we|they)(?: (?:now|then|in total|altogether))*')],
  [
    'now',
    form(
      `how many${SAME_THING} (?:does|do|did|will|would) ${WHO} (?:now |then )?(?:have|own|end up with|be holding|hold|got)(?: (?:now|then|in the end|at the end|today))+`,
    ),
  ],
  [
    'of',
    form(
      `how many${SAME_THING} (?<aux>does|do|did|has|have|will|would) ${WHO}(?: (?<verb>have|had|read|own|get|collect|pick|catch|find|bake|buy|sell|count|see|score|write|make|plant|eat|drink|receive|win|carry|send|pack|need|use|got|do))?`,
    ),
  ],
  [
    'more',
    form(
      `how many more${SAME_THING}(?: (?:does|do|did|has|have|came|come|were|are|was|is|visited|there|we|i|you|sell|sold|count|counted|see|saw))*(?: ${WHO})?(?: (?:have|had|read|own|get|collect|pick|catch|find|bake|buy|sell|count|see|score|write|make|plant|eat))?(?: ${LABEL})?(?: than ${THAN.replace('|they|you|', '|')}(?: (?:have|had|has|do|does|did))?| than (?<label2>${PLACE}|yesterday|today|last (?:week|month|year)))?`,
    ),
  ],
]

/** Where one piece ends and the next begins. */
const JOINT = /[,;:.?!]+(?: (?:and|but|so|then|now|also))* | (?:and|but)(?: then| also| now| later)? | then /u
const LAWS: Readonly<Record<string, Law>> = {
  twice: { way: '*', by: '2' },
  double: { way: '*', by: '2' },
  triple: { way: '*', by: '3' },
  thrice: { way: '*', by: '3' },
  half: { way: '/', by: '2' },
  'a third': { way: '/', by: '3' },
  'a quarter': { way: '/', by: '4' },
}

/** All pieces of a story, or null where one of them is of another kind. */
export function piecesOf(plain: string): Piece[] | null {
  const parts = plain
    .toLowerCase()
    .split(JOINT)
    .map(part => part.trim())
  if (parts.length < 2 || parts.length > 8) return null
  const pieces: Piece[] = []
  for (const part of parts) {
    const piece = pieceOf(part, pieces[0])
    if (piece === null) return null
    const last = pieces.at(-1)
    // `sold 12 on Monday and 8 on Tuesday`
    const isAgain = piece.kind === 'have' && last?.kind === 'change' && piece.who === '' && piece.verb === ''
    pieces.push(isAgain && piece.label !== '' ? { ...last, count: piece.count, thing: piece.thing } : piece)
  }
  return pieces
}

function pieceOf(part: string, first: Piece | undefined): Piece | null {
  if (/^(?:how|what|the total|total|sum|their total)/u.test(part)) return askOf(part)
  const having = haveOf(part)
  if (first === undefined) return having ?? compareOf(part)
  // What another one did stands beside it; what the same one did changes it.
  if (having !== null && having.who !== '' && !PRONOUN.test(having.who) && having.who !== whoOf(first)) return having
  return compareOf(part) ?? changeOf(part) ?? having
}

const IS_VERB = new RegExp(`^(?:${HAVE}|${GIVES}|${GETS}|${PLUS}|${MINUS})$`, 'iu')
const PRONOUN = /^(?:i|we|he|she|they|you|it)$/u
const whoOf = (piece: Piece): string => piece.who

function haveOf(part: string): Extract<Piece, { kind: 'have' }> | null {
  for (const pattern of START) {
    const found = pattern.exec(part)?.groups
    if (found === undefined) continue
    const { who = '', n = '', thing = '', label = '', verb = '' } = found
    return { kind: 'have', who, count: n, thing, label, verb }
  }
  return null
}

const TURNED = form(
  `(?:which|that) is (?:(?<n>\\d{1,9}) (?<way>more|fewer|less)|${TIMES} (?:as (?:many|much)|the (?:number|amount))) (?:than|as|of) ${THAN}(?: (?:${HAVE}))?`,
)
const OPPOSITE = { '+': '-', '-': '+', '*': '/', '/': '*' } as const

/** `Ben has 20, which is 5 more than Leo`: of Leo it is told the other way round. */
function turnedOf(part: string): Piece | null {
  const { than, n, way, times } = TURNED.exec(part)?.groups ?? {}
  if (than === undefined) return null
  const law = lawOf(times, n ?? '', way)
  return { kind: 'compare', who: than, than: '', thing: '', law: { way: OPPOSITE[law.way], by: law.by } }
}

const lawOf = (times: string | undefined, n: string, way: string | undefined): Law =>
  times === undefined
    ? { way: way === 'more' ? '+' : '-', by: n }
    : (LAWS[times] ?? { way: '*', by: times.replace(/\D+/gu, '') })

function compareOf(part: string): Piece | null {
  const turned = turnedOf(part)
  if (turned !== null) return turned
  for (const pattern of COMPARES) {
    const found = pattern.exec(part)?.groups
    if (found === undefined) continue
    const { who = '', than = '', thing, thing2, times, n = '', way } = found
    // `got 8 more`: no name but what the same one does.
    if (IS_VERB.test(who)) return null
    const law = lawOf(times, n, way)
    return { kind: 'compare', who, than, thing: thing ?? thing2 ?? '', law }
  }
  return null
}

function changeOf(part: string): Piece | null {
  for (const [way, pattern] of CHANGES) {
    const { who = '', n, thing = '', label = '' } = pattern.exec(part)?.groups ?? {}
    // What went yesterday is not among what is there today.
    if (/^(?:yesterday|last )/u.test(label)) return null
    if (n !== undefined) return { kind: 'change', who, count: n, thing, way }
  }
  return null
}

function askOf(part: string): Piece | null {
  for (const [asked, pattern] of ASKS) {
    const found = pattern.exec(part)?.groups
    if (found === undefined) continue
    const { who, label, thing = '', than, label2, verb = '', aux = '' } = found
    return { kind: 'ask', asked, who: who ?? label ?? '', thing, than: than ?? label2 ?? '', verb, aux }
  }
  return /^(?:how many|how much|what)(?! more)/u.test(part) && BARE_ASK.test(part) ? bareAsk : null
}
const BARE_ASK =
  /^(?:what|how many|how much) (?:is|are|was|does) (?:that|it|this)(?: make)? (?:altogether|in total|in all|together)$/u
const bareAsk: Piece = { kind: 'ask', asked: 'total', who: '', thing: '', than: '', verb: '', aux: '' }
