/** GET /changes: what is no longer as it was read, for a page that is open twice. It tells that something changed, never what. */
import { Elysia } from 'elysia'
import { Change } from '#contracts/studio'
import { eventStream, type Frame } from '#http/sse'
import { describeRoute } from './route-doc.ts'
import type { StudioServices } from './services.ts'

export function changeRoutes({ changes, report }: StudioServices) {
  async function* frames(signal: AbortSignal): AsyncIterable<Frame> {
    for await (const change of changes.follow(signal)) yield { event: 'change', data: change }
  }
  return new Elysia().get('/changes', ({ request }) => eventStream(frames, { client: request.signal, report }), {
    ...describeRoute({
      tag: 'Machine',
      summary: 'Changes as they happen',
      description:
        'Each frame is `event: change` with a `Change`. Nothing is repeated: after a reconnect read everything again.',
      answer: Change,
      streams: true,
    }),
  })
}
