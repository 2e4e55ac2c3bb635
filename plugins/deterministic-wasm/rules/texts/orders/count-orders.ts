/** Counts that say more of what counts: a letter in one case, a sequence of letters inside words too, lines that hold something, paragraphs. */
import type { PlannerRule } from '#contracts/planner-port'
import { peek } from '../../peek.ts'
import type { Answer } from '../../rule.ts'
import { argOf, COMPLEX, countAfter, shown, THERE_ARE, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'

const EMPTY = '(?:empty lines|(?:empty|blank)(?: ones| items)?)'
const FULL_LINES = whole(
  `count (?:non-?(?:empty|blank)|filled|not (?:empty|blank)|used) lines${THERE_ARE}|count lines${THERE_ARE},? \\(?(?:(?:that|which) (?:are not|aren't|hold|have|contain) (?:empty|blank|text|something|anything)|(?:without|not counting|excluding|ignoring|leaving out|skipping|not including|minus) ${EMPTY}|with (?:text|content|something)(?: (?:in|on) them)?|(?:${EMPTY}) (?:don't|do not|should not|not) (?:count|counted))\\)?`,
)
const PARAGRAPHS = whole(`count paragraphs${THERE_ARE}`)
const CASED = whole(
  `count (?:(?<case>lowercase|small|uppercase|capital|big)(?: letters?)? (?<letter>\\p{L})(?:'?s)?|(?:letters? )?(?<letter2>\\p{L})(?:'?s)? in (?<case2>lowercase|uppercase|small letters|capitals))(?: letters?)?${THERE_ARE}(?: only)?`,
)
const SEQUENCE =
  '(?:letter |character )?(?:sequence|substring|combination|combo|pattern|letter group|group of letters|string|letters|characters|syllable|pair)(?: of letters)?'
const SEQUENCES = whole(
  `(?:how (?:often|many times)|count how (?:often|many times)|number of times|count times) (?:does |do |is |are )?(?:the )?${SEQUENCE} (?<what>⟦\\d⟧|[a-z]{2,8})(?: (?:occurs?|appears?|shows? up|comes? up|there|found|used|contained|in|together|anywhere))*(?: in §)?|count (?:occurrences of |times )?${SEQUENCE} (?<what2>⟦\\d⟧)${THERE_ARE}`,
)

export const countOrderRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'count-orders',
    reason:
      'Counts a letter in one case, a sequence of letters, paragraphs, or lines that hold something, in a given text.',
    order: 335,
    heeds: ['ignore_case', 'match_case', 'inside_words'],
    hint: /lines?|rows?|paragraphs?|lower|upper|capital|small|big|sequence|substring|combin|combo|pattern|group|string|letters|characters|syllable|pair/iu,
    examples: {
      yes: [
        "How many lowercase a's are in 'Anna ate an Apple'?",
        'How many capital E are in: Every evening',
        "How often does the letter sequence 'the' occur in: the other theme is the weather",
        'how many non-empty lines?\nalpha\n\nbeta\n\n\ngamma',
        'count the lines without the blank ones:\na\n\nb',
        'how many paragraphs are here:\none\n\ntwo\n\nthree',
      ],
      no: [
        'how many capital cities are in: Rome, Oslo',
        'how many lowercase letters should a password have: abc',
        'how often does the pattern "x" come up in dreams: x',
        'how many paragraphs should it have: a letter',
        'how often does the string "ana" occur in: banana',
      ],
    },
    read: request => lines(request) ?? cased(request) ?? sequence(request),
  }),
]

function lines(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  if (request.wishes.length > 0 || !request.text.includes('\n')) return null
  if (FULL_LINES.test(head))
    return countAfter(
      request,
      [
        { name: 'Take the lines that hold something', op: 'text.lines', more: { skip_empty: true }, gives: 'lines' },
        { name: 'Count them', op: 'list.size', takes: 'items' },
      ],
      'count',
      ['line', 'lines'],
      'Empty lines are left out',
    )
  if (!PARAGRAPHS.test(head)) return null
  return countAfter(
    request,
    [
      { name: 'Cut it into paragraphs', op: 'text.split', more: { by: 'paragraphs' }, gives: 'parts' },
      { name: 'Count them', op: 'list.size', takes: 'items' },
    ],
    'count',
    ['paragraph', 'paragraphs'],
    'Parted by empty lines',
  )
}

function cased(request: TextRequest): Answer | null {
  const groups = CASED.exec(canonical(request.head))?.groups
  const letter = groups?.letter ?? groups?.letter2
  if (
    groups === undefined ||
    letter === undefined ||
    COMPLEX.test(request.text) ||
    request.wishes.includes('ignore_case')
  )
    return null
  const isLower = /lower|small/i.test(groups.case ?? groups.case2 ?? '')
  const find = isLower ? letter.toLowerCase() : letter.toUpperCase()
  return countAfter(
    request,
    [{ name: `Count ${find}`, op: 'text.replace', more: { find, with: '' } }],
    'count',
    ['', ''],
    `How often ${shown(find)} occurs, in this case only`,
  )
}

function sequence(request: TextRequest): Answer | null {
  const groups = SEQUENCES.exec(request.head)?.groups ?? SEQUENCES.exec(canonical(request.head))?.groups
  const written = groups?.what ?? groups?.what2
  const what = written === undefined ? null : written.includes('⟦') ? argOf(request, written) : written
  if (what === null || what.trim() !== what || what.length < 2 || COMPLEX.test(request.text + what)) return null
  const { text } = request
  const count = (more: { match_case?: true }) => peek('text.find', { text, find: what, ...more })?.count
  const isExact = request.wishes.includes('match_case')
  if (!isExact && !request.wishes.includes('ignore_case') && count({}) !== count({ match_case: true })) return null
  // `ana` in `banana`: one or two.
  if (
    Array.from({ length: what.length - 1 }, (_, i) => i + 1).some(i =>
      what.toLowerCase().endsWith(what.slice(0, i).toLowerCase()),
    )
  ) {
    const low = text.toLowerCase()
    const find = what.toLowerCase()
    for (let place = low.indexOf(find); place >= 0; place = low.indexOf(find, place + 1)) {
      const next = low.indexOf(find, place + 1)
      if (next >= 0 && next < place + find.length) return null
    }
  }
  return countAfter(
    request,
    [
      {
        name: 'Count how often it occurs',
        op: 'text.find',
        more: { find: what, ...(isExact ? { match_case: true } : {}) },
      },
    ],
    'count',
    ['', ''],
    `How often ${shown(what)} occurs, inside words too`,
  )
}
