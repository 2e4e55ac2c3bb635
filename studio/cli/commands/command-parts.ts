/** Small parts that commands are made of. They print nothing. */

/** Gathers a repeatable option. */
export const collect = (value: string, before: readonly string[] = []): string[] => [...before, value]

/** What `--help` shows last. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map(line => `  ${line}`).join('\n')}`
