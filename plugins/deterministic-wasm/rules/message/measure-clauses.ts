/**
 * Clauses that only rules of measures see: messages whose colons and arrows merely pause (`measureText`), and questions that stand before what
 * they are about: `How many gallons is that? The tank holds 60 litres.` No sentence is left out.
 */
import { isQuestion, SETTING } from './asks.ts'
import { measureText } from './measure-text.ts'
import type { Clause, Context, Span } from './read-message.ts'
import { joinRounding, readSentences, type Sentence } from './read-sentences.ts'

type Masked = Context['masked']
/** How stories are made of sentences. */
type Making = {
  readonly storiesOf: (sentences: readonly Sentence[], masked: Masked, least: number) => Clause[]
  readonly toStory: (heads: readonly string[], span: Span) => Clause
  readonly setsStage: (sentence: string) => boolean
}

export function measureClauses(masked: Masked, sentences: readonly Sentence[], making: Making): Clause[] {
  if (masked.quotes.length > 0 || masked.text.length > LONGEST || !/\d/.test(masked.text)) return []
  return [...pausedStories(masked, making), ...turnedStories(masked, sentences, making)]
}
const LONGEST = 400

/** `recipe for 4: 200 g flour. Make it for 6`, `0.85 t -> kg`. */
function pausedStories({ text }: Masked, { storiesOf, setsStage }: Making): Clause[] {
  const plain = measureText(text)
  if (plain === null || setsStage(plain)) return []
  const isSet = SETTING.test(plain)
  const clauses = storiesOf(joinRounding(readSentences(plain, plain, []), plain), { text: plain, quotes: [] }, 0)
  // What became blank at the end was read as well.
  return clauses.map(clause => {
    const end = plain.slice(clause.span[1]).trim() === '' ? text.trimEnd().length : clause.span[1]
    return { ...clause, span: [clause.span[0], end] as const, isAsked: clause.isAsked && !isSet }
  })
}

const ASKS_OF_IT =
  /^(?:so |and |ok,? |okay,? )?(?:how (?:many|much|far|long|fast|big|large|tall|heavy|high|deep|thick)|what(?:'?s| is| are| was| would)?)(?!\p{L})/iu
/** Something that changes the question is no statement of its figures. */
const CHANGES =
  /(?<!\p{L})(?:but|assum\p{L}*|ignor\p{L}*|unless|instead|explain|show|please (?!note)|answer|give|round|use|write|tell|not)(?!\p{L})/iu

function turnedStories({ text }: Masked, sentences: readonly Sentence[], { toStory }: Making): Clause[] {
  const [question, ...told] = sentences
  if (question === undefined || told.length === 0 || told.length > 2 || sentences.some(({ data }) => data !== null))
    return []
  const headOf = ({ headStart, end }: Sentence): string => text.slice(headStart, end)
  const asked = headOf(question).trim()
  if (!/\?$/.test(asked) || !ASKS_OF_IT.test(asked)) return []
  const heads = told.map(headOf)
  if (heads.some(head => isQuestion(head) || CHANGES.test(head) || !/\d/.test(head)) || SETTING.test(text)) return []
  const last = told.at(-1) as Sentence
  return [toStory([...heads, asked], [question.start, last.end])]
}
