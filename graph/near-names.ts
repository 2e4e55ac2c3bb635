/** Names close to a mistyped one, for the cure in a fault. It looks at spelling only and never decides anything. */

const MAX_LENGTH = 128

/** `; did you mean a or b?`, or the empty text: up to three names at most a third of the letters away, nearest first. */
export function suggestNames(wanted: string, known: Iterable<string>): string {
  if (wanted.length > MAX_LENGTH) return ''
  const allowed = wanted.length < 3 ? 0 : Math.max(1, Math.floor(wanted.length / 3))
  const near: { readonly name: string; readonly distance: number }[] = []
  for (const name of known) {
    const distance = name.length > MAX_LENGTH ? Infinity : editDistance(wanted, name, allowed)
    if (distance <= allowed) near.push({ name, distance })
  }
  near.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1))
  const names = near.slice(0, 3).map(({ name }) => name)
  return names.length === 0 ? '' : `; did you mean ${names.join(' or ')}?`
}

/** Levenshtein distance, or Infinity as soon as it must exceed `most`. */
function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity
  let row = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1
      const distance = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + cost)
      next.push(distance)
      least = Math.min(least, distance)
    }
    if (least > most) return Infinity
    row = next
  }
  return row[b.length]!
}

/** A name from outside as it may stand in a sentence: quoted, and cut after 60 characters. */
export function showName(name: string): string {
  return JSON.stringify(name.length > 60 ? `${name.slice(0, 60)}…` : name)
}
