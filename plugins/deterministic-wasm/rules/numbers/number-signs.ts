/**
 * The words of calculation as signs: `three eighths` becomes `3/8`, `the cube root of` `∛`, `taken away from` one word. What stands in
 * no list stays as it is, for the reader of the phrase to refuse.
 */

const PARTS: Readonly<Record<string, number>> = {
  half: 2,
  halves: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  fifteenth: 15,
  sixteenth: 16,
  twentieth: 20,
  hundredth: 100,
  thousandth: 1000,
}
const PART =
  '(half|halves|thirds?|quarters?|fourths?|fifths?|sixths?|sevenths?|eighths?|ninths?|tenths?|elevenths?|twelfths?|fifteenths?|sixteenths?|twentieths?|hundredths?|thousandths?)'
const partOf = (name: string): number => PARTS[name] ?? PARTS[name.replace(/s$/, '')] ?? 0

const VULGAR: Readonly<Record<string, string>> = {
  '½': '1/2',
  '⅓': '1/3',
  '⅔': '2/3',
  '¼': '1/4',
  '¾': '3/4',
  '⅕': '1/5',
  '⅖': '2/5',
  '⅗': '3/5',
  '⅘': '4/5',
  '⅙': '1/6',
  '⅚': '5/6',
  '⅛': '1/8',
  '⅜': '3/8',
  '⅝': '5/8',
  '⅞': '7/8',
}
const RAISED = '⁰¹²³⁴⁵⁶⁷⁸⁹'
export const LARGE: Readonly<Record<string, string>> = {
  hundred: '100',
  thousand: '1000',
  k: '1000',
  lakh: '100000',
  lac: '100000',
  million: '1000000',
  mn: '1000000',
  mio: '1000000',
  crore: '10000000',
  billion: '1000000000',
  bn: '1000000000',
  trillion: '1000000000000',
  dozen: '12',
}
const ROOTS: Readonly<Record<string, string>> = {
  fourth: '4',
  fifth: '5',
  sixth: '6',
  seventh: '7',
  eighth: '8',
  tenth: '10',
}

type Rewrite = readonly [pattern: RegExp, sign: string | ((whole: string, ...found: string[]) => string)]
const words = (source: string, sign: Rewrite[1]): Rewrite => [
  new RegExp(` (?:${source})(?= )`, 'gu'),
  typeof sign === 'string' ? ` ${sign}` : (whole, ...found) => ` ${sign(whole, ...found)}`,
]
const ONE_PART =
  'half|third|quarter|fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth|sixteenth|hundredth|thousandth'

