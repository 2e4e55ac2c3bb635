/** The files of the message that is being written. */
import { FileText, TriangleAlert, X } from 'lucide-react'
import { IconButton } from '../../parts/button.tsx'
import { countOf, toSize } from '../../parts/figures.ts'
import { Spinner } from '../../parts/spinner.tsx'
import type { SentFile } from './use-files.ts'

export function FileChips({
  files,
  onRemove,
}: {
  readonly files: readonly SentFile[]
  readonly onRemove: (key: string) => void
}) {
  if (files.length === 0) return null
  return (
    <ul aria-label="Files" className="flex flex-wrap gap-1.5 px-1">
      {files.map(file => (
        <li
          key={file.key}
          className={`flex max-w-full items-center gap-2 rounded-md border py-0.5 pl-2 text-sm ${file.state === 'refused' ? 'border-bad text-bad' : 'border-line'}`}
        >
          {file.state === 'sending' ? (
            <Spinner label={`Sending ${file.name}`} />
          ) : file.state === 'refused' ? (
            <TriangleAlert size={14} aria-hidden className="shrink-0" />
          ) : (
            <FileText size={14} aria-hidden className="shrink-0 text-quiet" />
          )}
          <span className="min-w-0">
            <span className="block truncate">{file.name}</span>
            <span
              className={`block text-xs ${file.state === 'refused' ? '' : 'text-quiet'}`}
              role={file.problem === null ? undefined : 'alert'}
            >
              {file.problem ?? describe(file)}
            </span>
          </span>
          <IconButton label={`Remove ${file.name}`} icon={X} size={14} onClick={() => onRemove(file.key)} />
        </li>
      ))}
    </ul>
  )
}

function describe({ info, sizeBytes }: SentFile): string {
  if (info === null) return toSize(sizeBytes)
  const pages = info.pages === null ? [] : [countOf(info.pages, 'page')]
  return [info.kind.toUpperCase(), toSize(info.size_bytes), ...pages, ...(info.note === null ? [] : [info.note])].join(
    ' · ',
  )
}
