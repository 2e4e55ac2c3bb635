/** Numbers written in English words, turned into digits inside a text. What is not certainly one number stays as it is. */

const SMALL: ReadonlyMap<string, number> = new Map(
  (
    'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen ' +
    'eighteen nineteen'
  )
    .split(' ')
    .map((word, value) => [word, value]),
)
const TENS: ReadonlyMap<string, number> = new Map(
  'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ').map((word, at) => [word, (at + 2) * 10]),
)
const SCALES: ReadonlyMap<string, number> = new Map([
  ['thousand', 1e3],
  ['million', 1e6],
  ['billion', 1e9],
  ['trillion', 1e12],
])

const WORD = [...SMALL.keys(), ...TENS.keys(), 'hundred', ...SCALES.keys()].join('|')
const RUN = new RegExp(
  `(?<![\\p{L}\\p{N}'-])(?:${WORD})(?:(?:[ -]|, )(?:and )?(?:${WORD}|point))*(?![\\p{L}\\p{N}])`,
  'giu',
)
const HAS_WORD = new RegExp(`(?<![\\p{L}\\p{N}])(?:${WORD})(?![\\p{L}\\p{N}])`, 'iu')
const SCALED = /(?<![\p{L}\d.,])(\d+(?:\.\d+)?) (thousand|million|billion|trillion)(?![\p{L}\p{N}])/giu

/** `half a dozen`, `3 dozen`; a baker's dozen is another number, and `dozens` is none. */
const DOZENS = /(?<![\p{L}\p{N}'’.,-])(?:(half) an? |(?:an?|one) |(\d{1,6}) )dozen(?!\p{L})/giu

const dozens = (_: string, half: string | undefined, digits: string | undefined): string =>
  half !== undefined ? '6' : String(Number(digits ?? 1) * 12)

/** `twenty-five times 1.5 million` becomes `25 times 1500000`. */
export function replaceNumberWords(written: string): string {
  const text = written.includes('ozen') ? written.replace(DOZENS, dozens) : written
  if (!HAS_WORD.test(text)) return text
  return text.replace(SCALED, scaleDigits).replace(RUN, run => readRun(run) ?? run)
}

function scaleDigits(written: string, digits: string, scale: string): string {
  const value = Number(digits) * (SCALES.get(scale.toLowerCase()) ?? Number.NaN)
  return Number.isSafeInteger(value) ? String(value) : written
}

function readRun(run: string): string | null {
  const words = run.toLowerCase().split(/,? |-/)
  let out = ''
  let at = 0
  while (at < words.length) {
    if (words[at] === 'and') {
      out += ' and '
      at += 1
      continue
    }
    const read = readOne(words, at)
    if (read === null || (out !== '' && !out.endsWith(' and '))) return null
    out += String(read.value)
    at = read.next
    if (words[at] === 'point') {
      let fraction = ''
      for (at += 1; (SMALL.get(words[at] ?? '') ?? 10) < 10; at += 1) fraction += SMALL.get(words[at] as string)
      if (fraction === '') return null
      out += `.${fraction}`
    }
  }
  return out
}

type Read = { readonly value: number; readonly next: number }

/** One number from `at`: groups of hundreds under falling scales. */
function readOne(words: readonly string[], at: number): Read | null {
  let value = 0
  let next = at
  let last = Number.POSITIVE_INFINITY
  while (next < words.length) {
    const group = readHundreds(words, skipAnd(words, next, next > at))
    if (group === null) break
    const scale = SCALES.get(words[group.next] ?? '')
    const size = scale ?? 1
    if (size >= last || (scale !== undefined && group.value === 0)) return null
    value += group.value * size
    next = scale === undefined ? group.next : group.next + 1
    last = size
    if (size === 1) break
  }
  return next === at || !Number.isSafeInteger(value) ? null : { value, next }
}

/** `and` joins parts of one number only behind a hundred or a scale. */
function skipAnd(words: readonly string[], at: number, isInside: boolean): number {
  const before = words[at - 1] ?? ''
  return isInside && words[at] === 'and' && (before === 'hundred' || SCALES.has(before)) ? at + 1 : at
}

function readHundreds(words: readonly string[], at: number): Read | null {
  const first = readBelowHundred(words, at)
  if (first === null || words[first.next] !== 'hundred') return first
  if (first.value === 0) return null
  const behind = first.next + 1
  const rest = readBelowHundred(words, skipAnd(words, behind, true))
  return rest === null
    ? { value: first.value * 100, next: behind }
    : { value: first.value * 100 + rest.value, next: rest.next }
}

function readBelowHundred(words: readonly string[], at: number): Read | null {
  const word = words[at] ?? ''
  const ten = TENS.get(word)
  if (ten === undefined) {
    const small = SMALL.get(word)
    return small === undefined ? null : { value: small, next: at + 1 }
  }
  const one = SMALL.get(words[at + 1] ?? '') ?? 10
  return one > 0 && one < 10 ? { value: ten + one, next: at + 2 } : { value: ten, next: at + 1 }
}
