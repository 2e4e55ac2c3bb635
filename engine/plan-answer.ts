/**
 * The form of one call's answer (M8, M9): plain text, a plan where the runtime can follow one, else JSON that the model writes, with
 * the reason in telemetry. It decides no attempt and calls nothing.
 */
import { type AnswerPart, type AnswerPlan, decide, type ScoredChoice } from '#contracts/answer-plan'
import type { AttemptTelemetry } from '#contracts/bundle'
import type { ChatMessage, Connector, ModelCapabilities } from '#contracts/connector-port'
import type { AdmittedTask } from '#graph/admitted-graph'
import { courseOf, textFrameOf } from '#graph/answer-course'
import type { TextFrame } from '#json/schema/text-frame'
import type { Answer } from './read-answer.ts'

/** What the adapter wants of the answers of one task. */
export type PlanWish = {
  readonly task: AdmittedTask
  /** What a call for JSON sends; its worked examples, if any, show how answers are spaced. */
  readonly messages: readonly ChatMessage[]
  /** What a call for plain text sends; null where the answer is no text. */
  readonly textMessages: readonly ChatMessage[] | null
  readonly contentFree: readonly (readonly ChatMessage[])[]
  /** Set when an earlier answer of this model could not be planned, or was refused: the reason. */
  readonly writeBecause: string | null
}

export type ChosenDecoding =
  /** `canWrite`: the runtime keeps to the schema, so that an answer which it writes may follow a refused text. */
  | { readonly kind: 'text'; readonly frame: TextFrame; readonly canWrite: boolean }
  | { readonly kind: 'plan'; readonly plan: AnswerPlan; readonly isEvaluation: boolean }
  | { readonly kind: 'write'; readonly note: string | null }
  | { readonly kind: 'impossible'; readonly message: string }

export type RuntimeTraits = {
  readonly capabilities: ModelCapabilities
  readonly keywordSupport: Connector['keywordSupport']
}

/** `isEvaluation`: the runtime tells only some probabilities, so the call may decide nothing, and then writing follows (B4). */
export function chooseDecoding(wish: PlanWish, runtime: RuntimeTraits): ChosenDecoding {
  const { capabilities } = runtime
  const { task, contentFree, writeBecause } = wish
  if (writeBecause !== null) return write(task, writeBecause)
  const frame = wish.textMessages && textFrameOf(task)
  if (frame && isBetterAsText(frame, runtime)) {
    return { kind: 'text', frame, canWrite: capabilities.constrained === 'schema' }
  }
  const course = courseOf(task)
  if (course === null) return write(task, null)
  const { plans, probabilities } = capabilities
  if (plans === undefined) return write(task, 'The runtime gives no probabilities to choose by.')
  if (plans === 'choices' && !course.isChoice)
    return write(task, 'The runtime cannot continue an answer at a given place.')
  const parts = isCompact(wish.messages) ? course.parts : course.parts.map(spread)
  const plan = { parts, contentFree: course.hasChoices ? contentFree : [] }
  return { kind: 'plan', plan, isEvaluation: probabilities === 'top' && task.model?.decode !== 'choice' }
}

/**
 * Not where the runtime ends a text at its `maxLength` by itself, which a model that goes on and on needs, and not where a model would
 * spend the tokens of the text on thinking.
 */
function isBetterAsText({ maxLength }: TextFrame, { capabilities, keywordSupport }: RuntimeTraits): boolean {
  const isKept =
    Number.isFinite(maxLength) &&
    capabilities.constrained === 'schema' &&
    keywordSupport('maxLength', maxLength) === 'decoded'
  return !isKept && (!capabilities.thinking || capabilities.quiet === true)
}

/** Worked examples in the prompt without a space after the colon. */
const isCompact = (messages: readonly ChatMessage[]): boolean =>
  messages.some(({ role, content }) => role === 'assistant' && /":\S/.test(content))

/**
 * Forced text with a space after colons and commas, as models write JSON when nothing shows them another way: after it they tell
 * options apart better. Names and values in it stay as they are.
 */
function spread(part: AnswerPart): AnswerPart {
  if (part.kind !== 'forced') return part
  const text = part.text.replaceAll(/"(?:[^"\\]|\\.)*"|[:,]/g, found =>
    found === ':' || found === ',' ? `${found} ` : found,
  )
  return { ...part, text }
}

function write(task: AdmittedTask, note: string | null): ChosenDecoding {
  if (task.model?.decode !== 'choice') return { kind: 'write', note }
  const why = note ?? 'The schema leaves more than a choice among few values.'
  return { kind: 'impossible', message: `model.decode is "choice". ${why}` }
}

const OWN_JSON = 'The model was asked for plain text and wrote the JSON itself.'

/** What telemetry says of a plan: the form of the answer, and probabilities where the runtime measured every option. */
export function toDecodeTelemetry(
  decoding: ChosenDecoding,
  { choices: scored, writtenBecause, isOwnJson }: Pick<Answer, 'choices' | 'writtenBecause' | 'isOwnJson'>,
): Pick<AttemptTelemetry, 'decode' | 'decode_note' | 'choices'> {
  if (decoding.kind === 'text') return isOwnJson ? { decode: 'write', decode_note: OWN_JSON } : { decode: 'text' }
  if (decoding.kind !== 'plan' || writtenBecause !== null) {
    const note = decoding.kind === 'write' ? decoding.note : writtenBecause
    return { decode: 'write', ...(note === null ? {} : { decode_note: note }) }
  }
  const { parts } = decoding.plan
  const choices = readChoices(decoding.plan, scored)?.map(({ pointer, ...choice }) => ({
    pointer,
    ...choice,
    probabilities: [...choice.probabilities],
  }))
  const decode = parts.every(part => part.kind !== 'free') ? 'choice' : 'skeleton'
  return { decode, ...(choices === undefined || choices.length === 0 ? {} : { choices }) }
}

type Choices = readonly ({ readonly pointer: string } & ReturnType<typeof decide>)[]

/** The decisions, made from what was measured; null where that does not belong to the plan. */
function readChoices({ parts }: AnswerPlan, scored: readonly ScoredChoice[]): Choices | null {
  const asked = parts.filter(part => part.kind === 'choice')
  if (asked.length !== scored.length) return null
  const choices = asked.map((part, index) => {
    const measured = scored[index]!
    const isWhole =
      measured.pointer === part.pointer &&
      isRow(measured.logProbabilities, part.options.length) &&
      isRow(measured.contentFree, part.options.length)
    return isWhole ? { pointer: part.pointer, ...decide(measured) } : null
  })
  return choices.every(choice => choice !== null) ? choices : null
}

/** Whether every choice of the answer led by at least `least`; what was not measured whole did not. */
export function isClear(plan: AnswerPlan, scored: readonly ScoredChoice[], least: number): boolean {
  return readChoices(plan, scored)?.every(choice => choice.margin >= least) ?? false
}

const isRow = (row: readonly number[], length: number): boolean =>
  row.length === length && row.every(value => Number.isFinite(value))

/** The answer that the measured likelihoods give, for a plan without free parts; null where they are not whole. */
export function assembleAnswer(plan: AnswerPlan, scored: readonly ScoredChoice[]): string | null {
  const choices = readChoices(plan, scored)
  if (choices === null) return null
  let [text, at] = ['', 0]
  for (const part of plan.parts) {
    if (part.kind === 'free') return null
    text += part.kind === 'forced' ? part.text : part.options[choices[at++]!.chosen]!
  }
  return text
}
