/**
 * Words that make another question of the same figures: what is left of it, half of it, one of several, so much more, another place. No
 * rule of measures answers beside them, unless it takes them out of the shape because it works them out.
 */

const LEFT =
  /(?<!\p{L})(?:remaining|remainder|remains?|the rest|rest of|already|so far|used up|half ?way|mid ?way|half(?:-| )(?:full|empty|done|through)|half of (?:it|them|this|that|these|those|the)|by half|in half|still (?:missing|need|to go)|to go(?! (?:all |right )?(?:a?round|along|over|through|from|with|into|on|in)(?!\p{L}))|short of|leftovers?)(?!\p{L})/u
/** Of what is left is told only as a measure of its own: `I have 12 l left`. */
const IS_LEFT = /(?<!\p{L})left(?!\p{L})/u
const HAS_LEFT =
  /(?<!\p{L})(?:have|has|had|got|with|is|are|of|only) (?:only |just |about |still )*[A-Z](?: of)?(?: [\p{L}-]+)?(?: of [\p{L}-]+)? left(?!\p{L})/gu
const OF_SEVERAL =
  /(?<!\p{L})(?:each of (?:them|these|us)|for (?:both|all of)|per (?:person|head|child|guest|family|room|wall|side)|a head|a person|apiece|(?:N|two|three|four|both|all|some|none|neither|one) of (?:these|those|them|this|that)|another (?:one|N|time)|a (?:second|third) (?:time|one)|(?:first|second|other|last) (?:half|time|part|leg(?=.*(?:trip|run|journey|race|flight|relay|tour|drive|km|mile))|third)|once more|(?:and|once) again|every other)(?!\p{L})/u
const EACH_ASKED =
  /(?<!\p{L})(?:how (?:much|many|long|far|big|high|tall|heavy)|what)(?!\p{L})[^,.;?A-Z]*(?<!\p{L})(?:each|apiece)[ ?.!]*$/u
/** `petrol at 1.45 a litre each`: the share of one person. */
const EACH_LAST = /(?<![LMVATD](?: \p{L}{2,14})?) each[ ?.!]*$/u
const SIDES =
  /(?<!\p{L})(?:(?:both|either|three|two|(?:on|for|from|only|along) (?:one|N|all|each|the other|other)) (?:of the |of its )?(?:long |short |longer |shorter )?sides?(?! (?:of (?:a|the|an) (?:square|cube|hexagon|triangle|rectangle|pentagon|octagon)|is|are|L|N|measures?|lengths?)(?!\p{L}))|(?:N|two|three|double|several) (?:rows|lines|layers)|double row|at (?:one|neither) end|(?:not|except) at)(?!\p{L})/u
const ELSEWHERE = /(?<!\p{L})(?:moon|mars|jupiter|venus|saturn|the opposite|reversed?|inverse|upside down)(?!\p{L})/u
const POWERS = /(?<!\p{L})(?:squared|cubed|to the power)(?!\p{L})/u
const CHANGED =
  /(?<!\p{L})(?:the same(?= ?(?:$|[,.;?!]| (?:again|on|for|next|back|amount|distance)(?!\p{L})))|too (?:much|many|long|short|big|small)|not counting|apart from|aside from|leaving out|other than|rather than|in addition|on top of|as well as|besides|along with)(?!\p{L})/u

const DAY = '(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?|weekdays?|mornings|evenings|afternoons|nights)'
const DAYS = new RegExp(`(?<!\\p{L})${DAY}(?!\\p{L})`, 'gu')
const EVERY_DAY =
  /(?<!\p{L})(?:every|each|daily|both|all|most|many|several|on) (?:(?:mon|tues|wednes|thurs|fri|satur|sun)days|mornings|evenings|afternoons|nights|weekends|weekdays)(?!\p{L})|(?<!\p{L})(?:in a|per|a|the whole|all|all of the|over the|this) weekend(?!\p{L})/u
const FIGURE = /(?<![\p{L}\p{N}.,])(?:[A-Z](?!\p{L})|\d+(?:\.\d+)?)/gu
/** `30 km to work Monday to Friday`: days for which no figure of their own is told. */
const repeats = (shape: string): boolean => {
  if (!/day|weekend|morning|evening|afternoon|night/u.test(shape)) return false
  const days = shape.match(DAYS)?.length ?? 0
  return days > 0 && (EVERY_DAY.test(shape) || days > (shape.match(FIGURE)?.length ?? 0))
}

