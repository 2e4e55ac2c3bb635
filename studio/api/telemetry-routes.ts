/** Telemetry: the bundle of one run and the sums over all of them. Ids, sizes and durations; never content (L5). */
import { Elysia } from 'elysia'
import { Bundle } from '#contracts/bundle'
import { TelemetrySummary } from '#contracts/execution'
import { jsonResponse } from '#http/failure-response'
import { invalidRequest, oneOf, readQuery, requestFault, toWindow, WINDOW_QUERY, WINDOW_READS } from './read-request.ts'
import { describeRoute } from './route-doc.ts'
import { found } from './run-routes.ts'
import type { StudioServices } from './services.ts'

const HOUR_MS = 3_600_000
const STRETCH_MS = { hour: HOUR_MS, day: 24 * HOUR_MS } as const
/** What one answer may hold. */
const MAX_WINDOWS = 2_000

export function telemetryRoutes({ kernel }: StudioServices) {
  return new Elysia()
    .get('/telemetry/summary', ({ request }) => jsonResponse(summarize(request, kernel)), {
      ...describeRoute({
        tag: 'Telemetry',
        summary: 'Sums over all stored runs, or over those of some time',
        query: { ...WINDOW_QUERY, by: 'hour or day (UTC): the same sums for each of them too, in `windows`.' },
        answer: TelemetrySummary,
        codes: ['INVALID_REQUEST'],
      }),
    })
    .get('/telemetry/:run_id', ({ params }) => jsonResponse(found(kernel.runs.bundle(params.run_id))), {
      ...describeRoute({ tag: 'Telemetry', summary: 'The bundle of one run', answer: Bundle, codes: ['NOT_FOUND'] }),
    })
}

function summarize(request: Request, kernel: StudioServices['kernel']): TelemetrySummary {
  const query = readQuery(request, { ...WINDOW_READS, by: oneOf(['hour', 'day'] as const) })
  const window = toWindow(query)
  const sums = kernel.runs.telemetrySummary(window)
  if (query.by === undefined) return sums
  const windows = kernel.runs.telemetryWindows(window, STRETCH_MS[query.by])
  if (windows.length > MAX_WINDOWS)
    throw invalidRequest([requestFault('/by', 'These are too many stretches; give since, or take days.')])
  return { ...sums, windows: [...windows] }
}
