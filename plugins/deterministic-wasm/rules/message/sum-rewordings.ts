/** Other words for sums, differences, shares and changes in per cent. */
import { from, number, ordered, type Rewording } from './rewording.ts'

export const SUMS: readonly Rewording[] = [
  from(
    "(?:i (?:need|want)|i'd like|can i have|let me have)(?: to know)?(?: the (?:result|value|answer) of)? (?<x>-?[\\d(][^,]{2,60}|(?:the )?(?:square|cube) root of .{1,30})",
    ({ x = '' }) =>
      /(?:power|times|plus|minus|divided|squared|cubed|root|percent of|% of|\d ?[-+*/^×÷] ?\d)/iu.test(x) ? x : null,
  ),
  from(
    '(?:what|how much) (?:do|does|would|will) (?:the numbers )?(?<list>[LIST])(?: (?:make|come to|sum to|total|give|add up to|equal|sum up to))?(?: together| altogether| in total| all together| when added(?: up| together)?| if (?:you|i|we) add them(?: up| together)?)*',
    'sum of $<list>',
  ),
  from('(?<list>[LIST])(?: when)? (?:added|summed)(?: up| together)?', 'sum of $<list>'),
  from(
    "(?:what(?:'s|s| is)|find|tell me) (?:the )?(?:total|sum|result|answer) (?:if|when) (?:you|i|we) (?<rest>(?:add|multiply|divide|subtract) .{3,60})",
    '$<rest>',
  ),
  from(
    "(?:and )?(?:if|when|suppose) (?:i|you|we|one) (?<rest>(?:add|multiply|divide|subtract|take(?: away)?|double|triple|halve|square|deduct) (?:[^,?]{1,50}?))(?:,| then)* (?:then )?(?:what|how much)(?:'s| is| do| would| will| does| number)* ?(?:i|you|we|it|that|the (?:result|answer|total)|left|be)(?: (?:get|have|end up with|be left with|obtain|left|be|come to|is left|give|make))*",
    '$<rest>',
  ),
  from("(?:what(?:'s|s| is) |how much(?:'s| is) )?(?<a>[N]) add (?<b>[N])", '$<a> plus $<b>'),
  from('times (?<a>[N]) (?:by|with|and) (?<b>[N])', '$<a> times $<b>'),
  from(
    "(?:what(?:'s|s| is|'re| are) |how much(?:'s| is| are) |calculate )?(?<a>[N]) (?:lots|groups|sets) of (?<b>[N])(?:,? ?(?:- )?how many(?: is that| altogether| in total)?| in total| altogether)?",
    '$<a> times $<b>',
  ),
]

