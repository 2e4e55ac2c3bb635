/** A way of asking and the words in which rules know it: a pattern over a whole sentence, and what it writes. */

export type Groups = Readonly<Record<string, string | undefined>>
export type Rewording = readonly [pattern: RegExp, write: string | ((groups: Groups) => string | null)]

const N = '-?\\d+(?:\\.\\d+)?(?![\\d.])'
const FR = '-?\\d+(?:\\.\\d+)?(?:/\\d+)?(?![\\d./])'
/** An amount may be money. */
const A = `${N}(?:¤[^¤]{1,12}¤)?`
const PCT = '(?:%|percent|per cent|pct)'
const LIST = `${FR}(?:(?:, ?| )${FR})*(?:,? (?:and|&|plus) ${FR})`
const MANY = `${N}(?:(?:,? (?:and |& |or )?|; ?)${N})+`
const IS = "(?: is|'s|s)?"
const ASK = `(?:(?:what|which)${IS}|find|give me|tell me|what'll be|what will be|what would be) `
const MORE = '(?:bigger|larger|greater|higher|taller|longer|heavier|older)'
const LESS = '(?:smaller|lower|fewer|shorter|lighter|younger)'
const GET = '(?:get(?: to)?|make|reach|have|arrive at|end up with|obtain|come to|bring it to)'
const BASE = '(?:binary|bin|octal|hex|hexadecimal|decimal|base[ -]?\\d{1,2})'
export const PLAIN_BASE =
  '(?:decimal|denary|(?:normal|ordinary|plain|regular|everyday|decimal|usual)(?: \\p{L}+)? (?:numbers?|form|digits|notation|value)|base[ -]?(?:10|ten))'
const FORM = '(?:an? )?(?:fraction|decimals?|percent(?:age)?|%|mixed number|binary|hex|octal|roman numerals?|words)'

/** `$<name>` stands for what a group caught; `[N]`, `[A]` and the others for these patterns. */
const PARTS: Readonly<Record<string, string>> = {
  N,
  A,
  PCT,
  LIST,
  MANY,
  IS,
  ASK,
  MORE,
  LESS,
  GET,
  BASE,
  PLAIN_BASE,
  FORM,
}
export const from = (source: string, write: Rewording[1], flags = 'iu'): Rewording => [
  new RegExp(`^(?:${source.replace(/\[([A-Z_]+)\]/g, (whole, name: string) => PARTS[name] ?? whole)})$`, flags),
  write,
]

export const number = (written: string | undefined): number => Number(/-?[\d.]+/.exec(written ?? '')?.[0] ?? Number.NaN)
/** `a` must be the larger one. */
export const ordered =
  (write: string): Rewording[1] =>
  groups =>
    number(groups.a) > number(groups.b) ? filled(write, groups) : null
export const filled = (template: string, groups: Groups): string =>
  template.replace(/\$<(\w+)>/g, (_, name: string) => groups[name] ?? '')
