/**
 * A conversation over lines: each line of standard input is a message. What a model is writing is shown while it writes, on the
 * terminal only; on standard output stands the checked answer and nothing else.
 */
import { createInterface } from 'node:readline'
import type { ChatAnswer, Message } from '#contracts/chat'
import { API_VERSION, type ExecuteResult } from '#contracts/execution'
import type { Failure } from '#contracts/failure'
import type { PartialFrame } from '#contracts/live-text'
import { TextField } from '#json/text-field'
import type { ApiClient } from './api-client.ts'
import type { ChatFlags } from './commands/chat-commands.ts'
import { badgeLine, EXIT, missingLine, printFailure, printJson } from './output.ts'
import { RefusedRequest, type Session, takeBody } from './session.ts'

const LONGEST_LIVE = 400
const CANCEL_PATIENCE_MS = 5_000

/** Ends at the end of the input, or at Ctrl-C, which stops the answer under way; what had been written of it is kept, marked. */
export async function talk(session: Session, flags: ChatFlags): Promise<void> {
  const { output } = session
  const client = await session.client()
  const lines = createInterface({ input: process.stdin, terminal: false })
  const told: { readonly message: string; readonly answer: Message }[] = []
  session.stop().addEventListener('abort', () => lines.close(), { once: true })
  let chatId = flags.continue
  const prompt = (): void => {
    if (output.isWatched) output.progress('› ', 'tick')
  }
  prompt()
  for await (const line of lines) {
    if (session.stop().aborted) break
    if (line.trim() === '') {
      prompt()
      continue
    }
    const said = await say(session, client, line, chatId, flags)
    if (said !== null) {
      chatId = said.chatId
      told.push({ message: line, answer: said.answer })
    }
    if (session.stop().aborted) break
    prompt()
  }
  output.endProgress()
  if (output.json) printJson(output, { chat_id: chatId ?? null, messages: told })
  else if (chatId !== undefined) output.err(`Go on with: kora chat --continue ${chatId}`)
}

type Said = { readonly chatId: string; readonly answer: Message }

/** One message and its answer; null where it was refused, which is said. */
async function say(
  { output, stop, exit }: Session,
  client: ApiClient,
  message: string,
  chatId: string | undefined,
  flags: ChatFlags,
): Promise<Said | null> {
  const live = new LiveLine(text => output.progress(text, 'tick'))
  const cut = new AbortController()
  let begun: ChatAnswer | null = null
  let answer: Message | null = null
  let result: ExecuteResult | null = null
  const onStop = (): void => {
    if (begun === null) return cut.abort()
    setTimeout(() => cut.abort(), CANCEL_PATIENCE_MS).unref()
    void client.call('POST', `/chats/${begun.chat.chat_id}/stop`).catch(() => cut.abort())
  }
  stop().addEventListener('abort', onStop, { once: true })
  try {
    const refused = await client.stream(
      '/chat',
      {
        api_version: API_VERSION,
        message,
        ...(chatId === undefined ? {} : { chat_id: chatId }),
        options: {
          ...(flags.model === undefined ? {} : { model: flags.model }),
          ...(flags.deterministicOnly ? { mode: 'deterministic_only' } : {}),
        },
      },
      ({ name, data }) => {
        if (name === 'chat') begun = data as ChatAnswer
        else if (name === 'partial') live.take(data as PartialFrame)
        else if (name === 'answer') answer = data as Message
        else if (name === 'result') result = data as ExecuteResult
        else if (name === 'failure') throw new RefusedRequest(data as Failure, 500)
      },
      cut.signal,
    )
    if (refused) takeBody(refused)
  } catch (error) {
    if (!(error instanceof RefusedRequest)) throw error
    exit(EXIT.failed)
    output.endProgress()
    printFailure(output, error.failure)
    return null
  } finally {
    stop().removeEventListener('abort', onStop)
  }
  if (begun === null || answer === null) return null
  return print({ output, exit }, begun, answer, result)
}

function print(
  { output, exit }: Pick<Session, 'output' | 'exit'>,
  begun: ChatAnswer,
  answer: Message,
  result: ExecuteResult | null,
): Said {
  if (answer.status !== 'success') exit(EXIT.failed)
  if (!output.json) {
    if (answer.error === null || answer.text !== '') output.out(answer.text)
    if (answer.missing !== null) output.err(missingLine(answer.missing))
    if (answer.error !== null) printFailure(output, answer.error)
    const left = answer.history?.left_out ?? 0
    if (left > 0) output.err(`${left} earlier messages did not fit the context of the model.`)
    if (result !== null) output.out(badgeLine(result.telemetry.summary))
  }
  return { chatId: begun.chat.chat_id, answer }
}

/** The end of what is being written, on one line; unchecked, so it never reaches standard output. */
class LiveLine {
  readonly #show: (text: string) => void
  #field = new TextField()
  #text = ''

  constructor(show: (text: string) => void) {
    this.#show = show
  }

  take({ kind, text }: PartialFrame): void {
    if (kind === 'thinking') return
    if (kind === 'reset') {
      this.#field = new TextField()
      this.#text = ''
    } else this.#text = (this.#text + this.#field.feed(text)).slice(-LONGEST_LIVE)
    if (this.#text !== '') this.#show(`writing: ${this.#text.replaceAll(/\s+/g, ' ').slice(-60)}`)
  }
}
