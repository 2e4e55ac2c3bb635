/** Which words may stand around measures, and which unit a request asks for. */
import type { Clause } from '../message/read-message.ts'
import { isTold, strangers } from '../stories/story.ts'
import { EVERYDAY } from '../stories/vocabulary.ts'
import { SCENERY, withoutScene } from './scenery.ts'
import { isTurned } from './turned.ts'
import { type Named, nameUnit, UNIT_SOURCE } from './unit-names.ts'

/** Whether there may be a number in a text, in digits or words: only a quick look. */
export const NUMBERED =
  /\d|[½¼¾⅓⅔]|half|quarter|one|two|three|four|five|six|seven|eight|nine|ten|twel|teen|dozen|hundred|thousand/iu

/** Words that only set a scene around a measure. */
const SCENE =
  "gives about says say said shows show reads read wants want needs need needed use used uses using takes take set buy bought big large small long tall high wide deep thick heavy hot cold warm fast far weigh weighs weighed weight height length width depth size distance temperature temp speed volume area capacity measured measures measuring roughly approx approximately exactly only one right ok im i'm equals equal same value number unit units answer"

/** Names may only be nouns: at the beginning, behind an article or preposition, or behind a measure (`850 g flour`). */
export function inWords(whole: string, words: string, names = 0): boolean {
  const all = withScene(words)
  if (isWary(whole, words) || isTurned(whole) || asksOfAnother(whole, all)) return false
  const shape = withoutScene(whole)
  if (!isTold(shape, { words: all, names: names + 6, everyday: true })) return false
  const unknown = strangers(shape, all).filter(word => !EVERYDAY.has(word) || ODD.test(word))
  if (new Set(unknown).size > names) return false
  return unknown.every(word => {
    if (ODD.test(word)) return false
    const at = shape.search(new RegExp(`(?<![\\p{L}'’-])${word}(?![\\p{L}'’-])`, 'u'))
    return NOUN_PLACE.test(shape.slice(0, at))
  })
}
/** Words that say how figures stand to each other: a form must know them itself. */
const ODD =
  /^(?:nautical|statute|troy|late|later|early|earlier|away|ago|behind|ahead|apart|old|young|older|younger|extra|free|missing|lost|gone|broken|shared|split|mixed|squared|cubed|minus|plus|remove|removed|removing|subtract|deduct|adding|added|rewrite|rephrase|paraphrase|reword|imagine|pretend|invent|discuss|correct|proofread|shorten|expand|continue|complete|repeat|quote|cite|spell|sing|draw|draft|review|analy[sz]e|check|verify|prove|guess|estimate|define|post|tweet|caption|title|headline|poem|sentence|text|phrase|song|haiku|slogan|paragraph|message|question|riddle|puzzle|prompt|example|exercise)$/u
