/** What every peer process does with its graphs: for each line of stdin, the name of a shape, run that graph once and print the milliseconds. */
import { createInterface } from 'node:readline'

/** `runs` maps a shape to a function that runs its graph once and resolves to the last value, which must be as expected. */
export async function serveRounds(runs) {
  console.log('ready')
  for await (const shape of createInterface({ input: process.stdin })) {
    const { run, expected } = runs[shape]
    const startedMs = performance.now()
    const value = await run()
    const ms = performance.now() - startedMs
    if (value !== expected) throw new Error(`${shape} gave ${value}, not ${expected}`)
    console.log(ms)
  }
  process.exit()
}