export const DIFFERENCES: readonly Rewording[] = [
  from(
    "(?:if )?(?:i|you|we) (?<way>double|triple|halve|quadruple) (?:a|my|some) number(?:,| and| then)+ ?(?:i |you |we )?(?:then )?(?:get|have|end up with) (?<c>[N])[,.;]? (?:what|which)(?:'s| is| was)?(?: (?:the|this|that|my|your))? ?number(?: (?:is|was) it)?",
    ({ way = '', c }) =>
      `a number ${/^h/iu.test(way) ? 'divided by 2' : `times ${{ d: 2, t: 3, q: 4 }[way[0]!.toLowerCase()]}`} is ${c}, what is the number`,
  ),
  from(
    "(?:if )?(?:i|you|we) add (?<a>[N]) to a number,? (?:and )?(?:i |you |we )?(?:then )?(?:get|have|end up with) (?<c>[N])[,.;]? what(?:'s| is| was) (?:the|this|that|my|your) number",
    'a number plus $<a> is $<c>, what is the number',
  ),
  from(
    "(?:if )?(?:i|you|we) (?:subtract|take(?: away)?) (?<a>[N]) from a number,? (?:and )?(?:i |you |we )?(?:then )?(?:get|have|end up with) (?<c>[N])[,.;]? what(?:'s| is| was) (?:the|this|that|my|your) number",
    'a number minus $<a> is $<c>, what is the number',
  ),
  from(
    "(?:if )?(?:i|you|we) (?<way>multiply|divide) a number by (?<a>[N]),? (?:and )?(?:i |you |we )?(?:then )?(?:get|have|end up with) (?<c>[N])[,.;]? what(?:'s| is| was) (?:the|this|that|my|your) number",
    ({ way = '', a, c }) => `a number ${/^m/iu.test(way) ? 'times' : 'divided by'} ${a} is ${c}, what is the number`,
  ),
  from(
    "(?:what(?:'s|s| is) |how much is )?an? (?<size>hundred|thousand|million) (?<sign>minus|plus|times|divided by|less|take away) (?<b>[N])",
    ({ size = '', sign, b }) =>
      `${{ hundred: 100, thousand: 1000, million: 1_000_000 }[size.toLowerCase()]} ${sign} ${b}`,
  ),
  from(
    '(?:by )?(?:how much|what(?: amount)?) (?:is )?[MORE] is (?<a>[A]) than (?<b>[A])|(?:by )?(?:how much|what(?: amount)?) is (?<a2>[A]) [MORE] than (?<b2>[A])',
    ({ a, b, a2, b2 }) => {
      const [x, y] = [a ?? a2, b ?? b2]
      return number(x) > number(y) ? `${x} minus ${y}` : null
    },
  ),
  from(
    '(?:by )?(?:how much|what(?: amount)?) [LESS] is (?<b>[A]) than (?<a>[A])|(?:by )?(?:how much|what(?: amount)?) is (?<b2>[A]) [LESS] than (?<a2>[A])',
    ({ a, b, a2, b2 }) => {
      const [x, y] = [a ?? a2, b ?? b2]
      return number(x) > number(y) ? `${x} minus ${y}` : null
    },
  ),
  from('how far (?:off |away )?is (?<a>[N]) (?:from|off) (?<b>[N])', 'difference between $<a> and $<b>'),
  from(
    '(?:what|how much|how many|which number|what number)(?: (?:more|else|must|should|do|would|can|could|shall|has|have|needs?|to|be|is|i|we|you|one))* (?:add|added)(?: on)? to (?<b>[A]) (?:to|so (?:that )?(?:i|we|you|it)|in order to|and)(?: [GET]| is| equals| gives?)+ (?<a>[A])',
    ordered('$<a> minus $<b>'),
  ),
  from(
    '(?<b>[A]) plus (?:how much|how many|which number|what number) (?:is|makes|equals|gives|=) (?<a>[A])',
    ordered('$<a> minus $<b>'),
  ),
  from(
    '(?:what|how much|which number|what number)(?: (?:must|should|do|would|can|could|has|have|need|to|be|i|we|you))+ (?:subtract(?:ed)?|take(?:n)?(?: away)?|deduct(?:ed)?) from (?<a>[A]) (?:to|so (?:that )?(?:i|we|you|it)|in order to)(?: [GET]| is| equals)+ (?<b>[A])',
    ordered('$<a> minus $<b>'),
  ),
  from(
    '(?:what|which number|what number)(?: (?:must|should|do|would|can|could|has|have|need|to|i|we|you))+ multiply (?<b>[N]) (?:by|with) to [GET] (?<a>[N])',
    '$<a> divided by $<b>',
  ),
  from(
    '(?:what|which number|what number)(?: (?:must|should|do|would|can|could|has|have|need|to|i|we|you))+ divide (?<a>[N]) by to [GET] (?<b>[N])',
    '$<a> divided by $<b>',
  ),
  from(
    'how many (?<b>\\d{2,6})s (?:are (?:there )?|go |fit |make )?(?:in|into|up|in to) (?<a>\\d{2,9})',
    ({ a = '', b = '' }) =>
      a.includes(b) || Number(a) < Number(b)
        ? null
        : Number(a) % Number(b) === 0
          ? `${a} divided by ${b}`
          : `${a} divided by ${b} with remainder`,
  ),
  from(
    "(?:what(?:'s|s| is)|how much is|what do (?:i|you|we) have) (?:left|left over|the remainder|the rest|remaining) (?:over )?(?:when|if|after) (?:i |you |we )?(?:divide|dividing) (?<a>\\d+) by (?<b>\\d+)",
    'remainder of $<a> divided by $<b>',
  ),
  from('(?:the )?remainder (?:of|for|when|from) (?<a>\\d+) ?[/÷] ?(?<b>\\d+)', 'remainder of $<a> divided by $<b>'),
  from(
    '(?<a>[A]) (?:split|divided|cut|shared|parted) (?:up )?(?:in|into) (?<b>\\d{1,6}) (?:equal|even|same|identical)(?:ly)?(?:[ -]?sized)? (?:parts|pieces|groups|shares|portions|lots|piles)',
    '$<a> divided by $<b>',
  ),
]

