/**
 * Phrases with slots: `split {bill:amount} between {n:count} people`. A slot reads one kind of thing everywhere alike, so a rule
 * lists ways of saying and never a pattern for a number. It matches whole clauses only.
 */
import type { Clause } from './message/read-message.ts'
import { type Amount, NUMBER, readAmount } from './money.ts'
import type { Answer } from './rule.ts'

/** What a slot takes; `amount` is a number that may be money, `words` is anything, read further by its rule. */
const SLOTS: Readonly<Record<string, (name: string) => string>> = {
  number: name => `(?<${name}>${NUMBER})`,
  positive: name => `(?<${name}>\\d+(?:\\.\\d+)?)`,
  count: name => `(?<${name}>\\d{1,9})`,
  percent: name => `(?<${name}>\\d+(?:\\.\\d+)?) ?(?:%|percent|per cent|pct)`,
  amount: name => `(?<${name}>${NUMBER})(?:¤(?<${name}Side>[<>])(?<${name}Sign>[^¤]*)¤)?`,
  words: name => `(?<${name}>.+?)`,
}

export class Slots {
  readonly #groups: Readonly<Record<string, string | undefined>>

  constructor(groups: Readonly<Record<string, string | undefined>>) {
    this.#groups = groups
  }

  has(name: string): boolean {
    return this.#groups[name] !== undefined
  }

  text(name: string): string {
    return (this.#groups[name] ?? '').trim()
  }

  /** With what `n2`, `n3` and `n4` caught under the name `n`, where a phrase has several places for one thing. */
  folded(): Slots {
    const groups: Record<string, string | undefined> = { ...this.#groups }
    for (const [name, value] of Object.entries(this.#groups)) groups[name.replace(/[234]$/u, '')] ??= value
    return new Slots(groups)
  }

  amount(name: string): Amount {
    return readAmount(this.#groups[name], this.#groups[`${name}Side`], this.#groups[`${name}Sign`])
  }
}

export type Phrase = readonly [pattern: RegExp, read: (slots: Slots) => Answer | null]

/** Alternatives may be named before: `[THING]` stands for what `parts` has under that name. */
export function phrase(
  source: string,
  read: (slots: Slots) => Answer | null,
  parts: Readonly<Record<string, string>> = {},
): Phrase {
  return [toPattern(source, parts), read]
}

export function toPattern(source: string, parts: Readonly<Record<string, string>> = {}): RegExp {
  const filled = source
    .replace(/\[([A-Z_]+)\]/g, (whole, name: string) => (parts[name] === undefined ? whole : `(?:${parts[name]})`))
    .replace(/\{(\w+):(\w+)\}/g, (whole, name: string, kind: string) => SLOTS[kind]?.(name) ?? whole)
  return new RegExp(`^(?:${filled})$`, 'iu')
}

/** The first reading that has an answer: without question words, then with them. */
export function readPhrases(clause: Clause, phrases: readonly Phrase[]): Answer | null {
  if (clause.quotes.length > 0) return null
  for (const text of new Set([clause.core, clause.plain])) {
    for (const [pattern, read] of phrases) {
      const groups = pattern.exec(text)?.groups
      const answer = groups === undefined ? null : read(new Slots(groups))
      if (answer !== null) return answer
    }
  }
  return null
}
