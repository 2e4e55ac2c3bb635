/** The request that `bench/http` sends to every side: a graph of five deterministic tasks. */

const task = (id: string, op: string, input: object, dependencies: readonly string[] = []) => ({
  version: '1.0',
  id,
  type: 'deterministic',
  op,
  dependencies,
  input,
  cache: 'off',
})

export const TOKEN = `kora_${'b'.repeat(43)}`
export const BODY = JSON.stringify({
  api_version: '1.0',
  taskgraph: {
    kora_version: '1.0.0',
    graph_id: 'bench',
    root: 'words',
    tasks: [
      task('clean', 'text.normalize', { text: '  Ann writes to bob@example.org and eve@example.org.  ' }),
      task('mails', 'extract.emails', { text: { $from: 'clean', pointer: '/text' } }, ['clean']),
      task('unique', 'list.dedupe', { items: { $from: 'mails', pointer: '/emails' } }, ['mails']),
      task('count', 'text.count', { text: { $from: 'clean', pointer: '/text' } }, ['clean']),
      task('words', 'text.normalize', { text: { $from: 'clean', pointer: '/text' } }, ['clean', 'unique', 'count']),
    ],
  },
})
