/** Frames about everyday amounts: doses and packs, posts and tiles, temperatures, lengths of time, feasts, money from abroad, what is saved. */
import { type Frame, fill, N, part, type Values } from './frame.ts'

const LENGTH =
  '(?<![\\p{L}\\d.,])\\d(?:[\\d.,]*\\d)? ?(?:mm|cm|m|km|inch(?:es)?|ft|feet|met(?:er|re)s?|centimet(?:er|re)s?|yards?)(?![\\p{L}\\d²³])'
const SIZE =
  '(?<![\\p{L}\\d.,])\\d(?:[\\d.,]*\\d)? ?(?:mm|cm|m)? ?(?:x|×|by) ?\\d(?:[\\d.,]*\\d)? ?(?:mm|cm|m|met(?:er|re)s?)(?![\\p{L}\\d²³])'
const SIGNED = '[-−]?\\d(?:[\\d.,]*\\d)?'
const CODE = '(?:eur|usd|gbp|chf|pln|sek|nok|dkk|czk|huf|jpy|cad|aud|nzd|inr|cny|try|zar)'
const MONTH = '(?:january|february|march|april|may|june|july|august|september|october|november|december)'
const WEEKDAY = '(?:mon|tues|wednes|thurs|fri|satur|sun)day'
const DIGITS: Readonly<Record<string, number>> = { a: 1, an: 1, one: 1, two: 2, three: 3, four: 4, five: 5, six: 6 }
const COUNT = '(?:\\d{1,3}|an?|one|two|three|four|five|six)'
const kindOf = (unit = ''): string => (/^kwh/i.test(unit) ? 'kwh' : unit.slice(0, 1).toLowerCase())
const toNumber = (word = ''): number => DIGITS[word.toLowerCase()] ?? Number(word)

