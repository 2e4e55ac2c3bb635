/** The patterns of dates, periods and lengths of time in English, shared by what reads them. They match text, and settle nothing. */
export const MONTH_NAME =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)'
export const WEEKDAY_NAME =
  '(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)'
export const NTH_WORD = '(?:first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)'
const YEAR = "\\d{4}|'\\d\\d"
const YEAR_WORD = '(?:this|next|last) year'
/** What makes a number behind a month's name something else than a day: `may 2 weeks`. */
const NO_UNIT =
  '(?!\\d|[.:,]\\d| ?(?:%|(?:st|nd|rd|th)?(?: |-)?(?:business|working|days?|weeks?|months?|years?|hours?|hrs?|minutes?|mins?|seconds?|people|nights?|times|pm|am)(?!\\p{L})))'

const PERIOD_NAME = `(?:${MONTH_NAME}\\.?(?:,? (?:of )?(?:${YEAR}|${YEAR_WORD}))?|(?:this|the current|next|last|the) (?:month|year|quarter|week)|q[1-4](?: of)? \\d{4}|(?:the year )?\\d{4})`
const FEAST = "(?:christmas(?: day| eve)?|xmas|new year['’]?s (?:day|eve)|halloween|valentine['’]?s day)"

/** `a week` is a span behind such words and before others; in `40 hours a week` it is none. */
const ONE =
  '(?<=(?:^|in|after|before|for|within|until|plus|minus|add|subtract|takes?|lasts?|is|[+-]) )an? (?!weekday|day of)|(?<!(?:days?|times|hours?|hrs|nights|shifts|evenings|mornings|twice|once|minutes) )an? (?=(?:day|week|month|year|hour|minute|fortnight)s?(?: and a half)? (?:from|after|before|ago|later|earlier)(?!\\p{L}))'

const COUNT = `(?:\\d{1,9}(?:\\.\\d+)?[ -]?|half an? |${ONE})(?:(?:calendar|full|whole|consecutive|more) )*`
const JOINT = '(?: ?, ?| and | & | plus | )'
const part = (unit: string): string => `${COUNT}(?:${unit})(?!\\p{L})`
const YEARS = 'years?|yrs?'
const MONTHS = 'months?|mths?'
const WEEKS = 'weeks?|wks?|fortnights?'
const DAYS = '(?:business|working|work|week)[ -]?days?|days?|nights?|d'
/** `8 hours 5 days a week`, `2 hours and 1 shift`: what is counted so is no minute. */
const NO_MINUTES =
  '| ?(?:days?|times|x|nights?|weeks?|months?|shifts?|lessons?|sessions?|breaks?|people|persons|evenings?|mornings?|[ap]\\.?m|%)(?!\\p{L})'
const HOURS = 'hours?|hrs?|h'
const MINUTES = 'minutes?|mins?|m'
const SECONDS = 'seconds?|secs?|s'

