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
  /^(?:(?:hi|hello|hey|good (?:morning|afternoon|evening|day))(?: there| kora| all)?[,!. ]\s*|(?:please|kindly|pls|plz|ok|okay|so|now|and|then|also|next(?=[,:])|finally|just|quickly|great|thanks|thank you|one more thing|quick question|by the way|btw)[,!:. ]\s*|(?:can|could|would|will) (?:you|u|ya) (?:please |pls |kindly |maybe |quickly |just )?(?:do (?=[-−√\d(])|(?=\p{L}))|(?:um+|uh+|hm+|well|right|alright|yo|sup|dear \p{L}+|excuse me|sorry|actually)[,.!: ]+\s*|(?:sorry )?if (?:this|it)(?:'s| is) (?:an? )?(?:dumb|stupid|silly|basic|easy|obvious)(?: question| one)?,?(?: but)? |i(?:'m| am) (?:trying|looking) to (?:find out |know |work out |figure out )?|just wondering[,:]? |wondering[,:]? |(?:can|could) (?:i|you) (?:get|have) |i(?:'d| would)? (?:need|want|like)(?: you)? to (?:know |find out |see )?|i wonder |i need (?=the )|need (?=the )|(?:my|our|the) (?:grand|step)?(?:son|daughter|kids?|child|children|teacher|boss|wife|husband|friend|colleague|brother|sister|mum|mom|dad|father|mother|mate|neighbou?r|homework|maths? (?:teacher|homework)|flatmate|girlfriend|boyfriend) (?:asks?|asked|is asking|keeps asking|wants? to know|wanted to know|needs? to know)(?: me| us)?[,:]? (?=what|how|which|is |if |whether )(?:if |whether )?|let me know |do you (?:happen to )?know |are you able to |help me (?:to )?|(?:tell|give|show|get|send) (?:me|us) |to know |know )/iu
const QUESTION =
  /^(?:what(?:'s|s|'re| is| are| was| were| would be|'ll be| will be| is the (?:result|value|answer) (?:of|for|to))|how much (?:is|are|was|would be|does|do)|the (?:result|value|answer) (?:of|for|to)) /iu
const VERB =
  /^(?:calculate|compute|calc|evaluate|solve|work out|figure out|determine|find(?: out)?|give|(?:add|sum)(?: up)?(?= [-\d.,¤€$£<>() ]*\d ?\+)|the (?:result|value|answer) (?:of|for|to)|what does|how much does) (?:for me )?/iu
/** `what 15% of 80 is`: the question inside another sentence. */
const INDIRECT = /^(?:what|how much) ((?!is |are |the |does |do |would |will ).{1,300}?) (?:is|are|equals|makes)$/iu
const ARTICLE = /^(?:the|a|an) /iu
const CLOSER =
  /(?:[\s,]*(?:please|pls|plz|approx(?:imately|\.)?|roughly|about|or so|now please|for us please|thanks|thank you|thx|cheers|for me|exactly|equals?|equal to|total up to|come to|make|for us|thanks a lot|many thanks|if you can|right now)|\s*=\s*|\s*(?:->|=>|→)|[\s?.!…,]+)$/iu

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
    const next = bare.replace(COURTESY, '').trimStart()
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
  const turned = INDIRECT.exec(core)
  if (turned !== null) {
    core = turned[1] as string
    if (opener === 'none') opener = 'question'
  }
  return { text: bare, core: core.replace(ARTICLE, ''), opener }
}
