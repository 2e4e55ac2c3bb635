/**
 * What of a message is answered although its graph's reply was not produced (rule X3): the parts that did finish, in the order of the
 * reply. It repeats outputs that were checked, and adds no word of its own.
 */
import type { PartialOutput } from '#contracts/execution'
import type { MessagePlan } from '#engine/run-request'

type Answered = { readonly replyId: string; readonly answerId: string }
type Asked = { readonly id: string; readonly asks: string }

const LONGEST_MISSING = 300

/** `model` is the task of what the rules leave, and the words it was to answer. */
export function toPartial(answered: readonly Answered[], model: Asked | null): MessagePlan['partial'] {
  return (outputs): PartialOutput | null => {
    const isModelDone = model !== null && Object.hasOwn(outputs, model.id)
    const replies = [...answered.map(({ replyId }) => replyId), ...(isModelDone ? [model.id] : [])]
    const texts = replies.flatMap(id => readText(outputs[id]) ?? [])
    if (texts.length === 0) return null
    return {
      text: texts.join('\n\n'),
      facts: answered.flatMap(({ answerId }) => (Object.hasOwn(outputs, answerId) ? [outputs[answerId]] : [])),
      missing: model === null || isModelDone ? null : cut(model.asks),
    }
  }
}

function readText(output: unknown): string | null {
  const text = (output as { readonly text?: unknown } | null | undefined)?.text
  return typeof text === 'string' ? text : null
}

/** In one line, and well-formed where a pair would be cut in half. */
function cut(words: string): string {
  const line = words.replaceAll(/\s+/g, ' ').trim()
  return line.length <= LONGEST_MISSING ? line : `${line.slice(0, LONGEST_MISSING).toWellFormed()}…`
}
