/** A text in another form: sentence case and swapped letters, names of programs, backwards, its signs taken out, kept or replaced. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../peek.ts'
import type { Answer } from '../rule.ts'
import { kept, removed } from './removals.ts'
import { ARG, argOf, COMPLEX, groupsOf, hasOtherCase, type Step, signOf, textAfter, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const MAKE =
  '(?:(?:make|put|write|convert|change|turn|set|transform|rewrite|format|render|spell|type|have|get|switch|shift|keep) )?(?:(?:the )?(?:text|string|words?|sentence|phrase|letters?|everything|it all|name|variable|identifier) )?(?:§ )?(?:(?:be|is|look|all|into|to|in|as|with|using|be in|be all) )*(?:an? )?'

/** `camelCase to snake_case`: what it was written in is seen. */
const FROM_STYLE =
  '(?:(?:(?:convert|change|turn|transform|rename) )?(?:from )?(?:camel|pascal|snake|kebab|constant)[-_ ]?case (?=(?:to|into|in) ))?'
const FIRST = '(?:first|initial|beginning|starting|1st)'
const CAPITAL = '(?:capitali[sz]e|capitali[sz]ed|capitali[sz]ing|upper ?-?case|capital|uppercased)'

type Case = readonly [pattern: RegExp, step: Step, reading?: string]
const normal = (to: string): Step => ({ name: 'Change the case', op: 'text.normalize', more: { case: to } })
const capital = (style: string): Step => ({ name: 'Set capital letters', op: 'text.capitals', more: { style } })
const named = (style: string): Step => ({ name: `Write it in ${style} case`, op: 'text.case', more: { style } })

const CASES: readonly Case[] = [
  [
    whole(
      `${MAKE}(?:upper ?-?cased?|all caps|capitals|capital letters|caps|block letters|all capitals|upper case letters|caps lock|big letters|all big letters)(?: letters| text)?|(?:all )?caps|shout §|${CAPITAL} (?:all|every)(?: the)? letters?|${CAPITAL} everything|upper(?: §)?`,
    ),
    normal('upper'),
  ],
  [
    whole(
      `${MAKE}(?:lower ?-?cased?|small letters|all small letters|no caps|no capitals|all lower|lower case letters|uncapitali[sz]ed)(?: letters| text)?|lower(?: §)?|decapitali[sz]e(?: §)?`,
    ),
    normal('lower'),
  ],
  [
    whole(`${MAKE}(?:title ?-?cased?|headline case)(?: text)?`),
    normal('title'),
    'Every word begins with a capital letter.',
  ],
  [
    whole(
      `${MAKE}sentence[ -]?cased?|${CAPITAL} (?:only )?(?:the )?${FIRST} (?:letter|word|character)s? (?:of|in) (?:each|every|all|the)(?: of the)? (?:sentences?)|${CAPITAL} (?:each|every|all)(?: the)? sentences?|(?:start|begin) (?:each|every) sentence with an? (?:capital|upper ?case)(?: letter)?|capital letters? at the (?:start|beginning) of (?:each|every|the) sentences?`,
    ),
    capital('sentences'),
  ],
  [
    whole(
      `${CAPITAL} (?:the )?${FIRST} (?:letters?|characters?) (?:of|in|for) (?:each|every|all|the)(?: of the| the)? words?|${CAPITAL} (?:each|every|all)(?: the| of the)? words?|${MAKE}(?:capitali[sz]ed words|big first letters|initial caps|capital first letters)`,
    ),
    capital('words'),
  ],
  [
    whole(
      `(?:(?:make|turn|write|set|put|have|change|convert) )?(?:the )?${FIRST} (?:letters?|characters?) (?:(?:of|in) (?:each|every|all)(?: of the| the)? words? )?(?:(?:into|to|in|as|be|a|an) )*(?:capital|upper ?-?case|big|capitali[sz]ed)(?: letters?)?(?<=(?:words?|letters|characters) .*)`,
    ),
    capital('words'),
  ],
  [
    whole(
      `${CAPITAL} (?:only )?(?:the )?(?:very )?${FIRST} (?:letter|character)(?: only)?|${MAKE}${FIRST} letter (?:capital|upper ?case|big)`,
    ),
    capital('first'),
  ],
  [
    whole(
      `(?:swap|invert|flip|toggle|reverse|switch|exchange)(?: the)? (?:(?:upper|lower)(?: ?-?case)? (?:and|with|&) (?:upper|lower) ?-?case(?: letters)?|(?:letter )?case(?: of (?:each|every|all|the) letters?)?|cases|capitali[sz]ation|caps)|${MAKE}(?:swap|inverse|inverted|toggle|toggled|swapped)[ -]?case|swapcase`,
    ),
    capital('swap'),
  ],
  [
    whole(
      `${MAKE}(?:sponge(?:bob)?(?: mocking)?|mocking(?: spongebob)?|alternating|alternate|mock)[ -]?(?:case|caps|text|style|letters)|(?:sponge|spongebob|mocking)[ -]?case(?: §)?|alternat(?:e|ing)(?: the)? (?:case|caps|capitals)`,
    ),
    capital('alternate'),
    'It begins with a small letter.',
  ],
  ...(
    [
      ['camel', 'camel(?: |-|_)?cased?|lower ?camel ?case'],
      ['pascal', 'pascal(?: |-|_)?cased?|upper ?camel ?case'],
      ['snake', 'snake(?: |-|_)?cased?|lower ?snake ?case'],
      ['kebab', '(?:kebab|dash|hyphen|spinal)(?: |-|_)?cased?'],
      ['constant', '(?:constant|screaming[-_ ]snake|upper[-_ ]?snake|macro|upper ?-?case snake)(?: |-|_)?cased?'],
      ['dot', 'dot[-_. ]?cased?'],
    ] as const
  ).map(
    ([style, names]): Case => [
      whole(`${FROM_STYLE}${MAKE}(?:${names})(?: (?:name|variable|identifier|string|version))?`),
      named(style),
    ],
  ),
]

