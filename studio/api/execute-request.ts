/**
 * The body of /execute and /plan: checked as an envelope, turned into what the kernel is asked to run. The graph inside is
 * not looked at here; the kernel admits it.
 */
import { type Static, Type } from '@sinclair/typebox'
import { API_VERSION, type AttachmentInput, ExecuteRequest } from '#contracts/execution'
import { type Fault, KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import type { RunRequest } from '#engine/run-request'
import { defineBody, invalidRequest, requestFault } from './read-request.ts'
import type { Construction, StudioServices } from './services.ts'

const Envelope = Type.Object(
  { ...ExecuteRequest.properties, taskgraph: Type.Optional(Type.Unknown()) },
  { additionalProperties: false },
)
export type Envelope = Static<typeof Envelope>

const checkEnvelope = defineBody(Envelope)
// ISO 8601 with offset, optionally followed by [zone] (rule K6); the planner reads the parts.
const NOW =
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})(?:\[[A-Za-z0-9_+\-/]{1,64}\])?$/

export type Prepared = {
  readonly run: RunRequest
  /** Present where the graph came from a message. */
  readonly construction?: Construction
}

/** H1: a body of another major version is refused before anything else is looked at. Throws API_VERSION. */
export function assertApiVersion(value: unknown): void {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!isObject || isVersionOurs((value as JsonObject).api_version)) return
  const message = `Expected api_version "${API_VERSION}".`
  throw new KoraError('API_VERSION', message, { errors: [{ pointer: '/api_version', code: 'API_VERSION', message }] })
}

/** Throws KoraError API_VERSION before anything else, then INVALID_REQUEST with all faults of the envelope. */
export function readEnvelope(value: unknown): Envelope {
  assertApiVersion(value)
  const envelope = checkEnvelope(value)
  const faults = crossFaults(envelope)
  if (faults.length > 0) throw invalidRequest(faults)
  return envelope
}

/** Builds the kernel's request: a graph's at once, while a message is given to the planner first. */
export function prepareRun(envelope: Envelope, services: StudioServices): Prepared | Promise<Prepared> {
  const options = envelope.execution_options ?? {}
  const mode = services.settings.values.deterministic_only ? 'deterministic_only' : (options.mode ?? 'auto')
  const defaultModel = options.model ?? services.models.defaultModel
  const common = {
    backend: options.backend ?? 'local',
    deterministicOnly: mode === 'deterministic_only',
    defaultModel,
    ...(options.content === undefined ? {} : { keepContent: options.content === 'keep' }),
  }
  if (envelope.message === undefined) {
    const { taskgraph } = envelope
    if (envelope.inputs === undefined) return { run: { taskgraph, ...common } }
    return { run: { taskgraph, inputs: envelope.inputs as JsonObject, ...common } }
  }
  return prepareMessage(envelope.message, mode, envelope, common, services)
}

async function prepareMessage(
  message: string,
  mode: NonNullable<NonNullable<Envelope['execution_options']>['mode']>,
  { attachments, execution_options: options }: Envelope,
  common: Omit<RunRequest, 'taskgraph'>,
  services: StudioServices,
): Promise<Prepared> {
  const construction = await services.construct({
    message,
    attachments: await services.giveAttachments(attachments ?? []),
    mode,
    ...(options?.now === undefined ? {} : { now: options.now }),
  })
  const { taskgraph, ...plan } = construction
  return { run: { taskgraph, ...common, plan }, construction }
}

function isVersionOurs(version: unknown): boolean {
  const major = API_VERSION.slice(0, API_VERSION.indexOf('.'))
  return typeof version === 'string' && /^\d{1,9}\.\d{1,9}$/.test(version) && version.startsWith(`${major}.`)
}

function crossFaults(envelope: Envelope): readonly Fault[] {
  const faults: Fault[] = []
  const isMessage = envelope.message !== undefined
  if (isMessage === (envelope.taskgraph !== undefined)) {
    faults.push(requestFault('', 'Give exactly one of taskgraph and message.'))
  } else if (isMessage && envelope.inputs !== undefined) {
    faults.push(requestFault('/inputs', 'inputs belong to a taskgraph; a message takes attachments.'))
  } else if (!isMessage && envelope.attachments !== undefined) {
    faults.push(requestFault('/attachments', 'attachments belong to a message; a taskgraph takes inputs.'))
  }
  if (!isMessage && envelope.execution_options?.mode === 'direct') {
    faults.push(
      requestFault('/execution_options/mode', 'direct sends a message to one model; a taskgraph is run as it is.'),
    )
  }
  const now = envelope.execution_options?.now
  if (now !== undefined && !isDateTime(now)) {
    faults.push(
      requestFault('/execution_options/now', 'Expected a date-time with offset, such as 2026-01-31T09:00:00+01:00.'),
    )
  }
  for (const [index, attachment] of (envelope.attachments ?? []).entries()) {
    faults.push(...attachmentFaults(attachment, `/attachments/${index}`))
  }
  return faults
}

/** What a shape cannot say about an attachment. */
export function attachmentFaults(attachment: AttachmentInput, pointer: string): readonly Fault[] {
  const { name, media_type: mediaType, text, base64, id } = attachment
  if ([text, base64, id].filter(given => given !== undefined).length !== 1)
    return [requestFault(pointer, 'Give exactly one of text, base64 and id.')]
  if (id === undefined && (name === undefined || mediaType === undefined))
    return [requestFault(pointer, 'Give name and media_type beside text or base64.')]
  return []
}

export function isDateTime(text: string): boolean {
  return NOW.test(text) && !Number.isNaN(Date.parse(text.replace(/\[.*$/, '')))
}
