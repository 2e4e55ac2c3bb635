/**
 * Runs the rules of all planners over a message and keeps the matches that do not overlap (rule K1): what covers more of the
 * message wins, then the rule's order. It says how much of the message they cover; it builds no task.
 */
import type { IsSettled, Planner, PlannerInput, PlannerRule, RuleMatch } from '#contracts/planner-port'
import { isFiller } from './filler.ts'
import { mayChange } from './remainder.ts'

export type Matched = { readonly rule: PlannerRule; readonly match: RuleMatch }

export type Coverage = 'all' | 'part' | 'none'

export type RuleReading = { readonly matches: readonly Matched[]; readonly coverage: Coverage }

export function matchRules(planners: readonly Planner[], input: PlannerInput): RuleReading {
  const { usual, last } = inOrder(planners)
  const reading = judge(findAll(usual, input), input)
  if (reading.coverage === 'all') return reading
  const other = judge(findAll(last, input), input)
  return other.coverage === 'all' ? other : reading
}

type InOrder = { readonly usual: readonly PlannerRule[]; readonly last: readonly PlannerRule[] }

/** Put in order once for all messages, as long as the planners stay the same. */
let known: (InOrder & { readonly of: readonly Planner['rules'][] }) | null = null

function inOrder(planners: readonly Planner[]): InOrder {
  const isKnown = known?.of.length === planners.length && planners.every(({ rules }, at) => known?.of[at] === rules)
  if (known === null || !isKnown) {
    const rules = planners
      .flatMap(planner => planner.rules)
      .toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))
    const of = planners.map(planner => planner.rules)
    known = {
      of,
      usual: rules.filter(({ isLastResort }) => isLastResort === undefined),
      last: rules.filter(({ isLastResort }) => isLastResort === true),
    }
  }
  return known
}

function judge(all: readonly Matched[], input: PlannerInput): RuleReading {
  const kept = keepLongest(all)
  if (wantsOneFigure(input.message, kept)) return { matches: [], coverage: 'none' }
  const coverage = coverageOf(input.message, kept)
  const found = kept.map(({ match }) => match)
  if (coverage === 'part' && mayChange(input.message, found)) return { matches: [], coverage: 'none' }
  if (coverage !== 'part' || found.every(({ implied }) => implied !== true)) return { matches: kept, coverage }
  // What nothing asks for is a number in passing once something else is left over.
  const asked = kept.filter(({ match }) => match.implied !== true)
  return { matches: asked, coverage: asked.length === 0 ? 'none' : 'part' }
}

/**
 * Rules in their order. One may pass over what an earlier one has read, because of equally long matches the first is taken; where one
 * has read the whole message, none is left to look.
 */
function findAll(rules: readonly PlannerRule[], input: PlannerInput): Matched[] {
  const found: Matched[] = []
  const isSettled = settledBy(found)
  const whole: Span = [input.message.length - input.message.trimStart().length, input.message.trimEnd().length]
  for (const rule of rules) {
    found.push(...rule.match(input, isSettled).map(match => ({ rule, match })))
    if (found.length > 0 && isSettled(whole, true)) break
  }
  return found
}

/** `20% off 50 and 20% off 30, total?`: one figure of several is wanted, and no rule that read a part of them gave it. */
const ONE_FIGURE =
  /[,;:.?!–—-]\s*(?:and |so |then )?(?:what(?:['’]s| is) |whats )?(?:the |my |our )?(?:(?:grand |in )?total|sum|difference|altogether|in all|combined|(?:all )?together|overall)(?: (?:please|pls|then))?[\s?.!]*$/iu

function wantsOneFigure(message: string, kept: readonly Matched[]): boolean {
  const [last, before] = kept.toReversed()
  if (last === undefined || before === undefined || !ONE_FIGURE.test(message)) return false
  return !/[.?!]\s/.test(message.slice(before.match.span[1] - 1, last.match.span[0]))
}

/** More than a message has characters. */
const KEYS = 2 ** 24
/** In the place of how many matches were looked at. */
const SETTLED = -1

type Span = readonly [start: number, end: number]

/**
 * Whether a span lies within one of the matches found so far; an implied one settles only what nobody asked. What was settled stays so,
 * and what was not is held against later matches alone: every rule asks for every clause.
 */
function settledBy(found: readonly Matched[]): IsSettled {
  const looked = new Map<number, number>()
  return ([start, end], isAsked) => {
    if (found.length === 0) return false
    const key = (start * KEYS + end) * 2 + (isAsked ? 1 : 0)
    let at = looked.get(key) ?? 0
    if (at < 0) return true
    for (; at < found.length; at += 1) {
      const { span, implied } = found[at]!.match
      if (span[0] <= start && end <= span[1] && !(isAsked && implied === true)) break
    }
    looked.set(key, at < found.length ? SETTLED : at)
    return at < found.length
  }
}

const lengthOf = ({ match }: Matched): number => match.span[1] - match.span[0]
const overlaps = (a: Span, b: Span): boolean => a[0] < b[1] && b[0] < a[1]

/** The sort is stable, so equally long matches stay in the order of their rules. */
function keepLongest(found: readonly Matched[]): Matched[] {
  const kept: Matched[] = []
  for (const one of found.toSorted((a, b) => lengthOf(b) - lengthOf(a))) {
    if (!kept.some(other => overlaps(other.match.span, one.match.span))) kept.push(one)
  }
  return kept.sort((a, b) => a.match.span[0] - b.match.span[0])
}

/** `and a` at the end says that something belongs to what was read. */
const OPEN_END = /(?<!\p{L})(?:and|or|an?|the|of|my|to)[\s.?!"']*$/iu

function coverageOf(message: string, kept: readonly Matched[]): Coverage {
  if (kept.length === 0) return 'none'
  const spans = kept
    .flatMap(({ match }) => [match.span, ...(match.data ?? []), ...(match.asides ?? [])])
    .sort((a, b) => a[0] - b[0])
  let at = 0
  for (const [start, end] of spans) {
    if (start > at && !isFiller(message.slice(at, start))) return 'part'
    at = Math.max(at, end)
  }
  const rest = message.slice(at)
  return isFiller(rest) && !OPEN_END.test(rest) ? 'all' : 'part'
}
