/**
 * The ways in which models write formulas, made one: `\(x\)`, `\[x\]` and `$x$` become `$$x$$`. A dollar that stands for money
 * stays one: an opening one has no space after it, a closing one none before it and no digit after it. Code is left alone.
 */

const CODE =
  /(^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\2[`~]*[ \t]*$|$(?![\s\S]))|(`+)(?!`)[\s\S]*?[^`]\3(?!`))/gm
const DISPLAY = /\\\[([\s\S]{1,2000}?)\\\]/g
const INLINE = /\\\(([^\n]{1,1000}?)\\\)/g
const DOLLARS = /(?<![\\$\w])\$(?![\s$])([^$\n]{1,500}?)(?<![\s\\])\$(?![\d$\w])/g

export function readFormulas(text: string): string {
  if (!/\\[([]|\$/.test(text)) return text
  let read = ''
  let last = 0
  for (const match of text.matchAll(CODE)) {
    read += readPlain(text.slice(last, match.index)) + match[0]
    last = match.index + match[0].length
  }
  return read + readPlain(text.slice(last))
}

const readPlain = (text: string): string =>
  text
    .replace(DISPLAY, (_, formula: string) => `\n\n$$$$\n${formula.trim()}\n$$$$\n\n`)
    .replace(INLINE, (_, formula: string) => `$$$$${formula.trim()}$$$$`)
    .replace(DOLLARS, (_, formula: string) => `$$$$${formula}$$$$`)
