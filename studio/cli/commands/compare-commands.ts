/** `compare` and `bench workload`: direct against structured, on the user's own requests (rule L10). */
import { type Command, InvalidArgumentError } from 'commander'
import type { CompareEntry, CompareResult, CompareSide, CompareVerdict } from '#contracts/compare'
import { API_VERSION } from '#contracts/execution'
import { KoraError } from '#contracts/failure'
import type { JsonObject } from '#contracts/json-value'
import { isObject } from '#json/value'
import type { Interval } from '../../compare/interval.ts'
import { readWorkload } from '../../compare/read-workload.ts'
import { ENOUGH } from '../../compare/weigh.ts'
import type { Share, StructureReport } from '../../compare/workload-report.ts'
import { runWorkload, type WorkloadFlags, type WorkloadReport } from '../bench-workload.ts'
import type { GraphFile } from '../graph-file.ts'
import { countOf, EXIT, type Output, printFailure, printJson, printTable, seconds } from '../output.ts'
import { readAttachments, readGraphFile, readInputs, readText } from '../read-arguments.ts'
import { post, RefusedRequest, type Session } from '../session.ts'
import { collect, examples } from './command-parts.ts'
import { refuseGraph } from './execute-commands.ts'

type CompareFlags = {
  readonly lines?: boolean
  readonly attach?: readonly string[]
  readonly input?: readonly string[]
  readonly rounds?: number
  readonly model?: string
  readonly now?: string
}

const wholeFrom =
  (least: number, most: number) =>
  (text: string): number => {
    const number = Number(text)
    if (/^\d{1,9}$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`Expected a whole number from ${least} to ${most}.`)
  }

export function addCompareCommands(program: Command, session: Session): void {
  program
    .command('compare')
    .description('run a request direct and structured, and say what each cost')
    .argument('<file>', 'a TaskGraph (.json), or a text file with one message')
    .option('-l, --lines', 'every line of the file is a message of its own')
    .option('-a, --attach <file>', 'attach a file to every message (repeatable)', collect)
    .option('-i, --input <name=value>', 'a graph input (repeatable)', collect)
    .option('-r, --rounds <n>', 'run each so often', wholeFrom(1, 10))
    .option('-m, --model <id>', 'model to use, as <connector>/<name>')
    .option('--now <date-time>', 'the moment that "today" means')
    .addHelpText(
      'after',
      examples('kora compare examples/ticket-triage.json', 'kora compare --lines questions.txt --rounds 3'),
    )
    .action(async (file: string, flags: CompareFlags) => {
      const asked = await readAsked(file, flags)
      const body = { api_version: API_VERSION, ...asked.body, execution_options: toOptions(flags) }
      const result = await post<CompareResult>(session, '/compare', body, session.stop()).catch(error =>
        asked.graph === null ? Promise.reject(error) : refuseGraph(inFile(error), asked.graph),
      )
      const { output } = session
      if (output.json) printJson(output, result)
      else printComparison(output, result)
      if (!result.entries.some(isAnswered)) session.exit(EXIT.failed)
    })
  program
    .command('bench')
    .description('measure Studio on a workload of your own')
    .addHelpText('after', examples('kora bench workload requests.txt --labels labels.json'))
    .command('workload', { isDefault: true })
    .description('how many requests rules answer, how well, and what structure saves on a model')
    .argument('<requests.txt>', 'requests by kind, in the format of bench/workload/requests.txt')
    .option('--labels <labels.json>', 'what is known of the answers')
    .option('--sample <n>', 'requests that are run both ways on a model; 0 asks none', wholeFrom(0, 100_000), 48)
    .option('--seed <n>', 'draws the sample', wholeFrom(0, 999_999_999), 1)
    .option('-m, --model <id>', 'model to use, as <connector>/<name>')
    .option('--now <date-time>', 'the moment that "today" means', '2026-03-18T10:00:00+01:00[Europe/Berlin]')
    .addHelpText(
      'after',
      examples('kora bench workload bench/workload/requests.txt --labels bench/workload/labels.json --sample 0'),
    )
    .action(async (file: string, flags: WorkloadFlags & { readonly labels?: string }) => {
      const labels = flags.labels === undefined ? {} : (await readGraphFile(flags.labels)).value
      if (flags.model !== undefined && flags.sample === 0)
        throw new KoraError('INVALID_REQUEST', '--sample 0 asks no model, so --model has no effect.', {
          hint: 'Leave one of them out.',
        })
      const requests = readWorkload(await readText(file), labels)
      if (requests.length === 0)
        throw new KoraError('INVALID_REQUEST', `${file} holds no request.`, {
          hint: 'The head of bench/workload/requests.txt says how a workload is written.',
        })
      const report = await runWorkload(session, requests, flags)
      const { output } = session
      if (output.json) printJson(output, report)
      else printWorkload(output, report)
      if (report.stopped !== null) session.exit(EXIT.failed)
    })
}

