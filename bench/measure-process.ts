/** A process that answers a line with a line: how benchmarks keep their sides apart, each with a heap and a thread of its own. */

export type LineProcess = {
  /** The next line that the process prints. */
  readonly next: () => Promise<string>
  /** Sends a line and resolves to the next one printed. */
  readonly ask: (line: string) => Promise<string>
  /** Ends its input and waits for its end. */
  readonly stop: () => Promise<void>
}

/** Starts a script with this Bun. A process that ends where a line was due throws. */
export function openLineProcess(script: string, given: readonly string[], cwd?: string): LineProcess {
  const child = Bun.spawn([process.execPath, '--no-env-file', script, ...given], {
    stdin: 'pipe',
    stdout: 'pipe',
    stderr: 'inherit',
    ...(cwd === undefined ? {} : { cwd }),
  })
  const lines = readLines(child.stdout)
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next()
    if (done) throw new Error(`${script} ended early`)
    return value
  }
  return {
    next,
    ask: async line => {
      child.stdin.write(`${line}\n`)
      await child.stdin.flush()
      return next()
    },
    stop: async () => {
      await child.stdin.end()
      await child.exited
    },
  }
}

async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void> {
  let rest = ''
  for await (const bytes of stream) {
    rest += Buffer.from(bytes).toString()
    const lines = rest.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
}
