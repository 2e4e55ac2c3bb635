/** The encodings that a text is written in or read from, each with the ways of asking for it and what its text must look like. */
import { type Step, whole } from './text-answers.ts'

export const TO = '(?:to|in|into|as|with|using|by|through)'
export const DO =
  '(?:(?:convert|turn|change|translate|encode|write|express|put|make|transform|spell|give|get|render|represent)(?: §)?(?: out)? )?'
export const UNDO =
  '(?:decode|decrypt|read|convert|turn|change|translate|un-?encode|interpret|transform|unpack|reverse)'
export const PLAIN =
  '(?:(?:plain |normal |readable |regular |ascii )?(?:text|letters|characters|english|words|ascii|string|chars)|plain)'

/** `encode § as X`, `§ in X`, `X of §`. */
export const encoding = (name: string): readonly RegExp[] => [
  whole(
    `(?:${name})[- ]?(?:encode|encoded|encoding|code|representation|version|form)?(?: (?:of|for))?(?: §)?(?: in utf-?8)?`,
  ),
  whole(`${DO}(?:§ )?${TO} (?:an? |the )?(?:${name})(?: (?:code|encoding|string|representation|format|form))?`),
  whole(`(?:encode|escape)(?: §)? ${TO} (?:an? )?(?:${name})`),
]
/** `decode X §`, `§ from X`, `un-X §`. */
export const decoding = (name: string): readonly RegExp[] => [
  whole(`(?:${name})[- ]?(?:decode|decoded|decoding)(?: §)?`),
  whole(
    `${UNDO}(?: the)?(?: §)?(?: (?:from|of|as|with|using|in))?(?: the)? (?:${name})(?: (?:code|string|message|text))?(?: §)?(?: (?:to|into|as) ${PLAIN})?`,
  ),
  whole(`(?:${name})(?: (?:code|string))?(?: §)? (?:to|into|as|->) ${PLAIN}`),
  whole(
    `(?:what (?:does|do|is)|what's)(?: the)?(?: (?:${name}))?(?: §)?(?: (?:say|mean|spell|decode to|stand for|read))?(?: (?:in|as|from|when decoded from) (?:${name}))?(?: decoded)?(?: (?:to|into|as|in) ${PLAIN})?(?<=(?:${name}).*)`,
  ),
  whole(
    `§ (?:from )?(?:${name}) (?:to|into|as) ${PLAIN}|§ (?:from|is) (?:${name}),? (?:what does it say|decode|to text|as text)`,
  ),
]

type Code = {
  readonly patterns: readonly RegExp[]
  readonly step: Step
  readonly fits?: RegExp
  readonly shows?: string
}
export const op = (name: string, what: string, more = {}): Step => ({ name: what, op: name, more })

export const BITS = /^[01]{7,8}(?:[ ,]+[01]{7,8})*$/
export const HEX_BYTES = /^(?:0x)?[\da-f]{2}(?:[ ,:]*(?:0x)?[\da-f]{2})+$/i
export const DECIMALS = /^\d{2,7}(?:[ ,;]+\d{2,7})*$/
const MORSE = /^[.·•–−_\- /|\n]{2,}$/