export const PERCENTS: readonly Rewording[] = [
  from(
    '(?:from )?(?:what|which) (?:number|amount|value) (?:do|must|should) (?:i|you|we) (?:take|subtract|deduct|remove) (?<p>[N]) ?[PCT] (?:off|from|away from) to [GET] (?<a>[A])',
    'after a $<p>% decrease the number is $<a>, what was it before',
  ),
  from(
    "(?:what(?:'s|s| is)? )?(?<a>\\d{1,6}) in (?:every )?(?<b>\\d{1,6}) (?:as|in) (?:an? )?[PCT](?:age)?|what [PCT](?:age)? is (?<a2>\\d{1,6}) in (?<b2>\\d{1,6})",
    ({ a, b, a2, b2 }) => `${a ?? a2} out of ${b ?? b2} as a percentage`,
  ),
  from(
    '(?<a>[A]) is (?<p>[N]) ?[PCT] (?:(?<more>more|bigger|larger|greater|higher)|less|smaller|lower) than (?:which|what) (?:number|value|amount|figure)',
    ({ a, p = '', more }) =>
      Number(p) <= 0 || (more === undefined && Number(p) >= 100)
        ? null
        : `after a ${p}% ${more === undefined ? 'decrease' : 'increase'} the number is ${a}, what was it before`,
  ),
  from(
    'what (?:do|would|will) (?:i|you|we) (?:get|have|end up with) (?:when|if) (?:i|you|we) (?<rest>(?:take|knock|add|increase|reduce|decrease|raise|lower|subtract|deduct) (?:(?! and | then )[^,?]){3,60})',
    '$<rest>',
  ),
  from('how many [PCT] of (?<b>[A]) (?:is|are) (?<a>[A])', '$<a> is what percent of $<b>'),
  from(
    "(?:if )?(?:i |we |he |she )?(?:scored |got |had |answered )?(?<a>\\d{1,6}) (?:out )?of (?<b>\\d{1,6})(?: (?:pupils|students|people|kids|children|questions|points))? ?(?<v>passed|failed|came|voted|agreed|answered|won|correctly|right|correct)?,? (?:what(?:'s| is)?|which)(?: (?:the|my|our|his|her))? (?:percent(?:age)?|%)(?: (?:is|was) (?:that|it)| (?<w>passed|failed|came|voted|agreed|answered|won|score))?",
    ({ a, b, v, w }) => (w === undefined || w === 'score' || w === v ? `${a} out of ${b} as a percentage` : null),
  ),
  from('(?<a>[A]) ?[*×] ?(?<p>[N]) ?[PCT]', '$<p>% of $<a>'),
  from("(?:of|from) (?<a>[A]),? (?:what|how much)(?:'s|s| is) (?<p>[N]) ?[PCT]", ({ a, p }) => `${p}% of ${a}`),
  from(
    "(?:what(?:'s|s| is) (?:left|it|that) (?:when|if) (?:i|you|we) )?take (?<p>[N]) ?[PCT] of (?<a>[A])",
    '$<p>% of $<a>',
  ),
  from('(?<a>[A]) with (?<p>[N]) ?[PCT] (?:added(?: on)?|on top|more|extra)(?: to it)?', '$<a> plus $<p>%'),
  from('(?<a>[A]) up (?:by )?(?<p>[N]) ?[PCT]', '$<a> plus $<p>%'),
  from(
    '(?<a>[A]) with (?<p>[N]) ?[PCT] (?:taken off|removed|knocked off|less|taken away|deducted)',
    '$<a> minus $<p>%',
  ),
  from('(?<a>[A]) down (?:by )?(?<p>[N]) ?[PCT]', '$<a> minus $<p>%'),
  from('(?:knock|chop|shave|slash) (?<p>[N]) ?[PCT] off(?: of)? (?<a>[A])', '$<a> minus $<p>%'),
  from(
    "(?:(?:what|which) (?:number|value|figure|amount)(?: is|'s)|find (?:a|the) number(?: that is)?) (?<p>[N]) ?[PCT] (?:(?<more>more|bigger|larger|greater|higher)|less|smaller|lower) than (?<a>[A])",
    ({ a, p, more }) => `${a} ${more === undefined ? 'minus' : 'plus'} ${p}%`,
  ),
  from(
    '(?:express|write|give(?: me)?|state|show|put|convert) (?<a>[A]) as a (?:percentage|percent|%) of (?<b>[A])',
    '$<a> as a percentage of $<b>',
  ),
  from(
    '(?:what|which)(?: percent(?:age)?| %)(?: score| mark)? (?:did|do|does|is|have|has|would|will)(?: (?:i|we|he|she|that|it|you))?(?: (?:get|have|score|got|gotten|reach|be|that))*(?: if| when| with| for)(?: (?:i|we|he|she|you))?(?: (?:scored|got|had|get|score|have|answered|scores|gets))? (?<a>\\d+(?:\\.\\d+)?)(?: (?:points|marks|questions|answers|right|correct))? (?:out of|of|/) (?<b>\\d+(?:\\.\\d+)?)(?: (?:right|correct(?:ly)?|points|marks|questions))?',
    '$<a> out of $<b> as a percentage',
  ),
  from(
    "(?:what(?:'s|s| is) )?(?:the )?(?:percent(?:age)?|%) (?<kind>change|increase|decrease|rise|drop|growth) (?:when|if|where|as) (?<a>[A]) (?:becomes|turns into|changes to|goes to|goes up to|goes down to|grows to|rises to|falls to|drops to|increases to|decreases to|is raised to|is increased to|is reduced to)(?<b> [A])",
    ({ kind = '', a, b = '' }) => changed(kind, a, b.trim()),
  ),
  from(
    "(?<a>[A]) (?:went up|goes up|rose|grew|increased|climbed|jumped|was raised|is increased) to (?<b>[A])[,;.]? ?(?:so )?(?:what|which|how (?:much|many)|by what|by how (?:much|many))(?:'s| is)?(?: the)? (?:percent(?:age)?|%)(?: (?:increase|rise|change|growth|more|did it (?:rise|grow|go up|increase)))?(?: (?:is|was) (?:that|it|this))?",
    ({ a, b }) => changed('increase', a, b),
  ),
  from(
    "(?<a>[A]) (?:went down|goes down|fell|dropped|decreased|shrank|sank|was reduced|was cut|is reduced) to (?<b>[A])[,;.]? ?(?:so )?(?:what|which|how (?:much|many)|by what|by how (?:much|many))(?:'s| is)?(?: the)? (?:percent(?:age)?|%)(?: (?:decrease|drop|fall|change|reduction|less|did it (?:fall|drop|go down|decrease)))?(?: (?:is|was) (?:that|it|this))?",
    ({ a, b }) => changed('decrease', a, b),
  ),
  from(
    '(?:by )?how (?:much|many) [PCT] (?:is )?(?:(?<more>more|bigger|larger|greater|higher)|less|smaller|lower) (?:is )?(?<b>[A]) than (?<a>[A])',
    ({ more, a, b }) => changed(more === undefined ? 'decrease' : 'increase', a, b),
  ),
  from(
    '(?:by )?(?:how (?:much|many)|what) [PCT](?:age)? is (?<b>[A]) (?:(?<more>more|bigger|larger|greater|higher)|less|smaller|lower) than (?<a>[A])',
    ({ more, a, b }) => changed(more === undefined ? 'decrease' : 'increase', a, b),
  ),
]

/** Only in the direction that is named. */
function changed(kind: string, a: string | undefined, b: string | undefined): string | null {
  const isDown = /decrease|drop/i.test(kind)
  const isUp = /increase|rise|growth/i.test(kind)
  if ((isDown && number(b) >= number(a)) || (isUp && number(b) <= number(a)) || !(number(a) > 0)) return null
  return `percentage ${isDown ? 'decrease' : isUp ? 'increase' : 'change'} from ${a} to ${b}`
}
