/**
 * The project's own TypeScript as data: text, imports and test titles of every file. For the architecture test; it reads what is
 * there and judges nothing.
 */
import { join, posix } from 'node:path'
import { projectPath } from './cache-folder.ts'

export type SourceFile = {
  /** From the project's root, with `/`. */
  readonly path: string
  /** The first folder, or '' for a file in the root. */
  readonly folder: string
  readonly text: string
  /** The text without comments. */
  readonly code: string
  /** `test` is everything that only tests run: `*.test.ts`, fixtures, suites, `testing/`. */
  readonly kind: 'shipped' | 'test'
  /** Imported modules: `#folder/file` as written, relative ones as paths from the root, packages by name. */
  readonly imports: readonly string[]
}

const IGNORED = /(^|\/)(node_modules|\.cache|coverage)\/|^asm\/(assembly|build)\//
const TEST_ONLY = /\.(test|fixture)\.tsx?$|-suite\.tsx?$|-harness\.tsx?$|^testing\//
const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"\n]+)['"]|\bimport\(\s*['"]([^'"\n]+)['"]\s*\)/g

export async function readSourceTree(): Promise<readonly SourceFile[]> {
  const paths: string[] = []
  for await (const path of new Bun.Glob('**/*.{ts,tsx}').scan({ cwd: projectPath() })) {
    const normal = path.replaceAll('\\', '/')
    if (!IGNORED.test(normal)) paths.push(normal)
  }
  return Promise.all(paths.sort().map(readSource))
}

const readSource = async (path: string): Promise<SourceFile> =>
  buildSource(path, await Bun.file(join(projectPath(), path)).text())

/** `path` from the project's root. */
export function buildSource(path: string, text: string): SourceFile {
  const code = stripComments(text)
  return {
    path,
    folder: path.includes('/') ? path.slice(0, path.indexOf('/')) : '',
    text,
    code,
    kind: TEST_ONLY.test(path) ? 'test' : 'shipped',
    imports: [...code.matchAll(IMPORT)].map(match => toModule(path, (match[1] ?? match[2])!)),
  }
}

const toModule = (path: string, written: string): string =>
  written.startsWith('.') ? posix.join(posix.dirname(path), written) : written

const stripComments = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[\s;,{(])\/\/.*$/gm, '$1')

/** Titles of tests, groups left out, as written; a template keeps its `${...}`. */
export function listTestTitles(file: SourceFile): string[] {
  const titles: string[] = []
  for (const match of file.code.matchAll(
    /\b(?:test|it)(?:\.\w+)?(?:\((?:[^()'"`]|'[^']*'|\([^)]*\))*\))?\(\s*(['"`])/g,
  )) {
    const start = match.index + match[0].length
    const end = endOfText(file.code, start, match[1]!)
    titles.push(file.code.slice(start, end))
  }
  return titles
}

function endOfText(code: string, start: number, quote: string): number {
  for (let at = start; at < code.length; at += 1) {
    if (code[at] === '\\') at += 1
    else if (code[at] === quote) return at
  }
  return code.length
}

/** The rule ids that a title begins with: `T9 B7 odd numbers ...`, `T8 and T9: ...`. */
export function listRuleIds(title: string): string[] {
  const ids: string[] = []
  for (const word of title.split(/[\s,:]+/)) {
    if (/^[A-Z]\d{1,2}$/.test(word)) ids.push(word)
    else if (word !== 'and') break
  }
  return ids
}
