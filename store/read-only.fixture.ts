/** A process that opens a store which it may not write, and reports on standard output what it can do. Only for the disk tests. */
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { openRunStore } from './open-run-store.ts'
import { sampleHeader } from './sample-run.fixture.ts'

const path = join(process.argv[2] ?? '', 'telemetry.sqlite')
const { store } = openRunStore({ path, clock: systemClock, log: () => {}, koraVersion: '0.1.0' })
let code: unknown = null
try {
  store.begin(sampleHeader('run_refused'))
} catch (error) {
  code = (error as { code?: unknown }).code
}
console.log(
  JSON.stringify({ problem: store.problem(), runs: store.list({ limit: 9 }).runs.map(run => run.run_id), code }),
)
process.exit(0)
