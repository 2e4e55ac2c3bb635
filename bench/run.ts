/**
 * Runs benchmarks one after the other, each in a process of its own: `bun run bench` runs those that need nothing but this machine,
 * `bun run bench <name> ...` the named ones. Prints what each prints and, at the end, which missed a figure. It measures nothing.
 */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** These need a model, a runtime or packages from the network, so they run only when they are named. */
const ON_DEMAND = new Set(['decode', 'llamacpp', 'model', 'peers', 'range', 'skeleton', 'text', 'ui', 'workload'])
/** Parts of benchmarks, and this file. */
const PARTS =
  /^(?:run|measure(?:-.*)?|(?:direct|open)-model|hostile-backend|http-(?:body|client|server)|engine-graph|peers-engine)$/

const known = readdirSync(import.meta.dir)
  .filter(file => file.endsWith('.ts') && !file.endsWith('.test.ts'))
  .map(file => file.slice(0, -'.ts'.length))
  .filter(name => !PARTS.test(name))
  .sort()

const wanted = process.argv.slice(2)
const unknown = wanted.filter(name => !known.includes(name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(2)
}

const missed: string[] = []
for (const name of wanted.length > 0 ? wanted : known.filter(name => !ON_DEMAND.has(name))) {
  const child = Bun.spawn([process.execPath, '--no-env-file', join(import.meta.dir, `${name}.ts`)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if ((await child.exited) !== 0) missed.push(name)
}
if (missed.length > 0) console.log(`\nA figure was missed, or the run failed: ${missed.join(', ')}`)
process.exitCode = missed.length > 0 ? 1 : 0
