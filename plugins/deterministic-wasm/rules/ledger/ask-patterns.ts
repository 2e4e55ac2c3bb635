/** How a story about money asks: for all of it, for the share of one, for the tip or tax in it, for what is saved, back or left. */
import { type Ask, type Flow, unitOf } from './ledger-facts.ts'
import { isName, isUnit, NAME, UNIT } from './ledger-words.ts'

type Groups = Readonly<Record<string, string | undefined>>
export type AskPattern = readonly [pattern: RegExp, read: (all: string, groups: Groups) => Ask | null]
const pattern = (source: string, read: AskPattern[1]): AskPattern => [
  new RegExp(`(?:${source})(?![\\p{L}'-])`, 'uy'),
  read,
]

const LEAD =
  '(?:(?:so|then|now|and|ok|okay|question|calculate|work out|figure out|tell me|find|find out|give me|i need|need|show me|please|i want to know|need to know|let me know|any idea) )*'
const WHAT =
  "(?:(?:what(?:'s|s|'ll| is| are| was| were| will| would| does)?(?: be)?|how much(?:'s| is| are| was| were| will| would)?(?: be)?|how high is|how large is) )?"
const SUM_NAMES =
  'total|totals|sum|price|cost|costs|bill|fare|amount|damage|invoice|charge|order|gross|pay|wage|wages|earnings|income|spend|spending|expenses?|takings|revenue|salary|rent|payment|grand total|final price|sale price|new price|reduced price|price to pay|receipt|check|figure|fee|budget|takings|turnover|cost price'
const SUM = `(?:(?:grand|overall|final|full|whole|combined|total|gross|new|weekly|monthly|yearly|annual|daily) )*(?:${SUM_NAMES})(?: (?:price|cost|costs|amount|sum|bill|due|fare|charge|to pay|payable|owed|spend|pay|value|total))?`
const IT =
  '(?:i|we|he|she|they|it|this|that|these|those|all|everything|you|one|all of it|all of that|all this|all that|the (?:whole (?:lot|thing|order|trip|evening)|lot|order|trip|stay|ride|whole)|everything together|them|all of them|both|the customer|the client)'
const DO = "(?:do|does|did|will|would|should|must|is|are|was|have|has|can|'ll|am|'s|could|shall)"
const VERB =
  '(?:pay|owe|cost|costs|come to|comes to|spend|spent|earn|make|made|earned|get|bill|charge|invoice|total|be|receive|take home|add up to|amount to|set (?:me|us) back|need to pay|have to pay|got to pay|pay for (?:it|that|all|them|everything|all of it)|paid|made|cost (?:me|us|them|him|her)|bring|bring in|bring me|get paid|need|end up paying|pay altogether|hand over|budget)'
const DONE = 'tip|tax|vat|shipping|delivery|everything|postage|gratuity|discount|fees?|service|that|this'
const TAIL = `(?:,? (?:in total|in all|altogether|all together|all in|total|overall|then|for (?:it|that|this|them|all|everything|all of it|all that|the lot|all of them)|now|please|pls|exactly|(?:with|incl|including|after|plus|including the|with the|after the|and) (?:the )?(?:${DONE})(?: and (?:the )?(?:${DONE}))?|to pay|in the end|at the end|together|at the checkout|at the till|this time|on this|for this|all of it|for both|when i leave|for the (?:job|work|whole thing|lot|trip|stay|ride|order)|on it))*`
const PER = `(?<per>(?: ?(?:per|an?|each|every|for each|for every|for one|in an?|in one|/) ?${UNIT}){1,2}| each(?: of us| person| one)?(?: (?:pay|owe))?| apiece| per head| monthly| yearly| weekly| daily| annually)?`

