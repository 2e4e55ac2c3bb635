/** A graph as the user's file holds it, and where in that file a fault lies. Faults of the API point from the body's root. */
import type { Failure, Fault } from '#contracts/failure'
import type { JsonValue } from '#contracts/json-value'
import { fromPointer } from '#json/pointer'
import { pointerText } from './output.ts'

export type GraphFile = {
  /** As the user named it; `stdin` for standard input. */
  readonly name: string
  readonly text: string
  readonly value: JsonValue
}

const GRAPH = '/taskgraph'
export const OLD_GRAPH_HINT = 'A graph of version 0.1? `kora convert <file>` turns it into a 1.0 graph.'

/** From the body's root to the file's root; what lies outside the graph stays as it is. */
export function toFileFault(fault: Fault): Fault {
  const isInGraph = fault.pointer === GRAPH || fault.pointer.startsWith(`${GRAPH}/`)
  return isInGraph ? { ...fault, pointer: fault.pointer.slice(GRAPH.length) } : fault
}

/** The same for a failure, with the cure in words of the command line. */
export function toFileFailure(failure: Failure): Failure {
  const { errors, code } = failure.details
  const details = {
    ...failure.details,
    ...(errors === undefined ? {} : { errors: errors.map(toFileFault) }),
    ...(code === 'KORA_VERSION' ? { hint: OLD_GRAPH_HINT } : {}),
  }
  return { ...failure, details }
}

/** `graph.json:12:7  /tasks/0/op`: the place of a pointer, or of the nearest thing around it that the file has. */
export async function locateIn(file: GraphFile): Promise<(pointer: string) => string> {
  const { findNodeAtLocation, parseTree } = await import('jsonc-parser')
  const tree = parseTree(file.text)
  return pointer => {
    const shown = pointerText(pointer)
    if (!shown.startsWith('/')) return shown
    const parts = fromPointer(pointer) ?? []
    let node = tree
    for (const part of parts) {
      const next = node && findNodeAtLocation(node, [node.type === 'array' ? Number(part) : part])
      if (next === undefined) break
      node = next
    }
    return `${file.name}:${toPlace(file.text, node?.offset ?? 0)}  ${shown}`
  }
}

/** Line and column from 1, the column in characters. */
function toPlace(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  const line = before.split('\n').length
  return `${line}:${[...before.slice(lineStart)].length + 1}`
}
