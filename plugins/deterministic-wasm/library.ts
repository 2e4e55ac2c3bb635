/** The library: every operation of every family, by name. */
import type { Library } from '#contracts/library-port'
import { aggOperations } from './operations/agg.ts'
import { classifyOperations } from './operations/classify.ts'
import { dateOperations } from './operations/date.ts'
import { dateCalendarOperations } from './operations/date-calendar.ts'
import { dateSpanOperations } from './operations/date-span.ts'
import { encodeOperations } from './operations/encode.ts'
import { extractOperations } from './operations/extract.ts'
import { extractStructureOperations } from './operations/extract-structure.ts'
import { graphOperations } from './operations/graph.ts'
import { guardOperations } from './operations/guard.ts'
import { jsonOperations } from './operations/json.ts'
import { listOperations } from './operations/list.ts'
import { listBuildOperations } from './operations/list-build.ts'
import { mathOperations } from './operations/math.ts'
import { mathDataOperations } from './operations/math-data.ts'
import { mathMoneyOperations } from './operations/math-money.ts'
import { mathNumberOperations } from './operations/math-number.ts'
import { searchOperations } from './operations/search.ts'
import { tableOperations } from './operations/table.ts'
import { textOperations } from './operations/text.ts'
import { textInsightOperations } from './operations/text-insight.ts'
import { textShapeOperations } from './operations/text-shape.ts'
import { unitOperations } from './operations/unit.ts'

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
    ...extractStructureOperations,
    ...listBuildOperations,
    ...mathDataOperations,
    ...mathMoneyOperations,
    ...mathNumberOperations,
    ...textShapeOperations,
    ...unitOperations,
  ],
}