function perOf(text: string | undefined): readonly string[] | null {
  const said = (text ?? '').trim()
  if (said === '') return []
  if (/^(?:each|apiece|per head)/u.test(said) && !/^each (?!of us|person|one|pay|owe)/u.test(said)) return ['person']
  if (/^(?:month|year|week|dai|annual)ly$/u.test(said)) return [unitOf(said)]
  const units = [...said.matchAll(/(?:per|an?|each|every|one|\/) ?([\p{Ll}²\d]+)/gu)].map(found => found[1] ?? '')
  return units.length === 0 || !units.every(isUnit) ? null : units.map(unitOf)
}
const flowOf = (text: string): Flow =>
  /(?<!\p{L})(?:earn|earned|make|made|get paid|receive|take home|earnings|income|wages?|takings|revenue|bring|turnover)(?!\p{L})/u.test(
    text,
  )
    ? 'in'
    : /(?<!\p{L})(?:pay|owe|costs?|spend|spent|price|paid)(?!\p{L})/u.test(text) && !/get paid/u.test(text)
      ? 'out'
      : 'any'
const needsOf = (text: string): string[] =>
  [...text.matchAll(new RegExp(`(?:with|incl|including|after|plus|and) (?:the )?(${DONE})(?!\\p{L})`, 'gu'))].map(
    found => found[1] ?? '',
  )

const total: AskPattern[1] = (all, groups) => {
  const per = perOf(groups.per)
  if (per === null || !isName(groups.n)) return null
  const isVague =
    /(?:how much|what)(?:'s|s| is| would be| does| do| are)?(?: (?:that|it|this))?(?: (?:be|then|in money))?$/u.test(
      all,
    )
  return {
    kind: 'ask',
    what: 'total',
    per,
    flow: flowOf(all),
    label: groups.n ?? '',
    needs: needsOf(all),
    ...(isVague ? { isVague } : {}),
  }
}
const plain =
  (what: Ask['what']): AskPattern[1] =>
  (all, groups) => {
    const per = perOf(groups.per)
    return per === null ? null : { kind: 'ask', what, per, flow: 'any', label: '', needs: needsOf(all) }
  }

