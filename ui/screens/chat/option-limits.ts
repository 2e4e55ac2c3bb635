/** The numbers that a chat may set, as a person enters them. The server judges again. */

export const OPTION_LIMITS = {
  max_tokens: {
    label: 'Tokens at most',
    note: 'What a model may write, over all attempts.',
    least: 1,
    most: 1_000_000,
    isWhole: true,
  },
  max_time_ms: {
    label: 'Seconds at most',
    note: 'From the start of the model task to its end.',
    least: 0.001,
    most: 86_400,
    isWhole: false,
  },
  max_retries: {
    label: 'Retries at most',
    note: 'After an answer that was rejected.',
    least: 0,
    most: 1_000,
    isWhole: true,
  },
  temperature: { label: 'Temperature', note: '0 always takes the likeliest word.', least: 0, most: 2, isWhole: false },
  top_p: {
    label: 'Top p',
    note: 'The share of likelihood that words are drawn from.',
    least: 0.01,
    most: 1,
    isWhole: false,
  },
} as const

export type NumberName = keyof typeof OPTION_LIMITS

/** null for nothing, undefined for what is no such number. */
export function readNumber(name: NumberName, text: string): number | null | undefined {
  if (text.trim() === '') return null
  const { least, most, isWhole } = OPTION_LIMITS[name]
  const value = Number(text.trim().replace(',', '.'))
  if (!Number.isFinite(value) || value < least || value > most || (isWhole && !Number.isInteger(value)))
    return undefined
  return value
}
