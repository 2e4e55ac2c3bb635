/** Orders about signs and words of a text: several kinds taken out or kept, words taken out or exchanged, parts beside a mark, groups, masks. */
import type { JsonObject } from '#contracts/json-value'
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import type { Answer } from '../../rule.ts'
import { ARG, argOf, COMPLEX, hasOtherCase, type Step, signOf, textAfter, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { numberOf } from './item-picks.ts'

const KINDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^(?:digits?|numerals?|numeric characters)$/i, ['digits']],
  [/^numbers?$/i, ['digits']],
  [/^(?:letters?|alphabetic characters)$/i, ['letters']],
  [/^vowels?$/i, ['vowels']],
  [/^consonants?$/i, ['consonants']],
  [/^(?:punctuation(?: marks?| signs?| characters)?)$/i, ['punctuation']],
  [/^(?:spaces?|blanks?|blank spaces?)$/i, ['spaces']],
  [/^whitespaces?$/i, ['white_space']],
  [/^(?:capital letters?|capitals|uppercase(?: letters?| characters)?)$/i, ['upper']],
  [/^(?:small letters?|lowercase(?: letters?| characters)?)$/i, ['lower']],
  [/^(?:emojis?|emoticons|smileys)$/i, ['emoji']],
]
const NON =
  /^non[- ]?(?<what>letters?|digits?|numeric|numerical|numbers?|alphanumeric|alphanumerical|alphabetic|alphabetical|vowels?|consonants?)(?: (?:characters|signs|symbols))?$/i
const SPECIAL = /^(?:special (?:characters|signs|symbols)|symbols|special symbols and punctuation)$/i
const AND = /(?:,? and |, | & | or |\/| \+ )/i
const REMOVE =
  /^remove (?:everything |all )?(?:(?<not>but|except(?: for)?|other than|apart from|(?:(?:that|which) )?(?:is |are )?(?:not|n't)(?: an?)?|(?:(?:that|which) )?(?:is|are)n't)(?: the| an?)? )?(?<what>.+)$/iu
const KEEP = /^(?:keep|get)(?: only| just)? (?<what>.+)$/iu
const WITHOUT =
  /^(?:(?:phone|telephone|card|account|same|text|string|words?|sentence|number|code|iban|it)s? )*(?:without|minus|w\/o) (?<what>.+)$/iu
const ONLY = /^(?<what>.+?) only$/iu

export const signEditRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'sign-edits',
    reason:
      'Takes several kinds of signs or words out of a given text, keeps some only, exchanges words, or takes what stands beside a mark.',
    order: 253,
    unmarked: ({ form, head, text }) =>
      form === 'bare'
        ? (/digits?|numbers?|vowels|letters/i.test(head) && /\d/.test(text) && !/ /.test(text)) ||
          (/(?<!\p{L})\p{L}'s(?!\p{L})/u.test(head) && /^\p{L}{4,40}$/u.test(text)) ||
          (/(?<!\p{L})(?:commas?|dots?|points?|periods?|slash(?:es)?|underscores?|colons?|semicolons?)(?!\p{L})/iu.test(
            head,
          ) &&
            /^[\p{L}\p{N}]+(?:[.,/_:;][\p{L}\p{N}]+)+$/u.test(text))
        : /mask|hide|star out|groups? of|every \d|after the|before the|everything| as | like |format/i.test(head),
    heeds: ['ignore_case', 'match_case', 'whole_words', 'inside_words'],
    hint: /format| as | like | to |non-?|remove|delete|strip|drop|take|rid|erase|omit|clear|cut|throw|leave|keep|only|get|extract|replace|swap|change|exchange|substitute|switch|turn|before|after|behind|front|mask|hide|group|insert|add|every|split|put|chunk|star|without|minus|w\/o|digits|letters|vowels|consonants|numbers|capitals/iu,
    examples: {
      yes: [
        'remove digits and spaces from "a 1 b 22 c"',
        'remove special characters from "he!!o w@rld#"',
        'keep only letters and spaces: h3llo w0rld!',
        'remove the words "very" and "quite" from "a very very good, quite new idea"',
        'replace x by y and z by x in: xzzyx',
        'swap a and b in "abba"',
        'replace the first "a" in "banana" with "o"',
        'In "cats like cats and catnip" replace the whole word cats by dogs',
        'remove everything after the @: john@mail.com',
        'text after the last slash: /home/user/file.txt',
      ],
      no: [
        'remove the stain and the smell: sofa',
        'remove digits and explain: a1',
        'keep only the good parts: I like it',
        'remove the word that is wrong: teh cat',
        'replace "cat" with "dog": Cat and cat',
        'swap him and her: he met her',
        'replace the battery: phone',
        'everything after noon: lunch',
      ],
    },
    read: request => signs(request) ?? words(request) ?? exchanged(request) ?? part(request),
  }),
]

