/** `bun kora`: sets the checkout up when something is missing, then runs the program. */
import { bootstrap } from './bootstrap.ts'

let isFresh = false
try {
  isFresh = bootstrap(line => process.stderr.write(`${line}\n`))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
if (isFresh) process.exit(await startAgain())
await import('../studio/main.ts')

/** This process looked for the packages before they were there, and would go on believing that they are missing. */
async function startAgain(): Promise<number> {
  const child = Bun.spawn([process.execPath, '--no-env-file', import.meta.path, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit'],
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return child.exited
}
