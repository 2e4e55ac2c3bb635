/**
 * The verdict on what one call brought (rules V1, V2, B6): an output, or a failure with its class, its faults and whether the next call
 * should write JSON instead. It decides nothing about what follows; the adapter does.
 */
import type { AnswerPlan } from '#contracts/answer-plan'
import type { FailureCode, Fault } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { readPointer } from '#json/pointer'
import type { Fit } from './check-fit.ts'
import { assembleAnswer, type ChosenDecoding, isClear } from './plan-answer.ts'
import type { Answer } from './read-answer.ts'
import { readOutput } from './read-output.ts'
import type { AttemptEnd, Call, Terms } from './run-attempt.ts'
import { verifyOutput } from './verify-output.ts'

const STOPPED: AttemptEnd = { kind: 'stopped' }

/** `spent` is the larger of the tokens counted and reported. */
export function judgeAnswer(call: Call, fit: Fit, answer: Answer, terms: Terms, spent: number): AttemptEnd {
  const { decoding } = fit
  const end = judge(call, fit, answer, terms, spent)
  if (decoding.kind === 'text') return judgeText(decoding, answer, end)
  return judgePlan(call, decoding.kind === 'plan' ? decoding.plan : null, answer, end)
}

function judge(call: Call, { decoding }: Fit, answer: Answer, terms: Terms, spent: number): AttemptEnd {
  const failed = (code: FailureCode, message: string, faults: readonly Fault[] = []): AttemptEnd => ({
    kind: 'failed',
    code,
    message,
    faults,
    text: answer.text,
    called: true,
  })
  if (answer.ended === 'aborted') {
    const shareExpired = !call.signal.aborted && terms.untilMs < call.purse.deadlineMs
    return shareExpired ? failed('TIME_BUDGET', "The step's share of the time was used up.") : STOPPED
  }
  if (answer.ended === 'failed') return failed(answer.code ?? 'BACKEND_ERROR', answer.message ?? 'The runtime failed.')
  if (answer.ended === 'loop') return failed('LOOP', 'The model repeated itself and was stopped.')
  if (answer.ended === 'oversize') return failed('OUTPUT_REJECTED', 'The answer is larger than any output may be.')
  const isCut = answer.ended === 'limit' || answer.stopReason === 'length'
  const isText = decoding.kind === 'text' && !answer.isOwnJson
  const verdict = readVerdict(call, answer.text, { isText, isCut })
  if (verdict.kind === 'answered' || !isCut) return verdict
  const isFull = answer.ended === 'limit' || spent >= terms.tokens
  if (!isFull || terms.cap === 'context')
    return failed('CONTEXT_OVERFLOW', 'The context was full before the answer was complete.')
  if (terms.cap === 'limit')
    return failed('TOKEN_LIMIT', 'What the graph left for this call was used up before the answer was complete.')
  return failed('TOKEN_BUDGET', 'The tokens of this attempt were used up before the answer was complete.')
}

/** A number says nothing about its own end, so one that may be cut off is no answer; a text that was cut was never closed. */
const mayGoOn = (value: JsonValue, isCut: boolean): boolean => isCut && typeof value === 'number'

function readVerdict(
  call: Call,
  text: string,
  { isText, isCut }: { readonly isText: boolean; readonly isCut: boolean },
): AttemptEnd & ({ kind: 'answered' } | { kind: 'failed' }) {
  const { env, record } = call
  const startedMs = env.clock.monoMs()
  const read = readOutput(text)
  const isPartial = read.ok && mayGoOn(read.value, isCut)
  const verification = read.ok && !isPartial ? verifyOutput(record.task, read.value) : null
  const unread = read.ok ? 'The number may have been cut off.' : isText ? 'The text was cut off.' : read.message
  const notJson: readonly Fault[] = [{ pointer: '', code: 'OUTPUT_NOT_JSON', message: unread }]
  const isValid = verification?.valid === true
  const faults = verification === null ? notJson : verification.valid ? [] : verification.faults
  const ms = env.clock.monoMs() - startedMs
  record.schemaMs += ms
  record.validation = isValid ? 'passed' : 'failed'
  record.validationErrors = faults
  env.emit('task.validated', 'SCHEMA_VALIDATION', record.task.id, { valid: isValid, errors: faults, ms }, call.index)
  if (read.ok && isValid) return { kind: 'answered', output: read.value }
  const places = faults.map(fault => fault.pointer || '/').join(', ')
  return {
    kind: 'failed',
    code: verification === null ? 'OUTPUT_NOT_JSON' : 'OUTPUT_REJECTED',
    message: verification === null ? unread : `The answer fails its schema at ${places}.`.slice(0, 400),
    faults: verification && !verification.valid ? verification.detailed : faults,
    text,
    called: true,
  }
}

/**
 * A refused text is followed by JSON where the runtime keeps it to the schema, or where the model writes JSON anyway; elsewhere another
 * text is the better hope.
 */
function judgeText(
  { frame, canWrite }: ChosenDecoding & { kind: 'text' },
  answer: Answer,
  end: AttemptEnd,
): AttemptEnd {
  if (end.kind !== 'failed' || !FORM_FAILED.has(end.code)) return end
  if (canWrite || answer.isOwnJson) return { ...end, writeBecause: 'The plain text was refused.' }
  const read = readOutput(answer.text)
  const found = read.ok ? readPointer(read.value, frame.pointer) : null
  return found?.found && typeof found.value === 'string' ? { ...end, text: found.value } : end
}

/** What a plan adds to the verdict: whose choice it was, whether it was clear, and whether the next call should write. */
function judgePlan(call: Call, plan: AnswerPlan | null, answer: Answer, end: AttemptEnd): AttemptEnd {
  if (plan === null) return end
  if (answer.writtenBecause !== null) {
    if (call.wish.task.model?.decode !== 'choice')
      // What could not be planned once is not asked for again in another shape.
      return end.kind === 'failed' ? { ...end, writeBecause: answer.writtenBecause } : end
    const message = `model.decode is "choice". ${answer.writtenBecause}`
    return { kind: 'failed', code: 'SCHEMA_NOT_DECODABLE', message, faults: [], text: '', called: true }
  }
  if (end.kind === 'answered') {
    const isChoice = plan.parts.every(part => part.kind !== 'free')
    const least = call.wish.task.model?.min_margin
    if (!isChoice || answer.text === assembleAnswer(plan, answer.choices)) {
      if (least === undefined || isClear(plan, answer.choices, least)) return end
      const message = `No option led by ${least}; see choices in the telemetry of the attempt.`
      return { kind: 'failed', code: 'CHOICE_UNSURE', message, faults: [], text: '', called: true }
    }
    const message = 'The answer is not the one that its measured likelihoods give.'
    return {
      kind: 'failed',
      code: 'UPSTREAM_PROTOCOL',
      message,
      faults: [],
      text: '',
      called: true,
      writeBecause: message,
    }
  }
  if (end.kind !== 'failed') return end
  if (end.code === 'SCHEMA_NOT_DECODABLE')
    return { ...end, writeBecause: end.message, undecided: call.wish.task.model?.decode !== 'choice' }
  if (!FORM_FAILED.has(end.code)) return end
  return { ...end, writeBecause: 'The planned answer was refused.' }
}

/** Causes that an answer of the same form would only repeat. */
const FORM_FAILED: ReadonlySet<FailureCode> = new Set(['OUTPUT_REJECTED', 'OUTPUT_NOT_JSON', 'LOOP', 'TOKEN_BUDGET'])
