/**
 * Words that stand in a request unmarked and are certainly its text: a word that is named (`the word stressed`), one before the question
 * (`keyboard: which letter`), and words between an order and the code they are wanted in. Pronouns and kinds of things are none.
 */

export type ToldWord = { readonly head: string; readonly word: string }

/** Kinds of things that are encoded or measured, never the signs that are. */
const THINGS =
  /^(?:decimals?|octals?|binary|hex(?:adecimal)?|ascii|unicode|utf-?\d*|rgb|hsl|cmyk|celsius|fahrenheit|fractions?|floats?|integers?|ints?|negatives?|numbers?|digits?|bytes?|bits?|nibbles?|instructions?|assembly|code|codes|programs?|software|pdfs?|images?|pictures?|photos?|audio|videos?|music|files?|documents?|blobs?|buffers?|arrays?|objects?|strings?|texts?|words?|letters?|names?|messages?|sentences?|emails?|data|values?|ip|ips|addresses|json|xml|csv|html|css|sql|excel|pixels?|colou?rs?|dates?|times?|timestamps?|money|check|this|that|it|them|these|those|everything|something|anything|nothing|all|my|your|his|her|our|their|its|a|an|the|some|any|me|you|him|us|one|each|every|what|how|who|which|and|or|not|if|addition|subtraction|multiplication|division|overflow|signed|unsigned|messages|tables?|lists?|maps?|sets?|trees?|keys?|passwords?|tokens?|base|latin|english|german|french|spanish|alphabet|morse|nato|here|there|yourself|myself|certificates?|icons?|fonts?|svg|png|jpe?g|gif|bitmap|fields?|rows?|columns?|answers?|results?|output|input|things?|stuff|below|above|following)$/i
const NUMBER =
  /^(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w*teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|million|half|quarter|\d.*)$/i
/** Behind `the word`, these go on with the sentence. */
const NO_NAME =
  /^(?:for|of|in|on|to|that|which|who|is|was|are|means?|count|counts|counter|order|list|document|file|processor|game|games|puzzle|you|i|we|he|she|it|with|from|about|and|or|but|at|by|as|here|below|above|itself|limit|length|has|have|does|salad|problem|used|meaning|forms?|frequency)$/i

