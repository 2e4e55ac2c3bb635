/**
 * A result as JSON text: the same text as JSON.stringify gives, put together from parts that were written before, because a
 * certificate belongs to every run of its graph. It checks nothing.
 */
import type { ExecuteResult } from '#contracts/execution'
import { textOnce } from '#json/text-once'

export function writeResult(result: ExecuteResult): string {
  const { execution_metadata: metadata } = result
  const about = JSON.stringify({ ...metadata, certificate: undefined })
  const rest = JSON.stringify({ ...result, telemetry: undefined, execution_metadata: undefined })
  const bundleText = JSON.stringify(result.telemetry)
  const certificate = textOnce(metadata.certificate)
  return `${open(rest)}"telemetry":${bundleText},"execution_metadata":${open(about)}"certificate":${certificate}}}`
}

/** The text of an object that is not empty, ready to take another member. */
const open = (text: string): string => `${text.slice(0, -1)},`