const toOptions = ({ model, now }: CompareFlags): JsonObject => ({
  ...(model === undefined ? {} : { model }),
  ...(now === undefined ? {} : { now }),
})

type Asked = { readonly body: JsonObject; readonly graph: GraphFile | null }

async function readAsked(file: string, flags: CompareFlags): Promise<Asked> {
  const rounds = flags.rounds === undefined ? {} : { rounds: flags.rounds }
  if (!isGraphName(file)) {
    refuseFlags(file, flags, ['input'], 'a message', 'A message takes its data by --attach.')
    return { body: { requests: await readMessages(file, flags), ...rounds }, graph: null }
  }
  refuseFlags(file, flags, ['lines', 'attach'], 'a TaskGraph', 'A graph takes its data by --input.')
  const graph = await readGraphFile(file)
  if (!isObject(graph.value) || !('tasks' in graph.value))
    throw new KoraError('INVALID_REQUEST', `${file} is no TaskGraph.`, { hint: 'A message goes into a text file.' })
  const inputs = flags.input === undefined ? {} : { inputs: await readInputs(flags.input) }
  return { body: { requests: [{ taskgraph: graph.value, ...inputs }], ...rounds }, graph }
}

const isGraphName = (file: string): boolean => file.toLowerCase().endsWith('.json')

function refuseFlags(
  file: string,
  flags: CompareFlags,
  names: readonly (keyof CompareFlags)[],
  what: string,
  hint: string,
): void {
  const name = names.find(one => flags[one] !== undefined)
  if (name === undefined) return
  throw new KoraError('INVALID_REQUEST', `${file} is ${what}, and --${name} does nothing for it.`, { hint })
}

/** The one request of the body is the user's file. */
function inFile(error: unknown): unknown {
  if (!(error instanceof RefusedRequest)) return error
  const { failure, status } = error
  const errors = failure.details.errors?.map(one => ({ ...one, pointer: one.pointer.replace(/^\/requests\/0/, '') }))
  const details = { ...failure.details, ...(errors === undefined ? {} : { errors }) }
  return new RefusedRequest({ ...failure, details }, status)
}

const isAnswered = ({ structured, direct }: CompareEntry): boolean =>
  structured.status === 'success' && direct.status === 'success'

async function readMessages(file: string, flags: CompareFlags): Promise<JsonObject[]> {
  const attachments = (await readAttachments(flags.attach ?? [])) as JsonObject[]
  const text = await readText(file)
  const messages = (flags.lines ? text.split(/\r?\n/) : [text]).map(message => message.trim()).filter(Boolean)
  if (messages.length === 0)
    throw new KoraError('INVALID_REQUEST', `${file} holds no message.`, { hint: 'Write one into it.' })
  if (messages.length > 50)
    throw new KoraError(
      'INVALID_REQUEST',
      `${file} holds ${messages.length} messages; at most 50 are compared at once.`,
      { hint: 'Split the file, or take a workload: `kora bench workload`.' },
    )
  return messages.map(message => ({ message, ...(attachments.length === 0 ? {} : { attachments }) }))
}

