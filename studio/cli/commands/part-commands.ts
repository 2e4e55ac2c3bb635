/** `plugins`, `operations`: the parts that a run can be made of. */
import type { Command } from 'commander'
import type { PluginInfo } from '#contracts/manifest'
import type { OperationInfo } from '#contracts/studio'
import { EXIT, type Output, printJson, printTable } from '../output.ts'
import { get, named, post, type Session, segment } from '../session.ts'
import { examples } from './command-parts.ts'

export function addPluginCommands(program: Command, session: Session): void {
  const plugins = program
    .command('plugins')
    .description('plugins, what they offer and what they may do')
    .addHelpText('after', examples('kora plugins list', 'kora plugins disable ollama'))
  plugins
    .command('list', { isDefault: true })
    .description('list plugins with state and grants')
    .addHelpText('after', examples('kora plugins list', 'kora plugins list --json'))
    .action(() => listPlugins(session))
  for (const [verb, text] of [
    ['enable', 'switch a plugin on, agreeing to the grants that `kora plugins list` shows'],
    ['disable', 'switch a plugin off, also for later starts'],
  ] as const) {
    plugins
      .command(verb)
      .description(text)
      .argument('<plugin id>')
      .addHelpText('after', examples(`kora plugins ${verb} ollama`))
      .action((id: string) => switchPlugin(session, verb, id))
  }
  for (const [verb, text] of [
    ['allow', 'let a plugin reach another machine: what it is sent then leaves this one'],
    ['disallow', 'withdraw that a plugin may reach another machine'],
  ] as const) {
    plugins
      .command(verb)
      .description(text)
      .argument('<plugin id>')
      .argument('<host>', 'a name or number, with or without a port')
      .addHelpText('after', examples(`kora plugins ${verb} llama-server 192.0.2.7:8080`))
      .action((id: string, host: string) => setHost(session, verb, id, host))
  }
}

async function setHost(session: Session, verb: 'allow' | 'disallow', id: string, host: string): Promise<void> {
  const path = `/plugins/${segment('plugin id', id)}/${verb}`
  const plugin = await post<PluginInfo>(session, path, { host })
  const { output } = session
  if (output.json) return printJson(output, plugin)
  output.out(
    `${plugin.id}  ${plugin.hosts.length === 0 ? 'this machine only' : `may reach ${plugin.hosts.join(', ')}`}`,
  )
  if (verb === 'allow')
    output.err(
      `What it is sent leaves this machine for ${host}. Withdraw it with \`kora plugins disallow ${id} ${host}\`.`,
    )
}

async function listPlugins(session: Session): Promise<void> {
  const { plugins } = await get<{ readonly plugins: readonly PluginInfo[] }>(session, '/plugins')
  const { output } = session
  if (output.json) return printJson(output, plugins)
  printTable(
    output,
    ['plugin', 'version', 'state', 'provides', 'grants'],
    plugins.map(plugin => [
      plugin.id,
      plugin.version,
      plugin.failure ? `${plugin.state} (${plugin.failure.code})` : plugin.state,
      plugin.provides.map(provided => `${provided.port} ${provided.name}`).join(', '),
      plugin.grants.map(grant => grant.power).join(', ') || null,
    ]),
  )
  for (const plugin of plugins) {
    if (plugin.failure) output.err(`${plugin.id}: ${plugin.failure.code}: ${plugin.failure.message}`)
    for (const grant of plugin.grants) output.err(`${plugin.id} may use ${grant.power}: ${grant.reason}`)
    for (const host of plugin.hosts)
      output.err(
        `${plugin.id} may reach ${host}, another machine; \`kora plugins disallow ${plugin.id} ${host}\` ends it`,
      )
  }
}

async function switchPlugin(session: Session, verb: 'enable' | 'disable', id: string): Promise<void> {
  const plugin = await named('plugin', id, post<PluginInfo>(session, `/plugins/${segment('plugin id', id)}/${verb}`))
  const { output } = session
  if (verb === 'enable' && plugin.state !== 'active') session.exit(EXIT.failed)
  if (output.json) return printJson(output, plugin)
  output.out(`${plugin.id}  ${plugin.state}`)
  if (verb === 'enable') for (const grant of plugin.grants) output.err(`may use ${grant.power}: ${grant.reason}`)
  if (plugin.failure) output.err(`${plugin.failure.code}: ${plugin.failure.message}`)
}

export function addOperationCommand(program: Command, session: Session): void {
  program
    .command('operations')
    .description('list the deterministic operations, or search them by words')
    .argument('[search...]', 'words to look for')
    .addHelpText(
      'after',
      examples('kora operations', 'kora operations sum a column', 'kora operations math.tax --json'),
    )
    .action(async (search: readonly string[]) => {
      const query = search.length > 0 ? `?q=${encodeURIComponent(search.join(' '))}` : ''
      const { operations } = await get<{ operations: readonly OperationInfo[] }>(session, `/operations${query}`)
      const { output } = session
      if (output.json) return printJson(output, operations)
      if (operations.length === 0) return output.err('No operation is described with these words.')
      const named = operations.find(({ name, major }) => [name, `${name}@${major}`].includes(search.join(' ')))
      if (named !== undefined) return printOperation(output, named)
      printTable(
        output,
        ['operation', 'what it does'],
        operations.map(operation => [`${operation.name}@${operation.major}`, operation.description]),
      )
    })
}

/** One operation as somebody needs it who writes a task with it. */
function printOperation(
  output: Output,
  { name, major, description, cost, input_cap_bytes, input, output: result, example }: OperationInfo,
): void {
  output.out(`${name}@${major}  ${description}`)
  output.out('')
  printTable(output, ['', 'member', 'type', 'meaning'], [...membersOf('input', input), ...membersOf('output', result)])
  output.out('')
  output.out(`Example: ${JSON.stringify(example.input)}`)
  output.out(`      → ${JSON.stringify(example.output)}`)
  output.out(`Cost ${cost}, input up to ${Math.round(input_cap_bytes / 1024)} KiB.`)
}

type Shape = {
  readonly properties?: Readonly<Record<string, Shape>>
  readonly required?: readonly string[]
  readonly type?: unknown
  readonly anyOf?: readonly Shape[]
  readonly enum?: readonly unknown[]
  readonly description?: string
}

function membersOf(side: string, schema: unknown): string[][] {
  const { properties = {}, required = [] } = schema as Shape
  return Object.entries(properties).map(([name, member]) => [
    side,
    side === 'output' || required.includes(name) ? name : `${name}?`,
    typeOf(member),
    member.description ?? '',
  ])
}

function typeOf({ type, anyOf, enum: values }: Shape): string {
  if (values !== undefined) return values.join(' | ')
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ')
  return [type ?? 'any'].flat().join(' or ')
}
