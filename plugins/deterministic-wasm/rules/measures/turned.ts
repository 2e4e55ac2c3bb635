/**
 * Words that make another question of the same figures: what is left of it, half of it, one of several, so much more, another place. No
 * rule of measures answers beside them, unless it takes them out of the shape because it works them out.
 */

const LEFT =
  /(?<!\p{L})(?:remaining|remainder|remains?|the rest|rest of|already|so far|used up|half ?way|mid ?way|half(?:-| )(?:full|empty|done|through)|half of (?:it|them|this|that|these|those|the)|by half|in half|still (?:missing|need|to go)|to go|short of|leftovers?)(?!\p{L})/u
/** Of what is left is told only as a measure of its own: `I have 12 l left`. */
const IS_LEFT = /(?<!\p{L})left(?!\p{L})/u
const HAS_LEFT =
  /(?<!\p{L})(?:have|has|had|got|with|is|are|of|only) (?:only |just |about |still )*[A-Z](?: of)?(?: [\p{L}-]+)?(?: of [\p{L}-]+)? left(?!\p{L})/gu
const OF_SEVERAL =
  /(?<!\p{L})(?:each of (?:them|these|us)|for (?:both|all of)|per (?:person|head|child|guest|family|room|wall|side)|a head|a person|apiece|(?:N|two|three|four|both|all|some|none|neither|one) of (?:these|those|them|this|that)|another (?:one|N|time)|a (?:second|third) (?:time|one)|(?:first|second|other|last) (?:half|time|part|leg|third)|once more|(?:and|once) again|every other)(?!\p{L})/u
const EACH_ASKED =
  /(?<!\p{L})(?:how (?:much|many|long|far|big|high|tall|heavy)|what)(?!\p{L})[^,.;?A-Z]*(?<!\p{L})(?:each|apiece)[ ?.!]*$/u
/** `petrol at 1.45 a litre each`: the share of one person. */
const EACH_LAST = /(?<![LMVATD](?: \p{L}{2,14})?) each[ ?.!]*$/u
const SIDES =
  /(?<!\p{L})(?:(?:both|either|three|two|(?:on|for|from|only|along) (?:one|N|all|each|the other|other)) (?:of the |of its )?(?:long |short |longer |shorter )?sides?(?! (?:of (?:a|the|an) (?:square|cube|hexagon|triangle|rectangle|pentagon|octagon)|is|are|L|N|measures?|lengths?)(?!\p{L}))|(?:N|two|three|double|several) (?:rows|lines|layers)|double row|at (?:one|neither) end|(?:not|except) at)(?!\p{L})/u
const ELSEWHERE = /(?<!\p{L})(?:moon|mars|jupiter|venus|saturn|the opposite|reversed?|inverse|upside down)(?!\p{L})/u
const POWERS = /(?<!\p{L})(?:squared|cubed|to the power)(?!\p{L})/u
const CHANGED =
  /(?<!\p{L})(?:too (?:much|many|long|short|big|small)|not counting|apart from|aside from|leaving out|other than|rather than|in addition|on top of|as well as|besides|along with)(?!\p{L})/u

const TURNS: readonly RegExp[] = [LEFT, OF_SEVERAL, EACH_ASKED, EACH_LAST, SIDES, ELSEWHERE, POWERS, CHANGED]

/** Rule after rule looks at the same shape. */
const known = new Map<string, boolean>()

export function isTurned(shape: string): boolean {
  let turned = known.get(shape)
  if (turned === undefined) {
    if (known.size >= 128) known.clear()
    turned = TURNS.some(turn => turn.test(shape)) || IS_LEFT.test(shape.replace(HAS_LEFT, ' '))
    known.set(shape, turned)
  }
  return turned
}
