/**
 * What people say around a request and not of it: who they are, for whom they ask, that their calculator is broken, thanks and smiles.
 * Only set phrases at both ends of a message count, so that nothing that could change a request is ever taken off.
 */

export type Chatter = {
  /** Characters at the beginning and at the end of the message that say nothing. */
  readonly lead: number
  readonly tail: number
  /** Somebody wants the result and no word more. */
  readonly isBrief: boolean
}

const words = (list: string): string =>
  `(?:${list
    .trim()
    .split(/\s*\|\s*/u)
    .join('|')})`

const PERSON = words(
  'son | daughter | kid | kids | child | children | boy | girl | grandson | granddaughter | grandma | grandpa | grandmother | grandfather | mother | father | mum | mom | dad | wife | husband | partner | brother | sister | nephew | niece | uncle | aunt | cousin | boss | colleague | coworker | manager | teacher | pupils? | students? | class | friend | neighbou?r | customer | client | patient | landlord | flatmate | roommate | girlfriend | boyfriend',
)
const NOTHINGS = words(
  'ok | okay | so | well | right | alright | all right | hm+ | um+ | uh+ | er+m? | ahem | oh | ah | look | listen | btw | by the way | basically | anyway | actually | now',
)
const HELLO = words(
  "hi | hiya | hello | helo | hey+ | heya | howdy | yo | sup | hallo | halo | hola | bonjour | salut | ciao | namaste | moin | servus | hej | greetings | g'day | good (?:morning|afternoon|evening|day) | guten (?:tag|morgen|abend) | dear (?:sir|madam|assistant|all|team|kora|friend|ai|computer|helper)",
)
const CALLED = words(
  'there | dear | all | everyone | kora | friend | my friend | buddy | mate | bro | man | dude | pal | folks | guys | team | assistant | again | sir | madam | computer | ai | bot | robot | you',
)
const KIND = words(
  "quick | silly | simple | small | short | stupid | dumb | easy | basic | random | one | another | last | next | first | homework | math | maths | my | a | the | just | tiny | little | practical | kitchen | scrabble | crossword | word | spelling | grammar | trivia | puzzle | english | coding | work | school | diy | tax | my son's | my daughter's",
)
const MATTER = words(
  'question | questions | maths? | homework | task | exercise | problem | q | request | check | favou?r | test | quiz | calculation | one',
)
const PURPOSE = words(
  `(?:a|my) friend | my homework | homework | work | school | class | uni | university | college | my boss | my taxes | my tax return | the tax office | a client | a customer | a school project | a project | my records | my thesis | the kids | an? (?:puzzle|crossword|quiz|word game|poster|sign|tweet|form|website|blog|newsletter|card|recipe|label) | fun | the record | (?:my|our) (?:${PERSON.slice(3, -1)})(?:'s)?(?: homework| school)?`,
)
const WEAK = words(
  'bad | terrible | awful | hopeless | rubbish | useless | lost | stuck | confused | not (?:so |very )?good | no good | no genius | weak | horrible',
)
const TOOL = words('calculator | phone | laptop | computer | excel | spreadsheet | app | pocket calculator | brain')
const BROKEN = words(
  "is broken | is dead | is empty | is gone | is away | broke | died | just died | crashed | is not working | isn't working | does ?n[o']t work | is at home | is missing | is tired",
)
const RESULT = words(
  'number | answer | result | final (?:answer|number|result|price|amount) | figure | value | date | time | word | total | sum | solution | output',
)
const BRIEF = `(?:(?:just|only) )?(?:give me )?(?:(?:just|only) )(?:the |a |one |your )?(?:plain |bare |final )?${RESULT}(?:,? nothing else)?|${RESULT} only|no (?:explanations?|steps|working|text|words|essay|prose|chit-?chat|fuss)(?: (?:needed|necessary|required))?|(?:a )?(?:short|quick|brief) answer(?: only| is enough| will do)?|keep it (?:short|brief)|nothing else|without (?:any )?(?:explanations?|comments?)`
const PLEASE = '(?:[ ,]*(?:please|pls|plz|thanks|thank you|thx))*'

