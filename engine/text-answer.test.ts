import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Connector, ModelCapabilities } from '#contracts/connector-port'
import type { ModelOptions, Task } from '#contracts/task-graph'
import { createScriptedConnector, type Script, type Step, tokensOf } from '#testing/scripted-connector'
import { createTestKernel, graphOf, modelTask } from '#testing/test-kernel'
import { VirtualClock } from '#testing/virtual-clock'

const MODEL = { connector: 'scripted', model: 'm' }
const budget = { max_tokens: 60, max_time_ms: 9_000, max_retries: 0 }
const twice = { ...budget, max_retries: 1 }
const text = { type: 'string' }
const reply = (own: object = text, more: object = {}) => ({
  type: 'object',
  properties: { reply: own },
  required: ['reply'],
  ...more,
})
/** Pieces of four characters, each a token. */
const say = (said: string): Step[] => (said.match(/[\s\S]{1,4}/g) ?? []).map(piece => ({ text: piece }))
const end: Step = { end: 'stop' }

type Options = {
  capabilities?: Partial<ModelCapabilities>
  keywordSupport?: Connector['keywordSupport']
  model?: Partial<ModelOptions>
  task?: Partial<Task>
}

async function run(
  script: Script,
  schema: unknown = reply(),
  { capabilities = {}, model = {}, task = {}, keywordSupport = () => 'validated' }: Options = {},
) {
  const clock = new VirtualClock()
  const { connector, ledger } = createScriptedConnector({ clock, script, capabilities, keywordSupport })
  const { kernel } = createTestKernel([connector], { clock })
  const own = { schema: schema as never, budget, model: { ...MODEL, ...model }, ...task }
  const graph = graphOf([modelTask('ask', own)], 'ask')
  const certificate = (await kernel.plan({ taskgraph: graph })).certificate!
  const handle = await kernel.start({ taskgraph: graph })
  let live = ''
  const following = (async () => {
    for await (const frame of handle.partials(new AbortController().signal))
      live = frame.kind === 'reset' ? '' : live + frame.text
  })()
  const result = await clock.runUntil(handle.result)
  await following
  const [telemetry] = result.telemetry.tasks
  if (telemetry === undefined) throw new Error('no telemetry')
  expect(telemetry.tokens_out).toBeLessThanOrEqual(certificate.max_output_tokens)
  expect(telemetry.tokens_in).toBeLessThanOrEqual(certificate.max_prompt_tokens)
  return { result, telemetry, attempts: telemetry.attempts, ledger, live }
}

