/** A failure of the API as a person reads it: the sentence, the places, the cure. */
import { toFailure } from '../api/api-failure.ts'
import { Button } from './button.tsx'
import { Notice } from './notice.tsx'
import { Words } from './words.tsx'

export function FailureNotice({
  error,
  onRetry,
  title,
}: {
  readonly error: unknown
  /** Offered where trying again can help. */
  readonly onRetry?: () => void
  /** What was being done, where that is not plain. */
  readonly title?: string
}) {
  const failure = toFailure(error)
  const faults = failure.errors.filter(fault => fault.message !== failure.message).slice(0, 20)
  return (
    <Notice
      tone="bad"
      isAlert
      title={<Words text={title ?? failure.message} />}
      actions={onRetry && <Button onClick={onRetry}>Try again</Button>}
    >
      {title !== undefined && (
        <p>
          <Words text={failure.message} />
        </p>
      )}
      {faults.length > 0 && (
        <ul className="my-1 flex flex-col gap-0.5">
          {faults.map(fault => (
            <li key={`${fault.pointer} ${fault.code}`}>
              {fault.pointer !== '' && <code className="mr-2 font-mono text-sm">{fault.pointer}</code>}
              <Words text={fault.message} />
            </li>
          ))}
        </ul>
      )}
      {failure.hint !== null && (
        <p className="text-quiet">
          <Words text={failure.hint} />
        </p>
      )}
      <p className="font-mono text-quiet text-xs">{failure.code}</p>
    </Notice>
  )
}
