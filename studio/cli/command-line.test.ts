/** The command line itself: what is refused before any command runs, help, versions, and what is loaded for them. */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)
const cli = openCli()
afterAll(cli.close)

const COMMANDS = [
  [],
  ['serve'],
  ['ask'],
  ['run'],
  ['plan'],
  ['validate'],
  ['convert'],
  ['models'],
  ['models', 'list'],
  ['models', 'catalog'],
  ['models', 'pull'],
  ['models', 'import'],
  ['models', 'remove'],
  ['plugins'],
  ['plugins', 'list'],
  ['plugins', 'enable'],
  ['plugins', 'disable'],
  ['runs'],
  ['chat'],
  ['chats'],
  ['runs', 'list'],
  ['runs', 'show'],
  ['runs', 'cancel'],
  ['telemetry'],
  ['telemetry', 'summary'],
  ['telemetry', 'export'],
  ['compare'],
  ['bench'],
  ['bench', 'workload'],
  ['operations'],
  ['token'],
  ['config'],
  ['doctor'],
  ['version'],
] as const

describe('help', () => {
  test('every command explains itself with examples, and touches nothing', async () => {
    const helps = await Promise.all(COMMANDS.map(words => cli.kora([...words, '--help'])))
    for (const [at, { code, out, err }] of helps.entries()) {
      expect({ words: COMMANDS[at], code, err }).toEqual({ words: COMMANDS[at], code: 0, err: '' })
      expect(out).toContain(['Usage: kora', ...COMMANDS[at]!].join(' '))
      expect(out).toMatch(/Examples:\n {2}\S/)
    }
    expect(existsSync(cli.home)).toBe(false)
  })

  test('every command of the tree has a row above', async () => {
    const { out } = await cli.kora(['--help'])
    const listed = [...out.slice(out.indexOf('Commands:')).matchAll(/^ {2}([a-z]+)/gm)].map(match => match[1])
    const known = new Set<string | undefined>(COMMANDS.map(words => words[0]))
    expect(listed.filter(name => name !== 'help' && name !== 'kora' && !known.has(name))).toEqual([])
  })

  test('`kora help <command>` is the same as `--help`, and with --json it is one document', async () => {
    const [word, flag, json] = await Promise.all([
      cli.kora(['help', 'run']),
      cli.kora(['run', '--help']),
      cli.kora(['run', '--help', '--json']),
    ])
    expect(word.out).toBe(flag.out)
    expect(json.json<{ help: string }>().help).toBe(flag.out.trimEnd())
  })
})

describe('version', () => {
  test('is printed by command and by flag, as text and as JSON', async () => {
    const { version } = (await Bun.file(resolve(import.meta.dir, '../../package.json')).json()) as { version: string }
    const [command, flag, json] = await Promise.all([
      cli.kora(['version']),
      cli.kora(['--version']),
      cli.kora(['--version', '--json']),
    ])
    expect(command).toMatchObject({ code: 0, out: `${version}\n`, err: '' })
    expect(flag).toMatchObject({ code: 0, out: `${version}\n` })
    expect(json.json()).toEqual({ version, bun: Bun.version } as never)
  })

  test('needs no home, no data folder and no server', async () => {
    const { code } = await cli.kora(['version'], { env: { HOME: undefined, KORA_HOME: '/proc/nothing' } })
    expect(code).toBe(0)
  })

  test('the program loads neither server nor kernel before a command asks for them', async () => {
    const loaded = await listStaticImports(resolve(import.meta.dir, '../main.ts'))
    const heavy = loaded.filter(name =>
      /^(elysia|bun:sqlite|node-llama-cpp)$|open-studio|\/kernel\/|\/engine\//.test(name),
    )
    expect(heavy).toEqual([])
    expect(loaded.some(name => name.endsWith('/run-program.ts'))).toBe(true)
  })
})

