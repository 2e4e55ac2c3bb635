/** The text of a file: UTF-8, or UTF-16 where its first two bytes say so. It guesses no other encoding, and says when there is one. */

const CONTROL = /[\0-\x08\x0b\x0e-\x1f\x7f]/

/** Null for anything else. */
export function decodeText(bytes: Uint8Array): string | null {
  const [first, second] = bytes
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Whether people would call it text all the same: what older spreadsheets save, with one byte for each letter. */
export const isOldText = (bytes: Uint8Array): boolean => !CONTROL.test(Buffer.from(bytes).toString('latin1'))

export const SAVE_AS_UTF8 = 'Save it as text in UTF-8; spreadsheets offer "CSV UTF-8" when they save.'
