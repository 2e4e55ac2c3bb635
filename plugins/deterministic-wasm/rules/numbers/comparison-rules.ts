/** Which of several numbers is larger: fractions beside decimals, percentages, powers and roots, and whether two are the same. */
import type { PlannerInput, PlannerRule } from '#contracts/planner-port'
import { fromRoman } from '../../arithmetic/roman.ts'
import { decided, hasMember } from '../decided.ts'
import { plainNumbers } from '../message/plain-numbers.ts'
import type { Clause } from '../message/read-message.ts'
import { findSource } from '../message/source.ts'
import { peek } from '../peek.ts'
import { type Answer, at, defineRule, task } from '../rule.ts'
import { readNumberPhrase } from './number-phrase.ts'

const MORE = 'bigger|larger|greater|higher|more|biggest|largest|greatest|highest|most'
const LESS = 'smaller|less|lower|fewer|smallest|lowest|least'
const WAY = `(?<way>${MORE}|${LESS})`
const ONE =
  '(?: (?:ones?|1|numbers?|values?|fractions?|quantity|amount|is|of (?:these|them|those|the(?: (?:two|three|2|3|following))?)(?: (?:two|three|2|3))?(?: (?:numbers|fractions|values))?))*'
const REST =
  '(?:[,;]? (?:please|pls|and by how much|by how much|or are they (?:equal|the same)|or (?:not|the other way (?:a)?round|smaller|bigger|less|more|equal|vice versa)))?'

const QUESTIONS: readonly RegExp[] = [
  new RegExp(
    `^(?:which|what)${ONE}(?: is|'s|s)?(?: the)? ${WAY}${ONE}(?: ?[,:;]+ ?| ?-+ (?=\\S)| between | out of | from | among | of )?(?: ?)(?<list>.+?)${REST}$`,
    'iu',
  ),
  new RegExp(`^(?<list>.+?) ?[,;:-]* (?:which|what)${ONE}(?: is|'s|s)?(?: the)? ${WAY}${ONE}${REST}$`, 'iu'),
  /^(?:the )?(?<way>biggest|largest|greatest|highest|smallest|lowest|bigger|larger|greater|smaller)(?: (?:number|one|1|value|fraction))?(?: of| out of| among| from|:| between) (?<list>.+?)$/iu,
]
const IS = new RegExp(
  `^(?:(?:so |then )?(?:is|are)|(?:check|tell me|say|know) (?:if|whether)) (?<a>.+?)(?: is| are)? (?:really |actually |any )?${WAY}(?: in value)? than (?<b>.+?)(?<by>,? and by how much|,? by how much)?${REST}$`,
  'iu',
)
const SAME =
  /^(?:(?:is|are|does)|(?:check|tell me|say|know) (?:if|whether)) (?<a>.+?)(?: is| are)? (?:(?:equal(?:s)?(?: to)?|the same(?: number| value| thing)? as|equivalent to|identical to|=) (?<b>.+?)|and (?<c>.+?)(?: are)? (?:the same|equal|equivalent|identical)(?: (?:numbers?|values?|fractions?|thing))?)$/iu
const ORDER =
  /^(?:order|sort|arrange|rank|put)(?: (?:these|those|them|the|this|following|all|numbers?|fractions?|values?|list|decimals|percentages|in|into|by|size|order|from|ascending|descending|increasing|decreasing|smallest|biggest|largest|greatest|least|lowest|highest|to|first|value|and|small|big|large|high|low))*$/iu

/** `put 1/2, 2/5 and 0.6 in ascending order` */
const INLINE =
  /^(?:order|sort|arrange|rank|put|write|list)(?: (?:the |these )?(?:numbers|fractions|values|decimals))? (?<list>-?\d[\d./%^, -]*(?:(?:,? and|,) -?\d[\d./%^ -]*)+),? (?<way>(?:(?:in|into|by) )?(?:ascending|descending|increasing|decreasing)(?: order)?|(?:in order )?(?:from )?(?:the )?(?:smallest|lowest|least|biggest|largest|greatest|highest|small|big|large|low|high) to (?:the )?(?:smallest|lowest|least|biggest|largest|greatest|highest|small|big|large|low|high)|(?:in order,? )?(?:the )?(?:smallest|lowest|least|biggest|largest|greatest|highest) first)$/iu

type Value = { readonly name: string; readonly expression: string }