const EVERY =
  '(?:(?:all|every|each|the|any|all the|all of the|each of the|occurrences? of|instances? of|word|words|letters?|characters?|signs?) )*'
const REPLACED = [
  whole(
    `(?:find and )?(?:replace|change|swap|substitute|turn|convert|exchange|switch) ${EVERY}(?<find>${ARG}|\\p{L}[\\p{L}\\p{N}'-]{0,30}) (?:with|by|to|into|in|for|through|against|->|→) (?:an? |the )?(?<with>${ARG}|\\p{L}[\\p{L}\\p{N}'-]{0,30})(?: in §)?`,
  ),
  whole(`in §,? (?:replace|change) ${EVERY}(?<find>${ARG}) (?:with|by|to|into) (?:an? |the )?(?<with>${ARG})`),
  whole(`(?:put|use|write) (?:an? )?(?<with>${ARG}) (?:instead of|in place of|for) ${EVERY}(?<find>${ARG})(?: in §)?`),
]

const UMLAUTS =
  /^(?:(?:replace|convert|change|turn|transliterate|write|expand)(?: (?:the|all))*(?: (?:umlauts|german umlauts|special (?:german )?(?:characters|letters)))(?: (?:and|&) ß)?(?: in §)?(?: (?:with|by|to|into|as|in))?(?: ae,? ?oe,? ?ue(?:,? ?(?:and )?ss)?)?|(?:replace|convert|change|turn|write) ä,? ?ö,? ?ü,? ?(?:and )?(?:ß,? ?)?(?:with|by|to|into|as) ae,? ?oe,? ?ue,? ?(?:and )?(?:ss)?(?: in §)?)$/iu
const UMLAUT_PAIRS = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', Ä: 'Ae', Ö: 'Oe', Ü: 'Ue' } as const

const TURNED: readonly (readonly [RegExp, readonly Step[]])[] = [
  [
    whole(
      '(?:reverse|flip|invert|turn around)(?: the)? (?:word order|order of(?: the| all)? words)(?: (?:in|of) §)?|(?:reverse|flip)(?: the)? words(?: order)?,? (?:but )?not(?: the)? letters|(?:put|write|give)(?: the)? words(?: of §)? in reverse(?: order)?|reverse §,? word by word',
    ),
    [
      {
        name: 'Take the words from last to first',
        op: 'text.slice',
        more: { of: 'words', from: 1, to: -1 },
        gives: 'parts',
      },
      { name: 'Turn them around', op: 'list.reverse', takes: 'items', gives: 'items' },
      { name: 'Join them', op: 'list.join', more: { separator: ' ' }, takes: 'items' },
    ],
  ],
  [
    whole(
      '(?:reverse|flip|mirror|turn around)(?: the)? (?:text|string|characters?|letters?|letter order|order of(?: the| all)? (?:letters|characters))(?: (?:in|of) §)?|(?:spell|write|say|print|type|put|read)(?: §)?(?: out)? (?:backwards?|in reverse|reversed|from back to front|(?:from )?right to left)|§ (?:backwards?|reversed|spelled backwards?)|backwards?',
    ),
    [{ name: 'Turn it around', op: 'text.reverse' }],
  ],
]

