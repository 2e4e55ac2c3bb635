/** How each setting that a person changes is asked for. What is not listed here is shown, with where it is said. */

export type SettingForm = {
  readonly name: string
  readonly label: string
  readonly kind: 'switch' | 'number' | 'model'
  /** In place of the description of the setting, where that speaks of another unit. */
  readonly note?: string
  /** Behind a number. */
  readonly unit?: string
  /** A number is shown divided by it: milliseconds as seconds. */
  readonly per?: number
  /** What an empty field means, where it may be empty. */
  readonly empty?: string
}

export type SettingGroup = { readonly title: string; readonly note: string; readonly forms: readonly SettingForm[] }

export const SETTING_GROUPS: readonly SettingGroup[] = [
  {
    title: 'Answers',
    note: 'What a message may cost where its chat says nothing else.',
    forms: [
      {
        name: 'default_model',
        label: 'Model',
        kind: 'model',
        note: 'Answers what no rule does, where a chat or a task names none.',
      },
      { name: 'deterministic_only', label: 'Deterministic only', kind: 'switch' },
      { name: 'max_tokens', label: 'Tokens at most', kind: 'number', unit: 'tokens' },
      {
        name: 'max_time_ms',
        label: 'Time at most',
        kind: 'number',
        unit: 's',
        per: 1_000,
        note: 'From the beginning of an answer to its end.',
      },
      { name: 'max_retries', label: 'Retries at most', kind: 'number' },
      { name: 'temperature', label: 'Temperature', kind: 'number' },
      { name: 'top_p', label: 'Top p', kind: 'number' },
    ],
  },
  {
    title: 'What is kept',
    note: 'Telemetry holds counts, times and hashes. Prompts and outputs of runs are kept only where you say so.',
    forms: [
      { name: 'keep_content', label: 'Keep prompts and outputs of runs', kind: 'switch' },
      { name: 'telemetry_days', label: 'Runs, for', kind: 'number', unit: 'days', empty: 'for ever' },
      { name: 'telemetry_mb', label: 'Runs, up to', kind: 'number', unit: 'MB', empty: 'without limit' },
      { name: 'chat_days', label: 'Chats, for', kind: 'number', unit: 'days', empty: 'for ever' },
      { name: 'offline', label: 'Offline', kind: 'switch' },
    ],
  },
  {
    title: 'For developers',
    note: 'Nothing here can switch off a schema or a budget.',
    forms: [
      { name: 'dev_mode', label: 'Dev mode', kind: 'switch' },
      { name: 'max_runs', label: 'Runs at once', kind: 'number' },
      { name: 'cache_mb', label: 'Memory of the cache', kind: 'number', unit: 'MB' },
    ],
  },
]

export const SHOWN_NAMES: ReadonlySet<string> = new Set(
  SETTING_GROUPS.flatMap(({ forms }) => forms.map(({ name }) => name)),
)
