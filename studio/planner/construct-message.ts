/** A message as the API takes it, made ready for the planner: attachments as text, the moment as an input (rule K6). */
import type { Budget } from '#contracts/budget'
import { KoraError } from '#contracts/failure'
import type { Attachment, Planner, PlannerInput } from '#contracts/planner-port'
import type { Clock, Random } from '#contracts/powers'
import { newRunId } from '#engine/run-id'
import type { Construction, GivenAttachment, MessageRequest } from '../api/services.ts'
import { constructGraph } from './construct-graph.ts'

export type MessageParts = {
  readonly planners: () => readonly Planner[]
  readonly clock: Clock
  readonly random: Random
  readonly budget: Budget
}

const MOST_MESSAGE_CHARACTERS = 1_000_000

/** Throws INVALID_REQUEST for an empty or oversized message, a broken attachment or an unknown zone. */
export async function constructMessage(request: MessageRequest, parts: MessageParts): Promise<Construction> {
  const startedMs = parts.clock.monoMs()
  const input: PlannerInput = {
    message: readMessage(request.message),
    attachments: request.attachments.map(readAttachment),
    now: readNow(request.now, parts.clock),
  }
  const constructed = constructGraph({
    planners: parts.planners(),
    input,
    direct: request.mode === 'direct',
    budget: { ...parts.budget, ...request.conversation?.budget },
    ...(request.conversation === undefined ? {} : { conversation: request.conversation }),
    graphId: newRunId(parts.clock.epochMs(), parts.random).replace('run_', 'msg_'),
  })
  return { ...constructed, constructMs: parts.clock.monoMs() - startedMs }
}

function refused(pointer: string, message: string): KoraError {
  return new KoraError('INVALID_REQUEST', message, { errors: [{ pointer, code: 'INVALID_REQUEST', message }] })
}

function readMessage(message: string): string {
  if (message.trim() === '') throw refused('/message', 'The message is empty.')
  if (message.length > MOST_MESSAGE_CHARACTERS) {
    throw refused('/message', `The message has ${message.length} characters; attach longer texts as files.`)
  }
  return message
}

function readAttachment(attachment: GivenAttachment, at: number): Attachment {
  const { name, media_type: mediaType, text, base64 } = attachment
  if (text !== undefined) return { name, mediaType, text: withoutMark(text) }
  try {
    const bytes = Uint8Array.fromBase64(base64 ?? '')
    return { name, mediaType, text: withoutMark(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) }
  } catch {
    throw refused(`/attachments/${at}/base64`, 'Not base64 of UTF-8 text; other files must be converted to text first.')
  }
}

const withoutMark = (text: string): string => (text.startsWith('\uFEFF') ? text.slice(1) : text)

/** `2026-01-31T09:00:00+01:00[Europe/Berlin]`; without it the machine's clock and zone at this moment. */
function readNow(now: string | undefined, clock: Clock): PlannerInput['now'] {
  if (now === undefined) {
    const moment = Temporal.Instant.fromEpochMilliseconds(Math.floor(clock.epochMs()))
    const here = moment.toZonedDateTimeISO(Temporal.Now.timeZoneId())
    return { iso: here.toString({ timeZoneName: 'never', smallestUnit: 'second' }), zone: here.timeZoneId }
  }
  const zone = /\[([^\]]+)\]$/.exec(now)?.[1] ?? 'UTC'
  const iso = now.replace(/\[[^\]]*\]$/, '')
  try {
    Temporal.Instant.from(iso).toZonedDateTimeISO(zone)
    return { iso, zone }
  } catch {
    throw refused('/execution_options/now', 'Not a date-time with offset, or the zone is unknown.')
  }
}
