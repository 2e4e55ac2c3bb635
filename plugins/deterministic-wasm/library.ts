/** The library: every operation of every family, by name. */
import type { Library } from '#contracts/library-port'
import { aggOperations } from './operations/agg.ts'
import { classifyOperations } from './operations/classify.ts'
import { classifyMoreOperations } from './operations/classify-more.ts'
import { dateOperations } from './operations/date.ts'
import { dateCalendarOperations } from './operations/date-calendar.ts'
import { dateSpanOperations } from './operations/date-span.ts'
import { dateWriteOperations } from './operations/date-write.ts'
import { encodeOperations } from './operations/encode.ts'
import { encodeColorOperations } from './operations/encode-color.ts'
import { encodeMoreOperations } from './operations/encode-more.ts'
import { encodeSignsOperations } from './operations/encode-signs.ts'
import { extractOperations } from './operations/extract.ts'
import { extractPartsOperations } from './operations/extract-parts.ts'
import { extractStructureOperations } from './operations/extract-structure.ts'
import { graphOperations } from './operations/graph.ts'
import { graphMoreOperations } from './operations/graph-more.ts'
import { guardOperations } from './operations/guard.ts'
import { guardCheckOperations } from './operations/guard-check.ts'
import { guardMoreOperations } from './operations/guard-more.ts'
import { jsonOperations } from './operations/json.ts'
import { jsonShapeOperations } from './operations/json-shape.ts'
import { jsonYamlOperations } from './operations/json-yaml.ts'
import { listOperations } from './operations/list.ts'
import { listBuildOperations } from './operations/list-build.ts'
import { listTextOperations } from './operations/list-text.ts'
import { mathOperations } from './operations/math.ts'
import { mathApproximateOperations } from './operations/math-approximate.ts'
import { mathDataOperations } from './operations/math-data.ts'
import { mathIntegerOperations } from './operations/math-integer.ts'
import { mathMoneyOperations } from './operations/math-money.ts'
import { mathNumberOperations } from './operations/math-number.ts'
import { mathSolveOperations } from './operations/math-solve.ts'
import { mathWritingOperations } from './operations/math-writing.ts'
import { searchOperations } from './operations/search.ts'
import { searchMoreOperations } from './operations/search-more.ts'
import { tableOperations } from './operations/table.ts'
import { tableMathOperations } from './operations/table-math.ts'
import { tableOrderOperations } from './operations/table-order.ts'
import { tableShapeOperations } from './operations/table-shape.ts'
import { tableWhereOperations } from './operations/table-where.ts'
import { textOperations } from './operations/text.ts'
import { textChangeOperations } from './operations/text-change.ts'
import { textEditOperations } from './operations/text-edit.ts'
import { textInsightOperations } from './operations/text-insight.ts'
import { textPickOperations } from './operations/text-pick.ts'
import { textShapeOperations } from './operations/text-shape.ts'
import { unitOperations } from './operations/unit.ts'
import { unitMoreOperations } from './operations/unit-more.ts'

export const library: Library = {
  name: 'deterministic',
  operations: [
    ...aggOperations,
    ...classifyOperations,
    ...dateOperations,
    ...encodeOperations,
    ...extractOperations,
    ...graphOperations,
    ...guardOperations,
    ...jsonOperations,
    ...listOperations,
    ...mathOperations,
    ...searchOperations,
    ...tableOperations,
    ...textOperations,
    ...textInsightOperations,
    ...dateCalendarOperations,
    ...dateSpanOperations,
    ...dateWriteOperations,
    ...extractStructureOperations,
    ...listBuildOperations,
    ...mathApproximateOperations,
    ...mathDataOperations,
    ...mathMoneyOperations,
    ...mathNumberOperations,
    ...mathIntegerOperations,
    ...mathSolveOperations,
    ...mathWritingOperations,
    ...textShapeOperations,
    ...listTextOperations,
    ...textEditOperations,
    ...tableMathOperations,
    ...tableShapeOperations,
    ...tableWhereOperations,
    ...tableOrderOperations,
    ...jsonShapeOperations,
    ...jsonYamlOperations,
    ...encodeMoreOperations,
    ...classifyMoreOperations,
    ...searchMoreOperations,
    ...guardMoreOperations,
    ...graphMoreOperations,
    ...unitMoreOperations,
    ...encodeColorOperations,
    ...encodeSignsOperations,
    ...extractPartsOperations,
    ...guardCheckOperations,
    ...textChangeOperations,
    ...textPickOperations,
    ...unitOperations,
  ],
}
