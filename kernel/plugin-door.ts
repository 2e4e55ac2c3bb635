/**
 * The plugin door: the only module of the kernel that a plugin imports. It gives identities for typing, the two error
 * classes a plugin throws, the strict JSON parts that operations are built from, and the parts of HTTP that connectors share.
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
export { type ChoiceRuntime, chooseOption } from '#wire/choose-option'
export { type ChosenParts, chooseParts, FREE_PART } from '#wire/choose-parts'
export { closeThinking } from '#wire/close-thinking'
export { callCompletion } from '#wire/completion-call'
export { readKeywordSupport } from '#wire/grammar-keywords'
export { buildGrammarSchema } from '#wire/grammar-schema'
export { readLines } from '#wire/lines'
export { probeHealth } from '#wire/probe-health'
export { Remembered } from '#wire/remembered'
export { type AskedFor, type Runtime, toBodyError, toMissingModel, toStranger, toTruncated } from '#wire/runtime'
export { isRecord, type Loose, parseObject, RuntimeClient, readCount, readText } from '#wire/runtime-client'
export { readServerAddress, type ServerAddress, toShownAddress } from '#wire/server-address'
export type { OptionReader } from '#wire/weigh-options'
