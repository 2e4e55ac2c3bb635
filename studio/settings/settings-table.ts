/**
 * Every setting of Studio: its default, where it may be said, what it may be, and one sentence for people. It reads no file and no
 * environment.
 */
import { GraphLimits } from '#contracts/budget'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { readServerAddress } from '#kernel/plugin-door'
import { readOwnAddress } from './own-address.ts'

/** How a raw value (of a file: JSON, of a flag or variable: text) becomes a value, or one phrase of what is expected. */
type Reader<T> = (raw: unknown) => { readonly value: T } | { readonly expected: string }

export type Setting<T> = {
  readonly fallback: T
  readonly flag: string | null
  readonly variable: string | null
  readonly description: string
  /** When a change counts: at once, or at the next start. */
  readonly applies: 'now' | 'restart'
  /** Not to be changed by a page: it decides who may call. */
  readonly guarded?: true
  readonly read: Reader<T>
}

type Sketch<T> = Pick<Setting<T>, 'fallback' | 'description' | 'read'> & Partial<Setting<T>>

const define = <T>(sketch: Sketch<T>): Setting<T> => ({ flag: null, variable: null, applies: 'restart', ...sketch })

const readText =
  (pattern: RegExp, expected: string): Reader<string> =>
  raw =>
    typeof raw === 'string' && pattern.test(raw.trim()) ? { value: raw.trim() } : { expected }
const readTextOrNull =
  (pattern: RegExp, expected: string): Reader<string | null> =>
  raw =>
    raw === null || raw === '' ? { value: null } : readText(pattern, expected)(raw)
const readWhole =
  (least: number, most: number): Reader<number> =>
  raw => {
    const number = typeof raw === 'string' && /^\d{1,15}$/.test(raw.trim()) ? Number(raw) : raw
    const isInRange = Number.isSafeInteger(number) && (number as number) >= least && (number as number) <= most
    return isInRange ? { value: number as number } : { expected: `a whole number from ${least} to ${most}` }
  }
const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  '1': true,
  yes: true,
  false: false,
  '0': false,
  no: false,
}
const readSwitch: Reader<boolean> = raw => {
  const value = typeof raw === 'string' ? WORDS[raw.trim().toLowerCase()] : raw
  return typeof value === 'boolean' ? { value } : { expected: 'true or false' }
}
const readChoice =
  <T extends string>(...choices: readonly T[]): Reader<T> =>
  raw =>
    choices.includes(raw as T) ? { value: raw as T } : { expected: choices.map(choice => `"${choice}"`).join(' or ') }

/** A number with fraction, from `least` to `most`. */
const readNumber =
  (least: number, most: number): Reader<number> =>
  raw => {
    const number = typeof raw === 'string' && /^\d+(\.\d+)?$/.test(raw.trim()) ? Number(raw) : raw
    const isInRange = typeof number === 'number' && number >= least && number <= most
    return isInRange ? { value: number } : { expected: `a number from ${least} to ${most}` }
  }
const readWholeOrNull =
  (least: number, most: number): Reader<number | null> =>
  raw => {
    if (raw === null || raw === '') return { value: null }
    const read = readWhole(least, most)(raw)
    return 'value' in read ? read : { expected: `${read.expected}, or null` }
  }

const isPlainObject = (raw: unknown): raw is Record<string, JsonValue> =>
  typeof raw === 'object' && raw !== null && !Array.isArray(raw)

const readQuota: Reader<GraphLimits> = raw => {
  const names = Object.keys(GraphLimits.properties)
  const isQuota =
    isPlainObject(raw) &&
    Object.entries(raw).every(
      ([name, value]) => names.includes(name) && Number.isSafeInteger(value) && Number(value) >= 0,
    ) &&
    raw.max_total_time_ms !== 0
  return isQuota ? { value: raw as GraphLimits } : { expected: `an object of whole numbers named ${names.join(', ')}` }
}
const readPlugins: Reader<Readonly<Record<string, JsonObject>>> = raw =>
  isPlainObject(raw) && Object.values(raw).every(isPlainObject)
    ? { value: raw as Readonly<Record<string, JsonObject>> }
    : { expected: 'an object with an object of settings for each plugin' }

const readAddress: Reader<string> = raw => {
  const host = typeof raw === 'string' ? readOwnAddress(raw) : null
  return host === null ? { expected: 'an address or host name' } : { value: host }
}
const ADDRESS_CHARS = 255
const readServer =
  (port: string): Reader<string | null> =>
  raw => {
    if (raw === null || raw === '') return { value: null }
    const isAddress = typeof raw === 'string' && raw.length <= ADDRESS_CHARS && isServerAddress(raw, port)
    return isAddress ? { value: raw.trim() } : { expected: `a URL or host:port, such as 127.0.0.1:${port}` }
  }

function isServerAddress(text: string, port: string): boolean {
  try {
    readServerAddress(text, port, 'host')
    return true
  } catch {
    return false
  }
}

/** Where a runtime listens; becomes the setting `host` of its plugin. */
const server = (variable: string, runtime: string, port: string): Setting<string | null> =>
  define({
    fallback: null,
    variable,
    description: `Where ${runtime} listens; its own default when not set.`,
    read: readServer(port),
  })