export const comparisonRules: readonly PlannerRule[] = [
  defineRule({
    id: 'number-comparison',
    reason: 'Says which of several numbers is larger or smaller, or whether they are equal.',
    order: 102,
    pairs: true,
    hint: /\d|which|what|order|sort|arrange|rank|put|half|third|quarter|(?:one|two|three|four|five|six|seven|eight|nine|ten)(?!\p{L})/iu,
    examples: {
      yes: [
        'is 3/7 more than 0.43',
        'Which one is bigger, 7/9 or 0.78?',
        'Is 2^10 larger than 10^3, and by how much?',
        '-0.5 or -0.05, which one is the greater number',
        'is 0.999 bigger than 0.99?',
        'biggest of 3/4, 0.7 and 72%',
        'Order these smallest to biggest: 0.45, 2/5, 43%, 4/9',
        'are 6/8 and 9/12 the same?',
        'put 1/2, 2/5, 3/4 and 0.6 in ascending order',
        'Mum says 5/8 is bigger than 3/5. Is that right?',
        'is 1/3 less than 0.3',
        'which is smaller -5 or -3',
        'which is larger: two thirds or three quarters?',
      ],
      no: [
        'Which is bigger, France or Spain?',
        'Is 7 more than enough?',
        'Which is better, 5 or 6?',
        'Is version 3.11 newer than 3.9?',
        'Which is better, 5 km or 4 miles?',
        'Is 24/7 more than usual?',
        'Is 2 + 2 = 5?',
        'Which is more, 3 apples or 4?',
        'Is less than 5 the same as at most 4?',
        'Order these by date: 1/2, 3/4',
        'Is 1984 greater than Animal Farm?',
        'is 50/50 the same as a coin toss?',
      ],
    },
    // The mark of a factorial is lost at the end of a sentence.
    read: (clause, input) =>
      clause.mark.startsWith('!') ||
      !/\d|[IVXLCDM]{2}/.test(clause.data === null ? clause.plain : clause.data.text.slice(0, 200))
        ? null
        : (whichOf(clause) ?? whether(clause) ?? inOrder(clause, input)),
  }),
]

function valuesOf(list: string): Value[] | null {
  const parts = list
    .replace(/^(?:either|between|both) /i, '')
    .split(/,? (?:or|and|vs\.?|versus|against) |, (?:or |and )?|; | vs\.? /i)
  if (parts.length < 2 || parts.length > 12) return null
  const values = parts.map(readValue)
  return values.every(value => value !== null) ? values : null
}

/** One number, or a short calculation with signs. */
function readValue(written: string): Value | null {
  const name = written
    .trim()
    .replace(/^(?:the (?:number|fraction|value) |a |an )(?=\S)/i, '')
    .replace(/[.?!]+$/, '')
  const roman = /^[IVXLCDM]{2,15}$/.test(name) ? fromRoman(name) : null
  if (roman !== null) return { name, expression: String(roman) }
  const phrase = name.length > 60 || /^\d{1,2}[/.]\d{1,2}[/.]\d{2,4}$/.test(name) ? null : readNumberPhrase(name)
  return phrase === null || phrase.hasUnknown
    ? null
    : { name: /[a-z]/i.test(name) ? phrase.said : name, expression: phrase.expression }
}

/** `24/7` and `50/50` are no fractions, and nobody asks which of two whole numbers is larger unless they are written in other ways. */
const isSaying = (value: Value): boolean => /^(?:24\/7|50\/50|9\/11|80\/20|20\/20)$/.test(value.name)

function compareTask(
  values: readonly Value[],
): { readonly task: ReturnType<typeof task>; readonly seen: Readonly<Record<string, unknown>> } | null {
  if (values.some(isSaying)) return null
  const input = { values: values.map(value => ({ ...value })) }
  const seen = peek('math.compare', input)
  return seen === null ? null : { task: task('compared', 'Compare the numbers', 'math.compare', input), seen }
}

function whichOf(clause: Clause): Answer | null {
  if (
    clause.quotes.length > 0 ||
    (clause.data !== null && (clause.data.form !== 'inline' || clause.data.text.length > 200))
  )
    return null
  const behind = clause.data === null ? '' : `, ${plainNumbers(clause.data.text.replace(/[.?!]+$/, ''))}`
  for (const text of new Set([clause.plain + behind, clause.core + behind])) {
    for (const pattern of QUESTIONS) {
      const groups = pattern.exec(text)?.groups
      const values = groups === undefined ? null : valuesOf(groups.list ?? '')
      const found = values === null ? null : compareTask(values)
      if (values === null || found === null) continue
      if (found.seen.is_equal === true) return equal(found.task, values)
      const isLarge = new RegExp(`^(?:${MORE})$`, 'i').test(groups?.way ?? '')
      const end = isLarge ? 'largest' : 'smallest'
      const by = /by how much/i.test(text) ? '{{name}}, by {{difference}}' : '{{name}}'
      return { ...withLine(found.task, by, end), ...(behind === '' ? {} : { usesData: true }) }
    }
  }
  return null
}

