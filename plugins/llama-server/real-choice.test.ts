/** Choices by the real llama-server: the numbers of the model file itself, the same again whatever was asked before. */
import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type AnswerPart, decide } from '#contracts/answer-plan'
import type { ChatMessage, Connector } from '#contracts/connector-port'
import { openNet } from '#machine/loopback-net'
import { systemClock } from '#machine/system-clock'
import { buildRequest, readAll } from '#testing/connector-suite'
import { startRealLlamaServer } from '#testing/real-llama-server'
import { openSmallModel } from '#testing/small-model-connector'
import { LlamaServerConnector } from './llama-server-connector.ts'

const QUIET = new AbortController().signal
const CONTEXT_TOKENS = 1_024
const folder = mkdtempSync(join(tmpdir(), 'kora-choice-'))
const server = await startRealLlamaServer({ contextTokens: CONTEXT_TOKENS, slots: 2 })
if ('skipped' in server) console.log(`Choices by the real llama-server are skipped: ${server.skipped}`)
const inProcess =
  'skipped' in server ? server : await openSmallModel(folder, { threads: 1, slots: 1, contextTokens: CONTEXT_TOKENS })
afterAll(async () => {
  if (!('skipped' in server)) await server.stop()
  if (!('skipped' in inProcess)) await inProcess.dispose()
  rmSync(folder, { recursive: true, force: true })
})
const isMissing = 'skipped' in server || 'skipped' in inProcess

const PARTS: readonly AnswerPart[] = [
  { kind: 'forced', text: '{"topic": ' },
  { kind: 'choice', pointer: '/topic', options: ['"order"', '"complaint"', '"Frage nach Öffnungszeiten"'] },
  { kind: 'forced', text: ', "urgent": ' },
  { kind: 'choice', pointer: '/urgent', options: ['false', 'true'] },
  { kind: 'forced', text: '}' },
]
const ask = (letter: string): ChatMessage[] => [
  { role: 'system', content: 'You sort letters to a small shop by topic, as JSON, and say whether they are urgent.' },
  { role: 'user', content: `Letter: ${letter}` },
]

async function choose(connector: Connector, model: string, letter: string) {
  const plan = { parts: PARTS, contentFree: ['N/A', '[MASK]', ''].map(ask) }
  const frames = await readAll(
    connector.generate(buildRequest({ model, messages: ask(letter), schema: {}, plan }), QUIET),
  )
  const end = frames.at(-1)
  if (end?.kind !== 'end') throw new Error('no end')
  return { choices: end.choices ?? [], usage: end.usage }
}

describe('choices by the real llama-server', () => {
  test.skipIf(isMissing)(
    'M8 N9 weighs what the same file weighs in process, and the same again after other calls',
    async () => {
      if ('skipped' in server || 'skipped' in inProcess) return
      const connector = new LlamaServerConnector({
        net: openNet({ hosts: ['loopback'] }),
        clock: systemClock,
        address: { baseUrl: server.url, isRemote: false },
        key: async () => null,
      })
      const first = await choose(connector, server.model, 'The cake was late and cold.')
      await choose(connector, server.model, 'Two dozen rolls for Monday, please.')
      await readAll(connector.generate(buildRequest({ model: server.model, maxTokens: 4 }), QUIET))
      const again = await choose(connector, server.model, 'The cake was late and cold.')
      expect(again.choices).toEqual(first.choices)
      const own = await choose(inProcess.connector, inProcess.model, 'The cake was late and cold.')
      for (const [at, choice] of first.choices.entries()) {
        expect(decide(choice).chosen).toBe(decide(own.choices[at]!).chosen)
        // All options are followed to their end without content; batches differ, and with them the last digits.
        for (const [index, log] of choice.contentFree.entries())
          expect(Math.abs(log - own.choices[at]!.contentFree[index]!)).toBeLessThan(1)
      }
      expect(again.usage.tokensIn! - again.usage.cachedTokens!).toBeLessThan(20)
    },
  )
})
