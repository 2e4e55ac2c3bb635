/** Answers, grades or throws one after another: how many of one, what share it has, which came most often, how many of each. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Answer } from '../rule.ts'
import { bareOf, besideOf, type Span, spanOf, spokenOf } from './asked-text.ts'
import { countEach, countMembers, largestGroup, type Member, shareOfMembers, sizesOf } from './grouped.ts'

const ITEM = "(?:\\p{L}[\\p{L}'’-]*(?: \\p{L}[\\p{L}'’-]*){0,2}|-?\\d{1,4}(?:[.,]\\d+)?)"
const COMMAS = new RegExp(`(?<![\\p{L}\\p{N}])${ITEM}(?:\\s?[,;]\\s?${ITEM}){3,200}(?![\\p{L}\\p{N}]|[.:]\\d)`, 'gu')
const BLANKS =
  /(?<![\p{L}\p{N},.:/-])(?:\p{Ll}{2,12}(?: \p{Ll}{2,12}){4,200}|\d{1,2}(?: \d{1,2}){3,200})(?![\p{L}\p{N}]|[.,:/-]\d)/gu

type Found = { readonly items: readonly string[]; readonly span: Span }

/** The one run of items; behind a mark, so that no word of the request is among them. */
function findItems(message: string): Found | null {
  for (const [pattern, separator] of [
    [COMMAS, /\s?[,;]\s?/u],
    [BLANKS, / /u],
  ] as const) {
    const runs = [...message.matchAll(pattern)].filter(run => isParted(message, run.index, run[0], separator))
    const [run] = runs
    if (run === undefined || runs.length !== 1) continue
    const items = run[0].split(separator).map(item => item.trim())
    const sizes = new Set(items)
    if (sizes.size === items.length || sizes.size !== new Set(items.map(item => item.toLowerCase())).size) return null
    // Words between blanks are a sentence unless few of them come again and again.
    if (separator.source === ' ' && /\p{L}/u.test(run[0]) && (sizes.size > 5 || items.length < 2 * sizes.size)) continue
    return { items, span: [run.index, run.index + run[0].length] }
  }
  return null
}

function isParted(message: string, at: number, run: string, separator: RegExp): boolean {
  const before = message.slice(0, at)
  const isNumbers = /^[\d\s.,;-]+$/.test(run)
  if (!/(?:^|[:?!.\n–—-]\s*)$/u.test(before) && !(isNumbers && /\p{L} $/u.test(before))) return false
  const after = message.slice(at + run.length)
  return separator.source === ' ' || !/^ (?!-|–|—)\p{L}/u.test(after)
}

const THING =
  '(?:people|persons?|votes?|answers?|times?|students?|of them|of these|kids|guests|responses|replies|items|throws?|rolls?|grades?|days?|ones?|entries|results?)'
const LINK =
  '(?:are|is|were|was|said|say|says|voted|vote|for|there|did|do|i|we|they|have|has|get|got|of|answered|chose|picked|a|an|the|occurs?|appears?|come|came|up|come up|in total|show up|rolled|throw|threw|gave|give|gives)'
const NUMBER_WORDS: Readonly<Record<string, string>> = {
  ones: '1',
  twos: '2',
  threes: '3',
  fours: '4',
  fives: '5',
  sixes: '6',
  one: '1',
  two: '2',
  three: '3',
  four: '4',
  five: '5',
  six: '6',
}
const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const COUNT = form(
  `(?:how many|count(?: the| all)?|number of)(?: ${THING})?(?: ${LINK})* «(?<at>\\d+)»s?(?: ${THING})?(?: ${LINK})*|(?:how often|how many times) (?:${LINK} )*«(?<at2>\\d+)»(?: ${LINK})*`,
)
const SHARE = form(
  `(?:what |which )?(?:percentage|percent|share|%|proportion)(?: of)?(?: the| all)*(?: ${THING})?(?: ${LINK})* «(?<at>\\d+)»(?: ${LINK})*(?: ${THING})?`,
)
const MOST = form(
  `(?:which|what|who)(?: (?:one|[a-z]+))?(?: (?:was|is|were|came|comes|got|has|had|occurs|appears|occurred|appeared))*(?: (?:named|chosen|mentioned|picked|said|given|voted for|listed))?(?: the)? (?:most often|most frequently|most common|most popular|most(?: votes| answers| mentions)?)(?: one| answer)?|(?:the )?(?:most common|most frequent|most popular)(?: (?:one|answer|item|grade|number|word|name|value))?|(?:the )?mode`,
)
const EACH = form(
  `(?:how (?:many|often)|count|tally|number)(?: (?:of|for))? (?:each|every)(?: [a-z]+)?(?: (?:are there|is there|there|occurs?|appears?|comes? up|was (?:chosen|named|mentioned)))*|count (?:them|each|the (?:votes|answers|items))|tally(?: (?:them|these|this|the votes|up))?`,
)

