/**
 * The plugin door: the only module of the kernel that a plugin imports. It gives identities for typing, the two error
 * classes a plugin throws, and the strict JSON parts that operations are built from.
 */
import type { Operation } from '#contracts/library-port'
import type { Plugin } from '#contracts/plugin-port'

export const definePlugin = (plugin: Plugin): Plugin => plugin
export const defineOperation = (operation: Operation): Operation => operation

export { ConnectorError, type ConnectorFailureCode, OperationError } from '#contracts/plugin-errors'
export { canonicalJson } from '#json/canonical'
export { fromPointer, readPointer, stepPointer } from '#json/pointer'
export { readJsonText } from '#json/read'
export { readSchema, type Schema, type SchemaFault } from '#json/schema'