export const everydayFrames: readonly Frame[] = [
  {
    key: /per (?:kg|kilo)/iu,
    parts: [
      part(
        `(?<d>${SIGNED} ?(?:mg|g|ml|µg|mcg|units?)) per (?:kg|kilo(?:gram)?)(?: of)?(?: (?:body ?weight|bodyweight))?`,
      ),
      part(`(?<w>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:kg|kilos?|kilograms?))(?!\\p{L})`),
    ],
    asides:
      /(?<!\p{L})(?:how many (?:mg|ml|g) (?:is|are|in|for)? ?|dose|dosage|one dose|single dose|weighs?|weight|body|medicine|syrup|animal|dog|cat|horse|mg|ml|vet)(?!\p{L})/giu,
    write: '$d per kg for $w',
  },
  {
    key: /(?:tablet|pill|capsule|dose|teabag|vitamin)s?(?!\p{L})/iu,
    parts: [
      part('(?<n>\\d{1,4}) (?<what>tablets?|pills?|capsules?|doses|teabags|vitamins?)'),
      part(
        `(?<a>${COUNT}) (?:every|each|in the|per|a) (?<when>morning|day)(?:(?:,? and| \\+|,) (?<b>${COUNT}) (?:(?:every|each|in the|per) )?(?:evening|night))?`,
      ),
      part('how many days|how long|days'),
    ],
    asides: /(?<!\p{L})(?:i've|i take|take|takes|last|lasts|pack|packet|box|for|use)(?!\p{L})/giu,
    write: ({ n, what, a, b, when }: Values) =>
      when === 'morning' && b === undefined
        ? null
        : `${n} ${what}, ${toNumber(a) + (b === undefined ? 0 : toNumber(b))} a day, how many days`,
  },
  {
    key: /posts?(?!\p{L})/iu,
    parts: [
      part(`(?:fence|railing|hedge|row|line|path)?(?: is| of)? ?(?<l>${LENGTH})(?: long)?(?: fence)?`),
      part(`(?:with )?(?:an? |one )?posts? every (?<s>${LENGTH})`),
      part('how many(?: posts?)?|number of posts?|posts'),
    ],
    asides:
      /,? ?(?:with )?(?:one|a post|posts) at (?:each|both) ends?(?: too| as well)?|,? ?(?:including|and) (?:one at )?both ends|in a straight line|(?<!\p{L})(?:fence|posts?|straight|required|buy)(?!\p{L})/giu,
    // With one at both ends the distances must fill the whole.
    write: ({ l = '', s = '' }: Values) =>
      Number.isInteger(Number.parseFloat(l) / Number.parseFloat(s))
        ? `how many posts for a ${l} fence with a post every ${s}`
        : null,
  },
  {
    key: /tiles?(?!\p{L})/iu,
    parts: [
      part(`(?<t>${SIZE})(?: tiles?)`),
      part(
        `(?:floor|wall|room|kitchen|bathroom|terrace|area|surface)?(?: is| of| measures)? ?(?<f>${SIZE})(?: (?:floor|wall|room|terrace))?`,
      ),
      part('how many(?: tiles?)?'),
    ],
    asides:
      /,? ?(?:no|without|ignoring|ignore|don't count|do not count|not counting|don't include) (?:any )?(?:waste|gaps|joints|cutting)(?: (?:or|and) (?:waste|gaps|joints|cutting))?|(?<!\p{L})(?:floor|wall|room|kitchen|bathroom|terrace|tiles?|buy)(?!\p{L})/giu,
    write: 'how many tiles $t for a floor $f',
  },
  {
    key: /(?:°|degrees|celsius|fahrenheit|(?<!\p{L})[cf](?!\p{L}))/iu,
    parts: [
      part(`(?<n>${SIGNED}) ?(?:°|degrees? )?(?<from>c|f|celsius|fahrenheit)(?!\\p{L})`),
      part(
        '(?:in(?:to)?|to|as|needs?|wants?|only (?:shows?|knows?|has|in)|uses?|shows?|in degrees|convert(?:ed)? to|think in|knows only) (?:°|degrees? )?(?<to>celsius|fahrenheit|kelvin|°[cf])',
      ),
    ],
    asides:
      /(?<!\p{L})(?:oven|recipe says|recipe|thermometer|fever|temperature|it is|outside|weather|nurse|degrees?|forecast|says)(?!\p{L})/giu,
    write: ({ n, from = '', to = '' }: Values) =>
      from[0]?.toLowerCase() === to.replace('°', '')[0]?.toLowerCase()
        ? null
        : `${n} °${from[0]?.toUpperCase()} in ${to}`,
  },
  {
    key: /how many (?:\p{L}+ )?days/iu,
    parts: [
      part('(?<w>\\d{1,3}) weeks?(?: and|,| &)? (?<d>\\d{1,2}) days?'),
      part('how many days(?: altogether| in total| in all)?|in days'),
    ],
    asides: /(?<!\p{L})(?:vet|pregnan\p{L}*|she is|he is|old|altogether|total)(?!\p{L})/giu,
    write: '$w weeks and $d days in days',
  },
  {
    key: /weeks/iu,
    parts: [
      part('(?<d>\\d{2,4}) days'),
      part(
        '(?:how many )?(?:full|whole|complete) weeks(?:,? and| plus)?,? ?(?:how many )?(?:days)?(?: (?:are |is )?(?:left over|left|remain|over|extra))?',
      ),
    ],
    asides: /(?<!\p{L})(?:days (?:are )?(?:left over|left|remain)|left over|extra)(?!\p{L})/giu,
    write: '$d days in weeks and days',
  },
  {
    key: /christmas/iu,
    parts: [
      part('how many (?:more )?(?:days|sleeps)(?: are there| is it| are left| left)?(?: to go)?'),
      part('(?:till|until|til|to|before) christmas(?: day)?(?: \\(?(?:25|25th)(?: of)? dec(?:ember)?\\)?)?'),
    ],
    asides: /(?<!\p{L})(?:keep|keeps)(?!\p{L})/giu,
    write: 'days until 25 December',
  },
  {
    key: /exist|valid date|real date/iu,
    parts: [
      part(
        '(?<d>\\d{1,2}\\.\\d{1,2}\\.\\d{4}|\\d{4}-\\d\\d-\\d\\d|\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\\p{L}* \\d{4})',
      ),
      part(
        '(?:does|is)?(?: this| that| there)?(?: date| day)?(?: really| even)? ?(?:exist|a valid date|valid date|a real date)',
      ),
    ],
    asides: /(?<!\p{L})(?:date|such|valid)(?!\p{L})/giu,
    write: 'is $d a valid date',
  },
  {
    key: /february|feb(?!\p{L})/iu,
    parts: [
      part(
        '(?:last day of|how (?:long|many days)(?: (?:is|has|does|are in))?|days (?:in|of)) (?:february|feb)(?: have)?(?: in)? (?<y>\\d{4})',
      ),
    ],
    asides: /,? ?(?:is it )?(?:the )?28(?:th)? or (?:the )?29(?:th)?|(?<!\p{L})days(?!\p{L})/giu,
    write: 'how many days does February $y have',
  },
  {
    key: /(?:first|second|third|fourth|last) (?:mon|tues|wednes|thurs|fri|satur|sun)day/iu,
    parts: [
      part(`(?:the )?(?<nth>first|second|third|fourth|last) (?<day>${WEEKDAY}) of (?:each|every|the) month`),
      part(`(?:what|which) (?:date|day)(?: (?:is|will)(?: that| it)?(?: be)?)?(?: in| for) (?<m>${MONTH} \\d{4})`),
    ],
    asides: /(?<!\p{L})(?:meets?|meeting|on|club|choir|council|takes place)(?!\p{L})/giu,
    write: '$nth $day of $m',
  },
  {
    key: /(?<!\p{L})(?:eur|usd|gbp|chf|pln|sek|nok|dkk|czk|jpy|cad|aud|euros?|dollars?|pounds?|francs?)(?!\p{L})/iu,
    parts: [
      part(
        `(?:with|at|if|where|rate:?)? ?1 (?<one>${CODE}) ?(?:=|is|costs?|equals|for) ?(?<rate>${N}) (?<other>${CODE})`,
      ),
      part(`(?<a>${N}) (?<have>${CODE})`),
      part(`how (?:many|much)(?: (?:euros?|dollars?|pounds?|francs?))?|in (?<want>${CODE})`),
    ],
    asides:
      /(?<!\p{L})(?:exchange rate|rate|change|exchange|euros?|dollars?|pounds?|francs?|get for|for|round to cents)(?!\p{L})/giu,
    write: ({ one = '', rate, other = '', a, have = '', want }: Values) => {
      const [from, to] = [have.toLowerCase(), have.toLowerCase() === one.toLowerCase() ? other : one]
      if (![one.toLowerCase(), other.toLowerCase()].includes(from)) return null
      if (want !== undefined && want.toLowerCase() !== to.toLowerCase()) return null
      return `${a} ${have} in ${to} at 1 ${one} = ${rate} ${other}`
    },
  },
  {
    key: /(?:sav|put|aside|away)/iu,
    parts: [
      part(
        `(?:save|put aside|put away|set aside|saving|put by) (?<s>[$€£]?${N}) ?(?:euros?|dollars?|pounds?)? ?(?:a|per|every|each) (?<unit>week|month|day)`,
      ),
      part('(?:how many (?<asked>weeks|months|days)|how long)'),
      part(
        `(?:until|till|before|to (?:get|reach|have|save)|for|need|have)(?: (?:i've|i have|i|we|got|have|get|a|an|the|bike|reach))* ?(?<g>[$€£]?${N})`,
      ),
    ],
    asides: /(?<!\p{L})(?:if i|got|takes?|until|costs?)(?!\p{L})/giu,
    write: ({ s, unit = '', asked, g }: Values) =>
      asked !== undefined && !asked.toLowerCase().startsWith(unit.toLowerCase())
        ? null
        : `how many ${unit}s to save ${g} at ${s} a ${unit}`,
  },
  {
    key: /profit/iu,
    parts: [
      part(
        `sold (?<n>\\d{1,5}) (?:\\p{L}+ )(?:at the \\p{L}+(?: \\p{L}+)? )?(?:for|at) (?<p>[$€£]?${N}) ?(?:euros?|dollars?|pounds?)? ?(?:a piece|apiece|each|per \\p{L}+)`,
      ),
      part(
        `(?:ingredients|materials?|they|it|everything|the stand|stock|supplies)(?: had)? (?:cost|costs|came to)(?: me| us)? (?<c>[$€£]?${N})`,
      ),
      part("(?:what(?:'s| is) )?(?:the |my |our )?profit"),
    ],
    write: values =>
      fill('$n * $p - $c', { ...values, p: values.p?.replace(/[$€£]/, ''), c: values.c?.replace(/[$€£]/, '') }),
  },
  {
    key: /[@]|(?:lit(?:er|re)s?|gallons?|kg|kilos?|kwh)(?!\p{L})/iu,
    parts: [
      part(`(?<q>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?<unit>lit(?:er|re)s?|l|kg|kilos?|kwh|gallons?|m))(?!\\p{L})`),
      part(
        `(?:@|at|for) ?[$€£]? ?(?<p>${N.replace(':/-', ':-')}) ?(?:euros?|eur|dollars?|pounds?)? ?(?:per|a|\\/|each) ?(?<each>lit(?:er|re)|l|kg|kilo|kwh|gallon|m)(?!\\p{L})`,
      ),
    ],
    asides:
      /(?<!\p{L})(?:(?:of )?(?:petrol|diesel|fuel|gas|milk|paint|apples|potatoes|cheese|meat|flour|oil|cable|fabric)|filled up|fill up|bought|buy|pay|rounded to cents|total|price|cost|costs)(?!\p{L})/giu,
    write: ({ q, p, unit, each }: Values) => (kindOf(unit) === kindOf(each) ? `${q} at ${p} per ${each}` : null),
  },
]
