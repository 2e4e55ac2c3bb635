/**
 * Every way Studio says no: five failure classes, the version door, and one table of finer codes.
 * `docs/errors.md` is generated from this table; a test keeps code, docs and tests equal.
 */
import { type Static, Type } from '@sinclair/typebox'

export const ERROR_TYPES = [
  'VALIDATION_ERROR',
  'TIMEOUT',
  'BUDGET_BREACH',
  'DEPENDENCY_FAILURE',
  'EXECUTION_FAILURE',
  'VERSION_MISMATCH',
] as const
export const ErrorType = Type.Union(
  ERROR_TYPES.map(type => Type.Literal(type)),
  { $id: 'ErrorType', description: 'Failure class.' },
)
export type ErrorType = (typeof ERROR_TYPES)[number]

export type FailureRow = {
  readonly type: ErrorType
  /** HTTP status when the failure is answered at the door; runs that reached the engine answer 200. */
  readonly http: 400 | 401 | 403 | 404 | 405 | 408 | 409 | 413 | 415 | 429 | 500 | 503
  /** Whether the same request may succeed later without change (rule H3, `x-should-retry`). */
  readonly retryable: boolean
  readonly meaning: string
  readonly cure: string
}

const row = (
  type: ErrorType,
  http: FailureRow['http'],
  retryable: boolean,
  meaning: string,
  cure: string,
): FailureRow => ({
  type,
  http,
  retryable,
  meaning,
  cure,
})

