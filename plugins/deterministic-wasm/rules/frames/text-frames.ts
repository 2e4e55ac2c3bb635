/**
 * Frames about texts, which stand in quotation marks, behind the last colon or as one token. They read the message as it was typed: no word of a text is
 * mended and no blank is lost.
 */
import { type Frame, fill, part, type Values } from './frame.ts'

const QUOTED = '["“”„«](?<t>[^"“”„«»\\n]{1,300})["“”»]'
/** Behind the last colon that a blank follows. */
const BEHIND = '(?::|→|->) +(?<t2>[^"“”„«»\\n:]{1,300}?) *$'
const TEXT = part(`${QUOTED}|${BEHIND}`)
const NOUN = '(?:text|string|sentence|phrase|word|line|name|title|headline|note|message|post|tweet|caption)'
const NAMES =
  /(?<!\p{L})(?:an? |the |some )?(?:db|database|sql|css|python|java|javascript|json|env|environment|file|branch|column|class|variable|function|method|property|key|constant|identifier|field|table|package|folder|slug|url)(?: (?:name|column|variable|class|key))*(?!\p{L})|(?<!\p{L})(?:from|out of|style|cased?|string|text|name|phrase|title)(?!\p{L})/giu
const ABOUT = new RegExp(
  `(?<!\\p{L})(?:(?:in|of|from|for|to) )?(?:this|that|the|my|following)(?: (?:whole|short|long|little))? ${NOUN}(?!\\p{L})|(?<!\\p{L})(?:${NOUN}|in order|from|someone|somebody|sent|left|got|colleague|saying)(?!\\p{L})`,
  'giu',
)
/** The text that was caught, or null where it holds marks that the request is written with. */
const textOf = ({ t, t2 }: Values): string | null => {
  const text = (t ?? t2 ?? '').trim()
  return text === '' || text.includes('"') ? null : text
}
const about =
  (order: string) =>
  (values: Values): string | null => {
    const text = textOf(values)
    return text === null ? null : `${fill(order, values)} "${text}"`
  }

const STYLES = 'snake|camel|kebab|pascal|constant|screaming snake'
const SPELLED = '(?:spelt|spelled|written|read|said|printed)'

