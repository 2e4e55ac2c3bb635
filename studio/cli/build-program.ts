/** The command line as a tree of commands (spec of the CLI). It parses and dispatches; what a command does is in its own file. */
import { Command, CommanderError, InvalidArgumentError } from 'commander'
import { buildFailure, KoraError } from '#contracts/failure'
import type { ApiClient } from './api-client.ts'
import { addExecuteCommands } from './commands/execute-commands.ts'
import { addLookCommands, listModels, runDoctor } from './commands/look-commands.ts'
import { EXIT, type Output, printFailure, printJson } from './output.ts'
import { RefusedRequest, type Session } from './session.ts'

export type GlobalFlags = { readonly json?: boolean; readonly server?: string; readonly home?: string }

/** What the commands need from the program around them; they come in so that tests can run commands without a process. */
export type ProgramParts = {
  readonly version: string
  readonly print: Pick<Output, 'out' | 'err'>
  readonly connect: (flags: GlobalFlags) => Promise<ApiClient>
  readonly serve: (flags: GlobalFlags & ServeFlags, output: Output) => Promise<number>
  readonly pull: (flags: GlobalFlags, model: string | undefined, output: Output) => Promise<number>
  readonly token: (flags: GlobalFlags, output: Output) => Promise<void>
  readonly config: (flags: GlobalFlags, output: Output) => Promise<void>
}

export type ServeFlags = { readonly port?: number; readonly host?: string; readonly open?: boolean }

/** Runs one command line and answers its exit code. Never throws. */
export async function runProgram(words: readonly string[], parts: ProgramParts): Promise<number> {
  let code: number = EXIT.success
  let client: Promise<ApiClient> | null = null
  const output: { json: boolean } & Output = { json: words.includes('--json'), ...parts.print }
  const flags = (): GlobalFlags => program.opts<GlobalFlags>()
  const session: Session = {
    output,
    client: () => {
      client ??= parts.connect(flags())
      return client
    },
    exit: next => {
      code = next
    },
  }
  const program = buildProgram(parts, session, flags)
  try {
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    code = reportError(error, output)
  } finally {
    await (client as Promise<ApiClient> | null)?.then(
      opened => opened.close(),
      () => {},
    )
  }
  return code
}

function buildProgram(parts: ProgramParts, session: Session, flags: () => GlobalFlags): Command {
  const program = new Command('kora')
    .description('Answers by rule where rules can, by a local model where they cannot, and shows which it was.')
    .option('--json', 'print one JSON document on standard output')
    .option('--server <url>', 'use this running Studio')
    .option('--home <folder>', 'data folder (default: KORA_HOME, else the place of your system)')
    .version(parts.version, '-V, --version')
    .showHelpAfterError('(kora <command> --help shows examples)')
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: text => parts.print.out(text.trimEnd()),
      writeErr: text => parts.print.err(text.trimEnd()),
    })
  program
    .command('serve', { isDefault: true })
    .description('start Studio: API, documentation and page on this machine only')
    .option('-p, --port <port>', 'port; 0 takes a free one', readPort)
    .option('--host <address>', 'also listen beyond loopback (a token is required there)')
    .option('--no-open', 'do not open the browser')
    .addHelpText('after', '\nExamples:\n  kora serve\n  kora serve --port 0 --no-open --json\n')
    .action(async (own: ServeFlags) => session.exit(await parts.serve({ ...flags(), ...own }, session.output)))
  addExecuteCommands(program, session)
  addModels(program, session, parts, flags)
  addLookCommands(program, session)
  program
    .command('token')
    .description('print the token that API calls need')
    .action(() => parts.token(flags(), session.output))
  program
    .command('config')
    .description('show every setting, its value and where it came from')
    .action(() => parts.config(flags(), session.output))
  program
    .command('doctor')
    .description('check this installation; without content or secrets')
    .option('-o, --out <file>', 'also write the diagnosis into a new file')
    .action((own: { out?: string }) => runDoctor(session, parts.version, own.out))
  program
    .command('version')
    .description('print the version')
    .action(() =>
      session.output.json
        ? printJson(session.output, { version: parts.version, bun: Bun.version })
        : session.output.out(parts.version),
    )
  return program
}

function addModels(program: Command, session: Session, parts: ProgramParts, flags: () => GlobalFlags): void {
  const models = program.command('models').description('models of all backends')
  models
    .command('list')
    .description('list models, with size, context and memory need')
    .action(() => listModels(session))
  models
    .command('pull')
    .description('get a model: the default small one, or one of the curated list')
    .argument('[model]', 'an id of the curated list')
    .addHelpText('after', '\nExamples:\n  kora models pull\n  kora models pull qwen2.5-0.5b-instruct-q4_k_m\n')
    .action(async (model?: string) => session.exit(await parts.pull(flags(), model, session.output)))
}

function readPort(text: string): number {
  const port = Number(text)
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port
  throw new InvalidArgumentError('Expected a number from 0 to 65535.')
}

function reportError(error: unknown, output: Output): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.success : EXIT.wrongUse
  const failure =
    error instanceof RefusedRequest
      ? error.failure
      : error instanceof KoraError
        ? error.toFailure()
        : buildFailure('INTERNAL')
  if (output.json) printJson(output, failure)
  else printFailure(output, failure)
  if (failure.details.code === 'INTERNAL' && process.env.KORA_DEBUG) output.err(String((error as Error).stack))
  return exitCodeOf(failure.error_type, failure.details.code)
}

/** 2 for what the user can mend in the command line, 3 for a server that is not there, 1 for all else. */
function exitCodeOf(type: string, code: string): number {
  if (code === 'SERVER_UNREACHABLE') return EXIT.unreachable
  return type === 'VALIDATION_ERROR' || type === 'VERSION_MISMATCH' ? EXIT.wrongUse : EXIT.failed
}
