/**
 * Event streams by fetch: EventSource cannot send the page key. Frames are cut strictly; data is JSON, so text inside it can
 * forge no frame. Resuming and giving up are the caller's business (follow-run.ts).
 */

export type EventFrame = {
  readonly id: string | null
  /** null for an ordinary message. */
  readonly event: string | null
  readonly data: unknown
}

/** Frames until the stream ends. Throws what the connection throws. */
export async function* readFrames(response: Response): AsyncGenerator<EventFrame, void, undefined> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (reader === undefined) return
  let rest = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      rest += value
      // Without a separator there is no whole frame: a long one is not searched through again and again.
      if (!value.includes('\n')) continue
      const parts = rest.split('\n\n')
      rest = parts.pop() ?? ''
      for (const part of parts) {
        const frame = readFrame(part)
        if (frame !== null) yield frame
      }
    }
  } finally {
    reader.cancel().catch(() => undefined)
  }
}

/** null for a comment. */
export function readFrame(text: string): EventFrame | null {
  let id: string | null = null
  let event: string | null = null
  let data: string | null = null
  for (const line of text.split('\n')) {
    if (line.startsWith('data:')) data = (data === null ? '' : `${data}\n`) + afterColon(line, 5)
    else if (line.startsWith('event:')) event = afterColon(line, 6)
    else if (line.startsWith('id:')) id = afterColon(line, 3)
  }
  return data === null ? null : { id, event, data: JSON.parse(data) as unknown }
}

const afterColon = (line: string, from: number): string => line.slice(line[from] === ' ' ? from + 1 : from)
