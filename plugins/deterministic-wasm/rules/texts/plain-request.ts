/**
 * The head of a request in plain words: without courtesy, without `what is` and `give me`, the text it speaks about as `§`. It changes
 * no word that carries a meaning, and gives up on heads that set a condition or an exception.
 */
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { mendTypos } from '../message/typos.ts'
import { withoutMeantAnyway } from './meant-anyway.ts'
import { plainerHead } from './plainer-heads.ts'
import { recast } from './recast.ts'
import { takeWishes, type Wish } from './wishes.ts'

export type PlainRequest = {
  readonly head: string
  readonly noun: string
  /** What asked for it and was left out: `what are the`, `find`. */
  readonly opener: string
  /** Whether a word of the head points at the text: `it`, `this`, `the following`. */
  readonly points: boolean
  /** What was said of how to do it, and is not in the head. */
  readonly wishes: readonly Wish[]
  /** Whether the head points at the text in several places: only a chain of orders does. */
  readonly isChain: boolean
}

const NOUN =
  '(?:two |three )?(?:text|string|strings|sentence|sentences|phrase|word|words|paragraph|paragraphs|message|sms|line|lines|list|lists|items|names|surnames|numbers|passage|notes?|e-?mails?|mails?|messages|addresses|urls?|links|title|headline|heading|name|poem|data|block|snippet|code|stuff|thing|things|link|values|entries|log|quote|content|file|document|attachment|slogan|variable|identifier|password|tweet|caption|bio|todo|todos|rows|records|fruits|prices|lot|html|json|iban|phone number|card number)'
