/** The shape of what is being fetched, so that nothing jumps when it comes. Invisible for what comes at once. */
export function Loading({ label = 'Loading', rows = 3 }: { readonly label?: string; readonly rows?: number }) {
  return (
    <div role="status" aria-label={label} className="late flex flex-col gap-2 p-4">
      {Array.from({ length: rows }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bars are alike
        <div key={at} className={`h-4 rounded-sm bg-sunken ${at === rows - 1 ? 'w-2/3' : ''}`} />
      ))}
    </div>
  )
}
