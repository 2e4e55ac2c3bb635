/** A list of names and what each belongs to, without a line of names above it: how many are from where, who, how many each has. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Answer } from '../rule.ts'
import { singular } from '../tables/find-column.ts'
import { type Beside, bareOf, besideOf, runOfLines, type Span, spanOf, spokenOf } from './asked-text.ts'
import {
  countEach,
  countGroups,
  countMembers,
  groupOf,
  largestGroup,
  listMembers,
  type Member,
  shareOfMembers,
  sizesOf,
} from './grouped.ts'

const NAME =
  "\\p{L}[\\p{L}\\p{N} .'’#/&]{0,40}?|#?\\d{1,6}|\\p{L}[\\p{L} .'’]{0,20} #?\\d{1,6}|\\p{L}[\\p{L}-]{0,30}(?: \\p{L}[\\p{L}-]{0,30}){0,2}"
const GROUP = "\\p{L}[\\p{L} .'’/&-]{0,30}"
const STATES =
  '(?:open|closed|done|paid|unpaid|pending|shipped|delivered|cancelled|canceled|failed|passed|present|absent|late|free|taken|occupied|booked|sold|available|broken|ok|yes|no|active|inactive|on|off|overdue|returned|approved|rejected|in progress|not started)'
/** Each way to put a name and its group; a list keeps to one. */
const FORMS: readonly RegExp[] = [
  new RegExp(`^(?<name>${NAME})\\s*;\\s*(?<group>${GROUP})$`, 'u'),
  new RegExp(`^(?<name>${NAME})\\t\\s*(?<group>${GROUP})$`, 'u'),
  new RegExp(`^(?<name>${NAME}) \\((?<group>${GROUP})\\)$`, 'u'),
  new RegExp(`^(?<name>${NAME}) ?: (?<group>${GROUP})$`, 'u'),
  new RegExp(`^(?<name>${NAME}) (?:-|–|—|->|→|=) (?<group>${GROUP})$`, 'u'),
  new RegExp(`^(?<name>${NAME}),\\s*(?<group>${GROUP})$`, 'u'),
  new RegExp(
    `^(?<name>\\p{L}[\\p{L} ]{0,20} #?\\d{1,6}|#?\\d{1,6}|\\p{L}[\\p{L}-]{0,20}(?: \\p{L}[\\p{L}-]{0,20})?) (?<group>${STATES})$`,
    'iu',
  ),
]
const BULLET = /^(?:[-*•]\s+|\d{1,3}[.)]\s+)/u
const HEADER =
  /^(?:names?|person|people|participants?|students?|child|kid|employees?|members?|items?|products?|tasks?|tickets?|orders?|countr(?:y|ies)|cit(?:y|ies)|teams?|groups?|class(?:es)?|status|state|departments?|dept|category|type|colou?r|who|what|where|from|answer|vote|room|id|no|nr)$/iu

type Read = Member & { readonly form: number }

function memberIn(line: string): Read | null {
  const text = line.replace(BULLET, '').replace(/[.,;]$/, '')
  if (text.length > 90 || /[?!]$/.test(text)) return null
  for (const [form, pattern] of FORMS.entries()) {
    const groups = pattern.exec(text)?.groups
    if (groups !== undefined) return { name: (groups.name ?? '').trim(), group: (groups.group ?? '').trim(), form }
  }
  return null
}

type Found = { readonly members: readonly Member[]; readonly span: Span }

function findMembers(message: string): Found | null {
  const found = onLines(message) ?? onOneLine(message)
  if (found === null || found.members.length < 3) return null
  const { members } = found
  const [first] = members
  if (first === undefined || HEADER.test(first.name) || HEADER.test(first.group)) return null
  // One person or thing a line, and groups that have several: else they are no groups.
  if (new Set(members.map(({ name }) => name.toLowerCase())).size !== members.length) return null
  const sizes = sizesOf(members)
  const folded = new Set([...sizes.keys()].map(group => group.toLowerCase()))
  return folded.size === sizes.size && sizes.size < members.length ? found : null
}

function onLines(message: string): Found | null {
  if (!message.includes('\n')) return null
  const first = runOfLines(message, memberIn, 3)
  if (first?.rows.every(({ form }) => form === first.rows[0]?.form)) return { members: first.rows, span: first.span }
  // A question or a label may look like a row of another form.
  for (const form of FORMS.keys()) {
    const run = runOfLines(
      message,
      line => {
        const member = memberIn(line)
        return member?.form === form ? member : null
      },
      3,
    )
    if (run !== null) return { members: run.rows, span: run.span }
  }
  return null
}

