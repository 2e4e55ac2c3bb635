/**
 * A process that writes runs into a folder that is about to be full, and reports on standard output, as one line of JSON, how the
 * store behaved before, during and (where a ballast file can be removed) after. Only for the disk tests.
 */
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '#machine/system-clock'
import { openRunStore } from './open-run-store.ts'
import { handOver, sampleContent, sampleHeader } from './sample-run.fixture.ts'

const [folder = ''] = process.argv.slice(2)
const ballast = join(folder, 'ballast')
const { store } = openRunStore({
  path: join(folder, 'telemetry.sqlite'),
  clock: systemClock,
  log: () => {},
  koraVersion: '0.1.0',
})

let durable = 0
let code: unknown = null
while (code === null && durable < 10_000) {
  const header = sampleHeader(`run_${durable}`, { contentKept: true })
  const noise = Buffer.from(crypto.getRandomValues(new Uint8Array(20_000))).toString('base64')
  const content = sampleContent(header, handOver(store, header))
  store.keep({ ...content, inputs: { noise } })
  try {
    await store.commit()
    durable += 1
  } catch (error) {
    code = (error as { code?: unknown }).code
  }
}

const during = { problem: store.problem(), refused: isRefused(), readable: countReadable() }
let after: unknown = null
if (existsSync(ballast)) {
  rmSync(ballast)
  const untilMs = systemClock.monoMs() + 20_000
  while (store.problem() !== null && systemClock.monoMs() < untilMs) await Bun.sleep(50)
  const header = sampleHeader('run_after')
  handOver(store, header)
  await store.commit()
  // The run whose commit was refused was kept in memory and must be there now as well.
  after = { problem: store.problem(), readable: countReadable(), last: store.summary(`run_${durable}`)?.status ?? null }
}
console.log(JSON.stringify({ code, durable, during, after }))
process.exit(0)

function isRefused(): boolean {
  try {
    store.begin(sampleHeader('run_refused'))
    return false
  } catch (error) {
    return (error as { code?: unknown }).code === 'STORAGE_FULL'
  }
}

function countReadable(): number {
  let count = 0
  while (store.bundle(`run_${count}`) !== null) count += 1
  return count
}
