/** `bun kora`: sets the checkout up when something is missing, then runs the program. */
import { bootstrap } from './bootstrap.ts'

try {
  bootstrap(line => process.stderr.write(`${line}\n`))
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
await import('../studio/main.ts')