describe('answers in plain text', () => {
  test('M9 a schema whose only free part is a text is asked for as plain text, and the kernel makes the value', async () => {
    const said = 'Say "hello"\nto the wörld 😀 \\ {"not": json}'
    const { result, telemetry, attempts, ledger, live } = await run(() => [...say(`\n ${said} \n`), end])
    expect(result.final_output).toEqual({ reply: said })
    expect(telemetry).toMatchObject({ validation_status: 'passed', retry_count: 0 })
    expect(attempts[0]).toMatchObject({ decode: 'text', stop_reason: 'stop' })
    expect(attempts[0]?.decode_note).toBeUndefined()
    expect(ledger[0]?.request).toMatchObject({ schema: null, form: 'text', plan: null })
    expect(ledger[0]?.request.messages).toEqual([{ role: 'user', content: 'Name a colour.' }])
    // What is told live is the JSON of the value, as for every other answer.
    expect(JSON.parse(live)).toEqual(result.final_output as never)
  })

  test('M9 constants stand around it, and a bare text is its own value', async () => {
    const source = {
      type: 'object',
      properties: { kind: { const: 'note' }, text, version: { const: 2 } },
      required: ['kind', 'text', 'version'],
    }
    const { result, ledger } = await run(() => [...say('Fine.'), end], source)
    expect(result.final_output).toEqual({ kind: 'note', text: 'Fine.', version: 2 })
    expect(ledger[0]?.request.messages[0]?.content).toBe('It is to stand in {"kind":"note","text":"","version":2}.')
    expect((await run(() => [...say('"quoted" it is'), end], text)).result.final_output).toBe('"quoted" it is')
  })

  test('M9 the prompt tells what the schema says of the text, and nothing of JSON', async () => {
    const own = { ...text, minLength: 5, maxLength: 40, description: 'Formal.', examples: ['Oui.'] }
    const source = {
      ...reply(),
      properties: { frenchTranslation: own },
      required: ['frenchTranslation'],
      title: 'Letter',
    }
    const { ledger } = await run(() => [...say('Bonjour.'), end], source, { model: { system: 'Be kind.' } })
    expect(ledger[0]?.request.messages[0]).toEqual({
      role: 'system',
      content:
        'Be kind.\n\nAnswer with the french translation and nothing else.\nLetter\nFormal.\nFor example: "Oui."\nAt least 5 characters.\nAt most 40 characters.',
    })
  })

  test('M9 worked examples that are values of the schema become texts, anything else in the conversation stays', async () => {
    const say = (content: string) => ({ role: 'assistant' as const, content })
    const ask = { role: 'user' as const, content: 'Well?' }
    const messages = [ask, say('{"reply": "A \\"fine\\" day."}'), ask, say('{"other": 1}'), ask, say('Just so.'), ask]
    const { ledger } = await run(() => [{ text: 'Yes.' }, end], reply(), { task: { input: { messages } as never } })
    expect(ledger[0]?.request.messages.map(({ content }) => content)).toEqual([
      ...['Well?', 'A "fine" day.', 'Well?', '{"other": 1}', 'Well?', 'Just so.', 'Well?'],
    ])
  })

  test('M2 says of each keyword what the kernel keeps and what only shows at the end', async () => {
    const { attempts } = await run(() => [...say('Fine.'), end], reply({ ...text, minLength: 1 }))
    expect(attempts[0]?.keywords).toEqual({
      type: 'decoded',
      properties: 'decoded',
      required: 'decoded',
      minLength: 'validated',
    })
  })

  test('M9 works without any constrained decoding', async () => {
    const { result } = await run(() => [...say('Fine.'), end], reply(), { capabilities: { constrained: 'none' } })
    expect(result.final_output).toEqual({ reply: 'Fine.' })
  })

  test('M9 decode "write", a pattern, a second text and a model that would think first leave JSON to the model', async () => {
    const script: Script = () => [...tokensOf({ reply: 'a', more: 'b' }), end]
    const both = { ...reply(), properties: { reply: text, more: text }, required: ['reply', 'more'] }
    expect((await run(script, both)).attempts[0]?.decode).toBe('write')
    const one: Script = () => [...tokensOf({ reply: 'aaa' }), end]
    for (const [source, options] of [
      [reply(), { model: { decode: 'write' as const } }],
      [reply({ ...text, pattern: '^a+$' }), {}],
      [reply(), { capabilities: { thinking: true } }],
    ] as const) {
      const { result, attempts, ledger } = await run(one, source, options)
      expect(result.final_output).toEqual({ reply: 'aaa' })
      expect(attempts[0]?.decode).toBe('write')
      expect(ledger[0]?.request.form).toBeUndefined()
      expect(ledger[0]?.request.messages[0]?.content).toContain('JSON Schema')
    }
    const quiet = await run(() => [...say('Fine.'), end], reply(), { capabilities: { thinking: true, quiet: true } })
    expect(quiet.attempts[0]?.decode).toBe('text')
  })

  test('B2 a text that was cut is no answer, whoever cut it; one that ends at the limit is', async () => {
    const small = { task: { budget: { ...budget, max_tokens: 3 } } }
    for (const steps of [
      [...say('far too long for it'), end],
      [...say('twelve chars'), { hang: true }],
      [...say('twelve chars'), { end: 'length' }],
    ] as const satisfies readonly (readonly Step[])[]) {
      const { result, telemetry } = await run(() => steps, reply(), small)
      expect(result.error).toMatchObject({ error_type: 'BUDGET_BREACH', details: { code: 'TOKEN_BUDGET' } })
      expect(telemetry.tokens_out).toBe(3)
      expect(telemetry.validation_errors.map(({ message }) => message)).toEqual(['The text was cut off.'])
    }
    const exact = await run(() => [...say('twelve chars'), end], reply(), small)
    expect(exact.result.final_output).toEqual({ reply: 'twelve chars' })
    expect(exact.telemetry.purse_left?.tokens).toBe(0)
  })

  test('N2 a text whose stream breaks off is no answer', async () => {
    const { result } = await run(() => [...say('Fine.'), { fail: 'UPSTREAM_TRUNCATED' }])
    expect(result.error?.details.code).toBe('UPSTREAM_TRUNCATED')
  })

  test('M3 a text that repeats itself, or ends in blanks without end, is cut early and labelled', async () => {
    for (const step of [
      { text: 'ha ', times: 500 },
      { text: ' \n', times: 500 },
    ]) {
      const { result, telemetry } = await run(() => [...say('Well'), step, end], reply(), {
        task: { budget: { ...budget, max_tokens: 1_000 } },
      })
      expect(result.error?.details.code).toBe('LOOP')
      expect(telemetry.tokens_out).toBeLessThan(200)
    }
  })

  test('M3 brackets in a text are no end of it', async () => {
    const said = 'Write {"a": 1}\n\n\n    \n\nand then [2].'
    expect((await run(() => [...say(said), end])).result.final_output).toEqual({ reply: said })
  })

  test('M4 thinking that comes all the same is no part of the text', async () => {
    const { result, telemetry } = await run(() => [{ thinking: 'hm', tokens: 4 }, ...say('Fine.'), end])
    expect(result.final_output).toEqual({ reply: 'Fine.' })
    expect(telemetry.thinking_tokens).toBe(4)
  })

  test('V1 an empty text is held against minLength like any other', async () => {
    const blank: Script = () => [{ text: ' \n' }, end]
    expect((await run(blank)).result.final_output).toEqual({ reply: '' })
    const refused = await run(blank, reply({ ...text, minLength: 1 }))
    expect(refused.result.error?.details).toMatchObject({ code: 'OUTPUT_REJECTED', errors: [{ pointer: '/reply' }] })
  })

  test('V1 a text beyond maxLength is stopped there and refused; the next answer is written under the schema', async () => {
    const source = reply({ ...text, maxLength: 12 })
    const script: Script = (_, call) =>
      call === 0 ? [{ text: 'word ', times: 40 }, end] : [...tokensOf({ reply: 'ok' }), end]
    const { result, attempts, ledger } = await run(script, source, { task: { budget: twice } })
    expect(result.final_output).toEqual({ reply: 'ok' })
    expect(attempts[0]).toMatchObject({ decode: 'text', code: 'OUTPUT_REJECTED', stop_reason: 'cut', tokens_out: 3 })
    expect(attempts[1]).toMatchObject({ decode: 'write', decode_note: 'The plain text was refused.' })
    const [first, , repair] = ledger[1]!.request.messages
    expect(first?.content).toContain('JSON Schema')
    expect(repair?.content).not.toContain('JSON Schema')
    expect(ledger[1]?.request.messages.at(-1)?.content).toContain('/reply')
  })

  test('V1 trailing white space does not count against maxLength, characters do and not their halves', async () => {
    const source = reply({ ...text, maxLength: 2 })
    expect((await run(() => [{ text: ' 😀😀 \n ' }, end], source)).result.final_output).toEqual({ reply: '😀😀' })
  })

  test('M9 a maxLength that the runtime keeps by itself is kept by it: the answer is no plain text then', async () => {
    const bounded = reply({ ...text, maxLength: 12 })
    const kept: Options = { keywordSupport: () => 'decoded' }
    const json: Script = () => [...tokensOf({ reply: 'ok' }), end]
    expect((await run(json, bounded, kept)).attempts[0]?.decode).toBe('write')
    const plans = await run(json, bounded, { ...kept, capabilities: { plans: 'all', probabilities: 'all' } })
    expect(plans.attempts[0]?.decode).toBe('skeleton')
    const free: Script = () => [...say('ok'), end]
    expect((await run(free, reply(), kept)).attempts[0]?.decode).toBe('text')
    const unkept = await run(free, bounded, { ...kept, capabilities: { constrained: 'json' } })
    expect(unkept.attempts[0]?.decode).toBe('text')
  })

  test('M5 a runtime without constrained decoding gets its repair turn in plain text', async () => {
    const source = reply({ ...text, minLength: 4 })
    const script: Script = (_, call) => [...say(call === 0 ? 'No.' : 'No, thanks.'), end]
    const { result, attempts, ledger } = await run(script, source, {
      capabilities: { constrained: 'none' },
      task: { budget: twice },
    })
    expect(result.final_output).toEqual({ reply: 'No, thanks.' })
    expect(attempts.map(({ decode }) => decode)).toEqual(['text', 'text'])
    const [, , rejected, repair] = ledger[1]!.request.messages
    expect(rejected).toEqual({ role: 'assistant', content: 'No.' })
    expect(repair?.content).toContain('corrected text')
  })

  for (const written of ['{"reply": "Fine."}', '```json\n{ "reply" : "Fine." }\n```', ' {"reply":"Fine."}'])
    test(`M9 a model that writes the value itself is taken at its word: ${JSON.stringify(written)}`, async () => {
      const { result, attempts, live } = await run(() => [...say(written), end])
      expect(result.final_output).toEqual({ reply: 'Fine.' })
      expect(attempts[0]).toMatchObject({
        decode: 'write',
        decode_note: 'The model was asked for plain text and wrote the JSON itself.',
        keywords: { type: 'validated' },
      })
      expect(live).toBe(written)
    })

  test('M3 M9 such JSON ends with its bracket, and words after it are no part of any answer', async () => {
    const tail = await run(() => [...say('{"reply":"Fine."}'), { text: '\n', times: 400 }, end])
    expect(tail.result.final_output).toEqual({ reply: 'Fine.' })
    const words = await run(() => [...say('{"reply":"Fine."} Is that right?'), end])
    expect(words.result.error?.details.code).toBe('OUTPUT_NOT_JSON')
  })

  test('M9 other JSON, code and quotes stay text', async () => {
    for (const said of ['{"other": 1}', '```\ncode\n```', '`x` is', '{', '{"reply', '"Fine."', '```json\n[1]\n```']) {
      const { result, attempts } = await run(() => [...say(said), end])
      expect(result.final_output).toEqual({ reply: said })
      expect(attempts[0]?.decode).toBe('text')
    }
  })

  test('E1 the next model of the ladder is asked for plain text again', async () => {
    const { attempts, result } = await run(
      (_, call) => [...say(call === 0 ? 'No.' : 'No, thanks.'), end],
      reply({ ...text, minLength: 4 }),
      {
        model: { escalate_to: [{ connector: 'scripted', model: 'm' }] },
        task: { budget: twice, on_fail: 'escalate' },
      },
    )
    expect(attempts.map(({ decode }) => decode)).toEqual(['text', 'text'])
    expect(result.final_output).toEqual({ reply: 'No, thanks.' })
  })

  test('M9 a stop text ends a plain text, where it would have broken JSON', async () => {
    const { result, ledger } = await run(() => [...say('One.'), end], reply(), { model: { stop: ['\n\n'] } })
    expect(result.final_output).toEqual({ reply: 'One.' })
    expect(ledger[0]?.request).toMatchObject({ form: 'text', sampler: { stop: ['\n\n'] } })
  })

  test('E4 several samples are texts, and the vote is taken among them', async () => {
    const { result, attempts } = await run((_, call) => [...say(call === 1 ? 'blue' : 'red'), end], reply(), {
      model: { samples: 3 },
      task: { budget: { ...budget, max_retries: 2 } },
    })
    expect(result.final_output).toEqual({ reply: 'red' })
    expect(attempts.map(({ decode }) => decode)).toEqual(['text', 'text', 'text'])
  })

  test('M9 any text in any pieces becomes the value that holds it trimmed, told live as the beginning of the same JSON', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 5 }), { maxLength: 12 }),
        async pieces => {
          const said = pieces.join('')
          // A beginning that is the value itself is another matter.
          fc.pre(!/^\s*[{`]/.test(said))
          const steps: Step[] = said.split('').map(unit => ({ text: unit }))
          const { result, live } = await run(() => [...steps, end], reply(), {
            task: { budget: { ...budget, max_tokens: 1_000 } },
          })
          expect(result.final_output).toEqual({ reply: said.trim() })
          expect(live).toBe(JSON.stringify({ reply: said.trim() }))
        },
      ),
      { numRuns: 60 },
    )
  })
})
