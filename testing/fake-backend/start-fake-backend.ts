/**
 * The fault-injecting fake inference server: raw TCP on loopback, so that it can break HTTP, with an independent ledger.
 * Speaks Ollama's native dialect and the OpenAI dialect of llama-server and LM Studio.
 */
import { Connection, ConnectionGone } from './connection.ts'
import type { FakeModel } from './fake-model.ts'
import { type FakeBackendOptions, FakeServer } from './fake-server.ts'
import type { FakeSlot } from './fake-tokens.ts'
import type { Ledger, LedgerCall } from './ledger.ts'
import type { ScenarioSource } from './scenario.ts'

export type FakeBackend = {
  readonly url: string
  readonly port: number
  readonly ledger: Ledger
  /**
   * Sets what a model answers, or what a path such as `/api/version` answers. A function gets how often that model was called
   * before. A model that is not listed yet is added to the list.
   */
  readonly script: (model: string, source: ScenarioSource) => void
  /** Adds a model to the list, or puts it in the place of the one with the same name. */
  readonly replaceModel: (model: FakeModel) => void
  /** What llama-server's native calls are read on. */
  readonly slot: FakeSlot
  /** Closes every connection. */
  readonly stop: () => Promise<void>
}

/** Starts the server. Stop it with the test. */
export async function startFakeBackend(options: FakeBackendOptions = {}): Promise<FakeBackend> {
  const server = new FakeServer(options)
  const ledger = server.ledger
  const open = new Set<Connection>()
  const listener = Bun.listen<{ connection: Connection; call: LedgerCall | null }>({
    hostname: '127.0.0.1',
    port: options.port ?? 0,
    socket: {
      open(socket) {
        const connection = new Connection(socket)
        socket.data = { connection, call: null }
        open.add(connection)
        ledger.socketOpened()
        server
          .serve(connection)
          .then(call => {
            socket.data.call = call
            if (call !== null && connection.gone) bookClose(call)
          })
          .catch(failure => {
            if (!(failure instanceof ConnectionGone)) throw failure
          })
      },
      data: (socket, bytes) => socket.data.connection.took(bytes),
      drain: socket => socket.data.connection.drained(),
      close(socket) {
        const { connection, call } = socket.data
        if (call !== null) bookClose(call)
        open.delete(connection)
        connection.closed()
        ledger.socketClosed()
      },
      error: socket => socket.data.connection.break('rst'),
    },
  })
  return {
    url: `http://127.0.0.1:${listener.port}`,
    port: listener.port,
    ledger,
    slot: server.slot,
    script: (model, source) => server.script(model, source),
    replaceModel: model => server.replaceModel(model),
    stop: async () => {
      listener.stop(true)
      for (const connection of [...open]) connection.break('rst')
      await ledger.until(one => one.openSockets === 0, 'every connection closed', 1_000).catch(() => undefined)
    },
  }
}

/** A connection that nothing in the script ended was ended by the caller. */
function bookClose(call: LedgerCall): void {
  call.closedMs ??= performance.now()
  if (call.end === 'open') call.end = 'caller'
}
