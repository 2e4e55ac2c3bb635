/** What the workbench asks of the server. The text goes as it is written, so that the server's strict reading sees all of it. */
import type { Event } from '#contracts/event'
import type { ConvertResult, ExecuteResult, PlanResult } from '#contracts/execution'
import type { Fault } from '#contracts/failure'
import { ApiFailure } from '../../api/api-failure.ts'
import { call, callRaw } from '../../api/call.ts'
import { readFrames } from '../../api/event-frames.ts'

const GRAPH = '/taskgraph'
const body = (text: string): Blob => new Blob([`{"api_version":"1.0","taskgraph":${text}}`])

/** Checked and certified; a graph that is not even a graph is as invalid as any other. */
export async function planGraph(text: string, signal: AbortSignal): Promise<PlanResult> {
  try {
    const plan = await call<PlanResult>('/plan', { bytes: { data: body(text), type: 'application/json' }, signal })
    return { ...plan, errors: plan.errors.map(toTextFault), warnings: plan.warnings.map(toTextFault) }
  } catch (error) {
    if (!(error instanceof ApiFailure) || error.status !== 400) throw error
    const told = error.errors.length > 0 ? error.errors : [{ pointer: '', code: error.code, message: error.message }]
    return { valid: false, errors: told.map(toTextFault), warnings: [], graph_hash: null, certificate: null }
  }
}

/** From the root of the body to the root of the graph. */
const toTextFault = (fault: Fault): Fault =>
  fault.pointer.startsWith(GRAPH) ? { ...fault, pointer: fault.pointer.slice(GRAPH.length) } : fault

/** The result; `onStart` is told the run as soon as there is one. A signal that aborts leaves the run alone. */
export async function runGraph(
  text: string,
  onStart: (runId: string) => void,
  signal: AbortSignal,
): Promise<ExecuteResult> {
  const response = await callRaw('/execute', {
    bytes: { data: body(text), type: 'application/json' },
    headers: { accept: 'text/event-stream' },
    signal,
  })
  let isTold = false
  for await (const frame of readFrames(response)) {
    if (frame.event === 'result') return frame.data as ExecuteResult
    if (frame.event === null && !isTold) {
      isTold = true
      onStart((frame.data as Event).run_id)
    }
  }
  throw new Error('The connection broke off; the run goes on, see Runs.')
}

export const convertGraph = (text: string): Promise<ConvertResult> =>
  call<ConvertResult>('/convert', { bytes: { data: new Blob([text]), type: 'application/json' } })

export type Example = { readonly name: string; readonly title: string }

export const readExamples = (signal: AbortSignal): Promise<readonly Example[]> =>
  call<readonly Example[]>('/page/examples.json', { signal })

export async function readExample(name: string): Promise<string> {
  return (await callRaw(`/page/example-${name}.json`)).text()
}
