/** The graph as text: where a JSON pointer stands in it, and what a browser's own reading of it says. The server judges it. */
import { findNodeAtLocation, type ParseError, parse, parseTree, printParseErrorCode } from 'jsonc-parser'

export type Place = { readonly offset: number; readonly length: number; readonly line: number; readonly column: number }

/** The place of a pointer, or of the nearest thing around it that the text has. */
export function locate(text: string, pointer: string): Place {
  let node = parseTree(text)
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
    const next = node && findNodeAtLocation(node, [node.type === 'array' ? Number(name) : name])
    if (next === undefined) break
    node = next
  }
  return placeOf(text, node?.offset ?? 0, node?.length ?? 0)
}

/** The first place where the text is no JSON, in words; null where it is. */
export function findSyntaxFault(text: string): { readonly message: string; readonly place: Place } | null {
  const errors: ParseError[] = []
  parse(text, errors, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
  const [first] = errors
  if (first === undefined) return null
  const words = printParseErrorCode(first.error)
    .replace(/([A-Z])/g, ' $1')
    .trim()
    .toLowerCase()
  return { message: `This is no JSON: ${words}.`, place: placeOf(text, first.offset, first.length) }
}

function placeOf(text: string, offset: number, length: number): Place {
  const before = text.slice(0, offset)
  const lines = before.split('\n')
  return { offset, length, line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 }
}

/** Two spaces, as the examples are written; the text as it is where it is no JSON. */
export function tidy(text: string): string {
  try {
    return `${JSON.stringify(JSON.parse(text), null, 2)}\n`
  } catch {
    return text
  }
}
