import { describe, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'

const ROOT = join(import.meta.dir, '..')
/** Room for a loaded machine; nothing here is about time. */
const SLOW_MS = 120_000

const PAGES: readonly string[] = [
  ...['README.md', 'ARCHITECTURE.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'SECURITY.md', 'examples/README.md'],
  ...['docs', 'contracts'].flatMap(folder =>
    readdirSync(join(ROOT, folder))
      .filter(name => name.endsWith('.md'))
      .map(name => `${folder}/${name}`),
  ),
]

const readPage = (page: string): string => readFileSync(join(ROOT, page), 'utf8')

/** Targets of links and pictures; code is left out, because it may hold brackets of its own. */
const linksOf = (text: string): readonly string[] =>
  // A link's label may be code, so only fenced blocks go.
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1]!)

/** As forges make them: lower case, blanks to dashes, other signs dropped. */
const anchorsOf = (text: string): readonly string[] =>
  [...text.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(match =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

/** What is wrong with the links of one text, as it stands at `page`. */
function brokenLinks(page: string, text: string): readonly string[] {
  return linksOf(text).flatMap(link => {
    if (/^(https?|mailto):/.test(link)) return []
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path)
    if (relative(ROOT, target).startsWith('..')) return [`${link} leaves the project`]
    if (!existsSync(target)) return [`${link} does not exist`]
    if (anchor === undefined || !target.endsWith('.md')) return []
    return anchorsOf(readFileSync(target, 'utf8')).includes(anchor) ? [] : [`${link} has no such heading`]
  })
}

/** Standard output of a command; `through` is a shell pipe behind it. */
async function kora(words: readonly string[], through = ''): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'kora-docs-'))
  try {
    const program = [process.execPath, '--no-env-file', join(ROOT, 'scripts', 'kora.ts'), ...words]
    const command = through === '' ? program : ['sh', '-c', `"$@" | ${through}`, 'sh', ...program]
    const child = Bun.spawn([...command], {
      cwd: ROOT,
      env: { ...process.env, KORA_HOME: home },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return await new Response(child.stdout).text()
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** Names of commands in the list that `--help` prints. */
const commandsOf = (help: string): readonly string[] =>
  [...(help.split('Commands:\n')[1] ?? '').matchAll(/^ {2}([a-z]+)/gm)].map(match => match[1]!)

/** `kora <word> [<word>]` as the pages write it, in code only; prose may say "kora" as it likes. */
function namedCommands(text: string): readonly string[] {
  const code = [...text.matchAll(/^```(?:sh|console)\n([\s\S]*?)^```/gm), ...text.matchAll(/`([^`\n]+)`/g)]
  return code.flatMap(match =>
    [...match[1]!.matchAll(/(?:^|[\s(|])kora ([a-z]+)(?: ([a-z]+)(?=[\s`)]|$))?/gm)].map(found =>
      [found[1], found[2]].filter(Boolean).join(' '),
    ),
  )
}

type Shown = { readonly words: readonly string[]; readonly output: string }

