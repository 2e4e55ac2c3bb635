/**
 * The part of OpenAI's chat completions that Studio speaks, as its clients send and read it. What is not named here is refused
 * (rule H6): a field that had no effect would mislead.
 */
import { type Static, Type } from '@sinclair/typebox'
import { EXECUTION_MODES } from '#contracts/execution'

const OrNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()])
const Given = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Optional(OrNull(schema))

const TextPart = Type.Object({ type: Type.Literal('text'), text: Type.String() }, { additionalProperties: false })
const Content = Type.Union([Type.String(), Type.Array(TextPart, { minItems: 1, maxItems: 256 })])

export const ChatCompletionMessage = Type.Object(
  {
    role: Type.Union([
      Type.Literal('system'),
      Type.Literal('developer'),
      Type.Literal('user'),
      Type.Literal('assistant'),
    ]),
    content: Given(Content),
    name: Given(Type.String({ maxLength: 256, description: 'Taken and not used.' })),
    // What a client sends back of an answer it got.
    refusal: Given(Type.String()),
    annotations: Given(Type.Array(Type.Unknown())),
    audio: Type.Optional(Type.Null()),
    function_call: Type.Optional(Type.Null()),
    tool_calls: Given(Type.Array(Type.Unknown(), { maxItems: 0 })),
    parsed: Type.Optional(Type.Unknown()),
    reasoning_content: Given(Type.String()),
  },
  { $id: 'ChatCompletionMessage', additionalProperties: false },
)
export type ChatCompletionMessage = Static<typeof ChatCompletionMessage>

export const ResponseFormat = Type.Union(
  [
    Type.Object({ type: Type.Literal('text') }, { additionalProperties: false }),
    Type.Object({ type: Type.Literal('json_object') }, { additionalProperties: false }),
    Type.Object(
      {
        type: Type.Literal('json_schema'),
        json_schema: Type.Object(
          {
            name: Type.String({ minLength: 1, maxLength: 64 }),
            schema: Type.Record(Type.String(), Type.Unknown()),
            description: Type.Optional(Type.String()),
            strict: Given(Type.Boolean()),
          },
          { additionalProperties: false },
        ),
      },
      { additionalProperties: false },
    ),
  ],
  { $id: 'ResponseFormat' },
)

const Nothing = Type.Optional(Type.Null())
const None = Given(Type.Array(Type.Unknown(), { maxItems: 0 }))

/** What Studio does not have, in the values that ask for nothing: clients send them unasked. Any other value is refused by name. */
const WITHOUT_EFFECT = {
  tools: None,
  tool_choice: Given(Type.Union([Type.Literal('none'), Type.Literal('auto')])),
  parallel_tool_calls: Given(Type.Boolean()),
  functions: None,
  function_call: Given(Type.Union([Type.Literal('none'), Type.Literal('auto')])),
  n: Given(Type.Literal(1)),
  logprobs: Given(Type.Literal(false)),
  top_logprobs: Given(Type.Literal(0)),
  logit_bias: Given(Type.Object({}, { additionalProperties: false })),
  presence_penalty: Given(Type.Literal(0)),
  frequency_penalty: Given(Type.Literal(0)),
  store: Given(Type.Literal(false)),
  modalities: Given(Type.Array(Type.Literal('text'), { minItems: 1, maxItems: 1 })),
  audio: Nothing,
  prediction: Nothing,
  web_search_options: Nothing,
  reasoning_effort: Nothing,
  verbosity: Given(Type.Literal('medium')),
  service_tier: Given(Type.Union([Type.Literal('auto'), Type.Literal('default')])),
  prompt_cache_retention: Nothing,
}

export const ChatCompletionRequest = Type.Object(
  {
    model: Type.String({
      minLength: 1,
      maxLength: 320,
      description: '`kora` for the planner, or a model id as GET /v1/models lists it for one model task.',
    }),
    messages: Type.Array(ChatCompletionMessage, { minItems: 1, maxItems: 4_096 }),
    stream: Given(Type.Boolean()),
    stream_options: Given(
      Type.Object(
        { include_usage: Type.Optional(Type.Boolean()), include_obfuscation: Type.Optional(Type.Boolean()) },
        { additionalProperties: false },
      ),
    ),
    max_tokens: Given(Type.Integer({ minimum: 1, description: 'The token budget of the model task.' })),
    max_completion_tokens: Given(Type.Integer({ minimum: 1, description: 'The same under its newer name.' })),
    temperature: Given(Type.Number({ minimum: 0, maximum: 2 })),
    top_p: Given(Type.Number({ exclusiveMinimum: 0, maximum: 1 })),
    seed: Given(Type.Integer({ minimum: 0, maximum: 2_147_483_647 })),
    stop: Given(
      Type.Union([
        Type.String({ minLength: 1, maxLength: 256 }),
        Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 4 }),
      ]),
    ),
    response_format: Given(ResponseFormat),
    user: Given(
      Type.String({ description: 'Taken and not used; so are metadata, safety_identifier and prompt_cache_key.' }),
    ),
    metadata: Given(Type.Record(Type.String(), Type.String())),
    safety_identifier: Given(Type.String()),
    prompt_cache_key: Given(Type.String()),
    ...WITHOUT_EFFECT,
    kora: Type.Optional(
      Type.Object(
        {
          max_time_ms: Type.Optional(Type.Integer({ minimum: 1 })),
          max_retries: Type.Optional(Type.Integer({ minimum: 0 })),
          mode: Type.Optional(Type.Union(EXECUTION_MODES.map(mode => Type.Literal(mode)))),
        },
        { additionalProperties: false, description: 'What OpenAI has no field for: the rest of the budget, the mode.' },
      ),
    ),
  },
  { $id: 'ChatCompletionRequest', additionalProperties: false },
)
export type ChatCompletionRequest = Static<typeof ChatCompletionRequest>

export const CompletionUsage = Type.Object(
  {
    prompt_tokens: Type.Integer(),
    completion_tokens: Type.Integer({ description: 'Booked tokens of all attempts, failed ones included (L3).' }),
    total_tokens: Type.Integer(),
    prompt_tokens_details: Type.Object({ cached_tokens: Type.Integer() }),
    completion_tokens_details: Type.Object({ reasoning_tokens: Type.Integer() }),
  },
  { $id: 'CompletionUsage' },
)
export type CompletionUsage = Static<typeof CompletionUsage>

export const ChatCompletion = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('chat.completion'),
    created: Type.Integer({ description: 'Seconds since 1970.' }),
    model: Type.String(),
    choices: Type.Array(
      Type.Object({
        index: Type.Literal(0),
        message: Type.Object({
          role: Type.Literal('assistant'),
          content: Type.String(),
          refusal: Type.Null(),
        }),
        logprobs: Type.Null(),
        finish_reason: Type.Literal('stop'),
      }),
    ),
    usage: CompletionUsage,
    kora: Type.Object({ run_id: Type.String(), execution_path: Type.String(), model_invocation_count: Type.Integer() }),
  },
  { $id: 'ChatCompletion' },
)
export type ChatCompletion = Static<typeof ChatCompletion>

export const OpenAiModel = Type.Object(
  {
    id: Type.String(),
    object: Type.Literal('model'),
    created: Type.Integer({ description: 'Always 0: no runtime says when a model was made.' }),
    owned_by: Type.String(),
  },
  { $id: 'OpenAiModel' },
)
export type OpenAiModel = Static<typeof OpenAiModel>

export const OpenAiModelList = Type.Object(
  { object: Type.Literal('list'), data: Type.Array(OpenAiModel) },
  { $id: 'OpenAiModelList' },
)