export const CODES: readonly Code[] = [
  { patterns: encoding('base ?-?64'), step: op('encode.base64', 'Encode as Base64') },
  { patterns: decoding('base ?-?64'), step: op('encode.unbase64', 'Decode Base64') },
  { patterns: encoding('base ?-?32'), step: op('encode.base32', 'Encode as Base32') },
  { patterns: decoding('base ?-?32'), step: op('encode.unbase32', 'Decode Base32') },
  {
    patterns: [
      whole('(?:url|percent|uri)[- ]?(?:encode|encoded|encoding|escape)(?: (?:of|for))?(?: §)?'),
      whole(
        `${DO}(?:§ )?${TO} (?:an? )?(?:url|percent|uri)[- ]?(?:encoding|encoded|safe)(?: (?:form|text|string|format))?`,
      ),
      whole(
        '(?:encode|escape)(?: §)? (?:for|as|in) (?:an? )?(?:url|uri|query string)|make § (?:url[- ]?safe|safe for (?:an? )?url)',
      ),
    ],
    step: op('encode.url', 'Encode for a URL'),
  },
  {
    patterns: decoding('url|percent|uri').concat(whole('url-?decode(?: §)?|(?:decode|unescape) §')),
    step: op('encode.unurl', 'Decode a URL'),
    fits: /%[\da-f]{2}/i,
  },
  {
    patterns: encoding('hex(?:adecimal)?(?: bytes)?'),
    step: op('encode.hex', 'Encode as hexadecimal'),
    fits: /^(?!rgb|#).*(?:[g-z]|[^ -~])/is,
  },
  { patterns: encoding('rot ?-?13'), step: op('encode.rot13', 'Turn letters by 13') },
  { patterns: decoding('rot ?-?13'), step: op('encode.rot13', 'Turn letters by 13') },
  {
    patterns: [
      whole(
        '(?:html[- ]?(?:escape|encode)|escape(?: the)?(?: html)?(?: entities| characters)?|(?:escape|encode)(?: §)? (?:for|in|as|to go in|to put in)(?: use in)?(?: an?)? html(?: page| document| entities)?|make § (?:html[- ]?safe|safe for html)|html[- ]?safe|html entities)(?: (?:in|of|for))?(?: §)?|encode(?: §)? as html(?: entities)?',
      ),
    ],
    step: op('encode.html', 'Escape for HTML'),
    fits: /[<>&"]/,
  },
  {
    patterns: [
      whole(
        '(?:html[- ]?)?(?:un-?escape|decode)(?: the)?(?: html)?(?: entities)?(?: (?:in|of))?(?: §)?|§ (?:html[- ]?)?(?:un-?escape|decode)d?(?: it| html)?|(?:convert|turn) (?:html )?entities(?: in §)?(?: back)? (?:to|into) (?:text|characters)|§ (?:to|into|as) (?:normal |plain )?(?:text|html|characters)',
      ),
    ],
    step: op('encode.unhtml', 'Read the entities'),
    fits: /&(?:[a-z]{2,8}|#x?[\da-f]{1,6});/i,
  },
  {
    patterns: [
      whole(
        `(?:${UNDO} |un-?escape )?(?:the )?(?:unicode |\\\\u )?(?:escapes?|escape sequences?)?(?: ?(?:in|of))?(?: ?§)?(?: (?:to|into|as) (?:${PLAIN}))?`,
      ),
    ],
    step: op('encode.unescape', 'Read the escapes'),
    fits: /\\(?:u[\da-f]{4}|u\{[\da-f]{1,6}\}|x[\da-f]{2})/i,
  },
  {
    patterns: [
      whole(
        'escape(?: §)? (?:so (?:that )?(?:i|we|it) can (?:put|use|be put|be used)(?: it)? in|for(?: use in)?|as|in|to put in(?:to)?|to go in) (?:an? )?(?:json(?: string)?|javascript(?: string)?|js(?: string)?)(?: string)?|json[- ]?escape(?: §)?|escape § so § can (?:put|go) (?:§ )?in an? json string',
      ),
    ],
    step: op('encode.escape', 'Escape it'),
    fits: /^[ -~\n\r\t]*$/,
  },
  {
    patterns: [
      whole(
        '(?:unicode[- ]?escapes?|\\\\u escapes?)(?: (?:of|for))?(?: §)?|§ (?:as|in|to) (?:unicode escapes?|\\\\u notation)',
      ),
    ],
    step: op('encode.escape', 'Escape every sign', { signs: 'all' }),
  },
  {
    patterns: encoding('morse(?: code)?|international morse(?: code)?').concat(whole('morse(?: code)?(?: §)?')),
    step: op('encode.morse', 'Write Morse code'),
    fits: /^(?!.*[.·•–−-]{1,6} [.·•–−-]{1,6}).*\p{L}/su,
    shows: 'code',
  },
  {
    patterns: decoding('morse(?: code)?').concat(
      whole(`${UNDO}(?: §)?|morse(?: code)?(?: §)?|§ (?:in|from|as|to|into) (?:morse|${PLAIN})`),
    ),
    step: op('encode.unmorse', 'Read Morse code'),
    fits: MORSE,
  },
]
