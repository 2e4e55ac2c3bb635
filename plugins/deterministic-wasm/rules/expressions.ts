/** Expressions out of words: signs and words of calculation, operations named before their numbers, and the rounding asked for. */
import { NUMBER } from './money.ts'

const WORDS: readonly (readonly [RegExp, string])[] = [
  [/ (?:plus|added to) /gi, ' + '],
  [/ (?:minus|less) /gi, ' - '],
  [/ (?:times|multiplied (?:by|with)) /gi, ' * '],
  [/ (?:divided by|over) /gi, ' / '],
  [
    / (?:to the power of|raised to the power of|raised to|to the) (\d+)(?:(?:st|nd|rd|th)(?: power)?)?(?![\d.]| ?\/)/gi,
    ' ^ $1',
  ],
  [/ squared(?![\p{L}])/giu, ' ^ 2'],
  [/ cubed(?![\p{L}])/giu, ' ^ 3'],
  [/ (?:mod|modulo) /gi, ' mod '],
  [/(?:the )?square root of (\d+(?:\.\d+)?)/gi, 'sqrt($1)'],
  [/[×·✕]/g, '*'],
  [/÷/g, '/'],
  [/[−–]/g, '-'],
  [/(?<=\d|\)) ?[xX] ?(?=\d|\()/g, ' * '],
  [/\*\*/g, '^'],
]

const N = `(${NUMBER})`
const RATE = '(half|third|quarter|fourth|fifth|sixth|eighth|tenth)s?'
const PARTS: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  quarter: 4,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  eighth: 8,
  tenth: 10,
}
/** Requests that name their operation before its numbers; `$1` and `$2` are the numbers. */
const NAMED: readonly (readonly [RegExp, string])[] = [
  [/^(?:sum|total) of N and N$/, '$1 + $2'],
  [/^add N (?:and|to|with) N$/, '$1 + $2'],
  [/^product of N and N$/, '$1 * $2'],
  [/^multiply N (?:by|and|with|times) N$/, '$1 * $2'],
  [/^(?:subtract|take(?: away)?) N from N$/, '$2 - $1'],
  [/^difference (?:between|of) N and N$/, 'abs($1 - $2)'],
  [/^(?:divide N by|quotient of N and) N$/, '$1 / $2'],
  [/^remainder (?:of|when|if)(?: dividing)? N (?:is )?(?:divided by|by|\/) N$/, '$1 mod $2'],
  [/^(?:double|twice)(?: of)? N$/, '2 * $1'],
  [/^(?:triple|thrice)(?: of)? N$/, '3 * $1'],
  [/^(?:halve|half)(?: of)? N$/, '$1 / 2'],
  [/^(?:quadruple) N$/, '4 * $1'],
  [
    /^(?:sum|total)(?: of)?(?: (?:all|the|whole|natural|numbers|integers))*(?: from)? N (?:to|through) N$/,
    '($1 + $2) * ($2 - $1 + 1) / 2',
  ],
  [/^(?:sqrt|square root|root)(?: of)? N$/, 'sqrt($1)'],
  [/^(?:square of|square) N$/, '$1 ^ 2'],
  [/^(?:cube of|cube) N$/, '$1 ^ 3'],
].map(([pattern, expression]) => [new RegExp((pattern as RegExp).source.replaceAll('N', N), 'i'), expression as string])
const FRACTION_OF = new RegExp(`^(\\d{1,3})/(\\d{1,3}) of ${N}$`, 'i')
const PART_OF = new RegExp(`^(?:(\\d{1,2})[ -])?${RATE} (?:of )?${N}$`, 'i')
const ROUNDED =
  /,? ?(?:\(?(?:rounded?|and round(?: it| that)?|correct) (?:off )?)?to (?:the nearest )?(?:(\d{1,2}) (?:decimals?|decimal places?|digits after the (?:decimal )?point|places|dp)|(whole number|integer|nearest integer|nearest whole number)|(cent|hundredth|tenth|thousandth))\)?$/i

/** `add 5 to 12`, `3/4 of 80`, `a third of 99` as an expression. */
export function readNamed(rest: string): string | null {
  for (const [pattern, template] of NAMED) {
    const found = pattern.exec(rest)
    if (found !== null) return template.replace(/\$(\d)/g, (_, group: string) => found[Number(group)] ?? '')
  }
  const fraction = FRACTION_OF.exec(rest)
  if (fraction !== null) return `${fraction[3]} * ${fraction[1]} / ${fraction[2]}`
  const part = PART_OF.exec(rest)
  if (part === null) return null
  const [, times = '1', name = '', whole = ''] = part
  return `${whole} * ${times} / ${PARTS[name.toLowerCase()] ?? 1}`
}

export const PERCENT_OF = /(\d+(?:\.\d+)?) ?(?:%|percent|per cent) of (\d+(?:\.\d+)?)/gi
const SPACED = /^\d{1,3}(?: \d{3})+(?= ?[-+*/x×÷])/

/** Signs and words as an expression; null where anything else stands in it. */
export function readSigns(rest: string): string | null {
  // `0x10` is a hexadecimal number, no product.
  if (rest.length > 200 || !/\d/.test(rest) || /(?<![\d.])0x[\da-f]/i.test(rest)) return null
  // `divided by 2 × 10^5` means the whole number, which signs alone would not.
  if (/(?:÷|\/|divided by|over) ?[\d.]+ ?[×x*] ?10 ?\^/iu.test(rest)) return null
  let text = ` ${rest.replace(/\s+/g, ' ').replace(SPACED, digits => digits.replaceAll(' ', ''))} `
  text = text.replace(PERCENT_OF, '($2 * $1 / 100)')
  for (const [pattern, sign] of WORDS) text = text.replace(pattern, sign)
  text = text.trim().replace(/ is$/i, '')
  // `2 squared cubed`: the square is cubed, signs would raise its exponent.
  if (/\^ ?\d+ +\^/u.test(text)) return null
  return /^(?:[\d.+\-*/^() ]|mod|sqrt)+$/.test(text) ? text : null
}

export function takeRounding(core: string): { readonly rest: string; readonly decimals: number | undefined } {
  const found = ROUNDED.exec(core)
  if (found === null) return { rest: core, decimals: undefined }
  const [all, places, whole, name] = found
  const decimals =
    whole !== undefined
      ? 0
      : name === undefined
        ? Number(places)
        : { cent: 2, hundredth: 2, tenth: 1, thousandth: 3 }[name.toLowerCase()]
  return { rest: core.slice(0, -all.length).trim(), decimals }
}

const inBrackets = (number: string): string => (number.startsWith('-') ? `(${number})` : number)

/** The expression as people write it. */
export function show(expression: string): string {
  return expression
    .replace(/abs\((-?[\d.]+) - (-?[\d.]+)\)/, (_, a: string, b: string) =>
      Number(a) >= Number(b) ? `${a} - ${inBrackets(b)}` : `${b} - ${inBrackets(a)}`,
    )
    .replace(/abs\((.*)\)/, '|$1|')
    .replace(/\*/g, '×')
    .replace(/\//g, '÷')
    .replace(/ \^ 2$/, '²')
    .replace(/ \^ 3$/, '³')
    .replace(/ \^ /g, '^')
    .replace(/sqrt\(([^()]*)\)/g, '√$1')
}
