/**
 * What a comparison comes to: totals, ratios with intervals, and where structure begins to pay.
 *
 * The cost of a run is its input tokens plus four times its output tokens, the price ratio of the project's first measurements ($0.15 and
 * $0.60 a million). With a share `d` of requests answered without a model, structure costs `d * rules + (1 - d) * models` a request
 * and direct costs `direct`; they meet at `d = (models - direct) / (models - rules)`. Where no request needed a model, a model
 * request is taken to cost what it costs directly. A request that failed before any model was asked has no price and is left out of
 * the verdicts; one that failed later costs what it took. Both are said.
 */
import type { CompareEntry, CompareResult, CompareSide, CompareTotals, CompareVerdict } from '#contracts/compare'
import { bootstrap } from './interval.ts'

const OUTPUT_PRICE = 4
/** Fewer requests than this make the interval of a bootstrap narrower than it should be. */
export const ENOUGH = 8
type Measure = CompareVerdict['measure']

export function weigh(entries: readonly CompareEntry[]): CompareResult {
  const judged = entries.filter(entry => entry.agree !== null)
  return {
    entries: [...entries],
    structured: totalsOf(entries.map(entry => entry.structured)),
    direct: totalsOf(entries.map(entry => entry.direct)),
    agreement: judged.length === 0 ? null : judged.filter(entry => entry.agree).length / judged.length,
    verdicts: [judge(entries, 'cost'), judge(entries, 'latency')],
  }
}

/** Whether both ways came as far as an answer or a model; a run that failed before would look like a bargain. */
export function isPriced({ structured, direct }: Pick<CompareEntry, 'structured' | 'direct'>): boolean {
  return [structured, direct].every(({ status, calls }) => status === 'success' || calls > 0)
}

const costOf = (side: CompareSide): number => side.tokens_in + OUTPUT_PRICE * side.tokens_out
const measureOf = (side: CompareSide, measure: Measure): number => (measure === 'cost' ? costOf(side) : side.latency_ms)
const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0)
const mean = (values: readonly number[]): number => sum(values) / values.length

function totalsOf(sides: readonly CompareSide[]): CompareTotals {
  return {
    calls: sum(sides.map(side => side.calls)),
    tokens_in: sum(sides.map(side => side.tokens_in)),
    tokens_out: sum(sides.map(side => side.tokens_out)),
    cost: sum(sides.map(costOf)),
    latency_ms: sum(sides.map(side => side.latency_ms)),
    failed: sides.filter(side => side.status !== 'success').length,
  }
}

function judge(all: readonly CompareEntry[], measure: Measure): CompareVerdict {
  const entries = all.filter(isPriced)
  const groups = [...Map.groupBy(entries, entry => entry.request).values()]
  const ratio = ratioOf(entries, measure)
  const interval = bootstrap(groups, drawn => ratioOf(drawn, measure))
  const cheaper = ratio === null || ratio === 1 ? 'neither' : ratio < 1 ? 'structured' : 'direct'
  const certain =
    groups.length >= ENOUGH &&
    interval !== null &&
    (cheaper === 'structured' ? interval.high < 1 : cheaper === 'direct' && interval.low > 1)
  const share = entries.length === 0 ? 0 : mean(entries.map(entry => (entry.structured.calls === 0 ? 1 : 0)))
  const breakEven = entries.length === 0 ? 0 : breakEvenOf(entries, measure)
  const verdict = {
    measure,
    ratio,
    ratio_interval: interval,
    cheaper,
    certain,
    answered_without_model: share,
    break_even_share: breakEven > 1 ? null : breakEven,
    break_even_interval: bootstrap(groups, drawn => Math.min(1, breakEvenOf(drawn, measure))),
  } as const
  return { ...verdict, sentence: `${sentenceOf(verdict, groups.length)}${failuresOf(all)}` }
}

function failuresOf(entries: readonly CompareEntry[]): string {
  const priced = entries.filter(isPriced)
  const [left, failed] = [
    entries.length - priced.length,
    priced.filter(({ structured, direct }) => structured.status !== 'success' || direct.status !== 'success').length,
  ]
  const of = (count: number): string => `${count} of ${entries.length} ${entries.length === 1 ? 'pair' : 'pairs'}`
  return [
    left === 0 ? '' : ` Left out: ${of(left)}, where one way failed before it asked a model.`,
    failed === 0 ? '' : ` In ${of(failed)} one way failed, and what it took is counted.`,
  ].join('')
}

function ratioOf(entries: readonly CompareEntry[], measure: Measure): number | null {
  const direct = sum(entries.map(entry => measureOf(entry.direct, measure)))
  return direct === 0 ? null : sum(entries.map(entry => measureOf(entry.structured, measure))) / direct
}

/** Above 1 where structure would not pay even if every request were answered without a model. */
function breakEvenOf(entries: readonly CompareEntry[], measure: Measure): number {
  const of = (part: readonly CompareEntry[]): readonly number[] =>
    part.map(entry => measureOf(entry.structured, measure))
  const direct = mean(entries.map(entry => measureOf(entry.direct, measure)))
  const ruled = of(entries.filter(entry => entry.structured.calls === 0))
  const asked = of(entries.filter(entry => entry.structured.calls > 0))
  const rules = ruled.length === 0 ? 0 : mean(ruled)
  const models = asked.length === 0 ? direct : mean(asked)
  if (models <= direct) return 0
  return models <= rules ? 2 : (models - direct) / (models - rules)
}

type Said = Omit<CompareVerdict, 'sentence'>

function sentenceOf(
  { measure, ratio, ratio_interval, cheaper, certain, break_even_share, answered_without_model }: Said,
  requests: number,
): string {
  const what = measure === 'cost' ? 'tokens' : 'time'
  if (requests === 0) return 'Nothing was answered both ways, so nothing can be compared.'
  if (ratio === null) return `Direct needed no ${what} that could be compared.`
  const percent = (value: number): string => `${(value * 100).toFixed(value < 0.1 ? 1 : 0)} %`
  const range =
    ratio_interval === null ? '' : ` (95 %: ${percent(ratio_interval.low)} to ${percent(ratio_interval.high)})`
  const size = `structure took ${percent(ratio)} of the ${what} of direct${range}`
  if (cheaper === 'neither') return `Neither is cheaper: ${size}.`
  const doubt = certain
    ? ''
    : requests < 2
      ? ' One request says nothing about others.'
      : requests < ENOUGH
        ? ` ${requests} requests are too few to settle it.`
        : ' The interval does not settle it.'
  if (cheaper === 'structured') return `Structured is cheaper here: ${size}.${doubt}`
  const cure =
    break_even_share === null
      ? 'No share of requests answered without a model would change that.'
      : `It would pay from ${percent(break_even_share)} of requests answered without a model; here it was ${percent(answered_without_model)}.`
  return `Direct is cheaper here: ${size}. ${cure}${doubt}`
}
