/** `token`, `config`, `version`: what the data folder of this machine says. They need no Studio. */
import type { Command } from 'commander'
import { KoraError } from '#contracts/failure'
import { findDataRoot, openDataRoot } from '../../settings/data-root.ts'
import { printJson, printTable } from '../output.ts'
import { post, refuseServer, type Session } from '../session.ts'
import { examples } from './command-parts.ts'

export function addLocalCommands(program: Command, session: Session): void {
  program
    .command('token')
    .description('print the token that API calls need')
    .option('--link', 'print a new launch link of the running Studio instead; it pairs one browser, once')
    .addHelpText(
      'after',
      examples('kora token --link', 'curl -H "Authorization: Bearer $(kora token)" http://127.0.0.1:4747/runs'),
    )
    .action((flags: { readonly link?: boolean }) => (flags.link ? printLink(session) : printToken(session)))
  program
    .command('config')
    .description('show every setting, its value and where it came from')
    .addHelpText('after', examples('kora config', 'KORA_PORT=8080 kora config --json'))
    .action(() => printConfig(session))
  program
    .command('version')
    .description('print the version')
    .addHelpText('after', examples('kora version', 'kora version --json'))
    .action(() => printVersion(session))
}

export function printVersion({ output, version }: Session): void {
  if (output.json) printJson(output, { version, bun: Bun.version })
  else output.out(version)
}

async function printToken(session: Session): Promise<void> {
  refuseServer(session, 'token')
  const { output } = session
  const { loadRootToken } = await import('../../load-root-token.ts')
  const root = await openDataRoot(session.flags().home ?? findDataRoot())
  const token = loadRootToken(root, output.err)
  if (output.json) printJson(output, { token })
  else output.out(token)
}

/** A Studio that was opened for this command alone would be gone before the link is used. */
async function printLink(session: Session): Promise<void> {
  const { output } = session
  const { address } = await session.client()
  if (!/^https?:/.test(address)) {
    throw new KoraError('SERVER_UNREACHABLE', 'No Studio serves this data folder.', {
      hint: '`kora serve` prints a link.',
    })
  }
  const { code } = await post<{ readonly code: string }>(session, '/pair/codes')
  const link = `${address}/#code=${code}`
  if (output.json) printJson(output, { link })
  else output.out(link)
}

async function printConfig(session: Session): Promise<void> {
  refuseServer(session, 'config')
  const { output } = session
  const { loadSettings } = await import('../../settings/load-settings.ts')
  const root = await openDataRoot(session.flags().home ?? findDataRoot())
  const { lines, problems } = await loadSettings({ file: root.configFile })
  if (output.json) return printJson(output, { home: root.root, settings: lines, problems })
  output.out(`data folder  ${root.root}`)
  printTable(
    output,
    ['setting', 'value', 'from', 'what it is'],
    lines.map(line => [line.name, JSON.stringify(line.value), line.where ?? line.source, line.description]),
  )
  for (const problem of problems) output.err(problem)
}
