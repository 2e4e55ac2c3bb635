/**
 * Frames: requests known by what stands in them, in whatever order and between whatever harmless words. A frame names the parts that a message must have,
 * each once, and writes the request in the words that rules know; every figure belongs to a part, and what is left over must be harmless.
 */
import { isHarmless } from './harmless.ts'

export type Values = Readonly<Record<string, string | undefined>>

export type Frame = {
  /** Cheap: what no message of this kind lacks. */
  readonly key: RegExp
  /** What must stand in the message, in the order in which it is looked for; named groups are the values. */
  readonly parts: readonly RegExp[]
  /** What may stand in it besides and changes nothing here. */
  readonly asides?: RegExp
  /** The same request in plain words; null where the values do not fit together. */
  readonly write: string | ((values: Values) => string | null)
}

/** A number as people type it. */
export const N = String.raw`(?<![\p{L}\d.,:/-])[-−]?\d(?:[\d.,]*\d)?(?![\d:/]|[.,]\d)`
export const part = (source: string): RegExp => new RegExp(source, 'iu')

/** How the result is to be rounded goes along as it was said. */
const ROUNDING =
  /,? ?\(?(?:rounded |round(?: it)? |give it |correct )?(?:off )?(?:to|with) (?<wish>(?:one|two|three|four|\d) (?:decimals?|decimal places?|dp|places)|(?:the )?nearest (?:cent|penny|whole(?: number)?|integer|euro|dollar|pound|ten|hundred|thousand|minute|second|met(?:er|re)|kilo(?:gram)?|kg|km|gram|lit(?:er|re)))(?:,? please)?\)?(?!\p{L})/iu

/** The request that the frame makes of the message, or null. `text` is in one line. */
export function readFrame({ key, parts, asides, write }: Frame, text: string): string | null {
  if (!key.test(text)) return null
  let rest = text
  let values: Values = {}
  for (const one of parts) {
    const found = one.exec(rest)
    if (found === null) return null
    values = { ...values, ...found.groups }
    rest = `${rest.slice(0, found.index)} , ${rest.slice(found.index + found[0].length)}`
  }
  const wish = ROUNDING.exec(rest)
  if (wish !== null) rest = rest.replace(ROUNDING, ' ')
  if (asides !== undefined) rest = rest.replace(asides, ' ')
  if (!isHarmless(rest)) return null
  const said = typeof write === 'string' ? fill(write, values) : write(values)
  return said === null || wish?.groups?.wish === undefined ? said : `${said}, rounded to ${wish.groups.wish}`
}

export const fill = (template: string, values: Values): string =>
  template.replace(/\$(\w+)/g, (_, name: string) => values[name] ?? '')