type Kinds = { readonly kinds: readonly string[]; readonly signs: readonly string[]; readonly special: boolean }

/** Kinds of signs, and signs by their names; null where a word is neither. */
function kindsOf(request: TextRequest, written: string): Kinds | null {
  const kinds: string[] = []
  const signs: string[] = []
  let special = false
  for (const one of written.split(AND).map(word => word.trim().replace(/^(?:the|all|any|every) /i, ''))) {
    const kind = KINDS.find(([pattern]) => pattern.test(one))?.[1]
    if (kind !== undefined) kinds.push(...kind)
    else if (/^\p{L}'s$/u.test(one)) {
      const letter = one[0]!
      if (hasOtherCase(request.text, letter)) return null
      signs.push(letter)
    } else if (SPECIAL.test(one)) special = true
    else if (/^brackets$/i.test(one)) signs.push('(', ')', '[', ']', '{', '}')
    else if (/^(?:parentheses|parenthesis)$/i.test(one)) signs.push('(', ')')
    else if (/^square brackets$/i.test(one)) signs.push('[', ']')
    else if (/^(?:curly brackets|braces|curly braces)$/i.test(one)) signs.push('{', '}')
    else if (/^(?:quotes|quotation marks)$/i.test(one) && /(?<!\p{L})['‘]|['’](?!\p{L})/u.test(request.text))
      return null
    else if (/^(?:quotes|quotation marks|double quotes)$/i.test(one)) signs.push('"', '“', '”', '„')
    else {
      const sign = /^⟦\d⟧$/.test(one)
        ? argOf(request, one)
        : (signOf(one) ?? (/^[^\p{L}\p{N}\s]$/u.test(one) ? one : null))
      if (sign === null || sign === '' || sign.includes('\n') || (/^⟦/.test(one) && /[\p{L}\p{N}]/u.test(sign)))
        return null
      signs.push(sign)
    }
  }
  return { kinds: [...new Set(kinds)], signs: [...new Set(signs)], special }
}

const SIGNS: Step = { name: 'Take out these signs', op: 'text.signs' }