/** The name, and the numbers in order in a second line. */
function withLine(only: ReturnType<typeof task>, template: string, end: string): Answer {
  return {
    tasks: [only],
    answer: only.key,
    reply: {
      template,
      how: '{{line}}',
      values: {
        name: at(`/${end}`),
        line: at('/text'),
        ...(template.includes('difference') ? { difference: at('/difference') } : {}),
      },
    },
  }
}

const equal = (only: ReturnType<typeof task>, values: readonly Value[]): Answer =>
  decided({
    tasks: [only],
    when: hasMember('is_equal', { const: true }),
    yes: `${values.length === 2 ? 'Neither: they' : 'They'} are equal.`,
    no: 'They are not equal.',
  })

function whether(clause: Clause): Answer | null {
  if (clause.quotes.length > 0 || clause.data !== null) return null
  const than = IS.exec(clause.plain)?.groups
  const same = than === undefined ? SAME.exec(clause.plain)?.groups : undefined
  const groups = than ?? same
  if (groups === undefined) return null
  const values = [readValue(groups.a ?? ''), readValue(groups.b ?? groups.c ?? '')]
  if (values[0] === null || values[1] === null || values[0] === undefined || values[1] === undefined) return null
  const pair = [values[0], values[1]] as const
  // A sum and its result are a matter of belief: `Is 2 + 2 = 5?`
  if (same !== undefined && pair.some(({ name }) => / (?:[-+*×÷]|of) /.test(name))) return null
  const found = compareTask(pair)
  if (found === null) return null
  const [a, b] = pair.map(({ name }) => name) as [string, string]
  const told =
    found.seen.first === 'equal' ? `${a} and ${b} are equal` : `${a} is ${String(found.seen.first)} than ${b}`
  const isBy = groups.by !== undefined || /by how much/i.test(clause.plain)
  const rest = isBy && found.seen.is_equal !== true ? ', by {{difference}}: {{text}}.' : ': {{text}}.'
  const members = isBy && found.seen.is_equal !== true ? ['difference', 'text'] : ['text']
  const wanted =
    than === undefined ? 'equal' : new RegExp(`^(?:${MORE})$`, 'i').test(than.way ?? '') ? 'larger' : 'smaller'
  return decided({
    tasks: [found.task],
    when: hasMember('first', { const: wanted }),
    yes: `Yes, ${told}`,
    no: `No, ${told}`,
    rest,
    members,
  })
}

/** Numbers of several kinds in order; plain numbers alone are the rule of lists. */
function inOrder(clause: Clause, input: PlannerInput): Answer | null {
  const inline = clause.data === null && clause.quotes.length === 0 ? INLINE.exec(clause.plain)?.groups : undefined
  if (inline === undefined && (clause.data === null || !ORDER.test(clause.text))) return null
  const source =
    inline === undefined ? findSource(clause, input, '') : { text: inline.list ?? '', kind: 'inline' as const }
  const text = (inline?.way ?? clause.text).toLowerCase()
  const down =
    /descending|decreasing|(?:biggest|largest|greatest|highest|big|large|high)(?: first|.*(?:smallest|least|lowest|small|low))/.test(
      text,
    )
  const up =
    /ascending|increasing|(?:smallest|lowest|least|small|low)(?: first|.*(?:biggest|largest|greatest|highest|big|large|high))/.test(
      text,
    )
  if (source === null || source.kind !== 'inline' || down === up) return null
  const values = valuesOf(source.text.replace(/[.?!]+$/, ''))
  if (values === null || values.every(({ name }) => /^-?[\d.]+$/.test(name))) return null
  const found = compareTask(values)
  if (found === null) return null
  const places = values.map((_, i) => (down ? values.length - 1 - i : i))
  return {
    tasks: [found.task],
    answer: 'compared',
    usesData: inline === undefined,
    reply: {
      template: places.map(i => `{{/ranked/${i}}}`).join(', '),
      how: '{{line}}',
      values: { ranked: at('/ranked'), line: at('/text') },
    },
  }
}
