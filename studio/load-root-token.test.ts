import { expect, test } from 'bun:test'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

test.skipIf(process.platform === 'win32')(
  'S7 a token for which there is no room is told as a full disk, and no half of one stays',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'kora-token-'))
    try {
      const tokenFile = join(folder, 'token')
      const program = join(folder, 'load.ts')
      const load = JSON.stringify(join(import.meta.dir, 'load-root-token.ts'))
      writeFileSync(
        program,
        `import { loadRootToken } from ${load}
      try { loadRootToken({ tokenFile: ${JSON.stringify(tokenFile)} }, console.error); console.log('made') }
      catch (error) { console.log(error.code) }`,
      )
      const tell = (before: string): string => {
        const { stdout, stderr } = Bun.spawnSync(['sh', '-c', `${before} exec "${process.execPath}" "${program}"`])
        return stdout.toString() + stderr.toString()
      }
      expect(tell(`trap '' XFSZ; ulimit -f 0;`)).toBe('STORAGE_FULL\n')
      expect(existsSync(tokenFile)).toBe(false)
      expect(tell('')).toBe('made\n')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
)
