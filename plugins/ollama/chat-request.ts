/**
 * A call of the port as the body of `/api/chat`. An over-long prompt must be an error, so trimming and shifting are turned off (rule B7).
 */
import type { GenerateRequest } from '#contracts/connector-port'
import type { JsonObject } from '#contracts/json-value'
import { buildGrammarSchema } from '#kernel/plugin-door'
import type { ModelFacts } from './model-facts.ts'

export function buildChatBody(request: GenerateRequest, facts: ModelFacts, loadOptions: JsonObject): JsonObject {
  const { sampler } = request
  return {
    model: request.model,
    messages: request.messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    truncate: false,
    shift: false,
    // Only a model that thinks understands the field; thinking would spend the caller's tokens, and loosens the schema.
    ...(facts.thinking ? { think: false } : {}),
    ...(request.schema === null ? {} : { format: buildGrammarSchema(request.schema) }),
    options: {
      num_predict: request.maxTokens,
      seed: sampler.seed,
      temperature: sampler.temperature,
      top_p: sampler.topP,
      ...(sampler.stop.length === 0 ? {} : { stop: [...new Set([...sampler.stop, ...facts.ownStops])] }),
      ...loadOptions,
    },
  }
}
