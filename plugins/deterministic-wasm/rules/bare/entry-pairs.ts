/** Questions that set names of a list beside each other: shares, differences, what changed from the one to the other. */
import { addsUp } from './entry-figures.ts'
import { ALL, DOES, type Form, form, type Groups, isTold, N, VERBS, W, WHO } from './entry-parts.ts'
import { endOf, isRowNoun, isValueNoun } from './entry-words.ts'

/** `what share of the votes did Kim get`; names stand as `«0»`. */
const SHARE = '(?:share|percentage|percent|%|proportion|vote share)'
const SUM_OF = `(?: of (?:the |all |all the |our |my )?(?:total|sum|whole|(?:total )?${N}))?`
const OUT = '(?:,? (?:in |as )(?:a )?(?:%|percent|percentages?))?'
const shared =
  (say: (groups: Groups) => string): Form[1] =>
  (groups, figures) =>
    (groups.val === undefined || isValueNoun(groups.val, figures)) &&
    (groups.row === undefined || isRowNoun(groups.row, figures)) &&
    addsUp(figures)
      ? say(groups)
      : null
const EACH = `(?:each(?: of (?:them|these))?|everyone|everybody|every|all of them|each one)(?: ${W})?`
export const SHARE_FORMS: readonly Form[] = [
  form(
    `(?:what |which |how much )?${SHARE}s?${SUM_OF}(?: ${DOES})?(?: for| of| per)? ${EACH}(?: ${VERBS}| have)?${SUM_OF.replace('val>', 'val2>')}${OUT}`,
    shared(() => 'share of each'),
  ),
  form(
    `${EACH}(?:'s)? ${SHARE}s?${SUM_OF}${OUT}`,
    shared(() => 'share of each'),
  ),
  form(
    `shares?${SUM_OF} (?:in|as) (?:%|percent|percentages?)`,
    shared(() => 'share of each'),
  ),
  form(
    `(?:in )?(?:percent|percentages?|%) (?:of|for|per) ${EACH}`,
    shared(() => 'share of each'),
  ),
  form(
    `(?:what |which |how much )?${SHARE}${SUM_OF}(?: (?:is|was|did|does|of|for|went to|goes to|go to|belongs to|has|have|said|voted|chose|picked|want|wants|prefer|people|votes))*(?: the)? «(?<a>\\d+)»(?:'s)?(?: ${VERBS}| have)?(?: for)?${SUM_OF.replace('val>', 'val2>')}${OUT}`,
    shared(({ a }) => `share «${a}»`),
  ),
  form(
    `«(?<a>\\d+)»(?:'s)? ${SHARE}${SUM_OF}${OUT}`,
    shared(({ a }) => `share «${a}»`),
  ),
]

const MORE = '(?:more|older|taller|heavier|longer|higher|further|farther|bigger|larger)'
const LESS = '(?:less|fewer|younger|shorter|lighter|lower|smaller)'
const compared =
  (isTurned: boolean): Form[1] =>
  ({ val, more = 'more', a, b }, figures) => {
    if (val !== undefined && !isValueNoun(val, figures)) return null
    if (/older|younger/u.test(more) && endOf('oldest', figures) === null) return null
    const isLess = new RegExp(`^${LESS}$`, 'u').test(more)
    return `how much ${isLess ? 'less' : 'more'} ${isTurned ? `«${b}» than «${a}»` : `«${a}» than «${b}»`}`
  }
const BY = `(?:by )?how (?:many|much) (?<more>${MORE}|${LESS})(?: ${N})?`
export const PAIR_FORMS: readonly Form[] = [
  form(`${BY} than «(?<a>\\d+)» (?:${DOES} )?«(?<b>\\d+)»(?: ${VERBS})?`, compared(true)),
  form(`${BY} (?:${DOES} )?«(?<a>\\d+)»(?: ${VERBS})? than «(?<b>\\d+)»(?: ${DOES}| ${VERBS})?`, compared(false)),
  form(`${BY} than «(?<a>\\d+)» (?:is|was|are|has|had) «(?<b>\\d+)»`, compared(true)),
  form(`(?:difference|gap)(?: in ${N})? between «(?<a>\\d+)» and «(?<b>\\d+)»`, ({ val, a, b }, figures) =>
    val !== undefined && !isValueNoun(val, figures) ? null : `difference between «${a}» and «${b}»`,
  ),
  form(
    `how (?:many|much|old|tall|heavy|far)(?: ${W.replace('row>', 'val>')})?(?: (?:${DOES}|${WHO}|${VERBS}|for|on|in|at|come|came))* «(?<a>\\d+)»(?: ${VERBS})?(?: ${ALL})?`,
    ({ val, a }, figures) => (val !== undefined && !isValueNoun(val, figures) ? null : `how many «${a}»`),
  ),
]

const FALLS = '(?:lose|lost|drop|dropped|fall|fell|decrease|decreased|decline|declined|go down|shrink|went down)'
const RISES = '(?:gain|gained|grow|grew|rise|rose|increase|increased|go up|went up|climb|climbed|put on)'
const USES = '(?:use|used|consume|consumed|drive|drove|driven|travel|travelled|cover|covered|change|changed|differ)'
const FROM_TO =
  '(?:from (?:the )?(?:first|beginning|start)(?: [a-z]+)? to (?:the )?(?:last|end)(?: [a-z]+)?|between (?:the )?first and (?:the )?last(?: [a-z]+)?|overall|in total|altogether|over the whole (?:time|period)|since the start|from start to (?:end|finish))'
