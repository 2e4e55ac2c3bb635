/**
 * Makes a model that can be pulled out of any address (G3): asks the server for the size, and takes the digest from the user, because a
 * file that nobody vouches for could be anything. It downloads nothing.
 */
import { readdir } from 'node:fs/promises'
import { KoraError } from '#contracts/failure'
import type { PullableModel } from './curated-models.ts'
import { askSize, type HubLimits } from './hub-source.ts'
import { loadCatalog } from './model-catalog.ts'
import { toModelName } from './model-name.ts'
import { type PullTools, SourceFailed, systemPullTools } from './pull-tools.ts'

export type UrlRequest = {
  readonly url: string
  /** 64 hex digits, with or without `sha256:` before them. */
  readonly sha256: string | undefined
  readonly modelsFolder: string
  readonly signal: AbortSignal
  readonly tools?: PullTools
  readonly limits?: HubLimits
}

const FILE_NAME = /^[\w][\w .+()-]{0,200}\.gguf$/i

/** Throws KoraError: INVALID_REQUEST, CONFLICT where another model has the name, SOURCE_UNAVAILABLE, CANCELLED. */
export async function describeUrl(request: UrlRequest): Promise<PullableModel> {
  const { signal, modelsFolder, tools = systemPullTools } = request
  const { url, fileName } = readUrl(request.url)
  const sha256 = readDigest(request.sha256)
  await assertFree(modelsFolder, fileName, sha256)
  const sizeBytes = await askSize({ url, signal, tools, ...(request.limits && { limits: request.limits }) }).catch(
    cause => {
      if (signal.aborted) throw new KoraError('CANCELLED', 'The pull was cancelled.', {}, cause)
      const hint = cause instanceof SourceFailed ? `${cause.message}. Open the address in a browser to compare.` : ''
      throw new KoraError('SOURCE_UNAVAILABLE', `The address of ${fileName} gives no file.`, { hint }, cause)
    },
  )
  const unknown = { family: null, parameters: null, quantization: null, contextTokens: null, license: null }
  const id = toModelName(fileName)
  return { id, title: fileName, fileName, sizeBytes, sha256, ...unknown, sources: [{ kind: 'hub', url }] }
}

function readUrl(text: string): { readonly url: string; readonly fileName: string } {
  const parsed = URL.parse(text)
  const isLoopback = parsed !== null && ['127.0.0.1', '[::1]', 'localhost'].includes(parsed.hostname)
  const isAllowed = parsed?.protocol === 'https:' || (parsed?.protocol === 'http:' && isLoopback)
  const fileName = readFileName(parsed?.pathname ?? '')
  if (parsed === null || !isAllowed || parsed.username !== '' || parsed.password !== '' || fileName === null) {
    throw new KoraError('INVALID_REQUEST', 'This is no address of a model file.', {
      hint: 'Give an https address without a password, whose path ends in a plain file name with .gguf.',
    })
  }
  parsed.hash = ''
  return { url: parsed.href, fileName }
}

function readFileName(path: string): string | null {
  try {
    const name = decodeURIComponent(path.slice(path.lastIndexOf('/') + 1))
    return FILE_NAME.test(name) ? name : null
  } catch {
    return null
  }
}

function readDigest(text: string | undefined): string {
  const found = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(text?.trim() ?? '')?.[1]
  if (found !== undefined) return found.toLowerCase()
  throw new KoraError('INVALID_REQUEST', 'A model of any address needs the SHA-256 of its file.', {
    hint: 'The page of the file shows it as 64 hex digits: `kora models pull <address> --sha256 <digits>`.',
  })
}

/** A download must not replace what is here under the same name. */
async function assertFree(folder: string, fileName: string, sha256: string): Promise<void> {
  const { models } = await loadCatalog(folder)
  const known = models.find(model => model.model_id === `llamacpp/${toModelName(fileName)}`)
  const isSame = known?.checksum === `sha256:${sha256}`
  const names: readonly string[] = await readdir(folder).catch(() => [])
  const isTaken = names.includes(fileName)
  if (isSame || (known === undefined && !isTaken)) return
  throw new KoraError('CONFLICT', `Another model named ${toModelName(fileName)} is here.`, {
    hint: 'Remove that one first: `kora models remove <model>`.',
  })
}
