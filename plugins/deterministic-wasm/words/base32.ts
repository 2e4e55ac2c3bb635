/** Base32 (RFC 4648), the alphabet of capital letters and the digits 2 to 7. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
/** Signs of the last group that bytes can end with. */
const ENDS = new Set([0, 2, 4, 5, 7])

export function toBase32(bytes: Uint8Array): string {
  const signs: string[] = []
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff
    for (bits += 8; bits >= 5; bits -= 5) signs.push(ALPHABET[(held >> (bits - 5)) & 31]!)
  }
  if (bits > 0) signs.push(ALPHABET[(held << (5 - bits)) & 31]!)
  while (signs.length % 8 !== 0) signs.push('=')
  return signs.join('')
}

/** The bytes, or null for what is no Base32. */
export function fromBase32(text: string): Uint8Array | null {
  const signs = text
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/={1,6}$/, '')
  if (!/^[A-Z2-7]*$/.test(signs) || !ENDS.has(signs.length % 8)) return null
  const bytes = new Uint8Array(Math.floor((signs.length * 5) / 8))
  let held = 0
  let bits = 0
  let at = 0
  for (const sign of signs) {
    held = ((held << 5) | ALPHABET.indexOf(sign)) & 0xfff
    bits += 5
    if (bits < 8) continue
    bits -= 8
    bytes[at] = (held >> bits) & 0xff
    at += 1
  }
  // Bits beyond the last byte say nothing, and only zeros are proper.
  return (held & ((1 << bits) - 1)) === 0 ? bytes : null
}
