/** A message read as one JSON value, or two, and what is asked about it: the words around it, all of them. */
import type { JsonValue } from '#contracts/json-value'
import type { PlannedTask, PlannerInput, PlannerRule } from '#contracts/planner-port'
import { stripCourtesy } from '../message/strip-courtesy.ts'
import { mendTypos } from '../message/typos.ts'
import { type Answer, task } from '../rule.ts'
import { piecesOf } from './data-request.ts'
import { type FoundJson, findJson } from './find-json.ts'

export type JsonRequest = {
  readonly text: string
  readonly value: JsonValue | undefined
  readonly others: readonly FoundJson[]
  /** What is asked, in one line without courtesy, as it was written. */
  readonly asked: string
  readonly parse: PlannedTask
}

/** One question about JSON: its words wholly understood, or null. */
export type JsonAsk = (request: JsonRequest) => Answer | null

const requests = new WeakMap<PlannerInput, JsonRequest | null>()
const LONGEST_AROUND = 300

function readJsonRequest(input: PlannerInput): JsonRequest | null {
  let request = requests.get(input)
  if (request === undefined) {
    request = input.attachments.length > 0 ? null : readWhole(input.message)
    requests.set(input, request)
  }
  return request
}

function readWhole(message: string): JsonRequest | null {
  const found = findJson(message)
  const [first, ...others] = found ?? []
  if (first === undefined) return null
  let around = ''
  let at = 0
  for (const { span } of [first, ...others]) {
    around += ` ${message.slice(at, span[0])}`
    at = span[1]
  }
  around = `${around} ${message.slice(at)}`.replace(/```\w*/g, ' ')
  if (around.length > LONGEST_AROUND) return null
  const asked = piecesOf(around)
    .map(piece =>
      stripCourtesy(mendTypos(piece).replace(/[’‘]/g, "'").replace(/\s+/g, ' ')).text.replace(
        / (?:in|of|from|for|on|to|with|inside)$/i,
        '',
      ),
    )
    .filter(piece => piece !== '')
    .join(', ')
  if (asked === '') return null
  const { text, value } = first
  return { text, value, others, asked, parse: task('json', 'Read it as JSON', 'json.parse', { text }) }
}

type Draft = Omit<PlannerRule, 'match'> & { readonly asks: readonly JsonAsk[] }

/** A rule about JSON claims the whole message: nothing around the JSON is left unread. */
export function defineJsonRule({ asks, ...rule }: Draft): PlannerRule {
  return {
    ...rule,
    match: input => {
      const request = readJsonRequest(input)
      if (request === null) return []
      for (const ask of asks) {
        const answer = ask(request)
        if (answer !== null)
          return [
            {
              span: [0, Math.max(1, input.message.trimEnd().length - 1)],
              data: [[0, input.message.length]],
              ...answer,
            },
          ]
      }
      return []
    },
  }
}

/** Whether all words are among those, and one of the needed ones is there. */
export function isBag(asked: string, known: ReadonlySet<string>, needed: RegExp): boolean {
  if (!needed.test(asked)) return false
  const words = asked.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}'/-]*/gu) ?? []
  return words.length > 0 && words.length < 24 && words.every(word => known.has(word)) && !/["`“{}[\]<>=+*]/.test(asked)
}

export const bag = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** Words that any request about JSON may have. */
export const AROUND =
  'a an the this that these it its is are be of in to as into from for on with and me my i us please pls plz thanks thx can could you would will json object array text string document data payload response snippet code file following below above here given some piece blob value kindly just only quickly give show print make turn convert return want need tell'
