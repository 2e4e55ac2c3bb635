/**
 * What planning a message costs before anything runs: all rules over messages of 200 characters and over 8 KB with a table, and how
 * the cost grows with the message. The baseline of the same run cuts the message into words. `bun bench/planner.ts`.
 */
import { openMessageBench } from '#testing/message-bench'
import { type Figure, measureRoundsMs, median, printFigures, ratioOf } from './measure.ts'

const ROUNDS = 60
const SHORT_MS = 1
const LONG_MS = 20
/** Four times the message may cost four times as much, and half again for what memory does. */
const GROWTH = 1.5

const pad = (text: string, length: number, filler: string): string =>
  (text + filler.repeat(Math.ceil(length / filler.length))).slice(0, length)

/** Other numbers in each turn, so that nothing is found that an earlier turn left. */
const vary = (text: string, turn: number): string =>
  text.replace(/(?<![\d:.-])\d+(?![\d:-])/g, digits => String(Number(digits) + (turn % 97)))

const PROSE = 'We met on 3 May and paid 12.50 EUR for lunch, and nobody could say whether it was worth the walk. '
const SHORT: Readonly<Record<string, string>> = {
  'a question for rules': pad(
    'Hi! Could you please tell me what 17.5% of 2,480 EUR is? ',
    200,
    'Thanks a lot, that helps me. ',
  ),
  'several requests': pad(
    'What is 15% of 240? And how many days until 2026-12-24? Convert 5 km to miles. ',
    200,
    '12 + 30? ',
  ),
  'prose for a model': pad('Why do people in cities walk faster? ', 200, PROSE),
  'numbers and signs': pad('', 200, '12.5 + 3% - $4 / 7:30, '),
}

const rowsOf = (count: number): string =>
  ['region,name,amount', ...Array.from({ length: count }, (_, i) => `North ${i % 7},Customer ${i},${i}.50`)].join('\n')
const tableOf = (length: number): string => {
  const head = 'Which region has the largest total amount?\n'
  let rows = 1
  while (head.length + rowsOf(rows + 1).length <= length) rows += 1
  return head + rowsOf(rows)
}
const LONG: Readonly<Record<string, (length: number) => string>> = {
  'a table': tableOf,
  prose: length => pad('Summarise this. ', length, PROSE),
  'lines of numbers': length => pad('', length, '12 + 30 EUR\n'),
  'quotation marks': length => pad('Count the words in ', length, '"a b" '),
}

const bench = await openMessageBench()
try {
  const figures: Figure[] = []
  const messages = [
    ...Object.entries(SHORT).map(([name, text]) => ({ name: `200 characters, ${name}`, text, limitMs: SHORT_MS })),
    ...Object.entries(LONG).map(([name, make]) => ({ name: `8 KB, ${name}`, text: make(8_192), limitMs: LONG_MS })),
  ]
  for (const { name, text, limitMs } of messages) {
    let turn = 0
    const [planMs = [], wordsMs = []] = await measureRoundsMs(
      [
        { label: 'plan', run: () => bench.plan(vary(text, turn++)) },
        { label: 'words', run: () => vary(text, turn).split(/\s+/u) },
      ],
      ROUNDS,
      ROUNDS,
    )
    const ms = median(planMs)
    const value = `${ms.toFixed(2)} ms`
    const base = `${Math.round(ratioOf(planMs, wordsMs))} × cutting it into words; at most ${limitMs} ms`
    figures.push({ what: name, value, target: base, met: ms <= limitMs })
  }
  for (const [name, make] of Object.entries(LONG)) {
    const [small, large] = [make(8_192), make(32_768)]
    const [smallMs = [], largeMs = []] = await measureRoundsMs(
      [
        { label: '8 KB', run: () => bench.plan(small) },
        { label: '32 KB', run: () => bench.plan(large) },
      ],
      ROUNDS / 2,
      ROUNDS / 4,
    )
    const growth = ratioOf(largeMs, smallMs) / (large.length / small.length)
    figures.push({
      what: `time per character, 32 KB against 8 KB, ${name}`,
      value: `${growth.toFixed(2)} ×`,
      target: `at most ${GROWTH}`,
      met: growth <= GROWTH,
    })
  }
  printFigures('planning a message', figures)
  process.exitCode = figures.every(({ met }) => met !== false) ? 0 : 1
} finally {
  await bench.close()
}
