/** The request that `bench/http` sends to every side: a graph of five deterministic tasks over a text that begins with a number. */

const task = (id: string, op: string, input: object, dependencies: readonly string[] = []) => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op,
  dependencies,
  input,
  cache: 'off',
})

/** In the text: a client may count here, so that no two bodies are alike and none is longer. */
export const COUNTER = '00000000'
export const TOKEN = `kora_${'b'.repeat(43)}`
const TEXT = `  ${COUNTER}: Ann writes to bob@example.org and eve@example.org.  `
const bodyOf = (text: unknown, inputs: object): string =>
  JSON.stringify({
    api_version: '1.0',
    taskgraph: {
      kora_version: '1.0.0',
      graph_id: 'bench',
      root: 'words',
      tasks: [
        task('clean', 'text.normalize', { text }),
        task('mails', 'extract.emails', { text: { $from: 'clean', pointer: '/text' } }, ['clean']),
        task('unique', 'list.dedupe', { items: { $from: 'mails', pointer: '/emails' } }, ['mails']),
        task('count', 'text.count', { text: { $from: 'clean', pointer: '/text' } }, ['clean']),
        task('words', 'text.normalize', { text: { $from: 'clean', pointer: '/text' } }, ['clean', 'unique', 'count']),
      ],
    },
    ...inputs,
  })

/** The text stands in the graph. */
export const BODY = bodyOf(TEXT, {})
/** The text is an input of the graph: other texts are other inputs of the same graph. */
export const BODY_WITH_INPUT = bodyOf({ $input: '/text' }, { inputs: { text: TEXT } })
