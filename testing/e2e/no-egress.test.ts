/**
 * Rule S10 from the system's own point of view: every address that the server, its children and its commands try to reach, traced
 * while a whole session runs in a network that has nothing but loopback. A planted leak must be seen first.
 */
import { describe, expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const env = { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '/' }

const succeeds = (words: string[]): boolean => {
  try {
    return Bun.spawnSync(words, { env, stdio: ['ignore', 'ignore', 'ignore'] }).exitCode === 0
  } catch {
    return false
  }
}

const canTrace = process.platform === 'linux' && succeeds(['strace', '-f', '-qq', '-o', '/dev/null', 'true'])
const canUnshare = process.platform === 'linux' && succeeds(['unshare', '-rn', 'ip', 'link', 'set', 'lo', 'up'])
if (!canTrace) console.log('S10 skipped: this machine does not let one process trace another (strace).')
if (!canUnshare)
  console.log('S10: no network namespace may be made here; the session is traced in the ordinary network.')

/** The words that put a command into a network of its own, with loopback only. */
const alone = (words: readonly string[]): string[] =>
  canUnshare ? ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh', ...words] : [...words]

const LOOPBACK = /inet_addr\("127\.|inet_pton\(AF_INET6, "(::1|::ffff:127\.)/

/** Lines of a trace that name an address beyond this machine, or a service that resolves names. */
const leaksIn = (trace: string): string[] =>
  trace.split('\n').filter(line => {
    if (/sun_path="[^"]*(nscd|resolve)/.test(line)) return true
    return /sa_family=AF_INET6?\b/.test(line) && !LOOPBACK.test(line)
  })

async function traced(
  words: readonly string[],
  files: readonly string[],
): Promise<{ out: string; trace: string; code: number }> {
  const child = Bun.spawn(alone(words), { env, stdio: ['ignore', 'pipe', 'inherit'] })
  const out = await new Response(child.stdout).text()
  const code = await child.exited
  return { out, code, trace: files.map(file => readFileSync(file, 'utf8')).join('\n') }
}

describe.skipIf(!canTrace)('the network', () => {
  for (const [what, code] of [
    ['an address', "await fetch('http://192.0.2.1:9/', { signal: AbortSignal.timeout(300) }).catch(() => {})"],
    ['a name', "await fetch('http://leak.example/', { signal: AbortSignal.timeout(1500) }).catch(() => {})"],
    [
      'a datagram',
      "const s = await Bun.udpSocket({}); try { s.send('x', 53, '192.0.2.1') } catch {}; await Bun.sleep(50); s.close()",
    ],
  ] as const) {
    test(`S10 the trace sees a planted leak to ${what}`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'kora-trace-'))
      const file = join(folder, 'trace')
      const words = ['strace', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', file]
      const { trace } = await traced([...words, process.execPath, '-e', code], [file])
      rmSync(folder, { recursive: true })
      expect(leaksIn(trace).length).toBeGreaterThan(0)
    }, 20_000)
  }

  test('S10 a whole session works without a network, and tries no address but loopback and no name', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kora-trace-'))
    const file = join(folder, 'trace')
    const session = [process.execPath, '--no-env-file', join(import.meta.dir, 'offline-session.ts'), file]
    const { out, trace, code } = await traced(session, [file, `${file}.cli`])
    rmSync(folder, { recursive: true })
    expect(code).toBe(0)
    const told = JSON.parse(out) as { status: string; output: unknown; statuses: Record<string, number> }
    expect(told).toMatchObject({ status: 'success', output: { items: [null, { label: 'red' }, { words: 2 }] } })
    expect(Object.entries(told.statuses).filter(([, status]) => status !== 200)).toEqual([])
    // The session did use the network that there is.
    expect(trace).toContain('127.0.0.1')
    expect(leaksIn(trace)).toEqual([])
  }, 60_000)
})
