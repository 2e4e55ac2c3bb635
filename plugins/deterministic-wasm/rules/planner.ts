/** The planner of this plugin: all rules, family by family. It holds no state and asks nothing but its input. */
import type { Planner } from '#contracts/planner-port'
import { amountRules } from './amounts.ts'
import { arithmeticRules } from './arithmetic.ts'
import { bareListRules } from './bare/bare-list-rules.ts'
import { checklistRules } from './bare/checklists.ts'
import { datedLineRules } from './bare/dated-lines.ts'
import { labelledListRules } from './bare/labelled-lists.ts'
import { logLineRules } from './bare/log-lines.ts'
import { movementRules } from './bare/movements.ts'
import { nameGroupRules } from './bare/name-groups.ts'
import { tallyRules } from './bare/tallies.ts'
import { countingRules } from './counting.ts'
import { cellQuestionRules } from './data/cell-questions.ts'
import { columnFigureRules } from './data/column-figures.ts'
import { composedQuestionRules } from './data/composed-questions.ts'
import { filteredQuestionRules } from './data/filtered-questions.ts'
import { groupRules } from './data/group-questions.ts'
import { joinedTableRules } from './data/joined-tables.ts'
import { jsonLayoutRules } from './data/json-layout.ts'
import { jsonMemberRules } from './data/json-members.ts'
import { jsonSaidRules } from './data/json-said.ts'
import { jsonValueRules } from './data/json-values.ts'
import { numberListRules } from './data/number-lists.ts'
import { pivotRules } from './data/pivots.ts'
import { ratioQuestionRules } from './data/ratio-questions.ts'
import { rewordedQuestionRules } from './data/reworded-questions.ts'
import { rowListRules } from './data/row-lists.ts'
import { rowRankRules } from './data/row-ranks.ts'
import { severalQuestionRules } from './data/several-questions.ts'
import { tableEditRules } from './data/table-edits.ts'
import { tableStepRules } from './data/table-steps.ts'
import { weightedListRules } from './data/weighted-lists.ts'
import { momentFamilies } from './dates/moment-families.ts'
import { extractionRules } from './extraction.ts'
import { withFittingInputs } from './fitting-inputs.ts'
import { frameRules } from './frames/frame-rules.ts'
import { ledgerRules } from './ledger/ledger-rules.ts'
import { listRules } from './lists.ts'
import { areaRules } from './measures/area-rules.ts'
import { borderRules } from './measures/border-rules.ts'
import { changeRules } from './measures/change-rules.ts'
import { compareRules } from './measures/compare-rules.ts'
import { compoundRules } from './measures/compound-rules.ts'
import { conversionListRules } from './measures/conversion-list-rules.ts'
import { convertRules } from './measures/convert-rules.ts'
import { countedRules } from './measures/counted-rules.ts'
import { cutRules } from './measures/cut-rules.ts'
import { degreeRules } from './measures/degree-rules.ts'
import { densityRules } from './measures/density-rules.ts'
import { energyRules } from './measures/energy-rules.ts'
import { fillRules } from './measures/fill-rules.ts'
import { fitRules } from './measures/fit-rules.ts'
import { givenRules } from './measures/given-rules.ts'
import { howOftenRules } from './measures/how-often-rules.ts'
import { legsRules } from './measures/legs-rules.ts'
import { mixRules } from './measures/mix-rules.ts'
import { paceRules } from './measures/pace-rules.ts'
import { paperRules } from './measures/paper-rules.ts'
import { partsRules } from './measures/parts-rules.ts'
import { perTimeRules } from './measures/per-time-rules.ts'
import { perimeterRules } from './measures/perimeter-rules.ts'
import { pieceRules } from './measures/piece-rules.ts'
import { pointRules } from './measures/point-rules.ts'
import { proportionRules } from './measures/proportion-rules.ts'
import { rateRules } from './measures/rate-rules.ts'
import { recipeRules } from './measures/recipe-rules.ts'
import { scaleRules } from './measures/scale-rules.ts'
import { shapeRules as solidRules } from './measures/shape-rules.ts'
import { singleRules } from './measures/single-rules.ts'
import { stockRules } from './measures/stock-rules.ts'
import { quantitySumRules } from './measures/sum-rules.ts'
import { toldUnitRules } from './measures/told-unit-rules.ts'
import { travelRules } from './measures/travel-rules.ts'
import { numberRules } from './numbers/number-rules.ts'
import { percentageRules } from './percentages.ts'
import { earningRules } from './questions/earnings.ts'
import { formulaRules } from './questions/formulas.ts'
import { interestRules } from './questions/interest.ts'
import { morePriceRules } from './questions/more-prices.ts'
import { numberFormRules } from './questions/number-forms.ts'
import { planRules } from './questions/plans.ts'
import { priceOrderRules } from './questions/price-orders.ts'
import { priceRules } from './questions/prices.ts'
import { sharingRules } from './questions/sharing.ts'
import { wholeNumberRules } from './questions/whole-numbers.ts'
import { rateSumRules } from './rates/rate-sum-rules.ts'
import { sharedPartRules } from './shared-parts.ts'
import { statisticsRules } from './statistics.ts'
import { affordStoryRules } from './stories/afford-stories.ts'
import { askedPriceRules } from './stories/asked-price-stories.ts'
import { billStoryRules } from './stories/bill-stories.ts'
import { businessStoryRules } from './stories/business-stories.ts'
import { debtOrderRules } from './stories/debt-orders.ts'
import { discountOrderRules } from './stories/discount-orders.ts'
import { exchangeStoryRules } from './stories/exchange-stories.ts'
import { feeOrderRules } from './stories/fee-orders.ts'
import { feeStoryRules } from './stories/fee-stories.ts'
import { financeStoryRules } from './stories/finance-stories.ts'
import { goalStoryRules } from './stories/goal-stories.ts'
import { growthStoryRules } from './stories/growth-stories.ts'
import { knownShapeRules } from './stories/known-shape-stories.ts'
import { moneyStoryRules } from './stories/money-stories.ts'
import { numberStoryRules } from './stories/number-stories.ts'
import { offerStoryRules } from './stories/offer-stories.ts'
import { packStoryRules } from './stories/pack-stories.ts'
import { passStoryRules } from './stories/pass-stories.ts'
import { payStoryRules } from './stories/pay-stories.ts'
import { pieceOrderRules } from './stories/piece-orders.ts'
import { quantityStoryRules } from './stories/quantity-stories.ts'
import { shareStoryRules } from './stories/share-stories.ts'
import { taxInsideRules } from './stories/tax-inside-stories.ts'
import { taxOrderRules } from './stories/tax-orders.ts'
import { taxStoryRules } from './stories/tax-stories.ts'
import { tillOrderRules } from './stories/till-orders.ts'
import { timeStoryRules } from './stories/time-stories.ts'
import { tipOrderRules } from './stories/tip-orders.ts'
import { tradeStoryRules } from './stories/trade-stories.ts'
import { unitStoryRules } from './stories/unit-stories.ts'
import { valueStoryRules } from './stories/value-stories.ts'
import { wageStoryRules } from './stories/wage-stories.ts'
import { measureRules } from './tables/measure-rules.ts'
import { rowRules } from './tables/row-rules.ts'
import { shapeRules } from './tables/shape-rules.ts'
import { textFormRules } from './text-forms.ts'
import { textQuestionRules } from './text-questions.ts'
import { alphabetRules } from './texts/alphabet-places.ts'
import { bothRules } from './texts/both-asks.ts'
import { chainRules } from './texts/chains.ts'
import { textCheckRules } from './texts/checks.ts'
import { codeRules } from './texts/codes.ts'
import { textCountRules } from './texts/counts.ts'
import { eachItemRules } from './texts/each-item.ts'
import { textFindRules } from './texts/finds.ts'
import { textWorkRules } from './texts/forms.ts'
import { lineRules } from './texts/lines.ts'
import { listOrderRules } from './texts/list-orders.ts'
import { listWorkRules } from './texts/list-work.ts'
import { madeTextRules } from './texts/made-texts.ts'
import { affixRules } from './texts/orders/affix-orders.ts'
import { caseExceptRules } from './texts/orders/case-except.ts'
import { countOrderRules } from './texts/orders/count-orders.ts'
import { itemFactRules } from './texts/orders/item-facts.ts'
import { itemPickRules } from './texts/orders/item-picks.ts'
import { itemPlaceRules } from './texts/orders/item-places.ts'
import { itemShapeRules } from './texts/orders/item-shapes.ts'
import { itemSortRules } from './texts/orders/item-sorts.ts'
import { kindEditRules } from './texts/orders/kind-edits.ts'
import { letterRules } from './texts/orders/letter-orders.ts'
import { numberSumRules } from './texts/orders/number-sums.ts'
import { signEditRules } from './texts/orders/sign-edits.ts'
import { signGroupRules } from './texts/orders/sign-groups.ts'
import { textFactRules } from './texts/orders/text-facts.ts'
import { twoListRules } from './texts/orders/two-lists.ts'
import { writtenListRules } from './texts/orders/written-lists.ts'
import { textPickRules } from './texts/picks.ts'
import { slugRules } from './texts/slugs.ts'
import { toJsonRules } from './texts/to-json.ts'
import { validityRules } from './texts/validity.ts'
import { wordPairRules } from './texts/word-pairs.ts'
import { unitSumRules } from './unit-sums.ts'
import { unitRules } from './units.ts'

