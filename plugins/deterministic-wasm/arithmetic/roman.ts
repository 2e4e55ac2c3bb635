/** Roman numerals from 1 to 3999, in the one form that schools teach. */
const SIGNS: readonly (readonly [string, number])[] = [
  ['M', 1_000],
  ['CM', 900],
  ['D', 500],
  ['CD', 400],
  ['C', 100],
  ['XC', 90],
  ['L', 50],
  ['XL', 40],
  ['X', 10],
  ['IX', 9],
  ['V', 5],
  ['IV', 4],
  ['I', 1],
]

export function toRoman(value: number): string {
  let rest = value
  let written = ''
  for (const [sign, size] of SIGNS) {
    for (; rest >= size; rest -= size) written += sign
  }
  return written
}

/** The number, or null for what is no numeral in its proper form: IIII and IC are refused. */
export function fromRoman(text: string): number | null {
  const numeral = text.trim().toUpperCase()
  let value = 0
  let at = 0
  for (const [sign, size] of SIGNS) {
    for (; numeral.startsWith(sign, at); at += sign.length) value += size
  }
  return value > 0 && value < 4_000 && toRoman(value) === numeral ? value : null
}