export const ASKS: readonly AskPattern[] = [
  pattern(
    `${LEAD}how many (?<u>${UNIT}) (?:do (?:i|we) (?:need|have) (?:to sell )?)?(?:to break even|to cover (?:the |my |our )?(?:costs?|rent|stall|fee|booth))`,
    (_, groups) =>
      isUnit(groups.u ?? '')
        ? { kind: 'ask', what: 'count', per: [unitOf(groups.u ?? '')], flow: 'any', label: '', needs: [] }
        : null,
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|s| is| are| would be| will be| do i pay for| do we pay for| does| do)(?= (?:an? |the )?[AP])`,
    () => ({
      kind: 'ask',
      what: 'total',
      per: [],
      flow: 'any',
      label: '',
      needs: [],
      isVague: true,
    }),
  ),
  pattern(
    `${LEAD}(?:(?:how much|what)(?:'s|s| is| was)? (?:the |my |our |his |her )?(?:net )?profit(?: (?:do|did|does|will) (?:i|we|he|she|they) (?:make|made))?|how much profit(?: (?:do|did|does|will) (?:i|we|he|she|they) (?:make|have))?|(?:the |my |net |total )?profit|what do (?:i|we) earn in the end)`,
    plain('profit'),
  ),
  pattern(
    `${LEAD}(?:what(?:'s| is| was)? )?(?:the |my |our )?average (?:price|cost)(?: (?:paid|i paid))?(?: (?:per|of an?|for an?|an?|of each|for each|for one) (?<u>${UNIT}))?`,
    (_, groups) => ({
      kind: 'ask',
      what: 'average',
      per: groups.u === undefined ? [] : [unitOf(groups.u)],
      flow: 'any',
      label: '',
      needs: [],
    }),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|s| is| will be| would be| are) (?:one|each|an?|the|my|every|a single|the monthly|each monthly) (?:instal?lment|instalment|payment|part)s?|(?:one |each |per )(?:instal?lment|instalment|payment)|how much (?:per|for each|is each) (?:instal?lment|instalment|payment)`,
    () => ({
      kind: 'ask',
      what: 'total',
      per: ['instalment'],
      flow: 'any',
      label: '',
      needs: [],
    }),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|'ll)?(?: (?:money|in total|altogether|total))?(?: ${DO})? ${IT}(?: (?:all|both))?(?: (?:have to|need to|got to|going to|to|be|now|then|each|all))*(?: ${VERB})?(?: (?:me|us|for))?${PER}${TAIL}`,
    total,
  ),
  pattern(`${LEAD}${WHAT}(?:the |my |our |his |her |your |its |a )?${SUM}${PER}(?: (?:be|is|come to))?${TAIL}`, total),
  pattern(
    `${LEAD}(?:how much|what) (?:do|does|did|will|would) (?:the |my |our |these |those )?(?<n>${NAME}) (?:cost|come to|costs)(?: (?:me|us))?${PER}${TAIL}`,
    total,
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|s| is| are| was| were)? (?:the |my |our )?(?<n>${NAME})${PER}${TAIL}`,
    (all, groups) => (groups.n === undefined ? null : total(all, groups)),
  ),
  pattern(
    `(?:in total|altogether|in all|all in|all together|how much(?: in total| altogether| all in| together)?|in total how much|to pay|what do we owe)${PER}`,
    total,
  ),
  pattern(
    `${LEAD}(?:how much|what)(?: ${DO})?(?: (?:it|that|this|the (?:total|cost|bill)))? ?(?:for )?(?:each person|each one|each of (?:us|them|you)|everyone|everybody|each|every one|every person|per person|per head|a person|one person)(?: (?:of us|have to|need to|has to|needs to|then|to))*(?: (?:pay|owe|owes|pays|cost|contribute|spend))?${TAIL}`,
    all => ({ kind: 'ask', what: 'total', per: ['person'], flow: 'any', label: '', needs: needsOf(all) }),
  ),
  pattern(
    `${LEAD}(?:(?:and|in total|that's|what's that|what is that|how much is that) )*(?:(?:per|a|every|each|in a|over a|for a|over the|for the|in the) (?<t>day|week|month|year)|(?<adv>monthly|yearly|weekly|annually|annual|daily))(?: cost| costs| total| sum| spend| bill| pay| salary)?${TAIL}`,
    (all, groups) => ({
      kind: 'ask',
      what: 'total',
      per: [unitOf(groups.t ?? groups.adv ?? '')],
      flow: 'any',
      label: '',
      needs: needsOf(all),
    }),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|s| is| was| will| would)?(?: be)? (?:the|my|our|his|her) (?:commission|cashback|down payment|downpayment|deposit|royalt(?:y|ies)|fee|surcharge|duty|deduction)(?: be)?|(?:my |the )?(?:commission|cashback|down payment|deposit)|how much (?:commission|cashback|deposit)(?: (?:do|does|will|would) (?:i|we|he|she) (?:get|earn|receive|pay))?`,
    plain('part'),
  ),
  pattern(
    `${LEAD}(?:what|how much)(?:'s|s| is| was| were)? (?:the |my |our )?(?:bill|price|cost|amount|net|net price|net amount|meal|original bill|total|it|check|base price)(?: (?:before|without|excluding|excl\\.?|ex|net of) (?:the )?(?:tip|tax|vat|gratuity|service))|${LEAD}(?:what(?:'s| is) )?(?:the )?net(?: price| amount)?|(?:price |bill |amount )?(?:before|without|excluding) (?:the )?(?:tip|tax|vat)|what(?:'s| is| was) (?:it|that|the price) without(?: (?:it|that))?|how much (?:is|was) (?:the |our )?(?:food|meal)(?: alone| itself| without (?:it|that|tip|service))?`,
    plain('before'),
  ),
  pattern(
    `${LEAD}(?:what's |what is |how much is |whats )?(?:my|our|each|each one's|everyone's|everybody's|each person's|the) (?:share|part|portion)(?: (?:of it|of the bill|each|then))*|(?:each|every) (?:person|one|of us) (?:pays|owes|has to pay)|(?:per person|per head|each|apiece|each of us)`,
    () => ({ kind: 'ask', what: 'total', per: ['person'], flow: 'any', label: '', needs: [] }),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|s| is| was| will| would| should)?(?: be)? (?:the|my|our|that) (?:tip|gratuity)(?: (?:be|in dollars|then|amount))*|(?:the )?tip(?: amount)?|how much (?:tip|gratuity)(?: (?:is that|should i leave|do i leave|do we leave|do i give))?|how much (?:do|should|would) (?:i|we) tip|how big is the tip|what tip is that`,
    plain('tip'),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|s| is| was)?(?: of (?:it|that) is)? (?:the )?(?:vat|tax|gst|sales tax|mwst)(?: (?:amount|is that|on (?:it|that)|did (?:i|we) pay|do (?:i|we) pay|have (?:i|we) paid|was that|is (?:in|inside) (?:it|that)))?|(?:vat|tax|gst) amount`,
    plain('tax'),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?: money)? (?:do|will|would|did|can) (?:i|we) save(?: (?:in total|altogether|with that|that way|then|overall|on it|by that))*|${LEAD}(?:how much|what)(?:'s| is| are| was) (?:the|my|our) (?:total )?savings?(?: (?:in money|amount))*|what (?:is|are) my savings|(?:the )?amount saved|savings?|how much (?:is|was|am i) (?:saved|saving)|how much money is saved`,
    plain('saved'),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?: (?:money|change))? (?:do|will|should|would|did|does) (?:i|we|he|she|they) (?:get|receive|have)(?: as)?(?: (?:change|back|in change))+|${LEAD}(?:how much|what)(?:'s|s| is| was| will be| would be)? (?:the|my|our|his|her) change(?: be)?|how much change(?: (?:is that|do i get|is due|should i get|will i get|back))*|(?:my )?change(?: due)?|what change do (?:i|we) get(?: back)?|how much (?:back|change)`,
    plain('change'),
  ),
  pattern(
    `${LEAD}(?:how much|what)(?:'s|s)?(?: money)?(?: (?:is|do|will|would|have|does|are))?(?: (?:i|we|he|she))?(?: (?:have|got|still have|be|is))*(?: (?:left|left over|remaining|over|leftover))(?: (?:for me|now|over|then|at the end(?: of the month)?|in total|to spend|in my (?:account|wallet)))*|what remains(?: (?:for me|at the end|to pay|to be paid))*|(?:how much|what) (?:do|will|must|would) (?:i|we) (?:still )?(?:have to |need to )?pay (?:later|afterwards|at the end|on delivery|on arrival|when (?:it|i|we) \\p{Ll}+)|how much (?:is|will be) the (?:rest|remainder|remaining (?:amount|payment|sum)|balance)|how much (?:is|will be) left(?: over)?|(?:what(?:'s| is) the )?(?:remainder|rest|remaining(?: amount)?|money left|amount left|what's left|left over)`,
    plain('left'),
  ),
  pattern(
    `${LEAD}how many (?<u>${UNIT}) (?:must|do|should|would|will|have) (?:i|we|they|he|she)(?: (?:need|have))?(?: to)? (?:sell|make|work|do|teach|give|wash|mow|clean|bake|deliver|write|need to sell)(?: (?:to (?:cover|break even|pay|pay for|earn back|make|earn|get)(?: (?:even|it|that|the (?:rent|cost|costs|fee|stall|price)|all of it|this))?(?: exactly)?))?`,
    (_, groups) =>
      isUnit(groups.u ?? '')
        ? { kind: 'ask', what: 'count', per: [unitOf(groups.u ?? '')], flow: 'any', label: '', needs: [] }
        : null,
  ),
]
