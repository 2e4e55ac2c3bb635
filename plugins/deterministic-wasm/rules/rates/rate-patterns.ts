/** How requests about rates say a price for one of something, how many of it, an amount beside, and for what time the answer is wanted. */
import { FEE } from './rate-words.ts'

const UNIT = "(?:(?:square|cubic|sq|working|work|kilowatt|text) )?[\\p{Ll}m³²][\\p{Ll}'’-]*[²³23]?"
const CENTS = '(?<cents> ?(?:cents?|cts?|c|eurocents?)(?![\\p{L}]))?'
const WORDS_OF_TIME = 'day|week|month|year|night|hour|person|time|way'
const PER_ONE = `(?: ?/ ?| (?:per|an?|each|every|for each|for every|for an?|for one|the|in an?|in one) )(?:single |whole )?(?:${UNIT})(?![\\p{L}'-])`
const PER_MORE = `(?:(?:(?: and| &) (?=(?:person|head|night|day|room|week|month|hour|adult|child|kid|pax|guest|trip|year)s?(?![\\p{L}]))| and per |, ?per | ?/ ?| per | an? | each )(?:${UNIT})(?![\\p{L}'-]))`
const PER = `(?<per>${PER_ONE}(?:${PER_MORE}){0,2}|(?: ?(?:pp|p\\.p\\.|p\\.?a\\.?|p/p|p/n|pppn))(?![\\p{L}])|(?<time> (?:each|per|every) time)(?![\\p{L}])| (?:hourly|daily|nightly|weekly|monthly|quarterly|yearly|annually)(?![\\p{L}])|(?: each| apiece| a piece| ea)(?![\\p{L}]|(?: ?(?:${WORDS_OF_TIME}))))`
const EACH = '(?: ?(?:each|apiece|a piece|ea\\.?|per piece|per item|per unit|each one|a pop))'
const ONE_OF = 'an?|per|each|every|/|in an?|in one|in the'
const PERIODS =
  'day|night|week|month|year|quarter|workday|weekday|shift|evening|morning|wash|person|load|trip|ride|visit|lesson|session|room|house|box|bag|cup|page'
const ADVERB = 'hourly|daily|nightly|weekly|monthly|quarterly|yearly|annual|annually'
const IS = '(?: ?(?:is|was|are|of|at|costs?|:|=|for|lasts|,))?'
const END = "(?![\\p{L}\\p{N}'-])"

