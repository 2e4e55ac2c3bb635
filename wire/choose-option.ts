/**
 * One choice of an answer, decided by what its options weigh after the prompt and after content-free ones (M8). How tokens are made
 * and probabilities read is the runtime's; what is compared with what, and in which words, is the same for all.
 */
import { type AnswerPart, decide, type ScoredChoice } from '#contracts/answer-plan'
import type { Remembered } from './remembered.ts'
import { countFollowed, type OptionReader, weighOptions } from './weigh-options.ts'

type ChoicePart = Extract<AnswerPart, { kind: 'choice' }>

/** What weighing needs of one runtime; `Prompt` is its own form of a prompt. */
export type ChoiceRuntime<Token extends number, Prompt> = {
  readonly tokenize: (text: string) => Promise<readonly Token[]>
  /** Whether the context holds the prompt and so many tokens of the answer that it lacks. */
  readonly hasRoom: (prompt: Prompt, tokens: number) => boolean
  /** Ready to read after the prompt and these tokens of the answer. */
  readonly open: (prompt: Prompt, answer: readonly Token[]) => Promise<OptionReader<Token>>
  /** Weights without content, by a digest of all that they depend on but the model. */
  readonly weights: Pick<Remembered<readonly number[]>, 'of'>
}

export type ChoicePlace<Prompt> = {
  readonly part: ChoicePart
  readonly prompt: Prompt
  readonly contentFree: readonly Prompt[]
  /** Names the content-free prompts among all others. */
  readonly contentFreeKey: string
  /** The answer before the choice, as far as the prompt does not hold it; and the same without content. */
  readonly before: string
  readonly beforeWithoutContent: string
  /** What is forced after the choice; empty at the end of the answer. */
  readonly after: string
  readonly tokensLeft: number
}

export type Chosen = { readonly text: string; readonly scored: ScoredChoice; readonly evaluatedTokens: number }

/** Null where tokens or context end before all options could be weighed. */
export async function chooseOption<Token extends number, Prompt>(
  runtime: ChoiceRuntime<Token, Prompt>,
  place: ChoicePlace<Prompt>,
): Promise<Chosen | null> {
  const { part, prompt, tokensLeft } = place
  const end = endOfOptions(part.options, place.after)
  const { common, tails } = await cutOptions(runtime, place.before, part.options, end)
  if (countFollowed(tails) > tokensLeft) return null
  if (!runtime.hasRoom(prompt, common.length + longestOf(tails))) return null
  const contentFree = await weighWithoutContent(runtime, place, end)
  const reader = await runtime.open(prompt, common)
  const logProbabilities = await weighOptions({ reader, tails, contentFree })
  const scored = { pointer: part.pointer, logProbabilities, contentFree }
  return { text: part.options[decide(scored).chosen]!, scored, evaluatedTokens: reader.evaluatedTokens() }
}

/** Means of the log-likelihoods after the content-free prompts, with an answer so far that holds no content either. */
async function weighWithoutContent<Token extends number, Prompt>(
  runtime: ChoiceRuntime<Token, Prompt>,
  { part, contentFree, contentFreeKey, beforeWithoutContent }: ChoicePlace<Prompt>,
  end: string,
): Promise<readonly number[]> {
  const asked = JSON.stringify([contentFreeKey, beforeWithoutContent, part.options, end])
  const key = new Bun.CryptoHasher('sha256').update(asked).digest('base64')
  return runtime.weights.of(key, async () => {
    const sums = part.options.map(() => 0)
    const { common, tails } = await cutOptions(runtime, beforeWithoutContent, part.options, end)
    for (const prompt of contentFree) {
      const logs = await weighOptions({ reader: await runtime.open(prompt, common), tails, contentFree: null })
      for (const [index, log] of logs.entries()) sums[index]! += log / contentFree.length
    }
    return sums
  })
}

const LITERAL = /^(?:true|false|null)$/

/**
 * Models write the end of a text and the quote of the next name as one token, so an option is weighed with what follows it: a text that
 * could go on is another text. Nothing else begins like a yes or a no, so its end says nothing and is not asked for.
 */
function endOfOptions(options: readonly string[], after: string): string {
  if (options.every(option => LITERAL.test(option))) return ''
  const next = after.slice(0, after[1] === '"' ? 2 : 1)
  return next || (options.every(option => /["\]}]$/.test(option)) ? '' : '\n')
}

/** The options as tokens after a text: what all begin with, and the rest of each. */
async function cutOptions<Token extends number>(
  { tokenize }: Pick<ChoiceRuntime<Token, never>, 'tokenize'>,
  before: string,
  options: readonly string[],
  end: string,
): Promise<{ readonly common: readonly Token[]; readonly tails: readonly (readonly Token[])[] }> {
  const texts: (readonly Token[])[] = []
  for (const option of options) texts.push(await tokenize(before + option + end))
  const [first = []] = texts
  let shared = 0
  while (texts.every(text => text.length > shared + 1 && text[shared] === first[shared])) shared += 1
  return { common: first.slice(0, shared), tails: texts.map(text => text.slice(shared)) }
}

const longestOf = (tails: readonly (readonly unknown[])[]): number => Math.max(...tails.map(tail => tail.length))