/** `My dog weighs 12 kg. How many pounds is my cat?`: another thing than the one that was told of. */
const ANOTHER =
  /(?<!\p{L})(?:is|are|was|were|does|do|did|would|will|has|have|weighs?) (?:my|your|his|her|our|their|the|an?|another) (\p{L}{3,})(?: (?:weigh|be|have|measure|hold|need|run|go|in \p{L}+))?[ ?.!]*$/u
const NO_THING =
  /^(?:oven|recipe|same|temperature|weight|height|length|speed|distance|equivalent|equal|number|size|total|answer|result|width|depth|volume|area|capacity|pump|gauge|metric|imperial|american|british|limit|whole|other|day|week|month|year|hour|minute|second|litre|liter|gallon|mile|metre|meter|kilo|pound|foot|inch)/u
export function asksAnother(told: string): boolean {
  const noun = ANOTHER.exec(told)?.[1]
  if (noun === undefined || NO_THING.test(noun)) return false
  const before = told.slice(0, told.search(ANOTHER))
  return (
    /(?<!\p{L})(?:(?:my|your|his|her|our|their|the|an?) (?!same)\p{L}{3,}|i(?!\p{L})|we(?!\p{L}))/u.test(before) &&
    !before.includes(noun.replace(/s$/u, ''))
  )
}

/** What is asked for by its name, of which nothing was told: `200 g flour make 12 pancakes, how much milk for 20`. */
const STUFF =
  'milk|flour|sugar|butter|salt|rice|pasta|oil|eggs?|meat|cheese|coffee|tea|beer|wine|juice|bread|potatoes|onions|yeast|cream|honey|chicken|beef|tomatoes|apples|vinegar|cocoa|chocolate|protein|fat|carbs|fibre|alcohol|cement|sand|gravel|salmon|fish|pepper|garlic|oats|nuts'
const ASKED_STUFF = new RegExp(`how (?:much|many) (?:of )?(?:the )?(${STUFF})(?!\\p{L})`, 'gu')
const OTHER_STUFF = new RegExp(`(?<!\\p{L})(?:${STUFF})(?!\\p{L})`, 'u')
/** What a mixture takes besides is known by its ratio. */
const MIXED = /(?<!\p{L})(?:ratio|mix|mixing|stroke|parts?|percent|solution|hydration)(?!\p{L})/u
/** `quarter pound burger, how many grams of fat`. */
const NUTRIENT =
  /how (?:many|much) +(?:\p{L}+ )?(?:of )?(fat|protein|carbs?|carbohydrates?|sugar|salt|alcohol|fib(?:re|er)|caffeine|sodium|calcium|iron|cholesterol|starch)(?!\p{L})/u
const asksUntold = (shape: string): boolean => {
  const nutrient = shape.includes('how m') ? NUTRIENT.exec(shape) : null
  if (
    nutrient !== null &&
    !MIXED.test(shape) &&
    !shape.replace(nutrient[0], ' ').includes((nutrient[1] ?? '').slice(0, 4))
  ) {
    // `how many grams of sugar is 2 oz` is told of nothing else.
    if (
      OTHER_STUFF.test(shape.replace(nutrient[0], ' ')) ||
      /(?<!\p{L})of (?:fat|protein|carb|alcohol|fib|caffeine|sodium)/u.test(nutrient[0])
    )
      return true
  }
  if (!shape.includes('how m') || MIXED.test(shape)) return false
  const [asked, ...others] = [...shape.matchAll(ASKED_STUFF)]
  if (asked === undefined || others.length > 0) return false
  const rest = shape.replace(asked[0], ' ')
  return OTHER_STUFF.test(rest) && !rest.includes((asked[1] ?? '').replace(/(?:es|s)$/u, ''))
}

const TURNS: readonly RegExp[] = [LEFT, OF_SEVERAL, EACH_ASKED, EACH_LAST, SIDES, ELSEWHERE, POWERS, CHANGED]

/** Rule after rule looks at the same shape. */
const known = new Map<string, boolean>()

export function isTurned(shape: string): boolean {
  let turned = known.get(shape)
  if (turned === undefined) {
    if (known.size >= 128) known.clear()
    turned =
      TURNS.some(turn => turn.test(shape)) ||
      IS_LEFT.test(shape.replace(HAS_LEFT, ' ')) ||
      repeats(shape) ||
      asksUntold(shape)
    known.set(shape, turned)
  }
  return turned
}
