/** `chat` and `chats`: a conversation in the terminal, the same that the page shows, and finding one again. */
import type { Command } from 'commander'
import type { ChatList, ChatPage } from '#contracts/chat'
import { talk } from '../chat-talk.ts'
import { printJson, printTable } from '../output.ts'
import { get, type Session, segment } from '../session.ts'
import { examples } from './command-parts.ts'

export type ChatFlags = {
  readonly continue?: string
  readonly model?: string
  readonly deterministicOnly?: boolean
}

export function addChatCommands(program: Command, session: Session): void {
  program
    .command('chat')
    .description('talk, one message a line; the chat is kept and stands in the page too')
    .option('-c, --continue <chat id>', 'go on with this chat')
    .option('-m, --model <id>', 'model for what rules leave, as <connector>/<name>')
    .option('-d, --deterministic-only', 'refuse, in words, what would need a model')
    .addHelpText('after', examples('kora chat', 'printf "12 * 8\\n5 km in miles\\n" | kora chat'))
    .action(async (flags: ChatFlags) => {
      const known = flags.continue === undefined ? undefined : segment('chat', flags.continue)
      // A chat that is not there is said before anything is typed.
      if (known !== undefined) await get<ChatPage>(session, `/chats/${known}?limit=1`)
      await talk(session, { ...flags, ...(known === undefined ? {} : { continue: known }) })
    })
  program
    .command('chats')
    .description('list chats, the last changed first')
    .option('-n, --limit <count>', 'how many', '20')
    .option('-q, --query <words>', 'only those in which these words stand')
    .addHelpText('after', examples('kora chats', 'kora chats -q invoice'))
    .action(async (flags: { readonly limit: string; readonly query?: string }) => {
      const query = new URLSearchParams({
        limit: flags.limit,
        ...(flags.query === undefined ? {} : { q: flags.query }),
      })
      const list = await get<ChatList>(session, `/chats?${query}`)
      if (session.output.json) return printJson(session.output, list)
      if (list.chats.length === 0) return session.output.out('No chat.')
      printTable(
        session.output,
        ['chat', 'changed', 'messages', 'title'],
        list.chats.map(chat => [chat.chat_id, chat.updated_at, String(chat.message_count), chat.title]),
      )
    })
}