const POINTED = new RegExp(
  `(?<![\\p{L}'-])(?:(?:(?:the|this|that|these|those|my|all|each|every|each of|every one of|all of) )*(?:following|above|below|attached|given|quoted|pasted)(?: (?<a>${NOUN}))?(?: (?:here|below|above))?|(?:all (?:of )?|each of )?(?:this|that(?! (?:contain|start|begin|end|hold|include|have|has|are|is|were|appear|occur|match|don't|do not|does not|only|repeat|show|come|look|lack)(?:s|ing)?(?!\\p{L}))|these|those(?! (?:contain|start|begin|end|hold|include|have|has|are|is|were|appear|occur|match|don't|do not|does not|only|repeat|show|come|look|lack)(?:s|ing)?(?!\\p{L}))|my)(?: (?:whole|entire|long|short|little|nice))?(?: (?<b>${NOUN}))?(?: (?:here|below|above|i (?:wrote|pasted|have)))?|(?:it|them)(?: all)?|each of (?:it|them)|the (?:whole|entire) (?<c>${NOUN}))(?![\\p{L}'-])`,
  'giu',
)
/** `in the text`: only behind a preposition, where it cannot be what is changed. */
const IN_TEXT = new RegExp(`(?<=(?<!\\p{L})(?:in|of|from|for|within) )the (?:${NOUN})(?: (?:here|below|above))?$`, 'iu')
const OPENERS =
  /^(?:(?:what(?:'s| is| are|s| would be)|which (?:is|are)|give|show|tell|get|find|return|print|output|i (?:just |only |really )?(?:need|want|have)(?: to (?:know|have|get|see))?|need to (?:know|have|get|see)|want to (?:know|have|get|see)|i'd like|i would like|need|want|just|only|me|us|let me have|here(?:'s| is)|(?:say|see) me|how do (?:i|you) (?:write|spell))(?=[ ,:]) ?,?(?:(?:me|us|out|just|only|back) )*)+/iu
const ARTICLE = /^(?:(?:the|a|an|all(?! (?:but|except|other|apart))|all the|all of the|any|my) )+/iu
const CLOSERS =
  /(?:(?:[\s,;:]+|(?<![\p{L}\p{N}]))(?:please|pls|plz|thanks|thank you|thx|ty|cheers|kindly|for me|would you|could you|can you|will you|if you can|if possible|lol|haha|ok|okay|here|now|quickly|asap|y\/n|yes or no|or not|yes\/no|instead|exactly|one each line|only|too)|\s*(?:-+>|=>|→|=)|[\s:.,;!?…–-]+)$/iu
const PREPOSED =
  /(?:[ ,]+(?:in|of|from|for|on|out of|to|within|inside|at|with|about))? ?(?:(?<!(?:count|counting|tally) )the (?:text|word|words|string|phrase|sentence|name|list|line|title|number|letters?) )?§[ .?!]*$/iu
/** `strip the digits from:`, with the text behind the colon. */
const DANGLING = /(?<=\S) (?:in|of|from|for|on|out of|within|at)$/iu
/** What excepts, conditions or adds another request. */
const TURNS =
  /(?<!\p{L})(?:except(?! (?:for )?(?:the )?(?:(?:last|first)(?: (?:\d|two|three|four|five|six)|$|[ ,:;.]| (?:items?|words?|names?|one|lines?)(?!\p{L}))|⟦|(?:letters?|digits?|numbers?|vowels?|consonants?|spaces?)(?!\p{L})|(?:the )?words? \p{L}))|unless|if|when|then explain|explain|why|but(?! (?:not|missing|is|are|isn't|aren't|(?:the )?(?:last|first)$|(?:the )?(?:last|first) (?:\d|two|three|four|five|six|letter|digit|word|character))(?!\p{L}))|ignore|ignoring|skip|apart from(?! (?:the )?(?:last|first) \d)|should|because|summari[sz]e|rewrite|improve|correct the|fix the|in (?:french|german|spanish|english|italian|dutch|hindi))(?!\p{L})/iu

const CHECKS =
  /(?:^|(?<=^(?:please|pls|kindly|hi|hey|hello|ok|can you|could you|would you)[ ,!]{1,2}))(?:please |pls )?(?:check|verify|test|see|find out|determine|tell|let me know|say|i want to know|i need to know)(?: me)? (?:if|whether) /iu

/** What a person adds in brackets to say what is meant anyway. */
const ASIDES =
  / ?\((?:no new ?line|without new ?line|8[- ]bit(?: ascii)?|ascii|(?:in )?utf-?8|the first one|plain text|lower ?case|hex|as text|one (?:per|on each) line(?:,? (?:and )?(?:blank|empty) lines (?:don't|do not) count)?|(?:blank|empty) lines (?:don't|do not) count)\)/giu

/** A request without courtesy and its last marks, for words that stand in it unmarked. */
export function bareRequest(message: string): string {
  const flat = mendTypos(message.replace(/[’‘]/g, "'").replace(/\s+/g, ' ').replace(ASIDES, '').trim())
  return stripCourtesy(flat)
    .text.replace(/(?:[ ,]*(?:please|pls|thanks|thx|as text))*[?.!, ]*$/iu, '')
    .replace(/^(?:give me |the )+/iu, '')
    .replace(/(?<=^utf-?8 .*),? (?:in )?hex(?:adecimal)?$/iu, '')
}

/** What a person tells around a request: `I'm making a poster, please put this in capitals`. */
const CONTEXT =
  /^(?:(?:i|i'm|we|we're|my|our|for|there)(?!\p{L})(?<told>[^:;?§⟦\d]{3,90}?)(?:,|,? and|,? so| -|[.!]) )(?=(?:please|pls|can you|could you|i need|i want|i'd like|need to|want to|how many|how long|what|which|make|turn|put|convert|remove|strip|sort|count|tell me|give me|show me|list|reverse|replace|extract|decode|encode|split|join|is|does|are)(?!\p{L}))/iu
/** It sets a rule, or speaks of what is asked. */
const SETS_RULE =
  /(?<!\p{L})(?:words?|letters?|characters?|counts?|counted|lines?|spaces?|treat|means?|equals?|ignore|except|not|never|only|without|if|assume|rule|should|allowed|don't|doesn't|can't|as|call|where|every|each|always|instead|two|twice|separate)(?!\p{L})/iu

/** One order of several, without the text's place at its end, in the words of a whole request. */
export function plainOrder(written: string): { readonly head: string; readonly opener: string } {
  let head = stripCourtesy(written.trim()).text
  for (let turn = 0; turn < 4; turn += 1) {
    const next = head.replace(CLOSERS, '').replace(PREPOSED, '').replace(DANGLING, '')
    if (next === head || next === '') break
    head = next
  }
  const bare = head.replace(OPENERS, '')
  const opener =
    bare === ''
      ? ''
      : head
          .slice(0, head.length - bare.length)
          .trim()
          .toLowerCase()
  return { head: (bare === '' ? head : bare).replace(ARTICLE, '').trim(), opener }
}

/** `My word is § . How many s has it`: the sentence only says which text is meant. */
const TOLD_TEXT =
  /^(?:(?:my|our|the|this|today's|his|her)[\p{L}' ]{0,40}(?:word|text|sentence|name|string|password|title|phrase|headline|slogan|code) (?:is|are|reads|says):?|i (?:need|want|have) to (?:fit|put|write|print|engrave|paint) (?=§ (?:on|in|onto) )) ?§(?: (?:on|in|onto) (?:an? |the |my )?\p{L}{3,12}(?: \p{L}{3,12})?)? ?[.,;:!?]? ?(?:and |so )?(?=(?:how|what|which|count|is|does|reverse|spell|make|write|convert|turn|put|give|please|can|could|tell|remove|sort|capitali[sz]e|uppercase|lowercase)(?!\p{L}).*(?<!\p{L})(?:it|that|this)(?!\p{L}))/iu

/** Null where the head is none that a rule could know. */
export function plainRequest(written: string): PlainRequest | null {
  const clean = written
    .replace(/[’‘]/g, "'")
    .replace(/\s+/g, ' ')
    .replace(
      /^compare (?:these|those|the)(?: (?:two|2))?(?: (?:strings|texts|words|values|lines))?[,:;.]? (?:are|is) (?:they|it) (?:identical|equal|the same)\??[:,]? /iu,
      'are they identical ',
    )
    .replace(/ so (?:that )?(?:i|we) can (?:put|use|paste|insert) it (?:in|into|inside|within) /iu, ' for ')
    .replace(/(?<=add|append|with|put) (?:\.{3}|…)/giu, ' an ellipsis')
    .replace(
      / (?:wherever|whenever|every time|each time|everywhere|anywhere)(?: (?:it|they) (?:appears?|occurs?|shows? up|comes? up|stands?|is|are))?(?= |$)/giu,
      ' ',
    )
    .replace(TOLD_TEXT, '')
    .replace(/(?<!\p{L})1st(?= (?:letter|character|word|item))/giu, 'first')
    .trim()
  const spaced = mendTypos(clean.replace(ASIDES, '')).replace(
    /(?: ?[:,] ?| ?(?:-+>|=>|→) ?)(?=§)|(?<=§)(?: ?[:,;] | ?(?:-+>|=>|→|[-–—]) )/g,
    ' ',
  )
  const { text: flat, wishes } = takeWishes(
    recast(plainerHead(withoutMeantAnyway(stripCourtesy(spaced.replace(CHECKS, 'whether ')).text))),
  )
  // `what is a palindrome` asks what it means.
  if (
    /^(?:what(?:'s| is|s) an? (?!§)|how (?:does|do|to|can|did)|what does|why|when|define|explain)(?!\p{L})/iu.test(
      flat,
    ) ||
    TURNS.test(flat)
  )
    return null
  const told = CONTEXT.exec(flat)
  const isAside = told !== null && !SETS_RULE.test(told.groups?.told ?? '')
  let head = isAside ? recast(plainerHead(stripCourtesy(flat.slice(told[0].length)).text)) : flat
  head = head.replace(CHECKS, 'whether ')
  const isOnly = /(?<!\p{L})(?:only|just)(?=[ .!?:,]*(?:please|pls|thanks)?[ .!?:,]*$)/iu.test(head)
  for (let turn = 0; turn < 6; turn += 1) {
    const next = head.replace(CLOSERS, '')
    if (next === head || next === '') break
    head = next
  }
  const bare = head.replace(OPENERS, '')
  const opener =
    bare === ''
      ? ''
      : head
          .slice(0, head.length - bare.length)
          .trim()
          .toLowerCase() + (isOnly ? ' only' : '')
  if (bare !== '') head = bare
  let noun = ''
  let points = false
  head = head.replace(POINTED, (named: string, ...rest) => {
    const groups = rest.at(-1) as Readonly<Record<string, string | undefined>>
    noun = (groups.a ?? groups.b ?? groups.c ?? noun).toLowerCase()
    points = true
    return /^(?:each|every)/i.test(named) ? 'each §' : '§'
  })
  head = head.replace(IN_TEXT, named => {
    noun = named.replace(/^the /i, '').toLowerCase()
    return '§'
  })
  // One text only: `is this "abc" a palindrome` names it twice.
  head = head.replace(
    /§(?:[ ,:]+(?:the )?(?:text|word|string|phrase|sentence|name|line|please|pls|for me)?[ ,:]*§)+/giu,
    '§',
  )
  head = head.replace(/(?<=§.*)[ ,]*[?:.!–-]+ ?§$/u, '')
  head = head.replace(/^§ ?[-–—,:;.!?]* ?(?=.*§)/u, '')
  const isChain = head.split('§').length > 2
  for (let turn = 0; turn < 3; turn += 1) {
    const next = head.replace(PREPOSED, '').replace(CLOSERS, '').replace(DANGLING, '')
    if (next === head || next === '') break
    head = next
  }
  head = head
    .replace(ARTICLE, '')
    .replace(/^whether (§|the [\p{L} ]{3,20} §) (is|are|does|has|have)(?= )/iu, '$2 $1')
    .replace(/^whether (§) (contains?|includes?|starts?|begins?|ends?)(?= )/iu, 'does $1 $2')
    .replace(/^§ ?(?:[-–—:,;.]+ ?)/, '§ ')
    .trim()
  // `What`, `Reverse`: a capital at the beginning says nothing.
  head = head.replace(/^\p{Lu}(?=\p{Ll}{2})/u, first => first.toLowerCase())
  return head === '' ? null : { head, noun, opener, points, wishes, isChain }
}