function signs(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const { text } = request
  const non = NON.exec(/^remove (?:all )?(?<what>.+)$/iu.exec(head)?.groups?.what ?? '')?.groups?.what?.toLowerCase()
  if (non !== undefined) {
    const kinds = /alphanum/.test(non)
      ? ['letters', 'digits']
      : /letter|alphabetic/.test(non)
        ? ['letters']
        : /vowel/.test(non)
          ? ['vowels']
          : /conson/.test(non)
            ? ['consonants']
            : ['digits']
    return textAfter(request, [{ ...SIGNS, name: 'Keep these signs', more: { kinds, mode: 'keep' } }], {
      same: true,
      reading: /\s/.test(text) ? 'Blanks are taken out too.' : '',
    })
  }
  const removed = (REMOVE.exec(head) ?? WITHOUT.exec(head))?.groups
  const isOnly = /(?:^| )(?:only|just)(?: |$)/.test(request.opener)
  const kept =
    removed !== undefined
      ? undefined
      : ((KEEP.exec(head) ?? ONLY.exec(head))?.groups?.what ?? (isOnly ? head : undefined))
  const isKept = removed?.not !== undefined || kept !== undefined
  const written = removed?.what ?? kept
  const found = written === undefined ? null : kindsOf(request, written)
  if (found === null || found.kinds.length + found.signs.length + Number(found.special) === 0) return null
  // The comma of `1,234` belongs to a number, and `numbers` may be more than digits.
  if (
    /numbers?(?!\p{L})/iu.test(written ?? '') &&
    (/\d[.,]\d/.test(text) || (text.includes('\n') && /^\s*\d{1,3}[.)]\s/.test(text)))
  )
    return null
  if (isKept) {
    // `list the letters` wants them one by one.
    if (
      /^(?:list|show|tell|name|enumerate|what|which|print)(?!\p{L})/iu.test(request.head) ||
      /list|show|tell|what|which|print/.test(request.opener)
    )
      return null
    if (found.special || found.signs.length > 0) return null
    // Kept numbers are read one by one where they stand apart.
    if (found.kinds.length === 1 && /number/i.test(written ?? '') && /\d\D+\d/.test(text)) return null
    return textAfter(
      request,
      [{ ...SIGNS, name: 'Keep these signs', more: { kinds: [...found.kinds], mode: 'keep' } }],
      { same: true },
    )
  }
  if (found.special) {
    if (found.kinds.length + found.signs.length > 0 || COMPLEX.test(text)) return null
    const keep = { kinds: ['letters', 'digits', 'white_space'], mode: 'keep' }
    return textAfter(request, [{ ...SIGNS, name: 'Keep letters, digits and blanks', more: keep }], {
      reading: 'Letters, digits and blanks stay.',
    })
  }
  const there = found.signs.filter(sign => text.includes(sign))
  if (found.signs.length > 0 && there.length === 0 && found.kinds.length === 0) return null
  const steps: Step[] = []
  if (found.kinds.length > 0) steps.push({ ...SIGNS, more: { kinds: [...found.kinds] } })
  if (there.length > 0)
    steps.push({
      name: 'Take out the signs',
      op: 'text.exchange',
      more: { pairs: there.map(find => ({ find, with: '' })) },
    })
  return textAfter(request, steps, { same: found.signs.length === 0 })
}

const WORD = "⟦\\d⟧|[\\p{L}\\p{N}][\\p{L}\\p{N}'-]{0,30}"
const WORDS_OUT = whole(
  `remove (?:(?<named>words?|phrase|text|name|terms?|string|expression) )?(?<all>(?:${WORD})(?:(?:,? and |, | & | or )(?:${WORD})){0,4})`,
)

const wishesOf = ({ wishes }: TextRequest) => ({
  isLoose: wishes.includes('ignore_case'),
  isExact: wishes.includes('match_case'),
  isWhole: wishes.includes('whole_words'),
  isInside: wishes.includes('inside_words'),
})

/** Whole words with the blank beside them. */
function words(request: TextRequest): Answer | null {
  const groups = WORDS_OUT.exec(canonical(request.head))?.groups
  if (groups === undefined) return null
  const { text } = request
  const all = (groups.all ?? '').split(AND)
  const isNamed = groups.named !== undefined
  const found = all.map(one => (one.includes('⟦') ? argOf(request, one) : isNamed ? one : null))
  if (found.some(one => one === null || !/[\p{L}\p{N}]{2}|^[\p{L}\p{N}]$/u.test(one))) return null
  const list = found as string[]
  const { isLoose, isExact, isInside } = wishesOf(request)
  // A letter that is named as one is taken out of words too; other rules know that.
  if (isInside || (!isNamed && list.some(one => Array.from(one).length < 2))) return null
  if (/^(?:that|which|is|who|not|before|after)$/i.test(list[0] ?? '')) return null
  if (!isLoose && !isExact && list.some(one => hasOtherCase(text, one))) return null
  for (const find of list) {
    const count = (more: JsonObject) => peek('text.find', { text, find, ...more })?.count
    if (count({ whole_words: true }) === 0) return null
    // `cat` in `category`: of a string without a word before it, either may be meant.
    if (!isNamed && count({}) !== count({ whole_words: true })) return null
  }
  return textAfter(request, [
    {
      name: 'Take the words out',
      op: 'text.without',
      more: { words: list, ...(isLoose ? { ignore_case: true } : {}) },
    },
  ])
}

