/**
 * An inference runtime as its failures speak of it, and what goes wrong with any of them as rows of the table of codes. A runtime's
 * own words may hold content, so they stay in `cause`.
 */
import { KoraError } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'

/** How messages name a runtime and what cures they give. */
export type Runtime = {
  /** `Ollama`, `LM Studio`. */
  readonly title: string
  /** What to do when nothing answers, as the end of a sentence: "start it with `ollama serve`". */
  readonly startCure: string
  /** What to do when a model is missing, as the end of a sentence. */
  readonly modelCure: (model: string) => string
  /** Where its address is set, as people write it: `OLLAMA_HOST`. */
  readonly addressSetting?: string
  /** The plugin that speaks to it: who may be allowed to reach another machine. */
  readonly plugin?: string
  /** Under which name `configs/secrets.json` holds its key; absent where it asks for none. */
  readonly keyName?: string
}

/** `model` is null for a question that is about no model: its 404 is about the path. */
export type AskedFor = { readonly model: string | null; readonly constrained: 'schema' | 'free' }

const OVERFLOW = /context (length|size|window)|exceed_context|prompt is too long|context overflow/i
const GRAMMAR =
  /json schema|grammar|invalid format|failed to load model vocabulary|response_format|initialize samplers/i
const BUSY = /server busy|maximum pending requests|no free slot|slot unavailable/i
const LOADING = /loading model/i
const MISSING = /not.?found|no models? loaded|failed to load model "/i
const CAUSE_CHARS = 500

/** An answer other than 200, or an error inside a stream (then `status` is 200). */
export function toUpstreamError(status: number, text: string, asked: AskedFor, runtime: Runtime): ConnectorError {
  const { title } = runtime
  const cause = new Error(text.slice(0, CAUSE_CHARS))
  const fail = (code: ConnectorError['code'], message: string) => new ConnectorError(code, message, cause)
  if (status >= 300 && status < 400)
    return fail('UPSTREAM_PROTOCOL', `${title} answered with a redirect, and redirects are not followed.`)
  if (status === 401 || status === 403)
    return fail('BACKEND_UNAVAILABLE', `${title} asks for a key or refuses the one it got; ${toKeyCure(runtime)}.`)
  if (LOADING.test(text)) return fail('BACKEND_BUSY', `${title} is still loading a model; try again when it is done.`)
  if (status === 503 || status === 429 || BUSY.test(text))
    return fail('BACKEND_BUSY', `${title} has no free slot; try again when one of its calls has ended.`)
  if (OVERFLOW.test(text))
    return fail('CONTEXT_OVERFLOW', `The prompt does not fit the context that ${title} runs ${asked.model} with.`)
  const isMissing = asked.model !== null && MISSING.test(text)
  if (status === 404 && !isMissing)
    return fail('UPSTREAM_PROTOCOL', `The address does not offer the API of ${title}; ${toAddressCure(runtime)}.`)
  if (asked.constrained === 'schema' && GRAMMAR.test(text))
    return fail('SCHEMA_NOT_DECODABLE', `${title} cannot decode under this schema.`)
  if (asked.model !== null && isMissing) return toMissingModel(asked.model, runtime, cause)
  return fail('BACKEND_ERROR', `${title} answered with an error (HTTP ${status}).`)
}

/** Another program listens where the runtime was looked for. `address` is as people see it. */
export function toStranger(runtime: Runtime, address: string): ConnectorError {
  const sentence = `Something other than ${runtime.title} answers at ${address}; ${toAddressCure(runtime)}.`
  return new ConnectorError('UPSTREAM_PROTOCOL', sentence)
}

const toAddressCure = ({ title, addressSetting }: Runtime): string =>
  addressSetting === undefined ? 'check its address' : `set ${addressSetting} to where ${title} listens`

const toKeyCure = ({ keyName }: Runtime): string =>
  keyName === undefined ? 'start it without one' : `put it into configs/secrets.json of the data folder as "${keyName}"`

export function toMissingModel(model: string, { title, modelCure }: Runtime, cause?: unknown): ConnectorError {
  return new ConnectorError('MODEL_NOT_FOUND', `${title} does not have the model ${model}; ${modelCure(model)}.`, cause)
}

/** A failure of the connection before the answer began. */
export function toConnectError(failure: unknown, baseUrl: string, runtime: Runtime): Error {
  const { title, startCure } = runtime
  if (failure instanceof ConnectorError) return failure
  if (failure instanceof KoraError && failure.code === 'NET_REFUSED') {
    const sentence = failure.details.granted === true ? failure.message : toConsent(baseUrl, runtime)
    return new ConnectorError('BACKEND_UNAVAILABLE', sentence, failure)
  }
  if (failure instanceof KoraError || isMalformed(failure))
    return new ConnectorError(
      'UPSTREAM_PROTOCOL',
      `What answers at ${baseUrl} does not speak the protocol of ${title}; ${toAddressCure(runtime)}.`,
      failure,
    )
  return new ConnectorError('BACKEND_UNAVAILABLE', `${title} does not answer at ${baseUrl}; ${startCure}.`, failure)
}

/** Why a host was not reached that nobody agreed to, and how to agree. */
function toConsent(baseUrl: string, { plugin }: Runtime): string {
  const url = URL.parse(baseUrl)
  const port = url?.port || (url?.protocol === 'https:' ? '443' : '80')
  const how =
    plugin === undefined
      ? 'its grants name none'
      : `\`kora plugins allow ${plugin} ${url?.hostname}:${port}\` agrees to it`
  return `${baseUrl} is another machine, and what would be sent there needs your agreement; ${how}.`
}

/** A failure of the connection while the answer was read. */
export function toBodyError(failure: unknown, runtime: Runtime): Error {
  if (failure instanceof ConnectorError) return failure
  if (isMalformed(failure))
    return new ConnectorError('UPSTREAM_PROTOCOL', `${runtime.title} sent broken HTTP.`, failure)
  return toTruncated(runtime, failure)
}

export function toTruncated({ title }: Runtime, cause?: unknown): ConnectorError {
  return new ConnectorError('UPSTREAM_TRUNCATED', `The answer of ${title} ended without its end mark.`, cause)
}

export const toProtocolError = ({ title }: Runtime, what: string, cause?: unknown): ConnectorError =>
  new ConnectorError('UPSTREAM_PROTOCOL', `${title} sent ${what}.`, cause)

/** Names that Bun's HTTP client gives to answers it cannot read. */
function isMalformed(failure: unknown): boolean {
  const code = failure instanceof Error && 'code' in failure && typeof failure.code === 'string' ? failure.code : ''
  return /malformed|invalid|decompress|zlib|brotli/i.test(code)
}