const sticky = (source: string): RegExp => new RegExp(`(?:${source})${END}`, 'uy')
export const HOURS_MINUTES = sticky('A ?(?:hours?|hrs?|h) ?(?:and )?A ?(?:minutes?|mins?|min|m)')
export const RATE = sticky(`A${CENTS}(?: (?:in )?(?<mid>${FEE}|rent|wage|net|gross|base))?${PER}`)
export const ADVERB_RATE = sticky(
  `(?<adverb>${ADVERB}|day|hour|minimum)(?: (?:rate|wage|fee|rent|pay|price|salary|cost|costs|payment|charge|bill|rental|income|base fee|allowance|contribution)){0,2}${IS} ?A${CENTS}`,
)
export const LABEL_RATE = sticky(
  `(?:an?|one|each|per|every|the|1) (?<unit>${UNIT})(?: (?:costs?|is|at|for|:|are|was|sells for|goes for))? A${CENTS}`,
)
export const PAIR = sticky(
  `A ?(?:(?<unit>${UNIT})(?<more>(?: (?:of )?(?:${UNIT})){0,2}),? )?(?<way>x|×|\\*|@|at|of|à|a|times|for|costing|priced at)(?: only| just)? ?A${CENTS}(?:(?<each>${EACH})|${PER})?`,
)
export const OFTEN = sticky(
  `A ?(?:(?<unit>${UNIT}) ?(?:of \\p{L}+ )?)?(?:x |times )?(?:(?:${ONE_OF}) ?(?<period>${PERIODS})|(?<adverb>daily|weekly|monthly|yearly|annually))`,
)
export const COUNT = sticky(`A ?(?<unit>${UNIT})(?<each> each(?: person)?)?`)
export const TIMES_ONLY = sticky('A times(?= (?:how|what|in|altogether|this)|$|[,.?])')
export const PEOPLE_BEFORE = sticky(
  "(?:(?:we|they)(?:'re| are| were)(?: a (?:group|family|party) of)?|there (?:are|were)(?= A (?:of|people))|are) A(?: of us| people| persons?)?",
)
/** Of the things that a price was told for. */
export const OF_THEM = sticky('A (?:of (?:them|those|these))(?= ?(?:$|[,.?]|(?:and|how|what|in|this)(?!\\p{L})))')
export const OF_US = sticky('A of us')
export const FLAT_AFTER = sticky(`A${CENTS}(?: (?:for|of|in|on))? ?(?<fee>${FEE})`)
export const FLAT_BEFORE = sticky(`(?<fee>${FEE})(?: ?(?:is|was|of|costs?|at|for|:|=|,))? ?A${CENTS}`)
const NOUN = "\\p{Ll}[\\p{Ll}'-]{2,}"
export const FLAT_FOR = sticky(
  `A${CENTS} (?:for|on|of) (?:the |an? |my |our )?(?<fee>${NOUN}(?: ${NOUN})?)|A${CENTS.replace('cents', 'cents2')} to (?:unlock|start|join|enter|get in|register)`,
)
export const FLAT_ADDED = sticky(`(?<fee>${NOUN}(?: ${NOUN})?):? A${CENTS}(?= ?(?:$|[,.;+?!=]))`)
/** `99 once` */
export const ONCE = sticky(`A${CENTS} (?:once|one-?off|one-?time|upfront)`)
/** `bus costs 210`, `thread for 4.20` */
export const FLAT_SAID = sticky(`(?<fee>${NOUN}(?: ${NOUN})?) (?:costs?|is|was|for) A${CENTS}(?= ?(?:$|[,.;+?!=]))`)
/** `twice a month` */
export const TWICE = sticky(`(?<times>once|twice) (?:${ONE_OF}) ?(?<period>${PERIODS})`)
/** `I pulled 230` */
export const BARE = sticky('A(?= ?(?:$|[,.?!]))')
export const OPEN = sticky(`A${CENTS}`)
export const TAX = sticky(
  '(?:(?:plus|\\+|and|with|,|add) )*(?:the )?P (?:vat|tax|sales tax|hotel tax|gst|mwst|service charge|service)(?: (?:on top|on everything|added|on it all))?',
)
export const ASK_PER = sticky(
  `(?:(?:${ONE_OF}|for an?|over an?|after an?|after one|for the(?: whole)?|over the|within a|for one|for each|as) (?:whole |full |single )?(?<period>hour|day|night|week|month|quarter|year|person|head|kilometre|kilometer|km|child|pupil|guest|student)|(?<adverb>${ADVERB}|yearly)|(?<each>each(?: of us| person)?|apiece|every(?:one|body| kid| child| person| pupil)))`,
)
export const THIS_PERIOD = sticky(
  '(?:(?:this|that|last|for the|the|in|for|during) (?:past )?(?:week|month|year|evening|weekend|time|shift)|(?:in|for|of|during) (?:the )?(?<month>january|february|march|april|may|june|july|august|september|october|november|december)|(?<bare>january|february|march|april|june|july|august|september|october|november|december)(?: was)?|tonight|today|yesterday)',
)
export const IDIOM = sticky(
  "x(?= ?A)|(?:save|saving|put aside|put away|set aside)(?= A)|[€$£](?= (?:is|are|do|does|will|would))|get back|returned(?=[,.])|before tax(?:es)?|(?:tourist|city|visitor|local) tax(?:es)?|how much tax(?= |$|[?,.])|at (?:a|the|my) (?:rate|price|cost) of|work(?:s|ed)? out|call ?-?out|put in|in total|all in(?: all)?|all together|how much|what(?:'s|s)?|as (?:a|an) (?:freelancer|student|tutor|babysitter)|to the company|a total of|what do i|how high|in euros?|in dollars|in pounds",
)

/** What a pattern catches at a place. */
export function caughtAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(text)
}