const NTH = '(?<nth>first|second|third|fourth|fifth|last|1st|2nd|3rd|4th|5th)'
const KIND_OF =
  '(?:(?:occurrences?|instances?|every|each|all|of|letters?|characters?|words?|signs?|whole|text|string) )*'
const ARGUMENT = `(?:${ARG}|[\\p{L}\\p{N}][\\p{L}\\p{N}'_{}-]{0,30}|\\{\\w{1,30}\\})`
const INTO = '(?:with|by|to|into|for|through|->|→|=>)'
const ONE_PAIR = `(?:only |just )?${KIND_OF}(?:${NTH} )?${KIND_OF}(?<find>${ARGUMENT})(?: in)? ${INTO} ${KIND_OF}(?<with>${ARGUMENT})`
const REPLACED = whole(`(?:replace|make|swap|change|switch) ${ONE_PAIR}`)
const SWAPPED = whole(
  `(?:swap|switch|exchange|replace)(?: places of)? ${KIND_OF}(?<a>${ARGUMENT}) (?:and|with|&|for|<->) ${KIND_OF}(?<b>${ARGUMENT})(?: with each other)?`,
)
const PAIRS = /^(?:replace|make|swap|change|switch) (?<pairs>.{5,140})$/iu
const PAIR = whole(`(?:replace |make |change )?${KIND_OF}(?<find>${ARGUMENT}) ${INTO} ${KIND_OF}(?<with>${ARGUMENT})`)
const PRONOUN =
  /^(?:it|him|her|them|me|us|you|this|that|these|those|one|something|single|double|lower|upper|case|tone|text|words?|all|everything|uppercase|lowercase|capitals?|spaces?|nothing|numbers?|digits?|vowels?|commas?)$/i

const argument = (request: TextRequest, written = ''): string | null =>
  argOf(request, written) ?? (PRONOUN.test(written) || written.includes('⟦') ? null : written)

function exchanged(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const swapped =
    /^(?:swap|switch|exchange)/i.test(head) || /with each other$/i.test(head) ? SWAPPED.exec(head)?.groups : undefined
  if (swapped !== undefined) {
    const [a, b] = [argument(request, swapped.a), argument(request, swapped.b)]
    return a === null || b === null
      ? null
      : written(
          request,
          [
            [a, b],
            [b, a],
          ],
          null,
        )
  }
  const one = REPLACED.exec(head)?.groups
  if (one !== undefined) {
    const [find, to] = [argument(request, one.find), argument(request, one.with)]
    return find === null || to === null ? null : written(request, [[find, to]], one.nth ?? null)
  }
  const parts = PAIRS.exec(head)?.groups?.pairs?.split(/,? and |, (?:and )?|; /i) ?? []
  if (parts.length < 2 || parts.length > 6) return null
  const pairs = parts.map(part => PAIR.exec(part)?.groups)
  const told = pairs.map(pair => [argument(request, pair?.find), argument(request, pair?.with)] as const)
  if (pairs.includes(undefined) || told.some(([find, to]) => find === null || to === null)) return null
  return written(request, told as readonly (readonly [string, string])[], null)
}

