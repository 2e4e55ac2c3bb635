/** Orders that bring a list into another order: by letters, length, size, numbers inside, last names; turned around; or without repeated items. */
import type { PlannerRule } from '#contracts/planner-port'
import { isUnranked, numbersOf } from '../../lists.ts'
import { peek } from '../../peek.ts'
import type { Answer } from '../../rule.ts'
import { isNumbersTwice, isTable } from '../list-items.ts'
import { COMPLEX, whole } from '../text-answers.ts'
import { defineTextRule, type TextRequest } from '../text-request.ts'
import { canonical } from './canonical.ts'
import { answerList, type List, listOf, listThrough } from './items.ts'
import { readSort } from './sort-words.ts'

/** What is sorted, where it is named. */
const OBJECT =
  "(?: (?!by|in|from|to|into|as|with|and|then|of|at|on|for|without|not|alphabet\\p{L}*|numeric\\p{L}*|natural\\p{L}*|ascending|descending|reverse\\p{L}*|longest|shortest|largest|smallest|biggest|highest|lowest|duplicates|letters?|unique)[\\p{L}'-]{2,20}){0,2}"
const LAST = '(?:last ?names?|surnames?|family ?names?|last words?)'
const LENGTH =
  '(?:(?:their |its )?(?:word |name |item )?length(?: of (?:words?|names?|items?|strings?))?|(?:their )?(?:number|amount) of (?:letters|characters)|how long they are|how many letters they have|letter count|character count|word length)'
const DOWN =
  '(?:descending(?: order)?|desc|decreasing(?: order)?|longest(?: word| item| name)?(?: first| to shortest)?|from long(?:est)? to short(?:est)?|(?:from )?high(?:est)? to low(?:est)?|(?:from )?(?:larg|bigg)(?:est)? to smallest|(?:largest|biggest|highest) first)'
const UP =
  '(?:ascending(?: order)?|asc|increasing(?: order)?|shortest(?: word| item| name)?(?: first| to longest)?|from short(?:est)? to long(?:est)?|(?:from )?low(?:est)? to high(?:est)?|(?:from )?smallest to (?:larg|bigg)est|(?:smallest|lowest) first)'
const SORT = '(?:sort|make|list|sorted|put|write)'

