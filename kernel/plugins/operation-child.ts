/**
 * The main module of an operation child: loads one plugin and answers calls of its operations, one at a time. It gives the
 * plugin no power at all, because an operation gets its input and nothing else (rule D1).
 */
import type { JsonObject } from '#contracts/json-value'
import type { Operation } from '#contracts/library-port'
import type { Plugin } from '#contracts/plugin-port'
// By its file: the name is taken over below, and would lead to itself.
import * as door from '../plugin-door.ts'
import {
  type FromOperationChild,
  type OperationDescription,
  operationKey,
  type ToOperationChild,
} from './operation-wire.ts'

const operations = new Map<string, Operation>()

// A plugin outside the program's own folders finds the door here; its own package.json cannot name it.
Bun.plugin({
  name: 'kora-plugin-door',
  setup(build) {
    build.module('#kernel/plugin-door', () => ({ exports: door, loader: 'object' }))
  },
})

process.on('message', (message: ToOperationChild) => {
  if (message.kind === 'load') void load(message).then(reply, replyFailed)
  else call(message)
})
// A rejection or throw outside of a call must end the child: what it leaves half done would answer later calls.
for (const event of ['uncaughtException', 'unhandledRejection'])
  process.on(event, error => {
    replyFailed(error)
    process.exit(1)
  })

async function load(message: Extract<ToOperationChild, { kind: 'load' }>): Promise<FromOperationChild> {
  const module = (await import(message.entry)) as { readonly plugin: Plugin }
  const provided = await module.plugin.activate({
    id: message.pluginId,
    settings: JSON.parse(message.settings) as JsonObject,
    clock: { monoMs: () => 0, epochMs: () => 0, timer: () => () => undefined },
    log: () => undefined,
  })
  const described: OperationDescription[] = []
  for (const library of provided.libraries ?? []) {
    for (const operation of library.operations) {
      operations.set(operationKey(operation), operation)
      const { run: _run, ...rest } = operation
      described.push({ library: library.name, ...rest })
    }
  }
  return { kind: 'loaded', operations: JSON.stringify(described) }
}

function call({ operation, input }: Extract<ToOperationChild, { kind: 'call' }>): void {
  try {
    const found = operations.get(operation)
    if (found === undefined) throw new Error(`there is no operation ${operation}`)
    reply({ kind: 'answer', output: JSON.stringify(found.run(JSON.parse(input) as JsonObject)) })
  } catch (error) {
    // By name, not by class: a plugin that was built elsewhere may carry its own copy of the door.
    const refusal = error as { name?: unknown; message?: unknown; pointer?: unknown }
    if (refusal?.name === 'OperationError')
      reply({ kind: 'refused', message: String(refusal.message), pointer: String(refusal.pointer ?? '') })
    else replyFailed(error)
  }
}

function reply(message: FromOperationChild): void {
  process.send?.(message)
}

function replyFailed(error: unknown): void {
  reply({ kind: 'failed', message: String(error).slice(0, 300) })
}
