/**
 * What POST /execute of five deterministic tasks with durable telemetry costs, against an Elysia route that only validates
 * and echoes the same body. Every server and the client are processes of their own; the sides take turns over 16 connections.
 * Beside it: the same with a body that differs each time (its inputs, or the graph itself), the door alone, and the floor, which is the door and the rows of a run made
 * durable with nothing executed. No way of running a graph behind this door and this store can be faster than that.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BODY, BODY_WITH_INPUT, COUNTER, TOKEN } from './http-body.ts'
import { type Figure, median, printFigures } from './measure.ts'
import { openLineProcess } from './measure-process.ts'

const TARGET = 0.4
const CONNECTIONS = 16
const ROUNDS = 7
const WARM_ROUNDS = 5
const ROUND_MS = 1_200
const SIDES = ['echo', 'execute', 'inputs', 'fresh', 'door', 'floor'] as const
type Side = (typeof SIDES)[number]
type Requests = { readonly body: string; readonly counter?: string }
const REQUESTS: Readonly<Record<Side, Requests>> = {
  echo: { body: BODY },
  execute: { body: BODY },
  inputs: { body: BODY_WITH_INPUT, counter: COUNTER },
  fresh: { body: BODY, counter: COUNTER },
  door: { body: BODY },
  floor: { body: BODY },
}
type Round = { readonly perSecond: number; readonly serverUs: number; readonly clientUs: number }

async function openSide(side: Side) {
  const server = openLineProcess(join(import.meta.dir, 'http-server.ts'), [
    side === 'fresh' || side === 'inputs' ? 'execute' : side,
  ])
  const url = await server.next()
  /** Microseconds of CPU that the server and its threads have used so far. */
  const cpuUs = async (): Promise<number> => Number(await server.ask(''))
  const round = async (): Promise<Round> => {
    const before = await cpuUs()
    const { served, clientUs } = await drive(url, REQUESTS[side])
    return { perSecond: (served * 1_000) / ROUND_MS, serverUs: ((await cpuUs()) - before) / served, clientUs }
  }
  return { round, stop: server.stop }
}

async function drive(url: string, requests: Requests): Promise<{ readonly served: number; readonly clientUs: number }> {
  const client = openLineProcess(join(import.meta.dir, 'http-client.ts'), [url, `${CONNECTIONS}`, `${ROUND_MS}`])
  const answer = await client.ask(JSON.stringify({ ...requests, token: TOKEN }))
  await client.stop()
  return JSON.parse(answer)
}

/** Milliseconds that the disk takes to make one small write durable: no durable answer comes sooner. */
function measureFlushMs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'kora-bench-'))
  const file = openSync(join(folder, 'flush'), 'w')
  const times = Array.from({ length: 50 }, () => {
    const startedMs = performance.now()
    writeSync(file, 'x'.repeat(4_096))
    fdatasyncSync(file)
    return performance.now() - startedMs
  })
  closeSync(file)
  rmSync(folder, { recursive: true })
  return median(times)
}

const sides = await Promise.all(SIDES.map(openSide))
const rounds = SIDES.map((): Round[] => [])
for (let count = -WARM_ROUNDS; count < ROUNDS; count += 1) {
  for (const [at, side] of sides.entries()) {
    const round = await side.round()
    if (count >= 0) rounds[at]!.push(round)
  }
}
await Promise.all(sides.map(side => side.stop()))

const at = (side: Side): readonly Round[] => rounds[SIDES.indexOf(side)]!
const ratioTo = (side: Side, base: Side): number =>
  median(at(side).map((round, count) => round.perSecond / at(base)[count]!.perSecond))
const describe = (side: Side): string => {
  const of = (pick: (round: Round) => number) => median(at(side).map(pick)).toFixed(0)
  return `${of(round => round.perSecond)} /s  (${of(round => round.serverUs)} µs server, ${of(round => round.clientUs)} µs client)`
}
const told = (what: string, value: string): Figure => ({ what, value, target: '', met: null })
const ratio = ratioTo('execute', 'echo')
const figures: Figure[] = [
  told('Elysia, validate and echo', describe('echo')),
  told('POST /execute, 5 tasks, durable', describe('execute')),
  told('the same graph, other inputs each time', describe('inputs')),
  told('another graph each time', describe('fresh')),
  told('the same with the answer ready: the door', describe('door')),
  told('the door and the durable rows of a run: the floor', describe('floor')),
  told('one flush of this disk', `${measureFlushMs().toFixed(2)} ms`),
  told('ratio of the door to the echo', ratioTo('door', 'echo').toFixed(2)),
  told('ratio of the floor to the echo', ratioTo('floor', 'echo').toFixed(2)),
  told('ratio to the floor', ratioTo('execute', 'floor').toFixed(2)),
  told('ratio, other inputs each time', ratioTo('inputs', 'echo').toFixed(2)),
  told('ratio, another graph each time', ratioTo('fresh', 'echo').toFixed(2)),
  { what: 'ratio', value: ratio.toFixed(2), target: `at least ${TARGET}`, met: ratio >= TARGET },
]
printFigures(`http: ${CONNECTIONS} connections, body of ${BODY.length} bytes`, figures)
process.exitCode = ratio >= TARGET ? 0 : 1
