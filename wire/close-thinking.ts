/**
 * A rendered prompt whose answer begins at once: a template that opens the thinking by itself gets it closed, as one of gpt-oss gets its
 * final channel opened, because thinking comes before an answer and never inside one.
 */
export function closeThinking(prompt: string): string {
  const opened = /<(think|thinking|thought|reasoning)>\s*$/.exec(prompt)
  if (opened !== null) return `${prompt.trimEnd()}\n\n</${opened[1]}>\n\n`
  return prompt.endsWith('<|start|>assistant') ? `${prompt}<|channel|>final<|message|>` : prompt
}
