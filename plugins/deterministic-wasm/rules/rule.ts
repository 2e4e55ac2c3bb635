/**
 * How the rules of this planner are written down: patterns over one clause, and a function from what they caught to tasks and a
 * reply. A rule sees whole clauses only; what it does not understand wholly it leaves alone.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerInput, PlannerRule, RuleMatch } from '#contracts/planner-port'
import { inTimeUnit } from './in-time-unit.ts'
import { type Clause, LONGEST_MESSAGE, type MessageReading, readMessage } from './message/read-message.ts'
import { inCents, rounded, roundedTime } from './rounded.ts'

export type Answer = {
  readonly tasks: readonly PlannedTask[]
  readonly answer: string
  readonly reply: RuleMatch['reply']
  readonly reading?: string
  /** Whether the clause's data (behind its colon, or the block) was read. */
  readonly usesData?: boolean
  /** Further spans that were read as data. */
  readonly data?: readonly (readonly [start: number, end: number])[]
}

type RuleDraft = Omit<PlannerRule, 'match'> & {
  /** A cheap test of each clause. */
  readonly hint: RegExp
  readonly read: (clause: Clause, input: PlannerInput) => Answer | null
  /** Whether it also reads a statement and the question about it as one clause; `joined`: over colons and arrows too. */
  readonly pairs?: true | 'joined'
}

export function defineRule({ hint, read, pairs, ...rule }: RuleDraft): PlannerRule {
  return {
    ...rule,
    match: (input, isSettled) => {
      if (input.message.length > LONGEST_MESSAGE) return []
      const matches: RuleMatch[] = []
      const reading = readMessage(input)
      for (const group of groupsOf(reading, pairs)) {
        if (!hint.test(group[0].text)) continue
        const alike = isSettled === undefined ? group : group.filter(({ span, isAsked }) => !isSettled(span, isAsked))
        const [clause] = alike
        if (clause === undefined) continue
        const first = read(clause, input)
        const found = first === null ? null : inTimeUnit(clause, first)
        const answer =
          found === null
            ? null
            : clause.decimals === undefined
              ? inCents(found, clause.plain)
              : clause.nearest !== undefined
                ? roundedTime(found, clause.nearest)
                : rounded(found, clause.decimals)
        if (answer !== null) matches.push(...alike.map(one => toMatch(one, reading, answer)))
      }
      return matches
    },
  }
}

/** Clauses that read alike and are answered alike; every rule looks at the first of them only. */
type Alike = readonly [Clause, ...Clause[]]

/** Put together once for all rules. */
const alone = onceFor((reading): readonly Alike[] => alikeOf(reading.clauses))
const withPairs = onceFor((reading): readonly Alike[] =>
  reading.pairs.length === 0 ? alone(reading) : alikeOf([...reading.clauses, ...reading.pairs]),
)

const joined = onceFor((reading): readonly Alike[] =>
  reading.joined.length === 0 ? withPairs(reading) : alikeOf([...reading.clauses, ...reading.pairs, ...reading.joined]),
)
const groupsOf = (reading: MessageReading, pairs: RuleDraft['pairs']): readonly Alike[] =>
  pairs === 'joined' ? joined(reading) : pairs ? withPairs(reading) : alone(reading)

function onceFor<Made>(make: (reading: MessageReading) => Made): (reading: MessageReading) => Made {
  const made = new WeakMap<MessageReading, Made>()
  return reading => {
    let one = made.get(reading)
    if (one === undefined) {
      one = make(reading)
      made.set(reading, one)
    }
    return one
  }
}

/** An answer may depend on the place of a clause where data, a quotation or a colon belongs to it: such a one stands alone. */
function alikeOf(clauses: readonly Clause[]): Alike[] {
  const groups = new Map<string | Clause, [Clause, ...Clause[]]>()
  for (const clause of clauses) {
    const { text, mark, isAsked, decimals, nearest, data, quotes } = clause
    const isFree = data === null && quotes.length === 0 && !mark.includes(':')
    const key = isFree ? `${text}\n${mark} ${isAsked} ${decimals} ${nearest}` : clause
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [clause])
    else group.push(clause)
  }
  return [...groups.values()]
}

/** Without the line that tells how it was obtained. */
function briefly({ reply: { how: _, ...reply }, ...answer }: Answer): Answer {
  return { ...answer, reply }
}

function toMatch(clause: Clause, { asides, isBrief }: MessageReading, found: Answer): RuleMatch {
  const { usesData = false, data = [], ...answer } = isBrief === true ? briefly(found) : found
  const read = [...data, ...(usesData && clause.data !== null ? [clause.data.span] : [])]
  return {
    span: clause.span,
    ...answer,
    ...(read.length > 0 ? { data: read } : {}),
    ...(asides === undefined ? {} : { asides }),
    ...(clause.isAsked ? {} : { implied: true }),
  }
}

export function task(
  key: string,
  name: string,
  op: string,
  input: JsonObject,
  dependencies: readonly string[] = [],
): PlannedTask {
  return { key, name, op, input, dependencies }
}

type Values = RuleMatch['reply']['values']
export const at = (pointer: string): { readonly pointer: string } => ({ pointer })
export const literal = (value: JsonValue): { readonly literal: JsonValue } => ({ literal: value })

/** One task, and what is said of it; `how` tells in a second line how it was obtained. */
export function single(only: PlannedTask, template: string, values: Values, how = ''): Answer {
  return { tasks: [only], answer: only.key, reply: withHow(template, values, how) }
}

/** `how` may hold text of the message: it goes in as a value. */
export function withHow(template: string, values: Values, how: string): RuleMatch['reply'] {
  if (how === '') return { template, values }
  const said = how.replace(/^[a-z]/, first => first.toUpperCase())
  return { template, how: '{{how}}', values: { ...values, how: literal(said) } }
}

/** A sentence that is the whole answer, where the rule itself knows that there is no other. */
export function sentence(text: string): Answer {
  const only = task('sentence', 'Say why', 'text.template', { template: '{{sentence}}', values: { sentence: text } })
  return single(only, '{{text}}', { text: at('/text') })
}

/** The first pattern that matches the whole text. */
export function firstMatch(text: string, patterns: readonly RegExp[]): RegExpExecArray | null {
  for (const pattern of patterns) {
    const found = pattern.exec(text)
    if (found !== null) return found
  }
  return null
}
