/** Messages from words to the reply a person reads: the bundled plugin, the planner, admission and a whole kernel, without a model. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Attachment } from '#contracts/planner-port'
import { type MessageBench, NOW, openMessageBench } from '#testing/message-bench'
import { ANSWERS } from './answers.fixture.ts'
import { matchRules } from './match-rules.ts'
import { TRAPS } from './traps.fixture.ts'

let bench: MessageBench

beforeAll(async () => {
  bench = await openMessageBench()
}, 60_000)
afterAll(() => bench.close())

const SALES: Attachment = {
  name: 'sales.csv',
  mediaType: 'text/csv',
  text: 'order_id,Customer,Region,Total,units\n1,Ada,West,120.50,3\n2,Bob,East,80.00,1\n3,Ada,East,99.99,2\n4,Eve,West,310.00,7\n5,Bob,North,45.25,1\n',
}
const PEOPLE: Attachment = {
  name: 'people.json',
  mediaType: 'application/json',
  text: '[{"name":"Ann","age":31,"city":"Oslo"},{"name":"Ben","age":45,"city":"Rome"},{"name":"Cid","age":27,"city":"Oslo"}]',
}
const RAGGED: Attachment = {
  name: 'ragged.csv',
  mediaType: 'text/csv',
  text: 'item,price\npen,1.20\nbroken\ncup,3.30\n',
}
const TSV: Attachment = {
  name: 'stock.tsv',
  mediaType: 'text/tab-separated-values',
  text: 'item\tqty\npen, blue\t12\ncup\t5\n',
}
const NOTES: Attachment = {
  name: 'notes.txt',
  mediaType: 'text/plain',
  text: 'Ann wrote to bob@example.org.\nThen she left.\n',
}

type AboutFile = readonly [message: string, files: readonly Attachment[], text: string]
const ABOUT_FILES: readonly AboutFile[] = [
  ['What is the sum of total?', [SALES], '655.74\n\nSum of Total over 5 rows'],
  ['Which customer has the largest total?', [SALES], 'Eve\n\nSum of Total: 310'],
  ['Which order_id has the largest total?', [SALES], '4\n\nTotal: 310.00'],
  ['Which customer has the most units in total?', [SALES], 'Eve\n\nSum of units: 7'],
  ['average total', [SALES], '131.148\n\nAverage of Total over 5 rows'],
  [
    'total units by region',
    [SALES],
    '| Region | sum of units |\n| --- | ---: |\n| West | 10 |\n| East | 3 |\n| North | 1 |\n',
  ],
  ['How many rows are in the file?', [SALES], '5 rows'],
  ['how many rows does the csv have', [SALES], '5 rows'],
  ['How many different customers are there?', [SALES], '3\n\nDifferent values of Customer'],
  ['sum of total where region is East', [SALES], '179.99\n\nSum of Total over 2 rows, where Region is East'],
  ['how many rows have total above 100', [SALES], '2 rows, where Total > 100'],
  [
    'show rows where region is West',
    [SALES],
    '| order_id | Customer | Region | Total | units |\n| ---: | --- | --- | ---: | ---: |\n| 1 | Ada | West | 120.50 | 3 |\n| 4 | Eve | West | 310.00 | 7 |\n',
  ],
  [
    'top 2 rows by total',
    [SALES],
    '| order_id | Customer | Region | Total | units |\n| ---: | --- | --- | ---: | ---: |\n| 4 | Eve | West | 310.00 | 7 |\n| 1 | Ada | West | 120.50 | 3 |\n',
  ],
  ['In the attached CSV, what is the total of the Total column?', [SALES], '655.74\n\nSum of Total over 5 rows'],
  [
    'What is the total of the units column and how many rows are there?',
    [SALES],
    '14 — Sum of units over 5 rows\n\n5 rows',
  ],
  ['what columns are there', [SALES], '- order_id\n- Customer\n- Region\n- Total\n- units'],
  ['average age', [PEOPLE], '34.33\n\nAverage of age over 3 rows'],
  ['Which name has the highest age?', [PEOPLE], 'Ben\n\nage: 45'],
  [
    'sort by age',
    [PEOPLE],
    '| name | age | city |\n| --- | ---: | --- |\n| Cid | 27 | Oslo |\n| Ann | 31 | Oslo |\n| Ben | 45 | Rome |\n',
  ],
  ['What is the average age in people.json?', [SALES, PEOPLE], '34.33\n\nAverage of age over 3 rows'],
  [
    'What is the total price?',
    [RAGGED],
    '4.50\n\nSum of price over 2 rows\n\n_1 row was left out as broken; line 3 has 1 cells instead of 2._',
  ],
  ['sum of qty', [TSV], '17\n\nSum of qty over 2 rows'],
  ['How many lines does the file have?', [NOTES], '2 lines'],
  ['Extract the email addresses from the attachment', [NOTES], '- bob@example.org'],
  ['What is the total amount?\nname,amount\nAda,12.50\nBob,7.25', [], '19.75\n\nSum of amount over 2 rows'],
  [
    '| name | amount |\n|---|---:|\n| Ada | 12.50 |\n| Bob | 7.25 |\n\nWhich name has the highest amount?',
    [],
    'Ada\n\namount: 12.50',
  ],
]
/** Nobody can say for certain what these mean. */
const UNCLEAR_ABOUT_FILES: readonly (readonly [message: string, files: readonly Attachment[]])[] = [
  ['What is the sum of total?', [SALES, PEOPLE]],
  ['top 2 customers by total', [SALES]],
  ['Who has the largest total?', [SALES]],
  ['What is the average age?', [SALES]],
  ['What is the total Customer?', [SALES]],
  ['Which region sells best?', [SALES]],
  ['Summarize the file', [SALES]],
  ['Why is the total so low in the file?', [SALES]],
  ['What is the total?', [SALES]],
  ['What is the sum of price?', [{ ...RAGGED, text: 'item,price\npen,1\ncup,2\nTotal,3\n' }]],
  ['What is the sum of price?', [{ ...RAGGED, text: 'item,price\npen,€1\ncup,€2\n' }]],
  ['What is the average price except for mugs?', [RAGGED]],
  ['What is the total price if pens double?', [RAGGED]],
]

