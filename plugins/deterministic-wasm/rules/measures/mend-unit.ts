/** Long names of units with a slip of the finger: `kilometrs`, `centimters`. A word that is another word is not among them. */

const NAMES = (
  'kilometer kilometers kilometre kilometres centimeter centimeters centimetre centimetres millimeter millimeters millimetre millimetres ' +
  'kilogram kilograms milligram milligrams milliliter milliliters millilitre millilitres fahrenheit teaspoons tablespoon tablespoons ' +
  'megabytes gigabytes terabytes kilowatts'
).split(' ')

/** The one unit that the word was certainly meant to be, or the word. */
export function mendUnit(word: string): string {
  const written = word.toLowerCase()
  if (NAMES.includes(written)) return word
  const near = NAMES.filter(name => name[0] === written[0] && isNear(written, name))
  // Plural or singular, metre or meter: one unit all the same.
  const stems = new Set(near.map(name => name.replace(/s$/, '').replace('metre', 'meter').replace('litre', 'liter')))
  return stems.size === 1 ? (near[0] as string) : word
}

/** Whether one letter was dropped, doubled, changed or changed places with the next; two in a long word. */
function isNear(word: string, name: string): boolean {
  const most = name.length >= 10 ? 2 : 1
  if (Math.abs(word.length - name.length) > most) return false
  const rows: number[][] = [Array.from({ length: name.length + 1 }, (_, i) => i)]
  for (let i = 1; i <= word.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= name.length; j += 1) {
      const cost = word[i - 1] === name[j - 1] ? 0 : 1
      let best = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + cost)
      if (i > 1 && j > 1 && word[i - 1] === name[j - 2] && word[i - 2] === name[j - 1])
        best = Math.min(best, rows[i - 2]![j - 2]! + 1)
      row.push(best)
    }
    rows.push(row)
  }
  return rows[word.length]![name.length]! <= most
}