/** One pattern of many kinds; a group's name tells which. The first that fits at a place is taken. */
const KINDS: readonly (readonly [kind: string, source: string])[] = [
  [
    'moment',
    '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,3})?)?(?: ?(?:Z|UTC|GMT)(?!\\p{L})|[+-]\\d\\d:?\\d\\d)?',
  ],
  [
    'date',
    `(?:${WEEKDAY_NAME}\\.?,? (?:the )?)?(?:\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}(?!\\d)|\\d{1,2}[-/.]\\d{1,2}[-/.](?:\\d{4}|\\d\\d)(?![\\d.]\\d))`,
  ],
  [
    'dayMonth',
    `(?:${WEEKDAY_NAME}\\.?,? )?(?:the )?\\d{1,2}(?:st|nd|rd|th|\\.)?(?: of| day of)?[ -]?${MONTH_NAME}\\.?(?!\\p{L})(?:(?:,? |-)(?:of )?(?:${YEAR}|${YEAR_WORD}))?`,
  ],
  [
    'monthDay',
    `(?:${WEEKDAY_NAME}\\.?,? )?${MONTH_NAME}\\.? (?:the )?\\d{1,2}(?:st|nd|rd|th)?${NO_UNIT}(?:,? (?:of )?(?:${YEAR}|${YEAR_WORD}))?`,
  ],
  [
    'nth',
    `(?:the )?${NTH_WORD} (?:${WEEKDAY_NAME}|(?:working|business|work|week) ?day)(?: day)? (?:of|in) ${PERIOD_NAME}`,
  ],
  ['edge', `(?:the )?(?:(?:very )?(?:first|last|1st) day|end|beginning|start) (?:of|in) ${PERIOD_NAME}`],
  [
    'relative',
    "(?:the )?day after tomorrow|(?:the )?day before yesterday|(?:today|tomorrow|yesterday|tonight)(?:['’]?s)?(?: date)?",
  ],
  ['feast', `${FEAST}(?:,? (?:of |in )?(?:\\d{4}|${YEAR_WORD}))?`],
  ['lengthOfDays', `${part(DAYS)}${JOINT}${part(HOURS)}(?:${JOINT}${part(MINUTES)})?(?:${JOINT}${part(SECONDS)})?`],
  [
    'span',
    `net[- ]?\\d{1,3}(?: days?)?(?![.,]?\\d)|(?:${part(YEARS)}(?: and a half|(?:${JOINT}${part(MONTHS)})?(?:${JOINT}${part(WEEKS)})?(?:${JOINT}${part(DAYS)})?)|${part(MONTHS)}(?:${JOINT}${part(WEEKS)})?(?:${JOINT}${part(DAYS)})?|${part(WEEKS)}(?:${JOINT}${part(DAYS)})?|${part(DAYS)})(?![:\\d])`,
  ],
  [
    'clockWord',
    "(?:half past|quarter past|a quarter past|quarter to|a quarter to|\\d{1,2} (?:minutes? )?(?:past|to)) (?:\\d{1,2}|noon|midnight)(?!\\d|[:.]\\d)(?: ?[ap]\\.?m\\.?(?!\\p{L}))?(?: o['’]?clock)?(?: in the (?:morning|afternoon|evening)| at night)?",
  ],
  [
    'length',
    `(?:${part(HOURS)}(?:(?: and)? a half|(?:${JOINT}|)${part(MINUTES)}(?:(?:${JOINT}|)${part(SECONDS)})?|(?: ?\\d{1,2}(?![\\d:.]${NO_MINUTES})| and \\d{1,2}(?![\\d:.]| ?[\\p{L}x×])))?|${part(MINUTES)}(?:(?:${JOINT}|)${part(SECONDS)})?|${part(SECONDS)})(?!\\p{L}|\\d|:\\d|\\.\\d)`,
  ],
  [
    'time',
    "(?:[01]?\\d|2[0-4]):[0-5]\\d(?::[0-5]\\d)?(?: ?[ap]\\.?m\\.?(?!\\p{L})| in the (?:morning|afternoon|evening)| at night)?(?![:\\d])|(?:1[0-2]|0?\\d)(?:\\.[0-5]\\d)? ?[ap]\\.?m\\.?(?!\\p{L})|\\d{1,2} o['’]?clock(?: in the (?:morning|afternoon|evening)| at night)?|noon|midday|midnight",
  ],
  ['colon', '\\d{1,4}:[0-5]\\d(?::[0-5]\\d)?(?:\\.\\d{1,3})?(?![:\\d])'],
  [
    'month',
    `${MONTH_NAME}\\.?(?!\\p{L})(?:,? (?:of )?(?:${YEAR}|${YEAR_WORD}))?|(?:this|next|last|the current) month|(?:0?[1-9]|1[0-2])/\\d{4}(?!\\d)|\\d{4}-(?:0[1-9]|1[0-2])(?![-\\d])`,
  ],
  ['quarter', 'q[1-4](?:,? (?:of )?\\d{4})?|(?:this|next|last) quarter'],
  ['compact', '(?:19|20)\\d\\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])(?![.,]?\\d)'],
  ['year', `(?:the year )?[12]\\d{3}(?![\\d.,:]\\d|\\d)|${YEAR_WORD}`],
  ['weekday', `(?:mon|tues|wednes|thurs|fri|satur|sun)day(?!s)|(?:mon|tue|wed|thu|fri)(?!\\p{L})`],
  ['weekdays', '(?:mon|tues|wednes|thurs|fri|satur|sun)days'],
  ['ordinal', '\\d{1,4}(?:st|nd|rd|th)'],
  ['number', '\\d+(?:\\.\\d+)?'],
]
export const KIND_NAMES: readonly string[] = KINDS.map(([kind]) => kind)
/** How those begin that begin with a letter: tried once at a word, before all the patterns. */
const BEGINS =
  '(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|the |to(?:day|morrow|night)|yesterday|first|second|third|fourth|fifth|last|very|end|begin|start|day |christmas|xmas|new |hallow|valent|net|half|an? |exactly an? |quarter|noon|mid|this|next|q[1-4])'
export const MOMENTS = new RegExp(
  `(?<![\\p{L}\\p{N}]|\\d[.,:/])(?=\\d|${BEGINS})(?:${KINDS.map(([kind, source]) => `(?<${kind}>${source})`).join('|')})(?![\\p{L}\\p{N}])`,
  'giu',
)
