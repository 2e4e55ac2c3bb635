/** The two errors a plugin throws; everything else that leaves a plugin is its own fault. Plugins get them through the door. */
import type { FailureCode } from '#contracts/failure'

/** An input that has no answer; one sentence for people, and where it is (a JSON pointer into the input). */
export class OperationError extends Error {
  override readonly name = 'OperationError'
  readonly pointer: string

  constructor(message: string, pointer = '') {
    super(message)
    this.pointer = pointer
  }
}

export type ConnectorFailureCode = Extract<
  FailureCode,
  | 'BACKEND_UNAVAILABLE'
  | 'BACKEND_ERROR'
  | 'BACKEND_BUSY'
  | 'MODEL_NOT_FOUND'
  | 'UPSTREAM_TRUNCATED'
  | 'UPSTREAM_PROTOCOL'
  | 'WRONG_MODEL'
  | 'CLOUD_MODEL'
  | 'CONTEXT_OVERFLOW'
  | 'SCHEMA_NOT_DECODABLE'
>

/** What a connector throws: a row of the table of codes and one safe sentence (no content, no secrets). */
export class ConnectorError extends Error {
  override readonly name = 'ConnectorError'
  readonly code: ConnectorFailureCode

  constructor(code: ConnectorFailureCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
  }
}
