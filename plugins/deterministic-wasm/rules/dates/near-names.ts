/**
 * Names of months and days of the week as people mistype them: one letter too many, too few, wrong, or two swapped. What is a word
 * or a name of its own is left alone. It is used where a date is looked for, never where the letters themselves are meant.
 */
const NAMES =
  'monday tuesday wednesday thursday friday saturday sunday january february april august september october november december'.split(
    ' ',
  )
/** Too short for more than two swapped letters. */
const SHORT = 'march june july'.split(' ')
const OWN = new Set(
  'sundae sundry frida avril augur gust auguste augusta auguste aprile peril mundy sundays'.split(' '),
)
const LETTERS = [...'abcdefghijklmnopqrstuvwxyz']

const swapped = (name: string): string[] =>
  Array.from(name.slice(1), (_, i) => name.slice(0, i) + name[i + 1] + name[i] + name.slice(i + 2))

function near(name: string): string[] {
  const places = Array.from(name, (_, i) => i)
  return [
    ...swapped(name),
    ...places.map(i => name.slice(0, i) + name.slice(i + 1)),
    ...places.flatMap(i => LETTERS.map(letter => name.slice(0, i) + letter + name.slice(i + 1))),
    ...places.flatMap(i => LETTERS.map(letter => name.slice(0, i) + letter + name.slice(i))),
  ]
}

/** The one name each is near to; what is near to two is none. */
const MEANT: ReadonlyMap<string, string> = (() => {
  const meant = new Map<string, string>()
  const unclear = new Set<string>()
  for (const name of [...NAMES, ...SHORT]) {
    for (const typo of name.length < 6 && name !== 'april' ? swapped(name) : near(name)) {
      if (meant.has(typo) && meant.get(typo) !== name) unclear.add(typo)
      meant.set(typo, name)
    }
  }
  for (const word of [...unclear, ...OWN, ...NAMES, ...SHORT]) meant.delete(word)
  return meant
})()

const WORD = /(?<![\p{L}\p{N}'’-])\p{L}{4,11}(?![\p{L}\p{N}'’-])/gu

export const mendNames = (text: string): string => text.replace(WORD, word => MEANT.get(word.toLowerCase()) ?? word)