const HELP = `(?:(?:could|can|would|will) (?:you|anyone|anybody|someone|somebody) (?:please |pls |kindly )?(?:help(?: me)?(?: out)?(?: (?:with|on) (?:this|that|it|something|one thing|(?:a|my) (?:quick |little |small )?${MATTER}))?|do me a favou?r)|(?:please |pls )?help(?: me)?(?: out)?(?: with (?:this|that|it|my ${MATTER}))?|(?:i )?need (?:some |your |a bit of |a little |a hand|quick )?(?:help|hand)?(?: (?:with|on) (?:this|that|it|something|my ${MATTER}))?)${PLEASE}`
const SORRY = `(?:sorry|apologies|excuse me|pardon(?: me)?|forgive me)(?: to (?:bother|trouble|disturb)(?: you)?| for (?:bothering|troubling|disturbing|asking)(?: you)?(?: again)?| for (?:the|this|my|a) (?:${KIND} )*(?:question|bother|english)| if this is (?:a )?(?:${KIND} )*(?:question)?)?`
const WEAKNESS = `i(?:'m| am|m)? (?:really |so |very |just |pretty )?(?:${WEAK})(?: (?:at|with|in) (?:math|maths|numbers|this|that|these|such things|arithmetic|percentages|fractions|dates|units|excel|mental arithmetic))?|i (?:always|never|keep|can never|can ?not|can't|cant|usually|often) (?:mix(?:ing)?|remember|forget(?:ting)?|confuse|confusing|get|figure|do|work) (?:this|that|these|it|those|them)(?: (?:up|out|wrong|right|in my head|myself))*|(?:my|the) ${TOOL} ${BROKEN}(?: (?:in|at|on|during|again|today|before|while|halfway|this|right) (?:\\p{L}+ ?){0,6})?|i (?:forgot|lost|left|do(?:n't| not) have|have(?:n't| not) got) (?:my|a|the) (?:pocket )?calculator(?: (?:at home|here|with me|at hand|around))?`
const SELF = `(?:i(?:'m| am|m) an? (?:\\p{L}[\\p{L}-]+ ){0,2}\\p{L}[\\p{L}-]+(?: (?:in|from|at|by|near) (?:an? |the |my )?\\p{L}[\\p{L}-]+(?: \\p{L}[\\p{L}-]+)?)?|i (?:run|own|have|manage) an? (?:small |little |tiny |family )?(?:shop|bakery|store|caf[eé]|restaurant|business|company|farm|salon|workshop|school|clinic|hotel)(?: in \\p{L}+)?)`
const ASKS = `(?:(?:my|our|the) (?:\\p{L}+-?\\p{L}* )?${PERSON} (?:just |now |keeps? )?(?:asks?|asked|wants? to know|wanted to know|wonders?|needs to know|is asking|are asking|asking)(?: me)?(?: this| about this)?|(?:my|our) ${PERSON} (?:has|have|had|got|gets) (?:this|that|it|the following|this one) (?:in|as|for|at|on) (?:his|her|their|the|a) (?:homework|test|exam|quiz|class|school))`
const KNOW = `(?:would you (?:please )?be so kind (?:and|as to)(?: please)? tell me|(?:i would|i'd|we would|we'd|id) (?:like|love|want) to know|i (?:was|am|'m) (?:just )?wondering|i wonder|(?:please |pls |can you |could you |just )?tell (?:me|us)(?: quickly| please| now| exactly| this)?|do you (?:happen to |by any chance )?know(?: this)?|maybe you (?:can|could) (?:help|tell me)|i need to know|(?:i'm |im |i am )?not sure (?:if|whether) (?:you can (?:do|help with|answer) this|this (?:works|is possible))(?:,? but)?|(?:just )?(?:curious|wondering)|out of curiosity|let(?:'s| us) see|here(?:'s| is| comes| goes)(?: my| the| a| another)? ${MATTER}|here (?:it is|goes|we go))`
const SMILE =
  '(?:[\\p{Extended_Pictographic}\\u{FE0F}\\u{200D}\\u{1F3FB}-\\u{1F3FF}]+|[:;=]-?[)DPp(]|xd|\\^\\^|lol|lmao|haha(?:ha)*|hehe(?:he)*|rofl)'

