/** What a connector threw, as a row of the table of codes; anything else is the plugin's own fault and says nothing more. */
import type { FailureCode } from '#contracts/failure'
import { ConnectorError } from '#contracts/plugin-errors'

export type ConnectorFailure = { readonly code: FailureCode; readonly message: string }

export function toConnectorFailure(error: unknown): ConnectorFailure {
  if (error instanceof ConnectorError) return { code: error.code, message: error.message }
  return { code: 'BACKEND_ERROR', message: 'The connector failed in an unexpected way.' }
}