export const textWorkRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'text-work',
    reason: 'Writes a given text in another case or order, takes signs out of it, keeps only some, or replaces them.',
    order: 74,
    unmarked: isCertain,
    hint: /case|caps|capital|upper|lower|big|sponge|mock|remove|delete|strip|drop|take|rid|eliminate|clear|erase|cut|filter|leave|throw|clean|trim|omit|keep|without|minus|no |replace|change|swap|substitute|turn|convert|exchange|switch|put|use|write|transliterate|expand|reverse|flip|mirror|backward|only|lose|w\/o|shout/iu,
    examples: {
      yes: [
        'capitalise first letter of every sentence: it rained. we stayed in. nobody minded.',
        "swap upper and lower case in 'hELLO wORLD'",
        'My New Landing Page --> i need that kebab-cased',
        'strip punctuation from: Well, hello! All good?',
        'take out all digits from: a1b22c333 d4',
        'remvoe vowles from "information technology"',
        'remove line breaks:\nThis text was\ncopied from a pdf',
        'remove everything in brackets: Paris (France), Rome (Italy)',
        "change all 'colour' into 'color'. My favourite colour is blue",
        'replace spaces by tildes → final report v2.pdf',
        'reverse word order - "one two three four five"',
        'turn ä ö ü ß into ae oe ue ss: Grüße aus Köln, schöne Straße',
        'strip html: <p>Hello <a href="/x">world</a>!</p>',
        'sponge case this lol: i totally agree with you',
        'keep only the digits of "Tel. 030 / 12-34"',
      ],
      no: [
        'Make a strong case: lower taxes',
        'Remove the stain: red wine on carpet',
        'Take out the trash: tonight',
        'change the tone to formal: hey guys',
        'replace him with her in the team: Bob',
        'What is title case: and who uses it?',
        'strip punctuation from: Well, hello! And then translate it to French.',
        'remove vowels. Explain why: hello',
        'uppercase the first and last word: red green blue',
        'replace a with an: a apple',
        'Remove negative words from: I hate this bad day',
        'Turn this into a poem: roses are red',
        'capitalize proper nouns: i met bob in paris',
        'lowercase everything except names: I met BOB',
        'swap the case for a new one: iPhone',
        'take the vowels out of the equation',
        'what is the word for backwards',
      ],
    },
    read: readWork,
  }),
]

