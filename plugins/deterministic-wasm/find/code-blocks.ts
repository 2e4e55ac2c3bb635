/** Fenced code blocks (CommonMark): a fence of three or more backticks or tildes, closed by one at least as long. */
export type CodeBlock = { readonly language: string | null; readonly code: string; readonly line: number }

const OPEN = /^ {0,3}(`{3,}|~{3,})[ \t]*([^`]*)$/
const CLOSE = /^ {0,3}(`{3,}|~{3,})[ \t]*$/

/** Blocks of a text given as lines; one without a closing fence goes on to the end. */
export function findCodeBlocks(lines: readonly string[]): CodeBlock[] {
  const blocks: CodeBlock[] = []
  let fence: string | undefined
  let language: string | null = null
  let begun = 0
  let code: string[] = []
  const take = (): void => {
    blocks.push({ language, code: code.map(line => `${line}\n`).join(''), line: begun })
    fence = undefined
    code = []
  }
  for (const [i, line] of lines.entries()) {
    if (fence === undefined) {
      const open = OPEN.exec(line)
      if (open === null) continue
      fence = open[1]!
      language = open[2]!.trim().split(/\s/)[0] || null
      begun = i + 1
      continue
    }
    const close = CLOSE.exec(line)?.[1]
    if (close?.startsWith(fence)) take()
    else code.push(line)
  }
  if (fence !== undefined) take()
  return blocks
}
