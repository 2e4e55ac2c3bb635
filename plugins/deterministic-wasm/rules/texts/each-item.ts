/** Given lists whose items are each cut to their first or last letters, or each checked for being valid. One task for every item. */
import type { PlannedTask, PlannerRule } from '#contracts/planner-port'
import { listReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, task } from '../rule.ts'
import { itemsOf } from './list-items.ts'
import { COMPLEX, groupsOf, whole } from './text-answers.ts'
import { defineTextRule, type TextRequest } from './text-request.ts'

const N = '(?<n>\\d{1,2}|one|two|three|four|five|six)'
const EACH =
  '(?:(?:each|every)(?: (?:of (?:the |these |those )?)?(?<thing>[\\p{L}]{3,15}))?(?: §)?|(?:these|those|all|all the|the)? ?(?<things>[\\p{L}]{3,15}s)(?: §)?)'
const GET =
  '(?:(?:take|give|show|get|keep|print|return|write|extract|use|only|just|list)(?: me| only| just)* )?(?:the |only |just )*'
const CUTS = [
  whole(
    `${GET}(?<end>first|last|initial|starting) (?:${N} )?(?:letters?|characters?|chars?)(?: only)? (?:of|from|in|for) ${EACH}`,
  ),
  whole(
    `(?:abbreviate|shorten|cut|truncate|reduce|trim)(?: down)? ${EACH} (?:to|down to|after) (?:its |their |the )?(?:(?<end>first) )?${N} (?:letters?|characters?|chars?)(?: each)?(?: §)?`,
  ),
]
const MOST_ITEMS = 40
const WORDS = 'one two three four five six'.split(' ')

const CHECKED: readonly (readonly [names: string, kind: string, form: RegExp])[] = [
  ['e-?mail(?: ?address(?:es)?| ?ids?)?s?', 'email', /\S/],
  ['ibans?', 'iban', /^[A-Z]{2}\d/i],
  ['isbns?(?:[- ]?1[03])?', 'isbn', /^[\dX -]{8,20}$/i],
  ['(?:eans?|gtins?|barcodes?)(?:[- ]?(?:8|12|13))?', 'gtin', /^[\d -]{6,20}$/],
  ['ips?(?: ?v?4)?(?: ?address(?:es)?)?', 'ipv4', /^[\d.]+$/],
  ['(?:credit )?cards?(?: numbers?)?', 'card', /^[\d -]{8,26}$/],
  ['uuids?|guids?', 'uuid', /^[\da-f-]{20,44}$/i],
  ['mac(?: address(?:es)?)?', 'mac', /^[\da-f:.-]{10,24}$/i],
]
const HOW = '(?:,? ?(?:by (?:its |their )?form|in form|formally|syntactically))?'
const WHICH = CHECKED.map(
  ([names, kind, form]) =>
    [
      [
        whole(
          `which(?: one| ones)?(?: of)?(?: (?:these|those|the|them|the following|§))?(?: (?:${names}))? (?:is|are|would be|looks?) (?:an? |the |all )?(?:valid|correct|well[- ]?formed|proper|ok|right)(?: (?:${names}))?${HOW}(?: §)?`,
        ),
        whole(
          `(?:find|pick|list|keep|filter|show|give)(?: me)?(?: only)? (?:the |all |all the )?(?:valid|correct|well[- ]?formed) (?:${names})(?: (?:in|from|of|out of))?(?: §)?`,
        ),
      ],
      names,
      kind,
      form,
    ] as const,
)

export const eachItemRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'each-item',
    reason: 'Takes the first or last letters of every item of a given list, or tells which of them are valid.',
    order: 231,
    unmarked: ({ form, text }) => form === 'bare' && text.includes(','),
    hint: /letter|char|valid|correct|well|proper|right|ok/iu,
    examples: {
      yes: [
        'Take the first three letters of each month: January, February, March, April',
        'give me the last two letters of each: apple, banana, cherry',
        'abbreviate each to three letters: January, February, March',
        'Which of these is a valid e-mail by form: bob@site, bob.site.com, bob@site.com?',
        'which IBANs are valid: DE89370400440532013000, DE00370400440532013000',
      ],
      no: [
        'first letters of each chapter: Genesis and Exodus',
        'which of these is valid: argument A, argument B',
        'which of these are correct: 2+2=4, 2+2=5',
        'which e-mail is right for a job: bob@site.com, b0b@site.com',
        'abbreviate each: January, February',
        'which of these is a valid reason: rain, snow',
      ],
    },
    read: request => cutEach(request) ?? validOnes(request),
  }),
]

