/** The hard limits that ceilings are proven with (C1). Engine and adapter keep to them; whoever changes one changes the proof. */

/** Most UTF-8 bytes one generated token may stand for; an adapter counts a frame of n bytes as at least n / 256 tokens. */
export const MAX_BYTES_PER_TOKEN = 256

/** Most bytes of canonical JSON that a task's output may have; the engine refuses more. */
export const MAX_OUTPUT_BYTES = 8 * 1024 * 1024

/** Most bytes of canonical JSON that all outputs of a run may have together: they are held until its end, and told as one text. */
export const MAX_RUN_OUTPUT_BYTES = 128 * 1024 * 1024

/** Tokens that a runtime's chat template adds around the text: once a call, and for each message. */
export const TEMPLATE_TOKENS = { call: 256, message: 16 } as const

/** Bytes that the adapter adds to a prompt: its own words beside the schema, and one repair turn with the rejected answer. */
export const ADAPTER_BYTES = { instruction: 1_024, repair: 18_432 } as const

/** How late a deadline may be noticed, in milliseconds (B3). */
export const OVERSHOOT_MS = 50
