/** A chain and a fan-out of steps that each add one, as Mastra workflows, committed once and started anew for every round. */
import { createStep, createWorkflow } from '@mastra/core/workflows'
import { z } from 'zod'
import { serveRounds } from './serve-rounds.js'

const size = Number(process.argv[2])
const idOf = at => `t${String(at).padStart(5, '0')}`
const schema = z.object({ n: z.number() })
const stepOf = at =>
  createStep({
    id: idOf(at),
    inputSchema: schema,
    outputSchema: schema,
    execute: async ({ inputData }) => ({ n: inputData.n + 1 }),
  })
const steps = Array.from({ length: size }, (_, at) => stepOf(at))

function buildChain() {
  let workflow = createWorkflow({ id: 'chain', inputSchema: schema, outputSchema: schema })
  for (const step of steps) workflow = workflow.then(step)
  return workflow.commit()
}

const buildFanOut = () =>
  createWorkflow({ id: 'fan-out', inputSchema: schema, outputSchema: z.record(z.string(), schema) })
    .then(steps[0])
    .parallel(steps.slice(1))
    .commit()

async function start(workflow) {
  const run = await workflow.createRun()
  const result = await run.start({ inputData: { n: 0 } })
  if (result.status !== 'success') throw new Error(`${workflow.id} ended as ${result.status}: ${result.error}`)
  return result.result
}

const chain = buildChain()
const fanOut = buildFanOut()
await serveRounds({
  chain: { run: async () => (await start(chain)).n, expected: size },
  'fan-out': { run: async () => (await start(fanOut))[idOf(size - 1)].n, expected: 2 },
})
