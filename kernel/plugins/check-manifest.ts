/**
 * Reads and checks `kora.plugin.json` before any code of the plugin (rule P1): bytes, shape, names, paths, kernel version and
 * file hashes, all faults at once. It imports nothing and never throws for what a plugin's author wrote.
 */
import { lstat, open, readdir, realpath } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import { Errors, type ValueError } from '@sinclair/typebox/errors'
import type { FailureCode } from '#contracts/failure'
import { Grant, Manifest } from '#contracts/manifest'
import type { Fault } from '#json/fault'
import { stepPointer } from '#json/pointer'
import { describeInFile, type ReadFault, readJson } from '#json/read'
import { isInnerPath } from '#machine/plugin-files'

export type ManifestCheck =
  | { readonly ok: true; readonly manifest: Manifest; readonly folder: string; readonly entry: string }
  | { readonly ok: false; readonly code: 'MANIFEST_INVALID' | 'PLUGIN_VERSION'; readonly faults: readonly Fault[] }

export const MANIFEST_NAME = 'kora.plugin.json'
const LARGEST_MANIFEST_BYTES = 256 * 1024
const LARGEST_FILES = { count: 2_000, bytes: 256 * 1024 * 1024 }
const OPERATION_NAME = /^[a-z][a-z0-9_-]{0,63}\.[a-z][a-z0-9_]{0,63}$/
/** Comparators side by side, as a range from-to, or as alternatives. Bun reads a word that is no version as "any". */
const COMPARATOR = '(?:[~^]|[<>]?=?) ?v?(?:\\d{1,9}|[xX*])(?:\\.(?:\\d{1,9}|[xX*])){0,2}(?:-[0-9A-Za-z.-]{1,40})?'
const RANGE = new RegExp(`^${COMPARATOR}(?: (?:\\|\\| |- )?${COMPARATOR}){0,7}$`)
const HOST = /^(loopback|(\[[0-9a-f:]+\]|[a-z0-9]([a-z0-9.-]{0,252}[a-z0-9])?)(:[1-9][0-9]{0,4})?)$/

