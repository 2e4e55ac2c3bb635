/** Frames about measures, shapes and quantities. */
import { type Frame, fill, N, part, type Values } from './frame.ts'

const GROUPS: readonly string[] = [
  'mm|millimet(?:er|re)s?|cm|centimet(?:er|re)s?|m|met(?:er|re)s?|km|kilomet(?:er|re)s?|inch(?:es)?|feet|foot|ft|yards?|yd|miles?|nautical miles?',
  'mg|milligrams?|g|grams?|kg|kilos?|kilograms?|tonnes?|lbs?|pounds?|oz|ounces?|stones?',
  'ml|millilit(?:er|re)s?|cl|dl|l|lit(?:er|re)s?',
  'm2|m²|sqm|square met(?:er|re)s?|hectares?|ha|acres?|square feet|sq ?ft|km2|km²|square kilomet(?:er|re)s?',
  'km\\/h|kmh|kph|mph|m\\/s|knots?|kilomet(?:er|re)s per hour|miles per hour|met(?:er|re)s per second',
  'kb|kilobytes?|mb|megabytes?|gb|gigabytes?|tb|terabytes?',
  'kcal|calories|kj|kilojoules?|joules?|kwh|wh',
]
/** Units that are words of their own. */
const WORDY = /^(?:m|g|l|in|ha|h)$/i

const SAYING =
  '(?:but the (?:form|label|recipe|customs|app|website)|wind|weighs?|measures?|is|are|has|have|says|shows|reads|sells|sold|bought|buys?|got|gets?|of|the diagonal is|the|my|an?)'
const conversions: readonly Frame[] = GROUPS.map(units => ({
  key: new RegExp(`\\d ?(?:${units})(?![\\p{L}\\d²³/])`, 'iu'),
  parts: [
    part(`(?<n>${N}) ?(?<from>${units})(?![\\p{L}\\d²³/])`),
    part(
      `(?:in(?:to)?|to|as|need|needs|want|wants|express(?:ed)? (?:this |it |that )?in|convert(?:ed)?(?: it| this| that)? (?:to|into)|think in|how many|prefer|asks? for|be in|make that|use|uses) (?:the )?(?<to>${units})(?![\\p{L}\\d²³/])`,
    ),
  ],
  asides: new RegExp(
    `(?<!\\p{L})(?:${SAYING}|weight|length|width|height|distance|size|area|speed|volume|capacity|diagonal|patient|parcel|package|farmer|field|monitor|screen|next door|would be|buy|metric|imperial|units?|decimal units?|scale|scales|box|bag|tank|bottle)(?!\\p{L})`,
    'giu',
  ),
  write: ({ n, from = '', to = '' }: Values) =>
    from.toLowerCase() === to.toLowerCase() || (WORDY.test(to) && to.toLowerCase() === 'in')
      ? null
      : `${n} ${from} in ${to}`,
}))

const LENGTH = `(?<![\\p{L}\\d.,])\\d(?:[\\d.,]*\\d)? ?(?:mm|cm|m|km|in|inch(?:es)?|ft|feet|met(?:er|re)s?|centimet(?:er|re)s?|yards?)?(?![\\p{L}\\d²³])`
const named = (names: string, group: string): RegExp =>
  part(
    `(?:(?:a |the |with |and |its |of )*(?:${names})(?: of| is| =|:)? (?<${group}>${LENGTH})|(?<${group}2>${LENGTH}) (?:${names}))(?!\\p{L})`,
  )
const chosen = (values: Values): Values =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name.replace(/2$/, ''), value]])),
  )
const POLYGON = '(?:triangle|quadrilateral|pentagon|hexagon|heptagon|octagon|nonagon|decagon|dodecagon)'

