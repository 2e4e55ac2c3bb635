/**
 * An answer without free parts, put together choice after choice (M8). Nothing of it is shown before all of it is decided: what was
 * shown cannot be written in another way any more.
 */
import type { AnswerPart, AnswerPlan, ScoredChoice } from '#contracts/answer-plan'
import type { GenerateFrame } from '#contracts/connector-port'
import { ConnectorError } from '#contracts/plugin-errors'
import { type ChoiceRuntime, chooseOption } from './choose-option.ts'

export type PartsChoosing<Token extends number, Prompt> = {
  readonly plan: AnswerPlan
  readonly maxTokens: number
  readonly prompt: Prompt
  readonly contentFree: readonly Prompt[]
  /** Names the weights of the model; what was weighed without content is remembered under it. */
  readonly identity: string
  readonly runtimeFor: (part: Extract<AnswerPart, { kind: 'choice' }>, before: string) => ChoiceRuntime<Token, Prompt>
  /** Option tokens that all choices took so far. */
  readonly spentTokens: () => number
}

export type ChosenParts = {
  /** Frames of text, in order. */
  readonly pieces: readonly GenerateFrame[]
  readonly choices: readonly ScoredChoice[]
  readonly stop: 'stop' | 'length'
}

export const FREE_PART = 'This runtime cannot continue an answer at a given place.'

/** Throws what the runtime throws; SCHEMA_NOT_DECODABLE for a free part. */
export async function chooseParts<Token extends number, Prompt>(
  choosing: PartsChoosing<Token, Prompt>,
): Promise<ChosenParts> {
  const { plan, maxTokens, prompt, contentFree, identity, runtimeFor, spentTokens } = choosing
  const contentFreeKey = JSON.stringify([identity, plan.contentFree])
  const pieces: GenerateFrame[] = []
  const choices: ScoredChoice[] = []
  let answer = ''
  for (const [index, part] of plan.parts.entries()) {
    if (part.kind === 'free') throw new ConnectorError('SCHEMA_NOT_DECODABLE', FREE_PART)
    const before = spentTokens()
    let text = part.kind === 'forced' ? part.text : ''
    if (part.kind === 'choice') {
      const next = plan.parts[index + 1]
      const chosen = await chooseOption(runtimeFor(part, answer), {
        part,
        prompt,
        contentFree,
        contentFreeKey,
        before: answer,
        // Of an answer without free parts nothing is content.
        beforeWithoutContent: answer,
        after: next?.kind === 'forced' ? next.text : '',
        tokensLeft: maxTokens - before,
      })
      if (chosen === null) return { pieces, choices, stop: 'length' }
      choices.push(chosen.scored)
      text = chosen.text
    }
    answer += text
    pieces.push({ kind: 'text', text, tokens: spentTokens() - before })
  }
  return { pieces, choices, stop: 'stop' }
}