/** Checks the plugin in `folder` against `kernelVersion` (semver). `folder` and `entry` of the answer are real paths. */
export async function checkManifest(folder: string, kernelVersion: string): Promise<ManifestCheck> {
  const read = await readManifest(folder)
  if ('faults' in read) return refuse(read.faults)
  const shapeFaults = checkShape(read.value)
  if (shapeFaults.length > 0) return refuse(shapeFaults)
  const manifest = read.value as Manifest
  const root = await realpath(folder)
  const entry = await resolveInside(root, manifest.entry.replace(/^\.\//, ''))
  const faults = [
    ...checkNames(manifest, basename(folder)),
    ...checkKernel(manifest, kernelVersion),
    ...(entry === null ? [fault('/entry', 'is no plain file inside the folder of the plugin; name one')] : []),
    ...(manifest.files === undefined ? [] : await checkFiles(root, manifest.files)),
  ]
  return faults.length > 0 || entry === null ? refuse(faults) : { ok: true, manifest, folder: root, entry }
}

function refuse(faults: readonly Fault[]): ManifestCheck {
  const code = faults.every(one => one.code === 'PLUGIN_VERSION') ? 'PLUGIN_VERSION' : 'MANIFEST_INVALID'
  return { ok: false, code, faults }
}

const fault = (pointer: string, what: string, code: FailureCode = 'MANIFEST_INVALID'): Fault => ({
  pointer,
  code,
  message: `${pointer === '' ? 'The manifest' : pointer} ${what}.`,
})

async function readManifest(folder: string): Promise<{ value: unknown } | { faults: readonly Fault[] }> {
  const path = join(folder, MANIFEST_NAME)
  const stat = await lstat(path).catch(() => null)
  if (!stat?.isFile())
    return { faults: [fault('', `is missing, or no plain file; put ${MANIFEST_NAME} into the folder`)] }
  if (stat.size > LARGEST_MANIFEST_BYTES)
    return { faults: [fault('', `is larger than ${LARGEST_MANIFEST_BYTES} bytes; shorten it`)] }
  const file = await open(path)
  try {
    // Never more than the limit, whatever the file has become since it was looked at.
    const buffer = new Uint8Array(LARGEST_MANIFEST_BYTES + 1)
    const { bytesRead } = await file.read(buffer, 0, buffer.length, 0)
    const read = readJson(buffer.subarray(0, bytesRead), { maxBytes: LARGEST_MANIFEST_BYTES })
    return read.ok ? { value: read.value } : { faults: [toReadFault(read.fault)] }
  } finally {
    await file.close()
  }
}

const toReadFault = (found: ReadFault): Fault => ({ ...found, message: `${MANIFEST_NAME} ${describeInFile(found)}` })

/** TypeBox answers a union with one error; the member of the same power tells what is really wrong. */
function checkShape(value: unknown): Fault[] {
  const faults: Fault[] = []
  for (const error of Errors(Manifest, value)) {
    const power = (error.value as { power?: unknown } | null)?.power
    const isGrant = /^\/grants\/\d+$/.test(error.path)
    const member = isGrant ? Grant.anyOf.find(one => one.properties.power.const === power) : undefined
    if (member === undefined) faults.push(toFault(error))
    else for (const inner of Errors(member, error.value)) faults.push(toFault(inner, error.path))
    if (faults.length >= 50) break
  }
  return faults
}

const toFault = (error: ValueError, base = ''): Fault =>
  fault(base + error.path, `is refused: ${error.message.replace(/^./, first => first.toLowerCase())}`)

function checkNames(manifest: Manifest, folderName: string): Fault[] {
  const faults: Fault[] = []
  if (manifest.id !== folderName)
    faults.push(fault('/id', `differs from the name of its folder; call both "${manifest.id}"`))
  if (manifest.requires?.includes(manifest.id)) faults.push(fault('/requires', 'names the plugin itself; remove it'))
  const seen = new Set<string>()
  for (const [index, provides] of manifest.provides.entries()) {
    const pointer = `/provides/${index}`
    if (provides.port === 'library' && provides.operations === undefined)
      faults.push(fault(`${pointer}/operations`, 'is missing; a library names all its operations'))
    if (provides.port !== 'library' && provides.operations !== undefined)
      faults.push(fault(`${pointer}/operations`, 'belongs to libraries only; remove it'))
    for (const claim of listClaims({ provides: [provides] })) {
      if (seen.has(claim)) faults.push(fault(pointer, `offers ${claim.replace(':', ' ')} twice; name it once`))
      seen.add(claim)
    }
    for (const [at, name] of (provides.operations ?? []).entries())
      if (!OPERATION_NAME.test(name))
        faults.push(fault(`${pointer}/operations/${at}`, 'is not named as <library>.<operation> in lower case'))
  }
  for (const [index, grant] of (manifest.grants ?? []).entries())
    if (grant.power === 'net')
      for (const [at, host] of grant.hosts.entries())
        if (!HOST.test(host)) faults.push(fault(`/grants/${index}/hosts/${at}`, 'is neither loopback nor host[:port]'))
  return faults
}

/** The names that only one plugin may own (rule P7), each as `<kind>:<name>`. */
export function listClaims(manifest: Pick<Manifest, 'provides'>): string[] {
  return manifest.provides.flatMap(({ port, name, operations = [] }) => [
    `${port}:${name}`,
    ...operations.map(operation => `operation:${operation}`),
  ])
}

function checkKernel(manifest: Manifest, kernelVersion: string): Fault[] {
  if (RANGE.test(manifest.kernel) && Bun.semver.satisfies(kernelVersion, manifest.kernel)) return []
  return [
    fault(
      '/kernel',
      `does not admit this kernel, version ${kernelVersion}; update the plugin or Studio`,
      'PLUGIN_VERSION',
    ),
  ]
}

/** Real path of a plain file below `root`, or null: by name or through a link, nothing outside counts. */
async function resolveInside(root: string, path: string): Promise<string | null> {
  if (!isInnerPath(path)) return null
  const real = await realpath(join(root, path)).catch(() => null)
  if (real === null || !real.startsWith(root + sep)) return null
  return (await lstat(real)).isFile() ? real : null
}

async function checkFiles(root: string, files: Readonly<Record<string, string>>): Promise<Fault[]> {
  const names = Object.keys(files)
  const faults: Fault[] = []
  let bytesLeft = LARGEST_FILES.bytes
  for (const name of names.slice(0, LARGEST_FILES.count)) {
    const pointer = stepPointer('/files', name)
    const path = await resolveInside(root, name)
    const size = path === null ? 0 : (await lstat(path)).size
    bytesLeft -= size
    if (path === null) faults.push(fault(pointer, 'is no plain file inside the folder of the plugin'))
    else if (bytesLeft < 0)
      return [...faults, fault('/files', `hold more than ${LARGEST_FILES.bytes} bytes; ship less`)]
    else if ((await hashFile(path)) !== files[name])
      faults.push(
        fault(pointer, 'has other content than the manifest says; install the plugin again', 'CHECKSUM_MISMATCH'),
      )
  }
  const present = await readdir(root, { recursive: true, withFileTypes: true })
  if (names.length > LARGEST_FILES.count || present.length > 2 * LARGEST_FILES.count)
    faults.push(fault('/files', `are more than ${LARGEST_FILES.count}; ship fewer`))
  for (const entry of present.slice(0, 2 * LARGEST_FILES.count)) {
    const name = join(entry.parentPath, entry.name)
      .slice(root.length + 1)
      .split(sep)
      .join('/')
    if (!entry.isDirectory() && name !== MANIFEST_NAME && !Object.hasOwn(files, name))
      faults.push(fault(stepPointer('/files', name), 'is in the folder but not in the manifest; remove or list it'))
  }
  return faults
}

async function hashFile(path: string): Promise<string> {
  const hash = new Bun.CryptoHasher('sha256')
  for await (const chunk of Bun.file(path).stream()) hash.update(chunk)
  return hash.digest('hex')
}
