/**
 * One text, asked for as plain text against the same written as JSON under a grammar (M9): requests of the workload, each as one plain model
 * call, `model.decode` "auto" and "write" in turns on the small real model. Counts tokens, answers that never came and answers that
 * hold what is known of them. There is no aim: it is to show which form of the question a model is better at.
 *
 * `bun bench/text.ts [sample] [seed]`
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TaskGraph } from '#contracts/task-graph'
import { drawSample } from '#studio/compare/draw-sample'
import { grade } from '#studio/compare/grade'
import { readWorkload, type WorkloadRequest } from '#studio/compare/read-workload'
import { importModel } from '#studio/models/import-model'
import { openStudio } from '#studio/open-studio'
import { findSmallModel } from '#testing/small-model'

const FOLDER = join(import.meta.dir, 'workload')
const NOW = '2026-03-18T10:00:00+01:00[Europe/Berlin]'
const FORMS = ['auto', 'write'] as const
const [sample = '24', seed = '1'] = process.argv.slice(2)

const small = findSmallModel()
if ('skipped' in small) {
  console.log(small.skipped)
  process.exit(0)
}
const home = mkdtempSync(join(tmpdir(), 'kora-text-'))
await importModel(small.path, { modelsFolder: join(home, 'models') })
const studio = await openStudio({ home, log: () => undefined })
const defaultModel = await studio.services.models.defaultModel()

function readRequests(part: string): readonly WorkloadRequest[] {
  const labels = JSON.parse(readFileSync(join(FOLDER, `labels${part}.json`), 'utf8'))
  return readWorkload(readFileSync(join(FOLDER, `requests${part}.txt`), 'utf8'), labels)
}

const withForm = (graph: TaskGraph, decode: (typeof FORMS)[number]): TaskGraph => ({
  ...graph,
  tasks: graph.tasks.map(task => (task.type === 'model' ? { ...task, model: { ...task.model, decode } } : task)),
})

async function answer({ message, label }: WorkloadRequest, decode: (typeof FORMS)[number]) {
  const { taskgraph } = await studio.services.construct({ message, attachments: [], mode: 'direct', now: NOW })
  const { result } = await studio.kernel.start({ taskgraph: withForm(taskgraph, decode), defaultModel })
  const { final_output: output, telemetry } = await result
  const text = (output as { readonly text?: string } | null)?.text ?? null
  const { total_tokens: tokens, model_invocation_count: calls } = telemetry.summary
  return {
    tokens: tokens.out,
    calls,
    isMissing: text === null,
    isRight: text !== null && grade(label, text, 'anywhere'),
  }
}

const total = Object.fromEntries(FORMS.map(form => [form, { tokens: 0, calls: 0, missing: 0, right: 0 }])) as Record<
  (typeof FORMS)[number],
  { tokens: number; calls: number; missing: number; right: number }
>
let asked = 0
try {
  for (const part of ['', '-apart', '-fresh', '-fresh-apart']) {
    for (const request of drawSample(readRequests(part), Number(sample), Number(seed))) {
      asked += 1
      for (const form of asked % 2 === 0 ? FORMS : FORMS.toReversed()) {
        const { tokens, calls, isMissing, isRight } = await answer(request, form)
        const sum = total[form]
        sum.tokens += tokens
        sum.calls += calls
        if (isMissing) sum.missing += 1
        if (isRight === true) sum.right += 1
      }
    }
  }
  for (const form of FORMS) {
    const { tokens, calls, missing, right } = total[form]
    console.log(
      `${form === 'auto' ? 'plain text' : 'JSON'.padEnd(10)} ${asked} requests, ${calls} calls, ${tokens} tokens, ` +
        `${missing} without an answer, ${right} right`,
    )
  }
} finally {
  await studio.close()
  rmSync(home, { recursive: true, force: true })
}
