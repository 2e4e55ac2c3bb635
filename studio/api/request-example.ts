/** Worked requests for the documents; small, deterministic, and sent by tests as they stand. */

export const GRAPH_EXAMPLE = {
  api_version: '1.0',
  taskgraph: {
    kora_version: '1.0.0',
    graph_id: 'unique-mails',
    root: 'unique',
    tasks: [
      {
        version: '1.0',
        id: 'mails',
        type: 'deterministic',
        op: 'extract.emails',
        input: { text: 'ann@example.org and bob@example.org, then ann@example.org again' },
      },
      {
        version: '1.0',
        id: 'unique',
        type: 'deterministic',
        op: 'list.dedupe',
        dependencies: ['mails'],
        input: { items: { $from: 'mails', pointer: '/emails' } },
      },
    ],
  },
} as const

export const MESSAGE_EXAMPLE = { api_version: '1.0', message: 'What is 15 % of 80?' } as const