/** `Anna (Germany), Luc (France)` or `Ali - Turkey; Mia - Italy`, behind a mark or at the beginning. */
function onOneLine(message: string): Found | null {
  if (message.length > 3_000 || message.includes('\n\n')) return null
  const segments = [...message.matchAll(/(?:[^\n?!.:]|[.:](?=[^\s])|:(?= \p{L}+[,;]))+/gu)]
  for (const segment of segments) {
    const text = segment[0]
    const start = segment.index + text.length - text.trimStart().length
    const parts = text.trim().split(text.includes(';') ? /\s*;\s*/ : /,\s+(?:and )?|\s+and\s+(?=\p{Lu})/u)
    const members = parts.map(memberIn)
    if (parts.length < 3 || members.some(member => member === null || member.form !== members[0]?.form)) continue
    if (members[0]?.form === 5) continue
    return { members: members as Member[], span: [start, start + text.trim().length] }
  }
  return null
}

const PEOPLE =
  '(?:people|persons?|participants?|guests?|students?|pupils?|players?|members?|entries|names?|kids?|children|employees?|customers?|clients?|visitors?|runners?|attendees|users?|colleagues|candidates?|applicants?|volunteers?|friends?|of them|of the [a-z]+|of these|ones?|tickets?|tasks?|orders?|invoices?|items?|parcels?|packages?|bugs?|issues?|rows?|lines?|rooms?|seats?|machines?|devices?|answers?|votes?|bills?)'
const LINK =
  '(?:are|is|come|comes|came|live|lives|work|works|play|plays|were|was|do|does|did|have|has|had|belong|belongs|be|from|in|to|for|with|on|of|at|the|a|an|there|that|who|which|said|say|says|voted|vote|answered|chose|marked|still|currently|being|status|state|team|group|department|class|as|by)'
const NOUN = `(?!${LINK} )(?:${PEOPLE}|[a-z]+)`
const COUNT = new RegExp(
  `^(?:how many|count|number of)(?: all| the| of)*(?: (?<noun>${NOUN}))?(?: ${LINK})*(?<not> not)?(?: ${LINK})* «g(?<group>\\d+)»(?: ${LINK})*(?: (?<noun2>${NOUN}))?(?: ${LINK})*$`,
  'u',
)
const LIST = new RegExp(
  `^(?:(?:who|which|what|list|show|name|give me|everyone|everybody|all|only)(?: all| the| of| is| are)*)(?: (?<noun>${NOUN}))?(?: ${LINK})*(?<not> not)?(?: ${LINK})* «g(?<group>\\d+)»(?: ${LINK})*(?: (?<noun2>${PEOPLE}))?(?: ${LINK})*$`,
  'u',
)
const EACH = new RegExp(
  `^(?:(?:how many|count|number of|total)(?: the| all)*)?(?: ?(?<noun>${PEOPLE}|(?!per|by|for|each|in|from)[a-z]+))?(?: (?:are there|are|do we have|there are|come|came|is there|per))*(?: (?:per|by|from|for|in|of|to|with|each|every))* (?<by>[a-z]+)(?: (?:are there|there are|has|have|do we have))?$`,
  'u',
)
const MOST_FROM =
  /^(?:which|what) (?<by>[a-z]+) (?:do|does|did) (?:the )?most(?: of them| people| participants| guests)? (?:come|live|work|play)(?: from| in| for)?$/u
const MOST =
  /^which (?<by>[a-z]+)(?: (?:has|have|had|sends|sent|is|appears|occurs|comes|got))*(?: the)? (?:most|biggest|largest)(?: (?<noun>[a-z]+))?(?: often| common| frequent(?:ly)?| represented)?$|^(?:the )?(?:most common|most frequent|commonest) (?<by2>[a-z]+)$/u
const DIFFERENT =
  /^(?:how many|number of|count)(?: the)? (?:different|distinct|unique) (?<by>[a-z]+)(?: (?:are there|are represented|are|there|do we have|appear))*$/u
const CELL = new RegExp(
  `^(?:where|(?:which|what) (?<by>[a-z]+))(?: ${LINK})* «n(?<name>\\d+)»(?:'s)?(?: ${LINK})*$`,
  'u',
)
const SHARE = new RegExp(
  `^(?:what |which )?(?:percentage|percent|share|%|proportion)(?: of)?(?: the| all)*(?: ${PEOPLE})?(?: ${LINK})*(?<not> not)?(?: ${LINK})* «g(?<group>\\d+)»(?: ${LINK})*$`,
  'u',
)

/** What groups may be called; `per person` and `per day` are something else. */
const GROUPED =
  /^(?:countr(?:y|ies)|nation(?:s|ality|alities)?|cit(?:y|ies)|towns?|teams?|groups?|class(?:es)?|status(?:es)?|states?|departments?|depts?|categor(?:y|ies)|types?|kinds?|colou?rs?|answers?|options?|rooms?|regions?|places?|languages?|grades?|sections?|shifts?|companies|company|schools?|houses?|clubs?|diets?|menus?|meals?|dish(?:es)?|sizes?|one)$/u