const stepped =
  (side: 'up' | 'down' | 'any', isShare = false): Form[1] =>
  ({ val }, figures) => {
    if ((val !== undefined && !isValueNoun(val, figures)) || !isTold(figures)) return null
    const [first, last] = [figures.numbers[0] ?? 0, figures.numbers.at(-1) ?? 0]
    // What rose was not lost: the question has it the wrong way round.
    if ((side === 'up' && last < first) || (side === 'down' && last > first)) return null
    return `step ${isShare ? 'share' : side} 0 ${figures.numbers.length - 1}`
  }
const NAMED = 'from «(?<a>\\d+)» (?:to|until|till) «(?<b>\\d+)»|between «(?<c>\\d+)» and «(?<d>\\d+)»'
const between =
  (side: 'up' | 'down' | 'any' | 'share' | 'shareup' | 'sharedown'): Form[1] =>
  ({ val, a, b, c, d }, figures) => {
    const [from, to] = [Number(a ?? c), Number(b ?? d)]
    if ((val !== undefined && !isValueNoun(val, figures)) || !isTold(figures) || from >= to) return null
    if (new Set(figures.names).size < figures.names.length) return null
    const rise = (figures.numbers[to] ?? 0) - (figures.numbers[from] ?? 0)
    return (side.endsWith('up') && rise < 0) || (side.endsWith('down') && rise > 0)
      ? null
      : `step ${side} ${from} ${to}`
  }
const METERED = /(?:meter|metre|odometer|counter|mileage|reading|stand)/iu
const defined = (groups: Groups): Groups =>
  Object.fromEntries(Object.entries(groups).filter(([, text]) => text !== undefined))

export const STEP_FORMS: readonly Form[] = [
  ...(
    [
      [RISES, 'shareup'],
      [FALLS, 'sharedown'],
      ['change', 'share'],
    ] as const
  ).map(([verb, side]) =>
    form(
      `by (?:how many percent|what percent(?:age)?|how much percent) (?:did|has|have) (?:the |my |our )?(?:${WHO}|${N}) ${verb} (?:${NAMED}|${FROM_TO})`,
      (groups, figures) =>
        (groups.a ?? groups.c) === undefined
          ? between(side)({ ...groups, a: '0', b: String(figures.names.length - 1) }, figures)
          : between(side)(groups, figures),
    ),
  ),
  form(`(?:by )?how much (?:did|has|have) (?:the |my |our )?${N} ${RISES} (?:${NAMED})`, between('up')),
  form(`(?:by )?how much (?:did|has|have) (?:the |my |our )?${N} ${FALLS} (?:${NAMED})`, between('down')),
  form(
    `(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${FALLS} (?:${NAMED})`,
    between('down'),
  ),
  form(
    `(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${RISES} (?:${NAMED})`,
    between('up'),
  ),
  form(`(?:change|difference|development) (?:${NAMED})`, between('any')),
  form(
    `(?:percentage|percent|%) (?:change|growth|increase|decrease) (?:${NAMED})|(?:change|growth|increase) (?:${NAMED.replace(/<([a-d])>/g, '<$1$1>')}) in (?:%|percent)`,
    ({ aa, bb, cc, dd, ...groups }, figures) =>
      between('share')({ a: aa, b: bb, c: cc, d: dd, ...defined(groups) }, figures),
  ),
  form(`(?:growth|increase|gain|rise) (?:${NAMED})`, between('up')),
  form(
    `(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${FALLS}(?: ${FROM_TO})?`,
    stepped('down'),
  ),
  form(
    `(?:by )?how (?:much|many)(?: ${N})? (?:did|have|has) (?:i|we|it|they|he|she|the [a-z]+|my [a-z]+) ${RISES}(?: ${FROM_TO})?`,
    stepped('up'),
  ),
  form(
    `how (?:much|many)(?: ${N})?(?: (?:did|have|has|was|were))?(?: (?:i|we|it|they|was|were))? ?${USES} ${FROM_TO}`,
    stepped('up'),
  ),
  form(
    `how (?:much|many|far)(?: ${N})?(?: (?:did|have|has|was|were))?(?: (?:i|we|it|they|was|were))? ?${USES}`,
    (_, figures) => (METERED.test(figures.label.text) ? stepped('up')({}, figures) : null),
  ),
  form('(?:total )?(?:consumption|usage|distance(?: driven)?)', (_, figures) =>
    METERED.test(figures.label.text) ? stepped('up')({}, figures) : null,
  ),
  form(`(?:(?:total|overall) )?(?:change|difference|development) ${FROM_TO}`, stepped('any')),
  form(`(?:(?:total|overall) )?(?:change|growth|increase) ${FROM_TO} (?:in|as) (?:%|percent)`, stepped('any', true)),
  form(`(?:percentage|percent|%) (?:change|growth|increase) ${FROM_TO}`, stepped('any', true)),
  form(`(?:(?:total|overall) )?(?:growth|increase|gain|rise) ${FROM_TO}`, stepped('up')),
  form(`(?:(?:total|overall) )?(?:decrease|loss|drop|decline|weight loss) ${FROM_TO}`, stepped('down')),
]
