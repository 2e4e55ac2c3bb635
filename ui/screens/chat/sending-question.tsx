/** A question between Ask and its place in the chat: on a busy machine that takes long enough to doubt that it was taken. */

export function SendingQuestion({ text }: { readonly text: string }) {
  return (
    <article aria-label="You ask" aria-busy="true" className="flex flex-col items-end gap-1 pt-6">
      <div className="min-w-0 max-w-[85cqi] rounded-lg bg-held px-3.5 py-2 text-read">
        <p className="max-h-96 overflow-y-auto whitespace-pre-wrap wrap-anywhere text-quiet" dir="auto">
          {text}
        </p>
      </div>
      <p className="text-quiet text-sm">Sending</p>
    </article>
  )
}