function mark(question: string, members: readonly Member[]): string {
  let text = question
  const groups = [...new Set(members.map(({ group }) => group))]
  const put = (word: string, sign: string): void => {
    const escaped = word.toLowerCase().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    text = text.replace(
      new RegExp(
        `(?<![\\p{L}\\p{N}«])${escaped}${sign.startsWith('«g') ? '(?:s(?!\\p{L}))?' : ''}(?![\\p{L}\\p{N}])`,
        'gu',
      ),
      sign,
    )
  }
  for (const [at, group] of groups.entries()) put(group, `«g${at}»`)
  for (const [at, { name }] of members.entries()) if (name.length > 1) put(name, `«n${at}»`)
  return text
}

/** Whether the members may be called so: who they are beyond their names nobody told. */
function isNoun(noun: string | undefined, members: readonly Member[], { label }: Beside): boolean {
  if (noun === undefined || new RegExp(`^${PEOPLE}$`, 'u').test(noun)) return true
  const own = singular(noun)
  return label.nouns.has(own) || members.every(({ name }) => name.toLowerCase().startsWith(`${own} `))
}

function answer(question: string, { members }: Found, beside: Beside): Answer | null {
  const text = bareOf(mark(question.replace(/(?<=are|is|do|does|did|have|has|was|were)n't/gu, ' not'), members))
  const groups = [...new Set(members.map(({ group }) => group))]
  const found = [COUNT, LIST, SHARE].map(pattern => pattern.exec(text)?.groups)
  const at = found.findIndex(one => one !== undefined)
  const { group: place, noun, noun2, not } = found[at] ?? {}
  if (place !== undefined) {
    if (!isNoun(noun, members, beside) || !isNoun(noun2, members, beside)) return null
    const group = groups[Number(place)] as string
    const choice = { group, isOthers: not !== undefined, said: `${not === undefined ? '' : 'not '}${group}` }
    return [countMembers, listMembers, shareOfMembers][at]?.(members, choice) ?? null
  }
  if (text.includes('«g')) return null
  const cell = CELL.exec(text)?.groups
  if (cell !== undefined)
    return cell.by === undefined || GROUPED.test(cell.by) ? groupOf(members, Number(cell.name)) : null
  if (text.includes('«n')) return null
  const most = (MOST.exec(text) ?? MOST_FROM.exec(text))?.groups
  if (most !== undefined)
    return GROUPED.test(most.by ?? most.by2 ?? '') && isNoun(most.noun, members, beside) ? largestGroup(members) : null
  const different = DIFFERENT.exec(text)?.groups
  if (different !== undefined) return GROUPED.test(different.by ?? '') ? countGroups(members) : null
  const each = EACH.exec(text)?.groups
  if (each === undefined || !/(?:^| )(?:per|by|each|every)(?: |$)/u.test(text)) return null
  return GROUPED.test(each.by ?? '') && isNoun(each.noun, members, beside) ? countEach(members) : null
}

function read({ message, attachments }: PlannerInput): Answer | null {
  if (attachments.length > 0 || message.length > 20_000 || !/[\n,;]/.test(message)) return null
  if (!/(?:how many|count|who|which|where|what|number|list|show|name|percent|share|per |each|every)/iu.test(message))
    return null
  const found = findMembers(message)
  const beside = found === null ? null : besideOf(message, found.span, true)
  const spoken = beside?.questions.length === 1 ? spokenOf(beside.questions[0] as string) : null
  return found === null || beside === null || spoken === null ? null : answer(spoken, found, beside)
}

export const nameGroupRules: readonly PlannerRule[] = [
  {
    id: 'name-groups',
    reason: 'Counts or names those of a pasted list that belong to a group, such as participants from a country.',
    order: 198,
    examples: {
      yes: [
        'how many of the participants come from Spain\nLuis;Spain\nMarta;Spain\nJean;France\nEva;Spain\nPiet;Belgium',
        'Participants: Anna (Germany), Luc (France), Jan (Germany), Marta (Spain). How many per country?',
        'Ali - Turkey\nMaria - Italy\nJohn - UK\nGiulia - Italy\nhow many people are from Italy',
        'Ticket 14 open\nTicket 15 closed\nTicket 16 open\nhow many tickets are open',
        'who is from Italy?\nAli - Turkey\nMaria - Italy\nJohn - UK\nGiulia - Italy',
      ],
      no: [
        'how many women are from Italy?\nAli - Turkey\nMaria - Italy\nJohn - UK\nGiulia - Italy',
        'how many would move to Italy?\nAli - Turkey\nMaria - Italy\nJohn - UK\nGiulia - Italy',
        'who is from Italy or the UK?\nAli - Turkey\nMaria - Italy\nJohn - UK\nGiulia - Italy',
        'who is older?\nAli - Turkey\nMaria - Italy\nJohn - UK\nGiulia - Italy',
      ],
    },
    match: input => {
      const found = read(input)
      return found === null ? [] : [{ span: spanOf(input.message), data: [[0, input.message.length]], ...found }]
    },
  },
]