/** Commands of console blocks with what they print; a pipe or a redirection is the shell's, and such a command is left out. */
function shownCommands(text: string): readonly Shown[] {
  const blocks = [...text.matchAll(/^```console\n([\s\S]*?)^```/gm)].map(match => match[1]!)
  return blocks
    .flatMap(block => block.split(/^\$ /m).slice(1))
    .flatMap(part => {
      const [line = '', ...rest] = part.split('\n')
      const command = /^(?:bun )?kora (.+?)( 2>\/dev\/null)?$/.exec(line)?.[1]
      if (command === undefined || /[|>]/.test(command)) return []
      const words = [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(match => match[1] ?? match[2]!)
      return [{ words, output: rest.join('\n').trimEnd() }]
    })
}

/** The line of measured numbers goes to standard error and differs each time. */
const withoutBadge = (output: string): string =>
  output
    .split('\n')
    .filter(line => !line.includes(' · Execution: '))
    .join('\n')
    .trimEnd()

/** A graph made from a message gets an id of its own each time, and so another hash. */
const withoutHash = (output: string): string => output.replace(/sha256:[0-9a-f]{64}/g, 'sha256:')

/** What can be repeated anywhere: no model, no download, and only files of the project. */
const isRepeatable = ({ words, output }: Shown): boolean =>
  ['ask', 'run', 'plan'].includes(words[0] ?? '') &&
  !/Model \(|BUDGET_BREACH/.test(output) &&
  words.filter(word => word.endsWith('.json')).every(path => existsSync(join(ROOT, path)))

describe('the documentation', () => {
  test('finds a broken link and a missing heading, so that finding none means something', () => {
    expect(brokenLinks('README.md', '[a](docs/nothing.md) [b](README.md) [c](docs/cli.md#no-such) [d](../x)')).toEqual([
      'docs/nothing.md does not exist',
      'docs/cli.md#no-such has no such heading',
      '../x leaves the project',
    ])
    expect(namedCommands('`kora models pull` and kora said\n```sh\nbun kora frobnicate --x\n```')).toEqual([
      'frobnicate',
      'models pull',
    ])
  })

  for (const page of PAGES)
    test(`every relative link of ${page} leads to something that is there`, () => {
      expect(brokenLinks(page, readPage(page))).toEqual([])
    })

  test('the index leads to every page of docs', () => {
    const linked = linksOf(readPage('docs/index.md'))
    const missing = readdirSync(join(ROOT, 'docs')).filter(name => name.endsWith('.md') && name !== 'index.md')
    expect(missing.filter(name => !linked.includes(name))).toEqual([])
  })

  test('every example and every data file that a page names is there', () => {
    for (const page of PAGES) {
      const named = [...readPage(page).matchAll(/\bexamples\/[\w./-]+\.(?:json|csv|txt|ndjson)\b/g)].map(
        match => match[0],
      )
      expect([page, named.filter(path => !existsSync(join(ROOT, path)))]).toEqual([page, []])
    }
  })

  test(
    'every command that a page names is one of the program',
    async () => {
      const top = commandsOf(await kora(['--help']))
      expect(top).toContain('serve')
      const groups = new Map<string, readonly string[]>()
      for (const name of ['models', 'runs', 'telemetry', 'plugins'])
        groups.set(name, commandsOf(await kora([name, '--help'])))
      for (const page of PAGES) {
        const unknown = namedCommands(readPage(page)).filter(command => {
          const [first = '', second] = command.split(' ')
          if (!top.includes(first)) return true
          const group = groups.get(first)
          return group !== undefined && second !== undefined && !group.includes(second)
        })
        expect([page, unknown]).toEqual([page, []])
      }
    },
    SLOW_MS,
  )

  test.skipIf(process.platform === 'win32')(
    'a command writes all of a long answer into a slow pipe',
    async () => {
      const text = await kora(['operations', '--json'], '(sleep 2; cat)')
      expect(text.length).toBeGreaterThan(100_000)
      const operations = JSON.parse(text) as readonly unknown[]
      expect(readPage('README.md')).toContain(`**${operations.length} operations**`)
    },
    SLOW_MS,
  )

  test(
    'what a page shows a deterministic command print is what it prints',
    async () => {
      const shown = PAGES.flatMap(page => shownCommands(readPage(page))).filter(isRepeatable)
      expect(shown.length).toBeGreaterThanOrEqual(4)
      for (const { words, output } of shown)
        expect([words, withoutHash(withoutBadge(await kora(words))).trimEnd()]).toEqual([
          words,
          withoutHash(withoutBadge(output)),
        ])
    },
    SLOW_MS,
  )

  test('every environment variable that Studio reads stands in the page of the command line', () => {
    const page = readPage('docs/cli.md')
    const sources = [...new Bun.Glob('studio/**/*.ts').scanSync(ROOT)].filter(
      file => !/\.test\.ts$|harness|fixture/.test(file),
    )
    const read = sources.flatMap(file => [
      ...readPage(file).matchAll(/\benv\.([A-Z][A-Z_]+)|variable: '([A-Z_]+)'|\bserver\('([A-Z_]+)'/g),
    ])
    const names = new Set(read.map(([, env, variable, host]) => env ?? variable ?? host ?? ''))
    expect([...names]).toContain('LLAMACPP_HOST')
    expect([...names].filter(name => !page.includes(name))).toEqual([])
  })

  test('prose names no machine, no session and no registry host', () => {
    const forbidden = /\/work\/|\/tmp\/|\/root\/|registry\.npmjs|pypi\.org|huggingface\.co|localhost:\d/i
    for (const page of PAGES) expect([page, forbidden.exec(readPage(page))?.[0] ?? null]).toEqual([page, null])
  })
})