export const SETTINGS = {
  host: define({
    guarded: true,
    fallback: '127.0.0.1',
    flag: '--host',
    variable: 'KORA_HOST',
    description: 'Address to listen on; beyond loopback a token is required.',
    read: readAddress,
  }),
  port: define({
    fallback: 4747,
    flag: '--port',
    variable: 'KORA_PORT',
    description: 'Port to listen on; 0 takes a free one.',
    read: readWhole(0, 65_535),
  }),
  open_browser: define({
    fallback: true,
    flag: '--no-open',
    description: 'Open the page in the browser when the server starts on a desktop.',
    read: readSwitch,
  }),
  auth: define({
    guarded: true,
    fallback: 'token',
    description: 'Whether calls need the token: "token", or "off" on loopback only.',
    read: readChoice('token', 'off'),
  }),
  max_runs: define({
    fallback: navigator.hardwareConcurrency,
    description: 'Runs under way at once that may call a model, and as many that cannot; default: the number of cores.',
    read: readWhole(1, 1_024),
  }),
  max_queued: define({
    fallback: 1_024,
    description: 'Runs that may wait; further ones are answered with 429.',
    read: readWhole(0, 100_000),
  }),
  default_model: define({
    applies: 'now',
    fallback: null,
    description: 'Model of tasks that name none, as <connector>/<name>.',
    read: readTextOrNull(/^[a-z][a-z0-9-]{0,63}\/\S.{0,255}$/, 'a model as <connector>/<name>'),
  }),
  keep_content: define({
    applies: 'now',
    fallback: false,
    description: 'Keep inputs and outputs of runs beside their telemetry.',
    read: readSwitch,
  }),
  max_tokens: define({
    applies: 'now',
    fallback: 512,
    description: 'Generated tokens that one answer to a message may cost, thinking included.',
    read: readWhole(1, 1_000_000),
  }),
  max_time_ms: define({
    applies: 'now',
    fallback: 120_000,
    description: 'Milliseconds that one answer to a message may take.',
    read: readWhole(100, 86_400_000),
  }),
  max_retries: define({
    applies: 'now',
    fallback: 1,
    description: 'Further attempts after a failed one.',
    read: readWhole(0, 100),
  }),
  temperature: define({
    applies: 'now',
    fallback: 0,
    description: 'How freely a model chooses its words in chats; 0 takes the likeliest.',
    read: readNumber(0, 2),
  }),
  top_p: define({
    applies: 'now',
    fallback: 1,
    description: 'Share of the likeliest words that a model chooses from in chats.',
    read: readNumber(0.01, 1),
  }),
  deterministic_only: define({
    applies: 'now',
    fallback: false,
    description: 'No model is called by anything; what needs one is refused in words.',
    read: readSwitch,
  }),
  dev_mode: define({
    applies: 'now',
    fallback: false,
    description:
      'The page shows prompts and raw replies of runs whose content is kept. Every output is checked all the same: that cannot be turned off.',
    read: readSwitch,
  }),
  probe: define({
    applies: 'now',
    fallback: 'asked' as 'asked' | 'auto' | 'off',
    description:
      'Finding out by at most 64 tokens what a local runtime keeps: "asked" on your word, and again after its update; "auto" also by itself after the first run on a model; "off" only on your word.',
    read: readChoice('asked', 'auto', 'off'),
  }),
  offline: define({
    applies: 'now',
    fallback: false,
    description: 'Nothing is fetched from the network, not even when asked for: no downloads of models.',
    read: readSwitch,
  }),
  telemetry_days: define({
    applies: 'now',
    fallback: null as number | null,
    description: 'Telemetry and kept content of runs older than this is erased; null keeps all.',
    read: readWholeOrNull(1, 36_500),
  }),
  telemetry_mb: define({
    applies: 'now',
    fallback: null as number | null,
    description: 'The oldest runs are erased while the file of telemetry is larger than this; null keeps all.',
    read: readWholeOrNull(1, 1_048_576),
  }),
  chat_days: define({
    applies: 'now',
    fallback: null as number | null,
    description: 'Chats unchanged for longer than this are erased; null keeps all.',
    read: readWholeOrNull(1, 36_500),
  }),
  cache_mb: define({
    fallback: 64,
    description: 'Memory of the exact cache in MiB.',
    read: readWhole(0, 65_536),
  }),
  cache_minutes: define({
    fallback: 1_440,
    description: 'How long an entry of the exact cache counts.',
    read: readWhole(1, 525_600),
  }),
  quota: define({
    applies: 'now',
    fallback: {},
    description: 'Ceiling over any one graph; it can only lower what a graph declares.',
    read: readQuota,
  }),
  ollama_host: server('OLLAMA_HOST', 'Ollama', '11434'),
  lmstudio_host: server('LMSTUDIO_HOST', 'LM Studio', '1234'),
  llamacpp_host: server('LLAMACPP_HOST', 'llama-server', '8080'),
  plugins: define({
    fallback: {},
    description: "Settings of plugins by the plugin's id.",
    read: readPlugins,
  }),
} as const

export type SettingName = keyof typeof SETTINGS
export type Settings = { readonly [K in SettingName]: (typeof SETTINGS)[K] extends Setting<infer T> ? T : never }
