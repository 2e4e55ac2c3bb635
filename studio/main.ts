/** The program: reads the command line, runs one command, and leaves with its exit code once all it said was taken. */
import { scrubProxyVariables } from '#machine/loopback-net'
import { EXIT } from './cli/output.ts'
import { openPrinter } from './cli/printer.ts'
import { runProgram } from './cli/run-program.ts'
import { listenForStop } from './cli/stop-signal.ts'
import { VERSION } from './version.ts'

// Before any command connects: a proxy must see neither a prompt nor the token (S3).
scrubProxyVariables()

const printer = openPrinter()
const code = await runProgram(process.argv.slice(2), {
  version: VERSION,
  printer,
  listenForStop: () => listenForStop(process.exit),
})
const refused = await printer.finish()
if (refused !== null) {
  printer.err(`EXECUTION_FAILURE STORAGE_FULL: Standard output did not take all that was to be said (${refused}).`)
  printer.err('  Free disk space, or write to another place.')
  await printer.finish()
}
// A warm child or an idle timer must not keep a finished command alive.
process.exit(refused === null ? code : EXIT.failed)
