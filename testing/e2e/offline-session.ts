/**
 * One session of the whole product in whatever world it is started in, to be watched from outside: starts a runtime and the
 * server, uses every kind of route, and prints what came as one JSON line. It judges nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectPath } from '#testing/cache-folder'
import { startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { ask, collect, count, GOOD_LABEL, graphOf } from './server-graphs.ts'
import { startStudio } from './studio-process.ts'

const [, , traceFile = ''] = process.argv
const under =
  traceFile === '' ? [] : ['strace', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', traceFile]

const home = mkdtempSync(join(tmpdir(), 'kora-e2e-'))
const fake = await startFakeBackend()
fake.script('good', [{ json: GOOD_LABEL }, { end: 'stop' }])
fake.script('redirecting', [{ redirect: 'http://192.0.2.1/elsewhere' }])
const studio = await startStudio({ home, ollamaUrl: fake.url, under })

const statuses: Record<string, number> = {}
const see = async (path: string, options: Parameters<typeof studio.call>[1] = {}) => {
  const response = await studio.call(path, options)
  statuses[`${options.method ?? (options.body ? 'POST' : 'GET')} ${path}`] = response.status
  await response.text()
}

for (const path of ['/', '/health', '/docs', '/models', '/plugins', '/operations', '/runs', '/telemetry/summary'])
  await see(path)
const tasks = [ask('bad', 'redirecting'), ask('good', 'good'), count('beside', 'one two')]
const graph = graphOf([...tasks, collect('all', ['bad', 'good', 'beside'])])
const result = await studio.execute(graph, { content: 'keep' })
const message = { api_version: '1.0', message: 'What is 17.5% of 2,480 EUR?', execution_options: { backend: 'local' } }
await see('/execute', { body: message })
await see('/plan', { body: message })
for (const kind of ['telemetry', 'summary', 'capsule', 'taskgraph'])
  await see(`/runs/${result.execution_metadata.run_id}/exports`, { body: { kind } })
const doctor = Bun.spawn(
  [
    ...under.map(word => (word === traceFile ? `${word}.cli` : word)),
    process.execPath,
    '--no-env-file',
    projectPath('studio/main.ts'),
    '--home',
    home,
    'doctor',
    '--json',
  ],
  { env: { PATH: process.env.PATH ?? '', HOME: home }, stdio: ['ignore', 'ignore', 'ignore'] },
)
await doctor.exited
await studio.kill()
await fake.stop()
rmSync(home, { recursive: true })
process.stdout.write(`${JSON.stringify({ status: result.status, output: result.final_output, statuses })}\n`)
process.exit(0)