const NAMED =
  /^(?<head>.{0,80}?(?<!\p{L}))(?:the )?(?:word|term) (?<word>[\p{L}\p{N}][\p{L}\p{N}'-]{1,40})(?!\p{L})(?<tail>.{0,100})$/iu
const BEFORE =
  /^(?:the word )?(?<word>[\p{L}\p{N}][\p{L}\p{N}'-]{1,40}) ?(?::|,| [-–—]) ?(?<tail>(?:how many|which|what|is (?:it|this|that)|palindrome|count|spell|write|reverse|remove|delete|strip|drop|take out|(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|last|middle) (?:letter|character)|number of|length).{0,100})$/iu
const MORE =
  /^(?<head>(?:remove|delete|strip|drop|take|get rid of|take out|cut|erase|keep|leave|clear|filter out|retain) .{3,60}? (?:from|in|out of|off|of)) (?!(?:the|a|an|my|your|this) \S+$)(?:(?:the )?(?:word|name|string|text|code) )?(?<word>\S{2,60})$/iu
const WITHOUT = /^(?<word>(?=\S*[\p{L}\p{N}])\S{2,60})(?<tail> (?:without|minus|w\/o) .{3,40})$/iu
const HAVE =
  /^(?<head>how many (?:letters|vowels|consonants) (?:(?:are there|are|is there) in|has|does)|how (?:often|many times) (?:does|is) (?:the )?letter \p{L} (?:occur|appear|used|show up|come up)(?: in)?) (?<word>[\p{L}][\p{L}'-]{2,40})$/iu
const NTH =
  /^(?<head>(?:(?:what|which)(?: is|'s) )?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|middle) (?:letter|character) (?:of|in)) (?<word>[\p{L}][\p{L}\p{N}'-]{2,40})$/iu
const BACKWARDS =
  /^(?:(?:what is|what's|(?:how (?:is|would|do you|do i|does one)|say) (?:spell|write|say)|how is(?= \p{L}+ (?:spelled|spelt|written)))(?: the word)? )(?<word>\p{L}(?!\p{L}*ing )\p{L}{2,30})(?<tail> (?:spelled |spelt |written |read )?(?:backwards?|in reverse|reversed))$|^(?<word2>\p{L}{3,30})(?<tail2> (?:spelled|spelt|written) (?:backwards?|in reverse)(?: is)?)$/iu
const ANY_CODE =
  '(?:international )?morse(?: code| alphabet)?|(?:the )?(?:nato|icao)(?: phonetic)?(?: spelling)?(?: alphabet| code)?|rot ?-?13|base ?-?64|base ?-?32|binary(?: code)?|hex(?:adecimal)?'
const IN_CODE = new RegExp(
  `^(?:(?:please )?(?<verb>write|encode|convert|turn|translate|put|do|say|spell|express|transform|change|type|send)(?: out)?|(?:how (?:do|would|can) (?:i|you|one) (?:write|say|spell|send|type|put)|how (?:is|would|does))|(?:what is|what's)) (?:the (?:words?|name|phrase|text|letters) )?(?<word>[\\p{L}\\p{N}' ]{2,60}?)(?: (?:be written|written|spelled|spelt|look|be|said))?(?<tail> (?:in|to|into|as|with|using) (?<code>${ANY_CODE}))$`,
  'iu',
)
const NAMED_IN_CODE =
  /^(?:(?:write|encode|convert|turn|put|show|give)(?: me)? )?(?:the )?(?:text|string|word|phrase) (?<word>\S[^⟦§]{0,60}?)(?<tail> (?:in|to|into|as) (?<code>hex(?:adecimal)?)(?: bytes| codes)?)$/iu
const CODE_OF = new RegExp(
  `^(?:the )?(?<head>(?<code>${ANY_CODE}) (?:of|for)) (?:the (?:words?|name|phrase|text|letters) )?(?<word>(?!\\p{L}+ letters$)[\\p{L}\\p{N}' ]{2,60})$`,
  'iu',
)
const SHOUTED = new RegExp(
  `^(?<word>[A-Z]{2,20}(?: [A-Z]{2,20}){0,5})(?<tail> (?:in|to|into|as) (?<code>${ANY_CODE}))$`,
  'u',
)
const CAESAR =
  /^(?<head>encrypt|encode|decrypt|decode|encipher|decipher|shift|rotate) (?:the word )?(?<word>[a-z]{3,40})(?<tail> (?:with|using|by|in) .{5,60})$/iu
/** Languages have vowels and letters of their own, and so has what is written in them. */
export const LANGUAGES =
  /^(?:english|german|french|spanish|italian|portuguese|greek|hebrew|arabic|russian|cyrillic|latin|hawaiian|swedish|danish|norwegian|finnish|icelandic|dutch|polish|czech|slovak|hungarian|romanian|bulgarian|serbian|croatian|ukrainian|georgian|armenian|turkish|persian|hindi|urdu|bengali|tamil|thai|vietnamese|chinese|mandarin|cantonese|japanese|korean|swahili|zulu|welsh|irish|gaelic|scottish|esperanto|tagalog|malay|indonesian|mongolian|nepali|punjabi|writing|printing|speech|conversation)$/i
const LANGUAGE =
  /(?:ese|ish|ian|ic|ean|french|german|dutch|greek|hebrew|latin|hindi|urdu|thai|tamil|swahili|alphabet|scrabble|bible|wordle|zulu|welsh|inuit|esperanto|tagalog)$/i

const ASKED =
  /word|term|letters?|characters?|vowels|consonants|digits?|numbers?|spaces?|commas?|dots?|periods?|slash|underscore|colons?|dash|hyphen|punctuation|palindrome|morse|nato|icao|rot|base|binary|hex|backwards?|reverse|without|minus|caesar|cesar|ceasar|occur|appear|often/i

/** `request` is without courtesy and its last marks. */
export function findToldWords(request: string): readonly ToldWord[] {
  if (request.length > 200 || !ASKED.test(request)) return []
  const found: ToldWord[] = []
  const add = (head: string, word = ''): void => {
    if (word !== '' && !/[⟦§]/.test(word)) found.push({ head: head.trim(), word })
  }
  const named = NAMED.exec(request)?.groups
  if (named !== undefined && !NO_NAME.test(named.word ?? '')) add(`${named.head ?? ''}§${named.tail ?? ''}`, named.word)
  for (const pattern of [BEFORE, WITHOUT]) {
    const groups = pattern.exec(request)?.groups
    if (groups !== undefined && !THINGS.test(groups.word ?? ''))
      add(
        `§ ${(groups.tail ?? '').replace(/^is (?:it|this|that)/i, 'is §').trim()}`.replace(/^§ is §/, 'is §'),
        groups.word,
      )
  }
  for (const pattern of [MORE, HAVE, NTH]) {
    const groups = pattern.exec(request)?.groups
    const word = groups?.word ?? ''
    if (groups === undefined || THINGS.test(word) || LANGUAGES.test(word) || (pattern !== MORE && LANGUAGE.test(word)))
      continue
    if (pattern === NTH && /^(?:john|paul|peter|clement|law|each|every|pi|april|may|june|july)$/i.test(word)) continue
    add(`${groups.head ?? ''} §`, word)
  }
  const back = BACKWARDS.exec(request)?.groups
  const turned = back?.word ?? back?.word2 ?? ''
  if (back !== undefined && !THINGS.test(turned) && !NO_NAME.test(turned)) add('spell § backwards', turned)
  const caesar = /c(?:ae|ea|e)sar/i.test(request) ? CAESAR.exec(request)?.groups : undefined
  if (caesar !== undefined && !THINGS.test(caesar.word ?? ''))
    add(`${caesar.head ?? ''} §${caesar.tail ?? ''}`, caesar.word)
  found.push(...inCode(request))
  return found
}

function inCode(request: string): readonly ToldWord[] {
  const groups = (
    NAMED_IN_CODE.exec(request) ??
    SHOUTED.exec(request) ??
    IN_CODE.exec(request) ??
    CODE_OF.exec(request)
  )?.groups
  const text = groups?.word?.trim() ?? ''
  const words = text.split(' ')
  if (groups === undefined || text === '' || words.length > 6 || !isCodable(text, groups.code ?? '')) return []
  return [{ head: groups.tail === undefined ? `${groups.head ?? ''} §` : `write §${groups.tail}`, word: text }]
}

/**
 * Whether unmarked words can be what is encoded: no pronoun, no number, no kind of thing. Into bits and bytes many things are
 * converted that are no letters, so that a single common word is none there.
 */
export function isCodable(text: string, code: string): boolean {
  const words = text.split(/\s+/)
  if (words.length > 1 && /^(?:on|in|off|up|out|right|left|down|away|back|over)$/i.test(words[0] ?? '')) return false
  if (/^(?:right|left|up|down|on|off|away|back|well|yes please|wrong|new|different|special)$/i.test(text)) return false
  if (THINGS.test(words[0] ?? '') || words.some(word => NUMBER.test(word) || /^(?:to|from|into|and then)$/i.test(word)))
    return false
  if (!/binary|hex|base|bits|bytes/i.test(code))
    return !/^(?:lessons?|beginners|courses?|messages?|people|signals?|distress)$/i.test(text)
  if (words.some(word => THINGS.test(word))) return false
  return /^\p{Lu}/u.test(text) || /^(?:hello|hi|hey|good (?:morning|evening|night)|i )/i.test(text)
}
