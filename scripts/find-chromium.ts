/**
 * `bun run chromium [--optional]`: says which Chromium the tests of the page use, and installs Debian's where there is none, this
 * is Debian or Ubuntu, and it may. `--optional` turns a failure into a sentence.
 */
import { existsSync } from 'node:fs'
import { findChromium, NO_CHROMIUM } from '#testing/page/find-chromium'

const isOptional = process.argv.includes('--optional')

function install(): void {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return
  const env = { PATH: process.env.PATH ?? '', DEBIAN_FRONTEND: 'noninteractive' }
  const run = (...words: string[]) =>
    Bun.spawnSync(['apt-get', ...words], { env, stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 }).success
  process.stdout.write('Installing chromium by apt-get ...\n')
  if (!run('install', '-y', '--no-install-recommends', 'chromium') && run('update')) {
    run('install', '-y', '--no-install-recommends', 'chromium')
  }
}

if (findChromium() === null) install()
const found = findChromium()
process.stdout.write(`${found === null ? NO_CHROMIUM : `chromium: ${found}`}\n`)
process.exit(found === null && !isOptional ? 1 : 0)