const BY_LETTERS = whole(
  `(?:${SORT}${OBJECT} )?(?:in |into |by )?(?:alphabetically|alphabetical(?: order)?|alphabet|abc(?: order)?|(?:a ?)?(?:-|–|to) ?z(?: order)?|from a to z|dictionary order)|alphabeti[sz]e${OBJECT}|(?:sort${OBJECT} )by (?:letters?|names?)`,
)
const BACKWARDS = whole(
  `(?:${SORT}${OBJECT} )?(?:in |into |by )?(?:(?:reversed?|descending|inverse) alphabetical(?:ly)?(?: order)?|z ?(?:-|–|to) ?a(?: order)?|from z to a|(?:alphabetically|alphabetical order)[, ]+(?:but )?(?:in )?(?:reversed?|descending|backwards?|desc|z ?(?:-|–|to) ?a|from z to a)(?: order)?)`,
)
const BY_LENGTH = whole(
  `${SORT}${OBJECT} by ${LENGTH}(?:,? ?\\(?(?:(?<down>${DOWN})|${UP})\\)?)?|${SORT}${OBJECT}(?:,| by)? (?:(?<down2>longest(?: word| item| name)? first|from longest to shortest|longest to shortest)|shortest(?: word| item| name)? first|from shortest to longest|shortest to longest)`,
)
const BY_SIZE = whole(
  `${SORT}${OBJECT}(?: as numbers?)?(?:,| by| in)? ?(?:(?<plain>numerically|number|numeric(?:al)?(?: value| order)?|value|size)(?:,? (?:(?<down>${DOWN})|${UP}))?|(?<down2>${DOWN})|${UP})(?: as numbers?| by value| numerically)?`,
)
const BY_NUMBER = whole(
  `sort${OBJECT} by (?:leading |first |their |its )*(?:numbers?|digits?)(?: (?:in (?:front|it|them|each|name)(?: of (?:it|them|each(?: line| item)?))?|at (?:start|beginning|front)(?: of each(?: line| item)?)?|they (?:start|begin) with|inside))?(?:,? (?:(?<down>${DOWN})|${UP}))?`,
)
const NATURAL = whole(
  `(?:sort versions?(?: (?:numbers|properly|correctly|numerically))*|(?:semver|version) (?:sort|order)|sort${OBJECT} (?:in )?natural(?:ly)?(?: order)?|natural(?:ly)? ?-?sort(?:ed)?${OBJECT}|natural order|sort${OBJECT} like (?:explorer|finder|file manager|humans?|people)(?: do(?:es)?)?)`,
)
const BY_LAST = whole(
  `(?:sort|make|put)${OBJECT} (?:alphabetically )?(?:by|according to) ${LAST}(?: alphabetically)?(?:,? (?<down>z ?-? ?(?:to )?a))?`,
)
const AS_TEXT = whole(
  `(?:sort|make|put)${OBJECT},? (?:(?:alphabetically|lexicographically|in alphabetical order),? )?(?:as|like) (?:text|strings?|words?)(?:,? (?:and )?(?:character by character|by characters?|digit by digit|alphabetically|lexicographically))*(?:,? (?:and |but )?(?:not|instead of|rather than) (?:(?:as|by) )?(?:numbers?|numerically|value|size|their value))?|(?:sort|make|put)${OBJECT} (?:alphabetically|lexicographically|in (?:alphabetical|lexicographic(?:al)?) order),? (?:and |but )?(?:not|instead of|rather than) (?:(?:as|by) )?(?:numbers?|numerically|numeric(?:al)? order|value|size)|(?:sort|make|put)${OBJECT} (?:lexicographically|in lexicographic(?:al)? order)`,
)
const TIE =
  /,? ?\(?(?:and |then |with )?(?:(?:break(?:ing)? )?ties?|(?:words?|items?|names?|those|ones)? ?(?:of|with|that have) (?:equal|the same|same) length(?:s)?|same[- ]length (?:words|items|names|ones)|equal[- ]length (?:words|items|names|ones)|equals?|if (?:equal|the same length|they are equally long|it is a tie))(?: (?:are|being|should be|go|come|words?|items?|names?))*[,:]? (?:(?:sorted|broken|then|ordered|in|by|put|resolved) )*(?:alphabetically|alphabetical(?: order)?|by (?:the )?alphabet)\)?$|,? ?(?:and )?then (?:by |in |sort(?:ed)? )?(?:alphabetically|alphabetical order|by (?:letters?|alphabet|name))$/iu
const PLAIN = whole(`sort(?: (?:items|list|words|names|lines))?(?: up)?`)
const PLAIN_DOWN = whole(`sort(?: (?:items|list|words|names|lines))?,? (?:in )?(?:descending|desc|reverse)(?: order)?`)
const REVERSED = whole(
  `(?:reverse|turn around)(?: (?<what>items|list|lines|names|words|numbers|order|items order|list order|line order|item order))?(?: (?:order )?of (?:items|list|lines|names|numbers))?|(?:make|put|list|write|get)(?: (?:items|lines|names|numbers|list))? in reverse(?:d)?(?: order)?|in reverse(?:d)? order|last (?:to|item) first|from last to first|backwards`,
)
const DEDUPED = whole(
  `(?:remove|get rid of|skip)(?: repeated| duplicate| double| doubled| exact)* (?:duplicates|repeated items)(?: (?:lines|items|words|names|numbers|in list))?|dedupe(?: list| lines| items| words)?|de-?duplicate(?: list| lines| items)?|dedup(?: list)?|(?:get|keep|make)?(?: only)? ?(?:unique|distinct)(?: (?:items|lines|words|names|numbers|values|only))*|(?:get|keep|list)(?: every| each)?(?: (?:item|line|word|name|number|one))? (?:only |just )?once(?: only)?|keep (?:only )?(?:one|first) (?:of each|occurrence(?: of each)?|copy(?: of each)?)|(?:without|no) duplicates|each(?: one| item)? only once|unify`,
)