export const textFrames: readonly Frame[] = [
  {
    key: /backwards?|reversed|in reverse|back to front/iu,
    parts: [
      part(QUOTED),
      part(`(?:is |are |reads? |looks? like )?(?:${SPELLED} )?(?:backwards?|reversed|in reverse|back to front)`),
    ],
    asides: ABOUT,
    write: about('reverse'),
  },
  {
    key: /(?:spelt|spelled|written) (?:backwards?|in reverse)/iu,
    parts: [
      part(
        `(?:the (?:word|name) )?(?<t>\\p{L}{2,30})(?: (?:is|when|if))? ${SPELLED} (?:backwards?|in reverse|back to front)`,
      ),
    ],
    write: about('reverse'),
  },
  {
    key: /base ?-?64/iu,
    parts: [
      part(
        '(?<![\\w+/=])(?<t>(?=[A-Za-z0-9+/]*[A-Z0-9+/])(?=[A-Za-z0-9+/]*[a-z])[A-Za-z0-9+/]{8,400}={0,2})(?![\\w+/=])',
      ),
      part("(?:in |is |it's |as |from )?base ?-?64(?: encoded| code| string| text)?"),
      part(
        'what does (?:it|this|that) (?:say|mean|read)|decode(?: (?:it|this|that|the))?|(?:in|to|as) (?:plain |readable )?text|in clear',
      ),
    ],
    asides: ABOUT,
    write: about('base64 decode'),
  },
  {
    key: /base ?-?64/iu,
    parts: [
      part(`${QUOTED}|^(?<t2>[\\p{L}\\d ,.!?]{1,80}?) *(?=→|->|=>)`),
      part(
        '(?:→|->|=>|to|in|as|into) ?base ?-?64(?: please)?$|base ?-?64[- ]?encod(?:e|ed|ing)|encode(?: it| this)? (?:in|as|to|with) base ?-?64|(?:→|->|=>) ?base ?-?64',
      ),
    ],
    asides: /\((?:lower ?case|no new ?line|without new ?line|utf-?8|,| )+\)/giu,
    write: about('base64 encode'),
  },
  {
    key: /rot-?13/iu,
    parts: [
      TEXT,
      part("(?:it's |it is |in |with |is |as )?rot-?13(?: encoded)?"),
      part('decode|decrypt|what does it say|in plain text|read'),
    ],
    asides: ABOUT,
    write: about('rot13 decode'),
  },
  {
    key: new RegExp(`(?:${STYLES})[ _-]?case`, 'iu'),
    parts: [TEXT, part(`(?:in |as |to |into )?(?<style>${STYLES})[ _-]?cased?`)],
    asides: NAMES,
    write: values => {
      const text = textOf(values)
      return text === null ? null : `"${text}" in ${values.style?.toLowerCase()} case`
    },
  },
  {
    key: /(?:percent|url|uri)[- ]?encod|encode .*url/iu,
    parts: [TEXT, part('(?:percent|url|uri)[- ]?encod(?:e|ed|ing)|encode')],
    asides: /(?<!\p{L})(?:for|in) (?:an? |the |use in an? )?(?:url|uri|query string|link|query parameter)(?!\p{L})/giu,
    write: about('url encode'),
  },
  {
    key: /html/iu,
    parts: [TEXT, part('(?:html[- ]?)?escap(?:e|ed|ing)')],
    asides: /(?<!\p{L})(?:for|in|as) (?:an? )?html(?: text| page| document)?(?!\p{L})|(?<!\p{L})html(?!\p{L})/giu,
    write: about('html escape'),
  },
  {
    key: /initials/iu,
    parts: [part("(?:the )?initials (?:of|for) (?<t>\\p{Lu}[\\p{L}'-]+(?: \\p{Lu}[\\p{L}'-]+){1,5})")],
    asides: /,? ?(?:\()?(?:no|without) (?:dots|full stops|periods|spaces)(?:\))?|,? ?in capitals/giu,
    write: about('initials of'),
  },
  {
    key: /iban/iu,
    parts: [
      part('(?<![\\p{L}\\d])(?<i>[A-Z]{2}\\d{2}(?: ?[A-Z0-9]{2,4}){3,9})(?![\\p{L}\\d])'),
      part('iban'),
      part('valid|correct|ok|check digits?|real|right|check'),
    ],
    asides: /(?<!\p{L})(?:(?:the )?check digits?|valid|correct|number|account|customer's)(?!\p{L})/giu,
    write: 'is $i a valid IBAN',
  },
  {
    key: /luhn|card/iu,
    parts: [
      part('(?<![\\d-])(?<i>\\d{4}(?:[ -]?\\d{4}){2}[ -]?\\d{1,7})(?![\\d-])'),
      part('(?:credit |test |debit )?card(?: number)?|luhn(?: check)?'),
      part('valid|luhn|pass(?:es)?|correct|check digits?|check'),
    ],
    asides: /(?<!\p{L})(?:luhn|check|test|passes|pass|valid|card|number|digits?)(?!\p{L})/giu,
    write: 'is $i a valid card number',
  },
  {
    key: /anagram|same letters/iu,
    parts: [
      part('(?<a>\\p{L}{3,30})(?: ?\\/ ?| and | & | vs\\.? )(?<b>\\p{L}{3,30})'),
      part('(?:an )?anagrams?(?: of each other)?|(?:the |exactly the )?same letters'),
    ],
    asides: /(?<!\p{L})(?:words?|use|using|contain|contains|made of)(?!\p{L})/giu,
    write: 'are "$a" and "$b" anagrams',
  },
  {
    key: /(?:first|last) \d{1,3} (?:char|letter|digit|sign)/iu,
    parts: [
      part(
        '(?:the )?(?<which>first|last) (?<n>\\d{1,3}) (?:characters|chars|letters|digits|signs) (?:of|from|in) (?:["“](?<t>[^"“”\\n]{1,200})["”]|(?<t2>\\S{2,80}?))(?=[?.!]*$)',
      ),
    ],
    write: values => about(`${values.which?.toLowerCase()} ${values.n} characters of`)(values),
  },
  {
    key: /caesar|cipher|shift (?:every |each |the |all )+letters?/iu,
    parts: [
      TEXT,
      part(
        '(?:shift(?:ing|ed)? )?(?:every |each |the |all )?(?:letters? )?(?:by )?(?<n>\\d{1,2})(?: (?:letters?|places?|positions?|steps?))?(?: (?:forward|to the right|ahead|down the alphabet))?',
      ),
    ],
    asides: /(?<!\p{L})(?:caesar|cipher|code|encrypt|encode|shift(?:ed)?|letters?|every letter|forward)(?!\p{L})/giu,
    write: about('caesar shift by $n:'),
  },
  {
    key: /hash ?tags/iu,
    parts: [TEXT, part('(?:the |all )*hash ?tags')],
    asides: new RegExp(`${ABOUT.source}|(?<!\\p{L})(?:list|extract|pull out|all)(?!\\p{L})`, 'giu'),
    write: about('hashtags in'),
  },
  {
    key: /numbers/iu,
    parts: [
      TEXT,
      part('(?:extract|pull out|pick out|get out|list|find) (?:me )?(?:just |only )?(?:all )?(?:the )?numbers'),
    ],
    asides: ABOUT,
    write: about('extract the numbers from'),
  },
  {
    key: /(?:extra|double|multiple|too many|superfluous) (?:blanks|spaces)|single (?:space|blank)/iu,
    parts: [
      TEXT,
      part(
        '(?:remove|clean(?: up)?|strip|delete|fix|reduce|collapse|get rid of)(?: out)? (?:all )?(?:the )?(?:extra|double|multiple|superfluous) (?:blanks|spaces)',
      ),
    ],
    asides: new RegExp(
      `${ABOUT.source}|(?<!\\p{L})(?:so )?(?:that )?there(?:'s| is) (?:just |only )?(?:a |one )?single (?:space|blank)(?: between (?:the )?words)?|(?:to|into) (?:a |one )?single (?:space|blank)s?`,
      'giu',
    ),
    write: about('remove extra spaces from'),
  },
  {
    key: /most often|most common|most frequent/iu,
    parts: [
      TEXT,
      part(
        '(?:which|what) word (?:appears|occurs|is used|comes up|is) (?:the )?most (?:often|common|frequent)|most (?:common|frequent) word',
      ),
    ],
    asides: new RegExp(`${ABOUT.source}|(?<!\\p{L})how (?:many times|often)(?!\\p{L})`, 'giu'),
    write: about('most common word in'),
  },
  {
    key: /vowels/iu,
    parts: [
      part('(?:count|how many)(?: the| of the)? vowels(?: \\(a,? ?e,? ?i,? ?o,? ?(?:and )?u\\))?'),
      part(
        '(?:in|are in|does) (?:the word )?(?:["“](?<t>[^"“”\\n]{1,200})["”]|(?<t2>\\p{L}{2,30}))(?: have| contain)?',
      ),
    ],
    write: about('how many vowels in'),
  },
]
