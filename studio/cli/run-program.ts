/** Runs one command line to its exit code, whatever happens: every failure is one typed error with its cure. */
import { type Command, CommanderError } from 'commander'
import { buildFailure, type Failure, KoraError } from '#contracts/failure'
import { suggestNames } from '#graph/near-names'
import { readDiskFailure } from '#machine/disk-failure'
import type { ApiClient } from './api-client.ts'
import { buildProgram, type Serve } from './build-program.ts'
import { GraphRefused } from './commands/execute-commands.ts'
import { printVersion } from './commands/local-commands.ts'
import { EXIT, type Output, printFailure, printJson } from './output.ts'
import type { Printer } from './printer.ts'
import { type GlobalFlags, RefusedRequest, refuseServer, type Session } from './session.ts'

export type ProgramParts = {
  readonly version: string
  readonly printer: Printer
  readonly listenForStop: () => AbortSignal
}

/** Never throws. */
export async function runProgram(words: readonly string[], parts: ProgramParts): Promise<number> {
  let code: number = EXIT.success
  let client: Promise<ApiClient> | null = null
  let stop: AbortSignal | null = null
  // Good until the flags are read: a refused command line must be answered in JSON too.
  const output = { ...parts.printer, json: namesJson(words) }
  const session: Session = {
    version: parts.version,
    output,
    flags: () => program.opts<GlobalFlags>(),
    client: () => {
      client ??= import('./connect.ts').then(({ connect }) => connect(session.flags(), output))
      return client
    },
    stop: () => {
      stop ??= parts.listenForStop()
      return stop
    },
    exit: next => {
      code = next
    },
  }
  const said = { out: '', err: '' }
  const program = buildProgram(session, buildServe(session))
  configure(program, said)
  program.hook('preAction', () => {
    output.json = session.flags().json === true
  })
  try {
    assertCommand(program, words)
    await program.parseAsync([...words], { from: 'user' })
  } catch (error) {
    const help = `${nameCommand(program, words)} --help`
    code = error instanceof CommanderError ? endParsing(error, said, session, help) : reportError(error, output)
  }
  const opened = client as Promise<ApiClient> | null
  await opened?.then(used => used.close()).catch(() => {})
  return code
}

const buildServe =
  (session: Session): Serve =>
  async flags => {
    refuseServer(session, 'serve')
    const { serve } = await import('../serve.ts')
    await serve({ ...flags, home: session.flags().home }, session.output, session.stop())
  }

function namesJson(words: readonly string[]): boolean {
  const end = words.indexOf('--')
  return words.slice(0, end < 0 ? words.length : end).includes('--json')
}

function configure(command: Command, said: { out: string; err: string }): void {
  command.exitOverride().configureOutput({
    writeOut: text => {
      said.out += text
    },
    writeErr: text => {
      said.err += text
    },
    outputError: () => {},
  })
  for (const child of command.commands) configure(child, said)
}

/** The default commands would take a mistyped command for an argument of theirs, and tell the user about that. */
function assertCommand(program: Command, words: readonly string[]): void {
  let command = program
  for (const word of program.parseOptions([...words]).operands) {
    if (command.commands.length === 0) return
    if (word === 'help') continue
    const names = command.commands.map(child => child.name())
    const next = command.commands.find(child => child.name() === word)
    if (next === undefined) {
      const path = command === program ? 'kora' : `kora ${command.name()}`
      throw new KoraError(
        'INVALID_REQUEST',
        `${path} has no command ${JSON.stringify(word)}${suggestNames(word, names) || '.'}`,
        {
          hint: `\`${path} --help\` lists: ${names.join(', ')}.`,
        },
      )
    }
    command = next
  }
}

/** `kora runs list`, as far as the words name commands; the words themselves may be wrong. */
function nameCommand(program: Command, words: readonly string[]): string {
  let command = program
  let path = 'kora'
  for (const word of words) {
    const next = command.commands.find(child => child.name() === word)
    if (next === undefined) continue
    command = next
    path += ` ${word}`
  }
  return path
}

/** Help and version are no errors; what commander refuses is wrong use. */
function endParsing(
  error: CommanderError,
  said: { out: string; err: string },
  session: Session,
  helpCommand: string,
): number {
  const { output } = session
  if (error.code === 'commander.version') {
    printVersion(session)
    return EXIT.success
  }
  const isHelp = error.code.startsWith('commander.help')
  if (isHelp && said.out !== '') {
    const help = said.out.trimEnd()
    if (output.json) printJson(output, { help })
    else output.out(help)
    return EXIT.success
  }
  const message = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')
  return reportError(new KoraError('INVALID_REQUEST', message, { hint: `\`${helpCommand}\` shows examples.` }), output)
}

function reportError(error: unknown, output: Output): number {
  const failure = toFailure(error)
  if (output.json) printJson(output, failure)
  else printFailure(output, failure, error instanceof GraphRefused ? error.placeOf : undefined)
  if (failure.details.code === 'INTERNAL' && process.env.KORA_DEBUG && error instanceof Error)
    output.err(error.stack ?? error.message)
  return exitCodeOf(failure)
}

function toFailure(error: unknown): Failure {
  if (error instanceof RefusedRequest) return error.failure
  const known = error instanceof KoraError ? error : readDiskFailure(error)
  if (known !== null) return known.toFailure()
  return buildFailure('INTERNAL', undefined, { hint: 'This is a bug of ours. KORA_DEBUG=1 shows where it happened.' })
}

/** The command line was right, and something else was not as promised. */
const NO_FAULT_OF_THE_USER = new Set(['CHECKSUM_MISMATCH'])
/** Named by the user, and not there. */
const NAMED_WRONGLY = new Set(['MODEL_NOT_FOUND', 'BACKEND_NOT_INSTALLED'])

/** 2 for what the user can mend in the command line, 3 for a server that is not there, 1 for all else. */
function exitCodeOf({ error_type: type, details: { code } }: Failure): number {
  if (code === 'SERVER_UNREACHABLE') return EXIT.unreachable
  if (NO_FAULT_OF_THE_USER.has(code)) return EXIT.failed
  const isWrongUse = type === 'VALIDATION_ERROR' || type === 'VERSION_MISMATCH' || NAMED_WRONGLY.has(code)
  return isWrongUse ? EXIT.wrongUse : EXIT.failed
}
