/** Other words for figures of short lists, rounding, fractions, bases, Roman numerals and facts about whole numbers. */
import { fromRoman } from '../../arithmetic/roman.ts'
import { filled, from, PLAIN_BASE, type Rewording } from './rewording.ts'

const ROMAN = '(?<r>[MDCLXVI]{3,15})'
/** Numerals that are read as words or names sooner. */
const WORDS = /^(?:MIX|MILD|LIVID|CIVIL|CIV|LIV|DIV|MDI|MCI|CLI|DLL|XXX|XXL|MMI|CCC|III|CDC|DIM|VIM|LCD|DVD)$/u
const roman =
  (write: string): Rewording[1] =>
  groups => {
    const numeral = groups.r ?? ''
    return WORDS.test(numeral) || fromRoman(numeral) === null ? null : filled(write, groups)
  }

export const LISTS: readonly Rewording[] = [
  from(
    "(?:what(?:'s|s| is) |find )?(?:the )?(?<what>average|mean|median|sum|total|range|mode) (?:if|when|where|for|given)(?: the)?(?: numbers| values| figures| data)? (?:are|is|were|being)? ?(?<list>[MANY])",
    '$<what> of $<list>',
  ),
  from(
    '(?:which|what) (?:number|value|figure|one)? ?(?:appears|occurs|comes up|shows up|is repeated|repeats|is there)(?: the)? most(?: often| frequently| times)? (?:in|of|among|here,?) (?:the list |this list |these |the numbers |this )*:? ?(?<list>[MANY])',
    'mode of $<list>',
  ),
  from(
    '(?:the )?(?:most (?:common|frequent)|commonest) (?:number|value|figure)? ?(?:in|of|among|from) (?<list>[MANY])',
    'mode of $<list>',
  ),
  from(
    "(?:what(?:'s|s| is) |find |calculate )?(?:the )?(?<what>average|mean|median|sum|total|range) (?:of )?(?<list>[MANY])(?:,| but)? (?:without|excluding|leaving out|ignoring|except(?: for)?|not counting|but not|minus|omitting|if (?:i|you|we) (?:leave out|ignore|drop|remove|take out))(?: counting)?(?: the)? (?<out>[N])",
    ({ what, list = '', out }) => {
      const numbers = list.match(/-?\d+(?:\.\d+)?/g) ?? []
      const left = numbers.filter(one => one !== out)
      // Which of two alike is meant?
      return left.length === numbers.length - 1 && left.length > 1 ? `${what} of ${left.join(', ')}` : null
    },
  ),
  from(
    "(?:given |for |of )?(?<list>[MANY])(?:[:,;?]| -+)? (?:and )?(?:the |their |what(?:'s| is) (?:the|their) |find (?:the|their) |give me (?:the|their) )?(?<what>gcd|gcf|hcf|lcm|lcd|(?:greatest|highest|largest) common (?:divisor|factor)|(?:least|lowest|smallest) common multiple|median|mode|range|sum|product)",
    '$<what> of $<list>',
  ),
  from(
    "(?:what(?:'s|s| is) )?(?:the )?(?:smallest|lowest|least|first) (?:number|integer)(?: that)? (?:both |all )?(?<list>[MANY]) (?:both |all )?(?:go|divide|fit)(?: evenly| exactly)? (?:into)?(?: evenly| exactly)?",
    'lcm of $<list>',
  ),
]

export const ROUNDINGS: readonly Rewording[] = [
  from(
    "(?:what(?:'s|s| is) )?(?<n>[N]) (?:to|rounded to|in) (?<k>\\d) ?(?:s\\.?f\\.?|sig(?:nificant)? ?(?:figs?|figures?|digits?))",
    'round $<n> to $<k> significant figures',
  ),
  from('nearest (?<step>\\d{1,7}) (?:to|of|for) (?<n>[N])', 'round $<n> to the nearest $<step>'),
  from(
    "(?:round(?: off)? |what(?:'s|s| is) )?(?<n>[N])(?:,| rounded| to| at| with| in| correct to| rounded off)* (?:to )?(?<places>\\d) ?(?:d\\.?p\\.?|decimals?|decimal places?|dec|places|digits? (?:after|behind) the (?:decimal )?(?:point|comma))",
    'round $<n> to $<places> decimals',
  ),
  from(
    '(?:round(?: off)? )?(?<n>[N])(?:,| rounded)* to (?:an? |the )?(?:nearest |closest )?(?:whole number|integer|full number|whole)',
    'round $<n> to the nearest whole number',
  ),
]