/** Words and signs as one sign each; what is left over is a word that nobody knows here. */
const SIGNS: readonly Rewrite[] = [
  [/(\d?) ?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])/gu, (_, before = '', sign = '') => `${before} ${VULGAR[sign] ?? ''}`],
  [/[⁰¹²³⁴⁵⁶⁷⁸⁹]+/gu, run => ` ^ ${[...run].map(sign => RAISED.indexOf(sign)).join('')}`],
  [/[−–]/gu, ' - '],
  [/[×·✕*]{2}/gu, ' ^ '],
  [/[×·✕*]/gu, ' * '],
  [/(?<=[\d)]) ?x ?(?=[\d(])/gu, ' * '],
  words(
    '(?:raised to(?: the)?|to the)(?: power)?(?: of)? (minus |negative |-)?(\\d+)(?:st|nd|rd|th)?(?: power)?',
    (_, minus = '', digits = '') => `^ ${minus === '' ? '' : '- '}${digits}`,
  ),
  words(
    '(?:raised )?to the (fourth|fifth|sixth|seventh|eighth|ninth|tenth|twelfth)(?: power)?',
    (_, name = '') => `^ ${partOf(name)}`,
  ),
  [/ the(?= )/gu, ''],
  [new RegExp(` (?:an?|one)(?= (?:${ONE_PART}|dozen|hundred|thousand|million|billion|lakh|crore) )`, 'gu'), ' 1'],
  words(`(\\d+) and 1 (half|third|quarter)`, (_, whole = '', name = '') => `${whole} 1/${partOf(name)}`),
  words(`(\\d+) and (\\d+)[ -]${PART}`, (_, whole = '', top = '', name = '') => `${whole} ${top}/${partOf(name)}`),
  words(`(\\d+)[ -]${PART}(?! root| power)`, (_, top = '', name = '') => `${top}/${partOf(name)}`),
  words('half(?: of)?', '1/2 of'),
  words(`${PART} of`, (_, name = '') => `1/${partOf(name)} of`),
  words('(?:cube|cubic|third|3rd) ?root(?: of)?', '∛'),
  [/sqrt(?=\(|\d)/gu, ' √ '],
  [/cbrt(?=\(|\d)/gu, ' ∛ '],
  words(
    '(fourth|fifth|sixth|seventh|eighth|tenth|\\d{1,2}th) root of',
    (_, name = '') => `root${ROOTS[name] ?? name.replace('th', '')}`,
  ),
  words('(?:square|sq|second) ?root(?: of)?|sqrt(?: of)?|root of', '√'),
  words('square of', 'sq'),
  words('cube of', 'cu'),
  words('squared', '^ 2'),
  words('cubed', '^ 3'),
  words('plus|added to|and add|increased by', '+'),
  words('less than', 'lessthan'),
  words('(?:more|greater|larger|bigger) than', 'morethan'),
  words('subtracted from|taken (?:away )?from', 'from'),
  words('minus|less|take ?away|negative|decreased by|reduced by', '-'),
  words('times|multiplied (?:by|with)', '*'),
  words('divided by|over|shared by', '÷'),
  words('modulo|modulus', 'mod'),
  words('percent|per cent|pct', '%'),
  words('absolute(?: value)? of', 'abs'),
  words('(?:reciprocal|inverse) of', 'recip'),
  words('(?:double|twice)(?: of)?', 'twice'),
  words('(?:triple|thrice)(?: of)?', 'thrice'),
  words('quadruple(?: of)?', 'quad'),
  words('(?:natural log(?:arithm)?|ln)(?: of)?', 'ln'),
  words('log(?:arithm)?(?: to)?(?: base)? ?2 of|log2(?: of)?|binary log(?:arithm)? of', 'lb'),
  words('log(?:arithm)?(?: to)?(?: base)? ?10 of|log10(?: of)?|common log(?:arithm)? of', 'lg'),
  words('log(?:arithm)? (?:to )?base (\\d{1,6}) of', (_, base = '') => `log${base}`),
  words(
    'log(?:arithm)? of (\\d+(?:\\.\\d+)?) (?:to|in|with)(?: base| the base)? (\\d{1,6})',
    (_, inner = '', base = '') => `log${base} ${inner}`,
  ),
  words(
    '(sin|cos|tan)(?:e|ine|gent)?(?: of)?(?: ?\\( ?| )(-?\\d+(?:\\.\\d+)?) ?(?:°|degrees?|deg)(?: ?\\))?',
    (_, name = '', angle = '') => `${name}deg ${angle}`,
  ),
  words('(\\d{1,3}) factorial|factorial of (\\d{1,3})', (_, a, b) => `${a ?? b ?? ''} !`),
  words('π', 'pi'),
]

/** The phrase in signs, in lower case, between blanks. */
export function writeSigns(written: string): string {
  let text = ` ${written.toLowerCase().replace(/[()]/g, ' $& ').replace(/\s+/g, ' ').trim()} `
  for (const [pattern, sign] of SIGNS) text = text.replace(pattern, sign as string)
  return text.replace(/ +/g, ' ')
}

/** Every word of the language above. */
const KNOWN = new Set(
  (
    'x the a an one and of to by from with in is half halves third thirds quarter quarters fourth fourths fifth fifths sixth sixths seventh sevenths eighth ' +
    'eighths ninth ninths tenth tenths eleventh elevenths twelfth twelfths fifteenth fifteenths sixteenth sixteenths twentieth twentieths hundredth hundredths ' +
    'thousandth thousandths square sq second root roots sqrt cbrt cube cubic cuberoot squareroot squared cubed raised power plus added add increased less than more ' +
    'greater larger bigger subtracted taken away minus takeaway take negative decreased reduced times multiplied divided over shared mod modulo modulus percent per cent pct ' +
    'absolute value abs reciprocal inverse double twice triple thrice quadruple natural log logarithm ln binary common base lb lg sin sine cos cosine tan tangent ' +
    'degrees degree deg factorial sum total product difference quotient between pi e st nd rd th hundred thousand k lakh lakhs lac million millions mn mio crore ' +
    'crores billion billions bn trillion trillions dozen mult'
  ).split(' '),
)
const WORDS = /[a-z]+/gi

/** Whether every word is one of the language, or one of `more`; a quick look before the careful one. */
export function isSpoken(written: string, more?: ReadonlySet<string> | RegExp): boolean {
  WORDS.lastIndex = 0
  for (let found = WORDS.exec(written); found !== null; found = WORDS.exec(written)) {
    const word = found[0].toLowerCase()
    if (!KNOWN.has(word) && !(more instanceof RegExp ? more.test(word) : more?.has(word))) return false
  }
  return true
}