export const itemSortRules: readonly PlannerRule[] = [
  defineTextRule({
    id: 'item-orders',
    reason: 'Brings a given list into another order, or leaves out what comes again in it.',
    order: 250,
    unmarked: ({ form, text }) => (form === 'bare' && text.includes(',')) || text.startsWith('['),
    heeds: ['ignore_case', 'match_case', 'keep_order'],
    hint: /sort|order|arrange|organi|put|list|alphabet|natural|length|revers|flip|invert|backward|last|dup|dup|unique|distinct|once|double|repeat|a-z|z-a|first|unify/iu,
    examples: {
      yes: [
        'sort these lines alphabetically ignoring case:\nbanana\nApple\ncherry',
        'natural sort: file10.txt, file2.txt, file1.txt',
        'Sort by last name: Peter Zoltan, Mia Abel, Jan Kuiper',
        'Sort this by the number in front please.\n3 paint fence\n1 call mum\n2 order bin bags',
        'remove duplicates ignoring case: Apple, apple, Pear',
        'pear, apple, fig, cherry <- natural order pls',
        'Remove the duplicates and keep the order: red, blue, red, green',
        'sort descending but ignore case: beta, Alpha, gamma, Delta',
      ],
      no: [
        'sort by price: apple, pear',
        'sort by last name and explain why: Peter Zoltan, Mia Abel',
        'order by importance: sleep, food',
        'remove duplicates: Apple, apple, Pear',
        'sort by year: Heat, Alien',
        'sort these movies: Heat 1995, Alien 1979',
        'sort by length: 5 cm, 3 m',
      ],
    },
    read: request => sorted(request) ?? turned(request) ?? deduped(request),
  }),
]

type Found = { readonly by: string; readonly order: 'asc' | 'desc'; readonly reading?: string }

function wayOf(head: string, list: List): Found | null {
  const isNumbers = numbersOf(list.seen) !== null
  const way = (by: string, down: string | undefined, reading = ''): Found => ({
    by,
    order: down === undefined ? 'asc' : 'desc',
    ...(reading === '' ? {} : { reading }),
  })
  if (BY_LETTERS.test(head)) return way('letters', undefined)
  if (BACKWARDS.test(head)) return way('letters', 'down')
  const length = BY_LENGTH.exec(head)?.groups
  if (length !== undefined) return way('length', length.down ?? length.down2)
  const last = BY_LAST.exec(head)
  if (last !== null) return way('last_word', last.groups?.down)
  if (NATURAL.test(head)) return way('natural', undefined)
  const size = BY_SIZE.exec(head)?.groups
  if (
    size !== undefined &&
    (isNumbers || (/numeric|number/.test(size.plain ?? '') && list.seen.every(item => /^\d/.test(item))))
  )
    return way('number', size.down ?? size.down2)
  const number = BY_NUMBER.exec(head)
  if (number !== null) return way('number', number.groups?.down)
  const said = readSort(head)
  if (said !== null && said.by !== 'any') {
    // Items with a number each may be sorted by it; others have none.
    if (said.by === 'number' && !isNumbers) return null
    return way(said.by, said.isDown ? 'down' : undefined)
  }
  if (PLAIN_DOWN.test(head)) return isNumbers ? way('number', 'down') : way('letters', 'down', 'Sorted by letters.')
  if (!PLAIN.test(head)) return null
  return isNumbers ? way('number', undefined) : way('letters', undefined, 'Sorted by letters.')
}

/** By length, and equally long ones by letters: sorted by letters first, as equal ones stay as they were. */
function bothWays(request: TextRequest, head: string): Answer | null {
  const rest = head.replace(TIE, '')
  const found = rest === head ? undefined : BY_LENGTH.exec(rest)?.groups
  const list = found === undefined ? null : listOf(request, /words|names|items|list/i.test(`${head} ${request.noun}`))
  if (found === undefined || list === null || list.seen.some(item => /\d/.test(item) || COMPLEX.test(item))) return null
  const order = (found.down ?? found.down2) === undefined ? 'asc' : 'desc'
  return answerList(
    listThrough(list, [
      { name: 'Sort by letters', op: 'list.arrange', more: { by: 'letters' } },
      { name: 'Sort by length', op: 'list.arrange', more: { by: 'length', order } },
    ]),
  )
}

