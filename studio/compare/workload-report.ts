/**
 * What a workload says about the rules, and about structure against direct. Every share has Wilson's interval, every ratio one by
 * bootstrap over the requests. A rule's answer counts as wrong where its words do, where the request was none for rules, and where its
 * run failed. An answer that no label knows is not judged.
 */
import type { CompareEntry, CompareSide } from '#contracts/compare'
import type { JsonValue } from '#contracts/json-value'
import { textOf } from './agreement.ts'
import { grade } from './grade.ts'
import { bootstrap, type Interval, wilson } from './interval.ts'
import { KINDS, type Kind, type WorkloadRequest } from './read-workload.ts'
import { isPriced } from './weigh.ts'

/** What the planner made of a request: an answer by rules alone, a part, or nothing. */
export type RuleOutcome = {
  readonly request: WorkloadRequest
  readonly answer: string | null
  readonly rules: readonly string[]
  /** Why the run of the rules failed; null where it did not. */
  readonly failure: string | null
}

export type Share = {
  readonly hits: number
  readonly all: number
  readonly share: number | null
  readonly interval: Interval | null
}

export type RuleReport = {
  readonly answered: Share
  readonly precision: Share
  /** Of the deterministic requests whose answer is known. */
  readonly recall: Share
  /** Answered by rule, and no label says what is right. */
  readonly unjudged: number
  readonly traps_answered: number
  readonly partly: Share
  readonly wrong: readonly {
    readonly id: string
    readonly message: string
    readonly answer: string
    readonly rules: readonly string[]
    readonly failure: string | null
  }[]
  readonly missed: readonly { readonly id: string; readonly message: string }[]
}

export const shareOf = (hits: number, all: number): Share => ({
  hits,
  all,
  share: all === 0 ? null : hits / all,
  interval: wilson(hits, all),
})

export function reportRules(outcomes: readonly RuleOutcome[]): RuleReport {
  const of = (kind: Kind): readonly RuleOutcome[] => outcomes.filter(({ request }) => request.kind === kind)
  const answered = outcomes.filter(({ answer }) => answer !== null)
  const judged = answered.map(outcome => ({ ...outcome, isRight: judge(outcome) }))
  const right = judged.filter(({ isRight }) => isRight === true)
  const wrong = judged.filter(({ isRight }) => isRight === false)
  const known = of('deterministic').filter(({ request }) => isKnown(request))
  const hybrids = of('hybrid')
  return {
    answered: shareOf(answered.length, outcomes.length),
    precision: shareOf(right.length, right.length + wrong.length),
    recall: shareOf(right.length, known.length),
    unjudged: answered.length - right.length - wrong.length,
    traps_answered: of('trap').filter(({ answer }) => answer !== null).length,
    partly: shareOf(hybrids.filter(({ answer, rules }) => answer === null && rules.length > 0).length, hybrids.length),
    wrong: wrong.map(({ request: { id, message }, answer, rules, failure }) => ({
      id,
      message,
      answer: answer!,
      rules,
      failure,
    })),
    missed: of('deterministic')
      .filter(({ answer }) => answer === null)
      .map(({ request }) => ({ id: request.id, message: request.message })),
  }
}

const isKnown = ({ label }: WorkloadRequest): boolean => label.facts.length + label.says.length > 0

/** Null where nothing is known; right answers are those of deterministic requests alone. */
function judge({ request: { kind, label }, answer, failure }: RuleOutcome): boolean | null {
  if (kind !== 'deterministic' || failure !== null) return false
  return grade(label, answer ?? '', 'first line')
}

export type Compared = { readonly request: WorkloadRequest; readonly entry: CompareEntry }
type Ratio = { readonly ratio: number | null; readonly interval: Interval | null }

/** Sums of one kind, for whoever weighs the kinds differently. */
export type KindSums = {
  readonly requests: number
  readonly calls: { readonly structured: number; readonly direct: number }
  readonly tokens_out: { readonly structured: number; readonly direct: number }
}

export type StructureReport = {
  readonly kinds: Readonly<Record<Kind, KindSums>>
  readonly calls: Ratio
  readonly tokens_out: Ratio
  readonly latency: Ratio
  readonly accuracy: { readonly structured: Share; readonly direct: Share; readonly difference: Interval | null }
}

export function reportStructure(compared: readonly Compared[]): StructureReport {
  const groups = compared.filter(({ entry }) => isPriced(entry)).map(one => [one])
  const ratio = (measure: (side: CompareSide) => number): Ratio => {
    const of = (drawn: readonly Compared[]): number | null => {
      const direct = drawn.reduce((sum, { entry }) => sum + measure(entry.direct), 0)
      return direct === 0 ? null : drawn.reduce((sum, { entry }) => sum + measure(entry.structured), 0) / direct
    }
    return { ratio: of(groups.flat()), interval: bootstrap(groups, of) }
  }
  const graded = compared.flatMap(({ request, entry }) => {
    const [structured, direct] = [gradeSide(request, entry.structured), gradeSide(request, entry.direct)]
    return structured === null || direct === null ? [] : [{ structured, direct }]
  })
  const rightOf = (side: 'structured' | 'direct'): Share =>
    shareOf(graded.filter(one => one[side]).length, graded.length)
  return {
    kinds: Object.fromEntries(
      KINDS.map(kind => [kind, sumsOf(compared.filter(one => one.request.kind === kind))]),
    ) as Record<Kind, KindSums>,
    calls: ratio(side => side.calls),
    tokens_out: ratio(side => side.tokens_out),
    latency: ratio(side => side.latency_ms),
    accuracy: {
      structured: rightOf('structured'),
      direct: rightOf('direct'),
      difference: bootstrap(
        graded.map(one => [one]),
        drawn => drawn.reduce((sum, one) => sum + Number(one.structured) - Number(one.direct), 0) / drawn.length,
      ),
    },
  }
}

function sumsOf(compared: readonly Compared[]): KindSums {
  const sum = (measure: (entry: CompareEntry) => number): number =>
    compared.reduce((all, { entry }) => all + measure(entry), 0)
  return {
    requests: compared.length,
    calls: { structured: sum(entry => entry.structured.calls), direct: sum(entry => entry.direct.calls) },
    tokens_out: {
      structured: sum(entry => entry.structured.tokens_out),
      direct: sum(entry => entry.direct.tokens_out),
    },
  }
}

/** Both sides are judged alike: said anywhere. A failed run is a wrong answer. */
function gradeSide({ label }: WorkloadRequest, side: CompareSide): boolean | null {
  const answer = textOf(side.output as JsonValue) ?? ''
  return grade(label, answer, 'anywhere')
}