function printComparison(output: Output, { entries, structured, direct, agreement, verdicts }: CompareResult): void {
  const side = ({ calls, tokens_in, tokens_out, latency_ms, status }: CompareSide): (string | number)[] => [
    calls,
    tokens_in,
    tokens_out,
    status === 'success' ? seconds(latency_ms) : status,
  ]
  printTable(
    output,
    ['request', 'way', 'calls', 'tokens in', 'tokens out', 'time', 'same answer'],
    entries.flatMap(entry => {
      const name = entry.round === 0 ? `${entry.request + 1}` : `${entry.request + 1} (round ${entry.round + 1})`
      const same = entry.agree === null ? '–' : entry.agree ? 'yes' : 'no'
      return [
        [name, 'structured', ...side(entry.structured), same],
        ['', 'direct', ...side(entry.direct), ''],
      ]
    }),
  )
  for (const { request, structured: own, direct: other } of entries) {
    for (const [way, { error }] of [
      ['structured', own],
      ['direct', other],
    ] as const)
      if (error !== null) output.err(`request ${request + 1}, ${way}: ${error.details.code}: ${error.message}`)
  }
  output.out('')
  output.out(
    `Structured: ${countOf(structured.calls, 'call')}, ${countOf(structured.tokens_out, 'token')} out, ${seconds(structured.latency_ms)}.`,
  )
  output.out(
    `Direct: ${countOf(direct.calls, 'call')}, ${countOf(direct.tokens_out, 'token')} out, ${seconds(direct.latency_ms)}.`,
  )
  if (agreement !== null) output.out(`The answers agree in ${(agreement * 100).toFixed(0)} % of the cases.`)
  for (const { measure, sentence } of verdicts as readonly CompareVerdict[]) output.out(`${measure}: ${sentence}`)
}

const range = (interval: Interval | null, digits = 3): string =>
  interval === null ? '' : ` (95 %: ${interval.low.toFixed(digits)} to ${interval.high.toFixed(digits)})`
const told = ({ hits, all, share, interval }: Share): string =>
  share === null ? 'none' : `${share.toFixed(3)}${range(interval)}  ${hits} of ${all}`

export function printWorkload(output: Output, { requests, rules, structure, stopped }: WorkloadReport): void {
  output.out(countOf(requests, 'request'))
  output.out(`  answered without a model  ${told(rules.answered)}`)
  output.out(`  precision of rules        ${told(rules.precision)}`)
  output.out(`  recall on deterministic   ${told(rules.recall)}`)
  if (rules.unjudged > 0)
    output.out(`  not judged                ${countOf(rules.unjudged, 'answer')}, of which no label says what is right`)
  output.out(`  hybrids read in part      ${told(rules.partly)}`)
  output.out(`  traps answered by rule    ${rules.traps_answered}`)
  for (const { id, message, answer, rules: by, failure } of rules.wrong)
    output.out(
      `  wrong ${id} (${by.join(', ')}): ${JSON.stringify(message.slice(0, 80))} → ${failure ?? JSON.stringify(answer.slice(0, 80))}`,
    )
  if (structure !== null) printStructure(output, structure)
  if (stopped === null) return
  output.err(`Both ways: stopped after ${stopped.after} of ${stopped.of}.`)
  printFailure(output, stopped.failure)
  if (stopped.after === 0) output.err('  `--sample 0` measures the rules alone.')
}

function printStructure(output: Output, structure: StructureReport): void {
  const { calls, tokens_out, latency, accuracy } = structure
  output.out('Structured by direct')
  for (const [kind, sums] of Object.entries(structure.kinds))
    output.out(
      `  ${`${sums.requests} ${kind}`.padEnd(24)}  calls ${sums.calls.structured} by ${sums.calls.direct}, output tokens ${sums.tokens_out.structured} by ${sums.tokens_out.direct}`,
    )
  for (const [name, { ratio, interval }] of [
    ['model calls', calls],
    ['output tokens', tokens_out],
    ['time', latency],
  ] as const)
    output.out(`  ${name.padEnd(24)}  ${ratio === null ? 'none' : ratio.toFixed(3)}${range(interval)}`)
  output.out(`  right answers, structured ${told(accuracy.structured)}`)
  output.out(`  right answers, direct     ${told(accuracy.direct)}`)
  output.out(`  difference               ${range(accuracy.difference)}`)
  const pairs = Object.values(structure.kinds).reduce((all, { requests }) => all + requests, 0)
  if (pairs < ENOUGH) output.out(`  ${countOf(pairs, 'pair')}: too few to settle any of it`)
}