/** One saying at the beginning, with the mark that parts it from the rest. */
const LEAD = new RegExp(
  `^\\s*(?:${[
    `(?:${HELLO})(?: ${CALLED})*(?:\\s*[,!.:…–—-]+|(?= \\p{L}))`,
    `@?kora\\s*[,!:.]*(?=\\s)`,
    `${CALLED}\\s*[,!:]`,
    `${NOTHINGS}\\s*[,!:.…]+`,
    `(?:${KIND} )*${MATTER}(?: (?:for you|please|again|(?:from|with|by|of) (?:my|our) ${PERSON}|for (?:${PURPOSE})))*\\s*(?:[:,!.–—-]+(?=\\s)|(?=${SMILE}\\s))`,
    `(?:${KIND} )+question(?:,)? but(?=\\s)`,
    `(?:i have|i've got|ive got|i got|got|have|there is) (?:${KIND} )*${MATTER}(?: for you| please)?\\s*[:,!.]+`,
    `(?:\\p{L}[\\p{L}-]+ ){1,3}here\\s*[:,!.–—-]+`,
    `${SELF}\\s*[.!:;]+`,
    `${SELF},? and(?=\\s+(?:i|we|my|our)\\s)`,
    `${ASKS}\\s*[:,.]+`,
    `(?:(?:i am |i'm |im )?asking |(?:i )?need (?:this|it) |this is |it(?:'s| is) )?(?:just )?for ${PURPOSE}\\s*[:,.!]+`,
    `${HELP}\\s*[?.!:,]+`,
    `${SORRY}(?:\\s*[,.!:]+(?: but)?|,? but)`,
    `(?:${WEAKNESS})\\s*[.,:;!]+(?: so(?=\\s))?`,
    `(?:${BRIEF})${PLEASE}\\s*[,.:;!]+`,
    `${KNOW}${PLEASE}\\s*[:,.]+`,
    `(?:just )?(?:a )?test(?:ing)?\\s*[:.]+`,
    `${SMILE}`,
    `(?:(?:many )?(?:thanks|thank you|thankyou|thx|ty|cheers)|(?:great|perfect|nice|super|awesome|brilliant|excellent|wonderful|lovely)(?:,? (?:thanks|thank you|thx))?)(?: (?:so much|a lot|very much|again|already|mate|for (?:that|this|earlier|before|the (?:last|previous|first) (?:one|answer)|(?:the|your|all your) help|your answer)))*\\s*[!.,:;–—-]+`,
    `(?:and )?(?:just )?(?:one|another|a last|a second|a new) ?(?:more|last|other)?(?: thing| one| question)?\\s*:(?=\\s)`,
    `(?:please|pls|plz|bitte|urgent(?:ly)?|quick(?:ly)?|asap)\\s*[:,!.]+`,
  ].join('|')})\\s*`,
  'iu',
)

const THANKS =
  '(?:(?:many |thousand |lots of )?(?:thanks|thank you|thankyou|thank u|thx|thanx|tnx|ty|tysm|tia|cheers|ta|danke(?: schön| sehr)?|merci(?: beaucoup)?|gracias|grazie|obrigad[oa]|bitte|please|pls|plz)(?: (?:you|so much|a lot|very much|in advance|again|mate|bro|man|kora|dear|friend|a million|a bunch|guys|and (?:best |kind )?regards|for (?:your|the|any) help|for helping|and thank you))*)'
/** One saying at the end; the first group stands after a mark, a comma or a line end, the second may follow at once. */
const TAIL = new RegExp(
  `(?:(?:^|(?<=[?.!…,;:)\\n"”])\\s*|\\s+[–—-]\\s+)(?:${[
    THANKS,
    `(?:${BRIEF})${PLEASE}`,
    `(?:(?:i am |i'm |im )?asking |(?:i )?need (?:this|it) |this is |it(?:'s| is) )?(?:just )?for ${PURPOSE}`,
    `i need (?:it|this|that|the answer) (?:for|by|before) (?:my |the |a |our )?(?:\\p{L}+ ){0,2}\\p{L}+`,
    `(?:${WEAKNESS})`,
    `(?:i(?:'m| am|m) )?(?:in a (?:bit of a )?(?:hurry|rush))|(?:it(?:'s| is) )?(?:kind of |very )?urgent|asap|quick(?:ly)?${PLEASE}`,
    `(?:i )?hope (?:you|someone) can help(?: me)?|any help (?:is |would be )?(?:welcome|appreciated)|help(?: me)?(?: please)?`,
    `${SORRY}(?: again)?`,
    `(?:(?:do|can|could) (?:you|anyone|anybody|someone) (?:please )?(?:know|tell me|tell us|help(?: me)?|answer(?: that| this)?)|anyone|anybody|any ideas?|kora|you know)\\s*\\?`,
    `(?:please )?(?:ignore|ignoring|disregard)(?: (?:the|any|all|public|bank|national))* holidays|(?:assume |there are )?no (?:public |bank )?holidays|\\(?(?:mon(?:day)? ?(?:-|–|to) ?fri(?:day)?(?:, ?no holidays)?|today)\\)?`,
    `(?:my|our) ${PERSON} (?:just )?(?:has|have|wants?|needs?|had|wanted|needed) (?:to )?(?:check|verify|compare|know|hand (?:it |this |that )?in|finish|see|prove|show)(?: (?:it|this|that|(?:her|his|their|the) (?:results?|answers?|homework|solutions?|work|maths?|test|sheet)))?(?: (?:for|in|at) (?:school|class|homework|uni))?(?: (?:tomorrow|today|tonight|now|by tomorrow|on monday))?`,
    `(?:as|for) a quick check|just (?:checking|curious|wondering|asking)|out of curiosity|i(?:'m| am) (?:just )?curious|asking for a friend`,
    `(?:(?:(?:best|kind|warm|many) )?(?:regards|wishes|greetings|greets)|yours|sincerely|love|bye|bye bye|goodbye|see you|ciao)(?:\\s*,?\\s*\\p{L}+)?`,
  ].join('|')})|\\s+(?:${[
    THANKS,
    `for (?:my )?(?:homework|school|class|work|uni)|(?:asking )?for a friend|as a quick check|just checking|just curious`,
    `(?:short|quick) answer please|asap`,
  ].join('|')})|\\s*${SMILE})[\\s.!…]*$`,
  'iu',
)
const BRIEF_ALONE = new RegExp(`^[\\s.,!:–—-]*(?:${BRIEF})${PLEASE}[\\s.,:;!]*$`, 'iu')

const MOST_SAYINGS = 6
/** Nobody says more than this around a request; a longer end is not looked at. */
const LONGEST_SAYING = 160

/** `masked` is the message with its quotations hidden. Something of the message is always left. */
export function findChatter(masked: string): Chatter {
  let lead = 0
  let isBrief = false
  for (let turn = 0; turn < MOST_SAYINGS; turn += 1) {
    const found = LEAD.exec(masked.slice(lead, lead + LONGEST_SAYING))
    if (found === null || found[0] === '' || masked.slice(lead + found[0].length).trim() === '') break
    isBrief ||= BRIEF_ALONE.test(found[0])
    lead += found[0].length
  }
  let end = masked.length
  for (let turn = 0; turn < MOST_SAYINGS; turn += 1) {
    const from = Math.max(lead, end - LONGEST_SAYING)
    const found = TAIL.exec(masked.slice(from, end))
    if (found === null || found[0].trim() === '' || from + found.index <= lead) break
    isBrief ||= BRIEF_ALONE.test(found[0])
    end = from + found.index
  }
  return { lead, tail: masked.length - end, isBrief }
}

/** A sentence that says nothing but thanks. */
export const ONLY_THANKS =
  /^\s*(?:many thanks|thanks|thank you|thx|cheers)(?: (?:a lot|so much|very much|again))?(?:,? (?:that|this|it) (?:really |already )?(?:helps?|helped|would help|is helpful|is great)(?: (?:me|us|a lot|so much|very much))*)?[\s!.]*$/iu
export const GREETS =
  /^\s*(?:hi|hiya|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|ok|okay)(?: (?:there|all|everyone))?[\s!.,]*$/iu