const planners = () => bench.registry.planners()
const inputOf = (message: string, attachments: readonly Attachment[] = []) => ({ message, attachments, now: NOW })

describe('messages that rules answer', () => {
  test.each(ANSWERS)('K2 answers %j without a model', async (message, text) => {
    const told = await bench.tell(message)
    expect({ text: told.text, by: told.coverage, status: told.result.status }).toEqual({
      text,
      by: 'rules',
      status: 'success',
    })
  })

  test.each(ABOUT_FILES)('K2 answers %j about files', async (message, files, text) => {
    const told = await bench.tell(message, files)
    expect({ text: told.text, by: told.coverage, status: told.result.status }).toEqual({
      text,
      by: 'rules',
      status: 'success',
    })
  })
})

describe('messages that rules leave alone', () => {
  test.each(TRAPS.map(trap => [trap] as const))('K3 claims nothing of %j', message => {
    expect(matchRules(planners(), inputOf(message))).toEqual({ matches: [], coverage: 'none' })
  })

  test.each(UNCLEAR_ABOUT_FILES)('K3 claims nothing of %j about files', (message, files) => {
    expect(matchRules(planners(), inputOf(message, files))).toEqual({ matches: [], coverage: 'none' })
  })
})

describe('rules', () => {
  test('K1 every rule answers its own examples and leaves the others alone', () => {
    for (const rule of planners().flatMap(planner => planner.rules)) {
      expect(rule.reason).toMatch(/^[A-Z].*\.$/)
      // What is asked last need not be what answers among all: a rule that comes to know such a request goes first.
      const asked = rule.isLastResort === true ? [{ name: 'alone', rules: [rule] }] : planners()
      for (const message of rule.examples.yes) {
        const { matches, coverage } = matchRules(asked, inputOf(message))
        expect({ message, coverage, ids: matches.map(match => match.rule.id) }).toEqual({
          message,
          coverage: 'all',
          ids: expect.arrayContaining([rule.id]),
        })
      }
      for (const message of rule.examples.no) {
        const claimed = matchRules(planners(), inputOf(message)).matches.map(match => match.rule.id)
        expect({ message, claimed }).toEqual({ message, claimed: [] })
      }
    }
  })

  test('K1 ids and orders are given once', () => {
    const rules = planners().flatMap(planner => planner.rules)
    expect(new Set(rules.map(rule => rule.id)).size).toBe(rules.length)
    expect(new Set(rules.map(rule => rule.order)).size).toBe(rules.length)
  })
})
