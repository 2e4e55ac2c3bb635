/**
 * Messages from words to reply, as Studio runs them: the bundled plugin through the real plugin host, the planner, admission, and
 * a whole kernel. A model is there only where a test scripts one.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildModules } from '#asm/build'
import type { Connector } from '#contracts/connector-port'
import type { ExecuteResult, PlanDecision } from '#contracts/execution'
import type { Attachment } from '#contracts/planner-port'
import type { TaskGraph } from '#contracts/task-graph'
import type { Registry } from '#graph/registry'
import { openPlugins } from '#kernel/plugins/plugin-host'
import { readRssBytes } from '#machine/child-memory'
import { openSpawn, spawnModule } from '#machine/child-spawn'
import { openNet } from '#machine/loopback-net'
import { openFiles } from '#machine/plugin-files'
import { openSecrets } from '#machine/secrets'
import { systemClock } from '#machine/system-clock'
import { constructGraph } from '#studio/planner/construct-graph'
import { createTestKernel } from './test-kernel.ts'

export const NOW = { iso: '2026-01-31T09:00:00+01:00', zone: 'Europe/Berlin' }
const BUDGET = { max_tokens: 64, max_time_ms: 5_000, max_retries: 0 }

export type Told = {
  readonly text: string | null
  readonly coverage: 'rules' | 'model'
  readonly decision: PlanDecision
  readonly taskgraph: TaskGraph
  readonly result: ExecuteResult
}

export type MessageBench = {
  readonly registry: Registry
  plan(message: string, attachments?: readonly Attachment[]): ReturnType<typeof constructGraph>
  /** Runs a message without a model, unless `deterministicOnly` is false. */
  tell(message: string, attachments?: readonly Attachment[], deterministicOnly?: boolean): Promise<Told>
  close(): Promise<void>
}

export async function openMessageBench(connectors: readonly Connector[] = []): Promise<MessageBench> {
  await buildModules()
  const data = await mkdtemp(join(tmpdir(), 'kora-messages-'))
  const host = await openPlugins({
    kernelVersion: '0.1.0',
    roots: [{ folder: join(import.meta.dir, '..', 'plugins'), trust: 'bundled' }],
    powers: {
      clock: systemClock,
      log: () => {},
      net: (_, hosts) => openNet({ hosts }),
      files: id => openFiles(join(data, id)),
      spawn: (_, folder) => openSpawn(folder),
      secrets: (_, names) => openSecrets(join(data, 'secrets.json'), names),
    },
    decisions: {
      problem: null,
      read: id => (id === 'deterministic-wasm' ? 'none' : 'disabled'),
      write: async () => {},
      hosts: () => [],
      writeHosts: async () => {},
    },
    settings: () => ({}),
    spawn: spawnModule,
    rssBytes: readRssBytes,
  })
  const own = host.registry
  const registry: Registry = {
    operation: name => own.operation(name),
    operations: () => own.operations(),
    connector: name => connectors.find(connector => connector.name === name) ?? null,
    connectors: () => connectors,
    planners: () => own.planners(),
    backend: () => null,
    backends: () => [],
    revision: 1,
  }
  const { kernel } = createTestKernel(connectors, { registry, clock: systemClock })
  const plan: MessageBench['plan'] = (message, attachments = []) =>
    constructGraph({
      planners: registry.planners(),
      input: { message, attachments, now: NOW },
      direct: false,
      budget: BUDGET,
      graphId: 'message',
    })
  return {
    registry,
    plan,
    async tell(message, attachments = [], deterministicOnly = true) {
      const { taskgraph, decision } = plan(message, attachments)
      const defaultModel = connectors[0] === undefined ? null : `${connectors[0].name}/m`
      const run = await kernel.start({ taskgraph, deterministicOnly, defaultModel })
      const result = await run.result
      const output = result.final_output as { readonly text?: string } | null
      return {
        text: output?.text ?? null,
        coverage: decision.model_needed ? 'model' : 'rules',
        decision,
        taskgraph,
        result,
      }
    },
    async close() {
      await kernel.close()
      await host.close()
      await rm(data, { recursive: true, force: true })
    },
  }
}