export const FAILURE_CODES = {
  // The body as bytes (S4)
  BODY_TOO_LARGE: row(
    'VALIDATION_ERROR',
    413,
    false,
    'The body is larger than the limit.',
    'Send less, or put large files into attachments.',
  ),
  BODY_TIMEOUT: row(
    'VALIDATION_ERROR',
    408,
    true,
    'The body did not arrive in time.',
    'Send it in one go; 30 seconds are allowed.',
  ),
  JSON_SYNTAX: row('VALIDATION_ERROR', 400, false, 'The text is not JSON.', 'Mend it at the place named.'),
  JSON_DEPTH: row('VALIDATION_ERROR', 400, false, 'The JSON is nested deeper than 64.', 'Flatten it.'),
  STRING_TOO_LONG: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A string is longer than 1 MiB.',
    'Split it, or send it as an attachment.',
  ),
  DUPLICATE_KEY: row('VALIDATION_ERROR', 400, false, 'An object names a key twice.', 'Keep one of them.'),
  NUMBER_RANGE: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A number does not fit a finite double.',
    'Use a smaller number or a string.',
  ),
  LONE_SURROGATE: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A string holds half of a surrogate pair.',
    'Send well-formed Unicode.',
  ),
  FORBIDDEN_KEY: row('VALIDATION_ERROR', 400, false, 'A key such as __proto__ is refused.', 'Rename the key.'),
  MEDIA_TYPE: row(
    'VALIDATION_ERROR',
    415,
    false,
    'The body is not application/json.',
    'Set content-type: application/json.',
  ),
  // The door (H6 to H8)
  TOKEN_REQUIRED: row(
    'VALIDATION_ERROR',
    401,
    false,
    'The request carries no valid token.',
    'Send Authorization: Bearer with the token that `kora token` prints.',
  ),
  HOST_REJECTED: row(
    'VALIDATION_ERROR',
    403,
    false,
    'The Host header is not this server.',
    'Call the address that the server printed.',
  ),
  ORIGIN_REJECTED: row(
    'VALIDATION_ERROR',
    403,
    false,
    'The request comes from another site.',
    'Call from the Studio page or without a browser.',
  ),
  NOT_FOUND: row(
    'VALIDATION_ERROR',
    404,
    false,
    'There is nothing under this address or id.',
    'Check the path and the id.',
  ),
  METHOD_NOT_ALLOWED: row(
    'VALIDATION_ERROR',
    405,
    false,
    'This address does not take this method.',
    'See /docs for the methods it takes.',
  ),
  CONFLICT: row('VALIDATION_ERROR', 409, false, 'The request contradicts the present state.', 'Read the state first.'),
  IDEMPOTENCY_CONFLICT: row(
    'VALIDATION_ERROR',
    409,
    false,
    'This Idempotency-Key was used with another body.',
    'Use a new key for a new request.',
  ),
  CONTENT_NOT_KEPT: row(
    'VALIDATION_ERROR',
    409,
    false,
    'The content of this run was not kept.',
    'Run again with execution_options.content = "keep".',
  ),
  RUN_ACTIVE: row('VALIDATION_ERROR', 409, true, 'The run has not ended.', 'Wait for its end.'),
  INVALID_REQUEST: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A field of the request is missing, unknown or of the wrong kind.',
    'Mend the fields named.',
  ),
  API_VERSION: row(
    'VERSION_MISMATCH',
    400,
    false,
    'The request speaks another major version.',
    'Send api_version "1.0".',
  ),
  KORA_VERSION: row(
    'VERSION_MISMATCH',
    400,
    false,
    'The graph speaks another major version.',
    'Send kora_version "1.x.y", or convert an older graph with /convert.',
  ),
  QUEUE_FULL: row(
    'EXECUTION_FAILURE',
    429,
    true,
    'Too many runs are waiting.',
    'Try again after the seconds in Retry-After.',
  ),
  STORAGE_FULL: row(
    'EXECUTION_FAILURE',
    503,
    true,
    'Telemetry cannot be written, so nothing runs.',
    'Free disk space or mend the data folder.',
  ),
  SHUTTING_DOWN: row('EXECUTION_FAILURE', 503, true, 'The server is stopping.', 'Try again when it is back.'),
  BACKEND_NOT_INSTALLED: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The execution backend is not installed or not enabled.',
    'Use backend "local", or install its plugin.',
  ),
  INTERNAL: row(
    'EXECUTION_FAILURE',
    500,
    false,
    'A fault in Studio itself.',
    'Report it with the run id; nothing about it left this machine.',
  ),
  // The graph (T1 to T10)
  GRAPH_SHAPE: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A field of the graph is missing, unknown or of the wrong kind.',
    'Mend the field named.',
  ),
  GRAPH_LIMIT: row('VALIDATION_ERROR', 400, false, 'The graph is larger than allowed.', 'Split it.'),
  TASK_ID_DUPLICATE: row('VALIDATION_ERROR', 400, false, 'Two tasks share an id.', 'Rename one.'),
  OPERATION_UNKNOWN: row(
    'VALIDATION_ERROR',
    400,
    false,
    'No library offers this operation.',
    'See GET /operations; near names are listed.',
  ),
  DEPENDENCY_UNKNOWN: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A dependency names no task of the graph.',
    'Name an existing task.',
  ),
  DEPENDENCY_DUPLICATE: row('VALIDATION_ERROR', 400, false, 'A dependency is named twice.', 'Name it once.'),
  CYCLE: row('VALIDATION_ERROR', 400, false, 'The dependencies form a cycle.', 'Cut it at one of the edges named.'),
  ROOT_UNKNOWN: row('VALIDATION_ERROR', 400, false, 'The root names no task of the graph.', 'Name an existing task.'),
  UNREACHABLE_TASK: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A warning: the root does not depend on this task.',
    'Connect it or drop it.',
  ),
  INPUT_UNREAD: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A warning: no reference reads this input.',
    'Correct its name, or leave it out.',
  ),
  REFERENCE_UNDECLARED: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A reference names a task that is not a declared dependency.',
    'Add it to dependencies.',
  ),
  REFERENCE_IMPOSSIBLE: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A reference points where its source can never have a value.',
    'Correct the pointer.',
  ),
  INPUT_MISSING: row('VALIDATION_ERROR', 400, false, 'A referenced graph input is missing.', 'Give it in inputs.'),
  EDGE_MISMATCH: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A value of this kind can never be accepted here.',
    'Change the producer, the pointer or the operation.',
  ),
  SCHEMA_INVALID: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The schema is not a JSON Schema that Studio takes.',
    'See docs/json-schema.md for what is taken.',
  ),
  SCHEMA_TOO_COMPLEX: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The schema exceeds depth 32, 2,000 keywords or 64 KiB, or recurses.',
    'Simplify it.',
  ),
  PATTERN_REFUSED: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The pattern needs backtracking (look-around, back-reference) or is too large.',
    'Write it without them.',
  ),
  SCHEMA_MISSING: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A model task has no schema.',
    'Give it one: every model output is checked.',
  ),
  SCHEMA_WIDENS: row(
    'VALIDATION_ERROR',
    400,
    false,
    "The task's schema accepts nothing that its operation gives.",
    "Narrow the operation's own output schema.",
  ),
  BUDGET_MISSING: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A model task has no budget.',
    'Give budget, or defaults.budget.',
  ),
  BUDGET_INVALID: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A budget is not made of positive safe integers.',
    'Use integers in range.',
  ),
  SUBSTITUTE_INVALID: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The substitute is missing or does not fit the schema of its task.',
    'Give a literal that fits.',
  ),
  OPTIONAL_INVALID: row(
    'VALIDATION_ERROR',
    400,
    false,
    'optional is for dependencies of aggregation tasks.',
    'Name declared dependencies of an aggregation only.',
  ),
  TEMPLATE_INVALID: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A prompt template names a value that its input does not have.',
    'Add the named value.',
  ),
  MODEL_ID_INVALID: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The model is not named as <connector>/<name>.',
    'See GET /models.',
  ),
  FIELD_NOT_ALLOWED: row(
    'VALIDATION_ERROR',
    400,
    false,
    'This field has no meaning for this type of task.',
    'Remove it.',
  ),
  QUOTA_EXCEEDED: row(
    'BUDGET_BREACH',
    400,
    false,
    'The certificate of the graph exceeds the session quota.',
    'Lower the budgets, or raise the quota.',
  ),
  // A task's end
  INPUT_REJECTED: row(
    'VALIDATION_ERROR',
    400,
    false,
    "The input does not fit the operation's schema.",
    'See the failing pointers.',
  ),
  INPUT_TOO_LARGE: row(
    'VALIDATION_ERROR',
    400,
    false,
    "The input exceeds the operation's declared cap.",
    'Split the input.',
  ),
  REFERENCE_MISSING: row(
    'VALIDATION_ERROR',
    400,
    false,
    'A reference found no value at run time.',
    'Make the property required, or the pointer shorter.',
  ),
  OUTPUT_REJECTED: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The output does not fit its schema.',
    'See the failing pointers.',
  ),
  OUTPUT_NOT_JSON: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The model did not answer with JSON.',
    'Use constrained decoding, or a stronger model.',
  ),
  SCHEMA_DEADLINE: row(
    'VALIDATION_ERROR',
    400,
    false,
    'Checking the value took too long and was stopped.',
    'Simplify the schema or the value.',
  ),
  OPERATION_FAILED: row(
    'EXECUTION_FAILURE',
    400,
    false,
    'The operation has no answer for this input.',
    'See the message.',
  ),
  OPERATION_CRASHED: row(
    'EXECUTION_FAILURE',
    500,
    false,
    "The operation's process ended unexpectedly.",
    'The plugin named is at fault.',
  ),
  CONTEXT_OVERFLOW: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The prompt does not fit the context of the model.',
    'Shorten the prompt, or use a model with more context.',
  ),
  CHOICE_UNSURE: row(
    'VALIDATION_ERROR',
    400,
    false,
    'No option was clearly the likeliest: the margin is below model.min_margin.',
    'Lower model.min_margin, name a stronger model in model.escalate_to, or tell the options apart better in the prompt.',
  ),
  TIME_BUDGET: row('TIMEOUT', 400, false, 'max_time_ms was used up.', 'Raise max_time_ms, or use a faster model.'),
  TOKEN_BUDGET: row(
    'BUDGET_BREACH',
    400,
    false,
    'max_tokens was used up before the answer was complete.',
    'Raise max_tokens, or ask for less.',
  ),
  RETRY_BUDGET: row('BUDGET_BREACH', 400, false, 'No attempt is left.', 'Raise max_retries.'),
  CALL_LIMIT: row(
    'BUDGET_BREACH',
    400,
    false,
    'The graph-wide limit on model calls or retries is used up.',
    'Raise limits of the graph.',
  ),
  TOKEN_LIMIT: row(
    'BUDGET_BREACH',
    400,
    false,
    'The graph-wide limit on tokens is used up.',
    'Raise limits.max_total_tokens.',
  ),
  TIME_LIMIT: row('TIMEOUT', 400, false, 'The graph-wide limit on time is used up.', 'Raise limits.max_total_time_ms.'),
  LOOP: row(
    'EXECUTION_FAILURE',
    400,
    false,
    'The model repeated itself and was stopped.',
    'Use another seed or a higher temperature, bound texts and lists in the schema, or use another model.',
  ),
  CANCELLED: row('EXECUTION_FAILURE', 400, false, 'The run was cancelled.', 'Start it again.'),
  INTERRUPTED: row(
    'EXECUTION_FAILURE',
    400,
    true,
    'Studio stopped while the run was under way.',
    'Start it again; what was spent is recorded.',
  ),
  DEPENDENCY_FAILED: row('DEPENDENCY_FAILURE', 400, false, 'A task it depends on failed.', 'See that task.'),
  MODEL_NEEDED: row(
    'EXECUTION_FAILURE',
    400,
    false,
    'This needs a model, and the mode forbids one.',
    'Switch deterministic-only off.',
  ),
  // Backends
  BACKEND_UNAVAILABLE: row(
    'EXECUTION_FAILURE',
    503,
    true,
    'The inference runtime cannot be reached, or there is no model.',
    'Start it, or get a model with `kora models pull`.',
  ),
  BACKEND_ERROR: row(
    'EXECUTION_FAILURE',
    503,
    true,
    'The inference runtime answered with an error.',
    "See the runtime's own log.",
  ),
  BACKEND_BUSY: row('EXECUTION_FAILURE', 503, true, 'The inference runtime has no free slot.', 'Try again later.'),
  MODEL_NOT_FOUND: row(
    'EXECUTION_FAILURE',
    404,
    false,
    'The runtime does not have this model.',
    'See `kora models list`; get it with `kora models pull`.',
  ),
  UPSTREAM_TRUNCATED: row(
    'EXECUTION_FAILURE',
    503,
    true,
    "The runtime's answer ended without its end mark.",
    'Try again.',
  ),
  UPSTREAM_PROTOCOL: row(
    'EXECUTION_FAILURE',
    503,
    true,
    "The runtime's answer is not in its own protocol.",
    'Check that the address is the runtime and its version is supported.',
  ),
  WRONG_MODEL: row(
    'EXECUTION_FAILURE',
    503,
    false,
    'Another model answered than the one that was asked.',
    'Load the right model in the runtime.',
  ),
  CLOUD_MODEL: row(
    'EXECUTION_FAILURE',
    403,
    false,
    'This model runs elsewhere, and nothing leaves the machine without consent.',
    'Choose a local model.',
  ),
  SCHEMA_NOT_DECODABLE: row('VALIDATION_ERROR', 400, false, 'The runtime refuses this schema.', 'Simplify the schema.'),
  // Plugins
  MANIFEST_INVALID: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The manifest of a plugin is not valid.',
    'Mend the fields named.',
  ),
  PLUGIN_VERSION: row(
    'VERSION_MISMATCH',
    400,
    false,
    'The plugin asks for another kernel version.',
    'Update the plugin or Studio.',
  ),
  PLUGIN_NOT_GRANTED: row(
    'VALIDATION_ERROR',
    403,
    false,
    'The plugin asks for powers that the user has not granted.',
    'Enable it and agree to its grants.',
  ),
  PLUGIN_TIMEOUT: row(
    'TIMEOUT',
    503,
    false,
    'A step of the plugin took too long.',
    'Disable the plugin, or ask its author.',
  ),
  PLUGIN_FAILED: row(
    'EXECUTION_FAILURE',
    503,
    false,
    'The plugin failed while loading.',
    'Disable the plugin, or ask its author.',
  ),
  NAME_TAKEN: row('VALIDATION_ERROR', 409, false, 'Another plugin already offers this name.', 'Remove one of the two.'),
  NET_REFUSED: row(
    'EXECUTION_FAILURE',
    403,
    false,
    'The address is not among the hosts granted.',
    'Only granted hosts are reached; see the plugin page.',
  ),
  // Models and files
  CHECKSUM_MISMATCH: row(
    'VALIDATION_ERROR',
    409,
    false,
    'The downloaded file is not the one that was promised.',
    'Pull it again.',
  ),
  SOURCE_UNAVAILABLE: row(
    'EXECUTION_FAILURE',
    503,
    true,
    'None of the sources of this model can be reached.',
    'Connect, or import a file that you have.',
  ),
  CAPSULE_BROKEN: row(
    'VALIDATION_ERROR',
    400,
    false,
    'The capsule is not as it was cut: something in it was changed or is missing.',
    'Get it again from the run.',
  ),
  CONFIG_INVALID: row('VALIDATION_ERROR', 400, false, 'A setting has a value it cannot have.', 'See `kora config`.'),
  ROOT_LOCKED: row(
    'VALIDATION_ERROR',
    409,
    false,
    'Another Studio uses this data folder.',
    'Stop it, or set KORA_HOME.',
  ),
  SERVER_UNREACHABLE: row(
    'EXECUTION_FAILURE',
    503,
    true,
    'No Studio answers at this address.',
    'Start it with `kora serve`, or leave --server out.',
  ),
  PAGE_UNAVAILABLE: row(
    'EXECUTION_FAILURE',
    503,
    true,
    'The page cannot be built from its sources.',
    'Run `bun install --frozen-lockfile` and load it again; what failed stands in the terminal of `kora serve`.',
  ),
  PORT_TAKEN: row(
    'VALIDATION_ERROR',
    409,
    false,
    'The port is already served.',
    'Stop the other program, or use --port.',
  ),
} as const satisfies Record<string, FailureRow>