function answer(question: string, { items }: Found): Answer | null {
  const members: readonly Member[] = items.map((group, at) => ({ name: String(at + 1), group }))
  const groups = [...sizesOf(members).keys()]
  let text = question
  for (const [at, group] of groups.entries()) {
    const escaped = group.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    text = text.replace(
      new RegExp(`(?<![\\p{L}\\p{N}«])${escaped}(?:s(?![\\p{L}]))?(?![\\p{L}\\p{N}»])`, 'gu'),
      `«${at}»`,
    )
    const word = Object.entries(NUMBER_WORDS).find(
      ([said, digit]) => digit === group && new RegExp(`(?<= )${said}(?= |$)`, 'u').test(text),
    )
    if (word !== undefined) text = text.replace(new RegExp(`(?<= )${word[0]}(?= |$)`, 'u'), `«${at}»`)
  }
  text = bareOf(text)
  if (EACH.test(text)) return countEach(members)
  if (MOST.test(text)) return largestGroup(members)
  const counted = COUNT.exec(text)?.groups
  const shared = SHARE.exec(text)?.groups
  const place = counted?.at ?? counted?.at2 ?? shared?.at
  const group = place === undefined ? undefined : groups[Number(place)]
  if (group === undefined) return null
  const choice = { group, isOthers: false, said: group }
  return shared === undefined ? countMembers(members, choice) : shareOfMembers(members, choice)
}

function read({ message, attachments }: PlannerInput): Answer | null {
  if (attachments.length > 0 || message.length > 3_000) return null
  if (!/how (?:many|often)|count|tally|percent|share|%|most|number of|mode/iu.test(message)) return null
  const found = findItems(message)
  const beside = found === null ? null : besideOf(message, found.span, true)
  const spoken = beside?.questions.length === 1 ? spokenOf(beside.questions[0] as string) : null
  return found === null || spoken === null ? null : answer(spoken, found)
}

export const tallyRules: readonly PlannerRule[] = [
  {
    id: 'tally',
    reason:
      'Counts how often something stands in a list of answers, grades or throws, and tells its share or what came most often.',
    order: 188,
    examples: {
      yes: [
        'survey: yes yes no yes no yes maybe no yes. how many yes?',
        'yes, no, yes, yes, no, abstain, yes - what percent voted yes',
        'Dice rolls 3 5 6 1 2 6 6 4 - how many sixes?',
        'favourite fruit answers: apple, banana, apple, kiwi, apple, banana. which was named most often?',
        'grades: 1, 2, 2, 3, 1, 4, 2. how many of each grade?',
        'grades: 1, 2, 2, 3, 1. how many ones?',
      ],
      no: [
        'yes, no, yes, yes, no - how many would say yes next time?',
        'apple, banana, apple, kiwi. which is the healthiest?',
        'grades: 1, 2, 2, 3. how many are better than 2?',
        'grades: 1, 2, 2, 3, 1. how many threes and twos?',
        'how many apples are there in a pie: apple, sugar, apple, flour',
      ],
    },
    match: (input, isSettled) => {
      const span = spanOf(input.message)
      if (isSettled?.(span, true) === true) return []
      const found = read(input)
      return found === null ? [] : [{ span, data: [[0, input.message.length]], ...found }]
    },
  },
]
