/** Worked requests for the documents; small, deterministic, and sent by a test as they stand. */

export const GRAPH_EXAMPLE = {
  api_version: '1.0',
  taskgraph: {
    kora_version: '1.0.0',
    graph_id: 'sum-and-count',
    root: 'answer',
    tasks: [
      { version: '1.0', id: 'sum', type: 'deterministic', op: 'math.sum', input: { values: [1, 2, 3] } },
      {
        version: '1.0',
        id: 'answer',
        type: 'aggregation',
        op: 'agg.collect',
        dependencies: ['sum'],
        input: { items: [{ $from: 'sum' }] },
      },
    ],
  },
} as const

export const MESSAGE_EXAMPLE = { api_version: '1.0', message: 'What is 15 % of 80?' } as const
