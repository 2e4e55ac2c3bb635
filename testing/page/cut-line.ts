/** A line between browser and server that can be cut while both go on: bytes are passed as they are, until `cut`. */
import type { Socket } from 'bun'

export type CutLine = {
  /** For the browser: names stay as they are, connections to the server go through this line. */
  readonly browserArgs: readonly string[]
  /** Breaks every connection, and each new one until `mend`. */
  readonly cut: () => void
  readonly mend: () => void
  readonly stop: () => void
}

type End = { other: Socket<End> | null; waiting: Buffer[] }

/** To a server of this machine. Stop it with the test. */
export function openCutLine(port: number): CutLine {
  const open = new Set<Socket<End>>()
  let isCut = false
  const pass = {
    data: (socket: Socket<End>, bytes: Buffer) => {
      const { other, waiting } = socket.data
      if (other === null) waiting.push(Buffer.from(bytes))
      else other.write(bytes)
    },
    close: (socket: Socket<End>) => {
      open.delete(socket)
      socket.data.other?.end()
    },
    error: (socket: Socket<End>) => socket.terminate(),
  }
  const listener = Bun.listen<End>({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      ...pass,
      open: socket => {
        socket.data = { other: null, waiting: [] }
        if (isCut) return void socket.terminate()
        open.add(socket)
        void Bun.connect<End>({
          hostname: '127.0.0.1',
          port,
          data: { other: socket, waiting: [] },
          socket: {
            ...pass,
            open: far => {
              open.add(far)
              for (const bytes of socket.data.waiting.splice(0)) far.write(bytes)
              socket.data.other = far
            },
          },
        }).catch(() => socket.terminate())
      },
    },
  })
  const breakAll = (): void => {
    for (const socket of open) socket.terminate()
  }
  return {
    browserArgs: [`--host-resolver-rules=MAP 127.0.0.1:${port} 127.0.0.1:${listener.port}`],
    cut: () => {
      isCut = true
      breakAll()
    },
    mend: () => {
      isCut = false
    },
    stop: () => {
      listener.stop(true)
      breakAll()
    },
  }
}
