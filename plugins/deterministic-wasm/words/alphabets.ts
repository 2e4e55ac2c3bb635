/** Signs of other alphabets: Morse code (ITU-R M.1677-1) and the spelling words of NATO and ICAO. */

const LETTERS =
  '.- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- -..- -.-- --..'.split(
    ' ',
  )
const DIGITS = '----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----.'.split(' ')
const MARKS: Readonly<Record<string, string>> = {
  '.': '.-.-.-',
  ',': '--..--',
  '?': '..--..',
  "'": '.----.',
  '/': '-..-.',
  '(': '-.--.',
  ')': '-.--.-',
  ':': '---...',
  '=': '-...-',
  '+': '.-.-.',
  '-': '-....-',
  '"': '.-..-.',
  '@': '.--.-.',
}

/** Morse signs by capital letter, digit or mark. */
export const MORSE: ReadonlyMap<string, string> = new Map([
  ...LETTERS.map((code, i) => [String.fromCharCode(65 + i), code] as const),
  ...DIGITS.map((code, i) => [String(i), code] as const),
  ...Object.entries(MARKS),
])
export const FROM_MORSE: ReadonlyMap<string, string> = new Map([...MORSE].map(([sign, code]) => [code, sign]))

const WORDS =
  'Alfa Bravo Charlie Delta Echo Foxtrot Golf Hotel India Juliett Kilo Lima Mike November Oscar Papa Quebec Romeo Sierra Tango Uniform Victor Whiskey X-ray Yankee Zulu'.split(
    ' ',
  )
const NUMBERS = 'Zero One Two Three Four Five Six Seven Eight Nine'.split(' ')

/** Spelling words by capital letter or digit. */
export const SPELLING: ReadonlyMap<string, string> = new Map([
  ...WORDS.map((word, i) => [String.fromCharCode(65 + i), word] as const),
  ...NUMBERS.map((word, i) => [String(i), word] as const),
])
