/** Ways of asking about lists, by what is asked. */
import { whole } from './text-answers.ts'

const ITEM =
  '(?:items?|entries|entry|elements?|things?|names?|values?|words?|numbers?|ones?|members?|people|fruits?|days?|lines?)'
const IN = '(?: (?:is|are|appear|appears|occur|occurs|that|which|there))*'

const ONE = '(?:items?|entries|entry|elements?|names?|values?|numbers?|ones?|members?)'

export const BOTH = [
  whole(
    `(?:what|which ${ITEM}|who) (?:do|does|are) (?:both|the|these|those|the two|these two|both of the)(?: lists| sets| ones| groups| §)? (?:have in common|share)(?: §)?|(?:who|which ${ITEM}|which) (?:is|are|appears?|stands?) (?:in|on) both(?: lists| sets)?(?: §)?|what do § share|§ share|(?:the )?(?:overlap|intersection) (?:between|of)(?: §)?|compare (?:both|the|these|the two|these two)(?: lists)? (?:and|then) (?:tell me |show me |list |show |give me )?(?:which|what|the ones|those|items)?(?: ${ITEM})?(?: (?:that )?(?:are|is|appear))? (?:in|on) both`,
  ),
  whole(
    `(?:(?:which|what|list|find|show|give)(?: the)? )?(?:common )?(?:${ITEM})?${IN} ?(?:in|on|to|from|contained in|present in) both(?: lists| of them| of §)?|(?:common|shared|mutual|overlapping) ${ITEM}(?: (?:of|in|between|to))?(?: both)?(?: lists)?|(?:what (?:do|does) )?§ have in common|(?:intersection|overlap)(?: (?:of|between))?(?: (?:the )?(?:two )?(?:lists|sets))?(?: §)?|(?:which|what) ${ITEM} do (?:both|they|the lists|§)(?: lists)? (?:share|have in common)`,
  ),
]
export const ONLY_FIRST = [
  whole(
    `(?:(?:which|what|list|find|show|give)(?: the)? )?(?:${ITEM})?${IN} ?(?:only )?(?:in|on) (?:the )?(?:first(?: list| one)?|list (?:one|1|a)|a)(?:,? (?:but|and))? ?(?:(?:are |is )?(?:missing (?:in|from|on)|not (?:also )?(?:in|on)?(?: the)?|absent (?:in|from))(?: the)? (?:second(?: list| one)?|list (?:two|2|b)|other(?: list| one)?|b))?`,
  ),
]
export const ONLY_SECOND = [
  whole(
    `(?:(?:which|what|list|find|show|give)(?: the)? )?(?:${ITEM})?${IN} ?(?:only )?(?:in|on) (?:the )?(?:second(?: list| one)?|list (?:two|2|b)|b)(?:,? (?:but|and))? ?(?:(?:are |is )?(?:missing (?:in|from|on)|not (?:also )?(?:in|on)?(?: the)?|absent (?:in|from))(?: the)? (?:first(?: list| one)?|list (?:one|1|a)|other(?: list| one)?|a))?`,
  ),
]
export const MISSING_SECOND = [
  whole(
    `(?:what|which(?: ${ITEM})?)(?: is|'s| are)? missing (?:from|in|on) (?:the )?(?:second(?: list| one)?|list (?:two|2|b)|b)(?: §)?`,
  ),
]
export const UNION = [
  whole(
    `(?:merge|combine|unite|join)(?: (?:the|these|both|two|§))*(?: (?:lists?|sets?))?(?:,? (?:and|then|but))? (?:(?:drop|remove|delete|without|no|kill|skip)(?: the| any| all)? (?:dups?|duplicates?|dupes|doubles|repeats)|dedupe|deduplicate|keep (?:each|every item) once)|union(?: (?:of|between))?(?: (?:the )?(?:two )?(?:lists|sets))?(?: §)?`,
  ),
]
export const EITHER = [
  whole(
    '(?:which|what)(?: ones| items| values)? (?:are|is) different(?: (?:between|in))?(?: (?:the )?(?:two )?lists)?(?: §)?|(?:symmetric )?difference(?:s)? between (?:the )?(?:two )?(?:lists|sets)',
  ),
]
const N = '(?<n>\\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)'
export const PLACED = [
  whole(`(?<end>first|last) (?:${N} )?${ONE}(?: (?:in|of|from|on))?(?: (?:the )?list)?`),
  whole(`(?<end>first|last) ${N}`),
  whole(
    `(?<nth>\\d{1,3}(?:st|nd|rd|th)|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|second[ -]to[ -]last) ${ONE}(?: (?:in|of|from|on))?(?: (?:the )?list)?`,
  ),
  whole(`${ONE} (?:no\\.?|number|nr\\.?|#) ?(?<nth>\\d{1,3})`),
  whole(`every (?<every>second|other|2nd|third|3rd|fourth|4th) ${ONE}(?: (?:in|of|from))?(?: (?:the )?list)?`),
]
export const TALLY = [
  whole(
    `(?:count|tally|tell|show|list)?(?: up)? ?(?:how (?:many times|often)) (?:each|every)(?: (?:different|one|of them|of these))?(?: \\p{L}+)?(?: (?:occurs?|appears?|is|comes up|shows up|there|mentioned|listed))*`,
  ),
  whole(
    `(?:count|tally)(?: up)?(?: the)? (?:occurrences|frequency|frequencies|number) (?:of )?(?:each|every)(?: \\p{L}+)?|(?:frequency|tally|count) (?:of|for) (?:each|every)(?: \\p{L}+)?|(?:vote|votes|ballot) (?:count|tally)|(?:count|tally)(?: up)?(?: the)? votes|frequency (?:table|count|list)(?: of ${ITEM})?|how many of each(?: \\p{L}+)?(?: (?:are there|do i have|is there|there))*`,
  ),
]
export const ALL_UNIQUE = [
  whole(
    `(?:are|is|whether) (?:all |the )*(?:${ITEM} |§ )*(?:all )?(?:unique|distinct|different)(?: from each other)?|(?:does|do) (?:all )?(?:${ITEM}|§) (?:only )?occur once`,
  ),
]
export const ANY_TWICE = [
  whole(
    `(?:are|is|whether|has|have|does|do)(?: (?:there|§|it|the list))*(?: (?:contain|have))? ?(?:any )?(?:duplicates?|duplicate ${ITEM}|repeats|doubles|dupes|dups|repeated ${ITEM}|${ITEM} twice)(?: (?:in|here|there))*(?: §)?|any (?:duplicates?|dupes|doubles|repeats)(?: (?:in|here))?(?: §)?`,
  ),
  whole(
    `(?:(?:which|what|list|find|show)(?: the)? )?(?:${ITEM}${IN} (?:more than once|twice|duplicated|repeated|listed twice|multiple times)|duplicates?|duplicate ${ITEM}|repeated ${ITEM})(?: (?:in|here|there))?(?: §)?`,
  ),
]
/** `on my list` is the text itself: what it was called says so. */
export const MEMBER_OF_LIST = whole('(?:is|are|whether|do i have) (?<what>⟦\\d⟧|[\\p{L}-]{2,30})(?: already)?')
export const MEMBER = [
  whole(
    `(?:is|are|whether|do i have) (?<what>⟦\\d⟧|[\\p{L}-]{2,30}) (?:already )?(?:on|in|part of|among|listed in|included in)(?: (?:my|the|our))?(?: §| list| shopping list)?|does (?:the |my )?(?:list|§) (?:contain|include|have) (?<what2>⟦\\d⟧|[\\p{L}-]{2,30})`,
  ),
]
export const PLACE_OF = [
  whole(
    `(?:position|index|place|rank)(?: number)? of (?<what>⟦\\d⟧|[\\p{L}-]{2,30})(?: (?:in|on))?(?: (?:the |my )?(?:list|§))?|(?:at|in|on) (?:which|what) (?:position|place) is (?<what2>⟦\\d⟧|[\\p{L}-]{2,30})`,
  ),
]
export const SWAPPED = [
  whole(
    '(?:swap|switch|flip|exchange|reverse)(?: the)? (?:(?:first and last|last and first|first & last|given and family|family and given) names?|(?:first|last) names? (?:and|with|&) (?:last|first) names?|names?(?: order)?|order of (?:the )?names)|(?:put|write|change|convert|turn|rewrite)(?: the)?(?: names?| §)* (?:to|as|into|in)? ?(?:(?:the )?(?:form|format|order) )?["“]?(?:first(?: name)? last(?: name)?|first name first|firstname lastname)["”]?',
  ),
]
export const GROUPED = [
  whole(
    `(?:group|split|bucket|(?:sort|arrange|organi[sz]e)(?= .*into groups))(?: (?:the|these|§))*(?: ${ITEM})? (?:by|into groups by|according to)(?: the| their)? (?:first|initial|starting) letters?`,
  ),
]
export const CHUNKED = [
  whole(
    `(?:split|divide|break|chunk|cut|group|put)(?: §| the ${ITEM}| ${ITEM})?(?: up)? (?:in|into|in to|by)(?: (?:chunks|groups|pieces|batches|sets|rows|teams|parts|lines))? (?:of |with )(?<n>\\d{1,3})(?: ${ITEM}| each)?(?: each)?`,
  ),
]
export const DEDUPED = [
  whole(
    `(?:remove|delete|drop|eliminate|get rid of|take out|strip|filter out|weed out) (?:the |all |any |all the )*(?:duplicates?|dupes|dups|doubles|repeats|repetitions|duplicate ${ITEM}|repeated ${ITEM})(?: (?:from|in) §)?|(?:dedupe|deduplicate|dedup)(?: §)?|(?:only )?(?:the )?(?:unique|distinct) ${ITEM}(?: only)?(?: (?:from|in|of) §)?|keep (?:only )?(?:one of each|each (?:item |one )?once|unique ${ITEM})`,
  ),
]
export const ALPHABETICAL = [
  whole(
    `(?:sort|order|arrange|put|list|organi[sz]e)(?: (?:§|the ${ITEM}|${ITEM}))? (?:alphabetically|in alphabetical order|a ?(?:-|to) ?z|in a ?(?:-|to) ?z order|by alphabet|from a to z)|alphabeti[sz]e(?: §| the ${ITEM})?|(?:sorted )?alphabetical(?:ly)?(?: order)?(?: §)?|§ (?:sorted )?(?:alphabetically|in alphabetical order)`,
  ),
]