describe('what is no command line', () => {
  const REFUSED: readonly (readonly [readonly string[], RegExp])[] = [
    [['bogus'], /no command "bogus"/],
    [['vaildate'], /did you mean validate\?/],
    [['runs', 'lst'], /did you mean list\?/],
    [['help', 'bogus'], /no command "bogus"/],
    [['--bogus'], /unknown option '--bogus'/],
    [['run', 'x.json', '--jsn'], /--jsn/],
    [['serve', 'now'], /too many arguments/],
    [['serve', '--port', 'abc'], /--port.*0 to 65535/],
    [['serve', '--port', '65536'], /0 to 65535/],
    [['serve', '--port', '-1'], /0 to 65535/],
    [['--home', '', 'token'], /--home.*Expected a folder/],
    [['ask'], /missing required argument 'message'/],
    [['ask', 'a', 'b'], /too many arguments/],
    [['ask', ''], /message is empty/],
    [['run'], /graph\.json/],
    [['runs', 'show'], /run id/],
    [['token', '--server', 'http://127.0.0.1:4747'], /--server has no effect/],
    [['serve', '--server', 'http://127.0.0.1:4747'], /--server has no effect/],
    [['runs', '--server', 'ftp://127.0.0.1'], /--server ftp:/],
    [['runs', '--server', 'http://user:pass@127.0.0.1:1'], /no address/],
    [['runs', 'show', '..'], /no run id/],
    [['runs', 'show', ''], /no run id/],
    [['runs', 'cancel', '../plugins'], /no run id/],
    [['plugins', 'disable', '/'], /no plugin id/],
  ]

  test('is refused by name with exit code 2, for people and for programs', async () => {
    const ended = await Promise.all(REFUSED.flatMap(([words]) => [cli.kora(words), cli.kora([...words, '--json'])]))
    for (const [at, [words, why]] of REFUSED.entries()) {
      const people = ended[2 * at]!
      expect({ words, code: people.code, out: people.out }).toEqual({ words, code: 2, out: '' })
      expect(people.err).toMatch(why)
      expect(people.err).toMatch(/^VALIDATION_ERROR INVALID_REQUEST: /)
      const program = ended[2 * at + 1]!
      expect({ words, code: program.code, err: program.err }).toEqual({ words, code: 2, err: '' })
      const failure = program.json<{ error_type: string; message: string; details: { code: string; hint: string } }>()
      expect(failure).toMatchObject({ error_type: 'VALIDATION_ERROR', details: { code: 'INVALID_REQUEST' } })
      expect(failure.message).toMatch(why)
      expect(failure.details.hint.length).toBeGreaterThan(5)
    }
    expect(existsSync(cli.home)).toBe(false)
  })

  test('the cure names the help of the command that was meant', async () => {
    for (const [words, help] of [
      [['runs', 'show'], 'kora runs show --help'],
      [['--bogus'], 'kora --help'],
      [['ask', '--bogus', 'x'], 'kora ask --help'],
    ] as const)
      expect((await cli.kora(words)).err).toContain(`\`${help}\` shows examples.`)
    expect((await cli.kora(['plan', '12 * 8'])).err).toContain('for a message give --message.')
  })

  test('a value that looks like a flag is a value', async () => {
    const { out, code } = await cli.kora(['ask', '-d', '--', '--json'])
    expect(code).toBe(1)
    expect(out).not.toStartWith('{')
  })
})

/** Follows import statements, not `import()`, from a file through the files of this project. */
async function listStaticImports(entry: string): Promise<string[]> {
  const root = resolve(import.meta.dir, '../..')
  const transpiler = new Bun.Transpiler({ loader: 'ts' })
  const seen = new Set<string>()
  const open = [entry]
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    if (!path.endsWith('.ts')) continue
    for (const { path: name, kind } of transpiler.scan(await Bun.file(path).text()).imports) {
      if (kind !== 'import-statement') continue
      if (name.startsWith('#')) open.push(join(root, `${name.slice(1)}.ts`))
      else if (name.startsWith('.')) open.push(resolve(dirname(path), name))
      else seen.add(name)
    }
  }
  return [...seen]
}

describe('standard output', () => {
  test.skipIf(!existsSync('/dev/full'))(
    'S7 a file that does not take all of it is said, with an exit code of its own',
    () => {
      const main = join(import.meta.dir, '..', 'main.ts')
      const run = (place: string) => {
        const words = [
          'sh',
          '-c',
          `exec "$0" "$1" operations --json --home "$2" > ${place}`,
          process.execPath,
          main,
          cli.home,
        ]
        const { exitCode, stderr } = Bun.spawnSync(words)
        return { exitCode, err: stderr.toString() }
      }
      expect(run('/dev/full')).toEqual({ exitCode: 1, err: expect.stringContaining('STORAGE_FULL') })
      const whole = join(cli.folder, 'operations.json')
      expect(run(`"${whole}"`)).toEqual({ exitCode: 0, err: '' })
      expect(JSON.parse(readFileSync(whole, 'utf8')).length).toBeGreaterThan(100)
    },
  )
})
