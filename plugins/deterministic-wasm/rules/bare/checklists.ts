/** A list with boxes: what is still open, what is done, how many of each. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import type { Answer } from '../rule.ts'
import { bareOf, besideOf, runOfLines, spanOf, spokenOf } from './asked-text.ts'
import { countMembers, listMembers, type Member, shareOfMembers } from './grouped.ts'

const BOX =
  /^(?:[-*•]\s*|\d{1,3}[.)]\s*)?(?:\[(?<box>[ xX✓✔]?)\]|(?<sign>[☐☑☒✅✔✓❌✗⬜]\uFE0F?))\s*(?<text>\S.{0,200})$/u
const DONE_SIGN = /^[☑✅✔✓]/u
const OPEN_SIGN = /^[☐⬜❌✗]/u

function toMember(line: string): Member | null {
  const groups = BOX.exec(line)?.groups
  if (groups === undefined) return null
  const { box, sign = '', text = '' } = groups
  // `☒` is done for some and refused for others.
  if (box === undefined && !DONE_SIGN.test(sign) && !OPEN_SIGN.test(sign)) return null
  const isDone = box === undefined ? DONE_SIGN.test(sign) : /[xX✓✔]/.test(box)
  return { name: text.trim(), group: isDone ? 'done' : 'open' }
}

/** `[x] a [ ] b [x] c` on one line, or `wash car (done), buy stamps`. */
function onOneLine(
  message: string,
): { readonly rows: readonly Member[]; readonly span: readonly [number, number] } | null {
  if (message.length > 2_000) return null
  const boxed =
    /\[[ xX✓✔]?\] [^[\]\n?!:]{1,80}?(?:[,;]? ?\[[ xX✓✔]?\] [^[\]\n?!:–—]{1,80}?)+(?=\s+[-–—]\s|[.?!\n]\s|[.?!\n]?$)/u.exec(
      message,
    )
  if (boxed !== null) {
    const parts = boxed[0].split(/[,;]? ?(?=\[)/u).filter(part => part !== '')
    const rows = parts.map(toMember)
    return rows.includes(null) ? null : { rows: rows as Member[], span: [boxed.index, boxed.index + boxed[0].length] }
  }
  const marked = /(?<=:\s)[^:?!\n]{5,600}?\(done\)[^:?!\n]{0,600}?(?=[.?!]\s|\n|[.?!]?$)/u.exec(message)
  if (marked === null) return null
  const items = marked[0].split(/[,;] /u).map(item => item.trim())
  if (items.length < 2 || items.some(item => /\((?!done\)$)/u.test(item) || item === '' || item.length > 60))
    return null
  const rows = items.map(item => ({
    name: item.replace(/ ?\(done\)$/u, ''),
    group: /\(done\)$/u.test(item) ? 'done' : 'open',
  }))
  return { rows, span: [marked.index, marked.index + marked[0].length] }
}

const THING = '(?:tasks?|items?|things?|to-?dos?|entries|points?|ones|boxes|chores|jobs|steps?|lines?)'
const OPEN =
  "(?:(?:still |yet )*(?:open|left(?: to do| over)?|(?:to be |to )(?:do|done)|unchecked|unticked|unfinished|undone|remaining|outstanding|incomplete|pending|missing|empty)|(?:are |is )?(?:still )?(?:not|n't)(?: been)?(?: yet)? (?:done|finished|completed|checked|ticked|complete|crossed)(?: off)?(?: yet)?)"
const DONE = '(?:(?:already )?(?:done|finished|completed|checked|ticked|complete|crossed)(?: off)?(?: already)?)'
const BE =
  '(?:(?: (?:are|is|have|has|do|does|did|i|we|been|still|already|there|that|which|to|of|these|those|them|the|my|all))*)'
const NOTS = /(?:(?:are|is|have|has|do|did|was|were)n't|aint|(?:are|is|have|has) not)(?= )/gu

const kinds = (state: string): string =>
  `(?:${THING})?${BE} ?${state}(?: ${THING})?(?: (?:are there|do i have|do we have|are left|are|left|to do|there))*`
const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const ASKS = [
  ['count', 'open', form(`(?:how many|count|number of)(?: of)?(?: the| these| my)* ?${kinds(OPEN)}`)],
  ['count', 'done', form(`(?:how many|count|number of)(?: of)?(?: the| these| my)* ?${kinds(DONE)}`)],
  [
    'count',
    'done',
    form(
      'how many (?:have|did) (?:i|we) (?:already )?(?:done|do|finish(?:ed)?|complete[d]?|tick(?:ed)? off|check(?:ed)? off)(?: already)?',
    ),
  ],
  [
    'list',
    'open',
    form(
      `(?:(?:what|which|list|show|give me|print|only|just)(?:'s)?(?: only| just| all)*(?: of)?(?: the| these| my)* ?)?${kinds(OPEN)}(?: only)?`,
    ),
  ],
  [
    'list',
    'open',
    form(
      "what (?:do|have) (?:i|we) (?:still )?(?:have |need |got |left )?to (?:still )?do(?: still)?|what (?:else )?is (?:still )?to do|(?:what )?(?:have|haven't) (?:i|we) (?:not )?done yet",
    ),
  ],
  [
    'list',
    'done',
    form(
      `(?:(?:what|which|list|show|give me|print|only|just)(?:'s)?(?: only| just| all)*(?: of)?(?: the| these| my)* ?)?${kinds(DONE)}(?: only)?`,
    ),
  ],
  ['list', 'done', form('what (?:have|did) (?:i|we) (?:already )?(?:done|do|finish(?:ed)?|complete[d]?)(?: already)?')],
  [
    'share',
    'done',
    form(`(?:what |which )?(?:percentage|percent|share|%)(?: of)?(?: the| these| my)* ?${kinds(DONE)}`),
  ],
  [
    'share',
    'open',
    form(`(?:what |which )?(?:percentage|percent|share|%)(?: of)?(?: the| these| my)* ?${kinds(OPEN)}`),
  ],
] as const

function read({ message, attachments }: PlannerInput): Answer | null {
  if (attachments.length > 0 || message.length > 20_000 || !/[[☐☑✅✔✓⬜]|\(done\)/u.test(message)) return null
  const found = runOfLines(message, toMember) ?? onOneLine(message)
  const beside = found === null ? null : besideOf(message, found.span, true)
  const spoken = beside?.questions.length === 1 ? spokenOf(beside.questions[0] as string) : null
  if (found === null || spoken === null) return null
  // Things that stand twice may be meant once.
  if (new Set(found.rows.map(({ name }) => name.toLowerCase())).size !== found.rows.length) return null
  const asked = bareOf(spoken.replace(NOTS, ' not').replace(/ +/g, ' '))
  for (const [kind, state, pattern] of ASKS) {
    if (!pattern.test(asked)) continue
    const choice = { group: state, isOthers: false, said: state }
    if (kind === 'list') return listMembers(found.rows, choice)
    if (kind === 'share') return shareOfMembers(found.rows, choice)
    return found.rows.some(({ group }) => group === state)
      ? countMembers(found.rows, choice)
      : countMembers([...found.rows], { ...choice, group: state })
  }
  return null
}

export const checklistRules: readonly PlannerRule[] = [
  {
    id: 'checklist',
    reason: 'Tells what is open or done in a pasted list with boxes, and how many of each.',
    order: 194,
    examples: {
      yes: [
        'todo:\n[x] call dentist\n[ ] buy milk\n[x] pay rent\n[ ] book train\nhow many are still open?',
        "- [x] tests\n- [ ] docs\n- [ ] release notes\n- [x] changelog\nwhat's not done yet",
        'Which of these are done?\n[x] water plants\n[ ] vacuum\n[x] laundry',
      ],
      no: [
        'how many should be done by Friday?\n[x] water plants\n[ ] vacuum\n[x] laundry',
        'which of these is most urgent?\n[x] water plants\n[ ] vacuum\n[ ] laundry',
        'what is done first?\n[x] water plants\n[ ] vacuum\n[x] laundry',
        'mark all as done\n[x] water plants\n[ ] vacuum',
      ],
    },
    match: input => {
      const found = read(input)
      return found === null ? [] : [{ span: spanOf(input.message), data: [[0, input.message.length]], ...found }]
    },
  },
]
