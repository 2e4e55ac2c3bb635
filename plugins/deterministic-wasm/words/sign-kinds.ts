/** Kinds of signs that people count, keep or take out of a text. English letters only decide what a vowel is. */

export const SIGN_KINDS = [
  'letters',
  'upper',
  'lower',
  'vowels',
  'consonants',
  'digits',
  'punctuation',
  'symbols',
  'emoji',
  'white_space',
  'spaces',
  'line_ends',
] as const
export type SignKind = (typeof SIGN_KINDS)[number]

const PATTERNS: Readonly<Record<SignKind, RegExp>> = {
  letters: /[\p{L}\p{M}]/u,
  upper: /\p{Lu}/u,
  lower: /\p{Ll}/u,
  vowels: /[aeiou]/iu,
  consonants: /[b-df-hj-np-tv-z]/iu,
  digits: /\p{Nd}/u,
  punctuation: /\p{P}/u,
  symbols: /\p{S}/u,
  emoji: /\p{Extended_Pictographic}|\p{Emoji_Modifier}|\u200d|\ufe0f/u,
  white_space: /\s/u,
  spaces: / /u,
  line_ends: /[\r\n]/u,
}

/** Vowels are told without their accents: `é` is one. */
export function isOfKind(sign: string, kinds: readonly SignKind[]): boolean {
  const bare = /[^ -~]/.test(sign) ? sign.normalize('NFD').replace(/\p{M}/gu, '') : sign
  return kinds.some(kind => PATTERNS[kind].test(kind === 'vowels' || kind === 'consonants' ? bare : sign))
}
