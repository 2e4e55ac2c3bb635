/** The program: reads the command line, runs one command, and leaves with its exit code. */
import { scrubProxyVariables } from '#machine/loopback-net'
import { type ProgramParts, runProgram } from './cli/build-program.ts'
import { connect } from './cli/connect.ts'
import { printJson, printTable } from './cli/output.ts'
import { VERSION } from './version.ts'

// Before any command connects: a proxy must see neither a prompt nor the token (S3).
scrubProxyVariables()

const print: ProgramParts['print'] = {
  out: line => process.stdout.write(`${line}\n`),
  err: line => process.stderr.write(`${line}\n`),
}

/** Parts are imported when their command runs: `kora version` need not load an HTTP server. */
const parts: ProgramParts = {
  version: VERSION,
  print,
  connect: flags => connect(flags, print.err),
  serve: async (flags, output) => (await import('./serve.ts')).serve(flags, output),
  pull: async (flags, model, output) => (await import('./cli/pull.ts')).pull(flags.home, model, output),
  token: async ({ home }, output) => {
    const { findDataRoot, openDataRoot } = await import('./settings/data-root.ts')
    const { loadToken } = await import('#http/token')
    const { token } = loadToken((await openDataRoot(home ?? findDataRoot())).tokenFile)
    if (output.json) printJson(output, { token })
    else output.out(token)
  },
  config: async ({ home }, output) => {
    const { findDataRoot, openDataRoot } = await import('./settings/data-root.ts')
    const { loadSettings } = await import('./settings/load-settings.ts')
    const root = await openDataRoot(home ?? findDataRoot())
    const { lines, problems } = await loadSettings({ file: root.configFile })
    if (output.json) return printJson(output, { home: root.root, settings: lines, problems })
    output.out(`data folder  ${root.root}`)
    printTable(
      output,
      ['setting', 'value', 'from', 'what it is'],
      lines.map(line => [line.name, JSON.stringify(line.value), line.where ?? line.source, line.description]),
    )
    for (const problem of problems) output.err(problem)
  },
}

process.exitCode = await runProgram(process.argv.slice(2), parts)
// A pipe takes what it can hold; what waits behind it would be lost.
for (const stream of [process.stdout, process.stderr]) await new Promise<void>(resolve => stream.end(resolve))
// A warm child or an idle timer must not keep a finished command alive.
process.exit()