/** Unmarked, a text is only stripped of signs that it has, or turned around. */
function isCertain({ head, text }: TextRequest): boolean {
  // `the alphabet backwards` is none of the word.
  if (/^alphabet$/iu.test(text)) return false
  if (/^(?:spell|write|say|reverse) § ?(?:backwards?|in reverse)?$/i.test(head)) return /^\p{L}{2,40}$/u.test(text)
  if (/^(?:replace|change|turn)/i.test(head)) return !/\s/.test(text) && /[^\p{L}\p{N}]/u.test(text)
  const isStripped =
    /^(?:remove|delete|strip|drop|take|get rid|cut|erase|keep|leave|clear|filter|retain|§ without|§ minus|only keep|letters only|digits only)/i.test(
      head,
    )
  if (!isStripped || /[\n]/.test(text)) return false
  const signs: readonly (readonly [RegExp, RegExp])[] = [
    [/extra|double|multiple|unnecessary|superfluous|redundant/i, /\S {2,}\S/],
    [/digit|number|numeral/i, /\p{L}.*\d|\d.*\p{L}/u],
    [/vowel|consonant/i, /^\p{L}+$/u],
    [/dash|hyphen/i, /-/],
    [/letters?(?!\p{L})/iu, /\d/],
    [/dots?|periods?|full stops?/i, /\./],
    [/underscore/i, /_/],
    [/slash/i, /\//],
  ]
  return signs.some(([asked, there]) => asked.test(head) && there.test(text))
}

function readWork(request: TextRequest): Answer | null {
  return cased(request) ?? removed(request) ?? kept(request) ?? umlauts(request) ?? replaced(request) ?? turned(request)
}

function cased(request: TextRequest): Answer | null {
  const found = CASES.find(([pattern]) => pattern.test(request.head))
  if (found === undefined) return null
  const [, step, reading = ''] = found
  // `what are the capitals: France, Spain` and `find the uppercase letters` ask for something else.
  if (/^(?:all )?(?:capitals|caps|(?:\p{L}+ ?-?case|capital|big|block|small) letters)$/iu.test(request.head))
    return null
  if (
    /find|list|what|which|have/.test(request.opener) &&
    !/(?<!\p{L})(?:in|to|into|as|be)(?!\p{L})|§|cased$/iu.test(request.head)
  )
    return null
  // Two quotations behind a colon are two texts.
  if (/^["'“].{1,80}["'”] (?:and|or|&) ["'“]/.test(request.text)) return null
  if (step.more?.style === 'sentences') return inSentences(request, step)
  // Names with commas between are several.
  if (step.op === 'text.case' && (/[\n,;]/.test(request.text) || request.text.length > 200)) return null
  return textAfter(request, [step], { reading, same: true })
}

/** Sentence case takes capitals off too, and nobody can know which of them are names: a text of capitals has none to keep. */
function inSentences(request: TextRequest, step: Step): Answer | null {
  if (!/sentence[ -]?cased?/iu.test(request.head)) return textAfter(request, [step], { same: true })
  if (!/\p{Ll}/u.test(request.text)) return textAfter(request, [normal('lower'), step], { same: true })
  // Whether `WORLD` among others is a name or a shout, nobody can say.
  if (/\p{Lu}{2}/u.test(request.text)) return null
  const isPlain = !/(?<![.!?…]["”’)]*\s)(?<=\S\s)\p{Lu}(?!\p{L}*$)/u.test(
    request.text.replace(/(?<!\p{L})I(?!\p{L})/gu, 'i'),
  )
  return isPlain ? textAfter(request, [step], { same: true }) : null
}

function umlauts(request: TextRequest): Answer | null {
  if (!UMLAUTS.test(request.head)) return null
  // `ÄRGER` would need AE.
  if (/[ÄÖÜ]\p{Lu}/u.test(request.text)) return null
  const there = Object.entries(UMLAUT_PAIRS).filter(([sign]) => request.text.includes(sign))
  return there.length === 0
    ? null
    : textAfter(
        request,
        there.map(([find, to]) => ({ name: `Write ${find} as ${to}`, op: 'text.replace', more: { find, with: to } })),
      )
}

const PRONOUNS =
  /^(?:it|him|her|them|me|us|you|this|that|these|those|one|something|lower|upper|single|double|spaces?|case|tone|text|words?|all|everything)$/i

function replaced(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, REPLACED)
  if (groups === null) return null
  const argument = (written = ''): string | null =>
    argOf(request, written) ?? (/^\p{L}/u.test(written) && !PRONOUNS.test(written) ? written : null)
  const [find, to] = [argument(groups.find), argument(groups.with)]
  if (find === null || to === null || find === '' || find === to) return null
  const isNamed = [groups.find, groups.with].every(name => signOf(name ?? '') !== null || (name ?? '').includes('⟦'))
  // Bare words are taken only where they stand in a text that was set apart.
  if (!isNamed && request.form === 'quote' && request.args.length > 0) return null
  // `replace a with an`: the word, and not every letter.
  const isLetter = /^\p{L}$/u.test(find) && !/⟦|letter|character/i.test(`${groups.find} ${request.head}`)
  if (isLetter && (!/^\p{L}$/u.test(to) || new RegExp(`(?<!\\p{L})${find}(?!\\p{L})`, 'u').test(request.text)))
    return null
  const isWord = /^[\p{L}\p{N}]{2,}$/u.test(find)
  const literal = find.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  if (isWord && new RegExp(`[\\p{L}\\p{N}]${literal}|${literal}[\\p{L}\\p{N}]`, 'u').test(request.text)) return null
  if (hasOtherCase(request.text, find)) return null
  // Commas that become line ends take their blanks along.
  if (to === '\n' && request.text.includes(`${find} `)) return null
  return textAfter(request, [{ name: 'Replace it', op: 'text.replace', more: { find, with: to } }])
}

function turned(request: TextRequest): Answer | null {
  const steps = TURNED.find(([pattern]) => pattern.test(request.head))?.[1]
  if (steps === undefined) return null
  const isLetters = steps.length === 1
  if (isLetters && (/^(?:list|items|lines|numbers|words|names)$/.test(request.noun) || request.text.includes('\n')))
    return null
  if (!isLetters && (/[.,;:!?\n]/.test(request.text) || !/\s/.test(request.text))) return null
  if (peek('text.count', { text: request.text }) === null || (isLetters && COMPLEX.test(request.text))) return null
  return textAfter(request, steps, { same: true })
}
