/**
 * An answer: what is being written and not checked yet, or what was checked, with the badge and what the rules read. A failure
 * stands in its place with the numbers and what can be done (U8).
 */
import { useQuery } from '@tanstack/react-query'
import { PanelRight, RotateCcw } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Message } from '#contracts/chat'
import { ApiFailure } from '../../api/api-failure.ts'
import { modelsQuery } from '../../api/queries.ts'
import { isWide, openDrawer } from '../../app/layout.ts'
import { mode } from '../../app/mode.ts'
import { goTo, toHref } from '../../app/route.ts'
import { showRun } from '../../app/shown-run.ts'
import { Button, IconButton } from '../../parts/button.tsx'
import { CopyButton } from '../../parts/copy-button.tsx'
import { ExecutionBadge, fromRun } from '../../parts/execution-badge.tsx'
import { FailureNotice } from '../../parts/failure-notice.tsx'
import { countOf } from '../../parts/figures.ts'
import { LiveMarkdown, Markdown } from '../../parts/markdown/markdown.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Spinner } from '../../parts/spinner.tsx'
import { type LiveAnswer, useLiveAnswer } from './live-answers.ts'
import type { MessageActions } from './message-view.tsx'
import { RulesView } from './rules-view.tsx'

export function AnswerView({
  message,
  question,
  actions,
  children,
}: {
  readonly message: Message
  readonly question: Message | null
  readonly actions: MessageActions
  /** Steps to alternatives. */
  readonly children: ReactNode
}) {
  const live = useLiveAnswer(message.status === 'running' ? message.run_id : null, actions.onAnswered)
  if (message.status === 'running') {
    return (
      <article aria-label="Answer, being written" aria-busy className="flex flex-col gap-2">
        <Writing live={live} />
      </article>
    )
  }
  const spent = message.run === null ? null : fromRun(message.run)
  return (
    <article aria-label="Answer" className="flex flex-col gap-2.5">
      <Outcome message={message} actions={actions} />
      {spent !== null && <ExecutionBadge spent={spent} />}
      {message.history !== null && message.history.left_out > 0 && (
        <p className="text-quiet text-sm">
          {countOf(message.history.left_out, 'earlier message')} did not fit what this model can read and{' '}
          {message.history.left_out === 1 ? 'was' : 'were'} left out.
        </p>
      )}
      {message.plan !== null && message.plan.rules.length > 0 && (
        <RulesView plan={message.plan} question={question?.text ?? ''} />
      )}
      <div className="-ml-2 flex items-center">
        {message.text !== '' && <CopyButton text={() => message.text} label="Copy the answer" />}
        {!saysAgain(message) && (
          <IconButton
            label="Answer again"
            icon={RotateCcw}
            disabled={actions.isBusy}
            onClick={() => actions.onRegenerate(message)}
          />
        )}
        {message.run_id !== null && (
          <IconButton
            label="How this answer came about"
            icon={PanelRight}
            onClick={() => showHow(message.run_id ?? '')}
          />
        )}
        {children}
      </div>
    </article>
  )
}

/** Whether what stands in the answer's place offers to answer again. */
const saysAgain = ({ status }: Message): boolean => status === 'failed' || status === 'interrupted'

function showHow(runId: string): void {
  showRun({ runId })
  mode.write('advanced')
  if (!isWide()) openDrawer('panel')
}

function Writing({ live }: { readonly live: LiveAnswer | null }) {
  const text = live?.text ?? ''
  const thinking = live?.thinking ?? ''
  return (
    <>
      {thinking !== '' && (
        <details className="text-quiet text-sm">
          <summary>What the model thinks, not checked and not kept</summary>
          <p className="max-h-48 overflow-y-auto whitespace-pre-wrap border-line border-l-2 pl-3 wrap-anywhere">
            {thinking}
          </p>
        </details>
      )}
      {text !== '' && (
        <div className="border-line-strong border-l-2 border-dashed pl-3.5">
          <LiveMarkdown text={text} />
        </div>
      )}
      <p className="flex items-center gap-2 text-quiet text-sm" role="status">
        <Spinner />
        {live?.step ?? 'Working'}
        {text !== '' && ' · not checked yet'}
        {live?.rejected != null && ` · an attempt was rejected (${live.rejected})`}
      </p>
      {live?.isLost === true && (
        <p className="text-bad text-sm">The events of this run cannot be read; its answer comes all the same.</p>
      )}
    </>
  )
}

function Outcome({ message, actions }: { readonly message: Message; readonly actions: MessageActions }) {
  const again = (
    <Button icon={RotateCcw} disabled={actions.isBusy} onClick={() => actions.onRegenerate(message)}>
      Answer again
    </Button>
  )
  switch (message.status) {
    case 'success':
      return (
        <>
          <Markdown text={message.text} />
          {message.unverified && (
            <p className="text-quiet text-sm">Imported: what wrote this, and what it cost, is not known here.</p>
          )}
        </>
      )
    case 'failed':
      return (
        <>
          {message.text !== '' && <Markdown text={message.text} />}
          {message.error === null ? (
            <Notice tone="bad" title="This could not be answered" actions={again} />
          ) : (
            <FailedAnswer
              message={message}
              error={new ApiFailure(message.error, 200)}
              again={again}
              onOptions={actions.onOptions}
            />
          )}
        </>
      )
    case 'cancelled':
      return (
        <>
          {message.text !== '' && (
            <div className={message.unverified ? 'border-line-strong border-l-2 border-dashed pl-3.5' : undefined}>
              <Markdown text={message.text} />
            </div>
          )}
          <Notice title={stoppedTitle(message)} />
        </>
      )
    default:
      return (
        <Notice tone="warn" title="Studio ended while this was being answered" actions={again}>
          What had been done is in the run; the answer is not.
        </Notice>
      )
  }
}

function stoppedTitle({ text, unverified, missing }: Message): string {
  if (text === '') return 'Stopped before anything was written'
  if (!unverified) return missing === null ? 'Stopped' : `Stopped before this was answered: ${missing}`
  return missing === null
    ? 'Stopped: this much was written, and never checked'
    : 'Stopped: what a model wrote here is not whole, and was never checked'
}

function FailedAnswer({
  message,
  error,
  again,
  onOptions,
}: {
  readonly message: Message
  readonly error: ApiFailure
  readonly again: ReactNode
  readonly onOptions: () => void
}) {
  const { missing } = message
  return (
    <div className="flex flex-col gap-2">
      <FailureNotice
        error={error}
        {...(missing === null ? {} : { title: `Not answered, because it needs a model: ${missing}` })}
      />
      <div className="flex flex-wrap gap-2">
        {again}
        <Cure error={error} onOptions={onOptions} />
        {message.run_id !== null && <Button onClick={() => showHow(message.run_id ?? '')}>See what happened</Button>}
      </div>
    </div>
  )
}

/** Where the page can mend what the failure names. */
function Cure({ error, onOptions }: { readonly error: ApiFailure; readonly onOptions: () => void }) {
  const models = useQuery(modelsQuery)
  if (error.details.breach_type !== undefined) return <Button onClick={onOptions}>Change the budget</Button>
  if (error.code === 'MODEL_NEEDED') return <Button onClick={onOptions}>Change how it is answered</Button>
  if (error.code !== 'BACKEND_UNAVAILABLE') return null
  if (models.data?.length === 0) return <Button onClick={() => goTo(toHref('models'))}>Get a model</Button>
  return <Button onClick={onOptions}>Choose a model</Button>
}