export const FRACTIONS: readonly Rewording[] = [
  from(
    '(?<x>[^=?]{1,40}?) ?(?:=|is|equals) ?(?:\\?+|what|how much)? ?(?<to>(?:as|in) [FORM])',
    ({ x = '', to = '' }) => (/\d/.test(x) ? `${x} ${to}` : null),
  ),
  from(
    '(?<x>-?\\d[\\d./ %]{0,30}?) ?(?:->|=>|→|>>|>) ?(?<to>(?:an? )?(?:fraction|decimals?|percent(?:age)?|%|mixed number|roman numerals?|words))',
    ({ x = '', to = '' }) => (/\d/.test(x) ? `${x} to ${to}` : null),
  ),
  from(
    '(?:cancel|reduce|simplify)(?: down)?(?: the fraction)? (?<x>\\d+ ?/ ?\\d+)(?: down)?(?: as far as possible| fully| completely)?',
    'simplify $<x>',
  ),
  from(
    '(?:can|could) (?<x>\\d+ ?/ ?\\d+) be (?:simplified|reduced|cancelled(?: down)?)(?: further| any further)?',
    'simplify $<x>',
  ),
  from('(?<x>\\d+ ?/ ?\\d+)(?:,| in)? (?:its )?(?:lowest|simplest) (?:terms|form)', 'simplify $<x>'),
  from(
    '(?:the )?(?<form>improper fraction|mixed number|decimal|percentage)(?: form| equivalent| value)? (?:for|of) (?<x>(?:\\d+ )?\\d+ ?/ ?\\d+)',
    '$<x> as $<form>',
  ),
]

export const BASES: readonly Rewording[] = [
  from(
    "(?:what|which)(?: (?:decimal )?number)?(?: is|'s|s)?(?: the)? (?<from>binary|octal|hex|hexadecimal)(?: number| code)? (?<d>[\\da-f]{1,64})",
    ({ from: source, d = '' }) => (/\d/.test(d) ? `${source} ${d} to decimal` : null),
  ),
  from(
    "(?:what(?:'s|s| is) )?(?<d>[\\da-f]{1,64}) (?:in|to|as) (?<to>[BASE]) \\((?:it's |from |in )?(?<from>[BASE])\\)",
    '$<from> $<d> to $<to>',
  ),
  from(
    "(?:what(?:'s|s| is) )?(?<d>[\\da-f]{1,64})(?:,| \\()? ?(?:in|to|as|into) (?<to>[BASE]|[PLAIN_BASE])[,;.]? (?:(?:and )?(?:it|that|this|the number|which|given|written)(?:'s|s| is| was)?|it's|from|being|where it's)(?: (?:in|a|an|written in|given in|from))* (?<from>[BASE])(?: number| code)?",
    ({ d, to = '', from: source }) => `${source} ${d} to ${isPlainBase(to) ? 'decimal' : to}`,
  ),
  from(
    '(?<d>[\\da-f]{1,64}) ?\\((?<from>[BASE])\\) ?(?:=|is|equals|in|to|as|->|→)* ?(?:\\?|what)? ?(?:in |as )?(?<to>[BASE])',
    '$<from> $<d> to $<to>',
  ),
  from(
    '(?:convert|decode|read|translate) (?:the )?(?<from>binary|octal|hex|hexadecimal)(?: number| code)? (?<d>[\\da-f]{1,64})',
    ({ from: source, d = '' }) => (/\d/.test(d) ? `${source} ${d} to decimal` : null),
  ),
  from(
    '(?:the )?(?<to>decimal|binary|hex|hexadecimal|octal) (?:value|equivalent|form|number|representation|version) (?:of|for) (?:the )?(?<from>binary|octal|hex|hexadecimal|decimal)(?: number| code| value)? (?<d>[\\da-f]{1,64})',
    '$<from> $<d> to $<to>',
  ),
  from(
    '(?:the )?(?<from>binary|octal|hex|hexadecimal)(?: number| code| value)? (?<d>[\\da-f]{1,64}),? (?:in|as|to|into) [PLAIN_BASE]',
    '$<from> $<d> to decimal',
  ),
  from(
    'how (?:do|would|can|should) (?:i|you|we|one) (?:write|express|represent|show|convert) (?<d>\\d{1,18}) (?:in|as|to|into) (?<to>[BASE])|what (?:does|would) (?<d2>\\d{1,18}) look like in (?<to2>[BASE])|(?<to3>binary|hex|octal) (?:for|of) (?<d3>\\d{1,18})',
    ({ d, to, d2, to2, d3, to3 }) => `${d ?? d2 ?? d3} in ${to ?? to2 ?? to3}`,
  ),
]
const isPlainBase = (name: string): boolean => new RegExp(`^${PLAIN_BASE}$`, 'iu').test(name)

