/** Names in the styles of programs, and capitals at the beginning of a text or its words, swapped, or by turns. No locale takes part. */

export const NAME_STYLES = ['camel', 'pascal', 'snake', 'kebab', 'constant', 'dot'] as const
export type NameStyle = (typeof NAME_STYLES)[number]

export function toStyle(value: string, style: NameStyle): string {
  const apart = value.replace(/([\p{Ll}\p{N}])(?=\p{Lu})/gu, '$1 ').replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
  const words = (apart.match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).map(word => word.toLowerCase())
  const raise = (word: string): string => {
    const first = String.fromCodePoint(word.codePointAt(0)!)
    return first.toUpperCase() + word.slice(first.length)
  }
  switch (style) {
    case 'camel':
      return words.map((word, i) => (i === 0 ? word : raise(word))).join('')
    case 'pascal':
      return words.map(raise).join('')
    case 'constant':
      return words.join('_').toUpperCase()
    default:
      return words.join(style === 'snake' ? '_' : style === 'kebab' ? '-' : '.')
  }
}

/** Other letters stay as they are, but for `alternate`, which begins small. */
export function capitalizeText(value: string, style: 'first' | 'words' | 'swap' | 'alternate'): string {
  switch (style) {
    case 'first':
      return value.replace(/\p{L}/u, letter => letter.toUpperCase())
    case 'words':
      return value.replace(/(?<![\p{L}\p{M}\p{N}'’])\p{L}/gu, letter => letter.toUpperCase())
    case 'swap':
      return value.replace(/\p{L}/gu, letter =>
        letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
      )
    default: {
      let place = 0
      return value.replace(/\p{L}/gu, letter => {
        place += 1
        return place % 2 === 0 ? letter.toUpperCase() : letter.toLowerCase()
      })
    }
  }
}
