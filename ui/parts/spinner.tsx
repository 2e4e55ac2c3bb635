/** Something is under way and cannot say how far it is. Stands still where motion is not wanted. */
export function Spinner({ label }: { readonly label?: string }) {
  const ring = (
    <span
      aria-hidden
      className="inline-block size-3.5 shrink-0 animate-spin rounded-full border-2 border-current border-r-transparent"
    />
  )
  if (label === undefined) return ring
  return (
    <span role="status" className="inline-flex items-center">
      {ring}
      <span className="sr-only">{label}</span>
    </span>
  )
}
