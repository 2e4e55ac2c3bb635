/**
 * The powers of the outside world as arguments: clock, randomness, network, files, child processes.
 * Nothing in the kernel or a plugin reaches for a global one, so that a whole run can be simulated from one seed.
 */

/** Releases what a call took; calling it twice does nothing. */
export type Dispose = () => void

export type Clock = {
  /** Monotonic milliseconds with fraction; only differences mean anything. */
  monoMs(): number
  /** Wall clock in milliseconds since 1970, UTC. */
  epochMs(): number
  /** Calls `wake` once after `delayMs`; the disposer cancels it. */
  timer(delayMs: number, wake: () => void): Dispose
}

export type Random = {
  /** `count` random bytes. */
  bytes(count: number): Uint8Array
}

export type NetRequest = {
  readonly url: string
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE'
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
  readonly signal: AbortSignal
}

export type NetResponse = {
  readonly status: number
  readonly header: (name: string) => string | null
  /** Decoded bytes as they arrive; ending the iteration closes the connection. */
  readonly body: AsyncIterable<Uint8Array>
}

/** HTTP without redirects, proxies or compression (N4); refuses hosts that were not granted with `NetError('NET_REFUSED')`. */
export type Net = {
  fetch(request: NetRequest): Promise<NetResponse>
}

/** A plugin's own folder. Paths are relative, and never leave it. */
export type Files = {
  /** Absolute path of the folder, for a child process that must open files itself. */
  readonly folder: string
  read(path: string): Promise<Uint8Array | null>
  /** Temp file, fsync, rename, fsync of the folder (S7). */
  write(path: string, bytes: Uint8Array): Promise<void>
  list(path: string): Promise<readonly string[]>
  remove(path: string): Promise<void>
}

export type ChildMessage = unknown

export type Child = {
  readonly pid: number
  send(message: ChildMessage): void
  /** Kills at once (SIGKILL); `onExit` still fires. */
  kill(): void
}

/** Runs one of the plugin's own modules in a child Bun process with an environment built from scratch, speaking over IPC. */
export type Spawn = {
  module(options: {
    /** Path inside the plugin's folder. */
    readonly entry: string
    readonly env?: Readonly<Record<string, string>>
    readonly onMessage: (message: ChildMessage) => void
    readonly onExit: (exit: { readonly code: number | null; readonly signal: string | null }) => void
  }): Child
}

/** A named secret's value; null when the user has not set it. */
export type Secrets = {
  read(name: string): Promise<string | null>
}
