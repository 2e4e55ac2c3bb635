/** Ways of writing a measure brought into one: `3m x4m`, `1½`, `3h45`, `half a pound`, `23 g fat per 100`. It changes no number. */
import { shifted } from '../stories/story.ts'
import { mendUnit } from './mend-unit.ts'

const VULGAR: Readonly<Record<string, string>> = {
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
  '⅓': '1/3',
  '⅔': '2/3',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
}

const CENTS =
  /(\d+(?:\.\d+)?) ?(?:ct|cts|cents?|c)(?= ?(?:\/|per|an?) ?(?:kwh|kilowatt|lit(?:er|re)|l|kg|kilo|km|mile|minute|min|page|m3|m³|gallon)(?!\p{L}))/giu
const LINES =
  /(?<!\p{L})(?:speed|line|connection|internet|wifi|wi-fi|fib(?:er|re)|dsl|broadband|download\p{L}*|upload\p{L}*|how long|transfer)(?!\p{L})/iu
const LINE = /(?<=\d ?)([MG])(?:bits?|egabits?|igabits?)(?![\p{L}\p{N}/]| ?(?:\/|per|a) ?s| p(?:er )?s)/giu
/** `r 4 h 10` are no hours. */
const SOLIDS = /(?<!\p{L})(?:cylinder|cone|pyramid|prism|triangle|trapezium|radius)(?!\p{L})/iu
const HOURS = /(\d) ?h ?(\d{1,2})(?: ?m(?:ins?)?)?(?![\p{L}\p{N}:.])/giu
/** `10 gpm`, `400 cfm`. */
const FLOW = /(?<=\d ?|\s)(gpm|lpm|cfm|lph|gph)(?![\p{L}\p{N}])/giu
const FLOWS: Readonly<Record<string, string>> = {
  gpm: 'gallons per minute',
  gph: 'gallons per hour',
  lpm: 'litres per minute',
  lph: 'litres per hour',
  cfm: 'cubic feet per minute',
}

const LONG_WORD = /(?<!\p{L})[kcmft]\p{L}{7,13}(?!\p{L})/giu
const NOUN_BEFORE_PER =
  /(\d(?:[\d.]*\d)? ?(?:mg|g|kg|ml|l|kcal|kj|grams?)) (?!more|less|each|of|off|and|or|left|extra|saved|a |an |per |in |is |at |for )(\p{L}{3,14}) (per|\/) ?(?=\d|\p{L})/giu
/** Where `10k` is ten kilometres. */
const RUNNING =
  /(?<!\p{L})(?:runs?|ran|running|runner|jog(?:ged|ging)?|races?|pace|parkrun|cycled?|rode|walk(?:ed)?|swim|swam|marathon)(?!\p{L})/iu

const TILED = /(?<!\p{L})(?:tiles?|slabs?|pavers?|flagstones?)(?!\p{L})/iu
const TILE_SQUARE = /(?<![\p{L}\d.])(\d+(?:\.\d+)?) ?(cm|mm|in|inch|inches) squares?(?! ?\p{L})/giu

