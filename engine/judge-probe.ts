/**
 * What the calls of a capability probe say about a runtime (rule N8). Where they could be read either way, the verdict is `unknown`:
 * nobody is accused on a guess, and nothing is promised on one.
 */
import type { ProbeCheck, ProbeCheckName, ProbeVerdict } from '#contracts/probe'
import { readJsonText } from '#json/read'
import type { Observed } from './observe-call.ts'
import type { Findings } from './probe-backend.ts'
import { FITTING_ANSWERS, QUESTIONS } from './probe-questions.ts'

/** A shorter rest of the cancelled answer cannot be told from the noise of a machine. */
const LEAST_REST_MS = 40

type Words = readonly [verdict: ProbeVerdict, sentence: string]
const NOT_ASKED: Words = ['unknown', 'The question was not answered.']

export function judgeProbe(findings: Findings): readonly ProbeCheck[] {
  const { observed } = findings
  const judged: Readonly<Record<ProbeCheckName, Words>> = {
    schema: judgeSchema(findings),
    cap: judgeCap(observed.get('cap')),
    usage: judgeUsage(observed.get('cap')),
    stream: judgeStream([...observed.values()]),
    greedy: judgeAlike(observed.get('cap'), observed.get('greedy'), 'at temperature 0'),
    seed: judgeAlike(observed.get('seed'), observed.get('seed_again'), 'with the same seed'),
    cancel: judgeCancel(findings),
  }
  return Object.entries(judged).map(([name, [verdict, sentence]]) => ({
    name: name as ProbeCheckName,
    verdict,
    sentence,
  }))
}

/** Whether one pair of a cancelled call and the next speaks against the runtime, so that it should be asked again. */
export const needsSecondCancel = (findings: Findings): boolean =>
  judgePair(findings, 'cancel', 'after_cancel')[0] === 'broken'

function judgeSchema({ observed, capabilities }: Findings): Words {
  if (capabilities?.constrained === 'none')
    return ['absent', 'It takes no schema; Studio checks every answer afterwards.']
  const seen = observed.get('schema')
  if (seen === undefined) return NOT_ASKED
  if (seen.code === 'SCHEMA_NOT_DECODABLE') return ['broken', 'It refuses a schema of one property with two values.']
  const read = readJsonText(seen.text)
  if (read.ok && FITTING_ANSWERS.includes(JSON.stringify(read.value)))
    return ['kept', 'An answer that was asked to be prose came inside the schema.']
  const bare = seen.text.replace(/\s+/g, '')
  if (FITTING_ANSWERS.some(fitting => fitting.startsWith(bare)))
    return ['unknown', `The answer was cut at ${capOf('schema')} tokens before it told.`]
  return ['broken', 'The answer left the schema; Studio checks every answer, and such a task fails or is asked again.']
}

function judgeCap(seen: Observed | undefined): Words {
  const cap = capOf('cap')
  if (seen === undefined) return NOT_ASKED
  if (seen.counted > cap) return ['broken', `It went on after max_tokens of ${cap}; Studio cuts such a stream itself.`]
  if (seen.stop === 'length' && (seen.reported === null || seen.reported <= cap))
    return ['kept', `It stopped by itself at max_tokens of ${cap}.`]
  if (seen.stop === 'stop') return ['unknown', 'The answer ended before the cap.']
  return ['unknown', 'What it counted and what came do not agree.']
}

function judgeUsage(seen: Observed | undefined): Words {
  if (seen === undefined || seen.ended !== 'end') return NOT_ASKED
  const { reported, counted, stop } = seen
  if (reported === null) return ['absent', 'It does not report what it generated; Studio counts by itself.']
  // At the cap the number is known; an answer that ended by itself may hold an end token beside what came.
  const most = stop === 'length' ? Math.max(counted, capOf('cap')) : counted + 2
  if (reported >= counted && reported <= most) return ['kept', `It reports the ${reported} tokens that came.`]
  return ['broken', `It reports ${reported} tokens for an answer of ${counted}; Studio books the larger number.`]
}

function judgeStream(all: readonly Observed[]): Words {
  if (all.some(({ code }) => code === 'UPSTREAM_TRUNCATED'))
    return ['broken', 'An answer ended without its end mark; Studio takes it for broken off.']
  const whole = all.filter(({ ended }) => ended === 'end')
  if (whole.length === 0) return NOT_ASKED
  const long = whole.filter(seen => Math.max(seen.counted, seen.reported ?? 0) >= 4)
  if (long.length === 0) return ['unknown', 'No answer was long enough to come in pieces.']
  if (long.every(({ pieces }) => pieces <= 1))
    return ['broken', 'An answer comes in one piece when it is complete, so nothing can be cut while it is written.']
  return ['kept', 'Answers come in pieces, each with its end mark.']
}

function judgeAlike(one: Observed | undefined, other: Observed | undefined, when: string): Words {
  if (one === undefined || other === undefined || one.text === '' || other.text === '') return NOT_ASKED
  // One may have been read a token further than the other where the cap is not kept.
  const shorter = Math.min(one.text.length, other.text.length)
  return one.text.slice(0, shorter) === other.text.slice(0, shorter)
    ? ['kept', `The same question was answered alike ${when}.`]
    : ['broken', `The same question was answered in two ways ${when}; a run cannot be repeated exactly.`]
}

function judgeCancel(findings: Findings): Words {
  if (findings.slots > 1)
    return ['unknown', `It serves ${findings.slots} calls at once, so a slot that is still taken cannot be told.`]
  const first = judgePair(findings, 'cancel', 'after_cancel')
  const second = judgePair(findings, 'cancel_again', 'after_cancel_again')
  // Only what happens twice is the runtime's doing.
  if (first[0] === 'broken' && second[0] !== 'broken') return second === NOT_ASKED ? first : second
  return first
}

/** Had a cancelled call gone on, the next one would have waited for the rest of its answer. */
function judgePair({ observed }: Findings, cancelled: string, next: string): Words {
  const stopped = observed.get(cancelled)
  const after = observed.get(next)
  if (stopped === undefined || after === undefined) return NOT_ASKED
  if (stopped.ended !== 'aborted' || stopped.firstMs === null || stopped.lastMs === null)
    return ['unknown', 'The answer was over before it could be cancelled.']
  const waitedUntilMs = after.firstMs ?? after.askedMs
  const paceMs = (stopped.lastMs - stopped.firstMs) / Math.max(1, stopped.pieces - 1)
  const restMs = (capOf(cancelled) - stopped.pieces) * paceMs
  if (restMs < LEAST_REST_MS) return ['unknown', 'It writes too fast for the difference to be measured.']
  const waitedMs = waitedUntilMs - stopped.lastMs - quickestMs([...observed.values()])
  if (waitedMs < restMs / 2) return ['kept', 'After an abort the next call is answered at once.']
  if (waitedMs > restMs * 0.8)
    return ['broken', 'After an abort the next call waits for the rest of the cancelled answer.']
  return ['unknown', 'The machine was too busy for the difference to be measured.']
}

/** How long a first piece takes where nothing is in its way: a runtime that keeps slots may have kept them from most of the calls. */
const quickestMs = (all: readonly Observed[]): number =>
  Math.min(...all.flatMap(({ askedMs, firstMs }) => (firstMs === null ? [] : [firstMs - askedMs])))

const capOf = (id: string): number => QUESTIONS.find(question => question.id === id)?.maxTokens ?? 0
