/**
 * A message as rules of measures read it besides: colons and arrows that only pause in it (`recipe for 4: 200 g flour. Make it for 6`,
 * `0.85 t -> kg`) become commas, and what says that nothing is lost (`if the saw takes nothing away`) becomes blanks. Every other character
 * keeps its place. What stands before the colon must be figures or a bare topic of measuring, never an order for a text.
 */

import { withoutKnownFacts } from './known-facts.ts'

/** Stands for an arrow while the message is parted into sentences. */
export const ARROW = '\uE001'

const COLON = /[:;](?=\s)/gu
const ARROWS = / ?(?:->|=>|→|⇒|>>)(?= ?\p{L})/gu
const TEXTUAL =
  /(?<!\p{L})(?:translat\p{L}*|wr[io]te|writing|rewrite|reword|summari[sz]e|summary|count|words?|letters?|characters?|title|headline|subject|sentences?|text|quotes?|story|poem|joke|riddle|fix|correct|proofread|explain|spell\p{L}*|extract|sort|format|json|csv|table|markdown|reply|answer to|email|tweet|caption|say|says|said|asks?|asked|hint|note to|classify|is this|true or false|lyrics|song|dialog\p{L}*|label this)(?!\p{L})/iu
const TOPIC =
  /^(?:(?:please |pls |can you |could you )?(?:convert|change|turn|express|put|give|show|halve|double|triple|scale|half|kg|g|lb|lbs|cm|m|km|miles)(?: (?:me|these|this|those|all|each|the|my|following|recipe|of|them|to|in|into|as|from|up|down|values|measurements|lengths|weights|quantities|amounts|numbers|figures|temperatures|\p{L}{1,12}[²³23]?))*|(?:in|to|into) °?\p{L}{1,14}[²³]?(?:,? (?:please|pls))?|for (?:an? |my |the )?(?:\p{L}+ ){0,2}\p{L}+|(?:what(?:'?s| is| are| would)|how (?:much|many|far|long|big|tall|heavy)|need|i need)(?: [\p{L}'’°²³]+){1,6}|\p{L}{1,12} (?:to|in|into) \p{L}{1,12}|(?:what is |what's |find |calculate )?(?:the )?(?:area|volume|perimeter|circumference|surface(?: area)?|hypotenuse|diagonal) of (?:an? |the |my )?(?:\p{L}+ ){0,2}\p{L}+|buy (?:one|two|three),? get (?:one|two) (?:free|half price|half off|for free)|(?:the )?(?:unit )?price(?: per \p{L}{1,12})?|(?:(?:my|our|the|an?) )?(?:[\p{L}-]{3,14} )?(?:recipe|ingredients|garden|room|bedroom|kitchen|bathroom|pool|tank|aquarium|fence|walls?|floor|box|parcel|boards?|plank|trip|drive|run|walk|ride|car|paint|tiles|dough|cake|bread|pancakes|soup|map|rectangle|triangle|circle|cube|cuboid|cylinder|sphere|cone|fuel|conversion|distance|speed|question|quick one|geometry|diy|baking|cooking|consumption|fuel consumption|e-?car|ev|electric car|bike|plane|flight|boat|heart rate|pulse|slope|ramp|density|syrup|infusion|iv|drip|medicine|dose|dosage|table|pizza|screen|tv|phone|battery|power ?bank|tyres?|wheel|turf|lawn|seed|grass seed|bricks|concrete|slab|path|patio|driveway|roof|rain|water|tap|hose|pump|barrel|cistern|bath ?tub|bath|shower|boiler|bulb|lamp|led|kettle|microwave|laptop|server|download|upload|file|video|photos?|usb stick|memory card|cable|rope|ribbon|fabric|curtains?|carpet|rug|shelf|shelves|stairs|ladder|scale|model|model train|train|plan|drawing|picture|poster|frame|wallpaper|maths?|maths? homework|homework|physics|chemistry|nursing|nurse|triathlon|marathon|running|cycling|swimming|pace|temperature|oven temp(?:erature)?|weight|height|circuit|electricity|heating|solar|solar panel|two-stroke|2-stroke|mortar|screed|brine|dilution|cordial|coffee|tea|rice|pasta|pizza dough|cat food|dog food))$/iu

const LOSS =
  '(?:saw|blade|kerf|cut(?:ting|s)?|joints?|grout|gaps?|waste|wastage|offcuts?|overlaps?|thickness|friction|air|traffic|loss(?:es)?|packaging|doors?|windows?)'
/** That nothing is lost is how every rule counts. */
const NOTHING_LOST = new RegExp(
  `[ ,(]*(?<!\\p{L})(?:${[
    `(?:if|when|assuming|provided|given)(?: that)? (?:the )?(?:saw|blade|cut(?:ting|s)?|sawing)(?: itself)? (?:takes?|costs?|wastes?|loses?|removes?|eats?)(?: up| away)? nothing(?: away)?`,
    `(?:assuming|with|if there(?:'s| is| are)|and|if you assume)? ?(?:no|zero) (?:saw |cutting |blade )?(?:gaps?|grout|joints|waste|wastage|offcuts|overlaps?|kerf|loss(?:es)?)`,
    `(?:and )?(?:ignoring|ignore|neglecting|neglect|disregarding|disregard)(?: (?:the|any|all))? ${LOSS}(?: (?:width|loss|losses|waste|kerf|cuts|lines|gaps|thickness|resistance|blade|space))?(?: (?:and|or) ${LOSS})?`,
    `on (?:level|flat|even) ground|(?:with )?square outer corners`,
  ].join('|')})\\)?(?=[ ,.?!;]|$)`,
  'giu',
)
/** `how long for 15 km? hours and minutes`: a length of time is told so in any case. */
const IN_PARTS =
  /(?<=how (?:long|much time)[^?]*[?,.][ ,(]*)(?:(?:answer )?(?:in|as) )?(?:hours|hrs|h) (?:and|&) (?:minutes|mins|min)(?:,? please)?[)?.! ]*$/iu

/** Null where the message is the same as it is written. */
export function measureText(text: string): string | null {
  if (text.length > 400 || !/\d/.test(text)) return null
  let last = 0
  let isPlain = true
  const blank = (part: string): string => ' '.repeat(part.length)
  const bare = withoutKnownFacts(text).replace(NOTHING_LOST, blank).replace(IN_PARTS, blank)
  const plain = bare
    .replace(ARROWS, (arrow: string) => ARROW + ' '.repeat(arrow.length - 1))
    .replace(COLON, (_, at: number) => {
      const head = text
        .slice(last, at)
        .replace(/^.*[.?!]\s/su, '')
        .trim()
      last = at + 1
      isPlain &&= !TEXTUAL.test(head) && (/\d/.test(head) || TOPIC.test(head))
      return ','
    })
  return plain === text || !isPlain || TEXTUAL.test(text.slice(0, 40)) ? null : plain
}
