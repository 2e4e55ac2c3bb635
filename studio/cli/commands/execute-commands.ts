/** `ask`, `run`, `plan`, `validate`, `convert`: a message or a graph in, an answer or a check out. */
import type { Command } from 'commander'
import { API_VERSION, type ConvertResult, type ExecuteResult, type PlanResult } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { badgeLine, EXIT, printFailure, printJson, printTable } from '../output.ts'
import { readAttachment, readInputs, readJsonFile } from '../read-arguments.ts'
import { type Session, takeBody } from '../session.ts'

type ExecuteFlags = { deterministicOnly?: boolean; model?: string; now?: string; keep?: boolean; direct?: boolean }

const collect = (value: string, before: readonly string[]) => [...before, value]

export function addExecuteCommands(program: Command, session: Session): void {
  program
    .command('ask')
    .description('answer one message: by rule where rules can, by a local model where they cannot')
    .argument('<message>', 'what you want to know')
    .option('-a, --attach <file>', 'attach a text, CSV or JSON file (repeatable)', collect, [] as string[])
    .option('-d, --deterministic-only', 'refuse, in words, what would need a model')
    .option('--direct', 'one plain model call without rules, for comparison')
    .option('-m, --model <id>', 'model to use, as <connector>/<name>')
    .option('--now <date-time>', 'the moment that "today" means, e.g. 2026-01-31T09:00:00+01:00')
    .option('--keep', 'keep the content of this run for capsules and exports')
    .addHelpText(
      'after',
      examples('kora ask "What is 17.5% of 2,480 EUR?"', 'kora ask --attach sales.csv "total of amount by region"'),
    )
    .action(async (message: string, flags: ExecuteFlags & { attach: string[] }) => {
      const attachments = await Promise.all(flags.attach.map(readAttachment))
      const body = { message, ...(attachments.length > 0 ? { attachments } : {}), execution_options: toOptions(flags) }
      await execute(session, body)
    })
  program
    .command('run')
    .description('run a TaskGraph file')
    .argument('<graph.json>', 'the graph, or - for standard input')
    .option('-i, --input <name=value>', 'a graph input: JSON, text, or @file (repeatable)', collect, [] as string[])
    .option('-d, --deterministic-only', 'fail tasks that would need a model')
    .option('-m, --model <id>', 'model for tasks that name none')
    .option('--keep', 'keep the content of this run for capsules and exports')
    .addHelpText(
      'after',
      examples('kora run examples/ticket-triage.json', 'kora run graph.json --input text=@letter.txt --json'),
    )
    .action(async (path: string, flags: ExecuteFlags & { input: string[] }) => {
      await execute(session, await graphBody(path, flags))
    })
  program
    .command('plan')
    .description('check a graph, or make one from a message, and show what it can cost at most; runs nothing')
    .argument('<graph.json or message>', 'a file, or a message with --message')
    .option('--message', 'the argument is a message')
    .option('-a, --attach <file>', 'attach a file to the message (repeatable)', collect, [] as string[])
    .option('-i, --input <name=value>', 'a graph input (repeatable)', collect, [] as string[])
    .option('-m, --model <id>', 'model for tasks that name none')
    .addHelpText(
      'after',
      examples('kora plan examples/invoice-totals.json', 'kora plan --message "12 * 8 and 5 km in miles" --json'),
    )
    .action(async (what: string, flags: ExecuteFlags & { message?: boolean; attach: string[]; input: string[] }) => {
      const body = flags.message
        ? {
            message: what,
            attachments: await Promise.all(flags.attach.map(readAttachment)),
            execution_options: toOptions(flags),
          }
        : await graphBody(what, flags)
      await plan(session, body, 'full')
    })
  program
    .command('validate')
    .description('check a graph against every invariant and name all faults at once')
    .argument('<graph.json>', 'the graph, or - for standard input')
    .option('-i, --input <name=value>', 'a graph input (repeatable)', collect, [] as string[])
    .addHelpText('after', examples('kora validate graph.json', 'cat graph.json | kora validate - --json'))
    .action(async (path: string, flags: { input: string[] }) => plan(session, await graphBody(path, flags), 'faults'))
  program
    .command('convert')
    .description('turn a graph of the 0.1 prototype into a 1.0 graph; what has no counterpart is named')
    .argument('<old.json>', 'the old graph, or - for standard input')
    .addHelpText('after', examples('kora convert old.json > new.json'))
    .action(async (path: string) => convert(session, await readJsonFile(path)))
}

const examples = (...lines: readonly string[]) => `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}\n`

