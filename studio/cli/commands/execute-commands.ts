/** `ask` and `run`: a message or a graph in, a verified answer and the badge out. */
import type { Command } from 'commander'
import { API_VERSION, type ExecuteResult } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { isObject } from '#json/value'
import { execute } from '../execute.ts'
import { type GraphFile, locateIn, toFileFailure, toFileFault } from '../graph-file.ts'
import { badgeLine, EXIT, faultLine, missingLine, printFailure, printJson } from '../output.ts'
import { readAttachments, readGraphFile, readInputs, readMessage } from '../read-arguments.ts'
import { RefusedRequest, type Session } from '../session.ts'
import { collect, examples } from './command-parts.ts'

export type ExecuteFlags = {
  readonly deterministicOnly?: boolean
  readonly direct?: boolean
  readonly model?: string
  readonly now?: string
  readonly keep?: boolean
}

export function addExecuteCommands(program: Command, session: Session): void {
  program
    .command('ask')
    .description('answer one message: by rule where rules can, by a local model where they cannot')
    .argument('<message>', 'what you want to know, or - for standard input')
    .option('-a, --attach <file>', 'attach a text, CSV or JSON file (repeatable)', collect)
    .option('-d, --deterministic-only', 'refuse, in words, what would need a model')
    .option('--direct', 'one plain model call without rules, for comparison')
    .option('-m, --model <id>', 'model to use, as <connector>/<name>')
    .option('--now <date-time>', 'the moment that "today" means, e.g. 2026-01-31T09:00:00+01:00')
    .option('--keep', 'keep the content of this run for capsules and exports')
    .addHelpText(
      'after',
      examples('kora ask "What is 17.5% of 2,480 EUR?"', 'kora ask --attach sales.csv "total of amount by region"'),
    )
    .action(async (message: string, flags: ExecuteFlags & { readonly attach?: readonly string[] }) => {
      if (flags.direct && flags.deterministicOnly)
        throw new KoraError('INVALID_REQUEST', '--direct asks a model, and --deterministic-only forbids it.', {
          hint: 'Leave one of them out.',
        })
      printResult(session, await execute(session, await messageBody(message, flags)))
    })
  program
    .command('run')
    .description('run a TaskGraph file')
    .argument('<graph.json>', 'the graph, or - for standard input')
    .option('-i, --input <name=value>', 'a graph input: JSON, text, or @file (repeatable)', collect)
    .option('-d, --deterministic-only', 'fail tasks that would need a model')
    .option('-m, --model <id>', 'model for tasks that name none')
    .option('--keep', 'keep the content of this run for capsules and exports')
    .addHelpText(
      'after',
      examples('kora run examples/ticket-triage.json', 'kora run graph.json --input text=@letter.txt --json'),
    )
    .action(async (path: string, flags: ExecuteFlags & { readonly input?: readonly string[] }) => {
      const file = await readGraphFile(path)
      const result = await execute(session, await graphBody(file, flags)).catch(error => refuseGraph(error, file))
      await printWarnings(session, result, file)
      printResult(session, result)
    })
}

/** Throws GraphRefused for a refused graph, everything else as it came. */
export async function refuseGraph(error: unknown, file: GraphFile): Promise<never> {
  if (!(error instanceof RefusedRequest)) throw error
  throw new GraphRefused(error, await locateIn(file))
}

/** A refused graph whose faults can be shown where they lie in the user's file. */
export class GraphRefused extends RefusedRequest {
  readonly placeOf: (pointer: string) => string

  constructor(refused: RefusedRequest, placeOf: (pointer: string) => string) {
    super(toFileFailure(refused.failure), refused.status)
    this.placeOf = placeOf
  }
}

export async function messageBody(
  text: string,
  flags: ExecuteFlags & { readonly attach?: readonly string[] },
): Promise<JsonObject> {
  const message = await readMessage(text)
  const attachments = (await readAttachments(flags.attach ?? [])) as JsonObject[]
  return {
    api_version: API_VERSION,
    message,
    ...(attachments.length > 0 ? { attachments } : {}),
    execution_options: toOptions(flags),
  }
}

export async function graphBody(
  { value }: GraphFile,
  flags: ExecuteFlags & { readonly input?: readonly string[] },
): Promise<JsonObject> {
  const inputs = await readInputs(flags.input ?? [])
  return {
    api_version: API_VERSION,
    taskgraph: value,
    ...(flags.input === undefined ? {} : { inputs }),
    execution_options: toOptions(flags),
  }
}

function toOptions(flags: ExecuteFlags): JsonObject {
  return {
    mode: flags.direct ? 'direct' : flags.deterministicOnly ? 'deterministic_only' : 'auto',
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.now === undefined ? {} : { now: flags.now }),
    ...(flags.keep ? { content: 'keep' } : {}),
  }
}

/** What was passed over, such as an input whose name nothing reads, changes what the answer means. */
async function printWarnings({ output }: Session, result: ExecuteResult, file: GraphFile): Promise<void> {
  const { warnings } = result.execution_metadata
  if (output.json || warnings.length === 0) return
  const placeOf = await locateIn(file)
  for (const fault of warnings) output.err(`warning  ${faultLine(toFileFault(fault), placeOf)}`)
}

function printResult(session: Session, result: ExecuteResult): void {
  const { output } = session
  if (result.status !== 'success') session.exit(EXIT.failed)
  if (output.json) return printJson(output, result)
  const { partial_output: partial, error } = result
  const answer = error ? (partial?.text ?? '') : toAnswer(result.final_output as JsonValue)
  if (answer !== '') output.out(answer)
  if (error) {
    if (partial?.missing) output.err(missingLine(partial.missing))
    printFailure(output, error)
  }
  // How the message was understood, where the answer itself does not say it.
  for (const { reading } of result.plan?.rules ?? []) if (reading && !answer.includes(reading)) output.err(reading)
  output.out(badgeLine(result.telemetry.summary))
}

/** A text as text; anything else as JSON. */
function toAnswer(value: JsonValue): string {
  if (typeof value === 'string') return value
  const text = isObject(value) ? value.text : undefined
  return typeof text === 'string' ? text : JSON.stringify(value, null, 2)
}
