/** The list that a request speaks about, as a task can take it: its items as written, or cut out of what a step before made. */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import type { PlannedTask } from '#contracts/planner-port'
import { listReply, MOST_LISTED } from '../../listed.ts'
import { peek } from '../../peek.ts'
import { type Answer, task } from '../../rule.ts'
import { itemsOf } from '../list-items.ts'
import type { TextRequest } from '../text-request.ts'

export type List = {
  readonly seen: readonly string[]
  readonly input: JsonValue
  readonly joint: string
  readonly tasks: readonly PlannedTask[]
}

type Given = JsonObject & { readonly $from: string }
const isGiven = (input: JsonValue): input is Given =>
  typeof input === 'object' && input !== null && '$from' in input && typeof input.$from === 'string'

/** A sentence has words of this kind; a list of single words hardly ever. */
const FUNCTION_WORD =
  /^(?:the|an?|of|in|on|at|to|for|with|by|from|and|or|but|is|are|was|were|be|not|my|your|his|her|our|their|this|that|it|i|you|we|they|he|she|will|can|do|does|did|has|have|had|as|so|if|than|then|there|here|very|some|all)$/i

/** `loose` lists are single words between blanks: only where the request calls them a list or words. */
export function listOf(request: TextRequest, loose = false): List | null {
  const { items, text, input, form } = request
  if (items !== undefined) return { ...items, tasks: [] }
  if (form === 'attachment' || (form === 'token' && !/^\[[^[\]]*\]$/.test(text))) return null
  const bare = form === 'inline' || form === 'bare' ? text.replace(/(?<=[\p{L}\p{N}])\?+$/u, '') : text
  const read = itemsOf(bare) ?? (loose ? wordsOf(bare) : null)
  if (read === null) return null
  const saysWords = /(?<!\p{L})words?(?!\p{L})/iu.test(`${request.head} ${request.noun}`)
  if (read.joint === ' ' && (!loose || (!saysWords && read.items.some(item => FUNCTION_WORD.test(item))))) return null
  const seen = [...read.items]
  if (!isGiven(input)) return { seen, input: seen, joint: read.joint, tasks: [] }
  const separator = read.joint.trim() === '' ? read.joint : read.joint.trim()
  const cut =
    separator === '\n'
      ? task('cut', 'Cut it into lines', 'text.split', { text: input, by: 'lines' }, [input.$from])
      : task('cut', 'Cut it into items', 'text.split', { text: input, by: 'separator', separator, trim: true }, [
          input.$from,
        ])
  const parts = peek('text.split', { ...cut.input, text })?.parts
  if (!Array.isArray(parts) || JSON.stringify(parts) !== JSON.stringify(seen)) return null
  return { seen, input: { $from: 'cut', pointer: '/parts' }, joint: read.joint, tasks: [cut] }
}

/** The words of a text without marks. */
function wordsOf(text: string): ReturnType<typeof itemsOf> {
  const items = text.trim().split(' ')
  return items.length >= 2 && items.length <= 200 && items.every(item => /^[\p{L}\p{N}][\p{L}\p{N}'’-]*$/u.test(item))
    ? { items, joint: ' ' }
    : null
}

type ListStep = { readonly name: string; readonly op: string; readonly more?: JsonObject; readonly gives?: string }

/** Steps over a list, each of which gives a list; null where one fails. */
export function listThrough(list: List, steps: readonly ListStep[]): List | null {
  let now = list
  for (const [i, { name, op, more = {}, gives = 'items' }] of steps.entries()) {
    const seen = peek(op, { ...more, items: [...now.seen] })?.[gives]
    if (!Array.isArray(seen)) return null
    const key = `list${list.tasks.length + i + 1}`
    const from = isGiven(now.input) ? [now.input.$from] : []
    now = {
      seen: seen as string[],
      input: { $from: key, pointer: `/${gives}` },
      joint: list.joint,
      tasks: [...now.tasks, task(key, name, op, { ...more, items: now.input }, from)],
    }
  }
  return now
}

/** The list as the answer; none where it is too long or empty and nothing is said of that. */
export function answerList(
  list: List | null,
  { joint = '', none = '', numbered = false, reading = '' } = {},
): Answer | null {
  if (list === null || list.seen.length > MOST_LISTED || list.seen.some(item => item.includes('\n'))) return null
  const held = list.tasks.length > 0 ? list : listThrough(list, [{ name: 'Take the items', op: 'agg.collect' }])
  const last = held?.tasks.at(-1)
  if (held === null || last === undefined) return null
  const pointer = (held.input as { readonly pointer?: string }).pointer ?? '/items'
  const noted = reading === '' ? {} : { reading }
  if (held.seen.length === 0) {
    if (none === '') return null
    return { tasks: held.tasks, answer: last.key, reply: { template: '{{none}}', values: { none: { literal: none } } } }
  }
  const reply = listReply(pointer, held.seen.length, joint === '' ? held.joint : joint)
  if (!numbered) return { tasks: held.tasks, answer: last.key, reply, ...noted }
  const template = held.seen.map((_, i) => `${i + 1}. {{/items/${i}}}`).join('\n')
  return { tasks: held.tasks, answer: last.key, reply: { ...reply, template }, ...noted }
}

/** A step over the list whose output is a text or a number. */
export function listInto(
  list: List,
  { name, op, more = {} }: ListStep,
): { readonly tasks: readonly PlannedTask[]; readonly key: string; readonly output: JsonObject } | null {
  const output = peek(op, { ...more, items: [...list.seen] })
  if (output === null) return null
  const from = isGiven(list.input) ? [list.input.$from] : []
  const key = `made${list.tasks.length + 1}`
  return { tasks: [...list.tasks, task(key, name, op, { ...more, items: list.input }, from)], key, output }
}
