/** Lines of a log: how many have a level, how many have each, which they are; and how many lines hold a word. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { evaluated } from '../evaluated.ts'
import { textReply } from '../listed.ts'
import { peek } from '../peek.ts'
import { type Answer, at, literal, single, task, withHow } from '../rule.ts'
import { bareOf, besideOf, runOfLines, spanOf, spokenOf } from './asked-text.ts'
import { countEach, countMembers } from './grouped.ts'

const LEVEL = /(?:^|[\s[<(|:])(FATAL|CRITICAL|ERROR|ERR|WARNING|WARN|INFO|DEBUG|TRACE|NOTICE|SEVERE)(?=$|[\s\]>):|,])/
const LONGEST = 30_000

const L = '(?<level>fatal|critical|error|err|warning|warn|info|debug|trace|notice|severe)s?'
const LINES = '(?:lines?|entries|entry|messages?|logs?|events?|rows?|records?)'
const THERE =
  '(?: (?:(?:are|is|were|was)(?: there)?|do (?:i|we) (?:have|see)|there are|occurred|happened|appeared|got logged|were logged))?(?: in (?:it|this|the log|total|all))?'
const form = (source: string): RegExp => new RegExp(`^(?:${source})$`, 'u')
const COUNT = form(
  `(?:how many|count|number of|total)(?: of)?(?: all| the| only| just)*(?: lines| entries| messages)?(?: (?:of|with|at|are|is|have|contain|say|marked|the|level|type|as|tagged))* ${L}(?: level)?(?: ${LINES})?${THERE}`,
)
const EACH = form(
  `(?:(?:how many|count|number of)(?: the| all)*(?: ${LINES})?(?: (?:are there|do we have))?(?: (?:of|per|for|at|in|by))?(?: each| every)?(?: log)? (?:level|type|severity|severities|levels)|(?:how many|count)(?: ${LINES})? (?:of )?each(?: level| type| severity)|${LINES} (?:per|by) (?:level|type|severity)|count by (?:level|type|severity))${THERE}`,
)
const LIST = form(
  `(?:only )?(?:(?:show|list|extract|give|print|keep|filter|display|which|filter out|pull out|see)(?: me)?)?(?: ?(?:only|just|all|the))*(?: ${LINES} (?:with|of|that are|that have|level))?(?: level)? ?${L}(?: ${LINES})?(?: only)?`,
)
const EDGE = form(`(?<edge>first|last|latest|most recent)(?: logged)? ${L}(?: ${LINES})?`)
const SHARE = form(
  `(?:what |which )?(?:percentage|percent|share|proportion|%)(?: of)?(?: the| all)*(?: ${LINES})?(?: (?:are|is|were|have|with))? ${L}(?: ${LINES})?`,
)

const canonical = (level: string): string =>
  ({ warn: 'WARN', warning: 'WARN', err: 'ERROR', error: 'ERROR' })[level.toLowerCase()] ?? level.toUpperCase()

type Log = { readonly lines: readonly string[]; readonly levels: readonly string[]; readonly question: string }

/** `count the ERROR lines` has a level too, and is none of the log. */
function asksForLevel(line: string): boolean {
  if (line.length > 90 || /^[\d[]/.test(line)) return false
  const question = bareOf(spokenOf(line.replace(/[:?.!]+$/, '')) ?? '')
  return /\?\s*$/.test(line) || [COUNT, EACH, LIST, SHARE, EDGE].some(pattern => pattern.test(question))
}

function readLog(message: string): Log | null {
  if (message.length > LONGEST || !/\n/.test(message) || !LEVEL.test(message)) return null
  const found = runOfLines(message, line => (LEVEL.test(` ${line}`) && !asksForLevel(line) ? line : null))
  const beside = found === null ? null : besideOf(message, found.span)
  const spoken = beside?.questions.length === 1 ? spokenOf(beside.questions[0] as string) : null
  if (found === null || spoken === null) return null
  const levels = found.rows.map(line => canonical(LEVEL.exec(` ${line}`)?.[1] ?? ''))
  return { lines: found.rows, levels, question: bareOf(spoken) }
}

const CODE = /(?<![\p{L}])(?:GET|POST|PUT|DELETE|HEAD|PATCH|OPTIONS) \S+(?: HTTP\/[\d.]+"?)? (?<code>[1-5]\d\d)(?= |$)/u
const CODES = form(
  `(?:how many|count|number of)(?: (?:the|requests?|calls?|hits|responses?|${LINES}))*(?: (?:returned?|with|have|had|are|were|was|got|gave|failed|ended|in|status|code|a|an|the|of))* (?<code>[1-5]\\d\\d)s?(?: (?:errors?|responses?|status|codes?|requests?|are|were|there))*${THERE}`,
)
const EACH_CODE = form(
  `(?:how many|count|number of)(?: (?:requests?|calls?|hits|responses?|${LINES}))?(?: (?:of|per|for|by|with))? ?(?:each )?(?:http )?(?:status(?: codes?)?|codes?)${THERE}|(?:requests?|${LINES}) per (?:status|code|status code)`,
)

/** Requests to a server by the code of their answer. */
function requestsIn(message: string): Answer | null {
  if (message.length > LONGEST || !CODE.test(message)) return null
  const found = runOfLines(message, line => CODE.exec(line)?.groups?.code ?? null)
  const beside = found === null ? null : besideOf(message, found.span)
  const spoken = beside?.questions.length === 1 ? spokenOf(beside.questions[0] as string) : null
  if (found === null || spoken === null) return null
  const members = found.rows.map((group, at) => ({ name: String(at + 1), group }))
  const question = bareOf(spoken)
  if (EACH_CODE.test(question)) return countEach(members)
  const code = CODES.exec(question)?.groups?.code
  return code === undefined ? null : countMembers(members, { group: code, isOthers: false, said: `with ${code}` })
}

function answer({ lines, levels, question }: Log): Answer | null {
  if (EACH.test(question)) return perLevel(levels)
  const [counted, listed, share, edge] = [COUNT, LIST, SHARE, EDGE].map(
    pattern => pattern.exec(question)?.groups?.level,
  )
  const level = canonical(counted ?? share ?? listed ?? edge ?? '')
  if (level === '') return null
  const named = { ERROR: ['ERROR', 'ERR'], WARN: ['WARN', 'WARNING'] }[level] ?? [level]
  const number = levels.filter(own => own === level).length
  const input = { text: lines.join('\n'), contains: named, match_case: true }
  const seen = peek('extract.lines', input)?.lines
  // A level's name inside another line would be counted there too.
  if (!Array.isArray(seen) || seen.length !== number) return null
  const kept = task('lines', `Lines with ${level}`, 'extract.lines', input)
  if (share !== undefined) {
    const how = `${number} of ${lines.length} lines`
    return evaluated({ expression: `${number} / ${lines.length} * 100`, decimals: 2, how, unit: '%' })
  }
  if (counted !== undefined) {
    const size = task('count', 'Count them', 'list.size', { items: { $from: 'lines', pointer: '/lines' } }, ['lines'])
    const reply = withHow('{{count}}', { count: at('/count') }, `lines with ${level}`)
    return { tasks: [kept, size], answer: 'count', reply }
  }
  if (number === 0) return single(kept, '{{none}}', { none: literal(`None: no line has ${level}.`) })
  const all = Array.from({ length: number }, (_, i) => `{{/lines/${i}/text}}`)
  const items = edge === undefined ? all : question.startsWith('first') ? all.slice(0, 1) : all.slice(-1)
  const isFenced = 'how' in textReply('/text', lines.join(' ')) || /[*_`#<>[\]|~\\]/.test(lines.join(''))
  const template = isFenced ? `\`\`\`\n${items.join('\n')}\n\`\`\`` : items.map(item => `- ${item}`).join('\n')
  return { tasks: [kept], answer: 'lines', reply: { template, values: { lines: at('/lines') } } }
}

function perLevel(levels: readonly string[]): Answer | null {
  const different = new Set(levels).size
  if (different > 20) return null
  const only = task('counts', 'Count the levels', 'list.count', { items: [...levels] })
  const template = Array.from({ length: different }, (_, i) => `- {{/counts/${i}/value}}: {{/counts/${i}/count}}`)
  return {
    tasks: [only],
    answer: 'counts',
    reply: { template: template.join('\n'), values: { counts: at('/counts') } },
  }
}

function read({ message, attachments }: PlannerInput): Answer | null {
  if (attachments.length > 0 || message.includes('`')) return null
  const log = readLog(message)
  return log === null ? requestsIn(message) : answer(log)
}

export const logLineRules: readonly PlannerRule[] = [
  {
    id: 'log-lines',
    reason: 'Counts or shows the lines of a pasted log that have a level, such as ERROR.',
    order: 196,
    examples: {
      yes: [
        'count the ERROR lines\n09:01 INFO started\n09:03 ERROR disk full\n09:04 WARN retry\n09:07 ERROR timeout',
        '[WARN] disk 81%\n[INFO] ok\n[WARN] disk 85%\nhow many warnings?',
        'how many lines of each level?\nINFO boot\nWARN temp\nINFO ready\nERROR fan',
        'how many requests returned 500?\nGET /a 200\nGET /b 500\nPOST /c 500\nGET /d 404',
        'show only the error lines:\n12:01 ERROR payment failed\n12:02 INFO retry\n12:03 ERROR payment failed',
      ],
      no: [
        'how many errors should we expect?\n09:01 INFO started\n09:03 ERROR disk full',
        'why are there errors?\n09:01 INFO started\n09:03 ERROR disk full',
        'how many errors before 9:05?\n09:01 INFO started\n09:03 ERROR disk full\n09:07 ERROR net',
        'how many different errors?\n09:01 ERROR disk\n09:03 ERROR disk\n09:07 ERROR net',
        'how many disk errors?\n09:01 ERROR disk\n09:03 ERROR disk\n09:07 ERROR net',
        'fix the error\n09:01 INFO started\n09:03 ERROR disk full',
        'how many errors?\n09:01 INFO started\n09:03 ERROR disk full\nsee ERROR above\nthanks',
      ],
    },
    match: input => {
      const found = read(input)
      return found === null ? [] : [{ span: spanOf(input.message), data: [[0, input.message.length]], ...found }]
    },
  },
]
