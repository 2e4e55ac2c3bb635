/** Frames about numbers: whole numbers, bases, fractions, statistics, shares. */
import { type Frame, fill, N, part, type Values } from './frame.ts'

const LIST = `(?<list>${N}(?:(?:, ?(?:and )?|,? (?:and|&) | )${N}){1,40})`
const PAIR = `(?<a>${N})(?:,| and|, and| &) (?<b>${N})`
const OF = '(?:(?:of|for|in|from|between|with) (?:the )?(?:(?:numbers?|values?|data|scores?|results?|set|year) )?:? ?)?'
const FIGURES = '(?:numbers?|values?|data|scores?|results?|marks?|grades?|readings?|measurements?|points?)'

/** `visitors at the fair last year`. */
const PLACE = '(?: (?:at|in|to|on) (?:the|our|my) \\p{L}+)?'
const BASES = '(?:binary|octal|hex(?:adecimal)?)'
const DECIMAL =
  '(?:in(?:to)?|to|as) (?:an? )?(?:normal |ordinary |plain |regular |usual )*(?:decimal|base (?:10|ten))(?: numbers?| form| notation| system)?|(?:as|in|to) (?:an? )?(?:normal|ordinary|plain|regular) (?:numbers?|digits)'

export const numberFrames: readonly Frame[] = [
  {
    key: /common multiple|(?<!\p{L})lcm(?!\p{L})/iu,
    parts: [part('(?:lowest|least|smallest) common multiple|lcm'), part(`${OF}${LIST}`)],
    write: 'lcm of $list',
  },
  {
    key: /common (?:divisor|factor)|(?<!\p{L})(?:gcd|hcf|gcf)(?!\p{L})/iu,
    parts: [part('(?:greatest|highest|largest|biggest) common (?:divisor|factor)|gcd|hcf|gcf'), part(`${OF}${LIST}`)],
    write: 'gcd of $list',
  },
  {
    key: /factorial/iu,
    parts: [part('factorial'), part(`${OF}(?<n>\\d{1,3})!?(?![\\d.,]\\d)`)],
    write: '$n factorial',
  },
  {
    key: /prime factor|product of primes/iu,
    parts: [part('prime factor(?:s|i[sz]ation)?|(?:as )?(?:a |the )?product of primes'), part(`${OF}(?<n>${N})`)],
    asides:
      /with (?:the )?exponents|in (?:exponent|index|power) (?:form|notation)|using (?:exponents|powers)|as (?:a )?(?:product|powers)|decompos\p{L}+|break(?:ing)? (?:it )?(?:down )?/iu,
    write: 'prime factorization of $n',
  },
  {
    key: /(?:divisors|factors)(?!\p{L})/iu,
    parts: [part('how many (?:different |whole number |positive )*(?:divisors|factors)'), part(`${OF}(?<n>${N})`)],
    asides:
      /,? ?\(?(?:counting|including|with) (?:both )?(?:1|one)(?: itself)? and (?:\d+(?: itself)?|itself|the number(?: itself)?)\)?/iu,
    write: 'how many divisors does $n have',
  },
  {
    key: /next prime|prime (?:number )?(?:comes |is |that comes )?(?:next|right|follows|directly|straight|after|above)/iu,
    parts: [
      part(
        `next prime(?: number)?(?: (?:after|above|bigger than|larger than|greater than))? (?<n>${N})|prime(?: number)? follows (?<k>${N})|prime(?: number)? (?:comes |is |that comes )?(?:next |directly |right |straight )?(?:after|above) (?<m>${N})`,
      ),
    ],
    write: ({ n, m, k }: Values) => `next prime after ${n ?? m ?? k}`,
  },
  {
    key: /binary|octal|hexadecimal|(?<!\p{L})hex(?!\p{L})/iu,
    parts: [
      part(
        `(?<from>${BASES})(?: numbers?| value| code)? (?<n>(?:0[xbo])?[\\da-f]*\\d[\\da-f]*)(?![\\p{L}\\d])|(?<![\\p{L}\\d])(?<m>(?:0[xbo])?[\\da-f]*\\d[\\da-f]*),? (?:in |is |which is |that is )?(?<from2>${BASES})(?! (?:digits?|system))`,
      ),
      part(`${DECIMAL}|(?:what|which) (?:decimal )?number(?: is| does| stands)?|in decimal`),
    ],
    asides:
      /chmod|(?:number )?system|(?:the )?(?:worksheet|screen|display|register|byte|dump|log) (?:shows|says|reads)/iu,
    write: values => fill('$base $digits in decimal', bases(values)),
  },
  {
    key: /binary|octal|hexadecimal|(?<!\p{L})hex(?!\p{L})/iu,
    parts: [
      part(
        `(?:in(?:to)?|to|as)(?: an?)? (?<base>${BASES})(?: numbers?| form| notation| code| system)?(?! (?:to|into|digits?))`,
      ),
      part(`(?:the )?(?:decimal )?(?:number )?(?<n>(?<![\\p{L}\\d.,])\\d{1,15}(?![\\p{L}\\d]|[.,]\\d))`),
    ],
    write: '$n in $base',
  },
  {
    key: /roman/iu,
    parts: [
      part('(?:in(?:to)?|to|as|with|using) roman(?: numerals?| numbers?)?'),
      part('(?<n>(?<![\\p{L}\\d.,])\\d{1,4}(?![\\p{L}\\d]|[.,]\\d))'),
    ],
    asides: /(?<!\p{L})year(?!\p{L})/iu,
    write: '$n in roman numerals',
  },
  {
    key: /(?<![\p{L}\d])[MDCLXVI]{3,15}(?![\p{L}\d])/u,
    parts: [
      /(?<![\p{L}\d])(?<n>[MDCLXVI]{3,15})(?![\p{L}\d])/u,
      part(
        '(?:what|which) (?:year|number)|(?:year|number)|in (?:normal |ordinary |arabic )?(?:numbers|figures|digits|numerals)|as a number',
      ),
    ],
    asides:
      /(?<!\p{L})(?:roman|numerals?|stands?|inscription|building|stone|clock|film|credits|carved|monument|mean|church)(?!\p{L})/giu,
    write: '$n in decimal',
  },
  {
    key: /deviation|variance|std/iu,
    parts: [
      part('(?<kind>population |sample )?(?<what>standard deviation|std\\.? ?dev|variance)'),
      part(`${OF}${LIST}`),
    ],
    asides: new RegExp(`(?<!\\p{L})(?:${FIGURES}|set)(?!\\p{L})`, 'giu'),
    write: ({ kind = '', what = '', list }: Values) =>
      `${kind}${/^var/i.test(what) ? 'variance' : 'standard deviation'} of ${list}`,
  },
  {
    key: /(?<!\p{L})(?:median|mode|mean|average)(?!\p{L})/iu,
    parts: [
      part('(?:the )?(?<what>median|mode|mean|average)(?! (?:of )?(?:five|four|three|six|two|\\d+ numbers|per|each))'),
      part(`${OF}(?<list>${N}(?:(?:, ?(?:and )?|,? and )${N}){2,40})`),
    ],
    asides: new RegExp(
      `(?<!\\p{L})(?:these|those|my|our) (?:\\p{L}+ )?${FIGURES}(?!\\p{L})|(?<!\\p{L})${FIGURES}(?!\\p{L})`,
      'giu',
    ),
    write: '$what of $list',
  },
  {
    key: /fraction/iu,
    parts: [
      part('(?:as|to|into|in)(?: an?| the)?(?: (?:simplified|simplest|proper|reduced|common))? fraction'),
      part('(?<n>(?<![\\p{L}\\d.,])\\d*[.,]\\d{1,8}(?![\\p{L}\\d%]))'),
    ],
    asides:
      /(?:in|to) (?:its |the )?(?:lowest|simplest)(?: terms| form)?|(?:fully )?(?:simplified|reduced)|(?<!\p{L})decimal(?!\p{L})/giu,
    write: '$n as a fraction',
  },
  {
    key: /sum|add/iu,
    parts: [
      part('(?:the )?sum of|(?:if |when )?(?:i |you |we )?add(?:ing)?(?: up| together)?'),
      part(
        `(?:all )?(?:of )?(?:the )?(?:whole |natural |positive |consecutive )*(?:numbers?|integers?) (?:from |between )?(?<a>${N}) (?:up )?(?:to|through|and|until)(?: and including)? (?<b>${N})`,
      ),
    ],
    asides: /(?<!\p{L})(?:inclusive|included|including (?:both|\d+))(?!\p{L})/giu,
    write: 'sum of the numbers from $a to $b',
  },
  {
    key: /(?:percent|per cent|%|percentage)/iu,
    parts: [
      part(`(?<a>${N})(?: (?<thing>\\p{L}+))?${PLACE} (?:last|previous) (?:year|month|week|season)`),
      part(`(?<b>${N})(?: (?<other>\\p{L}+))?${PLACE} (?:this|the current) (?:year|month|week|season|time)`),
      part(
        '(?:by )?(?:how (?:many|much)|what)(?: is the| is that in)? ?(?:percent(?:age)?|per cent|%)(?: (?:increase|growth|change|rise|more))?|in percent|percentage (?:increase|growth|change|rise)|growth (?:in|rate in) percent',
      ),
    ],
    asides:
      /(?<!\p{L})(?:we|i) had(?!\p{L})|(?<!\p{L})at (?:the|our) \p{L}+(?!\p{L})|(?<!\p{L})(?:grow|grew|growth|rise|rose|increase[ds]?|change[ds]?|go up|went up|up|more)(?!\p{L})/giu,
    write: ({ a, b, thing, other }: Values) =>
      other === undefined || other.toLowerCase() === thing?.toLowerCase()
        ? `percentage change from ${a} to ${b}`
        : null,
  },
  {
    key: /order|combination|choices|ways|choose|pick|select/iu,
    parts: [
      part(
        `(?<k>\\d{1,2}|two|three|four|five|six)(?: \\p{L}+)? (?:of|out of|from)(?: the| a group of| a total of| my| our)? (?<n>\\d{1,3})(?: \\p{L}+)?`,
      ),
      part(
        '(?:the )?order (?:does ?n.?t|does not|is not|isn.?t|plays no) (?:matter|important|role)|regardless of order',
      ),
      part('how many (?:different |possible )?(?:choices|ways|combinations|groups|teams|selections|possibilities)'),
    ],
    asides:
      /(?<!\p{L})(?:allowed|take|choose|pick|select|form|may|possible|different|list|reading|shelf|menu|group|team|players?|books?|people|toppings?)(?!\p{L})/giu,
    write: 'how many ways to choose $k from $n',
  },
  {
    key: /counts?|weighted|weighs?|worth/iu,
    parts: [
      part(`(?<g1>${N}),? (?:\\()?(?:which )?(?:counts|weighs|weighted|is worth)(?: for)? (?<w1>${N}) ?%\\)?`),
      part(`(?<g2>${N}),? (?:\\()?(?:which )?(?:counts|weighs|weighted|is worth)(?: for)? (?<w2>${N}) ?%\\)?`),
      part('(?:final|overall|total|weighted)? ?(?:grade|mark|score|result|average)(?: calculation)?'),
    ],
    asides:
      /(?<!\p{L})(?:exam|project|homework|test|coursework|oral|written|final|midterm|grade|mark|score|calculation|overall|average)(?!\p{L})/giu,
    write: ({ g1, w1, g2, w2 }: Values) =>
      Number(w1) + Number(w2) === 100 ? `weighted average of ${g1} (${w1}%) and ${g2} (${w2}%)` : null,
  },
  {
    key: /remainder|left over|leftover|don.t fit|do not fit/iu,
    parts: [
      part('(?:remainder|how many(?: \\p{L}+)? (?:are |is )?(?:left over|leftover|remain))'),
      part(`${PAIR.replace('(?:,| and|, and| &)', '(?: divided by|/| ÷| by)')}`),
    ],
    write: '$a mod $b',
  },
  {
    key: /comma/iu,
    parts: [
      part(
        '(?:in (?:my|our) country,? )?(?:we|i) (?:write|use|have|type)(?: (?:our |the )?(?:numbers|decimals))?(?: with)?(?: an?)? (?:decimal )?commas?(?: (?:as|for|instead of)(?: a| the)? (?:decimals?|decimal point|point))?(?: here)?',
      ),
      part('(?<e>\\d+(?:,\\d{1,4})?(?: ?(?:[-+*×÷]|plus|minus|times) ?\\d+(?:,\\d{1,4})?)+)'),
    ],
    write: ({ e = '' }: Values) => (/\d,\d/.test(e) ? e.replaceAll(',', '.') : null),
  },
  {
    key: /highest and (?:the )?lowest|lowest and (?:the )?highest|max(?:imum)? and min|min(?:imum)? and max|smallest and (?:the )?(?:largest|biggest)|(?:largest|biggest) and (?:the )?smallest/iu,
    parts: [
      part(
        '(?:the )?(?:highest|lowest|max(?:imum)?|min(?:imum)?|smallest|largest|biggest) and (?:the )?(?:highest|lowest|max(?:imum)?|min(?:imum)?|smallest|largest|biggest)(?: (?:value|reading|number|one)s?)?',
      ),
      part(`(?<list>${N}(?:(?:, ?(?:and )?|,? and )${N}){2,40})`),
    ],
    asides: new RegExp(
      `(?<!\\p{L})(?:blood pressure|systolic|diastolic|temperatures?|weights?|heights?|today's|${FIGURES})(?!\\p{L})`,
      'giu',
    ),
    write: 'highest and lowest of $list',
  },
]

function bases({ from, from2, n, m }: Values): Values {
  return { base: from ?? from2, digits: n ?? m }
}
