/** Finds a Chromium for the tests of the page: the one that KORA_CHROMIUM names, or an installed one. It installs nothing. */
import { existsSync } from 'node:fs'

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

export const NO_CHROMIUM =
  'no Chromium: install one (Debian: `apt-get install chromium`), or name it in KORA_CHROMIUM; see `bun run chromium`'

export function findChromium(): string | null {
  const named = process.env.KORA_CHROMIUM
  if (named !== undefined && named !== '') return existsSync(named) ? named : null
  return PLACES.find(path => existsSync(path)) ?? null
}
