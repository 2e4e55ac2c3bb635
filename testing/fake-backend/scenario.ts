/**
 * A scenario: what the fake inference server does with one call, as plain JSON data, so that a failing case can be stored and shrunk.
 * It is literal: the server writes what the scenario says, also against the caller's cap, unless `honourCap` is among the steps.
 */
import type { JsonValue } from '#contracts/json-value'

/** One thing to do. Times in milliseconds, sizes in bytes, counts in tokens. A frame stands for one token unless `tokens` says more. */
export type Step =
  /** Be silent for a while; before the first written byte this delays the headers. */
  | { readonly wait: number }
  /** Answer with this status; with `body` the answer is complete and nothing else is written. */
  | { readonly status: number; readonly body?: JsonValue; readonly headers?: Readonly<Record<string, string>> }
  | { readonly text: string; readonly n?: number; readonly everyMs?: number; readonly tokens?: number }
  | { readonly thinking: string; readonly n?: number; readonly everyMs?: number; readonly tokens?: number }
  /** The value as JSON text, a few characters a frame. */
  | { readonly json: JsonValue; readonly everyMs?: number }
  /** From here on, write in pieces of so many bytes, each its own chunk. 0 ends it. */
  | { readonly split: number }
  /** Added to the true token count in the report. */
  | { readonly lieUsage: number }
  /** Report no usage at all. */
  | { readonly noUsage: true }
  /** Name another model in the answer. */
  | { readonly answerAs: string }
  /** Until the caller closes; written no faster than the caller reads. `bytes` never ends a line. */
  | { readonly endless: 'tokens' | 'whitespace' | 'bytes' | 'empty'; readonly everyMs?: number }
  /** A frame whose text is not UTF-8. */
  | { readonly badUtf8: true }
  /** Raw text on the wire, outside the protocol. */
  | { readonly raw: string }
  /** An answer whose `content-encoding: gzip` body unpacks to so many bytes. */
  | { readonly gzipBomb: number }
  /** 200 with a web page. */
  | { readonly html: true }
  | { readonly redirect: string }
  /** So many header fields. */
  | { readonly headerBomb: number }
  /** Promise so many more bytes than the body has (`content-length`), then end the connection. */
  | { readonly wrongLength: number }
  /** Break the connection: orderly or by reset; with `atByte` as soon as so many body bytes are out. */
  | { readonly cut: 'fin' | 'rst'; readonly atByte?: number }
  /** Write nothing more and keep the connection. */
  | { readonly hang: true }
  /** End the HTTP answer well, without the runtime's end mark. */
  | { readonly missingEnd: true }
  /** An error inside the stream, then the end of the HTTP answer. */
  | { readonly errorLine: string }
  /** The end mark. A scenario without an ending step ends with `stop`. */
  | { readonly end: 'stop' | 'length' }
  /** From here on, stop with `length` at the cap the caller asked for, as an honest runtime does. */
  | { readonly honourCap: true }

export type Scenario = readonly Step[]
/** Null: the call is answered as if there were no script. */
export type ScenarioSource = Scenario | ((callIndex: number) => Scenario | null)

/** What an unscripted model answers: short, honest, and an object when a schema was sent. */
export function buildDefaultScenario(schema: JsonValue | null): Scenario {
  return [{ honourCap: true }, schema === null ? { text: 'ok' } : { json: {} }, { end: 'stop' }]
}

const PIECE_CHARS = 4

/** Splits text into pieces of a few characters, never inside a code point; a stand-in for tokens. */
export function toPieces(text: string): readonly string[] {
  const points = [...text]
  const pieces: string[] = []
  for (let at = 0; at < points.length; at += PIECE_CHARS) pieces.push(points.slice(at, at + PIECE_CHARS).join(''))
  return pieces
}
