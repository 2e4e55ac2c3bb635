/** `models`: what is here and whether it fits, what can be had, getting it, bringing in a file, and removing. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { KoraError } from '#contracts/failure'
import type { ModelProbe } from '#contracts/probe'
import type { CatalogModel, Health, InstalledModel, ModelFit, ModelInfo, ModelRemoved } from '#contracts/studio'
import { type Output, printJson, printTable } from '../output.ts'
import { get, post, type Session, send } from '../session.ts'
import { examples } from './command-parts.ts'

export function addModelCommands(program: Command, session: Session): void {
  const models = program
    .command('models')
    .description('models of all backends')
    .addHelpText('after', examples('kora models list', 'kora models catalog', 'kora models pull'))
  models
    .command('list', { isDefault: true })
    .description('list models, with size, context, memory need and whether they fit')
    .addHelpText('after', examples('kora models list', 'kora models list --json'))
    .action(() => listModels(session))
  models
    .command('catalog')
    .description('list the models that can be had by name, with size, licence and whether they fit this machine')
    .addHelpText('after', examples('kora models catalog', 'kora models catalog --json'))
    .action(() => listCatalog(session))
  models
    .command('pull')
    .description(
      'get a model: the default small one, one of the catalogue, what Ollama gets by itself, or a file of any address',
    )
    .argument('[model]', 'an id of `kora models catalog`, ollama/<name>, or the https address of a GGUF file')
    .option('--sha256 <digest>', 'with an address: the digest that the file must have')
    .addHelpText(
      'after',
      examples(
        'kora models pull',
        'kora models pull qwen2-5-0-5b-instruct-q4_k_m',
        'kora models pull ollama/qwen3:0.6b',
      ),
    )
    .action(async (model: string | undefined, { sha256 }: { readonly sha256?: string }) =>
      (await import('../pull.ts')).pull(session, { model, sha256 }),
    )
  models
    .command('probe')
    .description('find out by at most 64 tokens what a runtime keeps with a model: schema, cap, cancelling, seed')
    .argument('[model]', 'an id of `kora models list`; without it every model of this machine, one after the other')
    .option('--remote', 'also a runtime on another machine')
    .addHelpText('after', examples('kora models probe', 'kora models probe ollama/qwen3:0.6b'))
    .action(async (model: string | undefined, { remote = false }: { readonly remote?: boolean }) =>
      (await import('../probe.ts')).probeModels(session, model, remote),
    )
  models
    .command('import')
    .description('use a GGUF file of your own where it lies; it is neither copied nor changed')
    .argument('<file>', 'the path of the file')
    .addHelpText('after', examples('kora models import ~/models/tiny.gguf'))
    .action((file: string) => importFile(session, file))
  models
    .command('remove')
    .description('remove a model and free its disk; an imported file stays where it lies')
    .argument('<model>', 'an id of `kora models list`')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', examples('kora models remove qwen3-4b-q4_k_m', 'kora models remove qwen3-4b-q4_k_m --yes'))
    .action((model: string, flags: { readonly yes?: boolean }) => removeModel(session, model, flags.yes === true))
}

const FIT_WORDS: Readonly<Record<ModelFit['verdict'], string>> = {
  fits: 'fits',
  tight: 'tight',
  spills: 'spills to CPU',
  does_not_fit: 'does not fit',
}

const fitWords = (fit: ModelFit | null): string | null => fit && FIT_WORDS[fit.verdict]

/** Nothing where nothing was probed, or by a server too old to tell; what is not kept by name. */
function probeWords(probe: ModelProbe | null | undefined): string | null {
  if (probe === null || probe === undefined) return null
  const broken = probe.checks.filter(({ verdict }) => verdict === 'broken').map(({ name }) => name)
  return broken.length > 0 ? `breaks ${broken.join(', ')}` : 'keeps its word'
}

const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000)

