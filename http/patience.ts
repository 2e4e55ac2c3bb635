/**
 * Patience: the idle rule closes silent connections, but a model may think for minutes before its first byte, and the
 * runtime counts no byte of a stream as a sign of life. So the rule is lifted from both. It decides no other deadline.
 */
import { afterStream } from './stream-ends.ts'

type Server = { timeout(request: Request, seconds: number): void }

export class Patience {
  readonly #idleS: number
  readonly #waiting = new Map<Request, Server>()
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(idleS: number) {
    this.#idleS = idleS
  }

  async wait(answer: Promise<Response>, request: Request, server: Server): Promise<Response> {
    this.#waiting.set(request, server)
    // Looked at now and then, because asking the server costs every fast request.
    this.#timer ??= setInterval(() => this.#lift(), this.#idleS * 250)
    try {
      return this.release(await answer, request, server)
    } finally {
      this.#waiting.delete(request)
    }
  }

  /** A stream is open until its source ends or its reader is dropped; every other answer is under the idle rule again. */
  release(response: Response, request: Request, server: Server): Response {
    if (response.headers.get('content-type') === 'text/event-stream') {
      server.timeout(request, 0)
      // What is still unread then keeps the connection only as long as it is being read.
      afterStream(request.signal, () => server.timeout(request, this.#idleS))
    } else if (this.#waiting.get(request) === LIFTED) server.timeout(request, this.#idleS)
    return response
  }

  end(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #lift(): void {
    if (this.#waiting.size === 0) {
      this.end()
      return
    }
    for (const [request, server] of this.#waiting) {
      server.timeout(request, 0)
      this.#waiting.set(request, LIFTED)
    }
  }
}

const LIFTED: Server = { timeout: () => undefined }