function toOptions(flags: ExecuteFlags): JsonObject {
  return {
    mode: flags.direct ? 'direct' : flags.deterministicOnly ? 'deterministic_only' : 'auto',
    ...(flags.model === undefined ? {} : { model: flags.model }),
    ...(flags.now === undefined ? {} : { now: flags.now }),
    ...(flags.keep ? { content: 'keep' } : {}),
  }
}

async function graphBody(path: string, flags: ExecuteFlags & { input: string[] }): Promise<JsonObject> {
  const inputs = await readInputs(flags.input)
  return {
    taskgraph: await readJsonFile(path),
    ...(flags.input.length > 0 ? { inputs } : {}),
    execution_options: toOptions(flags),
  }
}

async function execute(session: Session, body: JsonObject | { message: string }): Promise<void> {
  const client = await session.client()
  const { output } = session
  let result: ExecuteResult | null = null
  if (output.json)
    result = takeBody<ExecuteResult>(await client.call('POST', '/execute', { api_version: API_VERSION, ...body }))
  else {
    const refused = await client.stream('/execute', { api_version: API_VERSION, ...body }, event => {
      if (event.name === 'result') result = event.data as ExecuteResult
    })
    if (refused) result = takeBody<ExecuteResult>(refused)
  }
  if (!result) throw new Error('the stream ended without a result')
  if (output.json) printJson(output, result)
  else printResult(session, result)
  if (result.status !== 'success') session.exit(EXIT.failed)
}

function printResult(session: Session, result: ExecuteResult): void {
  const { output } = session
  const final = result.final_output as JsonValue
  if (result.error) printFailure(output, result.error as Failure)
  else if (isText(final)) output.out(final.text)
  else printJson(output, final)
  for (const { reading } of result.plan?.rules ?? []) if (reading) output.err(reading)
  output.err(badgeLine(result))
}

function isText(value: JsonValue): value is { readonly text: string } {
  return (
    value !== null &&
    typeof value === 'object' &&
    !Array.isArray(value) &&
    typeof (value as JsonObject).text === 'string'
  )
}

async function plan(session: Session, body: JsonObject | { message: string }, show: 'full' | 'faults'): Promise<void> {
  const client = await session.client()
  const { output } = session
  const planned = takeBody<PlanResult>(await client.call('POST', '/plan', { api_version: API_VERSION, ...body }))
  if (!planned.valid) session.exit(EXIT.failed)
  if (output.json) return printJson(output, planned)
  for (const fault of planned.errors) output.out(`error    ${fault.pointer || '/'}  ${fault.code}  ${fault.message}`)
  for (const fault of planned.warnings) output.out(`warning  ${fault.pointer || '/'}  ${fault.code}  ${fault.message}`)
  if (!planned.valid)
    return output.err(`not valid: ${planned.errors.length} ${planned.errors.length === 1 ? 'fault' : 'faults'}`)
  output.out(`valid    ${planned.graph_hash}`)
  if (show === 'full') printCertificate(session, planned)
}

function printCertificate(session: Session, planned: PlanResult): void {
  const { output } = session
  const { certificate } = planned
  for (const rule of planned.plan?.rules ?? [])
    output.out(`rule     ${rule.rule_id} at ${rule.span.join('–')}: ${rule.reason}`)
  if (planned.plan) output.out(`model    ${planned.plan.model_needed ? 'needed' : 'not needed'}`)
  if (!certificate) return
  const time =
    certificate.max_time_ms === null ? 'not bounded (an operation declares no time)' : `${certificate.max_time_ms} ms`
  output.out(
    `ceiling  ${certificate.max_model_calls} model calls, ${certificate.max_output_tokens} generated tokens, ` +
      `${certificate.max_prompt_tokens} prompt tokens (${certificate.prompt_tokens_basis}), ${time}`,
  )
  const models = certificate.tasks.filter(task => task.max_model_calls > 0)
  if (models.length === 0) return
  const rows = models.map(task => [
    task.task_id,
    task.max_model_calls,
    task.max_output_tokens,
    task.max_prompt_tokens,
    task.because,
  ])
  printTable(output, ['task', 'calls', 'tokens', 'prompt', 'because'], rows)
}

async function convert(session: Session, graph: JsonValue): Promise<void> {
  const client = await session.client()
  const { output } = session
  const converted = takeBody<ConvertResult>(await client.call('POST', '/convert', graph))
  if (output.json) return printJson(output, converted)
  printJson(output, converted.taskgraph)
  for (const fault of converted.dropped) output.err(`no counterpart  ${fault.pointer || '/'}  ${fault.message}`)
}