export function plainMeasures(plain: string): string {
  const mended = plain.replace(LONG_WORD, mendUnit)
  return (
    (
      RUNNING.test(mended) ||
      /^\P{L}*(?:how (?:many|far|long) (?:\p{L}+ )?(?:is|are|in) (?:an? )?|what(?:'?s| is) (?:an? )?|an? |convert )?\d{1,3}k(?: is| run| race|,)?(?: how many| in| to| as| =)+ (?:miles?|km|met)|^how many (?:miles|km|met\p{L}+) (?:is|are|in) (?:an? )?\d{1,3}k(?!\p{L})/iu.test(
        mended,
      )
        ? mended.replace(/(?<![\p{L}\p{N}.,])(\d{1,3})k(?![\p{L}\p{N}])/giu, '$1 km')
        : mended
    )
      // `35 cents per kWh` in a currency that is not told.
      .replace(CENTS, (_, digits: string) => shifted(digits, -2))
      // `a 200 mbit line` is a speed.
      .replace(LINES.test(mended) ? LINE : /$^/u, '$1bit/s')
      .replace(FLOW, (_, letter: string) => FLOWS[letter.toLowerCase()] ?? '')
      .replace(SOLIDS.test(mended) ? /$^/u : HOURS, '$1 h $2 min')
      .replace(SOLIDS.test(mended) ? /(?<=\d) ?,? h ?=? ?(?=\d)/giu : /$^/u, ', height ')
      .replace(/(\d)m ?(\d{1,2}) ?s(?:ecs?)?(?![\p{L}\p{N}])/giu, '$1 min $2 s')
      .replace(/(\d)m(\d{2})(?![\p{L}\p{N}])/giu, '$1 m $2 cm')
      // `4m 20 by 3m 50`.
      .replace(
        /(?<![\d.])(\d{1,2}) ?m (\d{2})(?=$|[,?!;)]|\.(?!\d)| (?:by|x|long|wide|high|tall|deep|divided by|how|what|in (?:cm|feet|inches|ft|m|mm))(?!\p{L}))/giu,
        '$1 m $2 cm',
      )
      // `5ft7`.
      .replace(/(?<![\p{L}\d.])(\d{1,2}) ?(?:ft|foot|feet)(\d{1,2})(?![\p{L}\p{N}.]|\/)/giu, '$1 ft $2 in')
      .replace(/(?<![\d.])[24](?: |-)stroke/giu, 'stroke')
      // `23 g fat per 100 g`: what it is stands before it.
      .replace(NOUN_BEFORE_PER, '$2 $1 $3 ')
      .replace(/(?<=\d ?m?g) (per|\/) ?100(?! ?\p{L}| ?\d|\.\d)/giu, ' $1 100 g')
      .replace(/(?<![\p{L}\d.])1[ -](?=way(?!\p{L}))/giu, 'one ')
      .replace(
        /(?<!\p{L})(each|other|another|this|that|which|the|any|every|no|pays?) 1(?![\d.:/]| ?\p{L}| \d)/giu,
        '$1 one',
      )
      .replace(
        /(?<!\p{L})(which|the other|this|that) 1(?= (?:is|are|was|weighs?|has|would|will|does|holds|goes)(?!\p{L}))/giu,
        '$1 one',
      )
      .replace(/(\d)? ?([½¼¾⅓⅔⅛⅜⅝⅞])/gu, (_, whole: string | undefined, sign: string) =>
        whole === undefined ? ` ${VULGAR[sign]}` : `${whole} ${VULGAR[sign]}`,
      )
      .replace(/(\d(?: ?(?:mm|cm|m|km|ft|in|inch|feet|yd))?) ?[x×*] ?(?=\d)/giu, '$1 x ')
      .replace(
        /(?<![\d/] )(?:a |1 )?quarter (?=(?:pounds?|lbs?|miles?|kilos?|lit(?:er|re)s?|ounces?|yards?|acres?|cups?)(?!\p{L})|teaspoon|tsp|tablespoon|tbsp|inch|gallon|pint|acre)/giu,
        '1/4 ',
      )
      // `1 litre covers 8 m²` is a rate.
      .replace(
        /(?<![\p{L}\d.])(?:1|an?|each) ?(lit(?:er|re)|l|gallon|kg|kilo)(?: of (?:\p{L}+ )?\p{L}+| (?:\p{L}+ )?(?:paint|varnish|primer|stain|emulsion|gloss|sealer|wood oil|seed|fertili[sz]er|plaster|glue))? (?:covers|is enough for|paints|does|goes for|is good for|lasts for) (?:about )?(\d+(?:\.\d+)?) ?(m²|m2|sqm|square met(?:er|re)s|sq ?ft|square feet)(?![\p{L}\d])/giu,
        'covers $2 $3 per $1',
      )
      .replace(
        /(?<![\p{L}\d.])(?:an?|1) (hour|pound|kilo|lit(?:er|re)|mile|cup|met(?:er|re)|day|gallon|week) and (?:a|1) half(?!\p{L})/giu,
        '1.5 $1s',
      )
      .replace(/half (?:of )?an? (?=\p{L})/giu, '1/2 ')
      // `A4 is 210 x 297 mm` tells its sides.
      .replace(/(?<![\p{L}\d])a[0-6](?= (?:sheet |page |paper )?(?:is|measures|has) \d)/giu, 'sheet')
      // `tiles of 50 cm square`.
      .replace(TILED.test(mended) ? TILE_SQUARE : /$^/u, '$1 $2 x $1 $2')
      .replace(/(?<!\d |\d )(?:a |1 )?quarter (?:of )?an? (?=\p{L})/giu, '1/4 ')
      .replace(/(\d\/\d{1,2}) of an? (?=\p{L})/giu, '$1 ')
      .replace(/(\d) (?:quarters) of an? (?=\p{L})/giu, '$1/4 ')
      .replace(/ +/g, ' ')
  )
}
