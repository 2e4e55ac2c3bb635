/** `plan`, `validate`, `convert`: what a graph would do and cost at most, its faults, and its newer form. Nothing runs. */
import type { Command } from 'commander'
import type { ConvertResult, PlanResult } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import { type GraphFile, locateIn, OLD_GRAPH_HINT, toFileFault } from '../graph-file.ts'
import { countOf, EXIT, faultLine, pointerText, printJson, printTable } from '../output.ts'
import { readGraphFile } from '../read-arguments.ts'
import { post, RefusedRequest, type Session } from '../session.ts'
import { collect, examples } from './command-parts.ts'
import { type ExecuteFlags, GraphRefused, graphBody, messageBody } from './execute-commands.ts'

type PlanFlags = ExecuteFlags & {
  readonly message?: boolean
  readonly attach?: readonly string[]
  readonly input?: readonly string[]
}
type Shown = 'full' | 'faults'

export function addCheckCommands(program: Command, session: Session): void {
  program
    .command('plan')
    .description('check a graph, or make one from a message, and show what it can cost at most; runs nothing')
    .argument('<graph.json or message>', 'a file, or a message with --message; - for standard input')
    .option('--message', 'the argument is a message')
    .option('-a, --attach <file>', 'attach a file to the message (repeatable)', collect)
    .option('-i, --input <name=value>', 'a graph input (repeatable)', collect)
    .option('-m, --model <id>', 'model for tasks that name none')
    .addHelpText(
      'after',
      examples('kora plan examples/invoice-totals.json', 'kora plan --message "12 * 8 and 5 km in miles" --json'),
    )
    .action(async (what: string, flags: PlanFlags) => {
      if (!flags.message) return planGraph(session, what, flags, 'full').catch(error => hintMessage(error, what))
      const planned = await post<PlanResult>(session, '/plan', await messageBody(what, flags))
      printPlan(session, planned, 'full', pointerText)
    })
  program
    .command('validate')
    .description('check a graph against every invariant and name all faults at once')
    .argument('<graph.json>', 'the graph, or - for standard input')
    .option('-i, --input <name=value>', 'a graph input (repeatable)', collect)
    .addHelpText('after', examples('kora validate graph.json', 'cat graph.json | kora validate - --json'))
    .action((path: string, flags: PlanFlags) => planGraph(session, path, flags, 'faults'))
  program
    .command('convert')
    .description('turn a graph of the 0.1 prototype into a 1.0 graph; what has no counterpart is named')
    .argument('<old.json>', 'the old graph, or - for standard input')
    .addHelpText('after', examples('kora convert old.json > new.json', 'kora convert old.json --json'))
    .action(async (path: string) => {
      const file = await readGraphFile(path)
      await convert(session, file).catch(error => refuseOld(error, file))
    })
}

/** What is no file may have been meant as a message. */
function hintMessage(error: unknown, what: string): never {
  const isMissing = error instanceof KoraError && error.message === `${what}: no such file.`
  if (!isMissing) throw error
  throw new KoraError(error.code, error.message, { hint: 'Check the path; for a message give --message.' }, error)
}

async function planGraph(session: Session, path: string, flags: PlanFlags, shown: Shown): Promise<void> {
  const file = await readGraphFile(path)
  const planned = await post<PlanResult>(session, '/plan', await graphBody(file, flags))
  const errors = planned.errors.map(toFileFault)
  const warnings = planned.warnings.map(toFileFault)
  printPlan(session, { ...planned, errors, warnings }, shown, await locateIn(file))
}

/** A graph that would be refused is wrong use for `run`, and so it is here. */
function printPlan(session: Session, planned: PlanResult, shown: Shown, placeOf: (pointer: string) => string): void {
  const { output } = session
  if (!planned.valid) session.exit(EXIT.wrongUse)
  if (output.json) return printJson(output, planned)
  for (const fault of planned.errors) output.out(`error    ${faultLine(fault, placeOf)}`)
  for (const fault of planned.warnings) output.out(`warning  ${faultLine(fault, placeOf)}`)
  if (!planned.valid) {
    output.err(`not valid: ${countOf(planned.errors.length, 'fault')}`)
    if (planned.errors.some(fault => fault.code === 'KORA_VERSION')) output.err(OLD_GRAPH_HINT)
    return
  }
  output.out(`valid    ${planned.graph_hash}`)
  if (shown === 'full') printCertificate(session, planned)
}

function printCertificate({ output }: Session, { certificate, plan }: PlanResult): void {
  for (const rule of plan?.rules ?? []) output.out(`rule     ${rule.rule_id} at ${rule.span.join('–')}: ${rule.reason}`)
  if (plan) output.out(`model    ${plan.model_needed ? 'needed' : 'not needed'}`)
  if (!certificate) return
  const time =
    certificate.max_time_ms === null ? 'not bounded (an operation declares no time)' : `${certificate.max_time_ms} ms`
  output.out(
    `ceiling  ${countOf(certificate.max_model_calls, 'model call')}, ${certificate.max_output_tokens} generated tokens, ` +
      `${certificate.max_prompt_tokens} prompt tokens (${certificate.prompt_tokens_basis}), ${time}`,
  )
  const models = certificate.tasks.filter(task => task.max_model_calls > 0)
  if (models.length === 0) return
  printTable(
    output,
    ['task', 'calls', 'tokens', 'prompt', 'because'],
    models.map(task => [
      task.task_id,
      task.max_model_calls,
      task.max_output_tokens,
      task.max_prompt_tokens,
      task.because,
    ]),
  )
}

async function convert(session: Session, file: GraphFile): Promise<void> {
  const { output } = session
  const converted = await post<ConvertResult>(session, '/convert', file.value)
  if (output.json) return printJson(output, converted)
  printJson(output, converted.taskgraph)
  const placeOf = converted.dropped.length > 0 ? await locateIn(file) : String
  for (const fault of converted.dropped) output.err(`no counterpart  ${placeOf(fault.pointer)}  ${fault.message}`)
}

/** The body is the old graph itself, so its pointers are those of the file. */
async function refuseOld(error: unknown, file: GraphFile): Promise<never> {
  if (!(error instanceof RefusedRequest)) throw error
  throw new GraphRefused(error, await locateIn(file))
}