async function listModels(session: Session): Promise<void> {
  const { models } = await get<{ readonly models: readonly ModelInfo[] }>(session, '/models')
  const { output } = session
  if (output.json) return printJson(output, models)
  // A runtime that does not answer has its line in `doctor`; a file that was put here and is no model is told where it was expected.
  const { backends } = await get<Health>(session, '/health')
  const own = backends.find(({ name }) => name === 'llamacpp')
  if (models.length === 0)
    return output.err(`No model yet. ${own?.reason ?? 'Get the default small one with `kora models pull`.'}`)
  printTable(
    output,
    ['model', 'size MB', 'context', 'memory MiB', 'quantisation', 'fit', 'probed', ''],
    models.map(model => [
      model.model_id,
      model.size_bytes === null ? null : megabytes(model.size_bytes),
      model.context_tokens,
      model.fit?.needed_mb ?? model.estimated_vram_mb,
      model.quantization,
      fitWords(model.fit),
      probeWords(model.probe),
      [model.is_default ? 'default' : '', model.loaded ? 'loaded' : ''].filter(Boolean).join(', '),
    ]),
  )
  for (const { model_id, fit } of models) sayMisfit(output, model_id, fit)
  if (own?.status === 'degraded' && own.reason !== null) output.err(own.reason)
}

async function listCatalog(session: Session): Promise<void> {
  const { models } = await get<{ readonly models: readonly CatalogModel[] }>(session, '/models/catalog')
  const { output } = session
  if (output.json) return printJson(output, models)
  printTable(
    output,
    ['model', 'title', 'size MB', 'licence', 'memory MiB', 'fit', ''],
    models.map(model => [
      model.model_id.replace(/^llamacpp\//, ''),
      model.title,
      megabytes(model.size_bytes),
      model.license,
      model.fit.needed_mb,
      fitWords(model.fit),
      [model.installed ? 'here' : '', model.is_small_default ? 'default' : ''].filter(Boolean).join(', '),
    ]),
  )
  const [free] = models.map(({ fit }) => fit)
  const card = free?.free_vram_mb == null ? '' : `, ${free.free_vram_mb} MiB on the graphics card`
  if (free)
    output.err(`Free now: ${free.free_ram_mb} MiB${card}. Counted with a context of ${free.context_tokens} tokens.`)
  const [other] = models.filter(({ alternatives }) => alternatives.length > 0)
  if (other) output.err(`Of those that fit, the largest: ${other.alternatives.join(', ')}.`)
}

function sayMisfit(output: Output, id: string, fit: ModelFit | null): void {
  if (fit?.verdict === 'does_not_fit' || fit?.verdict === 'spills') output.err(`${id}: ${fit.sentence}`)
}

async function importFile(session: Session, file: string): Promise<void> {
  if (file === '')
    throw new KoraError('INVALID_REQUEST', 'No file is named.', { hint: 'Give the path of a GGUF file.' })
  const model = await post<InstalledModel>(session, '/models/import', { path: resolve(file) })
  const { output } = session
  if (output.json) return printJson(output, model)
  const about = [`${megabytes(model.size_bytes)} MB`, model.license].filter(Boolean).join(', ')
  output.out(`${model.model_id} is ready (${about}). The file stays where it is.`)
}

async function removeModel(session: Session, model: string, isSure: boolean): Promise<void> {
  const { output } = session
  const id = model.includes('/') ? model : `llamacpp/${model}`
  if (!isSure && !askFor(output, `Remove ${id} from this machine?`)) {
    throw new KoraError('INVALID_REQUEST', `${id} was not removed.`, { hint: 'Say yes when asked, or give --yes.' })
  }
  const removed = await send<ModelRemoved>(session, 'DELETE', `/models/${encodeURIComponent(id)}`)
  if (output.json) return printJson(output, removed)
  output.out(`${removed.model_id} is removed; ${megabytes(removed.freed_bytes)} MB are free again.`)
  for (const path of removed.kept_files) output.err(`${path} is yours and stays.`)
}

/** Only a person at a terminal can be asked. */
function askFor(output: Output, question: string): boolean {
  if (output.json || !process.stdin.isTTY) return false
  return /^y(es)?$/i.test(prompt(`${question} [y/N]`)?.trim() ?? '')
}
