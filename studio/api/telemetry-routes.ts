/** Telemetry: the bundle of one run and the sums over all of them. Ids, sizes and durations; never content (L5). */
import { Elysia } from 'elysia'
import { Bundle } from '#contracts/bundle'
import { TelemetrySummary } from '#contracts/execution'
import { jsonResponse } from '#http/failure-response'
import { describeRoute } from './route-doc.ts'
import { found } from './run-routes.ts'
import type { StudioServices } from './services.ts'

export function telemetryRoutes({ kernel }: StudioServices) {
  return new Elysia()
    .get('/telemetry/summary', () => jsonResponse(kernel.runs.telemetrySummary()), {
      ...describeRoute({ tag: 'Telemetry', summary: 'Sums over all stored runs', answer: TelemetrySummary }),
    })
    .get('/telemetry/:run_id', ({ params }) => jsonResponse(found(kernel.runs.bundle(params.run_id))), {
      ...describeRoute({ tag: 'Telemetry', summary: 'The bundle of one run', answer: Bundle, codes: ['NOT_FOUND'] }),
    })
}
