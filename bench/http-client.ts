/**
 * A client that costs as little as can be: prepared bytes over kept connections, answers counted by their length. It measures
 * servers, not itself, and refuses any answer but 200. Usage: http-client.ts <url> <connections> <milliseconds>, body, token and, where no
 * two bodies may be alike, the digits to count in as a line of JSON on stdin.
 */

type Connection = { missing: number; head: Buffer | null }

const [url = '', connections = '16', durationMs = '1000'] = process.argv.slice(2)
const { body, token, counter } = JSON.parse((await console[Symbol.asyncIterator]().next()).value ?? '') as {
  readonly body: string
  readonly token: string
  readonly counter?: string
}
const { hostname, port, pathname, host } = new URL(url)
const firstRequest = Buffer.from(
  [
    `POST ${pathname} HTTP/1.1`,
    `host: ${host}`,
    'content-type: application/json',
    `authorization: Bearer ${token}`,
    `content-length: ${Buffer.byteLength(body)}`,
    '',
    body,
  ].join('\r\n'),
)
const endsAt = performance.now() + Number(durationMs)
const counterAt = counter === undefined ? -1 : firstRequest.indexOf(counter)
if (counter !== undefined && counterAt < 0) throw new Error('the body has no place to count in')
/** Continues over processes: a server must not have seen a number before. */
let count = Math.floor(Date.now() % 1e8)
let served = 0

/** The bytes of the next request, in place. */
function next(request: Buffer): Buffer {
  if (counter !== undefined) {
    count = (count + 1) % 10 ** counter.length
    request.write(String(count).padStart(counter.length, '0'), counterAt, 'latin1')
  }
  return request
}

/** Bytes of the whole answer, or null while its head is not complete. */
function lengthOf(bytes: Buffer): number | null {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd === -1) return null
  const head = bytes.toString('latin1', 0, headEnd)
  if (!head.startsWith('HTTP/1.1 200 ')) throw new Error(bytes.toString('utf8', 0, 2_000))
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1]
  if (length === undefined) throw new Error('an answer without its length')
  return headEnd + 4 + Number(length)
}

function connection(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const state: Connection = { missing: 0, head: null }
  const request = Buffer.from(firstRequest)
  void Bun.connect({
    hostname,
    port: Number(port),
    socket: {
      open: socket => void socket.write(next(request)),
      data(socket, bytes) {
        try {
          if (state.missing === 0) {
            const head = state.head === null ? bytes : Buffer.concat([state.head, bytes])
            const length = lengthOf(head)
            state.head = length === null ? Buffer.from(head) : null
            if (length === null) return
            state.missing = length - head.length
          } else state.missing -= bytes.length
          if (state.missing > 0) return
          if (state.missing < 0) throw new Error('more bytes than the answer has')
          served += 1
          if (performance.now() < endsAt) socket.write(next(request))
          else {
            resolve()
            socket.end()
          }
        } catch (error) {
          reject(error)
        }
      },
      close: () => reject(new Error('the server closed a connection')),
      error: (_, error) => reject(error),
      connectError: (_, error) => reject(error),
    },
  }).catch(reject)
  return promise
}

await Promise.all(Array.from({ length: Number(connections) }, connection))
const { user, system } = process.cpuUsage()
console.log(JSON.stringify({ served, clientUs: (user + system) / served }))