function cutEach(request: TextRequest): Answer | null {
  const groups = groupsOf(request.head, CUTS)
  const list = groups === null ? null : itemsOf(request.text.replace(/\?$/, ''))
  if (groups === null || list === null || list.items.length > MOST_ITEMS) return null
  // `the first letters of each`: how many, nobody said.
  if (groups.n === undefined && /(?:letters|characters|chars)(?: only)? (?:of|from|in|for)/i.test(request.head))
    return null
  if (list.joint === ' ' && list.items.some(item => /^(?:of|the|an?|in|on|and|or|to|for|with|is|are)$/i.test(item)))
    return null
  const isWords = /^words?$/i.test(groups.thing ?? groups.things ?? '')
  const items = isWords && list.joint !== ' ' ? list.items.flatMap(item => item.split(/\s+/)) : list.items
  const n =
    groups.n === undefined
      ? 1
      : WORDS.includes(groups.n.toLowerCase())
        ? WORDS.indexOf(groups.n.toLowerCase()) + 1
        : Number(groups.n)
  if (n < 1 || items.some(item => !/^\p{L}+$/u.test(item) || COMPLEX.test(item) || Array.from(item).length < n))
    return null
  const place = /^last/i.test(groups.end ?? '') ? { from: -n, to: -1 } : { from: 1, to: n }
  const cuts = items.map((text, i) =>
    task(`cut${i + 1}`, `Cut item ${i + 1}`, 'text.slice', { text, of: 'characters', ...place }),
  )
  return collected(cuts, '/text', listReply('/items', items.length, list.joint))
}

function collected(tasks: readonly PlannedTask[], pointer: string, reply: Answer['reply']): Answer {
  const keys = tasks.map(({ key }) => key)
  const items = keys.map(key => ({ $from: key, pointer }))
  return { tasks: [...tasks, task('all', 'Put them together', 'agg.collect', { items }, keys)], answer: 'all', reply }
}

/** Which are valid, and why the others are not. */
function validOnes(request: TextRequest): Answer | null {
  const found = WHICH.find(([patterns]) => groupsOf(request.head, patterns) !== null)
  const list = found === undefined ? null : itemsOf(request.text.replace(/\?$/, ''))
  if (found === undefined || list === null || list.items.length > MOST_ITEMS) return null
  const [, names, kind, form] = found
  // Of what kind they are is said, or nobody can know.
  if (
    !new RegExp(`(?<!\\p{L})(?:${names})(?!\\p{L})`, 'iu').test(request.head) ||
    !list.items.every(item => form.test(item))
  )
    return null
  const seen = list.items.map(text => peek('guard.check', { text, kind }))
  if (seen.some(one => one === null)) return null
  const tasks = list.items.map((text, i) => task(`check${i + 1}`, `Check item ${i + 1}`, 'guard.check', { text, kind }))
  const values = Object.fromEntries(list.items.map((text, i) => [`item${i}`, literal(text)]))
  const right = seen.flatMap((one, i) => (one?.valid === true ? [`{{item${i}}}`] : []))
  const wrong = seen.flatMap((one, i) => (one?.valid === true ? [] : [`- {{item${i}}}: {{/reasons/${i}}}`]))
  const said = right.length === 0 ? '{{none}}' : right.join(', ')
  const answer = collected(tasks, '/reason', {
    template: wrong.length === 0 ? said : `${said}\n\n${right.length === 0 ? '' : 'Not valid:\n'}${wrong.join('\n')}`,
    values: { ...values, reasons: at('/items'), none: literal('None of them is valid.') },
  })
  return answer
}