const NOUN_PLACE =
  /(?:^(?:[\p{L}-]+ )?|[,.;:(] ?(?:and )?|- |[A-Z] |(?<!\p{L})(?:the|my|an?|our|your|his|her|its|this|that|each|one|of|much|many|for|in|with|on|from|at|is|are|has|have|got|new|old|big|large|small|little|round|\p{L}+'s) (?:[\p{L}-]+ )?)$/u

/** `a 5 kg cat eats 60 g per kg, what would a lion eat`: asked of something that was told nothing of. */
const OF_WHOM =
  /(?<!\p{L})(?:would|does|do|did|will|can|could|should) (?:an?|the|my|your|his|her|our|another) (\p{L}{3,})/u
function asksOfAnother(shape: string, words: string): boolean {
  const behind = shape.slice(shape.search(/[A-Z](?!.*[A-Z])/u) + 1)
  const noun = OF_WHOM.exec(behind)?.[1]
  if (noun === undefined || !strangers(noun, words).includes(noun)) return false
  return !shape.slice(0, shape.length - behind.length).includes(noun)
}

/** More than one question: another rule, or a model. */
export function asksTwice(shape: string): boolean {
  let twice = twices.get(shape)
  if (twice === undefined) {
    if (twices.size >= 128) twices.clear()
    twice =
      (
        shape
          .replace(/(?<!\p{L})what (?:do|should|can|must) i tell(?!\p{L})/gu, 'what')
          .match(/(?<!\p{L})(?:how|what|what's|whats|which|why|when|where|who|tell|explain|should)(?!\p{L})/gu) ?? []
      ).length > 1
    twices.set(shape, twice)
  }
  return twice
}
const twices = new Map<string, boolean>()

/** Signs that no rule of measures reads, and words that only a rule which knows them may: other money, ranges, limits, judgements. */
const SIGNS = /[\d$€£¥<>^*_{}[\]|\\@#&~]/u
const WARY =
  /(?<!\p{L})(?:dollars?|euros?|yen|rupees?|rs|cents?|pence|sterling|bucks|quid|usd|eur|gbp|chf|inr|jpy|currency|percent|percentage|between|unless|except|least|most|minimum|maximum|max|instead|healthy|normal|safe|legal|enough|ideal|best|recommended)(?!\p{L})/gu
/** How exactly it is wanted was not read. */
const UNROUNDED =
  /(?<!\p{L})(?:to (?:the |a )?(?:nearest|closest|whole|full)|nearest|rounded(?! (?:edge|corner|end))|round(?:ing)?(?: it| that| this| the answer| the result)?(?: off| up| down)? to|decimals?|d\.?p|significant)(?!\p{L})/u
const isWary = (shape: string, words: string): boolean => {
  if (SIGNS.test(shape) || UNROUNDED.test(shape)) return true
  const found = shape.match(WARY)
  if (found === null) return false
  const known = new Set(words.split(' '))
  return found.some(word => !known.has(word))
}

/** The vocabulary of a rule with the words of the scene, made once. */
const vocabularies = new Map<string, string>()
function withScene(words: string): string {
  let all = vocabularies.get(words)
  if (all === undefined) {
    all = `${SCENE} ${SCENERY} ${words}`
    if (vocabularies.size < 64) vocabularies.set(words, all)
  }
  return all
}

/** Whether it asks, or is no sentence at all: `concrete slab 3 m x 4 m x 10 cm, in m³`. A statement is answered by nobody. */
export function isAsking(clause: Clause, shape: string): boolean {
  let asking = askings.get(clause)
  if (asking === undefined || asking.shape !== shape) {
    asking = { shape, is: doesAsk(clause, shape) }
    askings.set(clause, asking)
  }
  return asking.is
}
const askings = new WeakMap<Clause, { readonly shape: string; readonly is: boolean }>()
const doesAsk = (clause: Clause, shape: string): boolean =>
  clause.isAsked ||
  clause.mark.includes('?') ||
  /\?|(?:,| -) (?:in|to|as) [^,.]{1,20}$/u.test(shape) ||
  /(?<!\p{L})(?:how|what|what's|whats|find|calculate|work out|needed|tell me|give me)(?!\p{L})/u.test(shape) ||
  !/(?<!\p{L})(?:is|are|was|were|has|have|had|did|does|i|i'm|we|he|she|they|it|you|got|will|can)(?!\p{L})/u.test(shape)

/** A question of yes and no, with nothing else asked. */
export function asksYesNo(clause: Clause): boolean {
  let is = yesNos.get(clause)
  if (is === undefined) {
    is =
      /^(?:is|are|was|were|do|does|did(?! \d)|can|could|should|would|will|has|have|am)(?!\p{L})/iu.test(clause.plain) &&
      !/(?<!\p{L})(?:what|how|which)(?!\p{L})/iu.test(clause.plain)
    yesNos.set(clause, is)
  }
  return is
}
const yesNos = new WeakMap<Clause, boolean>()

/** A shape is in lower case, but for the letters of its measures. */
const BARE = new RegExp(`(?<![\\p{L}\\p{N}'’°])(${UNIT_SOURCE.toLowerCase()})(?![\\p{L}\\p{N}²³'’])`, 'gu')
const AFTER_WISH =
  /(?:(?<!\p{L})(?:in|to|into|as|many|much|only has|shows?|got|reads?|use|uses|per|→)|[=,>?-]|^) ?(?:the |° ?|degrees )?$/u

export type Target = { readonly unit: Named; readonly at: number; readonly to: number }

/** Several rules look at the same shape one after the other. */
const found = new Map<string, readonly Target[]>()

/** The units that stand without a number; short ones only where they are asked for. */
export function findTargets(shape: string, isImperial: boolean): readonly Target[] {
  const key = `${isImperial ? 'uk' : 'us'} ${shape}`
  const known = found.get(key)
  if (known !== undefined) return known
  if (found.size > 64) found.clear()
  const targets = searchTargets(shape, isImperial)
  found.set(key, targets)
  return targets
}

function searchTargets(shape: string, isImperial: boolean): Target[] {
  const targets: Target[] = []
  for (const one of shape.matchAll(BARE)) {
    const written = one[1] ?? ''
    const before = shape.slice(0, one.index)
    // Letters that are words, and words that are no units here (`in`, `a`, `second`).
    if (written.length <= 2 && !AFTER_WISH.test(before)) continue
    if (
      /^(?:a|in|ins|st|mil|hand|foot|yard|stone|cup|bar|bars|barrels?|["'”″′])$/u.test(written) &&
      !/(?:in|to|into|as|many|much|shows?|reads?) $/u.test(before)
    )
      continue
    // `in a year` names no ampere.
    if (/^(?:in|a)$/u.test(written) && !/^[ ?.!]*$/u.test(shape.slice(one.index + written.length))) continue
    if (
      /^(?:second|days?|weeks?|hours?|minutes?|h|hr|hrs|min|mins|s|sec)$/u.test(written) &&
      /(?:a|per|each|every|the|this|that|last|next|for|what|which) $/u.test(before)
    )
      continue
    const unit = nameUnit(written === 'c' || written === 'f' ? `°${written}` : upperOf(written), isImperial)
    if (unit !== null) targets.push({ unit, at: one.index, to: one.index + written.length })
  }
  return targets
}

/** A shape is in lower case; `mw` and `nm` cannot be told apart in it. */
const upperOf = (written: string): string => (written === 'k' ? 'K' : written)
