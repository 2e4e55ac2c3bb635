/**
 * Words that may stand around a request without changing what is asked: who asks, for what, how politely. The list is closed: one word that is not
 * here, a figure or a sign of arithmetic, and a frame says nothing.
 */

const WORDS = new Set(
  // articles, pronouns, auxiliaries
  (
    'a an the this that these those it its i im me my mine we our us you your he his she her hers they their them one ones there here is isnt are was were be ' +
    'been am do does did can could would will shall has have had having got get gets getting id ill ive youd ' +
    // asking and telling
    'what whats which how whats much many big far long heavy large high need needs needed want wants wanted like know knows find finding found work works working out up figure ' +
    'tell show give gives say says said saying write writes written express expressed expressing put make makes making call called calculate calculated calculating compute computed ' +
    'determine determining solve convert converted converting conversion turn turned change look looks looking for help helps helping let lets see check checking ask asks asked asking wonder wondering wants ' +
    'curious trying try tried stuck struggling confused forgot forget remember remind understand read reads reading go goes come comes came ' +
    'question questions answer answers answered result results solution value values number numbers figure figures amount way problem problems thing exactly exact precise precisely correct correctly ' +
    'quick quickly simple simply short please pls plz kindly thanks thank thx ty cheers hello hi hey hiya good morning afternoon evening day dear sir madam ok okay well um uh oh so now just ' +
    'and in of on at to as from with by into again possible possibly could able really actually right mean meant namely ie eg only that then be being sure' +
    // places and people
    ' homework hw school class course lesson lecture textbook book worksheet sheet exercise exercises exam test quiz task assignment paper revision maths math mathematics physics chemistry geometry biology ' +
    'science algebra arithmetic statistics informatics computing computer engineering university college uni teacher tutor professor prof student pupil kid kids kiddo son sons daughter daughters child childs childrens children ' +
    'brother sister friend friends wife husband partner boss colleague coworker team mum mom dad grandma grandpa nephew niece neighbour neighbor customer client supplier tenant patient doctor nurse ' +
    'job office project report form paperwork spreadsheet label recipe kitchen garden house flat room workshop shop holiday trip travel travelling blog website app game club puzzle ' +
    'says saw told given here heres below above'
  ).split(' '),
)

/** Whole phrases whose words alone would say something else. */
const PHRASES =
  /(?<!\p{L})(?:should (?:he|she|they|i|we|you|one) (?:get|write|answer|put|enter)|do(?:n't| not) know|can(?:'t|not| not) (?:work (?:it|this|that) out|figure (?:it|this|that) out|remember|do (?:it|this|that))|is it|or not|if (?:possible|you can|you could)|in advance|no idea|any idea|not sure|let me know|as well)(?!\p{L})/giu
const OF_SOMETHING =
  /(?<!\p{L})of (?:the |my |our |his |her |their )?(?:school|class|course|university|college|uni|job|project|trip|holiday|travel|game|house|flat|room|garden|report|club|team|work|day|morning|evening|afternoon)(?!\p{L})/iu
/** The way or the meaning is asked for, and not the result alone. */
const HOW_TO =
  /(?<!\p{L})(?:how (?:(?:do|does|did|can|could|would|will|to)(?: (?:i|you|we|one|they|he|she))?|i|you|we) (?:(?:even|actually|best|quickly) )?(?:find|work|solve|calculate|compute|determine|convert|turn|figure|get|do|know|check|read|remember|make|change)|how (?:it|this|that) (?:works?|is (?:calculated|worked out|done))|(?:do|does) (?:it|that|this|they) mean|it means|understand)(?!\p{L})/iu
const WORD = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu

/** True when nothing else is left over. */
export function isHarmless(rest: string): boolean {
  if (/[+*/^=<>%$€£¥#@\\|~&[\]{}"“”„«»`_]/u.test(rest)) return false
  // `US` is no `us`.
  for (const [word] of rest.replace(PHRASES, ' ').matchAll(WORD))
    if (
      /^\p{Lu}{2,}$/u.test(word)
        ? !/^(?:OK|PLS|THX|HW|ASAP)$/.test(word)
        : !WORDS.has(word.toLowerCase().replace(/['’]/g, ''))
    )
      return false
  // `which week of school`: one of another kind.
  if (OF_SOMETHING.test(rest)) return false
  if (HOW_TO.test(rest)) return false
  // `should I`, `is it worth`: somebody wants advice, not a figure.
  return !/(?<!\p{L})(?:should i|should we|worth|too (?:much|many|big|far|long|high))(?!\p{L})/iu.test(rest)
}
