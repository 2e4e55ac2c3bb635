/**
 * The same graphs of 1,000 nodes that each add one, under Bun, here and in LangGraph.js and Mastra: each side in a process of its
 * own, built once, taking turns. Our side also hashes, verifies and writes events. The peers are installed on demand, outside the
 * project, by their own lock in `peers/`; nothing of them is imported here.
 */
import { cpSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { SHAPES, type Shape } from './engine-graph.ts'
import { type Figure, median, printFigures } from './measure.ts'
import { openLineProcess } from './measure-process.ts'

const SIZE = 1_000
const ROUNDS = 9
const WARM_ROUNDS = 3
/** Runs of ours in a round; their median counts. */
const OWN_RUNS = 20
const PEERS = [
  { name: 'LangGraph.js 1.4.10', script: 'langgraph.js', target: 75 },
  { name: 'Mastra 1.71.0', script: 'mastra.js', target: 8 },
] as const

/** Installs what `peers/bun.lock` pins into the cache and returns the folder. */
function installPeers(): string {
  const source = join(import.meta.dir, 'peers')
  const folder = join(import.meta.dir, '..', '.cache', 'bench-peers')
  mkdirSync(folder, { recursive: true })
  cpSync(source, folder, { recursive: true })
  const done = Bun.spawnSync([process.execPath, 'install', '--frozen-lockfile', '--ignore-scripts'], { cwd: folder })
  if (!done.success || !existsSync(join(folder, 'node_modules'))) {
    throw new Error(`The peers cannot be installed: ${done.stderr.toString()}`)
  }
  return folder
}

const folder = installPeers()
const own = openLineProcess(join(import.meta.dir, 'peers-engine.ts'), [String(SIZE)])
const peers = PEERS.map(({ script }) => openLineProcess(join(folder, script), [String(SIZE)], folder))
for (const side of [own, ...peers]) if ((await side.next()) !== 'ready') throw new Error('a side did not start')

async function runOwn(shape: Shape): Promise<number> {
  const times: number[] = []
  for (let run = 0; run < OWN_RUNS; run += 1) times.push(Number(await own.ask(shape)))
  return median(times)
}

const figures: Figure[] = []
for (const shape of SHAPES) {
  const ownMs: number[] = []
  const peerMs = PEERS.map((): number[] => [])
  for (let round = -WARM_ROUNDS; round < ROUNDS; round += 1) {
    const ours = await runOwn(shape)
    const theirs: number[] = []
    for (const peer of peers) theirs.push(Number(await peer.ask(shape)))
    if (round < 0) continue
    ownMs.push(ours)
    for (const [at, ms] of theirs.entries()) peerMs[at]!.push(ms)
  }
  const perNode = (ms: readonly number[]): string => `${((median(ms) * 1_000) / SIZE).toFixed(2)} µs`
  figures.push({ what: `${shape}: ours, per node`, value: perNode(ownMs), target: '', met: null })
  for (const [at, { name, target }] of PEERS.entries()) {
    const times = peerMs[at]!.map((ms, round) => ms / ownMs[round]!)
    figures.push({ what: `${shape}: ${name}, per node`, value: perNode(peerMs[at]!), target: '', met: null })
    const ratio = median(times)
    figures.push({
      what: `${shape}: faster than ${name}`,
      value: `${ratio.toFixed(0)} ×`,
      target: `at least ${target} ×`,
      met: ratio >= target,
    })
  }
}
printFigures(`peers: graphs of ${SIZE} nodes`, figures)
await Promise.all([own, ...peers].map(side => side.stop()))
process.exitCode = figures.some(figure => figure.met === false) ? 1 : 0
