/** Words of a text by their first or last letters, their length or their capitals. */
import type { JsonObject } from '#contracts/json-value'
import type { Answer } from '../rule.ts'
import { argOf, listAfter, whole } from './text-answers.ts'
import type { TextRequest } from './text-request.ts'

/** Verbs of looking for something. */
export const GET =
  '(?:(?:extract|pull|pick|grab|collect|list|find|get|identify|take|filter|show|give|spot|parse|return|print|copy|fish|dig|select|isolate|scan|keep|detect|locate|search|look)(?: out| up| for| only| just| me| down)* )?'
export const ALL = '(?:(?:all|any|every|each|the|of|only|just|out|single|a|an) )*'

const L = '(?:the )?(?:letters? )?'
const WORDS: readonly (readonly [RegExp, (groups: Readonly<Record<string, string | undefined>>) => JsonObject])[] = [
  [
    whole(
      `${GET}${ALL}words? (?:that |which )?(?:(?:start|begin)(?:s|ning|ing)? with|starting in|beginning in) ${L}(?<p>⟦\\d⟧|\\p{L}{1,12})(?: in §)?(?: §)?|which words? (?:start|begin)s? with ${L}(?<p2>⟦\\d⟧|\\p{L}{1,12})(?: in §)?`,
    ),
    ({ p, p2 }) => ({ starts: p ?? p2 ?? '' }),
  ],
  [
    whole(
      `${GET}${ALL}words? (?:that |which )?end(?:s|ing)? (?:with|in|on) ${L}(?<p>⟦\\d⟧|-?\\p{L}{1,12})(?: in §)?(?: §)?`,
    ),
    ({ p }) => ({ ends: (p ?? '').replace(/^-/, '') }),
  ],
  [
    whole(
      `${GET}${ALL}words? (?:that |which |with )?(?:contain(?:s|ing)?|with|have|has|having|including) ${L}(?<p>⟦\\d⟧|\\p{L})(?: in (?:it|them))?(?: in §)?`,
    ),
    ({ p }) => ({ contains: p ?? '' }),
  ],
  [
    whole(
      `${GET}${ALL}words? (?:that are |which are |with |of |that have )?(?:longer than|more than|over) (?<n>\\d{1,2})(?: letters?| characters?)?(?: long)?(?: in §)?`,
    ),
    ({ n }) => ({ min: Number(n) + 1 }),
  ],
  [
    whole(
      `${GET}${ALL}words? (?:that are |which are |with |of |that have )?(?:shorter than|less than|fewer than|under) (?<n>\\d{1,2})(?: letters?| characters?)?(?: long)?(?: in §)?`,
    ),
    ({ n }) => ({ max: Number(n) - 1 }),
  ],
  [
    whole(
      `${GET}${ALL}(?:(?<n>\\d{1,2})[- ]letter words?|words? (?:with|of|that have)(?: exactly)? (?<n2>\\d{1,2}) (?:letters|characters))(?: in §)?`,
    ),
    ({ n, n2 }) => ({ min: Number(n ?? n2), max: Number(n ?? n2) }),
  ],
  [
    whole(
      `${GET}${ALL}capitali[sz]ed words?(?: in §)?|${GET}${ALL}words? (?:that |which )?(?:start|begin)(?:s|ning|ing)? with an? (?:capital|upper ?-?case)(?: letter)?(?: in §)?`,
    ),
    () => ({ form: 'capitalized' }),
  ],
]
export function wordsOfForm(request: TextRequest): Answer | null {
  if (request.form === 'token' || request.form === 'bare') return null
  for (const [pattern, read] of WORDS) {
    const groups = pattern.exec(request.head)?.groups
    if (pattern.test(request.head) === false) continue
    const more = Object.fromEntries(
      Object.entries(read(groups ?? {})).map(([name, value]) => [
        name,
        typeof value === 'string' && value.includes('⟦') ? (argOf(request, value) ?? '') : value,
      ]),
    )
    if (
      Object.values(more).some(value => value === '' || value === 0) ||
      /^(?:it|the|an?|this|capital)$/i.test(String(more.starts ?? ''))
    )
      return null
    return listAfter(request, [{ name: 'Find them', op: 'extract.words', more }], 'words', {
      none: 'There is no such word in the text.',
    })
  }
  return null
}

/** How many host names or addresses of pages a text holds, also without `www`. */
export const hosts = (text: string): number =>
  text.match(
    /(?<![@\w.-])(?:https?:\/\/)?(?:[\w-]+\.)+(?:com|org|net|de|io|dev|eu|uk|fr|at|ch|info|gov|edu|co|app|ai)(?![\w-])(?!@)/giu,
  )?.length ?? 0
