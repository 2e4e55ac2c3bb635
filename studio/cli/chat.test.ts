/** `chat` and `chats`: what a conversation prints, keeps and goes on with. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { ChatList, Message } from '#contracts/chat'
import { type FakeBackend, startFakeBackend } from '#testing/fake-backend/start-fake-backend'
import { openCli } from './cli-harness.ts'

setDefaultTimeout(60_000)
const cli = openCli()
let runtime: FakeBackend
beforeAll(async () => {
  runtime = await startFakeBackend()
  runtime.script('fake', [{ honourCap: true }, { json: { text: 'Hello from the model.' } }, { end: 'stop' }])
})
afterAll(async () => {
  await cli.close()
  await runtime.stop()
})
const withRuntime = () => ({ OLLAMA_HOST: runtime.url })

describe('chat', () => {
  test('K2 answers each line, by rule or by a model that is given what came before, and says how to go on', async () => {
    const { code, out, err } = await cli.kora(['chat'], {
      stdin: 'What is 12 * 8?\n\nSay hello.\n',
      env: withRuntime(),
    })
    const lines = out.trimEnd().split('\n')
    expect({ code, first: lines[0] }).toEqual({ code: 0, first: '96' })
    expect(lines).toContain('Hello from the model.')
    expect(lines.filter(line => / · Execution: /.test(line))).toHaveLength(2)
    const [, chatId] = /kora chat --continue (chat_\w+)/.exec(err) ?? []
    const messages = JSON.stringify(runtime.ledger.calls.at(-1)?.messages)
    expect(messages).toContain('What is 12 * 8?')
    const again = await cli.kora(['chat', '--continue', chatId!, '--json'], { stdin: '5 + 5\n', env: withRuntime() })
    const { chat_id: sameId, messages: told } = again.json<{ chat_id: string; messages: { answer: Message }[] }>()
    expect([sameId, told.map(({ answer }) => answer.text.split('\n')[0])]).toEqual([chatId!, ['10']])
    const listed = (await cli.kora(['chats', '--json'])).json<ChatList>()
    expect(listed.chats.map(({ chat_id, message_count }) => [chat_id, message_count])).toEqual([[chatId!, 6]])
    expect((await cli.kora(['chats', '-q', 'nothing'])).out).toBe('No chat.\n')
  })

  test('K3 says what failed, leaves with 1, and goes on with the next line', async () => {
    const { code, out, err } = await cli.kora(['chat', '-d'], { stdin: 'Write a poem.\n7 * 6\n' })
    expect(code).toBe(1)
    expect(out.split('\n')).toContain('42')
    expect(err).toContain('MODEL_NEEDED')
    const none = await cli.kora(['chat', '--continue', 'chat_none'], { stdin: 'x\n' })
    expect([none.code, none.out]).toEqual([2, ''])
    expect(none.err).toContain('NOT_FOUND')
  })
})