export const ROMANS: readonly Rewording[] = [
  from(
    '(?:the )?(?:year|number) (?<n>\\d{1,4}) (?:in|as|to|into) roman(?: numerals?| numbers?)?',
    '$<n> in roman numerals',
  ),
  from(
    `(?:the year |year |the number )?${ROMAN},? (?:what|which) (?:year|number)(?: is| was)?(?: that| it| this)?`,
    roman('which number is $<r>'),
    'u',
  ),
  from(
    `(?:[Ww]hat|[Ww]hich) (?:number|year) is ${ROMAN} in (?:normal|ordinary|plain|regular|arabic) (?:numbers?|digits|numerals?)`,
    roman('which number is $<r>'),
    'u',
  ),
  from(`[Ww]hat(?:'s|s| is) (?<r>[MDCLXVI]{4,15})`, roman('which number is $<r>'), 'u'),
  from(`${ROMAN} ?(?:=|is|equals) ?(?:\\?+|what(?: number| year)?)?`, roman('which number is $<r>'), 'u'),
  from(
    `(?:[Cc]onvert |[Rr]ead |[Tt]ranslate |[Dd]ecode )?${ROMAN}(?: from)? [Rr]oman(?: numerals?)?(?: (?:to|into|in|as)(?: an?)? (?:\\p{L}+ )?(?:numbers?|digits|decimal|numerals?))?`,
    roman('which number is $<r>'),
    'u',
  ),
  from('roman(?: numerals?| number)? (?:for|of) (?:the )?(?:number |year )?(?<n>\\d{1,4})', 'roman numeral for $<n>'),
  from(
    '(?:write|put|express|give me|show) (?:the )?(?:number |year )?(?<n>\\d{1,4}) (?:with|using|by) roman (?:numerals?|numbers?|letters)',
    '$<n> in roman numerals',
  ),
]

const KINDS =
  'an? (?:prime|even|odd|composite|perfect square|perfect cube|square)(?: number)?|prime|even|odd|(?:evenly )?divisible by \\d{1,9}|a multiple of \\d{1,9}|a factor of \\d{1,9}'