export type FailureCode = keyof typeof FAILURE_CODES

export const Fault = Type.Object(
  {
    pointer: Type.String({ description: 'JSON Pointer to the place, from the root of the document at fault.' }),
    code: Type.String(),
    message: Type.String({ description: 'One sentence: what is wrong and how to mend it.' }),
  },
  { $id: 'Fault', additionalProperties: false },
)
export type Fault = Static<typeof Fault>

export const Failure = Type.Object(
  {
    error_type: ErrorType,
    message: Type.String({ description: 'One sentence that is safe to show: no content, path or stack.' }),
    details: Type.Object(
      {
        code: Type.String({ description: 'A row of the table of codes.' }),
        errors: Type.Optional(Type.Array(Fault)),
        task_id: Type.Optional(Type.String()),
        breach_type: Type.Optional(
          Type.Union([Type.Literal('TOKENS'), Type.Literal('TIME'), Type.Literal('RETRIES'), Type.Literal('CALLS')]),
        ),
        stage: Type.Optional(Type.String()),
        purse: Type.Optional(
          Type.Object({ tokens: Type.Integer(), time_ms: Type.Integer(), attempts: Type.Integer() }),
        ),
        hint: Type.Optional(Type.String({ description: 'The cure.' })),
      },
      { additionalProperties: true },
    ),
  },
  { $id: 'Failure', description: 'Every error body, and every failed task (rule H2).' },
)
export type Failure = Static<typeof Failure>

/** Facts that go into `details` beside the code; flat JSON. */
export type FailureDetails = Omit<Failure['details'], 'code'> & { readonly [fact: string]: unknown }

/** Builds the wire failure of a code. `message` defaults to the meaning in the table; the cure is the hint. */
export function buildFailure(code: FailureCode, message?: string, details: FailureDetails = {}): Failure {
  const known = FAILURE_CODES[code]
  return { error_type: known.type, message: message ?? known.meaning, details: { code, hint: known.cure, ...details } }
}

/** The one error class of this project: a broken promise or a refusal that carries its wire failure. `cause` keeps the original. */
export class KoraError extends Error {
  override readonly name = 'KoraError'
  readonly code: FailureCode
  readonly details: FailureDetails

  constructor(code: FailureCode, message?: string, details: FailureDetails = {}, cause?: unknown) {
    super(message ?? FAILURE_CODES[code].meaning, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }

  toFailure(): Failure {
    return buildFailure(this.code, this.message, this.details)
  }
}
