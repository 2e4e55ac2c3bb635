/**
 * What a backend may do to a call, as scripts for the scripted connector: honest answers and every bad manner that the product
 * promises to survive. Which manner a call meets follows from its task and attempt alone, so that a run can be repeated.
 */
import type { GenerateRequest } from '#contracts/connector-port'
import { type Step, tokensOf } from '#testing/scripted-connector'

const GOOD = { label: 'red', score: 4 }
const text = (value: unknown): Step => ({ text: typeof value === 'string' ? value : JSON.stringify(value) })
const end: Step = { end: 'stop' }

/** Manners by name; `honest` ones give an answer that fits, and report what they sent. */
export const MANNERS: Readonly<Record<string, () => readonly Step[]>> = {
  honest: () => [...tokensOf(GOOD), end],
  'honest, slowly': () => [{ wait: 300 }, ...tokensOf({ ...GOOD, note: 'slow' }), end],
  'honest after thinking': () => [{ thinking: 'let me see', tokens: 3 }, ...tokensOf(GOOD), end],
  'flood of words': () => Array.from({ length: 400 }, (_, at) => text(`w${at} `)),
  'flood of one word': () => [{ text: 'ha', times: 5_000 }],
  'flood of blanks': () => [{ text: '  ', times: 5_000 }],
  'flood in one frame': () => [text(`{"label":"${'r'.repeat(400_000)}`), end],
  'flood of thinking': () => [
    { thinking: 'hm '.repeat(50), tokens: 60 },
    ...Array<Step>(40).fill({ thinking: 'hm', tokens: 7 }),
  ],
  'flood after the answer': () => [text(GOOD), { text: '\n', times: 5_000 }],
  'prose after the answer': () => [text(GOOD), text(' There you are!'), end],
  hang: () => [{ hang: true }],
  'hang in the answer': () => [text('{"label":'), { hang: true }],
  'hang after the answer': () => [...tokensOf(GOOD), { hang: true }],
  drip: () => [{ text: 'x', times: 200, everyMs: 70 }],
  'reports too much': () => [
    ...tokensOf(GOOD),
    { end: 'stop', usage: { tokensOut: 1_000_000, tokensIn: 1_000_000_000 } },
  ],
  'reports nothing': () => [...tokensOf(GOOD), { end: 'stop', usage: { tokensOut: 0, tokensIn: 0 } }],
  'reports nonsense': () => [
    ...tokensOf(GOOD),
    { end: 'stop', usage: { tokensOut: Number.NaN, tokensIn: -3, thinkingTokens: 1e300, cachedTokens: 0.5 } },
  ],
  'no end mark': () => tokensOf(GOOD),
  'cut in the answer': () => [text('{"label":"re'), { fail: 'UPSTREAM_TRUNCATED' }],
  'context full': () => [text('{"label":"re'), { end: 'length' }],
  'no answer': () => [end],
  prose: () => [text('The label is red and the score is 4.'), end],
  'wrong kind': () => [...tokensOf({ label: 'pink', score: 'four' }), end],
  'invented member': () => [...tokensOf({ ...GOOD, 'secret-of-the-prompt': true }), end],
  'long and wrong': () => [text({ ...GOOD, note: 'é'.repeat(6_000) }), end],
  unavailable: () => [{ fail: 'BACKEND_UNAVAILABLE' }],
  busy: () => [{ wait: 5 }, { fail: 'BACKEND_BUSY' }],
  error: () => [text('{'), { fail: 'BACKEND_ERROR' }],
  'missing model': () => [{ fail: 'MODEL_NOT_FOUND' }],
  'another model': () => [{ fail: 'WRONG_MODEL' }],
  crash: () => [{ wait: 3 }, { crash: 'a bug in the connector' }],
}

export const MANNER_NAMES = Object.keys(MANNERS)

/** The id of the task that made a call: the harness writes it into the system message. */
export function taskOf(request: GenerateRequest): string {
  const [first] = request.messages
  return /^task:(\S+)/.exec(first?.content ?? '')?.[1] ?? ''
}
