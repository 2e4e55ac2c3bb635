/** Reads the project's own sources and fails with a sentence that teaches: import arrows, powers, sizes, parity of ids and codes. */
import { describe, expect, test } from 'bun:test'
import { posix } from 'node:path'
import { FAILURE_CODES } from '#contracts/failure'
import { projectPath } from '#testing/cache-folder'
import { ARROWS, BANS, KERNEL_FACE } from '#testing/house-rules'
import { listRuleIds, listTestTitles, readSourceTree, type SourceFile } from '#testing/source-tree'

/** The microkernel: plugin host, registry, what puts the parts together, the two doors. Tests left out. */
const KERNEL_LINES = 2_500
const LONGEST_FILE = 400

/** Codes that no test can meet, each with the reason why it stands in the table all the same. */
const UNMET: Readonly<Record<string, string>> = {
  RETRY_BUDGET: 'the purse refuses a further attempt with it, and the adapter never asks for one that is not left',
}

const files = await readSourceTree()
const shipped = files.filter(file => file.kind === 'shipped')
const readText = (path: string): Promise<string> => Bun.file(projectPath(path)).text()
const linesOf = (file: SourceFile): number => file.text.split('\n').length - 1

/** Folder and rest of a module of ours, or null for a package. */
function ownModule(module: string): { readonly folder: string; readonly rest: string } | null {
  const path = module.startsWith('#') ? module.slice(1) : /^(\w[\w-]*)\/.*\.tsx?$/.test(module) ? module : null
  if (path === null) return null
  const [folder, ...rest] = path.split('/')
  return { folder: folder!, rest: rest.join('/') }
}

