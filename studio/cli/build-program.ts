/** The command line as a tree of commands (spec of the CLI). It parses and dispatches; what a command does is in its own file. */
import { Command, InvalidArgumentError } from 'commander'
import { addChatCommands } from './commands/chat-commands.ts'
import { addCheckCommands } from './commands/check-commands.ts'
import { examples } from './commands/command-parts.ts'
import { addCompareCommands } from './commands/compare-commands.ts'
import { addDoctorCommand } from './commands/doctor-command.ts'
import { addExecuteCommands } from './commands/execute-commands.ts'
import { addLocalCommands } from './commands/local-commands.ts'
import { addModelCommands } from './commands/model-commands.ts'
import { addOperationCommand, addPluginCommands } from './commands/part-commands.ts'
import { addRunCommands, addTelemetryCommands } from './commands/run-commands.ts'
import type { Session } from './session.ts'

export type ServeFlags = { readonly port?: number; readonly host?: string; readonly open?: boolean }
export type Serve = (flags: ServeFlags) => Promise<void>

export function buildProgram(session: Session, serve: Serve): Command {
  const program = new Command('kora')
    .description('Answers by rule where rules can, by a local model where they cannot, and shows which it was.')
    .option('--json', 'print one JSON document on standard output')
    .option('--server <url>', 'use this running Studio; its token comes from KORA_TOKEN')
    .option('--home <folder>', 'data folder (default: KORA_HOME, else the place of your system)', readFolder)
    .version(session.version, '-V, --version')
    .addHelpText('after', examples('kora', 'kora ask "What is 17.5% of 2,480 EUR?"', 'kora run graph.json --json'))
    .showSuggestionAfterError()
    .exitOverride()
  program
    .command('serve', { isDefault: true })
    .description('start Studio: API, documentation and page on this machine only')
    .option('-p, --port <port>', 'port; 0 takes a free one', readPort)
    .option('--host <address>', 'also listen beyond loopback (a token is required there)')
    .option('--no-open', 'do not open the browser')
    .addHelpText('after', examples('kora serve', 'kora serve --port 0 --no-open --json'))
    .action(serve)
  addExecuteCommands(program, session)
  addChatCommands(program, session)
  addCheckCommands(program, session)
  addCompareCommands(program, session)
  addModelCommands(program, session)
  addRunCommands(program, session)
  addTelemetryCommands(program, session)
  addOperationCommand(program, session)
  addPluginCommands(program, session)
  addLocalCommands(program, session)
  addDoctorCommand(program, session)
  return program
}

/** An empty name would mean the folder that the user happens to be in. */
function readFolder(text: string): string {
  if (text.trim() !== '') return text
  throw new InvalidArgumentError('Expected a folder.')
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('Expected a number from 0 to 65535.')
}
