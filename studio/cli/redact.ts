/** Takes private words out of a diagnosis (rule S9). It works on texts only, and knows the words of this machine and data folder. */
import { readFile } from 'node:fs/promises'
import { homedir, hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import type { PluginInfo } from '#contracts/manifest'
import type { Health } from '#contracts/studio'
import { isLoopbackHost } from '#machine/loopback-net'

/** A word, and what stands in its place. */
type Marked = readonly [word: string, mark: string]

/** Folders, credentials and names of this machine. */
export async function listPrivateWords(home: string): Promise<readonly Marked[]> {
  const token = await readFile(join(home, 'configs', 'token'), 'utf8').catch(() => '')
  const secrets = await readFile(join(home, 'configs', 'secrets.json'), 'utf8').catch(() => '')
  const values = [...secrets.matchAll(/"((?:[^"\\]|\\.){4,})"/g)].map(([, value]) => value!)
  const words: readonly Marked[] = [
    [home, '<data folder>'],
    [token.trim(), '<token>'],
    [process.env.KORA_TOKEN?.trim() ?? '', '<token>'],
    ...values.map(value => [value, '<secret>'] as const),
    [homedir(), '<home>'],
    [hostname(), '<this machine>'],
    [readUserName(), '<user>'],
  ]
  return words.filter(([word]) => word.length >= 3)
}

function readUserName(): string {
  try {
    const { username } = userInfo()
    // Of a user that the system has no name for; as a word it is nobody's.
    return username === 'unknown' ? '' : username
  } catch {
    return ''
  }
}

/** As a whole only: a user may be called `max`, and `max_runs` is no secret. */
const toWhole = (word: string): RegExp =>
  new RegExp(`(?<![\\w-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\w-])`, 'g')

/** The cure for a machine that nobody agreed to names that machine. */
const AGREEMENT = /(kora plugins (?:dis)?allow [a-z0-9-]+) [^\s`]+/g
const ADDRESS = /\bhttps?:\/\/[^\s"'`;,)]+/g

/** Every text of the value, with private words and addresses of other machines taken out. */
export function redact<T>(value: T, words: readonly Marked[]): T {
  const clean = (text: string): string => {
    const plain = words.reduce((rest, [word, mark]) => rest.replaceAll(toWhole(word), mark), text)
    return plain.replaceAll(AGREEMENT, '$1 <host>').replaceAll(ADDRESS, address => {
      const name = URL.parse(address)?.hostname ?? ''
      return name === 'localhost' || isLoopbackHost(name) ? address : '<address>'
    })
  }
  return JSON.parse(JSON.stringify(value), (_, part: unknown) => (typeof part === 'string' ? clean(part) : part)) as T
}

/** Without the sentences of plugins: each failed plugin has a check of its own, and a stranger's words could hold anything. */
export function hideStrangers(health: Health, plugins: readonly PluginInfo[]): Health {
  const said = new Set(plugins.map(plugin => plugin.failure?.message))
  const ours = new Set(
    plugins.filter(plugin => plugin.bundled).flatMap(plugin => plugin.provides.map(({ name }) => name)),
  )
  return {
    ...health,
    problems: health.problems.filter(problem => !said.has(problem)),
    backends: health.backends.map(backend =>
      ours.has(backend.name) ? backend : { ...backend, version: null, address: '', reason: null },
    ),
  }
}
