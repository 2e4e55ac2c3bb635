/**
 * A result as JSON text: the same text as JSON.stringify gives, put together from parts that were written before, because the
 * bundle goes to the store as well and a certificate belongs to every run of its graph. It checks nothing.
 */
import type { ExecuteResult } from '#contracts/execution'
import { textOnce } from '#json/text-once'

export function writeResult({ telemetry, execution_metadata: metadata, ...rest }: ExecuteResult): string {
  const { certificate, ...facts } = metadata
  const about = `${open(JSON.stringify(facts))}"certificate":${textOnce(certificate)}}`
  return `${open(JSON.stringify(rest))}"telemetry":${textOnce(telemetry)},"execution_metadata":${about}}`
}

/** The text of an object that is not empty, ready to take another member. */
const open = (text: string): string => `${text.slice(0, -1)},`