export const WHOLES: readonly Rewording[] = [
  from('(?:draw |make |do )?(?:an? |the )?(?:prime )?factor tree (?:of|for) (?<n>\\d{1,12})', 'prime factors of $<n>'),
  from('(?<n>\\d{1,12}),?:? (?:is it )?(?<kind>even or odd|odd or even)', 'is $<n> $<kind>'),
  from(
    "(?:(?:[\\p{L}' ]{1,30}) (?:says?|thinks?|claims?|said|told me)(?: that)? )?(?<a>-?\\d[\\d./ ^]{0,14}) is (?<way>[MORE]|[LESS]) than (?<b>-?\\d[\\d./ ^]{0,14}?),? (?:is (?:that|it|this|he|she) (?:right|true|correct)|true or false|right|correct|true)",
    'is $<a> $<way> than $<b>',
  ),
  from('(?<n>\\d{1,12}(?:\\.\\d+)?) (?<what>square|cube) root', '$<what> root of $<n>'),
  from("(?:what(?:'s|s| is) )?(?<a>\\d{1,9}(?:\\.\\d+)?) power (?<b>\\d{1,3})", '$<a> to the power of $<b>'),
  from(
    '(?:what|which) numbers (?:divide|go)(?: evenly| exactly)? into (?<n>\\d{1,12})(?: evenly| exactly)?',
    'factors of $<n>',
  ),
  from(
    '(?:the )?(?:ratio )?(?<a>\\d{1,9}) ?(?::|to) ?(?<b>\\d{1,9}),? (?:as a ratio,? )?(?:simplified|(?:in )?(?:its )?(?:simplest|lowest) (?:form|terms))',
    'simplify the ratio $<a>:$<b>',
  ),
  from(
    '(?<verb>divide|share|split) (?<a>[A]) in (?:the |a )?ratio of (?<t>\\d{1,6}(?: ?(?::|to) ?\\d{1,6}){1,4})',
    ({ a, t = '' }) => `divide ${a} in the ratio ${t.replace(/ ?(?:to|:) ?/g, ':')}`,
  ),
  from(
    `(?<n>\\d{1,12}),? (?:is|are) (?:it|that|this)(?: number)? (?<kind>${KINDS})(?<or> or not| or \\p{L}+)?`,
    'is $<n> $<kind>',
  ),
  from(`is (?:the |this )?number (?<n>\\d{1,12}) (?<kind>${KINDS})`, 'is $<n> $<kind>'),
  from(
    '(?:break|split|decompose)(?: up| down)? (?<n>\\d{1,12})(?: up| down)? (?:in|into|to) (?:its )?prime(?:s| factors| numbers)?',
    'prime factors of $<n>',
  ),
  from(
    '(?:what|which)(?: whole)?(?: numbers?)? can (?<n>\\d{1,12}) be (?:evenly |exactly )?divided by(?: evenly| exactly| without (?:a )?remainder)?',
    'factors of $<n>',
  ),
  from(
    '(?:which|what)(?: are the)? primes?(?: numbers?)?(?: are there| lie| are| exist)? (?:between|from) (?<a>\\d{1,7}) (?:and|to) (?<b>\\d{1,7})',
    'primes between $<a> and $<b>',
  ),
  from(
    '(?:the )?(?:scientific notation|standard form|exponential form) (?:of|for) (?<n>[N])',
    '$<n> in scientific notation',
  ),
  from('(?<n>\\d{1,15}) (?:written|spelled|spelt) out(?: in (?:full|words))?', '$<n> in words'),
  from(
    '(?:what|which)(?: value of| number)? (?<x>[xyzn]) (?:makes|satisfies|solves|gives|is)(?: it true that)? (?<e>[^=]{1,40}=[^=]{1,40})|for (?:what|which)(?: value of)? (?<x2>[xyzn]) is (?<e2>[^=]{1,40}(?:=|equal to)[^=]{1,40})',
    ({ e, e2 }) => `solve ${(e ?? e2 ?? '').replace('equal to', '=').replace(/ (?:true|correct|right)$/, '')}`,
  ),
  from(
    '(?:divide|share|split) (?<a>[A]) (?:in|into|using|by)(?: (?:2|two|the|parts))*(?: in)?(?: the| a)? ratio (?:of )?(?<t>\\d{1,6}(?: ?: ?\\d{1,6}){1,4})[,.]? (?:please,? )?(?:what (?:are|is|would be) (?:the|each|both)(?: \\p{L}+)? (?:parts?|shares?|amounts?|numbers)|how (?:much|big) is each(?: part| share)?)',
    'divide $<a> in the ratio $<t>',
  ),
  from(
    '(?:if )?(?<a>[A]) (?:is |are )?(?:shared|split|divided)?(?: up| out)? ?(?:in|into)(?: the)? ratio (?:of )?(?<t>\\d{1,6}(?: ?(?::|to) ?\\d{1,6}){1,4})(?:[,.]? (?:then )?what (?:are|is) (?:the|each)(?: \\p{L}+)? (?:parts?|shares?|amounts?|numbers))?',
    ({ a, t = '' }) => `divide ${a} in the ratio ${t.replace(/ ?(?:to|:) ?/g, ':')}`,
  ),
]

const ASKS_THEM =
  '[,;.]? ?(?:so |and )?(?:(?:what|which)(?: 2)?(?: numbers)?(?: are| were)?(?: they| the numbers| these| those| i thinking of)?|find (?:them|both|the numbers)|name them)'
export const RIDDLES: readonly Rewording[] = [
  from(
    `(?:i(?:'m| am)? (?:think|thinking|thought|have|know|picked|chose)(?: of)?|there are|think of|take) 2 (?:whole |different |positive )?numbers[,;:.]? (?:and )?(?:whose|their|the) sum is (?<s>[N])(?:,| and| but)+ (?:their|the|whose) (?<what>difference|product) (?:is )?(?<d>[N])${ASKS_THEM}`,
    'the sum of 2 numbers is $<s> and their $<what> is $<d>, what are they',
  ),
  from(
    `(?:(?:which|what|find) )?2 (?:whole |different |positive )?numbers (?:that |which )?(?:have|with) (?:a |the )?sum (?:of )?(?<s>[N])(?:,| and| but)+ (?:have |with )?(?:a |their |the )?(?<what>difference|product)(?: of| is)? (?<d>[N])(?:${ASKS_THEM})?`,
    'the sum of 2 numbers is $<s> and their $<what> is $<d>, what are they',
  ),
  from(
    `(?:the )?sum of 2 numbers is (?<s>[N])(?:,| and| but)+ (?:their|the) (?<what>difference|product) (?:is |of )?(?<d>[N])(?:${ASKS_THEM})?`,
    'the sum of 2 numbers is $<s> and their $<what> is $<d>, what are they',
  ),
]