function written(
  request: TextRequest,
  pairs: readonly (readonly [string, string])[],
  nth: string | null,
): Answer | null {
  const { text } = request
  const { isLoose, isExact, isWhole, isInside } = wishesOf(request)
  if (
    pairs.some(([find, to]) => find === '' || find === to) ||
    new Set(pairs.map(([find]) => find)).size !== pairs.length
  )
    return null
  const isWord = /words?(?!\p{L})/iu.test(request.head)
  for (const [find, to] of pairs) {
    if (!text.toLowerCase().includes(find.toLowerCase())) return null
    if (!isLoose && !isExact && hasOtherCase(text, find)) return null
    const isText = /^[\p{L}\p{N}].*[\p{L}\p{N}]$|^[\p{L}\p{N}]$/u.test(find)
    const count = (more: JsonObject) => peek('text.find', { text, find, match_case: true, ...more })?.count
    const isPart = isText && count({}) !== count({ whole_words: true })
    const isLetters = Array.from(find).length === 1 && Array.from(to).length <= 1
    // `a` in `banana` is a letter; a word inside a longer one may be meant or not.
    if (isPart && !isLetters && !isWhole && !isInside && !isWord && nth === null && /\s/.test(text)) return null
    if (
      isPart &&
      isLetters &&
      /(?<!\p{L})\p{L}(?!\p{L})/u.test(text) &&
      count({ whole_words: true }) !== 0 &&
      !/letter|character/i.test(request.head)
    )
      return null
  }
  const only = nth === null ? null : nth === 'last' ? -1 : numberOf(nth)
  const more: JsonObject = {
    pairs: pairs.map(([find, to]) => ({ find, with: to })),
    ...(isLoose ? { ignore_case: true } : {}),
    ...(isWhole || isWord ? { whole_words: true } : {}),
    ...(only === null ? {} : { only }),
  }
  if (peek('text.exchange', { text, ...more })?.count === 0) return null
  return textAfter(request, [{ name: 'Exchange them', op: 'text.exchange', more }])
}

const THING =
  "(?:everything|anything|all|text|part|what(?: is|'s|ever is)?|content|stuff|name|user ?name|bit|portion|word|that)"
const BESIDE = whole(
  `(?:(?<verb>get|keep|remove|cut) )?(?:only )?(?:${THING}(?: (?:is|comes|stands|standing|appears|that comes))? )?(?<side>before|after|behind|in front of|up to|until|following|left of|right of|past) (?:(?<nth>first|last|final) )?(?<mark>${ARG})(?: (?:sign|symbol|character))?(?:,? (?<with>including (?:it|⟦\\d⟧|mark)|inclusive|and (?:it|mark) itself|(?:and )?${ARG} itself|with it))?`,
)

function part(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const groups = BESIDE.exec(head)?.groups
  const mark = groups === undefined ? null : argOf(request, groups.mark)
  if (groups === undefined || mark === null || mark === '' || request.text.includes('\n')) return null
  // Without a word for the part, `before ⟦0⟧` belongs to another order.
  if (
    !/everything|anything|all |text|part|what|content|stuff|name|bit|portion|word|that /i.test(
      `${head} ${request.opener}`,
    )
  )
    return null
  const count = request.text.split(mark).length - 1
  if (count === 0 || (count > 1 && groups.nth === undefined)) return null
  const isRemoved = /remove|cut/.test(groups.verb ?? '')
  const isBefore = /before|front|up to|until|left/.test(groups.side ?? '')
  // The mark itself stays where what stands beside it is taken away, unless it is said to go.
  const isWith = groups.with !== undefined
  const isKept = isRemoved ? !isWith : isWith
  const isOff = isRemoved && /\p{L}{2}/u.test(mark) === false && /^[@#:=.,;/|-]$/.test(mark) && !isWith
  const more: JsonObject = {
    mark,
    side: isBefore === isRemoved ? 'after' : 'before',
    ...(/last|final/.test(groups.nth ?? '') ? { at: 'last' } : {}),
    ...(isKept ? { with_mark: true } : {}),
  }
  const seen = peek('text.part', { text: request.text, ...more })?.text
  if (typeof seen !== 'string' || seen === '') return null
  return textAfter(request, [{ name: 'Take that part', op: 'text.part', more }], {
    same: true,
    reading: isOff ? `The \`${mark}\` itself stays.` : '',
  })
}
