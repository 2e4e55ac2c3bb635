/**
 * A result as JSON text: the same text as JSON.stringify gives, put together from parts that were written before, because a
 * certificate belongs to every run of its graph. It checks nothing.
 */
import type { ExecuteResult } from '#contracts/execution'
import { textOnce } from '#json/text-once'

/** `telemetry` is `result.telemetry` as JSON text. */
export function writeResult(result: ExecuteResult, telemetry: string): string {
  const { status, final_output, partial_output, outputs, error, taskgraph, plan } = result
  const { execution_metadata: metadata } = result
  const rest = JSON.stringify({ status, final_output, partial_output, outputs, error, taskgraph, plan })
  const { certificate, ...about } = metadata
  return `${open(rest)}"telemetry":${telemetry},"execution_metadata":${open(JSON.stringify(about))}"certificate":${textOnce(certificate)}}}`
}

/** The text of an object that is not empty, ready to take another member. */
const open = (text: string): string => `${text.slice(0, -1)},`