function listArrowFaults(file: SourceFile): string[] {
  const arrow = ARROWS[file.folder]
  if (arrow === undefined) return []
  return file.imports.flatMap(module => {
    const target = ownModule(module)
    if (target === null || target.folder === file.folder) return []
    const face = KERNEL_FACE[file.folder]
    const say = (rule: string): string[] => [`${file.path} imports ${module}: ${rule} ${arrow.why}`]
    if (!arrow.may.includes(target.folder))
      return say(`${file.folder} may import ${arrow.may.join(', ') || 'nothing of ours'}.`)
    if (target.folder === 'kernel' && face !== undefined && !face.includes(target.rest))
      return say(`${file.folder} may import ${face.map(name => `#kernel/${name}`).join(', ')}.`)
    return module.startsWith('#') ? [] : say('across folders an import is written #folder/file.')
  })
}

describe('imports', () => {
  test('every arrow points the way the house allows', () => {
    expect(shipped.flatMap(listArrowFaults)).toEqual([])
  })

  test('P4 nothing imports a plugin but the plugin itself, and a plugin no other plugin', () => {
    const pluginOf = (path: string): string | null => /^plugins\/([^/]+)\//.exec(path)?.[1] ?? null
    const faults = shipped
      .filter(file => file.folder !== 'bench')
      .flatMap(file =>
        file.imports
          .map(module => module.replace(/^#plugins\//, 'plugins/'))
          .filter(module => module.startsWith('plugins/') && pluginOf(module) !== pluginOf(file.path))
          .map(module => `${file.path} imports ${module}: a plugin's code enters through the plugin host only.`),
      )
    expect(faults).toEqual([])
  })

  test('the program runs without the parts of its tests', () => {
    const faults = shipped
      .filter(file => !['', 'bench', 'scripts'].includes(file.folder))
      .flatMap(file =>
        file.imports.filter(module => /^#?testing\//.test(module)).map(module => `${file.path}: ${module}`),
      )
    expect(faults).toEqual([])
  })

  test('every relative import names a file with its ending, so that nothing is searched for', async () => {
    const faults: string[] = []
    for (const file of files)
      for (const module of file.imports)
        if (
          !module.startsWith('#') &&
          /^\.{0,2}[\w-]*\//.test(module) &&
          posix.extname(module) === '' &&
          !module.startsWith('@')
        )
          if (await Bun.file(projectPath(`${module}.ts`)).exists()) faults.push(`${file.path}: ${module} lacks .ts`)
    expect(faults).toEqual([])
  })
})

describe('powers', () => {
  for (const ban of BANS) {
    test(`${ban.rule === undefined ? '' : `${ban.rule} `}no part reaches for ${ban.what} by itself`, () => {
      const faults = shipped
        .filter(file => ban.folders.includes(file.folder) && ban.except[file.path] === undefined)
        .flatMap(file => {
          const found = ban.pattern.exec(file.code)
          return found === null ? [] : [`${file.path} uses ${found[0].trim()}: ${ban.why}`]
        })
      expect(faults).toEqual([])
      // An exception that is no longer needed would excuse the next one.
      const stale = Object.keys(ban.except).filter(path => {
        const file = files.find(one => one.path === path)
        return file === undefined || !ban.pattern.test(file.code)
      })
      expect(stale).toEqual([])
    })
  }
})

describe('sizes', () => {
  test('the kernel stays a microkernel', () => {
    const lines = shipped.filter(file => file.folder === 'kernel').reduce((sum, file) => sum + linesOf(file), 0)
    console.log(`kernel/ has ${lines} of ${KERNEL_LINES} lines`)
    expect(lines).toBeLessThanOrEqual(KERNEL_LINES)
  })

  test('every file can be read in one sitting', () => {
    const long = files.filter(
      file => linesOf(file) > LONGEST_FILE && file.kind === 'shipped' && file.path !== 'contracts/failure.ts',
    )
    expect(long.map(file => `${file.path}: ${linesOf(file)} lines`)).toEqual([])
  })

  test('every file says first what it is for', () => {
    const silent = shipped.filter(file => !/^(#!.*\n)?\s*\/\*\*/.test(file.text))
    expect(silent.map(file => file.path)).toEqual([])
  })
})

describe('rules', () => {
  test('every rule that is called proven has a test, and every test names rules that exist', async () => {
    const rules = new Map<string, string>()
    for (const [, id, state] of (await readText('docs/rules.md')).matchAll(
      /^\| ([A-Z]\d{1,2}) \| .+ \| (proven|later) \|$/gm,
    )) {
      expect(rules.has(id!)).toBe(false)
      rules.set(id!, state!)
    }
    const tested = new Map<string, string>()
    for (const file of files)
      for (const title of listTestTitles(file)) for (const id of listRuleIds(title)) tested.set(id, file.path)
    // The titles of the bans above are built from data.
    for (const { rule } of BANS) if (rule !== undefined) tested.set(rule, 'architecture.test.ts')
    const unknown = [...tested].filter(([id]) => !rules.has(id)).map(([id, path]) => `${id} in ${path}`)
    const unproven = [...rules].filter(([id, state]) => state === 'proven' && !tested.has(id)).map(([id]) => id)
    expect({ unknown, unproven }).toEqual({ unknown: [], unproven: [] })
  })
})

describe('failure codes', () => {
  const codes = Object.keys(FAILURE_CODES)
  const mentions = (texts: readonly string[], code: string): boolean => {
    const word = new RegExp(`\\b${code}\\b`)
    return texts.some(text => word.test(text))
  }

  test('H2 every code is used, documented and asserted', async () => {
    const used = shipped.filter(file => file.path !== 'contracts/failure.ts').map(file => file.code)
    const asserted = files
      .filter(file => file.kind === 'test' && file.path !== 'architecture.test.ts')
      .map(file => file.code)
    const documented = [await readText('docs/errors.md')]
    expect({
      unused: codes.filter(code => !mentions(used, code)),
      undocumented: codes.filter(code => !mentions(documented, code)),
      unasserted: codes.filter(code => !mentions(asserted, code) && !Object.hasOwn(UNMET, code)),
    }).toEqual({ unused: [], undocumented: [], unasserted: [] })
  })

  test('H2 no document speaks of a code that does not exist', async () => {
    const table = (await readText('docs/errors.md')).matchAll(/^\| `([A-Z][A-Z_]+)` +\|/gm)
    expect([...table].map(match => match[1]!).filter(code => !codes.includes(code))).toEqual([])
  })
})
