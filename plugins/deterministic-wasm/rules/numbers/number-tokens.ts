/** A phrase in signs as tokens: mixed numbers, fractions, powers of ten and grouped thousands are one each. */

export type Token = { readonly kind: string; readonly text: string; readonly space: boolean }
const TOKEN =
  /\s*(?:(?<mixed>\d{1,4} \d{1,4}\/\d{1,4}(?![\d/.]))|(?<thousands>\d{1,3}(?: \d{3})+(?:\.\d+)?(?![\d/.]))|(?<power>\d+(?:\.\d+)? ?[*] ?10 ?\^ ?-? ?\d{1,3}(?![\d.]))|(?<exp>\d+(?:\.\d+)?e[+-]?\d{1,3}(?![\d.\p{L}]))|(?<fraction>(?<![/^])\d{1,6}\/\d{1,6}(?![\d/.^!]| ?\^))|(?<number>(?:\d+(?:\.\d+)?|\.\d+)(?![.\d]))|(?<sign>[-+*÷/^()!%,√∛])|(?<word>[a-z]+\d*))/uy

/** Null where a sign is none of this language, or there are too many. */
export function tokensOf(text: string): Token[] | null {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex
    if (text.slice(from).trim() === '') break
    const found = TOKEN.exec(text)
    if (found === null || tokens.length > 60) return null
    const [kind, body] = Object.entries(found.groups ?? {}).find(([, part]) => part !== undefined) ?? ['', '']
    tokens.push({
      kind: kind === 'sign' || kind === 'word' ? (body ?? '') : kind,
      text: body ?? '',
      space: found[0] !== body,
    })
  }
  return tokens
}