function sorted(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  const ties = bothWays(request, head)
  if (ties !== null) return ties
  if (AS_TEXT.test(head)) {
    const list = listOf(request, true)
    // Signs are compared by their codes: capitals and accents would stand where nobody looks for them.
    if (list === null || !list.seen.every(item => /^[a-z\d.-]+$/.test(item) || /^[A-Z\d.-]+$/.test(item))) return null
    return answerList(listThrough(list, [{ name: 'Sort as text', op: 'list.sort' }]), {
      reading: 'Compared sign by sign.',
    })
  }
  // Single words between blanks are a list where the request says so.
  const list = listOf(request, /words|names|items|list|alphabet/i.test(`${head} ${request.noun}`))
  const way = list === null ? null : wayOf(head, list)
  if (list === null || way === null || !isFit(request, list, way)) return null
  const isExact = request.wishes.includes('match_case')
  if (isExact && way.by !== 'letters') return null
  const more = { by: way.by, order: way.order }
  const step = isExact
    ? { name: 'Sort the list', op: 'list.sort', more: { order: way.order } }
    : { name: 'Sort the list', op: 'list.arrange', more }
  const reading = isExact ? 'Capital letters come before small ones.' : (way.reading ?? '')
  return answerList(listThrough(list, [step]), { reading })
}

/** Whether one order is meant, and no other that people use gives something else. */
function isFit(request: TextRequest, { seen }: List, way: Found): boolean {
  if (
    way.by === 'length' &&
    !/length|letters|characters|words?|names?|strings?|long they/i.test(`${request.head} ${request.noun}`)
  )
    return false
  if (way.by === 'length') return seen.every(item => !/\d/.test(item) && !COMPLEX.test(item))
  if (way.by === 'last_word') return seen.every(item => /^\p{Lu}[\p{L}'.-]*(?: [\p{L}'.-]+)+$/u.test(item))
  if (way.by === 'number') {
    if (numbersOf(seen) !== null) return seen.every(item => /^-?(?:\d{1,15}|\d{1,9}\.\d{1,6})$/.test(item))
    // One number in each, in front or behind, of one form.
    return seen.every(item => /^(?:\D*(?<![\d.,])\d{1,9}(?![\d.,])\D*)$/u.test(item) && !/-\d/.test(item))
  }
  if (way.by === 'natural') return true
  if (seen.some(item => /\d/.test(item))) {
    const [plain, natural] = ['letters', 'natural'].map(by =>
      JSON.stringify(peek('list.arrange', { items: [...seen], by, order: way.order })?.items),
    )
    if (plain !== natural) return false
  }
  if (way.reading === undefined) return true
  // Without a word about letters, only plain words are sorted by them.
  return seen.every(isUnranked)
}

function turned(request: TextRequest): Answer | null {
  const found = REVERSED.exec(canonical(request.head))
  if (found === null) return null
  const isList = /^(?:list|lists|items|lines|names|numbers|rows|entries|values)$/.test(request.noun)
  const isSaid = /items|list|lines|names|numbers|order|last/.test(found[0])
  const isWords = /words?(?!\p{L})/iu.test(`${request.head} ${request.noun}`) && /order/.test(found[0])
  const list = listOf(request, isWords)
  // `reverse this: a, b` may mean the letters.
  if (list === null || !(isSaid || isList || isWords || request.items !== undefined)) return null
  if (/words/.test(found[0]) && list.seen.some(item => /\s/.test(item))) return null
  return answerList(listThrough(list, [{ name: 'Turn the list around', op: 'list.reverse' }]))
}

function deduped(request: TextRequest): Answer | null {
  const head = canonical(request.head)
  if (!DEDUPED.test(head)) return null
  const list = listOf(request, /words|names|numbers|list/.test(`${head} ${request.noun}`))
  if (list === null || list.seen.some(item => / \/ /.test(item))) return null
  // Rows of a table are no items, unless they are called lines.
  if (list.joint === '\n' && !/lines?|rows?/i.test(`${request.head} ${request.noun}`) && isTable(list.seen)) return null
  if (isNumbersTwice(list.seen)) return null
  const isLoose = request.wishes.includes('ignore_case')
  const isExact = request.wishes.includes('match_case') || /(?<!\p{L})exact(?!\p{L})/iu.test(head)
  const once = new Set(list.seen).size
  // Items that differ in capitals alone may or may not be the same.
  if (!isLoose && !isExact && new Set(list.seen.map(item => item.toLowerCase())).size !== once) return null
  const more = isLoose ? { ignore_case: true } : {}
  const reading = isLoose ? 'Of equal ones the first stays.' : ''
  return answerList(listThrough(list, [{ name: 'Keep each item once', op: 'list.dedupe', more }]), { reading })
}
