/**
 * Takes off the words around a request that carry none of it: greetings, politeness, and the question words that every rule
 * would otherwise have to know. It tells whether something was asked at all.
 */

export type Bare = {
  /** Without courtesy: `how many km is 5 miles`. */
  readonly text: string
  /** Also without the question words and article: `17.5% of 2,480 EUR`. */
  readonly core: string
  /** `calculate`, `what is`, or empty where the core was already all. */
  readonly opener: 'verb' | 'question' | 'none'
}

const COURTESY =
  /^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there| kora| all)?[,!. ]\s*|(?:please|kindly|pls|plz|ok|okay|so|now|and|then|also|next(?=[,:])|finally|just|quickly|great|thanks|thank you|one more thing|quick question|by the way|btw)[,!:. ]\s*|(?:can|could|would|will) (?:you|u|ya) (?:please |pls |kindly |maybe |quickly |just )?(?:do (?=[-−√\d(])|(?=\p{L}))|(?:um+|uh+|hm+|well|right(?! (?:-?angled |isosceles )?(?:triangle|angle|prism|pyramid|cone|circular))|alright|yo|sup|dear \p{L}+|excuse me|sorry|actually)[,.!: ]+\s*|(?:sorry )?if (?:this|it)(?:'s| is) (?:an? )?(?:dumb|stupid|silly|basic|easy|obvious)(?: question| one)?,?(?: but)? |i(?:'m| am) (?:trying|looking) to (?:find out |know |work out |figure out )?|just wondering[,:]? |wondering[,:]? |(?:can|could) (?:i|you) (?:get|have) |i(?:'d| would)? (?:need|want|like)(?: you)? to (?:know |find out |see )?|i wonder |i need (?=the )|need (?=the |to know )|(?:my|our|the) (?:grand|step)?(?:son|daughter|kids?|child|children|teacher|boss|wife|husband|friend|colleague|brother|sister|mum|mom|dad|father|mother|mate|neighbou?r|homework|maths? (?:teacher|homework)|flatmate|girlfriend|boyfriend) (?:asks?|asked|is asking|keeps asking|wants? to know|wanted to know|needs? to know)(?: me| us)?[,:]? (?=what|how|which|is |if |whether )(?:if |whether )?|let me know |do you (?:happen to )?know |are you able to |help me (?:to )?|(?:tell|give|show|get|send) (?:me|us) |to know |know )/iu
/** `I'd be grateful for`, `would you mind telling me`, `I can't remember`: all that they say is that something is wanted. */
const WISHES = [
  "(?:i|we)(?:'d| would|d) (?:also |really |just )?be (?:very |so |really |most |extremely )?(?:grateful|glad|happy|thankful|pleased|interested) (?:for (?=the )|to (?:know|hear|get|have|see|learn) |in (?=the ))",
  "(?:(?:i|we)(?:'d| would|d) |would )(?:also |really |just |very much )?(?:appreciate|love|like)(?: to (?:know|hear|get|have|see|learn|ask))? (?=the |what |how |\\d+(?:\\.\\d+)?% of )",
  '(?:i|we) (?:also |really |just |only )?(?:need|want|must know|have to know)(?: to know)? (?=the |what |how |\\d[\\d.,]* ?(?:%|percent|\\^|\\*|×|÷) ?(?:of )?\\d)',
  '(?:may|might) i (?:please |just )?(?:ask|know) |(?:can|could) i (?:please |just )?(?:ask|know) ',
  '(?:would you (?:please )?)?mind (?:telling|giving|showing) (?:me|us) |(?:would you (?:please )?)?mind (?:calculating|computing|working out|finding|solving) ',
  'any idea (?=what |how )|(?:please )?remind me (?:again )?(?=what |how )|(?:please )?let me have (?=the )',
  "i(?:'m| am|m) (?:after|looking for|searching for|interested in|curious about) (?=the )|i(?:'m| am|m) (?:curious|wondering) (?=what |how )",
  '(?:i|we) (?:was|were|am|got|have been) (?:asked|told) to (?:find|calculate|compute|work out|determine|solve) ',
  "(?:i )?(?:can't|cant|cannot|can not|don't|dont|do not) (?:remember|recall|know|figure out|work out) (?=what (?!to )|how (?:much|many) )",
  "(?:i|we)(?:'ve| have|ve) been (?:trying|asked) to (?:work out|find|calculate|figure out|solve|compute) ",
  'i keep (?:getting|arriving at) (?:an? )?(?:different|wrong|other|another) (?:results?|answers?|numbers?|values?)[:,;.] ',
  '(?:basically|honestly|literally|simply) |(?:please )?do (?=\\d+(?:\\.\\d+)? ?[*×x+÷/] ?\\d)|(?:please )?give me a hand[:,.!] |@\\p{L}{2,12}[:,]? (?=\\d|what |how )',
].join('|')
const WISH = new RegExp(`^(?:${WISHES})`, 'iu')
const QUESTION =
  /^(?:what(?:'s|s|'re| is| are| was| were| would be| would(?= \d)|'ll be| will be| is the (?:result|value|answer) (?:of|for|to))|how much (?:is|are|was|would be|does|do)|the (?:result|value|answer) (?:of|for|to)) /iu
const VERB =
  /^(?:calculate|compute|calc|evaluate|solve|work out|figure out|determine|find(?: out)?|give|(?:add|sum)(?: up)?(?= [-\d.,¤€$£<>() ]*\d ?\+)|the (?:result|value|answer) (?:of|for|to)|what does|how much does) (?:for me )?/iu
/** `what 15% of 80 is`: the question inside another sentence. */
const INDIRECT =
  /^(?:what|how much) ((?!is |are |the |does |do |would |will ).{1,300}?) (?:is|are|equals|makes|(?:comes|adds up|amounts) to|would be)$/iu
/** `in hex what's 255`: what it is to become, told first. */
const TARGET_FIRST =
  /^in ((?!the |a |an |my |this |that |which |what |total)\p{L}[\p{L} °²³]{0,24}?),? (?:what(?:'s| is|s)|how much is) ([^?]{1,200})$/iu
const ARTICLE = /^(?:the|a|an) /iu
const CLOSER =
  /(?:[\s,]*(?:please|pls|plz|approx(?:imately|\.)?|roughly|about|or so|now please|for us please|thanks|thank you|thx|cheers|for me|exactly|equals?|equal to|total up to|come to|make|for us|thanks a lot|many thanks|if you can|right now)|\s*=\s*|\s*(?:->|=>|→)|[\s?.!…,]+)$/iu

/** Behind what is asked: `..., what do I get`, `... would be how much`. Only the core is without it: in a story such words may ask. */
const ASKED_LAST =
  /(?:,? (?:(?:so )?(?:that|this|it|which)(?:'s| is| would be| makes| gives| equals)|is|would be|equals|makes|gives|will be|comes to) (?:what|how much)(?: exactly| then| in total)?| would be| will be|,? (?:so )?(?:what(?:'s| is)|how much is) (?:that|it|this)(?: then)?|,? what do (?:i|we|you) get(?: then)?|,? (?:that|this)(?:'s| is) what i (?:need|want)| is what i (?:need|want)(?: to know)?| amounts? to| if you (?:don't|dont|do not) mind| if you please| asap|,? i (?:forgot|forget) how (?:to do (?:it|this|that)|(?:it|this|that) works))$/iu
const LONGEST_ASKED_LAST = 48
const MAY_WISH =
  /^(?:i|we|would|mind|may|might|can|could|any|please|remind|let|don't|dont|do|basically|honestly|literally|simply|give|@)/iu
const LONGEST_CLOSER = 32

/** The parts of a message are looked at again and again. */
const MOST_KNOWN = 512
const known = new Map<string, Bare>()

export function stripCourtesy(text: string): Bare {
  let bare = known.get(text)
  if (bare === undefined) {
    if (known.size >= MOST_KNOWN) known.clear()
    bare = strip(text)
    known.set(text, bare)
  }
  return bare
}

function strip(text: string): Bare {
  let bare = text.trim()
  for (let turn = 0; turn < 8; turn += 1) {
    const kind = bare.replace(COURTESY, '')
    const next = (kind === bare && MAY_WISH.test(bare) ? bare.replace(WISH, '') : kind).trimStart()
    if (next === bare) break
    bare = next
  }
  for (let turn = 0; turn < 8; turn += 1) {
    // Only the end is looked at: the pattern would try every place of a long text.
    const end = Math.max(0, bare.length - LONGEST_CLOSER)
    const next = (bare.slice(0, end) + bare.slice(end).replace(CLOSER, '')).trimEnd()
    if (next === bare || next === '') break
    bare = next
  }
  const told = TARGET_FIRST.exec(bare)
  if (told !== null) bare = `what is ${told[2]} in ${told[1]}`
  let core = bare
  let opener: Bare['opener'] = 'none'
  for (let turn = 0; turn < 3; turn += 1) {
    const asked = core.replace(QUESTION, '')
    const told = asked.replace(VERB, '')
    if (told !== asked) opener = 'verb'
    else if (asked !== core && opener === 'none') opener = 'question'
    if (told === core) break
    core = told
  }
  const from = Math.max(0, core.length - LONGEST_ASKED_LAST)
  const last = core.slice(from).replace(ASKED_LAST, '')
  if (from + last.length < core.length && from + last.length > 0) {
    core = core.slice(0, from) + last
    if (opener === 'none') opener = 'question'
  }
  const turned = INDIRECT.exec(core)
  if (turned !== null) {
    core = turned[1] as string
    if (opener === 'none') opener = 'question'
  }
  return { text: bare, core: core.replace(ARTICLE, ''), opener }
}
