/** A sentence of the API, with what stands between backticks set as code. Nothing else of it is read as markup. */
export function Words({ text }: { readonly text: string }) {
  const parts = text.split('`')
  if (parts.length < 3) return text
  return parts.map((part, at) =>
    at % 2 === 1 && at < parts.length - 1 ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one sentence stay in their order
      <code key={at} className="rounded-sm bg-sunken px-1 font-mono text-[0.92em]">
        {part}
      </code>
    ) : (
      part
    ),
  )
}
