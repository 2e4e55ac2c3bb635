/** Frames about money: shares, interest, raises, packs. */
import { type Frame, N, part, type Values } from './frame.ts'

const SIGN = '[$€£]|eur|usd|gbp|chf'
const MONEY = `(?:[$€£] ?)?(?<![\\p{L}\\d.,])\\d(?:[\\d.,]*\\d)?(?: ?(?:${SIGN}|euros?|dollars?|pounds?|francs?))?(?![\\p{L}\\d%]|[.,]\\d)`

export const moneyFrames: readonly Frame[] = [
  {
    key: /commission|comission|comm?ision|bonus/iu,
    parts: [
      part(
        `(?:commission|comm?iss?ion|bonus) (?:is|of|rate is)? ?(?<p>${N}) ?%|(?<p2>${N}) ?% (?:commission|comm?iss?ion|bonus)`,
      ),
      part(`(?:for |worth |of )?(?<a>${MONEY})`),
    ],
    asides:
      /(?<!\p{L})(?:sold|sell|sales|goods|turnover|worth|revenue|this (?:month|week|quarter|year)|earn|earned|commission|get|paid|agent|rate|how i|it)(?!\p{L})/giu,
    write: ({ p, p2, a }: Values) => `${p ?? p2}% of ${a}`,
  },
  {
    key: /skonto|early|cash discount|prompt/iu,
    parts: [
      part(`(?<p>${N}) ?% ?(?:skonto|(?:early|prompt)(?:[ -]payment)? discount|cash discount)`),
      part(`(?<a>${MONEY})`),
    ],
    asides:
      /(?<!\p{L})(?:because (?:i|we) pay (?:early|in time|within \p{L}+ days)|supplier|invoice|transfer|pay|bill|less|minus|with|early|deduct|after)(?!\p{L})/giu,
    write: '$a minus $p%',
  },
  {
    key: /raise|increase|rise|went|goes|grew|jump/iu,
    parts: [
      part(`from (?<a>${MONEY}) (?:a (?:month|year|week) )?to (?<b>${MONEY})`),
      part(
        '(?:in|as|by how many|by what|how many|what)(?: is the| a)? ?(?:percent(?:age)?|per cent|%)(?: raise| increase| rise| change)?|percentage',
      ),
    ],
    asides:
      /(?<!\p{L})(?:salary|wage|wages|pay|rent|price|raise|increased?|rises?|rose|goes|went|going|up|a (?:month|year|week)|monthly|yearly|new|old|jump(?:s|ed)?|grew|grows)(?!\p{L})/giu,
    write: 'percentage change from $a to $b',
  },
  {
    key: /profit|gain|margin|made/iu,
    parts: [
      part(
        `(?:bought|purchased|cost|got it)(?: (?:a|an|the|my|it|this|for|at|me|some|\\p{L}+)){0,4}? (?:for|at) (?<a>${MONEY})`,
      ),
      part(`sold(?: it| them| this)? (?:for|at|again for|on for) (?<b>${MONEY})`),
      part('profit|gain'),
      part(
        '(?:as (?:a )?|in |what )?(?:percent(?:age)?|per cent|%)(?: of (?:what i paid|the (?:cost|purchase|buying) price|cost))?',
      ),
    ],
    write: 'bought for $a, sold for $b, profit in percent',
  },
  {
    key: /cost|price|pay/iu,
    parts: [
      part(`(?:if |when )?(?<n>\\d{1,4}) (?<what>\\p{L}+) (?:cost|costs|are|come to)(?: me)? (?<a>${MONEY})`),
      part(
        '(?:how much|what)(?: (?:is|are|do|would|will|for|just|the price of|should|i|we|pay|cost))* (?<m>\\d{1,4})(?: (?<again>\\p{L}+)| of (?:the same|them|those|these))?(?: cost)?',
      ),
    ],
    asides: /(?<!\p{L})(?:then|same|cost|costs|pay)(?!\p{L})/giu,
    write: ({ n, what = '', a, m, again }: Values) =>
      again === undefined ||
      again.toLowerCase().slice(0, 3) === what.toLowerCase().slice(0, 3) ||
      /^(?:of|cost)$/i.test(again)
        ? `if ${n} ${what} cost ${a}, how much do ${m} ${what} cost`
        : null,
  },
  {
    key: /\d ?: ?\d/u,
    parts: [
      part(`(?<r>\\d{1,3}(?: ?: ?\\d{1,3}){1,4})`),
      part(`(?<a>${MONEY})`),
      part('divid(?:e|ed|ing)|split(?:ting)?|shar(?:e|ed|ing)|distribut(?:e|ed|ing)'),
    ],
    asides:
      /(?<!\p{L})(?:in the ratio|ratio|inherit\p{L}*|between (?!\d)\p{Lu}\p{L}+(?:(?:, | and |, and )\p{Lu}\p{L}+){1,4}|among (?!\d)\p{Lu}\p{L}+(?:(?:, | and |, and )\p{Lu}\p{L}+){1,4}|amounts?|each|gets?|parts?|shares?|\p{Lu}\p{L}+(?:'s|’s))(?!\p{L})/gu,
    write: ({ r = '', a }: Values) => `split ${a} in the ratio ${r.replace(/ /g, '')}`,
  },
  {
    key: /compound/iu,
    parts: [
      part(`(?<p>${N}) ?%(?: (?:interest|a year|per year|per annum|p\\.?a\\.?|annual|yearly))*`),
      part('(?:interest )?compound(?:ed|ing|s)? (?:annually|yearly|every year|once a year|per year)'),
      part('(?:after|for|over|in)? ?(?<y>\\d{1,2}|one|two|three|four|five|ten) years'),
      part(`(?<a>${MONEY})`),
      part("balance|total|worth|how much|what(?: is|s|'s) it|end up|final (?:amount|value)"),
    ],
    asides:
      /(?<!\p{L})(?:savings?|bond|account|bank|invest(?:ed|ment)?|deposit(?:ed)?|fund|interest|rate|at|left|balance|total)(?!\p{L})/giu,
    write: "$a at $p% interest compounded yearly for $y years. what's the balance?",
  },
  {
    key: /cent/iu,
    parts: [
      part('how many (?<c>\\d{1,2})[ -]cents?(?: coins?| pieces?)'),
      part(`(?:make|makes|are|in|for|give|equal|to get) (?<e>${N}) (?:euros?|dollars?)`),
    ],
    asides: /(?<!\p{L})(?:coins?|up)(?!\p{L})/giu,
    write: ({ c, e }: Values) => `${e} * 100 / ${c}`,
  },
  {
    key: /get (?:one|\d) (?:more |extra )?(?:for )?free/iu,
    parts: [
      part('buy (?<b>one|two|three|\\d),? (?:and )?get (?<g>one|two|\\d) (?:more |extra )?(?:for )?free'),
      part(`(?:cost|costs|are|is|at|price:?)? ?(?<p>${MONEY}) (?:each|a piece|apiece|per (?:piece|pair|item))`),
      part('(?:if )?(?:i |we )?(?:take|buy|want|get|need|for) (?<n>\\d{1,3})(?: \\p{L}+)?'),
    ],
    asides: /(?<!\p{L})(?:pay|offer|deal|cost|costs|shirts?|pairs?|items?|pieces|in total|total|if i)(?!\p{L})/giu,
    write: 'buy $b get $g free, $p each, $n pieces',
  },
  {
    key: /time and a half|double time/iu,
    parts: [
      part('(?<all>\\d{1,3}(?:\\.\\d)?) ?(?:h|hrs?|hours?)(?!\\p{L})'),
      part(
        `(?:the )?first (?<n>\\d{1,3})(?: (?:h|hrs?|hours?))? (?:at|for|are paid|paid)(?: at)? ?[$€£]?(?<p>${N})(?: ?(?:euros?|dollars?|pounds?))?(?: (?:an hour|per hour|a hour|each))?`,
      ),
      part(
        '(?:the rest|anything above|everything above|above that|overtime|the others?)(?: (?:is|are|at|paid|in))* (?<how>time and a half|double time|double)',
      ),
      part('total|pay|earn'),
    ],
    asides: /(?<!\p{L})(?:worked|this week|last week|pay|paid|gross|earn|at|total)(?!\p{L})/giu,
    write: ({ all, n, p, how = '' }: Values) =>
      Number(all) > Number(n)
        ? `${n} * ${p} + ${Number(all) - Number(n)} * ${p} * ${/half/i.test(how) ? 1.5 : 2}`
        : null,
  },
  {
    key: /deduct|early payment|paying early/iu,
    parts: [
      part(
        `(?:deduct|take off|less|minus)? ?(?<p>${N}) ?% (?:discount |off )?(?:for|because of|with|on) (?:early payment|paying early|prompt payment|payment within \\d+ days)`,
      ),
      part(`(?:over|of|for|is)? ?(?<a>${MONEY})`),
      part('how much|what'),
    ],
    asides: /(?<!\p{L})(?:may|deduct|invoice|bill|transfer|pay|over)(?!\p{L})/giu,
    write: '$a minus $p%',
  },
  {
    key: /(?:a|per) month/iu,
    parts: [
      part(
        `(?<![\\p{L}\\d])(?:[\\p{L}]{2,20} )?[$€£]?(?<a>${N}) and (?:[\\p{L}]{2,20} )?[$€£]?(?<b>${N}) (?:a|per|each) month`,
      ),
      part('(?:a|per|in a|each|over a) year|yearly|annually'),
      part('together|altogether|in total|both|combined'),
    ],
    asides: /(?<!\p{L})(?:cost|costs|pay)(?!\p{L})/giu,
    write: '($a + $b) * 12',
  },
]