export const measureFrames: readonly Frame[] = [
  ...conversions,
  {
    key: /triangle/iu,
    parts: [
      part('(?:right(?:-angled)? )?triangle'),
      named('base', 'b'),
      named('height|altitude', 'h'),
      part('area|how (?:big|large)'),
    ],
    write: values => fill('area of a triangle with base $b and height $h', chosen(values)),
  },
  {
    key: /circle|circular|round/iu,
    parts: [
      part('circle|circular (?:\\p{L}+)|round (?:\\p{L}+)'),
      named('(?<what>radius|diameter)', 'r'),
      part('(?<ask>area|circumference|perimeter|distance (?:a)?round)'),
    ],
    write: ({ r, r2, what, ask = '' }: Values) =>
      `${/area/i.test(ask) ? 'area' : 'circumference'} of a circle with ${what} ${r ?? r2}`,
  },
  {
    key: /density/iu,
    parts: [
      part('density'),
      part(
        `(?:mass|weight|weighs|weighing)?(?: of| is| =|:)? ?(?<m>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:mg|g|kg|tonnes?|grams?|kilograms?|lbs?))(?!\\p{L})`,
      ),
      part(
        `(?:volume)?(?: of| is| =|:)? ?(?<v>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:cm3|cm³|ml|l|lit(?:er|re)s?|m3|m³|cubic (?:centi)?met(?:er|re)s?|cubic cm))(?![\\p{L}\\d])`,
      ),
    ],
    asides: /(?<!\p{L})(?:mass|weight|volume|object|body|block|stone|metal|cube|has|weighs|and)(?!\p{L})/giu,
    write: 'density of $m and $v',
  },
  {
    key: /interior ang/iu,
    parts: [
      part(`(?<shape>${POLYGON})`),
      part('(?:sum of (?:the |all (?:the )?)?)?interior angles?'),
      part('sum|total|add up(?: to)?|together|degrees'),
    ],
    write: 'sum of the interior angles of a $shape',
  },
  {
    key: /(?:cubic|volume|m3|m³)/iu,
    parts: [
      part(`(?<a>${LENGTH}) (?:long|in length)|length(?: of| is|:)? (?<a2>${LENGTH})`),
      part(`(?<b>${LENGTH}) (?:wide|broad|in width)|width(?: of| is|:)? (?<b2>${LENGTH})`),
      part(`(?<c>${LENGTH}) (?:high|deep|thick|tall)|(?:height|depth|thickness)(?: of| is|:)? (?<c2>${LENGTH})`),
      part('(?<unit>cubic met(?:er|re)s?|m3|m³|cubic centimet(?:er|re)s?|cm3|cm³|lit(?:er|re)s?)'),
    ],
    asides:
      /(?<!\p{L})(?:concrete|slab|volume|box|pool|trench|pit|hole|bed|tank|container|crate|foundation|block|order|ordered|fill|dig|pour|soil|sand|gravel|water|cubic)(?!\p{L})/giu,
    write: values => fill('volume of a box $a x $b x $c in $unit', chosen(values)),
  },
  {
    key: /(?:slope|gradient|incline|steep)/iu,
    parts: [
      part('(?<what>slope|gradient|incline)'),
      part(`(?:goes |going |climbs |climbing |rises? |rising |up )+(?:by )?(?<rise>${LENGTH})`),
      part(
        `(?:over|on|for|in)(?: a)?(?: horizontal)?(?: length| distance| run)?(?: of)? (?<run>${LENGTH})(?: (?:horizontally|of length|length))?`,
      ),
      part('(?:in|as(?: a)?) percent(?:age)?|percent(?:age)?|%'),
    ],
    asides: /(?<!\p{L})(?:ramp|road|path|hill|horizontal|length|street|roof|driveway|trail|wheelchair)(?!\p{L})/giu,
    write: 'slope of $rise over $run in percent',
  },
  {
    key: /(?:all (?:the way )?(?:a?round)|perimeter|edging|right round)/iu,
    parts: [
      part(`(?<a>${LENGTH})(?: long)?(?: by| x|×| and| times) (?<b>${LENGTH})(?: wide)?`),
      part('rectang(?:le|ular)'),
      part('all (?:the way )?(?:a?round)|perimeter|right (?:a?round)|edging'),
    ],
    asides:
      /(?<!\p{L})(?:edging|fence|fencing|border|rope|tape|trim|edge|rose|bed|lawn|plot|field|garden|terrace|meadow|frame|picture|met(?:er|re)s|feet|required|around)(?!\p{L})/giu,
    write: 'perimeter of a rectangle $a by $b',
  },
  {
    key: /(?:speed|how fast|km\/h|pace)/iu,
    parts: [
      part('(?:average )?speed|how fast'),
      part('(?<d>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:km|kilomet(?:er|re)s?|miles?|m|met(?:er|re)s?))(?![\\p{L}\\d/²])'),
      part(
        '(?:in|takes?|took|within|needs?|needed|lasted|takes me)? ?(?<t>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:h|hours?|hrs?|min|minutes?|s|sec|seconds?)(?:(?: and)? \\d{1,2} ?(?:min|minutes?))?)(?!\\p{L})',
      ),
    ],
    asides:
      /(?<!\p{L})(?:drive|drove|ran|run|cycle[ds]?|rode|ride|walk(?:ed)?|train|car|bike|journey|distance|average|travel(?:led|ed|s)?|covers?|covered|was|took|takes)(?!\p{L})/giu,
    write: '$d in $t, speed',
  },
  {
    key: /(?:mbit|mbps|gbit|kbit)/iu,
    parts: [
      part('(?<size>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:kb|mb|gb|tb|gigabytes?|megabytes?))(?! ?=)(?!\\p{L})'),
      part(
        '(?:at|over|with|on|using)?(?: an?)? ?(?<rate>\\d[\\d.,]* ?(?:[mgk]bit(?:s)?\\/s|[mgk]bps|[mgk]bit(?:s)? per second))(?: (?:line|connection|link|internet))?',
      ),
      part('how (?:long|many (?<unit>seconds|minutes))|(?:download|transfer|upload) time'),
    ],
    asides:
      /,? ?(?:taking|counting|with|if|where|using)? ?(?:1 ?gb (?:as|=|is) 1000 ?mb)|(?:and )?(?:ignoring|ignore|without|no) (?:the |any )?overhead|\(?decimal units\)?|(?<!\p{L})(?:file|film|movie|game|download(?:ing)?|transfer(?:ring)?|upload(?:ing)?|takes?|backup|line)(?!\p{L})/giu,
    write: ({ size, rate, unit }: Values) => `${size} at ${rate}, how long${unit === undefined ? '' : ` in ${unit}`}`,
  },
  {
    key: /(?<!\p{L})bmi(?!\p{L})|body mass/iu,
    parts: [
      part('bmi|body mass index'),
      part('(?<w>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:kg|kilos?|kilograms?|lbs?|pounds?))(?!\\p{L})'),
      part('(?<h>(?<![\\p{L}\\d.,])\\d[\\d.,]* ?(?:m|cm|met(?:er|re)s?))(?!\\p{L})'),
    ],
    asides: /(?<!\p{L})(?:weigh|weighs|weight|tall|height|person|adult|someone|man|woman)(?!\p{L})/giu,
    write: 'bmi $w $h',
  },
  {
    key: /hypotenuse/iu,
    parts: [part('hypotenuse'), part(`(?<a>${LENGTH})(?: and|,| by| x) (?<b>${LENGTH})`)],
    asides: /(?<!\p{L})(?:right(?:-angled)?|triangle|legs?|sides?|shorter|catheti)(?!\p{L})/giu,
    write: 'hypotenuse of $a and $b',
  },
]
