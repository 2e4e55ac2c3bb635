/**
 * Names models as the llama.cpp connector does, because a model id must say the same in the catalogue and in a graph.
 * The rule is written twice, as product and plugins may not import each other; both are tested against the same table.
 */
export function toModelName(fileName: string): string {
  const stem = fileName.replace(/-(\d{5})-of-(\d{5})\.gguf$/i, '').replace(/\.gguf$/i, '')
  return (
    stem
      .toLowerCase()
      .replace(/[^a-z0-9_]+/g, '-')
      .replace(/^-|-$/g, '') || 'model'
  )
}
