/**
 * Template: `{{name}}` replaced by named values; texts as they are, other values as canonical JSON. There is no logic,
 * nothing is nested, and what is inserted is never read again.
 */
import type { JsonObject, JsonValue } from '#contracts/json-value'
import { canonicalJson, OperationError, readPointer } from '#kernel/plugin-door'

/** Most code units that a filled template may have. */
const MAX_LENGTH = 4 * 1024 * 1024

/** Fills a template. A name is a member of `values`, or a JSON Pointer into them. Throws OperationError for a missing name. */
export function fillTemplate(template: string, values: JsonObject): string {
  let filled = ''
  let from = 0
  while (true) {
    const open = template.indexOf('{{', from)
    const close = open < 0 ? -1 : template.indexOf('}}', open + 2)
    if (close < 0) return filled + template.slice(from)
    const name = template.slice(open + 2, close).trim()
    filled += template.slice(from, open) + toText(valueAt(name, values))
    if (filled.length > MAX_LENGTH) throw new OperationError('The filled template is longer than 4 MiB.', '/template')
    from = close + 2
  }
}

function valueAt(name: string, values: JsonObject): JsonValue {
  if (Object.hasOwn(values, name)) return values[name]!
  const pointed = name.startsWith('/') ? readPointer(values, name) : { found: false as const }
  if (!pointed.found)
    throw new OperationError(`The template names \`${name}\`, which is not among the values.`, '/values')
  return pointed.value
}

/** A text as it is, any other value as canonical JSON. */
export function toText(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value)
}
