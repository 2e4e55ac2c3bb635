/**
 * What a WASM binary asks of its host, read from its bytes before anything runs: imports and memory limits (rule P5).
 * It decides nothing.
 */

export type WasmLimits = {
  readonly imports: readonly string[]
  readonly initialPages: number
  /** null where the module declares none. */
  readonly maximumPages: number | null
}

const MEMORY_SECTION = 5

/** Reads the limits. Throws where the bytes are no module. */
export function readLimits(binary: Uint8Array): WasmLimits {
  const module = new WebAssembly.Module(binary)
  const imports = WebAssembly.Module.imports(module).map(entry => `${entry.module}.${entry.name}`)
  const cursor = { at: 8 }
  while (cursor.at < binary.length) {
    const section = binary[cursor.at]!
    cursor.at += 1
    const size = readNumber(binary, cursor)
    const end = cursor.at + size
    if (section === MEMORY_SECTION) {
      readNumber(binary, cursor)
      const flags = readNumber(binary, cursor)
      const initialPages = readNumber(binary, cursor)
      return { imports, initialPages, maximumPages: (flags & 1) === 1 ? readNumber(binary, cursor) : null }
    }
    cursor.at = end
  }
  return { imports, initialPages: 0, maximumPages: 0 }
}

/** Unsigned LEB128. */
function readNumber(binary: Uint8Array, cursor: { at: number }): number {
  let value = 0
  let shift = 0
  while (true) {
    const byte = binary[cursor.at]!
    cursor.at += 1
    value += (byte & 127) * 2 ** shift
    if (byte < 128) return value
    shift += 7
  }
}
