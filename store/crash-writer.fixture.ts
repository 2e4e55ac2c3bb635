/**
 * A process that writes runs until it is killed and says on standard output, line by line, what it was told is durable:
 * `E <run> <seq>` for events, `F <run>` for an end, `K <key> <run>` for a key, `C <run>` for content. Only for the crash tests.
 */
import { writeSync } from 'node:fs'
import { systemClock } from '#machine/system-clock'
import { toTape } from './event-tape.ts'
import { openRunStore } from './open-run-store.ts'
import { crashTasks, sampleContent, sampleEnd, sampleHeader, sampleRows } from './sample-run.fixture.ts'

const [path = '', prefix = ''] = process.argv.slice(2)
const { store } = openRunStore({ path, clock: systemClock, log: () => {}, koraVersion: '0.1.0' })
const say = (line: string) => writeSync(1, `${line}\n`)

async function writeRuns(lane: number): Promise<never> {
  for (let n = 0; ; n += 1) {
    const header = sampleHeader(`run_${prefix}_${lane}_${n}`, { contentKept: n % 3 === 0 })
    const rows = sampleRows(header, crashTasks(lane * 7 + n), 'success')
    store.begin(header)
    store.claimKey(`key ${header.runId}`, 'hash', header.runId, systemClock.epochMs())
    const middle = Math.floor(rows.length / 2)
    store.append({ runId: header.runId, firstSeq: 0, parts: toTape(rows.slice(0, middle)) })
    await store.commit()
    say(`K ${header.runId}\nE ${header.runId} ${middle - 1}`)
    if (n % 4 === 0) await Bun.sleep(2)
    store.append({ runId: header.runId, firstSeq: middle, parts: toTape(rows.slice(middle)) })
    const end = sampleEnd(header, rows)
    store.finish(end)
    if (header.contentKept) store.keep(sampleContent(header, end))
    await store.commit()
    say(`E ${header.runId} ${rows.length - 1}\nF ${header.runId}${header.contentKept ? `\nC ${header.runId}` : ''}`)
  }
}

say('ready')
for (let lane = 0; lane < 4; lane += 1) writeRuns(lane)