/** Rules over one text or list, which chains put one after another. */
const oneTextRules = [
  ...itemSortRules,
  ...itemPickRules,
  ...itemShapeRules,
  ...itemPlaceRules,
  ...signEditRules,
  ...signGroupRules,
  ...textFactRules,
  ...itemFactRules,
  ...kindEditRules,
  ...affixRules,
  ...letterRules,
  ...textWorkRules,
  ...textCountRules,
  ...textPickRules,
  ...codeRules,
  ...textFindRules,
  ...listWorkRules,
  ...listOrderRules,
  ...eachItemRules,
  ...madeTextRules,
  ...lineRules,
  ...caseExceptRules,
  ...countOrderRules,
  ...slugRules,
]

const plain: Planner = {
  name: 'everyday',
  rules: [
    ...measureRules,
    ...rowRules,
    ...shapeRules,
    ...percentageRules,
    ...priceRules,
    ...sharingRules,
    ...interestRules,
    ...formulaRules,
    ...numberFormRules,
    ...wholeNumberRules,
    ...amountRules,
    ...listRules,
    ...statisticsRules,
    ...arithmeticRules,
    ...numberRules,
    ...unitRules,
    ...unitSumRules,
    ...convertRules,
    ...conversionListRules,
    ...degreeRules,
    ...borderRules,
    ...perimeterRules,
    ...howOftenRules,
    ...toldUnitRules,
    ...compoundRules,
    ...energyRules,
    ...fillRules,
    ...densityRules,
    ...perTimeRules,
    ...rateRules,
    ...solidRules,
    ...pointRules,
    ...quantitySumRules,
    ...compareRules,
    ...pieceRules,
    ...cutRules,
    ...changeRules,
    ...mixRules,
    ...partsRules,
    ...stockRules,
    ...paceRules,
    ...scaleRules,
    ...recipeRules,
    ...fitRules,
    ...countedRules,
    ...areaRules,
    ...proportionRules,
    ...legsRules,
    ...singleRules,
    ...paperRules,
    ...travelRules,
    ...givenRules,
    ...momentFamilies,
    ...countingRules,
    ...extractionRules,
    ...moneyStoryRules,
    ...tradeStoryRules,
    ...offerStoryRules,
    ...exchangeStoryRules,
    ...businessStoryRules,
    ...shareStoryRules,
    ...financeStoryRules,
    ...goalStoryRules,
    ...growthStoryRules,
    ...wageStoryRules,
    ...packStoryRules,
    ...billStoryRules,
    ...passStoryRules,
    ...payStoryRules,
    ...valueStoryRules,
    ...quantityStoryRules,
    ...taxStoryRules,
    ...taxInsideRules,
    ...numberStoryRules,
    ...knownShapeRules,
    ...feeStoryRules,
    ...morePriceRules,
    ...planRules,
    ...priceOrderRules,
    ...earningRules,
    ...askedPriceRules,
    ...debtOrderRules,
    ...discountOrderRules,
    ...feeOrderRules,
    ...pieceOrderRules,
    ...taxOrderRules,
    ...tillOrderRules,
    ...tipOrderRules,
    ...ledgerRules,
    ...rateSumRules,
    ...affordStoryRules,
    ...timeStoryRules,
    ...unitStoryRules,
    ...textFormRules,
    ...textQuestionRules,
    ...pivotRules,
    ...joinedTableRules,
    ...columnFigureRules,
    ...rowRankRules,
    ...jsonLayoutRules,
    ...jsonMemberRules,
    ...jsonValueRules,
    ...jsonSaidRules,
    ...numberListRules,
    ...rowListRules,
    ...cellQuestionRules,
    ...groupRules,
    ...ratioQuestionRules,
    ...filteredQuestionRules,
    ...tableEditRules,
    ...tableStepRules,
    ...severalQuestionRules,
    ...rewordedQuestionRules,
    ...composedQuestionRules,
    ...weightedListRules,
    ...bareListRules,
    ...numberSumRules,
    ...tallyRules,
    ...writtenListRules,
    ...datedLineRules,
    ...labelledListRules,
    ...nameGroupRules,
    ...checklistRules,
    ...movementRules,
    ...logLineRules,
    ...oneTextRules,
    ...twoListRules,
    ...alphabetRules,
    ...wordPairRules,
    ...validityRules,
    ...toJsonRules,
    ...textCheckRules,
    ...bothRules([...oneTextRules, ...textCheckRules]),
    ...chainRules(oneTextRules),
  ].map(withFittingInputs),
}

const inOrder = plain.rules.toSorted((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1))

export const planner: Planner = {
  ...plain,
  rules: [...plain.rules, ...sharedPartRules(inOrder), ...frameRules(inOrder)],
}
