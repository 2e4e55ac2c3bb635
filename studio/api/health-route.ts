/** GET /health: whether the server works, answered at once. Runtimes are asked in the background and never hold it up. */
import { Elysia } from 'elysia'
import { worstVerdicts } from '#contracts/probe'
import { type BackendStatus, Health } from '#contracts/studio'
import { jsonResponse } from '#http/failure-response'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

const FRESH_MS = 3_000
const WAIT_MS = 20
const PROBE_MS = 5_000

export function healthRoute(services: StudioServices) {
  const backends = new BackendProbe(services)
  return new Elysia().get('/health', async () => jsonResponse(await readHealth(services, backends)), {
    ...describeRoute({ tag: 'Machine', summary: 'Whether Studio works; needs no token', answer: Health, open: true }),
  })
}

async function readHealth(services: StudioServices, backends: BackendProbe): Promise<Health> {
  const { kernel, machine, auth, probes, chats } = services
  const open = auth.mode === 'off' ? ['No token is asked for: every program on this machine may call.'] : []
  // One folder that cannot be written is told by each who writes into it.
  const faults = [...new Set([...kernel.problems(), ...(chats.base.sentence === null ? [] : [chats.base.sentence])])]
  return {
    status: faults.length > 0 ? 'degraded' : 'healthy',
    cpu_load: machine.cpuLoad(),
    gpu_available: machine.gpuAvailable(),
    active_sessions: kernel.activeRuns(),
    version: kernel.version,
    backends: await Promise.all((await backends.read()).map(state => withProbes(state, probes))),
    problems: [...faults, ...open],
  }
}

/** What was found of the runtime at the version that answers now (N8). */
async function withProbes(state: BackendStatus, probes: StudioServices['probes']): Promise<BackendStatus> {
  if (state.status === 'unavailable') return state
  const worst = worstVerdicts(await probes.ofRuntime(state.name, state.version))
  return worst === null ? state : { ...state, probed: worst }
}

/** The last known state of the runtimes; asks again when it is old, one question at a time. */
class BackendProbe {
  readonly #services: StudioServices
  #known: readonly BackendStatus[] = []
  #knownAtMs = Number.NEGATIVE_INFINITY
  #asking: Promise<void> | null = null

  constructor(services: StudioServices) {
    this.#services = services
  }

  async read(): Promise<readonly BackendStatus[]> {
    if (performance.now() - this.#knownAtMs < FRESH_MS) return this.#known
    this.#asking ??= this.#ask().finally(() => {
      this.#asking = null
    })
    await Promise.race([this.#asking, Bun.sleep(WAIT_MS)])
    return this.#known
  }

  async #ask(): Promise<void> {
    try {
      this.#known = await this.#services.kernel.backendStatus(AbortSignal.timeout(PROBE_MS))
    } catch (error) {
      this.#services.report(error)
    }
    this.#knownAtMs = performance.now()
  }
}
